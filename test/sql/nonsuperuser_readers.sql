-- Readers without a superuser: an analyst opens every view of credit_bi, the
-- portal asks and verifies, whoever keeps identity documents looks them up and
-- changes the key. What is in the database came in by logins without superuser,
-- too. At the end the functions granted to them that nobody called are named.
\set SHOW_CONTEXT never
\getenv abs_srcdir PG_ABS_SRCDIR
\set begin_file :abs_srcdir '/data/nonsuperuser/begin.sql'
\set login_file :abs_srcdir '/data/nonsuperuser/login.sql'
\set clock_file :abs_srcdir '/data/nonsuperuser/clock.sql'
\set end_file :abs_srcdir '/data/nonsuperuser/end.sql'
-- what the DBA does, once
CREATE ROLE regress_ns_office LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS IN ROLE credit_admin;
CREATE ROLE regress_ns_market LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS IN ROLE credit_department;
CREATE ROLE regress_ns_finance LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS IN ROLE credit_department;
CREATE ROLE regress_ns_analyst LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS IN ROLE credit_analyst;
CREATE ROLE regress_ns_portal LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS IN ROLE credit_public;
CREATE ROLE regress_ns_keeper LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS IN ROLE credit_identity;
CREATE ROLE regress_ns_courier LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS IN ROLE credit_department, credit_identity;
\set logins '{regress_ns_office,regress_ns_market,regress_ns_finance,regress_ns_analyst,regress_ns_portal,regress_ns_keeper,regress_ns_courier}'
\set day 2026-06-10
\i :begin_file

-- 1. something to read: the office's part, the departments' part, the office's again
\set login regress_ns_office
\i :login_file
INSERT INTO credit.department (name, uscc, region_code, sector, role_name) VALUES
	('甲局', '1122010001350000BA', '220100', 'market_regulation', 'regress_ns_market'), ('乙局', '1122010001350000CD', '220100', NULL, 'regress_ns_finance');
