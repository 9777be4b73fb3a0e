-- Rows of COPY wait and are looked up a chunk at once: nothing else may differ
-- from rows entered one by one.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-06-01';
CREATE ROLE regress_copy IN ROLE credit_department, pg_read_server_files;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES (7901, '甲局', '1122010001350000BA', 'regress_copy');
SELECT count(credit.define_item(item, item, item, 'administrative', 'neutral', 'gbf_35_2019', common_fields => false))
FROM (VALUES ('regress_copy_one'), ('regress_copy_all')) v (item);
SELECT count(credit.define_field(item, f, f, f, t, maps_to => m)) FROM (VALUES ('regress_copy_one'), ('regress_copy_all')) i (item),
	(VALUES ('nm', 'name', 'subject_name'), ('cd', 'uscc', 'subject_code'), ('tax', 'text', 'subject_tax_no'), ('pn', 'text', 'subject_doc_no'),
	('dt', 'date', 'decided_on'), ('no', 'text', 'doc_no'), ('am', 'amount_wan', 'amount'), ('fa', 'text', NULL), ('nu', 'number', NULL), ('ok', 'boolean', NULL)) v (f, t, m);

-- Codes: 1 to 40 for the rows one by one, 41 to 80 the same for COPY. A third is
-- registered, a third is not, others are known by a tax number, a former code
-- or as merged.
CREATE TEMP TABLE code AS
SELECT n, stem || credit.uscc_check_char(stem) AS code
FROM generate_series(1, 80) n, LATERAL (SELECT '91220101MA' || lpad((700 + n)::text, 7, '0')) s (stem);
INSERT INTO credit.subject (kind, uscc, name) SELECT 'enterprise', code::credit.uscc, '复制' || n FROM code WHERE (n - 1) % 40 < 15;
INSERT INTO credit.subject_identifier (subject_id, scheme, value)
SELECT s.subject_id, 'former_uscc', o.code FROM code c JOIN credit.subject s ON s.uscc = c.code::credit.uscc JOIN code o ON o.n = c.n + 30 WHERE (c.n - 1) % 40 = 0
UNION ALL
SELECT s.subject_id, 'tax_no', 'TAX' || (c.n - 1) % 40 || CASE WHEN c.n > 40 THEN 'B' ELSE 'A' END FROM code c JOIN credit.subject s ON s.uscc = c.code::credit.uscc WHERE (c.n - 1) % 40 < 4;
SELECT count(credit.merge_subject(k.subject_id, g.subject_id, 'one')) FROM code c JOIN code d ON d.n = c.n + 1
	JOIN credit.subject k ON k.uscc = c.code::credit.uscc JOIN credit.subject g ON g.uscc = d.code::credit.uscc WHERE (c.n - 1) % 40 = 10;
-- few keys, so that rows repeat and correct each other within a chunk and across chunks
CREATE TEMP TABLE sent AS
SELECT i, abs(hashint4(i)) % 40 AS k, 'no' || abs(hashint4(i + 100000)) % 60 AS no,
	'2026-05-' || 10 + abs(hashint4(i + 200000)) % 2 AS dt, abs(hashint4(i + 300000)) % 11 AS fa, abs(hashint4(i + 400000)) % 100 AS how
FROM generate_series(1, 12000) i;
CREATE FUNCTION pg_temp.row_of(s sent, b bool) RETURNS jsonb LANGUAGE sql AS $$
	SELECT jsonb_strip_nulls(jsonb_build_object('nm', '复制' || s.k + 10, 'fa', '事实' || s.fa / 8, 'am', (s.fa / 8)::text, 'nu', s.fa / 8 * 1.50, 'ok', s.fa / 8 = 1, 'no', s.no, 'dt', s.dt,
		'cd', CASE WHEN s.how = 0 THEN '91220101MA00000001' WHEN s.how BETWEEN 1 AND 5 THEN NULL ELSE c.code END,
		'tax', CASE WHEN s.how BETWEEN 1 AND 3 THEN 'TAX' || s.k % 5 || CASE WHEN b THEN 'B' ELSE 'A' END END,
		'pn', CASE WHEN s.how = 4 THEN '11010519491231002X' END)) || CASE WHEN s.how = 6 THEN '{"nm": null}' WHEN s.how = 7 THEN '{"dt": "2026-06-02"}' ELSE '{}' END::jsonb
	FROM code c WHERE c.n = s.k + 1 + CASE WHEN b THEN 40 ELSE 0 END $$;
