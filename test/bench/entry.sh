#!/usr/bin/env bash
# entry.sh: bulk entry of records against plain tables.
#
# One million penalties about a register of 2.6 million subjects; about an hour
# and 25 GB of disk with the ten million that come in between for the growth.
# CREDIT_BENCH_ROWS (1000000), CREDIT_BENCH_SUBJECTS (2600000),
# CREDIT_BENCH_ROUNDS (5) and CREDIT_BENCH_GROWTH (10, times the rows; 0 for
# none) make it shorter. The sides of a row run in turn, A B A B; medians are
# compared.
#
# The peers, on the same columns with the same unique key and index:
#   plain    a table with a foreign key to the register, given finished rows:
#            the subject's number, every derived column and the final detail
#   trigger  a table whose PL/pgSQL row trigger finds the subject, checks the
#            code's check character and folds name and fields, and derives
#            nothing else
. "$(dirname "$0")/lib.sh"
rows=$(size CREDIT_BENCH_ROWS 1000000 2000)
subjects=$(size CREDIT_BENCH_SUBJECTS 2600000 5000)
rounds=${CREDIT_BENCH_ROUNDS:-5}
growth=${CREDIT_BENCH_GROWTH:-10}
trigger_rows=$((rows < 100000 ? rows : 100000))
KEEP='' fresh_database bench_entry

say "the register: $subjects subjects, $rows rows to enter"
sql -v subjects="$subjects" -v rows="$rows" -v file="$work/in" -f test/bench/entry_data.sql
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
copy="COPY credit.record ($columns) FROM '$work/in'"
insert="INSERT INTO credit.penalty_entry ($fields) SELECT $fields FROM sent"


# as the department; the date is fixed so that lateness does not depend on today
as_dept="SET credit.fixed_today = '2026-06-01'; SET ROLE bench_entry"
enter() { clocked "CHECKPOINT; $as_dept" "$1"; }
empty() {
	sql -c 'SET credit.restoring = on' -c 'TRUNCATE credit.record_store, credit.batch, credit.record_version CASCADE'
}
plain() {
	sql -c 'DROP TABLE IF EXISTS plain' -c 'CREATE TABLE plain (LIKE credit.record_store)' \
		-c 'ALTER TABLE plain ADD FOREIGN KEY (subject_id) REFERENCES credit.subject' \
		-c 'CREATE UNIQUE INDEX ON plain (subject_id, item, dept_id, doc_no, decided_on)' \
		-c 'CREATE INDEX ON plain (record_id)'
	clocked CHECKPOINT "COPY plain FROM '$work/plain'"
}
by_trigger() {
	sql -c 'TRUNCATE trigger_peer'
	clocked CHECKPOINT "COPY trigger_peer ($columns) FROM '$work/few'"
}
copied() { empty; enter "$copy"; }
inserted() { empty; enter "$insert"; }
few() { empty; enter "${copy/%in\'/few\'}"; }

say "first rows, for the finished ones of the plain table"
empty
enter "$copy" >/dev/null
sql -c "COPY (SELECT r.subject_id, s.n, r.item, r.dept_id, r.doc_no, r.decided_on, r.valid_from, r.valid_until, r.severity, r.amount,
		r.detail, r.status, r.received_at, r.due_on, r.late_days, r.publish_from, r.publish_until, r.batch_id, r.version, r.warnings
		FROM sent s JOIN credit.record_store r ON r.doc_no = s.cf_wsh ORDER BY s.n) TO '$work/plain'"
head -n "$trigger_rows" "$work/in" >"$work/few"
chmod a+r "$work/few"

in_turn "$rounds" copied plain inserted by_trigger few
# microseconds a row: SIDE ROWS elapsed 1, processor 2
each() { calc "$(middle "$1" "$3") * 1000 / $2"; }
for kind in 1 2; do
	[ $kind = 1 ] && how='' || how=', processor time'
	row "COPY credit.record$how" us "$(each 1 "$rows" $kind)" 'plain table with foreign key' "$(each 2 "$rows" $kind)" '<= 1.0' "$rows"
	row "COPY credit.record$how" us "$(each 5 "$trigger_rows" $kind)" 'PL/pgSQL row trigger, the same rows' "$(each 4 "$trigger_rows" $kind)" '<= 0.25' "$trigger_rows"
	row "INSERT … SELECT through penalty_entry$how" us "$(each 3 "$rows" $kind)" 'COPY credit.record' "$(each 1 "$rows" $kind)" '<= 2' "$rows"
done
none_there=("$(each 1 "$rows" 1)" "$(each 1 "$rows" 2)")

