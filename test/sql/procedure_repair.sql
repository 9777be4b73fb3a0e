-- Credit repair and repair in reorganisation through every path. Dates counted
-- by hand; 2026: National Day 1 to 7 October, worked Saturday 10 October.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-09-24';
CREATE ROLE regress_pr_a IN ROLE credit_department;
CREATE ROLE regress_pr_office IN ROLE credit_admin;
BEGIN;
\set ON_ERROR_ROLLBACK on
ALTER SEQUENCE credit.proceeding_id_seq RESTART 510001;
ALTER SEQUENCE credit.record_id_seq RESTART 510001;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES (8011, '甲局', '1122010001350000A7', 'regress_pr_a');
CREATE FUNCTION pg_temp.penalty(doc text, decided date, category text, code text) RETURNS void LANGUAGE sql AS $$
	INSERT INTO credit.penalty_entry (cf_xdr_mc, cf_xdr_lb, cf_xdr_shxym, cf_frdb, cf_wsh, cf_wfxw, cf_sy, cf_yj, cf_cflb, cf_nr,
		cf_nr_fk, cf_jdrq, cf_cfjg, cf_cfjgdm, cf_sjly, cf_sjlydm)
	VALUES ('公司', '法人及非法人组织', code, '张三', doc, '无证经营', '事实', '依据', category, '内容', '1', decided,
		'甲局', '1122010001350000A7', '甲局', '1122010001350000A7') $$;
CREATE VIEW pg_temp.r AS SELECT record_id, doc_no, decided_on, severity, status, publish_until, version FROM credit.record WHERE dept_id = 8011 ORDER BY record_id;
CREATE VIEW pg_temp.steps AS SELECT proceeding_id, step, from_stage, to_stage, on_date, due_on, late_days, automatic, acted_by
	FROM credit.proceeding_event ORDER BY proceeding_id, step;
CREATE FUNCTION pg_temp.apply(code text, record bigint) RETURNS bigint LANGUAGE sql AS $$
	SELECT credit.open_proceeding('repair', code, record,
		'{"commitment_no": "承1号", "obligations_performed": true, "materials": "缴款凭证"}') $$;
GRANT SELECT ON pg_temp.r, pg_temp.steps TO PUBLIC;
-- general: from three months after the decision; minor: at once
SET ROLE regress_pr_a;
SELECT pg_temp.penalty('罚1号', '2026-06-24', '罚款', '91220101MA00000000');
SELECT pg_temp.penalty('罚2号', '2026-06-25', '罚款', '91220101MA00000000');
-- another record of the same decision
INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail)
VALUES ('contract_breach', '91220101MA00000000', '公司', '罚1号', '2026-06-24', '{"subject_category": "法人及非法人组织",
	"authority_name": "甲局", "authority_code": "1122010001350000A7", "kind": "其他", "contract_name": "合同", "facts": "违约", "proof": "书面承认"}');
SELECT pg_temp.penalty('罚3号', '2026-06-01', '罚款', '91350100M000100Y43');
SELECT * FROM pg_temp.r;

-- 1. What must hold.
SELECT pg_temp.apply(NULL, 510002);
SELECT credit.open_proceeding('repair', NULL, 510001, '{"commitment_no": " ", "obligations_performed": false}');
SELECT credit.open_proceeding('repair', NULL, 510001, '{"commitment_no": 5, "obligations_performed": "true", "materials": "m"}');
SELECT * FROM credit.repair_open_from('penalty', 'serious', 8011, '2026-04-01');
SELECT * FROM credit.repair_open_from('penalty', 'serious', 8011, '2025-04-01');

RESET ROLE;
ALTER SEQUENCE credit.proceeding_id_seq RESTART 510001;
SET ROLE regress_pr_a;

-- 2. Straight through. Thursday 24 September: 3 working days are 28 to 30
-- September (25 to 27 are Mid-Autumn); next 3 from 30 September are 8, 9 and
-- Saturday 10 October; 10 from 10 October end on Friday 23; granted that day,
-- 3 to synchronise end on Wednesday 28.
SELECT pg_temp.apply('91220101MA00000000', 510001);
SELECT due_on FROM credit.deadline WHERE proceeding_id = 510001;
-- the office screens, not the department
SELECT * FROM credit.advance(510001, 'screened');
RESET ROLE;
SET credit.fixed_today = '2026-09-30';
SET ROLE regress_pr_office;
SELECT * FROM credit.advance(510001, 'screened');
RESET ROLE;
SET credit.fixed_today = '2026-10-10';
SET ROLE regress_pr_a;
SELECT * FROM credit.advance(510001, 'accepted');
RESET ROLE;
SET credit.fixed_today = '2026-10-23';
SET ROLE regress_pr_a;
SELECT * FROM credit.advance(510001, 'granted', '修1号', '准予', '{"person": "李四"}');
-- all of the decision at once; nothing of it is shown any more
SELECT * FROM pg_temp.r WHERE doc_no = '罚1号';
SELECT count(*) FROM credit.public_record WHERE subject_code = '91220101MA00000000' AND doc_no = '罚1号';
SELECT reason FROM credit.record_version WHERE record_id IN (510001, 510003) ORDER BY record_id;
SELECT * FROM credit.advance(510001, 'synchronised', NULL, '已同步国家、省网站', on_date => '2026-10-23');
SELECT * FROM pg_temp.steps WHERE proceeding_id = 510001;
-- repaired already
SELECT pg_temp.apply(NULL, 510001);

