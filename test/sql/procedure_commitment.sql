-- Promises through every path: commitments, conditional acceptance, approval on
-- commitment. Records open the cases. Dates counted by hand; 2026: Labour Day 1
-- to 5 May, worked Saturday 9 May; Dragon Boat 19 to 21 June.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-04-30';
CREATE ROLE regress_pc_a IN ROLE credit_department;
BEGIN;
\set ON_ERROR_ROLLBACK on
ALTER SEQUENCE credit.proceeding_id_seq RESTART 520001;
ALTER SEQUENCE credit.record_id_seq RESTART 520001;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES (8021, '甲局', '1122010001350000A7', 'regress_pc_a');
CREATE FUNCTION pg_temp.enter(item text, doc_no text, decided_on date, detail jsonb) RETURNS void LANGUAGE sql AS $$
	INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail)
	VALUES (item, '91220101MA00000000', '甲公司', doc_no, decided_on, detail ||
		'{"subject_category": "法人及非法人组织", "authority_name": "甲局", "authority_code": "1122010001350000A7"}') $$;
CREATE FUNCTION pg_temp.promise(doc_no text, decided_on date, kind text, due_on date DEFAULT NULL) RETURNS void LANGUAGE sql AS $$
	SELECT pg_temp.enter('commitment', doc_no, decided_on,
		jsonb_strip_nulls(jsonb_build_object('kind', kind, 'matter', '事项', 'content', '内容', 'due_on', due_on))) $$;
CREATE VIEW pg_temp.cases AS SELECT p.proceeding_id, p.procedure, p.stage, p.open, r.doc_no AS about, p.opened_on, d.due_on, d.state
	FROM credit.proceeding p LEFT JOIN credit.deadline d USING (proceeding_id) LEFT JOIN credit.record_store r ON r.record_id = p.record_id
	WHERE p.dept_id = 8021 ORDER BY p.proceeding_id;
CREATE VIEW pg_temp.r AS SELECT item, doc_no, decided_on, severity, status, detail ->> 'commitment_no' AS commitment_no, detail ->> 'kind' AS kind,
	detail ->> 'result' AS result, detail ->> 'facts' AS facts FROM credit.record_store WHERE dept_id = 8021 ORDER BY record_id;
GRANT SELECT ON pg_temp.cases, pg_temp.r TO PUBLIC;

-- 1. A promised day off moves to the next working day: 2 May to 6 May. Without
-- a day, or without end, or from old files: no case.
SET ROLE regress_pc_a;
SELECT pg_temp.promise('承1号', '2026-04-30', '主动公示型', '2026-05-02');
SELECT pg_temp.promise('承2号', '2026-04-30', '行业自律型');
SELECT pg_temp.promise('承3号', '2026-04-30', '行业自律型', '2099-12-31');
SELECT pg_temp.promise('承4号', '2025-04-28', '行业自律型', '2026-12-31');
SELECT pg_temp.promise('承5号', '2026-04-30', '信用修复型', '2026-05-09');
SELECT pg_temp.promise('承6号', '2026-04-30', '证明事项型', '2026-06-20');
TABLE pg_temp.cases;
-- kept: into the file
SELECT * FROM credit.advance(520001, 'kept', '践1号');
-- broken: into the file twice
SELECT * FROM credit.advance(520002, 'broken', '违1号');
SELECT * FROM credit.advance(520002, 'broken', '违1号', NULL, '{"facts": "未按承诺纠正", "person": "李四"}');
-- kept, told by the record itself
SELECT pg_temp.enter('commitment_performance', '践2号', '2026-04-30', '{"commitment_no": "承6号", "kind": "证明事项型", "result": "履行中"}');
SELECT pg_temp.enter('commitment_performance', '践3号', '2026-04-30', '{"commitment_no": "承6号", "kind": "证明事项型", "result": "已履行"}');
TABLE pg_temp.cases;
TABLE pg_temp.r;
SELECT step, to_stage, doc_no, note, automatic FROM credit.proceeding_event WHERE proceeding_id IN (520001, 520003) ORDER BY proceeding_id, step;
-- entered by mistake: the case has nothing left to do
SELECT pg_temp.promise('承7号', '2026-04-30', '主动公示型', '2026-05-20');
SELECT credit.revoke_record(record_id, '撤1号', '误录', true) FROM credit.record WHERE dept_id = 8021 AND doc_no = '承7号';
SELECT stage, open FROM pg_temp.cases WHERE about = '承7号';

