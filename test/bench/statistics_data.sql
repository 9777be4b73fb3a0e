-- statistics_data.sql: a fictional province for the bench statistics, written
-- past the doors; the counts that triggers keep are made from the rows in one
-- statement each. psql variables: subjects, records, cases, entries,
-- queries, plans.
SET client_min_messages = warning;
SET session_replication_role = replica;
SET synchronous_commit = off;
SELECT 'CREATE ROLE bench_office IN ROLE credit_admin' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bench_office') \gexec
-- departments are not equal: a few do most of the work
INSERT INTO credit.department (dept_id, name, region_code) SELECT g, '部门' || g, r.code
FROM generate_series(1, 1200) g JOIN (SELECT code, row_number() OVER (ORDER BY code) AS n, count(*) OVER () AS all_of FROM credit.region WHERE code ~ '^22') r ON r.n = 1 + g % r.all_of;
INSERT INTO credit.subject (subject_id, kind, uscc, name, name_key, region_code, industry_code, registered_on)
SELECT g, CASE WHEN g % 3 = 0 THEN 'individual_business' ELSE 'enterprise' END::credit.subject_kind, (s.stem || credit.uscc_check_char(s.stem))::credit.uscc,
	'企业' || g, '企业' || g, r.code, i.code, date '2000-01-01' + (g * 7919 % 8000)::int
FROM generate_series(1::int8, :subjects) g
JOIN (SELECT code, row_number() OVER (ORDER BY code) AS n, count(*) OVER () AS all_of FROM credit.region WHERE code ~ '^22') r ON r.n = 1 + g * 40503 % 65536 % r.all_of
JOIN (SELECT code, row_number() OVER (ORDER BY code) AS n, count(*) OVER () AS all_of FROM credit.industry) i ON i.n = 1 + g * 7919 % i.all_of,
	LATERAL (SELECT '91220101' || upper(lpad(to_hex(g), 9, '0')) AS stem) s;
DO $$
DECLARE
	one text;
BEGIN
	FOR one IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'credit.record_store'::regclass LOOP
		EXECUTE format('DROP INDEX credit.%I, credit.%I', one || '_key', one || '_number');
	END LOOP;
END $$;
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, valid_from, severity, detail, status, received_at, due_on, late_days, publish_from, publish_until, batch_id, version)
SELECT 1 + (g * 2654435769) % :subjects, g, i.item, 1 + ((g * 7 % 1201)::numeric ^ 2 / 1201)::int % 1200, '文' || g, d.decided_on, d.decided_on,
	CASE WHEN i.item = 'penalty' THEN (ARRAY['minor', 'general', 'serious'])[1 + g % 3]::credit.severity END,
	CASE i.item WHEN 'inspection' THEN '{"result": "未发现问题"}' WHEN 'commitment_performance' THEN '{"result": "已履行"}' ELSE '{"content": "某项决定的内容"}' END::jsonb,
	CASE WHEN g % 101 = 0 THEN 'repaired' WHEN g % 103 = 0 THEN 'withdrawn' ELSE 'valid' END::credit.record_status,
	d.decided_on + interval '3 days', CASE WHEN i.item IN ('licence', 'penalty', 'inspection') THEN d.decided_on + 9 END,
	CASE WHEN i.item IN ('licence', 'penalty', 'inspection') THEN greatest(0, g % 23 - 20)::int END, d.decided_on + 4, d.decided_on + 1100, 1, 1
FROM generate_series(1::int8, :records) g,
	LATERAL (SELECT date '2015-06-01' + (g * 4020 / :records)::int AS decided_on) d,
	LATERAL (SELECT (ARRAY['licence', 'licence', 'licence', 'inspection', 'inspection', 'annual_report', 'annual_report', 'penalty', 'commitment', 'registration',
		'honour', 'contract_performance', 'tax_grade', 'abnormal_operation', 'commitment_performance', 'commitment_breach'])[1 + (g * 40503 % 65536 / 4096)] AS item) i
