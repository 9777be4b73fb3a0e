-- A model's life: from a table of bins to a card, exported and loaded again,
-- compared with its successor, one model's grade capping another's, snapshots.
SET credit.fixed_today = '2026-06-15';
SET datestyle = 'ISO, YMD';
SET client_min_messages = warning;
\set SHOW_CONTEXT never
BEGIN;
-- weight of evidence and points to double the odds ------------------------------
SELECT credit.woe(100, 10, 200, 40) = ln(0.5::float8) - ln(0.25::float8) AS woe, credit.woe(0, 10, 100, 20) = ln(0.5::float8 / 100) - ln(0.5::float8) AS empty_side,
	credit.score_of_odds(50) AS at_base, credit.score_of_odds(100) AS doubled, credit.score_of_odds(25, 500, 50, 40) AS halved;
CREATE TEMP TABLE bins (characteristic text, field text, low float8, high float8, categories text[], missing bool, goods int, bads int, reason_code text);
INSERT INTO bins VALUES
	('age', 'age', NULL, 12, NULL, NULL, 100, 40, 'AGE'), ('age', 'age', 12, 60, NULL, NULL, 400, 40, 'AGE'), ('age', 'age', 60, NULL, NULL, NULL, 400, 10, 'AGE'), ('age', 'age', NULL, NULL, NULL, true, 100, 10, 'NOAGE'),
	('state', 'state', NULL, NULL, ARRAY['active', 'a "b" \ <c>'], NULL, 900, 50, NULL), ('state', 'state', NULL, NULL, NULL, NULL, 100, 50, NULL);
SELECT credit.scorecard_pmml('bins', 600, 50, 20, digits => 0) AS document \gset
SELECT :'document';
SELECT credit.load_model('regress_bins', '1', :'document'::xml);
SELECT credit.load_model('regress_bins', 'exact', credit.scorecard_pmml('bins'));
CREATE TEMP TABLE applicant (id int, age float8, state text);
INSERT INTO applicant VALUES (1, 11.9, 'active'), (2, 12, 'active'), (3, 60, 'a "b" \ <c>'), (4, NULL, 'gone'), (5, 1e6, 'gone'), (6, 30, NULL);
SELECT id, (credit.score('regress_bins@1', a)).*, round((credit.score('regress_bins@exact', a)).score::numeric, 6) AS exact FROM applicant a ORDER BY id;
-- the score is that of the odds: both bins' evidence added to the odds of all
SELECT round((credit.score('regress_bins@exact', a)).score::numeric, 9) = round(credit.score_of_odds((1000.0 / 100) * (400.0 / 1000 / (40.0 / 100)) * (900.0 / 1000 / (50.0 / 100)))::numeric, 9) AS odds FROM applicant a WHERE id = 2;
SAVEPOINT p;
CREATE TEMP TABLE not_bins (characteristic text, low float8);
INSERT INTO not_bins VALUES ('x', 1);
SELECT credit.scorecard_pmml('not_bins');
ROLLBACK TO p;
UPDATE bins SET low = 1 WHERE characteristic = 'state';
SELECT credit.scorecard_pmml('bins');
ROLLBACK TO p;
UPDATE bins SET high = 11 WHERE low = 12; UPDATE bins SET goods = -1 WHERE high = 12; UPDATE bins SET categories = '{NULL}' WHERE categories IS NOT NULL;
SELECT credit.scorecard_pmml('bins');
ROLLBACK TO p;
UPDATE bins SET bads = 0 WHERE characteristic = 'age';
SELECT credit.scorecard_pmml('bins');
ROLLBACK TO p;
-- a limit without end is none
UPDATE bins SET low = '-Infinity' WHERE high = 12; UPDATE bins SET high = 'Infinity' WHERE low = 60;
SELECT credit.scorecard_pmml('bins', 600, 50, 20, digits => 0)::text = :'document' AS same;
ROLLBACK TO p;

