-- How drivers send: prepared statements with parameters of unknown type, many
-- rows in one VALUES, files as text and CSV, each row a statement or all one.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
\set VERBOSITY terse
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-06-01';
CREATE ROLE regress_dr_a IN ROLE credit_department;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES (7321, '甲局', '1122010001350000BA', 'regress_dr_a');
CREATE FUNCTION pg_temp.batches(since int8) RETURNS TABLE (rows int8, accepted int8, duplicate int8, corrected int8, rejected int8) LANGUAGE sql AS $$
	SELECT rows, accepted, duplicate, corrected, rejected FROM credit.batch WHERE batch_id > since ORDER BY batch_id $$;
SET ROLE regress_dr_a;
SELECT coalesce(max(batch_id), 0) AS since FROM credit.batch \gset
PREPARE one AS INSERT INTO credit.honour_entry (subject_name, subject_category, subject_code, doc_no, decided_on, authority_name, authority_code, title, level)
	VALUES ($1, '法人及非法人组织', $2, $3, $4, '甲局', '1122010001350000BA', '示范', $5);
-- a row a statement, plans made for the values and plans made once
EXECUTE one('甲公司', '91220101MA00000000', '1', '2026-05-20', '市级');
BEGIN;
SET LOCAL plan_cache_mode = force_generic_plan;
EXECUTE one('甲公司', '91220101MA00000000', '2', '2026-05-20', '市级');
EXECUTE one('甲公司', '91220101MA00000000', '2', '2026-05-20', '市级');
EXECUTE one('甲公司', '91220101MA00000000', '2', '2026-05-20', '省级');
SAVEPOINT s;
EXECUTE one('甲公司', '91220101MA00000000', '3', '昨天', '市级');
ROLLBACK TO s;
EXECUTE one('甲公司', '91220101MA00000000', '3', '2026-05-20', '市级');
COMMIT;
SELECT * FROM pg_temp.batches(:since);
-- the same in one batch, bad rows set aside, behind a pooler
BEGIN;
SET LOCAL credit.on_reject = quarantine;
SELECT set_config('credit.batch', credit.open_batch('jdbc')::text, true) = credit.setting('batch') AS joined;
EXECUTE one('甲公司', '91220101MA00000000', '4', '2026-05-20', '市级');
EXECUTE one('甲公司', '91220101MA00000000', '4', '昨天', '市级');
EXECUTE one('甲公司', '91220101MA00000000', '1', '2026-05-20', '市级');
SELECT rows, accepted, duplicate, corrected, rejected FROM credit.close_batch(credit.setting('batch')::int8);
COMMIT;
DEALLOCATE one;
SELECT coalesce(max(batch_id), 0) AS since FROM credit.batch \gset
-- many rows in one statement
PREPARE many AS INSERT INTO credit.record (item, subject_code, doc_no, decided_on, detail) VALUES ('honour', $1, $2, $3, $4), ('honour', $5, $6, $7, $8), ('honour', $9, $10, $11, $12)
	ON CONFLICT DO NOTHING RETURNING doc_no, version;
EXECUTE many('91220101MA00000000', '5', '2026-05-20', '{"subject_name": "甲公司", "subject_category": "法人及非法人组织", "authority_name": "甲局", "authority_code": "1122010001350000BA", "title": "示范", "level": "市级"}',
	'91220101MA00000000', '1', '2026-05-20', '{"subject_name": "甲公司", "subject_category": "法人及非法人组织", "authority_name": "甲局", "authority_code": "1122010001350000BA", "title": "示范", "level": "市级"}',
	'91220101MA00000000', '5', '2026-05-20', '{"subject_name": "甲公司", "subject_category": "法人及非法人组织", "authority_name": "甲局", "authority_code": "1122010001350000BA", "title": "标兵", "level": "市级"}');
DEALLOCATE many;
-- a file with a header, as a spreadsheet saves it
COPY credit.honour_entry (doc_no, subject_name, subject_category, subject_code, decided_on, authority_name, authority_code, title, level, remark) FROM STDIN (FORMAT csv, HEADER);
文号,名称,类别,代码,日期,机关,机关代码,荣誉,级别,备注
6,甲公司,法人及非法人组织,91220101MA00000000,2026/5/20,甲局,1122010001350000BA,"示范,先进",市级,"两行
备注"
"7","甲公司","法人及非法人组织","91220101MA00000000","2026年5月20日","甲局","1122010001350000BA","示范","市级",""
\.
SELECT * FROM pg_temp.batches(:since);
SELECT doc_no, decided_on, detail ->> 'title' AS title, replace(detail ->> 'remark', E'\n', '|') AS remark, version FROM credit.record WHERE dept_id = 7321 ORDER BY doc_no COLLATE "C";
RESET ROLE;
BEGIN;
SET LOCAL credit.restoring = on;
DELETE FROM credit.record_version WHERE dept_id = 7321;
DELETE FROM credit.record_store WHERE dept_id = 7321;
DELETE FROM credit.rejection WHERE dept_id = 7321;
DELETE FROM credit.batch WHERE dept_id = 7321;
COMMIT;
DELETE FROM credit.subject WHERE uscc = '91220101MA00000000';
DELETE FROM credit.department WHERE dept_id = 7321;
DROP FUNCTION pg_temp.batches;
DROP ROLE regress_dr_a;
