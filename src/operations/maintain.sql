-- maintain.sql: what time alone causes, run by a person or a schedule.
-- Requires registry/maintenance.sql and the rooms whose actions it runs.

CREATE TABLE credit.maintenance_run (
	action pg_catalog.text PRIMARY KEY,
	as_of pg_catalog.date NOT NULL,
	ran_at pg_catalog.timestamptz NOT NULL,
	rows pg_catalog.int8,
	error pg_catalog.text
);
COMMENT ON TABLE credit.maintenance_run IS 'When each maintenance action last ran and what became of it. 各维护动作最近一次执行的时间与结果。';
COMMENT ON COLUMN credit.maintenance_run.action IS 'Name of the action. 动作名称。';
COMMENT ON COLUMN credit.maintenance_run.as_of IS 'Day it was run for. 执行所针对的日期。';
COMMENT ON COLUMN credit.maintenance_run.ran_at IS 'When it last ran. 最近执行时间。';
COMMENT ON COLUMN credit.maintenance_run.rows IS 'Rows its last step changed; null when it failed. 最近一步变更行数，失败时为空。';
COMMENT ON COLUMN credit.maintenance_run.error IS 'SQLSTATE and message of its failure; null when it went well. 失败时的错误代码与信息，成功为空。';
GRANT SELECT ON credit.maintenance_run TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.maintenance_run', '');

-- One bounded step. A lock for each action lets two sessions maintain at once:
-- whoever comes second passes over what the first is at. A step that fails
-- takes back its own work only, so that one bad row never stops the others'
-- deadlines.
-- SECURITY DEFINER: the office starts it, the owner's tables are changed; the
-- functions are named by a table that only the owner writes.
CREATE FUNCTION credit.maintenance_step(action pg_catalog.text, as_of pg_catalog.date DEFAULT NULL,
	max_rows pg_catalog.int4 DEFAULT 10000) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	day date := coalesce(maintenance_step.as_of, credit.today());
	wanted credit.maintenance_action;
	changed bigint;
	failed text;
	failed_code text;
BEGIN
	PERFORM credit.refuse_standby('run maintenance');
	IF day > credit.today() THEN
		RAISE EXCEPTION '%', credit.message('maintenance cannot run ahead of time')
			USING ERRCODE = 'CR009',
				DETAIL = credit.message('It is asked for %s; today is %s.', to_char(day, 'YYYY-MM-DD'), to_char(credit.today(), 'YYYY-MM-DD')),
				HINT = credit.message('What a day causes is done on that day or after it.');
	ELSIF max_rows IS NULL OR max_rows < 1 THEN
		RAISE EXCEPTION '%', credit.message('a maintenance step needs at least one row')
			USING ERRCODE = 'invalid_parameter_value',
				HINT = credit.message('Leave max_rows out, or give a number from 1.');
	END IF;
	SELECT * INTO wanted FROM credit.maintenance_action a WHERE a.action = maintenance_step.action;
	IF NOT FOUND THEN
		RAISE EXCEPTION '%', credit.message('there is no maintenance action "%s"', action)
			USING ERRCODE = 'CR017',
				HINT = credit.message('The actions are the rows of credit.maintenance_action.');
	END IF;
	IF NOT pg_try_advisory_xact_lock(7310, wanted.ordinal) THEN
		RETURN 0;
	END IF;
	-- what was given up for a writer (a deadlock, a lock not had in time) is begun anew
	FOR attempt IN 1 .. 3 LOOP
		failed_code := NULL;
		BEGIN
			EXECUTE format('SELECT credit.%I($1, $2)', wanted.function_name) INTO changed USING day, max_rows;
		EXCEPTION WHEN OTHERS THEN
			GET STACKED DIAGNOSTICS failed_code = RETURNED_SQLSTATE, failed = MESSAGE_TEXT;
			changed := NULL;
		END;
		EXIT WHEN failed_code IS NULL OR failed_code NOT IN ('40P01', '55P03');
	END LOOP;
	IF failed_code IS NOT NULL THEN
		RAISE WARNING '%', credit.message('maintenance action "%s" failed: %s', wanted.action, failed)
			USING ERRCODE = failed_code,
				HINT = credit.message('The other actions go on; it is tried again next time.');
	END IF;
	INSERT INTO credit.maintenance_run AS r (action, as_of, ran_at, rows, error)
	VALUES (wanted.action, day, now(), changed, failed_code || ' ' || failed)
	ON CONFLICT ON CONSTRAINT maintenance_run_pkey DO UPDATE
	SET as_of = excluded.as_of, ran_at = excluded.ran_at, rows = excluded.rows, error = excluded.error;
	RETURN changed;
