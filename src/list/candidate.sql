-- candidate.sql: lists follow the records. New records make candidates and,
-- where they were decided elsewhere, entries; records that end take with them
-- what rests on them. Requires list/end.sql.

-- All criteria over the records of some subjects, in one statement.
CREATE FUNCTION credit.find_candidates(subjects pg_catalog.int8[]) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	today date := credit.today();
	made bigint;
BEGIN
	WITH met AS (
		SELECT r.subject_id, c.list, (array_agg(r.dept_id ORDER BY r.decided_on DESC, r.record_id DESC))[1] AS dept_id,
			c.criterion, array_agg(r.record_id ORDER BY r.decided_on, r.record_id) AS record_ids
		FROM credit.list_criterion c
		JOIN credit.record_store r ON (c.item IS NULL OR r.item = c.item)
			AND (c.min_severity IS NULL OR r.severity >= c.min_severity)
			AND (c.max_severity IS NULL OR r.severity <= c.max_severity)
			AND (c."window" IS NULL OR r.decided_on > (today - c."window")::date)
			AND r.decided_on <@ c.valid
		WHERE r.subject_id = ANY (subjects) AND r.status IN ('valid', 'disputed') AND c.valid @> today
			AND (c.same_field IS NULL OR r.detail ->> c.same_field IS NOT NULL)
		GROUP BY r.subject_id, c.criterion, r.item, CASE WHEN c.across_departments THEN 0 ELSE r.dept_id END,
			CASE WHEN c.same_field IS NULL THEN '' ELSE r.detail ->> c.same_field END
		HAVING count(*) >= c.count
	), one AS (
		SELECT m.subject_id, m.list, m.dept_id, min(m.criterion) AS criterion, array_agg(DISTINCT x.id ORDER BY x.id) AS record_ids
		FROM met m, unnest(m.record_ids) x (id) GROUP BY m.subject_id, m.list, m.dept_id
	)
	INSERT INTO credit.list_candidate AS old (subject_id, list, dept_id, criterion, record_ids, found_on, person)
	SELECT o.subject_id, o.list, o.dept_id, o.criterion, o.record_ids, today, s.kind = 'person'
	FROM one o
	JOIN credit.list_kind k ON k.list = o.list AND k.valid @> today
	JOIN credit.subject s ON s.subject_id = o.subject_id AND s.kind = ANY (k.applies_to)
	WHERE (k.sector IS NULL OR EXISTS (SELECT FROM credit.department d WHERE d.dept_id = o.dept_id AND d.sector = k.sector))
		AND NOT EXISTS (SELECT FROM credit.list_entry e WHERE e.subject_id = o.subject_id AND e.list = o.list
			AND e.dept_id = o.dept_id AND credit.list_in_force(e.valid_from, e.valid_until, e.ended_on, today))
		-- examined once with the same records: settled
		AND NOT EXISTS (SELECT FROM credit.list_candidate c WHERE c.subject_id = o.subject_id AND c.list = o.list
			AND c.dept_id = o.dept_id AND c.state <> 'open' AND c.record_ids @> o.record_ids)
	ORDER BY o.subject_id, o.list, o.dept_id
	ON CONFLICT (subject_id, list, dept_id) WHERE state = 'open' DO UPDATE SET record_ids = excluded.record_ids
	WHERE old.record_ids IS DISTINCT FROM excluded.record_ids AND old.criterion IS NOT NULL;
	GET DIAGNOSTICS made = ROW_COUNT;
	RETURN made;
END
$$;
COMMENT ON FUNCTION credit.find_candidates(pg_catalog.int8[]) IS 'Makes candidates of the subjects that meet a criterion. 依标准为主体生成名单候选。';
REVOKE ALL ON FUNCTION credit.find_candidates(pg_catalog.int8[]) FROM PUBLIC;

