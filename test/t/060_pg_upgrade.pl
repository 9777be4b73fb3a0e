# pg_upgrade to a new cluster: rows, rules, roles, ledger and doors are as before,
# and entry goes on. The old cluster is of the same version, or of the PostgreSQL
# whose directory above bin CREDIT_UPGRADE_FROM names, with the extension in it.
use strict;
use warnings;
use lib 't/lib';
use CreditServer;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $from = $ENV{CREDIT_UPGRADE_FROM};
my $old = PostgreSQL::Test::Cluster->new('old', $from ? (install_path => $from) : ());
my $new = PostgreSQL::Test::Cluster->new('new');
foreach my $node ($old, $new)
{
	# 18 makes checksums unless told otherwise, and pg_upgrade wants both alike
	$node->init(extra => [ '-E', 'UTF8', '--locale=C.UTF-8', $node->pg_version >= 18 ? '--no-data-checksums' : () ]);
	$node->append_conf('postgresql.conf', "timezone = 'Asia/Shanghai'\n");
}
$old->start;
$old->safe_psql('postgres', 'CREATE DATABASE credit');
$old->safe_psql('credit', 'CREATE EXTENSION credit');
foreach my $file (sort glob('t/restore/*.sql'))
{
	my ($code, $out, $err) = $old->psql('credit', slurp_file($file), extra_params => [ '-v', 'ON_ERROR_STOP=1' ]);
	is($code, 0, "content of $file") or diag($err);
}
$old->safe_psql('credit', 'SELECT credit.seal_ledger()');

sub content
{
	my $node = shift;
	my $query = $node->safe_psql('credit', q{
		SELECT string_agg(format('SELECT %L || count(*) || %L || coalesce(md5(string_agg(t::text, %L ORDER BY t::text COLLATE "C")), %L) FROM %s t',
			c.oid::regclass || ' ', ' ', E'\n', '', c.oid::regclass), ' UNION ALL ' ORDER BY c.oid::regclass::text COLLATE "C")
		FROM pg_class c WHERE c.relnamespace = 'credit'::regnamespace AND c.relkind = 'r'});
	return join "\n", sort split /\n/, $node->safe_psql('credit', $query) . "\n" . $node->safe_psql('credit',
		q{SELECT schemaname, sequencename, last_value FROM pg_sequences WHERE schemaname = 'credit'});
}
# members and whatever hangs on them; texts of views are printed anew by a dump
# and differ in words that mean the same
sub objects
{
	my $node = shift;
	return join "\n", sort split /\n/, $node->safe_psql('credit', q{
		SELECT concat_ws('|', i.type, i.identity) FROM pg_depend d, LATERAL pg_identify_object(d.classid, d.objid, d.objsubid) i
			WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
			-- what comes with a range type belongs to the type afterwards, and goes with it
			AND i.identity !~ '^\(?credit\.text_(multi)?range( AS |\()|^credit\.text_multirange$'
			-- row and array types are members of their own from 17 on
			AND NOT (i.type = 'type' AND EXISTS (SELECT FROM pg_type t LEFT JOIN pg_class r ON r.oid = t.typrelid
				WHERE t.oid = d.objid AND (t.typcategory = 'A' OR r.relkind <> 'c')))
		UNION ALL SELECT concat_ws('|', p.oid::regprocedure, p.provolatile, p.proparallel, p.proisstrict, p.proleakproof, p.prosecdef, p.proconfig, md5(p.prosrc),
				(SELECT string_agg(a::text, ',' ORDER BY a::text COLLATE "C") FROM unnest(p.proacl) a))
			FROM pg_proc p WHERE p.pronamespace = 'credit'::regnamespace
		UNION ALL SELECT concat_ws('|', c.oid::regclass, c.relkind, c.relreplident, c.relrowsecurity, c.reloptions, pg_get_expr(c.relpartbound, c.oid),
				-- the owner has one right more from 17 on
				(SELECT string_agg(a::text, ',' ORDER BY a::text COLLATE "C") FROM unnest(c.relacl) a WHERE split_part(a::text, '=', 1) <> c.relowner::regrole::text), obj_description(c.oid, 'pg_class'))
			FROM pg_class c WHERE c.relnamespace IN ('credit'::regnamespace, 'credit_bi'::regnamespace)
		UNION ALL SELECT concat_ws('|', a.attrelid::regclass, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attacl, col_description(a.attrelid, a.attnum))
			FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace IN ('credit'::regnamespace, 'credit_bi'::regnamespace) AND a.attnum > 0
		UNION ALL SELECT concat_ws('|', t.tgrelid::regclass, t.tgname, t.tgenabled, t.tgtype, t.tgfoid::regprocedure, t.tgargs)
			FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = 'credit'::regnamespace AND NOT t.tgisinternal
		UNION ALL SELECT concat_ws('|', i.indexrelid::regclass, pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisreplident)
			FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace = 'credit'::regnamespace
		UNION ALL SELECT concat_ws('|', conrelid::regclass, conname, pg_get_constraintdef(oid), convalidated) FROM pg_constraint
			-- 18 keeps NOT NULL here as well; columns above have it
			WHERE connamespace = 'credit'::regnamespace AND contype <> 'n'
		UNION ALL SELECT concat_ws('|', polrelid::regclass, polname, polcmd, (SELECT string_agg(r::regrole::text, ',' ORDER BY r::regrole::text COLLATE "C") FROM unnest(polroles) r WHERE r <> 0),
				pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) FROM pg_policy
		UNION ALL SELECT concat_ws('|', 'dumped', u.o::regclass, u.c) FROM pg_extension e, unnest(e.extconfig, e.extcondition) u (o, c) WHERE e.extname = 'credit'});
}
my ($rows, $objects) = (content($old), objects($old));
cmp_ok(length $objects, '>', 100_000, 'members are compared');
$old->stop;

