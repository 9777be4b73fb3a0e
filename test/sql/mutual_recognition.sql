-- Reports that other regions issued: taken over with their origin, proven by
-- their digest, never twice, not when altered, not of persons, and who sees them.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET TimeZone = 'Asia/Shanghai';
SET credit.fixed_today = '2026-06-15';
CREATE ROLE regress_rec_office IN ROLE credit_admin;
CREATE ROLE regress_rec_a IN ROLE credit_department;
CREATE ROLE regress_rec_b IN ROLE credit_department;
CREATE ROLE regress_rec_analyst IN ROLE credit_analyst;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES
	(7501, '望岚甲局', '1122010001350000BA', 'regress_rec_a'), (7502, '望岚乙局', '1122010001350000CD', 'regress_rec_b');
SELECT credit.register_subject('enterprise', '望岚报告甲公司', '91220101MA00000000') AS a \gset
-- what another region would send: a report as one is composed here, of a number that was not issued here
SELECT replace(credit.compose_report(:a, 'zh', 'government', '202606011200000000001A', '0000-0000-0000-0001', '2026-06-01 12:00+08')::text, '2026-06-15T', '2026-06-01T') AS x,
	replace(credit.compose_report(:a, 'en', 'public', '202606011200000000002A', '0000-0000-0000-0002', '2026-06-01 12:00+08')::text, '91220101MA00000000', '91220101MA00300007') AS y \gset
SELECT encode(sha256(credit.canonical_xml(:'x'::xml)), 'hex') AS digest \gset

-- 1. Taken over, proven later, and once.
SET ROLE regress_rec_a;
SELECT origin, number, subject_code, subject_name, edition, lang, issued_at, as_of, records, negative, proven, dept_id, encode(digest, 'hex') = :'digest' AS digest
FROM credit.import_report(:'x', '210100');
SELECT proven FROM credit.import_report(:'x', '210100', upper(regexp_replace(:'digest', '(.{8})', '\1 ', 'g')));
-- an image of the same document in another layout is the same
SELECT proven FROM credit.import_report(replace(:'x', '<cover>', '<cover >')::xml, '210100');
SELECT edition, proven FROM credit.import_report(:'y', '210100');
SELECT code, subject_id IS NOT NULL AS registered, origin, number, proven FROM credit.recognised_report ORDER BY number;
SELECT length(credit.render_report(document)) > 10000 AS page FROM credit.foreign_report WHERE number = '202606011200000000001A';
RESET ROLE;

-- 2. Refused, each with its reason.
CREATE FUNCTION pg_temp.outcome(document text, origin text DEFAULT '210100', digest text DEFAULT NULL) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	d text;
BEGIN
	PERFORM credit.import_report(document::xml, origin, digest);
	RETURN 'taken';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS d = PG_EXCEPTION_DETAIL;
	RETURN concat_ws(' | ', SQLSTATE, SQLERRM, nullif(d, ''));
END $$;
SET ROLE regress_rec_a;
SELECT t.nr, t.what, pg_temp.outcome(t.document, t.origin, t.digest) AS outcome FROM (VALUES
	(1, 'altered behind the digest', replace(:'x', 'negative="0"', 'negative="1"'), '210100', :'digest'),
	(2, 'altered, of a number that is known', replace(:'x', 'negative="0"', 'negative="1"'), '210100', NULL),
	(3, 'the same number of another region is another report', replace(:'x', 'negative="0"', 'negative="1"'), '370100', NULL),
	(4, 'no region', :'x', '吉林', NULL),
	(5, 'no digest', :'x', '210100', 'abc'),
	(6, 'no report', '<a/>', '210100', NULL),
	(7, 'an exchange document', '<credit_exchange xmlns="urn:credit:exchange:1"/>', '210100', NULL),
	(8, 'no code of a subject', replace(:'x', '91220101MA00000000', '91220101MA00000001'), '210100', NULL),
	(9, 'a person''s', replace(:'x', '<kind code="organisation">', '<kind code="person">'), '210100', NULL),
	(10, 'by consent', replace(:'x', '<edition code="government">', '<edition code="consented">'), '210100', NULL),
	(11, 'a day to come', replace(:'x', '<as_of>2026-06-15', '<as_of>2026-06-16'), '210100', NULL),
	(12, 'no day', replace(:'x', '<as_of>2026-06-15', '<as_of>2026-02-30'), '210100', NULL),
	(13, 'two numbers', replace(:'x', '<number>', '<number>1</number><number>'), '210100', NULL),
	(14, 'records without number', regexp_replace(:'x', 'records="\d+"', 'records="many"'), '210100', NULL),
	(15, 'an entity of its own', '<!DOCTYPE report [<!ENTITY e SYSTEM "file:///etc/passwd">]>' || :'x', '210100', NULL),
	(16, 'two documents', :'x' || :'x', '210100', NULL),
	(17, 'too large', replace(:'x', '</content>', repeat('<!--' || repeat('x', 9000000) || '-->', 2) || '</content>'), '210100', NULL)
) t (nr, what, document, origin, digest) ORDER BY t.nr;
-- one that was issued here
SELECT credit.report_xml('91220101MA00000000')::text AS own \gset
SELECT regexp_replace(pg_temp.outcome(:'own'), '\d{21}[A-Z]', '#');
SELECT credit.import_report(NULL, '210100');
INSERT INTO credit.foreign_report SELECT * FROM credit.foreign_report;
DELETE FROM credit.foreign_report;
RESET ROLE;

-- 3. A government edition is seen by whom it was handed to and the office.
CREATE FUNCTION pg_temp.sees(role name) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	seen text;
BEGIN
	EXECUTE format('SET LOCAL ROLE %I', role);
	SELECT coalesce(string_agg(origin || ' ' || right(number, 3) || ' ' || edition, ', ' ORDER BY origin, number), 'nothing') INTO seen FROM credit.recognised_report;
	RETURN seen;
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END $$;
SELECT r, pg_temp.sees(r) FROM unnest('{regress_rec_office,regress_rec_a,regress_rec_b,regress_rec_analyst}'::name[]) r;
SET ROLE regress_rec_office;
SELECT dept_id IS NULL AS of_the_office, taken_by FROM credit.import_report(:'x', '220200');
RESET ROLE;
SET ROLE regress_rec_analyst;
SELECT credit.import_report(:'x', '220200');
RESET ROLE;
DROP OWNED BY regress_rec_office, regress_rec_a, regress_rec_b, regress_rec_analyst;
DROP ROLE regress_rec_office, regress_rec_a, regress_rec_b, regress_rec_analyst;
