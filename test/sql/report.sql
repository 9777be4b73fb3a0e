-- Credit reports: what stands in one, for whom, that hostile text stays text,
-- that a report is issued once and verifies, and that a changed copy does not.
SET client_min_messages = warning;
\pset format unaligned
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET TimeZone = 'Asia/Shanghai';
SET credit.fixed_today = '2026-06-01';
CREATE ROLE regress_rep_office IN ROLE credit_admin;
CREATE ROLE regress_rep_a IN ROLE credit_department;
CREATE ROLE regress_rep_b IN ROLE credit_department;
CREATE ROLE regress_rep_analyst IN ROLE credit_analyst;
CREATE ROLE regress_rep_public IN ROLE credit_public;
CREATE ROLE regress_rep_nobody;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES
	(7401, '望岚甲局', '1122010001350000BA', 'regress_rep_a'), (7402, '望岚乙局', '1122010001350000CD', 'regress_rep_b');
SELECT credit.define_item('regress_rep_gov', '政务事项', 'government item', 'contract', 'negative', 'gbf_35_2019', openness => 'government', default_severity => 'general');
SELECT credit.define_item('regress_rep_own', '限制事项', 'restricted item', 'contract', 'negative', 'gbf_35_2019', openness => 'restricted', default_severity => 'general');
SELECT credit.define_item('regress_rep_bad', '失信事项', 'negative item', 'compliance', 'negative', 'gbf_35_2019', default_severity => 'general');
SELECT credit.define_field('regress_rep_bad', 'facts', '事实', 'facts');
SELECT credit.define_field('regress_rep_bad', 'inside', '内部意见', 'internal note', openness => 'government');
SELECT credit.define_field('regress_rep_bad', 'secret', '秘密', 'secret', openness => 'restricted');
SELECT credit.register_subject('enterprise', '望岚报告甲公司', '91220101MA00000000', registered_on => '2020-01-02') AS a \gset
SELECT credit.register_subject('enterprise', '望岚<script>alert("x")</script>''&' || U&'\202Egnp.exe\2066' || E'\x01' || '公司', '92220000YX1000077R') AS b \gset
CREATE FUNCTION pg_temp.enter(item text, code text, doc text, day date, more jsonb DEFAULT '{}') RETURNS void LANGUAGE sql AS $$
	INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail)
	SELECT item, code, '某公司', doc, day, '{"subject_category": "法人及非法人组织", "authority_name": "局", "authority_code": "1122010001350000BA"}' || more $$;
SET ROLE regress_rep_a;
SELECT pg_temp.enter('regress_rep_bad', '91220101MA00000000', '甲〔2026〕1号', '2026-05-20', '{"facts": "未履行<b>义务</b>", "inside": "内部话", "secret": "不可见"}');
SELECT pg_temp.enter('regress_rep_gov', '91220101MA00000000', '甲〔2026〕2号', '2026-05-21');
SELECT pg_temp.enter('regress_rep_own', '91220101MA00000000', '甲〔2026〕3号', '2026-05-22');
-- a record whose publication is over, and one that is revoked
SELECT pg_temp.enter('regress_rep_bad', '91220101MA00000000', '甲〔2019〕4号', '2019-01-10');
SELECT pg_temp.enter('regress_rep_bad', '91220101MA00000000', '甲〔2026〕5号', '2026-05-23');
SELECT credit.revoke_record(record_id, '撤1号', '撤销') FROM credit.record WHERE doc_no = '甲〔2026〕5号';
SELECT pg_temp.enter('regress_rep_bad', '92220000YX1000077R', '<img src=x onerror=alert(1)>', '2026-05-20',
	jsonb_build_object('facts', '</style></script>"><svg onload=alert(1)>&lt;' || U&'\2067\200B\FEFF' || '尾'));
RESET ROLE;

-- 1. The whole of a small report. What differs from issue to issue is masked.
CREATE FUNCTION pg_temp.shown(x text) RETURNS text LANGUAGE sql AS $$
	SELECT regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(x,
		'<number>[0-9]{21}[A-Z]</number>', '<number>#</number>'),
		'<verification>[0-9A-F]{4}(-[0-9A-F]{4}){3}</verification>', '<verification>#</verification>'),
		'T\d\d:\d\d:\d\d</issued_at>', 'T#</issued_at>'), 'record id="\d+"', 'record id="#"', 'g'),
		'(</cover>|</subject>|</section>|</item>|</record>|</field>|</rights>|</term>|</clock>|<content>|<cover>|<summary[^>]*>|</title>|</note>)', E'\\1\n', 'g') $$;
