#!/usr/bin/env bash
# entry.sh: bulk entry of records against plain tables.
#
#   eval "$(test/server.sh env)"; test/bench/entry.sh
#
# One million penalties about a register of 2.6 million subjects; about an hour
# and 25 GB of disk with the ten million that come in between for the growth.
# CREDIT_BENCH_ROWS (1000000), CREDIT_BENCH_SUBJECTS (2600000),
# CREDIT_BENCH_ROUNDS (5) and CREDIT_BENCH_GROWTH (10, times the rows; 0 for
# none) make it shorter. The sides of a line run in turn, A B A B; medians are
# compared. Prints rows of | bench | ours | peer | ratio | rows |.
#
# The peers, on the same columns with the same unique key and index:
#   plain    a table with a foreign key to the register, given finished rows:
#            the subject's number, every derived column and the final detail
#   trigger  a table whose PL/pgSQL row trigger finds the subject, checks the
#            code's check character and folds name and fields, and derives
#            nothing else
set -eu
rows=${CREDIT_BENCH_ROWS:-1000000}
subjects=${CREDIT_BENCH_SUBJECTS:-2600000}
rounds=${CREDIT_BENCH_ROUNDS:-5}
growth=${CREDIT_BENCH_GROWTH:-10}
trigger_rows=$((rows < 100000 ? rows : 100000))
export PGDATABASE=credit_bench_entry
export PGOPTIONS='-c client_min_messages=warning'

sql() { psql -XqAt -v ON_ERROR_STOP=1 "$@"; }
say() { echo "$(date +%T) $*" >&2; }
leave() {
	psql -Xq -d postgres -c "DROP DATABASE IF EXISTS $PGDATABASE" -c 'DROP ROLE IF EXISTS bench_entry'
	[ -z "${data:-}" ] || sql -d postgres -c "COPY (SELECT 1) TO PROGRAM 'rm -f \"$data\"/bench_entry_*'" || true
}
leave
trap leave EXIT
psql -Xq -d postgres -c "CREATE DATABASE $PGDATABASE"
data=$(sql -d postgres -c 'SHOW data_directory')

say "the register: $subjects subjects, $rows rows to enter"
sql -v subjects="$subjects" -v rows="$rows" -v file="$data/bench_entry_in" -f test/bench/entry_data.sql
sql <<'SQL'
-- What a careful DBA writes: constants declared once, one translate() for the
-- widths, one statement for all fields.
CREATE TABLE trigger_peer (subject_code text, subject_name text, LIKE credit.record_store);
ALTER TABLE trigger_peer ALTER subject_id DROP NOT NULL, ALTER record_id SET DEFAULT nextval('credit.record_id_seq'),
	ALTER dept_id SET DEFAULT 1, ALTER status SET DEFAULT 'valid', ALTER received_at SET DEFAULT now(),
	ALTER batch_id SET DEFAULT 1, ALTER version SET DEFAULT 1;
CREATE UNIQUE INDEX ON trigger_peer (subject_id, item, dept_id, doc_no, decided_on);
CREATE INDEX ON trigger_peer (record_id);
CREATE FUNCTION check_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	weights CONSTANT int[] := '{1,3,9,27,19,26,16,17,20,29,25,13,8,24,10,30,28,1}';
	symbols CONSTANT text := '0123456789ABCDEFGHJKLMNPQRTUWXY';
	wide CONSTANT text := '０１２３４５６７８９ＡＢＣＤＥＦＧＨＪＫＬＭＮＰＱＲＴＵＷＸＹ（）　';
	narrow CONSTANT text := '0123456789ABCDEFGHJKLMNPQRTUWXY() ';
	total int := 0;
