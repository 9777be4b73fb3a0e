-- effect_entry.sql: effects that enter records: interviews, promises kept and
-- broken, licences withdrawn, public bodies notified. Requires
-- procedure/effect.sql.

-- Enters a record of the case's department about its subject, through the door
-- as any other: every check of the item applies.
CREATE FUNCTION credit.enter_for_case(proceeding_id pg_catalog.int8, item pg_catalog.text, doc_no pg_catalog.text,
	on_date pg_catalog.date, fields pg_catalog.jsonb) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	SET credit.on_reject = error
	SET credit.batch = ''
AS $$
BEGIN
	INSERT INTO credit.record (item, dept_id, subject_id, doc_no, decided_on, detail)
	SELECT enter_for_case.item, p.dept_id, p.subject_id, enter_for_case.doc_no, enter_for_case.on_date,
		jsonb_strip_nulls(jsonb_build_object('subject_name', s.name, 'subject_code', s.uscc::text,
			'subject_category', CASE s.kind WHEN 'person' THEN '自然人' WHEN 'individual_business' THEN '个体工商户' ELSE '法人及非法人组织' END,
			'authority_name', d.name, 'authority_code', d.uscc::text))
		|| credit.person_fields(enter_for_case.item, p.subject_id) || fields
	FROM credit.proceeding p
	JOIN credit.subject s ON s.subject_id = p.subject_id
	JOIN credit.department d ON d.dept_id = p.dept_id
	WHERE p.proceeding_id = enter_for_case.proceeding_id;
