# R with RPostgreSQL reads views and appends data frames.
use strict;
use warnings;
use lib 't/lib';
use CreditServer;
use PostgreSQL::Test::Utils;
use Test::More;

my ($runs) = grep { -x "$_/Rscript" } split /:/, $ENV{PATH};
need_client(defined $runs && -d '/usr/lib/R/site-library/RPostgreSQL', 'R (r-cran-rpostgresql)');
my $node = city('r');
client_reports('R', 'Rscript', '--encoding=UTF-8', 't/clients/r_client.R', $node->port);
$node->stop;
done_testing();
