#!/usr/bin/env bash
# run.sh: runs the tests, one line each, and closes with "N passed, N failed".
#
#   test/run.sh                      all of them
#   test/run.sh SUITE [name…]        one suite: regress isolation tap unit lint
#   test/run.sh accept name…         takes what regress or isolation tests
#                                    printed last as what is expected of them
#
# Results, differences and logs lie in build/test/. KEEP=1 leaves the server
# running. CREDIT_REGRESS_SECONDS (3600) bounds a suite of regress or isolation,
# CREDIT_TAP_SECONDS (600) one test of tap. A test of regress has a database of
# its own with the extension in it (fresh.sh), since the test install always
# runs before it; those named lint_… look at the catalogue.
set -u
cd "$(dirname "$0")/.." || exit 1
logs=build/test
. test/lib.sh

passed=0 failed=0 skipped=0 failures='' asked_to_stop=''

finish() {
	trap - EXIT
	stop_server >/dev/null 2>&1
	[ -z "$asked_to_stop" ] || { echo "interrupted"; failed=$((failed + 1)); }
	if [ -n "$failures" ]; then printf '\nfailed:%s\n' "$failures"; fi
	[ "$skipped" = 0 ] || echo "$skipped skipped: make clients installs what they need"
	echo "$passed passed, $failed failed"
	# spelled out: a bare exit in a trap gives the status from before it
	if [ "$failed" = 0 ] && [ "$passed" != 0 ]; then exit 0; else exit 1; fi
}
trap finish EXIT
trap 'asked_to_stop=yes; exit' INT TERM HUP

broken() {
	failed=$((failed + 1))
	exit 1
}

# verdict suite name ok|not-ok milliseconds where-to-look
verdict() {
	if [ "$3" = ok ]; then
		passed=$((passed + 1))
		printf 'ok    %s/%s (%s ms)\n' "$1" "$2" "$4"
	elif [ "$3" = skipped ]; then
		skipped=$((skipped + 1))
		printf 'skip  %s/%s: %s\n' "$1" "$2" "$5"
	else
		failed=$((failed + 1))
		failures="$failures
    $1/$2: $5"
		printf 'FAIL  %s/%s: %s\n' "$1" "$2" "$5"
		if [ -s "$5" ]; then head -n 25 "$5" | sed 's/^/    | /'; fi
	fi
}

clock() { echo $((${EPOCHREALTIME/./} / 1000)); }

