# node-postgres enters and reads.
use strict;
use warnings;
use lib 't/lib';
use CreditServer;
use Test::More;

my ($runs) = grep { -x "$_/node" } split /:/, $ENV{PATH};
need_client(defined $runs && -d 'node_modules/pg', 'node-postgres (nodejs, npm install pg)');
my $node = city('node');
client_reports('node-postgres', 'node', 't/clients/node_client.js', $node->host, $node->port);
$node->stop;
done_testing();
