-- Scoring rows of any kind: columns by name, what is missing or of the wrong
-- type, versions, bands, changes of a model seen at once.
SET credit.fixed_today = '2026-06-01';
SET datestyle = 'ISO, YMD';
\set SHOW_CONTEXT never
BEGIN;
CREATE FUNCTION pg_temp.card(points text) RETURNS xml LANGUAGE sql AS $$
SELECT format('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary><DataField name="Amount" optype="continuous" dataType="double"/><DataField name="n" optype="continuous" dataType="integer"/>
<DataField name="s" optype="categorical" dataType="string"/><DataField name="b" optype="categorical" dataType="boolean"/><DataField name="d" optype="ordinal" dataType="date"/></DataDictionary>
<Scorecard functionName="regression" useReasonCodes="false"><MiningSchema><MiningField name="Amount"/><MiningField name="n"/><MiningField name="s"/><MiningField name="b"/><MiningField name="d"/></MiningSchema>
<Characteristics><Characteristic name="amount"><Attribute partialScore="%s"><SimplePredicate field="Amount" operator="lessThan" value="10"/></Attribute><Attribute partialScore="0"><True/></Attribute></Characteristic>
<Characteristic name="s"><Attribute partialScore="10"><SimplePredicate field="s" operator="equal" value="B"/></Attribute><Attribute partialScore="0"><True/></Attribute></Characteristic>
<Characteristic name="n"><Attribute partialScore="100"><SimplePredicate field="n" operator="equal" value="7"/></Attribute><Attribute partialScore="0"><True/></Attribute></Characteristic>
</Characteristics></Scorecard></PMML>', points)::xml $$;
SELECT credit.load_model('card', '1', pg_temp.card('1'), '[2025-01-01,2026-01-01)');
SELECT credit.load_model('card', '2', pg_temp.card('2'), '[2026-01-01,)');
SELECT credit.load_model('card', '3', pg_temp.card('3'), '[2027-01-01,)');
INSERT INTO credit.grade_band VALUES ('card', '2', 'A', 100), ('card', '2', 'B', 10), ('card', '2', 'D', 2);

-- the version in force, or the one named
SELECT m, (credit.score(m, t)).* FROM unnest(ARRAY['card', 'card@1', 'card@2', 'card@3']) m,
	(SELECT 5.0::float8 AS "Amount", 7 AS n, 'B' AS s, true AS b, date '2026-01-01' AS d) t ORDER BY m COLLATE "C";
-- bands: the highest reached; below all of them no grade
SELECT n, s, (r).score, (r).grade FROM (SELECT n, s, credit.score('card', t) r
	FROM (VALUES (5.0::float8, 7, 'B', true, date '2026-01-01'), (5, 0, 'B', true, NULL), (5, 0, 'x', NULL, NULL), (50, 0, 'x', true, NULL)) t("Amount", n, s, b, d)) q;
-- every number type fits a number, other columns are not looked at
SELECT (credit.score('card', t)).score FROM (SELECT 5::numeric AS "Amount", 7::int2 AS n, 'B'::varchar(3) AS s, true AS b, date '2026-01-01' AS d, now() AS other) t
UNION ALL SELECT (credit.score('card', t)).score FROM (SELECT 5::float4 AS "Amount", 7::int8 AS n, 'B'::name AS s, true AS b, date '2026-01-01' AS d) t
UNION ALL SELECT (credit.score('card', t)).score FROM (SELECT 5::int AS amount, 7::numeric AS n, 'B'::credit.grade AS s, true AS b, date '2026-01-01' AS d) t;
CREATE DOMAIN pg_temp.letter AS text;
CREATE TYPE pg_temp.letters AS ENUM ('A', 'B');
SELECT (credit.score('card', t)).score FROM (SELECT 5::int AS amount, 7 AS n, 'B'::pg_temp.letter AS s, true AS b, NULL::date AS d) t
UNION ALL SELECT (credit.score('card', t)).score FROM (SELECT 5::int AS amount, 7 AS n, e AS s, true AS b, NULL::date AS d FROM unnest(enum_range(NULL::pg_temp.letters)) e) t;
-- what is no integer, or no number, is invalid
SELECT (credit.score('card', t)).score IS NULL AS invalid FROM (VALUES (5::float8, 7.5::numeric, 'B', true, NULL::date), ('NaN', 7, 'B', true, NULL), (5, 'NaN', 'B', true, NULL), (5, 7, 'B', true, 'infinity'), ('Infinity', 7, 'B', true, NULL)) t("Amount", n, s, b, d);
-- of a table, a view, a row with dropped columns; null rows
CREATE TEMP TABLE source (gone int, "Amount" float8, n int, s text, b bool, d date);
ALTER TABLE source DROP COLUMN gone;
ALTER TABLE source ADD COLUMN later text;
INSERT INTO source VALUES (5, 7, 'B'), (NULL, NULL, NULL), (50, 7, 'A');
SELECT credit.score('card', source) FROM source;
CREATE TEMP VIEW source_view AS SELECT s, n, "Amount", d, b FROM source WHERE n = 7;
SELECT credit.score('card', v) FROM source_view v;
SELECT credit.score('card', x) IS NULL AS null_row FROM (SELECT 1) a LEFT JOIN source x ON x.n = 99;
SELECT r.score, r.points FROM source, credit.score('card', source) r;
-- the planner takes the row apart where it can; the results are the same
SELECT (credit.score('card', source)).score AS apart, (credit.score('card', v)).score AS whole
FROM source, LATERAL (SELECT source."Amount" + 0 AS "Amount", source.n, source.s, source.b, source.d OFFSET 0) v;
CREATE TEMP TABLE parted (LIKE source) PARTITION BY LIST (n);
CREATE TEMP TABLE parted_7 (d date, b bool, s text, n int, "Amount" float8, later text);
ALTER TABLE parted ATTACH PARTITION parted_7 FOR VALUES IN (7);
CREATE TEMP TABLE parted_rest PARTITION OF parted DEFAULT;
INSERT INTO parted SELECT * FROM source;
SELECT credit.score('card', parted) FROM parted ORDER BY 1;
ROLLBACK;

-- reported before the first row: everything at once
BEGIN;
SELECT credit.load_model('card', '1', '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary><DataField name="x" optype="continuous" dataType="double"/><DataField name="s" optype="categorical" dataType="string"/><DataField name="b" optype="categorical" dataType="boolean"/><DataField name="d" optype="ordinal" dataType="date"/></DataDictionary><Scorecard functionName="regression" useReasonCodes="false"><MiningSchema><MiningField name="x"/><MiningField name="s"/><MiningField name="b"/><MiningField name="d"/></MiningSchema><Characteristics><Characteristic name="c"><Attribute partialScore="1"><True/></Attribute></Characteristic></Characteristics></Scorecard></PMML>');
SAVEPOINT s;
SELECT credit.score('card', t) FROM (SELECT 'a' AS x, 1 AS s, 1 AS b, now() AS d) t;
ROLLBACK TO s;
\echo :LAST_ERROR_SQLSTATE
SELECT credit.score('card', t) FROM (SELECT 1 AS x, 'a' AS s) t;
ROLLBACK TO s;
SELECT credit.score('card', ROW(1, 'a', true, date '2026-01-01'));
ROLLBACK TO s;
SELECT credit.score('unheard', t) FROM (SELECT 1 AS x) t;
ROLLBACK TO s;
SELECT credit.score('card@9', t) FROM (SELECT 1 AS x) t;
ROLLBACK TO s;
UPDATE credit.model SET in_force = '[2030-01-01,)' WHERE model = 'card';
SELECT credit.score('card', t) FROM (SELECT 1 AS x) t;
ROLLBACK TO s;
-- changed, used, rolled back: the session scores with what is there
CREATE TEMP TABLE one AS SELECT 1 AS x, 'a' AS s, true AS b, date '2026-01-01' AS d;
PREPARE again AS SELECT (credit.score('card', one)).score FROM one;
EXECUTE again;
SAVEPOINT t;
SELECT credit.load_model('card', '1', replace(pmml::text, 'partialScore="1"', 'partialScore="5"')::xml) FROM credit.model WHERE model = 'card';
EXECUTE again;
ROLLBACK TO t;
EXECUTE again;
SELECT credit.load_model('card', '2', replace(pmml::text, 'partialScore="1"', 'partialScore="6"')::xml) FROM credit.model WHERE model = 'card';
EXECUTE again;
-- also by a call site that lives for a transaction; one for many names keeps each
SAVEPOINT w;
CREATE FUNCTION pg_temp.flat(points int) RETURNS xml LANGUAGE sql AS $$
SELECT format('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary><DataField name="x" optype="continuous" dataType="double"/></DataDictionary>
<Scorecard functionName="regression" useReasonCodes="false"><MiningSchema><MiningField name="x"/></MiningSchema><Characteristics><Characteristic><Attribute partialScore="%s"><True/></Attribute></Characteristic></Characteristics></Scorecard></PMML>', points)::xml $$;
DO $$
DECLARE
	r record;
	scores text := '';
BEGIN
	SELECT 5::float8 AS x INTO r;
	FOR i IN 4..6 LOOP
		PERFORM credit.load_model('flat', '1', pg_temp.flat(i));
		scores := scores || ' ' || (credit.score('flat', r)).score;
	END LOOP;
	RAISE NOTICE 'scores%', scores;
END $$;
SELECT credit.load_model('even', '1', pg_temp.flat(2)), credit.load_model('odd', '1', pg_temp.flat(3));
CREATE TEMP TABLE many AS SELECT CASE WHEN g % 2 = 0 THEN 'even' ELSE 'odd' END AS model, g::float8 AS x FROM generate_series(1, 20000) g;
SELECT m.model, (credit.score(m.model, m)).score, count(*) FROM many m GROUP BY 1, 2 ORDER BY 1;
CREATE FUNCTION pg_temp.kept(query text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	rows refcursor;
	before bigint := (SELECT sum(total_bytes) FROM pg_backend_memory_contexts);
BEGIN
	OPEN rows FOR EXECUTE query;
	MOVE 20000 FROM rows;
	RETURN (SELECT sum(total_bytes) FROM pg_backend_memory_contexts) - before;
END $$;
SELECT pg_temp.kept('SELECT (credit.score(m.model, m)).score FROM many m') < 4000000 AS by_columns, pg_temp.kept('SELECT credit.score(r.model, r::many) FROM many r') < 4000000 AS by_rows;
ROLLBACK TO w;
-- a version that has been used stays as it is; its days may change
INSERT INTO credit.evaluation_run (model, version, as_of) VALUES ('card', '1', '2026-05-01');
SAVEPOINT u;
SELECT credit.load_model('card', '1', pmml) FROM credit.model WHERE model = 'card' AND version = '1';
SELECT credit.load_model('card', '1', replace(pmml::text, 'partialScore="1"', 'partialScore="5"')::xml) FROM credit.model WHERE model = 'card' AND version = '1';
ROLLBACK TO u;
DELETE FROM credit.model WHERE model = 'card';
ROLLBACK TO u;
INSERT INTO credit.grade_band VALUES ('card', '1', 'A', 1);
ROLLBACK TO u;
UPDATE credit.model SET in_force = '[2025-01-01,2026-01-01)' WHERE version = '1';
-- names, scales and bands make sense
\set VERBOSITY terse
SAVEPOINT v;
INSERT INTO credit.model (model, version, pmml) SELECT 'a@b', '1', pmml FROM credit.model LIMIT 1;
ROLLBACK TO v;
INSERT INTO credit.grade_band VALUES ('card', '2', 'A', 'NaN');
ROLLBACK;

-- who may
BEGIN;
SELECT has_function_privilege(r, 'credit.score(text, record)', 'EXECUTE') AS score,
	has_function_privilege(r, 'credit.load_model(text, text, xml, daterange, text, int, text, text)', 'EXECUTE') AS load,
	has_table_privilege(r, 'credit.model', 'SELECT') AS read, has_table_privilege(r, 'credit.model', 'INSERT') AS write, r
FROM unnest(ARRAY['credit_admin', 'credit_department', 'credit_analyst', 'credit_public']) r;
ROLLBACK;
