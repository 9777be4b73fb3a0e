SELECT to_char(o.month, 'YYYY-MM') AS month, regexp_replace(d.department, '^[^市县区州]{2,5}[市县区州]', '') AS department, o.objections, o.upheld, o.rejected, o.withdrawn, o.open_cases, o.closed_cases, o.mean_workdays, o.longest
FROM credit_bi.objection_statistics o JOIN credit_bi.department_dimension d USING (dept_id) WHERE o.procedure = 'objection'
