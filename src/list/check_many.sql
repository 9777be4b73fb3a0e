-- check_many.sql: the same check for many codes in one call. Requires
-- list/check.sql; test/sql/check_many.sql holds both against each other.

CREATE FUNCTION credit.check_terms(purpose pg_catalog.text, on_date pg_catalog.date, OUT day pg_catalog.date, OUT since pg_catalog.date,
		OUT dept_id pg_catalog.int4, OUT asked_by pg_catalog.text, OUT broken_result pg_catalog.text, OUT running_result pg_catalog.text)
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	dept_id := credit.session_department();
	PERFORM credit.need_purpose(check_terms.purpose);
	day := coalesce(check_terms.on_date, credit.today());
	since := credit.broken_since(day);
	asked_by := credit.asking_role();
	broken_result := '未履行';
	running_result := '履行中';
END
$$;
COMMENT ON FUNCTION credit.check_terms(pg_catalog.text, pg_catalog.date) IS 'What is the same for every code of a check: the day, since when broken commitments count, for whom it is asked. 一次批量查询的共同条件：基准日、违诺起算日、查询部门与角色。';
REVOKE ALL ON FUNCTION credit.check_terms(pg_catalog.text, pg_catalog.date) FROM PUBLIC;

-- Of subjects, each once, those with an entry or a ban in force that day; nr is
-- their place. Each part is gathered for all of them at once.
CREATE FUNCTION credit.check_listed(subjects pg_catalog.int8[], kinds credit.subject_kind[], grades credit.grade[],
		purpose pg_catalog.text, day pg_catalog.date)
	RETURNS TABLE (nr pg_catalog.int8, serious pg_catalog.int4, focus pg_catalog.int4, honest pg_catalog.int4, ban_count pg_catalog.int4,
		lists pg_catalog.jsonb, bans pg_catalog.jsonb, measures pg_catalog.jsonb)
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
	SET random_page_cost = 1 SET enable_mergejoin = off SET jit = off
AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	WITH asked AS MATERIALIZED (
		SELECT u.* FROM unnest(subjects, kinds, grades) WITH ORDINALITY u (subject_id, kind, grade, nr)
	), entry AS MATERIALIZED (
		SELECT e.*, k.class, k.name_zh FROM asked u
		JOIN credit.list_entry e ON e.subject_id = u.subject_id JOIN credit.list_kind k ON k.list = e.list
		WHERE credit.list_in_force(e.valid_from, e.valid_until, e.ended_on, check_listed.day)
	), listed AS MATERIALIZED (
		SELECT e.subject_id, count(*) FILTER (WHERE e.class = 'serious')::int4 AS serious, count(*) FILTER (WHERE e.class = 'focus')::int4 AS focus,
			count(*) FILTER (WHERE e.class = 'honest')::int4 AS honest,
			jsonb_agg(jsonb_build_object('entry_id', e.entry_id, 'list', e.list, 'name_zh', e.name_zh, 'class', e.class,
				'dept_id', e.dept_id, 'doc_no', e.doc_no, 'from', e.valid_from, 'until', e.valid_until, 'marked_for', e.marked_for)
				ORDER BY e.entry_id) AS lists
		FROM entry e GROUP BY e.subject_id
	), banned AS (
		SELECT b.subject_id, count(*)::int4 AS n, jsonb_agg(jsonb_build_object('ban_id', b.ban_id, 'field', b.field, 'industry_code', b.industry_code,
			'dept_id', b.dept_id, 'doc_no', b.doc_no, 'from', b.valid_from, 'until', b.valid_until, 'for_ever', b.for_ever) ORDER BY b.ban_id) AS bans
		FROM asked u JOIN credit.industry_ban b ON b.subject_id = u.subject_id
		WHERE credit.list_in_force(b.valid_from, b.valid_until, b.ended_on, check_listed.day) GROUP BY b.subject_id
	), usable AS MATERIALIZED (
		SELECT m.* FROM credit.measure m WHERE check_listed.purpose = ANY (m.purposes) AND credit.measure_lawful(m, check_listed.day)
	), listed_one AS (
		SELECT u.subject_id, u.kind, u.grade, l.serious FROM asked u JOIN listed l ON l.subject_id = u.subject_id
	), by_list AS (
		-- as credit.measures_applying() has it, all subjects together
		SELECT x.subject_id, jsonb_agg(jsonb_build_object('measure', m.measure, 'name_zh', m.name_zh, 'name_en', m.name_en,
			'direction', m.direction, 'list', x.list, 'entry_id', x.entry_id, 'basis_id', m.basis_id, 'until', x.valid_until)
			ORDER BY m.direction, m.measure) AS measures
		FROM (SELECT DISTINCT ON (w.subject_id, w.measure) w.*
			FROM (SELECT e.subject_id, lm.measure, e.list, e.entry_id, e.valid_until
					FROM entry e JOIN credit.list_measure lm ON lm.list = e.list
					WHERE (e.severity IS NULL OR e.severity >= lm.min_severity) AND (e.marked_for IS NULL OR lm.reaches_responsible)
				UNION ALL
				SELECT f.subject_id, g.measure, NULL, NULL, NULL FROM listed_one f JOIN credit.grade_measure g ON f.grade >= g.min_grade) w
			WHERE w.measure = ANY (ARRAY(SELECT u.measure FROM usable u))
			ORDER BY w.subject_id, w.measure, w.valid_until DESC, w.entry_id) x
		JOIN usable m ON m.measure = x.measure JOIN listed_one f ON f.subject_id = x.subject_id
		WHERE f.kind = ANY (m.applies_to) AND (m.direction = 'sanction' OR f.serious = 0)
		GROUP BY x.subject_id
	)
	SELECT u.nr, coalesce(l.serious, 0), coalesce(l.focus, 0), coalesce(l.honest, 0), coalesce(b.n, 0), l.lists, b.bans, m.measures
	FROM asked u LEFT JOIN listed l ON l.subject_id = u.subject_id
	LEFT JOIN banned b ON b.subject_id = u.subject_id
	LEFT JOIN by_list m ON m.subject_id = u.subject_id
	WHERE l.subject_id IS NOT NULL OR b.subject_id IS NOT NULL;
END
$$;
COMMENT ON FUNCTION credit.check_listed(pg_catalog.int8[], credit.subject_kind[], credit.grade[], pg_catalog.text, pg_catalog.date) IS 'Entries, bans and the measures that follow, of those subjects that have one in force on the day. 主体在该日有效的名单条目、禁入及由此适用的措施。';
REVOKE ALL ON FUNCTION credit.check_listed(pg_catalog.int8[], credit.subject_kind[], credit.grade[], pg_catalog.text, pg_catalog.date) FROM PUBLIC;

-- SECURITY DEFINER: as credit.check_subject().
CREATE FUNCTION credit.check_subjects(codes pg_catalog.text[], purpose pg_catalog.text, matter pg_catalog.text DEFAULT NULL,
		on_date pg_catalog.date DEFAULT NULL) RETURNS SETOF credit.subject_check
	LANGUAGE c SECURITY DEFINER ROWS 1000 SET search_path = pg_catalog, pg_temp
	AS 'MODULE_PATHNAME', 'credit_check_subjects';
COMMENT ON FUNCTION credit.check_subjects(pg_catalog.text[], pg_catalog.text, pg_catalog.text, pg_catalog.date) IS 'Checks many subjects at once, each entered in the log; answers in the order of the codes. 批量查询主体信用并逐一登记，按代码顺序返回。';
REVOKE ALL ON FUNCTION credit.check_subjects(pg_catalog.text[], pg_catalog.text, pg_catalog.text, pg_catalog.date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.check_subjects(pg_catalog.text[], pg_catalog.text, pg_catalog.text, pg_catalog.date) TO credit_admin, credit_department;
