# Round trip: what one database exports, an empty one imports and exports byte
# for byte the same. An import in parts survives the death of its server: called
# again it goes on, nothing is lost and nothing stands twice. A record committed
# late is not missed by the watermark. Another session sees an import's progress.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use IPC::Run ();

my $rows = $ENV{CREDIT_EXCHANGE_ROWS} || 12_000;

sub cluster
{
	my $node = PostgreSQL::Test::Cluster->new(shift);
	$node->init(extra => [ '-E', 'UTF8', '--locale=C.UTF-8' ]);
	$node->append_conf('postgresql.conf', "timezone = 'Asia/Shanghai'\nfsync = on\ncredit.fixed_today = '2026-06-01'\nautovacuum = off\n");
	$node->start;
	$node->safe_psql('postgres', q{CREATE EXTENSION credit;
		CREATE ROLE exchange_a IN ROLE credit_department; CREATE ROLE exchange_office IN ROLE credit_admin, credit_identity, pg_read_server_files;
		INSERT INTO credit.department (dept_id, name, uscc, role_name, region_code) VALUES
			(1, 'a', '1122010001350000BA', 'exchange_a', '220100'), (2, 'b', '1122010001350000CD', NULL, '220200')});
	return $node;
}

my $origin = cluster('origin');
$origin->safe_psql('postgres', qq{
	SET credit.on_reject = error;
	CREATE TEMP TABLE code AS SELECT n AS k, stem || credit.uscc_check_char(stem) AS code
		FROM generate_series(1, 500) n, LATERAL (SELECT '91220101MA' || lpad(n::text, 7, '0')) s (stem);
	INSERT INTO credit.penalty_entry (cf_xdr_mc, cf_xdr_lb, cf_xdr_shxym, cf_frdb, cf_wfxw, cf_sy, cf_yj, cf_cflb, cf_nr,
		cf_nr_fk, cf_jdrq, cf_wsh, cf_cfjg, cf_cfjgdm, cf_sjly, cf_sjlydm, bz)
	SELECT '公司' || n % 500, '法人及非法人组织', c.code, '张三', '无证经营', '事实 <' || n || '> & "引"' || chr(10) || '第二行', '依据',
		CASE n % 3 WHEN 0 THEN '罚款' WHEN 1 THEN '罚款;警告' ELSE '警告' END, '内容',
		CASE WHEN n % 3 < 2 THEN (n % 100)::numeric / 7 END::numeric(18,6)::text, to_char(date '2022-01-01' + n % 1500, 'YYYY-MM-DD'), '罚' || n,
		'a', CASE WHEN n % 2 = 0 THEN '1122010001350000BA' ELSE '1122010001350000CD' END, 'a', '1122010001350000BA', CASE WHEN n % 5 = 0 THEN '备注  中间空格' END
	FROM generate_series(1, $rows) n JOIN code c ON c.k = 1 + n % 500;
	INSERT INTO credit.penalty_entry (cf_xdr_mc, cf_xdr_lb, cf_xdr_zjlx, cf_xdr_zjhm, cf_wfxw, cf_sy, cf_yj, cf_cflb, cf_nr, cf_nr_fk, cf_jdrq, cf_wsh, cf_cfjg, cf_cfjgdm, cf_sjly, cf_sjlydm)
	VALUES ('李四', '自然人', '身份证', '440524188001010014', '无证', '事实', '依据', '罚款', '内容', '0.1', '2026-05-20', '罚人1', 'a', '1122010001350000BA', 'a', '1122010001350000BA');
	INSERT INTO credit.record (dept_id, item, subject_code, subject_name, doc_no, decided_on, detail)
	SELECT 1, 'honour', c.code, '公司' || k, '荣' || k, '2026-05-20', '{"subject_category": "法人及非法人组织", "authority_name": "a", "authority_code": "1122010001350000BA", "title": "示范", "level": "市级"}' FROM code c WHERE k < 20;
	-- states and a correction
	SELECT credit.revoke_record(record_id, '撤', '事实不清') FROM credit.record_store WHERE doc_no LIKE '罚%7' AND dept_id = 1 AND decided_on > '2025-06-01';
	INSERT INTO credit.record (dept_id, item, subject_code, subject_name, doc_no, decided_on, detail)
	SELECT 1, 'honour', c.code, '公司' || k, '荣' || k, '2026-05-20', '{"subject_category": "法人及非法人组织", "authority_name": "a", "authority_code": "1122010001350000BA", "title": "标兵", "level": "市级"}' FROM code c WHERE k = 5;
});
my $filter = q{'{"persons": true, "document": "round", "origin": "220000"}'};
my $as_office = 'SET ROLE exchange_office;';
my $sent = $origin->safe_psql('postgres', "$as_office SELECT credit.export_xml(NULL, NULL, $filter)");
my $path = $PostgreSQL::Test::Utils::tmp_check . '/round.xml';
PostgreSQL::Test::Utils::append_to_file($path, $sent);
chmod 0644, $path;
cmp_ok(length($sent), '>', 1000 * $rows / 10, 'an export of some size');

