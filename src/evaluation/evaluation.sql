-- evaluation.sql: results of evaluation, packed, and the views that show them
-- one row a subject. Requires evaluation/indicator.sql.
--
-- A run over a province has millions of results. As rows of their own they cost
-- more to place than to compute, so the subjects of a bucket (sixteen numbers)
-- share a row. Rows are only ever added: what is said again for the same day is
-- a row with a greater number of its run, and the one before stays as it is.
-- No constraint is looked at when single results are stored, by functions of the
-- extension alone.

CREATE SEQUENCE credit.evaluation_run_seq;
COMMENT ON SEQUENCE credit.evaluation_run_seq IS 'Numbers in the order in which results were written. 评价结果写入次序序列。';
SELECT pg_catalog.pg_extension_config_dump('credit.evaluation_run_seq', '');
CREATE TABLE credit.evaluation_pack (
	bucket		pg_catalog.int8 NOT NULL,
	run			pg_catalog.int8 NOT NULL DEFAULT pg_catalog.nextval('credit.evaluation_run_seq'),
	model		pg_catalog.text COLLATE "C" NOT NULL,
	version		pg_catalog.text COLLATE "C" NOT NULL,
	as_of		pg_catalog.date NOT NULL,
	evaluated_at pg_catalog.timestamptz NOT NULL,
	person		pg_catalog.bool NOT NULL,
	members		pg_catalog.int4 NOT NULL,
	grades		credit.grade[] NOT NULL,
	scores		pg_catalog.float8[],
	points		pg_catalog.float8[],
	short_scores pg_catalog.float4[],
	short_points pg_catalog.float4[],
	dimensions	pg_catalog.float8[],
	dimension_of pg_catalog.int2[],
	reason_codes pg_catalog.text[],
	reasons		pg_catalog.int2[],
	cap_names	pg_catalog.text[],
	caps		pg_catalog.int2[],
	replaces	pg_catalog.int8,
	PRIMARY KEY (bucket, as_of, run, members, model)
)
-- a row stays in its page, as it is, as long as it fits
WITH (toast_tuple_target = 8160);
-- rows come day after day
CREATE INDEX evaluation_day ON credit.evaluation_pack USING brin (as_of) WITH (pages_per_range = 16);
CREATE INDEX evaluation_replaces ON credit.evaluation_pack (replaces, model, as_of, run) WHERE replaces IS NOT NULL;
COMMENT ON TABLE credit.evaluation_pack IS 'Results of evaluation, those of neighbouring subjects in one row; read them in credit.evaluation. 评价结果的存储，相邻主体合为一行；请通过 credit.evaluation 查询。';
COMMENT ON COLUMN credit.evaluation_pack.bucket IS 'Number of the subjects without its last four bits. 主体编号去掉末四位二进制。';
COMMENT ON COLUMN credit.evaluation_pack.run IS 'Ascends with every run; of two results for a subject and day the greater stands. 写入序号，同一主体同日以较大者为准。';
COMMENT ON COLUMN credit.evaluation_pack.model IS 'Model. 模型。';
COMMENT ON COLUMN credit.evaluation_pack.version IS 'Version of the model. 模型版本。';
COMMENT ON COLUMN credit.evaluation_pack.as_of IS 'Day evaluated for. 评价基准日。';
COMMENT ON COLUMN credit.evaluation_pack.evaluated_at IS 'When it was computed. 计算时间。';
COMMENT ON COLUMN credit.evaluation_pack.person IS 'True for natural persons, who are not packed with others. 是否自然人（自然人单独成行）。';
COMMENT ON COLUMN credit.evaluation_pack.members IS 'Which of the sixteen subjects are in it, one bit each; they follow one another in the arrays. 所含主体的位图，各数组按其升序排列。';
COMMENT ON COLUMN credit.evaluation_pack.grades IS 'Grades after caps. 等级。';
COMMENT ON COLUMN credit.evaluation_pack.scores IS 'Scores; null when the result is invalid. 得分，结果无效时为空。';
COMMENT ON COLUMN credit.evaluation_pack.points IS 'Points of each characteristic, as many for each member. 各特征得分，每主体个数相同。';
COMMENT ON COLUMN credit.evaluation_pack.short_scores IS 'The scores, in half the space, where none of these and of the points loses a bit by it. 得分的单精度形式，仅在得分与各特征得分均无精度损失时使用。';
COMMENT ON COLUMN credit.evaluation_pack.short_points IS 'The points, likewise. 各特征得分的单精度形式，同上。';
COMMENT ON COLUMN credit.evaluation_pack.dimensions IS 'Points by dimension of a single member. 单一主体的五维得分。';
COMMENT ON COLUMN credit.evaluation_pack.dimension_of IS 'Dimension of each characteristic, 1 to 5, 0 for none: what several members have by dimension is their points added up. 各特征所属维度（1 至 5，0 为无），多个主体的五维得分由各特征得分相加得出。';
COMMENT ON COLUMN credit.evaluation_pack.points IS 'Points of each characteristic, as many for each member. 各特征得分，每主体个数相同。';
COMMENT ON COLUMN credit.evaluation_pack.reason_codes IS 'Reason codes that occur. 出现的原因代码。';
COMMENT ON COLUMN credit.evaluation_pack.reasons IS 'Numbers of reason codes, weightiest first, as many for each member, filled up with 0; null with one member, whose codes are as they stand. 原因代码的序号，按影响大小排列并以 0 补足；仅一个主体时为空，代码即其原因。';
COMMENT ON COLUMN credit.evaluation_pack.cap_names IS 'Caps that occur. 出现的等级上限。';
COMMENT ON COLUMN credit.evaluation_pack.caps IS 'Numbers of caps, in the same way. 等级上限的序号，方式同上。';
COMMENT ON COLUMN credit.evaluation_pack.replaces IS 'The one member, when an earlier result for the same day is replaced. 替换同日先前结果时为该主体编号。';
ALTER TABLE credit.evaluation_pack ENABLE ROW LEVEL SECURITY;
-- What is known about persons stays with the office.
CREATE POLICY see ON credit.evaluation_pack FOR SELECT USING (NOT person OR credit.is_office());
GRANT SELECT ON credit.evaluation_pack TO credit_admin, credit_department, credit_analyst;
SELECT pg_catalog.pg_extension_config_dump('credit.evaluation_pack', '');
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON credit.evaluation_pack
	FOR EACH STATEMENT EXECUTE FUNCTION credit.refuse_change('Evaluate anew: what was said before is kept.');

