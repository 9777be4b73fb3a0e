-- measure.sql: what follows from a list or a grade, and bans. Requires
-- list/entry.sql, evaluation/model.sql.
--
-- Lawful is a measure whose basis is in force, that fits the kind of subject,
-- whose list or grade holds that day and whose severity it is proportional to.

CREATE TABLE credit.measure (
	measure pg_catalog.text COLLATE "C" PRIMARY KEY
		CHECK (measure OPERATOR(pg_catalog.~) '^[a-z][a-z0-9_]*$'),
	name_zh pg_catalog.text NOT NULL,
	name_en pg_catalog.text NOT NULL,
	direction pg_catalog.text NOT NULL
		CHECK (direction OPERATOR(pg_catalog.=) ANY (ARRAY['incentive', 'sanction'])),
	class pg_catalog.int2 CHECK (class OPERATOR(pg_catalog.>=) 1::pg_catalog.int2 AND class OPERATOR(pg_catalog.<=) 3::pg_catalog.int2),
	kind_no pg_catalog.int2 CHECK (kind_no OPERATOR(pg_catalog.>) 0::pg_catalog.int2),
	sphere pg_catalog.text NOT NULL
		CHECK (sphere OPERATOR(pg_catalog.=) ANY (ARRAY['administrative', 'market', 'industry'])),
	applies_to credit.subject_kind[] NOT NULL,
	purposes pg_catalog.text[] COLLATE "C" NOT NULL CHECK (purposes OPERATOR(pg_catalog.<>) '{}'),
	requirement pg_catalog.text,
	owner_dept_id pg_catalog.int4,
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	article pg_catalog.text,
	valid pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(valid)),
	verified pg_catalog.bool NOT NULL DEFAULT false,
	note pg_catalog.text,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false
);
COMMENT ON TABLE credit.measure IS 'Incentives and sanctions, each with its legal basis. 守信激励与失信惩戒措施，均须有依据。';
COMMENT ON COLUMN credit.measure.measure IS 'Short name. 措施短名。';
COMMENT ON COLUMN credit.measure.name_zh IS 'Name in Chinese. 中文名称。';
COMMENT ON COLUMN credit.measure.name_en IS 'Name in English. 英文名称。';
COMMENT ON COLUMN credit.measure.direction IS 'incentive or sanction. 方向：激励、惩戒。';
COMMENT ON COLUMN credit.measure.class IS 'Of a sanction: class of the national basic list: 1 reduces rights or adds duties, 2 within ordinary duties, 3 by other organisations. 惩戒措施类别（全国基础清单三类）。';
COMMENT ON COLUMN credit.measure.kind_no IS 'Of a sanction: number among the 14 kinds of the national basic list. 全国基础清单14项中的序号。';
COMMENT ON COLUMN credit.measure.sphere IS 'administrative, market or industry. 领域：行政性、市场性、行业性。';
COMMENT ON COLUMN credit.measure.applies_to IS 'Kinds of subject it may be applied to. 适用主体类别。';
COMMENT ON COLUMN credit.measure.purposes IS 'Decisions in which it counts: procurement, bidding, approval, market_entry, qualification, finance, honours, supervision, consumption, exit, position, education, transaction. 适用的决定用途：政府采购、招标投标、审批、市场准入、资质、财政金融、荣誉、监管、消费、出境、任职、教育、交易。';
COMMENT ON COLUMN credit.measure.requirement IS 'What is asked of the subject before it applies; never credit education. 适用前对主体的要求，不得以信用教育为前置条件。';
COMMENT ON COLUMN credit.measure.owner_dept_id IS 'Department that put it on its list of measures; null: of all. 制定该措施的部门，空为通用。';
COMMENT ON COLUMN credit.measure.basis_id IS 'Legal basis. 依据。';
COMMENT ON COLUMN credit.measure.article IS 'Article of the basis. 条款。';
COMMENT ON COLUMN credit.measure.valid IS 'Days on which it may be applied. 适用期间。';
COMMENT ON COLUMN credit.measure.verified IS 'Whether wording and basis were compared with the original. 文字与依据是否已核对。';
COMMENT ON COLUMN credit.measure.note IS 'Remark. 备注。';
COMMENT ON COLUMN credit.measure.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';
GRANT SELECT ON credit.measure TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.measure TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.measure', 'WHERE NOT standard_entry');
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.measure FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.measure FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();

CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.measure
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
-- measures are remembered with their basis (measure_memo.c)
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.legal_basis
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();

-- Sanctions need a law, regulation or central policy; nothing may be made to
-- depend on credit education (P0 item 2).
CREATE FUNCTION credit.check_measure() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	basis credit.legal_basis;
	forbidden credit.forbidden_content := credit.forbidden_match(NEW.measure, NEW.name_zh, NEW.name_en, NEW.requirement);
