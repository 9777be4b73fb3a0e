-- What a PMML scorecard may say, and what comes out of it. Every expected
-- value is worked out by hand from PMML 4.4.
SET credit.fixed_today = '2026-06-01';
SET datestyle = 'ISO, YMD';
BEGIN;
-- a document around characteristics; fields: x double, n integer, s string,
-- o ordinal, b boolean, d date
CREATE FUNCTION pg_temp.card(characteristics text, local text DEFAULT '', mining text DEFAULT '',
		attrs text DEFAULT 'useReasonCodes="false"', global text DEFAULT '', output text DEFAULT '',
		version text DEFAULT '4.4') RETURNS xml LANGUAGE sql AS $$
SELECT format('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="%s"><Header copyright="test"/>
<DataDictionary>
<DataField name="x" optype="continuous" dataType="double"/>
<DataField name="n" optype="continuous" dataType="integer"/>
<DataField name="s" optype="categorical" dataType="string"/>
<DataField name="o" optype="ordinal" dataType="string"><Value value="low"/><Value value="middle"/><Value value="high"/></DataField>
<DataField name="b" optype="categorical" dataType="boolean"/>
<DataField name="d" optype="ordinal" dataType="date"/>
<DataField name="t" optype="continuous" dataType="double"/>
</DataDictionary>%s
<Scorecard functionName="regression" %s><MiningSchema>
%s
<MiningField name="t" usageType="target"/></MiningSchema>%s%s
<Characteristics>%s</Characteristics></Scorecard></PMML>', version, global, attrs,
	CASE WHEN mining <> '' THEN mining ELSE '<MiningField name="x"/><MiningField name="n"/><MiningField name="s"/>
<MiningField name="o" invalidValueTreatment="asIs"/><MiningField name="b"/><MiningField name="d"/>' END,
	output, local, characteristics)::xml $$;
-- a characteristic of one attribute whose points are an expression
CREATE FUNCTION pg_temp.expr(expression text) RETURNS xml LANGUAGE sql AS $$
SELECT pg_temp.card('<Characteristic name="c"><Attribute><True/><ComplexPartialScore>' || expression || '</ComplexPartialScore></Attribute></Characteristic>') $$;
-- one attribute worth 1 when the predicate is true, 0 otherwise
CREATE FUNCTION pg_temp.pred(predicate text) RETURNS xml LANGUAGE sql AS $$
SELECT pg_temp.card('<Characteristic name="c"><Attribute partialScore="1">' || predicate || '</Attribute><Attribute partialScore="0"><True/></Attribute></Characteristic>') $$;
CREATE TEMP TABLE input (id int, x float8, n int, s text, o text, b bool, d date);
INSERT INTO input VALUES
	(1, 1.5, 10, 'a', 'low', true, '2026-01-31'),
	(2, -2, 3, 'b', 'high', false, '1970-01-01'),
	(3, NULL, NULL, NULL, NULL, NULL, NULL),
	(4, 100, -1, '中 文', 'other', true, '2000-02-29');
-- the scores of the four rows with one document
CREATE FUNCTION pg_temp.run(document xml) RETURNS text LANGUAGE plpgsql AS $$
DECLARE result text;
BEGIN
	PERFORM credit.load_model('m', '1', document);
	SELECT string_agg(coalesce((credit.score('m', i)).score::text, 'invalid'), ' ' ORDER BY id) INTO result FROM input i;
	RETURN result;
END $$;

-- simple predicates: a missing value is unknown, so the next attribute is tried
SELECT op, pg_temp.run(pg_temp.pred(format('<SimplePredicate field="x" operator="%s" value="1.5"/>', op)))
FROM unnest(ARRAY['equal', 'notEqual', 'lessThan', 'lessOrEqual', 'greaterThan', 'greaterOrEqual']) op;
SELECT op, pg_temp.run(pg_temp.pred(format('<SimplePredicate field="x" operator="%s"/>', op)))
FROM unnest(ARRAY['isMissing', 'isNotMissing']) op;
SELECT pg_temp.run(pg_temp.pred('<SimplePredicate field="s" operator="equal" value="中 文"/>')) AS string,
	pg_temp.run(pg_temp.pred('<SimplePredicate field="s" operator="notEqual" value="a"/>')) AS not_string,
	pg_temp.run(pg_temp.pred('<SimplePredicate field="b" operator="equal" value="true"/>')) AS boolean,
	pg_temp.run(pg_temp.pred('<SimplePredicate field="o" operator="greaterOrEqual" value="middle"/>')) AS ordinal,
	pg_temp.run(pg_temp.pred('<SimplePredicate field="d" operator="greaterThan" value="2000-02-28"/>')) AS date;
