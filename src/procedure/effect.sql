-- effect.sql: conditions and effects of the shipped procedures on records.
-- Requires procedure/deadline.sql, record/. Lists register their own.
--
-- They run within the step that calls for them, as the owner: nobody is granted
-- any of them.

-- Records a case is about: its own, and with "all records of the decision" the
-- other negative ones of the same document.
CREATE FUNCTION credit.records_of_case(proceeding_id pg_catalog.int8) RETURNS SETOF credit.record_store
	LANGUAGE sql STABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT r.* FROM credit.proceeding p
	JOIN credit.record_store b ON b.record_id = p.record_id
	JOIN credit.record_store r ON r.subject_id = b.subject_id
	WHERE p.proceeding_id = records_of_case.proceeding_id
		AND (r.record_id = b.record_id
			OR (r.dept_id = b.dept_id AND r.doc_no = b.doc_no AND r.severity IS NOT NULL))
$$;
COMMENT ON FUNCTION credit.records_of_case(pg_catalog.int8) IS 'The record of a case and the other negative records of the same decision. 案件所涉记录及同一决定的其他失信记录。';
REVOKE ALL ON FUNCTION credit.records_of_case(pg_catalog.int8) FROM PUBLIC;

CREATE FUNCTION credit.set_record_status(records pg_catalog.int8[], status credit.record_status, reason pg_catalog.text)
	RETURNS pg_catalog.int8
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	changed bigint;
BEGIN
	PERFORM set_config('credit.reason', coalesce(reason, ''), true);
	UPDATE credit.record_store r SET status = set_record_status.status, version = r.version + 1
	WHERE r.record_id = ANY (records) AND r.status <> set_record_status.status;
	GET DIAGNOSTICS changed = ROW_COUNT;
	PERFORM set_config('credit.reason', '', true);
	RETURN changed;
END
$$;
COMMENT ON FUNCTION credit.set_record_status(pg_catalog.int8[], credit.record_status, pg_catalog.text) IS 'Moves records to a status, keeping the versions before. 变更记录状态并保留旧版本。';
REVOKE ALL ON FUNCTION credit.set_record_status(pg_catalog.int8[], credit.record_status, pg_catalog.text) FROM PUBLIC;

-- What identifies a person in a row of an item, since records hold no numbers
-- of documents. Read as the owner and given to the door alone.
CREATE FUNCTION credit.person_fields(item pg_catalog.text, subject_id pg_catalog.int8) RETURNS pg_catalog.jsonb
	LANGUAGE sql STABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT coalesce(jsonb_object_agg(f.field, CASE f.maps_to WHEN 'subject_name' THEN s.name
		WHEN 'subject_doc_no' THEN i.doc_no
		ELSE (SELECT min(d.label) FROM credit.identity_document d
			JOIN credit.code_list c ON c.list = 'document_type' AND c.code = d.label
			WHERE d.doc_type = i.doc_type) END), '{}')
	FROM credit.subject s
	JOIN credit.person_identity i ON i.subject_id = s.subject_id
	JOIN credit.catalogue_field f ON f.item = person_fields.item
		AND f.maps_to IN ('subject_name', 'subject_doc_type', 'subject_doc_no')
	WHERE s.subject_id = person_fields.subject_id AND s.kind = 'person'
$$;
COMMENT ON FUNCTION credit.person_fields(pg_catalog.text, pg_catalog.int8) IS 'The fields by which a row of the item identifies a person; empty for organisations. 事项中识别自然人的字段，组织为空。';
REVOKE ALL ON FUNCTION credit.person_fields(pg_catalog.text, pg_catalog.int8) FROM PUBLIC;

-- An upheld objection: detail.patch corrects fields through the door,
-- detail.revoke ends the record, detail.list_entry_id's listing is withdrawn.
CREATE FUNCTION credit.effect_record_correct(proceeding_id pg_catalog.int8, on_date pg_catalog.date,
	detail pg_catalog.jsonb) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	SET credit.on_reject = error
	SET credit.batch = ''
AS $$
DECLARE
	c credit.proceeding;
	r credit.record_store;
	reason text;
	patch jsonb;
	person jsonb;
	given text[];
