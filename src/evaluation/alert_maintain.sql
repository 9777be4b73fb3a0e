-- alert_maintain.sql: the regular look, lists' door to alerts, and views.
-- Requires evaluation/alert_detect.sql.

CREATE FUNCTION credit.refresh_sector_rates(on_date pg_catalog.date) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET enable_seqscan = on
AS $$
DECLARE
	month date := date_trunc('month', on_date::timestamp)::date;
	one credit.alert_rule;
	span int4;
BEGIN
	FOR one IN SELECT * FROM credit.alert_rule r WHERE r.kind = 'fault_growth' AND r.valid @> on_date
		AND NOT EXISTS (SELECT FROM credit.alert_sector_rate t WHERE t.rule = r.rule AND t.as_of >= month)
	LOOP
		-- whoever comes second finds it done
		PERFORM pg_advisory_xact_lock(7308, hashtext(one.rule));
		CONTINUE WHEN EXISTS (SELECT FROM credit.alert_sector_rate t WHERE t.rule = one.rule AND t.as_of >= month);
		span := credit.alert_figure(one.parameters, 'window_days', 90);
		DELETE FROM credit.alert_sector_rate t WHERE t.rule = one.rule;
		INSERT INTO credit.alert_sector_rate (rule, division, as_of, faults, subjects)
		SELECT one.rule, coalesce(left(s.industry_code, 2), ''), month, coalesce(sum(f.faults), 0), count(*)
		FROM credit.subject s
		LEFT JOIN (SELECT r.subject_id, count(*) AS faults FROM credit.record_store r
			WHERE r.decided_on > month - span AND r.decided_on <= month
				AND credit.counts_for_alert(one.parameters, r.item, r.severity, r.status, r.detail)
			GROUP BY r.subject_id) f ON f.subject_id = s.subject_id
		WHERE s.kind <> 'person' AND s.merged_into IS NULL AND s.status = 'active'
		GROUP BY 2;
	END LOOP;
END
$$;
COMMENT ON FUNCTION credit.refresh_sector_rates(pg_catalog.date) IS 'Averages of industries, once a month. 每月更新行业平均失信次数。';
REVOKE ALL ON FUNCTION credit.refresh_sector_rates(pg_catalog.date) FROM PUBLIC;

-- Drops among evaluations made since the last look. One that another session
-- has computed and not committed yet must not be passed by: the look goes no
-- further than the oldest transaction that may be writing.
CREATE FUNCTION credit.watch_grades(on_date pg_catalog.date, max_rows pg_catalog.int4) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	since timestamptz;
	until timestamptz;
	looked int8;
	subjects int8[];
	one credit.alert_rule;
