-- step.sql: what a step of a case brings about. Requires
-- procedure/proceeding.sql.

-- Runs a row of credit.procedure_effect for one case.
CREATE FUNCTION credit.run_effect(effect pg_catalog.text, proceeding_id pg_catalog.int8,
	on_date pg_catalog.date, detail pg_catalog.jsonb) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	called name := (SELECT e.function_name FROM credit.procedure_effect e WHERE e.effect = run_effect.effect);
BEGIN
	IF called IS NULL THEN
		RAISE EXCEPTION '%', credit.message('effect "%s" is not installed', effect)
			USING ERRCODE = 'CR020',
				DETAIL = credit.message('A step of proceeding %s calls for it.', proceeding_id),
				HINT = credit.message('A transition may name effects that credit.procedure_effect lists.');
	END IF;
	EXECUTE format('SELECT credit.%I($1, $2, $3)', called) USING proceeding_id, on_date, detail;
END
$$;
COMMENT ON FUNCTION credit.run_effect(pg_catalog.text, pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Runs an effect or condition for one case. CR020 when it does not exist. 对单个案件执行效果或条件。';
REVOKE ALL ON FUNCTION credit.run_effect(pg_catalog.text, pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

-- A record is disputed while a case of a disputing procedure is open on it
-- (P0 item 17), and no longer than that.
CREATE FUNCTION credit.mark_disputed(records pg_catalog.int8[]) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM set_config('credit.reason', 'dispute', true);
	UPDATE credit.record_store r
	SET status = CASE r.status WHEN 'valid' THEN 'disputed' ELSE 'valid' END::credit.record_status,
		version = r.version + 1
	FROM (SELECT u.record_id, EXISTS (SELECT FROM credit.proceeding p
				JOIN credit.procedure d ON d.procedure = p.procedure AND d.disputes
				WHERE p.record_id = u.record_id AND p.open) AS disputed
			FROM unnest(records) u (record_id)) w
	WHERE r.record_id = w.record_id
		AND r.status = CASE WHEN w.disputed THEN 'valid' ELSE 'disputed' END::credit.record_status;
	PERFORM set_config('credit.reason', '', true);
END
$$;
COMMENT ON FUNCTION credit.mark_disputed(pg_catalog.int8[]) IS 'Marks records as disputed while an objection to them is open, and takes the mark back. 异议办理期间标注记录，办结后恢复。';
REVOKE ALL ON FUNCTION credit.mark_disputed(pg_catalog.int8[]) FROM PUBLIC;

CREATE FUNCTION credit.proceedings_opened() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	one record;
	records bigint[];
BEGIN
	-- a row with another time is complete and comes from a dump
	IF credit.setting('restoring') = 'on' OR NOT EXISTS (SELECT FROM new_rows n WHERE n.changed_at = now()) THEN
		RETURN NULL;
	END IF;
	INSERT INTO credit.proceeding_event (subject_id, proceeding_id, step, procedure, to_stage, on_date,
		doc_no, note, detail, dept_id, opened_by, automatic, acted_by, recorded_at)
	SELECT n.subject_id, n.proceeding_id, n.step, n.procedure, n.stage, n.opened_on,
		n.doc_no, n.note, n.step_detail, n.dept_id, n.opened_by, n.automatic, n.acted_by, now()
	FROM new_rows n WHERE n.changed_at = now();
	INSERT INTO credit.event (kind, subject_id, ref_id, dept_id, ref_table)
	SELECT CASE n.procedure WHEN 'joint_action' THEN 'joint_action' ELSE 'stage' END,
		n.subject_id, n.proceeding_id, n.dept_id, 'proceeding'
	FROM new_rows n WHERE n.changed_at = now();

	SELECT array_agg(n.record_id) INTO records
	FROM new_rows n JOIN credit.procedure d ON d.procedure = n.procedure AND d.disputes
	WHERE n.changed_at = now() AND n.record_id IS NOT NULL;
	IF records IS NOT NULL THEN
		PERFORM credit.mark_disputed(records);
	END IF;
	FOR one IN
		SELECT n.proceeding_id, n.opened_on, n.detail, t.condition, t.effect
		FROM new_rows n JOIN credit.transition t ON t.procedure = n.procedure AND t.from_stage = 'start'
			AND t.to_stage = n.stage AND t.valid @> n.opened_on
		WHERE n.changed_at = now() AND (t.condition IS NOT NULL OR t.effect IS NOT NULL)
		ORDER BY n.proceeding_id
	LOOP
		IF one.condition IS NOT NULL THEN
			PERFORM credit.run_effect(one.condition, one.proceeding_id, one.opened_on, one.detail);
		END IF;
		IF one.effect IS NOT NULL THEN
			PERFORM credit.run_effect(one.effect, one.proceeding_id, one.opened_on, one.detail);
		END IF;
	END LOOP;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.proceedings_opened() IS 'Statement trigger: trace, event, marks and effects of cases that are opened. 语句级触发器：立案的留痕、事件、标注与效果。';
REVOKE ALL ON FUNCTION credit.proceedings_opened() FROM PUBLIC;
CREATE TRIGGER opened AFTER INSERT ON credit.proceeding
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.proceedings_opened();

CREATE FUNCTION credit.proceedings_stepped() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	one record;
	stepped bigint[];
	records bigint[];
BEGIN
	-- old and new rows are never joined: a plan made for one row would serve
	-- ten thousand. A step that was traced already is another statement's.
	IF credit.setting('restoring') = 'on' OR NOT EXISTS (SELECT FROM new_rows n WHERE n.changed_at = now()) THEN
		RETURN NULL;
	END IF;
	WITH traced AS (
		INSERT INTO credit.proceeding_event (subject_id, proceeding_id, step, procedure, from_stage, to_stage, on_date,
			due_on, late_days, clock_of, doc_no, note, detail, dept_id, opened_by, automatic, acted_by, recorded_at)
		SELECT n.subject_id, n.proceeding_id, n.step, n.procedure, n.from_stage, n.stage, n.stage_since,
			n.due_on, n.late_days, n.clock_of, n.doc_no, n.note, n.step_detail, n.dept_id, n.opened_by, n.automatic, n.acted_by, now()
		FROM new_rows n WHERE n.changed_at = now() AND n.from_stage IS NOT NULL
		ON CONFLICT DO NOTHING
		RETURNING proceeding_id)
	SELECT array_agg(t.proceeding_id) INTO stepped FROM traced t;
	IF stepped IS NULL THEN
		RETURN NULL;
	END IF;
	-- who opened a case of another department hears of it as well
	INSERT INTO credit.event (kind, subject_id, ref_id, dept_id, ref_table)
	SELECT CASE n.procedure WHEN 'joint_action' THEN 'joint_action' ELSE 'stage' END,
		n.subject_id, n.proceeding_id, d.dept_id, 'proceeding'
	FROM new_rows n, LATERAL (SELECT n.dept_id UNION SELECT n.opened_by WHERE n.opened_by IS NOT NULL) d
	WHERE n.proceeding_id = ANY (stepped) ORDER BY n.proceeding_id, d.dept_id;

	FOR one IN
		SELECT n.proceeding_id, n.stage_since, n.detail, t.condition, t.effect
		FROM new_rows n
		JOIN credit.transition t ON t.procedure = n.procedure AND t.from_stage = n.from_stage
			AND t.to_stage = n.stage AND t.valid @> n.stage_since
		WHERE n.proceeding_id = ANY (stepped) AND (t.condition IS NOT NULL OR t.effect IS NOT NULL)
		ORDER BY n.proceeding_id
	LOOP
		IF one.condition IS NOT NULL THEN
			PERFORM credit.run_effect(one.condition, one.proceeding_id, one.stage_since, one.detail);
		END IF;
		IF one.effect IS NOT NULL THEN
			PERFORM credit.run_effect(one.effect, one.proceeding_id, one.stage_since, one.detail);
		END IF;
	END LOOP;
	SELECT array_agg(n.record_id) INTO records
	FROM new_rows n JOIN credit.procedure d ON d.procedure = n.procedure AND d.disputes
	WHERE n.proceeding_id = ANY (stepped) AND n.record_id IS NOT NULL AND NOT n.open;
	IF records IS NOT NULL THEN
		PERFORM credit.mark_disputed(records);
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.proceedings_stepped() IS 'Statement trigger: trace, event, marks and effects of steps. 语句级触发器：步骤的留痕、事件、标注与效果。';
REVOKE ALL ON FUNCTION credit.proceedings_stepped() FROM PUBLIC;
CREATE TRIGGER stepped AFTER UPDATE ON credit.proceeding
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.proceedings_stepped();

-- The subject a case is about: by code, or by the record when no code is given
-- (persons have none).
-- SECURITY DEFINER: nobody may write the table; what may be written is checked
-- by its trigger for the session's role.
CREATE FUNCTION credit.open_proceeding(procedure pg_catalog.text, code pg_catalog.text,
	record_id pg_catalog.int8 DEFAULT NULL, detail pg_catalog.jsonb DEFAULT '{}',
	doc_no pg_catalog.text DEFAULT NULL, note pg_catalog.text DEFAULT NULL,
	on_date pg_catalog.date DEFAULT NULL) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	rule credit.procedure;
	about credit.record_store;
	opener int := credit.session_department();
	subject bigint;
	dept int;
	its_door text;
	entry bigint;
	listed bigint;
	lister int;
	opened bigint;
	barred record;
	"today" date := credit.today();
BEGIN
	PERFORM credit.refuse_standby('open a proceeding');
	SELECT * INTO rule FROM credit.procedure d WHERE d.procedure = open_proceeding.procedure;
	IF NOT FOUND THEN
		RAISE EXCEPTION '%', credit.message('procedure "%s" does not exist', open_proceeding.procedure)
			USING ERRCODE = 'CR010',
				HINT = credit.message('Procedures are %s.', (SELECT string_agg(d.procedure, ', ' ORDER BY d.procedure) FROM credit.procedure d));
	END IF;
	IF jsonb_typeof(detail) IS DISTINCT FROM 'object' THEN
		RAISE EXCEPTION '%', credit.message('the detail of a case is an object')
			USING ERRCODE = 'CR011', HINT = credit.message('Give members by name, such as {"person": "张三"}.');
	END IF;
	IF open_proceeding.record_id IS NOT NULL THEN
		SELECT * INTO about FROM credit.record_store r WHERE r.record_id = open_proceeding.record_id;
		IF NOT FOUND THEN
			RAISE EXCEPTION '%', credit.message('record %s does not exist', open_proceeding.record_id)
				USING ERRCODE = 'CR017', HINT = credit.message('Look the number up in credit.record.');
		END IF;
	ELSIF rule.needs_record AND NOT detail ? 'list_entry_id' THEN
		RAISE EXCEPTION '%', credit.message('procedure "%s" is about a record', open_proceeding.procedure)
			USING ERRCODE = 'CR011', HINT = credit.message('Give record_id; look it up in credit.record.');
	END IF;
	-- asked by name: lists are a room of their own, below
	IF detail ? 'list_entry_id' THEN
		IF NOT rule.needs_record THEN
			RAISE EXCEPTION '%', credit.message('procedure "%s" is not about a list entry', open_proceeding.procedure)
				USING ERRCODE = 'CR011', HINT = credit.message('Leave list_entry_id out of detail.');
		END IF;
		IF jsonb_typeof(detail -> 'list_entry_id') = 'number' AND detail ->> 'list_entry_id' ~ '^\d{1,18}$' THEN
			EXECUTE 'SELECT e.entry_id, e.subject_id, e.dept_id FROM credit.list_entry e WHERE e.entry_id = $1'
			INTO entry, listed, lister USING (detail ->> 'list_entry_id')::bigint;
		END IF;
		IF entry IS NULL THEN
			RAISE EXCEPTION '%', credit.message('list entry %s does not exist', detail ->> 'list_entry_id')
				USING ERRCODE = 'CR017', HINT = credit.message('Look the number up in credit.list_entry.');
		ELSIF listed <> coalesce(about.subject_id, listed) THEN
			RAISE EXCEPTION '%', credit.message('record %s and list entry %s are not about one subject', about.record_id, entry)
				USING ERRCODE = 'CR005', HINT = credit.message('Leave out one of them.');
		END IF;
	END IF;
	IF code IS NOT NULL THEN
		subject := credit.find_subject(code);
		IF subject IS NULL THEN
			RAISE EXCEPTION '%', credit.message('no subject has the code "%s"', code)
				USING ERRCODE = 'CR005', HINT = credit.message('Look it up with credit.search_subject().');
		END IF;
		IF subject <> about.subject_id THEN
			RAISE EXCEPTION '%', credit.message('record %s is not about "%s"', open_proceeding.record_id, code)
				USING ERRCODE = 'CR005', HINT = credit.message('Compare code and record; pass a null code to take the record''s subject.');
		END IF;
		IF subject <> listed THEN
			RAISE EXCEPTION '%', credit.message('list entry %s is not about "%s"', entry, code)
				USING ERRCODE = 'CR005', HINT = credit.message('Compare code and entry; pass a null code to take the entry''s subject.');
		END IF;
	ELSIF coalesce(about.subject_id, listed) IS NOT NULL THEN
		subject := coalesce(about.subject_id, listed);
	ELSE
		RAISE EXCEPTION '%', credit.message('a case needs a subject')
			USING ERRCODE = 'CR005', HINT = credit.message('Give its code, or a record.');
	END IF;

	-- whose record or listing it is answers for it
	IF rule.lies_with = 'record' AND coalesce(about.dept_id, lister) IS NOT NULL THEN
		dept := coalesce(about.dept_id, lister);
	ELSIF jsonb_typeof(detail -> 'dept_id') = 'number' AND (rule.lies_with <> 'opener' OR credit.session_may_act_for(0)) THEN
		dept := CASE WHEN detail ->> 'dept_id' ~ '^\d{1,9}$' THEN (detail ->> 'dept_id')::int ELSE 0 END;
	ELSIF rule.lies_with <> 'addressed' THEN
		dept := opener;
	END IF;
	IF dept IS NULL OR NOT EXISTS (SELECT FROM credit.department d WHERE d.dept_id = dept) THEN
		RAISE EXCEPTION '%', credit.message('a case of procedure "%s" needs the department it lies with', open_proceeding.procedure)
			USING ERRCODE = 'CR011',
				DETAIL = CASE WHEN dept IS NULL THEN credit.message('None was named.') ELSE credit.message('There is no department %s.', detail ->> 'dept_id') END,
				HINT = credit.message('Give its number as dept_id in detail.');
	END IF;
	its_door := coalesce(detail ->> 'door', CASE WHEN rule.two_doors AND opener IS NULL THEN 'office' ELSE 'department' END);

	IF its_door NOT IN ('department', 'office') THEN
		RAISE EXCEPTION '%', credit.message('a case has no door "%s"', its_door)
			USING ERRCODE = 'CR011', HINT = credit.message('Give door as department or office in detail, or leave it out.');
	END IF;

	-- false papers and the like bar further applications for a term
	-- (a bar is no deadline to be kept: its last day does not move)
	SELECT p.proceeding_id, p.closed_on, s.name_en, b.until INTO barred
	FROM credit.proceeding p
	JOIN credit.stage s ON s.procedure = p.procedure AND s.stage = p.stage AND s.valid @> p.stage_since AND s.bar_n IS NOT NULL
	CROSS JOIN LATERAL (SELECT CASE s.bar_unit
		WHEN 'workday' THEN credit.add_workdays(p.closed_on, s.bar_n)
		ELSE (p.closed_on + s.bar_n * ('1 ' || s.bar_unit)::interval)::date END AS until) b
	WHERE p.subject_id = subject AND p.procedure = open_proceeding.procedure AND NOT p.open
		AND coalesce(on_date, today) <= b.until
	ORDER BY b.until DESC LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION '%', credit.message('the subject may not open procedure "%s" until %s', open_proceeding.procedure, barred.until)
			USING ERRCODE = 'CR011',
				DETAIL = credit.message('Proceeding %s ended on %s with: %s.', barred.proceeding_id, barred.closed_on, barred.name_en),
				HINT = credit.message('Apply again after that day.');
	END IF;
	SELECT p.proceeding_id INTO opened FROM credit.proceeding p
	WHERE p.open AND p.record_id = open_proceeding.record_id AND p.procedure = open_proceeding.procedure
		AND p.dept_id = dept AND p.door = its_door;
	IF FOUND THEN
		RAISE EXCEPTION '%', credit.message('procedure "%s" is open on record %s already', open_proceeding.procedure, open_proceeding.record_id)
			USING ERRCODE = 'CR010',
				DETAIL = credit.message('It is proceeding %s.', opened),
				HINT = credit.message('Go on with that one.');
	END IF;
	INSERT INTO credit.proceeding (subject_id, procedure, dept_id, opened_by, door, record_id, list_entry_id,
		opened_on, doc_no, note, step_detail)
	VALUES (subject, open_proceeding.procedure, dept, opener, its_door, open_proceeding.record_id, entry,
		coalesce(on_date, today), open_proceeding.doc_no, open_proceeding.note, open_proceeding.detail)
	RETURNING proceeding_id INTO opened;
	RETURN opened;
END
$$;
COMMENT ON FUNCTION credit.open_proceeding(pg_catalog.text, pg_catalog.text, pg_catalog.int8, pg_catalog.jsonb, pg_catalog.text, pg_catalog.text, pg_catalog.date) IS 'Opens a case of a procedure about a subject and perhaps a record; returns its number. CR005, CR006, CR010, CR011, CR017. 立案，返回案件编号。';
REVOKE ALL ON FUNCTION credit.open_proceeding(pg_catalog.text, pg_catalog.text, pg_catalog.int8, pg_catalog.jsonb, pg_catalog.text, pg_catalog.text, pg_catalog.date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.open_proceeding(pg_catalog.text, pg_catalog.text, pg_catalog.int8, pg_catalog.jsonb, pg_catalog.text, pg_catalog.text, pg_catalog.date) TO credit_admin, credit_department;

-- SECURITY DEFINER: as above. Whoever may not see the case is told that there
-- is none.
CREATE FUNCTION credit.advance(proceeding_id pg_catalog.int8, to_stage pg_catalog.text,
	doc_no pg_catalog.text DEFAULT NULL, note pg_catalog.text DEFAULT NULL,
	detail pg_catalog.jsonb DEFAULT '{}', on_date pg_catalog.date DEFAULT NULL,
	from_stage pg_catalog.text DEFAULT NULL,
	OUT stage pg_catalog.text, OUT due_on pg_catalog.date)
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	stands credit.proceeding;
BEGIN
	PERFORM credit.refuse_standby('advance a proceeding');
	BEGIN
		SELECT * INTO stands FROM credit.proceeding p WHERE p.proceeding_id = advance.proceeding_id FOR UPDATE;
	EXCEPTION WHEN serialization_failure THEN
		RAISE EXCEPTION '%', credit.message('proceeding %s was advanced by somebody else meanwhile', advance.proceeding_id)
			USING ERRCODE = 'CR010',
				DETAIL = credit.message('This transaction began before that step and cannot see it.'),
				HINT = credit.message('Roll back, look at the case anew and decide again.');
	END;
	IF NOT FOUND OR NOT (credit.session_may_act_for(stands.dept_id) OR credit.session_may_act_for(coalesce(stands.opened_by, 0))) THEN
		RAISE EXCEPTION '%', credit.message('proceeding %s cannot be advanced', coalesce(advance.proceeding_id::text, '<NULL>'))
			USING ERRCODE = 'CR017',
				DETAIL = credit.message('There is no such case of a department you act for.'),
				HINT = credit.message('Look the number up in credit.proceeding.');
	END IF;
	IF jsonb_typeof(detail) IS DISTINCT FROM 'object' THEN
		RAISE EXCEPTION '%', credit.message('the detail of a step is an object')
			USING ERRCODE = 'CR011', HINT = credit.message('Give members by name, such as {"person": "张三"}.');
	END IF;
	IF from_stage <> stands.stage THEN
		RAISE EXCEPTION '%', credit.message('proceeding %s is no longer in stage "%s"', advance.proceeding_id, from_stage)
			USING ERRCODE = 'CR010',
				DETAIL = credit.message('It has been in stage "%s" since %s, after %s steps.', stands.stage, stands.stage_since, stands.step),
				HINT = credit.message('Look at the case anew and decide again.');
	END IF;
	UPDATE credit.proceeding p
	SET stage = advance.to_stage, stage_since = coalesce(advance.on_date, credit.today()), step = p.step + 1,
		doc_no = advance.doc_no, note = advance.note, step_detail = advance.detail, automatic = false
	WHERE p.proceeding_id = advance.proceeding_id AND p.subject_id = stands.subject_id
	RETURNING p.stage, CASE WHEN p.open THEN credit.stage_due(p.procedure, p.stage, p.stage_since, p.clock_since, p.term) END
	INTO stage, due_on;
END
$$;
COMMENT ON FUNCTION credit.advance(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.jsonb, pg_catalog.date, pg_catalog.text) IS 'Takes a case to another stage; returns the stage and the day by which it must end. from_stage: the stage the decision was made in, refused when it has changed. CR006, CR010, CR011, CR017. 办理步骤，返回新阶段及到期日。';
REVOKE ALL ON FUNCTION credit.advance(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.jsonb, pg_catalog.date, pg_catalog.text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.advance(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.jsonb, pg_catalog.date, pg_catalog.text) TO credit_admin, credit_department;
