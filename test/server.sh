#!/usr/bin/env bash
# server.sh: a private throw-away server for tests, the demo and benches.
#
#   test/server.sh start   copy PostgreSQL under build/, install the extension
#                          into the copy, start a server on a socket of its own
#   test/server.sh env     print the environment a client needs (eval it)
#   test/server.sh psql …  psql connected to it
#   test/server.sh stop    stop it and remove its data
#
# It never touches a cluster the machine already runs and listens on no port.
# Run by root it starts as the user postgres, since the server refuses root.
set -eu
cd "$(dirname "$0")/.."
top=$PWD
config=${PG_CONFIG:-pg_config}
copy=$top/build/pg
# within the environment this script prints, the copy's own pg_config comes first
case $(command -v "$config") in "$copy"/*) config=$(command -v "$config" | sed "s#^$copy##");; esac
bindir=$copy$($config --bindir)
if [ "$(id -u)" = 0 ]; then owner=postgres; else owner=$(id -un); fi

# The server's directory must be reachable by its owner; a clone in /root is not.
place() {
	mkdir -p "$top/build"
	if [ -L "$top/build/server" ]; then readlink "$top/build/server"; return; fi
	if as_owner test -x "$top/build" 2>/dev/null && [ ${#top} -lt 70 ]; then
		dir=$top/build/server
		mkdir -p "$dir"
	else
		dir=$(mktemp -d /tmp/credit-server-XXXXXX)
		ln -s "$dir" "$top/build/server"
	fi
	[ "$(id -u)" != 0 ] || chown "$owner" "$dir"
	echo "$dir"
}

as_owner() {
	if [ "$(id -u)" = 0 ]; then runuser -u "$owner" -- "$@"; else "$@"; fi
}

# A copy keeps its relative paths, so the server finds the share directory and
# libraries beside it, and installing changes nothing of the system's.
install_copy() {
	# each time, since the system may have been upgraded or extended meanwhile
	for d in "$($config --bindir)" "$($config --pkglibdir)" "$($config --sharedir)"; do
		[ -d "$d" ] || continue
		mkdir -p "$copy$(dirname "$d")"
		cp -au "$d" "$copy$(dirname "$d")/"
	done
	find "$copy" -name pgxs -prune -exec rm -rf {} +
	make -s install with_llvm=no PG_CONFIG="$config" DESTDIR="$copy" >"$top/build/install.log" 2>&1 || { tail -20 "$top/build/install.log"; exit 1; }
}

copy_for_owner() {
	# the copy must be readable by the server's owner as well
	if ! as_owner test -x "$bindir/postgres" 2>/dev/null; then
		rm -rf "$1/pg"; cp -a "$copy" "$1/pg"; chmod -R a+rX "$1/pg"
		copy=$1/pg; bindir=$copy$($config --bindir)
	fi
}

dir=$(place)
[ ! -d "$dir/pg" ] || [ "${1:-}" = start ] || { copy=$dir/pg; bindir=$copy$($config --bindir); }

case ${1:-} in
start)
	install_copy
	copy_for_owner "$dir"
	if [ -f "$dir/data/postmaster.pid" ]; then as_owner "$bindir/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1 || true; fi
	rm -rf "$dir/data" "$dir/socket"
	as_owner mkdir -p "$dir/socket"
	as_owner "$bindir/initdb" -D "$dir/data" -U postgres -A trust -E "${CREDIT_ENCODING:-UTF8}" --locale="${CREDIT_LOCALE:-C.UTF-8}" --lc-messages=C -N >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log"; exit 1; }
	cat "$top/test/server.conf" >>"$dir/data/postgresql.conf"
	[ -z "${CREDIT_CONF:-}" ] || printf '%s\n' "$CREDIT_CONF" >>"$dir/data/postgresql.conf"
	as_owner "$bindir/pg_ctl" -D "$dir/data" -l "$dir/server.log" -w -o "-k $dir/socket -c listen_addresses=''" start >/dev/null 2>&1 || { tail -20 "$dir/server.log"; exit 1; }
	;;
env)
	echo "export PGHOST=$dir/socket PGPORT=5432 PGUSER=postgres PGDATABASE=postgres PATH=$bindir:\$PATH"
	;;
psql)
	shift
	PGHOST=$dir/socket PGPORT=5432 PGUSER=postgres PGDATABASE=${PGDATABASE:-postgres} "$bindir/psql" -X "$@"
	;;
stop)
	[ ! -f "$dir/data/postmaster.pid" ] || as_owner "$bindir/pg_ctl" -D "$dir/data" -m fast -w stop >/dev/null
	cp "$dir/server.log" "$top/build/server.log" 2>/dev/null || true
	rm -rf "$dir/data" "$dir/socket"
	# a directory elsewhere goes as a whole; one under build/ goes with build/
	[ ! -L "$top/build/server" ] || rm -rf "$dir" "$top/build/server"
	;;
*) sed -n '2,12p' "$0"; exit 2;;
esac