SET ROLE regress_rep_a;
SELECT pg_temp.shown(credit.report_xml('91220101MA00000000')::text);
SELECT pg_temp.shown(credit.report_xml('91220101MA00000000', 'en', 'public')::text);
RESET ROLE;

-- 2. Whose report holds what.
CREATE FUNCTION pg_temp.holds(role name, code text, edition text DEFAULT NULL) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	document xml;
BEGIN
	EXECUTE format('SET LOCAL ROLE %I', role);
	document := credit.report_xml(code, 'zh', edition);
	SET LOCAL ROLE NONE;
	RETURN (xpath('/report/cover/edition/@code', document))[1] || ': '
		|| array_to_string(xpath('//record/document/text()', document), ' ') || ' | '
		|| array_to_string(xpath('//record/field/@name', document), ' ') || ' | evaluation open: '
		|| (xpath('//evaluation/@open', document))[1];
EXCEPTION WHEN OTHERS THEN
	SET LOCAL ROLE NONE;
	RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
SELECT r AS role, e AS asked, pg_temp.holds(r, '91220101MA00000000', e) AS holds
FROM unnest('{regress_rep_office,regress_rep_a,regress_rep_b,regress_rep_analyst,regress_rep_public,regress_rep_nobody}'::name[]) WITH ORDINALITY r (r, nr),
	unnest('{NULL,public,government}'::text[]) WITH ORDINALITY e (e, ne) ORDER BY r.nr, e.ne;
SELECT o.name AS object, string_agg(
	CASE WHEN has_table_privilege(r.name, o.name, 'SELECT') THEN 's' ELSE '-' END ||
	CASE WHEN has_table_privilege(r.name, o.name, 'INSERT') THEN 'i' ELSE '-' END ||
	CASE WHEN has_table_privilege(r.name, o.name, 'UPDATE') THEN 'u' ELSE '-' END ||
	CASE WHEN has_table_privilege(r.name, o.name, 'DELETE') THEN 'd' ELSE '-' END, ' ' ORDER BY r.nr) AS "office a analyst public nobody"
FROM unnest('{credit.report_issue,credit.report_consent,credit.report_phrase,credit.report_section}'::text[]) WITH ORDINALITY o (name, nr)
CROSS JOIN unnest('{regress_rep_office,regress_rep_a,regress_rep_analyst,regress_rep_public,regress_rep_nobody}'::text[]) WITH ORDINALITY r (name, nr)
GROUP BY o.name, o.nr ORDER BY o.nr;
-- each role reads the issues it had, the office all
SET ROLE regress_rep_b;
SELECT count(*), min(reader::text), max(reader::text) FROM credit.report_issue;
RESET ROLE; SET ROLE regress_rep_office;
SELECT edition, reader, count(*) FROM credit.report_issue GROUP BY 1, 2 ORDER BY reader::text COLLATE "C", edition COLLATE "C";
RESET ROLE;

-- 3. Wrong input.
\set VERBOSITY default
SET ROLE regress_rep_office;
SELECT credit.report_xml('91220101MA0000009X');
SELECT credit.report_xml('91220101MA00000000', 'fr');
SELECT credit.report_xml('91220101MA00000000', 'zh', 'secret');
SELECT credit.issue_report(999999999);
SELECT credit.report_xml(NULL) IS NULL AS null_code, credit.issue_report(NULL) IS NULL AS null_number;
SELECT credit.render_report('<a/>');
SELECT credit.canonical_xml('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>');
RESET ROLE;

-- 4. Hostile text is text, in both forms.
SET ROLE regress_rep_public;
SELECT credit.report_xml('92220000YX1000077R') AS x \gset
SELECT (xpath('//subject/name/text()', :'x'::xml))[1]::text AS name, (xpath('//record/document/text()', :'x'::xml))[1]::text AS document;
SELECT (xpath('//record/field/value/text()', :'x'::xml))[1]::text AS facts;
SELECT credit.render_report(:'x'::xml) AS page \gset
-- tags of the page other than those the renderer writes: none
SELECT DISTINCT tag FROM regexp_matches(:'page', '<([a-zA-Z!][^ >/]*)', 'g') m, unnest(m) tag
WHERE tag NOT IN ('!DOCTYPE', 'html', 'head', 'meta', 'title', 'style', 'body', 'main', 'section', 'div', 'span', 'p', 'hr', 'h1', 'h2', 'h3', 'table', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td',
	'b', 'small', 'figure', 'figcaption', 'svg', 'line', 'text', 'path', 'rect', 'circle', 'polygon', 'article', 'header', 'dl', 'dt', 'dd', 'ol', 'li');
