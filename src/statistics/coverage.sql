-- coverage.sql: subjects by kind, region and industry and how many of them
-- have records, month by month. Counted once a day, since it takes a look at
-- every subject and every record. Requires statistics/disclosure_fault.sql.
CREATE TABLE credit.subject_count (
	month pg_catalog.date NOT NULL,
	kind credit.subject_kind NOT NULL,
	region_code pg_catalog.text COLLATE "C",
	industry_code pg_catalog.text COLLATE "C",
	status pg_catalog.text NOT NULL,
	provisional pg_catalog.bool NOT NULL,
	subjects pg_catalog.int8 NOT NULL,
	with_shared pg_catalog.int8 NOT NULL,
	with_any pg_catalog.int8 NOT NULL,
	counted_on pg_catalog.date NOT NULL
);
COMMENT ON TABLE credit.subject_count IS 'Subjects counted month by month; the running month is counted anew each day. 逐月主体统计，当月每日更新。';
COMMENT ON COLUMN credit.subject_count.month IS 'First day of the month. 月份首日。';
COMMENT ON COLUMN credit.subject_count.kind IS 'Kind of subject. 主体类别。';
COMMENT ON COLUMN credit.subject_count.region_code IS 'Region. 所在区划。';
COMMENT ON COLUMN credit.subject_count.industry_code IS 'Section of the industry. 行业门类。';
COMMENT ON COLUMN credit.subject_count.status IS 'State of the subject. 主体状态。';
COMMENT ON COLUMN credit.subject_count.provisional IS 'Whether only records tell of it. 是否仅由记录建立的临时主体。';
COMMENT ON COLUMN credit.subject_count.subjects IS 'Subjects. 主体数。';
COMMENT ON COLUMN credit.subject_count.with_shared IS 'Of these, with a record that departments share. 其中有可共享记录的主体数。';
COMMENT ON COLUMN credit.subject_count.with_any IS 'Of these, with a record of any openness. 其中有任何记录的主体数。';
COMMENT ON COLUMN credit.subject_count.counted_on IS 'Day it was counted for. 统计基准日。';

CREATE INDEX subject_count_month ON credit.subject_count (month);
CREATE INDEX subject_count_region ON credit.subject_count (region_code, month);
ALTER TABLE credit.subject_count ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON credit.subject_count FOR SELECT
	USING (kind OPERATOR(pg_catalog.<>) 'person' OR credit.is_office() OR credit.is_department());
GRANT SELECT ON credit.subject_count TO credit_admin, credit_department, credit_analyst;
SELECT pg_catalog.pg_extension_config_dump('credit.subject_count', '');

-- SECURITY DEFINER: the office starts it, the owner's table is written.
CREATE FUNCTION credit.count_subjects() RETURNS pg_catalog.int8
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	day date := credit.today();
	first_day date := date_trunc('month', day::timestamp)::date;
	shared text[] := ARRAY(SELECT DISTINCT i.item FROM credit.catalogue_item i WHERE i.openness <> 'restricted' AND i.valid @> day);
	counted bigint;
BEGIN
	-- one count at a time
	PERFORM pg_advisory_xact_lock(7310, 830);
	DELETE FROM credit.subject_count c WHERE c.month = first_day;
	INSERT INTO credit.subject_count (month, kind, region_code, industry_code, status, provisional, subjects, with_shared, with_any, counted_on)
	SELECT first_day, s.kind, s.region_code, CASE WHEN i.level = 1 THEN i.code ELSE i.parent END, s.status, s.provisional,
		count(*), count(*) FILTER (WHERE r.is_shared), count(r.subject_id), day
	FROM credit.subject s
	LEFT JOIN credit.industry i ON i.code = s.industry_code
	LEFT JOIN (SELECT x.subject_id, bool_or(x.item = ANY (shared)) AS is_shared
		FROM credit.record_store x WHERE x.status <> 'withdrawn' GROUP BY x.subject_id) r ON r.subject_id = s.subject_id
	WHERE s.merged_into IS NULL
	GROUP BY 2, 3, 4, 5, 6;
	GET DIAGNOSTICS counted = ROW_COUNT;
	RETURN counted;
