-- Rectification, interviews and what comes after them, every path; overdue
-- stages go on by credit.maintain_overdue(). Dates counted by hand; 2026: Labour
-- Day 1 to 5 May, worked Saturday 9 May.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-04-20';
CREATE ROLE regress_px_a IN ROLE credit_department;
CREATE ROLE regress_px_office IN ROLE credit_admin;
BEGIN;
\set ON_ERROR_ROLLBACK on
ALTER SEQUENCE credit.proceeding_id_seq RESTART 530001;
ALTER SEQUENCE credit.record_id_seq RESTART 530001;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES (8031, '甲局', '1122010001350000A7', 'regress_px_a');
CREATE FUNCTION pg_temp.order(doc_no text, due_on text, result text DEFAULT '整改中', decided_on date DEFAULT '2026-04-20') RETURNS void LANGUAGE sql AS $$
	INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail)
	VALUES ('rectification', '91220101MA00000000', '甲公司', doc_no, decided_on, jsonb_build_object('facts', '扬尘', 'due_on', due_on, 'result', result) ||
		'{"subject_category": "法人及非法人组织", "authority_name": "甲局", "authority_code": "1122010001350000A7"}') $$;
CREATE VIEW pg_temp.cases AS SELECT p.proceeding_id, p.stage, p.open, p.stage_since, d.due_on, d.state, p.overdue_on
	FROM credit.proceeding p LEFT JOIN credit.deadline d USING (proceeding_id) WHERE p.dept_id = 8031 ORDER BY p.proceeding_id;
GRANT SELECT ON pg_temp.cases TO PUBLIC;
-- a Saturday moves to Monday, the worked Saturday 9 May does not
SET ROLE regress_px_a;
SELECT pg_temp.order('改1号', '2026-04-25');
SELECT pg_temp.order('改2号', '2026-05-09');
SELECT pg_temp.order('改3号', '2026-04-30', '已完成');
TABLE pg_temp.cases;
-- done, told by a correction of the record; done by a step
SELECT pg_temp.order('改4号', '2026-05-20');
SELECT pg_temp.order('改4号', '2026-05-20', '已完成');
SELECT pg_temp.order('改5号', '2026-05-20');
SELECT * FROM credit.advance(530004, 'done', NULL, '复查合格');
SELECT proceeding_id, stage, automatic FROM credit.proceeding WHERE proceeding_id IN (530003, 530004) ORDER BY 1;
-- not overdue on the last day, overdue the day after
SELECT * FROM credit.advance(530001, 'prompt_due');
RESET ROLE;
SET ROLE regress_px_office;
SELECT credit.maintain_overdue('2026-04-27');
RESET ROLE;
SET credit.fixed_today = '2026-04-28';
SET ROLE regress_px_office;
SELECT credit.maintain_overdue(max_rows => 10);
SELECT credit.maintain_overdue(max_rows => 10);
SELECT * FROM pg_temp.cases WHERE proceeding_id = 530001;
SELECT kind, count(*) FROM credit.event WHERE ref_table = 'proceeding' AND ref_id = 530001 GROUP BY 1 ORDER BY 1;
-- the prompt interview is held: a record, and a new term
RESET ROLE; SET ROLE regress_px_a;
SELECT * FROM credit.advance(530001, 'prompted', '约1号', '逾期未整改', '{"interviewee": "张三"}');
SELECT * FROM credit.advance(530001, 'prompted', '约1号', '逾期未整改', '{"interviewee": "张三", "due_on": "2026-05-08", "outcome": "承诺整改"}');
SELECT item, doc_no, decided_on, detail - '{subject_name,subject_code,authority_code,authority_name,subject_category}'::text[] AS detail FROM credit.record WHERE dept_id = 8031 AND item = 'interview';
RESET ROLE;
SET credit.fixed_today = '2026-05-11';
SET ROLE regress_px_office;
SELECT credit.maintain_overdue();
RESET ROLE; SET ROLE regress_px_a;
TABLE pg_temp.cases;
SELECT * FROM credit.advance(530001, 'warned', '约2号', '仍未整改', '{"interviewee": "张三", "due_on": "2026-05-15"}');
SELECT detail ->> 'kind' AS kind FROM credit.record WHERE dept_id = 8031 AND item = 'interview' ORDER BY record_id;
-- the other one is prompted and does it
SELECT * FROM credit.advance(530002, 'done', NULL, '已整改');
RESET ROLE;
SET credit.fixed_today = '2026-05-18';
SET ROLE regress_px_office;
SELECT credit.maintain_overdue();
SELECT step, from_stage, to_stage, on_date, due_on, late_days, clock_of, automatic FROM credit.proceeding_event WHERE proceeding_id = 530001 ORDER BY step;
-- idempotent
SELECT credit.maintain_overdue();
-- a stage that only waits is reported once and stays where it is
RESET ROLE; SET ROLE regress_px_a;
SELECT credit.open_proceeding('objection', NULL, 530001, '{}', note => '不服');
RESET ROLE;
SET credit.fixed_today = '2026-06-30';
SET ROLE regress_px_office;
SELECT credit.maintain_overdue(), credit.maintain_overdue();
SELECT stage, overdue_on FROM credit.proceeding WHERE proceeding_id = 530005;
SELECT kind, count(*) FROM credit.event WHERE ref_table = 'proceeding' AND ref_id = 530005 GROUP BY 1 ORDER BY 1;
-- from old files: overdue long ago, opened by the record, and bounded
RESET ROLE; SET ROLE regress_px_a;
SELECT pg_temp.order('旧' || n, '2026-05-01', '逾期未完成', '2026-04-10') FROM generate_series(1, 5) n;
RESET ROLE; SET ROLE regress_px_office;
SELECT credit.maintain_overdue(max_rows => 3), credit.maintain_overdue(max_rows => 3), credit.maintain_overdue(max_rows => 3);
SELECT action, ordinal, function_name FROM credit.maintenance_action WHERE action = 'overdue';
RESET ROLE;
ROLLBACK;
DROP ROLE regress_px_a, regress_px_office;