SELECT credit.register_subject('enterprise', '甲公司', '91220101MA00000000', '220100', 'F', '2020-01-02') AS a, credit.register_subject('enterprise', '乙公司', '91350100M000100Y43', '220100', 'C', '2021-01-02') AS b \gset
INSERT INTO credit.indicator (indicator, dimension, name_zh, name_en, source, measure, items) VALUES ('fines', 'compliance', '处罚', 'penalties', 'record', 'count', '{penalty}');
SELECT credit.load_model('city', v, replace($$<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary><DataField name="fines" optype="continuous" dataType="double"/></DataDictionary>
<Scorecard functionName="regression" initialScore="100" baselineScore="0"><MiningSchema><MiningField name="fines"/></MiningSchema><Characteristics>
<Characteristic name="fines" reasonCode="F"><Attribute partialScore="-POINTS"><SimplePredicate field="fines" operator="greaterThan" value="1"/></Attribute><Attribute partialScore="0"><True/></Attribute></Characteristic>
</Characteristics></Scorecard></PMML>$$, 'POINTS', p)::xml, f::daterange) FROM (VALUES ('1', '50', '[2020-01-01,)'), ('2', '10', '[2030-01-01,)')) x (v, p, f);
INSERT INTO credit.grade_band (model, version, grade, from_score) SELECT 'city', v, g::credit.grade, s FROM unnest('{1,2}'::text[]) v, (VALUES ('A', 95), ('D', '-Infinity'::float8)) b (g, s);
\set login regress_ns_market
\i :login_file
COPY credit.penalty_entry (cf_xdr_mc, cf_xdr_lb, cf_xdr_shxym, cf_frdb, cf_xdr_zjlx, cf_xdr_zjhm, cf_wsh, cf_wfxw, cf_sy, cf_yj, cf_cflb, cf_nr, cf_nr_fk, cf_jdrq, cf_cfjg, cf_cfjgdm, cf_sjly, cf_sjlydm) FROM STDIN (FORMAT csv);
甲公司,法人及非法人组织,91220101MA00000000,张三,,,罚1号,无证经营,事实,依据,罚款,罚款,1,2025-12-01,甲局,1122010001350000BA,甲局,1122010001350000BA
甲公司,法人及非法人组织,91220101MA00000000,张三,,,罚2号,无证经营,事实,依据,罚款,罚款,1,2026-06-02,甲局,1122010001350000BA,甲局,1122010001350000BA
甲公司,法人及非法人组织,91220101MA00000000,张三,,,罚3号,无证经营,事实,依据,罚款,罚款,2,2026-05-06,甲局,1122010001350000BA,甲局,1122010001350000BA
John Smith,自然人,,,护照,E12345678,罚4号,无照经营,事实,依据,警告,警告,,2026-06-04,甲局,1122010001350000BA,甲局,1122010001350000BA
\.
INSERT INTO credit.record (item, subject_code, doc_no, decided_on, valid_until, detail) SELECT i, '91350100M000100Y43', n, d, u, x || '{"subject_name": "乙公司", "subject_category": "法人及非法人组织", "authority_name": "甲局", "authority_code": "1122010001350000BA"}'
FROM (VALUES ('commitment', '承1号', date '2026-06-01', date '2026-12-31', jsonb '{"kind": "主动公示型", "content": "按期付款", "matter": "付款"}'), ('honour', '荣1号', '2026-06-01', NULL, '{"title": "示范", "level": "市级"}'), ('commitment_performance', '践1号', '2026-06-09', NULL, '{"commitment_no": "承1号", "kind": "主动公示型", "result": "已履行"}')) v (i, n, d, u, x);
SELECT record_id AS fined FROM credit.record WHERE doc_no = '罚1号' \gset
SELECT credit.open_proceeding('repair', NULL, :fined, '{"commitment_no": "承2号", "obligations_performed": true, "materials": "缴款凭证"}') AS repair \gset
SELECT credit.open_proceeding('objection', NULL, record_id, note => '不服') AS objection FROM credit.record WHERE doc_no = '罚2号' \gset
SELECT * FROM credit.advance(:objection, 'rejected', '复1号', '事实清楚', '{"person": "李四"}');
SELECT verdict FROM credit.check_subject('91350100M000100Y43', 'approval');
SELECT credit.acting_department() AS market \gset
SELECT credit.report_publicity('article', '诚信周', '2026-06-08', '晚报', 'city', true) > 0 AS article;
SELECT name FROM credit.monthly_push();
INSERT INTO credit.department_list (dept_id, part, list) VALUES (:market, 'serious', 'market_regulation_serious');
INSERT INTO credit.inspector (dept_id, name, certificate_no) SELECT :market, '检查员' || n, '证' || n FROM generate_series(1, 3) n;
\set login regress_ns_office
\i :login_file
SELECT dept_id AS finance FROM credit.department WHERE name = '乙局' \gset
SELECT * FROM credit.advance(:repair, 'screened');
SELECT * FROM credit.advance(:repair, 'accepted');
SELECT * FROM credit.advance(:repair, 'granted', '修1号', '准予', '{"person": "李四"}');
SELECT credit.import_list_entry('market_regulation_serious', '91220101MA00000000', '列1号', '2026-06-05', dept_id => :market) AS entry \gset
SELECT action_id AS action FROM credit.initiate_joint_action(:entry, ARRAY[:finance], '{procurement_ban}', '严重失信') \gset
SELECT credit.report_typical_case(:action);
SELECT credit.impose_ban('91220101MA00000000', '食品生产', '禁1号', '2026-06-05', 'gf_33_2016', '2029-06-04', dept_id => :market) > 0 AS banned;
SELECT credit.evaluate('city') AS evaluated, credit.take_snapshot() AS snapshot;
CREATE TEMP TABLE outcome AS SELECT subject_id, uscc = '91220101MA00000000' AS bad FROM credit.subject WHERE kind <> 'person';
SELECT credit.compare_models('city', '1', '2', outcome => 'pg_temp.outcome') > 0 AS compared;
SELECT credit.plan_inspection('WL-1', '年中抽查', '[2026-06-10,2026-07-01)', model => 'city') AS plan \gset
SELECT credit.join_inspection(:plan, '{产品质量}', :market);
SELECT credit.publish_inspection(:plan, encode(sha256('a seed that nobody knew'), 'hex')) AS frame;
SELECT count(*) > 0 AS drawn FROM credit.draw_inspection(:plan, 'a seed that nobody knew');
SELECT credit.report_inspection('WL-1', subject_code, '检1号', '未发现问题', dept_id => :market) > 0 AS reported FROM credit.inspection_result(:plan) ORDER BY subject_code COLLATE "C" LIMIT 1;
SELECT credit.raise_alert('related-listed', subject_id, '{list_entry:1}') > 0 AS alerted FROM credit.subject WHERE uscc = '91350100M000100Y43';
INSERT INTO credit.recipient (recipient, name, kind, models, basis_id) VALUES ('institute', '信用研究院', 'department', '{city}', 'gbf_35_2019');
SELECT name, records FROM credit.export_evaluations('institute');
SELECT document AS results FROM credit.export_part JOIN credit.export_package USING (package_id) WHERE name LIKE 'evaluation-institute-%' \gset
CALL credit.maintain_in_steps();
SELECT credit.assess_department(:market, 'organisation', 1, '已备案') > 0 AS assessed, credit.count_inspections() > 0 AS inspected;
SELECT credit.seal_ledger() IS NOT NULL AS sealed;