END
$$;
COMMENT ON FUNCTION credit.maintenance_step(pg_catalog.text, pg_catalog.date, pg_catalog.int4) IS 'Runs one step of a maintenance action, of about max_rows rows; returns the rows changed, 0 when nothing is left or another session is at it, null when it failed. 执行某维护动作的一步，返回变更行数；无待办或他人正在执行返回 0，失败返回空。';
REVOKE ALL ON FUNCTION credit.maintenance_step(pg_catalog.text, pg_catalog.date, pg_catalog.int4) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.maintenance_step(pg_catalog.text, pg_catalog.date, pg_catalog.int4) TO credit_admin;

CREATE FUNCTION credit.maintain(as_of pg_catalog.date DEFAULT NULL, max_rows pg_catalog.int4 DEFAULT 10000,
	OUT action pg_catalog.text, OUT rows pg_catalog.int8) RETURNS SETOF record
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	changed bigint;
BEGIN
	FOR action IN SELECT a.action FROM credit.maintenance_action a ORDER BY a.ordinal LOOP
		rows := 0;
		LOOP
			changed := credit.maintenance_step(action, as_of, max_rows);
			rows := rows + changed;
			EXIT WHEN changed IS NULL OR changed < max_rows;
		END LOOP;
		RETURN NEXT;
	END LOOP;
END
$$;
COMMENT ON FUNCTION credit.maintain(pg_catalog.date, pg_catalog.int4) IS 'Does all that time alone causes up to a day (today), in one transaction; one row per action with the rows changed, null where it failed. Harmless to repeat and to run twice at once. 执行截至某日（默认当日）仅由时间引起的全部事项，逐动作返回变更行数，失败为空；可重复、可并发执行。';
REVOKE ALL ON FUNCTION credit.maintain(pg_catalog.date, pg_catalog.int4) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.maintain(pg_catalog.date, pg_catalog.int4) TO credit_admin;

-- For schedules: each step is committed, so that locks are short and a run
-- interrupted anywhere has lost one step. A procedure that commits may carry
-- no SET: every name in it is written out.
CREATE PROCEDURE credit.maintain_in_steps(as_of pg_catalog.date DEFAULT NULL, max_rows pg_catalog.int4 DEFAULT 10000)
	LANGUAGE plpgsql
AS $$
DECLARE
	actions pg_catalog.text[] := ARRAY(SELECT a.action FROM credit.maintenance_action a ORDER BY a.ordinal);
	one pg_catalog.text;
	changed pg_catalog.int8;
BEGIN
	FOREACH one IN ARRAY actions LOOP
		LOOP
			changed := credit.maintenance_step(one, as_of, max_rows);
			COMMIT;
			EXIT WHEN changed IS NULL OR changed OPERATOR(pg_catalog.<) max_rows;
		END LOOP;
	END LOOP;
END
$$;
COMMENT ON PROCEDURE credit.maintain_in_steps(pg_catalog.date, pg_catalog.int4) IS 'As credit.maintain(), each step committed by itself: for schedules such as pg_cron. The outcome stands in credit.maintenance_run. 同 credit.maintain()，每步单独提交，供 pg_cron 等调度使用，结果见 credit.maintenance_run。';
REVOKE ALL ON PROCEDURE credit.maintain_in_steps(pg_catalog.date, pg_catalog.int4) FROM PUBLIC;
GRANT EXECUTE ON PROCEDURE credit.maintain_in_steps(pg_catalog.date, pg_catalog.int4) TO credit_admin;
