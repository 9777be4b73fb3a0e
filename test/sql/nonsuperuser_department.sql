-- Departments without a superuser: their working life by logins of their own,
-- entry by INSERT and COPY to repair, listing, joint action and inspection. At
-- the end every function that credit_department was granted and that no
-- department called is named.
\set SHOW_CONTEXT never
\getenv abs_srcdir PG_ABS_SRCDIR
\set begin_file :abs_srcdir '/data/nonsuperuser/begin.sql'
\set login_file :abs_srcdir '/data/nonsuperuser/login.sql'
\set clock_file :abs_srcdir '/data/nonsuperuser/clock.sql'
\set end_file :abs_srcdir '/data/nonsuperuser/end.sql'
-- what the DBA does, once
CREATE ROLE regress_ns_office LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS IN ROLE credit_admin;
CREATE ROLE regress_ns_market LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS IN ROLE credit_department, pg_read_server_files;
CREATE ROLE regress_ns_finance LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS IN ROLE credit_department;
\set logins '{regress_ns_office,regress_ns_market,regress_ns_finance}'
\set sample :abs_srcdir '/data/exchange/penalty_gb18030.xml'
SELECT current_setting('data_directory') || '/nonsuperuser_penalty.xml' AS file \gset
\lo_import :sample
SELECT lo_export(:LASTOID, :'file') AS copied, lo_unlink(:LASTOID) AS gone;
\set day 2026-06-10
\i :begin_file

-- 1. the office makes the departments and the model; all else is theirs
\set login regress_ns_office
\i :login_file
INSERT INTO credit.department (name, uscc, region_code, sector, role_name) VALUES
	('甲局', '1122010001350000BA', '220100', 'market_regulation', 'regress_ns_market'), ('乙局', '1122010001350000CD', '220100', NULL, 'regress_ns_finance');
SELECT max(dept_id) FILTER (WHERE sector IS NOT NULL) AS market, max(dept_id) FILTER (WHERE sector IS NULL) AS finance FROM credit.department \gset
INSERT INTO credit.indicator (indicator, dimension, name_zh, name_en, source, measure, items) VALUES ('fines', 'compliance', '处罚', 'penalties', 'record', 'count', '{penalty}');
SELECT credit.load_model('city', '1', $$<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary><DataField name="fines" optype="continuous" dataType="double"/></DataDictionary>
<Scorecard functionName="regression" initialScore="100" baselineScore="0"><MiningSchema><MiningField name="fines"/></MiningSchema><Characteristics>
<Characteristic name="fines" reasonCode="F"><Attribute partialScore="-50"><SimplePredicate field="fines" operator="greaterThan" value="0"/></Attribute><Attribute partialScore="0"><True/></Attribute></Characteristic>
</Characteristics></Scorecard></PMML>$$, '[2020-01-01,)');
INSERT INTO credit.grade_band (model, version, grade, from_score) VALUES ('city', '1', 'A', 95), ('city', '1', 'D', '-Infinity');

