-- list_seed.sql: lists, criteria, measures, eligibility. Requires
-- list/unchecked.sql, catalogue/code_seed.sql. doc/rules.md says what is to
-- verify; a row is verified when its figure was seen.

INSERT INTO credit.code_list (list, code, label, label_en, ordinal, standard_entry)
SELECT 'decision_purpose', p.code, p.label, p.label_en, p.ordinal, true
FROM (VALUES ('procurement', '政府采购', 'government procurement', 1::pg_catalog.int2), ('bidding', '招标投标', 'bidding', 2),
	('approval', '行政审批', 'administrative approval', 3), ('market_entry', '市场准入', 'market entry', 4),
	('qualification', '资质审核', 'qualification', 5), ('finance', '财政资金与融资', 'public funds and finance', 6),
	('honours', '评先评优', 'honours', 7), ('supervision', '日常监管', 'supervision', 8), ('consumption', '消费', 'consumption', 9),
	('exit', '出境', 'leaving the country', 10), ('position', '任职', 'positions', 11), ('education', '子女教育', 'schools', 12),
	('land', '土地供应', 'land', 13), ('tax', '税收优惠', 'tax benefits', 14), ('securities', '证券发行', 'securities', 15),
	('transaction', '市场交易', 'transactions', 16)) AS p (code, label, label_en, ordinal);

INSERT INTO credit.list_kind (list, name_zh, name_en, class, scope, sector, applies_to, term, early_removal_after, openness,
	persons_public, record_item, basis_id, valid, verified, note, standard_entry)
SELECT k.list, k.name_zh, k.name_en, k.class, k.scope, k.sector,
	CASE k.applies_to WHEN 'all' THEN pg_catalog.enum_range(NULL::credit.subject_kind)
		WHEN 'organisation' THEN pg_catalog.array_remove(pg_catalog.enum_range(NULL::credit.subject_kind), 'person')
		ELSE k.applies_to::credit.subject_kind[] END,
	k.term::pg_catalog.interval, k.early::pg_catalog.interval, k.openness, k.persons_public, k.record_item, k.basis_id,
	k.valid::pg_catalog.daterange, k.verified, k.note, true
FROM (VALUES
	('market_regulation_serious', '市场监督管理严重违法失信名单', 'serious violations in market regulation', 'serious', 'national', 'market_regulation', 'all', '3 years', '1 year', 'public', false, NULL, 'samr_order_44', '[2021-09-01,)', false, '期限三年待核对；提前移出一年已见'),
	('migrant_wages', '拖欠农民工工资失信联合惩戒对象名单', 'unpaid wages of migrant workers', 'serious', 'national', 'labour', 'all', '3 years', '6 months', 'public', false, NULL, 'mohrss_order_45', '[2022-01-01,)', true, '须先责令限期支付'),
	('tax_serious', '重大税收违法失信主体', 'major tax violations', 'serious', 'national', 'tax', 'all', '3 years', '0 days', 'public', false, NULL, 'sta_order_54', '[2022-02-01,)', false, '期限与提前停止公布条件待核对'),
	('work_safety', '安全生产严重失信主体名单', 'serious dishonesty in work safety', 'serious', 'national', 'work_safety', 'all', '3 years', '12 months', 'public', false, NULL, 'mem_order_11', '[2023-10-01,)', true, NULL),
	('procurement_serious', '政府采购严重违法失信行为记录名单', 'serious violations in government procurement', 'serious', 'national', NULL, 'all', '3 years', NULL, 'public', false, NULL, 'procurement_records_526', '[2015-01-01,)', true, '处罚期满删除'),
	('social_organisation_serious', '社会组织严重违法失信名单', 'serious violations of social organisations', 'serious', 'national', 'civil_affairs', '{social_organisation}', '2 years', NULL, 'public', false, NULL, 'mca_order_60', '[2018-01-24,)', false, '期限两年待核对'),
	('culture_tourism_serious', '文化和旅游市场严重失信主体名单', 'serious dishonesty in culture and tourism', 'serious', 'national', 'culture_tourism', 'all', '5 years', NULL, 'public', false, NULL, 'mct_order_7', '[2022-01-01,)', false, '期限三至五年待核对'),
	('dishonest_debtor', '失信被执行人名单', 'dishonest judgment debtors', 'serious', 'national', NULL, 'all', NULL, NULL, 'public', true, 'dishonest_debtor', 'spc_dishonest_debtors', '[2013-10-01,)', false, '由人民法院认定，随记录列入；期限以记录为准'),
	('serious_elsewhere', '其他机关认定的严重失信主体名单', 'serious lists decided elsewhere', 'serious', 'national', NULL, 'all', NULL, NULL, 'public', false, 'serious_list', 'gbf_49_2020', '[2020-12-07,)', true, '随记录列入'),
	('focus', '重点关注对象名单', 'focus of supervision', 'focus', 'local', NULL, 'all', '1 year', '3 months', 'government', false, NULL, 'jilin_city_2020', '[2020-01-01,)', false, '期限由部门制度规定，待核对'),
	('honest', '诚信典型（守信红名单）', 'models of honesty', 'honest', 'local', NULL, 'all', '2 years', NULL, 'public', false, NULL, 'gf_33_2016', '[2016-05-30,)', false, '期限由部门制度规定，待核对')
) AS k (list, name_zh, name_en, class, scope, sector, applies_to, term, early, openness, persons_public, record_item, basis_id, valid, verified, note);

