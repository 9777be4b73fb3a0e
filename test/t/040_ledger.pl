# The ledger against somebody with the server's files: a changed byte in the heap
# is named, and a proof is checked outside the database.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('ledger');
$node->init(extra => [ '-E', 'UTF8', '--locale=C.UTF-8' ]);
$node->start;
$node->safe_psql('postgres', 'CREATE DATABASE credit');
$node->safe_psql('credit', q{
	CREATE EXTENSION credit;
	INSERT INTO credit.department (dept_id, name, uscc) VALUES (1, '甲局', '1122010001350000BA')});
$node->safe_psql('credit', q{
	SET credit.fixed_today = '2026-06-01';
	SET credit.department = 1;
	INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail)
	SELECT 'honour', '91220101MA00000000', '甲公司', 'H' || g, '2026-05-20', jsonb_build_object('subject_category', '法人及非法人组织',
		'authority_name', '甲局', 'authority_code', '1122010001350000BA', 'title', 'sincere' || g, 'level', '市级') FROM generate_series(1, 100) g});
is($node->safe_psql('credit', 'SELECT credit.seal_ledger()'), '1', 'sealed');
is($node->safe_psql('credit', 'SELECT count(*) FROM credit.verify_ledger()'), '0', 'sound');

# a proof, outside
my $verifier = 'doc/verify_proof.pl';
my $proof = $node->safe_psql('credit', q{SELECT credit.ledger_proof('record', record_id) FROM credit.record_store WHERE doc_no = 'H42'});
my $digest = $node->safe_psql('credit', 'SELECT digest FROM credit.ledger_digest WHERE block = 1');
sub verified
{
	my ($json, @published) = @_;
	my ($out, $err) = ('', '');
	my $ok = IPC::Run::run([ $^X, $verifier, @published ], '<', \$json, '>', \$out, '2>', \$err);
	return $out . $err;
}
like(verified($proof), qr/^sound: version 1 of record \d+ stands in block 1/, 'the proof holds outside the database');
like(verified($proof, $digest), qr/^sound/, 'and fits the published digest');
like(verified($proof, '0' x 64), qr/not the sealed one/, 'but no other');
(my $forged = $proof) =~ s/sincere42/sincere43/;
like(verified($forged), qr/not that of the leaf/, 'a changed text is found');
($forged = $proof) =~ s/("path": \["[0-9a-f]{8})[0-9a-f]/$1 . 'x'/e;
($forged = $proof) =~ s/"rows": 101|"rows": 100/"rows": 99/;
like(verified($forged), qr/not the sealed one/, 'a changed seal is found');

# a byte in the heap file; without checksums the server notices nothing
my $file = $node->safe_psql('credit', q{CHECKPOINT; SELECT pg_relation_filepath('credit.record_2026')});
my $path = $node->data_dir . "/$file";
$node->stop;
open my $heap, '+<:raw', $path or die $!;
my $bytes = do { local $/; <$heap> };
my $at = index $bytes, 'sincere77';
cmp_ok($at, '>', 0, 'the title lies in the heap');
seek $heap, $at, 0;
print $heap 'severed77';
close $heap;
$node->start;
is($node->safe_psql('credit', q{SELECT v.kind, v.fault, r.doc_no, v.version, v.block FROM credit.verify_ledger() v
	LEFT JOIN credit.record_store r ON r.record_id = v.id}), 'record|changed|H77|1|1', 'verification names the row');
$node->stop;
done_testing();
