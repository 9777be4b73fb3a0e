-- as_of.sql: what was known at an instant. Requires record/ and ledger/.

-- A version was current from the moment it came (or replaced the one before)
-- until it was replaced. Reads as its caller: row-level security
-- applies, and earlier versions are for the department and the office.
CREATE FUNCTION credit.record_as_of(record_id pg_catalog.int8, known_at pg_catalog.timestamptz)
	RETURNS SETOF credit.record_visible
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT r.* FROM credit.record_visible r
	WHERE r.record_id = record_as_of.record_id AND r.received_at <= known_at
		AND NOT EXISTS (SELECT FROM credit.record_version v
			WHERE v.record_id = r.record_id AND v.version = r.version - 1 AND v.replaced_at > known_at)
	UNION ALL
	SELECT (jsonb_populate_record(NULL::credit.record_visible, v.content)).*
	FROM credit.record_version v
	WHERE v.record_id = record_as_of.record_id AND v.replaced_at > known_at
		AND (v.content ->> 'received_at')::timestamptz <= known_at
		AND NOT EXISTS (SELECT FROM credit.record_version o
			WHERE o.record_id = v.record_id AND o.version = v.version - 1 AND o.replaced_at > known_at)
$$;
COMMENT ON FUNCTION credit.record_as_of(pg_catalog.int8, pg_catalog.timestamptz) IS 'The record as the database knew it at an instant; no row before it came. 某一时刻数据库中该记录的版本，尚未接收则无结果。';
REVOKE ALL ON FUNCTION credit.record_as_of(pg_catalog.int8, pg_catalog.timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.record_as_of(pg_catalog.int8, pg_catalog.timestamptz) TO credit_admin, credit_department;

-- The versions of list entries that an instant knew, of the subject that had
-- them then: a merger moves entries, and a later version may be another's.
CREATE FUNCTION credit.list_entries_as_of(subject_id pg_catalog.int8, known_at pg_catalog.timestamptz)
	RETURNS SETOF credit.list_entry
	LANGUAGE sql STABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT (jsonb_populate_record(NULL::credit.list_entry, h.content)).*
	FROM credit.history h
	WHERE h.subject_id = list_entries_as_of.subject_id AND h.kind = 'list_entry' AND h.recorded_at <= known_at
		AND NOT EXISTS (SELECT FROM credit.history l WHERE l.kind = 'list_entry' AND l.kind <> 'record'
			AND l.object_id = h.object_id AND l.version > h.version AND l.recorded_at <= known_at)
$$;
COMMENT ON FUNCTION credit.list_entries_as_of(pg_catalog.int8, pg_catalog.timestamptz) IS 'List entries of a subject as the database knew them at an instant. 某一时刻数据库所知的某主体名单条目。';
REVOKE ALL ON FUNCTION credit.list_entries_as_of(pg_catalog.int8, pg_catalog.timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.list_entries_as_of(pg_catalog.int8, pg_catalog.timestamptz) TO credit_admin;

-- Everything about a subject on a day, as it was known at an instant: two
-- times, since what is known today of that day may be more, or less.
CREATE FUNCTION credit.subject_as_of(code pg_catalog.text, on_date pg_catalog.date,
	known_at pg_catalog.timestamptz DEFAULT pg_catalog.now(),
	OUT part pg_catalog.text, OUT ref_id pg_catalog.int8, OUT topic pg_catalog.text, OUT since pg_catalog.date,
	OUT until pg_catalog.date, OUT state pg_catalog.text, OUT public pg_catalog.bool, OUT content pg_catalog.jsonb)
	RETURNS SETOF record
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	wanted credit.subject;
BEGIN
	SELECT * INTO wanted FROM credit.subject s WHERE s.uscc = subject_as_of.code::credit.uscc;
	IF NOT FOUND THEN
		RAISE EXCEPTION '%', credit.message('no subject has the code %s', coalesce(credit.mask_id(code), '<NULL>'))
			USING ERRCODE = 'CR005', HINT = credit.message('Look it up with credit.search_subject().');
	END IF;

	-- the file, and of it what the portal showed and what counted
	RETURN QUERY
	SELECT 'record'::text, k.record_id, k.item::text, k.decided_on, k.publish_until, k.status::text,
		coalesce(credit.is_published(k.status, k.publish_from, k.publish_until, on_date), false),
		jsonb_build_object('doc_no', k.doc_no, 'severity', k.severity, 'amount', k.amount, 'version', k.version, 'detail', k.detail,
			'usable', credit.is_usable(k.item, k.severity, k.status, k.decided_on, k.publish_until, k.valid_until, on_date, k.dept_id))
	FROM (SELECT r.record_id FROM credit.record_visible r WHERE r.subject_id = wanted.subject_id
		UNION SELECT v.record_id FROM credit.record_version v WHERE v.subject_id = wanted.subject_id) n
	CROSS JOIN LATERAL credit.record_as_of(n.record_id, known_at) k
	WHERE k.decided_on <= on_date AND k.subject_id = wanted.subject_id
	ORDER BY k.decided_on, k.record_id;

	RETURN QUERY
	SELECT 'grade'::text, NULL::int8, e.model::text, e.as_of, NULL::date, e.grade::text,
		-- as the page says below
		NOT e.person AND has_table_privilege('credit_public', 'credit.evaluation', 'SELECT')
			AND EXISTS (SELECT FROM credit.model m WHERE m.model = e.model AND m.version = e.version AND m.sector IS NULL),
		jsonb_build_object('version', e.version, 'score', e.score, 'dimensions', e.dimensions, 'reasons', e.reasons, 'caps', e.caps)
	FROM credit.evaluations_as_of(wanted.subject_id, on_date, known_at) e
	ORDER BY e.model;

	RETURN QUERY
	SELECT 'list'::text, l.entry_id, l.list::text, l.valid_from, l.valid_until, l.source, l.openness = 'public' AND NOT l.person,
		jsonb_build_object('doc_no', l.doc_no, 'decided_on', l.decided_on, 'record_id', l.record_id, 'marked_for', l.marked_for)
	FROM credit.list_entries_as_of(wanted.subject_id, known_at) l
	WHERE credit.list_in_force(l.valid_from, l.valid_until, l.ended_on, on_date)
	ORDER BY l.entry_id;

	RETURN QUERY
	SELECT 'case'::text, c.proceeding_id, c.procedure::text, c.on_date, c.due_on, c.to_stage::text, false,
		jsonb_build_object('step', c.step, 'doc_no', c.doc_no, 'late_days', c.late_days)
	FROM (SELECT DISTINCT ON (e.proceeding_id) e.* FROM credit.proceeding_event e
		WHERE e.subject_id = wanted.subject_id AND e.on_date <= subject_as_of.on_date AND e.recorded_at <= known_at
		ORDER BY e.proceeding_id, e.step DESC) c
	ORDER BY c.proceeding_id;
END
$$;
COMMENT ON FUNCTION credit.subject_as_of(pg_catalog.text, pg_catalog.date, pg_catalog.timestamptz) IS 'What the file, the grade, the lists and the cases of a subject said on a day, as it was known at an instant (now); public tells what the portal showed. 某主体在某日的信用档案、等级、名单与案件（按某时刻所知），public 表示当时是否公示。';
REVOKE ALL ON FUNCTION credit.subject_as_of(pg_catalog.text, pg_catalog.date, pg_catalog.timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.subject_as_of(pg_catalog.text, pg_catalog.date, pg_catalog.timestamptz) TO credit_admin;

-- The page the portal had for a subject, with the fields it showed: what
-- credit.public_record and credit.public_list say for today, for any day. What
-- was public once may not be any more (a repaired fault), so it is for the
-- office. A grade is on the page where evaluations are open to credit_public.
CREATE FUNCTION credit.public_page_as_of(code pg_catalog.text, on_date pg_catalog.date,
	known_at pg_catalog.timestamptz DEFAULT NULL,
	OUT part pg_catalog.text, OUT ref_id pg_catalog.int8, OUT topic pg_catalog.text, OUT name pg_catalog.text,
	OUT department pg_catalog.text, OUT doc_no pg_catalog.text, OUT decided_on pg_catalog.date,
	OUT since pg_catalog.date, OUT until pg_catalog.date, OUT severity pg_catalog.text,
	OUT amount pg_catalog.numeric, OUT disputed pg_catalog.bool, OUT detail pg_catalog.jsonb)
	RETURNS SETOF record
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	wanted credit.subject;
	shown text;
	-- by default the page as people saw it: with what was known when the day ended
	instant timestamptz := least(coalesce(public_page_as_of.known_at,
		(public_page_as_of.on_date + 1)::timestamp AT TIME ZONE credit.setting('time_zone') - interval '1 microsecond'), now());
BEGIN
	IF public_page_as_of.on_date IS NULL THEN
		RETURN;
	END IF;
	SELECT * INTO wanted FROM credit.subject s WHERE s.uscc = public_page_as_of.code::credit.uscc;
	IF NOT FOUND THEN
		RAISE EXCEPTION '%', credit.message('no subject has the code %s', coalesce(credit.mask_id(public_page_as_of.code), '<NULL>'))
			USING ERRCODE = 'CR005', HINT = credit.message('Look it up with credit.search_subject().');
	END IF;
	SELECT n.name INTO shown FROM credit.subject_name n
	WHERE n.subject_id = wanted.subject_id AND n.valid @> public_page_as_of.on_date
	ORDER BY upper(n.valid) LIMIT 1;
	shown := coalesce(shown, wanted.name);

	RETURN QUERY
	SELECT 'record'::text, k.record_id, k.item::text, shown, d.name, k.doc_no::text, k.decided_on,
		k.publish_from, k.publish_until, k.severity::text, credit.public_amount(k.item, k.decided_on, k.amount),
		k.status = 'disputed', credit.public_detail(k.item, k.decided_on, k.detail)
	FROM (SELECT r.record_id FROM credit.record_store r WHERE r.subject_id = wanted.subject_id
		UNION SELECT v.record_id FROM credit.record_version v WHERE v.subject_id = wanted.subject_id) n
	CROSS JOIN LATERAL credit.record_as_of(n.record_id, instant) k
	JOIN credit.department d ON d.dept_id = k.dept_id
	WHERE k.subject_id = wanted.subject_id
		AND credit.is_published(k.status, k.publish_from, k.publish_until, public_page_as_of.on_date)
	ORDER BY k.decided_on, k.record_id;

	RETURN QUERY
	SELECT 'list'::text, l.entry_id, l.list::text, shown, d.name, l.doc_no::text, l.decided_on,
		l.valid_from, l.valid_until, NULL::text, NULL::numeric, NULL::bool, jsonb_build_object('list_name', k.name_zh, 'class', k.class)
	FROM credit.list_entries_as_of(wanted.subject_id, instant) l
	JOIN credit.list_kind k ON k.list = l.list
	JOIN credit.department d ON d.dept_id = l.dept_id
	WHERE l.openness = 'public' AND credit.list_in_force(l.valid_from, l.valid_until, l.ended_on, public_page_as_of.on_date)
	ORDER BY l.entry_id;

	IF has_table_privilege('credit_public', 'credit.evaluation', 'SELECT') THEN
		RETURN QUERY
		SELECT 'grade'::text, NULL::int8, e.model::text, shown, NULL::text, NULL::text, e.as_of, e.as_of, NULL::date,
			NULL::text, NULL::numeric, NULL::bool, jsonb_build_object('grade', e.grade, 'score', e.score, 'version', e.version)
		FROM credit.evaluations_as_of(wanted.subject_id, public_page_as_of.on_date, instant) e
		JOIN credit.model m ON m.model = e.model AND m.version = e.version
		WHERE m.sector IS NULL AND NOT e.person
		ORDER BY e.model;
	END IF;
END
$$;
COMMENT ON FUNCTION credit.public_page_as_of(pg_catalog.text, pg_catalog.date, pg_catalog.timestamptz) IS 'What the portal showed of a subject on a day, with what was known when that day ended, or at the instant given: published records with their public fields, public lists, and the grade where evaluations are public. 某主体在某日的公示页面内容（按当日结束时或指定时刻所知）：公示记录及公开字段、公开名单，评价公开的含等级。';
REVOKE ALL ON FUNCTION credit.public_page_as_of(pg_catalog.text, pg_catalog.date, pg_catalog.timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.public_page_as_of(pg_catalog.text, pg_catalog.date, pg_catalog.timestamptz) TO credit_admin;
