-- subject_merge.sql: two entries found to be one subject. Requires
-- registry/subject_change.sql.
--
-- Hook for rooms below: a room whose tables carry subject_id inserts into
-- credit.subject_table in its own part of the script:
--   INSERT INTO credit.subject_table (table_name, mover, ordinal)
--   VALUES ('credit.x', NULL, 100);                   -- UPDATE of subject_id
--   VALUES ('credit.y', 'credit.move_y', 50);         -- move_y(keep, gone)

-- SECURITY DEFINER: moves rows of tables that no role may update directly
-- (records, proceedings, history follow the subject); the office only.
CREATE FUNCTION credit.merge_subject(keep pg_catalog.int8, gone pg_catalog.int8, reason pg_catalog.text)
	RETURNS pg_catalog.void
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	kept credit.subject;
	lost credit.subject;
	follower record;
BEGIN
	IF coalesce(btrim(reason), '') = '' THEN
		RAISE EXCEPTION '%', credit.message('a merger needs a reason') USING ERRCODE = 'CR011';
	END IF;
	IF keep = gone THEN
		RAISE EXCEPTION '%', credit.message('subject %s cannot be merged with itself', keep) USING ERRCODE = 'CR009';
	END IF;
	-- one order of locking for everybody
	PERFORM FROM credit.subject s WHERE s.subject_id IN (keep, gone) ORDER BY s.subject_id FOR UPDATE;
	PERFORM credit.need_subject(keep), credit.need_subject(gone);
	SELECT s.* INTO STRICT kept FROM credit.subject s WHERE s.subject_id = keep;
	SELECT s.* INTO STRICT lost FROM credit.subject s WHERE s.subject_id = gone;
	IF (kept.kind = 'person') <> (lost.kind = 'person') THEN
		RAISE EXCEPTION '%', credit.message('subjects %s and %s cannot be one', keep, gone)
			USING ERRCODE = 'CR009',
				DETAIL = credit.message('One is a person, the other of kind %s.',
								CASE WHEN kept.kind = 'person' THEN lost.kind ELSE kept.kind END);
	END IF;

	-- the code of the entry that goes stays with it, and leads to the kept one;
	-- where the kept one has none, it becomes its own
	IF kept.uscc IS NULL AND lost.uscc IS NOT NULL THEN
		UPDATE credit.subject s SET uscc = NULL WHERE s.subject_id = gone;
		UPDATE credit.subject s SET uscc = lost.uscc WHERE s.subject_id = keep;
	END IF;
	UPDATE credit.subject s SET
		region_code = coalesce(s.region_code, lost.region_code),
		industry_code = coalesce(s.industry_code, lost.industry_code),
		registered_on = coalesce(s.registered_on, lost.registered_on),
		attributes = lost.attributes || s.attributes,
		provisional = s.provisional AND lost.provisional
	WHERE s.subject_id = keep;

	-- (scheme, value) is unique, so no number of one can be the other's
	UPDATE credit.subject_identifier i SET subject_id = keep WHERE i.subject_id = gone;
	UPDATE credit.subject_name n SET subject_id = keep
	WHERE n.subject_id = gone
	  AND NOT EXISTS (SELECT FROM credit.subject_name k WHERE k.subject_id = keep AND k.name = n.name AND k.valid = n.valid);
	IF lost.name <> kept.name AND lost.kind <> 'person' THEN
		INSERT INTO credit.subject_name (subject_id, name, name_key, name_rule, valid)
		VALUES (keep, lost.name, lost.name_key, lost.name_rule, daterange(NULL, credit.today()))
		ON CONFLICT DO NOTHING;
	END IF;

	DELETE FROM credit.relation r
	WHERE (r.subject_id = gone AND r.related_id = keep) OR (r.subject_id = keep AND r.related_id = gone)
	   OR (r.subject_id = gone AND EXISTS (SELECT FROM credit.relation k WHERE k.subject_id = keep
			AND k.related_id = r.related_id AND k.role = r.role AND k.valid = r.valid))
	   OR (r.related_id = gone AND EXISTS (SELECT FROM credit.relation k WHERE k.related_id = keep
			AND k.subject_id = r.subject_id AND k.role = r.role AND k.valid = r.valid));
	UPDATE credit.relation r SET subject_id = keep WHERE r.subject_id = gone;
	UPDATE credit.relation r SET related_id = keep WHERE r.related_id = gone;

	FOR follower IN SELECT t.table_name, t.mover FROM credit.subject_table t ORDER BY t.ordinal, t.table_name LOOP
		IF follower.mover IS NOT NULL THEN
			EXECUTE format('SELECT %s($1, $2)', follower.mover::regproc) USING keep, gone;
		ELSE
			EXECUTE format('UPDATE %s SET subject_id = $1 WHERE subject_id = $2', follower.table_name::regclass)
				USING keep, gone;
		END IF;
	END LOOP;

	-- chains stay one step long
	UPDATE credit.subject s SET merged_into = keep
	WHERE s.subject_id = gone OR s.merged_into = gone;
	INSERT INTO credit.subject_merge (gone_id, kept_id, reason, merged_by)
	-- after SET ROLE, as behind a pooler, the role counts
	VALUES (gone, keep, reason, coalesce(nullif(current_setting('role'), 'none'), session_user));
END
$$;
COMMENT ON FUNCTION credit.merge_subject(pg_catalog.int8, pg_catalog.int8, pg_catalog.text) IS 'Makes two entries one: identifiers, names, relations and every file move to the kept one; codes of the other still lead there; the merger is recorded. 合并同一主体的两个条目：号码、名称、关系与全部档案并入保留者，原代码仍可查到，合并留痕。';
REVOKE ALL ON FUNCTION credit.merge_subject(pg_catalog.int8, pg_catalog.int8, pg_catalog.text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.merge_subject(pg_catalog.int8, pg_catalog.int8, pg_catalog.text) TO credit_admin;
