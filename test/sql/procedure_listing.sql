-- Listing as a procedure, every path. What the steps do to lists is the lists'
-- own and rests here. Dates counted by hand; 2026: Qingming 4 to 6 April.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-04-01';
CREATE ROLE regress_pl_a IN ROLE credit_department;
BEGIN;
\set ON_ERROR_ROLLBACK on
ALTER SEQUENCE credit.proceeding_id_seq RESTART 540001;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES (8041, '甲局', '1122010001350000A7', 'regress_pl_a');
INSERT INTO credit.subject (kind, name, uscc) VALUES ('enterprise', '甲公司', '91220101MA00000000');
SELECT from_stage, to_stage, effect FROM credit.transition WHERE procedure = 'listing' AND effect IS NOT NULL ORDER BY 1, 2;
UPDATE credit.transition SET effect = NULL, condition = NULL WHERE procedure = 'listing';
SET ROLE regress_pl_a;
SELECT credit.open_proceeding('listing', '91220101MA00000000', detail => '{"facts": "拖欠工资"}');
SELECT credit.open_proceeding('listing', '91220101MA00000000', detail => '{"facts": "拖欠工资", "list": "wages"}') AS c \gset
-- notice: reason, basis, rights; then 5 working days: 2, 3, 7, 8, 9 April
SELECT * FROM credit.advance(:c, 'noticed', '告1号', NULL, '{"reason": "拖欠工资", "legal_ground": "人社部令第45号"}');
SELECT * FROM credit.advance(:c, 'noticed', '告1号', NULL, '{"reason": "拖欠工资", "legal_ground": "人社部令第45号", "rights": "五日内陈述申辩"}');
-- no decision while the party may still speak
SELECT * FROM credit.advance(:c, 'decided', '决1号', NULL, '{"facts": "f", "legal_ground": "g", "measures": "m", "removal_conditions": "r", "remedies": "复议、诉讼", "person": "李四"}');
RESET ROLE;
SET credit.fixed_today = '2026-04-10';
SET ROLE regress_pl_a;
-- the five contents
SELECT * FROM credit.advance(:c, 'decided', '决1号', NULL, '{"facts": "f", "person": "李四"}');
SELECT * FROM credit.advance(:c, 'decided', '决1号', NULL, '{"facts": "f", "legal_ground": "g", "measures": "m", "removal_conditions": "r", "remedies": "复议、诉讼", "person": "李四"}');
-- served together with the repair notice
SELECT * FROM credit.advance(:c, 'served', NULL, NULL, '{"served_on": "2026-04-13"}');
SELECT * FROM credit.advance(:c, 'served', NULL, NULL, '{"served_on": "13 April", "repair_notice": true}');
SELECT * FROM credit.advance(:c, 'served', NULL, NULL, '{"served_on": "2026-04-10", "repair_notice": true}');
SELECT * FROM credit.advance(:c, 'published');
SELECT open, closed_on, detail ->> 'list' AS list FROM credit.proceeding WHERE proceeding_id = :c;
-- early removal: refused, asked for again, granted, taken back, then the term ends
SELECT * FROM credit.advance(:c, 'removal_applied', NULL, NULL, '{"commitment_no": "承1号", "obligations_performed": true, "materials": "凭证"}');
SELECT * FROM credit.advance(:c, 'published', '不移1号', '未满期限', '{"person": "李四"}');
SELECT * FROM credit.advance(:c, 'removal_applied', NULL, NULL, '{"commitment_no": "承2号", "obligations_performed": true, "materials": "凭证"}');
SELECT * FROM credit.advance(:c, 'removed', '移1号', NULL, '{"person": "李四"}');
SELECT * FROM credit.advance(:c, 'published', '撤移1号', '材料系伪造');
SELECT * FROM credit.advance(:c, 'expired');
SELECT step, from_stage, to_stage, doc_no, due_on, late_days, clock_of FROM credit.proceeding_event WHERE proceeding_id = :c ORDER BY step;
-- a statement is made and convinces
SELECT credit.open_proceeding('listing', '91220101MA00000000', detail => '{"facts": "f", "list": "wages"}') AS c \gset
SELECT * FROM credit.advance(:c, 'noticed', '告2号', NULL, '{"reason": "r", "legal_ground": "g", "rights": "x"}');
SELECT * FROM credit.advance(:c, 'stated', NULL, NULL, '{"statement": "已付清"}');
SELECT * FROM credit.advance(:c, 'dropped', NULL, '陈述成立');
-- a statement is made and does not: at once
SELECT credit.open_proceeding('listing', '91220101MA00000000', detail => '{"facts": "f", "list": "wages"}') AS c \gset
SELECT * FROM credit.advance(:c, 'noticed', '告3号', NULL, '{"reason": "r", "legal_ground": "g", "rights": "x"}');
SELECT * FROM credit.advance(:c, 'stated', NULL, NULL, '{"statement": "不服"}');
SELECT * FROM credit.advance(:c, 'decided', '决3号', '复核意见', '{"facts": "f", "legal_ground": "g", "measures": "m", "removal_conditions": "r", "remedies": "e", "person": "李四"}');
SELECT * FROM credit.advance(:c, 'dropped', '撤决3号', '认定有误');
-- dropped before and after the notice
SELECT credit.open_proceeding('listing', '91220101MA00000000', detail => '{"facts": "f", "list": "wages"}') AS c \gset
SELECT * FROM credit.advance(:c, 'dropped', NULL, '不符合条件');
SELECT credit.open_proceeding('listing', '91220101MA00000000', detail => '{"facts": "f", "list": "wages"}') AS c \gset
SELECT * FROM credit.advance(:c, 'noticed', '告5号', NULL, '{"reason": "r", "legal_ground": "g", "rights": "x"}');
SELECT * FROM credit.advance(:c, 'dropped', NULL, '已履行');
SELECT stage, open, count(*) FROM credit.proceeding WHERE dept_id = 8041 GROUP BY stage, open ORDER BY stage COLLATE "C";
RESET ROLE;
ROLLBACK;
DROP ROLE regress_pl_a;