-- 2. the analyst: every view there is, what it does not see, and models on data of its own
\set login regress_ns_analyst
\i :login_file
DO $$
DECLARE
	v record;
	rows bigint;
	reads int := 0;
BEGIN
	FOR v IN SELECT c.oid::regclass AS called, has_table_privilege(c.oid, 'SELECT') AS open FROM pg_class c WHERE c.relnamespace = 'credit_bi'::regnamespace AND c.relkind = 'v' ORDER BY c.relname COLLATE "C" LOOP
		IF NOT v.open THEN
			RAISE WARNING '% is not for analysts', v.called;
			CONTINUE;
		END IF;
		EXECUTE format('SELECT count(*) FROM (SELECT v, v::text FROM %s v OFFSET 0) x', v.called) INTO rows;
		reads := reads + 1;
		IF rows = 0 THEN
			RAISE WARNING '% is empty', v.called;
		END IF;
	END LOOP;
	RAISE WARNING 'read: %', reads > 40;
END $$;
SELECT department, month, reported, in_time, late FROM credit_bi.disclosure_quality ORDER BY month;
SELECT code, name, grade, evaluation_fresh FROM credit_bi.subject_overview ORDER BY code;
SELECT name FROM credit_bi.subject_overview WHERE kind = 'person';
SELECT payload FROM credit.rejection;
SELECT * FROM credit.person_identity;
SELECT credit.evaluate('city');
SELECT * FROM credit.model_fields('city');
SELECT count(*) FROM credit.model_outputs('city');
SELECT length(credit.export_model('city')::text) > 100 AS document;
CREATE TEMP TABLE bins (characteristic text, field text, low float8, high float8, categories text[], missing bool, goods int, bads int);
INSERT INTO bins VALUES ('fines', 'fines', NULL, 1, NULL, NULL, 800, 10), ('fines', 'fines', 1, NULL, NULL, NULL, 100, 50);
SELECT credit.scorecard_pmml('bins')::text ~ 'Scorecard' AS card;
SELECT x.fines, (credit.score('city', x)).score, (credit.score('city', x)).grade, (credit.score('city', x)).reasons[1] AS reason, (credit.score('city', x)).points[1] AS points FROM (VALUES (0::float8), (2)) x (fines) ORDER BY 1;
SELECT x.fines, s.grade FROM (VALUES (0::float8), (2)) x (fines), LATERAL credit.score('city', x) s ORDER BY 1;
SELECT x.fines, p.points FROM (VALUES (0::float8), (2)) x (fines), LATERAL credit.score_points('city', x) p ORDER BY 1;
SELECT records, complete, fault FROM credit.verify_evaluations(:'results'::xml);
SELECT bool_and(s.digest = credit.seal_digest(s.block, s.previous, s.root, s.rows, s.sealed_at)) AS seals FROM credit.seal s WHERE s.digest IS NOT NULL;
SELECT length(credit.report_html('91220101MA00000000')) > 10000 AS page, (xpath('//cover/number/text()', x))[1] AS number FROM credit.report_xml('91220101MA00000000') x \gset
SELECT :'page' AS page, verdict, edition FROM credit.verify_report(:'number');

