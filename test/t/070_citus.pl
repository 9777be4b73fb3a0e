# The extension on a coordinator and two workers of Citus: everything that is
# entered, evaluated, checked, listed and asked gives the answers of one server
# to which the same was said; what cannot is refused.
use strict;
use warnings;
use lib 't/lib';
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

chomp(my $library = `pg_config --pkglibdir`);
plan skip_all => 'Citus is not installed for this PostgreSQL' unless -f "$library/citus.so";

my @date = ("credit.fixed_today = '2026-04-01'\n");
sub server
{
	my ($name, $preload) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name);
	$node->init(extra => [ '-E', 'UTF8', '--locale=C.UTF-8' ]);
	$node->append_conf('postgresql.conf', "timezone = 'Asia/Shanghai'\nlisten_addresses = '127.0.0.1'\nmax_prepared_transactions = 50\n"
		  . ($preload ? "shared_preload_libraries = 'citus'\ncitus.node_conninfo = 'sslmode=prefer'\n" : '') . $date[0]);
	$node->start;
	$node->safe_psql('postgres', 'CREATE DATABASE credit');
	$node->safe_psql('credit', ($preload ? 'CREATE EXTENSION citus;' : '') . 'CREATE EXTENSION credit');
	return $node;
}
my $one = server('one', 0);
my ($all, @worker) = map { server($_, 1) } 'coordinator', 'worker_1', 'worker_2';
my @servers = ($one, $all, @worker);

sub today
{
	my $day = shift;
	for my $node (@servers)
	{
		$node->append_conf('postgresql.conf', "credit.fixed_today = '$day'\n");
		$node->reload;
	}
	$_->poll_query_until('credit', "SELECT credit.today() = '$day'") for @servers;
	return;
}

