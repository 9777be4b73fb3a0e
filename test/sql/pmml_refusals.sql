-- What a PMML document may not say: each refusal names element or attribute
-- and where it stands, and leaves nothing behind.
\set VERBOSITY verbose
\set SHOW_CONTEXT never
\set QUIET on
CREATE FUNCTION pg_temp.refusal(document text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	code text; message text; detail text;
BEGIN
	PERFORM credit.load_model('refused', '1', document::xml);
	DELETE FROM credit.model WHERE model = 'refused';
	RETURN 'LOADED';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
	RETURN code || ': ' || message || CASE WHEN code = 'CR013' AND detail LIKE 'At %' THEN E'\n  ' || detail ELSE '' END;
END $$;
-- a sound document; {…} are the places where a test puts something in
CREATE FUNCTION pg_temp.doc(place text DEFAULT '', what text DEFAULT '', attrs text DEFAULT 'useReasonCodes="false"')
RETURNS text LANGUAGE sql AS $$
SELECT regexp_replace(replace(replace('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"{root}><Header/>{top}
<DataDictionary{dictionary}><DataField name="x" optype="continuous" dataType="double"{field}>{values}</DataField><DataField name="s" optype="categorical" dataType="string"/></DataDictionary>
<TransformationDictionary>{functions}</TransformationDictionary>
<Scorecard functionName="regression" {attrs}{card}><MiningSchema><MiningField name="x"{mining}/><MiningField name="s"/>{schema}</MiningSchema>{sections}<LocalTransformations>{derived}</LocalTransformations>
<Characteristics><Characteristic name="c"{characteristic}><Attribute partialScore="1"{attribute}>{predicate}<True/>{complex}</Attribute></Characteristic>{characteristics}</Characteristics></Scorecard>{end}</PMML>',
	'{attrs}', attrs), '{' || place || '}', what), '\{[a-z]+\}', '', 'g') $$;
CREATE FUNCTION pg_temp.predicate(what text) RETURNS text LANGUAGE sql AS $$
SELECT pg_temp.refusal(replace(pg_temp.doc(), '<True/>', what)) $$;
CREATE FUNCTION pg_temp.complex(what text) RETURNS text LANGUAGE sql AS $$
SELECT pg_temp.refusal(pg_temp.doc('complex', '<ComplexPartialScore>' || what || '</ComplexPartialScore>')) $$;
\set QUIET off
\pset format unaligned
\pset tuples_only on
SELECT pg_temp.refusal(pg_temp.doc());

-- document
SELECT pg_temp.refusal('<Model/>');
SELECT pg_temp.refusal('<PMML');
SELECT pg_temp.refusal('just text');
SELECT pg_temp.refusal('<PMML version="4.4"/>');
SELECT pg_temp.refusal('<PMML xmlns="http://example.org/other" version="4.4"/>');
SELECT pg_temp.refusal(replace(pg_temp.doc(), 'version="4.4"', 'version="3.2"'));
SELECT pg_temp.refusal(pg_temp.doc('root', ' colour="red"'));
SELECT pg_temp.refusal(pg_temp.doc('end', '<TreeModel functionName="regression"/>'));
SELECT pg_temp.refusal(pg_temp.doc('end', '<Scorecard functionName="regression"/>'));
SELECT pg_temp.refusal(pg_temp.doc('top', '<Surprise/>'));
SELECT pg_temp.refusal(pg_temp.doc('dictionary', ' numberOfFields="9"'));
SELECT pg_temp.refusal(pg_temp.doc('card', ' isScorable="false"'));
SELECT pg_temp.refusal(replace(pg_temp.doc(), 'functionName="regression"', 'functionName="classification"'));
SELECT pg_temp.refusal(pg_temp.doc('card', ' reasonCodeAlgorithm="pointsBeside"'));
SELECT pg_temp.refusal(pg_temp.doc('card', ' initialScore="many"'));
SELECT pg_temp.refusal(pg_temp.doc('card', ' modelScale="2"'));
SELECT pg_temp.refusal(pg_temp.doc('sections', '<Targets><Target field="x" rescaleFactor="2"/></Targets>'));
SELECT pg_temp.refusal(pg_temp.doc('sections', '<Output><OutputField name="p" feature="probability"/></Output>'));
SELECT pg_temp.refusal(pg_temp.doc('sections', '<Output><OutputField name="p"><FieldRef field="x"/></OutputField></Output>'));
SELECT pg_temp.refusal(pg_temp.doc('sections', '<Output><OutputField name="p" feature="reasonCode" rank="1"/></Output>'));
-- what stands beside the scorecard is held to the standard as well
SELECT pg_temp.refusal(replace(pg_temp.doc(), '<Header/>', ''));
SELECT pg_temp.refusal(replace(pg_temp.doc(), 'dmg.org/PMML-4_4', 'dmg.org/PMML-4_4x'));
SELECT pg_temp.refusal(replace(replace(pg_temp.doc('card', ' p:initialScore="500"'), 'xmlns=', 'xmlns:p="http://www.dmg.org/PMML-4_4" xmlns='), '{}', ''));
SELECT pg_temp.refusal(replace(pg_temp.doc(), '<True/>', '<True/>12'));
SELECT pg_temp.refusal(replace(pg_temp.doc(), '<True/>', '<True>yes</True>'));
SELECT pg_temp.refusal(replace(pg_temp.doc(), '</DataDictionary>', '<DataField name="unused" optype="continuous" dataType="real"/></DataDictionary>'));
SELECT pg_temp.refusal(replace(pg_temp.doc(), '</DataDictionary>', '<DataField name="unused" optype="continuous" dataType="dateTime" colour="red"/></DataDictionary>'));
SELECT pg_temp.refusal(replace(pg_temp.doc(), '</DataDictionary>', '<DataField name="unused" optype="continuous" dataType="dateTime"><Range/></DataField></DataDictionary>'));
SELECT pg_temp.refusal(replace(pg_temp.doc('schema', '<MiningField name="unused" usageType="target"/>'), '</DataDictionary>', '<DataField name="unused" optype="continuous" dataType="dateTime"/></DataDictionary>'));
SELECT pg_temp.refusal(pg_temp.doc('schema', '<MiningField name="x" usageType="target"/>'));
SELECT pg_temp.refusal(replace(pg_temp.doc(), '<MiningField name="s"/>', '<MiningField name="s" usageType="supplementary" colour="red"/>'));
SELECT pg_temp.refusal(replace(pg_temp.doc(), '<MiningField name="s"/>', '<MiningField name="s"><Value value="1"/></MiningField>'));
SELECT pg_temp.refusal(pg_temp.doc('functions', '<DefineFunction name="max" optype="continuous"><ParameterField name="p"/><FieldRef field="p"/></DefineFunction>'));
SELECT pg_temp.refusal(pg_temp.doc('functions', repeat('<DefineFunction name="f" optype="continuous"><ParameterField name="p"/><FieldRef field="p"/></DefineFunction>', 2)));
SELECT pg_temp.refusal(pg_temp.doc('functions', '<DefineFunction name="uncalled" optype="continuous"><ParameterField name="p"/><Apply function="formatNumber"><FieldRef field="p"/></Apply></DefineFunction>'));

-- reason codes need codes and baselines
SELECT pg_temp.refusal(pg_temp.doc(attrs => ''));
SELECT pg_temp.refusal(pg_temp.doc('characteristic', ' reasonCode="R"', attrs => ''));
SELECT pg_temp.refusal(pg_temp.doc('characteristic', ' baselineScore="1"', attrs => ''));
SELECT pg_temp.refusal(pg_temp.doc('characteristic', ' baselineScore="1" reasonCode="R"', attrs => ''));

-- fields
SELECT pg_temp.refusal(replace(pg_temp.doc(), 'dataType="double"', 'dataType="timeSeconds"'));
SELECT pg_temp.refusal(pg_temp.doc('field', ' taxonomy="t"'));
SELECT pg_temp.refusal(pg_temp.doc('field', ' isCyclic="1"'));
SELECT pg_temp.refusal(pg_temp.doc('values', '<Interval closure="open" leftMargin="1"/>'));
SELECT pg_temp.refusal(pg_temp.doc('values', '<Interval closure="openOpen"/>'));
SELECT pg_temp.refusal(pg_temp.doc('values', '<Interval closure="openOpen" leftMargin="2" rightMargin="1"/>'));
SELECT pg_temp.refusal(pg_temp.doc('values', '<Value value="ten"/>'));
SELECT pg_temp.refusal(pg_temp.doc('mining', ' outliers="asExtremeValues"'));
SELECT pg_temp.refusal(pg_temp.doc('mining', ' missingValueReplacement="none"'));
SELECT pg_temp.refusal(pg_temp.doc('mining', ' missingValueTreatment="asMean"'));
SELECT pg_temp.refusal(pg_temp.doc('mining', ' missingValueTreatment="asWished"'));
SELECT pg_temp.refusal(pg_temp.doc('mining', ' invalidValueTreatment="asValue"'));
SELECT pg_temp.refusal(pg_temp.doc('mining', ' usageType="analysisWeight"'));
SELECT pg_temp.refusal(pg_temp.doc('mining', ' optype="ordinal"'));
SELECT pg_temp.refusal(pg_temp.doc('schema', '<MiningField name="unheard"/>'));
SELECT pg_temp.refusal(pg_temp.doc('schema', '<MiningField name="x"/>'));

-- predicates
SELECT pg_temp.predicate('');
SELECT pg_temp.predicate('<True/><False/>');
SELECT pg_temp.predicate('<SimplePredicate field="x" operator="near" value="1"/>');
SELECT pg_temp.predicate('<SimplePredicate field="y" operator="equal" value="1"/>');
SELECT pg_temp.predicate('<SimplePredicate field="x" operator="equal" value="one"/>');
SELECT pg_temp.predicate('<SimplePredicate field="x" operator="equal"/>');
SELECT pg_temp.predicate('<SimplePredicate field="s" operator="lessThan" value="a"/>');
SELECT pg_temp.predicate('<SimplePredicate field="x" operator="isMissing" value="1"/>');
SELECT pg_temp.predicate('<SimpleSetPredicate field="x" booleanOperator="isIn"/>');
SELECT pg_temp.predicate('<SimpleSetPredicate field="x" booleanOperator="isIn"><Array type="real" n="3">1 2</Array></SimpleSetPredicate>');
SELECT pg_temp.predicate('<SimpleSetPredicate field="s" booleanOperator="isIn"><Array type="string">"a</Array></SimpleSetPredicate>');
SELECT pg_temp.predicate('<CompoundPredicate booleanOperator="nor"><True/><True/></CompoundPredicate>');
SELECT pg_temp.predicate('<CompoundPredicate booleanOperator="and"><True/></CompoundPredicate>');
SELECT pg_temp.predicate('<CompoundPredicate booleanOperator="and"><True/><Perhaps/></CompoundPredicate>');
SELECT pg_temp.refusal(replace(pg_temp.doc(), 'partialScore="1"', ''));
SELECT pg_temp.refusal(pg_temp.doc('attribute', ' weight="2"'));
SELECT pg_temp.refusal(pg_temp.doc('characteristics', '<Characteristic name="empty"/>'));
SELECT pg_temp.refusal(pg_temp.doc('characteristic', ' weight="2"'));

-- expressions
SELECT pg_temp.complex('');
SELECT pg_temp.complex('<Constant>1</Constant><Constant>2</Constant>');
SELECT pg_temp.complex('<Constant>text</Constant>');
SELECT pg_temp.complex('<FieldRef field="s"/>');
SELECT pg_temp.complex('<FieldRef field="nothing"/>');
SELECT pg_temp.complex('<Aggregate field="x" function="sum"/>');
SELECT pg_temp.complex('<TextIndex textField="s"/>');
SELECT pg_temp.complex('<Apply function="formatNumber"><FieldRef field="x"/><Constant>1</Constant></Apply>');
SELECT pg_temp.complex('<Apply function="sqrt"><FieldRef field="x"/><FieldRef field="x"/></Apply>');
SELECT pg_temp.complex('<Apply function="+"><FieldRef field="x"/><FieldRef field="s"/></Apply>');
SELECT pg_temp.complex('<Apply function="sqrt" invalidValueTreatment="asIs"><FieldRef field="x"/></Apply>');
SELECT pg_temp.complex('<Apply function="sqrt" mapMissingTo="nil"><FieldRef field="x"/></Apply>');
SELECT pg_temp.complex('<NormContinuous field="x"><LinearNorm orig="1" norm="1"/></NormContinuous>');
SELECT pg_temp.complex('<NormContinuous field="x"><LinearNorm orig="2" norm="1"/><LinearNorm orig="1" norm="1"/></NormContinuous>');
SELECT pg_temp.complex('<Discretize field="x"><DiscretizeBin binValue="1"/></Discretize>');
SELECT pg_temp.complex('<MapValues outputColumn="o"><FieldColumnPair field="s" column="i"/><TableLocator/></MapValues>');
SELECT pg_temp.complex('<MapValues outputColumn="o"><FieldColumnPair field="s" column="i"/><InlineTable><row><i>a</i></row></InlineTable></MapValues>');
SELECT pg_temp.refusal(pg_temp.doc('derived', '<DerivedField name="a" optype="continuous" dataType="double"><FieldRef field="b"/></DerivedField><DerivedField name="b" optype="continuous" dataType="double"><FieldRef field="a"/></DerivedField>'));
SELECT pg_temp.refusal(pg_temp.doc('derived', '<DerivedField name="x" optype="continuous" dataType="double"><FieldRef field="x"/></DerivedField>'));
SELECT pg_temp.refusal(pg_temp.doc('derived', '<DerivedField name="a" optype="continuous" dataType="double"/>'));
SELECT pg_temp.refusal(replace(pg_temp.doc('functions', '<DefineFunction name="f" optype="continuous"><ParameterField name="p"/><Apply function="f"><FieldRef field="p"/></Apply></DefineFunction>'),
	'<LocalTransformations>', '<LocalTransformations><DerivedField name="a" optype="continuous" dataType="double"><Apply function="f"><FieldRef field="x"/></Apply></DerivedField>'));
SELECT pg_temp.refusal(replace(pg_temp.doc('functions', '<DefineFunction name="f" optype="continuous"><ParameterField name="p"/><FieldRef field="x"/></DefineFunction>'),
	'<LocalTransformations>', '<LocalTransformations><DerivedField name="a" optype="continuous" dataType="double"><Apply function="f"><FieldRef field="x"/></Apply></DerivedField>'));

-- hostile documents
SELECT pg_temp.refusal('<!DOCTYPE PMML SYSTEM "file:///etc/passwd">' || pg_temp.doc());
SELECT substr(pg_temp.refusal('<!DOCTYPE PMML [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>' || pg_temp.doc('characteristics', '<Extension>&c;</Extension>')), 1, 5) IN ('2200M', '2200N', 'CR013') AS amplification_refused;
SELECT pg_temp.refusal('<!DOCTYPE PMML [<!ENTITY x SYSTEM "file:///etc/passwd">]>' || pg_temp.doc('characteristics', '<Extension>&x;</Extension>'));
SELECT substr(pg_temp.refusal(pg_temp.doc('characteristics', repeat('<Extension>', 5000) || repeat('</Extension>', 5000))), 1, 5) IN ('2200M', '2200N', 'CR013') AS deep_refused;
SELECT pg_temp.refusal(pg_temp.doc('characteristics', repeat('<Extension/>', 500001)));
SELECT pg_temp.refusal(pg_temp.doc('characteristics', '<Extension>' || repeat('<!-- ' || repeat('x', 1000000) || ' -->', 17) || '</Extension>'));
SELECT pg_temp.refusal(pg_temp.doc('derived', (SELECT string_agg(format('<DerivedField name="d%s" optype="continuous" dataType="double"><FieldRef field="%s"/></DerivedField>', g, CASE g WHEN 0 THEN 'x' ELSE 'd' || g - 1 END), '' ORDER BY g DESC) FROM generate_series(0, 200) g)));
SELECT pg_temp.refusal(replace(pg_temp.doc('functions', (SELECT string_agg(format('<DefineFunction name="f%s" optype="continuous"><ParameterField name="p"/>%s</DefineFunction>', g,
	CASE g WHEN 0 THEN '<FieldRef field="p"/>' ELSE format('<Apply function="+"><Apply function="f%1$s"><FieldRef field="p"/></Apply><Apply function="f%1$s"><FieldRef field="p"/></Apply></Apply>', g - 1) END), '' ORDER BY g) FROM generate_series(0, 40) g)),
	'<LocalTransformations>', '<LocalTransformations><DerivedField name="a" optype="continuous" dataType="double"><Apply function="f40"><FieldRef field="x"/></Apply></DerivedField>'));
-- refusing a thousand documents keeps no memory of them
DO $$
DECLARE before bigint; after bigint;
BEGIN
	PERFORM pg_temp.refusal(pg_temp.doc('top', '<Surprise/>')) FROM generate_series(1, 10);
	SELECT sum(total_bytes) INTO before FROM pg_backend_memory_contexts WHERE name LIKE '%credit%' OR name LIKE '%PMML%';
	PERFORM pg_temp.refusal(pg_temp.doc('top', '<Surprise/>')) FROM generate_series(1, 1000);
	SELECT sum(total_bytes) INTO after FROM pg_backend_memory_contexts WHERE name LIKE '%credit%' OR name LIKE '%PMML%';
	IF after > before THEN RAISE EXCEPTION 'grew from % to %', before, after; END IF;
END $$;
SELECT count(*) FROM credit.model WHERE model = 'refused';
