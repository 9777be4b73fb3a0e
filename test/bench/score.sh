#!/usr/bin/env bash
# score.sh: credit.score() over a prepared view beside the same card as CASE
# expressions: 30 characteristics of five attributes and one for what is missing.
#
# ROWS (2600000) sets the size, ROUNDS (5) how often each side runs, in turn.
# One process each, no just-in-time compilation (bench.sh), sums of all scores.
# A session reads the model's document once; that is done before.
. "$(dirname "$0")/lib.sh"
rows=$(size ROWS 2600000 5000)
PGOPTIONS="$PGOPTIONS -c max_parallel_workers_per_gather=0"
if fresh_database; then
	say "making $rows rows"
	sql -v rows="$rows" <<'SQL'
-- twenty numbers and ten whole numbers; one value in thirty is missing
SELECT format('CREATE TABLE applicant AS SELECT g AS id, %s FROM generate_series(1::int8, %s) g',
	string_agg(format('CASE WHEN (g + %s) %% 30 <> 0 THEN ((g * %s) %% 1000)%s END AS f%s', i, 7919 + i * 2, CASE WHEN i % 3 = 0 THEN '::int4' ELSE '::float8 / 10' END, i), ', '), :rows)
FROM generate_series(1, 30) i \gexec
CREATE VIEW prepared AS SELECT * FROM applicant;
CREATE TABLE cut AS SELECT i, n, CASE WHEN i % 3 = 0 THEN n * 200 ELSE n * 20 END::float8 AS upper, (i * 7 + n * 13) % 31 - 5 + 0.25 AS points
FROM generate_series(1, 30) i, generate_series(0, 5) n;
SELECT credit.load_model('bench', '1', ('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>' ||
	(SELECT string_agg(format('<DataField name="f%s" optype="continuous" dataType="%s"/>', i, CASE WHEN i % 3 = 0 THEN 'integer' ELSE 'double' END), '' ORDER BY i) FROM generate_series(1, 30) i) ||
	'</DataDictionary><Scorecard functionName="regression" initialScore="300" useReasonCodes="false"><MiningSchema>' ||
	(SELECT string_agg(format('<MiningField name="f%s"/>', i), '' ORDER BY i) FROM generate_series(1, 30) i) || '</MiningSchema><Characteristics>' ||
	(SELECT string_agg(c, '' ORDER BY i) FROM (SELECT i, format('<Characteristic name="f%s">%s</Characteristic>', i,
		string_agg(format('<Attribute partialScore="%s">%s</Attribute>', points, CASE n WHEN 0 THEN format('<SimplePredicate field="f%s" operator="isMissing"/>', i)
			WHEN 5 THEN '<True/>' ELSE format('<SimplePredicate field="f%s" operator="lessThan" value="%s"/>', i, upper) END), '' ORDER BY n)) AS c FROM cut GROUP BY i) s) ||
	'</Characteristics></Scorecard></PMML>')::xml) \g /dev/null
VACUUM ANALYZE applicant;
SQL
fi
peer=$(sql -c "SELECT 'SELECT sum(300::float8 + ' || string_agg(c, ' + ' ORDER BY i) || ') FROM prepared' FROM (SELECT i, 'CASE ' ||
	string_agg(CASE n WHEN 0 THEN format('WHEN f%s IS NULL THEN %s::float8', i, points) WHEN 5 THEN format('ELSE %s::float8', points)
		ELSE format('WHEN f%s < %s THEN %s::float8', i, upper, points) END, ' ' ORDER BY n) || ' END' AS c FROM cut GROUP BY i) s")
ours="SELECT sum((credit.score('bench', p)).score) FROM prepared p"
warm="SELECT (credit.score('bench', p)).score FROM prepared p LIMIT 1"
[ "$(sql -c "$peer")" = "$(sql -c "$ours")" ]
ours() { clocked "$warm" "$ours"; }
peer() { clocked "$warm" "$peer"; }
in_turn "${ROUNDS:-5}" ours peer
for how in 1 2; do
	row "credit.score over a view, 30 characteristics, sum of all scores$([ $how = 1 ] || echo ', processor time')" s "$(calc "$(middle 1 $how) / 1000")" \
		'CASE expressions' "$(calc "$(middle 2 $how) / 1000")" '>= 3' "$rows"
done
