# LibreOffice Base's driver lists the views and reads them, without a window.
use strict;
use warnings;
use lib 't/lib';
use CreditServer;
use Test::More;

my ($runs) = grep { -x "$_/soffice" } split /:/, $ENV{PATH};
my $python = python_with('uno');
my $driver = -e '/usr/lib/libreoffice/program/libpostgresql-sdbclo.so';
need_client(defined $runs && $driver && defined $python, 'LibreOffice Base (libreoffice-base libreoffice-sdbc-postgresql python3-uno)');
my $node = city('libreoffice');
client_reports('LibreOffice', $python, 't/clients/libreoffice_client.py', $node->port);
$node->stop;
done_testing();
