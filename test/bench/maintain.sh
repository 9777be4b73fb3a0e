#!/usr/bin/env bash
# maintain.sh: credit.maintain() costs by what changes, not by what exists.
#
# CREDIT_BENCH_SIZES sets the numbers of records (1000000 5000000 10000000). At
# each size 1 % of them changes by time alone: a third are list entries whose
# term ended, a third stages overdue, a third evaluations due; then the same
# number at every size (CREDIT_BENCH_CHANGES, 10000), and nothing. Around
# them lie four subjects for ten records, a closed case for ten, an open one and
# an entry in force for twenty. The one table compares each size with the first;
# after it come the seconds of each action, and how many rows were read in
# sequence, which no load of the machine changes. Twenty minutes at full size.
. "$(dirname "$0")/lib.sh"
sizes=${CREDIT_BENCH_SIZES:-$(scaled 1000000 3000) $(scaled 5000000 15000) $(scaled 10000000 30000)}
changes=$(size CREDIT_BENCH_CHANGES 10000 30)

# load RECORDS: what exists, written past the doors; nothing is due
load() {
	KEEP='' fresh_database
	sql -v n="$1" >/dev/null <<'SQL'
SET session_replication_role = replica;
SET credit.fixed_today = '2026-06-15';
SET synchronous_commit = off;
INSERT INTO credit.department (dept_id, name, uscc) VALUES (1, '某市行政审批局', '1122010001350000BA');
INSERT INTO credit.subject (subject_id, kind, uscc, name, name_key, region_code)
SELECT i, 'enterprise', (s.stem || credit.uscc_check_char(s.stem))::credit.uscc, '企业' || i, '企业' || i, '220101'
FROM generate_series(1, :n * 4 / 10) i, LATERAL (SELECT '91220101MA' || lpad(i::text, 7, '0') AS stem) s;
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, severity, detail, status, received_at, batch_id, version)
SELECT 1 + (i * 7919::bigint) % (:n * 4 / 10), i, 'penalty', 1, 'D' || i, date '2023-01-01' + (i * 37::bigint % 1200)::int, 'general', '{"a": 1}', 'valid', now(), 1, 1
FROM generate_series(1, :n) i;
-- closed cases, and open ones that run until 2026-12-31
INSERT INTO credit.proceeding (subject_id, proceeding_id, procedure, stage, open, dept_id, door, opened_on, stage_since, clock_since, closed_on, step, note, acted_by, term, watch_from, changed_at)
SELECT 1 + (i * 104729::bigint) % (:n * 4 / 10), i, 'commitment', CASE WHEN i <= :n / 10 THEN 'kept' ELSE 'running' END, i > :n / 10, 1, 'department',
	'2026-01-05', '2026-01-05', '2026-01-05', CASE WHEN i <= :n / 10 THEN date '2026-02-02' END, 1, 'x', 'bench',
	CASE WHEN i > :n / 10 THEN '2026-12-31' END, CASE WHEN i > :n / 10 THEN date '2026-12-31' END, now()
FROM generate_series(1, :n / 10 + :n / 20) i;
SELECT setval('credit.proceeding_id_seq', :n);
INSERT INTO credit.list_entry (subject_id, list, dept_id, doc_no, decided_on, valid_from, valid_until, source, severity, openness)
SELECT i, 'focus', 1, 'L' || i, '2026-01-05', '2026-01-05', '2026-12-31', 'imported', 'general', 'government' FROM generate_series(1, :n / 20) i;
SET session_replication_role = origin;
INSERT INTO credit.indicator (indicator, dimension, source, measure, items) VALUES ('penalties', 'compliance', 'record', 'count', '{penalty}');
SELECT credit.load_model('bench', '1', $$<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>
<DataField name="penalties" optype="continuous" dataType="double"/></DataDictionary>
<Scorecard functionName="regression" initialScore="100" baselineScore="0"><MiningSchema><MiningField name="penalties"/></MiningSchema>
<Characteristics><Characteristic name="penalties" reasonCode="P"><Attribute partialScore="-10"><SimplePredicate field="penalties" operator="greaterThan" value="3"/></Attribute>
<Attribute partialScore="0"><True/></Attribute></Characteristic></Characteristics></Scorecard></PMML>$$, '[2020-01-01,)');
SELECT credit.evaluate('bench', '2026-06-15', '{1}');
VACUUM ANALYZE;
SQL
}

