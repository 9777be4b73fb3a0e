-- A year of one city that does not exist: 46 cases through all procedures that
-- ship, day by day through 2026, with credit.maintain() every morning. Beside
-- each step stands the last day of the stage it begins, and how many working
-- days late the stage before it ended, both counted by hand; why says how.
--
-- 2026 as announced: off 1 and 2 January, worked Sunday 4; off 16 to 20 and 23
-- February (with weekends: 15 to 23), worked Saturdays 14 and 28; off Monday 6
-- April; off 1, 4, 5 May, worked Saturday 9; off 19 June; worked Sunday 20
-- September; off 25 September; off 1, 2, 5, 6, 7 October, worked Saturday 10.
-- On 22 September an amended notice (invented) adds: off 8 and 9 October, worked
-- Sunday 11 and Saturday 17. 2027 is not announced: Friday 1 January is off.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2025-09-01';
SET jit = off;
BEGIN;
CREATE ROLE regress_year_office IN ROLE credit_admin;
CREATE ROLE regress_year_d1 IN ROLE credit_department;
CREATE ROLE regress_year_d2 IN ROLE credit_department;
CREATE ROLE regress_year_d3 IN ROLE credit_department;
CREATE ROLE regress_year_d4 IN ROLE credit_department;
CREATE ROLE regress_year_d5 IN ROLE credit_department;
INSERT INTO credit.department (dept_id, name, uscc, role_name, sector)
SELECT 8900 + n, name, (code || credit.uscc_check_char(code))::credit.uscc, 'regress_year_d' || n, sector
FROM (VALUES (1, '青禾市市场监督管理局', '11220100MB0000001', 'market_regulation'), (2, '青禾市人力资源和社会保障局', '11220100MB0000002', 'labour'),
	(3, '青禾市住房和城乡建设局', '11220100MB0000003', NULL), (4, '青禾市财政局', '11220100MB0000004', NULL),
	(5, '青禾市行政审批局', '11220100MB0000005', NULL)) d (n, name, code, sector);

-- which case is about whom, of which department; about: its record, if any
CREATE TABLE pg_temp.cases (c int PRIMARY KEY, procedure text, subject int, dept int, about text, id bigint);
INSERT INTO pg_temp.cases (c, procedure, subject, dept, about) VALUES
	(1, 'objection', 1, 3, '罚1'), (2, 'objection', 2, 3, '罚2'), (3, 'objection', 3, 3, '罚3'), (4, 'objection', 3, 3, '罚3'),
	(5, 'objection', 5, 3, '罚5'), (6, 'objection', 6, 3, '罚6'),
	(7, 'feedback', 1, 3, '罚1'), (8, 'feedback', 5, 3, '罚5'), (9, 'feedback', 2, 3, '罚2'),
	(10, 'repair', 10, 3, '罚10'), (11, 'repair', 11, 3, '罚11'), (12, 'repair', 12, 3, '罚12'), (13, 'repair', 13, 3, '罚13'),
	(14, 'repair', 14, 3, '罚14'), (15, 'repair', 15, 3, '罚15'), (16, 'repair', 16, 3, '罚16'),
	(17, 'bankruptcy_repair', 17, 3, '罚17'), (18, 'bankruptcy_repair', 18, 3, '罚18'),
	(19, 'rectification', 19, 3, '改19'), (20, 'rectification', 20, 3, '改20'), (21, 'rectification', 21, 3, '改21'), (22, 'rectification', 22, 3, '改22'),
	(23, 'listing', 23, 1, '罚23'), (24, 'listing', 20, 3, NULL), (25, 'listing', 25, 3, NULL), (26, 'listing', 26, 2, NULL), (27, 'listing', 27, 3, NULL),
	(28, 'objection', 26, 2, NULL),
	(29, 'commitment', 29, 5, '诺29'), (30, 'commitment', 30, 5, '诺30'), (31, 'commitment', 31, 5, '诺31'),
	(32, 'conditional_acceptance', 32, 5, '诺32'), (33, 'conditional_acceptance', 33, 5, '诺33'),
	(34, 'approval_commitment', 34, 5, '诺34'), (35, 'approval_commitment', 35, 5, '诺35'), (36, 'approval_commitment', 36, 5, '诺36'),
	(37, 'joint_action', 23, 4, NULL), (38, 'joint_action', 23, 5, NULL), (39, 'joint_action', 26, 4, NULL),
	(40, 'campaign', 40, 3, NULL), (41, 'campaign', 41, 3, NULL), (42, 'campaign', 42, 3, NULL), (43, 'campaign', 43, 3, NULL), (44, 'campaign', 44, 3, NULL),
	(45, 'public_fault', 45, 4, NULL), (46, 'public_fault', 46, 4, NULL);
CREATE FUNCTION pg_temp.code(subject int) RETURNS text LANGUAGE sql AS $$
	SELECT head || credit.uscc_check_char(head)
	FROM (SELECT CASE WHEN subject IN (45, 46) THEN '11220100MB0001' ELSE '91220101MA0000' END || lpad(subject::text, 3, '0')) h (head) $$;
CREATE FUNCTION pg_temp.name(subject int) RETURNS text LANGUAGE sql AS $$
	SELECT CASE WHEN subject IN (45, 46) THEN '青禾市第' || subject || '镇人民政府' ELSE '青禾' || subject || '号商贸有限公司' END $$;
INSERT INTO credit.subject (kind, uscc, name)
SELECT DISTINCT CASE WHEN subject IN (45, 46) THEN 'government_body' ELSE 'enterprise' END::credit.subject_kind, pg_temp.code(subject)::credit.uscc, pg_temp.name(subject)
FROM pg_temp.cases;

