-- node_by.sql: functions of a coordinator that need more than one machine's
-- answer or a split of what they are given; named by credit.node_door.detail
-- and only called there. Requires operations/node_send.sql.

-- Each machine is asked about its own codes; answers come in the order of the
-- codes, and the persons among them are refused.
CREATE FUNCTION credit.across_codes(codes pg_catalog.text[], command pg_catalog.text) RETURNS pg_catalog.jsonb
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	one record;
	said jsonb;
	answers jsonb := '{}'::jsonb;
BEGIN
	FOR one IN
		SELECT u.slot, array_agg(u.code ORDER BY u.nr) AS codes, array_agg(u.nr ORDER BY u.nr) AS places
		FROM (SELECT c.code, c.nr, credit.slot_of_code(c.code) AS slot FROM unnest(codes) WITH ORDINALITY c (code, nr)) u
		GROUP BY u.slot ORDER BY u.slot
	LOOP
		said := credit.node_ask(one.slot, replace(command, '$codes', format('%L::text[]', one.codes)));
		SELECT answers || coalesce(jsonb_object_agg(one.places[a.nr], a.value), '{}'::jsonb) INTO answers
		FROM jsonb_array_elements(said) WITH ORDINALITY a (value, nr);
	END LOOP;
	RETURN (SELECT coalesce(jsonb_agg(a.value ORDER BY a.key::int), '[]') FROM jsonb_each(answers) a);
END
$$;
COMMENT ON FUNCTION credit.across_codes(pg_catalog.text[], pg_catalog.text) IS 'Answers of all machines about their codes, in order; internal. 按代码汇集各节点的回答（内部使用）。';

CREATE FUNCTION credit.across_check_subjects(codes pg_catalog.text[], purpose pg_catalog.text, matter pg_catalog.text, on_date pg_catalog.date)
	RETURNS SETOF credit.subject_check
	LANGUAGE sql
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT * FROM jsonb_populate_recordset(NULL::credit.subject_check, credit.across_codes(codes,
		format('SELECT jsonb_agg(to_jsonb(r)) FROM credit.check_subjects($codes, %L, %L, %L) r', purpose, matter, on_date)))
$$;
COMMENT ON FUNCTION credit.across_check_subjects(pg_catalog.text[], pg_catalog.text, pg_catalog.text, pg_catalog.date) IS 'credit.check_subjects() on a coordinator; internal. 协调节点的批量核查（内部使用）。';

