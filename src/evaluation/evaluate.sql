-- evaluate.sql: evaluations of subjects, made for all in one pass or for some
-- by index, and their explanation. Requires evaluation/indicator.sql.

CREATE TABLE credit.evaluation (
	subject_id	pg_catalog.int8 NOT NULL,
	model		pg_catalog.text COLLATE "C" NOT NULL,
	version		pg_catalog.text COLLATE "C" NOT NULL,
	as_of		pg_catalog.date NOT NULL,
	score		pg_catalog.float8,
	grade		credit.grade,
	dimensions	pg_catalog.float8[],
	points		pg_catalog.float8[],
	reasons		pg_catalog.text[],
	caps		pg_catalog.text[],
	person		pg_catalog.bool NOT NULL DEFAULT false,
	evaluated_at pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),
	PRIMARY KEY (subject_id, model, as_of)
);
COMMENT ON TABLE credit.evaluation IS 'Results of evaluation, one for each subject, model and day. 评价结果：每主体、模型、基准日一行。';
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
ALTER TABLE credit.evaluation ENABLE ROW LEVEL SECURITY;
-- What is known about persons stays with the office.
CREATE POLICY see ON credit.evaluation FOR SELECT USING (NOT person OR credit.is_office());
GRANT SELECT ON credit.evaluation TO credit_admin, credit_department, credit_analyst;
SELECT pg_catalog.pg_extension_config_dump('credit.evaluation', '');

-- Subjects whose latest evaluation no longer tells the truth. mark says which
-- change it was: an evaluation takes away only marks it has seen.
CREATE SEQUENCE credit.evaluation_mark_seq;
COMMENT ON SEQUENCE credit.evaluation_mark_seq IS 'Numbers of changes that make evaluations stale. 待评价标记序列。';
SELECT pg_catalog.pg_extension_config_dump('credit.evaluation_mark_seq', '');
CREATE TABLE credit.evaluation_due (
	subject_id	pg_catalog.int8 NOT NULL,
	model		pg_catalog.text COLLATE "C" NOT NULL,
	mark		pg_catalog.int8 NOT NULL DEFAULT pg_catalog.nextval('credit.evaluation_mark_seq'),
	since		pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),
	PRIMARY KEY (subject_id, model)
);
COMMENT ON TABLE credit.evaluation_due IS 'Subjects to evaluate anew because something about them changed. 因事实变化待重新评价的主体。';
COMMENT ON COLUMN credit.evaluation_due.subject_id IS 'Subject. 主体。';
COMMENT ON COLUMN credit.evaluation_due.model IS 'Model. 模型。';
COMMENT ON COLUMN credit.evaluation_due.mark IS 'Number of the latest change. 最近一次变化的编号。';
COMMENT ON COLUMN credit.evaluation_due.since IS 'When it became due. 产生时间。';
GRANT SELECT ON credit.evaluation_due TO credit_admin, credit_department, credit_analyst;
SELECT pg_catalog.pg_extension_config_dump('credit.evaluation_due', '');

CREATE TYPE credit.evaluation_result AS (
	score		pg_catalog.float8,
	grade		credit.grade,
	dimensions	pg_catalog.float8[],
	points		pg_catalog.float8[],
	reasons		pg_catalog.text[],
	caps		pg_catalog.text[]
);
COMMENT ON TYPE credit.evaluation_result IS 'One evaluation as computed. 单个评价计算结果。';

CREATE FUNCTION credit.evaluate_subject(model pg_catalog.text, as_of pg_catalog.date, subject credit.subject,
		records pg_catalog.float8[], relations pg_catalog.float8[]) RETURNS credit.evaluation_result
	LANGUAGE c STABLE PARALLEL SAFE COST 50
	AS 'MODULE_PATHNAME', 'credit_evaluate_subject';
COMMENT ON FUNCTION credit.evaluate_subject(pg_catalog.text, pg_catalog.date, credit.subject, pg_catalog.float8[], pg_catalog.float8[]) IS 'Score, grade and caps of one subject from its indicators. 由指标值计算单个主体的得分、等级与上限。';

CREATE FUNCTION credit.explain_subject(model pg_catalog.text, as_of pg_catalog.date, subject credit.subject,
		records pg_catalog.float8[], relations pg_catalog.float8[],
		OUT ordinal pg_catalog.int4, OUT characteristic pg_catalog.text, OUT dimension pg_catalog.text,
		OUT indicator pg_catalog.text, OUT value pg_catalog.text, OUT matched pg_catalog.text,
		OUT points pg_catalog.float8, OUT best pg_catalog.float8, OUT reason pg_catalog.text) RETURNS SETOF record
	LANGUAGE c STABLE PARALLEL SAFE ROWS 20
	AS 'MODULE_PATHNAME', 'credit_explain_subject';
