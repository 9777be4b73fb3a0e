-- item_seed.sql: the items beside licence and penalty. Requires
-- catalogue/define.sql, catalogue/code_seed.sql.
--
-- Categories follow the national catalogue of 2024. Editions are open to both
-- sides: older decisions are entered in the same fields. Own fields stand
-- between the common ones (subject, document, date) and the authority.

-- organisations only: applies_to 'organisation'; everybody: 'all'
INSERT INTO credit.catalogue_item (item, edition, name_zh, name_en, category, polarity, default_severity,
	openness, applies_to, submit_within, submit_unit, basis_id, submit_basis_id, valid, verified, note, standard_entry)
SELECT i.item, '2024', i.name_zh, i.name_en, i.category, i.polarity, i.severity::credit.severity, i.openness,
	CASE i.applies_to
		WHEN 'all' THEN pg_catalog.enum_range(NULL::credit.subject_kind)
		WHEN 'organisation' THEN pg_catalog.array_remove(pg_catalog.enum_range(NULL::credit.subject_kind), 'person')
		ELSE i.applies_to::credit.subject_kind[] END,
	i.submit_within, CASE WHEN i.submit_within IS NOT NULL THEN 'workday' END,
	i.basis_id, CASE WHEN i.submit_within IS NOT NULL THEN 'jilin_city_2020' END, '(,)', i.verified, i.note, true
