-- grade_statistics.sql: grades counted as a month's snapshot is taken. Requires
-- evaluation/snapshot.sql, statistics/coverage.sql.
CREATE TABLE credit.grade_tally (
	month pg_catalog.date NOT NULL,
	model pg_catalog.text COLLATE "C" NOT NULL,
	version pg_catalog.text COLLATE "C" NOT NULL,
	kind credit.subject_kind,
	region_code pg_catalog.text COLLATE "C",
	industry_code pg_catalog.text COLLATE "C",
	person pg_catalog.bool NOT NULL,
	grade credit.grade,
	subjects pg_catalog.int8 NOT NULL,
	risen pg_catalog.int8 NOT NULL,
	fallen pg_catalog.int8 NOT NULL,
	unchanged pg_catalog.int8 NOT NULL,
	scored pg_catalog.int8 NOT NULL,
	score_sum pg_catalog.float8 NOT NULL
);
COMMENT ON TABLE credit.grade_tally IS 'Subjects of each snapshot counted by grade; to be summed, credit_bi.grade_statistics does. 各月评价快照按等级的主体数，汇总后使用，见 credit_bi.grade_statistics。';
COMMENT ON COLUMN credit.grade_tally.month IS 'First day of the month. 月份首日。';
COMMENT ON COLUMN credit.grade_tally.model IS 'Model. 模型。';
COMMENT ON COLUMN credit.grade_tally.version IS 'Version. 版本。';
COMMENT ON COLUMN credit.grade_tally.kind IS 'Kind of subject. 主体类别。';
COMMENT ON COLUMN credit.grade_tally.region_code IS 'Region when it was counted. 统计时所在区划。';
COMMENT ON COLUMN credit.grade_tally.industry_code IS 'Section of the industry when it was counted. 统计时行业门类。';
COMMENT ON COLUMN credit.grade_tally.person IS 'Whether natural persons. 是否自然人。';
COMMENT ON COLUMN credit.grade_tally.grade IS 'Grade; null for none. 等级。';
COMMENT ON COLUMN credit.grade_tally.subjects IS 'Subjects. 主体数。';
COMMENT ON COLUMN credit.grade_tally.risen IS 'Of these, better than the month before. 较上月上升数。';
COMMENT ON COLUMN credit.grade_tally.fallen IS 'Of these, worse. 较上月下降数。';
COMMENT ON COLUMN credit.grade_tally.unchanged IS 'Of these, the same. 不变数。';
COMMENT ON COLUMN credit.grade_tally.scored IS 'Subjects with a score. 有得分的主体数。';
COMMENT ON COLUMN credit.grade_tally.score_sum IS 'Their scores, added up. 得分合计。';

CREATE INDEX grade_tally_month ON credit.grade_tally (month);
CREATE INDEX grade_tally_region ON credit.grade_tally (region_code, month);
ALTER TABLE credit.grade_tally ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON credit.grade_tally FOR SELECT USING (NOT person OR credit.is_office());
GRANT SELECT ON credit.grade_tally TO credit_admin, credit_department, credit_analyst;
SELECT pg_catalog.pg_extension_config_dump('credit.grade_tally', '');

CREATE FUNCTION credit.grades_tallied() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF NOT credit.loads_dump() THEN
		INSERT INTO credit.grade_tally (month, model, version, kind, region_code, industry_code, person, grade,
			subjects, risen, fallen, unchanged, scored, score_sum)
		SELECT n.month, n.model, n.version, s.kind, s.region_code, CASE WHEN i.level = 1 THEN i.code ELSE i.parent END, n.person, n.grade,
			g.sign * count(*), g.sign * count(*) FILTER (WHERE m.steps > 0), g.sign * count(*) FILTER (WHERE m.steps < 0),
			g.sign * count(*) FILTER (WHERE m.steps = 0), g.sign * count(n.score), g.sign * coalesce(sum(n.score), 0)
		FROM changed n
		LEFT JOIN credit.subject s ON s.subject_id = n.subject_id
		LEFT JOIN credit.industry i ON i.code = s.industry_code
		LEFT JOIN credit.evaluation_snapshot p ON p.subject_id = n.subject_id AND p.model = n.model
			AND p.month = (n.month - interval '1 month')::date
		CROSS JOIN LATERAL (SELECT credit.grade_rank(n.grade) - credit.grade_rank(p.grade) AS steps) m
		CROSS JOIN (SELECT CASE TG_OP WHEN 'DELETE' THEN -1 ELSE 1 END AS sign) g
		GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, g.sign;
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.grades_tallied() IS 'Statement trigger: counts the grades of a snapshot. 语句级触发器：统计快照等级。';
REVOKE ALL ON FUNCTION credit.grades_tallied() FROM PUBLIC;
CREATE TRIGGER tally_insert AFTER INSERT ON credit.evaluation_snapshot
	REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION credit.grades_tallied();