# said to both; the answers must not differ (Citus passes no hint on from a COPY)
sub same
{
	my ($what, $sql, $role) = @_;
	$sql = "SET ROLE $role; $sql" if $role;
	my @said = map {
		my ($rc, $out, $err) = $_->psql('credit', $sql, on_error_stop => 1);
		($rc ? 'error ' : '') . $out . ($rc ? join(' ', grep { !/^(CONTEXT|psql|SQL|PL|LINE| *\^|while)/ } split /\n/, $err =~ s/psql:<stdin>:\d+: //r =~ s/^HINT:.*//mr =~ s/proceeding \d+/proceeding N/gr) : '')
	} $one, $all;
	is($said[1], $said[0], $what) or diag(substr $sql, 0, 300);
	return $said[0];
}
sub refused
{
	my ($what, $node, $sql, $message) = @_;
	my (undef, undef, $err) = $node->psql('credit', "\\set VERBOSITY verbose\n$sql");
	like($err, $message, $what);
	return;
}

# ---- before -------------------------------------------------------------
refused('no workers yet', $all, 'SELECT credit.distribute()', qr/CR021.*Citus has no workers/s);
refused('no Citus', $one, 'SELECT credit.distribute()', qr/CR021.*Citus is not there/s);
$all->safe_psql('credit', join ';', map { "SELECT citus_add_node('127.0.0.1', " . $_->port . ')' } @worker);
for my $node ($one, $all)
{
	$node->safe_psql('credit', q{
		CREATE ROLE office LOGIN IN ROLE credit_admin;
		CREATE ROLE dept_1 LOGIN IN ROLE credit_department;
		CREATE ROLE dept_2 LOGIN IN ROLE credit_department;
		CREATE ROLE bi LOGIN IN ROLE credit_analyst;
		CREATE ROLE portal LOGIN IN ROLE credit_public;
		INSERT INTO credit.department (dept_id, name, uscc, region_code, role_name) VALUES
			(1, '甲局', '1122010001350000BA', '222424', 'dept_1');
		UPDATE credit.industry SET name = '农业（改）' WHERE code = 'A';
	});
}
$worker[0]->safe_psql('credit', q{SET citus.enable_ddl_propagation = off; INSERT INTO credit.subject (kind, uscc, name) VALUES ('enterprise', '91220101MA00000000', 'x')});
refused('a worker with rows', $all, 'SELECT credit.distribute()', qr/machine 1 is not empty/);
is($all->safe_psql('credit', q{SELECT count(*) FROM pg_namespace WHERE nspname = 'credit_all'}), 0, 'which leaves nothing behind');
$worker[0]->safe_psql('credit', 'DELETE FROM credit.subject');
like($all->safe_psql('credit', 'SELECT node, slot, port FROM credit.distribute()'), qr/^1\|\d+\|\d+\n2\|\d+\|\d+$/, 'distributed over two workers');
refused('twice', $all, 'SELECT credit.distribute()', qr/distributed already/);

# ---- rules follow ---------------------------------------------------------
for my $node ($one, $all)
{
	$node->safe_psql('credit', q{
		SET ROLE office;
		INSERT INTO credit.department (dept_id, name, uscc, region_code, parent_id, role_name) VALUES (2, '乙局', '1122010001350000CD', '222424', 1, 'dept_2');
		UPDATE credit.code_list SET label = label || '（改）' WHERE list = 'subject_category' AND code = '3';
		INSERT INTO credit.code_list (list, code, label, ordinal) VALUES ('tree_kind', '1', '杨', 1), ('tree_kind', '2', '柳', 2);
		DELETE FROM credit.code_list WHERE list = 'tree_kind' AND code = '2';
		SELECT credit.calendar_announce('CN', '国办发明电〔2026〕9号（虚构）', '2026-03-05', 2027, '{2027-03-02}', '{2027-03-07}');
		INSERT INTO credit.indicator (indicator, dimension, source, measure, items) VALUES ('penalties', 'compliance', 'record', 'count', '{penalty}');
		SELECT credit.load_model('city', '1', '<PMML version="4.4" xmlns="http://www.dmg.org/PMML-4_4"><Header/><DataDictionary><DataField name="penalties" optype="continuous" dataType="double"/></DataDictionary><Scorecard functionName="regression" useReasonCodes="false" initialScore="100"><MiningSchema><MiningField name="penalties"/></MiningSchema><Characteristics><Characteristic name="penalties"><Attribute partialScore="-20"><SimplePredicate field="penalties" operator="greaterThan" value="1"/></Attribute><Attribute partialScore="0"><True/></Attribute></Characteristic></Characteristics></Scorecard></PMML>'::xml, '[2020-01-01,)');
		INSERT INTO credit.grade_band (model, version, grade, from_score) VALUES ('city', '1', 'A', 90), ('city', '1', 'B', 60), ('city', '1', 'D', -1000);
	});
}
for my $rule (split /\n/, $all->safe_psql('credit', q{SELECT name FROM credit.node_door WHERE kind = 'table' AND how = 'rule'}))
{
	my $sum = qq{SELECT count(*), md5(string_agg(t::text, E'\n' ORDER BY t::text COLLATE "C")) FROM credit.$rule t};
	my %seen = map { $_->safe_psql('credit', $sum) => 1 } $all, @worker;
	is(scalar keys %seen, 1, "credit.$rule is the same everywhere") if keys %seen != 1 or $rule eq 'department';
}
refused('TRUNCATE of rules', $all, 'TRUNCATE credit.programme', qr/CR021/);

# ---- the register and the doors ------------------------------------------
for my $node ($one, $all)
{
	$node->safe_psql('credit', q{
		CREATE SCHEMA city; GRANT USAGE ON SCHEMA city TO PUBLIC;
		CREATE TABLE city.code AS SELECT n, stem || credit.uscc_check_char(stem) AS code, '望岚第' || n || '公司' AS name
		FROM generate_series(1, 60) n, LATERAL (SELECT '91220101MA' || lpad(n::text, 7, '0')) s (stem);
		GRANT SELECT ON city.code TO PUBLIC;
	});
	# of another day than elsewhere: the years of this test begin in April
	$node->safe_psql('credit', slurp_file('t/lib/penalty.sql') =~ s/2026-05-20/2026-03-20/r);
}
same('the register', q{SELECT * FROM credit.confirm_subjects((SELECT jsonb_agg(jsonb_build_object('kind', 'enterprise', 'uscc', code, 'name', name, 'region_code', '222424', 'industry_code', 'C')) FROM city.code WHERE n <= 40))}, 'office');
same('registering one', q{SELECT credit.register_subject('enterprise', '望岚第41公司', (SELECT code FROM city.code WHERE n = 41)::credit.uscc) > 0}, 'office');
cmp_ok($all->safe_psql('credit', 'SELECT min(n) FROM (SELECT count(*) FROM credit_all.subject GROUP BY slot) x (n)'), '>', 10, 'each machine keeps a share');
my $rows = q{INSERT INTO credit.penalty_entry SELECT p.* FROM};
same('INSERT', "$rows generate_series(1, 90) n, city.penalty(1, n) p", 'dept_1');
same('of another department', "$rows generate_series(1, 30) n, city.penalty(2, n) p", 'dept_2');
same('the same again', "$rows generate_series(1, 90) n, city.penalty(1, n) p", 'dept_1');
same('a correction', "$rows city.penalty(1, 7, '{\"cf_nr_fk\": \"7\"}') p", 'dept_1');
same('a bad row', "$rows generate_series(100, 120) n, city.penalty(1, n, CASE n WHEN 110 THEN '{\"cf_nr_fk\": \"x\"}' ELSE '{}' END::jsonb) p", 'dept_1') =~ /error/
  or fail('a bad row is an error');
is($all->safe_psql('credit', q{SELECT count(*) FROM credit.record WHERE doc_no ~ '^罚1[012][0-9]号$'}), 0, 'which no machine keeps a part of');
same('set aside', "SET credit.on_reject = quarantine; $rows generate_series(100, 120) n, city.penalty(1, n, CASE n WHEN 110 THEN '{\"cf_nr_fk\": \"x\"}' ELSE '{}' END::jsonb) p", 'dept_1');
for my $node ($one, $all)
{
	my $table = $node == $one ? 'credit.rejection' : 'credit_all.rejection';
	is($node->safe_psql('credit', qq{SET ROLE dept_1; SELECT credit.resubmit(rejection_id, '{"cf_nr_fk": "3"}') FROM $table}), 'accepted', 'a row set aside, mended');
}
same('COPY', "BEGIN; COPY credit.record (item, subject_code, subject_name, doc_no, decided_on, detail) FROM STDIN;
rectification\t91220101MA00000013\t望岚第1公司\t改1\t2026-03-11\t{\"facts\": \"f\", \"due_on\": \"2026-05-20\", \"result\": \"整改中\", \"subject_category\": \"法人及非法人组织\", \"authority_name\": \"甲局\", \"authority_code\": \"1122010001350000BA\"}
rectification\t91220101MA00000026\t望岚第2公司\t改2\t2026-03-11\t{\"facts\": \"f\", \"due_on\": \"2026-05-20\", \"result\": \"整改中\", \"subject_category\": \"法人及非法人组织\", \"authority_name\": \"甲局\", \"authority_code\": \"1122010001350000BA\"}
\\.
COMMIT;", 'dept_1');
same('a transaction taken back', "BEGIN; $rows generate_series(200, 230) n, city.penalty(1, n) p; ROLLBACK; SELECT count(*) FROM credit.record", 'dept_1');
same('a savepoint taken back', "BEGIN; $rows generate_series(200, 230) n, city.penalty(1, n) p; SAVEPOINT s; $rows generate_series(231, 260) n, city.penalty(1, n) p; ROLLBACK TO s; COMMIT; SELECT count(*) FROM credit.record", 'dept_1');
same('nobody named', "$rows city.penalty(1, 7, '{\"cf_xdr_shxym\": null}') p", 'dept_1');
same('another department', "$rows city.penalty(2, 7) p", 'dept_1');
same('a role of no department', "$rows city.penalty(2, 7) p", 'bi');
same('a reason from the session', "BEGIN; SET LOCAL credit.reason = '更正金额'; $rows city.penalty(1, 7, '{\"cf_nr_fk\": \"1\"}') p; COMMIT; SELECT amount, version FROM credit.record WHERE doc_no = '罚7号' AND dept_id = 1", 'dept_1');
same('a person', "$rows city.penalty(1, 300, '{\"cf_xdr_shxym\": null, \"cf_xdr_mc\": \"李四\", \"cf_xdr_lb\": \"自然人\", \"cf_xdr_zjlx\": \"身份证\", \"cf_xdr_zjhm\": \"11010519491231002X\", \"cf_frdb\": null}') p", 'dept_1');

# ---- procedures -----------------------------------------------------------
same('revoked', q{SELECT credit.revoke_record(record_id, '撤1号', '事实不清') FROM credit.record WHERE doc_no = '罚3号' AND dept_id = 1}, 'dept_1');
same('objections', q{SELECT count(credit.open_proceeding('objection', NULL, record_id, '{}', note => '不服')) FROM credit.record WHERE doc_no IN ('罚5号', '罚6号', '罚8号') AND dept_id = 1}, 'dept_1');
same('a case by code', q{SELECT credit.open_proceeding('listing', (SELECT code FROM city.code WHERE n = 9), detail => '{"facts": "拖欠工资", "list": "migrant_wages"}') > 0}, 'dept_1');
my $cases = q{(SELECT p.proceeding_id, o.code FROM credit_bi.proceeding p JOIN city.code o ON o.code = p.code WHERE p.procedure = '%s') p};
same('a step', q{SELECT (a).stage, (a).due_on FROM } . sprintf($cases, 'objection') . q{, LATERAL credit.advance(p.proceeding_id, 'rejected', '复1号', '事实清楚', '{"person": "李四"}') a WHERE code = (SELECT code FROM city.code WHERE n = 5)}, 'dept_1');
same('a step that is not allowed', q{SELECT a.stage FROM } . sprintf($cases, 'objection') . q{, LATERAL credit.advance(p.proceeding_id, 'rejected') a WHERE code = (SELECT code FROM city.code WHERE n = 6)}, 'dept_1');
same('notice', q{SELECT a.* FROM } . sprintf($cases, 'listing') . q{, LATERAL credit.advance(p.proceeding_id, 'noticed', '告1号', NULL, '{"reason": "拖欠工资", "legal_ground": "人社部令第45号", "rights": "五日内陈述申辩"}') a}, 'dept_1');
today('2026-04-13');
same('decision', q{SELECT a.* FROM } . sprintf($cases, 'listing') . q{, LATERAL credit.advance(p.proceeding_id, 'decided', '决1号', NULL, '{"facts": "f", "legal_ground": "g", "measures": "m", "removal_conditions": "r", "remedies": "复议、诉讼", "person": "李四"}') a}, 'dept_1');
same('service', q{SELECT a.* FROM } . sprintf($cases, 'listing') . q{, LATERAL credit.advance(p.proceeding_id, 'served', NULL, NULL, '{"served_on": "2026-04-13", "repair_notice": true}') a}, 'dept_1');
same('published', q{SELECT a.* FROM } . sprintf($cases, 'listing') . q{, LATERAL credit.advance(p.proceeding_id, 'published') a}, 'dept_1');
same('an entry of another list', q{SELECT credit.import_list_entry('honest', (SELECT code FROM city.code WHERE n = 10), '红1号', '2026-03-01', dept_id => 1) > 0}, 'office');
same('joint action', q{SELECT count(*) FROM credit_bi.list_entries e, LATERAL credit.initiate_joint_action(e.entry_id, '{2}', '{procurement_ban,fiscal_limit}', '严重失信') WHERE e.list = 'migrant_wages'}, 'office');
same('a ban', q{SELECT credit.impose_ban((SELECT code FROM city.code WHERE n = 12), '食品生产', '禁1号', '2026-04-01', 'gf_33_2016', for_ever => true, dept_id => 1) > 0}, 'office');

# ---- evaluation, checks ---------------------------------------------------
same('evaluation of all', q{SELECT credit.evaluate('city')}, 'office');
same('again', q{SELECT credit.evaluate('city')}, 'office');
same('of some', q{SELECT credit.evaluate('city', NULL, (SELECT array_agg(subject_id) FROM credit_bi.subject_overview WHERE code IN (SELECT code FROM city.code WHERE n < 6)))}, 'office');
same('why', q{SELECT indicator, value, points, best FROM credit.explain((SELECT code FROM city.code WHERE n = 2), 'city')}, 'office');
same('a snapshot', q{SELECT credit.take_snapshot('2026-04-01')}, 'office');
my $known = q{code, name, kind, verdict, reasons, grade, broken_commitments, open_commitments, conditional_missing, green_missing, jsonb_array_length(measures), jsonb_array_length(lists), jsonb_array_length(bans)};
same("a check of company $_", "SELECT $known FROM credit.check_subject((SELECT code FROM city.code WHERE n = $_), 'procurement', 'x')", 'dept_2') for 2, 9, 10, 12;
same('of an unknown one', "SELECT $known FROM credit.check_subject('91220101MA00009995', 'procurement')", 'dept_2');
same('of many', "SELECT $known FROM credit.check_subjects((SELECT array_agg(code ORDER BY n) FROM city.code WHERE n <= 60), 'bidding')", 'dept_2');
same('measures', q{SELECT measure, direction, applies, reason FROM credit.measures_for((SELECT code FROM city.code WHERE n = 9), 'procurement')}, 'dept_2');
same('found', q{SELECT code, name, how FROM credit.search_subject('望岚第33公司', 1)}, 'office');
same('numbers of codes', q{SELECT array_length(credit.find_subjects((SELECT array_agg(code) FROM city.code)), 1), credit.find_subject('91220101MA00000013') > 0}, 'office');
same('a report', q{SELECT (xpath('count(//record)', x))[1]::text, (xpath('//subject/code/text()', x))[1]::text FROM credit.report_xml((SELECT code FROM city.code WHERE n = 2)) x}, 'office');
same('the portal\'s', q{SELECT (xpath('count(//record)', x))[1]::text FROM credit.report_xml((SELECT code FROM city.code WHERE n = 2)) x}, 'portal');

# ---- what time causes -----------------------------------------------------
today('2026-06-01');
same('maintenance', q{SELECT DISTINCT action FROM credit.maintain() WHERE action NOT IN ('seal ledger', 'add up counts', 'count subjects') AND rows > 0 ORDER BY 1}, 'office');
$_->safe_psql('credit', 'SET ROLE office; SELECT count(*) FROM credit.maintain()') for $one, $all;

# ---- what everybody sees --------------------------------------------------
my @view = split /\n/, $one->safe_psql('credit', q{
	SELECT CASE c.relnamespace WHEN 'credit_bi'::regnamespace THEN 'bi_' ELSE '' END || c.relname || ' ' || d.how
	FROM pg_class c JOIN credit.node_door d ON d.kind = 'view' AND d.name = CASE c.relnamespace WHEN 'credit_bi'::regnamespace THEN 'bi_' ELSE '' END || c.relname
	WHERE c.relkind = 'v' AND d.name NOT IN ('record_visible', 'import_progress') ORDER BY 1});
my $filled = 0;
for (@view)
{
	my ($name, $how) = split / /;
	my $view = $name =~ /^bi_(.*)/ ? "credit_bi.$1" : "credit.$name";
	# an analyst may not see the alerts that this is made of here
	for my $role ($name =~ /^public/ ? 'portal' : ('office', $how eq 'refuse' ? () : ('dept_1', $name eq 'bi_alert_month' ? () : 'bi')))
	{
		# numbers differ (evidence is numbers), and persons are counted by no sum
		my $columns = $one->safe_psql('credit', qq{SELECT string_agg(format('v.%I', attname), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = '$view'::regclass AND attnum > 0
			AND attname <> ALL ('{subject_id,record_id,proceeding_id,entry_id,candidate_id,alert_id,ban_id,action_id,batch_id,rejection_id,marked_for,received_at,evaluated_at,run,case_id,ref_id,member_id,evidence}')});
		my $query = qq{SET ROLE $role; SELECT md5(string_agg(x, E'\n' ORDER BY x COLLATE "C")), count(*) FROM (SELECT ROW($columns)::text AS x FROM $view v}
		  . ($name eq 'bi_subject_statistics' ? q{ WHERE kind <> 'person'} : '') . ') y';
		my @said = map { my ($rc, $out, $err) = $_->psql('credit', $query); $rc ? ($err =~ /permission denied/ ? 'no right' : "error $err") : $out } $one, $all;
		if ($how eq 'refuse')
		{
			like($said[1], qr/does not work across machines/, "$view is refused");
			next;
		}
		$filled++ if $said[0] =~ /\|[1-9]/;
		is($said[1], $said[0], "$view for $role")
		  or diag(map { ($_->psql('credit', "SET ROLE $role; SELECT $columns FROM $view v LIMIT 5"))[1] . "\n--\n" } $one, $all);
	}
}
cmp_ok($filled, '>', 50, "$filled of these had rows");
same('joined by an analyst', q{SELECT d.department, s.item, sum(s.records) FROM credit_bi.record_statistics s JOIN credit_bi.department_dimension d USING (dept_id) GROUP BY 1, 2 ORDER BY 1, 2}, 'bi');
same('a record by its code', q{SELECT count(*) FROM credit.record WHERE subject_code = '91220101MA00000013' AND decided_on >= '2026-01-01'}, 'dept_1');
is($all->safe_psql('credit', 'SELECT count(*) FROM credit.verify_ledger()'), 0, 'the ledgers verify');
for my $node (@worker)
{
	is($node->safe_psql('credit', 'SELECT (SELECT sum(accepted) FROM credit.batch) - (SELECT count(*) FROM credit.record_store)'), 0, 'batches of ' . $node->name . ' add up');
	is($node->safe_psql('credit', 'SELECT count(*) FROM pg_prepared_xacts'), 0, 'nothing is left prepared');
}

# ---- refused ----------------------------------------------------------------
my %no = (
	'a person' => q{SELECT credit.check_subject('11010519491231002X', 'procurement')},
	'a batch' => q{SELECT credit.open_batch('x')},
	'a document' => q{SELECT credit.import_xml('<a/>'::xml, 'penalty')},
	'a draw' => q{SELECT credit.draw_inspection(1, 'x', 'y')},
	'a comparison' => q{SELECT credit.compare_models('city', '1', '1')},
	'sealing' => q{SELECT credit.seal_ledger()},
	'an identifier' => q{SELECT credit.add_identifier(1, 'registration_no', '1')},
	'a table about subjects, written' => q{INSERT INTO credit.subject (kind, name) VALUES ('enterprise', 'x')},
	'a merge of two machines' => q{SELECT credit.merge_subject((SELECT min(subject_id) FROM credit_all.subject), (SELECT max(subject_id) FROM credit_all.subject), 'x')},
	'maintenance that commits' => q{CALL credit.maintain_in_steps()},
	'a function nobody classified' => q{SELECT credit.monthly_ledger('2026-03-01')});
refused("$_ is refused", $all, $no{$_}, qr/CR021: .* does not work across machines/) for sort keys %no;
refused('a table about subjects, read', $all, 'SET ROLE office; SELECT * FROM credit.subject', qr/permission denied for table subject/);
refused('a number of no machine', $all, q{SELECT credit.revoke_record(7, 'x', 'x')}, qr/CR017.*of no machine/s);
my ($of_two) = $worker[1]->safe_psql('credit', 'SELECT uscc FROM credit.subject WHERE uscc IS NOT NULL LIMIT 1');
refused('another machine\'s subject', $worker[0], "INSERT INTO credit.subject (kind, uscc, name) VALUES ('enterprise', '$of_two', 'x')", qr/CR021.*kept on another machine/s);

# a machine that is gone: no half answers, and no half statements
my $before = $all->safe_psql('credit', 'SELECT count(*) FROM credit.record');
$worker[1]->stop;
isnt($all->psql('credit', 'SELECT count(*) FROM credit.record'), 0, 'a machine is down: no sum of the rest');
isnt($all->psql('credit', "SET ROLE dept_1; $rows generate_series(400, 430) n, city.penalty(1, n) p"), 0, 'nothing is entered by halves');
$worker[1]->start;
is($all->safe_psql('credit', 'SELECT count(*) FROM credit.record'), $before, 'it is back, and all is as it was');
$_->stop for @servers;
done_testing();
