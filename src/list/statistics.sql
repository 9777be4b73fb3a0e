-- statistics.sql: measures, counts of lists and joint actions, and the four
-- lists of each department. Counts only: a number of entries is never a
-- target (No. 49 of 2020), so no table here holds one. Requires
-- list/list_views.sql.

CREATE VIEW credit_bi.measures WITH (security_invoker = true) AS
SELECT m.measure::pg_catalog.text AS measure, m.name_zh, m.name_en, m.direction, m.class::pg_catalog.int4 AS class,
	m.kind_no::pg_catalog.int4 AS kind_no, m.sphere, pg_catalog.array_to_string(m.applies_to::pg_catalog.text[], ',') AS applies_to,
	pg_catalog.array_to_string(m.purposes, ',') AS purposes, m.basis_id::pg_catalog.text AS basis_id, b.title AS basis,
	m.article, credit.measure_lawful(m, credit.today()) AS in_force, m.verified,
	coalesce(a.running, 0) AS joint_actions
FROM credit.measure m JOIN credit.legal_basis b ON b.basis_id OPERATOR(pg_catalog.=) m.basis_id
LEFT JOIN (SELECT x.measure, pg_catalog.count(*) AS running FROM credit.joint_action x WHERE x.lifted_on IS NULL GROUP BY x.measure) a
	ON a.measure OPERATOR(pg_catalog.=) m.measure;
COMMENT ON VIEW credit_bi.measures IS 'Incentives and sanctions with their basis. 激励与惩戒措施及依据。';
COMMENT ON COLUMN credit_bi.measures.measure IS 'Short name. 措施短名。';
COMMENT ON COLUMN credit_bi.measures.name_zh IS 'Chinese name. 中文名称。';
COMMENT ON COLUMN credit_bi.measures.name_en IS 'English name. 英文名称。';
COMMENT ON COLUMN credit_bi.measures.direction IS 'incentive or sanction. 方向。';
COMMENT ON COLUMN credit_bi.measures.class IS 'Class of the national basic list. 全国基础清单类别。';
COMMENT ON COLUMN credit_bi.measures.kind_no IS 'Kind of the national basic list. 全国基础清单项。';
COMMENT ON COLUMN credit_bi.measures.sphere IS 'administrative, market or industry. 领域。';
COMMENT ON COLUMN credit_bi.measures.applies_to IS 'Kinds of subject. 适用主体类别。';
COMMENT ON COLUMN credit_bi.measures.purposes IS 'Purposes. 用途。';
COMMENT ON COLUMN credit_bi.measures.basis_id IS 'Basis. 依据短名。';
COMMENT ON COLUMN credit_bi.measures.basis IS 'Title of the basis. 依据名称。';
COMMENT ON COLUMN credit_bi.measures.article IS 'Article. 条款。';
COMMENT ON COLUMN credit_bi.measures.in_force IS 'Whether it may be applied today. 当日可否适用。';
COMMENT ON COLUMN credit_bi.measures.verified IS 'Compared with the original. 是否已核对。';
COMMENT ON COLUMN credit_bi.measures.joint_actions IS 'Joint actions running with it. 正在实施的联合奖惩数。';
GRANT SELECT ON credit_bi.measures TO credit_admin, credit_department, credit_analyst;

CREATE VIEW credit_bi.list_statistics WITH (security_invoker = true) AS
SELECT k.list::pg_catalog.text AS list, k.name_zh AS list_name, k.class, e.dept_id, d.name COLLATE credit.pinyin AS department,
	d.region_code::pg_catalog.text AS region_code,
	pg_catalog.date_trunc('month', e.valid_from)::pg_catalog.date AS month,
	pg_catalog.count(*) FILTER (WHERE e.marked_for IS NULL) AS entries,
	pg_catalog.count(*) FILTER (WHERE e.marked_for IS NULL AND credit.list_in_force(e.valid_from, e.valid_until, e.ended_on, credit.today())) AS in_force,
	pg_catalog.count(*) FILTER (WHERE e.marked_for IS NOT NULL) AS marks,
	pg_catalog.count(*) FILTER (WHERE e.marked_for IS NULL AND e.end_cause OPERATOR(pg_catalog.=) 'removed') AS removed_early,
	pg_catalog.count(*) FILTER (WHERE e.marked_for IS NULL AND e.end_cause OPERATOR(pg_catalog.=) 'expired') AS expired,
	pg_catalog.count(*) FILTER (WHERE e.marked_for IS NULL AND e.end_cause OPERATOR(pg_catalog.=) ANY (ARRAY['repaired', 'objection', 'revoked', 'withdrawn'])) AS undone
