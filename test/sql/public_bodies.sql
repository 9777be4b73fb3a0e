-- Public bodies as subjects (P2 item 5, P3 item 10): their contracts, their
-- debts, the judgments against them, in one file under their code; each fault
-- told to superior and audit, and all of them cleared.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-03-02';
CREATE ROLE regress_body_office IN ROLE credit_admin;
BEGIN;
ALTER SEQUENCE credit.proceeding_id_seq RESTART 793001;
INSERT INTO credit.department (dept_id, name, uscc) VALUES (7931, '甲市信用办', '1122010001350000BA');
INSERT INTO credit.subject (subject_id, kind, uscc, name) VALUES (793001, 'government_body', '11220100000000019K', '某镇政府'), (793002, 'public_institution', ('12220100000000019' || credit.uscc_check_char('12220100000000019'))::credit.uscc, '某镇卫生院'), (793003, 'enterprise', '91220101MA00000000', '甲公司');
CREATE FUNCTION pg_temp.enter(item text, subject bigint, doc text, detail jsonb) RETURNS void LANGUAGE sql AS $$
	INSERT INTO credit.record (item, dept_id, subject_id, doc_no, decided_on, detail)
	SELECT enter.item, 7931, s.subject_id, doc, '2026-02-20', enter.detail || jsonb_build_object('subject_name', s.name, 'subject_category', '法人及非法人组织', 'subject_code', s.uscc,
		'authority_name', '甲市信用办', 'authority_code', '1122010001350000BA')
	FROM credit.subject s WHERE s.subject_id = subject $$;
SET ROLE regress_body_office;
SELECT pg_temp.enter('contract_performance', 793001, '约1', '{"kind": "政府采购", "contract_name": "道路养护", "counterparty": "甲公司", "amount": "30", "result": "迟延履行"}'),
	pg_temp.enter('contract_breach', 793001, '违1', '{"kind": "招商引资", "contract_name": "厂房租赁", "facts": "未按约供地", "proof": "仲裁裁决1号"}'),
	pg_temp.enter('government_debt', 793001, '欠1', '{"creditor": "甲公司", "matter": "工程款", "amount": "12.5"}'),
	pg_temp.enter('government_debt', 793002, '欠2', '{"creditor": "甲公司", "matter": "设备款", "amount": "3"}'),
	pg_temp.enter('dishonest_debtor', 793001, '执1', '{"enforcement_no": "民初1号", "ground": "有履行能力而拒不履行", "duty": "给付工程款", "performance": "全部未履行", "published_on": "2026-02-21"}') \g /dev/null
-- an enterprise owes no government debt
\set ON_ERROR_ROLLBACK on
SELECT pg_temp.enter('government_debt', 793003, '欠3', '{"creditor": "x", "matter": "x", "amount": "1"}');
-- one file
SELECT item, doc_no, amount, severity FROM credit.record WHERE subject_code = '11220100000000019K' ORDER BY item COLLATE "C";
-- the judgment is shown to everybody, debts are for government
SELECT item FROM credit.public_record WHERE subject_code = '11220100000000019K';

-- each fault becomes a case; the ledger of the campaign counts what was cleared
SELECT credit.open_proceeding('public_fault', NULL, record_id, jsonb_build_object('facts', doc_no)) AS fault,
	credit.open_proceeding('campaign', subject_code, detail => jsonb_build_object('campaign', '政府机构失信治理', 'facts', doc_no, 'dept_id', 7931)) AS ledger
FROM credit.record WHERE doc_no IN ('欠1', '欠2', '执1') ORDER BY doc_no COLLATE "C";
SELECT stage, count(*) FROM credit.proceeding WHERE procedure = 'public_fault' AND dept_id = 7931 GROUP BY 1;
SELECT a.stage FROM credit.proceeding p, credit.advance(p.proceeding_id, 'notified', '通报' || p.proceeding_id, NULL, '{"superior": "某县政府", "audit": "县审计局", "due_on": "2026-05-29"}') a
WHERE p.procedure = 'public_fault' AND p.dept_id = 7931 ORDER BY p.proceeding_id;
-- paid: the record has the day
SELECT pg_temp.enter('government_debt', 793001, '欠1', '{"creditor": "甲公司", "matter": "工程款", "amount": "12.5", "cleared_on": "2026-03-01"}');
SELECT doc_no, valid_until, version FROM credit.record WHERE doc_no IN ('欠1', '欠2') ORDER BY doc_no COLLATE "C";
-- two of three cleared: not all
SELECT a.stage FROM (SELECT proceeding_id FROM credit.proceeding WHERE procedure = 'public_fault' AND dept_id = 7931 ORDER BY proceeding_id LIMIT 2) p, credit.advance(p.proceeding_id, 'cleared', NULL, '账款已付清') a;
SELECT a.stage FROM (SELECT proceeding_id FROM credit.proceeding WHERE procedure = 'campaign' AND dept_id = 7931 ORDER BY proceeding_id LIMIT 2) p, credit.advance(p.proceeding_id, 'exited', NULL, '已清偿', '{"how": "已付清", "commitment_no": "诺1"}') a;
SELECT procedure, stage, sum(cases) AS cases, sum(open_cases) AS open FROM credit_bi.case_statistics WHERE dept_id = 7931 GROUP BY 1, 2 ORDER BY 1, 2;
RESET ROLE;
SET credit.fixed_today = '2027-01-01';
SET ROLE regress_body_office;
SELECT target, entered, done, share, wanted, reached FROM credit.campaign_progress WHERE dept_id = 7931 ORDER BY target COLLATE "C";
SELECT c.name, d.state, d.days_left FROM credit_bi.deadline d JOIN credit.subject c USING (subject_id) WHERE d.procedure = 'public_fault' AND d.dept_id = 7931;
RESET ROLE;
ROLLBACK;
DROP ROLE regress_body_office;
