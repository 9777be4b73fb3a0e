-- Values nobody expects: amounts that only a slip can make, numbers that are
-- none. They keep nobody else from being evaluated, and mean the same however
-- a subject is read: by index, from packed facts, by the aggregate.
SET client_min_messages = warning;
SET credit.fixed_today = '2026-06-01';
\set SHOW_CONTEXT never
BEGIN;
INSERT INTO credit.subject (subject_id, kind, name) SELECT 760000 + g, 'enterprise', 'odd ' || g FROM generate_series(1, 6) g;
CREATE TABLE public.regress_odd (subject_id bigint PRIMARY KEY, value float8);
INSERT INTO public.regress_odd VALUES (760001, 'NaN'), (760002, 'Infinity'), (760003, '-Infinity'), (760004, NULL), (760005, -3);
INSERT INTO credit.indicator (indicator, dimension, source, measure, attribute, relation) VALUES
	('odd_sum', 'finance', 'record', 'sum', 'amount', NULL), ('odd_most', 'finance', 'record', 'max', 'amount', NULL),
	('odd_outside', 'finance', 'relation', 'value', 'value', 'public.regress_odd');
CREATE FUNCTION pg_temp.card(characteristics text, mining text, VARIADIC fields text[]) RETURNS xml LANGUAGE sql AS $$
SELECT format('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>%s</DataDictionary><Scorecard functionName="regression" useReasonCodes="false"><MiningSchema>%s</MiningSchema><Characteristics>%s</Characteristics></Scorecard></PMML>',
	string_agg(format('<DataField name="%s" optype="continuous" dataType="double"/>', f), ''), string_agg(format('<MiningField name="%s" %s/>', f, mining), ''), characteristics)::xml FROM unnest(fields) f $$;
CREATE FUNCTION pg_temp.points(field text) RETURNS text LANGUAGE sql AS $$
SELECT format('<Characteristic name="%1$s"><Attribute partialScore="-1"><SimplePredicate field="%1$s" operator="isMissing"/></Attribute><Attribute><True/><ComplexPartialScore><FieldRef field="%1$s"/></ComplexPartialScore></Attribute></Characteristic>', field) $$;
SELECT credit.load_model('odd_amounts', '1', pg_temp.card(pg_temp.points('odd_sum') || pg_temp.points('odd_most'), '', 'odd_sum', 'odd_most'));
CREATE FUNCTION pg_temp.enter(subject int, n int, amount numeric) RETURNS void LANGUAGE sql AS $$
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, severity, amount, detail, status, received_at, batch_id, version)
SELECT 760000 + subject, 760000 + n, 'penalty', 1, 'odd' || n, '2026-05-01', 'general', amount, '{}', 'valid', now(), n, 1 $$;
SELECT credit.evaluate('odd_amounts') >= 6 AS everybody;
-- beyond ten trillion yuan an amount counts as that: entered one by one, evaluated at once
SELECT pg_temp.enter(1, 1, 9999999999999), pg_temp.enter(1, 2, 0.01), pg_temp.enter(2, 3, 99999999999999999990000), pg_temp.enter(2, 4, 99999999999999999990000),
	pg_temp.enter(3, 5, -1e30), pg_temp.enter(4, 6, 1e300), pg_temp.enter(5, 7, 10000000000000.01);
SELECT subject_id, points FROM credit.evaluation WHERE model = 'odd_amounts' AND subject_id BETWEEN 760001 AND 760006 ORDER BY 1;
SELECT subject_id FROM credit.evaluation_due WHERE model = 'odd_amounts' AND subject_id BETWEEN 760001 AND 760006;
CREATE TEMP TABLE one_by_one AS SELECT subject_id, points FROM credit.evaluation WHERE model = 'odd_amounts' AND as_of = '2026-06-01' AND subject_id BETWEEN 760001 AND 760006;
SELECT credit.refresh_facts() > 0 AS packed;
SELECT credit.evaluate('odd_amounts', '2026-06-02') >= 6 AS everybody;
SELECT count(*) AS subjects, count(*) FILTER (WHERE e.points IS DISTINCT FROM o.points) AS unlike
FROM one_by_one o LEFT JOIN credit.evaluation e ON e.subject_id = o.subject_id AND e.model = 'odd_amounts' AND e.as_of = '2026-06-02';
SELECT r.subject_id, credit.indicator_values('odd_amounts@1', '2026-06-01', item, decided_on, severity, amount, status, late_days, dept_id, publish_until)
FROM credit.record_store r WHERE r.subject_id BETWEEN 760001 AND 760006 GROUP BY 1 ORDER BY 1;

-- hundreds of items, more than room is made for at first: each counts where it belongs, however it is read
INSERT INTO credit.indicator (indicator, dimension, source, measure, attribute, items) VALUES
	('odd_items', 'behaviour', 'record', 'distinct', 'item', NULL), ('odd_all', 'behaviour', 'record', 'count', NULL, NULL),
	('odd_some', 'behaviour', 'record', 'count', NULL, ARRAY(SELECT 'odd_' || n FROM generate_series(1, 400, 3) n)), ('odd_one', 'behaviour', 'record', 'exists', NULL, '{odd_399,odd_400}');
