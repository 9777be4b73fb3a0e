-- tally.sql: records counted as they come, so that a month's numbers need no
-- scan of the records. Requires record/.
--
-- Each statement adds the differences it makes; maintenance adds them up. The
-- sum is right at any moment, and two writers never wait for one another's
-- counts.
CREATE TABLE credit.record_tally (
	dept_id pg_catalog.int4 NOT NULL,
	item pg_catalog.text COLLATE "C" NOT NULL,
	month pg_catalog.date NOT NULL,
	received_month pg_catalog.date NOT NULL,
	severity credit.severity,
	status credit.record_status NOT NULL,
	late pg_catalog.bool,
	result pg_catalog.text COLLATE "C",
	records pg_catalog.int8 NOT NULL,
	late_days pg_catalog.int8 NOT NULL
);
COMMENT ON TABLE credit.record_tally IS 'Differences in the number of records, to be summed; credit_bi.record_statistics does. 记录数增量，汇总后使用，见 credit_bi.record_statistics。';
COMMENT ON COLUMN credit.record_tally.dept_id IS 'Department that decided. 作出决定的部门。';
COMMENT ON COLUMN credit.record_tally.item IS 'Catalogue item. 目录事项。';
COMMENT ON COLUMN credit.record_tally.month IS 'First day of the month of decision. 决定所在月首日。';
COMMENT ON COLUMN credit.record_tally.received_month IS 'First day of the month in which it was received. 接收所在月首日。';
COMMENT ON COLUMN credit.record_tally.severity IS 'Severity. 严重程度。';
COMMENT ON COLUMN credit.record_tally.status IS 'State of the record. 记录状态。';
COMMENT ON COLUMN credit.record_tally.late IS 'Whether it was reported late; null where no term runs. 是否迟报，无时限为空。';
COMMENT ON COLUMN credit.record_tally.result IS 'Result that a record of an inspection, a commitment''s performance or a rectification tells. 检查结果、承诺履行结果或整改结果。';
COMMENT ON COLUMN credit.record_tally.records IS 'Difference in records. 记录数增量。';
COMMENT ON COLUMN credit.record_tally.late_days IS 'Difference in working days late. 迟报工作日数增量。';
CREATE INDEX record_tally_month ON credit.record_tally (dept_id, month);
CREATE INDEX record_tally_by_month ON credit.record_tally (month);
CREATE INDEX record_tally_item ON credit.record_tally (item, month);
ALTER TABLE credit.record_tally ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON credit.record_tally FOR SELECT USING (credit.may_see_record(dept_id, item));
GRANT SELECT ON credit.record_tally TO credit_admin, credit_department, credit_analyst;
SELECT pg_catalog.pg_extension_config_dump('credit.record_tally', '');

CREATE FUNCTION credit.tally_added() RETURNS trigger
	LANGUAGE c
	AS 'MODULE_PATHNAME', 'credit_tally_added';
COMMENT ON FUNCTION credit.tally_added() IS 'Statement trigger: counts new records. 语句级触发器：统计新增记录。';
REVOKE ALL ON FUNCTION credit.tally_added() FROM PUBLIC;
CREATE TRIGGER tally_insert AFTER INSERT ON credit.record_store
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.tally_added();

CREATE FUNCTION credit.tally_changed() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF NOT credit.loads_dump() THEN
		INSERT INTO credit.record_tally (dept_id, item, month, received_month, severity, status, late, result, records, late_days)
		SELECT c.dept_id, c.item, date_trunc('month', c.decided_on::timestamp)::date,
			date_trunc('month', c.received_at AT TIME ZONE credit.setting('time_zone'))::date,
			c.severity, c.status, c.late_days > 0, c.result, sum(c.sign), coalesce(sum(c.sign * c.late_days), 0)
		FROM (SELECT o.dept_id, o.item, o.decided_on, o.received_at, o.severity, o.status, o.late_days,
				CASE WHEN o.item IN ('inspection', 'commitment_performance', 'rectification') THEN left(o.detail ->> 'result', 30) END AS result, -1 AS sign FROM old_rows o
			UNION ALL SELECT n.dept_id, n.item, n.decided_on, n.received_at, n.severity, n.status, n.late_days,
				CASE WHEN n.item IN ('inspection', 'commitment_performance', 'rectification') THEN left(n.detail ->> 'result', 30) END, 1 FROM new_rows n) c
		GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum(c.sign) <> 0 OR coalesce(sum(c.sign * c.late_days), 0) <> 0;
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.tally_changed() IS 'Statement trigger: counts changes of records. 语句级触发器：统计记录变更。';
REVOKE ALL ON FUNCTION credit.tally_changed() FROM PUBLIC;
CREATE TRIGGER tally_update AFTER UPDATE ON credit.record_store
	REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.tally_changed();