BEGIN
	IF current_setting('transaction_isolation') <> 'read committed'
	   OR NOT EXISTS (SELECT FROM credit.alert_rule r WHERE r.kind = 'grade_drop' AND r.valid @> on_date) THEN
		RETURN 0;
	END IF;
	-- one session at a time: another goes on with what else there is
	IF NOT pg_try_advisory_xact_lock(7309, 0) THEN
		RETURN 0;
	END IF;
	since := coalesce((SELECT p.seen FROM credit.alert_progress p WHERE p.what = 'evaluation'), '-infinity');
	SELECT least(clock_timestamp(), min(a.xact_start)) INTO until FROM pg_stat_activity a
	WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND (a.backend_xid IS NOT NULL OR a.state = 'active')
		AND a.backend_type NOT LIKE 'autovacuum%';
	-- whole rows of results, which have one time
	SELECT max(p.evaluated_at) INTO until FROM (
		SELECT p.evaluated_at, sum(length(replace(p.members::bit(16)::text, '0', ''))) OVER (ORDER BY p.evaluated_at ROWS UNBOUNDED PRECEDING)
			- length(replace(p.members::bit(16)::text, '0', '')) AS before
		FROM credit.evaluation_pack p WHERE p.evaluated_at > since AND p.evaluated_at < until) p
	WHERE max_rows IS NULL OR p.before < max_rows;
	until := coalesce(until, since);
	SELECT count(*), array_agg(DISTINCT u.id) INTO looked, subjects
	FROM credit.evaluation_pack p CROSS JOIN LATERAL credit.evaluation_subjects(p.bucket, p.members) u (id)
	WHERE p.evaluated_at > since AND p.evaluated_at <= until;
	IF looked > 0 THEN
		FOR one IN SELECT * FROM credit.alert_rule r WHERE r.kind = 'grade_drop' AND r.valid @> on_date ORDER BY r.rule LOOP
			PERFORM credit.open_alerts(one.rule, ARRAY(
				SELECT ROW(e.subject_id, ARRAY[format('evaluation:%s@%s', e.model, e.as_of)], jsonb_build_object('model', e.model,
					'version', e.version, 'from', b.grade::text, 'from_day', b.as_of, 'to', e.grade::text, 'day', e.as_of, 'reasons', to_jsonb(e.reasons)),
					'{}'::int4[])::credit.alert_finding
				FROM credit.evaluation e
				CROSS JOIN LATERAL (SELECT x.grade, x.as_of FROM credit.evaluation x
					WHERE x.subject_id = e.subject_id AND x.model = e.model AND x.as_of < e.as_of AND x.grade IS NOT NULL
						AND x.as_of >= e.as_of - credit.alert_figure(one.parameters, 'within_days', 400)::int4
					ORDER BY x.as_of DESC LIMIT 1) b
				WHERE e.subject_id = ANY (subjects) AND e.evaluated_at > since AND e.evaluated_at <= until AND e.as_of <= on_date AND NOT e.person
					AND (NOT one.parameters ? 'models' OR one.parameters -> 'models' ? e.model)
					AND credit.grade_scale(b.grade) = credit.grade_scale(e.grade)
					AND credit.grade_rank(b.grade) - credit.grade_rank(e.grade) >= credit.alert_figure(one.parameters, 'steps', 1)
					AND NOT EXISTS (SELECT FROM credit.evaluation x
						WHERE x.subject_id = e.subject_id AND x.model = e.model AND x.as_of > e.as_of AND x.as_of <= on_date)), on_date);
		END LOOP;
		-- an evaluation made anew may give the grade back
		UPDATE credit.alert a SET state = 'closed', closed_by = 'credit', closed_on = on_date, closed_reason = 'the grade was restored'
		FROM credit.evaluation e, credit.alert_rule r
		WHERE a.subject_id = ANY (subjects) AND e.evaluated_at > since AND e.evaluated_at <= until AND a.subject_id = e.subject_id AND a.state <> 'closed'
			AND r.rule = a.rule AND r.kind = 'grade_drop' AND a.evidence ->> 'model' = e.model AND e.as_of >= (a.evidence ->> 'day')::date
			AND credit.grade_rank(e.grade) >= credit.grade_rank((a.evidence ->> 'from')::credit.grade);
		INSERT INTO credit.alert_progress (what, seen) VALUES ('evaluation', until) ON CONFLICT (what) DO UPDATE SET seen = excluded.seen;
	END IF;
	RETURN looked;
END
$$;
COMMENT ON FUNCTION credit.watch_grades(pg_catalog.date, pg_catalog.int4) IS 'Looks at evaluations made since the last time; returns how many. 检测新评价结果中的等级下降并返回检测数。';
REVOKE ALL ON FUNCTION credit.watch_grades(pg_catalog.date, pg_catalog.int4) FROM PUBLIC;

-- Loads: the subjects of their batches are marked as those of a single record
-- are; returns how many batches. What another session is at is left to it.
CREATE FUNCTION credit.mark_loads_for_alerts(on_date pg_catalog.date, max_rows pg_catalog.int4) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET jit = off
AS $$
DECLARE
	watched text[] := credit.watched_items(on_date);
	batches int8[] := ARRAY(SELECT d.batch_id FROM credit.batch_due d WHERE d.consumer = 'alerts'
		ORDER BY d.batch_id LIMIT max_rows FOR UPDATE SKIP LOCKED);
