-- Double-random inspection: policies, plans, the commitment to a seed, the
-- draw, its independent verification, visits, inspectors, findings.
SET credit.fixed_today = '2026-06-01';
SET datestyle = 'ISO, YMD';
SET client_min_messages = warning;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
\getenv abs_srcdir PG_ABS_SRCDIR
\set verify :abs_srcdir '/../doc/verify_draw.sql'
SELECT setval('credit.inspection_plan_plan_id_seq', 7400), setval('credit.inspection_visit_visit_id_seq', 740000);
BEGIN;
-- 1. policies: nobody is exempt
SELECT policy, sector, grade, floor_ratio, ratio, ceiling_ratio, max_per_year, basis_id, verified FROM credit.inspection_policy WHERE standard_entry ORDER BY policy COLLATE "C";
INSERT INTO credit.inspection_policy (policy, grade, floor_ratio, ratio, basis_id) VALUES ('x', 'A', 0, 0.1, 'jilin_city_2020');
INSERT INTO credit.inspection_policy (policy, grade, floor_ratio, ratio, basis_id) VALUES ('x', 'A', 0.2, 0.1, 'jilin_city_2020');
INSERT INTO credit.inspection_policy (policy, grade, floor_ratio, ratio, basis_id) VALUES ('x', 'A', 0.1, 0.1, 'jilin_city_2020');
INSERT INTO credit.inspection_policy (policy, sector, floor_ratio, ratio, basis_id) VALUES ('x', 'food', 0.1, 0.2, 'nothing');

-- 2. a district of 121 organisations, graded
CREATE ROLE regress_insp_office IN ROLE credit_admin;
CREATE ROLE regress_insp_a IN ROLE credit_department;
CREATE ROLE regress_insp_b IN ROLE credit_department;
CREATE ROLE regress_insp_c IN ROLE credit_department;
CREATE ROLE regress_insp_analyst IN ROLE credit_analyst;
CREATE ROLE regress_insp_public IN ROLE credit_public;
INSERT INTO credit.region (code, name, parent, level) VALUES ('220196', '回归区', '220100', 'county');
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES
	(7401, '甲局', '1122010001350000BA', 'regress_insp_a'), (7402, '乙局', '1122010001350000CD', 'regress_insp_b'), (7403, '丙局', NULL, 'regress_insp_c');
INSERT INTO credit.subject (subject_id, kind, uscc, name, region_code, industry_code, status)
SELECT 740000 + g, CASE WHEN g % 10 = 0 THEN 'individual_business' ELSE 'enterprise' END::credit.subject_kind,
	(CASE WHEN g % 10 = 0 THEN '92' ELSE '91' END || '220196MA7' || lpad(g::text, 6, '0') || credit.uscc_check_char(CASE WHEN g % 10 = 0 THEN '92' ELSE '91' END || '220196MA7' || lpad(g::text, 6, '0')))::credit.uscc,
	'regress ' || g, '220196', CASE WHEN g % 3 = 0 THEN '13' ELSE '45' END, CASE WHEN g > 121 THEN 'cancelled' ELSE 'active' END
