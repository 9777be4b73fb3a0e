-- deadline.sql: what is open and until when, and what happens when it is not
-- done by then. Requires procedure/step.sql.

CREATE VIEW credit.deadline WITH (security_invoker = true) AS
SELECT p.subject_id, p.proceeding_id, p.procedure, p.stage, p.dept_id, p.opened_by, p.door, p.record_id, p.list_entry_id,
	p.opened_on, p.stage_since, p.clock_since,
	credit.stage_target(p.procedure, p.stage, p.stage_since, p.clock_since) AS target_on,
	c.due_on,
	credit.workdays_between(credit.today(), c.due_on) AS days_left,
	CASE WHEN credit.today() OPERATOR(pg_catalog.>) c.due_on THEN 'overdue'
		WHEN credit.today() OPERATOR(pg_catalog.=) c.due_on THEN 'due'
		ELSE 'open' END AS state,
	s.clock_of,
	credit.day_status(c.due_on) OPERATOR(pg_catalog.=) 'projected' AS projected
FROM credit.proceeding p
LEFT JOIN credit.stage s ON s.procedure OPERATOR(pg_catalog.=) p.procedure AND s.stage OPERATOR(pg_catalog.=) p.stage
	AND s.valid OPERATOR(pg_catalog.@>) p.stage_since
CROSS JOIN LATERAL (SELECT credit.stage_due(p.procedure, p.stage, p.stage_since, p.clock_since, p.term) AS due_on OFFSET 0) c
WHERE p.open;
COMMENT ON VIEW credit.deadline IS 'Every open case and the day by which its stage must end, computed from the rules and the calendar as they are now. 在办案件及其阶段到期日，按现行规则与日历实时计算。';
COMMENT ON COLUMN credit.deadline.subject_id IS 'Whom the case is about. 信用主体编号。';
COMMENT ON COLUMN credit.deadline.proceeding_id IS 'Number of the case. 案件编号。';
COMMENT ON COLUMN credit.deadline.procedure IS 'Procedure. 程序名。';
COMMENT ON COLUMN credit.deadline.stage IS 'Stage the case stands in. 所处阶段。';
COMMENT ON COLUMN credit.deadline.dept_id IS 'Department the case lies with. 归属部门。';
COMMENT ON COLUMN credit.deadline.opened_by IS 'Department that opened it; null for the office. 发起部门。';
COMMENT ON COLUMN credit.deadline.door IS 'Who handles it: department or office. 受理方。';
COMMENT ON COLUMN credit.deadline.record_id IS 'Record it is about. 关联记录编号。';
COMMENT ON COLUMN credit.deadline.list_entry_id IS 'List entry it is about. 关联名单条目编号。';
COMMENT ON COLUMN credit.deadline.opened_on IS 'Day it was opened. 立案日期。';
COMMENT ON COLUMN credit.deadline.stage_since IS 'Day the stage began. 阶段起始日。';
COMMENT ON COLUMN credit.deadline.clock_since IS 'Day from which the clock counts. 时限起算日。';
COMMENT ON COLUMN credit.deadline.target_on IS 'Day by which it should be done in principle. 原则上应办结的日期。';
COMMENT ON COLUMN credit.deadline.due_on IS 'Last day of the stage; null without a clock. 到期日，无时限为空。';
COMMENT ON COLUMN credit.deadline.days_left IS 'Working days from today to the last day, which counts; negative once it has passed. 剩余工作日数，逾期为负。';
COMMENT ON COLUMN credit.deadline.state IS 'open, due (the last day is today) or overdue. 状态：在办、今日到期、逾期。';
COMMENT ON COLUMN credit.deadline.clock_of IS 'Whose time it is: of the authority that must act, or of the party. 时限归属：机关或当事人。';
COMMENT ON COLUMN credit.deadline.projected IS 'Whether the last day lies in a year whose working days are not announced yet. 到期日所在年份放假安排是否尚未公布。';
GRANT SELECT ON credit.deadline TO credit_admin, credit_department, credit_analyst;

