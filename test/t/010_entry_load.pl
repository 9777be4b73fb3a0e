# Eight sessions enter rows with overlapping keys at once: no row is lost, no
# key stands twice, the sums of the batches reconcile, nobody deadlocks. And
# the server is killed in the middle of a bulk load: afterwards the load is
# wholly absent and a rerun completes it; killed after it, it is wholly there.
#
# CREDIT_LOAD_SECONDS (10) and CREDIT_LOAD_ROWS (40000) make it longer.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(usleep);
use IPC::Run ();

my $seconds = $ENV{CREDIT_LOAD_SECONDS} || 10;
my $rows = $ENV{CREDIT_LOAD_ROWS} || 40_000;

my $node = PostgreSQL::Test::Cluster->new('load');
$node->init(extra => [ '-E', 'UTF8', '--locale=C.UTF-8' ]);
$node->append_conf('postgresql.conf', "timezone = 'Asia/Shanghai'\nfsync = on\nsynchronous_commit = on\n"
	  . "log_min_messages = warning\nmax_wal_size = 2GB\ncredit.fixed_today = '2026-06-01'\n"
	  . "shared_preload_libraries = 'credit'\n");
$node->start;
$node->safe_psql('postgres', q{
	CREATE EXTENSION credit;
	CREATE TABLE code AS
	SELECT n, stem || credit.uscc_check_char(stem) AS code
	FROM generate_series(1, 2000) n, LATERAL (SELECT '91220101MA' || lpad(n::text, 7, '0')) s (stem);
	ALTER TABLE code ADD PRIMARY KEY (n);
	-- half of them registered; the others are created by whoever comes first
	INSERT INTO credit.subject (kind, uscc, name) SELECT 'enterprise', code::credit.uscc, 'company ' || n FROM code WHERE n % 2 = 0;
	CREATE TABLE sent (dept_id int, doc_no text, code text);
	GRANT ALL ON code, sent TO PUBLIC;
	SELECT credit.define_item('load', 'load', 'load', 'administrative', 'neutral', 'gbf_35_2019');
});
my @authority = ('1122010001350000BA', '1122010001350000CD', '1122010001350000A7');
for my $d (1 .. 3)
{
	$node->safe_psql('postgres', "CREATE ROLE load_$d IN ROLE credit_department;
		INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES ($d, 'd$d', '$authority[$d - 1]', 'load_$d')");
}

# one transaction: a department enters 20 rows, in any order, of few keys and contents
my $script = $node->basedir . '/load.sql';
PostgreSQL::Test::Utils::append_to_file($script, q{
\set d random(1, 3)
\set seed random(1, 1000000)
BEGIN;
SET LOCAL ROLE load_:d;
SET LOCAL credit.on_reject = quarantine;
CREATE TEMP TABLE now_sent ON COMMIT DROP AS
	SELECT :d AS dept_id, 'doc ' || (hashint4(:seed + i) & 255) AS doc_no, c.code, (hashint4(:seed - i) & 3) AS facts, c.n
	FROM generate_series(1, 20) i JOIN code c ON c.n = 1 + (hashint4(:seed * 7 + i) & 127);
INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail)
	SELECT 'load', s.code, 'company ' || s.n, s.doc_no, '2026-05-20',
		jsonb_build_object('subject_category', CASE WHEN s.facts = 3 AND s.n = 7 THEN '错' ELSE '法人及非法人组织' END,
			'authority_name', 'x', 'authority_code', (SELECT uscc FROM credit.department WHERE dept_id = :d), 'remark', s.facts)
	FROM now_sent s;
INSERT INTO sent SELECT dept_id, doc_no, code FROM now_sent WHERE NOT (facts = 3 AND n = 7);
END;
});
my ($out, $err) = run_command([ 'pgbench', '-n', '-h', $node->host, '-p', $node->port, '-c', '8', '-j', '2',
	'-T', $seconds, '-f', $script, 'postgres' ]);
like($out, qr/number of transactions actually processed: [1-9]/, 'transactions were made');
like($out, qr/number of failed transactions: 0 /, 'none failed') if $out =~ /failed transactions/;
unlike($err, qr/ERROR|aborted/, 'no error reached a client') or diag($err);
note $out;
unlike(slurp_file($node->logfile), qr/deadlock|PANIC|terminated by signal|TRAP/, 'no deadlock and no crash in the log');

