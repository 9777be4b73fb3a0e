-- "信易+" programmes: rows say who enjoys what; consent or an honest list, kept
-- promises, grade, no negative list. And what a list of a term does to grades.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-06-01';
BEGIN;
CREATE ROLE regress_programme_office IN ROLE credit_admin;
INSERT INTO credit.department (dept_id, name, uscc) VALUES (7851, '甲市审批局', '1122010001350000BA'), (7852, '甲市财政局', NULL);
INSERT INTO credit.subject (subject_id, kind, uscc, name)
SELECT 785000 + n, 'enterprise', (head || credit.uscc_check_char(head))::credit.uscc, '守信' || n || '号公司'
FROM generate_series(1, 6) n, LATERAL (SELECT '91220101MA00008' || lpad(n::text, 2, '0')) h (head);
-- 1 and 2 kept promises, 3 broke one, 4 has none; 2 is on the focus list, 5 and 6 on the honest one
SET LOCAL session_replication_role = replica;
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, detail, status, received_at, batch_id, version)
SELECT 785000 + n, -n, CASE n WHEN 3 THEN 'commitment_breach' ELSE 'commitment_performance' END, 7851, '履' || n, '2026-03-01',
	CASE n WHEN 3 THEN '{}' ELSE '{"result": "已履行"}' END::jsonb, 'valid', now(), 1, 1 FROM generate_series(1, 3) n;
SET LOCAL session_replication_role = origin;
SELECT credit.import_list_entry('focus', s.uscc::text, '重1号', '2026-05-01', valid_until => '2026-06-30', dept_id => 7851) AS focus FROM credit.subject s WHERE subject_id = 785002 \gset
SELECT count(credit.import_list_entry('honest', s.uscc::text, '红' || subject_id, '2026-05-01', dept_id => 7851)) FROM credit.subject s WHERE subject_id IN (785005, 785006);
INSERT INTO credit.data_consent (subject_id, scope, given_on, recipient) SELECT 785000 + n, 'sme_finance', '2026-05-01', '某银行' FROM generate_series(1, 4) n;
INSERT INTO credit.data_consent (subject_id, scope, given_on) VALUES (785001, 'tourism', '2026-05-01'), (785001, 'travel', '2026-06-02');
SET ROLE regress_programme_office;
SELECT programme, name, grade, kept, broken, consent_since, recipient FROM credit.programme_list ORDER BY programme COLLATE "C", subject_id;
SELECT name, kept, recipient FROM credit.sme_finance_list;
-- a grade is asked for: tourism needs a B
RESET ROLE;
INSERT INTO credit.indicator (indicator, dimension, source, measure, items) VALUES ('programme_penalties', 'compliance', 'record', 'count', '{penalty}');
SELECT credit.load_model('programme', '1', $$<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>
<DataField name="programme_penalties" optype="continuous" dataType="double"/><DataField name="on_focus_list" optype="continuous" dataType="double"/></DataDictionary>
<Scorecard functionName="regression" initialScore="100" baselineScore="0"><MiningSchema><MiningField name="programme_penalties"/><MiningField name="on_focus_list"/></MiningSchema>
<Characteristics><Characteristic name="penalties" reasonCode="P"><Attribute partialScore="-10"><SimplePredicate field="programme_penalties" operator="greaterThan" value="0"/></Attribute>
<Attribute partialScore="0"><True/></Attribute></Characteristic>
<Characteristic name="focus" reasonCode="F"><Attribute partialScore="-30"><SimplePredicate field="on_focus_list" operator="greaterThan" value="0"/></Attribute>
<Attribute partialScore="0"><True/></Attribute></Characteristic></Characteristics></Scorecard></PMML>$$, '[2020-01-01,)');
INSERT INTO credit.grade_band (model, version, grade, from_score) VALUES ('programme', '1', 'A', 95), ('programme', '1', 'C', '-Infinity');
SELECT credit.evaluate('programme') AS evaluated;
SELECT programme, name, grade FROM credit.programme_list ORDER BY programme COLLATE "C", subject_id;
-- a programme of one's own is a row
SET ROLE regress_programme_office;
INSERT INTO credit.programme (programme, name_zh, name_en, applies_to, min_grade, basis_id) VALUES ('renting', '信易租', 'renting', '{enterprise}', 'A', 'jilin_city_2020');
UPDATE credit.programme SET max_broken = NULL, min_kept = 0, no_negative_list = false WHERE programme = 'sme_finance';
SELECT programme, name FROM credit.programme_list WHERE programme IN ('renting', 'sme_finance') ORDER BY programme COLLATE "C", subject_id;
UPDATE credit.data_consent SET withdrawn_on = '2026-06-01' WHERE subject_id = 785001 AND scope = 'tourism';
SELECT count(*) AS withdrawn FROM credit.programme_list WHERE programme = 'tourism';
UPDATE credit.programme SET valid = '[2020-01-01,2026-06-01)' WHERE programme = 'renting';
SELECT count(*) AS over FROM credit.programme_list WHERE programme = 'renting';
INSERT INTO credit.programme (programme, name_zh, name_en, applies_to, basis_id) VALUES ('x', 'x', 'x', '{enterprise}', 'none');
ROLLBACK;