FROM generate_series(1, 125) g;
UPDATE credit.subject SET uscc = NULL WHERE subject_id = 740121;
INSERT INTO credit.subject (subject_id, kind, name, region_code) SELECT 740200 + g, 'person', '自然人' || g, '220196' FROM generate_series(1, 9) g;
SELECT credit.load_model('regress_insp', '1', $$<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>
<DataField name="status" optype="categorical" dataType="string"/></DataDictionary>
<Scorecard functionName="regression" initialScore="100" baselineScore="0"><MiningSchema><MiningField name="status"/></MiningSchema>
<Characteristics><Characteristic name="c" reasonCode="P"><Attribute partialScore="0"><True/></Attribute></Characteristic></Characteristics></Scorecard></PMML>$$);
INSERT INTO credit.evaluation (subject_id, model, version, as_of, grade)
SELECT 740000 + g, 'regress_insp', '1', '2026-05-31', (CASE WHEN g <= 40 THEN 'A' WHEN g <= 70 THEN 'B' WHEN g <= 90 THEN 'C' WHEN g <= 100 THEN 'D' END)::credit.grade
FROM generate_series(1, 110) g;
-- the grade of the day counts, not a later one
INSERT INTO credit.evaluation (subject_id, model, version, as_of, grade) VALUES (740001, 'regress_insp', '1', '2026-06-02', 'D');
SET ROLE regress_insp_a;
INSERT INTO credit.inspector (inspector_id, dept_id, name, certificate_no, areas, subject_id)
SELECT 74100 + g, 7401, '检查员' || g, '证' || g, CASE WHEN g <= 7 THEN '{消防}'::text[] END, CASE WHEN g <= 2 THEN 740200 + g END FROM generate_series(1, 8) g;
INSERT INTO credit.inspector (dept_id, name, certificate_no) VALUES (7402, '越权', '证9');
RESET ROLE; SET ROLE regress_insp_b;
INSERT INTO credit.inspector (inspector_id, dept_id, name, certificate_no, valid) SELECT 74200 + g, 7402, '稽查员' || g, '号' || g, CASE WHEN g = 6 THEN '(,2026-06-10)' ELSE '(,)' END::daterange FROM generate_series(1, 6) g;
SELECT count(*) AS sees_own_only FROM credit.inspector WHERE dept_id BETWEEN 7401 AND 7403;
RESET ROLE;
-- inspector 1 represented a tenth of them once, 2 controls the holding of
-- others; 3 declares a relative in every second one
INSERT INTO credit.relation (subject_id, related_id, role, valid) SELECT 740000 + g, 740201, 'legal_representative', '[2010-01-01,2018-01-01)' FROM generate_series(5, 120, 10) g;
INSERT INTO credit.relation (subject_id, related_id, role) VALUES (740100, 740202, 'actual_controller');
INSERT INTO credit.relation (subject_id, related_id, role) SELECT 740000 + g, 740100, 'shareholder' FROM generate_series(7, 120, 10) g;
SET ROLE regress_insp_a;
INSERT INTO credit.inspector_conflict (subject_id, inspector_id, kind, dept_id) SELECT 740000 + g, 74103, 'relative', 7401 FROM generate_series(2, 120, 2) g;
SELECT reason, count(*) FROM credit.inspector_conflicts(7401) GROUP BY reason ORDER BY reason COLLATE "C";
SELECT count(*) AS of_others FROM credit.inspector_conflicts(7402);

