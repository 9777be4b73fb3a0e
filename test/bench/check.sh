#!/usr/bin/env bash
# check.sh: credit.check_subject() beside the bare index look-ups it needs, and
# credit.check_subjects() beside one by one. SUBJECTS (2 600 000), RECORDS
# (10 000 000) and ENTRIES (100 000) fictional ones unless said otherwise; CODES
# (100 000) are screened at once, CALLS (3 000) checked one by one.
#
# Microseconds of the server's processor time a call, both sides in turns (A B A
# B); the median of ROUNDS (5). check_subject() and its bare look-ups ask the same
# codes again, warm; beside check_subjects() it asks others of the codes each
# round, within the server, where a client would wait for the way as well. Bare
# look-ups are plain prepared queries by index: the
# code, the subject, its evaluations, entries, bans and commitments, and one row
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
[ -n "${KEEP:-}" ] || psql -X -q -d postgres -c 'DROP DATABASE bench_check'
