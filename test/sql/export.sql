-- Exchange documents going out: what is in them, byte for byte the same again,
-- new since a watermark, packages and their proof, monthly ones, results for
-- recipients, agencies, who may.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
\set VERBOSITY terse
SET DateStyle = 'ISO, YMD';
SET timezone = 'Asia/Shanghai';
SET credit.fixed_today = '2026-06-15';
CREATE ROLE regress_export_a IN ROLE credit_department;
CREATE ROLE regress_export_b IN ROLE credit_department;
CREATE ROLE regress_export_office IN ROLE credit_admin;
CREATE ROLE regress_export_identity IN ROLE credit_admin, credit_identity;
CREATE ROLE regress_export_public IN ROLE credit_public;
INSERT INTO credit.department (dept_id, name, uscc, role_name, region_code) VALUES
	(7401, '甲局', '11220100013574010C', 'regress_export_a', '220102'), (7402, '乙局', '11220100013574020D', 'regress_export_b', '220200');
CREATE FUNCTION pg_temp.penalty(VARIADIC changes jsonb[]) RETURNS SETOF credit.penalty_entry LANGUAGE sql AS $$
	SELECT (jsonb_populate_record(NULL::credit.penalty_entry, jsonb_build_object(
		'cf_xdr_mc', '甲公司', 'cf_xdr_lb', '法人及非法人组织', 'cf_xdr_shxym', '91220101MA00000000',
		'cf_frdb', '张三', 'cf_wfxw', '无证经营', 'cf_sy', '事实', 'cf_yj', '依据',
		'cf_cflb', '罚款', 'cf_nr', '罚款一万元', 'cf_nr_fk', '1', 'cf_jdrq', '2026-05-20',
		'cf_cfjg', '甲局', 'cf_cfjgdm', '11220100013574010C',
		'cf_sjly', '甲局', 'cf_sjlydm', '11220100013574010C') || c.change)).*
	FROM unnest(changes) WITH ORDINALITY c (change, nr) ORDER BY c.nr $$;
-- documents of a query without what changes from run to run
CREATE FUNCTION pg_temp.shown(d xml) RETURNS text LANGUAGE sql AS $$
	SELECT regexp_replace(regexp_replace(d::text, 'received_at="[^"]*"', 'received_at="…"', 'g'), '(sha256|since|until)="[^"]+"', '\1="…"', 'g') $$;
CREATE FUNCTION pg_temp.numbers(d xml) RETURNS text LANGUAGE sql AS $$
	SELECT coalesce(string_agg(n[1], ' '), 'none') FROM regexp_matches(d::text, '<cf_wsh>(出[^<]*)</cf_wsh>', 'g') n $$;

-- of department 7401 alone: other tests leave records too
CREATE FUNCTION pg_temp.own(since timestamptz DEFAULT NULL, filter jsonb DEFAULT '{}') RETURNS xml LANGUAGE sql AS $$
	SELECT credit.export_xml('penalty', since, filter || '{"department": "11220100013574010C"}') $$;

SET ROLE regress_export_a;
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty(
	'{"cf_wsh": "出2号", "cf_cflb": "罚款;警告", "cf_sy": "事实 <甲> & \"乙\"\r\n第二行", "cf_nr_fk": "0.123456"}',
	'{"cf_wsh": "出1号", "cf_jdrq": "2026-04-02"}',
	'{"cf_wsh": "出9号", "cf_xdr_lb": "自然人", "cf_xdr_mc": "张三丰", "cf_xdr_shxym": null, "cf_frdb": null, "cf_xdr_zjlx": "身份证", "cf_xdr_zjhm": "440524188001010014"}');
SELECT pg_temp.shown(pg_temp.own());
SELECT document, item, records, complete, fault FROM credit.verify_package(pg_temp.own(NULL, '{"document": "d 1", "origin": "220100"}'));
SELECT pg_temp.own()::text = pg_temp.own()::text AS same_again;
-- what is exported is taken in as known: nothing was lost or changed on the way
SELECT rows, duplicate FROM credit.import_xml(pg_temp.own());
-- a change on the way is noticed
SELECT complete, fault LIKE 'The digest of its records%' AS noticed FROM credit.verify_package(replace(pg_temp.own()::text, '罚款一万元', '罚款壹万元')::xml);
SELECT complete, fault FROM credit.verify_package(regexp_replace(pg_temp.own()::text, '<record.*?</record>\n', '')::xml);
RESET ROLE;
-- natural persons: with their document by credit_identity alone
SET ROLE regress_export_office;
SELECT credit.export_xml('penalty', NULL, '{"persons": true}');
SET ROLE regress_export_identity;
SELECT pg_temp.numbers(credit.export_xml('penalty', NULL, '{"persons": true, "department": "11220100013574010C"}'));
SELECT rows, duplicate FROM credit.import_xml(credit.export_xml('penalty', NULL, '{"persons": true, "department": "11220100013574010C"}'));

