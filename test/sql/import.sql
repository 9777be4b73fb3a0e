-- Exchange documents coming in: what becomes of each record, encodings, ways
-- in, hostile documents, who may.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-06-01';
CREATE ROLE regress_import_a IN ROLE credit_department;
CREATE ROLE regress_import_b IN ROLE credit_department;
CREATE ROLE regress_import_office IN ROLE credit_admin;
CREATE ROLE regress_import_public IN ROLE credit_public;
INSERT INTO credit.department (dept_id, name, uscc, role_name, region_code) VALUES
	(7301, '甲局', '1122010001350000BA', 'regress_import_a', '220100'), (7302, '乙局', '1122010001350000CD', 'regress_import_b', '220200');

-- a document of penalties: fields that differ from a sound record, and attributes
CREATE FUNCTION pg_temp.doc(head text, VARIADIC records text[]) RETURNS text LANGUAGE sql AS $$
	SELECT '<?xml version="1.0" encoding="UTF-8"?>' || E'\n<credit_exchange xmlns="urn:credit:exchange:1"' || head || E'>\n'
		|| coalesce(string_agg(r, E'\n' ORDER BY nr), '') || E'\n</credit_exchange>\n'
	FROM unnest(records) WITH ORDINALITY u (r, nr) $$;
CREATE FUNCTION pg_temp.rec(changes jsonb, attributes text DEFAULT '') RETURNS text LANGUAGE sql AS $$
	SELECT '<record' || attributes || E'>\n' || string_agg(format(E'<%s>%s</%1$s>\n', key, value), '' ORDER BY key COLLATE "C") || '</record>'
	FROM jsonb_each_text(jsonb_build_object(
		'cf_xdr_mc', '甲公司', 'cf_xdr_lb', '法人及非法人组织', 'cf_xdr_shxym', '91220101MA00000000',
		'cf_frdb', '张三', 'cf_wfxw', '无证经营', 'cf_sy', '事实', 'cf_yj', '依据',
		'cf_cflb', '罚款', 'cf_nr', '罚款一万元', 'cf_nr_fk', '1', 'cf_jdrq', '2026-05-20',
		'cf_cfjg', '甲局', 'cf_cfjgdm', '1122010001350000BA',
		'cf_sjly', '甲局', 'cf_sjlydm', '1122010001350000BA') || changes) WHERE value IS NOT NULL $$;
CREATE FUNCTION pg_temp.outcome(b credit.batch) RETURNS text LANGUAGE sql AS $$
	SELECT concat_ws(' ', b.channel, coalesce(b.note, '-'), 'rows', b.rows, 'accepted', b.accepted, 'duplicate', b.duplicate,
		'corrected', b.corrected, 'rejected', b.rejected, CASE WHEN b.closed_at IS NOT NULL THEN 'closed' END) $$;

CREATE FUNCTION pg_temp.refused(document bytea) RETURNS text LANGUAGE plpgsql AS $$
DECLARE state text; message text; detail text;
BEGIN
	PERFORM credit.import_xml(document, 'penalty');
	RETURN 'taken';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
	RETURN state || ' ' || left(coalesce(nullif(detail, ''), message), 150);
END $$;

SET ROLE regress_import_a;
-- new, the same again, a correction, upper-case names, a row that breaks rules, CDATA and character references
SELECT pg_temp.outcome(credit.import_xml(pg_temp.doc(' document="doc-1" item="penalty"',
	pg_temp.rec('{"cf_wsh": "导1号"}'), pg_temp.rec('{"cf_wsh": "导1号"}'), pg_temp.rec('{"cf_wsh": "导1号", "cf_nr": "罚款两万元"}'),
	regexp_replace(pg_temp.rec('{"cf_wsh": "导2号"}'), 'cf_', 'CF_', 'g'),
	pg_temp.rec('{"cf_wsh": "坏1号", "cf_jdrq": "2026-02-30", "cf_nr_fk": null}'),
	pg_temp.rec('{"cf_wsh": "导3号", "cf_sy": "<![CDATA[甲<乙>&]]>&#x4e2d;"}'))::xml));