-- neither scripts nor handlers nor addresses, nor marks that turn or hide text
SELECT :'page' ~* '<script|<img|<link|<iframe|javascript:' AS active, :'page' ~ '<[^>]* on[a-z]+=' AS handlers, :'page' ~* '(src|href|url\()' AND :'page' !~* 'src=x onerror' AS addresses,
	:'page' ~ '[\u0001-\u0008\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]' AS marks, length(:'page') > 10000 AS whole;
RESET ROLE;
-- what the office writes itself cannot leave a string of the style sheet
BEGIN;
UPDATE credit.report_phrase SET zh = 'x"; } body { display: none } </style><script>\ {page}' WHERE phrase IN ('title', 'page');
SELECT substring(credit.report_style('1', credit.report_words('zh')) FROM '@top-left .*?font') AS header, substring(credit.report_style('1', credit.report_words('zh')) FROM '@bottom-center \{.*?font') AS footer;
ROLLBACK;

-- 5. Verification: with the code by anybody, without it by the office and the reader.
SET ROLE regress_rep_a;
SELECT credit.report_xml('91220101MA00000000') AS x \gset
SELECT credit.report_xml('91220101MA00000000', 'zh', 'public') AS y \gset
SELECT (xpath('//cover/number/text()', :'x'::xml))[1] AS number, (xpath('//cover/verification/text()', :'x'::xml))[1] AS code,
	(xpath('//cover/number/text()', :'y'::xml))[1] AS public_number, (xpath('//cover/verification/text()', :'y'::xml))[1] AS public_code \gset