say "memory"
empty
resident "$as_dept" "$copy" >"$work/memory"
n=$(wc -l <"$work/memory")
# MB, the most of a part of the load
most() { sort -n | awk '{ m = $1 } END { if (NR) print m / 1024 }'; }
early=$(head -n $((n / 4 + 1)) "$work/memory" | most)
late=$(tail -n +$((n / 4 + 2)) "$work/memory" | most)

say "single rows"
# statements of one row about subjects everywhere in the register, in one
# session a side; the processor time of the server's process, as it counts it,
# net of that of SELECT 1: waiting for the client does not count, nor do others
sql -c "INSERT INTO credit.penalty_entry ($fields) SELECT $(sed 's/cf_wsh/$$单$$/' <<<"$fields") FROM sent LIMIT 1"
sql -v n="$(scaled 2000 200)" >"$work/subjects" <<'SQL'
SELECT format('%L, %L, %s', c.code, c.name, s.subject_id)
FROM company c JOIN credit.subject s ON s.uscc = c.code::credit.uscc
WHERE c.n IN (SELECT 1 + (i * 2654435769) % (SELECT count(*) FROM company) FROM generate_series(1::bigint, :n) i)
ORDER BY md5(c.code);
SQL
single=$(wc -l <"$work/subjects")
prepare_ours=$(sql -c "SELECT format('PREPARE one(text, text, bigint, text) AS INSERT INTO credit.penalty_entry ($fields) VALUES (\$2, %L, \$1, %L, \$4, %L, %L, %L, %L, %L, %L, %L, %L, %L, %L, %L, %L, %L);', cf_xdr_lb, cf_frdb, cf_wfxw, cf_sy, cf_yj, cf_cflb, cf_nr, cf_nr_fk, cf_nr_wfff, cf_jdrq, cf_yxq, cf_cfjg, cf_cfjgdm, cf_sjly, cf_sjlydm) FROM sent LIMIT 1")
prepare_peer=$(sql -c "SELECT format('PREPARE one(text, text, bigint, text) AS INSERT INTO plain (subject_id, record_id, item, dept_id, doc_no, decided_on, valid_until, severity, amount, detail, status, received_at, due_on, late_days, publish_from, publish_until, batch_id, version) VALUES (\$3, nextval(''credit.record_id_seq''), %L, 1, \$4, %L, %L, %L, %L, %L, %L, now(), %L, %L, %L, %L, 1, 1);', item, decided_on, valid_until, severity, amount, detail, status, due_on, late_days, publish_from, publish_until) FROM credit.record_store WHERE doc_no = '单'")
prepare_nothing='PREPARE one(text, text, bigint, text) AS SELECT 1;'
# "elapsed cpu" of all statements of a side; a hundred come before
single_row() {
	local prepare=prepare_$1 as=$as_dept
	[ "$1" = ours ] || as=${as_dept%; *}
	clocked "$as; ${!prepare} $(awk -v r="$round" 'NR <= 100 {printf "EXECUTE one(%s, \x27先%s-%d\x27);\n", $0, r, NR}' "$work/subjects")" \
		"$(awk -v r="$round" '{printf "EXECUTE one(%s, \x27单%s-%d\x27);\n", $0, r, NR}' "$work/subjects")"
}
in_turn "$rounds" 'single_row ours' 'single_row peer' 'single_row nothing'
row 'one row through penalty_entry, processor time net of SELECT 1' us "$(calc "($(middle 1 2) - $(middle 3 2)) * 1000 / $single")" \
	'one row of the plain table' "$(calc "($(middle 2 2) - $(middle 3 2)) * 1000 / $single")" '<= 5' "$single"
row 'memory of the backend, most in the last three quarters of a load' MB "$late" 'most in the first quarter' "$early" '' "$rows"

[ "$growth" -gt 0 ] || exit 0
empty
for ((i = 1; i <= growth; i++)); do
	say "growth: $i of $growth times $rows rows"
	enter "COPY credit.record ($columns) FROM PROGRAM 'sed ''s/第/第$i-/'' \"$work\"/in'" >/dev/null
done
sql -c 'VACUUM ANALYZE credit.record_store'
# other numbers each time
more() {
	sed "s/第/第x$round-/" "$work/in" >"$work/more"
	chmod a+r "$work/more"
	enter "${copy/%in\'/more\'}"
}
in_turn "$rounds" more
for kind in 1 2; do
	row "COPY credit.record, $(grouped $((growth * rows))) records there$([ $kind = 1 ] || echo ', processor time')" us "$(each 1 "$rows" $kind)" 'none there' "${none_there[kind - 1]}" '<= 1.15' "$rows"
done