-- Open candidates that no longer have what made them one are dropped.
CREATE FUNCTION credit.recheck_candidates(subjects pg_catalog.int8[]) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	dropped bigint;
BEGIN
	UPDATE credit.list_candidate c SET state = 'dropped', closed_on = credit.today(),
		note = 'the records it rested on no longer count'
	WHERE c.subject_id = ANY (subjects) AND c.state = 'open' AND c.record_ids <> '{}'
		AND (SELECT count(*) FROM credit.record_store r
			LEFT JOIN credit.list_criterion x ON x.criterion = c.criterion
			WHERE r.subject_id = c.subject_id AND r.record_id = ANY (c.record_ids) AND r.status IN ('valid', 'disputed')
				AND (x.min_severity IS NULL OR r.severity >= x.min_severity)
				AND (x.max_severity IS NULL OR r.severity <= x.max_severity))
			< coalesce((SELECT x.count FROM credit.list_criterion x WHERE x.criterion = c.criterion), 1);
	GET DIAGNOSTICS dropped = ROW_COUNT;
	RETURN dropped;
END
$$;
COMMENT ON FUNCTION credit.recheck_candidates(pg_catalog.int8[]) IS 'Drops open candidates whose records no longer meet the criterion. 撤销不再符合标准的候选。';
REVOKE ALL ON FUNCTION credit.recheck_candidates(pg_catalog.int8[]) FROM PUBLIC;

-- What rests on records that were repaired, revoked or withdrawn ends the same
-- day (DESIGN 6.6; Order 36: measures are lifted together).
CREATE FUNCTION credit.end_with_records(records pg_catalog.int8[], statuses pg_catalog.text[]) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	cause text;
	entries int8[];
	today date := credit.today();
	reason text := nullif(credit.setting('reason'), '');
BEGIN
	FOREACH cause IN ARRAY '{repaired,revoked,withdrawn}'::text[] LOOP
		entries := ARRAY(SELECT e.entry_id FROM unnest(records, statuses) u (id, status)
			JOIN credit.list_entry e ON e.record_id = u.id
			WHERE u.status = cause AND e.ended_on IS NULL ORDER BY e.entry_id);
		IF entries <> '{}' THEN
			PERFORM credit.stop_entries(entries, cause, NULL, today, coalesce(reason, 'the record it rests on ended'));
		END IF;
	END LOOP;
	UPDATE credit.industry_ban b SET ended_on = least(today, b.valid_until + 1),
		end_cause = CASE WHEN b.valid_until < today THEN 'expired' ELSE u.status END
	FROM unnest(records, statuses) u (id, status)
	WHERE b.record_id = u.id AND b.ended_on IS NULL;
END
$$;
COMMENT ON FUNCTION credit.end_with_records(pg_catalog.int8[], pg_catalog.text[]) IS 'Ends entries and bans that rest on records that ended. 记录终止时同步终止所依据的名单条目与禁入。';
REVOKE ALL ON FUNCTION credit.end_with_records(pg_catalog.int8[], pg_catalog.text[]) FROM PUBLIC;

-- A repair that was taken back (false papers; a reorganisation that failed): the
-- record counts again, and so does what is left of the entries it had ended.
CREATE FUNCTION credit.revive_entries(records pg_catalog.int8[]) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	made int8[];
	today date := credit.today();
BEGIN
	WITH again AS (
		INSERT INTO credit.list_entry (subject_id, list, dept_id, record_id, proceeding_id, doc_no, decided_on, valid_from, valid_until,
			source, severity, content, openness, person, series, restores)
		SELECT e.subject_id, e.list, e.dept_id, e.record_id, e.proceeding_id, e.doc_no, e.decided_on, today, e.valid_until,
			e.source, e.severity, e.content, e.openness, e.person, e.series, e.entry_id
		FROM credit.list_entry e JOIN credit.record_store r ON r.record_id = e.record_id AND r.subject_id = e.subject_id
		WHERE e.record_id = ANY (records) AND r.status IN ('valid', 'disputed') AND e.end_cause = 'repaired' AND e.marked_for IS NULL
			AND (e.valid_until IS NULL OR e.valid_until >= today)
			AND NOT EXISTS (SELECT FROM credit.list_entry n WHERE n.subject_id = e.subject_id AND n.restores = e.entry_id)
		ORDER BY e.entry_id
		ON CONFLICT DO NOTHING
		RETURNING entry_id)
	SELECT array_agg(a.entry_id) INTO made FROM again a;
	IF made IS NOT NULL THEN
		UPDATE credit.proceeding p SET list_entry_id = e.entry_id
		FROM credit.list_entry e WHERE e.entry_id = ANY (made) AND p.list_entry_id = e.restores AND p.procedure = 'listing';
		UPDATE credit.proceeding p SET stage = 'published', stage_since = greatest(p.stage_since, today), step = p.step + 1,
			doc_no = NULL, note = 'repair taken back', step_detail = '{}', automatic = true
		WHERE p.list_entry_id = ANY (made) AND p.procedure = 'listing' AND p.stage = 'ended';
		PERFORM credit.announce_entries(made || credit.mark_responsible(made), 'list');
	END IF;
