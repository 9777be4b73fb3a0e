#!/usr/bin/env bash
# bare.sh: proves that the README's commands work on a machine with nothing.
#
#   test/bare.sh         as root, clone in /root
#   test/bare.sh user    as a plain user with sudo
#
# Makes an empty Debian of this machine's release from this machine's mirror,
# puts only a clone of the last commit into it, and runs there each command
# that the README shows under "Try it". Needs root, debootstrap and git.
# BARE_ROOT=dir copies a root made earlier, of whatever release, in place of
# making one; COMMANDS replaces the README's; KEEP=1 leaves the root for a look.
set -eu
cd "$(dirname "$0")/.."
who=${1:-root}
[ "$(id -u)" = 0 ] || { echo "only root can make a root" >&2; exit 1; }

root=$(mktemp -d /tmp/credit-bare-XXXXXX)
chmod 755 "$root"
[ -n "${KEEP:-}" ] && echo "the root is $root" || trap 'rm -rf --one-file-system "$root"' EXIT
codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
sources=$(apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' \
	'Created-By: Packages' 'Origin: Debian' | sort -u)
mirror=$(echo "$sources" | awk -v release="$codename" '$3 == release { print $2; exit }')
[ -n "$mirror" ] || { echo "apt knows no mirror of Debian $codename here (apt-get update?)" >&2; exit 1; }

if [ -n "${BARE_ROOT:-}" ]; then
	echo "copying $BARE_ROOT"
	cp -a "$BARE_ROOT/." "$root"
else
	echo "debootstrap $codename from $mirror"
	debootstrap --variant=minbase "$codename" "$root" "$mirror" >"$root.log" 2>&1 || { tail "$root.log"; exit 1; }
	rm -f "$root.log"
	echo "$sources" >"$root/etc/apt/sources.list"
fi
cp -L /etc/resolv.conf "$root/etc/resolv.conf"

# mounts and processes in namespaces of their own: they end with the command
inside() {
	unshare --mount --pid --fork --kill-child sh -c '
		mount -t proc proc "$0/proc" && mkdir -p "$0/dev/shm" && mount -t tmpfs tmpfs "$0/dev/shm" &&
		exec chroot "$0" "$@"' "$root" env -i TERM=dumb PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

if [ "$who" = root ]; then
	clone=/root/credit
	git clone -q --no-hardlinks . "$root$clone"
	prefix=''
else
	clone=/srv/credit
	inside sh -c 'apt-get -q update && apt-get -q -y install sudo && useradd -m visitor &&
		echo "visitor ALL=(ALL) NOPASSWD: ALL" >/etc/sudoers.d/visitor' >/dev/null 2>&1
	git clone -q --no-hardlinks . "$root$clone"
	inside chown -R visitor "$clone"
	prefix='sudo '
fi

commands=${COMMANDS:-$(sed -n '/^## Try it/,/^## A first/s/^    //p' README.md)}
result=0
while IFS= read -r command <&3; do
	command=${command//apt-get/${prefix}apt-get}
	echo "== ($who) $command"
	SECONDS=0
	# the count of servers left is taken inside, before the namespace ends them
	line="cd $clone && { $command; }; code=\$?
		for p in /proc/[0-9]*; do
			[ \"\$(cat \$p/comm 2>/dev/null)\" != postgres ] || [ -z \"\$(tr -d '\\0' <\$p/cmdline)\" ] || echo \"left running: \$p\"
		done
		ls -d /etc/postgresql/*/* 2>/dev/null && echo 'a system cluster was made'
		exit \$code"
	if [ "$who" = root ]; then inside env HOME=/root bash -c "$line" || result=$?
	else inside runuser -u visitor -- env HOME=/tmp bash -c "$line" || result=$?; fi
	echo "== status $result after $SECONDS s"
done 3<<<"$commands"
exit $result
