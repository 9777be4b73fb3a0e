-- Loads: what follows from many records of one statement comes with
-- credit.maintain(), and is what follows from the same records one by one.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET credit.fixed_today = '2026-06-10';
SET datestyle = ISO;
BEGIN;
CREATE ROLE regress_loads IN ROLE credit_department;
INSERT INTO credit.department (dept_id, name, uscc, role_name, sector) VALUES
	(7901, '甲市市场监管局', '1122010001350000BA', 'regress_loads', 'market_regulation'),
	(7902, '甲市应急局', '1122010001350000CD', NULL, 'work_safety');
-- twins: what is entered about one row by row is loaded about the other
INSERT INTO credit.subject (subject_id, kind, uscc, name)
SELECT n + t.first, 'enterprise', (s.stem || credit.uscc_check_char(s.stem))::credit.uscc, '第' || n + t.first || '号公司'
FROM generate_series(1, 12) n, (VALUES (790000), (790100)) t (first),
	LATERAL (SELECT '91220101MA0' || (n + t.first)::text AS stem) s;
-- others, so that the twins stand out from the average
INSERT INTO credit.subject (subject_id, kind, name) SELECT 790500 + n, 'other', '旁观者' || n FROM generate_series(1, 200) n;
CREATE VIEW pg_temp.fault AS
SELECT n, 1 + n % 12 AS subject, 7901 + n / 12 % 2 AS dept, date '2026-05-30' - n AS decided,
	(ARRAY['警告', '罚款', '罚款;吊销许可证件'])[1 + (n * 7 / 5) % 3] AS kinds, (ARRAY['无证经营', '占道经营'])[1 + n % 24 / 12] AS act
FROM generate_series(0, 179) n;
CREATE FUNCTION pg_temp.detail(subject bigint, dept int, kinds text, act text) RETURNS jsonb LANGUAGE sql AS $$
	SELECT jsonb_build_object('cf_xdr_mc', s.name, 'cf_xdr_lb', '法人及非法人组织', 'cf_xdr_shxym', s.uscc, 'cf_frdb', '张三丰',
		'cf_wfxw', act, 'cf_sy', '事实', 'cf_yj', '依据', 'cf_cflb', kinds, 'cf_nr', '内容',
		'cf_nr_zkdx', CASE WHEN kinds ~ '吊销' THEN '许可证1号' END, 'cf_nr_fk', CASE WHEN kinds ~ '罚款' THEN 0.3 END,
		'cf_cfjg', d.name, 'cf_cfjgdm', d.uscc, 'cf_sjly', d.name, 'cf_sjlydm', d.uscc)
	FROM credit.subject s, credit.department d WHERE s.subject_id = subject AND d.dept_id = dept $$;
CREATE VIEW pg_temp.candidates AS
SELECT c.subject_id / 100 AS twin, c.subject_id % 100 AS subject, c.list, c.dept_id, c.criterion, c.state, c.found_on, c.person,
	ARRAY(SELECT r.doc_no FROM credit.record_store r WHERE r.record_id = ANY (c.record_ids) ORDER BY 1) AS docs
FROM credit.list_candidate c WHERE c.subject_id BETWEEN 790000 AND 790199;
CREATE VIEW pg_temp.alerts AS
SELECT a.subject_id / 100 AS twin, a.subject_id % 100 AS subject, a.rule, a.state, a.dept_ids, a.opened_on,
	ARRAY(SELECT r.doc_no FROM credit.record_store r, unnest(a.facts) f WHERE f = 'record:' || r.record_id ORDER BY 1) AS docs
FROM credit.alert a WHERE a.subject_id BETWEEN 790000 AND 790199;

-- 1. one by one: candidates are there at once, nothing is left for later
DO $$
DECLARE
	f record;
BEGIN
	FOR f IN SELECT * FROM pg_temp.fault ORDER BY n LOOP
		INSERT INTO credit.record (item, dept_id, subject_id, doc_no, decided_on, detail)
		VALUES ('penalty', f.dept, 790000 + f.subject, '罚' || f.n, f.decided, pg_temp.detail(790000 + f.subject, f.dept, f.kinds, f.act));
	END LOOP;
END
$$;
SELECT severity, count(*) FROM credit.record_store WHERE subject_id BETWEEN 790000 AND 790099 GROUP BY 1 ORDER BY 1;
SELECT list, criterion, dept_id, count(*), sum(cardinality(docs)) AS records FROM pg_temp.candidates WHERE twin = 7900 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
SELECT consumer, count(*) FROM credit.batch_due WHERE consumer <> 'ledger' GROUP BY 1;

-- 2. the same in one statement: noted, and found by maintenance
INSERT INTO credit.record (item, dept_id, subject_id, doc_no, decided_on, detail)
SELECT 'penalty', f.dept, 790100 + f.subject, '罚' || f.n, f.decided, pg_temp.detail(790100 + f.subject, f.dept, f.kinds, f.act)
FROM pg_temp.fault f ORDER BY f.n;
SELECT count(*) FROM pg_temp.candidates WHERE twin = 7901;
SELECT consumer, count(*) FROM credit.batch_due WHERE consumer <> 'ledger' GROUP BY 1 ORDER BY 1;
-- bounded: not more subjects at once than asked for
SELECT credit.maintain_candidates('2026-06-10', 5), credit.maintain_candidates('2026-06-10', 5), credit.maintain_candidates('2026-06-10', 5),
	credit.maintain_candidates('2026-06-10', 5);
