-- The main job: departments enter licences and penalties through the doors.
-- Every date is fixed; every term and deadline below was counted by hand.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET TimeZone = 'Asia/Shanghai';
SET credit.fixed_today = '2026-06-01';
CREATE ROLE regress_entry_parent IN ROLE credit_department;
CREATE ROLE regress_entry_a IN ROLE credit_department;
CREATE ROLE regress_entry_b IN ROLE credit_department;
CREATE ROLE regress_entry_office IN ROLE credit_admin;
INSERT INTO credit.department (dept_id, name, uscc, role_name, parent_id, sector) VALUES
	(7001, '甲市发展改革委', '1122010001350000A7', 'regress_entry_parent', NULL, NULL),
	(7002, '甲区城管局', '1122010001350000BA', 'regress_entry_a', 7001, NULL),
	(7003, '乙市市场监管局', '1122010001350000CD', 'regress_entry_b', NULL, 'market_regulation');

-- a complete row with some fields changed; null takes a field away
CREATE FUNCTION pg_temp.penalty(VARIADIC changes jsonb[]) RETURNS SETOF credit.penalty_entry LANGUAGE sql AS $$
	SELECT (jsonb_populate_record(NULL::credit.penalty_entry, jsonb_build_object(
		'cf_xdr_mc', '甲公司', 'cf_xdr_lb', '法人及非法人组织', 'cf_xdr_shxym', '91220101MA00000000',
		'cf_frdb', '张三', 'cf_wsh', '罚1号', 'cf_wfxw', '无证经营', 'cf_sy', '事实', 'cf_yj', '依据',
		'cf_cflb', '罚款', 'cf_nr', '罚款一万元', 'cf_nr_fk', '1', 'cf_jdrq', '2026-05-20',
		'cf_cfjg', '甲区城管局', 'cf_cfjgdm', '1122010001350000BA',
		'cf_sjly', '甲区城管局', 'cf_sjlydm', '1122010001350000BA') || c.change)).*
	FROM unnest(changes) WITH ORDINALITY c (change, nr) ORDER BY c.nr $$;
CREATE FUNCTION pg_temp.licence(VARIADIC changes jsonb[]) RETURNS SETOF credit.licence_entry LANGUAGE sql AS $$
	SELECT (jsonb_populate_record(NULL::credit.licence_entry, jsonb_build_object(
		'xk_xdr_mc', '甲公司', 'xk_xdr_lb', '法人及非法人组织', 'xk_xdr_shxym', '91220101MA00000000',
		'xk_frdb', '张三', 'xk_xkws', '准予许可决定书', 'xk_wsh', '许1号', 'xk_xklb', '普通', 'xk_nr', '食品经营',
		'xk_jdrq', '2026-05-20', 'xk_yxqz', '2026-05-20', 'xk_yxqzi', '2031-05-19', 'xk_xkjg', '甲区城管局',
		'xk_xkjgdm', '1122010001350000BA', 'xk_zt', '1', 'xk_lydw', '甲区城管局',
		'xk_lydwdm', '1122010001350000BA') || c.change)).*
	FROM unnest(changes) WITH ORDINALITY c (change, nr) ORDER BY c.nr $$;

-- 1. Accepted: subject created provisional, amount in yuan, code labels become
-- codes, blanks and full width folded, default for the end of validity.
-- 2026-05-20 is a Wednesday: 21 22 25 26 27 28 29 are seven working days.
SET ROLE regress_entry_a;
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty(
	'{"cf_wsh": "　罚〔2026〕1号 ", "cf_jdrq": "２０２６年５月２０日", "cf_nr_fk": "1,234.5", "cf_cflb": "罚款、警告；没收违法所得", "cf_nr_wfff": "0"}');
SELECT subject_code, subject_name, item, dept_id, doc_no, decided_on, valid_from, valid_until, severity, amount,
	status, received_at::date AS received, due_on, late_days, publish_from, publish_until, version, warnings
FROM credit.record WHERE dept_id = 7002 \gx
SELECT jsonb_pretty(detail) FROM credit.record WHERE dept_id = 7002;
SELECT cf_xdr_mc, cf_wsh, cf_cflb, cf_nr_fk, cf_nr_wfff, cf_jdrq, cf_yxq FROM credit.penalty_entry;
SELECT kind, name, region_code, provisional FROM credit.subject WHERE uscc = '91220101MA00000000';

