#!/usr/bin/env bash
# search.sh: credit.search_subject() beside pg_trgm on the same fictional names,
# 2 600 000 of them unless NAMES says otherwise.
#
# 95th percentiles and medians of the time in the server, in milliseconds, ours
# and pg_trgm's taken in turns (A B A B) in one session on warm indexes, of
# each of QUERIES (80) queries a kind the least of two rounds.
. "$(dirname "$0")/lib.sh"
names=$(size NAMES 2600000 5000)
if fresh_database; then
	sql -c 'CREATE EXTENSION pg_trgm' -c 'CREATE EXTENSION pg_prewarm'
	say "making $names names"
	sql -v n="$names" -f test/bench/names.sql >/dev/null
	sql -c 'CREATE INDEX trgm ON credit.subject USING gin (name_key public.gin_trgm_ops)' \
		-c 'VACUUM ANALYZE credit.subject'
fi
say "searching"
sql -v names="$names" -v queries="${QUERIES:-80}" -f test/bench/search.sql | rows
