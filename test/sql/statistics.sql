-- Dimensions, and counts that are kept as records come: the same as counting.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-06-01';
BEGIN;
CREATE ROLE regress_statistics_a IN ROLE credit_department;
CREATE ROLE regress_statistics_b IN ROLE credit_department;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES
	(7481, '甲局', '1122010001350000BA', 'regress_statistics_a'), (7482, '乙局', '1122010001350000CD', 'regress_statistics_b');

-- Spring Festival 2026: worked Saturday 14 and 28 February, eve and three days statutory
SELECT day, weekday, is_workday, is_statutory_holiday, status, month = '2026-02-01' AS month_fits
FROM credit_bi.date_dimension WHERE day BETWEEN '2026-02-13' AND '2026-02-28' ORDER BY day;
SELECT min(day), max(day), count(*) = max(day) - min(day) + 1 AS no_gap, count(DISTINCT month) AS months,
	bool_and(is_workday = credit.is_workday(day)) AS workdays_fit FROM credit_bi.date_dimension;
SELECT * FROM credit_bi.department_dimension WHERE dept_id = 7481;
SELECT * FROM credit_bi.item_dimension WHERE item = 'penalty';
SELECT * FROM credit_bi.region_dimension WHERE region_code IN ('220000', '220100', '220102') ORDER BY 1;
SELECT * FROM credit_bi.industry_dimension WHERE industry_code = 'C';

CREATE FUNCTION pg_temp.honour(doc text, decided date, title text DEFAULT '示范', code text DEFAULT '1122010001350000BA') RETURNS void LANGUAGE sql AS $$
	INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail)
	VALUES ('honour', '91220101MA00000000', '甲公司', doc, decided, jsonb_build_object('subject_category', '法人及非法人组织',
		'authority_name', '局', 'authority_code', code, 'title', title, 'level', '市级')) $$;
CREATE FUNCTION pg_temp.same() RETURNS TABLE (kept bigint, counted bigint, differing bigint) LANGUAGE sql AS $$
	SELECT sum(k.records), sum(c.records), count(*) FILTER (WHERE (k.records, k.late, k.late_days) IS DISTINCT FROM (c.records, c.late, c.late_days))
	FROM (SELECT dept_id, item, month, received_month, coalesce(severity, '') AS severity, status, records, coalesce(late, 0) AS late, late_days
		FROM credit_bi.record_statistics WHERE dept_id BETWEEN 7481 AND 7482) k
	FULL JOIN (SELECT dept_id, item::text, date_trunc('month', decided_on)::date AS month,
			date_trunc('month', received_at AT TIME ZONE 'Asia/Shanghai')::date AS received_month,
			coalesce(severity::text, '') AS severity, status::text, count(*) AS records, count(*) FILTER (WHERE late_days > 0) AS late, coalesce(sum(late_days), 0)::bigint AS late_days
		FROM credit.record_store WHERE dept_id BETWEEN 7481 AND 7482 GROUP BY 1, 2, 3, 4, 5, 6) c USING (dept_id, item, month, received_month, severity, status) $$;
GRANT ALL ON ALL FUNCTIONS IN SCHEMA pg_temp TO PUBLIC;
SET ROLE regress_statistics_a;
SELECT pg_temp.honour('统' || g || '号', date '2026-01-15' + g * 10) FROM generate_series(1, 12) g \g /dev/null
SELECT pg_temp.honour('统1号', '2026-01-25', '标兵') \g /dev/null
SELECT pg_temp.honour('统2号', '2026-02-04') \g /dev/null
SELECT credit.revoke_record(record_id, '撤1号', '事实不清') FROM credit.record WHERE doc_no IN ('统3号', '统4号');
SET ROLE regress_statistics_b;
SELECT pg_temp.honour('统' || g || '号', date '2026-05-01' + g, code => '1122010001350000CD') FROM generate_series(1, 3) g \g /dev/null
RESET ROLE;
SELECT * FROM pg_temp.same();
SELECT dept_id, item, month, status, records FROM credit_bi.record_statistics WHERE dept_id = 7481 ORDER BY month, status;
-- adding up changes nothing, and a second time there is nothing to add up
SELECT count(*) AS rows FROM credit.record_tally WHERE dept_id BETWEEN 7481 AND 7482;
SELECT credit.maintain_tally('2026-06-01', 1000000) > 0 AS saved;
SELECT count(*) AS rows FROM credit.record_tally WHERE dept_id BETWEEN 7481 AND 7482;
SELECT credit.maintain_tally('2026-06-01', 1000000) AS saved;
SELECT * FROM pg_temp.same();

-- roles: what is restricted is not counted for others; nobody writes counts
UPDATE credit.catalogue_item SET openness = 'restricted' WHERE item = 'honour';
SET ROLE regress_statistics_b;
SELECT dept_id, sum(records) FROM credit_bi.record_statistics WHERE dept_id BETWEEN 7481 AND 7482 GROUP BY 1 ORDER BY 1;
SAVEPOINT s;
DELETE FROM credit.record_tally;
ROLLBACK TO s;
RESET ROLE;
-- by department and month an index answers
SET enable_seqscan = off;
DO $$
DECLARE
	line text;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) SELECT * FROM credit_bi.record_statistics WHERE dept_id = 7481 AND month = ''2026-05-01''' LOOP
		IF line ~ 'Index|Seq Scan' THEN RAISE WARNING '%', ltrim(line, ' ->'); END IF;
	END LOOP;
END $$;
ROLLBACK;
