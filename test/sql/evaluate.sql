-- From records to grades: every measure against plain SQL, caps, dimensions,
-- explanation, persons, freshness, the same bits on any number of workers.
SET credit.fixed_today = '2026-06-01';
SET datestyle = 'ISO, YMD';
SET client_min_messages = warning;
\set SHOW_CONTEXT never
BEGIN;
CREATE FUNCTION pg_temp.model(points text DEFAULT '10') RETURNS xml LANGUAGE sql AS $$
SELECT ('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>'
	|| string_agg(format('<DataField name="%s" optype="%s" dataType="%s"/>', f, CASE f WHEN 't_status' THEN 'categorical' ELSE 'continuous' END, CASE f WHEN 't_status' THEN 'string' ELSE 'double' END), '' ORDER BY n)
	|| '</DataDictionary><Scorecard functionName="regression" initialScore="100" baselineScore="0"><MiningSchema>'
	|| string_agg(format('<MiningField name="%s"/>', f), '' ORDER BY n) || '</MiningSchema><Characteristics>'
	|| string_agg(format('<Characteristic name="%1$s" reasonCode="%1$s">', f) ||
		CASE f WHEN 't_status' THEN '<Attribute partialScore="-5"><SimplePredicate field="t_status" operator="notEqual" value="active"/></Attribute><Attribute partialScore="' || points || '"><True/></Attribute>'
		ELSE format('<Attribute partialScore="-1"><SimplePredicate field="%1$s" operator="isMissing"/></Attribute><Attribute><True/><ComplexPartialScore><Apply function="*"><FieldRef field="%1$s"/><Constant>0.5</Constant></Apply></ComplexPartialScore></Attribute>', f) END
		|| '</Characteristic>', '' ORDER BY n)
	|| '</Characteristics></Scorecard></PMML>')::xml