# due CHANGES: so many become due by the morning of 16 June
due() {
	sql -v k="$(($1 / 3))" <<'SQL'
SET session_replication_role = replica;
UPDATE credit.list_entry SET valid_until = '2026-06-15'
WHERE entry_id IN (SELECT entry_id FROM credit.list_entry WHERE ended_on IS NULL AND valid_until > '2026-06-15' ORDER BY entry_id LIMIT :k);
UPDATE credit.proceeding SET term = '2026-06-15', watch_from = '2026-06-15'
WHERE proceeding_id IN (SELECT proceeding_id FROM credit.proceeding WHERE open AND overdue_on IS NULL AND term = '2026-12-31' ORDER BY proceeding_id LIMIT :k);
INSERT INTO credit.evaluation_due (subject_id, model)
SELECT subject_id, 'bench' FROM credit.subject WHERE subject_id > (SELECT count(*) FROM credit.subject) / 2 ORDER BY subject_id LIMIT :k;
SET session_replication_role = origin;
VACUUM ANALYZE credit.list_entry, credit.proceeding, credit.evaluation_due;
CHECKPOINT;
SQL
}

# run RECORDS: all actions, each step committed; what changed and how long goes
# into the detail, "changed seconds" into $took
run() {
	sql -c 'SELECT pg_stat_reset()' >/dev/null
	sql -F ' ' <<'SQL' >"$work/run"
SET credit.fixed_today = '2026-06-16';
SET jit = off;
CREATE TEMP TABLE took (action text, rows bigint, seconds float8);
DO $$
DECLARE
	one record; t timestamptz; changed bigint; total bigint;
BEGIN
	FOR one IN SELECT * FROM credit.maintenance_action ORDER BY ordinal LOOP
		t := clock_timestamp(); total := 0;
		LOOP
			changed := credit.maintenance_step(one.action, NULL, 10000);
			COMMIT;
			total := total + changed;
			EXIT WHEN changed IS NULL OR changed < 10000;
		END LOOP;
		INSERT INTO took VALUES (one.action, total, extract(epoch FROM clock_timestamp() - t));
		COMMIT;
	END LOOP;
END $$;
SELECT sum(rows) FILTER (WHERE action IN ('lists', 'overdue', 'evaluations')), sum(seconds) FROM took;
SELECT string_agg(format('%s %s rows %s s', action, rows, round(seconds::numeric, 2)), ', ' ORDER BY seconds DESC) FROM took WHERE rows <> 0 OR seconds > 0.05;
SQL
	took=$(head -n 1 "$work/run")
	sleep 1
	{
		awk -v n="$1" 'NR == 1 { printf "%d records, %d changed, %.2f s%s\n\n", n, $1, $2, $1 ? sprintf(", %.0f us a change", $2 * 1e6 / $1) : "" }
			NR > 1 && $0 != "" { print "    " $0 }' "$work/run"
		sql -c "SELECT '    read in sequence: ' || string_agg(format('%s %s rows', relname, seq_tup_read), ', ' ORDER BY seq_tup_read DESC)
			FROM pg_stat_user_tables WHERE schemaname = 'credit' AND seq_tup_read > 1000"
		echo
	} >>"$work/detail"
}

first=''
for n in $sizes; do
	say "$n records"
	load "$n"
	cp "$work/detail" "$work/before" 2>/dev/null || : >"$work/before"
	run "$n"	# the month's snapshot, partitions, the first seal: not told
	mv "$work/before" "$work/detail"
	run "$n"; idle=${took#* }
	due "$((n / 100))"; run "$n"
	share=${took% *} each=$(calc "${took#* } * 1000 / ${took% *}")
	due "$changes"; run "$n"
	same=${took#* } changed=${took% *}
	if [ -n "$first" ]; then
		there="$(grouped "$n") records there"
		row "$(grouped "$changed") changes by time, $there" s "$same" "as many, $first there" "$first_same" '' "$changed changes"
		row "1 % changes, $there, a change" ms "$each" "$first there" "$first_each" '' "$share changes"
		row "nothing to do, $there" s "$idle" "$first there" "$first_idle" '' "$n records"
	else
		first=$(grouped "$n") first_same=$same first_each=$each first_idle=$idle
	fi
done
