-- item_procedure.sql: records that open cases, answer them, and end under them.
-- Requires procedure/effect_entry.sql.

CREATE TABLE credit.item_procedure (
	item pg_catalog.text COLLATE "C" NOT NULL,
	procedure pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.procedure,
	does pg_catalog.text NOT NULL CHECK (does OPERATOR(pg_catalog.=) ANY (ARRAY['open', 'answer'])),
	match_field pg_catalog.text COLLATE "C",
	match_values pg_catalog.text[],
	term_field pg_catalog.text COLLATE "C",
	link_field pg_catalog.text COLLATE "C",
	to_stage pg_catalog.text COLLATE "C",
	max_age pg_catalog.int4 CHECK (max_age OPERATOR(pg_catalog.>) 0),
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	valid pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(valid)),
	note pg_catalog.text,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false,
	PRIMARY KEY (item, procedure, does),
	CONSTRAINT answers_lead_to_a_stage CHECK ((does OPERATOR(pg_catalog.=) 'answer') OPERATOR(pg_catalog.=) (to_stage IS NOT NULL)),
	CONSTRAINT a_field_matches_values CHECK ((match_field IS NULL) OPERATOR(pg_catalog.=) (match_values IS NULL))
);
COMMENT ON TABLE credit.item_procedure IS 'Items whose records open a case by themselves, or answer one that is open. 记录自动立案或自动办结案件的事项规则。';
COMMENT ON COLUMN credit.item_procedure.item IS 'Item. 事项。';
COMMENT ON COLUMN credit.item_procedure.procedure IS 'Procedure. 程序名。';
COMMENT ON COLUMN credit.item_procedure.does IS 'open: a new record opens a case; answer: it moves an open case to to_stage. 立案或答复。';
COMMENT ON COLUMN credit.item_procedure.match_field IS 'Only records whose field has one of match_values. 须匹配的字段。';
COMMENT ON COLUMN credit.item_procedure.match_values IS 'Values of that field. 匹配的取值。';
COMMENT ON COLUMN credit.item_procedure.term_field IS 'Where the term is from: valid_until, or a field; it becomes due_on of the case, and a record without it opens none. 期限来源字段，作为案件的 due_on。';
COMMENT ON COLUMN credit.item_procedure.link_field IS 'Field that names the document of the record the case is about; null: the record itself. 指明案件所涉记录文书号的字段，空为记录本身。';
COMMENT ON COLUMN credit.item_procedure.to_stage IS 'Stage an answer leads to. 答复转入的阶段。';
COMMENT ON COLUMN credit.item_procedure.max_age IS 'Records decided more days ago open nothing: what is loaded from old files is not pursued. 决定日期超过该天数的记录不立案。';
COMMENT ON COLUMN credit.item_procedure.basis_id IS 'Document behind the rule. 依据。';
COMMENT ON COLUMN credit.item_procedure.valid IS 'Decision dates to which it applies. 适用的决定日期范围。';
COMMENT ON COLUMN credit.item_procedure.note IS 'Explanation for clerks. 说明。';
COMMENT ON COLUMN credit.item_procedure.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';
GRANT SELECT ON credit.item_procedure TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.item_procedure TO credit_admin;
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.item_procedure FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.item_procedure FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
SELECT pg_catalog.pg_extension_config_dump('credit.item_procedure', 'WHERE NOT standard_entry');
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.item_procedure
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();

