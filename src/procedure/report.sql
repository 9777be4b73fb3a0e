-- report.sql: cases for analysts, and how far campaigns have come. Requires
-- procedure/item_procedure.sql.

-- By which day which share of a campaign's ledger is to be cleared (P3 item 9).
CREATE TABLE credit.campaign_target (
	target pg_catalog.text COLLATE "C" PRIMARY KEY CHECK (target OPERATOR(pg_catalog.~) '^[a-z0-9][a-z0-9_-]*$'),
	by_month pg_catalog.int4 NOT NULL CHECK (by_month OPERATOR(pg_catalog.>=) 1 AND by_month OPERATOR(pg_catalog.<=) 12),
	by_day pg_catalog.int4 NOT NULL CHECK (by_day OPERATOR(pg_catalog.>=) 1 AND by_day OPERATOR(pg_catalog.<=) 31),
	share pg_catalog.numeric NOT NULL CHECK (share OPERATOR(pg_catalog.>) 0 AND share OPERATOR(pg_catalog.<=) 1),
	counts pg_catalog.text NOT NULL CHECK (counts OPERATOR(pg_catalog.=) ANY (ARRAY['exited', 'committed'])),
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	valid pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(valid)),
	verified pg_catalog.bool NOT NULL DEFAULT false,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false
);
COMMENT ON TABLE credit.campaign_target IS 'Shares of a campaign''s ledger to be reached by a day of the year; computed figures, never conditions. 专项治理台账目标：仅用于统计，不作为办理条件。';
COMMENT ON COLUMN credit.campaign_target.target IS 'Name of the target. 目标名。';
COMMENT ON COLUMN credit.campaign_target.by_month IS 'Month of the day. 所在月份。';
COMMENT ON COLUMN credit.campaign_target.by_day IS 'Day of the month. 当月第几日。';
COMMENT ON COLUMN credit.campaign_target.share IS 'Share to be reached, 0 to 1. 应达到的比例。';
COMMENT ON COLUMN credit.campaign_target.counts IS 'What counts: exited (left the ledger) or committed (a credit commitment was signed). 统计口径：已退出或已签承诺。';
COMMENT ON COLUMN credit.campaign_target.basis_id IS 'Document behind the target. 依据。';
COMMENT ON COLUMN credit.campaign_target.valid IS 'Days in whose years it applies. 适用日期范围。';
COMMENT ON COLUMN credit.campaign_target.verified IS 'False while the figure is not from the original document. 数值是否已与原文核对。';
COMMENT ON COLUMN credit.campaign_target.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';
GRANT SELECT ON credit.campaign_target TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.campaign_target TO credit_admin;
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.campaign_target FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.campaign_target FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
SELECT pg_catalog.pg_extension_config_dump('credit.campaign_target', 'WHERE NOT standard_entry');
INSERT INTO credit.campaign_target (target, by_month, by_day, share, counts, basis_id, verified, standard_entry) VALUES
	('mid-year', 6, 30, 0.8, 'exited', 'baicheng_2022', true, true),
	('year-end', 12, 31, 1, 'exited', 'baicheng_2022', true, true),
	('commitments', 12, 31, 1, 'committed', 'tonghua_2019', true, true);

CREATE VIEW credit.campaign_progress WITH (security_invoker = true) AS
SELECT c.campaign, c.year, c.dept_id, t.target, d.by_date,
	pg_catalog.count(*) FILTER (WHERE c.opened_on OPERATOR(pg_catalog.<=) d.by_date) AS entered,
	pg_catalog.count(*) FILTER (WHERE c.opened_on OPERATOR(pg_catalog.<=) d.by_date AND c.done_on OPERATOR(pg_catalog.<=) d.by_date) AS done,
	pg_catalog.round(pg_catalog.count(*) FILTER (WHERE c.opened_on OPERATOR(pg_catalog.<=) d.by_date AND c.done_on OPERATOR(pg_catalog.<=) d.by_date)::pg_catalog.numeric
		OPERATOR(pg_catalog./) NULLIF(pg_catalog.count(*) FILTER (WHERE c.opened_on OPERATOR(pg_catalog.<=) d.by_date), 0), 4) AS share,
	t.share AS wanted,
	CASE WHEN credit.today() OPERATOR(pg_catalog.>) d.by_date THEN
		COALESCE(pg_catalog.count(*) FILTER (WHERE c.opened_on OPERATOR(pg_catalog.<=) d.by_date AND c.done_on OPERATOR(pg_catalog.<=) d.by_date)::pg_catalog.numeric
			OPERATOR(pg_catalog.>=) (t.share OPERATOR(pg_catalog.*) pg_catalog.count(*) FILTER (WHERE c.opened_on OPERATOR(pg_catalog.<=) d.by_date)::pg_catalog.numeric), true)
	END AS reached
