-- A small made-up city: the total of every view of credit_bi that counts is
-- what counting the tables themselves gives, for the office, and what a role
-- may not see is not in its numbers.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET TimeZone = 'Asia/Shanghai';
SET credit.fixed_today = '2026-06-10';
BEGIN;
CREATE ROLE regress_city_office IN ROLE credit_admin;
CREATE ROLE regress_city_a IN ROLE credit_department;
CREATE ROLE regress_city_b IN ROLE credit_department;
CREATE ROLE regress_city_analyst IN ROLE credit_analyst;
INSERT INTO credit.department (dept_id, name, uscc, region_code, role_name) VALUES
	(7801, '甲局', '1122010001350000BA', '222424', 'regress_city_a'), (7802, '乙局', '1122010001350000CD', '222426', 'regress_city_b'),
	(7803, '丙局', NULL, NULL, NULL);
-- 40 organisations in two regions, two industries, and 8 persons
INSERT INTO credit.subject (subject_id, kind, uscc, name, region_code, industry_code)
SELECT 780000 + g, CASE WHEN g % 5 = 0 THEN 'individual_business' ELSE 'enterprise' END::credit.subject_kind,
	(s.stem || credit.uscc_check_char(s.stem))::credit.uscc, '城企' || g, CASE g % 2 WHEN 0 THEN '222424' ELSE '222426' END,
	CASE g % 3 WHEN 0 THEN 'C' WHEN 1 THEN '13' END
FROM generate_series(1, 40) g, LATERAL (SELECT '91220101MA78' || lpad(g::text, 5, '0') AS stem) s;
INSERT INTO credit.subject (subject_id, kind, name, region_code) SELECT 780040 + g, 'person', '张' || g, '222424' FROM generate_series(1, 8) g;
-- records: ten items and results, in time and late, every state, one restricted item
UPDATE credit.catalogue_item SET openness = 'restricted' WHERE item = 'tax_grade';
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, severity, detail, status, received_at, due_on, late_days, publish_from, publish_until, batch_id, version)
SELECT 780001 + g * 7 % 44, 78000000 + g, i.item, 7801 + g % 3, '城' || g || '号', date '2026-01-03' + g % 150,
	CASE WHEN i.item = 'penalty' THEN (ARRAY['minor', 'general', 'serious'])[1 + g % 3]::credit.severity END,
	CASE i.item WHEN 'inspection' THEN jsonb_build_object('result', (ARRAY['未发现问题', '发现问题已责令改正', '不配合检查情节严重'])[1 + g / 10 % 3])
		WHEN 'commitment_performance' THEN jsonb_build_object('result', (ARRAY['已履行', '未履行', '履行中', '已履行'])[1 + g / 10 % 4]) ELSE '{}' END,
	CASE WHEN g % 29 = 0 THEN 'withdrawn' WHEN g % 31 = 0 THEN 'revoked' WHEN g % 37 = 0 THEN 'disputed' ELSE 'valid' END::credit.record_status,
	(date '2026-01-06' + g % 150)::timestamptz + interval '9 hours',
	CASE WHEN i.item IN ('licence', 'penalty', 'inspection') THEN date '2026-01-12' + g % 150 END,
	CASE WHEN i.item IN ('licence', 'penalty', 'inspection') THEN greatest(0, g % 17 - 13) END,
	CASE WHEN i.item IN ('licence', 'penalty') THEN date '2026-01-06' + g % 150 END, NULL, 1, 1
FROM generate_series(1, 600) g, LATERAL (SELECT (ARRAY['licence', 'penalty', 'inspection', 'commitment', 'commitment_performance',
	'honour', 'tax_grade', 'commitment_breach', 'licence', 'inspection'])[1 + g % 10] AS item) i;
-- results of a plan's visits
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, detail, status, received_at, batch_id, version)
SELECT 780000 + g, 78003000 + g, 'inspection', 7801, '抽' || g, '2026-04-20', jsonb_build_object('result', CASE WHEN g = 7 THEN '发现问题已责令改正' ELSE '未发现问题' END, 'plan_no', '城-1'),
	CASE WHEN g = 8 THEN 'withdrawn' ELSE 'valid' END::credit.record_status, '2026-04-21', 1, 1 FROM generate_series(1, 8) g;
