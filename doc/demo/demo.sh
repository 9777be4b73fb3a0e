#!/usr/bin/env bash
# demo.sh: the product's main job on a fictional city. Run by make demo
# (test/demo.sh) from the top level, with psql's environment set for a
# superuser of an empty server and DEMO_DIR naming a directory to write to.
set -eu
set -o pipefail
here=$PWD/doc/demo
out=${DEMO_DIR:-$PWD/build/demo}
mkdir -p "$out"
export PGDATABASE=credit_demo PGCLIENTENCODING=UTF8 PGOPTIONS='-c client_min_messages=warning'
today=2026-09-22

sql() { psql -X -q -v ON_ERROR_STOP=1 -v today="$today" "$@"; }
ask() { sql -At -c "$1"; }
show() { sql -P footer=off -P linestyle=unicode -P border=1 -P null=  -f "$here/$1" "${@:2}"; }
say() { printf '  %s\n' "$1"; }
title() { printf '\n━━━ %s\n\n' "$1"; }
fail() { echo "the demo's own check failed: $1" >&2; exit 1; }
same() { [ "$2" = "$3" ] || fail "$1: $2 on one side, $3 on the other"; }

# ---- the city, and what lies in its departments' outboxes ----
began=$SECONDS
say "造一座虚构的城市 望岚市 a fictional city, its departments and their files"
psql -X -q -d postgres -c 'DROP DATABASE IF EXISTS credit_demo' -c "CREATE DATABASE credit_demo"
sql -c 'CREATE EXTENSION credit'
sql -c "ALTER DATABASE credit_demo SET credit.fixed_today = '$today'"
sql -f "$here/city.sql"

rm -rf "$out/in"
mkdir -p "$out/in"
for item in licence penalty; do
	columns=$(ask "SELECT columns FROM city.columns WHERE item = '$item'")
	source=$(ask "SELECT source FROM city.columns WHERE item = '$item'")
	sql -c "COPY (SELECT file, $source FROM city.outbox WHERE item = '$item' AND file NOT IN ('old', 'sql')
		ORDER BY file, copy, n) TO STDOUT (FORMAT csv)" |
	awk -v dir="$out/in/" -v head="$(echo "$columns" | tr 'a-z' 'A-Z' | sed 's/, /,/g')" '
		{
			comma = index($0, ","); file = substr($0, 1, comma - 1)
			if (file != last) {
				if (last != "") close(dir last)
				day = substr(file, 1, 10)
				if (!(day in made)) { made[day] = 1; system("mkdir -p \"" dir day "\"") }
				print head > (dir file)
				last = file
			}
			print substr($0, comma + 1) > (dir file)
		}'
done
say "$(ask "SELECT format('%s 个主体 organisations, %s 个部门 departments, %s 行 rows in %s 个文件 files and %s 次 SQL statements',
	(SELECT count(*) FROM city.organisation), (SELECT count(*) FROM city.department), count(*),
	count(DISTINCT file) FILTER (WHERE file NOT IN ('old', 'sql')),
	1 + count(DISTINCT (sent_on, dept, item)) FILTER (WHERE file = 'sql')) FROM city.outbox")"

sql -f "$here/public-credit-2026.sql" >/dev/null
say "各部门逐日报送 departments send in, day by day; grades and alerts at the end of each month"
sql -At -f "$here/load.sql" >"$out/load.psql"
(cd "$out" && sql -f load.psql)

# ---- every row must have met the fate the city knows it deserves ----
same "rows sent and rows of all batches" "$(ask 'SELECT count(*) FROM city.outbox')" "$(ask 'SELECT sum(rows) FROM credit.batch')"
for fate in accepted duplicate corrected rejected; do
	same "rows $fate" "$(ask "SELECT count(*) FROM city.outbox WHERE fate = '$fate'")" "$(ask "SELECT sum($fate) FROM credit.batch")"
done
same "batches whose counts do not add up" 0 "$(ask 'SELECT count(*) FROM credit.batch WHERE rows <> accepted + duplicate + corrected + rejected')"
same "lines of all files and rows of their batches" \
	"$(find "$out/in" -name '*.csv' -exec tail -q -n +2 {} + | wc -l)" "$(ask "SELECT sum(rows) FROM credit.batch WHERE channel = 'file'")"
