#!/usr/bin/env bash
# score.sh: credit.score() over a prepared view beside the same card as CASE
# expressions: 30 characteristics of five attributes and one for what is missing.
#
# ROWS (2600000) sets the size, ROUNDS (5) how often each side runs, in turn.
# One process each, no just-in-time compilation (bench.sh), sums of all scores.
# A session reads the model's document once; that is done before.
# Makes the database bench_score and drops it (KEEP=1 keeps it).
set -eu
cd "$(dirname "$0")/../.."
rows=${ROWS:-2600000}
rounds=${ROUNDS:-5}
export PGDATABASE=bench_score PGOPTIONS='-c client_min_messages=error -c max_parallel_workers_per_gather=0'
sql() { psql -X -q -At -v ON_ERROR_STOP=1 "$@"; }
if [ -z "${KEEP:-}" ] || ! psql -X -q -c '' 2>/dev/null; then
	PGDATABASE=postgres sql -c 'DROP DATABASE IF EXISTS bench_score' -c 'CREATE DATABASE bench_score'
	echo "making $rows rows" >&2
	sql -v rows="$rows" <<'SQL'
CREATE EXTENSION credit;
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
timed() { sql -c "$warm" -c '\timing on' -c "$1" | sed -n 's/^Time: \([0-9.]*\) ms.*/\1/p' | tail -1; }
# milliseconds of processor time
cpu() {
	sql <<-SQL | tail -1
		CREATE FUNCTION pg_temp.used() RETURNS float8 LANGUAGE plpgsql AS
			\$\$ BEGIN RETURN split_part(pg_read_file('/proc/' || pg_backend_pid() || '/schedstat', 0, 100), ' ', 1)::float8 / 1e6; END \$\$;
		$warm;
		SELECT pg_temp.used() AS before \gset
		$1;
		SELECT pg_temp.used() - :before;
	SQL
}
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
[ "$(sql -c "$peer")" = "$(sql -c "$ours")" ]
echo '| bench | ours | peer | peer : ours | rows |'
echo '|---|---|---|---|---|'
for how in timed cpu; do
	a=() b=()
	for ((i = 0; i < rounds; i++)); do
		a+=("$($how "$ours")")
		b+=("$($how "$peer")")
	done
	awk -v a="$(printf '%s\n' "${a[@]}" | median)" -v b="$(printf '%s\n' "${b[@]}" | median)" -v r="$rows" \
		-v said="$([ $how = timed ] || echo ', processor time')" \
		'BEGIN { printf "| 30 characteristics, sum of all scores%s; peer: CASE expressions | %.2f s | %.2f s | %.2f (≥ 3) | %d |\n", said, a / 1000, b / 1000, b / a, r }'
done
[ -n "${KEEP:-}" ] || PGDATABASE=postgres sql -c 'DROP DATABASE bench_score'