-- filters
SET ROLE regress_export_b;
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "出3号", "cf_cfjgdm": "11220100013574020D", "cf_sjlydm": "11220100013574020D"}');
SET ROLE regress_export_office;
SELECT filter, pg_temp.numbers(credit.export_xml(NULL, NULL, filter || '{"items": ["penalty"], "decided_from": "2026-04-01"}')) FROM unnest(ARRAY['{}', '{"department": "11220100013574020D"}', '{"region": "220100"}',
	'{"region": "220000"}', '{"month": "2026-04"}', '{"received_month": "2026-06"}', '{"received_month": "2026-05"}', '{"decided_until": "2026-05-01"}',
	'{"status": ["revoked"]}', '{"own": true}']::jsonb[]) filter;
SELECT credit.exchange_record((r.*)::credit.record_visible, NULL, false) FROM (SELECT NULL::credit.record_visible AS x) y, LATERAL (SELECT (y.x).*) r;
SELECT credit.export_xml('penalty', NULL, '{"mouth": "2026-04"}');
SELECT credit.export_xml('penalty', NULL, '{"month": "2026-13"}');
SELECT credit.export_xml('penalty', NULL, '[]');
CREATE FUNCTION pg_temp.refused(filter jsonb) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	RETURN length(credit.export_xml('penalty', NULL, filter)::text) || ' characters';
EXCEPTION WHEN invalid_parameter_value THEN
	RETURN sqlerrm;
END $$;
-- what is misspelt or null would make an empty document that passes for a whole one
SELECT filter, pg_temp.refused(filter) FROM unnest(ARRAY['{"month": null}', '{"own": null}', '{"status": ["repeal"]}', '{"status": ["valid", null]}', '{"items": ["penalties"]}',
	'{"department": "nobody"}', '{"region": "999999"}']::jsonb[]) filter;
SELECT credit.export_xml('no_such_item');

-- new since a watermark, whoever commits late; a correction and a revocation are news
SET ROLE regress_export_a;
SELECT credit.settle_changes() AS mark \gset
SELECT pg_temp.numbers(pg_temp.own(:'mark'));
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "出4号"}', '{"cf_wsh": "出1号", "cf_jdrq": "2026-04-02", "cf_nr": "更正"}', '{"cf_wsh": "出2号", "cf_cflb": "罚款;警告", "cf_sy": "事实 <甲> & \"乙\"\r\n第二行", "cf_nr_fk": "0.123456"}');
SELECT pg_temp.numbers(pg_temp.own(:'mark'));
SELECT credit.settle_changes() AS mark \gset
SELECT credit.revoke_record(record_id, '撤1号', '事实不清') FROM credit.record WHERE doc_no = '出2号';
SELECT pg_temp.shown(pg_temp.own(:'mark'));

-- packages
SELECT name, kind, item, parts, records FROM credit.export_package('regress-p1', 'penalty', NULL, '{"department": "11220100013574010C"}', 2);
SELECT part, export_part.records, pg_temp.numbers(document::xml), length(document) > 100 AS long FROM credit.export_part JOIN credit.export_package USING (package_id) WHERE name = 'regress-p1' ORDER BY part;
SELECT pg_temp.shown(regexp_replace(manifest::text, 'until="[^"]*"', 'until="…"')::xml) FROM credit.export_package WHERE name = 'regress-p1';
SELECT document, records, complete, fault FROM credit.verify_package((SELECT manifest FROM credit.export_package WHERE name = 'regress-p1'),
	(SELECT array_agg(document::xml) FROM credit.export_part JOIN credit.export_package USING (package_id) WHERE name = 'regress-p1'));
SELECT complete, fault FROM credit.verify_package((SELECT manifest FROM credit.export_package WHERE name = 'regress-p1'),
	(SELECT array_agg(document::xml) FROM credit.export_part JOIN credit.export_package USING (package_id) WHERE name = 'regress-p1' AND part = 1));
