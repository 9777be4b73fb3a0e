-- What may never be recorded without legislation (P3 item 14: six behaviours)
-- and what may never be collected (five kinds of personal data): each by its
-- everyday words, at every door that could let it in.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET credit.fixed_today = '2026-06-01';
BEGIN;
CREATE FUNCTION pg_temp.code_of(statement text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE statement;
	RETURN 'taken';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END $$;
-- as an item, a kind of fault in a code list, a list of persons, a measure
SELECT b.name,
	pg_temp.code_of(format('SELECT credit.define_item(%L, %L, %L, %L, %L, %L)', 'excluded_' || b.n, b.name, 'x', 'compliance', 'negative', 'jilin_social_credit')) AS item,
	pg_temp.code_of(format('INSERT INTO credit.code_list (list, code, label) VALUES (%L, %L, %L)', 'excluded', b.n, '因' || b.name)) AS code,
	pg_temp.code_of(format('INSERT INTO credit.list_kind (list, name_zh, name_en, class, applies_to, basis_id) VALUES (%L, %L, %L, %L, %L, %L)',
		'excluded_' || b.n, b.name || '名单', 'x', 'focus', '{person}', 'jilin_city_2020')) AS list,
	pg_temp.code_of(format('INSERT INTO credit.measure (measure, name_zh, name_en, direction, sphere, applies_to, purposes, basis_id) VALUES (%L, %L, %L, %L, %L, %L, %L, %L)',
		'excluded_' || b.n, '因' || b.name || '限制', 'x', 'sanction', 'administrative', '{person}', '{approval}', 'jilin_social_credit')) AS measure
FROM (VALUES (1, '越级信访'), (2, '拒不配合拆迁'), (3, '行人闯红灯'), (4, '不文明养犬'), (5, '欠缴物业费'), (6, '未执行垃圾分类'), (7, '逾期未缴罚款')) b (n, name) ORDER BY b.n;
-- as a field of an item, and as a member of a row
INSERT INTO credit.department (dept_id, name, uscc) VALUES (7921, '甲局', '1122010001350000BA');
INSERT INTO credit.subject (subject_id, kind, uscc, name) VALUES (792001, 'enterprise', '91220101MA00000000', '甲公司');
SELECT d.name,
	pg_temp.code_of(format('SELECT credit.define_field(%L, %L, %L, %L)', 'honour', 'excluded_' || d.n, d.name, 'x')) AS field,
	pg_temp.code_of(format('INSERT INTO credit.record (item, dept_id, subject_id, doc_no, decided_on, detail) VALUES (%L, 7921, 792001, %L, %L, %L)', 'honour', '荣' || d.n, '2026-05-20',
		jsonb_build_object('subject_name', '甲公司', 'subject_code', '91220101MA00000000', 'subject_category', '法人及非法人组织', 'authority_name', '甲局', 'authority_code', '1122010001350000BA',
			'title', 't', 'level', '市级', d.name, 'x'))) AS member
FROM (VALUES (1, '宗教信仰'), (2, '基因信息'), (3, '指纹'), (4, '血型'), (5, '疾病'), (6, '病史')) d (n, name) ORDER BY d.n;
-- words that only contain such words are none of them: integrity education,
-- visits of a site, the centre for disease control
SELECT w.name, pg_temp.code_of(format('SELECT credit.define_field(%L, %L, %L, %L)', 'honour', 'allowed_' || w.n, w.name, 'x')) AS field,
	pg_temp.code_of(format('INSERT INTO credit.code_list (list, code, label) VALUES (%L, %L, %L)', 'allowed', w.n, w.name)) AS code
FROM (VALUES (1, '诚信教育学时'), (2, '失信教育情况'), (3, '网上访谈次数'), (4, '线上访问量'), (5, '疾病预防控制机构'), (6, '信教人数'), (7, '进京上访')) w (n, name) ORDER BY w.n;
-- nothing of it is there, and what was refused was not kept either
SELECT count(*) FROM credit.record WHERE dept_id = 7921;
SELECT count(*) FROM credit.rejection WHERE dept_id = 7921;
ROLLBACK;
