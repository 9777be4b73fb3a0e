-- The functions of PMML 4.4 that scorecards seldom call: against PostgreSQL's
-- own of the same meaning, against published values where it has none, outside
-- their domain (invalid), and of a missing value.
SET datestyle = 'ISO, YMD';
BEGIN;
CREATE FUNCTION pg_temp.card(expression text) RETURNS xml LANGUAGE sql AS $$
SELECT format('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header copyright="test"/>
<DataDictionary>
<DataField name="x" optype="continuous" dataType="double"/>
<DataField name="s" optype="categorical" dataType="string"/>
<DataField name="t" optype="continuous" dataType="double"/>
</DataDictionary>
<Scorecard functionName="regression" useReasonCodes="false"><MiningSchema>
<MiningField name="x"/><MiningField name="s"/><MiningField name="t" usageType="target"/></MiningSchema>
<Characteristics><Characteristic name="c"><Attribute><True/><ComplexPartialScore>%s</ComplexPartialScore></Attribute></Characteristic></Characteristics></Scorecard></PMML>',
	expression)::xml $$;
CREATE TEMP TABLE input (id int, x float8, s text);
INSERT INTO input VALUES (1, 0.5, NULL), (2, -2, NULL), (3, NULL, NULL);
CREATE FUNCTION pg_temp.scores(expression text) RETURNS float8[] LANGUAGE plpgsql AS $$
BEGIN
	PERFORM credit.load_model('m', '1', pg_temp.card(expression));
	RETURN (SELECT array_agg((credit.score('m', i)).score::float8 ORDER BY id) FROM input i);
END $$;
-- within a part in 10^12; an invalid result has no score
CREATE FUNCTION pg_temp.same(a float8, b float8) RETURNS boolean LANGUAGE sql AS $$
SELECT CASE WHEN a IS NULL OR b IS NULL THEN a IS NULL AND b IS NULL ELSE abs(a - b) <= 1e-12 * greatest(1, abs(b)) END $$;

-- of one argument: at 0.5, at -2, of a missing value
WITH known (function, at_half, at_minus_two) AS (VALUES
	('log10', log(0.5::float8), NULL), ('ln', ln(0.5::float8), NULL), ('ln1p', ln(1.5::float8), NULL),
	('exp', exp(0.5::float8), exp(-2::float8)), ('expm1', exp(0.5::float8) - 1, exp(-2::float8) - 1),
	('sin', sin(0.5), sin(-2)), ('cos', cos(0.5), cos(-2)), ('tan', tan(0.5), tan(-2)),
	('asin', asin(0.5), NULL), ('acos', acos(0.5), NULL), ('atan', atan(0.5), atan(-2)),
	('sinh', sinh(0.5), sinh(-2)), ('cosh', cosh(0.5), cosh(-2)), ('tanh', tanh(0.5), tanh(-2)),
	('erf', 0.5204998778130465, -0.9953222650189527),
	('stdNormalCDF', 0.6914624612740131, 0.02275013194817921),
	('stdNormalPDF', 0.3520653267642995, 0.05399096651318806)),
scored AS MATERIALIZED (SELECT k.*, pg_temp.scores(format('<Apply function="%s"><FieldRef field="x"/></Apply>', function)) AS s FROM known k)
SELECT function, round(s[1]::numeric, 6) AS at_half, round(s[2]::numeric, 6) AS at_minus_two,
	pg_temp.same(s[1], at_half) AND pg_temp.same(s[2], at_minus_two) AS as_known, s[3] AS missing
FROM scored ORDER BY function COLLATE "C";

-- of more: x and constants
WITH known (function, constants, at_half, at_minus_two) AS (VALUES
	('normalCDF', '{1.5,2}'::float8[], 0.3085375387259869, 0.040059156863817086),
	('normalPDF', '{1.5,2}', 0.17603266338214976, 0.04313865941325577),
	('normalCDF', '{1.5,0}', NULL, NULL), ('normalPDF', '{1.5,-1}', NULL, NULL),
	('+', '{1}', 1.5, -1), ('-', '{1}', -0.5, -3), ('/', '{4}', 0.125, -0.5), ('/', '{0}', NULL, NULL)),
scored AS MATERIALIZED (
	SELECT k.*, pg_temp.scores(format('<Apply function="%s"><FieldRef field="x"/>%s</Apply>', function,
		(SELECT string_agg(format('<Constant dataType="double">%s</Constant>', c), '' ORDER BY nr) FROM unnest(constants) WITH ORDINALITY u (c, nr)))) AS s
	FROM known k)
SELECT function, constants, round(s[1]::numeric, 6) AS at_half, round(s[2]::numeric, 6) AS at_minus_two,
	pg_temp.same(s[1], at_half) AND pg_temp.same(s[2], at_minus_two) AS as_known, s[3] AS missing
FROM scored ORDER BY function COLLATE "C", constants;

-- letters: ASCII, Latin-1, Greek, Cyrillic and full-width ones change, others stay
CREATE FUNCTION pg_temp.becomes(function text, given text, wanted text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	PERFORM credit.load_model('m', '1', pg_temp.card(format('<Apply function="if"><Apply function="equal"><Apply function="%s"><FieldRef field="s"/></Apply><Constant dataType="string">%s</Constant></Apply><Constant>1</Constant><Constant>0</Constant></Apply>', function, wanted)));
	RETURN (SELECT (credit.score('m', i)).score FROM (SELECT 9 AS id, NULL::float8 AS x, given AS s) i) = 1;
END $$;
SELECT function, given, wanted, pg_temp.becomes(function, given, wanted) FROM (VALUES
	('lowercase', 'Ab Z9', 'ab z9'), ('lowercase', 'ÀÞ×ß', 'àþ×ß'), ('lowercase', 'ΑΩΣ', 'αωσ'), ('lowercase', 'АЯЀЏ', 'аяѐџ'),
	('lowercase', '甲ＡＺ公司', '甲ａｚ公司'), ('lowercase', '𠮷Q', '𠮷q'), ('lowercase', 'Ab', 'Ab'),
	('uppercase', 'ab z9', 'AB Z9'), ('uppercase', 'àþ÷', 'ÀÞ÷'), ('uppercase', 'αως', 'ΑΩς'), ('uppercase', 'аяѐџ', 'АЯЀЏ'),
	('uppercase', '甲ａｚ公司', '甲ＡＺ公司'),
	('trimBlanks', E' \t甲 乙\r\n', '甲 乙'), ('trimBlanks', '甲', '甲'), ('trimBlanks', '甲 ', '甲 ')) v (function, given, wanted);
ROLLBACK;
