-- alert.sql: rules of early warning, alerts and what one may do with them.
-- Requires registry/, record/, procedure/event.sql, evaluation/evaluate.sql. Finding what to warn
-- of is in alert_detect.sql.

CREATE TABLE credit.alert_rule (
	rule		pg_catalog.text COLLATE "C" PRIMARY KEY CHECK (rule <> ''),
	kind		pg_catalog.text NOT NULL CHECK (kind IN ('fault_growth', 'fault_spread', 'grade_drop', 'contract_breach',
		'overdue_rectification', 'related_listed')),
	name_zh		pg_catalog.text NOT NULL,
	name_en		pg_catalog.text NOT NULL,
	parameters	pg_catalog.jsonb NOT NULL DEFAULT '{}',
	sector		pg_catalog.text,
	basis_id	pg_catalog.text NOT NULL REFERENCES credit.legal_basis,
	valid		pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(valid)),
	verified	pg_catalog.bool NOT NULL DEFAULT false,
	note		pg_catalog.text,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false
);
COMMENT ON TABLE credit.alert_rule IS 'What opens an alert. 信用风险预警规则。';
COMMENT ON COLUMN credit.alert_rule.rule IS 'Name of the rule. 规则名称。';
COMMENT ON COLUMN credit.alert_rule.kind IS 'fault_growth, fault_spread, grade_drop, contract_breach, overdue_rectification or related_listed. 类别：失信骤增、跨区域跨行业失信、等级下降、合同违约、整改逾期、关联主体列入名单。';
COMMENT ON COLUMN credit.alert_rule.name_zh IS 'Name in Chinese. 中文名称。';
COMMENT ON COLUMN credit.alert_rule.name_en IS 'Name in English. 英文名称。';
COMMENT ON COLUMN credit.alert_rule.parameters IS 'Figures of the rule; what a kind knows is in the reference. 规则参数，各类别可用参数见参考手册。';
COMMENT ON COLUMN credit.alert_rule.sector IS 'Sector whose departments see the alerts besides those the evidence is from; null for none. 除证据来源部门外可见预警的领域，空为无。';
COMMENT ON COLUMN credit.alert_rule.basis_id IS 'Legal basis. 依据。';
COMMENT ON COLUMN credit.alert_rule.valid IS 'Days on which the rule holds. 有效期间。';
COMMENT ON COLUMN credit.alert_rule.verified IS 'False while the figures are our own choice. 参数已经本地核定则为真。';
COMMENT ON COLUMN credit.alert_rule.note IS 'Remark. 备注。';
COMMENT ON COLUMN credit.alert_rule.standard_entry IS 'Shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';
GRANT SELECT ON credit.alert_rule TO credit_admin, credit_department, credit_analyst;
GRANT INSERT, UPDATE, DELETE ON credit.alert_rule TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.alert_rule', 'WHERE NOT standard_entry');
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.alert_rule
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.alert_rule FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.alert_rule FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();

-- A misspelt parameter would silently leave the default in force.
-- SECURITY DEFINER: what loads a dump is not for everybody to ask.
CREATE FUNCTION credit.check_alert_rule() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	known text[] := (CASE NEW.kind
		WHEN 'fault_growth' THEN '{window_days,past_days,times,sector_times,least,min_severity,items,results}'
		WHEN 'fault_spread' THEN '{window_days,least_regions,least_sectors,min_severity,items,results}'
		WHEN 'grade_drop' THEN '{steps,within_days,models}'
		WHEN 'contract_breach' THEN '{window_days,least,items,results}'
		WHEN 'overdue_rectification' THEN '{grace_days}'
		ELSE '{roles}' END)::text[];
	wrong text;
	missing record;
