-- What the catalogue says of every member of the extension, printed so that
-- each change is seen and meant. The rules are in lint_rules.
\pset format unaligned
\pset footer off
SET search_path = pg_catalog;

CREATE TEMP VIEW member AS
	SELECT d.classid, d.objid
	FROM pg_depend d JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid
	WHERE d.deptype = 'e' AND e.extname = 'credit';

-- functions: kind (f function, p procedure, a aggregate), language,
-- i immutable s stable v volatile, parallel s safe r restricted u unsafe,
-- strict, leakproof, security definer, how names resolve, who may execute
SELECT p.oid::regprocedure AS function, p.prokind AS kind, l.lanname AS language,
	p.provolatile AS volatile, p.proparallel AS parallel,
	CASE WHEN p.proisstrict THEN 'strict' END AS strict,
	CASE WHEN p.proleakproof THEN 'leakproof' END AS leakproof,
	CASE WHEN p.prosecdef THEN 'definer' END AS definer,
	CASE WHEN p.prosqlbody IS NOT NULL THEN 'sql body'
		ELSE (SELECT setting FROM unnest(p.proconfig) setting WHERE setting LIKE 'search_path=%') END AS path,
	CASE WHEN p.proacl IS NULL THEN 'PUBLIC'
		ELSE (SELECT string_agg(CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END, ' '
								ORDER BY a.grantee::regrole::text COLLATE "C")
			  FROM aclexplode(p.proacl) a WHERE a.grantee <> p.proowner) END AS execute
FROM member m JOIN pg_proc p ON m.classid = 'pg_proc'::regclass AND m.objid = p.oid
	JOIN pg_language l ON l.oid = p.prolang
ORDER BY p.oid::regprocedure::text COLLATE "C";

-- tables and views: kind, row-level security and its policies, whether rows
-- are dumped (all, or those of a condition), grants by role; partitions,
-- which depend on the day of installation, are left out
SELECT c.oid::regclass AS relation, c.relkind AS kind,
	CASE WHEN c.relrowsecurity THEN 'rls' END AS rls,
	(SELECT string_agg(pol.polname, ' ' ORDER BY pol.polname COLLATE "C") FROM pg_policy pol WHERE pol.polrelid = c.oid) AS policies,
	(SELECT CASE WHEN e.extcondition[array_position(e.extconfig, c.oid)] = '' THEN 'all'
			ELSE e.extcondition[array_position(e.extconfig, c.oid)] END
	 FROM pg_extension e WHERE e.extname = 'credit' AND c.oid = ANY (e.extconfig)) AS dumped,
	(SELECT string_agg(g.who || '=' || g.what, ' ' ORDER BY g.who COLLATE "C")
	 FROM (SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END AS who,
				  string_agg(left(lower(a.privilege_type), 3), ',' ORDER BY a.privilege_type COLLATE "C") AS what
		   FROM aclexplode(c.relacl) a WHERE a.grantee <> c.relowner GROUP BY a.grantee) g) AS grants
FROM member m JOIN pg_class c ON m.classid = 'pg_class'::regclass AND m.objid = c.oid
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND NOT c.relispartition
ORDER BY c.oid::regclass::text COLLATE "C";

-- functions that read only, yet keep a query from running in parallel
SELECT p.oid::regprocedure AS "not parallel safe, though not volatile", p.proparallel AS parallel
FROM member m JOIN pg_proc p ON m.classid = 'pg_proc'::regclass AND m.objid = p.oid
WHERE p.provolatile <> 'v' AND p.proparallel <> 's'
ORDER BY p.oid::regprocedure::text COLLATE "C";
