-- penalty_seed.sql: item penalty (行政处罚) in the national fields, two editions
-- by the list of penalty kinds. Requires catalogue/catalogue_seed.sql.
--
-- Edition 2018 also takes decisions from before the standard; edition 2021
-- follows the Penalty Law of 2021 with its 13 kinds. Obligations and lengths
-- are to be compared with the annex (verified is false).

INSERT INTO credit.catalogue_item (item, edition, name_zh, name_en, category, polarity, default_severity,
	openness, submit_within, submit_unit, basis_id, submit_basis_id, valid, verified, note, standard_entry)
VALUES
	('penalty', '2018', '行政处罚', 'administrative penalty', 'administrative', 'negative', 'general',
	 'public', 7, 'workday', 'penalty_law_1996', 'fgb_424_2018', '(,2021-07-15)', true,
	 '双公示数据标准2018年版字段；更早的决定按同一字段录入', true),
	('penalty', '2021', '行政处罚', 'administrative penalty', 'administrative', 'negative', 'general',
	 'public', 7, 'workday', 'penalty_law_2021', 'fgb_424_2018', '[2021-07-15,)', true,
	 '处罚类别按2021年修订的行政处罚法13种；2021年后的数据标准未见原文', true);

INSERT INTO credit.catalogue_field (item, edition, field, ordinal, name_zh, name_en, type, max_length,
	required, required_when, code_list, openness, multi_valued, min_value, plausible_max,
	not_before, not_after, default_value, maps_to, standard_entry)
SELECT 'penalty', e.edition, f.field, f.ordinal, f.name_zh, f.name_en, f.type, f.max_length, f.required,
	pg_catalog.replace(pg_catalog.replace(f.required_when, '{suspension}', e.suspension), '{revocation}', e.revocation)::pg_catalog.jsonb,
	CASE f.code_list WHEN 'penalty_kind' THEN e.kinds ELSE f.code_list END,
	f.openness, f.multi_valued, f.min_value, f.plausible_max, f.not_before, f.not_after, f.default_value, f.maps_to, true
