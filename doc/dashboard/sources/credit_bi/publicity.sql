SELECT regexp_replace(d.department, '^[^市县区州]{2,5}[市县区州]', '') AS department, to_char(p.month, 'YYYY-MM') AS month, p.items, p.wanted, p.reached
FROM credit_bi.publicity_statistics p JOIN credit_bi.department_dimension d USING (dept_id) WHERE p.month >= (SELECT date_trunc('year', max(month)) FROM credit_bi.grade_statistics)