SELECT doc_no, version, detail ->> 'cf_sy' AS facts, detail ->> 'cf_nr' AS content FROM credit.record WHERE dept_id = 7301 ORDER BY doc_no COLLATE "C";
-- rows set aside tell their line, whatever credit.on_reject says
SELECT r.payload ->> 'cf_wsh' AS doc_no, x ->> 'field' AS field, x ->> 'rule' AS rule, (x ->> 'line')::int AS line
FROM credit.rejection r, jsonb_array_elements(r.reasons) x WHERE dept_id = 7301 ORDER BY 1, 2;
-- unknown, repeated and forbidden fields; records of an item of their own
SELECT pg_temp.outcome(credit.import_xml(pg_temp.doc('',
	replace(pg_temp.rec('{"cf_wsh": "坏2号"}', ' item="penalty"'), '</record>', '<cf_nr>再一次</cf_nr><wrong>x</wrong><religion>x</religion></record>'),
	pg_temp.rec('{"cf_wsh": "导4号"}', ' item="penalty"'),
	'<record item="no_such_item"><a>1</a></record>',
	'<record item="honour"/>')::xml));
SELECT r.item, x ->> 'field' AS field, x ->> 'rule' AS rule, (x ->> 'line')::int AS line
FROM credit.rejection r, jsonb_array_elements(r.reasons) x WHERE r.batch_id = (SELECT max(batch_id) FROM credit.rejection) ORDER BY 4, x ->> 'field' COLLATE "C", 3;
SELECT position('religion' in payload::text) AS kept FROM credit.rejection WHERE payload ->> 'cf_wsh' = '坏2号';
-- the item as an argument, and against the document's
SELECT pg_temp.outcome(credit.import_xml(pg_temp.doc('', pg_temp.rec('{"cf_wsh": "导1号", "cf_nr": "罚款两万元"}'))::xml, 'penalty'));
SELECT credit.import_xml(pg_temp.doc(' item="penalty"', pg_temp.rec('{}'))::xml, 'licence');
SELECT credit.import_xml(pg_temp.doc('', pg_temp.rec('{}'))::xml);
-- a department may not say when a record came in, nor that one has ended
SELECT pg_temp.outcome(credit.import_xml(pg_temp.doc(' item="penalty"',
	pg_temp.rec('{"cf_wsh": "导5号"}', ' received_at="2026-05-21T01:00:00.000000Z"'),
	pg_temp.rec('{"cf_wsh": "坏3号"}', ' status="revoked"'),
	pg_temp.rec('{"cf_wsh": "坏4号"}', ' received_at="yesterday"'),
	pg_temp.rec('{"cf_wsh": "坏5号"}', ' status="gone"'),
	pg_temp.rec('{"cf_wsh": "坏6号", "cf_cfjgdm": "1122010001350000CD"}'))::xml));
SELECT (received_at AT TIME ZONE 'Asia/Shanghai')::date FROM credit.record WHERE doc_no = '导5号';
SELECT r.payload ->> 'cf_wsh' AS doc_no, x ->> 'field' AS field, x ->> 'rule' AS rule
FROM credit.rejection r, jsonb_array_elements(r.reasons) x WHERE r.batch_id = (SELECT max(batch_id) FROM credit.rejection) ORDER BY 1, 2;
RESET ROLE;
-- the office may; statuses come after the record, ended ones stay ended
SET ROLE regress_import_office;
CREATE TEMP TABLE office_doc AS SELECT pg_temp.doc(' document="吉-1" item="penalty" origin="220200" sender="1122010001350000CD"',
	pg_temp.rec('{"cf_wsh": "异1号", "cf_cfjgdm": "1122010001350000CD"}', ' received_at="2026-05-21T01:00:00.000000Z"'),
	pg_temp.rec('{"cf_wsh": "异2号", "cf_cfjgdm": "1122010001350000CD"}', ' status="revoked" received_at="2026-05-21T01:00:00.000000Z"'),
	pg_temp.rec('{"cf_wsh": "异3号", "cf_cfjgdm": "1122010001350000CD"}', ' status="disputed"'),
	pg_temp.rec('{"cf_wsh": "异4号", "cf_cfjgdm": "1122010001350000CD"}', ' received_at="2027-05-21T01:00:00.000000Z"')) AS d;
