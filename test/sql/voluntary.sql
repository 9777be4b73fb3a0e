-- What subjects supply voluntarily counts once it is verified.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET credit.fixed_today = '2026-06-01';
CREATE ROLE regress_vol_a IN ROLE credit_department;
CREATE ROLE regress_vol_b IN ROLE credit_department;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES
	(7101, '甲局', '1122010001350000BA', 'regress_vol_a'), (7102, '乙局', '1122010001350000CD', 'regress_vol_b');
SELECT credit.create_entry_view('voluntary');
SELECT setval('credit.record_id_seq', 7101000);
CREATE FUNCTION pg_temp.supply(doc text, content text, claim text DEFAULT '否') RETURNS TABLE (status credit.record_status, version int) LANGUAGE sql AS $$
	INSERT INTO credit.voluntary_entry (subject_name, subject_category, subject_code, doc_no, decided_on, authority_name, authority_code, kind, content, truth_commitment, verified, verified_on)
	VALUES ('甲公司', '法人及非法人组织', '91220101MA00000000', doc, '2026-05-20', '甲局', '1122010001350000BA', '社会公益', content, '是', claim, CASE claim WHEN '是' THEN '2026-05-21' END);
	SELECT r.status, r.version FROM credit.record r WHERE r.doc_no = doc AND r.dept_id = 7101 $$;
CREATE VIEW pg_temp.answers AS SELECT r.doc_no, r.status, r.version,
	credit.is_usable(r.item, r.severity, r.status, r.decided_on, r.publish_until, r.valid_until) AS usable,
	credit.is_published(r.status, r.publish_from, r.publish_until) AS published,
	EXISTS (SELECT FROM credit.public_record p WHERE p.record_id = r.record_id) AS shown,
	(SELECT o.active_records FROM credit_bi.subject_overview o WHERE o.subject_id = r.subject_id) AS counted
	FROM credit.record r WHERE r.dept_id = 7101;
SET ROLE regress_vol_a;
-- unverified is not shown, whatever the dates
SELECT credit.is_published('unverified', '2026-01-01', NULL) AS unverified, credit.is_published('valid', '2026-01-01', NULL) AS verified;
-- without the commitment to its truth (P0 item 5) nothing is taken in
INSERT INTO credit.voluntary_entry (subject_name, subject_category, subject_code, doc_no, decided_on, authority_name, authority_code, kind, content, truth_commitment, verified)
SELECT '甲公司', '法人及非法人组织', '91220101MA00000000', '愿0号', '2026-05-20', '甲局', '1122010001350000BA', '社会公益', '捐赠图书', t, '否' FROM unnest('{否}'::text[]) t;
INSERT INTO credit.voluntary_entry (subject_name, subject_category, subject_code, doc_no, decided_on, authority_name, authority_code, kind, content, verified)
VALUES ('甲公司', '法人及非法人组织', '91220101MA00000000', '愿0号', '2026-05-20', '甲局', '1122010001350000BA', '社会公益', '捐赠图书', '否');
-- 1. enters unverified, whatever it says of itself
SELECT * FROM pg_temp.supply('愿1号', '捐赠图书', '是');
RESET ROLE;
SELECT record_id AS id FROM credit.record WHERE doc_no = '愿1号' \gset
SELECT * FROM pg_temp.answers;
-- 2. verified: it counts
SET ROLE regress_vol_a;
SELECT credit.verify_voluntary(:id, true, '核〔2026〕1号', '与受赠方核对');
RESET ROLE;
SELECT * FROM pg_temp.answers;
-- 3. sent again: a duplicate, still verified; changed: to be verified anew
SET ROLE regress_vol_a;
SELECT * FROM pg_temp.supply('愿1号', '捐赠图书', '是');
SELECT * FROM pg_temp.supply('愿1号', '捐赠图书一千册', '是');
RESET ROLE;
SELECT * FROM pg_temp.answers;
-- 4. by the office, and taken back
SELECT credit.verify_voluntary(:id, true, '核〔2026〕2号');
SELECT credit.verify_voluntary(:id, false, '核〔2026〕3号', '受赠方否认');
SELECT * FROM pg_temp.answers;
SELECT version, content ->> 'status' AS status, reason FROM credit.record_version WHERE record_id = :id ORDER BY version;
-- 5. misuse
SELECT credit.verify_voluntary(:id, false, '核〔2026〕4号');
SELECT credit.verify_voluntary(:id, true, ' ');
SELECT credit.verify_voluntary(:id, NULL, 'x');
SELECT credit.verify_voluntary(-1, true, 'x');
SET ROLE regress_vol_b;
SELECT credit.verify_voluntary(:id, true, 'x');
RESET ROLE;
INSERT INTO credit.record (item, dept_id, subject_code, subject_name, doc_no, decided_on, detail)
VALUES ('honour', 7101, '91220101MA00000000', '甲公司', '荣1号', '2026-05-20', '{"subject_category": "法人及非法人组织", "authority_name": "甲局", "authority_code": "1122010001350000BA", "title": "示范", "level": "市级"}');
SELECT credit.verify_voluntary(record_id, true, 'x') FROM credit.record WHERE doc_no = '荣1号';
-- 6. what proved untrue is ended
SELECT credit.revoke_record(:id, '撤1号', '不实');
SELECT credit.verify_voluntary(:id, true, 'x');
SELECT * FROM pg_temp.answers ORDER BY doc_no COLLATE "C";

-- as it was
SET credit.restoring = on;
DELETE FROM credit.record_version WHERE dept_id = 7101;
DELETE FROM credit.record_store WHERE dept_id = 7101;
RESET credit.restoring;
DELETE FROM credit.batch WHERE dept_id IN (7101, 7102);
DROP FUNCTION pg_temp.supply;
DELETE FROM credit.department WHERE dept_id IN (7101, 7102);
DELETE FROM credit.subject WHERE uscc = '91220101MA00000000';
DROP ROLE regress_vol_a, regress_vol_b;
