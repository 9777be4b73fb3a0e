-- restore.sql: what goes round a restore, and the checks after it. Requires all
-- rooms above; must be the last part that makes rule tables or triggers.
--
-- A plain pg_restore works without any of this: triggers let complete rows pass
-- and the tables come in the order their foreign keys demand. pg_restore -j
-- knows no such order; between pre_restore() and post_restore() it needs none.

-- The user's row must take the place of the shipped row in that mode as well.
DO $$
DECLARE
	rule record;
BEGIN
	FOR rule IN
		SELECT t.tgrelid::pg_catalog.regclass AS called, t.tgname
		FROM pg_catalog.pg_trigger t
		WHERE t.tgfoid OPERATOR(pg_catalog.=) 'credit.replace_standard'::pg_catalog.regproc
	LOOP
		EXECUTE pg_catalog.format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', rule.called, rule.tgname);
	END LOOP;
END
$$;

CREATE FUNCTION credit.pre_restore() RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	EXECUTE format('ALTER DATABASE %I SET credit.restoring = on', current_database());
	EXECUTE format('ALTER DATABASE %I SET session_replication_role = replica', current_database());
	PERFORM set_config('credit.restoring', 'on', false), set_config('session_replication_role', 'replica', false);
END
$$;
COMMENT ON FUNCTION credit.pre_restore() IS 'Before pg_restore, by a superuser: this and every new session of the database loads rows as they are, with triggers and foreign keys at rest. 恢复前由超级用户调用：本会话及此后新会话装载数据时触发器与外键静默。';
REVOKE ALL ON FUNCTION credit.pre_restore() FROM PUBLIC;

-- Foreign keys that do not hold, since nothing checked them while restoring.
CREATE FUNCTION credit.broken_foreign_keys() RETURNS SETOF pg_catalog.text
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	fkey record;
	broken bigint;
BEGIN
	FOR fkey IN
		SELECT c.conname, c.conrelid::regclass AS child, c.confrelid::regclass AS parent,
			string_agg(format('p.%I = c.%I', pa.attname, ca.attname), ' AND ') AS same,
			string_agg(format('c.%I IS NOT NULL', ca.attname), ' AND ') AS given
		FROM pg_constraint c
		JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.conrelid AND d.deptype = 'e'
		JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND e.extname = 'credit'
		CROSS JOIN LATERAL unnest(c.conkey, c.confkey) k (child, parent)
		JOIN pg_attribute ca ON ca.attrelid = c.conrelid AND ca.attnum = k.child
		JOIN pg_attribute pa ON pa.attrelid = c.confrelid AND pa.attnum = k.parent
		WHERE c.contype = 'f'
		GROUP BY c.oid, c.conname, c.conrelid, c.confrelid ORDER BY c.conname
	LOOP
		EXECUTE format('SELECT count(*) FROM %s c WHERE %s AND NOT EXISTS (SELECT FROM %s p WHERE %s)',
					   fkey.child, fkey.given, fkey.parent, fkey.same) INTO broken;
		IF broken > 0 THEN
			RETURN NEXT format('%s: %s rows of %s', fkey.conname, broken, fkey.child);
		END IF;
	END LOOP;
END
$$;
COMMENT ON FUNCTION credit.broken_foreign_keys() IS 'Foreign keys of this extension that some rows break, with their number. 未被满足的外键及涉及行数。';
REVOKE ALL ON FUNCTION credit.broken_foreign_keys() FROM PUBLIC;

-- Sequences that would hand out a number in use.
CREATE FUNCTION credit.sequences_behind() RETURNS SETOF pg_catalog.text
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	numbered record;
	behind boolean;
BEGIN
	FOR numbered IN
		-- drawn from by functions
		SELECT * FROM (VALUES ('credit.record_id_seq', 'credit.record_store', 'record_id'),
			('credit.batch_id_seq', 'credit.batch', 'batch_id'),
			('credit.subject_id_seq', 'credit.subject', 'subject_id'),
			('credit.ledger_block_seq', 'credit.history', 'block')) v (sequence, called, number)
		UNION ALL
		-- by defaults
		SELECT s.oid::regclass::text, a.attrelid::regclass::text, quote_ident(a.attname)
		FROM pg_attrdef f
		JOIN pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum
		JOIN pg_depend u ON u.classid = 'pg_attrdef'::regclass AND u.objid = f.oid AND u.refclassid = 'pg_class'::regclass
		JOIN pg_class s ON s.oid = u.refobjid AND s.relkind = 'S'
		JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.oid AND d.deptype = 'e'
		JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND e.extname = 'credit'
		UNION ALL
		SELECT pg_get_serial_sequence(a.attrelid::regclass::text, a.attname), a.attrelid::regclass::text, quote_ident(a.attname)
		FROM pg_attribute a
		JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = a.attrelid AND d.deptype = 'e'
		JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND e.extname = 'credit'
		WHERE a.attidentity <> '' AND NOT a.attisdropped
	LOOP
		EXECUTE format('SELECT coalesce((SELECT max(t.%s) FROM %s t) > s.last_value, false) FROM %s s',
					   numbered.number, numbered.called, numbered.sequence) INTO behind;
		IF behind THEN
			RETURN NEXT numbered.sequence;
		END IF;
	END LOOP;
END
$$;
COMMENT ON FUNCTION credit.sequences_behind() IS 'Sequences whose next number is in use already. 下一编号已被占用的序列。';
REVOKE ALL ON FUNCTION credit.sequences_behind() FROM PUBLIC;

