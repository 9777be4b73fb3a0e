#!/usr/bin/env bash
# bench.sh: the frame of make bench. Runs each test/bench/*.sh, or those named,
# one after the other on a private server and ends with one table of all, which
# also stands in build/bench/bench.md under the machine and the date; what a bench
# tells beyond its rows is in build/bench/NAME.md.
#
# SCALE (1) multiplies the sizes of all. RECORD=1 puts the table into
# doc/benchmark.md; that takes a run of all benches. One that fails is named, the
# others still run. The exit status tells of a bench that failed and, at full
# size, of a bound not kept.
set -u
cd "$(dirname "$0")/.." || exit 1
logs=build/bench
. test/lib.sh
export SCALE=${SCALE:-1}
full=$(awk -v s="$SCALE" 'BEGIN { if (s ~ /^[0-9]*\.?[0-9]+$/ && s > 0) print (s >= 1 ? "yes" : "no") }')
[ -n "$full" ] || { echo "SCALE=$SCALE is not a number above 0" >&2; exit 1; }
[ -z "${RECORD:-}" ] || [ $# = 0 ] || { echo "RECORD=1 is for a run of all benches" >&2; exit 1; }

trap 'stop_server >/dev/null 2>&1' EXIT
trap 'exit 130' INT TERM HUP

# memory as a server would have it: a quarter for shared buffers, which with ten
# million records have to hold the keys of their partitions; no just-in-time compilation, which makes
# short queries vary; no vacuum that comes in between
buffers=$(awk '/MemTotal/ { print int($2 / 4096) }' /proc/meminfo)
export CREDIT_CONF="shared_buffers = ${buffers}MB
work_mem = 256MB
maintenance_work_mem = 1GB
max_wal_size = 8GB
wal_level = minimal
max_wal_senders = 0
checkpoint_timeout = 1h
autovacuum = off
jit = off"

steps=4
prepare_logs || exit 1
PACKAGES="${PACKAGES:-} ${BENCH_PACKAGES:-}"
step "packages" packages.log install_packages || exit 1
step "build" build.log build || exit 1
step "private server" server.log start_server || exit 1
echo "[4/4] benches" >&2

# those that can be run are benches, lib.sh is not
[ $# -gt 0 ] || set -- $(find test/bench -name '*.sh' -perm -u+x -printf '%f\n' 2>/dev/null | sed 's/\.sh$//' | sort)
[ $# -gt 0 ] || { echo "there is no bench in test/bench" >&2; exit 1; }
load() { cut -d' ' -f1 /proc/loadavg; }
machine="$(date +%F), $(nproc) cores of $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(
	awk '/MemTotal/ { printf "%.0f GB", $2 / 1048576 }' /proc/meminfo) of memory, PostgreSQL $(psql -XAtc 'SHOW server_version'), $(
	[ "$SCALE" = 1 ] && echo 'full size' || echo "SCALE=$SCALE")"
loads=$(load) took='' skipped='' failed=''
: >"$logs/rows"
for bench; do
	echo "running $bench" >&2
	from=$SECONDS result=127
	[ ! -x "test/bench/$bench.sh" ] || { "test/bench/$bench.sh" >"$logs/$bench.md" 2> >(tee "$logs/$bench.log" >&2); result=$?; }
	case $result in
	0) ;;
	77) skipped="$skipped$bench skipped: $(tail -n 1 "$logs/$bench.md"). " ;;
	127) failed="$failed $bench"; echo "there is no bench $bench" >&2 ;;
	*)
		failed="$failed $bench"
		echo "bench $bench failed; its log is $logs/$bench.log, the server's build/server.log" >&2
		tail -n 20 "$logs/$bench.log" 2>/dev/null | sed 's/^/    /' >&2
		;;
	esac
	[ ! -e "$logs/$bench.md" ] || grep "^| $bench |" "$logs/$bench.md" >>"$logs/rows"
	took="$took, $bench $((SECONDS - from))" loads="$loads $(load)"
done

report=$logs/bench.md
count() { awk -F' *\\| *' -v k="$1" '$8 ~ k { n++ } END { print n + 0 }' "$logs/rows"; }
{
	echo "$machine; load average between the benches $(tr ' ' '\n' <<<"$loads" | sort -g | sed -n '1p;$p' | paste -sd- | sed "s/-/ to /")."
	echo
	echo '| bench | what | ours | peer | peer : ours | bound | kept | rows |'
	echo '|---|---|---|---|---|---|---|---|'
	cat "$logs/rows"
	echo
	echo "$(count '^yes$') of $(count '^(yes|no)$') bounds kept. $skipped${failed:+Failed:$failed. }Seconds: ${took#, }."
} >"$report"
cat "$report"
[ -z "${RECORD:-}" ] || {
	awk -v report="$report" '
		/^<!-- end of the one table/ { inside = 0 }
		!inside
		/^<!-- the one table/ { inside = 1; while ((getline line < report) > 0) print line }' doc/benchmark.md >"$logs/benchmark.md" &&
		cat "$logs/benchmark.md" >doc/benchmark.md && echo "recorded in doc/benchmark.md" >&2
}
[ -z "$failed" ] && { [ "$full" = no ] || [ "$(count '^no$')" = 0 ]; }