-- act: open, step: somebody does it; seen: follows from something else;
-- record, do: something enters the file, or another function is called;
-- refused: the step is tried and must fail
CREATE TABLE pg_temp.plan (nr int GENERATED ALWAYS AS IDENTITY, c int, act text, day date, who text, stage text, due date, late int, detail text, why text);
INSERT INTO pg_temp.plan (c, act, day, who, stage, due, late, detail, why) VALUES
-- Objections: 15 working days to answer, 5 to correct.
(1, 'record', '2025-11-10', 'd3', 'penalty', NULL, NULL, '1', NULL),
(1, 'open', '2026-01-30', 'd3', 'examining', '2026-02-27', NULL, '{}', '15 wd: 2-6 Feb 5, 9-13 10, worked Sat 14 11, off 15-23, 24-27 15'),
(1, 'step', '2026-02-27', 'd3', 'upheld', '2026-03-05', 0, '@person', '5 wd: worked Sat 28 Feb 1, 2-5 Mar 5'),
(1, 'step', '2026-03-05', 'd3', 'corrected', NULL, 0, '{"patch": {"cf_nr_fk": "0.5"}}', NULL),
(1, 'step', '2026-03-06', 'd3', 'reported', NULL, NULL, '{}', NULL),
(2, 'record', '2025-12-01', 'd3', 'penalty', NULL, NULL, '1', NULL),
(2, 'open', '2026-04-15', 'office', 'examining', '2026-05-09', NULL, '{}', '15 wd: 16, 17 Apr 2, 20-24 7, 27-30 11, off 1-5 May, 6-8 14, worked Sat 9 15'),
(2, 'step', '2026-05-11', 'office', 'rejected', NULL, 1, '@person', 'late: Mon 11 May'),
(3, 'record', '2026-05-06', 'd3', 'penalty', NULL, NULL, '1', NULL),
(3, 'open', '2026-05-20', 'd3', 'examining', '2026-06-10', NULL, '{}', '15 wd: 21, 22 May 2, 25-29 7, 1-5 Jun 12, 8-10 15'),
(3, 'step', '2026-06-01', 'd3', 'withdrawn', NULL, 0, '{}', NULL),
(4, 'open', '2026-05-21', 'office', 'examining', '2026-06-11', NULL, '{}', 'the other door, same record: a day later than case 3, Thu 11 Jun'),
(4, 'step', '2026-06-11', 'office', 'upheld', '2026-06-18', 0, '@person', '5 wd: Fri 12 Jun 1, 15-18 5'),
(4, 'step', '2026-06-22', 'd3', 'corrected', NULL, 1, '{"revoke": true}', 'late: off 19-21 Jun, Mon 22'),
(4, 'step', '2026-06-23', 'd3', 'reported', NULL, NULL, '{}', NULL),
(5, 'record', '2026-08-03', 'd3', 'penalty', NULL, NULL, '1', NULL),
(5, 'open', '2026-09-14', 'd3', 'examining', '2026-10-10', NULL, '{}', '15 wd: 15-18 Sep 4, worked Sun 20 5, 21-24 9, off 25-27, 28-30 12, off 1-7 Oct, 8, 9 14, worked Sat 10 15'),
(5, 'step', '2026-10-12', 'd3', 'rejected', NULL, 0, '@person', 'amended: 8, 9 off; Sat 10 Oct 13, Sun 11 14, Mon 12 15: in time'),
(6, 'record', '2026-11-02', 'd3', 'penalty', NULL, NULL, '1', NULL),
(6, 'open', '2026-12-28', 'd3', 'examining', '2027-01-19', NULL, '{}', '15 wd: 29-31 Dec 3, off Fri 1 Jan, 4-8 8, 11-15 13, 18, 19 15; projected'),
(6, 'step', '2026-12-30', 'd3', 'withdrawn', NULL, 0, '{}', NULL),
-- Feedback from above: 3 days at latest.
(7, 'open', '2026-03-10', 'office', 'checking', '2026-03-13', NULL, '{}', 'Tue 10 Mar and 3 days: Fri 13'),
(7, 'step', '2026-03-11', 'd3', 'confirmed', NULL, 0, '@person', NULL),
(8, 'open', '2026-09-30', 'office', 'checking', '2026-10-10', NULL, '{}', 'and 3 days: Sat 3 Oct, off to 9 as amended: worked Sat 10'),
(8, 'step', '2026-10-11', 'd3', 'corrected', NULL, 1, '{"person": "李四", "patch": {"cf_nr": "罚款一万元整"}}', 'late: Sun 11 Oct is worked as amended'),
(9, 'open', '2026-02-11', 'office', 'checking', '2026-02-14', NULL, '{}', 'Wed 11 Feb and 3 days: Sat 14, which is worked'),
(9, 'step', '2026-02-14', 'd3', 'corrected', NULL, 0, '{"person": "李四", "patch": {"cf_nr": "罚款一万元整"}}', NULL),
-- Repair: 3 to screen, 3 to accept, 7 to decide (10 since Order 36, 1 April), 3 to synchronise.
(10, 'record', '2025-10-08', 'd3', 'penalty', NULL, NULL, '1', NULL),
(10, 'refused', '2026-01-07', 'd3', 'applied', NULL, NULL, '@apply', 'Order 58: three months from 8 Oct end on 8 Jan'),
(10, 'open', '2026-01-13', 'd3', 'applied', '2026-01-16', NULL, '@apply', '3 wd: 14-16 Jan'),
(10, 'step', '2026-01-16', 'office', 'screened', '2026-01-21', 0, '{}', '3 wd: 19-21 Jan'),
(10, 'step', '2026-01-21', 'd3', 'accepted', '2026-01-30', 0, '{}', '7 wd: 22, 23 Jan 2, 26-30 7'),
(10, 'step', '2026-01-30', 'd3', 'granted', '2026-02-04', 0, '@person', '3 wd: 2-4 Feb'),
(10, 'step', '2026-02-04', 'office', 'synchronised', NULL, 0, '{}', NULL),
(11, 'record', '2025-12-15', 'd3', 'penalty', NULL, NULL, '1', NULL),
(11, 'open', '2026-03-23', 'd3', 'applied', '2026-03-26', NULL, '@apply', '3 wd: 24-26 Mar'),
(11, 'step', '2026-03-26', 'office', 'screened', '2026-03-31', 0, '{}', '3 wd: Fri 27, 30, 31 Mar'),
(11, 'step', '2026-04-01', 'd3', 'accepted', '2026-04-16', 1, '{}', 'late: Wed 1 Apr; 10 wd: 2, 3 2, off 4-6, 7-10 6, 13-16 10'),
(11, 'step', '2026-04-16', 'd3', 'extended', '2026-04-30', 0, '@person', '20 wd from 1 Apr: 16 Apr 10, 17 11, 20-24 16, 27-30 20'),
(11, 'step', '2026-04-29', 'd3', 'granted', '2026-05-07', 0, '@person', '3 wd: 30 Apr 1, off 1-5 May, 6, 7 3'),
(11, 'step', '2026-05-08', 'office', 'synchronised', NULL, 1, '{}', 'late: Fri 8 May'),
(12, 'record', '2026-04-08', 'd3', 'penalty', NULL, NULL, '1', NULL),
(12, 'open', '2026-07-08', 'd3', 'applied', '2026-07-13', NULL, '@apply', '3 wd: 9, 10, 13 Jul'),
(12, 'step', '2026-07-13', 'office', 'screened', '2026-07-16', 0, '{}', '3 wd: 14-16 Jul'),
(12, 'step', '2026-07-16', 'd3', 'accepted', '2026-07-30', 0, '{}', '10 wd: 17 Jul 1, 20-24 6, 27-30 10'),
(12, 'step', '2026-07-30', 'd3', 'refused', NULL, 0, '@person', NULL),
(13, 'record', '2026-03-16', 'd3', 'penalty', NULL, NULL, '1', NULL),
(13, 'open', '2026-06-16', 'd3', 'applied', '2026-06-22', NULL, '@apply', '3 wd: 17, 18 Jun 2, off 19-21, Mon 22'),
(13, 'step', '2026-06-18', 'office', 'returned', NULL, 0, '{}', 'time for papers has no clock'),
(13, 'step', '2026-06-25', 'd3', 'applied', '2026-06-30', NULL, '@apply', '3 wd: Fri 26, 29, 30 Jun'),
(13, 'do', '2026-06-29', 'd3', 'revoke_record', NULL, NULL, '罚13', NULL),
(13, 'seen', '2026-06-29', 'system', 'void', NULL, 0, NULL, 'the decision was revoked'),
(14, 'record', '2025-09-01', 'd3', 'penalty', NULL, NULL, '1', NULL),
(14, 'open', '2026-05-11', 'd3', 'applied', '2026-05-14', NULL, '@apply', '3 wd: 12-14 May'),
(14, 'step', '2026-05-12', 'office', 'screened', '2026-05-15', 0, '{}', '3 wd: 13-15 May'),
(14, 'step', '2026-05-15', 'd3', 'accepted', '2026-05-29', 0, '{}', '10 wd: 18-22 May 5, 25-29 10'),
(14, 'step', '2026-05-29', 'd3', 'granted', '2026-06-03', 0, '@person', '3 wd: 1-3 Jun'),
(14, 'step', '2026-06-03', 'office', 'synchronised', NULL, 0, '{}', NULL),
(14, 'step', '2026-08-03', 'd3', 'false_material', NULL, NULL, '{}', 'after the repair: taken back'),
(14, 'refused', '2026-09-01', 'd3', 'applied', NULL, NULL, '@apply', 'barred for three years from 3 Aug 2026'),
(15, 'record', '2026-01-12', 'd3', 'penalty', NULL, NULL, '1', NULL),
(15, 'record', '2026-01-12', 'd3', 'contract_breach', NULL, NULL, NULL, 'the same decision'),
(15, 'open', '2026-04-13', 'd3', 'applied', '2026-04-16', NULL, '@apply', '3 wd: 14-16 Apr'),
(15, 'step', '2026-04-15', 'office', 'screened', '2026-04-20', 0, '{}', '3 wd: 16, 17, 20 Apr'),
(15, 'step', '2026-04-20', 'd3', 'accepted', '2026-05-07', 0, '{}', '10 wd: 21-24 Apr 4, 27-30 8, off 1-5 May, 6, 7 10'),
(15, 'step', '2026-05-07', 'd3', 'granted', '2026-05-11', 0, '@person', '3 wd: Fri 8, worked Sat 9, Mon 11 May'),
(15, 'step', '2026-05-11', 'office', 'synchronised', NULL, 0, '{}', NULL),
(16, 'record', '2026-07-01', 'd3', 'penalty', NULL, NULL, '1', NULL),
(16, 'refused', '2026-09-30', 'd3', 'applied', NULL, NULL, '@apply', 'Order 36: three months from 1 Jul end on 1 Oct'),
(16, 'open', '2026-10-10', 'd3', 'applied', '2026-10-13', NULL, '@apply', '3 wd as amended: Sun 11, 12, 13 Oct'),
(16, 'step', '2026-10-12', 'd3', 'withdrawn', NULL, 0, '{}', NULL),
-- Reorganisation: no clock of its own.
(17, 'record', '2026-02-02', 'd3', 'penalty', NULL, NULL, '1', NULL),
(17, 'open', '2026-03-02', 'd3', 'examining', NULL, NULL, '{"court": "青禾市中级人民法院"}', NULL),
(17, 'step', '2026-03-05', 'd3', 'shielded', NULL, NULL, '@person', NULL),
(17, 'step', '2026-11-02', 'd3', 'repaired', NULL, NULL, '{"court": "青禾市中级人民法院"}', NULL),
(18, 'record', '2026-04-13', 'd3', 'penalty', NULL, NULL, '1', NULL),
(18, 'open', '2026-05-12', 'd3', 'examining', NULL, NULL, '{"court": "青禾市中级人民法院"}', NULL),
(18, 'step', '2026-05-18', 'd3', 'shielded', NULL, NULL, '@person', NULL),
(18, 'step', '2026-08-17', 'd3', 'failed', NULL, NULL, '{}', 'shown again'),
-- Rectification: the term is a date; overdue, it goes on the next morning.
(19, 'record', '2026-01-05', 'd3', 'rectification', NULL, NULL, '2026-02-14', NULL),
(19, 'seen', '2026-01-05', 'system', 'ordered', '2026-02-14', NULL, NULL, 'Sat 14 Feb is worked'),
(19, 'step', '2026-02-13', 'd3', 'done', NULL, 0, '{}', NULL),
(20, 'record', '2026-04-20', 'd3', 'rectification', NULL, NULL, '2026-05-02', NULL),
(20, 'seen', '2026-04-20', 'system', 'ordered', '2026-05-06', NULL, NULL, 'Sat 2 May, off to 5: Wed 6'),
(20, 'seen', '2026-05-07', 'system', 'prompt_due', NULL, 1, NULL, NULL),
(20, 'step', '2026-05-11', 'd3', 'prompted', '2026-06-22', NULL, '{"interviewee": "王五", "due_on": "2026-06-20"}', 'Sat 20 Jun, off to 21: Mon 22'),
(20, 'seen', '2026-06-23', 'system', 'warning_due', NULL, 1, NULL, NULL),
(20, 'step', '2026-06-29', 'd3', 'warned', '2026-07-31', NULL, '{"interviewee": "王五", "due_on": "2026-07-31"}', 'a Friday'),
(20, 'seen', '2026-08-01', 'system', 'focus_candidate', NULL, 1, NULL, 'Sat 1 Aug: late by less than a working day counts as 1'),
(21, 'record', '2026-08-31', 'd3', 'rectification', NULL, NULL, '2026-09-30', NULL),
(21, 'seen', '2026-08-31', 'system', 'ordered', '2026-09-30', NULL, NULL, 'a Wednesday'),
(21, 'seen', '2026-10-01', 'system', 'prompt_due', NULL, 1, NULL, 'National Day: as in case 20'),
(21, 'step', '2026-10-10', 'd3', 'prompted', '2026-10-19', NULL, '{"interviewee": "赵六", "due_on": "2026-10-18"}', 'Sat 17 is worked as amended, Sun 18 not: Mon 19'),
(21, 'step', '2026-10-19', 'd3', 'done', NULL, 0, '{}', NULL),
(22, 'record', '2026-07-01', 'd3', 'rectification', NULL, NULL, '2026-07-10', NULL),
(22, 'seen', '2026-07-01', 'system', 'ordered', '2026-07-10', NULL, NULL, 'a Friday'),
(22, 'seen', '2026-07-11', 'system', 'prompt_due', NULL, 1, NULL, NULL),
(22, 'step', '2026-07-13', 'd3', 'prompted', '2026-07-24', NULL, '{"interviewee": "孙七", "due_on": "2026-07-24"}', 'a Friday'),
(22, 'seen', '2026-07-25', 'system', 'warning_due', NULL, 1, NULL, NULL),
(22, 'step', '2026-07-27', 'd3', 'warned', '2026-08-07', NULL, '{"interviewee": "孙七", "due_on": "2026-08-07"}', 'a Friday'),
(22, 'do', '2026-08-05', 'd3', 'rectified', NULL, NULL, '2026-07-10', 'the record is corrected: 已完成'),
(22, 'seen', '2026-08-05', 'system', 'done', NULL, 0, NULL, 'the day it became known, not that of the order'),
-- Listing: 5 working days to be heard, 7 to serve, 20 for a removal.
(23, 'record', '2026-04-13', 'd1', 'penalty', NULL, NULL, '200', 'two million: serious, a candidate'),
(23, 'open', '2026-05-11', 'd1', 'proposed', NULL, NULL, '{"list": "market_regulation_serious", "facts": "无证经营"}', NULL),
(23, 'step', '2026-05-12', 'd1', 'noticed', '2026-05-19', NULL, '@notice', '5 wd: 13-15 May 3, 18, 19 5'),
(23, 'step', '2026-05-20', 'd1', 'decided', '2026-05-29', 1, '@five', 'nothing was stated; 7 wd: 21, 22 May 2, 25-29 7'),
(23, 'step', '2026-05-28', 'd1', 'served', NULL, 0, '{"served_on": "2026-05-28", "repair_notice": true}', NULL),
(23, 'step', '2026-06-05', 'd1', 'published', NULL, NULL, '{}', NULL),
(23, 'step', '2026-11-02', 'd1', 'removal_applied', '2026-11-30', NULL, '@apply', '20 wd: 3-6 Nov 4, 9-13 9, 16-20 14, 23-27 19, Mon 30 20'),
(23, 'refused', '2026-11-16', 'd1', 'removed', NULL, NULL, '@person', 'one year from 5 Jun 2026'),
(23, 'step', '2026-11-18', 'd1', 'published', NULL, 0, '@person', NULL),
(24, 'open', '2026-08-10', 'd3', 'proposed', NULL, NULL, '{"list": "focus", "facts": "逾期未整改"}', 'the candidate of case 20'),
(24, 'step', '2026-08-11', 'd3', 'noticed', '2026-08-18', NULL, '@notice', '5 wd: 12-14 Aug 3, 17, 18 5'),
(24, 'step', '2026-08-17', 'd3', 'stated', NULL, 0, '{"statement": "正在整改"}', NULL),
(24, 'step', '2026-08-24', 'd3', 'decided', '2026-09-02', NULL, '@five', '7 wd: 25-28 Aug 4, 31 5, 1, 2 Sep 7'),
(24, 'step', '2026-09-02', 'd3', 'served', NULL, 0, '{"served_on": "2026-09-02", "repair_notice": true}', NULL),
(24, 'step', '2026-09-03', 'd3', 'published', NULL, NULL, '{"valid_until": "2026-12-10"}', NULL),
(24, 'seen', '2026-12-11', 'system', 'expired', NULL, NULL, NULL, 'the day after the last'),
(25, 'open', '2026-01-05', 'd3', 'proposed', NULL, NULL, '{"list": "focus", "facts": "多次违法"}', NULL),
(25, 'step', '2026-01-06', 'd3', 'noticed', '2026-01-13', NULL, '@notice', '5 wd: 7-9 Jan 3, 12, 13 5'),
(25, 'step', '2026-01-14', 'd3', 'decided', '2026-01-23', 1, '@five', '7 wd: 15, 16 Jan 2, 19-23 7'),
(25, 'step', '2026-01-20', 'd3', 'served', NULL, 0, '{"served_on": "2026-01-20", "repair_notice": true}', NULL),
(25, 'step', '2026-01-21', 'd3', 'published', NULL, NULL, '{}', NULL),
(25, 'step', '2026-04-21', 'd3', 'removal_applied', '2026-05-21', NULL, '@apply', '20 wd: 22-24 Apr 3, 27-30 7, off 1-5 May, 6-8 10, worked Sat 9 11, 11-15 16, 18-20 19, Thu 21 20'),
(25, 'step', '2026-05-20', 'd3', 'removed', NULL, 0, '@person', 'three months from 21 Jan are over'),
(25, 'step', '2026-07-15', 'd3', 'published', NULL, NULL, '{}', 'the removal was got by false papers'),
(26, 'open', '2026-01-12', 'd2', 'proposed', NULL, NULL, '{"list": "migrant_wages", "facts": "拖欠工资"}', NULL),
(26, 'step', '2026-01-13', 'd2', 'noticed', '2026-01-20', NULL, '@notice', '5 wd: 14-16 Jan 3, 19, 20 5'),
(26, 'step', '2026-01-19', 'd2', 'stated', NULL, 0, '{"statement": "资金困难"}', NULL),
(26, 'step', '2026-01-26', 'd2', 'decided', '2026-02-04', NULL, '@five', '7 wd: 27-30 Jan 4, 2-4 Feb 7'),
(26, 'step', '2026-01-30', 'd2', 'served', NULL, 0, '{"served_on": "2026-01-30", "repair_notice": true}', NULL),
(26, 'step', '2026-02-02', 'd2', 'published', NULL, NULL, '{}', NULL),
(26, 'step', '2026-08-03', 'd2', 'removal_applied', '2026-08-31', NULL, '@apply', '20 wd: 4-7 Aug 4, 10-14 9, 17-21 14, 24-28 19, Mon 31 20'),
(26, 'step', '2026-08-31', 'd2', 'published', NULL, 0, '@person', 'not removed'),
(26, 'seen', '2026-10-11', 'system', 'ended', NULL, NULL, NULL, 'by case 28'),
(27, 'open', '2026-06-15', 'd3', 'proposed', NULL, NULL, '{"list": "focus", "facts": "多次违法"}', NULL),
(27, 'step', '2026-06-16', 'd3', 'noticed', '2026-06-24', NULL, '@notice', '5 wd: 17, 18 Jun 2, off 19-21, 22-24 5'),
(27, 'step', '2026-06-24', 'd3', 'stated', NULL, 0, '{"statement": "已改正"}', NULL),
(27, 'step', '2026-06-26', 'd3', 'dropped', NULL, NULL, '{}', NULL),
(28, 'open', '2026-09-07', 'office', 'examining', '2026-09-28', NULL, '@entry 26', 'about the entry of case 26; 15 wd: 8-11 Sep 4, 14-18 9, worked Sun 20 10, 21-24 14, off 25-27, Mon 28 15'),
(28, 'step', '2026-09-24', 'office', 'upheld', '2026-10-11', 0, '@person', '5 wd as amended: 28-30 Sep 3, off 1-9 Oct, Sat 10 4, Sun 11 5'),
(28, 'step', '2026-10-11', 'd2', 'corrected', NULL, 0, '{}', 'the listing is withdrawn'),
(28, 'step', '2026-10-12', 'office', 'reported', NULL, NULL, '{}', NULL),
-- Promises.
(29, 'record', '2026-01-06', 'd5', 'commitment', NULL, NULL, '主动公示型 2026-02-20', NULL),
(29, 'seen', '2026-01-06', 'system', 'running', '2026-02-24', NULL, NULL, 'Fri 20 Feb, off to 23: Tue 24'),
(29, 'step', '2026-02-24', 'd5', 'kept', NULL, 0, '{}', NULL),
(30, 'record', '2026-03-02', 'd5', 'commitment', NULL, NULL, '行业自律型 2026-04-05', NULL),
(30, 'seen', '2026-03-02', 'system', 'running', '2026-04-07', NULL, NULL, 'Sun 5 Apr, off to 6: Tue 7'),
(30, 'step', '2026-04-08', 'd5', 'broken', NULL, 1, '@facts', 'late: Wed 8 Apr'),
(31, 'record', '2026-06-01', 'd5', 'commitment', NULL, NULL, '证明事项型 2026-06-19', NULL),
(31, 'seen', '2026-06-01', 'system', 'running', '2026-06-22', NULL, NULL, 'Fri 19 Jun, off to 21: Mon 22'),
(31, 'do', '2026-06-18', 'd5', 'performed', NULL, NULL, '诺31', NULL),
(31, 'seen', '2026-06-18', 'system', 'kept', NULL, 0, NULL, 'told by the record'),
(32, 'record', '2026-04-29', 'd5', 'commitment', NULL, NULL, '容缺受理型 2026-05-08', NULL),
(32, 'seen', '2026-04-29', 'system', 'papers_due', '2026-05-08', NULL, NULL, 'a Friday'),
(32, 'step', '2026-05-07', 'd5', 'supplied', NULL, 0, '{}', NULL),
(33, 'record', '2026-09-21', 'd5', 'commitment', NULL, NULL, '容缺受理型 2026-10-08', NULL),
(33, 'seen', '2026-09-21', 'system', 'papers_due', '2026-10-08', NULL, NULL, 'a Thursday'),
(33, 'refused', '2026-10-10', 'd5', 'failed', NULL, NULL, '@facts', 'amended: off to 9, so Sat 10 Oct is the last day'),
(33, 'step', '2026-10-11', 'd5', 'failed', NULL, 1, '@facts', 'late: Sun 11 Oct is worked as amended'),
-- Approval on commitment: decided in 2 working days, verified in 2 months.
(34, 'record', '2026-01-29', 'd5', 'commitment', NULL, NULL, '审批替代型', NULL),
(34, 'seen', '2026-01-29', 'system', 'deciding', '2026-02-02', NULL, NULL, '2 wd: Fri 30 Jan, Mon 2 Feb'),
(34, 'step', '2026-02-02', 'd5', 'approved', '2026-04-02', 0, '@person', '2 months: Thu 2 Apr'),
(34, 'step', '2026-04-02', 'd5', 'verified', NULL, 0, '@person', NULL),
(35, 'record', '2026-06-17', 'd5', 'commitment', NULL, NULL, '审批替代型', NULL),
(35, 'seen', '2026-06-17', 'system', 'deciding', '2026-06-22', NULL, NULL, '2 wd: Thu 18 Jun, off 19-21, Mon 22'),
(35, 'step', '2026-06-22', 'd5', 'approved', '2026-08-24', 0, '@person', '2 months: Sat 22 Aug, so Mon 24'),
(35, 'step', '2026-08-24', 'd5', 'mismatch', '2026-09-28', 0, '{"person": "李四", "due_on": "2026-09-26"}', 'Sat 26 Sep, off to 27: Mon 28'),
(35, 'step', '2026-09-28', 'd5', 'verified', NULL, 0, '@person', NULL),
(36, 'record', '2026-04-29', 'd5', 'commitment', NULL, NULL, '审批替代型', NULL),
(36, 'seen', '2026-04-29', 'system', 'deciding', '2026-05-06', NULL, NULL, '2 wd: 30 Apr, off 1-5 May, Wed 6'),
(36, 'step', '2026-04-30', 'd5', 'approved', '2026-06-30', 0, '@person', '2 months: Tue 30 Jun'),
(36, 'record', '2026-04-30', 'd5', 'licence', NULL, NULL, NULL, NULL),
(36, 'step', '2026-07-02', 'd5', 'withdrawn', NULL, 2, '@facts', 'late: 1, 2 Jul'),
-- Joint actions have no clock.
(37, 'do', '2026-06-08', 'd1', 'initiate', NULL, NULL, '23 procurement_ban', NULL),
(37, 'seen', '2026-06-08', 'd1', 'initiated', NULL, NULL, NULL, NULL),
(37, 'step', '2026-06-10', 'd4', 'responded', NULL, NULL, '@person', NULL),
(37, 'step', '2026-06-24', 'd4', 'fed_back', NULL, NULL, '{"result": "取消一次投标资格"}', NULL),
(37, 'step', '2026-12-01', 'd1', 'lifted', NULL, NULL, '{}', NULL),
(38, 'do', '2026-06-08', 'd1', 'initiate', NULL, NULL, '23 approval_scrutiny', NULL),
(38, 'seen', '2026-06-08', 'd1', 'initiated', NULL, NULL, NULL, NULL),
(38, 'step', '2026-06-12', 'd5', 'declined', NULL, NULL, '@person', NULL),
(39, 'do', '2026-02-03', 'd2', 'initiate', NULL, NULL, '26 procurement_ban', NULL),
(39, 'seen', '2026-02-03', 'd2', 'initiated', NULL, NULL, NULL, NULL),
(39, 'step', '2026-02-05', 'd4', 'responded', NULL, NULL, '@person', NULL),
(39, 'seen', '2026-10-11', 'system', 'lifted', NULL, NULL, NULL, 'with the entry of case 26'),
-- A campaign: to be cleared by the end of the year.
(40, 'open', '2026-03-16', 'd3', 'listed', '2026-12-31', NULL, '@ledger', 'the ledger of the year'),
(40, 'step', '2026-04-20', 'd3', 'exited', NULL, 0, '{"how": "整改合格"}', NULL),
(41, 'open', '2026-03-16', 'd3', 'listed', '2026-12-31', NULL, '@ledger', NULL),
(41, 'step', '2026-05-25', 'd3', 'exited', NULL, 0, '{"how": "整改合格"}', NULL),
(42, 'open', '2026-03-16', 'd3', 'listed', '2026-12-31', NULL, '@ledger', NULL),
(42, 'step', '2026-06-29', 'd3', 'exited', NULL, 0, '{"how": "整改合格"}', NULL),
(43, 'open', '2026-03-16', 'd3', 'listed', '2026-12-31', NULL, '@ledger', NULL),
(43, 'step', '2026-06-30', 'd3', 'exited', NULL, 0, '{"how": "整改合格"}', NULL),
(44, 'open', '2026-03-16', 'd3', 'listed', '2026-12-31', NULL, '@ledger', NULL),
(44, 'step', '2026-12-30', 'd3', 'exited', NULL, 0, '{"how": "注销"}', NULL),
-- Faults of public bodies.
(45, 'open', '2026-09-08', 'd4', 'found', NULL, NULL, '{"facts": "拖欠账款"}', NULL),
(45, 'step', '2026-09-10', 'd4', 'notified', '2026-10-09', NULL, '@notified 2026-10-09', 'a Friday'),
(45, 'step', '2026-10-12', 'd4', 'cleared', NULL, 2, '{}', 'amended: off on 9, so Sat 10; late: Sun 11, Mon 12'),
(46, 'open', '2026-02-02', 'd4', 'found', NULL, NULL, '{"facts": "不履行承诺"}', NULL),
(46, 'step', '2026-02-03', 'd4', 'notified', '2026-02-28', NULL, '@notified 2026-02-28', 'Sat 28 Feb is worked'),
(46, 'step', '2026-02-28', 'd4', 'cleared', NULL, 0, '{}', NULL);

