-- The registry: regions and industries, who acts for which department, and
-- finding, confirming, renaming, recoding and merging subjects.
SET credit.fixed_today = '2026-06-01';
SET DateStyle = 'ISO';
\set SHOW_CONTEXT never

-- what ships: 34 provinces, 342 prefectures and, of Jilin, 60 counties and 9
-- development zones; 20 sections and 97 divisions
SELECT level, count(*) FROM credit.region GROUP BY level ORDER BY level COLLATE "C";
SELECT r.name, p.name AS above FROM credit.region r JOIN credit.region p ON p.code = r.parent
WHERE r.code IN ('220202', '222401', '220271', '222400') ORDER BY r.code;
SELECT level, count(*) FROM credit.industry GROUP BY level ORDER BY level;
SELECT i.name, p.name AS section FROM credit.industry i JOIN credit.industry p ON p.code = i.parent
WHERE i.code IN ('14', '48') ORDER BY i.code;
-- orphans: none
SELECT count(*) FROM credit.region r WHERE r.parent IS NOT NULL
	AND NOT EXISTS (SELECT FROM credit.region p WHERE p.code = r.parent);
-- sufficient for a negative item: law, regulation or central policy in force
SELECT credit.basis_supports('penalty_law_2021', '[2026-01-01,)') AS law,
	credit.basis_supports('penalty_law_1996', '[2026-01-01,)') AS law_ended,
	credit.basis_supports('gbf_49_2020', '[2026-01-01,)') AS central_policy,
	credit.basis_supports('jilin_social_credit', '[2026-01-01,)') AS local_regulation,
	credit.basis_supports('ndrc_order_36_2025', '(,)') AS ministry,
	credit.basis_supports('nothing', '(,)') AS unknown;

BEGIN;
-- misuse
SAVEPOINT s;
INSERT INTO credit.region (code, name, parent, level) VALUES ('999901', '某县', '999900', 'county');
ROLLBACK TO s;
INSERT INTO credit.region (code, name, parent, level) VALUES ('22', '某省', NULL, 'province');
ROLLBACK TO s;
DELETE FROM credit.region WHERE code = '220200';
ROLLBACK TO s;
INSERT INTO credit.legal_basis (basis_id, title, rank, in_force) VALUES ('x', '某文件', 'letter', '(,)');
ROLLBACK TO s;
-- an edited shipped row becomes the user's own
UPDATE credit.region SET name = '昌邑' WHERE code = '220202';
SELECT standard_entry FROM credit.region WHERE code = '220202';
ROLLBACK;

-- ---- who acts ----
CREATE ROLE regress_city NOLOGIN IN ROLE credit_department;
CREATE ROLE regress_county NOLOGIN IN ROLE credit_department;
CREATE ROLE regress_other NOLOGIN IN ROLE credit_department;
CREATE ROLE regress_office NOLOGIN IN ROLE credit_admin;
CREATE ROLE regress_analyst NOLOGIN IN ROLE credit_analyst;
CREATE ROLE regress_pool LOGIN NOINHERIT IN ROLE regress_city, regress_other, regress_office;
INSERT INTO credit.department (dept_id, name, parent_id, role_name, sector) VALUES
	(9001, '市市场监督管理局', NULL, 'regress_city', 'market_regulation'),
	(9002, '县市场监督管理局', 9001, 'regress_county', 'market_regulation'),
	(9003, '原县质量技术监督局', NULL, NULL, NULL),
	(9004, '市水利局', NULL, 'regress_other', NULL);
UPDATE credit.department SET successor_id = 9002, valid = '(,2019-01-01)' WHERE dept_id = 9003;