INSERT INTO credit.item_procedure (item, procedure, does, match_field, match_values, term_field, link_field, to_stage, max_age, basis_id, note, standard_entry)
SELECT v.item, v.procedure, v.does, v.match_field, v.match_values::pg_catalog.text[], v.term_field, v.link_field, v.to_stage, v.max_age, v.basis_id, v.note, true
FROM (VALUES
	('commitment', 'commitment', 'open', 'kind', '{证明事项型,主动公示型,行业自律型,信用修复型}', 'valid_until', NULL, NULL, 366, 'jilin_city_2020', '有履行期限的承诺'),
	('commitment', 'conditional_acceptance', 'open', 'kind', '{容缺受理型}', 'valid_until', NULL, NULL, 366, 'jilin_city_2020', '承诺期限内补齐材料'),
	('commitment', 'approval_commitment', 'open', 'kind', '{审批替代型}', NULL, NULL, NULL, 366, 'jilin_plan_14_5', '先批后核'),
	('commitment_performance', 'commitment', 'answer', 'result', '{已履行}', NULL, 'commitment_no', 'kept', NULL, 'jilin_city_2020', NULL),
	('commitment_performance', 'conditional_acceptance', 'answer', 'result', '{已履行}', NULL, 'commitment_no', 'supplied', NULL, 'jilin_city_2020', NULL),
	('rectification', 'rectification', 'open', 'result', '{整改中,逾期未完成}', 'due_on', NULL, NULL, 366, 'jilin_city_2020', '责令限期整改'),
	('rectification', 'rectification', 'answer', 'result', '{已完成}', NULL, NULL, 'done', NULL, 'jilin_city_2020', NULL)
) AS v (item, procedure, does, match_field, match_values, term_field, link_field, to_stage, max_age, basis_id, note);

-- Open cases that records answer, moved by the system.
CREATE FUNCTION credit.answer_proceedings(records pg_catalog.int8[]) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	UPDATE credit.proceeding p
	SET stage = a.to_stage, stage_since = greatest(p.stage_since, a.known_on), step = p.step + 1, doc_no = a.doc_no,
		note = 'record ' || a.record_id, step_detail = '{}', automatic = true
	-- a record of its own tells the day; one that was corrected is that of the
	-- order, and the day is the one on which the answer became known
	FROM (SELECT DISTINCT ON (c.subject_id, c.proceeding_id) c.subject_id, c.proceeding_id, i.to_stage, r.record_id, d.known_on, r.doc_no
		FROM credit.record_store r
		JOIN credit.item_procedure i ON i.item = r.item AND i.does = 'answer' AND i.valid @> r.decided_on
			AND (i.match_field IS NULL OR r.detail ->> i.match_field = ANY (i.match_values))
		CROSS JOIN LATERAL (SELECT CASE WHEN i.link_field IS NULL THEN credit.today() ELSE r.decided_on END AS known_on) d
		JOIN credit.proceeding c ON c.subject_id = r.subject_id AND c.open AND c.procedure = i.procedure
		JOIN credit.transition t ON t.procedure = c.procedure AND t.from_stage = c.stage AND t.to_stage = i.to_stage
			AND t.valid @> greatest(c.stage_since, d.known_on) AND 'system' = ANY (t.actors)
		WHERE r.record_id = ANY (records) AND r.status IN ('valid', 'disputed')
			AND CASE WHEN i.link_field IS NULL THEN c.record_id = r.record_id
				ELSE EXISTS (SELECT FROM credit.record_store b
					WHERE b.subject_id = c.subject_id AND b.record_id = c.record_id AND b.doc_no = r.detail ->> i.link_field) END
		ORDER BY c.subject_id, c.proceeding_id, r.decided_on, r.record_id) a
	WHERE p.subject_id = a.subject_id AND p.proceeding_id = a.proceeding_id;
END
$$;
COMMENT ON FUNCTION credit.answer_proceedings(pg_catalog.int8[]) IS 'Moves open cases that records answer. 以记录自动答复在办案件。';
REVOKE ALL ON FUNCTION credit.answer_proceedings(pg_catalog.int8[]) FROM PUBLIC;

