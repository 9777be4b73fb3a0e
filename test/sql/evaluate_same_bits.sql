-- The same data, model and day give the same bits: by index and in a pass, by
-- one process and by several, in one pass and in many, in any order of rows.
SET credit.fixed_today = '2026-06-01';
SET datestyle = 'ISO, YMD';
SET client_min_messages = warning;
\set SHOW_CONTEXT never
BEGIN;
INSERT INTO credit.indicator (indicator, dimension, source, measure, attribute, items, polarity, min_severity, min_late_days, "window", half_life) VALUES
	('bits_count', 'compliance', 'record', 'count', NULL, NULL, 'negative', 'general', NULL, '3 years', NULL),
	('bits_decay', 'compliance', 'record', 'count', NULL, '{penalty}', NULL, NULL, NULL, NULL, '365 days'),
	('bits_amount', 'finance', 'record', 'sum', 'amount', NULL, NULL, NULL, NULL, NULL, '500 days'),
	('bits_worst', 'finance', 'record', 'max', 'amount', NULL, NULL, NULL, NULL, '6 years', NULL),
	('bits_recency', 'compliance', 'record', 'recency', NULL, NULL, 'negative', NULL, NULL, NULL, NULL),
	('bits_depts', 'behaviour', 'record', 'distinct', 'department', NULL, NULL, NULL, NULL, NULL, NULL),
	('bits_items', 'behaviour', 'record', 'distinct', 'item', NULL, NULL, NULL, NULL, '4 years', NULL),
	('bits_share', 'behaviour', 'record', 'ratio', NULL, NULL, NULL, NULL, 1, NULL, NULL),
	('bits_decayed_share', 'behaviour', 'record', 'ratio', NULL, NULL, NULL, 'serious', NULL, NULL, '720 days'),
	('bits_any', 'innovation', 'record', 'exists', NULL, '{honour}', NULL, NULL, NULL, NULL, NULL);
INSERT INTO credit.subject (subject_id, kind, name, registered_on) SELECT 860000 + g * 7, 'enterprise', 'bits ' || g, date '2010-01-01' FROM generate_series(1, 3000) g;
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, severity, amount, detail, status, received_at, batch_id, version, late_days)
SELECT 860000 + 7 * (1 + g * 2654435769 % 2900), 860000 + g, i.item, 1 + g % 37, 'B' || g, date '2014-01-01' + (g * 37 % 4700)::int,
	CASE WHEN i.negative THEN (ARRAY['minor', 'general', 'serious'])[1 + g % 3]::credit.severity END,
	CASE WHEN g % 5 < 4 THEN (g % 100000) / 3.0 END, '{}', CASE WHEN g % 11 = 0 THEN 'repaired' WHEN g % 13 = 0 THEN 'disputed' ELSE 'valid' END::credit.record_status,
	now(), 1, 1, g % 4
FROM generate_series(1::int8, 40000) g, LATERAL (SELECT (ARRAY['penalty', 'licence', 'honour', 'tax_arrears', 'inspection'])[1 + g % 5] AS item, g % 5 IN (0, 3) AS negative) i;
SELECT credit.load_model('regress_bits', '1', ('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>'
	|| string_agg(format('<DataField name="%s" optype="continuous" dataType="double"/>', f), '' ORDER BY n)
	|| '</DataDictionary><Scorecard functionName="regression" initialScore="100.1" baselineScore="0"><MiningSchema>'
	|| string_agg(format('<MiningField name="%s"/>', f), '' ORDER BY n) || '</MiningSchema><Characteristics>'
	|| string_agg(format('<Characteristic name="%1$s" reasonCode="%1$s"><Attribute partialScore="-1.3"><SimplePredicate field="%1$s" operator="isMissing"/></Attribute><Attribute><True/><ComplexPartialScore><Apply function="*"><FieldRef field="%1$s"/><Constant>0.37</Constant></Apply></ComplexPartialScore></Attribute></Characteristic>', f), '' ORDER BY n)
	|| '</Characteristics></Scorecard></PMML>')::xml)
