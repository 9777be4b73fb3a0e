-- names.sql: :n fictional organisations for the search bench, the same on every
-- run. Regions, brands, words of industry and legal forms are combined at
-- random, frequent ones much more often, as in a register. Run with
-- psql -v n=2600000.
\set ON_ERROR_STOP 1
SET client_min_messages = warning;

-- a number below count, small ones likelier the higher the skew
CREATE FUNCTION pg_temp.pick(i bigint, salt bigint, count int, skew float8) RETURNS int
	LANGUAGE sql IMMUTABLE
	RETURN 1 + floor(count * power((hashint8extended(i, salt) & 1048575) / 1048576.0, skew))::int;

SELECT ARRAY['长春市', '长春', '吉林省', '吉林市', '延边', '四平市', '通化市', '松原市', '白城市', '白山市',
		'辽源市', '公主岭市', '榆树市', '德惠市', '农安县', '延吉市', '敦化市', '梅河口市', '前郭县', '九台区']
	|| array_agg(word ORDER BY hashtext(word)) AS regions
FROM credit.name_word WHERE part = 'region' AND canonical <> '' AND word !~ '开发区|食品区' \gset
SELECT array_agg(word ORDER BY hashtext(word)) AS industries
FROM credit.name_word WHERE part = 'industry' \gset
-- 420 characters that brands are made of
SELECT array_agg(c ORDER BY hashtext(c)) AS chars FROM regexp_split_to_table(
	'鑫源盛达宏远兴隆恒通瑞丰华泰安康顺和金福祥瑞天成永昌利民大众新东方中北南海润泽佳美嘉禾万德信诚博文志远鹏程宇航星辰阳光明亮晨曦春秋冬夏雨雪云雾山水江河湖泉松柏竹梅兰菊桃李杏枫林森木石玉珍宝珠银铜铁锦绣绿红蓝紫青白黄黑龙凤虎豹马牛羊鹿鹤雁鹰燕雀鱼虾蟹龟梦想希望未来时代世纪千百亿双三一九五六七八四十吉庆喜乐欢悦欣荣茂繁景运财富贵仁义礼智勇忠孝善真诚正直公平同心协力合作共享联盟创立建业开拓进取卓越超群领先锋尖顶峰巅科理想数码艺术文化书香翰墨琴棋诗画食味鲜甜香酥脆醇厚浓淡清凉温暖舒适便捷快速飞腾跃升展翅翔奔驰骏骥长白松花辽图布伦哈达乌兰敖包格尔塔木巴特尔苏日娜其木嘎查朝鲁额尔敦萨仁高娃阿古拉浩斯旭东升平朗晓彤彩霞虹霓岚岭峡谷原野草坪沃土田园庄稼麦谷穗豆稻粟粱黍薯茶棉麻桑蚕丝绸缎绒纱织缝纫裁剪衣裳帽靴鞋袜巾帕伞扇灯烛火炉灶锅碗瓢盆壶杯盏碟筷勺刀剑弓箭盾舟船帆桨橹锚港湾洲岛屿礁滩沙漠绿汇聚凝集融贯穿越界境域疆土邦国都城乡镇村屯坊巷弄堂院阁楼台亭榭轩斋', '') c
WHERE c <> '' \gset

INSERT INTO credit.subject (kind, uscc, name, name_key)
SELECT 'enterprise', code::credit.uscc, name, credit.normalize_name(name)
FROM (
	SELECT body || credit.uscc_check_char(body) AS code,
		(:'regions'::text[])[pg_temp.pick(i, 1, array_length(:'regions'::text[], 1), 3)]
		|| (:'chars'::text[])[pg_temp.pick(i, 2, array_length(:'chars'::text[], 1), 1.6)]
		|| (:'chars'::text[])[pg_temp.pick(i, 3, array_length(:'chars'::text[], 1), 1.3)]
		|| CASE WHEN hashint8extended(i, 9) & 3 = 0
			THEN (:'chars'::text[])[pg_temp.pick(i, 4, array_length(:'chars'::text[], 1), 1)] ELSE '' END
		|| (:'industries'::text[])[pg_temp.pick(i, 5, array_length(:'industries'::text[], 1), 2)]
		|| (ARRAY['有限公司', '有限责任公司', '店', '商店', '专业合作社', '股份有限公司', '中心', '厂',
			'经营部', '有限公司长春分公司'])[pg_temp.pick(i, 6, 10, 2.2)] AS name
	FROM generate_series(1, :n) AS i,
		LATERAL (SELECT '91' || lpad((220100 + i % 800)::text, 6, '0') || 'MA'
			|| translate(lpad(to_hex(i), 7, '0'), 'abcdef', 'ABCDEF')) AS b (body)
) AS generated;
VACUUM ANALYZE credit.subject;
