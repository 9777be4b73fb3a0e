-- Early warning: rules, what each kind finds and what it leaves alone, no
-- second alert for the same evidence, ends, who sees and who may do what.
SET credit.fixed_today = '2026-06-01';
SET datestyle = 'ISO, YMD';
SET client_min_messages = warning;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
BEGIN;
DELETE FROM credit.alert_due;
-- 1. rules
SELECT rule, kind, parameters, basis_id, verified FROM credit.alert_rule WHERE standard_entry ORDER BY rule COLLATE "C";
INSERT INTO credit.alert_rule (rule, kind, name_zh, name_en, basis_id, parameters) VALUES ('x', 'fault_growth', 'x', 'x', 'jilin_city_2020', '{"window": 90}');
INSERT INTO credit.alert_rule (rule, kind, name_zh, name_en, basis_id, parameters) VALUES ('x', 'fault_growth', 'x', 'x', 'jilin_city_2020', '{"window_days": 0}');
INSERT INTO credit.alert_rule (rule, kind, name_zh, name_en, basis_id, parameters) VALUES ('x', 'fault_growth', 'x', 'x', 'jilin_city_2020', '{"items": "penalty"}');
INSERT INTO credit.alert_rule (rule, kind, name_zh, name_en, basis_id, parameters) VALUES ('x', 'fault_growth', 'x', 'x', 'jilin_city_2020', '{"min_severity": "grave"}');
INSERT INTO credit.alert_rule (rule, kind, name_zh, name_en, basis_id, parameters) VALUES ('x', 'fault_growth', 'x', 'x', 'jilin_city_2020', '[]');
INSERT INTO credit.alert_rule (rule, kind, name_zh, name_en, basis_id, parameters) VALUES ('x', 'fault_growth', 'x', 'x', 'jilin_city_2020', '{"items": [1]}');
INSERT INTO credit.alert_rule (rule, kind, name_zh, name_en, basis_id, parameters) VALUES ('x', 'overdue_rectification', 'x', 'x', 'jilin_city_2020', '{"grace_days": 3000000000}');
INSERT INTO credit.alert_rule (rule, kind, name_zh, name_en, basis_id, parameters) VALUES ('x', 'overdue_rectification', 'x', 'x', 'jilin_city_2020', '{"grace_days": 0.5}');
INSERT INTO credit.alert_rule (rule, kind, name_zh, name_en, basis_id, parameters) VALUES ('x', 'related_listed', 'x', 'x', 'jilin_city_2020', '{"roles": ["cousin"]}');
INSERT INTO credit.alert_rule (rule, kind, name_zh, name_en, basis_id) VALUES ('x', 'contract_breach', 'x', 'x', 'jilin_city_2020');
INSERT INTO credit.alert_rule (rule, kind, name_zh, name_en, basis_id) VALUES ('x', 'gossip', 'x', 'x', 'jilin_city_2020');
-- a name of nothing would never open one: not in a new rule, nor in one changed; the shipped ones name what there is
INSERT INTO credit.alert_rule (rule, kind, name_zh, name_en, basis_id, parameters) VALUES ('x', 'fault_growth', 'x', 'x', 'jilin_city_2020', '{"items": ["penalty", "penalties"]}');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO credit.alert_rule (rule, kind, name_zh, name_en, basis_id, parameters) VALUES ('x', 'grade_drop', 'x', 'x', 'jilin_city_2020', '{"models": ["regress_none"]}');
UPDATE credit.alert_rule SET parameters = parameters || '{"items": ["complaints"]}' WHERE rule = 'complaint-growth';
SELECT rule, i AS unknown FROM credit.alert_rule, jsonb_array_elements_text(parameters -> 'items') i WHERE i NOT IN (SELECT item FROM credit.catalogue_item);
-- a rule that came from a dump, and whose item nobody has defined, can be closed, but is not made anew
SET LOCAL credit.restoring = on;
INSERT INTO credit.alert_rule (rule, kind, name_zh, name_en, basis_id, parameters) VALUES ('dumped', 'fault_growth', 'x', 'x', 'jilin_city_2020', '{"items": ["dumped"]}');
SET LOCAL credit.restoring = off;
UPDATE credit.alert_rule SET parameters = parameters || '{"least": 4}' WHERE rule = 'dumped';
UPDATE credit.alert_rule SET valid = '(,2020-01-01)' WHERE rule = 'dumped' RETURNING parameters;
DELETE FROM credit.alert_rule WHERE rule = 'dumped';
UPDATE credit.alert_rule SET sector = 'food' WHERE rule = 'fault-growth' RETURNING standard_entry;