CREATE FUNCTION credit.maintain_tally(as_of pg_catalog.date, max_rows pg_catalog.int4) RETURNS pg_catalog.int8
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	gone bigint;
BEGIN
	-- @plpgsql_check_options: extra_warnings = off
	-- every action is called alike
	WITH split AS (
		SELECT t.dept_id, t.month FROM credit.record_tally t
		GROUP BY t.dept_id, t.month
		HAVING count(*) > count(DISTINCT (t.item, t.received_month, t.severity, t.status, t.late, t.result))
		LIMIT greatest(1, max_rows / 100)
	), taken AS (
		DELETE FROM credit.record_tally t USING split s
		WHERE t.dept_id = s.dept_id AND t.month = s.month RETURNING t.*
	), added AS (
		INSERT INTO credit.record_tally (dept_id, item, month, received_month, severity, status, late, result, records, late_days)
		SELECT t.dept_id, t.item, t.month, t.received_month, t.severity, t.status, t.late, t.result, sum(t.records), sum(t.late_days)
		FROM taken t GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum(t.records) <> 0 OR sum(t.late_days) <> 0
		RETURNING 1
	)
	SELECT (SELECT count(*) FROM taken) - (SELECT count(*) FROM added) INTO gone;
	RETURN gone;
END
$$;
COMMENT ON FUNCTION credit.maintain_tally(pg_catalog.date, pg_catalog.int4) IS 'Maintenance: adds up the differences; returns the rows saved. 日常维护：合并增量，返回减少的行数。';
REVOKE ALL ON FUNCTION credit.maintain_tally(pg_catalog.date, pg_catalog.int4) FROM PUBLIC;
INSERT INTO credit.maintenance_action (action, ordinal, function_name) VALUES ('add up counts', 800, 'maintain_tally');

CREATE VIEW credit_bi.record_statistics WITH (security_invoker = true) AS
SELECT t.dept_id, t.item::pg_catalog.text AS item, t.month, t.received_month, t.severity::pg_catalog.text AS severity,
	t.status::pg_catalog.text AS status,
	pg_catalog.sum(t.records)::pg_catalog.int8 AS records,
	pg_catalog.sum(t.records) FILTER (WHERE NOT t.late)::pg_catalog.int8 AS in_time,
	pg_catalog.sum(t.records) FILTER (WHERE t.late)::pg_catalog.int8 AS late,
	pg_catalog.sum(t.late_days)::pg_catalog.int8 AS late_days
FROM credit.record_tally t
GROUP BY t.dept_id, t.item, t.month, t.received_month, t.severity, t.status
HAVING pg_catalog.sum(t.records) OPERATOR(pg_catalog.<>) 0;
COMMENT ON VIEW credit_bi.record_statistics IS 'Number of records by department, item, month, severity and state; the rows behind are those of credit.record with the same keys. 按部门、事项、月份、严重程度与状态统计的记录数，明细见 credit.record。';
COMMENT ON COLUMN credit_bi.record_statistics.dept_id IS 'Department; joins credit_bi.department_dimension. 部门编号。';
COMMENT ON COLUMN credit_bi.record_statistics.item IS 'Catalogue item; joins credit_bi.item_dimension. 目录事项。';
COMMENT ON COLUMN credit_bi.record_statistics.month IS 'First day of the month of decision; joins credit_bi.date_dimension on day. 决定所在月首日。';
COMMENT ON COLUMN credit_bi.record_statistics.received_month IS 'First day of the month of receipt. 接收所在月首日。';
COMMENT ON COLUMN credit_bi.record_statistics.severity IS 'Severity of negative records. 严重程度。';
COMMENT ON COLUMN credit_bi.record_statistics.status IS 'State of the records. 记录状态。';
COMMENT ON COLUMN credit_bi.record_statistics.records IS 'Records. 记录数。';
COMMENT ON COLUMN credit_bi.record_statistics.in_time IS 'Of these, reported in time. 及时报送数。';
COMMENT ON COLUMN credit_bi.record_statistics.late IS 'Of these, reported late. 迟报数。';
COMMENT ON COLUMN credit_bi.record_statistics.late_days IS 'Working days they were late, together. 迟报工作日合计。';
GRANT SELECT ON credit_bi.record_statistics TO credit_admin, credit_department, credit_analyst;
