-- unchecked.sql: decisions taken without a check, what models see of lists. Requires list/check.sql.

CREATE TABLE credit.check_rule (
	item pg_catalog.text COLLATE "C" PRIMARY KEY,
	purpose pg_catalog.text,
	"window" pg_catalog.interval NOT NULL CHECK ("window" OPERATOR(pg_catalog.>) '0'),
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	valid pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(valid)),
	verified pg_catalog.bool NOT NULL DEFAULT false,
	note pg_catalog.text,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false
);
COMMENT ON TABLE credit.check_rule IS 'Decisions, as catalogue items, before which the department must have checked the subject. 作出前须查询主体信用的决定事项。';
COMMENT ON COLUMN credit.check_rule.item IS 'Catalogue item of the decision. 决定的目录事项。';
COMMENT ON COLUMN credit.check_rule.purpose IS 'Only a check for this purpose counts; null: any. 须为该用途的查询，空为任意用途。';
COMMENT ON COLUMN credit.check_rule."window" IS 'How long before the decision the check may lie. 查询有效期。';
COMMENT ON COLUMN credit.check_rule.basis_id IS 'Basis. 依据。';
COMMENT ON COLUMN credit.check_rule.valid IS 'Days of decision to which it applies. 适用的决定日期。';
COMMENT ON COLUMN credit.check_rule.verified IS 'Whether the window was compared with the original. 有效期是否已与原文核对。';
COMMENT ON COLUMN credit.check_rule.note IS 'Remark. 备注。';
COMMENT ON COLUMN credit.check_rule.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';
GRANT SELECT ON credit.check_rule TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.check_rule TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.check_rule', 'WHERE NOT standard_entry');
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.check_rule FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.check_rule FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();

CREATE VIEW credit_bi.unchecked_decision WITH (security_invoker = true) AS
SELECT r.record_id, r.item::pg_catalog.text AS item, d.name COLLATE credit.pinyin AS department, r.dept_id, s.uscc::pg_catalog.text AS code,
	CASE WHEN s.kind OPERATOR(pg_catalog.=) 'person' THEN credit.mask_name(s.name) ELSE s.name END COLLATE credit.pinyin AS name,
	r.doc_no::pg_catalog.text AS doc_no, r.decided_on,
	EXISTS (SELECT FROM credit.list_entry e JOIN credit.list_kind k ON k.list OPERATOR(pg_catalog.=) e.list
		WHERE e.subject_id OPERATOR(pg_catalog.=) r.subject_id AND k.class OPERATOR(pg_catalog.<>) 'honest'
			AND e.period OPERATOR(pg_catalog.@>) r.decided_on) AS was_listed,
	c.basis_id::pg_catalog.text AS basis_id
FROM credit.check_rule c
JOIN credit.record_store r ON r.item OPERATOR(pg_catalog.=) c.item AND c.valid OPERATOR(pg_catalog.@>) r.decided_on
	AND r.status OPERATOR(pg_catalog.=) ANY (ARRAY['valid', 'disputed']::credit.record_status[])
JOIN credit.department d ON d.dept_id OPERATOR(pg_catalog.=) r.dept_id
LEFT JOIN credit.subject s ON s.subject_id OPERATOR(pg_catalog.=) r.subject_id
WHERE NOT EXISTS (SELECT FROM credit.query_log q
	WHERE q.subject_id OPERATOR(pg_catalog.=) r.subject_id AND q.dept_id OPERATOR(pg_catalog.=) r.dept_id
		AND (c.purpose IS NULL OR q.purpose OPERATOR(pg_catalog.=) c.purpose)
		AND pg_catalog.timezone(credit.setting('time_zone'), q.at)::pg_catalog.date OPERATOR(pg_catalog.<=) r.decided_on
		AND pg_catalog.timezone(credit.setting('time_zone'), q.at)::pg_catalog.date OPERATOR(pg_catalog.>=) (r.decided_on OPERATOR(pg_catalog.-) c."window"));
COMMENT ON VIEW credit_bi.unchecked_decision IS 'Decisions taken without the department having checked the subject in the time before. 未按规定查询信用即作出的决定。';
COMMENT ON COLUMN credit_bi.unchecked_decision.record_id IS 'Number of the record. 记录编号。';
COMMENT ON COLUMN credit_bi.unchecked_decision.item IS 'Kind of decision. 决定事项。';
COMMENT ON COLUMN credit_bi.unchecked_decision.department IS 'Department that decided. 决定部门。';
COMMENT ON COLUMN credit_bi.unchecked_decision.dept_id IS 'Its number. 部门编号。';
COMMENT ON COLUMN credit_bi.unchecked_decision.code IS 'Unified code of the subject; null for persons. 统一社会信用代码，自然人为空。';
COMMENT ON COLUMN credit_bi.unchecked_decision.name IS 'Name; masked for persons. 名称，自然人已脱敏。';
COMMENT ON COLUMN credit_bi.unchecked_decision.doc_no IS 'Decision document. 决定文书号。';
COMMENT ON COLUMN credit_bi.unchecked_decision.decided_on IS 'Day of the decision. 决定日期。';
COMMENT ON COLUMN credit_bi.unchecked_decision.was_listed IS 'Whether the subject was on a negative list that day. 当日是否在失信类名单。';
COMMENT ON COLUMN credit_bi.unchecked_decision.basis_id IS 'Rule that asks for the check. 要求查询的依据。';
GRANT SELECT ON credit_bi.unchecked_decision TO credit_admin, credit_department;

