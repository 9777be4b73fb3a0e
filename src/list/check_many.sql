-- check_many.sql: the same check for many codes in one call. Requires
-- list/check.sql; test/sql/check_many.sql holds both against each other.

CREATE FUNCTION credit.check_terms(purpose pg_catalog.text, on_date pg_catalog.date, OUT day pg_catalog.date, OUT since pg_catalog.date,
		OUT dept_id pg_catalog.int4, OUT asked_by pg_catalog.text, OUT broken_result pg_catalog.text, OUT running_result pg_catalog.text)
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	dept_id := credit.session_department();
	PERFORM credit.need_purpose(check_terms.purpose);
	PERFORM credit.need_day(check_terms.on_date);
	day := coalesce(check_terms.on_date, credit.today());
	since := credit.broken_since(day);
	asked_by := credit.asking_role();
	broken_result := '未履行';
	running_result := '履行中';
END
$$;
COMMENT ON FUNCTION credit.check_terms(pg_catalog.text, pg_catalog.date) IS 'What is the same for every code of a check: the day, since when broken commitments count, for whom it is asked. 一次批量查询的共同条件：基准日、违诺起算日、查询部门与角色。';
REVOKE ALL ON FUNCTION credit.check_terms(pg_catalog.text, pg_catalog.date) FROM PUBLIC;

-- What rests on entries and bans, of subjects each once, that have any; nr is
-- their place. Rows become JSON in C.
CREATE FUNCTION credit.check_entries(subjects pg_catalog.int8[], day pg_catalog.date)
	RETURNS TABLE (nr pg_catalog.int8, entry_id pg_catalog.int8, list pg_catalog.text, name_zh pg_catalog.text, class pg_catalog.text,
		dept_id pg_catalog.int4, doc_no pg_catalog.text, valid_from pg_catalog.date, valid_until pg_catalog.date, marked_for pg_catalog.int8)
	LANGUAGE plpgsql STABLE ROWS 1000 SET search_path = pg_catalog, pg_temp
	SET random_page_cost = 1 SET enable_mergejoin = off SET jit = off
AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY SELECT u.nr, e.entry_id, e.list, k.name_zh, k.class, e.dept_id, e.doc_no, e.valid_from, e.valid_until, e.marked_for
	FROM unnest(subjects) WITH ORDINALITY u (subject_id, nr)
	JOIN credit.list_entry e ON e.subject_id = u.subject_id JOIN credit.list_kind k ON k.list = e.list
	WHERE credit.list_in_force(e.valid_from, e.valid_until, e.ended_on, check_entries.day)
	ORDER BY u.nr, e.entry_id;
END
$$;
COMMENT ON FUNCTION credit.check_entries(pg_catalog.int8[], pg_catalog.date) IS 'Entries of lists in force on a day, of many subjects. 批量主体在某日有效的名单条目。';
REVOKE ALL ON FUNCTION credit.check_entries(pg_catalog.int8[], pg_catalog.date) FROM PUBLIC;

CREATE FUNCTION credit.check_bans(subjects pg_catalog.int8[], day pg_catalog.date)
	RETURNS TABLE (nr pg_catalog.int8, ban_id pg_catalog.int8, field pg_catalog.text, industry_code pg_catalog.text, dept_id pg_catalog.int4,
		doc_no pg_catalog.text, valid_from pg_catalog.date, valid_until pg_catalog.date, for_ever pg_catalog.bool)
	LANGUAGE plpgsql STABLE ROWS 1000 SET search_path = pg_catalog, pg_temp
	SET random_page_cost = 1 SET enable_mergejoin = off SET jit = off
AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY SELECT u.nr, b.ban_id, b.field, b.industry_code, b.dept_id, b.doc_no, b.valid_from, b.valid_until, b.for_ever
	FROM unnest(subjects) WITH ORDINALITY u (subject_id, nr) JOIN credit.industry_ban b ON b.subject_id = u.subject_id
	WHERE credit.list_in_force(b.valid_from, b.valid_until, b.ended_on, check_bans.day)
	ORDER BY u.nr, b.ban_id;
END
$$;
COMMENT ON FUNCTION credit.check_bans(pg_catalog.int8[], pg_catalog.date) IS 'Bans in force on a day, of many subjects. 批量主体在某日有效的禁入。';
REVOKE ALL ON FUNCTION credit.check_bans(pg_catalog.int8[], pg_catalog.date) FROM PUBLIC;