-- Doors whose item has fields they do not show: a door that ships with the
-- extension comes back without the fields a user added to its item.
CREATE FUNCTION credit.extend_entry_views() RETURNS SETOF pg_catalog.text
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	short text;
BEGIN
	FOR short IN
		SELECT DISTINCT f.item FROM credit.catalogue_field f
		JOIN pg_class v ON v.relkind = 'v' AND v.relname = f.item || '_entry' AND v.relnamespace = 'credit'::regnamespace
		WHERE NOT EXISTS (SELECT FROM pg_attribute a
			WHERE a.attrelid = v.oid AND a.attname = f.field AND NOT a.attisdropped)
		ORDER BY f.item
	LOOP
		RETURN NEXT credit.create_entry_view(short);
	END LOOP;
END
$$;
COMMENT ON FUNCTION credit.extend_entry_views() IS 'Adds to existing entry views the fields their items have gained; returns the views. 为已有录入视图补充事项新增字段，返回所改视图。';
REVOKE ALL ON FUNCTION credit.extend_entry_views() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.extend_entry_views() TO credit_admin;

CREATE FUNCTION credit.post_restore(OUT check_name pg_catalog.text, OUT ok pg_catalog.bool, OUT detail pg_catalog.text)
	RETURNS SETOF record
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	counted bigint;
BEGIN
	EXECUTE format('ALTER DATABASE %I RESET credit.restoring', current_database());
	EXECUTE format('ALTER DATABASE %I RESET session_replication_role', current_database());
	PERFORM set_config('credit.restoring', 'off', false), set_config('session_replication_role', 'origin', false);

	-- replaced views first: the checks may read through them
	check_name := 'entry views';
	SELECT true, string_agg('extended ' || v, ', ') INTO ok, detail FROM credit.extend_entry_views() v;
	RETURN NEXT;

	check_name := 'foreign keys';
	SELECT count(*) = 0, string_agg(b, '; ') INTO ok, detail FROM credit.broken_foreign_keys() b;
	RETURN NEXT;

	check_name := 'sequences';
	SELECT count(*) = 0, string_agg(b || ' is behind', '; ') INTO ok, detail FROM credit.sequences_behind() b;
	RETURN NEXT;

	check_name := 'catalogue';
	SELECT count(*) = 0, string_agg(c::text, '; ') INTO ok, detail FROM credit.check_catalogue() c;
	RETURN NEXT;

	check_name := 'partitions';
	SELECT count(*) = 0, string_agg(p.inhrelid::regclass || ' has no unique natural key', '; ') INTO ok, detail
	FROM pg_inherits p WHERE p.inhparent = 'credit.record_store'::regclass
		AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = p.inhrelid AND i.indisunique AND i.indisvalid
			AND i.indnkeyatts = 5 AND i.indpred IS NULL);
	RETURN NEXT;

	check_name := 'records';
	SELECT count(*) FILTER (WHERE s.subject_id IS NULL OR d.dept_id IS NULL OR b.batch_id IS NULL) = 0,
		format('%s records; without subject %s, department %s, batch %s', count(*), count(*) FILTER (WHERE s.subject_id IS NULL),
			count(*) FILTER (WHERE d.dept_id IS NULL), count(*) FILTER (WHERE b.batch_id IS NULL))
	INTO ok, detail
	FROM credit.record_store r
	LEFT JOIN credit.subject s USING (subject_id) LEFT JOIN credit.department d USING (dept_id)
	LEFT JOIN credit.batch b USING (batch_id);
	RETURN NEXT;

	check_name := 'versions';
	SELECT count(*) INTO counted
	FROM (SELECT r.record_id, r.version FROM credit.record_store r WHERE r.version > 1) r
	FULL JOIN (SELECT o.record_id, count(DISTINCT o.version) AS kept, min(o.version) AS first, max(o.version) AS last
		FROM credit.record_version o GROUP BY o.record_id) o USING (record_id)
	WHERE (o.kept, o.first, o.last) IS DISTINCT FROM (r.version - 1, 1, r.version - 1);
	ok := counted = 0;
	detail := CASE WHEN NOT ok THEN format('%s records whose earlier versions are not all there', counted) END;
	RETURN NEXT;

	check_name := 'batches';
	SELECT count(*) INTO counted FROM credit.batch b
	WHERE b.rows <> b.accepted + b.duplicate + b.corrected + b.rejected
		OR b.rejected <> (SELECT count(*) FROM credit.rejection r WHERE r.batch_id = b.batch_id);
	ok := counted = 0;
	detail := CASE WHEN NOT ok THEN format('%s batches do not add up or lack rejected rows', counted) END;
	RETURN NEXT;

	check_name := 'persons';
	SELECT count(*) INTO counted FROM credit.person_identity p LEFT JOIN credit.identity_key k USING (key_id)
	WHERE credit.identity_digest(k.key, p.doc_type, p.doc_no) IS DISTINCT FROM p.doc_digest;
	ok := counted = 0;
	detail := CASE WHEN NOT ok THEN format('%s persons whose digest does not fit the key', counted) END;
	RETURN NEXT;

	check_name := 'ledger';
	SELECT count(*) INTO counted FROM credit.verify_ledger();
	ok := counted = 0;
	detail := CASE WHEN NOT ok THEN format('%s faults: look at credit.verify_ledger()', counted) END;
	RETURN NEXT;
END
$$;
COMMENT ON FUNCTION credit.post_restore() IS 'After pg_restore, by a superuser: ends the mode of pre_restore(), extends entry views and checks what was loaded; every row with ok false needs a look. 恢复后由超级用户调用：结束恢复模式，补充录入视图并校验数据，ok 为假者须处理。';
REVOKE ALL ON FUNCTION credit.post_restore() FROM PUBLIC;
