-- procedure_seed.sql: the shipped procedures, their stages and clocks. Requires
-- procedure/procedure.sql. Where a figure is from no document that was seen,
-- verified is false and the note says so.

INSERT INTO credit.procedure (procedure, name_zh, name_en, lies_with, needs_record, two_doors, disputes, record_ended_to, basis_id, note, standard_entry)
SELECT v.*, true FROM (VALUES
	('objection', '异议处理', 'objection', 'record', true, true, true, NULL, 'jilin_city_2020', '可向认定部门或信用办提出；十五个工作日内书面答复，五个工作日内更正报送'),
	('feedback', '国家、省反馈异议核实', 'feedback from above', 'record', true, false, true, NULL, 'baicheng_2022', '原则上一个工作日，最迟三天'),
	('repair', '信用修复', 'credit repair', 'record', true, false, false, 'void', 'ndrc_order_36_2025', '谁认定、谁修复；同一决定的记录一并修复'),
	('bankruptcy_repair', '破产重整信用修复', 'repair in reorganisation', 'record', true, false, false, NULL, 'gbf_22_2025', '裁定批准后临时屏蔽，执行完毕后修复'),
	('rectification', '限期整改与约谈', 'rectification and interviews', 'record', false, false, false, 'void', 'jilin_city_2020', '谁认定、谁约谈；约谈记入信用记录'),
	('listing', '名单认定', 'listing', 'record', false, false, false, NULL, 'gbf_49_2020', '告知、陈述申辩、决定、送达、公布'),
	('commitment', '信用承诺', 'commitment', 'record', true, false, false, 'void', 'jilin_city_2020', '践诺情况记入信用记录'),
	('conditional_acceptance', '容缺受理', 'conditional acceptance', 'record', true, false, false, 'void', 'jilin_city_2020', '承诺期限内补齐材料'),
	('approval_commitment', '告知承诺审批', 'approval on commitment', 'record', true, false, false, 'void', 'jilin_plan_14_5', '先批后核，不符即撤'),
	('joint_action', '联合奖惩联动', 'joint action', 'addressed', false, false, false, 'lifted', 'jilin_city_2020', '发起、响应、反馈、解除，每个被联动部门一件'),
	('campaign', '失信专项治理', 'campaign over a key field', 'opener', false, false, false, NULL, 'baicheng_2022', '台账管理，六月底退出八成，年底清零'),
	('public_fault', '公共机构失信通报', 'fault of a public body', 'record', false, false, false, NULL, 'jilin_city_2020', '通报上级主管单位和审计部门')
) AS v (procedure, name_zh, name_en, lies_with, needs_record, two_doors, disputes, record_ended_to, basis_id, note);

INSERT INTO credit.stage (procedure, stage, edition, ordinal, name_zh, name_en, final, clock_n, clock_unit, clock_field, keeps_clock, clock_of,
	target_n, target_unit, overdue_to, bar_n, bar_unit, basis_id, valid, verified, note, standard_entry)
SELECT v.procedure, v.stage, v.edition, (10 * pg_catalog.row_number() OVER (PARTITION BY v.procedure ORDER BY v.nr))::pg_catalog.int2,
	v.name_zh, v.name_en, v.final, v.clock_n, v.clock_unit, v.clock_field, v.keeps_clock,
	CASE WHEN v.clock_field IS NOT NULL OR (v.procedure OPERATOR(pg_catalog.=) 'listing' AND v.stage OPERATOR(pg_catalog.=) 'noticed')
		THEN 'party' ELSE 'authority' END,
	v.target_n, v.target_unit, v.overdue_to,
	v.bar_n, v.bar_unit, coalesce(v.basis_id, p.basis_id), v.valid::pg_catalog.daterange, v.verified, v.note, true
