-- The catalogue: what ships, what may be defined, and what is refused.
SET credit.fixed_today = '2026-06-01';
SET DateStyle = 'ISO';
\set SHOW_CONTEXT never

-- ---- what ships ----
SELECT count(*) AS kinds FROM credit.catalogue_category;
SELECT c.name_zh, string_agg(DISTINCT i.item, ' ' ORDER BY i.item) AS items
FROM credit.catalogue_category c LEFT JOIN credit.catalogue_item i USING (category)
GROUP BY c.ordinal, c.name_zh ORDER BY c.ordinal;
-- the ten administrative acts are due within 7 working days
SELECT item, edition, submit_within, submit_unit, polarity, openness FROM credit.catalogue_item
WHERE category = 'administrative' ORDER BY item, edition;
-- every negative item rests on law, regulation or central policy
SELECT i.item, i.edition, i.default_severity, b.rank FROM credit.catalogue_item i JOIN credit.legal_basis b USING (basis_id)
WHERE i.polarity = 'negative' ORDER BY i.item, i.edition;
-- no reference of the catalogue leads nowhere
SELECT * FROM credit.check_catalogue();
-- nothing shipped says what the catalogue refuses; every row is marked shipped
SELECT count(*) FILTER (WHERE NOT standard_entry) AS not_marked, count(*) AS fields FROM credit.catalogue_field;
SELECT field, type, max_length AS len, required AS req, required_when IS NOT NULL AS cond, openness, maps_to
FROM credit.catalogue_field WHERE item = 'licence' ORDER BY ordinal;
SELECT field, type, max_length AS len, required AS req, code_list, multi_valued AS multi, not_before, not_after, default_value, maps_to
FROM credit.catalogue_field WHERE item = 'penalty' AND edition = '2021' AND field IN
	('cf_cflb', 'cf_nr_fk', 'cf_nr_wfff', 'cf_nr_zkdx', 'cf_jdrq', 'cf_yxq', 'cf_gsjzq') ORDER BY ordinal;
SELECT edition, field, required_when FROM credit.catalogue_field
WHERE item = 'penalty' AND field = 'cf_nr_zkdx' ORDER BY edition;
-- 13 kinds, light to heavy
SELECT string_agg(code, ' ' ORDER BY ordinal) FROM credit.code_list WHERE list = 'penalty_kind_2021' AND ordinal > 0;
-- the five regimes, for one general and one serious penalty of no sector
SELECT d AS decided, s.severity, r.regime_id, r.published, r.published_persons, r.min_term, r.max_term
FROM unnest(ARRAY['2017-07-30', '2018-01-01', '2020-01-01', '2022-06-01', '2024-01-01', '2026-03-31', '2026-04-01']::date[]) d
CROSS JOIN unnest(enum_range(NULL::credit.severity)) AS s (severity)
LEFT JOIN credit.publication_regime r ON r.item IS NULL AND r.sector IS NULL AND r.decided @> d
	AND (r.severity = s.severity OR r.severity IS NULL
		AND NOT EXISTS (SELECT FROM credit.publication_regime o WHERE o.item IS NULL AND o.sector IS NULL
						AND o.decided @> d AND o.severity = s.severity))
ORDER BY d, s.severity;
-- and those of sectors
SELECT sector, severity, decided, min_term, max_term, early_end, verified FROM credit.publication_regime
WHERE sector IS NOT NULL ORDER BY lower(decided), sector, severity;

-- ---- the condition language ----
SELECT c AS condition, credit.condition_fault(c::jsonb) AS fault FROM unnest(ARRAY[
	'[]',
	'[{"field":"a","op":"equals","value":"x"},{"field":"b","op":"absent"}]',
	'[{"field":"a","op":"in","value":["x",2]},{"field":"a","op":"gte","value":"2026-01-01"}]',
	'{"field":"a"}',
	'["a"]',
	'[{"op":"present"}]',
	'[{"field":"CF_A","op":"present"}]',
	'[{"field":"a"}]',
	'[{"field":"a","op":"like","value":"x"}]',
	'[{"field":"a","op":"present","value":1}]',
	'[{"field":"a","op":"equals"}]',
	'[{"field":"a","op":"equals","value":["x"]}]',
	'[{"field":"a","op":"contains_any","value":"x"}]',
	'[{"field":"a","op":"only","value":[]}]',
	'[{"field":"a","op":"in","value":[null]}]',
	'[{"field":"a","op":"gt","value":"many"}]',
	'[{"field":"a","op":"present"},{"field":"b","op":"gt","value":true}]',
	'[{"field":"a","op":"present","not":true}]']) c;
