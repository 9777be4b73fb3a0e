#!/usr/bin/env bash
# fresh.sh: what pg_regress starts psql with. Every test of regress has a
# database of its own, the state that the test install left, so that no test
# depends on what another one left behind.
set -u
admin() { psql -XqAt -d "$1" -c "SET client_min_messages = warning" "${@:2}" </dev/null 2>/dev/null; }

if [ "$(admin credit_regress -c "SELECT 1 FROM pg_extension WHERE extname = 'credit'")" = 1 ]; then
	admin postgres -c 'DROP DATABASE credit_regress WITH (FORCE)' -c 'CREATE DATABASE credit_regress TEMPLATE credit_installed' >/dev/null
	exec "$@"
fi
# without the extension this is the test install
"$@"
result=$?
admin postgres -c 'DROP DATABASE IF EXISTS credit_installed' -c 'CREATE DATABASE credit_installed TEMPLATE credit_regress' >/dev/null
exit $result
