-- Deadlines a subject has not answered: dated promises until their performance
-- is reported, ordered rectifications until they are done.
BEGIN;
SET LOCAL credit.fixed_today = '2026-06-10';
INSERT INTO credit.department (dept_id, name, uscc) VALUES (7601, '某局', '11220100000000019K');
CREATE VIEW pg_temp.open AS SELECT open_deadlines, active_records FROM credit_bi.subject_overview WHERE code = '91350100M000100Y43';
CREATE FUNCTION pg_temp.enter(item text, doc_no text, decided_on date, detail jsonb) RETURNS void LANGUAGE sql AS $$
	INSERT INTO credit.record (item, dept_id, subject_code, subject_name, doc_no, decided_on, detail)
	VALUES (item, 7601, '91350100M000100Y43', '某公司', doc_no, decided_on, detail ||
		'{"subject_category": "法人及非法人组织", "authority_name": "某局", "authority_code": "11220100000000019K"}')
$$;
-- a promise without a date has no deadline, one with a date has
SELECT pg_temp.enter('commitment', 'c1', '2026-05-01', '{"kind": "主动公示型", "matter": "m", "content": "c"}');
TABLE pg_temp.open;
SELECT pg_temp.enter('commitment', 'c2', '2026-05-01', '{"kind": "容缺受理型", "matter": "m", "content": "c", "due_on": "2026-05-20"}');
TABLE pg_temp.open;
-- under way is no answer, kept is one
SELECT pg_temp.enter('commitment_performance', 'p1', '2026-05-10', '{"commitment_no": "c2", "kind": "容缺受理型", "result": "履行中"}');
TABLE pg_temp.open;
SELECT pg_temp.enter('commitment_performance', 'p2', '2026-05-19', '{"commitment_no": "c2", "kind": "容缺受理型", "result": "已履行"}');
TABLE pg_temp.open;
-- a rectification is open until it is done
SELECT pg_temp.enter('rectification', 'r1', '2026-05-11', '{"facts": "f", "due_on": "2026-07-01", "result": "整改中"}');
TABLE pg_temp.open;
SELECT pg_temp.enter('rectification', 'r1', '2026-05-11', '{"facts": "f", "due_on": "2026-07-01", "result": "已完成"}');
TABLE pg_temp.open;
ROLLBACK;
