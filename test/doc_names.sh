#!/usr/bin/env bash
# doc_names.sh: every object and setting of the extension that README and doc/
# name exists: schema-qualified names, by a fresh installation. Prints the others.
#
# Uses the server of the environment (test/server.sh env), or starts the private
# one for its own time.
set -eu
cd "$(dirname "$0")/.."
. test/scratch.sh names
export LC_ALL=C
psql -XAtq -d "$db" <<'SQL' | sort -u >"$work/there"
-- loads the library, which has the settings
SET credit.fixed_today = '2026-06-01'; SELECT credit.today() \g /dev/null
SET search_path = pg_catalog;
SELECT n.nspname || '.' || o.name FROM pg_namespace n JOIN (
	SELECT relnamespace AS nsp, relname AS name FROM pg_class UNION ALL SELECT pronamespace, proname FROM pg_proc
	UNION ALL SELECT typnamespace, typname FROM pg_type UNION ALL SELECT collnamespace, collname FROM pg_collation
	UNION ALL SELECT opfnamespace, opfname FROM pg_opfamily) o ON o.nsp = n.oid
WHERE n.nspname IN ('credit', 'credit_bi')
UNION SELECT name FROM pg_settings WHERE name LIKE 'credit.%';
SQL
# but files, partitions of years and the dashboard's own names for its queries
find README.md doc -name '*.md' ! -name CHANGELOG.md ! -path 'doc/dashboard/pages/*' | sort | while read -r page; do
	grep -noE '\bcredit(_bi)?\.[a-z][a-z_0-9]*' "$page" | sed "s|^|$page:|" | awk -F: '{ print $3 "\t" $1 ":" $2 }'
done | grep -vE '^credit\.(dump|control|so|sql|mo|record_[0-9]{4})	' | sort >"$work/named"
join -t '	' -v 1 "$work/named" "$work/there" | awk -F '\t' '{ print $2 ": there is no " $1; found = 1 } END { exit found }'