-- LEAKPROOF: under row-level security an index is used for such conditions
-- alone; neither tells anything of its argument but the result.
CREATE FUNCTION credit.evaluation_bucket(subject_id pg_catalog.int8) RETURNS pg_catalog.int8
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF
	AS 'MODULE_PATHNAME', 'credit_evaluation_bucket';
COMMENT ON FUNCTION credit.evaluation_bucket(pg_catalog.int8) IS 'Bucket of credit.evaluation_pack a subject is in. 主体所在的评价结果分组。';
CREATE FUNCTION credit.evaluation_member(subject_id pg_catalog.int8) RETURNS pg_catalog.int4
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF
	AS 'MODULE_PATHNAME', 'credit_evaluation_member';
COMMENT ON FUNCTION credit.evaluation_member(pg_catalog.int8) IS 'Bit of a subject among the members of its bucket. 主体在分组位图中的位。';
CREATE FUNCTION credit.evaluation_place(members pg_catalog.int4, subject_id pg_catalog.int8) RETURNS pg_catalog.int4
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF
	AS 'MODULE_PATHNAME', 'credit_evaluation_place';
COMMENT ON FUNCTION credit.evaluation_place(pg_catalog.int4, pg_catalog.int8) IS 'Place of a subject among the members of a row of credit.evaluation_pack, null when it is none. 主体在一行评价结果中的位置，不在其中则为空。';
CREATE FUNCTION credit.packed_score(scores pg_catalog.float8[], short_scores pg_catalog.float4[], place pg_catalog.int4) RETURNS pg_catalog.float8
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN short_scores IS NULL THEN scores[place] ELSE short_scores[place]::pg_catalog.float8 END;
COMMENT ON FUNCTION credit.packed_score(pg_catalog.float8[], pg_catalog.float4[], pg_catalog.int4) IS 'Score of a place. 某位置成员的得分。';
CREATE FUNCTION credit.packed_points(points pg_catalog.float8[], short_points pg_catalog.float4[], place pg_catalog.int4, members pg_catalog.int4) RETURNS pg_catalog.float8[]
	LANGUAGE c IMMUTABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_packed_points';