BEGIN
	IF credit.setting('restoring') = 'on' THEN
		RETURN NEW;
	END IF;
	IF forbidden.pattern IS NOT NULL THEN
		RAISE EXCEPTION '%', credit.message('measure "%s" (%s) may not exist', NEW.measure, NEW.name_zh)
			USING ERRCODE = 'CR003', DETAIL = forbidden.reason, HINT = credit.message('Basis: %s.', forbidden.basis_id);
	END IF;
	SELECT b.* INTO basis FROM credit.legal_basis b WHERE b.basis_id = NEW.basis_id;
	IF basis.basis_id IS NULL OR NOT basis.in_force && NEW.valid
		OR (NEW.direction = 'sanction' AND NOT credit.basis_supports(NEW.basis_id, NEW.valid)) THEN
		RAISE EXCEPTION '%', credit.message('measure "%s" has no sufficient legal basis', NEW.measure)
			USING ERRCODE = 'CR004',
				DETAIL = CASE WHEN basis.basis_id IS NULL THEN credit.message('Basis "%s" is not known.', NEW.basis_id)
					WHEN NOT basis.in_force && NEW.valid
						THEN credit.message('"%s" is in force %s, the measure %s.', basis.title, basis.in_force, NEW.valid)
					ELSE credit.message('"%s" is of rank %s.', basis.title, basis.rank) END,
				HINT = credit.message('A sanction needs a law, administrative or local regulation, or central policy in force; an incentive any document in force.');
	END IF;
	IF NEW.requirement ~* '信用(知识)?(教育|培训)|诚信(教育|培训)|credit (education|training)' THEN
		RAISE EXCEPTION '%', credit.message('measure "%s" would make credit education a precondition', NEW.measure)
			USING ERRCODE = 'CR003',
				DETAIL = credit.message('Credit education before market entry is free and voluntary and no condition of anything.'),
				HINT = credit.message('Leave it out of requirement. Basis: jilin_city_2020, item 2.');
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION credit.check_measure() IS 'Row trigger: a measure has a basis, names nothing forbidden and does not require credit education. 行触发器：措施须有依据、不涉禁止内容、不以信用教育为前置条件。';
REVOKE ALL ON FUNCTION credit.check_measure() FROM PUBLIC;
CREATE TRIGGER check_measure BEFORE INSERT OR UPDATE ON credit.measure
	FOR EACH ROW EXECUTE FUNCTION credit.check_measure();

CREATE TABLE credit.list_measure (
	list pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.list_kind,
	measure pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.measure,
	min_severity credit.severity NOT NULL DEFAULT 'minor',
	reaches_responsible pg_catalog.bool NOT NULL DEFAULT false,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false,
	PRIMARY KEY (list, measure)
);
COMMENT ON TABLE credit.list_measure IS 'Which measures follow from which list, from which severity. 名单对应的措施及适用的最低严重程度。';
COMMENT ON COLUMN credit.list_measure.list IS 'List. 名单。';
COMMENT ON COLUMN credit.list_measure.measure IS 'Measure. 措施。';
COMMENT ON COLUMN credit.list_measure.min_severity IS 'Entries of less severity do not bring it: proportionality. 适用的最低严重程度（过惩相当）。';
COMMENT ON COLUMN credit.list_measure.reaches_responsible IS 'Whether it is applied to marked responsible persons as well. 是否及于被标注的责任人。';
COMMENT ON COLUMN credit.list_measure.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';
GRANT SELECT ON credit.list_measure TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.list_measure TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.list_measure', 'WHERE NOT standard_entry');
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.list_measure FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.list_measure FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();

CREATE FUNCTION credit.check_list_measure() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	class text;
	direction text;
BEGIN
	SELECT k.class INTO class FROM credit.list_kind k WHERE k.list = NEW.list;
	SELECT m.direction INTO direction FROM credit.measure m WHERE m.measure = NEW.measure;
	IF (class = 'honest') <> (direction = 'incentive') AND credit.setting('restoring') <> 'on' THEN
		RAISE EXCEPTION '%', credit.message('measure "%s" cannot follow from list "%s"', NEW.measure, NEW.list)
			USING ERRCODE = 'CR020',
				DETAIL = credit.message('The measure is %s, the list of class %s.', direction, class),
				HINT = credit.message('Incentives follow from honest lists, sanctions from the others.');
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION credit.check_list_measure() IS 'Row trigger: incentives follow from honest lists, sanctions from the others. 行触发器：激励对应守信名单，惩戒对应失信名单。';
REVOKE ALL ON FUNCTION credit.check_list_measure() FROM PUBLIC;
CREATE TRIGGER check_list_measure BEFORE INSERT OR UPDATE ON credit.list_measure
	FOR EACH ROW EXECUTE FUNCTION credit.check_list_measure();

