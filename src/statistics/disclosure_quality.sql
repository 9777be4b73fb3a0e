-- disclosure_quality.sql: reporting, compliance and timeliness of what
-- departments must disclose, and the rows behind each number. The totals come
-- from counts that are kept. Requires statistics/disclosure_fault.sql.
--
-- What a department never sent is not known here: the reporting rate says what
-- share of what came has got in.

-- A department is shown its own: of others it does not see what was set aside,
-- and a rate over half of the rows would be wrong.
CREATE VIEW credit_bi.disclosure_record WITH (security_invoker = true) AS
SELECT 'record'::pg_catalog.text AS source, r.dept_id, d.name COLLATE credit.pinyin AS department,
	credit.month_of(r.decided_on) AS month,
	r.item::pg_catalog.text AS item, r.record_id, NULL::pg_catalog.int8 AS rejection_id, r.batch_id,
	r.decided_on, r.due_on, r.late_days, r.status::pg_catalog.text AS status,
	r.status OPERATOR(pg_catalog.<>) 'withdrawn' AS reported,
	r.status OPERATOR(pg_catalog.<>) 'withdrawn' AND r.late_days OPERATOR(pg_catalog.=) 0 AS in_time,
	r.status OPERATOR(pg_catalog.<>) 'withdrawn' AND r.late_days OPERATOR(pg_catalog.>) 0 AS late,
	false AS set_aside,
	false AS open,
	coalesce(r.doc_no OPERATOR(pg_catalog.<>) '' AND credit.is_published(r.status, r.publish_from, r.publish_until)
		AND EXISTS (SELECT FROM credit.record_store o
			WHERE o.subject_id OPERATOR(pg_catalog.=) r.subject_id AND o.item OPERATOR(pg_catalog.=) r.item
				AND o.dept_id OPERATOR(pg_catalog.=) r.dept_id AND o.doc_no OPERATOR(pg_catalog.=) r.doc_no
				AND o.record_id OPERATOR(pg_catalog.<>) r.record_id
				AND credit.is_published(o.status, o.publish_from, o.publish_until)), false) AS duplicate_on_line,
	CASE WHEN r.status OPERATOR(pg_catalog.=) ANY (ARRAY['revoked', 'withdrawn']::credit.record_status[])
		THEN EXISTS (SELECT FROM credit.public_record p WHERE p.record_id OPERATOR(pg_catalog.=) r.record_id)
		ELSE false END AS ended_on_line,
	r.subject_id, r.severity::pg_catalog.text AS severity
FROM credit.record_store r
LEFT JOIN credit.department d ON d.dept_id OPERATOR(pg_catalog.=) r.dept_id
WHERE r.due_on IS NOT NULL
	AND (credit.is_office() OR NOT credit.is_department() OR credit.may_see_department(r.dept_id))
UNION ALL
SELECT 'rejection', j.dept_id, d.name,
	pg_catalog.date_trunc('month', j.received_at AT TIME ZONE credit.setting('time_zone'))::pg_catalog.date,
	j.item::pg_catalog.text, NULL, j.rejection_id, j.batch_id, NULL, NULL, NULL,
	CASE WHEN j.resolved_by IS NULL THEN 'open' ELSE 'resolved' END,
	false, false, false, true, j.resolved_by IS NULL, false, false, NULL, NULL
FROM credit.rejection j
LEFT JOIN credit.department d ON d.dept_id OPERATOR(pg_catalog.=) j.dept_id
WHERE EXISTS (SELECT FROM credit.catalogue_item i
	WHERE i.item OPERATOR(pg_catalog.=) j.item AND i.submit_within IS NOT NULL)
	AND (credit.is_office() OR NOT credit.is_department() OR credit.may_see_department(j.dept_id));