BEGIN
	NEW.subject_code := upper(btrim(translate(NEW.subject_code, wide, narrow)));
	IF NEW.subject_code !~ '^[0-9A-HJ-NPQRTUWXY]{18}$' THEN
		RAISE EXCEPTION 'bad code %', NEW.subject_code;
	END IF;
	FOR i IN 1..18 LOOP
		total := total + weights[i] * (strpos(symbols, substr(NEW.subject_code, i, 1)) - 1);
	END LOOP;
	IF total % 31 <> 0 THEN
		RAISE EXCEPTION 'wrong check character in %', NEW.subject_code;
	END IF;
	NEW.subject_name := lower(btrim(translate(NEW.subject_name, wide, narrow)));
	NEW.doc_no := btrim(translate(NEW.doc_no, wide, narrow));
	SELECT jsonb_object_agg(key, btrim(translate(value, wide, narrow))) INTO NEW.detail FROM jsonb_each_text(NEW.detail);
	SELECT s.subject_id INTO NEW.subject_id FROM credit.subject s WHERE s.uscc = NEW.subject_code::credit.uscc;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'unknown code %', NEW.subject_code;
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER check_row BEFORE INSERT ON trigger_peer FOR EACH ROW EXECUTE FUNCTION check_row();
SQL

columns='item, subject_code, subject_name, doc_no, decided_on, valid_until, amount, detail'
fields='cf_xdr_mc, cf_xdr_lb, cf_xdr_shxym, cf_frdb, cf_wsh, cf_wfxw, cf_sy, cf_yj, cf_cflb, cf_nr, cf_nr_fk, cf_nr_wfff, cf_jdrq, cf_yxq, cf_cfjg, cf_cfjgdm, cf_sjly, cf_sjlydm'
copy="COPY credit.record ($columns) FROM '$data/bench_entry_in'"
insert="INSERT INTO credit.penalty_entry ($fields) SELECT $fields FROM sent"

median() { sort -n | awk '{v[NR] = $1} END {print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2}'; }
# elapsed and processor milliseconds of a statement; the server
# counts what its process used, which other work on the machine disturbs less
clock="SELECT 'clock' AS clock, split_part(pg_read_file('/proc/self/schedstat'), ' ', 1)"
milliseconds() {
	awk -F'|' '/^Time: / { split($1, t, " "); elapsed = t[2] }
		/^clock/ { if (first == "") first = $2; else printf "%s %.3f\n", last, ($2 - first) / 1e6 }
		{ last = elapsed }'
}
timed() { sql -c CHECKPOINT -c "$clock" -c "$1" -c '\timing on' -c "$2" -c '\timing off' -c 'RESET ROLE' -c "$clock" | milliseconds; }
# as the department; the date is fixed so that lateness does not depend on today
enter() { timed "SET credit.fixed_today = '2026-06-01'; SET ROLE bench_entry" "$1"; }
empty() {
	sql -c 'SET credit.restoring = on' -c 'TRUNCATE credit.record_store, credit.batch, credit.record_version CASCADE'
}
plain() {
	sql -c 'DROP TABLE IF EXISTS plain' -c 'CREATE TABLE plain (LIKE credit.record_store)' \
		-c 'ALTER TABLE plain ADD FOREIGN KEY (subject_id) REFERENCES credit.subject' \
		-c 'CREATE UNIQUE INDEX ON plain (subject_id, item, dept_id, doc_no, decided_on)' \
		-c 'CREATE INDEX ON plain (record_id)'
	timed 'SELECT' "COPY plain FROM '$data/bench_entry_plain'"
}
by_trigger() {
	sql -c 'TRUNCATE trigger_peer'
	timed 'SELECT' "COPY trigger_peer ($columns) FROM '$data/bench_entry_few'"
}
# line NAME OURS_MS ROWS PEER PEER_MS ROWS BOUND
line() {
	awk -v n="$1" -v a="$2" -v ra="$3" -v p="$4" -v b="$5" -v rb="$6" -v bound="$7" 'BEGIN {
		x = a * 1000 / ra; y = b * 1000 / rb
		printf "| %s | %.1f us | %s: %.1f us | %.2f (%s) | %d |\n", n, x, p, y, x / y, bound, ra }'
}

say "first rows, for the finished ones of the plain table"
empty
enter "$copy" >/dev/null
sql -c "COPY (SELECT r.subject_id, s.n, r.item, r.dept_id, r.doc_no, r.decided_on, r.valid_from, r.valid_until, r.severity, r.amount,
		r.detail, r.status, r.received_at, r.due_on, r.late_days, r.publish_from, r.publish_until, r.batch_id, r.version, r.warnings
		FROM sent s JOIN credit.record_store r ON r.doc_no = s.cf_wsh ORDER BY s.n) TO '$data/bench_entry_plain'" \
	-c "COPY (SELECT 1) TO PROGRAM 'head -n $trigger_rows \"$data\"/bench_entry_in > \"$data\"/bench_entry_few'"

