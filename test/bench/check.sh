#!/usr/bin/env bash
# check.sh: credit.check_subject() beside the bare index look-ups it needs, and
# credit.check_subjects() beside one by one. SUBJECTS (2 600 000), RECORDS
# (10 000 000) and ENTRIES (100 000) fictional ones unless said otherwise; CODES
# (100 000) are screened at once, CALLS (3 000) checked one by one.
#
# Microseconds of the server's processor time a call, both sides in turns (A B A
# B); the median of ROUNDS (5). check_subject() and its bare look-ups ask the same
# codes again, warm; beside check_subjects() it asks others of the codes each
# round, within the server; a line by the clock has a client ask for each, in a
# transaction of its own, as a department's system would. Bare look-ups are plain
# prepared queries by index: the code, the subject, its evaluations, entries, bans and commitments, and one row
# into a log of the same form.
. "$(dirname "$0")/lib.sh"
subjects=$(size SUBJECTS 2600000 5000) records=$(size RECORDS 10000000 20000) entries=$(size ENTRIES 100000 500)
codes=$(size CODES 100000 1000) calls=$(size CALLS 3000 200) rounds=${ROUNDS:-5}
if fresh_database; then
	say "making $subjects subjects, $records records"
	sql -v subjects="$subjects" -v records="$records" -v entries="$entries" -f test/bench/check_data.sql >/dev/null
fi
say "checking"
sql -v codes="$codes" -v calls="$calls" -v rounds="$rounds" -f test/bench/check.sql | rows

# by the clock: a client that asks for one after the other, and one call for all
settings="SET credit.fixed_today = '2026-06-01'; SET max_parallel_workers_per_gather = 0"
sql -c 'DROP TABLE IF EXISTS asked' -c "CREATE TABLE asked AS SELECT row_number() OVER () AS nr, code FROM (SELECT uscc::text AS code FROM credit.subject
	WHERE subject_id % (SELECT greatest(1, count(*) / (2 * $codes)) FROM credit.subject) = 0 ORDER BY hashint8(subject_id) LIMIT $codes) s"
each() {
	clocked "$settings; PREPARE one(text) AS SELECT (c).verdict FROM credit.check_subject(\$1, 'approval', 'bench') c" \
		"$(sql -c "SELECT format('EXECUTE one(%L);', code) FROM asked WHERE nr > $codes - $round * $calls ORDER BY nr LIMIT $calls")"
}
many() { clocked "$settings" "SELECT count(*) FROM credit.check_subjects(ARRAY(SELECT code FROM asked ORDER BY nr), 'approval', 'bench')"; }
in_turn "$rounds" each many
row 'check_subjects by the clock, a code' us "$(calc "$(middle 2) * 1000 / $codes")" 'a client one by one' "$(calc "$(middle 1) * 1000 / $calls")" '>= 20' "$codes"