-- as departments push them, month by month
ORDER BY date_trunc('month', d.decided_on::timestamp), 4, g;
SELECT credit.index_partition(c.relname) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'credit.record_store'::regclass;
INSERT INTO credit.rejection_tally (dept_id, item, month, open, rejections)
SELECT d, 'penalty', m::date, true, 3 FROM generate_series(1, 1200) d, generate_series('2020-01-01'::timestamp, '2026-06-01', '1 month') m;
INSERT INTO credit.evaluation_snapshot (subject_id, model, month, version, as_of, score, grade)
SELECT g, 'bench', '2026-05-01', '1', '2026-05-02', g % 100, (ARRAY['A', 'B', 'C', 'D'])[1 + g % 4]::credit.grade FROM generate_series(1, :subjects) g;
INSERT INTO credit.grade_tally (month, model, version, kind, region_code, industry_code, person, grade, subjects, risen, fallen, unchanged, scored, score_sum)
SELECT m::date, 'bench', '1', s.kind, s.region_code, CASE WHEN i.level = 1 THEN i.code ELSE i.parent END, false, (ARRAY['A', 'B', 'C', 'D'])[1 + s.subject_id % 4]::credit.grade,
	count(*), 0, 0, count(*), count(*), sum(s.subject_id % 100)
FROM credit.subject s LEFT JOIN credit.industry i ON i.code = s.industry_code, generate_series('2024-01-01'::timestamp, '2026-06-01', '1 month') m
WHERE s.subject_id % 7 = 0 OR m = '2026-05-01' GROUP BY 1, 4, 5, 6, 8;
INSERT INTO credit.proceeding (subject_id, proceeding_id, procedure, stage, open, dept_id, opened_on, stage_since, clock_since, closed_on, step, acted_by, changed_at)
SELECT 1 + (g * 2654435769) % :subjects, g, s.procedure, s.stage, s.open, 1 + ((g * 7 % 1201)::numeric ^ 2 / 1201)::int % 1200, o.day, o.day, o.day, CASE WHEN NOT s.open THEN o.day + 20 END, 3, 'x', now()
FROM generate_series(1::int8, :cases) g, LATERAL (SELECT date '2018-01-01' + (g * 3060 / :cases)::int AS day) o,
	LATERAL (SELECT v.procedure, CASE WHEN v.procedure = 'repair' AND NOT v.open THEN 'synchronised' ELSE v.stage END AS stage, v.open FROM (SELECT
		(ARRAY['repair', 'repair', 'objection', 'commitment', 'rectification'])[1 + g % 5] AS procedure, 'examining' AS stage, g * 20 > :cases * 19::int8 AS open) v) s;
INSERT INTO credit.list_entry (subject_id, list, dept_id, doc_no, decided_on, valid_from, valid_until, source, openness)
SELECT 1 + (g * 104729::int8) % :subjects, (ARRAY['market_regulation_serious', 'focus', 'honest', 'migrant_wages'])[1 + g % 4], 1 + ((g * 7 % 1201)::numeric ^ 2 / 1201)::int % 1200, '单' || g,
	o.day, o.day, o.day + 700, 'imported', 'public'
FROM generate_series(1, :entries) g, LATERAL (SELECT date '2016-01-01' + (g * 3800::int8 / :entries)::int AS day) o ON CONFLICT DO NOTHING;
INSERT INTO credit.joint_action (subject_id, entry_id, measure, from_dept_id, to_dept_id, initiated_on)
SELECT subject_id, entry_id, 'procurement_ban', dept_id, 1 + dept_id % 1200, decided_on + 5 FROM credit.list_entry WHERE entry_id % 5 = 0;
INSERT INTO credit.query_log (at, on_date, asked_by, dept_id, subject_id, code, purpose, verdict)
SELECT timestamptz '2022-01-01 08:00+08' + g * (interval '1620 days' / :queries), '2022-01-01', 'x', 1 + g % 1200, 1 + (g * 7919::int8) % :subjects, 'x', (ARRAY['approval', 'bidding', 'procurement'])[1 + g % 3], 'none'
FROM generate_series(1, :queries) g;
INSERT INTO credit.department_list (dept_id, part, list) SELECT g, 'serious', 'focus' FROM generate_series(1, 1200) g;
INSERT INTO credit.publicity_item (dept_id, kind, title, published_on, outlet, level, entered_by, entered_at)
SELECT 1 + g % 1200, 'article', 'x', date '2020-01-01' + g % 2350, 'x', 'city', 'x', now() FROM generate_series(1, 60000) g;
INSERT INTO credit.export_package (name, kind, period, dept_id, until, filter, records, made_by, made_at)
SELECT concat_ws('-', k, m::date, d), k, m::date, d, m + interval '1 month', '{}', 9, 'x', m + interval '38 days'
FROM generate_series(1, 1200) d, generate_series('2020-01-01'::timestamp, '2026-05-01', '1 month') m, unnest('{monthly_push,monthly_ledger}'::text[]) k;
INSERT INTO credit.list_candidate (subject_id, list, dept_id, record_ids, found_on, state, closed_on)
SELECT 1 + (g * 92821::int8) % :subjects, 'focus', 1 + ((g * 7 % 1201)::numeric ^ 2 / 1201)::int % 1200, ARRAY[g], o.day, 'dismissed', o.day + 9
FROM generate_series(1, :entries) g, LATERAL (SELECT date '2020-01-01' + (g * 2340::int8 / :entries)::int AS day) o;
INSERT INTO credit.industry_ban (subject_id, field, dept_id, doc_no, decided_on, valid_from, valid_until, for_ever, basis_id)
SELECT 1 + (g * 86453::int8) % :subjects, '食品生产经营', 1 + g % 1200, '禁' || g, o.day, o.day, o.day + 1826, false, (SELECT min(basis_id) FROM credit.legal_basis)
FROM generate_series(1, :entries / 5) g, LATERAL (SELECT date '2016-01-01' + (g * 3800::int8 / (:entries / 5))::int AS day) o;
INSERT INTO credit.alert (subject_id, rule, opened_on, state, facts, evidence, dept_ids, updated_on, closed_by, closed_on, closed_reason)
SELECT 1 + (g * 75913::int8) % :subjects, r.rule, o.day, 'closed', ARRAY['record:' || g], '{}', ARRAY[1 + g % 1200], o.day, 'x', o.day + 12, 'x'
FROM generate_series(1, :entries) g
JOIN (SELECT rule, row_number() OVER (ORDER BY rule) AS n, count(*) OVER () AS all_of FROM credit.alert_rule) r ON r.n = 1 + g % r.all_of,
	LATERAL (SELECT date '2020-01-01' + (g * 2340::int8 / :entries)::int AS day) o;
