#!/usr/bin/env bash
# run.sh: the fuzz targets, each for FUZZ_SECONDS (10) seconds, under
# AddressSanitizer and UndefinedBehaviorSanitizer.
#
#   test/fuzz/run.sh           all of them
#   test/fuzz/run.sh import    one
#
# make fuzz installs clang and its run-time library where they are missing; by
# hand it takes what is there. Each target X is test/fuzz/X_fuzz.c, its seeds are
# in test/fuzz/corpus/X, what it finds goes to build/fuzz/X: a crash is a file
# build/fuzz/X/crash-…, repeated with build/fuzz/X.bin FILE. Prints one line a
# target and fails when one of them found something.
set -u
cd "$(dirname "$0")/../.." || exit 1
seconds=${FUZZ_SECONDS:-10}
out=build/fuzz
config=${PG_CONFIG:-pg_config}
compiler=${FUZZ_CC:-clang}
if ! { mkdir -p "$out" && [ -w "$out" ]; } 2>/dev/null; then
	echo "build/ belongs to another user: remove it (sudo rm -rf build), then try again" >&2
	exit 1
fi
test/packages.sh >"$out/packages.log" 2>&1 || { echo "packages could not be installed; the end of $out/packages.log:"; tail -n 20 "$out/packages.log"; exit 1; }
command -v "$compiler" >/dev/null || { echo "there is no $compiler: install it, or name one in FUZZ_CC"; exit 1; }

sources() {
	case $1 in
	import) echo src/exchange/xml_*.c ;;
	pmml) echo test/fuzz/server_stub.c src/evaluation/pmml_*.c src/evaluation/*_core.c ;;
	*) find src -name '*_core.c' ;;
	esac
}

[ $# -gt 0 ] || set -- $(cd test/fuzz && ls *_fuzz.c | sed 's/_fuzz\.c$//')
result=0
for target; do
	mkdir -p "$out/$target"
	if ! "$compiler" -std=gnu11 -g -O1 -w -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined \
		-I src -I test/fuzz $(xml2-config --cflags) -I "$($config --includedir-server)" \
		-o "$out/$target.bin" "test/fuzz/${target}_fuzz.c" $(sources "$target") -lxml2 -lm >"$out/$target.log" 2>&1; then
		echo "FAIL  $target does not compile: $out/$target.log"
		result=1
		continue
	fi
	mkdir -p "$out/$target/corpus"
	if UBSAN_OPTIONS=print_stacktrace=1 "$out/$target.bin" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=65536 \
		-artifact_prefix="$out/$target/" "$out/$target/corpus" "test/fuzz/corpus/$target" >>"$out/$target.log" 2>&1; then
		echo "ok    $target: $(sed -n 's/^Done \([0-9]*\) runs.*/\1 runs/p' "$out/$target.log") in $seconds s"
	else
		echo "FAIL  $target: $out/$target.log"
		grep -m3 -E 'ERROR|runtime error|SUMMARY' "$out/$target.log" | sed 's/^/    | /'
		result=1
	fi
done
exit $result
