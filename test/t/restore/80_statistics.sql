-- Counts, publicity items, assessments, an edited and an own rule.
SET client_min_messages = warning;
SET credit.fixed_today = '2026-06-01';
UPDATE credit.publicity_target SET per_month = 3 WHERE target = 'monthly-items';
INSERT INTO credit.assessment_rule (rule, ordinal, part_zh, part_en, name_zh, name_en, points, how, figure, basis_id)
VALUES ('trees', 400, '附加分', 'Bonus', '绿化信用', 'trees', 2, 'any', 'records_received', 'wanglan_2026');
UPDATE credit.assessment_rule SET points = 5 WHERE rule = 'innovation';
SELECT credit.report_publicity('article', '诚信周', '2026-05-08', '晚报', 'city', true, dept_id => 11) AS article \gset
SELECT credit.report_publicity('activity', '进校园', '2026-05-09', '一中', dept_id => 11) AS activity \gset
SELECT credit.withdraw_publicity(:activity, '日期有误');
SELECT credit.assess_department(11, 'policies', 2, '两项');
SELECT credit.assess_department(11, 'policies', 1, '一项已废止');
SELECT credit.count_subjects(), credit.find_disclosure_faults(), credit.count_assessment(), credit.maintain_query_tally('2026-06-01', 1000);
