#!/usr/bin/env bash
# import.sh: exchange documents against a bare xmlTextReader loop, PostgreSQL's
# own xmltable and COPY of the same rows.
#
#   eval "$(test/server.sh env)"; test/bench/import.sh
#
# CREDIT_BENCH_MB sizes the file that is parsed (500), CREDIT_BENCH_XMLTABLE_MB
# the one for xmltable (50), CREDIT_BENCH_ENTER_MB the one that is entered
# (100), CREDIT_BENCH_ROUNDS the rounds (3). Both sides of a pair are run in turn,
# A B A B, and medians compared. Prints rows of | bench | ours | peer | ratio |.
# The server must be able to read the files, which lie in a directory in /tmp.
set -eu
mb=${CREDIT_BENCH_MB:-500}
table_mb=${CREDIT_BENCH_XMLTABLE_MB:-50}
enter_mb=${CREDIT_BENCH_ENTER_MB:-100}
rounds=${CREDIT_BENCH_ROUNDS:-3}
export PGDATABASE=credit_bench_import PGOPTIONS='-c client_min_messages=warning'

sql() { psql -XqAt -v ON_ERROR_STOP=1 "$@"; }
now() { date +%s%N; }
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
row() { awk -v name="$1" -v a="$2" -v b="$3" -v mb="$4" 'BEGIN { printf "| %s | %.2f s (%.0f MB/s) | %.2f s (%.0f MB/s) | %.2f |\n", name, a / 1e9, mb * 1e9 / a, b / 1e9, mb * 1e9 / b, b / a }'; }

dir=$(mktemp -d /tmp/credit-import-XXXXXX)
chmod 755 "$dir"
psql -Xq -d postgres -c "DROP DATABASE IF EXISTS $PGDATABASE" -c "CREATE DATABASE $PGDATABASE"
trap 'psql -Xq -d postgres -c "DROP DATABASE IF EXISTS $PGDATABASE"; rm -rf "$dir"' EXIT

sql <<'SQL'
CREATE EXTENSION credit;
INSERT INTO credit.department (dept_id, name, uscc) VALUES (1, '甲局', '1122010001350000BA');
SET credit.fixed_today = '2026-06-01';
SQL

# the peer: what reads every node and looks at every text
cat >"$dir/reader.c" <<'C'
#include <libxml/xmlreader.h>
#include <stdio.h>
int
main(int argc, char **argv)
{
	xmlTextReaderPtr reader = xmlReaderForFile(argv[1], NULL, XML_PARSE_NONET);
	long		nodes = 0,
				bytes = 0;

	while (xmlTextReaderRead(reader) == 1)
	{
		const xmlChar *value = xmlTextReaderConstValue(reader);

		nodes++;
		if (value)
			bytes += xmlStrlen(value);
	}
	printf("%ld nodes, %ld bytes\n", nodes, bytes);
	xmlFreeTextReader(reader);
	return 0;
}
C
gcc -O2 -o "$dir/reader" "$dir/reader.c" $(xml2-config --cflags --libs)