FROM unnest(ARRAY['t_count', 't_decayed', 't_amount', 't_worst', 't_recency', 't_distinct', 't_share', 't_any', 't_late', 't_age', 't_staff', 't_status', 't_outside']) WITH ORDINALITY u(f, n) $$;
CREATE TABLE public.regress_outside (subject_id bigint PRIMARY KEY, turnover numeric);
INSERT INTO credit.indicator (indicator, dimension, source, measure, attribute, relation, items, polarity, min_severity, min_late_days, "window", half_life) VALUES
	('t_count', 'compliance', 'record', 'count', NULL, NULL, NULL, 'negative', 'general', NULL, '3 years', NULL),
	('t_decayed', 'compliance', 'record', 'count', NULL, NULL, '{penalty}', NULL, NULL, NULL, NULL, '365 days'),
	('t_amount', 'finance', 'record', 'sum', 'amount', NULL, '{penalty,licence}', NULL, NULL, NULL, '5 years', NULL),
	('t_worst', 'behaviour', 'record', 'max', 'late_days', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('t_recency', 'compliance', 'record', 'recency', NULL, NULL, NULL, 'negative', NULL, NULL, NULL, NULL),
	('t_distinct', 'behaviour', 'record', 'distinct', 'department', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('t_share', 'behaviour', 'record', 'ratio', NULL, NULL, NULL, NULL, NULL, 1, NULL, NULL),
	('t_any', 'innovation', 'record', 'exists', NULL, NULL, '{honour}', NULL, NULL, NULL, NULL, NULL),
	('t_late', 'behaviour', 'record', 'sum', 'late_days', NULL, NULL, NULL, NULL, NULL, '6 months', NULL),
	('t_age', 'identity', 'subject', 'value', 'age_months', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('t_staff', 'finance', 'subject', 'value', 'staff', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('t_status', 'identity', 'subject', 'value', 'status', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('t_outside', 'finance', 'relation', 'value', 'turnover', 'public.regress_outside', NULL, NULL, NULL, NULL, NULL, NULL),
	('t_serious', 'compliance', 'record', 'exists', NULL, NULL, '{serious_list}', NULL, NULL, NULL, NULL, NULL),
	('t_total', 'compliance', 'record', 'count', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
UPDATE credit.indicator SET use_expired = true WHERE indicator = 't_total';
INSERT INTO credit.subject (subject_id, kind, uscc, name, registered_on, status, attributes)
SELECT 990000 + g, 'enterprise', NULL, 'regress ' || g, date '2000-01-31' + g * 100,
	CASE WHEN g % 7 = 0 THEN 'revoked' ELSE 'active' END, jsonb_build_object('staff', g)
FROM generate_series(1, 50) g;
UPDATE credit.subject SET uscc = ('91220000' || 'MA0' || lpad((subject_id - 990000)::text, 6, '0') ||
	credit.uscc_check_char('91220000' || 'MA0' || lpad((subject_id - 990000)::text, 6, '0')))::credit.uscc
WHERE subject_id BETWEEN 990001 AND 990050;
INSERT INTO public.regress_outside SELECT 990000 + g, g * 1.5 FROM generate_series(1, 25) g;
-- 2 000 records of 40 subjects; the last ten have none
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, severity, amount, detail, status, received_at, batch_id, version, late_days)
SELECT 990001 + g * 7 % 40, 990000 + g, i.item, 1 + g % 5, 'R' || g, date '2019-01-01' + g * 37 % 3000,
	CASE WHEN i.negative THEN (ARRAY['minor', 'general', 'serious'])[1 + g % 3]::credit.severity END,
	g % 1000 + 0.25, '{}', CASE WHEN g % 11 = 0 THEN 'repaired' WHEN g % 13 = 0 THEN 'disputed' ELSE 'valid' END::credit.record_status,
	now(), 1, 1, g % 4
FROM generate_series(1, 2000) g, LATERAL (SELECT (ARRAY['penalty', 'licence', 'honour', 'tax_arrears', 'inspection'])[1 + g % 5] AS item, g % 5 IN (0, 3) AS negative) i;
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, severity, detail, status, received_at, batch_id, version, late_days)
SELECT 990002, 993001, 'serious_list', 1, 'L1', '2025-12-31', 'serious', '{}', 'valid', now(), 1, 1, 0;
SELECT credit.load_model('regress', '1', pg_temp.model());
INSERT INTO credit.grade_band VALUES ('regress', '1', 'A', 3000), ('regress', '1', 'B', 1000), ('regress', '1', 'C', 500), ('regress', '1', 'D', '-Infinity');
INSERT INTO credit.grade_cap (model, version, cap, indicator, operator, threshold, grade) VALUES
	('regress', '1', 'serious list', 't_serious', '=', 1, 'D'), ('regress', '1', 'no facts', 't_total', '<=', 0, NULL), ('regress', '1', 'few staff', 't_staff', '<', 5, 'C');
SELECT * FROM credit.model_indicators('regress');

-- each indicator against plain SQL
CREATE TEMP VIEW plain AS
SELECT s.subject_id, x.*, (e.registered_on IS NOT NULL)::int AS known, s.attributes FROM credit.subject s
JOIN credit.subject e USING (subject_id), LATERAL (SELECT
	count(*) FILTER (WHERE r.severity >= 'general' AND r.decided_on > date '2023-06-01') AS t_count,
	round(coalesce(sum(power(0.5, (date '2026-06-01' - r.decided_on) / 365.0)) FILTER (WHERE r.item = 'penalty'), 0)::numeric, 6) AS t_decayed,
	coalesce(sum(r.amount) FILTER (WHERE r.item IN ('penalty', 'licence') AND r.decided_on > date '2021-06-01'), 0) AS t_amount,
	max(r.late_days) AS t_worst,
	(SELECT extract(year FROM a) * 12 + extract(month FROM a) FROM age(date '2026-06-01', max(r.decided_on) FILTER (WHERE r.severity IS NOT NULL)) a) AS t_recency,
	count(DISTINCT r.dept_id) AS t_distinct,
	round((count(*) FILTER (WHERE r.late_days >= 1))::numeric / nullif(count(*), 0), 9) AS t_share,
	(count(*) FILTER (WHERE r.item = 'honour') > 0)::int AS t_any,
	coalesce(sum(r.late_days) FILTER (WHERE r.decided_on > date '2025-12-01'), 0) AS t_late,
	-- the one that counts faults whose term of use is over
	(SELECT count(*) FROM credit.record_store a WHERE a.subject_id = s.subject_id AND a.status IN ('valid', 'disputed') AND a.decided_on <= date '2026-06-01') AS t_total
	FROM credit.record_store r WHERE r.subject_id = s.subject_id
		AND credit.is_usable(r.item, r.severity, r.status, r.decided_on, r.publish_until, NULL, '2026-06-01', r.dept_id)) x
WHERE s.subject_id BETWEEN 990001 AND 990050;
CREATE TEMP TABLE computed AS
SELECT subject_id, v FROM (SELECT subject_id, credit.indicator_values('regress@1', '2026-06-01', item, decided_on, severity, amount, status, late_days, dept_id, publish_until) v
	FROM credit.record_store WHERE subject_id BETWEEN 990001 AND 990050 GROUP BY 1) q;
SELECT count(*) AS subjects,
	count(*) FILTER (WHERE v[3] = t_count) AS count, count(*) FILTER (WHERE abs(v[4] - t_decayed) < 1e-5) AS decayed,
	count(*) FILTER (WHERE v[1] = t_amount) AS amount, count(*) FILTER (WHERE v[11] IS NOT DISTINCT FROM t_worst) AS worst,
	count(*) FILTER (WHERE v[7] IS NOT DISTINCT FROM t_recency) AS recency, count(*) FILTER (WHERE v[5] = t_distinct) AS "distinct",
	count(*) FILTER (WHERE abs(v[9] - t_share) < 1e-8) AS share, count(*) FILTER (WHERE v[2] = t_any) AS "any",
	count(*) FILTER (WHERE v[6] = t_late) AS late, count(*) FILTER (WHERE v[10] = t_total) AS total
FROM plain JOIN computed USING (subject_id);

-- all at once, some by index: the same
SELECT credit.evaluate('regress', NULL, ARRAY(SELECT generate_series(990001, 990050))) AS evaluated;
CREATE TEMP TABLE first AS SELECT * FROM credit.evaluation WHERE model = 'regress';
SELECT credit.evaluate('regress') = (SELECT count(*) FROM credit.subject WHERE kind <> 'person' AND merged_into IS NULL) AS everybody;
SELECT count(*) AS same FROM credit.evaluation e JOIN first f USING (subject_id, model, as_of)
WHERE (e.score, e.grade, e.points, e.dimensions, e.reasons, e.caps) IS NOT DISTINCT FROM (f.score, f.grade, f.points, f.dimensions, f.reasons, f.caps);
-- points and dimensions add up
SELECT count(*) FILTER (WHERE score <> (SELECT 100 + sum(p ORDER BY n) FROM unnest(points) WITH ORDINALITY u(p, n))) AS wrong_points,
	count(*) FILTER (WHERE abs(score - 100 - (SELECT sum(d) FROM unnest(dimensions) d)) > 1e-9) AS wrong_dimensions
FROM first;
SELECT grade, caps, count(*) FROM first GROUP BY 1, 2 ORDER BY 1, 2;
SELECT subject_id, score, grade, dimensions, points, reasons, caps FROM first WHERE subject_id IN (990002, 990050) ORDER BY 1;
-- why
SELECT ordinal, characteristic, dimension, indicator, value, attribute, points, best, reason, cardinality(record_ids) AS records
FROM credit.explain((SELECT uscc::text FROM credit.subject WHERE subject_id = 990002), 'regress');
SELECT count(*) AS counted_alike FROM plain p WHERE cardinality(credit.indicator_records('t_count', p.subject_id)) IS NOT DISTINCT FROM nullif(p.t_count, 0)::int;
-- an earlier day sees what was decided by then
SELECT credit.evaluate('regress', '2020-01-01', '{990002}');
SELECT as_of, score, grade, caps FROM credit.evaluation WHERE model = 'regress' AND subject_id = 990002 ORDER BY 1;

-- the same bits on one worker and on several
SET LOCAL max_parallel_workers_per_gather = 0;
CREATE TEMP TABLE alone AS SELECT subject_id, credit.indicator_values('regress@1', '2026-06-01', item, decided_on, severity, amount, status, late_days, dept_id, publish_until) v FROM credit.record_store GROUP BY 1;
SET LOCAL max_parallel_workers_per_gather = 4;
SET LOCAL parallel_setup_cost = 0; SET LOCAL parallel_tuple_cost = 0; SET LOCAL min_parallel_table_scan_size = 0;
CREATE TEMP TABLE together AS SELECT subject_id, credit.indicator_values('regress@1', '2026-06-01', item, decided_on, severity, amount, status, late_days, dept_id, publish_until) v FROM credit.record_store GROUP BY 1;
SELECT count(*) = (SELECT count(*) FROM alone) AS all_there, count(*) FILTER (WHERE a.v IS DISTINCT FROM t.v) AS different FROM alone a JOIN together t USING (subject_id);

-- freshness -------------------------------------------------------------------
CREATE FUNCTION pg_temp.add(subject bigint, n int) RETURNS void LANGUAGE sql AS $$
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, severity, amount, detail, status, received_at, batch_id, version, late_days)
SELECT subject + g - 1, 994000 + nextval('credit.record_id_seq'), 'penalty', 1, 'N' || currval('credit.record_id_seq'), '2026-05-31', 'general', 1000, '{}', 'valid', now(), 1, 1, 0 FROM generate_series(1, n) g $$;
CREATE TEMP VIEW overview AS SELECT subject_id - 990000 AS n, grade, score, active_records, late_records, open_deadlines, evaluation_fresh FROM credit_bi.subject_overview WHERE model = 'regress' AND subject_id BETWEEN 990001 AND 990050;
SELECT * FROM overview WHERE n IN (1, 50) ORDER BY n;
SELECT pg_temp.add(990001, 1);
SELECT * FROM overview WHERE n IN (1, 50) ORDER BY n;
-- many at once: stale until the due ones are evaluated
SET LOCAL credit.immediate_evaluation = 5;
SELECT pg_temp.add(990001, 10);
SELECT evaluation_fresh, count(*) FROM overview GROUP BY 1 ORDER BY 1;
SELECT credit.evaluate_due();
SELECT evaluation_fresh, count(*) FROM overview GROUP BY 1 ORDER BY 1;
SELECT * FROM overview WHERE n = 1;
-- repair and the register's changes count as well
UPDATE credit.record_store SET status = 'repaired', version = version + 1 WHERE subject_id = 990001 AND decided_on = '2026-05-31';
SELECT * FROM overview WHERE n = 1;
UPDATE credit.subject SET attributes = '{"staff": 1000}' WHERE subject_id = 990001;
SELECT * FROM overview WHERE n = 1;
-- what an indicator counts stays while a used version reads it, as a field or in a cap: explained later, it says the same
SAVEPOINT defined;
UPDATE credit.indicator SET "window" = '1 year' WHERE indicator = 't_count';
\echo :LAST_ERROR_SQLSTATE
ROLLBACK TO defined;
CREATE FUNCTION pg_temp.refused(query text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE query;
	RETURN 'done';
EXCEPTION WHEN SQLSTATE 'CR009' THEN
	RETURN SQLERRM;
END $$;
CREATE TEMP TABLE explained AS SELECT * FROM credit.explain((SELECT uscc::text FROM credit.subject WHERE subject_id = 990001), 'regress');
SELECT change, pg_temp.refused(change) FROM unnest(ARRAY[
	$$UPDATE credit.indicator SET min_severity = 'serious' WHERE indicator = 't_serious'$$,
	$$UPDATE credit.indicator SET half_life = NULL WHERE indicator = 't_decayed'$$,
	$$UPDATE credit.indicator SET dimension = 'behaviour' WHERE indicator = 't_count'$$,
	$$UPDATE credit.indicator SET indicator = 't_counted' WHERE indicator = 't_count'$$,
	$$UPDATE credit.indicator SET source = 'subject', relation = NULL WHERE indicator = 't_outside'$$,
	$$DELETE FROM credit.indicator WHERE indicator = 't_count'$$,
	-- shipped, and in no model
	$$UPDATE credit.indicator SET attribute = 'focus' WHERE indicator = 'on_serious_list'$$,
	-- its names say nothing of it
	$$UPDATE credit.indicator SET name_zh = '别名', name_en = 'another name' WHERE indicator = 't_count'$$]) change;
SELECT count(*) AS characteristics, count(*) FILTER (WHERE e IS DISTINCT FROM x) AS unlike
FROM credit.explain((SELECT uscc::text FROM credit.subject WHERE subject_id = 990001), 'regress') e JOIN explained x USING (ordinal);
SELECT evaluation_fresh, count(*) FROM overview GROUP BY 1 ORDER BY 1;
-- until then it is anybody's draft: no model reads it, or none that was used
INSERT INTO credit.indicator (indicator, dimension, source, measure) VALUES ('t_unused', 'finance', 'record', 'count');
SELECT credit.load_model('regress', 'draft', replace(pg_temp.model()::text, 't_count', 't_unused')::xml, '[2030-01-01,)');
SELECT pg_temp.refused($$UPDATE credit.indicator SET measure = 'exists' WHERE indicator = 't_unused'$$) AS draft;
SELECT credit.evaluate('regress', '2030-01-01', '{990001}');
SELECT pg_temp.refused($$UPDATE credit.indicator SET measure = 'count' WHERE indicator = 't_unused'$$) AS used;
-- the office is told so too
SET LOCAL ROLE credit_admin;
UPDATE credit.indicator SET measure = 'exists' WHERE indicator = 't_count';
ROLLBACK TO defined;
-- nobody hears of changes of a department's own table: fresh on its day alone
SET LOCAL credit.fixed_today = '2026-06-02';
SELECT evaluation_fresh, count(*) FROM overview GROUP BY 1 ORDER BY 1;
SET LOCAL session_replication_role = replica; -- as if it had been so from the start
UPDATE credit.indicator SET source = 'subject', relation = NULL WHERE indicator = 't_outside';
SET LOCAL session_replication_role = origin;
SELECT evaluation_fresh, count(*) FROM overview GROUP BY 1 ORDER BY 1;
ROLLBACK TO defined;
-- an evaluation grows old
SET LOCAL credit.fixed_today = '2026-07-02';
SELECT DISTINCT evaluation_fresh FROM overview;
SET LOCAL credit.fixed_today = '2026-06-01';

-- persons -----------------------------------------------------------------------
INSERT INTO credit.subject (subject_id, kind, name) VALUES (990101, 'person', '张三'), (990102, 'person', '李四');
SELECT count(*) FROM credit.evaluation WHERE person;
SAVEPOINT p;
SELECT credit.evaluate('regress', NULL, '{990101}');
\echo :LAST_ERROR_SQLSTATE
ROLLBACK TO p;
SELECT credit.load_model('benefit', '1', pg_temp.model());
UPDATE credit.model SET for_persons = true WHERE model = 'benefit';
SAVEPOINT p;
SELECT credit.evaluate('benefit', NULL, '{990101}');
ROLLBACK TO p;
INSERT INTO credit.person_consent (subject_id, model, purpose) VALUES (990101, 'benefit', 'loan');
SELECT credit.evaluate('benefit', NULL, '{990101}');
SELECT credit.evaluate('benefit', NULL) > 0;
SELECT subject_id, model, grade FROM credit.evaluation WHERE person;
UPDATE credit.person_consent SET withdrawn_on = '2026-06-01';
SAVEPOINT p;
SELECT credit.evaluate('benefit', NULL, '{990101}');
ROLLBACK TO p;
-- analysts and departments see no person's evaluation
SET LOCAL ROLE credit_analyst;
SELECT count(*) FILTER (WHERE person) AS persons, count(*) > 0 AS others FROM credit.evaluation;
SAVEPOINT p;
SELECT credit.evaluate('regress');
ROLLBACK TO p;
SELECT * FROM credit.person_consent;
ROLLBACK TO p;
RESET ROLE;

-- refusals --------------------------------------------------------------------------
SAVEPOINT p;
SET LOCAL credit.restoring = on; -- or it would not be deleted
DELETE FROM credit.indicator WHERE indicator = 't_count';
SELECT credit.evaluate('regress');
ROLLBACK TO p;
SELECT credit.evaluate('nothing');
ROLLBACK TO p;
SELECT * FROM credit.explain('91220000MA0000000X', 'regress');
ROLLBACK TO p;
INSERT INTO credit.indicator (indicator, dimension, source, measure) VALUES ('bad', 'finance', 'record', 'sum');
ROLLBACK TO p;
INSERT INTO credit.indicator (indicator, dimension, source, measure, attribute) VALUES ('bad', 'wealth', 'record', 'sum', 'amount');
ROLLBACK;
