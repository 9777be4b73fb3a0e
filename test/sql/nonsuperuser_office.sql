-- A credit office without a superuser: its working life, from the first subject
-- to the turn of the year. At the end every function that credit_admin was
-- granted and that nobody called is named, and why.
\set SHOW_CONTEXT never
\getenv abs_srcdir PG_ABS_SRCDIR
\set begin_file :abs_srcdir '/data/nonsuperuser/begin.sql'
\set login_file :abs_srcdir '/data/nonsuperuser/login.sql'
\set clock_file :abs_srcdir '/data/nonsuperuser/clock.sql'
\set end_file :abs_srcdir '/data/nonsuperuser/end.sql'
-- what the DBA does, once: logins in their groups, and a place for files that the office may read
CREATE ROLE regress_ns_office LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS IN ROLE credit_admin, pg_read_server_files;
CREATE ROLE regress_ns_market LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS IN ROLE credit_department;
CREATE ROLE regress_ns_finance LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS IN ROLE credit_department;
\set logins '{regress_ns_office,regress_ns_market,regress_ns_finance}'
\set sample :abs_srcdir '/data/exchange/penalty_gb18030.xml'
SELECT current_setting('data_directory') || '/nonsuperuser_penalty.xml' AS file \gset
\lo_import :sample
SELECT lo_export(:LASTOID, :'file') AS copied, lo_unlink(:LASTOID) AS gone;
\set day 2026-06-10
\i :begin_file

-- 1. departments and the register
\set login regress_ns_office
\i :login_file
INSERT INTO credit.department (name, uscc, region_code, sector, role_name) VALUES
	('望岚市市场监督管理局', '1122010001350000BA', '220100', 'market_regulation', 'regress_ns_market'),
	('望岚市财政局', '1122010001350000CD', '220100', NULL, 'regress_ns_finance');
SELECT max(dept_id) FILTER (WHERE sector IS NOT NULL) AS market, max(dept_id) FILTER (WHERE sector IS NULL) AS finance FROM credit.department \gset
SELECT * FROM credit.confirm_subjects((SELECT jsonb_agg(jsonb_build_object('kind', 'enterprise', 'uscc', s.stem || credit.uscc_check_char(s.stem), 'name', '望岚市第' || n || '号建材有限公司', 'region_code', '220100', 'industry_code', 'F', 'registered_on', '2020-01-02'))
	FROM generate_series(1, 12) n, LATERAL (SELECT '91220101MA00005' || lpad(n::text, 2, '0')) s (stem)));
SELECT credit.register_subject('enterprise', '望岚市甲建材有限公司', '91220101MA00000000', '220100', 'F', '2020-01-02') AS a,
	credit.register_subject('enterprise', '望岚市乙商贸有限公司', '91350100M000100Y43', '220100') AS b,
	credit.register_subject('enterprise', '望岚市乙贸易公司') AS twin,
	credit.person_subject('护照', 'E12345678', 'John Smith') AS boss \gset
SELECT credit.rename_subject(:b, '望岚市乙百货有限公司', '2026-06-01');
SELECT credit.change_code(:twin, '92220000YX1000077R', '2026-06-01');
SELECT credit.add_identifier(:twin, 'other', 'WL-2026-0001');
SELECT credit.merge_subject(:b, :twin, '同一主体');
SELECT credit.find_subject('wl-2026-0001') = :b AS by_number, credit.find_subject('92220000YX1000077R') = :b AS by_former_code, (SELECT name FROM credit.search_subject('乙百货') LIMIT 1) AS by_name;
INSERT INTO credit.relation (subject_id, related_id, role, valid) VALUES (:a, :boss, 'legal_representative', '[2020-01-02,)');
SELECT credit.renew_name_keys();