-- What a step brings with it, in short words above.
CREATE FUNCTION pg_temp.detail(word text) RETURNS jsonb LANGUAGE sql AS $$
	SELECT CASE split_part(word, ' ', 1)
		WHEN '@person' THEN '{"person": "李四"}'
		WHEN '@apply' THEN '{"commitment_no": "诺", "obligations_performed": true, "materials": "凭证"}'
		WHEN '@notice' THEN '{"reason": "事由", "legal_ground": "依据", "rights": "陈述、申辩"}'
		WHEN '@five' THEN '{"facts": "事实", "legal_ground": "依据", "measures": "措施", "removal_conditions": "条件", "remedies": "复议、诉讼", "person": "李四"}'
		WHEN '@facts' THEN '{"facts": "事实", "person": "李四"}'
		WHEN '@ledger' THEN '{"campaign": "扬尘治理", "facts": "扬尘"}'
		WHEN '@notified' THEN jsonb_build_object('superior', '青禾市人民政府', 'audit', '青禾市审计局', 'due_on', split_part(word, ' ', 2))
		WHEN '@entry' THEN (SELECT jsonb_build_object('list_entry_id', p.list_entry_id, 'dept_id', p.dept_id)
			FROM credit.proceeding p JOIN pg_temp.cases x ON x.id = p.proceeding_id WHERE x.c = split_part(word, ' ', 2)::int)
		ELSE word::jsonb END $$;

