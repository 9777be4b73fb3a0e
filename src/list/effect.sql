-- effect.sql: what the listing procedure does to lists. Requires
-- list/change.sql, list/end.sql, procedure/. They run within the step that
-- calls for them, as the owner: nobody is granted any of them.

-- A proposal names a list that may hold the subject and is the department's to
-- decide on, before anybody is heard about it.
CREATE FUNCTION credit.condition_listable(proceeding_id pg_catalog.int8, on_date pg_catalog.date, detail pg_catalog.jsonb) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM credit.need_list(condition_listable.detail ->> 'list', p.subject_id, on_date, p.dept_id)
	FROM credit.proceeding p WHERE p.proceeding_id = condition_listable.proceeding_id;
END
$$;
COMMENT ON FUNCTION credit.condition_listable(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Condition: the list exists, may hold the subject, and the department decides on it. 条件：名单存在且适用于该主体，并由该部门认定。';
REVOKE ALL ON FUNCTION credit.condition_listable(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

CREATE FUNCTION credit.condition_list_served(proceeding_id pg_catalog.int8, on_date pg_catalog.date, detail pg_catalog.jsonb) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	served date := (detail ->> 'served_on')::date;
	decided date;
BEGIN
	SELECT e.on_date INTO decided FROM credit.proceeding_event e JOIN credit.proceeding p USING (subject_id, proceeding_id)
	WHERE p.proceeding_id = condition_list_served.proceeding_id AND e.to_stage = 'decided' ORDER BY e.step DESC LIMIT 1;
	IF served < decided OR served > condition_list_served.on_date THEN
		RAISE EXCEPTION '%', credit.message('proceeding %s cannot have been served on %s', condition_list_served.proceeding_id, served)
			USING ERRCODE = 'CR011',
				DETAIL = credit.message('It was decided on %s; the step is of %s.', decided, condition_list_served.on_date),
				HINT = credit.message('Give the day of service as served_on.');
	END IF;
END
$$;
COMMENT ON FUNCTION credit.condition_list_served(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Condition: the day of service lies between the decision and the step. 条件：送达日期不早于决定、不晚于登记。';
REVOKE ALL ON FUNCTION credit.condition_list_served(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

CREATE FUNCTION credit.effect_list_publish(proceeding_id pg_catalog.int8, on_date pg_catalog.date, detail pg_catalog.jsonb) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	c credit.proceeding;
	decision credit.proceeding_event;
	cause credit.record_store;
	term_end text := detail ->> 'valid_until';
	last_day date;
	proposed text;
	made int8;
BEGIN
	SELECT p.* INTO STRICT c FROM credit.proceeding p WHERE p.proceeding_id = effect_list_publish.proceeding_id;
	SELECT e.* INTO decision FROM credit.proceeding_event e
	WHERE e.subject_id = c.subject_id AND e.proceeding_id = c.proceeding_id AND e.to_stage = 'decided'
	ORDER BY e.step DESC LIMIT 1;
	IF c.record_id IS NOT NULL THEN
		-- a repair under way waits here, and the entry then waits for its end
		SELECT r.* INTO cause FROM credit.record_store r WHERE r.record_id = c.record_id FOR SHARE;
		IF cause.status NOT IN ('valid', 'disputed') THEN
			RAISE EXCEPTION '%', credit.message('proceeding %s cannot list: its record is %s', c.proceeding_id, cause.status)
				USING ERRCODE = 'CR011',
					DETAIL = credit.message('Record %s no longer counts.', c.record_id),
					HINT = credit.message('Drop the case.');
		END IF;
	END IF;
	-- the party was heard about one list
	SELECT e.detail ->> 'list' INTO proposed FROM credit.proceeding_event e
	WHERE e.subject_id = c.subject_id AND e.proceeding_id = c.proceeding_id AND e.step = 1;
	IF proposed <> detail ->> 'list' THEN
		RAISE EXCEPTION '%', credit.message('proceeding %s is about another list', c.proceeding_id)
			USING ERRCODE = 'CR011',
				DETAIL = credit.message('Proposed was "%s", published would be "%s".', proposed, detail ->> 'list'),
				HINT = credit.message('Leave list out of detail; another list takes another case.');
	END IF;
	BEGIN
		last_day := CASE WHEN term_end ~ '^\d{4}-\d\d-\d\d$' THEN term_end::date END;
	EXCEPTION WHEN datetime_field_overflow THEN
		NULL;
	END;
	IF term_end IS NOT NULL AND last_day IS NULL THEN
		RAISE EXCEPTION '%', credit.message('proceeding %s names no day as its term', c.proceeding_id)
			USING ERRCODE = 'CR011', DETAIL = credit.message('valid_until is "%s".', term_end), HINT = credit.message('Give it as yyyy-mm-dd, or leave it to the list.');
	END IF;
	made := credit.add_list_entry(c.subject_id, detail ->> 'list', c.dept_id, decision.doc_no, decision.on_date, on_date,
		last_day, 'procedure', c.record_id, c.proceeding_id, cause.severity,
		jsonb_strip_nulls(jsonb_build_object('facts', detail -> 'facts', 'legal_ground', detail -> 'legal_ground',
			'measures', detail -> 'measures', 'removal_conditions', detail -> 'removal_conditions', 'remedies', detail -> 'remedies')));
	UPDATE credit.proceeding p SET list_entry_id = made WHERE p.subject_id = c.subject_id AND p.proceeding_id = c.proceeding_id;
END
$$;
COMMENT ON FUNCTION credit.effect_list_publish(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Effect: the decision is published, the subject is on the list. 效果：公布认定决定，主体列入名单。';
REVOKE ALL ON FUNCTION credit.effect_list_publish(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

CREATE FUNCTION credit.effect_list_remove(proceeding_id pg_catalog.int8, on_date pg_catalog.date, detail pg_catalog.jsonb) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	c credit.proceeding;
	entry credit.list_entry;
BEGIN
	SELECT p.* INTO STRICT c FROM credit.proceeding p WHERE p.proceeding_id = effect_list_remove.proceeding_id;
	SELECT e.* INTO entry FROM credit.list_entry e
	WHERE e.subject_id = c.subject_id AND e.entry_id = c.list_entry_id AND e.ended_on IS NULL FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION '%', credit.message('proceeding %s has no entry in force to remove', c.proceeding_id) USING ERRCODE = 'CR009';
	END IF;
	PERFORM credit.need_removable(entry, on_date);
	PERFORM credit.stop_entries(ARRAY[entry.entry_id], 'removed', c.doc_no, on_date, c.note);
END
$$;
COMMENT ON FUNCTION credit.effect_list_remove(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Effect: early removal from the list, once the shortest time is over. 效果：最短期限届满后提前移出名单。';
REVOKE ALL ON FUNCTION credit.effect_list_remove(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

CREATE FUNCTION credit.effect_list_expire(proceeding_id pg_catalog.int8, on_date pg_catalog.date, detail pg_catalog.jsonb) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	c credit.proceeding;
	entry credit.list_entry;
BEGIN
	SELECT p.* INTO STRICT c FROM credit.proceeding p WHERE p.proceeding_id = effect_list_expire.proceeding_id;
	SELECT e.* INTO entry FROM credit.list_entry e WHERE e.subject_id = c.subject_id AND e.entry_id = c.list_entry_id;
	IF entry.ended_on IS NULL AND entry.valid_until >= on_date IS NOT FALSE THEN
		RAISE EXCEPTION '%', credit.message('proceeding %s cannot expire on %s', c.proceeding_id, on_date)
			USING ERRCODE = 'CR011',
				DETAIL = CASE WHEN entry.valid_until IS NULL THEN credit.message('The entry has no end.')
					ELSE credit.message('The entry lasts until %s.', entry.valid_until) END;
	END IF;
	PERFORM credit.stop_entries(ARRAY[entry.entry_id], 'expired', NULL, on_date);
END
$$;
COMMENT ON FUNCTION credit.effect_list_expire(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Effect: the term of the entry is over. 效果：名单管理期限届满。';
REVOKE ALL ON FUNCTION credit.effect_list_expire(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

-- A removal got by false papers is taken back: what is left of the term counts
-- from that day, as an entry of its own, so that history tells both.
CREATE FUNCTION credit.effect_list_restore(proceeding_id pg_catalog.int8, on_date pg_catalog.date, detail pg_catalog.jsonb) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	c credit.proceeding;
	old credit.list_entry;
	made int8;
BEGIN
	SELECT p.* INTO STRICT c FROM credit.proceeding p WHERE p.proceeding_id = effect_list_restore.proceeding_id;
	SELECT e.* INTO old FROM credit.list_entry e
	WHERE e.subject_id = c.subject_id AND e.entry_id = c.list_entry_id AND e.end_cause = 'removed';
	IF NOT FOUND OR old.valid_until < on_date THEN
		RAISE EXCEPTION '%', credit.message('proceeding %s has no removal to take back', c.proceeding_id)
			USING ERRCODE = 'CR009', DETAIL = CASE WHEN old.entry_id IS NOT NULL THEN credit.message('The term was over on %s.', old.valid_until)
				ELSE credit.message('Its entry was not removed early.') END;
	END IF;
	made := credit.add_list_entry(c.subject_id, old.list, old.dept_id, old.doc_no, old.decided_on, on_date, old.valid_until,
		'procedure', old.record_id, c.proceeding_id, old.severity,
		old.content || jsonb_build_object('restored_by', c.doc_no, 'restored_because', c.note), old.entry_id);
	UPDATE credit.proceeding p SET list_entry_id = made WHERE p.subject_id = c.subject_id AND p.proceeding_id = c.proceeding_id;
END
$$;
COMMENT ON FUNCTION credit.effect_list_restore(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Effect: an early removal got by false papers is taken back, the rest of the term runs. 效果：撤销以虚假材料取得的移出，恢复剩余期限。';
REVOKE ALL ON FUNCTION credit.effect_list_restore(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

-- Rectification refused to the end: a candidate for the focus list, to be
-- heard like any other (P0 items 8 and 9).
CREATE FUNCTION credit.effect_focus_candidate(proceeding_id pg_catalog.int8, on_date pg_catalog.date, detail pg_catalog.jsonb) RETURNS void
	LANGUAGE sql SET search_path = pg_catalog, pg_temp
AS $$
	INSERT INTO credit.list_candidate AS c (subject_id, list, dept_id, record_ids, found_on, note, person)
	SELECT p.subject_id, 'focus', p.dept_id, array_remove(ARRAY[p.record_id], NULL), on_date,
		format('proceeding %s: %s', p.proceeding_id, p.procedure), s.kind = 'person'
	FROM credit.proceeding p JOIN credit.subject s USING (subject_id)
	WHERE p.proceeding_id = effect_focus_candidate.proceeding_id
	ON CONFLICT (subject_id, list, dept_id) WHERE state = 'open'
	DO UPDATE SET note = concat_ws('; ', c.note, excluded.note)
$$;
COMMENT ON FUNCTION credit.effect_focus_candidate(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Effect: the subject becomes a candidate for the focus list. 效果：列为重点关注名单候选。';
REVOKE ALL ON FUNCTION credit.effect_focus_candidate(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

-- A department that declines applies nothing; one that is asked to stop stops.
CREATE FUNCTION credit.effect_joint_end(proceeding_id pg_catalog.int8, on_date pg_catalog.date, detail pg_catalog.jsonb) RETURNS void
	LANGUAGE sql SET search_path = pg_catalog, pg_temp
AS $$
	UPDATE credit.joint_action a SET lifted_on = effect_joint_end.on_date, lift_cause = p.stage
	FROM credit.proceeding p
	WHERE p.proceeding_id = effect_joint_end.proceeding_id AND a.subject_id = p.subject_id
		AND a.proceeding_id = p.proceeding_id AND a.lifted_on IS NULL
$$;
COMMENT ON FUNCTION credit.effect_joint_end(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Effect: the joint action is over, declined or lifted. 效果：联合奖惩因无法响应或者解除而终止。';
REVOKE ALL ON FUNCTION credit.effect_joint_end(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

-- Measures by other departments rest on something: an entry
-- (credit.initiate_joint_action()) or a record that counts.
CREATE FUNCTION credit.condition_joint_cause(proceeding_id pg_catalog.int8, on_date pg_catalog.date, detail pg_catalog.jsonb) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM credit.proceeding p WHERE p.proceeding_id = condition_joint_cause.proceeding_id
			AND (p.list_entry_id IS NOT NULL OR EXISTS (SELECT FROM credit.record_store r
				WHERE r.record_id = p.record_id AND r.subject_id = p.subject_id AND r.status IN ('valid', 'disputed')))) THEN
		RAISE EXCEPTION '%', credit.message('a joint action needs a cause')
			USING ERRCODE = 'CR011', DETAIL = credit.message('It rests on a list entry or a record in force.'),
				HINT = credit.message('Use credit.initiate_joint_action(), or give record_id.');
	END IF;
END
$$;
COMMENT ON FUNCTION credit.condition_joint_cause(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Condition: a joint action rests on a list entry or a record in force. 条件：联合奖惩以名单条目或有效记录为依据。';
REVOKE ALL ON FUNCTION credit.condition_joint_cause(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

INSERT INTO credit.procedure_effect (effect, function_name, about) VALUES
	('joint_cause', 'condition_joint_cause', 'condition: a list entry or a record in force'),
	('listable', 'condition_listable', 'condition: the list may hold the subject and is the department''s'),
	('list_served', 'condition_list_served', 'condition: served between the decision and the step'),
	('joint_end', 'effect_joint_end', 'ends the joint action'),
	('list_publish', 'effect_list_publish', 'puts the subject on the list'),
	('list_remove', 'effect_list_remove', 'takes it off early'),
	('list_expire', 'effect_list_expire', 'ends the entry with its term'),
	('list_restore', 'effect_list_restore', 'takes an early removal back'),
	('focus_candidate', 'effect_focus_candidate', 'makes a candidate for the focus list')
ON CONFLICT (effect) DO UPDATE SET function_name = excluded.function_name, about = excluded.about;

-- Cases of the listing procedure and candidates know each other.
CREATE FUNCTION credit.follow_listing_cases() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF credit.setting('restoring') = 'on' OR NOT EXISTS (SELECT FROM new_rows n WHERE n.procedure = 'listing') THEN
		RETURN NULL;
	END IF;
	UPDATE credit.list_candidate c SET proceeding_id = n.proceeding_id,
		state = CASE n.stage WHEN 'dropped' THEN 'dismissed' ELSE c.state END,
		closed_on = CASE n.stage WHEN 'dropped' THEN n.stage_since ELSE c.closed_on END,
		note = CASE n.stage WHEN 'dropped' THEN concat_ws('; ', c.note, n.note) ELSE c.note END
	FROM new_rows n
	WHERE n.procedure = 'listing' AND c.subject_id = n.subject_id AND c.dept_id = n.dept_id
		AND c.list = n.detail ->> 'list' AND c.state = 'open'
		AND (n.stage = 'dropped' OR n.open) AND c.proceeding_id IS DISTINCT FROM CASE WHEN n.stage <> 'dropped' THEN n.proceeding_id END;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.follow_listing_cases() IS 'Statement trigger: a candidate knows its case, and is settled when the case is dropped. 语句级触发器：候选与认定案件同步。';
REVOKE ALL ON FUNCTION credit.follow_listing_cases() FROM PUBLIC;
CREATE TRIGGER lists_follow_insert AFTER INSERT ON credit.proceeding
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.follow_listing_cases();
CREATE TRIGGER lists_follow_update AFTER UPDATE ON credit.proceeding
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.follow_listing_cases();
