-- an error as a row: what a clerk sees, without places in the source
CREATE FUNCTION pg_temp.try(query text) RETURNS TABLE (what text, says text) LANGUAGE plpgsql AS $$
DECLARE m text; d text; h text; s text;
BEGIN
	EXECUTE query;
	RETURN QUERY VALUES ('passed', NULL::text);
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS s = RETURNED_SQLSTATE, m = MESSAGE_TEXT, d = PG_EXCEPTION_DETAIL, h = PG_EXCEPTION_HINT;
	RETURN QUERY VALUES (s, m), ('detail', d), ('hint', h);
END $$;
