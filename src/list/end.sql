-- end.sql: how entries end, and everything that rests on them with them.
-- Requires list/change.sql.

-- Ends entries that have not ended, and what hangs on them: marks, bans, joint
-- actions. One statement each, so that nothing is left when the first commits.
-- An entry whose term was over before ended by its term.
CREATE FUNCTION credit.stop_entries(entries pg_catalog.int8[], cause pg_catalog.text, doc_no pg_catalog.text,
		on_date pg_catalog.date, reason pg_catalog.text DEFAULT NULL) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ended int8[];
BEGIN
	WITH stopped AS (
		UPDATE credit.list_entry e SET ended_on = least(on_date, e.valid_until + 1),
			end_cause = CASE WHEN e.valid_until < on_date THEN 'expired' ELSE cause END,
			end_doc_no = CASE WHEN e.valid_until < on_date THEN NULL ELSE stop_entries.doc_no END,
			end_reason = CASE WHEN e.valid_until < on_date THEN NULL ELSE reason END
		FROM (SELECT l.subject_id, l.entry_id FROM credit.list_entry l
			WHERE (l.entry_id = ANY (entries) OR l.marked_for = ANY (entries)) AND l.ended_on IS NULL
			ORDER BY l.subject_id, l.entry_id FOR UPDATE) w
		WHERE e.subject_id = w.subject_id AND e.entry_id = w.entry_id AND e.ended_on IS NULL
		RETURNING e.entry_id)
	SELECT array_agg(s.entry_id) INTO ended FROM stopped s;
	IF ended IS NULL THEN
		RETURN 0;
	END IF;
	-- a ban is a decision of its own: it outlasts the entry's term, and falls
	-- with an entry that should not have been or no longer counts
	IF cause NOT IN ('expired', 'removed') THEN
		UPDATE credit.industry_ban b SET ended_on = least(on_date, b.valid_until + 1),
			end_cause = CASE WHEN b.valid_until < on_date THEN 'expired' ELSE cause END, end_doc_no = stop_entries.doc_no
		WHERE b.entry_id = ANY (ended) AND b.ended_on IS NULL;
	END IF;
	PERFORM credit.lift_joint_actions(ended, cause, on_date);
	-- a case that led to an entry no longer says that it stands (one whose own
	-- step ends the entry says so already)
	UPDATE credit.proceeding p SET stage = CASE e.end_cause WHEN 'expired' THEN 'expired' ELSE 'ended' END,
		stage_since = greatest(p.stage_since, credit.today()), step = p.step + 1, doc_no = e.end_doc_no,
		note = 'list entry ended: ' || e.end_cause, step_detail = '{}', automatic = true
	FROM credit.list_entry e
	WHERE e.entry_id = ANY (ended) AND p.list_entry_id = e.entry_id AND p.procedure = 'listing'
		AND p.stage IN ('published', 'removal_applied');
	PERFORM credit.announce_entries(ended, 'list_ended');
	RETURN cardinality(ended);
END
$$;
COMMENT ON FUNCTION credit.stop_entries(pg_catalog.int8[], pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.text) IS 'Ends entries with their marks, bans and joint actions. 终止名单条目及其标注、禁入与联合奖惩。';
REVOKE ALL ON FUNCTION credit.stop_entries(pg_catalog.int8[], pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.text) FROM PUBLIC;

CREATE FUNCTION credit.lift_joint_actions(entries pg_catalog.int8[], cause pg_catalog.text, on_date pg_catalog.date)
		RETURNS pg_catalog.int8
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	cases int8[];
BEGIN
	WITH gone AS (
		UPDATE credit.joint_action a SET lifted_on = on_date, lift_cause = cause
		WHERE a.entry_id = ANY (entries) AND a.lifted_on IS NULL
			AND a.subject_id = ANY (ARRAY(SELECT e.subject_id FROM credit.list_entry e WHERE e.entry_id = ANY (entries)))
		RETURNING a.proceeding_id)
	SELECT array_agg(g.proceeding_id) INTO cases FROM gone g;
	-- the step tells both departments
	UPDATE credit.proceeding p SET stage = 'lifted', stage_since = credit.today(), step = p.step + 1, doc_no = NULL,
		note = 'list entry ended: ' || cause, step_detail = '{}', automatic = true
	WHERE p.proceeding_id = ANY (cases) AND p.open;
	RETURN coalesce(cardinality(cases), 0);
END
$$;
COMMENT ON FUNCTION credit.lift_joint_actions(pg_catalog.int8[], pg_catalog.text, pg_catalog.date) IS 'Lifts the joint actions of entries and tells the departments that apply them. 解除名单条目对应的联合奖惩并通知实施部门。';
REVOKE ALL ON FUNCTION credit.lift_joint_actions(pg_catalog.int8[], pg_catalog.text, pg_catalog.date) FROM PUBLIC;