-- A record of one case, through the door, as its department would enter it.
CREATE FUNCTION pg_temp.enter(item text, case_no int, word text, decided date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	k pg_temp.cases; a credit.department; who text; code text; fields jsonb;
BEGIN
	SELECT * INTO k FROM pg_temp.cases WHERE c = case_no;
	SELECT * INTO a FROM credit.department WHERE dept_id = 8900 + k.dept;
	who := pg_temp.name(k.subject);
	code := pg_temp.code(k.subject);
	fields := CASE item
		WHEN 'penalty' THEN jsonb_build_object('cf_xdr_mc', who, 'cf_xdr_lb', '法人及非法人组织', 'cf_xdr_shxym', code, 'cf_frdb', '张三',
			'cf_wfxw', '无证经营', 'cf_sy', '事实', 'cf_yj', '依据', 'cf_cflb', '罚款', 'cf_nr', '罚款', 'cf_nr_fk', word,
			'cf_cfjg', a.name, 'cf_cfjgdm', a.uscc, 'cf_sjly', a.name, 'cf_sjlydm', a.uscc)
		WHEN 'licence' THEN jsonb_build_object('xk_xdr_mc', who, 'xk_xdr_lb', '法人及非法人组织', 'xk_xdr_shxym', code, 'xk_frdb', '张三',
			'xk_xkws', '准予许可决定书', 'xk_xklb', '普通', 'xk_nr', '内容', 'xk_yxqz', decided, 'xk_yxqzi', decided + 1825,
			'xk_xkjg', a.name, 'xk_xkjgdm', a.uscc, 'xk_zt', '1', 'xk_lydw', a.name, 'xk_lydwdm', a.uscc)
		ELSE jsonb_build_object('subject_name', who, 'subject_code', code, 'subject_category', '法人及非法人组织', 'authority_name', a.name, 'authority_code', a.uscc)
			|| CASE item
			WHEN 'contract_breach' THEN '{"kind": "其他", "contract_name": "合同", "facts": "违约", "proof": "书面承认"}'
			WHEN 'rectification' THEN jsonb_build_object('facts', '失信', 'due_on', split_part(word, ' ', 1), 'result', coalesce(nullif(split_part(word, ' ', 2), ''), '整改中'))
			WHEN 'commitment' THEN jsonb_strip_nulls(jsonb_build_object('kind', split_part(word, ' ', 1), 'matter', '事项', 'content', '内容', 'due_on', nullif(split_part(word, ' ', 2), '')))
			WHEN 'commitment_performance' THEN jsonb_build_object('commitment_no', word, 'kind', '证明事项型', 'result', '已履行') END END;
	PERFORM set_config('role', 'regress_year_d' || k.dept, true);
	INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail)
	VALUES (item, code, who, CASE item WHEN 'licence' THEN '青' || case_no || '-approved' WHEN 'commitment_performance' THEN '践' || case_no ELSE k.about END, decided, fields);
	PERFORM set_config('role', 'none', true);
