#!/usr/bin/env bash
# check.sh: credit.check_subject() beside the bare index look-ups it needs, and
# credit.check_subjects() beside one by one. SUBJECTS (2 600 000), RECORDS
# (10 000 000) and ENTRIES (100 000) fictional ones unless said otherwise; CODES
# (100 000) are screened at once, CALLS (3 000) checked one by one.
#
# Microseconds of the server's processor time a call, both sides in turns (A B A
# B); the median of ROUNDS (5). check_subject() and its bare look-ups ask the same
# codes again, warm; beside check_subjects() it asks others of the codes each
# round, within the server; a line by the clock has a client ask for each, in a
# transaction of its own, as a department's system would. Bare look-ups are plain
# prepared queries by index: the code, the subject, its evaluations, entries, bans and commitments, and one row
# into a log of the same form. Psql's environment is that of a superuser; makes
# the database bench_check and drops it (KEEP=1 keeps it and uses one that is
# there).
set -eu
cd "$(dirname "$0")/../.."
[ -n "${PGHOST:-}" ] || eval "$(test/server.sh env)"
export PGDATABASE=bench_check
sql() { psql -X -q -At -v ON_ERROR_STOP=1 "$@"; }
if [ -z "${KEEP:-}" ] || ! psql -X -q -c '' 2>/dev/null; then
	psql -X -q -d postgres -c 'SET client_min_messages = warning' -c 'DROP DATABASE IF EXISTS bench_check' -c 'CREATE DATABASE bench_check'
	sql -c 'CREATE EXTENSION credit'
	echo "making ${SUBJECTS:-2600000} subjects, ${RECORDS:-10000000} records" >&2
	sql -v subjects="${SUBJECTS:-2600000}" -v records="${RECORDS:-10000000}" -v entries="${ENTRIES:-100000}" -f test/bench/check_data.sql >/dev/null
fi
echo "checking" >&2
echo '| bench | ours | peer | ratio | rows |'
echo '|---|---|---|---|---|'
sql -v codes="${CODES:-100000}" -v calls="${CALLS:-3000}" -v rounds="${ROUNDS:-5}" -f test/bench/check.sql
# by the clock, A B A B: a client that asks for one after the other, and one call for all
codes=${CODES:-100000} calls=${CALLS:-3000} rounds=${ROUNDS:-5}
microseconds() { awk -F'|' '/^clock/ { if (first == "") first = $2; else printf "%.2f\n", ($2 - first) / n }' n="$1"; }
clock="SELECT 'clock', round(extract(epoch FROM clock_timestamp()) * 1e6)"
settings="SET credit.fixed_today = '2026-06-01'; SET max_parallel_workers_per_gather = 0"
sql -c 'SET client_min_messages = warning' -c 'DROP TABLE IF EXISTS asked' -c "CREATE TABLE asked AS SELECT row_number() OVER () AS nr, code FROM (SELECT uscc::text AS code FROM credit.subject
	WHERE subject_id % (SELECT greatest(1, count(*) / (2 * $codes)) FROM credit.subject) = 0 ORDER BY hashint8(subject_id) LIMIT $codes) s"
for ((i = 1; i <= rounds; i++)); do
	{
		echo "$settings; PREPARE one(text) AS SELECT (c).verdict FROM credit.check_subject(\$1, 'approval', 'bench') c;"
		echo "$clock;"
		sql -c "SELECT format('EXECUTE one(%L);', code) FROM asked WHERE nr > $codes - $i * $calls ORDER BY nr LIMIT $calls"
		echo "$clock;"
	} | sql | microseconds "$calls" >>build/bench_check_each
	sql -c "$settings" -c "$clock" -c "SELECT count(*) FROM credit.check_subjects(ARRAY(SELECT code FROM asked ORDER BY nr), 'approval', 'bench')" \
		-c "$clock" | microseconds "$codes" >>build/bench_check_many
done
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; rm "$1"; }
awk -v a="$(median build/bench_check_many)" -v b="$(median build/bench_check_each)" -v n="$codes" 'BEGIN {
	printf "| check_subjects by the clock, us a code, beside a client one by one (at least 20) | %.2f | %.1f | %.1f | %d |\n", a, b, b / a, n }'
[ -n "${KEEP:-}" ] || psql -X -q -d postgres -c 'DROP DATABASE IF EXISTS bench_check'