FROM (VALUES
	-- the other eight administrative acts: on line within 7 working days
	('compulsion', '行政强制', 'administrative compulsion', 'administrative', 'neutral', NULL, 'public', 'all', 7, 'compulsion_law', true, NULL),
	('confirmation', '行政确认', 'administrative confirmation', 'administrative', 'neutral', NULL, 'public', 'all', 7, 'gbf_35_2019', true, NULL),
	('levy', '行政征收', 'administrative levy', 'administrative', 'neutral', NULL, 'public', 'all', 7, 'gbf_35_2019', true, NULL),
	('payment', '行政给付', 'administrative payment', 'administrative', 'neutral', NULL, 'government', 'all', 7, 'gbf_35_2019', true, '给付涉及个人困难情况，不向社会公开'),
	('adjudication', '行政裁决', 'administrative adjudication', 'administrative', 'neutral', NULL, 'public', 'all', 7, 'gbf_35_2019', true, NULL),
	('compensation', '行政补偿', 'administrative compensation', 'administrative', 'neutral', NULL, 'public', 'all', 7, 'gbf_35_2019', true, NULL),
	('reward', '行政奖励', 'administrative reward', 'administrative', 'positive', NULL, 'public', 'all', 7, 'gbf_35_2019', true, NULL),
	('inspection', '行政监督检查', 'administrative inspection', 'administrative', 'neutral', NULL, 'public', 'organisation', 7, 'gbf_35_2019', true, '检查结果向社会公布'),
	-- judicial
	('dishonest_debtor', '失信被执行人', 'dishonest judgment debtor', 'judicial', 'negative', 'serious', 'public', 'all', NULL, 'civil_procedure_law', false, '期限与公布范围待核对'),
	('false_litigation', '虚假诉讼失信人', 'false litigation', 'judicial', 'negative', 'serious', 'public', 'all', NULL, 'civil_procedure_law', false, NULL),
	-- registration, qualification
	('registration', '登记注册信息', 'registration', 'registration', 'neutral', NULL, 'public', 'organisation', NULL, 'market_registration', false, NULL),
	('annual_report', '年度报告公示信息', 'annual report', 'compliance', 'neutral', NULL, 'public', 'organisation', NULL, 'enterprise_disclosure', false, NULL),
	('qualification', '职称和职业（从业）资格', 'professional title or qualification', 'qualification', 'neutral', NULL, 'government', '{person}', NULL, 'gbf_35_2019', false, NULL),
	('intellectual_property', '知识产权', 'intellectual property', 'intellectual_property', 'positive', NULL, 'public', 'all', NULL, 'gbf_35_2019', false, NULL),
	-- abnormal operation, serious lists decided elsewhere
	('abnormal_operation', '经营（活动）异常名录（状态）', 'abnormal operation', 'abnormal', 'negative', 'general', 'public', 'organisation', NULL, 'enterprise_disclosure', false, NULL),
	('serious_list', '严重失信主体名单（其他机关认定）', 'entry in a serious-dishonesty list decided elsewhere', 'serious_list', 'negative', 'serious', 'public', 'all', NULL, 'gbf_49_2020', true, NULL),
	-- contracts
	('contract_performance', '合同履行信息', 'contract performance', 'contract', 'neutral', NULL, 'government', 'all', NULL, 'gbf_35_2019', true, NULL),
	('contract_breach', '合同违约信息', 'breach of contract', 'contract', 'negative', 'general', 'government', 'all', NULL, 'gbf_35_2019', false, '须有生效裁判、仲裁或者对方书面承认'),
	('government_debt', '机关、事业单位拖欠账款', 'debts of public bodies', 'contract', 'negative', 'general', 'government', '{government_body,public_institution}', NULL, 'sme_payments', false, NULL),
	-- commitments
	('commitment', '信用承诺', 'commitment', 'commitment', 'neutral', NULL, 'public', 'all', NULL, 'gbf_35_2019', true, '五类承诺及容缺受理'),
	('commitment_performance', '信用承诺履行情况', 'performance of a commitment', 'commitment', 'neutral', NULL, 'public', 'all', NULL, 'gbf_35_2019', true, NULL),
	('commitment_breach', '违背信用承诺', 'broken commitment', 'commitment', 'negative', 'general', 'public', 'all', NULL, 'gbf_35_2019', true, NULL),
	-- evaluation results
	('tax_grade', '纳税缴费信用级别', 'tax credit grade', 'evaluation', 'neutral', NULL, 'government', 'organisation', NULL, 'tax_administration_law', true, 'A级名单每年4月公布'),
	('environment_grade', '企业环境信用等级', 'environmental credit grade', 'evaluation', 'neutral', NULL, 'public', 'organisation', NULL, 'environment_credit_2013', true, NULL),
	('labour_grade', '劳动保障守法诚信等级', 'labour credit grade', 'evaluation', 'neutral', NULL, 'government', 'organisation', NULL, 'labour_credit_2016', true, NULL),
	('industry_grade', '行业信用评价等级', 'industry credit grade', 'evaluation', 'neutral', NULL, 'government', 'organisation', NULL, 'gbf_35_2019', true, NULL),
	-- honours, voluntary
	('honour', '诚实守信相关荣誉', 'honour', 'honour', 'positive', NULL, 'public', 'all', NULL, 'gf_33_2016', true, NULL),
	('voluntary', '自愿提供的信用信息', 'supplied voluntarily', 'voluntary', 'neutral', NULL, 'government', 'all', NULL, 'gbf_35_2019', true, '核实前标注未经核实，不作评价依据'),
	('agency_report', '第三方信用报告', 'third-party credit report', 'voluntary', 'neutral', NULL, 'government', 'organisation', NULL, 'gbf_35_2019', true, '信用服务机构出具'),
	-- compliance and supervision
	('complaint', '投诉举报办理信息', 'complaint', 'compliance', 'neutral', NULL, 'government', 'organisation', NULL, 'gbf_35_2019', true, '12315等平台转入；投诉本身不构成失信'),
	('interview', '约谈记录', 'interview', 'compliance', 'neutral', NULL, 'government', 'all', NULL, 'gbf_35_2019', true, '提示性、警示性约谈，记入信用记录'),
	('improvement', '诚信教育与信用修复活动', 'education and activity for credit repair', 'compliance', 'neutral', NULL, 'government', 'all', NULL, 'jilin_city_2020', true, '轻微失信教育、修复培训、核查、报告、公益；只作记录，不作修复的前提'),
	('rectification', '责令限期整改', 'ordered rectification', 'compliance', 'neutral', NULL, 'government', 'all', NULL, 'gbf_35_2019', true, NULL),
	('tax_arrears', '欠税公告', 'tax arrears', 'compliance', 'negative', 'general', 'public', 'all', NULL, 'tax_administration_law', false, NULL)
) AS i (item, name_zh, name_en, category, polarity, severity, openness, applies_to, submit_within, basis_id, verified, note);

SELECT credit.add_common_fields(i.item, i.edition, true)
FROM credit.catalogue_item i WHERE i.edition OPERATOR(pg_catalog.=) '2024';

INSERT INTO credit.catalogue_field (item, edition, field, ordinal, name_zh, name_en, type, max_length, required,
	required_when, code_list, openness, min_value, not_before, not_after, default_value, grade_scale, maps_to, standard_entry)