BEGIN
	IF jsonb_typeof(NEW.parameters) <> 'object' THEN
		RAISE EXCEPTION '%', credit.message('parameters of alert rule "%s" are not an object', NEW.rule) USING ERRCODE = 'CR020';
	END IF;
	SELECT p.key INTO wrong FROM jsonb_each(NEW.parameters) p
	WHERE p.key <> ALL (known) OR NOT CASE
		WHEN p.key IN ('items', 'results', 'models', 'roles') THEN jsonb_typeof(p.value) = 'array' AND p.value <> '[]'
			AND NOT jsonb_path_exists(p.value, '$[*] ? (@.type() != "string")')
			AND (p.key <> 'roles' OR p.value <@ '["legal_representative", "principal", "actual_controller", "directly_responsible", "shareholder", "branch_of", "superior"]')
		WHEN p.key = 'min_severity' THEN p.value #>> '{}' IN ('minor', 'general', 'serious')
		WHEN jsonb_typeof(p.value) <> 'number' THEN false
		WHEN p.key IN ('times', 'sector_times') THEN (p.value #>> '{}')::numeric >= 0
		ELSE (p.value #>> '{}')::numeric BETWEEN CASE p.key WHEN 'grace_days' THEN 0 ELSE 1 END AND 36500
			AND (p.value #>> '{}')::numeric % 1 = 0 END
	ORDER BY p.key LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION '%', credit.message('parameter "%s" of alert rule "%s" is not one', wrong, NEW.rule)
			USING ERRCODE = 'CR020',
				DETAIL = credit.message('Kind %s takes %s: whole numbers from 1, times and grace_days from 0, lists as arrays.',
					NEW.kind, array_to_string(known, ', '));
	END IF;
	IF NEW.kind = 'contract_breach' AND NOT NEW.parameters ? 'items' THEN
		RAISE EXCEPTION '%', credit.message('alert rule "%s" names no items', NEW.rule) USING ERRCODE = 'CR020';
	END IF;
	-- A name of nothing would never open an alert. In a dump rules come before
	-- what they name; and what names things that are gone since may be closed.
	IF NEW.parameters IS NOT DISTINCT FROM OLD.parameters OR credit.loads_dump() THEN
		RETURN NEW;
	END IF;
	SELECT p.key, n AS name INTO missing
	FROM jsonb_each(NEW.parameters) p CROSS JOIN LATERAL jsonb_array_elements_text(CASE WHEN p.key IN ('items', 'models') THEN p.value ELSE '[]' END) n
	WHERE CASE p.key WHEN 'items' THEN NOT EXISTS (SELECT FROM credit.catalogue_item c WHERE c.item = n)
		ELSE NOT EXISTS (SELECT FROM credit.model m WHERE m.model = n) END
	ORDER BY p.key, n LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION '%', CASE missing.key WHEN 'items' THEN credit.message('alert rule "%s" names the unknown item "%s"', NEW.rule, missing.name)
				ELSE credit.message('alert rule "%s" names the unknown model "%s"', NEW.rule, missing.name) END
			USING ERRCODE = 'CR020',
				DETAIL = credit.message('It would never open an alert.'),
				HINT = CASE missing.key WHEN 'items' THEN credit.message('Look for it in credit.catalogue_item, or define it first.')
					ELSE credit.message('Look for it in credit.model, or load it first.') END;
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION credit.check_alert_rule() IS 'Row trigger: parameters are those of the kind, within their bounds, and name what there is. 行触发器：校验预警规则参数及其所指事项与模型。';
REVOKE ALL ON FUNCTION credit.check_alert_rule() FROM PUBLIC;
CREATE TRIGGER check_alert_rule BEFORE INSERT OR UPDATE ON credit.alert_rule
	FOR EACH ROW EXECUTE FUNCTION credit.check_alert_rule();

-- The aims are the documents' (S5: budding, cross-region and cross-industry
-- risk); every figure is a proposal of ours and stays unverified.
INSERT INTO credit.alert_rule (rule, kind, name_zh, name_en, parameters, basis_id, valid, verified, note, standard_entry)
SELECT r.rule, r.kind, r.name_zh, r.name_en, r.parameters::pg_catalog.jsonb, r.basis_id, '[2020-01-01,)', false, r.note, true
FROM (VALUES
	('fault-growth', 'fault_growth', '失信行为骤增', 'sudden growth of faults',
		'{"window_days": 90, "past_days": 365, "times": 2, "sector_times": 2, "least": 3}', 'jilin_city_2020', '及早发现苗头性风险；数值为建议值'),
	('complaint-growth', 'fault_growth', '投诉举报骤增', 'sudden growth of complaints',
		'{"window_days": 90, "past_days": 365, "times": 2, "sector_times": 3, "least": 5, "items": ["complaint"], "results": ["属实", "部分属实", "办理中"]}', 'jilin_city_2020', '投诉本身不构成失信，仅作预警；数值为建议值'),
	('fault-spread', 'fault_spread', '跨区域、跨行业失信', 'faults in several regions or sectors',
		'{"window_days": 365, "least_regions": 2, "least_sectors": 3, "min_severity": "general"}', 'jilin_city_2020', '防范跨行业跨区域风险；数值为建议值'),
	('grade-drop', 'grade_drop', '信用等级下降', 'drop of the grade',
		'{"steps": 1, "within_days": 400}', 'jilin_city_2020', '数值为建议值'),
	('contract-breach', 'contract_breach', '合同及承诺违约', 'breaches of contracts and promises',
		'{"window_days": 365, "least": 2, "items": ["contract_breach", "commitment_breach", "government_debt", "contract_performance"], "results": ["迟延履行", "部分履行", "未履行"]}', 'jilin_city_2020', '合同履约信息纳入预警；数值为建议值'),
	('overdue-rectification', 'overdue_rectification', '逾期未整改', 'overdue rectification', '{}', 'jilin_city_2020', NULL),
	('related-listed', 'related_listed', '关联主体列入名单', 'related subject on a list',
		'{"roles": ["legal_representative", "actual_controller"]}', 'jilin_city_2020', '由名单部分触发')
) AS r (rule, kind, name_zh, name_en, parameters, basis_id, note);

CREATE TABLE credit.alert (
	subject_id	pg_catalog.int8 NOT NULL,
	alert_id	pg_catalog.int8 GENERATED BY DEFAULT AS IDENTITY,
	rule		pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.alert_rule,
	opened_on	pg_catalog.date NOT NULL,
	state		pg_catalog.text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'acknowledged', 'closed')),
	facts		pg_catalog.text[] NOT NULL CHECK (facts <> '{}'),
	evidence	pg_catalog.jsonb NOT NULL,
	dept_ids	pg_catalog.int4[] NOT NULL,
	updated_on	pg_catalog.date NOT NULL,
	acknowledged_by pg_catalog.text,
	acknowledged_on pg_catalog.date,
	closed_by	pg_catalog.text,
	closed_on	pg_catalog.date,
	closed_reason pg_catalog.text,
	PRIMARY KEY (subject_id, alert_id),
	CHECK ((state = 'acknowledged') <= (acknowledged_by IS NOT NULL)),
	CHECK ((state = 'closed') = (closed_reason IS NOT NULL))
);
COMMENT ON TABLE credit.alert IS 'Alerts about organisations: what a rule found, until it is closed with a reason. 对组织的信用风险预警，直至附理由关闭。';
COMMENT ON COLUMN credit.alert.subject_id IS 'Organisation. 主体。';
COMMENT ON COLUMN credit.alert.alert_id IS 'Number. 编号。';
COMMENT ON COLUMN credit.alert.rule IS 'Rule. 规则。';
COMMENT ON COLUMN credit.alert.opened_on IS 'Day it was opened. 预警日期。';
COMMENT ON COLUMN credit.alert.state IS 'open, acknowledged or closed. 状态：待处理、已知悉、已关闭。';
COMMENT ON COLUMN credit.alert.facts IS 'All it ever rested on, as kind:number; the same facts open no second alert. 所依据的全部事实（类别:编号），相同事实不重复预警。';
COMMENT ON COLUMN credit.alert.evidence IS 'What was found last: records and figures. 最近一次发现的证据：记录编号与数值。';
COMMENT ON COLUMN credit.alert.dept_ids IS 'Departments that see it: whose records it rests on, and those of the rule''s sector. 可见部门：证据来源部门及规则所属领域部门。';
COMMENT ON COLUMN credit.alert.updated_on IS 'Day the evidence last grew. 证据最近增加日期。';
COMMENT ON COLUMN credit.alert.acknowledged_by IS 'Role that took note. 知悉角色。';
COMMENT ON COLUMN credit.alert.acknowledged_on IS 'When. 知悉日期。';
COMMENT ON COLUMN credit.alert.closed_by IS 'Role that closed it. 关闭角色。';
COMMENT ON COLUMN credit.alert.closed_on IS 'When. 关闭日期。';
COMMENT ON COLUMN credit.alert.closed_reason IS 'Why. 关闭理由。';
-- one alert at a time for a rule and subject: new evidence joins it
CREATE UNIQUE INDEX alert_open ON credit.alert (subject_id, rule) WHERE state <> 'closed';
CREATE INDEX alert_number ON credit.alert (alert_id);
CREATE INDEX alert_facts ON credit.alert USING gin (facts) WHERE state <> 'closed';
ALTER TABLE credit.alert ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON credit.alert FOR SELECT USING (credit.is_office() OR dept_ids && credit.acting_departments());
GRANT SELECT ON credit.alert TO credit_admin, credit_department;
-- analysts count alerts; about whom they are is not for them
GRANT SELECT (rule, opened_on, state, closed_on) ON credit.alert TO credit_analyst;
CREATE POLICY count ON credit.alert FOR SELECT TO credit_analyst USING (NOT credit.is_department());
SELECT pg_catalog.pg_extension_config_dump('credit.alert', '');
SELECT pg_catalog.pg_extension_config_dump('credit.alert_alert_id_seq', '');

