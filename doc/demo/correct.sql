-- correct.sql: a department corrects a fine that was typed in yuan where 万元
-- was meant. Severity, publication and grade follow in the same transaction.
SELECT r.record_id AS record, r.doc_no AS document, r.subject_code AS code, trim_scale(r.amount / 100000000) AS right_fine, d.role_name AS role
FROM credit.record r JOIN credit.department d USING (dept_id) JOIN credit_bi.subject_overview o ON o.subject_id = r.subject_id
WHERE r.warnings && '{amount_unit:cf_nr_fk}' AND r.severity = 'serious' AND o.kind = 'enterprise'
	AND NOT EXISTS (SELECT FROM credit.record x WHERE x.subject_id = r.subject_id AND x.record_id <> r.record_id AND x.item = 'penalty')
ORDER BY o.score DESC, r.record_id DESC LIMIT 1 \gset
\set file 'SELECT o.name AS "主体 organisation", r.doc_no AS "文书 document", r.amount AS "罚款 fine, yuan", r.severity AS "程度 severity", r.publish_until AS "公示至 published until", r.version AS "版本 version", o.score AS "得分 score", o.grade AS "等级 grade" FROM credit.record r JOIN credit_bi.subject_overview o ON o.subject_id = r.subject_id WHERE r.record_id = :record;'
\echo '  更正前 before'
:file
SET ROLE :role;
\echo :role '更正一个字段 corrects one field: cf_nr_fk =' :right_fine
\echo
INSERT INTO credit.penalty_entry
SELECT (jsonb_populate_record(p, jsonb_build_object('cf_nr_fk', :'right_fine'))).* FROM credit.penalty_entry p WHERE p.cf_wsh = :'document';
RESET ROLE;
\echo '  更正后 after'
:file
