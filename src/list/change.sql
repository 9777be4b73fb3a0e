-- change.sql: how entries come and go. Every cause ends everything that hangs
-- on an entry in one statement each: marks, bans, joint actions, grades.
-- Requires list/ban.sql, procedure/ (credit.event), evaluation/freshness.sql.

-- Whom a code means: an organisation by any of its numbers, a person by the
-- number of the resident card; null for nobody.
CREATE FUNCTION credit.subject_of_code(code pg_catalog.text) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	found_id int8 := credit.find_subject(code);
BEGIN
	IF found_id IS NULL AND credit.is_resident_id(code) THEN
		found_id := credit.person_subject('resident_id', code, NULL, false);
	END IF;
	RETURN found_id;
END
$$;
COMMENT ON FUNCTION credit.subject_of_code(pg_catalog.text) IS 'Subject of a code, organisation or person; null when unknown. 按代码或证件号查找主体，查无为空。';
REVOKE ALL ON FUNCTION credit.subject_of_code(pg_catalog.text) FROM PUBLIC;

CREATE FUNCTION credit.listed_subject(code pg_catalog.text) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	found_id int8 := credit.subject_of_code(code);
BEGIN
	IF found_id IS NULL THEN
		RAISE EXCEPTION '%', credit.message('no subject has this code')
			USING ERRCODE = 'CR005',
				DETAIL = credit.message('Given was "%s".', CASE WHEN credit.is_resident_id(code) THEN credit.mask_id(code) ELSE code END),
				HINT = credit.message('Look for it with credit.search_subject().');
	END IF;
	RETURN found_id;
END
$$;
COMMENT ON FUNCTION credit.listed_subject(pg_catalog.text) IS 'Subject of a code, organisation or person; CR005 when unknown. 按代码或证件号查找主体，查无则报错。';
REVOKE ALL ON FUNCTION credit.listed_subject(pg_catalog.text) FROM PUBLIC;

-- Entries that begin: told to subscribers, grades follow.
CREATE FUNCTION credit.announce_entries(entries pg_catalog.int8[], kind pg_catalog.text) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	INSERT INTO credit.event (kind, subject_id, ref_id, dept_id, ref_table)
	SELECT announce_entries.kind, e.subject_id, e.entry_id, e.dept_id, 'list_entry'
	FROM credit.list_entry e WHERE e.entry_id = ANY (entries) ORDER BY e.entry_id;
	PERFORM credit.refresh_evaluations(ARRAY(SELECT DISTINCT e.subject_id FROM credit.list_entry e
		WHERE e.entry_id = ANY (entries) ORDER BY 1));
END
$$;
COMMENT ON FUNCTION credit.announce_entries(pg_catalog.int8[], pg_catalog.text) IS 'Events of entries that began or ended, and new grades for their subjects. 名单变动事件与重新评价。';
REVOKE ALL ON FUNCTION credit.announce_entries(pg_catalog.int8[], pg_catalog.text) FROM PUBLIC;

-- Responsible persons of organisations on a serious list, as they were on the
-- day of the fault (Jilin regulation, article 26; P0 item 12).
CREATE FUNCTION credit.mark_responsible(entries pg_catalog.int8[]) RETURNS pg_catalog.int8[]
	LANGUAGE sql SET search_path = pg_catalog, pg_temp
AS $$
	WITH marked AS (
		INSERT INTO credit.list_entry (subject_id, list, dept_id, record_id, proceeding_id, doc_no, decided_on,
			valid_from, valid_until, source, severity, marked_for, role, openness, person, series)
		SELECT r.related_id, e.list, e.dept_id, e.record_id, e.proceeding_id, e.doc_no, e.decided_on,
			e.valid_from, e.valid_until, 'mark', e.severity, e.entry_id, string_agg(DISTINCT r.role, ',' ORDER BY r.role),
			CASE WHEN k.persons_public THEN k.openness WHEN k.openness = 'public' THEN 'government' ELSE k.openness END,
			true, 'mark ' || e.entry_id
		FROM credit.list_entry e
		JOIN credit.list_kind k ON k.list = e.list AND k.class = 'serious'
		LEFT JOIN credit.record_store x ON x.record_id = e.record_id AND x.subject_id = e.subject_id
		JOIN credit.relation r ON r.subject_id = e.subject_id
			AND r.role = ANY ('{legal_representative,principal,actual_controller,directly_responsible}')
			AND r.valid @> coalesce(x.decided_on, e.decided_on)
		JOIN credit.subject p ON p.subject_id = r.related_id AND p.kind = 'person'
		WHERE e.entry_id = ANY (entries) AND e.marked_for IS NULL AND e.ended_on IS NULL
		GROUP BY r.related_id, e.subject_id, e.entry_id, k.list
		RETURNING entry_id)
	SELECT coalesce(array_agg(m.entry_id), '{}') FROM marked m
