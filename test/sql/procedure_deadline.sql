-- Deadlines: computed from rules and calendar as they are now, seen by whom
-- they concern, found without touching what is closed; the outbox.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-09-14';
CREATE ROLE regress_pd_a IN ROLE credit_department;
CREATE ROLE regress_pd_b IN ROLE credit_department;
CREATE ROLE regress_pd_office IN ROLE credit_admin;
CREATE ROLE regress_pd_analyst IN ROLE credit_analyst;
CREATE ROLE regress_pd_public IN ROLE credit_public;
BEGIN;
\set ON_ERROR_ROLLBACK on
ALTER SEQUENCE credit.proceeding_id_seq RESTART 570001;
INSERT INTO credit.department (dept_id, name, uscc, role_name, region_code) VALUES
	(8071, '甲局', '1122010001350000A7', 'regress_pd_a', '220100'), (8072, '乙局', '1122010001350000BA', 'regress_pd_b', '220200');
INSERT INTO credit.subject (subject_id, kind, name, uscc) OVERRIDING SYSTEM VALUE VALUES
	(90000001, 'enterprise', '甲公司', '91220101MA00000000'), (90000002, 'enterprise', '乙公司', '91350100M000100Y43'), (90000003, 'person', '王小明', NULL);
-- 1. Many closed cases of a, few open ones: as a dump brings them.
INSERT INTO credit.proceeding (subject_id, proceeding_id, procedure, stage, open, dept_id, opened_by, opened_on, stage_since, clock_since,
	closed_on, step, acted_by, watch_from, changed_at, detail, note)
SELECT 90000001 + n % 2, 570000000 + n, 'objection', CASE WHEN n > 30000 THEN 'examining' ELSE 'rejected' END, n > 30000,
	CASE WHEN n > 30000 AND n % 20 > 0 OR n % 2 > 0 THEN 8072 ELSE 8071 END, CASE WHEN n % 20 = 0 THEN 8071 ELSE 8072 END,
	'2026-09-14', '2026-09-14', '2026-09-14', CASE WHEN n <= 30000 THEN date '2026-09-14' END, 1 + (n <= 30000)::int, 'x',
	CASE WHEN n > 30000 THEN date '2026-09-29' END, '2026-09-14', '{}', 'secret'
FROM generate_series(1, 30800) n;
-- complete rows leave no trace of their own
SELECT count(*) FROM credit.proceeding_event WHERE proceeding_id > 570000000;
ANALYZE credit.proceeding;
-- by which indexes, and how many cases were looked at
CREATE FUNCTION pg_temp.plan(query text, OUT indexes text, OUT looked_at int) LANGUAGE plpgsql AS $$
DECLARE line text;
BEGIN
	looked_at := 0;
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF, ANALYZE, TIMING OFF, SUMMARY OFF) ' || query LOOP
		IF line ~ 'Scan (using|on) .*proceeding' THEN
			indexes := concat_ws(' ', indexes, substring(line FROM 'Scan (?:using|on) (\w+)'));
			looked_at := looked_at + substring(line FROM 'rows=(\d+)')::int;
		ELSIF line ~ 'Rows Removed by Filter' THEN
			looked_at := looked_at + substring(line FROM '\d+')::int;
		END IF;
	END LOOP;
END $$;
SET enable_bitmapscan = off;
SELECT * FROM pg_temp.plan('SELECT * FROM credit.deadline WHERE dept_id = 8071');
SELECT * FROM pg_temp.plan('SELECT * FROM credit.deadline WHERE subject_id = 90000003');
SELECT * FROM pg_temp.plan($$SELECT * FROM credit.deadline WHERE procedure = 'objection'$$);
SET ROLE regress_pd_a;
SELECT * FROM pg_temp.plan('SELECT * FROM credit.deadline WHERE dept_id = 8071');
SELECT looked_at FROM pg_temp.plan('SELECT * FROM credit.deadline');
SELECT * FROM pg_temp.plan('SELECT * FROM credit.deadline WHERE dept_id = ANY (credit.acting_departments())');
RESET ROLE;
RESET enable_bitmapscan;
SELECT dept_id, count(*), min(due_on), max(due_on) FROM credit.deadline GROUP BY 1 ORDER BY 1;

