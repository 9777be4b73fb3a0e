-- sealed blocks, one open, and rules changed in both
UPDATE credit.industry SET name = name || '（一）' WHERE code = 'A';
SELECT credit.seal_ledger();
UPDATE credit.industry SET name = name || '（二）' WHERE code = 'A';
SELECT credit.seal_ledger();
UPDATE credit.industry SET name = name || '（三）' WHERE code = 'C';
-- versions of evaluations, how far events are gone, inspections counted
INSERT INTO credit.evaluation_version (subject_id, model, as_of, number, replaced_at, version, score, grade, points, person, evaluated_at)
SELECT e.subject_id, e.model, e.as_of, 1, '2026-06-01 12:00+08', e.version, -0.1, 'B', '{0.1,-0}', e.person, '2026-06-01 11:00+08'
FROM credit.evaluation e ORDER BY e.subject_id LIMIT 1;
INSERT INTO credit.event_pruned ("position", pruned_at) VALUES (0, '2026-06-01 12:00+08');
SELECT credit.count_inspections(2026) >= 0 AS counted;
