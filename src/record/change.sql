-- change.sql: ending records, mending rows set aside, moving files when two
-- subjects become one, and the entry views of the items that ship.
-- Requires record/view.sql.

-- SECURITY DEFINER: departments may not write the table; they may end records
-- of their own.
CREATE FUNCTION credit.revoke_record(record_id pg_catalog.int8, doc_no pg_catalog.text,
	reason pg_catalog.text, mistake pg_catalog.bool DEFAULT false) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	found_row credit.record_store;
	reason_before text := credit.setting('reason');
BEGIN
	PERFORM credit.refuse_standby('revoke a record');
	-- whose it is comes first: nobody may lock another's row
	SELECT * INTO found_row FROM credit.record_store r
	WHERE r.record_id = revoke_record.record_id AND credit.session_may_act_for(r.dept_id) FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION '%', credit.message('record %s cannot be revoked', revoke_record.record_id)
			USING ERRCODE = 'CR017',
				DETAIL = credit.message('There is no such record of a department you act for.'),
				HINT = credit.message('The department that decided revokes; look the number up in credit.record.');
	END IF;
	IF found_row.status IN ('revoked', 'withdrawn') THEN
		RAISE EXCEPTION '%', credit.message('record %s is %s already', revoke_record.record_id, found_row.status)
			USING ERRCODE = 'CR009',
				HINT = credit.message('Nothing is left to do.');
	END IF;
	IF coalesce(btrim(revoke_record.doc_no), '') = '' OR coalesce(btrim(reason), '') = '' THEN
		RAISE EXCEPTION '%', credit.message('a revocation needs a document and a reason')
			USING ERRCODE = 'CR011',
				HINT = credit.message('Give the number of the revoking document and why it was taken back.');
	END IF;
	PERFORM set_config('credit.reason', format('%s: %s', revoke_record.doc_no, reason), true);
	UPDATE credit.record_store r
	SET status = CASE WHEN mistake THEN 'withdrawn' ELSE 'revoked' END::credit.record_status,
		version = r.version + 1
	WHERE r.record_id = revoke_record.record_id AND r.decided_on = found_row.decided_on
		AND r.subject_id = found_row.subject_id;
	PERFORM set_config('credit.reason', reason_before, true);
END
$$;
COMMENT ON FUNCTION credit.revoke_record(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.bool) IS 'Ends a record whose decision was taken back, or that was entered by mistake; it leaves publication and use at once and stays traceable. 撤销记录（或撤回误录），立即停止公示与使用并保留痕迹。';
REVOKE ALL ON FUNCTION credit.revoke_record(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.bool) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.revoke_record(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.bool) TO credit_department, credit_admin;

-- SECURITY DEFINER: the document numbers of a row set aside are for
-- credit_identity alone, yet the row must be able to go in whole.
CREATE FUNCTION credit.resubmit(rejection_id pg_catalog.int8, patch pg_catalog.jsonb DEFAULT '{}')
	RETURNS pg_catalog.text
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
	SET credit.on_reject = error
	SET credit.batch = ''
AS $$
DECLARE
	waiting credit.rejection;
	whole jsonb;
	entered_version int;
BEGIN
	PERFORM credit.refuse_standby('take a row');
	SELECT * INTO waiting FROM credit.rejection r
	WHERE r.rejection_id = resubmit.rejection_id AND r.resolved_by IS NULL FOR UPDATE;
	IF NOT FOUND OR NOT credit.session_may_act_for(coalesce(waiting.dept_id, 0)) THEN
		RAISE EXCEPTION '%', credit.message('rejected row %s cannot be resubmitted', resubmit.rejection_id)
			USING ERRCODE = 'CR017',
				DETAIL = credit.message('There is no such open row of a department you act for.'),
				HINT = credit.message('Look in credit.rejection where resolved_by is null.');
	END IF;
	IF jsonb_typeof(patch) IS DISTINCT FROM 'object' THEN
		RAISE EXCEPTION '%', credit.message('a patch is an object of fields')
			USING ERRCODE = 'CR002',
				HINT = credit.message('Give the fields to change, such as {"cf_jdrq": "2026-06-01"}.');
	END IF;
	SELECT waiting.payload || coalesce(jsonb_object_agg(i.field, i.value), '{}') || patch INTO whole
	FROM credit.rejection_identity i WHERE i.rejection_id = waiting.rejection_id;
	-- a row that still breaks a rule raises here with all reasons
	INSERT INTO credit.record AS r (item, dept_id, detail)
	VALUES (waiting.item, waiting.dept_id, whole)
	RETURNING r.version INTO entered_version;
	UPDATE credit.rejection r SET resolved_by = currval('credit.batch_id_seq')
	WHERE r.rejection_id = waiting.rejection_id;
	DELETE FROM credit.rejection_identity i WHERE i.rejection_id = waiting.rejection_id;
	RETURN CASE WHEN entered_version IS NULL THEN 'duplicate'
		WHEN entered_version > 1 THEN 'corrected' ELSE 'accepted' END;
END
$$;
COMMENT ON FUNCTION credit.resubmit(pg_catalog.int8, pg_catalog.jsonb) IS 'Enters a row set aside anew with some fields changed: accepted, corrected or duplicate; a row that still breaks a rule raises with all reasons. 修正退回行后重新提交，返回处理结果。';
REVOKE ALL ON FUNCTION credit.resubmit(pg_catalog.int8, pg_catalog.jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.resubmit(pg_catalog.int8, pg_catalog.jsonb) TO credit_department, credit_admin;

-- Records follow when two entries are found to be one subject. Where both
-- files hold the same decision the kept one stays and the other is withdrawn:
-- its key would stand twice.
CREATE FUNCTION credit.move_records(keep pg_catalog.int8, gone pg_catalog.int8) RETURNS pg_catalog.int8
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	moved bigint;
	reason_before text := credit.setting('reason');
BEGIN
	PERFORM set_config('credit.reason', format('subject %s was merged into %s', gone, keep), true);
	UPDATE credit.record_store r SET status = 'withdrawn', version = r.version + 1
	FROM credit.record_store k
	WHERE r.subject_id = gone AND k.subject_id = keep AND r.status <> 'withdrawn'
		AND k.item = r.item AND k.dept_id = r.dept_id AND k.doc_no = r.doc_no AND k.decided_on = r.decided_on;
	UPDATE credit.record_store r SET subject_id = keep, version = r.version + 1
	WHERE r.subject_id = gone
		AND NOT EXISTS (SELECT FROM credit.record_store k
			WHERE k.subject_id = keep AND k.item = r.item AND k.dept_id = r.dept_id
				AND k.doc_no = r.doc_no AND k.decided_on = r.decided_on);
	GET DIAGNOSTICS moved = ROW_COUNT;
	PERFORM set_config('credit.reason', reason_before, true);
	RETURN moved;
END
$$;
COMMENT ON FUNCTION credit.move_records(pg_catalog.int8, pg_catalog.int8) IS 'Moves the records of a merged subject; called by credit.merge_subject(). 主体合并时迁移记录，由 credit.merge_subject() 调用。';
REVOKE ALL ON FUNCTION credit.move_records(pg_catalog.int8, pg_catalog.int8) FROM PUBLIC;
INSERT INTO credit.subject_table (table_name, mover) VALUES ('record_store', 'credit.move_records');

-- A door for every item that ships.
SELECT credit.create_entry_view(i.item) FROM (SELECT DISTINCT c.item FROM credit.catalogue_item c) i ORDER BY i.item COLLATE "C";