-- The rule of a stage has changed: the day before which nothing can be due
-- follows.
CREATE FUNCTION credit.stages_changed() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF credit.setting('restoring') <> 'on' THEN
		UPDATE credit.proceeding p
		SET watch_from = credit.stage_watch_from(p.procedure, p.stage, p.stage_since, p.clock_since, p.term)
		FROM new_rows n
		WHERE p.open AND p.procedure = n.procedure AND p.stage = n.stage AND n.valid @> p.stage_since
			AND p.watch_from IS DISTINCT FROM credit.stage_watch_from(p.procedure, p.stage, p.stage_since, p.clock_since, p.term);
	END IF;
	RETURN NULL;
END
$$;
-- SECURITY DEFINER: the office changes rules, and may not write cases.
COMMENT ON FUNCTION credit.stages_changed() IS 'Statement trigger: open cases are watched anew when the clock of their stage changes. 语句级触发器：阶段时限调整后重新关注在办案件。';
REVOKE ALL ON FUNCTION credit.stages_changed() FROM PUBLIC;
-- named to come after table_changed, which makes the new rule known
CREATE TRIGGER watch_anew AFTER UPDATE ON credit.stage
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.stages_changed();

-- Each overdue stage is reported once, and goes on by itself where its rule
-- says so. Costs by the cases that may be overdue, not by those that are open;
-- several may run at once, and a run that stopped is repeated.
-- SECURITY DEFINER: the system's own steps.
CREATE FUNCTION credit.maintain_overdue(as_of pg_catalog.date DEFAULT NULL, max_rows pg_catalog.int4 DEFAULT 1000)
	RETURNS pg_catalog.int8
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET jit = off
AS $$
DECLARE
	day date := coalesce(as_of, credit.today());
	found_ids bigint[];
	one record;
BEGIN
	SELECT array_agg(f.proceeding_id) INTO found_ids FROM (
		SELECT p.proceeding_id FROM credit.proceeding p
		WHERE p.open AND p.overdue_on IS NULL AND p.watch_from < day
			AND credit.stage_due(p.procedure, p.stage, p.stage_since, p.clock_since, p.term) < day
		ORDER BY p.watch_from LIMIT max_rows FOR UPDATE SKIP LOCKED) f;
	IF found_ids IS NULL THEN
		RETURN 0;
	END IF;
	UPDATE credit.proceeding p SET overdue_on = day WHERE p.proceeding_id = ANY (found_ids);
	INSERT INTO credit.event (kind, subject_id, ref_id, dept_id, ref_table)
	SELECT 'overdue', p.subject_id, p.proceeding_id, CASE p.door WHEN 'department' THEN p.dept_id END, 'proceeding'
	FROM credit.proceeding p WHERE p.proceeding_id = ANY (found_ids) ORDER BY p.proceeding_id;

	FOR one IN
		SELECT p.proceeding_id, p.subject_id, s.overdue_to
		FROM credit.proceeding p
		JOIN credit.stage s ON s.procedure = p.procedure AND s.stage = p.stage AND s.valid @> p.stage_since
		WHERE p.proceeding_id = ANY (found_ids) AND s.overdue_to IS NOT NULL
		ORDER BY p.proceeding_id
	LOOP
		UPDATE credit.proceeding p
		SET stage = one.overdue_to, stage_since = day, step = p.step + 1, doc_no = NULL,
			note = 'term ended', step_detail = '{}', automatic = true
		WHERE p.proceeding_id = one.proceeding_id AND p.subject_id = one.subject_id;
	END LOOP;
	RETURN cardinality(found_ids);
END
$$;
COMMENT ON FUNCTION credit.maintain_overdue(pg_catalog.date, pg_catalog.int4) IS 'Reports stages whose last day has passed, once each, and takes those on whose rule says so; returns how many. 提示逾期阶段（每阶段一次）并按规则自动转入下一阶段，返回处理数。';
REVOKE ALL ON FUNCTION credit.maintain_overdue(pg_catalog.date, pg_catalog.int4) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.maintain_overdue(pg_catalog.date, pg_catalog.int4) TO credit_admin;
INSERT INTO credit.maintenance_action (action, ordinal, function_name) VALUES ('overdue', 300, 'maintain_overdue');
