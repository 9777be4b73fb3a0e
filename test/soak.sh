#!/usr/bin/env bash
# soak.sh: departments' inserts, checks, BI queries, maintenance and dumps on one
# server at once, SOAK_SECONDS long (3600). At the end nothing sent may be lost,
# the memory of sessions must be flat, and the slowest hundredth is stated.
#
# SOAK_RATE (5) is the number of transactions of ten rows a second. Output goes
# to build/soak.
set -u
cd "$(dirname "$0")/.." || exit 1
logs=build/soak
. test/lib.sh
seconds=${SOAK_SECONDS:-3600} rate=${SOAK_RATE:-5}
steps=4
rm -rf "$logs"
prepare_logs || exit 1
step "packages" packages.log install_packages || exit 1
step "build" build.log build || exit 1
CREDIT_CONF="fsync = on
synchronous_commit = on
full_page_writes = on
checkpoint_timeout = 5min
log_min_duration_statement = -1" start_server >"$logs/server.log" 2>&1 || { tail "$logs/server.log"; exit 1; }
eval "$(test/server.sh env)"
data=$(dirname "$PGHOST")/data
pids='' result=1
finish() {
	trap - EXIT
	for pid in $pids; do kill "$pid" 2>/dev/null; done
	wait 2>/dev/null
	stop_server >/dev/null 2>&1
	exit $result
}
trap finish EXIT
trap 'exit 1' INT TERM HUP

export PGOPTIONS="-c client_min_messages=warning"
ask() { psql -X -q -At -v ON_ERROR_STOP=1 -d credit -c "$1"; }
echo "[3/4] a city of twenty thousand companies"
psql -X -q -d postgres -c 'CREATE DATABASE credit' && psql -X -q -v ON_ERROR_STOP=1 -d credit -f test/t/lib/city.sql -f test/t/lib/model.sql >"$logs/city.log" 2>&1 &&
	psql -X -q -v ON_ERROR_STOP=1 -d credit >>"$logs/city.log" 2>&1 <<'SQL' || { tail "$logs/city.log"; exit 1; }
INSERT INTO credit.subject (kind, uscc, name, region_code, industry_code)
SELECT 'enterprise', (stem || credit.uscc_check_char(stem))::credit.uscc, '望岚第' || n || '公司', '222424', 'C'
FROM generate_series(21, 20000) n, LATERAL (SELECT '91220101MA' || lpad(n::text, 7, '0')) s (stem);
TRUNCATE city.code;
INSERT INTO city.code SELECT row_number() OVER (ORDER BY subject_id), uscc::text, name FROM credit.subject;
ALTER TABLE city.code ADD PRIMARY KEY (n);
CREATE TABLE city.sent (dept_id int, doc_no text, code text);
CREATE TABLE city.asked (query_id int8);
GRANT ALL ON city.sent, city.asked TO PUBLIC;
-- the row itself, so that the load does not measure how it is made up
CREATE FUNCTION city.row(dept int, number int, fine text) RETURNS TABLE (mc text, shxym text, wsh text, nr text, jg text, jgdm text) LANGUAGE sql AS $$
	SELECT c.name, c.code, '罚' || number || '号', fine, d.name, d.uscc FROM city.code c,
		(VALUES (1, '甲局', '1122010001350000BA'), (2, '乙局', '1122010001350000CD')) d (id, name, uscc)
	WHERE c.n = 1 + abs(hashint4(number)) % 20000 AND d.id = dept $$;
ANALYZE;
SQL

