#!/usr/bin/env bash
# evaluate.sh: credit.evaluate() beside a hand-written scorecard in SQL.
#
# Ours evaluates from packed facts (credit.subject_facts), which are there
# before: rows of their own tell what packing all of them takes, and an
# evaluation that has to pack first. Both sides leave out faults whose term of
# use is over.
#
# SUBJECTS (2600000) and RECORDS (26000000) set the size, ROUNDS (3) how often
# each side of a pair runs, in turn, A B A B. Both sides may use parallel
# workers, read the same table and leave a table behind: the peer number and
# score of each subject that has records, ours the whole evaluation of every
# subject (score, grade, points, points by dimension, reason codes, caps) with
# its primary key. Rows that say so are processor time of one process each,
# which other work on the machine disturbs less. Ours writes every result of
# every run: the first run of a model's version, the same version again for
# another day, with whatever share changed. A second peer stores more of what ours does: subject, model,
# version, day, score and grade with a primary key. CALLS (2000) single subjects
# are evaluated, STATEMENTS (500) store one record each.
. "$(dirname "$0")/lib.sh"
subjects=$(size SUBJECTS 2600000 5000)
records=$(size RECORDS 26000000 50000)
rounds=${ROUNDS:-3}
said="$subjects subjects, $records records"
PGOPTIONS='-c client_min_messages=error'
each_partition() {
	sql -c "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
		WHERE i.inhparent = 'credit.record_store'::regclass ORDER BY 1" | while read -r one; do
		sql -c "${1//%/$one}" >/dev/null
	done
}
if fresh_database; then
	say "making $records records of $subjects subjects"
	sql -v subjects="$subjects" -v records="$records" -f test/bench/evaluate_data.sql >/dev/null
	say "making indexes"
	each_partition "SELECT credit.index_partition('%')"
	sql -f test/bench/evaluate_card.sql >/dev/null
	sql -c 'VACUUM ANALYZE' -c 'SELECT credit.refresh_facts()' -c CHECKPOINT >/dev/null
fi

peer="CREATE TABLE peer AS SELECT subject_id, 500.0::float8 + sum(CASE item
	$(sql -c "SELECT string_agg(format('WHEN %L THEN %L::float8', item, points), ' ' ORDER BY ordinal) FROM bench_points")
	ELSE 0 END) AS score
FROM credit.record_store WHERE status IN ('valid', 'disputed') AND decided_on <= credit.today()
	-- faults whose term of use is over do not count, by the regimes that apply to these items
	AND (severity IS NULL OR publish_until >= credit.today() OR decided_on >= '2026-04-01') GROUP BY subject_id"

