#!/usr/bin/env bash
# evaluate.sh: credit.evaluate() beside a hand-written scorecard in SQL.
#
# SUBJECTS (2600000) and RECORDS (26000000) set the size, ROUNDS (3) how often
# each side of a pair runs, in turn, A B A B. Both sides may use parallel
# workers, read the same table and leave a table behind: the peer number and
# score of each subject that has records, ours the whole evaluation of every
# subject (score, grade, points, points by dimension, reason codes, caps) with
# its primary key. psql's environment is that of a superuser. Makes the database
# bench_evaluate and drops it (KEEP=1 keeps it, and uses one that is there).
set -eu
cd "$(dirname "$0")/../.."
subjects=${SUBJECTS:-2600000}
records=${RECORDS:-26000000}
rounds=${ROUNDS:-3}
export PGDATABASE=bench_evaluate PGOPTIONS='-c client_min_messages=error'
sql() { psql -X -q -At -v ON_ERROR_STOP=1 "$@"; }
each_partition() {
	sql -c "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
		WHERE i.inhparent = 'credit.record_store'::regclass ORDER BY 1" | while read -r one; do
		sql -c "${1//%/$one}" >/dev/null
	done
}
if [ -z "${KEEP:-}" ] || ! psql -X -q -c '' 2>/dev/null; then
	PGDATABASE=postgres sql -c 'DROP DATABASE IF EXISTS bench_evaluate' -c 'CREATE DATABASE bench_evaluate'
	sql -c 'CREATE EXTENSION credit'
	echo "making $records records of $subjects subjects" >&2
	sql -v subjects="$subjects" -v records="$records" -f test/bench/evaluate_data.sql >/dev/null
	echo "making indexes" >&2
	each_partition "SELECT credit.index_partition('%')"
	sql -f test/bench/evaluate_card.sql >/dev/null
	sql -c 'VACUUM ANALYZE' -c CHECKPOINT
fi

