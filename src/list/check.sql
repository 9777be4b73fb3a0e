-- check.sql: looking a subject up for a decision, one or many, always entered
-- in the log. Requires list/query.sql.

CREATE TYPE credit.subject_check AS (
	query_id pg_catalog.int8,
	code pg_catalog.text,
	subject_id pg_catalog.int8,
	name pg_catalog.text,
	kind credit.subject_kind,
	on_date pg_catalog.date,
	purpose pg_catalog.text,
	verdict pg_catalog.text,
	reasons pg_catalog.text[],
	grade credit.grade,
	grades pg_catalog.jsonb,
	lists pg_catalog.jsonb,
	bans pg_catalog.jsonb,
	measures pg_catalog.jsonb,
	open_commitments pg_catalog.int4,
	overdue_commitments pg_catalog.int4,
	broken_commitments pg_catalog.int4,
	conditional_acceptance pg_catalog.bool,
	conditional_missing pg_catalog.text[],
	green_channel pg_catalog.bool,
	green_missing pg_catalog.text[]
);
COMMENT ON TYPE credit.subject_check IS 'Answer of a check: grades, lists, bans, measures that apply to the purpose, commitments, eligibility, with reasons. 查询结论：等级、名单、禁入、适用措施、承诺、适用资格及理由。';

-- PL/pgSQL and not SQL, so that its plan is kept for the session.
-- Measures that apply, for a subject with entries or a grade; agrees with
-- credit.measure_states(), which explains the others too.
CREATE FUNCTION credit.measures_applying(subject pg_catalog.int8, kind credit.subject_kind, grade credit.grade,
		serious pg_catalog.int4, purpose pg_catalog.text, day pg_catalog.date) RETURNS pg_catalog.jsonb
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
	RETURN (SELECT coalesce(jsonb_agg(jsonb_build_object('measure', a.measure, 'name_zh', a.name_zh, 'name_en', a.name_en,
			'direction', a.direction, 'list', a.list, 'entry_id', a.entry_id, 'basis_id', a.basis_id, 'until', a.valid_until)
		ORDER BY a.direction, a.measure), '[]')
	FROM (SELECT DISTINCT ON (m.measure) m.measure, m.name_zh, m.name_en, m.direction, m.basis_id, w.list, w.entry_id, w.valid_until
		FROM (SELECT lm.measure, e.list, e.entry_id, e.valid_until
				FROM credit.list_entry e JOIN credit.list_measure lm ON lm.list = e.list
				WHERE e.subject_id = subject AND credit.list_in_force(e.valid_from, e.valid_until, e.ended_on, day)
					AND (e.severity IS NULL OR e.severity >= lm.min_severity)
					AND (e.marked_for IS NULL OR lm.reaches_responsible)
			UNION ALL
			SELECT g.measure, NULL, NULL, NULL FROM credit.grade_measure g
				WHERE measures_applying.grade >= g.min_grade) w
		JOIN credit.measure m ON m.measure = w.measure AND m.valid @> day
			AND measures_applying.purpose = ANY (m.purposes) AND measures_applying.kind = ANY (m.applies_to)
			AND (m.direction = 'sanction' OR coalesce(measures_applying.serious, 0) = 0)
		-- as credit.measure_lawful() has it
		JOIN credit.legal_basis b ON b.basis_id = m.basis_id AND b.in_force @> day
			AND (m.direction = 'incentive' OR b.rank IN ('law', 'administrative_regulation', 'local_regulation', 'central_policy'))
		ORDER BY m.measure, w.valid_until DESC, w.entry_id) a);
END
$$;
COMMENT ON FUNCTION credit.measures_applying(pg_catalog.int8, credit.subject_kind, credit.grade, pg_catalog.int4, pg_catalog.text, pg_catalog.date) IS 'The measures that apply to a subject for a purpose. 对主体某用途适用的措施。';
REVOKE ALL ON FUNCTION credit.measures_applying(pg_catalog.int8, credit.subject_kind, credit.grade, pg_catalog.int4, pg_catalog.text, pg_catalog.date) FROM PUBLIC;

