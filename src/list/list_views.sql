-- list_views.sql: lists, candidates, bans and joint actions for analysts, and
-- the lists of the portal. Built-in types only in credit_bi. Requires
-- list/unchecked.sql.

-- What the portal shows: public lists in force. The public reads entries under
-- its own policy, so persons appear only on lists that the law makes public.
CREATE VIEW credit.public_list WITH (security_invoker = true) AS
SELECT e.entry_id, k.list::pg_catalog.text AS list, k.name_zh AS list_name, k.class, s.uscc::pg_catalog.text AS code,
	CASE WHEN s.kind OPERATOR(pg_catalog.=) 'person' THEN credit.mask_name(s.name) ELSE s.name END AS name,
	d.name AS department, e.doc_no::pg_catalog.text AS doc_no, e.decided_on, e.valid_from, e.valid_until
FROM credit.list_entry e
JOIN credit.list_kind k ON k.list OPERATOR(pg_catalog.=) e.list
JOIN credit.department d ON d.dept_id OPERATOR(pg_catalog.=) e.dept_id
LEFT JOIN credit.subject s ON s.subject_id OPERATOR(pg_catalog.=) e.subject_id
WHERE e.openness OPERATOR(pg_catalog.=) 'public' AND e.period OPERATOR(pg_catalog.@>) credit.today();
COMMENT ON VIEW credit.public_list IS 'Public lists in force today. 当日有效的公开名单。';
COMMENT ON COLUMN credit.public_list.entry_id IS 'Number of the entry. 条目编号。';
COMMENT ON COLUMN credit.public_list.list IS 'List. 名单。';
COMMENT ON COLUMN credit.public_list.list_name IS 'Its name. 名单名称。';
COMMENT ON COLUMN credit.public_list.class IS 'serious or honest. 类别。';
COMMENT ON COLUMN credit.public_list.code IS 'Unified code; null for persons. 统一社会信用代码，自然人为空。';
COMMENT ON COLUMN credit.public_list.name IS 'Name; masked for persons, null where not visible. 名称，自然人已脱敏。';
COMMENT ON COLUMN credit.public_list.department IS 'Department that decided. 认定部门。';
COMMENT ON COLUMN credit.public_list.doc_no IS 'Decision document. 认定文书号。';
COMMENT ON COLUMN credit.public_list.decided_on IS 'Day of the decision. 决定日期。';
COMMENT ON COLUMN credit.public_list.valid_from IS 'First day on the list. 列入起始日。';
COMMENT ON COLUMN credit.public_list.valid_until IS 'Last day on the list. 管理期限最后一日。';
GRANT SELECT ON credit.public_list TO credit_public, credit_admin, credit_department, credit_analyst;

CREATE VIEW credit_bi.list_entries WITH (security_invoker = true) AS
SELECT e.entry_id, e.list::pg_catalog.text AS list, k.name_zh AS list_name, k.class, k.polarity, e.subject_id,
	s.uscc::pg_catalog.text AS code,
	CASE WHEN s.kind OPERATOR(pg_catalog.=) 'person' THEN credit.mask_name(s.name) ELSE s.name END COLLATE credit.pinyin AS name,
	s.kind::pg_catalog.text AS kind, s.region_code::pg_catalog.text AS region_code, e.dept_id, d.name COLLATE credit.pinyin AS department,
	e.doc_no::pg_catalog.text AS doc_no, e.decided_on, e.valid_from, e.valid_until, e.ended_on, e.end_cause,
	credit.list_in_force(e.valid_from, e.valid_until, e.ended_on, credit.today()) AS in_force,
	e.source, e.severity::pg_catalog.text AS severity, e.marked_for, e.role, e.record_id, e.proceeding_id, e.openness, e.person
