#!/usr/bin/env bash
# ledger.sh: what the ledger costs a load, and how fast it seals and verifies.
#
# SUBJECTS (2600000) and RECORDS (1000000) set the size, ROUNDS (5) how often
# each load is made, with the ledger's triggers and without them in turn; medians
# are shown. Leaves are written later, by credit.maintain(): that time is shown by
# itself and together with the load. Sealing and verifying are timed on one core
# (no parallel workers), then with two. The peer is SHA-256 over the same bytes:
# the server's sha256(), pgcrypto's digest() and, outside, openssl speed. Times
# of one core are CPU times of the backend. The rates, those with two workers
# too, come after the rows. About 15 minutes and 8 GB at full size.
. "$(dirname "$0")/lib.sh"
subjects=$(size SUBJECTS 2600000 5000)
rows=$(size RECORDS 1000000 2000)
KEEP='' fresh_database bench_entry
say "$subjects subjects, $rows rows to enter"
sql -v subjects="$subjects" -v rows="$rows" -v file="$work/in" -f test/bench/entry_data.sql
sql -c 'CREATE EXTENSION pgcrypto' || say 'no pgcrypto: its line is left out'

enter() {
	clocked "CHECKPOINT; SET credit.fixed_today = '2026-06-01'; SET ROLE bench_entry" \
		"COPY credit.record (item, subject_code, subject_name, doc_no, decided_on, valid_until, amount, detail) FROM '$work/in'"
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
# timed COMMAND [WORKERS]: its "elapsed cpu"
timed() { clocked "SET work_mem = '512MB'; SET max_parallel_workers_per_gather = ${2:-0}" "$1"; }
without() { empty; ledger DISABLE; enter; }
with() { empty; ledger ENABLE; enter; }
leaves() { sql -c 'ANALYZE credit.record_store' -c CHECKPOINT; timed 'SELECT credit.keep_batch_history()'; }
in_turn "${ROUNDS:-5}" without with leaves
# microseconds a row: SIDE elapsed 1, processor 2
each() { calc "$(middle "$1" "$2") * 1000 / $rows"; }
for kind in 1 2; do
	[ $kind = 1 ] && how='' || how=', processor time'
	row "bulk entry by COPY with the ledger$how" us "$(each 2 $kind)" 'without it' "$(each 1 $kind)" '<= 1.25' "$rows"
	row "the leaves, written later by credit.maintain()$how" us "$(each 3 $kind)" 'the load without them' "$(each 1 $kind)" '' "$rows"
	row "load and leaves together$how" us "$(calc "$(each 2 $kind) + $(each 3 $kind)")" 'the load without them' "$(each 1 $kind)" '' "$rows"
done

sql -c 'VACUUM ANALYZE credit.record_store' -c 'VACUUM ANALYZE credit.history'
say 'sealing and verifying'
printf '%s\n' '| rows a second | CPU of one core | elapsed | with 2 workers, elapsed | bytes a row |' '|---|---|---|---|---|' >"$work/detail"
bytes=$(sql -c "SELECT round(avg(octet_length(credit.canonical_row('record', r)))) FROM credit.record_store r")
# rate NAME COMMAND BYTES [COMMAND FOR A RUN WITH WORKERS]: a line of the rates;
# $cost has the processor's microseconds a row
rate() {
	local one two=''
	one=$(timed "$2")
	[ -z "${4:-}" ] || two=$(timed "$4" 2)
	cost=$(calc "${one#* } * 1000 / $rows")
	awk -v n="$1" -v o="$one" -v t="$two" -v r="$rows" -v b="$3" 'BEGIN { split(o, x, " "); split(t, y, " ")
		printf "| %s | %.2f M | %.2f M | %s | %s |\n", n, r / x[2] / 1e3, r / x[1] / 1e3, (t == "" ? "" : sprintf("%.2f M", r / y[1] / 1e3)), b }' >>"$work/detail"
}
rate 'seal a block: tree over the leaves' 'SELECT credit.merkle_root(digest) FROM credit.history' 32
seal=$cost
sql -c 'SELECT credit.seal_ledger()' >/dev/null
rate 'verify a block: leaves against its seal' 'SELECT * FROM credit.verify_seals(NULL, NULL)' 32
verify=$cost
sql -c 'CREATE UNLOGGED TABLE canonical AS SELECT convert_to(credit.canonical_row($$record$$, r), $$UTF8$$) AS b FROM credit.record_store r' \
	-c 'ALTER TABLE canonical ALTER b SET STORAGE PLAIN' -c 'VACUUM ANALYZE canonical'
rate 'read the rows' 'SELECT count(r.detail), count(r) FROM credit.record_store r' '' 'SELECT count(r.detail) FROM credit.record_store r'
rate 'canonical text of the rows' "SELECT max(octet_length(credit.canonical_row('record', r))) FROM credit.record_store r" "$bytes" "SELECT max(octet_length(credit.canonical_row('record', r))) FROM credit.record_store r"
rate 'leaves of the rows, many at once' "SELECT count(*) FROM credit.row_digests('record', 'SELECT r.subject_id, r.record_id, r.version, r.received_at, r.* FROM credit.record_store r')" "$bytes"
many=$cost
rate 'leaves of the rows, one by one' "SELECT max(octet_length(credit.row_digest('record', r))) FROM credit.record_store r" "$bytes" "SELECT max(octet_length(credit.row_digest('record', r))) FROM credit.record_store r"
one=$cost
rate 'peer: sha256() over the same bytes' 'SELECT max(octet_length(sha256(b))) FROM canonical' "$bytes" 'SELECT max(octet_length(sha256(b))) FROM canonical'
sha=$cost crypto=''
if [ -n "$(sql -c "SELECT 1 FROM pg_extension WHERE extname = 'pgcrypto'")" ]; then
	rate 'peer: digest() of pgcrypto over the same bytes' "SELECT max(octet_length(digest(b, 'sha256'))) FROM canonical" "$bytes"
	crypto=$cost
fi
rate 'verify everything' 'SELECT * FROM credit.verify_ledger()' "$bytes" 'SELECT * FROM credit.verify_ledger()'
openssl=$(openssl speed -seconds 1 -bytes "$bytes" -evp sha256 2>/dev/null | awk '/^(sha256|SHA256)/ { sub("k", "", $NF); print $NF }')
printf '\nopenssl, %s bytes at a time, one core: %.2f M a second (%.0f MB/s)\n' "$bytes" "$(calc "$openssl / 1000 / $bytes")" "$(calc "$openssl / 1000")" >>"$work/detail"
sha_said="sha256() alone, over the rows' $bytes bytes"
row 'seal a block: tree over its leaves, processor time a row (1 M a second is 1 us)' us "$seal" "$sha_said" "$sha" '<= 1 us' "$rows"
row 'verify a block: leaves against its seal, processor time a row (1 M a second is 1 us)' us "$verify" "$sha_said" "$sha" '<= 1 us' "$rows"
row 'verify everything: rows against leaves, leaves against seals, processor time a row' us "$cost" "$sha_said" "$sha" '' "$rows"
row 'leaves of the rows, many at once, processor time' us "$many" "$sha_said" "$sha" '' "$rows"
row 'leaves of the rows, many at once, processor time' us "$many" 'digest() of pgcrypto over the same bytes' "$crypto" '' "$rows"
row 'leaves of the rows, many at once, processor time' us "$many" 'openssl alone, outside the server' "$(calc "$bytes / $openssl * 1000")" '' "$rows"
row 'leaves of the rows, one by one, processor time' us "$one" "$sha_said" "$sha" '' "$rows"
