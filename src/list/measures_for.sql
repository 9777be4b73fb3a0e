-- measures_for.sql: which measures apply to a subject, and what the others
-- lack. Requires list/measure.sql, list/ban.sql.

-- The measures that may be applied on a day at all: their own range and that
-- of their basis hold, which for a sanction is of sufficient rank.
CREATE FUNCTION credit.measure_lawful(m credit.measure, on_date pg_catalog.date) RETURNS pg_catalog.bool
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN m.valid OPERATOR(pg_catalog.@>) on_date AND EXISTS (SELECT FROM credit.legal_basis b
		WHERE b.basis_id OPERATOR(pg_catalog.=) m.basis_id AND b.in_force OPERATOR(pg_catalog.@>) on_date
			AND (m.direction OPERATOR(pg_catalog.=) 'incentive' OR b.rank OPERATOR(pg_catalog.=)
				ANY (ARRAY['law', 'administrative_regulation', 'local_regulation', 'central_policy'])));
COMMENT ON FUNCTION credit.measure_lawful(credit.measure, pg_catalog.date) IS 'Whether a measure and its basis are in force on a day. 措施及其依据在某日是否有效。';

-- The latest grade by a general model that was known on a day.
CREATE FUNCTION credit.general_grade(subject_id pg_catalog.int8, on_date pg_catalog.date) RETURNS credit.grade
	LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT v.grade FROM credit.evaluation v
	JOIN credit.model m ON m.model OPERATOR(pg_catalog.=) v.model AND m.version OPERATOR(pg_catalog.=) v.version
	WHERE v.subject_id OPERATOR(pg_catalog.=) general_grade.subject_id AND m.sector IS NULL
		AND m.scale OPERATOR(pg_catalog.=) 'credit'
		AND v.as_of OPERATOR(pg_catalog.<=) on_date
	ORDER BY v.as_of DESC, m.loaded_at DESC, v.model LIMIT 1;
END;
COMMENT ON FUNCTION credit.general_grade(pg_catalog.int8, pg_catalog.date) IS 'Latest grade of the general public-credit evaluation. 最近一次公共信用综合评价等级。';

CREATE FUNCTION credit.need_purpose(purpose pg_catalog.text) RETURNS void
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM credit.code_list c WHERE c.list = 'decision_purpose' AND c.code = purpose) THEN
		RAISE EXCEPTION '%', credit.message('there is no purpose "%s"', coalesce(purpose, '<NULL>'))
			USING ERRCODE = 'CR002',
				DETAIL = credit.message('Purposes are %s.', (SELECT string_agg(c.code, ', ' ORDER BY c.ordinal, c.code)
					FROM credit.code_list c WHERE c.list = 'decision_purpose')),
				HINT = credit.message('The office may add one to credit.code_list, list decision_purpose.');
	END IF;
END
$$;
COMMENT ON FUNCTION credit.need_purpose(pg_catalog.text) IS 'Raises CR002 for a purpose that is not known. 决定用途不存在时报错。';

