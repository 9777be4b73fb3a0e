-- Records of several years, in a year's own partition made later and in the
-- default one, corrected, revoked, merged and set aside; batches of both kinds.
SET client_min_messages = warning;
SET TimeZone = 'Asia/Shanghai';
SET credit.fixed_today = '2026-06-01';
CREATE TEMP TABLE code AS SELECT row_number() OVER (ORDER BY subject_id) AS n, uscc::text AS code, name, subject_id
	FROM credit.subject WHERE uscc IS NOT NULL AND kind IN ('enterprise', 'farmers_cooperative', 'public_institution');
GRANT SELECT ON code TO PUBLIC;
CREATE FUNCTION pg_temp.penalty(VARIADIC changes jsonb[]) RETURNS SETOF credit.penalty_entry LANGUAGE sql AS $$
	SELECT (jsonb_populate_record(NULL::credit.penalty_entry, jsonb_build_object(
		'cf_xdr_mc', (SELECT name FROM code WHERE n = 1), 'cf_xdr_lb', '法人及非法人组织', 'cf_xdr_shxym', (SELECT code FROM code WHERE n = 1),
		'cf_frdb', '张三', 'cf_wsh', '罚1号', 'cf_wfxw', '无证经营', 'cf_sy', '事实', 'cf_yj', '依据',
		'cf_cflb', '罚款', 'cf_nr', '罚款一万元', 'cf_nr_fk', '1', 'cf_jdrq', '2026-05-20',
		'cf_cfjg', '望岚区城管局', 'cf_cfjgdm', '1122010001350000BA',
		'cf_sjly', '望岚区城管局', 'cf_sjlydm', '1122010001350000BA') || c.change)).*
	FROM unnest(changes) WITH ORDINALITY c (change, nr) ORDER BY c.nr $$;

SET ROLE restore_a;
SET credit.on_reject = quarantine;
SELECT credit.open_batch('exchange', '存量') AS batch \gset
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty(
	'{"cf_wsh": "老1号", "cf_jdrq": "2009-05-20"}', '{"cf_wsh": "老2号", "cf_jdrq": "2013-12-31"}',
	'{"cf_wsh": "罚17号", "cf_jdrq": "2017-08-20"}', '{"cf_wsh": "罚22号", "cf_jdrq": "2022-06-15"}',
	'{"cf_wsh": "罚24号", "cf_jdrq": "2024-02-29", "cf_nr_fk": "120"}', '{"cf_wsh": "罚26号", "local_note": "据本市办法"}',
	'{"cf_wsh": "罚26号", "local_note": "据本市办法"}', '{"cf_wsh": "罚26号", "local_note": "据本市办法改"}',
	'{"cf_wsh": "坏1号", "cf_nr_fk": null}', '{"cf_wsh": "坏2号", "cf_jdrq": "2026-02-30"}',
	-- set aside with a document number, kept apart
	'{"cf_wsh": "坏3号", "cf_xdr_lb": "自然人", "cf_xdr_mc": "李四", "cf_xdr_shxym": null, "cf_frdb": null, "cf_xdr_zjlx": "身份证", "cf_xdr_zjhm": "110105194912310021"}',
	'{"cf_wsh": "人1号", "cf_xdr_lb": "自然人", "cf_xdr_mc": "李四", "cf_xdr_shxym": null, "cf_frdb": null, "cf_xdr_zjlx": "身份证", "cf_xdr_zjhm": "11010519491231002X"}',
	-- a subject made by the door
	'{"cf_wsh": "新1号", "cf_xdr_shxym": "91220101MA00000000", "cf_xdr_mc": "门上新企业"}');
SELECT credit.close_batch(:batch);
SELECT credit.resubmit(min(rejection_id), '{"cf_nr_fk": "3"}') FROM credit.rejection WHERE payload ->> 'cf_wsh' = '坏1号';
SELECT credit.open_batch('file', 'left open') AS batch \gset
INSERT INTO credit.tree_care_entry (subject_name, subject_category, subject_code, doc_no, decided_on, authority_name, authority_code, kind, count)
SELECT name, '法人及非法人组织', code, '树' || n, '2026-04-20', '望岚区城管局', '1122010001350000BA', '1', 60 * n FROM code;
SET credit.batch = '';
SELECT credit.revoke_record(record_id, '撤〔2026〕1号', '事实不清') FROM credit.record WHERE doc_no = '罚22号';
SELECT credit.revoke_record(record_id, '撤〔2026〕2号', '误录', true) FROM credit.record WHERE doc_no = '罚17号';
RESET ROLE;
RESET credit.on_reject;

-- the future: a year without a partition, then one of its own that takes the row
SET credit.fixed_today = '2033-06-01';
SET ROLE restore_b;
INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail)
SELECT 'honour', code, name, '荣' || y || '-' || n, make_date(y, 3, 1),
	jsonb_build_object('subject_category', '法人及非法人组织', 'authority_name', '望岚市市场监管局', 'authority_code', '1122010001350000CD',
		'title', '示范', 'level', '市级')
FROM code, unnest('{2029,2031,2032}'::int[]) y;
RESET ROLE;
SELECT credit.ensure_partition(2031), credit.ensure_partition(2030);
SET credit.fixed_today = '2026-06-01';
-- records follow a merged subject, a code changes
UPDATE credit.record_store SET status = 'disputed', version = version + 1 WHERE doc_no = '罚24号';
SELECT credit.merge_subject(a.subject_id, b.subject_id, '更正') FROM code a, code b WHERE a.n = 1 AND b.n = 2;
SELECT count(*) >= 5 AS versions FROM credit.record_version;
-- supplied voluntarily: one verified, one not
SELECT credit.create_entry_view('voluntary');
SET ROLE restore_a;
INSERT INTO credit.voluntary_entry (subject_name, subject_category, subject_code, doc_no, decided_on, authority_name, authority_code, kind, content, truth_commitment)
SELECT name, '法人及非法人组织', code, '愿' || n, '2026-05-20', '望岚区城管局', '1122010001350000BA', '社会公益', '捐赠', '是' FROM code WHERE n IN (1, 3);
SELECT credit.verify_voluntary(record_id, true, '核1号') FROM credit.record WHERE doc_no = '愿1';
RESET ROLE;
