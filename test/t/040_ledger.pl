# The ledger against somebody with the server's files: a changed byte in the heap
# is named, and a proof is checked outside the database.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('ledger');
$node->init(extra => [ '-E', 'UTF8', '--locale=C.UTF-8' ]);
# clusters have checksums unless told otherwise since 18
$node->append_conf('postgresql.conf', "ignore_checksum_failure = on\n");
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

# bytes in the heap files; where checksums do not count, the server notices nothing
sub tamper
{
	my ($table, $find, $put) = @_;
	my $file = $node->safe_psql('credit', qq{CHECKPOINT; SELECT pg_relation_filepath('$table')});
	my $path = $node->data_dir . "/$file";
	$node->stop;
	open my $heap, '+<:raw', $path or die $!;
	my $bytes = do { local $/; <$heap> };
	my $at = index $bytes, $find;
	cmp_ok($at, '>', 0, "what is changed lies in the heap of $table");
	seek $heap, $at, 0;
	print $heap $put;
	close $heap;
	$node->start;
}
my $faults = q{SELECT v.kind, v.fault, r.doc_no, v.version, v.block FROM credit.verify_ledger() v
	LEFT JOIN credit.record_store r ON v.kind = 'record' AND r.record_id = v.id ORDER BY 1, 2, 3};

# a row
tamper('credit.record_2026', 'sincere77', 'severed77');
is($node->safe_psql('credit', $faults), 'record|changed|H77|1|1', 'verification names the row');
tamper('credit.record_2026', 'severed77', 'sincere77');
is($node->safe_psql('credit', $faults), '', 'and nothing once it is back');

# a leaf: neither its row nor the root of its block fits any more
my $leaf = pack 'H*', $node->safe_psql('credit', q{SELECT encode(h.digest, 'hex') FROM credit.history h JOIN credit.record_store r
	ON h.kind = 'record' AND h.object_id = r.record_id WHERE r.doc_no = 'H33'});
tamper('credit.history', $leaf, chr(ord($leaf) ^ 1));
is($node->safe_psql('credit', $faults), "record|changed|H33|1|1\nseal|leaves|||1", 'verification names the leaf and its block');
tamper('credit.history', chr(ord($leaf) ^ 1) . substr($leaf, 1), $leaf);
is($node->safe_psql('credit', $faults), '', 'and nothing once it is back');

# a seal: its digest fits neither its content nor its leaf
my $seal = pack 'H*', $node->safe_psql('credit', q{SELECT encode(digest, 'hex') FROM credit.seal WHERE block = 1});
tamper('credit.seal', $seal, chr(ord($seal) ^ 1));
is($node->safe_psql('credit', $faults), "seal|seal|||1\nseal|seal|||1", 'verification names the seal');
$node->stop;
done_testing();