BEGIN
	IF batches <> '{}' AND watched IS NOT NULL THEN
		INSERT INTO credit.alert_due (subject_id, from_day)
		SELECT DISTINCT r.subject_id, credit.alert_day(r.item, r.status, r.detail)
		FROM credit.record_store r
		WHERE r.batch_id BETWEEN batches[1] AND batches[cardinality(batches)] AND r.batch_id = ANY (batches)
			AND (r.severity IS NOT NULL OR r.item = ANY (watched))
		ORDER BY r.subject_id;
	END IF;
	DELETE FROM credit.batch_due d WHERE d.consumer = 'alerts' AND d.batch_id = ANY (batches);
	RETURN cardinality(batches);
END
$$;
COMMENT ON FUNCTION credit.mark_loads_for_alerts(pg_catalog.date, pg_catalog.int4) IS 'Marks the subjects of loaded records for a look; returns how many batches. 标记批量导入记录的主体待检测，返回批次数。';
REVOKE ALL ON FUNCTION credit.mark_loads_for_alerts(pg_catalog.date, pg_catalog.int4) FROM PUBLIC;

-- SECURITY DEFINER: an alert rests on all records, whoever runs this.
CREATE FUNCTION credit.maintain_alerts(as_of pg_catalog.date DEFAULT NULL, max_rows pg_catalog.int4 DEFAULT NULL) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET jit = off
AS $$
DECLARE
	day date := coalesce(as_of, credit.today());
	bound int4 := coalesce(max_rows, 10000);
	handled int8;
	subjects int8[];
	one credit.alert_rule;
	batches int8 := credit.mark_loads_for_alerts(day, bound);
BEGIN
	WITH taken AS (
		DELETE FROM credit.alert_due d WHERE d.mark = ANY (ARRAY(SELECT x.mark FROM credit.alert_due x
			WHERE x.from_day <= day ORDER BY x.from_day, x.mark LIMIT bound FOR UPDATE SKIP LOCKED))
		RETURNING d.subject_id)
	SELECT count(*), array_agg(DISTINCT t.subject_id) INTO handled, subjects FROM taken t;
	IF handled > 0 THEN
		PERFORM credit.refresh_sector_rates(day);
		FOR one IN SELECT * FROM credit.alert_rule r WHERE r.valid @> day ORDER BY r.rule LOOP
			PERFORM credit.open_alerts(one.rule, ARRAY(SELECT f FROM credit.find_alerts(one, subjects, day) f), day);
		END LOOP;
		-- alerts of which no record and no case stands any more
		PERFORM credit.end_alerts(ARRAY(
			SELECT u.fact FROM credit.alert a, unnest(a.facts) u (fact)
			WHERE a.subject_id = ANY (subjects) AND a.state <> 'closed' AND CASE
				WHEN u.fact ~ '^record:\d+$' THEN NOT EXISTS (SELECT FROM credit.record_store r WHERE r.subject_id = a.subject_id
					AND r.record_id = substr(u.fact, 8)::int8 AND r.status IN ('valid', 'disputed')
					AND (r.item <> 'rectification' OR credit.rectification_open(r)))
				WHEN u.fact ~ '^proceeding:\d+$' THEN NOT EXISTS (SELECT FROM credit.proceeding p WHERE p.subject_id = a.subject_id
					AND p.proceeding_id = substr(u.fact, 12)::int8 AND p.stage NOT IN ('done', 'void')) END),
			'what it rests on has ended', day);
	END IF;
	RETURN greatest(handled, batches) + credit.watch_grades(day, bound);
END
$$;
COMMENT ON FUNCTION credit.maintain_alerts(pg_catalog.date, pg_catalog.int4) IS 'Looks at what changed since the last time and opens, extends and ends alerts; returns how many changes were looked at. 对新变化进行预警检测，产生、补充或结束预警，返回处理的变化数。';
REVOKE ALL ON FUNCTION credit.maintain_alerts(pg_catalog.date, pg_catalog.int4) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.maintain_alerts(pg_catalog.date, pg_catalog.int4) TO credit_admin;
INSERT INTO credit.maintenance_action (action, ordinal, function_name) VALUES ('alerts', 450, 'maintain_alerts');