INSERT INTO credit.list_criterion (criterion, list, item, min_severity, max_severity, count, "window", same_field, name_zh, name_en,
	basis_id, valid, verified, standard_entry)
SELECT c.criterion, c.list, c.item, c.min_severity::credit.severity, c.max_severity::credit.severity, c.count, c.back::pg_catalog.interval,
	c.same_field, c.name_zh, c.name_en, c.basis_id, c.valid::pg_catalog.daterange, false, true
FROM (VALUES
	('market-serious-penalty', 'market_regulation_serious', 'penalty', 'serious', NULL, 1, '3 years', NULL, '受到较重行政处罚', 'a heavier penalty', 'samr_order_44', '[2021-09-01,)'),
	('safety-serious-penalty', 'work_safety', 'penalty', 'serious', NULL, 1, '3 years', NULL, '安全生产较重行政处罚', 'a heavier penalty for work safety', 'mem_order_11', '[2023-10-01,)'),
	('culture-serious-penalty', 'culture_tourism_serious', 'penalty', 'serious', NULL, 1, '3 years', NULL, '文化和旅游市场较重行政处罚', 'a heavier penalty in culture and tourism', 'mct_order_7', '[2022-01-01,)'),
	('focus-repeated-minor', 'focus', 'penalty', 'minor', 'minor', 3, '1 year', 'cf_wfxw', '一年内三次同类轻微失信', 'three minor faults of one kind within a year', 'jilin_city_2020', '[2020-01-01,)'),
	('focus-repeated-general', 'focus', 'penalty', 'general', 'general', 2, '1 year', NULL, '一年内两次一般失信', 'two general faults within a year', 'jilin_city_2020', '[2020-01-01,)'),
	('focus-repeated-breach', 'focus', 'commitment_breach', NULL, NULL, 2, '1 year', NULL, '一年内两次违背信用承诺', 'two broken commitments within a year', 'jilin_city_2020', '[2020-01-01,)')
) AS c (criterion, list, item, min_severity, max_severity, count, back, same_field, name_zh, name_en, basis_id, valid);

INSERT INTO credit.measure (measure, name_zh, name_en, direction, class, kind_no, sphere, applies_to, purposes, basis_id, article, valid,
	verified, note, standard_entry)
SELECT m.measure, m.name_zh, m.name_en, m.direction, m.class::pg_catalog.int2, m.kind_no::pg_catalog.int2, m.sphere,
	CASE m.applies_to WHEN 'all' THEN pg_catalog.enum_range(NULL::credit.subject_kind)
		WHEN 'organisation' THEN pg_catalog.array_remove(pg_catalog.enum_range(NULL::credit.subject_kind), 'person')
		ELSE m.applies_to::credit.subject_kind[] END,
	m.purposes::pg_catalog.text[], m.basis_id, m.article, m.valid::pg_catalog.daterange, false, m.note, true
