#!/usr/bin/env bash
# ledger.sh: what the ledger costs a load, and how fast it seals and verifies.
#
# SUBJECTS (2600000) and RECORDS (1000000) set the size, ROUNDS (5) how often
# each load is made, with the ledger's triggers and without them in turn; medians
# are shown. LIMIT (1.25) is what a load may take of one without a ledger. Leaves
# are written later, by credit.maintain(): that time is shown by itself and
# together with the load. Sealing and verifying
# are timed on one core (no parallel workers), then with two. The peer is SHA-256
# over the same bytes: the server's sha256(), pgcrypto's digest() and, outside,
# openssl speed. Times of one core are CPU times of the backend. About 15 minutes
# and 8 GB at full size (SUBJECTS and ROUNDS make it shorter; KEEP=1 leaves the
# database there).
set -eu
cd "$(dirname "$0")/../.."
subjects=${SUBJECTS:-2600000}
rows=${RECORDS:-1000000}
rounds=${ROUNDS:-5}
limit=${LIMIT:-1.25}
export PGDATABASE=credit_bench_ledger
export PGOPTIONS='-c client_min_messages=warning'
sql() { psql -XqAt -v ON_ERROR_STOP=1 "$@"; }
say() { echo "$(date +%T) $*" >&2; }
leave() {
	[ -n "${KEEP:-}" ] || psql -Xq -d postgres -c "DROP DATABASE IF EXISTS $PGDATABASE" -c 'DROP ROLE IF EXISTS bench_entry'
	[ -z "${data:-}" ] || sql -d postgres -c "COPY (SELECT 1) TO PROGRAM 'rm -f \"$data\"/bench_ledger_in'" || true
}
psql -Xq -d postgres -c "DROP DATABASE IF EXISTS $PGDATABASE" -c 'DROP ROLE IF EXISTS bench_entry'
trap leave EXIT
psql -Xq -d postgres -c "CREATE DATABASE $PGDATABASE"
data=$(sql -d postgres -c 'SHOW data_directory')
say "$subjects subjects, $rows rows to enter"
sql -v subjects="$subjects" -v rows="$rows" -v file="$data/bench_ledger_in" -f test/bench/entry_data.sql
# CPU seconds of the backend from its first line to its last, for one command
sql -c 'CREATE EXTENSION IF NOT EXISTS pgcrypto' 2>/dev/null || say 'no pgcrypto: its line is left out'
sql <<'SQL'
CREATE FUNCTION cpu_seconds() RETURNS float8 LANGUAGE sql VOLATILE AS $$
	SELECT ((string_to_array(regexp_replace(pg_read_file('/proc/' || pg_backend_pid() || '/stat', 0, 2000), '^.*\) ', ''), ' '))[12]::float8
		+ (string_to_array(regexp_replace(pg_read_file('/proc/' || pg_backend_pid() || '/stat', 0, 2000), '^.*\) ', ''), ' '))[13]::float8) / 100 $$;
SQL
median() { sort -n | awk '{v[NR] = $1} END {print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2}'; }
# timed COMMAND [WORKERS]: its "cpu elapsed" seconds
timed() {
	printf '%s\n' "SET work_mem = '512MB'; SET max_parallel_workers_per_gather = ${2:-0};" \
		'SELECT cpu_seconds() AS c, clock_timestamp() AS t \gset' '\o /dev/null' "$1" '\o' \
		"SELECT cpu_seconds() - :c, extract(epoch FROM clock_timestamp() - :'t');" | sql -F ' ' -f -
}
enter() {
	printf '%s\n' "CHECKPOINT; SET credit.fixed_today = '2026-06-01'; SELECT cpu_seconds() AS c, clock_timestamp() AS t \\gset" 'SET ROLE bench_entry;' \
		"COPY credit.record (item, subject_code, subject_name, doc_no, decided_on, valid_until, amount, detail) FROM '$data/bench_ledger_in';" \
		'RESET ROLE;' "SELECT cpu_seconds() - :c, extract(epoch FROM clock_timestamp() - :'t');" | sql -F ' ' -f -
}
empty() {
	sql -c 'SET credit.restoring = on' -c 'TRUNCATE credit.record_store, credit.batch, credit.record_version, credit.batch_due, credit.record_tally CASCADE' \
		-c 'ALTER TABLE credit.history DISABLE TRIGGER refuse_change' -c 'ALTER TABLE credit.seal DISABLE TRIGGER refuse_change' \
		-c 'TRUNCATE credit.history, credit.seal' -c 'ALTER TABLE credit.history ENABLE ALWAYS TRIGGER refuse_change' \
		-c 'ALTER TABLE credit.seal ENABLE ALWAYS TRIGGER refuse_change'
}
ledger() {
	sql -c "ALTER TABLE credit.record_store $1 TRIGGER zz_history_insert, $1 TRIGGER zz_history_update" >/dev/null
}
first() { awk '{ print $1 }' <<<"$1"; }
with=() without=() leaves=() elapsed_with=() elapsed_without=() elapsed_leaves=()
for ((i = 1; i <= rounds; i++)); do
	empty
	ledger DISABLE
	r=$(enter); without+=("$(first "$r")"); elapsed_without+=("${r#* }")
	empty
	ledger ENABLE
	r=$(enter); with+=("$(first "$r")"); elapsed_with+=("${r#* }")
	sql -c 'ANALYZE credit.record_store' -c CHECKPOINT
	r=$(timed 'SELECT credit.keep_batch_history();'); leaves+=("$(first "$r")"); elapsed_leaves+=("${r#* }")
	say "round $i of $rounds: without ${without[-1]} with ${with[-1]} leaves ${leaves[-1]} s"
