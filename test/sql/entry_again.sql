-- Files sent again: the monthly push twice, an old file after a correction, and
-- the deliberate return to what was said before.
SET client_min_messages = notice;
\set VERBOSITY terse
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD'; SET TimeZone = 'Asia/Shanghai';
SET credit.fixed_today = '2026-06-01';
CREATE ROLE regress_again_a IN ROLE credit_department;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES (7261, '甲局', '1122010001350000BA', 'regress_again_a');
CREATE TEMP TABLE month (file text, code text, name text, doc_no text, decided_on date, amount numeric, valid_until date, remark text);
INSERT INTO month
	SELECT 'may', c.code, '公司' || c.n, '罚' || c.n, date '2026-05-20', 1000 * c.n, date '2027-05-20', 'x'
	FROM (VALUES (1, '91220101MA00000000'), (2, '91220101MA00000026')) c (n, code)
	UNION ALL SELECT 'may', '91220101MA00000000', '公司1', '罚3', '2026-05-21', NULL, NULL, NULL
	-- a file that corrects itself
	UNION ALL SELECT 'may', '91220101MA00000000', '公司1', '罚3', '2026-05-21', NULL, '2028-01-01', NULL;
INSERT INTO month SELECT 'june', code, name, doc_no, decided_on, CASE WHEN doc_no = '罚1' THEN 1500 ELSE amount END, valid_until, CASE WHEN doc_no = '罚2' THEN 'y' ELSE remark END
	FROM month WHERE doc_no <> '罚3' OR valid_until IS NOT NULL;

GRANT SELECT ON month TO regress_again_a;
CREATE FUNCTION pg_temp.last() RETURNS TABLE (rows int8, accepted int8, duplicate int8, corrected int8, rejected int8, outdated int8, opened_by text) LANGUAGE sql AS $$
	SELECT rows, accepted, duplicate, corrected, rejected, outdated, opened_by FROM credit.batch ORDER BY batch_id DESC LIMIT 1 $$;
CREATE FUNCTION pg_temp.send(which text) RETURNS void LANGUAGE sql AS $$
	INSERT INTO credit.tax_arrears_entry (subject_name, subject_category, subject_code, doc_no, decided_on, authority_name, authority_code, tax, amount, cleared_on, remark)
	SELECT name, '法人及非法人组织', code, doc_no, decided_on::text, '甲局', '1122010001350000BA', '增值税', coalesce(amount, 1)::text, NULL, coalesce(remark, valid_until::text)
	FROM month WHERE file = which $$;
CREATE FUNCTION pg_temp.now_there() RETURNS TABLE (doc_no text, amount numeric, remark text, version int) LANGUAGE sql AS $$
	SELECT doc_no, amount, detail ->> 'remark', version FROM credit.record WHERE item = 'tax_arrears' AND dept_id = 7261 ORDER BY doc_no COLLATE "C" $$;

SET ROLE regress_again_a;
SELECT pg_temp.send('may'); SELECT * FROM pg_temp.last();
-- the full push sent twice changes nothing the second time and says so
SELECT pg_temp.send('may'); SELECT * FROM pg_temp.last(); SELECT * FROM pg_temp.now_there();
-- June corrects, May comes once more: nothing is undone; nor by June again
SELECT pg_temp.send('june'); SELECT * FROM pg_temp.last();
SELECT pg_temp.send('may'); SELECT * FROM pg_temp.last(); SELECT * FROM pg_temp.now_there();
SELECT pg_temp.send('june'); SELECT * FROM pg_temp.last();
-- in an open batch the sums tell as well
SELECT credit.open_batch('file', 'old') > 0 AS opened;
SELECT pg_temp.send('may');
SELECT rows, accepted, duplicate, corrected, rejected, outdated, opened_by, opened_at::date, closed_at::date FROM credit.close_batch(credit.setting('batch')::int8);
-- COPY tells too, and one row typed by hand
COPY credit.tax_arrears_entry (subject_name, subject_category, subject_code, doc_no, decided_on, authority_name, authority_code, tax, amount, remark) FROM STDIN;
公司1	法人及非法人组织	91220101MA00000000	罚1	2026-05-20	甲局	1122010001350000BA	增值税	1000.00	x
\.
SELECT * FROM pg_temp.last();
-- new content is a correction as ever
INSERT INTO credit.record (item, subject_code, doc_no, decided_on, amount, detail) VALUES ('tax_arrears', '91220101MA00000000', '罚1', '2026-05-20', 1700,
	'{"subject_name": "公司1", "subject_category": "法人及非法人组织", "authority_name": "甲局", "authority_code": "1122010001350000BA", "tax": "增值税", "remark": "x"}') RETURNING version;