CREATE TRIGGER tally_delete AFTER DELETE ON credit.evaluation_snapshot
	REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION credit.grades_tallied();

CREATE VIEW credit_bi.grade_statistics WITH (security_invoker = true) AS
SELECT t.month, t.model::pg_catalog.text AS model, t.version::pg_catalog.text AS version, t.kind::pg_catalog.text AS kind, t.region_code::pg_catalog.text AS region_code,
	t.industry_code::pg_catalog.text AS industry_code, t.grade::pg_catalog.text AS grade, pg_catalog.sum(t.subjects)::pg_catalog.int8 AS subjects,
	pg_catalog.sum(t.risen)::pg_catalog.int8 AS risen, pg_catalog.sum(t.fallen)::pg_catalog.int8 AS fallen, pg_catalog.sum(t.unchanged)::pg_catalog.int8 AS unchanged,
	(pg_catalog.sum(t.subjects) OPERATOR(pg_catalog.-) ((pg_catalog.sum(t.risen) OPERATOR(pg_catalog.+) pg_catalog.sum(t.fallen)) OPERATOR(pg_catalog.+) pg_catalog.sum(t.unchanged)))::pg_catalog.int8 AS new,
	pg_catalog.sum(t.score_sum) OPERATOR(pg_catalog./) nullif(pg_catalog.sum(t.scored), 0)::pg_catalog.float8 AS mean_score
FROM credit.grade_tally t
GROUP BY t.month, t.model, t.version, t.kind, t.region_code, t.industry_code, t.grade
HAVING pg_catalog.sum(t.subjects) OPERATOR(pg_catalog.<>) 0;
COMMENT ON VIEW credit_bi.grade_statistics IS 'Subjects by grade, month by month, with those that rose and fell; the rows behind are those of credit_bi.grade_history with the same model, month and grade. 各月各等级主体数及升降数，明细按 model、month、grade 见 credit_bi.grade_history。';
COMMENT ON COLUMN credit_bi.grade_statistics.month IS 'First day of the month; joins credit_bi.date_dimension on day. 月份首日。';
COMMENT ON COLUMN credit_bi.grade_statistics.model IS 'Model. 模型。';
COMMENT ON COLUMN credit_bi.grade_statistics.version IS 'Version. 版本。';
COMMENT ON COLUMN credit_bi.grade_statistics.kind IS 'Kind of subject. 主体类别。';
COMMENT ON COLUMN credit_bi.grade_statistics.region_code IS 'Region when the month was counted; joins credit_bi.region_dimension. 统计时区划代码。';
COMMENT ON COLUMN credit_bi.grade_statistics.industry_code IS 'Section of the industry; joins credit_bi.industry_dimension. 行业门类。';
COMMENT ON COLUMN credit_bi.grade_statistics.grade IS 'Grade; null where the result was invalid or the model has no bands. 等级，无等级为空。';
COMMENT ON COLUMN credit_bi.grade_statistics.subjects IS 'Subjects. 主体数。';
COMMENT ON COLUMN credit_bi.grade_statistics.risen IS 'Of these, better than the month before. 较上月上升数。';
COMMENT ON COLUMN credit_bi.grade_statistics.fallen IS 'Of these, worse than the month before. 较上月下降数。';
COMMENT ON COLUMN credit_bi.grade_statistics.unchanged IS 'Of these, the same as the month before. 与上月相同数。';
COMMENT ON COLUMN credit_bi.grade_statistics.new IS 'Of these, without a grade the month before, or now. 新评或无可比等级数。';
COMMENT ON COLUMN credit_bi.grade_statistics.mean_score IS 'Mean score. 平均得分。';

GRANT SELECT ON credit_bi.grade_statistics TO credit_admin, credit_department, credit_analyst;
