# CreditServer: a server with the extension and a small city, for the tests of
# clients and of hard times; and how a client's own report is taken over.
#
# A program under t/clients prints a line "ok - words" or "not ok - words" for
# each thing it looked at, and "done" as its last. CREDIT_CLIENTS=required (make
# clients) makes a missing client a failure; otherwise its test is skipped.
package CreditServer;
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Exporter 'import';
use IPC::Run ();

our @EXPORT = qw(city add_city need_client python_with client_reports drop_dead_locks start_again sums_reconcile);

# a new server, listening on a socket and on 127.0.0.1
sub city
{
	my ($name, %option) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name);
	$node->init(allows_streaming => $option{streaming}, extra => [ '-E', 'UTF8', '--locale=C.UTF-8' ]);
	$node->append_conf('postgresql.conf', "timezone = 'Asia/Shanghai'\nlisten_addresses = '127.0.0.1'\n"
		  . "log_min_messages = warning\n" . ($option{conf} // ''));
	$node->start;
	add_city($node) unless $option{bare};
	return $node;
}

# Database credit, as t/lib/city.sql has it
sub add_city
{
	my $node = shift;
	$node->safe_psql('postgres', 'CREATE DATABASE credit');
	$node->safe_psql('credit', '\i t/lib/city.sql');
	return;
}

# The condition under which a client can be tried; says what to install.
sub need_client
{
	my ($there, $what) = @_;
	return if $there;
	die "$what is missing: make clients installs it\n" if ($ENV{CREDIT_CLIENTS} // '') eq 'required';
	plan skip_all => "$what is not installed: make clients";
	return;
}

# A Python that has these modules: the distribution's own comes first, since
# packages put them there.
sub python_with
{
	my $modules = join ', ', @_;
	my ($python) = grep { run_log([ 'sh', '-c', "command -v $_ >/dev/null && $_ -c 'import $modules' 2>/dev/null" ]) }
	  '/usr/bin/python3', 'python3', '/usr/lib/libreoffice/program/python';
	return $python;
}

sub client_reports
{
	my ($what, @command) = @_;
	my ($out, $err) = ('', '');
	my $went = IPC::Run::run(\@command, '<', \undef, '>', \$out, '2>', \$err, IPC::Run::timeout(300));
	my ($done, $count) = (0, 0);
	foreach my $line (split /\n/, $out)
	{
		if ($line =~ /^(not )?ok - (.*)$/) { ok(!$1, "$what: $2"); $count++ }
		elsif ($line eq 'done') { $done = 1 }
		else { note $line }
	}
	ok($went && $done && $count > 0, "$what: ran to its end") or diag(substr $err, -4000);
	return;
}

# Where nobody reaps orphans (a container's first process may not), a killed
# server stays as a zombie, and its lock files look like those of a live one.
sub drop_dead_locks
{
	my $node = shift;
	for my $lock ($node->data_dir . '/postmaster.pid', $node->host . '/.s.PGSQL.' . $node->port . '.lock')
	{
		next unless -f $lock and slurp_file($lock) =~ /^(\d+)/;
		my $state = "/proc/$1/stat";
		unlink $lock if -r $state and slurp_file($state) =~ /\) Z /;
	}
	return;
}

# A killed backend may hold a lock in memory that a process of its server waits
# for, blind to the postmaster's death. A service manager ends what is left of a
# service before it starts it again; so does this.
sub end_orphans
{
	my $node = shift;
	for my $process (glob '/proc/[0-9]*')
	{
		next unless (readlink("$process/cwd") // '') eq $node->data_dir;
		my ($pid) = $process =~ /(\d+)$/;
		note("process $pid was left of the killed server");
		kill 'KILL', $pid;
	}
}

sub start_again
{
	my $node = shift;
	# children of a killed server may hold its memory for a moment
	for (1 .. 100)
	{
		$node->{_pid} = undef;
		drop_dead_locks($node);
		return 1 if $node->start(fail_ok => 1);
		select undef, undef, undef, 0.2;
		end_orphans($node) if $_ == 25;
	}
	return 0;
}

# What must hold of records, batches and versions whatever happened before.
sub sums_reconcile
{
	my ($node, $when) = @_;
	my @rule = (
		'batches add up' => 'SELECT count(*) FROM credit.batch WHERE rows <> accepted + duplicate + corrected + rejected',
		'accepted rows are the records' => 'SELECT (SELECT coalesce(sum(accepted), 0) FROM credit.batch) - (SELECT count(*) FROM credit.record_store)',
		'versions are there' => 'SELECT (SELECT coalesce(sum(version - 1), 0) FROM credit.record_store) - (SELECT count(*) FROM credit.record_version)',
		'rejected rows are set aside' => 'SELECT (SELECT coalesce(sum(rejected), 0) FROM credit.batch) - (SELECT count(*) FROM credit.rejection)',
		'no natural key stands twice' => 'SELECT count(*) FROM (SELECT FROM credit.record_store GROUP BY subject_id, item, dept_id, doc_no, decided_on HAVING count(*) > 1) x',
		'no subject stands twice' => 'SELECT count(*) - count(DISTINCT uscc) FROM credit.subject WHERE uscc IS NOT NULL',
		'the ledger verifies' => 'SELECT count(*) FROM credit.verify_ledger()');
	while (my ($name, $query) = splice @rule, 0, 2)
	{
		is($node->safe_psql('credit', $query), 0, "$when: $name");
	}
	return;
}

1;