CREATE TYPE credit.alert_finding AS (
	subject_id	pg_catalog.int8,
	facts		pg_catalog.text[],
	evidence	pg_catalog.jsonb,
	dept_ids	pg_catalog.int4[]
);
COMMENT ON TYPE credit.alert_finding IS 'What a rule found about one organisation. 规则对单个主体的发现。';

-- Findings become alerts: none for facts that were all known, one at a time
-- for a rule and subject. An acknowledged alert opens again when it grows.
CREATE FUNCTION credit.open_alerts(rule pg_catalog.text, findings credit.alert_finding[], on_date pg_catalog.date)
		RETURNS pg_catalog.int8
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	others int4[] := ARRAY(SELECT d.dept_id FROM credit.alert_rule r JOIN credit.department d ON d.sector = r.sector
		WHERE r.rule = open_alerts.rule AND d.valid @> on_date);
	done int8;
BEGIN
	WITH told AS (
		INSERT INTO credit.alert AS a (subject_id, rule, opened_on, facts, evidence, dept_ids, updated_on)
		SELECT f.subject_id, open_alerts.rule, on_date, f.facts, f.evidence,
			ARRAY(SELECT DISTINCT u FROM unnest(f.dept_ids || others) u WHERE u IS NOT NULL ORDER BY 1), on_date
		FROM unnest(findings) f JOIN credit.subject s ON s.subject_id = f.subject_id AND s.kind <> 'person' AND s.merged_into IS NULL
		WHERE NOT EXISTS (SELECT FROM credit.alert o
			WHERE o.subject_id = f.subject_id AND o.rule = open_alerts.rule AND o.facts @> f.facts)
		ORDER BY f.subject_id
		ON CONFLICT (subject_id, rule) WHERE state <> 'closed' DO UPDATE
		SET facts = ARRAY(SELECT DISTINCT u FROM unnest(a.facts || excluded.facts) u ORDER BY 1),
			evidence = excluded.evidence,
			dept_ids = ARRAY(SELECT DISTINCT u FROM unnest(a.dept_ids || excluded.dept_ids) u ORDER BY 1),
			updated_on = excluded.updated_on, state = 'open', acknowledged_by = NULL, acknowledged_on = NULL
		WHERE NOT a.facts @> excluded.facts
		RETURNING a.subject_id, a.alert_id, a.dept_ids
	), announced AS (
		-- departments that see it, or the office alone
		INSERT INTO credit.event (kind, subject_id, ref_id, dept_id, ref_table)
		SELECT (SELECT CASE r.kind WHEN 'grade_drop' THEN r.kind ELSE 'alert' END FROM credit.alert_rule r WHERE r.rule = open_alerts.rule),
			t.subject_id, t.alert_id, d.dept_id, 'alert'
		FROM told t LEFT JOIN LATERAL unnest(t.dept_ids) d (dept_id) ON true
		ORDER BY t.alert_id, d.dept_id
	)
	SELECT count(*) INTO done FROM told;
	RETURN done;