-- export, load under another name: the same bits, codes and points ---------------
SELECT credit.load_model('regress_copy', m.version, credit.export_model(m.model, m.version)) FROM credit.model m WHERE m.model = 'regress_bins' ORDER BY m.version;
SELECT count(*) AS rows, count(*) FILTER (WHERE credit.score('regress_bins@' || v, a) IS DISTINCT FROM credit.score('regress_copy@' || v, a)) AS different
FROM applicant a, unnest(ARRAY['1', 'exact']) v;
SELECT credit.export_model('regress_bins')::text = credit.model_pmml('regress_bins', 'exact')::text AS version_in_force, credit.model_pmml('regress_bins', 'none') IS NULL AS none;
SELECT credit.export_model('regress_bins', 'none');
ROLLBACK TO p;

-- a population: 40 organisations, one with a serious fault ------------------------
INSERT INTO credit.indicator (indicator, dimension, source, measure, attribute, relation, items) VALUES
	('regress_age', 'identity', 'subject', 'value', 'age_months', NULL, NULL),
	('regress_faults', 'compliance', 'record', 'count', NULL, NULL, '{penalty}'),
	('regress_turnover', 'finance', 'relation', 'value', 'turnover', 'pg_temp.turnover', NULL),
	('regress_public_grade', 'compliance', 'function', 'value', 'regress_public', 'grade', NULL);
CREATE TEMP TABLE turnover AS SELECT 970000 + g::int8 AS subject_id, g * 10.0::float8 AS turnover FROM generate_series(1, 20) g;
INSERT INTO credit.subject (subject_id, kind, name, registered_on) SELECT 970000 + g, 'enterprise', 'life ' || g, date '2026-06-15' - g * 100 FROM generate_series(1, 40) g;
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, severity, detail, status, received_at, batch_id, version, late_days)
SELECT 970000 + g % 40 + 1, 970000 + g, 'penalty', 1, 'L' || g, '2026-01-01', 'general', '{}', 'valid', now(), 1, 1, 0 FROM generate_series(1, 60) g WHERE g % 40 < 30;
CREATE FUNCTION pg_temp.card(body text, VARIADIC fields text[]) RETURNS xml LANGUAGE sql AS $$
SELECT format('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>%s</DataDictionary><Scorecard functionName="regression" useReasonCodes="false" initialScore="100"><MiningSchema>%s</MiningSchema><Characteristics>%s</Characteristics></Scorecard></PMML>',
	string_agg(format('<DataField name="%s" optype="continuous" dataType="double"/>', f), ''), string_agg(format('<MiningField name="%s"/>', f), ''), body)::xml FROM unnest(fields) f $$;
CREATE FUNCTION pg_temp.linear(field text, points text) RETURNS text LANGUAGE sql AS $$
SELECT format('<Characteristic name="%1$s"><Attribute partialScore="0"><SimplePredicate field="%1$s" operator="isMissing"/></Attribute><Attribute><True/><ComplexPartialScore><Apply function="*"><FieldRef field="%1$s"/><Constant>%2$s</Constant></Apply></ComplexPartialScore></Attribute></Characteristic>', field, points) $$;
SELECT credit.load_model('regress_public', '1', pg_temp.card(pg_temp.linear('regress_age', '0.1') || pg_temp.linear('regress_faults', '-10'), 'regress_age', 'regress_faults'));
SELECT credit.load_model('regress_public', '2', pg_temp.card(pg_temp.linear('regress_age', '0.3') || pg_temp.linear('regress_faults', '-30'), 'regress_age', 'regress_faults'), '[2027-01-01,)');
SELECT credit.load_model('regress_industry', '1', pg_temp.card(pg_temp.linear('regress_turnover', '1'), 'regress_turnover'), sector => 'industry');
INSERT INTO credit.grade_band SELECT 'regress_public', v, g::credit.grade, s FROM unnest(ARRAY['1', '2']) v, (VALUES ('A', 105), ('B', 95), ('C', 85), ('D', '-Infinity'::float8)) b (g, s);
INSERT INTO credit.grade_band VALUES ('regress_industry', '1', 'A', 150), ('regress_industry', '1', 'B', '-Infinity');
-- public D: no industry A
INSERT INTO credit.grade_cap (model, version, cap, indicator, operator, threshold, grade) VALUES
	('regress_industry', '1', 'public D', 'regress_public_grade', '=', credit.grade_rank('D'), 'B');
