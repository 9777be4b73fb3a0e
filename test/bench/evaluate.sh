#!/usr/bin/env bash
# evaluate.sh: credit.evaluate() beside a hand-written scorecard in SQL.
#
# Ours evaluates from packed facts (credit.subject_facts), which are there
# before: lines of their own tell what packing all of them takes, and an
# evaluation that has to pack first. Both sides leave out faults whose term of
# use is over.
#
# SUBJECTS (2600000) and RECORDS (26000000) set the size, ROUNDS (3) how often
# each side of a pair runs, in turn, A B A B. Both sides may use parallel
# workers, read the same table and leave a table behind: the peer number and
# score of each subject that has records, ours the whole evaluation of every
# subject (score, grade, points, points by dimension, reason codes, caps) with
# its primary key. Lines that say so are processor time of one process each,
# which other work on the machine disturbs less. Ours writes every result of
# every run: the first run of a model's version, the same version again for
# another day, with whatever share changed. A second peer stores more of what ours does: subject, model,
# version, day, score and grade with a primary key. psql's environment is that
# of a superuser. Makes the database bench_evaluate and drops it (KEEP=1 keeps
# it, and uses one that is there).
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

# milliseconds of the last statement
timed() { sql "${@:1:$#-1}" -c '\timing on' -c "${!#}" | sed -n 's/^Time: \([0-9.]*\) ms.*/\1/p' | tail -1; }
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
fresh="SET credit.restoring = on; TRUNCATE credit.evaluation_pack, credit.evaluation_run, credit.evaluation_due; SET credit.restoring = off"

# milliseconds of processor time of the last statement, by one process
cpu() { # -c BEFORE STATEMENT
	sql <<-SQL | tail -1
		$2;
		SET max_parallel_workers_per_gather = 0;
		SET max_parallel_maintenance_workers = 0;
		CREATE FUNCTION pg_temp.used() RETURNS float8 LANGUAGE plpgsql AS
			\$\$ BEGIN RETURN split_part(pg_read_file('/proc/' || pg_backend_pid() || '/schedstat', 0, 100), ' ', 1)::float8 / 1e6; END \$\$;
		SELECT pg_temp.used() AS before \gset
		$3;
		SELECT pg_temp.used() - :before;
	SQL
}

# pair NAME BOUND PEER [timed|cpu [again]]: both sides in turn
pair() {
	local how=${4:-timed} day='credit.today()' before=$fresh
	# a day that is not evaluated yet, beside those that are
	[ -z "${5:-}" ] || { before='SELECT'; day="(SELECT max(as_of) + 1 FROM credit.evaluation_run)"; }
	local a=() b=() i
	for ((i = 0; i < rounds; i++)); do
		b+=("$("$how" -c 'DROP TABLE IF EXISTS peer' "$3")")
		a+=("$("$how" -c "$before" "SELECT credit.evaluate('bench', $day)")")
	done
	awk -v name="$1" -v bound="$2" -v a="$(printf '%s\n' "${a[@]}" | median)" -v b="$(printf '%s\n' "${b[@]}" | median)" \
		-v s="$subjects" -v r="$records" \
		'BEGIN { printf "| %s | %.1f s | %.1f s | %.2f%s | %d subjects, %d records |\n", name, a / 1000, b / 1000, b / a, bound, s, r }'
	# both sides have the same scores
	[ "$(sql -c 'ANALYZE credit.evaluation_pack' -c 'SELECT count(*) FROM peer p LEFT JOIN credit.evaluation e ON e.subject_id = p.subject_id AND e.as_of = credit.today() WHERE e.score IS DISTINCT FROM p.score')" = 0 ]
}
echo '| bench | ours | peer | peer : ours | rows |'
echo '|---|---|---|---|---|'
echo "all subjects" >&2
pair "everybody, records in order of arrival; peer: CASE per item, grouped, into a table" " (≥ 4)" "$peer"
pair "the same, processor time, one process" " (≥ 4)" "$peer" cpu
pair "another day of the same version, processor time" "" "$peer" cpu again
pair "the same; the peer stores model, version, day and grade as well, under a primary key" "" "$peer_keyed"

