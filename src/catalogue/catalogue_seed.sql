-- catalogue_seed.sql: categories, what is forbidden, and code lists. Requires
-- catalogue/checks.sql.

INSERT INTO credit.catalogue_category (category, ordinal, name_zh, name_en, since_edition, basis_id, standard_entry)
SELECT c.category, c.ordinal, c.name_zh, c.name_en, c.since_edition, 'catalogue_2024', true
FROM (VALUES
	('registration', 1::pg_catalog.int2, '登记注册基本信息', 'basic registration', '2021'),
	('judicial', 2, '司法裁判及执行信息', 'judicial decisions and enforcement', '2021'),
	('administrative', 3, '行政管理信息', 'administrative acts', '2021'),
	('qualification', 4, '职称和职业信息', 'professional titles and qualifications', '2021'),
	('abnormal', 5, '经营（活动）异常名录（状态）信息', 'abnormal operation', '2021'),
	('serious_list', 6, '严重失信主体名单信息', 'serious-dishonesty lists', '2021'),
	('contract', 7, '合同履行信息', 'contract performance', '2021'),
	('commitment', 8, '信用承诺及履行情况信息', 'commitments and their performance', '2021'),
	('evaluation', 9, '信用评价结果信息', 'evaluation results', '2021'),
	('honour', 10, '诚实守信相关荣誉信息', 'honours', '2021'),
	('voluntary', 11, '市场主体自愿提供的信用信息', 'supplied by the subject itself', '2021'),
	('compliance', 12, '遵守法律法规情况信息', 'compliance with laws and regulations', '2022'),
	('intellectual_property', 13, '知识产权信息', 'intellectual property', '2024')
) AS c (category, ordinal, name_zh, name_en, since_edition);

-- Behaviours: P3 item 14 and the city monitoring of 2020 name them. Personal
-- data: article 14 of the credit reporting regulation, text to be compared.
INSERT INTO credit.forbidden_content (kind, pattern, reason, basis_id, verified, standard_entry)
SELECT f.kind, f.pattern, f.reason, f.basis_id, f.verified, true
FROM (VALUES
	('behaviour', '信访|(?<![线网])上访|petitioning', '无法律法规依据，不得将信访行为纳入信用记录。 Petitioning must not be recorded without legislation.', 'baicheng_2022', true),
	('behaviour', '拆迁|征迁|demolition', '无法律法规依据，不得将不配合拆迁纳入信用记录。 Opposing demolition must not be recorded without legislation.', 'baicheng_2022', true),
	('behaviour', '闯红灯|red[ _-]?light', '无法律法规依据，不得将闯红灯纳入信用记录。 Crossing at a red light must not be recorded without legislation.', 'baicheng_2022', true),
	('behaviour', '养犬|遛狗|养狗|dog[ _-]?(keeping|walking)|uncivil[ _-]?dog', '无法律法规依据，不得将不文明养犬纳入信用记录。 Uncivil dog keeping must not be recorded without legislation.', 'baicheng_2022', true),
	('behaviour', '物业费|property[ _-]?(management[ _-]?)?fee', '无法律法规依据，不得将拖欠物业费纳入信用记录。 Unpaid property fees must not be recorded without legislation.', 'baicheng_2022', true),
	('behaviour', '垃圾分类|waste[ _-]?sorting|garbage[ _-]?sorting', '无法律法规依据，不得将垃圾分类情况纳入信用记录。 Waste sorting must not be recorded without legislation.', 'baicheng_2022', true),
	('personal_data', '宗教信仰|信教(?!育|师|学)|religious[ _-]?(belief|faith)|(^|[^a-z])religion($|[^a-z])', '禁止采集自然人的宗教信仰信息。 Religious belief must not be collected.', 'credit_reporting', false),
	('personal_data', '基因|遗传信息|(^|[^a-z])(gen(e|es|etic|ome)|dna)($|[^a-z])', '禁止采集自然人的基因信息。 Genetic data must not be collected.', 'credit_reporting', false),
	('personal_data', '指纹|finger[ _-]?print', '禁止采集自然人的指纹信息。 Fingerprints must not be collected.', 'credit_reporting', false),
	('personal_data', '血型|blood[ _-]?(type|group)', '禁止采集自然人的血型信息。 Blood type must not be collected.', 'credit_reporting', false),
	('personal_data', '疾病(?!预防|控制|防控)|病史|病历|患病|(^|[^a-z])disease|medical[ _-]?(history|record)|illness', '禁止采集自然人的疾病和病史信息。 Diseases and medical history must not be collected.', 'credit_reporting', false)
) AS f (kind, pattern, reason, basis_id, verified);