END $$;

CREATE TABLE pg_temp.said (proceeding_id bigint, step int, due date, PRIMARY KEY (proceeding_id, step));
CREATE TABLE pg_temp.refused (c int, day date, stage text, message text, detail text);
CREATE FUNCTION pg_temp.act(p pg_temp.plan) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	k pg_temp.cases;
	brought jsonb := CASE WHEN p.act IN ('open', 'step', 'refused') THEN pg_temp.detail(p.detail) END;
	record bigint; entry bigint; made bigint; failed text; why text;
	doc text := format('青%s-%s', p.c, p.stage);
BEGIN
	SELECT * INTO k FROM pg_temp.cases WHERE c = p.c;
	SELECT r.record_id INTO record FROM credit.record_store r JOIN credit.subject s USING (subject_id)
	WHERE r.doc_no = k.about AND r.dept_id = 8900 + k.dept AND s.uscc = pg_temp.code(k.subject)::credit.uscc AND r.item <> 'contract_breach';
	IF p.act = 'record' THEN
		PERFORM pg_temp.enter(p.stage, p.c, p.detail, p.day);
	ELSIF p.stage = 'rectified' THEN
		PERFORM pg_temp.enter('rectification', p.c, p.detail || ' 已完成', (SELECT r.decided_on FROM credit.record_store r WHERE r.record_id = record));
	ELSIF p.stage = 'performed' THEN
		PERFORM pg_temp.enter('commitment_performance', p.c, p.detail, p.day);
	ELSE
		SELECT q.list_entry_id INTO entry FROM credit.proceeding q JOIN pg_temp.cases x ON x.id = q.proceeding_id
		WHERE p.stage = 'initiate' AND x.c = split_part(p.detail, ' ', 1)::int;
		PERFORM set_config('role', 'regress_year_' || p.who, true);
		IF p.stage = 'revoke_record' THEN
			PERFORM credit.revoke_record(record, doc, '决定被撤销');
		ELSIF p.stage = 'initiate' THEN
			PERFORM credit.initiate_joint_action(entry, ARRAY[8900 + k.dept], ARRAY[split_part(p.detail, ' ', 2)], '严重失信', doc);
		ELSE
			BEGIN
				IF k.id IS NULL OR p.act = 'refused' AND p.stage = 'applied' THEN
					made := credit.open_proceeding(k.procedure, pg_temp.code(k.subject), record, brought, doc, '说明');
				ELSE
					PERFORM credit.advance(k.id, p.stage, doc, '说明', brought);
				END IF;
				IF p.act = 'refused' THEN
					RAISE EXCEPTION 'case %, step % was to be refused', p.c, p.stage;
				END IF;
			EXCEPTION WHEN SQLSTATE 'CR010' OR SQLSTATE 'CR011' THEN
				IF p.act <> 'refused' THEN
					RAISE;
				END IF;
				GET STACKED DIAGNOSTICS failed = MESSAGE_TEXT, why = PG_EXCEPTION_DETAIL;
			END;
		END IF;
		PERFORM set_config('role', 'none', true);
	END IF;
	IF p.act = 'refused' THEN
		INSERT INTO pg_temp.refused VALUES (p.c, p.day, p.stage, regexp_replace(failed, '(record|proceeding|entry) \d+', '\1 …'), regexp_replace(why, '(Record|Proceeding) \d+', '\1 …'));
		RETURN;
	END IF;
	UPDATE pg_temp.cases SET id = made WHERE c = p.c AND made IS NOT NULL;
