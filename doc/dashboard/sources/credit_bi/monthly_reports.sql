SELECT regexp_replace(d.department, '^[^市县区州]{2,5}[市县区州]', '') AS department, to_char(m.month, 'YYYY-MM') AS month, m.kind, m.due_on::text, m.made_on::text, m.state
FROM credit_bi.monthly_report m JOIN credit_bi.department_dimension d USING (dept_id) WHERE m.month >= (SELECT date_trunc('year', max(month)) FROM credit_bi.grade_statistics)
