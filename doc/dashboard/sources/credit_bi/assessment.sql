SELECT dept_id, regexp_replace(department, '^[^市县区州]{2,5}[市县区州]', '') AS department, year, rule, ordinal, part_zh, part_en, name_zh, name_en, max_points, bonus, points, source, n, "of", reason, rows_in
FROM credit_bi.department_assessment WHERE year = (SELECT max(year) FROM credit_bi.department_assessment_total)
