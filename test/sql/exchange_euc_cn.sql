-- A database in EUC_CN: exchange documents go out and come in, names are found;
-- reports are refused with the reason, by every door to them.
SELECT current_database() AS here \gset
CREATE DATABASE regress_exchange_euc_cn ENCODING 'EUC_CN' LOCALE 'C' TEMPLATE template0;
\c regress_exchange_euc_cn
SET client_encoding = 'UTF8';
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET TimeZone = 'Asia/Shanghai';
CREATE EXTENSION credit;
SET credit.fixed_today = '2026-06-01';
INSERT INTO credit.department (dept_id, name, uscc) VALUES (1, '甲局', '1122010001350000BA');
SET credit.department = 1;
INSERT INTO credit.penalty_entry (cf_xdr_mc, cf_xdr_lb, cf_xdr_shxym, cf_frdb, cf_wsh, cf_wfxw, cf_sy, cf_yj, cf_cflb, cf_nr, cf_nr_fk, cf_jdrq,
	cf_cfjg, cf_cfjgdm, cf_sjly, cf_sjlydm)
VALUES ('长春市鑫源商贸有限公司', '法人及非法人组织', '91220101MA00000000', '张三', '罚1号', '无证经营', '事实 <甲> & “乙”', '依据', '罚款;警告', '罚款一万元', '1', '2026-05-20',
	'甲局', '1122010001350000BA', '甲局', '1122010001350000BA');

-- out, proven, and in again: known already
SELECT credit.export_xml('penalty') AS document \gset
SELECT (SELECT string_agg(m[1], ' ') FROM regexp_matches(:'document', '<cf_(?:xdr_mc|sy)>([^<]*)<', 'g') m) AS fields;
SELECT records, complete, fault FROM credit.verify_package(:'document'::xml);
SELECT rows, accepted, duplicate, rejected FROM credit.import_xml(:'document'::xml);
SELECT parts, records FROM credit.export_package('euc', 'penalty');
SELECT v.records, v.complete, v.fault FROM credit.export_package p, LATERAL credit.verify_package(p.manifest,
	(SELECT array_agg(e.document::xml) FROM credit.export_part e WHERE e.package_id = p.package_id)) v WHERE p.name = 'euc';
-- bytes that are not in the encoding declared; those that are; a number in a
-- character of GB18030 that EUC_CN lacks, which is not stored as something else
SELECT rows, accepted, rejected FROM credit.import_xml(convert_to(replace(regexp_replace(:'document', '<manifest.*</manifest>', ''), '罚1号', '罚2号'), 'EUC_CN'));
SELECT rows, accepted, rejected FROM credit.import_xml('<?xml version="1.0" encoding="GB18030"?>'::bytea
	|| convert_to(replace(regexp_replace(regexp_replace(:'document', '<manifest.*</manifest>', ''), '<\?xml[^>]*\?>', ''), '罚1号', '罚3号'), 'EUC_CN'));
SELECT rows, accepted, rejected FROM credit.import_xml('<?xml version="1.0" encoding="GB18030"?><credit_exchange item="penalty"><record><cf_wsh>'::bytea
	|| '\x8139ee39'::bytea || '4</cf_wsh></record></credit_exchange>'::bytea);
SELECT doc_no FROM credit.record ORDER BY doc_no COLLATE "C";
-- the record with such a character is set aside and says which field; the others are in
SELECT rows, accepted, rejected FROM credit.import_xml('<?xml version="1.0" encoding="GB18030"?>'::bytea
	|| convert_to('<credit_exchange item="penalty">' || (SELECT string_agg(regexp_replace(substring(:'document' FROM '<record.*</record>'), '罚1号', '罚' || n || '号'), '') FROM generate_series(5, 6) n), 'EUC_CN')
	|| convert_to(regexp_replace(substring(:'document' FROM '<record.*<cf_frdb>'), '罚1号', '罚7号'), 'EUC_CN') || '\x8139ee39'::bytea
	|| convert_to('龙' || substring(:'document' FROM '</cf_frdb>.*</record>') || '</credit_exchange>', 'EUC_CN'));
SELECT payload ->> 'cf_wsh' AS doc_no, payload ->> 'cf_frdb' AS representative, jsonb_array_length(reasons) AS n, reasons -> 0 AS first_reason FROM credit.rejection ORDER BY rejection_id;
SELECT doc_no FROM credit.record ORDER BY doc_no COLLATE "C";

-- found by parts of the name and as it is misspelt
SELECT name, how FROM credit.search_subject('鑫源');
SELECT name, how FROM credit.search_subject('长春市鑫缘商贸有限公司');

-- reports: refused, with the reason
SELECT credit.report_xml('91220101MA00000000');
SELECT credit.report_html('91220101MA00000000');
SELECT credit.render_report('<report/>');
SELECT credit.verify_report('202606010000009999999Z', '0000-0000-0000-0000');
SELECT credit.import_report('<report/>', '210100');
\c :here
DROP DATABASE regress_exchange_euc_cn;