CREATE FUNCTION credit.open_cases_of_records() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	answers bigint[];
BEGIN
	INSERT INTO credit.proceeding (subject_id, procedure, dept_id, opened_by, record_id, opened_on, step_detail, automatic)
	SELECT n.subject_id, i.procedure, n.dept_id, n.dept_id, n.record_id, n.decided_on,
		CASE WHEN t.term IS NULL THEN '{}' ELSE jsonb_build_object('due_on', t.term) END, true
	FROM new_rows n
	JOIN credit.item_procedure i ON i.item = n.item AND i.does = 'open' AND i.valid @> n.decided_on
		AND (i.match_field IS NULL OR n.detail ->> i.match_field = ANY (i.match_values))
	CROSS JOIN LATERAL (SELECT CASE i.term_field WHEN 'valid_until' THEN to_char(n.valid_until, 'YYYY-MM-DD') ELSE n.detail ->> i.term_field END AS term) t
	WHERE n.version = 1 AND n.status IN ('valid', 'disputed')
		AND n.decided_on BETWEEN credit.today() - coalesce(i.max_age, 36500) AND credit.today()
		AND (i.term_field IS NULL OR (t.term IS NOT NULL AND t.term <> '2099-12-31'))
		-- rows that only move between partitions open nothing anew
		AND NOT EXISTS (SELECT FROM credit.proceeding p WHERE p.record_id = n.record_id AND p.procedure = i.procedure);

	answers := ARRAY(SELECT n.record_id FROM new_rows n
		WHERE EXISTS (SELECT FROM credit.item_procedure i WHERE i.item = n.item AND i.does = 'answer'));
	IF answers <> '{}' THEN
		PERFORM credit.answer_proceedings(answers);
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.open_cases_of_records() IS 'Opens cases of new records and answers open ones, with their transition table. 以新增记录（转换表）立案或答复案件。';
REVOKE ALL ON FUNCTION credit.open_cases_of_records() FROM PUBLIC;

-- In C: asks whether an item concerns it, and only then goes the way above.
CREATE FUNCTION credit.records_open_cases() RETURNS trigger
	LANGUAGE c
	AS 'MODULE_PATHNAME', 'credit_records_open_cases';
COMMENT ON FUNCTION credit.records_open_cases() IS 'Statement trigger: records that open cases or answer them. 语句级触发器：记录自动立案或答复案件。';
REVOKE ALL ON FUNCTION credit.records_open_cases() FROM PUBLIC;
CREATE TRIGGER open_cases AFTER INSERT ON credit.record_store
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.records_open_cases();

-- A corrected record may answer its case; one that ends takes with it the
-- cases that have nothing left to do (joint actions are lifted).
CREATE FUNCTION credit.records_end_cases() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	answers bigint[];
	ended bigint[];
BEGIN
	IF credit.setting('restoring') = 'on' THEN
		RETURN NULL;
	END IF;
	-- set operations, not a join: its plan would be made for one row
	answers := ARRAY(SELECT n.record_id FROM new_rows n WHERE n.status IN ('valid', 'disputed')
		AND EXISTS (SELECT FROM credit.item_procedure i WHERE i.item = n.item AND i.does = 'answer'));
	ended := ARRAY(SELECT n.record_id FROM new_rows n WHERE n.status IN ('repaired', 'revoked', 'withdrawn')
		EXCEPT SELECT o.record_id FROM old_rows o WHERE o.status IN ('repaired', 'revoked', 'withdrawn'));
	IF answers <> '{}' THEN
		PERFORM credit.answer_proceedings(answers);
	END IF;
	IF ended <> '{}' THEN
		UPDATE credit.proceeding p
		SET stage = d.record_ended_to, stage_since = greatest(p.stage_since, credit.today()), step = p.step + 1, doc_no = NULL,
			note = 'record ended', step_detail = '{}', automatic = true
		FROM credit.procedure d
		JOIN credit.transition t ON t.procedure = d.procedure AND t.to_stage = d.record_ended_to AND 'system' = ANY (t.actors)
		WHERE p.record_id = ANY (ended) AND p.open AND d.procedure = p.procedure
			AND t.from_stage = p.stage AND t.valid @> greatest(p.stage_since, credit.today());
		INSERT INTO credit.event (kind, subject_id, ref_id, dept_id, ref_table)
		SELECT 'record_ended', n.subject_id, n.record_id, n.dept_id, 'record'
		FROM new_rows n WHERE n.record_id = ANY (ended) ORDER BY n.record_id;
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.records_end_cases() IS 'Statement trigger: corrected records answer cases, ended records end them. 语句级触发器：更正的记录答复案件，终止的记录使相关案件终结。';
REVOKE ALL ON FUNCTION credit.records_end_cases() FROM PUBLIC;
CREATE TRIGGER end_cases AFTER UPDATE ON credit.record_store
	REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.records_end_cases();
