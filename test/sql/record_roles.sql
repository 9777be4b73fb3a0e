-- Who sees and writes what of the records: by privilege, by doing it, behind a
-- pooler, and without a sequential scan.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
\set VERBOSITY sqlstate
SET DateStyle = 'ISO, YMD';
SET TimeZone = 'Asia/Shanghai';
SET credit.fixed_today = '2026-06-01';
CREATE ROLE regress_rr_office IN ROLE credit_admin;
CREATE ROLE regress_rr_parent IN ROLE credit_department;
CREATE ROLE regress_rr_a IN ROLE credit_department;
CREATE ROLE regress_rr_b IN ROLE credit_department;
CREATE ROLE regress_rr_analyst IN ROLE credit_analyst;
CREATE ROLE regress_rr_public IN ROLE credit_public;
CREATE ROLE regress_rr_identity IN ROLE credit_identity;
CREATE ROLE regress_rr_nobody;
INSERT INTO credit.department (dept_id, name, uscc, role_name, parent_id) VALUES
	(7201, '上级局', '1122010001350000A7', 'regress_rr_parent', NULL),
	(7202, '甲局', '1122010001350000BA', 'regress_rr_a', 7201),
	(7203, '乙局', '1122010001350000CD', 'regress_rr_b', NULL);
SELECT credit.define_item('regress_rr_open', '公开事项', 'open item', 'administrative', 'neutral', 'gbf_35_2019');
SELECT credit.define_item('regress_rr_gov', '政务事项', 'government item', 'contract', 'negative', 'gbf_35_2019', openness => 'government');
SELECT credit.define_item('regress_rr_own', '限制事项', 'restricted item', 'contract', 'negative', 'gbf_35_2019', openness => 'restricted');
SELECT credit.define_item('regress_rr_bad', '失信事项', 'negative item', 'contract', 'negative', 'gbf_35_2019');
SELECT credit.define_field(i, 'secret', '内部意见', 'internal note', openness => 'government') FROM unnest('{regress_rr_open,regress_rr_bad}'::text[]) i;

-- 1. Privileges, object by object (s i u d t; f: execute).
SELECT o.name AS object, string_agg(
	CASE WHEN has_table_privilege(r.name, o.name, 'SELECT') THEN 's' ELSE '-' END ||
	CASE WHEN has_table_privilege(r.name, o.name, 'INSERT') THEN 'i' ELSE '-' END ||
	CASE WHEN has_table_privilege(r.name, o.name, 'UPDATE') THEN 'u' ELSE '-' END ||
	CASE WHEN has_table_privilege(r.name, o.name, 'DELETE') THEN 'd' ELSE '-' END ||
	CASE WHEN has_table_privilege(r.name, o.name, 'TRUNCATE') THEN 't' ELSE '-' END, ' ' ORDER BY r.nr) AS "office a     analyst public identity nobody"
FROM unnest('{credit.record,credit.penalty_entry,credit.licence_entry,credit.record_store,credit.record_2026,credit.record_other,credit.record_version,credit.batch,credit.rejection,credit.rejection_identity,credit.public_record,credit.person_identity,credit.identity_key}'::text[]) WITH ORDINALITY o (name, nr)
CROSS JOIN unnest('{regress_rr_office,regress_rr_a,regress_rr_analyst,regress_rr_public,regress_rr_identity,regress_rr_nobody}'::text[]) WITH ORDINALITY r (name, nr)
GROUP BY o.name, o.nr ORDER BY o.nr;
SELECT o.name AS function, string_agg(CASE WHEN has_function_privilege(r.name, o.name, 'EXECUTE') THEN 'x' ELSE '-' END, ' ' ORDER BY r.nr) AS "office a analyst public identity nobody"
FROM unnest('{"credit.open_batch(text,text,boolean)","credit.close_batch(bigint)","credit.revoke_record(bigint,text,text,boolean)","credit.resubmit(bigint,jsonb)","credit.move_records(bigint,bigint)","credit.ensure_partition(int)","credit.create_entry_view(text)","credit.enter()","credit.enter_end()"}'::text[]) WITH ORDINALITY o (name, nr)
CROSS JOIN unnest('{regress_rr_office,regress_rr_a,regress_rr_analyst,regress_rr_public,regress_rr_identity,regress_rr_nobody}'::text[]) WITH ORDINALITY r (name, nr)
GROUP BY o.name, o.nr ORDER BY o.nr;

