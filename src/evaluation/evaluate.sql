-- evaluate.sql: evaluations of subjects, made for all in one pass or for some
-- by index, and their explanation. Requires evaluation/evaluation.sql.

-- Subjects whose latest evaluation no longer tells the truth, a row for every
-- change: rows are only added, so nobody waits, and an evaluation takes away
-- only marks that were there before it began.
CREATE SEQUENCE credit.evaluation_mark_seq;
COMMENT ON SEQUENCE credit.evaluation_mark_seq IS 'Numbers of changes that make evaluations stale. 待评价标记序列。';
SELECT pg_catalog.pg_extension_config_dump('credit.evaluation_mark_seq', '');
CREATE TABLE credit.evaluation_due (
	subject_id	pg_catalog.int8 NOT NULL,
	model		pg_catalog.text COLLATE "C" NOT NULL,
	mark		pg_catalog.int8 NOT NULL DEFAULT pg_catalog.nextval('credit.evaluation_mark_seq'),
	since		pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),
	PRIMARY KEY (subject_id, model, mark)
);
COMMENT ON TABLE credit.evaluation_due IS 'Subjects to evaluate anew because something about them changed. 因事实变化待重新评价的主体。';
COMMENT ON COLUMN credit.evaluation_due.subject_id IS 'Subject. 主体。';
COMMENT ON COLUMN credit.evaluation_due.model IS 'Model. 模型。';
COMMENT ON COLUMN credit.evaluation_due.mark IS 'Number of the change. 变化的编号。';
COMMENT ON COLUMN credit.evaluation_due.since IS 'When it became due. 产生时间。';
GRANT SELECT ON credit.evaluation_due TO credit_admin, credit_department, credit_analyst;
SELECT pg_catalog.pg_extension_config_dump('credit.evaluation_due', '');

CREATE FUNCTION credit.evaluated(model pg_catalog.text, version pg_catalog.text, as_of pg_catalog.date,
		subjects pg_catalog.int8[], for_persons pg_catalog.bool) RETURNS SETOF credit.evaluation
	LANGUAGE c
	AS 'MODULE_PATHNAME', 'credit_evaluated';
COMMENT ON FUNCTION credit.evaluated(pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.int8[], pg_catalog.bool) IS 'Evaluations of subjects, of all when null, computed and not stored. 计算主体评价（subjects 为空则全部），不保存。';
REVOKE ALL ON FUNCTION credit.evaluated(pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.int8[], pg_catalog.bool) FROM PUBLIC;

CREATE FUNCTION credit.evaluate_all(model pg_catalog.text, version pg_catalog.text, as_of pg_catalog.date,
		subjects pg_catalog.int8[], for_persons pg_catalog.bool) RETURNS pg_catalog.int8
	LANGUAGE c
	AS 'MODULE_PATHNAME', 'credit_evaluate_all';
COMMENT ON FUNCTION credit.evaluate_all(pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.int8[], pg_catalog.bool) IS 'Evaluates all subjects into credit.evaluation for a day that has no evaluation yet; part of credit.evaluate. 对尚无评价的基准日评价全部主体并直接写入，由 credit.evaluate 调用。';
REVOKE ALL ON FUNCTION credit.evaluate_all(pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.int8[], pg_catalog.bool) FROM PUBLIC;

CREATE FUNCTION credit.evaluate_changed(model pg_catalog.text, version pg_catalog.text, as_of pg_catalog.date,
		subjects pg_catalog.int8[], for_persons pg_catalog.bool) RETURNS pg_catalog.int8[]
	LANGUAGE c
	AS 'MODULE_PATHNAME', 'credit_evaluate_changed';
COMMENT ON FUNCTION credit.evaluate_changed(pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.int8[], pg_catalog.bool) IS 'Evaluates subjects, all when null, and stores what has changed: how many were evaluated, how many results are new, then the subjects whose grade fell; part of credit.evaluate. 评价主体并保存有变化的结果，返回评价数、新结果数及等级下降的主体，由 credit.evaluate 调用。';
REVOKE ALL ON FUNCTION credit.evaluate_changed(pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.int8[], pg_catalog.bool) FROM PUBLIC;

