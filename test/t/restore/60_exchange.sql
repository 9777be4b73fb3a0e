-- Documents imported, one of them from another region; sets of changes, settled
-- and not; packages; recipients and consents; a term of our own.
SET client_min_messages = warning;
SET TimeZone = 'Asia/Shanghai';
SET credit.fixed_today = '2026-06-01';
SELECT credit.import_xml('<credit_exchange xmlns="urn:credit:exchange:1" document="外-1" origin="220200" sender="1122010001350000BA" item="penalty"/>'::xml);
SELECT credit.settle_changes();
SELECT name, records > 0 AS some FROM credit.export_package('restore-1', 'penalty', NULL, '{}', 2);
SELECT records > 0 AS some FROM credit.monthly_push('2026-05-01');
INSERT INTO credit.recipient (recipient, name, kind, models, basis_id) VALUES ('restore-bank', '某银行', 'bank', '{restore}', 'gbf_35_2019');
INSERT INTO credit.sharing_consent (subject_id, recipient, given_on, doc_no) SELECT min(subject_id), 'restore-bank', '2026-05-01', '授1号' FROM credit.subject;
SELECT records FROM credit.export_evaluations('restore-bank', '2026-06-01');
UPDATE credit.export_term SET due_day = 15 WHERE kind = 'monthly_push';