BEGIN
	SELECT * INTO STRICT c FROM credit.proceeding p WHERE p.proceeding_id = effect_record_correct.proceeding_id;
	reason := format('proceeding %s: %s', c.proceeding_id, coalesce(c.note, c.doc_no));
	patch := c.step_detail -> 'patch';
	IF c.record_id IS NULL THEN
		IF c.list_entry_id IS NULL OR to_regprocedure('credit.withdraw_listing(bigint,text,text)') IS NULL THEN
			RAISE EXCEPTION '%', credit.message('proceeding %s has nothing to correct', c.proceeding_id)
				USING ERRCODE = 'CR011', HINT = credit.message('A case about a record or a list entry is corrected.');
		END IF;
		EXECUTE format('SELECT credit.%I($1, $2, $3)', 'withdraw_listing') USING c.list_entry_id, coalesce(c.doc_no, reason), reason;
		RETURN;
	END IF;
	SELECT * INTO STRICT r FROM credit.record_store s WHERE s.record_id = c.record_id FOR UPDATE;
	IF r.status IN ('revoked', 'withdrawn') THEN
		RETURN;
	END IF;
	IF c.step_detail -> 'revoke' = 'true'::jsonb THEN
		PERFORM credit.set_record_status(ARRAY[r.record_id], 'withdrawn', reason);
		RETURN;
	END IF;
	IF jsonb_typeof(patch) IS DISTINCT FROM 'object' OR patch = '{}' THEN
		RAISE EXCEPTION '%', credit.message('proceeding %s cannot be corrected without saying what is wrong', c.proceeding_id)
			USING ERRCODE = 'CR011',
				DETAIL = credit.message('Neither patch nor revoke was given.'),
				HINT = credit.message('Give detail.patch, an object of fields, or detail.revoke = true to end the record.');
	END IF;
	-- the mark goes first: the door keeps the status a record has
	IF r.status = 'disputed' THEN
		PERFORM credit.set_record_status(ARRAY[r.record_id], 'valid', reason);
	END IF;
	PERFORM set_config('credit.reason', reason, true);
	-- what a patched field means stands in a column: the field wins
	person := credit.person_fields(r.item, r.subject_id);
	given := ARRAY(SELECT DISTINCT f.maps_to FROM credit.catalogue_field f
		WHERE f.item = r.item AND patch ? f.field AND f.maps_to IS NOT NULL);
	INSERT INTO credit.record (item, dept_id, subject_id, doc_no, decided_on, valid_from, valid_until, amount, detail)
	VALUES (r.item, r.dept_id, r.subject_id, r.doc_no, r.decided_on,
		CASE WHEN NOT 'valid_from' = ANY (given) THEN r.valid_from END,
		CASE WHEN NOT 'valid_until' = ANY (given) THEN r.valid_until END,
		CASE WHEN NOT 'amount' = ANY (given) THEN r.amount END,
		person || (r.detail - ARRAY(SELECT f.field FROM credit.catalogue_field f
			WHERE f.item = r.item AND f.maps_to = 'subject_name' AND person ? f.field)) || patch);
	PERFORM set_config('credit.reason', '', true);
	IF NOT EXISTS (SELECT FROM credit.record_store s WHERE s.record_id = r.record_id AND s.version > r.version
			AND (s.detail, s.valid_from, s.valid_until, s.amount) IS DISTINCT FROM (r.detail, r.valid_from, r.valid_until, r.amount)) THEN
		RAISE EXCEPTION '%', credit.message('proceeding %s corrects nothing', c.proceeding_id)
			USING ERRCODE = 'CR011',
				DETAIL = credit.message('The record has these values already, or the patch changes its key.'),
				HINT = credit.message('Where number or date of the decision are wrong, revoke the record and enter the right one.');
	END IF;