-- the same document about the same subject under two dates
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, detail, status, received_at, due_on, late_days, publish_from, batch_id, version)
SELECT subject_id, 78001000 + record_id % 1000, item, dept_id, doc_no, decided_on + 1, detail, 'valid', received_at, due_on, 0, publish_from, 1, 1
FROM credit.record_store WHERE record_id BETWEEN 78000000 AND 78000600 AND item = 'licence' AND status = 'valid' AND doc_no IN ('城10号', '城20号', '城28号', '城30号');
UPDATE credit.record_store SET status = 'repaired', version = version + 1 WHERE record_id BETWEEN 78000000 AND 78000600 AND item = 'penalty' AND record_id % 4 = 1;
-- one whose only record is restricted
INSERT INTO credit.subject (subject_id, kind, name, region_code) VALUES (780049, 'enterprise', '城企49', '222424');
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, detail, status, received_at, batch_id, version)
VALUES (780049, 78002000, 'tax_grade', 7801, '城49号', '2026-03-03', '{}', 'valid', '2026-03-03 09:00+08', 1, 1);
-- rows set aside, some mended since
INSERT INTO credit.rejection (batch_id, dept_id, item, payload, reasons, received_at)
SELECT 1, 7801 + g % 2, CASE WHEN g % 3 = 0 THEN 'honour' ELSE 'penalty' END, jsonb_build_object('n', g), '[]', date '2026-03-25' + g
FROM generate_series(1, 30) g;
UPDATE credit.rejection SET resolved_by = 1 WHERE dept_id = 7801 AND (payload ->> 'n')::int % 2 = 0;
DELETE FROM credit.rejection WHERE dept_id = 7802 AND (payload ->> 'n')::int = 5;
-- grades of two months
INSERT INTO credit.evaluation_snapshot (subject_id, model, month, version, as_of, score, grade, person)
SELECT 780000 + g, 'city', m::date, '1', m::date + 2, 100 - g + CASE WHEN m > '2026-05-02' AND g % 4 = 0 THEN 10 ELSE 0 END,
	(ARRAY['A', 'B', 'C', 'D'])[1 + (g + CASE WHEN m > '2026-05-02' AND g % 4 < 2 THEN g % 4 * 2 - 1 + 4 ELSE 0 END) / 3 % 4]::credit.grade, g > 40
FROM generate_series(1, 48) g, unnest('{2026-05-01,2026-06-01}'::timestamp[]) m ORDER BY m;
-- what is not counted by triggers: cases, lists, checks, joint actions, packages
SET session_replication_role = replica;
INSERT INTO credit.proceeding (subject_id, proceeding_id, procedure, stage, open, dept_id, opened_on, stage_since, clock_since, closed_on, step, acted_by, overdue_on, changed_at)
SELECT 780000 + g, 78000000 + g, s.procedure, s.stage, NOT s.closed, 7801 + g % 3, o.day, o.day, o.day,
	CASE WHEN s.closed THEN o.day + 5 + g % 30 END, 1, 'x', CASE WHEN NOT s.closed AND g % 2 = 0 THEN o.day + 20 END, now()
FROM generate_series(1, 40) g, LATERAL (SELECT date '2026-02-01' + g * 3 AS day) o,
	LATERAL (SELECT * FROM (VALUES (0, 'repair', 'synchronised', true), (1, 'repair', 'refused', true), (2, 'repair', 'screened', false), (3, 'objection', 'reported', true),
		(4, 'objection', 'rejected', true), (5, 'feedback', 'confirmed', true), (6, 'campaign', 'exited', true), (7, 'campaign', 'listed', false)) v (n, procedure, stage, closed) WHERE v.n = g % 8) s;
INSERT INTO credit.list_entry (subject_id, entry_id, list, dept_id, doc_no, decided_on, valid_from, valid_until, ended_on, end_cause, source, marked_for, openness, person)
SELECT CASE WHEN g = 24 THEN 780041 ELSE 780000 + g END, 78000000 + g, (ARRAY['focus', 'honest', 'migrant_wages'])[1 + g % 3], 7801 + g % 2, '单' || g, o.day, o.day, o.day + CASE WHEN g % 5 = 0 THEN 30 ELSE 400 END,
	CASE WHEN g % 5 = 1 THEN o.day + 20 END, CASE WHEN g % 5 = 1 THEN 'removed' END, CASE WHEN g = 24 THEN 'mark' ELSE 'imported' END,
	CASE WHEN g = 24 THEN 78000001 END, CASE WHEN g % 3 = 0 THEN 'government' WHEN g = 10 THEN 'restricted' ELSE 'public' END, g = 24
FROM generate_series(1, 24) g, LATERAL (SELECT date '2026-01-10' + g * 4 AS day) o;
INSERT INTO credit.query_log (query_id, at, on_date, asked_by, dept_id, subject_id, code, purpose, verdict)
SELECT 78000000 + g, timestamptz '2026-05-20 10:00+08' + g * interval '7 hours', '2026-05-20', 'x', CASE WHEN g % 4 > 0 THEN 7800 + g % 4 END, 780000 + g % 40, 'x',
	(ARRAY['approval', 'bidding'])[1 + g % 2], (ARRAY['none', 'listed'])[1 + g % 3 / 2]
FROM generate_series(1, 70) g;
INSERT INTO credit.joint_action (subject_id, action_id, entry_id, measure, from_dept_id, to_dept_id, initiated_on, typical_case)
SELECT 780000 + g, 78000000 + g, 78000000 + g, 'procurement_ban', 7801, 7802, date '2026-03-01' + g, g < 3 FROM generate_series(1, 5) g;
INSERT INTO credit.export_package (package_id, name, kind, period, dept_id, until, filter, records, made_by, made_at)
VALUES (78000001, 'city-1', 'monthly_ledger', '2026-04-01', 7801, '2026-05-01', '{}', 4, 'x', '2026-05-08 09:00+08'),
	(78000002, 'city-2', 'monthly_ledger', '2026-03-01', 7801, '2026-04-01', '{}', 4, 'x', '2026-04-11 09:00+08'),
	(78000003, 'city-3', 'monthly_push', '2026-04-01', 7801, '2026-05-01', '{}', 4, 'x', '2026-05-20 23:00+08');
