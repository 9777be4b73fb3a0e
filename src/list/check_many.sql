-- check_many.sql: the same check for many codes in one statement. Requires
-- list/check.sql; test/sql/measures.sql holds both against each other.

CREATE FUNCTION credit.subject_facts(subjects pg_catalog.int8[], codes pg_catalog.text[], day pg_catalog.date, since pg_catalog.date,
		broken_result pg_catalog.text, running_result pg_catalog.text, OUT nr pg_catalog.int4, OUT code pg_catalog.text, OUT subject_id pg_catalog.int8,
		OUT kind credit.subject_kind, OUT name pg_catalog.text, OUT grade credit.grade, OUT grades pg_catalog.jsonb,
		OUT open pg_catalog.int4, OUT overdue pg_catalog.int4, OUT broken pg_catalog.int4) RETURNS SETOF record
	LANGUAGE c STABLE ROWS 10000
	AS 'MODULE_PATHNAME', 'credit_subject_facts';
COMMENT ON FUNCTION credit.subject_facts(pg_catalog.int8[], pg_catalog.text[], pg_catalog.date, pg_catalog.date, pg_catalog.text, pg_catalog.text) IS 'What a check reads of many subjects: kind, name, grades known on a day, open, overdue and broken commitments. 批量读取主体的类别、名称、截至某日的等级及履行中、逾期、违约承诺数。';
REVOKE ALL ON FUNCTION credit.subject_facts(pg_catalog.int8[], pg_catalog.text[], pg_catalog.date, pg_catalog.date, pg_catalog.text, pg_catalog.text) FROM PUBLIC;

-- SECURITY DEFINER: as credit.check_subject(). Each part is gathered for all
-- subjects at once, and what is alike in many of them is worked out once. Few
-- are on a list: whatever concerns entries is gathered for those alone.
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
	shown text[] := codes;
	listed_ids int8[];
BEGIN
	IF pg_is_in_recovery() THEN
		PERFORM credit.refuse_standby('check a subject, which is entered in the log');
	END IF;
	dept := credit.session_department();
	PERFORM credit.need_purpose(check_subjects.purpose);
	ids := credit.find_subjects(codes);
	IF array_position(ids, NULL) IS NOT NULL THEN
		-- a number of a person, or unknown
		SELECT array_agg(coalesce(u.id, credit.subject_of_code(u.code)) ORDER BY u.nr),
			array_agg(CASE WHEN u.id IS NULL AND credit.is_resident_id(u.code) THEN credit.mask_id(u.code) ELSE u.code END ORDER BY u.nr)
		INTO ids, shown
		FROM unnest(ids, codes) WITH ORDINALITY u (id, code, nr);
	END IF;
	listed_ids := ARRAY(SELECT DISTINCT u.id FROM unnest(ids) u (id) JOIN credit.list_entry e ON e.subject_id = u.id
		WHERE credit.list_in_force(e.valid_from, e.valid_until, e.ended_on, day));
	RETURN QUERY
	WITH entry AS MATERIALIZED (
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
		FROM (SELECT DISTINCT u.id FROM unnest(ids) u (id)) k JOIN credit.industry_ban b ON b.subject_id = k.id
		WHERE credit.list_in_force(b.valid_from, b.valid_until, b.ended_on, day) GROUP BY b.subject_id
	), answer AS MATERIALIZED (
		SELECT f.*, (f.said).*
		FROM (SELECT f.*, l.lists, l.serious, b.bans, nextval('credit.query_log_query_id_seq') AS query_id,
				credit.judge(f.subject_id IS NOT NULL, f.grade, l.serious, l.focus, l.honest, b.n, f.overdue, f.broken) AS said
			FROM credit.subject_facts(ids, shown, day, since, '未履行', '履行中') f
			LEFT JOIN listed l ON l.subject_id = f.subject_id
			LEFT JOIN banned b ON b.subject_id = f.subject_id
			OFFSET 0) f
	), usable AS MATERIALIZED (
		SELECT m.* FROM credit.measure m WHERE check_subjects.purpose = ANY (m.purposes) AND credit.measure_lawful(m, day)
	), listed_one AS (
		SELECT DISTINCT w.subject_id, w.kind, w.grade, w.serious FROM answer w WHERE w.lists IS NOT NULL
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
	), logged AS (
		INSERT INTO credit.query_log (query_id, on_date, asked_by, dept_id, subject_id, code, purpose, matter, verdict)
		SELECT w.query_id, day, asker, dept, w.subject_id, w.code, check_subjects.purpose, check_subjects.matter, w.verdict
		FROM answer w
	)
	SELECT w.query_id, w.code, w.subject_id, CASE WHEN w.kind = 'person' THEN credit.mask_name(w.name) ELSE w.name END, w.kind, day,
		check_subjects.purpose, w.verdict, w.reasons, w.grade, coalesce(w.grades, '[]'), coalesce(w.lists, '[]'), coalesce(w.bans, '[]'),
		CASE WHEN w.lists IS NOT NULL THEN coalesce(w.measures, '[]')
			ELSE coalesce(credit.grade_measures(w.kind, w.grade, check_subjects.purpose, day), '[]') END,
		w.open, w.overdue, w.broken,
		w.conditional_missing = '{}', w.conditional_missing, w.green_missing = '{}', w.green_missing
	FROM (SELECT a.*, m.measures FROM answer a LEFT JOIN by_list m ON m.subject_id = a.subject_id ORDER BY a.nr OFFSET 0) w;
END
$$;
COMMENT ON FUNCTION credit.check_subjects(pg_catalog.text[], pg_catalog.text, pg_catalog.text, pg_catalog.date) IS 'Checks many subjects at once, each entered in the log; answers in the order of the codes. 批量查询主体信用并逐一登记，按代码顺序返回。';
REVOKE ALL ON FUNCTION credit.check_subjects(pg_catalog.text[], pg_catalog.text, pg_catalog.text, pg_catalog.date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.check_subjects(pg_catalog.text[], pg_catalog.text, pg_catalog.text, pg_catalog.date) TO credit_admin, credit_department;