$$;
COMMENT ON FUNCTION credit.mark_responsible(pg_catalog.int8[]) IS 'Marks the responsible persons of listed organisations for the same period. 对列入组织的责任人作同期标注。';
REVOKE ALL ON FUNCTION credit.mark_responsible(pg_catalog.int8[]) FROM PUBLIC;

-- The kind of list, where it may be kept that day and hold the subject, and the
-- department (null: whichever) may decide on it.
CREATE FUNCTION credit.need_list(list pg_catalog.text, subject_id pg_catalog.int8, decided_on pg_catalog.date, dept_id pg_catalog.int4)
		RETURNS credit.list_kind
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	kind credit.list_kind;
	who credit.subject_kind;
BEGIN
	SELECT k.* INTO kind FROM credit.list_kind k WHERE k.list = need_list.list;
	IF NOT FOUND OR NOT kind.valid @> need_list.decided_on THEN
		RAISE EXCEPTION '%', credit.message('there is no list "%s" for decisions of %s', need_list.list, coalesce(need_list.decided_on::text, '<NULL>'))
			USING ERRCODE = 'CR004', HINT = credit.message('The lists that may be kept are in credit.list_kind.');
	END IF;
	SELECT s.kind INTO STRICT who FROM credit.subject s WHERE s.subject_id = need_list.subject_id;
	IF NOT who = ANY (kind.applies_to) THEN
		RAISE EXCEPTION '%', credit.message('list "%s" is not for subjects of kind %s', kind.list, who)
			USING ERRCODE = 'CR004', DETAIL = credit.message('It is for %s.', array_to_string(kind.applies_to, ', '));
	END IF;
	IF kind.sector IS NOT NULL AND need_list.dept_id IS NOT NULL AND NOT EXISTS (SELECT FROM credit.department d
			WHERE d.dept_id = need_list.dept_id AND d.sector = kind.sector) THEN
		RAISE EXCEPTION '%', credit.message('department %s does not decide on list "%s"', need_list.dept_id, kind.list)
			USING ERRCODE = 'CR006', DETAIL = credit.message('The list is for departments of sector %s.', kind.sector);
	END IF;
	RETURN kind;
END
$$;
COMMENT ON FUNCTION credit.need_list(pg_catalog.text, pg_catalog.int8, pg_catalog.date, pg_catalog.int4) IS 'The kind of a list that may hold the subject; otherwise an error that says why not. 校验名单可用于该主体、日期与部门，否则说明原因。';
REVOKE ALL ON FUNCTION credit.need_list(pg_catalog.text, pg_catalog.int8, pg_catalog.date, pg_catalog.int4) FROM PUBLIC;

CREATE FUNCTION credit.add_list_entry(subject_id pg_catalog.int8, list pg_catalog.text, dept_id pg_catalog.int4,
		doc_no pg_catalog.text, decided_on pg_catalog.date, valid_from pg_catalog.date DEFAULT NULL,
		valid_until pg_catalog.date DEFAULT NULL, source pg_catalog.text DEFAULT 'procedure',
		record_id pg_catalog.int8 DEFAULT NULL, proceeding_id pg_catalog.int8 DEFAULT NULL,
		severity credit.severity DEFAULT NULL, content pg_catalog.jsonb DEFAULT '{}',
		restores pg_catalog.int8 DEFAULT NULL) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	kind credit.list_kind;
	who credit.subject;
	there credit.list_entry;
	from_day date := coalesce(add_list_entry.valid_from, add_list_entry.decided_on);
	last_day date;
	latest date;
	made int8;
