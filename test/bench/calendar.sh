#!/usr/bin/env bash
# calendar.sh: cost of working-day arithmetic against named peers.
#
# All sides take turns, A B C A B C, in ROUNDS (40) short rounds over ROWS
# (30000) days, ten calls a row so that the scan does not drown them; figures are nanoseconds a call: the median over the rounds,
# less the median of the same ten terms without a call.
. "$(dirname "$0")/lib.sh"
rows=$(size ROWS 30000 2000)
fresh_database

sql -v rounds="${ROUNDS:-40}" -v rows="$rows" <<'SQL' | rows
SET client_min_messages = warning;
SET max_parallel_workers_per_gather = 0;
SET jit = off;
DO $$ BEGIN
	IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'orafce') THEN
		CREATE EXTENSION orafce;
	END IF;
END $$;

-- random days of the last four announced years; some of them for the slow peers
SELECT setseed(0.5) \g /dev/null
CREATE TABLE days AS SELECT date '2023-01-01' + (random() * 1400)::int AS d FROM generate_series(1, :rows);
CREATE TABLE few AS SELECT d FROM days LIMIT :rows / 100;
CREATE TABLE lookup (day date PRIMARY KEY, working bool NOT NULL);
INSERT INTO lookup SELECT d, credit.is_workday(d)
FROM generate_series(date '2001-01-01', '2050-12-31', '1 day') g (t), LATERAL (SELECT t::date) x (d);
CREATE INDEX ON lookup (day) WHERE working;
VACUUM ANALYZE;

-- what orafce can hold: the dated holidays of two years, no make-up days
DO $$ BEGIN
	IF EXISTS (SELECT FROM pg_extension WHERE extname = 'orafce') THEN
		PERFORM plvdate.set_nonbizday(d.day, false) FROM (SELECT day FROM credit.calendar_day WHERE kind = 'off' AND day BETWEEN '2025-01-01' AND '2026-12-31' ORDER BY day LIMIT 50) d;
	END IF;
EXCEPTION WHEN OTHERS THEN
	RAISE WARNING 'orafce holidays not set: %', SQLERRM;
END $$;

CREATE TABLE run (bench text, ns float8);
CREATE PROCEDURE measure(bench text, expression text, source text DEFAULT 'days') LANGUAGE plpgsql AS $$
DECLARE t timestamptz := clock_timestamp(); n bigint;
BEGIN
	EXECUTE format('SELECT count(greatest(%s)) FROM %s',
				   (SELECT string_agg(expression, ', ') FROM generate_series(1, 10)), source) INTO n;
	INSERT INTO run VALUES (bench, extract(epoch FROM clock_timestamp() - t) * 1e9 / n / 10);
END $$;
CREATE PROCEDURE all_rounds(rounds int) LANGUAGE plpgsql AS $$
DECLARE
	valued text := 'days, (SELECT credit.workcal(''CN'') AS c OFFSET 0) AS k';
	orafce bool := EXISTS (SELECT FROM pg_extension WHERE extname = 'orafce');
BEGIN
	FOR round IN 0 .. rounds LOOP
		CALL measure('empty', 'd');
		CALL measure('trivial', 'd + 7');
		CALL measure('name', 'credit.add_workdays(d, 7)');
		CALL measure('named', 'credit.add_workdays(d, 7, ''CN'')');
		CALL measure('value', 'credit.add_workdays(d, 7, c)', valued);
		CALL measure('trivial', 'd + 7');
		CALL measure('empty', 'd');
		CALL measure('empty value', 'd', valued);
		CALL measure('name 10', 'credit.add_workdays(d, 10)');
		CALL measure('name 5000', 'credit.add_workdays(d, 5000)');
		CALL measure('value 10', 'credit.add_workdays(d, 10, c)', valued);
		CALL measure('value 5000', 'credit.add_workdays(d, 5000, c)', valued);
		CALL measure('name 60', 'credit.add_workdays(d, 60)');
		CALL measure('between', 'credit.workdays_between(d, ''2026-06-01'')');
		CALL measure('due', 'credit.due_on(d, 30, ''day'')');
		CONTINUE WHEN round > 10;	-- the slow peers need fewer rounds
		CALL measure('empty few', 'd', 'few');
		CALL measure('lookup', '(SELECT day FROM lookup WHERE working AND day > d ORDER BY day OFFSET 6 LIMIT 1)', 'few');
		IF orafce THEN
			CALL measure('orafce 7', 'plvdate.add_bizdays(d, 7)', 'few');
			CALL measure('orafce 60', 'plvdate.add_bizdays(d, 60)', 'few');
		END IF;
		IF round = 0 THEN
			DELETE FROM run;	-- the first round warms up
		END IF;
	END LOOP;
END $$;
CALL all_rounds(:rounds);

CREATE TABLE cost AS
WITH middle AS (SELECT bench, percentile_disc(0.5) WITHIN GROUP (ORDER BY ns) AS ns FROM run GROUP BY bench)
SELECT m.bench, m.ns - e.ns AS ns
FROM middle m JOIN middle e ON e.bench =
	CASE WHEN m.bench IN ('lookup', 'orafce 7', 'orafce 60') THEN 'empty few'
		WHEN m.bench LIKE 'value%' THEN 'empty value' ELSE 'empty' END;

CREATE TABLE comparison (ordinal serial, label text, ours text, peer text, ours_label text, peer_label text, bound text);
INSERT INTO comparison (label, ours, peer, peer_label, bound) VALUES
	('add_workdays(d, 7), default calendar', 'name', 'trivial', 'date + int', '<= 2.5'),
	('add_workdays(d, 7, ''CN'')', 'named', 'trivial', 'date + int', '<= 2.5'),
	('add_workdays(d, 7, value)', 'value', 'trivial', 'date + int', '<= 2.5'),
	('add_workdays by name, 5,000 against 10 days', 'name 5000', 'name 10', '10 days', '0.8 to 1.2'),
	('add_workdays by value, 5,000 against 10 days', 'value 5000', 'value 10', '10 days', '0.8 to 1.2'),
	('workdays_between(d, const)', 'between', 'trivial', 'date + int', ''),
	('due_on(d, 30, ''day'')', 'due', 'trivial', 'date + int', ''),
	('add_workdays(d, 7) against orafce', 'name', 'orafce 7', 'plvdate.add_bizdays', '>= 8'),
	('add_workdays(d, 60) against orafce', 'name 60', 'orafce 60', 'plvdate.add_bizdays', '>= 25'),
	('add_workdays(d, 7) against a look-up', 'name', 'lookup', 'calendar table, inlined', '>= 80');
SELECT c.label, 'ns', o.ns, c.peer_label || CASE WHEN p.ns IS NULL THEN ': orafce is not installed' ELSE '' END, p.ns, c.bound, :rows
FROM comparison c JOIN cost o ON o.bench = c.ours LEFT JOIN cost p ON p.bench = c.peer
ORDER BY c.ordinal;
SQL
