#!/usr/bin/env bash
# statistics.sh: how long the views of credit_bi take to answer for one
# department and month, or for one month, as an analyst's tool asks.
#
# SUBJECTS (2600000), RECORDS (10000000), CASES (200000), ENTRIES (100000),
# QUERIES (2000000) and PLANS (8400, of inspections) set the size, ROUNDS (5) how often each is asked; the
# median is shown. Everything is asked as the credit office's role, under
# row-level security. LIMIT_MS (200) is what each may take. Makes the database
# bench_statistics and drops it (KEEP=1 keeps it, and uses one that is there).
set -eu
cd "$(dirname "$0")/../.."
subjects=${SUBJECTS:-2600000}
records=${RECORDS:-10000000}
rounds=${ROUNDS:-5}
limit=${LIMIT_MS:-200}
export PGDATABASE=bench_statistics PGOPTIONS='-c client_min_messages=error'
sql() { psql -X -q -At -v ON_ERROR_STOP=1 "$@"; }
timed() { sql -c '\timing on' -c "$1" | sed -n 's/^Time: \([0-9.]*\) ms.*/\1/p' | tail -1; }
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
# the query's "elapsed cpu" in milliseconds, medians of the rounds, as the office
asked() {
	answers=$({
		echo 'SET max_parallel_workers_per_gather = 0; SET ROLE bench_office;'
		for ((i = 0; i <= rounds; i++)); do
			printf '%s\n' 'SELECT cpu_ms() AS c, clock_timestamp() AS t \gset' '\o /dev/null' "$1;" '\o' \
				"SELECT extract(epoch FROM clock_timestamp() - :'t') * 1000, cpu_ms() - :c;"
		done
	} | sql -F ' ' -f - | tail -n "$rounds")
	echo "$(awk '{ print $1 }' <<<"$answers" | median) $(awk '{ print $2 }' <<<"$answers" | median)"
}
if [ -z "${KEEP:-}" ] || ! psql -X -q -c '' 2>/dev/null; then
	PGDATABASE=postgres sql -c 'DROP DATABASE IF EXISTS bench_statistics' -c 'CREATE DATABASE bench_statistics'
	sql -c 'CREATE EXTENSION credit' -c "ALTER DATABASE bench_statistics SET credit.fixed_today = '2026-06-10'"
	echo "making $records records of $subjects subjects" >&2
	sql -v subjects="$subjects" -v records="$records" -v cases="${CASES:-200000}" -v entries="${ENTRIES:-100000}" \
		-v queries="${QUERIES:-2000000}" -v plans="${PLANS:-8400}" -f test/bench/statistics_data.sql >/dev/null
	sql -c 'VACUUM ANALYZE' -c CHECKPOINT
fi
echo '| once a day | ours | rows |'
echo '|---|---|---|'
for one in 'count_inspections()' 'count_subjects()' 'find_disclosure_faults()' 'count_assessment()'; do
	printf '| credit.%s | %.1f s | %s subjects, %s records |\n' "$one" "$(timed "SELECT credit.$one" | awk '{ print $1 / 1000 }')" "$subjects" "$records"
done
sql -c 'ANALYZE'
sql -c "CREATE OR REPLACE FUNCTION cpu_ms() RETURNS float8 LANGUAGE sql VOLATILE SECURITY DEFINER AS \$\$
	SELECT split_part(pg_read_file('/proc/' || pg_backend_pid() || '/schedstat', 0, 200), ' ', 1)::float8 / 1e6 \$\$"
echo
echo '| asked | rows | elapsed | CPU | |'
echo '|---|---|---|---|---|'
slow=0 seen=' '
while IFS='|' read -r view where; do
	[ -n "$view" ] || continue
	seen="$seen$view "
	query="SELECT * FROM credit_bi.$view WHERE $where"
	rows=$(sql -c 'SET ROLE bench_office' -c "SELECT count(*) FROM credit_bi.$view WHERE $where")
	read -r ms cpu <<<"$(asked "$query")"
	verdict=$(awk -v ms="$([ "${BY:-}" = cpu ] && echo "$cpu" || echo "$ms")" -v l="$limit" 'BEGIN { print ms <= l ? "" : "over " l " ms" }')
	[ -z "$verdict" ] || slow=$((slow + 1))
	printf '| %s WHERE %s | %s | %.1f ms | %.1f ms | %s |\n' "$view" "$where" "$rows" "$ms" "$cpu" "$verdict"
