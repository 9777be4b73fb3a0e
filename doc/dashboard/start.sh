#!/usr/bin/env bash
# start.sh: the dashboard on the demo's database, at http://127.0.0.1:4173/.
#
#   doc/dashboard/start.sh             read the figures and serve the pages
#   doc/dashboard/start.sh --pictures  make the pictures in this directory anew
#
# Needs node 18 or later, npm and its registry the first time; PORT may be set.
# Everything is made under build/dashboard. The role that reads is in
# credit_analyst and in nothing else; it comes in by the demo server's socket.
set -eu
cd "$(dirname "$0")/../.."
here=$PWD/doc/dashboard work=$PWD/build/dashboard port=${PORT:-4173}
command -v npm >/dev/null || { echo "npm is missing: install Node.js, 18 or later" >&2; exit 1; }

# the demo's server, kept running
test/server.sh psql credit_demo -qAtc 'SELECT 1' >/dev/null 2>&1 || make demo KEEP=1
test/server.sh psql credit_demo -q <<'SQL'
DO $$
BEGIN
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'wanglan_dashboard') THEN
		CREATE ROLE wanglan_dashboard LOGIN IN ROLE credit_analyst;
	END IF;
END
$$;
SQL
eval "$(test/server.sh env)"
export EVIDENCE_SOURCE__credit_bi__host=$PGHOST EVIDENCE_SOURCE__credit_bi__port=$PGPORT EVIDENCE_SOURCE__credit_bi__user=wanglan_dashboard
export SEND_ANONYMOUS_USAGE_STATS=no TZ=UTC

mkdir -p "$work"
rm -rf "$work/pages" "$work/sources"
cp -r "$here/pages" "$here/sources" "$here/evidence.config.yaml" "$here/package.json" "$here/screenshots.mjs" "$work/"
cd "$work"
if ! cmp -s package.json node_modules/installed.json; then
	npm install --legacy-peer-deps --no-package-lock --no-audit --no-fund --loglevel=error
	# The DuckDB of package.json carries Parquet; later ones fetch it from the
	# internet, which an office's network has not. It lacks these two settings.
	sed -i "/await connection.query('SET \(ieee_floating_point_ops\|old_implicit_casting\)/d" \
		node_modules/@evidence-dev/universal-sql/src/client-duckdb/{node,browser}.js
	cp package.json node_modules/installed.json
fi

npm run sources
case ${1:-} in
--pictures)
	set -m
	npm run dev -- --host 127.0.0.1 --port "$port" --strictPort &
	server=$!
	trap 'kill -- -$server' EXIT
	until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do sleep 1; done
	node screenshots.mjs "http://127.0.0.1:$port" "$here"
	if command -v pngquant >/dev/null; then pngquant --force --ext .png 96 "$here"/*.png; fi
	;;
*) exec npm run dev -- --host 127.0.0.1 --port "$port" --strictPort ;;
esac
