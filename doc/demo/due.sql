-- due.sql: what the next ten working days bring. Rest days and holidays fall
-- to the working day after them.
CREATE TEMPORARY VIEW to_mend AS
SELECT r.rejection_id, coalesce(r.payload ->> 'xk_xkjg', r.payload ->> 'cf_cfjg') AS department, coalesce(r.payload ->> 'xk_wsh', r.payload ->> 'cf_wsh') AS doc_no, r.reasons,
	credit.due_on(t.decided_on, i.submit_within, i.submit_unit) AS due_on
FROM credit.rejection r
CROSS JOIN LATERAL (SELECT coalesce(r.payload ->> 'xk_jdrq', r.payload ->> 'cf_jdrq') AS typed) d
CROSS JOIN LATERAL (SELECT CASE WHEN NOT jsonb_path_exists(r.reasons, '$[*] ? (@.rule == "date" || @.rule == "future")')
	THEN d.typed::date END AS decided_on) t
JOIN credit.catalogue_item i ON i.item = r.item AND i.valid @> t.decided_on
WHERE r.resolved_by IS NULL;

WITH day AS (
	SELECT credit.add_workdays(credit.today(), n - 1) AS after, credit.add_workdays(credit.today(), n) AS day FROM generate_series(1, 10) n
)
SELECT day || ' ' || (ARRAY['周日', '周一', '周二', '周三', '周四', '周五', '周六'])[extract(dow FROM day)::int + 1] AS "工作日 working day",
	nullif((SELECT count(*) FROM to_mend m WHERE m.due_on > after AND m.due_on <= day), 0) AS "退回待补报 refused, due again",
	nullif((SELECT count(*) FROM credit.record r WHERE r.severity IS NOT NULL AND r.publish_until > after - 1 AND r.publish_until <= day - 1
		AND r.status = 'valid'), 0) AS "处罚公示期满 publication ended",
	nullif((SELECT count(*) FROM credit.record r WHERE r.item = 'licence' AND r.valid_until > after - 1 AND r.valid_until <= day - 1
		AND r.status = 'valid'), 0) AS "许可到期 licences expired"
FROM day ORDER BY day;

\pset format unaligned
\pset tuples_only on
SELECT format('%s 行退回数据已过报送期限 rows refused are past their day already；最近到期的 the next ones:', count(*)) FROM to_mend WHERE due_on < credit.today();
SELECT format('  %s 前（还有 %s 个工作日 working days left）  %s %s  %s', m.due_on, credit.workdays_between(credit.today(), m.due_on), m.department, m.doc_no,
	(SELECT string_agg(e ->> 'field', ', ') FROM jsonb_array_elements(m.reasons) e))
FROM to_mend m WHERE m.due_on >= credit.today() ORDER BY m.due_on, m.rejection_id LIMIT 4;