-- A joint action that is declined, or lifted by a step of its case, is over; the
-- department may be asked again.
BEGIN;
INSERT INTO credit.department (dept_id, name, uscc) VALUES (7851, '甲市审批局', '1122010001350000BA'), (7852, '甲市财政局', NULL);
INSERT INTO credit.subject (subject_id, kind, uscc, name)
SELECT 785001, 'enterprise', ('91220101MA0000801' || credit.uscc_check_char('91220101MA0000801'))::credit.uscc, '联惩公司';
SELECT credit.import_list_entry('market_regulation_serious', s.uscc::text, '列1号', '2026-05-10', dept_id => 7851) AS entry FROM credit.subject s WHERE subject_id = 785001 \gset
SELECT count(*) FROM credit.initiate_joint_action(:entry, '{7852}', '{procurement_ban,fiscal_limit}', '严重失信');
SELECT count(*) AS asked_twice FROM credit.initiate_joint_action(:entry, '{7852}', '{procurement_ban}', '严重失信');
SELECT stage FROM credit.joint_action a, credit.advance(a.proceeding_id, 'declined', NULL, '非本部门职责', '{"person": "王五"}') WHERE a.measure = 'procurement_ban';
SELECT stage FROM credit.joint_action a, credit.advance(a.proceeding_id, 'lifted') WHERE a.measure = 'fiscal_limit';
SELECT measure, lifted_on, lift_cause FROM credit.joint_action ORDER BY measure COLLATE "C";
SELECT measure, stage, declined_on, lifted_on, lift_cause, running FROM credit_bi.joint_actions ORDER BY measure COLLATE "C";
SELECT count(*) AS asked_again FROM credit.initiate_joint_action(:entry, '{7852}', '{procurement_ban}', '严重失信');
SELECT measure, stage, running FROM credit_bi.joint_actions ORDER BY action_id;
ROLLBACK;

-- A grade that a list caps: as of a day the list of that day counts, and once
-- the term is over nobody is told that the grade is fresh.
BEGIN;
INSERT INTO credit.department (dept_id, name, uscc) VALUES (7851, '甲市审批局', '1122010001350000BA');
INSERT INTO credit.subject (subject_id, kind, uscc, name)
SELECT 785001, 'enterprise', ('91220101MA0000801' || credit.uscc_check_char('91220101MA0000801'))::credit.uscc, '期满公司';
SELECT credit.import_list_entry('focus', s.uscc::text, '重1号', '2026-05-10', valid_until => '2026-06-10', dept_id => 7851) > 0 AS listed FROM credit.subject s WHERE subject_id = 785001;
SELECT credit.load_model('capped', '1', $$<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>
<DataField name="on_focus_list" optype="continuous" dataType="double"/></DataDictionary>
<Scorecard functionName="regression" initialScore="100" baselineScore="0"><MiningSchema><MiningField name="on_focus_list"/></MiningSchema>
<Characteristics><Characteristic name="focus" reasonCode="F"><Attribute partialScore="-30"><SimplePredicate field="on_focus_list" operator="greaterThan" value="0"/></Attribute>
<Attribute partialScore="0"><True/></Attribute></Characteristic></Characteristics></Scorecard></PMML>$$, '[2020-01-01,)');
INSERT INTO credit.grade_band (model, version, grade, from_score) VALUES ('capped', '1', 'A', 95), ('capped', '1', 'C', '-Infinity');
-- a past day, the days of the list, its last day
SELECT credit.evaluate('capped', '2026-05-09') AS before, credit.evaluate('capped', '2026-05-10', '{785001}') AS first, credit.evaluate('capped') AS today;
SELECT as_of, grade FROM credit.evaluation ORDER BY as_of;
SELECT grade, evaluation_fresh FROM credit_bi.subject_overview WHERE subject_id = 785001;
SET credit.fixed_today = '2026-06-10';
SELECT grade, evaluation_fresh FROM credit_bi.subject_overview WHERE subject_id = 785001;
SET credit.fixed_today = '2026-06-11';
SELECT grade, evaluation_fresh FROM credit_bi.subject_overview WHERE subject_id = 785001;
SELECT serious, focus, honest FROM credit.list_standing WHERE subject_id = 785001;
-- maintenance makes it true
SELECT action FROM credit.maintain() WHERE rows > 0 AND action IN ('lists', 'evaluations') ORDER BY action COLLATE "C";
SELECT grade, evaluated_for, evaluation_fresh FROM credit_bi.subject_overview WHERE subject_id = 785001;
SELECT credit.evaluate('capped', '2026-06-10', '{785001}') AS again;
SELECT as_of, grade FROM credit.evaluation ORDER BY as_of;
ROLLBACK;
DROP ROLE IF EXISTS regress_programme_office;