-- One entry for its department or the office, locked; CR017 for everybody else.
CREATE FUNCTION credit.entry_to_end(entry_id pg_catalog.int8, doc_no pg_catalog.text) RETURNS credit.list_entry
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	found_row credit.list_entry;
BEGIN
	SELECT e.* INTO found_row FROM credit.list_entry e WHERE e.entry_id = entry_to_end.entry_id FOR UPDATE;
	IF NOT FOUND OR NOT credit.session_may_act_for(found_row.dept_id) THEN
		RAISE EXCEPTION '%', credit.message('list entry %s cannot be ended', coalesce(entry_to_end.entry_id::text, '<NULL>'))
			USING ERRCODE = 'CR017',
				DETAIL = credit.message('There is no such entry of a department you act for.'),
				HINT = credit.message('The department that listed ends; look the number up in credit.list_entry.');
	END IF;
	IF found_row.ended_on IS NOT NULL THEN
		RAISE EXCEPTION '%', credit.message('list entry %s has ended already', entry_to_end.entry_id)
			USING ERRCODE = 'CR009', DETAIL = credit.message('It ended on %s: %s.', found_row.ended_on, found_row.end_cause);
	END IF;
	IF found_row.marked_for IS NOT NULL THEN
		RAISE EXCEPTION '%', credit.message('list entry %s is a mark on a responsible person', entry_to_end.entry_id)
			USING ERRCODE = 'CR009',
				DETAIL = credit.message('It follows entry %s of the organisation.', found_row.marked_for),
				HINT = credit.message('End that entry, or correct credit.relation and use credit.drop_mark().');
	END IF;
	IF coalesce(btrim(doc_no), '') = '' THEN
		RAISE EXCEPTION '%', credit.message('ending an entry needs a document')
			USING ERRCODE = 'CR011', HINT = credit.message('Give the number of the document that ends it.');
	END IF;
	RETURN found_row;
END
$$;
COMMENT ON FUNCTION credit.entry_to_end(pg_catalog.int8, pg_catalog.text) IS 'The entry somebody wants to end, checked and locked. 待终止的名单条目，经核验并锁定。';
REVOKE ALL ON FUNCTION credit.entry_to_end(pg_catalog.int8, pg_catalog.text) FROM PUBLIC;

CREATE FUNCTION credit.need_removable(entry credit.list_entry, day pg_catalog.date) RETURNS void
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	earliest date;
BEGIN
	SELECT CASE WHEN k.early_removal_after IS NOT NULL THEN (entry.valid_from + k.early_removal_after)::date END INTO earliest
	FROM credit.list_kind k WHERE k.list = entry.list AND k.class <> 'honest';
	IF FOUND AND (earliest IS NULL OR day < earliest) THEN
		RAISE EXCEPTION '%', credit.message('list entry %s cannot be removed early on %s', entry.entry_id, day)
			USING ERRCODE = 'CR011',
				DETAIL = CASE WHEN earliest IS NULL THEN credit.message('List "%s" knows no early removal.', entry.list)
					ELSE credit.message('The shortest time on list "%s" is over on %s.', entry.list, earliest) END;
	END IF;
END
$$;
COMMENT ON FUNCTION credit.need_removable(credit.list_entry, pg_catalog.date) IS 'Raises CR011 when an entry cannot be removed early that day. 未满最短期限时报错。';
REVOKE ALL ON FUNCTION credit.need_removable(credit.list_entry, pg_catalog.date) FROM PUBLIC;

-- SECURITY DEFINER: nobody may write the table.
CREATE FUNCTION credit.end_list_entry(entry_id pg_catalog.int8, cause pg_catalog.text, doc_no pg_catalog.text DEFAULT NULL,
		on_date pg_catalog.date DEFAULT NULL, reason pg_catalog.text DEFAULT NULL) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	entry credit.list_entry := credit.entry_to_end(entry_id, doc_no);
	day date := coalesce(on_date, credit.today());
BEGIN
	PERFORM credit.refuse_standby('end a list entry');
	IF cause IS NULL OR cause NOT IN ('removed', 'repaired', 'objection', 'revoked') THEN
		RAISE EXCEPTION '%', credit.message('an entry does not end by "%s"', cause)
			USING ERRCODE = 'CR002', HINT = credit.message('Causes are removed, repaired, objection, revoked; credit.withdraw_listing() for a listing that was wrong.');
	END IF;
	IF day > credit.today() THEN
		RAISE EXCEPTION '%', credit.message('an entry cannot be ended on a day to come') USING ERRCODE = 'CR002',
			DETAIL = credit.message('Today is %s.', credit.today());
	ELSIF day < least(entry.valid_from, credit.today()) THEN
		RAISE EXCEPTION '%', credit.message('an entry cannot be ended before it began') USING ERRCODE = 'CR002',
			DETAIL = credit.message('It has been in force since %s.', entry.valid_from),
			HINT = credit.message('What was shown stays in its history; a listing that was wrong is withdrawn by credit.withdraw_listing().');
	END IF;
	IF cause IN ('removed', 'repaired') THEN
		PERFORM credit.need_removable(entry, day);
	END IF;
	PERFORM credit.stop_entries(ARRAY[entry.entry_id], cause, end_list_entry.doc_no, day, reason);