SELECT current_setting('data_directory') || '/regress_entry_copy' AS file \gset
COPY (SELECT 'regress_copy_all', pg_temp.row_of(s, true) FROM sent s ORDER BY i) TO :'file';
CREATE TEMP TABLE one_by_one AS SELECT pg_temp.row_of(s, false) AS detail FROM sent s ORDER BY i;
GRANT SELECT ON one_by_one TO regress_copy;
SET ROLE regress_copy;
SET credit.on_reject = quarantine;
INSERT INTO credit.record (item, detail) SELECT 'regress_copy_one', detail FROM one_by_one;
COPY credit.record (item, detail) FROM :'file';
RESET ROLE;
RESET credit.on_reject;
SELECT rows, accepted > 1000 AS accepted, duplicate > 1000 AS duplicate, corrected > 1000 AS corrected, rejected > 100 AS rejected,
	rows = accepted + duplicate + corrected + rejected AS adds_up,
	(rows, accepted, duplicate, corrected, rejected) = lag((rows, accepted, duplicate, corrected, rejected)) OVER (ORDER BY batch_id) AS the_same
FROM credit.batch WHERE dept_id = 7901 ORDER BY batch_id;
CREATE TEMP VIEW entered AS
SELECT r.item, coalesce((c.n - 1) % 40, -1) AS k, r.doc_no, r.decided_on, r.amount, r.detail - '{cd,nm,tax}'::text[] AS detail, r.version, r.warnings,
	r.status, r.due_on, r.publish_from, (SELECT jsonb_agg(v.content -> 'amount' ORDER BY v.version) FROM credit.record_version v WHERE v.record_id = r.record_id) AS before
FROM credit.record_store r JOIN credit.subject s USING (subject_id) LEFT JOIN code c ON c.code::credit.uscc = s.uscc WHERE r.dept_id = 7901;
SELECT count(*) > 1000 AS many FROM entered WHERE item = 'regress_copy_one';
CREATE TEMP VIEW first AS SELECT k, doc_no, decided_on, amount, detail, version, warnings, status, due_on, publish_from, before FROM entered WHERE item = 'regress_copy_one';
CREATE TEMP VIEW second AS SELECT k, doc_no, decided_on, amount, detail, version, warnings, status, due_on, publish_from, before FROM entered WHERE item = 'regress_copy_all';
SELECT count(*) AS differ FROM ((TABLE first EXCEPT TABLE second) UNION ALL (TABLE second EXCEPT TABLE first)) d;
-- set aside in the same order for the same reasons
SELECT count(*) > 100 AS many, count(*) FILTER (WHERE a.reasons IS DISTINCT FROM b.reasons) AS differ
FROM (SELECT row_number() OVER (ORDER BY rejection_id) AS nr, (SELECT jsonb_agg(x - 'found') FROM jsonb_array_elements(reasons) x) AS reasons FROM credit.rejection WHERE item = 'regress_copy_one') a
FULL JOIN (SELECT row_number() OVER (ORDER BY rejection_id) AS nr, (SELECT jsonb_agg(x - 'found') FROM jsonb_array_elements(reasons) x) AS reasons FROM credit.rejection WHERE item = 'regress_copy_all') b USING (nr);

-- Sent again, all is known already.
COPY (SELECT r.item, s.uscc, s.name, r.doc_no, r.decided_on, r.amount, r.detail - '{cd,nm}'::text[] FROM credit.record_store r JOIN credit.subject s USING (subject_id)
	WHERE r.item = 'regress_copy_all' AND s.uscc IS NOT NULL ORDER BY r.record_id) TO :'file';
SET ROLE regress_copy;
COPY credit.record (item, subject_code, subject_name, doc_no, decided_on, amount, detail) FROM :'file';
RESET ROLE;
RESET credit.on_reject;
SELECT rows > 1000 AS many, rows = duplicate + corrected AS none_new FROM credit.batch WHERE dept_id = 7901 ORDER BY batch_id DESC LIMIT 1;

-- detail is written byte by byte as PostgreSQL writes it
CREATE TEMP TABLE written AS SELECT record_id, detail FROM credit.record_store WHERE dept_id = 7901;
CREATE TEMP TABLE parsed AS SELECT record_id, detail::text::jsonb AS detail FROM written;
SELECT count(*) > 1000 AS many, count(*) FILTER (WHERE NOT w.* *= p.*) AS differ FROM written w JOIN parsed p USING (record_id);

-- The first bad row is the one that is named, also when it waited.
SET ROLE regress_copy;
COPY credit.record (item, subject_code, subject_name, doc_no, decided_on) FROM stdin;
regress_copy_all	91220101MA00000026	x	e1	2026-05-20
regress_copy_all	91220101MA00000039	\N	e2	2026-05-20
regress_copy_all	91220101MA00000026	x	e3	2026-07-01
\.
RESET ROLE;

