#!/usr/bin/env bash
# types.sh: type credit.uscc against text, uuid and a PL/pgSQL validator.
#
#   eval "$(test/server.sh env)"; test/bench/types.sh
#
# About eight minutes on two busy cores, a third of it making the codes.
# CREDIT_BENCH_ROWS sets the number of codes (5000000). Each pair is run in
# turn, A B A B, and the medians are compared, since machines drift. Prints rows
# of | bench | ours | peer | ratio (peer / ours) | rows |.
set -eu
rows=${CREDIT_BENCH_ROWS:-5000000}
rounds=${CREDIT_BENCH_ROUNDS:-5}
parse_rows=$((rows < 2000000 ? rows : 2000000))
plpgsql_rows=$((rows < 100000 ? rows : 100000))
export PGDATABASE=credit_bench_types PGOPTIONS='-c client_min_messages=warning'

sql() { psql -XqAt -v ON_ERROR_STOP=1 "$@"; }

psql -Xq -d postgres -c "DROP DATABASE IF EXISTS $PGDATABASE" -c "CREATE DATABASE $PGDATABASE"
trap 'psql -Xq -d postgres -c "DROP DATABASE IF EXISTS $PGDATABASE"' EXIT

sql -v rows="$rows" <<'SQL'
CREATE EXTENSION credit;
-- Codes of one province: 91/92/93 + region of Jilin + a body of eight symbols
-- + two check characters, all made up. Fibonacci hashing scatters the bodies.
CREATE UNLOGGED TABLE code (txt text COLLATE "C", uuid_txt text, uscc credit.uscc, uuid uuid);
WITH body AS (
	SELECT n, (ARRAY['91', '91', '91', '92', '92', '93'])[1 + n % 6] ||
		-- nine prefectures, 60 counties
		'220' || (1 + n * 7919 % 60 % 9) || lpad((1 + n * 7919 % 60 / 9)::text, 2, '0') ||
		-- newer bodies begin with MA, older ones are digits
		CASE WHEN n % 2 = 0 THEN 'MA' || upper(lpad(to_hex((n * 2654435769) % 16777216), 6, '0'))
			ELSE lpad(((n * 2654435769) % 100000000)::text, 8, '0') END AS head
	FROM generate_series(1::bigint, :rows) AS n
), checked AS (
	SELECT n, head || substr('0X987654321', 1 + (
		3 * strpos(d, substr(head, 9, 1)) + 7 * strpos(d, substr(head, 10, 1)) +
		9 * strpos(d, substr(head, 11, 1)) + 10 * strpos(d, substr(head, 12, 1)) +
		5 * strpos(d, substr(head, 13, 1)) + 8 * strpos(d, substr(head, 14, 1)) +
		4 * strpos(d, substr(head, 15, 1)) + 2 * strpos(d, substr(head, 16, 1)) - 48) % 11, 1) AS s
	FROM body, (VALUES ('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ')) AS v(d)
)
INSERT INTO code SELECT s || c, md5(n::text)::uuid::text, (s || c)::credit.uscc, md5(n::text)::uuid
FROM checked, LATERAL credit.uscc_check_char(s) AS c;
VACUUM ANALYZE code;

