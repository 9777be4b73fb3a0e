-- Reports issued, consents, and the office's own words beside the shipped ones.
SET client_min_messages = warning;
SET TimeZone = 'Asia/Shanghai';
SET credit.fixed_today = '2026-06-01';
INSERT INTO credit.report_phrase (phrase, zh, en) VALUES ('issuer', '望岚市信用办', 'Wanglan credit office');
UPDATE credit.report_phrase SET zh = '本报告由望岚市提供，免费。' WHERE phrase = 'note.fee';
UPDATE credit.report_section SET name_zh = '其他公共信用信息' WHERE section = 'other';
INSERT INTO credit.report_consent (subject_id, reader, given_on, doc_no)
SELECT min(subject_id), 'restore_a', '2026-05-01', '授权1号' FROM credit.subject WHERE kind = 'person';
SELECT count(credit.report_xml(uscc::text, l)) = 2 * count(*) / 2 AS issued
FROM credit.subject, unnest('{zh,en}'::text[]) l WHERE uscc IS NOT NULL AND merged_into IS NULL;
SELECT bool_and((credit.verify_report(number)).verdict = 'genuine') AS genuine FROM credit.report_issue;
-- one of another region
SELECT proven FROM credit.import_report((SELECT replace(document::text, number, '202604010000000000001A')::xml FROM credit.report_issue ORDER BY number LIMIT 1), '210100');
