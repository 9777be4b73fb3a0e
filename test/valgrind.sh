#!/usr/bin/env bash
# valgrind.sh: runs tests of regress in a private server under valgrind.
#
#   test/valgrind.sh [name…]   tests of test/sql; bad_rows entry entry_robust
#                              hostile without names, and with "all" every one
#                              that runs C of ours (hours; not the lints)
#
# Prints every fault with a frame of ours in its stack, and fails when there is
# one, when a process crashes, or when a test's output is not as expected. A
# server built with -DUSE_VALGRIND (PG_CONFIG=…) sees into PostgreSQL's own
# memory contexts; a packaged one sees whole blocks only. Logs: build/valgrind/.
set -u
cd "$(dirname "$0")/.." || exit 1
logs=build/valgrind
. test/lib.sh
steps=3
if [ $# -eq 0 ]; then set -- bad_rows entry entry_robust hostile; fi
if [ "$*" = all ]; then
	set --
	for file in test/sql/*.sql; do
		case $(basename "$file" .sql) in install | lint_*) ;; *) set -- "$@" "$(basename "$file" .sql)" ;; esac
	done
fi

rm -rf "$logs"
prepare_logs || exit 1
# started by test/server.sh alone, so that its directory is made and left as ever
step "packages" packages.log install_packages || exit 1
command -v valgrind >/dev/null || { echo "valgrind is not installed: apt-get install valgrind"; exit 1; }
step "build" build.log build || exit 1
pgxs=$(cd "$(dirname "$($PG_CONFIG --pgxs)")/../.." && pwd)
CREDIT_CONF="autovacuum = off
max_parallel_workers = 0
log_line_prefix = '%p '" start_server >"$logs/server.log" 2>&1 || { tail "$logs/server.log"; exit 1; }
eval "$(test/server.sh env)"
data=$(dirname "$PGHOST")/data
as_owner() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
as_owner pg_ctl -D "$data" -m fast -w stop >/dev/null

finish() {
	trap - EXIT
	# with a name and number of its own: the one in the server's file
	[ ! -f "$data/postmaster.pid" ] || as_owner pg_ctl -D "$data" -m immediate -w stop >/dev/null 2>&1
	test/server.sh stop >/dev/null 2>&1
	exit "$result"
}
result=1
trap finish EXIT
trap 'exit 1' INT TERM HUP

found=$(dirname "$PGHOST")/valgrind
as_owner mkdir -p "$found"
echo "[3/3] tests under valgrind"
as_owner nice valgrind --quiet --leak-check=no --num-callers=25 --error-limit=no --gen-suppressions=no \
	--trace-children=no --suppressions="$top/test/valgrind.supp" --log-file="$found/%p.log" \
	"$(command -v postgres)" -D "$data" -k "$PGHOST" -c listen_addresses='' >>"$logs/server.log" 2>&1 &
for _ in $(seq 1 300); do
	psql -X -q -d postgres -c 'SELECT 1' >/dev/null 2>&1 && break
	sleep 1
done

mkdir -p "$logs/expected"
for name in install "$@"; do
	: >"$logs/expected/$name.out"
	ln -sf "$top/expected/$name.out" "$logs/expected/$name.out"
done
export CREDIT_FRESH_DB=credit_regress
started=$(date +%s)
(cd "$logs" && "$pgxs/src/test/regress/pg_regress" --inputdir="$top/test" --outputdir="$top/$logs" \
	--bindir="$(dirname "$(command -v psql)")" --dbname=credit_regress --encoding=UTF8 --host="$PGHOST" \
	--launcher="$top/test/fresh.sh" --port="$PGPORT" --user="$PGUSER" install "$@") 2>&1 | tee "$logs/regress.log" | grep -E '^(test |ok |not ok )'
tests=${PIPESTATUS[0]}
as_owner pg_ctl -D "$data" -m fast -t 300 -w stop >/dev/null 2>&1

cp "$found"/*.log "$logs"/ 2>/dev/null
crashed=$(grep -c 'was terminated by signal' "$logs/server.log")
# a report is a paragraph; ours has a frame in credit.so or in a function named credit_…
faults=$(cat "$logs"/[0-9]*.log 2>/dev/null | sed 's/^==[0-9]*== \{0,1\}//' | awk -v RS= '/credit\.so|credit_[a-z_]+ \(/ && !/^(Warning|Memcheck)/' | tee "$logs/ours.txt" | grep -cE '^(Invalid|Conditional|Use of|Syscall|Source|Mismatched|Process terminating|Jump)')
others=$(cat "$logs"/[0-9]*.log 2>/dev/null | sed 's/^==[0-9]*== \{0,1\}//' | awk -v RS= '!/credit\.so|credit_[a-z_]+ \(/' | tee "$logs/others.txt" | grep -cE '^(Invalid|Conditional|Use of|Syscall|Source|Mismatched|Process terminating|Jump)')
[ "$faults" = 0 ] || head -n 60 "$logs/ours.txt"
echo "$# tests, $(($(date +%s) - started)) s; faults with a frame of ours: $faults, without: $others ($logs/others.txt), crashes: $crashed, tests as expected: $([ "$tests" = 0 ] && echo yes || echo no)"
if [ "$faults" = 0 ] && [ "$crashed" = 0 ] && [ "$tests" = 0 ]; then result=0; fi