-- 3. a plan of two departments; each misuse with its reason
SELECT credit.plan_inspection('', 't', '[2026-06-10,2026-07-01)');
SELECT credit.plan_inspection('R-1', 't', '[2026-06-10,)');
SELECT credit.plan_inspection('R-1', 't', '[2026-05-10,2026-06-01)');
SELECT credit.plan_inspection('R-1', 't', '[2026-06-10,2026-07-01)', inspectors => 1);
SELECT credit.plan_inspection('R-1', 't', '[2026-06-10,2026-07-01)', model => 'none');
SELECT credit.plan_inspection('R-1', 't', '[2026-06-10,2026-07-01)', ratios => '[]');
SELECT credit.plan_inspection('R-1', 't', '[2026-06-10,2026-07-01)', ratios => '{"A": "x"}');
SELECT credit.plan_inspection('R-1', '年中联合抽查', '[2026-06-10,2026-07-01)', model => 'regress_insp', ratios => '{"B": 0.08}', public_from => '2026-07-01') AS plan \gset
SELECT credit.plan_inspection('R-1', '重号', '[2026-06-10,2026-07-01)');
SELECT credit.join_inspection(:plan, '{消防安全}', area => '消防', regions => '{220196}');
RESET ROLE; SET ROLE regress_insp_b;
SELECT credit.join_inspection(:plan, '{}');
SELECT credit.join_inspection(:plan, '{产品质量}', regions => '{999999}');
SELECT credit.join_inspection(:plan, '{产品质量}', kinds => '{person}');
SELECT credit.join_inspection(:plan, '{产品质量}', dept_id => 7401);
SELECT credit.join_inspection(0, '{产品质量}');
SELECT credit.join_inspection(:plan, '{产品质量,标签标识}', regions => '{220196}', industries => '{C}');
SELECT credit.publish_inspection(:plan, repeat('0', 64));
RESET ROLE; SET ROLE regress_insp_public;
SELECT count(*) AS plans_before, (SELECT count(*) FROM credit.inspection_task WHERE plan_id = :plan) AS tasks_before FROM credit.inspection_plan WHERE plan_id = :plan;
RESET ROLE;
SET ROLE regress_insp_a;
SELECT * FROM credit.draw_inspection(:plan, 'too early');
SELECT credit.publish_inspection(:plan, 'my seed');
SAVEPOINT before;
RESET ROLE;
UPDATE credit.inspector SET valid = '(,2026-06-15)' WHERE inspector_id > 74101 AND dept_id = 7401;
SET ROLE regress_insp_a;
SELECT credit.publish_inspection(:plan, repeat('0', 64));
ROLLBACK TO before;
RESET ROLE;
UPDATE credit.inspection_policy SET valid = '(,2026-01-01)' WHERE policy = 'general-ungraded';
SELECT credit.publish_inspection(:plan, repeat('0', 64));
ROLLBACK TO before;
RESET ROLE;
UPDATE credit.inspection_plan SET ratios = '{"B": 0.5}' WHERE plan_id = :plan;
SELECT credit.publish_inspection(:plan, repeat('0', 64));
UPDATE credit.inspection_plan SET ratios = '{"E": 0.5}' WHERE plan_id = :plan;
SELECT credit.publish_inspection(:plan, repeat('0', 64));
ROLLBACK TO before;
-- the seed stays outside; its hash is published with the frame
SELECT encode(sha256('5f2c9a-lottery-of-tomorrow'), 'hex') AS hash \gset
SET ROLE regress_insp_a;
SELECT credit.publish_inspection(:plan, :'hash') AS frame;
RESET ROLE;
SELECT dept_id, stratum, policy, population, at_limit, ratio, quota, max_per_year FROM credit.inspection_stratum WHERE plan_id = :plan ORDER BY dept_id, stratum COLLATE "C";
SELECT dept_id, count(*) AS roster FROM credit.inspection_roster WHERE plan_id = :plan GROUP BY 1 ORDER BY 1;
-- frozen: later grades and codes change nothing, nobody changes the frame
INSERT INTO credit.evaluation (subject_id, model, version, as_of, grade) SELECT subject_id, model, version, as_of, 'D' FROM credit.evaluation WHERE model = 'regress_insp';
UPDATE credit.inspection_frame SET stratum = 'A' WHERE plan_id = :plan;
DELETE FROM credit.inspection_stratum;
TRUNCATE credit.inspection_roster;
SET ROLE regress_insp_a;
INSERT INTO credit.inspection_frame SELECT * FROM credit.inspection_frame LIMIT 1;
SELECT credit.publish_inspection(:plan, :'hash');
SELECT credit.join_inspection(:plan, '{更多事项}');
-- the seed must be the one, once
SELECT * FROM credit.draw_inspection(:plan, '5f2c9a-lottery-of-yesterday');
SELECT * FROM credit.draw_inspection(:plan, NULL);
SELECT * FROM credit.draw_inspection(:plan, '5f2c9a-lottery-of-tomorrow', '08 17 23');
RESET ROLE; SET ROLE regress_insp_b;
SELECT * FROM credit.draw_inspection(:plan, '5f2c9a-lottery-of-tomorrow');
RESET ROLE; SET ROLE regress_insp_a;
SELECT subject_code, stratum, dept_ids, matters, cardinality(inspector_ids) AS inspectors, inspectors[1] AS one, excused FROM credit.draw_inspection(:plan, '5f2c9a-lottery-of-tomorrow') ORDER BY subject_code COLLATE "C";
SELECT * FROM credit.draw_inspection(:plan, '5f2c9a-lottery-of-tomorrow');
SELECT credit.cancel_inspection(:plan, 'too late');
RESET ROLE;