CREATE FUNCTION credit.across_find_subjects(codes pg_catalog.text[]) RETURNS pg_catalog.int8[]
	LANGUAGE sql
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT array_agg((a.value #>> '{}')::int8 ORDER BY a.nr)
	FROM jsonb_array_elements(credit.across_codes(codes, 'SELECT to_jsonb(credit.find_subjects($codes))')) WITH ORDINALITY a (value, nr)
$$;
COMMENT ON FUNCTION credit.across_find_subjects(pg_catalog.text[]) IS 'credit.find_subjects() on a coordinator; internal. 协调节点的批量查找（内部使用）。';

CREATE FUNCTION credit.across_search_subject(query pg_catalog.text, max_rows pg_catalog.int4) RETURNS SETOF credit.subject_found
	LANGUAGE sql
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT f.*
	FROM credit.node_ask_all(format('SELECT coalesce(jsonb_agg(to_jsonb(r)), ''[]'') FROM credit.search_subject(%L, %L) r', query, max_rows)) a,
		jsonb_populate_recordset(NULL::credit.subject_found, a) f
	ORDER BY f.rank DESC, f.subject_id LIMIT max_rows
$$;
COMMENT ON FUNCTION credit.across_search_subject(pg_catalog.text, pg_catalog.int4) IS 'credit.search_subject() on a coordinator; internal. 协调节点的主体检索（内部使用）。';

CREATE FUNCTION credit.across_evaluate(model pg_catalog.text, as_of pg_catalog.date, subjects pg_catalog.int8[]) RETURNS pg_catalog.int8
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	one record;
	evaluated int8 := 0;
BEGIN
	IF subjects IS NULL THEN
		RETURN (SELECT sum(a::int8) FROM credit.node_ask_all(format('SELECT to_jsonb(credit.evaluate(%L, %L))', model, as_of)) a);
	END IF;
	FOR one IN
		SELECT credit.slot_of_number(s) AS slot, array_agg(s ORDER BY s) AS subjects FROM unnest(subjects) s GROUP BY 1 ORDER BY 1
	LOOP
		evaluated := evaluated + credit.node_ask(one.slot,
			format('SELECT to_jsonb(credit.evaluate(%L, %L, %L))', model, as_of, one.subjects))::int8;
	END LOOP;
	RETURN evaluated;
END
$$;
COMMENT ON FUNCTION credit.across_evaluate(pg_catalog.text, pg_catalog.date, pg_catalog.int8[]) IS 'credit.evaluate() on a coordinator; internal. 协调节点的评价（内部使用）。';

CREATE FUNCTION credit.across_confirm_subjects(rows pg_catalog.jsonb, OUT inserted pg_catalog.int8, OUT confirmed pg_catalog.int8, OUT renamed pg_catalog.int8)
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	one record;
	said jsonb;
BEGIN
	inserted := 0; confirmed := 0; renamed := 0;
	FOR one IN
		SELECT credit.slot_of_code(r.value ->> 'uscc') AS slot, jsonb_agg(r.value ORDER BY r.nr) AS rows
		FROM jsonb_array_elements(across_confirm_subjects.rows) WITH ORDINALITY r (value, nr) GROUP BY 1 ORDER BY 1
	LOOP
		said := credit.node_ask(one.slot, format('SELECT to_jsonb(r) FROM credit.confirm_subjects(%L) r', one.rows));
		inserted := inserted + (said ->> 'inserted')::int8;
		confirmed := confirmed + (said ->> 'confirmed')::int8;
		renamed := renamed + (said ->> 'renamed')::int8;
	END LOOP;
END
$$;
COMMENT ON FUNCTION credit.across_confirm_subjects(pg_catalog.jsonb) IS 'credit.confirm_subjects() on a coordinator; internal. 协调节点的主体登记（内部使用）。';

CREATE FUNCTION credit.across_maintain(as_of pg_catalog.date, max_rows pg_catalog.int4, OUT action pg_catalog.text, OUT rows pg_catalog.int8)
	RETURNS SETOF record
	LANGUAGE sql
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT r.action, sum(r.rows)::int8
	FROM credit.node_ask_all(format('SELECT jsonb_agg(to_jsonb(r)) FROM credit.maintain(%L, %L) r', as_of, max_rows)) a,
		jsonb_to_recordset(a) r (action text, rows int8)
	LEFT JOIN credit.maintenance_action m ON m.action = r.action
	GROUP BY r.action, m.ordinal ORDER BY m.ordinal
$$;
COMMENT ON FUNCTION credit.across_maintain(pg_catalog.date, pg_catalog.int4) IS 'credit.maintain() on a coordinator; internal. 协调节点的日常维护（内部使用）。';

CREATE FUNCTION credit.across_merge_subject(keep pg_catalog.int8, gone pg_catalog.int8, reason pg_catalog.text) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF credit.slot_of_number(keep) <> credit.slot_of_number(gone) THEN
		PERFORM credit.node_refuse('merging subjects of two machines', 'Records cannot move from one machine to the other.');
	END IF;
	PERFORM credit.node_ask(credit.slot_of_number(keep),
		format('SELECT NULL::jsonb FROM credit.merge_subject(%L, %L, %L)', keep, gone, reason));
END
$$;
COMMENT ON FUNCTION credit.across_merge_subject(pg_catalog.int8, pg_catalog.int8, pg_catalog.text) IS 'credit.merge_subject() on a coordinator; internal. 协调节点的主体合并（内部使用）。';

CREATE FUNCTION credit.across_change_code(subject_id pg_catalog.int8, new_code credit.uscc, changed_on pg_catalog.date) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF credit.slot_of_number(subject_id) <> credit.slot_of_code(new_code::text) THEN
		PERFORM credit.node_refuse('this change of code', 'The new code belongs to another machine, and records cannot move there.');
	END IF;
	PERFORM credit.node_ask(credit.slot_of_number(subject_id),
		format('SELECT NULL::jsonb FROM credit.change_code(%L, %L, %L)', subject_id, new_code, changed_on));
END
$$;
COMMENT ON FUNCTION credit.across_change_code(pg_catalog.int8, credit.uscc, pg_catalog.date) IS 'credit.change_code() on a coordinator; internal. 协调节点的代码变更（内部使用）。';

-- of a record or of a code
CREATE FUNCTION credit.across_open_proceeding(procedure pg_catalog.text, code pg_catalog.text, record_id pg_catalog.int8, detail pg_catalog.jsonb,
		doc_no pg_catalog.text, note pg_catalog.text, on_date pg_catalog.date) RETURNS pg_catalog.int8
	LANGUAGE sql
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT credit.node_ask(CASE WHEN record_id IS NULL THEN credit.slot_of_code(code) ELSE credit.slot_of_number(record_id) END,
		format('SELECT to_jsonb(credit.open_proceeding(%L, %L, %L, %L, %L, %L, %L))',
			procedure, code, record_id, detail, doc_no, note, on_date))::int8
$$;
COMMENT ON FUNCTION credit.across_open_proceeding(pg_catalog.text, pg_catalog.text, pg_catalog.int8, pg_catalog.jsonb, pg_catalog.text, pg_catalog.text, pg_catalog.date) IS 'credit.open_proceeding() on a coordinator; internal. 协调节点的程序启动（内部使用）。';
