-- Measures: what applies and what is missing; checks and their log; decisions
-- taken without one.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
SET credit.fixed_today = '2026-06-10';
SET datestyle = ISO;
SET intervalstyle = postgres;
BEGIN;
CREATE ROLE regress_measure_dept IN ROLE credit_department;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES
	(7811, '甲市行政审批局', '1122010001350000BA', 'regress_measure_dept');
INSERT INTO credit.subject (subject_id, kind, uscc, name) VALUES
	(781001, 'enterprise', '91220101MA00000000', '甲公司'), (781002, 'enterprise', '91350100M000100Y43', '乙公司');
SELECT credit.person_subject('resident_id', '11010519491231002X', '张三丰') AS person \gset
INSERT INTO credit.relation (subject_id, related_id, role) VALUES (781001, :person, 'legal_representative');

-- 1. no measure without a basis of sufficient rank, none that asks for credit
-- education, nothing forbidden, no sanction by a grade
INSERT INTO credit.measure (measure, name_zh, name_en, direction, sphere, applies_to, purposes, basis_id)
VALUES ('x1', '限制', 'limit', 'sanction', 'administrative', '{enterprise}', '{approval}', 'ndrc_order_36_2025');
INSERT INTO credit.measure (measure, name_zh, name_en, direction, sphere, applies_to, purposes, basis_id)
VALUES ('x2', '限制', 'limit', 'sanction', 'administrative', '{enterprise}', '{approval}', 'no_such_basis');
INSERT INTO credit.measure (measure, name_zh, name_en, direction, sphere, applies_to, purposes, basis_id, valid)
VALUES ('x3', '限制', 'limit', 'sanction', 'administrative', '{enterprise}', '{approval}', 'jilin_social_credit', '[2010-01-01,2020-01-01)');
INSERT INTO credit.measure (measure, name_zh, name_en, direction, sphere, applies_to, purposes, basis_id, requirement)
VALUES ('x4', '绿色通道', 'green', 'incentive', 'administrative', '{enterprise}', '{approval}', 'jilin_social_credit', '须先参加信用教育');
INSERT INTO credit.measure (measure, name_zh, name_en, direction, sphere, applies_to, purposes, basis_id)
VALUES ('x5', '闯红灯者不得入学', 'no school', 'sanction', 'administrative', '{person}', '{education}', 'jilin_social_credit');
INSERT INTO credit.grade_measure (measure, min_grade) VALUES ('key_supervision', 'D');
INSERT INTO credit.list_measure (list, measure) VALUES ('honest', 'key_supervision');
-- lists: a local serious list needs a local regulation and 30 days of consultation
INSERT INTO credit.list_kind (list, name_zh, name_en, class, applies_to, basis_id) VALUES ('y1', '甲', 'a', 'serious', '{enterprise}', 'jilin_city_2020');
INSERT INTO credit.list_kind (list, name_zh, name_en, class, applies_to, basis_id) VALUES ('y2', '甲', 'a', 'serious', '{enterprise}', 'jilin_social_credit');
INSERT INTO credit.list_kind (list, name_zh, name_en, class, applies_to, basis_id, consultation) VALUES ('y3', '甲', 'a', 'serious', '{enterprise}', 'jilin_social_credit', '[2026-01-01,2026-01-20)');
INSERT INTO credit.list_kind (list, name_zh, name_en, class, applies_to, basis_id, consultation) VALUES ('y4', '甲', 'a', 'serious', '{enterprise}', 'jilin_social_credit', '[2026-01-01,2026-02-01)') RETURNING list, polarity;
INSERT INTO credit.list_kind (list, name_zh, name_en, class, applies_to, basis_id) VALUES ('y5', '养犬黑名单', 'dogs', 'focus', '{person}', 'jilin_city_2020');

