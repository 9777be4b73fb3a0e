-- Rules for every member of the extension. Each query lists offenders, so
-- each must return no rows.
SET search_path = pg_catalog;

CREATE TEMP VIEW member AS
	SELECT d.classid, d.objid
	FROM pg_depend d JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid
	WHERE d.deptype = 'e' AND e.extname = 'credit';
CREATE TEMP VIEW member_function AS
	SELECT p.*, p.oid::regprocedure::text AS signature, l.lanname
	FROM member m JOIN pg_proc p ON m.classid = 'pg_proc'::regclass AND m.objid = p.oid
		JOIN pg_language l ON l.oid = p.prolang;
CREATE TEMP VIEW member_relation AS
	SELECT c.*, c.oid::regclass::text AS called, n.nspname
	FROM member m JOIN pg_class c ON m.classid = 'pg_class'::regclass AND m.objid = c.oid
		JOIN pg_namespace n ON n.oid = c.relnamespace;

-- a comment in English and in Chinese on schemas, relations, columns,
-- functions and types
WITH described(class, object, called, kind) AS (
	SELECT 'pg_namespace', n.oid, n.nspname::text, 'schema'
	FROM member m JOIN pg_namespace n ON m.classid = 'pg_namespace'::regclass AND m.objid = n.oid
	UNION ALL
	SELECT 'pg_class', c.oid, c.called, 'relation'
	FROM member_relation c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
	UNION ALL
	SELECT 'pg_proc', p.oid, p.signature, 'function' FROM member_function p
	UNION ALL
	SELECT 'pg_type', t.oid, t.oid::regtype::text, 'type'
	FROM member m JOIN pg_type t ON m.classid = 'pg_type'::regclass AND m.objid = t.oid
		LEFT JOIN pg_class c ON c.oid = t.typrelid
	WHERE (t.typtype IN ('b', 'd', 'e', 'r') AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid))
		OR c.relkind = 'c'
), spoken AS (
	SELECT kind, called, obj_description(object, class) AS words FROM described
	UNION ALL
	SELECT 'column', c.called || '.' || a.attname, col_description(c.oid, a.attnum)
	FROM member_relation c JOIN pg_attribute a ON a.attrelid = c.oid
	WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
)
SELECT kind, called AS "lacks a comment in both languages", words
FROM spoken
WHERE words IS NULL OR words !~ '[A-Za-z]{3}' OR words !~ '[\u4e00-\u9fff]{2}'
ORDER BY kind COLLATE "C", called COLLATE "C";

-- a function that is not C resolves names by its own pinned path, the
-- temporary schema last, or at creation
SELECT signature AS "search_path not pinned", lanname, proconfig
FROM member_function p
WHERE prokind <> 'a' AND lanname NOT IN ('c', 'internal') AND prosqlbody IS NULL
	AND NOT EXISTS (SELECT FROM unnest(proconfig) s WHERE s ~ '^search_path=(pg_catalog|credit).*, *pg_temp$')
ORDER BY signature COLLATE "C";

-- a view reads as who asks; the portal's one view reads as its owner, since
-- the public has no right on the tables, and one as a role without members
-- that row-level security holds for, since nobody else may read the columns
SELECT called AS "view not security_invoker"
FROM member_relation
WHERE relkind = 'v' AND called <> 'credit.public_record' AND (called <> 'credit.record_visible' OR relowner <> 'credit_reader'::regrole) AND NOT coalesce(reloptions && ARRAY['security_invoker=true', 'security_invoker=on'], false)
ORDER BY called COLLATE "C";

SELECT called AS "belongs to somebody else than the extension's owner"
FROM member_relation
WHERE relowner <> (SELECT extowner FROM pg_extension WHERE extname = 'credit') AND called <> 'credit.record_visible'
ORDER BY called COLLATE "C";
SELECT m.member::regrole AS "member of credit_reader, who reads every field" FROM pg_auth_members m
WHERE m.roleid = 'credit_reader'::regrole;
SELECT r.rolname AS "credit_reader is no plain role" FROM pg_roles r
WHERE r.rolname = 'credit_reader' AND (r.rolcanlogin OR r.rolsuper OR r.rolbypassrls OR EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid));

-- functions with the owner's rights are granted by name
SELECT signature AS "SECURITY DEFINER open to PUBLIC"
FROM member_function
WHERE prosecdef AND (proacl IS NULL OR EXISTS (SELECT FROM aclexplode(proacl) a WHERE a.grantee = 0))
ORDER BY signature COLLATE "C";

-- every table and view was given to somebody, or is under row-level security
SELECT called AS "neither grants nor row-level security", relkind
FROM member_relation
WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT relispartition AND NOT relrowsecurity
	AND NOT EXISTS (SELECT FROM aclexplode(relacl) a WHERE a.grantee <> relowner)
ORDER BY called COLLATE "C";

-- row-level security without a policy shows nothing to anybody
SELECT called AS "row-level security without a policy"
FROM member_relation c
WHERE relrowsecurity AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)
ORDER BY called COLLATE "C";

-- nobody but the owner makes objects in our schemas
SELECT n.nspname AS "schema open to CREATE", a.grantee::regrole
FROM member m JOIN pg_namespace n ON m.classid = 'pg_namespace'::regclass AND m.objid = n.oid,
	aclexplode(n.nspacl) a
WHERE a.privilege_type = 'CREATE' AND a.grantee <> n.nspowner
ORDER BY n.nspname, a.grantee;

-- analysis tools know built-in types only
SELECT c.called || '.' || a.attname AS "not a built-in type", a.atttypid::regtype
FROM member_relation c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
WHERE c.nspname = 'credit_bi' AND a.attnum > 0 AND NOT a.attisdropped AND t.typnamespace <> 'pg_catalog'::regnamespace
ORDER BY c.called COLLATE "C", a.attname COLLATE "C";

-- object identifiers mean nothing after a restore
SELECT c.called || '.' || a.attname AS "stores an object identifier", a.atttypid::regtype
FROM member_relation c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
	AND (a.atttypid = 'oid'::regtype OR a.atttypid::regtype::text ~ '^reg')
ORDER BY c.called COLLATE "C", a.attname COLLATE "C";

-- row-level security uses an index only through leakproof comparisons
SELECT DISTINCT p.signature AS "comparison not leakproof", am.amname
FROM member m JOIN pg_opfamily f ON m.classid = 'pg_opfamily'::regclass AND m.objid = f.oid
	JOIN pg_am am ON am.oid = f.opfmethod AND am.amname IN ('btree', 'hash')
	JOIN pg_amop o ON o.amopfamily = f.oid JOIN pg_operator op ON op.oid = o.amopopr
	JOIN member_function p ON p.oid = op.oprcode
WHERE NOT p.proleakproof
ORDER BY 1;

-- numbers drawn from a sequence go on where they were after a restore
SELECT called AS "dumped without its sequence"
FROM member_relation c JOIN pg_extension e ON e.extname = 'credit'
WHERE c.oid = ANY (e.extconfig) AND c.relkind IN ('r', 'p')
	AND EXISTS (SELECT FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
				WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
					AND d.refobjid = c.oid AND d.deptype IN ('a', 'i') AND NOT s.oid = ANY (e.extconfig))
ORDER BY called COLLATE "C";