SELECT pg_temp.outcome(credit.import_xml(d::xml)) FROM office_doc;
SELECT pg_temp.outcome(credit.import_xml(d::xml)) FROM office_doc;
SELECT doc_no, status, received_at AT TIME ZONE 'UTC' AS received, late_days, version FROM credit.record WHERE dept_id = 7302 AND doc_no < '异3号' COLLATE "C" ORDER BY doc_no COLLATE "C";
SELECT doc_no, status, version FROM credit.record WHERE dept_id = 7302 ORDER BY doc_no COLLATE "C";
SELECT doc_no, origin, origin_name, sender, document FROM credit.foreign_record WHERE dept_id = 7302 ORDER BY doc_no COLLATE "C";
SELECT version, reason FROM credit.record_version WHERE dept_id = 7302 ORDER BY record_id, version;
RESET ROLE;

-- a department cannot have its records pass for another region's, which are not reported as ours
SET ROLE regress_import_a;
SELECT pg_temp.refused(convert_to(pg_temp.doc(' origin="220200"', pg_temp.rec('{"cf_wsh": "冒1号"}')), 'UTF8'));
SELECT pg_temp.refused(convert_to(pg_temp.doc(' origin="220100"', pg_temp.rec('{"cf_wsh": "导1号", "cf_nr": "罚款两万元"}')), 'UTF8')) AS own_region;
SELECT count(*) FROM credit.record WHERE doc_no = '冒1号';
SELECT count(*) FROM credit.foreign_record;

-- encodings
SELECT pg_temp.outcome(credit.import_xml(convert_to(replace(d, '"UTF-8"', '"' || e || '"'), p)))
FROM pg_temp.doc(' item="penalty"', pg_temp.rec('{"cf_wsh": "〔2026〕码1号", "cf_xdr_mc": "长春龘靐公司"}')) d,
	(VALUES (1, 'UTF-8', 'UTF8'), (2, 'GB18030', 'UTF8'), (3, 'utf-8', 'UTF8')) v (nr, e, p) WHERE nr <> 2 ORDER BY nr;
-- GB18030 and GBK bytes, written out since the server has them only as client encodings
SELECT pg_temp.outcome(credit.import_xml(convert_to(replace(d, '"UTF-8"', '"GBK"'), 'GBK')))
FROM pg_temp.doc(' item="penalty"', pg_temp.rec('{"cf_wsh": "〔2026〕码1号", "cf_xdr_mc": "长春龘靐公司"}')) d;
SELECT pg_temp.outcome(credit.import_xml(convert_to(replace(d, '"UTF-8"', '"gb18030"'), 'GB18030')))
FROM pg_temp.doc(' item="penalty"', pg_temp.rec('{"cf_wsh": "〔2026〕码2号", "cf_xdr_mc": "长春㐂𠮷公司"}')) d;
SELECT doc_no, detail ->> 'cf_xdr_mc' AS name FROM credit.record WHERE doc_no LIKE '%码%' ORDER BY doc_no COLLATE "C";
-- with a mark of UTF-8 in front
SELECT pg_temp.outcome(credit.import_xml('\xEFBBBF'::bytea || convert_to(pg_temp.doc(' item="penalty"', pg_temp.rec('{"cf_wsh": "导1号", "cf_nr": "罚款两万元"}')), 'UTF8')));