COMMENT ON FUNCTION credit.explain_subject(pg_catalog.text, pg_catalog.date, credit.subject, pg_catalog.float8[], pg_catalog.float8[]) IS 'The same, one row for each characteristic. 同上，每一特征一行。';

-- An evaluation reads as the extension's owner. A view of another role could
-- call that role's functions with the owner's rights, and so could the casts
-- of a type that is not built in: only plain columns are taken from them.
CREATE FUNCTION credit.refuse_unsafe_relation(indicator pg_catalog.text, relation pg_catalog.text,
		attribute pg_catalog.text) RETURNS void
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM pg_class c JOIN pg_roles o ON o.oid = c.relowner
		WHERE c.oid = relation::regclass AND (o.rolsuper OR c.relkind IN ('r', 'p', 'm')
			AND NOT EXISTS (SELECT FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
				WHERE a.attrelid = c.oid AND a.attname IN ('subject_id', attribute)
					AND (t.typnamespace <> 'pg_catalog'::regnamespace OR a.attgenerated = 'v')))) THEN
		RAISE EXCEPTION 'relation "%" of indicator "%" cannot be read', relation, indicator
			USING ERRCODE = 'CR020',
				DETAIL = 'Evaluations read as the owner of the extension, and a view or a type of another role could act with its rights.',
				HINT = 'Name a table or materialized view with columns of built-in types, or let a superuser own the view.';
	END IF;
END
$$;
COMMENT ON FUNCTION credit.refuse_unsafe_relation(pg_catalog.text, pg_catalog.text, pg_catalog.text) IS 'Raises CR020 when an indicator''s relation could run code of another role. 指标来源可能执行其他角色代码时报错 CR020。';
REVOKE ALL ON FUNCTION credit.refuse_unsafe_relation(pg_catalog.text, pg_catalog.text, pg_catalog.text) FROM PUBLIC;

-- The rows of a model's indicators for subjects, as a query: FROM clause with
-- the subject s, its record indicators v.records and its relation indicators.
CREATE FUNCTION credit.indicator_query(model_key pg_catalog.text, as_of pg_catalog.date, chosen pg_catalog.bool)
		RETURNS pg_catalog.text
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	joins text := '';
	columns text := '';
	one record;
BEGIN
	FOR one IN
		SELECT m."position" AS n, i.indicator, i.relation, i.attribute
		FROM credit.model_indicators(model_key, as_of) m JOIN credit.indicator i USING (indicator)
		WHERE m.source = 'relation' ORDER BY m."position"
	LOOP
		PERFORM credit.refuse_unsafe_relation(one.indicator, one.relation, one.attribute);
		-- asked for few subjects, a grouped view computes theirs alone
		joins := joins || CASE WHEN chosen
			THEN format(' LEFT JOIN LATERAL (SELECT y.%I FROM %s AS y WHERE y.subject_id = s.subject_id) AS x%s ON true',
				one.attribute, one.relation::regclass, one.n)
			ELSE format(' LEFT JOIN %s AS x%s ON x%s.subject_id = s.subject_id',
				one.relation::regclass, one.n, one.n) END;
		columns := columns || format(', x%s.%I::float8', one.n, one.attribute);
	END LOOP;
	RETURN format('SELECT s AS subject, v.records, %s AS relations
		FROM credit.subject s
		LEFT JOIN (SELECT r.subject_id, credit.indicator_values(%L, %L::date, r.item, r.decided_on,
				r.severity, r.amount, r.status, r.late_days, r.dept_id) AS records
			FROM credit.record_store r WHERE r.decided_on <= %L::date %s
			GROUP BY r.subject_id) v ON v.subject_id = s.subject_id%s
		WHERE s.merged_into IS NULL %s',
		CASE WHEN columns = '' THEN 'NULL::float8[]' ELSE 'ARRAY[' || substr(columns, 3) || ']' END,
		model_key, as_of, as_of,
		CASE WHEN chosen THEN 'AND r.subject_id = ANY ($1)' ELSE '' END, joins,
		CASE WHEN chosen THEN 'AND s.subject_id = ANY ($1)' ELSE '' END);
END
$$;
COMMENT ON FUNCTION credit.indicator_query(pg_catalog.text, pg_catalog.date, pg_catalog.bool) IS 'Query that gathers a model''s indicators for all subjects or those of $1. 汇集模型指标的查询语句。';
REVOKE ALL ON FUNCTION credit.indicator_query(pg_catalog.text, pg_catalog.date, pg_catalog.bool) FROM PUBLIC;

