-- Every cause that ends an entry ends everything that follows from it, in the
-- same transaction, and history keeps what was.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
SET credit.fixed_today = '2026-06-10';
SET datestyle = ISO;
BEGIN;
SELECT setval('credit.list_entry_id_seq', 782000), setval('credit.list_candidate_id_seq', 782000), setval('credit.proceeding_id_seq', 782000);
CREATE ROLE regress_undo_market IN ROLE credit_department;
CREATE ROLE regress_undo_other IN ROLE credit_department;
CREATE ROLE regress_undo_office IN ROLE credit_admin;
CREATE ROLE regress_undo_public IN ROLE credit_public;
INSERT INTO credit.department (dept_id, name, uscc, role_name, sector) VALUES
	(7821, '甲市市场监管局', '1122010001350000BA', 'regress_undo_market', 'market_regulation'),
	(7822, '甲市财政局', '1122010001350000CD', 'regress_undo_other', NULL);
INSERT INTO credit.subject (subject_id, kind, uscc, name) VALUES (782001, 'enterprise', '91220101MA00000000', '甲公司');
INSERT INTO credit.subject (subject_id, kind, name) VALUES (782011, 'person', '张三丰');
INSERT INTO credit.relation (subject_id, related_id, role) VALUES (782001, 782011, 'legal_representative');
-- a model in which a serious list caps the grade
INSERT INTO credit.indicator (indicator, dimension, source, measure, items) VALUES ('undo_penalties', 'compliance', 'record', 'count', '{penalty}');
SELECT credit.load_model('undo', '1', $$<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>
<DataField name="undo_penalties" optype="continuous" dataType="double"/></DataDictionary>
<Scorecard functionName="regression" initialScore="100" baselineScore="0"><MiningSchema><MiningField name="undo_penalties"/></MiningSchema>
<Characteristics><Characteristic name="penalties" reasonCode="P"><Attribute partialScore="-10"><SimplePredicate field="undo_penalties" operator="greaterThan" value="0"/></Attribute>
<Attribute partialScore="0"><True/></Attribute></Characteristic></Characteristics></Scorecard></PMML>$$, '[2020-01-01,)');
INSERT INTO credit.grade_band (model, version, grade, from_score) VALUES ('undo', '1', 'A', 95), ('undo', '1', 'B', 50), ('undo', '1', 'D', '-Infinity');
INSERT INTO credit.grade_cap (model, version, cap, indicator, operator, threshold, grade) VALUES ('undo', '1', 'on a serious list', 'on_serious_list', '>', 0, 'D');
SELECT credit.evaluate('undo', NULL, '{782001}');

CREATE FUNCTION pg_temp.fault(doc text, decided date) RETURNS bigint LANGUAGE sql AS $$
	INSERT INTO credit.record (item, dept_id, subject_id, doc_no, decided_on, detail)
	SELECT 'penalty', 7821, 782001, doc, decided, jsonb_build_object('cf_xdr_mc', s.name, 'cf_xdr_lb', '法人及非法人组织',
		'cf_xdr_shxym', s.uscc, 'cf_frdb', '张三丰', 'cf_wfxw', '无证经营', 'cf_sy', '事实', 'cf_yj', '依据', 'cf_cflb', '罚款',
		'cf_nr', '内容', 'cf_nr_fk', 200, 'cf_cfjg', d.name, 'cf_cfjgdm', d.uscc, 'cf_sjly', d.name, 'cf_sjlydm', d.uscc)
	FROM credit.subject s, credit.department d WHERE s.subject_id = 782001 AND d.dept_id = 7821;
	SELECT record_id FROM credit.record_store WHERE subject_id = 782001 AND doc_no = doc $$;