BEGIN
	kind := credit.need_list(add_list_entry.list, add_list_entry.subject_id, add_list_entry.decided_on,
		CASE WHEN source <> 'imported' THEN add_list_entry.dept_id END);
	SELECT s.* INTO STRICT who FROM credit.subject s WHERE s.subject_id = add_list_entry.subject_id;
	IF coalesce(btrim(add_list_entry.doc_no), '') = '' OR add_list_entry.decided_on IS NULL THEN
		RAISE EXCEPTION '%', credit.message('an entry needs a decision document and its date')
			USING ERRCODE = 'CR011', HINT = credit.message('Give doc_no and decided_on.');
	END IF;
	IF NOT isfinite(add_list_entry.decided_on) OR NOT isfinite(from_day) OR NOT isfinite(coalesce(add_list_entry.valid_until, from_day)) THEN
		RAISE EXCEPTION '%', credit.message('the days of an entry are days') USING ERRCODE = 'CR002',
			HINT = credit.message('Leave valid_until out where a list knows no term.');
	END IF;
	latest := (from_day + kind.term)::date - 1;
	last_day := coalesce(add_list_entry.valid_until, latest);
	IF last_day > latest THEN
		RAISE EXCEPTION '%', credit.message('an entry of list "%s" from %s cannot last until %s', kind.list, from_day, last_day)
			USING ERRCODE = 'CR004',
				DETAIL = credit.message('Its term is %s, so its last day is %s at the latest (basis %s).', kind.term, latest, kind.basis_id);
	END IF;
	IF last_day < from_day THEN
		RAISE EXCEPTION '%', credit.message('the last day %s of the entry lies before its first day %s', last_day, from_day) USING ERRCODE = 'CR002';
	END IF;
	BEGIN
		INSERT INTO credit.list_entry (subject_id, list, dept_id, record_id, proceeding_id, doc_no, decided_on,
			valid_from, valid_until, source, severity, content, openness, person, restores)
		VALUES (who.subject_id, kind.list, add_list_entry.dept_id, add_list_entry.record_id, add_list_entry.proceeding_id,
			btrim(add_list_entry.doc_no), add_list_entry.decided_on, from_day, last_day, add_list_entry.source,
			coalesce(add_list_entry.severity, CASE kind.class WHEN 'serious' THEN 'serious' WHEN 'focus' THEN 'general' END::credit.severity),
			add_list_entry.content,
			CASE WHEN who.kind <> 'person' OR kind.persons_public OR kind.openness <> 'public' THEN kind.openness ELSE 'government' END,
			who.kind = 'person', add_list_entry.restores)
		RETURNING entry_id INTO made;
	EXCEPTION WHEN exclusion_violation THEN
		-- what stands there may have come from another session meanwhile
		SELECT e.* INTO there FROM credit.list_entry e
		WHERE e.subject_id = who.subject_id AND e.list = kind.list AND e.dept_id = add_list_entry.dept_id
			AND e.series = '' AND e.period && daterange(from_day, last_day + 1) ORDER BY e.entry_id LIMIT 1;
		RAISE EXCEPTION '%', credit.message('subject %s is on list "%s" of department %s already', who.subject_id, kind.list, add_list_entry.dept_id)
			USING ERRCODE = 'CR012',
				DETAIL = CASE WHEN there.entry_id IS NOT NULL THEN credit.message('Entry %s by "%s" holds %s.', there.entry_id, there.doc_no, there.period)
				ELSE credit.message('Another session has just listed it.') END,
				HINT = credit.message('End that entry first, or let the new one begin when it has ended.');
	END;
	UPDATE credit.list_candidate c SET state = 'listed', closed_on = credit.today(), entry_id = made,
		proceeding_id = coalesce(c.proceeding_id, add_list_entry.proceeding_id)
	WHERE c.subject_id = who.subject_id AND c.list = kind.list AND c.dept_id = add_list_entry.dept_id AND c.state = 'open';
	PERFORM credit.announce_entries(made || credit.mark_responsible(ARRAY[made]), 'list');
	RETURN made;