-- A grade alone brings incentives and nothing else: a sanction needs a
-- decision, and on persons a model may never lay a burden.
CREATE TABLE credit.grade_measure (
	measure pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.measure,
	min_grade credit.grade NOT NULL,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false,
	PRIMARY KEY (measure)
);
COMMENT ON TABLE credit.grade_measure IS 'Incentives that a grade of a general model brings. 综合评价等级对应的激励措施。';
COMMENT ON COLUMN credit.grade_measure.measure IS 'Incentive. 激励措施。';
COMMENT ON COLUMN credit.grade_measure.min_grade IS 'Grade from which on. 最低等级。';
COMMENT ON COLUMN credit.grade_measure.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';
GRANT SELECT ON credit.grade_measure TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.grade_measure TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.grade_measure', 'WHERE NOT standard_entry');
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.grade_measure FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.grade_measure FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();

CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.grade_measure
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();

CREATE FUNCTION credit.check_grade_measure() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF credit.setting('restoring') <> 'on'
	   AND EXISTS (SELECT FROM credit.measure m WHERE m.measure = NEW.measure AND m.direction = 'sanction') THEN
		RAISE EXCEPTION '%', credit.message('sanction "%s" cannot follow from a grade', NEW.measure)
			USING ERRCODE = 'CR004',
				DETAIL = credit.message('A grade is no decision: nobody was heard. On natural persons a model may bring benefits only.'),
				HINT = credit.message('Let a list carry the sanction in credit.list_measure.');
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION credit.check_grade_measure() IS 'Row trigger: a grade brings incentives only. 行触发器：等级仅对应激励措施。';
REVOKE ALL ON FUNCTION credit.check_grade_measure() FROM PUBLIC;
CREATE TRIGGER check_grade_measure BEFORE INSERT OR UPDATE ON credit.grade_measure
	FOR EACH ROW EXECUTE FUNCTION credit.check_grade_measure();

-- The four lists of a department (P0 item 8): which honest lists it keeps,
-- which incentives it grants, which serious lists and acts it decides on, which
-- sanctions it applies.
CREATE TABLE credit.department_list (
	dept_id pg_catalog.int4 NOT NULL REFERENCES credit.department,
	part pg_catalog.text NOT NULL
		CHECK (part OPERATOR(pg_catalog.=) ANY (ARRAY['honest', 'incentives', 'serious', 'sanctions'])),
	list pg_catalog.text COLLATE "C" REFERENCES credit.list_kind,
	measure pg_catalog.text COLLATE "C" REFERENCES credit.measure,
	row_no pg_catalog.int4 NOT NULL DEFAULT 1,
	note pg_catalog.text,
	valid pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(valid)),
	PRIMARY KEY (dept_id, part, row_no),
	CHECK ((part OPERATOR(pg_catalog.=) ANY (ARRAY['incentives', 'sanctions'])) OPERATOR(pg_catalog.=) (measure IS NOT NULL)),
	CHECK ((measure IS NULL) OPERATOR(pg_catalog.=) (list IS NOT NULL))
);
COMMENT ON TABLE credit.department_list IS 'The four lists of each department: honest models, incentives, serious acts and subjects, sanctions. 各部门信用四张清单：诚信典型范围、守信激励措施、严重失信主体及行为、失信惩戒措施。';
COMMENT ON COLUMN credit.department_list.dept_id IS 'Department. 部门编号。';
COMMENT ON COLUMN credit.department_list.part IS 'honest, incentives, serious or sanctions. 清单种类。';
COMMENT ON COLUMN credit.department_list.list IS 'List of names, for honest and serious. 对应名单。';
COMMENT ON COLUMN credit.department_list.measure IS 'Measure, for incentives and sanctions. 对应措施。';
COMMENT ON COLUMN credit.department_list.row_no IS 'Number of the row on that list. 序号。';
COMMENT ON COLUMN credit.department_list.note IS 'Acts, or how the measure is applied. 行为或措施说明。';
COMMENT ON COLUMN credit.department_list.valid IS 'Days on which it stands on the list. 有效期间。';
GRANT SELECT ON credit.department_list TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.department_list TO credit_admin, credit_department;
ALTER TABLE credit.department_list ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON credit.department_list FOR SELECT USING (true);
CREATE POLICY write ON credit.department_list FOR ALL TO credit_admin, credit_department
	USING (credit.may_act_for(dept_id)) WITH CHECK (credit.may_act_for(dept_id));
SELECT pg_catalog.pg_extension_config_dump('credit.department_list', '');
