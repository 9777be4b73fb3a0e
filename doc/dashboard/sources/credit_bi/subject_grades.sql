SELECT code, to_char(month, 'YYYY-MM') AS month, grade, score, steps FROM credit_bi.grade_history WHERE code IS NOT NULL