COMMENT ON VIEW credit_bi.disclosure_record IS 'Rows behind credit_bi.disclosure_quality: records of items that must be reported within a term, and rows of such items set aside; a department sees its own. 披露质量各指标对应的明细：有报送时限事项的记录与退回行，部门仅见本部门。';
COMMENT ON COLUMN credit_bi.disclosure_record.source IS 'record, or rejection for a row set aside. 来源：记录或退回行。';
COMMENT ON COLUMN credit_bi.disclosure_record.dept_id IS 'Department that reported. 报送部门编号。';
COMMENT ON COLUMN credit_bi.disclosure_record.department IS 'Name of the department. 部门名称。';
COMMENT ON COLUMN credit_bi.disclosure_record.month IS 'First day of the month of decision; of receipt for a row set aside. 决定所在月首日，退回行按接收月份。';
COMMENT ON COLUMN credit_bi.disclosure_record.item IS 'Catalogue item. 目录事项。';
COMMENT ON COLUMN credit_bi.disclosure_record.record_id IS 'Record; null for a row set aside. 记录编号，退回行为空。';
COMMENT ON COLUMN credit_bi.disclosure_record.rejection_id IS 'Row set aside; null for a record. 退回编号，记录为空。';
COMMENT ON COLUMN credit_bi.disclosure_record.batch_id IS 'Batch it came in. 批次编号。';
COMMENT ON COLUMN credit_bi.disclosure_record.decided_on IS 'Date of the decision. 决定日期。';
COMMENT ON COLUMN credit_bi.disclosure_record.due_on IS 'Day by which it had to be reported. 应报送日期。';
COMMENT ON COLUMN credit_bi.disclosure_record.late_days IS 'Working days it came after that day. 迟报工作日数。';
COMMENT ON COLUMN credit_bi.disclosure_record.status IS 'State of the record; open or resolved for a row set aside. 记录状态；退回行为 open 或 resolved。';
COMMENT ON COLUMN credit_bi.disclosure_record.reported IS 'Counts as reported: got in and was not withdrawn as a mistake. 是否计为已报送（已入库且未作误录撤回）。';
COMMENT ON COLUMN credit_bi.disclosure_record.in_time IS 'Reported in time. 是否及时。';
COMMENT ON COLUMN credit_bi.disclosure_record.late IS 'Reported late. 是否迟报。';
COMMENT ON COLUMN credit_bi.disclosure_record.set_aside IS 'Row that broke a rule. 是否为退回行。';
COMMENT ON COLUMN credit_bi.disclosure_record.open IS 'Row set aside and not mended yet. 是否为尚未修正的退回行。';
COMMENT ON COLUMN credit_bi.disclosure_record.duplicate_on_line IS 'Shown beside another record of the same document about the same subject. 是否与同一文书、同一主体的另一记录重复公示。';
COMMENT ON COLUMN credit_bi.disclosure_record.ended_on_line IS 'Revoked or withdrawn and still in credit.public_record. 是否已撤销或撤回而仍在公示。';
COMMENT ON COLUMN credit_bi.disclosure_record.subject_id IS 'Subject of the record; joins credit_bi.subject_overview; null for rows set aside. 主体编号，退回行为空。';
COMMENT ON COLUMN credit_bi.disclosure_record.severity IS 'Severity of the record; null where it has none. 失信程度，无则为空。';
GRANT SELECT ON credit_bi.disclosure_record TO credit_admin, credit_department, credit_analyst;

CREATE VIEW credit_bi.disclosure_quality WITH (security_invoker = true) AS
SELECT q.dept_id, d.name COLLATE credit.pinyin AS department, q.month, q.reported, q.in_time, q.late, q.rows_sent, q.rejections, q.open_rejections,
	q.duplicates_on_line, q.ended_on_line,
	pg_catalog.round(q.reported::pg_catalog.numeric OPERATOR(pg_catalog./) nullif(q.reported OPERATOR(pg_catalog.+) q.open_rejections, 0), 4) AS reporting_rate,
	pg_catalog.round(q.reported::pg_catalog.numeric OPERATOR(pg_catalog./) nullif(q.rows_sent, 0), 4) AS compliance_rate,
	pg_catalog.round(q.in_time::pg_catalog.numeric OPERATOR(pg_catalog./) nullif(q.in_time OPERATOR(pg_catalog.+) q.late, 0), 4) AS timeliness_rate
