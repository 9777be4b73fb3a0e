# ODBC enters and reads: isql, and a program through pyodbc.
use strict;
use warnings;
use lib 't/lib';
use CreditServer;
use PostgreSQL::Test::Utils;
use Test::More;

my ($isql) = grep { -x "$_/isql" } split /:/, $ENV{PATH};
my $driver = -r '/etc/odbcinst.ini' && slurp_file('/etc/odbcinst.ini') =~ /^\[PostgreSQL Unicode\]/m;
my $python = python_with('pyodbc');
need_client(defined $isql && $driver && defined $python, 'ODBC (odbc-postgresql unixodbc python3-pyodbc)');
my $node = city('odbc');
my $where = 'Driver={PostgreSQL Unicode};Server=127.0.0.1;Port=' . $node->port . ';Database=credit;';

sub isql
{
	my ($user, $lines, @options) = @_;
	my ($out, $err) = ('', '');
	IPC::Run::run([ 'isql', '-b', '-v', '-k', @options, "${where}UID=$user;" ], '<', \$lines, '>', \$out, '2>', \$err, IPC::Run::timeout(60));
	return $out . $err;
}
like(isql('bi', "SELECT name, record_count FROM (SELECT name, active_records AS record_count FROM credit_bi.subject_overview) o WHERE name = '望岚第1公司'\n", '-d|'),
	qr/^望岚第1公司\|1$/m, 'isql reads a view, Chinese and all');
like(isql('dept_1', "SELECT count(*) FROM credit.penalty_entry\n", '-d|'), qr/^3$/m, 'isql reads a door');
my $refused = isql('dept_1', "INSERT INTO credit.penalty_entry (cf_xdr_mc, cf_jdrq) VALUES ('x', '2026-05-20')\n");
like($refused, qr/\[CR002\].*row 1 of item "penalty" is refused/, 'isql shows the SQLSTATE of a refusal');
like($refused, qr/cf_wfxw/, 'and its reasons');
like(isql('bi', "help\n", '-d|'), qr/credit_bi\|subject_overview\|VIEW/, 'isql lists views');
client_reports('pyodbc', $python, 't/clients/odbc_client.py', $where);
$node->stop;
done_testing();
