# A hot standby: everything that reads works there, what writes says that it
# cannot, and a session's copies of rules follow the primary.
use strict;
use warnings;
use lib 't/lib';
use CreditServer;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $primary = city('primary', streaming => 1);
$primary->safe_psql('credit', 'SELECT count(*) FROM credit.maintain(); SELECT credit.seal_ledger()');
$primary->safe_psql('credit', slurp_file('t/lib/model.sql'));
$primary->backup('base');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'base', has_streaming => 1);
$standby->append_conf('postgresql.conf', "max_standby_streaming_delay = 600s\n");
$standby->start;
$primary->wait_for_catchup($standby);
is($standby->safe_psql('credit', 'SELECT pg_is_in_recovery()'), 't', 'a standby');

# every relation but caches, which a standby has not, gives what it gives on the primary
my $relations = $standby->safe_psql('credit', q{SELECT c.oid::regclass FROM pg_class c
	WHERE c.relnamespace IN ('credit'::regnamespace, 'credit_bi'::regnamespace) AND c.relpersistence = 'p' AND c.relkind IN ('r', 'p', 'v') ORDER BY 1});
my $differ = '';
foreach my $relation (split /\n/, $relations)
{
	my $query = qq{SELECT count(*), md5(string_agg(t::text, E'\n' ORDER BY t::text COLLATE "C")) FROM $relation t};
	my @seen = map { my ($code, $out, $err) = $_->psql('credit', $query); $code ? $err : $out } $primary, $standby;
	$differ .= "$relation: $seen[0] | $seen[1]\n" if $seen[0] ne $seen[1] || $seen[1] =~ /ERROR/;
}
is($differ, '', 'all ' . scalar(split /\n/, $relations) . ' tables and views read as on the primary');
for my $role ('office', 'dept_1', 'bi', 'portal')
{
	my $bad = '';
	foreach my $relation (split /\n/, $standby->safe_psql('credit', qq{SELECT c.oid::regclass FROM pg_class c
		WHERE c.relnamespace IN ('credit'::regnamespace, 'credit_bi'::regnamespace) AND c.relkind = 'v' AND has_table_privilege('$role', c.oid, 'SELECT') ORDER BY 1}))
	{
		my ($code, $out, $err) = $standby->psql('credit', "SELECT count(*) FROM $relation", extra_params => [ '-U', $role ]);
		$bad .= "$relation: $err\n" if $code;
	}
	is($bad, '', "what $role may read is read");
}

# functions that only read
my $code_1 = $primary->safe_psql('credit', 'SELECT code FROM city.code WHERE n = 1');
my %reads = (
	"SELECT count(*) > 0 FROM credit.search_subject('望岚第1公司')" => 't',
	"SELECT count(*) > 0 FROM credit.measures_for('$code_1', 'bidding')" => 't',
	"SELECT credit.add_workdays('2026-06-01', 5)" => '2026-06-08',
	"SELECT (credit.uscc_verify('$code_1')).ok" => 't',
	"SELECT count(*) FROM credit.explain('$code_1', 'city')" => '1',
	"SELECT (credit.score('city', (SELECT r FROM (SELECT 1::float8 AS penalties) r))).score IS NOT NULL" => 't',
	'SELECT count(*) FROM credit.verify_ledger()' => '0',
	"SELECT length(credit.export_xml('penalty')::text) > 100" => 't',
	'SELECT count(*) > 5 FROM credit.health()' => 't',
	"SELECT count(*) FROM credit.record_as_of((SELECT min(record_id) FROM credit.record_store), now())" => '1',
);
foreach my $query (sort keys %reads)
{
	my ($code, $out, $err) = $standby->psql('credit', $query);
	is($code ? $err : $out, $reads{$query}, $query);
}

# what writes says why it cannot
my $subject = $primary->safe_psql('credit', 'SELECT min(subject_id) FROM credit.subject');
my $record = $primary->safe_psql('credit', 'SELECT min(record_id) FROM credit.record_store');
my @writes = (
	[ dept_1 => "SELECT credit.check_subject('$code_1', 'procurement', 'x')" ],
	[ dept_1 => "SELECT * FROM credit.check_subjects(ARRAY['$code_1'], 'procurement', 'x')" ],
	[ dept_1 => "INSERT INTO credit.penalty_entry SELECT p.* FROM city.penalty(1, 9) p" ],
	[ dept_1 => "INSERT INTO credit.record (item, subject_code, doc_no, decided_on) VALUES ('honour', '$code_1', 'x', '2026-05-01')" ],
	[ dept_1 => "COPY credit.penalty_entry (cf_wsh, cf_jdrq) FROM STDIN;\nx\t2026-05-01\n\\.\n" ],
	[ dept_1 => "SELECT credit.open_batch('x')" ],
	[ dept_1 => "SELECT credit.revoke_record($record, 'x', 'x')" ],
	[ dept_1 => "SELECT credit.open_proceeding('objection', '$code_1', $record)" ],
	[ dept_1 => "SELECT credit.import_xml('<x/>'::xml)" ],
	[ office => "SELECT credit.report_html('$code_1')" ],
	[ office => "SELECT credit.report_xml('$code_1')" ],
	[ office => 'SELECT * FROM credit.maintain()' ],
	[ office => 'CALL credit.maintain_in_steps()' ],
	[ office => "SELECT credit.evaluate('city')" ],
	[ office => 'SELECT credit.seal_ledger()' ],
	[ office => 'SELECT credit.evaluate_due()' ],
	[ office => "SELECT credit.search_subject('$code_1')", 'reads' ],
);
foreach my $try (@writes)
{
	my ($role, $query, $reads) = @$try;
	my ($code, $out, $err) = $standby->psql('credit', "\\set VERBOSITY verbose\n$query", extra_params => [ '-U', $role ]);
	my ($name) = $query =~ /(credit\.\w+|COPY \S+)/;
	if ($reads) { is($code, 0, "$name reads"); next }
	like($err, qr/ERROR:  25006: /, "$name is refused as on every standby") or next;
	my ($message, $hint) = ($err =~ /ERROR:  25006: (.*)/, $err =~ /HINT:  (.*)/ ? $1 : '');
	note "$name: $message / $hint";
	like($hint, qr/primary/, "$name: hint") unless $query =~ /^(INSERT|COPY)/;
}

# rules that change on the primary reach sessions that have read them before
my $session = $standby->background_psql('credit');
like($session->query_safe(q{SELECT credit.add_workdays('2027-03-01', 1)}), qr/^2027-03-02$/, 'a session of the standby counts working days');
$primary->safe_psql('credit', q{SELECT credit.calendar_announce('CN', '国办发明电〔2026〕9号（虚构）', '2026-05-05', 2027, '{2027-03-02}', '{2027-03-07}')});
$primary->wait_for_catchup($standby);
like($session->query_safe(q{SELECT credit.add_workdays('2027-03-01', 1)}), qr/^2027-03-03$/, 'and follows an announcement on the primary');
$session->quit;

# promoted, it enters where the primary stopped
$primary->stop;
$standby->promote;
is($standby->safe_psql('credit', q{SET ROLE dept_1; INSERT INTO credit.penalty_entry SELECT p.* FROM generate_series(9, 12) n, city.penalty(1, n) p; SELECT accepted FROM credit.batch ORDER BY batch_id DESC LIMIT 1}), 4, 'promoted, it takes entries');
sums_reconcile($standby, 'promoted');
is($standby->safe_psql('credit', 'SELECT count(*) FROM credit.sequences_behind()'), 0, 'no number is used twice');
$standby->stop;
done_testing();
