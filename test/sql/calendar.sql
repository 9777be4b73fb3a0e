-- named calendars: counts of 2007 to 2026, published vectors, what was known
-- when, projections, child calendars, announcements and what is refused
SET datestyle = iso;
\set SHOW_CONTEXT never
SET credit.fixed_today = '2026-06-01';

-- working days, days off, make-up days and statutory days of each year
WITH expected (year, workdays, off_days, makeup, weekday_off, statutory) AS (VALUES
	(2007,249,116,7,19,10), (2008,251,115,5,16,11), (2009,250,115,6,17,10), (2010,250,115,8,19,11),
	(2011,250,115,6,16,11), (2012,249,117,6,18,11), (2013,250,115,12,23,11), (2014,250,115,5,16,11),
	(2015,249,116,5,17,11), (2016,250,116,6,17,11), (2017,249,116,5,16,11), (2018,250,115,7,18,11),
	(2019,250,115,6,17,11), (2020,249,117,6,19,10), (2021,250,115,7,18,11), (2022,249,116,7,18,11),
	(2023,249,116,7,18,11), (2024,251,115,8,19,11), (2025,248,117,5,18,13), (2026,248,117,6,19,13)),
found AS (
	SELECT extract(year FROM d)::int AS year,
		count(*) FILTER (WHERE credit.is_workday(d)) AS workdays,
		count(*) FILTER (WHERE credit.is_rest_day(d)) AS off_days,
		count(*) FILTER (WHERE credit.is_workday(d) AND extract(isodow FROM d) > 5) AS makeup,
		count(*) FILTER (WHERE credit.is_rest_day(d) AND extract(isodow FROM d) < 6) AS weekday_off,
		count(*) FILTER (WHERE credit.is_statutory_holiday(d)) AS statutory
	FROM (SELECT g::date AS d FROM generate_series(date '2007-01-01', '2026-12-31', '1 day') g) x
	GROUP BY 1)
SELECT count(*) AS years, count(f.year) AS as_expected, array_agg(e.year ORDER BY e.year) FILTER (WHERE f.year IS NULL) AS wrong
FROM expected e LEFT JOIN found f USING (year, workdays, off_days, makeup, weekday_off, statutory);

-- working-day vectors
SELECT start, n, due, credit.add_workdays(start, n) = due AND credit.due_on(start, n, 'workday') = due
	AND credit.workdays_between(start, due) = n AS ok, to_char(due, 'Dy') AS weekday
FROM (VALUES (date '2026-02-13', 7, date '2026-03-02'), ('2026-09-18', 7, '2026-09-29'), ('2026-09-24', 7, '2026-10-12'),
	('2025-09-26', 7, '2025-10-13'), ('2024-02-08', 7, '2024-02-23'), ('2020-01-20', 7, '2020-02-06'),
	('2015-09-02', 7, '2015-09-14'), ('2026-04-30', 3, '2026-05-08'), ('2025-01-24', 10, '2025-02-13'),
	('2026-09-14', 15, '2026-10-10'), ('2026-10-10', 5, '2026-10-16'),
	('2026-01-30', 15, '2026-02-27'), ('2026-02-27', 5, '2026-03-05')) v (start, n, due);

-- calendar-day vectors; then months and years
SELECT start, n, unit, credit.due_on(start, n, unit) AS due
FROM (VALUES (date '2026-09-03', 30, 'day'), ('2026-01-31', 15, 'day'), ('2025-09-22', 15, 'day'),
	('2026-01-31', 1, 'month'), ('2026-03-31', 1, 'month'), ('2024-02-29', 1, 'year'), ('2026-02-28', 3, 'year')) v (start, n, unit);

-- the narrow reading: only a statutory holiday moves the last day
BEGIN;
UPDATE credit.calendar SET roll_on = 'statutory_holiday' WHERE calendar = 'CN';
SELECT credit.due_on('2026-01-31', 15, 'day') AS "15 February stays", credit.due_on('2026-09-03', 30, 'day') AS "3 October moves";
SELECT standard_entry FROM credit.calendar WHERE calendar = 'CN';
ROLLBACK;
SELECT credit.due_on('2026-01-31', 15, 'day') AS "moves again";

-- three different questions
SELECT d AS day, credit.is_workday(d) AS works, credit.is_rest_day(d) AS rests, credit.is_statutory_holiday(d) AS statutory, note
FROM (VALUES (date '2026-02-14', 'make-up Saturday'), ('2026-02-15', 'Sunday'), ('2026-02-16', 'eve, statutory since 2025'),
	('2026-02-20', 'moved day off'), ('2024-02-09', 'eve worked in 2024'), ('2013-02-09', 'eve, statutory, a Saturday'),
	('2026-02-24', 'working Tuesday')) v (d, note) ORDER BY d;

