-- joint.sql: joint actions of departments because of an entry. Requires
-- list/end.sql, procedure/.

-- SECURITY DEFINER: nobody may write the tables; whether the session may open
-- the cases is checked by their own trigger.
CREATE FUNCTION credit.initiate_joint_action(entry_id pg_catalog.int8, departments pg_catalog.int4[],
		measures pg_catalog.text[], note pg_catalog.text, doc_no pg_catalog.text DEFAULT NULL) RETURNS SETOF credit.joint_action
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	entry credit.list_entry;
	unlawful text;
	nobody int4;
	opener int4;
	made int8[];
	today date := credit.today();
BEGIN
	SELECT e.* INTO entry FROM credit.list_entry e WHERE e.entry_id = initiate_joint_action.entry_id FOR SHARE;
	IF NOT FOUND OR NOT credit.session_may_act_for(entry.dept_id) THEN
		RAISE EXCEPTION '%', credit.message('no joint action can be initiated on list entry %s', coalesce(initiate_joint_action.entry_id::text, '<NULL>'))
			USING ERRCODE = 'CR017', DETAIL = credit.message('There is no such entry of a department you act for.');
	END IF;
	opener := credit.session_department();
	IF NOT credit.list_in_force(entry.valid_from, entry.valid_until, entry.ended_on, today) THEN
		RAISE EXCEPTION '%', credit.message('list entry %s is not in force', initiate_joint_action.entry_id)
			USING ERRCODE = 'CR009', DETAIL = credit.message('It holds %s.', entry.period);
	END IF;
	SELECT u INTO unlawful FROM unnest(measures) u
	WHERE NOT EXISTS (SELECT FROM credit.list_measure lm
		JOIN credit.measure m ON m.measure = lm.measure AND credit.measure_lawful(m, today)
		JOIN credit.subject s ON s.subject_id = entry.subject_id AND s.kind = ANY (m.applies_to)
		WHERE lm.list = entry.list AND lm.measure = u AND (entry.severity IS NULL OR entry.severity >= lm.min_severity)
			AND (entry.marked_for IS NULL OR lm.reaches_responsible))
	ORDER BY u LIMIT 1;
	IF FOUND OR coalesce(measures, '{}') = '{}' THEN
		RAISE EXCEPTION '%', credit.message('measure "%s" does not follow from list entry %s', coalesce(unlawful::text, '<NULL>'), initiate_joint_action.entry_id)
			USING ERRCODE = 'CR004',
				DETAIL = credit.message('Basis, kind of subject, list and severity must all fit.'),
				HINT = credit.message('credit.measures_for() says which measures apply and what the others lack.');
	END IF;
	SELECT u INTO nobody FROM unnest(departments) u
	WHERE NOT EXISTS (SELECT FROM credit.department d WHERE d.dept_id = u) ORDER BY u LIMIT 1;
	IF FOUND OR coalesce(departments, '{}') = '{}' THEN
		RAISE EXCEPTION '%', credit.message('there is no department %s', coalesce(nobody::text, '<NULL>')) USING ERRCODE = 'CR017', HINT = credit.message('Give the numbers of those asked to act.');
	END IF;
	WITH asked AS (
		SELECT DISTINCT d.dept_id, m.measure FROM unnest(departments) d (dept_id) CROSS JOIN unnest(measures) m (measure)
		WHERE NOT EXISTS (SELECT FROM credit.joint_action a WHERE a.subject_id = entry.subject_id AND a.entry_id = entry.entry_id
			AND a.measure = m.measure AND a.to_dept_id = d.dept_id AND a.lifted_on IS NULL)
	), opened AS (
		INSERT INTO credit.proceeding (subject_id, procedure, dept_id, opened_by, list_entry_id, opened_on, stage, doc_no, note, step_detail)
		SELECT entry.subject_id, 'joint_action', a.dept_id, opener, entry.entry_id, today, 'initiated',
			initiate_joint_action.doc_no, initiate_joint_action.note,
			jsonb_build_object('dept_id', a.dept_id, 'measure', a.measure, 'list_entry_id', entry.entry_id, 'list', entry.list)
		FROM asked a ORDER BY a.dept_id, a.measure
		RETURNING proceeding_id, dept_id, step_detail ->> 'measure' AS measure
	), kept AS (
		INSERT INTO credit.joint_action (subject_id, entry_id, measure, from_dept_id, to_dept_id, proceeding_id, doc_no, initiated_on, person)
		SELECT entry.subject_id, entry.entry_id, o.measure, entry.dept_id, o.dept_id, o.proceeding_id,
			initiate_joint_action.doc_no, today, entry.person
		FROM opened o RETURNING action_id
	)
	SELECT array_agg(k.action_id) INTO made FROM kept k;
	RETURN QUERY SELECT a.* FROM credit.joint_action a
		WHERE a.subject_id = entry.subject_id AND a.action_id = ANY (made) ORDER BY a.to_dept_id, a.measure;
END
$$;
COMMENT ON FUNCTION credit.initiate_joint_action(pg_catalog.int8, pg_catalog.int4[], pg_catalog.text[], pg_catalog.text, pg_catalog.text) IS 'Asks departments to apply measures that follow from a list entry; one case for each department and measure. 请求各部门对名单主体实施措施，每部门每措施一件。';
REVOKE ALL ON FUNCTION credit.initiate_joint_action(pg_catalog.int8, pg_catalog.int4[], pg_catalog.text[], pg_catalog.text, pg_catalog.text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.initiate_joint_action(pg_catalog.int8, pg_catalog.int4[], pg_catalog.text[], pg_catalog.text, pg_catalog.text) TO credit_admin, credit_department;

-- SECURITY DEFINER: nobody may write the table.
CREATE FUNCTION credit.report_typical_case(action_id pg_catalog.int8) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	UPDATE credit.joint_action a SET typical_case = true
	WHERE a.action_id = report_typical_case.action_id
		AND (credit.session_may_act_for(a.from_dept_id) OR credit.session_may_act_for(a.to_dept_id));
	IF NOT FOUND THEN
		RAISE EXCEPTION '%', credit.message('joint action %s cannot be reported', coalesce(action_id::text, '<NULL>'))
			USING ERRCODE = 'CR017', DETAIL = credit.message('There is no such joint action of a department you act for.');
	END IF;
END
$$;
COMMENT ON FUNCTION credit.report_typical_case(pg_catalog.int8) IS 'Marks a joint action as a typical case. 将联合奖惩报送为典型案例。';
REVOKE ALL ON FUNCTION credit.report_typical_case(pg_catalog.int8) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.report_typical_case(pg_catalog.int8) TO credit_admin, credit_department;
