-- No action of credit.maintain() reads everything because something is due: of
-- 6,000 subjects 60 are concerned, and no table of subjects, records,
-- evaluations, cases or entries is read through; the assessment's figures alone
-- are counted from all entries of lists, once a day.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET jit = off;
SET credit.fixed_today = '2026-06-15';
\set n 6000
BEGIN;
SET LOCAL session_replication_role = replica;
INSERT INTO credit.department (dept_id, name, uscc) VALUES (1, '某市行政审批局', '1122010001350000BA');
INSERT INTO credit.subject (subject_id, kind, uscc, name, name_key, region_code)
SELECT i, 'enterprise', (s.stem || credit.uscc_check_char(s.stem))::credit.uscc, '企业' || i, '企业' || i, '220101'
FROM generate_series(1, :n) i, LATERAL (SELECT '91220101MA' || lpad(i::text, 7, '0') AS stem) s;
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, severity, detail, status, received_at, batch_id, version)
SELECT 1 + i * 7919::bigint % :n, i, 'penalty', 1, 'D' || i, date '2025-01-01' + (i * 37::bigint % 500)::int, 'general', '{"a": 1}', 'valid', now(), 1, 1
FROM generate_series(1, :n) i;
INSERT INTO credit.proceeding (subject_id, proceeding_id, procedure, stage, open, dept_id, door, opened_on, stage_since, clock_since, closed_on, step, note, acted_by, term, watch_from, changed_at)
SELECT i, i, 'commitment', CASE WHEN i <= :n / 2 THEN 'kept' ELSE 'running' END, i > :n / 2, 1, 'department', '2026-01-05', '2026-01-05', '2026-01-05',
	CASE WHEN i <= :n / 2 THEN date '2026-02-02' END, 1, 'x', 'test', d, d, now()
FROM generate_series(1, :n) i, LATERAL (SELECT CASE WHEN i > :n / 2 THEN CASE WHEN i % 100 = 0 THEN date '2026-06-15' ELSE '2026-12-31' END END AS d) x;
SELECT setval('credit.proceeding_id_seq', :n) > 0 AS numbered;
INSERT INTO credit.list_entry (subject_id, list, dept_id, doc_no, decided_on, valid_from, valid_until, source, severity, openness)
SELECT i, 'focus', 1, 'L' || i, '2026-01-05', '2026-01-05', CASE WHEN i % 100 = 0 THEN date '2026-06-15' ELSE '2026-12-31' END, 'imported', 'general', 'government'
FROM generate_series(1, :n) i WHERE i % 2 = 1 OR i % 100 = 0;
SET LOCAL session_replication_role = origin;
INSERT INTO credit.indicator (indicator, dimension, source, measure, items) VALUES ('penalties', 'compliance', 'record', 'count', '{penalty}');
SELECT credit.load_model('bounded', '1', $$<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>
<DataField name="penalties" optype="continuous" dataType="double"/><DataField name="on_focus_list" optype="continuous" dataType="double"/></DataDictionary>
<Scorecard functionName="regression" initialScore="100" baselineScore="0"><MiningSchema><MiningField name="penalties"/><MiningField name="on_focus_list"/></MiningSchema>
<Characteristics><Characteristic name="penalties" reasonCode="P"><Attribute partialScore="-10"><SimplePredicate field="penalties" operator="greaterThan" value="0"/></Attribute>
<Attribute partialScore="0"><True/></Attribute></Characteristic>
<Characteristic name="focus" reasonCode="F"><Attribute partialScore="-10"><SimplePredicate field="on_focus_list" operator="greaterThan" value="0"/></Attribute>
<Attribute partialScore="0"><True/></Attribute></Characteristic></Characteristics></Scorecard></PMML>$$, '[2020-01-01,)');
INSERT INTO credit.grade_band (model, version, grade, from_score) VALUES ('bounded', '1', 'A', 95), ('bounded', '1', 'B', '-Infinity');
SELECT credit.evaluate('bounded') AS evaluated;
-- what is done once a month over all: the snapshot, the subjects' counts, the
-- sectors' rates of alerts, a look at everything shown; and the first seal
INSERT INTO credit.alert_due (subject_id, from_day) VALUES (1, '2026-06-15');
SELECT count(*) > 5 AS actions, count(*) FILTER (WHERE rows IS NULL) AS failed FROM credit.maintain();
COMMIT;
VACUUM ANALYZE;

-- the next morning: terms are over, a load has come and marked subjects stale
SET credit.fixed_today = '2026-06-16';
INSERT INTO credit.batch (batch_id, dept_id, channel, opened_by, opened_at, closed_at) VALUES (2, 1, 'copy', 'test', now(), now());
SET session_replication_role = replica;
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, severity, detail, status, received_at, batch_id, version)
SELECT i * 99, :n + i, 'penalty', 1, 'N' || i, '2026-06-12', 'general', '{"a": 1}', 'valid', now(), 2, 1 FROM generate_series(1, 60) i;
SET session_replication_role = origin;
INSERT INTO credit.evaluation_due (subject_id, model) SELECT i * 99, 'bounded' FROM generate_series(1, 60) i;
INSERT INTO credit.batch_due (consumer, batch_id) VALUES ('lists', 2), ('alerts', 2), ('ledger', 2);
CREATE TEMP TABLE done (action text, ordinal int, rows bigint, read jsonb);
-- rows read in sequence since the transaction began, by table
CREATE FUNCTION pg_temp.read_through() RETURNS jsonb LANGUAGE sql AS $$
	SELECT jsonb_object_agg(t.what, t.rows) FROM (
		SELECT CASE WHEN s.relname ~ '^record_(\d{4}|other)$' THEN 'record_store' ELSE s.relname END AS what, sum(s.seq_tup_read)::int8 AS rows
		FROM pg_stat_xact_all_tables s
		WHERE s.schemaname = 'credit' AND (s.relname ~ '^record_(\d{4}|other)$' OR s.relname IN ('subject', 'evaluation', 'evaluation_snapshot', 'proceeding', 'list_entry', 'record_version', 'history', 'query_log'))
		GROUP BY 1) t $$;
DO $$
DECLARE
	one record;
	changed bigint;
	before jsonb;
	after jsonb;
BEGIN
	FOR one IN SELECT a.action, a.ordinal FROM credit.maintenance_action a ORDER BY a.ordinal LOOP
		before := pg_temp.read_through();
		changed := credit.maintenance_step(one.action, NULL, 10000);
		after := pg_temp.read_through();
		INSERT INTO done SELECT one.action, one.ordinal, changed, (SELECT jsonb_object_agg(k, n) FROM (
			SELECT a.key AS k, a.value::int8 - coalesce((before ->> a.key)::int8, 0) AS n FROM jsonb_each_text(after) a) d WHERE d.n > 0);
	END LOOP;
END $$;
SELECT action, CASE WHEN rows IS NULL THEN 'failed' ELSE 'ran' END AS outcome, read FROM done ORDER BY ordinal;
SELECT action, rows FROM done WHERE action IN ('lists', 'overdue', 'evaluations', 'candidates') ORDER BY ordinal;
