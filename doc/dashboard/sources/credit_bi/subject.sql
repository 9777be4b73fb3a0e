SELECT subject_id, code, name, kind, coalesce(grade, '未评') AS grade, score, active_records, late_records, open_deadlines, evaluated_for::text, evaluation_fresh
FROM credit_bi.subject_overview WHERE code IS NOT NULL
