-- Open and closed cases of several procedures with their steps and events,
-- opened by hand and by records; edited rules and a procedure of one's own.
SET client_min_messages = warning;
SET credit.fixed_today = '2026-06-01';
CREATE TEMP TABLE code AS SELECT row_number() OVER (ORDER BY subject_id) AS n, uscc::text AS code, name
	FROM credit.subject WHERE uscc IS NOT NULL AND kind IN ('enterprise', 'farmers_cooperative', 'public_institution');
GRANT SELECT ON code TO PUBLIC;
UPDATE credit.stage SET clock_n = 12, note = '本市缩短' WHERE procedure = 'objection' AND stage = 'examining';
UPDATE credit.transition SET requires = '{note,person}' WHERE procedure = 'objection' AND to_stage = 'withdrawn';
UPDATE credit.item_procedure SET max_age = 100 WHERE item = 'rectification' AND does = 'open';
UPDATE credit.campaign_target SET share = 0.9 WHERE target = 'mid-year';
INSERT INTO credit.requirement (requirement, name_zh, name_en, type) VALUES ('site', '现场', 'site', 'text');
INSERT INTO credit.procedure (procedure, name_zh, name_en, lies_with, basis_id) VALUES ('tree_check', '树木核查', 'check of trees', 'opener', 'wanglan_2026');
INSERT INTO credit.stage (procedure, stage, edition, name_zh, name_en, final, clock_n, clock_unit, basis_id, valid) VALUES
	('tree_check', 'looking', '1', '核查', 'being looked at', false, 3, 'workday', 'wanglan_2026', '(,2026-05-01)'),
	('tree_check', 'looking', '2', '核查', 'being looked at', false, 5, 'workday', 'wanglan_2026', '[2026-05-01,)'),
	('tree_check', 'seen', '1', '已核查', 'looked at', true, NULL, NULL, 'wanglan_2026', '(,)');
INSERT INTO credit.transition (procedure, from_stage, to_stage, actors, requires, basis_id) VALUES
	('tree_check', 'start', 'looking', '{department}', '{site}', 'wanglan_2026'), ('tree_check', 'looking', 'seen', '{department}', '{note}', 'wanglan_2026');

SET ROLE restore_a;
SELECT credit.open_proceeding('objection', NULL, record_id, '{}', note => '不服') FROM credit.record WHERE doc_no IN ('罚24号', '罚26号') ORDER BY record_id;
SELECT credit.advance(min(proceeding_id), 'rejected', '复1号', '事实清楚', '{"person": "李四"}') FROM credit.proceeding WHERE procedure = 'objection';
SELECT credit.open_proceeding('tree_check', (SELECT code FROM code WHERE n = 1), detail => '{"site": "东山"}', on_date => '2026-04-29');
SELECT credit.open_proceeding('tree_check', (SELECT code FROM code WHERE n = 2), detail => '{"site": "西山"}', on_date => '2026-05-29');
SELECT credit.advance(max(proceeding_id), 'seen', NULL, '成活', '{}') FROM credit.proceeding WHERE procedure = 'tree_check';
INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail)
SELECT 'rectification', code, name, '改' || n, '2026-05-11', '{"facts": "f", "due_on": "2026-05-20", "result": "整改中", "subject_category": "法人及非法人组织",
	"authority_name": "望岚区城管局", "authority_code": "1122010001350000BA"}' FROM code WHERE n < 3;
RESET ROLE;
SELECT credit.maintain_overdue(NULL, 1) AS overdue;
