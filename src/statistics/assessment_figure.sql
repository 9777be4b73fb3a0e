-- assessment_figure.sql: what the data tell for the department assessment
-- table, year by year, counted once a day. Requires statistics/publicity.sql and the statistics
-- before it.
CREATE VIEW credit.assessment_source WITH (security_invoker = true) AS
SELECT t.dept_id, t.year, v.figure, v.n, v."of", v.rows_in
FROM (SELECT x.dept_id, pg_catalog.date_part('year', x.received_month)::pg_catalog.int4 AS year,
		pg_catalog.sum(x.records) FILTER (WHERE x.status OPERATOR(pg_catalog.<>) 'withdrawn') AS received,
		pg_catalog.sum(x.records) FILTER (WHERE x.status OPERATOR(pg_catalog.<>) 'withdrawn' AND NOT x.late) AS in_time,
		pg_catalog.sum(x.records) FILTER (WHERE x.status OPERATOR(pg_catalog.<>) 'withdrawn' AND x.late IS NOT NULL) AS with_term,
		pg_catalog.sum(x.records) FILTER (WHERE x.status OPERATOR(pg_catalog.<>) 'withdrawn' AND x.item OPERATOR(pg_catalog.=) ANY (ARRAY['licence', 'penalty'])) AS disclosures,
		pg_catalog.sum(x.records) FILTER (WHERE x.status OPERATOR(pg_catalog.<>) 'withdrawn' AND x.item OPERATOR(pg_catalog.=) ANY (ARRAY['licence', 'penalty']) AND NOT x.late) AS disclosures_in_time,
		pg_catalog.sum(x.records) FILTER (WHERE x.status OPERATOR(pg_catalog.<>) 'withdrawn' AND x.item OPERATOR(pg_catalog.=) 'commitment') AS commitments,
		pg_catalog.sum(x.open_rows) AS open_rows,
		pg_catalog.sum(x.open_rows) FILTER (WHERE x.item OPERATOR(pg_catalog.=) ANY (ARRAY['licence', 'penalty'])) AS open_disclosures
	FROM (SELECT r.dept_id, r.received_month, r.item, r.status, r.late, r.records, NULL::pg_catalog.int8 AS open_rows FROM credit.record_tally r
		UNION ALL
		SELECT j.dept_id, j.month, j.item, NULL, NULL, NULL, j.rejections FROM credit.rejection_tally j WHERE j.open) x
	GROUP BY 1, 2) t
CROSS JOIN LATERAL (VALUES
	('records_received'::pg_catalog.text, t.received, NULL::pg_catalog.numeric, 'credit_bi.record_statistics'::pg_catalog.text),
	('rows_complete', coalesce(t.received, 0), coalesce(t.received, 0) OPERATOR(pg_catalog.+) coalesce(t.open_rows, 0), 'credit.rejection'),
	('records_in_time', coalesce(t.in_time, 0), t.with_term, 'credit_bi.disclosure_record'),
	('disclosures_received', t.disclosures, NULL, 'credit_bi.record_statistics'),
	('disclosures_in_time', coalesce(t.disclosures_in_time, 0), coalesce(t.disclosures, 0) OPERATOR(pg_catalog.+) coalesce(t.open_disclosures, 0), 'credit_bi.disclosure_record'),
	('commitments', t.commitments, NULL, 'credit_bi.commitment_statistics')) v (figure, n, "of", rows_in)
WHERE v.n IS NOT NULL
UNION ALL
SELECT l.dept_id, l.year, v.figure, v.n::pg_catalog.numeric, v."of"::pg_catalog.numeric, 'credit_bi.four_lists'
FROM (SELECT x.dept_id, y.year, pg_catalog.count(DISTINCT x.part) AS parts,
		pg_catalog.count(DISTINCT x.part) FILTER (WHERE x.part OPERATOR(pg_catalog.=) ANY (ARRAY['honest', 'serious'])) AS lists
	FROM credit.department_list x
	JOIN pg_catalog.generate_series(2019, pg_catalog.date_part('year', credit.today())::pg_catalog.int4) y (year)
		ON x.valid OPERATOR(pg_catalog.@>) least(credit.today(), pg_catalog.make_date(y.year, 12, 31))
	GROUP BY x.dept_id, y.year) l
CROSS JOIN LATERAL (VALUES ('four_lists'::pg_catalog.text, l.parts, 4), ('lists_kept', l.lists, 2)) v (figure, n, "of")
UNION ALL
SELECT e.dept_id, pg_catalog.date_part('year', e.decided_on)::pg_catalog.int4, 'list_entries', pg_catalog.count(*)::pg_catalog.numeric, NULL, 'credit_bi.list_entries'
FROM credit.list_entry e WHERE e.marked_for IS NULL
GROUP BY 1, 2
UNION ALL
SELECT c.dept_id, pg_catalog.date_part('year', c.day)::pg_catalog.int4, v.figure, pg_catalog.count(*)::pg_catalog.numeric, NULL, 'credit_bi.typical_case'
FROM credit_bi.typical_case c
JOIN (VALUES ('typical_cases'::pg_catalog.text), ('typical_cases_city')) v (figure)
	ON v.figure OPERATOR(pg_catalog.=) 'typical_cases' OR c.level OPERATOR(pg_catalog.=) ANY (ARRAY['city', 'province', 'national'])