columns='cf_xdr_mc, cf_xdr_lb, cf_xdr_shxym, cf_frdb, cf_wsh, cf_wfxw, cf_sy, cf_yj, cf_cflb, cf_nr, cf_nr_fk, cf_jdrq, cf_cfjg, cf_cfjgdm, cf_sjly, cf_sjlydm'
values="r.mc, '法人及非法人组织', r.shxym, '张三', r.wsh, '无证经营', '事实', '依据', '罚款', '罚款', r.nr, '2026-05-20', r.jg, r.jgdm, r.jg, r.jgdm"
cat >"$logs/entry.sql" <<SQL
\\set d random(1, 2)
\\set n random(1, 100000000)
BEGIN;
SET LOCAL ROLE dept_:d;
SET LOCAL credit.on_reject = quarantine;
INSERT INTO credit.penalty_entry ($columns) SELECT $values FROM generate_series(:n, :n + 9) i, city.row(:d, i::int, CASE WHEN i = :n + 5 AND i % 7 = 0 THEN 'x' ELSE '1' END) r;
INSERT INTO city.sent SELECT :d, r.wsh, r.shxym FROM generate_series(:n, :n + 9) i, city.row(:d, i::int, '1') r WHERE NOT (i = :n + 5 AND i % 7 = 0);
COMMIT;
SQL
cat >"$logs/check.sql" <<'SQL'
\set d random(1, 2)
\set n random(1, 20000)
BEGIN;
SET LOCAL ROLE dept_:d;
INSERT INTO city.asked SELECT (c).query_id FROM credit.check_subject((SELECT code FROM city.code WHERE n = :n), 'procurement', 'x') c;
COMMIT;
SQL
cat >"$logs/bi.sql" <<'SQL'
\set n random(1, 20000)
SELECT count(*), sum(records) FROM credit_bi.record_statistics;
SELECT * FROM credit_bi.subject_overview WHERE code = (SELECT code FROM city.code WHERE n = :n);
SELECT region_code, grade, sum(subjects) FROM credit_bi.grade_statistics GROUP BY 1, 2;
SELECT * FROM credit_bi.deadline LIMIT 100;
SELECT kind, sum(subjects) FROM credit_bi.subject_statistics GROUP BY 1;
SQL

echo "[4/4] $seconds seconds"
load() { # name clients rate role
	(cd "$logs" && exec pgbench -n -c "$2" -j 1 -R "$3" -T "$seconds" -l --log-prefix="$1" -f "$1.sql" -U "$4" credit >"$1.log" 2>&1) &
	pids="$pids $!" loads="${loads:-} $!"
}
load entry 4 "$rate" postgres
load check 2 10 postgres
load bi 2 1 bi
end=$((SECONDS + seconds))
until_end() { [ $SECONDS -lt "$end" ]; }
(while until_end; do psql -X -q -U office -d credit -c 'CALL credit.maintain_in_steps()'; psql -X -q -d credit -c 'SELECT credit.seal_ledger()'; sleep 20; done >"$logs/maintain.log" 2>&1) &
pids="$pids $!" others="$!"
(while until_end; do pg_dump -Fc -f "$logs/dump.new" credit && mv "$logs/dump.new" "$logs/credit.dump" && echo dumped; sleep 45; done >"$logs/dump.log" 2>&1) &
pids="$pids $!" others="$others $!"
# private memory of the sessions of the loads, which live all the time
sample() {
	for pid in $(ask "SELECT pid FROM pg_stat_activity WHERE application_name = 'pgbench'"); do
		sed -n 's/^RssAnon:[ \t]*\([0-9]*\) kB/\1/p' "/proc/$pid/status" 2>/dev/null
	done | awk -v at="$SECONDS" '{ sum += $1; if ($1 > most) most = $1 } END { if (NR) print at, NR, sum, most }'
}
while until_end; do sample; sleep 5; done >"$logs/memory.txt"
for pid in $loads $others; do wait "$pid"; done