-- two plans a year for each department, twenty subjects drawn for each, three
-- of four reported
INSERT INTO credit.inspection_plan (plan_id, plan_no, title, dept_id, period, sector, as_of, open, public_from, state, seed_hash, frame_hash, published_at, drawn_on)
SELECT g, '计划' || g, '双随机抽查', 1 + g % 1200, daterange(o.day, o.day + 150), 'market', o.day, true, o.day, 'drawn', encode(sha256(g::text::bytea), 'hex'), encode(sha256('x'), 'hex'), o.day, o.day
FROM generate_series(1, :plans) g, LATERAL (SELECT date '2023-01-01' + (g / 1200) * 182 AS day) o;
INSERT INTO credit.inspection_stratum (plan_id, dept_id, stratum, policy, population, at_limit, ratio, quota, frame_hash, open)
SELECT p.plan_id, p.dept_id, x.stratum, 'x', 200, 0, 0.025, 5, 'x', true FROM credit.inspection_plan p, unnest('{A,B,C,D}'::text[]) x (stratum);
INSERT INTO credit.inspection_draw (subject_id, plan_id, dept_id, subject_code, stratum, place, visit_id, public_from, open)
SELECT 1 + (p.plan_id * 7919::int8 + k * 104729) % :subjects, p.plan_id, p.dept_id, 'x', (ARRAY['A', 'B', 'C', 'D'])[1 + k % 4], k, p.plan_id * 20 + k, p.drawn_on, true
FROM credit.inspection_plan p, generate_series(1, 20) k ON CONFLICT DO NOTHING;
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, detail, status, received_at, batch_id, version)
SELECT d.subject_id, 1000000000 + d.visit_id, 'inspection', d.dept_id, '查' || d.visit_id, p.drawn_on + 30, jsonb_build_object('result', '未发现问题', 'plan_no', p.plan_no), 'valid', p.drawn_on + 31, 2, 1
FROM credit.inspection_draw d JOIN credit.inspection_plan p USING (plan_id) WHERE d.place % 4 > 0;
INSERT INTO credit.record_tally (dept_id, item, month, received_month, severity, status, late, result, records, late_days)
SELECT dept_id, item, date_trunc('month', decided_on::timestamp)::date, date_trunc('month', received_at AT TIME ZONE 'Asia/Shanghai')::date, severity, status, late_days > 0,
	CASE WHEN item IN ('inspection', 'commitment_performance', 'rectification') THEN detail ->> 'result' END, count(*), coalesce(sum(late_days), 0)
FROM credit.record_store GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
SET session_replication_role = origin;
SELECT credit.maintain_query_tally(credit.today(), 1000000);
SELECT credit.maintain_tally(credit.today(), 100000000);