FROM (VALUES
	('2018', 'penalty_kind_2018', '暂扣许可证', '吊销许可证'),
	('2021', 'penalty_kind_2021', '暂扣许可证件', '吊销许可证件')
) AS e (edition, kinds, suspension, revocation)
CROSS JOIN (VALUES
	('cf_xdr_mc', 1::pg_catalog.int2, '行政相对人名称', 'name of the counterpart', 'name', 200, true, NULL, NULL, 'public', false, NULL::pg_catalog.numeric, NULL::pg_catalog.numeric, NULL, NULL, NULL, 'subject_name'),
	('cf_xdr_lb', 2, '行政相对人类别', 'category of the counterpart', 'code', 100, true, NULL, 'counterpart_category', 'public', false, NULL, NULL, NULL, NULL, NULL, 'subject_category'),
	('cf_xdr_shxym', 3, '行政相对人代码_1（统一社会信用代码）', 'code 1: unified social credit code', 'uscc', 18, false, '[{"field":"cf_xdr_lb","op":"equals","value":"法人及非法人组织"}]', NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, 'subject_code'),
	('cf_xdr_gszc', 4, '行政相对人代码_2（工商注册号）', 'code 2: business registration number', 'registration_no', 50, false, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, 'subject_registration_no'),
	('cf_xdr_zzjg', 5, '行政相对人代码_3（组织机构代码）', 'code 3: organisation code', 'org_code', 10, false, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, 'subject_org_code'),
	('cf_xdr_swdj', 6, '行政相对人代码_4（税务登记号）', 'code 4: tax registration number', 'text', 32, false, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, 'subject_tax_no'),
	('cf_xdr_sydw', 7, '行政相对人代码_5（事业单位证书号）', 'code 5: public-institution certificate number', 'text', 120, false, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, 'subject_institution_no'),
	('cf_xdr_shzz', 8, '行政相对人代码_6（社会组织登记证号）', 'code 6: social-organisation registration number', 'text', 50, false, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, 'subject_association_no'),
	('cf_frdb', 9, '法定代表人', 'legal representative', 'name', 50, false, '[{"field":"cf_xdr_lb","op":"equals","value":"法人及非法人组织"}]', NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, 'legal_rep_name'),
	('cf_fr_zjlx', 10, '法定代表人证件类型', 'document type of the legal representative', 'code', 64, false, '[{"field":"cf_fr_zjhm","op":"present"}]', 'document_type', 'restricted', false, NULL, NULL, NULL, NULL, NULL, 'legal_rep_doc_type'),
	('cf_fr_zjhm', 11, '法定代表人证件号码', 'document number of the legal representative', 'text', 64, false, NULL, NULL, 'restricted', false, NULL, NULL, NULL, NULL, NULL, 'legal_rep_doc_no'),
	('cf_xdr_zjlx', 12, '证件类型', 'document type of a natural person', 'code', 64, false, '[{"field":"cf_xdr_lb","op":"equals","value":"自然人"}]', 'document_type', 'restricted', false, NULL, NULL, NULL, NULL, NULL, 'subject_doc_type'),
	('cf_xdr_zjhm', 13, '证件号码', 'document number of a natural person', 'text', 64, false, '[{"field":"cf_xdr_lb","op":"equals","value":"自然人"}]', NULL, 'restricted', false, NULL, NULL, NULL, NULL, NULL, 'subject_doc_no'),
	('cf_wsh', 14, '行政处罚决定书文号', 'number of the penalty decision', 'text', 128, true, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, 'doc_no'),
	('cf_wfxw', 15, '违法行为类型', 'type of illegal act', 'text', 2000, true, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, NULL),
	('cf_sy', 16, '违法事实', 'facts', 'text', 5000, true, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, NULL),
	('cf_yj', 17, '处罚依据', 'legal basis of the penalty', 'text', 2048, true, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, NULL),
	('cf_cflb', 18, '处罚类别', 'penalty kinds', 'code', 255, true, NULL, 'penalty_kind', 'public', true, NULL, NULL, NULL, NULL, NULL, NULL),
	('cf_nr', 19, '处罚内容', 'content of the penalty', 'text', 4000, true, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, NULL),
	('cf_nr_fk', 20, '罚款金额（万元）', 'fine, in 10 000 yuan', 'amount_wan', 19, false, '[{"field":"cf_cflb","op":"contains_any","value":["罚款"]}]', NULL, 'public', false, 0, 1000, NULL, NULL, NULL, 'amount'),
	('cf_nr_wfff', 21, '没收违法所得、没收非法财物的金额（万元）', 'confiscated amount, in 10 000 yuan', 'amount_wan', 19, false, '[{"field":"cf_cflb","op":"contains_any","value":["没收违法所得","没收非法财物"]}]', NULL, 'public', false, 0, 1000, NULL, NULL, NULL, NULL),
	('cf_nr_zkdx', 22, '暂扣或吊销证照名称及编号', 'name and number of the suspended or revoked certificate', 'text', 200, false, '[{"field":"cf_cflb","op":"contains_any","value":["{suspension}","{revocation}"]}]', NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, NULL),
	('cf_jdrq', 23, '处罚决定日期', 'date of decision', 'date', NULL, true, NULL, NULL, 'public', false, NULL, NULL, NULL, 'today', NULL, 'decided_on'),
	('cf_yxq', 24, '处罚有效期', 'valid until; 2099-12-31 for none', 'date', NULL, false, NULL, NULL, 'public', false, NULL, NULL, 'cf_jdrq', NULL, '2099-12-31', 'valid_until'),
	('cf_gsjzq', 25, '公示截止期', 'publication deadline as typed', 'date', NULL, false, NULL, NULL, 'public', false, NULL, NULL, 'cf_jdrq', NULL, NULL, 'publish_until'),
	('cf_cfjg', 26, '处罚机关', 'punishing authority', 'name', 255, true, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, 'authority_name'),
	('cf_cfjgdm', 27, '处罚机关统一社会信用代码', 'unified code of the authority', 'uscc', 18, true, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, 'authority_code'),
	('cf_sjly', 28, '数据来源单位', 'data-source unit', 'name', 200, true, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, 'source_name'),
	('cf_sjlydm', 29, '数据来源单位统一社会信用代码', 'unified code of the data-source unit', 'uscc', 18, true, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, 'source_code'),
	('bz', 30, '备注', 'remark', 'text', 512, false, NULL, NULL, 'government', false, NULL, NULL, NULL, NULL, NULL, NULL)
) AS f (field, ordinal, name_zh, name_en, type, max_length, required, required_when, code_list, openness,
	multi_valued, min_value, plausible_max, not_before, not_after, default_value, maps_to);

-- Severity (domain: Order 36 names the classes; the figures of fines are from
-- general knowledge and wait for a clerk). Amounts are in 10 000 yuan.
INSERT INTO credit.severity_rule (rule_id, item, sector, ordinal, severity, condition, note, basis_id, valid, verified, standard_entry)
SELECT r.rule_id, 'penalty', NULL, r.ordinal, r.severity::credit.severity, r.condition::pg_catalog.jsonb, r.note, r.basis_id,
	r.valid::pg_catalog.daterange, r.verified, true