my $empty = cluster('empty');
is($empty->safe_psql('postgres', "$as_office SELECT rows - accepted FROM credit.import_xml_file('$path')"), '0', 'an empty database takes every record');
is($empty->safe_psql('postgres', q{SELECT manifest, origin FROM credit.import}), 't|220000', 'its manifest proved it whole, its origin is kept');
my $again = $empty->safe_psql('postgres', "$as_office SELECT credit.export_xml(NULL, NULL, $filter)");
ok($again eq $sent, 'and exports byte for byte the same');
is($empty->safe_psql('postgres', "$as_office SELECT rows - duplicate FROM credit.import_xml_file('$path')"), '0', 'the same again changes nothing');
my $package = q{SELECT credit.export_package('p', NULL, NULL, '{"persons": true}', 5000); SELECT md5(string_agg(document, '' ORDER BY part)), count(*) FROM credit.export_part};
my ($one, $other) = map { $_->safe_psql('postgres', "$as_office $package") } ($origin, $empty);
s/.*\n//s for $one, $other;
is($one, $other, 'packages of the two are the same');
SKIP:
{
	skip 'no xmllint', 2 unless -x '/usr/bin/xmllint';
	my $xsd = $PostgreSQL::Test::Utils::tmp_check . '/penalty.xsd';
	my $document = $PostgreSQL::Test::Utils::tmp_check . '/penalty.xml';
	PostgreSQL::Test::Utils::append_to_file($xsd, $origin->safe_psql('postgres', q{SELECT credit.exchange_xsd('penalty')}));
	PostgreSQL::Test::Utils::append_to_file($document, $origin->safe_psql('postgres', "$as_office SELECT credit.export_xml('penalty', NULL, $filter)"));
	my ($out, $err) = run_command([ 'xmllint', '--noout', '--schema', $xsd, $document ]);
	like($err, qr/validates$/, 'what is exported keeps to its schema');
	my $results = $PostgreSQL::Test::Utils::tmp_check . '/evaluations.xml';
	PostgreSQL::Test::Utils::append_to_file($results, $origin->safe_psql('postgres', q{
		INSERT INTO credit.subject (kind, name) VALUES ('person', '李"<四');
		INSERT INTO credit.evaluation (subject_id, model, version, as_of, score, grade, dimensions, person)
		SELECT subject_id, 'm', '1', '2026-05-31', CASE WHEN kind <> 'person' THEN 70.25 END, CASE WHEN kind <> 'person' THEN 'B'::credit.grade END,
			CASE WHEN kind <> 'person' THEN '{1,2,NULL,4,5}'::float8[] END, kind = 'person' FROM credit.subject LIMIT 2000;
		INSERT INTO credit.recipient (recipient, name, kind, models, with_dimensions, basis_id) VALUES ('d', '某局', 'department', '{m}', true, 'gbf_35_2019');
		INSERT INTO credit.sharing_consent (subject_id, recipient, given_on, doc_no) SELECT subject_id, 'd', '2026-05-01', '授' FROM credit.subject WHERE kind = 'person';
		SET ROLE exchange_office; SELECT records > 400 AND parts = 1 FROM credit.export_evaluations('d'); RESET ROLE;
		SELECT document FROM credit.export_part JOIN credit.export_package USING (package_id) WHERE kind = 'evaluation'}) =~ s/^t\n//r);
	($out, $err) = run_command([ 'xmllint', '--noout', '--schema', 'doc/exchange/evaluation.xsd', $results ]);
	like($err, qr/validates$/, 'and so do results of evaluations');
}

# killed in the middle of an import in parts, several times: a trigger stops the
# part that passes a place until the server dies, so that no machine is too fast
my $third = cluster('third');
my $total = ($sent =~ s/<record//g);
for my $part (1 .. 3)
{
	my $held = int($part * $total / 5);
	$third->safe_psql('postgres', qq{
		CREATE OR REPLACE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(600); RETURN NEW; END';
		DROP TRIGGER IF EXISTS hold ON credit.import;
		CREATE TRIGGER hold BEFORE UPDATE ON credit.import FOR EACH ROW WHEN (NEW.position > $held) EXECUTE FUNCTION hold()});
	my ($stdin, $stdout, $stderr) = ('', '', '');
	my $run = IPC::Run::start([ 'psql', '-X', '-h', $third->host, '-p', $third->port, '-U', $third->{_user} || getpwuid($<), '-d', 'postgres',
		'-c', "SET ROLE exchange_office", '-c', "CALL credit.import_xml_file_in_parts('$path', NULL, 500)" ], \$stdin, \$stdout, \$stderr);
	ok($third->poll_query_until('postgres', q{SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep')}), "import $part goes on");
	is($third->safe_psql('postgres', 'SELECT bool_or(bytes_read > 0 AND bytes_total > bytes_read / 2 AND records > 0) FROM credit.import_progress'), 't',
		"another session sees the progress of import $part");
	$third->stop('immediate');
	$run->finish;
	$third->start;
	my $sums = $third->safe_psql('postgres', q{SELECT i.position = b.rows, b.rows = (SELECT count(*) FROM credit.record_store), i.state FROM credit.import i JOIN credit.batch b USING (batch_id)});
	is($sums, 't|t|running', "killed $part: what is committed is counted once");
}
$third->safe_psql('postgres', 'DROP TRIGGER hold ON credit.import');
my ($code, $out, $err) = $third->psql('postgres', "$as_office CALL credit.import_xml_file_in_parts('$path', NULL, 500)");
like($err, qr/going on with import 1 behind record \d+.*import 1 is complete: $total records in batch/s, 'called again it goes on');
is($third->safe_psql('postgres', q{SELECT b.rows, b.accepted, b.duplicate, i.state FROM credit.import i JOIN credit.batch b USING (batch_id)}),
	"$total|$total|0|done", 'every record came in once');
ok($third->safe_psql('postgres', "$as_office SELECT credit.export_xml(NULL, NULL, $filter)") eq $again, 'and it exports the same');
($code, $out, $err) = $third->psql('postgres', "$as_office CALL credit.import_xml_file_in_parts('$path')");
is($third->safe_psql('postgres', q{SELECT count(*), max(b.duplicate) FROM credit.import i JOIN credit.batch b USING (batch_id)}), "2|$total", 'a finished one begins anew, all known');
PostgreSQL::Test::Utils::append_to_file($path, 'x');
($code, $out, $err) = $third->psql('postgres', "$as_office CALL credit.import_xml_file_in_parts('$path')");
like($err, qr/XML document is refused.*Extra content/s, 'a file that is not sound is refused before anything enters');
is($third->safe_psql('postgres', q{SELECT count(*) FROM credit.import}), '2', 'and leaves nothing');

# a record that commits behind the watermark is new to whoever asks later
my ($in, $lout) = ('', '');
my $session = IPC::Run::start([ 'psql', '-XAtq', '-h', $origin->host, '-p', $origin->port, '-d', 'postgres' ], '<', \$in, '>', \$lout);
$in .= q{BEGIN; INSERT INTO credit.record (dept_id, item, subject_code, subject_name, doc_no, decided_on, detail)
	SELECT 1, 'honour', code, '迟公司', '迟1', '2026-05-20', '{"subject_category": "法人及非法人组织", "authority_name": "a", "authority_code": "1122010001350000BA", "title": "迟", "level": "市级"}'
	FROM (SELECT '91220101MA0000009' || credit.uscc_check_char('91220101MA0000009')) s (code);
	\echo entered
};
$session->pump until $lout =~ /entered/;
my $mark = $origin->safe_psql('postgres', "$as_office SELECT credit.settle_changes()");
$origin->safe_psql('postgres', "$as_office SELECT credit.monthly_push('2026-05-01')");
$in .= "COMMIT;\n\\echo committed\n";
$session->pump until $lout =~ /committed/;
$in .= "\\q\n";
$session->finish;
is($origin->safe_psql('postgres', "$as_office SELECT credit.export_xml('honour', '$mark')::text LIKE '%迟1%'"), 't', 'committed late, yet new');
$origin->safe_psql('postgres', "SET credit.fixed_today = '2026-07-01'; $as_office SELECT credit.monthly_push('2026-06-01')");
is($origin->safe_psql('postgres', "$as_office SELECT p.records, t.document LIKE '%迟1%' FROM credit.export_package p JOIN credit.export_part t USING (package_id) WHERE p.name = 'monthly-push-2026-06'"),
	'1|t', 'the next push has it, alone');

done_testing();
