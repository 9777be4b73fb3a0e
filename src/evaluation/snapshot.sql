-- snapshot.sql: grades as they stood each month, and how they moved.
-- Requires evaluation/freshness.sql.

CREATE TABLE credit.evaluation_snapshot (
	subject_id	pg_catalog.int8 NOT NULL,
	model		pg_catalog.text COLLATE "C" NOT NULL,
	month		pg_catalog.date NOT NULL CHECK (pg_catalog.date_part('day', month) = 1),
	version		pg_catalog.text COLLATE "C" NOT NULL,
	as_of		pg_catalog.date NOT NULL,
	score		pg_catalog.float8,
	grade		credit.grade,
	dimensions	pg_catalog.float8[],
	caps		pg_catalog.text[],
	person		pg_catalog.bool NOT NULL DEFAULT false,
	PRIMARY KEY (subject_id, model, month)
);
COMMENT ON TABLE credit.evaluation_snapshot IS 'Grades of a month as they stood when its snapshot was taken; not changed afterwards. 月度评价快照，生成后不再变更。';
COMMENT ON COLUMN credit.evaluation_snapshot.subject_id IS 'Subject. 主体。';
COMMENT ON COLUMN credit.evaluation_snapshot.model IS 'Model. 模型。';
COMMENT ON COLUMN credit.evaluation_snapshot.month IS 'First day of the month. 月份（当月首日）。';
COMMENT ON COLUMN credit.evaluation_snapshot.version IS 'Version of the model. 模型版本。';
COMMENT ON COLUMN credit.evaluation_snapshot.as_of IS 'Day evaluated for. 评价基准日。';
COMMENT ON COLUMN credit.evaluation_snapshot.score IS 'Score. 得分。';
COMMENT ON COLUMN credit.evaluation_snapshot.grade IS 'Grade after caps. 等级。';
COMMENT ON COLUMN credit.evaluation_snapshot.dimensions IS 'Points by dimension. 五维得分。';
COMMENT ON COLUMN credit.evaluation_snapshot.caps IS 'Caps that applied. 适用的等级上限。';
COMMENT ON COLUMN credit.evaluation_snapshot.person IS 'True for natural persons. 是否自然人。';
ALTER TABLE credit.evaluation_snapshot ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON credit.evaluation_snapshot FOR SELECT USING (NOT person OR credit.is_office());
GRANT SELECT ON credit.evaluation_snapshot TO credit_admin, credit_department, credit_analyst;
SELECT pg_catalog.pg_extension_config_dump('credit.evaluation_snapshot', '');

-- Runs as the owner, as evaluating does. The lock keeps out evaluations of
-- single subjects, who hold it shared to the end of their transactions: the
-- office waits for them; maintenance does not (patient false), since it may have
-- evaluated some of their subjects itself before, and they would wait for it.
CREATE FUNCTION credit.snapshot_month(as_of pg_catalog.date, patient pg_catalog.bool) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	day date := coalesce(snapshot_month.as_of, credit.today());
	first_day date := date_trunc('month', day)::date;
	one text;
	taken int8;
	done int8 := 0;
BEGIN
	FOR one IN SELECT credit.kept_models() LOOP
		CONTINUE WHEN EXISTS (SELECT FROM credit.evaluation_snapshot s WHERE s.model = one AND s.month = first_day);
		IF patient THEN
			PERFORM pg_advisory_xact_lock(7306, hashtext(one));
		ELSIF NOT pg_try_advisory_xact_lock(7306, hashtext(one)) THEN
			CONTINUE;
		END IF;
		-- whoever comes second finds the month taken
		CONTINUE WHEN EXISTS (SELECT FROM credit.evaluation_snapshot s WHERE s.model = one AND s.month = first_day);
		-- what a month holds is no older than the month
		IF NOT EXISTS (SELECT FROM credit.evaluation_run r WHERE r.model = one AND r.as_of BETWEEN first_day AND day
				AND r.subjects * 2 > (SELECT max(x.subjects) FROM credit.evaluation_run x WHERE x.model = one)) THEN
			PERFORM credit.evaluate(one, day);
		END IF;
		INSERT INTO credit.evaluation_snapshot (subject_id, model, month, version, as_of, score, grade, dimensions, caps, person)
		SELECT DISTINCT ON (e.subject_id) e.subject_id, one, first_day, e.version, e.as_of, e.score, e.grade,
			e.dimensions, e.caps, e.person
		FROM credit.evaluation e WHERE e.model = one AND e.as_of BETWEEN first_day AND day
		ORDER BY e.subject_id, e.as_of DESC;
		GET DIAGNOSTICS taken = ROW_COUNT;
		done := done + taken;
	END LOOP;
	RETURN done;
