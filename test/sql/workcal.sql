-- credit.workcal as a value: text, binary, storage, arithmetic without tables
SET datestyle = iso;

-- text: what it prints reads back, in a canonical order
SELECT '2026-01-01..2026-01-31'::credit.workcal;
SELECT '  2026-01-01..2026-01-31   announced=2026-01-01..2026-01-10,2026-01-12,2026-01-11
	holiday=2026-01-01 off=2026-01-02 work=2026-01-04  '::credit.workcal;
SELECT '2026-01-01..2026-01-31 roll=statutory_holiday'::credit.workcal;
SELECT '2026-01-03..2026-01-03'::credit.workcal;
SELECT credit.workcal('CN') OPERATOR(credit.=) credit.workcal('CN')::text::credit.workcal AS text_round_trip;

-- refused text
SELECT 'CN'::credit.workcal;
SELECT '2026-02-29..2026-03-01'::credit.workcal;
SELECT '2026-01-31..2026-01-01'::credit.workcal;
SELECT '2026-01-01..2026-01-31 off=2026-02-02'::credit.workcal;
SELECT '2026-01-01..2026-01-31 off=2026-01-03'::credit.workcal;
SELECT '2026-01-01..2026-01-31 holiday=2026-01-03 work=2026-01-03'::credit.workcal;
SELECT '2026-01-01..2026-01-31 work=2026-01-04 off=2026-01-02'::credit.workcal;
SELECT '1800-01-01..2026-01-31'::credit.workcal;

-- binary: the layout, and what went out comes in (more of it: test/unit/workcal_test.c)
CREATE TEMP TABLE sent (id int, cal credit.workcal);
INSERT INTO sent VALUES (1, credit.workcal('CN')), (2, '2026-01-01..2026-01-09 holiday=2026-01-01 work=2026-01-04'), (3, NULL);
SELECT encode(credit.workcal_send(cal), 'hex') FROM sent WHERE id = 2;
SELECT id, cal OPERATOR(credit.=) '2026-01-01..2026-01-09 holiday=2026-01-01 work=2026-01-04' AS same FROM sent WHERE id = 2;

SELECT current_setting('data_directory') || '/regress_workcal.copy' AS file \gset
INSERT INTO sent VALUES (4, '2026-01-03..2026-01-03'), (5, '0001-01-01..0001-01-08 roll=statutory_holiday announced=0001-01-02'), (6, '9999-12-25..9999-12-31');
COPY (SELECT id, cal FROM sent ORDER BY id) TO :'file' (FORMAT binary);
CREATE TEMP TABLE back (id int, cal credit.workcal);
COPY back FROM :'file' (FORMAT binary);
SELECT count(*) AS rows, count(*) FILTER (WHERE b.cal OPERATOR(credit.=) s.cal AND b.cal::text = s.cal::text) AS same, count(*) FILTER (WHERE b.cal IS NULL AND s.cal IS NULL) AS nulls
FROM back b JOIN sent s USING (id);
-- and it counts as the one that was sent
SELECT count(*) AS days, count(*) FILTER (WHERE credit.add_workdays(d::date, 5, b.cal) <> credit.add_workdays(d::date, 5, s.cal) OR credit.day_status(d::date, b.cal) <> credit.day_status(d::date, s.cal)) AS unlike
FROM back b JOIN sent s USING (id), generate_series(date '2019-12-25', '2026-03-10', '1 day') d WHERE id = 1;
SELECT set_config('regress.file', :'file', false) \gset
CREATE FUNCTION pg_temp.received(wire bytea) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	lo oid := lo_from_bytea(0, '\x5047434f50590aff0d0a00'::bytea || '\x0000000000000000'::bytea || '\x0001'::bytea || int4send(length(wire)) || wire || '\xffff');
	detail text;
BEGIN
	PERFORM lo_export(lo, current_setting('regress.file')), lo_unlink(lo);
	TRUNCATE arrived;
	EXECUTE format('COPY arrived FROM %L (FORMAT binary)', current_setting('regress.file'));
	RETURN (SELECT cal::text FROM arrived);
EXCEPTION WHEN invalid_binary_representation THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
	RETURN SQLSTATE || ': ' || detail;
END $$;
CREATE TEMP TABLE arrived (cal credit.workcal);
-- head: first day, number of days, flags; then working days, statutory holidays, announced days, a bit each
SELECT what, pg_temp.received(wire) FROM (VALUES
	('as sent', (SELECT credit.workcal_send(cal) FROM sent WHERE id = 2)), ('three days, the middle one works', int4send(9500) || int4send(3) || int4send(0) || '\x020100'::bytea),
	('none', ''), ('head cut off', '\x0000251c00000001000000'), ('no days', int4send(9500) || int4send(0) || int4send(0)), ('too many days', int4send(9500) || int4send(65536) || int4send(0)),
	('a negative number of days', int4send(9500) || int4send(-1) || int4send(0) || '\x000000'), ('before year 1', int4send(-730120) || int4send(1) || int4send(0) || '\x000000'),
	('beyond year 9999', int4send(2921939) || int4send(2) || int4send(0) || '\x000000'), ('flags of the future', int4send(9500) || int4send(1) || int4send(2) || '\x000000'),
	('cut off', int4send(9500) || int4send(9) || int4send(0) || '\x0100000000'), ('too long', int4send(9500) || int4send(8) || int4send(0) || '\x01000000'),
	('working day behind the last', int4send(9500) || int4send(3) || int4send(0) || '\x080000'), ('announced day behind the last', int4send(9500) || int4send(3) || int4send(0) || '\x000080'),
	('a working holiday', int4send(9500) || int4send(8) || int4send(0) || '\x818000')) v (what, wire);
