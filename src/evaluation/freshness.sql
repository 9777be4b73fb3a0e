-- freshness.sql: keeping evaluations true after records and subjects change.
-- Requires evaluation/grade_source.sql.

-- Models that have been used and have a version in force are kept up to date;
-- those that look at the grade by another come after it.
CREATE FUNCTION credit.kept_models() RETURNS SETOF pg_catalog.text
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp ROWS 2
AS $$
BEGIN
	RETURN QUERY SELECT k.model FROM (SELECT DISTINCT m.model FROM credit.model m
		WHERE m.in_force @> credit.today()
			AND EXISTS (SELECT FROM credit.evaluation_run r WHERE r.model = m.model)) k
	ORDER BY EXISTS (SELECT FROM credit.indicator i WHERE i.source = 'function' AND i.relation = 'grade'
			AND EXISTS (SELECT FROM credit.models_following(i.attribute) f WHERE f = k.model)), k.model;
END
$$;
COMMENT ON FUNCTION credit.kept_models() IS 'Models whose evaluations are kept up to date: in force and used before. 需保持更新的模型：现行有效且已使用。';

CREATE FUNCTION credit.mark_evaluations(subjects pg_catalog.int8[]) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	INSERT INTO credit.evaluation_due (subject_id, model)
	SELECT s, m FROM (SELECT DISTINCT unnest(subjects) ORDER BY 1) AS u(s), credit.kept_models() m;
END
$$;
COMMENT ON FUNCTION credit.mark_evaluations(pg_catalog.int8[]) IS 'Marks the evaluations of subjects as stale. 将主体的评价标记为待更新。';
REVOKE ALL ON FUNCTION credit.mark_evaluations(pg_catalog.int8[]) FROM PUBLIC;

-- Few subjects are evaluated in the same transaction, one session at a time
-- for each, so that no evaluation misses what another session has just
-- entered; many are marked and wait for credit.evaluate_due(). Two sessions
-- that enter for the same subjects in another order must not wait for each
-- other: whoever holds subjects already, or asks for several, marks those that
-- another session holds. A person's records start nothing unless he or she
-- consented.
CREATE FUNCTION credit.refresh_evaluations(subjects pg_catalog.int8[]) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	kept text[] := ARRAY(SELECT credit.kept_models());
	free int8[];
	wanted int8[];
	one text;
BEGIN
	IF kept = '{}' THEN
		RETURN;
	END IF;
	IF cardinality(subjects) > credit.setting('immediate_evaluation')::int4 THEN
		PERFORM credit.mark_evaluations(subjects);
		RETURN;
	END IF;
	free := ARRAY(SELECT u.s FROM (SELECT DISTINCT unnest(subjects)) u (s) WHERE pg_try_advisory_xact_lock(7305, hashint8(u.s)));
	IF cardinality(free) < cardinality(subjects) THEN
		IF cardinality(subjects) = 1 AND NOT EXISTS (SELECT FROM pg_locks l
			WHERE l.pid = pg_backend_pid() AND l.locktype = 'advisory' AND l.classid = 7305 AND l.objsubid = 2) THEN
			PERFORM pg_advisory_xact_lock(7305, hashint8(subjects[1]));
		ELSE
			PERFORM credit.mark_evaluations(ARRAY(SELECT unnest(subjects) EXCEPT SELECT unnest(free)));
			subjects := free;
		END IF;
	END IF;
	FOREACH one IN ARRAY kept LOOP
		-- while a run over all subjects goes on nobody waits for it
		IF NOT pg_try_advisory_xact_lock_shared(7306, hashtext(one)) THEN
			PERFORM credit.mark_evaluations(subjects);
			CONTINUE;
		END IF;
		wanted := ARRAY(SELECT s.subject_id FROM credit.subject s
			WHERE s.subject_id = ANY (subjects) AND (s.kind <> 'person' OR EXISTS (
				SELECT FROM credit.person_consent c JOIN credit.model m ON m.model = c.model
				WHERE c.subject_id = s.subject_id AND c.model = one AND m.for_persons
					AND m.in_force @> credit.today() AND c.given_on <= credit.today()
					AND (c.withdrawn_on IS NULL OR c.withdrawn_on > credit.today()))));
		IF wanted <> '{}' THEN
			-- a model that has come to grief keeps no record out
			BEGIN
				PERFORM credit.run_evaluation(one, NULL, wanted, true);
			EXCEPTION WHEN OTHERS THEN
				RAISE WARNING '%', credit.message('model "%s" could not be evaluated: %s', one, SQLERRM);
				INSERT INTO credit.evaluation_due (subject_id, model) SELECT s, one FROM unnest(wanted) s;
			END;
		END IF;
	END LOOP;
END
$$;
COMMENT ON FUNCTION credit.refresh_evaluations(pg_catalog.int8[]) IS 'Evaluates few subjects at once, marks many as stale. 少量主体即时重新评价，大量主体标记待更新。';
REVOKE ALL ON FUNCTION credit.refresh_evaluations(pg_catalog.int8[]) FROM PUBLIC;

CREATE FUNCTION credit.evaluate_new_records() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM credit.refresh_evaluations(ARRAY(SELECT DISTINCT n.subject_id FROM new_rows n));
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.evaluate_new_records() IS 'Brings evaluations up to date with new records, with their transition table. 以新增记录（转换表）更新评价。';
REVOKE ALL ON FUNCTION credit.evaluate_new_records() FROM PUBLIC;