# penalties of 100 000 organisations; about 640 bytes a record
rows_of() { echo $(($1 * 1000000 / 742)); }
document() { # file rows first
	{
		printf '<?xml version="1.0" encoding="UTF-8"?>\n<credit_exchange xmlns="urn:credit:exchange:1" version="1" document="bench" item="penalty">\n'
		sql -c "COPY (SELECT '<record>' || chr(10) || '<cf_xdr_mc>长春第' || n % 100000 || '贸易有限公司</cf_xdr_mc>' || chr(10)
			|| '<cf_xdr_lb>法人及非法人组织</cf_xdr_lb>' || chr(10) || '<cf_xdr_shxym>' || stem || credit.uscc_check_char(stem) || '</cf_xdr_shxym>' || chr(10)
			|| '<cf_frdb>张三</cf_frdb>' || chr(10) || '<cf_wfxw>未取得许可从事经营活动</cf_wfxw>' || chr(10)
			|| '<cf_sy>当事人在未取得相关许可的情况下从事经营活动，事实清楚，证据确凿，第' || n || '案</cf_sy>' || chr(10)
			|| '<cf_yj>《中华人民共和国行政处罚法》</cf_yj>' || chr(10) || '<cf_cflb>罚款</cf_cflb>' || chr(10) || '<cf_nr>罚款人民币一万元</cf_nr>' || chr(10)
			|| '<cf_nr_fk>1.000000</cf_nr_fk>' || chr(10) || '<cf_jdrq>' || date '2022-01-01' + n % 1500 || '</cf_jdrq>' || chr(10)
			|| '<cf_wsh>长市监罚字〔2026〕' || n || '号</cf_wsh>' || chr(10) || '<cf_cfjg>甲局</cf_cfjg>' || chr(10) || '<cf_cfjgdm>1122010001350000BA</cf_cfjgdm>' || chr(10)
			|| '<cf_sjly>甲局</cf_sjly>' || chr(10) || '<cf_sjlydm>1122010001350000BA</cf_sjlydm>' || chr(10) || '</record>'
			FROM generate_series($3, $3 + $2 - 1) n, LATERAL (SELECT '91220101MA' || lpad((n % 100000)::text, 7, '0') AS stem) s) TO STDOUT"  |
			sed 's/\\n/\n/g'
		printf '</credit_exchange>\n'
	} >"$1"
	chmod 644 "$1"
}
echo "making $mb MB" >&2
document "$dir/big.xml" "$(rows_of "$mb")" 1
bytes=$(stat -c %s "$dir/big.xml")

echo "| bench | ours | peer | ratio (peer / ours) |"
echo "|---|---|---|---|"

# 1. parsing alone, with structure, digests of file and records
echo "parsing" >&2
: >"$dir/a"; : >"$dir/b"
for _ in $(seq "$rounds"); do
	t=$(now); "$dir/reader" "$dir/big.xml" >/dev/null; echo $(($(now) - t)) >>"$dir/b"
	t=$(now); sql -c "SELECT records FROM credit.verify_package_file('$dir/big.xml')" >/dev/null; echo $(($(now) - t)) >>"$dir/a"
done
row "parse and digest $((bytes / 1000000)) MB : xmlTextReader loop" "$(median <"$dir/a")" "$(median <"$dir/b")" $((bytes / 1000000))

# 2. xmltable
echo "xmltable" >&2
document "$dir/table.xml" "$(rows_of "$table_mb")" 1
table_bytes=$(stat -c %s "$dir/table.xml")
: >"$dir/a"; : >"$dir/b"; : >"$dir/c"
for _ in $(seq "$rounds"); do
	t=$(now); sql -c "SELECT records FROM credit.verify_package_file('$dir/table.xml')" >/dev/null; echo $(($(now) - t)) >>"$dir/a"
	t=$(now); sql -c "SELECT count(mc), count(wsh) FROM xmltable(xmlnamespaces('urn:credit:exchange:1' AS c), '/c:credit_exchange/c:record'
		PASSING (convert_from(pg_read_binary_file('$dir/table.xml'), 'UTF8')::xml)
		COLUMNS mc text PATH 'c:cf_xdr_mc', code text PATH 'c:cf_xdr_shxym', wsh text PATH 'c:cf_wsh', sy text PATH 'c:cf_sy', nr text PATH 'c:cf_nr', day text PATH 'c:cf_jdrq')" >/dev/null
	echo $(($(now) - t)) >>"$dir/b"
	t=$(now); sql -c "SELECT count(f1), count(f16) FROM xmltable(xmlnamespaces('urn:credit:exchange:1' AS c), '/c:credit_exchange/c:record'
		PASSING (convert_from(pg_read_binary_file('$dir/table.xml'), 'UTF8')::xml)
		COLUMNS $(i=0; for f in cf_xdr_mc cf_xdr_lb cf_xdr_shxym cf_frdb cf_wfxw cf_sy cf_yj cf_cflb cf_nr cf_nr_fk cf_jdrq cf_wsh cf_cfjg cf_cfjgdm cf_sjly cf_sjlydm; do
			i=$((i + 1)); [ $i = 1 ] || printf ', '; printf "f%s text PATH 'c:%s'" $i $f; done))" >/dev/null
	echo $(($(now) - t)) >>"$dir/c"
done
row "parse and digest $((table_bytes / 1000000)) MB : xmltable of its sixteen fields" "$(median <"$dir/a")" "$(median <"$dir/c")" $((table_bytes / 1000000))
row "the same : xmltable of six of them" "$(median <"$dir/a")" "$(median <"$dir/b")" $((table_bytes / 1000000))