done
m_without=$(printf '%s\n' "${without[@]}" | median) m_with=$(printf '%s\n' "${with[@]}" | median) m_leaves=$(printf '%s\n' "${leaves[@]}" | median)
e_without=$(printf '%s\n' "${elapsed_without[@]}" | median) e_with=$(printf '%s\n' "${elapsed_with[@]}" | median) e_leaves=$(printf '%s\n' "${elapsed_leaves[@]}" | median)
echo '| bulk entry by COPY | CPU a row | elapsed a row | of the load without ledger | rows |'
echo '|---|---|---|---|---|'
line() { awk -v n="$1" -v c="$2" -v e="$3" -v o="$m_without" -v r="$rows" 'BEGIN { printf "| %s | %.1f us | %.1f us | %.2f | %d |\n", n, c / r * 1e6, e / r * 1e6, c / o, r }'; }
add() { awk -v a="$1" -v b="$2" 'BEGIN { print a + b }'; }
line 'without the ledger' "$m_without" "$e_without"
line "with it (bound $limit)" "$m_with" "$e_with"
line 'the leaves, written later' "$m_leaves" "$e_leaves"
line 'both together' "$(add "$m_with" "$m_leaves")" "$(add "$e_with" "$e_leaves")"
echo

sql -c 'VACUUM ANALYZE credit.record_store' -c 'VACUUM ANALYZE credit.history'
say 'sealing and verifying'
echo '| rows a second | CPU of one core | elapsed | with 2 workers, elapsed | bytes a row |'
echo '|---|---|---|---|---|'
bytes=$(sql -c "SELECT round(avg(octet_length(credit.canonical_row('record', r)))) FROM credit.record_store r")
rate() { # name, command, bytes, command for a run with workers
	one=$(timed "$2") two=''
	[ -z "${4:-}" ] || two=$(timed "$4" 2)
	awk -v n="$1" -v o="$one" -v t="$two" -v r="$rows" -v b="$3" 'BEGIN { split(o, x, " "); split(t, y, " ")
		printf "| %s | %.2f M | %.2f M | %s | %s |\n", n, r / x[1] / 1e6, r / x[2] / 1e6, (t == "" ? "" : sprintf("%.2f M", r / y[2] / 1e6)), b }'
}
rate 'seal a block: tree over the leaves' 'SELECT credit.merkle_root(digest) FROM credit.history;' 32
sql -c 'SELECT credit.seal_ledger()' >/dev/null
rate 'verify a block: leaves against its seal' 'SELECT * FROM credit.verify_seals(NULL, NULL);' 32
sql -c 'CREATE UNLOGGED TABLE canonical AS SELECT convert_to(credit.canonical_row($$record$$, r), $$UTF8$$) AS b FROM credit.record_store r' \
	-c 'ALTER TABLE canonical ALTER b SET STORAGE PLAIN' -c 'VACUUM ANALYZE canonical' -c 'CREATE TABLE nothing AS SELECT 1'
rate 'read the rows' 'SELECT count(r.detail), count(r) FROM credit.record_store r;' '' 'SELECT count(r.detail) FROM credit.record_store r;'
rate 'canonical text of the rows' "SELECT max(octet_length(credit.canonical_row('record', r))) FROM credit.record_store r;" "$bytes" "SELECT max(octet_length(credit.canonical_row('record', r))) FROM credit.record_store r;"
rate 'leaves of the rows, many at once' "SELECT count(*) FROM credit.row_digests('record', 'SELECT r.subject_id, r.record_id, r.version, r.received_at, r.* FROM credit.record_store r');" "$bytes"
rate 'leaves of the rows, one by one' "SELECT max(octet_length(credit.row_digest('record', r))) FROM credit.record_store r;" "$bytes" "SELECT max(octet_length(credit.row_digest('record', r))) FROM credit.record_store r;"
rate 'peer: sha256() over the same bytes' 'SELECT max(octet_length(sha256(b))) FROM canonical;' "$bytes" 'SELECT max(octet_length(sha256(b))) FROM canonical;'
if [ -n "$(sql -c "SELECT 1 FROM pg_extension WHERE extname = 'pgcrypto'")" ]; then
	rate 'peer: digest() of pgcrypto over the same bytes' "SELECT max(octet_length(digest(b, 'sha256'))) FROM canonical;" "$bytes"
fi
rate 'verify everything' 'SELECT * FROM credit.verify_ledger();' "$bytes" 'SELECT * FROM credit.verify_ledger();'
echo
echo "openssl, $bytes bytes at a time, one core: $(openssl speed -seconds 1 -bytes "$bytes" -evp sha256 2>/dev/null | awk -v b="$bytes" '/^(sha256|SHA256)/ { v = $NF; sub("k", "", v); printf "%.2f M a second (%.0f MB/s)", v * 1000 / b / 1e6, v / 1000 }')"
awk -v w="$m_with" -v o="$m_without" -v l="$limit" 'BEGIN { exit !(w / o <= l) }' || { echo "the ledger costs a load more than $limit" >&2; exit 1; }
