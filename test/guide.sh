#!/usr/bin/env bash
# guide.sh: writes the outputs of the guides and of the reference pages that are
# run anew, after a change of what they show; read the difference. The test
# 060_guides compares them.
#
#   test/guide.sh [doc/guide-….md …]
set -eu
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- doc/guide-*.md doc/reference/{calendar,code,grade}.md
locale=$(mktemp -d)
trap 'test/server.sh stop; rm -rf "$locale"' EXIT
chmod 755 "$locale"
LC_ALL=C.UTF-8 test/data/locale.sh "$locale"
LOCPATH=$locale test/server.sh start
eval "$(test/server.sh env)"
for guide; do
	psql -Xqc 'DROP DATABASE IF EXISTS guide' -c 'DROP ROLE IF EXISTS wanglan_health' -c 'CREATE DATABASE guide' postgres
	psql -Xq -d guide -f test/data/guide/city.sql
	case $guide in *.zh.md) psql -Xq -d guide -c "ALTER DATABASE guide SET lc_messages = 'zh_CN.UTF-8'" ;; esac
	test/data/guide/run.pl "$guide" guide >"$locale/new"
	cat "$locale/new" >"$guide"
done
