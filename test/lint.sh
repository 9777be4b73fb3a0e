#!/usr/bin/env bash
# lint.sh: what the tree must keep to. Each check prints its offenders and
# fails when there are any.
#
#   test/lint.sh list    the checks
#   test/lint.sh NAME    one of them
#
# What the catalogue must keep to is in test/sql/lint_*.sql.
set -u
cd "$(dirname "$0")/.." || exit 1

sources() { find src -name '*.[ch]' | sort; }
parts() { find src -name '*.sql' | sort; }
none() { ! grep . ; }

# run.sh looks before the build, which makes the script fresh
check_install_script() { make -s check-sql 2>&1 | grep -v 'is fresh$' | none; }

check_version_macros() {
	sources | grep -v '^src/compat.h$' | xargs grep -nE 'PG_VERSION_NUM|PG_MAJORVERSION' | none
}

check_file_length() {
	{ sources; parts; } | xargs wc -l | awk '$2 != "total" && $1 > 500 { print $2 ": " $1 " lines, at most 500" }' | none
}

check_file_headers() {
	for file in $(sources); do
		[ "$(sed -n '1p' "$file")" = '/*' ] && sed -n '2p' "$file" | grep -qF " $(basename "$file")" ||
			echo "$file: does not open with a comment that names it and says what it owns"
	done | none
	a=$?
	for file in $(parts); do
		sed -n '1p' "$file" | grep -q '^-- ' || echo "$file: does not open with a comment"
	done | none && [ $a = 0 ]
}

# DESIGN: a room calls only rooms above it
check_room_order() {
	below=' code grade calendar name registry catalogue record procedure evaluation list exchange ledger statistics operations '
	for room in $below; do
		below=${below/ $room / }
		for other in $below; do grep -n "^#include \"$other/" "src/$room"/*.[ch] /dev/null 2>/dev/null; done
	done | none
}

# An object somebody else made must stop the installation, not be taken over.
check_plain_create() {
	parts | xargs grep -nE '^CREATE OR REPLACE|^CREATE .*IF NOT EXISTS' | none
}

# A database in EUC_CN takes the script whole, comments too; these it lacks:
# middle dot, en dash, em dash.
check_encodable() {
	parts | LC_ALL=C.UTF-8 xargs grep -nP '[\x{00B7}\x{2013}\x{2014}]' | none
}

# no path of the machine it was written on
check_machine_paths() {
	parent=$(dirname "$PWD")
	case $parent in / | /tmp | /opt | /srv | /home | /root | /usr/src | /var/tmp) parent=/home ;; esac
	find . -name .git -prune -o -path ./build -prune -o -type f ! -name '*.o' ! -name '*.so' ! -name '*.bc' -print0 |
		xargs -0 grep -nIE "(^|[^A-Za-z0-9_.-])($parent|/home)/" | grep -v '^./test/lint.sh:' | none
}

check_expected_files() {
	for file in expected/*.out; do
		[ ! -e "$file" ] || [ -f "test/sql/$(basename "$file" .out | sed 's/_[0-9]$//').sql" ] ||
			[ -f "test/sql/$(basename "$file" .out).sql" ] || echo "$file: belongs to no test"
	done | none
}

# every message that C or credit.message() says has its Chinese words
check_messages() { test/messages.sh check; }

# doc/dictionary tells of the objects there are; needs the server run.sh starts
check_fresh_dictionary() { test/dictionary.sh check; }

# … and so do the pictures
check_fresh_diagrams() { test/diagrams.sh check; }

# every SQLSTATE of class CR has one row in doc/errors.md, and each row a use
check_errors() {
	used=$({
		grep -rhoE "'CR[0-9]{3}'" src --include='*.sql' | tr -d "'"
		# a code of C counts where its name is used, not where it is defined
		sed -nE "s/^#define (ERRCODE_CREDIT_[A-Z_]+)[[:space:]]+CREDIT_ERR\('(.)','(.)','(.)'\)/\1 CR\2\3\4/p" src/credit.h |
			while read -r name code; do ! grep -rqw "$name" src --include='*.c' || echo "$code"; done
	} | sort -u)
	listed=$(sed -nE 's/^\| (CR[0-9]{3}) \|.*/\1/p' doc/errors.md | sort)
	diff <(echo "$used") <(echo "$listed") | sed -n 's/^</not in doc\/errors.md:/p; s/^>/in doc\/errors.md more than once, or raised nowhere:/p' | none
}

# doc/requirements.md has a row for each of the policy's requirements, and the
# tests it names are there
check_requirements() {
	ids='B1 B2 B3 B4 B5 D1 D2 D3 D4 D5 D6 D7 D8 D9 D10 A1 A2 A3 A4 A5 A6 A7 A8 A9 S1 S2 S3 S4 S5 S6 S7 S8 O1 O2 O3 O4'
	{
		diff <(printf '%s\n' $ids | sort) <(sed -nE 's/^\| ([A-Z][0-9]+) \|.*/\1/p' doc/requirements.md | sort) |
			sed -n 's/^</no row:/p; s/^>/unknown, or twice:/p'
		sed -nE '/^\| [A-Z][0-9]+ /p' doc/requirements.md | while IFS='|' read -r _ id _ _ tests _; do
			[ -n "${tests// /}" ] || echo "$id: no test"
			for file in $tests; do [ -f "test/$file" ] || echo "$id: there is no test/$file"; done
		done
		grep -oE '`(sql|t|isolation)/[a-z_0-9/]+\.[a-z]+`' doc/threat-model.md | tr -d '`' | sort -u | while read -r file; do
			[ -f "test/$file" ] || echo "threat-model.md: there is no test/$file"
		done
	} | none
}

# every shipped rule stands in doc/rules.md, marked where it is to be verified;
# needs the server run.sh starts
check_fresh_rules() { test/rules.sh; }

# what the documents name is there; needs the server run.sh starts
check_fresh_names() { test/doc_names.sh; }

# links within the documents lead somewhere
check_links() {
	find . -name .git -prune -o -path ./build -prune -o -name '*.md' -print | while read -r page; do
		grep -oE '\]\([^)#: ]+(#[^)]*)?\)' "$page" | sed -E 's/^\]\(([^)#]*).*/\1/' | sort -u | while read -r target; do
			[ -e "$(dirname "$page")/$target" ] || echo "$page: there is no $target"
		done
	done | none
}

# what PGXN is told agrees with the extension
check_package() { test/package.sh check; }

check_shell_scripts() {
	command -v shellcheck >/dev/null || return 0
	# unquoted lists are meant; lib.sh shares variables with who sources it
	find . -name .git -prune -o -path ./build -prune -o -type f \( -name '*.sh' -o -path ./.ci/run \) -print0 |
		xargs -0 shellcheck -S warning -e SC2046,SC2034,SC2154
}

case ${1:-list} in
list) sed -n 's/^check_\([a-z_]*\)() .*/\1/p' "$0" ;;
*) "check_$1" ;;
esac