-- 2. what is collected: an item of its own, a field for one that ships, a department's powers, the notice for next year
SELECT credit.define_item('river_sand', '河道采砂违规', 'illegal sand mining', 'compliance', 'negative', 'jilin_social_credit', submit_within => 7, default_severity => 'general');
SELECT credit.define_field('river_sand', 'tons', '吨数', 'tons', 'number');
SELECT credit.create_entry_view('river_sand');
SELECT credit.define_field('honour', 'ceremony', '表彰会', 'ceremony');
SELECT * FROM credit.extend_entry_views();
SELECT * FROM credit.import_powers('[{"no": "2200000001", "name": "取水许可", "kind": "行政许可"}, {"no": "2200000002", "name": "采砂处罚", "kind": "行政处罚", "item": "river_sand"}]', :market, '2026-01-01');
SELECT credit.calendar_announce('CN', '国办发明电〔2026〕9号', '2026-06-09', 2027, off => '{2027-01-01,2027-02-05,2027-02-08,2027-02-09,2027-02-10,2027-02-11}', work => '{2027-01-31,2027-02-20}');

-- 3. a department enters: penalties, one row of them set aside, and a voluntary entry
\set login regress_ns_market
\i :login_file
SET credit.on_reject = quarantine;
COPY credit.penalty_entry (cf_xdr_mc, cf_xdr_lb, cf_xdr_shxym, cf_frdb, cf_wsh, cf_wfxw, cf_sy, cf_yj, cf_cflb, cf_nr, cf_nr_fk, cf_jdrq, cf_cfjg, cf_cfjgdm, cf_sjly, cf_sjlydm) FROM STDIN (FORMAT csv);
望岚市甲建材有限公司,法人及非法人组织,91220101MA00000000,张三,望市监罚〔2026〕1号,无证经营,事实,依据,罚款,罚款,2,2026-06-01,望岚市市场监督管理局,1122010001350000BA,望岚市市场监督管理局,1122010001350000BA
望岚市乙百货有限公司,法人及非法人组织,91350100M000100Y43,张三,望市监罚〔2026〕2号,无证经营,事实,依据,罚款,罚款,1,2026-06-02,望岚市市场监督管理局,1122010001350000BA,望岚市市场监督管理局,1122010001350000BA
望岚市乙百货有限公司,法人及非法人组织,91350100M000100Y43,张三,望市监罚〔2026〕3号,无证经营,事实,依据,罚款,罚款,,2026-06-31,望岚市市场监督管理局,1122010001350000BA,望岚市市场监督管理局,1122010001350000BA
\.
RESET credit.on_reject;
INSERT INTO credit.voluntary_entry (subject_name, subject_category, subject_code, doc_no, decided_on, authority_name, authority_code, kind, content, truth_commitment, verified)
VALUES ('望岚市乙百货有限公司', '法人及非法人组织', '91350100M000100Y43', '愿1号', '2026-05-20', '望岚市市场监督管理局', '1122010001350000BA', '社会公益', '捐赠图书', '是', '否');
-- 4. the office mends the row set aside, verifies, enters for a department of its own choice, takes a slip back
\set login regress_ns_office
\i :login_file
SELECT r.rejection_id, x.field, x.rule FROM credit.rejection r, jsonb_to_recordset(r.reasons) AS x (field text, rule text) WHERE r.resolved_by IS NULL ORDER BY x.field COLLATE "C";
SELECT credit.resubmit(max(rejection_id), '{"cf_nr_fk": "0.1", "cf_jdrq": "2026-06-03"}') FROM credit.rejection;
SELECT credit.verify_voluntary(record_id, true, '核1号', '与受赠方核对') FROM credit.record WHERE doc_no = '愿1号';
SELECT credit.settle_changes() AS watermark \gset
SELECT credit.open_batch('migration', '旧平台') AS batch \gset
INSERT INTO credit.record (item, dept_id, subject_code, doc_no, decided_on, detail)
SELECT 'river_sand', :finance, s.uscc, '砂' || row_number() OVER (ORDER BY s.subject_id), '2026-05-20', jsonb_build_object('subject_name', s.name, 'subject_category', '法人及非法人组织', 'authority_name', '望岚市财政局', 'authority_code', '1122010001350000CD', 'tons', 5)
FROM credit.subject s WHERE s.name ~ '^望岚市第';
SELECT rows, accepted, rejected, closed_at IS NOT NULL AS closed FROM credit.close_batch(:batch);
RESET credit.batch;
SELECT credit.revoke_record(record_id, '撤1号', '误录', true) FROM credit.record WHERE doc_no = '砂12';
SELECT dept_id = :market AS market, item, status, version, count(*) FROM credit.record GROUP BY 1, 2, 3, 4 ORDER BY 1, item COLLATE "C", 3, 4;
SELECT record_id AS penalty FROM credit.record WHERE doc_no = '望市监罚〔2026〕1号' \gset
SELECT doc_no, version FROM credit.record_as_of(:penalty, now());