SELECT credit.evaluate('regress_public', NULL, ARRAY(SELECT generate_series(970001, 970040))) AS evaluated;
SELECT credit.evaluate('regress_industry', NULL, ARRAY(SELECT generate_series(970001, 970040))) AS evaluated;
SELECT p.grade AS public, i.grade AS industry, i.caps, count(*) FROM credit.evaluation p JOIN credit.evaluation i USING (subject_id)
WHERE p.model = 'regress_public' AND i.model = 'regress_industry' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
-- the public grade falls in the statement that enters two faults, the industry's with it
SELECT model, grade, caps FROM credit.evaluation WHERE subject_id = 970040 AND model LIKE 'regress%' ORDER BY 1;
INSERT INTO pg_temp.turnover VALUES (970040, 1000);
SELECT credit.evaluate('regress_industry', NULL, '{970040}');
SELECT model, grade, caps FROM credit.evaluation WHERE subject_id = 970040 AND model LIKE 'regress%' ORDER BY 1;
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, severity, detail, status, received_at, batch_id, version, late_days)
SELECT 970040, 970100 + g, 'penalty', 1, 'M' || g, '2026-01-01', 'general', '{}', 'valid', now(), 1, 1, 0 FROM generate_series(1, 4) g;
SELECT model, grade, caps FROM credit.evaluation WHERE subject_id = 970040 AND model LIKE 'regress%' ORDER BY 1;
-- evaluated alone, a public result that is another leaves what follows it due, one that is the same does not
SELECT credit.evaluate('regress_public', NULL, '{970040,970001}');
SELECT count(*) FROM credit.evaluation_due WHERE model = 'regress_industry';
SAVEPOINT alone;
SET LOCAL session_replication_role = replica;
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, severity, detail, status, received_at, batch_id, version, late_days)
SELECT s, 969000 + s % 100, 'penalty', 1, 'N' || s, '2026-01-02', 'general', '{}', 'valid', now(), 1, 1, 0 FROM unnest('{970001,970040}'::int8[]) s;
SET LOCAL session_replication_role = origin;
SELECT credit.evaluate('regress_public', NULL, '{970040,970001}');
SELECT DISTINCT subject_id, model FROM credit.evaluation_due WHERE model LIKE 'regress%' ORDER BY 1, 2;
SELECT credit.maintain_evaluations('2026-06-15', 1), credit.maintain_evaluations('2026-06-15', NULL), credit.maintain_evaluations('2026-06-15', NULL);
ROLLBACK TO alone;
SAVEPOINT p;
INSERT INTO pg_temp.turnover VALUES (970040, 1);
SELECT credit.evaluate('regress_industry', NULL, '{970040}');
ROLLBACK TO p;
SET LOCAL credit.restoring = on; -- a room that a dump knows and this database has not
UPDATE credit.indicator SET relation = 'nowhere' WHERE indicator = 'regress_public_grade';
SET LOCAL credit.restoring = off;
SELECT credit.evaluate('regress_industry', NULL, '{970040}');
ROLLBACK TO p;

-- a model that cannot be evaluated any more keeps no record out -------------------
DROP TABLE pg_temp.turnover;
SET client_min_messages = error;
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, severity, detail, status, received_at, batch_id, version, late_days)
SELECT 970039, 970200, 'penalty', 1, 'M', '2026-01-01', 'general', '{}', 'valid', now(), 1, 1, 0;
SET client_min_messages = warning;
SELECT DISTINCT subject_id, model FROM credit.evaluation_due WHERE model LIKE 'regress%' ORDER BY 1, 2;
ROLLBACK TO p;

