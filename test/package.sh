#!/usr/bin/env bash
# package.sh: what is handed to others, made and tried.
#
#   test/package.sh dist       build/credit-VERSION.zip for PGXN, of the last
#                              commit; unpacked, its description checked, built
#   test/package.sh deb        build/postgresql-NN-credit_VERSION_ARCH.deb
#   test/package.sh try ROOT   as root: installs that package in the Debian at
#                              ROOT (debootstrap), makes a server there, runs
#                              the main job, then the tests of regress
#   test/package.sh check      the description agrees with the extension
set -eu
cd "$(dirname "$0")/.."
top=$PWD
version=$(sed -n "s/^default_version = '\(.*\)'/\1/p" credit.control)
config=${PG_CONFIG:-pg_config}

# PGXN wants three numbers where the control file has two
check() { # check DIRECTORY: META.json there
	perl -MJSON::PP -e '
		my ($file, $version, $dir) = @ARGV;
		open my $in, "<", $file or die "$file: $!\n";
		my $meta = JSON::PP->new->decode(do { local $/; <$in> });
		my @faults;
		for (qw(name abstract version maintainer license provides meta-spec)) { push @faults, "lacks $_" unless exists $meta->{$_} }
		push @faults, "version $meta->{version} is not $version.0" unless $meta->{version} eq "$version.0";
		my $own = $meta->{provides}{credit} // {};
		push @faults, "provides version $own->{version}" unless ($own->{version} // "") eq $meta->{version};
		for (grep { defined } @$own{qw(file docfile)}) { push @faults, "names $_, which is not there" unless -f "$dir/$_" }
		print "$file $_\n" for @faults;
		exit(@faults > 0)' "$1/META.json" "$version" "$2"
}

dist() {
	name=credit-$version
	work=build/dist
	rm -rf "$work"
	mkdir -p "$work"
	git archive --format=zip --prefix="$name/" --add-file=src/package/META.json -o "build/$name.zip" HEAD
	(cd "$work" && perl -MIO::Uncompress::Unzip -MFile::Path=make_path -MFile::Basename -e '
		my $zip = IO::Uncompress::Unzip->new($ARGV[0]) or die;
		for (my $more = 1; $more > 0; $more = $zip->nextStream) {
			my $name = $zip->getHeaderInfo->{Name};
			if ($name =~ m{/$}) { make_path($name); next }
			make_path(dirname($name));
			open my $out, ">", $name or die "$name: $!";
			my $piece;
			print $out $piece while $zip->read($piece) > 0;
			close $out;
			chmod 0755, $name if $name =~ /\.sh$|\.pl$/;
		}' "$top/build/$name.zip")
	check "$work/$name" "$work/$name"
	make -s -C "$work/$name" PG_CONFIG="$config" with_llvm=no -j"$(nproc)" all check-sql
	make -s -C "$work/$name" PG_CONFIG="$config" with_llvm=no install DESTDIR="$top/$work/installed" >/dev/null
	find "$work/installed" -name 'credit*' -type f | sort | sed "s#^$work/installed#    #"
	rm -rf "$work"
	echo "build/$name.zip"
}

deb() {
	major=$($config --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
	# the one list of the Makefile, for this version
	depends=$(make -s --eval='print-it: ; @echo $(BUILD_PACKAGES)' print-it PACKAGES= | sed "s/%/$major/g; s/ /, /g")
	work=build/deb/credit-$version
	rm -rf build/deb
	mkdir -p "$work"
	git archive HEAD | tar -x -C "$work"
	cp -R src/package/debian "$work/debian"
	for template in control rules; do
		sed "s/@MAJOR@/$major/g; s/@BUILD_DEPENDS@/$depends/" "src/package/debian/$template.in" >"$work/debian/$template"
		rm -f "$work/debian/$template.in"
	done
	chmod +x "$work/debian/rules"
	mkdir -p "$work/debian/source"
	echo '3.0 (native)' >"$work/debian/source/format"
	printf 'README.md\ndoc/*\n' >"$work/debian/docs"
	printf 'postgresql-credit (%s) unstable; urgency=medium\n\n  * See doc/CHANGELOG.md.\n\n -- The credit developers <credit@example.org>  %s\n' \
		"$version" "$(git log -1 --format=%aD)" >"$work/debian/changelog"
	(cd "$work" && env -u MAKEFLAGS -u MAKELEVEL dpkg-buildpackage -b -us -uc) >build/deb.log 2>&1 || { tail -20 build/deb.log; exit 1; }
	mv build/deb/postgresql-"$major"-credit_*.deb build/
	rm -rf build/deb
	ls build/postgresql-"$major"-credit_*.deb
}

# the Debian at ROOT has nothing of ours; what the package needs comes by apt
try() {
	root=$1
	package=$(ls -t build/postgresql-*-credit_*.deb | head -1)
	mkdir -p "$root/tmp/credit"
	cp "$package" test/data/guide/city.sql test/data/guide/run.pl doc/guide-department.md doc/demo/public-credit-2026.* "$root/tmp/credit/"
	# the tests, what they read, and their driver, which Debian has among what one builds with
	mkdir -p "$root/tmp/credit/test"
	cp -R expected doc "$root/tmp/credit/"
	cp -R test/sql test/data test/fresh.sh "$root/tmp/credit/test/"
	cp "$(dirname "$($config --pgxs)")/../test/regress/pg_regress" "$root/tmp/credit/"
	tests=$(make -s PG_CONFIG="$config" --eval='print-it: ; @echo $(REGRESS)' print-it)
	unshare --mount --pid --fork --kill-child sh -c '
		mount -t proc proc "$0/proc" && mkdir -p "$0/dev/shm" && mount -t tmpfs tmpfs "$0/dev/shm" &&
		exec chroot "$0" "$@"' "$root" env -i TERM=dumb LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive TESTS="$tests" bash -euc '
		cd /tmp/credit
		# nobody asks for a system cluster here
		mkdir -p /etc/postgresql-common
		[ -f /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
		apt-get -q update >/dev/null
		apt-get -q -y --no-install-recommends -o Dpkg::Options::=--force-confold install ./postgresql-*.deb | tail -3
		bindir=$(ls -d /usr/lib/postgresql/*/bin)
		chmod -R a+rwX /tmp/credit
		as() { runuser -u postgres -- env PATH="$bindir:$PATH" PGHOST=/tmp/credit/data PGUSER=postgres "$@"; }
		as rm -rf data && as initdb -D data -E UTF8 --locale=C.UTF-8 -A trust >/dev/null
		as pg_ctl -D data -w -l log -o "-k /tmp/credit/data -c listen_addresses=" start >/dev/null
		as createdb guide
		as psql -Xq -d guide -f city.sql
		as perl run.pl guide-department.md guide >shown.md
		if diff -U2 guide-department.md shown.md; then echo "the guide for departments shows what comes out"; else echo "the guide shows something else"; failed=1; fi
		major=$(echo "$bindir" | tr -dc 0-9)
		apt-get -q -y --no-install-recommends install "postgresql-$major-plpgsql-check" | tail -1
		as ./pg_regress --inputdir=test --dbname=credit_regress --launcher=test/fresh.sh --encoding=UTF8 \
			--bindir="$bindir" $TESTS || failed=1
		as psql -Xqd guide -c "SELECT extname, extversion FROM pg_extension WHERE extname = \$\$credit\$\$" -c "SELECT count(*) AS checks, count(*) FILTER (WHERE NOT ok) AS faults FROM credit.post_restore()"
		as pg_ctl -D data -w -m fast stop >/dev/null
		apt-get -q -y purge "postgresql-*-credit" | tail -1
		find /usr -name "credit*" -path "*postgresql*" | grep . && failed=1
		exit ${failed:-0}'
}

case ${1:-} in
dist) dist ;;
deb) deb ;;
try) try "$2" ;;
check) check src/package . ;;
*) sed -n '2,12p' "$0"; exit 2 ;;
esac
