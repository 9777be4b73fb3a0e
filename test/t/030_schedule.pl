# The recipe of doc/operations.md: pg_cron runs credit.maintain_in_steps(), and a
# run killed in the middle has lost one step at most.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my ($library) = run_command([ 'pg_config', '--pkglibdir' ]);
plan skip_all => 'pg_cron is not installed' unless -e "$library/pg_cron.so";

my $node = PostgreSQL::Test::Cluster->new('schedule');
$node->init(extra => [ '-E', 'UTF8', '--locale=C.UTF-8' ]);
# pg_cron connects as any client does: here by the socket
my $socket = $node->host;
$node->append_conf('postgresql.conf', qq{
timezone = 'Asia/Shanghai'
shared_preload_libraries = 'pg_cron'
cron.database_name = 'credit'
cron.host = '$socket'
});
$node->start;
$node->safe_psql('postgres', 'CREATE DATABASE credit');
$node->safe_psql('credit', q{
	CREATE EXTENSION credit;
	CREATE EXTENSION pg_cron;
	-- 30 rows of work, a tenth of a second each
	CREATE TABLE credit.slow_work (n int PRIMARY KEY);
	INSERT INTO credit.slow_work SELECT generate_series(1, 30);
	CREATE FUNCTION credit.slow_work(as_of date, max_rows int) RETURNS int8 LANGUAGE plpgsql AS $$
	DECLARE changed int8;
	BEGIN
		DELETE FROM credit.slow_work WHERE n IN (SELECT w.n FROM credit.slow_work w ORDER BY w.n LIMIT max_rows);
		GET DIAGNOSTICS changed = ROW_COUNT;
		PERFORM pg_sleep(changed * 0.1);
		RETURN changed;
	END $$;
	INSERT INTO credit.maintenance_action VALUES ('slow work', 9001, 'slow_work');
});

# killed in the middle: whole steps are done, the rest is left
$node->psql('credit', q{SET statement_timeout = '1200ms'; CALL credit.maintain_in_steps(max_rows => 5)});
my $left = $node->safe_psql('credit', 'SELECT count(*) FROM credit.slow_work');
cmp_ok($left, '>', 0, 'interrupted before the end');
cmp_ok($left, '<', 30, 'what was done stays done');
is($left % 5, 0, 'in whole steps');

# the schedule does the rest; pg_cron starts jobs at full minutes
$node->safe_psql('credit', q{SELECT cron.schedule('credit maintenance', '* * * * *', 'CALL credit.maintain_in_steps()')});
ok($node->poll_query_until('credit', 'SELECT count(*) = 0 FROM credit.slow_work'), 'the scheduled run finishes the work');
ok($node->poll_query_until('credit', q{SELECT count(*) > 0 FROM cron.job_run_details WHERE status = 'succeeded'}), 'and says so')
	or diag($node->safe_psql('credit', 'SELECT status, return_message FROM cron.job_run_details'));
is($node->safe_psql('credit', q{SELECT ok FROM credit.health() WHERE check_name = 'maintenance'}), 't', 'health sees it');
$node->stop;
done_testing();
