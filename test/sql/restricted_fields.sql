-- Fields that an item closes: who sees them, by every way to read a record.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
\set VERBOSITY terse
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-06-01';
CREATE ROLE regress_rf_office IN ROLE credit_admin;
CREATE ROLE regress_rf_parent IN ROLE credit_department;
CREATE ROLE regress_rf_a IN ROLE credit_department;
CREATE ROLE regress_rf_b IN ROLE credit_department;
CREATE ROLE regress_rf_analyst IN ROLE credit_analyst;
CREATE ROLE regress_rf_public IN ROLE credit_public;
INSERT INTO credit.department (dept_id, name, uscc, role_name, parent_id) VALUES
	(7281, '上级局', '1122010001350000A7', 'regress_rf_parent', NULL),
	(7282, '甲局', '1122010001350000BA', 'regress_rf_a', 7281), (7283, '乙局', '1122010001350000CD', 'regress_rf_b', NULL);
SELECT credit.define_item('regress_rf', '开放事项', 'open item', 'administrative', 'negative', 'gbf_35_2019', common_fields => true);
SELECT credit.define_field('regress_rf', f, f, f, openness => f) FROM unnest('{public,government,restricted}'::text[]) f;
SELECT credit.define_field('regress_rf', 'amount', '金额', 'amount', 'amount', openness => 'restricted', maps_to => 'amount');
SELECT credit.create_entry_view('regress_rf');
-- what identifies a record cannot be closed
SELECT credit.define_item('regress_rf2', '另一事项', 'other item', 'administrative', 'neutral', 'gbf_35_2019', common_fields => false);
SELECT credit.define_field('regress_rf2', 'doc_no', 'x', 'x', openness => 'restricted', maps_to => 'doc_no');
SELECT credit.define_field('regress_rf2', 'valid_until', 'x', 'x', 'date', openness => 'government', maps_to => 'valid_until');
SET ROLE regress_rf_a;
INSERT INTO credit.regress_rf_entry (subject_name, subject_category, subject_code, doc_no, decided_on, authority_name, authority_code, public, government, restricted, amount)
VALUES ('甲公司', '法人及非法人组织', '91220101MA00000000', '限1', '2026-05-20', '甲局', '1122010001350000BA', 'p', 'g', 'r', '5');
INSERT INTO credit.interview_entry (subject_name, subject_category, subject_code, doc_no, decided_on, authority_name, authority_code, kind, reason, interviewee)
VALUES ('甲公司', '法人及非法人组织', '91220101MA00000000', '谈1', '2026-05-20', '甲局', '1122010001350000BA', (SELECT min(code) FROM credit.code_list WHERE list = 'interview_kind'), '欠薪', '王五');
INSERT INTO credit.payment_entry (subject_name, subject_category, subject_code, doc_no, decided_on, authority_name, authority_code, matter, amount)
VALUES ('甲公司', '法人及非法人组织', '91220101MA00000000', '付1', '2026-05-20', '甲局', '1122010001350000BA', '补助', '7');
INSERT INTO credit.compensation_entry (subject_name, subject_category, subject_code, doc_no, decided_on, authority_name, authority_code, matter, amount)
VALUES ('甲公司', '法人及非法人组织', '91220101MA00000000', '补1', '2026-05-20', '甲局', '1122010001350000BA', '征地', '8');
RESET ROLE;
UPDATE credit.record_store SET version = version + 1 WHERE dept_id = 7282;