-- For the room of lists, when entries begin: organisations that share a legal
-- representative or controller with a listed subject, or have it as theirs.
CREATE FUNCTION credit.alert_related(listed pg_catalog.int8[], entries pg_catalog.int8[], on_date pg_catalog.date DEFAULT NULL)
		RETURNS pg_catalog.int8
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	day date := coalesce(on_date, credit.today());
	one credit.alert_rule;
	done int8 := 0;
BEGIN
	FOR one IN SELECT * FROM credit.alert_rule r WHERE r.kind = 'related_listed' AND r.valid @> day ORDER BY r.rule LOOP
		done := done + credit.open_alerts(one.rule, ARRAY(
			WITH entry AS (
				SELECT u.subject_id, u.entry_id FROM unnest(listed, entries) u (subject_id, entry_id)
			), answering AS (
				SELECT x.subject_id, x.related_id FROM credit.relation x
				WHERE x.valid @> day AND x.role = ANY (ARRAY(SELECT jsonb_array_elements_text(
					coalesce(one.parameters -> 'roles', '["legal_representative", "actual_controller"]'))))
			), reached AS (
				SELECT a.subject_id, e.entry_id, e.subject_id AS listed, e.subject_id AS through
				FROM entry e JOIN answering a ON a.related_id = e.subject_id
				UNION
				SELECT b.subject_id, e.entry_id, e.subject_id, a.related_id
				FROM entry e JOIN answering a ON a.subject_id = e.subject_id JOIN answering b ON b.related_id = a.related_id
				WHERE b.subject_id <> e.subject_id
			)
			SELECT ROW(r.subject_id, array_agg(DISTINCT 'list_entry:' || r.entry_id),
				jsonb_build_object('entries', jsonb_agg(DISTINCT r.entry_id), 'listed', jsonb_agg(DISTINCT r.listed), 'through', jsonb_agg(DISTINCT r.through)),
				'{}'::int4[])::credit.alert_finding
			FROM reached r GROUP BY r.subject_id), day);
	END LOOP;
	RETURN done;
END
$$;
COMMENT ON FUNCTION credit.alert_related(pg_catalog.int8[], pg_catalog.int8[], pg_catalog.date) IS 'Opens alerts about organisations related to listed subjects (both arrays in step); called by the lists. 对与列入名单主体有关联的组织产生预警，由名单部分调用。';
REVOKE ALL ON FUNCTION credit.alert_related(pg_catalog.int8[], pg_catalog.int8[], pg_catalog.date) FROM PUBLIC;

CREATE VIEW credit_bi.alert WITH (security_invoker = true) AS
SELECT a.alert_id, a.rule::pg_catalog.text AS rule, r.kind, r.name_zh, r.name_en, a.subject_id, s.uscc::pg_catalog.text AS code, s.name COLLATE credit.pinyin AS name,
	s.region_code::pg_catalog.text AS region_code, s.industry_code::pg_catalog.text AS industry_code, a.state, a.opened_on, a.updated_on,
	a.acknowledged_on, a.closed_on, a.closed_reason,
	coalesce(a.closed_on, credit.today()) OPERATOR(pg_catalog.-) a.opened_on AS days,
	pg_catalog.cardinality(a.facts) AS facts, a.evidence::pg_catalog.text AS evidence
