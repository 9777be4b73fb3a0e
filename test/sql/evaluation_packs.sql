-- How results are stored: those of a run packed, single ones alone. Whatever the
-- form, credit.evaluation shows what was computed, bit for bit.
SET client_min_messages = warning;
SET credit.fixed_today = '2026-06-01';
BEGIN;
-- numbers with gaps, one subject by itself, a person among organisations
INSERT INTO credit.subject (subject_id, kind, name, registered_on, attributes)
SELECT 880000 + g, CASE WHEN g = 7 THEN 'person' ELSE 'enterprise' END::credit.subject_kind, 'pack' || g, '2010-01-01',
	CASE WHEN g = 9 THEN '{"size": "many"}' ELSE jsonb_build_object('size', CASE WHEN g % 5 = 0 THEN -g / 3.0 ELSE g END, 'town', g % 3) END
FROM generate_series(1, 60) g WHERE g NOT BETWEEN 20 AND 40 OR g = 33;
INSERT INTO credit.indicator (indicator, dimension, source, measure, attribute) VALUES
	('packs_size', 'finance', 'subject', 'value', 'size'), ('packs_town', 'identity', 'subject', 'value', 'town');
-- short: points that single precision holds; long: some that it does not. A size
-- that is no number makes the result invalid
SELECT credit.load_model(model, '1', format('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>
<DataField name="packs_size" optype="continuous" dataType="double"/><DataField name="packs_town" optype="continuous" dataType="double"/></DataDictionary>
<Scorecard functionName="regression" initialScore="100" baselineScore="0" reasonCodeAlgorithm="pointsBelow"><MiningSchema><MiningField name="packs_size"/><MiningField name="packs_town"/></MiningSchema>
<Characteristics><Characteristic name="size" baselineScore="50"><Attribute reasonCode="BIG"><SimplePredicate field="packs_size" operator="greaterThan" value="30"/>
<ComplexPartialScore><Apply function="*"><FieldRef field="packs_size"/><Constant dataType="double">%s</Constant></Apply></ComplexPartialScore></Attribute>
<Attribute partialScore="-0" reasonCode="LITTLE"><True/></Attribute></Characteristic>
<Characteristic name="town" reasonCode="TOWN" baselineScore="1"><Attribute><True/><ComplexPartialScore><Apply function="-"><FieldRef field="packs_town"/><Constant dataType="double">1</Constant></Apply></ComplexPartialScore></Attribute></Characteristic>
</Characteristics></Scorecard></PMML>', factor)::xml)
FROM (VALUES ('packs_short', '0.25'), ('packs_long', '0.1')) m (model, factor);
UPDATE credit.model SET for_persons = true WHERE model LIKE 'packs%';
INSERT INTO credit.grade_band VALUES ('packs_short', '1', 'A', 110), ('packs_short', '1', 'B', 100), ('packs_long', '1', 'B', 100);
INSERT INTO credit.indicator (indicator, dimension, source, measure, attribute) VALUES ('packs_town_3', 'identity', 'subject', 'value', 'town');
INSERT INTO credit.grade_cap (model, version, cap, indicator, operator, threshold, grade) VALUES ('packs_short', '1', 'town 2', 'packs_town_3', '=', 2, 'C');
INSERT INTO credit.person_consent (subject_id, model, given_on) VALUES (880007, 'packs_short', '2026-01-01');
SELECT model, credit.evaluate(model) = (SELECT count(*) FROM credit.subject WHERE kind <> 'person' AND merged_into IS NULL) + (model = 'packs_short')::int AS everybody
FROM (VALUES ('packs_short'), ('packs_long')) m (model);
-- the rows themselves
SELECT model, bucket - 55000 AS bucket, person, members::bit(16), cardinality(grades) AS n, short_scores IS NOT NULL AS short, reason_codes, cap_names
FROM credit.evaluation_pack WHERE bucket BETWEEN 55000 AND 55004 ORDER BY model COLLATE "C", bucket, person;
CREATE FUNCTION pg_temp.bits(e credit.evaluation) RETURNS text LANGUAGE sql AS $$
	SELECT concat_ws('|', e.subject_id, e.model, e.version, e.as_of, encode(float8send(e.score), 'hex'), e.grade, e.person, e.reasons, e.caps,
		(SELECT string_agg(encode(float8send(p), 'hex'), ' ') FROM unnest(e.points) p), (SELECT string_agg(encode(float8send(d), 'hex'), ' ') FROM unnest(e.dimensions) d)) $$;
-- the same as computed anew, and the same as one by one
CREATE FUNCTION pg_temp.unlike() RETURNS bigint LANGUAGE sql AS $$
	SELECT count(*) FROM (SELECT pg_temp.bits(x) AS bits FROM unnest('{packs_short,packs_long}'::text[]) m, credit.evaluated(m, '1', '2026-06-01', NULL, true) x
			WHERE subject_id BETWEEN 880000 AND 881000) a
	FULL JOIN (SELECT pg_temp.bits(e) AS bits FROM credit.evaluation e WHERE model LIKE 'packs%' AND as_of = '2026-06-01' AND subject_id BETWEEN 880000 AND 881000) b USING (bits)
	WHERE a.bits IS NULL OR b.bits IS NULL $$;
SELECT pg_temp.unlike() AS unlike;
-- evaluated once more, what has not changed is not written again: not for those named, not for everybody
CREATE FUNCTION pg_temp.again(day date, subjects int8[] DEFAULT NULL) RETURNS TABLE (model text, done bool, written bigint) LANGUAGE plpgsql AS $$
DECLARE before bigint;
BEGIN
	FOREACH model IN ARRAY '{packs_short,packs_long}'::text[] LOOP
		SELECT count(*) INTO before FROM credit.evaluation_pack;
		done := credit.evaluate(model, day, subjects) >= 30;
		written := (SELECT count(*) FROM credit.evaluation_pack) - before;
		RETURN NEXT;
	END LOOP;
END $$;
SELECT * FROM pg_temp.again('2026-06-01', ARRAY(SELECT subject_id FROM credit.subject WHERE subject_id BETWEEN 880000 AND 881000 AND kind <> 'person'));
SELECT * FROM pg_temp.again('2026-06-01');
SELECT subject_id - 880000 AS g, score, grade, dimensions, points, reasons, caps, person FROM credit.evaluation
WHERE model = 'packs_short' AND subject_id IN (880005, 880007, 880009, 880033, 880044) ORDER BY 1;
SELECT sum(credit.evaluate(m, '2026-06-02', ARRAY[s.subject_id])) AS one_by_one
FROM unnest('{packs_short,packs_long}'::text[]) m, credit.subject s WHERE s.subject_id BETWEEN 880000 AND 881000 AND s.kind <> 'person';
SELECT count(*), count(*) FILTER (WHERE pg_temp.bits(a) IS DISTINCT FROM replace(pg_temp.bits(b), '2026-06-02', '2026-06-01')) AS unlike
FROM credit.evaluation a JOIN credit.evaluation b USING (subject_id, model) WHERE a.as_of = '2026-06-01' AND b.as_of = '2026-06-02';
-- replaced on the same day: one subject of a row, twice; then what is known of it
UPDATE credit.subject SET attributes = '{"size": 40, "town": 2}' WHERE subject_id = 880044;
UPDATE credit.subject SET attributes = '{"size": 4, "town": 2}' WHERE subject_id = 880044;
SELECT pg_temp.unlike() AS unlike;
SELECT number, score, grade, points, reasons, caps, replaced_at >= evaluated_at AS in_order FROM credit.evaluation_version WHERE subject_id = 880044 AND model = 'packs_short' ORDER BY number;
SELECT count(*) AS members, count(*) FILTER (WHERE replaces IS NULL) AS of_a_run, count(DISTINCT run) = count(*) AS told_apart FROM credit.evaluation_pack
WHERE bucket = credit.evaluation_bucket(880044) AND credit.evaluation_place(members, 880044) IS NOT NULL AND model = 'packs_short' AND as_of = '2026-06-01';
SELECT (e).as_of, (e).score FROM (SELECT credit.latest_evaluation(880044, 'packs_short', d) AS e FROM unnest('{2026-05-31,2026-06-01,2027-01-01}'::date[]) d) x;
-- results taken over from elsewhere keep what they have, and lack what they lack
INSERT INTO credit.evaluation (subject_id, model, version, as_of, score, grade, dimensions) VALUES (880044, 'elsewhere', '1', '2020-01-01', 'NaN', 'tax:A', '{1,NULL,3,4,5}'), (880045, 'elsewhere', '1', '2020-01-01', NULL, 'B', NULL);
INSERT INTO credit.evaluation (subject_id, model, version, as_of, reasons) VALUES (880044, 'elsewhere', '1', '2020-01-01', '{}');
SELECT subject_id, score, grade, dimensions, points, reasons, caps, person, evaluated_at <= clock_timestamp() AS timed FROM credit.evaluation WHERE model = 'elsewhere' ORDER BY 1;
SELECT number, score, grade, dimensions FROM credit.evaluation_version WHERE model = 'elsewhere';
-- a day's first run over all, where some results for it were taken over, replaces these
INSERT INTO credit.evaluation (subject_id, model, version, as_of, score, grade) VALUES (880044, 'packs_long', '1', '2026-05-20', 7, 'D'), (880045, 'packs_long', '1', '2026-05-20', NULL, NULL);
SELECT credit.evaluate('packs_long', '2026-05-20') > 30 AS everybody;
SELECT subject_id, count(*), max(score) AS score FROM credit.evaluation WHERE model = 'packs_long' AND as_of = '2026-05-20' AND subject_id BETWEEN 880043 AND 880046 GROUP BY 1 ORDER BY 1;
SELECT subject_id, number, score, grade FROM credit.evaluation_version WHERE model = 'packs_long' AND as_of = '2026-05-20' ORDER BY 1;
-- a grade of another scale is not below the one before
INSERT INTO credit.evaluation (subject_id, model, version, as_of, score, grade) VALUES (880043, 'packs_short', '1', '2026-06-08', 900, 'rating:AAA'), (880047, 'packs_short', '1', '2026-06-08', 900, 'A');
SET LOCAL credit.fixed_today = '2026-06-09';
SELECT credit.evaluate('packs_short', NULL, '{880043,880047}');
SELECT subject_id, (credit.latest_evaluation(subject_id, 'packs_short', '2026-06-09')).grade FROM unnest('{880043,880047}'::int8[]) u (subject_id);
SELECT subject_id FROM credit.event WHERE kind = 'grade_drop' AND subject_id IN (880043, 880047) ORDER BY 1;
SET LOCAL credit.fixed_today = '2026-06-01';
-- a subject's results are found by index, whoever asks
ANALYZE credit.evaluation_pack; SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off;
CREATE FUNCTION pg_temp.plan(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE line text;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS off) ' || query LOOP
		IF line ~ 'Scan|Index Cond' THEN RETURN NEXT regexp_replace(line, '^[ >-]*', ''); END IF;
	END LOOP;
END $$;
CREATE ROLE regress_packs IN ROLE credit_department;
GRANT EXECUTE ON FUNCTION pg_temp.plan(text) TO PUBLIC;
SET LOCAL ROLE regress_packs;
SELECT pg_temp.plan('SELECT grade FROM credit.evaluation WHERE subject_id = 880044');
SELECT count(*) AS persons FROM credit.evaluation WHERE person;
RESET ROLE;
-- a row that was tampered with is not read at random
SAVEPOINT tampered;
SET LOCAL credit.restoring = on;
UPDATE credit.evaluation_pack SET short_points = short_points[2:] WHERE bucket = 55001 AND model = 'packs_short' AND NOT person AND replaces IS NULL AND as_of = '2026-06-01';
SELECT points FROM credit.evaluation WHERE model = 'packs_short' AND subject_id = 880019;
ROLLBACK TO tampered;
-- one characteristic more than fits a row with others
SELECT credit.load_model('packs_wide', '1', ('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary><DataField name="packs_town" optype="continuous" dataType="double"/></DataDictionary>
<Scorecard functionName="regression" initialScore="0" baselineScore="500" reasonCodeAlgorithm="pointsBelow"><MiningSchema><MiningField name="packs_town"/></MiningSchema><Characteristics>' ||
	string_agg(format('<Characteristic name="c%1$s" reasonCode="R%1$s"><Attribute partialScore="%1$s.5"><True/></Attribute></Characteristic>', g), '') || '</Characteristics></Scorecard></PMML>')::xml)
FROM generate_series(1, 600) g;
SELECT credit.evaluate('packs_wide') > 0 AS evaluated;
SELECT max(cardinality(grades)) AS most, count(DISTINCT (SELECT e.points[600] FROM credit.evaluation e WHERE e.subject_id = 880001 AND e.model = 'packs_wide')) AS there FROM credit.evaluation_pack WHERE model = 'packs_wide';
SELECT score, points[600], cardinality(points), cardinality(reasons), reasons[1:2] FROM credit.evaluation WHERE model = 'packs_wide' AND subject_id = 880059;
ROLLBACK;