-- 2. Announced in the middle: a notice that takes 30 September off moves every
-- open clock at once, from Saturday 10 October to Monday 12.
SELECT credit.calendar_announce('CN', 'regress notice 1', '2026-09-10', 2026, ARRAY[date '2026-09-30'], amends => (SELECT doc_no FROM credit.calendar_notice WHERE calendar = 'CN' AND year = 2026 AND standard_entry));
SELECT DISTINCT due_on, days_left, state, projected FROM credit.deadline WHERE dept_id = 8071;
-- a rule corrected: 10 working days
UPDATE credit.stage SET clock_n = 10 WHERE procedure = 'objection' AND stage = 'examining';
SELECT DISTINCT due_on, days_left FROM credit.deadline WHERE dept_id = 8071;
SELECT standard_entry FROM credit.stage WHERE procedure = 'objection' AND stage = 'examining';
-- the watch follows the rule: 10 working days end on Monday 28 September
SELECT credit.maintain_overdue('2026-09-28'), credit.maintain_overdue('2026-09-29', 500), credit.maintain_overdue('2026-09-29', 500), credit.maintain_overdue('2026-09-29', 500);
-- an edition for what begins later
UPDATE credit.stage SET valid = '(,2026-10-01)' WHERE procedure = 'objection' AND stage = 'examining';
INSERT INTO credit.stage (procedure, stage, edition, name_zh, name_en, clock_n, clock_unit, basis_id, valid)
VALUES ('objection', 'examining', '2', '核查', 'being examined', 20, 'workday', 'jilin_city_2020', '[2026-10-01,)');
SELECT credit.stage_due('objection', 'examining', '2026-09-30', '2026-09-30', NULL) AS before, credit.stage_due('objection', 'examining', '2026-10-08', '2026-10-08', NULL) AS after;
-- a year not announced, and one nobody knows
SELECT credit.stage_due('objection', 'examining', '2051-01-01', '2051-01-01', NULL) AS unknown, credit.day_status(credit.stage_due('objection', 'examining', '2026-12-20', '2026-12-20', NULL)) AS projected;
-- nothing without a clock
SELECT credit.stage_due('objection', 'corrected', '2026-10-08', '2026-10-08', NULL), credit.stage_due('objection', 'no such', '2026-10-08', '2026-10-08', NULL), credit.stage_due('objection', NULL, '2026-10-08', '2026-10-08', NULL);

-- 3. Who sees what.
SELECT credit.open_proceeding('campaign', '91350100M000100Y43', NULL, '{"campaign": "c", "facts": "f", "dept_id": 8072}') IS NOT NULL AS opened;
CREATE FUNCTION pg_temp.sees(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE answer text;
BEGIN
	EXECUTE query INTO answer;
	RETURN coalesce(answer, 'nothing');
EXCEPTION WHEN insufficient_privilege THEN
	RETURN 'refused';
END $$;
CREATE FUNCTION pg_temp.all_of(role name) RETURNS TABLE (who name, object text, sees text) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('SET LOCAL ROLE %I', role);
	RETURN QUERY SELECT role, o.object, pg_temp.sees(format('SELECT string_agg(DISTINCT dept_id::text, '' '') FROM %s WHERE dept_id IN (8071, 8072)', o.object))
		FROM unnest('{credit.proceeding,credit.proceeding_event,credit.deadline,credit.event,credit.campaign_progress,credit_bi.deadline,credit_bi.proceeding}'::text[]) WITH ORDINALITY o (object, nr) ORDER BY o.nr;
	RETURN QUERY SELECT role, 'notes'::text, pg_temp.sees('SELECT min(note) FROM credit.proceeding WHERE dept_id = 8071');
	SET LOCAL ROLE NONE;
END $$;
SELECT * FROM pg_temp.all_of('regress_pd_office');
SELECT * FROM pg_temp.all_of('regress_pd_a');
SELECT * FROM pg_temp.all_of('regress_pd_b');
SELECT * FROM pg_temp.all_of('regress_pd_analyst');
SELECT * FROM pg_temp.all_of('regress_pd_public');
SELECT o.name AS object, string_agg(
	CASE WHEN has_table_privilege(r.name, o.name, 'SELECT') THEN 's' ELSE '-' END ||
	CASE WHEN has_table_privilege(r.name, o.name, 'INSERT') THEN 'i' ELSE '-' END ||
	CASE WHEN has_table_privilege(r.name, o.name, 'UPDATE') THEN 'u' ELSE '-' END ||
	CASE WHEN has_table_privilege(r.name, o.name, 'DELETE') THEN 'd' ELSE '-' END, ' ' ORDER BY r.nr) AS "office a    analyst public"
FROM unnest('{credit.procedure,credit.stage,credit.transition,credit.requirement,credit.procedure_effect,credit.item_procedure,credit.campaign_target,credit.proceeding,credit.proceeding_event,credit.event,credit.event_origin}'::text[]) WITH ORDINALITY o (name, nr)
CROSS JOIN unnest('{regress_pd_office,regress_pd_a,regress_pd_analyst,regress_pd_public}'::text[]) WITH ORDINALITY r (name, nr)
GROUP BY o.name, o.nr ORDER BY o.nr;
-- persons are masked for analysis
INSERT INTO credit.proceeding (subject_id, procedure, dept_id, note, step_detail) VALUES (90000003, 'campaign', 8071, 'x', '{"campaign": "c", "facts": "f"}');
SELECT code, name, procedure_zh, stage_zh, department, region_code, due_on, state, rule_verified FROM credit_bi.deadline WHERE subject_id = 90000003;
SELECT name, steps, workdays, late_steps, late_days, closed_on FROM credit_bi.proceeding WHERE subject_id = 90000003;

-- 4. Two entries found to be one: the cases follow, steps and all.
SELECT credit.advance(proceeding_id, 'exited', NULL, '完', '{"how": "x"}') FROM credit.proceeding WHERE subject_id = 90000002 AND procedure = 'campaign';
SELECT credit.merge_subject(90000001, 90000002, 'same');
SELECT count(*) FROM credit.proceeding WHERE subject_id = 90000002;
SELECT p.subject_id, count(*) FROM credit.proceeding p JOIN credit.proceeding_event e USING (subject_id, proceeding_id) WHERE p.dept_id = 8072 GROUP BY 1;
ROLLBACK;
DROP ROLE regress_pd_a, regress_pd_b, regress_pd_office, regress_pd_analyst, regress_pd_public;