-- 2. Conditional acceptance. A day from the record; or so many working days: 3
-- from 30 April (6, 7, 8 May) end on Friday 8 May.
SELECT pg_temp.promise('容1号', '2026-04-30', '容缺受理型', '2026-05-08');
SELECT pg_temp.promise('容2号', '2026-04-30', '容缺受理型', '2026-05-06');
SELECT proceeding_id, procedure, stage, due_on FROM pg_temp.cases WHERE about LIKE '容%';
SELECT * FROM credit.advance(520005, 'supplied', '补1号');
SELECT stage_since FROM credit.proceeding WHERE proceeding_id = 520005;
-- not before the term is over
SELECT * FROM credit.advance(520006, 'failed', '违2号', NULL, '{"facts": "未补齐", "person": "李四"}');
RESET ROLE;
SET credit.fixed_today = '2026-05-07';
SET ROLE regress_pc_a;
SELECT * FROM credit.advance(520006, 'failed', '违2号', NULL, '{"facts": "未补齐", "person": "李四"}');
SELECT due_on, late_days, clock_of FROM credit.proceeding_event WHERE proceeding_id = 520006 AND step = 2;
SELECT * FROM pg_temp.r WHERE commitment_no LIKE '容%';
-- by hand, as a number of working days
SELECT credit.open_proceeding('conditional_acceptance', NULL, (SELECT record_id FROM credit.record WHERE dept_id = 8021 AND doc_no = '承2号'), '{"due_on": 3}', on_date => '2026-04-30');
SELECT due_on, state FROM credit.deadline WHERE proceeding_id = 520007;

-- 3. Approval on commitment: decided in 1, at most 2 working days (from 30
-- April: 6 and 7 May), verified within 2 months of the approval of 7 May, by 7
-- July; approved on 20 April: by 20 June, a Saturday in the Dragon Boat days,
-- so Monday 22.
SELECT pg_temp.promise('告1号', '2026-04-30', '审批替代型');
SELECT target_on, due_on FROM credit.deadline WHERE proceeding_id = 520008;
SELECT * FROM credit.advance(520008, 'approved', '许1号', NULL, '{"person": "李四"}');
SELECT credit.stage_due('approval_commitment', 'approved', '2026-04-20', '2026-04-20', NULL);
-- matches
SELECT * FROM credit.advance(520008, 'verified', '核1号', '现场核查相符', '{"person": "李四"}');
-- does not match: put right within a term
SELECT pg_temp.promise('告2号', '2026-05-06', '审批替代型');
SELECT * FROM credit.advance(520009, 'approved', '许2号', NULL, '{"person": "李四"}');
SELECT * FROM credit.advance(520009, 'mismatch', NULL, '面积不足', '{"person": "李四"}');
SELECT * FROM credit.advance(520009, 'mismatch', NULL, '面积不足', '{"person": "李四", "due_on": "2026-05-01"}');
SELECT * FROM credit.advance(520009, 'mismatch', NULL, '面积不足', '{"person": "李四", "due_on": "2026-05-16"}');
SELECT * FROM credit.advance(520009, 'verified', '核2号', '整改后相符', '{"person": "李四"}');
-- does not match: the licence goes, and must be there
SELECT pg_temp.promise('告3号', '2026-05-06', '审批替代型');
SELECT * FROM credit.advance(520010, 'approved', '许3号', NULL, '{"person": "李四"}');
SELECT * FROM credit.advance(520010, 'withdrawn', '撤3号', NULL, '{"person": "李四", "facts": "材料不实"}');
INSERT INTO credit.licence_entry (xk_xdr_mc, xk_xdr_lb, xk_xdr_shxym, xk_frdb, xk_xkws, xk_wsh, xk_xklb, xk_nr, xk_jdrq, xk_yxqz, xk_yxqzi,
	xk_xkjg, xk_xkjgdm, xk_zt, xk_lydw, xk_lydwdm)