-- 5. models: a card from a table of bins, one of indicators, scores, grades, what explains them
CREATE TEMP TABLE bins (characteristic text, field text, low float8, high float8, categories text[], missing bool, goods int, bads int, reason_code text);
INSERT INTO bins VALUES ('age', 'age', NULL, 12, NULL, NULL, 100, 40, 'AGE'), ('age', 'age', 12, NULL, NULL, NULL, 800, 50, 'AGE'), ('age', 'age', NULL, NULL, NULL, true, 100, 10, 'NOAGE');
SELECT credit.load_model('loan', '1', credit.scorecard_pmml('bins', digits => 0));
SELECT * FROM credit.model_fields('loan');
SELECT count(*) FROM credit.model_outputs('loan');
SELECT x.age, s.score > 0 AS scored, s.grade, s.reasons[1] AS reason, cardinality(s.points) AS points FROM (VALUES (6.0::float8), (60), (NULL)) x (age), LATERAL credit.score('loan@1', x) s ORDER BY 1;
SELECT x.age, (credit.score('loan@1', x)).reasons[1] AS reason, (credit.score('loan@1', x)).grade AS grade, (credit.score('loan@1', x)).points[1] < 0 AS worse, (credit.score('loan@1', x)).score > 0 AS scored FROM (VALUES (6.0::float8), (60)) x (age) ORDER BY 1;
SELECT ordinal, characteristic, reason, field FROM (VALUES (6.0::float8)) x (age), LATERAL credit.score_points('loan@1', x);
INSERT INTO credit.indicator (indicator, dimension, name_zh, name_en, source, measure, items) VALUES ('river_faults', 'compliance', '采砂违规', 'sand mining', 'record', 'count', '{river_sand}'), ('fines', 'compliance', '处罚', 'penalties', 'record', 'count', '{penalty}');
SELECT credit.load_model('city', v, replace(replace($$<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>
<DataField name="river_faults" optype="continuous" dataType="double"/><DataField name="fines" optype="continuous" dataType="double"/></DataDictionary>
<Scorecard functionName="regression" initialScore="100" baselineScore="0"><MiningSchema><MiningField name="river_faults"/><MiningField name="fines"/></MiningSchema><Characteristics>
<Characteristic name="river" reasonCode="R"><Attribute partialScore="-30"><SimplePredicate field="river_faults" operator="greaterThan" value="0"/></Attribute><Attribute partialScore="0"><True/></Attribute></Characteristic>
<Characteristic name="fines" reasonCode="F"><Attribute partialScore="-POINTS"><SimplePredicate field="fines" operator="greaterThan" value="0"/></Attribute><Attribute partialScore="0"><True/></Attribute></Characteristic>
</Characteristics></Scorecard></PMML>$$, 'POINTS', p), E'\n', '')::xml, f::daterange) FROM (VALUES ('1', '50', '[2020-01-01,)'), ('2', '10', '[2030-01-01,)')) x (v, p, f);
INSERT INTO credit.grade_band (model, version, grade, from_score) SELECT 'city', v, g::credit.grade, s FROM unnest('{1,2}'::text[]) v, (VALUES ('A', 95), ('B', 60), ('D', '-Infinity'::float8)) b (g, s);
INSERT INTO credit.grade_cap (model, version, cap, indicator, operator, threshold, grade) VALUES ('city', '1', 'two penalties', 'fines', '>=', 2, 'D');
SELECT credit.load_model('city', '1-copy', credit.export_model('city', '1'), '[2030-01-01,2031-01-01)');
SELECT credit.evaluate('city') AS evaluated;
SELECT grade, score, caps, count(*) FROM credit.evaluation GROUP BY 1, 2, 3 ORDER BY 2;
SELECT characteristic, indicator, value, points, reason, cardinality(record_ids) AS records FROM credit.explain('91220101MA00000000', 'city') ORDER BY ordinal;
SELECT cardinality(credit.indicator_records('fines', :b)) AS two;
UPDATE credit.grade_band SET from_score = 96 WHERE model = 'city' AND version = '1' AND grade = 'A';
SELECT credit.evaluate_due() AS nothing_due, credit.refresh_facts() >= 0 AS facts;
SELECT credit.drop_facts();
CREATE TEMP TABLE outcome AS SELECT subject_id, subject_id % 2 = 0 AS bad FROM credit.subject WHERE kind <> 'person' AND merged_into IS NULL;
SELECT credit.compare_models('city', '1', '2', outcome => 'pg_temp.outcome') AS comparison \gset
SELECT grade_a, grade_b, subjects FROM credit_bi.grade_migration WHERE comparison_id = :comparison ORDER BY 1, 2;
SELECT credit.drop_comparison(:comparison);
SELECT credit.take_snapshot('2026-06-10') AS snapshot;
SELECT count(*) FROM credit.evaluations_as_of(:a, '2026-06-10', now());
SELECT count(*) FILTER (WHERE evaluation_fresh) AS fresh, count(*) FILTER (WHERE grade = 'D') AS worst FROM credit_bi.subject_overview;

