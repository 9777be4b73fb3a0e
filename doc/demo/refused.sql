-- refused.sql: rows set aside, by the rule they break, with an example each.
CREATE TEMPORARY VIEW reason AS
SELECT r.rejection_id, r.batch_id, r.payload, e.rule, e.field, e.found, e.expected, coalesce(d.name, r.payload ->> 'xk_xkjg', r.payload ->> 'cf_cfjg') AS department,
	(SELECT f.name_zh FROM credit.catalogue_field f WHERE f.item = r.item AND f.field = e.field ORDER BY f.edition DESC LIMIT 1) AS label
FROM credit.rejection r
CROSS JOIN LATERAL jsonb_to_recordset(r.reasons) AS e (rule text, field text, found text, expected text)
LEFT JOIN credit.department d ON d.dept_id = r.dept_id;
CREATE TEMPORARY VIEW named_rule (rule, label) AS VALUES
	('uscc', '统一代码错误 wrong unified code'), ('required', '缺必填项 mandatory field missing'),
	('date_order', '日期颠倒 dates reversed'), ('date', '日期不存在 no such day'), ('future', '日期在将来 date in the future'),
	('code_list', '类别不在代码表 unknown category'), ('department', '非本部门数据 not the sender''s own');

SELECT coalesce(n.label, r.rule) AS "原因 reason", count(*) AS "行 rows",
	count(DISTINCT r.department) AS "部门 departments", repeat('█', ceil(30.0 * count(*) / max(count(*)) OVER ())::int) AS " "
FROM reason r LEFT JOIN named_rule n USING (rule) GROUP BY 1 ORDER BY 2 DESC;

\pset format unaligned
\pset tuples_only on
SELECT format('共 %s 行退回，其中 %s 行不止一处错误（全部原因一次列出）  %s rows refused, %s of them for several reasons, all named at once',
	count(*), sum((jsonb_array_length(reasons) > 1)::int), count(*), sum((jsonb_array_length(reasons) > 1)::int)) || E'\n' FROM credit.rejection;
SELECT string_agg(format(E'  %s\n      %s %s\n      %s %s：%s\n      %s', label, department, doc_no, field_label, field,
	coalesce('“' || found || '”', '（空 empty）'), '→ ' || CASE WHEN length(expected) > 120 THEN left(expected, 118) || ' …' ELSE expected END), E'\n')
FROM (SELECT DISTINCT ON (r.rule) coalesce(n.label, r.rule) AS label, r.department, coalesce(r.payload ->> 'xk_wsh', r.payload ->> 'cf_wsh') AS doc_no,
		r.label AS field_label, r.field, r.found, r.expected
	FROM reason r LEFT JOIN named_rule n USING (rule) ORDER BY r.rule, r.rejection_id DESC) e;