INSERT INTO credit.list_candidate (subject_id, list, dept_id, found_on, state, closed_on) SELECT 780000 + g, 'focus', 7801, '2026-05-05', 'dismissed', '2026-05-09' FROM generate_series(1, 3) g;
INSERT INTO credit.industry_ban (subject_id, field, dept_id, doc_no, decided_on, valid_from, valid_until, for_ever, basis_id)
SELECT 780000 + g, '食品', 7801, '禁' || g, '2026-05-05', '2026-05-05', '2027-05-05', false, (SELECT min(basis_id) FROM credit.legal_basis) FROM generate_series(1, 2) g;
INSERT INTO credit.alert (subject_id, rule, opened_on, facts, evidence, dept_ids, updated_on) SELECT 780000 + g, (SELECT min(rule) FROM credit.alert_rule), date '2026-04-28' + g, ARRAY['record:1'], '{}', '{7801}', '2026-05-05' FROM generate_series(1, 5) g;
INSERT INTO credit.inspection_plan (plan_id, plan_no, title, dept_id, period, sector, as_of, open, public_from, state, seed_hash, frame_hash, published_at, drawn_on)
VALUES (78000001, '城-1', '抽查', 7801, '[2026-04-01,2026-09-01)', 'market', '2026-03-30', true, '2026-04-01', 'drawn', repeat('a', 64), repeat('b', 64), '2026-03-31', '2026-04-01');
INSERT INTO credit.inspection_stratum (plan_id, dept_id, stratum, policy, population, at_limit, ratio, quota, frame_hash, open) SELECT 78000001, 7801, x, 'x', 10, 0, 0.5, 5, 'x', true FROM unnest('{A,B}'::text[]) x;
INSERT INTO credit.inspection_draw (subject_id, plan_id, dept_id, subject_code, stratum, place, visit_id, public_from, open)
SELECT 780000 + g, 78000001, 7801, 'x', CASE WHEN g < 6 THEN 'A' ELSE 'B' END, g, g, '2026-04-01', true FROM generate_series(1, 10) g;
INSERT INTO credit.comparison (comparison_id, model, version_a, version_b, as_of) VALUES (78000001, 'city', '1', '2', '2026-06-01');
INSERT INTO credit.comparison_subject (comparison_id, subject_id, score_a, grade_a, score_b, grade_b, bad)
SELECT 78000001, 780000 + g, g, (ARRAY['A', 'B'])[1 + g % 2]::credit.grade, g + g % 3, (ARRAY['A', 'B', 'C'])[1 + g % 3]::credit.grade, g % 4 = 0 FROM generate_series(1, 40) g;
RESET session_replication_role;
INSERT INTO credit.department_list (dept_id, part, list) VALUES (7801, 'serious', 'focus'), (7801, 'honest', 'honest');
INSERT INTO credit.department_list (dept_id, part, measure) VALUES (7801, 'sanctions', 'procurement_ban');

-- what is counted once a day is counted by maintenance, once a day
SELECT credit.begin_count('subjects', '2026-06-10') AS first, credit.begin_count('subjects', '2026-06-10') AS again, credit.begin_count('subjects', '2026-06-09') AS earlier;
DELETE FROM credit.statistics_run;
SELECT credit.maintain_subject_count('2026-06-10', 1) > 0 AS counted, credit.maintain_subject_count('2026-06-10', 1) AS again, credit.maintain_subject_count('2026-06-09', 1) AS another_day;
SELECT credit.maintain_disclosure_faults('2026-06-10', 1) > 0 AS found, credit.maintain_disclosure_faults('2026-06-10', 1) AS again;
SELECT credit.maintain_query_tally('2026-06-10', 1) > 0 AS counted, credit.maintain_query_tally('2026-06-10', 1) AS again;
SELECT credit.maintain_inspection_count('2026-06-10', 1) > 0 AS counted, credit.maintain_inspection_count('2026-06-10', 1) AS again;
SELECT credit.count_assessment() > 0 AS counted;
SELECT max(month), sum(queries) FROM credit.query_tally WHERE dept_id BETWEEN 7801 AND 7803;

-- departments, entered by themselves
SET ROLE regress_city_a;
SELECT credit.report_publicity('article', '诚信周', '2026-04-08', '晚报', 'city', true) > 0 AS entered;
SELECT credit.report_publicity('typical_case', '联合惩戒', '2026-04-09', '日报', 'city', action_id => 78000001) > 0 AS entered;
SELECT credit.report_publicity('activity', '进校园', '2026-05-03', '一中') AS activity \gset
SELECT credit.withdraw_publicity(:activity, '日期有误');
RESET ROLE;
SET ROLE regress_city_office;
SELECT credit.report_publicity('activity', '进商超', '2026-05-04', '商超', dept_id => 7801) > 0 AS entered;
RESET ROLE;

-- each line: a view, its total, the same counted over the tables; the view must not differ
CREATE TEMP VIEW reconciled AS
WITH r AS (SELECT * FROM credit.record_store WHERE record_id BETWEEN 78000000 AND 78009999),
	q AS (SELECT * FROM credit_bi.disclosure_quality WHERE dept_id BETWEEN 7801 AND 7803),
	p AS (SELECT *, credit.workdays_between(opened_on, closed_on) AS days FROM credit.proceeding WHERE proceeding_id BETWEEN 78000000 AND 78000999),
	g AS (SELECT a.grade AS earlier, b.grade AS later FROM credit.evaluation_snapshot a JOIN credit.evaluation_snapshot b USING (subject_id, model)
		WHERE model = 'city' AND a.month = '2026-05-01' AND b.month = '2026-06-01'),
	e AS (SELECT * FROM credit.list_entry WHERE entry_id BETWEEN 78000000 AND 78000999 AND marked_for IS NULL)
