# lib.sh: what run.sh, demo.sh and bench.sh share. Sourced from the top level
# of the tree, with $logs naming the directory for logs.
# shellcheck shell=bash

top=$PWD
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES
export PG_CONFIG=${PG_CONFIG:-pg_config}
export LC_ALL=C.UTF-8

make_quietly() { make -s PG_CONFIG="$PG_CONFIG" "$@"; }

prepare_logs() {
	if ! { mkdir -p "$logs" && [ -w "$logs" ] && [ -w build ]; } 2>/dev/null; then
		echo "build/ belongs to another user: remove it (sudo rm -rf build), then try again" >&2
		return 1
	fi
}

# the list in the Makefile, unless make has given it
install_packages() {
	[ -n "${PACKAGES+set}" ] || PACKAGES=$(make_quietly --eval='print-packages: ; @echo $(PACKAGES)' print-packages)
	export PACKAGES
	test/packages.sh
}

# Without bitcode: it takes longer than all the rest and the tests do not use it.
build() {
	# once the private copy leads the path, that name means another
	PG_CONFIG=$(command -v "$PG_CONFIG") || { echo "there is no $PG_CONFIG"; return 1; }
	version=$($PG_CONFIG --version)
	if [ "$(cat build/built_for 2>/dev/null)" != "$version" ]; then
		rm -f src/*.o src/*/*.o ./*.so
		echo "$version" >build/built_for
	fi
	make_quietly with_llvm=no -j"$(nproc)" all
}

start_server() {
	test/server.sh start && eval "$(test/server.sh env)"
}

stop_server() {
	[ -n "${KEEP:-}" ] || test/server.sh stop
}

# step "words" log command…: one line before, and on failure where to look
step() {
	words=$1 log=$logs/$2
	shift 2
	step_number=$((${step_number:-0} + 1))
	echo "[$step_number/$steps] $words"
	if [ "$1" = install_packages ]; then
		"$@" 2>&1 | tee "$log" |
			awk '/^(installing packages|E:|W:|Err|Missing|No apt|apt-get update failed|Need to get|Fetched)/ { print "    " $0; fflush() }
				/^Setting up/ && ++n % 25 == 0 { print "    " n " packages set up"; fflush() }'
		result=${PIPESTATUS[0]}
	else
		result=0
		"$@" >"$log" 2>&1 || result=$?
	fi
	[ "$result" = 0 ] || {
		echo "step $step_number ($words) failed; the end of $log:"
		tail -n 30 "$log" | sed 's/^/    /'
		return 1
	}
}
