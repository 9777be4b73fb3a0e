-- Lists: candidates by criteria, entries decided elsewhere or imported, no
-- overlap, marks on responsible persons, ends with everything that hangs on.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
SET credit.fixed_today = '2026-06-10';
SET datestyle = ISO;
SET intervalstyle = postgres;
BEGIN;
SELECT setval('credit.list_entry_id_seq', 780000), setval('credit.list_candidate_id_seq', 780000);
CREATE ROLE regress_list_market IN ROLE credit_department;
CREATE ROLE regress_list_safety IN ROLE credit_department;
CREATE ROLE regress_list_office IN ROLE credit_admin;
INSERT INTO credit.department (dept_id, name, uscc, role_name, sector) VALUES
	(7801, '甲市市场监管局', '1122010001350000BA', 'regress_list_market', 'market_regulation'),
	(7802, '甲市应急局', '1122010001350000CD', 'regress_list_safety', 'work_safety');
INSERT INTO credit.subject (subject_id, kind, uscc, name) VALUES
	(780001, 'enterprise', '91220101MA00000000', '甲公司'), (780002, 'enterprise', '91350100M000100Y43', '乙公司');
INSERT INTO credit.subject (subject_id, kind, name) VALUES (780011, 'person', '张三丰'), (780012, 'person', '李四光');
INSERT INTO credit.relation (subject_id, related_id, role, valid) VALUES
	(780001, 780011, 'legal_representative', '[2020-01-01,2026-05-01)'), (780001, 780011, 'actual_controller', '(,)'),
	(780001, 780012, 'legal_representative', '[2026-05-01,)');
CREATE FUNCTION pg_temp.fault(dept int, subject bigint, doc text, decided date, fine numeric, kinds text, act text DEFAULT '无证经营') RETURNS void LANGUAGE sql AS $$
	INSERT INTO credit.record (item, dept_id, subject_id, doc_no, decided_on, detail)
	SELECT 'penalty', dept, subject, doc, decided, jsonb_build_object('cf_xdr_mc', s.name, 'cf_xdr_lb', '法人及非法人组织',
		'cf_xdr_shxym', s.uscc, 'cf_frdb', '张三丰', 'cf_wfxw', act, 'cf_sy', '事实', 'cf_yj', '依据', 'cf_cflb', kinds,
		'cf_nr', '内容', 'cf_nr_zkdx', CASE WHEN kinds ~ '吊销' THEN '许可证1号' END, 'cf_nr_fk', fine, 'cf_cfjg', d.name, 'cf_cfjgdm', d.uscc, 'cf_sjly', d.name, 'cf_sjlydm', d.uscc)
	FROM credit.subject s, credit.department d WHERE s.subject_id = subject AND d.dept_id = dept $$;
CREATE VIEW pg_temp.candidates AS SELECT subject_id, list, dept_id, criterion, cardinality(record_ids) AS records, state
	FROM credit.list_candidate WHERE subject_id BETWEEN 780000 AND 780999 ORDER BY candidate_id;
CREATE VIEW pg_temp.entries AS SELECT subject_id, list, dept_id, doc_no, valid_from, valid_until, ended_on, end_cause, source, marked_for IS NOT NULL AS marked, role, openness
	FROM credit.list_entry WHERE subject_id BETWEEN 780000 AND 780999 ORDER BY entry_id;

-- 1. repeated minor faults of one kind make a candidate for the focus list
SELECT pg_temp.fault(7801, 780002, '轻1', '2026-05-01', NULL, '警告'), pg_temp.fault(7801, 780002, '轻2', '2026-05-02', NULL, '警告');
SELECT pg_temp.fault(7801, 780002, '轻3', '2026-05-03', NULL, '警告', '占道经营'), pg_temp.fault(7802, 780002, '轻4', '2026-05-04', NULL, '警告');
SELECT severity, count(*) FROM credit.record WHERE subject_id = 780002 GROUP BY 1;
-- another kind of fault, another department: not three of one kind
TABLE pg_temp.candidates;
SELECT pg_temp.fault(7801, 780002, '轻5', '2026-05-05', NULL, '警告');
TABLE pg_temp.candidates;
-- one of them taken back: no candidate any more; one more: again, as another one
SELECT credit.revoke_record((SELECT record_id FROM credit.record WHERE doc_no = '轻1' AND dept_id = 7801), '撤1号', '事实不清');
TABLE pg_temp.candidates;
SELECT pg_temp.fault(7801, 780002, '轻6', '2026-05-06', NULL, '警告');
TABLE pg_temp.candidates;

