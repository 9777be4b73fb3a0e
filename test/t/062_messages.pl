# Messages in the language of lc_messages: of every room that says something,
# from C and from PL/pgSQL, message, detail and hint.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

# a locale of this test's own: lc_messages must name one, and few systems have it
my $locale = PostgreSQL::Test::Utils::tempdir();
run_log([ 'data/locale.sh', $locale ]) or BAIL_OUT('localedef made no zh_CN.UTF-8: install the package locales');
$ENV{LOCPATH} = $locale;

my $node = PostgreSQL::Test::Cluster->new('messages');
$node->init(extra => [ '-E', 'UTF8', '--locale=C.UTF-8' ]);
$node->append_conf('postgresql.conf', "timezone = 'Asia/Shanghai'\ncredit.fixed_today = '2026-09-22'");
$node->start;
$ENV{PGHOST} = $node->host;
$ENV{PGPORT} = $node->port;
$node->safe_psql('postgres', 'CREATE DATABASE city');
$node->command_ok([ 'psql', '-Xq', '-d', 'city', '-f', 'data/guide/city.sql' ], 'the city');

# what the session is told
sub message
{
	my ($language, $statement, $database) = @_;
	my ($code, $out, $err) = $node->psql($database // 'city',
		"SET client_encoding = 'UTF8'; SET lc_messages = '$language'; $statement", on_error_stop => 0);
	return $err;
}

# room, statement, what English says, what Chinese says: message, detail, hint
my @said = (
	[ 'calendar', q{SELECT credit.calendar_announce('CN', '国办发明电〔2026〕1号', '2026-01-05', 2026, '{2026-02-14}', '{2026-02-14}')},
		'contradicts itself', '通知国办发明电〔2026〕1号对2026-02-14的安排自相矛盾', '该日既列为放假日，又列为上班日。', '每个日期只能列一次。' ],
	[ 'calendar', q{SELECT '2026-01-01..2026-01-31 off=2026-02-02'::credit.workcal},
		'Expected days within the calendar at character 28.', '应为日历范围内的日期（第28个字符处）。' ],
	[ 'code', q{SELECT '91220000YX2001370X'::credit.uscc},
		'Position 18 holds "X"', '第18位为“X”；前17位的校验码为“M”。' ],
	[ 'grade', q{SELECT 'tax:Z'::credit.grade},
		'invalid input syntax', '类型credit.grade的输入语法无效：“tax:Z”' ],
	[ 'registry', q{SELECT credit.merge_subject(1, 1, '重复')},
		'cannot be merged with itself', '主体1不能与自身合并' ],
	[ 'catalogue', q{SELECT credit.define_field('no_such_item', 'x', '名', 'name')},
		'is not in the catalogue', '事项“no_such_item”不在目录内', '请先用credit.define_item()定义。' ],
	[ 'catalogue', q{INSERT INTO credit.catalogue_item (item, edition, name_zh, name_en, category, polarity, basis_id)
		VALUES ('red_light', '1', '闯红灯', 'crossing at a red light', 'other', 'negative', 'baicheng_2022')},
		'may not enter the catalogue', '事项“red_light”（闯红灯）不得列入目录', '须在allowed_by中指明明文允许的法律、法规。' ],
	[ 'catalogue', q{INSERT INTO credit.severity_rule (rule_id, item, severity, condition, basis_id) VALUES ('x', 'penalty', 'minor', '[{"field": "a", "op": "gt"}]', 'ndrc_order_36_2025')},
		'takes a number, or a date', '第1项判断：“gt”须带数值，或“yyyy-mm-dd”形式的日期。' ],
	[ 'catalogue', q{SELECT credit.define_field('honour', 'x', '名', 'name', 'number', default_value => 'none')},
		'would be refused', '缺省值“none”不被字段“x”（事项“honour”）接受', '应为数字。' ],
	[ 'evaluation', q{SELECT credit.load_model('x', '1', '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><TreeModel/></PMML>')},
		'PMML element "TreeModel" is not supported', '不支持PMML元素“TreeModel”' ],
	[ 'exchange', q{SELECT credit.import_xml('<x/>'::xml)},
		'the root element is "x", expected', '第1行：根元素为“x”，应为“credit_exchange”' ],
	[ 'record', 'SELECT credit.close_batch(77)',
		'batch 77 is not open', '批次77不是开放批次', '请查看credit.batch。' ],
	[ 'procedure', q{SELECT credit.advance(77, 'upheld')},
		'cannot be advanced', '案件77不能办理', '请在credit.proceeding中查找编号。' ],
	[ 'evaluation', q{SELECT credit.evaluate('no_such_model')},
		'model "no_such_model" does not exist', '模型“no_such_model”不存在', '请用credit.load_model()加载。' ],
	[ 'evaluation', q{SELECT credit.close_alert(77, '已核实')},
		'alert 77 cannot be changed', '预警77不能变更', '您所代表的部门没有该预警。', '请查看credit.alert。' ],
	[ 'evaluation', q{SELECT credit.cancel_inspection(77, '重复')},
		'inspection plan 77 cannot be changed', '抽查计划77不能变更', '由组织部门公布并抽取' ],
	[ 'list', q{SELECT credit.import_list_entry('no_such_list', '91220000YX2001370M', '列1号', '2026-05-20', dept_id => 1)},
		'there is no list "no_such_list" for decisions of 2026-05-20', '没有适用于2026-05-20所作决定的名单“no_such_list”',
		'可设立的名单见credit.list_kind。' ],
	[ 'list', q{INSERT INTO credit.measure (measure, name_zh, name_en, direction, basis_id) VALUES ('x', '限制措施', 'a measure', 'sanction', 'no_such_basis')},
		'has no sufficient legal basis', '措施“x”没有充分的法定依据', '没有登记依据“no_such_basis”。' ],
	[ 'exchange', q{SELECT credit.export_package('x', 'penalty', filter => '{"colour": "red"}')},
		'is unknown or malformed', '条件“colour”未知或格式不正确', 'items和status为数组。' ],
	[ 'exchange', q{SELECT credit.import_report('<report version="1.0"/>', '210100')},
		'is not a credit report that can be taken over', '该文档不是可接收的信用报告', '没有报告编号。' ],
	[ 'ledger', q{SELECT credit.ledger_proof('record', 7777)},
		'the ledger has no record 7777', '账本中没有record 7777', '编号请在credit.history中查找。' ],
	[ 'statistics', q{SELECT credit.assess_department(1, 'no-such-line', 1, '理由', 2026)},
		'the assessment table of 2026 has no line', '2026年度评估表没有指标“no-such-line”', '评估指标见credit.assessment_rule。' ],
	[ 'operations', q{SELECT credit.maintenance_step('no_such_action')},
		'there is no maintenance action', '没有维护动作“no_such_action”', '维护动作见credit.maintenance_action。' ],
	[ 'operations', q{SELECT * FROM credit.maintain('2026-09-30')},
		'maintenance cannot run ahead of time', '日常维护不能提前执行', '所给日期为2026-09-30，今天是2026-09-22。' ],
);
foreach my $one (@said)
{
	my ($room, $statement, $english, @chinese) = @$one;
	my $in_chinese = message('zh_CN.UTF-8', $statement);
	foreach my $words (@chinese) { like($in_chinese, qr/\Q$words\E/, "$room: $words"); }
	my $in_english = message('C', $statement);
	like($in_english, qr/\Q$english\E/, "$room: … in English");
	unlike($in_english, qr/\Q$chinese[0]\E/, "$room: … and not in Chinese");
}

