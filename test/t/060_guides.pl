# The guides in both languages, and the examples of three reference pages, say
# what the database does, statement by statement; those in Chinese show its
# messages in Chinese.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

# a locale of this test's own: lc_messages must name one, and few systems have it
my $locale = PostgreSQL::Test::Utils::tempdir();
run_log([ 'data/locale.sh', $locale ]) or BAIL_OUT('localedef made no zh_CN.UTF-8: install the package locales');
$ENV{LOCPATH} = $locale;

my $node = PostgreSQL::Test::Cluster->new('guides');
$node->init(extra => [ '-E', 'UTF8', '--locale=C.UTF-8' ]);
$node->append_conf('postgresql.conf', "timezone = 'Asia/Shanghai'");
$node->start;
$ENV{PGHOST} = $node->host;
$ENV{PGPORT} = $node->port;

# each guide has a city of its own; settings of a database are not copied with it
$node->safe_psql('postgres', 'CREATE DATABASE city');
$node->command_ok([ 'psql', '-Xq', '-d', 'city', '-f', 'data/guide/city.sql' ], 'the city');

my @guides = sort glob('doc/guide-*.md');
is(scalar(@guides), 6, 'guides for three users in two languages');
foreach my $guide (@guides, map { "doc/reference/$_.md" } qw(calendar code grade))
{
	my ($name) = $guide =~ m{(?:guide-|reference/)(.*)\.md};
	$node->safe_psql('postgres', 'DROP DATABASE IF EXISTS guide');
	$node->safe_psql('postgres', 'DROP ROLE IF EXISTS wanglan_health');
	$node->safe_psql('postgres', 'CREATE DATABASE guide TEMPLATE city');
	$node->safe_psql('postgres', q{ALTER DATABASE guide SET credit.fixed_today = '2026-09-22'; ALTER DATABASE guide SET datestyle = 'ISO, YMD'});
	$node->safe_psql('guide', q{ALTER DATABASE guide SET lc_messages = 'zh_CN.UTF-8'}) if $name =~ /zh$/;
	my $shown = "$locale/$name";
	system("perl data/guide/run.pl $guide guide >$shown");
	my ($difference) = run_command([ 'diff', '-U2', $guide, $shown ]);
	is($difference, '', "$name: what it shows is what comes out");
}

# both twins show the same statements
foreach my $guide (grep { !/zh/ } @guides)
{
	my @blocks;
	foreach my $file ($guide, $guide =~ s/\.md$/.zh.md/r)
	{
		push @blocks, join("\n", slurp_file($file) =~ /^```(?:sql|sh|csv)\n(.*?)^```/msg);
	}
	is($blocks[1], $blocks[0], "$guide and its twin run the same");
}

# the commands of a dump and its restore, with the names of databases here
my ($commands) = grep { /pg_dump/ } slurp_file('doc/guide-dba.md') =~ /^```sh\n(.*?)^```/msg;
like($commands, qr/ credit && .*createdb credit2 && pg_restore/s, 'the guide for DBAs dumps one database and restores into another');
$commands =~ s/ credit &&/ guide &&/;
$commands =~ s/credit2/guide2/g;
my $scene = PostgreSQL::Test::Utils::tempdir();
$node->command_ok([ 'bash', '-e', '-c', "cd $scene; $commands" ], '… and its commands run');
is($node->safe_psql('guide2', 'SELECT count(*) > 5, bool_and(ok) FROM credit.post_restore()'), 't|t', '… and the copy is whole');

done_testing();