same "records" "$(ask 'SELECT count(*) FROM credit.record')" "$(ask 'SELECT sum(accepted) FROM credit.batch')"
same "rows set aside" "$(ask 'SELECT count(*) FROM credit.rejection')" "$(ask 'SELECT sum(rejected) FROM credit.batch')"
same "earlier versions kept" "$(ask 'SELECT count(*) FROM credit.record_version')" "$(ask 'SELECT sum(corrected) FROM credit.batch')"
same "rows set aside that the city thinks sound" 0 "$(ask "SELECT count(*) FROM credit.rejection r WHERE NOT EXISTS (
	SELECT FROM city.outbox b WHERE b.fate = 'rejected' AND b.wsh = coalesce(r.payload ->> 'xk_wsh', r.payload ->> 'cf_wsh'))")"
say "核对无误 counts add up: rows = accepted + duplicate + corrected + rejected, file by file ($((SECONDS - began)) s)"

same "rows set aside and rows with a reason" "$(ask 'SELECT count(*) FROM credit.rejection')" \
	"$(ask "SELECT count(DISTINCT r.rejection_id) FROM credit.rejection r, jsonb_array_elements(r.reasons)")"

say "评价全部主体 evaluating every organisation by the illustrative model public-credit"
evaluated=$(sql -At -c 'SET ROLE wanglan_office' -c "SELECT credit.evaluate('public-credit')")
same "subjects and subjects evaluated" "$(ask 'SELECT count(*) FROM credit.subject WHERE merged_into IS NULL')" "$evaluated"
same "subjects whose points do not add up to the score" 0 \
	"$(ask 'SELECT count(*) FROM credit.evaluation e WHERE e.score IS DISTINCT FROM (SELECT sum(p) FROM unnest(e.points) p)')"
say "$evaluated 个主体 organisations ($((SECONDS - began)) s)"

title "1  送来了什么  What came in            （望岚市 Wanglan, fictional; today is $today）"
show came_in.sql
title "2  退回了什么，为什么  What was refused, and why"
show refused.sql
title "3  各部门报送及时率  Timeliness of the departments: within 7 working days of the decision"
show timeliness.sql
title "4  一家企业的信用档案  One organisation's file"
code=$(sql -At -f "$here/organisation_code.sql")
show organisation.sql -v code="$code"
title "5  等级分布  Grades"
show grades.sql
title "6  近期到期  Due in the next working days"
show due.sql

