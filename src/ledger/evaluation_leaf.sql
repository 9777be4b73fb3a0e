-- evaluation_leaf.sql: leaves of evaluations. As with new records, a run must
-- not hash row by row: sealing writes the leaves of what is noted in
-- credit.evaluation_note. What is taken over from elsewhere comes row by row
-- anyhow. Requires
-- ledger/watch.sql, evaluation/evaluation_version.sql.

-- An object is the grade of a subject by a model for a day.
CREATE FUNCTION credit.ledger_evaluation_id(subject_id pg_catalog.int8, model pg_catalog.text, as_of pg_catalog.date)
	RETURNS pg_catalog.int8
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN pg_catalog.hashtextextended(model OPERATOR(pg_catalog.||) ' ' OPERATOR(pg_catalog.||)
		(as_of OPERATOR(pg_catalog.-) '2000-01-01'::pg_catalog.date), subject_id);
COMMENT ON FUNCTION credit.ledger_evaluation_id(pg_catalog.int8, pg_catalog.text, pg_catalog.date) IS 'Number by which the ledger knows a subject''s evaluation by a model for a day. 账本中某主体某模型某日评价的编号。';
REVOKE ALL ON FUNCTION credit.ledger_evaluation_id(pg_catalog.int8, pg_catalog.text, pg_catalog.date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.ledger_evaluation_id(pg_catalog.int8, pg_catalog.text, pg_catalog.date) TO credit_admin;

-- Every version there is. Planned as part of the query that calls it.
CREATE FUNCTION credit.evaluation_versions(OUT subject_id pg_catalog.int8, OUT object_id pg_catalog.int8, OUT version pg_catalog.int4,
	OUT model pg_catalog.text, OUT as_of pg_catalog.date, OUT evaluated_at pg_catalog.timestamptz,
	OUT evaluation credit.evaluation) RETURNS SETOF record
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000000
BEGIN ATOMIC
	SELECT e.subject_id, credit.ledger_evaluation_id(e.subject_id, e.model, e.as_of),
		(1 OPERATOR(pg_catalog.+) (SELECT pg_catalog.count(*) FROM credit.evaluation_pack q
			WHERE q.replaces OPERATOR(pg_catalog.=) e.subject_id AND q.model OPERATOR(pg_catalog.=) e.model
				AND q.as_of OPERATOR(pg_catalog.=) e.as_of AND q.run OPERATOR(pg_catalog.<=) e.run))::pg_catalog.int4,
		e.model, e.as_of, e.evaluated_at,
		ROW(e.subject_id, e.model, e.version, e.as_of, e.score, e.grade, e.dimensions, e.points, e.reasons, e.caps, e.person, e.evaluated_at)::credit.evaluation
	FROM credit.evaluation_entry e;
END;
COMMENT ON FUNCTION credit.evaluation_versions() IS 'Every version of every evaluation that the caller may see, for the ledger. 评价的全部版本，供账本使用。';
REVOKE ALL ON FUNCTION credit.evaluation_versions() FROM PUBLIC;

INSERT INTO credit.ledger_source (kind, table_name, id_expression, version_expression, keeps_content)
VALUES ('evaluation', 'evaluation', 'object_id', 'version', false);

-- The leaves of evaluations noted since, whether they still stand or not.
CREATE FUNCTION credit.keep_evaluation_history(max_notes pg_catalog.int4 DEFAULT NULL) RETURNS pg_catalog.int8
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	notes bigint[];
	run credit.evaluation_note;
	written bigint;
	added bigint;
BEGIN
	notes := ARRAY(SELECT n.note_id FROM credit.evaluation_note n ORDER BY n.note_id LIMIT max_notes FOR UPDATE SKIP LOCKED);
	IF notes = '{}' THEN
		RETURN 0;
	END IF;
	INSERT INTO credit.history (block, kind, subject_id, object_id, version, recorded_at, digest)
	SELECT b.block, 'evaluation', e.subject_id, e.object_id, e.version, e.recorded_at, e.digest
	FROM credit.row_digests('evaluation', format('SELECT e.subject_id, e.object_id, e.version, e.evaluated_at, (e.evaluation).*
			FROM (SELECT DISTINCT u.subject_id, n.model, n.as_of FROM credit.evaluation_note n CROSS JOIN LATERAL unnest(n.subjects) u (subject_id)
				WHERE n.note_id = ANY (%L)) n
			JOIN credit.evaluation_versions() e ON e.subject_id = n.subject_id AND e.model = n.model AND e.as_of = n.as_of', notes)) e
	CROSS JOIN credit.ledger_block() b (block)
	ON CONFLICT DO NOTHING;
	GET DIAGNOSTICS added = ROW_COUNT;
	FOR run IN SELECT * FROM credit.evaluation_note n WHERE n.note_id = ANY (notes) AND n.subjects IS NULL LOOP
		INSERT INTO credit.history (block, kind, subject_id, object_id, version, recorded_at, digest)
		SELECT b.block, 'evaluation', e.subject_id, e.object_id, e.version, e.recorded_at, e.digest
		FROM credit.row_digests('evaluation', format('SELECT e.subject_id, e.object_id, e.version, e.evaluated_at, (e.evaluation).*
				FROM credit.evaluation_versions() e
				WHERE e.model = %L AND e.as_of = %L::date AND e.evaluated_at BETWEEN %L::timestamptz AND %L::timestamptz',
				run.model, to_char(run.as_of, 'YYYY-MM-DD'), to_char(run.evaluated_from AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.USZ'),
				to_char(run.evaluated_to AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.USZ'))) e
		CROSS JOIN credit.ledger_block() b (block)
		ORDER BY e.subject_id
		ON CONFLICT DO NOTHING;
		GET DIAGNOSTICS written = ROW_COUNT;
		added := added + written;
	END LOOP;
	DELETE FROM credit.evaluation_note n WHERE n.note_id = ANY (notes);
	RETURN added;
END
$$;
COMMENT ON FUNCTION credit.keep_evaluation_history(pg_catalog.int4) IS 'Writes the leaves of new evaluations by their notes; returns how many. 为新评价写入叶子摘要，返回数量。';
REVOKE ALL ON FUNCTION credit.keep_evaluation_history(pg_catalog.int4) FROM PUBLIC;

-- Fires after the trigger that keeps the row (evaluation.sql), which a
-- superuser alone may do: its leaf is of what was kept.
CREATE FUNCTION credit.evaluation_taken_over() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	INSERT INTO credit.history (block, kind, subject_id, object_id, version, recorded_at, digest)
	SELECT credit.ledger_block(), 'evaluation', e.subject_id, e.object_id, e.version, e.evaluated_at, credit.row_digest('evaluation', e.evaluation)
	FROM credit.evaluation_versions() e WHERE (e.subject_id, e.model, e.as_of) = (NEW.subject_id, NEW.model, NEW.as_of)
	ON CONFLICT DO NOTHING;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION credit.evaluation_taken_over() IS 'Trigger: the leaf of a result inserted into credit.evaluation. 触发器：为写入 credit.evaluation 的结果生成账本叶子摘要。';
REVOKE ALL ON FUNCTION credit.evaluation_taken_over() FROM PUBLIC;
CREATE TRIGGER zz_history INSTEAD OF INSERT ON credit.evaluation
	FOR EACH ROW EXECUTE FUNCTION credit.evaluation_taken_over();
