-- dimension.sql: what facts are grouped by. Every fact view of credit_bi names
-- its keys as here (day or month, dept_id, item, region_code, industry_code,
-- subject_id), so that a tool joins them by itself. Requires registry/,
-- catalogue/, calendar/.

CREATE VIEW credit_bi.date_dimension WITH (security_invoker = true) AS
SELECT d.day::pg_catalog.date AS day,
	pg_catalog.date_trunc('month', d.day)::pg_catalog.date AS month,
	pg_catalog.date_trunc('quarter', d.day)::pg_catalog.date AS quarter,
	pg_catalog.date_part('year', d.day)::pg_catalog.int4 AS year,
	pg_catalog.date_part('quarter', d.day)::pg_catalog.int4 AS quarter_no,
	pg_catalog.date_part('month', d.day)::pg_catalog.int4 AS month_no,
	pg_catalog.date_part('day', d.day)::pg_catalog.int4 AS day_no,
	pg_catalog.date_part('isodow', d.day)::pg_catalog.int4 AS weekday,
	credit.is_workday(d.day::pg_catalog.date) AS is_workday,
	credit.is_statutory_holiday(d.day::pg_catalog.date) AS is_statutory_holiday,
	credit.day_status(d.day::pg_catalog.date) AS status
FROM pg_catalog.generate_series('2001-01-01'::pg_catalog.timestamp,
	pg_catalog.make_date(pg_catalog.date_part('year', credit.today())::pg_catalog.int4 OPERATOR(pg_catalog.+) 2, 12, 31)::pg_catalog.timestamp,
	'1 day'::pg_catalog.interval) d (day);
COMMENT ON VIEW credit_bi.date_dimension IS 'One row a day, from 2001 to the end of the year after next, with working days and holidays of the calendar in use. 日期维度：2001 年至后年年末，含现行日历的工作日与节假日。';
COMMENT ON COLUMN credit_bi.date_dimension.day IS 'The day. 日期。';
COMMENT ON COLUMN credit_bi.date_dimension.month IS 'First day of its month; facts by month join here on day. 所在月首日；按月事实以此与 day 关联。';
COMMENT ON COLUMN credit_bi.date_dimension.quarter IS 'First day of its quarter. 所在季首日。';
COMMENT ON COLUMN credit_bi.date_dimension.year IS 'Year. 年份。';
COMMENT ON COLUMN credit_bi.date_dimension.quarter_no IS 'Quarter, 1 to 4. 季度。';
COMMENT ON COLUMN credit_bi.date_dimension.month_no IS 'Month, 1 to 12. 月份序号。';
COMMENT ON COLUMN credit_bi.date_dimension.day_no IS 'Day of the month. 当月日序。';
COMMENT ON COLUMN credit_bi.date_dimension.weekday IS 'Day of the week, 1 Monday to 7 Sunday. 星期，1 为周一。';
COMMENT ON COLUMN credit_bi.date_dimension.is_workday IS 'Whether it is a working day, worked weekends included. 是否工作日（含调休上班）。';
COMMENT ON COLUMN credit_bi.date_dimension.is_statutory_holiday IS 'Whether it is a statutory holiday. 是否法定节假日。';
COMMENT ON COLUMN credit_bi.date_dimension.status IS 'announced by a notice, projected without one, or unknown. 已公布、推算或未知。';
GRANT SELECT ON credit_bi.date_dimension TO credit_admin, credit_department, credit_analyst;

CREATE VIEW credit_bi.department_dimension WITH (security_invoker = true) AS
SELECT d.dept_id, d.name COLLATE credit.pinyin AS department, d.uscc::pg_catalog.text AS code, d.sector,
	d.region_code::pg_catalog.text AS region_code, r.name AS region, d.parent_id, p.name AS parent,
	d.valid OPERATOR(pg_catalog.@>) credit.today() AS is_current
FROM credit.department d
LEFT JOIN credit.region r ON r.code OPERATOR(pg_catalog.=) d.region_code
LEFT JOIN credit.department p ON p.dept_id OPERATOR(pg_catalog.=) d.parent_id;
COMMENT ON VIEW credit_bi.department_dimension IS 'Departments. 部门维度。';
COMMENT ON COLUMN credit_bi.department_dimension.dept_id IS 'Number of the department. 部门编号。';
COMMENT ON COLUMN credit_bi.department_dimension.department IS 'Name. 部门名称。';
COMMENT ON COLUMN credit_bi.department_dimension.code IS 'Unified code. 统一社会信用代码。';
COMMENT ON COLUMN credit_bi.department_dimension.sector IS 'Field whose own rules apply. 所属领域。';
COMMENT ON COLUMN credit_bi.department_dimension.region_code IS 'Division it works for. 行政区划代码。';
COMMENT ON COLUMN credit_bi.department_dimension.region IS 'Name of the division. 行政区划名称。';
COMMENT ON COLUMN credit_bi.department_dimension.parent_id IS 'Department above. 上级部门编号。';
COMMENT ON COLUMN credit_bi.department_dimension.parent IS 'Name of the department above. 上级部门名称。';
COMMENT ON COLUMN credit_bi.department_dimension.is_current IS 'Whether it exists today. 当前是否存续。';
GRANT SELECT ON credit_bi.department_dimension TO credit_admin, credit_department, credit_analyst;

