-- assessment_figure.sql: what the data tell for the department assessment
-- table, year by year. Requires statistics/publicity.sql and the statistics
-- before it.
CREATE VIEW credit_bi.assessment_figure WITH (security_invoker = true) AS
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
COMMENT ON VIEW credit_bi.assessment_figure IS 'Figures from which lines of the department assessment table are computed; the rows behind are in the view that rows_in names. 部门评估各项计算所用数据，明细见 rows_in 所列视图。';
COMMENT ON COLUMN credit_bi.assessment_figure.dept_id IS 'Department; joins credit_bi.department_dimension. 部门编号。';
COMMENT ON COLUMN credit_bi.assessment_figure.year IS 'Year of receipt, decision, opening or publication; of the due day for monthly reports. 年度。';
COMMENT ON COLUMN credit_bi.assessment_figure.figure IS 'Which figure. 数据项。';
COMMENT ON COLUMN credit_bi.assessment_figure.n IS 'Number. 数值。';
COMMENT ON COLUMN credit_bi.assessment_figure.of IS 'Out of how many; for late_reports, how many were never sent. 总数；月度报送为未报数。';
COMMENT ON COLUMN credit_bi.assessment_figure.rows_in IS 'View or table that has the rows. 明细所在视图或表。';

GRANT SELECT ON credit_bi.assessment_figure TO credit_admin, credit_department;
