-- inspection_count.sql: findings by grade over all plans, counted once a day:
-- each subject drawn has to be looked up among the records. Requires
-- evaluation/inspection_report.sql, statistics/rejection_tally.sql.
CREATE TABLE credit.inspection_count (
	year pg_catalog.int4 NOT NULL,
	plan_id pg_catalog.int8 NOT NULL REFERENCES credit.inspection_plan,
	dept_id pg_catalog.int4 NOT NULL,
	stratum pg_catalog.text COLLATE "C" NOT NULL,
	public_from pg_catalog.date,
	drawn pg_catalog.int8 NOT NULL,
	reported pg_catalog.int8 NOT NULL,
	found pg_catalog.int8 NOT NULL,
	PRIMARY KEY (year, plan_id, dept_id, stratum)
);
COMMENT ON TABLE credit.inspection_count IS 'Subjects drawn, results and faults of each plan, department and grade, as last counted. 各计划分部门分等级抽取、报送与发现问题数（最近一次统计）。';
COMMENT ON COLUMN credit.inspection_count.year IS 'Year in which visits begin. 检查开始年度。';
COMMENT ON COLUMN credit.inspection_count.plan_id IS 'Plan. 计划。';
COMMENT ON COLUMN credit.inspection_count.dept_id IS 'Department. 部门。';
COMMENT ON COLUMN credit.inspection_count.stratum IS 'Grade, or ungraded. 等级，未评级为 ungraded。';
COMMENT ON COLUMN credit.inspection_count.public_from IS 'Day from which the draw is for everybody. 抽查结果公开起始日。';
COMMENT ON COLUMN credit.inspection_count.drawn IS 'Number drawn. 抽取数。';
COMMENT ON COLUMN credit.inspection_count.reported IS 'Results reported. 已报送结果数。';
COMMENT ON COLUMN credit.inspection_count.found IS 'Results with a fault. 发现问题数。';
ALTER TABLE credit.inspection_count ENABLE ROW LEVEL SECURITY;
-- as the draw itself
CREATE POLICY see ON credit.inspection_count FOR SELECT USING (public_from OPERATOR(pg_catalog.<=) credit.today() OR credit.may_see_department(dept_id));
GRANT SELECT ON credit.inspection_count TO credit_admin, credit_department, credit_analyst;
SELECT pg_catalog.pg_extension_config_dump('credit.inspection_count', '');

-- SECURITY DEFINER: the counts are those of the whole, whoever starts it.
CREATE FUNCTION credit.count_inspections(year pg_catalog.int4 DEFAULT NULL) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	wanted int := coalesce(count_inspections.year, date_part('year', credit.today())::int);
	counted bigint;
BEGIN
	-- one count at a time
	PERFORM pg_advisory_xact_lock(7310, 845);
	DELETE FROM credit.inspection_count c WHERE c.year = wanted;
	INSERT INTO credit.inspection_count (year, plan_id, dept_id, stratum, public_from, drawn, reported, found)
	SELECT wanted, v.plan_id, v.dept_id, v.stratum,
		(SELECT max(d.public_from) FROM credit.inspection_draw d WHERE d.plan_id = v.plan_id AND d.dept_id = v.dept_id),
		count(*), count(v.record_id), count(*) FILTER (WHERE v.fault_found)
	FROM credit_bi.inspection_visit v
	WHERE v.period_from BETWEEN make_date(wanted, 1, 1) AND make_date(wanted, 12, 31)
	GROUP BY v.plan_id, v.dept_id, v.stratum;
	GET DIAGNOSTICS counted = ROW_COUNT;
	RETURN counted;
END
$$;
COMMENT ON FUNCTION credit.count_inspections(pg_catalog.int4) IS 'Counts subjects drawn and results of the plans of a year (by default the running one); returns how many rows. 统计某年度（默认当年）抽查计划的抽取与结果数，返回行数。';
REVOKE ALL ON FUNCTION credit.count_inspections(pg_catalog.int4) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.count_inspections(pg_catalog.int4) TO credit_admin;

CREATE FUNCTION credit.maintain_inspection_count(as_of pg_catalog.date, max_rows pg_catalog.int4) RETURNS pg_catalog.int8
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	-- @plpgsql_check_options: extra_warnings = off
	-- every action is called alike; results of last year's visits still come
	IF NOT credit.begin_count('inspections', as_of) THEN
		RETURN 0;
	END IF;
	RETURN credit.count_inspections(date_part('year', as_of)::int) + credit.count_inspections(date_part('year', as_of)::int - 1);
END
$$;
COMMENT ON FUNCTION credit.maintain_inspection_count(pg_catalog.date, pg_catalog.int4) IS 'Maintenance: counts the results of inspection plans of this year and the last, once a day. 日常维护：每日统计当年与上年抽查计划结果。';
REVOKE ALL ON FUNCTION credit.maintain_inspection_count(pg_catalog.date, pg_catalog.int4) FROM PUBLIC;
INSERT INTO credit.maintenance_action (action, ordinal, function_name) VALUES ('count inspections', 845, 'maintain_inspection_count');

CREATE VIEW credit_bi.inspection_finding WITH (security_invoker = true) AS
SELECT t.year, p.sector, t.stratum::pg_catalog.text AS stratum,
	pg_catalog.sum(t.drawn)::pg_catalog.int8 AS drawn, pg_catalog.sum(t.reported)::pg_catalog.int8 AS reported,
	pg_catalog.sum(t.found)::pg_catalog.int8 AS found,
	pg_catalog.round(pg_catalog.sum(t.found) OPERATOR(pg_catalog./) nullif(pg_catalog.sum(t.reported), 0::pg_catalog.numeric), 4) AS finding_rate
FROM credit.inspection_count t
JOIN credit.inspection_plan p ON p.plan_id OPERATOR(pg_catalog.=) t.plan_id
GROUP BY t.year, p.sector, t.stratum;
COMMENT ON VIEW credit_bi.inspection_finding IS 'Finding rates by year, sector and grade, as last counted: do worse grades find more? 分年度、领域、等级的问题发现率（最近一次统计），用于检验分级是否有效。';
COMMENT ON COLUMN credit_bi.inspection_finding.year IS 'Year. 年度。';
COMMENT ON COLUMN credit_bi.inspection_finding.sector IS 'Sector. 领域。';
COMMENT ON COLUMN credit_bi.inspection_finding.stratum IS 'Grade, or ungraded. 等级，未评级为 ungraded。';
COMMENT ON COLUMN credit_bi.inspection_finding.drawn IS 'Number drawn. 抽取数。';
COMMENT ON COLUMN credit_bi.inspection_finding.reported IS 'Results reported. 已报送结果数。';
COMMENT ON COLUMN credit_bi.inspection_finding.found IS 'Results with a fault. 发现问题数。';
COMMENT ON COLUMN credit_bi.inspection_finding.finding_rate IS 'Found of reported. 问题发现率。';
GRANT SELECT ON credit_bi.inspection_finding TO credit_admin, credit_department, credit_analyst;