SELECT 1 AS nr, 'record_statistics: records' AS number, (SELECT sum(records) FROM credit_bi.record_statistics WHERE dept_id BETWEEN 7801 AND 7803) AS in_view, (SELECT count(*) FROM r)::numeric AS in_tables
UNION ALL SELECT 2, 'record_statistics: late days', (SELECT sum(late_days) FROM credit_bi.record_statistics WHERE dept_id BETWEEN 7801 AND 7803), (SELECT sum(late_days) FROM r)
UNION ALL SELECT 3, 'disclosure_quality: reported', (SELECT sum(reported) FROM q), (SELECT count(*) FROM r WHERE due_on IS NOT NULL AND status <> 'withdrawn')
UNION ALL SELECT 4, 'disclosure_quality: in time', (SELECT sum(in_time) FROM q), (SELECT count(*) FROM r WHERE late_days = 0 AND status <> 'withdrawn')
UNION ALL SELECT 5, 'disclosure_quality: late', (SELECT sum(late) FROM q), (SELECT count(*) FROM r WHERE late_days > 0 AND status <> 'withdrawn')
UNION ALL SELECT 6, 'disclosure_quality: rejections', (SELECT sum(rejections) FROM q), (SELECT count(*) FROM credit.rejection WHERE dept_id BETWEEN 7801 AND 7803 AND item = 'penalty')
UNION ALL SELECT 7, 'disclosure_quality: open rejections', (SELECT sum(open_rejections) FROM q), (SELECT count(*) FROM credit.rejection WHERE dept_id BETWEEN 7801 AND 7803 AND item = 'penalty' AND resolved_by IS NULL)
UNION ALL SELECT 8, 'disclosure_quality: duplicates on line', (SELECT sum(duplicates_on_line) FROM q), (SELECT sum(n) FROM (SELECT count(*) AS n FROM r WHERE doc_no <> '' AND status IN ('valid', 'disputed') AND publish_from <= '2026-06-10' AND (publish_until IS NULL OR publish_until >= '2026-06-10') GROUP BY subject_id, item, dept_id, doc_no HAVING count(*) > 1) x)
UNION ALL SELECT 9, 'disclosure_record: reported', (SELECT count(*) FROM credit_bi.disclosure_record WHERE dept_id BETWEEN 7801 AND 7803 AND reported), (SELECT count(*) FROM r WHERE due_on IS NOT NULL AND status <> 'withdrawn')
UNION ALL SELECT 10, 'subject_statistics: subjects', (SELECT sum(subjects) FROM credit_bi.subject_statistics WHERE month = '2026-06-01' AND region_code IN ('222424', '222426')), (SELECT count(*) FROM credit.subject WHERE merged_into IS NULL AND region_code IN ('222424', '222426'))
UNION ALL SELECT 11, 'subject_statistics: with records', (SELECT sum(with_records) FROM credit_bi.subject_statistics WHERE month = '2026-06-01' AND region_code IN ('222424', '222426')), (SELECT count(*) FROM credit.subject s WHERE merged_into IS NULL AND region_code IN ('222424', '222426') AND EXISTS (SELECT FROM credit.record_store x WHERE x.subject_id = s.subject_id AND x.status <> 'withdrawn'))
UNION ALL SELECT 12, 'grade_statistics: subjects', (SELECT sum(subjects) FROM credit_bi.grade_statistics WHERE model = 'city'), (SELECT count(*) FROM credit.evaluation_snapshot WHERE model = 'city')
UNION ALL SELECT 13, 'grade_statistics: risen', (SELECT sum(risen) FROM credit_bi.grade_statistics WHERE model = 'city'), (SELECT count(*) FROM g WHERE later > earlier)
UNION ALL SELECT 14, 'grade_statistics: fallen', (SELECT sum(fallen) FROM credit_bi.grade_statistics WHERE model = 'city'), (SELECT count(*) FROM g WHERE later < earlier)
UNION ALL SELECT 15, 'grade_statistics: grade B in June', (SELECT sum(subjects) FROM credit_bi.grade_statistics WHERE model = 'city' AND grade = 'B' AND month = '2026-06-01'), (SELECT count(*) FROM credit.evaluation_snapshot WHERE model = 'city' AND grade = 'B'::credit.grade AND month = '2026-06-01')
UNION ALL SELECT 16, 'queries', (SELECT sum(queries) FROM credit_bi.queries WHERE dept_id BETWEEN 7801 AND 7803), (SELECT count(*) FROM credit.query_log WHERE dept_id BETWEEN 7801 AND 7803)
UNION ALL SELECT 17, 'queries: bidding in May', (SELECT sum(queries) FROM credit_bi.queries WHERE month = '2026-05-01' AND purpose = 'bidding' AND dept_id = 7801), (SELECT count(*) FROM credit.query_log WHERE at < '2026-06-01 00:00+08' AND purpose = 'bidding' AND dept_id = 7801)
UNION ALL SELECT 18, 'case_statistics: cases', (SELECT sum(cases) FROM credit_bi.case_statistics WHERE dept_id BETWEEN 7801 AND 7803), (SELECT count(*) FROM p)
UNION ALL SELECT 19, 'case_statistics: working days', (SELECT sum(workdays) FROM credit_bi.case_statistics WHERE dept_id BETWEEN 7801 AND 7803), (SELECT sum(days) FROM p)
UNION ALL SELECT 20, 'case_statistics: overdue', (SELECT sum(overdue_cases) FROM credit_bi.case_statistics WHERE dept_id BETWEEN 7801 AND 7803), (SELECT count(overdue_on) FROM p)
UNION ALL SELECT 21, 'repair_statistics: applications', (SELECT sum(applications) FROM credit_bi.repair_statistics WHERE dept_id BETWEEN 7801 AND 7803), (SELECT count(*) FROM p WHERE procedure = 'repair')
UNION ALL SELECT 22, 'repair_statistics: parts', (SELECT sum(granted * 100 + refused * 10 + open_cases) FROM credit_bi.repair_statistics WHERE dept_id BETWEEN 7801 AND 7803), (SELECT sum(CASE stage WHEN 'synchronised' THEN 100 WHEN 'refused' THEN 10 ELSE 1 END) FROM p WHERE procedure = 'repair')
UNION ALL SELECT 23, 'repair_statistics: longest', (SELECT max(longest) FROM credit_bi.repair_statistics WHERE dept_id BETWEEN 7801 AND 7803), (SELECT max(days) FROM p WHERE procedure = 'repair')
UNION ALL SELECT 24, 'objection_statistics: parts', (SELECT sum(upheld * 100 + rejected) FROM credit_bi.objection_statistics WHERE dept_id BETWEEN 7801 AND 7803), (SELECT sum(CASE stage WHEN 'reported' THEN 100 ELSE 1 END) FROM p WHERE procedure IN ('objection', 'feedback'))
UNION ALL SELECT 25, 'objection_statistics: mean of a month', (SELECT max(mean_workdays) FROM credit_bi.objection_statistics WHERE dept_id = 7802 AND month = '2026-04-01' AND procedure = 'objection'), (SELECT round(avg(days), 1) FROM p WHERE procedure = 'objection' AND dept_id = 7802 AND opened_on BETWEEN '2026-04-01' AND '2026-04-30')
UNION ALL SELECT 26, 'commitment_statistics: parts', (SELECT sum(made * 1000000 + kept * 10000 + not_kept * 100 + broken) FROM credit_bi.commitment_statistics WHERE dept_id BETWEEN 7801 AND 7803),
	(SELECT sum(CASE item WHEN 'commitment' THEN 1000000 WHEN 'commitment_breach' THEN 1 ELSE CASE detail ->> 'result' WHEN '已履行' THEN 10000 WHEN '未履行' THEN 100 ELSE 0 END END) FROM r WHERE item ~ '^commitment' AND status IN ('valid', 'disputed'))