END
$$;
COMMENT ON FUNCTION credit.revive_entries(pg_catalog.int8[]) IS 'Continues entries whose record was repaired and counts again. 修复被撤销后恢复名单条目的剩余期限。';
REVOKE ALL ON FUNCTION credit.revive_entries(pg_catalog.int8[]) FROM PUBLIC;

-- Records of items "decided elsewhere" are entries by themselves; each stands
-- on its own document, so several may run side by side. Corrections of their
-- dates are followed; one taken off elsewhere ends.
CREATE FUNCTION credit.follow_decided_elsewhere(records pg_catalog.int8[], subjects pg_catalog.int8[]) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	made int8[];
	removed int8[];
	today date := credit.today();
BEGIN
	UPDATE credit.list_entry e SET valid_until = CASE WHEN r.valid_until >= '2099-12-31' THEN NULL
			ELSE greatest(r.valid_until, e.valid_from) END
	FROM credit.record_store r
	WHERE r.subject_id = ANY (subjects) AND r.record_id = ANY (records) AND r.valid_until IS NOT NULL
		AND e.record_id = r.record_id AND e.ended_on IS NULL
		AND (e.source = 'record' OR e.source = 'mark' AND e.marked_for IN (SELECT o.entry_id FROM credit.list_entry o
			WHERE o.record_id = r.record_id AND o.source = 'record'))
		AND e.valid_until IS DISTINCT FROM CASE WHEN r.valid_until >= '2099-12-31' THEN NULL ELSE greatest(r.valid_until, e.valid_from) END;

	WITH entered AS (
		INSERT INTO credit.list_entry (subject_id, list, dept_id, record_id, doc_no, decided_on, valid_from, valid_until,
			source, severity, content, openness, person, series)
		SELECT r.subject_id, k.list, r.dept_id, r.record_id, r.doc_no, r.decided_on, d.first_day,
			CASE WHEN r.valid_until >= '2099-12-31' THEN NULL
				WHEN r.valid_until IS NOT NULL THEN greatest(r.valid_until, d.first_day)
				ELSE (d.first_day + k.term)::date - 1 END,
			'record', coalesce(r.severity, 'serious'),
			jsonb_strip_nulls(jsonb_build_object('list_name', r.detail -> 'list_name', 'facts', r.detail -> 'facts')),
			CASE WHEN s.kind <> 'person' OR k.persons_public OR k.openness <> 'public' THEN k.openness ELSE 'government' END,
			s.kind = 'person', 'elsewhere ' || r.doc_no
		FROM credit.record_store r
		CROSS JOIN LATERAL (SELECT coalesce(r.valid_from, r.decided_on) AS first_day,
			CASE WHEN r.detail ->> 'removed_on' ~ '^\d{4}-\d\d-\d\d$' THEN (r.detail ->> 'removed_on')::date END AS removed_on) d
		JOIN credit.list_kind k ON k.record_item = r.item AND k.valid @> r.decided_on
		JOIN credit.subject s ON s.subject_id = r.subject_id AND s.kind = ANY (k.applies_to)
		WHERE r.subject_id = ANY (subjects) AND r.record_id = ANY (records) AND r.status IN ('valid', 'disputed')
			AND d.removed_on IS NULL
			AND NOT EXISTS (SELECT FROM credit.list_entry e WHERE e.record_id = r.record_id AND e.source = 'record'
				AND (e.ended_on IS NULL OR e.end_cause <> 'removed'))
		ORDER BY r.record_id
		ON CONFLICT DO NOTHING
		RETURNING entry_id)
	SELECT array_agg(n.entry_id) INTO made FROM entered n;
	IF made IS NOT NULL THEN
		PERFORM credit.announce_entries(made || credit.mark_responsible(made), 'list');
	END IF;

	removed := ARRAY(SELECT e.entry_id FROM credit.record_store r
		JOIN credit.list_entry e ON e.record_id = r.record_id AND e.source = 'record' AND e.ended_on IS NULL
		WHERE r.subject_id = ANY (subjects) AND r.record_id = ANY (records)
			AND r.detail ->> 'removed_on' ~ '^\d{4}-\d\d-\d\d$' AND (r.detail ->> 'removed_on')::date <= today);
	IF removed <> '{}' THEN
		PERFORM credit.stop_entries(removed, 'removed', NULL, today, 'taken off the list by the authority that decided');
	END IF;