-- zero, negative, the same day
SELECT credit.add_workdays('2026-10-03', 0) AS next, credit.add_workdays('2026-10-10', 0) AS itself,
	credit.add_workdays('2026-10-12', -1) AS before, credit.workdays_between('2026-10-12', '2026-09-24') AS negative,
	credit.workdays_between('2026-10-01', '2026-10-01') AS none, credit.due_on('2026-10-01', 0, 'day') AS zero_days;
SELECT count(*) AS not_inverse FROM generate_series(-900, 900, 7) n, generate_series(date '2015-01-01', '2026-12-31', '97 days') d
WHERE CASE WHEN n > 0 THEN credit.workdays_between(d::date, credit.add_workdays(d::date, n)) <> n
	WHEN n < 0 THEN credit.workdays_between(credit.add_workdays(d::date, n) - 1, d::date - 1) <> -n END;

-- by name, by value and by setting agree; nulls
SELECT credit.add_workdays('2026-02-13', 7, 'CN') = credit.add_workdays('2026-02-13', 7, credit.workcal('CN')) AS agree,
	credit.add_workdays(NULL, 7) IS NULL AND credit.add_workdays('2026-02-13', NULL) IS NULL
	AND credit.due_on('2026-02-13', 7, NULL) IS NULL AND credit.is_workday(NULL) IS NULL AS nulls,
	credit.workcal() OPERATOR(credit.=) credit.workcal('CN') AS default_is_cn;
SELECT credit.last_day(credit.workcal('CN')) AS literal, credit.last_day(credit.workcal('CN'::text)) AS text, credit.last_day(credit.workcal('CN'::varchar)) AS varchar,
	credit.last_day(credit.workcal(calendar => 'CN')) AS named, credit.last_day(credit.workcal(NULL)) AS "null", credit.last_day(credit.workcal()) AS none;
SELECT credit.add_workdays(from_date => '2026-02-13', n => 7, calendar => 'CN'), credit.workdays_between(a => '2026-02-13', b => '2026-03-02'),
	credit.due_on(start_on => '2026-02-13', n => 1, unit => 'month');

-- what was known when: the extension of January 2020, May 2019, the measure of 2024
SELECT credit.add_workdays('2020-01-20', 7, credit.workcal('CN', '2020-01-25')) AS first_plan,
	credit.add_workdays('2020-01-20', 7, credit.workcal('CN', '2020-01-26')) AS amended,
	credit.is_workday('2019-05-02', credit.workcal('CN', '2019-03-21')) AS may_before,
	credit.is_workday('2019-05-02', credit.workcal('CN', '2019-03-22')) AS may_after,
	credit.day_status('2020-01-31', credit.workcal('CN', '2019-11-20')) AS before_notice,
	credit.is_statutory_holiday('2025-05-02', credit.workcal('CN', '2024-11-09')) AS second_may_before,
	credit.is_statutory_holiday('2025-05-02', credit.workcal('CN', '2024-11-10')) AS second_may_after;

-- announced, projected, unknown
SELECT credit.day_status('2026-12-31'), credit.day_status('2027-01-01'), credit.day_status('2050-12-31'), credit.day_status('2051-01-01'), credit.day_status('2000-12-31');
SELECT string_agg(to_char(d, 'MM-DD'), ' ' ORDER BY d) AS "statutory days of 2027", count(*)
FROM (SELECT g::date AS d FROM generate_series(date '2027-01-01', '2027-12-31', '1 day') g) x WHERE credit.is_statutory_holiday(d);
SELECT count(*) FILTER (WHERE credit.is_workday(d)) AS working, count(*) FILTER (WHERE credit.is_rest_day(d) AND extract(isodow FROM d) < 6) AS weekdays_off
FROM (SELECT g::date AS d FROM generate_series(date '2027-01-01', '2027-12-31', '1 day') g) x;
SELECT credit.is_workday('2051-01-02');
\echo :LAST_ERROR_SQLSTATE
SELECT credit.add_workdays('2050-12-30', 30);
SELECT credit.add_workdays('2000-06-01', 3);
SELECT credit.due_on('2050-12-30', 1, 'year');
SELECT credit.add_workdays('2026-01-05', 1, 'XX');
\echo :LAST_ERROR_SQLSTATE
SELECT credit.day_status('2026-01-05', 'XX');
SET credit.calendar = 'YY';
SELECT credit.is_workday('2026-01-05');
RESET credit.calendar;

-- announcing a year: at once for this transaction, gone with its rollback
SELECT credit.is_workday('2027-02-11') AS thursday, credit.day_status('2027-02-11');
BEGIN;
SELECT credit.calendar_announce('CN', '国办发明电〔2026〕9号', '2026-11-05', 2027,
	off => '{2027-01-01,2027-02-05,2027-02-08,2027-02-09,2027-02-10,2027-02-11}', work => '{2027-02-20,2027-01-31}');