-- 2. a small world: industry Y3 has few faults, Y5 has many
CREATE ROLE regress_al_office IN ROLE credit_admin;
CREATE ROLE regress_al_a IN ROLE credit_department;
CREATE ROLE regress_al_b IN ROLE credit_department;
CREATE ROLE regress_al_food IN ROLE credit_department;
CREATE ROLE regress_al_analyst IN ROLE credit_analyst;
INSERT INTO credit.department (dept_id, name, role_name, region_code, sector) VALUES
	(7501, '甲局', 'regress_al_a', '220100', 'fire'), (7502, '乙局', 'regress_al_b', '220200', 'drug'), (7503, '丙局', 'regress_al_food', '220100', 'food'), (7504, '丁局', NULL, '220100', 'environment');
INSERT INTO credit.subject (subject_id, kind, name, industry_code) SELECT 750000 + g, 'enterprise', 'regress ' || g, CASE WHEN g <= 20 THEN 'Y3' ELSE 'Y5' END FROM generate_series(1, 40) g;
INSERT INTO credit.subject (subject_id, kind, name) SELECT 750100 + g, 'person', '自然人' || g FROM generate_series(1, 5) g;
CREATE FUNCTION pg_temp.fault(subject int, n int, day date, dept int DEFAULT 7501, item text DEFAULT 'penalty', severity credit.severity DEFAULT 'general', detail jsonb DEFAULT '{}') RETURNS void LANGUAGE sql AS $$
	INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, severity, detail, status, received_at, batch_id, version)
	SELECT 750000 + subject, 750000 + subject * 100 + n, item, dept, n::text, day, severity, detail, 'valid', now(), 1, 1 $$;
CREATE VIEW pg_temp.alerts AS SELECT subject_id, rule, state, opened_on, updated_on, facts, evidence, dept_ids FROM credit.alert WHERE subject_id BETWEEN 750000 AND 750200 ORDER BY subject_id, rule COLLATE "C", alert_id;
CREATE FUNCTION pg_temp.look(day date DEFAULT '2026-06-01', max_rows int DEFAULT 1000) RETURNS text LANGUAGE sql AS $$ SELECT CASE WHEN credit.maintain_alerts(day, max_rows) > 0 THEN 'looked' ELSE 'nothing to look at' END $$;
-- nothing of this is the case: a licence, one fault, faults of a person
SELECT pg_temp.fault(1, 1, '2026-05-20', item => 'licence', severity => NULL);
SELECT pg_temp.fault(1, 2, '2026-05-20');
SELECT pg_temp.fault(101, n, '2026-05-20') FROM generate_series(1, 9) n;
SELECT count(*) AS marked, count(DISTINCT subject_id) AS subjects FROM credit.alert_due;
-- (the first look also passes by evaluations other tests have left)
SELECT pg_temp.look(max_rows => 1000000);
SELECT setval('credit.alert_alert_id_seq', 750000);
SELECT * FROM pg_temp.alerts;
SELECT pg_temp.look();

