#!/usr/bin/env bash
# citus.sh: entry, evaluation and checks on one server, and on a coordinator
# of Citus with one and with two workers, all on this machine.
#
# Skipped where Citus is not installed for this PostgreSQL. What is
# to be known is what each server has to do: processor time of all processes of
# a server, by /proc, which other work on the machine disturbs less than the
# clock; the clock means little where all servers share two cores. The one table
# has the coordinator's beside one server's; all are told after it.
# CREDIT_BENCH_ROWS (200000), CREDIT_BENCH_SUBJECTS (100000), CREDIT_BENCH_WORKERS
# ("0 1 2"; 0 is one server without Citus). About three minutes and 3 GB of disk.
. "$(dirname "$0")/lib.sh"
[ -f "$(pg_config --pkglibdir)/citus.so" ] || skip "Citus is not installed for this PostgreSQL"
rows=$(size CREDIT_BENCH_ROWS 200000 2000)
subjects=$(size CREDIT_BENCH_SUBJECTS 100000 1000)
checked=$((subjects < 10000 ? subjects : 10000)) one_by_one=$((subjects < 2000 ? subjects : 2000))
bin=$(dirname "$(command -v psql)")
place=$work
as=()
if [ "$(id -u)" = 0 ]; then chown postgres "$place"; as=(runuser -u postgres --); fi
unset PGHOST PGPORT PGDATABASE
export PGUSER=postgres
base=${CREDIT_BENCH_PORT:-$((20000 + RANDOM % 20000))}
declare -A single

stop_all() {
	for pid in "$place"/*/postmaster.pid; do
		[ ! -f "$pid" ] || "${as[@]}" "$bin/pg_ctl" -D "$(dirname "$pid")" -m immediate -w stop >/dev/null 2>&1 || true
	done
}
at_end() { stop_all; }
# the server at a port
at() { port=$1; shift; sql -h "$place" -p "$port" -d credit "$@"; }

# start N citus|plain
start() {
	port=$((base + $1))
	"${as[@]}" "$bin/initdb" -D "$place/$1" -U postgres -A trust -E UTF8 --locale=C.UTF-8 -N >/dev/null
	cat >>"$place/$1/postgresql.conf" <<-CONF
		port = $port
		listen_addresses = '127.0.0.1'
		unix_socket_directories = '$place'
		shared_buffers = 512MB
		max_wal_size = 8GB
		max_prepared_transactions = 50
		timezone = 'Asia/Shanghai'
		credit.fixed_today = '2026-06-01'
		autovacuum = off
	CONF
	[ "$2" = plain ] || printf "shared_preload_libraries = 'citus'\ncitus.node_conninfo = 'sslmode=prefer'\n" >>"$place/$1/postgresql.conf"
	"${as[@]}" "$bin/pg_ctl" -D "$place/$1" -l "$place/$1.log" -w start >/dev/null
	psql -Xq -h "$place" -p "$port" -d postgres -c 'CREATE DATABASE credit'
	[ "$2" = plain ] || at "$port" -c 'CREATE EXTENSION citus'
	at "$port" -c 'CREATE EXTENSION credit'
}

# processor seconds of a server since it started
cpu() {
	first=$(head -1 "$place/$1/postmaster.pid")
	{ cat /proc/[0-9]*/stat 2>/dev/null || true; } | awk -v p="$first" -v hz="$(getconf CLK_TCK)" '
		{ sub(/\(.*\)/, "x") } $1 == p { t += $14 + $15 + $16 + $17 } $4 == p { t += $14 + $15 } END { printf "%.2f", t / hz }'
}
# a session that is just going would be counted as itself and as its server's
all_cpu() { sleep 0.5; for n in $servers; do cpu "$n"; echo; done | paste -sd' '; }

