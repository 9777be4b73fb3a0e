-- Judicial results that must be public (P0 item 15): dishonest judgment debtors
-- and false litigation, from the day they are entered; debtors until they have
-- performed, persons among them, masked.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-06-01';
BEGIN;
CREATE ROLE regress_court IN ROLE credit_department;
CREATE ROLE regress_portal IN ROLE credit_public;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES (7961, '甲市中级人民法院', '1122010001350000BA', 'regress_court');
CREATE FUNCTION pg_temp.debtor(doc text, who jsonb, performance text DEFAULT '全部未履行', until text DEFAULT NULL) RETURNS void LANGUAGE sql AS $$
	INSERT INTO credit.dishonest_debtor_entry SELECT (jsonb_populate_record(NULL::credit.dishonest_debtor_entry, jsonb_strip_nulls(who || jsonb_build_object('doc_no', doc, 'decided_on', '2026-05-20',
		'enforcement_no', '民初1号', 'ground', '有履行能力而拒不履行', 'duty', '给付货款', 'performance', performance, 'published_on', '2026-05-21', 'valid_until', until,
		'authority_name', '甲市中级人民法院', 'authority_code', '1122010001350000BA')))).* $$;
SET ROLE regress_court;
SELECT pg_temp.debtor('执1号', '{"subject_name": "甲公司", "subject_category": "法人及非法人组织", "subject_code": "91220101MA00000000"}');
SELECT pg_temp.debtor('执2号', '{"subject_name": "张三丰", "subject_category": "自然人", "subject_doc_type": "身份证", "subject_doc_no": "11010519491231002X"}');
INSERT INTO credit.false_litigation_entry (subject_name, subject_category, subject_code, doc_no, decided_on, facts, decision, authority_name, authority_code)
VALUES ('甲公司', '法人及非法人组织', '91220101MA00000000', '罚1号', '2026-05-20', '捏造债权债务', '罚款', '甲市中级人民法院', '1122010001350000BA');
SELECT item, doc_no, severity, publish_from, publish_until FROM credit.record ORDER BY doc_no COLLATE "C";
RESET ROLE; SET ROLE regress_portal;
SELECT item, subject_code, subject_name, doc_no FROM credit.public_record ORDER BY doc_no COLLATE "C";
RESET ROLE;
-- performed, and no day named: would be shown for ever
SET ROLE regress_court;
SELECT pg_temp.debtor('执1号', '{"subject_name": "甲公司", "subject_category": "法人及非法人组织", "subject_code": "91220101MA00000000"}', '已履行');
RESET ROLE;
-- performed: off on the day the court says, the next day nothing is shown
SET ROLE regress_court;
SELECT pg_temp.debtor('执1号', '{"subject_name": "甲公司", "subject_category": "法人及非法人组织", "subject_code": "91220101MA00000000"}', '已履行', '2026-06-01');
RESET ROLE;
SELECT s.name, e.list, e.valid_until, e.ended_on FROM credit.list_entry e JOIN credit.subject s USING (subject_id) WHERE e.dept_id = 7961 ORDER BY s.name COLLATE "C";
CREATE VIEW pg_temp.shown AS SELECT d.day, string_agg(r.doc_no, ' ' ORDER BY r.doc_no COLLATE "C") AS shown
FROM (VALUES (date '2026-06-01'), ('2026-06-02'), ('2029-05-20'), ('2029-05-21'), ('2036-06-01')) d (day)
LEFT JOIN credit.record r ON r.dept_id = 7961 AND credit.is_published(r.status, r.publish_from, r.publish_until, d.day) GROUP BY 1 ORDER BY 1;
TABLE pg_temp.shown;
ROLLBACK;
