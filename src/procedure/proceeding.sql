-- proceeding.sql: cases and their steps. Requires procedure/procedure.sql,
-- record/record.sql.
--
-- A case changes by a step its procedure has, and by nothing else: the row
-- trigger in transition.c sees to it, whoever writes. What a step brings about
-- (its trace, the outbox, marks, effects) happens in the statement triggers
-- below, for one case as for ten thousand, in the same transaction.

CREATE SEQUENCE credit.proceeding_id_seq;
COMMENT ON SEQUENCE credit.proceeding_id_seq IS 'Numbers of cases. 案件编号序列。';
SELECT pg_catalog.pg_extension_config_dump('credit.proceeding_id_seq', '');

-- The order of columns is known to src/procedure/transition.c.
CREATE TABLE credit.proceeding (
	subject_id pg_catalog.int8 NOT NULL,
	proceeding_id pg_catalog.int8 NOT NULL UNIQUE DEFAULT pg_catalog.nextval('credit.proceeding_id_seq'),
	procedure pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.procedure,
	stage pg_catalog.text COLLATE "C" NOT NULL,
	open pg_catalog.bool NOT NULL,
	dept_id pg_catalog.int4 NOT NULL,
	opened_by pg_catalog.int4,
	door pg_catalog.text COLLATE "C" NOT NULL DEFAULT 'department'
		CHECK (door OPERATOR(pg_catalog.=) ANY (ARRAY['department', 'office'])),
	record_id pg_catalog.int8,
	list_entry_id pg_catalog.int8,
	opened_on pg_catalog.date NOT NULL,
	stage_since pg_catalog.date NOT NULL,
	clock_since pg_catalog.date NOT NULL,
	term pg_catalog.text COLLATE "C",
	closed_on pg_catalog.date,
	step pg_catalog.int4 NOT NULL,
	doc_no pg_catalog.text,
	note pg_catalog.text,
	step_detail pg_catalog.jsonb NOT NULL DEFAULT '{}',
	detail pg_catalog.jsonb NOT NULL DEFAULT '{}',
	automatic pg_catalog.bool NOT NULL DEFAULT false,
	acted_by pg_catalog.text NOT NULL,
	from_stage pg_catalog.text COLLATE "C",
	due_on pg_catalog.date,
	late_days pg_catalog.int4,
	clock_of pg_catalog.text,
	overdue_on pg_catalog.date,
	watch_from pg_catalog.date,
	changed_at pg_catalog.timestamptz NOT NULL,
	PRIMARY KEY (subject_id, proceeding_id)
);
COMMENT ON TABLE credit.proceeding IS 'Cases. Opened with credit.open_proceeding(), moved with credit.advance(). 案件：以 credit.open_proceeding() 立案，以 credit.advance() 办理。';
COMMENT ON COLUMN credit.proceeding.subject_id IS 'Whom the case is about. 信用主体编号。';
COMMENT ON COLUMN credit.proceeding.proceeding_id IS 'Number of the case. 案件编号。';
COMMENT ON COLUMN credit.proceeding.procedure IS 'Procedure. 程序名。';
COMMENT ON COLUMN credit.proceeding.stage IS 'Stage the case stands in. 所处阶段。';
COMMENT ON COLUMN credit.proceeding.open IS 'Whether something is still to be done. 是否在办。';
COMMENT ON COLUMN credit.proceeding.dept_id IS 'Department the case lies with. 归属部门。';
COMMENT ON COLUMN credit.proceeding.opened_by IS 'Department that opened it; null for the office. 发起部门，空为信用办。';
COMMENT ON COLUMN credit.proceeding.door IS 'Who handles it: department, or the credit office itself. 受理方：部门或信用办。';
COMMENT ON COLUMN credit.proceeding.record_id IS 'Record it is about. 关联记录编号。';
COMMENT ON COLUMN credit.proceeding.list_entry_id IS 'List entry it is about or has led to. 关联名单条目编号。';
COMMENT ON COLUMN credit.proceeding.opened_on IS 'Day it was opened. 立案日期。';
COMMENT ON COLUMN credit.proceeding.stage_since IS 'Day the stage began. 阶段起始日。';
COMMENT ON COLUMN credit.proceeding.clock_since IS 'Day from which the clock counts. 时限起算日。';
COMMENT ON COLUMN credit.proceeding.term IS 'Term the case itself gives its stage: a date, or a number of units. 案件自定的阶段期限。';
COMMENT ON COLUMN credit.proceeding.closed_on IS 'Day it was closed. 办结日期。';
COMMENT ON COLUMN credit.proceeding.step IS 'Number of the last step; opening is 1. 最近步骤序号，立案为 1。';
COMMENT ON COLUMN credit.proceeding.doc_no IS 'Document of the last step. 最近步骤文书号。';
COMMENT ON COLUMN credit.proceeding.note IS 'Text of the last step. 最近步骤说明。';
COMMENT ON COLUMN credit.proceeding.step_detail IS 'Detail of the last step. 最近步骤详情。';
COMMENT ON COLUMN credit.proceeding.detail IS 'Details of all steps, later ones over earlier ones. 各步骤详情合并，后者优先。';
COMMENT ON COLUMN credit.proceeding.automatic IS 'Whether the last step was taken by the system. 最近步骤是否由系统自动办理。';
COMMENT ON COLUMN credit.proceeding.acted_by IS 'Role that took the last step. 最近步骤办理角色。';
COMMENT ON COLUMN credit.proceeding.from_stage IS 'Stage the last step left; null for opening. 最近步骤的原阶段。';
COMMENT ON COLUMN credit.proceeding.due_on IS 'Day by which that stage had to end, as counted then; of the present stage see credit.deadline. 原阶段到期日（按当时计算），现阶段见 credit.deadline。';
COMMENT ON COLUMN credit.proceeding.late_days IS 'Working days the last step came after that day. 最近步骤逾期工作日数。';
COMMENT ON COLUMN credit.proceeding.clock_of IS 'Whose time that was: authority or party. 原阶段时限归属。';
COMMENT ON COLUMN credit.proceeding.overdue_on IS 'Day the stage was reported as overdue. 提示逾期的日期。';
COMMENT ON COLUMN credit.proceeding.watch_from IS 'No calendar makes the stage due before this day; null without a clock. 最早可能到期日，无时限为空。';
COMMENT ON COLUMN credit.proceeding.changed_at IS 'When the last step was taken. 最近步骤时间。';