RESET ROLE;
ALTER SEQUENCE credit.proceeding_id_seq RESTART 510002;
SET ROLE regress_pr_a;

-- 3. Returned for papers: that time does not count. Extended once, within the
-- term: 20 working days from acceptance on Friday 23 October end on Friday 20
-- November. Refused.
SELECT pg_temp.apply(NULL, 510002);
RESET ROLE; SET ROLE regress_pr_office;
SELECT * FROM credit.advance(510002, 'returned', NULL, '缺缴款凭证');
SELECT * FROM credit.advance(510002, 'screened');
SELECT * FROM credit.advance(510002, 'applied', NULL, NULL, '{"commitment_no": "承2号", "obligations_performed": true, "materials": "凭证"}');
SELECT * FROM credit.advance(510002, 'screened');
RESET ROLE; SET ROLE regress_pr_a;
SELECT * FROM credit.advance(510002, 'accepted');
RESET ROLE;
SET credit.fixed_today = '2026-11-06';
SET ROLE regress_pr_a;
SELECT days_left, state FROM credit.deadline WHERE proceeding_id = 510002;
SELECT * FROM credit.advance(510002, 'extended', NULL, '需实地核实', '{"person": "李四"}');
SELECT clock_since, stage_since, due_on FROM credit.deadline WHERE proceeding_id = 510002;
SELECT * FROM credit.advance(510002, 'extended', NULL, '再延', '{"person": "李四"}');
SELECT * FROM credit.advance(510002, 'refused', '不修1号', '整改未完成', '{"person": "李四"}');
SELECT status FROM pg_temp.r WHERE record_id = 510002;
-- refused is no bar; too late for an extension on the day after the term
SELECT pg_temp.apply(NULL, 510002);
RESET ROLE; SET ROLE regress_pr_office;
SELECT * FROM credit.advance(510003, 'screened');
RESET ROLE; SET ROLE regress_pr_a;
SELECT * FROM credit.advance(510003, 'accepted');
SELECT due_on FROM credit.deadline WHERE proceeding_id = 510003;
RESET ROLE;
SET credit.fixed_today = '2026-11-23';
SET ROLE regress_pr_a;
SELECT * FROM credit.advance(510003, 'extended', NULL, '情况复杂', '{"person": "李四"}');
SELECT * FROM credit.advance(510003, 'withdrawn', NULL, '申请人撤回');

-- 4. A record that ends ends the repair that was asked for.
SELECT pg_temp.apply(NULL, 510002);
SELECT credit.revoke_record(510002, '撤1号', '处罚决定被撤销');
SELECT stage, open FROM credit.proceeding WHERE proceeding_id = 510004;
SELECT * FROM pg_temp.steps WHERE proceeding_id = 510004 AND automatic;

-- 5. False material, found after the repair: taken back, and a bar of three
-- years, which does not move off a weekend.
SELECT pg_temp.apply(NULL, 510004);
RESET ROLE; SET ROLE regress_pr_office;
SELECT * FROM credit.advance(510005, 'screened');
RESET ROLE; SET ROLE regress_pr_a;
SELECT * FROM credit.advance(510005, 'accepted');
SELECT * FROM credit.advance(510005, 'granted', '修2号', NULL, '{"person": "李四"}');
SELECT status FROM pg_temp.r WHERE record_id = 510004;
SELECT * FROM credit.advance(510005, 'synchronised', NULL, '已同步');
SELECT * FROM credit.advance(510005, 'false_material', '撤修1号', '缴款凭证系伪造');
SELECT status, version FROM pg_temp.r WHERE record_id = 510004;
SELECT pg_temp.apply(NULL, 510004);
RESET ROLE;
SET credit.fixed_today = '2029-11-23';
SET ROLE regress_pr_a;
SELECT pg_temp.apply(NULL, 510004);
RESET ROLE;
SET credit.fixed_today = '2029-11-24';
SET ROLE regress_pr_a;
SELECT pg_temp.apply(NULL, 510004);
SELECT * FROM credit.advance(510006, 'withdrawn', NULL, '申请人撤回');
RESET ROLE;

-- 6. Reorganisation: shielded while the plan runs, shown again when it fails,
-- repaired when it was carried out.
SET credit.fixed_today = '2026-11-23';
SET ROLE regress_pr_a;
SELECT credit.open_proceeding('bankruptcy_repair', NULL, 510004, '{"court": "市中级法院"}', '裁1号');
SELECT * FROM credit.advance(510007, 'shielded', '屏1号', NULL, '{"person": "李四"}');
SELECT status FROM pg_temp.r WHERE record_id = 510004;
SELECT * FROM credit.advance(510007, 'failed', '裁2号', '计划终止执行');
SELECT status FROM pg_temp.r WHERE record_id = 510004;
SELECT credit.open_proceeding('bankruptcy_repair', NULL, 510004, '{"court": "市中级法院"}', '裁3号');
SELECT * FROM credit.advance(510008, 'refused', '不屏1号', '不属范围');
SELECT credit.open_proceeding('bankruptcy_repair', NULL, 510004, '{"court": "市中级法院"}', '裁4号');
SELECT * FROM credit.advance(510009, 'shielded', '屏2号', NULL, '{"person": "李四"}');
SELECT * FROM credit.advance(510009, 'repaired', '裁5号', NULL, '{"court": "市中级法院"}');
SELECT status FROM pg_temp.r WHERE record_id = 510004;
RESET ROLE;
ROLLBACK;
DROP ROLE regress_pr_a, regress_pr_office;
