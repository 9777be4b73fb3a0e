# lib.sh: what the benches share. Each test/bench/NAME.sh sources it first; it
# is no bench itself, so it is not executable.
#
# A bench runs on a server with the extension installed (PGHOST … of a superuser
# set, or test/server.sh started), makes a database of its own and drops it
# (KEEP=1 keeps it, and some use one that is there). It says what it does on
# standard error; when it ends, the rows of the one table that row() was given
# stand on standard output, then what it wrote into "$work/detail".
#
# SCALE (1) multiplies the sizes; a size set in the environment is taken as it is.
# shellcheck shell=bash
set -eu -o pipefail
cd "$(dirname "$0")/../.."
bench=$(basename "$0" .sh)
[ -n "${PGHOST:-}" ] || eval "$(test/server.sh env)"
export PGDATABASE=bench_$bench PGOPTIONS='-c client_min_messages=warning'

say() { echo "$(date +%T) $*" >&2; }
sql() { psql -XqAt -v ON_ERROR_STOP=1 "$@"; }
calc() { awk "BEGIN { printf \"%.12g\\n\", $1 }"; }
median() { sort -n | awk '{ v[NR] = $1 } END { if (NR) print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

# scaled COUNT LEAST, size NAME COUNT LEAST: how much to do
scaled() { awk -v n="$1" -v s="${SCALE:-1}" -v least="$2" 'BEGIN { n = int(n * s + 0.5); print n < least ? least : n }'; }
size() { if [ -n "${!1:-}" ]; then echo "${!1}"; else scaled "$2" "$3"; fi; }

# a directory for files that the server reads or writes
place=$(sql -d postgres -c 'SHOW data_directory')
place=$(dirname "$place")
[ -w "$place" ] || place=/tmp
work=$(mktemp -d "$place/bench-XXXXXX")
chmod 777 "$work"
: >"$work/rows"

# what else is to be done when the bench ends
at_end() { :; }
roles=() made=''
drop_database() {
	local role drops=(-c "DROP DATABASE IF EXISTS $PGDATABASE")
	for role in "${roles[@]}"; do drops+=(-c "DROP ROLE IF EXISTS $role"); done
	sql -d postgres "${drops[@]}"
}
leave() {
	at_end
	[ ! -s "$work/rows" ] || { table_head; cat "$work/rows"; }
	[ ! -s "$work/detail" ] || { echo; cat "$work/detail"; }
	rm -rf "$work"
	[ -z "$made" ] || [ -n "${KEEP:-}" ] || drop_database || true
}
trap leave EXIT
trap 'exit 130' INT TERM HUP

# skip WORDS: ends a bench that cannot run here
skip() { echo "$*"; exit 77; }

# fresh_database [ROLE…]: an empty database with the extension; the roles are
# the bench's own. False if KEEP=1 and there is one.
fresh_database() {
	roles=("$@")
	if [ -n "${KEEP:-}" ] && sql -c '' 2>/dev/null; then return 1; fi
	made=1
	drop_database && sql -d postgres -c "CREATE DATABASE $PGDATABASE" && sql -c 'CREATE EXTENSION credit' || exit 1
	# milliseconds of processor time this server process has had
	sql <<-'SQL' || exit 1
		CREATE FUNCTION public.cpu_ms() RETURNS float8 LANGUAGE sql VOLATILE SECURITY DEFINER AS
			$$ SELECT split_part(pg_read_file('/proc/' || pg_backend_pid() || '/schedstat', 0, 200), ' ', 1)::float8 / 1e6 $$;
	SQL
}

# clocked BEFORE STATEMENT: "elapsed cpu" of the statement in milliseconds, by the
# clock and of the server's process alone (not its parallel workers), in a session
# of its own where BEFORE ran first. Other work on the machine disturbs the
# second less.
clocked() {
	printf '%s\n' "$1;" 'SELECT public.cpu_ms() AS cpu, clock_timestamp() AS at \gset' '\o /dev/null' "$2;" '\o' \
		"SELECT round((extract(epoch FROM clock_timestamp() - :'at') * 1000)::numeric, 3), round((public.cpu_ms() - :cpu)::numeric, 3);" | sql -F ' ' | tail -n 1
}
# elapsed COMMAND…: milliseconds by the clock of a command outside the server
elapsed() {
	local from=${EPOCHREALTIME/./}
	"$@" >/dev/null
	calc "(${EPOCHREALTIME/./} - $from) / 1000"
}

# resident BEFORE STATEMENT: kilobytes of the server process's own memory, shared
# buffers apart, again and again while it runs the statement
resident() {
	local pid job
	sql -c 'SELECT pg_backend_pid()' -c "$1" -c "$2" >"$work/resident" &
	job=$!
	while kill -0 $job 2>/dev/null; do
		sleep 0.1
		pid=$(head -n 1 "$work/resident")
		sed -n 's/^RssAnon:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/${pid:-0}/status" 2>/dev/null || true
	done
	wait $job
}

# in_turn ROUNDS COMMAND…: runs the commands A B A B, $round counting, and keeps
# what each prints; middle N [FIELD] is the median of the Nth one's
in_turn() {
	# names that no command means another thing by: it would see these
	local in_turn_rounds=$1 in_turn_side
	shift
	rm -f "$work"/turn.*
	for ((round = 1; round <= in_turn_rounds; round++)); do
		for ((in_turn_side = 1; in_turn_side <= $#; in_turn_side++)); do ${!in_turn_side} >>"$work/turn.$in_turn_side"; done
		say "round $round of $in_turn_rounds: $(tail -qn 1 "$work"/turn.* | paste -sd'|')"
	done
}
middle() { awk -v f="${2:-1}" '{ print $f }' "$work/turn.$1" | median; }

table_head() {
	echo '| bench | what | ours | peer | peer : ours | bound | kept | rows |'
	echo '|---|---|---|---|---|---|---|---|'
}

# 12345 rows as 12,345 rows
grouped() { sed -E ':more; s/([0-9])([0-9]{3})($|[^0-9])/\1,\2\3/; t more' <<<"$1"; }

# row WHAT UNIT OURS PEER FIGURE BOUND ROWS: a row of the one table
#
# OURS and FIGURE, the peer's, are in UNIT, and less is better: what is known as
# a rate is given as time. The ratio is always peer : ours. BOUND is
#   '>= X'        of that ratio
#   '<= X'        of ours : peer, as some bounds are given; shown converted
#   'X to Y'      the same with two ends
#   '<= X UNIT'   of ours by itself
# or nothing. An empty OURS or FIGURE was not measured.
row() {
	awk -v bench="$bench" -v what="$1" -v unit="$2" -v ours="$3" -v peer="$4" -v theirs="$5" -v bound="$6" -v rows="$(grouped "$7")" '
		function figure(x) { return sprintf(x == int(x) || x >= 100 ? "%.0f" : x >= 10 ? "%.1f" : x >= 1 ? "%.2f" : x >= 0.01 ? "%.3f" : "%.2g", x) }
		function quotient(x) { return sprintf(x >= 100 ? "%.0f" : x >= 10 ? "%.1f" : "%.2f", x) }
		function short(x) { x = sprintf("%.2f", x); sub(/\.?0+$/, "", x); return x }
		BEGIN {
			said = unit == "" ? "" : " " unit
			if (ours != "" && theirs != "" && ours > 0) { r = theirs / ours; ratio = quotient(r) }
			n = split(bound, b, " ")
			if (b[1] == ">=") { rule = "≥ " b[2]; good = r >= b[2] }
			else if (b[1] == "<=" && n == 2) { rule = "≥ " short(1 / b[2]) " (ours : peer ≤ " b[2] ")"; good = r * b[2] >= 1 }
			else if (b[2] == "to") { rule = short(1 / b[3]) " to " short(1 / b[1]) " (ours : peer " bound ")"; good = r * b[1] <= 1 && r * b[3] >= 1 }
			else if (n) { rule = "≤ " b[2] " " b[3]; good = ours <= b[2] + 0; ours_alone = 1 }
			if (n && (ours_alone ? ours != "" : ratio != "")) kept = good ? "yes" : "no"
			printf "| %s | %s | %s | %s | %s | %s | %s | %s |\n", bench, what, ours == "" ? "not measured" : figure(ours) said,
				peer (theirs == "" ? "" : (peer == "" ? "" : ": ") figure(theirs) said), ratio, rule, kept, rows
		}' >>"$work/rows"
}
# rows: the same seven fields a line, as psql prints them
rows() {
	while IFS='|' read -r what unit ours peer theirs bound count; do row "$what" "$unit" "$ours" "$peer" "$theirs" "$bound" "$count"; done
}