SELECT complete, fault FROM credit.verify_package('<x/>'::xml, '{}');
-- asked again it is the same although the records changed; under one name only one content
CREATE TEMP TABLE before AS SELECT document FROM credit.export_part JOIN credit.export_package USING (package_id) WHERE name = 'regress-p1';
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "出4号", "cf_nr": "再更正"}');
SELECT parts, records FROM credit.export_package('regress-p1', 'penalty', NULL, '{"department": "11220100013574010C"}');
SELECT count(*) AS differ FROM (SELECT document FROM credit.export_part JOIN credit.export_package USING (package_id) WHERE name = 'regress-p1' EXCEPT SELECT document FROM before) d;
SELECT credit.export_package('regress-p1', 'licence');
SELECT parts, records FROM credit.export_package('regress-p2', 'penalty', (SELECT until FROM credit.export_package WHERE name = 'regress-p1'));
UPDATE credit.export_package SET records = 0 WHERE name = 'regress-p1';
SELECT records FROM credit.export_package WHERE name = 'regress-p1';
INSERT INTO credit.export_part SELECT package_id, 99, 1, 'x', 'x' FROM credit.export_package WHERE name = 'regress-p1';
DELETE FROM credit.export_package;
-- another department sees none of it
SET ROLE regress_export_b;
SELECT count(*) FROM credit.export_package WHERE name LIKE 'regress-p%';
SELECT count(*) FROM credit.export_part WHERE document LIKE '%regress-p1%';
INSERT INTO credit.export_package (name, kind, dept_id, until, filter) VALUES ('regress-foreign', 'package', 7401, now(), '{}');
-- nor says when one was made, nor takes a name that is another's now or will be
INSERT INTO credit.export_package (name, kind, period, dept_id, until, filter, made_at) VALUES ('monthly-push-2026-05-7402', 'monthly_push', '2026-05-01', 7402, now(), '{}', '2026-06-02');
INSERT INTO credit.export_package (name, kind, dept_id, until, filter) VALUES ('monthly-push-2026-05-7401', 'package', 7402, now(), '{}');
INSERT INTO credit.export_package (name, kind, period, dept_id, until, filter) VALUES ('monthly-push-2026-05-7401', 'monthly_push', '2026-05-01', 7402, now(), '{}');
SELECT credit.export_package('monthly-push-2026-05-7401');
SELECT credit.export_package('regress-p1');
-- one with nothing in it is whole as well
SELECT parts, records, manifest::text ~ '<part' AS names_parts FROM credit.export_package('regress-none', filter => '{"month": "1990-01"}');
SELECT records, complete, fault FROM credit.verify_package((SELECT manifest FROM credit.export_package WHERE name = 'regress-none'), '{}');
SET ROLE regress_export_public;
SELECT credit.export_xml('penalty');
SELECT count(*) FROM credit.export_package;
SET ROLE regress_export_a;

-- monthly: the month before by default, the 20th and the 10th, the same again
SELECT name, kind, period, due_on, records, since IS NULL AS whole FROM credit.monthly_push();
SELECT name, records FROM credit.monthly_push('2026-05-31');
INSERT INTO credit.penalty_entry SELECT * FROM pg_temp.penalty('{"cf_wsh": "出5号"}');
-- of a whole month: made within it, the month would count as sent without its rest
SELECT credit.monthly_push('2026-06-01');
SELECT credit.monthly_ledger('2026-06-01');
RESET ROLE; SET credit.fixed_today = '2026-07-01'; SET ROLE regress_export_a;
SELECT name, records, due_on, since IS NULL AS whole FROM credit.monthly_push('2026-06-01');
SELECT name, kind, period, due_on, records, filter - 'department' - 'sender' AS filter FROM credit.monthly_ledger('2026-06-01');
RESET ROLE; SET credit.fixed_today = '2026-06-15'; SET ROLE regress_export_a;
SELECT credit.monthly_ledger('2026-07-01');
SELECT credit.monthly_push('infinity');
RESET ROLE;