-- 2. a department's own day: its powers, a file of penalties with a bad row, a licence, a person, a promise
\set login regress_ns_market
\i :login_file
SELECT session_user, credit.acting_department() IS NOT NULL AS acts, credit.is_office() AS office;
SELECT credit.acting_department() AS market, dept_id AS finance FROM credit.department WHERE role_name = 'regress_ns_finance' \gset
SELECT * FROM credit.import_powers('[{"no": "2200000001", "name": "经营许可", "kind": "行政许可"}, {"no": "2200000002", "name": "无证经营处罚", "kind": "行政处罚"}]', since => '2026-01-01');
SET credit.on_reject = quarantine;
SELECT credit.open_batch('file', '五月处罚') AS batch \gset
COPY credit.penalty_entry (cf_xdr_mc, cf_xdr_lb, cf_xdr_shxym, cf_frdb, cf_wsh, cf_wfxw, cf_sy, cf_yj, cf_cflb, cf_nr, cf_nr_fk, cf_nr_zkdx, cf_jdrq, cf_cfjg, cf_cfjgdm, cf_sjly, cf_sjlydm) FROM STDIN (FORMAT csv);
甲公司,法人及非法人组织,91220101MA00000000,张三,罚1号,无证经营,事实,依据,罚款,罚款,1,,2025-12-01,甲局,1122010001350000BA,甲局,1122010001350000BA
甲公司,法人及非法人组织,91220101MA00000000,张三,罚2号,无证经营,事实,依据,罚款,罚款,1,,2026-06-02,甲局,1122010001350000BA,甲局,1122010001350000BA
乙公司,法人及非法人组织,91350100M000100Y43,李四,罚3号,无证经营,事实,依据,罚款;吊销许可证件,罚款并吊销,200,许可证1号,2026-05-06,甲局,1122010001350000BA,甲局,1122010001350000BA
乙公司,法人及非法人组织,91350100M000100Y44,李四,罚4号,无证经营,事实,依据,罚款,罚款,,,2026-05-07,甲局,1122010001350000BA,甲局,1122010001350000BA
乙公司,法人及非法人组织,91350100M000100Y43,李四,罚5号,无证经营,事实,依据,警告,警告,,,2026-06-03,甲局,1122010001350000BA,甲局,1122010001350000BA
\.
SELECT rows, accepted, duplicate, corrected, rejected FROM credit.close_batch(:batch);
RESET credit.batch;
RESET credit.on_reject;
SELECT r.rejection_id, x.field, x.rule FROM credit.rejection r, jsonb_to_recordset(r.reasons) AS x (field text, rule text) ORDER BY x.field COLLATE "C";
SELECT credit.resubmit(max(rejection_id), '{"cf_xdr_shxym": "91350100M000100Y43", "cf_nr_fk": "0.2"}') FROM credit.rejection;
INSERT INTO credit.licence_entry (xk_xdr_mc, xk_xdr_lb, xk_xdr_shxym, xk_frdb, xk_xkws, xk_wsh, xk_xklb, xk_nr, xk_jdrq, xk_yxqz, xk_yxqzi, xk_xkjg, xk_xkjgdm, xk_zt, xk_lydw, xk_lydwdm)
VALUES ('甲公司', '法人及非法人组织', '91220101MA00000000', '张三', '许可决定书', '许1号', '普通', '准予经营', '2026-06-05', '2026-06-05', '2031-06-04', '甲局', '1122010001350000BA', '1', '甲局', '1122010001350000BA');
INSERT INTO credit.record (item, subject_code, doc_no, decided_on, valid_until, detail) VALUES ('commitment', '91220101MA00000000', '承1号', '2026-06-01', '2026-12-31',
	'{"subject_name": "甲公司", "subject_category": "法人及非法人组织", "authority_name": "甲局", "authority_code": "1122010001350000BA", "kind": "主动公示型", "content": "按期付款", "matter": "付款"}') RETURNING item, status, version;
SELECT procedure, stage, due_on FROM credit.deadline;
INSERT INTO credit.record (item, subject_code, doc_no, decided_on, detail) VALUES ('commitment_performance', '91220101MA00000000', '践1号', '2026-06-09',
	'{"subject_name": "甲公司", "subject_category": "法人及非法人组织", "authority_name": "甲局", "authority_code": "1122010001350000BA", "commitment_no": "承1号", "kind": "主动公示型", "result": "已履行"}') RETURNING item, status;