-- 4. what must hold
SELECT d.dept_id, d.stratum, count(*) = t.quota AS as_many, min(place) = 1 AND max(place) = t.quota AS first FROM credit.inspection_draw d JOIN credit.inspection_stratum t USING (plan_id, dept_id, stratum)
WHERE plan_id = :plan GROUP BY d.dept_id, d.stratum, t.quota ORDER BY d.dept_id, d.stratum COLLATE "C";
SELECT count(*) AS visits, count(*) = count(DISTINCT subject_id) AS one_each, count(*) FILTER (WHERE cardinality(dept_ids) = 2) AS joint FROM credit.inspection_visit WHERE subject_id BETWEEN 740001 AND 740121;
SELECT count(*) AS conflicts FROM credit.inspection_visitor v JOIN credit.inspector_conflicts(7401) c USING (subject_id, inspector_id);
SELECT dept_id, min(n), max(n) FROM (SELECT visit_id, dept_id, count(*) AS n FROM credit.inspection_visitor GROUP BY 1, 2) q WHERE dept_id BETWEEN 7401 AND 7403 GROUP BY 1 ORDER BY 1;
SELECT bool_and(inspector_id <> 74206) AS whole_period, max(n) <= 4 AS at_most_once_a_round FROM (SELECT inspector_id, count(*) AS n FROM credit.inspection_visitor WHERE dept_id = 7402 GROUP BY 1) q;
-- verified by anybody from what is published, and not before its day
SET credit.fixed_today = '2026-06-30';
SET ROLE regress_insp_public;
SELECT (SELECT count(*) FROM credit.inspection_seed WHERE plan_id = :plan) AS seeds, (SELECT count(*) FROM credit.inspection_draw WHERE plan_id = :plan) AS drawn,
	(SELECT count(*) FROM credit.inspection_frame WHERE plan_id = :plan) AS frame;
RESET ROLE;
SET credit.fixed_today = '2026-07-01';
SET ROLE regress_insp_public;
\set plan_id :plan
\set plan 'R-1'
\set ECHO none
\i :verify
\set ECHO all
RESET ROLE;
SET credit.fixed_today = '2026-06-01';
-- and it sees what was tampered with
SAVEPOINT before;
SET LOCAL credit.restoring = on;
UPDATE credit.inspection_frame SET stratum = 'A' WHERE plan_id = :plan_id AND subject_id = (SELECT min(subject_id) FROM credit.inspection_frame WHERE stratum = 'D' AND plan_id = :plan_id);
\set ECHO none
\i :verify
\set ECHO all
ROLLBACK TO before;
UPDATE credit.inspection_draw SET subject_code = 'S1' WHERE plan_id = :plan_id AND place = 1 AND stratum = 'A' AND dept_id = 7401;
UPDATE credit.inspection_seed SET seed = 'another' WHERE plan_id = :plan_id;
\set ECHO none
\i :verify
\set ECHO all
ROLLBACK TO before;

