-- Every kind of bad row gives its reason and no other. One table of cases: what
-- is changed in a sound row, and "field rule" of each reason expected.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET credit.fixed_today = '2026-06-01';
SET DateStyle = 'ISO, YMD';
SET TimeZone = 'Asia/Shanghai';
CREATE ROLE regress_bad_a IN ROLE credit_department;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES
	(7101, '甲局', '1122010001350000BA', 'regress_bad_a'), (7102, '乙局', '1122010001350000CD', NULL);
SELECT credit.define_item('regress_bad', '试验事项', 'test item', 'administrative', 'neutral', 'gbf_35_2019');
SELECT credit.define_item('regress_bad_owned', '专属事项', 'owned item', 'administrative', 'neutral', 'gbf_35_2019', owner_dept_id => 7102);
SELECT credit.define_item('regress_bad_dated', '限期事项', 'dated item', 'administrative', 'neutral', 'gbf_35_2019', valid => '[2020-01-01,2021-01-01)');
SELECT credit.define_field('regress_bad', f.field, f.field, f.field, f.type, min_value => f.min, max_value => f.max,
	grade_scale => f.scale, multi_valued => coalesce(f.multi, false), code_list => f.codes, maps_to => f.role)
FROM (VALUES ('whole', 'integer', 1, 10, NULL, NULL, NULL, NULL), ('num', 'number', -1, 1, NULL, NULL, NULL, NULL),
	('flag', 'boolean', NULL, NULL, NULL, NULL, NULL, NULL), ('tax', 'grade', NULL, NULL, 'tax', NULL, NULL, NULL),
	('area', 'region', NULL, NULL, NULL, NULL, NULL, NULL), ('resident', 'resident_id', NULL, NULL, NULL, NULL, NULL, NULL),
	('org', 'org_code', NULL, NULL, NULL, NULL, NULL, NULL), ('reg', 'registration_no', NULL, NULL, NULL, NULL, NULL, NULL),
	('yuan', 'amount', 0, NULL, NULL, NULL, NULL, 'amount'), ('many', 'code', NULL, NULL, NULL, true, 'record_state', NULL))
	AS f (field, type, min, max, scale, multi, codes, role);

CREATE TEMP TABLE sound (item text PRIMARY KEY, content jsonb);
INSERT INTO sound VALUES
('penalty', '{"cf_xdr_mc": "甲公司", "cf_xdr_lb": "法人及非法人组织", "cf_xdr_shxym": "91220101MA00000000", "cf_frdb": "张三",
	"cf_wsh": "罚1号", "cf_wfxw": "无证经营", "cf_sy": "事实", "cf_yj": "依据", "cf_cflb": "罚款", "cf_nr": "罚款", "cf_nr_fk": "1",
	"cf_jdrq": "2026-05-20", "cf_cfjg": "甲局", "cf_cfjgdm": "1122010001350000BA", "cf_sjly": "甲局", "cf_sjlydm": "1122010001350000BA"}'),
('licence', '{"xk_xdr_mc": "甲公司", "xk_xdr_lb": "法人及非法人组织", "xk_xdr_shxym": "91220101MA00000000", "xk_frdb": "张三",
	"xk_xkws": "决定书", "xk_wsh": "许1号", "xk_xklb": "普通", "xk_nr": "食品经营", "xk_jdrq": "2026-05-20", "xk_yxqz": "2026-05-20",
	"xk_yxqzi": "2031-05-19", "xk_xkjg": "甲局", "xk_xkjgdm": "1122010001350000BA", "xk_zt": "1", "xk_lydw": "甲局", "xk_lydwdm": "1122010001350000BA"}'),
('record', '{"item": "regress_bad", "subject_code": "91220101MA00000000", "subject_name": "甲公司", "doc_no": "事1号", "decided_on": "2026-05-20",
	"detail": {"subject_category": "法人及非法人组织", "authority_name": "甲局", "authority_code": "1122010001350000BA"}}');

CREATE TEMP TABLE bad (nr int GENERATED ALWAYS AS IDENTITY, door text, change jsonb, expected text);