FROM (VALUES
	-- I: by public bodies, reducing rights or adding duties
	('market_ban', '限制市场或者行业准入', 'restricted access to a market or industry', 'sanction', 1, 1, 'administrative', 'all', '{market_entry,approval,qualification}', 'gf_33_2016', NULL, '[2016-05-30,)', NULL),
	('procurement_ban', '禁止参加政府采购活动', 'exclusion from government procurement', 'sanction', 1, 1, 'administrative', 'all', '{procurement}', 'procurement_law', '第二十二条', '[2003-01-01,)', NULL),
	('bidding_limit', '限制参加招标投标', 'restricted bidding', 'sanction', 1, 1, 'administrative', 'all', '{bidding}', 'gf_33_2016', NULL, '[2016-05-30,)', NULL),
	('securities_limit', '限制股票发行', 'restricted issue of shares', 'sanction', 1, 1, 'administrative', 'organisation', '{securities}', 'gf_33_2016', NULL, '[2016-05-30,)', NULL),
	('position_limit', '限制任职', 'restricted positions', 'sanction', 1, 2, 'administrative', '{person}', '{position}', 'gf_33_2016', NULL, '[2016-05-30,)', NULL),
	('consumption_limit', '限制高消费及有关消费', 'restricted consumption, flights and high-class rail', 'sanction', 1, 3, 'market', 'all', '{consumption}', 'civil_procedure_law', NULL, '[1991-04-09,)', '含乘坐飞机、高等级列车和席次'),
	('exit_limit', '限制出境', 'restricted leaving of the country', 'sanction', 1, 4, 'administrative', '{person}', '{exit}', 'civil_procedure_law', NULL, '[1991-04-09,)', NULL),
	('school_limit', '限制子女就读高收费学校', 'no high-fee schools for children', 'sanction', 1, 5, 'market', '{person}', '{education}', 'civil_procedure_law', NULL, '[1991-04-09,)', NULL),
	('fiscal_limit', '限制申请财政性资金项目', 'restricted fiscal projects and subsidies', 'sanction', 1, 6, 'administrative', 'all', '{finance}', 'gf_33_2016', NULL, '[2016-05-30,)', NULL),
	('tax_benefit_limit', '限制享受税收优惠', 'restricted tax benefits', 'sanction', 1, 6, 'administrative', 'all', '{tax}', 'gf_33_2016', NULL, '[2016-05-30,)', NULL),
	('land_limit', '限制取得政府供应土地', 'restricted land grants', 'sanction', 1, 6, 'administrative', 'organisation', '{land}', 'gf_33_2016', NULL, '[2016-05-30,)', NULL),
	('honour_limit', '限制参加评先评优', 'no honours', 'sanction', 1, 7, 'administrative', 'all', '{honours}', 'gf_33_2016', NULL, '[2016-05-30,)', NULL),
	('convenience_limit', '不适用告知承诺等便利措施', 'no approval on commitment', 'sanction', 1, 8, 'administrative', 'all', '{approval}', 'gbf_35_2019', NULL, '[2019-07-09,)', NULL),
	-- II: within ordinary duties
	('disclosure', '共享公示失信信息', 'recorded and disclosed', 'sanction', 2, 9, 'administrative', 'all', '{supervision}', 'jilin_social_credit', '第二十五条', '[2022-01-01,)', NULL),
	('key_supervision', '列为重点监管对象', 'key supervision', 'sanction', 2, 10, 'administrative', 'all', '{supervision}', 'gbf_35_2019', NULL, '[2019-07-09,)', NULL),
	('approval_scrutiny', '审批与资质审核中重点审查', 'close scrutiny in approvals', 'sanction', 2, 11, 'administrative', 'all', '{approval,qualification}', 'jilin_social_credit', '第二十七条', '[2022-01-01,)', NULL),
	('no_incentives', '不适用守信激励措施', 'excluded from incentives', 'sanction', 2, 11, 'administrative', 'all', '{honours,finance}', 'gf_33_2016', NULL, '[2016-05-30,)', NULL),
	-- III: by other organisations
	('credit_reporting', '纳入征信系统', 'reported to credit reporting', 'sanction', 3, 12, 'market', 'all', '{finance}', 'credit_reporting', NULL, '[2013-03-15,)', NULL),
	('finance_guidance', '引导金融机构按照市场化原则限制授信', 'banks decide with it on credit', 'sanction', 3, 13, 'market', 'all', '{finance}', 'gf_33_2016', NULL, '[2016-05-30,)', NULL),
	('association_criticism', '行业协会通报批评、公开谴责', 'criticism by associations', 'sanction', 3, 14, 'industry', 'organisation', '{transaction}', 'gf_33_2016', NULL, '[2016-05-30,)', NULL),
	-- incentives
	('green_lane', '行政审批绿色通道', 'green lane in approvals', 'incentive', NULL, NULL, 'administrative', 'all', '{approval}', 'gf_33_2016', NULL, '[2016-05-30,)', NULL),
	('tolerant_acceptance', '容缺受理', 'conditional acceptance', 'incentive', NULL, NULL, 'administrative', 'all', '{approval}', 'gf_33_2016', NULL, '[2016-05-30,)', NULL),
	('fewer_inspections', '降低抽查比例和频次', 'fewer inspections', 'incentive', NULL, NULL, 'administrative', 'organisation', '{supervision}', 'gbf_35_2019', NULL, '[2019-07-09,)', NULL),
	('procurement_ease', '政府采购减免保证金', 'no bonds in procurement', 'incentive', NULL, NULL, 'administrative', 'organisation', '{procurement,bidding}', 'gf_33_2016', NULL, '[2016-05-30,)', NULL),
	('fiscal_priority', '财政性资金项目优先安排', 'priority in fiscal projects', 'incentive', NULL, NULL, 'administrative', 'organisation', '{finance}', 'gf_33_2016', NULL, '[2016-05-30,)', NULL),
	('finance_ease', '“信易贷”融资便利', 'easier credit', 'incentive', NULL, NULL, 'market', 'all', '{finance}', 'gf_33_2016', NULL, '[2016-05-30,)', NULL),
	('honour_priority', '优先评先评优', 'priority in honours', 'incentive', NULL, NULL, 'administrative', 'all', '{honours}', 'gf_33_2016', NULL, '[2016-05-30,)', NULL)
) AS m (measure, name_zh, name_en, direction, class, kind_no, sphere, applies_to, purposes, basis_id, article, valid, note);

