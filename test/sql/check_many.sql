-- credit.check_subjects() says of everybody what credit.check_subject() says:
-- a mixed population, column by column, for two purposes and two days.
SET client_min_messages = warning;
SET credit.fixed_today = '2026-06-01';
BEGIN;
SET LOCAL session_replication_role = replica;
INSERT INTO credit.department (dept_id, name) VALUES (1, '审批局');
INSERT INTO credit.subject (subject_id, kind, uscc, name, name_key, merged_into)
SELECT n, CASE WHEN n % 11 = 0 THEN 'individual_business' ELSE 'enterprise' END::credit.subject_kind,
	(x.stem || credit.uscc_check_char(x.stem))::credit.uscc, '企业' || n, '企业' || n, CASE WHEN n % 50 = 0 THEN n + 1 END
FROM generate_series(1, 600) n, LATERAL (SELECT '9' || CASE WHEN n % 11 = 0 THEN '2' ELSE '1' END || '220101MA' || lpad(n::text, 7, '0') AS stem) x;
INSERT INTO credit.subject_identifier (subject_id, scheme, value, valid) VALUES (7, 'registration_no', '220101000000071', '[2015-01-01,)');
-- commitments of several years: open, overdue, kept, broken, answered without a number, revoked, none
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, valid_until, detail, status, received_at, batch_id, version)
SELECT s, n, item, 1, 'D' || n, day, CASE WHEN item = 'commitment' AND n % 13 <> 0 THEN day + 60 + n % 400 END,
	CASE WHEN item = 'commitment' THEN '{}'::jsonb
		ELSE jsonb_strip_nulls(jsonb_build_object('commitment_no', CASE WHEN n % 7 <> 0 THEN 'D' || (n - 600) END,
			'result', (ARRAY['已履行', '未履行', '履行中', NULL])[1 + n / 600 % 4])) END,
	(ARRAY['valid', 'disputed', 'valid', 'repaired', 'valid', 'revoked'])[1 + n % 6]::credit.record_status, now(), 1, 1
FROM (SELECT n, 1 + n % 600 AS s, (ARRAY['commitment', 'commitment_performance', 'penalty', 'commitment', 'commitment_breach', 'commitment_zzz'])[1 + n / 600 % 6] AS item,
	date '2022-03-01' + n * 37 % 1600 AS day FROM generate_series(1, 4800) n WHERE n % 5 <> 4) r;
-- evaluations: two general models, one of a sector, several days, without a grade
INSERT INTO credit.model (model, version, sector, scale, in_force, loaded_at, pmml)
SELECT m, v, CASE m WHEN 'tourism' THEN 'tourism' END, 'credit', '[2020-01-01,)', timestamptz '2026-01-01' + n * interval '1 day', '<x/>'
FROM (VALUES ('alpha', '1', 1), ('alpha', '2', 2), ('beta', '1', 3), ('tourism', '1', 4)) x (m, v, n);
SET LOCAL session_replication_role = origin;
INSERT INTO credit.evaluation (subject_id, model, version, as_of, grade)
SELECT n, m.model, CASE WHEN n % 19 = 0 THEN 'gone' ELSE m.version END, d, CASE WHEN n % 23 <> 0 THEN (ARRAY['A', 'B', 'C', 'D']::credit.grade[])[1 + (n + extract(month FROM d)::int) % 4] END
FROM generate_series(1, 600) n CROSS JOIN (VALUES ('alpha', '2'), ('beta', '1'), ('tourism', '1')) m (model, version)
CROSS JOIN unnest('{2026-03-31,2026-05-31,2026-06-02}'::date[]) d
WHERE n % 4 <> 0 AND (m.model = 'alpha' OR n % 3 = 0);
SET LOCAL session_replication_role = replica;
-- entries of several lists, ended ones, marks; bans
INSERT INTO credit.list_entry (subject_id, list, dept_id, doc_no, decided_on, valid_from, valid_until, ended_on, end_cause, source, severity, openness, series, marked_for)
SELECT s, l, 1, 'L' || n, '2025-07-01', '2025-07-01', CASE WHEN n % 3 = 0 THEN date '2026-05-31' ELSE '2027-06-30' END,
	CASE WHEN n % 5 = 0 THEN date '2026-05-20' END, CASE WHEN n % 5 = 0 THEN 'removed' END, CASE WHEN n % 7 = 0 THEN 'mark' ELSE 'imported' END,
	(ARRAY['minor', 'general', 'serious', NULL])[1 + n % 4]::credit.severity, 'public', 'D' || n, CASE WHEN n % 7 = 0 THEN 1 END
