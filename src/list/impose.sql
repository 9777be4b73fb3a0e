-- impose.sql: imposing and lifting bans. Requires list/end.sql.

-- SECURITY DEFINER: nobody may write the table. A ban takes away a right, so
-- it needs a decision document, and a law, regulation or central policy (P0
-- item 11); "for ever" has to be said.
CREATE FUNCTION credit.impose_ban(code pg_catalog.text, field pg_catalog.text, doc_no pg_catalog.text,
		decided_on pg_catalog.date, basis_id pg_catalog.text, valid_until pg_catalog.date DEFAULT NULL,
		for_ever pg_catalog.bool DEFAULT false, valid_from pg_catalog.date DEFAULT NULL,
		industry_code pg_catalog.text DEFAULT NULL, record_id pg_catalog.int8 DEFAULT NULL,
		entry_id pg_catalog.int8 DEFAULT NULL, dept_id pg_catalog.int4 DEFAULT NULL,
		responsible pg_catalog.bool DEFAULT true) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	dept int4 := coalesce(impose_ban.dept_id, credit.session_department());
	who int8 := credit.listed_subject(impose_ban.code);
	first_day date := coalesce(impose_ban.valid_from, impose_ban.decided_on);
	made int8;
	fault_on date := impose_ban.decided_on;
BEGIN
	IF dept IS NULL OR NOT credit.session_may_act_for(dept)
	   OR NOT EXISTS (SELECT FROM credit.department d WHERE d.dept_id = dept) THEN
		RAISE EXCEPTION '%', credit.message('you may not impose a ban for department %s', coalesce(dept::text, '<NULL>'))
			USING ERRCODE = 'CR006', HINT = credit.message('A department bans in its own name; the office names one with dept_id.');
	END IF;
	IF coalesce(btrim(impose_ban.doc_no), '') = '' OR coalesce(btrim(impose_ban.field), '') = '' OR impose_ban.decided_on IS NULL THEN
		RAISE EXCEPTION '%', credit.message('a ban needs a decision document, its date and a field')
			USING ERRCODE = 'CR011', HINT = credit.message('Give doc_no, decided_on and field.');
	END IF;
	IF (impose_ban.valid_until IS NULL) <> coalesce(impose_ban.for_ever, false) THEN
		RAISE EXCEPTION '%', credit.message('a ban is for a term or expressly for ever')
			USING ERRCODE = 'CR011', HINT = credit.message('Give valid_until, or for_ever => true.');
	END IF;
	IF impose_ban.valid_until < first_day OR impose_ban.decided_on > credit.today()
	   OR NOT isfinite(first_day) OR NOT isfinite(coalesce(impose_ban.valid_until, first_day)) THEN
		RAISE EXCEPTION '%', credit.message('the dates of the ban do not fit') USING ERRCODE = 'CR002',
			DETAIL = credit.message('Decided on %s, from %s until %s; today is %s.', impose_ban.decided_on, first_day, impose_ban.valid_until, credit.today());
	END IF;
	IF NOT coalesce(credit.basis_supports(impose_ban.basis_id, daterange(impose_ban.decided_on, impose_ban.decided_on, '[]')), false) THEN
		RAISE EXCEPTION '%', credit.message('the ban has no sufficient legal basis')
			USING ERRCODE = 'CR004', DETAIL = credit.message('Basis "%s" is no law, regulation or central policy in force on %s.', impose_ban.basis_id, impose_ban.decided_on);
	END IF;
	IF impose_ban.record_id IS NOT NULL THEN
		SELECT r.decided_on INTO fault_on FROM credit.record_store r
		WHERE r.record_id = impose_ban.record_id AND r.subject_id = who AND r.status IN ('valid', 'disputed');
		IF NOT FOUND THEN
			RAISE EXCEPTION '%', credit.message('record %s cannot be the cause of this ban', impose_ban.record_id)
				USING ERRCODE = 'CR017', DETAIL = credit.message('There is no record of that subject in force with this number.');
		END IF;
	END IF;
	IF impose_ban.entry_id IS NOT NULL AND NOT EXISTS (SELECT FROM credit.list_entry e
			WHERE e.entry_id = impose_ban.entry_id AND e.subject_id = who AND e.ended_on IS NULL) THEN
		RAISE EXCEPTION '%', credit.message('list entry %s cannot be the cause of this ban', impose_ban.entry_id)
			USING ERRCODE = 'CR017', DETAIL = credit.message('There is no entry of that subject with this number that has not ended.');
	END IF;
	INSERT INTO credit.industry_ban (subject_id, field, industry_code, dept_id, record_id, entry_id, doc_no, decided_on,
		valid_from, valid_until, for_ever, basis_id, person)
	SELECT s.subject_id, btrim(impose_ban.field), impose_ban.industry_code, dept, impose_ban.record_id, impose_ban.entry_id,
		btrim(impose_ban.doc_no), impose_ban.decided_on, first_day, impose_ban.valid_until, impose_ban.valid_until IS NULL,
		impose_ban.basis_id, s.kind = 'person'
	FROM credit.subject s WHERE s.subject_id = who
	RETURNING ban_id INTO made;
	IF responsible THEN
		INSERT INTO credit.industry_ban (subject_id, field, industry_code, dept_id, record_id, entry_id, doc_no, decided_on,
			valid_from, valid_until, for_ever, basis_id, marked_for, role, person)
		SELECT r.related_id, b.field, b.industry_code, b.dept_id, b.record_id, b.entry_id, b.doc_no, b.decided_on,
			b.valid_from, b.valid_until, b.for_ever, b.basis_id, b.ban_id, string_agg(DISTINCT r.role, ',' ORDER BY r.role), true
		FROM credit.industry_ban b
		JOIN credit.relation r ON r.subject_id = b.subject_id AND r.valid @> fault_on
			AND r.role = ANY ('{legal_representative,principal,actual_controller,directly_responsible}')
		JOIN credit.subject p ON p.subject_id = r.related_id AND p.kind = 'person'
		WHERE b.subject_id = who AND b.ban_id = made
		GROUP BY r.related_id, b.subject_id, b.ban_id;
	END IF;
	INSERT INTO credit.event (kind, subject_id, ref_id, dept_id, ref_table)
	SELECT 'list', b.subject_id, b.ban_id, b.dept_id, 'industry_ban' FROM credit.industry_ban b
	WHERE b.ban_id = made OR b.marked_for = made ORDER BY b.ban_id;
	RETURN made;
