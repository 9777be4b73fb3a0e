-- A sound row that is probably wrong goes in with a warning, and whoever sent it
-- is told: a code beside another organisation's name, yuan in a field of ten
-- thousand yuan. One by one and by COPY.
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-06-01';
SET client_min_messages = warning;
CREATE ROLE regress_warned IN ROLE credit_department;
BEGIN;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES (7901, '甲局', '1122010001350000BA', 'regress_warned');
INSERT INTO credit.subject (subject_id, kind, uscc, name) VALUES (790001, 'enterprise', '91220101MA00000000', '甲市和渚商贸（集团）有限公司'), (790002, 'enterprise', '91350100M000100Y43', '乙市盛浦食品有限公司');
INSERT INTO credit.subject_name (subject_id, name, name_key, valid) VALUES (790001, '甲市和渚杂货店', credit.normalize_name('甲市和渚杂货店'), '(,2020-01-01)');
CREATE TEMP VIEW penalty AS SELECT n, name, '法人及非法人组织' AS category, code, '张三' AS rep, '警示' || n AS doc, '无证经营' AS act, '事实' AS facts, '依据' AS ground,
	'罚款' AS kind, '罚款' AS content, fine, '2026-05-20' AS decided, '甲局' AS authority, '1122010001350000BA' AS authority_code, '甲局' AS source, '1122010001350000BA' AS source_code
FROM (VALUES
	(1, '甲市和渚商贸（集团）有限公司', '91220101MA00000000', '1'),
	-- what is written otherwise, and a former name, are the same organisation
	(2, '甲市和渚商贸(集团) 有限公司', '91220101MA00000000', '1'),
	(3, '甲市和渚杂货店', '91220101MA00000000', '1'),
	-- another one's code
	(4, '甲市和渚商贸（集团）有限公司', '91350100M000100Y43', '1'),
	-- 20 000 yuan typed as 20 000 times ten thousand
	(5, '乙市盛浦食品有限公司', '91350100M000100Y43', '20000'),
	-- nobody knows this code yet: the first name is the register's until it says otherwise
	(6, '丙市嘉北运输有限公司', '91220101MA00000013', '1'),
	(7, '丙市嘉南运输有限公司', '91220101MA00000013', '1')) v (n, name, code, fine);
GRANT SELECT ON penalty TO PUBLIC;
CREATE TEMP VIEW entered AS SELECT doc_no, subject_name, detail ->> 'cf_xdr_mc' AS typed, amount, warnings FROM credit.record_store r JOIN (SELECT subject_id, name AS subject_name FROM credit.subject) s USING (subject_id)
WHERE dept_id = 7901 ORDER BY doc_no COLLATE "C";
GRANT SELECT ON entered TO PUBLIC;

-- 1. one by one
SAVEPOINT before;
SET ROLE regress_warned;
INSERT INTO credit.penalty_entry (cf_xdr_mc, cf_xdr_lb, cf_xdr_shxym, cf_frdb, cf_wsh, cf_wfxw, cf_sy, cf_yj, cf_cflb, cf_nr, cf_nr_fk, cf_jdrq, cf_cfjg, cf_cfjgdm, cf_sjly, cf_sjlydm)
SELECT name, category, code, rep, doc, act, facts, ground, kind, content, fine, decided, authority, authority_code, source, source_code FROM penalty ORDER BY n;
RESET ROLE;
TABLE entered;
-- said when it is sent, with the number of the batch
\set VERBOSITY terse
SET client_min_messages = notice;
SET ROLE regress_warned;
INSERT INTO credit.penalty_entry (cf_xdr_mc, cf_xdr_lb, cf_xdr_shxym, cf_frdb, cf_wsh, cf_wfxw, cf_sy, cf_yj, cf_cflb, cf_nr, cf_nr_fk, cf_jdrq, cf_cfjg, cf_cfjgdm, cf_sjly, cf_sjlydm)
SELECT name, category, code, rep, '再' || doc, act, facts, ground, kind, content, fine, decided, authority, authority_code, source, source_code FROM penalty ORDER BY n;
-- sent again, nothing goes in and nothing is said
INSERT INTO credit.penalty_entry (cf_xdr_mc, cf_xdr_lb, cf_xdr_shxym, cf_frdb, cf_wsh, cf_wfxw, cf_sy, cf_yj, cf_cflb, cf_nr, cf_nr_fk, cf_jdrq, cf_cfjg, cf_cfjgdm, cf_sjly, cf_sjlydm)
SELECT name, category, code, rep, '再' || doc, act, facts, ground, kind, content, fine, decided, authority, authority_code, source, source_code FROM penalty ORDER BY n;
-- corrected: the warning goes with its cause
INSERT INTO credit.penalty_entry (cf_xdr_mc, cf_xdr_lb, cf_xdr_shxym, cf_frdb, cf_wsh, cf_wfxw, cf_sy, cf_yj, cf_cflb, cf_nr, cf_nr_fk, cf_jdrq, cf_cfjg, cf_cfjgdm, cf_sjly, cf_sjlydm)
SELECT name, category, code, rep, '再' || doc, act, facts, ground, kind, content, '2', decided, authority, authority_code, source, source_code FROM penalty WHERE n = 5;
RESET ROLE;
SET client_min_messages = warning;
\set VERBOSITY default
SELECT * FROM entered WHERE doc_no = '再警示5';