CREATE FUNCTION credit.explain_subject(model pg_catalog.text, version pg_catalog.text, as_of pg_catalog.date,
		subjects pg_catalog.int8[], for_persons pg_catalog.bool,
		OUT ordinal pg_catalog.int4, OUT characteristic pg_catalog.text, OUT dimension pg_catalog.text,
		OUT indicator pg_catalog.text, OUT value pg_catalog.text, OUT matched pg_catalog.text,
		OUT points pg_catalog.float8, OUT best pg_catalog.float8, OUT reason pg_catalog.text) RETURNS SETOF record
	LANGUAGE c STABLE ROWS 20
	AS 'MODULE_PATHNAME', 'credit_explain_subject';
COMMENT ON FUNCTION credit.explain_subject(pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.int8[], pg_catalog.bool) IS 'The same, one row for each characteristic. 同上，每一特征一行。';
REVOKE ALL ON FUNCTION credit.explain_subject(pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.int8[], pg_catalog.bool) FROM PUBLIC;

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
		RAISE EXCEPTION '%', credit.message('relation "%s" of indicator "%s" cannot be read', relation, indicator)
			USING ERRCODE = 'CR020',
				DETAIL = credit.message('Evaluations read as the owner of the extension, and a view or a type of another role could act with its rights.'),
				HINT = credit.message('Name a table or materialized view with columns of built-in types, or let a superuser own the view.');
	END IF;
END
$$;
COMMENT ON FUNCTION credit.refuse_unsafe_relation(pg_catalog.text, pg_catalog.text, pg_catalog.text) IS 'Raises CR020 when an indicator''s relation could run code of another role. 指标来源可能执行其他角色代码时报错 CR020。';
REVOKE ALL ON FUNCTION credit.refuse_unsafe_relation(pg_catalog.text, pg_catalog.text, pg_catalog.text) FROM PUBLIC;

-- The query for the values of an indicator that come from a relation or from
-- a function a room has registered; $1 names the subjects.
CREATE FUNCTION credit.indicator_source_query(indicator pg_catalog.text, as_of pg_catalog.date, chosen pg_catalog.bool)
		RETURNS pg_catalog.text
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	one credit.indicator;
	function_name text;
BEGIN
	SELECT i.* INTO one FROM credit.indicator i WHERE i.indicator = indicator_source_query.indicator;
	IF one.source = 'function' THEN
		SELECT s.function_name INTO function_name FROM credit.indicator_source s WHERE s.source = one.relation;
		IF function_name IS NULL THEN
			RAISE EXCEPTION '%', credit.message('indicator "%s" has an unknown source "%s"', one.indicator, one.relation)
				USING ERRCODE = 'CR020', HINT = credit.message('Table credit.indicator_source lists them.');
		END IF;
		RETURN format('SELECT f.subject_id, f.value FROM credit.%I(%L, %L::date, $1) f', function_name, one.attribute, as_of);
	END IF;
	PERFORM credit.refuse_unsafe_relation(one.indicator, one.relation, one.attribute);
	RETURN format('SELECT x.subject_id::int8, x.%I::float8 FROM %s x %s', one.attribute, one.relation::regclass,
		CASE WHEN chosen THEN 'WHERE x.subject_id = ANY ($1)' ELSE 'WHERE $1 IS NULL' END);
END
$$;
COMMENT ON FUNCTION credit.indicator_source_query(pg_catalog.text, pg_catalog.date, pg_catalog.bool) IS 'Query for the values of an indicator from a relation or function, for all subjects or those of $1. 指标外部来源的查询语句。';
REVOKE ALL ON FUNCTION credit.indicator_source_query(pg_catalog.text, pg_catalog.date, pg_catalog.bool) FROM PUBLIC;