-- hostile documents: refused, each with its line
SELECT what, pg_temp.refused(document) FROM (VALUES
	(1, 'empty', ''::bytea),
	(2, 'no XML', 'root:x:0:0'),
	(3, 'truncated', E'<credit_exchange>\n<record>\n<cf_nr>'),
	(4, 'truncated behind a record', E'<credit_exchange>\n<record><a>1</a></record>\n'),
	(5, 'external entity', E'<!DOCTYPE credit_exchange [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<credit_exchange><record><cf_nr>&x;</cf_nr></record></credit_exchange>'),
	(6, 'external DTD', E'<!DOCTYPE credit_exchange SYSTEM "http://127.0.0.1:9/x.dtd"><credit_exchange/>'),
	(7, 'parameter entity', E'<!DOCTYPE credit_exchange [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]><credit_exchange/>'),
	(8, 'entity bomb', convert_to('<!DOCTYPE z [<!ENTITY a "aaaaaaaaaa">' || (SELECT string_agg(format('<!ENTITY %s "%s">', chr(97 + i), repeat(format('&%s;', chr(96 + i)), 10)), '') FROM generate_series(1, 20) i) || ']><z>&u;</z>', 'UTF8')),
	(9, 'unknown entity', E'<credit_exchange>\n<record><cf_nr>&nbsp;</cf_nr></record></credit_exchange>'),
	(10, 'XInclude', '<credit_exchange xmlns:xi="http://www.w3.org/2001/XInclude"><record><xi:include href="file:///etc/passwd"/></record></credit_exchange>'),
	(11, 'deep nesting', convert_to('<credit_exchange>' || repeat('<record>', 100000), 'UTF8')),
	(12, 'huge text', convert_to('<credit_exchange><record><cf_nr>' || repeat('a', 5000000), 'UTF8')),
	(13, 'huge attribute', convert_to('<credit_exchange><record status="' || repeat('a', 1048576) || '"/></credit_exchange>', 'UTF8')),
	(14, 'huge comment', convert_to('<credit_exchange><!--' || repeat('a', 5000000), 'UTF8')),
	(15, 'huge name', convert_to('<credit_exchange><record><' || repeat('a', 300) || '/></record></credit_exchange>', 'UTF8')),
	(16, 'many fields', convert_to('<credit_exchange><record>' || repeat('<a/>', 501) || '</record></credit_exchange>', 'UTF8')),
	(17, 'many attributes', convert_to('<credit_exchange><record ' || (SELECT string_agg(format('a%s=""', i), ' ') FROM generate_series(1, 2000) i) || '/></credit_exchange>', 'UTF8')),
	(18, 'zero byte', '<credit_exchange><record><a>' || '\x00'::bytea || '</a></record></credit_exchange>'),
	(19, 'control character', E'<credit_exchange>\n<record><a>\x01</a></record></credit_exchange>'),
	(20, 'wrong bytes in UTF-8', '<credit_exchange><record><a>' || '\xc3a4c4'::bytea || '</a></record></credit_exchange>'),
	(21, 'wrong bytes in GB18030', '<?xml version="1.0" encoding="GB18030"?><credit_exchange><record><a>' || '\xff80'::bytea || '</a></record></credit_exchange>'),
	(22, 'UTF-8 whose bytes read as GB18030', convert_to('<?xml version="1.0" encoding="GB18030"?><credit_exchange><record><a>甲乙丙局</a></record></credit_exchange>', 'UTF8')),
	(23, 'ends within a character', '<?xml version="1.0" encoding="GBK"?><credit_exchange/>' || '\xb0'::bytea),
	(24, 'UTF-16', '\xfffe3c00610020002f003e00'::bytea),
	(25, 'another encoding', '<?xml version="1.0" encoding="ISO-8859-1"?><credit_exchange/>'),
	(26, 'mark and declaration disagree', '\xefbbbf'::bytea || '<?xml version="1.0" encoding="GBK"?><credit_exchange/>'),
	(27, 'another root', '<credit_report/>'),
	(28, 'another namespace', '<credit_exchange xmlns="urn:other"/>'),
	(29, 'another version', '<credit_exchange version="2"/>'),
	(30, 'text between records', '<credit_exchange>text</credit_exchange>'),
	(31, 'element within a field', '<credit_exchange><record><a><b/></a></record></credit_exchange>'),
	(32, 'attribute of a field', '<credit_exchange><record><a b="c">x</a></record></credit_exchange>'),
	(33, 'two roots', '<credit_exchange/><credit_exchange/>'),
	(34, 'tags that do not match', '<credit_exchange><record></credit_exchange>'),
	(35, 'undeclared prefix', '<credit_exchange><x:record/></credit_exchange>'),
	(36, 'manifest of more', E'<credit_exchange>\n<manifest records="1" sha256="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"/></credit_exchange>'),
	(37, 'manifest of others', E'<credit_exchange>\n<manifest records="0" sha256="00b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"/></credit_exchange>'),
	(38, 'malformed manifest', '<credit_exchange><manifest records="-1" sha256="x"/></credit_exchange>'),
	(39, 'record behind the manifest', '<credit_exchange><manifest records="0" sha256="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"/><record/></credit_exchange>'),
	(40, 'sound and empty', '<credit_exchange><manifest records="0" sha256="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"/></credit_exchange>')
) v (nr, what, document) ORDER BY nr;
-- nothing of a refused document stays
SELECT pg_temp.refused(convert_to(replace(pg_temp.doc(' item="penalty"', pg_temp.rec('{"cf_wsh": "不留1号"}')), '</credit_exchange>', '<x/></credit_exchange>'), 'UTF8'));
SELECT count(*) FROM credit.record WHERE doc_no = '不留1号';
SELECT credit.import_xml(NULL::xml);

