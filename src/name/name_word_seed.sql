-- name_word_seed.sql: shipped words of names. Requires name_word.sql. Each row may
-- be changed or switched off (in_use); one's own rows survive updates.

-- Regions with the short name that is the full one less its last character
-- (by the bytes, since SQL_ASCII knows no characters).
INSERT INTO credit.name_word (part, word, canonical, standard_entry)
SELECT 'region', spelling, full_name, true
FROM pg_catalog.regexp_split_to_table($$
北京市 天津市 河北省 石家庄市 唐山市 秦皇岛市 邯郸市 邢台市 保定市 张家口市
承德市 沧州市 廊坊市 衡水市 山西省 太原市 大同市 阳泉市 长治市 晋城市 朔州市
晋中市 运城市 忻州市 临汾市 吕梁市 呼和浩特市 包头市 乌海市 赤峰市 通辽市
鄂尔多斯市 呼伦贝尔市 巴彦淖尔市 乌兰察布市 兴安盟 锡林郭勒盟 阿拉善盟 辽宁省
沈阳市 大连市 鞍山市 抚顺市 本溪市 丹东市 锦州市 营口市 阜新市 辽阳市 盘锦市
铁岭市 朝阳市 葫芦岛市 长春市 四平市 辽源市 白山市 松原市 白城市 黑龙江省
哈尔滨市 齐齐哈尔市 鸡西市 鹤岗市 双鸭山市 大庆市 伊春市 佳木斯市 七台河市
牡丹江市 黑河市 绥化市 上海市 江苏省 南京市 无锡市 徐州市 常州市 苏州市 南通市
连云港市 淮安市 盐城市 扬州市 镇江市 泰州市 宿迁市 浙江省 杭州市 宁波市 温州市
嘉兴市 湖州市 绍兴市 金华市 衢州市 舟山市 台州市 丽水市 安徽省 合肥市 芜湖市
蚌埠市 淮南市 马鞍山市 淮北市 铜陵市 安庆市 黄山市 滁州市 阜阳市 宿州市 六安市
亳州市 池州市 宣城市 福建省 福州市 厦门市 莆田市 三明市 泉州市 漳州市 南平市
龙岩市 宁德市 江西省 南昌市 景德镇市 萍乡市 九江市 新余市 鹰潭市 赣州市 吉安市
宜春市 抚州市 上饶市 山东省 济南市 青岛市 淄博市 枣庄市 东营市 烟台市 潍坊市
济宁市 泰安市 威海市 日照市 临沂市 德州市 聊城市 滨州市 菏泽市 河南省 郑州市
开封市 洛阳市 平顶山市 安阳市 鹤壁市 新乡市 焦作市 濮阳市 许昌市 漯河市 三门峡市
南阳市 商丘市 信阳市 周口市 驻马店市 湖北省 武汉市 黄石市 十堰市 宜昌市 襄阳市
鄂州市 荆门市 孝感市 荆州市 黄冈市 咸宁市 随州市 湖南省 长沙市 株洲市 湘潭市
衡阳市 邵阳市 岳阳市 常德市 张家界市 益阳市 郴州市 永州市 怀化市 娄底市 广东省
广州市 韶关市 深圳市 珠海市 汕头市 佛山市 江门市 湛江市 茂名市 肇庆市 惠州市
梅州市 汕尾市 河源市 阳江市 清远市 东莞市 中山市 潮州市 揭阳市 云浮市 南宁市
柳州市 桂林市 梧州市 北海市 防城港市 钦州市 贵港市 玉林市 百色市 贺州市 河池市
来宾市 崇左市 海南省 海口市 三亚市 三沙市 儋州市 重庆市 四川省 成都市 自贡市
攀枝花市 泸州市 德阳市 绵阳市 广元市 遂宁市 内江市 乐山市 南充市 眉山市 宜宾市
广安市 达州市 雅安市 巴中市 资阳市 贵州省 贵阳市 六盘水市 遵义市 安顺市 毕节市
铜仁市 云南省 昆明市 曲靖市 玉溪市 保山市 昭通市 丽江市 普洱市 临沧市 拉萨市
日喀则市 昌都市 林芝市 山南市 那曲市 陕西省 西安市 铜川市 宝鸡市 咸阳市 渭南市
延安市 汉中市 榆林市 安康市 商洛市 甘肃省 兰州市 嘉峪关市 金昌市 白银市 天水市
武威市 张掖市 平凉市 酒泉市 庆阳市 定西市 陇南市 青海省 西宁市 海东市 银川市
石嘴山市 吴忠市 固原市 中卫市 乌鲁木齐市 克拉玛依市 吐鲁番市 哈密市 台湾省 农安县
榆树市 德惠市 公主岭市 永吉县 蛟河市 桦甸市 舒兰市 磐石市 梨树县 双辽市 东丰县
东辽县 辉南县 柳河县 梅河口市 集安市 抚松县 靖宇县 临江市 长岭县 乾安县 扶余市
镇赉县 通榆县 洮南市 大安市 延吉市 图们市 敦化市 珲春市 龙井市 和龙市 汪清县
安图县
$$, '\s+') AS full_name,
	LATERAL (VALUES (full_name),
		(pg_catalog.regexp_replace(full_name, '(省|市|县|盟)$', ''))) AS v (spelling)