SELECT credit.load_model('odd_items', '1', pg_temp.card(pg_temp.points('odd_items') || pg_temp.points('odd_all') || pg_temp.points('odd_some') || pg_temp.points('odd_one'), '', 'odd_items', 'odd_all', 'odd_some', 'odd_one'));
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, detail, status, received_at, batch_id, version)
SELECT 760001 + n % 4, 761000 + n, 'odd_' || 1 + n * 7 % 400, 1, 'many' || n, date '2020-01-01' + n, '{}', 'valid', now(), 100, 1 FROM generate_series(1, 1500) n;
CREATE TEMP TABLE counted AS
SELECT s.subject_id, ARRAY[count(DISTINCT r.item), count(r.item), count(*) FILTER (WHERE substr(r.item, 5)::int % 3 = 1), (bool_or(r.item IN ('odd_399', 'odd_400')) IS TRUE)::int]::float8[] AS points
FROM credit.subject s LEFT JOIN credit.record_store r ON r.subject_id = s.subject_id AND r.item LIKE 'odd%' WHERE s.subject_id BETWEEN 760001 AND 760006 GROUP BY 1;
UPDATE counted c SET points[1] = points[1] + p.items, points[2] = points[2] + p.n
FROM (SELECT subject_id, count(*) AS n, count(DISTINCT item) AS items FROM credit.record_store WHERE item NOT LIKE 'odd%' GROUP BY 1) p WHERE p.subject_id = c.subject_id;
SELECT count(DISTINCT item) AS items FROM credit.record_store WHERE item LIKE 'odd%';
SELECT credit.evaluate('odd_items', '2026-06-01', ARRAY(SELECT generate_series(760001, 760006))) AS by_index, credit.evaluate('odd_items', '2026-06-02') >= 6 AS in_a_pass;
SELECT as_of - date '2026-05-31' AS evaluated, count(*) AS subjects, count(*) FILTER (WHERE e.points = c.points) AS alike FROM counted c JOIN credit.evaluation e USING (subject_id) WHERE e.model = 'odd_items' GROUP BY 1 ORDER BY 1;
-- the values of the aggregate stand in the order of the indicators' names
SELECT count(*) AS subjects, count(*) FILTER (WHERE v = ARRAY[points[2], points[1], points[4], points[3]]) AS alike
FROM (SELECT subject_id, credit.indicator_values('odd_items@1', '2026-06-01', item, decided_on, severity, amount, status, late_days, dept_id, publish_until) AS v FROM credit.record_store GROUP BY 1) a JOIN counted USING (subject_id);

-- not a number: invalid, as a column of credit.score() is; each treatment of it
SELECT credit.load_model('odd_' || m, '1', pg_temp.card('<Characteristic name="c"><Attribute partialScore="-1"><SimplePredicate field="odd_outside" operator="isMissing"/></Attribute><Attribute partialScore="1"><SimplePredicate field="odd_outside" operator="greaterThan" value="2"/></Attribute><Attribute partialScore="2"><True/></Attribute></Characteristic>', mining, 'odd_outside'))
FROM (VALUES ('refuse', ''), ('missing', 'invalidValueTreatment="asMissing"'), ('value', 'invalidValueTreatment="asValue" invalidValueReplacement="5"')) v (m, mining);
INSERT INTO credit.grade_band SELECT 'odd_' || m, '1', 'A', '-Infinity' FROM unnest('{refuse,missing,value}'::text[]) m;
INSERT INTO credit.grade_cap (model, version, cap, indicator, operator, threshold, grade) SELECT 'odd_' || m, '1', 'not zero', 'odd_outside', '<>', 0, 'C' FROM unnest('{refuse,missing,value}'::text[]) m;
SELECT credit.evaluate('odd_' || m, NULL, ARRAY(SELECT generate_series(760001, 760006))) FROM unnest('{refuse,missing,value}'::text[]) m;
SELECT model, array_agg(concat_ws(' ', coalesce(score::text, '-'), grade, caps) ORDER BY subject_id) AS results FROM credit.evaluation WHERE model IN ('odd_refuse', 'odd_missing', 'odd_value') GROUP BY 1 ORDER BY 1;
SELECT model, array_agg(coalesce((credit.score(model, r)).score::text, '-') ORDER BY s.subject_id) AS scored
FROM unnest('{odd_missing,odd_refuse,odd_value}'::text[]) model, credit.subject s LEFT JOIN public.regress_odd o USING (subject_id), LATERAL (SELECT o.value AS odd_outside) r
WHERE s.subject_id BETWEEN 760001 AND 760006 GROUP BY 1 ORDER BY 1;

-- no model, no day, no end of time, an amount that is no number: refused, by whoever may ask
UPDATE credit.subject SET uscc = '91220101MA00000000' WHERE subject_id = 760001;
CREATE FUNCTION pg_temp.refused(query text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE query;
	RETURN 'done';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
SELECT q, pg_temp.refused(q) FROM unnest(ARRAY[
	$$SELECT credit.explain('91220101MA00000000', NULL)$$,
	$$SELECT credit.explain('91220101MA00000000', 'odd_value', '-infinity')$$,
	$$SELECT credit.evaluate(NULL)$$,
	$$SELECT credit.evaluate('odd_value', 'infinity')$$,
	$$SELECT credit.evaluate('odd_value', '-infinity', '{760001}')$$,
	$$SELECT credit.evaluate('odd_value', NULL, '{}')$$,
	$$SELECT credit.evaluate('odd_value', NULL, '{NULL,760001,-1}')$$,
	$$SELECT pg_temp.enter(6, 8, 'NaN')$$,
	$$SELECT pg_temp.enter(6, 8, 'Infinity')$$,
	$$SELECT pg_temp.enter(6, 8, '-Infinity')$$,
	$$UPDATE credit.record_store SET amount = 'NaN' WHERE doc_no = 'odd1'$$,
	$$SELECT credit.evaluate('odd_amounts') > 0$$,
	$$INSERT INTO credit.indicator (indicator, dimension, source, measure, "window") VALUES ('odd_window', 'finance', 'record', 'count', '10000 years')$$]) q;
ROLLBACK;
