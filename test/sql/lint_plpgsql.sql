-- plpgsql_check over every PL/pgSQL function of the extension, trigger
-- functions with each table they serve: no rows.
SET client_min_messages = warning;
CREATE SCHEMA plpgsql_lint;
CREATE EXTENSION plpgsql_check SCHEMA plpgsql_lint;

CREATE TEMP VIEW checked AS
	SELECT DISTINCT p.oid, p.oid::regprocedure::text AS signature, t.tgrelid, t.tgrelid::regclass::text AS of_table,
		t.tgoldtable, t.tgnewtable, p.prorettype = 'trigger'::regtype AS is_trigger
	FROM pg_depend d
		JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid
		JOIN pg_proc p ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid
		JOIN pg_language l ON l.oid = p.prolang
		LEFT JOIN (pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid AND NOT c.relispartition)
			-- some are called by a trigger in C, once it has found rows of concern
			ON NOT t.tgisinternal AND (t.tgfoid = p.oid OR (p.proname::text, t.tgname::text) IN (('mark_for_alerts', 'watch_insert'),
				('evaluate_new_records', 'refresh_evaluation_insert'), ('open_cases_of_records', 'open_cases')))
	WHERE d.deptype = 'e' AND e.extname = 'credit' AND l.lanname = 'plpgsql';

SELECT signature AS "trigger function that serves no table"
FROM checked WHERE is_trigger AND tgrelid IS NULL
	-- credit.distribute() attaches these
	AND signature NOT IN ('credit.keep_elsewhere()', 'credit.node_answer()', 'credit.node_guard()', 'credit.node_take_rule()', 'credit.send_rule()')
ORDER BY signature COLLATE "C";

CREATE TEMP TABLE finding AS
	SELECT signature, of_table, f.lineno, f.level, f.sqlstate, f.message, f.detail, f.hint
	FROM checked,
		plpgsql_lint.plpgsql_check_function_tb(checked.oid, coalesce(tgrelid, 0)::regclass,
			oldtable => tgoldtable, newtable => tgnewtable, security_warnings => true) f
	WHERE NOT is_trigger OR tgrelid IS NOT NULL;

SELECT * FROM finding
WHERE level <> 'security'
	-- effects and conditions of procedures all take the same, needed or not
	AND NOT (message ~ '^unused parameter' AND signature ~ '^credit.(effect|condition)_\w+\(bigint,date,jsonb\)$')
	-- Citus and schema credit_all are not there
	AND NOT (message ~ '(pg_dist_|credit_all|shard_id|create_distributed).* does not exist$' AND signature ~ '^credit.(node_|distribute)')
ORDER BY signature COLLATE "C", of_table COLLATE "C", lineno, message COLLATE "C";

-- SQL put together from variables: each of these was read and quotes what it
-- puts in. Newer versions of the checker see that send_all_rules() formats a
-- constant.
SELECT DISTINCT signature COLLATE "C" AS "function", lineno AS line, message
FROM finding
WHERE level = 'security' AND signature <> 'credit.send_all_rules()'
ORDER BY signature COLLATE "C", lineno, message;

DROP EXTENSION plpgsql_check;
DROP SCHEMA plpgsql_lint;