FROM credit.list_entry e
JOIN credit.list_kind k ON k.list OPERATOR(pg_catalog.=) e.list
JOIN credit.department d ON d.dept_id OPERATOR(pg_catalog.=) e.dept_id
LEFT JOIN credit.subject s ON s.subject_id OPERATOR(pg_catalog.=) e.subject_id;
COMMENT ON VIEW credit_bi.list_entries IS 'Entries of all lists, in force or ended. 全部名单条目（含已终止）。';
COMMENT ON COLUMN credit_bi.list_entries.entry_id IS 'Number of the entry. 条目编号。';
COMMENT ON COLUMN credit_bi.list_entries.list IS 'List. 名单。';
COMMENT ON COLUMN credit_bi.list_entries.list_name IS 'Its name. 名单名称。';
COMMENT ON COLUMN credit_bi.list_entries.class IS 'serious, focus or honest. 类别。';
COMMENT ON COLUMN credit_bi.list_entries.polarity IS 'positive or negative. 性质。';
COMMENT ON COLUMN credit_bi.list_entries.subject_id IS 'Subject. 主体编号。';
COMMENT ON COLUMN credit_bi.list_entries.code IS 'Unified code; null for persons. 统一社会信用代码，自然人为空。';
COMMENT ON COLUMN credit_bi.list_entries.name IS 'Name; masked for persons. 名称，自然人已脱敏。';
COMMENT ON COLUMN credit_bi.list_entries.kind IS 'Kind of subject. 主体类别。';
COMMENT ON COLUMN credit_bi.list_entries.region_code IS 'Region of the subject. 主体所在区划。';
COMMENT ON COLUMN credit_bi.list_entries.dept_id IS 'Department that decided. 认定部门编号。';
COMMENT ON COLUMN credit_bi.list_entries.department IS 'Its name. 认定部门。';
COMMENT ON COLUMN credit_bi.list_entries.doc_no IS 'Decision document. 认定文书号。';
COMMENT ON COLUMN credit_bi.list_entries.decided_on IS 'Day of the decision. 决定日期。';
COMMENT ON COLUMN credit_bi.list_entries.valid_from IS 'First day on the list. 列入起始日。';
COMMENT ON COLUMN credit_bi.list_entries.valid_until IS 'Last day by decision or term. 管理期限最后一日。';
COMMENT ON COLUMN credit_bi.list_entries.ended_on IS 'First day off the list. 移出日。';
COMMENT ON COLUMN credit_bi.list_entries.end_cause IS 'Why it ended. 终止原因。';
COMMENT ON COLUMN credit_bi.list_entries.in_force IS 'Whether it is in force today. 当日是否有效。';
COMMENT ON COLUMN credit_bi.list_entries.source IS 'procedure, imported, record or mark. 来源。';
COMMENT ON COLUMN credit_bi.list_entries.severity IS 'Severity. 严重程度。';
COMMENT ON COLUMN credit_bi.list_entries.marked_for IS 'Entry of the organisation whose responsible person this is. 所随组织条目。';
COMMENT ON COLUMN credit_bi.list_entries.role IS 'Role of a marked person. 责任人职务关系。';
COMMENT ON COLUMN credit_bi.list_entries.record_id IS 'Record that is its cause. 所依据的记录。';
COMMENT ON COLUMN credit_bi.list_entries.proceeding_id IS 'Case that led to it. 认定案件。';
COMMENT ON COLUMN credit_bi.list_entries.openness IS 'public, government or restricted. 开放属性。';
COMMENT ON COLUMN credit_bi.list_entries.person IS 'True for natural persons. 是否自然人。';
GRANT SELECT ON credit_bi.list_entries TO credit_admin, credit_department, credit_analyst;

CREATE VIEW credit_bi.list_candidates WITH (security_invoker = true) AS
SELECT c.candidate_id, c.list::pg_catalog.text AS list, k.name_zh AS list_name, c.subject_id, s.uscc::pg_catalog.text AS code,
	CASE WHEN s.kind OPERATOR(pg_catalog.=) 'person' THEN credit.mask_name(s.name) ELSE s.name END COLLATE credit.pinyin AS name,
	c.dept_id, d.name COLLATE credit.pinyin AS department, c.criterion::pg_catalog.text AS criterion, r.name_zh AS criterion_zh, r.name_en AS criterion_en,
	pg_catalog.cardinality(c.record_ids) AS records, c.found_on, c.state, c.closed_on, c.note, c.proceeding_id, c.entry_id
