#!/usr/bin/env bash
# statistics.sh: how long the views of credit_bi take to answer for one
# department and month, or for one month, as an analyst's tool asks.
#
# SUBJECTS (2600000), RECORDS (10000000), CASES (200000), ENTRIES (100000),
# QUERIES (2000000) and PLANS (8400, of inspections) set the size, ROUNDS (5) how often each is asked; the
# median is shown. Everything is asked as the credit office's role, under
# row-level security. LIMIT_MS (200) is what each may take: the one table has the
# slowest, all come after it.
. "$(dirname "$0")/lib.sh"
subjects=$(size SUBJECTS 2600000 5000) records=$(size RECORDS 10000000 20000)
rounds=${ROUNDS:-5}
limit=${LIMIT_MS:-200}
PGOPTIONS='-c client_min_messages=error'
# the query's "elapsed cpu" in milliseconds, medians of the rounds, as the office
asked() {
	{
		echo 'SET max_parallel_workers_per_gather = 0; SET ROLE bench_office;'
		for ((i = 0; i <= rounds; i++)); do
			printf '%s\n' 'SELECT public.cpu_ms() AS c, clock_timestamp() AS t \gset' '\o /dev/null' "$1;" '\o' \
				"SELECT extract(epoch FROM clock_timestamp() - :'t') * 1000, public.cpu_ms() - :c;"
		done
	} | sql -F ' ' | tail -n "$rounds" >"$work/turn.1"
	echo "$(middle 1 1) $(middle 1 2)"
}
if fresh_database bench_office; then
	sql -c "ALTER DATABASE $PGDATABASE SET credit.fixed_today = '2026-06-10'"
	say "making $records records of $subjects subjects"
	sql -v subjects="$subjects" -v records="$records" -v cases="$(size CASES 200000 2000)" -v entries="$(size ENTRIES 100000 1000)" \
		-v queries="$(size QUERIES 2000000 5000)" -v plans="$(size PLANS 8400 1200)" -f test/bench/statistics_data.sql >/dev/null
	sql -c 'VACUUM ANALYZE' -c CHECKPOINT
fi
{
	echo '| once a day | elapsed |'
	echo '|---|---|'
	for one in 'count_inspections()' 'count_subjects()' 'find_disclosure_faults()' 'count_assessment()'; do
		printf '| credit.%s | %.1f s |\n' "$one" "$(calc "$(clocked SELECT "SELECT credit.$one" | cut -d' ' -f1) / 1000")"
	done
	printf '\n| asked | rows | elapsed | CPU | |\n|---|---|---|---|---|\n'
} >"$work/detail"
sql -c 'ANALYZE'
say "asking"
: >"$work/asked"
while IFS='|' read -r view where; do
	query="SELECT * FROM credit_bi.$view WHERE $where"
	rows=$(sql -c 'SET ROLE bench_office' -c "SELECT count(*) FROM credit_bi.$view WHERE $where")
	read -r ms cpu <<<"$(asked "$query")"
	printf '%s|%s|%s|%s WHERE %s\n' "$ms" "$cpu" "$view" "$view" "$where" >>"$work/asked"
	printf '| %s WHERE %s | %s | %.1f ms | %.1f ms | %s |\n' "$view" "$where" "$rows" "$ms" "$cpu" \
		"$(awk -v ms="$ms" -v l="$limit" 'BEGIN { if (ms > l) print "over " l " ms" }')" >>"$work/detail"
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
said="$subjects subjects, $records records"
for how in 1 2; do
	row "slowest of $(wc -l <"$work/asked") questions to credit_bi$([ $how = 1 ] || echo ', processor time'): $(sort -t'|' -k${how}gr "$work/asked" | sed -n '1s/.*|//p')" \
		ms "$(cut -d'|' -f$how "$work/asked" | sort -g | tail -n 1)" allowed "$limit" '>= 1' "$said"
	row "median of them$([ $how = 1 ] || echo ', processor time')" ms "$(cut -d'|' -f$how "$work/asked" | median)" allowed "$limit" '' "$said"
done
unasked=$(sql -c "SELECT relname FROM pg_class WHERE relnamespace = 'credit_bi'::regnamespace AND relkind = 'v'" | sort |
	comm -23 - <(cut -d'|' -f3 "$work/asked" | sort -u) | paste -sd' ')
[ -z "$unasked" ] || { echo "nobody asks of credit_bi: $unasked" >&2; exit 1; }
