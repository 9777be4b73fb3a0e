#!/usr/bin/env bash
# coverage.sh: which lines of C the tests of regress run, by gcov.
#
#   test/coverage.sh [name…]   tests of test/sql; all without names
#
# Works in a copy of the tree, build/coverage/tree, so that the build itself
# stays as it is, and prints a line per file of src and the whole. The bound is
# 90 % of lines; doc/testing.md names what is left. The server's owner writes the
# counters: the checkout must be where he can reach it. Lines not run are marked
# ##### in build/coverage/tree/*.gcov.
set -u
cd "$(dirname "$0")/.." || exit 1
. test/lib.sh
logs=$top/build/coverage
steps=3
prepare_logs || exit 1
step "packages" packages.log install_packages || exit 1

rm -rf "$logs/tree"
mkdir -p "$logs/tree/build"
cp -R Makefile credit.control credit--1.0.sql src test expected doc "$logs/tree/" || exit 1
cd "$logs/tree" || exit 1
rm -f src/*.o src/*/*.o
$PG_CONFIG --version >build/built_for
export COPT='-O0 --coverage'
build_for_coverage() { make_quietly with_llvm=no -j"$(nproc)" SHLIB_LINK="-lxml2 -licui18n -licuuc -licudata -lm --coverage" all; }
step "build for coverage" build.log build_for_coverage || exit 1
chmod -R a+rwX src
echo "[3/3] tests"
PACKAGES='' test/run.sh regress "$@" >"$logs/tests.log" 2>&1
tail -n 1 "$logs/tests.log"

for object in src/*.o src/*/*.o; do
	source=${object%.o}.c
	gcov -o "$object" "$source" 2>/dev/null | awk -v file="$source" '
		/^File / { mine = index($0, "\047" file "\047") > 0 }
		mine && /^Lines executed:/ { split($0, part, /[:% ]+/); print file, part[3], part[5]; exit }'
done | sort -k2n >"$logs/files.txt"
awk '{ printf "%6.1f %%  %5d lines  %s\n", $2, $3, $1; run += $2 * $3 / 100; all += $3 }
	END { if (!all) exit 1
		printf "%6.1f %%  %5d lines  all of src\n", 100 * run / all, all; exit run / all < 0.9 }' "$logs/files.txt"