-- 6. lists and what follows: what other authorities decided, measures, bans, joint actions, and their ends
SELECT credit.import_list_entry('market_regulation_serious', '91220101MA00000000', '列1号', '2026-06-05', dept_id => :market, record_id => :penalty) AS entry,
	credit.import_list_entry('focus', '91350100M000100Y43', '重1号', '2026-05-01', dept_id => :market) AS focus \gset
SELECT list, openness, role IS NOT NULL AS mark, valid_until FROM credit.list_entry ORDER BY list COLLATE "C", 3;
SELECT verdict, jsonb_array_length(lists) AS lists, grade FROM credit.check_subject('91220101MA00000000', 'procurement', '采1号');
SELECT code, verdict FROM credit.check_subjects('{91350100M000100Y43,91220101MA00000000,nobody}', 'approval', '批1号') ORDER BY code COLLATE "C";
SELECT credit.drop_mark(entry_id, '更1号', '登记有误') FROM credit.list_entry WHERE marked_for = :entry;
SELECT credit.impose_ban('91220101MA00000000', '食品生产', '禁1号', '2026-06-05', 'gf_33_2016', '2029-06-04', dept_id => :market) AS ban \gset
SELECT credit.lift_ban(:ban, 'revoked', '解1号');
SELECT action_id AS action, proceeding_id AS action_case FROM credit.initiate_joint_action(:entry, ARRAY[:finance], '{procurement_ban}', '严重失信') \gset
SELECT procedure, stage, dept_id = :finance AS asked FROM credit.proceeding WHERE proceeding_id = :action_case;
SELECT * FROM credit.advance(:action_case, 'responded', NULL, '已限制', '{"person": "王五"}');
SELECT credit.report_typical_case(:action);
SELECT credit.report_publicity('typical_case', '联合惩戒案例', '2026-06-09', '望岚日报', 'city', true, :action, dept_id => :market) AS item \gset
SELECT kind, month, title, adopted FROM credit.publicity_item, LATERAL (SELECT date_trunc('month', published_on)::date) m (month);
SELECT count(*) AS typical_cases FROM credit_bi.typical_case;
-- what follows from the list stands in a report for departments
SELECT (xpath('count(//section[@code="supervision"]//measure | //measure)', credit.report_xml('91220101MA00000000', 'zh', 'government')))[1]::text::int > 0 AS measures;
SELECT credit.end_list_entry(:focus, 'removed', '移1号');
SELECT credit.end_list_entry(:focus, 'revoked', '撤重1号', reason => '决定被撤销');
SELECT credit.withdraw_listing(:entry, '撤列1号', '列入有误');
SELECT list, end_cause FROM credit.list_entry ORDER BY list COLLATE "C", end_cause COLLATE "C";
SELECT stage, open FROM credit.proceeding WHERE proceeding_id = :action_case;
SELECT count(*) AS known_now FROM credit.list_entries_as_of(:a, now());
-- a heavy penalty proposes for a list, and no more than that; examined and dismissed
INSERT INTO credit.penalty_entry SELECT (jsonb_populate_record(p, jsonb_build_object('cf_wsh', '望市监罚〔2026〕9号', 'cf_cflb', '罚款;吊销许可证件', 'cf_nr_zkdx', '许可证1号', 'cf_nr_fk', '200'))).* FROM credit.penalty_entry p WHERE cf_wsh = '望市监罚〔2026〕2号';
SELECT list, criterion, state, (SELECT count(*) FROM credit.list_entry e WHERE e.subject_id = c.subject_id AND e.ended_on IS NULL) AS entries FROM credit.list_candidate c ORDER BY criterion COLLATE "C";
SELECT credit.dismiss_candidate(candidate_id, '情节轻微，不予列入') FROM credit.list_candidate WHERE state = 'open';