-- two versions over everybody ------------------------------------------------------
CREATE TEMP TABLE outcome AS SELECT 970000 + g::int8 AS subject_id, g IN (1, 2, 3, 5, 8, 13) AS bad FROM generate_series(1, 40) g WHERE g <> 40;
SELECT credit.compare_models('regress_public', '1', '2', NULL, 'pg_temp.outcome') AS id \gset
SELECT count(*) = (SELECT count(*) FROM credit.subject WHERE kind <> 'person' AND merged_into IS NULL) AS everybody,
	count(bad) AS known, count(*) FILTER (WHERE bad) AS bad FROM credit.comparison_subject WHERE comparison_id = :id;
-- nothing is stored as evaluated
SELECT version, count(*) FROM credit.evaluation WHERE model = 'regress_public' GROUP BY 1;
-- the part of the population this test knows
DELETE FROM credit.comparison_subject WHERE comparison_id = :id AND subject_id NOT BETWEEN 970001 AND 970040;
SELECT grade_a, grade_b, subjects, round(share::numeric, 3) AS share FROM credit_bi.grade_migration WHERE comparison_id = :id ORDER BY 1, 2;
SELECT part, stretches, round(psi::numeric, 4) AS psi FROM credit_bi.model_stability WHERE comparison_id = :id ORDER BY 1;
-- against the definitions: all pairs, all thresholds
WITH v AS (SELECT bad, a AS x FROM credit.comparison_value WHERE comparison_id = :id AND part = 'score' AND bad IS NOT NULL)
SELECT round((SELECT avg(CASE WHEN g.x > b.x THEN 1.0 WHEN g.x = b.x THEN 0 ELSE -1 END) FROM v g, v b WHERE NOT g.bad AND b.bad), 9) = round(p.gini::numeric, 9) AS gini,
	round((SELECT max(abs((SELECT avg((x <= t.x)::int) FROM v WHERE bad) - (SELECT avg((x <= t.x)::int) FROM v WHERE NOT bad))) FROM v t), 9) = round(p.ks::numeric, 9) AS ks
FROM credit_bi.model_power p WHERE comparison_id = :id AND part = 'score' AND version = 'a';
SELECT part, version, bads, goods, round(ks::numeric, 4) AS ks, round(gini::numeric, 4) AS gini FROM credit_bi.model_power WHERE comparison_id = :id ORDER BY 1, 2;
SAVEPOINT twice;
INSERT INTO outcome VALUES (970001, false);
SELECT credit.compare_models('regress_public', '1', '2', NULL, 'pg_temp.outcome');
ROLLBACK TO twice;
SELECT credit.drop_comparison(:id), credit.drop_comparison(:id);
SAVEPOINT p;
SET LOCAL ROLE credit_analyst;
SELECT credit.compare_models('regress_public', '1', '2');
ROLLBACK TO p;

-- snapshots --------------------------------------------------------------------------
SELECT credit.take_snapshot() >= 80 AS taken, credit.take_snapshot() AS again, credit.maintain_snapshots('2026-06-20', 10) AS same_month;
UPDATE credit.subject SET registered_on = '1980-01-01' WHERE subject_id = 970001;
SET LOCAL credit.fixed_today = '2026-07-03';
SELECT credit.take_snapshot() >= 80 AS taken;
SELECT model, month, grade, round(score::numeric, 1) AS score, previous_grade, round(score_change::numeric, 1) AS score_change, steps FROM credit_bi.grade_history WHERE subject_id = 970001 AND model LIKE 'regress%' ORDER BY 1, 2;
SET LOCAL ROLE credit_analyst;
INSERT INTO credit.evaluation_snapshot (subject_id, model, month, version, as_of) VALUES (1, 'x', '2026-01-01', '1', '2026-01-01');
ROLLBACK;