SELECT credit.condition_fault(NULL) IS NULL AS none;

-- ---- defining ----
CREATE ROLE regress_office NOLOGIN IN ROLE credit_admin;
CREATE ROLE regress_bureau NOLOGIN IN ROLE credit_department;
SET ROLE regress_office;
BEGIN;
INSERT INTO credit.code_list (list, code, label) VALUES ('regress_level', '一级', '一级'), ('regress_level', '二级', '二级');
SELECT credit.define_item('regress_river', '河道采砂违规', 'illegal sand mining', 'compliance', 'negative', 'jilin_social_credit',
	edition => '2026', submit_within => 5, valid => '[2026-01-01,)');
SELECT credit.define_field('regress_river', 'level', '等级', 'level', 'code', code_list => 'regress_level', required => true);
SELECT credit.define_field('regress_river', 'tons', '采砂量', 'tons', 'number', min_value => 0, plausible_max => 100000,
	required_when => '[{"field":"level","op":"equals","value":"一级"}]');
SELECT credit.define_field('regress_river', 'ended_on', '停止日期', 'ended on', 'date', not_before => 'decided_on', not_after => 'today', maps_to => 'valid_until');
SELECT polarity, default_severity, openness, submit_within, submit_unit, cardinality(applies_to) AS kinds, standard_entry FROM credit.catalogue_item WHERE item = 'regress_river';
SELECT ordinal, field, type, required, maps_to FROM credit.catalogue_field WHERE item = 'regress_river' ORDER BY ordinal;
-- items that persons cannot have get no document fields
SELECT credit.define_item('regress_firm', '企业示范', 'model firm', 'honour', 'positive', 'gbf_35_2019', applies_to => '{enterprise}');
SELECT string_agg(field, ' ' ORDER BY ordinal) FROM credit.catalogue_field WHERE item = 'regress_firm';
-- a new edition takes over where the old one is closed
UPDATE credit.catalogue_item SET valid = '[2026-01-01,2027-01-01)' WHERE item = 'regress_river';
SELECT credit.define_item('regress_river', '河道采砂违规', 'illegal sand mining', 'compliance', 'negative', 'jilin_social_credit', edition => '2027', valid => '[2027-01-01,)');
SELECT * FROM credit.check_catalogue();
ROLLBACK;

-- ---- refused: no sufficient basis ----
SELECT credit.define_item('regress_x', '某失信行为', 'some fault', 'compliance', 'negative', 'ndrc_order_36_2025');
SELECT credit.define_item('regress_x', '某失信行为', 'some fault', 'compliance', 'negative', 'tonghua_2019');
SELECT credit.define_item('regress_x', '某失信行为', 'some fault', 'compliance', 'negative', 'penalty_law_1996', valid => '[2026-01-01,)');
SELECT credit.define_item('regress_x', '某失信行为', 'some fault', 'compliance', 'negative', 'no_such_law');
UPDATE credit.catalogue_item SET basis_id = 'jilin_city_2020' WHERE item = 'tax_arrears';
UPDATE credit.catalogue_item SET polarity = 'negative' WHERE item = 'environment_grade';