faults=0
hold() { # words, expected, got
	if [ "$2" = "$3" ]; then echo "ok    $1"; else echo "FAIL  $1: $3, not $2"; faults=$((faults + 1)); fi
}
hold "no row sent is lost" 0 "$(ask 'SELECT count(*) FROM city.sent s WHERE NOT EXISTS (SELECT FROM credit.record_store r WHERE r.dept_id = s.dept_id AND r.doc_no = s.doc_no)')"
hold "no check is missing in the log" 0 "$(ask 'SELECT count(*) FROM city.asked a WHERE NOT EXISTS (SELECT FROM credit.query_log q WHERE q.query_id = a.query_id)')"
hold "batches add up" 0 "$(ask 'SELECT count(*) FROM credit.batch WHERE rows <> accepted + duplicate + corrected + rejected')"
hold "accepted rows are the records" "$(ask 'SELECT count(*) FROM credit.record_store')" "$(ask 'SELECT sum(accepted) FROM credit.batch')"
hold "rejected rows are set aside" "$(ask 'SELECT count(*) FROM credit.rejection')" "$(ask 'SELECT sum(rejected) FROM credit.batch')"
hold "statistics count every record" "$(ask 'SELECT count(*) FROM credit.record_store')" "$(ask 'SELECT sum(records) FROM credit.record_tally')"
ask 'SELECT count(*) FROM credit.maintain()' >/dev/null
hold "the ledger verifies" 0 "$(ask 'SELECT credit.seal_ledger() IS NULL' >/dev/null; ask 'SELECT count(*) FROM credit.verify_ledger()')"
hold "every check after it holds" '' "$(ask 'SELECT check_name, detail FROM credit.post_restore() WHERE NOT ok')"
hold "no maintenance action failed" 0 "$(ask 'SELECT count(*) FROM credit.maintenance_run WHERE error IS NOT NULL')"
hold "no error reached a client" '' "$(grep -hE 'ERROR|aborted|FATAL' "$logs"/{entry,check,bi,maintain,dump}.log | head -3)"
hold "no crash" '' "$(grep -E 'PANIC|TRAP|terminated by signal' "$(dirname "$data")/server.log" | head -3)"
hold "the last dump is whole" yes "$(pg_restore -l "$logs/credit.dump" >/dev/null 2>&1 && echo yes || echo no)"
# the first fifth is warming up: copies of rules, plans; then the median must stay
awk '{ n++; sum[n] = $3 / $2; most = $4 > most ? $4 : most }
	function median(a, b,   i, j, t, v, k) { k = 0; for (i = a; i <= b; i++) v[++k] = sum[i]; for (i = 2; i <= k; i++) for (j = i; j > 1 && v[j] < v[j-1]; j--) { t = v[j]; v[j] = v[j-1]; v[j-1] = t } return v[int((k + 1) / 2)] }
	END { if (n < 10) { print "too few samples"; exit 1 }
		a = median(int(n / 5) + 1, int(n * 2 / 5)); b = median(int(n * 4 / 5) + 1, n)
		printf "private memory of a session: %.1f MB in the second fifth, %.1f MB in the last (%+.1f %%), at most %.1f MB\n", a / 1024, b / 1024, 100 * (b - a) / a, most / 1024
		exit b > a * 1.15 }' "$logs/memory.txt" && echo "ok    memory is flat" || { echo "FAIL  memory grew by more than 15 %"; faults=$((faults + 1)); }
for name in entry check bi; do
	# the scheduled time counts: lag is in the latency of a rate-limited run
	cat "$logs/$name".[0-9]* 2>/dev/null | awk '$3 ~ /^[0-9]+$/ { print $3 }' | sort -n | awk -v name="$name" '{ v[NR] = $1 }
		END { if (NR) printf "%s: %d transactions, median %.1f ms, p99 %.1f ms, at most %.1f ms\n", name, NR, v[int((NR + 1) / 2)] / 1000, v[int(NR * 0.99) + (NR < 100)] / 1000, v[NR] / 1000 }'
done
echo "$(ask 'SELECT count(*) FROM credit.record_store') records, $(grep -c dumped "$logs/dump.log") dumps, $(ask 'SELECT count(*) FROM credit.seal') seals, $(ask "SELECT pg_size_pretty(pg_database_size('credit'))") in $seconds s; faults: $faults"
[ "$faults" = 0 ] && result=0