GROUP BY 1, 2, 3
UNION ALL
SELECT p.dept_id, pg_catalog.date_part('year', p.month)::pg_catalog.int4, v.figure, pg_catalog.sum(v.n), NULL, 'credit_bi.publicity_statistics'
FROM credit_bi.publicity_statistics p
CROSS JOIN LATERAL (VALUES ('activities'::pg_catalog.text, p.activities), ('articles', p.articles), ('news_adopted', p.adopted)) v (figure, n)
GROUP BY 1, 2, 3
UNION ALL
SELECT r.dept_id, pg_catalog.date_part('year', r.month)::pg_catalog.int4, 'repairs_granted', pg_catalog.sum(r.granted), NULL, 'credit_bi.repair_statistics'
FROM credit_bi.repair_statistics r GROUP BY 1, 2
UNION ALL
SELECT q.dept_id, pg_catalog.date_part('year', q.month)::pg_catalog.int4, 'approval_checks', pg_catalog.sum(q.queries), NULL, 'credit_bi.queries'
FROM credit_bi.queries q WHERE q.purpose OPERATOR(pg_catalog.=) 'approval' AND q.dept_id IS NOT NULL GROUP BY 1, 2
UNION ALL
SELECT c.dept_id, c.year, v.figure, v.n, v."of", 'credit_bi.proceeding'
FROM (SELECT s.dept_id, pg_catalog.date_part('year', s.month)::pg_catalog.int4 AS year, pg_catalog.sum(s.cases) AS cases, pg_catalog.sum(s.closed_cases) AS exits
	FROM credit_bi.case_statistics s WHERE s.procedure OPERATOR(pg_catalog.=) 'campaign' GROUP BY 1, 2) c
CROSS JOIN LATERAL (VALUES ('campaign_cases'::pg_catalog.text, c.cases, NULL::pg_catalog.numeric), ('campaign_exits', c.exits, c.cases)) v (figure, n, "of")
UNION ALL
SELECT m.dept_id, pg_catalog.date_part('year', m.due_on)::pg_catalog.int4, 'late_reports',
	pg_catalog.count(*) FILTER (WHERE m.state OPERATOR(pg_catalog.=) 'sent late')::pg_catalog.numeric, pg_catalog.count(*) FILTER (WHERE m.state OPERATOR(pg_catalog.=) 'overdue')::pg_catalog.numeric, 'credit_bi.monthly_report'
FROM credit_bi.monthly_report m GROUP BY 1, 2;
COMMENT ON VIEW credit.assessment_source IS 'What credit.count_assessment() counts, for all years. credit.count_assessment() 的统计口径。';
COMMENT ON COLUMN credit.assessment_source.dept_id IS 'Department. 部门编号。';
COMMENT ON COLUMN credit.assessment_source.year IS 'Year. 年度。';
COMMENT ON COLUMN credit.assessment_source.figure IS 'Which figure. 数据项。';
COMMENT ON COLUMN credit.assessment_source.n IS 'Number. 数值。';
COMMENT ON COLUMN credit.assessment_source.of IS 'Out of how many, or how many were never sent. 总数或未报数。';
COMMENT ON COLUMN credit.assessment_source.rows_in IS 'View or table that has the rows. 明细所在视图或表。';

GRANT SELECT ON credit.assessment_source TO credit_admin;

CREATE TABLE credit.assessment_count (
	dept_id pg_catalog.int4 NOT NULL,
	year pg_catalog.int4 NOT NULL,
	figure pg_catalog.text COLLATE "C" NOT NULL,
	n pg_catalog.numeric NOT NULL,
	"of" numeric,
	rows_in pg_catalog.text NOT NULL,
	counted_on pg_catalog.date NOT NULL,
	PRIMARY KEY (dept_id, year, figure)
);
COMMENT ON TABLE credit.assessment_count IS 'Figures of the department assessment table as last counted. 部门评估数据项最近一次统计结果。';
COMMENT ON COLUMN credit.assessment_count.dept_id IS 'Department. 部门编号。';
COMMENT ON COLUMN credit.assessment_count.year IS 'Year. 年度。';
COMMENT ON COLUMN credit.assessment_count.figure IS 'Which figure. 数据项。';
COMMENT ON COLUMN credit.assessment_count.n IS 'Number. 数值。';
COMMENT ON COLUMN credit.assessment_count.of IS 'Out of how many, or how many were never sent. 总数或未报数。';
COMMENT ON COLUMN credit.assessment_count.rows_in IS 'View or table that has the rows. 明细所在视图或表。';
COMMENT ON COLUMN credit.assessment_count.counted_on IS 'Day it was counted. 统计日期。';

