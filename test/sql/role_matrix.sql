-- Role by object by verb, for every table and view of the extension: taken from
-- the catalogue, so that a new one shows up here and is thought about.
SET client_min_messages = warning;
\pset format unaligned
\pset footer off
\set SHOW_CONTEXT never
CREATE ROLE regress_rm_office IN ROLE credit_admin;
CREATE ROLE regress_rm_dept IN ROLE credit_department;
CREATE ROLE regress_rm_analyst IN ROLE credit_analyst;
CREATE ROLE regress_rm_public IN ROLE credit_public;
CREATE ROLE regress_rm_identity IN ROLE credit_identity;
CREATE ROLE regress_rm_nobody;
INSERT INTO credit.department (dept_id, name, role_name) VALUES (7251, '甲局', 'regress_rm_dept');
CREATE TEMP TABLE member AS
	SELECT c.oid, c.oid::regclass::text AS called, c.relkind, c.relispartition
	FROM pg_depend d JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid
	JOIN pg_class c ON d.classid = 'pg_class'::regclass AND d.objid = c.oid
	WHERE d.deptype = 'e' AND e.extname = 'credit' AND c.relkind IN ('r', 'p', 'v', 'm', 'f');
CREATE TEMP TABLE tester AS
	SELECT * FROM unnest('{regress_rm_office,regress_rm_dept,regress_rm_analyst,regress_rm_public,regress_rm_identity,regress_rm_nobody}'::name[]) WITH ORDINALITY r (role, nr);

-- s select (c: some columns), i insert, u update, d delete, t truncate; r: row-level security.
-- The doors of items that ship are alike: one line for all of them.
SELECT CASE WHEN count(*) > 1 THEN count(*) || ' doors of items' ELSE min(m.called) END AS object, m.rls, m.verbs AS "office dept analyst public identity nobody"
FROM (SELECT o.called, CASE WHEN c.relrowsecurity THEN 'r' END AS rls, o.relkind = 'v' AND o.called ~ '^credit\..*_entry$' AS door,
		string_agg(CASE WHEN has_table_privilege(t.role, o.oid, 'SELECT') THEN 's' WHEN has_any_column_privilege(t.role, o.oid, 'SELECT') THEN 'c' ELSE '-' END
			|| CASE WHEN has_any_column_privilege(t.role, o.oid, 'INSERT') THEN 'i' ELSE '-' END
			|| CASE WHEN has_any_column_privilege(t.role, o.oid, 'UPDATE') THEN 'u' ELSE '-' END
			|| CASE WHEN has_table_privilege(t.role, o.oid, 'DELETE') THEN 'd' ELSE '-' END
			|| CASE WHEN has_table_privilege(t.role, o.oid, 'TRUNCATE') THEN 't' ELSE '-' END, ' ' ORDER BY t.nr) AS verbs
	FROM member o JOIN pg_class c USING (oid) CROSS JOIN tester t WHERE NOT o.relispartition GROUP BY o.oid, o.called, o.relkind, c.relrowsecurity) m
GROUP BY m.door, CASE WHEN m.door THEN 'doors' ELSE m.called END, m.rls, m.verbs ORDER BY min(m.called) COLLATE "C";

-- nobody has anything on a partition: its rows are under no policy
SELECT o.called AS "partition open to", t.role FROM member o CROSS JOIN tester t
WHERE o.relispartition AND (has_any_column_privilege(t.role, o.oid, 'SELECT, INSERT, UPDATE') OR has_table_privilege(t.role, o.oid, 'DELETE, TRUNCATE'));

-- Whoever may read a view may read what is behind it, and the other way round:
-- every object is read by every role, its columns one by one where only some are open.
CREATE FUNCTION pg_temp.reads(role name, called text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	columns text;
BEGIN
	SELECT coalesce(string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum), '1') INTO columns
	FROM pg_attribute a WHERE a.attrelid = called::regclass AND a.attnum > 0 AND NOT a.attisdropped
		AND has_column_privilege(role, a.attrelid, a.attnum, 'SELECT');
	EXECUTE format('SET LOCAL ROLE %I', role);
	EXECUTE format('SELECT %s FROM %s LIMIT 1', columns, called);
	RETURN NULL;
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END $$;
CREATE TEMP TABLE answer AS SELECT o.called, t.role, has_any_column_privilege(t.role, o.oid, 'SELECT') AS granted, pg_temp.reads(t.role, o.called) AS said
	FROM member o CROSS JOIN tester t;
SELECT called, role, granted, said FROM answer
WHERE said IS DISTINCT FROM CASE WHEN NOT granted THEN '42501' END ORDER BY 1, 2;
SELECT role, count(*) FILTER (WHERE said IS NULL) > 0 AS reads_something, count(*) FILTER (WHERE said = '42501') > 0 AS refused_something FROM answer GROUP BY role ORDER BY role COLLATE "C";

-- writing is refused where it is not granted, by doing it
CREATE FUNCTION pg_temp.writes(role name, called text, verb text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('SET LOCAL ROLE %I', role);
	EXECUTE CASE verb WHEN 'DELETE' THEN format('DELETE FROM %s WHERE false', called)
		WHEN 'TRUNCATE' THEN format('TRUNCATE %s', called)
		WHEN 'INSERT' THEN format('INSERT INTO %s DEFAULT VALUES', called)
		ELSE format('UPDATE %s SET %I = %2$I WHERE false', called, (SELECT attname FROM pg_attribute WHERE attrelid = called::regclass AND attnum = 1)) END;
	RAISE 'done' USING ERRCODE = 'ZZ000';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END $$;
SELECT o.called, t.role, v.verb, pg_temp.writes(t.role, o.called, v.verb) AS said
FROM member o CROSS JOIN tester t CROSS JOIN unnest('{INSERT,UPDATE,DELETE,TRUNCATE}'::text[]) v (verb)
WHERE NOT CASE WHEN v.verb IN ('INSERT', 'UPDATE') THEN has_any_column_privilege(t.role, o.oid, v.verb) ELSE has_table_privilege(t.role, o.oid, v.verb) END
	-- a view that cannot be written says so first; so does TRUNCATE of a view
	AND pg_temp.writes(t.role, o.called, v.verb) NOT IN ('42501', '55000', '42809', '0A000', '428C9')
ORDER BY 1, 2, 3;
DELETE FROM credit.department WHERE dept_id = 7251;
DROP ROLE regress_rm_office, regress_rm_dept, regress_rm_analyst, regress_rm_public, regress_rm_identity, regress_rm_nobody;