-- Runs as the owner: an evaluation rests on all records, whoever asks for it.
CREATE FUNCTION credit.evaluate(model pg_catalog.text, as_of pg_catalog.date DEFAULT NULL,
		subjects pg_catalog.int8[] DEFAULT NULL) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	day date := coalesce(evaluate.as_of, credit.today());
	wanted text[] := credit.resolve_model(evaluate.model, day);
	key text := wanted[1] || '@' || wanted[2];
	for_persons bool;
	refused int8;
	seen int8;
	done int8;
BEGIN
	SELECT m.for_persons INTO for_persons FROM credit.model m WHERE (m.model, m.version) = (wanted[1], wanted[2]);
	IF subjects IS NOT NULL THEN
		SELECT s.subject_id INTO refused FROM credit.subject s
		WHERE s.subject_id = ANY (subjects) AND s.kind = 'person'
			AND NOT (for_persons AND EXISTS (SELECT FROM credit.person_consent c
				WHERE c.subject_id = s.subject_id AND c.model = wanted[1] AND c.given_on <= day
					AND (c.withdrawn_on IS NULL OR c.withdrawn_on > day)))
		ORDER BY 1 LIMIT 1;
		IF FOUND THEN
			RAISE EXCEPTION 'subject % is a natural person who has not consented to model "%"', refused, wanted[1]
				USING ERRCODE = 'CR015',
					DETAIL = CASE WHEN for_persons THEN 'There is no consent in force on that day.'
						ELSE 'The model is not meant for natural persons.' END,
					HINT = 'Persons are evaluated with their consent only, and for benefits only.';
		END IF;
	END IF;

	SELECT max(d.mark) INTO seen FROM credit.evaluation_due d WHERE d.model = wanted[1];
	EXECUTE format('INSERT INTO credit.evaluation AS o (subject_id, model, version, as_of, score, grade,
			dimensions, points, reasons, caps, person, evaluated_at)
		SELECT (q.subject).subject_id, $2, $3, $4, (q.e).score, (q.e).grade, (q.e).dimensions,
			(q.e).points, (q.e).reasons, (q.e).caps, (q.subject).kind = ''person'', clock_timestamp()
		FROM (SELECT i.subject, credit.evaluate_subject(%L, %L::date, i.subject, i.records, i.relations) AS e
			FROM (%s) i
			WHERE (i.subject).kind <> ''person'' OR $5 AND EXISTS (SELECT FROM credit.person_consent c
				WHERE c.subject_id = (i.subject).subject_id AND c.model = $2 AND c.given_on <= $4
					AND (c.withdrawn_on IS NULL OR c.withdrawn_on > $4))
			OFFSET 0) q
		ON CONFLICT (subject_id, model, as_of) DO UPDATE
		SET version = excluded.version, score = excluded.score, grade = excluded.grade,
			dimensions = excluded.dimensions, points = excluded.points, reasons = excluded.reasons,
			caps = excluded.caps, person = excluded.person, evaluated_at = excluded.evaluated_at',
		key, day, credit.indicator_query(key, day, subjects IS NOT NULL))
		USING subjects, wanted[1], wanted[2], day, for_persons;
	GET DIAGNOSTICS done = ROW_COUNT;

	-- an evaluation of a past day leaves today's as stale as it was
	IF day >= credit.today() THEN
		DELETE FROM credit.evaluation_due d
		WHERE d.model = wanted[1] AND d.mark <= seen AND (subjects IS NULL OR d.subject_id = ANY (subjects));
	END IF;
	IF done > 0 THEN
		INSERT INTO credit.evaluation_run AS r (model, version, as_of, subjects)
		VALUES (wanted[1], wanted[2], day, done)
		ON CONFLICT (model, version, as_of) DO UPDATE SET subjects = excluded.subjects
		WHERE r.subjects < excluded.subjects;
	END IF;
	RETURN done;
