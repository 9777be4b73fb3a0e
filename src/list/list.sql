-- list.sql: kinds of lists, what makes a candidate, candidates and entries.
-- Requires registry/, catalogue/, record/.
--
-- A list is lawful only as its kind says: basis, who may be on it, for how
-- long, how one leaves it early. Criteria only propose; an entry comes from
-- the listing procedure or was decided elsewhere (No. 49 of 2020; Jilin
-- regulation, articles 25 and 26).

CREATE TABLE credit.list_kind (
	list pg_catalog.text COLLATE "C" PRIMARY KEY
		CHECK (list OPERATOR(pg_catalog.~) '^[a-z][a-z0-9_]*$'),
	name_zh pg_catalog.text NOT NULL,
	name_en pg_catalog.text NOT NULL,
	class pg_catalog.text NOT NULL
		CHECK (class OPERATOR(pg_catalog.=) ANY (ARRAY['serious', 'focus', 'honest'])),
	polarity pg_catalog.text GENERATED ALWAYS AS
		(CASE WHEN class OPERATOR(pg_catalog.=) 'honest' THEN 'positive' ELSE 'negative' END) STORED,
	scope pg_catalog.text NOT NULL DEFAULT 'local'
		CHECK (scope OPERATOR(pg_catalog.=) ANY (ARRAY['national', 'local'])),
	sector pg_catalog.text,
	applies_to credit.subject_kind[] NOT NULL,
	term pg_catalog.interval CHECK (term OPERATOR(pg_catalog.>) '0'),
	early_removal_after pg_catalog.interval CHECK (early_removal_after OPERATOR(pg_catalog.>=) '0'),
	openness pg_catalog.text NOT NULL DEFAULT 'public'
		CHECK (openness OPERATOR(pg_catalog.=) ANY (ARRAY['public', 'government', 'restricted'])),
	persons_public pg_catalog.bool NOT NULL DEFAULT false,
	record_item pg_catalog.text COLLATE "C" UNIQUE,
	consultation pg_catalog.daterange
		CHECK (pg_catalog.upper(consultation) OPERATOR(pg_catalog.-) pg_catalog.lower(consultation) OPERATOR(pg_catalog.>=) 30),
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	valid pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(valid)),
	verified pg_catalog.bool NOT NULL DEFAULT false,
	note pg_catalog.text,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false,
	CHECK (class OPERATOR(pg_catalog.=) 'serious' OR record_item IS NULL)
);
COMMENT ON TABLE credit.list_kind IS 'Kinds of lists: serious dishonesty, focus of supervision, honest subjects. 名单种类：严重失信主体名单、重点关注名单、守信名单。';
COMMENT ON COLUMN credit.list_kind.list IS 'Short name of the list. 名单短名。';
COMMENT ON COLUMN credit.list_kind.name_zh IS 'Name in Chinese. 中文名称。';
COMMENT ON COLUMN credit.list_kind.name_en IS 'Name in English. 英文名称。';
COMMENT ON COLUMN credit.list_kind.class IS 'serious, focus or honest. 类别：严重失信、重点关注、诚实守信。';
COMMENT ON COLUMN credit.list_kind.polarity IS 'positive for honest lists, else negative. 性质：守信名单为正面，其余为负面。';
COMMENT ON COLUMN credit.list_kind.scope IS 'national, or local when its criteria are local. 适用范围：全国或本地。';
COMMENT ON COLUMN credit.list_kind.sector IS 'Only departments of this sector list; null for all. 认定部门所属领域，空为不限。';
COMMENT ON COLUMN credit.list_kind.applies_to IS 'Kinds of subject that may be listed. 可列入的主体类别。';
COMMENT ON COLUMN credit.list_kind.term IS 'How long an entry lasts unless the decision says less; null: until removed. 管理期限，空为移出前一直有效。';
COMMENT ON COLUMN credit.list_kind.early_removal_after IS 'Time on the list after which early removal may be granted; null: none. 可申请提前移出的最短列入时间，空为不可提前移出。';
COMMENT ON COLUMN credit.list_kind.openness IS 'public, government or restricted. 开放属性：社会公开、政府共享、限制。';
COMMENT ON COLUMN credit.list_kind.persons_public IS 'Whether entries of natural persons are public as well. 自然人列入信息是否公开。';
COMMENT ON COLUMN credit.list_kind.record_item IS 'Catalogue item whose records, decided elsewhere, are entries of this list by themselves. 其他机关认定的目录事项，其记录自动成为本名单条目。';
COMMENT ON COLUMN credit.list_kind.consultation IS 'Days of public consultation on the criteria, at least 30; a local serious list needs it. 标准公开征求意见期间，不少于30日，本地严重失信名单必填。';
COMMENT ON COLUMN credit.list_kind.basis_id IS 'Legal basis. 依据。';
COMMENT ON COLUMN credit.list_kind.valid IS 'Days of decision for which the kind holds. 适用的决定日期。';
COMMENT ON COLUMN credit.list_kind.verified IS 'Whether term and early removal were compared with the original. 期限是否已与原文核对。';
COMMENT ON COLUMN credit.list_kind.note IS 'Remark. 备注。';
COMMENT ON COLUMN credit.list_kind.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';
GRANT SELECT ON credit.list_kind TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.list_kind TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.list_kind', 'WHERE NOT standard_entry');
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.list_kind FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.list_kind FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.list_kind
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();

