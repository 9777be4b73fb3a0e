SELECT procedure, procedure_zh, to_char(month, 'YYYY-MM') AS month, sum(cases) AS cases, sum(open_cases) AS open_cases, sum(overdue_cases) AS overdue_cases, sum(closed_cases) AS closed_cases,
	sum(workdays) AS workdays, max(longest) AS longest
FROM credit_bi.case_statistics GROUP BY 1, 2, 3
