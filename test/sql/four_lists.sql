-- The four lists of a department (P0 item 8), and which share of them each
-- department has set up; 100 is what the documents ask for.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
\set VERBOSITY terse
\set ON_ERROR_ROLLBACK on
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-06-01';
BEGIN;
CREATE ROLE regress_four_a IN ROLE credit_department;
CREATE ROLE regress_four_b IN ROLE credit_department;
INSERT INTO credit.department (dept_id, name, uscc, role_name, valid) VALUES
	(7871, '甲局', '1122010001350000BA', 'regress_four_a', '(,)'), (7872, '乙局', '1122010001350000CD', 'regress_four_b', '(,)'),
	(7873, '丙局', NULL, NULL, '(,)'), (7874, '已撤销局', NULL, NULL, '(,2026-05-01)');
CREATE VIEW pg_temp.four AS SELECT dept_id, honest, incentives, serious, sanctions, kept, coverage
	FROM credit_bi.four_lists WHERE dept_id BETWEEN 7870 AND 7879 ORDER BY dept_id;
-- none yet; a department that is gone is not asked
TABLE pg_temp.four;

-- each department enters its own
SET ROLE regress_four_a;
INSERT INTO credit.department_list (dept_id, part, row_no, list) VALUES (7871, 'honest', 1, 'honest'), (7871, 'serious', 1, 'focus'), (7871, 'serious', 2, 'market_regulation_serious');
INSERT INTO credit.department_list (dept_id, part, measure) VALUES (7871, 'sanctions', 'procurement_ban');
INSERT INTO credit.department_list (dept_id, part, list) VALUES (7872, 'honest', 'honest');
-- a list of names is no measure, a measure no list of names
INSERT INTO credit.department_list (dept_id, part, row_no, measure) VALUES (7871, 'honest', 9, 'procurement_ban');
INSERT INTO credit.department_list (dept_id, part, row_no, list) VALUES (7871, 'incentives', 9, 'honest');
RESET ROLE;
SET ROLE regress_four_b;
INSERT INTO credit.department_list (dept_id, part, list) VALUES (7872, 'honest', 'honest');
RESET ROLE;
-- three of four, one of four, none; several rows of one list count once
TABLE pg_temp.four;

-- the fourth: all
INSERT INTO credit.department_list (dept_id, part, measure, valid)
SELECT 7871, 'incentives', min(m.measure), '[2026-06-01,2026-07-01)' FROM credit.measure m WHERE m.direction = 'incentive';
TABLE pg_temp.four;
SELECT count(*) AS departments, sum(kept) AS kept, round(avg(coverage), 2) AS coverage FROM credit_bi.four_lists WHERE dept_id BETWEEN 7870 AND 7879;
-- and what the assessment makes of it: 6 points for all four, by their share
SELECT credit.count_assessment() > 0 AS counted;
SELECT dept_id, n, "of", computed FROM credit_bi.department_assessment WHERE rule = 'four-lists' AND year = 2026 AND dept_id BETWEEN 7870 AND 7879 ORDER BY dept_id;
-- a row that has run out counts no longer
SET credit.fixed_today = '2026-07-01';
SELECT dept_id, incentives, kept, coverage FROM pg_temp.four WHERE dept_id = 7871;
ROLLBACK;
