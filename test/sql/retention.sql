-- An item's retention ends publication and use of its records where the regime
-- would go on; the record stays.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-06-01';
BEGIN;
CREATE ROLE regress_ret IN ROLE credit_department;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES (7501, '甲局', '1122010001350000BA', 'regress_ret');
SELECT credit.register_subject('enterprise', '望岚保留公司', '91220101MA00000000') AS subject \gset
-- four faults by one regime, published a year and counting until corrected; and an act published while valid
SELECT count(credit.define_item('regress_' || i, '失信事项' || i, 'fault ' || i, 'compliance', 'negative', 'gbf_35_2019', default_severity => 'general',
	openness => CASE i WHEN 'inside' THEN 'government' ELSE 'public' END, retention => r::interval))
FROM (VALUES ('plain', NULL), ('short', '6 months'), ('long', '5 years'), ('inside', '6 months')) v (i, r);
SELECT credit.define_item('regress_act', '公示事项', 'act', 'registration', 'neutral', 'gbf_35_2019', retention => '6 months');
SELECT credit.define_field('regress_act', 'ends', '有效期至', 'until', 'date', maps_to => 'valid_until');
INSERT INTO credit.publication_regime (regime_id, item, decided, published, published_persons, basis_id) VALUES ('regress-act', 'regress_act', '(,)', true, false, 'gbf_35_2019');
-- and faults that count beyond their publication until the retention is over
SELECT credit.define_item('regress_kept', '失信事项', 'fault', 'compliance', 'negative', 'gbf_35_2019', default_severity => 'general', retention => '2 years');
INSERT INTO credit.publication_regime (regime_id, item, decided, published, published_persons, max_term, clean_at_max, basis_id)
VALUES ('regress-kept', 'regress_kept', '(,)', true, false, '1 year', false, 'gbf_35_2019');
SET ROLE regress_ret;
INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail)
SELECT 'regress_' || i, '91220101MA00000000', '望岚保留公司', i, '2026-05-20', '{"subject_category": "法人及非法人组织", "authority_name": "甲局", "authority_code": "1122010001350000BA"}' || coalesce(more, '{}')
FROM (VALUES ('plain', NULL), ('short', NULL), ('long', NULL), ('inside', NULL), ('kept', NULL), ('act', '{"ends": "2026-08-01"}'::jsonb)) v (i, more);
INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail)
SELECT 'regress_act', '91220101MA00000000', '望岚保留公司', 'act without end', '2026-05-20', '{"subject_category": "法人及非法人组织", "authority_name": "甲局", "authority_code": "1122010001350000BA"}';
SELECT doc_no, publish_from, publish_until FROM credit.record WHERE item LIKE 'regress%' ORDER BY doc_no COLLATE "C";
RESET ROLE;
-- the last day, and the day after
SELECT doc_no, string_agg(d::text, ' ' ORDER BY d) FILTER (WHERE credit.is_published(status, publish_from, publish_until, d)) AS published,
	string_agg(d::text, ' ' ORDER BY d) FILTER (WHERE credit.is_usable(item, severity, status, decided_on, publish_until, valid_until, d, dept_id)) AS counts
FROM credit.record, unnest('{2026-11-20,2026-11-21,2027-05-20,2027-05-21,2028-05-20,2028-05-21}'::date[]) d
WHERE item LIKE 'regress%' AND severity IS NOT NULL GROUP BY doc_no ORDER BY doc_no COLLATE "C";
-- the portal lets go of it, the file does not
SET credit.fixed_today = '2026-11-21';
SELECT count(*) FILTER (WHERE doc_no = 'short') AS short, count(*) FILTER (WHERE doc_no = 'plain') AS plain FROM credit.public_record;
SELECT count(*) FROM credit.record WHERE doc_no = 'short';
-- what is entered from now on has the new term; a term of nothing is none
SAVEPOINT s;
UPDATE credit.catalogue_item SET retention = '0' WHERE item = 'regress_short';
ROLLBACK TO s;
ROLLBACK;
