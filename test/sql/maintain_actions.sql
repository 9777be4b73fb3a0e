-- Every action of credit.maintain() over work for all of them: done twice it
-- finds nothing left, done one row at a time or interrupted and repeated it
-- comes to the same end, told by every table of the extension.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-03-02';
SET jit = off;
BEGIN;
CREATE ROLE regress_actions_office IN ROLE credit_admin;
INSERT INTO credit.department (dept_id, name, uscc, sector) VALUES (7841, '甲市市场监管局', '1122010001350000BA', 'market_regulation');
INSERT INTO credit.subject (subject_id, kind, uscc, name)
SELECT 784000 + n, 'enterprise', (head || credit.uscc_check_char(head))::credit.uscc, '动作' || n || '号公司'
FROM generate_series(1, 6) n, LATERAL (SELECT '91220101MA00007' || lpad(n::text, 2, '0')) h (head);
INSERT INTO credit.indicator (indicator, dimension, source, measure, items) VALUES ('action_penalties', 'compliance', 'record', 'count', '{penalty}');
SELECT credit.load_model('action', '1', $$<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>
<DataField name="action_penalties" optype="continuous" dataType="double"/></DataDictionary>
<Scorecard functionName="regression" initialScore="100" baselineScore="0"><MiningSchema><MiningField name="action_penalties"/></MiningSchema>
<Characteristics><Characteristic name="penalties" reasonCode="P"><Attribute partialScore="-10"><SimplePredicate field="action_penalties" operator="greaterThan" value="0"/></Attribute>
<Attribute partialScore="0"><True/></Attribute></Characteristic></Characteristics></Scorecard></PMML>$$, '[2020-01-01,)');
INSERT INTO credit.grade_band (model, version, grade, from_score) VALUES ('action', '1', 'A', 95), ('action', '1', 'B', '-Infinity');
SELECT credit.evaluate('action', NULL, '{784001,784002,784003,784004,784005,784006}');
-- records of many subjects at once: their evaluation waits; orders to rectify
-- that open cases; entries and bans that will end; all in one list
SET credit.immediate_evaluation = 1;
CREATE FUNCTION pg_temp.common(s credit.subject, d credit.department) RETURNS jsonb LANGUAGE sql AS $$
	SELECT jsonb_build_object('subject_name', s.name, 'subject_code', s.uscc, 'subject_category', '法人及非法人组织', 'authority_name', d.name, 'authority_code', d.uscc) $$;
INSERT INTO credit.record (item, dept_id, subject_id, doc_no, decided_on, detail)
SELECT 'penalty', 7841, s.subject_id, '罚' || s.subject_id || '-' || n, date '2026-02-01' + n, jsonb_build_object('cf_xdr_mc', s.name, 'cf_xdr_lb', '法人及非法人组织',
	'cf_xdr_shxym', s.uscc, 'cf_frdb', '张三', 'cf_wfxw', '无证经营', 'cf_sy', '事实', 'cf_yj', '依据', 'cf_cflb', '罚款',
	'cf_nr', '内容', 'cf_nr_fk', 1, 'cf_cfjg', d.name, 'cf_cfjgdm', d.uscc, 'cf_sjly', d.name, 'cf_sjlydm', d.uscc)
FROM credit.subject s, credit.department d, generate_series(1, 3) n WHERE s.subject_id BETWEEN 784001 AND 784006 AND d.dept_id = 7841;
INSERT INTO credit.record (item, dept_id, subject_id, doc_no, decided_on, detail)
SELECT 'rectification', 7841, s.subject_id, '改' || s.subject_id, '2026-03-02', pg_temp.common(s, d) || '{"facts": "失信", "due_on": "2026-03-31", "result": "整改中"}'
FROM credit.subject s, credit.department d WHERE s.subject_id BETWEEN 784001 AND 784006 AND d.dept_id = 7841;
INSERT INTO credit.record (item, dept_id, subject_id, doc_no, decided_on, detail)
SELECT 'serious_list', 7841, s.subject_id, '列' || s.subject_id, '2026-03-02', pg_temp.common(s, d) || jsonb_build_object('list_name', '严重失信', 'facts', '事实', 'legal_ground', '依据', 'valid_until', '2026-05-31')
FROM credit.subject s, credit.department d WHERE s.subject_id BETWEEN 784001 AND 784004 AND d.dept_id = 7841;
SELECT credit.impose_ban(s.uscc::text, '食品生产', '禁' || s.subject_id, '2026-03-02', 'gf_33_2016', '2026-06-30', dept_id => 7841) IS NOT NULL AS banned
FROM credit.subject s WHERE s.subject_id BETWEEN 784001 AND 784003;
RESET credit.immediate_evaluation;
SET credit.fixed_today = '2026-07-15';

