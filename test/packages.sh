#!/usr/bin/env bash
# packages.sh: installs what $PACKAGES names and this machine lacks, by apt.
#
# A name with % is told apart by PostgreSQL's major version, which is known
# only once pg_config is there: hence two rounds. Nothing missing, no apt.
set -eu
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
config=${PG_CONFIG:-pg_config}
cluster_conf=/etc/postgresql-common/createcluster.conf
sudo=''
updated=''

missing() {
	for package; do
		[ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
	done
}

become_root() {
	[ "$(id -u)" != 0 ] || return 0
	if command -v sudo >/dev/null; then sudo=sudo; else
		echo "Missing: $*. Run as root: apt-get install $*" >&2
		exit 1
	fi
}

apt() {
	$sudo env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends \
		-o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confold install "$@"
}

# A package postgresql-NN makes and starts a cluster "main" when it comes in.
# Nobody asked for one here, so the setting says no until we are done.
without_cluster() {
	[ -f "$cluster_conf" ] || apt postgresql-common
	keep=$(mktemp)
	cp "$cluster_conf" "$keep"
	$sudo pg_conftool "$cluster_conf" set create_main_cluster false
	result=0
	apt "$@" || result=$?
	$sudo sh -c "cat '$keep' >'$cluster_conf'"
	rm -f "$keep"
	return $result
}

install() {
	wanted=$(missing "$@")
	[ -n "$wanted" ] || return 0
	wanted=$(echo $wanted)
	become_root $wanted
	echo "installing packages: $wanted"
	[ -n "$updated" ] || $sudo apt-get -q update || echo "apt-get update failed; going on with the lists there are" >&2
	updated=yes
	case " $wanted " in
	*" postgresql "*) without_cluster $wanted ;;
	*) apt $wanted ;;
	esac
	# its package starts a service; the tests start one of their own
	case " $wanted " in
	*" pgbouncer "*) ! command -v systemctl >/dev/null || $sudo systemctl -q disable --now pgbouncer 2>/dev/null || true ;;
	esac
}

[ -n "${PACKAGES:-}" ] || exit 0
if ! command -v apt-get >/dev/null; then
	echo "No apt-get here. Install what these are called on this system, then add PACKAGES= to make: $PACKAGES" >&2
	exit 1
fi
plain='' versioned=''
for package in $PACKAGES; do
	case $package in *%*) versioned="$versioned $package" ;; *) plain="$plain $package" ;; esac
done
install $plain
[ -n "$versioned" ] || exit 0
major=$($config --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
install ${versioned//%/$major}
