# pgbouncer in transaction mode: one login for all departments, the role by SET
# LOCAL. Nothing of one transaction is left for the next one, whoever makes it.
use strict;
use warnings;
use lib 't/lib';
use CreditServer;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use File::Temp ();
use IO::Socket::UNIX ();

my ($runs) = grep { -x $_ } '/usr/sbin/pgbouncer', map { "$_/pgbouncer" } split /:/, $ENV{PATH};
need_client(defined $runs, 'pgbouncer (pgbouncer)');
my $node = city('pgbouncer');
$node->safe_psql('credit', q{
	CREATE ROLE app LOGIN NOINHERIT;
	GRANT dept_1, dept_2, office, bi TO app;
});

my $directory = File::Temp::tempdir(CLEANUP => 1);
my $port = PostgreSQL::Test::Cluster::get_free_port();
my ($server_host, $server_port) = ($node->host, $node->port);
PostgreSQL::Test::Utils::append_to_file("$directory/users", qq{"app" ""\n});
PostgreSQL::Test::Utils::append_to_file("$directory/ini", qq{
[databases]
credit = host=$server_host port=$server_port dbname=credit pool_size=1
wide = host=$server_host port=$server_port dbname=credit pool_size=3
[pgbouncer]
listen_addr =
listen_port = $port
unix_socket_dir = $directory
auth_type = trust
auth_file = $directory/users
pool_mode = transaction
ignore_startup_parameters = extra_float_digits
max_client_conn = 50
logfile = $directory/log
pidfile = $directory/pid
});
system_or_bail($runs, '-q', '-d', "$directory/ini");

