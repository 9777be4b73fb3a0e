-- evaluate_card.sql: the card of the bench evaluate: so many points a record of
-- each item, as a PMML model over indicators. Points are multiples of 1/4, so
-- that every order of adding gives the same score.
CREATE TABLE bench_points (ordinal int PRIMARY KEY, item text, points float8);
INSERT INTO bench_points VALUES (1, 'licence', 0.25), (2, 'inspection', 0.5), (3, 'annual_report', 1.25), (4, 'penalty', -12.5),
	(5, 'commitment', 1.75), (6, 'registration', 0.75), (7, 'honour', 8.5), (8, 'contract_performance', 2.25),
	(9, 'abnormal_operation', -7.75), (10, 'contract_breach', -15.25), (11, 'tax_arrears', -9.5), (12, 'tax_grade', 3.25);
INSERT INTO credit.indicator (indicator, dimension, source, measure, items)
SELECT 'bench_' || item, CASE WHEN points < 0 THEN 'compliance' ELSE 'behaviour' END, 'record', 'count', ARRAY[item]
FROM bench_points;
SELECT credit.load_model('bench', '1', ('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>'
	|| string_agg(format('<DataField name="bench_%s" optype="continuous" dataType="double"/>', item), '' ORDER BY ordinal)
	|| '</DataDictionary><Scorecard functionName="regression" initialScore="500" baselineScore="0"><MiningSchema>'
	|| string_agg(format('<MiningField name="bench_%s"/>', item), '' ORDER BY ordinal) || '</MiningSchema><Characteristics>'
	|| string_agg(format('<Characteristic name="%1$s" reasonCode="R%3$s"><Attribute><True/><ComplexPartialScore><Apply function="*">'
		'<FieldRef field="bench_%1$s"/><Constant dataType="double">%2$s</Constant></Apply></ComplexPartialScore></Attribute></Characteristic>', item, points, ordinal), '' ORDER BY ordinal)
	|| '</Characteristics></Scorecard></PMML>')::xml) FROM bench_points;
INSERT INTO credit.grade_band VALUES ('bench', '1', 'A', 520), ('bench', '1', 'B', 500), ('bench', '1', 'C', 450), ('bench', '1', 'D', '-Infinity');