-- One row a measure: by the entry or grade that brings it closest to applying.
CREATE FUNCTION credit.measure_states(subject_id pg_catalog.int8, purpose pg_catalog.text, day pg_catalog.date)
	RETURNS TABLE (measure pg_catalog.text, name_zh pg_catalog.text, name_en pg_catalog.text, direction pg_catalog.text,
		applies pg_catalog.bool, missing pg_catalog.text[], reason pg_catalog.text, list pg_catalog.text,
		entry_id pg_catalog.int8, record_id pg_catalog.int8, doc_no pg_catalog.text, until_date pg_catalog.date,
		basis_id pg_catalog.text, basis pg_catalog.text)
	LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
	WITH who AS (
		SELECT s.kind, credit.general_grade(s.subject_id, measure_states.day) AS grade,
			(SELECT e.entry_id FROM credit.list_entry e JOIN credit.list_kind k USING (list)
				WHERE e.subject_id = s.subject_id AND k.class = 'serious'
					AND credit.list_in_force(e.valid_from, e.valid_until, e.ended_on, measure_states.day)
				ORDER BY e.entry_id LIMIT 1) AS serious_entry
		FROM credit.subject s WHERE s.subject_id = measure_states.subject_id
	), way AS (
		-- each way to a measure: a list with an entry or without, or a grade
		SELECT lm.measure, lm.list, e.entry_id, e.record_id, e.doc_no, e.valid_until, e.end_cause, e.ended_on, e.valid_from,
			CASE WHEN e.entry_id IS NULL THEN 'list'
				WHEN NOT credit.list_in_force(e.valid_from, e.valid_until, e.ended_on, measure_states.day)
					THEN CASE WHEN e.ended_on <= measure_states.day AND e.end_cause <> 'expired' THEN 'repair' ELSE 'term' END
				WHEN e.severity < lm.min_severity THEN 'severity'
				WHEN e.marked_for IS NOT NULL AND NOT lm.reaches_responsible THEN 'subject_kind' END AS lack,
			NULL::credit.grade AS min_grade
		FROM credit.list_measure lm
		LEFT JOIN credit.list_entry e ON e.list = lm.list AND e.subject_id = measure_states.subject_id
		UNION ALL
		SELECT g.measure, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
			CASE WHEN w.grade IS NULL OR w.grade < g.min_grade THEN 'grade' END, g.min_grade
		FROM credit.grade_measure g, who w
	), nearest AS (
		SELECT DISTINCT ON (m.measure) m, y.list, y.entry_id, y.record_id, y.doc_no, y.valid_until, y.valid_from,
			y.ended_on, y.end_cause, y.min_grade, coalesce(y.lack, CASE WHEN y.measure IS NULL THEN 'list' END) AS lack
		FROM credit.measure m LEFT JOIN way y ON y.measure = m.measure
		WHERE measure_states.purpose = ANY (m.purposes)
		ORDER BY m.measure, array_position('{severity,subject_kind,repair,term,grade,list}'::text[], y.lack) NULLS FIRST,
			y.valid_until DESC, y.entry_id
	), judged AS (
		SELECT n.*, b.title, array_remove(ARRAY[
			CASE WHEN NOT credit.measure_lawful(n.m, measure_states.day) THEN 'basis' END,
			CASE WHEN NOT w.kind = ANY ((n.m).applies_to) OR n.lack = 'subject_kind' THEN 'subject_kind' END,
			nullif(n.lack, 'subject_kind'),
			CASE WHEN (n.m).direction = 'incentive' AND w.serious_entry IS NOT NULL THEN 'standing' END], NULL) AS missing,
			w.kind, w.grade, w.serious_entry
		FROM nearest n CROSS JOIN who w LEFT JOIN credit.legal_basis b ON b.basis_id = (n.m).basis_id
	)
	SELECT (j.m).measure, (j.m).name_zh, (j.m).name_en, (j.m).direction, j.missing = '{}', j.missing,
		array_to_string(ARRAY[
			CASE WHEN 'basis' = ANY (j.missing) THEN format('the basis %s or the measure is not in force', (j.m).basis_id) END,
			CASE WHEN 'subject_kind' = ANY (j.missing) THEN CASE WHEN j.lack = 'subject_kind'
				THEN format('from list %s it does not reach responsible persons', j.list)
				ELSE format('not for subjects of kind %s', j.kind) END END,
			CASE j.lack WHEN 'list' THEN 'on no list that brings it'
				WHEN 'severity' THEN format('entry %s is not severe enough', j.entry_id)
				WHEN 'term' THEN CASE WHEN j.valid_from > measure_states.day THEN format('entry %s begins on %s', j.entry_id, j.valid_from)
					ELSE format('entry %s was over on %s', j.entry_id, coalesce(j.ended_on, j.valid_until + 1)) END
				WHEN 'repair' THEN format('entry %s ended on %s: %s', j.entry_id, j.ended_on, j.end_cause)
				WHEN 'grade' THEN CASE WHEN j.grade IS NULL THEN 'not graded' ELSE format('grade %s is below %s', j.grade, j.min_grade) END END,
			CASE WHEN 'standing' = ANY (j.missing) THEN format('on a serious list (entry %s)', j.serious_entry) END,
			CASE WHEN j.missing = '{}' THEN CASE WHEN j.entry_id IS NOT NULL
				THEN format('entry %s on list %s by %s', j.entry_id, j.list, j.doc_no) ELSE format('grade %s', j.grade) END END], '; '),
		j.list, j.entry_id, j.record_id, j.doc_no, j.valid_until, (j.m).basis_id, j.title
	FROM judged j ORDER BY j.missing = '{}' DESC, (j.m).direction, (j.m).class, (j.m).kind_no, (j.m).measure
$$;
COMMENT ON FUNCTION credit.measure_states(pg_catalog.int8, pg_catalog.text, pg_catalog.date) IS 'What credit.measures_for() shows, by number of the subject. 按主体编号列出措施适用情况。';

CREATE FUNCTION credit.measures_for(code pg_catalog.text, purpose pg_catalog.text, on_date pg_catalog.date DEFAULT NULL)
	RETURNS TABLE (measure pg_catalog.text, name_zh pg_catalog.text, name_en pg_catalog.text, direction pg_catalog.text,
		applies pg_catalog.bool, missing pg_catalog.text[], reason pg_catalog.text, list pg_catalog.text,
		entry_id pg_catalog.int8, record_id pg_catalog.int8, doc_no pg_catalog.text, until_date pg_catalog.date,
		basis_id pg_catalog.text, basis pg_catalog.text)
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	day date := coalesce(on_date, credit.today());
	who int8 := credit.find_subject(code);
BEGIN
	IF who IS NULL THEN
		RAISE EXCEPTION '%', credit.message('no subject has this code')
			USING ERRCODE = 'CR005', HINT = credit.message('Look for it with credit.search_subject(). Persons are asked about with credit.check_subject().');
	END IF;
	PERFORM credit.need_purpose(purpose);
	RETURN QUERY SELECT x.* FROM credit.measure_states(who, purpose, day) x;
END
$$;
COMMENT ON FUNCTION credit.measures_for(pg_catalog.text, pg_catalog.text, pg_catalog.date) IS 'Every measure that counts for a purpose: whether it applies to the subject that day, and if not what is missing: basis, subject_kind, list, severity, term, repair, grade, standing. 某用途的全部措施：当日是否适用，不适用时所缺：依据、主体类别、名单、相称性、期限、已修复、等级、现列严重失信名单。';
