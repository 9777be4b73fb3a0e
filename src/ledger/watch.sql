-- watch.sql: the triggers that write leaves. Requires ledger/ledger.sql.

-- Records: versions stand in record_store and record_version. A load must not
-- hash row by row: the batches of new records are noted, and sealing writes
-- their leaves. What changes a record writes the leaf of both versions at once.
CREATE FUNCTION credit.keep_record_history() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF NOT credit.loads_dump() AND EXISTS (SELECT FROM new_rows) THEN
		-- sealing may just be writing the first leaf of the same record: in its order, so that
		-- neither waits for the other in a circle
		INSERT INTO credit.history (block, kind, subject_id, object_id, version, recorded_at, digest)
		SELECT b.block, 'record', o.subject_id, o.record_id, o.version, o.received_at, credit.row_digest('record', o)
		FROM old_rows o, credit.ledger_block() b (block)
		WHERE o.version = 1 AND NOT EXISTS (SELECT FROM credit.history h WHERE h.subject_id = o.subject_id
			AND h.kind = 'record' AND h.object_id = o.record_id AND h.version = 1)
		ORDER BY o.subject_id, o.record_id
		ON CONFLICT DO NOTHING;
		-- a change that makes no new version is refused here
		INSERT INTO credit.history (block, kind, subject_id, object_id, version, recorded_at, digest)
		SELECT b.block, 'record', n.subject_id, n.record_id, n.version, now(), credit.row_digest('record', n)
		FROM new_rows n, credit.ledger_block() b (block);
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.keep_record_history() IS 'Statement trigger: one leaf for each new version of a record, and for its first where that has none yet. 语句级触发器：为记录的新版本及尚无叶子的首个版本写入叶子摘要。';
REVOKE ALL ON FUNCTION credit.keep_record_history() FROM PUBLIC;

-- The leaves of batches that came since; rows another session is still writing
-- are left for the next time.
CREATE FUNCTION credit.keep_batch_history(max_batches pg_catalog.int4 DEFAULT NULL) RETURNS pg_catalog.int8
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	batches bigint[];
	leaves text;
	added bigint;
