#!/usr/bin/env bash
# fresh.sh: what pg_regress and pg_isolation_regress start their client with.
# Every test has a database of its own, the state in which the extension had
# been installed, so that no test depends on what another one left behind.
# CREDIT_FRESH_DB names the database of the tests (credit_regress).
set -u
# the tests are written in UTF-8, whatever the database has
export PGCLIENTENCODING=UTF8
db=${CREDIT_FRESH_DB:-credit_regress}
# a server that a test has crashed recovers first, or every later test fails with it
for _ in $(seq 1 60); do
	pg_isready -q
	[ $? = 1 ] || break
	sleep 1
done
admin() { psql -XqAt -d "$1" -c "SET client_min_messages = warning" "${@:2}" </dev/null 2>/dev/null; }

if [ "$(admin "$db" -c "SELECT 1 FROM pg_extension WHERE extname = 'credit'")" = 1 ]; then
	if [ "$(admin postgres -c "SELECT 1 FROM pg_database WHERE datname = '${db}_installed'")" = 1 ]; then
		admin postgres -c "DROP DATABASE $db WITH (FORCE)" -c "CREATE DATABASE $db TEMPLATE ${db}_installed" >/dev/null
	else
		admin postgres -c "CREATE DATABASE ${db}_installed TEMPLATE $db" >/dev/null
	fi
	exec "$@"
fi
# without the extension this is the test install
"$@"
result=$?
admin postgres -c "DROP DATABASE IF EXISTS ${db}_installed" -c "CREATE DATABASE ${db}_installed TEMPLATE $db" >/dev/null
exit $result
