-- grades.sql: how many organisations have which grade.
SELECT coalesce(o.grade || ' ' || credit.grade_label(o.grade::credit.grade) || ' ' || credit.grade_label(o.grade::credit.grade, 'en'), '未评 none') AS "等级 grade",
	count(*) AS "主体 organisations", to_char(100.0 * count(*) / sum(count(*)) OVER (), 'FM990.0') || ' %' AS "占比 share",
	round(avg(o.score)) AS "平均分 mean score",
	repeat('█', ceil(50.0 * count(*) / max(count(*)) OVER ())::int) AS " "
FROM credit_bi.subject_overview o GROUP BY o.grade ORDER BY o.grade NULLS LAST;
