-- stand_in.sql: what the procedure room brings, where it is not there yet.
DO $do$
BEGIN
	IF pg_catalog.to_regclass('credit.event') IS NULL THEN
		CREATE TABLE credit.event (
			event_id pg_catalog.int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
			kind pg_catalog.text NOT NULL, subject_id pg_catalog.int8, ref_id pg_catalog.int8, dept_id pg_catalog.int4,
			at pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(), ref_table pg_catalog.text);
		CREATE TABLE credit.procedure_effect (effect pg_catalog.text PRIMARY KEY, function_name pg_catalog.text NOT NULL);
	END IF;
END
$do$;
