-- grade_source.sql: the grade by one model as an indicator of another, so that
-- an industry's grade may not be better than the public one allows.
-- Requires evaluation/evaluate.sql.

CREATE FUNCTION credit.grade_source(argument pg_catalog.text, as_of pg_catalog.date, subjects pg_catalog.int8[])
		RETURNS TABLE (subject_id pg_catalog.int8, value pg_catalog.float8)
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
	IF subjects IS NULL THEN
		RETURN QUERY SELECT DISTINCT ON (e.subject_id) e.subject_id, credit.grade_rank(e.grade)::float8
			FROM credit.evaluation e WHERE e.model = argument AND e.as_of <= grade_source.as_of
			ORDER BY e.subject_id, e.as_of DESC;
	ELSE
		RETURN QUERY SELECT u.id, credit.grade_rank(l.grade)::float8
			FROM (SELECT DISTINCT unnest(subjects)) AS u (id), LATERAL (
				SELECT e.grade FROM credit.evaluation e
				WHERE e.subject_id = u.id AND e.model = argument AND e.as_of <= grade_source.as_of
				ORDER BY e.as_of DESC LIMIT 1) l;
	END IF;
END
$$;
COMMENT ON FUNCTION credit.grade_source(pg_catalog.text, pg_catalog.date, pg_catalog.int8[]) IS 'Source of indicators: rank of the latest grade by the model named, 1 for the worst. 指标来源：所指模型最近一次等级的名次值，最差为 1。';
REVOKE ALL ON FUNCTION credit.grade_source(pg_catalog.text, pg_catalog.date, pg_catalog.int8[]) FROM PUBLIC;
INSERT INTO credit.indicator_source (source, function_name, about) VALUES
	('grade', 'grade_source', 'Rank of the latest grade by model "attribute", 1 for the worst. 模型 attribute 最近一次等级的名次值，最差为 1。');

-- Models in force whose version in force looks at the grade by another.
CREATE FUNCTION credit.models_following(model pg_catalog.text) RETURNS SETOF pg_catalog.text
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp ROWS 1
AS $$
	SELECT DISTINCT r.model FROM credit.indicator i, credit.evaluation_run r
	WHERE i.source = 'function' AND i.relation = 'grade' AND i.attribute = models_following.model
		AND r.model <> models_following.model
		AND EXISTS (SELECT FROM credit.model m WHERE m.model = r.model AND m.in_force @> credit.today())
		AND EXISTS (SELECT FROM credit.model_indicators(r.model) u WHERE u.indicator = i.indicator)
$$;
COMMENT ON FUNCTION credit.models_following(pg_catalog.text) IS 'Models that use the grade by a model. 使用某模型等级的其他模型。';
REVOKE ALL ON FUNCTION credit.models_following(pg_catalog.text) FROM PUBLIC;

-- What the grade by a model means for others is to be worked out anew.
CREATE FUNCTION credit.mark_followers(model pg_catalog.text, as_of pg_catalog.date, subjects pg_catalog.int8[])
		RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	follower text;
BEGIN
	IF NOT EXISTS (SELECT FROM credit.indicator i
			WHERE i.source = 'function' AND i.relation = 'grade' AND i.attribute = mark_followers.model) THEN
		RETURN;
	END IF;
	FOR follower IN SELECT credit.models_following(mark_followers.model) LOOP
		INSERT INTO credit.evaluation_due (subject_id, model)
		SELECT e.subject_id, follower FROM credit.evaluation e
		WHERE e.model = mark_followers.model AND e.as_of = mark_followers.as_of
			AND (subjects IS NULL OR e.subject_id = ANY (subjects));
	END LOOP;
END
$$;
COMMENT ON FUNCTION credit.mark_followers(pg_catalog.text, pg_catalog.date, pg_catalog.int8[]) IS 'Marks evaluations by models that use the grade by a model as stale. 将依赖某模型等级的评价标记为待更新。';
REVOKE ALL ON FUNCTION credit.mark_followers(pg_catalog.text, pg_catalog.date, pg_catalog.int8[]) FROM PUBLIC;
