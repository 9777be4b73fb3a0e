-- worklist.sql: what waits for whoever asks. Requires procedure/, list/,
-- evaluation/, record/.

CREATE VIEW credit.worklist WITH (security_invoker = true) AS
SELECT 'case'::pg_catalog.text AS kind, d.proceeding_id AS ref_id, d.dept_id, d.subject_id,
	d.procedure::pg_catalog.text AS topic, d.stage::pg_catalog.text AS stage, d.stage_since AS waiting_since, d.due_on, d.days_left,
	d.state, d.projected,
	-- those that whoever asks may take: the office may act for every department
	ARRAY(SELECT t.to_stage::pg_catalog.text FROM credit.transition t
		WHERE t.procedure OPERATOR(pg_catalog.=) d.procedure AND t.from_stage OPERATOR(pg_catalog.=) d.stage AND t.actors OPERATOR(pg_catalog.<>) '{system}'
			AND t.valid OPERATOR(pg_catalog.@>) credit.today()
			AND (credit.is_office() OR t.actors OPERATOR(pg_catalog.&&) '{department,handler}'
				OR 'initiator' OPERATOR(pg_catalog.=) ANY (t.actors) AND d.opened_by OPERATOR(pg_catalog.=) ANY (credit.acting_departments()))
		ORDER BY t.to_stage) AS next_steps
FROM credit.deadline d
WHERE d.door OPERATOR(pg_catalog.=) 'department' AND d.dept_id OPERATOR(pg_catalog.=) ANY (credit.acting_departments())
	-- at its own door, and where a step is the office's alone: a repair is screened by it
	OR credit.is_office() AND (d.door OPERATOR(pg_catalog.=) 'office'
		OR EXISTS (SELECT FROM credit.transition t
			WHERE t.procedure OPERATOR(pg_catalog.=) d.procedure AND t.from_stage OPERATOR(pg_catalog.=) d.stage
				AND t.actors OPERATOR(pg_catalog.=) '{office}' AND t.valid OPERATOR(pg_catalog.@>) credit.today()))
UNION ALL
SELECT 'rejection', r.rejection_id, r.dept_id, NULL, r.item, NULL,
	(r.received_at AT TIME ZONE credit.setting('time_zone'))::pg_catalog.date, NULL, NULL, 'open', false,
	ARRAY['credit.resubmit()']
FROM credit.rejection r
WHERE r.resolved_by IS NULL AND (r.dept_id OPERATOR(pg_catalog.=) ANY (credit.acting_departments())
	OR r.dept_id IS NULL AND credit.is_office())
UNION ALL
SELECT 'candidate', c.candidate_id, c.dept_id, c.subject_id, c.list::pg_catalog.text, NULL, c.found_on, NULL, NULL, 'open', false,
	ARRAY['credit.open_proceeding(''listing'')']
FROM credit.list_candidate c
WHERE c.state OPERATOR(pg_catalog.=) 'open' AND c.dept_id OPERATOR(pg_catalog.=) ANY (credit.acting_departments())
UNION ALL
SELECT 'alert', a.alert_id, NULL, a.subject_id, a.rule::pg_catalog.text, NULL, a.opened_on, NULL, NULL, a.state, false,
	CASE a.state WHEN 'open' THEN ARRAY['credit.acknowledge_alert()', 'credit.close_alert()'] ELSE ARRAY['credit.close_alert()'] END
FROM credit.alert a
WHERE a.state OPERATOR(pg_catalog.<>) 'closed'
	AND (a.dept_ids OPERATOR(pg_catalog.&&) credit.acting_departments() OR credit.is_office());
COMMENT ON VIEW credit.worklist IS 'What waits for the departments the current role acts for, and for the office when it is the office: cases with their due dates (objections, repairs, responses to joint actions …), rejected rows to mend, list candidates to examine, alerts. 当前角色所代表部门（或信用办）的待办：案件及到期日、待修正退回行、待审查名单候选、预警。';
COMMENT ON COLUMN credit.worklist.kind IS 'case, rejection, candidate or alert. 待办类别：案件、退回、候选、预警。';
COMMENT ON COLUMN credit.worklist.ref_id IS 'Number of the case, rejected row, candidate or alert. 对应编号。';
COMMENT ON COLUMN credit.worklist.dept_id IS 'Department it waits for; null for an alert. 待办部门，预警为空。';
COMMENT ON COLUMN credit.worklist.subject_id IS 'Whom it is about; null for a rejected row. 信用主体编号，退回行为空。';
COMMENT ON COLUMN credit.worklist.topic IS 'Procedure, item, list or alert rule. 程序、事项、名单或预警规则。';
COMMENT ON COLUMN credit.worklist.stage IS 'Stage of a case. 案件阶段。';
COMMENT ON COLUMN credit.worklist.waiting_since IS 'Day since when it has been waiting. 待办起始日。';
COMMENT ON COLUMN credit.worklist.due_on IS 'Last day; null where no clock runs. 到期日，无时限为空。';
COMMENT ON COLUMN credit.worklist.days_left IS 'Working days left; negative when overdue. 剩余工作日，逾期为负。';
COMMENT ON COLUMN credit.worklist.state IS 'open, due or overdue; for alerts open or acknowledged. 状态。';
COMMENT ON COLUMN credit.worklist.projected IS 'Whether the due date lies in a year without notice yet. 到期日是否为推算。';
COMMENT ON COLUMN credit.worklist.next_steps IS 'Stages credit.advance() may take a case to, or the function that settles the rest. 可转入阶段或处理函数。';
GRANT SELECT ON credit.worklist TO credit_admin, credit_department;
