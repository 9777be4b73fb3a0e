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

-- Commitments of a subject, dated ones as far as they are open. The items lie
-- side by side in the key of a record, so one range of it has them all.
CREATE FUNCTION credit.commitment_state(subject pg_catalog.int8, day pg_catalog.date, since pg_catalog.date,
		OUT open pg_catalog.int4, OUT overdue pg_catalog.int4, OUT broken pg_catalog.int4) RETURNS record
	LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT pg_catalog.count(*) FILTER (WHERE c.due OPERATOR(pg_catalog.>=) day AND NOT c.answered)::pg_catalog.int4,
		pg_catalog.count(*) FILTER (WHERE c.due OPERATOR(pg_catalog.<) day AND NOT c.answered)::pg_catalog.int4,
		pg_catalog.sum(c.broken)::pg_catalog.int4
	FROM (SELECT pg_catalog.min(r.valid_until) FILTER (WHERE r.item OPERATOR(pg_catalog.=) 'commitment') AS due,
			coalesce(pg_catalog.bool_or(r.item OPERATOR(pg_catalog.<>) 'commitment'
				AND coalesce((r.detail OPERATOR(pg_catalog.->>) 'result') OPERATOR(pg_catalog.<>) '履行中', true)), false) AS answered,
			pg_catalog.count(*) FILTER (WHERE r.decided_on OPERATOR(pg_catalog.>) since
				AND (r.item OPERATOR(pg_catalog.=) 'commitment_breach'
					OR (r.detail OPERATOR(pg_catalog.->>) 'result') OPERATOR(pg_catalog.=) '未履行')) AS broken
		FROM credit.record_store r
		WHERE r.subject_id OPERATOR(pg_catalog.=) subject
			AND r.item OPERATOR(pg_catalog.>=) 'commitment' AND r.item OPERATOR(pg_catalog.<=) 'commitment_performance'
			AND r.item OPERATOR(pg_catalog.=) ANY (ARRAY['commitment', 'commitment_breach', 'commitment_performance'])
			AND r.status OPERATOR(pg_catalog.=) ANY (ARRAY['valid', 'disputed']::credit.record_status[])
			AND r.decided_on OPERATOR(pg_catalog.<=) day
		GROUP BY CASE WHEN r.item OPERATOR(pg_catalog.=) 'commitment' THEN r.doc_no
			ELSE r.detail OPERATOR(pg_catalog.->>) 'commitment_no' END) c;
END;
COMMENT ON FUNCTION credit.commitment_state(pg_catalog.int8, pg_catalog.date, pg_catalog.date) IS 'Dated commitments of a subject that are open or overdue, and how many were broken since a day. 主体有期限承诺的未了结数、逾期数与违诺次数。';
REVOKE ALL ON FUNCTION credit.commitment_state(pg_catalog.int8, pg_catalog.date, pg_catalog.date) FROM PUBLIC;

-- Measures that apply, for a subject with entries or a grade; agrees with
-- credit.measure_states(), which explains the others too.
CREATE FUNCTION credit.measures_applying(subject pg_catalog.int8, kind credit.subject_kind, grade credit.grade,
		serious pg_catalog.int4, purpose pg_catalog.text, day pg_catalog.date) RETURNS pg_catalog.jsonb
	LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('measure', a.measure, 'name_zh', a.name_zh, 'name_en', a.name_en,
			'direction', a.direction, 'list', a.list, 'entry_id', a.entry_id, 'basis_id', a.basis_id, 'until', a.valid_until)
		ORDER BY a.direction, a.measure)
	FROM (SELECT DISTINCT ON (m.measure) m.measure, m.name_zh, m.name_en, m.direction, m.basis_id, w.list, w.entry_id, w.valid_until
		FROM (SELECT lm.measure, e.list, e.entry_id, e.valid_until
				FROM credit.list_entry e JOIN credit.list_measure lm ON lm.list OPERATOR(pg_catalog.=) e.list
				WHERE e.subject_id OPERATOR(pg_catalog.=) subject
					AND credit.list_in_force(e.valid_from, e.valid_until, e.ended_on, day)
					AND (e.severity IS NULL OR e.severity OPERATOR(pg_catalog.>=) lm.min_severity)
					AND (e.marked_for IS NULL OR lm.reaches_responsible)
			UNION ALL
			SELECT g.measure, NULL, NULL, NULL FROM credit.grade_measure g
				WHERE grade OPERATOR(pg_catalog.>=) g.min_grade) w
		JOIN credit.measure m ON m.measure OPERATOR(pg_catalog.=) w.measure
			AND purpose OPERATOR(pg_catalog.=) ANY (m.purposes) AND kind OPERATOR(pg_catalog.=) ANY (m.applies_to)
			AND credit.measure_lawful(m, day)
			AND (m.direction OPERATOR(pg_catalog.=) 'sanction' OR coalesce(serious, 0) OPERATOR(pg_catalog.=) 0)
		ORDER BY m.measure, w.valid_until DESC, w.entry_id) a;
END;
COMMENT ON FUNCTION credit.measures_applying(pg_catalog.int8, credit.subject_kind, credit.grade, pg_catalog.int4, pg_catalog.text, pg_catalog.date) IS 'The measures that apply to a subject for a purpose. 对主体某用途适用的措施。';
REVOKE ALL ON FUNCTION credit.measures_applying(pg_catalog.int8, credit.subject_kind, credit.grade, pg_catalog.int4, pg_catalog.text, pg_catalog.date) FROM PUBLIC;

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
BEGIN
	IF pg_is_in_recovery() THEN
		PERFORM credit.refuse_standby();
	END IF;
	dept := credit.session_department();
	PERFORM credit.need_purpose(check_subject.purpose);
	answer.on_date := coalesce(check_subject.on_date, credit.today());
	answer.purpose := check_subject.purpose;
	answer.subject_id := credit.find_subject(check_subject.code);
	answer.code := check_subject.code;
	IF answer.subject_id IS NULL AND credit.is_resident_id(check_subject.code) THEN
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
		IF listed IS NOT NULL OR answer.grade IS NOT NULL THEN
			answer.measures := coalesce(credit.measures_applying(answer.subject_id, who.kind, answer.grade, serious,
				check_subject.purpose, answer.on_date), '[]');
		END IF;
		SELECT c.open, c.overdue, coalesce(c.broken, 0)
		INTO answer.open_commitments, answer.overdue_commitments, answer.broken_commitments
		FROM credit.commitment_state(answer.subject_id, answer.on_date, credit.broken_since(answer.on_date)) c;
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
