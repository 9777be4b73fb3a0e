#!/usr/bin/env bash
# types.sh: type credit.uscc against text, uuid and a PL/pgSQL validator.
#
# About eight minutes on two busy cores, a third of it making the codes.
# CREDIT_BENCH_ROWS sets the number of codes (5000000). The sides of a row run in
# turn, A B A B, CREDIT_BENCH_ROUNDS (5) times.
. "$(dirname "$0")/lib.sh"
rows=$(size CREDIT_BENCH_ROWS 5000000 1000000)
rounds=${CREDIT_BENCH_ROUNDS:-5}
parse_rows=$((rows < 2000000 ? rows : 2000000))
plpgsql_rows=$((rows < 100000 ? rows : 100000))
fresh_database

sql -v rows="$rows" <<'SQL'
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


# count EXPRESSION COLUMN ROWS
count() { clocked 'SET max_parallel_workers_per_gather = 0; SET jit = off' "SELECT count($1) FROM (SELECT $2 FROM code LIMIT $3) AS x"; }
# cast PEER COLUMN EXPRESSION ROWS BOUND: the scan of the same column is measured
# beside and taken off
cast() {
	in_turn "$rounds" "count txt txt $parse_rows" "count $2 $2 $4" "count txt::credit.uscc txt $parse_rows" "count $3 $2 $4"
	row 'text to credit.uscc' us "$(calc "($(middle 3) - $(middle 1)) * 1000 / $parse_rows")" "$1" "$(calc "($(middle 4) - $(middle 2)) * 1000 / $4")" "$5" "$4"
}
cast 'a tuned PL/pgSQL validator' txt 'plpgsql_is_uscc(txt)' "$plpgsql_rows" '>= 50'
cast 'text to uuid' uuid_txt uuid_txt::uuid "$parse_rows" '>= 0.5'

index() {
	clocked "SET maintenance_work_mem = '512MB'; SET max_parallel_maintenance_workers = 0; DROP INDEX IF EXISTS built_$1" "CREATE INDEX built_$1 ON code ($1)"
}
megabytes() { sql -c "SELECT pg_relation_size('built_$1') / 1048576.0"; }
in_turn "$rounds" 'index uscc' 'index txt' 'index uuid'
row 'index build' s "$(calc "$(middle 1) / 1000")" 'text COLLATE "C"' "$(calc "$(middle 2) / 1000")" '>= 2.5' "$rows"
row 'index build' s "$(calc "$(middle 1) / 1000")" uuid "$(calc "$(middle 3) / 1000")" '' "$rows"
row 'index size' MB "$(megabytes uscc)" 'text COLLATE "C"' "$(megabytes txt)" '>= 1.25' "$rows"
row 'index size' MB "$(megabytes uscc)" uuid "$(megabytes uuid)" '' "$rows"