SELECT stage, open FROM credit.proceeding;
-- a natural person, by document: kept apart, the name masked in the record
INSERT INTO credit.penalty_entry (cf_xdr_mc, cf_xdr_lb, cf_xdr_zjlx, cf_xdr_zjhm, cf_wsh, cf_wfxw, cf_sy, cf_yj, cf_cflb, cf_nr, cf_jdrq, cf_cfjg, cf_cfjgdm, cf_sjly, cf_sjlydm)
VALUES ('John Smith', '自然人', '护照', 'E12345678', '罚6号', '无照经营', '事实', '依据', '警告', '警告', '2026-06-04', '甲局', '1122010001350000BA', '甲局', '1122010001350000BA');
SELECT detail ->> 'cf_xdr_mc' AS name, detail ? 'cf_xdr_zjhm' AS document FROM credit.record WHERE doc_no = '罚6号';
SELECT credit.person_subject('护照', ' e12345678 ', NULL, false) = subject_id AS found FROM credit.record WHERE doc_no = '罚6号';
SELECT * FROM credit.person_identity;
INSERT INTO credit.voluntary_entry (subject_name, subject_category, subject_code, doc_no, decided_on, authority_name, authority_code, kind, content, truth_commitment, verified)
VALUES ('甲公司', '法人及非法人组织', '91220101MA00000000', '愿1号', '2026-05-20', '甲局', '1122010001350000BA', '社会公益', '捐赠图书', '是', '否');
SELECT credit.verify_voluntary(record_id, true, '核1号', '与受赠方核对') FROM credit.record WHERE doc_no = '愿1号';
SELECT doc_no, severity, status, amount, due_on, late_days, publish_until FROM credit.record ORDER BY doc_no COLLATE "C";
-- a file sent again changes nothing; a correction is an entry; a slip is taken back; what was known before stays known
INSERT INTO credit.penalty_entry SELECT * FROM credit.penalty_entry WHERE cf_wsh = '罚2号';
INSERT INTO credit.penalty_entry SELECT (jsonb_populate_record(p, '{"cf_nr": "罚款一万元"}')).* FROM credit.penalty_entry p WHERE cf_wsh = '罚2号';
SELECT credit.revoke_record(record_id, '撤1号', '误录', true) FROM credit.record WHERE doc_no = '罚4号';
SELECT doc_no, version, status FROM credit.record WHERE doc_no IN ('罚2号', '罚4号') ORDER BY 1;
SELECT r.version, r.status FROM credit.record v, LATERAL credit.record_as_of(v.record_id, now()) r WHERE v.doc_no = '罚4号';
SELECT sum(rows) = sum(accepted + duplicate + corrected + rejected) AS adds_up FROM credit.batch;

-- what the records propose for lists: one is examined and not listed
SELECT list, criterion, state FROM credit.list_candidate ORDER BY list COLLATE "C";
SELECT credit.dismiss_candidate(candidate_id, '情节轻微，不予列入') FROM credit.list_candidate WHERE list = 'focus';

-- 3. before a decision: one answer, many answers, what applies
SELECT verdict, reasons, measures <> '[]' AS measures FROM credit.check_subject('91220101MA00000000', 'approval', '申请1号');
SELECT code, verdict FROM credit.check_subjects('{91350100M000100Y43,91220101MA00000000}', 'procurement') ORDER BY code COLLATE "C";
SELECT verdict, count(*) FROM credit.query_log GROUP BY verdict ORDER BY verdict COLLATE "C";

-- 4. repair: applied for by the department's counter, screened by the office, granted; no longer shown
SELECT record_id AS fined FROM credit.record WHERE doc_no = '罚1号' \gset
SELECT * FROM credit.repair_open_from('penalty', 'general', :market, '2025-12-01');
SELECT credit.open_proceeding('repair', '91220101MA00000000', :fined, '{"commitment_no": "承2号", "obligations_performed": true, "materials": "缴款凭证"}') AS repair \gset
SELECT * FROM credit.advance(:repair, 'screened');
\set login regress_ns_office
\i :login_file
SELECT kind, topic, next_steps FROM credit.worklist WHERE topic = 'repair';
-- who answers for the company of the heavy penalty stands in the register, which is the office's
INSERT INTO credit.relation (subject_id, related_id, role, valid) SELECT s.subject_id, p.subject_id, 'legal_representative', '[2020-01-01,)' FROM credit.subject s, credit.subject p WHERE s.uscc = '91350100M000100Y43' AND p.kind = 'person' AND p.name = 'John Smith';
SELECT * FROM credit.advance(:repair, 'screened');
\set login regress_ns_market
\i :login_file
SELECT kind, topic, due_on, days_left FROM credit.worklist ORDER BY kind COLLATE "C", topic COLLATE "C";
SELECT * FROM credit.advance(:repair, 'accepted');
SELECT * FROM credit.advance(:repair, 'granted', '修1号', '准予', '{"person": "李四"}');
SELECT * FROM credit.advance(:repair, 'synchronised', NULL, '已同步国家、省网站');
SELECT status FROM credit.record WHERE record_id = :fined;
SELECT count(*) AS still_shown FROM credit.public_record WHERE record_id = :fined;