-- 2. Rows: departments a and b enter the same four items; the office one for b.
CREATE FUNCTION pg_temp.enter(item text, code text, doc text, about text DEFAULT '91220101MA00000000') RETURNS void LANGUAGE sql AS $$
	INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail)
	SELECT item, about, '甲公司', doc, '2026-05-20', jsonb_build_object('subject_category', '法人及非法人组织', 'authority_name', '局', 'authority_code', code, 'remark', '备注')
		|| CASE WHEN item IN ('regress_rr_open', 'regress_rr_bad') THEN '{"secret": "内部"}' ELSE '{}' END::jsonb $$;
SET ROLE regress_rr_a;
SELECT pg_temp.enter(i, '1122010001350000BA', 'a') FROM unnest('{regress_rr_open,regress_rr_gov,regress_rr_own,regress_rr_bad}'::text[]) i;
RESET ROLE; SET ROLE regress_rr_b;
SELECT pg_temp.enter(i, '1122010001350000CD', 'b') FROM unnest('{regress_rr_open,regress_rr_gov,regress_rr_own,regress_rr_bad}'::text[]) i;
RESET ROLE; SET ROLE regress_rr_office;
SELECT pg_temp.enter('regress_rr_own', '1122010001350000CD', 'o');
RESET ROLE;
-- an item not open to all is not published, whatever the regime says
SELECT item, doc_no, severity, publish_from, publish_until FROM credit.record WHERE dept_id BETWEEN 7201 AND 7203 ORDER BY item COLLATE "C", doc_no COLLATE "C";

