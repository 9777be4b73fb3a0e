-- Objections through every path, from below and from above, with dates counted
-- by hand. 2026: National Day 1 to 7 October, worked Sunday 20 September and
-- Saturday 10 October; Spring Festival 15 to 23 February, worked Saturdays 14
-- and 28 February; Mid-Autumn 25 to 27 September.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-09-14';
CREATE ROLE regress_po_a IN ROLE credit_department;
CREATE ROLE regress_po_b IN ROLE credit_department;
CREATE ROLE regress_po_office IN ROLE credit_admin;
BEGIN;
\set ON_ERROR_ROLLBACK on
ALTER SEQUENCE credit.proceeding_id_seq RESTART 500001;
ALTER SEQUENCE credit.record_id_seq RESTART 500001;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES
	(8001, '甲局', '1122010001350000A7', 'regress_po_a'),
	(8002, '乙局', '1122010001350000BA', 'regress_po_b');
-- two records of department a, decided on 2026-08-20
SET ROLE regress_po_a;
INSERT INTO credit.penalty_entry (cf_xdr_mc, cf_xdr_lb, cf_xdr_shxym, cf_frdb, cf_wsh, cf_wfxw, cf_sy, cf_yj, cf_cflb, cf_nr,
	cf_nr_fk, cf_jdrq, cf_cfjg, cf_cfjgdm, cf_sjly, cf_sjlydm)
SELECT '甲公司', '法人及非法人组织', '91220101MA00000000', '张三', doc, '无证经营', '事实', '依据', '罚款', '罚款', '1', '2026-08-20',
	'甲局', '1122010001350000A7', '甲局', '1122010001350000A7'
FROM unnest('{罚1号,罚2号,罚3号,罚4号}'::text[]) doc;
CREATE VIEW pg_temp.r AS SELECT record_id, doc_no, status, version, amount FROM credit.record WHERE dept_id = 8001 ORDER BY record_id;
CREATE VIEW pg_temp.steps AS SELECT proceeding_id, step, from_stage, to_stage, on_date, due_on, late_days, clock_of, doc_no, note, detail, automatic, acted_by
	FROM credit.proceeding_event ORDER BY proceeding_id, step;
SELECT * FROM pg_temp.r;

-- 1. At the department's door; 15 working days from Monday 14 September end on
-- the worked Saturday 10 October; upheld that day, 5 more end on Friday 16.
SELECT credit.open_proceeding('objection', '91220101MA00000000', 500001, '{"person": "李四"}', note => '罚款数额有误');
SELECT procedure, stage, dept_id, opened_by, door, record_id, opened_on, target_on, due_on, days_left, state, projected FROM credit.deadline WHERE proceeding_id = 500001;
SELECT status, version FROM pg_temp.r WHERE record_id = 500001;
SELECT disputed FROM credit.public_record WHERE record_id = 500001;
RESET ROLE;
SET credit.fixed_today = '2026-10-09';
SELECT days_left, state FROM credit.deadline WHERE proceeding_id = 500001;
SET credit.fixed_today = '2026-10-10';
SELECT days_left, state FROM credit.deadline WHERE proceeding_id = 500001;
SET ROLE regress_po_a;
SELECT * FROM credit.advance(500001, 'upheld', '复〔2026〕1号', '经核查，罚款应为五千元', '{"person": "李四"}');
RESET ROLE;
SET credit.fixed_today = '2026-10-16';
SET ROLE regress_po_a;
SELECT days_left, state FROM credit.deadline WHERE proceeding_id = 500001;
SELECT * FROM credit.advance(500001, 'corrected', NULL, '更正罚款数额', '{"patch": {"cf_nr_fk": "0.5"}}');
SELECT status, version, amount FROM pg_temp.r WHERE record_id = 500001;
SELECT version, reason, content ->> 'status' AS status, content ->> 'amount' AS amount FROM credit.record_version WHERE record_id = 500001 ORDER BY version;
SELECT * FROM credit.advance(500001, 'reported', '吉信报〔2026〕1号');
SELECT stage, open, closed_on FROM credit.proceeding WHERE proceeding_id = 500001;
SELECT * FROM pg_temp.steps WHERE proceeding_id = 500001;
-- what is closed takes no more
SELECT * FROM credit.advance(500001, 'rejected', 'x', 'x', '{"person": "x"}');

-- 2. Rejected a day late: from Friday 16 October 15 working days end on Friday
-- 6 November; answered on Monday 9. The record is as it was.
SELECT credit.open_proceeding('objection', NULL, 500002, '{}', note => '不服');
SELECT due_on FROM credit.deadline WHERE proceeding_id = 500002;
RESET ROLE;
SET credit.fixed_today = '2026-11-09';
SELECT days_left, state FROM credit.deadline WHERE proceeding_id = 500002;
SET ROLE regress_po_a;
SELECT * FROM credit.advance(500002, 'rejected', '复〔2026〕2号', '事实清楚', '{"person": "李四"}');
SELECT due_on, late_days FROM pg_temp.steps WHERE proceeding_id = 500002 AND step = 2;
SELECT status, version FROM pg_temp.r WHERE record_id = 500002;