echo "packing facts" >&2
packed=$(timed -c 'SELECT credit.drop_facts()' 'SELECT credit.refresh_facts()')
from_nothing=$(timed -c 'SELECT credit.drop_facts()' -c "$fresh" "SELECT credit.evaluate('bench')")
sql -c "SELECT format('| packing all facts from nothing, once (%s) | %s s | | | %s subjects |', pg_size_pretty(pg_total_relation_size('credit.subject_facts')),
	round($packed / 1000, 1), $subjects)" -c "SELECT format('| everybody, facts packed first | %s s | | | %s subjects |', round($from_nothing / 1000, 1), $subjects)"

echo "single subjects" >&2
sql -v n="$subjects" <<'SQL'
SET client_min_messages = notice;
CREATE TEMP TABLE picked AS SELECT 1 + (g * 2654435769) % :n AS id FROM generate_series(1::int8, 2000) g;
CREATE TEMP TABLE took (what text, ms float8);
CREATE FUNCTION pg_temp.used() RETURNS float8 LANGUAGE plpgsql AS
	$$ BEGIN RETURN split_part(pg_read_file('/proc/' || pg_backend_pid() || '/schedstat', 0, 100), ' ', 1)::float8 / 1e6; END $$;
DO $$
DECLARE
	began float8;
	one int8;
	seen record;
BEGIN
	FOR round IN 0 .. 5 LOOP
		began := pg_temp.used();
		FOR one IN SELECT id FROM picked ORDER BY id LOOP
			SELECT count(r.item), max(r.decided_on), count(r.severity), count(r.status), max(s.registered_on) INTO seen
			FROM credit.subject s LEFT JOIN credit.record_store r ON r.subject_id = s.subject_id WHERE s.subject_id = one;
		END LOOP;
		INSERT INTO took SELECT 'reads', (pg_temp.used() - began) / 2000 WHERE round > 0;
		began := pg_temp.used();
		FOR one IN SELECT id FROM picked ORDER BY id LOOP
			PERFORM credit.evaluate('bench', NULL, ARRAY[one]);
		END LOOP;
		INSERT INTO took SELECT 'evaluates', (pg_temp.used() - began) / 2000 WHERE round > 0;
		-- a day of its own, so that there is something to store
		began := pg_temp.used();
		FOR one IN SELECT id FROM picked ORDER BY id LOOP
			PERFORM credit.evaluate('bench', credit.today() + 100 + round, ARRAY[one]);
		END LOOP;
		INSERT INTO took SELECT 'stores', (pg_temp.used() - began) / 2000 WHERE round > 0;
	END LOOP;
END $$;
SELECT format('| one subject evaluated and %s, processor time; peer: reading its row and records by index, prepared | %s ms | %s ms | ours : peer %s (≤ 3) | 2000 |',
	said, round(e::numeric, 3), round(r::numeric, 3), round((e / r)::numeric, 2))
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
BEGIN
	FOR round IN 0 .. 5 LOOP
		DELETE FROM credit.evaluation_run;
		began := clock_timestamp();
		FOR i IN 1 .. 500 LOOP PERFORM pg_temp.enter(i); END LOOP;
		INSERT INTO took SELECT 'alone', extract(epoch FROM clock_timestamp() - began) * 1000 / 500 WHERE round > 0;
		INSERT INTO credit.evaluation_run SELECT * FROM kept;
		began := clock_timestamp();
		FOR i IN 1 .. 500 LOOP PERFORM pg_temp.enter(i); END LOOP;
		INSERT INTO took SELECT 'evaluated', extract(epoch FROM clock_timestamp() - began) * 1000 / 500 WHERE round > 0;
	END LOOP;
END $$;
SELECT format('| a statement that stores one record, with evaluation; peer: without | %s ms | %s ms | ours : peer %s | 500 |',
	round(e::numeric, 3), round(r::numeric, 3), round((e / r)::numeric, 2))
FROM (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) FILTER (WHERE what = 'evaluated') AS e,
	percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) FILTER (WHERE what = 'alone') AS r FROM took) t;
ROLLBACK;
SQL

echo "records clustered by subject" >&2
each_partition 'CLUSTER credit.% USING %_key'
sql -c 'VACUUM ANALYZE' -c CHECKPOINT
pair "everybody, records clustered by subject" "" "$peer"
[ -n "${KEEP:-}" ] || PGDATABASE=postgres sql -c 'DROP DATABASE bench_evaluate'
