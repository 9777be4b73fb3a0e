-- Commitments as a source of indicators: open, overdue, broken, kept, as of any
-- day, for all subjects and for those named; against what a check says.
SET client_min_messages = warning;
\set VERBOSITY terse
SET credit.fixed_today = '2026-06-01';
BEGIN;
INSERT INTO credit.department (dept_id, name) VALUES (7901, '审批局');
INSERT INTO credit.subject (subject_id, kind, uscc, name) VALUES (790001, 'enterprise', '91220101MA00000000', '甲公司'), (790002, 'enterprise', '91220101MA00000013', '乙公司'), (790003, 'enterprise', '91220101MA00000026', '丙公司');
-- 甲: one running, one overdue, one kept, one not kept, one half-way; 乙: a breach without a number, a promise without a date; 丙: none
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, valid_until, detail, status, received_at, batch_id, version)
SELECT s, 790000 + n, item, 7901, no, d::date, u::date, j::jsonb, st::credit.record_status, now(), 1, 1 FROM (VALUES
	(1, 790001, 'commitment', 'c1', '2026-01-10', '2026-12-31', '{}', 'valid'), (2, 790001, 'commitment', 'c2', '2026-01-11', '2026-03-31', '{}', 'valid'),
	(3, 790001, 'commitment', 'c3', '2026-01-12', '2026-03-31', '{}', 'disputed'), (4, 790001, 'commitment', 'c4', '2026-01-13', '2026-03-31', '{}', 'valid'),
	(5, 790001, 'commitment', 'c5', '2026-01-14', '2026-05-31', '{}', 'valid'), (6, 790001, 'commitment', 'c6', '2026-01-15', '2026-03-31', '{}', 'revoked'),
	(7, 790001, 'commitment_performance', 'p3', '2026-03-01', NULL, '{"commitment_no": "c3", "result": "已履行"}', 'valid'),
	(8, 790001, 'commitment_performance', 'p4', '2026-04-15', NULL, '{"commitment_no": "c4", "result": "未履行"}', 'valid'),
	(9, 790001, 'commitment_performance', 'p5', '2026-04-20', NULL, '{"commitment_no": "c5", "result": "履行中"}', 'valid'),
	(10, 790002, 'commitment_breach', 'b1', '2026-02-01', NULL, '{}', 'valid'), (11, 790002, 'commitment', 'c7', '2026-01-01', NULL, '{}', 'valid')) v (n, s, item, no, d, u, j, st);
SELECT d AS day, a AS count, s.subject_id, s.value FROM unnest('{2026-03-15,2026-04-10,2026-06-01}'::date[]) d, unnest('{open,overdue,kept,broken}'::text[]) WITH ORDINALITY u (a, nr),
	credit.commitment_source(a, d, NULL) s WHERE s.subject_id BETWEEN 790001 AND 790003 ORDER BY d, u.nr, s.subject_id;
SELECT count(*) AS named, count(*) FILTER (WHERE s.value IS DISTINCT FROM o.value) AS unlike
FROM unnest('{open,overdue,kept,broken}'::text[]) a, credit.commitment_source(a, '2026-06-01', '{790001,790003}') s
LEFT JOIN LATERAL credit.commitment_source(a, '2026-06-01', NULL) o USING (subject_id);
SELECT open_commitments AS open, overdue_commitments AS overdue, broken_commitments AS broken FROM credit.check_subject('91220101MA00000000', 'approval');
-- in a model: whoever has none has no value there, which this one takes for 0
INSERT INTO credit.indicator (indicator, dimension, source, measure, relation, attribute) VALUES
	('regress_overdue', 'compliance', 'function', 'value', 'commitment', 'overdue');
SELECT credit.load_model('regress_promise', '1', $$<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary><DataField name="regress_overdue" optype="continuous" dataType="double"/></DataDictionary>
<Scorecard functionName="regression" initialScore="100" useReasonCodes="false"><MiningSchema><MiningField name="regress_overdue" missingValueReplacement="0"/></MiningSchema>
<Characteristics><Characteristic name="overdue"><Attribute><True/><ComplexPartialScore><Apply function="*"><FieldRef field="regress_overdue"/><Constant dataType="double">-20</Constant></Apply></ComplexPartialScore></Attribute></Characteristic>
</Characteristics></Scorecard></PMML>$$);
SELECT credit.evaluate('regress_promise') > 2 AS everybody, credit.evaluate('regress_promise', '2026-03-15', '{790001,790002}') AS named;
SELECT subject_id, as_of, score FROM credit.evaluation WHERE model = 'regress_promise' AND subject_id BETWEEN 790001 AND 790003 ORDER BY 1, 2;
-- the next report counts at once
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, detail, status, received_at, batch_id, version)
VALUES (790001, 790020, 'commitment_performance', 7901, 'p2', '2026-05-30', '{"commitment_no": "c2", "result": "已履行"}', 'valid', now(), 1, 1);
SELECT score FROM credit.evaluation WHERE model = 'regress_promise' AND subject_id = 790001 AND as_of = '2026-06-01';
SAVEPOINT wrong;
SELECT * FROM credit.commitment_source('forgotten', '2026-06-01', NULL);
ROLLBACK;