END
$$;
COMMENT ON FUNCTION credit.end_list_entry(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.text) IS 'Ends an entry and all that follows from it: removed early, repaired, by an objection, or revoked. 终止名单条目及其全部后果：提前移出、修复、异议成立、撤销。';
REVOKE ALL ON FUNCTION credit.end_list_entry(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.end_list_entry(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.text) TO credit_admin, credit_department;

-- SECURITY DEFINER: nobody may write the table.
CREATE FUNCTION credit.withdraw_listing(entry_id pg_catalog.int8, doc_no pg_catalog.text, reason pg_catalog.text) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	entry credit.list_entry := credit.entry_to_end(entry_id, doc_no);
BEGIN
	IF coalesce(btrim(reason), '') = '' THEN
		RAISE EXCEPTION '%', credit.message('withdrawing a listing needs a reason') USING ERRCODE = 'CR011';
	END IF;
	PERFORM credit.stop_entries(ARRAY[entry.entry_id], 'withdrawn', withdraw_listing.doc_no, credit.today(), reason);
END
$$;
COMMENT ON FUNCTION credit.withdraw_listing(pg_catalog.int8, pg_catalog.text, pg_catalog.text) IS 'Takes back a listing that was wrong, with all that follows from it. 撤回错误列入及其全部后果。';
REVOKE ALL ON FUNCTION credit.withdraw_listing(pg_catalog.int8, pg_catalog.text, pg_catalog.text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.withdraw_listing(pg_catalog.int8, pg_catalog.text, pg_catalog.text) TO credit_admin, credit_department;

-- SECURITY DEFINER: nobody may write the table. A person marked by mistake:
-- the organisation's entry goes on.
CREATE FUNCTION credit.drop_mark(entry_id pg_catalog.int8, doc_no pg_catalog.text, reason pg_catalog.text) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	mark credit.list_entry;
BEGIN
	SELECT e.* INTO mark FROM credit.list_entry e WHERE e.entry_id = drop_mark.entry_id FOR UPDATE;
	IF NOT FOUND OR mark.marked_for IS NULL OR NOT credit.session_may_act_for(mark.dept_id) OR mark.ended_on IS NOT NULL THEN
		RAISE EXCEPTION '%', credit.message('mark %s cannot be dropped', coalesce(drop_mark.entry_id::text, '<NULL>'))
			USING ERRCODE = 'CR017', DETAIL = credit.message('There is no such mark in force of a department you act for.');
	END IF;
	IF coalesce(btrim(doc_no), '') = '' OR coalesce(btrim(reason), '') = '' THEN
		RAISE EXCEPTION '%', credit.message('dropping a mark needs a document and a reason') USING ERRCODE = 'CR011';
	END IF;
	PERFORM credit.stop_entries(ARRAY[mark.entry_id], 'withdrawn', drop_mark.doc_no, credit.today(), reason);
END
$$;
COMMENT ON FUNCTION credit.drop_mark(pg_catalog.int8, pg_catalog.text, pg_catalog.text) IS 'Ends the mark on a person who was not responsible; the organisation stays listed. 撤销对非责任人的标注，组织条目不变。';
REVOKE ALL ON FUNCTION credit.drop_mark(pg_catalog.int8, pg_catalog.text, pg_catalog.text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.drop_mark(pg_catalog.int8, pg_catalog.text, pg_catalog.text) TO credit_admin, credit_department;

-- Entries and bans whose term is over: nobody sees them any more, since that
-- is told by the date; here the end is written down, told, and grades follow.
CREATE FUNCTION credit.maintain_lists(as_of pg_catalog.date, max_rows pg_catalog.int4) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET jit = off
AS $$
DECLARE
	due int8[];
	done int8 := 0;
	banned int8;
BEGIN
	due := ARRAY(SELECT e.entry_id FROM credit.list_entry e
		WHERE e.ended_on IS NULL AND e.valid_until < as_of
		ORDER BY e.valid_until, e.entry_id LIMIT max_rows FOR UPDATE SKIP LOCKED);
	IF due <> '{}' THEN
		done := credit.stop_entries(due, 'expired', NULL, as_of);
	END IF;
	UPDATE credit.industry_ban b SET ended_on = b.valid_until + 1, end_cause = 'expired'
	FROM (SELECT x.subject_id, x.ban_id FROM credit.industry_ban x
		WHERE x.ended_on IS NULL AND x.valid_until < as_of
		ORDER BY x.valid_until LIMIT greatest(max_rows - done, 0) FOR UPDATE SKIP LOCKED) w
	WHERE b.subject_id = w.subject_id AND b.ban_id = w.ban_id;
	GET DIAGNOSTICS banned = ROW_COUNT;
	RETURN done + banned;
END
$$;
COMMENT ON FUNCTION credit.maintain_lists(pg_catalog.date, pg_catalog.int4) IS 'Writes down the end of entries and bans whose term is over; may run twice at once and be repeated. 登记期满的名单条目与禁入的终止，可重复、可并行。';
REVOKE ALL ON FUNCTION credit.maintain_lists(pg_catalog.date, pg_catalog.int4) FROM PUBLIC;
INSERT INTO credit.maintenance_action (action, ordinal, function_name) VALUES ('lists', 40, 'maintain_lists');