-- Criteria of a nation-wide list need law, regulation or central policy, for
-- the time being a ministerial rule; a local one needs a local regulation (No.
-- 49 of 2020). Focus and honest lists need a document in force.
CREATE FUNCTION credit.check_list_kind() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	basis credit.legal_basis;
	forbidden credit.forbidden_content := credit.forbidden_match(NEW.list, NEW.name_zh, NEW.name_en);
BEGIN
	IF credit.setting('restoring') = 'on' THEN
		RETURN NEW;
	END IF;
	IF forbidden.pattern IS NOT NULL THEN
		RAISE EXCEPTION '%', credit.message('list "%s" (%s) may not exist', NEW.list, NEW.name_zh)
			USING ERRCODE = 'CR003', DETAIL = forbidden.reason, HINT = credit.message('Basis: %s.', forbidden.basis_id);
	END IF;
	SELECT b.* INTO basis FROM credit.legal_basis b WHERE b.basis_id = NEW.basis_id;
	IF basis.basis_id IS NULL OR NOT basis.in_force && NEW.valid
		OR (NEW.class = 'serious' AND basis.rank NOT IN ('law', 'administrative_regulation', 'central_policy')
			AND NOT (NEW.scope = 'national' AND basis.rank = 'ministry_rule')
			AND NOT (NEW.scope = 'local' AND basis.rank = 'local_regulation')) THEN
		RAISE EXCEPTION '%', credit.message('list "%s" has no sufficient legal basis', NEW.list)
			USING ERRCODE = 'CR004',
				DETAIL = CASE WHEN basis.basis_id IS NULL THEN credit.message('Basis "%s" is not known.', NEW.basis_id)
					WHEN NOT basis.in_force && NEW.valid
						THEN credit.message('"%s" is in force %s, the list holds %s.', basis.title, basis.in_force, NEW.valid)
					ELSE credit.message('"%s" is of rank %s, the list is a %s one.', basis.title, basis.rank, NEW.scope) END,
				HINT = credit.message('A serious list needs a law, regulation or central policy; a nation-wide one may rest on a ministerial rule, a local one on a local regulation.');
	END IF;
	IF NEW.class = 'serious' AND NEW.scope = 'local' AND NEW.consultation IS NULL THEN
		RAISE EXCEPTION '%', credit.message('the criteria of local list "%s" were not put to the public', NEW.list)
			USING ERRCODE = 'CR011',
				DETAIL = credit.message('Public consultation of at least 30 days comes before a serious list (国办发〔2020〕49号).'),
				HINT = credit.message('Give the days of consultation in column consultation.');
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION credit.check_list_kind() IS 'Row trigger: a list has a basis of sufficient rank in force, names nothing forbidden, was put to the public. 行触发器：名单须有相应位阶的有效依据，不涉禁止内容，并经公开征求意见。';
REVOKE ALL ON FUNCTION credit.check_list_kind() FROM PUBLIC;
CREATE TRIGGER check_list_kind BEFORE INSERT OR UPDATE ON credit.list_kind
	FOR EACH ROW EXECUTE FUNCTION credit.check_list_kind();