-- What a model sees of lists, so that a cap such as "on a serious list: at most
-- D" is a row of grade_cap: as of the day evaluated for, whatever day it is.
CREATE FUNCTION credit.list_source(argument pg_catalog.text, as_of pg_catalog.date, subjects pg_catalog.int8[])
		RETURNS TABLE (subject_id pg_catalog.int8, value pg_catalog.float8)
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
	IF subjects IS NULL THEN
		RETURN QUERY SELECT e.subject_id, count(*)::float8
			FROM credit.list_entry e JOIN credit.list_kind k ON k.list = e.list
			WHERE k.class = argument AND credit.list_in_force(e.valid_from, e.valid_until, e.ended_on, list_source.as_of)
			GROUP BY e.subject_id;
	ELSE
		RETURN QUERY SELECT e.subject_id, count(*)::float8
			FROM credit.list_entry e JOIN credit.list_kind k ON k.list = e.list
			WHERE e.subject_id = ANY (subjects) AND k.class = argument
				AND credit.list_in_force(e.valid_from, e.valid_until, e.ended_on, list_source.as_of)
			GROUP BY e.subject_id;
	END IF;
END
$$;
COMMENT ON FUNCTION credit.list_source(pg_catalog.text, pg_catalog.date, pg_catalog.int8[]) IS 'Source of indicators: lists of a class (serious, focus, honest) a subject is on that day. 指标来源：主体在该日所在某类名单（严重失信、重点关注、守信）数。';
REVOKE ALL ON FUNCTION credit.list_source(pg_catalog.text, pg_catalog.date, pg_catalog.int8[]) FROM PUBLIC;
INSERT INTO credit.indicator_source (source, function_name, about) VALUES
	('list', 'list_source', 'Lists of class "attribute" (serious, focus, honest) in force on the day. 当日有效的 attribute 类名单数。');

CREATE VIEW credit.list_standing WITH (security_invoker = true) AS
SELECT e.subject_id,
	pg_catalog.count(*) FILTER (WHERE k.class OPERATOR(pg_catalog.=) 'serious')::pg_catalog.float8 AS serious,
	pg_catalog.count(*) FILTER (WHERE k.class OPERATOR(pg_catalog.=) 'focus')::pg_catalog.float8 AS focus,
	pg_catalog.count(*) FILTER (WHERE k.class OPERATOR(pg_catalog.=) 'honest')::pg_catalog.float8 AS honest
FROM credit.list_entry e JOIN credit.list_kind k ON k.list OPERATOR(pg_catalog.=) e.list
WHERE credit.list_in_force(e.valid_from, e.valid_until, e.ended_on, credit.today())
GROUP BY e.subject_id;
COMMENT ON VIEW credit.list_standing IS 'How many lists of each class a subject is on today. 主体当日所在各类名单数。';
COMMENT ON COLUMN credit.list_standing.subject_id IS 'Subject. 主体编号。';
COMMENT ON COLUMN credit.list_standing.serious IS 'Serious lists. 严重失信名单数。';
COMMENT ON COLUMN credit.list_standing.focus IS 'Focus lists. 重点关注名单数。';
COMMENT ON COLUMN credit.list_standing.honest IS 'Honest lists. 守信名单数。';
GRANT SELECT ON credit.list_standing TO credit_admin, credit_department, credit_analyst;
INSERT INTO credit.indicator (indicator, dimension, name_zh, name_en, source, measure, attribute, relation, standard_entry) VALUES
	('on_serious_list', 'compliance', '现列严重失信名单数', 'serious lists in force', 'function', 'value', 'serious', 'list', true),
	('on_focus_list', 'compliance', '现列重点关注名单数', 'focus lists in force', 'function', 'value', 'focus', 'list', true),
	('on_honest_list', 'behaviour', '现列守信名单数', 'honest lists in force', 'function', 'value', 'honest', 'list', true);

-- Whether the term of an entry ran out between two days: a grade that was given
-- while it counted no longer holds, though nothing was written.
-- SECURITY DEFINER: an analyst may not see every entry, and must be told all
-- the same; the answer names none.
CREATE FUNCTION credit.list_term_over(subject_id pg_catalog.int8, evaluated_for pg_catalog.date, on_date pg_catalog.date DEFAULT credit.today())
		RETURNS pg_catalog.bool
	LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
	SELECT EXISTS (SELECT FROM credit.list_entry e WHERE e.subject_id = list_term_over.subject_id
		AND e.valid_from <= list_term_over.evaluated_for AND e.valid_until >= list_term_over.evaluated_for
		AND e.valid_until < list_term_over.on_date AND (e.ended_on IS NULL OR e.ended_on > list_term_over.evaluated_for))
$$;
COMMENT ON FUNCTION credit.list_term_over(pg_catalog.int8, pg_catalog.date, pg_catalog.date) IS 'Whether a list entry that counted on one day was over on another by its term. 某日有效的名单条目至另一日是否已期满。';
REVOKE ALL ON FUNCTION credit.list_term_over(pg_catalog.int8, pg_catalog.date, pg_catalog.date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.list_term_over(pg_catalog.int8, pg_catalog.date, pg_catalog.date) TO credit_admin, credit_department, credit_analyst;
