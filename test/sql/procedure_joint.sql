-- Joint actions, campaigns and faults of public bodies, every path.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-03-02';
CREATE ROLE regress_pj_a IN ROLE credit_department;
CREATE ROLE regress_pj_b IN ROLE credit_department;
CREATE ROLE regress_pj_c IN ROLE credit_department;
CREATE ROLE regress_pj_office IN ROLE credit_admin;
BEGIN;
\set ON_ERROR_ROLLBACK on
ALTER SEQUENCE credit.proceeding_id_seq RESTART 550001;
ALTER SEQUENCE credit.record_id_seq RESTART 550001;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES
	(8051, '甲局', '1122010001350000A7', 'regress_pj_a'), (8052, '乙局', '1122010001350000BA', 'regress_pj_b'), (8053, '丙局', '1122010001350000CD', 'regress_pj_c');
INSERT INTO credit.subject (kind, name, uscc, attributes) VALUES ('enterprise', '甲公司', '91220101MA00000000', '{}'),
	('enterprise', '国有公司', '91350100M000100Y43', '{"state_owned": true}'), ('government_body', '某镇政府', '11220100000000019K', '{}');
SET ROLE regress_pj_a;
INSERT INTO credit.penalty_entry (cf_xdr_mc, cf_xdr_lb, cf_xdr_shxym, cf_frdb, cf_wsh, cf_wfxw, cf_sy, cf_yj, cf_cflb, cf_nr,
	cf_nr_fk, cf_jdrq, cf_cfjg, cf_cfjgdm, cf_sjly, cf_sjlydm)
VALUES ('甲公司', '法人及非法人组织', '91220101MA00000000', '张三', '罚1号', '无证经营', '事实', '依据', '罚款', '罚款', '1', '2026-03-01',
	'甲局', '1122010001350000A7', '甲局', '1122010001350000A7');
-- 1. One case a department addressed.
SELECT credit.open_proceeding('joint_action', NULL, 550001, '{"measure": "限制招标投标"}', note => '严重失信');
SELECT credit.open_proceeding('joint_action', NULL, 550001, '{"measure": "限制招标投标", "dept_id": 99999}', note => '严重失信');
SELECT credit.open_proceeding('joint_action', NULL, 550001, '{"measure": "限制招标投标", "dept_id": 8052}', note => '严重失信') AS b \gset
SELECT credit.open_proceeding('joint_action', NULL, 550001, '{"measure": "限制授信", "dept_id": 8053}', note => '严重失信') AS c \gset
SELECT procedure, stage, dept_id, opened_by FROM credit.proceeding WHERE record_id = 550001 ORDER BY proceeding_id;
-- who is addressed answers; who asked sees it, and lifts
SELECT * FROM credit.advance(:b, 'responded', NULL, '已限制', '{"person": "李四"}');
RESET ROLE; SET ROLE regress_pj_b;
SELECT count(*) FROM credit.proceeding WHERE record_id = 550001;
SELECT * FROM credit.advance(:b, 'responded', NULL, '已限制', '{"person": "李四"}');
SELECT * FROM credit.advance(:b, 'fed_back', NULL, NULL, '{"result": "取消一次投标资格"}');
SELECT * FROM credit.advance(:b, 'lifted');
RESET ROLE; SET ROLE regress_pj_c;
SELECT * FROM credit.advance(:c, 'declined', NULL, '非本部门职责', '{"person": "王五"}');
RESET ROLE; SET ROLE regress_pj_a;
SELECT * FROM credit.advance(:b, 'lifted', NULL, '措施期满');
SELECT kind, dept_id, count(*) FROM credit.event WHERE ref_table = 'proceeding' AND ref_id = :b GROUP BY 1, 2 ORDER BY 1, 2;
-- lifted by itself when the record ends
SELECT credit.open_proceeding('joint_action', NULL, 550001, '{"measure": "限制招标投标", "dept_id": 8052}', note => '再次发起') AS b \gset
SELECT credit.revoke_record(550001, '撤1号', '决定被撤销');
SELECT stage, automatic, open FROM credit.proceeding WHERE proceeding_id = :b;
SELECT kind, dept_id, ref_table FROM credit.event WHERE kind = 'record_ended' AND ref_id = 550001;

-- 2. A campaign: the ledger is cleared by the end of the year. Five entered by
-- 30 June, four have left it: 80 %. One more comes in July.
SELECT credit.open_proceeding('campaign', '91220101MA00000000', detail => jsonb_build_object('campaign', '扬尘治理', 'facts', n::text)) AS p FROM generate_series(1, 5) n;
SELECT stage, due_on, state FROM credit.deadline WHERE procedure = 'campaign' AND dept_id = 8051 GROUP BY 1, 2, 3;
RESET ROLE;
SET credit.fixed_today = '2026-06-30';
SET ROLE regress_pj_a;
SELECT * FROM credit.advance(550004, 'exited');
SELECT n, a.* FROM generate_series(550004, 550007) n, credit.advance(n, 'exited', NULL, '已整改', jsonb_build_object('how', '整改合格') || CASE WHEN n < 550006 THEN jsonb_build_object('commitment_no', n::text) ELSE '{}' END) a;
SELECT target, by_date, entered, done, share, wanted, reached FROM credit.campaign_progress WHERE dept_id = 8051 ORDER BY target COLLATE "C";
RESET ROLE;
SET credit.fixed_today = '2026-07-01';
SET ROLE regress_pj_a;
SELECT credit.open_proceeding('campaign', '91220101MA00000000', detail => '{"campaign": "扬尘治理", "facts": "6"}') AS late \gset
SELECT campaign, year, target, by_date, entered, done, share, wanted, reached FROM credit.campaign_progress WHERE dept_id = 8051 ORDER BY target COLLATE "C";
RESET ROLE;
SET credit.fixed_today = '2027-01-01';
SET ROLE regress_pj_a;
SELECT target, entered, done, share, wanted, reached FROM credit.campaign_progress WHERE dept_id = 8051 ORDER BY target COLLATE "C";
SELECT count(*), min(days_left), state FROM credit.deadline WHERE procedure = 'campaign' AND dept_id = 8051 GROUP BY 3;

-- 3. Faults of public bodies: superior and audit are told.
SELECT credit.open_proceeding('public_fault', '91220101MA00000000', detail => '{"facts": "拖欠账款"}');
SELECT credit.open_proceeding('public_fault', '11220100000000019K', detail => '{"facts": "拖欠账款"}') AS p \gset
SELECT * FROM credit.advance(:p, 'notified', '通报1号', NULL, '{"superior": "某县政府"}');
SELECT * FROM credit.advance(:p, 'notified', '通报1号', NULL, '{"superior": "某县政府", "audit": "县审计局", "due_on": "2027-03-01"}');
SELECT * FROM credit.advance(:p, 'cleared', NULL, '账款已付清');
SELECT kind FROM credit.event WHERE ref_table = 'proceeding' AND ref_id = :p ORDER BY event_id;
SELECT credit.open_proceeding('public_fault', '91350100M000100Y43', detail => '{"facts": "违约"}') IS NOT NULL AS state_owned;
RESET ROLE;
ROLLBACK;
DROP ROLE regress_pj_a, regress_pj_b, regress_pj_c, regress_pj_office;
