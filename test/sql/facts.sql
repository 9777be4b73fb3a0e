-- Packed facts say what records say: for a mixed population and several days,
-- after every kind of change, never anything stale.
SET credit.fixed_today = '2026-06-01';
SET datestyle = 'ISO, YMD';
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET credit.immediate_evaluation = 20;
INSERT INTO credit.department (dept_id, name, sector) OVERRIDING SYSTEM VALUE VALUES (970001, 'facts one', NULL), (970002, 'facts two', 'food'), (970003, 'facts three', 'market_regulation');
INSERT INTO credit.indicator (indicator, dimension, source, measure, attribute, items, polarity, min_severity, min_late_days, "window", half_life, use_expired) VALUES
	('facts_count', 'compliance', 'record', 'count', NULL, NULL, 'negative', 'general', NULL, '3 years', NULL, false),
	('facts_ever', 'compliance', 'record', 'count', NULL, NULL, 'negative', NULL, NULL, NULL, NULL, true),
	('facts_decay', 'compliance', 'record', 'count', NULL, '{penalty}', NULL, NULL, NULL, NULL, '365 days', false),
	('facts_amount', 'finance', 'record', 'sum', 'amount', NULL, NULL, NULL, NULL, NULL, '500 days', true),
	('facts_worst', 'finance', 'record', 'max', 'amount', NULL, NULL, NULL, NULL, '6 years', NULL, false),
	('facts_recency', 'compliance', 'record', 'recency', NULL, NULL, 'negative', NULL, NULL, NULL, NULL, false),
	('facts_depts', 'behaviour', 'record', 'distinct', 'department', NULL, NULL, NULL, NULL, NULL, NULL, false),
	('facts_items', 'behaviour', 'record', 'distinct', 'item', NULL, NULL, NULL, NULL, '4 years', NULL, false),
	('facts_late', 'behaviour', 'record', 'sum', 'late_days', NULL, NULL, NULL, 2, NULL, NULL, false),
	('facts_share', 'behaviour', 'record', 'ratio', NULL, NULL, NULL, NULL, 1, NULL, NULL, true),
	('facts_honour', 'innovation', 'record', 'exists', NULL, '{honour}', NULL, NULL, NULL, NULL, NULL, false);
INSERT INTO credit.subject (subject_id, kind, name, registered_on) SELECT 970000 + g * 3, 'enterprise', 'facts ' || g, date '2010-01-01' FROM generate_series(1, 600) g;
CREATE FUNCTION pg_temp.enter(first int8, last int8, batch int8) RETURNS void LANGUAGE sql AS $$
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, severity, amount, detail, status, received_at, batch_id, version, late_days, publish_until)
SELECT 970000 + 3 * (1 + g * 2654435769 % 590), 970000 + g, i.item, 970001 + g % 3, 'F' || g, date '2014-01-01' + (g * 37 % 4700)::int,
	CASE WHEN i.negative THEN (ARRAY['minor', 'general', 'serious'])[1 + g % 3]::credit.severity END,
	CASE WHEN g % 5 < 4 THEN (g % 100000) / 3.0 END, '{}', CASE WHEN g % 11 = 0 THEN 'repaired' WHEN g % 13 = 0 THEN 'disputed' ELSE 'valid' END::credit.record_status,
	now(), batch, 1, CASE WHEN g % 17 > 0 THEN g % 4 END, CASE WHEN g % 7 > 1 THEN date '2014-01-01' + (g * 37 % 4700)::int + (g % 1200)::int END
FROM generate_series(first, last) g, LATERAL (SELECT (ARRAY['penalty', 'licence', 'honour', 'tax_arrears', 'inspection'])[1 + g % 5] AS item, g % 5 IN (0, 3) AS negative) i $$;
SELECT pg_temp.enter(1, 9000, 1);
SELECT credit.load_model('regress_facts', '1', ('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>'
	|| string_agg(format('<DataField name="%s" optype="continuous" dataType="double"/>', f), '' ORDER BY n)
	|| '</DataDictionary><Scorecard functionName="regression" initialScore="100.1" baselineScore="0"><MiningSchema>'
	|| string_agg(format('<MiningField name="%s"/>', f), '' ORDER BY n) || '</MiningSchema><Characteristics>'
	|| string_agg(format('<Characteristic name="%1$s" reasonCode="%1$s"><Attribute partialScore="-1.3"><SimplePredicate field="%1$s" operator="isMissing"/></Attribute><Attribute><True/><ComplexPartialScore><Apply function="*"><FieldRef field="%1$s"/><Constant>0.37</Constant></Apply></ComplexPartialScore></Attribute></Characteristic>', f), '' ORDER BY n)
	|| '</Characteristics></Scorecard></PMML>')::xml)