SELECT f.item, '2024', f.field,
	(7 + pg_catalog.row_number() OVER (PARTITION BY f.item ORDER BY f.nr))::pg_catalog.int2,
	f.name_zh, f.name_en, f.type, f.max_length, f.required, f.required_when::pg_catalog.jsonb, f.code_list,
	coalesce(f.openness, 'public'),
	CASE WHEN f.type OPERATOR(pg_catalog.=) ANY (ARRAY['amount', 'amount_wan', 'integer', 'number']) THEN 0 END,
	f.not_before, f.not_after, f.default_value, f.grade_scale, f.maps_to, true
FROM (VALUES
	(100, 'compulsion', 'kind', '强制措施种类', 'kind of compulsion', 'code', 100, true, NULL, 'compulsion_kind', NULL, NULL, NULL, NULL, NULL, NULL),
	(101, 'compulsion', 'facts', '事实和理由', 'facts and reasons', 'text', 4000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(102, 'compulsion', 'legal_ground', '依据', 'legal ground', 'text', 2048, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(103, 'compulsion', 'valid_until', '期限至', 'until', 'date', NULL, false, NULL, NULL, NULL, 'decided_on', NULL, NULL, NULL, 'valid_until'),
	(110, 'confirmation', 'matter', '确认事项', 'matter confirmed', 'text', 500, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(111, 'confirmation', 'content', '确认内容', 'content', 'text', 4000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(112, 'confirmation', 'valid_until', '有效期至', 'valid until', 'date', NULL, false, NULL, NULL, NULL, 'decided_on', NULL, NULL, NULL, 'valid_until'),
	(120, 'levy', 'matter', '征收项目', 'what is levied', 'text', 500, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(121, 'levy', 'legal_ground', '征收依据', 'legal ground', 'text', 2048, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(122, 'levy', 'amount', '征收金额（元）', 'amount in yuan', 'amount', NULL, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'amount'),
	(130, 'payment', 'matter', '给付项目', 'kind of payment', 'text', 500, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(131, 'payment', 'amount', '给付金额（元）', 'amount in yuan', 'amount', NULL, false, NULL, NULL, 'restricted', NULL, NULL, NULL, NULL, 'amount'),
	(140, 'adjudication', 'matter', '裁决事项', 'matter', 'text', 500, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(141, 'adjudication', 'content', '裁决内容', 'decision', 'text', 4000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(142, 'adjudication', 'opponent', '对方当事人', 'other party', 'name', 200, false, NULL, NULL, 'government', NULL, NULL, NULL, NULL, NULL),
	(150, 'compensation', 'matter', '补偿事项', 'matter', 'text', 500, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(151, 'compensation', 'amount', '补偿金额（元）', 'amount in yuan', 'amount', NULL, true, NULL, NULL, 'government', NULL, NULL, NULL, NULL, 'amount'),
	(160, 'reward', 'matter', '奖励名称', 'name of the reward', 'text', 500, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(161, 'reward', 'reason', '奖励事由', 'reason', 'text', 2000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(162, 'reward', 'amount', '奖励金额（元）', 'amount in yuan', 'amount', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'amount'),
	(170, 'inspection', 'kind', '检查类型', 'kind of inspection', 'code', 50, true, NULL, 'inspection_kind', NULL, NULL, NULL, NULL, NULL, NULL),
	(171, 'inspection', 'matter', '检查事项', 'matters inspected', 'text', 2000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(172, 'inspection', 'result', '检查结果', 'result', 'code', 50, true, NULL, 'inspection_result', NULL, NULL, NULL, NULL, NULL, NULL),
	(173, 'inspection', 'finding', '发现的问题', 'fault found', 'text', 4000, false, '[{"field":"result","op":"in","value":["发现问题已责令改正","发现问题待后续处理"]}]', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(174, 'inspection', 'plan_no', '抽查计划编号', 'number of the plan', 'text', 64, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(200, 'dishonest_debtor', 'enforcement_no', '执行依据文号', 'number of the judgment', 'text', 128, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(201, 'dishonest_debtor', 'ground', '失信行为具体情形', 'ground', 'code', 200, true, NULL, 'debtor_ground', NULL, NULL, NULL, NULL, NULL, NULL),
	(202, 'dishonest_debtor', 'duty', '生效法律文书确定的义务', 'duty under the judgment', 'text', 4000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(203, 'dishonest_debtor', 'performance', '履行情况', 'performance', 'code', 20, true, NULL, 'performance_state', NULL, NULL, NULL, NULL, NULL, NULL),
	(204, 'dishonest_debtor', 'amount', '未履行金额（元）', 'amount unpaid, in yuan', 'amount', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'amount'),
	-- without a term until the duty is performed; then the court says from when
	(205, 'dishonest_debtor', 'valid_until', '名单期限至', 'on the list until', 'date', NULL, false, '[{"field":"performance","op":"equals","value":"已履行"}]', NULL, NULL, 'decided_on', NULL, NULL, NULL, 'valid_until'),
	(206, 'dishonest_debtor', 'published_on', '发布日期', 'published on', 'date', NULL, true, NULL, NULL, NULL, 'decided_on', 'today', NULL, NULL, NULL),
	(210, 'false_litigation', 'facts', '虚假诉讼事实', 'facts', 'text', 4000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(211, 'false_litigation', 'decision', '处理结果', 'outcome', 'text', 2000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(220, 'registration', 'entity_type', '主体类型', 'type of entity', 'text', 100, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(221, 'registration', 'legal_rep_name', '法定代表人（负责人）', 'legal representative', 'name', 50, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'legal_rep_name'),
	(222, 'registration', 'capital', '注册资本（万元）', 'registered capital in 10 000 yuan', 'amount_wan', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'amount'),
	(223, 'registration', 'region', '住所所在区划', 'division of the seat', 'region', 6, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(224, 'registration', 'address', '住所', 'address', 'text', 500, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(225, 'registration', 'industry', '行业代码', 'industry', 'text', 4, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(226, 'registration', 'scope', '经营范围', 'scope of business', 'text', 4000, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(227, 'registration', 'state', '登记状态', 'state', 'code', 20, true, NULL, 'registration_state', NULL, NULL, NULL, NULL, NULL, NULL),
	(228, 'registration', 'valid_until', '营业期限至', 'business period until', 'date', NULL, false, NULL, NULL, NULL, 'decided_on', NULL, '2099-12-31', NULL, 'valid_until'),
	(230, 'annual_report', 'year', '报告年度', 'year', 'integer', 4, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(231, 'annual_report', 'on_time', '是否按时报送', 'on time', 'code', 2, true, NULL, 'yes_no', NULL, NULL, NULL, NULL, NULL, NULL),
	(240, 'qualification', 'title', '资格名称', 'title', 'text', 200, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(241, 'qualification', 'level', '等级', 'level', 'text', 50, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(242, 'qualification', 'certificate_no', '证书编号', 'number of the certificate', 'text', 64, true, NULL, NULL, 'government', NULL, NULL, NULL, NULL, NULL),
	(243, 'qualification', 'valid_until', '有效期至', 'valid until', 'date', NULL, false, NULL, NULL, NULL, 'decided_on', NULL, '2099-12-31', NULL, 'valid_until'),
	(244, 'qualification', 'occupation', '重点职业', 'key occupation', 'code', 50, false, NULL, 'key_occupation', NULL, NULL, NULL, NULL, NULL, NULL),
	(250, 'intellectual_property', 'kind', '种类', 'kind', 'code', 50, true, NULL, 'ip_kind', NULL, NULL, NULL, NULL, NULL, NULL),
	(251, 'intellectual_property', 'title', '名称', 'title', 'text', 500, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(252, 'intellectual_property', 'valid_until', '有效期至', 'valid until', 'date', NULL, false, NULL, NULL, NULL, 'decided_on', NULL, NULL, NULL, 'valid_until'),
	(260, 'abnormal_operation', 'reason', '列入原因', 'reason', 'code', 200, true, NULL, 'abnormal_reason', NULL, NULL, NULL, NULL, NULL, NULL),
	(261, 'abnormal_operation', 'removed_on', '移出日期', 'removed on', 'date', NULL, false, NULL, NULL, NULL, 'decided_on', NULL, NULL, NULL, 'valid_until'),
	(262, 'abnormal_operation', 'removal_reason', '移出原因', 'reason of removal', 'text', 500, false, '[{"field":"removed_on","op":"present"}]', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(270, 'serious_list', 'list_name', '名单名称', 'name of the list', 'text', 200, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(271, 'serious_list', 'facts', '事实', 'facts', 'text', 4000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(272, 'serious_list', 'legal_ground', '列入依据', 'legal ground', 'text', 2048, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(273, 'serious_list', 'valid_until', '管理期限至', 'on the list until', 'date', NULL, true, NULL, NULL, NULL, 'decided_on', NULL, NULL, NULL, 'valid_until'),
	(274, 'serious_list', 'removed_on', '移出日期', 'removed on', 'date', NULL, false, NULL, NULL, NULL, 'decided_on', NULL, NULL, NULL, NULL),
	(280, 'contract_performance', 'kind', '合同类别', 'kind of contract', 'code', 50, true, NULL, 'contract_kind', NULL, NULL, NULL, NULL, NULL, NULL),
	(281, 'contract_performance', 'contract_name', '合同名称', 'name of the contract', 'text', 300, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(282, 'contract_performance', 'counterparty', '合同相对方', 'other party', 'name', 200, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(283, 'contract_performance', 'amount', '合同金额（万元）', 'amount in 10 000 yuan', 'amount_wan', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'amount'),
	(284, 'contract_performance', 'due_on', '约定履行日期', 'performance due', 'date', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(285, 'contract_performance', 'result', '履行情况', 'performance', 'code', 20, true, NULL, 'contract_result', NULL, NULL, NULL, NULL, NULL, NULL),
	(290, 'contract_breach', 'kind', '合同类别', 'kind of contract', 'code', 50, true, NULL, 'contract_kind', NULL, NULL, NULL, NULL, NULL, NULL),
	(291, 'contract_breach', 'contract_name', '合同名称', 'name of the contract', 'text', 300, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(292, 'contract_breach', 'facts', '违约事实', 'facts', 'text', 4000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(293, 'contract_breach', 'proof', '认定依据（裁判、仲裁文书或书面承认）', 'judgment, award or written admission', 'text', 500, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(294, 'contract_breach', 'amount', '违约金额（万元）', 'amount in 10 000 yuan', 'amount_wan', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'amount'),
	(300, 'government_debt', 'creditor', '债权人', 'creditor', 'name', 200, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(301, 'government_debt', 'matter', '欠款事由', 'reason', 'text', 1000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(302, 'government_debt', 'amount', '拖欠金额（万元）', 'amount in 10 000 yuan', 'amount_wan', NULL, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'amount'),
	(303, 'government_debt', 'cleared_on', '清偿日期', 'cleared on', 'date', NULL, false, NULL, NULL, NULL, 'decided_on', 'today', NULL, NULL, 'valid_until'),
	(310, 'commitment', 'kind', '承诺类型', 'type of commitment', 'code', 50, true, NULL, 'commitment_type', NULL, NULL, NULL, NULL, NULL, NULL),
	(311, 'commitment', 'matter', '承诺事项', 'matter', 'text', 500, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(312, 'commitment', 'content', '承诺内容', 'content', 'text', 4000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(313, 'commitment', 'due_on', '承诺履行期限', 'promised by', 'date', NULL, false, '[{"field":"kind","op":"equals","value":"容缺受理型"}]', NULL, NULL, 'decided_on', NULL, NULL, NULL, 'valid_until'),
	(314, 'commitment', 'breach_duty', '违诺责任', 'consequence of a breach', 'text', 1000, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(320, 'commitment_performance', 'commitment_no', '承诺书编号', 'number of the commitment', 'text', 128, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(321, 'commitment_performance', 'kind', '承诺类型', 'type of commitment', 'code', 50, true, NULL, 'commitment_type', NULL, NULL, NULL, NULL, NULL, NULL),
	(322, 'commitment_performance', 'result', '履行情况', 'performance', 'code', 20, true, NULL, 'commitment_result', NULL, NULL, NULL, NULL, NULL, NULL),
	(330, 'commitment_breach', 'commitment_no', '承诺书编号', 'number of the commitment', 'text', 128, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(331, 'commitment_breach', 'kind', '承诺类型', 'type of commitment', 'code', 50, true, NULL, 'commitment_type', NULL, NULL, NULL, NULL, NULL, NULL),
	(332, 'commitment_breach', 'facts', '违诺事实', 'facts', 'text', 4000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(333, 'commitment_breach', 'circumstances', '违诺情节', 'circumstances', 'code', 20, false, NULL, 'breach_circumstances', NULL, NULL, NULL, NULL, NULL, NULL),
	(340, 'tax_grade', 'year', '评价年度', 'year', 'integer', 4, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(341, 'tax_grade', 'grade', '纳税缴费信用级别', 'grade', 'grade', 8, true, NULL, NULL, NULL, NULL, NULL, NULL, 'tax', NULL),
	(345, 'environment_grade', 'year', '评价年度', 'year', 'integer', 4, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(346, 'environment_grade', 'grade', '环境信用等级', 'grade', 'grade', 20, true, NULL, NULL, NULL, NULL, NULL, NULL, 'environment', NULL),
	(350, 'labour_grade', 'year', '评价年度', 'year', 'integer', 4, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(351, 'labour_grade', 'grade', '劳动保障守法诚信等级', 'grade', 'grade', 20, true, NULL, NULL, NULL, NULL, NULL, NULL, 'labour', NULL),
	(355, 'industry_grade', 'industry', '评价行业', 'industry', 'text', 100, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(356, 'industry_grade', 'grade', '评价等级', 'grade', 'grade', 20, true, NULL, NULL, NULL, NULL, NULL, NULL, 'credit', NULL),
	(357, 'industry_grade', 'valid_until', '有效期至', 'valid until', 'date', NULL, false, NULL, NULL, NULL, 'decided_on', NULL, NULL, NULL, 'valid_until'),
	(360, 'honour', 'title', '荣誉名称', 'honour', 'text', 200, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(361, 'honour', 'level', '荣誉级别', 'level', 'code', 20, true, NULL, 'honour_level', NULL, NULL, NULL, NULL, NULL, NULL),
	(362, 'honour', 'reason', '事由', 'reason', 'text', 2000, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(363, 'honour', 'valid_until', '有效期至', 'valid until', 'date', NULL, false, NULL, NULL, NULL, 'decided_on', NULL, '2099-12-31', NULL, 'valid_until'),
	(370, 'voluntary', 'kind', '信息类别', 'kind', 'code', 20, true, NULL, 'voluntary_kind', NULL, NULL, NULL, NULL, NULL, NULL),
	(371, 'voluntary', 'content', '信息内容', 'content', 'text', 4000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(372, 'voluntary', 'truth_commitment', '真实性承诺', 'commitment to truth', 'code', 2, true, NULL, 'truth_commitment', NULL, NULL, NULL, NULL, NULL, NULL),
	(373, 'voluntary', 'verified', '是否已核实', 'verified', 'code', 2, true, NULL, 'yes_no', NULL, NULL, NULL, '否', NULL, NULL),
	(374, 'voluntary', 'verified_on', '核实日期', 'verified on', 'date', NULL, false, '[{"field":"verified","op":"equals","value":"是"}]', NULL, NULL, 'decided_on', 'today', NULL, NULL, NULL),
	(375, 'voluntary', 'valid_until', '有效期至', 'valid until', 'date', NULL, false, NULL, NULL, NULL, 'decided_on', NULL, NULL, NULL, 'valid_until'),
	(380, 'agency_report', 'agency_name', '信用服务机构', 'agency', 'name', 200, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(381, 'agency_report', 'agency_code', '机构统一社会信用代码', 'code of the agency', 'uscc', 18, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(382, 'agency_report', 'conclusion', '结论', 'conclusion', 'text', 2000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(383, 'agency_report', 'rating', '评级', 'rating', 'grade', 20, false, NULL, NULL, NULL, NULL, NULL, NULL, 'rating', NULL),
	(384, 'agency_report', 'valid_until', '有效期至', 'valid until', 'date', NULL, true, NULL, NULL, NULL, 'decided_on', NULL, NULL, NULL, 'valid_until'),
	(390, 'complaint', 'channel', '渠道', 'channel', 'text', 50, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(391, 'complaint', 'matter', '投诉举报事项', 'matter', 'text', 2000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(392, 'complaint', 'result', '办理结果', 'outcome', 'code', 20, true, NULL, 'complaint_result', NULL, NULL, NULL, NULL, NULL, NULL),
	(393, 'complaint', 'closed_on', '办结日期', 'closed on', 'date', NULL, false, '[{"field":"result","op":"not_equals","value":"办理中"}]', NULL, NULL, 'decided_on', 'today', NULL, NULL, NULL),
	(400, 'interview', 'kind', '约谈类型', 'kind', 'code', 20, true, NULL, 'interview_kind', NULL, NULL, NULL, NULL, NULL, NULL),
	(401, 'interview', 'reason', '约谈事由', 'reason', 'text', 2000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(402, 'interview', 'interviewee', '被约谈人', 'person interviewed', 'name', 50, true, NULL, NULL, 'restricted', NULL, NULL, NULL, NULL, NULL),
	(403, 'interview', 'outcome', '约谈结果', 'outcome', 'text', 2000, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(405, 'improvement', 'kind', '活动类型', 'kind', 'code', 20, true, NULL, 'improvement_kind', NULL, NULL, NULL, NULL, NULL, NULL),
	(406, 'improvement', 'content', '内容', 'content', 'text', 2000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(407, 'improvement', 'fault_no', '所涉失信行为文书号', 'document of the fault', 'text', 128, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(410, 'rectification', 'facts', '失信事实', 'facts', 'text', 4000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(411, 'rectification', 'due_on', '整改期限', 'due', 'date', NULL, true, NULL, NULL, NULL, 'decided_on', NULL, NULL, NULL, NULL),
	(412, 'rectification', 'result', '整改情况', 'result', 'code', 20, true, NULL, 'rectification_result', NULL, NULL, NULL, NULL, NULL, NULL),
	(420, 'tax_arrears', 'tax', '欠税税种', 'tax', 'text', 200, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(421, 'tax_arrears', 'amount', '欠税余额（元）', 'balance in yuan', 'amount', NULL, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'amount'),
	(422, 'tax_arrears', 'cleared_on', '清缴日期', 'cleared on', 'date', NULL, false, NULL, NULL, NULL, 'decided_on', 'today', NULL, NULL, 'valid_until')
) AS f (nr, item, field, name_zh, name_en, type, max_length, required, required_when, code_list, openness,
	not_before, not_after, default_value, grade_scale, maps_to);

-- Publication of what is no fault, and of lists that have terms of their own.
INSERT INTO credit.publication_regime (regime_id, item, severity, decided, published, published_persons,
	min_term, max_term, early_end, clean_at_max, note, basis_id, verified, standard_entry)
SELECT 'act-' OPERATOR(pg_catalog.||) pg_catalog.replace(i.item, '_', '-'), i.item, NULL, '(,)', true, false,
	NULL, NULL, false, true, '有效期内公示，自然人不公示', i.submit_or_basis, i.verified, true
FROM (SELECT c.item, coalesce(c.submit_basis_id, c.basis_id) AS submit_or_basis, c.verified
	  FROM credit.catalogue_item c
	  WHERE c.edition OPERATOR(pg_catalog.=) '2024' AND c.openness OPERATOR(pg_catalog.=) 'public'
		AND c.polarity OPERATOR(pg_catalog.<>) 'negative') i;
INSERT INTO credit.publication_regime (regime_id, item, severity, decided, published, published_persons,
	min_term, max_term, early_end, clean_at_max, note, basis_id, verified, standard_entry)
VALUES
	('abnormal-operation', 'abnormal_operation', NULL, '(,)', true, false, NULL, NULL, true, true, '列入期间公示，移出即止', 'enterprise_disclosure', false, true),
	('dishonest-debtor', 'dishonest_debtor', NULL, '(,)', true, true, NULL, NULL, true, true, '名单期限内公布，包括自然人（依司法解释，待核对）', 'spc_dishonest_debtors', false, true),
	('false-litigation', 'false_litigation', NULL, '(,)', true, false, NULL, '3 years', true, true, '期限待核对', 'civil_procedure_law', false, true),
	('tax-arrears', 'tax_arrears', NULL, '(,)', true, false, NULL, NULL, true, true, '清缴前公告', 'tax_administration_law', false, true);

-- A broken promise is met by its circumstances (P1 ch.2 §1.2); unsaid, it is
-- general like the item.
INSERT INTO credit.severity_rule (rule_id, item, sector, ordinal, severity, condition, note, basis_id, valid, verified, standard_entry) VALUES
	('breach-minor', 'commitment_breach', NULL, 10, 'minor', '[{"field":"circumstances","op":"equals","value":"轻微"}]', '情节轻微的违诺', 'jilin_plan_14_5', '(,)', true, true),
	('breach-serious', 'commitment_breach', NULL, 20, 'serious', '[{"field":"circumstances","op":"equals","value":"严重"}]', '情节严重的违诺', 'jilin_plan_14_5', '(,)', true, true);