names() { # names directory suffix
	for file in "$1"/*"$2"; do
		[ ! -e "$file" ] || basename "$file" "$2"
	done
}

# regress_like suite driver source-directory suffix expected-directory tests…
# Both drivers look for what is expected under their output directory first.
regress_like() {
	suite=$1 driver=$2 input=$3 suffix=$4 expected=$5
	shift 5
	[ $# -gt 0 ] || return 0
	out=$top/$logs/$suite
	rm -rf "$out"
	mkdir -p "$out/expected"
	for test; do
		case $suffix in .sql) file=$input/sql/$test.sql ;; *) file=$input/specs/$test.spec ;; esac
		[ -f "$file" ] || { verdict "$suite" "$test" no 0 "there is no $file"; return; }
		: >"$out/expected/$test.out"
	done
	for file in "$expected"/*.out; do
		[ ! -f "$file" ] || ln -sf "$top/$file" "$out/expected/"
	done
	seen=' '
	while IFS= read -r line; do
		[[ $line =~ ^(test\ +([^ ]+)\ +\.\.\.\ +(ok|FAILED)(.*)|(ok|not\ ok)\ +[0-9]+\ +[-+]\ +([^ ]+)(.*))$ ]] || continue
		name=${BASH_REMATCH[2]}${BASH_REMATCH[6]}
		result=${BASH_REMATCH[3]}${BASH_REMATCH[5]}
		rest=${BASH_REMATCH[4]}${BASH_REMATCH[7]}
		[[ $rest =~ ([0-9]+)\ ms ]] && rest=${BASH_REMATCH[1]} || rest='?'
		seen="$seen$name "
		[ "$result" = ok ] || diff -U3 "$out/expected/$name.out" "$out/results/$name.out" >"$out/$name.diff" 2>&1
		verdict "$suite" "$name" "$result" "$rest" "$logs/$suite/$name.diff"
	done < <(cd "$out" && timeout "${CREDIT_REGRESS_SECONDS:-3600}" "$driver" --inputdir="$top/$input" --outputdir="$out" \
		--bindir="$(dirname "$(command -v psql)")" --dbname="credit_$suite" ${encoding:---encoding=UTF8} \
		--host="$PGHOST" --port="$PGPORT" --user="$PGUSER" ${load:-} "$@" 2>&1 | tee "$out/driver.log")
	for test; do
		case $seen in *" $test "*) ;; *) verdict "$suite" "$test" no 0 "$logs/$suite/driver.log" ;; esac
	done
}

in_order() { # the extension first, the lints last
	echo install
	for test; do case $test in install | lint_*) ;; *) echo "$test" ;; esac done
	for test; do case $test in lint_*) echo "$test" ;; esac done
}

suite_regress() {
	# elsewhere the database has the server's encoding and the client says UTF8
	encoding=''
	if [ "${CREDIT_ENCODING:-UTF8}" != UTF8 ]; then encoding=--no-locale; fi
	[ $# -gt 0 ] || set -- $(names test/sql .sql)
	load=--launcher=$top/test/fresh.sh
	regress_like regress "$pgxs/src/test/regress/pg_regress" test .sql expected $(in_order "$@")
	load=
}

suite_isolation() {
	[ $# -gt 0 ] || set -- $(names test/isolation/specs .spec)
	export CREDIT_FRESH_DB=credit_isolation
	load="--load-extension=credit --launcher=$top/test/fresh.sh"
	regress_like isolation "$pgxs/src/test/isolation/pg_isolation_regress" test/isolation .spec test/isolation/expected "$@"
	load=
	unset CREDIT_FRESH_DB
}

# The cluster module of PostgreSQL refuses root, so these run as the owner of
# the private server, from copies he can read, with the private installation.
suite_tap() {
	[ $# -gt 0 ] || set -- $(names test/t .pl)
	[ $# -gt 0 ] || return 0
	work=$(dirname "$PGHOST")/tap
	rm -rf "$work"
	mkdir -p "$work"
	cp -R test/t doc "$work/"
	[ ! -d test/data ] || cp -R test/data "$work/data"
	[ ! -d build/clients/node_modules ] || cp -R build/clients/node_modules "$work/"
	as=()
	if [ "$(id -u)" = 0 ]; then
		chown -R postgres "$work"
		as=(runuser -u postgres --)
	fi
	mkdir -p "$logs/tap"
	for test; do
		started=$(clock)
		result=ok
		(cd "$work" && "${as[@]}" env -u PGHOST -u PGPORT -u PGUSER -u PGDATABASE PATH="$PATH" \
			PERL5LIB="$pgxs/src/test/perl" PG_REGRESS="$pgxs/src/test/regress/pg_regress" TESTDIR="$work" \
			TESTDATADIR="$work/tmp_check" TESTLOGDIR="$work/tmp_check/log" \
			timeout "${CREDIT_TAP_SECONDS:-600}" prove --norc -v "t/$test.pl") >"$logs/tap/$test.log" 2>&1 || result=no
		if [ $result = no ]; then
			grep -n -A12 -E '^not ok|^#|error|ERROR|Bail' "$logs/tap/$test.log" >"$logs/tap/$test.failure"
			cp -R "$work/tmp_check/log" "$logs/tap/$test.logs" 2>/dev/null
		fi
		reason=$(sed -n 's/^.* \.\. skipped: //p' "$logs/tap/$test.log")
		if [ "$result" = ok ] && [ -n "$reason" ]; then verdict tap "$test" skipped 0 "$reason"
		else verdict tap "$test" $result $(($(clock) - started)) "$logs/tap/$test.failure"; fi
	done
	rm -rf "$work"
}

# Each *_test.c is a program of its own with all the pure cores.
suite_unit() {
	[ $# -gt 0 ] || set -- $(names test/unit _test.c)
	mkdir -p "$logs/unit"
	for test; do
		started=$(clock)
		result=ok
		{ gcc -std=gnu11 -g -O1 -Wall -Wextra -fsanitize=address,undefined -fno-sanitize-recover=all \
			-I src -o "$logs/unit/$test" "test/unit/${test}_test.c" $(find src -name '*_core.c') -lm &&
			"$logs/unit/$test"; } >"$logs/unit/$test.log" 2>&1 || result=no
		[ $result = ok ] || grep -n -A15 -E 'ERROR|runtime error|error:|^not ok|FAIL|failed' "$logs/unit/$test.log" >"$logs/unit/$test.failure"
		verdict unit "$test" $result $(($(clock) - started)) "$logs/unit/$test.failure"
	done
}

suite_lint() {
	[ $# -gt 0 ] || set -- $(test/lint.sh list)
	mkdir -p "$logs/lint"
	for test; do
		started=$(clock)
		result=ok
		if [ "$test" = install_script ]; then
			echo "$stale" >"$logs/lint/$test"
			[ -z "$stale" ] || result=no
		else
			test/lint.sh "$test" >"$logs/lint/$test" 2>&1 || result=no
		fi
		verdict lint "$test" $result $(($(clock) - started)) "$logs/lint/$test"
	done
}

if [ "${1:-}" = accept ]; then
	trap - EXIT
	shift
	for test; do
		if [ -f "$logs/regress/results/$test.out" ]; then cp "$logs/regress/results/$test.out" expected/
		else cp "$logs/isolation/results/$test.out" test/isolation/expected/; fi || exit 1
	done
	exit 0
fi

suites=${1:-all}
[ $# = 0 ] || shift
case $suites in all | regress | isolation | tap | unit | lint) ;; *) trap - EXIT; sed -n '2,12p' "$0"; exit 2 ;; esac

steps=4
prepare_logs || broken
step "packages" packages.log install_packages || broken
# before the build, which makes the script fresh
stale=$(make_quietly check-sql 2>/dev/null) && stale=''
step "build without warnings" build.log build || broken
pgxs=$(cd "$(dirname "$($PG_CONFIG --pgxs)")/../.." && pwd)
step "private server" server.log start_server || broken
echo "[4/4] tests"

# those named fresh_… install the extension, which the test install must do first
case $suites in
all)
	suite_lint $(test/lint.sh list | grep -v '^fresh_')
	suite_unit
	suite_regress
	suite_isolation
	suite_tap
	suite_lint $(test/lint.sh list | grep '^fresh_')
	;;
lint)
	if [ $# -gt 0 ]; then suite_lint "$@"; else
		suite_lint $(test/lint.sh list | grep -v '^fresh_')
		suite_regress $(names test/sql .sql | grep '^lint_')
		suite_lint $(test/lint.sh list | grep '^fresh_')
	fi
	;;
*) "suite_$suites" "$@" ;;
esac
