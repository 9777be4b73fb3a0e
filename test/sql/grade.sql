-- Type credit.grade: text forms, scales, type modifier, order, indexes, binary.
SET client_min_messages = warning;

SELECT t, t::credit.grade FROM unnest(ARRAY['A', 'b', ' D ', '优', '良', '中', '差', 'A级', 'credit:C', 'M', 'tax:A', 'TAX：m', 'tax:B级',
	'green', '绿', 'environment:黑', 'labour:C', 'risk:D', '高风险', 'AAA', 'rating:A', 'bbb-', 'ＡＡ＋']) AS t;
SELECT scale, credit.grade_levels(scale) FROM unnest(ARRAY['credit', 'tax', 'environment', 'labour', 'risk', 'rating']) AS scale;
SELECT credit.grade_levels('weather');
\echo :LAST_ERROR_SQLSTATE
SELECT g, credit.grade_scale(g), credit.grade_rank(g), credit.grade_label(g), credit.grade_label(g, 'en')
FROM unnest('{A,D,tax:M,green,black,labour:A,risk:B,AAA}'::credit.grade[]) AS g;
SELECT credit.grade_label('A', 'fr');

-- what is no grade
SELECT 'E'::credit.grade;
\echo :LAST_ERROR_SQLSTATE
SELECT ''::credit.grade;
SELECT 'labour:D'::credit.grade;
SELECT 'weather:A'::credit.grade;
SELECT 'tax:'::text::credit.grade;
SELECT repeat('A', 1000000)::credit.grade;

-- the modifier keeps scales apart, on every way in
CREATE TABLE rated (n int, g credit.grade, t credit.grade(tax));
SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'rated'::regclass AND attname = 't';
INSERT INTO rated VALUES (1, 'A', 'tax:A'), (2, 'tax:M', 'M'), (3, NULL, NULL);
INSERT INTO rated VALUES (4, 'A', 'A');
\echo :LAST_ERROR_SQLSTATE
INSERT INTO rated SELECT 5, 'B', 'B'::text;
UPDATE rated SET t = g WHERE n = 1;
UPDATE rated SET t = g WHERE n = 2;
COPY rated FROM stdin;
6	B	B
\.
COPY rated FROM stdin;
6	B	tax:B
\.
SELECT 'A'::credit.grade(tax);
SELECT 'tax:A'::credit.grade(tax), 'M'::credit.grade(tax);
SELECT 'A'::credit.grade(weather);
SELECT 'A'::credit.grade(tax, credit);
SELECT * FROM rated ORDER BY n;

-- better is greater; scales stand in their order
SELECT 'A'::credit.grade > 'B' AS a_b, 'B'::credit.grade > 'C' AS b_c, 'C'::credit.grade > 'D' AS c_d,
	'tax:B'::credit.grade > 'tax:M' AS b_m, 'tax:M'::credit.grade > 'tax:C' AS m_c,
	'green'::credit.grade > 'blue' AS green_blue, 'red'::credit.grade > 'black' AS red_black,
	'AAA'::credit.grade > 'AA+' AS aaa, 'rating:A-'::credit.grade > 'BBB+' AS a_minus,
	'A'::credit.grade < 'tax:D' AS by_scale;
SELECT array_agg(g ORDER BY g DESC) FROM unnest('{C,A,D,B,A}'::credit.grade[]) AS g;
SELECT min(g), max(g) FROM unnest('{C,A,D,B}'::credit.grade[]) AS g;
SELECT count(*) FROM unnest('{C,A,D,B}'::credit.grade[]) AS g WHERE g IN ('A', '差');

-- capping
SELECT credit.grade_cap('A', 'C'), credit.grade_cap('D', 'B'), credit.grade_cap('tax:B', 'tax:M'), credit.grade_cap('A', NULL) IS NULL AS of_null;
SELECT credit.grade_cap('A', 'tax:D');
\echo :LAST_ERROR_SQLSTATE

