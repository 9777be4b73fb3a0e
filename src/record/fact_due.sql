-- fact_due.sql: whose records have changed since they were packed for
-- evaluation. Requires record/record.sql.
--
-- Unlogged, as the packed facts are (evaluation/fact.sql): a crash loses both.
-- Whoever adds a mark waits for nobody: there is no index.

CREATE UNLOGGED TABLE credit.fact_due (
	subject_id	pg_catalog.int8,
	batch_id	pg_catalog.int8
);
COMMENT ON TABLE credit.fact_due IS 'What has changed since it was packed: a subject, subjects of a batch, or all when both are null. 压缩后有变化者：主体、某批次涉及的主体，两列均空表示全部。';
COMMENT ON COLUMN credit.fact_due.subject_id IS 'Subject. 主体。';
COMMENT ON COLUMN credit.fact_due.batch_id IS 'Batch of a load. 批量导入的批次。';
GRANT SELECT ON credit.fact_due TO credit_admin;

CREATE FUNCTION credit.mark_facts() RETURNS trigger
	LANGUAGE c
	AS 'MODULE_PATHNAME', 'credit_mark_facts';
COMMENT ON FUNCTION credit.mark_facts() IS 'Statement trigger: says whose records have changed. 语句级触发器：登记记录有变化的主体。';
REVOKE ALL ON FUNCTION credit.mark_facts() FROM PUBLIC;
CREATE TRIGGER mark_facts_insert AFTER INSERT ON credit.record_store
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.mark_facts();
CREATE TRIGGER mark_facts_update AFTER UPDATE ON credit.record_store
	REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.mark_facts();
CREATE TRIGGER mark_facts_delete AFTER DELETE ON credit.record_store
	REFERENCING OLD TABLE AS old_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.mark_facts();
CREATE TRIGGER mark_facts_truncate AFTER TRUNCATE ON credit.record_store
	FOR EACH STATEMENT EXECUTE FUNCTION credit.mark_facts();
ALTER TABLE credit.record_store ENABLE ALWAYS TRIGGER mark_facts_insert, ENABLE ALWAYS TRIGGER mark_facts_update,
	ENABLE ALWAYS TRIGGER mark_facts_delete, ENABLE ALWAYS TRIGGER mark_facts_truncate;

-- Statements that name a partition, as restoring does, fire none of these but
-- one of the partition's own.
CREATE FUNCTION credit.watch_partition(partition_name pg_catalog.text) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	EXECUTE format('CREATE OR REPLACE TRIGGER mark_facts AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.%I'
		' FOR EACH STATEMENT EXECUTE FUNCTION credit.mark_facts()', partition_name);
	EXECUTE format('ALTER TABLE credit.%I ENABLE ALWAYS TRIGGER mark_facts', partition_name);
END
$$;
COMMENT ON FUNCTION credit.watch_partition(pg_catalog.text) IS 'Makes facts due when somebody writes to a partition by name. 直接写入分区时使全部压缩要素待重建。';
REVOKE ALL ON FUNCTION credit.watch_partition(pg_catalog.text) FROM PUBLIC;