-- Open cases alone: what is closed is never touched when asking for deadlines.
CREATE INDEX proceeding_open_dept ON credit.proceeding (dept_id, procedure) WHERE open;
CREATE INDEX proceeding_open_opener ON credit.proceeding (opened_by) WHERE open AND opened_by IS NOT NULL;
CREATE INDEX proceeding_open_subject ON credit.proceeding (subject_id) WHERE open;
CREATE INDEX proceeding_open_procedure ON credit.proceeding (procedure, stage) WHERE open;
CREATE INDEX proceeding_open_watch ON credit.proceeding (watch_from) WHERE open AND overdue_on IS NULL;
CREATE UNIQUE INDEX proceeding_open_record ON credit.proceeding (record_id, procedure, dept_id, door)
	WHERE open AND record_id IS NOT NULL;
CREATE INDEX proceeding_record ON credit.proceeding (record_id) WHERE record_id IS NOT NULL;
CREATE INDEX proceeding_list_entry ON credit.proceeding (list_entry_id) WHERE list_entry_id IS NOT NULL;
CREATE INDEX proceeding_dept ON credit.proceeding (dept_id, procedure, opened_on);

-- The department it lies with and the one that opened it see a case; analysts
-- see when and what, without documents, texts and details.
ALTER TABLE credit.proceeding ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON credit.proceeding FOR SELECT TO credit_admin, credit_department USING (
	credit.may_see_department(dept_id) OR credit.may_see_department(coalesce(opened_by, 0)));