FROM (VALUES
	('penalty-minor-words', 10::pg_catalog.int2, 'minor', '[{"field":"cf_cflb","op":"only","value":["警告","通报批评"]}]', '仅警告或通报批评', 'ndrc_order_36_2025', '[2026-04-01,)', true),
	('penalty-minor-fine', 20, 'minor', '[{"field":"cf_cflb","op":"only","value":["警告","通报批评","罚款"]},{"field":"cf_xdr_lb","op":"not_equals","value":"自然人"},{"field":"cf_nr_fk","op":"lte","value":0.3}]', '组织三千元以下罚款（简易程序上限，待核对）', 'ndrc_order_36_2025', '[2026-04-01,)', false),
	('penalty-minor-fine-person', 30, 'minor', '[{"field":"cf_cflb","op":"only","value":["警告","通报批评","罚款"]},{"field":"cf_xdr_lb","op":"equals","value":"自然人"},{"field":"cf_nr_fk","op":"lte","value":0.02}]', '公民二百元以下罚款（简易程序上限，待核对）', 'ndrc_order_36_2025', '[2026-04-01,)', false),
	('penalty-general-fine', 40, 'general', '[{"field":"cf_cflb","op":"contains_any","value":["罚款"]},{"field":"cf_xdr_lb","op":"not_equals","value":"自然人"},{"field":"cf_nr_fk","op":"gt","value":0.3}]', '数额较大罚款', 'ndrc_order_36_2025', '[2026-04-01,)', false),
	('penalty-general-fine-person', 45, 'general', '[{"field":"cf_cflb","op":"contains_any","value":["罚款"]},{"field":"cf_xdr_lb","op":"equals","value":"自然人"},{"field":"cf_nr_fk","op":"gt","value":0.02}]', '公民数额较大罚款', 'ndrc_order_36_2025', '[2026-04-01,)', false),
	('penalty-general-kinds', 50, 'general', '[{"field":"cf_cflb","op":"contains_any","value":["没收违法所得","没收非法财物","暂扣许可证件"]}]', '没收、暂扣许可证件', 'ndrc_order_36_2025', '[2026-04-01,)', true),
	('penalty-general-other', 60, 'general', '[{"field":"cf_cflb","op":"contains_any","value":["降低资质等级","限制开展生产经营活动","责令停产停业","行政拘留","其他"]}]', '原文未列明，暂按一般', 'ndrc_order_36_2025', '[2026-04-01,)', false),
	('penalty-serious-kinds', 70, 'serious', '[{"field":"cf_cflb","op":"contains_any","value":["吊销许可证件","限制从业"]}]', '吊销许可证件、限制从业', 'ndrc_order_36_2025', '[2026-04-01,)', true),
	('penalty-serious-closure', 80, 'serious', '[{"field":"cf_cflb","op":"contains_any","value":["责令关闭"]}]', '责令关闭（待核对）', 'ndrc_order_36_2025', '[2026-04-01,)', false),
	('penalty-serious-fine', 90, 'serious', '[{"field":"cf_cflb","op":"contains_any","value":["罚款"]},{"field":"cf_nr_fk","op":"gte","value":100}]', '数额特别巨大罚款：一百万元以上（待核对）', 'ndrc_order_36_2025', '[2026-04-01,)', false),
	-- before Order 36 the notices knew general and serious; words alone were not published
	('penalty-minor-words-before-36', 110, 'minor', '[{"field":"cf_cflb","op":"only","value":["警告","通报批评"]}]', '仅警告或通报批评（待核对）', 'fgb_527_2019', '(,2026-04-01)', false),
	('penalty-serious-kinds-before-36', 120, 'serious', '[{"field":"cf_cflb","op":"contains_any","value":["吊销许可证","吊销许可证件","限制从业","责令关闭"]}]', '吊销许可证件、限制从业、责令关闭（待核对）', 'fgb_527_2019', '(,2026-04-01)', false),
	('penalty-serious-fine-before-36', 130, 'serious', '[{"field":"cf_cflb","op":"contains_any","value":["罚款"]},{"field":"cf_nr_fk","op":"gte","value":100}]', '数额特别巨大罚款：一百万元以上（待核对）', 'fgb_527_2019', '(,2026-04-01)', false)
) AS r (rule_id, ordinal, severity, condition, note, basis_id, valid, verified);