-- serious lists bring all sanctions but those that courts alone order; only
-- theirs reach everything; the focus list brings supervision and no more
INSERT INTO credit.list_measure (list, measure, min_severity, reaches_responsible, standard_entry)
SELECT k.list, m.measure, CASE WHEN m.class OPERATOR(pg_catalog.=) 1::pg_catalog.int2 THEN 'serious' ELSE 'minor' END::credit.severity,
	m.measure OPERATOR(pg_catalog.=) ANY (ARRAY['position_limit', 'consumption_limit', 'exit_limit', 'school_limit', 'honour_limit', 'disclosure']), true
FROM credit.list_kind k CROSS JOIN credit.measure m
WHERE m.direction OPERATOR(pg_catalog.=) 'sanction' AND (k.class OPERATOR(pg_catalog.=) 'serious'
		AND (m.measure OPERATOR(pg_catalog.<>) ALL (ARRAY['consumption_limit', 'exit_limit', 'school_limit'])
			OR k.list OPERATOR(pg_catalog.=) 'dishonest_debtor')
	OR k.class OPERATOR(pg_catalog.=) 'focus' AND m.measure OPERATOR(pg_catalog.=) ANY (ARRAY['key_supervision', 'approval_scrutiny']))
UNION ALL
SELECT k.list, m.measure, 'minor', false, true
FROM credit.list_kind k CROSS JOIN credit.measure m
WHERE m.direction OPERATOR(pg_catalog.=) 'incentive' AND k.class OPERATOR(pg_catalog.=) 'honest';

INSERT INTO credit.grade_measure (measure, min_grade, standard_entry) VALUES
	('green_lane', 'A', true), ('tolerant_acceptance', 'B', true), ('fewer_inspections', 'A', true), ('finance_ease', 'A', true);

INSERT INTO credit.eligibility_rule (eligibility, min_grade, needs_merit, max_broken, max_overdue, broken_window, basis_id, note, standard_entry) VALUES
	('conditional_acceptance', 'C', false, 0, 0, '1 year', 'jilin_city_2020', '条件待核对：信用状况允许', true),
	('green_channel', 'A', true, 0, 0, '1 year', 'jilin_plan_14_5', '条件待核对：守信主体绿色通道', true);

INSERT INTO credit.check_rule (item, "window", basis_id, valid, verified, note, standard_entry)
SELECT r.item, '30 days', 'jilin_social_credit', '[2022-01-01,)', false, '第二十七条；查询有效期待核对', true
FROM pg_catalog.unnest(ARRAY['licence', 'qualification', 'confirmation', 'reward', 'honour', 'payment']) AS r (item);
