-- bins.sql: from a table of bins to a scorecard: weight of evidence, points to
-- double the odds, and the PMML document. Requires evaluation/model.sql.

CREATE FUNCTION credit.woe(goods pg_catalog.float8, bads pg_catalog.float8, all_goods pg_catalog.float8,
		all_bads pg_catalog.float8) RETURNS pg_catalog.float8
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	-- an empty side counts as half a subject
	RETURN pg_catalog.ln(CASE WHEN goods OPERATOR(pg_catalog.=) 0 THEN 0.5 ELSE goods END OPERATOR(pg_catalog./) all_goods)
		OPERATOR(pg_catalog.-) pg_catalog.ln(CASE WHEN bads OPERATOR(pg_catalog.=) 0 THEN 0.5 ELSE bads END OPERATOR(pg_catalog./) all_bads);
COMMENT ON FUNCTION credit.woe(pg_catalog.float8, pg_catalog.float8, pg_catalog.float8, pg_catalog.float8) IS 'Weight of evidence of a bin: ln of its share of the good over its share of the bad; an empty side counts as half a subject. 证据权重（WOE）：良好占比与不良占比之比的对数。';

CREATE FUNCTION credit.score_factor(pdo pg_catalog.float8) RETURNS pg_catalog.float8
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN pdo OPERATOR(pg_catalog./) pg_catalog.ln(2::pg_catalog.float8);
COMMENT ON FUNCTION credit.score_factor(pg_catalog.float8) IS 'Points for each unit of log odds when pdo points double the odds. 每单位对数几率的分值（pdo 分使几率翻倍）。';

CREATE FUNCTION credit.score_of_odds(odds pg_catalog.float8, base_score pg_catalog.float8 DEFAULT 600,
		base_odds pg_catalog.float8 DEFAULT 50, pdo pg_catalog.float8 DEFAULT 20) RETURNS pg_catalog.float8
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN base_score OPERATOR(pg_catalog.+) (credit.score_factor(pdo) OPERATOR(pg_catalog.*) pg_catalog.ln(odds OPERATOR(pg_catalog./) base_odds));
COMMENT ON FUNCTION credit.score_of_odds(pg_catalog.float8, pg_catalog.float8, pg_catalog.float8, pg_catalog.float8) IS 'Score at odds of good to bad when base_odds have base_score and pdo points double the odds. 给定良好/不良几率的得分。';

-- The predicate of a bin as PMML.
CREATE FUNCTION credit.bin_predicate(field pg_catalog.text, low pg_catalog.float8, high pg_catalog.float8,
		categories pg_catalog.text[], missing pg_catalog.bool) RETURNS pg_catalog.xml
	LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp SET extra_float_digits = 1
