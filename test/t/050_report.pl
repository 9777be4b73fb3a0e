# Every kind of credit report keeps to doc/exchange/report.xsd, its page is one
# well-formed document, and its digest is what xmllint --c14n gives. Reports are
# composed soon enough for a counter: CREDIT_TIMES=1 prints how soon.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Digest::SHA qw(sha256_hex);

my $xmllint = '/usr/bin/xmllint';
plan skip_all => 'no xmllint (package libxml2-utils)' unless -x $xmllint;

my $node = PostgreSQL::Test::Cluster->new('report');
$node->init(extra => [ '-E', 'UTF8', '--locale=C.UTF-8' ]);
$node->append_conf('postgresql.conf', "timezone = 'Asia/Shanghai'\ncredit.fixed_today = '2026-06-01'\nautovacuum = off\n");
$node->start;
$node->safe_psql('postgres', q{CREATE EXTENSION credit});
command_ok([ 'psql', '-Xq', '-d', $node->connstr('postgres'), '-f', 'doc/demo/public-credit-2026.sql' ], 'the model of the demo');
$node->safe_psql('postgres', q{
	CREATE ROLE report_a IN ROLE credit_department; CREATE ROLE report_office IN ROLE credit_admin; CREATE ROLE report_public IN ROLE credit_public;
	GRANT SELECT ON credit.evaluation, credit.evaluation_entry, credit.evaluation_pack, credit.evaluation_due, credit.model TO credit_public;
	INSERT INTO credit.department (dept_id, name, uscc, role_name, region_code) VALUES (1, '望岚甲局', '1122010001350000BA', 'report_a', '220100');
	INSERT INTO credit.report_phrase (phrase, zh, en) VALUES ('issuer', '望岚市信用办', 'Wanglan Credit Office');
	INSERT INTO credit.subject (subject_id, kind, uscc, name, region_code, registered_on)
	SELECT n, 'enterprise', code::credit.uscc, name, CASE WHEN n < 3 THEN '220100' END, CASE WHEN n < 3 THEN date '2015-03-04' END
	FROM (VALUES (1, '望岚报告甲公司'), (2, '望岚报告乙公司'), (3, '望岚<b>"&''' || U&'\202E\2066' || E'\x01' || '公司'), (4, '望岚无记录店')) s (n, name),
		LATERAL (SELECT stem || credit.uscc_check_char(stem) FROM (VALUES ('91220101MA000000' || n)) b (stem)) c (code);
	INSERT INTO credit.subject (subject_id, kind, name) VALUES (9, 'person', '欧阳小明');
	INSERT INTO credit.subject_name (subject_id, name, name_key) VALUES (1, '望岚前名公司', credit.normalize_name('望岚前名公司'));
	SET credit.on_reject = error;
	INSERT INTO credit.penalty_entry (cf_xdr_mc, cf_xdr_lb, cf_xdr_shxym, cf_frdb, cf_wfxw, cf_sy, cf_yj, cf_cflb, cf_nr,
		cf_nr_fk, cf_jdrq, cf_wsh, cf_cfjg, cf_cfjgdm, cf_sjly, cf_sjlydm, bz)
	SELECT CASE s.subject_id WHEN 3 THEN '望岚丙公司' ELSE s.name END, '法人及非法人组织', s.uscc, '张三', '无证经营 <' || n || '>', '事实 ]]> & "引"' || chr(10) || '第二行', '依据',
		CASE n % 3 WHEN 0 THEN '罚款' WHEN 1 THEN '罚款;警告' ELSE '警告' END, '内容' || repeat('长', 200),
		CASE WHEN n % 3 < 2 THEN '0.35' END, to_char(date '2026-05-30' - n, 'YYYY-MM-DD'), '望岚罚' || n || '号',
		'望岚甲局', '1122010001350000BA', '望岚甲局', '1122010001350000BA', CASE WHEN n % 5 = 0 THEN '备注' END
	FROM credit.subject s, generate_series(1, 80) n WHERE s.subject_id = 2 OR s.subject_id IN (1, 3) AND n <= 5;
	INSERT INTO credit.record (dept_id, item, subject_code, subject_name, doc_no, decided_on, detail)
	SELECT 1, 'honour', s.uscc::text, s.name, '荣' || n, date '2026-05-20' - n,
		'{"subject_category": "法人及非法人组织", "authority_name": "望岚甲局", "authority_code": "1122010001350000BA", "title": "示范", "level": "市级"}'
	FROM credit.subject s, generate_series(1, 80) n WHERE s.subject_id = 2 OR s.subject_id = 1 AND n <= 5;
	INSERT INTO credit.list_entry (subject_id, list, dept_id, doc_no, decided_on, valid_from, valid_until, openness, source)
	SELECT 1, k.list, 1, '列' || k.list, '2026-05-01', '2026-05-01', '2029-04-30', k.openness, 'imported' FROM credit.list_kind k WHERE k.list IN ('focus', 'honest', 'tax_serious');
	INSERT INTO credit.industry_ban (subject_id, field, dept_id, doc_no, decided_on, valid_from, for_ever, basis_id)
	VALUES (1, '食品生产', 1, '禁1号', '2026-05-02', '2026-05-02', true, 'gbf_49_2020');
	SELECT credit.open_proceeding('objection', r.subject_code, r.record_id, note => '处罚对象有误', on_date => '2026-06-01')
	FROM credit.record r WHERE r.doc_no = '望岚罚1号';
	INSERT INTO credit.report_consent (subject_id, reader, given_on, doc_no) VALUES (9, 'report_a', '2026-05-01', '授权1号');
	SELECT credit.evaluate('public-credit');
	ANALYZE});

