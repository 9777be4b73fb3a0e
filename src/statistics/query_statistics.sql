-- query_statistics.sql: checks by purpose. Whole days are counted once they
-- are over, the two last days are read from the log, so that a check costs
-- nothing more for being counted. Requires list/query.sql,
-- statistics/rejection_tally.sql.
CREATE TABLE credit.query_tally (
	month pg_catalog.date NOT NULL,
	dept_id pg_catalog.int4,
	purpose pg_catalog.text COLLATE "C" NOT NULL,
	verdict pg_catalog.text COLLATE "C" NOT NULL,
	queries pg_catalog.int8 NOT NULL
);
COMMENT ON TABLE credit.query_tally IS 'Checks of the days that are over, counted by month. 已结束日期的查询数，按月汇总。';
COMMENT ON COLUMN credit.query_tally.month IS 'First day of the month. 月份首日。';
COMMENT ON COLUMN credit.query_tally.dept_id IS 'Department that asked; null for the office. 查询部门，信用办为空。';
COMMENT ON COLUMN credit.query_tally.purpose IS 'Purpose. 用途。';
COMMENT ON COLUMN credit.query_tally.verdict IS 'Verdict. 结论。';
COMMENT ON COLUMN credit.query_tally.queries IS 'Checks. 查询次数。';

CREATE INDEX query_tally_month ON credit.query_tally (month);
CREATE INDEX query_tally_department ON credit.query_tally (dept_id, month);
ALTER TABLE credit.query_tally ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON credit.query_tally FOR SELECT USING (credit.may_see_department(dept_id) OR credit.is_office());
CREATE POLICY count ON credit.query_tally FOR SELECT TO credit_analyst USING (NOT credit.is_department());
GRANT SELECT ON credit.query_tally TO credit_admin, credit_department, credit_analyst;
SELECT pg_catalog.pg_extension_config_dump('credit.query_tally', '');

CREATE FUNCTION credit.maintain_query_tally(as_of pg_catalog.date, max_rows pg_catalog.int4) RETURNS pg_catalog.int8
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	zone text := credit.setting('time_zone');
	last_day date := as_of - 2;
	behind date := (SELECT r.counted_for FROM credit.statistics_run r WHERE r.what = 'queries');
	counted bigint;
BEGIN
	-- @plpgsql_check_options: extra_warnings = off
	-- every action is called alike; yesterday waits a day for transactions
	-- that began before midnight
	IF NOT credit.begin_count('queries', last_day) THEN
		RETURN 0;
	END IF;
	-- a month's rows are replaced by their sums with what came
	WITH come AS (
		SELECT date_trunc('month', q.at AT TIME ZONE zone)::date AS month, q.dept_id, q.purpose, q.verdict, count(*) AS queries
		FROM credit.query_log q
		WHERE q.at >= coalesce((behind + 1)::timestamp AT TIME ZONE zone, '-infinity') AND q.at < (last_day + 1)::timestamp AT TIME ZONE zone
		GROUP BY 1, 2, 3, 4
	), gone AS (
		DELETE FROM credit.query_tally t WHERE t.month IN (SELECT c.month FROM come c) RETURNING t.*
	)
	INSERT INTO credit.query_tally (month, dept_id, purpose, verdict, queries)
	SELECT x.month, x.dept_id, x.purpose, x.verdict, sum(x.queries)
	FROM (SELECT c.month, c.dept_id, c.purpose, c.verdict, c.queries FROM come c
		UNION ALL SELECT g.month, g.dept_id, g.purpose, g.verdict, g.queries FROM gone g) x
	GROUP BY 1, 2, 3, 4;
	GET DIAGNOSTICS counted = ROW_COUNT;
	RETURN counted;
END
$$;
COMMENT ON FUNCTION credit.maintain_query_tally(pg_catalog.date, pg_catalog.int4) IS 'Maintenance: counts the checks of days that are over. 日常维护：统计已结束日期的查询数。';
REVOKE ALL ON FUNCTION credit.maintain_query_tally(pg_catalog.date, pg_catalog.int4) FROM PUBLIC;
INSERT INTO credit.maintenance_action (action, ordinal, function_name) VALUES ('count checks', 840, 'maintain_query_tally');

CREATE VIEW credit_bi.queries WITH (security_invoker = true) AS
SELECT q.month, q.dept_id, d.name COLLATE credit.pinyin AS department, q.purpose, p.label AS purpose_name, q.verdict, q.queries
FROM (SELECT x.month, x.dept_id, x.purpose, x.verdict, pg_catalog.sum(x.queries)::pg_catalog.int8 AS queries
	FROM (SELECT t.month, t.dept_id, t.purpose, t.verdict, t.queries
		FROM credit.query_tally t
		UNION ALL
		SELECT pg_catalog.date_trunc('month', pg_catalog.timezone(credit.setting('time_zone'), l.at))::pg_catalog.date, l.dept_id, l.purpose, l.verdict, 1
		FROM credit.query_log l
		-- coalesce() within: outside, row-level security keeps it away from the index
		WHERE l.at OPERATOR(pg_catalog.>=) (SELECT coalesce(pg_catalog.max(pg_catalog.timezone(credit.setting('time_zone'), (r.counted_for OPERATOR(pg_catalog.+) 1)::pg_catalog.timestamp)),
			'-infinity'::pg_catalog.timestamptz) FROM credit.statistics_run r WHERE r.what OPERATOR(pg_catalog.=) 'queries')) x
	GROUP BY x.month, x.dept_id, x.purpose, x.verdict) q
LEFT JOIN credit.department d ON d.dept_id OPERATOR(pg_catalog.=) q.dept_id
LEFT JOIN credit.code_list p ON p.list OPERATOR(pg_catalog.=) 'decision_purpose' AND p.code OPERATOR(pg_catalog.=) q.purpose;
COMMENT ON VIEW credit_bi.queries IS 'Checks by month, department, purpose and verdict; the rows behind are those of credit.query_log in that month. 按月份、部门、用途与结论统计的查询数，明细见 credit.query_log。';
COMMENT ON COLUMN credit_bi.queries.month IS 'First day of the month; joins credit_bi.date_dimension on day. 月份首日。';
COMMENT ON COLUMN credit_bi.queries.dept_id IS 'Department that asked, joins credit_bi.department_dimension; null for the office. 查询部门编号，信用办为空。';
COMMENT ON COLUMN credit_bi.queries.department IS 'Its name. 查询部门。';
COMMENT ON COLUMN credit_bi.queries.purpose IS 'Purpose. 用途。';
COMMENT ON COLUMN credit_bi.queries.purpose_name IS 'Its Chinese name. 用途名称。';
COMMENT ON COLUMN credit_bi.queries.verdict IS 'Verdict. 结论。';
COMMENT ON COLUMN credit_bi.queries.queries IS 'Number of checks. 查询次数。';

GRANT SELECT ON credit_bi.queries TO credit_admin, credit_department, credit_analyst;
