# ALTER EXTENSION credit UPDATE brings what a fresh installation of the new
# version has, object by object and row by row, and leaves users' rows alone.
#
# There is only 1.0, so a next version is made up: 1.0 and a small change. It is
# installed into a scratch copy of the installation. Once there is a 1.1, its
# script takes the place of the change below, and 1.0 that of the baseline.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use File::Basename;

my $change = <<'END';
CREATE FUNCTION credit.added_by_update() RETURNS pg_catalog.int4 LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN 1;
COMMENT ON FUNCTION credit.added_by_update() IS 'Made by the update. 由升级创建。';
REVOKE ALL ON FUNCTION credit.added_by_update() FROM PUBLIC;
ALTER TABLE credit.batch ADD COLUMN added_by_update pg_catalog.text;
-- the rule pack changes: a new row, and a shipped one that stays shipped
INSERT INTO credit.code_list (list, code, label, standard_entry) VALUES ('yes_no', '未知', 'unknown', true);
UPDATE credit.industry SET name = name || '（新）' WHERE code = 'B';
END

# the server finds its files beside itself, so a copy is an installation
my %dir;
foreach my $kind ('bindir', 'pkglibdir', 'sharedir')
{
	($dir{$kind}) = run_command([ 'pg_config', "--$kind" ]);
}
my $prefix = dirname($dir{bindir});
$prefix = dirname($prefix) until index("$dir{pkglibdir}/", "$prefix/") == 0 && index("$dir{sharedir}/", "$prefix/") == 0;
my $scratch = PostgreSQL::Test::Utils::tempdir();
my %copy;
foreach my $kind (sort keys %dir)
{
	$copy{$kind} = $scratch . substr($dir{$kind}, length $prefix);
	next if -d $copy{$kind};
	system_or_bail('mkdir', '-p', dirname($copy{$kind}));
	system_or_bail('cp', '-a', $dir{$kind}, $copy{$kind});
}
my $scripts = "$copy{sharedir}/extension";
my $baseline = slurp_file("$scripts/credit--1.0.sql");
PostgreSQL::Test::Utils::append_to_file("$scripts/credit--1.0test.sql", $baseline . $change);
PostgreSQL::Test::Utils::append_to_file("$scripts/credit--1.0--1.0test.sql", $change);

my $node = PostgreSQL::Test::Cluster->new('update', install_path => dirname($copy{bindir}));
$node->init(extra => [ '-E', 'UTF8', '--locale=C.UTF-8' ]);
$node->append_conf('postgresql.conf', "timezone = 'Asia/Shanghai'");
$node->start;

# definitions of the members too, which only this mode of pg_dump shows
sub objects
{
	my $database = shift;
	my ($out, $err) = run_command([ "$copy{bindir}/pg_dump", '-h', $node->host, '-p', $node->port, '--binary-upgrade', '-s', $database ]);
	is($err, '', "objects of $database are read");
	# numbers of objects and transactions, and the random key of a dump
	my @lines = grep { !/binary_upgrade_|^WHERE oid = '\d|relfrozenxid|^-- (For|Dumped|.*OID)|^\\(un)?restrict / } split /\n/, $out;
	# what a dump takes along of the members' rows
	push @lines, $node->safe_psql($database, q{SELECT t.o::regclass, t.c FROM pg_extension e, unnest(e.extconfig, e.extcondition) t (o, c)
		WHERE e.extname = 'credit' ORDER BY t.o::regclass::text COLLATE "C"});
	return join "\n", grep { !/^\s*$/ } @lines;
}

sub rows
{
	my $database = shift;
	return $node->safe_psql($database, q{
		SELECT string_agg(c.oid::regclass || E'\n' || query_to_xml(format('SELECT t::text FROM %s t ORDER BY t::text COLLATE "C"', c.oid::regclass), true, false, '')::text, E'\n'
			ORDER BY c.oid::regclass::text COLLATE "C")
		FROM pg_class c WHERE c.relnamespace = 'credit'::regnamespace AND c.relkind = 'r'});
}

sub user_rows
{
	my ($out) = run_command([ "$copy{bindir}/pg_dump", '-h', $node->host, '-p', $node->port, '-a', '--inserts', '--column-inserts', 'used' ]);
	$out =~ s/^\\(un)?restrict .*\n//mg;
	$out =~ s/(INSERT INTO credit\.batch \(.*), added_by_update\) (VALUES .*), NULL\);/$1) $2);/g;
	return $out;
}

sub same
{
	my ($got, $expected, $what) = @_;
	my @files = map { "$scratch/$_" } ('expected', 'got');
	PostgreSQL::Test::Utils::append_to_file($files[0], "$expected\n");
	PostgreSQL::Test::Utils::append_to_file($files[1], "$got\n");
	my ($difference) = run_command([ 'diff', '-U2', @files ]);
	unlink @files;
	is(substr($difference, 0, 4000), '', $what);
	return;
}

$node->safe_psql('postgres', "CREATE DATABASE $_") foreach ('fresh', 'updated', 'used');
$node->safe_psql('fresh', q{CREATE EXTENSION credit VERSION '1.0test'});
$node->safe_psql('updated', q{CREATE EXTENSION credit VERSION '1.0'; ALTER EXTENSION credit UPDATE TO '1.0test'});
is($node->safe_psql('updated', q{SELECT extversion FROM pg_extension WHERE extname = 'credit'}), '1.0test', 'updated');
cmp_ok(length objects('fresh'), '>', 100_000, 'members are compared');
same(objects('updated'), objects('fresh'), 'an updated database has the objects of a fresh one');
same(rows('updated'), rows('fresh'), '… and its rows');

$node->safe_psql('used', q{CREATE EXTENSION credit VERSION '1.0'});
foreach my $file (sort glob('t/restore/*.sql'))
{
	my ($code, $out, $err) = $node->psql('used', slurp_file($file), extra_params => [ '-v', 'ON_ERROR_STOP=1' ]);
	is($code, 0, "content of $file") or diag($err);
}
my $before = user_rows();
$node->safe_psql('used', q{ALTER EXTENSION credit UPDATE TO '1.0test'});
same(user_rows(), $before, "users' rows are as before");
is($node->safe_psql('used', 'SELECT count(*) FROM credit.post_restore() WHERE NOT ok'), '0', 'all checks pass after the update');

done_testing();