-- 7. an objection at the office's door: disputed meanwhile, upheld, corrected, reported; deadlines and the outbox
SELECT credit.open_proceeding('objection', '91220101MA00000000', :penalty, note => '罚款数额有误') AS objection \gset
SELECT status FROM credit.record WHERE record_id = :penalty;
-- a report says so, and by when it is answered
SELECT unnest(xpath('//record[@id="' || :penalty || '"]//answer_due/text()', credit.report_xml('91220101MA00000000'))) AS answer_due;
SELECT stage, due_on, days_left, state FROM credit.deadline WHERE proceeding_id = :objection;
SELECT * FROM credit.advance(:objection, 'upheld', '复1号', '应为五千元', '{"person": "李四"}');
SELECT * FROM credit.advance(:objection, 'corrected', NULL, '更正', '{"patch": {"cf_nr_fk": "0.5"}}');
SELECT status, amount, version FROM credit.record WHERE record_id = :penalty;
SELECT credit.maintain_overdue() AS overdue;
SELECT kind, count(*) > 0 AS there FROM credit.events_since(0, 10000) GROUP BY kind ORDER BY kind COLLATE "C";

-- 8. alerts, inspections, publicity and assessment
SELECT credit.raise_alert('related-listed', :b, ARRAY['record:' || :penalty], '{"note": "人工"}') AS alert \gset
SELECT credit.acknowledge_alert(:alert);
SELECT credit.close_alert(:alert, '已核查');
SELECT credit.maintain_alerts('2026-06-10', 1000) >= 0 AS looked;
SELECT state, closed_reason FROM credit.alert WHERE alert_id = :alert;
INSERT INTO credit.inspector (dept_id, name, certificate_no) SELECT :market, '检查员' || n, '证' || n FROM generate_series(1, 4) n;
SELECT min(inspector_id) AS inspector FROM credit.inspector \gset
INSERT INTO credit.inspector_conflict (subject_id, inspector_id, kind, dept_id) SELECT subject_id, :inspector, 'relative', :market FROM credit.subject WHERE name ~ '第1号';
SELECT reason, count(*) FROM credit.inspector_conflicts(:market) GROUP BY 1;
SELECT credit.plan_inspection('WL-1', '年中抽查', '[2026-06-10,2026-07-01)', model => 'city') AS plan, credit.plan_inspection('WL-2', '作废', '[2026-06-10,2026-07-01)', model => 'city') AS other \gset
SELECT credit.join_inspection(:plan, '{产品质量}', :market, regions => '{220100}');
SELECT credit.publish_inspection(:plan, encode(sha256('a seed that nobody knew'), 'hex')) AS frame;
SELECT credit.cancel_inspection(:other, '重复');
SELECT count(*) AS drawn, bool_and(cardinality(inspector_ids) = 2) AS two_each FROM credit.draw_inspection(:plan, 'a seed that nobody knew');
SELECT subject_code AS visited, visit_id AS visit, inspector_ids[1] AS ill, inspector_ids AS going FROM credit.inspection_result(:plan) ORDER BY stratum COLLATE "C", subject_code COLLATE "C" LIMIT 1 \gset
SELECT credit.replace_inspector(:visit, :ill, (SELECT max(inspector_id) FROM credit.inspector i WHERE i.inspector_id <> ALL (:'going') AND inspector_id <> :inspector), '病假');
SELECT credit.report_inspection('WL-1', :'visited', '检1号', '发现问题已责令改正', '通道堵塞', dept_id => :market) > 0 AS reported;
SELECT credit.report_publicity('article', '诚信周', '2026-06-08', '晚报', 'city', true, dept_id => :market) AS article \gset
SELECT credit.withdraw_publicity(:article, '重复');
SELECT credit.assess_department(:market, 'organisation', 1, '已备案', doc_no => '信办1号') > 0 AS entered;
SELECT credit.count_subjects() > 0 AS subjects, credit.count_inspections() > 0 AS inspections, credit.count_assessment(2026) > 0 AS figures, credit.find_disclosure_faults() AS faults;
SELECT rule, points, source FROM credit_bi.department_assessment WHERE dept_id = :market AND year = 2026 AND source = 'entered';