-- the schema: shipped and fresh, or make it anew with the query
SELECT credit.exchange_xsd('no_such_item');
\getenv abs_srcdir PG_ABS_SRCDIR
\set file :abs_srcdir '/../doc/exchange/penalty.xsd'
\set penalty `cat :'file'`
\set file :abs_srcdir '/../doc/exchange/licence.xsd'
\set licence `cat :'file'`
SELECT rtrim(credit.exchange_xsd('penalty')::text, E'\n') = rtrim(:'penalty', E'\n') AS penalty_fresh,
	rtrim(credit.exchange_xsd('licence')::text, E'\n') = rtrim(:'licence', E'\n') AS licence_fresh;

-- evaluation results: by scope, to banks and of persons with consent only
INSERT INTO credit.subject (subject_id, kind, uscc, name, region_code) OVERRIDING SYSTEM VALUE VALUES
	(74000001, 'enterprise', '91220101MA00100246', '甲一公司', '220100'), (74000002, 'enterprise', '91220101MA00100523', '甲二公司', '220200');
INSERT INTO credit.subject (subject_id, kind, name) OVERRIDING SYSTEM VALUE VALUES (74000003, 'person', '李四光');
INSERT INTO credit.evaluation (subject_id, model, version, as_of, score, grade, dimensions, person) VALUES
	(74000001, 'regress', '1', '2026-04-30', 70, 'B', NULL, false), (74000001, 'regress', '1', '2026-05-31', 90.5, 'A', '{10,20,30,20,10.5}', false),
	(74000002, 'regress', '1', '2026-05-31', 60, 'C', NULL, false), (74000003, 'regress', '1', '2026-05-31', 80, 'B', NULL, true);
SET ROLE regress_export_office;
INSERT INTO credit.recipient (recipient, name, kind, models, regions, with_dimensions, basis_id) VALUES
	('regress-dept', '某局', 'department', '{regress}', NULL, true, 'gbf_35_2019'), ('regress-bank', '某银行', 'bank', '{regress}', '{220100}', false, 'gbf_35_2019');
SELECT code, name, score, grade, dimensions FROM credit.shared_evaluations('regress-dept', '2026-06-01');
SELECT count(*) FROM credit.shared_evaluations('regress-bank', '2026-06-01');
INSERT INTO credit.sharing_consent (subject_id, recipient, given_on, doc_no) VALUES (74000001, 'regress-bank', '2026-05-01', '授1号'), (74000002, 'regress-bank', '2026-05-01', '授2号'), (74000003, 'regress-dept', '2026-05-01', '授3号');
SELECT code, name, score, grade, dimensions FROM credit.shared_evaluations('regress-bank', '2026-06-01');
SELECT code, name, score, grade FROM credit.shared_evaluations('regress-dept', '2026-06-01');
UPDATE credit.sharing_consent SET withdrawn_on = '2026-06-02' WHERE doc_no = '授1号';
SELECT count(*) FROM credit.shared_evaluations('regress-bank', '2026-06-02');
SELECT name, kind, records FROM credit.export_evaluations('regress-dept', '2026-06-01');
SELECT document FROM credit.export_part JOIN credit.export_package USING (package_id) WHERE name = 'evaluation-regress-dept-2026-06-01';
SELECT credit.export_evaluations('regress-none');
SELECT credit.export_evaluations('regress-dept', '2026-06-16');
-- a consent withdrawn since is none, whatever day is asked for
SELECT count(*) FROM credit.shared_evaluations('regress-bank', '2026-06-01');
-- divisions below those of the scope belong to it; a recipient that is a department sees its package, others do not
UPDATE credit.subject SET region_code = '220102' WHERE subject_id = 74000001;
INSERT INTO credit.recipient (recipient, name, kind, uscc, models, regions, basis_id) VALUES ('regress-a', '甲局', 'department', '11220100013574010C', '{regress}', '{220100}', 'gbf_35_2019');
-- everybody's at once, and again the same; in parts of one result
SELECT name, parts, records FROM credit.export_evaluations('regress-dept', '2026-06-03', 1);
SELECT name, kind, dept_id, parts, records FROM credit.push_evaluations('2026-06-03') ORDER BY name COLLATE "C";
SELECT count(*), sum(records) FROM credit.push_evaluations('2026-06-03');
-- the receiver's proof, of one document and of the package
SELECT v.document, v.records, v.complete, v.fault FROM credit.export_part e JOIN credit.export_package p USING (package_id),
	LATERAL credit.verify_evaluations(e.document::xml) v WHERE p.name LIKE 'evaluation-regress-%-2026-06-03' ORDER BY v.document COLLATE "C";