SELECT credit.is_workday('2027-02-11') AS thursday, credit.is_workday('2027-02-20') AS saturday, credit.day_status('2027-02-11'), credit.day_status('2027-12-31'), credit.day_status('2028-01-01'),
	credit.add_workdays('2027-02-04', 1) AS add, credit.add_workdays('2027-02-04', 1, credit.workcal('CN', '2026-11-04')) AS known_before;
SELECT credit.calendar_announce('CN', '国办发明电〔2027〕1号', '2027-01-20', 2027, '{2027-02-12}', '{2027-02-11}', '国办发明电〔2026〕9号');
SELECT credit.is_workday('2027-02-11') AS taken_back, credit.is_workday('2027-02-12') AS added;
SELECT doc_no, issued_on, amends, verified, standard_entry FROM credit.calendar_notice WHERE year = 2027 ORDER BY issued_on;
ROLLBACK;
SELECT credit.is_workday('2027-02-11') AS thursday, credit.day_status('2027-02-11');

-- a savepoint takes it back as well
BEGIN;
SAVEPOINT a;
SELECT credit.calendar_announce('CN', 'x', '2026-11-05', 2027, '{2027-02-11}');
SELECT credit.is_workday('2027-02-11');
ROLLBACK TO a;
SELECT credit.is_workday('2027-02-11');
COMMIT;

-- contradictions are refused
SELECT credit.calendar_announce('CN', 'x', '2026-11-05', 2027, '{2027-02-11}', '{2027-02-11}');
\echo :LAST_ERROR_SQLSTATE
SELECT credit.calendar_announce('CN', 'x', '2026-11-05', 2026, '{2026-02-11}');
\echo :LAST_ERROR_SQLSTATE
SELECT credit.calendar_announce('CN', 'x', '2026-11-05', 2027, '{2027-02-11}', '{}', 'no such notice');
\echo :LAST_ERROR_SQLSTATE
SELECT credit.calendar_announce('CN', 'x', '2025-01-05', 2026, '{2026-02-11}', '{}', '国办发明电〔2025〕7号');
\echo :LAST_ERROR_SQLSTATE
SELECT credit.calendar_announce('CN', 'x', '2026-11-05', 2027, '{2029-02-12}');
\echo :LAST_ERROR_SQLSTATE
SELECT credit.calendar_announce('CN', 'x', '2026-11-05', 2027, '{}', '{2027-10-01}');
\echo :LAST_ERROR_SQLSTATE
SELECT credit.calendar_announce('CN', 'x', '2026-11-05', 2051, '{}');
\echo :LAST_ERROR_SQLSTATE
SELECT credit.calendar_announce('CN', 'x', NULL, 2027, '{}');
\echo :LAST_ERROR_SQLSTATE
SELECT credit.calendar_announce('CN', 'x', '2026-11-05', 2027, '{2027-02-11,NULL}');
\echo :LAST_ERROR_SQLSTATE
SELECT credit.calendar_announce('XX', 'x', '2026-11-05', 2027, '{2027-02-11}');
\echo :LAST_ERROR_SQLSTATE
BEGIN;
SELECT credit.calendar_announce('CN', 'x', '2026-11-05', 2027, '{2027-02-11}');
INSERT INTO credit.calendar_day (calendar, doc_no, day, kind) VALUES ('CN', 'x', '2027-02-11', 'work');
\echo :LAST_ERROR_SQLSTATE
ROLLBACK;
DELETE FROM credit.calendar_notice WHERE doc_no = '国办发明电〔2019〕16号';
\echo :LAST_ERROR_SQLSTATE
INSERT INTO credit.calendar (calendar, name_zh, parent) VALUES ('CN-2224', '延边朝鲜族自治州', 'XX');
\echo :LAST_ERROR_SQLSTATE
UPDATE credit.calendar SET parent = 'CN' WHERE calendar = 'CN';
\echo :LAST_ERROR_SQLSTATE

