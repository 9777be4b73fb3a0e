-- Every item that ships has a door, and the door takes a row: values are made up
-- from the catalogue's own definition of the item, so that each field rule of the
-- seed is met once, and read back as they were typed.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-06-01';
CREATE ROLE regress_door_a IN ROLE credit_department;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES (7271, '甲局', '1122010001350000BA', 'regress_door_a');
SELECT i.item AS "item without a door" FROM (SELECT DISTINCT item FROM credit.catalogue_item WHERE standard_entry) i
WHERE to_regclass(format('credit.%I', i.item || '_entry')) IS NULL;
-- doors whose columns are not the fields of the item's editions
SELECT i.item AS "door with other columns" FROM (SELECT DISTINCT item FROM credit.catalogue_item WHERE standard_entry) i
WHERE (SELECT array_agg(a.attname::text ORDER BY a.attname COLLATE "C") FROM pg_attribute a WHERE a.attrelid = to_regclass(format('credit.%I', i.item || '_entry')) AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid = 'text'::regtype)
	IS DISTINCT FROM (SELECT array_agg(DISTINCT f.field ORDER BY f.field COLLATE "C") FROM credit.catalogue_field f WHERE f.item = i.item);

CREATE TEMP TABLE typed AS
SELECT f.item, f.field, f.maps_to, CASE
	WHEN f.maps_to = 'subject_name' THEN '甲'
	WHEN f.maps_to = 'subject_category' THEN CASE WHEN p.person THEN '自然人' ELSE '法人及非法人组织' END
	WHEN f.maps_to = 'subject_code' THEN CASE WHEN p.person THEN NULL WHEN f.item = 'government_debt' THEN '1122010001350000CD' ELSE '91220101MA00000000' END
	WHEN f.maps_to = 'subject_doc_type' THEN CASE WHEN p.person THEN '护照' END
	WHEN f.maps_to = 'subject_doc_no' THEN CASE WHEN p.person THEN 'P7271' END
	WHEN f.maps_to IN ('legal_rep_doc_type', 'legal_rep_doc_no') THEN NULL
	WHEN f.maps_to IN ('authority_code', 'source_code') THEN '1122010001350000BA'
	WHEN f.maps_to LIKE 'subject\_%' AND f.maps_to <> 'subject_name' THEN NULL
	WHEN f.maps_to = 'doc_no' THEN '门1'
	WHEN f.maps_to IN ('decided_on', 'valid_from') THEN '2026-05-20'
	WHEN f.maps_to IN ('valid_until', 'publish_until') THEN '2026-05-31'
	WHEN f.maps_to = 'status' THEN (SELECT min(c.code) FROM credit.code_list c WHERE c.list = f.code_list)
	WHEN f.type = 'code' THEN (SELECT c.code FROM credit.code_list c WHERE c.list = f.code_list ORDER BY c.ordinal, c.code COLLATE "C" LIMIT 1)
	WHEN f.type = 'date' THEN '2026-05-20'
	WHEN f.type IN ('amount', 'amount_wan', 'number') THEN '1.5'
	WHEN f.type = 'integer' THEN '2025'
	WHEN f.type = 'uscc' THEN '91220101MA00000000'
	WHEN f.type = 'region' THEN '220202'
	WHEN f.type = 'boolean' THEN '是'
	WHEN f.type = 'grade' THEN CASE f.grade_scale WHEN 'environment' THEN 'environment:green' WHEN 'rating' THEN 'rating:AAA' WHEN 'credit' THEN 'A' ELSE f.grade_scale || ':A' END
	ELSE left('文', coalesce(f.max_length, 1)) END AS value
FROM credit.catalogue_field f
JOIN credit.catalogue_item i ON i.item = f.item AND i.edition = f.edition AND i.valid @> '2026-05-20'::date
CROSS JOIN LATERAL (SELECT i.applies_to = '{person}' AS person) p
WHERE i.standard_entry AND (f.required OR f.maps_to IS NOT NULL OR f.required_when IS NOT NULL);
GRANT SELECT ON typed TO regress_door_a;
CREATE FUNCTION pg_temp.enter(which text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	answer text;
BEGIN
	EXECUTE (SELECT format('INSERT INTO credit.%I (%s) VALUES (%s)', which || '_entry', string_agg(quote_ident(field), ', '), string_agg(quote_nullable(value), ', ')) FROM typed WHERE item = which);
	RETURN (SELECT format('accepted %s', accepted) FROM credit.batch ORDER BY batch_id DESC LIMIT 1);
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS answer = PG_EXCEPTION_DETAIL;
	RETURN SQLERRM || ': ' || answer;
END $$;
SET ROLE regress_door_a;
SELECT i.item, pg_temp.enter(i.item) FROM (SELECT DISTINCT item FROM typed) i ORDER BY i.item COLLATE "C";
-- what was typed is read back through the door; a person's name masked, his document not at all
CREATE FUNCTION pg_temp.differs(which text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	answer text;
BEGIN
	EXECUTE (SELECT format('SELECT string_agg(t.field || '' '' || coalesce(t.value, ''null'') || '' -> '' || coalesce(to_jsonb(r) ->> t.field, ''null''), '', '' ORDER BY t.field COLLATE "C")
		FROM (SELECT * FROM credit.%I WHERE %I = ''门1'') r RIGHT JOIN (SELECT * FROM typed WHERE item = %L) t ON true WHERE to_jsonb(r) ->> t.field IS DISTINCT FROM t.value', which || '_entry', t.field, which)
		FROM typed t WHERE t.item = which AND t.maps_to = 'doc_no') INTO answer;
	RETURN answer;
END $$;
SELECT i.item, pg_temp.differs(i.item) AS "not as typed" FROM (SELECT DISTINCT item FROM typed) i WHERE pg_temp.differs(i.item) IS NOT NULL ORDER BY i.item COLLATE "C";
RESET ROLE;
SELECT count(*) AS records, count(*) FILTER (WHERE status = 'unverified') AS unverified, count(severity) AS negative, count(publish_from) AS published, count(due_on) AS with_term FROM credit.record WHERE dept_id = 7271;
BEGIN;
SET LOCAL credit.restoring = on;
DELETE FROM credit.proceeding_event WHERE dept_id = 7271;
DELETE FROM credit.proceeding WHERE dept_id = 7271;
DELETE FROM credit.record_store WHERE dept_id = 7271;
DELETE FROM credit.batch WHERE dept_id = 7271;
-- lists and cases are never deleted: replication's mode stands for a new database
SET LOCAL session_replication_role = replica;
DELETE FROM credit.list_entry WHERE dept_id = 7271;
DELETE FROM credit.list_candidate WHERE dept_id = 7271;
DELETE FROM credit.proceeding_event WHERE dept_id = 7271;
DELETE FROM credit.proceeding WHERE dept_id = 7271;
COMMIT;
DELETE FROM credit.subject WHERE uscc IN ('91220101MA00000000', '1122010001350000CD') OR subject_id IN (SELECT subject_id FROM credit.person_identity WHERE doc_no = 'P7271');
DELETE FROM credit.department WHERE dept_id = 7271;
DROP FUNCTION pg_temp.enter, pg_temp.differs;
DROP TABLE typed;
DROP ROLE regress_door_a;