UNION ALL SELECT 27, 'inspection_statistics: faults', (SELECT sum(inspections) FROM credit_bi.inspection_statistics WHERE dept_id BETWEEN 7801 AND 7803 AND fault_found), (SELECT count(*) FROM r WHERE item = 'inspection' AND status IN ('valid', 'disputed') AND detail ->> 'result' <> '未发现问题')
UNION ALL SELECT 28, 'list_statistics: entries', (SELECT sum(entries) FROM credit_bi.list_statistics WHERE dept_id BETWEEN 7801 AND 7803), (SELECT count(*) FROM e)
UNION ALL SELECT 29, 'list_flow: entered less ended is in force', (SELECT sum(entered - ended) FROM credit_bi.list_flow WHERE dept_id BETWEEN 7801 AND 7803), (SELECT count(*) FROM e WHERE credit.list_in_force(valid_from, valid_until, ended_on, credit.today()))
UNION ALL SELECT 30, 'joint_action_statistics: actions', (SELECT sum(actions) FROM credit_bi.joint_action_statistics WHERE from_dept_id = 7801), (SELECT count(*) FROM credit.joint_action WHERE from_dept_id = 7801)
UNION ALL SELECT 31, 'publicity_statistics: items', (SELECT sum(items) FROM credit_bi.publicity_statistics WHERE dept_id = 7801), (SELECT count(*) FROM credit.publicity_item WHERE dept_id = 7801 AND withdrawn_at IS NULL)
UNION ALL SELECT 32, 'typical_case: cases', (SELECT count(*) FROM credit_bi.typical_case WHERE dept_id = 7801), (SELECT count(*) FROM credit.joint_action WHERE typical_case AND from_dept_id = 7801)
UNION ALL SELECT 33, 'monthly_report: packages', (SELECT count(package_id) FROM credit_bi.monthly_report WHERE dept_id = 7801), (SELECT count(*) FROM credit.export_package WHERE dept_id = 7801)
UNION ALL SELECT 34, 'alert: rows', (SELECT count(*) FROM credit_bi.alert WHERE subject_id BETWEEN 780000 AND 780099), (SELECT count(*) FROM credit.alert WHERE subject_id BETWEEN 780000 AND 780099)
UNION ALL SELECT 35, 'alert_month: opened in May', (SELECT sum(opened) FROM credit_bi.alert_month WHERE month = '2026-05-01'), (SELECT count(*) FROM credit.alert WHERE opened_on BETWEEN '2026-05-01' AND '2026-05-31')
UNION ALL SELECT 36, 'assessment_figure: records received', (SELECT n FROM credit_bi.assessment_figure WHERE dept_id = 7801 AND year = 2026 AND figure = 'records_received'), (SELECT count(*) FROM r WHERE dept_id = 7801 AND status <> 'withdrawn' AND received_at >= '2026-01-01 00:00+08')
UNION ALL SELECT 37, 'date_dimension: working days of 2026', (SELECT count(*) FROM credit_bi.date_dimension WHERE year = 2026 AND is_workday), credit.workdays_between('2025-12-31', '2026-12-31')
UNION ALL SELECT 38, 'deadline: open cases with a clock', (SELECT count(*) FROM credit_bi.deadline WHERE dept_id BETWEEN 7801 AND 7803 AND due_on IS NOT NULL), (SELECT count(*) FROM p WHERE open AND credit.stage_due(procedure, stage, stage_since, clock_since, term) IS NOT NULL)
UNION ALL SELECT 39, 'department_assessment: lines', (SELECT count(*) FROM credit_bi.department_assessment WHERE dept_id = 7801 AND year = 2026), (SELECT count(*) FROM credit.assessment_rule WHERE valid @> date '2026-12-31')
UNION ALL SELECT 40, 'department_assessment_total: total', (SELECT total FROM credit_bi.department_assessment_total WHERE dept_id = 7801 AND year = 2026), (SELECT sum(coalesce(entered, computed)) FROM credit_bi.department_assessment WHERE dept_id = 7801 AND year = 2026)
UNION ALL SELECT 41, 'department_dimension: rows', (SELECT count(*) FROM credit_bi.department_dimension), (SELECT count(*) FROM credit.department)
UNION ALL SELECT 42, 'four_lists: departments', (SELECT count(*) FROM credit_bi.four_lists WHERE dept_id BETWEEN 7801 AND 7803), (SELECT count(*) FROM credit.department WHERE dept_id BETWEEN 7801 AND 7803)
UNION ALL SELECT 61, 'repair_commitments: listed', (SELECT sum(listed) FROM credit_bi.repair_commitments WHERE dept_id BETWEEN 7801 AND 7803),
	(SELECT count(DISTINCT (subject_id, list, dept_id)) FROM e WHERE list = 'migrant_wages' AND NOT person AND credit.list_in_force(valid_from, valid_until, ended_on, credit.today()))