-- National data carry Chinese words where other systems have codes, so the
-- code is that word.
INSERT INTO credit.code_list (list, code, label, label_en, ordinal, standard_entry)
SELECT c.list, c.code, coalesce(c.label, c.code), c.label_en, c.ordinal, true
FROM (VALUES
	('counterpart_category', '法人及非法人组织', NULL, 'legal person or unincorporated organisation', 1::pg_catalog.int2),
	('counterpart_category', '自然人', NULL, 'natural person', 2),
	('counterpart_category', '个体工商户', NULL, 'individual business', 3),
	('licence_category', '普通', '普通许可', 'ordinary licence', 1),
	('licence_category', '特许', NULL, 'franchise', 2),
	('licence_category', '认可', NULL, 'accreditation', 3),
	('licence_category', '核准', NULL, 'approval', 4),
	('licence_category', '登记', NULL, 'registration', 5),
	('licence_category', '其他', NULL, 'other', 6),
	-- typed where nothing is known; a field that holds one counts as blank
	('placeholder', '无', NULL, 'none', 1),
	('placeholder', '暂无', NULL, 'none yet', 2),
	('placeholder', '空', NULL, 'blank', 3),
	('placeholder', '不详', NULL, 'not known', 4),
	('placeholder', '未知', NULL, 'unknown', 5),
	('placeholder', 'null', NULL, 'null', 6),
	('placeholder', 'none', NULL, 'none', 7),
	('placeholder', 'n/a', NULL, 'not applicable', 8),
	('placeholder', '-', NULL, 'dash', 9),
	('placeholder', '--', NULL, 'dashes', 10),
	('placeholder', '/', NULL, 'slash', 11),
	('placeholder', '\', NULL, 'backslash', 12),
	('placeholder', '*', NULL, 'asterisk', 13),
	('placeholder', '测试', NULL, 'test', 14),
	('placeholder', 'test', NULL, 'test', 15),
	('placeholder', '待补充', NULL, 'to be supplied', 16),
	('record_state', '1', '有效', 'valid', 1),
	('record_state', '2', '无效', 'invalid', 2),
	('document_type', '身份证', '居民身份证', 'resident identity card', 1),
	('document_type', '居民身份证', NULL, 'resident identity card', 2),
	('document_type', '护照', NULL, 'passport', 3),
	('document_type', '护照号', '护照', 'passport', 4),
	('document_type', '港澳居民来往内地通行证', NULL, 'permit for residents of Hong Kong and Macao', 5),
	('document_type', '台湾居民来往大陆通行证', NULL, 'permit for residents of Taiwan', 6),
	('document_type', '港澳台居民居住证', NULL, 'residence permit for residents of Hong Kong, Macao and Taiwan', 7),
	('document_type', '外国人永久居留身份证', NULL, 'permanent residence card of foreigners', 8),
	('document_type', '其他', NULL, 'other', 9),
	-- kinds of the standard of 2018, to be compared with its annex
	('penalty_kind_2018', '警告', NULL, 'warning', 1),
	('penalty_kind_2018', '罚款', NULL, 'fine', 3),
	('penalty_kind_2018', '没收违法所得', NULL, 'confiscation of gains', 4),
	('penalty_kind_2018', '没收非法财物', NULL, 'confiscation of property', 5),
	('penalty_kind_2018', '暂扣许可证', '暂扣或者吊销许可证、执照：暂扣', 'suspension of licence', 6),
	('penalty_kind_2018', '吊销许可证', '暂扣或者吊销许可证、执照：吊销', 'revocation of licence', 8),
	('penalty_kind_2018', '责令停产停业', NULL, 'order to stop production', 10),
	('penalty_kind_2018', '行政拘留', NULL, 'administrative detention', 13),
	('penalty_kind_2018', '其他', NULL, 'other', 0),
	-- the 13 kinds of the Penalty Law of 2021, light to heavy as counted in statistics
	('penalty_kind_2021', '警告', NULL, 'warning', 1),
	('penalty_kind_2021', '通报批评', NULL, 'criticism', 2),
	('penalty_kind_2021', '罚款', NULL, 'fine', 3),
	('penalty_kind_2021', '没收违法所得', NULL, 'confiscation of gains', 4),
	('penalty_kind_2021', '没收非法财物', NULL, 'confiscation of property', 5),
	('penalty_kind_2021', '暂扣许可证件', NULL, 'suspension of licence', 6),
	('penalty_kind_2021', '降低资质等级', NULL, 'lowering of qualification', 7),
	('penalty_kind_2021', '吊销许可证件', NULL, 'revocation of licence', 8),
	('penalty_kind_2021', '限制开展生产经营活动', NULL, 'restriction of business', 9),
	('penalty_kind_2021', '责令停产停业', NULL, 'order to stop production', 10),
	('penalty_kind_2021', '责令关闭', NULL, 'order to close', 11),
	('penalty_kind_2021', '限制从业', NULL, 'ban from the trade', 12),
	('penalty_kind_2021', '行政拘留', NULL, 'administrative detention', 13),
	('penalty_kind_2021', '其他', '法律、行政法规规定的其他行政处罚', 'other', 0)
) AS c (list, code, label, label_en, ordinal);
