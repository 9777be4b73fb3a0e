-- city.sql: a fictional city and what its departments send in, for make demo.
--
-- Runs in a database where the extension is installed and makes schema city:
-- departments, organisations, and the outbox of rows as the departments' own
-- systems hold them, some dirty in the ways real input is. Column "fate" says
-- what a correct platform must do with each row, so that the demo can check.
-- Every choice is drawn from md5 of a key: the same city on every machine.
--
-- Nobody here exists. A unified code needs a real division code; all carry that
-- of a province's register, and organisation codes beginning with YX, which is
-- no series in use.

\set ON_ERROR_STOP 1
SET client_min_messages = warning;
CREATE SCHEMA city;

-- a number in [0,1) that depends on the key alone
CREATE FUNCTION city.u(key text) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN ('x' || substr(md5(key), 1, 8))::bit(32)::int8 / 4294967296.0;
CREATE FUNCTION city.pick(choices text[], key text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN choices[1 + floor(city.u(key) * cardinality(choices))::int];
CREATE FUNCTION city.code(class text, number int) RETURNS text LANGUAGE sql STABLE STRICT
BEGIN ATOMIC
	SELECT whole.code17 || credit.uscc_check_char(whole.code17) FROM (
		SELECT class || '220000YX' || to_char(number, 'FM000000')
			|| CASE m.sum % 11 WHEN 0 THEN '0' WHEN 1 THEN 'X' ELSE (11 - m.sum % 11)::text END AS code17
		FROM (SELECT 34 * 3 + 33 * 7 + number / 100000 % 10 * 9 + number / 10000 % 10 * 10
			+ number / 1000 % 10 * 5 + number / 100 % 10 * 8 + number / 10 % 10 * 4 + number % 10 * 2 AS sum) m
	) whole;
END;

-- Departments: how many days apart they send, and how long a decision lies on a
-- desk before; through files (COPY) or by SQL from their own system.
CREATE TABLE city.department (
	n int PRIMARY KEY, abbr text, name text, role text, sector text, every int, desk int, channel text, code text);
INSERT INTO city.department
SELECT d.n, d.abbr, '望岚市' || d.name, 'wanglan_' || d.role, d.sector, d.every, d.desk, d.channel, city.code('11', 900000 + d.n * 37)
FROM (VALUES
	(1, '市监', '市场监督管理局', 'market', 'market_regulation', 3, 1, 'file'),
	(2, '应急', '应急管理局', 'emergency', 'work_safety', 5, 2, 'file'),
	(3, '消', '消防救援支队', 'fire', 'fire', 5, 2, 'file'),
	(4, '环', '生态环境局', 'environment', 'environment', 5, 3, 'file'),
	(5, '建', '住房和城乡建设局', 'housing', 'construction_quality', 7, 3, 'file'),
	(6, '交', '交通运输局', 'transport', NULL, 4, 1, 'file'),
	(7, '卫', '卫生健康委员会', 'health', NULL, 5, 2, 'file'),
	(8, '人社', '人力资源和社会保障局', 'labour', NULL, 7, 2, 'file'),
	(9, '自然资', '自然资源局', 'land', NULL, 9, 3, 'file'),
	(10, '农', '农业农村局', 'agriculture', NULL, 10, 6, 'file'),
	(11, '水', '水务局', 'water', NULL, 7, 3, 'file'),
	(12, '林', '林业和草原局', 'forestry', NULL, 10, 4, 'file'),
	(13, '公', '公安局', 'police', NULL, 4, 2, 'file'),
	(14, '民', '民政局', 'civil', NULL, 6, 2, 'file'),
	(15, '教', '教育局', 'education', NULL, 9, 4, 'file'),
	(16, '文旅', '文化广播电视和旅游局', 'culture', NULL, 6, 2, 'file'),
	(17, '商', '商务局', 'commerce', NULL, 7, 2, 'file'),
	(18, '发改', '发展和改革委员会', 'reform', NULL, 5, 1, 'file'),
	(19, '工信', '工业和信息化局', 'industry', NULL, 7, 4, 'file'),
	(20, '财', '财政局', 'finance', NULL, 8, 2, 'file'),
	(21, '税', '税务局', 'tax', NULL, 3, 0, 'file'),
	(22, '城管', '城市管理行政执法局', 'urban', NULL, 14, 8, 'file'),
	(23, '医保', '医疗保障局', 'insurance', NULL, 7, 2, 'file'),
	(24, '药监', '药品监督管理分局', 'drug', 'drug', 5, 2, 'file'),
	(25, '气', '气象局', 'weather', NULL, 9, 3, 'file'),
	(26, '烟', '烟草专卖局', 'tobacco', NULL, 4, 1, 'file'),
	(27, '邮', '邮政管理局', 'post', NULL, 7, 2, 'file'),
	(28, '新出', '新闻出版局', 'press', NULL, 12, 4, 'file'),
	(29, '体', '体育局', 'sports', NULL, 7, 3, 'sql'),
	(30, '政数', '行政审批和数据局', 'approval', NULL, 2, 0, 'sql')
) AS d (n, abbr, name, role, sector, every, desk, channel);

-- What they decide, about whom (field of business; * for all).
CREATE TABLE city.template (
	t int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, item text, dept int, fields text[], words text[]);
INSERT INTO city.template (item, dept, fields, words)
SELECT 'licence', l.dept, l.fields::text[], string_to_array(l.words, '|')
FROM (VALUES
	-- decision document|certificate|content|category|years (0: long term)
	(1, '{food,trade}', '食品经营许可决定书|食品经营许可证|准予从事预包装食品销售|普通|5'),
	(1, '{chem,build}', '特种设备使用登记决定书|特种设备使用登记证|准予特种设备使用登记|登记|0'),
	(2, '{chem}', '危险化学品经营许可决定书|危险化学品经营许可证|准予经营危险化学品（无仓储）|普通|3'),
	(3, '{food,trade,tour,edu,med}', '公众聚集场所投入使用营业前消防安全检查意见书|消防安全检查合格证|准予投入使用、营业|核准|0'),
	(4, '{chem,farm,med}', '排污许可决定书|排污许可证|准予排放污染物|普通|5'),
	(5, '{build}', '建筑工程施工许可决定书|建筑工程施工许可证|准予建筑工程施工|普通|2'),
	(6, '{transport,trade}', '道路运输经营许可决定书|道路运输经营许可证|准予从事道路普通货物运输|普通|4'),
	(7, '{food,tour,med}', '公共场所卫生许可决定书|卫生许可证|准予公共场所卫生许可|普通|4'),
	(8, '{tech,trade,public}', '人力资源服务许可决定书|人力资源服务许可证|准予开展职业中介活动|普通|5'),
	(9, '{build,chem,farm}', '建设用地规划许可决定书|建设用地规划许可证|准予建设用地规划许可|普通|0'),
	(10, '{farm}', '动物防疫条件审查决定书|动物防疫条件合格证|准予动物防疫条件审查合格|核准|0'),
	(11, '{farm,chem,build}', '取水许可决定书|取水许可证|准予取用地表水|普通|5'),
	(12, '{farm,build}', '林木采伐许可决定书|林木采伐许可证|准予采伐人工林|普通|1'),
	(13, '{tour,trade,chem}', '特种行业许可决定书|特种行业许可证|准予经营旅馆业|普通|0'),
	(14, '{public}', '社会组织变更登记决定书|法人登记证书|准予变更登记|登记|4'),
	(15, '{edu,public}', '民办学校办学许可决定书|办学许可证|准予举办非学历教育培训|普通|3'),
	(16, '{tour,tech,edu}', '旅行社业务经营许可决定书|旅行社业务经营许可证|准予经营国内旅游业务|普通|0'),
	(17, '{trade,transport}', '成品油零售经营批准决定书|成品油零售经营批准证书|准予成品油零售经营|核准|5'),
	(18, '{build,chem,transport}', '企业投资项目核准决定书||核准企业投资项目|核准|2'),
	(19, '{tech,chem}', '民用爆炸物品销售许可决定书|民用爆炸物品销售许可证|准予销售民用爆炸物品|普通|3'),
	(20, '{trade,tech,public}', '代理记账许可决定书|代理记账许可证书|准予从事代理记账业务|普通|0'),
	(21, '{trade,tech,food,build}', '增值税专用发票最高开票限额审批决定书||最高开票限额十万元|普通|0'),
	(22, '{food,trade,build}', '临时占用城市道路许可决定书|临时占道许可证|准予临时占用城市道路|普通|1'),
	(23, '{med}', '定点医药机构确认决定书||确认为定点医药机构|认可|1'),
	(24, '{med,trade}', '药品经营许可决定书|药品经营许可证|准予药品零售|普通|5'),
	(25, '{build,chem,tech}', '防雷装置设计审核决定书||准予防雷装置设计审核通过|核准|0'),
	(26, '{trade,food,tour}', '烟草专卖零售许可决定书|烟草专卖零售许可证|准予卷烟零售|普通|5'),
	(27, '{transport,trade}', '快递业务经营许可决定书|快递业务经营许可证|准予经营快递业务|普通|5'),
	(28, '{edu,tour,trade}', '出版物零售许可决定书|出版物经营许可证|准予出版物零售|普通|6'),
	(29, '{tour,edu,public}', '高危险性体育项目经营许可决定书|高危险性体育项目经营许可证|准予经营游泳项目|普通|5'),
	(30, '{*}', '企业变更登记决定书|营业执照|准予变更登记|登记|0')
) AS l (dept, fields, words)
UNION ALL
SELECT 'penalty', p.dept, p.fields::text[], string_to_array(p.words, '|')
FROM (VALUES
	-- type of act|facts|basis|least fine|largest fine, in yuan
	(1, '{food,trade}', '经营超过保质期的食品|货架上的食品超过保质期仍在销售|《中华人民共和国食品安全法》|1000|50000'),
	(1, '{tech,trade,edu}', '发布虚假广告|在店堂内发布与事实不符的广告|《中华人民共和国广告法》|2000|200000'),
	(2, '{chem,build}', '未按规定进行安全生产教育培训|新进人员上岗前未经安全生产教育培训|《中华人民共和国安全生产法》|5000|100000'),
	(3, '{food,tour,trade,edu}', '占用、堵塞疏散通道|营业场所疏散通道堆放货物|《中华人民共和国消防法》|5000|50000'),
	(4, '{chem,farm,med}', '超标排放水污染物|排口化学需氧量超过排放标准|《中华人民共和国水污染防治法》|100000|1200000'),
	(5, '{build}', '未取得施工许可证擅自施工|未取得施工许可证即组织施工|《建设工程质量管理条例》|10000|300000'),
	(6, '{transport}', '车辆超限运输|货运车辆超过核定载质量行驶|《公路安全保护条例》|500|30000'),
	(7, '{med,food}', '未按规定消毒公共用品用具|顾客用品用具未清洗消毒|《公共场所卫生管理条例》|500|20000'),
	(8, '{build,transport,tech}', '未按时足额支付农民工工资|逾期未支付劳动者工资|《保障农民工工资支付条例》|5000|100000'),
	(9, '{farm,build}', '未经批准占用土地|未经批准占用土地建设仓库|《中华人民共和国土地管理法》|3000|150000'),
	(10, '{farm}', '未建立养殖档案|养殖场未按规定建立养殖档案|《中华人民共和国畜牧法》|500|10000'),
	(11, '{farm,chem}', '未依照批准的取水许可规定条件取水|年取水量超过许可水量|《取水许可和水资源费征收管理条例》|5000|50000'),
	(13, '{tour}', '未按规定登记住宿旅客信息|未如实登记住宿旅客信息|《旅馆业治安管理办法》|200|5000'),
	(15, '{edu}', '擅自变更办学地址|未经批准变更办学地址招生|《中华人民共和国民办教育促进法》|5000|50000'),
	(16, '{tour}', '未与旅游者签订合同|组织旅游活动未签订书面合同|《旅行社条例》|2000|50000'),
	(21, '{*}', '未按照规定期限办理纳税申报|逾期未办理纳税申报|《中华人民共和国税收征收管理法》|50|2000'),
	(22, '{food,trade,build}', '擅自占用城市道路|在人行道摆放物品经营|《城市道路管理条例》|200|5000'),
	(23, '{med}', '重复收费|对同一诊疗项目重复收取费用|《医疗保障基金使用监督管理条例》|5000|200000'),
	(24, '{med}', '未凭处方销售处方药|未凭处方销售处方药|《药品流通监督管理办法》|500|10000'),
	(26, '{trade,food}', '未在当地烟草专卖批发企业进货|从其他渠道购进卷烟|《中华人民共和国烟草专卖法实施条例》|300|8000'),
	(27, '{transport}', '未按规定执行收寄验视|收寄邮件快件未当面验视|《中华人民共和国邮政法》|2000|50000'),
	(28, '{edu,trade}', '发行侵权出版物|销售未经授权的出版物|《出版管理条例》|1000|50000')
) AS p (dept, fields, words);

-- 2,400 organisations
CREATE TABLE city.organisation (
	o int PRIMARY KEY, class text, field text, kind credit.subject_kind, industry text,
	name text, boss text, code text, registered_on date);
INSERT INTO city.organisation
SELECT o, class, field,
	CASE class WHEN '91' THEN 'enterprise' WHEN '92' THEN 'individual_business' WHEN '93' THEN 'farmers_cooperative'
		WHEN '12' THEN 'public_institution' WHEN 'N2' THEN 'collective' ELSE 'social_organisation' END::credit.subject_kind,
	CASE field WHEN 'food' THEN 'H' WHEN 'build' THEN 'E' WHEN 'transport' THEN 'G' WHEN 'chem' THEN 'C' WHEN 'trade' THEN 'F'
		WHEN 'farm' THEN 'A' WHEN 'edu' THEN 'P' WHEN 'med' THEN 'Q' WHEN 'tour' THEN 'R' WHEN 'tech' THEN 'I' ELSE 'S' END,
	CASE class
		WHEN '91' THEN '望岚市' || mark || trade || (ARRAY['有限公司', '有限公司', '有限责任公司', '股份有限公司'])[1 + o % 4]
		WHEN '92' THEN '望岚市' || district || mark || (CASE field WHEN 'food' THEN '面馆' WHEN 'trade' THEN '便利店'
			WHEN 'med' THEN '药店' WHEN 'tour' THEN '客栈' ELSE '汽修店' END)
		WHEN '93' THEN '望岚市' || mark || '种植农民专业合作社'
		WHEN '12' THEN '望岚市' || district || '第' || (o % 211 + 1) || city.pick('{小学,中学,幼儿园,卫生院,文化馆}', 'pi' || o)
		WHEN 'N2' THEN '望岚市云浦县' || city.pick('{柳湾,石桥,清塘,松岗}', 'town' || o) || '镇' || mark || '村股份经济合作社'
		WHEN '51' THEN '望岚市' || mark || '行业协会'
		ELSE '望岚市' || mark || '职业培训学校' END,
	substr('周吴郑王冯陈卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜', 1 + floor(city.u('f' || o) * 27)::int, 1)
		|| city.pick('{沐言,思齐,若谷,知远,景行,望舒,听澜,牧野,云开,怀瑾,乐山,清和,长庚,以宁,修远}', 'g' || o),
	city.code(class, 100000 + o * 7),
	'2005-01-04'::date + floor(city.u('reg' || o) * 6800)::int
FROM (
	SELECT o, class, CASE class WHEN '93' THEN 'farm' WHEN 'N2' THEN 'farm' WHEN '51' THEN 'public' WHEN '12' THEN 'public'
			WHEN '52' THEN 'edu' WHEN '92' THEN city.pick('{food,food,trade,trade,med,tour,transport}', 'in' || o)
			ELSE city.pick('{food,build,transport,chem,trade,trade,farm,edu,med,tour,tech}', 'in' || o) END AS field,
		substr('恒泽瑞丰启明嘉禾远帆盛景安和博雅聚源晨星汇川德润宏远佳宁', 1 + o % 30, 1)
			|| substr('岚屿溪汀澜岫原渚坪岭湾浦塬崖泉', 1 + o / 30 % 15, 1) || CASE WHEN o >= 450 THEN substr('东南西北中', 1 + o / 450 % 6, 1) ELSE '' END AS mark,
		city.pick('{青溪区,松台区,云浦县}', 'd' || o) AS district
	FROM (SELECT o, CASE WHEN city.u('c' || o) < 0.56 THEN '91' WHEN city.u('c' || o) < 0.79 THEN '92'
			WHEN city.u('c' || o) < 0.86 THEN '93' WHEN city.u('c' || o) < 0.90 THEN '12'
			WHEN city.u('c' || o) < 0.93 THEN 'N2' WHEN city.u('c' || o) < 0.965 THEN '51' ELSE '52' END AS class
		FROM generate_series(1, 2400) o) c
) f
CROSS JOIN LATERAL (SELECT CASE field WHEN 'food' THEN '食品' WHEN 'build' THEN '建筑工程' WHEN 'transport' THEN '物流'
	WHEN 'chem' THEN '化工' WHEN 'trade' THEN '商贸' WHEN 'farm' THEN '农业发展' WHEN 'edu' THEN '教育咨询'
	WHEN 'med' THEN '医药' WHEN 'tour' THEN '文化旅游' ELSE '信息技术' END AS trade) w;

CREATE TABLE city.choice AS
SELECT f.field, t.item, array_agg(t.t ORDER BY t.t) AS ts
FROM (SELECT DISTINCT field FROM city.organisation) f
JOIN city.template t ON f.field = ANY (t.fields) OR t.fields = '{*}'
GROUP BY 1, 2;

-- 24,000 decisions from September 2023 to 21 September 2026, and the day each is sent:
-- the department's next sending day after the paper has lain on the desk.
CREATE TABLE city.decision AS
SELECT d.n, d.item, d.o, t.t, t.dept, d.decided_on,
	credit.add_workdays(ready + (dep.every - (ready - '2023-01-02'::date + dep.n) % dep.every) % dep.every, 0) AS sent_on,
	row_number() OVER (PARTITION BY t.dept, d.item, extract(year FROM d.decided_on) ORDER BY d.decided_on, d.n) AS serial
FROM (
	SELECT n, item, 1 + floor(2400 * power(city.u('o' || n), CASE item WHEN 'penalty' THEN 2.2 ELSE 1.1 END))::int * 1777 % 2400 AS o,
		credit.add_workdays(CASE WHEN city.u('y' || n) < 0.25 THEN '2023-09-04'::date + floor(city.u('d' || n) * 484)::int
			WHEN city.u('y' || n) < 0.52 THEN '2025-01-01'::date + floor(city.u('d' || n) * 365)::int
			ELSE '2026-01-01'::date + floor(city.u('d' || n) * 262)::int END, 0) AS decided_on
	FROM (SELECT n, CASE WHEN city.u('i' || n) < 0.2 THEN 'penalty' ELSE 'licence' END AS item FROM generate_series(1, 24000) n) i
) d
JOIN city.organisation o ON o.o = d.o
JOIN city.choice c ON c.field = o.field AND c.item = d.item
JOIN city.template t ON t.t = c.ts[1 + floor(city.u('t' || d.n) * cardinality(c.ts))::int]
JOIN city.department dep ON dep.n = t.dept
CROSS JOIN LATERAL (SELECT d.decided_on + floor(city.u('desk' || d.n) * (dep.desk + 1))::int
	+ CASE WHEN city.u('lost' || d.n) < 0.002 + dep.n * 7 % 10 * 0.005 THEN 30 ELSE 0 END AS ready) r;
DELETE FROM city.decision WHERE sent_on > '2026-09-21';

-- What is wrong with a row: nothing for most. Rows from before 2026 come from
-- the old platform, where only some faults were possible.
ALTER TABLE city.decision ADD fault text;
UPDATE city.decision SET fault = CASE
	WHEN f < 0.006 THEN 'check_char' WHEN f < 0.009 THEN 'transposed' WHEN f < 0.013 THEN 'lower_case'
	WHEN f < 0.017 THEN 'full_width' WHEN f < 0.021 THEN 'blanks' WHEN f < 0.025 THEN 'date_style'
	WHEN f < 0.028 THEN 'reversed' WHEN f < 0.032 THEN 'missing' WHEN f < 0.034 THEN 'impossible_date'
	WHEN f < 0.037 THEN 'category' WHEN f < 0.039 THEN 'two_faults' WHEN f < 0.040 THEN 'future'
	WHEN f < 0.0406 THEN 'short_code'
	WHEN sent_on < '2026-01-01' THEN NULL
	WHEN f < 0.043 THEN 'other_department' WHEN f < 0.045 THEN 'unregistered'
	WHEN f < 0.055 THEN 'twice_in_file' WHEN f < 0.067 THEN 'sent_again'
	WHEN f < 0.077 AND sent_on < '2026-08-15' THEN 'corrected'
	WHEN f < 0.12 AND item = 'penalty' THEN 'yuan' END
FROM (SELECT n AS m, city.u('fault' || n) AS f FROM city.decision) x WHERE m = n;

-- The outbox: one row per row sent, in the national fields, as text.
CREATE TABLE city.outbox (
	n int, dept int, item text, fault text, fate text, sent_on date, copy int,
	mc text, lb text, shxym text, frdb text, wsh text, jdrq text, jg text, jgdm text,
	xkws text, xklb text, xkzs text, xkbh text, nr text, yxqz text, yxqzi text, zt text,
	wfxw text, sy text, yj text, cflb text, fk text, wfff text, zkdx text, gsjzq text, bz text);
INSERT INTO city.outbox
SELECT d.n, d.dept, d.item, d.fault,
	CASE WHEN fault IN ('check_char', 'transposed', 'reversed', 'missing', 'impossible_date', 'category', 'two_faults',
		'future', 'short_code', 'other_department', 'unregistered') THEN 'rejected' ELSE 'accepted' END,
	d.sent_on, 0,
	CASE fault WHEN 'blanks' THEN '　' || o.name || '  ' ELSE o.name END,
	CASE o.class WHEN '92' THEN '个体工商户' ELSE '法人及非法人组织' END,
	CASE fault
		WHEN 'check_char' THEN left(o.code, 17) || substr('0123456789ABCDEFGHJKLMNPQRTUWXY', 1 +
			(strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', right(o.code, 1)) + floor(city.u('w' || d.n) * 30)::int) % 31, 1)
		WHEN 'two_faults' THEN left(o.code, 17) || substr('0123456789ABCDEFGHJKLMNPQRTUWXY', 1 +
			strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', right(o.code, 1)) % 31, 1)
		WHEN 'transposed' THEN left(o.code, 8) || 'XY' || substr(o.code, 11)
		WHEN 'lower_case' THEN lower(o.code)
		WHEN 'full_width' THEN translate(o.code, '0123456789NXY', '０１２３４５６７８９ＮＸＹ')
		WHEN 'short_code' THEN left(o.code, 15)
		ELSE o.code END,
	o.boss,
	'望' || dep.abbr || CASE d.item WHEN 'licence' THEN '许' ELSE '罚' END || '〔' || extract(year FROM d.decided_on) || '〕' || to_char(d.serial, 'FM0000') || '号',
	CASE fault
		WHEN 'date_style' THEN to_char(d.decided_on, (ARRAY['YYYY/FMMM/FMDD', 'YYYYMMDD', 'YYYY.MM.DD', 'YYYY"年"FMMM"月"FMDD"日"'])[1 + d.n % 4])
		WHEN 'impossible_date' THEN extract(year FROM d.decided_on) || '-02-30'
		WHEN 'two_faults' THEN extract(year FROM d.decided_on) || '-13-05'
		WHEN 'future' THEN to_char(d.decided_on + interval '3 years', 'YYYY-MM-DD')
		ELSE d.decided_on::text END,
	CASE fault WHEN 'other_department' THEN x.name WHEN 'unregistered' THEN '望岚市开发区管理委员会' ELSE dep.name END,
	CASE fault WHEN 'other_department' THEN x.code WHEN 'unregistered' THEN city.code('11', 909999) ELSE dep.code END,
	l.words[1], CASE fault WHEN 'category' THEN '一般许可' ELSE l.words[4] END, nullif(l.words[2], ''),
	CASE WHEN l.words[2] <> '' THEN dep.abbr || to_char(d.n, 'FM000000') END,
	CASE WHEN fault = 'missing' THEN CASE WHEN d.n % 3 = 0 THEN '无' END
		WHEN d.item = 'licence' THEN l.words[3]
		ELSE '处' || array_to_string(k.kinds, '、') || CASE WHEN '罚款' = ANY (k.kinds) THEN '，罚款' || f.fine || '元' ELSE '' END END,
	d.decided_on::text,
	CASE WHEN fault = 'reversed' THEN (d.decided_on - 20)::text WHEN l.words[5] = '0' THEN '2099-12-31'
		ELSE (d.decided_on + make_interval(years => l.words[5]::int))::date::text END,
	'1',
	p.words[1], p.words[2], p.words[3],
	CASE WHEN fault = 'category' THEN '罚金' ELSE array_to_string(k.kinds, (ARRAY[';', '、', '，'])[1 + d.n % 3]) END,
	CASE WHEN '罚款' = ANY (k.kinds) THEN
		CASE fault WHEN 'yuan' THEN f.fine::text ELSE trim_scale(f.fine / 10000.0)::text END END,
	CASE WHEN '没收违法所得' = ANY (k.kinds) THEN trim_scale(round((f.fine * 0.6)::numeric / 10000, 4))::text END,
	CASE WHEN '吊销许可证件' = ANY (k.kinds) OR '暂扣许可证件' = ANY (k.kinds) THEN '经营许可证 ' || dep.abbr || to_char(d.n, 'FM000000') END,
	CASE WHEN fault = 'reversed' THEN (d.decided_on - 30)::text
		WHEN d.n % 5 = 0 THEN (d.decided_on + interval '1 year')::date::text END,
	NULL
FROM city.decision d
JOIN city.organisation o ON o.o = d.o
JOIN city.department dep ON dep.n = d.dept
JOIN city.department x ON x.n = d.dept % 28 + 1
LEFT JOIN city.template l ON l.t = d.t AND d.item = 'licence'
LEFT JOIN city.template p ON p.t = d.t AND d.item = 'penalty'
CROSS JOIN LATERAL (SELECT CASE WHEN city.u('k' || d.n) < 0.10 THEN '{警告}' WHEN city.u('k' || d.n) < 0.16 THEN '{通报批评}'
	WHEN city.u('k' || d.n) < 0.80 THEN '{罚款}' WHEN city.u('k' || d.n) < 0.90 THEN '{罚款,没收违法所得}'
	WHEN city.u('k' || d.n) < 0.95 THEN '{罚款,责令停产停业}' WHEN city.u('k' || d.n) < 0.975 THEN '{罚款,暂扣许可证件}'
	ELSE '{罚款,吊销许可证件}' END::text[] AS kinds) k
CROSS JOIN LATERAL (SELECT (p.words[4]::numeric + floor(power(city.u('fine' || d.n), 3) * (p.words[5]::int - p.words[4]::int) / 50) * 50)::int AS fine) f;

-- sent again: the next time the department sends, or once more in the same file
INSERT INTO city.outbox
SELECT (jsonb_populate_record(s, jsonb_build_object(
	'fate', CASE fault WHEN 'corrected' THEN 'corrected' ELSE 'duplicate' END, 'copy', 1,
	'nr', CASE fault WHEN 'corrected' THEN nr || '（更正）' ELSE nr END,
	'sent_on', CASE fault WHEN 'twice_in_file' THEN sent_on ELSE
		least('2026-09-21', credit.add_workdays(sent_on + dep.every, 0)) END))).*
FROM city.outbox s JOIN city.department dep ON dep.n = s.dept
WHERE fault IN ('twice_in_file', 'sent_again', 'corrected');
-- a row and its copy on the last day both lie in one file; the copy comes second
ALTER TABLE city.outbox ADD file text;
UPDATE city.outbox b SET file = CASE
	WHEN sent_on < '2026-01-01' THEN 'old'
	WHEN dep.channel = 'sql' THEN 'sql'
	ELSE sent_on || '/' || substr(dep.role, 9) || '-' || item || '.csv' END
FROM city.department dep WHERE dep.n = b.dept;
CREATE INDEX ON city.outbox (sent_on, dept);
ANALYZE city.outbox;

-- Which column of the outbox is which national field.
CREATE TABLE city.columns AS
SELECT item, string_agg(field, ', ' ORDER BY nr) AS columns, string_agg(source, ', ' ORDER BY nr) AS source
FROM (VALUES
	('licence', 1, 'xk_xdr_mc', 'mc'), ('licence', 2, 'xk_xdr_lb', 'lb'), ('licence', 3, 'xk_xdr_shxym', 'shxym'),
	('licence', 4, 'xk_frdb', 'frdb'), ('licence', 5, 'xk_xkws', 'xkws'), ('licence', 6, 'xk_wsh', 'wsh'),
	('licence', 7, 'xk_xklb', 'xklb'), ('licence', 8, 'xk_xkzs', 'xkzs'), ('licence', 9, 'xk_xkbh', 'xkbh'),
	('licence', 10, 'xk_nr', 'nr'), ('licence', 11, 'xk_jdrq', 'jdrq'), ('licence', 12, 'xk_yxqz', 'yxqz'),
	('licence', 13, 'xk_yxqzi', 'yxqzi'), ('licence', 14, 'xk_xkjg', 'jg'), ('licence', 15, 'xk_xkjgdm', 'jgdm'),
	('licence', 16, 'xk_zt', 'zt'), ('licence', 17, 'xk_lydw', 'jg'), ('licence', 18, 'xk_lydwdm', 'jgdm'),
	('licence', 19, 'bz', 'bz'),
	('penalty', 1, 'cf_xdr_mc', 'mc'), ('penalty', 2, 'cf_xdr_lb', 'lb'), ('penalty', 3, 'cf_xdr_shxym', 'shxym'),
	('penalty', 4, 'cf_frdb', 'frdb'), ('penalty', 5, 'cf_wsh', 'wsh'), ('penalty', 6, 'cf_wfxw', 'wfxw'),
	('penalty', 7, 'cf_sy', 'sy'), ('penalty', 8, 'cf_yj', 'yj'), ('penalty', 9, 'cf_cflb', 'cflb'),
	('penalty', 10, 'cf_nr', 'nr'), ('penalty', 11, 'cf_nr_fk', 'fk'), ('penalty', 12, 'cf_nr_wfff', 'wfff'),
	('penalty', 13, 'cf_nr_zkdx', 'zkdx'), ('penalty', 14, 'cf_jdrq', 'jdrq'), ('penalty', 15, 'cf_gsjzq', 'gsjzq'),
	('penalty', 16, 'cf_cfjg', 'jg'), ('penalty', 17, 'cf_cfjgdm', 'jgdm'), ('penalty', 18, 'cf_sjly', 'jg'),
	('penalty', 19, 'cf_sjlydm', 'jgdm'), ('penalty', 20, 'bz', 'bz')
) AS c (item, nr, field, source)
GROUP BY item;

-- The same fields as one object, as the old platform hands them over.
CREATE VIEW city.old_platform AS
SELECT b.n, b.item, (b.sent_on + time '10:00') AT TIME ZONE 'Asia/Shanghai' AS received_at,
	jsonb_strip_nulls((SELECT jsonb_object_agg(f.field, to_jsonb(b) -> f.source)
		FROM unnest(string_to_array(c.columns, ', '), string_to_array(c.source, ', ')) AS f (field, source))) AS detail
FROM city.outbox b JOIN city.columns c ON c.item = b.item
WHERE b.file = 'old';

-- Roles, departments and the register, as a credit office sets them up.
DO $$
DECLARE
	d record;
BEGIN
	FOR d IN SELECT * FROM city.department ORDER BY n LOOP
		IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = d.role) THEN
			EXECUTE format('CREATE ROLE %I', d.role);
		END IF;
		EXECUTE format('GRANT credit_department TO %I', d.role);
		INSERT INTO credit.department (name, uscc, region_code, sector, role_name)
		VALUES (d.name, d.code::credit.uscc, '220000', d.sector, d.role);
	END LOOP;
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'wanglan_office') THEN
		CREATE ROLE wanglan_office;
	END IF;
	GRANT credit_admin TO wanglan_office;
END
$$;
GRANT USAGE ON SCHEMA city TO credit_admin, credit_department;
GRANT SELECT ON ALL TABLES IN SCHEMA city TO credit_admin, credit_department;

-- The register knows most organisations; the others come in with a decision,
-- and stay provisional until it confirms them.
SELECT credit.confirm_subjects(jsonb_agg(jsonb_build_object('kind', kind, 'uscc', code, 'name', name,
	'region_code', '220000', 'industry_code', industry, 'registered_on', registered_on) ORDER BY o)) AS register
FROM city.organisation WHERE city.u('known' || o) < 0.9 \gset