my ($bin) = run_command([ 'pg_config', '--bindir' ]);
my $old_bin = $from ? "$from/bin" : $bin;
chdir $new->basedir or die $!;
my ($out, $err) = run_command([ 'pg_upgrade', '-b', $old_bin, '-B', $bin, '-d', $old->data_dir, '-D', $new->data_dir,
	'-p', $old->port, '-P', $new->port, '-s', $new->host, '-U', $ENV{PGUSER} || (getpwuid $<)[0] ]);
like($out, qr/Upgrade Complete/, 'pg_upgrade goes through')
  or diag("$out\n$err", map { my $log = slurp_file($_); substr($log, -3000) } glob($new->data_dir . '/pg_upgrade_output.d/*/log/pg_upgrade_dump_*.log'))
  or done_testing(), exit 1;
$new->start;
is(content($new), $rows, 'every table and sequence as before');
my %before = map { $_ => 1 } split /\n/, $objects;
my %after = map { $_ => 1 } split /\n/, objects($new);
is(join("\n", (map { "- $_" } grep { !$after{$_} } sort keys %before), map { "+ $_" } grep { !$before{$_} } sort keys %after), '', 'every object as before');
is($new->safe_psql('credit', 'SELECT count(*) FROM credit.verify_ledger()'), 0, 'the ledger verifies');
is($new->safe_psql('credit', 'SELECT check_name, detail FROM credit.post_restore() WHERE NOT ok'), '', 'all checks of a restore hold');
is($new->safe_psql('credit', q{SELECT check_name, detail FROM credit.health() WHERE NOT ok AND check_name IN ('triggers', 'indexes', 'partitions', 'encoding')}), '', 'health sees nothing');
# entry, with rules and departments, as before
is($new->safe_psql('credit', q{
	SET credit.fixed_today = '2026-06-01';
	SET ROLE restore_b;
	INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail)
	SELECT 'honour', uscc::text, name, '升级后', '2026-05-20', '{"subject_category": "法人及非法人组织", "authority_name": "望岚市市场监管局", "authority_code": "1122010001350000CD", "title": "示范", "level": "市级"}'
	FROM credit.subject WHERE kind = 'public_institution' LIMIT 1;
	SELECT accepted FROM credit.batch ORDER BY batch_id DESC LIMIT 1}), 1, 'a department enters');
is($new->safe_psql('credit', 'SELECT credit.seal_ledger() > 0'), 't', 'the ledger goes on');
is($new->safe_psql('credit', 'SELECT count(*) FROM credit.verify_ledger()'), 0, 'and verifies');
$new->stop;
done_testing();