sub answer { return $node->safe_psql('postgres', shift) }
sub facts
{
	my $when = shift;
	is(answer(q{SELECT count(*) FROM (SELECT DISTINCT * FROM sent) s WHERE NOT EXISTS (
		SELECT FROM credit.record r WHERE r.dept_id = s.dept_id AND r.doc_no = s.doc_no AND r.subject_code = s.code)}),
		0, "$when: no row sent is lost");
	is(answer('SELECT count(*) FROM (SELECT FROM credit.record_store GROUP BY subject_id, item, dept_id, doc_no, decided_on HAVING count(*) > 1) x'),
		0, "$when: no natural key stands twice");
	is(answer('SELECT count(*) FROM (SELECT FROM credit.record_store GROUP BY record_id HAVING count(*) > 1) x'),
		0, "$when: no record number stands twice");
	is(answer('SELECT count(*) - count(DISTINCT uscc) FROM credit.subject'), 0, "$when: no subject stands twice");
	is(answer('SELECT count(*) FROM credit.batch WHERE rows <> accepted + duplicate + corrected + rejected'), 0, "$when: every batch adds up");
	is(answer('SELECT sum(accepted) FROM credit.batch'), answer('SELECT count(*) FROM credit.record_store'), "$when: accepted rows are the records");
	is(answer('SELECT sum(corrected) FROM credit.batch'), answer('SELECT count(*) FROM credit.record_version'), "$when: corrected rows are the old versions");
	is(answer('SELECT sum(version - 1) FROM credit.record_store'), answer('SELECT count(*) FROM credit.record_version'), "$when: version numbers agree");
	is(answer('SELECT sum(rejected) FROM credit.batch'), answer('SELECT count(*) FROM credit.rejection'), "$when: rejected rows are set aside");
	return;
}
facts('after the load');
is(answer('SELECT sum(accepted + duplicate + corrected) FROM credit.batch'), answer('SELECT count(*) FROM sent'), 'every row sent is counted');

# a bulk load, killed
my $file = $node->basedir . '/bulk.txt';
$node->safe_psql('postgres', "COPY (SELECT 'load', c.code, 'company ' || c.n, 'bulk ' || i, date '2025-01-01' + i % 300,
	jsonb_build_object('subject_category', '法人及非法人组织', 'authority_name', 'x', 'authority_code', '$authority[0]', 'remark', i)
	FROM generate_series(1, $rows) i JOIN code c ON c.n = 1 + i % 2000) TO '$file'");
my $load = $node->basedir . '/load_bulk.sql';
PostgreSQL::Test::Utils::append_to_file($load, "SET ROLE load_1;\n\\copy credit.record (item, subject_code, subject_name, doc_no, decided_on, detail) from '$file'\n");
my @psql = ('psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-h', $node->host, '-p', $node->port, '-f', $load, 'postgres');

# Where nobody reaps orphans (a container's first process may not), a killed
# server stays as a zombie, and its lock files look like those of a live one.
sub drop_dead_locks
{
	for my $lock ($node->data_dir . '/postmaster.pid',
		$node->host . '/.s.PGSQL.' . $node->port . '.lock')
	{
		next unless -f $lock and slurp_file($lock) =~ /^(\d+)/;
		my $state = "/proc/$1/stat";
		unlink $lock if -r $state and slurp_file($state) =~ /\) Z /;
	}
	return;
}

sub start_again
{
	# children of a killed server may hold its memory for a moment
	for (1 .. 100)
	{
		$node->{_pid} = undef;
		drop_dead_locks();
		return 1 if $node->start(fail_ok => 1);
		usleep(200_000);
	}
	return 0;
}

# the server and the session that loads, with no chance to say goodbye
sub kill_all
{
	kill('KILL', grep { /^\d+$/ } @_);
	$node->kill9;
	return;
}

for my $try (1 .. 2)
{
	my ($said, $complained) = ('', '');
	my $before = answer('SELECT count(*) FROM credit.record_store');
	my $run = IPC::Run::start(\@psql, '<', \'', '>', \$said, '2>', \$complained);
	my $reached = 0;
	# past the first chunk, so that rows are in the table already
	for (1 .. 600)
	{
		$reached = answer('SELECT coalesce(max(tuples_processed), 0) FROM pg_stat_progress_copy');
		last if $reached > $rows / 3;
		usleep(20_000);
	}
	ok($reached > $rows / 3, "kill $try: $reached of $rows rows were on their way");
	if ($try == 1) { kill_all(answer('SELECT pid FROM pg_stat_progress_copy')) } else { $node->stop('immediate') }
	$run->finish;
	isnt($? >> 8, 0, "kill $try: the client was told");
	ok(start_again(), "kill $try: the server comes up");
	is(answer('SELECT count(*) FROM credit.record_store'), $before, "kill $try: the load is wholly absent");
	facts("kill $try");
}
my ($code, $said) = $node->psql('postgres', slurp_file($load), on_error_stop => 1);
is($code, 0, 'the rerun goes through');
is(answer(q{SELECT rows || ' ' || accepted FROM credit.batch ORDER BY batch_id DESC LIMIT 1}), "$rows $rows", 'and completes it');
kill_all();
ok(start_again(), 'killed after the commit, the server comes up');
is(answer(q{SELECT count(*) FROM credit.record_store WHERE doc_no LIKE 'bulk %'}), $rows, 'the load is wholly there');
$node->psql('postgres', slurp_file($load), on_error_stop => 1);
is(answer(q{SELECT rows || ' ' || duplicate FROM credit.batch ORDER BY batch_id DESC LIMIT 1}), "$rows $rows", 'sent once more it changes nothing and says so');
facts('at the end');
$node->stop;
done_testing();