END
$$;
COMMENT ON FUNCTION credit.add_list_entry(pg_catalog.int8, pg_catalog.text, pg_catalog.int4, pg_catalog.text, pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.text, pg_catalog.int8, pg_catalog.int8, credit.severity, pg_catalog.jsonb, pg_catalog.int8) IS 'Makes an entry and the marks of responsible persons; for the listing procedure and imports. 生成名单条目及责任人标注，供认定程序与导入使用。';
REVOKE ALL ON FUNCTION credit.add_list_entry(pg_catalog.int8, pg_catalog.text, pg_catalog.int4, pg_catalog.text, pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.text, pg_catalog.int8, pg_catalog.int8, credit.severity, pg_catalog.jsonb, pg_catalog.int8) FROM PUBLIC;

-- SECURITY DEFINER: nobody may write the table. A department brings in what
-- another authority decided; its own decisions take the listing procedure.
CREATE FUNCTION credit.import_list_entry(list pg_catalog.text, code pg_catalog.text, doc_no pg_catalog.text,
		decided_on pg_catalog.date, valid_from pg_catalog.date DEFAULT NULL, valid_until pg_catalog.date DEFAULT NULL,
		dept_id pg_catalog.int4 DEFAULT NULL, authority pg_catalog.text DEFAULT NULL,
		record_id pg_catalog.int8 DEFAULT NULL, content pg_catalog.jsonb DEFAULT '{}') RETURNS pg_catalog.int8
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	acting int4 := credit.session_department();
	dept int4 := coalesce(import_list_entry.dept_id, acting);
	who int8 := credit.listed_subject(import_list_entry.code);
	cause credit.record_store;
BEGIN
	IF dept IS NULL OR NOT EXISTS (SELECT FROM credit.department d WHERE d.dept_id = dept) THEN
		RAISE EXCEPTION '%', credit.message('the office names the department of an entry')
			USING ERRCODE = 'CR006', HINT = credit.message('Give dept_id.');
	END IF;
	IF NOT credit.session_may_act_for(dept) THEN
		RAISE EXCEPTION '%', credit.message('you may not act for department %s', dept) USING ERRCODE = 'CR006';
	END IF;
	IF decided_on > credit.today() THEN
		RAISE EXCEPTION '%', credit.message('the decision lies in the future') USING ERRCODE = 'CR002';
	END IF;
	IF acting IS NOT NULL AND (coalesce(btrim(authority), '') = '' OR EXISTS (SELECT FROM credit.department d
			WHERE d.dept_id = dept AND (credit.match_names(d.name, authority) >= 0.9 OR btrim(authority) = d.uscc::text))) THEN
		RAISE EXCEPTION '%', credit.message('a department enters its own decisions through the listing procedure')
			USING ERRCODE = 'CR010',
				DETAIL = credit.message('Notice, statement, decision and service come before an entry.'),
				HINT = credit.message('Use credit.open_proceeding(''listing'', …); for a decision of another authority name it in authority.');
	END IF;
	IF record_id IS NOT NULL THEN
		SELECT r.* INTO cause FROM credit.record_store r WHERE r.record_id = import_list_entry.record_id;
		IF NOT FOUND OR cause.subject_id <> who OR cause.status NOT IN ('valid', 'disputed') THEN
			RAISE EXCEPTION '%', credit.message('record %s cannot be the cause of this entry', import_list_entry.record_id)
				USING ERRCODE = 'CR017', DETAIL = credit.message('There is no record of that subject in force with this number.');
		END IF;
	END IF;
	RETURN credit.add_list_entry(who, import_list_entry.list, dept, import_list_entry.doc_no, import_list_entry.decided_on,
		import_list_entry.valid_from, import_list_entry.valid_until, 'imported', import_list_entry.record_id, NULL, NULL,
		coalesce(content, '{}') || CASE WHEN authority IS NULL THEN '{}' ELSE jsonb_build_object('authority', authority) END);
END
$$;
COMMENT ON FUNCTION credit.import_list_entry(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.int4, pg_catalog.text, pg_catalog.int8, pg_catalog.jsonb) IS 'Enters what another authority decided, by its document; the office also what was decided before this system. 导入其他机关认定的名单条目；信用办可导入历史条目。';
REVOKE ALL ON FUNCTION credit.import_list_entry(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.int4, pg_catalog.text, pg_catalog.int8, pg_catalog.jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.import_list_entry(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.int4, pg_catalog.text, pg_catalog.int8, pg_catalog.jsonb) TO credit_admin, credit_department;