AS $$
	SELECT CASE
		WHEN missing THEN xmlelement(name "SimplePredicate", xmlattributes(field AS field, 'isMissing' AS operator))
		WHEN categories IS NOT NULL THEN xmlelement(name "SimpleSetPredicate", xmlattributes(field AS field, 'isIn' AS "booleanOperator"),
			xmlelement(name "Array", xmlattributes('string' AS type, cardinality(categories) AS n),
				(SELECT string_agg('"' || replace(replace(c, '\', '\\'), '"', '\"') || '"', ' ' ORDER BY o)
				FROM unnest(categories) WITH ORDINALITY u (c, o))))
		WHEN low IS NOT NULL AND high IS NOT NULL THEN xmlelement(name "CompoundPredicate", xmlattributes('and' AS "booleanOperator"),
			xmlelement(name "SimplePredicate", xmlattributes(field AS field, 'greaterOrEqual' AS operator, low AS value)),
			xmlelement(name "SimplePredicate", xmlattributes(field AS field, 'lessThan' AS operator, high AS value)))
		WHEN low IS NOT NULL THEN xmlelement(name "SimplePredicate", xmlattributes(field AS field, 'greaterOrEqual' AS operator, low AS value))
		WHEN high IS NOT NULL THEN xmlelement(name "SimplePredicate", xmlattributes(field AS field, 'lessThan' AS operator, high AS value))
		ELSE xmlelement(name "True") END
$$;
COMMENT ON FUNCTION credit.bin_predicate(pg_catalog.text, pg_catalog.float8, pg_catalog.float8, pg_catalog.text[], pg_catalog.bool) IS 'PMML predicate of a bin: values from low to below high, categories, missing, or all others. 分箱对应的 PMML 谓词。';
REVOKE ALL ON FUNCTION credit.bin_predicate(pg_catalog.text, pg_catalog.float8, pg_catalog.float8, pg_catalog.text[], pg_catalog.bool) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.bin_predicate(pg_catalog.text, pg_catalog.float8, pg_catalog.float8, pg_catalog.text[], pg_catalog.bool) TO credit_admin, credit_department, credit_analyst;

-- Reads the bins with the caller's own rights.
CREATE FUNCTION credit.scorecard_pmml(bins pg_catalog.regclass, base_score pg_catalog.float8 DEFAULT 600,
		base_odds pg_catalog.float8 DEFAULT 50, pdo pg_catalog.float8 DEFAULT 20,
		intercept pg_catalog.float8 DEFAULT NULL, digits pg_catalog.int4 DEFAULT NULL) RETURNS pg_catalog.xml
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET extra_float_digits = 1
AS $$
DECLARE
	rows jsonb;
	faults text;
	result xml;
BEGIN
	EXECUTE format('SELECT jsonb_agg(to_jsonb(b)) FROM %s b', bins) INTO rows;
	SELECT string_agg(credit.message('Column "%s" is missing.', c), ' ' ORDER BY c COLLATE "C") INTO faults
	FROM unnest(ARRAY['characteristic', 'field', 'goods', 'bads']) c WHERE NOT coalesce(rows -> 0 ? c, false);
	IF faults IS NULL THEN
		SELECT string_agg(DISTINCT credit.message('Field "%s" has both limits and categories.', b ->> 'field'), ' ') INTO faults
		FROM jsonb_array_elements(rows) b
		WHERE b ->> 'categories' IS NOT NULL AND (b ->> 'low' IS NOT NULL OR b ->> 'high' IS NOT NULL);
	END IF;
	IF faults IS NULL THEN
		SELECT string_agg(DISTINCT format('Characteristic "%s": %s', b ->> 'characteristic', f.fault), ' ') INTO faults
		FROM jsonb_array_elements(rows) b, LATERAL (VALUES
			(b ->> 'characteristic' IS NULL OR b ->> 'field' IS NULL, 'characteristic and field must be given.'),
			-- NaN is above all numbers
			(NOT coalesce((b ->> 'goods')::float8 BETWEEN 0 AND 1e300 AND (b ->> 'bads')::float8 BETWEEN 0 AND 1e300, false),
				'goods and bads must be numbers from 0.'),
			((b ->> 'low')::float8 >= (b ->> 'high')::float8 OR (b ->> 'low')::float8 = 'NaN' OR (b ->> 'high')::float8 = 'NaN',
				'low must be below high.'),
			(b -> 'categories' @> '[null]' OR b -> 'categories' = '[]', 'categories must be texts.')) f (is_one, fault)
		WHERE f.is_one;
	END IF;
	IF faults IS NULL THEN
		SELECT string_agg(format('Characteristic "%s": nobody is good, or nobody bad.', a.name), ' ') INTO faults
		FROM (SELECT b ->> 'characteristic' AS name FROM jsonb_array_elements(rows) b GROUP BY 1
			HAVING sum((b ->> 'goods')::float8) = 0 OR sum((b ->> 'bads')::float8) = 0) a;
	END IF;
	IF faults IS NOT NULL THEN
		RAISE EXCEPTION '%', credit.message('relation "%s" is no table of bins', bins)
			USING ERRCODE = 'CR014', DETAIL = faults,
				HINT = credit.message('Columns are characteristic, field, low, high or categories text[], missing, goods, bads and, if wanted, coefficient and reason_code.');
	END IF;

	WITH bin AS (
		SELECT n, b ->> 'characteristic' AS characteristic, b ->> 'field' AS field,
			nullif((b ->> 'low')::float8, '-Infinity') AS low, nullif((b ->> 'high')::float8, 'Infinity') AS high,
			CASE WHEN jsonb_typeof(b -> 'categories') = 'array'
				THEN ARRAY(SELECT jsonb_array_elements_text(b -> 'categories')) END AS categories,
			coalesce((b ->> 'missing')::bool, false) AS missing, b ->> 'reason_code' AS reason,
			coalesce((b ->> 'coefficient')::float8, 1) AS coefficient,
			(b ->> 'goods')::float8 AS goods, (b ->> 'bads')::float8 AS bads
		FROM jsonb_array_elements(rows) WITH ORDINALITY u (b, n)
	), summed AS (
		SELECT *, sum(goods) OVER c AS all_goods, sum(bads) OVER c AS all_bads, min(n) OVER c AS place
		FROM bin WINDOW c AS (PARTITION BY characteristic)
	), scored AS (
		SELECT *, credit.score_factor(pdo) * coefficient * credit.woe(goods, bads, all_goods, all_bads) AS exact
		FROM summed
	), pointed AS (
		SELECT *, CASE WHEN digits IS NULL THEN exact ELSE round(exact::numeric, digits)::float8 END AS points,
			-- all others come last, missing first
			CASE WHEN missing THEN 0 WHEN categories IS NULL AND low IS NULL AND high IS NULL THEN 2 ELSE 1 END AS kind
		FROM scored
	), fields AS (
		SELECT field, min(n) AS place, bool_or(categories IS NOT NULL) AS string FROM bin GROUP BY field
	), characteristics AS (
		SELECT p.place, xmlelement(name "Characteristic", xmlattributes(p.characteristic AS name,
				max(p.points) AS "baselineScore", coalesce(min(p.reason), p.characteristic) AS "reasonCode"),
			xmlagg(xmlelement(name "Attribute", xmlattributes(p.points AS "partialScore", p.reason AS "reasonCode"),
				credit.bin_predicate(p.field, p.low, p.high, p.categories, p.missing))
				ORDER BY p.kind, p.low NULLS FIRST, p.n)) AS element
		FROM pointed p GROUP BY p.place, p.characteristic
	)
	SELECT xmlelement(name "PMML", xmlattributes('http://www.dmg.org/PMML-4_4' AS xmlns, '4.4' AS version),
		xmlelement(name "Header", xmlattributes('scorecard from table of bins' AS description)),
		xmlelement(name "DataDictionary", (SELECT xmlagg(xmlelement(name "DataField", xmlattributes(f.field AS name,
				CASE WHEN f.string THEN 'categorical' ELSE 'continuous' END AS optype,
				CASE WHEN f.string THEN 'string' ELSE 'double' END AS "dataType")) ORDER BY f.place) FROM fields f)),
		xmlelement(name "Scorecard", xmlattributes('regression' AS "functionName", true AS "useReasonCodes",
				'pointsBelow' AS "reasonCodeAlgorithm",
				(SELECT CASE WHEN digits IS NULL THEN i.exact ELSE round(i.exact::numeric, digits)::float8 END
				FROM (SELECT credit.score_of_odds(exp(coalesce(scorecard_pmml.intercept, ln(max(s.all_goods) / max(s.all_bads)))),
					base_score, base_odds, pdo) AS exact FROM summed s) i) AS "initialScore"),
			xmlelement(name "MiningSchema", (SELECT xmlagg(xmlelement(name "MiningField", xmlattributes(f.field AS name)) ORDER BY f.place) FROM fields f)),
			xmlelement(name "Characteristics", (SELECT xmlagg(c.element ORDER BY c.place) FROM characteristics c))))
	INTO result;
	RETURN result;
END
$$;
COMMENT ON FUNCTION credit.scorecard_pmml(pg_catalog.regclass, pg_catalog.float8, pg_catalog.float8, pg_catalog.float8, pg_catalog.float8, pg_catalog.int4) IS 'A scorecard in PMML from a table of bins: points are the weight of evidence times the coefficient, scaled so that base_odds have base_score and pdo points double the odds; without an intercept the odds of all stand for it. 由分箱表生成 PMML 评分卡：分值为证据权重乘系数，并按基准分、基准几率与翻倍分值换算。';
REVOKE ALL ON FUNCTION credit.scorecard_pmml(pg_catalog.regclass, pg_catalog.float8, pg_catalog.float8, pg_catalog.float8, pg_catalog.float8, pg_catalog.int4) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.scorecard_pmml(pg_catalog.regclass, pg_catalog.float8, pg_catalog.float8, pg_catalog.float8, pg_catalog.float8, pg_catalog.int4) TO credit_admin, credit_department, credit_analyst;