END
$$;
COMMENT ON FUNCTION credit.follow_decided_elsewhere(pg_catalog.int8[], pg_catalog.int8[]) IS 'Entries of lists decided elsewhere follow their records. 其他机关认定的名单条目随记录生成、变更与终止。';
REVOKE ALL ON FUNCTION credit.follow_decided_elsewhere(pg_catalog.int8[], pg_catalog.int8[]) FROM PUBLIC;

-- In C: looks at each new row for the price of comparing its item, and calls
-- the functions above only where a criterion, a list or an end concerns it.
CREATE FUNCTION credit.lists_follow_records() RETURNS trigger
	LANGUAGE c
	AS 'MODULE_PATHNAME', 'credit_lists_follow_records';
COMMENT ON FUNCTION credit.lists_follow_records() IS 'Statement trigger: lists follow the records entered or changed. 语句级触发器：名单随记录的录入与变更而变化。';
REVOKE ALL ON FUNCTION credit.lists_follow_records() FROM PUBLIC;
CREATE TRIGGER lists_follow_insert AFTER INSERT ON credit.record_store
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.lists_follow_records();
CREATE TRIGGER lists_follow_update AFTER UPDATE ON credit.record_store
	REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.lists_follow_records();

-- SECURITY DEFINER: nobody may write the table. The department examined and
-- decided not to list.
CREATE FUNCTION credit.dismiss_candidate(candidate_id pg_catalog.int8, reason pg_catalog.text) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	candidate credit.list_candidate;
BEGIN
	SELECT c.* INTO candidate FROM credit.list_candidate c WHERE c.candidate_id = dismiss_candidate.candidate_id FOR UPDATE;
	IF NOT FOUND OR NOT credit.session_may_act_for(candidate.dept_id) OR candidate.state <> 'open' THEN
		RAISE EXCEPTION 'candidate % cannot be dismissed', dismiss_candidate.candidate_id
			USING ERRCODE = 'CR017', DETAIL = 'There is no such open candidate of a department you act for.';
	END IF;
	IF coalesce(btrim(reason), '') = '' THEN
		RAISE EXCEPTION 'dismissing a candidate needs a reason' USING ERRCODE = 'CR011';
	END IF;
	UPDATE credit.list_candidate c SET state = 'dismissed', closed_on = credit.today(), note = reason
	WHERE c.subject_id = candidate.subject_id AND c.candidate_id = candidate.candidate_id;
END
$$;
COMMENT ON FUNCTION credit.dismiss_candidate(pg_catalog.int8, pg_catalog.text) IS 'A candidate was examined and is not listed. 经审查不予列入。';
REVOKE ALL ON FUNCTION credit.dismiss_candidate(pg_catalog.int8, pg_catalog.text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.dismiss_candidate(pg_catalog.int8, pg_catalog.text) TO credit_admin, credit_department;
