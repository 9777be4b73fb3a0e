-- Which share of the organisations on serious lists gave a commitment for
-- repair (P2 item 6: 30 in a hundred at least, all in the end), and which was
-- trained for it (all).
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-06-01';
BEGIN;
CREATE ROLE regress_commitments_analyst IN ROLE credit_analyst;
INSERT INTO credit.department (dept_id, name, uscc, sector) VALUES (7841, '甲局', '1122010001350000BA', 'market_regulation'), (7842, '乙局', '1122010001350000CD', 'market_regulation');
INSERT INTO credit.subject (subject_id, kind, uscc, name)
SELECT 784000 + n, 'enterprise', (head || credit.uscc_check_char(head))::credit.uscc, '公司' || n
FROM generate_series(1, 12) n, LATERAL (SELECT '91220101MA00010' || lpad(n::text, 2, '0')) h (head);
INSERT INTO credit.subject (subject_id, kind, name) VALUES (784050, 'person', '张三');
INSERT INTO credit.relation (subject_id, related_id, role) VALUES (784001, 784050, 'legal_representative');
-- ten on the serious list of one department, one on the other's, one on the focus list
SELECT count(credit.import_list_entry(CASE s.subject_id WHEN 784012 THEN 'focus' ELSE 'market_regulation_serious' END, s.uscc::text, '列' || s.subject_id, '2026-03-01',
	dept_id => CASE s.subject_id WHEN 784011 THEN 7842 ELSE 7841 END)) AS listed
FROM credit.subject s WHERE s.subject_id BETWEEN 784001 AND 784012;
CREATE FUNCTION pg_temp.promise(whom int, kind text, decided date) RETURNS void LANGUAGE sql AS $$
	INSERT INTO credit.record (item, dept_id, subject_id, doc_no, decided_on, detail)
	SELECT 'commitment', 7841, whom, '诺' || whom || kind, decided, jsonb_build_object('subject_name', s.name, 'subject_category', '法人及非法人组织', 'subject_code', s.uscc,
		'kind', promise.kind, 'matter', '信用修复', 'content', '依法诚信经营', 'authority_name', '甲局', 'authority_code', '1122010001350000BA')
	FROM credit.subject s WHERE s.subject_id = whom $$;
-- three of ten: one of them twice
SELECT pg_temp.promise(784001, '信用修复型', '2026-04-01'), pg_temp.promise(784001, '信用修复型', '2026-04-02'), pg_temp.promise(784002, '信用修复型', '2026-03-01'), pg_temp.promise(784003, '信用修复型', '2026-05-01') \g /dev/null
-- of another kind; before the listing; taken back; not on a serious list
SELECT pg_temp.promise(784004, '主动公示型', '2026-04-01'), pg_temp.promise(784005, '信用修复型', '2026-02-28'), pg_temp.promise(784006, '信用修复型', '2026-04-01'), pg_temp.promise(784012, '信用修复型', '2026-04-01') \g /dev/null
SELECT credit.revoke_record(record_id, '撤1号', '并非本人作出') FROM credit.record WHERE subject_id = 784006 \g /dev/null
-- training: two of the ten, one of them twice; of another kind; before the listing; on no serious list
CREATE FUNCTION pg_temp.train(whom int, kind text, decided date) RETURNS void LANGUAGE sql AS $$
	INSERT INTO credit.record (item, dept_id, subject_id, doc_no, decided_on, detail)
	SELECT 'improvement', 7841, whom, '训' || whom || decided, decided, jsonb_build_object('subject_name', s.name, 'subject_category', '法人及非法人组织', 'subject_code', s.uscc,
		'kind', train.kind, 'content', '信用修复专题培训', 'authority_name', '甲局', 'authority_code', '1122010001350000BA')
	FROM credit.subject s WHERE s.subject_id = whom $$;
SELECT pg_temp.train(784001, '信用修复培训', '2026-04-10'), pg_temp.train(784001, '信用修复培训', '2026-04-11'), pg_temp.train(784004, '信用修复培训', '2026-05-11'),
	pg_temp.train(784005, '公益慈善活动', '2026-04-10'), pg_temp.train(784006, '信用修复培训', '2026-02-10'), pg_temp.train(784012, '信用修复培训', '2026-04-10') \g /dev/null
SET ROLE regress_commitments_analyst;
SELECT list, dept_id, listed, committed, share, share >= 0.3 AS reached, trained, training_share FROM credit_bi.repair_commitments WHERE dept_id IN (7841, 7842) ORDER BY dept_id;
RESET ROLE;
-- who leaves the list is in neither number
SELECT credit.withdraw_listing(entry_id, '撤2号', '列入有误') FROM credit.list_entry WHERE subject_id = 784003 AND marked_for IS NULL \g /dev/null
SELECT dept_id, listed, committed, share, trained, training_share FROM credit_bi.repair_commitments WHERE dept_id = 7841;
-- all trained: the figure asked for
SELECT pg_temp.train(n, '信用修复培训', '2026-05-20') FROM generate_series(784001, 784010) n \g /dev/null
SELECT dept_id, listed, trained, training_share, training_share = 1 AS reached FROM credit_bi.repair_commitments WHERE dept_id = 7841;
ROLLBACK;