-- Triggers on the table see whole chunks; a partition with a trigger before
-- each row, a check or an index of its own keeps them.
CREATE TABLE public.regress_copy_seen (rows bigint, numbered bool);
CREATE FUNCTION public.regress_copy_see() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO public.regress_copy_seen SELECT count(*), bool_and(n.record_id > 0 AND r.record_id = n.record_id)
	FROM new_rows n LEFT JOIN credit.record_store r USING (subject_id, record_id);
	RETURN NULL;
END $$;
CREATE TRIGGER regress_copy_see AFTER INSERT ON credit.record_store REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION public.regress_copy_see();
COPY (SELECT 'regress_copy_all', c.code, '复制', 'w' || i, '202' || 3 + i % 4 || '-05-20' FROM generate_series(1, 300) i JOIN code c ON c.n = 41 + i % 10) TO :'file';
SET ROLE regress_copy;
COPY credit.record (item, subject_code, subject_name, doc_no, decided_on) FROM :'file';
RESET ROLE;
SELECT * FROM public.regress_copy_seen;
CREATE FUNCTION public.regress_copy_before() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.warnings := '{seen}'; RETURN NEW; END $$;
CREATE TRIGGER regress_copy_before BEFORE INSERT ON credit.record_2024 FOR EACH ROW EXECUTE FUNCTION public.regress_copy_before();
COPY (SELECT 'regress_copy_all', c.code, '复制', 'v' || i, '202' || 3 + i % 4 || '-05-20' FROM generate_series(1, 300) i JOIN code c ON c.n = 41 + i % 10) TO :'file';
SET ROLE regress_copy;
COPY credit.record (item, subject_code, subject_name, doc_no, decided_on) FROM :'file';
RESET ROLE;
SELECT * FROM public.regress_copy_seen;
SELECT extract(year FROM decided_on) AS year, count(*), count(*) FILTER (WHERE warnings = '{seen}') AS seen FROM credit.record_store WHERE dept_id = 7901 AND doc_no LIKE 'v%' GROUP BY 1 ORDER BY 1;
DROP TRIGGER regress_copy_before ON credit.record_2024;
CREATE UNIQUE INDEX regress_copy_once ON credit.record_2024 (doc_no) WHERE doc_no LIKE 'u%';
ALTER TABLE credit.record_2025 ADD CONSTRAINT regress_copy_check CHECK (doc_no <> 'u5') NOT VALID;
\set VERBOSITY terse
SET ROLE regress_copy;
COPY credit.record (item, subject_code, subject_name, doc_no, decided_on) FROM stdin;
regress_copy_one	91220101MA00000026	x	u1	2024-05-20
regress_copy_all	91220101MA00000026	x	u1	2024-05-20
\.
COPY credit.record (item, subject_code, subject_name, doc_no, decided_on) FROM stdin;
regress_copy_all	91220101MA00000026	x	u5	2025-05-20
\.
RESET ROLE;
\set VERBOSITY default
DROP INDEX credit.regress_copy_once;
ALTER TABLE credit.record_2025 DROP CONSTRAINT regress_copy_check;
DROP TRIGGER regress_copy_see ON credit.record_store;
DROP TABLE public.regress_copy_seen;
DROP FUNCTION public.regress_copy_see(), public.regress_copy_before();

-- the traces stay verifiable in production; the test takes them away
BEGIN;
SET LOCAL credit.restoring = on;
DELETE FROM credit.record_version WHERE dept_id = 7901;
DELETE FROM credit.record_store WHERE dept_id = 7901;
DELETE FROM credit.rejection WHERE dept_id = 7901;
DELETE FROM credit.batch WHERE dept_id = 7901;
DELETE FROM credit.catalogue_field WHERE item LIKE 'regress_copy%';
DELETE FROM credit.catalogue_item WHERE item LIKE 'regress_copy%';
DELETE FROM credit.subject_merge WHERE kept_id IN (SELECT subject_id FROM credit.subject WHERE uscc IN (SELECT code::credit.uscc FROM code));
DELETE FROM credit.subject WHERE uscc IN (SELECT code::credit.uscc FROM code) AND merged_into IS NOT NULL;
DELETE FROM credit.subject WHERE uscc IN (SELECT code::credit.uscc FROM code)
	OR subject_id IN (SELECT subject_id FROM credit.person_identity WHERE doc_no = '11010519491231002X');
COMMIT;
DELETE FROM credit.department WHERE dept_id = 7901;
REVOKE ALL ON one_by_one FROM regress_copy;
DROP ROLE regress_copy;
