SELECT dept_id, regexp_replace(department, '^[^市县区州]{2,5}[市县区州]', '') AS department, year, points, bonus, total, points_missing, lines_missing
FROM credit_bi.department_assessment_total WHERE year = (SELECT max(year) FROM credit_bi.department_assessment_total)