-- 3. What each role sees, by doing it: item/document of records; versions; batches; rejections.
CREATE FUNCTION pg_temp.sees(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE answer text;
BEGIN
	EXECUTE query INTO answer;
	RETURN coalesce(answer, 'nothing');
EXCEPTION WHEN insufficient_privilege THEN
	RETURN 'refused';
END $$;
CREATE FUNCTION pg_temp.all_of(role name) RETURNS TABLE (object text, sees text) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('SET LOCAL ROLE %I', role);
	RETURN QUERY SELECT o.object, pg_temp.sees(format('SELECT string_agg(replace(item, ''regress_rr_'', '''') || ''/'' || doc_no, '' '' ORDER BY item COLLATE "C", doc_no COLLATE "C") FROM credit.%s WHERE item LIKE ''regress_rr%%''', o.object))
		FROM unnest('{record,record_store,record_2026,public_record}'::text[]) WITH ORDINALITY o (object, nr) ORDER BY o.nr;
	RETURN QUERY SELECT o.object, pg_temp.sees(format('SELECT string_agg(DISTINCT coalesce(dept_id::text, ''office''), '' '') FROM credit.%s WHERE dept_id BETWEEN 7201 AND 7203 OR dept_id IS NULL', o.object))
		FROM unnest('{batch,rejection,record_version}'::text[]) WITH ORDINALITY o (object, nr) ORDER BY o.nr;
	RETURN QUERY SELECT 'person_identity', pg_temp.sees('SELECT ''open'' FROM (SELECT count(*) FROM credit.person_identity) x');
	SET LOCAL ROLE NONE;
END $$;
-- something in every table
SET ROLE regress_rr_a;
SET credit.on_reject = quarantine;
SELECT pg_temp.enter('regress_rr_open', '1122010001350000BA', NULL);
RESET ROLE; SET ROLE regress_rr_b;
SELECT pg_temp.enter('regress_rr_open', '1122010001350000CD', NULL);
SELECT pg_temp.enter('regress_rr_own', '1122010001350000CD', 'b', '91220101MA00000026');
RESET credit.on_reject;
RESET ROLE;
UPDATE credit.record_store SET version = version + 1 WHERE dept_id IN (7202, 7203) AND item IN ('regress_rr_open', 'regress_rr_own');
SELECT r.role, s.* FROM unnest('{regress_rr_office,regress_rr_parent,regress_rr_a,regress_rr_b,regress_rr_analyst,regress_rr_public,regress_rr_identity,regress_rr_nobody}'::name[]) WITH ORDINALITY r (role, nr)
CROSS JOIN LATERAL pg_temp.all_of(r.role) WITH ORDINALITY s (object, sees, nr) ORDER BY r.nr, s.nr;

-- 4. Who writes: each role tries every door and table.
CREATE FUNCTION pg_temp.tries(role name) RETURNS TABLE (what text, result text) LANGUAGE plpgsql AS $$
DECLARE
	attempt record;
BEGIN
	FOR attempt IN SELECT * FROM (VALUES
		('enter as a', $q$INSERT INTO credit.record (item, subject_code, doc_no, decided_on, detail) VALUES ('regress_rr_open', '91220101MA00000000', 'w', '2026-05-20', '{"subject_name": "甲公司", "subject_category": "法人及非法人组织", "authority_name": "x", "authority_code": "1122010001350000BA"}')$q$),
		('enter as b', $q$INSERT INTO credit.record (item, subject_code, doc_no, decided_on, detail) VALUES ('regress_rr_open', '91220101MA00000000', 'w', '2026-05-20', '{"subject_name": "甲公司", "subject_category": "法人及非法人组织", "authority_name": "x", "authority_code": "1122010001350000CD"}')$q$),
		('insert table', 'INSERT INTO credit.record_store DEFAULT VALUES'),
		('update table', 'UPDATE credit.record_store SET amount = 0'),
		('delete table', 'DELETE FROM credit.record_2026'),
		('update view', 'UPDATE credit.penalty_entry SET cf_sy = 1'),
		('delete view', 'DELETE FROM credit.penalty_entry'),
		('write batch', 'UPDATE credit.batch SET rows = 0'),
		('write rejection', 'DELETE FROM credit.rejection'),
		('write version', 'DELETE FROM credit.record_version'),
		('revoke a', $q$SELECT credit.revoke_record(record_id, 'x', 'y') FROM (SELECT current_setting('regress.a')::int8 AS record_id) r$q$),
		('revoke b', $q$SELECT credit.revoke_record(record_id, 'x', 'y') FROM (SELECT current_setting('regress.b')::int8 AS record_id) r$q$),
		('open batch', $q$SELECT credit.open_batch('x')$q$)) v (what, command)
	LOOP
		what := attempt.what;
		BEGIN
			EXECUTE format('SET LOCAL ROLE %I', role);
			EXECUTE attempt.command;
			RAISE 'done' USING ERRCODE = 'ZZ000';
		EXCEPTION WHEN SQLSTATE 'ZZ000' THEN result := 'done';
			WHEN OTHERS THEN result := SQLSTATE;
		END;
		RETURN NEXT;
	END LOOP;
END $$;
SELECT set_config('regress.a', (SELECT record_id::text FROM credit.record WHERE item = 'regress_rr_open' AND doc_no = 'a'), false) IS NULL AS a,
	set_config('regress.b', (SELECT record_id::text FROM credit.record WHERE item = 'regress_rr_open' AND doc_no = 'b'), false) IS NULL AS b;
SELECT t.what, string_agg(rpad(t.result, 5), ' ' ORDER BY r.nr) AS "office parent a   b     analyst public identity nobody"
FROM unnest('{regress_rr_office,regress_rr_parent,regress_rr_a,regress_rr_b,regress_rr_analyst,regress_rr_public,regress_rr_identity,regress_rr_nobody}'::name[]) WITH ORDINALITY r (role, nr)
CROSS JOIN LATERAL pg_temp.tries(r.role) WITH ORDINALITY t (what, result, nr) GROUP BY t.what, t.nr ORDER BY t.nr;

-- 5. Behind a pooler: the role of the transaction decides, nothing is carried over.
BEGIN; SET LOCAL ROLE regress_rr_a; SELECT count(*) AS a FROM credit.record WHERE item = 'regress_rr_own'; COMMIT;
BEGIN; SET LOCAL ROLE regress_rr_b; SELECT count(*) AS b FROM credit.record WHERE item = 'regress_rr_own'; COMMIT;
BEGIN; SET LOCAL ROLE regress_rr_nobody; SELECT count(*) FROM credit.record; COMMIT;
BEGIN; SET LOCAL ROLE regress_rr_analyst; SELECT count(*) AS analyst FROM credit.record WHERE item = 'regress_rr_own'; ROLLBACK;
BEGIN; SET LOCAL ROLE regress_rr_a; PREPARE mine AS SELECT count(*) FROM credit.record WHERE item = 'regress_rr_own'; EXECUTE mine; SET LOCAL ROLE regress_rr_b; EXECUTE mine; COMMIT;
BEGIN; SET LOCAL ROLE regress_rr_b; SET LOCAL credit.department = 7202; EXECUTE mine; SELECT pg_temp.enter('regress_rr_open', '1122010001350000BA', 'x'); ROLLBACK;
-- a department changes hands: at once
UPDATE credit.department SET role_name = 'regress_rr_nobody' WHERE dept_id = 7202;
SET ROLE regress_rr_a; EXECUTE mine; RESET ROLE;
UPDATE credit.department SET role_name = 'regress_rr_a' WHERE dept_id = 7202;
SET ROLE regress_rr_a; EXECUTE mine; RESET ROLE;

-- 6. The portal: published rows, public fields; disputed marked; revoked, repaired, ended gone.
SET ROLE regress_rr_public;
SELECT subject_code, subject_name, item, department, doc_no, disputed, detail FROM credit.public_record WHERE item LIKE 'regress_rr%' ORDER BY item COLLATE "C", doc_no COLLATE "C";
RESET ROLE;
UPDATE credit.record_store SET status = 'disputed', version = version + 1 WHERE item = 'regress_rr_bad' AND doc_no = 'a';
UPDATE credit.record_store SET status = 'repaired', version = version + 1 WHERE item = 'regress_rr_bad' AND doc_no = 'b';
SET ROLE regress_rr_public;
SELECT item, doc_no, disputed FROM credit.public_record WHERE item LIKE 'regress_rr%' ORDER BY item COLLATE "C", doc_no COLLATE "C";
RESET ROLE;
-- decided 2026-05-20 under Order 36, general: one year, the last day is 2027-05-20
SET credit.fixed_today = '2027-05-20';
SELECT item, doc_no FROM credit.public_record WHERE item = 'regress_rr_bad';
SET credit.fixed_today = '2027-05-21';
SELECT item, doc_no FROM credit.public_record WHERE item = 'regress_rr_bad';
SET credit.fixed_today = '2026-06-01';
-- use is another answer: what is not published counts for its regime's term,
-- a fault from before all regimes no more, an uncorrected one of Order 36 on
SELECT v.what, credit.is_usable('penalty', v.severity::credit.severity, v.status::credit.record_status, v.decided, v.until, '2099-12-31', v.day) AS usable FROM (VALUES
	(1, 'published, last day', 'general', 'valid', '2024-05-20'::date, '2027-05-20'::date, '2027-05-20'::date),
	(2, 'published, day after', 'general', 'valid', '2024-05-20', '2027-05-20', '2027-05-21'),
	(3, 'Order 36, uncorrected after its term', 'general', 'valid', '2026-05-20', '2027-05-20', '2027-05-21'),
	(4, 'Order 36, repaired', 'general', 'repaired', '2026-05-20', '2027-05-20', '2026-06-01'),
	(5, 'disputed', 'general', 'disputed', '2024-05-20', '2027-05-20', '2026-06-01'),
	(6, 'not published, within the term', 'general', 'valid', '2024-05-20', NULL, '2027-05-20'),
	(7, 'not published, after the term', 'general', 'valid', '2024-05-20', NULL, '2027-05-21'),
	(8, 'minor of Order 36, three months', 'minor', 'valid', '2026-05-20', NULL, '2026-08-20'),
	(9, 'minor of Order 36, after them', 'minor', 'valid', '2026-05-20', NULL, '2026-08-21'),
	(10, 'before all regimes', 'general', 'valid', '2016-01-11', NULL, '2026-06-01'),
	(11, 'before its decision', 'general', 'valid', '2024-05-20', '2027-05-20', '2024-05-19')) v (nr, what, severity, status, decided, until, day) ORDER BY nr;
-- the sector's own regime counts, as for the end of publication
UPDATE credit.department SET sector = 'food' WHERE dept_id = 7202;
INSERT INTO credit.publication_regime (regime_id, sector, severity, decided, published, min_term, max_term, basis_id, clean_at_max) VALUES
	('regress-rr-food', 'food', 'general', '[2020-01-01,2021-01-01)', true, '1 year', '5 years', 'fgb_527_2019', true),
	('regress-rr-fire', 'fire', 'general', '[2020-01-01,2021-01-01)', true, '1 year', '5 years', 'fgb_527_2019', false);
SELECT v.sector, v.day, credit.is_usable('penalty', 'general', 'valid', '2020-05-20', v.until, NULL, v.day, d.dept_id) AS usable
FROM (VALUES (1, 'food', NULL::date, '2025-05-20'::date), (2, 'food', NULL, '2025-05-21'), (3, 'food', '2025-05-20', '2025-05-21'),
	(4, 'none', NULL, '2021-05-20'), (5, 'none', NULL, '2021-05-21')) v (nr, sector, until, day)
LEFT JOIN credit.department d ON v.sector = 'food' AND d.dept_id = 7202 ORDER BY v.nr;
-- the end of publication that entry computes agrees
SELECT credit.define_item('regress_rr_old', '旧失信', 'old', 'contract', 'negative', 'gbf_35_2019');
SET ROLE regress_rr_a;
INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail) VALUES ('regress_rr_old', '91220101MA00000000', '甲公司', 'f', '2020-05-20', '{"subject_category": "法人及非法人组织", "authority_name": "x", "authority_code": "1122010001350000BA"}')
RETURNING publish_until, credit.is_usable(item, severity, status, decided_on, publish_until, valid_until, '2025-05-20', dept_id) AS last_day,
	credit.is_usable(item, severity, status, decided_on, publish_until, valid_until, '2025-05-21', dept_id) AS day_after;