FROM credit.campaign_target t
CROSS JOIN LATERAL (
	SELECT p.detail OPERATOR(pg_catalog.->>) 'campaign' AS campaign, date_part('year', p.opened_on)::pg_catalog.int4 AS year, p.dept_id, p.opened_on,
		CASE t.counts WHEN 'exited' THEN p.closed_on
			ELSE (SELECT pg_catalog.min(e.on_date) FROM credit.proceeding_event e
				WHERE e.subject_id OPERATOR(pg_catalog.=) p.subject_id AND e.proceeding_id OPERATOR(pg_catalog.=) p.proceeding_id
					AND e.detail OPERATOR(pg_catalog.?) 'commitment_no') END AS done_on
	FROM credit.proceeding p WHERE p.procedure OPERATOR(pg_catalog.=) 'campaign') c
CROSS JOIN LATERAL (SELECT pg_catalog.make_date(c.year, t.by_month, t.by_day) AS by_date) d
WHERE t.valid OPERATOR(pg_catalog.@>) d.by_date
GROUP BY c.campaign, c.year, c.dept_id, t.target, t.share, d.by_date;
COMMENT ON VIEW credit.campaign_progress IS 'How much of each campaign''s ledger has been cleared by the days that count. 各专项治理台账在规定日期的退出与承诺情况。';
COMMENT ON COLUMN credit.campaign_progress.campaign IS 'Name of the campaign. 专项治理名称。';
COMMENT ON COLUMN credit.campaign_progress.year IS 'Year the ledger was begun. 台账年度。';
COMMENT ON COLUMN credit.campaign_progress.dept_id IS 'Department that keeps the ledger. 台账部门。';
COMMENT ON COLUMN credit.campaign_progress.target IS 'Which target. 目标名。';
COMMENT ON COLUMN credit.campaign_progress.by_date IS 'Day that counts. 统计日期。';
COMMENT ON COLUMN credit.campaign_progress.entered IS 'Cases entered by that day. 截至该日列入数。';
COMMENT ON COLUMN credit.campaign_progress.done IS 'Of these, cases that had left the ledger, or signed a commitment. 其中已退出（或已签承诺）数。';
COMMENT ON COLUMN credit.campaign_progress.share IS 'Done of entered. 完成比例。';
COMMENT ON COLUMN credit.campaign_progress.wanted IS 'Share named by the document. 文件要求的比例。';
COMMENT ON COLUMN credit.campaign_progress.reached IS 'Whether it was reached; null until the day is over. 是否达到，该日未过为空。';
GRANT SELECT ON credit.campaign_progress TO credit_admin, credit_department;

CREATE VIEW credit_bi.proceeding WITH (security_invoker = true) AS
SELECT p.proceeding_id, p.subject_id, s.uscc::pg_catalog.text AS code,
	CASE WHEN s.kind OPERATOR(pg_catalog.=) 'person' THEN credit.mask_name(s.name) ELSE s.name END COLLATE credit.pinyin AS name,
	p.procedure::pg_catalog.text AS procedure, d.name_zh AS procedure_zh, p.stage::pg_catalog.text AS stage, g.name_zh AS stage_zh,
	p.open, p.dept_id, a.name COLLATE credit.pinyin AS department, a.region_code::pg_catalog.text AS region_code, p.door::pg_catalog.text AS door,
	p.opened_on, p.closed_on, p.step AS steps,
	credit.workdays_between(p.opened_on, COALESCE(p.closed_on, credit.today())) AS workdays,
	COALESCE(e.late_steps, 0) AS late_steps, COALESCE(e.late_days, 0) AS late_days