-- 3. the portal: what is published, reports and their verification, a draw anybody can check; nothing else
\set login regress_ns_portal
\i :login_file
SELECT subject_code, doc_no, disputed, publish_until FROM credit.public_record ORDER BY doc_no COLLATE "C";
SELECT list, valid_until FROM credit.public_list ORDER BY 1;
SELECT name FROM credit.search_subject('乙公司') LIMIT 1;
SELECT length(credit.report_html('91220101MA00000000')) > 10000 AS page, credit.report_xml('91220101MA00000000') AS report \gset
SELECT :'page' AS page, (xpath('//cover/edition/@code', :'report'::xml))[1] AS edition, (xpath('//cover/number/text()', :'report'::xml))[1] AS number, (xpath('//cover/verification/text()', :'report'::xml))[1] AS verification \gset
SELECT :'edition' AS edition, verdict, subject_name, changed FROM credit.verify_report(:'number', :'verification');
SELECT verdict FROM credit.verify_report(:'number', '0000-0000-0000-0000');
SELECT count(*) > 0 AS frame, (SELECT count(*) FROM credit.inspection_seed) AS seeds FROM credit.inspection_frame;
SELECT count(*) > 0 AS digests FROM credit.ledger_digest;
SELECT credit.add_workdays('2026-06-18', 1), credit.is_uscc('91220101MA00000000'), credit.mask_name('张三丰'), credit.normalize_name('甲（公司）') = credit.normalize_name('甲(公司)') AS same_name;
SELECT count(*) FROM credit.record;
SELECT count(*) FROM credit.evaluation;
SELECT credit.check_subject('91220101MA00000000', 'approval');
SELECT count(*) FROM credit_bi.disclosure_quality;

-- 4. who keeps the documents: finds a person, checks a digest, changes the key; records are for others
\set login regress_ns_keeper
\i :login_file
SELECT doc_type, doc_no FROM credit.person_identity;
SELECT credit.person_subject('护照', 'E12345678', NULL, false) = subject_id AS found FROM credit.person_identity;
SELECT i.doc_digest = credit.identity_digest(k.key, i.doc_type, i.doc_no) AS sound FROM credit.person_identity i JOIN credit.identity_key k USING (key_id);
SELECT credit.rotate_identity_key() AS digests;
SELECT credit.person_subject('护照', 'E12345678', NULL, false) = subject_id AS found FROM credit.person_identity;
SELECT count(*) FROM credit.record;
-- with a department's rights beside: the one who sends persons to other platforms
\set login regress_ns_office
\i :login_file
UPDATE credit.department SET role_name = 'regress_ns_courier' WHERE name = '甲局';
\set login regress_ns_courier
\i :login_file
SELECT (xpath('//*[local-name()="cf_xdr_zjhm"]/text()', credit.export_xml('penalty', filter => '{"persons": true}')))[1] AS document_number;
\set login regress_ns_market
\i :login_file
SELECT credit.export_xml('penalty', filter => '{"persons": true}');

-- what was granted to a group and nobody of it has called: a report in the public edition, the only one the public and
-- analysts may have, has neither measures nor the day an objection is answered by; both are named in its query all the same.
-- credit.score() is planned as its parts, score_value() and so on
\i :login_file
SELECT g.grantee, p.oid::regprocedure AS "not called" FROM (VALUES ('credit_analyst', 'regress_ns_analyst'), ('credit_public', 'regress_ns_portal'), ('credit_identity', 'regress_ns_keeper')) g (grantee, login)
JOIN pg_proc p ON p.pronamespace IN ('credit'::regnamespace, 'credit_bi'::regnamespace)
	AND EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = g.grantee::regrole AND a.privilege_type = 'EXECUTE')
	AND p.proname <> 'score' AND NOT EXISTS (SELECT FROM ns.called c WHERE c.function = p.oid AND c.login = g.login) ORDER BY 1, p.oid::regprocedure::text COLLATE "C";
\i :end_file