-- 2. All reasons at once, raised; nothing was entered.
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "罚2号"}',
	'{"cf_xdr_lb": "公司", "cf_xdr_shxym": "91220101MA00000001", "cf_wsh": "无", "cf_cflb": "罚款;打板子",
	  "cf_nr_fk": "一万", "cf_jdrq": "2026-02-30", "cf_cfjgdm": "1122010001350000CD", "cf_yj": null}');
SELECT count(*) FROM credit.record WHERE doc_no = '罚2号';
-- ... and the SQLSTATE by what is wrong
\set VERBOSITY sqlstate
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_cfjgdm": "1122010001350000CD"}');
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_xdr_lb": "个体工商户", "cf_xdr_shxym": null}');
INSERT INTO credit.record (item, detail) VALUES ('red_light', '{}');
INSERT INTO credit.record (item, detail) VALUES ('penalty', '{"religion": "x"}');
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_sy": null}');
\set VERBOSITY default

-- 3. Set aside: the rest goes in, the batch adds up, reasons are data.
SET credit.on_reject = quarantine;
SET client_min_messages = notice;
\set VERBOSITY terse
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "罚3号"}',
	'{"cf_wsh": "罚4号", "cf_jdrq": "2026-06-02", "cf_nr_fk": null}', '{"cf_wsh": "罚3号"}', '{"cf_wsh": "罚3号", "cf_sy": "改"}');
\set VERBOSITY default
SET client_min_messages = warning;
SELECT jsonb_pretty(reasons), payload ->> 'cf_wsh' AS doc_no, dept_id, item, resolved_by FROM credit.rejection WHERE dept_id = 7002;
SELECT dept_id, channel, rows, accepted, duplicate, corrected, rejected, closed_at IS NOT NULL AS closed
FROM credit.batch WHERE batch_id = (SELECT max(batch_id) FROM credit.rejection WHERE dept_id = 7002);

-- 4. Resubmitted: still wrong, then right, then there is nothing left.
SELECT rejection_id AS rejected FROM credit.rejection WHERE dept_id = 7002 \gset
SELECT credit.resubmit(:rejected, '{"cf_nr_fk": "1"}');
SELECT credit.resubmit(:rejected, '{"cf_nr_fk": "1", "cf_jdrq": "2026-05-20"}');
SELECT resolved_by IS NOT NULL AS resolved FROM credit.rejection WHERE rejection_id = :rejected;
\set VERBOSITY sqlstate
SELECT credit.resubmit(:rejected, '{}');
\set VERBOSITY default
SELECT doc_no, amount, version FROM credit.record WHERE dept_id = 7002 AND doc_no = '罚4号';
-- outcomes of a resubmission: duplicate, corrected
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "罚4号", "cf_sy": null}', '{"cf_wsh": "罚4号", "cf_nr": null}');
SELECT credit.resubmit(max(rejection_id), '{"cf_nr": "罚款一万元"}') FROM credit.rejection WHERE resolved_by IS NULL AND dept_id = 7002;
SELECT credit.resubmit(max(rejection_id), '{"cf_sy": "新的事实"}') FROM credit.rejection WHERE resolved_by IS NULL AND dept_id = 7002;
RESET credit.on_reject;

-- 5. Persons: no document number in message, detail, context, rejection or detail column.
DO $$
DECLARE
	said text;
	part text;
BEGIN
	INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty(
		'{"cf_xdr_lb": "自然人", "cf_xdr_mc": "李四", "cf_xdr_shxym": null, "cf_frdb": null, "cf_xdr_zjlx": "身份证",
		  "cf_xdr_zjhm": "110105194912310021", "cf_fr_zjhm": "110105194912310022"}');
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS said = message_text, part = pg_exception_detail;
	said := said || E'\n' || part;
	GET STACKED DIAGNOSTICS part = pg_exception_context;
	RAISE INFO '%', said;
	RAISE INFO 'number shown: %', (said || part) ~ '1949123100';