-- with a reason the old content is entered again, and the reason is kept
BEGIN;
SET LOCAL credit.reason = '复议维持原决定';
INSERT INTO credit.record (item, subject_code, doc_no, decided_on, amount, detail) VALUES ('tax_arrears', '91220101MA00000000', '罚1', '2026-05-20', 1000,
	'{"subject_name": "公司1", "subject_category": "法人及非法人组织", "authority_name": "甲局", "authority_code": "1122010001350000BA", "tax": "增值税", "remark": "x"}') RETURNING version;
COMMIT;
SELECT v.version, v.content -> 'amount' AS amount, v.reason, v.replaced_by FROM credit.record_version v JOIN credit.record r USING (record_id) WHERE r.doc_no = '罚1' ORDER BY 1;
-- now the first file says what stands there, and June's is the old one
SELECT pg_temp.send('may'); SELECT * FROM pg_temp.last();
SELECT pg_temp.send('june'); SELECT * FROM pg_temp.last(); SELECT * FROM pg_temp.now_there();
-- a revoked record: all that was ever said of it is known already, what is new is refused
SELECT credit.revoke_record(record_id, '撤1', '更正', true) FROM credit.record WHERE doc_no = '罚1';
SELECT pg_temp.send('june'); SELECT * FROM pg_temp.last();
INSERT INTO credit.record (item, subject_code, doc_no, decided_on, amount, detail) VALUES ('tax_arrears', '91220101MA00000000', '罚1', '2026-05-20', 9,
	'{"subject_name": "公司1", "subject_category": "法人及非法人组织", "authority_name": "甲局", "authority_code": "1122010001350000BA", "tax": "增值税"}');
-- ending a record leaves a reason the session had set
SET credit.reason = 'mine';
SELECT credit.revoke_record(record_id, '撤2', '更正', true) FROM credit.record WHERE doc_no = '罚3';
SHOW credit.reason;
RESET credit.reason;
-- ON CONFLICT asks for what a door does anyway, or is refused
INSERT INTO credit.tax_arrears_entry (subject_name, subject_category, subject_code, doc_no, decided_on, authority_name, authority_code, tax, amount, remark)
VALUES ('公司2', '法人及非法人组织', '91220101MA00000026', '罚2', '2026-05-20', '甲局', '1122010001350000BA', '增值税', '2000', 'y') ON CONFLICT DO NOTHING;
SELECT * FROM pg_temp.last();
INSERT INTO credit.tax_arrears_entry (subject_name, subject_category, subject_code, doc_no, decided_on, authority_name, authority_code, tax, amount, remark)
VALUES ('公司2', '法人及非法人组织', '91220101MA00000026', '罚2', '2026-05-20', '甲局', '1122010001350000BA', '增值税', '2222', 'y') ON CONFLICT DO NOTHING;
SELECT * FROM pg_temp.last();
-- for want of the right or of an index, whichever this release looks for first
DO $$ BEGIN
	INSERT INTO credit.tax_arrears_entry (doc_no) VALUES ('罚2') ON CONFLICT (doc_no) DO UPDATE SET remark = 'z';
	RAISE INFO 'taken';
EXCEPTION WHEN insufficient_privilege OR invalid_column_reference THEN
	RAISE INFO 'refused';
END $$;
RESET ROLE;
-- after a merger the earlier versions are still known
INSERT INTO credit.subject (kind, uscc, name) VALUES ('enterprise', '91220101MA00000039', '公司3');
SELECT credit.merge_subject(k.subject_id, g.subject_id, '重复登记') FROM credit.subject k, credit.subject g WHERE k.uscc = '91220101MA00000039' AND g.uscc = '91220101MA00000026';
SET ROLE regress_again_a;
SELECT pg_temp.send('may'); SELECT * FROM pg_temp.last();
SELECT doc_no, version, (SELECT count(*) FROM credit.record_version v WHERE v.record_id = r.record_id) AS versions FROM credit.record r WHERE subject_code = '91220101MA00000039';
RESET ROLE;

BEGIN;
SET LOCAL credit.restoring = on;
DELETE FROM credit.record_version WHERE dept_id = 7261;
DELETE FROM credit.record_store WHERE dept_id = 7261;
DELETE FROM credit.batch WHERE dept_id = 7261;
COMMIT;
DELETE FROM credit.subject_merge; DELETE FROM credit.subject WHERE uscc IN ('91220101MA00000000', '91220101MA00000026', '91220101MA00000039');
DELETE FROM credit.department WHERE dept_id = 7261;
DROP FUNCTION pg_temp.last, pg_temp.send, pg_temp.now_there;
DROP TABLE month;
DROP ROLE regress_again_a;
