-- credit.maintain() and credit.health(): bounded steps, one failing action, who may call.
\set VERBOSITY terse
SET credit.fixed_today = '2026-06-01';
CREATE ROLE regress_operations_office IN ROLE credit_admin;
CREATE ROLE regress_operations_clerk IN ROLE credit_department;

BEGIN;
-- three actions stand in: one with 25 rows of work, one that fails, one with none
CREATE TABLE credit.regress_work (n int, done bool DEFAULT false);
INSERT INTO credit.regress_work (n) SELECT generate_series(1, 25);
CREATE FUNCTION credit.regress_work(as_of date, max_rows int) RETURNS int8 LANGUAGE plpgsql AS $$
DECLARE changed int8;
BEGIN
	UPDATE credit.regress_work SET done = true WHERE n IN (SELECT n FROM credit.regress_work w WHERE NOT w.done ORDER BY n LIMIT max_rows);
	GET DIAGNOSTICS changed = ROW_COUNT;
	RETURN changed;
END $$;
CREATE FUNCTION credit.regress_fails(as_of date, max_rows int) RETURNS int8 LANGUAGE plpgsql AS $$
BEGIN
	UPDATE credit.regress_work SET n = 0;
	RAISE EXCEPTION 'disk on fire' USING ERRCODE = 'CR009';
END $$;
CREATE FUNCTION credit.regress_none(as_of date, max_rows int) RETURNS int8 LANGUAGE sql AS 'SELECT 0::int8';
INSERT INTO credit.maintenance_action VALUES ('regress: fails', 9001, 'regress_fails'),
	('regress: works', 9002, 'regress_work'), ('regress: none', 9003, 'regress_none');

SET ROLE regress_operations_office;
-- a step is bounded; repeated, it goes on where it stopped
SELECT credit.maintenance_step('regress: works', NULL, 10);
RESET ROLE;
SELECT count(*) FILTER (WHERE done) AS done FROM credit.regress_work;
SET ROLE regress_operations_office;
-- a failing action takes back its own work alone; the others go on
SELECT * FROM credit.maintain(max_rows => 10) WHERE action LIKE 'regress%';
SELECT action, as_of, rows, error FROM credit.maintenance_run WHERE action LIKE 'regress%' ORDER BY action COLLATE "C";
RESET ROLE;
SELECT count(*) FILTER (WHERE done) AS done, min(n) FROM credit.regress_work;
SET ROLE regress_operations_office;
-- again: nothing is left, and health names what failed
SELECT * FROM credit.maintain() WHERE action LIKE 'regress%';
SELECT ok, detail FROM credit.health() WHERE check_name = 'maintenance';
RESET ROLE;
ROLLBACK;

-- wrong calls
\set VERBOSITY default
SET ROLE regress_operations_office;
SELECT credit.maintenance_step('tidy', '2026-06-02');
SELECT credit.maintenance_step('tidy', NULL, 10);
SELECT credit.maintenance_step('tidy', NULL, 0);
SET ROLE regress_operations_clerk;
SELECT * FROM credit.maintain();
CALL credit.maintain_in_steps();
SELECT * FROM credit.health();
SELECT * FROM credit.maintenance_run;
RESET ROLE;

-- every check of a database where nobody works yet; a calendar that ends, a
-- trigger somebody disabled, and a mode left over from a restore are found
SET ROLE regress_operations_office;
SELECT check_name FROM credit.health();
SELECT check_name, ok, detail FROM credit.health() WHERE check_name IN ('encoding', 'calendar', 'triggers', 'restore mode', 'partitions', 'indexes');
RESET ROLE;
SET credit.fixed_today = '2026-12-01';
SELECT ok, detail FROM credit.health() WHERE check_name = 'calendar';
SET credit.fixed_today = '2028-06-01';
SELECT ok, detail FROM credit.health() WHERE check_name IN ('calendar', 'partitions');
RESET ROLE;
SET credit.fixed_today = '2026-06-01';
BEGIN;
ALTER TABLE credit.batch DISABLE TRIGGER ALL;
ALTER TABLE credit.record_store DISABLE TRIGGER keep_version;
SELECT format('ALTER DATABASE %I SET credit.restoring = on', current_database()) \gexec
SELECT check_name, ok, regexp_replace(detail, ', .* disabled', ', … disabled') FROM credit.health() WHERE check_name IN ('triggers', 'restore mode');
ROLLBACK;

DROP ROLE regress_operations_office, regress_operations_clerk;
