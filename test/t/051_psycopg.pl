# psycopg2 and psycopg 3 enter and read.
use strict;
use warnings;
use lib 't/lib';
use CreditServer;
use Test::More;

my $python = python_with('psycopg2', 'psycopg');
need_client(defined $python, 'psycopg2 or psycopg 3 (python3-psycopg2 python3-psycopg)');
my $node = city('psycopg');
my $where = $node->connstr('credit');
client_reports('psycopg2', $python, 't/clients/psycopg2_client.py', $where);
client_reports('psycopg 3', $python, 't/clients/psycopg3_client.py', $where);
$node->stop;
done_testing();