END $$;
\set SHOW_CONTEXT errors
COPY credit.penalty_entry (cf_xdr_lb, cf_xdr_zjlx, cf_xdr_zjhm) FROM stdin;
自然人	身份证	110105194912310021
\.
\set SHOW_CONTEXT never
SET credit.on_reject = quarantine;
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty(
	'{"cf_wsh": "罚5号", "cf_xdr_lb": "自然人", "cf_xdr_mc": "李四", "cf_xdr_shxym": null, "cf_frdb": null, "cf_xdr_zjlx": "身份证", "cf_xdr_zjhm": "110105194912310021"}',
	'{"cf_wsh": "罚6号", "cf_xdr_lb": "自然人", "cf_xdr_mc": "李四", "cf_xdr_shxym": null, "cf_frdb": null, "cf_xdr_zjlx": "身份证", "cf_xdr_zjhm": "11010519491231002X"}',
	'{"cf_wsh": "罚7号", "cf_xdr_lb": "自然人", "cf_xdr_mc": "李四", "cf_xdr_shxym": null, "cf_frdb": null, "cf_xdr_zjlx": "居民身份证", "cf_xdr_zjhm": "11010519491231002x"}');
RESET credit.on_reject;
SELECT payload ->> 'cf_xdr_zjhm' AS payload, reasons -> 0 ->> 'found' AS found, (r.*)::text ~ '1949123100' AS shown
FROM credit.rejection r WHERE payload ->> 'cf_wsh' = '罚5号';
SELECT subject_code, subject_name, doc_no, amount, severity, publish_from, detail ? 'cf_xdr_zjhm' AS has_number,
	(r.*)::text ~ '1949123100' AS shown, count(*) OVER (PARTITION BY subject_id) AS of_this_person
FROM credit.record r WHERE doc_no IN ('罚6号', '罚7号') ORDER BY doc_no COLLATE "C";
SELECT cf_xdr_zjhm FROM credit.penalty_entry WHERE cf_wsh = '罚6号';
SELECT count(*) FROM credit.rejection_identity;
RESET ROLE;
SELECT field, value FROM credit.rejection_identity i JOIN credit.rejection r USING (rejection_id) WHERE r.payload ->> 'cf_wsh' = '罚5号';
SET ROLE regress_entry_a;
SELECT credit.resubmit(max(rejection_id), '{"cf_xdr_zjhm": "11010519491231002X"}') FROM credit.rejection WHERE payload ->> 'cf_wsh' = '罚5号';
RESET ROLE;
SELECT count(*) FROM credit.rejection_identity i JOIN credit.rejection r USING (rejection_id) WHERE r.dept_id = 7002;

-- 6. Other identifiers lead to the subject where the unified code is blank.
INSERT INTO credit.subject (kind, uscc, name) VALUES ('individual_business', '92220101MA0000000W', '丙小吃店');
INSERT INTO credit.subject_identifier (subject_id, scheme, value)
SELECT s.subject_id, v.scheme, v.value FROM credit.subject s CROSS JOIN (VALUES
	('tax_no', '220100000000001'), ('org_code', 'MA0000000'), ('institution_no', '122000000001'), ('association_no', '吉社证字第1号')) v (scheme, value)
WHERE s.uscc = '92220101MA0000000W';
SET ROLE regress_entry_a;
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty(
	'{"cf_wsh": "罚8号", "cf_xdr_lb": "个体工商户", "cf_xdr_shxym": null, "cf_xdr_swdj": "2201 0000 0000 001"}',
	'{"cf_wsh": "罚9号", "cf_xdr_lb": "个体工商户", "cf_xdr_shxym": null, "cf_xdr_sydw": "122000000001"}',
	'{"cf_wsh": "罚10号", "cf_xdr_lb": "个体工商户", "cf_xdr_shxym": null, "cf_xdr_shzz": "吉社证字第1号"}');
SELECT subject_code, subject_name, doc_no FROM credit.record WHERE doc_no IN ('罚8号', '罚9号', '罚10号') ORDER BY doc_no COLLATE "C";