FROM credit.proceeding p
JOIN credit.procedure d ON d.procedure OPERATOR(pg_catalog.=) p.procedure
JOIN credit.department a ON a.dept_id OPERATOR(pg_catalog.=) p.dept_id
LEFT JOIN credit.stage g ON g.procedure OPERATOR(pg_catalog.=) p.procedure AND g.stage OPERATOR(pg_catalog.=) p.stage
	AND g.valid OPERATOR(pg_catalog.@>) p.stage_since
LEFT JOIN credit.subject s ON s.subject_id OPERATOR(pg_catalog.=) p.subject_id
LEFT JOIN LATERAL (SELECT pg_catalog.count(*) AS late_steps, pg_catalog.sum(x.late_days) AS late_days
	FROM credit.proceeding_event x
	WHERE x.subject_id OPERATOR(pg_catalog.=) p.subject_id AND x.proceeding_id OPERATOR(pg_catalog.=) p.proceeding_id
		AND x.late_days OPERATOR(pg_catalog.>) 0 AND x.clock_of OPERATOR(pg_catalog.=) 'authority') e ON true;
COMMENT ON VIEW credit_bi.proceeding IS 'One row a case: where it stands, how long it took, how often it was late. 案件一览：办理状态、用时与逾期情况。';
COMMENT ON COLUMN credit_bi.proceeding.proceeding_id IS 'Number of the case. 案件编号。';
COMMENT ON COLUMN credit_bi.proceeding.subject_id IS 'Number of the subject. 主体编号。';
COMMENT ON COLUMN credit_bi.proceeding.code IS 'Unified social credit code; null for persons. 统一社会信用代码，自然人为空。';
COMMENT ON COLUMN credit_bi.proceeding.name IS 'Name; masked for persons, null where the role may not see it. 名称，自然人脱敏，无权查看时为空。';
COMMENT ON COLUMN credit_bi.proceeding.procedure IS 'Procedure. 程序名。';
COMMENT ON COLUMN credit_bi.proceeding.procedure_zh IS 'Chinese name of the procedure. 程序中文名。';
COMMENT ON COLUMN credit_bi.proceeding.stage IS 'Stage. 阶段名。';
COMMENT ON COLUMN credit_bi.proceeding.stage_zh IS 'Chinese name of the stage. 阶段中文名。';
COMMENT ON COLUMN credit_bi.proceeding.open IS 'Whether something is still to be done. 是否在办。';
COMMENT ON COLUMN credit_bi.proceeding.dept_id IS 'Number of the department the case lies with. 归属部门编号。';
COMMENT ON COLUMN credit_bi.proceeding.department IS 'Department the case lies with. 归属部门。';
COMMENT ON COLUMN credit_bi.proceeding.region_code IS 'Region of the department. 部门所在区划。';
COMMENT ON COLUMN credit_bi.proceeding.door IS 'Who handles it: department or office. 受理方。';
COMMENT ON COLUMN credit_bi.proceeding.opened_on IS 'Day it was opened. 立案日期。';
COMMENT ON COLUMN credit_bi.proceeding.closed_on IS 'Day it was closed. 办结日期。';
COMMENT ON COLUMN credit_bi.proceeding.steps IS 'Steps so far, opening included. 步骤数（含立案）。';
COMMENT ON COLUMN credit_bi.proceeding.workdays IS 'Working days from opening to closing, or to today. 自立案至办结（或今日）的工作日数。';
COMMENT ON COLUMN credit_bi.proceeding.late_steps IS 'Stages the authority ended after their last day. 机关逾期办理的阶段数。';
COMMENT ON COLUMN credit_bi.proceeding.late_days IS 'Working days late, added up. 逾期工作日合计。';
GRANT SELECT ON credit_bi.proceeding TO credit_admin, credit_department, credit_analyst;

