#!/usr/bin/env perl
# Checks a proof of credit.ledger_proof() without any database:
#   psql -Atc "SELECT credit.ledger_proof('record', 17)" | perl verify_proof.pl [published digest of the seal]
use strict; use warnings; use JSON::PP; use Digest::SHA qw(sha256_hex); use Encode qw(encode);
my $p = decode_json(join '', <STDIN>);
my $node = sha256_hex("\0" . encode('UTF-8', $p->{text}));
die "the text is not that of the leaf\n" if $node ne $p->{leaf};
$node = sha256_hex("\1" . pack 'H*', join $node, split(/ /, $_, -1)) for @{ $p->{path} };
die "the leaf is not in the block\n" if $node ne $p->{root};
my $seal = sha256_hex(join ' ', @$p{qw(block previous root rows sealed_at)});
die "the block is not the sealed one\n" if $seal ne $p->{digest} || @ARGV && $seal ne $ARGV[0];
print "sound: version $p->{version} of $p->{kind} $p->{id} stands in block $p->{block}, sealed $p->{sealed_at}\n";