done <<'VIEWS'
date_dimension|month = '2026-05-01'
department_dimension|dept_id = 7
item_dimension|item = 'penalty'
region_dimension|region_code = '220102'
industry_dimension|industry_code = 'C'
record_statistics|dept_id = 7 AND month = '2026-05-01'
record_statistics|month = '2026-05-01'
record_statistics|dept_id = 7
disclosure_quality|dept_id = 7 AND month = '2026-05-01'
disclosure_quality|month = '2026-05-01'
disclosure_quality|dept_id = 7
subject_statistics|month = '2026-06-01'
subject_statistics|region_code = '220102'
subject_overview|code = (SELECT code FROM credit_bi.subject_overview LIMIT 1)
grade_statistics|month = '2026-05-01'
grade_statistics|region_code = '220102'
grade_history|code = (SELECT code FROM credit_bi.subject_overview LIMIT 1)
commitment_statistics|dept_id = 7 AND month = '2026-05-01'
commitment_statistics|month = '2026-05-01'
inspection_statistics|dept_id = 7 AND month = '2026-05-01'
inspection_statistics|month = '2026-05-01'
case_statistics|dept_id = 7 AND month = '2026-05-01'
case_statistics|month = '2026-05-01'
repair_statistics|dept_id = 7
repair_statistics|month = '2026-05-01'
objection_statistics|dept_id = 7
objection_statistics|month = '2026-05-01'
list_statistics|dept_id = 7 AND month = '2026-05-01'
list_statistics|month = '2026-05-01'
list_flow|dept_id = 7 AND month = '2026-05-01'
list_flow|month = '2026-05-01'
list_entries|dept_id = 7
four_lists|dept_id = 7
repair_commitments|dept_id = 7
measures|in_force
queries|dept_id = 7 AND month = '2026-05-01'
queries|month = '2026-05-01'
joint_action_statistics|month = '2026-05-01'
joint_action_statistics|from_dept_id = 7
publicity_statistics|dept_id = 7
publicity_statistics|month = '2026-05-01'
typical_case|month = '2026-05-01'
monthly_report|dept_id = 7
monthly_report|month = '2026-05-01'
alert_month|month = '2026-05-01'
inspection_stratum|dept_id = 7
inspection_finding|year = 2026
deadline|dept_id = 7
proceeding|dept_id = 7
assessment_figure|dept_id = 7 AND year = 2026
department_assessment|dept_id = 7 AND year = 2026
department_assessment_total|dept_id = 7 AND year = 2026
department_assessment|year = 2026
department_assessment_total|year = 2026
alert|opened_on = '2026-05-05'
disclosure_record|dept_id = 7 AND month = '2026-05-01'
disclosure_record|dept_id = 700 AND month = '2026-05-01'
industry_bans|dept_id = 7
inspection_visit|dept_id = 7
joint_actions|from_dept_id = 7
list_candidates|dept_id = 7
unchecked_decision|dept_id = 7 AND decided_on BETWEEN '2026-05-01' AND '2026-05-31'
grade_migration|comparison_id = 1
model_power|comparison_id = 1
model_stability|comparison_id = 1
VIEWS
for view in $(sql -c "SELECT relname FROM pg_class WHERE relnamespace = 'credit_bi'::regnamespace AND relkind = 'v'"); do
	case $seen in *" $view "*) ;; *) echo "nobody asks credit_bi.$view" >&2; slow=$((slow + 1)) ;; esac
done
[ -n "${KEEP:-}" ] || PGDATABASE=postgres sql -c 'DROP DATABASE bench_statistics' -c 'DROP ROLE bench_office'
[ "$slow" = 0 ] || { echo "$slow views took longer than $limit ms, or were not asked" >&2; exit 1; }