CREATE VIEW credit_bi.deadline WITH (security_invoker = true) AS
SELECT l.proceeding_id, l.subject_id, s.uscc::pg_catalog.text AS code,
	CASE WHEN s.kind OPERATOR(pg_catalog.=) 'person' THEN credit.mask_name(s.name) ELSE s.name END COLLATE credit.pinyin AS name,
	l.procedure::pg_catalog.text AS procedure, d.name_zh AS procedure_zh, l.stage::pg_catalog.text AS stage, g.name_zh AS stage_zh,
	l.dept_id, a.name COLLATE credit.pinyin AS department, a.region_code::pg_catalog.text AS region_code, l.door::pg_catalog.text AS door,
	l.opened_on, l.stage_since, l.target_on, l.due_on, l.days_left, l.state, l.clock_of, l.projected, g.verified AS rule_verified
FROM credit.deadline l
JOIN credit.procedure d ON d.procedure OPERATOR(pg_catalog.=) l.procedure
JOIN credit.department a ON a.dept_id OPERATOR(pg_catalog.=) l.dept_id
LEFT JOIN credit.stage g ON g.procedure OPERATOR(pg_catalog.=) l.procedure AND g.stage OPERATOR(pg_catalog.=) l.stage
	AND g.valid OPERATOR(pg_catalog.@>) l.stage_since
LEFT JOIN credit.subject s ON s.subject_id OPERATOR(pg_catalog.=) l.subject_id;
COMMENT ON VIEW credit_bi.deadline IS 'Every open case with the day by which its stage must end. 在办案件及到期日。';
COMMENT ON COLUMN credit_bi.deadline.proceeding_id IS 'Number of the case. 案件编号。';
COMMENT ON COLUMN credit_bi.deadline.subject_id IS 'Number of the subject. 主体编号。';
COMMENT ON COLUMN credit_bi.deadline.code IS 'Unified social credit code; null for persons. 统一社会信用代码，自然人为空。';
COMMENT ON COLUMN credit_bi.deadline.name IS 'Name; masked for persons, null where the role may not see it. 名称，自然人脱敏，无权查看时为空。';
COMMENT ON COLUMN credit_bi.deadline.procedure IS 'Procedure. 程序名。';
COMMENT ON COLUMN credit_bi.deadline.procedure_zh IS 'Chinese name of the procedure. 程序中文名。';
COMMENT ON COLUMN credit_bi.deadline.stage IS 'Stage. 阶段名。';
COMMENT ON COLUMN credit_bi.deadline.stage_zh IS 'Chinese name of the stage. 阶段中文名。';
COMMENT ON COLUMN credit_bi.deadline.dept_id IS 'Number of the department the case lies with. 归属部门编号。';
COMMENT ON COLUMN credit_bi.deadline.department IS 'Department the case lies with. 归属部门。';
COMMENT ON COLUMN credit_bi.deadline.region_code IS 'Region of the department. 部门所在区划。';
COMMENT ON COLUMN credit_bi.deadline.door IS 'Who handles it: department or office. 受理方。';
COMMENT ON COLUMN credit_bi.deadline.opened_on IS 'Day it was opened. 立案日期。';
COMMENT ON COLUMN credit_bi.deadline.stage_since IS 'Day the stage began. 阶段起始日。';
COMMENT ON COLUMN credit_bi.deadline.target_on IS 'Day by which it should be done in principle. 原则上应办结的日期。';
COMMENT ON COLUMN credit_bi.deadline.due_on IS 'Last day of the stage; null without a clock. 到期日，无时限为空。';
COMMENT ON COLUMN credit_bi.deadline.days_left IS 'Working days left, negative once overdue. 剩余工作日数，逾期为负。';
COMMENT ON COLUMN credit_bi.deadline.state IS 'open, due (today) or overdue. 状态：在办、今日到期、逾期。';
COMMENT ON COLUMN credit_bi.deadline.clock_of IS 'Whose time it is: authority or party. 时限归属：机关或当事人。';
COMMENT ON COLUMN credit_bi.deadline.projected IS 'Whether the last day lies in a year not announced yet. 到期日所在年份放假安排是否尚未公布。';
COMMENT ON COLUMN credit_bi.deadline.rule_verified IS 'Whether the clock is compared with the original document. 时限是否已与原文核对。';
GRANT SELECT ON credit_bi.deadline TO credit_admin, credit_department, credit_analyst;
