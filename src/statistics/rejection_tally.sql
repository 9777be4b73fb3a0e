-- rejection_tally.sql: rows set aside, counted as they come, and the days on
-- which what is counted at night was last counted. Requires
-- statistics/tally.sql.

-- Analysts count rows set aside; what is in them stays with the department.
GRANT SELECT (rejection_id, batch_id, dept_id, item, received_at, resolved_by) ON credit.rejection TO credit_analyst;
CREATE POLICY count ON credit.rejection FOR SELECT TO credit_analyst USING (NOT credit.is_department());

CREATE TABLE credit.rejection_tally (
	dept_id pg_catalog.int4,
	item pg_catalog.text COLLATE "C" NOT NULL,
	month pg_catalog.date NOT NULL,
	open pg_catalog.bool NOT NULL,
	rejections pg_catalog.int8 NOT NULL
);
COMMENT ON TABLE credit.rejection_tally IS 'Differences in the number of rows set aside, to be summed; credit_bi.disclosure_quality does. 退回行数增量，汇总后使用，见 credit_bi.disclosure_quality。';
COMMENT ON COLUMN credit.rejection_tally.dept_id IS 'Department that sent the row; null where none was named. 报送部门，未指明为空。';
COMMENT ON COLUMN credit.rejection_tally.item IS 'Catalogue item. 目录事项。';
COMMENT ON COLUMN credit.rejection_tally.month IS 'First day of the month in which it was received. 接收所在月首日。';
COMMENT ON COLUMN credit.rejection_tally.open IS 'Whether it is still to be mended. 是否尚未修正。';
COMMENT ON COLUMN credit.rejection_tally.rejections IS 'Difference in rows. 行数增量。';

CREATE INDEX rejection_tally_department ON credit.rejection_tally (dept_id, month);
CREATE INDEX rejection_tally_month ON credit.rejection_tally (month);
ALTER TABLE credit.rejection_tally ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON credit.rejection_tally FOR SELECT USING (credit.may_see_department(dept_id) OR credit.is_office());
CREATE POLICY count ON credit.rejection_tally FOR SELECT TO credit_analyst USING (NOT credit.is_department());
GRANT SELECT ON credit.rejection_tally TO credit_admin, credit_department, credit_analyst;
SELECT pg_catalog.pg_extension_config_dump('credit.rejection_tally', '');

CREATE FUNCTION credit.rejections_added() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF NOT credit.loads_dump() THEN
		INSERT INTO credit.rejection_tally (dept_id, item, month, open, rejections)
		SELECT n.dept_id, n.item, date_trunc('month', n.received_at AT TIME ZONE credit.setting('time_zone'))::date,
			n.resolved_by IS NULL, count(*)
		FROM new_rows n GROUP BY 1, 2, 3, 4;
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.rejections_added() IS 'Statement trigger: counts rows set aside. 语句级触发器：统计新增退回行。';
REVOKE ALL ON FUNCTION credit.rejections_added() FROM PUBLIC;
CREATE TRIGGER tally_insert AFTER INSERT ON credit.rejection
	REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION credit.rejections_added();

CREATE FUNCTION credit.rejections_changed() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF NOT credit.loads_dump() THEN
		INSERT INTO credit.rejection_tally (dept_id, item, month, open, rejections)
		SELECT o.dept_id, o.item, date_trunc('month', o.received_at AT TIME ZONE credit.setting('time_zone'))::date,
			o.resolved_by IS NULL, -count(*)
		FROM old_rows o GROUP BY 1, 2, 3, 4;
		INSERT INTO credit.rejection_tally (dept_id, item, month, open, rejections)
		SELECT n.dept_id, n.item, date_trunc('month', n.received_at AT TIME ZONE credit.setting('time_zone'))::date,
			n.resolved_by IS NULL, count(*)
		FROM new_rows n GROUP BY 1, 2, 3, 4;
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.rejections_changed() IS 'Statement trigger: counts changes of rows set aside. 语句级触发器：统计退回行变更。';
REVOKE ALL ON FUNCTION credit.rejections_changed() FROM PUBLIC;
CREATE TRIGGER tally_update AFTER UPDATE ON credit.rejection
	REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION credit.rejections_changed();

