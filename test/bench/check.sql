SET client_min_messages = warning;
SET max_parallel_workers_per_gather = 0;
SET jit = off;
SET credit.fixed_today = '2026-06-01';
SET synchronous_commit = off;
CREATE TEMP TABLE asked AS SELECT row_number() OVER () AS nr, s.code FROM (
	SELECT uscc::text AS code FROM credit.subject WHERE subject_id % (SELECT greatest(1, count(*) / (2 * :codes)) FROM credit.subject) = 0
	ORDER BY hashint8(subject_id) LIMIT :codes) s;
CREATE TEMP TABLE bare_log (LIKE credit.query_log INCLUDING ALL);
CREATE TEMP TABLE run (bench text, us float8);
CREATE FUNCTION pg_temp.bare(calls int, log bool) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE c text; id bigint; n bigint := 0; day date := '2026-06-01'; x bigint;
BEGIN
	FOR c IN SELECT code FROM asked WHERE nr <= calls LOOP
		id := credit.find_subject(c);
		SELECT count(s.name) INTO x FROM credit.subject s WHERE s.subject_id = id; n := n + x;
		SELECT count(v.grade) INTO x FROM credit.evaluation v WHERE v.subject_id = id; n := n + x;
		SELECT count(e.list) INTO x FROM credit.list_entry e WHERE e.subject_id = id; n := n + x;
		SELECT count(b.field) INTO x FROM credit.industry_ban b WHERE b.subject_id = id; n := n + x;
		SELECT count(r.detail) INTO x FROM credit.record_store r WHERE r.subject_id = id
			AND r.item >= 'commitment' AND r.item <= 'commitment_performance'; n := n + x;
		IF log THEN
			INSERT INTO bare_log (on_date, asked_by, dept_id, subject_id, code, purpose, verdict) VALUES (day, 'x', 1, id, c, 'approval', 'clear');
		END IF;
	END LOOP;
	RETURN n;
END $$;
CREATE FUNCTION pg_temp.ours(before int, calls int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE c text; n bigint := 0; a credit.subject_check;
BEGIN
	FOR c IN SELECT code FROM asked WHERE nr > before AND nr <= before + calls LOOP
		a := credit.check_subject(c, 'approval', 'bench');
		n := n + a.subject_id;
	END LOOP;
	RETURN n;
END $$;
-- microseconds of processor time this server process has had
CREATE FUNCTION pg_temp.processor() RETURNS float8 LANGUAGE plpgsql VOLATILE AS $$
BEGIN
	RETURN split_part(pg_read_file('/proc/' || pg_backend_pid() || '/schedstat', 0, 200), ' ', 1)::float8 / 1e3;
END $$;
CREATE PROCEDURE pg_temp.measure(bench text, command text, calls int) LANGUAGE plpgsql AS $$
DECLARE t float8 := pg_temp.processor(); x bigint;
BEGIN
	EXECUTE command INTO x;
	INSERT INTO run VALUES (bench, (pg_temp.processor() - t) / calls);
END $$;
CREATE PROCEDURE pg_temp.all_rounds(rounds int, calls int, codes int) LANGUAGE plpgsql AS $$
BEGIN
	FOR round IN 0 .. rounds LOOP
		CALL pg_temp.measure('bare', format('SELECT pg_temp.bare(%s, false)', calls), calls);
		CALL pg_temp.measure('one', format('SELECT pg_temp.ours(0, %s)', calls), calls);
		CALL pg_temp.measure('bare and log', format('SELECT pg_temp.bare(%s, true)', calls), calls);
		-- each round others of the codes, as one by one all would be asked; from the end: the first are warm
		CALL pg_temp.measure('each', format('SELECT pg_temp.ours(%s, %s)', greatest(0, codes - (round + 1) * calls), calls), calls);
		CALL pg_temp.measure('many', $q$SELECT count(*) FROM credit.check_subjects(ARRAY(SELECT code FROM asked ORDER BY nr), 'approval', 'bench')$q$, codes);
		CALL pg_temp.measure('many bare log', 'WITH i AS (INSERT INTO bare_log (on_date, asked_by, dept_id, subject_id, code, purpose, verdict) SELECT ''2026-06-01'', ''x'', 1, nr, code, ''approval'', ''clear'' FROM asked RETURNING 1) SELECT count(*) FROM i', codes);
		IF round = 0 THEN
			DELETE FROM run;
		END IF;
		COMMIT;
	END LOOP;
END $$;
CALL pg_temp.all_rounds(:rounds, :calls, :codes);
WITH m AS (SELECT bench, percentile_cont(0.5) WITHIN GROUP (ORDER BY us) AS us FROM run GROUP BY bench),
v AS (SELECT (SELECT us FROM m WHERE bench = 'bare') AS bare, (SELECT us FROM m WHERE bench = 'bare and log') AS logged,
	(SELECT us FROM m WHERE bench = 'one') AS one, (SELECT us FROM m WHERE bench = 'each') AS each, (SELECT us FROM m WHERE bench = 'many') AS many, (SELECT us FROM m WHERE bench = 'many bare log') AS bulk)
SELECT 'check_subject, processor time', 'us', one, 'its bare look-ups by index', bare, '<= 3', :calls FROM v
UNION ALL
SELECT 'check_subject, processor time', 'us', one, 'bare look-ups and a bare log row', logged, '', :calls FROM v
UNION ALL
SELECT 'check_subjects, a code, processor time', 'us', many, 'check_subject one by one within the server, other codes each time', each, '>= 20', :codes FROM v
UNION ALL
SELECT 'check_subjects, a code, processor time', 'us', many, 'a bare log row in bulk', bulk, '', :codes FROM v;