FROM (SELECT n, 1 + n * 17 % 600 AS s, (ARRAY['market_regulation_serious', 'focus', 'honest', 'migrant_wages', 'dishonest_debtor'])[1 + n % 5] AS l FROM generate_series(1, 200) n) x;
INSERT INTO credit.industry_ban (subject_id, field, dept_id, doc_no, decided_on, valid_from, valid_until, for_ever, basis_id)
SELECT 1 + n * 31 % 600, '食品', 1, 'B' || n, '2025-01-01', '2025-01-01', CASE WHEN n % 2 = 0 THEN date '2026-05-31' END, n % 2 = 1, 'gf_33_2016' FROM generate_series(1, 40) n;
SET LOCAL session_replication_role = origin;
-- everybody, some twice, unknown codes, another kind of number, bad ones, none
CREATE TEMP TABLE asked AS SELECT row_number() OVER () AS nr, code FROM (
	SELECT uscc::text AS code FROM credit.subject UNION ALL SELECT uscc::text FROM credit.subject WHERE subject_id % 9 = 0
	UNION ALL VALUES ('220101000000071'), (' 220101-000000071'), ('nobody'), (''), ('11010519491231002X'), ('91350100M000100Y43')
	ORDER BY 1 DESC) x;
CREATE TEMP TABLE compared AS
SELECT w.purpose, w.day, m.key AS "column", m.value IS NOT DISTINCT FROM o.value AS same, a.code, m.value AS many, o.value AS one
FROM (VALUES ('approval', NULL::date), ('supervision', '2026-05-15'), ('honours', '2026-06-01')) w (purpose, day)
CROSS JOIN LATERAL (SELECT row_number() OVER () AS nr, x.* FROM credit.check_subjects(ARRAY(SELECT code FROM asked ORDER BY nr), w.purpose, 'test', w.day) x) b
JOIN asked a ON a.nr = b.nr
CROSS JOIN LATERAL (SELECT to_jsonb(credit.check_subject(a.code, w.purpose, 'test', w.day)) AS j) s
CROSS JOIN LATERAL jsonb_each(to_jsonb(b) - '{query_id,nr}'::text[]) m
JOIN LATERAL jsonb_each(s.j - 'query_id') o ON o.key = m.key;
SELECT "column", count(*), count(*) FILTER (WHERE same) AS same, count(DISTINCT one) > 1 AS varies FROM compared GROUP BY 1 ORDER BY "column" COLLATE "C";
SELECT * FROM compared WHERE NOT same ORDER BY purpose, "column", code LIMIT 3;
-- the population has them all
SELECT "one" #>> '{}' AS verdict, count(*) > 0 AS there FROM compared WHERE "column" = 'verdict' GROUP BY one ORDER BY (one #>> '{}') COLLATE "C";
SELECT "column", max((one #>> '{}')::int) > 0 AS some FROM compared WHERE "column" LIKE '%\_commitments' GROUP BY 1 ORDER BY "column" COLLATE "C";
-- each is logged with the answer it got
SELECT count(*) = 6 * (SELECT count(*) FROM asked) AS logged, count(DISTINCT q.query_id) = count(*) AS numbered FROM credit.query_log q;
CREATE TEMP TABLE last AS SELECT * FROM credit.check_subjects(ARRAY(SELECT code FROM asked ORDER BY nr), 'approval');
SELECT count(*) AS unlike FROM last c LEFT JOIN credit.query_log q ON q.query_id = c.query_id
WHERE (q.subject_id, q.code, q.verdict, q.purpose) IS DISTINCT FROM (c.subject_id, c.code, c.verdict, c.purpose);
-- places without a code stay in their order
SELECT code, verdict FROM credit.check_subjects(ARRAY['nobody', '91350100M000100Y43', 'nobody'], 'approval');
-- a trigger that an installation hung on the log sees each row
CREATE FUNCTION pg_temp.told() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'asked about %', NEW.code; RETURN NEW; END $$;
CREATE TRIGGER told BEFORE INSERT ON credit.query_log FOR EACH ROW EXECUTE FUNCTION pg_temp.told();
SET client_min_messages = notice;
SELECT count(*) FROM credit.check_subjects(ARRAY['nobody', '91350100M000100Y43'], 'approval');
SET client_min_messages = warning;
DROP TRIGGER told ON credit.query_log;
\set SHOW_CONTEXT never
-- nothing asked, nothing that can be asked, nothing that may be written
SELECT count(*) FROM credit.check_subjects('{}', 'approval');
SELECT count(*) FROM credit.check_subjects(NULL, 'approval');
SAVEPOINT here;
SELECT count(*) FROM credit.check_subjects(ARRAY['nobody', NULL], 'approval');
ROLLBACK TO here;
SELECT credit.check_subject(NULL, 'approval');
ROLLBACK TO here;
SELECT count(*) FROM credit.check_subjects(ARRAY['nobody'], NULL);
ROLLBACK TO here;
SELECT count(*) FROM credit.check_subjects('{}', 'dancing');
ROLLBACK TO here;
SET TRANSACTION READ ONLY;
SELECT count(*) FROM credit.check_subjects(ARRAY['nobody'], 'approval');
ROLLBACK TO here;
-- without the narrow index a partition is searched by the natural key
DROP INDEX credit.record_2025_commitment;
SELECT count(*) AS unlike FROM asked a
JOIN (SELECT row_number() OVER () AS nr, x.* FROM credit.check_subjects(ARRAY(SELECT code FROM asked ORDER BY nr), 'approval') x) b USING (nr)
CROSS JOIN LATERAL credit.check_subject(a.code, 'approval') o
WHERE (b.open_commitments, b.overdue_commitments, b.broken_commitments)
	IS DISTINCT FROM (o.open_commitments, o.overdue_commitments, o.broken_commitments);
ROLLBACK;
