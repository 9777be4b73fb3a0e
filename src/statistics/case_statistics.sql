-- case_statistics.sql: cases, repairs and objections by month, commitments and
-- what became of them, inspections by result. Requires procedure/report.sql,
-- statistics/tally.sql.
CREATE VIEW credit_bi.case_statistics WITH (security_invoker = true) AS
SELECT p.procedure::pg_catalog.text AS procedure, g.name_zh AS procedure_zh, p.month, p.dept_id, d.region_code::pg_catalog.text AS region_code,
	p.stage::pg_catalog.text AS stage, p.cases, p.open_cases, p.overdue_cases, p.closed_cases, p.workdays, p.longest
FROM (SELECT x.procedure, pg_catalog.date_trunc('month', x.opened_on::pg_catalog.timestamp)::pg_catalog.date AS month, x.dept_id, x.stage,
		pg_catalog.count(*) AS cases, pg_catalog.count(*) FILTER (WHERE x.open) AS open_cases,
		pg_catalog.count(x.overdue_on) AS overdue_cases, pg_catalog.count(x.closed_on) AS closed_cases,
		coalesce(pg_catalog.sum(credit.workdays_between(x.opened_on, x.closed_on)), 0)::pg_catalog.int8 AS workdays,
		pg_catalog.max(credit.workdays_between(x.opened_on, x.closed_on)) AS longest
	FROM credit.proceeding x
	GROUP BY 1, 2, 3, 4) p
JOIN credit.procedure g ON g.procedure OPERATOR(pg_catalog.=) p.procedure
LEFT JOIN credit.department d ON d.dept_id OPERATOR(pg_catalog.=) p.dept_id;
COMMENT ON VIEW credit_bi.case_statistics IS 'Cases of every procedure by month of opening, department and stage they stand in; the rows behind are those of credit_bi.proceeding with the same keys. 各类程序案件按立案月份、部门与所处阶段统计，明细见 credit_bi.proceeding。';
COMMENT ON COLUMN credit_bi.case_statistics.procedure IS 'Procedure. 程序名。';
COMMENT ON COLUMN credit_bi.case_statistics.procedure_zh IS 'Its Chinese name. 程序中文名。';
COMMENT ON COLUMN credit_bi.case_statistics.month IS 'First day of the month of opening; joins credit_bi.date_dimension on day. 立案所在月首日。';
COMMENT ON COLUMN credit_bi.case_statistics.dept_id IS 'Department the case lies with; joins credit_bi.department_dimension. 归属部门编号。';
COMMENT ON COLUMN credit_bi.case_statistics.region_code IS 'Region of the department; joins credit_bi.region_dimension. 部门所在区划。';
COMMENT ON COLUMN credit_bi.case_statistics.stage IS 'Stage the cases stand in. 所处阶段。';
COMMENT ON COLUMN credit_bi.case_statistics.cases IS 'Cases. 案件数。';
COMMENT ON COLUMN credit_bi.case_statistics.open_cases IS 'Of these, open. 在办数。';
COMMENT ON COLUMN credit_bi.case_statistics.overdue_cases IS 'Of these, with a stage that is overdue. 现逾期数。';
COMMENT ON COLUMN credit_bi.case_statistics.closed_cases IS 'Of these, closed. 办结数。';
COMMENT ON COLUMN credit_bi.case_statistics.workdays IS 'Working days from opening to closing, of closed cases together. 已办结案件用时工作日合计。';
COMMENT ON COLUMN credit_bi.case_statistics.longest IS 'Most working days a closed case took. 最长办结工作日。';

GRANT SELECT ON credit_bi.case_statistics TO credit_admin, credit_department, credit_analyst;

CREATE VIEW credit_bi.repair_statistics WITH (security_invoker = true) AS
SELECT p.month, p.dept_id, d.region_code::pg_catalog.text AS region_code, p.applications, p.granted, p.refused, p.withdrawn, p.open_cases, p.closed_cases,
	pg_catalog.round(p.mean_workdays, 1) AS mean_workdays, p.median_workdays, p.longest