-- what must be there, and what is typed when nothing is known
INSERT INTO bad (door, change, expected)
SELECT 'penalty', jsonb_build_object(f, NULL), f || ' required' FROM unnest('{cf_xdr_mc,cf_xdr_lb,cf_wsh,cf_wfxw,cf_sy,cf_yj,cf_cflb,cf_nr,cf_jdrq,cf_cfjg,cf_cfjgdm,cf_sjly,cf_sjlydm,cf_xdr_shxym,cf_frdb,cf_nr_fk}'::text[]) f;
INSERT INTO bad (door, change, expected)
SELECT 'licence', jsonb_build_object(f, NULL), f || ' required' FROM unnest('{xk_xdr_mc,xk_xdr_lb,xk_xkws,xk_wsh,xk_xklb,xk_nr,xk_jdrq,xk_yxqz,xk_yxqzi,xk_xkjg,xk_xkjgdm,xk_zt,xk_lydw,xk_lydwdm,xk_xdr_shxym,xk_frdb}'::text[]) f;
INSERT INTO bad (door, change, expected)
SELECT 'penalty', jsonb_build_object('cf_wsh', v), 'cf_wsh required'
FROM unnest(ARRAY['', ' ', '　', E'\t', E'\n', U&'\00A0', '无', '暂无', '空', '不详', '未知', 'null', 'NULL', 'None', 'N/A', '-', '--', '/', '\', '*', '测试', 'TEST', ' 无　']) v;
INSERT INTO bad (door, change, expected) VALUES
('penalty', '{"cf_cflb": "没收违法所得"}', 'cf_nr_wfff required'),
('penalty', '{"cf_cflb": "罚款,没收非法财物"}', 'cf_nr_wfff required'),
('penalty', '{"cf_cflb": "暂扣许可证件"}', 'cf_nr_zkdx required'),
('penalty', '{"cf_cflb": "吊销许可证件"}', 'cf_nr_zkdx required'),
('penalty', '{"cf_cflb": "罚款、没收违法所得、吊销许可证件", "cf_nr_fk": null}', 'cf_nr_fk required,cf_nr_wfff required,cf_nr_zkdx required'),
('penalty', '{"cf_cflb": "暂扣许可证", "cf_jdrq": "2020-05-20"}', 'cf_nr_zkdx required'),
('penalty', '{"cf_cflb": "吊销许可证", "cf_jdrq": "2020-05-20"}', 'cf_nr_zkdx required'),
('penalty', '{"cf_fr_zjhm": "P1234567"}', 'cf_fr_zjlx required'),
('penalty', '{"cf_xdr_lb": "自然人", "cf_xdr_shxym": null, "cf_xdr_zjlx": "护照"}', 'cf_xdr_zjhm required'),
('penalty', '{"cf_xdr_lb": "自然人", "cf_xdr_shxym": null, "cf_xdr_zjhm": "P1234567"}', 'cf_xdr_zjlx required'),
('licence', '{"xk_fr_sfzh": "P1234567"}', 'xk_fr_zjlx required'),
('licence', '{"xk_xdr_lb": "自然人", "xk_xdr_zjlx": "护照"}', 'xk_xdr_zjhm required'),
('licence', '{"xk_xdr_lb": "自然人", "xk_xdr_zjhm": "P1234567"}', 'xk_xdr_zjlx required'),
('licence', '{"xk_nr": "无", "xk_zt": "/"}', 'xk_nr required,xk_zt required');

-- lengths, in characters
INSERT INTO bad (door, change, expected)
SELECT 'penalty', jsonb_build_object(f, repeat('长', n + 1)), f || ' max_length'
FROM (VALUES ('cf_xdr_mc', 200), ('cf_frdb', 50), ('cf_wsh', 128), ('cf_wfxw', 2000), ('cf_sy', 5000), ('cf_yj', 2048), ('cf_nr', 4000),
	('cf_nr_zkdx', 200), ('cf_cfjg', 255), ('cf_sjly', 200), ('bz', 512), ('cf_xdr_swdj', 32), ('cf_xdr_sydw', 120), ('cf_xdr_shzz', 50)) v (f, n);
INSERT INTO bad (door, change, expected)
SELECT 'licence', jsonb_build_object(f, repeat('x', n + 1)), f || ' max_length'
FROM (VALUES ('xk_xdr_mc', 200), ('xk_frdb', 50), ('xk_xkws', 64), ('xk_wsh', 64), ('xk_xkzs', 64), ('xk_xkbh', 64), ('xk_nr', 4000), ('xk_xkjg', 200), ('xk_lydw', 200),
	('bz', 512), ('xk_xdr_gszc', 50)) v (f, n);
INSERT INTO bad (door, change, expected) VALUES
('penalty', jsonb_build_object('cf_fr_zjlx', '其他', 'cf_fr_zjhm', repeat('9', 65)), 'cf_fr_zjhm max_length'),
('penalty', jsonb_build_object('cf_sy', repeat('兆', 400000)), 'cf_sy max_length'),
('penalty', '{"cf_nr_fk": "12345678901234567890"}', 'cf_nr_fk max_length');

-- codes outside their lists
INSERT INTO bad (door, change, expected)
SELECT 'penalty', jsonb_build_object('cf_xdr_lb', v), 'cf_xdr_lb code_list' FROM unnest('{法人,企业,1,FR,法人及非法人组织x,法人及非法人组织;自然人,NATURAL}'::text[]) v;
INSERT INTO bad (door, change, expected)
SELECT 'penalty', jsonb_build_object('cf_cflb', v), 'cf_cflb code_list' FROM unnest('{打板子,罚款1,fine,1,罚金,暂扣许可证,吊销许可证,罚款;打,罚款||打,打、罚款,'' OR 1=1}'::text[]) v;
INSERT INTO bad (door, change, expected)
SELECT 'penalty', jsonb_build_object('cf_cflb', v, 'cf_jdrq', '2020-05-20'), 'cf_cflb code_list' FROM unnest('{通报批评,降低资质等级,限制从业,责令关闭,暂扣许可证件}'::text[]) v;
INSERT INTO bad (door, change, expected) VALUES
('penalty', '{"cf_cflb": "打;骂;罚款"}', 'cf_cflb code_list,cf_cflb code_list'),
('penalty', jsonb_build_object('cf_cflb', (SELECT string_agg('坏' || n, ';') FROM generate_series(1, 5000) n)), (SELECT string_agg('cf_cflb code_list', ',') FROM generate_series(1, 10))),
('penalty', '{"cf_fr_zjlx": "ID", "cf_fr_zjhm": "P1234567"}', 'cf_fr_zjlx code_list'),
('penalty', '{"cf_xdr_lb": "自然人", "cf_xdr_shxym": null, "cf_xdr_zjlx": "驾照", "cf_xdr_zjhm": "1"}', 'cf_xdr_zjlx code_list'),
('licence', '{"xk_xklb": "普通;特许"}', 'xk_xklb code_list'), ('licence', '{"xk_xklb": "大"}', 'xk_xklb code_list'),
('licence', '{"xk_zt": "0"}', 'xk_zt code_list'), ('licence', '{"xk_zt": "3"}', 'xk_zt code_list'), ('licence', '{"xk_zt": "正常"}', 'xk_zt code_list');

-- unified codes: of the subject, the authority, the source
INSERT INTO bad (door, change, expected)
SELECT 'penalty', jsonb_build_object(f, v), f || ' uscc' FROM unnest('{cf_xdr_shxym,cf_cfjgdm,cf_sjlydm}'::text[]) f
CROSS JOIN unnest('{91220101MA0000000,91220101MA000000000,91220101MA00000001,I1220101MA00000000,91220101MO00000000,91220101MZ00000000,91220101MS00000000,91220101MV00000000,9122O101MA00000000,220100000000001,统一社会信用代码,91220101-MA0000000-1,"''; DROP TABLE x",91A20101MA00000000}'::text[]) v;

-- other identifiers
INSERT INTO bad (door, change, expected)
SELECT 'penalty', jsonb_build_object('cf_xdr_zzjg', v), 'cf_xdr_zzjg identifier' FROM unnest('{MA0000001,MA000000,12345678,组织机构,MA000000-11}'::text[]) v;
INSERT INTO bad (door, change, expected)
SELECT 'penalty', jsonb_build_object('cf_xdr_gszc', v), 'cf_xdr_gszc identifier' FROM unnest('{220100000000002,110108000000017,000000000000000}'::text[]) v;
INSERT INTO bad (door, change, expected)
SELECT 'penalty', jsonb_build_object('cf_xdr_lb', '自然人', 'cf_xdr_shxym', NULL, 'cf_xdr_zjlx', '身份证', 'cf_xdr_zjhm', v), 'cf_xdr_zjhm identifier'
FROM unnest('{110105194912310021,11010519490230002X,11010519491331002X,1101051949123100,11010519491231002Y,000105194912310020,110105491331002,身份证号码,1}'::text[]) v;
INSERT INTO bad (door, change, expected)
SELECT 'penalty', jsonb_build_object('cf_fr_zjlx', '居民身份证', 'cf_fr_zjhm', v), 'cf_fr_zjhm identifier' FROM unnest('{110105194912310021,x}'::text[]) v;

-- dates that do not exist, are not dates, lie ahead, or run backwards
INSERT INTO bad (door, change, expected)
SELECT 'penalty', jsonb_build_object('cf_jdrq', v), 'cf_jdrq date'
FROM unnest('{2026-02-29,2026-13-01,2026-00-10,2026-06-31,2026-05-00,2026-1,20260,202605,abc,2026-05-20x,01/02/2026,0001-01-01,0999-12-31,10000-01-01,infinity,-infinity,now,today,epoch,2026--05-20,2026年13月1日,2026年5月32日,9999-99-99,1e5,NaN,1900-02-29,0,20260230,2026-05-20 BC,"2026-05-20''--"}'::text[]) v;
INSERT INTO bad (door, change, expected)
SELECT 'penalty', jsonb_build_object('cf_jdrq', v), 'cf_jdrq future' || CASE WHEN v > '2099-12-31' THEN ',cf_yxq date_order' ELSE '' END FROM unnest('{2026-06-02,2027-01-01,9999-12-31}'::text[]) v;
INSERT INTO bad (door, change, expected)
SELECT d.door, jsonb_build_object(d.f, v), d.f || ' date' FROM (VALUES ('penalty', 'cf_yxq'), ('penalty', 'cf_gsjzq'), ('licence', 'xk_jdrq'), ('licence', 'xk_yxqz'), ('licence', 'xk_yxqzi')) d (door, f)
CROSS JOIN unnest('{2026-02-29,长期,99991231x,infinity}'::text[]) v;
INSERT INTO bad (door, change, expected) VALUES
('penalty', '{"cf_yxq": "2026-05-19"}', 'cf_yxq date_order'), ('penalty', '{"cf_gsjzq": "2026-05-19"}', 'cf_gsjzq date_order'),
('licence', '{"xk_yxqzi": "2026-05-19"}', 'xk_yxqzi date_order'), ('licence', '{"xk_jdrq": "2026-06-02"}', 'xk_jdrq future');

-- numbers
INSERT INTO bad (door, change, expected)
SELECT 'penalty', jsonb_build_object('cf_nr_fk', v), 'cf_nr_fk number'
FROM unnest('{abc,1e3,1e1000,NaN,Infinity,-Infinity,--1,1.2.3,0x10,"1,23","1 000",１万,一万,$5,5元,+-1,.,1/2,",1","1,0000",12345678901234567890123456789012345678901,"1''; --"}'::text[]) v;
INSERT INTO bad (door, change, expected)
SELECT 'penalty', jsonb_build_object('cf_cflb', '没收违法所得', 'cf_nr_fk', NULL, 'cf_nr_wfff', v), 'cf_nr_wfff number' FROM unnest('{abc,1e3,NaN}'::text[]) v;
INSERT INTO bad (door, change, expected) VALUES
('penalty', '{"cf_nr_fk": "-1"}', 'cf_nr_fk minimum'), ('penalty', '{"cf_nr_fk": "-0.000001"}', 'cf_nr_fk minimum'), ('penalty', '{"cf_nr_wfff": "－１"}', 'cf_nr_wfff minimum');

-- characters nobody types
INSERT INTO bad (door, change, expected)
SELECT 'penalty', jsonb_build_object(f, 'a' || chr(c) || 'b'), f || ' control_character' FROM unnest('{cf_xdr_mc,cf_wsh,cf_sy,bz}'::text[]) f CROSS JOIN unnest('{1,7,8,27,31}'::int[]) c;

-- whose decision, about whom
INSERT INTO bad (door, change, expected) VALUES
('penalty', '{"cf_cfjgdm": "1122010001350000CD"}', 'cf_cfjgdm department'), ('penalty', '{"cf_cfjgdm": "1122010001350000A7"}', 'cf_cfjgdm department'),
('penalty', '{"cf_xdr_lb": "个体工商户", "cf_xdr_shxym": null}', 'cf_xdr_shxym subject'),
('penalty', '{"cf_xdr_lb": "个体工商户", "cf_xdr_shxym": null, "cf_xdr_swdj": "99999"}', 'cf_xdr_shxym subject'),
('penalty', '{"cf_xdr_lb": "个体工商户", "cf_xdr_shxym": null, "cf_xdr_gszc": "110108000000016"}', 'cf_xdr_shxym subject'),
('record', '{"dept_id": 7102, "detail": {"subject_category": "法人及非法人组织", "authority_name": "x", "authority_code": "1122010001350000CD"}}', 'dept_id department'),
('record', '{"dept_id": -1}', 'dept_id department'), ('record', '{"dept_id": 2147483647}', 'dept_id department'),
('record', '{"subject_code": null}', 'subject_code required'),
('record', '{"subject_name": null}', 'subject_name required'),
('record', '{"item": "regress_bad_owned"}', 'item owner');

-- the door for any item: items, columns, fields
INSERT INTO bad (door, change, expected)
SELECT 'record', jsonb_build_object('item', v), 'item catalogue' FROM unnest(ARRAY[NULL, '', 'no_such', 'REGRESS_BAD', 'regress_bad ', $x$'; DROP TABLE credit.record_store; --$x$, repeat('长', 400000), 'penalty_entry', U&'\0001']) v;
INSERT INTO bad (door, change, expected) VALUES
('record', '{"item": "regress_bad_dated"}', 'item catalogue'),
('record', '{"item": "regress_bad_dated", "decided_on": "2021-01-01"}', 'item catalogue'),
('record', '{"record_id": 1}', 'record_id own_column'), ('record', '{"severity": "minor"}', 'severity own_column'), ('record', '{"status": "valid"}', 'status own_column'),
('record', '{"due_on": "2026-06-01"}', 'due_on own_column'), ('record', '{"late_days": 0}', 'late_days own_column'), ('record', '{"publish_from": "2026-06-01"}', 'publish_from own_column'),
('record', '{"publish_until": "2026-06-01"}', 'publish_until own_column'), ('record', '{"batch_id": 1}', 'batch_id own_column'), ('record', '{"version": 1}', 'version own_column'),
('record', '{"warnings": []}', 'warnings own_column'), ('record', '{"received_at": "2026-05-21"}', 'received_at own_column'), ('record', '{"subject_id": 1}', 'subject_id own_column'),
('record', '{"valid_until": "2027-01-01"}', 'valid_until unknown_field'), ('record', '{"valid_from": "2026-01-01"}', 'valid_from unknown_field'),
('record', '{"decided_on": "infinity"}', 'decided_on date'), ('record', '{"decided_on": "0001-01-01"}', 'decided_on date'), ('record', '{"decided_on": "9999-12-31"}', 'decided_on future'),
('record', '{"decided_on": "-infinity"}', 'decided_on date'), ('record', '{"decided_on": "4713-01-01 BC"}', 'decided_on date'), ('record', '{"decided_on": "294276-01-01"}', 'decided_on date'),
('record', '{"amount": "NaN"}', 'yuan number'), ('record', '{"amount": "Infinity"}', 'yuan number'), ('record', '{"amount": "1e1000"}', 'yuan number'), ('record', '{"amount": -0.01}', 'yuan minimum'),
('record', '{"detail": []}', 'authority_code required,authority_name required,detail structure,subject_category required'),
('record', '{"detail": "x"}', 'authority_code required,authority_name required,detail structure,subject_category required');
INSERT INTO bad (door, change, expected)
SELECT 'record', jsonb_build_object('detail', s.content -> 'detail' || v.change), v.expected
FROM sound s CROSS JOIN (VALUES
	('{"nothing": 1}'::jsonb, 'nothing unknown_field'), ('{"": 1}', ' unknown_field'), ('{"Whole": 1}', 'Whole unknown_field'),
	('{"religion": "x"}', 'religion forbidden'), ('{"dna": "x"}', 'dna forbidden'), ('{"gene_data": "x"}', 'gene_data forbidden'), ('{"fingerprint": "x"}', 'fingerprint forbidden'),
	('{"blood_type": "A"}', 'blood_type forbidden'), ('{"disease": "x"}', 'disease forbidden'), ('{"宗教信仰": "x"}', '宗教信仰 forbidden'), ('{"病史": "x"}', '病史 forbidden'), ('{"指纹": "x"}', '指纹 forbidden'), ('{"血型": "A"}', '血型 forbidden'), ('{"基因": "x"}', '基因 forbidden'),
	('{"remark": {"a": 1}}', 'remark structure'), ('{"remark": [["a"]]}', 'remark structure'), ('{"remark": [null]}', 'remark structure'), ('{"remark": [{"a": 1}]}', 'remark structure'),
	('{"whole": "1.5"}', 'whole number'), ('{"whole": 1.5}', 'whole number'), ('{"whole": true, "flag": 2}', 'flag boolean'), ('{"whole": 0}', 'whole minimum'), ('{"whole": 11}', 'whole maximum'), ('{"whole": [1, 2]}', 'whole number'), ('{"whole": 1e400}', 'whole number'),
	('{"num": -1.01}', 'num minimum'), ('{"num": 1.000001}', 'num maximum'), ('{"num": "1e0"}', 'num number'),
	('{"flag": "maybe"}', 'flag boolean'), ('{"flag": "是是"}', 'flag boolean'), ('{"flag": 10}', 'flag boolean'),
	('{"tax": "E"}', 'tax grade'), ('{"tax": "credit:A"}', 'tax grade'), ('{"tax": "AAA"}', 'tax grade'), ('{"tax": "labour:A"}', 'tax grade'),
	('{"area": "2201"}', 'area region'), ('{"area": "22010A"}', 'area region'), ('{"area": "长春"}', 'area region'), ('{"area": "2201001"}', 'area region'),
	('{"resident": "110105194912310021"}', 'resident identifier'), ('{"resident": "x"}', 'resident identifier'), ('{"org": "MA0000001"}', 'org identifier'), ('{"reg": "220100000000002"}', 'reg identifier'),
	('{"many": ["1", "3"]}', 'many code_list'), ('{"many": "1;2;有效;无"}', 'many code_list'), ('{"yuan": "1e3"}', 'yuan number'), ('{"yuan": "-1"}', 'yuan minimum'),
	('{"authority_code": "1122010001350000CD"}', 'authority_code department')) v (change, expected)
WHERE s.item = 'record';
INSERT INTO bad (door, change, expected)
SELECT 'record', jsonb_build_object('doc_no', repeat('9', 129)), 'doc_no max_length';

-- forty faults of one row are forty reasons, and no row fills the memory
INSERT INTO bad (door, change, expected)
SELECT 'record', jsonb_build_object('detail', s.content -> 'detail' || (SELECT jsonb_object_agg('f' || lpad(n::text, 5, '0'), n) FROM generate_series(1, 40000) n)),
	(SELECT string_agg('f' || lpad(n::text, 5, '0') || ' unknown_field', ',') FROM generate_series(1, 100) n)
FROM sound s WHERE s.item = 'record';

SELECT count(*) >= 200 AS enough, count(DISTINCT (door, md5(change::text))) = count(*) AS all_different FROM bad;

-- each alone, set aside
CREATE TEMP TABLE judged (nr int, given text);
GRANT ALL ON sound, bad, judged TO PUBLIC;
SET ROLE regress_bad_a;
SET credit.on_reject = quarantine;
DO $$
DECLARE
	c record;
	before bigint;
	entered bigint;
BEGIN
	FOR c IN SELECT b.nr, b.door, s.content || b.change AS content FROM bad b JOIN sound s ON s.item = b.door ORDER BY b.nr LOOP
		SELECT coalesce(max(rejection_id), 0) INTO before FROM credit.rejection;
		CASE c.door
			WHEN 'penalty' THEN INSERT INTO credit.penalty_entry SELECT (jsonb_populate_record(NULL::credit.penalty_entry, c.content)).*;
			WHEN 'licence' THEN INSERT INTO credit.licence_entry SELECT (jsonb_populate_record(NULL::credit.licence_entry, c.content)).*;
			ELSE INSERT INTO credit.record SELECT (jsonb_populate_record(NULL::credit.record, c.content)).*;
		END CASE;
		INSERT INTO judged
		SELECT c.nr, (SELECT string_agg((x ->> 'field') || ' ' || (x ->> 'rule'), ',' ORDER BY x ->> 'field' COLLATE "C", x ->> 'rule' COLLATE "C") FROM jsonb_array_elements(r.reasons) x)
		FROM (VALUES (1)) one LEFT JOIN credit.rejection r ON r.rejection_id > before;
	END LOOP;
END $$;
RESET credit.on_reject;

-- by rule, and what is not as expected (nothing)
SELECT split_part(x, ' ', -1) AS rule, count(DISTINCT b.nr) AS cases
FROM bad b CROSS JOIN unnest(string_to_array(b.expected, ',')) x GROUP BY 1 ORDER BY split_part(x, ' ', -1) COLLATE "C";
SELECT b.nr, b.door, left(b.change::text, 120) AS change, left(b.expected, 100) AS expected, left(j.given, 200) AS given
FROM bad b LEFT JOIN judged j USING (nr)
WHERE j.given IS DISTINCT FROM (SELECT string_agg(x, ',' ORDER BY split_part(x, ' ', 1) COLLATE "C", x COLLATE "C") FROM unnest(string_to_array(b.expected, ',')) x)
ORDER BY b.nr;

-- nothing came in; the sound rows do; all in one statement gives the same
SELECT count(*) FROM credit.record WHERE dept_id = 7101;
INSERT INTO credit.penalty_entry SELECT (jsonb_populate_record(NULL::credit.penalty_entry, content)).* FROM sound WHERE item = 'penalty';
INSERT INTO credit.licence_entry SELECT (jsonb_populate_record(NULL::credit.licence_entry, content)).* FROM sound WHERE item = 'licence';
INSERT INTO credit.record SELECT (jsonb_populate_record(NULL::credit.record, content)).* FROM sound WHERE item = 'record';
SELECT item, doc_no FROM credit.record WHERE dept_id = 7101 ORDER BY item COLLATE "C";
SET credit.on_reject = quarantine;
INSERT INTO credit.penalty_entry SELECT (jsonb_populate_record(NULL::credit.penalty_entry, s.content || b.change)).* FROM bad b JOIN sound s ON s.item = b.door WHERE b.door = 'penalty';
SELECT rejected = (SELECT count(*) FROM bad WHERE door = 'penalty') AS all_set_aside, accepted, duplicate, corrected FROM credit.batch ORDER BY batch_id DESC LIMIT 1;
RESET credit.on_reject;
RESET ROLE;

BEGIN;
SET LOCAL credit.restoring = on;
DELETE FROM credit.record_store WHERE dept_id = 7101;
DELETE FROM credit.rejection WHERE dept_id = 7101;
DELETE FROM credit.batch WHERE dept_id = 7101;
COMMIT;
DELETE FROM credit.subject WHERE uscc = '91220101MA00000000';
DELETE FROM credit.catalogue_item WHERE item LIKE 'regress_bad%';
DELETE FROM credit.department WHERE dept_id IN (7101, 7102);
DROP ROLE regress_bad_a;
