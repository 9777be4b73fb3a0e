SELECT regexp_replace(d.department, '^[^市县区州]{2,5}[市县区州]', '') AS department, to_char(c.month, 'YYYY-MM') AS month, c.made, c.kept, c.running, c.not_kept, c.broken
FROM credit_bi.commitment_statistics c JOIN credit_bi.department_dimension d USING (dept_id)
