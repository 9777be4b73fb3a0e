-- Industry associations (P0 item 18): subjects with a file of their own, units
-- that report commitments of their members, and recipients of grades; and
-- agencies, whose faults stand in their own files.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-06-01';
BEGIN;
CREATE ROLE regress_association IN ROLE credit_department;
CREATE ROLE regress_assoc_a IN ROLE credit_department;
CREATE ROLE regress_assoc_office IN ROLE credit_admin;
SELECT (head || credit.uscc_check_char(head)) AS code FROM (VALUES ('51220100MJ0000000')) v (head) \gset
INSERT INTO credit.subject (subject_id, kind, uscc, name) VALUES (795001, 'social_organisation', :'code', '甲市餐饮行业协会'), (795002, 'enterprise', '91220101MA00000000', '会员公司'), (795003, 'enterprise', '91350100M000100Y43', '某信用服务公司');
INSERT INTO credit.department (dept_id, name, uscc, sector, role_name) VALUES (7951, '甲市餐饮行业协会', :'code', 'catering', 'regress_association'), (7952, '甲市民政局', '1122010001350000BA', NULL, 'regress_assoc_a');
CREATE FUNCTION pg_temp.enter(item text, subject bigint, doc text, detail jsonb) RETURNS void LANGUAGE sql AS $$
	INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail)
	SELECT enter.item, s.uscc, s.name, doc, '2026-05-20', enter.detail || jsonb_build_object('subject_category', '法人及非法人组织', 'authority_name', d.name, 'authority_code', d.uscc)
	FROM credit.subject s, credit.department d WHERE s.subject_id = subject AND d.role_name = current_user $$;
-- a member's commitment to the industry's rules, kept; shown to the public
SET ROLE regress_association;
SELECT pg_temp.enter('commitment', 795002, '协诺1号', '{"kind": "行业自律型", "matter": "明厨亮灶", "content": "公开后厨"}');
SELECT pg_temp.enter('commitment_performance', 795002, '协践1号', '{"commitment_no": "协诺1号", "kind": "行业自律型", "result": "已履行"}');
RESET ROLE;
SELECT item, doc_no, department_name FROM (SELECT r.item, r.doc_no, d.name AS department_name FROM credit.record r JOIN credit.department d USING (dept_id) WHERE r.subject_id = 795002) x ORDER BY item COLLATE "C";
SELECT count(*) AS shown FROM credit.public_record WHERE subject_code = '91220101MA00000000';
-- it acts for itself alone
\set ON_ERROR_ROLLBACK on
SET ROLE regress_association;
INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail)
VALUES ('honour', '91220101MA00000000', '会员公司', '荣1号', '2026-05-20', '{"subject_category": "法人及非法人组织", "title": "t", "level": "市级", "authority_name": "甲市民政局", "authority_code": "1122010001350000BA"}');
RESET ROLE;
-- files of their own: what the registrar decided about the association and the agency
SET ROLE regress_assoc_a;
SELECT pg_temp.enter('honour', 795001, '民荣1号', '{"title": "示范社会组织", "level": "市级"}'),
	pg_temp.enter('agency_registration', 795003, '备1号', '{"services": ["信用评级", "信用修复培训"]}'),
	pg_temp.enter('abnormal_operation', 795003, '异1号', '{"reason": "未按规定公示年度报告"}') \g /dev/null
RESET ROLE;
SELECT s.name, r.item, r.severity FROM credit.record r JOIN credit.subject s USING (subject_id) WHERE r.subject_id IN (795001, 795003) ORDER BY r.doc_no COLLATE "C";
SELECT name, services FROM credit.agency;
SELECT credit.report_xml('91350100M000100Y43')::text LIKE '%异1号%' AS in_report;
-- grades reach an association as a recipient: by consent of the member
INSERT INTO credit.evaluation (subject_id, model, version, as_of, score, grade) VALUES (795002, 'regress', '1', '2026-05-31', 90, 'A');
SET ROLE regress_assoc_office;
INSERT INTO credit.recipient (recipient, name, kind, models, basis_id) VALUES ('regress-assoc', '甲市餐饮行业协会', 'association', '{regress}', 'gbf_35_2019');
SELECT count(*) AS without_consent FROM credit.shared_evaluations('regress-assoc', '2026-06-01');
INSERT INTO credit.sharing_consent (subject_id, recipient, given_on, doc_no) VALUES (795002, 'regress-assoc', '2026-05-30', '授1号');
SELECT name, grade FROM credit.shared_evaluations('regress-assoc', '2026-06-01');
RESET ROLE;
ROLLBACK;