-- 2. a heavier penalty makes a candidate for the list of the department's own
-- sector
SELECT pg_temp.fault(7801, 780001, '重1', '2026-04-20', 200, '罚款;吊销许可证件'), pg_temp.fault(7802, 780001, '重2', '2026-04-21', 200, '罚款;吊销许可证件');
SELECT list, dept_id, criterion, records FROM pg_temp.candidates WHERE subject_id = 780001;
-- nobody is on a list for that: due process comes first
SELECT count(*) AS entries FROM pg_temp.entries;

-- 3. imports: another authority's decision by a department, anything by the office
SET ROLE regress_list_market;
SELECT credit.import_list_entry('market_regulation_serious', '91220101MA00000000', '列1号', '2026-05-20');
SELECT credit.import_list_entry('market_regulation_serious', '91220101MA00000000', '列1号', '2026-05-20', authority => '甲市市场监管局');
SELECT credit.import_list_entry('market_regulation_serious', '91220101MA00000000', '列1号', '2026-05-20', dept_id => 7802, authority => '省局');
SELECT credit.import_list_entry('no_such_list', '91220101MA00000000', '列1号', '2026-05-20', authority => '省市场监管厅');
SELECT credit.import_list_entry('market_regulation_serious', '91220101MA00000000', ' ', '2026-05-20', authority => '省市场监管厅');
SELECT credit.import_list_entry('market_regulation_serious', '91220101MA00000000', '列1号', '2027-05-20', authority => '省市场监管厅');
SELECT credit.import_list_entry('market_regulation_serious', '91220101MA00000000', '列1号', '2021-05-20', authority => '省市场监管厅');
SELECT credit.import_list_entry('market_regulation_serious', '91220101MA00000000', '列1号', '2026-05-20', valid_until => '2029-05-20', authority => '省市场监管厅');
SELECT credit.import_list_entry('market_regulation_serious', 'nobody', '列1号', '2026-05-20', authority => '省市场监管厅');
SELECT credit.import_list_entry('social_organisation_serious', '91220101MA00000000', '列1号', '2026-05-20', authority => '民政厅');
-- by record: marks are those responsible on the day of the fault
SELECT credit.import_list_entry('market_regulation_serious', '91220101MA00000000', '列1号', '2026-05-20', authority => '省市场监管厅',
	record_id => (SELECT record_id FROM credit.record WHERE doc_no = '重1')) > 0 AS listed;
RESET ROLE;
TABLE pg_temp.entries;
SELECT list, dept_id, state FROM pg_temp.candidates WHERE subject_id = 780001;
SELECT kind, subject_id, dept_id, ref_table FROM credit.event WHERE subject_id BETWEEN 780000 AND 780999 AND kind <> 'record_ended' ORDER BY event_id;

-- 4. no overlap of one list by one department; another department may
SAVEPOINT s;
SELECT credit.import_list_entry('market_regulation_serious', '91220101MA00000000', '列2号', '2026-05-25', dept_id => 7801);
ROLLBACK TO s;
SELECT credit.import_list_entry('market_regulation_serious', '91220101MA00000000', '列2号', '2026-05-25', dept_id => 7802) > 0 AS listed;
-- nor by writing into the table
INSERT INTO credit.list_entry (subject_id, list, dept_id, doc_no, decided_on, valid_from, source, openness)
VALUES (780001, 'market_regulation_serious', 7801, 'x', '2026-06-01', '2026-06-01', 'imported', 'public');
ROLLBACK TO s;
DELETE FROM credit.list_entry;
ROLLBACK TO s;