-- The peer: what a careful DBA writes. Constant arrays, one translation of the
-- whole text to values, no SQL statement within the loop, no SET clause.
CREATE FUNCTION plpgsql_is_uscc(code text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
	weights CONSTANT int[] := '{1,3,9,27,19,26,16,17,20,29,25,13,8,24,10,30,28,1}';
	symbols CONSTANT text := '0123456789ABCDEFGHJKLMNPQRTUWXY';
	total int := 0;
BEGIN
	IF code !~ '^(1[1239]|2[19]|3[1-59]|4[19]|5[1239]|6[129]|7[129]|8[19]|9[1239]|A[19]|N[1239]|Y1)[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$' THEN
		RETURN false;
	END IF;
	FOR i IN 1..18 LOOP
		total := total + weights[i] * (strpos(symbols, substr(code, i, 1)) - 1);
	END LOOP;
	RETURN total % 31 = 0;
END $$;
SQL

# one statement's time in ms, less the time of a scan that only reads
timed() {
	sql -c "SET max_parallel_workers_per_gather = 0" -c "SET jit = off" -c '\timing on' -c "$1" | sed -n 's/^Time: \([0-9.]*\) ms.*/\1/p' | tail -1
}
median() { sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }

# pair NAME OURS PEER ROWS_OURS ROWS_PEER OVERHEAD_OURS OVERHEAD_PEER
pair() {
	local a=() b=() oa=() ob=() i
	for ((i = 0; i < rounds; i++)); do
		[ -z "$6" ] || { oa+=("$(timed "$6")"); ob+=("$(timed "$7")"); }
		a+=("$(timed "$2")")
		b+=("$(timed "$3")")
	done
	[ -n "$6" ] || { oa=(0); ob=(0); }
	awk -v name="$1" -v a="$(printf '%s\n' "${a[@]}" | median)" -v b="$(printf '%s\n' "${b[@]}" | median)" \
		-v oa="$(printf '%s\n' "${oa[@]}" | median)" -v ob="$(printf '%s\n' "${ob[@]}" | median)" -v ra="$4" -v rb="$5" 'BEGIN {
		x = (a - oa) / ra; y = (b - ob) / rb
		printf "| %s | %.3f us | %.3f us | %.2f | %d |\n", name, x * 1000, y * 1000, y / x, rb }'
}

echo '| bench | ours | peer | ratio | rows |'
echo '|---|---|---|---|---|'

scan() { echo "SELECT count($1) FROM (SELECT $2 FROM code LIMIT $3) AS x"; }

# casts: the scan of the same column is measured beside and taken off
pair 'text to credit.uscc, peer a tuned PL/pgSQL validator' \
	"SELECT count(txt::credit.uscc) FROM (SELECT txt FROM code LIMIT $parse_rows) AS x" \
	"SELECT count(plpgsql_is_uscc(txt)) FROM (SELECT txt FROM code LIMIT $plpgsql_rows) AS x" \
	"$parse_rows" "$plpgsql_rows" "$(scan txt txt "$parse_rows")" "$(scan txt txt "$plpgsql_rows")"
pair 'text to credit.uscc, peer text to uuid' \
	"SELECT count(txt::credit.uscc) FROM (SELECT txt FROM code LIMIT $parse_rows) AS x" \
	"SELECT count(uuid_txt::uuid) FROM (SELECT uuid_txt FROM code LIMIT $parse_rows) AS x" \
	"$parse_rows" "$parse_rows" "$(scan txt txt "$parse_rows")" "$(scan uuid_txt uuid_txt "$parse_rows")"

timed_build() {
	sql -c "SET maintenance_work_mem = '512MB'" -c "SET max_parallel_maintenance_workers = 0" \
		-c "DROP INDEX IF EXISTS built_$1" -c '\timing on' -c "CREATE INDEX built_$1 ON code ($1)" | sed -n 's/^Time: \([0-9.]*\) ms.*/\1/p'
}
us=(); tx=(); uu=()
for ((i = 0; i < rounds; i++)); do
	us+=("$(timed_build uscc)"); tx+=("$(timed_build txt)"); uu+=("$(timed_build uuid)")
done
m_us=$(printf '%s\n' "${us[@]}" | median)
m_tx=$(printf '%s\n' "${tx[@]}" | median)
m_uu=$(printf '%s\n' "${uu[@]}" | median)
row() { awk -v n="$1" -v a="$2" -v b="$3" -v r="$rows" -v u="$4" 'BEGIN {printf "| %s | %.2f %s | %.2f %s | %.2f | %d |\n", n, a, u, b, u, b / a, r}'; }
s() { awk -v a="$1" 'BEGIN {print a / 1000}'; }
row 'index build, peer text COLLATE "C"' "$(s "$m_us")" "$(s "$m_tx")" s
row 'index build, peer uuid' "$(s "$m_us")" "$(s "$m_uu")" s
size() { sql -c "SELECT pg_relation_size('built_$1') / 1048576.0"; }
row 'index size, peer text' "$(size uscc)" "$(size txt)" MB
row 'index size, peer uuid' "$(size uscc)" "$(size uuid)" MB