FROM credit.alert a
JOIN credit.alert_rule r ON r.rule OPERATOR(pg_catalog.=) a.rule
LEFT JOIN credit.subject s ON s.subject_id OPERATOR(pg_catalog.=) a.subject_id;
COMMENT ON VIEW credit_bi.alert IS 'Alerts with their rule and organisation, as far as the role sees them. 信用风险预警清单（按可见范围）。';
COMMENT ON COLUMN credit_bi.alert.alert_id IS 'Number. 编号。';
COMMENT ON COLUMN credit_bi.alert.rule IS 'Rule. 规则。';
COMMENT ON COLUMN credit_bi.alert.kind IS 'Kind of rule. 规则类别。';
COMMENT ON COLUMN credit_bi.alert.name_zh IS 'Name of the rule in Chinese. 规则中文名称。';
COMMENT ON COLUMN credit_bi.alert.name_en IS 'Name of the rule in English. 规则英文名称。';
COMMENT ON COLUMN credit_bi.alert.subject_id IS 'Organisation. 主体编号。';
COMMENT ON COLUMN credit_bi.alert.code IS 'Unified code. 统一社会信用代码。';
COMMENT ON COLUMN credit_bi.alert.name IS 'Name. 名称。';
COMMENT ON COLUMN credit_bi.alert.region_code IS 'Division. 所在区划。';
COMMENT ON COLUMN credit_bi.alert.industry_code IS 'Industry. 行业。';
COMMENT ON COLUMN credit_bi.alert.state IS 'open, acknowledged or closed. 状态。';
COMMENT ON COLUMN credit_bi.alert.opened_on IS 'Day it was opened. 预警日期。';
COMMENT ON COLUMN credit_bi.alert.updated_on IS 'Day the evidence last grew. 证据最近增加日期。';
COMMENT ON COLUMN credit_bi.alert.acknowledged_on IS 'Day it was acknowledged. 知悉日期。';
COMMENT ON COLUMN credit_bi.alert.closed_on IS 'Day it was closed. 关闭日期。';
COMMENT ON COLUMN credit_bi.alert.closed_reason IS 'Why. 关闭理由。';
COMMENT ON COLUMN credit_bi.alert.days IS 'Days it has been open, or was. 持续天数。';
COMMENT ON COLUMN credit_bi.alert.facts IS 'Number of facts it rests on. 事实数。';
COMMENT ON COLUMN credit_bi.alert.evidence IS 'Evidence found last, as JSON. 最近证据（JSON）。';
GRANT SELECT ON credit_bi.alert TO credit_admin, credit_department;

CREATE VIEW credit_bi.alert_month WITH (security_invoker = true) AS
SELECT pg_catalog.date_trunc('month', a.opened_on::pg_catalog.timestamp)::pg_catalog.date AS month, a.rule::pg_catalog.text AS rule, r.name_zh, r.name_en,
	pg_catalog.count(*) AS opened, pg_catalog.count(*) FILTER (WHERE a.state OPERATOR(pg_catalog.=) 'open') AS waiting,
	pg_catalog.count(*) FILTER (WHERE a.state OPERATOR(pg_catalog.=) 'acknowledged') AS acknowledged,
	pg_catalog.count(*) FILTER (WHERE a.state OPERATOR(pg_catalog.=) 'closed') AS closed,
	pg_catalog.round(pg_catalog.avg(a.closed_on OPERATOR(pg_catalog.-) a.opened_on) FILTER (WHERE a.state OPERATOR(pg_catalog.=) 'closed'), 1) AS days_to_close
FROM credit.alert a
JOIN credit.alert_rule r ON r.rule OPERATOR(pg_catalog.=) a.rule
GROUP BY 1, a.rule, r.name_zh, r.name_en;
COMMENT ON VIEW credit_bi.alert_month IS 'Alerts by month and rule. 预警月度统计。';
COMMENT ON COLUMN credit_bi.alert_month.month IS 'Month opened. 预警月份。';
COMMENT ON COLUMN credit_bi.alert_month.rule IS 'Rule. 规则。';
COMMENT ON COLUMN credit_bi.alert_month.name_zh IS 'Name in Chinese. 中文名称。';
COMMENT ON COLUMN credit_bi.alert_month.name_en IS 'Name in English. 英文名称。';
COMMENT ON COLUMN credit_bi.alert_month.opened IS 'Alerts opened. 预警数。';
COMMENT ON COLUMN credit_bi.alert_month.waiting IS 'Of them still open. 待处理数。';
COMMENT ON COLUMN credit_bi.alert_month.acknowledged IS 'Of them acknowledged. 已知悉数。';
COMMENT ON COLUMN credit_bi.alert_month.closed IS 'Of them closed. 已关闭数。';
COMMENT ON COLUMN credit_bi.alert_month.days_to_close IS 'Days to closing on average. 平均关闭天数。';
GRANT SELECT ON credit_bi.alert_month TO credit_admin, credit_department, credit_analyst;