WHERE full_name OPERATOR(pg_catalog.<>) '';

-- Regions with a short name of another kind.
INSERT INTO credit.name_word (part, word, canonical, standard_entry)
SELECT 'region', spelling, pg_catalog.split_part(pair, '=', 1), true
FROM pg_catalog.regexp_split_to_table($$
内蒙古自治区=内蒙古 延边朝鲜族自治州=延边 大兴安岭地区=大兴安岭
恩施土家族苗族自治州=恩施 湘西土家族苗族自治州=湘西 广西壮族自治区=广西
阿坝藏族羌族自治州=阿坝 甘孜藏族自治州=甘孜 凉山彝族自治州=凉山
黔西南布依族苗族自治州=黔西南 黔东南苗族侗族自治州=黔东南 黔南布依族苗族自治州=黔南
楚雄彝族自治州=楚雄 红河哈尼族彝族自治州=红河州 文山壮族苗族自治州=文山
西双版纳傣族自治州=西双版纳 大理白族自治州=大理 德宏傣族景颇族自治州=德宏
怒江傈僳族自治州=怒江 迪庆藏族自治州=迪庆 西藏自治区=西藏 阿里地区=阿里
临夏回族自治州=临夏 甘南藏族自治州=甘南 海北藏族自治州=海北 黄南藏族自治州=黄南
果洛藏族自治州=果洛 玉树藏族自治州=玉树 海西蒙古族藏族自治州=海西
宁夏回族自治区=宁夏 新疆维吾尔自治区=新疆 昌吉回族自治州=昌吉
博尔塔拉蒙古自治州=博尔塔拉 巴音郭楞蒙古自治州=巴音郭楞 阿克苏地区=阿克苏
克孜勒苏柯尔克孜自治州=克孜勒苏 喀什地区=喀什 和田地区=和田 伊犁哈萨克自治州=伊犁
塔城地区=塔城 阿勒泰地区=阿勒泰 香港特别行政区=香港 澳门特别行政区=澳门
伊通满族自治县=伊通 前郭尔罗斯蒙古族自治县=前郭
$$, '\s+') AS pair,
	LATERAL (VALUES (pg_catalog.split_part(pair, '=', 1)), (pg_catalog.split_part(pair, '=', 2))) AS v (spelling)
WHERE pair OPERATOR(pg_catalog.<>) '';

-- Regions named in full only: their short names are other things as well.
INSERT INTO credit.name_word (part, word, canonical, standard_entry)
SELECT 'region', full_name, full_name, true
FROM pg_catalog.regexp_split_to_table($$
海南藏族自治州 南关区 宽城区 朝阳区 二道区 绿园区 双阳区 九台区
长春净月高新技术产业开发区 长春高新技术产业开发区 长春汽车经济技术开发区 昌邑区 龙潭区
船营区 丰满区 吉林经济开发区 吉林高新技术产业开发区 吉林中国新加坡食品区 铁西区
铁东区 龙山区 西安区 东昌区 二道江区 浑江区 江源区 长白朝鲜族自治县 宁江区
吉林松原经济开发区 洮北区 吉林白城经济开发区 吉林省 吉林市 通化市 通化县 中国
中华人民共和国 九台市
$$, '\s+') AS full_name
WHERE full_name OPERATOR(pg_catalog.<>) '';

-- Short names of two regions, and words that only begin like one.
INSERT INTO credit.name_word (part, word, canonical, doubtful, standard_entry) VALUES
	('region', '吉林', '吉林', true, true),
	('region', '通化', '通化', true, true),
	('region', '长白山', '', false, true),
	('region', '长春藤', '', false, true),
	('region', '中国红', '', false, true),
	('region', '北京路', '', false, true),
	('region', '上海路', '', false, true);