-- 3. At both doors: disputed until the last is answered.
SELECT credit.open_proceeding('objection', NULL, 500003, '{}', note => '向部门提出');
-- a second one at the same door
SELECT credit.open_proceeding('objection', NULL, 500003, '{}', note => '再提');
RESET ROLE; SET ROLE regress_po_office;
SELECT credit.open_proceeding('objection', NULL, 500003, '{}', note => '向信用办提出');
SELECT proceeding_id, dept_id, opened_by, door FROM credit.proceeding WHERE record_id = 500003 ORDER BY 1;
RESET ROLE; SET ROLE regress_po_a;
-- the department sees what the office handles, and cannot decide it
SELECT * FROM credit.advance(500004, 'rejected', '复3号', '理由', '{"person": "x"}');
SELECT * FROM credit.advance(500003, 'withdrawn', NULL, '当事人撤回');
SELECT status FROM pg_temp.r WHERE record_id = 500003;
RESET ROLE; SET ROLE regress_po_office;
-- upheld by the office, ended by the department that decided
SELECT * FROM credit.advance(500004, 'upheld', '信办复1号', '该处罚已被撤销', '{"person": "王五"}');
RESET ROLE; SET ROLE regress_po_a;
SELECT * FROM credit.advance(500004, 'corrected', NULL, '撤回', '{}');
SELECT * FROM credit.advance(500004, 'corrected', NULL, '撤回', '{"patch": {"cf_nr_fk": "1"}}');
SELECT * FROM credit.advance(500004, 'corrected', NULL, '撤回', '{"revoke": true}');
SELECT status, version FROM pg_temp.r WHERE record_id = 500003;
SELECT count(*) FROM credit.public_record WHERE record_id = 500003;
SELECT * FROM credit.advance(500004, 'reported', '报2号');

-- 4. Feedback from above, Tuesday 10 November: in principle by Wednesday 11, at
-- latest three days, Friday 13. Before National Day 2026 the third day rolls:
-- from Wednesday 30 September to Thursday 8 October.
RESET ROLE;
SET credit.fixed_today = '2026-11-10';
SET ROLE regress_po_office;
SELECT credit.open_proceeding('feedback', NULL, 500004, '{}', '国反馈〔2026〕1号', '公示重复');
SELECT dept_id, opened_by, door, target_on, due_on, days_left FROM credit.deadline WHERE proceeding_id = 500005;
RESET ROLE; SET ROLE regress_po_b;
-- another department neither sees nor answers it
SELECT count(*) FROM credit.proceeding WHERE proceeding_id = 500005;
SELECT * FROM credit.advance(500005, 'confirmed', NULL, '无误', '{"person": "x"}');
RESET ROLE; SET ROLE regress_po_a;
SELECT status FROM pg_temp.r WHERE record_id = 500004;
SELECT * FROM credit.advance(500005, 'confirmed', NULL, '经核无误', '{"person": "李四"}');
SELECT status FROM pg_temp.r WHERE record_id = 500004;
SELECT credit.open_proceeding('feedback', NULL, 500004, '{}', '省反馈〔2026〕2号', '数额', '2026-09-30');
SELECT target_on, due_on, days_left, state FROM credit.deadline WHERE proceeding_id = 500006;
SELECT * FROM credit.advance(500006, 'corrected', NULL, '更正', '{"person": "李四", "patch": {"cf_nr": "罚款一万元整"}}', '2026-10-09');
SELECT due_on, late_days FROM pg_temp.steps WHERE proceeding_id = 500006 AND step = 2;
SELECT status FROM pg_temp.r WHERE record_id = 500004;

-- 5. Spring Festival: from Friday 30 January 2026 15 working days end on Friday
-- 27 February, 5 more on Thursday 5 March.
SELECT credit.stage_due('objection', 'examining', '2026-01-30', '2026-01-30', NULL) AS examining,
	credit.stage_due('objection', 'upheld', '2026-02-27', '2026-02-27', NULL) AS upheld;

-- 6. A person: records hold no number of a document, and are corrected all the
-- same. What a promise brings about enters under the person too.
INSERT INTO credit.record (item, doc_no, decided_on, detail) VALUES ('commitment', '承1号', '2026-11-02', '{"subject_category": "自然人", "subject_name": "张三",
	"subject_doc_type": "身份证", "subject_doc_no": "11010519491231002X", "authority_name": "甲局", "authority_code": "1122010001350000A7",
	"kind": "主动公示型", "matter": "甲", "content": "c", "due_on": "2026-11-30"}');
SELECT credit.open_proceeding('objection', NULL, record_id, '{}', note => '事项有误') AS c, record_id AS r FROM credit.record WHERE item = 'commitment' \gset
SELECT * FROM credit.advance(:c, 'upheld', '复9号', '成立', '{"person": "李四"}');
SELECT * FROM credit.advance(:c, 'corrected', NULL, '更正', '{"patch": {"matter": "乙"}}');
SELECT a.* FROM credit.proceeding p, credit.advance(p.proceeding_id, 'kept', '践9号') a WHERE p.record_id = :r AND p.procedure = 'commitment';
SELECT item, doc_no, status, detail FROM credit.record WHERE dept_id = 8001 AND item LIKE 'commitment%' ORDER BY record_id;
SELECT count(DISTINCT subject_id) FROM credit.record WHERE dept_id = 8001 AND item LIKE 'commitment%';
SELECT count(*) FROM credit.proceeding_event WHERE detail::text LIKE '%11010519491231002X%';
RESET ROLE;
ROLLBACK;
DROP ROLE regress_po_a, regress_po_b, regress_po_office;