SELECT credit.maintain_alerts('2026-06-10', 1000) > 0 AS looked, credit.maintain_alerts('2026-06-10', 1000) AS again;
SELECT list, criterion, dept_id, count(*), sum(cardinality(docs)) AS records FROM pg_temp.candidates WHERE twin = 7901 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
SELECT rule, count(*), sum(cardinality(docs)) AS records FROM pg_temp.alerts WHERE twin = 7901 GROUP BY 1 ORDER BY 1;
-- no difference between the twins
SELECT count(*) FROM (
	(SELECT subject, list, dept_id, criterion, state, found_on, person, docs FROM pg_temp.candidates WHERE twin = 7900
	EXCEPT SELECT subject, list, dept_id, criterion, state, found_on, person, docs FROM pg_temp.candidates WHERE twin = 7901)
	UNION ALL
	(SELECT subject, list, dept_id, criterion, state, found_on, person, docs FROM pg_temp.candidates WHERE twin = 7901
	EXCEPT SELECT subject, list, dept_id, criterion, state, found_on, person, docs FROM pg_temp.candidates WHERE twin = 7900)) d;
SELECT count(*) FROM (
	(SELECT subject, rule, state, dept_ids, opened_on, docs FROM pg_temp.alerts WHERE twin = 7900
	EXCEPT SELECT subject, rule, state, dept_ids, opened_on, docs FROM pg_temp.alerts WHERE twin = 7901)
	UNION ALL
	(SELECT subject, rule, state, dept_ids, opened_on, docs FROM pg_temp.alerts WHERE twin = 7901
	EXCEPT SELECT subject, rule, state, dept_ids, opened_on, docs FROM pg_temp.alerts WHERE twin = 7900)) d;
-- nothing is left
SELECT count(*) FROM credit.batch_due WHERE consumer <> 'ledger';
SELECT count(*) FROM credit.candidate_due;
SELECT credit.maintain_candidates('2026-06-10', 5);

-- 3. COPY: the bound is credit.immediate_evaluation; a term is waited for as
-- after a single row, and cases open at once
SET LOCAL credit.immediate_evaluation = 2;
COPY credit.record (item, dept_id, subject_id, doc_no, decided_on, detail) FROM STDIN;
rectification	7901	790101	改1	2026-05-01	{"subject_name": "第790101号公司", "subject_code": "91220101MA0790101G", "subject_category": "法人及非法人组织", "facts": "限期整改", "due_on": "2026-06-05", "result": "整改中", "authority_name": "甲市市场监管局", "authority_code": "1122010001350000BA"}
rectification	7901	790102	改2	2026-05-01	{"subject_name": "第790102号公司", "subject_code": "91220101MA0790102K", "subject_category": "法人及非法人组织", "facts": "限期整改", "due_on": "2026-07-05", "result": "整改中", "authority_name": "甲市市场监管局", "authority_code": "1122010001350000BA"}
rectification	7901	790103	改3	2026-05-01	{"subject_name": "第790103号公司", "subject_code": "91220101MA0790103N", "subject_category": "法人及非法人组织", "facts": "限期整改", "due_on": "2026-05-20", "result": "已完成", "authority_name": "甲市市场监管局", "authority_code": "1122010001350000BA"}
\.
SELECT consumer, count(*) FROM credit.batch_due WHERE consumer <> 'ledger' GROUP BY 1 ORDER BY 1;
SELECT subject_id, procedure FROM credit.proceeding WHERE subject_id BETWEEN 790100 AND 790199 ORDER BY 1, 2;
SELECT credit.maintain_alerts('2026-06-10', 1000) > 0 AS looked;
SELECT subject_id, rule FROM credit.alert WHERE subject_id BETWEEN 790100 AND 790199 AND rule = 'overdue-rectification' ORDER BY 1;
SELECT subject_id, from_day FROM credit.alert_due WHERE subject_id BETWEEN 790100 AND 790199 ORDER BY 1, 2;

-- 4. a candidate names so many records and no more; one by one or at once
RESET credit.immediate_evaluation;
INSERT INTO credit.record (item, dept_id, subject_id, doc_no, decided_on, detail)
SELECT 'penalty', 7901, 790112, '多' || n, '2026-04-01', pg_temp.detail(790112, 7901, '罚款', '无证经营') FROM generate_series(1, 150) n;
SELECT credit.maintain_candidates('2026-06-10', 100);
DO $$
BEGIN
	FOR n IN 1 .. 150 LOOP
		INSERT INTO credit.record (item, dept_id, subject_id, doc_no, decided_on, detail)
		VALUES ('penalty', 7901, 790012, '多' || n, '2026-04-01', pg_temp.detail(790012, 7901, '罚款', '无证经营'));
	END LOOP;
END
$$;
SELECT twin, list, dept_id, criterion, cardinality(docs), left(md5(docs::text), 8) = left(md5((array_agg(docs::text) OVER (PARTITION BY list, dept_id))[1]), 8) AS alike
FROM pg_temp.candidates WHERE subject = 12 AND dept_id = 7901 AND list = 'focus' ORDER BY 1, 2, 3;
ROLLBACK;