-- 3. growth against its own past: 3 in 90 days where none was; 4 where 2.5 were, not twice as many
SELECT pg_temp.fault(2, n, '2026-05-10') FROM generate_series(1, 3) n;
SELECT pg_temp.fault(3, n, '2026-05-10') FROM generate_series(1, 4) n;
SELECT pg_temp.fault(3, n, '2025-09-10') FROM generate_series(11, 20) n;
SELECT pg_temp.look();
SELECT subject_id, rule, state, facts, evidence, dept_ids FROM pg_temp.alerts;
-- the same evidence opens nothing, more of it joins
SELECT credit.maintain_alerts('2026-06-02') AS left_to_do;
INSERT INTO credit.alert_due (subject_id) VALUES (750002);
SELECT pg_temp.look('2026-06-02');
SELECT alert_id AS growth FROM credit.alert WHERE subject_id = 750002 \gset
SELECT credit.acknowledge_alert(:growth);
SELECT pg_temp.fault(2, 4, '2026-05-30');
SELECT pg_temp.look('2026-06-03');
SELECT subject_id, rule, state, opened_on, updated_on, facts FROM pg_temp.alerts;
-- closed, the same stays quiet and new evidence speaks again
SELECT credit.close_alert(:growth, '已约谈');
INSERT INTO credit.alert_due (subject_id) VALUES (750002);
SELECT pg_temp.look('2026-06-03');
SELECT pg_temp.fault(2, 5, '2026-05-31');
SELECT pg_temp.look('2026-06-04');
SELECT rule, state, opened_on, cardinality(facts) AS facts FROM pg_temp.alerts;
-- against the sector's: each organisation of Y5 has two faults in the window
SELECT pg_temp.fault(g, n, '2026-04-20') FROM generate_series(21, 40) g, generate_series(1, 2) n;
SELECT pg_temp.fault(21, 3, '2026-05-21'), pg_temp.fault(22, 3, '2026-05-21'), pg_temp.fault(22, 4, '2026-05-22'), pg_temp.fault(22, 5, '2026-05-23');
SELECT pg_temp.look('2026-07-01');
SELECT division, as_of, faults, subjects FROM credit.alert_sector_rate WHERE rule = 'fault-growth' AND division LIKE 'Y%' ORDER BY 1;
SELECT subject_id, evidence FROM pg_temp.alerts WHERE subject_id > 750020;

-- 4. spread, breaches, complaints, rectification
SELECT pg_temp.fault(4, 1, '2026-01-10', 7501), pg_temp.fault(4, 2, '2026-02-10', 7502);
SELECT pg_temp.fault(5, 1, '2026-01-10', 7501), pg_temp.fault(5, 2, '2026-02-10', 7503), pg_temp.fault(5, 3, '2025-08-10', 7504);
SELECT pg_temp.fault(6, 1, '2026-01-10', 7501), pg_temp.fault(6, 2, '2026-02-10', 7503);
SELECT pg_temp.fault(7, 1, '2026-01-10', 7501, 'contract_performance', NULL, '{"result": "未履行"}'), pg_temp.fault(7, 2, '2026-02-10', 7501, 'commitment_breach');
SELECT pg_temp.fault(8, 1, '2026-01-10', 7501, 'contract_performance', NULL, '{"result": "按约履行"}'), pg_temp.fault(8, 2, '2026-02-10', 7501, 'contract_breach');
SELECT pg_temp.fault(9, n, '2026-05-10', 7501, 'complaint', NULL, '{"result": "不属实"}') FROM generate_series(1, 5) n;
SELECT pg_temp.fault(10, n, '2026-05-10', 7501, 'complaint', NULL, '{"result": "属实"}') FROM generate_series(1, 5) n;
SELECT pg_temp.fault(11, 1, '2026-05-10', 7502, 'rectification', NULL, '{"result": "整改中", "due_on": "2026-06-30"}');
SELECT pg_temp.fault(12, 1, '2026-05-10', 7502, 'rectification', NULL, '{"result": "已完成", "due_on": "2026-05-20"}');
SELECT pg_temp.look('2026-06-01');
SELECT subject_id, rule, evidence, dept_ids FROM pg_temp.alerts WHERE subject_id BETWEEN 750004 AND 750012;
-- the day after the term, by the clock alone
SELECT pg_temp.look('2026-06-30'), pg_temp.look('2026-07-01');
SELECT subject_id, rule, evidence, dept_ids FROM pg_temp.alerts WHERE subject_id = 750011;