FROM (SELECT pg_catalog.date_trunc('month', x.opened_on::pg_catalog.timestamp)::pg_catalog.date AS month, x.dept_id, pg_catalog.count(*) AS applications,
		pg_catalog.count(*) FILTER (WHERE x.stage OPERATOR(pg_catalog.=) ANY (ARRAY['granted', 'synchronised', 'shielded', 'repaired'])) AS granted,
		pg_catalog.count(*) FILTER (WHERE x.stage OPERATOR(pg_catalog.=) ANY (ARRAY['refused', 'false_material', 'failed'])) AS refused,
		pg_catalog.count(*) FILTER (WHERE x.stage OPERATOR(pg_catalog.=) ANY (ARRAY['withdrawn', 'void'])) AS withdrawn,
		pg_catalog.count(*) FILTER (WHERE x.open) AS open_cases, pg_catalog.count(x.closed_on) AS closed_cases,
		pg_catalog.avg(credit.workdays_between(x.opened_on, x.closed_on)) AS mean_workdays,
		pg_catalog.percentile_disc(0.5) WITHIN GROUP (ORDER BY credit.workdays_between(x.opened_on, x.closed_on)) AS median_workdays,
		pg_catalog.max(credit.workdays_between(x.opened_on, x.closed_on)) AS longest
	FROM credit.proceeding x WHERE x.procedure OPERATOR(pg_catalog.=) ANY (ARRAY['repair', 'bankruptcy_repair'])
	GROUP BY 1, 2) p
LEFT JOIN credit.department d ON d.dept_id OPERATOR(pg_catalog.=) p.dept_id;
COMMENT ON VIEW credit_bi.repair_statistics IS 'Applications for credit repair by month and department, how they ended and how many working days they took; the rows behind are those of credit_bi.proceeding with procedure repair or bankruptcy_repair. 信用修复申请数、结果与用时（工作日），明细见 credit_bi.proceeding 中 repair、bankruptcy_repair。';
COMMENT ON COLUMN credit_bi.repair_statistics.month IS 'First day of the month of application; joins credit_bi.date_dimension on day. 申请所在月首日。';
COMMENT ON COLUMN credit_bi.repair_statistics.dept_id IS 'Department the case lies with; joins credit_bi.department_dimension. 归属部门编号。';
COMMENT ON COLUMN credit_bi.repair_statistics.region_code IS 'Region of the department; joins credit_bi.region_dimension. 部门所在区划。';
COMMENT ON COLUMN credit_bi.repair_statistics.applications IS 'Applications. 申请数。';
COMMENT ON COLUMN credit_bi.repair_statistics.granted IS 'Granted. 准予数。';
COMMENT ON COLUMN credit_bi.repair_statistics.refused IS 'Refused, false material included. 不予数（含虚假材料）。';
COMMENT ON COLUMN credit_bi.repair_statistics.withdrawn IS 'Withdrawn, or the record ended meanwhile. 撤回或记录已终止数。';
COMMENT ON COLUMN credit_bi.repair_statistics.open_cases IS 'Still open. 在办数。';
COMMENT ON COLUMN credit_bi.repair_statistics.closed_cases IS 'Closed. 办结数。';
COMMENT ON COLUMN credit_bi.repair_statistics.mean_workdays IS 'Mean working days from application to closing. 平均办结工作日。';
COMMENT ON COLUMN credit_bi.repair_statistics.median_workdays IS 'Half of the closed cases took no more working days than this. 办结工作日中位数。';
COMMENT ON COLUMN credit_bi.repair_statistics.longest IS 'Most working days. 最长办结工作日。';

GRANT SELECT ON credit_bi.repair_statistics TO credit_admin, credit_department, credit_analyst;

CREATE VIEW credit_bi.objection_statistics WITH (security_invoker = true) AS
SELECT p.procedure::pg_catalog.text AS procedure, p.month, p.dept_id, d.region_code::pg_catalog.text AS region_code, p.objections, p.upheld, p.rejected, p.withdrawn,
	p.open_cases, p.closed_cases, pg_catalog.round(p.mean_workdays, 1) AS mean_workdays, p.median_workdays, p.longest
