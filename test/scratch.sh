# scratch.sh NAME: a database $db with the extension and a directory $work, both
# for the time of the script that sources this from the top level of the tree.
# Uses the server of the environment (test/server.sh env), or starts the
# private one for its own time.
# shellcheck shell=bash
own=''
if [ -z "${PGHOST:-}" ]; then
	own=yes
	test/server.sh start
	eval "$(test/server.sh env)"
fi
db=credit_$1_$$
work=$(mktemp -d)
finish() {
	psql -Xqc "DROP DATABASE IF EXISTS $db" postgres || true
	[ -z "$own" ] || test/server.sh stop
	rm -rf "$work"
}
trap finish EXIT
psql -Xqc "CREATE DATABASE $db" postgres
psql -Xq -d "$db" -c 'SET client_min_messages = warning' -c 'CREATE EXTENSION credit'