FROM (SELECT indicator AS f, row_number() OVER (ORDER BY indicator COLLATE "C") AS n FROM credit.indicator WHERE indicator LIKE 'facts%') u;
CREATE FUNCTION pg_temp.bits(day date) RETURNS text LANGUAGE sql AS $$
SELECT md5(string_agg(concat_ws('|', subject_id, encode(float8send(score), 'hex'), points, dimensions, reasons, caps), E'\n' ORDER BY subject_id))
FROM credit.evaluated('regress_facts', '1', day, NULL, false) $$;
-- facts as they are beside records alone: the days that differ
CREATE FUNCTION pg_temp.differ() RETURNS date[] LANGUAGE plpgsql AS $$
DECLARE
	days date[] := '{2015-03-01,2019-12-31,2024-02-29,2026-06-01,2031-01-01}';
	facts text[] := ARRAY(SELECT pg_temp.bits(d) FROM unnest(days) d);
	records text[];
BEGIN
	BEGIN
		PERFORM credit.drop_facts();
		records := ARRAY(SELECT pg_temp.bits(d) FROM unnest(days) d);
		RAISE division_by_zero;
	EXCEPTION WHEN division_by_zero THEN
	END;
	RETURN ARRAY(SELECT days[n] FROM generate_subscripts(days, 1) n WHERE facts[n] IS DISTINCT FROM records[n]);
END $$;
CREATE FUNCTION pg_temp.due(OUT subjects int8, OUT batches int8, OUT everything int8) LANGUAGE sql AS $$
SELECT count(DISTINCT subject_id), count(DISTINCT batch_id), count(*) FILTER (WHERE subject_id IS NULL AND batch_id IS NULL) FROM credit.fact_due $$;

SELECT * FROM pg_temp.due();
SELECT credit.refresh_facts() = (SELECT count(*) FROM credit.subject) AS all_packed, pg_temp.differ();
SELECT * FROM pg_temp.due();
SELECT count(*) > 1 AS various FROM (SELECT DISTINCT pg_temp.bits(d) FROM unnest('{2015-03-01,2024-02-29,2026-06-01}'::date[]) d) x;
-- the days do differ because of the terms of use alone
SELECT count(*) > 50 AS terms_matter FROM credit.evaluated('regress_facts', '1', '2026-06-01', NULL, false) a WHERE a.subject_id > 970000 AND EXISTS (
	SELECT FROM credit.record_store r WHERE r.subject_id = a.subject_id AND r.status IN ('valid', 'disputed') AND r.severity IS NOT NULL
		AND NOT credit.is_usable(r.item, r.severity, r.status, r.decided_on, r.publish_until, NULL, '2026-06-01', r.dept_id));
-- packed one by one or all at once: the same bytes
CREATE TEMP TABLE kept AS SELECT f.subject_id, i.facts FROM credit.subject_facts f, LATERAL (SELECT f.facts) i;
UPDATE credit.record_store SET version = version + 1 WHERE subject_id BETWEEN 970000 AND 970060;
SELECT * FROM pg_temp.due();
SELECT credit.refresh_facts() AS packed;
SELECT count(*) AS different FROM kept k FULL JOIN credit.subject_facts f USING (subject_id) WHERE k.facts IS DISTINCT FROM f.facts;
-- in as many passes as memory asks for
SET maintenance_work_mem = '1MB';
SELECT credit.drop_facts();
SELECT credit.refresh_facts() > 600 AS packed;
SELECT (SELECT count(*) FROM kept k FULL JOIN credit.subject_facts f USING (subject_id) WHERE k.facts IS DISTINCT FROM f.facts) AS different;
RESET maintenance_work_mem;
DROP TABLE kept;