-- the whole procedure, to the day; returns the entry
CREATE FUNCTION pg_temp.listed(record_id bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE p bigint; e bigint;
BEGIN
	SET LOCAL ROLE regress_undo_market;
	p := credit.open_proceeding('listing', NULL, record_id, '{"list": "market_regulation_serious", "facts": "事实"}', on_date => '2026-05-11');
	PERFORM credit.advance(p, 'noticed', '告1号', NULL, '{"reason": "r", "legal_ground": "g", "rights": "陈述、申辩"}', '2026-05-12');
	PERFORM credit.advance(p, 'stated', NULL, NULL, '{"statement": "无异议"}', '2026-05-14');
	PERFORM credit.advance(p, 'decided', '列1号', '复核意见', '{"facts": "事实", "legal_ground": "g", "measures": "m", "removal_conditions": "c", "remedies": "复议、诉讼", "person": "王五"}', '2026-05-20');
	PERFORM credit.advance(p, 'served', NULL, NULL, '{"served_on": "2026-05-21", "repair_notice": true}', '2026-05-21');
	PERFORM credit.advance(p, 'published', NULL, NULL, '{}', '2026-05-22');
	SELECT x.entry_id INTO e FROM credit.list_entry x WHERE x.proceeding_id = p AND x.marked_for IS NULL AND x.ended_on IS NULL;
	PERFORM credit.initiate_joint_action(e, '{7822}', '{procurement_ban,fiscal_limit}', '严重失信');
	PERFORM credit.impose_ban('91220101MA00000000', '食品生产', '禁1号', '2026-05-20', 'gf_33_2016', '2029-05-19', entry_id => e);
	RESET ROLE;
	RETURN e;
END $$;
CREATE VIEW pg_temp.consequences AS SELECT
	(SELECT count(*) FROM credit_bi.list_entries l WHERE l.subject_id IN (782001, 782011) AND l.in_force) AS entries,
	(SELECT count(*) FROM credit.public_list l WHERE l.code = '91220101MA00000000') AS portal,
	(SELECT count(*) FROM credit_bi.industry_bans b WHERE b.subject_id IN (782001, 782011) AND b.in_force) AS bans,
	(SELECT count(*) FROM credit_bi.joint_actions a WHERE a.subject_id = 782001 AND a.running) AS joint,
	(SELECT count(*) FROM credit.proceeding p WHERE p.procedure = 'joint_action' AND p.open AND p.subject_id = 782001) AS cases,
	(SELECT count(*) FROM credit.code_list c, credit.measures_for('91220101MA00000000', c.code) m WHERE c.list = 'decision_purpose' AND m.applies AND m.direction = 'sanction') AS sanctions,
	(SELECT x.verdict || ' ' || (x.lists || x.bans || x.measures)::text FROM credit.check_subject('91220101MA00000000', 'procurement') x) ~ 'clear \[\]|^attention \[\]' AS clean_check,
	(SELECT e.grade FROM credit.evaluation e WHERE e.subject_id = 782001 ORDER BY e.as_of DESC LIMIT 1) AS grade,
	(SELECT count(*) FROM credit.list_standing s WHERE s.subject_id IN (782001, 782011)) AS standing;
CREATE VIEW pg_temp.history AS SELECT e.subject_id, e.list, e.doc_no, e.valid_from, e.valid_until, e.ended_on, e.end_cause, e.end_doc_no, e.source
	FROM credit.list_entry e WHERE e.subject_id IN (782001, 782011) ORDER BY e.entry_id;

SELECT pg_temp.fault('罚1号', '2026-03-02') AS fault \gset
SELECT list, state FROM credit.list_candidate WHERE subject_id = 782001;
SELECT * FROM pg_temp.consequences;
SELECT pg_temp.listed(:fault) AS entry \gset
-- what follows from an entry
SELECT * FROM pg_temp.consequences;
TABLE pg_temp.history;
SELECT state, proceeding_id IS NOT NULL AS has_case, entry_id = :entry AS became FROM credit.list_candidate WHERE subject_id = 782001;
SELECT measure, to_department, stage FROM credit_bi.joint_actions WHERE subject_id = 782001 ORDER BY measure;
SELECT entry_id, content FROM credit.list_entry WHERE entry_id = :entry;

SAVEPOINT listed;
-- 1. decision revoked
SET LOCAL ROLE regress_undo_market;
SELECT credit.revoke_record(:fault, '撤1号', '复议撤销');
RESET ROLE;
SELECT * FROM pg_temp.consequences;
TABLE pg_temp.history;
SELECT measure, stage, lifted_on, lift_cause FROM credit_bi.joint_actions WHERE subject_id = 782001 ORDER BY measure;
ROLLBACK TO listed;
-- 2. listing withdrawn
SET LOCAL ROLE regress_undo_market;
SELECT credit.withdraw_listing(:entry, '更1号', '认错主体');
RESET ROLE;
SELECT * FROM pg_temp.consequences;
TABLE pg_temp.history;
ROLLBACK TO listed;
-- 3. objection upheld: about the record, and about the listing itself
SET LOCAL ROLE regress_undo_market;
SELECT credit.open_proceeding('objection', NULL, :fault, note => '不是我') AS objection \gset
SELECT credit.advance(:objection, 'upheld', '答1号', '经查属实', '{"person": "王五"}'), credit.advance(:objection, 'corrected', NULL, '撤回', '{"revoke": true}');
RESET ROLE;
SELECT * FROM pg_temp.consequences;
TABLE pg_temp.history;
ROLLBACK TO listed;
SET LOCAL ROLE regress_undo_office;
SELECT credit.open_proceeding('objection', '91220101MA00000000', detail => jsonb_build_object('list_entry_id', :entry, 'dept_id', 7821), note => '列入有误') AS objection \gset
SELECT credit.advance(:objection, 'upheld', '答2号', '列入有误', '{"person": "王五"}'), credit.advance(:objection, 'corrected', '更2号', '撤回列入');
RESET ROLE;
SELECT * FROM pg_temp.consequences;
TABLE pg_temp.history;
ROLLBACK TO listed;
-- 4. repair granted; taken back because of false papers
SET credit.fixed_today = '2027-03-02';
SET LOCAL ROLE regress_undo_market;
SELECT credit.open_proceeding('repair', NULL, :fault, '{"commitment_no": "诺1号", "obligations_performed": true, "materials": "履行证明"}') AS repair \gset
SET LOCAL ROLE regress_undo_office;
SELECT credit.advance(:repair, 'screened');
SET LOCAL ROLE regress_undo_market;
SELECT credit.advance(:repair, 'accepted'), credit.advance(:repair, 'granted', '修1号', detail => '{"person": "王五"}');
RESET ROLE;
SELECT * FROM pg_temp.consequences;
TABLE pg_temp.history;
SAVEPOINT repaired;
SET LOCAL ROLE regress_undo_market;
SELECT credit.advance(:repair, 'false_material', '撤修1号', '证明系伪造');
RESET ROLE;
SELECT * FROM pg_temp.consequences;
TABLE pg_temp.history;
ROLLBACK TO listed;
-- early removal through the procedure: not before its time, taken back
SET LOCAL ROLE regress_undo_market;
SELECT proceeding_id AS listing FROM credit.list_entry WHERE entry_id = :entry \gset
SELECT credit.advance(:listing, 'removal_applied', detail => '{"commitment_no": "诺2号", "obligations_performed": true, "materials": "x"}');
SELECT credit.advance(:listing, 'removed', '移1号', detail => '{"person": "王五"}');
RESET ROLE;
SET credit.fixed_today = '2027-05-24';
SET LOCAL ROLE regress_undo_market;
SELECT credit.advance(:listing, 'removed', '移1号', detail => '{"person": "王五"}');
RESET ROLE;
SELECT * FROM pg_temp.consequences;
SET LOCAL ROLE regress_undo_market;
SELECT credit.advance(:listing, 'published', '撤移1号', '材料虚假');
RESET ROLE;
SELECT * FROM pg_temp.consequences;
TABLE pg_temp.history;
ROLLBACK TO listed;
SET credit.fixed_today = '2026-06-10';
-- 5. term over
SET credit.fixed_today = '2029-05-22';
SELECT * FROM pg_temp.consequences;
SELECT credit.maintain_lists(credit.today(), 100) AS rows;
SELECT * FROM pg_temp.consequences;
TABLE pg_temp.history;
SELECT p.stage, p.automatic FROM credit.proceeding p WHERE p.list_entry_id = :entry AND p.procedure = 'listing';
SELECT credit.maintain_lists(credit.today(), 100) AS again;
ROLLBACK;
