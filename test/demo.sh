#!/usr/bin/env bash
# demo.sh: the frame of make demo. Brings up a private server, runs the
# product's main job as doc/demo/demo.sh tells it, stops the server.
#
# doc/demo/demo.sh runs from the top level with psql's environment set for a
# superuser of an empty server; it makes its own database, writes files for
# people under build/demo/, and speaks to the reader on standard output.
set -u
cd "$(dirname "$0")/.." || exit 1
logs=build/demo
. test/lib.sh

trap 'stop_server >/dev/null 2>&1' EXIT
trap 'exit 130' INT TERM HUP

steps=5
prepare_logs || exit 1
step "packages" packages.log install_packages || exit 1
step "build" build.log build || exit 1
step "private server" server.log start_server || exit 1

echo "[4/5] demo"
export DEMO_DIR=$top/$logs
result=0
set -o pipefail
doc/demo/demo.sh 2> >(tee "$logs/demo.err" >&2) | tee "$logs/demo.log" || result=$?
[ "$result" = 0 ] || {
	echo "step 4 (demo) failed; what it said lies in $logs/demo.log and $logs/demo.err, the server's log in build/server.log"
	exit 1
}
step_number=4
if [ -n "${KEEP:-}" ]; then
	echo "[5/5] the server is kept: test/server.sh psql credit_demo; test/server.sh stop ends it"
else
	step "stop the server" stop.log stop_server
fi