CREATE INDEX assessment_count_year ON credit.assessment_count (year);
ALTER TABLE credit.assessment_count ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON credit.assessment_count FOR SELECT USING (credit.is_office() OR credit.may_see_department(dept_id));
CREATE POLICY count ON credit.assessment_count FOR SELECT TO credit_analyst USING (NOT credit.is_department());
GRANT SELECT ON credit.assessment_count TO credit_admin, credit_department, credit_analyst;
SELECT pg_catalog.pg_extension_config_dump('credit.assessment_count', '');

-- SECURITY DEFINER: the figures are those of the whole, whoever starts it.
-- All departments' months are joined at once: how many there are the planner
-- cannot know, and loops over them take minutes.
CREATE FUNCTION credit.count_assessment(year pg_catalog.int4 DEFAULT NULL) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
	SET enable_nestloop = off SET jit = off
AS $$
DECLARE
	wanted int := coalesce(count_assessment.year, date_part('year', credit.today())::int);
	counted bigint;
BEGIN
	-- one count at a time
	PERFORM pg_advisory_xact_lock(7310, 850);
	DELETE FROM credit.assessment_count c WHERE c.year = wanted;
	INSERT INTO credit.assessment_count (dept_id, year, figure, n, "of", rows_in, counted_on)
	SELECT s.dept_id, s.year, s.figure, s.n, s."of", s.rows_in, credit.today()
	FROM credit.assessment_source s WHERE s.year = wanted AND s.dept_id IS NOT NULL AND s.n IS NOT NULL;
	GET DIAGNOSTICS counted = ROW_COUNT;
	RETURN counted;
END
$$;
COMMENT ON FUNCTION credit.count_assessment(pg_catalog.int4) IS 'Counts the figures of the department assessment table for a year (by default the running one); returns how many. 统计某年度（默认当年）部门评估数据项，返回行数。';
REVOKE ALL ON FUNCTION credit.count_assessment(pg_catalog.int4) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.count_assessment(pg_catalog.int4) TO credit_admin;

CREATE FUNCTION credit.maintain_assessment(as_of pg_catalog.date, max_rows pg_catalog.int4) RETURNS pg_catalog.int8
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	-- @plpgsql_check_options: extra_warnings = off
	-- every action is called alike; last year's figures still move while
	-- late rows and answers come in
	IF NOT credit.begin_count('assessment', as_of) THEN
		RETURN 0;
	END IF;
	RETURN credit.count_assessment(date_part('year', as_of)::int) + credit.count_assessment(date_part('year', as_of)::int - 1);
END
$$;
COMMENT ON FUNCTION credit.maintain_assessment(pg_catalog.date, pg_catalog.int4) IS 'Maintenance: counts the figures of the department assessment table of this year and the last, once a day. 日常维护：每日统计当年与上年部门评估数据项。';
REVOKE ALL ON FUNCTION credit.maintain_assessment(pg_catalog.date, pg_catalog.int4) FROM PUBLIC;
INSERT INTO credit.maintenance_action (action, ordinal, function_name) VALUES ('assessment figures', 850, 'maintain_assessment');

CREATE VIEW credit_bi.assessment_figure WITH (security_invoker = true) AS
SELECT c.dept_id, c.year, c.figure::pg_catalog.text AS figure, c.n, c."of", c.rows_in, c.counted_on
FROM credit.assessment_count c;
COMMENT ON VIEW credit_bi.assessment_figure IS 'Figures from which lines of the department assessment table are computed, as of the last daily count; the rows behind are in the view that rows_in names, of that department and year. 部门评估各项计算所用数据（最近一次每日统计），明细见 rows_in 所列视图。';
COMMENT ON COLUMN credit_bi.assessment_figure.dept_id IS 'Department; joins credit_bi.department_dimension. 部门编号。';
COMMENT ON COLUMN credit_bi.assessment_figure.year IS 'Year of receipt, decision, opening or publication; of the due day for monthly reports. 年度。';
COMMENT ON COLUMN credit_bi.assessment_figure.figure IS 'Which figure. 数据项。';
COMMENT ON COLUMN credit_bi.assessment_figure.n IS 'Number. 数值。';
COMMENT ON COLUMN credit_bi.assessment_figure.of IS 'Out of how many; for late_reports, how many were never sent. 总数；月度报送为未报数。';
COMMENT ON COLUMN credit_bi.assessment_figure.rows_in IS 'View or table that has the rows. 明细所在视图或表。';
COMMENT ON COLUMN credit_bi.assessment_figure.counted_on IS 'Day it was counted. 统计日期。';

GRANT SELECT ON credit_bi.assessment_figure TO credit_admin, credit_department, credit_analyst;