-- 2. every measure of a purpose, and what is missing
SELECT credit.import_list_entry('market_regulation_serious', '91220101MA00000000', '列1号', '2024-05-20', dept_id => 7811) AS entry \gset
SELECT measure, direction, applies, missing, reason ~ 'entry' AS by_entry, list, until_date, basis_id FROM credit.measures_for('91220101MA00000000', 'approval');
SELECT measure, applies, missing FROM credit.measures_for('91220101MA00000000', 'procurement');
SELECT measure, applies, missing FROM credit.measures_for('91220101MA00000000', 'exit');
SELECT measure, applies, missing FROM credit.measures_for('91350100M000100Y43', 'approval');
-- before the entry and after its term
SELECT measure, applies, missing, reason LIKE '%begins on 2024-05-20' AS why FROM credit.measures_for('91220101MA00000000', 'procurement', '2024-05-19');
SELECT measure, applies, missing FROM credit.measures_for('91220101MA00000000', 'procurement', '2027-05-19');
SELECT measure, applies, missing, reason LIKE '%was over on 2027-05-20' AS why FROM credit.measures_for('91220101MA00000000', 'procurement', '2027-05-20');
-- the basis is repealed
UPDATE credit.legal_basis SET in_force = '[2003-01-01,2026-06-01)' WHERE basis_id = 'procurement_law';
SELECT measure, applies, missing FROM credit.measures_for('91220101MA00000000', 'procurement');
-- proportional: a less severe entry does not bring what takes rights away
UPDATE credit.list_entry SET severity = 'general' WHERE entry_id = :entry;
SELECT measure, applies, missing FROM credit.measures_for('91220101MA00000000', 'approval') WHERE direction = 'sanction';
UPDATE credit.list_entry SET severity = 'serious' WHERE entry_id = :entry;
SELECT measure FROM credit.measures_for('91220101MA00000000', 'gambling');
SELECT measure FROM credit.measures_for('nobody', 'approval');

-- 3. checks: answer and log
SET ROLE regress_measure_dept;
SELECT code, name, kind, verdict, reasons, grade, jsonb_path_query_array(lists, '$[*].list') AS lists, bans, jsonb_path_query_array(measures, '$[*].measure') AS measures,
	conditional_acceptance, conditional_missing, green_channel, green_missing
FROM credit.check_subject('91220101MA00000000', 'approval', '申请1号');
SELECT verdict, reasons, lists, measures, conditional_acceptance, green_channel, green_missing FROM credit.check_subject('91350100M000100Y43', 'approval');
SELECT verdict, subject_id, conditional_missing FROM credit.check_subject('91220101MA0000999X', 'approval');
-- the responsible person, by document: marked, the number is not kept
SELECT code, name, verdict, jsonb_path_query_array(lists, '$[*].list') AS lists, jsonb_path_query_array(measures, '$[*].measure') AS measures
FROM credit.check_subject('11010519491231002X', 'honours');
SELECT verdict FROM credit.check_subject('91220101MA00000000', 'gambling');
SELECT asked_by, dept_id, code, purpose, matter, verdict FROM credit.query_log WHERE dept_id = 7811 ORDER BY query_id;
UPDATE credit.query_log SET verdict = 'clear';
DELETE FROM credit.query_log;
RESET ROLE;
DELETE FROM credit.query_log;
-- what applies by the one function applies by the other
SELECT p.code, (SELECT array_agg(m.measure ORDER BY m.measure) FROM credit.measures_for('91220101MA00000000', p.code) m WHERE m.applies)
	IS NOT DISTINCT FROM (SELECT array_agg(x ->> 'measure' ORDER BY x ->> 'measure') FROM jsonb_array_elements((credit.check_subject('91220101MA00000000', p.code)).measures) x) AS agree
FROM credit.code_list p WHERE p.list = 'decision_purpose' ORDER BY p.ordinal;
-- 4. decisions without a check by that department in the window before
CREATE FUNCTION pg_temp.enter(item text, doc text, decided date, subject bigint, detail jsonb) RETURNS void LANGUAGE sql AS $$
	INSERT INTO credit.record (item, dept_id, subject_id, doc_no, decided_on, detail)
	SELECT enter.item, 7811, s.subject_id, doc, decided, enter.detail || jsonb_build_object('subject_name', s.name, 'subject_category', '法人及非法人组织',
		'subject_code', s.uscc, 'authority_name', d.name, 'authority_code', d.uscc)
	FROM credit.subject s, credit.department d WHERE s.subject_id = subject AND d.dept_id = 7811 $$;
