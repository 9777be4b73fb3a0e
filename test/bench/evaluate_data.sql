-- evaluate_data.sql: a fictional province for the bench evaluate. psql variables:
-- subjects and records.
--
-- Records lie in the order they arrived: subjects of all kinds mixed, years one
-- after the other as partitions have them. Rows are as wide as those the entry
-- doors write. Fibonacci hashing scatters the subjects.
SET client_min_messages = warning;
SET session_replication_role = replica;
SET synchronous_commit = off;
INSERT INTO credit.department (dept_id, name) SELECT g, 'bureau ' || g FROM generate_series(1, 1227) g;
INSERT INTO credit.subject (subject_id, kind, name, name_key, region_code, registered_on, attributes)
SELECT g, 'enterprise', 'bench ' || g, 'bench' || g, '220000', date '2000-01-01' + (g * 7919 % 8000)::int, '{}'
FROM generate_series(1::int8, :subjects) g;
SELECT setval('credit.subject_id_seq', :subjects + 1);
-- indexes are made after the rows
DO $$
DECLARE
	one text;
BEGIN
	FOR one IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
		WHERE i.inhparent = 'credit.record_store'::regclass LOOP
		EXECUTE format('DROP INDEX credit.%I, credit.%I', one || '_key', one || '_number');
	END LOOP;
END $$;
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, valid_from, valid_until,
	severity, amount, detail, status, received_at, due_on, late_days, publish_from, publish_until, batch_id, version)
SELECT 1 + (g * 2654435769) % :subjects, g, i.item, 1 + g % 1227, '吉文〔' || d.year || '〕' || g || '号', d.decided_on,
	d.decided_on, d.decided_on + 365, i.severity, CASE WHEN i.item IN ('penalty', 'tax_arrears') THEN g % 100000 END,
	jsonb_build_object('authority_name', '某局', 'authority_code', '1122010001350000BA', 'content', '内容' || g),
	CASE WHEN g % 101 = 0 THEN 'repaired' WHEN g % 103 = 0 THEN 'disputed' ELSE 'valid' END::credit.record_status,
	d.decided_on + interval '3 days', d.decided_on + 9, greatest(0, g % 23 - 20)::int, d.decided_on + 4, d.decided_on + 1100, 1, 1
FROM generate_series(1::int8, :records) g,
	-- eleven years, day after day
	LATERAL (SELECT date '2015-06-01' + (g * 4000 / :records)::int AS decided_on,
		2015 + (g * 4000 / :records / 366)::int AS year) d,
	LATERAL (SELECT (ARRAY['licence', 'licence', 'licence', 'inspection', 'inspection', 'annual_report', 'annual_report',
			'penalty', 'commitment', 'registration', 'honour', 'contract_performance', 'tax_grade', 'abnormal_operation',
			'contract_breach', 'tax_arrears'])[1 + (g * 40503 % 65536 / 4096)] AS item,
		CASE WHEN g * 40503 % 65536 / 4096 IN (7, 13, 14, 15)
			THEN (ARRAY['minor', 'general', 'serious'])[1 + g % 3]::credit.severity END AS severity) i;
SELECT setval('credit.record_id_seq', :records + 1);
