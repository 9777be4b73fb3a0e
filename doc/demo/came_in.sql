-- came_in.sql: what came in, by the way it came, and what was set right.
SELECT CASE b.channel WHEN 'migration' THEN '旧平台存量 old platform (SQL)' WHEN 'file' THEN 'CSV 文件 files (COPY)'
		WHEN 'sql' THEN '业务系统 a department''s system (SQL)' ELSE coalesce(b.channel, '合计 total') END AS "渠道 channel",
	count(*) AS "批次 batches", sum(rows) AS "行 rows", sum(accepted) AS "新增 new", sum(duplicate) AS "重复 known",
	sum(corrected) AS "更正 corrected", sum(rejected) AS "退回 refused"
FROM credit.batch b GROUP BY ROLLUP (b.channel) ORDER BY grouping(b.channel), sum(rows) DESC;

SELECT (SELECT name_zh || ' ' || name_en FROM credit.catalogue_item c WHERE c.item = r.item ORDER BY lower(valid) DESC NULLS LAST LIMIT 1)
		AS "事项 item", count(*) AS "记录 records", count(DISTINCT r.subject_id) AS "主体 subjects",
	count(DISTINCT r.dept_id) AS "部门 departments", min(r.decided_on) AS "最早决定 first", max(r.decided_on) AS "最近决定 last",
	count(*) FILTER (WHERE credit.is_published(r.status, r.publish_from, r.publish_until)) AS "公示中 published today"
FROM credit.record r GROUP BY r.item ORDER BY 2 DESC;

\echo '写法不同、意思无误的数据照收，按标准形式入库 Odd but plain spellings are taken and stored in standard form:'
\echo
SELECT DISTINCT ON (b.fault)
	CASE b.fault WHEN 'lower_case' THEN '小写代码 lower case' WHEN 'full_width' THEN '全角代码 full width'
		WHEN 'blanks' THEN '多余空格 blanks' ELSE '日期写法 date' END AS "写法 spelling",
	'“' || CASE b.fault WHEN 'blanks' THEN b.mc WHEN 'date_style' THEN b.jdrq ELSE b.shxym END || '”' AS "报送 as sent",
	CASE b.fault WHEN 'blanks' THEN coalesce(r.detail ->> 'xk_xdr_mc', r.detail ->> 'cf_xdr_mc', r.subject_name) WHEN 'date_style' THEN r.decided_on::text ELSE r.subject_code END AS "入库 as stored"
FROM city.outbox b JOIN credit.record r ON r.doc_no = b.wsh
WHERE b.fault IN ('lower_case', 'full_width', 'blanks', 'date_style') AND b.fate = 'accepted'
	AND (b.fault <> 'date_style' OR b.jdrq LIKE '%年%')
ORDER BY b.fault, b.n;

\echo '可疑但可能正确的数据收下并加标记 What looks wrong but may be right is taken and marked:'
\echo
SELECT w.mark AS "标记 mark", count(*) AS "记录 records",
	(array_agg(CASE WHEN w.mark LIKE 'amount_unit%' THEN format('%s：%s 万元 (10 000 yuan)，%s', r.doc_no, trim_scale(r.amount / 10000), r.detail ->> 'cf_nr')
		ELSE format('%s：填报 typed %s，应为 computed %s', r.doc_no, r.detail ->> 'cf_gsjzq', r.publish_until) END ORDER BY r.record_id DESC))[1] AS "例 example"
FROM credit.record r CROSS JOIN LATERAL unnest(r.warnings) AS w (mark)
GROUP BY w.mark ORDER BY w.mark;