-- 7. Severity by rule and publication by the regime of the decision date. Terms
-- end with the same day of a later year (2024-02-29 and three years: 2027-02-28).
--   2016 before all regimes: not published   2018 notice of 2017: 1 year, serious 3
--   2020, 2022 No. 527: 1 year, serious 3; words alone not
--   2024, 2026-03-31 Order 58: 3 years; words alone not
--   2026-04-01 on Order 36: minor not, general 1 year, serious 3
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty(
	'{"cf_wsh": "公示01", "cf_jdrq": "2016-01-11"}',
	'{"cf_wsh": "公示02", "cf_jdrq": "2018-05-10"}',
	'{"cf_wsh": "公示03", "cf_jdrq": "2018-05-10", "cf_cflb": "吊销许可证", "cf_nr_zkdx": "食品经营许可证"}',
	'{"cf_wsh": "公示04", "cf_jdrq": "2018-05-10", "cf_cflb": "警告", "cf_nr_fk": null}',
	'{"cf_wsh": "公示05", "cf_jdrq": "2020-03-02"}',
	'{"cf_wsh": "公示06", "cf_jdrq": "2020-03-02", "cf_nr_fk": "100"}',
	'{"cf_wsh": "公示07", "cf_jdrq": "2020-03-02", "cf_nr_fk": "99.999999"}',
	'{"cf_wsh": "公示08", "cf_jdrq": "2022-06-15"}',
	'{"cf_wsh": "公示09", "cf_jdrq": "2022-06-15", "cf_cflb": "限制从业", "cf_nr_fk": null}',
	'{"cf_wsh": "公示10", "cf_jdrq": "2024-02-29"}',
	'{"cf_wsh": "公示11", "cf_jdrq": "2024-02-29", "cf_cflb": "警告;通报批评", "cf_nr_fk": null}',
	'{"cf_wsh": "公示12", "cf_jdrq": "2026-03-31"}',
	'{"cf_wsh": "公示13", "cf_jdrq": "2026-04-01"}',
	'{"cf_wsh": "公示14", "cf_jdrq": "2026-04-01", "cf_nr_fk": "0.3"}',
	'{"cf_wsh": "公示15", "cf_jdrq": "2026-04-01", "cf_nr_fk": "0.300001"}',
	'{"cf_wsh": "公示16", "cf_jdrq": "2026-04-01", "cf_cflb": "罚款;吊销许可证件", "cf_nr_zkdx": "证", "cf_nr_fk": "0.1"}',
	'{"cf_wsh": "公示17", "cf_jdrq": "2026-04-01", "cf_cflb": "其他", "cf_nr_fk": null}');
SELECT doc_no, decided_on, severity, publish_from, publish_until FROM credit.record
WHERE doc_no LIKE '公示%' ORDER BY doc_no COLLATE "C";
-- market regulation kept periods of its own until Order 36: 3 years
RESET ROLE; SET ROLE regress_entry_b;
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty(
	'{"cf_wsh": "市监1", "cf_jdrq": "2022-06-15", "cf_cfjgdm": "1122010001350000CD"}',
	'{"cf_wsh": "市监2", "cf_jdrq": "2026-04-01", "cf_cfjgdm": "1122010001350000CD"}');
SELECT doc_no, decided_on, severity, publish_from, publish_until FROM credit.record
WHERE doc_no LIKE '市监%' ORDER BY doc_no COLLATE "C";
RESET ROLE; SET ROLE regress_entry_a;
-- a licence is published while valid; it has no severity
INSERT INTO credit.licence_entry SELECT * FROM pg_temp.licence('{}', '{"xk_wsh": "许2号", "xk_xklb": "普通许可", "xk_zt": "有效", "xk_yxqzi": "2099-12-31"}');
SELECT doc_no, severity, valid_from, valid_until, publish_from, publish_until, detail ->> 'xk_xklb' AS kind, detail ->> 'xk_zt' AS state
FROM credit.record WHERE item = 'licence' ORDER BY doc_no COLLATE "C";

-- 8. The clock of seven working days.
--   2025 Spring Festival: off 28 January to 4 February, worked Sunday 26 January and Saturday 8 February:
--     from Friday 24 January: 26 27, 5 6 7 8 10 February
--   2025 National Day: off 1 to 8 October, worked Sunday 28 September and Saturday 11 October:
--     from Friday 26 September: 28 29 30, 9 10 11 13 October
--   2026 Spring Festival: off 15 to 23 February, worked Saturdays 14 and 28 February:
--     from Wednesday 11 February: 12 13 14, 24 25 26 27; on 2 March late by 28 February and 2 March
RESET ROLE; SET credit.fixed_today = '2025-02-10'; SET ROLE regress_entry_a;
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "钟1", "cf_jdrq": "2025-01-24"}');
RESET ROLE; SET credit.fixed_today = '2025-10-14'; SET ROLE regress_entry_a;
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "钟2", "cf_jdrq": "2025-09-26"}');
RESET ROLE; SET credit.fixed_today = '2026-03-02'; SET ROLE regress_entry_a;
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "钟3", "cf_jdrq": "2026-02-11"}');
SELECT doc_no, decided_on, received_at::date AS received, due_on, late_days FROM credit.record WHERE doc_no LIKE '钟%' ORDER BY doc_no COLLATE "C";
RESET ROLE; SET credit.fixed_today = '2026-06-01';