END
$$;
COMMENT ON FUNCTION credit.enter_for_case(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.jsonb) IS 'Enters a record a case brings about. 录入案件产生的记录。';
REVOKE ALL ON FUNCTION credit.enter_for_case(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

-- Interviews enter the file (P0 item 9).
CREATE FUNCTION credit.effect_interview(proceeding_id pg_catalog.int8, on_date pg_catalog.date,
	kind pg_catalog.text) RETURNS void
	LANGUAGE sql
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT credit.enter_for_case(p.proceeding_id, 'interview', p.doc_no, on_date,
		jsonb_build_object('kind', kind, 'reason', p.note, 'interviewee', p.step_detail ->> 'interviewee')
		|| CASE WHEN p.step_detail ? 'outcome' THEN jsonb_build_object('outcome', p.step_detail ->> 'outcome') ELSE '{}' END)
	FROM credit.proceeding p WHERE p.proceeding_id = effect_interview.proceeding_id
$$;
COMMENT ON FUNCTION credit.effect_interview(pg_catalog.int8, pg_catalog.date, pg_catalog.text) IS 'Enters an interview of a kind. 录入约谈记录。';
REVOKE ALL ON FUNCTION credit.effect_interview(pg_catalog.int8, pg_catalog.date, pg_catalog.text) FROM PUBLIC;

CREATE FUNCTION credit.effect_interview_prompt(proceeding_id pg_catalog.int8, on_date pg_catalog.date,
	detail pg_catalog.jsonb) RETURNS void
	LANGUAGE sql
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT credit.effect_interview(proceeding_id, on_date, '提示性约谈')
$$;
COMMENT ON FUNCTION credit.effect_interview_prompt(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Effect: the prompt interview becomes a record. 效果：提示性约谈记入信用记录。';
REVOKE ALL ON FUNCTION credit.effect_interview_prompt(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

CREATE FUNCTION credit.effect_interview_warning(proceeding_id pg_catalog.int8, on_date pg_catalog.date,
	detail pg_catalog.jsonb) RETURNS void
	LANGUAGE sql
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT credit.effect_interview(proceeding_id, on_date, '警示性约谈')
$$;
COMMENT ON FUNCTION credit.effect_interview_warning(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Effect: the warning interview becomes a record. 效果：警示性约谈记入信用记录。';
REVOKE ALL ON FUNCTION credit.effect_interview_warning(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

-- Promises, kept and broken, enter the file (P0 item 1). A case that the
-- system closed was closed by that very record.
CREATE FUNCTION credit.effect_commitment(proceeding_id pg_catalog.int8, on_date pg_catalog.date,
	result pg_catalog.text) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	c credit.proceeding;
	promise credit.record_store;
	document text;
BEGIN
	SELECT * INTO STRICT c FROM credit.proceeding p WHERE p.proceeding_id = effect_commitment.proceeding_id;
	IF c.automatic THEN
		RETURN;
	END IF;
	SELECT * INTO STRICT promise FROM credit.record_store r WHERE r.record_id = c.record_id;
	document := coalesce(c.doc_no, promise.doc_no);
	PERFORM credit.enter_for_case(c.proceeding_id, 'commitment_performance', document, on_date,
		jsonb_build_object('commitment_no', promise.doc_no, 'kind', promise.detail ->> 'kind', 'result', result));
	IF result = '未履行' THEN
		PERFORM credit.enter_for_case(c.proceeding_id, 'commitment_breach', document, on_date,
			jsonb_build_object('commitment_no', promise.doc_no, 'kind', promise.detail ->> 'kind', 'facts', c.step_detail ->> 'facts')
			|| CASE WHEN c.step_detail ? 'circumstances' THEN jsonb_build_object('circumstances', c.step_detail -> 'circumstances') ELSE '{}' END);
	END IF;
END
$$;
COMMENT ON FUNCTION credit.effect_commitment(pg_catalog.int8, pg_catalog.date, pg_catalog.text) IS 'Enters the performance of a promise, and its breach. 录入承诺履行情况及违诺记录。';
REVOKE ALL ON FUNCTION credit.effect_commitment(pg_catalog.int8, pg_catalog.date, pg_catalog.text) FROM PUBLIC;

CREATE FUNCTION credit.effect_commitment_kept(proceeding_id pg_catalog.int8, on_date pg_catalog.date,
	detail pg_catalog.jsonb) RETURNS void
	LANGUAGE sql
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT credit.effect_commitment(proceeding_id, on_date, '已履行')
$$;
COMMENT ON FUNCTION credit.effect_commitment_kept(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Effect: a kept promise becomes a record. 效果：践诺记入信用记录。';
REVOKE ALL ON FUNCTION credit.effect_commitment_kept(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

CREATE FUNCTION credit.effect_commitment_broken(proceeding_id pg_catalog.int8, on_date pg_catalog.date,
	detail pg_catalog.jsonb) RETURNS void
	LANGUAGE sql
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT credit.effect_commitment(proceeding_id, on_date, '未履行')
$$;
COMMENT ON FUNCTION credit.effect_commitment_broken(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Effect: a broken promise becomes records. 效果：违诺记入信用记录。';
REVOKE ALL ON FUNCTION credit.effect_commitment_broken(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

-- Approval on commitment that does not match: the licence goes, the broken
-- promise stays (P1 ch.2 §1.2). The licence is the one of the approval's
-- document, or named in detail.licence_record_id.
CREATE FUNCTION credit.effect_licence_withdrawn(proceeding_id pg_catalog.int8, on_date pg_catalog.date,
	detail pg_catalog.jsonb) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	c credit.proceeding;
	approval text;
	licences bigint[];
BEGIN
	SELECT * INTO STRICT c FROM credit.proceeding p WHERE p.proceeding_id = effect_licence_withdrawn.proceeding_id;
	SELECT e.doc_no INTO approval FROM credit.proceeding_event e
	WHERE e.subject_id = c.subject_id AND e.proceeding_id = c.proceeding_id AND e.to_stage = 'approved'
	ORDER BY e.step DESC LIMIT 1;
	licences := ARRAY(SELECT r.record_id FROM credit.record_store r
		WHERE r.subject_id = c.subject_id AND r.dept_id = c.dept_id AND r.item = 'licence'
			AND r.status IN ('valid', 'disputed')
			AND CASE WHEN jsonb_typeof(effect_licence_withdrawn.detail -> 'licence_record_id') = 'number'
				THEN r.record_id = (effect_licence_withdrawn.detail ->> 'licence_record_id')::numeric ELSE r.doc_no = approval END);
	IF licences = '{}' THEN
		RAISE EXCEPTION '%', credit.message('proceeding %s finds no licence to withdraw', c.proceeding_id)
			USING ERRCODE = 'CR011',
				DETAIL = credit.message('The department has no licence in force for this subject under document "%s".', approval),
				HINT = credit.message('Enter the licence first, or name it as licence_record_id in detail.');
	END IF;
	PERFORM credit.set_record_status(licences, 'revoked', format('proceeding %s: %s', c.proceeding_id, c.doc_no));
	PERFORM credit.effect_commitment(c.proceeding_id, on_date, '未履行');
END
$$;
COMMENT ON FUNCTION credit.effect_licence_withdrawn(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Effect: withdraws the licence given on a commitment that proved untrue. 效果：核查不符撤销许可并记录违诺。';
REVOKE ALL ON FUNCTION credit.effect_licence_withdrawn(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

-- Not rectified after both interviews: a candidate, not an entry. Lists decide
-- by their own procedure.
CREATE FUNCTION credit.effect_alert(proceeding_id pg_catalog.int8, on_date pg_catalog.date,
	detail pg_catalog.jsonb) RETURNS void
	LANGUAGE sql
	SET search_path = pg_catalog, pg_temp
AS $$
	INSERT INTO credit.event (kind, subject_id, ref_id, dept_id, ref_table)
	SELECT 'alert', p.subject_id, p.proceeding_id, p.dept_id, 'proceeding'
	FROM credit.proceeding p WHERE p.proceeding_id = effect_alert.proceeding_id
$$;
COMMENT ON FUNCTION credit.effect_alert(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Effect: an alert for department and office. 效果：向部门与信用办发出提示。';
REVOKE ALL ON FUNCTION credit.effect_alert(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

CREATE FUNCTION credit.condition_public_body(proceeding_id pg_catalog.int8, on_date pg_catalog.date,
	detail pg_catalog.jsonb) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	about credit.subject;
BEGIN
	SELECT s.* INTO STRICT about FROM credit.proceeding p JOIN credit.subject s ON s.subject_id = p.subject_id
	WHERE p.proceeding_id = condition_public_body.proceeding_id;
	IF about.kind NOT IN ('government_body', 'public_institution')
	   AND about.attributes -> 'state_owned' IS DISTINCT FROM 'true' THEN
		RAISE EXCEPTION '%', credit.message('the subject is no public body')
			USING ERRCODE = 'CR011',
				DETAIL = credit.message('It is of kind %s, and not marked as state-owned.', about.kind),
				HINT = credit.message('Superior and audit hear of faults of state organs, public institutions and state-owned enterprises.');
	END IF;
END
$$;
COMMENT ON FUNCTION credit.condition_public_body(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Condition: a state organ, public institution or state-owned enterprise. 条件：机关、事业单位或国有企业。';
REVOKE ALL ON FUNCTION credit.condition_public_body(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

INSERT INTO credit.procedure_effect (effect, function_name, about) VALUES
	('interview_prompt', 'effect_interview_prompt', 'enters the prompt interview'),
	('interview_warning', 'effect_interview_warning', 'enters the warning interview'),
	('commitment_kept', 'effect_commitment_kept', 'enters the performance of the promise'),
	('commitment_broken', 'effect_commitment_broken', 'enters the broken promise'),
	('licence_withdrawn', 'effect_licence_withdrawn', 'withdraws the licence, enters the broken promise'),
	('focus_candidate', 'effect_alert', 'alerts department and office to a candidate for the focus list'),
	('public_fault_notified', 'effect_alert', 'alerts to the notification of superior and audit'),
	('public_body', 'condition_public_body', 'condition: a public body or state-owned enterprise');
