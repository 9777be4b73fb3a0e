-- legal_basis_seed.sql: the documents that shipped rules cite. Requires
-- registry/region.sql. A row is verified when its number and date were seen in
-- public text; the source column says what is still to be compared.
INSERT INTO credit.legal_basis (basis_id, title, doc_no, rank, in_force, verified, source, standard_entry)
SELECT b.basis_id, b.title, b.doc_no, b.rank, b.in_force::pg_catalog.daterange, b.verified, b.source, true
FROM (VALUES
	-- laws 法律
	('penalty_law_1996', '中华人民共和国行政处罚法（1996年）', NULL, 'law', '[1996-10-01,2021-07-15)', false, '施行日期待核对'),
	('penalty_law_2021', '中华人民共和国行政处罚法（2021年修订）', '主席令第七十号', 'law', '[2021-07-15,)', false, '条文已见；施行日期与令号待核对'),
	('licence_law', '中华人民共和国行政许可法', '主席令第七号', 'law', '[2004-07-01,)', false, '条文编号与施行日期待核对'),
	('compulsion_law', '中华人民共和国行政强制法', '主席令第四十九号', 'law', '[2012-01-01,)', false, '第六十九条已见；施行日期待核对'),
	('procurement_law', '中华人民共和国政府采购法', '主席令第六十八号', 'law', '[2003-01-01,)', false, '第二十二条已见；施行日期待核对'),
	('civil_procedure_law', '中华人民共和国民事诉讼法', NULL, 'law', '[1991-04-09,)', false, '期间规定已见；虚假诉讼、失信被执行人条文编号待核对'),
	('tax_administration_law', '中华人民共和国税收征收管理法', NULL, 'law', '[2001-05-01,)', false, '施行日期待核对'),
	('work_safety_law', '中华人民共和国安全生产法', NULL, 'law', '[2002-11-01,)', false, '施行日期待核对'),
	('personal_information_law', '中华人民共和国个人信息保护法', '主席令第九十一号', 'law', '[2021-11-01,)', false, '施行日期待核对'),
	-- administrative regulations 行政法规
	('enterprise_disclosure', '企业信息公示暂行条例', '国务院令第654号', 'administrative_regulation', '[2014-10-01,)', false, '名称见政策文件；令号与日期待核对'),
	('market_registration', '中华人民共和国市场主体登记管理条例', '国务院令第746号', 'administrative_regulation', '[2022-03-01,)', false, '令号与日期待核对'),
	('credit_reporting', '征信业管理条例', '国务院令第631号', 'administrative_regulation', '[2013-03-15,)', false, '条例已见引用；第十四条、第十六条内容待核对'),
	('migrant_wages', '保障农民工工资支付条例', '国务院令第724号', 'administrative_regulation', '[2020-05-01,)', false, '令号与日期待核对'),
	('sme_payments', '保障中小企业款项支付条例', '国务院令第728号', 'administrative_regulation', '[2020-09-01,)', false, '令号与日期待核对'),
	('government_information', '中华人民共和国政府信息公开条例', '国务院令第711号', 'administrative_regulation', '[2019-05-15,)', false, '名称见政策文件；令号与日期待核对'),
	-- local regulations 地方性法规
	('jilin_social_credit', '吉林省社会信用条例', '吉林省第十三届人大常委会公告第73号', 'local_regulation', '[2022-01-01,)', true, '2021-09-28通过；权益保障一章全文待核对'),
	-- central policies 党中央、国务院文件
	('gf_21_2014', '社会信用体系建设规划纲要（2014-2020年）', '国发〔2014〕21号', 'central_policy', '[2014-06-14,2021-01-01)', false, '名称见政策文件；文号与日期待核对'),
	('gf_33_2016', '国务院关于建立完善守信联合激励和失信联合惩戒制度加快推进社会诚信建设的指导意见', '国发〔2016〕33号', 'central_policy', '[2016-05-30,)', false, '文号与日期待核对'),
	('gbf_35_2019', '国务院办公厅关于加快推进社会信用体系建设构建以信用为基础的新型监管机制的指导意见', '国办发〔2019〕35号', 'central_policy', '[2019-07-09,)', true, '文号见政策文件；成文日期待核对'),
	('gbf_39_2019', '国务院办公厅文件（公共信用信息报告标准所依据）', '国办发〔2019〕39号', 'central_policy', '[2019-08-01,)', false, '文号已见；名称与日期待核对'),
	('gbf_49_2020', '国务院办公厅关于进一步完善失信约束制度构建诚信建设长效机制的指导意见', '国办发〔2020〕49号', 'central_policy', '[2020-12-07,)', true, '2020年12月；成文日期待核对'),
	('gbf_22_2025', '国务院办公厅关于进一步完善信用修复制度的实施方案', '国办发〔2025〕22号', 'central_policy', '[2025-06-22,)', true, '一个平台、三级失信、一套流程'),
	('gbf_8_2026', '建立企业信用状况综合评价体系的实施方案', '国办发〔2026〕8号', 'central_policy', '[2026-04-02,)', true, '名称与日期已见；内容为转述'),
	-- ministries 部门规章与部门文件
	('ndrc_penalty_notice_2017', '国家发展改革委办公厅关于行政处罚信息公示期限的通知', NULL, 'ministry_rule', '[2017-07-31,2019-07-01)', true, '公示期一年，严重失信三年；文号待补'),
	('fgb_424_2018', '行政许可和行政处罚等信用信息公示数据标准（双公示）', '发改办财金〔2018〕424号', 'ministry_rule', '[2018-07-25,)', true, '七个工作日规则已见；附件数据表未见'),
	('fgb_527_2019', '关于进一步完善“信用中国”网站及地方信用门户网站行政处罚信息信用修复机制的通知', '发改办财金〔2019〕527号', 'ministry_rule', '[2019-07-01,2023-05-01)', true, NULL),
	('ndrc_order_58', '失信行为纠正后的信用信息修复管理办法（试行）', '国家发展改革委令第58号', 'ministry_rule', '[2023-05-01,2026-04-01)', true, '食品、药品领域一年下限待核对'),
	('ndrc_order_36_2025', '信用修复管理办法', '国家发展改革委令2025年第36号', 'ministry_rule', '[2026-04-01,)', true, '各环节工作日数未见原文'),
	('ndrc_order_44_2025', '招标投标领域信用管理暂行办法', '国家发展改革委令第44号', 'ministry_rule', '[2027-01-01,)', false, '转述'),
	('samr_order_44', '市场监督管理严重违法失信名单管理办法', '国家市场监督管理总局令第44号', 'ministry_rule', '[2021-09-01,)', true, '名单期限三年待核对'),
	('samr_order_45', '市场监督管理行政处罚信息公示规定', '国家市场监督管理总局令第45号', 'ministry_rule', '[2021-09-01,)', true, '公示期限待核对'),
	('samr_repair_3_2021', '市场监督管理信用修复管理办法', '国市监信规〔2021〕3号', 'ministry_rule', '[2021-09-01,)', true, '各环节工作日数待核对'),
	('samr_risk_6_2022', '关于推进企业信用风险分类管理进一步提升监管效能的意见', '国市监信发〔2022〕6号', 'ministry_rule', '[2022-01-13,)', true, '成文日期待核对'),
	('catalogue_2021', '全国公共信用信息基础目录（2021年版）', NULL, 'ministry_rule', '[2021-12-16,2022-12-28)', true, '11类；日期待核对'),
	('catalogue_2022', '全国公共信用信息基础目录（2022年版）', NULL, 'ministry_rule', '[2022-12-28,2024-02-23)', true, '12类；日期待核对'),
	('catalogue_2024', '全国公共信用信息基础目录和全国失信惩戒措施基础清单（2024年版）', '发改财金规〔2024〕203号', 'ministry_rule', '[2024-02-23,)', true, '13类；成文日期待核对；2025、2026年版未见'),
	('measures_2021', '全国失信惩戒措施基础清单（2021年版）', NULL, 'ministry_rule', '[2021-12-16,2024-02-23)', true, '3类14项；分项文字待核对'),
	('report_standard_2021', '公共信用信息报告标准（2021年版）', '发改办财金〔2021〕28号', 'ministry_rule', '[2021-01-08,2022-09-07)', true, NULL),
	('report_standard_2022', '公共信用信息报告标准（2022年版）', NULL, 'ministry_rule', '[2022-09-07,)', true, '章节内容待核对'),
	('mohrss_order_45', '拖欠农民工工资失信联合惩戒对象名单管理暂行办法', '人力资源和社会保障部令第45号', 'ministry_rule', '[2022-01-01,)', true, NULL),
	('sta_order_54', '重大税收违法失信主体信息公布管理办法', '国家税务总局令第54号', 'ministry_rule', '[2022-02-01,)', true, '名单期限待核对'),
	('mem_order_11', '安全生产严重失信主体名单管理办法', '应急管理部令第11号', 'ministry_rule', '[2023-10-01,)', true, NULL),
	('spc_dishonest_debtors', '最高人民法院关于公布失信被执行人名单信息的若干规定', '法释〔2017〕7号', 'ministry_rule', '[2013-10-01,)', false, '2013年施行、2017年修改；期限与文号待核对'),
	('procurement_records_526', '关于报送政府采购严重违法失信行为信息记录的通知', '财办库〔2014〕526号', 'ministry_rule', '[2015-01-01,)', true, '施行日期待核对'),
	('mca_order_60', '社会组织信用信息管理办法', '民政部令第60号', 'ministry_rule', '[2018-01-24,)', true, '名单期限待核对'),
	('mct_order_7', '文化和旅游市场信用管理规定', '文化和旅游部令第7号', 'ministry_rule', '[2022-01-01,)', true, '名单期限待核对'),
	('tax_credit_2014', '纳税信用管理办法（试行）', '国家税务总局公告2014年第40号', 'ministry_rule', '[2014-10-01,2025-07-01)', false, '文号待核对'),
	('tax_credit_2025', '纳税缴费信用管理办法', '国家税务总局公告2025年第12号', 'ministry_rule', '[2025-07-01,)', true, NULL),
	('environment_credit_2013', '企业环境信用评价办法（试行）', '环发〔2013〕150号', 'ministry_rule', '[2014-03-01,)', true, '施行日期待核对'),
	('labour_credit_2016', '企业劳动保障守法诚信等级评价办法', '人社部规〔2016〕1号', 'ministry_rule', '[2017-01-01,)', true, NULL),
	-- standards 国家标准
	('gbt_45255_2025', '公共信用综合评价规范', 'GB/T 45255-2025', 'ministry_rule', '[2025-06-01,)', true, '阈值与周期未见原文'),
	('gb_32100_2015', '法人和其他组织统一社会信用代码编码规则', 'GB 32100-2015', 'ministry_rule', '[2015-10-01,)', true, NULL),
	('gbt_39441_2020', '公共信用信息分类与编码规范', 'GB/T 39441-2020', 'ministry_rule', '[2021-06-01,)', false, '施行日期待核对'),
	-- local documents 地方文件
	('jilin_city_2020', '吉林市加快推进社会信用体系建设构建以信用为基础的新型监管机制的实施方案', NULL, 'local_document', '[2020-01-01,)', true, '政策文件原文；成文日期待核对'),
	('jilin_plan_14_5', '吉林省“十四五”社会信用体系建设规划', NULL, 'local_document', '[2021-01-01,)', true, '政策文件原文；成文日期待核对'),
	('tonghua_2019', '2019年通化市社会信用体系建设重点工作计划', NULL, 'local_document', '[2019-01-01,2020-01-01)', true, '政策文件原文；名单数量指标已被国办发〔2020〕49号取代'),
	('baicheng_2022', '白城市2022年社会信用体系建设重点任务清单（园区）', NULL, 'local_document', '[2022-01-01,)', true, '政策文件原文'),
	('jilin_repair', '吉林省公共信用修复管理暂行办法', NULL, 'local_document', '[2020-01-01,)', false, '仅见名称')
) AS b (basis_id, title, doc_no, rank, in_force, verified, source);