FROM (SELECT x.procedure, pg_catalog.date_trunc('month', x.opened_on::pg_catalog.timestamp)::pg_catalog.date AS month, x.dept_id, pg_catalog.count(*) AS objections,
		pg_catalog.count(*) FILTER (WHERE x.stage OPERATOR(pg_catalog.=) ANY (ARRAY['upheld', 'corrected', 'reported'])) AS upheld,
		pg_catalog.count(*) FILTER (WHERE x.stage OPERATOR(pg_catalog.=) ANY (ARRAY['rejected', 'confirmed'])) AS rejected,
		pg_catalog.count(*) FILTER (WHERE x.stage OPERATOR(pg_catalog.=) 'withdrawn') AS withdrawn,
		pg_catalog.count(*) FILTER (WHERE x.open) AS open_cases, pg_catalog.count(x.closed_on) AS closed_cases,
		pg_catalog.avg(credit.workdays_between(x.opened_on, x.closed_on)) AS mean_workdays,
		pg_catalog.percentile_disc(0.5) WITHIN GROUP (ORDER BY credit.workdays_between(x.opened_on, x.closed_on)) AS median_workdays,
		pg_catalog.max(credit.workdays_between(x.opened_on, x.closed_on)) AS longest
	FROM credit.proceeding x WHERE x.procedure OPERATOR(pg_catalog.=) ANY (ARRAY['objection', 'feedback'])
	GROUP BY 1, 2, 3) p
LEFT JOIN credit.department d ON d.dept_id OPERATOR(pg_catalog.=) p.dept_id;
COMMENT ON VIEW credit_bi.objection_statistics IS 'Objections, and questions fed back from above, by month and department, how they ended and how many working days the answer took; the rows behind are those of credit_bi.proceeding with the same procedure. 异议与上级反馈按月份、部门统计的结果与答复用时（工作日），明细见 credit_bi.proceeding。';
COMMENT ON COLUMN credit_bi.objection_statistics.procedure IS 'objection, or feedback for a question from above. 异议或上级反馈。';
COMMENT ON COLUMN credit_bi.objection_statistics.month IS 'First day of the month it came; joins credit_bi.date_dimension on day. 受理所在月首日。';
COMMENT ON COLUMN credit_bi.objection_statistics.dept_id IS 'Department the case lies with; joins credit_bi.department_dimension. 归属部门编号。';
COMMENT ON COLUMN credit_bi.objection_statistics.region_code IS 'Region of the department; joins credit_bi.region_dimension. 部门所在区划。';
COMMENT ON COLUMN credit_bi.objection_statistics.objections IS 'Objections. 异议数。';
COMMENT ON COLUMN credit_bi.objection_statistics.upheld IS 'Upheld: something was wrong. 成立数。';
COMMENT ON COLUMN credit_bi.objection_statistics.rejected IS 'Rejected: the data are right. 不成立数。';
COMMENT ON COLUMN credit_bi.objection_statistics.withdrawn IS 'Withdrawn. 撤回数。';
COMMENT ON COLUMN credit_bi.objection_statistics.open_cases IS 'Still open. 在办数。';
COMMENT ON COLUMN credit_bi.objection_statistics.closed_cases IS 'Closed. 办结数。';
COMMENT ON COLUMN credit_bi.objection_statistics.mean_workdays IS 'Mean working days from coming in to closing. 平均办结工作日。';
COMMENT ON COLUMN credit_bi.objection_statistics.median_workdays IS 'Half of the closed cases took no more working days than this. 办结工作日中位数。';
COMMENT ON COLUMN credit_bi.objection_statistics.longest IS 'Most working days. 最长办结工作日。';

GRANT SELECT ON credit_bi.objection_statistics TO credit_admin, credit_department, credit_analyst;

CREATE VIEW credit_bi.commitment_statistics WITH (security_invoker = true) AS
SELECT c.dept_id, c.month, c.made, c.kept, c.running, c.not_kept, c.broken,
	pg_catalog.round(c.kept::pg_catalog.numeric OPERATOR(pg_catalog./) nullif((c.kept OPERATOR(pg_catalog.+) c.not_kept), 0), 4) AS kept_rate
