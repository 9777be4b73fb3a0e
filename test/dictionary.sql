-- The dictionary as Markdown, one line a row: (page, place, line). Requires a
-- database with nothing but the extension, and the temporary table part(name,
-- room): which room of the source makes an object. Run by dictionary.sh.
SET search_path = pg_catalog, pg_temp;

CREATE FUNCTION pg_temp.cell(words text) RETURNS text LANGUAGE sql
	AS $$ SELECT replace(replace(coalesce(words, ''), '|', '\|'), E'\n', ' ') $$;

CREATE TEMP VIEW member AS
	SELECT d.classid, d.objid
	FROM pg_depend d JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid
	WHERE d.deptype = 'e' AND e.extname = 'credit';

CREATE TEMP TABLE object AS
	SELECT c.oid, 'pg_class'::regclass AS class, n.nspname || '.' || c.relname AS called,
		CASE c.relkind WHEN 'v' THEN 'view' ELSE 'table' END AS kind,
		CASE WHEN n.nspname = 'credit_bi' THEN 2 WHEN c.relkind = 'v' THEN 3 ELSE 4 END AS ordinal
	FROM member m JOIN pg_class c ON m.classid = 'pg_class'::regclass AND m.objid = c.oid JOIN pg_namespace n ON n.oid = c.relnamespace
	WHERE c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition
	UNION ALL
	SELECT t.oid, 'pg_type'::regclass, n.nspname || '.' || t.typname,
		CASE t.typtype WHEN 'e' THEN 'enumeration' WHEN 'd' THEN 'domain' WHEN 'c' THEN 'composite type' WHEN 'r' THEN 'range type' ELSE 'type' END, 1
	FROM member m JOIN pg_type t ON m.classid = 'pg_type'::regclass AND m.objid = t.oid JOIN pg_namespace n ON n.oid = t.typnamespace
		LEFT JOIN pg_class c ON c.oid = t.typrelid
	WHERE (t.typtype IN ('b', 'd', 'e', 'r') AND t.typelem = 0) OR c.relkind = 'c'
	UNION ALL
	SELECT p.oid, 'pg_proc'::regclass, n.nspname || '.' || p.proname,
		CASE WHEN p.prorettype IN ('trigger'::regtype, 'event_trigger'::regtype) THEN 'trigger function' WHEN p.prokind = 'a' THEN 'aggregate'
			WHEN p.prokind = 'p' THEN 'procedure' ELSE 'function' END,
		CASE WHEN p.prorettype IN ('trigger'::regtype, 'event_trigger'::regtype) THEN 6 ELSE 5 END
	FROM member m JOIN pg_proc p ON m.classid = 'pg_proc'::regclass AND m.objid = p.oid JOIN pg_namespace n ON n.oid = p.pronamespace;

-- what a statement of the source builds from a name it is given stands where
-- its like do
CREATE TEMP TABLE described AS
	SELECT o.*, coalesce((SELECT min(p.room) FROM part p WHERE p.name = o.called),
						 CASE WHEN o.called LIKE '%\_entry' THEN 'record' WHEN o.called LIKE 'pg_catalog.%' THEN 'code' ELSE 'root' END) AS room,
		obj_description(o.oid, o.class::text) AS words
	FROM object o;

CREATE TEMP VIEW line(room, ordinal, called, signature, n, line) AS
	-- relations: a line of words, then a table of columns
	SELECT d.room, d.ordinal, d.called, '', 0, format(E'\n### %s\n\n%s. %s\n\n| column | type | | |\n|---|---|---|---|', d.called, initcap(left(d.kind, 1)) || substr(d.kind, 2), pg_temp.cell(d.words))
	FROM described d WHERE d.ordinal IN (2, 3, 4)
	UNION ALL
	SELECT d.room, d.ordinal, d.called, '', a.attnum, format('| %s | %s | %s | %s |', a.attname, pg_temp.cell(format_type(a.atttypid, a.atttypmod)),
		pg_temp.cell(concat_ws(', ',
			CASE WHEN EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = d.oid AND k.contype = 'p' AND a.attnum = ANY (k.conkey)) THEN 'key'
				WHEN a.attnotnull THEN 'not null' END,
			(SELECT string_agg('→ ' || k.confrelid::regclass, ', ' ORDER BY k.confrelid::regclass::text COLLATE "C") FROM pg_constraint k
			 WHERE k.conrelid = d.oid AND k.contype = 'f' AND k.conparentid = 0 AND k.conkey = ARRAY[a.attnum]))),
		pg_temp.cell(col_description(d.oid, a.attnum)))
	FROM described d JOIN pg_attribute a ON a.attrelid = d.oid AND a.attnum > 0 AND NOT a.attisdropped
	WHERE d.ordinal IN (2, 3, 4)
	UNION ALL
	SELECT d.room, d.ordinal, d.called, '', 0, format('| `%s` | %s | %s | %s |', d.called, d.kind,
		pg_temp.cell(CASE d.kind
			WHEN 'enumeration' THEN (SELECT string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = d.oid)
			WHEN 'domain' THEN (SELECT format_type(t.typbasetype, t.typtypmod) FROM pg_type t WHERE t.oid = d.oid)
			WHEN 'composite type' THEN (SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)
				FROM pg_type t JOIN pg_attribute a ON a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped WHERE t.oid = d.oid) END), pg_temp.cell(d.words))
	FROM described d WHERE d.ordinal = 1
	UNION ALL
	SELECT d.room, d.ordinal, d.called, pg_get_function_identity_arguments(d.oid), 0,
		CASE d.kind WHEN 'trigger function' THEN format('| `%s()` | %s |', d.called, pg_temp.cell(d.words))
			ELSE format('| `%s(%s)` | %s | %s |', d.called, pg_temp.cell(pg_get_function_arguments(d.oid)),
				CASE d.kind WHEN 'procedure' THEN 'procedure' WHEN 'aggregate' THEN 'aggregate → ' || pg_get_function_result(d.oid)
					ELSE pg_temp.cell(pg_get_function_result(d.oid)) END, pg_temp.cell(d.words)) END
	FROM described d WHERE d.ordinal IN (5, 6);

CREATE TEMP VIEW head(room, ordinal, line) AS
	SELECT DISTINCT d.room, d.ordinal, (ARRAY[
		E'\n## Types\n\n| type | | | |\n|---|---|---|---|', E'\n## Views for analysis', E'\n## Views', E'\n## Tables',
		E'\n## Functions\n\n| function | result | |\n|---|---|---|', E'\n## Trigger functions\n\n| function | |\n|---|---|'])[d.ordinal]
	FROM described d;

COPY (
	SELECT room, line FROM (
		SELECT room, 0 AS ordinal, '' AS called, '' AS signature, 0 AS n,
			format(E'# Dictionary: %s\n\nGenerated from the comments in the catalogue by `make dictionary`; what it is for stands in [%s](../%s).', room, page, page) AS line
		FROM (SELECT DISTINCT d.room, CASE d.room WHEN 'operations' THEN 'operations.md' ELSE 'reference/' || d.room || '.md' END AS page FROM described d) r
		UNION ALL
		SELECT room, ordinal, '', '', -1, line FROM head
		UNION ALL
		SELECT * FROM line
	) whole
	ORDER BY room, ordinal, called COLLATE "C", signature COLLATE "C", n
) TO STDOUT (FORMAT csv, FORCE_QUOTE (line));