COMMENT ON FUNCTION credit.packed_points(pg_catalog.float8[], pg_catalog.float4[], pg_catalog.int4, pg_catalog.int4) IS 'Points of each characteristic of a place. 某位置成员的各特征得分。';
CREATE FUNCTION credit.packed_dimensions(points pg_catalog.float8[], dimension_of pg_catalog.int2[]) RETURNS pg_catalog.float8[]
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_packed_dimensions';
COMMENT ON FUNCTION credit.packed_dimensions(pg_catalog.float8[], pg_catalog.int2[]) IS 'Points of characteristics added up by dimension. 按维度相加的特征得分。';
CREATE FUNCTION credit.packed_texts(texts pg_catalog.text[], numbers pg_catalog.int2[], place pg_catalog.int4, members pg_catalog.int4) RETURNS pg_catalog.text[]
	LANGUAGE c IMMUTABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_packed_texts';
COMMENT ON FUNCTION credit.packed_texts(pg_catalog.text[], pg_catalog.int2[], pg_catalog.int4, pg_catalog.int4) IS 'The texts that the part of a place names by their numbers. 某位置成员按序号所指的文本。';
CREATE FUNCTION credit.evaluation_subjects(bucket pg_catalog.int8, members pg_catalog.int4) RETURNS SETOF pg_catalog.int8
	LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 16
BEGIN ATOMIC
	SELECT bucket OPERATOR(pg_catalog.*) 16 OPERATOR(pg_catalog.+) g.i FROM pg_catalog.generate_series(0, 15) g (i)
	WHERE (members OPERATOR(pg_catalog.>>) g.i) OPERATOR(pg_catalog.&) 1 OPERATOR(pg_catalog.=) 1;
END;
COMMENT ON FUNCTION credit.evaluation_subjects(pg_catalog.int8, pg_catalog.int4) IS 'Subjects of a row of credit.evaluation_pack. 一行评价结果所含的主体。';

-- Every result there ever was. The register leads to a subject's bucket.
CREATE VIEW credit.evaluation_entry WITH (security_invoker = true) AS
SELECT x.subject_id, x.model, x.version, x.as_of,
	credit.packed_score(x.scores, x.short_scores, x.place) AS score,
	x.grades[x.place] AS grade,
	CASE WHEN x.told THEN coalesce(x.dimensions, credit.packed_dimensions(credit.packed_points(x.points, x.short_points, x.place, x.n), x.dimension_of)) END AS dimensions,
	CASE WHEN x.told THEN credit.packed_points(x.points, x.short_points, x.place, x.n) END AS points,
	CASE WHEN x.told THEN credit.packed_texts(x.reason_codes, x.reasons, x.place, x.n) END AS reasons,
	CASE WHEN x.told THEN credit.packed_texts(x.cap_names, x.caps, x.place, x.n) END AS caps,
	x.person, x.evaluated_at, x.run
FROM (SELECT s.subject_id, p.*, credit.evaluation_place(p.members, s.subject_id) AS place, pg_catalog.cardinality(p.grades) AS n,
		-- a member without a score has room among others, and nothing in it
		pg_catalog.cardinality(p.grades) OPERATOR(pg_catalog.=) 1
			OR credit.packed_score(p.scores, p.short_scores, credit.evaluation_place(p.members, s.subject_id)) IS NOT NULL AS told
	FROM credit.subject s
	JOIN credit.evaluation_pack p ON p.bucket OPERATOR(pg_catalog.=) credit.evaluation_bucket(s.subject_id)) x