-- large objects: the caller's rights count
SELECT lo_from_bytea(0, convert_to(pg_temp.doc(' item="penalty"', pg_temp.rec('{"cf_wsh": "导1号", "cf_nr": "罚款两万元"}')), 'UTF8')) AS loid \gset
SELECT pg_temp.outcome(credit.import_xml(:loid::oid));
SET ROLE regress_import_b;
\set VERBOSITY sqlstate
SELECT credit.import_xml(:loid::oid) IS NULL AS taken;
\set VERBOSITY default
RESET ROLE;
SELECT lo_unlink(:loid);
SELECT credit.import_xml(1::oid) IS NULL AS taken;

-- files: for pg_read_server_files, absolute, regular; the server may not be
-- able to read this tree, so it gets a copy
\getenv abs_srcdir PG_ABS_SRCDIR
\set sample :abs_srcdir '/data/exchange/penalty_gb18030.xml'
SELECT current_setting('data_directory') || '/penalty_gb18030.xml' AS file \gset
\lo_import :sample
SELECT lo_export(:LASTOID, :'file') AS copied, lo_unlink(:LASTOID) AS gone;
SET ROLE regress_import_a;
SELECT credit.import_xml_file(:'file');
SELECT credit.verify_package_file(:'file');
CALL credit.import_xml_file_in_parts(:'file');
RESET ROLE;
GRANT pg_read_server_files TO regress_import_a;
SET ROLE regress_import_a;
SELECT pg_temp.outcome(credit.import_xml_file(:'file'));
SELECT credit.import_xml_file('relative.xml');
SELECT credit.import_xml_file('/dev/null');
SELECT credit.import_xml_file('/no/such/file.xml');
SELECT records, complete, fault FROM credit.verify_package_file(:'file');
-- in parts: not inside a transaction, rows all there, again nothing twice
BEGIN;
CALL credit.import_xml_file_in_parts(:'file', 'penalty', 2);
ROLLBACK;
CALL credit.import_xml_file_in_parts(:'file', 'penalty', 0);
CALL credit.import_xml_file_in_parts(:'file', 'penalty', 2);
SELECT rows, accepted, duplicate, rejected FROM credit.batch WHERE dept_id = 7301 ORDER BY batch_id DESC LIMIT 1;
SELECT state, position, source, bytes > 0 AS bytes FROM credit.import WHERE dept_id = 7301 ORDER BY import_id DESC LIMIT 1;
SELECT count(*) FROM credit.import_progress;
RESET ROLE;
SELECT format('rm -f %s', :'file') AS remove \gset
COPY (SELECT) TO PROGRAM :'remove';

-- who sees what, and who may
SET ROLE regress_import_b;
SELECT count(*) FROM credit.import WHERE dept_id = 7301;
INSERT INTO credit.import (batch_id, source, bytes, opened_by, started_at) VALUES (1, 'x', 0, 'x', now());
SET ROLE regress_import_public;
SELECT credit.import_xml('<credit_exchange/>'::xml);
SELECT count(*) FROM credit.import;
RESET ROLE;
CREATE ROLE regress_import_none IN ROLE credit_department;
SET ROLE regress_import_none;
SELECT credit.import_xml('<credit_exchange/>'::xml);
RESET ROLE;

SET session_replication_role = replica;
DELETE FROM credit.record_store WHERE dept_id IN (7301, 7302);
DELETE FROM credit.rejection_identity WHERE rejection_id IN (SELECT rejection_id FROM credit.rejection WHERE batch_id IN (SELECT batch_id FROM credit.batch WHERE opened_by LIKE 'regress_import%'));
DELETE FROM credit.rejection WHERE batch_id IN (SELECT batch_id FROM credit.batch WHERE opened_by LIKE 'regress_import%');
RESET session_replication_role;
DELETE FROM credit.department WHERE dept_id IN (7301, 7302);
DELETE FROM credit.subject WHERE uscc::text LIKE '91220101MA%';
DROP OWNED BY regress_import_a, regress_import_office;
DROP ROLE regress_import_a, regress_import_b, regress_import_office, regress_import_public, regress_import_none;