UNION ALL SELECT 43, 'grade_history: rows', (SELECT count(*) FROM credit_bi.grade_history WHERE model = 'city'), (SELECT count(*) FROM credit.evaluation_snapshot WHERE model = 'city')
UNION ALL SELECT 44, 'grade_migration: subjects', (SELECT coalesce(sum(subjects), 0) FROM credit_bi.grade_migration), (SELECT count(*) FROM credit.comparison_subject)
UNION ALL SELECT 45, 'industry_bans: rows', (SELECT count(*) FROM credit_bi.industry_bans WHERE dept_id = 7801), (SELECT count(*) FROM credit.industry_ban WHERE dept_id = 7801)
UNION ALL SELECT 46, 'industry_dimension: rows', (SELECT count(*) FROM credit_bi.industry_dimension), (SELECT count(*) FROM credit.industry)
UNION ALL SELECT 47, 'inspection_visit: reported', (SELECT count(record_id) FROM credit_bi.inspection_visit WHERE plan_no = '城-1'), (SELECT count(*) FROM r WHERE detail ->> 'plan_no' = '城-1' AND status = 'valid')
UNION ALL SELECT 48, 'inspection_stratum: drawn, reported, found', (SELECT sum(drawn * 10000 + reported * 100 + found) FROM credit_bi.inspection_stratum WHERE plan_no = '城-1'),
	(SELECT count(*) * 10000 FROM credit.inspection_draw WHERE plan_id = 78000001) + (SELECT count(*) * 100 + count(*) FILTER (WHERE detail ->> 'result' ~ '^发现') FROM r WHERE detail ->> 'plan_no' = '城-1' AND status = 'valid')
UNION ALL SELECT 49, 'inspection_finding: drawn, reported, found', (SELECT sum(drawn * 10000 + reported * 100 + found) FROM credit_bi.inspection_finding WHERE year = 2026 AND sector = 'market'),
	(SELECT count(*) * 10000 + count(v.record_id) * 100 + count(*) FILTER (WHERE v.detail ->> 'result' ~ '^发现') FROM credit.inspection_draw d
		LEFT JOIN r v ON v.subject_id = d.subject_id AND v.detail ->> 'plan_no' = '城-1' AND v.status = 'valid' WHERE d.plan_id = 78000001)