-- ---- refused: behaviours and personal data ----
SELECT credit.define_item('regress_x', '越级信访失信', 'x', 'compliance', 'negative', 'jilin_social_credit');
SELECT credit.define_item('regress_x', '不配合拆迁', 'x', 'compliance', 'negative', 'jilin_social_credit');
SELECT credit.define_item('regress_x', '行人闯红灯', 'x', 'compliance', 'negative', 'jilin_social_credit');
SELECT credit.define_item('regress_x', '违规', 'uncivil dog keeping', 'compliance', 'negative', 'jilin_social_credit');
SELECT credit.define_item('unpaid_property_fee', '拖欠费用', 'x', 'compliance', 'negative', 'jilin_social_credit');
SELECT credit.define_item('regress_x', '未落实垃圾分类', 'x', 'compliance', 'neutral', 'jilin_social_credit');
SELECT credit.define_field('honour', 'faith', '宗教信仰', 'faith');
SELECT credit.define_field('honour', 'blood_type', '类型', 'x');
SELECT credit.define_field('honour', 'x', '指纹特征', 'x');
SELECT credit.define_field('honour', 'x', '类型', 'genetic data');
SELECT credit.define_field('honour', 'x', '既往病史', 'x');
INSERT INTO credit.code_list (list, code, label) VALUES ('regress_reason', '1', '因参与信访');
-- what only sounds alike is not
BEGIN;
SELECT credit.define_field('honour', 'organ', '疾病预防控制机构名称', 'general name of the centre');
SELECT credit.define_field('honour', 'place', '宗教活动场所名称', 'place of worship');
-- a behaviour that legislation expressly allows to be recorded
SELECT credit.define_item('regress_x', '生活垃圾分类处罚', 'x', 'compliance', 'negative', 'jilin_social_credit', allowed_by => 'jilin_social_credit');
SELECT credit.define_item('regress_y', '生活垃圾分类', 'x', 'compliance', 'negative', 'jilin_social_credit', allowed_by => 'jilin_city_2020');
ROLLBACK;
-- no legislation allows the personal data
SELECT credit.define_item('regress_x', '血型登记', 'x', 'registration', 'neutral', 'jilin_social_credit', allowed_by => 'jilin_social_credit');

-- ---- refused: definitions that contradict themselves ----
SELECT credit.define_item('regress_x', '某信息', 'x', 'gossip', 'neutral', 'gbf_35_2019');
SELECT credit.define_item('licence', '行政许可', 'licence', 'administrative', 'neutral', 'licence_law', edition => '2030', valid => '[2030-01-01,)');
SELECT credit.define_item('Licence', '行政许可', 'licence', 'administrative', 'neutral', 'licence_law');
SELECT credit.define_item('regress_x', '某信息', 'x', 'honour', 'positive', 'gbf_35_2019', default_severity => 'minor');
SELECT credit.define_item('regress_x', '某信息', 'x', 'honour', 'good', 'gbf_35_2019');
SELECT credit.define_field('no_such_item', 'a', '甲', 'a');
SELECT credit.define_field('honour', 'a', '甲', 'a', edition => '1999');
SELECT credit.define_field('honour', 'a', '甲', 'a', 'code');
SELECT credit.define_field('honour', 'a', '甲', 'a', 'code', code_list => 'no_such_list');
SELECT credit.define_field('honour', 'a', '甲', 'a', 'varchar');
SELECT credit.define_field('honour', 'a', '甲', 'a', 'date', not_before => 'no_such_field');
SELECT credit.define_field('honour', 'a', '甲', 'a', 'date', not_before => 'a');
SELECT credit.define_field('honour', 'a', '甲', 'a', required_when => '[{"field":"b","op":"present"}]');
SELECT credit.define_field('honour', 'a', '甲', 'a', required_when => '[{"field":"level","op":"is"}]');
SELECT credit.define_field('honour', 'a', '甲', 'a', required_when => '{}');
SELECT credit.define_field('honour', 'a', '甲', 'a', maps_to => 'amount');
SELECT credit.define_field('honour', 'a', '甲', 'a', 'text', maps_to => 'valid_from');
SELECT credit.define_field('honour', 'a', '甲', 'a', 'name', maps_to => 'subject_name');
SELECT credit.define_field('honour', 'a', '甲', 'a', min_value => 1);
SELECT credit.define_field('honour', 'a', '甲', 'a', 'number', min_value => 2, max_value => 1);
SELECT credit.define_field('honour', 'a', '甲', 'a', 'grade');
-- a default value that the field itself refuses
SELECT credit.define_field('honour', 'a', '甲', 'a', 'number', default_value => 'none');
SELECT credit.define_field('honour', 'a', '甲', 'a', 'number', max_value => 5, default_value => '6');
SELECT credit.define_field('honour', 'a', '甲', 'a', 'code', code_list => 'record_state', default_value => '9');
SELECT credit.define_field('honour', 'a', '甲', 'a', 'date', default_value => '2026-02-30');
SELECT credit.define_field('honour', 'a', '甲', 'a', 'boolean', default_value => ' ');
SELECT credit.define_field('honour', 'a', '甲', 'a', max_length => 3, default_value => '一二三四');
BEGIN;
SELECT credit.define_field('honour', 'a', '甲', 'a', 'number', max_value => 5, default_value => '5');
SELECT credit.define_field('honour', 'b', '乙', 'b', 'grade', grade_scale => 'tax', default_value => 'M');
SELECT count(*) AS faults FROM credit.check_catalogue();
UPDATE credit.catalogue_field SET max_value = 4 WHERE item = 'honour' AND field = 'a';
SELECT * FROM credit.check_catalogue();
ROLLBACK;
SELECT credit.define_field('honour', 'a', '甲', 'a', 'date', multi_valued => true);
INSERT INTO credit.severity_rule (rule_id, item, severity, condition, basis_id) VALUES ('regress-x', 'penalty', 'minor', '[{"field":"a","op":"gt"}]', 'ndrc_order_36_2025');
INSERT INTO credit.publication_regime (regime_id, severity, decided, published, basis_id) VALUES ('regress-x', 'general', '[2026-05-01,)', true, 'ndrc_order_36_2025');
INSERT INTO credit.publication_regime (regime_id, item, decided, published, min_term, max_term, basis_id) VALUES ('regress-x', 'honour', '(,)', true, '2 years', '1 year', 'gbf_35_2019');