# more of what ours keeps, with the key that one subject's evaluation is found by
peer_keyed="DO \$do\$ BEGIN
	CREATE TABLE peer AS SELECT subject_id, 'bench'::text AS model, '1'::text AS version, credit.today() AS as_of, score,
		CASE WHEN score >= 520 THEN 'A' WHEN score >= 500 THEN 'B' WHEN score >= 450 THEN 'C' ELSE 'D' END AS grade
	FROM (${peer#CREATE TABLE peer AS }) s;
	ALTER TABLE peer ADD PRIMARY KEY (subject_id, model, as_of);
END \$do\$"

fresh="SET credit.restoring = on; TRUNCATE credit.evaluation_pack, credit.evaluation_run, credit.evaluation_due; SET credit.restoring = off"
one_process='SET max_parallel_workers_per_gather = 0; SET max_parallel_maintenance_workers = 0'
seconds() { calc "$(middle "$1" "${2:-1}") / 1000"; }

# pair NAME BOUND PEER_SAID PEER [cpu [again]]: both sides in turn
pair() {
	local settings='SELECT' field=1 day='credit.today()' before=$fresh peer=$4
	[ -z "${5:-}" ] || { settings=$one_process field=2; }
	# a day that is not evaluated yet, beside those that are
	[ -z "${6:-}" ] || { before='SELECT'; day="(SELECT max(as_of) + 1 FROM credit.evaluation_run)"; }
	theirs() { clocked "DROP TABLE IF EXISTS peer; $settings" "$peer"; }
	ours() { clocked "$before; $settings" "SELECT credit.evaluate('bench', $day)"; }
	in_turn "$rounds" theirs ours
	row "$1" s "$(seconds 2 $field)" "$3" "$(seconds 1 $field)" "$2" "$said"
	# both sides have the same scores
	[ "$(sql -c 'ANALYZE credit.evaluation_pack' -c 'SELECT count(*) FROM peer p LEFT JOIN credit.evaluation e ON e.subject_id = p.subject_id AND e.as_of = credit.today() WHERE e.score IS DISTINCT FROM p.score')" = 0 ] ||
		{ echo "scores differ" >&2; exit 1; }
}
say "all subjects"
case_said='CASE per item, grouped, into a table'
pair 'everybody, facts packed, records in order of arrival' '>= 4' "$case_said" "$peer"
once=$(seconds 1)
pair 'everybody, facts packed, processor time, one process' '>= 4' "$case_said" "$peer" cpu
pair 'another day of the same version, processor time, one process' '' "$case_said" "$peer" cpu again
pair 'everybody, facts packed' '' 'the same, storing model, version, day and grade as well, under a primary key' "$peer_keyed"

say "packing facts"
packed=$(clocked 'SELECT credit.drop_facts()' 'SELECT credit.refresh_facts()')
facts=$(sql -c "SELECT pg_size_pretty(pg_total_relation_size('credit.subject_facts'))")
from_nothing=$(clocked "SELECT credit.drop_facts(); $fresh" "SELECT credit.evaluate('bench')")
row "packing all facts from nothing, once ($facts)" s "$(calc "${packed% *} / 1000")" "$case_said" "$once" '' "$said"
row 'everybody, facts packed first' s "$(calc "${from_nothing% *} / 1000")" "$case_said" "$once" '' "$said"

say "single subjects"
sql -v n="$subjects" -v calls="$(size CALLS 2000 200)" -v statements="$(size STATEMENTS 500 50)" <<'SQL' | rows
CREATE TEMP TABLE picked AS SELECT 1 + (g * 2654435769) % :n AS id FROM generate_series(1::int8, :calls) g;
CREATE TEMP TABLE took (what text, ms float8);
SELECT set_config('bench.statements', :'statements', false) \g /dev/null
DO $$
DECLARE
	began float8;
	one int8;
	seen record;
	calls int := (SELECT count(*) FROM picked);
BEGIN
	FOR round IN 0 .. 5 LOOP
		began := public.cpu_ms();
		FOR one IN SELECT id FROM picked ORDER BY id LOOP
			SELECT count(r.item), max(r.decided_on), count(r.severity), count(r.status), max(s.registered_on) INTO seen
			FROM credit.subject s LEFT JOIN credit.record_store r ON r.subject_id = s.subject_id WHERE s.subject_id = one;
		END LOOP;
		INSERT INTO took SELECT 'reads', (public.cpu_ms() - began) / calls WHERE round > 0;
		began := public.cpu_ms();
		FOR one IN SELECT id FROM picked ORDER BY id LOOP
			PERFORM credit.evaluate('bench', NULL, ARRAY[one]);
		END LOOP;
		INSERT INTO took SELECT 'evaluates', (public.cpu_ms() - began) / calls WHERE round > 0;
		-- a day of its own, so that there is something to store
		began := public.cpu_ms();
		FOR one IN SELECT id FROM picked ORDER BY id LOOP
			PERFORM credit.evaluate('bench', credit.today() + 100 + round, ARRAY[one]);
		END LOOP;
		INSERT INTO took SELECT 'stores', (public.cpu_ms() - began) / calls WHERE round > 0;
	END LOOP;
END $$;
SELECT format('one subject evaluated and %s, processor time', said), 'ms', e, 'reading its row and records by index, prepared', r, '<= 3', :calls
FROM (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) FILTER (WHERE what = 'stores') AS stores,
	percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) FILTER (WHERE what = 'evaluates') AS evaluates,
	percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) FILTER (WHERE what = 'reads') AS r FROM took) t,
	LATERAL (VALUES ('stored', stores), ('found unchanged', evaluates)) v (said, e);

-- a statement that enters one record; without a model in use nothing is evaluated
CREATE FUNCTION pg_temp.enter(n int8) RETURNS void LANGUAGE sql AS $$
	INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, detail, status, received_at, batch_id, version, late_days)
	SELECT p.id, nextval('credit.record_id_seq'), 'licence', 1, 'B' || currval('credit.record_id_seq'), '2026-05-05', '{}', 'valid', now(), 1, 1, 0
	FROM picked p ORDER BY p.id OFFSET n LIMIT 1 $$;
BEGIN;
TRUNCATE took;
CREATE TEMP TABLE kept AS SELECT * FROM credit.evaluation_run;
DO $$
DECLARE
	began timestamptz;
	statements int := current_setting('bench.statements');
BEGIN
	FOR round IN 0 .. 5 LOOP
		DELETE FROM credit.evaluation_run;
		began := clock_timestamp();
		FOR i IN 1 .. statements LOOP PERFORM pg_temp.enter(i); END LOOP;
		INSERT INTO took SELECT 'alone', extract(epoch FROM clock_timestamp() - began) * 1000 / statements WHERE round > 0;
		INSERT INTO credit.evaluation_run SELECT * FROM kept;
		began := clock_timestamp();
		FOR i IN 1 .. statements LOOP PERFORM pg_temp.enter(i); END LOOP;
		INSERT INTO took SELECT 'evaluated', extract(epoch FROM clock_timestamp() - began) * 1000 / statements WHERE round > 0;
	END LOOP;
END $$;
SELECT 'a statement that stores one record, with evaluation', 'ms', e, 'without', r, '', :statements
FROM (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) FILTER (WHERE what = 'evaluated') AS e,
	percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) FILTER (WHERE what = 'alone') AS r FROM took) t;
ROLLBACK;
SQL

say "records clustered by subject"
each_partition 'CLUSTER credit.% USING %_key'
sql -c 'VACUUM ANALYZE' -c CHECKPOINT
pair 'everybody, facts packed, records clustered by subject' '' "$case_said" "$peer"
