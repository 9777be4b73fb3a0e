-- watch.sql: the triggers that write leaves. Requires ledger/ledger.sql.

-- Records: versions stand in record_store and record_version.
CREATE FUNCTION credit.keep_record_history() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF NOT credit.loads_dump() AND EXISTS (SELECT FROM new_rows) THEN
		INSERT INTO credit.history (block, kind, subject_id, object_id, version, recorded_at, digest)
		SELECT b.block, 'record', n.subject_id, n.record_id, n.version, now(), credit.row_digest('record', n)
		FROM new_rows n, credit.ledger_block() b (block);
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.keep_record_history() IS 'Statement trigger: one leaf for each new version of a record. 语句级触发器：为记录的每一新版本写入叶子摘要。';
REVOKE ALL ON FUNCTION credit.keep_record_history() FROM PUBLIC;
INSERT INTO credit.ledger_source (kind, table_name, id_column, keeps_content) VALUES ('record', 'record_store', 'record_id', false);
CREATE TRIGGER zz_history_insert AFTER INSERT ON credit.record_store
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.keep_record_history();
CREATE TRIGGER zz_history_update AFTER UPDATE ON credit.record_store
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.keep_record_history();

-- What is hashed of a table whose rows never change: all of it but the subject,
-- who may be found to be another.
CREATE FUNCTION credit.ledger_columns(table_name pg_catalog.name) RETURNS pg_catalog.text
	LANGUAGE sql STABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
	WHERE a.attrelid = to_regclass('credit.' || quote_ident(table_name)) AND a.attnum > 0 AND NOT a.attisdropped
		AND a.attname <> 'subject_id'
$$;
COMMENT ON FUNCTION credit.ledger_columns(pg_catalog.name) IS 'Columns of a watched table that are hashed. 被监视表中参与摘要的列。';
REVOKE ALL ON FUNCTION credit.ledger_columns(pg_catalog.name) FROM PUBLIC;

CREATE FUNCTION credit.keep_added_history() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	-- SECURITY DEFINER: whoever adds a row must not be able to write the ledger
	IF NOT credit.loads_dump() AND EXISTS (SELECT FROM new_rows) THEN
		EXECUTE format('INSERT INTO credit.history (block, kind, subject_id, object_id, version, recorded_at, digest)
			SELECT b.block, %L, n.subject_id, n.%I, %s, now(), credit.row_digest(%1$L, x)
			FROM new_rows n CROSS JOIN LATERAL (SELECT %4$s FROM (SELECT n.*) m) x, credit.ledger_block() b (block)',
			TG_ARGV[0], TG_ARGV[1], coalesce('n.' || quote_ident(TG_ARGV[2]), '1'), credit.ledger_columns(TG_TABLE_NAME));
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
	key text;
	subject text := '0';
	id text;
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
	EXECUTE format('INSERT INTO credit.history (block, kind, subject_id, object_id, version, recorded_at, recorded_by, digest, object_key, content, removed)
		SELECT b.block, %1$L, %2$s, %3$s,
			1 + COALESCE((SELECT max(h.version) FROM credit.history h
				WHERE h.kind = %1$L AND h.kind <> ''record'' AND h.object_id = %3$s), 0),
			now(), %7$L, credit.row_digest(%5$L, n), %4$s, to_jsonb(n), %6$L
		FROM changed n, credit.ledger_block() b (block)',
		TG_ARGV[0], subject, id, key,
		TG_ARGV[0] || CASE WHEN TG_OP = 'DELETE' THEN ' removed' ELSE '' END, TG_OP = 'DELETE',
		CASE WHEN TG_ARGV[1] IS NULL THEN session_user END);
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.keep_changed_history() IS 'Statement trigger: keeps each version of rows that change, with its leaf. 语句级触发器：保存可变更行的每一版本及其叶子摘要。';
REVOKE ALL ON FUNCTION credit.keep_changed_history() FROM PUBLIC;

-- Watches a table; only the extension's scripts call it. That rows which never
-- change do not is the table's own affair.
CREATE FUNCTION credit.watch_table(kind pg_catalog.text, table_name pg_catalog.name,
	id_column pg_catalog.name, version_column pg_catalog.name, rows_change pg_catalog.bool) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	arguments text := concat_ws(', ', quote_literal(kind), quote_literal(id_column), quote_literal(version_column));
	event text;
BEGIN
	INSERT INTO credit.ledger_source (kind, table_name, id_column, version_column, keeps_content)
	VALUES (watch_table.kind, watch_table.table_name, watch_table.id_column, watch_table.version_column, rows_change);
	IF NOT rows_change THEN
		EXECUTE format('CREATE TRIGGER zz_history_insert AFTER INSERT ON credit.%I REFERENCING NEW TABLE AS new_rows
			FOR EACH STATEMENT EXECUTE FUNCTION credit.keep_added_history(%s)', table_name, arguments);
		RETURN;
	END IF;
	FOREACH event IN ARRAY ARRAY['insert', 'update', 'delete'] LOOP
		EXECUTE format('CREATE TRIGGER zz_history_%s AFTER %1$s ON credit.%I REFERENCING %s TABLE AS changed
			FOR EACH STATEMENT EXECUTE FUNCTION credit.keep_changed_history(%s)',
			event, table_name, CASE event WHEN 'delete' THEN 'OLD' ELSE 'NEW' END, arguments);
	END LOOP;
END
$$;
COMMENT ON FUNCTION credit.watch_table(pg_catalog.text, pg_catalog.name, pg_catalog.name, pg_catalog.name, pg_catalog.bool) IS 'Makes the ledger watch a table. 将数据表纳入台账监视。';
REVOKE ALL ON FUNCTION credit.watch_table(pg_catalog.text, pg_catalog.name, pg_catalog.name, pg_catalog.name, pg_catalog.bool) FROM PUBLIC;
