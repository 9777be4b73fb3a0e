-- A model with bands and caps, used: what was used may not change any more,
-- but must come back.
SET client_min_messages = warning;
SET credit.fixed_today = '2026-06-01';
INSERT INTO credit.indicator (indicator, dimension, source, measure, items, "window")
VALUES ('restore_penalties', 'compliance', 'record', 'count', '{penalty}', '10 years'),
	('restore_total', 'behaviour', 'record', 'count', NULL, NULL);
SELECT credit.load_model('restore', '1', $$<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>
<DataField name="restore_penalties" optype="continuous" dataType="double"/></DataDictionary>
<Scorecard functionName="regression" initialScore="100" baselineScore="0"><MiningSchema><MiningField name="restore_penalties"/></MiningSchema>
<Characteristics><Characteristic name="penalties" reasonCode="P"><Attribute partialScore="-40"><SimplePredicate field="restore_penalties" operator="greaterThan" value="0"/></Attribute>
<Attribute partialScore="0"><True/></Attribute></Characteristic></Characteristics></Scorecard></PMML>$$, '[2026-01-01,)');
INSERT INTO credit.grade_band VALUES ('restore', '1', 'A', 80), ('restore', '1', 'C', 50), ('restore', '1', 'D', '-Infinity');
INSERT INTO credit.grade_cap (model, version, cap, indicator, operator, threshold, grade)
VALUES ('restore', '1', 'nothing known', 'restore_total', '=', 0, NULL);
SELECT credit.evaluate('restore') > 5 AS evaluated;
-- a change in bulk marks what is to be evaluated anew
SET credit.immediate_evaluation = 0;
UPDATE credit.record_store SET status = 'repaired', version = version + 1 WHERE doc_no = '老1号';
INSERT INTO credit.person_consent (subject_id, model, given_on, withdrawn_on, purpose)
SELECT subject_id, 'restore', '2026-01-05', '2026-05-05', '免押金' FROM credit.subject WHERE kind = 'person' ORDER BY subject_id LIMIT 1;
-- a snapshot, a comparison with the next version, a source of indicators
SELECT credit.load_model('restore', '2', credit.export_model('restore', '1'), '[2027-01-01,)');
INSERT INTO credit.grade_band VALUES ('restore', '2', 'B', 60), ('restore', '2', 'D', '-Infinity');
SELECT credit.take_snapshot('2026-06-01') > 5 AS taken;
SELECT credit.compare_models('restore', '1', '2') > 0 AS compared;
INSERT INTO credit.indicator (indicator, dimension, source, measure, attribute, relation)
VALUES ('restore_grade', 'compliance', 'function', 'value', 'restore', 'grade');
