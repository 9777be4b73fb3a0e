#!/usr/bin/env bash
# bench.sh: the frame of make bench. Runs each test/bench/*.sh, or those named,
# one after the other on a private server and prints their Markdown tables
# under a line that tells the machine; the same goes to build/bench/bench.md.
#
# A bench runs from the top level with psql's environment set for a superuser;
# it makes and drops its own database, prints tables to standard output and
# says what it is doing on standard error. The extension is installed in the
# server, not in a database.
set -u
cd "$(dirname "$0")/.." || exit 1
logs=build/bench
. test/lib.sh

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

[ $# -gt 0 ] || set -- $(cd test/bench 2>/dev/null && ls | sed -n 's/\.sh$//p')
[ $# -gt 0 ] || { echo "there is no bench in test/bench" >&2; exit 1; }
report=$logs/bench.md
{
	echo "$(date +%F), $(nproc) cores of $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)," \
		"$(awk '/MemTotal/ { printf "%.0f GB", $2 / 1048576 }' /proc/meminfo) of memory," \
		"PostgreSQL $(psql -XAtc 'SHOW server_version')"
} | tee "$report"
result=0
for bench; do
	echo "running $bench" >&2
	if [ -x "test/bench/$bench.sh" ] && "test/bench/$bench.sh" >"$logs/$bench.md" 2> >(tee "$logs/$bench.log" >&2); then
		{ printf '\n## %s\n\n' "$bench"; cat "$logs/$bench.md"; } | tee -a "$report"
	else
		result=1
		echo "bench $bench failed; its log is $logs/$bench.log, the server's build/server.log"
		tail -n 20 "$logs/$bench.log" 2>/dev/null | sed 's/^/    /'
	fi
done
exit $result
