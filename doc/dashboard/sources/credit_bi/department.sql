SELECT dept_id, regexp_replace(department, '^[^市县区州]{2,5}[市县区州]', '') AS department FROM credit_bi.department_dimension WHERE is_current
