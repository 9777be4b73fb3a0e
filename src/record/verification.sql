-- verification.sql: what subjects supply voluntarily counts once somebody has
-- verified it. Requires record/record.sql.
--
-- A record of category "voluntary" enters with status unverified: not shown,
-- not used, not counted, whatever its own field about verification says.
-- Verifying is a change of status like any other, kept in credit.record_version
-- with its document and note; a correction by the supplier undoes it.

-- SECURITY DEFINER: departments may not write the table; they may verify what
-- they took in themselves.
CREATE FUNCTION credit.verify_voluntary(record_id pg_catalog.int8, verified pg_catalog.bool,
	doc_no pg_catalog.text, note pg_catalog.text DEFAULT NULL) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	found_row credit.record_store;
	reason_before text := credit.setting('reason');
	wanted credit.record_status := CASE WHEN verified THEN 'valid' ELSE 'unverified' END::credit.record_status;
BEGIN
	SELECT * INTO found_row FROM credit.record_store r
	WHERE r.record_id = verify_voluntary.record_id AND credit.session_may_act_for(r.dept_id) FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION '%', credit.message('record %s cannot be verified', verify_voluntary.record_id)
			USING ERRCODE = 'CR017',
				DETAIL = credit.message('There is no such record of a department you act for.'),
				HINT = credit.message('The department that took it in verifies; look the number up in credit.record.');
	END IF;
	IF NOT EXISTS (SELECT FROM credit.catalogue_item i WHERE i.item = found_row.item AND i.category = 'voluntary') THEN
		RAISE EXCEPTION '%', credit.message('record %s was not supplied voluntarily', verify_voluntary.record_id)
			USING ERRCODE = 'CR009',
				DETAIL = credit.message('Item "%s" is decided by a department.', found_row.item),
				HINT = credit.message('Decisions are corrected or revoked, not verified.');
	END IF;
	IF verified IS NULL OR coalesce(btrim(verify_voluntary.doc_no), '') = '' THEN
		RAISE EXCEPTION '%', credit.message('a verification needs a result and a document')
			USING ERRCODE = 'CR011',
				HINT = credit.message('Say whether it was verified, and by which document or check.');
	END IF;
	IF found_row.status = wanted OR found_row.status NOT IN ('valid', 'unverified') THEN
		RAISE EXCEPTION '%', credit.message('record %s is %s already', verify_voluntary.record_id,
				CASE found_row.status WHEN 'valid' THEN 'verified' ELSE found_row.status::text END)
			USING ERRCODE = 'CR009',
				HINT = CASE WHEN wanted = 'unverified' AND found_row.status = wanted
					THEN credit.message('Use credit.revoke_record() to end what proved untrue.') ELSE credit.message('Nothing is left to do.') END;
	END IF;
	PERFORM set_config('credit.reason', concat_ws(': ', verify_voluntary.doc_no, nullif(btrim(note), '')), true);
	UPDATE credit.record_store r SET status = wanted, version = r.version + 1
	WHERE r.record_id = verify_voluntary.record_id AND r.decided_on = found_row.decided_on
		AND r.subject_id = found_row.subject_id;
	PERFORM set_config('credit.reason', reason_before, true);
END
$$;
COMMENT ON FUNCTION credit.verify_voluntary(pg_catalog.int8, pg_catalog.bool, pg_catalog.text, pg_catalog.text) IS 'Marks a voluntarily supplied record as verified by a document, so that it counts from now on; false takes the verification back. CR017, CR009, CR011. 核实自愿提供的记录，核实后方可使用；传入 false 撤回核实。';
REVOKE ALL ON FUNCTION credit.verify_voluntary(pg_catalog.int8, pg_catalog.bool, pg_catalog.text, pg_catalog.text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.verify_voluntary(pg_catalog.int8, pg_catalog.bool, pg_catalog.text, pg_catalog.text) TO credit_department, credit_admin;