-- 5. results come back as records, through the door
SELECT d.visit_id, d.subject_code AS code, s.subject_id AS whom FROM credit.inspection_draw d JOIN credit.subject s USING (subject_id)
WHERE d.plan_id = :plan_id AND d.dept_id = 7401 AND d.stratum = 'D' ORDER BY d.place LIMIT 1 \gset
SELECT subject_code AS nobody FROM credit.inspection_frame f WHERE plan_id = :plan_id AND dept_id = 7401 AND NOT EXISTS (SELECT FROM credit.inspection_draw d WHERE (d.plan_id, d.subject_id) = (f.plan_id, f.subject_id)) ORDER BY 1 LIMIT 1 \gset
SET credit.fixed_today = '2026-06-12';
SET ROLE regress_insp_a;
SELECT credit.report_inspection('R-1', :'code', '检1号', '发现问题已责令改正', '通道堵塞') > 0 AS entered;
SELECT credit.report_inspection('R-1', :'code', '检1号', '发现问题已责令改正', '通道堵塞') > 0 AS again;
SELECT item, dept_id, doc_no, decided_on, detail ->> 'kind' AS kind, detail ->> 'matter' AS matter, detail ->> 'result' AS result, detail ->> 'plan_no' AS plan_no, version FROM credit.record WHERE subject_id = :whom;
SELECT credit.report_inspection('R-1', :'code', '检2号', '好得很');
SELECT credit.report_inspection('R-1', :'code', '检2号', '发现问题已责令改正');
SELECT credit.report_inspection('R-1', :'code', '检2号', '未发现问题', decided_on => '2026-05-31');
SELECT credit.report_inspection('R-9', :'code', '检2号', '未发现问题');
SELECT credit.report_inspection('R-1', 'nonsense', '检2号', '未发现问题');
-- somebody of the frame who was not drawn
SELECT credit.report_inspection('R-1', :'nobody', '检2号', '未发现问题') IS NULL AS undrawn;
RESET ROLE;
SELECT count(*) FROM (SELECT credit.report_inspection('R-1', d.subject_code, '检' || d.place || d.stratum, CASE WHEN d.stratum IN ('C', 'D') AND d.place % 2 = 0 THEN '不配合检查情节严重' ELSE '未发现问题' END, dept_id => d.dept_id)
	FROM (SELECT * FROM credit.inspection_draw WHERE plan_id = :plan_id AND dept_id = 7401 AND subject_id <> :whom AND subject_code NOT LIKE 'S%' ORDER BY subject_code COLLATE "C") d) q;
SELECT credit.revoke_record(record_id, '撤1号', '误录', true) FROM credit.record WHERE doc_no = '检1A';
SET ROLE regress_insp_analyst;
SELECT stratum, population, quota, drawn, reported, found, finding_rate FROM credit_bi.inspection_stratum WHERE plan_no = 'R-1' AND dept_id = 7401 ORDER BY stratum COLLATE "C";
RESET ROLE;
SET credit.fixed_today = '2026-07-01';
SET ROLE regress_insp_analyst;
SELECT stratum, population, quota, drawn, reported, found, finding_rate FROM credit_bi.inspection_stratum WHERE plan_no = 'R-1' AND dept_id = 7401 ORDER BY stratum COLLATE "C";
-- by grade as counted daily
RESET ROLE;
SELECT credit.count_inspections() > 0 AS counted;
SET ROLE regress_insp_analyst;
SELECT * FROM credit_bi.inspection_finding WHERE sector IS NULL AND reported > 0 ORDER BY stratum COLLATE "C";
RESET ROLE;
SET credit.fixed_today = '2026-06-12';

-- 6. an inspector falls ill
SELECT d.visit_id AS visit, (SELECT min(inspector_id) FROM credit.inspection_visitor v WHERE v.visit_id = d.visit_id AND dept_id = 7401) AS ill
FROM credit.inspection_draw d WHERE plan_id = :plan_id AND dept_id = 7401 AND subject_id % 10 = 2 ORDER BY place, stratum LIMIT 1 \gset
SELECT min(inspector_id) AS well FROM credit.inspector i WHERE dept_id = 7401 AND inspector_id > 74103 AND NOT EXISTS (SELECT FROM credit.inspection_visitor v WHERE v.visit_id = :visit AND v.inspector_id = i.inspector_id) \gset
SET ROLE regress_insp_a;
SELECT credit.replace_inspector(:visit, :ill, :well, '');
SELECT credit.replace_inspector(:visit, :ill, 74103, '病假');
SELECT credit.replace_inspector(:visit, 74999, :well, '病假');
SELECT credit.replace_inspector(:visit, :ill, 74201, '病假');
SELECT credit.replace_inspector(:visit, :ill, :well, '病假');
SELECT credit.replace_inspector(:visit, NULL, :well, '再来');
SELECT count(*) FILTER (WHERE NOT replaced) AS going, count(*) FILTER (WHERE replaced) AS stayed, max(reason) AS reason FROM credit.inspection_visitor WHERE visit_id = :visit AND dept_id = 7401;
RESET ROLE;

