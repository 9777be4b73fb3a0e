-- sealed blocks, one open, and rules changed in both
UPDATE credit.industry SET name = name || '（一）' WHERE code = 'A';
SELECT credit.seal_ledger();
UPDATE credit.industry SET name = name || '（二）' WHERE code = 'A';
SELECT credit.seal_ledger();
UPDATE credit.industry SET name = name || '（三）' WHERE code = 'C';
-- versions of evaluations, how far events are gone, inspections counted
WITH again AS (
	INSERT INTO credit.evaluation (subject_id, model, version, as_of, score, grade, dimensions, points, reasons, caps, person, evaluated_at)
	(SELECT e.subject_id, e.model, e.version, e.as_of, -0.1, e.grade, e.dimensions, '{0.1,-0}', e.reasons, e.caps, e.person, '2026-06-01 12:00+08'
	FROM credit.evaluation e ORDER BY e.subject_id, e.model, e.as_of LIMIT 1)
	RETURNING subject_id, model, as_of)
INSERT INTO credit.evaluation_note (model, as_of, evaluated_from, evaluated_to, subjects)
SELECT model, as_of, '2026-06-01 12:00+08', '2026-06-01 12:00+08', ARRAY[subject_id] FROM again;
INSERT INTO credit.event_pruned ("position", pruned_at) VALUES (0, '2026-06-01 12:00+08');
SELECT credit.count_inspections(2026) >= 0 AS counted;
