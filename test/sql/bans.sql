-- Bans from a market or industry (P0 item 11): for a term or for ever, on the
-- organisation and on its responsible people, answered by every check until the
-- day they end, and without end where they are for ever.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-06-10';
BEGIN;
ALTER SEQUENCE credit.industry_ban_id_seq RESTART 794001;
CREATE ROLE regress_ban_a IN ROLE credit_department;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES (7941, '甲局', '1122010001350000BA', 'regress_ban_a');
INSERT INTO credit.subject (subject_id, kind, uscc, name) VALUES (794001, 'enterprise', '91220101MA00000000', '甲公司'), (794002, 'enterprise', '91350100M000100Y43', '乙公司');
SELECT credit.person_subject('resident_id', '11010519491231002X', '张三丰') AS person \gset
INSERT INTO credit.subject (subject_id, kind, name) VALUES (794011, 'person', '李四光'), (794012, 'person', '王五'), (794013, 'person', '赵六'), (794014, 'person', '股东');
-- the four kinds of responsible people, one who was it before, one who only holds shares
INSERT INTO credit.relation (subject_id, related_id, role, valid) VALUES
	(794001, :person, 'legal_representative', '(,)'), (794001, 794011, 'principal', '(,)'), (794001, 794012, 'actual_controller', '(,)'), (794001, 794013, 'directly_responsible', '(,)'),
	(794001, 794014, 'shareholder', '(,)'), (794002, :person, 'legal_representative', '(,2026-01-01)');
SET ROLE regress_ban_a;
SELECT credit.impose_ban('91220101MA00000000', '食品生产经营', '禁1号', '2026-05-20', 'gf_33_2016', for_ever => true);
SELECT credit.impose_ban('91350100M000100Y43', '工程建设', '禁2号', '2026-05-20', 'gf_33_2016', valid_until => '2029-05-19');
RESET ROLE;
SELECT CASE WHEN b.marked_for IS NULL THEN b.ban_id END AS ban, s.name, b.field, b.valid_from, b.valid_until, b.for_ever, b.role, b.marked_for FROM credit.industry_ban b JOIN credit.subject s USING (subject_id) WHERE b.dept_id = 7941 ORDER BY coalesce(b.marked_for, b.ban_id), b.marked_for NULLS FIRST, s.name COLLATE "C";
-- what a check answers: today, on the last day of the term, the day after, in 2076
CREATE VIEW pg_temp.answers AS
SELECT d.day, x.who, (SELECT c.verdict || ' ' || jsonb_array_length(c.bans) FROM credit.check_subject(x.code, 'market_entry', 'x', d.day) c) AS answer
FROM (VALUES ('organisation, for ever', '91220101MA00000000'), ('its representative', '11010519491231002X'), ('organisation, for three years', '91350100M000100Y43')) x (who, code),
	(VALUES (date '2026-05-19'), ('2026-05-20'), ('2029-05-19'), ('2029-05-20'), ('2076-06-10')) d (day) ORDER BY x.who, d.day;
TABLE pg_temp.answers;
-- a serious list marks the same people (P0 item 12), and nobody else
SELECT credit.import_list_entry('market_regulation_serious', '91220101MA00000000', '列1号', '2026-05-20', dept_id => 7941) IS NOT NULL AS listed;
SELECT s.name, e.role FROM credit.list_entry e JOIN credit.subject s USING (subject_id) WHERE e.doc_no = '列1号' AND e.marked_for IS NOT NULL ORDER BY s.name COLLATE "C";
-- lifted: for the organisation and its people together
SET ROLE regress_ban_a;
SELECT credit.lift_ban(794001, 'withdrawn', '撤禁1号');
RESET ROLE;
SELECT count(*) FILTER (WHERE ended_on IS NULL) AS standing, count(*) AS made FROM credit.industry_ban WHERE doc_no = '禁1号';
SELECT who, answer FROM pg_temp.answers WHERE day = '2076-06-10';
ROLLBACK;
