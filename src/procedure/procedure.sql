-- procedure.sql: the rules of procedures: stages with their clocks, transitions
-- with what they require. Requires procedure/event.sql, registry/.
--
-- One engine runs them all (proceeding.sql, transition.c): a new procedure is
-- rows here. A row counts for what begins while it is valid: a stage for cases
-- that enter it on a day in its range, a transition for steps taken then.

CREATE TABLE credit.procedure (
	procedure pg_catalog.text COLLATE "C" PRIMARY KEY CHECK (procedure OPERATOR(pg_catalog.~) '^[a-z][a-z0-9_]{0,40}$'),
	name_zh pg_catalog.text NOT NULL CHECK (name_zh OPERATOR(pg_catalog.<>) ''),
	name_en pg_catalog.text NOT NULL CHECK (name_en OPERATOR(pg_catalog.<>) ''),
	lies_with pg_catalog.text NOT NULL CHECK (lies_with OPERATOR(pg_catalog.=) ANY (ARRAY['record', 'opener', 'addressed'])),
	needs_record pg_catalog.bool NOT NULL DEFAULT false,
	two_doors pg_catalog.bool NOT NULL DEFAULT false,
	disputes pg_catalog.bool NOT NULL DEFAULT false,
	record_ended_to pg_catalog.text COLLATE "C",
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	note pg_catalog.text,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false
);
COMMENT ON TABLE credit.procedure IS 'Procedures that cases go through. 办理程序。';
COMMENT ON COLUMN credit.procedure.procedure IS 'Name of the procedure. 程序名。';
COMMENT ON COLUMN credit.procedure.name_zh IS 'Chinese name. 中文名称。';
COMMENT ON COLUMN credit.procedure.name_en IS 'English name. 英文名称。';
COMMENT ON COLUMN credit.procedure.lies_with IS 'Whose case it is: record (department that decided the record), opener, addressed (named in detail.dept_id). 案件归属：记录认定部门、发起部门或被指名部门。';
COMMENT ON COLUMN credit.procedure.needs_record IS 'Whether a case is always about a record. 是否必须关联记录。';
COMMENT ON COLUMN credit.procedure.two_doors IS 'Whether the credit office can handle a case itself (detail.door = office). 是否可由信用办直接受理。';
COMMENT ON COLUMN credit.procedure.disputes IS 'Whether the record counts as disputed while a case is open. 办理期间记录是否标注异议。';
COMMENT ON COLUMN credit.procedure.record_ended_to IS 'Stage an open case goes to by itself when its record ends (repaired, revoked, withdrawn). 关联记录终止时案件自动转入的阶段。';
COMMENT ON COLUMN credit.procedure.basis_id IS 'Document behind the procedure. 依据。';
COMMENT ON COLUMN credit.procedure.note IS 'Explanation for clerks. 说明。';
COMMENT ON COLUMN credit.procedure.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';

