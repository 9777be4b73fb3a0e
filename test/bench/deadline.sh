#!/usr/bin/env bash
# deadline.sh: credit.deadline for a department with open cases among closed
# ones: the closed are not touched.
#
# CREDIT_BENCH_OPEN (10000) and CREDIT_BENCH_CLOSED (1000000) set the numbers.
# The peer is the same question with no closed case in the table,
# its open ones side by side on few pages; ours lie scattered. What was read and
# the plan come after the row.
. "$(dirname "$0")/lib.sh"
open=$(size CREDIT_BENCH_OPEN 10000 200)
closed=$(size CREDIT_BENCH_CLOSED 1000000 20000)
rounds=${CREDIT_BENCH_ROUNDS:-7}

load() {
	KEEP='' fresh_database bench_deadline
	sql -v closed="$1" -v open="$open" <<'SQL'
CREATE ROLE bench_deadline IN ROLE credit_department;
SET session_replication_role = replica;
INSERT INTO credit.department (dept_id, name, role_name) VALUES (1, 'x', 'bench_deadline');
-- open and closed lie among one another, as they came; as many again are open
-- in nine other departments
INSERT INTO credit.proceeding (subject_id, proceeding_id, procedure, stage, open, dept_id, door, opened_on, stage_since, clock_since, closed_on, step, note, acted_by, watch_from, changed_at)
SELECT 1 + i * 7919::bigint % 1000003, i, 'objection', CASE WHEN o THEN 'examining' ELSE 'rejected' END, o, 1, 'department', d, d, d, CASE WHEN NOT o THEN d + 10 END, 1, 'x', 'bench',
	CASE WHEN o THEN d + 15 END, now()
FROM generate_series(1, :closed + :open) i, LATERAL (SELECT i % (1 + :closed / :open) = 0 AS o, date '2026-01-05' + (i % 250)::int AS d) x;
INSERT INTO credit.proceeding (subject_id, proceeding_id, procedure, stage, open, dept_id, door, opened_on, stage_since, clock_since, step, note, acted_by, watch_from, changed_at)
SELECT 1 + i * 7907::bigint % 1000003, 10000000 + i, 'objection', 'examining', true, 2 + i % 9, 'department', '2026-09-01', '2026-09-01', '2026-09-01', 1, 'x', 'bench', '2026-09-16', now()
FROM generate_series(1, :open) i;
SET session_replication_role = origin;
VACUUM ANALYZE credit.proceeding;
SQL
}
question="SELECT count(*), count(due_on), count(*) FILTER (WHERE state = 'overdue'), min(days_left) FROM credit.deadline WHERE dept_id = 1"
as_dept="SET credit.fixed_today = '2026-09-14'; SET jit = off; SET ROLE bench_deadline"
ask() { clocked "$as_dept" "$question"; }

load 0
in_turn "$rounds" ask
peer=$(middle 1)
load "$closed"
in_turn "$rounds" ask
row "credit.deadline of a department, $(grouped "$open") open cases among $(grouped "$closed") closed" ms "$(middle 1)" 'without the closed ones, packed closer' "$peer" '' "$(
	sql -c "$as_dept" -c "$question" | cut -d'|' -f1)"
sql -c "$as_dept" -c "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, COSTS OFF) SELECT * FROM credit.deadline WHERE dept_id = 1" | sed 's/^/    /' >"$work/detail"
