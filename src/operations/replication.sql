-- replication.sql: logical replication to a second server with the extension.
-- Requires all rooms above, since it looks at every table they made.
--
-- What travels is what a dump takes along: users' rows, and shipped ones that
-- they edited. Applied rows come with session_replication_role = replica, so
-- that no side effect happens twice. One thing has to happen all the same: a
-- backend's copy of a changed rule must go, and changes that are applied fire
-- no statement triggers. Hence row triggers that fire for a replica only.
DO $$
DECLARE
	cached pg_catalog.text;
BEGIN
	FOR cached IN
		SELECT t.tgrelid::pg_catalog.regclass::pg_catalog.text FROM pg_catalog.pg_trigger t
		WHERE t.tgfoid OPERATOR(pg_catalog.=) 'credit.table_changed'::pg_catalog.regproc ORDER BY 1
	LOOP
		EXECUTE pg_catalog.format('CREATE TRIGGER table_changed_on_replica AFTER INSERT OR UPDATE OR DELETE ON %s
			FOR EACH ROW EXECUTE FUNCTION credit.table_changed()', cached);
		EXECUTE pg_catalog.format('ALTER TABLE %s ENABLE REPLICA TRIGGER table_changed_on_replica', cached);
	END LOOP;
END
$$;

-- Made by whoever owns the extension. Partitions have their natural key as
-- replica identity; their parent, whose changes are published for them, and
-- tables without a key or with a condition on rows need the whole row.
CREATE FUNCTION credit.create_publication(publication pg_catalog.text) RETURNS pg_catalog.int4
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	published record;
	tables text[] := ARRAY[]::text[];
BEGIN
	FOR published IN
		SELECT c.oid::regclass::text AS called, u.condition, c.relreplident <> 'f' AND (c.relkind = 'p' OR u.condition <> ''
			OR NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)) AS needs_whole_row
		FROM pg_extension e CROSS JOIN unnest(e.extconfig, e.extcondition) u (called, condition)
		JOIN pg_class c ON c.oid = u.called AND c.relkind IN ('r', 'p') AND NOT c.relispartition
		WHERE e.extname = 'credit'
		UNION ALL
		SELECT 'credit.record_store', '', c.relreplident <> 'f' FROM pg_class c WHERE c.oid = 'credit.record_store'::regclass
			AND NOT EXISTS (SELECT FROM pg_extension e WHERE e.extname = 'credit' AND c.oid = ANY (e.extconfig))
		ORDER BY 1
	LOOP
		IF published.needs_whole_row THEN
			EXECUTE format('ALTER TABLE %s REPLICA IDENTITY FULL', published.called);
		END IF;
		tables := tables || (published.called || CASE WHEN published.condition <> ''
			THEN ' ' || regexp_replace(published.condition, '^WHERE (.*)$', 'WHERE (\1)') ELSE '' END);
	END LOOP;
	EXECUTE format('CREATE PUBLICATION %I FOR TABLE %s WITH (publish_via_partition_root = true)',
				   publication, array_to_string(tables, ', '));
	RETURN cardinality(tables);
END
$$;
COMMENT ON FUNCTION credit.create_publication(pg_catalog.text) IS 'Makes a publication of all rows a dump takes along, for a second server with the extension; returns the number of tables. 创建发布，范围与转储一致，供另一台装有本扩展的服务器订阅；返回表数。';
REVOKE ALL ON FUNCTION credit.create_publication(pg_catalog.text) FROM PUBLIC;