-- Legal forms that have another spelling: word=the form it stands for; nothing
-- after the sign: the word says nothing about the form. A limited company may
-- call itself 有限责任公司 or 有限公司, a company limited by shares 股份有限公司 or
-- 股份公司 (Company Law).
INSERT INTO credit.name_word (part, word, canonical, standard_entry)
SELECT 'legal_form', pg_catalog.split_part(pair, '=', 1), pg_catalog.split_part(pair, '=', 2), true
FROM pg_catalog.regexp_split_to_table($$
有限公司=有限责任公司 责任有限公司=有限责任公司 股份公司=股份有限公司
集团有限公司=集团有限责任公司 集团=集团公司 有限合伙=合伙企业有限合伙
普通合伙=合伙企业普通合伙 特殊普通合伙=合伙企业特殊普通合伙 专业合作社=农民专业合作社
专业合作社联合社=农民专业合作社联合社 专业合作联社=农民专业合作社联合社
供销社=供销合作社 信用社=信用合作社 联社=联合社 个体工商户= 个体户= 个体=
自然人独资= 自然人投资或控股= 法人独资= 国有独资= 个人独资=
$$, '\s+') AS pair
WHERE pair OPERATOR(pg_catalog.<>) '';

INSERT INTO credit.name_word (part, word, canonical, standard_entry)
SELECT 'legal_form', word, word, true
FROM pg_catalog.regexp_split_to_table($$
有限责任公司 股份有限公司 集团有限责任公司 集团股份有限公司 集团公司 公司 总公司
国有独资公司 合伙企业 合伙企业有限合伙 合伙企业普通合伙 合伙企业特殊普通合伙
个人独资企业 农民专业合作社 农民专业合作社联合社 股份经济合作社 经济合作社 股份合作社
合作社 供销合作社 信用合作社 联合社 家庭农场 农场 林场 牧场 养殖场 厂 工厂 总厂
加工厂 制造厂 店 商店 总店 专卖店 经销店 便利店 商行 商场 商城 超市 市场
批发部 经销部 销售部 门市部 经营部 服务部 工作室 中心 服务中心 事务所 律师事务所
会计师事务所 税务师事务所 研究院 研究所 设计院 学校 小学 中学 幼儿园 大学 学院
医院 卫生院 诊所 协会 商会 学会 基金会 促进会 联合会 委员会 村民委员会
居民委员会 银行 饭店 酒店 宾馆 旅馆 酒楼 餐厅 餐馆 面馆 食堂 茶楼 网吧 旅行社
出版社 报社 杂志社 药房 药店 大药房 加油站 站 社 馆 部 行 坊 吧 室 屋 园
场 院 所 队 办公室 局 厅
$$, '\s+') AS word
WHERE word OPERATOR(pg_catalog.<>) '';

-- Branches: the form begins with the parent's.
INSERT INTO credit.name_word (part, word, canonical, branch, standard_entry)
SELECT 'legal_form', word, word, true, true
FROM pg_catalog.regexp_split_to_table($$
分公司 支公司 分店 分厂 分行 支行 分理处 分社 储蓄所 营业部 营业厅 营业所
办事处 代表处 联络处 分部 分所 分院 分校 支局 邮政所 营销服务部 服务站 项目部
工程处 分销处 经营处
$$, '\s+') AS word
WHERE word OPERATOR(pg_catalog.<>) '';

