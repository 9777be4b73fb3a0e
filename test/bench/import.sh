#!/usr/bin/env bash
# import.sh: exchange documents against a bare xmlTextReader loop, PostgreSQL's
# own xmltable and COPY of the same rows.
#
# CREDIT_BENCH_MB sizes the file that is parsed (500), CREDIT_BENCH_XMLTABLE_MB
# the one for xmltable (50), CREDIT_BENCH_ENTER_MB the one that is entered
# (100), CREDIT_BENCH_ROUNDS the rounds (3). The sides of a row run in turn,
# A B A B, and medians are compared, by the clock of a client.
. "$(dirname "$0")/lib.sh"
mb=$(size CREDIT_BENCH_MB 500 1)
table_mb=$(size CREDIT_BENCH_XMLTABLE_MB 50 1)
enter_mb=$(size CREDIT_BENCH_ENTER_MB 100 20)
rounds=${CREDIT_BENCH_ROUNDS:-3}
organisations=$(scaled 100000 2000)
KEEP='' fresh_database
sql -c "INSERT INTO credit.department (dept_id, name, uscc) VALUES (1, '甲局', '1122010001350000BA')"

# the peer: what reads every node and looks at every text
cat >"$work/reader.c" <<'C'
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
gcc -O2 -o "$work/reader" "$work/reader.c" $(xml2-config --cflags --libs)

# penalties of so many organisations; about 640 bytes a record
rows_of() { echo $(($1 * 1000000 / 742)); }
document() { # file rows first
	{
		printf '<?xml version="1.0" encoding="UTF-8"?>\n<credit_exchange xmlns="urn:credit:exchange:1" version="1" document="bench" item="penalty">\n'
		sql -c "COPY (SELECT '<record>' || chr(10) || '<cf_xdr_mc>长春第' || n % $organisations || '贸易有限公司</cf_xdr_mc>' || chr(10)
			|| '<cf_xdr_lb>法人及非法人组织</cf_xdr_lb>' || chr(10) || '<cf_xdr_shxym>' || stem || credit.uscc_check_char(stem) || '</cf_xdr_shxym>' || chr(10)
			|| '<cf_frdb>张三</cf_frdb>' || chr(10) || '<cf_wfxw>未取得许可从事经营活动</cf_wfxw>' || chr(10)
			|| '<cf_sy>当事人在未取得相关许可的情况下从事经营活动，事实清楚，证据确凿，第' || n || '案</cf_sy>' || chr(10)
			|| '<cf_yj>《中华人民共和国行政处罚法》</cf_yj>' || chr(10) || '<cf_cflb>罚款</cf_cflb>' || chr(10) || '<cf_nr>罚款人民币一万元</cf_nr>' || chr(10)
			|| '<cf_nr_fk>1.000000</cf_nr_fk>' || chr(10) || '<cf_jdrq>' || date '2022-01-01' + n % 1500 || '</cf_jdrq>' || chr(10)
			|| '<cf_wsh>长市监罚字〔2026〕' || n || '号</cf_wsh>' || chr(10) || '<cf_cfjg>甲局</cf_cfjg>' || chr(10) || '<cf_cfjgdm>1122010001350000BA</cf_cfjgdm>' || chr(10)
			|| '<cf_sjly>甲局</cf_sjly>' || chr(10) || '<cf_sjlydm>1122010001350000BA</cf_sjlydm>' || chr(10) || '</record>'
			FROM generate_series($3, $3 + $2 - 1) n, LATERAL (SELECT '91220101MA' || lpad((n % $organisations)::text, 7, '0') AS stem) s) TO STDOUT"  |
			sed 's/\\n/\n/g'
		printf '</credit_exchange>\n'
	} >"$1"
	chmod 644 "$1"
}
file_mb() { echo "$((($(stat -c %s "$1") + 500000) / 1000000)) MB"; }
seconds() { calc "$(middle "$1") / 1000"; }
verify() { elapsed sql -c "SELECT records FROM credit.verify_package_file('$1')"; }

say "making $mb MB"
document "$work/big.xml" "$(rows_of "$mb")" 1
say "parsing"
# 1. parsing alone, with structure, digests of file and records
in_turn "$rounds" "verify $work/big.xml" "elapsed $work/reader $work/big.xml"
row "parse and digest, $(file_mb "$work/big.xml")" s "$(seconds 1)" 'bare xmlTextReader loop, outside the server' "$(seconds 2)" '>= 0.7' "$(rows_of "$mb")"
rm "$work/big.xml"