-- sets
SELECT pg_temp.run(pg_temp.pred('<SimpleSetPredicate field="s" booleanOperator="isIn"><Array type="string" n="2">a "中 文"</Array></SimpleSetPredicate>')) AS isin,
	pg_temp.run(pg_temp.pred('<SimpleSetPredicate field="n" booleanOperator="isNotIn"><Array type="int">10 -1</Array></SimpleSetPredicate>')) AS isnotin,
	pg_temp.run(pg_temp.pred('<SimpleSetPredicate field="x" booleanOperator="isIn"><Array type="real">1.5 100.0</Array></SimpleSetPredicate>')) AS real;
-- compound predicates over two fields; unknown does not decide or and xor
SELECT op, pg_temp.run(pg_temp.pred(format('<CompoundPredicate booleanOperator="%s"><SimplePredicate field="x" operator="greaterThan" value="0"/><SimplePredicate field="n" operator="greaterThan" value="5"/></CompoundPredicate>', op)))
FROM unnest(ARRAY['and', 'or', 'xor', 'surrogate']) op;
SELECT pg_temp.run(pg_temp.pred('<CompoundPredicate booleanOperator="surrogate"><SimplePredicate field="x" operator="greaterThan" value="0"/><SimplePredicate field="n" operator="isMissing"/></CompoundPredicate>')) AS surrogate_taken,
	pg_temp.run(pg_temp.pred('<CompoundPredicate booleanOperator="or"><SimplePredicate field="x" operator="greaterThan" value="0"/><True/></CompoundPredicate>')) AS unknown_or_true,
	pg_temp.run(pg_temp.pred('<CompoundPredicate booleanOperator="and"><False/><SimplePredicate field="x" operator="greaterThan" value="0"/></CompoundPredicate>')) AS false_and_unknown;
-- first matching attribute; none: invalid; initial score
SELECT pg_temp.run(pg_temp.card('<Characteristic name="c">
<Attribute partialScore="1"><SimplePredicate field="x" operator="lessThan" value="0"/></Attribute>
<Attribute partialScore="2"><SimplePredicate field="x" operator="lessThan" value="50"/></Attribute>
<Attribute partialScore="3"><SimplePredicate field="x" operator="lessThan" value="90"/></Attribute>
<Attribute partialScore="4"><SimplePredicate field="x" operator="isMissing"/></Attribute></Characteristic>',
	attrs => 'initialScore="0.1" useReasonCodes="false"'));

-- mining schema ---------------------------------------------------------
CREATE FUNCTION pg_temp.mining(field text, attrs text) RETURNS text LANGUAGE sql AS $$
SELECT pg_temp.run(pg_temp.card(format('<Characteristic name="c"><Attribute partialScore="-1"><SimplePredicate field="%1$s" operator="isMissing"/></Attribute><Attribute><True/><ComplexPartialScore><FieldRef field="%1$s"/></ComplexPartialScore></Attribute></Characteristic>', field),
	mining => format('<MiningField name="%s" %s/>', field, attrs))) $$;
SELECT attrs, pg_temp.mining('x', attrs) FROM unnest(ARRAY['',
	'missingValueReplacement="7"', 'missingValueReplacement="7" missingValueTreatment="asMean"',
	'missingValueTreatment="returnInvalid"',
	'outliers="asMissingValues" lowValue="0" highValue="50"',
	'outliers="asExtremeValues" lowValue="0" highValue="50"',
	'outliers="asExtremeValues" highValue="50"',
	'outliers="asMissingValues" lowValue="0" highValue="50" missingValueReplacement="9"']) attrs;