-- 2. the same by COPY, where rows are looked up by chunks
ROLLBACK TO before;
SET ROLE regress_warned;
SET client_min_messages = notice;
\set VERBOSITY terse
COPY credit.penalty_entry (cf_xdr_mc, cf_xdr_lb, cf_xdr_shxym, cf_frdb, cf_wsh, cf_wfxw, cf_sy, cf_yj, cf_cflb, cf_nr, cf_nr_fk, cf_jdrq, cf_cfjg, cf_cfjgdm, cf_sjly, cf_sjlydm) FROM STDIN (FORMAT csv);
甲市和渚商贸（集团）有限公司,法人及非法人组织,91220101MA00000000,张三,警示1,无证经营,事实,依据,罚款,罚款,1,2026-05-20,甲局,1122010001350000BA,甲局,1122010001350000BA
甲市和渚商贸(集团) 有限公司,法人及非法人组织,91220101MA00000000,张三,警示2,无证经营,事实,依据,罚款,罚款,1,2026-05-20,甲局,1122010001350000BA,甲局,1122010001350000BA
甲市和渚杂货店,法人及非法人组织,91220101MA00000000,张三,警示3,无证经营,事实,依据,罚款,罚款,1,2026-05-20,甲局,1122010001350000BA,甲局,1122010001350000BA
甲市和渚商贸（集团）有限公司,法人及非法人组织,91350100M000100Y43,张三,警示4,无证经营,事实,依据,罚款,罚款,1,2026-05-20,甲局,1122010001350000BA,甲局,1122010001350000BA
乙市盛浦食品有限公司,法人及非法人组织,91350100M000100Y43,张三,警示5,无证经营,事实,依据,罚款,罚款,20000,2026-05-20,甲局,1122010001350000BA,甲局,1122010001350000BA
丙市嘉北运输有限公司,法人及非法人组织,91220101MA00000013,张三,警示6,无证经营,事实,依据,罚款,罚款,1,2026-05-20,甲局,1122010001350000BA,甲局,1122010001350000BA
丙市嘉南运输有限公司,法人及非法人组织,91220101MA00000013,张三,警示7,无证经营,事实,依据,罚款,罚款,1,2026-05-20,甲局,1122010001350000BA,甲局,1122010001350000BA
\.
\set VERBOSITY default
SET client_min_messages = warning;
RESET ROLE;
TABLE entered;

-- 3. a person's number beside another name says nothing: nobody is to learn from
-- a number whose it is
SET ROLE regress_warned;
INSERT INTO credit.penalty_entry (cf_xdr_mc, cf_xdr_lb, cf_xdr_zjlx, cf_xdr_zjhm, cf_wsh, cf_wfxw, cf_sy, cf_yj, cf_cflb, cf_nr, cf_jdrq, cf_cfjg, cf_cfjgdm, cf_sjly, cf_sjlydm)
SELECT p.name, '自然人', '身份证', '11010519491231002X', '人' || p.name, '无证经营', '事实', '依据', '警告', '警告', '2026-05-20', '甲局', '1122010001350000BA', '甲局', '1122010001350000BA'
FROM (VALUES ('张三丰'), ('李四光')) p (name);
SELECT doc_no, warnings FROM credit.record WHERE doc_no LIKE '人%' ORDER BY doc_no COLLATE "C";
RESET ROLE;
ROLLBACK;
DROP ROLE regress_warned;
