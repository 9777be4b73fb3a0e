# Logical replication to a second server with the extension: all data come over,
# rules with them, and nothing happens twice on the subscriber.
use strict;
use warnings;
use lib 't/lib';
use CreditServer;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $origin = city('origin', streaming => 'logical', conf => "max_wal_senders = 8\nmax_replication_slots = 20\n");
my $copy = city('copy', bare => 1, conf => "max_sync_workers_per_subscription = 4\nmax_logical_replication_workers = 8\n");
$copy->safe_psql('postgres', 'CREATE DATABASE credit');
# roles are the cluster's; rules and departments come over
$copy->safe_psql('credit', q{
	CREATE EXTENSION credit;
	ALTER DATABASE credit SET credit.fixed_today = '2026-06-01';
	CREATE ROLE office LOGIN IN ROLE credit_admin;
	CREATE ROLE dept_1 LOGIN IN ROLE credit_department;
	CREATE ROLE dept_2 LOGIN IN ROLE credit_department;
	CREATE ROLE bi LOGIN IN ROLE credit_analyst;
});

# before: rows of other kinds, an edited shipped rule, one of their own
$origin->safe_psql('credit', q{
	UPDATE credit.industry SET name = '农业（改）' WHERE code = 'A';
	INSERT INTO credit.code_list (list, code, label, ordinal) VALUES ('tree_kind', '1', '杨', 1);
	SELECT count(*) FROM credit.maintain();
	SELECT credit.seal_ledger();
	SELECT credit.person_subject('resident_id', '11010519491231002X', '李四');
});
cmp_ok($origin->safe_psql('credit', q{SELECT credit.create_publication('credit_all')}), '>', 80, 'a publication of more than 80 tables');
(my $from = $origin->connstr('credit')) =~ s{'}{''}g;
$copy->safe_psql('credit', "CREATE SUBSCRIPTION credit_copy CONNECTION '$from' PUBLICATION credit_all");
$copy->wait_for_subscription_sync($origin, 'credit_copy', 'credit');

# every table's rows but those of caches, those of a partition under its parent; not what the server itself notes
sub content
{
	my $node = shift;
	my $rows = $node->safe_psql('credit', q{
		SELECT string_agg(format('SELECT %L || coalesce(md5(string_agg(t::text, %L ORDER BY t::text COLLATE "C")), %L) || %L || count(*) FROM %s t', c.oid::regclass::text || ' ', E'\n', '', ' ', c.oid::regclass),
			' UNION ALL ' ORDER BY c.oid::regclass::text COLLATE "C")
		FROM pg_class c WHERE c.relnamespace = 'credit'::regnamespace AND c.relkind IN ('r', 'p') AND c.relpersistence = 'p' AND NOT c.relispartition});
	return $node->safe_psql('credit', $rows);
}
sub same_rows
{
	my $what = shift;
	$origin->wait_for_catchup('credit_copy');
	my ($a, $b) = (content($origin), content($copy));
	my %there = map { split / /, $_, 2 } split /\n/, $b;
	my @differs = grep { my ($table, $rest) = split / /, $_, 2; ($there{$table} // '') ne $rest } split /\n/, $a;
	is(join(', ', map { my ($t, $r) = split / /, $_, 2; "$t: $r / $there{$t}" } @differs), '', $what);
	return;
}
same_rows('all rows came over, rules included');
is($copy->safe_psql('credit', 'SELECT count(*) FROM credit.verify_ledger()'), 0, 'the ledger verifies on the subscriber');

# a session there that keeps its copies of rules
my $session = $copy->background_psql('credit');
my $days = q{SELECT credit.add_workdays('2027-03-01', 1)};
like($session->query_safe($days), qr/^2027-03-02$/, 'a session of the subscriber counts working days');

# changes of every kind, while it goes on
$origin->safe_psql('credit', q{
	SELECT credit.calendar_announce('CN', '国办发明电〔2026〕9号（虚构）', '2026-05-05', 2027, '{2027-03-02}', '{2027-03-07}');
	SET ROLE dept_1;
	INSERT INTO credit.penalty_entry SELECT p.* FROM generate_series(51, 90) n, city.penalty(1, n::int) p;
	INSERT INTO credit.penalty_entry SELECT p.* FROM city.penalty(1, 51, '{"cf_nr_fk": "7"}') p;
	INSERT INTO credit.penalty_entry SELECT p.* FROM city.penalty(1, 52, '{"cf_jdrq": "2012-05-20"}') p;
	SET credit.on_reject = quarantine;
	INSERT INTO credit.penalty_entry SELECT p.* FROM city.penalty(1, 53, '{"cf_nr_fk": "x"}') p;
	SELECT credit.resubmit(min(rejection_id), '{"cf_nr_fk": "2"}') FROM credit.rejection;
	SELECT credit.revoke_record(record_id, '撤1号', '事实不清') FROM credit.record WHERE doc_no = '罚60号';
	RESET ROLE;
	INSERT INTO credit.evaluation (subject_id, model, version, as_of, score, grade)
	SELECT subject_id, 'elsewhere', '1', '2026-05-31', 70 + subject_id % 20, 'B' FROM credit.subject WHERE kind = 'enterprise';
	INSERT INTO credit.evaluation (subject_id, model, version, as_of, score, grade)
	SELECT min(subject_id), 'elsewhere', '1', '2026-05-31', 95, 'A' FROM credit.subject WHERE kind = 'enterprise';
	SELECT (c).verdict FROM credit.check_subject((SELECT code FROM city.code WHERE n = 1), 'procurement', 'x') c;
	UPDATE credit.industry SET name = '制造业（改）' WHERE code = 'C';
	UPDATE credit.code_list SET label = '柳' WHERE list = 'tree_kind';
	SELECT credit.ensure_partition(2031);
	SELECT count(*) FROM credit.maintain();
	SELECT credit.seal_ledger();
});
same_rows('changes of every kind came over');
like($session->query_safe($days), qr/^2027-03-03$/, 'the session follows an announcement that was replicated');
is($copy->safe_psql('credit', q{SELECT name FROM credit.industry WHERE code = 'C'}), '制造业（改）', 'an edited shipped rule takes its place');
is($copy->safe_psql('credit', 'SELECT count(*) FROM credit.verify_ledger()'), 0, 'the ledger verifies again');
# year 2031 has its partition on one side only
$origin->safe_psql('credit', q{SET credit.fixed_today = '2031-08-01'; SET ROLE dept_1; INSERT INTO credit.penalty_entry SELECT p.* FROM city.penalty(1, 91, '{"cf_jdrq": "2031-05-20"}') p});
same_rows('a partition that only the origin has makes no difference');

# read there as here
for my $view (split /\n/, $copy->safe_psql('credit', q{SELECT relname FROM pg_class WHERE relnamespace = 'credit_bi'::regnamespace AND relkind = 'v'}))
{
	my $query = qq{SET ROLE office; SELECT md5(string_agg(v::text, E'\n' ORDER BY v::text COLLATE "C")), count(*) FROM credit_bi.$view v};
	my ($here, $there) = map { $_->safe_psql('credit', $query) } $origin, $copy;
	is($there, $here, "credit_bi.$view shows the same");
}

my $results = q{SELECT count(*), sum(score) FROM credit.evaluation WHERE model = 'elsewhere'};
is($copy->safe_psql('credit', $results), $origin->safe_psql('credit', $results), 'so do results of evaluations, packed, one of them replaced');

# the subscriber's own numbers do not follow: it has to be told before it writes
like($copy->safe_psql('credit', 'SELECT credit.sequences_behind()'), qr/record_id_seq/, 'sequences do not travel, and the check says so');
unlike(slurp_file($copy->logfile), qr/ERROR/, 'no error on the subscriber') or diag(join "\n", grep { /ERROR|DETAIL|CONTEXT/ } split /\n/, slurp_file($copy->logfile));
my (undef, undef, $said) = $copy->psql('credit', q{SET session_replication_role = replica; INSERT INTO credit.evaluation (subject_id, model, version, as_of) VALUES (1, 'elsewhere', '1', '2026-06-01')});
like($said, qr/nothing can be inserted into "credit.evaluation" while session_replication_role is replica.*HINT:.*credit.evaluation_pack/s, 'and one that no trigger would keep is refused');
$session->quit;
$copy->safe_psql('credit', 'DROP SUBSCRIPTION credit_copy');
$origin->stop;
$copy->stop;
done_testing();