RESET ROLE;
UPDATE credit.department SET sector = 'fire' WHERE dept_id = 7202;
SELECT credit.is_usable('penalty', 'general', 'valid', '2020-05-20', '2025-05-20', NULL, '2026-05-21', 7202) AS left_to_the_sector;
UPDATE credit.department SET sector = NULL WHERE dept_id = 7202;
DELETE FROM credit.publication_regime WHERE regime_id LIKE 'regress-rr-%';
-- persons: neither name nor record by default
INSERT INTO credit.record (item, dept_id, doc_no, decided_on, detail) VALUES ('regress_rr_bad', 7202, '人', '2026-05-20',
	'{"subject_name": "李四", "subject_category": "自然人", "subject_doc_type": "护照", "subject_doc_no": "P7654321", "authority_name": "x", "authority_code": "1122010001350000BA"}');
SELECT publish_from FROM credit.record WHERE doc_no = '人';
BEGIN; SET LOCAL ROLE regress_rr_analyst; SELECT subject_name, subject_id IS NOT NULL AS counted FROM credit.record WHERE doc_no = '人'; COMMIT;
BEGIN; SET LOCAL ROLE regress_rr_b; SELECT subject_name FROM credit.record WHERE doc_no = '人'; COMMIT;
BEGIN; SET LOCAL ROLE regress_rr_public; SELECT count(*) FROM credit.public_record WHERE doc_no = '人'; COMMIT;
-- a function of the reader's own does not see rows of others before the policy
CREATE FUNCTION pg_temp.spy(text) RETURNS bool LANGUAGE plpgsql COST 0.0001 AS $$ BEGIN RAISE INFO 'spied %', $1; RETURN true; END $$;
BEGIN; SET LOCAL ROLE regress_rr_a; SELECT count(*) FROM credit.record_store WHERE pg_temp.spy(doc_no) AND item = 'regress_rr_own'; COMMIT;
BEGIN; SET LOCAL ROLE regress_rr_public; SELECT count(*) FROM credit.public_record WHERE pg_temp.spy(doc_no) AND item LIKE 'regress_rr_o%' AND doc_no = 'o'; COMMIT;

