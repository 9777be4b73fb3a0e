# psycopg2 and psycopg 3 enter and read.
use strict;
use warnings;
use lib 't/lib';
use CreditServer;
use PostgreSQL::Test::Utils;
use Test::More;

need_client(scalar run_log([ 'python3', '-c', 'import psycopg2, psycopg' ]), 'psycopg2 or psycopg 3 (python3-psycopg2 python3-psycopg)');
my $node = city('psycopg');
my $where = $node->connstr('credit');
client_reports('psycopg2', 'python3', 't/clients/psycopg2_client.py', $where);
client_reports('psycopg 3', 'python3', 't/clients/psycopg3_client.py', $where);
$node->stop;
done_testing();
