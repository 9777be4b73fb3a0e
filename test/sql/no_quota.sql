-- How many are on lists is counted and never asked for (国办发〔2020〕49号): no
-- column holds a quota of entries, and no rule can make one.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
\set VERBOSITY terse
\set ON_ERROR_ROLLBACK on
SET credit.fixed_today = '2026-06-01';
BEGIN;
-- every column that tells what is wanted, by its name or its comment; each of
-- them is about something else than lists
SELECT c.oid::regclass || '.' || a.attname AS wanted, d.description AS about
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = a.attnum
WHERE c.relnamespace IN ('credit'::regnamespace, 'credit_bi'::regnamespace) AND c.relkind IN ('r', 'p', 'v', 'm') AND a.attnum > 0
	AND (a.attname ~ '(target|quota|goal|wanted|per_month|at_least|minimum|expected_)' OR d.description ~* '\m(targets?|quotas?|goals?|wanted|asked for each)\M|目标|定额|应达到|应完成|配额|下达')
ORDER BY c.relnamespace::regnamespace::text, c.relname COLLATE "C", a.attnum;

-- a campaign's ledger is to be cleared: what counts is who left it
INSERT INTO credit.campaign_target (target, by_month, by_day, share, counts, basis_id) VALUES ('x', 6, 30, 0.5, 'listed', 'baicheng_2022');
-- points for having sent entries at all, never for their number
INSERT INTO credit.assessment_rule (rule, ordinal, part_zh, part_en, name_zh, name_en, points, how, figure, per_case, basis_id)
VALUES ('more-lists', 900, '部分', 'part', '每列入一户加一分', 'a point for each entry', 5, 'each', 'list_entries', 1, 'tonghua_2019');
UPDATE credit.assessment_rule SET how = 'share' WHERE rule = 'lists-shared';
INSERT INTO credit.department (dept_id, name, uscc) VALUES (7881, '甲局', '1122010001350000BA'), (7882, '乙局', '1122010001350000CD'), (7883, '丙局', NULL);
INSERT INTO credit.subject (subject_id, kind, uscc, name)
SELECT 788000 + n, 'enterprise', (head || credit.uscc_check_char(head))::credit.uscc, '公司' || n
FROM generate_series(1, 6) n, LATERAL (SELECT '91220101MA00009' || lpad(n::text, 2, '0')) h (head);
SELECT count(credit.import_list_entry('focus', s.uscc::text, '列' || s.subject_id, '2026-05-01', dept_id => CASE s.subject_id WHEN 788001 THEN 7881 ELSE 7882 END))
FROM credit.subject s WHERE s.subject_id BETWEEN 788001 AND 788006;
SELECT credit.count_assessment() > 0 AS counted;
-- one entry, five, none
SELECT dept_id, n, computed FROM credit_bi.department_assessment WHERE rule = 'lists-shared' AND year = 2026 AND dept_id BETWEEN 7881 AND 7883 ORDER BY dept_id;
SELECT dept_id, sum(entries) AS entries FROM credit_bi.list_statistics WHERE dept_id BETWEEN 7881 AND 7883 GROUP BY 1 ORDER BY 1;
ROLLBACK;