-- 9. Warnings: an amount like yuan typed as 万元; a typed deadline that is not the computed one.
SET ROLE regress_entry_a;
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty(
	'{"cf_wsh": "疑1", "cf_nr_fk": "20000"}',
	'{"cf_wsh": "疑2", "cf_nr_fk": "1000", "cf_gsjzq": "2029-05-20"}',
	'{"cf_wsh": "疑3", "cf_gsjzq": "2028-05-20"}');
SELECT doc_no, amount, publish_until, warnings FROM credit.record WHERE doc_no LIKE '疑%' ORDER BY doc_no COLLATE "C";

-- 10. Editions by decision date: kinds of 2018 until 2021-07-14, of 2021 from 2021-07-15.
SET credit.on_reject = quarantine;
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty(
	'{"cf_wsh": "版1", "cf_jdrq": "2021-07-14", "cf_cflb": "暂扣许可证", "cf_nr_zkdx": "证"}',
	'{"cf_wsh": "版2", "cf_jdrq": "2021-07-15", "cf_cflb": "暂扣许可证", "cf_nr_zkdx": "证"}',
	'{"cf_wsh": "版3", "cf_jdrq": "2021-07-14", "cf_cflb": "通报批评"}',
	'{"cf_wsh": "版4", "cf_jdrq": "2021-07-15", "cf_cflb": "通报批评"}');
RESET credit.on_reject;
SELECT doc_no, detail -> 'cf_cflb' AS kinds FROM credit.record WHERE doc_no LIKE '版%' ORDER BY doc_no COLLATE "C";
SELECT payload ->> 'cf_wsh' AS doc_no, reasons -> 0 ->> 'field' AS field, reasons -> 0 ->> 'rule' AS rule, jsonb_array_length(reasons)
FROM credit.rejection WHERE payload ->> 'cf_wsh' LIKE '版%' ORDER BY payload ->> 'cf_wsh' COLLATE "C";

-- 11. Sent twice: nothing changes and the batch says so. Other content: a new version.
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "重1", "cf_nr_fk": "2"}', '{"cf_wsh": "重2"}');
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "重1", "cf_nr_fk": "2.000"}', '{"cf_wsh": "重2"}');
SELECT rows, accepted, duplicate, corrected, rejected FROM credit.batch ORDER BY batch_id DESC LIMIT 2;
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "重1", "cf_nr_fk": "200"}');
SELECT amount, severity, publish_until, version FROM credit.record WHERE doc_no = '重1';
SELECT v.version, v.replaced_by, v.content ->> 'amount' AS amount FROM credit.record_version v JOIN credit.record r USING (record_id) WHERE r.doc_no = '重1';
-- twice within one statement
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "重3"}', '{"cf_wsh": "重3"}', '{"cf_wsh": "重3", "cf_sy": "改"}', '{"cf_wsh": "重3", "cf_sy": "改"}');
SELECT rows, accepted, duplicate, corrected, rejected FROM credit.batch ORDER BY batch_id DESC LIMIT 1;
SELECT detail ->> 'cf_sy' AS facts, version FROM credit.record WHERE doc_no = '重3';