END
$$;
COMMENT ON FUNCTION credit.open_alerts(pg_catalog.text, credit.alert_finding[], pg_catalog.date) IS 'Opens alerts, or adds to those open; returns how many. 批量产生预警或补充已有预警，返回数量。';
REVOKE ALL ON FUNCTION credit.open_alerts(pg_catalog.text, credit.alert_finding[], pg_catalog.date) FROM PUBLIC;

-- SECURITY DEFINER: nobody writes alerts but these functions. Rooms below and
-- the office raise what no rule here can find.
CREATE FUNCTION credit.raise_alert(rule pg_catalog.text, subject_id pg_catalog.int8, facts pg_catalog.text[],
		evidence pg_catalog.jsonb DEFAULT '{}', dept_ids pg_catalog.int4[] DEFAULT '{}', on_date pg_catalog.date DEFAULT NULL)
		RETURNS pg_catalog.int8
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
	day date := coalesce(on_date, credit.today());
	whom credit.subject;
	made int8;
BEGIN
	IF NOT EXISTS (SELECT FROM credit.alert_rule r WHERE r.rule = raise_alert.rule AND r.valid @> day) THEN
		RAISE EXCEPTION '%', credit.message('there is no alert rule "%s"', rule)
			USING ERRCODE = 'CR017', DETAIL = credit.message('None of that name is in force on %s.', day),
				HINT = credit.message('Rules are rows of credit.alert_rule.');
	END IF;
	SELECT * INTO whom FROM credit.subject s WHERE s.subject_id = raise_alert.subject_id;
	IF NOT FOUND OR whom.kind = 'person' THEN
		RAISE EXCEPTION '%', credit.message('no alert can be raised about subject %s', coalesce(subject_id::text, 'null'))
			USING ERRCODE = 'CR005', DETAIL = CASE whom.kind WHEN 'person' THEN credit.message('It is a natural person; alerts are about organisations.')
				ELSE credit.message('It does not exist.') END;
	END IF;
	IF coalesce(cardinality(facts), 0) = 0 OR EXISTS (SELECT FROM unnest(facts) f WHERE f IS NULL OR f !~ '^[a-z_]+:.+') THEN
		RAISE EXCEPTION '%', credit.message('an alert needs facts')
			USING ERRCODE = 'CR011', HINT = credit.message('Name them as kind:number, such as list_entry:17.');
	END IF;
	PERFORM credit.open_alerts(rule, ARRAY[ROW(coalesce(whom.merged_into, subject_id), facts, coalesce(evidence, '{}'), dept_ids)::credit.alert_finding], day);
	SELECT a.alert_id INTO made FROM credit.alert a
	WHERE a.subject_id = coalesce(whom.merged_into, raise_alert.subject_id) AND a.rule = raise_alert.rule AND a.facts @> raise_alert.facts
	ORDER BY a.alert_id DESC LIMIT 1;
	RETURN made;