title "7  修正一行退回数据  One refused row mended"
row=$(ask "SELECT r.rejection_id FROM credit.rejection r
	WHERE r.resolved_by IS NULL AND jsonb_array_length(r.reasons) = 1 AND r.reasons -> 0 ->> 'rule' = 'uscc'
		AND r.reasons -> 0 ->> 'expected' LIKE '%Position 18%' ORDER BY r.rejection_id DESC LIMIT 1")
sql -At -v row="$row" -f "$here/mend.sql"
same "the mended row still open" 0 "$(ask "SELECT count(*) FROM credit.rejection WHERE rejection_id = $row AND resolved_by IS NULL")"

title "8  更正一笔按元填报的罚款，等级随之更新  A fine typed in yuan corrected: severity, publication and grade follow"
marked=$(ask "SELECT count(*) FROM credit.record WHERE warnings && '{amount_unit:cf_nr_fk}'")
show correct.sql
same "records still marked" "$((marked - 1))" "$(ask "SELECT count(*) FROM credit.record WHERE warnings && '{amount_unit:cf_nr_fk}'")"

title "9  重复报送无害  The same file sent twice does no harm"
before=$(ask "SELECT md5(string_agg(r::text, E'\n' ORDER BY record_id)) FROM credit.record_store r")
twice=$(ask "SELECT batch_id FROM credit.batch WHERE channel = 'file' AND rejected = 0 AND accepted = rows AND rows BETWEEN 4 AND 99 ORDER BY batch_id DESC LIMIT 1")
file=$(ask "SELECT note FROM credit.batch WHERE batch_id = $twice")
item=${file##*-} item=${item%.csv}
(cd "$out" && sql -c "SET credit.on_reject = quarantine" \
	-c "SET ROLE $(ask "SELECT d.role_name FROM credit.department d JOIN credit.batch b USING (dept_id) WHERE b.batch_id = $twice")" \
	-c "\\copy credit.${item}_entry ($(ask "SELECT columns FROM city.columns WHERE item = '$item'")) FROM 'in/$file' WITH (FORMAT csv, HEADER)")
again=$(ask "SELECT max(batch_id) FROM credit.batch")
sql -P footer=off -P linestyle=unicode -P border=1 -c "
	SELECT CASE batch_id WHEN $twice THEN '第一次 first' ELSE '第二次 again' END AS \"$file\",
		rows AS \"行 rows\", accepted AS \"新增 new\", duplicate AS \"重复 known\", corrected AS \"更正 corrected\", rejected AS \"退回 refused\"
	FROM credit.batch WHERE batch_id IN ($twice, $again) ORDER BY batch_id"
same "what is stored, before and after" "$before" "$(ask "SELECT md5(string_agg(r::text, E'\n' ORDER BY record_id)) FROM credit.record_store r")"
same "rows known already" "$(ask "SELECT rows FROM credit.batch WHERE batch_id = $again")" "$(ask "SELECT duplicate FROM credit.batch WHERE batch_id = $again")"
say "入库数据未变 not one stored row has changed"

title "10  窗口人员逐条录入  A clerk at the keyboard: an error in words instead of a row set aside"
if sql -f "$here/clerk.sql" >"$out/clerk.txt" 2>&1; then fail "a row with three faults went in"; fi
sed -n 's/^psql:[^:]*:[0-9]*: //; /^\(ERROR\|DETAIL\|HINT\)/,$p' "$out/clerk.txt" | sed 's/^ERROR: /拒绝 refused:/; s/^/  /'

title "11  出具一家企业的信用报告  One organisation's credit report, to look at"
show report.sql -v code="$code"
report=$out
page() { sql -At -c 'SET ROLE wanglan_office' -c "SELECT credit.report_html('$code', '$1', '$2')" >"$report/report-$1.html"; }
page zh government
page en public
sql -At -c 'SET ROLE wanglan_office' -c "SELECT credit.report_xml('$code')" >"$report/report.xml"
same "reports issued and entered in the log" "$(ask 'SELECT count(*) FROM credit.report_issue')" "$(ask "SELECT count(*) FROM credit.query_log WHERE purpose = 'credit_report'")"
same "reports that are not genuine" 0 "$(ask "SELECT count(*) FROM credit.report_issue i, credit.verify_report(i.number, i.verification) v WHERE v.verdict <> 'genuine'")"
if command -v xmllint >/dev/null; then
	xmllint --noout --schema doc/exchange/report.xsd "$report/report.xml" 2>"$report/report.lint" || fail "the report does not fit doc/exchange/report.xsd"
	same "digest of the report by xmllint --c14n" "$(xmllint --c14n "$report/report.xml" | sha256sum | cut -c1-64)" \
		"$(ask "SELECT encode(digest, 'hex') FROM credit.report_issue WHERE number = '$(sed -n 's/.*<number>\([^<]*\)<.*/\1/p' "$report/report.xml")'")"
fi
sql -At -c "SELECT format('  %s 份报告 reports issued, all genuine', count(*)) FROM credit.report_issue"
"$here/screenshots.sh" "$report" || say "没有截图 no pictures: install chromium and run the demo again, or open ${report#"$PWD"/}/report-zh.html in a browser"

title "12  一年中的办件  The cases of a year: promises, repair, objections, lists, inspections"
sql -f "$here/year.sql"
show cases.sql
sql -f "$here/year_check.sql"
say "核对无误 the counts of credit_bi agree with the cases and lists behind them ($((SECONDS - began)) s)"

sql -c 'DROP SCHEMA city CASCADE'
title "再往下看  Where to look further"
cat <<END
  报送的文件 the files as sent          ${out#"$PWD"/}/in/<date>/<department>-<item>.csv
  看板 the dashboard                     doc/dashboard/start.sh
  信用报告 the credit report             ${report#"$PWD"/}/report-zh.html, report-en.html, report.xml
  如何运行 what was run                  doc/demo/ (city.sql makes the city, load.psql under build/demo sent it)
  保留数据库 keep the database           make demo KEEP=1, then: test/server.sh psql credit_demo
  说明 what each part is                 README.md, doc/reference/
END
