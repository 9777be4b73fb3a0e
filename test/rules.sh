#!/usr/bin/env bash
# rules.sh: doc/rules.md against the shipped rules. Each document, item, regime,
# severity rule, list, inspection policy, alert rule and clock of a fresh
# installation has a row there, which says "to verify" when and only when the
# row of the table is not verified. Prints what differs.
#
# Uses the server of the environment (test/server.sh env).
set -eu
cd "$(dirname "$0")/.."
[ -n "${PGHOST:-}" ] || { echo "no server: eval \"\$(test/server.sh env)\", or make lint"; exit 1; }
. test/scratch.sh rules
# section | words that begin the row | verified
psql -XAtq -F '|' -d "$db" <<'SQL' >"$work/rules"
SELECT 'Documents', basis_id, verified FROM credit.legal_basis
UNION ALL SELECT 'Items', i.item || ' | ' || i.edition, i.verified FROM credit.catalogue_item i
UNION ALL SELECT 'Publication', p.regime_id, p.verified FROM credit.publication_regime p WHERE p.regime_id NOT LIKE 'act-%'
UNION ALL SELECT 'Severity of penalties', s.rule_id, s.verified FROM credit.severity_rule s
UNION ALL SELECT 'Lists', l.list, l.verified FROM credit.list_kind l
UNION ALL SELECT 'Inspection', p.policy, p.verified FROM credit.inspection_policy p
UNION ALL SELECT 'Alerts', a.rule, a.verified FROM credit.alert_rule a;
SQL
perl -CSD -e '
	my ($rules, $page) = @ARGV;
	open my $in, "<:utf8", $page or die; my ($section, %row, %seen, $faults);
	while (<$in>) { $section = $1 if /^## (.*)/; push @{$row{$section}}, $_ if /^\| / && !/^\|---/ }
	open $in, "<:utf8", $rules or die;
	while (<$in>) {
		chomp; my @f = split /\|/; my $verified = pop @f; my ($in_section, $name) = (shift @f, join("|", @f));
		my @rows = grep { index($_, "| $name |") == 0 } @{$row{$in_section} // []};
		if (@rows != 1) { print "$in_section: $name has ", scalar(@rows), " rows\n"; $faults = 1; next }
		$seen{$rows[0]} = 1;
		my $marked = $rows[0] =~ /to verify/;
		if ($marked == ($verified eq "t")) { print "$in_section: $name is ", ($verified eq "t" ? "verified, the page says otherwise" : "not verified, the page does not say so"), "\n"; $faults = 1 }
	}
	for my $s ("Documents", "Items", "Publication", "Severity of penalties", "Lists", "Inspection", "Alerts") {
		for (@{$row{$s}}) { next if $seen{$_} || /^\| (id|item|regime|rule|list|policy) /; print "$s: no such rule: ", substr($_, 0, 60), "\n"; $faults = 1 }
	}
	exit($faults // 0)' "$work/rules" doc/rules.md