CREATE TABLE credit.stage (
	procedure pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.procedure,
	stage pg_catalog.text COLLATE "C" NOT NULL CHECK (stage OPERATOR(pg_catalog.~) '^[a-z][a-z0-9_]{0,40}$'
		AND stage OPERATOR(pg_catalog.<>) 'start'),
	edition pg_catalog.text COLLATE "C" NOT NULL DEFAULT '1' CHECK (edition OPERATOR(pg_catalog.~) '^[A-Za-z0-9._-]{1,20}$'),
	ordinal pg_catalog.int2 NOT NULL DEFAULT 100,
	name_zh pg_catalog.text NOT NULL CHECK (name_zh OPERATOR(pg_catalog.<>) ''),
	name_en pg_catalog.text NOT NULL CHECK (name_en OPERATOR(pg_catalog.<>) ''),
	final pg_catalog.bool NOT NULL DEFAULT false,
	clock_n pg_catalog.int4 CHECK (clock_n OPERATOR(pg_catalog.>) 0),
	clock_unit pg_catalog.text CHECK (clock_unit OPERATOR(pg_catalog.=) ANY (ARRAY['workday', 'day', 'month', 'year', 'year_end'])),
	clock_field pg_catalog.text COLLATE "C",
	keeps_clock pg_catalog.bool NOT NULL DEFAULT false,
	clock_of pg_catalog.text NOT NULL DEFAULT 'authority' CHECK (clock_of OPERATOR(pg_catalog.=) ANY (ARRAY['authority', 'party'])),
	target_n pg_catalog.int4 CHECK (target_n OPERATOR(pg_catalog.>) 0),
	target_unit pg_catalog.text CHECK (target_unit OPERATOR(pg_catalog.=) ANY (ARRAY['workday', 'day', 'month', 'year'])),
	overdue_to pg_catalog.text COLLATE "C",
	bar_n pg_catalog.int4 CHECK (bar_n OPERATOR(pg_catalog.>) 0),
	bar_unit pg_catalog.text CHECK (bar_unit OPERATOR(pg_catalog.=) ANY (ARRAY['workday', 'day', 'month', 'year'])),
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	valid pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(valid)),
	verified pg_catalog.bool NOT NULL DEFAULT false,
	note pg_catalog.text,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false,
	PRIMARY KEY (procedure, stage, edition),
	CONSTRAINT clock_has_a_unit CHECK (clock_unit IS NOT NULL OR (clock_n IS NULL AND clock_field IS NULL)),
	CONSTRAINT unit_has_a_clock CHECK (clock_unit IS NULL OR clock_unit OPERATOR(pg_catalog.=) 'year_end'
		OR clock_n IS NOT NULL OR clock_field IS NOT NULL),
	CONSTRAINT target_has_a_unit CHECK ((target_n IS NULL) OPERATOR(pg_catalog.=) (target_unit IS NULL)),
	CONSTRAINT bar_has_a_unit CHECK ((bar_n IS NULL) OPERATOR(pg_catalog.=) (bar_unit IS NULL)),
	CONSTRAINT what_is_over_has_no_clock CHECK (NOT final OR (clock_unit IS NULL AND target_n IS NULL AND overdue_to IS NULL))
);
COMMENT ON TABLE credit.stage IS 'Stages of procedures and their clocks. The row valid on the day a case enters the stage counts. 程序阶段及时限：适用案件进入该阶段之日有效的行。';
COMMENT ON COLUMN credit.stage.procedure IS 'Procedure. 程序名。';
COMMENT ON COLUMN credit.stage.stage IS 'Name of the stage; "start" means not opened yet and is no stage. 阶段名。';
COMMENT ON COLUMN credit.stage.edition IS 'Edition of the rule, for clocks that changed. 规则版本。';
COMMENT ON COLUMN credit.stage.ordinal IS 'Order of display. 次序。';
COMMENT ON COLUMN credit.stage.name_zh IS 'Chinese name. 中文名称。';
COMMENT ON COLUMN credit.stage.name_en IS 'English name. 英文名称。';
COMMENT ON COLUMN credit.stage.final IS 'Whether a case in this stage is closed. 是否为终结阶段。';
COMMENT ON COLUMN credit.stage.clock_n IS 'Length of the clock, the first day not counted; null: no clock, or given by clock_field. 时限长度，起始日不计入。';
COMMENT ON COLUMN credit.stage.clock_unit IS 'Unit of the clock: workday, day, month, year, or year_end (31 December). 时限单位。';
COMMENT ON COLUMN credit.stage.clock_field IS 'Member of the case''s detail that gives the clock instead: a date, or a number of units. 由案件详情中该字段给定的期限（日期或数量）。';
COMMENT ON COLUMN credit.stage.keeps_clock IS 'Whether the clock goes on from where the stage before began it: an extension, clock_n being the whole. 是否沿用前一阶段的起算日（延期），时限为总长。';
COMMENT ON COLUMN credit.stage.clock_of IS 'Whose time it is: of the authority that must act, or of the party (a promise, a statement). 时限归属：机关办理时限或当事人期限。';
COMMENT ON COLUMN credit.stage.target_n IS 'Shorter time in which it should be done in principle. 原则上应办结的期限。';
COMMENT ON COLUMN credit.stage.target_unit IS 'Unit of the target. 原则期限单位。';
COMMENT ON COLUMN credit.stage.overdue_to IS 'Stage a case goes to by itself once the clock has run out; null: it stays and is reported as overdue. 逾期自动转入的阶段，空为仅提示逾期。';
COMMENT ON COLUMN credit.stage.bar_n IS 'For how long a case closed in this stage bars the subject from opening another. 以本阶段终结的案件限制再次申请的期限。';
COMMENT ON COLUMN credit.stage.bar_unit IS 'Unit of the bar. 限制期限单位。';
COMMENT ON COLUMN credit.stage.basis_id IS 'Document behind the clock. 时限依据。';
COMMENT ON COLUMN credit.stage.valid IS 'Days of entering the stage to which the row applies. 适用的阶段起始日期范围。';
COMMENT ON COLUMN credit.stage.verified IS 'False while the figures are not from the original document. 数值是否已与原文核对。';
COMMENT ON COLUMN credit.stage.note IS 'Explanation for clerks. 说明。';
COMMENT ON COLUMN credit.stage.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';