-- 9. credit reports: an organisation's, a person's by consent, their verification; one of another region
SELECT length(credit.report_html('91220101MA00000000')) > 10000 AS page, credit.report_xml('91220101MA00000000', 'en', 'public') AS public_report \gset
SELECT (xpath('//cover/edition/@code', :'public_report'::xml))[1] AS edition, (xpath('count(//record)', :'public_report'::xml))[1] AS records;
SELECT credit.issue_report(:boss);
INSERT INTO credit.report_consent (subject_id, reader, given_on, doc_no) VALUES (:boss, 'credit_admin', '2026-06-01', '授1号');
SELECT (xpath('//subject/name/text()', credit.issue_report(:boss)))[1] AS masked;
SELECT verdict, subject_name, edition, changed FROM credit.verify_report((xpath('//cover/number/text()', :'public_report'::xml))[1]::text, (xpath('//cover/verification/text()', :'public_report'::xml))[1]::text);
SELECT verdict FROM credit.verify_report('202606010000000000000A', '0000-0000-0000-0000');
SELECT replace(credit.compose_report(:a, 'zh', 'public', '202606011200000000001A', '0000-0000-0000-0001', '2026-06-01 12:00+08')::text, '91220101MA00000000', '91220101MA00300007') AS foreign_report \gset
SELECT origin, subject_code, proven FROM credit.import_report(:'foreign_report', '210100');

-- 10. exchange: in by value, by bytes, by large object, by file, in parts; out as documents and packages, results to who may have them
SELECT rows, accepted, duplicate, rejected FROM credit.import_xml($$<credit_exchange item="river_sand"><record><subject_name>望岚市乙百货有限公司</subject_name><subject_category>法人及非法人组织</subject_category><subject_code>91350100M000100Y43</subject_code>
<doc_no>砂99</doc_no><decided_on>2026-06-01</decided_on><authority_name>望岚市财政局</authority_name><authority_code>1122010001350000CD</authority_code><tons>7</tons></record></credit_exchange>$$::xml);
\lo_import :sample
\set loid :LASTOID
SELECT rows, accepted, duplicate, rejected FROM credit.import_xml(lo_get(:loid), 'penalty');
SELECT rows, accepted, duplicate, rejected FROM credit.import_xml(:loid::oid);
SELECT lo_unlink(:loid);
SELECT records, complete FROM credit.verify_package_file(:'file');
SELECT rows, accepted, duplicate, rejected FROM credit.import_xml_file(:'file');
CALL credit.import_xml_file_in_parts(:'file', 'penalty', 2);
SELECT state, count(*) FROM credit.import GROUP BY 1 ORDER BY 1;
SELECT (xpath('count(//*[local-name()="record"])', credit.export_xml('river_sand')))[1] AS exported;
SELECT name, parts, records FROM credit.export_package('ns-package', 'river_sand', :'watermark', rows_per_part => 5);
SELECT complete, fault FROM credit.verify_package((SELECT manifest FROM credit.export_package WHERE name = 'ns-package'), (SELECT array_agg(document::xml) FROM credit.export_part JOIN credit.export_package USING (package_id) WHERE name = 'ns-package'));
SELECT name, due_on FROM credit.monthly_push();
SELECT name, due_on FROM credit.monthly_ledger();
INSERT INTO credit.recipient (recipient, name, kind, models, basis_id) VALUES ('bank', '望岚银行', 'bank', '{city}', 'gbf_35_2019');
INSERT INTO credit.sharing_consent (subject_id, recipient, given_on, doc_no) VALUES (:a, 'bank', '2026-06-01', '授2号');
SELECT code, grade FROM credit.shared_evaluations('bank', '2026-06-10');
SELECT name, records FROM credit.export_evaluations('bank', '2026-06-10');
SELECT complete, fault FROM credit.export_part JOIN credit.export_package USING (package_id), LATERAL credit.verify_evaluations(document::xml) WHERE name = 'evaluation-bank-2026-06-10';
SELECT name, records FROM credit.push_evaluations();