-- ---- a clerk corrects an unverified figure; a department may not ----
BEGIN;
UPDATE credit.severity_rule SET condition = jsonb_set(condition, '{1,value}', '50'), verified = true WHERE rule_id = 'penalty-serious-fine';
SELECT condition -> 1 AS test, verified, standard_entry FROM credit.severity_rule WHERE rule_id = 'penalty-serious-fine';
ROLLBACK;
-- the old regime closes and its successor opens in one statement or two
BEGIN;
UPDATE credit.publication_regime SET decided = '[2026-04-01,2028-01-01)' WHERE regime_id = 'order36-general';
INSERT INTO credit.publication_regime (regime_id, severity, decided, published, min_term, max_term, basis_id)
VALUES ('regress-2028', 'general', '[2028-01-01,)', true, '3 months', '2 years', 'ndrc_order_36_2025');
ROLLBACK;
SET ROLE regress_bureau;
SELECT count(*) > 0 AS reads FROM credit.severity_rule;
UPDATE credit.severity_rule SET severity = 'minor';
SELECT credit.define_item('regress_x', '某信息', 'x', 'honour', 'positive', 'gbf_35_2019');
RESET ROLE;
DROP ROLE regress_office, regress_bureau;

-- ---- conditions that came past the checks, by a dump or with triggers off: whoever reads the item is told, none is passed over ----
CREATE FUNCTION pg_temp.read_with(condition jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	detail text;
BEGIN
	ALTER TABLE credit.severity_rule DISABLE TRIGGER check_severity_rule;
	INSERT INTO credit.severity_rule (rule_id, item, severity, condition, basis_id) VALUES ('regress-x', 'penalty', 'minor', condition, 'ndrc_order_36_2025');
	PERFORM credit.value_refusal('penalty', (SELECT max(edition) FROM credit.catalogue_item WHERE item = 'penalty'), 'cf_nr_fk', '1');
	RAISE EXCEPTION USING ERRCODE = 'P0002', MESSAGE = 'is read';
EXCEPTION WHEN SQLSTATE 'P0002' OR SQLSTATE 'CR020' OR data_exception THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
	RETURN concat_ws(': ', SQLSTATE, SQLERRM, nullif(detail, ''));
END $$;
SELECT c AS condition, pg_temp.read_with(c::jsonb) AS told FROM unnest(ARRAY[
	'[{"field": "cf_nr_fk", "op": "gt", "value": 5}]', '[{"field": "cf_jdrq", "op": "lte", "value": "2026-05-01"}]', '[{"field": "cf_nr_fk", "op": "present"}]', '[]',
	'{}', '"present"', '["present"]', '[[]]', '[{"op": "present"}]', '[{"field": "cf_nr_fk"}]', '[{"field": 5, "op": "present"}]',
	'[{"field": "no_such", "op": "present"}]', '[{"field": "cf_nr_fk", "op": "is", "value": 5}]', '[{"field": "cf_nr_fk", "op": "equals"}]',
	'[{"field": "cf_nr_fk", "op": "equals", "value": {"a": 1}}]', '[{"field": "cf_nr_fk", "op": "equals", "value": null}]', '[{"field": "cf_nr_fk", "op": "in", "value": [1, null]}]',
	'[{"field": "cf_nr_fk", "op": "gt", "value": [1, 2]}]', '[{"field": "cf_nr_fk", "op": "gt", "value": "many"}]']) c;
