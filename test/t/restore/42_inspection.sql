-- Inspection plans in every state, a draw with its visits, findings, alerts in
-- every state, own and edited rules of both.
SET client_min_messages = warning;
SET credit.fixed_today = '2026-06-01';
INSERT INTO credit.inspection_policy (policy, sector, grade, floor_ratio, ratio, max_per_year, basis_id) VALUES ('own-B', 'trees', 'B', 0.1, 0.5, 2, 'wanglan_2026');
UPDATE credit.inspection_policy SET ceiling_ratio = 0.5, ratio = 0.5 WHERE policy = 'general-ungraded';
SET ROLE restore_a;
INSERT INTO credit.inspector (dept_id, name, certificate_no, areas) SELECT 11, '检查员' || n, 'Z' || n, '{绿化}' FROM generate_series(1, 4) n;
INSERT INTO credit.inspector_conflict (subject_id, inspector_id, kind, dept_id, note) SELECT subject_id, 1, 'former_employment', 11, '曾任职' FROM credit.subject WHERE kind = 'enterprise' ORDER BY subject_id LIMIT 1;
SELECT credit.plan_inspection('望抽1号', '绿化', '[2026-06-05,2026-07-01)') AS plan \gset
SELECT credit.join_inspection(:plan, '{树木养护}', area => '绿化', regions => '{220199}');
SELECT credit.publish_inspection(:plan, encode(sha256('seed of the restore test'), 'hex')) > 3 AS frame;
SELECT count(*) > 1 AS drawn FROM credit.draw_inspection(:plan, 'seed of the restore test');
SELECT credit.plan_inspection('望抽2号', '草拟', '[2026-08-05,2026-09-01)', ratios => '{"ungraded": 0.3}', public_from => '2026-09-01') AS plan \gset
SELECT credit.join_inspection(:plan, '{树木养护}', regions => '{220199}', kinds => '{enterprise,collective}', industries => '{A}', items => '{tree_care}');
SELECT credit.plan_inspection('望抽3号', '已公布', '[2026-08-05,2026-09-01)', public_source => '彩票') AS plan \gset
SELECT credit.join_inspection(:plan, '{树木养护}');
SELECT credit.publish_inspection(:plan, encode(sha256('another'), 'hex')) > 3 AS frame;
SELECT credit.cancel_inspection(:plan, '种子过短');
RESET ROLE;
SELECT credit.replace_inspector(v.visit_id, v.inspector_id, i.inspector_id, '病假') FROM (SELECT * FROM credit.inspection_visitor ORDER BY subject_id, visit_id, inspector_id LIMIT 1) v,
	LATERAL (SELECT i.inspector_id FROM credit.inspector i WHERE i.inspector_id > 1 AND i.dept_id = v.dept_id AND NOT EXISTS (SELECT FROM credit.inspection_visitor o WHERE o.visit_id = v.visit_id AND o.inspector_id = i.inspector_id) ORDER BY 1 LIMIT 1) i;
-- (changes of a registered subject in between are not published ones)
UPDATE credit.alert_rule SET parameters = parameters || '{"least": 2}' WHERE rule = 'contract-breach';
INSERT INTO credit.alert_rule (rule, kind, name_zh, name_en, parameters, sector, basis_id, valid)
VALUES ('own', 'fault_growth', '望岚预警', 'own', '{"least": 1, "times": 0, "sector_times": 0, "window_days": 3650}', 'market_regulation', 'wanglan_2026', '[2026-01-01,)');
-- rules are loaded before the items and models they name
INSERT INTO credit.alert_rule (rule, kind, name_zh, name_en, parameters, basis_id, valid) VALUES
	('own-item', 'contract_breach', '养护违约', 'own item', '{"items": ["tree_care"], "least": 50}', 'wanglan_2026', '[2026-01-01,)'),
	('own-model', 'grade_drop', '等级下降', 'own model', (SELECT jsonb_build_object('models', jsonb_agg(DISTINCT model), 'steps', 3) FROM credit.model), 'wanglan_2026', '[2026-01-01,)');
INSERT INTO credit.alert_due (subject_id) SELECT DISTINCT subject_id FROM credit.record_store;
SELECT credit.maintain_alerts(NULL, 1000) > 0 AS looked;
SELECT credit.raise_alert('related-listed', subject_id, '{list_entry:1}', '{"entries": [1]}') IS NOT NULL AS raised FROM credit.subject WHERE kind = 'enterprise' AND merged_into IS NULL;
SELECT credit.acknowledge_alert(min(alert_id)), credit.close_alert(max(alert_id), '已核查') FROM credit.alert;
SELECT count(*) > 2 AS alerts, count(DISTINCT state) AS states FROM credit.alert;
INSERT INTO credit.alert_due (subject_id, from_day) SELECT min(subject_id), '2027-01-01' FROM credit.subject;
