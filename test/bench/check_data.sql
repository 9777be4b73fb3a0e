-- Subjects, records of twelve years, evaluations and list entries, written
-- past the doors: how they got in is another bench.
SET client_min_messages = warning;
SET session_replication_role = replica;
SET credit.fixed_today = '2026-06-01';
SET synchronous_commit = off;
INSERT INTO credit.department (dept_id, name, uscc) VALUES (1, '某市行政审批局', '1122010001350000BA');
INSERT INTO credit.subject (subject_id, kind, uscc, name, name_key, region_code)
SELECT n, 'enterprise', (s.stem || credit.uscc_check_char(s.stem))::credit.uscc, '企业' || n, '企业' || n, '220101'
FROM generate_series(1, :subjects) n, LATERAL (SELECT '91220101MA' || lpad(n::text, 7, '0') AS stem) s;
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, valid_until, severity, detail, status, received_at, batch_id, version)
SELECT 1 + (r.n * 7919::bigint) % :subjects, r.n, r.item, 1, 'D' || r.n, date '2015-01-01' + (r.n * 37::bigint % 4100)::int,
	CASE WHEN r.item = 'commitment' THEN date '2015-03-01' + (r.n * 37::bigint % 4100)::int END,
	CASE WHEN r.item = 'penalty' THEN 'general'::credit.severity END,
	CASE r.item WHEN 'commitment_performance' THEN jsonb_build_object('commitment_no', 'D' || r.n - 1, 'result', '已履行') ELSE '{"a": 1}' END,
	'valid', now(), 1, 1
FROM (SELECT n, (ARRAY['licence','penalty','licence','commitment','commitment_performance','licence','honour','licence','penalty','inspection'])[1 + n % 10] AS item
	FROM generate_series(1, :records) n) r;
SELECT credit.load_model('bench', '1', $$<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>
<DataField name="on_serious_list" optype="continuous" dataType="double"/></DataDictionary>
<Scorecard functionName="regression" initialScore="100" baselineScore="0"><MiningSchema><MiningField name="on_serious_list"/></MiningSchema>
<Characteristics><Characteristic name="lists" reasonCode="L"><Attribute partialScore="-10"><SimplePredicate field="on_serious_list" operator="greaterThan" value="0"/></Attribute>
<Attribute partialScore="0"><True/></Attribute></Characteristic></Characteristics></Scorecard></PMML>$$, '[2020-01-01,)');
INSERT INTO credit.evaluation_pack (bucket, model, version, as_of, evaluated_at, person, members, scores, grades)
SELECT credit.evaluation_bucket(n), 'bench', '1', '2026-05-31', now(), false, bit_or(credit.evaluation_member(n)),
	array_agg(n % 100 ORDER BY n), array_agg((ARRAY['A','B','C','D']::credit.grade[])[1 + n % 4] ORDER BY n)
FROM generate_series(1::bigint, :subjects) n GROUP BY 1;
INSERT INTO credit.list_entry (subject_id, list, dept_id, doc_no, decided_on, valid_from, valid_until, source, severity, openness)
SELECT 1 + (n * 104729::bigint) % :subjects, (ARRAY['market_regulation_serious','focus','honest','migrant_wages'])[1 + n % 4], 1, 'L' || n,
	'2025-07-01', '2025-07-01', '2026-06-30', 'imported', CASE n % 4 WHEN 2 THEN NULL WHEN 1 THEN 'general' ELSE 'serious' END::credit.severity, 'public'
FROM generate_series(1, :entries) n ON CONFLICT DO NOTHING;
SET session_replication_role = origin;
VACUUM ANALYZE;
