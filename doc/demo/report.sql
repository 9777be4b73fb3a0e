-- report.sql: the office puts its name on reports, the organisation objects to
-- its gravest record, and the report of that day is issued and verified.
SET ROLE wanglan_office;
INSERT INTO credit.report_phrase (phrase, zh, en) VALUES ('issuer', '望岚市社会信用体系建设办公室', 'Wanglan Credit Office');
SELECT credit.open_proceeding('objection', r.subject_code, r.record_id, note => '处罚对象有误，附营业执照 wrong party, licence attached') AS proceeding
FROM credit.record r WHERE r.subject_code = :'code' AND r.severity IS NOT NULL AND r.status = 'valid'
ORDER BY r.severity DESC, r.decided_on DESC, r.record_id LIMIT 1 \gset
SELECT credit.report_xml(:'code') AS report \gset
SELECT section.number || ' ' || section.title AS "部分 section", section.n AS "条数 entries"
FROM xmltable('/report/content/section' PASSING (:'report'::xml) COLUMNS number int PATH '@number', title text PATH 'title', n int PATH '@count') section ORDER BY section.number;
SELECT cover.number AS "报告编号 number", cover.code AS "核验码 verification code", v.verdict AS "核验 verdict", left(v.digest, 16) || '…' AS "摘要 SHA-256", v.changed AS "今日有变 changed"
FROM xmltable('/report/cover' PASSING (:'report'::xml) COLUMNS number text PATH 'number', code text PATH 'verification') cover,
	credit.verify_report(cover.number, cover.code) v;