-- 12. Revoked: gone from publication, not to be corrected; withdrawn the same. Same content stays a duplicate.
SELECT record_id AS one FROM credit.record WHERE doc_no = '重1' \gset
SELECT record_id AS two FROM credit.record WHERE doc_no = '重2' \gset
\set VERBOSITY sqlstate
SELECT credit.revoke_record(:one, '', 'x');
SELECT credit.revoke_record(:one, '撤1号', '复议撤销');
SELECT credit.revoke_record(:one, '撤1号', '复议撤销');
\set VERBOSITY default
SELECT credit.revoke_record(:two, '说明', '误录', true);
SELECT doc_no, status, version FROM credit.record WHERE doc_no LIKE '重%' ORDER BY doc_no COLLATE "C";
SELECT v.version, v.reason, v.content ->> 'status' AS was FROM credit.record_version v WHERE record_id = :one ORDER BY 1;
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "重1", "cf_nr_fk": "200"}');
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "重1", "cf_nr_fk": "300"}');
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "重2", "cf_nr_fk": "300"}');
RESET ROLE; SET ROLE regress_entry_b;
\set VERBOSITY sqlstate
SELECT credit.revoke_record(:two, 'x', 'y');
\set VERBOSITY default
RESET ROLE; SET ROLE regress_entry_a;

-- 13. Batches: opened, joined by several statements, closed; not another's, not a closed one.
SELECT credit.open_batch('exchange', '六月') AS batch \gset
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "批1"}');
INSERT INTO credit.licence_entry SELECT * FROM pg_temp.licence('{"xk_wsh": "批2"}', '{"xk_wsh": "批2"}');
SELECT channel, note, dept_id, rows, accepted, duplicate, corrected, rejected, closed_at IS NULL AS open FROM credit.batch WHERE batch_id = :batch;
SELECT rows, accepted, duplicate, corrected, rejected, closed_at IS NULL AS open FROM credit.close_batch(:batch);
SELECT current_setting('credit.batch') AS joined;
SET credit.batch = :batch;
\set VERBOSITY sqlstate
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "批3"}');
\set VERBOSITY default
SET credit.batch = 'abc';
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "批3"}');
SET credit.batch = '999999999999999999999';
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "批3"}');
RESET credit.batch;
SELECT credit.open_batch('exchange') AS batch \gset
RESET credit.batch;
RESET ROLE; SET ROLE regress_entry_b;
SET credit.batch = :batch;
\set VERBOSITY sqlstate
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "批4", "cf_cfjgdm": "1122010001350000CD"}');
\set VERBOSITY default
RESET credit.batch;
RESET ROLE; SET ROLE regress_entry_a;

-- 14. The door for any item: RETURNING what the database set, also of a correction.
INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, amount, detail)
VALUES ('penalty', '91220101MA00000000', '甲公司', '门1', '2026-05-20', 20000.50,
	'{"cf_xdr_lb": "法人及非法人组织", "cf_frdb": "张三", "cf_wfxw": "x", "cf_sy": "x", "cf_yj": "x", "cf_cflb": ["罚款", "警告"], "cf_nr": "x", "cf_cfjg": "x", "cf_cfjgdm": "1122010001350000BA", "cf_sjly": "x", "cf_sjlydm": "1122010001350000BA"}')
RETURNING record_id IS NOT NULL AS numbered, subject_id IS NOT NULL AS found, dept_id, amount, severity, status, due_on, late_days, publish_until, version, detail -> 'cf_cflb' AS kinds;
INSERT INTO credit.record (item, subject_code, doc_no, decided_on, amount, detail)
VALUES ('penalty', '91220101MA00000000', '门1', '2026-05-20', 30000,
	'{"cf_xdr_mc": "甲公司", "cf_xdr_lb": "法人及非法人组织", "cf_frdb": "张三", "cf_wfxw": "x", "cf_sy": "x", "cf_yj": "x", "cf_cflb": "罚款;警告", "cf_nr": "x", "cf_cfjg": "x", "cf_cfjgdm": "1122010001350000BA", "cf_sjly": "x", "cf_sjlydm": "1122010001350000BA"}')
RETURNING amount, status, version;
-- the database's own columns are its own
INSERT INTO credit.record (item, subject_id, record_id, status, received_at, version, detail) VALUES ('penalty', 1, 1, 'valid', '2026-05-20', 7, '{"cf_jdrq": "2026-05-20"}');