-- all comparisons agree over all pairs of all grades
WITH every AS (
	SELECT g, credit.grade_scale(g) AS s, credit.grade_rank(g) AS r,
		array_position(ARRAY['credit', 'tax', 'environment', 'labour', 'risk', 'rating'], credit.grade_scale(g)) AS o
	FROM unnest(ARRAY['credit', 'tax', 'environment', 'labour', 'risk', 'rating']) AS scale, unnest(credit.grade_levels(scale)) AS g
)
SELECT count(*), count(*) FILTER (WHERE
	(a.g < b.g) <> ((a.o, a.r) < (b.o, b.r)) OR (a.g <= b.g) <> ((a.o, a.r) <= (b.o, b.r)) OR
	(a.g = b.g) <> ((a.o, a.r) = (b.o, b.r)) OR (a.g <> b.g) <> ((a.o, a.r) <> (b.o, b.r)) OR
	(a.g >= b.g) <> ((a.o, a.r) >= (b.o, b.r)) OR (a.g > b.g) <> ((a.o, a.r) > (b.o, b.r)) OR
	a.g::text::credit.grade <> a.g OR sign(credit.grade_cmp(a.g, b.g)) <> sign((a.o - b.o) * 100 + a.r - b.r)) AS wrong
FROM every AS a, every AS b;

-- index, deduplication, hash, joins, parallel aggregates
CREATE TABLE many AS
SELECT n, (credit.grade_levels('credit'))[1 + n % 4] AS g FROM generate_series(1, 20000) AS n;
CREATE INDEX many_g ON many (g);
CREATE INDEX many_plain ON many (g) WITH (deduplicate_items = off);
SELECT pg_relation_size('many_g') < pg_relation_size('many_plain') / 2 AS deduplicated;
DROP INDEX many_plain;
ANALYZE many;
SET enable_bitmapscan = off;
SET enable_seqscan = off;
EXPLAIN (COSTS OFF) SELECT n FROM many WHERE g = '差';
SELECT g, count(*) FROM many GROUP BY g ORDER BY g DESC;
RESET enable_seqscan;
RESET enable_bitmapscan;
CREATE TABLE split (g credit.grade) PARTITION BY HASH (g);
CREATE TABLE split_0 PARTITION OF split FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE split_1 PARTITION OF split FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO split SELECT unnest(credit.grade_levels('rating'));
SELECT count(*), count(DISTINCT tableoid) FROM split;
SELECT count(*) FROM split WHERE g = 'AA-';
SELECT count(*) FROM many AS a JOIN (SELECT DISTINCT g FROM many) AS b USING (g);
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET enable_indexscan = off;
SET enable_indexonlyscan = off;
SET max_parallel_workers_per_gather = 2;
EXPLAIN (COSTS OFF) SELECT min(g), max(g) FROM many;
SELECT min(g), max(g) FROM many;
RESET ALL;
SET client_min_messages = warning;

-- binary form
SELECT credit.grade_send('A'), credit.grade_send('tax:M');
SELECT current_setting('data_directory') || '/regress_grade.copy' AS file \gset
COPY (SELECT g FROM split ORDER BY g DESC) TO :'file' (FORMAT binary);
CREATE TEMP TABLE back (g credit.grade);
COPY back FROM :'file' (FORMAT binary);
SELECT count(*) FROM back JOIN split USING (g);
CREATE TEMP TABLE back_tax (g credit.grade(tax));
COPY back_tax FROM :'file' (FORMAT binary);
SELECT set_config('regress.file', :'file', false) \gset
DO $$
DECLARE
	file text := current_setting('regress.file');
	head bytea := '\x5047434f50590aff0d0a00' || '\x0000000000000000'::bytea || '\x000100000001'::bytea;
	taken int := 0;
	states text[] := '{}';
	lo oid;
BEGIN
	FOR byte IN 0..255 LOOP
		lo := lo_from_bytea(0, head || set_byte('\x00'::bytea, 0, byte) || '\xffff');
		PERFORM lo_export(lo, file), lo_unlink(lo);
		BEGIN
			EXECUTE format('COPY back FROM %L (FORMAT binary)', file);
			taken := taken + 1;
		EXCEPTION WHEN others THEN
			IF sqlstate <> ALL (states) THEN states := states || sqlstate::text; END IF;
		END;
	END LOOP;
	RAISE WARNING '% of 256 bytes are grades, the others raise %', taken, states;
END $$;
SELECT format('rm -f %s', :'file') AS remove \gset
COPY (SELECT) TO PROGRAM :'remove';

-- assignment to and from text
CREATE TEMP TABLE mixed (t text, v varchar, g credit.grade);
INSERT INTO mixed SELECT 'tax:M'::credit.grade, 'B'::credit.grade, '优'::text;
INSERT INTO mixed (g) SELECT v FROM mixed;
SELECT * FROM mixed;

DROP TABLE rated, many, split;