FROM credit.list_entry e
JOIN credit.list_kind k ON k.list OPERATOR(pg_catalog.=) e.list
JOIN credit.department d ON d.dept_id OPERATOR(pg_catalog.=) e.dept_id
GROUP BY k.list, e.dept_id, d.name, d.region_code, pg_catalog.date_trunc('month', e.valid_from);
COMMENT ON VIEW credit_bi.list_statistics IS 'Entries by list, department and month of listing: statistics, never a target. 按名单、部门、列入月份统计，仅供统计，不作指标。';
COMMENT ON COLUMN credit_bi.list_statistics.list IS 'List. 名单。';
COMMENT ON COLUMN credit_bi.list_statistics.list_name IS 'Its name. 名单名称。';
COMMENT ON COLUMN credit_bi.list_statistics.class IS 'serious, focus or honest. 类别。';
COMMENT ON COLUMN credit_bi.list_statistics.dept_id IS 'Department. 部门编号。';
COMMENT ON COLUMN credit_bi.list_statistics.department IS 'Its name. 部门。';
COMMENT ON COLUMN credit_bi.list_statistics.region_code IS 'Region of the department. 部门所属区划。';
COMMENT ON COLUMN credit_bi.list_statistics.month IS 'First day of the month of listing; joins credit_bi.date_dimension on day. 列入月份首日。';
COMMENT ON COLUMN credit_bi.list_statistics.entries IS 'Entries, marks of persons left out. 条目数，不含责任人标注。';
COMMENT ON COLUMN credit_bi.list_statistics.in_force IS 'In force today. 当日有效数。';
COMMENT ON COLUMN credit_bi.list_statistics.marks IS 'Marks on responsible persons. 责任人标注数。';
COMMENT ON COLUMN credit_bi.list_statistics.removed_early IS 'Removed early. 提前移出数。';
COMMENT ON COLUMN credit_bi.list_statistics.expired IS 'Term over. 期满数。';
COMMENT ON COLUMN credit_bi.list_statistics.undone IS 'Repaired, or undone by objection, revocation or withdrawal. 修复、异议、撤销、撤回数。';
GRANT SELECT ON credit_bi.list_statistics TO credit_admin, credit_department, credit_analyst;

-- Who stands on a serious list is to be won for repair, which begins with a
-- commitment: 30 in a hundred at least, all in the end; all are to be trained
-- (P2 item 6), which no repair waits for since Order 36.
CREATE VIEW credit_bi.repair_commitments WITH (security_invoker = true) AS
SELECT l.list, l.list_name, l.dept_id, d.name COLLATE credit.pinyin AS department, d.region_code::pg_catalog.text AS region_code, l.listed, l.committed,
	pg_catalog.round(l.committed::pg_catalog.numeric OPERATOR(pg_catalog./) l.listed::pg_catalog.numeric, 4) AS share,
	l.trained, pg_catalog.round(l.trained::pg_catalog.numeric OPERATOR(pg_catalog./) l.listed::pg_catalog.numeric, 4) AS training_share
FROM (SELECT k.list::pg_catalog.text AS list, k.name_zh AS list_name, e.dept_id, pg_catalog.count(DISTINCT e.subject_id) AS listed,
		pg_catalog.count(DISTINCT e.subject_id) FILTER (WHERE EXISTS (SELECT FROM credit.record_visible r
			WHERE r.subject_id OPERATOR(pg_catalog.=) e.subject_id AND r.item OPERATOR(pg_catalog.=) 'commitment' AND r.decided_on OPERATOR(pg_catalog.>=) e.decided_on
				AND r.status OPERATOR(pg_catalog.=) ANY (ARRAY['valid', 'disputed']::credit.record_status[])
				AND (r.detail OPERATOR(pg_catalog.->>) 'kind') OPERATOR(pg_catalog.=) '信用修复型')) AS committed,
		pg_catalog.count(DISTINCT e.subject_id) FILTER (WHERE EXISTS (SELECT FROM credit.record_visible r
			WHERE r.subject_id OPERATOR(pg_catalog.=) e.subject_id AND r.item OPERATOR(pg_catalog.=) 'improvement' AND r.decided_on OPERATOR(pg_catalog.>=) e.decided_on
				AND r.status OPERATOR(pg_catalog.=) ANY (ARRAY['valid', 'disputed']::credit.record_status[])
				AND (r.detail OPERATOR(pg_catalog.->>) 'kind') OPERATOR(pg_catalog.=) '信用修复培训')) AS trained
	FROM credit.list_entry e JOIN credit.list_kind k ON k.list OPERATOR(pg_catalog.=) e.list AND k.class OPERATOR(pg_catalog.=) 'serious'
	WHERE e.marked_for IS NULL AND NOT e.person AND credit.list_in_force(e.valid_from, e.valid_until, e.ended_on, credit.today())
	GROUP BY k.list, k.name_zh, e.dept_id) l
