-- Disclosure quality: each number against counts over the tables themselves.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-05-29';
CREATE ROLE regress_dq_a IN ROLE credit_department;
CREATE ROLE regress_dq_b IN ROLE credit_department;
CREATE ROLE regress_dq_analyst IN ROLE credit_analyst;
CREATE ROLE regress_dq_both IN ROLE credit_analyst, credit_department;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES
	(7201, '甲局', '1122010001350000BA', 'regress_dq_a'), (7202, '乙局', '1122010001350000CD', 'regress_dq_b'),
	(7203, '丙局', NULL, 'regress_dq_both');
CREATE FUNCTION pg_temp.penalty(VARIADIC changes jsonb[]) RETURNS SETOF credit.penalty_entry LANGUAGE sql AS $$
	SELECT (jsonb_populate_record(NULL::credit.penalty_entry, jsonb_build_object(
		'cf_xdr_mc', '甲公司', 'cf_xdr_lb', '法人及非法人组织', 'cf_xdr_shxym', '91220101MA00000000',
		'cf_frdb', '张三', 'cf_wfxw', '无证经营', 'cf_sy', '事实', 'cf_yj', '依据',
		'cf_cflb', '罚款', 'cf_nr', '罚款一万元', 'cf_nr_fk', '1', 'cf_jdrq', '2026-05-20',
		'cf_cfjg', '甲局', 'cf_cfjgdm', '1122010001350000BA',
		'cf_sjly', '甲局', 'cf_sjlydm', '1122010001350000BA') || c.change)).*
	FROM unnest(changes) WITH ORDINALITY c (change, nr) ORDER BY c.nr $$;
SET ROLE regress_dq_a;
SET credit.on_reject = quarantine;
-- May: due 2026-05-29, so in time; April: late (due 2026-04-14 and 2026-04-20)
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty(
	'{"cf_wsh": "质1号"}', '{"cf_wsh": "质2号"}', '{"cf_wsh": "质3号"}', '{"cf_wsh": "质4号"}', '{"cf_wsh": "质1号"}',
	'{"cf_wsh": "质5号", "cf_jdrq": "2026-04-02"}', '{"cf_wsh": "质6号", "cf_jdrq": "2026-04-09"}',
	'{"cf_wsh": "坏1号", "cf_nr_fk": null}', '{"cf_wsh": "坏2号", "cf_jdrq": "2026-02-30"}', '{"cf_wsh": "坏3号", "cf_sy": null}');
RESET credit.on_reject;
SELECT credit.resubmit(max(rejection_id), '{"cf_sy": "事实"}') FROM credit.rejection WHERE payload ->> 'cf_wsh' = '坏3号';
SELECT credit.revoke_record(record_id, '撤1号', '误录', true) FROM credit.record WHERE doc_no = '质4号';
SELECT credit.revoke_record(record_id, '撤2号', '事实不清') FROM credit.record WHERE doc_no = '质3号';
-- an item without a term counts nowhere
INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail)
VALUES ('honour', '91220101MA00000000', '甲公司', '质荣', '2026-05-20', '{"subject_category": "法人及非法人组织", "authority_name": "甲局", "authority_code": "1122010001350000BA", "title": "示范", "level": "市级"}');
RESET ROLE;
-- rows set aside carry the day of the clock
UPDATE credit.rejection SET received_at = '2026-05-31 17:00+00' WHERE dept_id = 7201 AND payload ->> 'cf_wsh' = '坏1号';
UPDATE credit.rejection SET received_at = '2026-05-31 15:00+00' WHERE dept_id = 7201 AND payload ->> 'cf_wsh' <> '坏1号';

SELECT department, month, reported, in_time, late, rows_sent, rejections, open_rejections AS open, duplicates_on_line AS dup,
	ended_on_line AS ended, reporting_rate, compliance_rate, timeliness_rate