BEGIN
	batches := ARRAY(SELECT d.batch_id FROM credit.batch_due d WHERE d.consumer = 'ledger'
		ORDER BY d.batch_id LIMIT max_batches FOR UPDATE SKIP LOCKED);
	IF batches = '{}' THEN
		RETURN 0;
	END IF;
	leaves := format('SELECT r.subject_id, r.record_id, r.version, r.received_at, r.* FROM credit.record_store r
		WHERE r.batch_id BETWEEN %s AND %s AND r.batch_id = ANY (%L)', batches[1], batches[cardinality(batches)], batches);
	BEGIN
		INSERT INTO credit.history (block, kind, subject_id, object_id, version, recorded_at, digest)
		SELECT b.block, 'record', r.subject_id, r.object_id, r.version, r.recorded_at, r.digest
		FROM credit.row_digests('record', leaves) r, credit.ledger_block() b (block)
		ORDER BY r.subject_id, r.object_id;
		GET DIAGNOSTICS added = ROW_COUNT;
	EXCEPTION WHEN unique_violation THEN
		-- Some have theirs: a batch that went on after it was sealed, a record
		-- changed since. To ask for each row costs a third more. A row smuggled in
		-- under a number in use must not stop sealing; verification names it.
		INSERT INTO credit.history (block, kind, subject_id, object_id, version, recorded_at, digest)
		SELECT b.block, 'record', r.subject_id, r.object_id, r.version, r.recorded_at, r.digest
		FROM credit.row_digests('record', leaves) r, credit.ledger_block() b (block)
		ORDER BY r.subject_id, r.object_id
		ON CONFLICT DO NOTHING;
		GET DIAGNOSTICS added = ROW_COUNT;
	END;
	DELETE FROM credit.batch_due d WHERE d.consumer = 'ledger' AND d.batch_id = ANY (batches);
	RETURN added;
END
$$;
COMMENT ON FUNCTION credit.keep_batch_history(pg_catalog.int4) IS 'Writes the leaves of new records by their batches; returns how many. 按批次为新记录写入叶子摘要，返回数量。';
REVOKE ALL ON FUNCTION credit.keep_batch_history(pg_catalog.int4) FROM PUBLIC;
INSERT INTO credit.ledger_source (kind, table_name, id_expression, version_expression, keeps_content)
VALUES ('record', 'record_store', 'record_id', 'version', false);
CREATE TRIGGER zz_history_insert AFTER INSERT ON credit.record_store
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.batch_later('ledger');
CREATE TRIGGER zz_history_update AFTER UPDATE ON credit.record_store
	REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.keep_record_history();

-- What is hashed of a table whose rows never change: all of it, but for the
-- subject of an object with a number of its own, who may be found to be another.
CREATE FUNCTION credit.ledger_columns(source credit.ledger_source) RETURNS pg_catalog.text
	LANGUAGE sql STABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
	WHERE a.attrelid = to_regclass('credit.' || quote_ident(source.table_name)) AND a.attnum > 0 AND NOT a.attisdropped
		AND (a.attname <> 'subject_id' OR source.id_expression ~ 'subject_id')
$$;
COMMENT ON FUNCTION credit.ledger_columns(credit.ledger_source) IS 'Columns of a watched table that are hashed. 被监视表中参与摘要的列。';
REVOKE ALL ON FUNCTION credit.ledger_columns(credit.ledger_source) FROM PUBLIC;

-- Rows of a relation with what the ledger knows them by.
CREATE FUNCTION credit.ledger_rows(source credit.ledger_source, relation pg_catalog.text) RETURNS pg_catalog.text
	LANGUAGE sql STABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT format('SELECT t.subject_id, i.object_id, i.version, x FROM %s t
		CROSS JOIN LATERAL (SELECT (%s)::int8 AS object_id, (%s)::int4 AS version FROM (SELECT t.*) k) i
		CROSS JOIN LATERAL (SELECT %s FROM (SELECT t.*) k) x',
		relation, source.id_expression, coalesce(source.version_expression, '1'), credit.ledger_columns(source))
$$;
COMMENT ON FUNCTION credit.ledger_rows(credit.ledger_source, pg_catalog.text) IS 'Query over rows of a watched table: subject, number, version and what is hashed. 查询被监视表的行：主体、编号、版本与参与摘要的内容。';
REVOKE ALL ON FUNCTION credit.ledger_rows(credit.ledger_source, pg_catalog.text) FROM PUBLIC;

CREATE FUNCTION credit.keep_added_history() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	source credit.ledger_source;
BEGIN
	-- SECURITY DEFINER: whoever adds a row must not be able to write the ledger
	IF NOT credit.loads_dump() AND EXISTS (SELECT FROM new_rows) THEN
		SELECT * INTO source FROM credit.ledger_source s WHERE s.kind = TG_ARGV[0];
		EXECUTE format('INSERT INTO credit.history (block, kind, subject_id, object_id, version, recorded_at, digest)
			SELECT b.block, %L, n.subject_id, n.object_id, n.version, now(), credit.row_digest(%1$L, n.x)
			FROM (%s) n, credit.ledger_block() b (block)', source.kind, credit.ledger_rows(source, 'new_rows'));
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.keep_added_history() IS 'Statement trigger: one leaf for each row of a table whose rows never change. 语句级触发器：为只增不改表的每一新行写入叶子摘要。';
REVOKE ALL ON FUNCTION credit.keep_added_history() FROM PUBLIC;

-- Tables whose rows change: the ledger keeps the versions. Rules have no number;
-- a hash of their primary key stands for it, and the key itself beside it.
CREATE FUNCTION credit.keep_changed_history() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	-- @plpgsql_check_options: extra_warnings = off
	-- it cannot tell what dynamic SQL reads
	key text;
	subject text := '0';
	id text;
	removed bool := TG_OP = 'DELETE';
	source text := 'changed';
BEGIN
	-- SECURITY DEFINER: whoever may change a rule must not be able to write the ledger
	IF credit.loads_dump() OR NOT EXISTS (SELECT FROM changed) THEN
		RETURN NULL;
	END IF;
	SELECT format('concat_ws(%L, %s)', E'\x1f', string_agg(format('n.%I', a.attname), ', ' ORDER BY k.ordinal)) INTO key
	FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY k (attnum, ordinal)
	JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
	WHERE i.indrelid = TG_RELID AND i.indisprimary;
	IF TG_ARGV[1] IS NULL THEN
		id := format('hashtextextended(%s, 0)', key);
	ELSE
		id := format('n.%I', TG_ARGV[1]);
		subject := 'n.subject_id';
		key := 'NULL';
	END IF;
	LOOP
		EXECUTE format('INSERT INTO credit.history (block, kind, subject_id, object_id, version, recorded_at, recorded_by, digest, object_key, content, removed)
			SELECT b.block, %1$L, %2$s, %3$s,
				1 + COALESCE((SELECT max(h.version) FROM credit.history h
					WHERE h.kind = %1$L AND h.kind <> ''record'' AND h.object_id = %3$s), 0),
				now(), %7$L, credit.row_digest(%5$L, n), %4$s, to_jsonb(n), %6$L
			FROM %8$s n, credit.ledger_block() b (block)',
			TG_ARGV[0], subject, id, key,
			TG_ARGV[0] || CASE WHEN removed THEN ' removed' ELSE '' END, removed,
			CASE WHEN TG_ARGV[1] IS NULL THEN credit.session_role() END, source);
		EXIT WHEN removed OR TG_OP <> 'UPDATE' OR TG_ARGV[1] IS NOT NULL;
		-- a rule that got another key is gone under the one it had
		removed := true;
		source := format('(SELECT n.* FROM replaced n WHERE %1$s NOT IN (SELECT %1$s FROM changed n))', key);
	END LOOP;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.keep_changed_history() IS 'Statement trigger: keeps each version of rows that change, with its leaf. 语句级触发器：保存可变更行的每一版本及其叶子摘要。';
REVOKE ALL ON FUNCTION credit.keep_changed_history() FROM PUBLIC;

-- Watches a table; only the extension's scripts call it. That rows which never
-- change do not is the table's own affair.
CREATE FUNCTION credit.watch_table(kind pg_catalog.text, table_name pg_catalog.name,
	id_expression pg_catalog.text, version_expression pg_catalog.text, rows_change pg_catalog.bool) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	event text;
BEGIN
	INSERT INTO credit.ledger_source (kind, table_name, id_expression, version_expression, keeps_content)
	VALUES (watch_table.kind, watch_table.table_name, watch_table.id_expression, watch_table.version_expression, rows_change);
	IF NOT rows_change THEN
		EXECUTE format('CREATE TRIGGER zz_history_insert AFTER INSERT ON credit.%I REFERENCING NEW TABLE AS new_rows
			FOR EACH STATEMENT EXECUTE FUNCTION credit.keep_added_history(%L)', table_name, kind);
		RETURN;
	END IF;
	FOREACH event IN ARRAY ARRAY['insert', 'update', 'delete'] LOOP
		EXECUTE format('CREATE TRIGGER zz_history_%s AFTER %1$s ON credit.%I REFERENCING %s TABLE AS changed
			FOR EACH STATEMENT EXECUTE FUNCTION credit.keep_changed_history(%s)',
			event, table_name, CASE WHEN event = 'delete' THEN 'OLD'
				WHEN event = 'update' AND id_expression IS NULL THEN 'OLD TABLE AS replaced NEW' ELSE 'NEW' END,
			concat_ws(', ', quote_literal(kind), quote_literal(id_expression)));
	END LOOP;
END
$$;
COMMENT ON FUNCTION credit.watch_table(pg_catalog.text, pg_catalog.name, pg_catalog.text, pg_catalog.text, pg_catalog.bool) IS 'Makes the ledger watch a table. 将数据表纳入账本监视。';
REVOKE ALL ON FUNCTION credit.watch_table(pg_catalog.text, pg_catalog.name, pg_catalog.text, pg_catalog.text, pg_catalog.bool) FROM PUBLIC;
