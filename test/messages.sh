#!/usr/bin/env bash
# messages.sh: the messages of the sources and their Chinese words: in src/po a
# directory a language, in it a catalogue a room of the source; what several
# rooms say stands with the first. The Makefile puts them together.
#
#   test/messages.sh update   takes new messages into the catalogues, empty,
#                             and drops what no source says any more
#   test/messages.sh check    every message has its translation, and no other;
#                             nothing is raised in English alone
#
# Messages are what C gives to ereport() and _(), and what SQL gives to
# credit.message() or as the hint of credit.refuse_change(). Needs gettext (make packages).
set -eu
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8
mkdir -p build

# "position" of SQL strings is kept, so that both show where a message is said
sql_messages() {
	[ $# -eq 0 ] || perl -CSD -0777 -ne '
		while (/credit\.(?:message|refuse_change)\(\s*(\x27(?:[^\x27]|\x27\x27)*\x27)/g) {
			my ($said, $line) = ($1, 1 + (substr($_, 0, $-[0]) =~ tr/\n//));
			$said =~ s/^\x27|\x27$//g; $said =~ s/\x27\x27/\x27/g; $said =~ s/([\\"])/\\$1/g; $said =~ s/\n/\\n/g;
			print "#: $ARGV:$line\n", ($said =~ /%/ ? "#, c-format\n" : ""), "msgid \"$said\"\nmsgstr \"\"\n\n";
		}' "$@"
}

# What PL/pgSQL raises in words of its own. Before the schema is made nothing
# can be looked up: that PostgreSQL is too old is said in both languages there
# (install.sql).
sql_in_english() {
	perl -CSD -0777 -ne '
		my $string = qr/\x27(?:[^\x27]|\x27\x27)*\x27/;
		while (/\bRAISE\s+(?:EXCEPTION|WARNING|NOTICE|INFO)\b(?:$string|[^;\x27])*;/g) {
			my ($said, $line) = ($&, 1 + (substr($_, 0, $-[0]) =~ tr/\n//));
			$said =~ s/credit\.message\(\s*$string//g;
			print "$ARGV:$line: raised in English alone: $1\n"
				while $said =~ /((?:EXCEPTION|WARNING|NOTICE|INFO|DETAIL =|HINT =|THEN|ELSE|\()\s*(?:format\()?\x27[^\x27]*[a-zA-Z]{2,} [a-z]{2,}[^\x27]*\x27)/g;
		}' "$@"
}

# extract POT DIRECTORY DEPTH [FILES]: the messages of the sources there
extract() {
	head='msgid ""\nmsgstr ""\n"Project-Id-Version: credit\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n\n'
	find "$2" -maxdepth "$3" -name "${4:-*}.c" | sort >build/c.files
	xgettext -o build/c.pot --force-po --from-code=UTF-8 -L C -F --no-wrap \
		-k_ -kN_ -ksay -kxr_say -kpm_refuse:2 -kxr_refuse:3 -kerrmsg -kerrmsg_plural:1,2 -kerrdetail -kerrdetail_plural:1,2 -kerrhint -kerrcontext -kGUC_check_errdetail \
		--flag=_:1:pass-c-format --flag=N_:1:pass-c-format --flag=pm_refuse:2:c-format --flag=xr_refuse:3:c-format --flag=errmsg:1:c-format --flag=errdetail:1:c-format --flag=errhint:1:c-format \
		-f build/c.files 2>build/xgettext.log || { cat build/xgettext.log; exit 1; }
	sed -i 's/charset=CHARSET/charset=UTF-8/' build/c.pot
	{ printf "$head"; sql_messages $(find "$2" -maxdepth "$3" -name "${4:-*}.sql" | sort); } >build/sql.pot
	msguniq --force-po --no-wrap -o build/sql_once.pot build/sql.pot
	msgcat --force-po --no-wrap --use-first -F -o "$1" build/c.pot build/sql_once.pot
}

# divide DIRECTORY: build/all.po to a catalogue a room; parts of a room with
# many messages come before it
divide() {
	rm -f "$1"/*.po
	printf 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n' >build/before.pot
	for part in src: $(printf '%s\n' src/*/ | sed 's/$/:/; s|^src/evaluation/:|src/evaluation/:pmml* src/evaluation/:alert* src/evaluation/:|'); do
		room=${part%%:*} files=${part#*:}
		[ "$room" = src ] && name=root || name=$(basename "$room")
		name=$name${files:+_${files%\*}}
		extract build/room.pot "$room" 1 "$files"
		msgcat --force-po --no-wrap --use-first -o build/said.pot build/before.pot build/room.pot
		# of these, what stands only once: what no room before says
		msgcat --force-po --no-wrap --unique -F -o build/own.pot build/said.pot build/before.pot
		mv build/said.pot build/before.pot
		[ "$(grep -c '^msgid' build/own.pot)" -gt 1 ] || continue
		msgmerge -q --no-fuzzy-matching --no-wrap -F -o build/merged.po build/all.po build/own.pot
		msgattrib --no-wrap --no-obsolete --no-location build/merged.po |
			sed '/^"\(Report-Msgid-Bugs-To\|POT-Creation-Date\): /d' >"$1/$name.po"
	done
}

result=0
[ "${1:-}" != check ] || { sql_in_english $(find src -name '*.sql' ! -name install.sql | sort) | grep . && result=1; }
for language in src/po/*/; do
	msgcat --no-wrap --use-first -o build/all.po "$language"*.po
	case ${1:-} in
	update) divide "${language%/}" ;;
	check)
		extract build/credit.pot src 2
		msgmerge -q --no-fuzzy-matching --no-wrap -F -o build/merged.po build/all.po build/credit.pot
		msgattrib --no-wrap --no-obsolete --no-location -o build/current.po build/merged.po
		msgattrib --untranslated --no-wrap build/current.po | sed -n 's/^msgid \(".\{1,\}"\)$/not translated in '"$(basename "$language")"': \1/p' | grep . && result=1
		msgattrib --only-obsolete --no-wrap build/merged.po | sed -n 's/^#~ msgid \(".\{1,\}"\)$/said nowhere any more, in '"$(basename "$language")"': \1/p' | grep . && result=1
		msgfmt -c -o /dev/null build/all.po || result=1
		;;
	*) sed -n '2,13p' "$0"; exit 2 ;;
	esac
done
exit $result
