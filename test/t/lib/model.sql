-- A scorecard of one characteristic: what a company has been penalised for.
INSERT INTO credit.indicator (indicator, dimension, source, measure, items)
	VALUES ('penalties', 'compliance', 'record', 'count', '{penalty}');
SELECT credit.load_model('city', '1', '<PMML version="4.4" xmlns="http://www.dmg.org/PMML-4_4"><Header/><DataDictionary><DataField name="penalties" optype="continuous" dataType="double"/></DataDictionary><Scorecard functionName="regression" useReasonCodes="false" initialScore="100"><MiningSchema><MiningField name="penalties"/></MiningSchema><Characteristics><Characteristic name="penalties"><Attribute partialScore="-20"><SimplePredicate field="penalties" operator="greaterThan" value="0"/></Attribute><Attribute partialScore="0"><True/></Attribute></Characteristic></Characteristics></Scorecard></PMML>'::xml, '[2020-01-01,)');
INSERT INTO credit.grade_band (model, version, grade, from_score) VALUES ('city', '1', 'A', 90), ('city', '1', 'B', 60), ('city', '1', 'D', -1000);
SELECT credit.evaluate('city');
