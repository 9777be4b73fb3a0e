SELECT to_char(month, 'YYYY-MM') AS month, coalesce(grade, '未评') AS grade, kind, industry_code, sum(subjects) AS subjects, sum(risen) AS risen, sum(fallen) AS fallen,
	sum(unchanged) AS unchanged, sum(new) AS new, sum(mean_score * subjects) AS score_sum
FROM credit_bi.grade_statistics GROUP BY 1, 2, 3, 4
