#!/usr/bin/env bash
# search.sh: credit.search_subject() beside pg_trgm on the same fictional names.
#
#   test/bench/search.sh [names]     2 600 000 unless said otherwise
#
# Needs a server of test/server.sh that runs; makes the database bench_search
# anew. Prints rows of markdown: 95th percentiles of the time in the server, in
# milliseconds, ours and pg_trgm's taken in turns (A B A B) in one session.
set -eu
cd "$(dirname "$0")/../.."
names=${1:-2600000}
eval "$(test/server.sh env)"
export PGDATABASE=bench_search
sql() { psql -X -q -At -v ON_ERROR_STOP=1 "$@"; }
if [ "${KEEP:-}" = "" ]; then
	psql -X -q -d postgres -c 'DROP DATABASE IF EXISTS bench_search' -c 'CREATE DATABASE bench_search'
	sql -c 'CREATE EXTENSION credit' -c 'CREATE EXTENSION pg_trgm' -c 'CREATE EXTENSION pg_prewarm'
	sql -v n="$names" -f test/bench/names.sql >/dev/null
	sql -c "SET maintenance_work_mem = '512MB'" \
		-c 'CREATE INDEX trgm ON credit.subject USING gin (name_key public.gin_trgm_ops)' \
		-c 'VACUUM ANALYZE credit.subject'
fi
sql -f test/bench/search.sql -v names="$names"