# timed WORDS COUNT command…: a line of the detail, and a row that compares the
# coordinator with one server
timed() {
	local what=$1 count=$2 before from took each
	shift 2
	before=$(all_cpu) from=${EPOCHREALTIME/./}
	"$@" >/dev/null
	took=$((${EPOCHREALTIME/./} - from))
	each=$(echo "$before|$(all_cpu)" | awk -F'|' -v n="$count" '
		{ k = split($1, a, " "); split($2, b, " "); for (i = 1; i <= k; i++) printf "%s%.1f", i == 1 ? "" : ", ", (b[i] - a[i]) * 1e6 / n }')
	printf '| %s | %s | %s | %.1f s | %s |\n' "$what" "$workers" "$count" "$(calc "$took / 1000000")" "$each" >>"$work/detail"
	if [ "$workers" = 0 ]; then single[$what]=$each
	else row "$what, coordinator of $workers worker$([ "$workers" = 1 ] || echo s), processor time" us "${each%%,*}" 'one server' "${single[$what]:-}" '' "$count"; fi
}
as_dept() { PGOPTIONS="$PGOPTIONS -c role=bench_dept" at "$@"; }

printf '%s\n' '| what | workers | rows | clock | processor time a row, us (coordinator first) |' '|---|---|---|---|---|' >"$work/detail"
for workers in ${CREDIT_BENCH_WORKERS:-0 1 2}; do
	stop_all
	rm -rf "${place:?}"/[0-9]*
	servers=$(seq -s' ' 0 "$workers")
	for n in $servers; do start "$n" "$([ "$workers" = 0 ] && echo plain || echo citus)"; done
	for n in $(seq 1 "$workers"); do at "$base" -c "SELECT citus_add_node('127.0.0.1', $((base + n)))" >/dev/null; done
	at "$base" -c 'CREATE ROLE bench_dept LOGIN IN ROLE credit_department' \
		-c "INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES (1, '长春市城市管理局', '11220100000000019K', 'bench_dept')"
	[ "$workers" = 0 ] || at "$base" -c 'SELECT credit.distribute()' >/dev/null
	say "$workers workers: data"
	at "$base" -v subjects="$subjects" -v rows="$rows" -v register="$place/register" -v sent="$place/sent" -f test/bench/citus_data.sql
	timed "registering" "$subjects" at "$base" -c 'CREATE TABLE public.register (rows jsonb)' -c "COPY public.register FROM '$place/register'" \
		-c 'SELECT sum((c).inserted) FROM public.register r, LATERAL credit.confirm_subjects(r.rows) c'
	at "$base" -c 'GRANT SELECT ON public.register TO PUBLIC'
	timed "COPY credit.record" "$rows" as_dept "$base" -c "\\copy credit.record (item, subject_code, subject_name, doc_no, decided_on, valid_until, amount, detail) FROM '$place/sent'"
	for n in $servers; do at $((base + n)) -c 'VACUUM ANALYZE' -c CHECKPOINT; done
	at "$base" -c "INSERT INTO credit.indicator (indicator, dimension, source, measure, items) VALUES ('penalties', 'compliance', 'record', 'count', '{penalty}')" \
		-c "SELECT credit.load_model('city', '1', '<PMML version=\"4.4\" xmlns=\"http://www.dmg.org/PMML-4_4\"><Header/><DataDictionary><DataField name=\"penalties\" optype=\"continuous\" dataType=\"double\"/></DataDictionary><Scorecard functionName=\"regression\" useReasonCodes=\"false\" initialScore=\"100\"><MiningSchema><MiningField name=\"penalties\"/></MiningSchema><Characteristics><Characteristic name=\"penalties\"><Attribute partialScore=\"-20\"><SimplePredicate field=\"penalties\" operator=\"greaterThan\" value=\"1\"/></Attribute><Attribute partialScore=\"0\"><True/></Attribute></Characteristic></Characteristics></Scorecard></PMML>'::xml, '[2020-01-01,)')" \
		-c "INSERT INTO credit.grade_band (model, version, grade, from_score) VALUES ('city', '1', 'A', 90), ('city', '1', 'B', 60), ('city', '1', 'D', -1000)" >/dev/null
	timed "evaluation of all, first (packs facts)" "$subjects" at "$base" -c "SELECT credit.evaluate('city', '2026-05-31')"
	timed "evaluation of all, facts packed" "$subjects" at "$base" -c "SELECT credit.evaluate('city', '2026-06-01')"
	timed "credit.check_subjects() of $checked" "$checked" as_dept "$base" -c "SELECT count(*) FROM credit.check_subjects((SELECT array_agg(c ->> 'uscc') FROM (SELECT jsonb_array_elements(rows) FROM public.register LIMIT $checked) x (c)), 'procurement')"
	timed "credit.check_subject(), one by one" "$one_by_one" as_dept "$base" -c "DO \$\$ BEGIN PERFORM credit.check_subject(c ->> 'uscc', 'procurement') FROM (SELECT jsonb_array_elements(rows) FROM public.register LIMIT $one_by_one) x (c); END \$\$"
	at "$base" -c 'SELECT count(*) FROM credit.maintain()' >/dev/null
	timed "credit_bi.record_statistics" 1 at "$base" -c 'SELECT item, sum(records) FROM credit_bi.record_statistics GROUP BY item'
	timed "a subject's row of credit_bi.subject_overview" 1 at "$base" -c "SELECT * FROM credit_bi.subject_overview WHERE code = (SELECT rows -> 0 ->> 'uscc' FROM public.register LIMIT 1)"
	timed "the 20 latest records of all" 1 at "$base" -c 'SELECT doc_no FROM credit.record ORDER BY decided_on DESC, doc_no LIMIT 20'
done