FROM unnest(ARRAY['bits_count', 'bits_decay', 'bits_amount', 'bits_worst', 'bits_recency', 'bits_depts', 'bits_items', 'bits_share', 'bits_decayed_share', 'bits_any']) WITH ORDINALITY u(f, n);
CREATE FUNCTION pg_temp.bits() RETURNS text LANGUAGE sql AS $$
SELECT md5(string_agg(concat_ws('|', subject_id, encode(float8send(score), 'hex'), points, dimensions, reasons, caps), E'\n' ORDER BY subject_id))
FROM credit.evaluation WHERE model = 'regress_bits' AND subject_id BETWEEN 860000 AND 890000 $$;
CREATE FUNCTION pg_temp.again() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM set_config('credit.restoring', 'on', true);
	DELETE FROM credit.evaluation_pack WHERE model = 'regress_bits';
	PERFORM set_config('credit.restoring', 'off', true);
	DELETE FROM credit.evaluation_run WHERE model = 'regress_bits';
	PERFORM credit.evaluate('regress_bits');
	RETURN pg_temp.bits();
END $$;
-- by index, a hundred at a time
SELECT sum(credit.evaluate('regress_bits', NULL, ids)) AS evaluated
FROM (SELECT array_agg(subject_id) AS ids FROM credit.subject WHERE subject_id BETWEEN 860000 AND 890000 GROUP BY subject_id / 700) s;
SELECT pg_temp.bits() AS bits \gset
SELECT count(DISTINCT score) > 2000 AS various FROM credit.evaluation WHERE model = 'regress_bits';
-- what the aggregate says of records, and so plain SQL (see evaluate)
CREATE TEMP TABLE aggregated AS SELECT subject_id, credit.indicator_values('regress_bits@1', '2026-06-01', item, decided_on, severity, amount, status, late_days, dept_id, publish_until) v
FROM credit.record_store WHERE subject_id BETWEEN 860000 AND 890000 GROUP BY 1;
SELECT count(*) AS subjects, count(*) FILTER (WHERE e.points IS DISTINCT FROM (SELECT array_agg(coalesce(a.v[m."position"] * 0.37::float8, -1.3) ORDER BY f.ordinal)
	FROM credit.model_fields('regress_bits') f JOIN credit.model_indicators('regress_bits') m ON m.indicator = f.field)) AS different
FROM aggregated a JOIN credit.evaluation e USING (subject_id) WHERE e.model = 'regress_bits';
-- named, but so many that a pass is cheaper
SET credit.restoring = on;
DELETE FROM credit.evaluation_pack WHERE model = 'regress_bits';
SET credit.restoring = off;
SELECT credit.evaluate('regress_bits', NULL, ARRAY(SELECT subject_id FROM credit.subject WHERE subject_id BETWEEN 860000 AND 890000)) AS evaluated, pg_temp.bits() = :'bits' AS same;
-- in one pass
SET LOCAL max_parallel_workers_per_gather = 0;
SELECT pg_temp.again() = :'bits' AS alone;
SET LOCAL maintenance_work_mem = '1MB';
SELECT pg_temp.again() = :'bits' AS in_passes;
SET LOCAL max_parallel_workers_per_gather = 4; SET LOCAL min_parallel_table_scan_size = 0;
SELECT pg_temp.again() = :'bits' AS together_in_passes;
RESET maintenance_work_mem;
SELECT pg_temp.again() = :'bits' AS together;
-- once more with nothing changed writes nothing
SELECT count(*) AS rows FROM credit.evaluation_pack WHERE model = 'regress_bits' \gset
SELECT credit.evaluate('regress_bits') >= 3000 AS evaluated, pg_temp.bits() = :'bits' AS same, (SELECT count(*) FROM credit.evaluation_pack WHERE model = 'regress_bits') = :rows AS not_written;
-- numbers too far apart to count through
INSERT INTO credit.subject (subject_id, kind, name, registered_on) VALUES (900000000000000, 'enterprise', 'far away', '2010-01-01');
SELECT pg_temp.again() = :'bits' AS sparse;
SELECT score FROM credit.evaluation WHERE model = 'regress_bits' AND subject_id = 900000000000000;
ROLLBACK;