-- 7. Plans under row-level security: by subject an index, by date the partition alone.
CREATE FUNCTION pg_temp.plan(role name, query text) RETURNS TABLE (indexes bool, one_partition bool, sequential bool) LANGUAGE plpgsql AS $$
DECLARE
	line text;
	plan text := '';
BEGIN
	EXECUTE format('SET LOCAL ROLE %I', role);
	SET LOCAL enable_seqscan = off;
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP plan := plan || line || E'\n'; END LOOP;
	RESET enable_seqscan;
	SET LOCAL ROLE NONE;
	RETURN QUERY SELECT plan ~ 'Index Cond: .*(subject_id|record_id)', (SELECT count(DISTINCT m) = 1 FROM regexp_matches(plan, ' on (record_(?:[0-9]{4}|other))', 'g') m), plan ~ 'Seq Scan on record_';
END $$;
SELECT q.what, r.role, p.* FROM unnest('{regress_rr_a,regress_rr_analyst,regress_rr_office}'::name[]) r (role)
CROSS JOIN (VALUES
	('subject', 'SELECT * FROM credit.record WHERE subject_id = 1'),
	('subject, year', 'SELECT * FROM credit.record WHERE subject_id = 1 AND decided_on >= ''2026-01-01'' AND decided_on < ''2027-01-01'''),
	('subject, day', 'SELECT * FROM credit.record WHERE subject_id = 1 AND decided_on = ''2026-05-20'''),
	('subject, door', 'SELECT * FROM credit.record_visible WHERE subject_id = 1 AND item = ''penalty'''),
	('key', 'SELECT * FROM credit.record WHERE subject_id = 1 AND item = ''penalty'' AND dept_id = 1 AND doc_no = ''x'' AND decided_on = ''2024-05-20'''),
	('number', 'SELECT * FROM credit.record WHERE record_id = 1'),
	('number, year', 'SELECT * FROM credit.record WHERE record_id = 1 AND decided_on BETWEEN ''2025-01-01'' AND ''2025-12-31'''),
	('code', 'SELECT * FROM credit.record WHERE subject_code = ''91220101MA00000000'''),
	('code, day', 'SELECT * FROM credit.record WHERE subject_code = ''91220101MA00000000'' AND decided_on = ''2026-05-20'''),
	('code, joined', 'SELECT r.* FROM credit.subject s JOIN credit.record r USING (subject_id) WHERE s.uscc = ''91220101MA00000000'' AND r.decided_on = ''2026-05-20'''),
	('versions', 'SELECT * FROM credit.record_version WHERE subject_id = 1 AND record_id = 1'),
	('bi, number', 'SELECT * FROM credit_bi.disclosure_record WHERE record_id = 1'),
	('bi, day', 'SELECT * FROM credit_bi.disclosure_record WHERE source = ''record'' AND record_id = 1 AND decided_on = ''2026-05-20'''),
	('bi, subject', 'SELECT * FROM credit_bi.subject_overview WHERE code = ''91220101MA00000000'''),
	('portal, code', 'SELECT * FROM credit.public_record WHERE subject_code = ''91220101MA00000000''')) q (what, query)