-- 7. a second plan: whoever has had the visits of the year is left out; an
-- open visit is joined; another draw in between excuses
INSERT INTO credit.inspection_policy (policy, sector, grade, floor_ratio, ratio, max_per_year, basis_id)
VALUES ('t-B', 'regress', 'B', 0.5, 0.5, 1, 'jilin_city_2020'), ('t-D', 'regress', 'D', 0.5, 1, NULL, 'jilin_city_2020');
SET ROLE regress_insp_office;
SELECT credit.plan_inspection('R-2', '第二次', '[2026-06-20,2026-08-01)', model => 'regress_insp', as_of => '2026-05-31', sector => 'regress', public_source => '双色球2026062期') AS second \gset
SELECT credit.plan_inspection('R-3', '第三次', '[2026-09-01,2026-10-01)', model => 'regress_insp', as_of => '2026-05-31', sector => 'regress') AS third \gset
SELECT credit.join_inspection(:second, '{价格行为}'); -- the office names the department
SELECT credit.join_inspection(:second, '{价格行为}', dept_id => 7402, regions => '{220196}');
SELECT credit.join_inspection(:third, '{计量器具}', dept_id => 7402, regions => '{220196}');
RESET ROLE;
INSERT INTO credit.evaluation (subject_id, model, version, as_of, grade)
SELECT subject_id, model, version, as_of, (CASE WHEN subject_id > 740050 THEN 'B' ELSE 'D' END)::credit.grade FROM credit.evaluation WHERE model = 'regress_insp';
SET ROLE regress_insp_office;
SELECT credit.publish_inspection(:second, encode(sha256('second-seed-of-tests'), 'hex')), credit.publish_inspection(:third, encode(sha256('third-seed-of-tests-'), 'hex'));
SELECT p.plan_no, stratum, population, at_limit, quota FROM credit.inspection_stratum JOIN credit.inspection_plan p USING (plan_id) WHERE plan_id IN (:second, :third) ORDER BY p.plan_no COLLATE "C", stratum COLLATE "C";
SELECT * FROM credit.draw_inspection(:second, 'second-seed-of-tests');
SELECT count(*) AS drawn, count(excused) AS excused, count(visit_id) AS visits FROM credit.draw_inspection(:second, 'second-seed-of-tests', '03 11 19 22 27 30+07');
SELECT count(*) AS drawn, count(excused) AS excused, count(visit_id) AS visits FROM credit.draw_inspection(:third, 'third-seed-of-tests-');
RESET ROLE;
\set plan 'R-2'
\set ECHO none
\i :verify
\set ECHO all
\set plan 'R-3'
\set ECHO none
\i :verify
\set ECHO all
-- joined: plans 1 and 2 share visits that nobody had reported on
SELECT count(*) > 0 AS joined, bool_and(v.period = '[2026-06-20,2026-07-01)') AS in_both FROM credit.inspection_visit v
WHERE EXISTS (SELECT FROM credit.inspection_draw d WHERE d.visit_id = v.visit_id AND d.plan_id = :plan_id) AND EXISTS (SELECT FROM credit.inspection_draw d WHERE d.visit_id = v.visit_id AND d.plan_id = :second);
SELECT max(n) AS most_of_b FROM (SELECT count(DISTINCT v.visit_id) AS n FROM credit.inspection_visit v JOIN credit.inspection_draw d USING (visit_id) WHERE d.stratum = 'B' AND d.plan_id = :third GROUP BY d.subject_id) q;
SELECT count(*) AS above_the_limit FROM (SELECT d.subject_id FROM credit.inspection_draw d JOIN credit.inspection_stratum t USING (plan_id, dept_id, stratum) WHERE d.visit_id IS NOT NULL AND plan_id IN (:second, :third)
	AND (SELECT count(*) FROM credit.inspection_visit v WHERE v.subject_id = d.subject_id) > t.max_per_year) q;