-- the newest edition names the item
CREATE VIEW credit_bi.item_dimension WITH (security_invoker = true) AS
SELECT DISTINCT ON (i.item) i.item::pg_catalog.text AS item, i.name_zh AS item_zh, i.name_en AS item_en, i.category::pg_catalog.text AS category,
	c.name_zh AS category_zh, c.name_en AS category_en, i.polarity::pg_catalog.text AS polarity, i.openness::pg_catalog.text AS openness
FROM credit.catalogue_item i
LEFT JOIN credit.catalogue_category c ON c.category OPERATOR(pg_catalog.=) i.category
ORDER BY i.item, pg_catalog.lower(i.valid) DESC NULLS LAST, i.edition DESC;
COMMENT ON VIEW credit_bi.item_dimension IS 'Catalogue items with their categories, by their newest edition. 目录事项维度（取最新版）。';
COMMENT ON COLUMN credit_bi.item_dimension.item IS 'Catalogue item. 目录事项。';
COMMENT ON COLUMN credit_bi.item_dimension.item_zh IS 'Chinese name. 中文名称。';
COMMENT ON COLUMN credit_bi.item_dimension.item_en IS 'English name. 英文名称。';
COMMENT ON COLUMN credit_bi.item_dimension.category IS 'National category. 类别。';
COMMENT ON COLUMN credit_bi.item_dimension.category_zh IS 'Chinese name of the category. 类别中文名称。';
COMMENT ON COLUMN credit_bi.item_dimension.category_en IS 'English name of the category. 类别英文名称。';
COMMENT ON COLUMN credit_bi.item_dimension.polarity IS 'positive, neutral or negative. 正面、中性或负面。';
COMMENT ON COLUMN credit_bi.item_dimension.openness IS 'public, government or restricted. 公开、政府共享或受限。';
GRANT SELECT ON credit_bi.item_dimension TO credit_admin, credit_department, credit_analyst;

CREATE VIEW credit_bi.region_dimension WITH (security_invoker = true) AS
SELECT r.code::pg_catalog.text AS region_code, r.name AS region, r.level, r.parent::pg_catalog.text AS parent_code, p.name AS parent,
	pg_catalog."left"(r.code, 2) OPERATOR(pg_catalog.||) '0000' AS province_code,
	CASE WHEN r.level OPERATOR(pg_catalog.<>) 'province' THEN pg_catalog."left"(r.code, 4) OPERATOR(pg_catalog.||) '00' END AS prefecture_code
FROM credit.region r LEFT JOIN credit.region p ON p.code OPERATOR(pg_catalog.=) r.parent;
COMMENT ON VIEW credit_bi.region_dimension IS 'Administrative divisions. 行政区划维度。';
COMMENT ON COLUMN credit_bi.region_dimension.region_code IS 'Six digits of GB/T 2260. 六位区划代码。';
COMMENT ON COLUMN credit_bi.region_dimension.region IS 'Name. 名称。';
COMMENT ON COLUMN credit_bi.region_dimension.level IS 'Level. 级别。';
COMMENT ON COLUMN credit_bi.region_dimension.parent_code IS 'Division above. 上级区划代码。';
COMMENT ON COLUMN credit_bi.region_dimension.parent IS 'Name of the division above. 上级区划名称。';
COMMENT ON COLUMN credit_bi.region_dimension.province_code IS 'Province it lies in. 所属省级代码。';
COMMENT ON COLUMN credit_bi.region_dimension.prefecture_code IS 'Prefecture it lies in; null for a province. 所属地级代码，省级为空。';
GRANT SELECT ON credit_bi.region_dimension TO credit_admin, credit_department, credit_analyst;

CREATE VIEW credit_bi.industry_dimension WITH (security_invoker = true) AS
SELECT i.code::pg_catalog.text AS industry_code, i.name AS industry, i.level, i.parent::pg_catalog.text AS parent_code
FROM credit.industry i;
COMMENT ON VIEW credit_bi.industry_dimension IS 'Industries (GB/T 4754). 行业维度。';
COMMENT ON COLUMN credit_bi.industry_dimension.industry_code IS 'Code. 行业代码。';
COMMENT ON COLUMN credit_bi.industry_dimension.industry IS 'Name. 名称。';
COMMENT ON COLUMN credit_bi.industry_dimension.level IS 'Level. 层级。';
COMMENT ON COLUMN credit_bi.industry_dimension.parent_code IS 'Industry above. 上级行业代码。';
GRANT SELECT ON credit_bi.industry_dimension TO credit_admin, credit_department, credit_analyst;