CREATE FUNCTION pg_temp.verdict(number text, code text DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
	SELECT concat_ws(' ', v.verdict, v.subject_code, v.subject_name, v.edition, v.lang, v.as_of, 'changed ' || v.changed) FROM credit.verify_report(number, code) v $$;
SELECT pg_temp.verdict(:'number');
RESET ROLE; SET ROLE regress_rep_public;
SELECT pg_temp.verdict(:'number', :'code'), pg_temp.verdict(lower(' ' || :'public_number'), lower(replace(:'public_code', '-', ''))) AS typed;
SELECT pg_temp.verdict(:'number', '0000-0000-0000-0000'), pg_temp.verdict('20260601000000' || '9999999Z', :'code') AS no_such;
SELECT pg_temp.verdict('202606010000009999999Z');
SELECT verdict, subject_id, issue FROM credit.verify_issue(:'number', '0000');
SELECT count(*) FROM credit.report_issue;
RESET ROLE; SET ROLE regress_rep_b;
SELECT pg_temp.verdict('202606010000009999999Z');
SELECT count(*) AS issues_of_others FROM credit.report_issue WHERE reader = 'regress_rep_a';
RESET ROLE; SET ROLE regress_rep_office;
SELECT pg_temp.verdict(:'number');
-- the digest is that of the canonical document, which anybody can compute
SELECT v.digest = encode(sha256(credit.canonical_xml(:'x'::xml)), 'hex') AS same FROM credit.verify_report(:'number') v;
SELECT convert_from(credit.canonical_xml('<?xml version="1.0"?><b  y="2"
	x=''1''><!-- no --><c/><d>&#65;<![CDATA[<]]></d></b>'), 'UTF8') AS canonical;
RESET ROLE;
-- facts change: the report stays genuine, and says that today's would differ
SET ROLE regress_rep_a;
SELECT pg_temp.enter('regress_rep_bad', '91220101MA00000000', '甲〔2026〕6号', '2026-05-25');
SELECT pg_temp.verdict(:'number') AS mine, pg_temp.verdict(:'public_number', :'public_code') AS public;
RESET ROLE;
-- a superuser changes the stored document, takes one out, puts one in that was
-- never issued: it is found out, and the ledger knows
SELECT count(*) AS sound FROM credit.verify_ledger() WHERE kind = 'report';
BEGIN;
UPDATE credit.report_issue SET document = replace(document::text, '未履行', '已履行')::xml WHERE number = :'number';
SELECT pg_temp.verdict(:'number', :'code');
DELETE FROM credit.report_issue WHERE number = :'public_number';
SET LOCAL session_replication_role = replica;
INSERT INTO credit.report_issue SELECT '202606010000000000000F', verification, subject_id, lang, edition, reader, session_role, issued_at, as_of, digest, content_digest, document
FROM credit.report_issue WHERE number = :'number';
SET LOCAL session_replication_role = origin;
SELECT fault, id = hashtextextended(:'number', 0) AS changed_one, id = hashtextextended(:'public_number', 0) AS gone, id = hashtextextended('202606010000000000000F', 0) AS forged
FROM credit.verify_ledger() WHERE kind = 'report' ORDER BY fault COLLATE "C";
ROLLBACK;

-- 6. Disputed records are marked, with the day the answer is due.
SELECT credit.open_proceeding('objection', '91220101MA00000000', record_id, note => '处罚对象有误', on_date => '2026-06-01') IS NOT NULL AS opened
FROM credit.record WHERE doc_no = '甲〔2026〕1号';
SELECT d.* FROM (SELECT credit.issue_report(:a) AS x OFFSET 0) i,
	xmltable('//record[@disputed="true"]' PASSING i.x COLUMNS document text PATH 'document', answer_due date PATH 'answer_due') d;
SELECT p.* FROM (SELECT credit.issue_report(:a, 'zh', 'public') AS x OFFSET 0) i,
	xmltable('//record[@disputed="true"]' PASSING i.x COLUMNS document text PATH 'document', answer_due date PATH 'answer_due') p;
SELECT substring(credit.report_html('91220101MA00000000') FROM '异议处理中的信息.{0,60}');

-- 7. Lists the subject is on, by openness, and bans; every report is in the log of queries.
INSERT INTO credit.list_entry (subject_id, list, dept_id, doc_no, decided_on, valid_from, valid_until, openness, source)
SELECT :a, k.list, 7401, '列〔2026〕' || row_number() OVER (ORDER BY k.list COLLATE "C") || '号', '2026-05-01', '2026-05-01', '2029-04-30', k.openness, 'imported'
FROM credit.list_kind k WHERE k.list IN ('focus', 'honest', 'tax_serious');
INSERT INTO credit.list_entry (subject_id, list, dept_id, doc_no, decided_on, valid_from, valid_until, openness, source, ended_on, end_cause)
SELECT :a, 'focus', 7402, '已移出', '2026-05-01', '2026-05-01', '2027-04-30', 'government', 'imported', '2026-05-20', 'removed';
INSERT INTO credit.industry_ban (subject_id, field, dept_id, doc_no, decided_on, valid_from, for_ever, basis_id)
VALUES (:a, '食品生产', 7401, '禁〔2026〕1号', '2026-05-02', '2026-05-02', true, 'gbf_49_2020');
CREATE FUNCTION pg_temp.listed(d xml) RETURNS TABLE (section text, list text, document text, valid_until date, count int) LANGUAGE sql AS $$
	SELECT l.section, l.list, l.document, l.valid_until, l.count FROM xmltable('//listing' PASSING d COLUMNS section text PATH '../@code', list text PATH 'list',
		document text PATH 'document', valid_until date PATH 'valid_until', count int PATH '../@count') l $$;
SELECT * FROM pg_temp.listed(credit.issue_report(:a));
SET ROLE regress_rep_public;
SELECT * FROM pg_temp.listed(credit.issue_report(:a));
SELECT regexp_matches(credit.render_report(credit.issue_report(:a, 'en')), '<article class="(?:negative|positive)"><header><span class="doc">([^<]*)</span><span', 'g') AS shown;
RESET ROLE;
-- each section counts what it shows, on the page as in the document
BEGIN;
INSERT INTO credit.indicator (indicator, dimension, source, measure) VALUES ('regress_rep_count', 'compliance', 'record', 'count');
SELECT credit.load_model('regress_rep', '1', $$<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>
	<DataField name="regress_rep_count" optype="continuous" dataType="double"/></DataDictionary><Scorecard functionName="regression" initialScore="80" useReasonCodes="false">
	<MiningSchema><MiningField name="regress_rep_count"/></MiningSchema><Characteristics><Characteristic name="c"><Attribute partialScore="1"><True/></Attribute></Characteristic></Characteristics></Scorecard></PMML>$$);
SELECT credit.evaluate('regress_rep', subjects => ARRAY[:a]) AS evaluated;
SELECT s.code, s.n, s.shown, credit.render_report(d) ~ (s.title || '</td><td class="num">' || CASE WHEN s.n = 0 THEN '无' ELSE s.n || '<' END) AS on_page
FROM (SELECT credit.issue_report(:a) AS d OFFSET 0) i, xmltable('//section' PASSING i.d COLUMNS code text PATH '@code', title text PATH 'title', n int PATH '@count',
	shown int PATH 'count(listing|item/record|evaluation/result|self::*[@code="registration"]/../subject)') s;
ROLLBACK;
-- measures that follow from them: those credit.measures_for() names, in the government edition only
SELECT listing, string_agg(m.code || ' ' || m.direction, ', ' ORDER BY m.code COLLATE "C") AS measures
FROM (SELECT credit.issue_report(:a) AS d OFFSET 0) i, xmltable('//listing' PASSING i.d COLUMNS listing text PATH 'list/@code', node xml PATH '.') l,
	xmltable('/listing/measure' PASSING l.node COLUMNS code text PATH '@code', direction text PATH '@direction') m GROUP BY listing ORDER BY listing COLLATE "C";
SELECT measure, printed.code FROM (SELECT DISTINCT f.measure FROM credit.code_list p, credit.measures_for('91220101MA00000000', p.code) f
		WHERE p.list = 'decision_purpose' AND f.applies AND f.entry_id IS NOT NULL) f
	FULL JOIN (SELECT DISTINCT m.code FROM (SELECT credit.issue_report(:a) AS d OFFSET 0) i, xmltable('//listing/measure' PASSING i.d COLUMNS code text PATH '@code') m) printed ON printed.code = f.measure
WHERE measure IS NULL OR printed.code IS NULL;
SELECT substring(credit.report_html('91220101MA00000000') FROM '<dt>适用措施</dt><dd>[^<]*</dd>') AS page,
	credit.report_html('91220101MA00000000', 'zh', 'public') ~ '适用措施' AS in_public;
SELECT asked_by, dept_id, code, purpose, verdict, matter ~ '^[0-9]{21}[A-Z]$' AS number, count(*)
FROM credit.query_log WHERE purpose = 'credit_report' AND subject_id = :a AND asked_by ~ '^regress_rep' GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY asked_by COLLATE "C";

-- 8. Persons: with consent to the role that asks, masked, the reader's rights.
INSERT INTO credit.subject (subject_id, kind, name) VALUES (7409, 'person', '欧阳小明');
SET ROLE regress_rep_a;
SELECT credit.issue_report(7409);
RESET ROLE; SET ROLE regress_rep_public;
SELECT credit.issue_report(7409);
RESET ROLE; SET ROLE regress_rep_office;
SELECT credit.issue_report(7409);
INSERT INTO credit.report_consent (subject_id, reader, given_on, until, doc_no) VALUES (7409, 'regress_rep_a', '2026-05-01', '2026-06-30', '授权1号');
RESET ROLE; SET ROLE regress_rep_a;
SELECT x.* FROM (SELECT credit.issue_report(7409) AS d OFFSET 0) i,
	xmltable('/report' PASSING i.d COLUMNS kind text PATH 'cover/kind/@code', edition text PATH 'cover/edition', name text PATH 'content/subject/name', code text PATH 'content/subject/code') x;
SELECT position('欧阳小明' IN credit.render_report(credit.issue_report(7409))) AS full_name_at;
SELECT credit.issue_report(7409, 'zh', 'public') IS NOT NULL AS edition_is_that_of_the_consent;
SELECT count(*) FROM credit.report_consent;
RESET ROLE; SET ROLE regress_rep_b;
SELECT credit.issue_report(7409);
RESET ROLE;
SET credit.fixed_today = '2026-07-01';
SET ROLE regress_rep_a;
SELECT credit.issue_report(7409);
RESET ROLE;
SET credit.fixed_today = '2026-06-01';
UPDATE credit.report_consent SET withdrawn_on = '2026-06-01' WHERE subject_id = 7409;
SET ROLE regress_rep_a;
SELECT credit.issue_report(7409);
RESET ROLE;

DROP ROLE regress_rep_nobody;
DROP OWNED BY regress_rep_office, regress_rep_a, regress_rep_b, regress_rep_analyst, regress_rep_public;
DROP ROLE regress_rep_office, regress_rep_a, regress_rep_b, regress_rep_analyst, regress_rep_public;