FROM credit.list_candidate c
JOIN credit.list_kind k ON k.list OPERATOR(pg_catalog.=) c.list
JOIN credit.department d ON d.dept_id OPERATOR(pg_catalog.=) c.dept_id
LEFT JOIN credit.list_criterion r ON r.criterion OPERATOR(pg_catalog.=) c.criterion
LEFT JOIN credit.subject s ON s.subject_id OPERATOR(pg_catalog.=) c.subject_id;
COMMENT ON VIEW credit_bi.list_candidates IS 'Candidates for lists: on no list for that. 名单候选，尚未列入。';
COMMENT ON COLUMN credit_bi.list_candidates.candidate_id IS 'Number. 候选编号。';
COMMENT ON COLUMN credit_bi.list_candidates.list IS 'List. 名单。';
COMMENT ON COLUMN credit_bi.list_candidates.list_name IS 'Its name. 名单名称。';
COMMENT ON COLUMN credit_bi.list_candidates.subject_id IS 'Subject. 主体编号。';
COMMENT ON COLUMN credit_bi.list_candidates.code IS 'Unified code; null for persons. 统一社会信用代码，自然人为空。';
COMMENT ON COLUMN credit_bi.list_candidates.name IS 'Name; masked for persons. 名称，自然人已脱敏。';
COMMENT ON COLUMN credit_bi.list_candidates.dept_id IS 'Department that has to examine. 审查部门编号。';
COMMENT ON COLUMN credit_bi.list_candidates.department IS 'Its name. 审查部门。';
COMMENT ON COLUMN credit_bi.list_candidates.criterion IS 'Criterion met. 所符合的标准。';
COMMENT ON COLUMN credit_bi.list_candidates.criterion_zh IS 'In Chinese. 标准中文说明。';
COMMENT ON COLUMN credit_bi.list_candidates.criterion_en IS 'In English. 标准英文说明。';
COMMENT ON COLUMN credit_bi.list_candidates.records IS 'Records it rests on. 所依据的记录数。';
COMMENT ON COLUMN credit_bi.list_candidates.found_on IS 'Day found. 发现日期。';
COMMENT ON COLUMN credit_bi.list_candidates.state IS 'open, listed, dismissed or dropped. 状态。';
COMMENT ON COLUMN credit_bi.list_candidates.closed_on IS 'Day settled. 了结日期。';
COMMENT ON COLUMN credit_bi.list_candidates.note IS 'Why. 说明。';
COMMENT ON COLUMN credit_bi.list_candidates.proceeding_id IS 'Case of the listing procedure. 认定案件。';
COMMENT ON COLUMN credit_bi.list_candidates.entry_id IS 'Entry it became. 形成的条目。';
GRANT SELECT ON credit_bi.list_candidates TO credit_admin, credit_department;

CREATE VIEW credit_bi.industry_bans WITH (security_invoker = true) AS
SELECT b.ban_id, b.subject_id, s.uscc::pg_catalog.text AS code,
	CASE WHEN s.kind OPERATOR(pg_catalog.=) 'person' THEN credit.mask_name(s.name) ELSE s.name END COLLATE credit.pinyin AS name,
	b.field, b.industry_code::pg_catalog.text AS industry_code, b.dept_id, d.name COLLATE credit.pinyin AS department, b.doc_no::pg_catalog.text AS doc_no,
	b.valid_from, b.valid_until, b.for_ever, b.ended_on, b.end_cause,
	credit.list_in_force(b.valid_from, b.valid_until, b.ended_on, credit.today()) AS in_force, b.role, b.person,
	b.basis_id::pg_catalog.text AS basis_id
