# A dump restored and dumped again is the same dump, and every table of the
# extension, seed rows included, holds the same rows, restored as it is and
# between credit.pre_restore() and credit.post_restore(). Content comes from
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
		-- an unlogged table is a cache, and empty after a restore
		WHERE n.nspname IN ('credit', 'credit_bi') AND c.relkind IN ('r', 'S') AND c.relpersistence = 'p'
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

my $doors = q{SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
	WHERE c.relkind = 'v' AND c.relname LIKE '%\_entry' AND attnum > 0 ORDER BY 1, attnum};

sub psql_error
{
	my ($node, $sql) = @_;
	my ($code, $out, $err) = $node->psql('credit', "\\set VERBOSITY sqlstate\n$sql");
	return $err =~ /ERROR:  (\w+)/ ? $1 : 'no error';
}

my $origin = cluster('origin');
$origin->safe_psql('postgres', 'CREATE DATABASE credit');
$origin->safe_psql('credit', 'CREATE EXTENSION credit');
foreach my $file (sort glob('t/restore/*.sql'))
{
	my ($code, $out, $err) = $origin->psql('credit', slurp_file($file), extra_params => [ '-v', 'ON_ERROR_STOP=1' ]);
	is($code, 0, "content of $file") or diag($err);
}
# evaluated anew for a day of their own, and nothing kept
my $evaluate_again = q{BEGIN; SET credit.fixed_today = '2026-06-01'; DELETE FROM credit.evaluation_run;
	SELECT credit.evaluate('restore', '2026-05-31');
	SELECT md5(string_agg(concat_ws('|', subject_id, encode(float8send(score), 'hex'), grade,
		(SELECT string_agg(encode(float8send(p), 'hex'), ' ') FROM unnest(points) p),
		(SELECT string_agg(encode(float8send(d), 'hex'), ' ') FROM unnest(dimensions) d), reasons, caps), E'\\n' ORDER BY subject_id))
	FROM credit.evaluation WHERE model = 'restore' AND as_of = '2026-05-31'; ROLLBACK};
my $same_bits = $origin->safe_psql('credit', $evaluate_again);
like($same_bits, qr/^\d+\n[0-9a-f]{32}$/, 'everybody is evaluated');
my $dump = dump_of($origin);
my $content = content($origin);
my $tmp = PostgreSQL::Test::Utils::tempdir();
my ($roles) = run_command([ 'pg_dumpall', '-h', $origin->host, '-p', $origin->port, '--roles-only' ]);

# plain text by psql; the custom format by one job; by two jobs at once between
# pre_restore() and post_restore(), since jobs know no order of foreign keys
my $expected_checks = join "\n", map { "$_|t" }
  ('batches', 'catalogue', 'entry views', 'foreign keys', 'ledger', 'partitions', 'persons', 'records', 'sequences', 'versions');
dump_of($origin, '-Fc', '-f', "$tmp/dump");
foreach my $way ('plain', 'custom', 'jobs')
{
	my $node = cluster($way);
	$node->psql('postgres', $roles, on_error_stop => 0);
	$node->safe_psql('postgres', 'CREATE DATABASE credit');
	if ($way eq 'plain')
	{
		my ($code, $out, $err) = $node->psql('credit', $dump, extra_params => [ '-v', 'ON_ERROR_STOP=1' ]);
		is($code, 0, 'plain dump restores without error') or diag($err);
	}
	else
	{
		$node->safe_psql('credit', 'CREATE EXTENSION credit; SELECT credit.pre_restore()') if $way eq 'jobs';
		my ($out, $err) = run_command([ 'pg_restore', '-e', ($way eq 'jobs' ? '-j2' : ()),
			'-h', $node->host, '-p', $node->port, '-d', 'credit', "$tmp/dump" ]);
		is($err, '', "$way: pg_restore is quiet");
	}
	if ($way ne 'custom')
	{
		is($node->safe_psql('credit', 'SELECT check_name, ok FROM credit.post_restore() ORDER BY check_name COLLATE "C"'),
			$expected_checks, "$way: all checks pass afterwards");
		is($node->safe_psql('credit', 'SHOW session_replication_role; SELECT credit.setting($$restoring$$)'),
			"origin\noff", "$way: the mode of restoring has ended");
		is($node->safe_psql('credit', $doors), $origin->safe_psql('credit', $doors), "$way: entry views have the same columns");
	}
	same(content($node), $content, "$way: every table holds the same rows");
	same(dump_of($node), $dump, "$way: the dump of the restored database is the same");
	# nothing is forgotten: who sends again what is there changes nothing
	my $again = "SET credit.fixed_today = '2026-06-01'; SET ROLE restore_a;
		INSERT INTO credit.tree_care_entry SELECT * FROM credit.tree_care_entry; RESET ROLE;
		SELECT rows, duplicate FROM credit.batch ORDER BY batch_id DESC LIMIT 1";
	is($node->safe_psql('credit', $again), '3|3', "$way: records known already are duplicates");
	is($node->safe_psql('credit', q{SELECT credit.person_subject('resident_id', '11010519491231002X', '李四', false) IS NOT NULL}),
		't', "$way: a person is found by digest");
	is($node->safe_psql('credit', $evaluate_again), $same_bits, "$way: evaluated again, everybody has the same bits");
	is(psql_error($node, q{INSERT INTO credit.grade_band VALUES ('restore', '1', 'B', 60)}),
		'CR009', "$way: a used model stays as it is");
	# and the checks see what is wrong
	if ($way eq 'jobs')
	{
		$node->safe_psql('credit', q{SET session_replication_role = replica; SET credit.restoring = on;
			DELETE FROM credit.subject WHERE kind = 'person'; DELETE FROM credit.batch WHERE batch_id = 1;
			DELETE FROM credit.record_version WHERE version = 1; DELETE FROM credit.rejection WHERE item = 'penalty';
			UPDATE credit.person_identity SET doc_no = doc_no || '0'; DROP INDEX credit.record_2031_key;
			DELETE FROM credit.code_list WHERE list = 'tree_kind'; SELECT setval('credit.record_id_seq', 1)});
		is($node->safe_psql('credit', q{SELECT string_agg(check_name, ', ' ORDER BY check_name COLLATE "C") FROM credit.post_restore() WHERE NOT ok}),
			'catalogue, foreign keys, ledger, partitions, persons, records, sequences, versions', 'faults are found');
	}
	$node->stop;
}

done_testing();
