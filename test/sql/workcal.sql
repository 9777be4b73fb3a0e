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

-- binary: the layout (round trips: test/unit/workcal_test.c and test/sql/calendar.sql)
CREATE TEMP TABLE sent (id int, cal credit.workcal);
INSERT INTO sent VALUES (1, credit.workcal('CN')), (2, '2026-01-01..2026-01-09 holiday=2026-01-01 work=2026-01-04'), (3, NULL);
SELECT encode(credit.workcal_send(cal), 'hex') FROM sent WHERE id = 2;
SELECT id, cal OPERATOR(credit.=) '2026-01-01..2026-01-09 holiday=2026-01-01 work=2026-01-04' AS same FROM sent WHERE id = 2;

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
