-- sealed blocks, one open, and rules changed in both
UPDATE credit.industry SET name = name || '（一）' WHERE code = 'A';
SELECT credit.seal_ledger();
UPDATE credit.industry SET name = name || '（二）' WHERE code = 'A';
SELECT credit.seal_ledger();
UPDATE credit.industry SET name = name || '（三）' WHERE code = 'C';
-- versions of evaluations, how far events are gone, inspections counted
WITH again AS (
	UPDATE credit.evaluation e SET score = -0.1, points = '{0.1,-0}', evaluated_at = '2026-06-01 12:00+08'
	WHERE (e.subject_id, e.model, e.as_of) = (SELECT f.subject_id, f.model, f.as_of FROM credit.evaluation f ORDER BY f.subject_id, f.model, f.as_of LIMIT 1)
	RETURNING e.subject_id, e.model, e.as_of)
INSERT INTO credit.evaluation_note (model, as_of, evaluated_from, evaluated_to, subjects)
SELECT model, as_of, '2026-06-01 12:00+08', '2026-06-01 12:00+08', ARRAY[subject_id] FROM again;
INSERT INTO credit.event_pruned ("position", pruned_at) VALUES (0, '2026-06-01 12:00+08');
SELECT credit.count_inspections(2026) >= 0 AS counted;
