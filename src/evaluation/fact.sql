-- fact.sql: what evaluations look at of every subject's records, packed into
-- one row a subject. Requires evaluation/evaluate.sql.
--
-- A cache of credit.record_store and nothing else: made from it at any time,
-- never dumped, empty after a restore or a crash. What keeps it from telling
-- anything stale is said in fact_source.c; the marks are in record/fact_due.sql.

CREATE UNLOGGED TABLE credit.subject_facts (
	subject_id	pg_catalog.int8 PRIMARY KEY,
	facts		pg_catalog.bytea NOT NULL
) WITH (toast_tuple_target = 8160);
ALTER TABLE credit.subject_facts ALTER COLUMN facts SET STORAGE EXTERNAL;
COMMENT ON TABLE credit.subject_facts IS 'Records of each subject that count, packed for evaluation; a cache of credit.record_store, made anew at any time. 各主体有效记录的压缩要素，供评价使用；仅为记录存储表的缓存，可随时重建。';
COMMENT ON COLUMN credit.subject_facts.subject_id IS 'Subject. 主体。';
COMMENT ON COLUMN credit.subject_facts.facts IS 'Twelve bytes a record that is valid or disputed, then amounts: see fact_core.h. 每条有效或异议中记录十二字节，其后为金额，格式见 fact_core.h。';
GRANT SELECT ON credit.subject_facts TO credit_admin;

CREATE UNLOGGED TABLE credit.fact_item (
	number	pg_catalog.int2 PRIMARY KEY,
	item	pg_catalog.text COLLATE "C" NOT NULL
);
COMMENT ON TABLE credit.fact_item IS 'Numbers of items in packed facts. 压缩要素中的事项编号。';
COMMENT ON COLUMN credit.fact_item.number IS 'Number, from 0. 编号，自 0 起。';
COMMENT ON COLUMN credit.fact_item.item IS 'Catalogue item. 目录事项。';
GRANT SELECT ON credit.fact_item TO credit_admin;

CREATE UNLOGGED TABLE credit.fact_state (
	partitions pg_catalog.text NOT NULL
);
COMMENT ON TABLE credit.fact_state IS 'One row once all subjects have been packed. 全部主体压缩完成后存在一行。';
COMMENT ON COLUMN credit.fact_state.partitions IS 'Tables the records lay in; facts are true of no others. 压缩时记录所在的分区，分区变化即失效。';
GRANT SELECT ON credit.fact_state TO credit_admin;

CREATE FUNCTION credit.pack_facts(max_subjects pg_catalog.int4) RETURNS pg_catalog.int8
	LANGUAGE c
	AS 'MODULE_PATHNAME', 'credit_pack_facts';
COMMENT ON FUNCTION credit.pack_facts(pg_catalog.int4) IS 'Packs what is due; part of credit.refresh_facts(), which holds the lock. 压缩到期要素，由 credit.refresh_facts() 加锁后调用。';
REVOKE ALL ON FUNCTION credit.pack_facts(pg_catalog.int4) FROM PUBLIC;

-- One session at a time, in a snapshot younger than its lock: so an older one
-- than READ COMMITTED's packs nothing. Evaluating is right without.
CREATE FUNCTION credit.refresh_facts(max_subjects pg_catalog.int4 DEFAULT NULL) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	-- SECURITY DEFINER: packing reads every record
	IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted')
	   OR NOT pg_try_advisory_xact_lock(7313, 0) THEN
		RETURN 0;
	END IF;
	-- a table that was attached by hand
	PERFORM credit.watch_partition(c.relname) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
	WHERE i.inhparent = 'credit.record_store'::regclass
		AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'mark_facts');
	RETURN credit.pack_facts(max_subjects);
END
$$;
COMMENT ON FUNCTION credit.refresh_facts(pg_catalog.int4) IS 'Packs the facts of subjects whose records have changed, of all where there are none yet; at most so many, and then only where facts are in use. Returns how many subjects. 压缩记录有变化主体的要素（尚无要素时压缩全部）；限定数量时仅在已启用后处理。返回主体数。';
REVOKE ALL ON FUNCTION credit.refresh_facts(pg_catalog.int4) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.refresh_facts(pg_catalog.int4) TO credit_admin;

CREATE FUNCTION credit.drop_facts() RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	-- SECURITY DEFINER: nobody may write these tables
	PERFORM pg_advisory_xact_lock(7313, 0);
	TRUNCATE credit.subject_facts, credit.fact_state, credit.fact_item;
END
$$;
COMMENT ON FUNCTION credit.drop_facts() IS 'Throws all packed facts away; the next evaluation of all packs them anew. 清除全部压缩要素，下次全量评价时重建。';
REVOKE ALL ON FUNCTION credit.drop_facts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.drop_facts() TO credit_admin;

CREATE FUNCTION credit.maintain_facts(as_of pg_catalog.date, max_rows pg_catalog.int4) RETURNS pg_catalog.int8
	LANGUAGE sql SET search_path = pg_catalog, pg_temp
	RETURN credit.refresh_facts(max_rows);
COMMENT ON FUNCTION credit.maintain_facts(pg_catalog.date, pg_catalog.int4) IS 'Maintenance: packs the facts of subjects whose records have changed. 日常维护：压缩记录有变化主体的要素。';
REVOKE ALL ON FUNCTION credit.maintain_facts(pg_catalog.date, pg_catalog.int4) FROM PUBLIC;
INSERT INTO credit.maintenance_action (action, ordinal, function_name) VALUES ('facts', 305, 'maintain_facts');