ours=() plain=() trigger=() selected=() few=()
for ((i = 1; i <= rounds; i++)); do
	say "round $i of $rounds"
	empty; ours+=("$(enter "$copy")")
	plain+=("$(plain)")
	empty; selected+=("$(enter "$insert")")
	trigger+=("$(by_trigger)")
	empty; few+=("$(enter "${copy/bench_entry_in/bench_entry_few}")")
	say "copy ${ours[-1]} plain ${plain[-1]} insert ${selected[-1]} trigger ${trigger[-1]} as many by copy ${few[-1]}"
done
# elapsed or processor: of WHICH a median: elapsed 1, processor 2
of() { printf '%s\n' "${@:2}" | cut -d' ' -f"$1" | median; }

say "memory"
empty
psql -XqAt -c "SET credit.fixed_today = '2026-06-01'" -c 'SELECT pg_backend_pid()' -c 'SET ROLE bench_entry' -c "$copy" >"build/bench_entry_pid" &
job=$!
samples=() pid=''
while kill -0 $job 2>/dev/null; do
	sleep 0.2
	pid=${pid:-$(head -n 1 build/bench_entry_pid)}
	kb=$(sed -n 's/^RssAnon:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/${pid:-0}/status" 2>/dev/null || true)
	[ -z "$kb" ] || samples+=("$kb")
done
wait $job
rm build/bench_entry_pid
n=${#samples[@]}
early=$(printf '%s\n' "${samples[@]:0:$((n / 4 + 1))}" | sort -n | tail -n 1)
late=$(printf '%s\n' "${samples[@]:$((n / 4 + 1))}" | sort -n | tail -n 1)

say "single rows"
# statements of one row about subjects everywhere in the register, in one
# session a side; the processor time of the server's process, as it counts it,
# net of that of SELECT 1: waiting for the client does not count, nor do others
single=2000
one=build/bench_entry_one
sql -c "INSERT INTO credit.penalty_entry ($fields) SELECT $(sed 's/cf_wsh/$$单$$/' <<<"$fields") FROM sent LIMIT 1"
sql -v n="$single" >"$one.subjects" <<'SQL'
SELECT format('%L, %L, %s', c.code, c.name, s.subject_id)
FROM company c JOIN credit.subject s ON s.uscc = c.code::credit.uscc
WHERE c.n IN (SELECT 1 + (i * 2654435769) % (SELECT count(*) FROM company) FROM generate_series(1::bigint, :n) i)
ORDER BY md5(c.code);
SQL
prepare_ours=$(sql -c "SELECT format('PREPARE one(text, text, bigint, text) AS INSERT INTO credit.penalty_entry ($fields) VALUES (\$2, %L, \$1, %L, \$4, %L, %L, %L, %L, %L, %L, %L, %L, %L, %L, %L, %L, %L);', cf_xdr_lb, cf_frdb, cf_wfxw, cf_sy, cf_yj, cf_cflb, cf_nr, cf_nr_fk, cf_nr_wfff, cf_jdrq, cf_yxq, cf_cfjg, cf_cfjgdm, cf_sjly, cf_sjlydm) FROM sent LIMIT 1")
prepare_peer=$(sql -c "SELECT format('PREPARE one(text, text, bigint, text) AS INSERT INTO plain (subject_id, record_id, item, dept_id, doc_no, decided_on, valid_until, severity, amount, detail, status, received_at, due_on, late_days, publish_from, publish_until, batch_id, version) VALUES (\$3, nextval(''credit.record_id_seq''), %L, 1, \$4, %L, %L, %L, %L, %L, %L, now(), %L, %L, %L, %L, 1, 1);', item, decided_on, valid_until, severity, amount, detail, status, due_on, late_days, publish_from, publish_until) FROM credit.record_store WHERE doc_no = '单'")
prepare_nothing='PREPARE one(text, text, bigint, text) AS SELECT 1;'
# microseconds a statement: SIDE NUMBER-OF-THE-RUN
single_row() {
	local prepare=prepare_$1
	{
		echo "SET credit.fixed_today = '2026-06-01';"
		[ "$1" != ours ] || echo 'SET ROLE bench_entry;'
		echo "${!prepare}"
		awk -v r="$2" 'NR <= 100 {printf "EXECUTE one(%s, \x27先%s-%d\x27);\n", $0, r, NR}' "$one.subjects"
		printf 'RESET ROLE;\n%s AS at_first \\gset\n' "$clock"
		[ "$1" != ours ] || echo 'SET ROLE bench_entry;'
		awk -v r="$2" '{printf "EXECUTE one(%s, \x27单%s-%d\x27);\n", $0, r, NR}' "$one.subjects"
		printf 'RESET ROLE;\n%s AS at_last \\gset\n' "$clock"
		echo "SELECT (:at_last - :at_first) / 1000.0 / $single;"
	} | sql | tail -n 1
}
a=() b=() o=()
for ((i = 0; i < rounds; i++)); do
	a+=("$(single_row ours $i)")
	b+=("$(single_row peer $i)")
	o+=("$(single_row nothing $i)")
	say "one row ${a[-1]} plain ${b[-1]} nothing ${o[-1]}"
done
rm -f "$one".*
m_one=$(printf '%s\n' "${a[@]}" | median)
m_peer=$(printf '%s\n' "${b[@]}" | median)
m_nothing=$(printf '%s\n' "${o[@]}" | median)

echo '| bench | ours | peer | ours : peer | rows |'
echo '|---|---|---|---|---|'
for kind in 1 2; do
	[ $kind = 1 ] && how='' || how=', processor time'
	line "COPY credit.record$how" "$(of $kind "${ours[@]}")" "$rows" 'plain table with foreign key' "$(of $kind "${plain[@]}")" "$rows" '≤ 1.0'
	line "COPY credit.record$how" "$(of $kind "${few[@]}")" "$trigger_rows" 'PL/pgSQL row trigger, the same rows' "$(of $kind "${trigger[@]}")" "$trigger_rows" '≤ 0.25'
	line "INSERT … SELECT through penalty_entry$how" "$(of $kind "${selected[@]}")" "$rows" 'COPY credit.record' "$(of $kind "${ours[@]}")" "$rows" '≤ 2'
done
awk -v a="$m_one" -v b="$m_peer" -v o="$m_nothing" 'BEGIN {
	printf "| one row through penalty_entry, processor time net of SELECT 1 | %.0f us | one row of the plain table: %.0f us | %.2f (≤ 5) | 1 |\n",
		a - o, b - o, (a - o) / (b - o) }'
awk -v e="$early" -v l="$late" -v r="$rows" 'BEGIN {
	printf "| memory of the backend, most in the last three quarters | %.0f MB | most in the first quarter: %.0f MB | %.2f | %d |\n", l / 1024, e / 1024, l / e, r }'

[ "$growth" -gt 0 ] || exit 0
empty
for ((i = 1; i <= growth; i++)); do
	say "growth: $i of $growth times $rows rows"
	enter "COPY credit.record ($columns) FROM PROGRAM 'sed ''s/第/第$i-/'' \"$data\"/bench_entry_in'" >/dev/null
done
sql -c 'VACUUM ANALYZE credit.record_store'
grown=() grown_insert=()
for ((i = 1; i <= rounds; i++)); do
	# other numbers each time; what is inserted has its own as well
	sql -c "COPY (SELECT 1) TO PROGRAM 'sed ''s/第/第x$i-/'' \"$data\"/bench_entry_in > \"$data\"/bench_entry_more'"
	grown+=("$(enter "${copy/bench_entry_in/bench_entry_more}")")
	say "with $((growth + i - 1)) times the rows: ${grown[-1]}"
done
line "COPY credit.record, $((growth * rows)) records there" "$(of 1 "${grown[@]}")" "$rows" 'none there' "$(of 1 "${ours[@]}")" "$rows" '≤ 1.15'
line 'the same, processor time' "$(of 2 "${grown[@]}")" "$rows" 'none there' "$(of 2 "${ours[@]}")" "$rows" '≤ 1.15'