FROM credit_bi.disclosure_quality WHERE dept_id = 7201 ORDER BY month;
-- the same counted over the tables: no row must come out
SELECT q.month, q.reported, b.* FROM credit_bi.disclosure_quality q
FULL JOIN (SELECT date_trunc('month', r.decided_on::timestamp)::date AS month, count(*) FILTER (WHERE status <> 'withdrawn') AS reported,
		count(*) FILTER (WHERE status <> 'withdrawn' AND late_days = 0) AS in_time, count(*) FILTER (WHERE status <> 'withdrawn' AND late_days > 0) AS late
	FROM credit.record_store r WHERE r.dept_id = 7201 AND r.item = 'penalty' GROUP BY 1) b USING (month)
WHERE (q.dept_id = 7201 OR q.dept_id IS NULL AND b.month IS NOT NULL)
	AND (q.reported, q.in_time, q.late) IS DISTINCT FROM (coalesce(b.reported, 0), coalesce(b.in_time, 0), coalesce(b.late, 0));
SELECT sum(q.rejections) = (SELECT count(*) FROM credit.rejection WHERE dept_id = 7201) AS rejections,
	sum(q.open_rejections) = (SELECT count(*) FROM credit.rejection WHERE dept_id = 7201 AND resolved_by IS NULL) AS open,
	sum(q.rejections) = (SELECT sum(rejected) FROM credit.batch WHERE dept_id = 7201) AS batches
FROM credit_bi.disclosure_quality q WHERE q.dept_id = 7201;
-- the rows behind the late ones
SELECT r.record_id IS NOT NULL AS there, r.decided_on, r.due_on, r.late_days, r.status
FROM credit_bi.disclosure_quality q JOIN credit_bi.disclosure_record r USING (dept_id, month)
WHERE q.dept_id = 7201 AND r.late ORDER BY r.decided_on;
-- one document about one subject under two dates: shown twice
SET ROLE regress_dq_a;
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "质1号", "cf_jdrq": "2026-05-21"}');
RESET ROLE;
-- found by the daily look through all records
SELECT credit.find_disclosure_faults() > 0 AS found;
SELECT month, duplicates_on_line, ended_on_line FROM credit_bi.disclosure_quality WHERE dept_id = 7201 ORDER BY month;

-- who sees what: the department, another one, an analyst, who is both
SET ROLE regress_dq_a;
SELECT sum(reported) AS reported, sum(rejections) AS rejections FROM credit_bi.disclosure_quality WHERE dept_id = 7201;
SET ROLE regress_dq_b;
SELECT sum(reported) AS reported, sum(rejections) AS rejections FROM credit_bi.disclosure_quality WHERE dept_id = 7201;
SET ROLE regress_dq_analyst;
SELECT sum(reported) AS reported, sum(rejections) AS rejections FROM credit_bi.disclosure_quality WHERE dept_id = 7201;
SELECT payload FROM credit.rejection;
SET ROLE regress_dq_both;
SELECT count(*) AS payloads FROM credit.rejection WHERE dept_id = 7201;
RESET ROLE;

-- as it was
DELETE FROM credit.disclosure_fault WHERE dept_id = 7201;
DELETE FROM credit.record_tally WHERE dept_id = 7201;
SET credit.restoring = on;
DELETE FROM credit.record_version WHERE dept_id = 7201;
DELETE FROM credit.record_store WHERE dept_id = 7201;
RESET credit.restoring;
DELETE FROM credit.rejection WHERE dept_id = 7201;
SELECT sum(rejections) FROM credit.rejection_tally WHERE dept_id = 7201;
DELETE FROM credit.rejection_tally WHERE dept_id = 7201;
DELETE FROM credit.batch WHERE dept_id = 7201;
DROP FUNCTION pg_temp.penalty;
DELETE FROM credit.department WHERE dept_id BETWEEN 7201 AND 7203;
DELETE FROM credit.subject WHERE uscc = '91220101MA00000000';
DROP ROLE regress_dq_a, regress_dq_b, regress_dq_analyst, regress_dq_both;
