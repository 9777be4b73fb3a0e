-- Whatever is typed: a reason or an error, never a crash, never another row's loss.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET TimeZone = 'Asia/Shanghai';
SET credit.fixed_today = '2026-06-01';
CREATE ROLE regress_rob IN ROLE credit_department;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES (7491, '甲局', '1122010001350000BA', 'regress_rob');
SELECT credit.define_item('regress_rob', 'x', 'x', 'administrative', 'neutral', 'gbf_35_2019');
-- documents without a field for their type are identity cards; no limit on the number of the decision
SELECT credit.define_item('regress_rob_person', 'x', 'x', 'administrative', 'neutral', 'gbf_35_2019', common_fields => false);
SELECT count(credit.define_field('regress_rob_person', f, 'x', 'x', t, maps_to => m)) FROM (VALUES ('nm', 'name', 'subject_name'), ('dn', 'text', 'subject_doc_no'),
	('ln', 'name', 'legal_rep_name'), ('ld', 'text', 'legal_rep_doc_no'), ('dt', 'date', 'decided_on'), ('no', 'text', 'doc_no')) v (f, t, m);
CREATE FUNCTION pg_temp.base(more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql AS
	$$ SELECT '{"subject_category": "法人及非法人组织", "authority_name": "x", "authority_code": "1122010001350000BA"}'::jsonb || more $$;
CREATE FUNCTION pg_temp.rules(since bigint) RETURNS TABLE (reasons text, shown int) LANGUAGE sql AS $$
	SELECT (SELECT string_agg((x ->> 'field') || ' ' || (x ->> 'rule'), ', ' ORDER BY nr) FROM jsonb_array_elements(r.reasons) WITH ORDINALITY e (x, nr)),
		(SELECT max(octet_length(x ->> 'found')) FROM jsonb_array_elements(r.reasons) x)
	FROM credit.rejection r WHERE r.rejection_id > since ORDER BY r.rejection_id $$;
SET ROLE regress_rob;
INSERT INTO credit.record (item, detail) VALUES
	('regress_rob_person', '{"nm": "李四", "dn": "11010519491231002X", "ln": "李四", "ld": "11010519491231002X", "dt": "2026-05-20", "no": "1"}') RETURNING version;
INSERT INTO credit.record (item, detail) VALUES ('regress_rob_person', '{"nm": "李四", "dn": "110105491231002", "dt": "2026-05-20", "no": "2"}') RETURNING version;
SELECT count(DISTINCT subject_id) AS one_person FROM credit.record WHERE item = 'regress_rob_person';
INSERT INTO credit.record (item, detail) VALUES ('regress_rob_person', '{"nm": "李四", "dn": "1", "dt": "2026-05-20", "no": "3"}');
INSERT INTO credit.record (item, detail) SELECT 'regress_rob_person', jsonb_build_object('nm', '李四', 'dn', '11010519491231002X', 'dt', '2026-05-20', 'no', repeat('x', 100000));

SET credit.on_reject = quarantine;
SELECT coalesce(max(rejection_id), 0) AS since FROM credit.rejection \gset
-- deep JSON, huge arrays, fields of megabytes, long names, in both roots
INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail)
SELECT 'regress_rob', '91220101MA00000000', 'x', '1', '2026-05-20', d FROM (VALUES
	(1, pg_temp.base(jsonb_build_object('remark', (repeat('[', 3000) || repeat(']', 3000))::jsonb))),
	(2, pg_temp.base(jsonb_build_object('remark', (SELECT jsonb_agg(i) FROM generate_series(1, 200000) i)))),
	(3, pg_temp.base(jsonb_build_object('remark', repeat('长', 1000000)))),
	(4, pg_temp.base(jsonb_build_object(repeat('长', 100000), '{"a": 1}'::jsonb))),
	(5, pg_temp.base(jsonb_build_object('a' || repeat('长', 30), 1))),
	(6, '[]'), (7, '"x"'), (8, 'null'), (9, NULL)) v (n, d) ORDER BY n;
INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail) VALUES
	('regress_rob', '91220101MA00000000', repeat('z', 3000000), repeat('y', 1000000), '2026-05-20', pg_temp.base()),
	(repeat('長', 1000000), NULL, NULL, NULL, NULL, NULL), ('', NULL, NULL, NULL, NULL, NULL), (NULL, NULL, NULL, NULL, NULL, NULL);
SELECT left(reasons, 120) AS reasons, shown FROM pg_temp.rules(:since);
-- texts like commands are texts
INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail)
SELECT 'regress_rob', '91220101MA00000000', '甲公司', t, '2026-05-20', pg_temp.base(jsonb_build_object('remark', t))
FROM unnest(ARRAY[$x$'; DROP TABLE credit.record_store; --$x$, $x$\'; SELECT 1$x$, '$1', '%s%n%s', '{"a": 1}', '\N', '../../etc/passwd', E'a\nb\tc', '<script>alert(1)</script>', '"', '''', '\\']) t;
SELECT doc_no = detail ->> 'remark' AS kept, count(*) FROM credit.record WHERE item = 'regress_rob' GROUP BY 1;
-- characters at random: every row is in or set aside
SELECT coalesce(max(batch_id), 0) AS batch FROM credit.batch \gset
INSERT INTO credit.penalty_entry (cf_xdr_mc, cf_xdr_lb, cf_xdr_shxym, cf_wsh, cf_cflb, cf_nr_fk, cf_jdrq, cf_cfjgdm, cf_xdr_zjlx, cf_xdr_zjhm, cf_fr_zjhm, cf_xdr_gszc, cf_xdr_zzjg)
SELECT t[1], t[2], t[3], t[4], t[5], t[6], t[7], t[8], t[9], t[10], t[11], t[12], t[13]
FROM (SELECT i, array_agg(x ORDER BY j) AS t
	FROM generate_series(1, 500) i, generate_series(1, 13) j,
		LATERAL (SELECT string_agg(chr(1 + abs(hashint4(i * 7919 + j * 104729 + k)) % 55000), '') FROM generate_series(1, 1 + i % 40) k) c (x) GROUP BY i) r;
SELECT rows, accepted + duplicate + corrected AS taken, rejected FROM credit.batch WHERE batch_id > :batch;
RESET credit.on_reject;
-- what is no value of the column's type or no text of the encoding is PostgreSQL's to refuse
\set VERBOSITY sqlstate
INSERT INTO credit.record (item, decided_on) VALUES ('regress_rob', '2026-02-30');
INSERT INTO credit.record (item, detail) VALUES ('regress_rob', '{');
INSERT INTO credit.record (item, detail) VALUES ('regress_rob', '{"remark": "\u0000"}');
INSERT INTO credit.record (item, amount) VALUES ('regress_rob', 'abc');
INSERT INTO credit.record (item, status) VALUES ('regress_rob', 'x');
INSERT INTO credit.penalty_entry (cf_sy) VALUES (convert_from('\xff', 'UTF8'));
INSERT INTO credit.penalty_entry (cf_sy) VALUES (E'\xe4\xb8');
INSERT INTO credit.penalty_entry (no_such_column) VALUES (1);
COPY credit.penalty_entry (cf_sy, cf_wsh) FROM stdin;
one column only
\.
RESET ROLE;
-- the office's own columns at their ends
INSERT INTO credit.record (item, dept_id, received_at, subject_code, subject_name, doc_no, decided_on, detail) VALUES ('regress_rob', 7491, 'infinity', '91220101MA00000000', 'x', '1', '2026-05-20', pg_temp.base());
INSERT INTO credit.record (item, dept_id, received_at, subject_code, subject_name, doc_no, decided_on, detail) VALUES ('regress_rob', 7491, '4713-01-01 BC', '91220101MA00000000', 'x', '1', '2026-05-20', pg_temp.base());
INSERT INTO credit.record (item, dept_id, received_at, subject_code, subject_name, doc_no, decided_on, detail) VALUES ('regress_rob', 7491, '2026-06-02', '91220101MA00000000', 'x', '1', '2026-05-20', pg_temp.base());
\set VERBOSITY default
-- late years find a home
INSERT INTO credit.record (item, dept_id, subject_code, subject_name, doc_no, decided_on, detail) VALUES ('regress_rob', 7491, '91220101MA00000000', 'x', '1', '1999-12-31', pg_temp.base());
SELECT tableoid::regclass, decided_on FROM credit.record_store WHERE dept_id = 7491 AND decided_on < '2000-01-01';

-- memory of this session stays as it is, rejected and corrected rows included
CREATE FUNCTION pg_temp.resident() RETURNS int LANGUAGE sql AS
	$$ SELECT (regexp_match(pg_read_file('/proc/' || pg_backend_pid() || '/status'), 'RssAnon:\s+(\d+)'))[1]::int $$;
CREATE TEMP TABLE memory (run int, kb int);
SET credit.on_reject = quarantine;
DO $$
BEGIN
	FOR run IN 1 .. 8 LOOP
		INSERT INTO credit.record (item, dept_id, subject_code, subject_name, doc_no, decided_on, detail)
		SELECT 'regress_rob', 7491, '91220101MA00000000', 'x', 'd' || i, '2026-05-20', pg_temp.base(jsonb_build_object('remark', CASE WHEN i % 5 = 0 THEN run ELSE 0 END)
			|| CASE WHEN i % 10 = 0 THEN '{"subject_category": "错", "nothing": 1}' ELSE '{}' END::jsonb)
		FROM generate_series(1, 3000) i;
		INSERT INTO memory VALUES (run, pg_temp.resident());
	END LOOP;
END $$;
SELECT max(kb) - min(kb) < 4096 AS flat FROM memory WHERE run >= 3;
RESET credit.on_reject;

-- nor does one long statement add to it: each row carries what the session
-- held when it was read (the program's parent is the session)
COPY credit.record (item, dept_id, subject_code, subject_name, doc_no, decided_on, detail) FROM PROGRAM
	'p=$PPID; seq 1 60000 | awk -v f="/proc/$p/status" ''
		NR % 2500 == 1 { while ((getline line < f) > 0) if (line ~ /^RssAnon/) { split(line, w, " "); kb = w[2] } close(f) }
		{ printf "regress_rob\t7491\t91220101MA00000000\tx\tcopied %d\t2026-05-21\t{\"subject_category\": \"法人及非法人组织\", \"authority_name\": \"x\", \"authority_code\": \"1122010001350000BA\", \"remark\": \"%d\"}\n", NR, kb }''';
SELECT count(*) AS rows, max(kb) FILTER (WHERE n > 22500) - min(kb) FILTER (WHERE n > 22500) < 8192 AS flat
FROM (SELECT split_part(doc_no, ' ', 2)::int AS n, (detail ->> 'remark')::int AS kb FROM credit.record_store WHERE dept_id = 7491 AND doc_no LIKE 'copied %') c;
SELECT credit.create_entry_view('regress_rob');
INSERT INTO credit.regress_rob_entry (subject_code, subject_name, subject_category, doc_no, decided_on, authority_name, authority_code, remark)
SELECT '91220101MA00000000', 'x', '法人及非法人组织', 'selected ' || n, '2026-05-22', 'x', '1122010001350000BA', pg_temp.resident()
FROM generate_series(1, 30000) n;
SELECT count(*) AS rows, max(kb) FILTER (WHERE n > 12500) - min(kb) FILTER (WHERE n > 12500) < 8192 AS flat
FROM (SELECT split_part(doc_no, ' ', 2)::int AS n, (detail ->> 'remark')::int AS kb FROM credit.record_store WHERE dept_id = 7491 AND doc_no LIKE 'selected %') c;

BEGIN;
SET LOCAL credit.restoring = on;
DELETE FROM credit.record_version WHERE dept_id = 7491;
DELETE FROM credit.record_store WHERE dept_id = 7491;
DELETE FROM credit.rejection WHERE dept_id = 7491;
DELETE FROM credit.batch WHERE dept_id = 7491;
COMMIT;
DELETE FROM credit.subject WHERE uscc = '91220101MA00000000' OR subject_id IN (SELECT subject_id FROM credit.person_identity WHERE doc_no = '11010519491231002X');
DROP VIEW credit.regress_rob_entry;
DELETE FROM credit.catalogue_item WHERE item LIKE 'regress_rob%';
DELETE FROM credit.department WHERE dept_id = 7491;
DROP ROLE regress_rob;
