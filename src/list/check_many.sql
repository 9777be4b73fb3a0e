-- check_many.sql: the same check for many codes in one statement. Requires
-- list/check.sql; test/sql/measures.sql holds both against each other.

-- SECURITY DEFINER: as credit.check_subject(). Each part is gathered for all
-- subjects at once by index; measures that follow from a grade alone are worked
-- out once for each kind of subject and grade.
CREATE FUNCTION credit.check_subjects(codes pg_catalog.text[], purpose pg_catalog.text, matter pg_catalog.text DEFAULT NULL,
		on_date pg_catalog.date DEFAULT NULL) RETURNS SETOF credit.subject_check
	LANGUAGE plpgsql SECURITY DEFINER ROWS 1000 SET search_path = pg_catalog, pg_temp
	SET random_page_cost = 1 SET enable_mergejoin = off SET jit = off
AS $$
#variable_conflict use_column
DECLARE
	dept int4;
	asker text := credit.asking_role();
	day date := coalesce(check_subjects.on_date, credit.today());
	since date := credit.broken_since(coalesce(check_subjects.on_date, credit.today()));
	ids int8[];
	shown text[];
	listed_ids int8[];
BEGIN
	IF pg_is_in_recovery() THEN
		PERFORM credit.refuse_standby('check a subject, which is entered in the log');
	END IF;
	dept := credit.session_department();
	PERFORM credit.need_purpose(check_subjects.purpose);
	-- codes in use by one index look-up each, all other numbers as one asks for one
	SELECT array_agg(CASE WHEN s.subject_id IS NULL OR s.merged_into IS NOT NULL THEN credit.subject_of_code(a.code) ELSE s.subject_id END ORDER BY a.nr),
		array_agg(CASE WHEN s.subject_id IS NULL AND credit.is_resident_id(a.code) THEN credit.mask_id(a.code) ELSE a.code END ORDER BY a.nr)
	INTO ids, shown
	FROM unnest(codes) WITH ORDINALITY a (code, nr)
	LEFT JOIN credit.subject s ON s.uscc::text = a.code;
	listed_ids := ARRAY(SELECT DISTINCT u.id FROM unnest(ids) u (id) JOIN credit.list_entry e ON e.subject_id = u.id
		WHERE credit.list_in_force(e.valid_from, e.valid_until, e.ended_on, day));
	RETURN QUERY
	WITH asked AS (
		SELECT u.id, u.code, u.nr FROM unnest(ids, shown) WITH ORDINALITY u (id, code, nr)
	), known AS (
		SELECT DISTINCT a.id FROM asked a WHERE a.id IS NOT NULL
	), graded AS (
		SELECT v.subject_id, jsonb_agg(jsonb_build_object('model', v.model, 'version', v.version, 'grade', v.grade, 'as_of', v.as_of) ORDER BY v.model) AS grades,
			(array_agg(v.grade ORDER BY v.as_of DESC, v.loaded_at DESC, v.model) FILTER (WHERE v.general))[1] AS grade
		FROM (SELECT DISTINCT ON (e.subject_id, e.model) e.subject_id, e.model, e.version, e.grade, e.as_of, m.loaded_at,
				m.sector IS NULL AND m.scale = 'credit' AS general
			FROM known k JOIN credit.evaluation e ON e.subject_id = k.id AND e.as_of <= day
			JOIN credit.model m ON m.model = e.model AND m.version = e.version
			ORDER BY e.subject_id, e.model, e.as_of DESC) v
		GROUP BY v.subject_id
	), entry AS (
		SELECT e.*, k.class, k.name_zh FROM unnest(listed_ids) u (id)
		JOIN credit.list_entry e ON e.subject_id = u.id JOIN credit.list_kind k ON k.list = e.list
		WHERE credit.list_in_force(e.valid_from, e.valid_until, e.ended_on, day)
	), listed AS (
		SELECT e.subject_id, count(*) FILTER (WHERE e.class = 'serious')::int4 AS serious, count(*) FILTER (WHERE e.class = 'focus')::int4 AS focus,
			count(*) FILTER (WHERE e.class = 'honest')::int4 AS honest,
			jsonb_agg(jsonb_build_object('entry_id', e.entry_id, 'list', e.list, 'name_zh', e.name_zh, 'class', e.class,
				'dept_id', e.dept_id, 'doc_no', e.doc_no, 'from', e.valid_from, 'until', e.valid_until, 'marked_for', e.marked_for)
				ORDER BY e.entry_id) AS lists
		FROM entry e GROUP BY e.subject_id
	), banned AS (
		SELECT b.subject_id, count(*)::int4 AS n, jsonb_agg(jsonb_build_object('ban_id', b.ban_id, 'field', b.field, 'industry_code', b.industry_code,
			'dept_id', b.dept_id, 'doc_no', b.doc_no, 'from', b.valid_from, 'until', b.valid_until, 'for_ever', b.for_ever) ORDER BY b.ban_id) AS bans
		FROM known k JOIN credit.industry_ban b ON b.subject_id = k.id
		WHERE credit.list_in_force(b.valid_from, b.valid_until, b.ended_on, day) GROUP BY b.subject_id
	), promised AS (
		SELECT c.subject_id, o.open, o.overdue, c.broken
		FROM (SELECT r.subject_id,
				array_agg(r.doc_no) FILTER (WHERE r.item = 'commitment' AND r.valid_until IS NOT NULL) AS promises,
				array_agg(r.valid_until) FILTER (WHERE r.item = 'commitment' AND r.valid_until IS NOT NULL) AS dues,
				array_agg(r.detail ->> 'commitment_no') FILTER (WHERE r.item <> 'commitment' AND coalesce(r.detail ->> 'result' <> '履行中', true)) AS answers,
				count(*) FILTER (WHERE r.decided_on > since AND (r.item = 'commitment_breach' OR r.detail ->> 'result' = '未履行'))::int4 AS broken
			FROM known k JOIN credit.record_store r ON r.subject_id = k.id AND r.item >= 'commitment' AND r.item <= 'commitment_performance'
			WHERE r.item = ANY ('{commitment,commitment_breach,commitment_performance}')
				AND r.status IN ('valid', 'disputed') AND r.decided_on <= day
			GROUP BY r.subject_id) c
		CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE p.due >= day)::int4 AS open, count(*) FILTER (WHERE p.due < day)::int4 AS overdue
			FROM unnest(c.promises, c.dues) p (doc, due) WHERE NOT p.doc = ANY (coalesce(c.answers, '{}'))) o
	), facts AS MATERIALIZED (
		SELECT a.nr, a.code, a.id, s.name, s.kind, g.grade, g.grades, l.lists, l.serious, l.focus, l.honest, b.bans, b.n AS nbans,
			p.open, p.overdue, p.broken, nextval('credit.query_log_query_id_seq') AS query_id
		FROM (SELECT * FROM asked ORDER BY asked.nr) a
		LEFT JOIN credit.subject s ON s.subject_id = a.id
		LEFT JOIN graded g ON g.subject_id = a.id
		LEFT JOIN listed l ON l.subject_id = a.id
		LEFT JOIN banned b ON b.subject_id = a.id
		LEFT JOIN promised p ON p.subject_id = a.id
	), by_grade AS MATERIALIZED (
		SELECT k.kind, k.grade, credit.grade_measures(k.kind, k.grade, check_subjects.purpose, day) AS measures
		FROM (SELECT DISTINCT f.kind, f.grade FROM facts f WHERE f.lists IS NULL AND f.grade IS NOT NULL) k
	), by_list AS (
		SELECT w.id, credit.measures_applying(w.id, w.kind, w.grade, w.serious, check_subjects.purpose, day) AS measures
		FROM (SELECT DISTINCT f.id, f.kind, f.grade, f.serious FROM facts f WHERE f.lists IS NOT NULL) w
	), judged AS MATERIALIZED (
		SELECT f.*, j.verdict, j.reasons, j.conditional_missing, j.green_missing
		FROM (SELECT f.*, credit.judge(f.id IS NOT NULL, f.grade, f.serious, f.focus, f.honest, f.nbans, f.overdue, f.broken) AS j
			FROM facts f OFFSET 0) f, LATERAL (SELECT (f.j).*) j
	), logged AS (
		INSERT INTO credit.query_log (query_id, on_date, asked_by, dept_id, subject_id, code, purpose, matter, verdict)
		SELECT j.query_id, day, asker, dept, j.id, j.code, check_subjects.purpose, check_subjects.matter, j.verdict FROM judged j ORDER BY j.nr
	)
	SELECT j.query_id, j.code, j.id, CASE WHEN j.kind = 'person' THEN credit.mask_name(j.name) ELSE j.name END, j.kind, day, check_subjects.purpose,
		j.verdict, j.reasons, j.grade, coalesce(j.grades, '[]'), coalesce(j.lists, '[]'), coalesce(j.bans, '[]'),
		coalesce(m.measures, g.measures, '[]'),
		CASE WHEN j.id IS NOT NULL THEN coalesce(j.open, 0) END, CASE WHEN j.id IS NOT NULL THEN coalesce(j.overdue, 0) END,
		CASE WHEN j.id IS NOT NULL THEN coalesce(j.broken, 0) END,
		j.conditional_missing = '{}', j.conditional_missing, j.green_missing = '{}', j.green_missing
	FROM judged j
	LEFT JOIN by_list m ON m.id = j.id
	LEFT JOIN by_grade g ON j.lists IS NULL AND g.kind = j.kind AND g.grade = j.grade
	ORDER BY j.nr;
END
$$;
COMMENT ON FUNCTION credit.check_subjects(pg_catalog.text[], pg_catalog.text, pg_catalog.text, pg_catalog.date) IS 'Checks many subjects at once, each entered in the log; answers in the order of the codes. 批量查询主体信用并逐一登记，按代码顺序返回。';
REVOKE ALL ON FUNCTION credit.check_subjects(pg_catalog.text[], pg_catalog.text, pg_catalog.text, pg_catalog.date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.check_subjects(pg_catalog.text[], pg_catalog.text, pg_catalog.text, pg_catalog.date) TO credit_admin, credit_department;
