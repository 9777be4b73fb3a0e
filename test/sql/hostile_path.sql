-- A schema in front of pg_catalog in which somebody has planted operators and
-- functions for the common types, each of which leaves a trace: the office and
-- a superuser work with that path, and none of the planted code runs.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-06-01';
CREATE ROLE regress_hp_office IN ROLE credit_admin;
CREATE ROLE regress_hp_dept IN ROLE credit_department;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES (7651, '甲局', '1122010001350000BA', 'regress_hp_dept');
SELECT setval('credit.department_dept_id_seq', 7651) AS numbered;
CREATE SCHEMA regress_evil;
GRANT USAGE ON SCHEMA regress_evil TO PUBLIC;
CREATE SEQUENCE regress_evil.hits;
GRANT ALL ON SEQUENCE regress_evil.hits TO PUBLIC;
CREATE TABLE regress_evil.hit (what text);
GRANT ALL ON regress_evil.hit TO PUBLIC;
-- the same arguments as in pg_catalog, so that only the path decides
DO $$
DECLARE
	o record;
	types regtype[] := '{text,name,"char",int2,int4,int8,float8,numeric,bool,date,timestamptz,interval,jsonb,oid,text[],int8[],daterange,bytea,xml,varchar,bpchar,regclass}';
	planted int := 0;
BEGIN
	FOR o IN SELECT oprname, oprleft::regtype AS l, oprright::regtype AS r, oprresult::regtype AS result FROM pg_operator
		WHERE oprnamespace = 'pg_catalog'::regnamespace AND oprleft::regtype = ANY (types) AND oprright::regtype = ANY (types)
	LOOP
		planted := planted + 1;
		EXECUTE format('CREATE FUNCTION regress_evil.planted_%s(%s, %s) RETURNS %s LANGUAGE plpgsql AS %L', planted, o.l, o.r, o.result,
			format('BEGIN PERFORM pg_catalog.nextval(''regress_evil.hits''); RAISE WARNING ''planted operator %s(%s,%s)''; RETURN NULL; END', replace(o.oprname, '%', '%%'), o.l, o.r));
		EXECUTE format('CREATE OPERATOR regress_evil.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = regress_evil.planted_%s)', o.oprname, o.l, o.r, planted);
	END LOOP;
	FOR o IN SELECT proname, pg_get_function_identity_arguments(p.oid) AS arguments, proretset, prorettype::regtype AS result FROM pg_proc p
		WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind = 'f' AND provariadic = 0 AND prorettype::regtype = ANY (types) AND NOT proretset
			AND proargtypes::oid[] <@ types::oid[] AND proargmodes IS NULL
			AND proname !~ '^(pg_(get|stat|ls|read|drop|logical|replication|advance)|binary_upgrade|.*(in|out|recv|send)$|RI_|brin_|gin_|bt|hash_|lo_|xpath)'
	LOOP
		planted := planted + 1;
		EXECUTE format('CREATE FUNCTION regress_evil.%I(%s) RETURNS %s LANGUAGE plpgsql AS %L', o.proname, o.arguments, o.result,
			format('BEGIN PERFORM pg_catalog.nextval(''regress_evil.hits''); RAISE WARNING ''planted function %s''; RETURN NULL; END', o.proname));
	END LOOP;
	RAISE WARNING 'more than a thousand planted: %', planted > 1000;
END $$;
-- tables and types named as those of the system and of the extension
CREATE TABLE regress_evil.pg_class (oid oid);
CREATE TABLE regress_evil.record_store (subject_id int8);
CREATE TABLE regress_evil.subject (subject_id int8);
CREATE DOMAIN regress_evil.uscc AS text;
-- the trap works
SET search_path = regress_evil, public, pg_catalog;
SELECT lower('X'), 1 + 1;
SELECT last_value, is_called FROM regress_evil.hits;
RESET search_path;
SELECT setval('regress_evil.hits', 1, false);

INSERT INTO credit.indicator (indicator, dimension, source, measure, items) VALUES ('regress_hp', 'compliance', 'record', 'count', '{penalty}');
SELECT uscc_text AS code FROM (SELECT '91220101MA00000000' AS uscc_text) c \gset
\set model '<PMML version="4.4" xmlns="http://www.dmg.org/PMML-4_4"><Header/><DataDictionary><DataField name="regress_hp" optype="continuous" dataType="double"/></DataDictionary><Scorecard functionName="regression" useReasonCodes="false" initialScore="100"><MiningSchema><MiningField name="regress_hp"/></MiningSchema><Characteristics><Characteristic name="p"><Attribute partialScore="-20"><SimplePredicate field="regress_hp" operator="greaterThan" value="0"/></Attribute><Attribute partialScore="0"><True/></Attribute></Characteristic></Characteristics></Scorecard></PMML>'
\set row '\'甲公司\', \'法人及非法人组织\', \'91220101MA00000000\', \'张三\', \'无证经营\', \'事实\', \'依据\', \'罚款\', \'罚款一万元\', \'1\', \'2026-05-20\', \'甲局\', \'1122010001350000BA\', \'甲局\', \'1122010001350000BA\''
\set door 'credit.penalty_entry (cf_xdr_mc, cf_xdr_lb, cf_xdr_shxym, cf_frdb, cf_wfxw, cf_sy, cf_yj, cf_cflb, cf_nr, cf_nr_fk, cf_jdrq, cf_cfjg, cf_cfjgdm, cf_sjly, cf_sjlydm, cf_wsh)'

