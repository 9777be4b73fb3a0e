-- as_of.sql: what was known at an instant. Requires record/ and ledger/.

-- A version was current from the moment it came (or replaced the one before)
-- until it was replaced. Reads as its caller: row-level security
-- applies, and earlier versions are for the department and the office.
CREATE FUNCTION credit.record_as_of(record_id pg_catalog.int8, known_at pg_catalog.timestamptz)
	RETURNS SETOF credit.record_visible
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT r.* FROM credit.record_visible r
	WHERE r.record_id = record_as_of.record_id AND r.received_at <= known_at
		AND NOT EXISTS (SELECT FROM credit.record_version v
			WHERE v.record_id = r.record_id AND v.version = r.version - 1 AND v.replaced_at > known_at)
	UNION ALL
	SELECT (jsonb_populate_record(NULL::credit.record_visible, v.content)).*
	FROM credit.record_version v
	WHERE v.record_id = record_as_of.record_id AND v.replaced_at > known_at
		AND (v.content ->> 'received_at')::timestamptz <= known_at
		AND NOT EXISTS (SELECT FROM credit.record_version o
			WHERE o.record_id = v.record_id AND o.version = v.version - 1 AND o.replaced_at > known_at)
$$;
COMMENT ON FUNCTION credit.record_as_of(pg_catalog.int8, pg_catalog.timestamptz) IS 'The record as the database knew it at an instant; no row before it came. 某一时刻数据库中该记录的版本，尚未接收则无结果。';
REVOKE ALL ON FUNCTION credit.record_as_of(pg_catalog.int8, pg_catalog.timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.record_as_of(pg_catalog.int8, pg_catalog.timestamptz) TO credit_admin, credit_department;
