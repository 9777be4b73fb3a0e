-- roles.sql: group roles. Requires message.sql.

-- Group roles belong to the cluster, not to the database: they may exist from
-- another database, must not be able to log in, and stay when it is dropped.
-- credit_reader is nobody's: credit.record_visible reads with its rights.
DO $$
DECLARE
	wanted pg_catalog.name;
BEGIN
	FOREACH wanted IN ARRAY ARRAY['credit_admin', 'credit_department', 'credit_analyst',
								  'credit_public', 'credit_identity', 'credit_reader']::pg_catalog.name[]
	LOOP
		IF EXISTS (SELECT FROM pg_catalog.pg_roles r
				   WHERE r.rolname OPERATOR(pg_catalog.=) wanted
					 AND (r.rolcanlogin OR r.rolsuper OR r.rolbypassrls)) THEN
			RAISE EXCEPTION '%', credit.message('role "%s" exists and is not a plain group role', wanted)
				USING ERRCODE = 'invalid_object_definition',
					DETAIL = credit.message('Group roles of this extension must be NOLOGIN NOSUPERUSER NOBYPASSRLS.'),
					HINT = credit.message('Rename that role, or take these attributes from it.');
		ELSIF wanted OPERATOR(pg_catalog.=) 'credit_reader'
			AND EXISTS (SELECT FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_roles r
						ON r.oid OPERATOR(pg_catalog.=) m.roleid AND r.rolname OPERATOR(pg_catalog.=) wanted) THEN
			RAISE EXCEPTION '%', credit.message('role "%s" has members', wanted)
				USING ERRCODE = 'invalid_object_definition',
					DETAIL = credit.message('It reads restricted fields of records, which its members could then do.'),
					HINT = credit.message('Revoke it from them.');
		ELSIF NOT EXISTS (SELECT FROM pg_catalog.pg_roles r
						  WHERE r.rolname OPERATOR(pg_catalog.=) wanted) THEN
			EXECUTE pg_catalog.format('CREATE ROLE %I NOLOGIN', wanted);
		END IF;
	END LOOP;
END
$$;

GRANT USAGE ON SCHEMA credit, credit_bi
	TO credit_admin, credit_department, credit_analyst, credit_public, credit_identity;