FROM credit.industry_ban b
JOIN credit.department d ON d.dept_id OPERATOR(pg_catalog.=) b.dept_id
LEFT JOIN credit.subject s ON s.subject_id OPERATOR(pg_catalog.=) b.subject_id;
COMMENT ON VIEW credit_bi.industry_bans IS 'Bans from markets and industries. 市场和行业禁入。';
COMMENT ON COLUMN credit_bi.industry_bans.ban_id IS 'Number. 禁入编号。';
COMMENT ON COLUMN credit_bi.industry_bans.subject_id IS 'Subject. 主体编号。';
COMMENT ON COLUMN credit_bi.industry_bans.code IS 'Unified code; null for persons. 统一社会信用代码，自然人为空。';
COMMENT ON COLUMN credit_bi.industry_bans.name IS 'Name; masked for persons. 名称，自然人已脱敏。';
COMMENT ON COLUMN credit_bi.industry_bans.field IS 'From which activity. 禁入的行业或活动。';
COMMENT ON COLUMN credit_bi.industry_bans.industry_code IS 'Industry. 行业代码。';
COMMENT ON COLUMN credit_bi.industry_bans.dept_id IS 'Department that decided. 决定部门编号。';
COMMENT ON COLUMN credit_bi.industry_bans.department IS 'Its name. 决定部门。';
COMMENT ON COLUMN credit_bi.industry_bans.doc_no IS 'Decision document. 决定文书号。';
COMMENT ON COLUMN credit_bi.industry_bans.valid_from IS 'First day. 起始日。';
COMMENT ON COLUMN credit_bi.industry_bans.valid_until IS 'Last day; null for ever. 最后一日，空为永久。';
COMMENT ON COLUMN credit_bi.industry_bans.for_ever IS 'For ever. 是否永久。';
COMMENT ON COLUMN credit_bi.industry_bans.ended_on IS 'First day on which it no longer holds. 终止日。';
COMMENT ON COLUMN credit_bi.industry_bans.end_cause IS 'Why it ended. 终止原因。';
COMMENT ON COLUMN credit_bi.industry_bans.in_force IS 'Whether it is in force today. 当日是否有效。';
COMMENT ON COLUMN credit_bi.industry_bans.role IS 'Role of a responsible person. 责任人职务关系。';
COMMENT ON COLUMN credit_bi.industry_bans.person IS 'True for natural persons. 是否自然人。';
COMMENT ON COLUMN credit_bi.industry_bans.basis_id IS 'Basis. 依据。';
GRANT SELECT ON credit_bi.industry_bans TO credit_admin, credit_department, credit_analyst;

CREATE VIEW credit_bi.joint_actions WITH (security_invoker = true) AS
SELECT a.action_id, a.subject_id, s.uscc::pg_catalog.text AS code,
	CASE WHEN s.kind OPERATOR(pg_catalog.=) 'person' THEN credit.mask_name(s.name) ELSE s.name END COLLATE credit.pinyin AS name,
	a.entry_id, a.measure::pg_catalog.text AS measure, m.name_zh AS measure_name, m.direction, m.sphere,
	a.from_dept_id, f.name COLLATE credit.pinyin AS from_department, a.to_dept_id, t.name COLLATE credit.pinyin AS to_department, a.proceeding_id,
	coalesce(CASE WHEN a.lifted_on IS NOT NULL AND a.lift_cause OPERATOR(pg_catalog.<>) 'declined' THEN 'lifted' END, p.stage::pg_catalog.text, 'initiated') AS stage,
	a.initiated_on, x.responded_on, x.declined_on, x.fed_back_on, coalesce(CASE WHEN a.lift_cause OPERATOR(pg_catalog.<>) 'declined' THEN a.lifted_on END, x.lifted_on) AS lifted_on, a.lift_cause,
	a.lifted_on IS NULL AND x.lifted_on IS NULL AND x.declined_on IS NULL
		AND credit.list_in_force(e.valid_from, e.valid_until, e.ended_on, credit.today()) AS running, a.typical_case
