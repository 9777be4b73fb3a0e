-- The same bad row sent twice waits once; another bad row waits beside it.
BEGIN;
SET LOCAL client_min_messages = warning;
SET LOCAL credit.on_reject = quarantine;
SET LOCAL credit.fixed_today = '2026-06-10';
INSERT INTO credit.record (item, subject_code, doc_no, detail) VALUES ('no_such_item', '91350100M000100Y43', 'r1', '{"a": 1}');
INSERT INTO credit.record (item, subject_code, doc_no, detail) VALUES ('no_such_item', '91350100M000100Y43', 'r1', '{"a": 1}');
INSERT INTO credit.record (item, subject_code, doc_no, detail) VALUES ('no_such_item', '91350100M000100Y43', 'r2', '{"a": 1}');
SELECT payload ->> 'doc_no' AS doc_no, resolved_by IS NOT NULL AS came_again FROM credit.rejection
WHERE item = 'no_such_item' ORDER BY rejection_id;
-- two rows that differ in the masked number alone are two rows
CREATE FUNCTION pg_temp.person(doc_no text) RETURNS void LANGUAGE sql AS $$
INSERT INTO credit.record (item, doc_no, decided_on, detail)
VALUES ('penalty', 'r3', '2026-06-01', jsonb_build_object('cf_xdr_mc', '某甲', 'cf_xdr_lb', '自然人', 'cf_xdr_zjlx', '身份证', 'cf_xdr_zjhm', doc_no))
$$;
SELECT pg_temp.person('110105194912310021'), pg_temp.person('110105194912310022');
SELECT pg_temp.person('110105194912310021');
SELECT payload ->> 'cf_xdr_zjhm' AS shown, i.value AS apart, resolved_by IS NOT NULL AS came_again
FROM credit.rejection r LEFT JOIN credit.rejection_identity i ON i.rejection_id = r.rejection_id AND i.field = 'cf_xdr_zjhm'
WHERE item = 'penalty' ORDER BY r.rejection_id;
ROLLBACK;
