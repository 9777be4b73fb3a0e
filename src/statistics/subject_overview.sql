-- subject_overview.sql: one row a subject for analysts: grade, score, records,
-- deadlines. Built-in types only. Requires evaluation/, record/, registry/.

CREATE VIEW credit_bi.subject_overview WITH (security_invoker = true) AS
SELECT s.uscc::pg_catalog.text AS code,
	CASE WHEN s.kind OPERATOR(pg_catalog.=) 'person' THEN credit.mask_name(s.name) ELSE s.name END COLLATE credit.pinyin AS name,
	s.kind::pg_catalog.text AS kind,
	s.region_code::pg_catalog.text AS region_code,
	e.grade::pg_catalog.text AS grade,
	e.score,
	coalesce(r.active, 0) AS active_records,
	coalesce(r.late, 0) AS late_records,
	coalesce(r.open_deadlines, 0) AS open_deadlines,
	e.model AS model,
	e.as_of AS evaluated_for,
	e.as_of IS NOT NULL
		AND NOT EXISTS (SELECT FROM credit.evaluation_due d
			WHERE d.subject_id OPERATOR(pg_catalog.=) s.subject_id AND d.model OPERATOR(pg_catalog.=) e.model)
		AND e.as_of OPERATOR(pg_catalog.>) (credit.today() OPERATOR(pg_catalog.-) '1 mon'::pg_catalog.interval)
		AND NOT credit.list_term_over(s.subject_id, e.as_of)
		-- a table outside of the extension tells nobody of its changes; which models name one is asked once a query
		AND (e.as_of OPERATOR(pg_catalog.=) credit.today()
			OR NOT ROW(e.model, e.version) OPERATOR(pg_catalog.=) ANY (SELECT m.model::pg_catalog.text, m.version::pg_catalog.text
				FROM credit.model m JOIN credit.indicator i ON i.source OPERATOR(pg_catalog.=) 'relation'
				WHERE pg_catalog.strpos(m.pmml::pg_catalog.text, i.indicator) OPERATOR(pg_catalog.>) 0
					OR EXISTS (SELECT FROM credit.grade_cap c WHERE c.model OPERATOR(pg_catalog.=) m.model
						AND c.version OPERATOR(pg_catalog.=) m.version AND c.indicator OPERATOR(pg_catalog.=) i.indicator)))
		AS evaluation_fresh,
	s.subject_id
FROM credit.subject s
LEFT JOIN LATERAL (
	SELECT v.model::pg_catalog.text AS model, v.version::pg_catalog.text AS version, v.as_of, v.score, v.grade
	FROM credit.evaluation v
	JOIN credit.model m ON m.model OPERATOR(pg_catalog.=) v.model AND m.version OPERATOR(pg_catalog.=) v.version
	WHERE v.subject_id OPERATOR(pg_catalog.=) s.subject_id AND m.sector IS NULL
		AND v.as_of OPERATOR(pg_catalog.<=) credit.today()
	ORDER BY v.as_of DESC, m.loaded_at DESC, v.model LIMIT 1) e ON true
LEFT JOIN LATERAL (
	SELECT pg_catalog.count(*) FILTER (WHERE x.status OPERATOR(pg_catalog.=) ANY (ARRAY['valid', 'disputed']::credit.record_status[])) AS active,
		pg_catalog.count(*) FILTER (WHERE x.late_days OPERATOR(pg_catalog.>) 0) AS late,
		-- a promise with a date until its performance or breach is reported, an
		-- ordered rectification until it is reported as done
		pg_catalog.count(*) FILTER (WHERE x.status OPERATOR(pg_catalog.=) ANY (ARRAY['valid', 'disputed']::credit.record_status[])
			AND (x.item OPERATOR(pg_catalog.=) 'rectification'
					AND (x.detail OPERATOR(pg_catalog.->>) 'result') OPERATOR(pg_catalog.<>) '已完成'
				OR x.item OPERATOR(pg_catalog.=) 'commitment' AND x.valid_until IS NOT NULL
					AND NOT EXISTS (SELECT FROM credit.record_visible p
						WHERE p.subject_id OPERATOR(pg_catalog.=) x.subject_id
							AND p.item OPERATOR(pg_catalog.=) 'commitment_performance'
							AND p.status OPERATOR(pg_catalog.=) 'valid'
							AND (p.detail OPERATOR(pg_catalog.->>) 'commitment_no') OPERATOR(pg_catalog.=) x.doc_no
							AND (p.detail OPERATOR(pg_catalog.->>) 'result') OPERATOR(pg_catalog.<>) '履行中'))) AS open_deadlines
	FROM credit.record_visible x WHERE x.subject_id OPERATOR(pg_catalog.=) s.subject_id) r ON true
WHERE s.merged_into IS NULL;
COMMENT ON VIEW credit_bi.subject_overview IS 'One row a subject: grade and score of the general model, records and deadlines. 主体概览：综合评价等级与得分、记录数与期限。';
COMMENT ON COLUMN credit_bi.subject_overview.code IS 'Unified social credit code; null for persons. 统一社会信用代码，自然人为空。';
COMMENT ON COLUMN credit_bi.subject_overview.name IS 'Name; masked for persons. 名称，自然人已脱敏。';
COMMENT ON COLUMN credit_bi.subject_overview.kind IS 'Kind of subject. 主体类别。';
COMMENT ON COLUMN credit_bi.subject_overview.region_code IS 'Region. 所在区划。';
COMMENT ON COLUMN credit_bi.subject_overview.grade IS 'Latest grade by the general model. 最近一次综合评价等级。';
COMMENT ON COLUMN credit_bi.subject_overview.score IS 'Latest score by the general model. 最近一次综合评价得分。';
COMMENT ON COLUMN credit_bi.subject_overview.active_records IS 'Records that are valid or disputed. 有效及异议中的记录数。';
COMMENT ON COLUMN credit_bi.subject_overview.late_records IS 'Records reported after their deadline. 迟报记录数。';
COMMENT ON COLUMN credit_bi.subject_overview.open_deadlines IS 'Deadlines of the subject that run or have passed unanswered: dated promises, ordered rectifications. 主体未了结的期限数：有期限的承诺、责令整改。';
COMMENT ON COLUMN credit_bi.subject_overview.model IS 'Model the grade is from. 所用模型。';
COMMENT ON COLUMN credit_bi.subject_overview.evaluated_for IS 'Day the grade is for. 评价基准日。';
COMMENT ON COLUMN credit_bi.subject_overview.evaluation_fresh IS 'Whether nothing has changed since, no list it counted has run out, and the evaluation is not older than a month; one that reads a department''s own table is fresh on its day alone. 评价是否最新：评价后无变化、所计名单未期满且未超过一个月；使用部门自有表的评价仅当日为最新。';
COMMENT ON COLUMN credit_bi.subject_overview.subject_id IS 'Number of the subject. 主体编号。';
GRANT SELECT ON credit_bi.subject_overview TO credit_admin, credit_department, credit_analyst;