-- Words of industry.
INSERT INTO credit.name_word (part, word, canonical, standard_entry)
SELECT 'industry', word, word, true
FROM pg_catalog.regexp_split_to_table($$
科技 技术 信息技术 信息科技 网络 网络科技 网络技术 软件 软件开发 电子 电子科技
电子商务 电子技术 数据 智能科技 光电 光电技术 通信 通讯 通信工程 计算机
计算机网络 系统集成 自动化 生物 生物科技 生物技术 生物工程 环保 环保科技 环保工程
新材料 新能源 能源 能源科技 节能 商贸 贸易 经贸 工贸 科贸 国际贸易 进出口
进出口贸易 物资贸易 物资经贸 物资经销 物资 经销 销售 批发 零售 百货 超市 便利
供销 购销 代理 商业 商务 商务服务 商务咨询 电商 农副产品 土特产 土产 日用品
日杂 五金 五金交电 建材 装饰材料 建筑材料 保温材料 钢材 木材 煤炭 煤炭经销 石油
燃气 液化气 天然气 化工 化工产品 涂料 塑料 橡胶 玻璃 陶瓷 纸业 包装 印刷 彩印
印务 广告 广告传媒 传媒 文化 文化传播 文化传媒 文化发展 文化艺术 影视 影视文化
会展 策划 营销策划 图文设计 设计 装饰设计 建筑 建筑工程 建设 建设工程 建筑安装
建筑劳务 劳务 劳务派遣 工程 安装 安装工程 装饰 装饰工程 装璜 装潢 装修 园林
园林绿化 绿化 绿化工程 市政工程 公路工程 路桥 路桥工程 水利工程 水利 电力
电力工程 电力设备 电力安装 消防 消防工程 消防设备 防水 防水工程 防腐 钢结构 门窗
幕墙 家具 家俱 家居 地产 房地产 房地产开发 房地产经纪 置业 物业 物业服务
物业管理 房屋拆迁 拆迁 测绘 监理 工程监理 工程咨询 工程管理 造价咨询 招标
招标代理 评估 资产评估 拍卖 检测 检验检测 认证 制造 加工 机械 机械制造 机械设备
机械加工 设备 设备制造 机电 机电设备 机电工程 电器 电器设备 电气 电气设备 仪器
仪器仪表 器材 器械 医疗器械 零部件 汽车零部件 汽车配件 配件 汽配 模具 铸造 锻造
冶金 钢铁 金属 金属制品 制品 矿业 矿产 水泥 混凝土 轻工 纺织 服装 服饰 制衣
鞋业 皮革 木业 制药 药业 医药 药材 中药材 保健品 化妆品 日化 工业 实业 产业
重工 农业 农业科技 农业开发 农业发展 农牧 牧业 养殖 种植 种植养殖 畜牧 渔业
水产 水产养殖 林业 苗木 种业 种子 种苗 饲料 化肥 肥料 农资 农药 农机 农业机械
农产品 米业 粮油 粮食 粮贸 食品 食品加工 绿色食品 乳业 饮品 饮料 酒业 酿酒
酒类 茶业 茶叶 参茸 人参 特产 山货 肉业 屠宰 果蔬 蔬菜 水果 鲜花 花卉 餐饮
餐饮服务 餐饮管理 饭店 酒店 酒店管理 宾馆 旅馆 火锅 烧烤 快餐 面馆 小吃 早餐
烘焙 蛋糕 旅游 旅游开发 国际旅行 旅行 娱乐 健身 体育 体育文化 美容 美容美发
美发 养生 洗浴 摄影 婚庆 婚庆服务 家政 家政服务 清洁 保洁 保洁服务 洗涤 殡葬
养老 养老服务 教育 教育科技 教育咨询 培训 培训服务 艺术培训 幼教 咨询 咨询服务
信息咨询 企业管理 企业管理咨询 管理 管理服务 管理咨询 财务 财务咨询 会计 代理记账
税务 法律 法律咨询 知识产权 人力资源 人力资源服务 人才 职业介绍 中介 中介服务
保安 保安服务 安全技术 安防 监控 租赁 汽车租赁 设备租赁 融资租赁 投资 投资管理
投资咨询 资产管理 基金 担保 信用担保 融资担保 小额贷款 典当 保险 保险代理
保险经纪 证券 期货 金融 金融服务 银行 村镇银行 农村商业银行 信用 运输 货运 客运
公交 公共汽车 出租汽车 汽车 汽车销售 汽车贸易 汽车服务 汽车销售服务 汽车维修
汽车修理 汽修 维修 修理 修配 驾驶员培训 驾校 摩托车 自行车 物流 快递 快运 速递
仓储 仓储服务 配送 供应链 供应链管理 冷链 装卸 停车 停车场管理 航空 航运 港务
铁路 供热 热力 供水 供电 排水 污水处理 自来水 水务 环卫 废旧物资回收 物资回收
再生资源 再生资源回收 回收 金属回收 印章 眼镜 钟表 珠宝 首饰 工艺品 玩具 文具
办公用品 图书 书店 音像 乐器 宠物 动物诊疗 诊所 门诊 口腔 药房 大药房 药店
医院 健康 健康管理 健康咨询 康复 护理 母婴 服务 经营 运营 开发 发展 科技开发
科技发展 技术开发 技术服务 技术咨询 技术推广 综合开发 生产资料 资源 环境 环境工程
水产品 调味品 冷饮 豆制品 面粉 制粉 油脂 通用设备 专用设备
$$, '\s+') AS word
WHERE word OPERATOR(pg_catalog.<>) '';
