# JDBC enters and reads.
use strict;
use warnings;
use lib 't/lib';
use CreditServer;
use PostgreSQL::Test::Utils;
use Test::More;

my $jar = '/usr/share/java/postgresql.jar';
my ($javac) = grep { -x "$_/javac" } split /:/, $ENV{PATH};
need_client(-r $jar && defined $javac, 'JDBC (libpostgresql-jdbc-java default-jdk-headless)');
my $node = city('jdbc');
client_reports('JDBC', 'java', '-Dfile.encoding=UTF-8', '-Dstdout.encoding=UTF-8', '-cp', "$jar:/usr/share/java/ongres-scram-client.jar", 't/clients/JdbcClient.java', $node->port);
$node->stop;
done_testing();
