-- organisation.sql: the file of one organisation (its code is given): who it
-- is, its records, its grade and what gave it.
SELECT o.subject_id AS subject FROM credit_bi.subject_overview o WHERE o.code = :'code' \gset

\pset format unaligned
\pset tuples_only on
SELECT format(E'  %s   %s\n  登记 registered %s   行业 industry %s   状态 status %s%s\n', s.name, s.uscc, s.registered_on, i.name, s.status,
	CASE WHEN s.provisional THEN '   未经登记机关确认 provisional' ELSE '' END)
FROM credit.subject s LEFT JOIN credit.industry i ON i.code = s.industry_code WHERE s.subject_id = :subject;
SELECT format(E'  等级 grade   %s（%s）   得分 score %s   模型 model %s（示例 illustrative）   基准日 as of %s', e.grade, credit.grade_label(e.grade), e.score,
	e.model, e.as_of) FROM credit.evaluation e WHERE e.subject_id = :subject ORDER BY e.as_of DESC LIMIT 1;
SELECT format(E'  上限 cap     %s\n', array_to_string(e.caps, '，')) FROM credit.evaluation e WHERE e.subject_id = :subject AND e.caps <> '{}';
\echo
\pset tuples_only off
\pset format aligned

\echo '  记录 Records'
SELECT CASE r.item WHEN 'penalty' THEN '处罚 penalty' ELSE '许可 licence' END AS "事项 item", r.doc_no AS "文书 document", r.decided_on AS "决定 decided",
	coalesce(r.detail ->> 'cf_wfxw', r.detail ->> 'xk_nr') AS "内容 content", r.amount AS "金额 yuan",
	CASE r.severity WHEN 'minor' THEN '轻微 minor' WHEN 'general' THEN '一般 general' WHEN 'serious' THEN '严重 serious' END AS "程度 severity",
	CASE WHEN r.publish_from IS NULL THEN '不公示 none' WHEN r.publish_until = '2099-12-31' THEN '长期 long-term' ELSE r.publish_until::text END AS "公示至 published until",
	nullif(r.late_days, 0) AS "迟报 days late"
FROM credit.record r WHERE r.subject_id = :subject ORDER BY r.decided_on;

\echo '  为什么 Why: 失分项与其记录 what cost points, and the records behind it'
SELECT x.reason AS "代码 code", i.name_zh || ' ' || i.name_en AS "指标 indicator", x.value AS "取值 value", x.points AS "得分 points", x.best AS "最佳 best",
	coalesce((SELECT string_agg(r.doc_no, '，' ORDER BY r.decided_on) FROM (SELECT DISTINCT v.doc_no, v.decided_on FROM credit.record v
		WHERE v.subject_id = :subject AND v.record_id = ANY (x.record_ids) ORDER BY v.decided_on DESC LIMIT 2) r)
		|| CASE WHEN cardinality(x.record_ids) > 2 THEN format(' 等 %s 件', cardinality(x.record_ids)) ELSE '' END, '') AS "依据 records"
FROM credit.explain(:'code', 'public-credit') x JOIN credit.indicator i ON i.indicator = x.indicator
WHERE x.points < x.best ORDER BY x.best - x.points DESC, x.ordinal;

\pset format unaligned
\pset tuples_only on
SELECT format('  %s 项得分合计 points of the %s characteristics add up to %s = 得分 the score %s', count(*), count(*), sum(x.points),
	(SELECT e.score FROM credit.evaluation e WHERE e.subject_id = :subject ORDER BY e.as_of DESC LIMIT 1))
FROM credit.explain(:'code', 'public-credit') x;