# 2. xmltable
say "xmltable"
document "$work/table.xml" "$(rows_of "$table_mb")" 1
six() {
	elapsed sql -c "SELECT count(mc), count(wsh) FROM xmltable(xmlnamespaces('urn:credit:exchange:1' AS c), '/c:credit_exchange/c:record'
		PASSING (convert_from(pg_read_binary_file('$work/table.xml'), 'UTF8')::xml)
		COLUMNS mc text PATH 'c:cf_xdr_mc', code text PATH 'c:cf_xdr_shxym', wsh text PATH 'c:cf_wsh', sy text PATH 'c:cf_sy', nr text PATH 'c:cf_nr', day text PATH 'c:cf_jdrq')"
}
sixteen() {
	elapsed sql -c "SELECT count(f1), count(f16) FROM xmltable(xmlnamespaces('urn:credit:exchange:1' AS c), '/c:credit_exchange/c:record'
		PASSING (convert_from(pg_read_binary_file('$work/table.xml'), 'UTF8')::xml)
		COLUMNS $(i=0; for f in cf_xdr_mc cf_xdr_lb cf_xdr_shxym cf_frdb cf_wfxw cf_sy cf_yj cf_cflb cf_nr cf_nr_fk cf_jdrq cf_wsh cf_cfjg cf_cfjgdm cf_sjly cf_sjlydm; do
			i=$((i + 1)); [ $i = 1 ] || printf ', '; printf "f%s text PATH 'c:%s'" $i $f; done))"
}
in_turn "$rounds" "verify $work/table.xml" six sixteen
row "parse and digest, $(file_mb "$work/table.xml")" s "$(seconds 1)" 'xmltable of its sixteen fields' "$(seconds 3)" '>= 4' "$(rows_of "$table_mb")"
row "parse and digest, $(file_mb "$work/table.xml")" s "$(seconds 1)" 'xmltable of six of them' "$(seconds 2)" '' "$(rows_of "$table_mb")"

# 3. end to end, against COPY of as many rows into credit.record
say "entering"
n=$(rows_of "$enter_mb")
first=10000001
sql -c "INSERT INTO credit.subject (kind, uscc, name) SELECT 'enterprise', (stem || credit.uscc_check_char(stem))::credit.uscc, '长春第' || n || '贸易有限公司'
	FROM generate_series(0, $organisations - 1) n, LATERAL (SELECT '91220101MA' || lpad(n::text, 7, '0') AS stem) s"
import() {
	document "$work/enter.xml" "$n" "$first"
	first=$((first + n))
	elapsed sql -c "SELECT 1 / (accepted = $n)::int FROM credit.import_xml_file('$work/enter.xml')"
}
copy() {
	sql -c "COPY (SELECT x.item, x.code, x.mc, x.wsh, x.day, x.detail FROM (SELECT 'penalty' AS item, code, mc, wsh, day,
				jsonb_build_object('cf_xdr_lb', '法人及非法人组织', 'cf_frdb', '张三', 'cf_wfxw', wfxw, 'cf_sy', sy, 'cf_yj', yj, 'cf_cflb', '罚款', 'cf_nr', nr,
					'cf_nr_fk', fk, 'cf_cfjg', '甲局', 'cf_cfjgdm', '1122010001350000BA', 'cf_sjly', '甲局', 'cf_sjlydm', '1122010001350000BA') AS detail
				FROM (SELECT n, stem || credit.uscc_check_char(stem) AS code, '长春第' || n % $organisations || '贸易有限公司' AS mc,
					'长市监罚字〔2026〕' || n || '号' AS wsh, date '2022-01-01' + n % 1500 AS day, '未取得许可从事经营活动' AS wfxw,
					'当事人在未取得相关许可的情况下从事经营活动，事实清楚，证据确凿，第' || n || '案' AS sy, '《中华人民共和国行政处罚法》' AS yj, '罚款人民币一万元' AS nr, '1.000000' AS fk
					FROM generate_series($first, $((first + n - 1))) n, LATERAL (SELECT '91220101MA' || lpad((n % $organisations)::text, 7, '0') AS stem) s) r) x) TO STDOUT" >"$work/enter.copy"
	first=$((first + n))
	elapsed sql -c "COPY credit.record (item, subject_code, subject_name, doc_no, decided_on, detail) FROM STDIN" <"$work/enter.copy"
}
in_turn "$rounds" import copy
row "import of $(file_mb "$work/enter.xml"), every trigger" s "$(seconds 1)" 'COPY credit.record of as many' "$(seconds 2)" '>= 0.5' "$n"

# 4. memory of the server process over the whole import, apart from shared
# buffers; the first tenth fills caches and the first buffer of rows
say "memory"
document "$work/enter.xml" "$n" "$first"
resident 'SELECT' "SELECT accepted FROM credit.import_xml_file('$work/enter.xml')" >"$work/memory"
awk '{ v[NR] = $1 } END { skip = int(NR / 10) + 5; for (i = skip; i <= NR; i++) { if (!low || v[i] < low) low = v[i]; if (v[i] > high) high = v[i] }
	if (high) printf "%.1f %.1f\n", low / 1024, high / 1024 }' "$work/memory" >"$work/range"
read -r low high <"$work/range" || low='' high=''
row "memory of the server process's own during that import${low:+, $low to $high MB}: most above least" MB "$([ -z "$low" ] || calc "$high - $low")" allowed 30 '>= 1' "$n"
