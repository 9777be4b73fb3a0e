-- search.sql: called by search.sh in the database it made.
\set ON_ERROR_STOP 1
SET client_min_messages = warning;
SET work_mem = '64MB';
SELECT sum(pg_prewarm(r)) AS warmed FROM unnest(ARRAY['credit.subject', 'credit.subject_name_grams',
	'credit.subject_by_name_key', 'credit.subject_uscc_key', 'credit.trgm']) AS r \gset

-- :queries queries a kind, made of names that are there
CREATE TEMP TABLE query AS
WITH picked AS (
	SELECT row_number() OVER (ORDER BY hashint8extended(subject_id, 77)) AS n, name, name_key, subject_id
	FROM credit.subject
	WHERE subject_id IN (SELECT 1 + hashint8extended(i, 5) % :names + CASE WHEN hashint8extended(i, 5) % :names < 0 THEN :names ELSE 0 END
						 FROM generate_series(1, :queries + 30) AS i)
	LIMIT :queries
)
SELECT 'exact' AS kind, n, name AS q, name_key AS target FROM picked
UNION ALL SELECT 'prefix', n, left(name_key, 4 + (n % 3)::int), name_key FROM picked
UNION ALL SELECT 'substring of 2', n, substr(name_key, 3 + (n % 4)::int, 2), name_key FROM picked
UNION ALL SELECT 'substring of 4', n, substr(name_key, 3 + (n % 3)::int, 4), name_key FROM picked
-- one character wrong, left out, or two exchanged, anywhere but at the ends
UNION ALL SELECT 'fuzzy', n, CASE n % 3
		WHEN 0 THEN overlay(name_key PLACING '某' FROM 2 + (n % 5)::int FOR 1)
		WHEN 1 THEN overlay(name_key PLACING '' FROM 2 + (n % 6)::int FOR 1)
		ELSE left(name_key, 3) || substr(name_key, 5, 1) || substr(name_key, 4, 1) || substr(name_key, 6) END,
	name_key FROM picked;
DELETE FROM query WHERE length(q) < 2;

CREATE TEMP TABLE taken (kind text, n bigint, who text, ms float8, found bool, ids bigint[]);

CREATE FUNCTION pg_temp.run_all(rounds int, with_peer boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	q record;
	began timestamptz;
	ids bigint[];
	keys text[];
	low real;
BEGIN
	FOR round IN 1 .. rounds LOOP
		FOR q IN SELECT * FROM query ORDER BY hashtext(query.q), kind LOOP
			began := clock_timestamp();
			SELECT array_agg(subject_id), array_agg(name) INTO ids, keys FROM credit.search_subject(q.q, 10);
			INSERT INTO taken VALUES (q.kind, q.n, 'ours',
				extract(epoch FROM clock_timestamp() - began) * 1000,
				q.target = ANY (SELECT credit.normalize_name(k) FROM unnest(keys) AS k), ids);

			CONTINUE WHEN NOT with_peer;
			began := clock_timestamp();
			CASE q.kind
			WHEN 'exact' THEN
				EXECUTE 'SELECT array_agg(subject_id), array_agg(name_key) FROM (SELECT subject_id, name_key FROM credit.subject
					WHERE name_key = $1 LIMIT 10) t' INTO ids, keys USING q.target;
			WHEN 'prefix' THEN
				EXECUTE format('SELECT array_agg(subject_id), array_agg(name_key) FROM (SELECT subject_id, name_key FROM credit.subject
					WHERE name_key LIKE %L LIMIT 10) t', q.q || '%') INTO ids, keys;
			WHEN 'fuzzy' THEN
				SET LOCAL pg_trgm.similarity_threshold = 0.4;
				EXECUTE format('SELECT array_agg(subject_id), array_agg(name_key) FROM (SELECT subject_id, name_key FROM credit.subject
					WHERE name_key OPERATOR(public.%%) %L ORDER BY public.similarity(name_key, %L) DESC LIMIT 10) t', q.q, q.q)
					INTO ids, keys;
			ELSE
				EXECUTE format('SELECT array_agg(subject_id), array_agg(name_key) FROM (SELECT subject_id, name_key FROM credit.subject
					WHERE name_key LIKE %L LIMIT 10) t', '%' || q.q || '%') INTO ids, keys;
			END CASE;
			INSERT INTO taken VALUES (q.kind, q.n, 'pg_trgm',
				extract(epoch FROM clock_timestamp() - began) * 1000, q.target = ANY (keys), ids);
		END LOOP;
	END LOOP;
END
$$;
SELECT pg_temp.run_all(1, false) \gset
TRUNCATE taken;
SELECT pg_temp.run_all(2, true) \gset
-- each query's least of two rounds: what other work on the machine adds is
-- not the search's
CREATE TEMP TABLE least AS
	SELECT kind, n, who, min(ms) AS ms, bool_and(found IS TRUE) AS found FROM taken GROUP BY kind, n, who;

WITH figures AS (
	SELECT kind, said, ordinal, percentile_cont(share) WITHIN GROUP (ORDER BY ms) FILTER (WHERE who = 'ours') AS ours,
		percentile_cont(share) WITHIN GROUP (ORDER BY ms) FILTER (WHERE who = 'pg_trgm') AS peer
	FROM least, (VALUES (1, '95th percentile', 0.95), (2, 'median', 0.5)) AS v (ordinal, said, share)
	GROUP BY kind, said, ordinal, share)
SELECT format('%s, %s', kind, said), 'ms', ours, 'pg_trgm', peer,
	CASE WHEN ordinal > 1 THEN '' WHEN kind IN ('exact', 'prefix') THEN '<= 1 ms' ELSE '<= 20 ms' END, :names
FROM figures ORDER BY ordinal, kind COLLATE "C";
-- the name meant is not among the ten
SELECT format('%s, name meant not among ten', kind), '%', ours, 'pg_trgm', peer, '', :names
FROM (
	SELECT kind, 100 * avg((NOT found)::int) FILTER (WHERE who = 'ours') AS ours,
		100 * avg((NOT found)::int) FILTER (WHERE who = 'pg_trgm') AS peer
	FROM least WHERE kind IN ('exact', 'fuzzy') GROUP BY kind) AS t ORDER BY kind COLLATE "C";
-- nothing that contains the query is missing while rows are wanting
SELECT format('%s, fewer rows than pg_trgm and than ten', t.kind), '%',
	100 * avg((coalesce(cardinality(t.ids), 0) < least(10, coalesce(cardinality(p.ids), 0)))::int), '', NULL, '<= 0 %', :names
FROM taken t JOIN taken p USING (kind, n)
WHERE t.who = 'ours' AND p.who = 'pg_trgm' AND t.kind LIKE 'sub%' GROUP BY t.kind ORDER BY t.kind COLLATE "C";
SELECT 'index of pairs', 'MB', pg_relation_size('credit.subject_name_grams') / 1048576.0, 'of trigrams', pg_relation_size('credit.trgm') / 1048576.0, '', :names;
SELECT 'index of keys for whole names and beginnings', 'MB', pg_relation_size('credit.subject_by_name_key') / 1048576.0, '', NULL, '', :names;