END
$$;
COMMENT ON FUNCTION credit.evaluate(pg_catalog.text, pg_catalog.date, pg_catalog.int8[]) IS 'Evaluates all subjects, or those named, as of a day; returns how many. Persons take part with their consent only. 按基准日评价全部或指定主体并返回数量；自然人须经本人同意。';
REVOKE ALL ON FUNCTION credit.evaluate(pg_catalog.text, pg_catalog.date, pg_catalog.int8[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.evaluate(pg_catalog.text, pg_catalog.date, pg_catalog.int8[]) TO credit_admin;

-- The records an indicator counted for a subject, by the rules of the
-- aggregate (indicator.c).
CREATE FUNCTION credit.indicator_records(indicator pg_catalog.text, subject_id pg_catalog.int8,
		as_of pg_catalog.date DEFAULT credit.today()) RETURNS pg_catalog.int8[]
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
	SELECT array_agg(r.record_id ORDER BY r.decided_on, r.record_id)
	FROM credit.indicator i JOIN credit.record_store r ON r.subject_id = indicator_records.subject_id
	WHERE i.indicator = indicator_records.indicator AND i.source = 'record'
		AND r.decided_on <= indicator_records.as_of AND r.status IN ('valid', 'disputed')
		AND (i."window" IS NULL OR r.decided_on > (indicator_records.as_of - i."window")::date)
		AND (i.min_severity IS NULL OR r.severity >= i.min_severity)
		AND (i.min_late_days IS NULL OR r.late_days >= i.min_late_days)
		AND CASE WHEN i.items IS NOT NULL THEN r.item = ANY (i.items)
			WHEN i.polarity IS NULL THEN true
			ELSE i.polarity = (SELECT c.polarity FROM credit.catalogue_item c WHERE c.item = r.item
				ORDER BY c.edition DESC LIMIT 1) END
$$;
COMMENT ON FUNCTION credit.indicator_records(pg_catalog.text, pg_catalog.int8, pg_catalog.date) IS 'Numbers of the records an indicator counted for a subject. 某指标对某主体所计入的记录编号。';
REVOKE ALL ON FUNCTION credit.indicator_records(pg_catalog.text, pg_catalog.int8, pg_catalog.date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.indicator_records(pg_catalog.text, pg_catalog.int8, pg_catalog.date) TO credit_admin, credit_department;

CREATE TYPE credit.explanation AS (
	ordinal		pg_catalog.int4,
	characteristic pg_catalog.text,
	dimension	pg_catalog.text,
	indicator	pg_catalog.text,
	value		pg_catalog.text,
	attribute	pg_catalog.text,
	points		pg_catalog.float8,
	best		pg_catalog.float8,
	reason		pg_catalog.text,
	record_ids	pg_catalog.int8[]
);
COMMENT ON TYPE credit.explanation IS 'What one characteristic of a model gave a subject, and why. 模型单项特征的得分及原因。';

-- Runs as the owner, as credit.evaluate does: points must add up to the score.
CREATE FUNCTION credit.explain(code pg_catalog.text, model pg_catalog.text, as_of pg_catalog.date DEFAULT NULL)
		RETURNS SETOF credit.explanation
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	day date := coalesce(explain.as_of, credit.today());
	wanted text[] := credit.resolve_model(explain.model, day);
	key text := wanted[1] || '@' || wanted[2];
	id int8 := credit.find_subject(code);
BEGIN
	IF id IS NULL THEN
		RAISE EXCEPTION 'no subject has the code "%"', code
			USING ERRCODE = 'CR005', HINT = 'Look for it with credit.search_subject().';
	END IF;
	IF EXISTS (SELECT FROM credit.subject s WHERE s.subject_id = id AND s.kind = 'person')
	   AND NOT EXISTS (SELECT FROM credit.person_consent c
			WHERE c.subject_id = id AND c.model = wanted[1] AND c.given_on <= day
				AND (c.withdrawn_on IS NULL OR c.withdrawn_on > day)) THEN
		RAISE EXCEPTION 'subject % is a natural person who has not consented to model "%"', id, wanted[1]
			USING ERRCODE = 'CR015';
	END IF;
	RETURN QUERY EXECUTE format('SELECT e.ordinal, e.characteristic, e.dimension, e.indicator, e.value,
			e.matched, e.points, e.best, e.reason,
			credit.indicator_records(e.indicator, $2, %L::date)
		FROM (%s) i, credit.explain_subject(%L, %L::date, i.subject, i.records, i.relations) e
		ORDER BY e.ordinal', day, credit.indicator_query(key, day, true), key, day)
		USING ARRAY[id], id;
END
$$;
COMMENT ON FUNCTION credit.explain(pg_catalog.text, pg_catalog.text, pg_catalog.date) IS 'Why a subject has its score: one row for each characteristic with value, condition met, points, best possible, reason code and the records behind it. 解释得分：每一特征一行，列出取值、命中条件、得分、最佳分、原因代码及所依据的记录。';
REVOKE ALL ON FUNCTION credit.explain(pg_catalog.text, pg_catalog.text, pg_catalog.date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.explain(pg_catalog.text, pg_catalog.text, pg_catalog.date) TO credit_admin, credit_department;