-- 5. ends with its causes: done, revoked
UPDATE credit.record_store SET detail = detail || '{"result": "已完成"}', version = 2 WHERE subject_id = 750011;
UPDATE credit.record_store SET status = 'revoked', version = 2 WHERE subject_id = 750007 AND item = 'commitment_breach';
SELECT pg_temp.look('2026-07-02');
SELECT a.subject_id, a.rule, a.state, a.closed_by, a.closed_on, a.closed_reason FROM credit.alert a WHERE subject_id IN (750007, 750011) ORDER BY 1;
UPDATE credit.record_store SET status = 'withdrawn', version = version + 1 WHERE subject_id = 750007;
SELECT pg_temp.look('2026-07-02');
SELECT a.subject_id, a.rule, a.state, a.closed_reason FROM credit.alert a WHERE subject_id IN (750007, 750011) ORDER BY 1;

-- 6. grades: two steps down, one up, another scale, a person, an old day
INSERT INTO credit.evaluation (subject_id, model, version, as_of, grade, person, reasons, evaluated_at)
SELECT 750000 + s, 'regress_al', '1', d::date, g::credit.grade, s > 100, '{late}', clock_timestamp() FROM (VALUES
	(13, '2026-05-01', 'A'), (13, '2026-06-01', 'C'), (14, '2026-05-01', 'C'), (14, '2026-06-01', 'B'), (15, '2026-05-01', 'tax:A'), (15, '2026-06-01', 'B'),
	(101, '2026-05-01', 'A'), (101, '2026-06-01', 'D'), (16, '2026-03-01', 'A'), (16, '2026-04-01', 'B'), (16, '2026-06-01', 'A'), (17, '2024-01-01', 'A'), (17, '2026-06-01', 'D')) v (s, d, g);
SELECT pg_temp.look('2026-06-05');
SELECT subject_id, rule, facts, evidence FROM pg_temp.alerts WHERE rule = 'grade-drop';
SELECT pg_temp.look('2026-06-05');
INSERT INTO credit.evaluation (subject_id, model, version, as_of, grade, reasons) SELECT subject_id, model, version, as_of, 'A', reasons FROM credit.evaluation WHERE subject_id = 750013 AND as_of = '2026-06-01';
SELECT pg_temp.look('2026-06-05');
SELECT state, closed_reason FROM credit.alert WHERE rule = 'grade-drop' AND subject_id = 750013;
-- a bounded look goes on where it stopped
INSERT INTO credit.evaluation (subject_id, model, version, as_of, grade, evaluated_at) SELECT 750000 + s, 'regress_al', '1', d, g::credit.grade, clock_timestamp() FROM generate_series(21, 25) s, (VALUES (date '2026-05-01', 'A'), ('2026-06-01', 'B')) v (d, g);
SELECT credit.maintain_alerts('2026-06-05', 4) FROM generate_series(1, 4);
SELECT count(*) AS drops FROM credit.alert WHERE rule = 'grade-drop' AND subject_id > 750020;

-- 7. the lists' door: who shares a representative with, or is run by, whom is listed
INSERT INTO credit.relation (subject_id, related_id, role, valid) VALUES (750018, 750102, 'legal_representative', '(,)'), (750019, 750102, 'actual_controller', '(,)'),
	(750020, 750102, 'legal_representative', '(,2025-01-01)'), (750017, 750102, 'shareholder', '(,)'), (750016, 750018, 'actual_controller', '(,)');