CREATE FUNCTION pg_temp.invalid(attrs text) RETURNS text LANGUAGE sql AS $$
SELECT pg_temp.run(pg_temp.card('<Characteristic name="c">
<Attribute partialScore="1"><SimplePredicate field="o" operator="equal" value="low"/></Attribute>
<Attribute partialScore="2"><SimplePredicate field="o" operator="equal" value="high"/></Attribute>
<Attribute partialScore="3"><SimplePredicate field="o" operator="isMissing"/></Attribute>
<Attribute partialScore="4"><True/></Attribute></Characteristic>', mining => format('<MiningField name="o" %s/>', attrs))) $$;
SELECT attrs, pg_temp.invalid(attrs) FROM unnest(ARRAY['', 'invalidValueTreatment="returnInvalid"',
	'invalidValueTreatment="asIs"', 'invalidValueTreatment="asMissing"',
	'invalidValueTreatment="asMissing" missingValueReplacement="high"',
	'invalidValueTreatment="asValue" invalidValueReplacement="low"']) attrs;

-- functions ---------------------------------------------------------------
CREATE FUNCTION pg_temp.apply(function text, args text, attrs text DEFAULT '') RETURNS text LANGUAGE sql AS $$
SELECT pg_temp.run(pg_temp.expr(format('<Apply function="%s" %s>%s</Apply>', replace(function, '<', '&lt;'), attrs, args))) $$;
SELECT f, pg_temp.apply(f, '<FieldRef field="x"/><FieldRef field="n"/>')
FROM unnest(ARRAY['+', '-', '*', '/', 'min', 'max', 'sum', 'avg', 'median', 'product', 'pow', 'threshold', 'modulo', 'hypot',
	'equal', 'notEqual', 'lessThan', 'lessOrEqual', 'greaterThan', 'greaterOrEqual', 'isIn', 'isNotIn']) f;
SELECT f, pg_temp.apply(f, '<FieldRef field="x"/>')
FROM unnest(ARRAY['abs', 'floor', 'ceil', 'round', 'rint', 'isMissing', 'isNotMissing', 'isValid', 'isNotValid']) f;
SELECT pg_temp.apply('+', '<FieldRef field="x"/><Constant>1</Constant>', 'mapMissingTo="-5"') AS map_missing,
	pg_temp.apply('+', '<FieldRef field="x"/><Constant>1</Constant>', 'defaultValue="-6"') AS default_value,
	pg_temp.apply('sqrt', '<FieldRef field="x"/>', 'mapMissingTo="0"') AS invalid_result,
	pg_temp.apply('sqrt', '<FieldRef field="x"/>', 'invalidValueTreatment="asMissing" defaultValue="-7"') AS invalid_as_missing,
	pg_temp.apply('if', '<Apply function="isMissing"><FieldRef field="x"/></Apply><Constant>-8</Constant><FieldRef field="x"/>') AS if_else,
	pg_temp.apply('if', '<Apply function="and"><Apply function="greaterThan"><FieldRef field="x"/><Constant>0</Constant></Apply><Apply function="not"><FieldRef field="b"/></Apply></Apply><Constant>1</Constant><Constant>2</Constant>', 'mapMissingTo="3"') AS and_not,
	pg_temp.apply('dateDaysSinceYear', '<FieldRef field="d"/><Constant>1970</Constant>', 'mapMissingTo="-1"') AS days,
	pg_temp.apply('sum', '<FieldRef field="b"/><Constant>1</Constant>') AS boolean_as_number;
-- strings
SELECT pg_temp.apply('if', '<Apply function="equal"><Apply function="uppercase"><Apply function="substring"><Apply function="concat"><FieldRef field="s"/><Constant>zz</Constant></Apply><Constant>1</Constant><Constant>2</Constant></Apply></Apply><Constant>AZ</Constant></Apply><Constant>1</Constant><Constant>0</Constant>', 'mapMissingTo="-1"') AS strings,
	pg_temp.apply('isIn', '<FieldRef field="s"/><Constant>b</Constant><Constant>中 文</Constant>', 'mapMissingTo="0"') AS string_in;

-- tables ------------------------------------------------------------------
SELECT outliers, pg_temp.run(pg_temp.expr(format('<NormContinuous field="x" mapMissingTo="-1" outliers="%s"><LinearNorm orig="0" norm="0"/><LinearNorm orig="1" norm="10"/><LinearNorm orig="2" norm="30"/></NormContinuous>', outliers)))
FROM unnest(ARRAY['asIs', 'asMissingValues', 'asExtremeValues']) outliers;
SELECT pg_temp.run(pg_temp.expr('<NormDiscrete field="s" value="a" mapMissingTo="0.5"/>')) AS norm_discrete,
	pg_temp.run(pg_temp.expr('<Discretize field="x" mapMissingTo="-1" defaultValue="-2" dataType="double"><DiscretizeBin binValue="1"><Interval closure="openClosed" rightMargin="-2"/></DiscretizeBin><DiscretizeBin binValue="2"><Interval closure="closedOpen" leftMargin="1.5" rightMargin="100"/></DiscretizeBin></Discretize>')) AS discretize,
	pg_temp.run(pg_temp.expr('<MapValues outputColumn="out" mapMissingTo="-1" defaultValue="-2" dataType="integer"><FieldColumnPair field="s" column="a"/><FieldColumnPair field="b" column="b"/><InlineTable><row><a>a</a><b>true</b><out>11</out></row><row><a>b</a><b>true</b><out>12</out></row></InlineTable></MapValues>')) AS map_values;

-- derived fields in any order, define-function, fields of the document's dictionary
SELECT pg_temp.run(pg_temp.card('<Characteristic name="c"><Attribute partialScore="1"><SimplePredicate field="size" operator="equal" value="big"/></Attribute><Attribute partialScore="2"><SimplePredicate field="size" operator="isMissing"/></Attribute><Attribute><True/><ComplexPartialScore><FieldRef field="twice"/></ComplexPartialScore></Attribute></Characteristic>',
	global => '<TransformationDictionary><DefineFunction name="scale" optype="continuous" dataType="double"><ParameterField name="v" dataType="double"/><ParameterField name="by"/><Apply function="*"><FieldRef field="v"/><FieldRef field="by"/></Apply></DefineFunction><DerivedField name="twice" optype="continuous" dataType="double"><Apply function="scale"><FieldRef field="thrice"/><Constant dataType="double">0.5</Constant></Apply></DerivedField><DerivedField name="thrice" optype="continuous" dataType="double"><Apply function="scale"><FieldRef field="x"/><Constant>4</Constant></Apply></DerivedField></TransformationDictionary>',
	local => '<LocalTransformations><DerivedField name="size" optype="categorical" dataType="string"><Discretize field="twice"><DiscretizeBin binValue="small"><Interval closure="openOpen" rightMargin="10"/></DiscretizeBin><DiscretizeBin binValue="big"><Interval closure="closedOpen" leftMargin="10"/></DiscretizeBin></Discretize></DerivedField></LocalTransformations>'));

-- reason codes ------------------------------------------------------------
CREATE FUNCTION pg_temp.reasons(attrs text) RETURNS SETOF record LANGUAGE plpgsql AS $$
BEGIN
	PERFORM credit.load_model('m', '1', pg_temp.card('
<Characteristic name="c1" reasonCode="A" baselineScore="10"><Attribute partialScore="4"><True/></Attribute></Characteristic>
<Characteristic name="c2" baselineScore="10"><Attribute partialScore="3" reasonCode="B"><SimplePredicate field="x" operator="greaterThan" value="0"/></Attribute><Attribute partialScore="10" reasonCode="C"><True/></Attribute></Characteristic>
<Characteristic name="c3" reasonCode="D"><Attribute partialScore="14"><True/></Attribute></Characteristic>
<Characteristic name="c4" reasonCode="A" baselineScore="5"><Attribute partialScore="4"><True/></Attribute></Characteristic>', attrs => attrs,
	output => '<Output><OutputField name="Score" feature="predictedValue"/><OutputField name="First" feature="reasonCode"/><OutputField name="Ninth" feature="reasonCode" rank="9"/></Output>'));
	RETURN QUERY SELECT i.id, (r).score, (r).grade, (r).reasons, (r).points, (r).reasons[9]
		FROM (SELECT id, credit.score('m', j) r FROM input j) i;
END $$;
-- below: A is 6 + 1, equal to B's 7 and first in the document; C is 0 and stays; D is -2
SELECT * FROM pg_temp.reasons('initialScore="100" baselineScore="12"') AS (id int, score float8, grade credit.grade, reasons text[], points float8[], ninth text);
SELECT * FROM pg_temp.reasons('reasonCodeAlgorithm="pointsAbove" baselineScore="12" baselineMethod="mean"') AS (id int, score float8, grade credit.grade, reasons text[], points float8[], ninth text) WHERE id < 3;
SELECT * FROM credit.model_outputs('m');
SELECT * FROM credit.model_fields('m');
SELECT * FROM credit.score_points('m', (SELECT i FROM input i WHERE id = 1));
-- every 4.x version of the standard; sums in document order, bit for bit
SELECT version, pg_temp.run(pg_temp.card('<Characteristic name="a"><Attribute partialScore="0.2"><True/></Attribute></Characteristic><Characteristic name="b"><Attribute partialScore="0.3"><True/></Attribute></Characteristic>', version => version, attrs => 'initialScore="0.1" useReasonCodes="0"'))
FROM unnest(ARRAY['4.0', '4.1', '4.2', '4.2.1', '4.3', '4.4', '4.4.1']) version;
-- a value may be infinite, a score may not: by the plain walk, by tables, by the planner's short way
SELECT credit.load_model('m', '1', pg_temp.card('<Characteristic name="a"><Attribute><True/><ComplexPartialScore><FieldRef field="x"/></ComplexPartialScore></Attribute></Characteristic>', attrs => 'useReasonCodes="false" initialScore="1.7e308"', mining => '<MiningField name="x"/>'));
SELECT credit.load_model('tabled', '1', pg_temp.card('<Characteristic name="a"><Attribute partialScore="1.7e308"><SimplePredicate field="x" operator="greaterThan" value="5"/></Attribute><Attribute partialScore="-1"><True/></Attribute></Characteristic>', attrs => 'useReasonCodes="false" initialScore="1.7e308"', mining => '<MiningField name="x"/>'));
INSERT INTO credit.grade_band SELECT m, '1', g::credit.grade, f FROM unnest('{m,tabled}'::text[]) m, (VALUES ('A', 1000), ('D', '-Infinity'::float8)) b (g, f);
SELECT i.x, (credit.score('m', i)).*, (credit.score('tabled', i)).score AS tabled, (credit.score('tabled', i)).grade, credit.score('tabled', i) AS whole
FROM (VALUES (1::float8), ('Infinity'), ('-Infinity'), ('NaN'), (1.7e308)) i (x);
-- more constants than tables are made for: slower, and the same
SELECT credit.load_model('m', '1', pg_temp.card((SELECT string_agg(format('<Characteristic name="c%1$s"><Attribute partialScore="%1$s"><SimplePredicate field="s" operator="equal" value="v%1$s"/></Attribute><Attribute partialScore="0"><True/></Attribute></Characteristic>', g), '' ORDER BY g) FROM generate_series(1, 3500) g), mining => '<MiningField name="s"/>'));
SELECT i.s, (credit.score('m', i)).score FROM (VALUES ('v1'), ('v2000'), ('v3500'), ('v3501'), (NULL)) i (s);
-- annotations are passed over
SELECT pg_temp.run(pg_temp.card('<Extension extender="x" name="y"><any thing="1"/></Extension><Characteristic name="a" x-vendor="1"><Extension/><Attribute partialScore="1"><Extension/><True/></Attribute></Characteristic>', local => '<ModelVerification><Extension/></ModelVerification>'));
-- and out it goes as it came in
SELECT credit.model_pmml('m', '1')::text = pmml::text AS exported FROM credit.model WHERE model = 'm';
ROLLBACK;