-- 5. an objection, rejected; the record disputed meanwhile
SELECT record_id AS second FROM credit.record WHERE doc_no = '罚2号' \gset
SELECT credit.open_proceeding('objection', NULL, :second, note => '不服') AS objection \gset
-- a report for departments says so, and by when it is answered
SELECT unnest(xpath('//record[@id="' || :second || '"]//answer_due/text()', credit.report_xml('91220101MA00000000'))) AS answer_due;
SELECT * FROM credit.advance(:objection, 'rejected', '复1号', '事实清楚', '{"person": "李四"}');

-- 6. a list: the candidate a heavy penalty made, due process on the days it took, publication, measures, a joint action, a ban
SELECT record_id AS heavy FROM credit.record WHERE doc_no = '罚3号' \gset
SELECT credit.open_proceeding('listing', '91350100M000100Y43', detail => jsonb_build_object('facts', '无证经营', 'list', 'market_regulation_serious'), on_date => '2026-05-20') AS listing \gset
SELECT * FROM credit.advance(:listing, 'noticed', '告1号', NULL, '{"reason": "无证经营", "legal_ground": "市场监管总局令第44号", "rights": "五日内陈述申辩"}', '2026-05-20');
SELECT * FROM credit.advance(:listing, 'decided', '决1号', NULL, '{"facts": "f", "legal_ground": "g", "measures": "m", "removal_conditions": "r", "remedies": "复议、诉讼", "person": "李四"}', '2026-05-21');
SELECT * FROM credit.advance(:listing, 'decided', '决1号', NULL, '{"facts": "f", "legal_ground": "g", "measures": "m", "removal_conditions": "r", "remedies": "复议、诉讼", "person": "李四"}', '2026-05-28');
SELECT * FROM credit.advance(:listing, 'served', NULL, NULL, '{"served_on": "2026-06-01", "repair_notice": true}', '2026-06-01');
SELECT * FROM credit.advance(:listing, 'published', on_date => '2026-06-02');
SELECT entry_id AS entry FROM credit.list_entry WHERE marked_for IS NULL \gset
SELECT source, valid_from, valid_until, role FROM credit.list_entry ORDER BY entry_id;
SELECT list, state FROM credit.list_candidate ORDER BY list COLLATE "C";
SELECT count(*) AS applies FROM credit.measures_for('91350100M000100Y43', 'procurement') WHERE applies;
SELECT action_id AS action, proceeding_id AS action_case FROM credit.initiate_joint_action(:entry, ARRAY[:finance], '{procurement_ban}', '严重失信') \gset
SELECT credit.impose_ban('91350100M000100Y43', '食品生产', '禁1号', '2026-06-05', 'gf_33_2016', '2029-06-04', entry_id => :entry) AS ban \gset
SELECT verdict, bans FROM (SELECT verdict, jsonb_array_length(bans) AS bans FROM credit.check_subject('91350100M000100Y43', 'market_entry')) c;
SELECT length(credit.report_html('91350100M000100Y43')) > 10000 AS page;
-- decided by other authorities: one ends with its decision, one was listed wrongly, one mark is wrong
SELECT credit.import_list_entry('focus', '91220101MA00000000', '重1号', '2026-05-01', authority => '省局') AS first, credit.import_list_entry('honest', '91220101MA00000000', '红1号', '2026-05-01', authority => '省局') AS second_entry \gset
SELECT credit.end_list_entry(:first, 'revoked', '撤重1号', reason => '决定被撤销');
SELECT credit.withdraw_listing(:second_entry, '撤红1号', '评定有误');
SELECT credit.drop_mark(entry_id, '更1号', '当时已不任职') FROM credit.list_entry WHERE marked_for = :entry;
-- the other department answers for itself
\set login regress_ns_finance
\i :login_file
SELECT kind, topic FROM credit.worklist;
SELECT * FROM credit.advance(:action_case, 'responded', NULL, '已限制', '{"person": "王五"}');
SELECT * FROM credit.advance(:action_case, 'fed_back', NULL, NULL, '{"result": "取消一次投标资格"}');
SELECT count(*) AS drafts_of_others, (SELECT count(*) FROM credit.rejection) AS rejections_of_others FROM credit.batch;
SELECT credit.revoke_record(:second, '撤9号', '越权');
\set login regress_ns_market
\i :login_file
SELECT * FROM credit.advance(:action_case, 'lifted', NULL, '措施期满');
SELECT credit.report_typical_case(:action);
SELECT credit.lift_ban(:ban, 'revoked', '解1号');
SELECT kind, count(*) > 0 AS there FROM credit.events_since(0, 10000) GROUP BY kind ORDER BY kind COLLATE "C";