SELECT pg_temp.enter('honour', '荣1', '2026-05-01', 781001, '{"title": "t", "level": "市级"}'), pg_temp.enter('honour', '荣2', '2026-05-02', 781002, '{"title": "t", "level": "市级"}');
INSERT INTO credit.query_log (at, on_date, asked_by, dept_id, subject_id, code, purpose, verdict) VALUES
	('2026-04-30 23:30:00+08', '2026-04-30', 'x', 7811, 781002, 'c', 'honours', 'clear'),
	('2026-03-20 12:00:00+08', '2026-03-20', 'x', 7811, 781001, 'c', 'honours', 'clear'),
	('2026-04-30 12:00:00+08', '2026-04-30', 'x', 1, 781001, 'c', 'honours', 'clear');
SELECT item, code, doc_no, was_listed, basis_id FROM credit_bi.unchecked_decision WHERE dept_id = 7811 ORDER BY doc_no;
-- 5. SME finance: consent and kept commitments, on no negative list
SELECT pg_temp.enter('commitment_performance', '履' || s, '2026-05-01', s, '{"commitment_no": "c1", "kind": "主动公示型", "result": "已履行"}') FROM unnest('{781001,781002}'::bigint[]) s;
SELECT count(*) FROM credit.sme_finance_list;
INSERT INTO credit.data_consent (subject_id, scope, given_on, recipient) SELECT s, 'sme_finance', '2026-05-01', '某银行' FROM unnest('{781001,781002}'::bigint[]) s;
SELECT name, kept, recipient FROM credit.sme_finance_list;
UPDATE credit.data_consent SET withdrawn_on = '2026-06-10';
SELECT count(*) FROM credit.sme_finance_list;
-- 6. commitments in a check: open, overdue, kept, broken
SELECT pg_temp.enter('commitment', 'c2', '2026-05-01', 781002, '{"kind": "容缺受理型", "matter": "m", "content": "c", "due_on": "2026-06-10"}'),
	pg_temp.enter('commitment', 'c3', '2026-05-01', 781002, '{"kind": "容缺受理型", "matter": "m", "content": "c", "due_on": "2026-06-09"}');
SELECT open_commitments, overdue_commitments, broken_commitments, verdict, conditional_missing FROM credit.check_subject('91350100M000100Y43', 'approval');
SELECT pg_temp.enter('commitment_performance', 'p3', '2026-06-09', 781002, '{"commitment_no": "c3", "kind": "容缺受理型", "result": "未履行"}');
SELECT open_commitments, overdue_commitments, broken_commitments, verdict, conditional_missing FROM credit.check_subject('91350100M000100Y43', 'approval');

-- many at once: the same answers, each logged
SELECT count(*) AS before FROM credit.query_log \gset
SELECT bool_and(to_jsonb(b) - 'query_id' = to_jsonb(o) - 'query_id') AS same, count(*)
FROM (SELECT row_number() OVER () AS nr, x.* FROM credit.check_subjects('{91220101MA00000000,91350100M000100Y43,nobody,11010519491231002X,91220101MA00000000}', 'approval') x) b,
	LATERAL (SELECT b.nr, y.* FROM credit.check_subject((ARRAY['91220101MA00000000','91350100M000100Y43','nobody','11010519491231002X','91220101MA00000000'])[b.nr], 'approval') y) o;
SELECT count(*) - :before AS logged FROM credit.query_log;
SELECT count(*) FROM credit.check_subjects('{}', 'approval');
SELECT count(*) FROM credit.check_subjects(NULL, 'approval');
SELECT count(*) FROM credit.check_subjects('{a}', 'gambling');
ROLLBACK;
