SELECT to_char(s.month, 'YYYY-MM') AS month, regexp_replace(d.department, '^[^市县区州]{2,5}[市县区州]', '') AS department, s.result, s.fault_found, sum(s.inspections) AS inspections
FROM credit_bi.inspection_statistics s JOIN credit_bi.department_dimension d USING (dept_id) GROUP BY 1, 2, 3, 4