-- its own, those below, and, one step further, those they succeeded
SET ROLE regress_city;
SELECT credit.acting_department(), credit.acting_departments(), credit.is_office(), credit.is_department();
SELECT d AS dept_id, credit.may_act_for(d), credit.may_see_department(d) FROM unnest(ARRAY[9001, 9002, 9003, 9004, 12345]) d;
SET credit.department = '9002';
SELECT credit.acting_department();
SET credit.department = '9004';
SELECT credit.acting_department();
SET credit.department = 'nine';
SELECT credit.acting_department();
RESET credit.department;
SET ROLE regress_county;
SELECT credit.acting_department(), credit.acting_departments();
SET ROLE regress_office;
SELECT credit.acting_department(), credit.acting_departments(), credit.is_office(), credit.may_act_for(9004);
SET credit.department = '9004';
SELECT credit.acting_department();
RESET credit.department;
SET ROLE regress_analyst;
SELECT credit.acting_department(), credit.acting_departments(), credit.is_office(), credit.is_department();
-- a pooled connection: nothing by itself, one department a transaction
RESET ROLE;
SET SESSION AUTHORIZATION regress_pool;
SELECT credit.acting_departments(), credit.is_office();
BEGIN;
SET LOCAL ROLE regress_city;
SELECT credit.acting_department();
COMMIT;
BEGIN;
SET LOCAL ROLE regress_other;
SELECT credit.acting_department(), credit.is_office();
COMMIT;
SELECT credit.acting_departments();
RESET SESSION AUTHORIZATION;
-- changes of membership and of departments count at once, and not when undone
BEGIN;
GRANT regress_county TO regress_other;
SET LOCAL ROLE regress_other;
SELECT credit.acting_departments();
SELECT credit.acting_department();
ROLLBACK;
SET ROLE regress_other;
SELECT credit.acting_departments();
RESET ROLE;
BEGIN;
UPDATE credit.department SET parent_id = 9004 WHERE dept_id = 9001;
SET LOCAL ROLE regress_other;
SELECT credit.acting_departments();
ROLLBACK;
SET ROLE regress_other;
SELECT credit.acting_departments();
-- misuse
INSERT INTO credit.department (name) VALUES ('自设局');
RESET ROLE;
UPDATE credit.department SET parent_id = 9002 WHERE dept_id = 9001;
UPDATE credit.department SET parent_id = 777 WHERE dept_id = 9001;
DELETE FROM credit.department WHERE dept_id = 9001;
INSERT INTO credit.department (name, uscc) VALUES ('错码局', '11220200013525250A');

-- ---- subjects ---- (messages name numbers: begin at one of our own)
SELECT last_value AS last, is_called AS called FROM credit.subject_id_seq \gset
SELECT setval('credit.subject_id_seq', 900000) \g /dev/null
SELECT '91220201MA0000001' || credit.uscc_check_char('91220201MA0000001') AS one,
	'91220201MA0000002' || credit.uscc_check_char('91220201MA0000002') AS two,
	'91220201MA0000003' || credit.uscc_check_char('91220201MA0000003') AS three,
	'91220201MA0000004' || credit.uscc_check_char('91220201MA0000004') AS four \gset
SET ROLE regress_office;
SELECT credit.register_subject('enterprise', '吉林市甲建材有限公司', :'one', region_code => '220202',
	industry_code => '48', registered_on => '2016-03-01') AS a \gset
SELECT credit.find_subject(:'one') = :a AS by_code,
	credit.find_subject(' ' || lower(:'one') || '　') = :a AS as_typed,
	credit.find_subject(:'two') AS unknown, credit.find_subject('') AS blank, credit.find_subject('天') AS word;
SELECT kind, name, name_key, name_rule > 0 AS ruled, region_code, status, provisional, attributes FROM credit.subject WHERE subject_id = :a;
-- confirming it again changes only what is given
UPDATE credit.subject SET provisional = true WHERE subject_id = :a;
SELECT credit.register_subject('enterprise', '吉林市甲建材有限公司', :'one', attributes => '{"capital": 100}') = :a AS same;
SELECT region_code, registered_on, provisional, attributes FROM credit.subject WHERE subject_id = :a;
-- persons are not registered by code
SELECT credit.register_subject('person', '张三');

-- other identifiers, in standard form
SELECT credit.add_identifier(:a, 'registration_no', ' 110108-000000016');
SELECT credit.add_identifier(:a, 'association_no', '吉社证字 第12号');
SELECT scheme, value, valid FROM credit.subject_identifier WHERE subject_id = :a ORDER BY scheme;
SELECT credit.find_subject('110108000000016') = :a AS by_registration_no;
SELECT credit.add_identifier(:a, 'registration_no', '110108000000017');
SELECT credit.add_identifier(:a, 'org_code', '12345678-0');
SELECT credit.add_identifier(:a, 'passport', 'E1');
SELECT credit.add_identifier(-1, 'tax_no', '1');

-- a new name: the old one ends the day before
SELECT credit.rename_subject(:a, '吉林市甲新材料有限公司', '2020-05-01');
SELECT credit.rename_subject(:a, '吉林市甲新材料有限公司', '2021-05-01');
SELECT credit.rename_subject(:a, '吉林甲集团有限公司', '2024-02-29');
SELECT name, name_key, valid FROM credit.subject_name WHERE subject_id = :a ORDER BY valid;
SELECT name, name_key FROM credit.subject WHERE subject_id = :a;
-- a name written directly brings its key along
UPDATE credit.subject SET name = '吉林甲（集团）有限公司' WHERE subject_id = :a;
SELECT name, name_key FROM credit.subject WHERE subject_id = :a;