END
$$;
COMMENT ON FUNCTION credit.snapshot_month(pg_catalog.date, pg_catalog.bool) IS 'Part of credit.take_snapshot: waits for evaluations under way, or leaves their models for another time. 月度快照的实现：等待进行中的评价，或留待下次。';
REVOKE ALL ON FUNCTION credit.snapshot_month(pg_catalog.date, pg_catalog.bool) FROM PUBLIC;

CREATE FUNCTION credit.take_snapshot(as_of pg_catalog.date DEFAULT NULL) RETURNS pg_catalog.int8
	LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
	AS $$ SELECT credit.snapshot_month(take_snapshot.as_of, true) $$;
-- SECURITY DEFINER: as credit.evaluate().
COMMENT ON FUNCTION credit.take_snapshot(pg_catalog.date) IS 'Keeps the grades of the month for every model in use, evaluating everybody first where that has not been done this month; how many rows, 0 when the month is there. 生成当月评价快照，当月未全面评价的先行评价；返回行数，已生成则为 0。';
REVOKE ALL ON FUNCTION credit.take_snapshot(pg_catalog.date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.take_snapshot(pg_catalog.date) TO credit_admin;

CREATE FUNCTION credit.maintain_evaluations(as_of pg_catalog.date, max_rows pg_catalog.int4) RETURNS pg_catalog.int8
	LANGUAGE sql SET search_path = pg_catalog, pg_temp
AS $$
	-- an evaluation of another day leaves marks of today alone
	SELECT CASE WHEN maintain_evaluations.as_of >= credit.today() THEN credit.evaluate_due(max_rows) ELSE 0 END
$$;
COMMENT ON FUNCTION credit.maintain_evaluations(pg_catalog.date, pg_catalog.int4) IS 'Maintenance: evaluates what has become stale. 维护动作：重新评价待更新的主体。';
REVOKE ALL ON FUNCTION credit.maintain_evaluations(pg_catalog.date, pg_catalog.int4) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.maintain_evaluations(pg_catalog.date, pg_catalog.int4) TO credit_admin;

CREATE FUNCTION credit.maintain_snapshots(as_of pg_catalog.date, max_rows pg_catalog.int4) RETURNS pg_catalog.int8
	LANGUAGE sql SET search_path = pg_catalog, pg_temp
	AS $$ SELECT credit.snapshot_month(maintain_snapshots.as_of, false) $$;
COMMENT ON FUNCTION credit.maintain_snapshots(pg_catalog.date, pg_catalog.int4) IS 'Maintenance: takes the snapshot of the month once, of all subjects whatever max_rows says; waits for nobody. 维护动作：每月生成一次评价快照（不受行数限制），不等待进行中的评价。';
REVOKE ALL ON FUNCTION credit.maintain_snapshots(pg_catalog.date, pg_catalog.int4) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.maintain_snapshots(pg_catalog.date, pg_catalog.int4) TO credit_admin;

INSERT INTO credit.maintenance_action (action, ordinal, function_name) VALUES
	('evaluations', 400, 'maintain_evaluations'), ('snapshots', 410, 'maintain_snapshots');

-- Two entries of one person: consents go along; a day given twice counts once.
CREATE FUNCTION credit.move_person_consents(keep pg_catalog.int8, gone pg_catalog.int8) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	-- the earlier withdrawal holds
	UPDATE credit.person_consent k SET withdrawn_on = least(k.withdrawn_on, c.withdrawn_on)
	FROM credit.person_consent c
	WHERE k.subject_id = keep AND c.subject_id = gone AND k.model = c.model AND k.given_on = c.given_on;
	UPDATE credit.person_consent c SET subject_id = keep
	WHERE c.subject_id = gone AND NOT EXISTS (SELECT FROM credit.person_consent k
		WHERE k.subject_id = keep AND k.model = c.model AND k.given_on = c.given_on);
	DELETE FROM credit.evaluation_due d WHERE d.subject_id = gone;
END
$$;
COMMENT ON FUNCTION credit.move_person_consents(pg_catalog.int8, pg_catalog.int8) IS 'Part of credit.merge_subject: consents follow the kept entry. 主体合并：同意记录并入保留条目。';
REVOKE ALL ON FUNCTION credit.move_person_consents(pg_catalog.int8, pg_catalog.int8) FROM PUBLIC;
INSERT INTO credit.subject_table (table_name, mover) VALUES ('credit.person_consent', 'credit.move_person_consents');

CREATE VIEW credit_bi.grade_history WITH (security_invoker = true) AS
SELECT s.uscc::pg_catalog.text AS code,
	CASE WHEN s.kind OPERATOR(pg_catalog.=) 'person' THEN credit.mask_name(s.name) ELSE s.name END COLLATE credit.pinyin AS name,
	s.region_code::pg_catalog.text AS region_code,
	h.model::pg_catalog.text AS model,
	h.version::pg_catalog.text AS version,
	h.month,
	h.grade::pg_catalog.text AS grade,
	h.score,
	p.grade::pg_catalog.text AS previous_grade,
	h.score OPERATOR(pg_catalog.-) p.score AS score_change,
	CASE WHEN credit.grade_scale(h.grade) OPERATOR(pg_catalog.=) credit.grade_scale(p.grade)
		THEN credit.grade_rank(h.grade) OPERATOR(pg_catalog.-) credit.grade_rank(p.grade) END AS steps,
	h.subject_id
FROM credit.evaluation_snapshot h
JOIN credit.subject s ON s.subject_id OPERATOR(pg_catalog.=) h.subject_id
LEFT JOIN credit.evaluation_snapshot p ON p.subject_id OPERATOR(pg_catalog.=) h.subject_id
	AND p.model OPERATOR(pg_catalog.=) h.model
	AND p.month OPERATOR(pg_catalog.=) ((h.month OPERATOR(pg_catalog.-) '1 mon'::pg_catalog.interval)::pg_catalog.date);
COMMENT ON VIEW credit_bi.grade_history IS 'Grades month by month with the change since the month before. 等级历史：逐月等级及较上月变化。';
COMMENT ON COLUMN credit_bi.grade_history.code IS 'Unified social credit code. 统一社会信用代码。';
COMMENT ON COLUMN credit_bi.grade_history.name IS 'Name; masked for persons. 名称，自然人已脱敏。';
COMMENT ON COLUMN credit_bi.grade_history.region_code IS 'Region. 所在区划。';
COMMENT ON COLUMN credit_bi.grade_history.model IS 'Model. 模型。';
COMMENT ON COLUMN credit_bi.grade_history.version IS 'Version. 版本。';
COMMENT ON COLUMN credit_bi.grade_history.month IS 'Month, by its first day. 月份（首日）。';
COMMENT ON COLUMN credit_bi.grade_history.grade IS 'Grade. 等级。';
COMMENT ON COLUMN credit_bi.grade_history.score IS 'Score. 得分。';
COMMENT ON COLUMN credit_bi.grade_history.previous_grade IS 'Grade of the month before. 上月等级。';
COMMENT ON COLUMN credit_bi.grade_history.score_change IS 'Change of the score since the month before. 得分较上月变化。';
COMMENT ON COLUMN credit_bi.grade_history.steps IS 'Levels gained since the month before, negative when lost; null where the scale is another. 较上月升降级数，负数为下降，等级体系不同时为空。';
COMMENT ON COLUMN credit_bi.grade_history.subject_id IS 'Number of the subject. 主体编号。';
GRANT SELECT ON credit_bi.grade_history TO credit_admin, credit_department, credit_analyst;
