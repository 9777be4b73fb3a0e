-- licence_seed.sql: item licence (行政许可), the national fields of 发改办财金
-- 〔2018〕424号 in lower case. Requires catalogue/catalogue_seed.sql.
--
-- The annex of the standard was not seen: names and labels are those that
-- provincial systems implement, obligations and lengths are to be compared
-- (verified is false); where systems differ the longest length is taken.
-- One edition for all dates: older decisions are entered in the same fields.

INSERT INTO credit.catalogue_item (item, edition, name_zh, name_en, category, polarity, openness,
	submit_within, submit_unit, basis_id, submit_basis_id, valid, verified, note, standard_entry)
VALUES ('licence', '2018', '行政许可', 'administrative licence', 'administrative', 'neutral', 'public',
	7, 'workday', 'licence_law', 'fgb_424_2018', '(,)', true,
	'双公示数据标准2018年版字段；更早的决定按同一字段录入', true);

INSERT INTO credit.catalogue_field (item, edition, field, ordinal, name_zh, name_en, type, max_length,
	required, required_when, code_list, openness, not_before, not_after, maps_to, standard_entry)
SELECT 'licence', '2018', f.field, f.ordinal, f.name_zh, f.name_en, f.type, f.max_length,
	f.required, f.required_when::pg_catalog.jsonb, f.code_list, f.openness, f.not_before, f.not_after, f.maps_to, true
FROM (VALUES
	('xk_xdr_mc', 1::pg_catalog.int2, '行政相对人名称', 'name of the counterpart', 'name', 200, true, NULL, NULL, 'public', NULL, NULL, 'subject_name'),
	('xk_xdr_lb', 2, '行政相对人类别', 'category of the counterpart', 'code', 16, true, NULL, 'counterpart_category', 'public', NULL, NULL, 'subject_category'),
	('xk_xdr_shxym', 3, '行政相对人代码_1（统一社会信用代码）', 'code 1: unified social credit code', 'uscc', 18, false, '[{"field":"xk_xdr_lb","op":"equals","value":"法人及非法人组织"}]', NULL, 'public', NULL, NULL, 'subject_code'),
	('xk_xdr_gszc', 4, '行政相对人代码_2（工商注册号）', 'code 2: business registration number', 'registration_no', 50, false, NULL, NULL, 'public', NULL, NULL, 'subject_registration_no'),
	('xk_xdr_zzjg', 5, '行政相对人代码_3（组织机构代码）', 'code 3: organisation code', 'org_code', 10, false, NULL, NULL, 'public', NULL, NULL, 'subject_org_code'),
	('xk_xdr_swdj', 6, '行政相对人代码_4（税务登记号）', 'code 4: tax registration number', 'text', 32, false, NULL, NULL, 'public', NULL, NULL, 'subject_tax_no'),
	('xk_xdr_sydw', 7, '行政相对人代码_5（事业单位证书号）', 'code 5: public-institution certificate number', 'text', 120, false, NULL, NULL, 'public', NULL, NULL, 'subject_institution_no'),
	('xk_xdr_shzz', 8, '行政相对人代码_6（社会组织登记证号）', 'code 6: social-organisation registration number', 'text', 50, false, NULL, NULL, 'public', NULL, NULL, 'subject_association_no'),
	('xk_frdb', 9, '法定代表人', 'legal representative', 'name', 50, false, '[{"field":"xk_xdr_lb","op":"equals","value":"法人及非法人组织"}]', NULL, 'public', NULL, NULL, 'legal_rep_name'),
	('xk_fr_zjlx', 10, '法定代表人证件类型', 'document type of the legal representative', 'code', 64, false, '[{"field":"xk_fr_sfzh","op":"present"}]', 'document_type', 'restricted', NULL, NULL, 'legal_rep_doc_type'),
	('xk_fr_sfzh', 11, '法定代表人证件号码', 'document number of the legal representative', 'text', 64, false, NULL, NULL, 'restricted', NULL, NULL, 'legal_rep_doc_no'),
	('xk_xdr_zjlx', 12, '证件类型', 'document type of a natural person', 'code', 64, false, '[{"field":"xk_xdr_lb","op":"equals","value":"自然人"}]', 'document_type', 'restricted', NULL, NULL, 'subject_doc_type'),
	('xk_xdr_zjhm', 13, '证件号码', 'document number of a natural person', 'text', 64, false, '[{"field":"xk_xdr_lb","op":"equals","value":"自然人"}]', NULL, 'restricted', NULL, NULL, 'subject_doc_no'),
	('xk_xkws', 14, '行政许可决定文书名称', 'name of the decision document', 'text', 64, true, NULL, NULL, 'public', NULL, NULL, NULL),
	('xk_wsh', 15, '行政许可决定文书号', 'number of the decision document', 'text', 64, true, NULL, NULL, 'public', NULL, NULL, 'doc_no'),
	('xk_xklb', 16, '许可类别', 'licence category', 'code', 256, true, NULL, 'licence_category', 'public', NULL, NULL, NULL),
	('xk_xkzs', 17, '许可证书名称', 'name of the certificate', 'text', 64, false, NULL, NULL, 'public', NULL, NULL, NULL),
	('xk_xkbh', 18, '许可编号', 'number of the certificate', 'text', 64, false, NULL, NULL, 'public', NULL, NULL, NULL),
	('xk_nr', 19, '许可内容', 'content of the licence', 'text', 4000, true, NULL, NULL, 'public', NULL, NULL, NULL),
	('xk_jdrq', 20, '许可决定日期', 'date of decision', 'date', NULL, true, NULL, NULL, 'public', NULL, 'today', 'decided_on'),
	('xk_yxqz', 21, '有效期自', 'valid from', 'date', NULL, true, NULL, NULL, 'public', NULL, NULL, 'valid_from'),
	('xk_yxqzi', 22, '有效期至', 'valid until; 2099-12-31 for long term', 'date', NULL, true, NULL, NULL, 'public', 'xk_yxqz', NULL, 'valid_until'),
	('xk_xkjg', 23, '许可机关', 'licensing authority', 'name', 200, true, NULL, NULL, 'public', NULL, NULL, 'authority_name'),
	('xk_xkjgdm', 24, '许可机关统一社会信用代码', 'unified code of the authority', 'uscc', 18, true, NULL, NULL, 'public', NULL, NULL, 'authority_code'),
	('xk_zt', 25, '当前状态', 'current state', 'code', 1, true, NULL, 'record_state', 'public', NULL, NULL, 'status'),
	('xk_lydw', 26, '数据来源单位', 'data-source unit', 'name', 200, true, NULL, NULL, 'public', NULL, NULL, 'source_name'),
	('xk_lydwdm', 27, '数据来源单位统一社会信用代码', 'unified code of the data-source unit', 'uscc', 18, true, NULL, NULL, 'public', NULL, NULL, 'source_code'),
	('bz', 28, '备注', 'remark', 'text', 512, false, NULL, NULL, 'government', NULL, NULL, NULL)
) AS f (field, ordinal, name_zh, name_en, type, max_length, required, required_when, code_list, openness, not_before, not_after, maps_to);