-- Every table, row by row, without numbers that a sequence gives and without
-- instants. How often was sealed and how far was read is nobody's state, nor is
-- a cache, which is unlogged. Evaluations are looked at in their views: how they
-- are packed depends on how many were made together.
CREATE FUNCTION pg_temp.state(OUT place text, OUT content text) RETURNS SETOF record LANGUAGE plpgsql AS $$
DECLARE
	t record;
BEGIN
	FOR t IN SELECT c.oid, c.relname, (SELECT coalesce(array_agg(a.attname::text), '{}') FROM pg_attribute a LEFT JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
				WHERE a.attrelid = c.oid AND (a.attidentity <> '' OR a.atttypid = 'timestamptz'::regtype OR pg_get_expr(f.adbin, f.adrelid) LIKE '%nextval%' OR pg_get_expr(f.adbin, f.adrelid) LIKE '%clock_timestamp%')) AS numbers
		FROM pg_class c WHERE c.relnamespace = 'credit'::regnamespace AND (c.relkind = 'r' AND c.relpersistence = 'p' AND c.relname NOT IN ('maintenance_run', 'evaluation_run', 'evaluation_pack', 'alert_progress', 'seal', 'history', 'event')
			OR c.relname IN ('evaluation', 'evaluation_version')) ORDER BY c.relname
	LOOP
		place := t.relname;
		FOR content IN EXECUTE format('SELECT (to_jsonb(x) - %L::text[])::text FROM credit.%I x', t.numbers, t.relname) LOOP
			RETURN NEXT;
		END LOOP;
	END LOOP;
END $$;
CREATE FUNCTION pg_temp.fingerprint() RETURNS jsonb LANGUAGE sql AS $$
	SELECT jsonb_object_agg(s.place, s.rows || ' ' || s.digest)
	FROM (SELECT place, count(*) AS rows, md5(string_agg(content, E'\n' ORDER BY content COLLATE "C")) AS digest FROM pg_temp.state() GROUP BY place) s $$;
CREATE VIEW pg_temp.told AS SELECT kind, ref_table, count(*) FROM credit.event WHERE subject_id BETWEEN 784001 AND 784006 GROUP BY 1, 2 ORDER BY 1, 2;
SELECT pg_temp.fingerprint() AS before \gset
SAVEPOINT work;

-- all at once; and again
SET ROLE regress_actions_office;
SELECT action FROM credit.maintain() WHERE rows > 0 AND action IN ('lists', 'overdue', 'evaluations', 'snapshots', 'alerts') ORDER BY action COLLATE "C";
SELECT action, rows FROM credit.maintain() WHERE rows IS DISTINCT FROM 0;
RESET ROLE;
SELECT pg_temp.fingerprint() AS at_once \gset
TABLE pg_temp.told;
ROLLBACK TO work;

-- one row a step
SET ROLE regress_actions_office;
SELECT action FROM credit.maintain(max_rows => 1) WHERE rows > 0 AND action IN ('lists', 'overdue', 'evaluations', 'snapshots', 'alerts') ORDER BY action COLLATE "C";
SELECT action, rows FROM credit.maintain(max_rows => 1) WHERE rows IS DISTINCT FROM 0;
RESET ROLE;
SELECT pg_temp.fingerprint() AS one_by_one \gset
TABLE pg_temp.told;
SELECT key AS differs, n.value, :'at_once'::jsonb ->> n.key FROM jsonb_each_text(:'one_by_one'::jsonb) n WHERE n.value IS DISTINCT FROM :'at_once'::jsonb ->> n.key ORDER BY key COLLATE "C";
ROLLBACK TO work;

-- a few rows of each in the wrong order, steps that were broken off, and then
-- everything (an alert that finds another fact later is told twice)
SET ROLE regress_actions_office;
SELECT count(*) FILTER (WHERE credit.maintenance_step(a.action, NULL, 2) IS NULL) AS failed FROM (SELECT * FROM credit.maintenance_action ORDER BY ordinal DESC) a;
DO $$ BEGIN
	PERFORM credit.maintenance_step(action, NULL, 3) FROM credit.maintenance_action ORDER BY ordinal;
	RAISE EXCEPTION 'interrupted';
EXCEPTION WHEN raise_exception THEN NULL;
END $$;
SELECT count(*) > 0 AS went_on FROM credit.maintain() WHERE rows > 0;
SELECT action, rows FROM credit.maintain() WHERE rows IS DISTINCT FROM 0;
RESET ROLE;
SELECT pg_temp.fingerprint() AS repeated \gset
TABLE pg_temp.told;
SELECT key AS differs, n.value, :'at_once'::jsonb ->> n.key FROM jsonb_each_text(:'repeated'::jsonb) n WHERE n.value IS DISTINCT FROM :'at_once'::jsonb ->> n.key ORDER BY key COLLATE "C";
ROLLBACK;