END
$$;
COMMENT ON FUNCTION credit.raise_alert(pg_catalog.text, pg_catalog.int8, pg_catalog.text[], pg_catalog.jsonb, pg_catalog.int4[], pg_catalog.date) IS 'Raises an alert, or adds to the open one; returns its number, also when the facts were known. 产生预警或补充已有预警并返回编号，事实重复时返回原编号。';
REVOKE ALL ON FUNCTION credit.raise_alert(pg_catalog.text, pg_catalog.int8, pg_catalog.text[], pg_catalog.jsonb, pg_catalog.int4[], pg_catalog.date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.raise_alert(pg_catalog.text, pg_catalog.int8, pg_catalog.text[], pg_catalog.jsonb, pg_catalog.int4[], pg_catalog.date) TO credit_admin;

-- The alert, locked, when the session may act on it and it is not closed.
CREATE FUNCTION credit.need_alert(alert_id pg_catalog.int8) RETURNS credit.alert
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	one credit.alert;
BEGIN
	SELECT * INTO one FROM credit.alert a WHERE a.alert_id = need_alert.alert_id FOR UPDATE;
	IF NOT FOUND OR NOT EXISTS (SELECT FROM unnest(one.dept_ids || 0) d WHERE credit.session_may_act_for(d)) THEN
		RAISE EXCEPTION '%', credit.message('alert %s cannot be changed', coalesce(need_alert.alert_id::text, 'null'))
			USING ERRCODE = 'CR017', DETAIL = credit.message('There is no such alert for a department you act for.'), HINT = credit.message('Look in credit.alert.');
	END IF;
	IF one.state = 'closed' THEN
		RAISE EXCEPTION '%', credit.message('alert %s is closed already', need_alert.alert_id)
			USING ERRCODE = 'CR009', DETAIL = credit.message('It was closed on %s: %s', one.closed_on, one.closed_reason);
	END IF;
	RETURN one;
END
$$;
COMMENT ON FUNCTION credit.need_alert(pg_catalog.int8) IS 'The alert, locked, or an error that says why not (CR017, CR009). 取得并锁定预警，不可用时说明原因。';
REVOKE ALL ON FUNCTION credit.need_alert(pg_catalog.int8) FROM PUBLIC;

CREATE FUNCTION credit.acknowledge_alert(alert_id pg_catalog.int8) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	one credit.alert := credit.need_alert(alert_id);
BEGIN
	-- SECURITY DEFINER: see credit.raise_alert. Twice is harmless.
	UPDATE credit.alert a SET state = 'acknowledged', acknowledged_by = credit.session_role(), acknowledged_on = credit.today()
	WHERE a.subject_id = one.subject_id AND a.alert_id = one.alert_id AND a.state = 'open';
END
$$;
COMMENT ON FUNCTION credit.acknowledge_alert(pg_catalog.int8) IS 'Takes note of an alert. 知悉预警。';
REVOKE ALL ON FUNCTION credit.acknowledge_alert(pg_catalog.int8) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.acknowledge_alert(pg_catalog.int8) TO credit_admin, credit_department;

CREATE FUNCTION credit.close_alert(alert_id pg_catalog.int8, reason pg_catalog.text) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	one credit.alert := credit.need_alert(alert_id);
BEGIN
	-- SECURITY DEFINER: see credit.raise_alert
	IF coalesce(btrim(reason), '') = '' THEN
		RAISE EXCEPTION '%', credit.message('closing alert %s needs a reason', close_alert.alert_id)
			USING ERRCODE = 'CR011', HINT = credit.message('Say what was found and done.');
	END IF;
	UPDATE credit.alert a SET state = 'closed', closed_by = credit.session_role(), closed_on = credit.today(), closed_reason = btrim(reason)
	WHERE a.subject_id = one.subject_id AND a.alert_id = one.alert_id;
END
$$;
COMMENT ON FUNCTION credit.close_alert(pg_catalog.int8, pg_catalog.text) IS 'Closes an alert with a reason; only new facts open another. 附理由关闭预警，仅新的事实会再次预警。';
REVOKE ALL ON FUNCTION credit.close_alert(pg_catalog.int8, pg_catalog.text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.close_alert(pg_catalog.int8, pg_catalog.text) TO credit_admin, credit_department;

-- Alerts end with their causes: those all of whose facts have ended.
CREATE FUNCTION credit.end_alerts(ended pg_catalog.text[], reason pg_catalog.text, on_date pg_catalog.date DEFAULT NULL) RETURNS pg_catalog.int8
	LANGUAGE sql SET search_path = pg_catalog, pg_temp
AS $$
	WITH over AS (SELECT a.subject_id, a.alert_id FROM credit.alert a
		WHERE a.state <> 'closed' AND a.facts && ended AND a.facts <@ ended ORDER BY a.subject_id, a.alert_id FOR UPDATE),
	closed AS (UPDATE credit.alert a SET state = 'closed', closed_by = 'credit', closed_on = coalesce(on_date, credit.today()), closed_reason = reason
		FROM over o WHERE a.subject_id = o.subject_id AND a.alert_id = o.alert_id RETURNING a.alert_id)
	SELECT count(*) FROM closed
$$;
COMMENT ON FUNCTION credit.end_alerts(pg_catalog.text[], pg_catalog.text, pg_catalog.date) IS 'Closes the alerts that rest on nothing but these facts; returns how many. 关闭仅依据这些事实的预警并返回数量。';
REVOKE ALL ON FUNCTION credit.end_alerts(pg_catalog.text[], pg_catalog.text, pg_catalog.date) FROM PUBLIC;

CREATE FUNCTION credit.move_alerts(keep pg_catalog.int8, gone pg_catalog.int8) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	moved int8;
BEGIN
	UPDATE credit.alert a SET state = 'closed', closed_by = credit.session_role(), closed_on = credit.today(),
		closed_reason = format('subject %s was merged into %s, which has this alert', gone, keep)
	WHERE a.subject_id = gone AND a.state <> 'closed' AND EXISTS (SELECT FROM credit.alert k
		WHERE k.subject_id = keep AND k.rule = a.rule AND k.state <> 'closed');
	UPDATE credit.alert a SET subject_id = keep WHERE a.subject_id = gone;
	GET DIAGNOSTICS moved = ROW_COUNT;
	RETURN moved;
END
$$;
COMMENT ON FUNCTION credit.move_alerts(pg_catalog.int8, pg_catalog.int8) IS 'Moves the alerts of a merged subject; called by credit.merge_subject(). 主体合并时迁移预警，由 credit.merge_subject() 调用。';
REVOKE ALL ON FUNCTION credit.move_alerts(pg_catalog.int8, pg_catalog.int8) FROM PUBLIC;
INSERT INTO credit.subject_table (table_name, mover) VALUES ('alert', 'credit.move_alerts');
