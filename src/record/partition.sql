-- partition.sql: one partition a year of decision, a default for all others.
-- Requires record/fact_due.sql.

-- First day of a date's month, as statistics group by it. LEAKPROOF, so that
-- row-level security lets a question for a month use an index.
CREATE FUNCTION credit.month_of(day pg_catalog.date) RETURNS pg_catalog.date
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_month_of';
COMMENT ON FUNCTION credit.month_of(pg_catalog.date) IS 'First day of the month of a date. 日期所在月首日。';

-- The natural key (its parts decide the partition, so unique in each is unique
-- in all), the number, commitments, and batch and department. An index of the
-- parent would be simpler, but a dump of a partition made later could not be restored: attaching it to the parent,
-- which CREATE EXTENSION has made with its indexes, makes the partition's, and
-- the dump then makes them again.
CREATE FUNCTION credit.index_partition(partition_name pg_catalog.text) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	EXECUTE format('CREATE UNIQUE INDEX IF NOT EXISTS %I ON credit.%I (subject_id, item, dept_id, doc_no, decided_on)',
				   partition_name || '_key', partition_name);
	EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON credit.%I (record_id)', partition_name || '_number', partition_name);
	-- what a check asks of everybody's commitments, without their other records (list/commitment.c)
	EXECUTE format($i$CREATE INDEX IF NOT EXISTS %I ON credit.%I (subject_id)
		WHERE item = ANY ('{commitment,commitment_breach,commitment_performance}')$i$, partition_name || '_commitment', partition_name);
	-- Rows lie in the order of their batches, each of one department: what came in a batch, and what a
	-- department decided, is found by a few pages. A B-tree for the latter costs entry 4 % and much disk.
	EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON credit.%I USING brin (batch_id, dept_id int4_minmax_multi_ops) WITH (pages_per_range = 32, autosummarize = on)',
				   partition_name || '_batch', partition_name);
	-- what logical replication finds a row by; costs nothing without it
	EXECUTE format('ALTER TABLE credit.%I REPLICA IDENTITY USING INDEX %I', partition_name, partition_name || '_key');
END
$$;
COMMENT ON FUNCTION credit.index_partition(pg_catalog.text) IS 'Makes the indexes of a partition of records where they are missing, above all the unique natural key. 为记录分区创建缺少的索引，首先是自然键唯一索引。';
REVOKE ALL ON FUNCTION credit.index_partition(pg_catalog.text) FROM PUBLIC;

CREATE TABLE credit.record_other PARTITION OF credit.record_store DEFAULT;
COMMENT ON TABLE credit.record_other IS 'Records of years without a partition of their own. 无专属分区年度的记录。';
SELECT pg_catalog.pg_extension_config_dump('credit.record_other', '');
SELECT credit.index_partition('record_other');
SELECT credit.watch_partition('record_other');
DO $$
BEGIN
	FOR y IN 2015 .. 2028 LOOP
		EXECUTE pg_catalog.format('CREATE TABLE credit.record_%s PARTITION OF credit.record_store FOR VALUES FROM (%L) TO (%L)',
			y, pg_catalog.make_date(y, 1, 1), pg_catalog.make_date(y OPERATOR(pg_catalog.+) 1, 1, 1));
		EXECUTE pg_catalog.format('COMMENT ON TABLE credit.record_%s IS %L', y,
			pg_catalog.format('Records decided in %s. %s年作出决定的记录。', y, y));
		PERFORM pg_catalog.pg_extension_config_dump(pg_catalog.format('credit.record_%s', y)::pg_catalog.regclass, '');
		PERFORM credit.index_partition(pg_catalog.format('record_%s', y));
		PERFORM credit.watch_partition(pg_catalog.format('record_%s', y));
	END LOOP;
END
$$;

-- Rows of the year that already lie in the default partition move along. A
-- partition made after installation belongs to the database and not to the
-- extension: a dump carries its definition and its rows.
CREATE FUNCTION credit.ensure_partition(decision_year pg_catalog.int4) RETURNS pg_catalog.bool
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	partition_name text := 'record_' || decision_year;
	first_day date := make_date(decision_year, 1, 1);
	next_day date := make_date(decision_year + 1, 1, 1);
BEGIN
	IF to_regclass(format('credit.%I', partition_name)) IS NOT NULL THEN
		RETURN false;
	END IF;
	-- others wait here rather than fail on the name
	LOCK TABLE credit.record_store IN SHARE UPDATE EXCLUSIVE MODE;
	IF to_regclass(format('credit.%I', partition_name)) IS NOT NULL THEN
		RETURN false;
	END IF;
	IF NOT EXISTS (SELECT FROM credit.record_other o WHERE o.decided_on >= first_day AND o.decided_on < next_day) THEN
		EXECUTE format('CREATE TABLE credit.%I PARTITION OF credit.record_store FOR VALUES FROM (%L) TO (%L)',
					   partition_name, first_day, next_day);
		PERFORM credit.index_partition(partition_name);
	ELSE
		LOCK TABLE credit.record_store IN ACCESS EXCLUSIVE MODE;
		EXECUTE format('CREATE TABLE credit.%I (LIKE credit.record_store INCLUDING ALL)', partition_name);
		EXECUTE format('WITH moved AS (DELETE FROM credit.record_other o WHERE o.decided_on >= %L AND o.decided_on < %L RETURNING *)
			INSERT INTO credit.%I SELECT * FROM moved', first_day, next_day, partition_name);
		PERFORM credit.index_partition(partition_name);
		EXECUTE format('ALTER TABLE credit.record_store ATTACH PARTITION credit.%I FOR VALUES FROM (%L) TO (%L)',
					   partition_name, first_day, next_day);
	END IF;
	PERFORM credit.watch_partition(partition_name);
	EXECUTE format('COMMENT ON TABLE credit.%I IS %L', partition_name,
				   format('Records decided in %s. %s年作出决定的记录。', decision_year, decision_year));
	RETURN true;
END
$$;
COMMENT ON FUNCTION credit.ensure_partition(pg_catalog.int4) IS 'Makes the partition of a year when it is missing and moves that year''s rows into it; true when made. 按需创建年度分区并迁入该年数据，新建时返回真。';
REVOKE ALL ON FUNCTION credit.ensure_partition(pg_catalog.int4) FROM PUBLIC;

-- The year under way and the next two have partitions of their own before
-- their first row comes: a partition made later has to move rows.
CREATE FUNCTION credit.maintain_partitions(as_of pg_catalog.date, max_rows pg_catalog.int4) RETURNS pg_catalog.int8
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	made bigint := 0;
BEGIN
	FOR ahead IN 0 .. 2 LOOP
		EXIT WHEN made >= max_rows;
		made := made + credit.ensure_partition(extract(year FROM as_of)::int + ahead)::int;
	END LOOP;
	RETURN made;
END
$$;
COMMENT ON FUNCTION credit.maintain_partitions(pg_catalog.date, pg_catalog.int4) IS 'Makes the partitions of this year and the next two where they are missing; returns how many. 创建当年及其后两年缺少的分区，返回新建个数。';
REVOKE ALL ON FUNCTION credit.maintain_partitions(pg_catalog.date, pg_catalog.int4) FROM PUBLIC;
INSERT INTO credit.maintenance_action (action, ordinal, function_name) VALUES ('partitions', 100, 'maintain_partitions');