-- As credit.measures_applying() has it, all subjects together.
CREATE FUNCTION credit.check_measures(subjects pg_catalog.int8[], kinds credit.subject_kind[], grades credit.grade[],
		serious pg_catalog.int4[], purpose pg_catalog.text, day pg_catalog.date)
	RETURNS TABLE (nr pg_catalog.int8, measure pg_catalog.text, name_zh pg_catalog.text, name_en pg_catalog.text, direction pg_catalog.text,
		list pg_catalog.text, entry_id pg_catalog.int8, basis_id pg_catalog.text, until pg_catalog.date)
	LANGUAGE plpgsql STABLE ROWS 1000 SET search_path = pg_catalog, pg_temp
	SET random_page_cost = 1 SET enable_mergejoin = off SET jit = off
AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	WITH asked AS MATERIALIZED (
		SELECT u.* FROM unnest(subjects, kinds, grades, check_measures.serious) WITH ORDINALITY u (subject_id, kind, grade, serious, nr)
	), usable AS MATERIALIZED (
		SELECT m.* FROM credit.measure m WHERE check_measures.purpose = ANY (m.purposes) AND credit.measure_lawful(m, check_measures.day)
	)
	SELECT x.nr, m.measure, m.name_zh, m.name_en, m.direction, x.list, x.entry_id, m.basis_id, x.valid_until
	FROM (SELECT DISTINCT ON (w.nr, w.measure) w.*
		FROM (SELECT u.nr, u.kind, u.serious, lm.measure, e.list, e.entry_id, e.valid_until
				FROM asked u JOIN credit.list_entry e ON e.subject_id = u.subject_id JOIN credit.list_measure lm ON lm.list = e.list
				WHERE credit.list_in_force(e.valid_from, e.valid_until, e.ended_on, check_measures.day)
					AND (e.severity IS NULL OR e.severity >= lm.min_severity) AND (e.marked_for IS NULL OR lm.reaches_responsible)
			UNION ALL
			SELECT u.nr, u.kind, u.serious, g.measure, NULL, NULL, NULL FROM asked u JOIN credit.grade_measure g ON u.grade >= g.min_grade) w
		WHERE w.measure = ANY (ARRAY(SELECT u.measure FROM usable u))
		ORDER BY w.nr, w.measure, w.valid_until DESC, w.entry_id) x
	JOIN usable m ON m.measure = x.measure
	WHERE x.kind = ANY (m.applies_to) AND (m.direction = 'sanction' OR x.serious = 0)
	ORDER BY x.nr, m.direction, m.measure;
END
$$;
COMMENT ON FUNCTION credit.check_measures(pg_catalog.int8[], credit.subject_kind[], credit.grade[], pg_catalog.int4[], pg_catalog.text, pg_catalog.date) IS 'Measures that apply to many subjects on lists, for a purpose. 对批量列入名单主体某用途适用的措施。';
REVOKE ALL ON FUNCTION credit.check_measures(pg_catalog.int8[], credit.subject_kind[], credit.grade[], pg_catalog.int4[], pg_catalog.text, pg_catalog.date) FROM PUBLIC;

-- SECURITY DEFINER: as credit.check_subject().
CREATE FUNCTION credit.check_subjects(codes pg_catalog.text[], purpose pg_catalog.text, matter pg_catalog.text DEFAULT NULL,
		on_date pg_catalog.date DEFAULT NULL) RETURNS SETOF credit.subject_check
	LANGUAGE c SECURITY DEFINER ROWS 1000 SET search_path = pg_catalog, pg_temp
	AS 'MODULE_PATHNAME', 'credit_check_subjects';
COMMENT ON FUNCTION credit.check_subjects(pg_catalog.text[], pg_catalog.text, pg_catalog.text, pg_catalog.date) IS 'Checks many subjects at once, each entered in the log; answers in the order of the codes. 批量查询主体信用并逐一登记，按代码顺序返回。';
REVOKE ALL ON FUNCTION credit.check_subjects(pg_catalog.text[], pg_catalog.text, pg_catalog.text, pg_catalog.date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.check_subjects(pg_catalog.text[], pg_catalog.text, pg_catalog.text, pg_catalog.date) TO credit_admin, credit_department;