CREATE POLICY count ON credit.proceeding FOR SELECT TO credit_analyst USING (true);
GRANT SELECT ON credit.proceeding TO credit_admin, credit_department;
GRANT SELECT (subject_id, proceeding_id, procedure, stage, open, dept_id, opened_by, door, record_id,
	list_entry_id, opened_on, stage_since, clock_since, term, closed_on, step, automatic, from_stage, due_on, late_days, clock_of, overdue_on, changed_at)
	ON credit.proceeding TO credit_analyst;
SELECT pg_catalog.pg_extension_config_dump('credit.proceeding', '');
INSERT INTO credit.subject_table (table_name) VALUES ('credit.proceeding');

CREATE TABLE credit.proceeding_event (
	subject_id pg_catalog.int8 NOT NULL,
	proceeding_id pg_catalog.int8 NOT NULL,
	step pg_catalog.int4 NOT NULL,
	procedure pg_catalog.text COLLATE "C" NOT NULL,
	from_stage pg_catalog.text COLLATE "C",
	to_stage pg_catalog.text COLLATE "C" NOT NULL,
	on_date pg_catalog.date NOT NULL,
	due_on pg_catalog.date,
	late_days pg_catalog.int4,
	clock_of pg_catalog.text,
	doc_no pg_catalog.text,
	note pg_catalog.text,
	detail pg_catalog.jsonb NOT NULL,
	dept_id pg_catalog.int4 NOT NULL,
	opened_by pg_catalog.int4,
	automatic pg_catalog.bool NOT NULL,
	acted_by pg_catalog.text NOT NULL,
	recorded_at pg_catalog.timestamptz NOT NULL,
	PRIMARY KEY (subject_id, proceeding_id, step),
	-- a case follows its subject when two are merged, and its steps follow it
	FOREIGN KEY (subject_id, proceeding_id) REFERENCES credit.proceeding ON UPDATE CASCADE
);
COMMENT ON TABLE credit.proceeding_event IS 'Every step of every case, written once: what was decided, by whom, on which document, and whether it came in time. 案件每一步骤的记载，写入后不可更改。';
COMMENT ON COLUMN credit.proceeding_event.subject_id IS 'Whom the case is about. 信用主体编号。';
COMMENT ON COLUMN credit.proceeding_event.proceeding_id IS 'Number of the case. 案件编号。';
COMMENT ON COLUMN credit.proceeding_event.step IS 'Number of the step. 步骤序号。';
COMMENT ON COLUMN credit.proceeding_event.procedure IS 'Procedure. 程序名。';
COMMENT ON COLUMN credit.proceeding_event.from_stage IS 'Stage it left; null for opening. 原阶段，立案为空。';
COMMENT ON COLUMN credit.proceeding_event.to_stage IS 'Stage it went to. 转入阶段。';
COMMENT ON COLUMN credit.proceeding_event.on_date IS 'Day of the step. 步骤日期。';
COMMENT ON COLUMN credit.proceeding_event.due_on IS 'Day by which the stage left had to end, as counted then. 原阶段到期日（按当时计算）。';
COMMENT ON COLUMN credit.proceeding_event.late_days IS 'Working days after that day, at least 1 when late; 0 in time; null without a clock. 逾期工作日数，逾期至少为 1。';
COMMENT ON COLUMN credit.proceeding_event.clock_of IS 'Whose time the clock of the stage left was: authority or party. 原阶段时限归属：机关或当事人。';
COMMENT ON COLUMN credit.proceeding_event.doc_no IS 'Number of the document. 文书号。';
COMMENT ON COLUMN credit.proceeding_event.note IS 'Text: grounds, written reply, reasons. 说明：理由、书面答复等。';
COMMENT ON COLUMN credit.proceeding_event.detail IS 'What else was given. 其他材料。';
COMMENT ON COLUMN credit.proceeding_event.dept_id IS 'Department the case lies with. 归属部门。';
COMMENT ON COLUMN credit.proceeding_event.opened_by IS 'Department that opened the case; null for the office. 发起部门。';
COMMENT ON COLUMN credit.proceeding_event.automatic IS 'Whether the system took the step. 是否系统自动办理。';
COMMENT ON COLUMN credit.proceeding_event.acted_by IS 'Role that took the step. 办理角色。';
COMMENT ON COLUMN credit.proceeding_event.recorded_at IS 'When it was recorded. 记录时间。';
ALTER TABLE credit.proceeding_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON credit.proceeding_event FOR SELECT TO credit_admin, credit_department USING (
	credit.may_see_department(dept_id) OR credit.may_see_department(coalesce(opened_by, 0)));
