# kill -9 in the middle of mixed load, again and again: entry of two departments,
# checks, cases, evaluation and maintenance. After each recovery nothing that was
# committed is lost, sums reconcile, the ledger verifies.
#
# CREDIT_KILL_ROUNDS (2) says how often, CREDIT_KILL_SECONDS (4) about how long
# the load runs before each.
use strict;
use warnings;
use lib 't/lib';
use CreditServer;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $rounds = $ENV{CREDIT_KILL_ROUNDS} || 2;
my $seconds = $ENV{CREDIT_KILL_SECONDS} || 4;
my $node = city('kill', conf => "fsync = on\nsynchronous_commit = on\nfull_page_writes = on\ncheckpoint_timeout = 30s\n");
$node->safe_psql('credit', slurp_file('t/lib/model.sql'));
$node->safe_psql('credit', q{
	CREATE TABLE city.sent (dept_id int, doc_no text);
	CREATE TABLE city.asked (query_id int8);
	CREATE TABLE city.advanced (proceeding_id int8, stage text);
	GRANT ALL ON city.sent, city.asked, city.advanced TO PUBLIC;
});

my %script = (
	# rows, a correction, one that is refused and set aside
	entry => q{
\set d random(1, 2)
\set n random(1, 1000000)
BEGIN;
SET LOCAL ROLE dept_:d;
SET LOCAL credit.on_reject = quarantine;
INSERT INTO credit.penalty_entry SELECT p.* FROM generate_series(:n, :n + 9) n, city.penalty(:d, n::int) p;
INSERT INTO credit.penalty_entry SELECT p.* FROM city.penalty(:d, :n, '{"cf_nr_fk": "3"}') p;
INSERT INTO credit.penalty_entry SELECT p.* FROM city.penalty(:d, -:n - 1, '{"cf_nr_fk": "x"}') p;
INSERT INTO city.sent SELECT :d, '罚' || n || '号' FROM generate_series(:n, :n + 9) n;
COMMIT;
},
	check => q{
\set d random(1, 2)
\set n random(1, 20)
BEGIN;
SET LOCAL ROLE dept_:d;
INSERT INTO city.asked SELECT (c).query_id FROM credit.check_subject((SELECT code FROM city.code WHERE n = :n), 'procurement', 'x') c;
COMMIT;
},
	# one at a time looks for a record without a case
	advance => q{
BEGIN;
SELECT pg_advisory_xact_lock(77);
SELECT record_id AS record, dept_id AS dept FROM credit.record_store r WHERE item = 'penalty' AND status = 'valid'
	AND NOT EXISTS (SELECT FROM credit.proceeding p WHERE p.record_id = r.record_id) ORDER BY random() LIMIT 1 \gset
SET LOCAL ROLE dept_:dept;
SELECT credit.open_proceeding('objection', NULL, :record, '{}', note => '不服') AS number \gset
INSERT INTO city.advanced VALUES (:number, 'examining');
COMMIT;
BEGIN;
SET LOCAL ROLE dept_:dept;
SELECT stage FROM credit.advance(:number, 'rejected', '复1号', '事实清楚', '{"person": "李四"}') \gset
UPDATE city.advanced SET stage = 'rejected' WHERE proceeding_id = :number;
COMMIT;
},
	evaluate => q{
SELECT credit.evaluate('city');
SELECT count(*) FROM credit.maintain();
SELECT credit.seal_ledger();
});
my $directory = $node->basedir;
PostgreSQL::Test::Utils::append_to_file("$directory/$_.sql", $script{$_}) foreach keys %script;
sub answer { return $node->safe_psql('credit', shift) }

$ENV{PGOPTIONS} = '-c client_min_messages=warning';
my $transactions = 0;
for my $round (1 .. $rounds)
{
	my ($out, $err) = ('', '');
	my $load = IPC::Run::start([ 'pgbench', '-n', '-h', $node->host, '-p', $node->port, '-c', '8', '-j', '2', '-T', '600',
			'-f', "$directory/entry.sql\@6", '-f', "$directory/check.sql\@4", '-f', "$directory/advance.sql\@2", '-f', "$directory/evaluate.sql\@1", 'credit' ],
		'<', \undef, '>', \$out, '2>', \$err);
	select undef, undef, undef, $seconds * (0.5 + rand);
	my @backends = split /\n/, answer(q{SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()});
	# every other time the backends before the postmaster, with no chance to say goodbye
	kill 'KILL', grep { /^\d+$/ } @backends if $round % 2;
	$node->kill9;
	eval { $load->finish };
	like($err, qr/connection|aborted|died/, "round $round: the load was running") or diag($err);
	unlike($err, qr/ERROR:  /, "round $round: and met no error before") or diag($err);
	ok(start_again($node), "round $round: the server comes up") or last;
	my $sent = answer('SELECT count(*) FROM city.sent');
	cmp_ok($sent, '>', $transactions, "round $round: something was committed");
	$transactions = $sent;
	is(answer(q{SELECT count(*) FROM city.sent s WHERE NOT EXISTS (SELECT FROM credit.record_store r WHERE r.dept_id = s.dept_id AND r.doc_no = s.doc_no)}), 0, "round $round: no row committed is lost");
	is(answer(q{SELECT count(*) FROM credit.record_store r WHERE r.doc_no !~ '^罚[123]号$' AND NOT EXISTS (SELECT FROM city.sent s WHERE r.dept_id = s.dept_id AND r.doc_no = s.doc_no)}), 0, "round $round: none is there that was not");
	is(answer('SELECT (SELECT count(*) FROM city.asked) - (SELECT count(*) FROM credit.query_log)'), 0, "round $round: every check is in the log");
	is(answer(q{SELECT count(*) FROM city.advanced a FULL JOIN credit.proceeding p USING (proceeding_id) WHERE p.procedure = 'objection' AND p.stage IS DISTINCT FROM a.stage}), 0, "round $round: every case stands where it was left");
	is(answer(q{SELECT count(*) FROM (SELECT p.proceeding_id FROM credit.proceeding p LEFT JOIN credit.proceeding_event e USING (proceeding_id) GROUP BY 1, p.step HAVING count(e.*) <> p.step) x}), 0, "round $round: with all its steps");
	sums_reconcile($node, "round $round");
	is(answer(q{SELECT (SELECT coalesce(sum(records), 0) FROM credit.record_tally) - (SELECT count(*) FROM credit.record_store)}), 0, "round $round: statistics count every record");
	# evaluated anew, every grade is that of the records
	answer(q{SELECT credit.evaluate('city')});
	is(answer(q{SELECT count(*) FROM (SELECT DISTINCT ON (subject_id) subject_id, score FROM credit.evaluation WHERE model = 'city' ORDER BY subject_id, as_of DESC) e
		WHERE (e.score < 100) <> EXISTS (SELECT FROM credit.record_store r WHERE r.subject_id = e.subject_id AND r.item = 'penalty' AND r.status = 'valid')}), 0, "round $round: grades fit the records");
}
is(answer('SELECT check_name, detail FROM credit.post_restore() WHERE NOT ok'), '', 'at the end all checks hold');
unlike(slurp_file($node->logfile), qr/PANIC|TRAP|signal 11|signal 6/, 'no crash of its own');
note "$transactions rows sent in $rounds rounds";
$node->stop;
done_testing();