-- Who enters records of a subject holds its lock (7305) from before he evaluates
-- it (holding) to the end of his transaction. Others who evaluate named subjects
-- would not see his records, and theirs would be the last word: they leave those
-- whose lock is held marked for later, and hold the others' themselves.
CREATE FUNCTION credit.run_evaluation(model pg_catalog.text, as_of pg_catalog.date, subjects pg_catalog.int8[], holding pg_catalog.bool)
		RETURNS pg_catalog.int8
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	day date := coalesce(run_evaluation.as_of, credit.today());
	wanted text[] := credit.resolve_model(run_evaluation.model, day);
	free int8[];
	for_persons bool;
	used bool;
	refused int8;
	done int8;
	changed int8;
	outcome int8[];
	dropped int8[];
	first_run bool := false;
BEGIN
	PERFORM credit.refuse_standby('evaluate');
	SELECT m.for_persons, EXISTS (SELECT FROM credit.evaluation_run r WHERE r.model = m.model AND r.version = m.version)
	INTO for_persons, used FROM credit.model m WHERE (m.model, m.version) = (wanted[1], wanted[2]);
	-- while a version is used first, whoever would change it or its bands waits
	IF NOT used THEN
		SELECT m.for_persons INTO for_persons FROM credit.model m WHERE (m.model, m.version) = (wanted[1], wanted[2]) FOR SHARE;
	END IF;
	-- a run over all reads packed facts: see fact.sql
	IF subjects IS NULL THEN
		PERFORM credit.refresh_facts();
	END IF;
	-- One run over all or many at a time, and none of single subjects beside
	-- it; single subjects one at a time: see credit.refresh_evaluations(). So the
	-- last result for a day is made from all that was committed before.
	IF subjects IS NULL OR cardinality(subjects) > credit.setting('immediate_evaluation')::int4 THEN
		PERFORM pg_advisory_xact_lock(7306, hashtext(wanted[1]));
	ELSE
		PERFORM pg_advisory_xact_lock_shared(7306, hashtext(wanted[1]));
		IF NOT holding THEN
			free := ARRAY(SELECT u.id FROM (SELECT DISTINCT unnest(subjects) ORDER BY 1) u (id)
				WHERE pg_try_advisory_xact_lock(7305, hashint8(u.id)));
			IF cardinality(free) < cardinality(subjects) THEN
				INSERT INTO credit.evaluation_due (subject_id, model)
				SELECT DISTINCT u.id, wanted[1] FROM unnest(subjects) u (id) WHERE u.id <> ALL (free) ORDER BY 1;
				subjects := free;
			END IF;
		END IF;
	END IF;
	-- before anything is read: what is marked from here on stays marked. An
	-- evaluation of a past day leaves today's as stale as it was.
	IF day >= credit.today() AND subjects IS NULL THEN
		DELETE FROM credit.evaluation_due d WHERE d.model = wanted[1];
	ELSIF day >= credit.today() THEN
		DELETE FROM credit.evaluation_due d WHERE d.model = wanted[1] AND d.subject_id = ANY (subjects);
	END IF;
	-- asked one after the other: one expression would be planned with every call
	IF subjects IS NULL THEN
		first_run := current_setting('transaction_isolation') IN ('read committed', 'read uncommitted')
			AND NOT EXISTS (SELECT FROM credit.evaluation_run r WHERE (r.model, r.as_of) = (wanted[1], day))
			-- nor results taken over from elsewhere, which are no run
			AND NOT EXISTS (SELECT FROM credit.evaluation_pack p WHERE (p.model, p.as_of) = (wanted[1], day));
	END IF;
	IF first_run THEN
		done := credit.evaluate_all(wanted[1], wanted[2], day, NULL, for_persons);
		changed := done;
		-- everybody's grade before is looked up only where a drop is news to a rule
		IF day >= credit.today() AND EXISTS (SELECT FROM credit.evaluation_run r WHERE r.model = wanted[1] AND r.as_of < day)
		   AND EXISTS (SELECT FROM credit.alert_rule a WHERE a.kind = 'grade_drop' AND a.valid @> day) THEN
			SELECT array_agg(u.id) INTO dropped
			FROM credit.evaluation_pack p
			-- nearly everywhere the row of the bucket before this one has the same subjects with the same grades
			CROSS JOIN LATERAL (SELECT b.members, b.grades FROM credit.evaluation_pack b
				WHERE b.bucket = p.bucket AND b.model = p.model AND b.as_of < day ORDER BY b.as_of DESC, b.run DESC LIMIT 1) b
			CROSS JOIN LATERAL credit.evaluation_subjects(p.bucket, p.members) u (id)
			CROSS JOIN LATERAL credit.latest_evaluation(u.id, p.model, day - 1) o
			WHERE p.model = wanted[1] AND p.as_of = day AND NOT p.person AND (b.members, b.grades) IS DISTINCT FROM (p.members, p.grades)
				AND credit.grade_scale(p.grades[credit.evaluation_place(p.members, u.id)]) = credit.grade_scale(o.grade)
				AND credit.grade_rank(p.grades[credit.evaluation_place(p.members, u.id)]) < credit.grade_rank(o.grade);
		END IF;
	ELSE
		outcome := credit.evaluate_changed(wanted[1], wanted[2], day, subjects, for_persons);
		done := outcome[1];
		changed := outcome[2];
		IF cardinality(outcome) > 2 THEN
			dropped := outcome[3:];
		END IF;
	END IF;
	-- whoever is named and missing in the result may be a person without consent
	IF subjects IS NOT NULL AND done < cardinality(subjects) THEN
		SELECT s.subject_id INTO refused FROM credit.subject s
		WHERE s.subject_id = ANY (subjects) AND s.kind = 'person'
			AND NOT (for_persons AND EXISTS (SELECT FROM credit.person_consent c
				WHERE c.subject_id = s.subject_id AND c.model = wanted[1] AND c.given_on <= day
					AND (c.withdrawn_on IS NULL OR c.withdrawn_on > day)))
		ORDER BY 1 LIMIT 1;
		IF FOUND THEN
			RAISE EXCEPTION '%', credit.message('subject %s is a natural person who has not consented to model "%s"', refused, wanted[1])
				USING ERRCODE = 'CR015',
					DETAIL = CASE WHEN for_persons THEN credit.message('There is no consent in force on that day.')
						ELSE credit.message('The model is not meant for natural persons.') END,
					HINT = credit.message('Persons are evaluated with their consent only, and for benefits only.');
		END IF;
	END IF;
	-- news of today only; what a past day would have looked like is none
	IF dropped IS NOT NULL AND day >= credit.today() THEN
		INSERT INTO credit.event (kind, subject_id, ref_table)
		SELECT 'grade_drop', d, 'evaluation' FROM unnest(dropped) d ORDER BY d;
	END IF;
	IF done > 0 AND NOT EXISTS (SELECT FROM credit.evaluation_run r
			WHERE (r.model, r.version, r.as_of) = (wanted[1], wanted[2], day) AND r.subjects >= done) THEN
		INSERT INTO credit.evaluation_run AS r (model, version, as_of, subjects)
		VALUES (wanted[1], wanted[2], day, done)
		ON CONFLICT (model, version, as_of) DO UPDATE SET subjects = excluded.subjects
		WHERE r.subjects < excluded.subjects;
	END IF;
	-- as that asks itself, without the call for what nearly no model has
	IF changed > 0 AND EXISTS (SELECT FROM credit.indicator i
			WHERE i.source = 'function' AND i.relation = 'grade' AND i.attribute = wanted[1]) THEN
		PERFORM credit.mark_followers(wanted[1], day, subjects);
	END IF;
	-- with an older snapshot the lock does not show what others have entered
	IF subjects IS NOT NULL AND current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
		PERFORM credit.mark_evaluations(subjects);
	END IF;
	RETURN done;
