SELECT kind, coalesce(d.industry, '未分类 unclassified') AS industry, sum(s.subjects) AS subjects, sum(s.with_records) AS with_records, max(s.counted_on)::text AS counted_on
FROM credit_bi.subject_statistics s LEFT JOIN credit_bi.industry_dimension d USING (industry_code)
WHERE s.month = (SELECT max(month) FROM credit_bi.subject_statistics) GROUP BY 1, 2