END
$$;
COMMENT ON FUNCTION credit.impose_ban(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.text, pg_catalog.date, pg_catalog.bool, pg_catalog.date, pg_catalog.text, pg_catalog.int8, pg_catalog.int8, pg_catalog.int4, pg_catalog.bool) IS 'Bans a subject, and its responsible persons, from a market or industry for a term or for ever. 对主体及其责任人实施有期限或永久的市场、行业禁入。';
REVOKE ALL ON FUNCTION credit.impose_ban(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.text, pg_catalog.date, pg_catalog.bool, pg_catalog.date, pg_catalog.text, pg_catalog.int8, pg_catalog.int8, pg_catalog.int4, pg_catalog.bool) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.impose_ban(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.text, pg_catalog.date, pg_catalog.bool, pg_catalog.date, pg_catalog.text, pg_catalog.int8, pg_catalog.int8, pg_catalog.int4, pg_catalog.bool) TO credit_admin, credit_department;

-- SECURITY DEFINER: nobody may write the table.
CREATE FUNCTION credit.lift_ban(ban_id pg_catalog.int8, cause pg_catalog.text, doc_no pg_catalog.text,
		on_date pg_catalog.date DEFAULT NULL) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ban credit.industry_ban;
	day date := coalesce(on_date, credit.today());
BEGIN
	SELECT b.* INTO ban FROM credit.industry_ban b WHERE b.ban_id = lift_ban.ban_id FOR UPDATE;
	IF NOT FOUND OR NOT credit.session_may_act_for(ban.dept_id) OR ban.ended_on IS NOT NULL THEN
		RAISE EXCEPTION '%', credit.message('ban %s cannot be lifted', coalesce(lift_ban.ban_id::text, '<NULL>'))
			USING ERRCODE = 'CR017', DETAIL = credit.message('There is no such ban in force of a department you act for.');
	END IF;
	IF coalesce(btrim(doc_no), '') = '' THEN
		RAISE EXCEPTION '%', credit.message('lifting a ban needs a document') USING ERRCODE = 'CR011';
	END IF;
	IF cause IS NULL OR cause NOT IN ('removed', 'repaired', 'objection', 'revoked', 'withdrawn') OR day > credit.today() THEN
		RAISE EXCEPTION '%', credit.message('a ban is not lifted by "%s" on %s', cause, day) USING ERRCODE = 'CR002',
			HINT = credit.message('Causes are removed, repaired, objection, revoked, withdrawn; the day is not to come.');
	END IF;
	WITH lifted AS (
		UPDATE credit.industry_ban b SET ended_on = least(day, b.valid_until + 1),
			end_cause = CASE WHEN b.valid_until < day THEN 'expired' ELSE cause END, end_doc_no = lift_ban.doc_no
		WHERE (b.ban_id = ban.ban_id OR b.marked_for = ban.ban_id) AND b.ended_on IS NULL
		RETURNING b.subject_id, b.ban_id, b.dept_id)
	INSERT INTO credit.event (kind, subject_id, ref_id, dept_id, ref_table)
	SELECT 'list_ended', l.subject_id, l.ban_id, l.dept_id, 'industry_ban' FROM lifted l ORDER BY l.ban_id;
END
$$;
COMMENT ON FUNCTION credit.lift_ban(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.date) IS 'Ends a ban, and those of responsible persons with it. 解除禁入及对责任人的禁入。';
REVOKE ALL ON FUNCTION credit.lift_ban(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.lift_ban(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.date) TO credit_admin, credit_department;
