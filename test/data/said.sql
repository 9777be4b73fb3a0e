-- an error in one line, without the number of an item
CREATE FUNCTION pg_temp.said(command text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	message text; detail text; hint text;
BEGIN
	EXECUTE command;
	RETURN 'done';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(' | ', SQLSTATE, regexp_replace(message, 'item \d+', 'item N'), nullif(detail, ''), nullif(hint, ''));
END $$;
GRANT EXECUTE ON FUNCTION pg_temp.said(text) TO PUBLIC;