CREATE TABLE credit.procedure_effect (
	effect pg_catalog.text COLLATE "C" PRIMARY KEY CHECK (effect OPERATOR(pg_catalog.~) '^[a-z][a-z0-9_]*$'),
	function_name pg_catalog.name NOT NULL,
	about pg_catalog.text
);
COMMENT ON TABLE credit.procedure_effect IS 'What steps do, and what must hold for them: functions of schema credit taking (proceeding_id bigint, on_date date, detail jsonb). Only the extension writes here: they run with the owner''s rights. 步骤的效果与条件函数，参数为案件编号、日期与详情。';
COMMENT ON COLUMN credit.procedure_effect.effect IS 'Name used in credit.transition. 在转换规则中使用的名称。';
COMMENT ON COLUMN credit.procedure_effect.function_name IS 'Function in schema credit. credit 模式中的函数名。';
COMMENT ON COLUMN credit.procedure_effect.about IS 'What it does. 说明。';
GRANT SELECT ON credit.procedure_effect TO credit_admin, credit_department;

-- What steps may require. Names that are not listed here are texts in detail.
CREATE TABLE credit.requirement (
	requirement pg_catalog.text COLLATE "C" PRIMARY KEY CHECK (requirement OPERATOR(pg_catalog.~) '^[a-z][a-z0-9_]*$'),
	name_zh pg_catalog.text NOT NULL,
	name_en pg_catalog.text NOT NULL,
	type pg_catalog.text NOT NULL DEFAULT 'text'
		CHECK (type OPERATOR(pg_catalog.=) ANY (ARRAY['text', 'date', 'yes', 'number', 'object', 'department', 'list'])),
	standard_entry pg_catalog.bool NOT NULL DEFAULT false
);
COMMENT ON TABLE credit.requirement IS 'What a step may require: doc_no and note are arguments of credit.advance(), all others members of detail. 步骤可要求的材料：文书号与说明为参数，其余为详情字段。';
COMMENT ON COLUMN credit.requirement.requirement IS 'Name. 名称。';
COMMENT ON COLUMN credit.requirement.name_zh IS 'Chinese name. 中文名称。';
COMMENT ON COLUMN credit.requirement.name_en IS 'English name. 英文名称。';
COMMENT ON COLUMN credit.requirement.type IS 'text; date (yyyy-mm-dd); yes (true, what must hold); number (whole, above zero); object; list (array, not empty); department (number of one). 类型。';
COMMENT ON COLUMN credit.requirement.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';

