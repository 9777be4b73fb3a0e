-- Lists of every source and end, marks, candidates, bans, joint actions,
-- consents, queries, the four lists of a department, edited and own rules.
SET client_min_messages = warning;
SET credit.fixed_today = '2026-06-01';
CREATE TEMP TABLE listed AS SELECT row_number() OVER (ORDER BY subject_id) AS n, uscc::text AS code, name, subject_id
	FROM credit.subject WHERE uscc IS NOT NULL AND merged_into IS NULL AND kind IN ('enterprise', 'farmers_cooperative', 'public_institution');
UPDATE credit.list_kind SET term = '18 months' WHERE list = 'focus';
INSERT INTO credit.list_kind (list, name_zh, name_en, class, applies_to, term, early_removal_after, basis_id, consultation, valid)
VALUES ('wanglan_trees', '望岚绿化严重失信名单', 'trees', 'serious', '{enterprise,farmers_cooperative}', '1 year', '3 months', 'wanglan_2026', '[2026-01-01,2026-02-15)', '[2026-01-01,)');
UPDATE credit.list_criterion SET count = 4 WHERE criterion = 'focus-repeated-minor';
INSERT INTO credit.list_criterion (criterion, list, item, min_severity, count, "window", name_zh, name_en, basis_id, valid)
VALUES ('trees', 'wanglan_trees', 'tree_care', 'minor', 1, '2 years', '毁绿', 'trees', 'wanglan_2026', '[2026-01-01,)');
UPDATE credit.measure SET note = '本市已核' WHERE measure = 'green_lane';
INSERT INTO credit.measure (measure, name_zh, name_en, direction, class, kind_no, sphere, applies_to, purposes, basis_id, valid)
VALUES ('tree_limit', '限制承接绿化项目', 'no tree projects', 'sanction', 1, 1, 'administrative', '{enterprise}', '{procurement}', 'wanglan_2026', '[2026-01-01,)');
INSERT INTO credit.list_measure (list, measure, min_severity) VALUES ('wanglan_trees', 'tree_limit', 'general');
UPDATE credit.list_measure SET min_severity = 'general' WHERE list = 'focus' AND measure = 'key_supervision';
INSERT INTO credit.grade_measure (measure, min_grade) VALUES ('honour_priority', 'A');
UPDATE credit.eligibility_rule SET max_broken = 1 WHERE eligibility = 'conditional_acceptance';
UPDATE credit.check_rule SET "window" = '20 days' WHERE item = 'licence';
INSERT INTO credit.department_list (dept_id, part, list) VALUES (11, 'serious', 'wanglan_trees');
INSERT INTO credit.department_list (dept_id, part, measure) VALUES (11, 'sanctions', 'tree_limit');
SELECT credit.import_list_entry('market_regulation_serious', code, '外列1号', '2025-03-01', dept_id => 11) AS entry FROM listed WHERE n = 1 \gset
SELECT credit.import_list_entry('honest', code, '红1号', '2026-03-01', dept_id => 11) AS honest FROM listed WHERE n = 3 \gset
SELECT credit.import_list_entry('migrant_wages', code, '欠薪1号', '2025-03-01', dept_id => 12) AS gone FROM listed WHERE n = 3 \gset
INSERT INTO credit.list_candidate (subject_id, list, dept_id, note) SELECT subject_id, 'focus', 11, '人工提出' FROM listed WHERE n = 3;
SELECT credit.dismiss_candidate(candidate_id, '已整改') FROM credit.list_candidate WHERE state = 'open' ORDER BY candidate_id LIMIT 1;
SELECT count(*) FROM credit.initiate_joint_action(:entry, '{12}', '{procurement_ban,fiscal_limit}', '严重失信');
SELECT credit.withdraw_listing(:gone, '更1号', '认错主体');
SELECT credit.impose_ban(code, '食品生产', '禁1号', '2026-05-01', 'gf_33_2016', for_ever => true, dept_id => 11) FROM listed WHERE n = 1;
SELECT credit.lift_ban(credit.impose_ban(code, '绿化', '禁2号', '2026-05-01', 'wanglan_2026', '2027-05-01', dept_id => 11), 'revoked', '撤禁1号') FROM listed WHERE n = 3;
INSERT INTO credit.data_consent (subject_id, scope, given_on, recipient) SELECT subject_id, 'sme_finance', '2026-02-01', '某银行' FROM listed;
SELECT count(*) FROM listed l, LATERAL (SELECT (credit.check_subject(l.code, 'approval', '申请' || l.n)).verdict) c;
SELECT count(*) FROM credit.check_subjects((SELECT array_agg(code) FROM listed), 'bidding');
INSERT INTO credit.candidate_due (subject_id) SELECT subject_id FROM listed WHERE n <= 2;
UPDATE credit.programme SET min_grade = 'A', note = '本市已核' WHERE programme = 'tourism';
INSERT INTO credit.programme (programme, name_zh, name_en, applies_to, consent_scope, min_kept, basis_id, note)
VALUES ('wanglan_rent', '信易租', 'easier renting', '{enterprise}', 'renting', 1, 'wanglan_2026', '望岚');
