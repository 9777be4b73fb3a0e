-- A database in EUC_CN takes the extension and Chinese text, typed as in UTF-8.
SELECT current_database() AS here \gset
CREATE DATABASE regress_euc_cn ENCODING 'EUC_CN' LOCALE 'C' TEMPLATE template0;
\c regress_euc_cn
SET client_encoding = 'UTF8';
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
CREATE EXTENSION credit;
SET credit.fixed_today = '2026-06-01';
INSERT INTO credit.department (dept_id, name, uscc) VALUES (1, '甲局', '1122010001350000BA');
SET credit.department = 1;
CREATE FUNCTION pg_temp.penalty(VARIADIC changes jsonb[]) RETURNS SETOF credit.penalty_entry LANGUAGE sql AS $$
	SELECT (jsonb_populate_record(NULL::credit.penalty_entry, jsonb_build_object(
		'cf_xdr_mc', '甲公司', 'cf_xdr_lb', '法人及非法人组织', 'cf_xdr_shxym', '91220101MA00000000',
		'cf_frdb', '张三', 'cf_wsh', '罚1号', 'cf_wfxw', '无证经营', 'cf_sy', '事实', 'cf_yj', '依据',
		'cf_cflb', '罚款', 'cf_nr', '罚款一万元', 'cf_nr_fk', '1', 'cf_jdrq', '2026-05-20',
		'cf_cfjg', '甲局', 'cf_cfjgdm', '1122010001350000BA', 'cf_sjly', '甲局', 'cf_sjlydm', '1122010001350000BA') || c.change)).*
	FROM unnest(changes) WITH ORDINALITY c (change, nr) ORDER BY c.nr $$;
-- full width, ideographic blanks, Chinese separators and dates
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty(
	'{"cf_wsh": "　罚〔2026〕1号　", "cf_nr_fk": "０.２", "cf_jdrq": "２０２６年５月２０日", "cf_cflb": "罚款、警告；通报批评", "cf_xdr_shxym": "９１220101ma00000000"}');
SELECT subject_code, subject_name, doc_no, decided_on, amount, severity, detail -> 'cf_cflb' AS kinds FROM credit.record;
-- a person, and reasons in Chinese
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty(
	'{"cf_wsh": "2", "cf_xdr_lb": "自然人", "cf_xdr_mc": "李四", "cf_xdr_shxym": null, "cf_frdb": null, "cf_xdr_zjlx": "居民身份证", "cf_xdr_zjhm": "11010519491231002X"}');
SELECT subject_name FROM credit.record WHERE doc_no = '2';
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty(
	jsonb_build_object('cf_wsh', '　', 'cf_cflb', '打板子' || repeat('很', 40), 'cf_nr_fk', '一万', 'cf_jdrq', '2026年13月1日', 'cf_sy', repeat('长', 5001),
		'cf_fr_zjlx', '身份证', 'cf_fr_zjhm', '110105194912310021'));
SET credit.on_reject = quarantine;
INSERT INTO credit.record (item, detail) VALUES ('penalty', jsonb_build_object('a' || repeat('长', 40), 1)), ('没有的事项', '{"宗教信仰": 1, "说明": "有"}');
SELECT item, payload, jsonb_array_length(reasons) AS reasons FROM credit.rejection ORDER BY rejection_id;
-- an ideographic blank says nothing here as well
SELECT credit.open_proceeding('objection', NULL, record_id, '{}', note => '　 ') FROM credit.record WHERE doc_no = '2';
-- what needs UTF8 says so
SELECT credit.report_xml('91220101MA00000000');
\c :here
DROP DATABASE regress_euc_cn;
