-- Years without a partition of their own find a home, and move when they get one.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
\set VERBOSITY terse
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2033-06-01';
CREATE ROLE regress_part_a IN ROLE credit_department;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES (7301, '甲局', '1122010001350000BA', 'regress_part_a');
CREATE FUNCTION pg_temp.enter(day date, level text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	SET LOCAL ROLE regress_part_a;
	INSERT INTO credit.honour_entry (subject_name, subject_category, subject_code, doc_no, decided_on, authority_name, authority_code, title, level)
	VALUES ('甲公司', '法人及非法人组织', '91220101MA00000000', '荣1', day::text, '甲局', '1122010001350000BA', '示范', level);
	SET LOCAL ROLE NONE;
	RETURN (SELECT format('accepted %s, duplicate %s, corrected %s', accepted, duplicate, corrected) FROM credit.batch ORDER BY batch_id DESC LIMIT 1);
END $$;
CREATE FUNCTION pg_temp.homes() RETURNS TABLE (home text, decided_on date, level text, version int) LANGUAGE sql AS $$
	SELECT tableoid::regclass::text, decided_on, detail ->> 'level', version FROM credit.record_store WHERE dept_id = 7301 ORDER BY decided_on $$;
SELECT d, pg_temp.enter(d, '市级') FROM unnest('{1999-12-31,2014-12-31,2015-01-01,2026-06-30,2028-12-31,2029-01-01,2032-02-29,2033-01-01}'::date[]) d;
SELECT * FROM pg_temp.homes();
-- the natural key holds there as well
SELECT pg_temp.enter('2032-02-29', '市级'), pg_temp.enter('1999-12-31', '省级');
BEGIN;
-- years ahead are made in steps; rows that were early move along
SELECT credit.maintain_partitions('2032-11-21', 2), credit.maintain_partitions('2032-11-21', 100), credit.maintain_partitions('2032-11-21', 100);
SELECT credit.ensure_partition(1999), credit.ensure_partition(1999);
SELECT * FROM pg_temp.homes();
-- what moved is known, corrected and found by number as before
SELECT pg_temp.enter('2032-02-29', '市级'), pg_temp.enter('2033-01-01', '省级'), pg_temp.enter('1999-12-31', '省级');
SELECT count(*) FROM credit.record_version v JOIN credit.record_store r USING (subject_id, record_id) WHERE r.dept_id = 7301;
-- a partition is indexed and for nobody, as those that ship are
SELECT c.relname, (SELECT string_agg(pg_get_indexdef(i.indexrelid), '; ' ORDER BY i.indisunique DESC) FROM pg_index i WHERE i.indrelid = c.oid) AS indexes, c.relacl,
	obj_description(c.oid) FROM pg_class c WHERE c.relname IN ('record_1999', 'record_2034') AND c.relkind = 'r' ORDER BY 1;
-- pruning: by one day, by a year, by a day known only when the query runs
CREATE FUNCTION pg_temp.touched(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	line text;
	plan text := '';
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) ' || query LOOP
		IF line !~ 'never executed' THEN plan := plan || line || E'\n'; END IF;
	END LOOP;
	RETURN (SELECT CASE WHEN count(DISTINCT m[1]) > 4 THEN 'many' ELSE coalesce(string_agg(DISTINCT m[1], ' ' ORDER BY m[1]), 'none') END
		FROM regexp_matches(plan, 'on (record_(?:[0-9]{4}|other))', 'g') m);
END $$;
SELECT q.what, pg_temp.touched(q.query) FROM (VALUES
	(1, 'day', $q$SELECT * FROM credit.record WHERE decided_on = '2032-02-29'$q$),
	(2, 'year', $q$SELECT * FROM credit.record WHERE decided_on >= '2033-01-01' AND decided_on < '2034-01-01'$q$),
	(3, 'turn of the year', $q$SELECT * FROM credit.record WHERE decided_on BETWEEN '2026-12-31' AND '2027-01-01'$q$),
	(4, 'today', $q$SELECT * FROM credit.record WHERE decided_on = credit.today()$q$),
	(5, 'since a year', $q$SELECT * FROM credit.record WHERE decided_on > credit.today() - 365 AND decided_on <= credit.today()$q$),
	(6, 'year without a partition', $q$SELECT * FROM credit.record WHERE decided_on = '2040-01-01'$q$),
	(7, 'subject', $q$SELECT * FROM credit.record WHERE subject_id = 1$q$)) q (nr, what, query) ORDER BY q.nr;
ROLLBACK;
-- a partition made by hand lacks the key: entry says so rather than enter twice
BEGIN;
CREATE TABLE credit.record_2040 PARTITION OF credit.record_store FOR VALUES FROM ('2040-01-01') TO ('2041-01-01');
SET LOCAL credit.fixed_today = '2040-06-01';
SAVEPOINT s;
SELECT pg_temp.enter('2040-01-01', '市级');
ROLLBACK TO s;
SELECT credit.index_partition('record_2040');
SELECT pg_temp.enter('2040-01-01', '市级'), pg_temp.enter('2040-01-01', '市级');
ROLLBACK;
-- for the owner alone; credit.maintain() does it for the office
BEGIN; SET LOCAL ROLE regress_part_a; SELECT credit.ensure_partition(2040); ROLLBACK;
BEGIN; SET LOCAL ROLE regress_part_a; SELECT credit.maintain_partitions('2040-01-01', 1); ROLLBACK;
SELECT function_name FROM credit.maintenance_action WHERE action = 'partitions';
BEGIN;
SET LOCAL credit.restoring = on;
DELETE FROM credit.record_version WHERE dept_id = 7301;
DELETE FROM credit.record_store WHERE dept_id = 7301;
DELETE FROM credit.batch WHERE dept_id = 7301;
COMMIT;
DELETE FROM credit.subject WHERE uscc = '91220101MA00000000';
DELETE FROM credit.department WHERE dept_id = 7301;
DROP FUNCTION pg_temp.enter, pg_temp.homes;
DROP ROLE regress_part_a;