CREATE FUNCTION credit.need_day(day pg_catalog.date) RETURNS void
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF NOT isfinite(day) THEN
		RAISE EXCEPTION '%', credit.message('a check is for a day')
			USING ERRCODE = 'CR002', DETAIL = credit.message('Given was %s.', day),
				HINT = credit.message('Give the day of the decision, or leave it out for today.');
	END IF;
END
$$;
COMMENT ON FUNCTION credit.need_day(pg_catalog.date) IS 'Raises CR002 where a day is infinite. 日期为无穷时报错。';
REVOKE ALL ON FUNCTION credit.need_day(pg_catalog.date) FROM PUBLIC;

-- SECURITY DEFINER: the answer must not depend on what the asking department
-- may browse, and nobody else may write the log.
CREATE FUNCTION credit.check_subject(code pg_catalog.text, purpose pg_catalog.text, matter pg_catalog.text DEFAULT NULL,
		on_date pg_catalog.date DEFAULT NULL) RETURNS credit.subject_check
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	answer credit.subject_check;
	who credit.subject;
	dept int4;
	serious int4;
	focus int4;
	honest int4;
	listed jsonb;
	banned jsonb;
	since date;
	promises text[];
	dues date[];
	answers text[];
BEGIN
	IF pg_is_in_recovery() THEN
		PERFORM credit.refuse_standby('check a subject, which is entered in the log');
	END IF;
	dept := credit.session_department();
	IF credit.known_purpose(check_subject.purpose) IS NOT TRUE THEN
		PERFORM credit.need_purpose(check_subject.purpose);
	END IF;
	IF NOT isfinite(check_subject.on_date) THEN
		PERFORM credit.need_day(check_subject.on_date);
	END IF;
	answer.on_date := coalesce(check_subject.on_date, credit.today());
	since := credit.broken_since(answer.on_date);
	answer.purpose := check_subject.purpose;
	answer.subject_id := credit.find_subject(check_subject.code);
	answer.code := check_subject.code;
	IF check_subject.code IS NULL THEN
		RAISE EXCEPTION '%', credit.message('a check needs a code')
			USING ERRCODE = 'CR002', DETAIL = credit.message('The code is null.');
	ELSIF answer.subject_id IS NULL AND credit.is_resident_id(check_subject.code) THEN
		answer.subject_id := credit.person_subject('resident_id', check_subject.code, NULL, false);
		answer.code := credit.mask_id(check_subject.code);
	END IF;
	answer.lists := '[]';
	answer.bans := '[]';
	answer.measures := '[]';
	answer.grades := '[]';
	IF answer.subject_id IS NOT NULL THEN
		SELECT s.* INTO who FROM credit.subject s WHERE s.subject_id = answer.subject_id;
		answer.kind := who.kind;
		answer.name := CASE WHEN who.kind = 'person' THEN credit.mask_name(who.name) ELSE who.name END;
		SELECT coalesce(jsonb_agg(jsonb_build_object('model', v.model, 'version', v.version, 'grade', v.grade,
				'as_of', v.as_of) ORDER BY v.model), '[]'),
			(array_agg(v.grade ORDER BY v.as_of DESC, v.loaded_at DESC, v.model) FILTER (WHERE v.general))[1]
		INTO answer.grades, answer.grade
		FROM (SELECT DISTINCT ON (v.model) v.model, v.version, v.grade, v.as_of, m.loaded_at, m.sector IS NULL AND m.scale = 'credit' AS general
			FROM credit.evaluation v JOIN credit.model m ON m.model = v.model AND m.version = v.version
			WHERE v.subject_id = answer.subject_id AND v.as_of <= answer.on_date
			ORDER BY v.model, v.as_of DESC) v;
		SELECT count(*) FILTER (WHERE k.class = 'serious')::int4 AS serious, count(*) FILTER (WHERE k.class = 'focus')::int4 AS focus,
			count(*) FILTER (WHERE k.class = 'honest')::int4 AS honest,
			jsonb_agg(jsonb_build_object('entry_id', e.entry_id, 'list', e.list, 'name_zh', k.name_zh, 'class', k.class,
				'dept_id', e.dept_id, 'doc_no', e.doc_no, 'from', e.valid_from, 'until', e.valid_until,
				'marked_for', e.marked_for) ORDER BY e.entry_id) AS listed
		INTO serious, focus, honest, listed
		FROM credit.list_entry e JOIN credit.list_kind k ON k.list = e.list
		WHERE e.subject_id = answer.subject_id AND credit.list_in_force(e.valid_from, e.valid_until, e.ended_on, answer.on_date);
		answer.lists := coalesce(listed, '[]');
		SELECT jsonb_agg(jsonb_build_object('ban_id', b.ban_id, 'field', b.field, 'industry_code', b.industry_code,
			'dept_id', b.dept_id, 'doc_no', b.doc_no, 'from', b.valid_from, 'until', b.valid_until, 'for_ever', b.for_ever)
			ORDER BY b.ban_id) INTO banned
		FROM credit.industry_ban b
		WHERE b.subject_id = answer.subject_id AND credit.list_in_force(b.valid_from, b.valid_until, b.ended_on, answer.on_date);
		answer.bans := coalesce(banned, '[]');
		IF listed IS NOT NULL THEN
			answer.measures := credit.measures_applying(answer.subject_id, who.kind, answer.grade, serious,
				check_subject.purpose, answer.on_date);
		ELSIF answer.grade IS NOT NULL THEN
			answer.measures := credit.grade_measures(who.kind, answer.grade, check_subject.purpose, answer.on_date);
		END IF;
		-- commitments lie side by side in the key of a record: one range has them all
		SELECT array_agg(r.doc_no) FILTER (WHERE r.item = 'commitment' AND r.valid_until IS NOT NULL),
			array_agg(r.valid_until) FILTER (WHERE r.item = 'commitment' AND r.valid_until IS NOT NULL),
			array_agg(r.detail ->> 'commitment_no') FILTER (WHERE r.item <> 'commitment' AND r.detail ->> 'commitment_no' IS NOT NULL
				AND coalesce(r.detail ->> 'result' <> '履行中', true)),
			count(*) FILTER (WHERE r.decided_on > since AND (r.item = 'commitment_breach' OR r.detail ->> 'result' = '未履行'))
		INTO promises, dues, answers, answer.broken_commitments
		FROM credit.record_store r
		WHERE r.subject_id = answer.subject_id AND r.item >= 'commitment' AND r.item <= 'commitment_performance'
			AND r.item = ANY ('{commitment,commitment_breach,commitment_performance}')
			AND r.status IN ('valid', 'disputed') AND r.decided_on <= answer.on_date;
		answer.open_commitments := 0;
		answer.overdue_commitments := 0;
		FOR i IN 1 .. coalesce(cardinality(promises), 0) LOOP
			IF NOT promises[i] = ANY (coalesce(answers, '{}')) THEN
				IF dues[i] < answer.on_date THEN
					answer.overdue_commitments := answer.overdue_commitments + 1;
				ELSE
					answer.open_commitments := answer.open_commitments + 1;
				END IF;
			END IF;
		END LOOP;
	END IF;
	SELECT j.verdict, j.reasons, j.conditional_missing, j.green_missing
	INTO answer.verdict, answer.reasons, answer.conditional_missing, answer.green_missing
	FROM credit.judge(answer.subject_id IS NOT NULL, answer.grade, serious, focus, honest,
		jsonb_array_length(answer.bans), answer.overdue_commitments, answer.broken_commitments) j;
	answer.conditional_acceptance := answer.conditional_missing = '{}';
	answer.green_channel := answer.green_missing = '{}';
	INSERT INTO credit.query_log AS q (on_date, asked_by, dept_id, subject_id, code, purpose, matter, verdict)
	VALUES (answer.on_date, credit.asking_role(), dept, answer.subject_id, answer.code, answer.purpose,
		check_subject.matter, answer.verdict)
	RETURNING q.query_id INTO answer.query_id;
	RETURN answer;
END
$$;
COMMENT ON FUNCTION credit.check_subject(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.date) IS 'Looks a subject up for a decision and enters it in the log: grades, lists in force, bans, measures that apply, commitments, eligibility with reasons. 决策前查询主体信用并登记：等级、名单、禁入、适用措施、承诺与资格及理由。';
REVOKE ALL ON FUNCTION credit.check_subject(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.check_subject(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.date) TO credit_admin, credit_department;
