#!/usr/bin/env bash
# search.sh: credit.search_subject() beside pg_trgm on the same fictional names,
# 2 600 000 of them unless NAMES says otherwise.
#
# 95th percentiles and medians of the time in the server, in milliseconds, ours
# and pg_trgm's taken in turns (A B A B) in one session on warm indexes, of
# each of QUERIES (80) queries a kind the least of two rounds. Psql's
# environment is that of a superuser; makes the database bench_search and drops
# it (KEEP=1 keeps it and uses one that is there).
set -eu
cd "$(dirname "$0")/../.."
names=${NAMES:-2600000}
export PGDATABASE=bench_search
sql() { psql -X -q -At -v ON_ERROR_STOP=1 "$@"; }
if [ -z "${KEEP:-}" ] || ! psql -X -q -c '' 2>/dev/null; then
	psql -X -q -d postgres -c 'DROP DATABASE IF EXISTS bench_search' -c 'CREATE DATABASE bench_search' 2>/dev/null
	sql -c 'CREATE EXTENSION credit' -c 'CREATE EXTENSION pg_trgm' -c 'CREATE EXTENSION pg_prewarm'
	echo "making $names names" >&2
	sql -v n="$names" -f test/bench/names.sql >/dev/null
	sql -c 'CREATE INDEX trgm ON credit.subject USING gin (name_key public.gin_trgm_ops)' \
		-c 'VACUUM ANALYZE credit.subject'
fi
echo "searching" >&2
echo '| bench | ours | peer | ratio | rows |'
echo '|---|---|---|---|---|'
sql -v names="$names" -v queries="${QUERIES:-80}" -f test/bench/search.sql
[ -n "${KEEP:-}" ] || psql -X -q -d postgres -c 'DROP DATABASE bench_search'