FROM (SELECT t.dept_id, t.month,
		coalesce(pg_catalog.sum(t.records) FILTER (WHERE t.item OPERATOR(pg_catalog.=) 'commitment'), 0)::pg_catalog.int8 AS made,
		coalesce(pg_catalog.sum(t.records) FILTER (WHERE t.item OPERATOR(pg_catalog.=) 'commitment_performance' AND t.result OPERATOR(pg_catalog.=) '已履行'), 0)::pg_catalog.int8 AS kept,
		coalesce(pg_catalog.sum(t.records) FILTER (WHERE t.item OPERATOR(pg_catalog.=) 'commitment_performance' AND t.result OPERATOR(pg_catalog.=) '履行中'), 0)::pg_catalog.int8 AS running,
		coalesce(pg_catalog.sum(t.records) FILTER (WHERE t.item OPERATOR(pg_catalog.=) 'commitment_performance' AND t.result OPERATOR(pg_catalog.=) '未履行'), 0)::pg_catalog.int8 AS not_kept,
		coalesce(pg_catalog.sum(t.records) FILTER (WHERE t.item OPERATOR(pg_catalog.=) 'commitment_breach'), 0)::pg_catalog.int8 AS broken
	FROM credit.record_tally t
	WHERE t.item OPERATOR(pg_catalog.=) ANY (ARRAY['commitment', 'commitment_performance', 'commitment_breach'])
		AND t.status OPERATOR(pg_catalog.=) ANY (ARRAY['valid', 'disputed']::credit.record_status[])
	GROUP BY t.dept_id, t.month HAVING pg_catalog.sum(t.records) OPERATOR(pg_catalog.<>) 0) c;
COMMENT ON VIEW credit_bi.commitment_statistics IS 'Credit commitments made and what is known of their performance, by department and month, of records that are valid or disputed; the rows behind are those of credit.record with items commitment, commitment_performance and commitment_breach. 信用承诺签署与履行情况，仅计有效及异议中记录；明细见 credit.record 中承诺类事项。';
COMMENT ON COLUMN credit_bi.commitment_statistics.dept_id IS 'Department; joins credit_bi.department_dimension. 部门编号。';
COMMENT ON COLUMN credit_bi.commitment_statistics.month IS 'First day of the month of the record: a promise counts when it was made, its performance when that was established. 记录所在月首日：承诺计入作出月份，履行计入认定月份。';
COMMENT ON COLUMN credit_bi.commitment_statistics.made IS 'Commitments made. 作出承诺数。';
COMMENT ON COLUMN credit_bi.commitment_statistics.kept IS 'Found kept. 已履行数。';
COMMENT ON COLUMN credit_bi.commitment_statistics.running IS 'Found under way. 履行中数。';
COMMENT ON COLUMN credit_bi.commitment_statistics.not_kept IS 'Found not kept. 未履行数。';
COMMENT ON COLUMN credit_bi.commitment_statistics.broken IS 'Breaches recorded. 违背承诺记录数。';
COMMENT ON COLUMN credit_bi.commitment_statistics.kept_rate IS 'Kept / (kept + not kept). 履约率：已履行/(已履行+未履行)。';

GRANT SELECT ON credit_bi.commitment_statistics TO credit_admin, credit_department, credit_analyst;

CREATE VIEW credit_bi.inspection_statistics WITH (security_invoker = true) AS
SELECT t.dept_id, t.month, t.result::pg_catalog.text AS result,
	t.result OPERATOR(pg_catalog.~) '^(发现问题|不配合)' AS fault_found, pg_catalog.sum(t.records)::pg_catalog.int8 AS inspections
FROM credit.record_tally t
WHERE t.item OPERATOR(pg_catalog.=) 'inspection' AND t.status OPERATOR(pg_catalog.=) ANY (ARRAY['valid', 'disputed']::credit.record_status[])
GROUP BY t.dept_id, t.month, t.result HAVING pg_catalog.sum(t.records) OPERATOR(pg_catalog.<>) 0;
COMMENT ON VIEW credit_bi.inspection_statistics IS 'Inspections of every kind by department, month and result, of records that are valid or disputed; by grade of the inspected see credit_bi.inspection_stratum. The rows behind are those of credit.record with item inspection. 各部门各月行政检查按结果统计，按信用等级的见 credit_bi.inspection_stratum；明细见 credit.record 中 inspection。';
COMMENT ON COLUMN credit_bi.inspection_statistics.dept_id IS 'Department; joins credit_bi.department_dimension. 部门编号。';
COMMENT ON COLUMN credit_bi.inspection_statistics.month IS 'First day of the month of the inspection; joins credit_bi.date_dimension on day. 检查所在月首日。';
COMMENT ON COLUMN credit_bi.inspection_statistics.result IS 'Result. 检查结果。';
COMMENT ON COLUMN credit_bi.inspection_statistics.fault_found IS 'Whether a fault was found or the inspected did not cooperate. 是否发现问题或不配合。';
COMMENT ON COLUMN credit_bi.inspection_statistics.inspections IS 'Inspections. 检查次数。';