-- 7. grades: the department asks and is told why; models and cards of its own tables
\set login regress_ns_office
\i :login_file
SELECT credit.evaluate('city') AS evaluated;
INSERT INTO credit.recipient (recipient, name, kind, uscc, models, basis_id) VALUES ('jia', '甲局', 'department', '1122010001350000BA', '{city}', 'gbf_35_2019');
SELECT name, records FROM credit.push_evaluations();
SELECT credit.raise_alert('related-listed', s.subject_id, ARRAY['record:' || r.record_id], '{}', ARRAY[d.dept_id]) > 0 AS raised FROM credit.subject s JOIN credit.record r USING (subject_id) CROSS JOIN credit.department d WHERE r.doc_no = '罚5号' AND d.role_name = 'regress_ns_market';
\set login regress_ns_market
\i :login_file
SELECT characteristic, value, points, reason, cardinality(record_ids) AS records FROM credit.explain('91350100M000100Y43', 'city');
SELECT cardinality(credit.indicator_records('fines', subject_id)) AS records FROM credit.subject WHERE uscc = '91350100M000100Y43';
SELECT grade, active_records, evaluation_fresh FROM credit_bi.subject_overview WHERE code = '91350100M000100Y43';
-- results handed to it as a recipient, which it can prove whole
SELECT p.name, v.records, v.complete, v.fault FROM credit.export_package p JOIN credit.export_part e USING (package_id), LATERAL credit.verify_evaluations(e.document::xml) v WHERE p.kind = 'evaluation';
SELECT length(credit.export_model('city')::text) > 100 AS document;
SELECT * FROM credit.model_fields('city');
SELECT count(*) FROM credit.model_outputs('city');
CREATE TEMP TABLE bins (characteristic text, field text, low float8, high float8, categories text[], missing bool, goods int, bads int);
INSERT INTO bins VALUES ('fines', 'fines', NULL, 1, NULL, NULL, 800, 10), ('fines', 'fines', 1, NULL, NULL, NULL, 100, 50);
SELECT credit.scorecard_pmml('bins')::text ~ 'Scorecard' AS card;
SELECT x.fines, s.grade FROM (VALUES (0::float8), (2)) x (fines), LATERAL credit.score('city', x) s ORDER BY 1;
SELECT x.fines, (credit.score('city', x)).score, (credit.score('city', x)).grade, (credit.score('city', x)).reasons[1] AS reason, (credit.score('city', x)).points[1] AS points FROM (VALUES (0::float8), (2)) x (fines) ORDER BY 1;
SELECT x.fines, p.points FROM (VALUES (0::float8), (2)) x (fines), LATERAL credit.score_points('city', x) p ORDER BY 1;
-- an alert it sees, taken note of and closed
SELECT alert_id AS alert FROM credit.alert WHERE state = 'open' \gset
SELECT credit.acknowledge_alert(:alert);
SELECT credit.close_alert(:alert, '已约谈');
SELECT credit.withdraw_publicity(credit.report_publicity('article', '诚信周', '2026-06-08', '晚报', 'city', true), '重复');

