#!/usr/bin/env bash
# locales.sh: the tests of regress in a database of encoding EUC_CN, and in UTF8
# under the locales C and zh_CN. Makes the locale zh_CN.UTF-8 where it is missing
# and localedef is there.
#
#   test/locales.sh [euc_cn | c | zh_cn]   one of them; all without
set -u
cd "$(dirname "$0")/.." || exit 1
# These write characters that EUC_CN lacks (middle dot, no-break space, rare
# names), or list Chinese words in the order of their bytes, which is another
# there; reports and PMML's concat are for UTF8 only and say so, for which see
# entry_euc_cn.
not_euc_cn=' associations bad_rows bans entry entry_robust entry_warnings export hostile_path identifier import inspection judicial minor_faults mutual_recognition names nonsuperuser_department nonsuperuser_office nonsuperuser_readers operations pmml_features pmml_functions public_bodies registry report search undoing_everywhere voluntary lint_rules '
faults=0
run() { # words encoding locale tests…
	echo "$1"
	CREDIT_ENCODING=$2 CREDIT_LOCALE=$3 test/run.sh regress "${@:4}" || faults=$((faults + 1))
}
for which in ${1:-euc_cn c zh_cn}; do
	case $which in
	euc_cn)
		tests=''
		for file in test/sql/*.sql; do
			name=$(basename "$file" .sql)
			case $not_euc_cn in *" $name "*) ;; *) tests="$tests $name" ;; esac
		done
		run "encoding EUC_CN, locale C" EUC_CN C $tests ;;
	c) run "encoding UTF8, locale C" UTF8 C ;;
	zh_cn)
		locale -a | grep -qi '^zh_CN\.utf-\?8$' || localedef -i zh_CN -f UTF-8 zh_CN.UTF-8 2>/dev/null ||
			{ echo "there is no locale zh_CN.UTF-8: install the package locales"; exit 1; }
		run "encoding UTF8, locale zh_CN" UTF8 zh_CN.UTF-8 ;;
	*) sed -n '2,6p' "$0"; exit 2 ;;
	esac
done
exit $((faults > 0))