UNION ALL SELECT 50, 'item_dimension: items', (SELECT count(*) FROM credit_bi.item_dimension), (SELECT count(DISTINCT item) FROM credit.catalogue_item)
UNION ALL SELECT 51, 'joint_actions: rows', (SELECT count(*) FROM credit_bi.joint_actions WHERE from_dept_id = 7801), (SELECT count(*) FROM credit.joint_action WHERE from_dept_id = 7801)
UNION ALL SELECT 52, 'list_candidates: rows', (SELECT count(*) FROM credit_bi.list_candidates WHERE dept_id = 7801), (SELECT count(*) FROM credit.list_candidate WHERE dept_id = 7801)
UNION ALL SELECT 53, 'list_entries: rows', (SELECT count(*) FROM credit_bi.list_entries WHERE dept_id BETWEEN 7801 AND 7803), (SELECT count(*) FROM credit.list_entry WHERE dept_id BETWEEN 7801 AND 7803)
UNION ALL SELECT 54, 'measures: joint actions', (SELECT joint_actions FROM credit_bi.measures WHERE measure = 'procurement_ban'), (SELECT count(*) FROM credit.joint_action WHERE measure = 'procurement_ban' AND lifted_on IS NULL)
UNION ALL SELECT 55, 'model_power: good and bad subjects', (SELECT max(bads + goods) FROM credit_bi.model_power WHERE comparison_id = 78000001), (SELECT count(*) FROM credit.comparison_subject WHERE bad IS NOT NULL)
UNION ALL SELECT 56, 'model_stability: parts', (SELECT count(*) FROM credit_bi.model_stability), (SELECT count(DISTINCT part) FROM credit.comparison_value WHERE a IS NOT NULL AND b IS NOT NULL)
UNION ALL SELECT 57, 'proceeding: rows', (SELECT count(*) FROM credit_bi.proceeding WHERE dept_id BETWEEN 7801 AND 7803), (SELECT count(*) FROM p)
UNION ALL SELECT 58, 'region_dimension: rows', (SELECT count(*) FROM credit_bi.region_dimension), (SELECT count(*) FROM credit.region)
UNION ALL SELECT 59, 'subject_overview: records', (SELECT sum(active_records) FROM credit_bi.subject_overview WHERE subject_id BETWEEN 780000 AND 780099), (SELECT count(*) FROM r WHERE subject_id BETWEEN 780000 AND 780099 AND status IN ('valid', 'disputed'))
UNION ALL SELECT 60, 'unchecked_decision: rows', (SELECT count(*) FROM credit_bi.unchecked_decision WHERE dept_id BETWEEN 7801 AND 7803),
	(SELECT count(*) FROM r JOIN credit.check_rule c ON c.item = r.item AND c.valid @> r.decided_on WHERE r.status IN ('valid', 'disputed') AND NOT EXISTS (SELECT FROM credit.query_log q
		WHERE q.subject_id = r.subject_id AND q.dept_id = r.dept_id AND (c.purpose IS NULL OR q.purpose = c.purpose) AND (q.at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN r.decided_on - c."window" AND r.decided_on));
GRANT SELECT ON reconciled TO PUBLIC;
-- every view of credit_bi is among them
SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'credit_bi'::regnamespace AND c.relkind IN ('v', 'm', 'r', 'p')
	AND NOT EXISTS (SELECT FROM reconciled r WHERE r.number ~ ('^' || c.relname || '(:|$)')) ORDER BY 1;
SELECT number, in_view, in_tables, in_view IS NOT DISTINCT FROM in_tables AS same FROM reconciled ORDER BY nr;
-- adding up changes none of it
SELECT credit.maintain_tally('2026-06-10', 1000000) > 0 AS saved, credit.maintain_rejection_tally('2026-06-10', 1000000) > 0 AS saved_too;
SELECT number FROM reconciled WHERE in_view IS DISTINCT FROM in_tables ORDER BY nr;

SELECT month, kind, due_on, made_on, state FROM credit_bi.monthly_report WHERE dept_id = 7801 AND month >= '2026-03-01' ORDER BY 1, 2;
SELECT dept_id, month, items, typical_cases, adopted, wanted, reached FROM credit_bi.publicity_statistics WHERE dept_id = 7801 AND month >= '2026-03-01' ORDER BY month;

-- the assessment table: computed, entered, corrected, missing
SET ROLE regress_city_office;
SELECT credit.assess_department(7801, 'organisation', 1, '已备案', doc_no => '信办1号') > 0 AS entered;
SELECT credit.assess_department(7801, 'policies', 2, '两项') > 0 AS entered;
SELECT credit.assess_department(7801, 'policies', 1, '一项已废止') > 0 AS entered_again;
SELECT credit.assess_department(7801, 'complete', 0.5, '补正及时') > 0 AS corrected;
SELECT credit.assess_department(7801, 'innovation', 3, '经验推广') > 0 AS bonus;
SELECT credit.count_assessment() > 0 AS counted;
SELECT rule, max_points AS max, computed, entered, points, source, n, "of", reason FROM credit_bi.department_assessment WHERE dept_id = 7801 AND year = 2026 ORDER BY ordinal;
SELECT * FROM credit_bi.department_assessment_total WHERE dept_id = 7801 AND year = 2026;
SELECT points, reason, replaced_at IS NULL AS counts FROM credit.assessment_entry WHERE dept_id = 7801 AND rule = 'policies' ORDER BY entry_id;
RESET ROLE;
-- what is wrong is refused
\getenv abs_srcdir PG_ABS_SRCDIR
\set said :abs_srcdir '/data/said.sql'
\i :said
SET ROLE regress_city_office;
SELECT pg_temp.said(c) FROM unnest(ARRAY[
	$$SELECT credit.assess_department(7801, 'organisation', 2, 'x')$$, $$SELECT credit.assess_department(7801, 'organisation', -1, 'x')$$,
	$$SELECT credit.assess_department(7801, 'organisation', 1, ' ')$$, $$SELECT credit.assess_department(7801, 'nothing', 1, 'x')$$,
	$$SELECT credit.assess_department(7801, 'organisation', 1, 'x', 2018)$$, $$SELECT credit.assess_department(9999999, 'organisation', 1, 'x')$$,
	$$SELECT credit.report_publicity('article', 'x', '2026-06-01', 'x')$$,
	$$UPDATE credit.assessment_entry SET points = 1$$, $$DELETE FROM credit.publicity_item$$]) c;
RESET ROLE;
SET ROLE regress_city_b;
SELECT pg_temp.said(c) FROM unnest(ARRAY[
	$$SELECT credit.report_publicity('article', 'x', '2026-06-01', 'x', dept_id => 7801)$$, $$SELECT credit.report_publicity('article', ' ', '2026-06-01', 'x')$$,
	$$SELECT credit.report_publicity('article', 'x', '2026-07-01', 'x')$$, $$SELECT credit.report_publicity('poem', 'x', '2026-06-01', 'x')$$,
	$$SELECT credit.report_publicity('article', 'x', '-infinity', 'x')$$,
	$$SELECT credit.report_publicity('typical_case', 'x', '2026-06-01', 'x', action_id => 1)$$,
	format($$SELECT credit.withdraw_publicity(%s, 'x')$$, (SELECT min(item_id) FROM credit.publicity_item WHERE dept_id = 7801)),
	$$SELECT credit.assess_department(7802, 'organisation', 1, 'x')$$, $$SELECT credit.count_subjects()$$, $$SELECT credit.count_assessment()$$]) c;
RESET ROLE;

-- what a role may not see is not in its numbers
CREATE TEMP VIEW seen AS SELECT
	(SELECT sum(records) FROM credit_bi.record_statistics WHERE dept_id BETWEEN 7801 AND 7803) AS records,
	(SELECT sum(records) FROM credit_bi.record_statistics WHERE item = 'tax_grade' AND dept_id BETWEEN 7801 AND 7803) AS restricted,
	(SELECT sum(reported) FROM credit_bi.disclosure_quality WHERE dept_id BETWEEN 7801 AND 7803) AS reported,
	(SELECT sum(rejections) FROM credit_bi.disclosure_quality WHERE dept_id BETWEEN 7801 AND 7803) AS rejections,
	(SELECT sum(subjects) FROM credit_bi.grade_statistics WHERE model = 'city') AS graded,
	(SELECT sum(cases) FROM credit_bi.case_statistics WHERE dept_id BETWEEN 7801 AND 7803) AS cases,
	(SELECT sum(entered) FROM credit_bi.list_flow WHERE dept_id BETWEEN 7801 AND 7803) AS listed,
	(SELECT count(*) FROM credit.subject WHERE subject_id BETWEEN 780001 AND 780049) AS subjects,
	(SELECT sum(subjects) FROM credit_bi.subject_statistics WHERE month = '2026-06-01' AND kind = 'person' AND region_code = '222424') > 0 AS persons_counted,
	(SELECT sum(with_records) FROM credit_bi.subject_statistics WHERE month = '2026-06-01' AND kind <> 'person' AND region_code IN ('222424', '222426')) AS covered;
GRANT SELECT ON seen TO PUBLIC;
CREATE TEMP VIEW own AS SELECT (SELECT sum(queries) FROM credit_bi.queries WHERE dept_id BETWEEN 7801 AND 7803) AS queries,
	(SELECT count(DISTINCT dept_id) FROM credit_bi.monthly_report WHERE dept_id BETWEEN 7801 AND 7803) AS reporting_departments,
	(SELECT count(DISTINCT dept_id) FROM credit_bi.department_assessment WHERE dept_id BETWEEN 7801 AND 7803) AS assessed_departments;
GRANT SELECT ON own TO PUBLIC;
-- a temporary view reads as its owner: text, run as each role
CREATE FUNCTION pg_temp.looks(role name, called text) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
	found json;
	query text := pg_get_viewdef(called::regclass);
BEGIN
	EXECUTE format('SET LOCAL ROLE %I', role);
	EXECUTE 'SELECT to_json(x) FROM (' || rtrim(query, ';') || ') x' INTO found;
	RESET ROLE;
	RETURN found;
EXCEPTION WHEN insufficient_privilege THEN
	RESET ROLE;
	RETURN to_json(SQLERRM);
END $$;
SELECT o.role, k.key, k.value FROM unnest('{regress_city_office,regress_city_a,regress_city_b,regress_city_analyst}'::name[]) WITH ORDINALITY o (role, n),
	json_each_text(pg_temp.looks(o.role, 'pg_temp.seen')) WITH ORDINALITY k (key, value, n) ORDER BY o.n, k.n;
SELECT o.role, pg_temp.looks(o.role, 'pg_temp.own') FROM unnest('{regress_city_office,regress_city_a,regress_city_b,regress_city_analyst}'::name[]) WITH ORDINALITY o (role, n) ORDER BY o.n;
ROLLBACK;