-- 8. an inspection of its own: inspectors, conflicts, plan, seed, draw, results
INSERT INTO credit.inspector (dept_id, name, certificate_no) SELECT :market, '检查员' || n, '证' || n FROM generate_series(1, 4) n;
SELECT min(inspector_id) AS inspector FROM credit.inspector \gset
INSERT INTO credit.inspector_conflict (subject_id, inspector_id, kind, dept_id) SELECT subject_id, :inspector, 'relative', :market FROM credit.subject WHERE uscc = '91220101MA00000000';
SELECT reason, count(*) FROM credit.inspector_conflicts(:market) GROUP BY 1;
SELECT credit.plan_inspection('JIA-1', '年中抽查', '[2026-06-10,2026-07-01)', model => 'city') AS plan, credit.plan_inspection('JIA-2', '作废', '[2026-06-10,2026-07-01)', model => 'city') AS other \gset
SELECT credit.join_inspection(:plan, '{产品质量}');
SELECT credit.publish_inspection(:plan, encode(sha256('a seed that nobody knew'), 'hex')) AS frame;
SELECT credit.cancel_inspection(:other, '重复');
SELECT count(*) AS drawn, bool_and(cardinality(inspector_ids) = 2) AS two_each FROM credit.draw_inspection(:plan, 'a seed that nobody knew');
SELECT subject_code AS visited, visit_id AS visit, inspector_ids[1] AS ill, inspector_ids AS going FROM credit.inspection_result(:plan) LIMIT 1 \gset
SELECT credit.replace_inspector(:visit, :ill, (SELECT max(inspector_id) FROM credit.inspector i WHERE i.inspector_id <> ALL (:'going') AND inspector_id <> :inspector), '病假');
SELECT credit.report_inspection('JIA-1', :'visited', '检1号', '未发现问题') > 0 AS reported;

-- 9. exchange and reports
\lo_import :sample
\set loid :LASTOID
SELECT rows, accepted, duplicate, rejected FROM credit.import_xml(lo_get(:loid), 'penalty');
SELECT rows, accepted, duplicate, rejected FROM credit.import_xml(:loid::oid);
SELECT lo_unlink(:loid);
SELECT rows, accepted, duplicate, rejected FROM credit.import_xml_file(:'file');
CALL credit.import_xml_file_in_parts(:'file', 'penalty', 2);
SELECT records, complete FROM credit.verify_package_file(:'file');
SELECT credit.settle_changes() <= now() + interval '1 hour' AS watermark;
SELECT credit.export_xml('licence') AS licences \gset
SELECT rows, accepted, duplicate, rejected FROM credit.import_xml(:'licences'::xml);
SELECT name, parts, records > 0 AS records FROM credit.export_package('jia-first', 'penalty', rows_per_part => 5);
SELECT name, due_on FROM credit.monthly_push();
SELECT name, due_on FROM credit.monthly_ledger();
SELECT (xpath('//cover/number/text()', x))[1]::text AS number, replace(replace(x::text, (xpath('//cover/number/text()', x))[1]::text, '202606011200000000001A'), '91220101MA00000000', '91220101MA00300007') AS foreign_report FROM credit.report_xml('91220101MA00000000', 'zh', 'public') x \gset
SELECT verdict, subject_name FROM credit.verify_report(:'number');
SELECT origin, subject_code, proven FROM credit.import_report(:'foreign_report', '210100');
SELECT credit.issue_report(credit.person_subject('护照', 'E12345678', 'John Smith', false));
-- what is the office's stays the office's
SELECT * FROM credit.maintain();
SELECT credit.evaluate('city');

-- 10. a year later the company is taken off the list early
\set day 2027-06-10
\i :clock_file
SELECT * FROM credit.advance(:listing, 'removal_applied', NULL, NULL, '{"commitment_no": "承3号", "obligations_performed": true, "materials": "凭证"}');
SELECT * FROM credit.advance(:listing, 'removed', '移1号', NULL, '{"person": "李四"}');
SELECT list, ended_on, end_cause FROM credit.list_entry WHERE entry_id = :entry;
SELECT verdict FROM credit.check_subject('91350100M000100Y43', 'procurement');

-- what credit_department was granted and no department has called; credit.score() is planned as its parts, score_value() and so on
\i :login_file
\set login regress_ns_finance
\i :login_file
SELECT p.oid::regprocedure AS "not called" FROM pg_proc p WHERE p.pronamespace IN ('credit'::regnamespace, 'credit_bi'::regnamespace)
	AND EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = 'credit_department'::regrole AND a.privilege_type = 'EXECUTE')
	AND p.proname <> 'score' AND NOT EXISTS (SELECT FROM ns.called c WHERE c.function = p.oid AND c.login IN ('regress_ns_market', 'regress_ns_finance')) ORDER BY p.oid::regprocedure::text COLLATE "C";
SELECT count(DISTINCT function) > 70 AS counted FROM ns.called WHERE login IN ('regress_ns_market', 'regress_ns_finance');
\i :end_file
SELECT format('rm -f %s', :'file') AS remove \gset
COPY (SELECT) TO PROGRAM :'remove';
