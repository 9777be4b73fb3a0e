-- Type credit.uscc: what it takes, what it refuses and how, order, indexes,
-- binary form. Codes are published examples or made up.
SET client_min_messages = warning;

-- the lines of a plan that hold a word, without what versions print differently
CREATE FUNCTION pg_temp.plan(query text, word text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	line text;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		IF line ~ word THEN RETURN NEXT btrim(line, ' ->'); END IF;
	END LOOP;
END $$;

-- published example; folded input; text form
SELECT '91350100M000100Y43'::credit.uscc AS plain,
	' 91350100m000100y43 '::credit.uscc AS blanks_lower,
	'　９１３５０１００Ｍ０００１００Ｙ４３'::credit.uscc AS full_width;
SELECT length('91350100M000100Y43'::credit.uscc::text), pg_column_size('91350100M000100Y43'::credit.uscc);

-- pilot codes are taken, other codes with a wrong check character are not
SELECT c::credit.uscc FROM unnest(ARRAY['91350100M0001TGQXM', '91350211M0000XUF46',
	'91350203M0001FUE2P', '91350203M0001QAY9B']) AS c;

-- each kind of fault
SELECT '91350100M000100Y44'::credit.uscc;
\echo :LAST_ERROR_SQLSTATE
SELECT '91350100M000100Y4'::credit.uscc;
SELECT '91350100M000100Y433'::credit.uscc;
SELECT ''::credit.uscc;
SELECT '9135O100M000100Y43'::credit.uscc;
SELECT '91350100M000公00Y43'::credit.uscc;
SELECT '91350100 M000100Y43'::credit.uscc;
SELECT 'B1350100M000100Y43'::credit.uscc;
SELECT '94350100M000100Y43'::credit.uscc;
SELECT '9135M100M000100Y43'::credit.uscc;
SELECT 'not a code at all, but a long text that somebody put into the wrong column of the sheet'::credit.uscc;
SELECT '91350100M000100Y44'::text::credit.uscc;

-- authorities A, N and Y; the inner check and the region are warnings
SELECT head, v.ok, v.authority_ok, v.category_ok, v.inner_ok, v.reason
FROM unnest(ARRAY['A1', 'N1', 'N2', 'N3', 'Y1', 'A2', 'Y2', 'I1', '0A', '10']) AS head,
	credit.uscc_verify(head || '220100M000100Y4' ||
		CASE WHEN head ~ '[I]' THEN '0' ELSE credit.uscc_check_char(head || '220100M000100Y4') END) AS v;
SELECT v.* FROM credit.uscc_verify('91220100M000100Y5' || credit.uscc_check_char('91220100M000100Y5')) AS v;
SELECT v.* FROM credit.uscc_verify('91990100M000100Y4' || credit.uscc_check_char('91990100M000100Y4')) AS v;
SELECT v.* FROM credit.uscc_verify('91350100M0001TGQXM') AS v;

-- nothing makes the verdict raise
SELECT v.*, length(t) FROM unnest(ARRAY['', ' ', '　', 'ｘ', E'\u0001', '91', '9135010OM000100Y43',
	repeat('9', 1000000), repeat(' ', 1000000), repeat('公', 18), '91350100M000100Y43' || repeat('　', 99)]) AS t,
	credit.uscc_verify(t) AS v;
SELECT credit.uscc_verify(NULL) IS NULL, credit.is_uscc(NULL) IS NULL;
SELECT t, credit.is_uscc(t) FROM unnest(ARRAY['91350100M000100Y43', '９１３５０１００ｍ０００１００ｙ４３', '91350100M000100Y44', '']) AS t;

-- parts
SELECT credit.uscc_authority(c), credit.uscc_category(c), credit.uscc_region(c), credit.uscc_org_code(c),
	credit.is_org_code(credit.uscc_org_code(c)), credit.uscc_kind(c),
	credit.uscc_authority_label(c), credit.uscc_category_label(c, 'en')
FROM (VALUES ('91350100M000100Y43'::credit.uscc)) AS v(c);
SELECT credit.uscc_authority_label('91350100M000100Y43', 'fr');
\echo :LAST_ERROR_SQLSTATE
SELECT credit.uscc_check_char('91350100M000100Y4'), credit.uscc_check_char(' ９1350100m000100y4 ');
SELECT credit.uscc_check_char('91350100M000100Y43');
\echo :LAST_ERROR_SQLSTATE
SELECT credit.uscc_check_char('91350100M000100YO');

-- every pair of authority and category, with its kind: 37, none else
CREATE TEMP TABLE pair AS
SELECT a || c AS head, (a || c || '220100M000100Y4' || credit.uscc_check_char(a || c || '220100M000100Y4')) AS code
FROM regexp_split_to_table('0123456789ABCDEFGHJKLMNPQRTUWXY', '') AS a,
	regexp_split_to_table('0123456789ABCDEFGHJKLMNPQRTUWXY', '') AS c;
SELECT credit.uscc_kind(code::credit.uscc) AS kind, count(*), string_agg(head, ' ' ORDER BY head COLLATE "C")
FROM pair WHERE credit.is_uscc(code) GROUP BY 1 ORDER BY 1;
SELECT count(*) FILTER (WHERE credit.is_uscc(code)) AS accepted, count(*) FROM pair;

-- 2000 made-up codes of Jilin; the eight symbols of the body from a digest
CREATE TABLE code (n int, txt text COLLATE "C", uscc credit.uscc);
WITH body AS (
	SELECT n, (ARRAY['91', '92', '93', '12', '51', 'N2'])[1 + n % 6] || '22' || lpad((n * 37 % 10000)::text, 4, '0') ||
		translate(upper(substr(md5(n::text), 1, 8)), 'IOSVZ', '') AS head
	FROM generate_series(1, 2000) AS n
), inner_check AS (
	SELECT n, head || i AS s
	FROM body, LATERAL (SELECT i FROM unnest(ARRAY['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'X']) AS i
		WHERE credit.is_org_code(substr(head, 9) || i)) AS x
)
INSERT INTO code SELECT n, s || credit.uscc_check_char(s), (s || credit.uscc_check_char(s))::credit.uscc FROM inner_check;
ANALYZE code;
SELECT count(*), count(DISTINCT uscc), bool_and(uscc::text = txt) AS same_text,
	bool_and((credit.uscc_verify(txt)).inner_ok) AS inner_ok FROM code;

-- every single substitution and every exchange of neighbours, over 100 codes
WITH alphabet AS (SELECT regexp_split_to_table('0123456789ABCDEFGHJKLMNPQRTUWXY', '') AS a),
wrong AS (
	SELECT 'substitution' AS error, overlay(txt PLACING a FROM p FOR 1) AS txt
	FROM code, generate_series(1, 18) AS p, alphabet WHERE n <= 100 AND substr(txt, p, 1) <> a
	UNION ALL
	SELECT 'exchange', overlay(txt PLACING substr(txt, p + 1, 1) || substr(txt, p, 1) FROM p FOR 2)
	FROM code, generate_series(1, 17) AS p WHERE n <= 100 AND substr(txt, p, 1) <> substr(txt, p + 1, 1)
)
SELECT error, count(*) AS tried, count(*) FILTER (WHERE NOT credit.is_uscc(txt)) AS caught
FROM wrong GROUP BY error ORDER BY error COLLATE "C";

-- order is that of the texts
SELECT count(*) FROM (SELECT row_number() OVER (ORDER BY txt) AS t, row_number() OVER (ORDER BY uscc) AS u FROM code) AS x WHERE t <> u;
SELECT count(*) FROM code AS a, code AS b WHERE a.n <= 300 AND b.n <= 300 AND
	((a.txt < b.txt) <> (a.uscc < b.uscc) OR (a.txt <= b.txt) <> (a.uscc <= b.uscc) OR
	 (a.txt = b.txt) <> (a.uscc = b.uscc) OR (a.txt <> b.txt) <> (a.uscc <> b.uscc) OR
	 (a.txt >= b.txt) <> (a.uscc >= b.uscc) OR (a.txt > b.txt) <> (a.uscc > b.uscc));
SELECT min(uscc)::text = min(txt), max(uscc)::text = max(txt) FROM code;
SELECT min(uscc), max(uscc) FROM code WHERE false;

-- btree: range scan, uniqueness, deduplication
CREATE UNIQUE INDEX code_uscc ON code (uscc);
INSERT INTO code SELECT 0, txt, uscc FROM code WHERE n = 5;
SET enable_seqscan = off;
SET enable_bitmapscan = off;
EXPLAIN (COSTS OFF) SELECT n FROM code WHERE uscc = '91350100M000100Y43';
SELECT pg_temp.plan('SELECT min(uscc) FROM code', 'Scan');
SELECT count(*) FROM code WHERE uscc IN (SELECT c.uscc FROM code AS c WHERE c.n < 50);
RESET enable_seqscan;
RESET enable_bitmapscan;
CREATE TEMP TABLE often AS SELECT uscc FROM code, generate_series(1, 20);
CREATE INDEX often_with ON often (uscc);
CREATE INDEX often_without ON often (uscc) WITH (deduplicate_items = off);
SELECT pg_relation_size('often_with') < pg_relation_size('often_without') / 2 AS deduplicated;

-- hash: index, partitions, joins; merge join
CREATE INDEX code_hash ON code USING hash (uscc);
CREATE TABLE part (uscc credit.uscc PRIMARY KEY) PARTITION BY HASH (uscc);
CREATE TABLE part_0 PARTITION OF part FOR VALUES WITH (MODULUS 3, REMAINDER 0);
CREATE TABLE part_1 PARTITION OF part FOR VALUES WITH (MODULUS 3, REMAINDER 1);
CREATE TABLE part_2 PARTITION OF part FOR VALUES WITH (MODULUS 3, REMAINDER 2);
INSERT INTO part SELECT uscc FROM code;
SELECT count(*), count(DISTINCT tableoid) AS partitions_used, min(n) > 500 AS spread
FROM part, LATERAL (SELECT count(*) AS n FROM part AS p WHERE p.tableoid = part.tableoid) AS x WHERE n > 0;
SELECT count(*) FROM part AS p WHERE satisfies_hash_partition('part'::regclass, 3, 1, uscc) <> (tableoid = 'part_1'::regclass);
ANALYZE part;
EXPLAIN (COSTS OFF) SELECT * FROM part WHERE uscc = '91350100M000100Y43';
SET enable_mergejoin = off;
SET enable_nestloop = off;
EXPLAIN (COSTS OFF) SELECT count(*) FROM code JOIN part_0 USING (uscc);
SET enable_mergejoin = on;
SET enable_hashjoin = off;
SELECT count(*) FROM code JOIN part USING (uscc);
SELECT pg_temp.plan('SELECT count(*) FROM code JOIN part_0 USING (uscc)', 'Join');
RESET enable_hashjoin;
RESET enable_nestloop;

-- min and max in parallel
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET enable_indexscan = off;
SET enable_indexonlyscan = off;
SET max_parallel_workers_per_gather = 2;
EXPLAIN (COSTS OFF) SELECT min(uscc), max(uscc), count(credit.uscc_kind(uscc)) FROM code;
SELECT min(uscc)::text = min(txt), max(uscc)::text = max(txt), count(credit.uscc_kind(uscc)) FROM code;
RESET ALL;
SET client_min_messages = warning;

-- A reader under row-level security, without schema credit in the path, still
-- gets the index: the comparison is leakproof.
CREATE ROLE regress_uscc_reader;
CREATE TABLE guarded (owner name, uscc credit.uscc);
INSERT INTO guarded SELECT CASE WHEN n % 10 = 0 THEN 'regress_uscc_reader' ELSE 'other' END, uscc FROM code;
CREATE INDEX ON guarded (uscc);
ANALYZE guarded;
ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON guarded USING (owner = current_user);
GRANT SELECT ON guarded TO regress_uscc_reader;
SET ROLE regress_uscc_reader;
SET enable_bitmapscan = off;
EXPLAIN (COSTS OFF) SELECT * FROM guarded WHERE uscc = '91350100M000100Y43';
SELECT count(*) FROM guarded WHERE uscc > '91';
SELECT count(*) FROM guarded WHERE uscc > '91350100M000100Y43' OR uscc <= '91350100M000100Y43';
RESET ROLE;
RESET enable_bitmapscan;
DROP TABLE guarded;
DROP ROLE regress_uscc_reader;

-- assignment to and from text columns; no comparison mixes the two
CREATE TEMP TABLE mixed (t text, v varchar(18), c char(20), u credit.uscc);
INSERT INTO mixed (t, v, c, u) SELECT uscc, uscc, txt, txt FROM code WHERE n = 1;
INSERT INTO mixed (u) SELECT v FROM mixed;
INSERT INTO mixed (u) SELECT c FROM mixed WHERE c IS NOT NULL;
SELECT count(DISTINCT u), count(*) FROM mixed;
SELECT * FROM mixed WHERE u = t;

-- binary form: what went out comes in, and nothing else does
SELECT encode(credit.uscc_send('91350100M000100Y43'), 'hex');
SELECT current_setting('data_directory') || '/regress_uscc.copy' AS file \gset
COPY (SELECT uscc FROM code ORDER BY n) TO :'file' (FORMAT binary);
CREATE TEMP TABLE back (uscc credit.uscc);
COPY back FROM :'file' (FORMAT binary);
SELECT count(*), count(code.n) FROM back FULL JOIN code USING (uscc);
SELECT set_config('regress.file', :'file', false) \gset
DO $$
DECLARE
	file text := current_setting('regress.file');
	-- signature, flags, no extension, one row of one column
	head bytea := '\x5047434f50590aff0d0a00' || '\x0000000000000000'::bytea || '\x0001'::bytea;
	tail bytea := '\xffff';
	body bytea;
	states text[] := '{}';
	raised int := 0;
	lo oid;
BEGIN
	FOR i IN 1..300 LOOP
		body := decode(md5(i::text) || md5(i::text || 'x'), 'hex');
		body := CASE
			WHEN i <= 200 THEN '\x0000000c'::bytea || substr(body, 1, 12)
			-- too short and too long
			WHEN i <= 250 THEN '\x0000000b'::bytea || substr(body, 1, 11)
			WHEN i <= 290 THEN '\x0000000d'::bytea || credit.uscc_send('91350100M000100Y43') || '\x00'
			-- a sound code with reserved bits set; all ones; all zero
			WHEN i <= 298 THEN '\x0000000c'::bytea || set_byte(credit.uscc_send('91350100M000100Y43'), 11,
				get_byte(credit.uscc_send('91350100M000100Y43'), 11) | (1 << (i % 6)))
			WHEN i = 299 THEN '\x0000000c'::bytea || decode(repeat('ff', 12), 'hex')
			ELSE '\x0000000c'::bytea || decode(repeat('00', 12), 'hex') END;
		lo := lo_from_bytea(0, head || body || tail);
		PERFORM lo_export(lo, file), lo_unlink(lo);
		BEGIN
			EXECUTE format('COPY back FROM %L (FORMAT binary)', file);
		EXCEPTION WHEN others THEN
			raised := raised + 1;
			IF sqlstate <> ALL (states) THEN states := states || sqlstate::text; END IF;
		END;
	END LOOP;
	RAISE WARNING '% of 300 refused, with %', raised, (SELECT array_agg(s ORDER BY s COLLATE "C") FROM unnest(states) AS s);
END $$;
SELECT format('rm -f %s', :'file') AS remove \gset
COPY (SELECT) TO PROGRAM :'remove';

-- soft errors, where the server has them
DO $$
DECLARE
	sound bool;
BEGIN
	IF current_setting('server_version_num')::int >= 160000 THEN
		EXECUTE $q$ SELECT pg_input_is_valid('91350100M000100Y43', 'credit.uscc')
			AND NOT pg_input_is_valid('91350100M000100Y44', 'credit.uscc')
			AND (SELECT detail LIKE 'Position 18%' AND sql_error_code = '22P02'
				FROM pg_input_error_info('91350100M000100Y44', 'credit.uscc')) $q$ INTO sound;
		IF sound IS NOT TRUE THEN RAISE WARNING 'soft errors do not work'; END IF;
	END IF;
END $$;

-- labels: what must be leakproof is, and all is immutable and parallel safe
SELECT proname FROM pg_proc AS p WHERE pronamespace = 'credit'::regnamespace
	AND (proname ~ '^(uscc|grade)_(lt|le|eq|ne|ge|gt|cmp|hash|hash_extended|smaller|larger)$') AND NOT proleakproof;
SELECT count(*) FROM pg_amproc AS a JOIN pg_opfamily AS f ON f.oid = a.amprocfamily
WHERE f.opfname IN ('uscc_ops', 'grade_ops');

DROP TABLE code, part;
