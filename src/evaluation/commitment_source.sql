-- commitment_source.sql: what has become of a subject's commitments, as
-- indicators. Requires evaluation/evaluate.sql.
--
-- A promise with a date is open until its performance or breach is reported,
-- and overdue once the date has passed; one reported as not kept is broken
-- (credit.check_subject() counts in the same way, the broken ones of late).

CREATE FUNCTION credit.commitment_source(argument pg_catalog.text, as_of pg_catalog.date, subjects pg_catalog.int8[])
		RETURNS TABLE (subject_id pg_catalog.int8, value pg_catalog.float8)
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
	IF argument IS NULL OR argument NOT IN ('open', 'overdue', 'broken', 'kept') THEN
		RAISE EXCEPTION '%', credit.message('there is no count "%s" of commitments', coalesce(argument, 'null'))
			USING ERRCODE = 'CR020', HINT = credit.message('They are open, overdue, broken and kept.');
	END IF;
	RETURN QUERY
	WITH told AS (
		SELECT r.subject_id, r.item, r.doc_no, r.valid_until, r.detail ->> 'commitment_no' AS promise, r.detail ->> 'result' AS result
		FROM credit.record_store r
		WHERE (subjects IS NULL OR r.subject_id = ANY (subjects)) AND r.item = ANY ('{commitment,commitment_breach,commitment_performance}')
			AND r.status IN ('valid', 'disputed') AND r.decided_on <= commitment_source.as_of
	)
	SELECT t.subject_id, count(*)::float8 FROM told t
	WHERE CASE argument
		WHEN 'broken' THEN t.item = 'commitment_breach' OR t.item = 'commitment_performance' AND t.result = '未履行'
		WHEN 'kept' THEN t.item = 'commitment_performance' AND t.result = '已履行'
		ELSE t.item = 'commitment' AND (t.valid_until < commitment_source.as_of) = (argument = 'overdue')
			AND NOT EXISTS (SELECT FROM told a WHERE a.subject_id = t.subject_id AND a.item <> 'commitment'
				AND a.promise = t.doc_no AND a.result IS DISTINCT FROM '履行中') END
	GROUP BY t.subject_id;
END
$$;
COMMENT ON FUNCTION credit.commitment_source(pg_catalog.text, pg_catalog.date, pg_catalog.int8[]) IS 'Source of indicators: commitments of a subject that are open, overdue, broken or kept on a day. 指标来源：主体在某日未到期、逾期、违背或已履行的承诺数。';
REVOKE ALL ON FUNCTION credit.commitment_source(pg_catalog.text, pg_catalog.date, pg_catalog.int8[]) FROM PUBLIC;
INSERT INTO credit.indicator_source (source, function_name, about) VALUES
	('commitment', 'commitment_source', 'Commitments that are "attribute" (open, overdue, broken, kept) on the day. 当日 attribute 状态（open 未到期、overdue 逾期、broken 违背、kept 已履行）的承诺数。');
