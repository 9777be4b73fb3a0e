#!/usr/bin/env bash
# clients.sh: the tests with real clients. Installs all clients that the
# Makefile lists, node-postgres by npm under build/clients, then runs the tests
# 051 to 059 of test/t, of which none may be skipped.
#
#   test/clients.sh [name…]   these alone, such as 052_jdbc
set -u
cd "$(dirname "$0")/.." || exit 1
logs=build/clients
. test/lib.sh
steps=1
prepare_logs || exit 1
packages="${PACKAGES:-} ${CLIENT_PACKAGES:-}"
# a nodejs from elsewhere brings npm along
command -v node >/dev/null || packages="$packages nodejs"
command -v npm >/dev/null || packages="$packages npm"
[ -z "${CLIENT_PACKAGES:-}" ] || PACKAGES=$packages step "clients" packages.log install_packages || exit 1
if [ ! -d build/clients/node_modules/pg ]; then
	(cd build/clients && npm install --no-audit --no-fund --no-save pg@8) >"$logs/npm.log" 2>&1 ||
		{ tail "$logs/npm.log"; echo "npm install pg failed: $logs/npm.log"; exit 1; }
fi
if [ $# -eq 0 ]; then set -- $(cd test/t && printf '%s\n' 05[1-9]_*.pl | sed 's/\.pl$//'); fi
CREDIT_CLIENTS=required exec test/run.sh tap "$@"