JOIN credit.department d ON d.dept_id OPERATOR(pg_catalog.=) l.dept_id;
COMMENT ON VIEW credit_bi.repair_commitments IS 'How many of the organisations on serious lists today gave a commitment for repair, and were trained for it, since they were listed. 当日严重失信名单内的组织列入后作出信用修复承诺、接受信用修复培训的数量与比例。';
COMMENT ON COLUMN credit_bi.repair_commitments.list IS 'List. 名单。';
COMMENT ON COLUMN credit_bi.repair_commitments.list_name IS 'Its name. 名单名称。';
COMMENT ON COLUMN credit_bi.repair_commitments.dept_id IS 'Department. 部门编号。';
COMMENT ON COLUMN credit_bi.repair_commitments.department IS 'Its name. 部门。';
COMMENT ON COLUMN credit_bi.repair_commitments.region_code IS 'Region of the department. 部门所属区划。';
COMMENT ON COLUMN credit_bi.repair_commitments.listed IS 'Organisations on the list today. 当日在列的组织数。';
COMMENT ON COLUMN credit_bi.repair_commitments.committed IS 'Of these, with a commitment for repair (item commitment, 信用修复型) since they were listed. 其中列入后作出信用修复承诺的组织数。';
COMMENT ON COLUMN credit_bi.repair_commitments.share IS 'Committed of listed, 0 to 1. 作出承诺的比例。';
COMMENT ON COLUMN credit_bi.repair_commitments.trained IS 'Of these, trained for repair (item improvement, 信用修复培训) since they were listed. 其中列入后接受信用修复培训的组织数。';
COMMENT ON COLUMN credit_bi.repair_commitments.training_share IS 'Trained of listed, 0 to 1. 接受培训的比例。';
GRANT SELECT ON credit_bi.repair_commitments TO credit_admin, credit_department, credit_analyst;

-- The four lists of P0 item 8: models of honesty, incentive measures, serious
-- acts and subjects, sanction measures.
CREATE VIEW credit_bi.four_lists WITH (security_invoker = true) AS
SELECT d.dept_id, d.name COLLATE credit.pinyin AS department, d.region_code::pg_catalog.text AS region_code, d.sector, x.honest, x.incentives, x.serious, x.sanctions,
	(x.honest OPERATOR(pg_catalog.>) 0)::pg_catalog.int4 OPERATOR(pg_catalog.+) (x.incentives OPERATOR(pg_catalog.>) 0)::pg_catalog.int4
		OPERATOR(pg_catalog.+) (x.serious OPERATOR(pg_catalog.>) 0)::pg_catalog.int4 OPERATOR(pg_catalog.+) (x.sanctions OPERATOR(pg_catalog.>) 0)::pg_catalog.int4 AS kept,
	pg_catalog.round(25.0 OPERATOR(pg_catalog.*) ((x.honest OPERATOR(pg_catalog.>) 0)::pg_catalog.int4 OPERATOR(pg_catalog.+) (x.incentives OPERATOR(pg_catalog.>) 0)::pg_catalog.int4
		OPERATOR(pg_catalog.+) (x.serious OPERATOR(pg_catalog.>) 0)::pg_catalog.int4 OPERATOR(pg_catalog.+) (x.sanctions OPERATOR(pg_catalog.>) 0)::pg_catalog.int4), 0) AS coverage
FROM credit.department d
CROSS JOIN LATERAL (SELECT
	(SELECT pg_catalog.count(*) FROM credit.department_list l WHERE l.dept_id OPERATOR(pg_catalog.=) d.dept_id AND l.part OPERATOR(pg_catalog.=) 'honest' AND l.valid OPERATOR(pg_catalog.@>) credit.today()) AS honest,
	(SELECT pg_catalog.count(*) FROM credit.department_list l WHERE l.dept_id OPERATOR(pg_catalog.=) d.dept_id AND l.part OPERATOR(pg_catalog.=) 'incentives' AND l.valid OPERATOR(pg_catalog.@>) credit.today()) AS incentives,
	(SELECT pg_catalog.count(*) FROM credit.department_list l WHERE l.dept_id OPERATOR(pg_catalog.=) d.dept_id AND l.part OPERATOR(pg_catalog.=) 'serious' AND l.valid OPERATOR(pg_catalog.@>) credit.today()) AS serious,
	(SELECT pg_catalog.count(*) FROM credit.department_list l WHERE l.dept_id OPERATOR(pg_catalog.=) d.dept_id AND l.part OPERATOR(pg_catalog.=) 'sanctions' AND l.valid OPERATOR(pg_catalog.@>) credit.today()) AS sanctions) x