CREATE TABLE credit.transition (
	procedure pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.procedure,
	from_stage pg_catalog.text COLLATE "C" NOT NULL,
	to_stage pg_catalog.text COLLATE "C" NOT NULL,
	edition pg_catalog.text COLLATE "C" NOT NULL DEFAULT '1' CHECK (edition OPERATOR(pg_catalog.~) '^[A-Za-z0-9._-]{1,20}$'),
	actors pg_catalog.text[] NOT NULL DEFAULT '{handler}' CHECK (pg_catalog.cardinality(actors) OPERATOR(pg_catalog.>) 0
		AND actors OPERATOR(pg_catalog.<@) ARRAY['handler', 'department', 'office', 'initiator', 'system']),
	requires pg_catalog.text[] NOT NULL DEFAULT '{}',
	timing pg_catalog.text CHECK (timing OPERATOR(pg_catalog.=) ANY (ARRAY['after_due', 'before_due'])),
	condition pg_catalog.text COLLATE "C",
	effect pg_catalog.text COLLATE "C",
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	valid pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(valid)),
	verified pg_catalog.bool NOT NULL DEFAULT false,
	note pg_catalog.text,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false,
	PRIMARY KEY (procedure, from_stage, to_stage, edition)
);
COMMENT ON TABLE credit.transition IS 'Steps a procedure allows, what they require, who takes them and what they do. The row valid on the day of the step counts. 程序允许的步骤：所需材料、办理人与效果，适用步骤日期有效的行。';
COMMENT ON COLUMN credit.transition.procedure IS 'Procedure. 程序名。';
COMMENT ON COLUMN credit.transition.from_stage IS 'Stage the case stands in; "start": opening. 原阶段，start 表示立案。';
COMMENT ON COLUMN credit.transition.to_stage IS 'Stage it goes to. 转入阶段。';
COMMENT ON COLUMN credit.transition.edition IS 'Edition of the rule. 规则版本。';
COMMENT ON COLUMN credit.transition.actors IS 'Who takes the step: handler (the department the case lies with, or the office at its own door), department, office, initiator (who opened it), system (credit.maintain and triggers). 可办理者。';
COMMENT ON COLUMN credit.transition.requires IS 'What must be given, by names of credit.requirement. 所需材料。';
COMMENT ON COLUMN credit.transition.timing IS 'after_due: only once the clock has run out; before_due: only while it runs. 仅限逾期后或期限内。';
COMMENT ON COLUMN credit.transition.condition IS 'What must hold, a row of credit.procedure_effect. 须满足的条件。';
COMMENT ON COLUMN credit.transition.effect IS 'What the step does, a row of credit.procedure_effect. 步骤效果。';
COMMENT ON COLUMN credit.transition.basis_id IS 'Document behind the step. 依据。';
COMMENT ON COLUMN credit.transition.valid IS 'Days of steps to which the row applies. 适用的步骤日期范围。';
COMMENT ON COLUMN credit.transition.verified IS 'False while it is not compared with the original document. 是否已与原文核对。';
COMMENT ON COLUMN credit.transition.note IS 'Explanation for clerks. 说明。';
COMMENT ON COLUMN credit.transition.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';

-- Editions of one stage, or of one step, never answer for the same day.
CREATE FUNCTION credit.check_procedure_editions() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	clash record;
BEGIN
	SELECT x.procedure || '/' || x.stage AS called, x.edition AS one, y.edition AS other, x.valid AS one_valid, y.valid AS other_valid
	INTO clash
	FROM credit.stage x JOIN credit.stage y ON y.procedure = x.procedure AND y.stage = x.stage
		AND y.edition > x.edition AND y.valid && x.valid
	UNION ALL
	SELECT x.procedure || '/' || x.from_stage || ' -> ' || x.to_stage, x.edition, y.edition, x.valid, y.valid
	FROM credit.transition x JOIN credit.transition y ON y.procedure = x.procedure AND y.from_stage = x.from_stage
		AND y.to_stage = x.to_stage AND y.edition > x.edition AND y.valid && x.valid
	ORDER BY 1, 2, 3 LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION '%', credit.message('editions "%s" and "%s" of %s overlap', clash.one, clash.other, clash.called)
			USING ERRCODE = 'exclusion_violation',
				DETAIL = credit.message('They apply to %s and %s.', clash.one_valid, clash.other_valid),
				HINT = credit.message('Close the valid range of the older edition first.');
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.check_procedure_editions() IS 'Statement trigger: at most one edition of a stage or step applies on a day. 语句级触发器：同一阶段或步骤各版本不得重叠。';
REVOKE ALL ON FUNCTION credit.check_procedure_editions() FROM PUBLIC;
CREATE TRIGGER check_editions AFTER INSERT OR UPDATE ON credit.stage
	FOR EACH STATEMENT EXECUTE FUNCTION credit.check_procedure_editions();
CREATE TRIGGER check_editions AFTER INSERT OR UPDATE ON credit.transition
	FOR EACH STATEMENT EXECUTE FUNCTION credit.check_procedure_editions();

GRANT SELECT ON credit.procedure, credit.stage, credit.requirement, credit.transition TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.procedure, credit.stage, credit.requirement, credit.transition TO credit_admin;

CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.procedure FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.procedure FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.procedure
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
SELECT pg_catalog.pg_extension_config_dump('credit.procedure', 'WHERE NOT standard_entry');

CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.stage FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.stage FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.stage
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
SELECT pg_catalog.pg_extension_config_dump('credit.stage', 'WHERE NOT standard_entry');

CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.requirement FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.requirement FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.requirement
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
SELECT pg_catalog.pg_extension_config_dump('credit.requirement', 'WHERE NOT standard_entry');

CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.transition FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.transition FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.transition
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
SELECT pg_catalog.pg_extension_config_dump('credit.transition', 'WHERE NOT standard_entry');