is($node->safe_psql('city', q{SET lc_messages = 'zh_CN.UTF-8'; SELECT reason ~ 'Position 18' FROM credit.uscc_verify('91220000YX2001370X')}),
	't', 'what a function returns does not follow the language');
is($node->safe_psql('city', q{SELECT credit.message('') || credit.message('no such message, %s', 1) || coalesce(credit.message(NULL), 'null')}),
	'no such message, 1null', 'what has no translation stays as it is');

# what the installation itself refuses
$node->safe_psql('postgres', 'CREATE DATABASE other; GRANT credit_reader TO credit_public');
like(message('zh_CN.UTF-8', 'CREATE EXTENSION credit', 'other'), qr/角色“credit_reader”有成员.*请从这些成员收回该角色。/s, 'root: a role that has members');
like(message('C', 'CREATE EXTENSION credit', 'other'), qr/role "credit_reader" has members/, 'root: … in English');
$node->safe_psql('postgres', 'REVOKE credit_reader FROM credit_public');

# what it says to a server that is too old, made of every server by its number
my ($share) = run_command([ 'pg_config', '--sharedir' ]);
my ($guard) = slurp_file("$share/extension/credit--1.0.sql") =~ /^(DO \$\$.*?^\$\$;)/ms;
ok(($guard =~ s/ 150000 / 990000 /) == 1, 'the guard is there');
like(message('zh_CN.UTF-8', $guard), qr/credit需要PostgreSQL 15或更高版本.*15之前的版本没有带security_invoker的视图。/s, 'root: a server that is too old');
like(message('C', $guard), qr/credit needs PostgreSQL 15 or later.*Views with security_invoker do not exist/s, 'root: … in English');

# a database in another encoding gets the same words in its own
$node->safe_psql('postgres', q{CREATE DATABASE euc ENCODING 'EUC_CN' LOCALE 'C' TEMPLATE template0});
$node->safe_psql('euc', 'CREATE EXTENSION credit');
like(message('zh_CN.UTF-8', 'SELECT credit.close_batch(77)', 'euc'), qr/批次77不是开放批次/, 'in EUC_CN too');
like(message('zh_CN.UTF-8', q{SELECT credit.maintenance_step('no_such_action')}, 'euc'), qr/没有维护动作“no_such_action”/, '… of every room');

done_testing();