CREATE TABLE credit.list_criterion (
	criterion pg_catalog.text COLLATE "C" PRIMARY KEY,
	list pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.list_kind,
	item pg_catalog.text COLLATE "C",
	min_severity credit.severity,
	max_severity credit.severity CHECK (max_severity OPERATOR(pg_catalog.>=) min_severity),
	count pg_catalog.int4 NOT NULL DEFAULT 1 CHECK (count OPERATOR(pg_catalog.>) 0),
	"window" pg_catalog.interval CHECK ("window" OPERATOR(pg_catalog.>) '0'),
	same_field pg_catalog.text COLLATE "C",
	across_departments pg_catalog.bool NOT NULL DEFAULT false,
	name_zh pg_catalog.text NOT NULL,
	name_en pg_catalog.text NOT NULL,
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	valid pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(valid)),
	verified pg_catalog.bool NOT NULL DEFAULT false,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false,
	CHECK (item IS NOT NULL OR min_severity IS NOT NULL)
);
COMMENT ON TABLE credit.list_criterion IS 'What makes a subject a candidate for a list; never more than a candidate. 名单认定标准：仅产生候选，不直接列入。';
COMMENT ON COLUMN credit.list_criterion.criterion IS 'Name of the criterion. 标准编号。';
COMMENT ON COLUMN credit.list_criterion.list IS 'For which list. 所属名单。';
COMMENT ON COLUMN credit.list_criterion.item IS 'Catalogue item of the records; null for every item with a severity. 目录事项，空为全部失信事项。';
COMMENT ON COLUMN credit.list_criterion.min_severity IS 'Least severity that counts. 计入的最低严重程度。';
COMMENT ON COLUMN credit.list_criterion.max_severity IS 'Greatest severity that counts, for repeated minor faults. 计入的最高严重程度，用于轻微失信累计。';
COMMENT ON COLUMN credit.list_criterion.count IS 'Records it takes. 所需记录数。';
COMMENT ON COLUMN credit.list_criterion."window" IS 'Within how long before today they were decided; null without limit. 回溯期间，空为不限。';
COMMENT ON COLUMN credit.list_criterion.same_field IS 'Field of the item that must have one value in all of them: faults of one kind; null: one item is one kind. 须取值相同的字段（同一类型），空则同一事项即为同一类型。';
COMMENT ON COLUMN credit.list_criterion.across_departments IS 'Count records of all departments together. 是否跨部门合并计数。';
COMMENT ON COLUMN credit.list_criterion.name_zh IS 'In Chinese. 中文说明。';
COMMENT ON COLUMN credit.list_criterion.name_en IS 'In English. 英文说明。';
COMMENT ON COLUMN credit.list_criterion.basis_id IS 'Legal basis. 依据。';
COMMENT ON COLUMN credit.list_criterion.valid IS 'Days on which it holds. 适用期间。';
COMMENT ON COLUMN credit.list_criterion.verified IS 'Whether the figures were compared with the original. 数值是否已与原文核对。';
COMMENT ON COLUMN credit.list_criterion.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';
GRANT SELECT ON credit.list_criterion TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.list_criterion TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.list_criterion', 'WHERE NOT standard_entry');
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.list_criterion FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.list_criterion FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.list_criterion
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();

