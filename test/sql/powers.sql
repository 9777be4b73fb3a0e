-- The collection catalogue of a department, from its list of powers (P0 item
-- 4): imported whole, by the day it holds from, each power with its item.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-06-01';
BEGIN;
CREATE ROLE regress_power_a IN ROLE credit_department;
CREATE ROLE regress_power_b IN ROLE credit_department;
CREATE ROLE regress_power_office IN ROLE credit_admin;
CREATE ROLE regress_power_analyst IN ROLE credit_analyst;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES
	(7861, '甲市水利局', '1122010001350000BA', 'regress_power_a'), (7862, '甲市林业局', '1122010001350000CD', 'regress_power_b');
-- every kind of power but the rest has an item by its name
SELECT k.code, k.label, (SELECT min(i.item) FROM credit.catalogue_item i WHERE i.name_zh = k.label AND i.valid @> credit.today()) AS item
FROM credit.code_list k WHERE k.list = 'power_kind' ORDER BY k.ordinal;

SET ROLE regress_power_a;
\set first '[{"no": "2200000001", "name": "取水许可", "kind": "行政许可", "basis": "《中华人民共和国水法》第四十八条"}, {"no": "2200000002", "name": "对未经批准擅自取水的处罚", "kind": "行政处罚"}, {"no": "2200000003", "name": "取水监督检查", "kind": "行政检查"}, {"no": "2200000004", "name": "水利工程质量监督", "kind": "其他"}]'
SELECT * FROM credit.import_powers(:'first', since => '2026-01-01');
-- the same again changes nothing
SELECT * FROM credit.import_powers(:'first', since => '2026-01-01');
SELECT * FROM credit.import_powers(:'first');
SELECT power_no, power, kind, item, edition, openness, submit_within, submit_unit FROM credit.collection_catalogue(dept_id => 7861);
-- the year after: one renamed, one gone, one new, one that names its item
\set second '[{"no": "2200000001", "name": "取水许可", "kind": "行政许可", "basis": "《中华人民共和国水法》第四十八条"}, {"no": "2200000003", "name": "取水和节水监督检查", "kind": "行政检查"}, {"no": "2200000004", "name": "水利工程质量监督", "kind": "其他", "item": "inspection"}, {"no": "2200000005", "name": "对节水先进单位的奖励", "kind": "行政奖励"}]'
SELECT * FROM credit.import_powers(:'second');
SELECT power_no, power, item FROM credit.collection_catalogue('2026-05-31', 7861);
SELECT power_no, power, item FROM credit.collection_catalogue('2026-06-01', 7861);
-- corrected on the same day: no trace of the slip
SELECT * FROM credit.import_powers(replace(:'second', '节水先进单位', '节约用水先进单位')::jsonb);
SELECT power_no, since, ended_on, name FROM credit.department_power WHERE dept_id = 7861 ORDER BY power_no, since;
-- what it is for: the department's item says under which term it reports
SELECT power, item, submit_within, submit_unit FROM credit.collection_catalogue(dept_id => 7861) WHERE kind = '行政许可';

-- refused, whole
SELECT credit.import_powers('[{"no": "1", "name": "甲", "kind": "行政许可"}, {"no": "2", "name": "乙", "kind": "行政征用"}]');
SELECT credit.import_powers('[{"no": "1", "name": "甲", "kind": "行政许可"}, {"no": " ", "name": "乙", "kind": "行政许可"}]');
SELECT credit.import_powers('[{"no": "1", "name": "甲", "kind": "行政许可"}, {"no": "1", "name": "乙", "kind": "行政许可"}]');
SELECT credit.import_powers('[{"no": "1", "name": "甲", "kind": "其他", "item": "no_such_item"}]');
SELECT credit.import_powers('{"no": "1"}');
SELECT credit.import_powers('["取水许可"]');
SELECT credit.import_powers(NULL);
SELECT credit.import_powers(:'first', since => '2026-05-01');
SELECT credit.import_powers('[]', 7862);
SELECT credit.import_powers('[]', 78620);
INSERT INTO credit.department_power (dept_id, power_no, since, name, kind) VALUES (7862, '1', '2026-01-01', 'x', '其他');
RESET ROLE;

-- the office for any department; everybody reads
SET ROLE regress_power_office;
SELECT * FROM credit.import_powers('[{"no": "9", "name": "林木采伐许可", "kind": "行政许可"}]', 7862);
SELECT credit.import_powers('[]');
RESET ROLE;
SET ROLE regress_power_analyst;
SELECT department, count(*) AS powers, count(item) AS with_item FROM credit.collection_catalogue() WHERE dept_id IN (7861, 7862) GROUP BY department, dept_id ORDER BY dept_id;
SELECT credit.import_powers('[]');
RESET ROLE;
-- an empty list ends all
SET ROLE regress_power_b;
SELECT * FROM credit.import_powers('[]', since => '2026-06-02');
SELECT count(*) AS left FROM credit.collection_catalogue('2026-06-02', 7862);
ROLLBACK;
