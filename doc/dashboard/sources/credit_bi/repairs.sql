SELECT to_char(r.month, 'YYYY-MM') AS month, regexp_replace(d.department, '^[^市县区州]{2,5}[市县区州]', '') AS department, r.applications, r.granted, r.refused, r.withdrawn, r.open_cases, r.closed_cases,
	r.mean_workdays, r.longest
FROM credit_bi.repair_statistics r JOIN credit_bi.department_dimension d USING (dept_id)