CREATE SEQUENCE credit.list_candidate_id_seq;
COMMENT ON SEQUENCE credit.list_candidate_id_seq IS 'Numbers of candidates. 候选编号序列。';
SELECT pg_catalog.pg_extension_config_dump('credit.list_candidate_id_seq', '');
CREATE TABLE credit.list_candidate (
	subject_id pg_catalog.int8 NOT NULL,
	candidate_id pg_catalog.int8 NOT NULL DEFAULT pg_catalog.nextval('credit.list_candidate_id_seq'),
	list pg_catalog.text COLLATE "C" NOT NULL,
	dept_id pg_catalog.int4 NOT NULL,
	criterion pg_catalog.text COLLATE "C",
	record_ids pg_catalog.int8[] NOT NULL DEFAULT '{}',
	found_on pg_catalog.date NOT NULL DEFAULT credit.today(),
	state pg_catalog.text NOT NULL DEFAULT 'open'
		CHECK (state OPERATOR(pg_catalog.=) ANY (ARRAY['open', 'listed', 'dismissed', 'dropped'])),
	closed_on pg_catalog.date,
	note pg_catalog.text,
	proceeding_id pg_catalog.int8,
	entry_id pg_catalog.int8,
	person pg_catalog.bool NOT NULL DEFAULT false,
	PRIMARY KEY (subject_id, candidate_id),
	CHECK ((state OPERATOR(pg_catalog.=) 'open') OPERATOR(pg_catalog.=) (closed_on IS NULL))
);
COMMENT ON TABLE credit.list_candidate IS 'Subjects that meet a criterion: to be examined and heard, not yet on any list. 名单候选：符合标准、待依程序认定，尚未列入。';
COMMENT ON COLUMN credit.list_candidate.subject_id IS 'Who. 主体编号。';
COMMENT ON COLUMN credit.list_candidate.candidate_id IS 'Number. 候选编号。';
COMMENT ON COLUMN credit.list_candidate.list IS 'For which list. 名单。';
COMMENT ON COLUMN credit.list_candidate.dept_id IS 'Department that has to examine. 负责审查的部门。';
COMMENT ON COLUMN credit.list_candidate.criterion IS 'Criterion met; null when proposed by hand or by a procedure. 所符合的标准，空为人工或程序提出。';
COMMENT ON COLUMN credit.list_candidate.record_ids IS 'Records it rests on. 所依据的记录。';
COMMENT ON COLUMN credit.list_candidate.found_on IS 'Day it was found. 发现日期。';
COMMENT ON COLUMN credit.list_candidate.state IS 'open, listed, dismissed (examined, not listed), dropped (its records no longer count). 状态：待审查、已列入、不予列入、依据消失。';
COMMENT ON COLUMN credit.list_candidate.closed_on IS 'Day it was settled. 了结日期。';
COMMENT ON COLUMN credit.list_candidate.note IS 'Why. 说明。';
COMMENT ON COLUMN credit.list_candidate.proceeding_id IS 'Listing procedure opened for it. 已启动的认定程序。';
COMMENT ON COLUMN credit.list_candidate.entry_id IS 'Entry it became. 形成的名单条目。';
COMMENT ON COLUMN credit.list_candidate.person IS 'True for natural persons. 是否自然人。';
CREATE UNIQUE INDEX list_candidate_open ON credit.list_candidate (subject_id, list, dept_id)
	WHERE state OPERATOR(pg_catalog.=) 'open';
CREATE INDEX list_candidate_dept ON credit.list_candidate (dept_id, found_on) WHERE state OPERATOR(pg_catalog.=) 'open';
CREATE INDEX list_candidate_number ON credit.list_candidate (candidate_id);
ALTER TABLE credit.list_candidate ENABLE ROW LEVEL SECURITY;
-- Nobody has been heard yet: the department that examines, and the office.
CREATE POLICY see ON credit.list_candidate FOR SELECT USING (credit.may_see_department(dept_id) OR credit.is_office());
GRANT SELECT ON credit.list_candidate TO credit_admin, credit_department;
SELECT pg_catalog.pg_extension_config_dump('credit.list_candidate', '');
INSERT INTO credit.subject_table (table_name, mover) VALUES ('credit.list_candidate', 'credit.move_list_rows');