-- In C: returns at once while no model is in use.
CREATE FUNCTION credit.records_added() RETURNS trigger
	LANGUAGE c
	AS 'MODULE_PATHNAME', 'credit_records_added';
COMMENT ON FUNCTION credit.records_added() IS 'Statement trigger: evaluations follow new records. 语句级触发器：新增记录后更新评价。';
REVOKE ALL ON FUNCTION credit.records_added() FROM PUBLIC;
CREATE TRIGGER refresh_evaluation_insert AFTER INSERT ON credit.record_store
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.records_added();

CREATE FUNCTION credit.records_changed() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF credit.setting('restoring') <> 'on' AND EXISTS (SELECT FROM credit.evaluation_run)
	   AND EXISTS (SELECT FROM new_rows) THEN
		PERFORM credit.refresh_evaluations(ARRAY(SELECT n.subject_id FROM new_rows n
			UNION SELECT o.subject_id FROM old_rows o));
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.records_changed() IS 'Statement trigger: evaluations follow changes of records. 语句级触发器：记录变更后更新评价。';
REVOKE ALL ON FUNCTION credit.records_changed() FROM PUBLIC;
CREATE TRIGGER refresh_evaluation_update AFTER UPDATE ON credit.record_store
	REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.records_changed();

CREATE FUNCTION credit.subjects_changed() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	subjects int8[];
BEGIN
	IF credit.setting('restoring') = 'on' OR NOT EXISTS (SELECT FROM credit.evaluation_run) THEN
		RETURN NULL;
	END IF;
	subjects := ARRAY(SELECT n.subject_id FROM new_rows n JOIN old_rows o USING (subject_id)
		WHERE (n.kind, n.status, n.region_code, n.industry_code, n.registered_on, n.provisional, n.attributes)
			IS DISTINCT FROM (o.kind, o.status, o.region_code, o.industry_code, o.registered_on, o.provisional, o.attributes));
	IF subjects <> '{}' THEN
		PERFORM credit.refresh_evaluations(subjects);
	END IF;
	RETURN NULL;
END
$$;
-- SECURITY DEFINER: whoever may change the register need not see evaluations.
COMMENT ON FUNCTION credit.subjects_changed() IS 'Statement trigger: evaluations follow the register. 语句级触发器：登记信息变化后更新评价。';
REVOKE ALL ON FUNCTION credit.subjects_changed() FROM PUBLIC;
CREATE TRIGGER refresh_evaluation AFTER UPDATE ON credit.subject
	REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.subjects_changed();

-- What credit.maintain() calls; may be stopped and called again at any time.
-- Costs by the subjects that are due, never by all there are: without
-- sequential scans, also in what evaluating reads (record_pass.c).
CREATE FUNCTION credit.evaluate_due(max_subjects pg_catalog.int4 DEFAULT NULL) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET jit = off
AS $$
DECLARE
	one text;
	done int8 := 0;
	subjects int8[];
	alone bool;
BEGIN
	PERFORM credit.refuse_standby('evaluate');
	-- SECURITY DEFINER: evaluating takes every record (see credit.evaluate)
	FOR one IN SELECT credit.kept_models() LOOP
		-- beside somebody who is at single subjects few at a time, and not those
		alone := pg_try_advisory_xact_lock(7306, hashtext(one));
		subjects := ARRAY(SELECT x.subject_id FROM (SELECT DISTINCT d.subject_id FROM credit.evaluation_due d JOIN credit.subject s USING (subject_id)
			WHERE d.model = one AND (s.kind <> 'person' OR EXISTS (
				SELECT FROM credit.person_consent c JOIN credit.model m ON m.model = c.model
				WHERE c.subject_id = s.subject_id AND c.model = one AND m.for_persons
					AND m.in_force @> credit.today() AND c.given_on <= credit.today()
					AND (c.withdrawn_on IS NULL OR c.withdrawn_on > credit.today())))
			ORDER BY 1 LIMIT CASE WHEN alone THEN max_subjects ELSE least(max_subjects, credit.setting('immediate_evaluation')::int4) END) x
			WHERE alone OR pg_try_advisory_xact_lock(7305, hashint8(x.subject_id)));
		IF subjects <> '{}' THEN
			done := done + credit.evaluate(one, NULL, subjects);
		END IF;
	END LOOP;
	DELETE FROM credit.evaluation_due d
	WHERE max_subjects IS NULL AND NOT EXISTS (SELECT FROM credit.subject s
		WHERE s.subject_id = d.subject_id AND s.merged_into IS NULL AND (s.kind <> 'person' OR EXISTS (
			SELECT FROM credit.person_consent c WHERE c.subject_id = s.subject_id AND c.model = d.model
				AND (c.withdrawn_on IS NULL OR c.withdrawn_on > credit.today()))));
	RETURN done;
END
$$;
COMMENT ON FUNCTION credit.evaluate_due(pg_catalog.int4) IS 'Evaluates subjects marked as stale; returns how many. 重新评价待更新的主体并返回数量。';
REVOKE ALL ON FUNCTION credit.evaluate_due(pg_catalog.int4) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.evaluate_due(pg_catalog.int4) TO credit_admin;