-- a child calendar: its parent's days, its own measure and notices on top
BEGIN;
INSERT INTO credit.calendar (calendar, name_zh, parent) VALUES ('CN-2224', '延边朝鲜族自治州', 'CN');
SELECT credit.workcal('CN-2224') OPERATOR(credit.=) credit.workcal('CN') AS same_so_far, credit.add_workdays('2026-02-13', 7, 'CN-2224');
INSERT INTO credit.holiday_measure (measure, calendar, title, issued_on, in_force) VALUES ('test', 'CN-2224', 'local holidays', '2020-01-01', '[2021-01-01,)');
INSERT INTO credit.holiday_rule (measure, festival, name_zh, month, day, days) VALUES ('test', 'prefecture_day', '建州日', 9, 3, 1);
SELECT credit.calendar_announce('CN-2224', 'local 1', '2026-01-10', 2026, '{2026-08-17}', '{2026-08-15}');
SELECT credit.is_statutory_holiday('2026-09-03', 'CN-2224') AS own_holiday, credit.is_workday('2026-09-03') AS parent_works, credit.is_workday('2020-09-03', 'CN-2224') AS before_measure,
	credit.is_workday('2026-08-17', 'CN-2224') AS own_off, credit.is_workday('2026-08-15', 'CN-2224') AS own_work, credit.is_workday('2026-10-01', 'CN-2224') AS inherited,
	credit.add_workdays('2026-09-02', 1, 'CN-2224') AS add_child, credit.add_workdays('2026-09-02', 1) AS add_parent;
SET LOCAL credit.calendar = 'CN-2224';
SELECT credit.add_workdays('2026-09-02', 1) AS by_setting;
SAVEPOINT s;
UPDATE credit.calendar SET parent = 'CN-2224' WHERE calendar = 'CN';
ROLLBACK TO s;
INSERT INTO credit.calendar (calendar, name_zh, parent) VALUES ('TEST-1', '上级', 'CN'), ('TEST-2', '下级', 'TEST-1');
DELETE FROM credit.calendar WHERE calendar = 'TEST-1';
ROLLBACK;

-- a calendar without parent or measure knows no day
BEGIN;
INSERT INTO credit.calendar (calendar, name_zh) VALUES ('EMPTY', '空');
SELECT credit.is_workday('2026-01-05', 'EMPTY');
ROLLBACK;

-- who may: everybody asks, the office announces
CREATE ROLE regress_calendar_reader;
CREATE ROLE regress_calendar_office IN ROLE credit_admin;
SET ROLE regress_calendar_reader;
SELECT credit.add_workdays('2026-02-13', 7);
SELECT credit.calendar_announce('CN', 'x', '2026-11-05', 2027, '{2027-02-11}');
INSERT INTO credit.calendar_day (calendar, doc_no, day, kind) VALUES ('CN', '国办发明电〔2025〕7号', '2026-03-03', 'off');
SET ROLE regress_calendar_office;
BEGIN;
SELECT credit.calendar_announce('CN', 'x', '2026-11-05', 2027, '{2027-02-11}');
SELECT credit.day_status('2027-02-11');
ROLLBACK;
RESET ROLE;
DROP ROLE regress_calendar_reader, regress_calendar_office;

-- shipped rows: an edit makes the row the user's own, a restored row replaces it
BEGIN;
UPDATE credit.calendar_notice SET verified = true WHERE doc_no LIKE '2001%' RETURNING doc_no, verified, standard_entry;
UPDATE credit.holiday_rule SET days = days WHERE measure = '2024' AND festival = 'new_year' RETURNING standard_entry;
INSERT INTO credit.festival_date (festival, year, day) VALUES ('qingming', 2030, '2030-04-04');
SELECT day, standard_entry FROM credit.festival_date WHERE festival = 'qingming' AND year = 2030;
INSERT INTO credit.calendar_day (calendar, doc_no, day, kind) VALUES ('CN', '国办发明电〔2025〕7号', '2026-10-10', 'off');
SELECT credit.is_workday('2026-10-10') AS edited, (SELECT standard_entry FROM credit.calendar_day WHERE day = '2026-10-10') AS shipped;
ROLLBACK;

-- what was not checked says so
SELECT count(*), min(year), max(year), bool_or(verified) FROM credit.calendar_notice WHERE issued_on IS NULL;

-- other ways in: parallel workers and prepared plans read the same calendars
PREPARE ask AS SELECT credit.is_workday('2027-02-11');
EXECUTE ask;
BEGIN;
SELECT credit.calendar_announce('CN', 'x', '2026-11-05', 2027, '{2027-02-11}');
EXECUTE ask;
ROLLBACK;
EXECUTE ask;
DEALLOCATE ask;
CREATE TABLE regress_days AS SELECT g::date AS d FROM generate_series(date '2020-01-01', '2026-12-31', '1 day') g;
BEGIN;
SET LOCAL parallel_setup_cost = 0; SET LOCAL parallel_tuple_cost = 0; SET LOCAL min_parallel_table_scan_size = 0;
EXPLAIN (COSTS OFF) SELECT count(*) FROM regress_days WHERE credit.is_workday(d);
SELECT count(*) FROM regress_days WHERE credit.is_workday(d);
ROLLBACK;
SELECT count(*) FROM regress_days WHERE credit.is_workday(d);
DROP TABLE regress_days;