FROM credit.joint_action a
JOIN credit.measure m ON m.measure OPERATOR(pg_catalog.=) a.measure
JOIN credit.department f ON f.dept_id OPERATOR(pg_catalog.=) a.from_dept_id
JOIN credit.department t ON t.dept_id OPERATOR(pg_catalog.=) a.to_dept_id
LEFT JOIN credit.list_entry e ON e.subject_id OPERATOR(pg_catalog.=) a.subject_id AND e.entry_id OPERATOR(pg_catalog.=) a.entry_id
LEFT JOIN credit.subject s ON s.subject_id OPERATOR(pg_catalog.=) a.subject_id
LEFT JOIN credit.proceeding p ON p.subject_id OPERATOR(pg_catalog.=) a.subject_id AND p.proceeding_id OPERATOR(pg_catalog.=) a.proceeding_id
LEFT JOIN LATERAL (SELECT pg_catalog.min(v.on_date) FILTER (WHERE v.to_stage OPERATOR(pg_catalog.=) 'responded') AS responded_on,
	pg_catalog.min(v.on_date) FILTER (WHERE v.to_stage OPERATOR(pg_catalog.=) 'declined') AS declined_on,
	pg_catalog.min(v.on_date) FILTER (WHERE v.to_stage OPERATOR(pg_catalog.=) 'fed_back') AS fed_back_on,
	pg_catalog.min(v.on_date) FILTER (WHERE v.to_stage OPERATOR(pg_catalog.=) 'lifted') AS lifted_on
	FROM credit.proceeding_event v
	WHERE v.subject_id OPERATOR(pg_catalog.=) a.subject_id AND v.proceeding_id OPERATOR(pg_catalog.=) a.proceeding_id) x ON true;
COMMENT ON VIEW credit_bi.joint_actions IS 'Joint sanctions and incentives and how far they are. 联合奖惩及其进展。';
COMMENT ON COLUMN credit_bi.joint_actions.action_id IS 'Number. 编号。';
COMMENT ON COLUMN credit_bi.joint_actions.subject_id IS 'Subject. 主体编号。';
COMMENT ON COLUMN credit_bi.joint_actions.code IS 'Unified code; null for persons. 统一社会信用代码，自然人为空。';
COMMENT ON COLUMN credit_bi.joint_actions.name IS 'Name; masked for persons. 名称，自然人已脱敏。';
COMMENT ON COLUMN credit_bi.joint_actions.entry_id IS 'List entry it follows from. 名单条目。';
COMMENT ON COLUMN credit_bi.joint_actions.measure IS 'Measure. 措施。';
COMMENT ON COLUMN credit_bi.joint_actions.measure_name IS 'Its name. 措施名称。';
COMMENT ON COLUMN credit_bi.joint_actions.direction IS 'incentive or sanction. 激励或惩戒。';
COMMENT ON COLUMN credit_bi.joint_actions.sphere IS 'administrative, market or industry. 行政性、市场性、行业性。';
COMMENT ON COLUMN credit_bi.joint_actions.from_dept_id IS 'Department that initiated. 发起部门编号。';
COMMENT ON COLUMN credit_bi.joint_actions.from_department IS 'Its name. 发起部门。';
COMMENT ON COLUMN credit_bi.joint_actions.to_dept_id IS 'Department asked. 响应部门编号。';
COMMENT ON COLUMN credit_bi.joint_actions.to_department IS 'Its name. 响应部门。';
COMMENT ON COLUMN credit_bi.joint_actions.proceeding_id IS 'Its case. 案件编号。';
COMMENT ON COLUMN credit_bi.joint_actions.stage IS 'initiated, responded, declined, fed_back or lifted. 阶段：已发起、已响应、不响应、已反馈、已解除。';
COMMENT ON COLUMN credit_bi.joint_actions.initiated_on IS 'Day initiated. 发起日期。';
COMMENT ON COLUMN credit_bi.joint_actions.responded_on IS 'Day answered. 响应日期。';
COMMENT ON COLUMN credit_bi.joint_actions.declined_on IS 'Day declined. 不响应日期。';
COMMENT ON COLUMN credit_bi.joint_actions.fed_back_on IS 'Day fed back. 反馈日期。';
COMMENT ON COLUMN credit_bi.joint_actions.lifted_on IS 'Day lifted. 解除日期。';
COMMENT ON COLUMN credit_bi.joint_actions.lift_cause IS 'Cause that ended the entry; declined or lifted when the case itself ended. 解除原因：名单条目终止原因，或者无法响应、解除。';
COMMENT ON COLUMN credit_bi.joint_actions.running IS 'Neither declined nor lifted, the entry in force; null where the entry is not visible. 是否在实施，名单条目不可见时为空。';
COMMENT ON COLUMN credit_bi.joint_actions.typical_case IS 'Typical case. 是否典型案例。';
GRANT SELECT ON credit_bi.joint_actions TO credit_admin, credit_department, credit_analyst;