SELECT credit.alert_related('{750018}', '{17}', '2026-06-06') AS by_organisation, credit.alert_related('{750102,750018}', '{18,17}', '2026-06-06') AS by_person;
SELECT subject_id, facts, evidence FROM pg_temp.alerts WHERE rule = 'related-listed';
SELECT credit.end_alerts('{list_entry:17}', '名单期满', '2026-06-07') AS ended_one, credit.end_alerts('{list_entry:17,list_entry:18}', '名单期满', '2026-06-07') AS ended_both;
SELECT credit.raise_alert('related-listed', 750019, '{list_entry:19}', '{"note": "人工"}') = credit.raise_alert('related-listed', 750019, '{list_entry:19}') AS same;
SELECT credit.raise_alert('nothing', 750019, '{x:1}');
SELECT credit.raise_alert('related-listed', 750101, '{x:1}');
SELECT credit.raise_alert('related-listed', 0, '{x:1}');
SELECT credit.raise_alert('related-listed', 750019, '{}');
SELECT credit.raise_alert('related-listed', 750019, '{whatever}');

-- 8. who sees and does what
CREATE FUNCTION pg_temp.seen() RETURNS text LANGUAGE plpgsql AS $$ BEGIN
	RETURN (SELECT string_agg(DISTINCT rule, ', ' ORDER BY rule) FROM (SELECT rule COLLATE "C" AS rule FROM credit_bi.alert WHERE subject_id BETWEEN 750000 AND 750020) a);
EXCEPTION WHEN insufficient_privilege THEN RETURN 'refused'; END $$;
SELECT alert_id AS spread FROM credit.alert WHERE rule = 'fault-spread' AND subject_id = 750004 \gset
SET ROLE regress_al_office; SELECT pg_temp.seen() AS office; RESET ROLE;
SET ROLE regress_al_a; SELECT pg_temp.seen() AS a; RESET ROLE;
SET ROLE regress_al_b; SELECT pg_temp.seen() AS b; RESET ROLE;
SET ROLE regress_al_food; SELECT pg_temp.seen() AS food; RESET ROLE;
SET ROLE regress_al_analyst; SELECT pg_temp.seen() AS analyst; RESET ROLE;
SET ROLE regress_al_food;
SELECT credit.acknowledge_alert(:spread);
SELECT credit.close_alert(:spread, 'x');
SELECT credit.maintain_alerts();
SELECT credit.raise_alert('related-listed', 750019, '{x:1}');
UPDATE credit.alert SET state = 'open';
INSERT INTO credit.alert_rule SELECT * FROM credit.alert_rule;
RESET ROLE; SET ROLE regress_al_b;
SELECT credit.close_alert(:spread, ' ');
SELECT credit.acknowledge_alert(:spread), credit.acknowledge_alert(:spread);
SELECT state, acknowledged_by, acknowledged_on FROM credit.alert WHERE alert_id = :spread;
SELECT credit.close_alert(:spread, '已核查');
SELECT credit.close_alert(:spread, '再次');
SELECT credit.acknowledge_alert(:spread);
SELECT credit.close_alert(0, 'x');
SELECT credit.close_alert(NULL, 'x');
RESET ROLE;
SELECT month, rule, opened, waiting, acknowledged, closed FROM credit_bi.alert_month WHERE month = '2026-06-01' AND rule IN ('fault-growth', 'fault-spread') ORDER BY rule;
-- mergers: alerts move along
SELECT credit.merge_subject(750002, 750005, '同一企业');
SELECT subject_id, rule, state FROM pg_temp.alerts WHERE subject_id IN (750002, 750005);

-- 9. without a rule nothing is marked
UPDATE credit.alert_rule SET valid = '(,2020-01-01)';
DELETE FROM credit.alert_due;
SELECT pg_temp.fault(1, 50, '2026-05-20');
SELECT count(*) AS marked FROM credit.alert_due;
ROLLBACK;