-- 15. COPY into the view as a department, values in the national fields.
COPY credit.licence_entry (xk_xdr_mc, xk_xdr_lb, xk_xdr_shxym, xk_frdb, xk_xkws, xk_wsh, xk_xklb, xk_nr, xk_jdrq, xk_yxqz, xk_yxqzi, xk_xkjg, xk_xkjgdm, xk_zt, xk_lydw, xk_lydwdm) FROM stdin;
丁公司	法人及非法人组织	91220101MA00000026	王五	决定书	拷1号	核准	内容	2026/5/20	20260520	2099-12-31	甲区城管局	1122010001350000BA	1	甲区城管局	1122010001350000BA
丁公司	法人及非法人组织	91220101ma00000026	王五	决定书	拷2号	核准	内容	2026.5.20	2026-05-20 00:00:00	2099-12-31	甲区城管局	1122010001350000BA	1	甲区城管局	1122010001350000BA
\.
SELECT subject_code, doc_no, decided_on, valid_from FROM credit.record WHERE doc_no LIKE '拷%' ORDER BY doc_no COLLATE "C";

-- 16. The parent department for its child, the office for anybody; both say for whom.
RESET ROLE; SET ROLE regress_entry_parent;
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "代1"}');
SET credit.on_reject = quarantine;
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "代2", "cf_sy": null}');
RESET credit.on_reject;
SELECT dept_id, credit.resubmit(rejection_id, '{"cf_sy": "事实"}') FROM credit.rejection WHERE payload ->> 'cf_wsh' = '代2';
RESET ROLE; SET ROLE regress_entry_office;
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "代3"}', '{"cf_wsh": "代4", "cf_cfjgdm": "1122010001350000CD"}');
INSERT INTO credit.record (item, dept_id, received_at, subject_code, doc_no, decided_on, detail)
SELECT 'licence', 7003, '2026-05-29 23:59+08', '91220101MA00000026', '代5', '2026-05-20',
	to_jsonb(l) - '{xk_xdr_shxym,xk_wsh,xk_jdrq,xk_xkjgdm}'::text[] || '{"xk_xkjgdm": "1122010001350000CD"}' FROM pg_temp.licence('{}') l;
SELECT doc_no, dept_id, received_at::date AS received, due_on, late_days FROM credit.record WHERE doc_no LIKE '代%' ORDER BY doc_no COLLATE "C";
INSERT INTO credit.record (item, dept_id, detail) SELECT 'licence', 7099, to_jsonb(l) || '{"xk_wsh": "代6"}' FROM pg_temp.licence('{}') l;
INSERT INTO credit.record (item, subject_id, detail) SELECT 'licence', 999999999, to_jsonb(l) || '{"xk_wsh": "代6"}' FROM pg_temp.licence('{}') l;

-- 17. A row of no known item is set aside whole; the forbidden part is not kept.
SET credit.on_reject = quarantine;
INSERT INTO credit.record (item, subject_code, doc_no, decided_on, detail) VALUES
	('no_such_item', '91220101MA00000026', '外1', '2026-05-20', '{"id_no": "11010519491231002X", "note": {"deep": [1]}, "blood_type": "A"}'),
	('licence', '91220101MA00000026', '外2', '2026-05-20', '{"new_field": "11010519491231002X", "xk_nr": {"a": 1}, "dna": "ACGT"}');
RESET credit.on_reject;
SELECT item, payload FROM credit.rejection WHERE payload ->> 'doc_no' = '外1' OR payload ->> 'xk_wsh' = '外2' ORDER BY item COLLATE "C" DESC;
RESET ROLE;
SELECT i.field, i.value FROM credit.rejection_identity i JOIN credit.rejection r USING (rejection_id)
WHERE r.payload ->> 'doc_no' = '外1' OR r.payload ->> 'xk_wsh' = '外2' ORDER BY 1, 2;