# 3. end to end, against COPY of the same rows into credit.record
echo "entering" >&2
n=$(rows_of "$enter_mb")
: >"$dir/a"; : >"$dir/b"
first=10000001
sql -c "INSERT INTO credit.subject (kind, uscc, name) SELECT 'enterprise', (stem || credit.uscc_check_char(stem))::credit.uscc, '长春第' || n || '贸易有限公司'
	FROM generate_series(0, 99999) n, LATERAL (SELECT '91220101MA' || lpad(n::text, 7, '0') AS stem) s"
for round in $(seq "$rounds"); do
	for side in a b; do
		document "$dir/enter.xml" "$n" "$first"
		first=$((first + n))
		if [ $side = b ]; then
			sql -c "COPY (SELECT x.item, x.code, x.mc, x.wsh, x.day, x.detail FROM (SELECT 'penalty' AS item, code, mc, wsh, day,
				jsonb_build_object('cf_xdr_lb', '法人及非法人组织', 'cf_frdb', '张三', 'cf_wfxw', wfxw, 'cf_sy', sy, 'cf_yj', yj, 'cf_cflb', '罚款', 'cf_nr', nr,
					'cf_nr_fk', fk, 'cf_cfjg', '甲局', 'cf_cfjgdm', '1122010001350000BA', 'cf_sjly', '甲局', 'cf_sjlydm', '1122010001350000BA') AS detail
				FROM (SELECT n, stem || credit.uscc_check_char(stem) AS code, '长春第' || n % 100000 || '贸易有限公司' AS mc,
					'长市监罚字〔2026〕' || n || '号' AS wsh, date '2022-01-01' + n % 1500 AS day, '未取得许可从事经营活动' AS wfxw,
					'当事人在未取得相关许可的情况下从事经营活动，事实清楚，证据确凿，第' || n || '案' AS sy, '《中华人民共和国行政处罚法》' AS yj, '罚款人民币一万元' AS nr, '1.000000' AS fk
					FROM generate_series($((first - n)), $((first - 1))) n, LATERAL (SELECT '91220101MA' || lpad((n % 100000)::text, 7, '0') AS stem) s) r) x) TO STDOUT" >"$dir/enter.copy"
			t=$(now); sql -c "COPY credit.record (item, subject_code, subject_name, doc_no, decided_on, detail) FROM STDIN" <"$dir/enter.copy"; echo $(($(now) - t)) >>"$dir/b"
		else
			t=$(now); taken=$(sql -c "SELECT accepted FROM credit.import_xml_file('$dir/enter.xml')"); echo $(($(now) - t)) >>"$dir/a"
			[ "$taken" = "$n" ] || { echo "only $taken of $n rows were accepted" >&2; exit 1; }
		fi
	done
done
row "import of $n rows : COPY credit.record of as many" "$(median <"$dir/a")" "$(median <"$dir/b")" "$enter_mb"

# 4. memory of the server process over the whole import, apart from shared buffers
echo "memory" >&2
document "$dir/enter.xml" "$n" "$first"
sql -c "SET application_name = 'import'" -c "SELECT accepted FROM credit.import_xml_file('$dir/enter.xml')" >/dev/null &
load=$!
: >"$dir/rss"
while kill -0 $load 2>/dev/null; do
	pid=$(psql -XAtq -d postgres -c "SELECT pid FROM pg_stat_activity WHERE application_name = 'import'" 2>/dev/null || true)
	[ -z "$pid" ] || awk '/^RssAnon/ { print $2 }' "/proc/$pid/status" >>"$dir/rss" 2>/dev/null || true
	sleep 0.2
done
wait $load
# the first second fills caches and the first buffer of rows
awk '{ v[NR] = $1 } END { skip = int(NR / 10) + 5; for (i = skip; i <= NR; i++) { if (!low || v[i] < low) low = v[i]; if (v[i] > high) high = v[i] }
	printf "| memory of its own during that import, after the first tenth | %.1f to %.1f MB | within 30 MB | %.1f MB |\n", low / 1024, high / 1024, (high - low) / 1024 }' "$dir/rss"
