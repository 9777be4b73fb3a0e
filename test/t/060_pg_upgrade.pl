# pg_upgrade to a new cluster of the same version: rows, rules, roles, ledger and
# doors are as before, and entry goes on.
use strict;
use warnings;
use lib 't/lib';
use CreditServer;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $old = PostgreSQL::Test::Cluster->new('old');
my $new = PostgreSQL::Test::Cluster->new('new');
foreach my $node ($old, $new)
{
	$node->init(extra => [ '-E', 'UTF8', '--locale=C.UTF-8' ]);
	$node->append_conf('postgresql.conf', "timezone = 'Asia/Shanghai'\n");
}
$old->start;
$old->safe_psql('postgres', 'CREATE DATABASE credit');
$old->safe_psql('credit', 'CREATE EXTENSION credit');
foreach my $file (sort glob('t/restore/*.sql'))
{
	my ($code, $out, $err) = $old->psql('credit', slurp_file($file), extra_params => [ '-v', 'ON_ERROR_STOP=1' ]);
	is($code, 0, "content of $file") or diag($err);
}
$old->safe_psql('credit', 'SELECT credit.seal_ledger()');

sub content
{
	my $node = shift;
	my $query = $node->safe_psql('credit', q{
		SELECT string_agg(format('SELECT %L || count(*) || %L || coalesce(md5(string_agg(t::text, %L ORDER BY t::text COLLATE "C")), %L) FROM %s t',
			c.oid::regclass || ' ', ' ', E'\n', '', c.oid::regclass), ' UNION ALL ' ORDER BY c.oid::regclass::text COLLATE "C")
		FROM pg_class c WHERE c.relnamespace = 'credit'::regnamespace AND c.relkind = 'r'});
	return join "\n", sort split /\n/, $node->safe_psql('credit', $query) . "\n" . $node->safe_psql('credit',
		q{SELECT schemaname, sequencename, last_value FROM pg_sequences WHERE schemaname = 'credit'});
}
sub objects
{
	my $node = shift;
	my ($out) = run_command([ 'pg_dump', '-h', $node->host, '-p', $node->port, '--binary-upgrade', '-s', 'credit' ]);
	# pg_dump takes them in the order of their numbers, which are new
	return join "\n", sort grep { !/binary_upgrade_|^WHERE oid = '\d|relfrozenxid|^-- (For|Dumped|.*OID)|^\\(un)?restrict / } split /\n/, $out;
}
my ($rows, $objects) = (content($old), objects($old));
cmp_ok(length $objects, '>', 100_000, 'members are compared');
$old->stop;

my ($bin) = run_command([ 'pg_config', '--bindir' ]);
chdir $new->basedir or die $!;
my ($out, $err) = run_command([ 'pg_upgrade', '-b', $bin, '-B', $bin, '-d', $old->data_dir, '-D', $new->data_dir,
	'-p', $old->port, '-P', $new->port, '-s', $new->host, '-U', $ENV{PGUSER} || (getpwuid $<)[0] ]);
like($out, qr/Upgrade Complete/, 'pg_upgrade goes through') or diag("$out\n$err");
$new->start;
is(content($new), $rows, 'every table and sequence as before');
my %before = map { $_ => 1 } split /\n/, $objects;
my %after = map { $_ => 1 } split /\n/, objects($new);
is(join("\n", (map { "- $_" } grep { !$after{$_} } sort keys %before), map { "+ $_" } grep { !$before{$_} } sort keys %after), '', 'every object as before');
is($new->safe_psql('credit', 'SELECT count(*) FROM credit.verify_ledger()'), 0, 'the ledger verifies');
is($new->safe_psql('credit', 'SELECT check_name, detail FROM credit.post_restore() WHERE NOT ok'), '', 'all checks of a restore hold');
is($new->safe_psql('credit', q{SELECT check_name, detail FROM credit.health() WHERE NOT ok AND check_name IN ('triggers', 'indexes', 'partitions', 'encoding')}), '', 'health sees nothing');
# entry, with rules and departments, as before
is($new->safe_psql('credit', q{
	SET credit.fixed_today = '2026-06-01';
	SET ROLE restore_b;
	INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail)
	SELECT 'honour', uscc::text, name, '升级后', '2026-05-20', '{"subject_category": "法人及非法人组织", "authority_name": "望岚市市场监管局", "authority_code": "1122010001350000CD", "title": "示范", "level": "市级"}'
	FROM credit.subject WHERE kind = 'public_institution' LIMIT 1;
	SELECT accepted FROM credit.batch ORDER BY batch_id DESC LIMIT 1}), 1, 'a department enters');
is($new->safe_psql('credit', 'SELECT credit.seal_ledger() > 0'), 't', 'the ledger goes on');
is($new->safe_psql('credit', 'SELECT count(*) FROM credit.verify_ledger()'), 0, 'and verifies');
$new->stop;
done_testing();