SELECT '甲公司', '法人及非法人组织', '91220101MA00000000', '张三', '准予许可决定书', d, '普通', '内容', '2026-05-07', '2026-05-07', '2031-05-06',
	'甲局', '1122010001350000A7', '1', '甲局', '1122010001350000A7' FROM unnest('{许3号,许4号}'::text[]) d;
SELECT * FROM credit.advance(520010, 'withdrawn', '撤3号', NULL, '{"person": "李四", "facts": "材料不实"}');
SELECT item, doc_no, status, result, facts FROM pg_temp.r WHERE doc_no IN ('许3号', '许4号', '撤3号');
-- what follows is graded by the circumstances (P1 ch.2 §1.2): how long it is
-- published, and which measures may apply
INSERT INTO credit.licence_entry (xk_xdr_mc, xk_xdr_lb, xk_xdr_shxym, xk_frdb, xk_xkws, xk_wsh, xk_xklb, xk_nr, xk_jdrq, xk_yxqz, xk_yxqzi,
	xk_xkjg, xk_xkjgdm, xk_zt, xk_lydw, xk_lydwdm)
SELECT '甲公司', '法人及非法人组织', '91220101MA00000000', '张三', '准予许可决定书', d, '普通', '内容', '2026-05-07', '2026-05-07', '2031-05-06',
	'甲局', '1122010001350000A7', '1', '甲局', '1122010001350000A7' FROM unnest('{许5号,许6号}'::text[]) d;
SELECT pg_temp.promise('告5号', '2026-05-06', '审批替代型'), pg_temp.promise('告6号', '2026-05-06', '审批替代型');
SELECT p.about, a.stage FROM pg_temp.cases p, credit.advance(p.proceeding_id, 'approved', '许' || substr(p.about, 2), NULL, '{"person": "李四"}') a WHERE p.about IN ('告5号', '告6号') ORDER BY 1;
SELECT credit.advance(p.proceeding_id, 'withdrawn', '撤5号', NULL, '{"person": "李四", "facts": "地址未及时更新", "circumstances": "特别"}') FROM pg_temp.cases p WHERE p.about = '告5号';
SELECT p.about, a.stage FROM pg_temp.cases p, credit.advance(p.proceeding_id, 'withdrawn', '撤' || substr(p.about, 2), NULL,
	jsonb_build_object('person', '李四', 'facts', '材料不实', 'circumstances', CASE p.about WHEN '告5号' THEN '轻微' ELSE '严重' END)) a WHERE p.about IN ('告5号', '告6号') ORDER BY 1;
SELECT doc_no, severity, publish_from, publish_until, detail ->> 'circumstances' AS circumstances FROM credit.record WHERE item = 'commitment_breach' AND doc_no IN ('撤3号', '撤5号', '撤6号') ORDER BY doc_no COLLATE "C";
-- refused
SELECT pg_temp.promise('告4号', '2026-05-06', '审批替代型');
SELECT * FROM credit.advance(520013, 'refused', '不许1号', '不属告知承诺范围');
SELECT stage, count(*) FROM pg_temp.cases GROUP BY stage ORDER BY stage COLLATE "C";
-- promises of all six types are shown to the public from the day they are given
SELECT DISTINCT r.detail ->> 'kind' COLLATE "C" AS kind FROM credit.record r
WHERE r.item = 'commitment' AND r.dept_id = 8021 AND credit.is_published(r.status, r.publish_from, r.publish_until, r.decided_on) ORDER BY 1;
RESET ROLE;
ROLLBACK;
DROP ROLE regress_pc_a;
