-- timeliness.sql: how many decisions came within the reporting clock.
SELECT d.name AS "部门 department", count(*) AS "记录 records", count(*) FILTER (WHERE r.late_days = 0) AS "及时 in time",
	count(*) FILTER (WHERE r.late_days > 0) AS "迟报 late", max(r.late_days) AS "最长迟报 working days",
	to_char(100.0 * count(*) FILTER (WHERE r.late_days = 0) / count(*), 'FM990.0') || ' %' AS "及时率 rate",
	rpad(repeat('█', (20 * count(*) FILTER (WHERE r.late_days = 0) / count(*))::int), 20, '·') AS " "
FROM credit.record r JOIN credit.department d USING (dept_id)
WHERE r.due_on IS NOT NULL
GROUP BY d.name ORDER BY count(*) FILTER (WHERE r.late_days = 0)::numeric / count(*) DESC, count(*) DESC;