FROM (VALUES
	-- objection: 15 working days from receipt, then 5 to correct and report (P0 17)
	(101, 'objection', 'examining', '1', '核查', 'being examined', false, 15, 'workday', NULL, false, NULL::pg_catalog.int4, NULL, NULL, NULL::pg_catalog.int4, NULL, NULL, '(,)', true, '自接到异议申请之日起十五个工作日内核查并书面答复'),
	(102, 'objection', 'upheld', '1', '异议成立待更正', 'upheld, to be corrected', false, 5, 'workday', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '五个工作日内将相关信息报送市级信用平台修改'),
	(103, 'objection', 'corrected', '1', '已更正待上报', 'corrected, to be reported upward', false, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '及时申请国家、省信用中国修改，文件未定日数'),
	(104, 'objection', 'reported', '1', '已上报办结', 'reported upward', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(105, 'objection', 'rejected', '1', '异议不成立', 'rejected', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(106, 'objection', 'withdrawn', '1', '申请人撤回', 'withdrawn by the applicant', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	-- feedback from above: in principle 1 working day, at latest 3 days (P3 3)
	(201, 'feedback', 'checking', '1', '核实', 'being checked', false, 3, 'day', NULL, false, 1, 'workday', NULL, NULL, NULL, NULL, '(,)', true, '原则上一个工作日内办结，最迟不得超过三天'),
	(202, 'feedback', 'corrected', '1', '已更正反馈', 'corrected and answered', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(203, 'feedback', 'confirmed', '1', '信息无误', 'found right and answered', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	-- repair: the shape is seen, the numbers of working days are not
	(301, 'repair', 'applied', 'order58', '网站初审', 'application screened', false, 3, 'workday', NULL, false, NULL, NULL, NULL, NULL, NULL, 'ndrc_order_58', '(,2026-04-01)', false, '日数未见原文'),
	(302, 'repair', 'applied', 'order36', '网站初审', 'application screened', false, 3, 'workday', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '[2026-04-01,)', false, '日数未见原文'),
	(303, 'repair', 'returned', '1', '退回补正', 'returned to complete the papers', false, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '补正时间不计入办理时限'),
	(304, 'repair', 'screened', 'order58', '认定单位受理审查', 'acceptance decided', false, 3, 'workday', NULL, false, NULL, NULL, NULL, NULL, NULL, 'ndrc_order_58', '(,2026-04-01)', false, '日数未见原文'),
	(305, 'repair', 'screened', 'order36', '认定单位受理审查', 'acceptance decided', false, 3, 'workday', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '[2026-04-01,)', false, '日数未见原文'),
	(306, 'repair', 'accepted', 'order58', '认定单位办理', 'result decided', false, 7, 'workday', NULL, false, NULL, NULL, NULL, NULL, NULL, 'ndrc_order_58', '(,2026-04-01)', false, '日数未见原文'),
	(307, 'repair', 'accepted', 'order36', '认定单位办理', 'result decided', false, 10, 'workday', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '[2026-04-01,)', false, '日数未见原文'),
	(308, 'repair', 'extended', '1', '延长办理', 'time extended', false, 20, 'workday', NULL, true, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', false, '情况复杂可延长一次；含原期限，日数未见原文'),
	(309, 'repair', 'granted', '1', '准予修复待同步', 'granted, being synchronised', false, 3, 'workday', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', false, '同步日数未见原文'),
	(310, 'repair', 'synchronised', '1', '已同步办结', 'synchronised', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(311, 'repair', 'refused', '1', '不予修复', 'refused', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '告知理由'),
	(312, 'repair', 'false_material', '1', '提供虚假材料', 'false material', true, NULL, NULL, NULL, false, NULL, NULL, NULL, 3, 'year', NULL, '(,)', false, '限制再次申请的年限未见原文'),
	(313, 'repair', 'withdrawn', '1', '申请人撤回', 'withdrawn by the applicant', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(314, 'repair', 'void', '1', '记录已终止', 'its record has ended', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(401, 'bankruptcy_repair', 'examining', '1', '审核裁定', 'ruling examined', false, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', false, '日数未见原文'),
	(402, 'bankruptcy_repair', 'shielded', '1', '临时屏蔽', 'temporarily shielded', false, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '重整计划或者和解协议执行期间'),
	(403, 'bankruptcy_repair', 'repaired', '1', '执行完毕并修复', 'carried out and repaired', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(404, 'bankruptcy_repair', 'failed', '1', '计划终止恢复公示', 'plan failed, shown again', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(405, 'bankruptcy_repair', 'refused', '1', '不予屏蔽', 'refused', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	-- rectification within the ordered term, then interviews (P0 9)
	(501, 'rectification', 'ordered', '1', '责令整改', 'ordered', false, NULL, 'workday', 'due_on', false, NULL, NULL, 'prompt_due', NULL, NULL, NULL, '(,)', true, '期限由整改通知确定'),
	(502, 'rectification', 'prompt_due', '1', '待提示性约谈', 'prompt interview to be held', false, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(503, 'rectification', 'prompted', '1', '已提示性约谈', 'prompted, new term', false, NULL, 'workday', 'due_on', false, NULL, NULL, 'warning_due', NULL, NULL, NULL, '(,)', true, '约谈时重定期限'),
	(504, 'rectification', 'warning_due', '1', '待警示性约谈', 'warning interview to be held', false, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(505, 'rectification', 'warned', '1', '已警示性约谈', 'warned, last term', false, NULL, 'workday', 'due_on', false, NULL, NULL, 'focus_candidate', NULL, NULL, NULL, '(,)', true, '约谈时重定期限'),
	(506, 'rectification', 'focus_candidate', '1', '拟列重点关注', 'candidate for the focus list', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '进入名单仍须经认定程序'),
	(507, 'rectification', 'done', '1', '整改完成', 'rectified', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(508, 'rectification', 'void', '1', '记录已终止', 'its record has ended', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	-- listing (State Council office 49/2020; Jilin regulation art. 25, 26)
	(601, 'listing', 'proposed', '1', '拟认定', 'proposed', false, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(602, 'listing', 'noticed', '1', '已告知', 'notice given, statement awaited', false, 5, 'workday', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', false, '陈述申辩期限未见统一规定'),
	(603, 'listing', 'stated', '1', '已陈述申辩待复核', 'statement made, to be checked', false, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', false, '复核答复期限依各领域规定'),
	(604, 'listing', 'decided', '1', '已决定待送达', 'decided, to be served', false, 7, 'workday', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', false, '送达期限未见统一规定'),
	(605, 'listing', 'served', '1', '已送达待公布', 'served, to be published', false, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '公布时间依各领域规定'),
	(606, 'listing', 'published', '1', '在列', 'listed', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '可提前移出'),
	(607, 'listing', 'removal_applied', '1', '申请提前移出', 'early removal applied for', false, 20, 'workday', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', false, '办理期限依各领域规定，未见统一规定'),
	(608, 'listing', 'removed', '1', '已移出', 'removed early', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(609, 'listing', 'expired', '1', '期满退出', 'term ended', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(610, 'listing', 'dropped', '1', '不予认定', 'not listed', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(611, 'listing', 'ended', '1', '名单条目已终止', 'its entry was ended', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	-- commitments (P0 1, P1 ch.2)
	(701, 'commitment', 'running', '1', '承诺履行中', 'to be kept', false, NULL, 'workday', 'due_on', false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '期限由承诺书确定'),
	(702, 'commitment', 'kept', '1', '已践诺', 'kept', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(703, 'commitment', 'broken', '1', '违诺', 'broken', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(704, 'commitment', 'void', '1', '记录已终止', 'its record has ended', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(711, 'conditional_acceptance', 'papers_due', '1', '待补材料', 'missing papers due', false, NULL, 'workday', 'due_on', false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '承诺的工作日数或者日期'),
	(712, 'conditional_acceptance', 'supplied', '1', '已补齐', 'papers supplied', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(713, 'conditional_acceptance', 'failed', '1', '未补齐', 'papers not supplied', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(714, 'conditional_acceptance', 'void', '1', '记录已终止', 'its record has ended', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	-- approval on commitment: decided in 1 to 2 working days, verified within 2 months (P1 ch.2)
	(721, 'approval_commitment', 'deciding', '1', '待审批', 'to be decided', false, 2, 'workday', NULL, false, 1, 'workday', NULL, NULL, NULL, NULL, '(,)', true, '一至两个工作日内作出决定'),
	(722, 'approval_commitment', 'approved', '1', '已批准待核查', 'approved, to be verified', false, 2, 'month', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '两个月内核查'),
	(723, 'approval_commitment', 'verified', '1', '核查相符', 'verified', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(724, 'approval_commitment', 'mismatch', '1', '核查不符', 'does not match', false, NULL, 'workday', 'due_on', false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '限期整改，期限由通知确定'),
	(725, 'approval_commitment', 'withdrawn', '1', '已撤销许可', 'licence withdrawn', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(726, 'approval_commitment', 'refused', '1', '不予许可', 'refused', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(727, 'approval_commitment', 'void', '1', '记录已终止', 'its record has ended', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	-- joint action (P0 10)
	(801, 'joint_action', 'initiated', '1', '已发起待响应', 'asked to respond', false, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '文件未定响应日数'),
	(802, 'joint_action', 'responded', '1', '已响应待反馈', 'measure taken, feedback awaited', false, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '文件未定反馈日数'),
	(803, 'joint_action', 'fed_back', '1', '已反馈', 'in effect, fed back', false, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(804, 'joint_action', 'declined', '1', '无法响应', 'declined with reasons', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(805, 'joint_action', 'lifted', '1', '已解除', 'lifted', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	-- campaign: the ledger is cleared by the end of the year (P3 9)
	(901, 'campaign', 'listed', '1', '在台账', 'in the ledger', false, NULL, 'year_end', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '年底前台账清零'),
	(902, 'campaign', 'exited', '1', '已退出', 'left the ledger', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(911, 'public_fault', 'found', '1', '已认定待通报', 'to be notified', false, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(912, 'public_fault', 'notified', '1', '已通报待整改', 'superior and audit notified', false, NULL, 'workday', 'due_on', false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '整改期限由通报确定'),
	(913, 'public_fault', 'cleared', '1', '整改到位', 'put right', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL)
) AS v (nr, procedure, stage, edition, name_zh, name_en, final, clock_n, clock_unit, clock_field, keeps_clock, target_n, target_unit,
	overdue_to, bar_n, bar_unit, basis_id, valid, verified, note)
JOIN credit.procedure p ON p.procedure OPERATOR(pg_catalog.=) v.procedure;

INSERT INTO credit.requirement (requirement, name_zh, name_en, type, standard_entry)
SELECT v.*, true FROM (VALUES
	('doc_no', '文书号', 'number of the document', 'text'),
	('note', '书面说明', 'written text', 'text'),
	('person', '承办人', 'person in charge', 'text'),
	('commitment_no', '信用承诺书编号', 'number of the public credit commitment', 'text'),
	('obligations_performed', '已纠正并履行全部义务', 'act corrected and all obligations performed', 'yes'),
	('materials', '证明材料', 'proof', 'text'),
	('court', '作出裁定的法院', 'court of the ruling', 'text'),
	('reason', '事由', 'reason', 'text'),
	('legal_ground', '依据', 'legal ground', 'text'),
	('rights', '权利告知', 'rights of the party', 'text'),
	('facts', '事实', 'facts', 'text'),
	('measures', '惩戒措施提示', 'reminder of the measures', 'text'),
	('removal_conditions', '移出条件和程序', 'conditions and procedure of removal', 'text'),
	('remedies', '救济途径', 'remedies', 'text'),
	('list', '名单', 'list', 'text'),
	('served_on', '送达日期', 'day of service', 'date'),
	('repair_notice', '一并送达修复告知书', 'repair notice served with it', 'yes'),
	('statement', '陈述申辩内容', 'statement of the party', 'text'),
	('interviewee', '被约谈人', 'person interviewed', 'text'),
	('due_on', '期限', 'term: a date', 'date'),
	('matter', '承诺事项', 'matter', 'text'),
	('measure', '联动措施', 'measure asked for', 'text'),
	('result', '措施落实情况', 'what was done', 'text'),
	('dept_id', '被联动部门', 'department addressed', 'department'),
	('campaign', '专项治理名称', 'name of the campaign', 'text'),
	('how', '退出方式', 'how it left', 'text'),
	('superior', '上级主管单位', 'superior body', 'text'),
	('audit', '审计部门', 'audit body', 'text')
) AS v (requirement, name_zh, name_en, type);
