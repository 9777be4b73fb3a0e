SELECT dept_id, regexp_replace(department, '^[^市县区州]{2,5}[市县区州]', '') AS department, to_char(month, 'YYYY-MM') AS month, reported, in_time, late, rows_sent, rejections, open_rejections,
	duplicates_on_line, ended_on_line
FROM credit_bi.disclosure_quality WHERE month >= (SELECT date_trunc('year', max(month)) - interval '1 year' FROM credit_bi.grade_statistics)