-- every way records change, marked and then packed
SELECT pg_temp.enter(20001, 20003, 2);
SELECT * FROM pg_temp.due();
SELECT pg_temp.differ() AS marked;
SELECT pg_temp.enter(20101, 20200, 3);
SELECT * FROM pg_temp.due();
SELECT pg_temp.differ() AS marked;
UPDATE credit.record_store SET status = 'repaired', version = version + 1 WHERE record_id IN (970001, 970002);
UPDATE credit.record_store SET status = 'valid', version = version + 1 WHERE record_id IN (970011, 970022);
UPDATE credit.record_store SET publish_until = '2026-05-31', version = version + 1 WHERE record_id BETWEEN 970300 AND 970320;
SELECT pg_temp.differ() AS marked;
SELECT credit.refresh_facts() > 100 AS packed;
SELECT pg_temp.differ();
SELECT * FROM pg_temp.due();
SELECT credit.merge_subject(970003, 970006, 'the same enterprise');
SELECT count(*) > 1 AS marked FROM credit.fact_due WHERE subject_id IN (970003, 970006);
SELECT pg_temp.differ() AS merged;
SET credit.restoring = on;
DELETE FROM credit.record_store WHERE record_id BETWEEN 970100 AND 970140;
RESET credit.restoring;
SELECT pg_temp.differ() AS deleted;
-- a new subject, with records and without
INSERT INTO credit.subject (subject_id, kind, name) VALUES (990001, 'enterprise', 'facts new'), (990002, 'enterprise', 'facts bare');
SELECT pg_temp.differ() AS new;
SELECT credit.refresh_facts() > 0 AS packed;
SELECT pg_temp.differ();
SELECT (SELECT count(*) FROM credit.subject_facts WHERE subject_id > 990000) AS new;
-- what does not fit in a fact is read from records: a day before 1990, one late beyond measure
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, detail, status, received_at, batch_id, version, late_days)
VALUES (970009, 999001, 'honour', 970001, 'OLD', '1985-01-01', '{}', 'valid', now(), 9, 1, 3), (970012, 999002, 'honour', 970001, 'LATE', '2020-01-01', '{}', 'valid', now(), 9, 1, 100000);
SELECT credit.refresh_facts() > 0 AS packed;
SELECT pg_temp.differ();
SELECT (SELECT count(*) FROM credit.subject_facts WHERE subject_id IN (970009, 970012)) AS packed_of_two;
SELECT credit.drop_facts();
SELECT credit.refresh_facts() > 0 AS packed;
SELECT pg_temp.differ();
SELECT (SELECT count(*) FROM credit.subject_facts WHERE subject_id IN (970009, 970012)) AS packed_of_two;
-- a subject with more facts than a page holds
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, amount, detail, status, received_at, batch_id, version, late_days)
SELECT 970015, 1000000 + g, 'inspection', 970001, 'M' || g, '2022-01-01', g, '{}', 'valid', now(), 10, 1, 0 FROM generate_series(1, 3000) g;
SELECT credit.refresh_facts() > 0 AS packed;
SELECT pg_temp.differ();
SELECT (SELECT length(facts) > 50000 FROM credit.subject_facts WHERE subject_id = 970015) AS large;
-- workers, and memory for few
SET max_parallel_workers_per_gather = 4; SET min_parallel_table_scan_size = 0;
SELECT pg_temp.differ() AS together;
SET maintenance_work_mem = '1MB';
SELECT pg_temp.differ() AS in_passes;
RESET maintenance_work_mem; RESET max_parallel_workers_per_gather; RESET min_parallel_table_scan_size;

-- maintenance packs so many at a time, and nothing where all would have to be
UPDATE credit.record_store SET version = version + 1 WHERE subject_id IN (970018, 970021, 970024, 970027);
SELECT credit.refresh_facts(3) AS first;
SELECT pg_temp.differ();
SELECT * FROM pg_temp.due();
SELECT credit.refresh_facts(3) AS second, credit.refresh_facts(3) AS third;
SELECT pg_temp.differ();
SELECT credit.drop_facts();
UPDATE credit.record_store SET version = version + 1 WHERE subject_id = 970018;
SELECT credit.maintain_facts('2026-06-01', 1000) AS not_in_use;
SELECT * FROM pg_temp.due();
SELECT credit.refresh_facts() > 0 AS packed;

-- whoever writes to a partition by name, truncates, or takes one away
SET credit.restoring = on;
DELETE FROM credit.record_2019 WHERE record_id % 10 = 1;
SELECT * FROM pg_temp.due();
SELECT pg_temp.differ() AS by_name;
SELECT credit.maintain_facts('2026-06-01', 1000) AS left_to_an_evaluation;
SELECT credit.refresh_facts() > 0 AS packed;
SELECT pg_temp.differ();
SET session_replication_role = replica;
DELETE FROM credit.record_store WHERE record_id % 10 = 2;
RESET session_replication_role;
SELECT pg_temp.differ() AS as_replica;
SELECT credit.refresh_facts() > 0 AS packed;
SELECT credit.ensure_partition(2029) AS made;
SELECT pg_temp.differ();
SELECT credit.refresh_facts() > 0 AS packed;
ALTER TABLE credit.record_store DETACH PARTITION credit.record_2029;
DELETE FROM credit.record_2029;
SELECT pg_temp.differ() AS detached;
ALTER TABLE credit.record_store ATTACH PARTITION credit.record_2029 FOR VALUES FROM ('2029-01-01') TO ('2030-01-01');
SELECT pg_temp.differ() AS attached;
SELECT credit.refresh_facts() > 0 AS packed;
TRUNCATE credit.record_store;
RESET credit.restoring;
SELECT pg_temp.differ() AS truncated;
SELECT (SELECT sum(e.points[1]) FROM credit.evaluated('regress_facts', '1', '2026-06-01', NULL, false) e WHERE subject_id > 970000) AS amount;
-- what has gone bad says so
SELECT credit.refresh_facts() > 0 AS packed;
SELECT pg_temp.enter(1, 5, 1);
SELECT credit.refresh_facts() AS packed;
UPDATE credit.subject_facts SET facts = facts || '\x00' WHERE subject_id = (SELECT subject_id FROM credit.record_store WHERE record_id = 970001);
\set VERBOSITY terse
SELECT pg_temp.bits('2026-06-01');
-- nobody writes here
SELECT count(*) AS rights FROM (SELECT unnest(ARRAY['subject_facts', 'fact_item', 'fact_state', 'fact_due']) AS t) x, pg_roles r
WHERE r.rolname LIKE 'credit\_%' AND has_table_privilege(r.rolname, 'credit.' || t, 'INSERT, UPDATE, DELETE, TRUNCATE');