SELECT t.what, v.complete, v.fault FROM (
	SELECT p.manifest, array_agg(e.document ORDER BY part) AS d FROM credit.export_part e JOIN credit.export_package p USING (package_id)
	WHERE p.name = 'evaluation-regress-dept-2026-06-03' GROUP BY p.package_id) p,
	LATERAL (VALUES (1, 'whole', d), (2, 'one missing', d[2:]), (3, 'a score changed', array_replace(d, d[1], replace(d[1], '90.5', '99.5'))),
		(4, 'a result taken out', array_replace(d, d[1], regexp_replace(d[1], '<evaluation .*</evaluation>\n', ''))),
		(5, 'no manifest', array_replace(d, d[1], regexp_replace(d[1], '<manifest.*/>', '')))) t (nr, what, d),
	LATERAL credit.verify_package(p.manifest, t.d::xml[]) v ORDER BY t.nr;
RESET ROLE; SET ROLE regress_export_a;
SELECT name, (SELECT document FROM credit.export_part e WHERE e.package_id = p.package_id) ~ '甲一公司' AS holds FROM credit.export_package p WHERE kind = 'evaluation';
RESET ROLE; SET ROLE regress_export_b;
SELECT count(*) FROM credit.export_package WHERE kind = 'evaluation';
RESET ROLE;
-- consents follow a merged subject
INSERT INTO credit.sharing_consent (subject_id, recipient, given_on, doc_no) VALUES (74000002, 'regress-dept', '2026-05-01', '授4号');
SELECT credit.move_sharing_consents(74000001, 74000002);
SELECT subject_id, recipient, doc_no FROM credit.sharing_consent ORDER BY doc_no COLLATE "C";
SELECT mover FROM credit.subject_table WHERE table_name = 'credit.sharing_consent';
SET ROLE regress_export_a;
SELECT credit.export_evaluations('regress-dept', '2026-06-01');
SELECT count(*) FROM credit.recipient;

-- agencies: registered as records, their reports told apart
INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, valid_until, detail) VALUES
	('agency_registration', '91220101MA0020000F', '某信用服务公司', '备1号', '2026-05-20', '2027-05-20', '{"subject_category": "法人及非法人组织", "authority_name": "甲局", "authority_code": "11220100013574010C", "services": ["信用评级", "信用报告"]}'),
	('agency_report', '91220101MA00000000', '甲公司', '报1号', '2026-05-20', '2027-05-20', '{"subject_category": "法人及非法人组织", "authority_name": "甲局", "authority_code": "11220100013574010C", "agency_name": "某信用服务公司", "agency_code": "91220101MA0020000F", "conclusion": "良好", "rating": "AA"}'),
	('agency_report', '91220101MA00000000', '甲公司', '报2号', '2026-05-20', '2027-05-20', '{"subject_category": "法人及非法人组织", "authority_name": "甲局", "authority_code": "11220100013574010C", "agency_name": "未备案公司", "agency_code": "91220101MA00300007", "conclusion": "良好"}');
SELECT code, name, doc_no, registered_on, valid_until, services FROM credit.agency;
SELECT code, doc_no, agency_code, rating, status, agency_registered FROM credit.third_party_report ORDER BY doc_no COLLATE "C";
RESET ROLE;
SELECT credit.maintain_changes('2026-06-15', 10);

SET session_replication_role = replica;
DELETE FROM credit.record_store WHERE dept_id IN (7401, 7402);
DELETE FROM credit.rejection_identity WHERE rejection_id IN (SELECT rejection_id FROM credit.rejection WHERE batch_id IN (SELECT batch_id FROM credit.batch WHERE opened_by LIKE 'regress_export%'));
DELETE FROM credit.rejection WHERE batch_id IN (SELECT batch_id FROM credit.batch WHERE opened_by LIKE 'regress_export%');
DELETE FROM credit.evaluation_pack WHERE model = 'regress';
RESET session_replication_role;
DELETE FROM credit.sharing_consent;
DELETE FROM credit.recipient;
DELETE FROM credit.department WHERE dept_id IN (7401, 7402);
DELETE FROM credit.subject WHERE uscc::text LIKE '91220101MA%';
DROP OWNED BY regress_export_a, regress_export_b, regress_export_office, regress_export_identity, regress_export_public;
DROP ROLE regress_export_a, regress_export_b, regress_export_office, regress_export_identity, regress_export_public;