FROM (
	SELECT x.dept_id, x.month,
		coalesce(pg_catalog.sum(x.records) FILTER (WHERE x.reported), 0)::pg_catalog.int8 AS reported,
		coalesce(pg_catalog.sum(x.records) FILTER (WHERE x.reported AND NOT x.late), 0)::pg_catalog.int8 AS in_time,
		coalesce(pg_catalog.sum(x.records) FILTER (WHERE x.reported AND x.late), 0)::pg_catalog.int8 AS late,
		coalesce(pg_catalog.sum(x.records) FILTER (WHERE x.reported), 0)::pg_catalog.int8 OPERATOR(pg_catalog.+) coalesce(pg_catalog.sum(x.rejections), 0)::pg_catalog.int8 AS rows_sent,
		coalesce(pg_catalog.sum(x.rejections), 0)::pg_catalog.int8 AS rejections,
		coalesce(pg_catalog.sum(x.rejections) FILTER (WHERE x.open), 0)::pg_catalog.int8 AS open_rejections,
		pg_catalog.count(*) FILTER (WHERE x.fault OPERATOR(pg_catalog.=) 'duplicate_on_line') AS duplicates_on_line,
		pg_catalog.count(*) FILTER (WHERE x.fault OPERATOR(pg_catalog.=) 'ended_on_line') AS ended_on_line
	FROM (
		SELECT t.dept_id, t.month, t.records, t.status OPERATOR(pg_catalog.<>) 'withdrawn' AS reported, t.late,
			NULL::pg_catalog.int8 AS rejections, false AS open, NULL::pg_catalog.text AS fault
		FROM credit.record_tally t
		WHERE t.late IS NOT NULL AND (credit.is_office() OR NOT credit.is_department() OR credit.may_see_department(t.dept_id))
		UNION ALL
		SELECT j.dept_id, j.month, NULL, false, false, j.rejections, j.open, NULL
		FROM credit.rejection_tally j
		WHERE EXISTS (SELECT FROM credit.catalogue_item i WHERE i.item OPERATOR(pg_catalog.=) j.item AND i.submit_within IS NOT NULL)
			AND (credit.is_office() OR NOT credit.is_department() OR credit.may_see_department(j.dept_id))
		UNION ALL
		SELECT f.dept_id, f.month, NULL, false, false, NULL, false, f.fault::pg_catalog.text
		FROM credit.disclosure_fault f
		WHERE credit.is_office() OR NOT credit.is_department() OR credit.may_see_department(f.dept_id)) x
	GROUP BY x.dept_id, x.month
	HAVING coalesce(pg_catalog.sum(x.records), 0) OPERATOR(pg_catalog.<>) 0 OR coalesce(pg_catalog.sum(x.rejections), 0) OPERATOR(pg_catalog.<>) 0 OR pg_catalog.count(x.fault) OPERATOR(pg_catalog.<>) 0) q
LEFT JOIN credit.department d ON d.dept_id OPERATOR(pg_catalog.=) q.dept_id;
COMMENT ON VIEW credit_bi.disclosure_quality IS 'Quality of disclosure per department and month, for items that must be reported within a term; join credit_bi.disclosure_record by dept_id and month for the rows. 各部门各月披露质量（有报送时限的事项），按 dept_id 与 month 关联明细视图。';
COMMENT ON COLUMN credit_bi.disclosure_quality.dept_id IS 'Department; null where a row set aside named none. 部门编号，退回行未指明部门时为空。';
COMMENT ON COLUMN credit_bi.disclosure_quality.department IS 'Name of the department. 部门名称。';
COMMENT ON COLUMN credit_bi.disclosure_quality.month IS 'First day of the month of decision; rows set aside count in the month they came. 决定所在月首日，退回行计入接收月份。';
COMMENT ON COLUMN credit_bi.disclosure_quality.reported IS 'Decisions that got in, those withdrawn as mistakes left out. 已报送入库的决定数（不含误录撤回）。';
COMMENT ON COLUMN credit_bi.disclosure_quality.in_time IS 'Of these, in time. 其中及时报送数。';
COMMENT ON COLUMN credit_bi.disclosure_quality.late IS 'Of these, late. 其中迟报数。';
COMMENT ON COLUMN credit_bi.disclosure_quality.rows_sent IS 'Rows that came: reported and set aside, repetitions left out. 报送行数：入库数与退回数之和，不含重复报送。';
COMMENT ON COLUMN credit_bi.disclosure_quality.rejections IS 'Rows set aside, mended or not. 退回行数，含已修正。';
COMMENT ON COLUMN credit_bi.disclosure_quality.open_rejections IS 'Rows set aside and not mended yet. 尚未修正的退回行数。';
COMMENT ON COLUMN credit_bi.disclosure_quality.duplicates_on_line IS 'Records shown twice, as found on the last daily look (credit.disclosure_fault has them); must be 0. 重复公示数（最近一次每日检查），应为0。';
COMMENT ON COLUMN credit_bi.disclosure_quality.ended_on_line IS 'Revoked or withdrawn and still shown, as found on the last daily look; must be 0. 已撤销或撤回而仍公示的记录数（最近一次每日检查），应为0。';
COMMENT ON COLUMN credit_bi.disclosure_quality.reporting_rate IS 'Reported / (reported + open rejections): what can be known inside; a decision never sent is not in it. 上报率：已报送/(已报送+未修正退回)，从未报送的决定无从得知。';
COMMENT ON COLUMN credit_bi.disclosure_quality.compliance_rate IS 'Reported / rows sent: the share of rows that kept every rule. 合规率：已报送/报送行数。';
COMMENT ON COLUMN credit_bi.disclosure_quality.timeliness_rate IS 'In time / (in time + late). 及时率：及时/(及时+迟报)。';
GRANT SELECT ON credit_bi.disclosure_quality TO credit_admin, credit_department, credit_analyst;