CREATE FUNCTION credit.rejections_removed() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF NOT credit.loads_dump() THEN
		INSERT INTO credit.rejection_tally (dept_id, item, month, open, rejections)
		SELECT o.dept_id, o.item, date_trunc('month', o.received_at AT TIME ZONE credit.setting('time_zone'))::date,
			o.resolved_by IS NULL, -count(*)
		FROM old_rows o GROUP BY 1, 2, 3, 4;
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.rejections_removed() IS 'Statement trigger: counts rows set aside that are removed. 语句级触发器：统计删除的退回行。';
REVOKE ALL ON FUNCTION credit.rejections_removed() FROM PUBLIC;
CREATE TRIGGER tally_delete AFTER DELETE ON credit.rejection
	REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION credit.rejections_removed();

CREATE FUNCTION credit.maintain_rejection_tally(as_of pg_catalog.date, max_rows pg_catalog.int4) RETURNS pg_catalog.int8
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	gone bigint;
BEGIN
	-- @plpgsql_check_options: extra_warnings = off
	-- every action is called alike
	WITH split AS (
		SELECT t.dept_id, t.month FROM credit.rejection_tally t
		GROUP BY t.dept_id, t.month HAVING count(*) > count(DISTINCT (t.item, t.open))
		LIMIT greatest(1, max_rows / 100)
	), taken AS (
		DELETE FROM credit.rejection_tally t USING split s
		WHERE t.dept_id IS NOT DISTINCT FROM s.dept_id AND t.month = s.month RETURNING t.*
	), added AS (
		INSERT INTO credit.rejection_tally (dept_id, item, month, open, rejections)
		SELECT t.dept_id, t.item, t.month, t.open, sum(t.rejections)
		FROM taken t GROUP BY 1, 2, 3, 4 HAVING sum(t.rejections) <> 0
		RETURNING 1
	)
	SELECT (SELECT count(*) FROM taken) - (SELECT count(*) FROM added) INTO gone;
	RETURN gone;
END
$$;
COMMENT ON FUNCTION credit.maintain_rejection_tally(pg_catalog.date, pg_catalog.int4) IS 'Maintenance: adds up the differences of rows set aside; returns the rows saved. 日常维护：合并退回行增量，返回减少的行数。';
REVOKE ALL ON FUNCTION credit.maintain_rejection_tally(pg_catalog.date, pg_catalog.int4) FROM PUBLIC;
INSERT INTO credit.maintenance_action (action, ordinal, function_name) VALUES ('add up rejections', 801, 'maintain_rejection_tally');

-- What needs the whole of a table is counted once a day.
CREATE TABLE credit.statistics_run (
	what pg_catalog.text COLLATE "C" PRIMARY KEY,
	counted_for pg_catalog.date NOT NULL,
	counted_at pg_catalog.timestamptz NOT NULL
);
COMMENT ON TABLE credit.statistics_run IS 'What is counted once a day, and when it last was. 每日统计的内容及最近统计时间。';
COMMENT ON COLUMN credit.statistics_run.what IS 'What was counted. 统计内容。';
COMMENT ON COLUMN credit.statistics_run.counted_for IS 'Day it was counted for. 统计基准日。';
COMMENT ON COLUMN credit.statistics_run.counted_at IS 'When. 统计时间。';

GRANT SELECT ON credit.statistics_run TO PUBLIC;
SELECT pg_catalog.pg_extension_config_dump('credit.statistics_run', '');

-- true when it was not counted for this day yet; it is from here on
CREATE FUNCTION credit.begin_count(what pg_catalog.text, day pg_catalog.date) RETURNS pg_catalog.bool
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	INSERT INTO credit.statistics_run AS r (what, counted_for, counted_at) VALUES (begin_count.what, day, credit.now())
	ON CONFLICT ON CONSTRAINT statistics_run_pkey DO UPDATE
	SET counted_for = excluded.counted_for, counted_at = excluded.counted_at WHERE r.counted_for < excluded.counted_for;
	RETURN FOUND;
END
$$;
COMMENT ON FUNCTION credit.begin_count(pg_catalog.text, pg_catalog.date) IS 'Notes that something is counted for a day; false when it already was. 登记某日统计，已统计则返回假。';
REVOKE ALL ON FUNCTION credit.begin_count(pg_catalog.text, pg_catalog.date) FROM PUBLIC;
