-- organisation_code.sql: the organisation whose file and report are shown: an
-- enterprise of a low grade with a file of some size.
SELECT o.code FROM credit_bi.subject_overview o
WHERE o.kind = 'enterprise' AND o.grade IN ('C', 'D') AND o.active_records BETWEEN 7 AND 12 AND o.late_records > 0
	AND EXISTS (SELECT FROM credit.subject s WHERE s.subject_id = o.subject_id AND NOT s.provisional)
	AND NOT EXISTS (SELECT FROM credit.record r WHERE r.subject_id = o.subject_id AND r.amount > 500000)
ORDER BY o.grade, (SELECT count(DISTINCT r.severity) FROM credit.record r WHERE r.subject_id = o.subject_id) DESC, o.score, o.code LIMIT 1;
