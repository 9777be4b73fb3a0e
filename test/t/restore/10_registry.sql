-- Departments, subjects of every kind, persons, relations, a merger, a change
-- of code, and edited or own rows in rule tables. All of it is fictional.
SET client_min_messages = warning;
SET credit.fixed_today = '2026-06-01';
CREATE ROLE restore_parent IN ROLE credit_department;
CREATE ROLE restore_a IN ROLE credit_department;
CREATE ROLE restore_b IN ROLE credit_department;
CREATE ROLE restore_office IN ROLE credit_admin;

INSERT INTO credit.region (code, name, parent, level) VALUES ('220199', '望岚新区', '220100', 'development_zone');
UPDATE credit.region SET name = '长春市（改）' WHERE code = '220100';
UPDATE credit.industry SET name = name || '（改）' WHERE code = 'A';
INSERT INTO credit.legal_basis (basis_id, title, doc_no, rank, in_force)
VALUES ('wanglan_2026', '望岚市社会信用条例（虚构）', '望岚人常〔2026〕1号', 'local_regulation', '[2026-01-01,)');
UPDATE credit.legal_basis SET title = title || '（改）' WHERE basis_id = 'gbf_35_2019';

-- a child before its parent in order of number, and a successor
INSERT INTO credit.department (dept_id, name, uscc, region_code, role_name, parent_id, sector) VALUES
	(12, '望岚市发展改革委', '1122010001350000A7', '220199', 'restore_parent', NULL, NULL);
INSERT INTO credit.department (dept_id, name, uscc, role_name, parent_id, sector) VALUES
	(11, '望岚区城管局', '1122010001350000BA', 'restore_a', 12, NULL);
INSERT INTO credit.department (name, uscc, role_name, sector)
VALUES ('望岚市市场监管局', '1122010001350000CD', 'restore_b', 'market_regulation');
INSERT INTO credit.department (dept_id, name, valid, successor_id) VALUES (9, '望岚市工商局', '(,2018-04-01)', 11);

INSERT INTO credit.subject (kind, name, uscc, region_code, industry_code, registered_on, attributes)
SELECT k.kind, '望岚' || k.n || '号主体', (k.stem || credit.uscc_check_char(k.stem))::credit.uscc, '220199', 'A', date '2015-03-01' + k.n::int, '{"staff": 12}'
FROM (SELECT kind, n, CASE kind WHEN 'individual_business' THEN '92' WHEN 'farmers_cooperative' THEN '93'
		WHEN 'social_organisation' THEN '51' WHEN 'public_institution' THEN '12' WHEN 'government_body' THEN '11'
		WHEN 'collective' THEN 'N1' WHEN 'other' THEN 'Y1' ELSE '91' END || '220199MB00000' || lpad(n::text, 2, '0') AS stem
	FROM unnest(enum_range(NULL::credit.subject_kind)) WITH ORDINALITY u (kind, n) WHERE kind <> 'person') k;
INSERT INTO credit.subject (kind, name) SELECT 'enterprise', '无代码企业' || n FROM generate_series(1, 3) n;
INSERT INTO credit.subject_identifier (subject_id, scheme, value, valid)
SELECT subject_id, 'tax_no', '22019900000' || subject_id, '[2015-01-01,)' FROM credit.subject WHERE kind = 'enterprise';
INSERT INTO credit.subject_name (subject_id, name, valid)
SELECT subject_id, '望岚旧名', '(,2020-01-01)' FROM credit.subject WHERE kind = 'collective';
UPDATE credit.subject SET status = 'cancelled' WHERE kind = 'other';
SELECT credit.person_subject('resident_id', '11010519491231002X', '李四'), credit.person_subject('passport', 'E12345678', '王五');
SELECT credit.rotate_identity_key();
SELECT credit.person_subject('passport', 'E87654321', '赵六');
INSERT INTO credit.relation (subject_id, related_id, role, valid)
SELECT e.subject_id, p.subject_id, 'legal_representative', '[2020-01-01,)'
FROM credit.subject e, credit.subject p WHERE e.kind = 'enterprise' AND p.kind = 'person' AND p.name = '李四';
-- the entry that stays has the greater number: its row comes later in a dump
SELECT credit.merge_subject(max(subject_id), min(subject_id), '同一企业重复登记') FROM credit.subject WHERE name LIKE '无代码企业%';

INSERT INTO credit.identity_document (label, doc_type) VALUES ('海员证', 'seaman');
UPDATE credit.identity_document SET doc_type = 'other_paper' WHERE label = '其他';
SELECT setval('credit.department_dept_id_seq', 12);