END
$$;
COMMENT ON FUNCTION credit.run_evaluation(pg_catalog.text, pg_catalog.date, pg_catalog.int8[], pg_catalog.bool) IS 'Part of credit.evaluate; holding: the session holds the locks of the subjects. 评价的实现；holding 表示会话已持有主体锁。';
REVOKE ALL ON FUNCTION credit.run_evaluation(pg_catalog.text, pg_catalog.date, pg_catalog.int8[], pg_catalog.bool) FROM PUBLIC;

-- Runs as the owner: an evaluation rests on all records, whoever asks for it.
CREATE FUNCTION credit.evaluate(model pg_catalog.text, as_of pg_catalog.date DEFAULT NULL,
		subjects pg_catalog.int8[] DEFAULT NULL) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN credit.run_evaluation(evaluate.model, evaluate.as_of, evaluate.subjects, false);
END
$$;
COMMENT ON FUNCTION credit.evaluate(pg_catalog.text, pg_catalog.date, pg_catalog.int8[]) IS 'Evaluates all subjects, or those named, as of a day; returns how many. One that is just being entered is left for later. Persons take part with their consent only. 按基准日评价全部或指定主体并返回数量；正在录入的主体留待稍后；自然人须经本人同意。';
REVOKE ALL ON FUNCTION credit.evaluate(pg_catalog.text, pg_catalog.date, pg_catalog.int8[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.evaluate(pg_catalog.text, pg_catalog.date, pg_catalog.int8[]) TO credit_admin;

-- The records an indicator counted for a subject, by the rules of the
-- aggregate (indicator.c); of these, the ones the session's role may see.
CREATE FUNCTION credit.indicator_records(indicator pg_catalog.text, subject_id pg_catalog.int8,
		as_of pg_catalog.date DEFAULT credit.today()) RETURNS pg_catalog.int8[]
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
	SELECT array_agg(r.record_id ORDER BY r.decided_on, r.record_id)
	FROM credit.indicator i JOIN credit.record_store r ON r.subject_id = indicator_records.subject_id
	WHERE i.indicator = indicator_records.indicator AND i.source = 'record'
		AND credit.session_may_see_record(r.dept_id, r.item)
		AND r.decided_on <= indicator_records.as_of AND r.status IN ('valid', 'disputed')
		AND (i."window" IS NULL OR r.decided_on > (indicator_records.as_of - i."window")::date)
		AND (i.min_severity IS NULL OR r.severity >= i.min_severity)
		AND (i.min_late_days IS NULL OR r.late_days >= i.min_late_days)
		AND (i.use_expired OR r.severity IS NULL
			OR credit.fault_counts(r.item, r.severity::text, r.dept_id, r.decided_on, r.publish_until, indicator_records.as_of))
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
	id int8 := credit.find_subject(code);
BEGIN
	IF id IS NULL THEN
		RAISE EXCEPTION '%', credit.message('no subject has the code "%s"', code)
			USING ERRCODE = 'CR005', HINT = credit.message('Look for it with credit.search_subject().');
	END IF;
	IF EXISTS (SELECT FROM credit.subject s WHERE s.subject_id = id AND s.kind = 'person')
	   AND NOT EXISTS (SELECT FROM credit.person_consent c
			WHERE c.subject_id = id AND c.model = wanted[1] AND c.given_on <= day
				AND (c.withdrawn_on IS NULL OR c.withdrawn_on > day)) THEN
		RAISE EXCEPTION '%', credit.message('subject %s is a natural person who has not consented to model "%s"', id, wanted[1])
			USING ERRCODE = 'CR015';
	END IF;
	RETURN QUERY SELECT e.ordinal, e.characteristic, e.dimension, e.indicator, e.value, e.matched, e.points,
			e.best, e.reason, credit.indicator_records(e.indicator, id, day)
		FROM credit.explain_subject(wanted[1], wanted[2], day, ARRAY[id], true) e
		ORDER BY e.ordinal;
END
$$;
COMMENT ON FUNCTION credit.explain(pg_catalog.text, pg_catalog.text, pg_catalog.date) IS 'Why a subject has its score: one row for each characteristic with value, condition met, points, best possible, reason code and the records behind it. 解释得分：每一特征一行，列出取值、命中条件、得分、最佳分、原因代码及所依据的记录。';
REVOKE ALL ON FUNCTION credit.explain(pg_catalog.text, pg_catalog.text, pg_catalog.date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.explain(pg_catalog.text, pg_catalog.text, pg_catalog.date) TO credit_admin, credit_department;