sub through
{
	my ($sql, $database) = @_;
	my ($out, $err) = ('', '');
	IPC::Run::run([ 'psql', '-X', '-q', '-At', '-v', 'VERBOSITY=verbose', '-v', 'ON_ERROR_STOP=0', '-h', $directory, '-p', $port, '-U', 'app', $database // 'credit' ],
		'<', \$sql, '>', \$out, '2>', \$err, IPC::Run::timeout(60));
	chomp $out;
	return $err =~ /ERROR:  (\w{5})/ ? $1 : $out;
}
sub penalties
{
	my ($dept, $numbers, @change) = @_;
	my $change = @change ? ", '$change[0]'" : '';
	return "INSERT INTO credit.penalty_entry SELECT p.* FROM unnest('{$numbers}'::int[]) WITH ORDINALITY n (n, place), city.penalty($dept, n.n$change) p ORDER BY n.place;";
}

# its socket may come a moment after it has gone to the background
for (1 .. 300)
{
	last if IO::Socket::UNIX->new(Peer => "$directory/.s.PGSQL.$port");
	select undef, undef, undef, 0.1;
}
my $backend = through('SELECT pg_backend_pid()');
is(through('SELECT pg_backend_pid()'), $backend, 'all clients share one session of the server');

# the role of a transaction is that of its SET LOCAL ROLE, in every cache too
my $sees = 'SELECT count(*), count(*) FILTER (WHERE dept_id = 1) FROM credit.batch';
is(through("BEGIN; SET LOCAL ROLE dept_1; $sees; COMMIT;"), '1|1', 'department 1 sees its batch');
is(through("BEGIN; SET LOCAL ROLE dept_2; $sees; COMMIT;"), '0|0', 'department 2 sees none');
is(through("BEGIN; SET LOCAL ROLE dept_1; $sees; COMMIT;"), '1|1', 'department 1 again');
is(through($sees), '42501', 'a transaction without a role has none: nothing is left over');
is(through('BEGIN; SET LOCAL ROLE dept_2; ' . penalties(2, '21,22') . ' SELECT rows, accepted, dept_id, opened_by FROM credit.batch; COMMIT;'), '2|2|2|dept_2', 'an entry as department 2');
is(through('BEGIN; SET LOCAL ROLE dept_1; ' . penalties(2, '23') . ' COMMIT;'), 'CR006', 'department 1 does not enter for department 2');
is(through('BEGIN; SET LOCAL ROLE dept_1; ' . penalties(1, '24') . ' SELECT dept_id FROM credit.record ORDER BY record_id DESC LIMIT 1; COMMIT;'), '1', 'after an error the next transaction is clean');
is(through("BEGIN; SET LOCAL ROLE office; $sees; COMMIT;"), '3|2', 'the office sees all');
is(through("BEGIN; SET LOCAL ROLE bi; SELECT count(*) FROM credit_bi.subject_overview; COMMIT;"), '20', 'an analyst reads a view');
is(through(penalties(1, '25')), '42501', 'the login itself enters nothing');

# settings
is(through('BEGIN; SET LOCAL ROLE dept_1; SET LOCAL credit.on_reject = quarantine; '
	  . penalties(1, '31', '{"cf_nr_fk": "x"}') . q{ SELECT rejected FROM credit.batch ORDER BY batch_id DESC LIMIT 1; COMMIT;}), '1', 'SET LOCAL credit.on_reject sets a row aside');
is(through('BEGIN; SET LOCAL ROLE dept_1; ' . penalties(1, '31', '{"cf_nr_fk": "x"}') . ' COMMIT;'), 'CR002', 'and is gone with its transaction');
is(through("SELECT credit.setting('on_reject'), credit.setting('batch'), credit.setting('department'), credit.setting('reason')"), 'error|||', 'no setting is left');
is(through(q{SET credit.reason = 'mine'}) . through(q{SELECT credit.setting('reason')}), 'mine', 'a plain SET is left for whoever comes next: never use it here');
through('RESET credit.reason');

# batches
is(through(q{BEGIN; SET LOCAL ROLE dept_1; SELECT credit.open_batch('pooler', NULL, true) IS NOT NULL; } . penalties(1, '41,42') . penalties(1, '43')
	  . q{ SELECT credit.setting('batch') = max(batch_id)::text FROM credit.batch; COMMIT;}), "t\nt", 'a batch for one transaction');
is(through(q{SELECT credit.setting('batch')}), '', 'is not joined by the next');
is(through('BEGIN; SET LOCAL ROLE dept_2; ' . penalties(2, '44') . ' SELECT rows FROM credit.batch ORDER BY batch_id DESC LIMIT 1; COMMIT;'), '1', 'which has a batch of its own');
my $open = $node->safe_psql('credit', q{SELECT batch_id FROM credit.batch WHERE channel = 'pooler'});
is(through("BEGIN; SET LOCAL ROLE dept_1; SET LOCAL credit.batch = $open; " . penalties(1, '45') . " SELECT rows, accepted FROM credit.close_batch($open); COMMIT;"), '4|4',
	'a later transaction joins it by its number and closes it');
is(through(q{SELECT credit.setting('batch')}), '', 'nothing is left of it');
is(through(q{BEGIN; SET LOCAL ROLE dept_1; SELECT credit.open_batch('careless') IS NOT NULL; COMMIT;}) . '|'
	  . through('BEGIN; SET LOCAL ROLE dept_2; ' . penalties(2, '46') . ' COMMIT;'), 't|CR016', "another department is refused rather than put into a batch left over");
through('RESET credit.batch');
is(through('SELECT pg_backend_pid()'), $backend, 'all this in one session of the server');

# checks name who asks
is(through(q{BEGIN; SET LOCAL ROLE dept_2; SELECT (c).verdict FROM credit.check_subject((SELECT code FROM city.code WHERE n = 1), 'procurement', 'x') c; COMMIT;}), 'clear', 'a check');
is($node->safe_psql('credit', 'SELECT asked_by, dept_id FROM credit.query_log ORDER BY query_id DESC LIMIT 1'), 'dept_2|2', 'is entered under the role of the transaction');

# many at once over three sessions, roles changing all the time
my $script = "$directory/load.sql";
PostgreSQL::Test::Utils::append_to_file($script, q{
\set d random(1, 2)
\set n random(1000, 1000000)
BEGIN;
SET LOCAL ROLE dept_:d;
SET LOCAL credit.on_reject = quarantine;
INSERT INTO credit.penalty_entry SELECT p.* FROM generate_series(:n, :n + 4) n, city.penalty(:d, n::int) p;
INSERT INTO credit.penalty_entry SELECT p.* FROM city.penalty(3 - :d, :n) p;
COMMIT;
});
my ($out, $err) = run_command([ 'pgbench', '-n', '-h', $directory, '-p', $port, '-U', 'app', '-c', '8', '-j', '2', '-T', '5', '-f', $script, 'wide' ]);
like($out, qr/number of transactions actually processed: [1-9]/, 'eight clients over three sessions');
unlike($err, qr/ERROR|aborted/, 'none meets an error') or diag($err);
note $out;
# cf_wsh of the other department's row is refused: what stands is each one's own
is($node->safe_psql('credit', q{SELECT count(*) FROM credit.record_store r JOIN credit.department d USING (dept_id) JOIN credit.batch b USING (batch_id)
	WHERE r.detail ->> 'cf_cfjgdm' <> d.uscc::text OR b.dept_id <> r.dept_id OR b.opened_by <> d.role_name}), 0, 'every row is its department\'s, in a batch of its role');
cmp_ok($node->safe_psql('credit', 'SELECT count(DISTINCT dept_id) FROM credit.record_store'), '==', 2, 'both entered');
sums_reconcile($node, 'afterwards');

# statements prepared by the driver: 1.18 knows none in this mode
my $python = python_with('psycopg');
SKIP:
{
	skip 'psycopg 3 is not installed', 1 unless defined $python;
	client_reports('psycopg 3 behind pgbouncer', $python, 't/clients/pooler_client.py', "host=$directory port=$port dbname=wide user=app");
}

kill 'TERM', slurp_file("$directory/pid") =~ /(\d+)/;
$node->stop;
done_testing();