my $dir = $PostgreSQL::Test::Utils::tmp_check;
my (@files, @pages);
for my $case ([ 1, 'report_a' ], [ 1, 'report_public' ], [ 2, 'report_office' ], [ 2, 'report_public' ], [ 3, 'report_a' ], [ 4, 'report_public' ], [ 9, 'report_a' ])
{
	my ($subject, $role) = @$case;
	for my $lang ('zh', 'en')
	{
		my $name = "$dir/$subject-$role-$lang";
		my $document = $node->safe_psql('postgres', "SET ROLE $role; SELECT credit.issue_report($subject, '$lang')");
		PostgreSQL::Test::Utils::append_to_file("$name.xml", $document);
		push @files, "$name.xml";
		PostgreSQL::Test::Utils::append_to_file("$name.html",
			$node->safe_psql('postgres', "SET ROLE $role; SELECT credit.render_report(document) FROM (SELECT credit.issue_report($subject, '$lang')) i (document)"));
		push @pages, "$name.html";
	}
}
my $out = `$xmllint --noout --schema doc/exchange/report.xsd @files 2>&1`;
my $valid = () = $out =~ /validates$/mg;
is($valid, scalar @files, 'every report keeps to its schema') or diag $out;
is(`$xmllint --nonet --noout @pages 2>&1`, '', 'every page is well-formed');

my $one = $files[0];
my ($number) = do { local (@ARGV, $/) = ($one); <> } =~ m{<number>(\w+)</number>};
is($node->safe_psql('postgres', "SELECT digest FROM credit.verify_report('$number')"), sha256_hex(scalar `$xmllint --c14n $one`), 'the digest is that of the canonical document');
my @seen;
for my $case (qw(1-report_a-zh 1-report_public-zh))
{
	my $text = do { local (@ARGV, $/) = ("$dir/$case.xml"); <> };
	push @seen, join ',', map { my $n = () = $text =~ /<$_[ >\/]/g; "$_=$n" } qw(record listing measure evaluation characteristic answer_due);
}
my $seen = "@seen";
like($seen, qr/^record=10,listing=4,measure=[1-9]\d*,evaluation=1,characteristic=[1-9]\d*,answer_due=1 record=\d+,listing=2,measure=0,evaluation=1,characteristic=\d+,answer_due=0$/, 'they hold something of everything');

# how long: the median of eleven, the first left out. The bounds allow for a
# machine with other work; doc/benchmark.md has figures of a quiet one.
for my $case ([ 1, 10, 500 ], [ 2, 160, 2000 ])
{
	my ($subject, $records, $most) = @$case;
	my $times = $node->safe_psql('postgres', qq{SET ROLE report_a;
		DO \$\$ DECLARE began timestamptz; took float8[] := '{}'; BEGIN
			FOR round IN 1 .. 12 LOOP
				began := clock_timestamp();
				PERFORM credit.issue_report($subject);
				IF round > 1 THEN took := took || extract(epoch FROM clock_timestamp() - began)::float8 * 1000; END IF;
			END LOOP;
			PERFORM set_config('report.took', (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY t)::int::text FROM unnest(took) t), false);
		END \$\$;
		SELECT current_setting('report.took')});
	note "report of $records records: $times ms";
	diag "report of $records records: $times ms" if $ENV{CREDIT_TIMES};
	cmp_ok($times, '<', $most, "a report of $records records comes soon");
}
done_testing();