END
$$;
COMMENT ON FUNCTION credit.count_subjects() IS 'Counts all subjects for the running month; returns the rows of credit.subject_count. 统计当月全部主体，返回统计行数。';
REVOKE ALL ON FUNCTION credit.count_subjects() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.count_subjects() TO credit_admin;

CREATE FUNCTION credit.maintain_subject_count(as_of pg_catalog.date, max_rows pg_catalog.int4) RETURNS pg_catalog.int8
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	-- @plpgsql_check_options: extra_warnings = off
	-- every action is called alike; another day's count is that day's. It reads
	-- every subject and record, so it is made once a month
	IF as_of < credit.today() OR NOT credit.begin_count('subjects', date_trunc('month', as_of)::date) THEN
		RETURN 0;
	END IF;
	RETURN credit.count_subjects();
END
$$;
COMMENT ON FUNCTION credit.maintain_subject_count(pg_catalog.date, pg_catalog.int4) IS 'Maintenance: counts the subjects once a day, all of them whatever max_rows says. 日常维护：每日统计主体（不受行数限制）。';
REVOKE ALL ON FUNCTION credit.maintain_subject_count(pg_catalog.date, pg_catalog.int4) FROM PUBLIC;
INSERT INTO credit.maintenance_action (action, ordinal, function_name) VALUES ('count subjects', 830, 'maintain_subject_count');

CREATE VIEW credit_bi.subject_statistics WITH (security_invoker = true) AS
SELECT c.month, c.kind::pg_catalog.text AS kind, c.region_code::pg_catalog.text AS region_code, c.industry_code::pg_catalog.text AS industry_code,
	c.status, c.provisional, c.subjects, r.with_records,
	pg_catalog.round(r.with_records::pg_catalog.numeric OPERATOR(pg_catalog./) nullif(c.subjects, 0), 4) AS coverage, c.counted_on
FROM credit.subject_count c
CROSS JOIN LATERAL (SELECT CASE WHEN credit.is_office() THEN c.with_any ELSE c.with_shared END AS with_records) r;
COMMENT ON VIEW credit_bi.subject_statistics IS 'Subjects and how many have records, by month, kind, region and industry; the running month is of the last daily count (credit.count_subjects() counts now). The rows behind are those of credit.subject with the same keys and merged_into null. 按月份、类别、区划、行业统计的主体数与归集覆盖数，当月为最近一次每日统计；明细见 credit.subject。';
COMMENT ON COLUMN credit_bi.subject_statistics.month IS 'First day of the month; joins credit_bi.date_dimension on day. 月份首日。';
COMMENT ON COLUMN credit_bi.subject_statistics.kind IS 'Kind of subject. 主体类别。';
COMMENT ON COLUMN credit_bi.subject_statistics.region_code IS 'Region; joins credit_bi.region_dimension. 区划代码。';
COMMENT ON COLUMN credit_bi.subject_statistics.industry_code IS 'Section of the industry; joins credit_bi.industry_dimension. 行业门类。';
COMMENT ON COLUMN credit_bi.subject_statistics.status IS 'State of the subject: active, suspended, revoked, cancelled. 主体状态。';
COMMENT ON COLUMN credit_bi.subject_statistics.provisional IS 'Whether only records tell of it. 是否仅由记录建立的临时主体。';
COMMENT ON COLUMN credit_bi.subject_statistics.subjects IS 'Subjects. 主体数。';
COMMENT ON COLUMN credit_bi.subject_statistics.with_records IS 'Of these, with a record the role''s kind may see: for the office any, for others one that is shared. 其中有记录的主体数：信用办计全部，其他角色计可共享记录。';
COMMENT ON COLUMN credit_bi.subject_statistics.coverage IS 'The same as a share. 归集覆盖率。';
COMMENT ON COLUMN credit_bi.subject_statistics.counted_on IS 'Day it was counted for. 统计基准日。';

GRANT SELECT ON credit_bi.subject_statistics TO credit_admin, credit_department, credit_analyst;