-- 18. Exception blocks, savepoints and nested entry leave the door clean.
CREATE FUNCTION pg_temp.try(doc text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	-- the first row is good, the second is not: both vanish with this block
	INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty(jsonb_build_object('cf_wsh', doc || '内'), '{"cf_sy": null}');
	RETURN 'entered';
EXCEPTION WHEN SQLSTATE 'CR002' THEN
	RETURN doc;
END $$;
SET ROLE regress_entry_a;
INSERT INTO credit.penalty_entry (cf_xdr_mc, cf_xdr_lb, cf_xdr_shxym, cf_frdb, cf_wsh, cf_wfxw, cf_sy, cf_yj, cf_cflb, cf_nr, cf_jdrq, cf_cfjg, cf_cfjgdm, cf_sjly, cf_sjlydm)
SELECT '甲公司', '法人及非法人组织', '91220101MA00000000', '张三', pg_temp.try('块' || n), 'x', 'x', 'x', '警告', 'x', '2026-05-20', 'x', '1122010001350000BA', 'x', '1122010001350000BA'
FROM generate_series(1, 4) n;
SELECT doc_no FROM credit.record WHERE doc_no LIKE '块%' ORDER BY doc_no COLLATE "C";
SELECT rows, accepted FROM credit.batch ORDER BY batch_id DESC LIMIT 1;
BEGIN;
SAVEPOINT s;
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "存1"}', '{"cf_xdr_mc": "戊公司", "cf_xdr_shxym": "91220101MA00000039", "cf_wsh": "存2"}');
ROLLBACK TO s;
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "存1"}', '{"cf_xdr_mc": "戊公司", "cf_xdr_shxym": "91220101MA00000039", "cf_wsh": "存2"}');
RELEASE s;
COMMIT;
SELECT doc_no, version FROM credit.record WHERE doc_no LIKE '存%' ORDER BY doc_no COLLATE "C";
-- two inserts of one statement share its batch
WITH one AS (INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "同1"}') RETURNING cf_wsh)
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "同2"}');
SELECT count(*), count(DISTINCT batch_id) AS batches FROM credit.record WHERE doc_no LIKE '同%';
RESET ROLE;
CREATE FUNCTION public.regress_entry_echo() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO credit.record (item, dept_id, subject_id, doc_no, decided_on, detail)
	SELECT 'licence', n.dept_id, n.subject_id, n.doc_no || '衍生', n.decided_on,
		'{"xk_xdr_mc": "甲公司", "xk_xdr_lb": "个体工商户", "xk_xkws": "x", "xk_xklb": "普通", "xk_nr": "x", "xk_yxqz": "2026-05-20", "xk_yxqzi": "2099-12-31", "xk_xkjg": "x", "xk_xkjgdm": "1122010001350000BA", "xk_zt": "1", "xk_lydw": "x", "xk_lydwdm": "1122010001350000BA"}'
	FROM new_rows n WHERE n.doc_no LIKE '套%' AND n.item = 'penalty';
	RETURN NULL;
END $$;
CREATE TRIGGER regress_entry_echo AFTER INSERT ON credit.record_store REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION public.regress_entry_echo();
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "套1"}', '{"cf_wsh": "套2"}');
SELECT item, doc_no, dept_id FROM credit.record WHERE doc_no LIKE '套%' ORDER BY item COLLATE "C", doc_no COLLATE "C";
DROP TRIGGER regress_entry_echo ON credit.record_store;
DROP FUNCTION public.regress_entry_echo();

-- a role of no department, and records are not deleted
CREATE ROLE regress_entry_none IN ROLE credit_department;
SET ROLE regress_entry_none;
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "无"}');
RESET ROLE;
DELETE FROM credit.record_store WHERE dept_id = 7002;
DELETE FROM credit.penalty_entry;
TRUNCATE credit.record_store;

-- every batch adds up, every record lies in one
SELECT count(*) FROM credit.batch WHERE rows <> accepted + duplicate + corrected + rejected;
SELECT count(*) FROM credit.record r LEFT JOIN credit.batch b USING (batch_id) WHERE b.batch_id IS NULL;

-- the traces stay verifiable in production; the test takes them away
BEGIN;
SET LOCAL credit.restoring = on;
DELETE FROM credit.record_version WHERE dept_id BETWEEN 7001 AND 7003;
DELETE FROM credit.record_store WHERE dept_id BETWEEN 7001 AND 7003;
DELETE FROM credit.rejection WHERE dept_id BETWEEN 7001 AND 7003 OR dept_id IS NULL;
DELETE FROM credit.batch WHERE dept_id BETWEEN 7001 AND 7003 OR dept_id IS NULL;
COMMIT;
DELETE FROM credit.subject WHERE uscc IN ('91220101MA00000000', '91220101MA00000026', '91220101MA00000039', '92220101MA0000000W')
	OR subject_id IN (SELECT subject_id FROM credit.person_identity WHERE doc_no = '11010519491231002X');
DELETE FROM credit.department WHERE dept_id BETWEEN 7001 AND 7003;
DROP ROLE regress_entry_parent, regress_entry_a, regress_entry_b, regress_entry_office, regress_entry_none;