WHERE x.place IS NOT NULL;
COMMENT ON VIEW credit.evaluation_entry IS 'Every result of evaluation, those replaced on the same day as well. 全部评价结果，含同日被替换者。';
COMMENT ON COLUMN credit.evaluation_entry.subject_id IS 'Subject. 主体。';
COMMENT ON COLUMN credit.evaluation_entry.model IS 'Model. 模型。';
COMMENT ON COLUMN credit.evaluation_entry.version IS 'Version of the model. 模型版本。';
COMMENT ON COLUMN credit.evaluation_entry.as_of IS 'Day evaluated for. 评价基准日。';
COMMENT ON COLUMN credit.evaluation_entry.score IS 'Score. 得分。';
COMMENT ON COLUMN credit.evaluation_entry.grade IS 'Grade. 等级。';
COMMENT ON COLUMN credit.evaluation_entry.dimensions IS 'Points by dimension. 五维得分。';
COMMENT ON COLUMN credit.evaluation_entry.points IS 'Points of each characteristic. 各特征得分。';
COMMENT ON COLUMN credit.evaluation_entry.reasons IS 'Reason codes. 原因代码。';
COMMENT ON COLUMN credit.evaluation_entry.caps IS 'Caps that applied. 适用的等级上限。';
COMMENT ON COLUMN credit.evaluation_entry.person IS 'True for natural persons. 是否自然人。';
COMMENT ON COLUMN credit.evaluation_entry.evaluated_at IS 'When it was computed. 计算时间。';
COMMENT ON COLUMN credit.evaluation_entry.run IS 'Ascends; of a subject''s results for a day the greatest stands. 写入序号，同日以最大者为准。';
GRANT SELECT ON credit.evaluation_entry TO credit_admin, credit_department, credit_analyst;

CREATE VIEW credit.evaluation WITH (security_invoker = true) AS
SELECT e.subject_id, e.model, e.version, e.as_of, e.score, e.grade, e.dimensions, e.points, e.reasons, e.caps, e.person, e.evaluated_at
FROM credit.evaluation_entry e
WHERE NOT EXISTS (SELECT FROM credit.evaluation_pack q
	WHERE q.replaces OPERATOR(pg_catalog.=) e.subject_id AND q.model OPERATOR(pg_catalog.=) e.model
		AND q.as_of OPERATOR(pg_catalog.=) e.as_of AND q.run OPERATOR(pg_catalog.>) e.run);
COMMENT ON VIEW credit.evaluation IS 'Results of evaluation, one for each subject, model and day. 评价结果：每主体、模型、基准日一行。';
COMMENT ON COLUMN credit.evaluation.subject_id IS 'Subject. 主体。';
COMMENT ON COLUMN credit.evaluation.model IS 'Model. 模型。';
COMMENT ON COLUMN credit.evaluation.version IS 'Version of the model. 模型版本。';
COMMENT ON COLUMN credit.evaluation.as_of IS 'Day evaluated for. 评价基准日。';
COMMENT ON COLUMN credit.evaluation.score IS 'Score; null when the result is invalid. 得分，结果无效时为空。';
COMMENT ON COLUMN credit.evaluation.grade IS 'Grade after caps; null when there is none. 经上限调整后的等级。';
COMMENT ON COLUMN credit.evaluation.dimensions IS 'Points by dimension: identity, behaviour, innovation, finance, compliance. 五维得分：身份特征、行为偏好、创新资质、财务实力、守法守规。';
COMMENT ON COLUMN credit.evaluation.points IS 'Points of each characteristic in the model''s order. 各特征得分。';
COMMENT ON COLUMN credit.evaluation.reasons IS 'Reason codes, weightiest first. 原因代码，按影响大小排列。';
COMMENT ON COLUMN credit.evaluation.caps IS 'Caps that applied. 适用的等级上限。';
COMMENT ON COLUMN credit.evaluation.person IS 'True for natural persons. 是否自然人。';
COMMENT ON COLUMN credit.evaluation.evaluated_at IS 'When it was computed. 计算时间。';
GRANT SELECT ON credit.evaluation TO credit_admin, credit_department, credit_analyst;

