-- Minor faults (P0 item 8): education, which enters the file and asks for
-- nothing; the third of one kind within a year makes a candidate for stricter
-- supervision. And the six ways to repair credit that item 13 names, each with
-- its record.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-06-10';
BEGIN;
CREATE ROLE regress_minor_a IN ROLE credit_department;
CREATE ROLE regress_minor_b IN ROLE credit_department;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES
	(7911, '甲局', '1122010001350000BA', 'regress_minor_a'), (7912, '乙局', '1122010001350000CD', 'regress_minor_b');
INSERT INTO credit.subject (subject_id, kind, uscc, name) VALUES (791001, 'enterprise', '91220101MA00000000', '甲公司');
CREATE FUNCTION pg_temp.warned(doc text, decided text) RETURNS void LANGUAGE sql AS $$
	INSERT INTO credit.penalty_entry (cf_xdr_mc, cf_xdr_lb, cf_xdr_shxym, cf_frdb, cf_wsh, cf_wfxw, cf_sy, cf_yj, cf_cflb, cf_nr, cf_jdrq, cf_cfjg, cf_cfjgdm, cf_sjly, cf_sjlydm)
	VALUES ('甲公司', '法人及非法人组织', '91220101MA00000000', '张三', doc, '占道经营', '事实', '依据', '警告', '警告', decided, '甲局', '1122010001350000BA', '甲局', '1122010001350000BA') $$;
CREATE FUNCTION pg_temp.note(doc text, kind text, content text, fault text DEFAULT NULL) RETURNS void LANGUAGE sql AS $$
	INSERT INTO credit.improvement_entry (subject_name, subject_category, subject_code, doc_no, decided_on, kind, content, fault_no, authority_name, authority_code)
	VALUES ('甲公司', '法人及非法人组织', '91220101MA00000000', doc, '2026-06-01', kind, content, fault, '甲局', '1122010001350000BA') $$;
-- education after the first fault
SET ROLE regress_minor_a;
SELECT pg_temp.warned('警1号', '2026-03-01');
SELECT severity, publish_from FROM credit.record WHERE doc_no = '警1号';
SELECT pg_temp.note('教1号', '轻微失信教育', '占道经营的法律责任', '警1号');
SELECT pg_temp.note('教2号', '谈心', '内容');
SELECT kind, fault_no, content FROM credit.improvement_entry ORDER BY doc_no;
-- it is no fault, has no term of reporting, and is not shown to the public
SELECT severity, due_on, publish_from, status FROM credit.record WHERE doc_no = '教1号';
SELECT count(*) FROM credit.public_record WHERE doc_no = '教1号';
-- departments see it, and the file of the subject has it
RESET ROLE; SET ROLE regress_minor_b;
SELECT count(*) FROM credit.record WHERE doc_no = '教1号';
SELECT credit.report_xml('91220101MA00000000')::text LIKE '%教1号%' AS in_report;
RESET ROLE; SET ROLE regress_minor_a;
-- the third of one kind within a year: a candidate for stricter supervision
SELECT pg_temp.warned('警2号', '2026-04-01');
SELECT count(*) AS after_two FROM credit.list_candidate WHERE subject_id = 791001;
SELECT pg_temp.warned('警3号', '2026-05-01');
SELECT list, criterion, cardinality(record_ids) AS faults, state FROM credit.list_candidate WHERE subject_id = 791001;
-- the other ways of repair
SELECT pg_temp.note('训1号', '信用修复培训', '专题培训'), pg_temp.note('核1号', '信用核查', '现场核查通过'), pg_temp.note('报1号', '提交信用报告', '第三方报告'), pg_temp.note('益1号', '公益慈善活动', '志愿服务');
SELECT doc_no, kind FROM credit.improvement_entry ORDER BY doc_no COLLATE "C";
-- none of them is asked for by a step of repair (Order 36): what is, is this
SELECT DISTINCT q AS required FROM credit.transition t, unnest(t.requires) q WHERE t.procedure = 'repair' ORDER BY q;
RESET ROLE;
ROLLBACK;