END
$$;
COMMENT ON FUNCTION credit.effect_record_correct(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Effect: corrects or ends the record of an upheld objection. 效果：异议成立后更正或撤回记录。';
REVOKE ALL ON FUNCTION credit.effect_record_correct(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

-- Order 36 of 2025: the shortest term has passed, and the rule lets repair end
-- publication. Obligations performed and the commitment are requirements.
CREATE FUNCTION credit.repair_open_from(item pg_catalog.text, severity credit.severity, dept_id pg_catalog.int4,
	decided_on pg_catalog.date, OUT regime_id pg_catalog.text, OUT open_from pg_catalog.date, OUT early_end pg_catalog.bool)
	LANGUAGE sql STABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT g.regime_id, (repair_open_from.decided_on + coalesce(g.min_term, interval '0'))::date, g.early_end
	FROM credit.publication_regime g
	WHERE (g.item IS NULL OR g.item = repair_open_from.item)
		AND (g.sector IS NULL OR g.sector = (SELECT d.sector FROM credit.department d WHERE d.dept_id = repair_open_from.dept_id))
		AND (g.severity IS NULL OR g.severity = repair_open_from.severity)
		AND g.decided @> repair_open_from.decided_on
	ORDER BY g.item IS NULL, g.sector IS NULL, g.severity IS NULL LIMIT 1
$$;
COMMENT ON FUNCTION credit.repair_open_from(pg_catalog.text, credit.severity, pg_catalog.int4, pg_catalog.date) IS 'From which day a record can be repaired, and by which publication regime; no row: no regime. 记录最早可修复的日期及所依公示规则。';

CREATE FUNCTION credit.condition_repairable(proceeding_id pg_catalog.int8, on_date pg_catalog.date,
	detail pg_catalog.jsonb) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	r record;
BEGIN
	FOR r IN
		SELECT s.record_id, s.severity, s.status, s.decided_on, f.regime_id, f.open_from, f.early_end,
			s.record_id = p.record_id AS own
		FROM credit.proceeding p, credit.records_of_case(p.proceeding_id) s
		LEFT JOIN LATERAL credit.repair_open_from(s.item, s.severity, s.dept_id, s.decided_on) f ON true
		WHERE p.proceeding_id = condition_repairable.proceeding_id
		ORDER BY s.record_id
	LOOP
		IF r.severity IS NULL OR r.status NOT IN ('valid', 'disputed') THEN
			CONTINUE WHEN NOT r.own;
			RAISE EXCEPTION '%', credit.message('record %s cannot be repaired', r.record_id)
				USING ERRCODE = 'CR011',
					DETAIL = CASE WHEN r.severity IS NULL THEN credit.message('It is no record of a fault.')
						ELSE credit.message('Its status is %s.', r.status) END,
					HINT = credit.message('Repair ends the publication of a fault that is shown or used.');
		END IF;
		IF NOT coalesce(r.early_end, true) THEN
			RAISE EXCEPTION '%', credit.message('record %s cannot be repaired before its term ends', r.record_id)
				USING ERRCODE = 'CR011',
					DETAIL = credit.message('Publication regime "%s" knows no earlier end.', r.regime_id),
					HINT = credit.message('It ends with its term by itself.');
		END IF;
		IF on_date < r.open_from THEN
			RAISE EXCEPTION '%', credit.message('record %s can be repaired from %s on', r.record_id, r.open_from)
				USING ERRCODE = 'CR011',
					DETAIL = credit.message('The shortest term of publication regime "%s" counts from the decision of %s.', r.regime_id, r.decided_on),
					HINT = credit.message('Apply again from that day.');
		END IF;
	END LOOP;
END
$$;
COMMENT ON FUNCTION credit.condition_repairable(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Condition: the records are faults in use, and their shortest term has passed. 条件：记录属在用失信信息且最短公示期已满。';
REVOKE ALL ON FUNCTION credit.condition_repairable(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

-- All records of the decision at once: one decision, one repair.
CREATE FUNCTION credit.effect_record_repair(proceeding_id pg_catalog.int8, on_date pg_catalog.date,
	detail pg_catalog.jsonb) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM credit.set_record_status(ARRAY(SELECT s.record_id FROM credit.records_of_case(proceeding_id) s
			WHERE s.status IN ('valid', 'disputed')), 'repaired',
		(SELECT format('proceeding %s: %s', p.proceeding_id, p.doc_no) FROM credit.proceeding p
			WHERE p.proceeding_id = effect_record_repair.proceeding_id));
END
$$;
COMMENT ON FUNCTION credit.effect_record_repair(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Effect: the records of the decision are repaired; publication, sharing and use end at once. 效果：该决定的记录完成修复，立即停止公示、共享与使用。';
REVOKE ALL ON FUNCTION credit.effect_record_repair(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

-- What this case repaired or shielded counts again; what another one did stays.
CREATE FUNCTION credit.effect_record_unrepair(proceeding_id pg_catalog.int8, on_date pg_catalog.date,
	detail pg_catalog.jsonb) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM credit.set_record_status(ARRAY(SELECT s.record_id FROM credit.records_of_case(proceeding_id) s
			WHERE s.status = 'repaired' AND EXISTS (SELECT FROM credit.record_version v
				WHERE v.subject_id = s.subject_id AND v.record_id = s.record_id
					AND v.reason LIKE format('proceeding %s:%%', proceeding_id))), 'valid',
		(SELECT format('proceeding %s, taken back: %s', p.proceeding_id, p.doc_no) FROM credit.proceeding p
			WHERE p.proceeding_id = effect_record_unrepair.proceeding_id));
END
$$;
COMMENT ON FUNCTION credit.effect_record_unrepair(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Effect: the records this case repaired or shielded count again. 效果：撤销本案修复或屏蔽，记录恢复有效。';
REVOKE ALL ON FUNCTION credit.effect_record_unrepair(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

INSERT INTO credit.procedure_effect (effect, function_name, about) VALUES
	('record_correct', 'effect_record_correct', 'corrects or ends the record of an upheld objection'),
	('repairable', 'condition_repairable', 'condition: a fault in use whose shortest term has passed'),
	('record_repair', 'effect_record_repair', 'repairs all records of the decision'),
	('record_unrepair', 'effect_record_unrepair', 'takes repair or shielding back');
