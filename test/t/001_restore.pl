# A dump restored and dumped again is the same dump, and every table of the
# extension, seed rows included, holds the same rows. Content comes from
# t/restore/*.sql, run in order of name.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

sub cluster
{
	my $node = PostgreSQL::Test::Cluster->new(shift);
	$node->init(extra => [ '-E', 'UTF8', '--locale=C.UTF-8' ]);
	$node->append_conf('postgresql.conf', "timezone = 'Asia/Shanghai'");
	$node->start;
	return $node;
}

# every row of every table as one line each, in an order that rows decide
sub content
{
	my $node = shift;
	my $rows = $node->safe_psql('credit', q{
		SELECT c.oid::regclass || CASE c.relkind
			WHEN 'S' THEN '|SELECT last_value, is_called FROM ' || c.oid::regclass
			ELSE '|SELECT t::text FROM ' || c.oid::regclass || ' t ORDER BY t::text COLLATE "C"' END
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname IN ('credit', 'credit_bi') AND c.relkind IN ('r', 'S')
		ORDER BY c.oid::regclass::text COLLATE "C"});
	my $all = '';
	foreach my $line (split /\n/, $rows)
	{
		my ($table, $query) = split /\|/, $line, 2;
		$all .= "== $table\n" . $node->safe_psql('credit', $query) . "\n";
	}
	return $all;
}

sub dump_of
{
	my ($node, @options) = @_;
	my ($out, $err) = run_command(
		[ 'pg_dump', '-h', $node->host, '-p', $node->port, @options, 'credit' ]);
	# a table that refers to itself is no trouble: COPY checks at its end
	$err =~ s/^pg_dump: (warning: there are circular foreign-key|detail: |hint: ).*(\n|\z)//mg;
	is($err, '', 'pg_dump of ' . $node->name . ' is quiet');
	$out =~ s/^\\(un)?restrict .*\n//mg;    # a random key since 2025
	return $out;
}

sub same
{
	my ($got, $expected, $what) = @_;
	my @files = map { $PostgreSQL::Test::Utils::tmp_check . "/$_" } ('expected', 'got');
	PostgreSQL::Test::Utils::append_to_file($files[0], $expected);
	PostgreSQL::Test::Utils::append_to_file($files[1], $got);
	my ($difference) = run_command([ 'diff', '-U2', @files ]);
	unlink @files;
	is(substr($difference, 0, 4000), '', $what);
	return;
}

my $origin = cluster('origin');
$origin->safe_psql('postgres', 'CREATE DATABASE credit');
$origin->safe_psql('credit', 'CREATE EXTENSION credit');
foreach my $file (sort glob('t/restore/*.sql'))
{
	my ($code, $out, $err) = $origin->psql('credit', slurp_file($file), extra_params => [ '-v', 'ON_ERROR_STOP=1' ]);
	is($code, 0, "content of $file") or diag($err);
}
my $dump = dump_of($origin);
my $content = content($origin);
my $tmp = PostgreSQL::Test::Utils::tempdir();
my ($roles) = run_command([ 'pg_dumpall', '-h', $origin->host, '-p', $origin->port, '--roles-only' ]);

# plain text by psql, and the custom format by two jobs at once
foreach my $way ('plain', 'custom')
{
	my $node = cluster($way);
	$node->psql('postgres', $roles);
	$node->safe_psql('postgres', 'CREATE DATABASE credit');
	if ($way eq 'plain')
	{
		my ($code, $out, $err) = $node->psql('credit', $dump, extra_params => [ '-v', 'ON_ERROR_STOP=1' ]);
		is($code, 0, 'plain dump restores without error') or diag($err);
	}
	else
	{
		dump_of($origin, '-Fc', '-f', "$tmp/dump");
		$node->command_ok([ 'pg_restore', '-j2', '-e', '-h', $node->host, '-p', $node->port, '-d', 'credit', "$tmp/dump" ],
			'custom dump restores without error, two jobs');
	}
	same(content($node), $content, "$way: every table holds the same rows");
	same(dump_of($node), $dump, "$way: the dump of the restored database is the same") if $way eq 'plain';
	$node->stop;
}

done_testing();