WHERE d.valid OPERATOR(pg_catalog.@>) credit.today();
COMMENT ON VIEW credit_bi.four_lists IS 'The four lists of each department and how many it has set up. 各部门信用四张清单及覆盖率。';
COMMENT ON COLUMN credit_bi.four_lists.dept_id IS 'Department. 部门编号。';
COMMENT ON COLUMN credit_bi.four_lists.department IS 'Its name. 部门。';
COMMENT ON COLUMN credit_bi.four_lists.region_code IS 'Its region. 所属区划。';
COMMENT ON COLUMN credit_bi.four_lists.sector IS 'Its sector. 领域。';
COMMENT ON COLUMN credit_bi.four_lists.honest IS 'Honest lists kept. 诚信典型范围清单项数。';
COMMENT ON COLUMN credit_bi.four_lists.incentives IS 'Incentive measures. 守信激励措施清单项数。';
COMMENT ON COLUMN credit_bi.four_lists.serious IS 'Serious acts and lists. 严重失信主体及行为清单项数。';
COMMENT ON COLUMN credit_bi.four_lists.sanctions IS 'Sanction measures. 失信惩戒措施清单项数。';
COMMENT ON COLUMN credit_bi.four_lists.kept IS 'How many of the four are set up. 已建立清单数。';
COMMENT ON COLUMN credit_bi.four_lists.coverage IS 'The same in per cent. 覆盖率（百分比）。';
GRANT SELECT ON credit_bi.four_lists TO credit_admin, credit_department, credit_analyst;

CREATE VIEW credit_bi.joint_action_statistics WITH (security_invoker = true) AS
SELECT pg_catalog.date_trunc('month', a.initiated_on)::pg_catalog.date AS month, a.from_dept_id, a.from_department,
	a.to_dept_id, a.to_department, a.direction, a.sphere, pg_catalog.count(*) AS actions,
	pg_catalog.count(DISTINCT a.subject_id) AS subjects,
	pg_catalog.count(*) FILTER (WHERE a.responded_on IS NOT NULL) AS responded,
	pg_catalog.count(*) FILTER (WHERE a.declined_on IS NOT NULL) AS declined,
	pg_catalog.count(*) FILTER (WHERE a.fed_back_on IS NOT NULL) AS fed_back,
	pg_catalog.count(*) FILTER (WHERE a.lifted_on IS NOT NULL) AS lifted,
	pg_catalog.count(*) FILTER (WHERE a.typical_case) AS typical_cases
FROM credit_bi.joint_actions a GROUP BY 1, 2, 3, 4, 5, 6, 7;
COMMENT ON VIEW credit_bi.joint_action_statistics IS 'Joint actions by month and departments. 按月份与部门统计的联合奖惩。';
COMMENT ON COLUMN credit_bi.joint_action_statistics.month IS 'First day of the month of initiation. 发起月份首日。';
COMMENT ON COLUMN credit_bi.joint_action_statistics.from_dept_id IS 'Department that initiated. 发起部门编号。';
COMMENT ON COLUMN credit_bi.joint_action_statistics.from_department IS 'Its name. 发起部门。';
COMMENT ON COLUMN credit_bi.joint_action_statistics.to_dept_id IS 'Department asked. 响应部门编号。';
COMMENT ON COLUMN credit_bi.joint_action_statistics.to_department IS 'Its name. 响应部门。';
COMMENT ON COLUMN credit_bi.joint_action_statistics.direction IS 'incentive or sanction. 激励或惩戒。';
COMMENT ON COLUMN credit_bi.joint_action_statistics.sphere IS 'administrative, market or industry. 领域。';
COMMENT ON COLUMN credit_bi.joint_action_statistics.actions IS 'Joint actions. 件数。';
COMMENT ON COLUMN credit_bi.joint_action_statistics.subjects IS 'Subjects. 主体数。';
COMMENT ON COLUMN credit_bi.joint_action_statistics.responded IS 'Answered. 已响应数。';
COMMENT ON COLUMN credit_bi.joint_action_statistics.declined IS 'Declined. 不响应数。';
COMMENT ON COLUMN credit_bi.joint_action_statistics.fed_back IS 'Fed back. 已反馈数。';
COMMENT ON COLUMN credit_bi.joint_action_statistics.lifted IS 'Lifted. 已解除数。';
COMMENT ON COLUMN credit_bi.joint_action_statistics.typical_cases IS 'Typical cases. 典型案例数。';
GRANT SELECT ON credit_bi.joint_action_statistics TO credit_admin, credit_department, credit_analyst;