END $$;
-- cases that open by themselves; and what the system says of each new stage
CREATE FUNCTION pg_temp.look() RETURNS void LANGUAGE sql AS $$
	UPDATE pg_temp.cases k SET id = p.proceeding_id
	FROM credit.proceeding p JOIN credit.subject s USING (subject_id) LEFT JOIN credit.record_store r ON r.record_id = p.record_id
	WHERE k.id IS NULL AND k.procedure ~ '^(rectification|commitment|conditional_acceptance|approval_commitment|joint_action)$'
		AND p.procedure = k.procedure AND s.uscc = pg_temp.code(k.subject)::credit.uscc AND p.dept_id = 8900 + k.dept AND r.doc_no IS NOT DISTINCT FROM k.about;
	INSERT INTO pg_temp.said SELECT e.proceeding_id, e.step, d.due_on
	FROM pg_temp.cases k JOIN credit.proceeding_event e ON e.proceeding_id = k.id LEFT JOIN credit.deadline d ON d.proceeding_id = e.proceeding_id
	ON CONFLICT DO NOTHING $$;
CREATE FUNCTION pg_temp.live(first date, last date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	today date; p pg_temp.plan;
BEGIN
	FOR today IN SELECT first + n FROM generate_series(0, last - first) n
		WHERE first + n >= '2026-01-01' OR EXISTS (SELECT FROM pg_temp.plan x WHERE x.day = first + n)
	LOOP
		PERFORM set_config('credit.fixed_today', today::text, false);
		IF today >= '2026-01-01' THEN
			PERFORM set_config('role', 'regress_year_office', true);
			PERFORM FROM credit.maintain();
			PERFORM set_config('role', 'none', true);
			PERFORM pg_temp.look();
		END IF;
		FOR p IN SELECT * FROM pg_temp.plan x WHERE x.day = today AND x.act <> 'seen' ORDER BY x.nr LOOP
			PERFORM pg_temp.act(p);
			PERFORM pg_temp.look();
		END LOOP;
	END LOOP;
END $$;
CREATE VIEW pg_temp.open_cases AS SELECT k.c, d.stage, d.due_on, to_char(d.due_on, 'Dy') AS dow, d.days_left, d.state, d.projected
	FROM pg_temp.cases k JOIN credit.deadline d ON d.proceeding_id = k.id ORDER BY k.c;

DO $$ BEGIN PERFORM pg_temp.live('2025-09-01', '2026-06-30'); END $$;
-- half the year is over: four of five have left the ledger
SELECT target, by_date, entered, done, share, wanted, reached FROM credit.campaign_progress WHERE dept_id = 8903 ORDER BY target COLLATE "C";
DO $$ BEGIN PERFORM pg_temp.live('2026-07-01', '2026-09-21'); END $$;
-- the notice is amended while cases are open: one call, and they are due
-- accordingly
SET credit.fixed_today = '2026-09-22';
SELECT * FROM pg_temp.open_cases WHERE stage <> 'listed';
SET ROLE regress_year_office;
SELECT credit.calendar_announce('CN', '国办发明电〔2026〕99号', '2026-09-22', 2026, off => '{2026-10-08,2026-10-09}',
	work => '{2026-10-11,2026-10-17}', amends => '国办发明电〔2025〕7号');
RESET ROLE;
SELECT * FROM pg_temp.open_cases WHERE stage <> 'listed';
DO $$ BEGIN PERFORM pg_temp.live('2026-09-22', '2026-12-31'); END $$;

-- The timeline. due: last day of the stage that begins, as told on that day;
-- was_due: of the stage that ends, as it had become; late in working days.
SELECT k.c AS "case", k.procedure, e.step, e.to_stage AS stage, e.on_date, to_char(e.on_date, 'Dy') AS day, s.due, to_char(s.due, 'Dy') AS dow,
	nullif(e.due_on, b.due) AS became, e.late_days AS late, CASE WHEN e.automatic THEN 'system' ELSE replace(e.acted_by, 'regress_year_', '') END AS actor
FROM pg_temp.cases k JOIN credit.proceeding_event e ON e.proceeding_id = k.id JOIN pg_temp.said s ON s.proceeding_id = k.id AND s.step = e.step
LEFT JOIN pg_temp.said b ON b.proceeding_id = k.id AND b.step = e.step - 1
ORDER BY k.c, e.step;
SELECT * FROM pg_temp.refused ORDER BY day, c;

-- 1. The same as was counted by hand: nothing is left over on either side.
WITH plan AS (
	SELECT p.c, row_number() OVER (PARTITION BY p.c ORDER BY p.nr) AS step, p.stage, p.day, p.who, p.due, p.late
	FROM pg_temp.plan p WHERE p.act IN ('open', 'step', 'seen')
), was AS (
	SELECT k.c, e.step::bigint, e.to_stage, e.on_date, CASE WHEN e.automatic THEN 'system' ELSE replace(e.acted_by, 'regress_year_', '') END, s.due, e.late_days
	FROM pg_temp.cases k LEFT JOIN credit.proceeding_event e ON e.proceeding_id = k.id LEFT JOIN pg_temp.said s ON s.proceeding_id = k.id AND s.step = e.step
)
(SELECT 'planned' AS side, * FROM (TABLE plan EXCEPT TABLE was) x) UNION ALL (SELECT 'happened', * FROM (TABLE was EXCEPT TABLE plan) x) ORDER BY 2, 3, 1;

-- 2. The same as counted without the extension: days of the notices, weekends,
-- and the clocks as the documents have them.
CREATE TABLE pg_temp.day AS
SELECT d::date AS day,
	coalesce(n.kind = 'work', extract(isodow FROM d) < 6 AND d <> '2027-01-01') AS works,
	coalesce(coalesce(a.kind, n.kind) = 'work', extract(isodow FROM d) < 6 AND d <> '2027-01-01') AS amended
FROM generate_series(date '2025-09-01', '2027-02-28', '1 day') d
LEFT JOIN credit.calendar_day n ON n.calendar = 'CN' AND n.day = d AND n.doc_no <> '国办发明电〔2026〕99号'
LEFT JOIN credit.calendar_day a ON a.calendar = 'CN' AND a.day = d AND a.doc_no = '国办发明电〔2026〕99号';
CREATE TABLE pg_temp.clock (procedure text, stage text, n int, unit text, from_day date DEFAULT '2025-01-01', until_day date DEFAULT '2027-12-31');
INSERT INTO pg_temp.clock (procedure, stage, n, unit) VALUES
	('objection', 'examining', 15, 'workday'), ('objection', 'upheld', 5, 'workday'), ('feedback', 'checking', 3, 'day'),
	('repair', 'applied', 3, 'workday'), ('repair', 'screened', 3, 'workday'), ('repair', 'extended', 20, 'workday'), ('repair', 'granted', 3, 'workday'),
	('rectification', 'ordered', 0, 'term'), ('rectification', 'prompted', 0, 'term'), ('rectification', 'warned', 0, 'term'),
	('listing', 'noticed', 5, 'workday'), ('listing', 'decided', 7, 'workday'), ('listing', 'removal_applied', 20, 'workday'),
	('commitment', 'running', 0, 'term'), ('conditional_acceptance', 'papers_due', 0, 'term'),
	('approval_commitment', 'deciding', 2, 'workday'), ('approval_commitment', 'approved', 2, 'month'), ('approval_commitment', 'mismatch', 0, 'term'),
	('campaign', 'listed', 0, 'year end'), ('public_fault', 'notified', 0, 'term');
INSERT INTO pg_temp.clock VALUES ('repair', 'accepted', 7, 'workday', '2025-01-01', '2026-03-31'), ('repair', 'accepted', 10, 'workday', '2026-04-01', '2027-12-31');
CREATE FUNCTION pg_temp.count_days(start date, n int, unit text, term date, known date) RETURNS date LANGUAGE sql AS $$
	SELECT CASE unit
		WHEN 'workday' THEN (SELECT d.day FROM pg_temp.day d WHERE d.day > start AND CASE WHEN known < '2026-09-22' THEN d.works ELSE d.amended END ORDER BY d.day OFFSET n - 1 LIMIT 1)
		WHEN 'year end' THEN make_date(extract(year FROM start)::int, 12, 31)
		ELSE (SELECT min(d.day) FROM pg_temp.day d WHERE CASE WHEN known < '2026-09-22' THEN d.works ELSE d.amended END
			AND d.day >= CASE unit WHEN 'day' THEN start + n WHEN 'month' THEN (start + n * interval '1 month')::date ELSE term END) END $$;
WITH counted AS (
	SELECT k.c, e.step, e.to_stage, e.on_date, s.due, x.on_date AS left_on, x.due_on AS left_due, x.late_days,
		pg_temp.count_days(b.start, l.n, l.unit, (e.detail ->> 'due_on')::date, e.on_date) AS counted,
		pg_temp.count_days(b.start, l.n, l.unit, (e.detail ->> 'due_on')::date, x.on_date) AS counted_left
	FROM pg_temp.cases k JOIN credit.proceeding_event e ON e.proceeding_id = k.id JOIN pg_temp.said s ON s.proceeding_id = k.id AND s.step = e.step
	LEFT JOIN credit.proceeding_event x ON x.proceeding_id = k.id AND x.step = e.step + 1
	LEFT JOIN pg_temp.clock l ON l.procedure = k.procedure AND l.stage = e.to_stage AND e.on_date BETWEEN l.from_day AND l.until_day
	CROSS JOIN LATERAL (SELECT CASE e.to_stage WHEN 'extended' THEN (SELECT a.on_date FROM credit.proceeding_event a WHERE a.proceeding_id = k.id AND a.to_stage = 'accepted') ELSE e.on_date END AS start) b
)
SELECT * FROM counted
WHERE due IS DISTINCT FROM counted OR left_due IS DISTINCT FROM counted_left
	OR late_days IS DISTINCT FROM CASE WHEN left_on > counted_left THEN greatest(1, (SELECT count(*) FROM pg_temp.day d
			WHERE d.day > counted_left AND d.day <= left_on AND CASE WHEN left_on < '2026-09-22' THEN d.works ELSE d.amended END))
		WHEN counted_left IS NOT NULL THEN 0 END;

-- What is open when the year ends; each stage that ended late was reported once.
TABLE pg_temp.open_cases;
SELECT (SELECT count(*) FROM pg_temp.cases k JOIN credit.event v ON v.ref_table = 'proceeding' AND v.ref_id = k.id WHERE v.kind = 'overdue') AS reported,
	(SELECT count(*) FROM pg_temp.cases k JOIN credit.proceeding_event e ON e.proceeding_id = k.id WHERE e.late_days > 0) AS ended_late;
-- nothing that the mornings did is done again
SELECT action, rows FROM credit.maintain() WHERE rows IS DISTINCT FROM 0;
-- the records the cases are about, the lists, the joint actions, the campaign
SELECT k.c AS "case", r.item, r.doc_no, r.decided_on, r.severity, r.status, r.publish_until
FROM pg_temp.cases k JOIN credit.subject s ON s.uscc = pg_temp.code(k.subject)::credit.uscc JOIN credit.record_store r USING (subject_id)
WHERE k.c = (SELECT min(x.c) FROM pg_temp.cases x WHERE x.subject = k.subject) ORDER BY k.c, r.record_id;
SELECT k.c AS "case", e.list, e.valid_from, e.valid_until, e.ended_on, e.end_cause, e.restores IS NOT NULL AS restored
FROM pg_temp.cases k JOIN credit.list_entry e ON e.proceeding_id = k.id ORDER BY k.c, e.entry_id;
SELECT k.c AS "case", c.list, c.criterion, c.found_on, c.state, c.closed_on FROM pg_temp.cases k JOIN credit.subject s ON s.uscc = pg_temp.code(k.subject)::credit.uscc
JOIN credit.list_candidate c USING (subject_id) WHERE k.procedure <> 'joint_action' ORDER BY k.c, c.candidate_id;
SELECT k.c AS "case", j.measure, j.stage, j.initiated_on, j.responded_on, j.declined_on, j.fed_back_on, j.lifted_on, j.running
FROM pg_temp.cases k JOIN credit.joint_action a ON a.proceeding_id = k.id JOIN credit_bi.joint_actions j USING (action_id) ORDER BY k.c;
SELECT target, by_date, entered, done, share, wanted, reached FROM credit.campaign_progress WHERE dept_id = 8903 ORDER BY target COLLATE "C";
ROLLBACK;
