-- Document numbers typed where they do not belong: no message, reason or payload
-- shows them, in 18 digits or in the old 15, in any width. And persons' names.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-06-01';
CREATE ROLE regress_dn_a IN ROLE credit_department;
CREATE ROLE regress_dn_analyst IN ROLE credit_analyst;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES (7291, '甲局', '1122010001350000BA', 'regress_dn_a');
SET ROLE regress_dn_a;
CREATE TEMP TABLE number (nr int, what text, value text);
INSERT INTO number VALUES
	(1, '18 digits', '11010519491231002X'), (2, '15 digits', '110105491231002'), (3, 'full width', '１１０１０５４９１２３１００２'),
	(4, 'in a text', '甲公司法人11010519491231002X'), (5, '15 in a text', '身份证：110105491231002号'),
	(6, 'wide, in a text', '身份证１１０１０５１９４９１２３１００２Ｘ号'), (7, 'with blanks', '110105 491231 002'),
	(8, 'another number', '123456789012345'), (9, 'registration number', '110000099123456'), (10, 'too short', '99010549123100');
-- in every kind of field that checks its form: what the reason shows
SET credit.on_reject = quarantine;
INSERT INTO credit.penalty_entry (cf_xdr_mc, cf_xdr_lb, cf_xdr_shxym, cf_xdr_zzjg, cf_jdrq, cf_nr_fk, cf_cflb, cf_wsh, cf_cfjgdm)
SELECT '甲' || nr, '法人及非法人组织', value, value, value, value, value, '文' || nr, value FROM number;
RESET credit.on_reject;
SELECT n.what, r.payload ->> 'cf_xdr_shxym' AS payload, string_agg(DISTINCT coalesce(x ->> 'found', 'nothing'), ' ' ORDER BY coalesce(x ->> 'found', 'nothing')) AS found
FROM number n JOIN credit.rejection r ON r.payload ->> 'cf_xdr_mc' = '甲' || n.nr CROSS JOIN LATERAL jsonb_array_elements(r.reasons) x
WHERE x ->> 'field' IN ('cf_xdr_shxym', 'cf_xdr_zzjg', 'cf_jdrq', 'cf_nr_fk', 'cf_cflb', 'cf_cfjgdm') GROUP BY n.nr, n.what, r.payload ORDER BY n.nr;
-- no reason of any row holds one
SELECT count(*) AS "reasons that hold a number" FROM credit.rejection WHERE dept_id = 7291 AND reasons::text ~ '1101051949|110105491231|１１０１０５';
-- nor does an error
INSERT INTO credit.penalty_entry (cf_xdr_mc, cf_xdr_lb, cf_xdr_shxym, cf_wsh, cf_jdrq) VALUES ('甲', '法人及非法人组织', '110105491231002', '文', '110105491231002');
INSERT INTO credit.record (item, doc_no, decided_on) VALUES ('110105491231002', '1', '2026-05-20');

-- a person's name stands in credit.subject; the record, its versions and the portal have it masked
INSERT INTO credit.licence_entry (xk_xdr_mc, xk_xdr_lb, xk_xdr_zjlx, xk_xdr_zjhm, xk_xkws, xk_wsh, xk_xklb, xk_nr, xk_jdrq, xk_yxqz, xk_yxqzi, xk_xkjg, xk_xkjgdm, xk_zt, xk_lydw, xk_lydwdm)
SELECT '欧阳修文', '自然人', '身份证', '110105491231002', '证', '许1', (SELECT min(code) FROM credit.code_list WHERE list = 'licence_category'), x, '2026-05-20', '2026-05-20', '2099-12-31', '甲局', '1122010001350000BA', '1', '甲局', '1122010001350000BA'
FROM unnest('{内容,内容二}'::text[]) x;
SELECT xk_xdr_mc, xk_zjhm FROM (SELECT xk_xdr_mc, xk_xdr_zjhm AS xk_zjhm FROM credit.licence_entry) l;
SELECT subject_name, detail ->> 'xk_xdr_mc' AS detail, version FROM credit.record WHERE doc_no = '许1';
SELECT subject_name, detail ->> 'xk_xdr_mc' AS detail FROM credit.public_record WHERE doc_no = '许1';
SELECT content #>> '{detail,xk_xdr_mc}' AS version FROM credit.record_version;
SELECT name FROM credit.subject s JOIN credit.record_store r USING (subject_id) WHERE r.doc_no = '许1';
RESET ROLE;
SELECT count(*) AS "stored with the name or the number" FROM credit.record_store WHERE detail::text ~ '修文|110105';
SET ROLE regress_dn_analyst;
SELECT subject_name, detail ->> 'xk_xdr_mc' AS detail FROM credit.record WHERE doc_no = '许1';
RESET ROLE;
-- a resident number in a field open to everybody: marked, and masked where the public reads
SET ROLE regress_dn_a;
INSERT INTO credit.inspection_entry (subject_name, subject_category, subject_code, doc_no, decided_on, authority_name, authority_code, kind, matter, result, plan_no)
SELECT '公司', '法人及非法人组织', '91220101MA00000000', '查' || n, '2026-05-20', '甲局', '1122010001350000BA', (SELECT min(code) FROM credit.code_list WHERE list = 'inspection_kind'),
	v, (SELECT min(code) FROM credit.code_list WHERE list = 'inspection_result'), 'x' FROM (VALUES (1, '11010519491231002X'), (2, '110105491231002'), (3, '1101051949123100211'), (4, '正常经营，按期年报')) x (n, v);
SELECT r.doc_no, r.warnings, r.detail ->> 'matter' AS department, p.detail ->> 'matter' AS portal FROM credit.record r JOIN credit.public_record p USING (record_id) WHERE r.item = 'inspection' ORDER BY 1;
RESET ROLE;
DROP TABLE number;
BEGIN;
SET LOCAL credit.restoring = on;
DELETE FROM credit.record_version WHERE dept_id = 7291;
DELETE FROM credit.record_store WHERE dept_id = 7291;
DELETE FROM credit.rejection WHERE dept_id = 7291 OR dept_id IS NULL;
DELETE FROM credit.batch WHERE dept_id = 7291;
COMMIT;
DELETE FROM credit.subject WHERE name = '欧阳修文' OR uscc = '91220101MA00000000';
DELETE FROM credit.department WHERE dept_id = 7291;
DROP ROLE regress_dn_a, regress_dn_analyst;
