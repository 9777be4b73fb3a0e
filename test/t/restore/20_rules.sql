-- An own item with fields and a door, a field added to a shipped item, edited
-- shipped rows, an announced calendar and a child calendar.
SET client_min_messages = warning;
SET credit.fixed_today = '2026-06-01';
SET ROLE restore_office;
INSERT INTO credit.code_list (list, code, label, ordinal) VALUES ('tree_kind', '1', '杨', 1), ('tree_kind', '2', '柳', 2);
SELECT credit.define_item('tree_care', '绿化养护', 'tree care', 'compliance', 'negative', 'wanglan_2026',
	submit_within => 5, retention => '3 years', owner_dept_id => 11);
SELECT credit.define_field('tree_care', 'kind', '树种', 'kind of tree', 'code', code_list => 'tree_kind', required => true);
SELECT credit.define_field('tree_care', 'count', '株数', 'trees', 'integer', required_when => '[{"field":"kind","op":"present"}]');
SELECT credit.create_entry_view('tree_care');
-- the shipped door has one column more from now on
SELECT credit.define_field('penalty', 'local_note', '本市说明', 'local note', edition => '2021', max_length => 100);
SELECT credit.create_entry_view('penalty');
SELECT credit.import_powers('[{"no": "1", "name": "采伐许可", "kind": "行政许可"}, {"no": "2", "name": "其他职权", "kind": "其他"}]', 11, '2026-01-01');
SELECT credit.import_powers('[{"no": "1", "name": "林木采伐许可", "kind": "行政许可"}]', 11, '2026-05-01');
RESET ROLE;
UPDATE credit.catalogue_item SET note = '本市已核' WHERE item = 'honour';
UPDATE credit.catalogue_field SET max_length = 300 WHERE item = 'honour' AND field = 'remark';
UPDATE credit.code_list SET label = label || '（改）' WHERE list = 'commitment_type' AND code = '主动公示型' OR list = 'yes_no' AND code = '2';
UPDATE credit.severity_rule SET note = '改' WHERE rule_id = (SELECT min(rule_id) FROM credit.severity_rule WHERE standard_entry);
INSERT INTO credit.severity_rule (rule_id, item, severity, condition, basis_id)
VALUES ('tree-many', 'tree_care', 'serious', '[{"field":"count","op":"gte","value":100}]', 'wanglan_2026');
UPDATE credit.publication_regime SET note = '改' WHERE regime_id = (SELECT min(regime_id) FROM credit.publication_regime WHERE standard_entry);
INSERT INTO credit.publication_regime (regime_id, item, severity, decided, published, min_term, max_term, basis_id)
VALUES ('tree-2026', 'tree_care', 'serious', '[2026-01-01,)', true, '3 months', '1 year', 'wanglan_2026');
INSERT INTO credit.forbidden_content (kind, pattern, reason, basis_id) VALUES ('behaviour', '跳广场舞', '不得作为失信行为', 'wanglan_2026');
UPDATE credit.forbidden_content SET reason = reason || '（改）' WHERE (kind, pattern) = (SELECT kind, min(pattern) FROM credit.forbidden_content GROUP BY kind ORDER BY kind LIMIT 1);
UPDATE credit.name_word SET in_use = false WHERE (part, word) = (SELECT part, min(word) FROM credit.name_word GROUP BY part ORDER BY part LIMIT 1);

SELECT credit.calendar_announce('CN', '国办发明电〔2026〕9号（虚构）', '2026-11-05', 2027,
	ARRAY(SELECT d::date FROM generate_series('2027-02-05'::date, '2027-02-12', '1 day') d), '{2027-01-31,2027-02-14}');
SELECT credit.calendar_announce('CN', '国办发明电〔2027〕1号（虚构）', '2027-01-20', 2027, '{2027-02-13}', '{2027-02-28}', '国办发明电〔2026〕9号（虚构）');
UPDATE credit.holiday_measure SET source = '改' WHERE measure = (SELECT min(measure) FROM credit.holiday_measure);
UPDATE credit.festival_date SET day = day + 1 WHERE year = 2049 AND festival = (SELECT min(festival) FROM credit.festival_date WHERE year = 2049);
INSERT INTO credit.calendar (calendar, name_zh, parent) VALUES ('CN-WL', '望岚', 'CN');
SELECT credit.calendar_announce('CN-WL', '望政〔2026〕3号（虚构）', '2026-03-01', 2026, '{2026-09-03}');
UPDATE credit.catalogue_category SET name_en = name_en || ' (edited)' WHERE category = 'voluntary';