GRANT SELECT ON credit_bi.inspection_statistics TO credit_admin, credit_department, credit_analyst;

CREATE VIEW credit_bi.list_flow WITH (security_invoker = true) AS
SELECT f.list::pg_catalog.text AS list, k.name_zh AS list_name, k.class, f.dept_id, d.region_code::pg_catalog.text AS region_code, f.month, f.cause,
	pg_catalog.sum(f.entered)::pg_catalog.int8 AS entered, pg_catalog.sum(f.ended)::pg_catalog.int8 AS ended
FROM (SELECT e.list, e.dept_id, pg_catalog.date_trunc('month', e.valid_from::pg_catalog.timestamp)::pg_catalog.date AS month, 'entered'::pg_catalog.text AS cause, 1 AS entered, 0 AS ended
	FROM credit.list_entry e WHERE e.marked_for IS NULL
	UNION ALL
	SELECT e.list, e.dept_id, pg_catalog.date_trunc('month', e.ended_on::pg_catalog.timestamp)::pg_catalog.date, e.end_cause, 0, 1
	FROM credit.list_entry e WHERE e.marked_for IS NULL AND e.ended_on IS NOT NULL
	UNION ALL
	SELECT e.list, e.dept_id, pg_catalog.date_trunc('month', (e.valid_until OPERATOR(pg_catalog.+) 1)::pg_catalog.timestamp)::pg_catalog.date, 'expired', 0, 1
	FROM credit.list_entry e WHERE e.marked_for IS NULL AND e.ended_on IS NULL AND e.valid_until OPERATOR(pg_catalog.<) credit.today()) f
JOIN credit.list_kind k ON k.list OPERATOR(pg_catalog.=) f.list
LEFT JOIN credit.department d ON d.dept_id OPERATOR(pg_catalog.=) f.dept_id
GROUP BY f.list, k.name_zh, k.class, f.dept_id, d.region_code, f.month, f.cause;
COMMENT ON VIEW credit_bi.list_flow IS 'Entries that came onto each list and left it, by month, department and cause: statistics, never a target. The rows behind are those of credit_bi.list_entries without marks, by valid_from and by ended_on. 各名单列入与退出数，按月份、部门、原因统计，仅供统计，不作指标；明细见 credit_bi.list_entries。';
COMMENT ON COLUMN credit_bi.list_flow.list IS 'List. 名单。';
COMMENT ON COLUMN credit_bi.list_flow.list_name IS 'Its name. 名单名称。';
COMMENT ON COLUMN credit_bi.list_flow.class IS 'serious, focus or honest. 类别。';
COMMENT ON COLUMN credit_bi.list_flow.dept_id IS 'Department that decided; joins credit_bi.department_dimension. 认定部门编号。';
COMMENT ON COLUMN credit_bi.list_flow.region_code IS 'Region of the department; joins credit_bi.region_dimension. 部门所在区划。';
COMMENT ON COLUMN credit_bi.list_flow.month IS 'First day of the month it happened; joins credit_bi.date_dimension on day. 发生所在月首日。';
COMMENT ON COLUMN credit_bi.list_flow.cause IS 'entered, or why it ended: expired, removed, repaired, objection, revoked, withdrawn, merged. 列入，或终止原因。';
COMMENT ON COLUMN credit_bi.list_flow.entered IS 'Entries that came on. 列入数。';
COMMENT ON COLUMN credit_bi.list_flow.ended IS 'Entries that left. 退出数。';

GRANT SELECT ON credit_bi.list_flow TO credit_admin, credit_department, credit_analyst;