-- bytes by chance are a calendar that goes out as it came, or 22P03
SELECT count(*) AS tried, count(*) FILTER (WHERE told LIKE '22P03: %') > 50 AS refused, count(*) FILTER (WHERE told NOT LIKE '22P03: %') > 100 AS taken,
	count(*) FILTER (WHERE CASE WHEN told NOT LIKE '22P03: %' THEN told::credit.workcal::text <> told OR credit.workcal_send(told::credit.workcal) <> wire END) AS unlike
FROM (SELECT wire, pg_temp.received(wire) AS told FROM (SELECT int4send(g * 7919 % 3600000 - 730100) || int4send(d) || int4send((g % 7 = 0)::int)
		|| substr(m, 1, b) || CASE WHEN g % 2 = 0 THEN substr(m, 1 + b, b) ELSE decode(repeat('00', b), 'hex') END || substr(m, 1 + 2 * b, b) AS wire
		FROM generate_series(1, 400) g, LATERAL (SELECT sha256(int4send(g)) AS m, CASE WHEN g % 5 = 0 THEN g % 75 ELSE 8 * (g % 10) END AS d) m, LATERAL (SELECT (d + 7) / 8 AS b) b) w) x;
SELECT format('rm -f %s', :'file') AS remove \gset
COPY (SELECT) TO PROGRAM :'remove';

-- storage: a short value, one that is compressed, one out of line
CREATE TEMP TABLE kept (id int, cal credit.workcal);
INSERT INTO kept VALUES (1, '2026-01-01..2026-01-02'), (2, credit.workcal('CN'));
ALTER TABLE kept ALTER COLUMN cal SET STORAGE external;
INSERT INTO kept VALUES (3, credit.workcal('CN'));
SELECT id, credit.first_day(cal), credit.last_day(cal), credit.is_workday('2026-01-02', cal),
	cal OPERATOR(credit.=) credit.workcal('CN') AS is_cn, cal OPERATOR(credit.<>) credit.workcal('CN') AS is_other,
	pg_column_size(cal) < 100 AS small
FROM kept ORDER BY id;

-- arithmetic on a value: Thu 1 Jan holiday, Fri 2 Jan off, Sun 4 Jan works
CREATE TEMP TABLE january AS SELECT '2026-01-01..2026-01-31 announced=2026-01-01..2026-01-15 holiday=2026-01-01 off=2026-01-02 work=2026-01-04'::credit.workcal AS cal;
SELECT d::date, credit.is_workday(d::date, cal), credit.is_rest_day(d::date, cal), credit.is_statutory_holiday(d::date, cal), credit.day_status(d::date, cal)
FROM january, generate_series(date '2025-12-31' + 1, '2026-01-05', '1 day') d ORDER BY d;
SELECT credit.day_status('2026-01-16', cal), credit.day_status('2026-02-01', cal), credit.day_status('2025-12-31', cal), credit.day_status('infinity', cal) FROM january;
SELECT credit.add_workdays('2026-01-01', 1, cal) AS first, credit.add_workdays('2026-01-01', 0, cal) AS zero, credit.add_workdays('2026-01-04', 0, cal) AS itself,
	credit.add_workdays('2026-01-05', -1, cal) AS back, credit.add_workdays('2025-12-31', 1, cal) AS from_before, credit.add_workdays('2026-02-01', -1, cal) AS from_behind FROM january;
SELECT credit.workdays_between('2026-01-01', '2026-01-31', cal) AS forth, credit.workdays_between('2026-01-31', '2026-01-01', cal) AS back,
	credit.workdays_between('2026-01-04', '2026-01-04', cal) AS none, credit.workdays_between('2025-12-31', '2026-01-31', cal) AS whole FROM january;
SELECT credit.due_on('2026-01-01', 1, 'day', cal) AS day, credit.due_on('2026-01-02', 1, 'workday', cal) AS workday FROM january;
SELECT credit.add_workdays(NULL, 1, cal) IS NULL AND credit.add_workdays('2026-01-01', NULL, cal) IS NULL
	AND credit.add_workdays('2026-01-01', 1, NULL::credit.workcal) IS NULL AS nulls FROM january;

-- beyond the value
SELECT credit.is_workday('2026-02-01', cal) FROM january;
SELECT credit.add_workdays('2026-01-30', 1, cal) FROM january;
SELECT credit.add_workdays('2026-01-04', -1, cal) FROM january;
SELECT credit.add_workdays('infinity', 1, cal) FROM january;
SELECT credit.add_workdays('2026-01-05', 2147483647, cal) FROM january;
SELECT credit.workdays_between('2026-01-05', '2026-02-01', cal) FROM january;
SELECT credit.due_on('2026-01-05', 1, 'month', cal) FROM january;
SELECT credit.due_on('2026-01-05', 1, 'week', cal) FROM january;
SELECT credit.due_on('2026-01-05', -1, 'day', cal) FROM january;

-- a value is immutable: it can be indexed and folded
SELECT p.proname, p.provolatile, p.proisstrict, p.proparallel FROM pg_proc p
WHERE p.pronamespace = 'credit'::regnamespace AND p.proname IN ('add_workdays', 'workdays_between', 'due_on', 'is_workday', 'day_status')
ORDER BY p.proname COLLATE "C", p.provolatile;