-- a department
SET search_path = regress_evil, public, pg_catalog;
SET ROLE regress_hp_dept;
INSERT INTO :door VALUES (:row, '罚1'), (:row, '罚2'), (:row, '罚3');
INSERT INTO :door VALUES (:row, '罚2');
SET credit.on_reject = quarantine;
INSERT INTO :door VALUES (:row, '');
RESET credit.on_reject;
SELECT rows, accepted, duplicate, corrected, rejected FROM credit.batch ORDER BY batch_id USING OPERATOR(pg_catalog.<);
SELECT credit.resubmit(rejection_id, '{"cf_wsh": "罚4"}') FROM credit.rejection;
SELECT credit.open_batch('path') IS NOT NULL AS opened;
COPY credit.record (item, subject_code, subject_name, doc_no, decided_on, detail) FROM STDIN;
honour	91220101MA00000000	甲公司	荣1	2026-05-20	{"subject_category": "法人及非法人组织", "authority_name": "甲局", "authority_code": "1122010001350000BA", "title": "示范", "level": "市级"}
\.
SELECT rows, accepted FROM credit.close_batch(credit.setting('batch')::int8);
SELECT record_id FROM credit.record WHERE doc_no OPERATOR(pg_catalog.=) '罚1' \gset
SELECT record_id AS second FROM credit.record WHERE doc_no OPERATOR(pg_catalog.=) '罚2' \gset
SELECT (c).verdict, (c).reasons FROM credit.check_subject(:'code', 'procurement', 'x') c;
SELECT verdict FROM credit.check_subjects(ARRAY[:'code'], 'procurement', 'x');
SELECT count(*) FROM credit.measures_for(:'code', 'bidding');
SELECT credit.open_proceeding('objection', NULL, :record_id, '{}', note => '不服') AS proceeding \gset
SELECT stage FROM credit.advance(:proceeding, 'rejected', '复1号', '事实清楚', '{"person": "李四"}');
SELECT credit.revoke_record(:second, '撤1号', '事实不清') IS NOT NULL AS revoked;
SELECT count(*) FROM credit.search_subject('甲公司');
SELECT count(*) FROM credit.import_xml(credit.export_xml('penalty'));
RESET ROLE;
-- the office
SET ROLE regress_hp_office;
SELECT credit.load_model('regress_hp', '1', :'model', '[2020-01-01,)');
INSERT INTO credit.grade_band (model, version, grade, from_score) VALUES ('regress_hp', '1', 'A', 90), ('regress_hp', '1', 'B', 0);
SELECT credit.evaluate('regress_hp');
SELECT score, grade FROM credit.evaluation;
SELECT characteristic, points FROM credit.explain(:'code', 'regress_hp');
SELECT credit.impose_ban(:'code', '食品', '禁1号', '2026-05-20', 'gbf_35_2019', '2027-05-20', dept_id => 7651) IS NOT NULL AS banned;
SELECT xmlserialize(DOCUMENT credit.report_xml(:'code') AS text) IS NOT NULL AS report, credit.report_html(:'code') IS NOT NULL AS html;
SELECT credit.define_item('regress_hp', '某事项', 'an item', 'administrative', 'neutral', 'gbf_35_2019');
SELECT credit.define_field('regress_hp', 'x', '某', 'x', 'text');
SELECT credit.create_entry_view('regress_hp');
SELECT credit.calendar_announce('CN', '国办发明电〔2026〕9号', '2026-05-05', 2027, '{2027-03-02}', '{2027-03-07}');
SELECT action FROM credit.maintain() WHERE rows IS NULL;
CALL credit.maintain_in_steps();
SELECT credit.seal_ledger() IS NOT NULL AS sealed;
SELECT check_name FROM credit.health() WHERE NOT ok AND check_name OPERATOR(pg_catalog.<>) ALL (ARRAY['maintenance', 'rejected rows', 'departments', 'unverified rules', 'calendar']);
RESET ROLE;
-- the owner
SELECT count(*) FROM credit.verify_ledger();
SELECT credit.person_subject('resident_id', '11010519491231002X', '李四') IS NOT NULL AS person;
SELECT credit.rotate_identity_key() IS NOT NULL AS rotated;
SELECT credit.ensure_partition(2040);
-- the warning that wal_level is insufficient differs from version to version
SET client_min_messages = error;
SELECT credit.create_publication('regress_hp') OPERATOR(pg_catalog.>) 80 AS published;
SET client_min_messages = warning;
SELECT check_name, detail FROM credit.post_restore() WHERE NOT ok;
-- every view, every row
DO $$
DECLARE
	called pg_catalog.text;
	n pg_catalog.int8;
BEGIN
	FOR called IN SELECT c.oid::pg_catalog.regclass::pg_catalog.text FROM pg_catalog.pg_class c
		WHERE c.relnamespace OPERATOR(pg_catalog.=) 'credit_bi'::pg_catalog.regnamespace::pg_catalog.oid AND c.relkind OPERATOR(pg_catalog.=) 'v'::pg_catalog."char"
	LOOP
		EXECUTE pg_catalog.concat('SELECT pg_catalog.count(v) FROM ', called, ' v') INTO n;
	END LOOP;
END $$;
RESET search_path;
SELECT last_value, is_called FROM regress_evil.hits;
DROP PUBLICATION regress_hp;
DROP ROLE regress_hp_office, regress_hp_dept;