SELECT count(*) AS short_of_inspectors FROM credit.inspection_visit v WHERE v.subject_id BETWEEN 740001 AND 740121 AND (SELECT count(*) FROM credit.inspection_visitor o WHERE o.visit_id = v.visit_id AND NOT o.replaced) < 2 * cardinality(v.dept_ids);
-- cancelled before the draw: stays, with its reason; the seed is spent
SET ROLE regress_insp_office;
SELECT credit.plan_inspection('R-4', '作废', '[2026-09-01,2026-10-01)') AS fourth \gset
SELECT credit.join_inspection(:fourth, '{x}', dept_id => 7402, regions => '{220196}');
SELECT credit.publish_inspection(:fourth, encode(sha256('short'), 'hex')) > 0 AS published;
SELECT * FROM credit.draw_inspection(:fourth, 'short');
-- nor drawn when its days are over
RESET ROLE; SET credit.fixed_today = '2026-10-01'; SET ROLE regress_insp_office;
SELECT * FROM credit.draw_inspection(:fourth, 'short');
RESET ROLE; SET credit.fixed_today = '2026-06-12'; SET ROLE regress_insp_office;
SELECT credit.cancel_inspection(:fourth, ' ');
SELECT credit.cancel_inspection(:fourth, '种子过短');
SELECT * FROM credit.draw_inspection(:fourth, 'short');
SELECT credit.plan_inspection('R-5', '再来', '[2026-09-01,2026-10-01)') AS fifth \gset
SELECT credit.publish_inspection(:fifth, encode(sha256('short'), 'hex'));
SELECT credit.publish_inspection(:fifth, encode(sha256('another'), 'hex'));
SELECT credit.join_inspection(:fifth, '{x}', dept_id => 7402, regions => '{220196}', items => '{licence}');
SELECT credit.publish_inspection(:fifth, encode(sha256('another'), 'hex'));
RESET ROLE; SET ROLE regress_insp_public;
SELECT plan_no, state, cancel_reason FROM credit.inspection_plan WHERE plan_no LIKE 'R-%' ORDER BY plan_no COLLATE "C";
RESET ROLE;

-- 8. a grade that is not public: neither is the frame
SAVEPOINT before;
UPDATE credit.model SET scale = 'risk' WHERE model = 'regress_insp';
SELECT credit.plan_inspection('R-6', '风险', '[2026-09-01,2026-10-01)', model => 'regress_insp') AS sixth \gset
SELECT credit.join_inspection(:sixth, '{x}', dept_id => 7402, regions => '{220196}');
SELECT credit.publish_inspection(:sixth, encode(sha256('sixth-seed-of-tests-'), 'hex')) > 0 AS published;
SET ROLE regress_insp_public;
SELECT count(*) AS frame FROM credit.inspection_frame WHERE plan_id = :sixth;
RESET ROLE; SET ROLE regress_insp_analyst;
SELECT count(*) > 0 AS frame FROM credit.inspection_frame WHERE plan_id = :sixth;
RESET ROLE;
ROLLBACK TO before;

-- 9. who may do and see what
SELECT o.name AS object, string_agg(
	CASE WHEN has_table_privilege(r.name, o.name, 'SELECT') THEN 's' ELSE '-' END || CASE WHEN has_table_privilege(r.name, o.name, 'INSERT') THEN 'i' ELSE '-' END ||
	CASE WHEN has_table_privilege(r.name, o.name, 'UPDATE') THEN 'u' ELSE '-' END || CASE WHEN has_table_privilege(r.name, o.name, 'DELETE') THEN 'd' ELSE '-' END, ' ' ORDER BY r.nr) AS "office a analyst public"