CREATE POLICY count ON credit.proceeding_event FOR SELECT TO credit_analyst USING (true);
GRANT SELECT ON credit.proceeding_event TO credit_admin, credit_department;
GRANT SELECT (subject_id, proceeding_id, step, procedure, from_stage, to_stage, on_date, due_on, late_days, clock_of,
	dept_id, opened_by, automatic, recorded_at) ON credit.proceeding_event TO credit_analyst;
SELECT pg_catalog.pg_extension_config_dump('credit.proceeding_event', '');

-- The keys change in one way: by the foreign key, from within its trigger.
CREATE TRIGGER refuse_change BEFORE UPDATE OF step, procedure, from_stage, to_stage, on_date,
		due_on, late_days, clock_of, doc_no, note, detail, dept_id, opened_by, automatic, acted_by, recorded_at
	OR DELETE OR TRUNCATE ON credit.proceeding_event
	FOR EACH STATEMENT EXECUTE FUNCTION credit.refuse_change('Correct a case by its next step.');
CREATE TRIGGER refuse_move BEFORE UPDATE OF subject_id, proceeding_id ON credit.proceeding_event
	FOR EACH STATEMENT WHEN (pg_catalog.pg_trigger_depth() OPERATOR(pg_catalog.=) 0)
	EXECUTE FUNCTION credit.refuse_change('Correct a case by its next step.');
CREATE TRIGGER refuse_deletion BEFORE DELETE OR TRUNCATE ON credit.proceeding
	FOR EACH STATEMENT EXECUTE FUNCTION credit.refuse_change('Correct a case by its next step.');

CREATE FUNCTION credit.check_proceeding() RETURNS trigger
	LANGUAGE c
	AS 'MODULE_PATHNAME', 'credit_check_proceeding';
COMMENT ON FUNCTION credit.check_proceeding() IS 'Row trigger: a case is opened and moved only as its procedure allows. CR006, CR010, CR011. 行级触发器：案件仅可依程序规则立案与转换。';
REVOKE ALL ON FUNCTION credit.check_proceeding() FROM PUBLIC;
CREATE TRIGGER check_proceeding BEFORE INSERT OR UPDATE ON credit.proceeding
	FOR EACH ROW EXECUTE FUNCTION credit.check_proceeding();

-- When a stage must end. Null: no clock, or the calendar does not reach so far.
CREATE FUNCTION credit.stage_due(procedure pg_catalog.text, stage pg_catalog.text, stage_since pg_catalog.date,
	clock_since pg_catalog.date, term pg_catalog.text) RETURNS pg_catalog.date
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_stage_due';
COMMENT ON FUNCTION credit.stage_due(pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.date, pg_catalog.text) IS 'Last day of a stage, by the rule in force when it began, the term the case gives and the calendar as it is known; null without a clock. 阶段到期日，按阶段起始时有效的规则、案件自定期限与现行日历计算；无时限为空。';
CREATE FUNCTION credit.stage_target(procedure pg_catalog.text, stage pg_catalog.text, stage_since pg_catalog.date,
	clock_since pg_catalog.date) RETURNS pg_catalog.date
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_stage_target';
COMMENT ON FUNCTION credit.stage_target(pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.date) IS 'Day by which a stage should end in principle; null where there is no target. 阶段原则上应办结的日期，无目标为空。';
CREATE FUNCTION credit.stage_watch_from(procedure pg_catalog.text, stage pg_catalog.text, stage_since pg_catalog.date,
	clock_since pg_catalog.date, term pg_catalog.text) RETURNS pg_catalog.date
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_stage_watch_from';
COMMENT ON FUNCTION credit.stage_watch_from(pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.date, pg_catalog.text) IS 'A day before which no calendar makes the stage due; null without a clock. 任何日历下阶段均不会更早到期的日期。';
