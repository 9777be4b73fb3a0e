-- health.sql: what a DBA looks at on Monday. Requires all rooms above.

-- Whether sessions of this database start in restore mode: nobody checks what
-- is entered then.
CREATE FUNCTION credit.left_in_restore() RETURNS pg_catalog.text
	LANGUAGE sql STABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT string_agg(setting, ', ' ORDER BY setting)
	FROM pg_db_role_setting s CROSS JOIN LATERAL unnest(s.setconfig) setting
	WHERE s.setdatabase IN (0, (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()))
		AND setting IN ('credit.restoring=on', 'session_replication_role=replica')
$$;
COMMENT ON FUNCTION credit.left_in_restore() IS 'Settings of a restore that were left on the database; null when there are none. 数据库上遗留的恢复模式参数，无则为空。';
REVOKE ALL ON FUNCTION credit.left_in_restore() FROM PUBLIC;

-- SECURITY DEFINER: the answers are counts and names of objects, of tables the
-- office does not read.
CREATE FUNCTION credit.health(OUT check_name pg_catalog.text, OUT ok pg_catalog.bool, OUT detail pg_catalog.text)
	RETURNS SETOF record
	LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	today date := credit.today();
	counted bigint;
	counted_late bigint;
	found text;
	horizon date;
BEGIN
	check_name := 'encoding';
	found := current_setting('server_encoding');
	ok := found IN ('UTF8', 'EUC_CN');
	detail := found || CASE WHEN found = 'EUC_CN' THEN ': names with rare characters cannot be stored'
		WHEN NOT ok THEN ': Chinese names need UTF8' ELSE '' END;
	RETURN NEXT;

	check_name := 'restore mode';
	found := credit.left_in_restore();
	ok := found IS NULL;
	detail := CASE WHEN ok THEN 'off' ELSE 'still set on the database: ' || found || '; call credit.post_restore()' END;
	RETURN NEXT;

	check_name := 'triggers';
	SELECT count(*) = 0, coalesce(string_agg(t.tgname || ' on ' || t.tgrelid::regclass, ', ') || ' disabled', 'all enabled')
	INTO ok, detail
	FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
	WHERE c.relnamespace IN ('credit'::regnamespace, 'credit_bi'::regnamespace) AND t.tgenabled = 'D';
	RETURN NEXT;

	-- the notice for a year comes in the autumn before it
	check_name := 'calendar';
	found := credit.setting('calendar');
	SELECT max(make_date(n.year, 12, 31)) INTO horizon FROM credit.calendar_notice n WHERE n.calendar = found;
	ok := horizon >= CASE WHEN extract(month FROM today) = 12 THEN make_date(extract(year FROM today)::int + 1, 12, 31)
		ELSE make_date(extract(year FROM today)::int, 12, 31) END;
	ok := coalesce(ok, false);
	detail := CASE WHEN horizon IS NULL THEN format('calendar "%s" has no notice', found)
		ELSE format('calendar "%s" is announced through %s%s', found, to_char(horizon, 'YYYY-MM-DD'),
			CASE WHEN ok THEN '' ELSE '; announce the next year with credit.calendar_announce()' END) END;
	RETURN NEXT;

	check_name := 'partitions';
	SELECT string_agg(y::text, ', ') INTO found
	FROM generate_series(extract(year FROM today)::int, extract(year FROM today)::int + 1) y
	WHERE to_regclass('credit.record_' || y) IS NULL;
	SELECT count(*) INTO counted FROM (SELECT FROM credit.record_other LIMIT 1000) r;
	ok := found IS NULL;
	detail := coalesce('missing for ' || found || '; call credit.maintain()', 'this year and the next are there')
		|| CASE WHEN counted > 0 THEN format('; %s rows of other years in record_other',
			CASE WHEN counted = 1000 THEN '1000 or more' ELSE counted::text END) ELSE '' END;
	RETURN NEXT;

	check_name := 'indexes';
	SELECT count(*) = 0, coalesce(string_agg(i.indexrelid::regclass::text, ', ') || ' invalid: REINDEX INDEX CONCURRENTLY', 'all valid')
	INTO ok, detail
	FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
	WHERE c.relnamespace = 'credit'::regnamespace AND NOT i.indisvalid;
	RETURN NEXT;

	-- without its index the search for parts of names fails, without
	-- statistics it is slow, keys of another rule are not found
	check_name := 'name search';
	found := (SELECT CASE WHEN NOT i.indisvalid THEN 'subject_name_grams is not valid: REINDEX INDEX credit.subject_name_grams'
			WHEN c.reltuples >= 10000 AND NOT EXISTS (SELECT FROM pg_statistic s WHERE s.starelid = i.indexrelid)
				THEN 'without statistics: ANALYZE credit.subject' ELSE 'ready' END
		FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid
		WHERE c.oid = to_regclass('credit.subject') AND i.indexrelid = to_regclass('credit.subject_name_grams'));
	found := coalesce(found, 'there is no index credit.subject_name_grams: doc/reference/name.md says how to make it');
	counted := (SELECT count(*) FROM credit.subject s WHERE s.name_rule <> credit.name_rule_version())
		+ (SELECT count(*) FROM credit.subject_name n WHERE n.name_rule <> credit.name_rule_version());
	ok := found = 'ready' AND counted = 0;
	detail := concat_ws('; ', found, CASE WHEN counted > 0
		THEN format('%s names have keys of another rule: credit.renew_name_keys()', counted) END);
	RETURN NEXT;

	-- every department that reports has a role that may act for it
	check_name := 'departments';
	SELECT count(*) INTO counted FROM credit.department d
	WHERE d.role_name IS NOT NULL AND NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = d.role_name);
	ok := counted = 0;
	detail := CASE WHEN ok THEN 'every role named exists' ELSE format('%s departments name a role that does not exist', counted) END;
	RETURN NEXT;

	check_name := 'maintenance';
	SELECT count(*) FILTER (WHERE r.action IS NULL OR r.ran_at < now() - interval '2 days'),
		string_agg(a.action || ': ' || r.error, '; ')
	INTO counted, found
	FROM credit.maintenance_action a LEFT JOIN credit.maintenance_run r USING (action);
	ok := counted = 0 AND found IS NULL;
	detail := concat_ws('; ', CASE WHEN counted > 0 THEN format('%s actions have not run for two days; schedule credit.maintain()', counted)
		ELSE 'every action ran within two days' END, found);
	RETURN NEXT;

	check_name := 'evaluations';
	SELECT count(*), count(*) FILTER (WHERE w.since < now() - interval '1 day') INTO counted, counted_late
	FROM (SELECT min(d.since) AS since FROM credit.evaluation_due d GROUP BY d.subject_id, d.model) w;
	ok := counted_late = 0;
	detail := format('%s wait to be renewed, %s of them for more than a day', counted, counted_late);
	RETURN NEXT;

	check_name := 'rejected rows';
	SELECT count(*), count(*) FILTER (WHERE r.received_at < now() - interval '30 days') INTO counted, counted_late
	FROM credit.rejection r WHERE r.resolved_by IS NULL;
	ok := counted_late = 0;
	detail := format('%s wait to be mended, %s of them for more than 30 days', counted, counted_late);
	RETURN NEXT;

	check_name := 'open batches';
	SELECT count(*) INTO counted FROM credit.batch b WHERE b.closed_at IS NULL AND b.opened_at < now() - interval '1 day';
	ok := counted = 0;
	detail := CASE WHEN ok THEN 'none older than a day' ELSE format('%s opened more than a day ago: credit.close_batch()', counted) END;
	RETURN NEXT;

	-- not a fault: it says how much rests on figures nobody has looked up yet
	check_name := 'unverified rules';
	counted := 0;
	FOR found IN
		SELECT a.attrelid::regclass::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
		WHERE c.relnamespace = 'credit'::regnamespace AND c.relkind = 'r' AND a.attname = 'verified' AND NOT a.attisdropped
	LOOP
		EXECUTE format('SELECT count(*) FROM %s WHERE NOT verified', found) INTO counted_late;
		counted := counted + counted_late;
	END LOOP;
	ok := true;
	detail := format('%s rule rows rest on no document seen so far: look for verified = false', counted);
	RETURN NEXT;
END
$$;
COMMENT ON FUNCTION credit.health() IS 'What a database administrator should look at: one row per check, ok false where something is to be done, detail saying what. 健康检查：逐项返回是否正常及处理建议。';
REVOKE ALL ON FUNCTION credit.health() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.health() TO credit_admin;