-- a new code: the old one still finds it
SELECT credit.change_code(:a, :'two', '2025-01-01');
SELECT uscc = :'two' AS new_code FROM credit.subject WHERE subject_id = :a;
SELECT credit.find_subject(:'one') = :a AS by_old, credit.find_subject(:'two') = :a AS by_new;
SELECT credit.register_subject('enterprise', '吉林市乙有限公司', :'three') AS b \gset
SELECT credit.change_code(:b, :'one');

-- confirming many: new, known, renamed; the last of a code counts
SELECT * FROM credit.confirm_subjects(format('[
	{"kind":"enterprise","uscc":"%s","name":"旧写法"},
	{"kind":"enterprise","uscc":"%s","name":"吉林市丁有限公司","region_code":"220203"},
	{"kind":"enterprise","uscc":"%s","name":"吉林市乙实业有限公司","status":"suspended"}]', :'four', :'four', :'three')::jsonb);
SELECT name, status, region_code, provisional FROM credit.subject WHERE uscc IN (:'three', :'four') ORDER BY uscc;
SELECT * FROM credit.confirm_subjects('[{"kind":"enterprise","name":"无码公司"}]');

-- ---- two that are one ----
INSERT INTO credit.relation (subject_id, related_id, role, valid) VALUES
	(:b, :a, 'shareholder', '[2020-01-01,)'),
	(credit.find_subject(:'four'), :b, 'shareholder', '[2020-01-01,)'),
	(credit.find_subject(:'four'), :a, 'shareholder', '[2020-01-01,)');
SELECT credit.add_identifier(:b, 'tax_no', '220201000000001');
SELECT credit.merge_subject(:a, :b, ' ');
SELECT credit.merge_subject(:a, :a, '同一');
SELECT credit.merge_subject(:a, :b, '同一企业重复登记');
SELECT credit.find_subject(:'three') = :a AS by_merged_code, credit.find_subject('220201000000001') = :a AS by_its_number;
SELECT subject_id = :b AS gone, merged_into = :a AS into_kept, uscc = :'three' AS keeps_code FROM credit.subject WHERE subject_id = :b;
SELECT kept_id = :a AS kept, reason, merged_by AS by FROM credit.subject_merge WHERE gone_id = :b;
SELECT subject_id = credit.find_subject(:'four') AS held, related_id = :a AS by_kept, role, valid FROM credit.relation WHERE subject_id > 900000 ORDER BY 1;
SELECT name FROM credit.subject_name WHERE subject_id = :a ORDER BY name COLLATE "C";
-- nothing more can be done with the one that is gone
SELECT credit.rename_subject(:b, '又名');
-- chains stay one step long
SELECT credit.register_subject('enterprise', '吉林市戊有限公司') AS e \gset
SELECT credit.merge_subject(:e, :a, '再合并');
SELECT merged_into = :e AS one_step FROM credit.subject WHERE subject_id = :b;
SELECT credit.find_subject(:'one') = :e AS first, credit.find_subject(:'two') = :e AS second, credit.find_subject(:'three') = :e AS third;
-- the kept one had no code and takes that of the other
SELECT uscc = :'two' AS taken FROM credit.subject WHERE subject_id = :e;

-- ---- what roles may ----
SET ROLE regress_county;
SELECT count(*) > 0 AS reads FROM credit.subject WHERE uscc = :'two';
UPDATE credit.subject SET name = '改名' WHERE uscc = :'two';
INSERT INTO credit.subject (kind, name) VALUES ('enterprise', '自设');
SELECT credit.rename_subject(900001, '改名');
SELECT credit.merge_subject(900001, 900002, '改');
SET ROLE regress_analyst;
SELECT count(*) > 0 AS reads FROM credit.subject WHERE uscc = :'two';
SELECT count(*) FROM credit.subject_name;
RESET ROLE;
-- the policy does not keep a look-up from its index
SET enable_seqscan = off;
SET ROLE regress_analyst;
EXPLAIN (COSTS OFF) SELECT name FROM credit.subject WHERE uscc = '91350100M000100Y43';
RESET ROLE;
RESET enable_seqscan;

DELETE FROM credit.subject WHERE subject_id > 900000;
DELETE FROM credit.department WHERE dept_id > 9000;
SELECT setval('credit.subject_id_seq', :last, :'called') \g /dev/null
DROP ROLE regress_pool, regress_city, regress_county, regress_other, regress_office, regress_analyst;