CROSS JOIN LATERAL pg_temp.plan(r.role, q.query) p
WHERE r.role <> 'regress_rr_analyst' OR q.what <> 'versions' ORDER BY q.what COLLATE "C", r.role COLLATE "C";
DEALLOCATE mine;
BEGIN;
SET LOCAL credit.restoring = on;
DELETE FROM credit.record_version WHERE dept_id BETWEEN 7201 AND 7203;
DELETE FROM credit.record_store WHERE dept_id BETWEEN 7201 AND 7203;
DELETE FROM credit.rejection WHERE dept_id BETWEEN 7201 AND 7203;
DELETE FROM credit.batch WHERE dept_id BETWEEN 7201 AND 7203;
COMMIT;
DELETE FROM credit.subject WHERE uscc IN ('91220101MA00000000', '91220101MA00000026') OR subject_id IN (SELECT subject_id FROM credit.person_identity WHERE doc_no = 'P7654321');
DELETE FROM credit.catalogue_item WHERE item LIKE 'regress_rr%';
DELETE FROM credit.department WHERE dept_id BETWEEN 7201 AND 7203;
DROP ROLE regress_rr_office, regress_rr_parent, regress_rr_a, regress_rr_b, regress_rr_analyst, regress_rr_public, regress_rr_identity, regress_rr_nobody;