-- 5. too early to be removed; then the causes
SELECT entry_id AS entry FROM credit.list_entry WHERE doc_no = '列1号' AND marked_for IS NULL \gset
SELECT entry_id AS mark FROM credit.list_entry WHERE doc_no = '列1号' AND role ~ 'legal' \gset
SAVEPOINT s;
SET ROLE regress_list_safety;
SELECT credit.end_list_entry(:entry, 'removed', '移1号');
RESET ROLE;
SET ROLE regress_list_market;
SELECT credit.end_list_entry(:entry, 'removed', '移1号');
SELECT credit.end_list_entry(:entry, 'because', '移1号');
SELECT credit.end_list_entry(:entry, 'removed', NULL);
SELECT credit.end_list_entry(:mark, 'removed', '移1号');
SELECT credit.withdraw_listing(:entry, '撤列1号', '');
RESET ROLE;
SET credit.fixed_today = '2027-05-21';
SET ROLE regress_list_market;
SELECT credit.end_list_entry(:entry, 'removed', '移1号', reason => '履行义务');
SELECT credit.end_list_entry(:entry, 'removed', '移1号');
RESET ROLE;
TABLE pg_temp.entries;
ROLLBACK TO s;
-- the mark alone, when the person was not responsible
SET ROLE regress_list_market;
SELECT credit.drop_mark(:mark, '更1号', '');
SELECT credit.drop_mark(:entry, '更1号', '登记有误');
SELECT credit.drop_mark(:mark, '更1号', '登记有误');
RESET ROLE;
TABLE pg_temp.entries;
ROLLBACK TO s;
SET credit.fixed_today = '2026-06-10';

-- 6. a list decided elsewhere: its records are entries, side by side
INSERT INTO credit.record (item, dept_id, subject_id, doc_no, decided_on, valid_until, detail)
SELECT 'serious_list', 7802, 780002, '外' || n, '2026-03-01', NULL, jsonb_build_object('subject_name', '乙公司', 'subject_category', '法人及非法人组织', 'subject_code', '91350100M000100Y43',
	'authority_name', d.name, 'authority_code', d.uscc, 'list_name', '某名单' || n, 'facts', '事实', 'legal_ground', '依据', 'valid_until', '2027-02-28')
FROM credit.department d, generate_series(1, 2) n WHERE d.dept_id = 7802;
SELECT subject_id, list, doc_no, valid_from, valid_until, ended_on, end_cause, source FROM pg_temp.entries WHERE subject_id = 780002;
-- corrected: the term follows; taken off there: ended here; revoked: ended
INSERT INTO credit.record (item, dept_id, subject_id, doc_no, decided_on, detail)
SELECT 'serious_list', 7802, 780002, '外1', '2026-03-01', jsonb_build_object('subject_name', '乙公司', 'subject_category', '法人及非法人组织', 'subject_code', '91350100M000100Y43',
	'authority_name', d.name, 'authority_code', d.uscc, 'list_name', '某名单1', 'facts', '事实', 'legal_ground', '依据', 'valid_until', '2028-02-28')
FROM credit.department d WHERE d.dept_id = 7802;
SELECT credit.revoke_record((SELECT record_id FROM credit.record WHERE doc_no = '外2'), '撤2号', '原机关撤销');
SELECT subject_id, list, doc_no, valid_from, valid_until, ended_on, end_cause, source FROM pg_temp.entries WHERE subject_id = 780002;
INSERT INTO credit.record (item, dept_id, subject_id, doc_no, decided_on, detail)
SELECT 'serious_list', 7802, 780002, '外1', '2026-03-01', jsonb_build_object('subject_name', '乙公司', 'subject_category', '法人及非法人组织', 'subject_code', '91350100M000100Y43',
	'authority_name', d.name, 'authority_code', d.uscc, 'list_name', '某名单1', 'facts', '事实', 'legal_ground', '依据', 'valid_until', '2028-02-28', 'removed_on', '2026-06-09')
FROM credit.department d WHERE d.dept_id = 7802;
SELECT subject_id, list, doc_no, valid_from, valid_until, ended_on, end_cause, source FROM pg_temp.entries WHERE subject_id = 780002;

-- 7. the term is over: off the list by the date, written down by maintenance
SET credit.fixed_today = '2029-05-20';
SELECT credit.list_in_force(valid_from, valid_until, ended_on) AS in_force, ended_on FROM credit.list_entry WHERE doc_no = '列1号';
SELECT credit.maintain_lists(credit.today(), 1000) AS rows, credit.maintain_lists(credit.today(), 1000) AS again;
SELECT doc_no, ended_on, end_cause, marked FROM pg_temp.entries WHERE doc_no = '列1号';
SELECT kind, subject_id FROM credit.event WHERE subject_id IN (780001, 780011, 780012) ORDER BY event_id;
ROLLBACK;