-- The latest result by a model for a day or before, the first met in the
-- index; the columns are made as in credit.evaluation_entry.
CREATE FUNCTION credit.latest_evaluation(subject_id pg_catalog.int8, model pg_catalog.text, on_date pg_catalog.date)
		RETURNS SETOF credit.evaluation
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
BEGIN ATOMIC
	SELECT latest_evaluation.subject_id, x.model, x.version, x.as_of, credit.packed_score(x.scores, x.short_scores, x.place), x.grades[x.place],
		CASE WHEN x.told THEN coalesce(x.dimensions, credit.packed_dimensions(credit.packed_points(x.points, x.short_points, x.place, x.n), x.dimension_of)) END,
		CASE WHEN x.told THEN credit.packed_points(x.points, x.short_points, x.place, x.n) END,
		CASE WHEN x.told THEN credit.packed_texts(x.reason_codes, x.reasons, x.place, x.n) END,
		CASE WHEN x.told THEN credit.packed_texts(x.cap_names, x.caps, x.place, x.n) END,
		x.person, x.evaluated_at
	FROM (SELECT p.*, credit.evaluation_place(p.members, latest_evaluation.subject_id) AS place, pg_catalog.cardinality(p.grades) AS n,
			pg_catalog.cardinality(p.grades) OPERATOR(pg_catalog.=) 1
				OR credit.packed_score(p.scores, p.short_scores, credit.evaluation_place(p.members, latest_evaluation.subject_id)) IS NOT NULL AS told
		FROM credit.evaluation_pack p
		WHERE p.bucket OPERATOR(pg_catalog.=) credit.evaluation_bucket(latest_evaluation.subject_id)
			AND p.model OPERATOR(pg_catalog.=) latest_evaluation.model AND p.as_of OPERATOR(pg_catalog.<=) on_date
			AND credit.evaluation_place(p.members, latest_evaluation.subject_id) IS NOT NULL
		ORDER BY p.as_of DESC, p.run DESC LIMIT 1) x;
END;
COMMENT ON FUNCTION credit.latest_evaluation(pg_catalog.int8, pg_catalog.text, pg_catalog.date) IS 'Latest evaluation of a subject by a model for a day or before. 某主体某模型至某日的最近一次评价。';

-- The door for results taken over from elsewhere. One of the same subject,
-- model and day takes the place of the one before.
CREATE FUNCTION credit.keep_evaluation() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	-- no run of the model beside it: see credit.run_evaluation()
	PERFORM pg_advisory_xact_lock(7306, hashtext(NEW.model));
	INSERT INTO credit.evaluation_pack (bucket, model, version, as_of, evaluated_at, person, members, scores, grades,
		dimensions, points, reason_codes, cap_names, replaces)
	VALUES (credit.evaluation_bucket(NEW.subject_id), NEW.model, NEW.version, NEW.as_of, coalesce(NEW.evaluated_at, clock_timestamp()),
		coalesce(NEW.person, false), credit.evaluation_member(NEW.subject_id), ARRAY[NEW.score], ARRAY[NEW.grade],
		NEW.dimensions, NEW.points, NEW.reasons, NEW.caps,
		CASE WHEN EXISTS (SELECT FROM credit.evaluation_pack p
			WHERE p.bucket = credit.evaluation_bucket(NEW.subject_id) AND p.model = NEW.model AND p.as_of = NEW.as_of
				AND credit.evaluation_place(p.members, NEW.subject_id) IS NOT NULL) THEN NEW.subject_id END);
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION credit.keep_evaluation() IS 'Trigger: stores a result inserted into credit.evaluation. 触发器：保存写入 credit.evaluation 的结果。';
REVOKE ALL ON FUNCTION credit.keep_evaluation() FROM PUBLIC;
CREATE TRIGGER keep INSTEAD OF INSERT ON credit.evaluation
	FOR EACH ROW EXECUTE FUNCTION credit.keep_evaluation();

-- A view has no trigger that fires for a replica as well: PostgreSQL would say
-- INSERT 0 1 and keep nothing. A default is worked out all the same.
CREATE FUNCTION credit.evaluated_now() RETURNS pg_catalog.timestamptz
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF current_setting('session_replication_role') = 'replica' THEN
		RAISE EXCEPTION '%', credit.message('nothing can be inserted into "%s" while session_replication_role is replica', 'credit.evaluation')
			USING ERRCODE = 'object_not_in_prerequisite_state',
				DETAIL = credit.message('Its trigger does not fire then, and the row would be lost.'),
				HINT = credit.message('RESET session_replication_role first. Dumps and logical replication copy credit.evaluation_pack and need no trigger.');
	END IF;
	RETURN clock_timestamp();
END
$$;
COMMENT ON FUNCTION credit.evaluated_now() IS 'Default of credit.evaluation.evaluated_at: the time; 55000 where the view''s trigger does not fire. credit.evaluation.evaluated_at 的缺省值：当前时间；触发器不触发时报错 55000。';
REVOKE ALL ON FUNCTION credit.evaluated_now() FROM PUBLIC;
ALTER VIEW credit.evaluation ALTER COLUMN evaluated_at SET DEFAULT credit.evaluated_now();