-- 11. the night: maintenance at once and in steps, and nothing for health to complain of but what waits
SELECT count(*) = (SELECT count(*) FROM credit.maintenance_action) AS every_action, count(*) FILTER (WHERE rows IS NULL) AS failed FROM credit.maintain();
CALL credit.maintain_in_steps();
SELECT credit.maintenance_step('alerts') AS left_to_do;
SELECT action, error FROM credit.maintenance_run WHERE error IS NOT NULL;
SELECT check_name, detail FROM credit.health() WHERE NOT ok;

-- 12. the ledger: sealed, verified, a proof that anybody can follow; what was known and public on a day
SELECT credit.seal_ledger() AS block \gset
SELECT count(*) AS faults FROM credit.verify_ledger();
SELECT credit.ledger_proof('record', :penalty, 1) ->> 'kind' AS proven;
SELECT s.digest = credit.seal_digest(s.block, s.previous, s.root, s.rows, s.sealed_at) AS seal FROM credit.seal s WHERE block = :block;
SELECT part, topic, state, public FROM credit.subject_as_of('91220101MA00000000', '2026-06-10') ORDER BY part COLLATE "C", topic COLLATE "C", ref_id;
SELECT part, topic, doc_no FROM credit.public_page_as_of('91220101MA00000000', '2026-06-10', now()) ORDER BY part COLLATE "C", doc_no COLLATE "C";

-- 13. the year turns: its partition is there before its first record, and that of the year after next
\set day 2027-01-04
\i :clock_file
SELECT check_name, ok FROM credit.health() WHERE check_name IN ('calendar', 'partitions') ORDER BY check_name COLLATE "C";
SELECT to_regclass('credit.record_2029') IS NULL AS missing;
SELECT action, rows FROM credit.maintain() WHERE action = 'partitions';
SELECT to_regclass('credit.record_2029') IS NOT NULL AS made;
INSERT INTO credit.record (item, dept_id, subject_code, doc_no, decided_on, detail)
SELECT 'river_sand', dept_id, '91350100M000100Y43', '砂2027', '2027-01-04', '{"subject_name": "乙", "subject_category": "法人及非法人组织", "authority_name": "望岚市财政局", "authority_code": "1122010001350000CD"}' FROM credit.department WHERE role_name = 'regress_ns_finance';
SELECT doc_no, due_on FROM credit.record WHERE decided_on >= '2027-01-01';
-- partitions are for nobody by name; those of years before the installation are for the DBA to make
SELECT count(*) FROM credit.record_2027;
SELECT credit.ensure_partition(2012);

-- what credit_admin was granted and nobody has called; credit.score() is planned as its parts, score_value() and so on
\i :login_file
SELECT p.oid::regprocedure AS "not called" FROM pg_proc p WHERE p.pronamespace IN ('credit'::regnamespace, 'credit_bi'::regnamespace)
	AND EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = 'credit_admin'::regrole AND a.privilege_type = 'EXECUTE')
	AND p.proname <> 'score' AND NOT EXISTS (SELECT FROM ns.called c WHERE c.function = p.oid AND c.login = 'regress_ns_office') ORDER BY p.oid::regprocedure::text COLLATE "C";
SELECT count(DISTINCT function) > 100 AS counted FROM ns.called WHERE login = 'regress_ns_office';
\i :end_file
SELECT format('rm -f %s', :'file') AS remove \gset
COPY (SELECT) TO PROGRAM :'remove';