FROM unnest('{credit.inspection_policy,credit.inspector,credit.inspector_conflict,credit.inspection_plan,credit.inspection_task,credit.inspection_frame,credit.inspection_stratum,credit.inspection_roster,credit.inspection_seed,credit.inspection_draw,credit.inspection_visit,credit.inspection_visitor,credit_bi.inspection_visit}'::text[]) WITH ORDINALITY o (name, nr)
CROSS JOIN unnest('{regress_insp_office,regress_insp_a,regress_insp_analyst,regress_insp_public}'::text[]) WITH ORDINALITY r (name, nr)
GROUP BY o.name, o.nr ORDER BY o.nr;
SET credit.fixed_today = '2026-06-12';
CREATE FUNCTION pg_temp.counts() RETURNS TABLE (what text, rows text) LANGUAGE plpgsql AS $$
BEGIN
	FOREACH what IN ARRAY '{inspector,inspector_conflict,inspection_roster,inspection_seed,inspection_draw,inspection_visit,inspection_visitor}'::text[] LOOP
		BEGIN
			EXECUTE format('SELECT (count(*) > 0)::text FROM credit.%I', what) INTO rows;
		EXCEPTION WHEN insufficient_privilege THEN rows := 'refused';
		END;
		RETURN NEXT;
	END LOOP;
END $$;
DELETE FROM credit.inspection_visitor v USING credit.inspection_draw d WHERE d.visit_id = v.visit_id AND d.plan_id IN (:second, :third);
UPDATE credit.inspection_draw SET public_from = '2026-07-01';
UPDATE credit.inspection_seed SET public_from = '2026-07-01';
UPDATE credit.inspection_visit SET public_from = '2026-07-01';
SET ROLE regress_insp_office; SELECT string_agg(what || ' ' || rows, ', ') AS office FROM pg_temp.counts(); RESET ROLE;
SET ROLE regress_insp_a; SELECT string_agg(what || ' ' || rows, ', ') AS a FROM pg_temp.counts(); RESET ROLE;
SET ROLE regress_insp_c; SELECT string_agg(what || ' ' || rows, ', ') AS c FROM pg_temp.counts(); RESET ROLE;
SET ROLE regress_insp_analyst; SELECT string_agg(what || ' ' || rows, ', ') AS analyst FROM pg_temp.counts(); RESET ROLE;
SET ROLE regress_insp_public; SELECT string_agg(what || ' ' || rows, ', ') AS public FROM pg_temp.counts(); RESET ROLE;
-- a merged subject: its visits and conflicts follow, the published draw stays
SELECT credit.merge_subject(740120, 740002, '同一主体');
SELECT (SELECT count(*) FROM credit.inspector_conflict WHERE subject_id = 740002) + (SELECT count(*) FROM credit.inspection_visit WHERE subject_id = 740002) AS left_behind;
ROLLBACK;

-- 10. chance: 10,000 draws from each of three strata, every seed fixed. The
-- statistic of draws without replacement follows chi-square with N - 1 degrees
-- of freedom; the bounds are its quantiles 0.001 and 0.999.
SELECT t.stratum, t.n AS subjects, t.quota, min(s.drawn) > 0 AS nobody_never, sum(s.drawn) = 10000 * t.quota AS all_drawn,
	sum((s.drawn - 10000.0 * t.quota / t.n) ^ 2) / (10000.0 * t.quota / t.n * (1 - t.quota::numeric / t.n)) * (t.n - 1) / t.n BETWEEN t.low AND t.high AS within_bounds
FROM (VALUES ('A', 31, 1, 11.588, 59.703), ('C', 21, 5, 5.921, 45.315), ('ungraded', 11, 1, 1.479, 29.588)) t (stratum, n, quota, low, high),
LATERAL (SELECT r.code, count(*) FILTER (WHERE r.place <= t.quota) AS drawn FROM (
	SELECT c.code, row_number() OVER (PARTITION BY g.seed ORDER BY credit.draw_key('seed ' || g.seed, t.stratum || c.code)) AS place
	FROM generate_series(1, 10000) g (seed), generate_series(1, t.n) c (code)) r GROUP BY r.code) s
GROUP BY t.stratum, t.n, t.quota, t.low, t.high ORDER BY 1;
SELECT encode(credit.draw_key('seed', '91220101MA00000000'), 'hex') = encode(sha256('seed:91220101MA00000000'), 'hex') AS plain_sha256;
