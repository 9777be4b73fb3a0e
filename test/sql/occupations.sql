-- Persons of key occupations (P1 chapter 3): their qualification, and what is
-- recorded about them besides, is one file; departments share it, the public
-- does not see it.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-06-01';
BEGIN;
CREATE ROLE regress_occupation_justice IN ROLE credit_department;
CREATE ROLE regress_occupation_health IN ROLE credit_department;
CREATE ROLE regress_occupation_public IN ROLE credit_public;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES
	(7891, '甲市司法局', '1122010001350000BA', 'regress_occupation_justice'), (7892, '甲市卫健委', '1122010001350000CD', 'regress_occupation_health');
SELECT count(*) AS occupations FROM credit.code_list WHERE list = 'key_occupation';

SET ROLE regress_occupation_justice;
INSERT INTO credit.qualification_entry (subject_name, subject_category, subject_doc_type, subject_doc_no, doc_no, decided_on, title, certificate_no, occupation, authority_name, authority_code)
VALUES ('王小明', '自然人', '身份证', '11010519491231002X', '司证1号', '2024-03-01', '律师执业证', '12201202410000001', '律师', '甲市司法局', '1122010001350000BA');
-- an occupation outside the list, and none at all
SET credit.on_reject = quarantine;
INSERT INTO credit.qualification_entry (subject_name, subject_category, subject_doc_type, subject_doc_no, doc_no, decided_on, title, certificate_no, occupation, authority_name, authority_code)
VALUES ('王小明', '自然人', '身份证', '11010519491231002X', '司证2号', '2024-03-01', '律师执业证', '12201202410000001', '大律师', '甲市司法局', '1122010001350000BA');
INSERT INTO credit.qualification_entry (subject_name, subject_category, subject_doc_type, subject_doc_no, doc_no, decided_on, title, certificate_no, authority_name, authority_code)
VALUES ('王小明', '自然人', '身份证', '11010519491231002X', '司证3号', '2025-03-01', '公证员', '2', '甲市司法局', '1122010001350000BA');
SELECT x.field, x.rule, x.found FROM credit.rejection r, jsonb_to_recordset(r.reasons) x (field text, rule text, found text) WHERE r.dept_id = 7891;
RESET credit.on_reject;
RESET ROLE;
-- the same person earns a second occupation elsewhere: one subject, one file
SET ROLE regress_occupation_health;
INSERT INTO credit.qualification_entry (subject_name, subject_category, subject_doc_type, subject_doc_no, doc_no, decided_on, title, certificate_no, occupation, authority_name, authority_code)
VALUES ('王小明', '自然人', '身份证', '11010519491231002X', '卫证1号', '2025-05-01', '医师执业证', '3', '医务人员', '甲市卫健委', '1122010001350000CD');
-- what a department sees of lawyers: the other's record too, the name masked
SELECT subject_name, doc_no, detail ->> 'occupation' AS occupation FROM credit.record WHERE item = 'qualification' ORDER BY decided_on;
SELECT o.occupation, count(DISTINCT o.subject_id) AS persons FROM (SELECT detail ->> 'occupation' AS occupation, subject_id, decided_on FROM credit.record
	WHERE item = 'qualification') o WHERE o.occupation <> '' GROUP BY 1 ORDER BY min(o.decided_on);
SELECT count(DISTINCT subject_id) AS subjects, count(DISTINCT dept_id) AS departments FROM credit.record WHERE item = 'qualification';
RESET ROLE;
SET ROLE regress_occupation_public;
SELECT count(*) AS shown_to_the_public FROM credit.public_record WHERE item = 'qualification';
ROLLBACK;