CREATE FUNCTION pg_temp.try(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE answer text;
BEGIN
	EXECUTE query INTO answer;
	RETURN coalesce(answer, 'nothing');
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END $$;
CREATE FUNCTION pg_temp.ways(role name) RETURNS TABLE (way text, sees text) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('SET LOCAL ROLE %I', role);
	RETURN QUERY SELECT w.way, pg_temp.try(w.query) FROM (VALUES
		(1, 'record', $q$SELECT concat_ws(' ', detail ->> 'public', detail ->> 'government', detail ->> 'restricted', amount) FROM credit.record WHERE doc_no = '限1'$q$),
		(2, 'entry view', $q$SELECT concat_ws(' ', public, government, restricted, amount) FROM credit.regress_rf_entry WHERE doc_no = '限1'$q$),
		(3, 'record_visible', $q$SELECT concat_ws(' ', detail ->> 'public', detail ->> 'government', detail ->> 'restricted', amount) FROM credit.record_visible WHERE doc_no = '限1'$q$),
		(4, 'record_store', $q$SELECT detail ->> 'restricted' FROM credit.record_store WHERE doc_no = '限1'$q$),
		(5, 'record_store, amount', $q$SELECT amount FROM credit.record_store WHERE doc_no = '限1'$q$),
		(6, 'record_store, whole row', $q$SELECT to_jsonb(r) ->> 'amount' FROM credit.record_store r WHERE doc_no = '限1'$q$),
		(7, 'record_store, condition', $q$SELECT count(*) FROM credit.record_store WHERE detail ->> 'restricted' = 'r'$q$),
		(8, 'partition', $q$SELECT detail ->> 'restricted' FROM credit.record_2026 WHERE doc_no = '限1'$q$),
		(9, 'record, condition', $q$SELECT count(*) FROM credit.record WHERE detail ->> 'restricted' = 'r'$q$),
		(10, 'record, amount condition', $q$SELECT count(*) FROM credit.record WHERE item = 'regress_rf' AND amount > 1$q$),
		(11, 'record, whole row', $q$SELECT to_jsonb(r) ->> 'amount' FROM credit.record r WHERE doc_no = '限1'$q$),
		(12, 'record, sum', $q$SELECT sum(amount) FROM credit.record WHERE doc_no IN ('限1', '付1', '补1')$q$),
		(13, 'record_version', $q$SELECT content #>> '{detail,restricted}' FROM credit.record_version WHERE item = 'regress_rf'$q$),
		(14, 'public_record', $q$SELECT concat_ws(' ', detail ->> 'public', detail ->> 'government', detail ->> 'restricted', amount) FROM credit.public_record WHERE doc_no = '限1'$q$),
		(15, 'public_record, compensation', $q$SELECT concat_ws(' ', doc_no, amount) FROM credit.public_record WHERE doc_no = '补1'$q$),
		(16, 'interview', $q$SELECT concat_ws(' ', reason, interviewee) FROM credit.interview_entry WHERE doc_no = '谈1'$q$),
		(17, 'payment', $q$SELECT concat_ws(' ', matter, amount) FROM credit.payment_entry WHERE doc_no = '付1'$q$),
		(18, 'statistics', $q$SELECT count(*) FROM pg_stats WHERE schemaname = 'credit' AND tablename ~ '^record_' AND attname IN ('detail', 'amount')$q$)) w (nr, way, query) ORDER BY w.nr;
	SET LOCAL ROLE NONE;
END $$;
ANALYZE credit.record_store;
SELECT w.way, string_agg(rpad(w.sees, 8), ' ' ORDER BY r.nr) AS "office   parent   a        b        analyst  public"
FROM unnest('{regress_rf_office,regress_rf_parent,regress_rf_a,regress_rf_b,regress_rf_analyst,regress_rf_public}'::name[]) WITH ORDINALITY r (role, nr)
CROSS JOIN LATERAL pg_temp.ways(r.role) WITH ORDINALITY w (way, sees, nr) GROUP BY w.way, w.nr ORDER BY w.nr;
-- a function of the reader's own is given what he may see, before any other condition
CREATE FUNCTION pg_temp.spy(jsonb) RETURNS bool LANGUAGE plpgsql COST 0.0001 AS $$ BEGIN RAISE INFO 'spied %', $1; RETURN true; END $$;
BEGIN; SET LOCAL ROLE regress_rf_b; SELECT count(*) FROM credit.record WHERE pg_temp.spy(detail) AND item = 'regress_rf'; ROLLBACK;
-- the current role decides, also in a plan made for another
PREPARE closed AS SELECT detail ->> 'restricted' AS restricted FROM credit.record WHERE doc_no = '限1';
BEGIN; SET LOCAL ROLE regress_rf_a; EXECUTE closed; SET LOCAL ROLE regress_rf_b; EXECUTE closed; SET LOCAL ROLE regress_rf_a; EXECUTE closed; ROLLBACK;
DEALLOCATE closed;
-- a rule changed is in force at once
UPDATE credit.catalogue_field SET openness = 'government' WHERE item = 'regress_rf' AND field = 'restricted';
BEGIN; SET LOCAL ROLE regress_rf_b; SELECT detail ->> 'restricted' AS restricted FROM credit.record WHERE doc_no = '限1'; ROLLBACK;
-- nobody writes through the view, whoever owns it
BEGIN; SET LOCAL ROLE regress_rf_office; UPDATE credit.record_visible SET doc_no = 'x'; ROLLBACK;
UPDATE credit.record_visible SET doc_no = 'x';

-- credit.explain() counts every record and names those the caller may see
SELECT credit.define_item('regress_rf_own', '限制事项', 'restricted item', 'contract', 'negative', 'gbf_35_2019', openness => 'restricted');
SET ROLE regress_rf_a;
INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail) VALUES
	('regress_rf_own', '91220101MA00000000', '甲公司', '限2', '2026-05-20', '{"subject_category": "法人及非法人组织", "authority_name": "甲局", "authority_code": "1122010001350000BA"}');
RESET ROLE;
INSERT INTO credit.indicator (indicator, name_zh, name_en, dimension, source, items, measure)
	SELECT 'regress_rf', '测试', 'test', 'compliance', 'record', '{regress_rf,regress_rf_own}', 'count';
SELECT set_config('regress.s', (SELECT subject_id::text FROM credit.subject WHERE uscc = '91220101MA00000000'), false) IS NULL AS s;
BEGIN; SET LOCAL ROLE regress_rf_office; SELECT cardinality(credit.indicator_records('regress_rf', current_setting('regress.s')::int8)) AS office; ROLLBACK;
BEGIN; SET LOCAL ROLE regress_rf_a; SELECT cardinality(credit.indicator_records('regress_rf', current_setting('regress.s')::int8)) AS a; ROLLBACK;
BEGIN; SET LOCAL ROLE regress_rf_b; SELECT cardinality(credit.indicator_records('regress_rf', current_setting('regress.s')::int8)) AS b; ROLLBACK;
SELECT credit.load_model('regress_rf_model', '1', '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary numberOfFields="1"><DataField name="regress_rf" optype="continuous" dataType="double"/></DataDictionary><Scorecard functionName="regression" useReasonCodes="false" initialScore="0"><MiningSchema><MiningField name="regress_rf"/></MiningSchema><Characteristics><Characteristic name="c"><Attribute partialScore="1"><SimplePredicate field="regress_rf" operator="greaterOrEqual" value="1"/></Attribute><Attribute partialScore="0"><True/></Attribute></Characteristic></Characteristics></Scorecard></PMML>'::xml);
BEGIN; SET LOCAL ROLE regress_rf_office; SELECT value, cardinality(record_ids) AS named FROM credit.explain('91220101MA00000000', 'regress_rf_model'); ROLLBACK;
BEGIN; SET LOCAL ROLE regress_rf_a; SELECT value, cardinality(record_ids) AS named FROM credit.explain('91220101MA00000000', 'regress_rf_model'); ROLLBACK;
BEGIN; SET LOCAL ROLE regress_rf_b; SELECT value, cardinality(record_ids) AS named FROM credit.explain('91220101MA00000000', 'regress_rf_model'); ROLLBACK;
DELETE FROM credit.model WHERE model = 'regress_rf_model';
DELETE FROM credit.indicator WHERE indicator = 'regress_rf';

DROP VIEW credit.regress_rf_entry;
BEGIN;
SET LOCAL credit.restoring = on;
DELETE FROM credit.record_version WHERE dept_id = 7282;
DELETE FROM credit.record_store WHERE dept_id = 7282;
DELETE FROM credit.batch WHERE dept_id = 7282;
COMMIT;
DELETE FROM credit.evaluation_due; DELETE FROM credit.subject WHERE uscc = '91220101MA00000000';
DELETE FROM credit.catalogue_item WHERE item LIKE 'regress_rf%';
DELETE FROM credit.department WHERE dept_id BETWEEN 7281 AND 7283;
DROP FUNCTION pg_temp.try, pg_temp.ways, pg_temp.spy;
DROP ROLE regress_rf_office, regress_rf_parent, regress_rf_a, regress_rf_b, regress_rf_analyst, regress_rf_public;
