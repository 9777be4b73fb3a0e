-- assessment.sql: the department assessment table, 100 + 10 points (P2, annex
-- 2): rules as rows, points computed where the data tell and entered where
-- they don't. Requires statistics/assessment_figure.sql.
CREATE TABLE credit.assessment_rule (
	rule pg_catalog.text COLLATE "C" PRIMARY KEY CHECK (rule OPERATOR(pg_catalog.~) '^[a-z0-9][a-z0-9._-]*$'),
	ordinal pg_catalog.int4 NOT NULL,
	part_zh pg_catalog.text NOT NULL,
	part_en pg_catalog.text NOT NULL,
	name_zh pg_catalog.text NOT NULL,
	name_en pg_catalog.text NOT NULL,
	points pg_catalog.numeric NOT NULL CHECK (points OPERATOR(pg_catalog.>) 0),
	bonus pg_catalog.bool NOT NULL DEFAULT false,
	how pg_catalog.text NOT NULL DEFAULT 'entered'
		CHECK (how OPERATOR(pg_catalog.=) ANY (ARRAY['entered', 'any', 'evidence', 'all', 'share', 'each', 'deduct'])),
	figure pg_catalog.text COLLATE "C",
	per_case pg_catalog.numeric,
	per_missing pg_catalog.numeric,
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	valid pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(valid)),
	verified pg_catalog.bool NOT NULL DEFAULT false,
	note pg_catalog.text,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false,
	CHECK ((how OPERATOR(pg_catalog.=) 'entered') OPERATOR(pg_catalog.=) (figure IS NULL)),
	CHECK ((how OPERATOR(pg_catalog.=) ANY (ARRAY['each', 'deduct'])) OPERATOR(pg_catalog.=) (per_case IS NOT NULL)),
	CHECK ((how OPERATOR(pg_catalog.=) 'deduct') OPERATOR(pg_catalog.=) (per_missing IS NOT NULL)),
	-- points by the number of entries would be a quota for lists (No. 49 of 2020)
	CONSTRAINT assessment_rule_no_quota CHECK (figure OPERATOR(pg_catalog.<>) 'list_entries' OR how OPERATOR(pg_catalog.=) ANY (ARRAY['any', 'evidence']))
);
COMMENT ON TABLE credit.assessment_rule IS 'Lines of the department assessment table. 部门信用工作评估指标。';
COMMENT ON COLUMN credit.assessment_rule.rule IS 'Short name. 指标短名。';
COMMENT ON COLUMN credit.assessment_rule.ordinal IS 'Place in the table. 次序。';
COMMENT ON COLUMN credit.assessment_rule.part_zh IS 'Heading in Chinese. 一级指标。';
COMMENT ON COLUMN credit.assessment_rule.part_en IS 'Heading in English. 一级指标英文。';
COMMENT ON COLUMN credit.assessment_rule.name_zh IS 'What earns the points, in Chinese. 指标内容。';
COMMENT ON COLUMN credit.assessment_rule.name_en IS 'The same in English. 指标内容英文。';
COMMENT ON COLUMN credit.assessment_rule.points IS 'Most points. 分值。';
COMMENT ON COLUMN credit.assessment_rule.bonus IS 'Whether they come on top of the hundred. 是否附加分。';
COMMENT ON COLUMN credit.assessment_rule.how IS 'entered by the office; any: all points when the figure is above 0; evidence: the same, else it has to be entered; all: all points when n reaches of; share: points by n / of; each: per_case points for each; deduct: points less per_case for each n and per_missing for each of. 计分方式。';
COMMENT ON COLUMN credit.assessment_rule.figure IS 'Figure it is computed from (credit_bi.assessment_figure). 计算所用数据项。';
COMMENT ON COLUMN credit.assessment_rule.per_case IS 'Points for each case. 每件分值。';
COMMENT ON COLUMN credit.assessment_rule.per_missing IS 'Points off for each thing never sent. 每次未报扣分。';
COMMENT ON COLUMN credit.assessment_rule.basis_id IS 'Document behind it. 依据。';
COMMENT ON COLUMN credit.assessment_rule.valid IS 'Years, by their last day, to which it applies. 适用年度（以年末日计）。';
COMMENT ON COLUMN credit.assessment_rule.verified IS 'False until compared with the original. 是否已与原文核对。';
COMMENT ON COLUMN credit.assessment_rule.note IS 'Remark. 备注。';
COMMENT ON COLUMN credit.assessment_rule.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';

GRANT SELECT ON credit.assessment_rule TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.assessment_rule TO credit_admin;
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.assessment_rule FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.assessment_rule FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
SELECT pg_catalog.pg_extension_config_dump('credit.assessment_rule', 'WHERE NOT standard_entry');
-- Points for lists are for keeping them, however many entries they have: a
-- number of entries is never a target (No. 49 of 2020).
INSERT INTO credit.assessment_rule (rule, ordinal, part_zh, part_en, name_zh, name_en, points, how, figure, per_case, per_missing, bonus, basis_id, valid, verified, note, standard_entry)
SELECT v.*, v.rule OPERATOR(pg_catalog.=) 'innovation', 'tonghua_2019', '[2019-01-01,)', v.rule OPERATOR(pg_catalog.<>) 'products-not-itemised',
	CASE v.rule WHEN 'products-not-itemised' THEN 'the copy at hand gives the heading 10 points and lines for 8; compare with the original' END, true
FROM (VALUES
	('organisation', 10, '保障机制和制度规范', 'Organisation and rules', '设立业务责任处室并明确责任人，及时备案', 'an office in charge, named to the credit office', 1, 'entered', NULL::pg_catalog.text, NULL::pg_catalog.numeric, NULL::pg_catalog.numeric),
	('policies', 20, '保障机制和制度规范', 'Organisation and rules', '制定本行业信用建设相关政策，每个1分，最高2分', 'policies for its trade, 1 point each, 2 at most', 2, 'entered', NULL, NULL, NULL),
	('measures', 30, '保障机制和制度规范', 'Organisation and rules', '明确推进办法并制定监督考核机制', 'a plan of work and a way to watch over it', 1, 'entered', NULL, NULL, NULL),
	('recording-rules', 40, '保障机制和制度规范', 'Organisation and rules', '制定记录市场主体信用信息的规范和制度', 'rules for recording what it learns about subjects', 1, 'entered', NULL, NULL, NULL),
	('four-lists', 50, '保障机制和制度规范', 'Organisation and rules', '制定和完善信用四张清单', 'the four lists drawn up', 6, 'share', 'four_lists', NULL, NULL),
	('four-lists-public', 60, '保障机制和制度规范', 'Organisation and rules', '对外公开信用四张清单', 'the four lists published', 1, 'entered', NULL, NULL, NULL),
	('graded-supervision', 70, '保障机制和制度规范', 'Organisation and rules', '建立信用分类监管制度', 'supervision by credit grade set up', 2, 'entered', NULL, NULL, NULL),
	('sharing', 80, '信用信息数据共享应用', 'Sharing of data', '与信用综合服务平台共享信用信息数据', 'data shared with the platform', 12, 'any', 'records_received', NULL, NULL),
	('coverage', 90, '信用信息数据共享应用', 'Sharing of data', '整合本部门本行业全量信用信息', 'all data of its trade brought together', 2, 'entered', NULL, NULL, NULL),
	('complete', 100, '信用信息数据共享应用', 'Sharing of data', '信用信息数据无缺项、漏项', 'no field missing', 1, 'all', 'rows_complete', NULL, NULL),
	('in-time', 110, '信用信息数据共享应用', 'Sharing of data', '按规定时间更新数据', 'data updated in time', 1, 'all', 'records_in_time', NULL, NULL),
	('lists-kept', 120, '守信联合激励和失信联合惩戒', 'Joint incentives and sanctions', '建立本部门本行业红黑名单', 'lists of honest and of seriously dishonest subjects set up', 4, 'share', 'lists_kept', NULL, NULL),
	('lists-public', 130, '守信联合激励和失信联合惩戒', 'Joint incentives and sanctions', '在网站公开红黑名单', 'its lists published on its site', 2, 'entered', NULL, NULL, NULL),
	('lists-shared', 140, '守信联合激励和失信联合惩戒', 'Joint incentives and sanctions', '与平台共享红黑名单信息', 'its lists shared with the platform', 4, 'evidence', 'list_entries', NULL, NULL),
	('cases', 150, '守信联合激励和失信联合惩戒', 'Joint incentives and sanctions', '形成联合奖惩典型案例，每个0.5分，最高2分', 'typical cases, half a point each, 2 at most', 2, 'each', 'typical_cases', 0.5, NULL),
	('cases-in-media', 160, '守信联合激励和失信联合惩戒', 'Joint incentives and sanctions', '联合奖惩被市级以上主流媒体报道，每个1分，最高2分', 'cases told by media of the city or above, 1 point each, 2 at most', 2, 'each', 'typical_cases_city', 1, NULL),
	('repairs', 170, '守信联合激励和失信联合惩戒', 'Joint incentives and sanctions', '对列入黑名单的企业进行信用修复、作出信用承诺并备案', 'credit repair with a commitment, on file', 4, 'evidence', 'repairs_granted', NULL, NULL),
	('commitment-form', 180, '守信联合激励和失信联合惩戒', 'Joint incentives and sanctions', '制定标准化的信用承诺书并公示', 'a standard form of commitment, published', 2, 'entered', NULL, NULL, NULL),
	('disclosure-site', 190, '双公示', 'Double disclosure', '申请双公示账号，门户网站设立信用专栏', 'an account, and a column on its site', 2, 'entered', NULL, NULL, NULL),
	('disclosure', 200, '双公示', 'Double disclosure', '公示双公示信息并与平台共享', 'licences and penalties disclosed and shared', 6, 'any', 'disclosures_received', NULL, NULL),
	('disclosure-in-time', 210, '双公示', 'Double disclosure', '行政许可和行政处罚信息7天内全量公示并共享', 'all of them within 7 days', 2, 'all', 'disclosures_in_time', NULL, NULL),
	('use-of-records', 220, '行政管理事项中应用信用产品', 'Use of credit products', '在行政审批事项中应用信用记录和数据', 'credit records used in approvals', 3, 'any', 'approval_checks', NULL, NULL),
	('use-of-reports', 230, '行政管理事项中应用信用产品', 'Use of credit products', '在行政审批事项中将第三方信用报告作为参考依据', 'third-party reports used in approvals', 3, 'entered', NULL, NULL, NULL),
	('promise-form', 240, '行政管理事项中应用信用产品', 'Use of credit products', '制定本行业标准格式的信用承诺书并对外公示', 'a form of commitment for its trade, published', 1, 'entered', NULL, NULL, NULL),
	('promise-signed', 250, '行政管理事项中应用信用产品', 'Use of credit products', '在行政许可前签署承诺书', 'commitments signed before licences', 1, 'any', 'commitments', NULL, NULL),
	('products-not-itemised', 260, '行政管理事项中应用信用产品', 'Use of credit products', '标题为10分，明细仅列8分，其余2分由信用办评定', 'the heading has 10 points, its lines 8: the 2 left are for the office to give', 2, 'entered', NULL, NULL, NULL),
	('education', 270, '政务诚信建设', 'Honesty of government', '开展公务员职业道德、法律知识和信用知识教育', 'civil servants taught', 1, 'entered', NULL, NULL, NULL),
	('service-promise', 280, '政务诚信建设', 'Honesty of government', '向社会作出公开承诺并纳入政务服务记录', 'promises about its own services, on record', 2, 'entered', NULL, NULL, NULL),
	('government-files', 290, '政务诚信建设', 'Honesty of government', '建立政务主体信用档案，强化守信激励和失信惩戒', 'files of government bodies in procurement, partnerships and bidding', 2, 'entered', NULL, NULL, NULL),
	('campaigns', 300, '重点领域专项治理', 'Campaigns', '开展失信问题专项治理', 'campaigns carried out', 2, 'any', 'campaign_cases', NULL, NULL),
	('campaign-cleared', 310, '重点领域专项治理', 'Campaigns', '对重点领域失信对象逐一核实、清理', 'every case checked and cleared', 3, 'all', 'campaign_exits', NULL, NULL),
	('activities', 320, '信用教育宣传', 'Publicity', '开展诚信宣传教育活动', 'activities held', 3, 'any', 'activities', NULL, NULL),
	('articles', 330, '信用教育宣传', 'Publicity', '在报纸、网站等开展宣传报道', 'reports in newspapers and on sites', 2, 'any', 'articles', NULL, NULL),
	('case-publicity', 340, '信用教育宣传', 'Publicity', '通过市级以上媒体宣传联合奖惩典型案例', 'typical cases in media of the city or above', 2, 'any', 'typical_cases_city', NULL, NULL),
	('news-adopted', 350, '信用教育宣传', 'Publicity', '向城市信用网站报送新闻，采用一份0.2分，最高3分', 'news taken by the city''s credit site, 0.2 each, 3 at most', 3, 'each', 'news_adopted', 0.2, NULL),
	('reports', 360, '及时落实联席会议办公室任务', 'Tasks of the credit office', '及时上报有关材料，逾期每次扣1分，不报每次扣2分', 'materials sent in time, 1 point off for each late one, 2 for each missing', 5, 'deduct', 'late_reports', 1, 2),
	('tasks', 370, '及时落实联席会议办公室任务', 'Tasks of the credit office', '交办、转办事项及时完成，不及时扣1分，未按要求扣2分', 'tasks done in time, 1 point off when late, 2 when not as asked', 5, 'entered', NULL, NULL, NULL),
	('innovation', 380, '附加分', 'Bonus', '探索创新和突出贡献，最高加10分', 'innovation and outstanding work', 10, 'entered', NULL, NULL, NULL)) AS v (rule, ordinal, part_zh, part_en, name_zh, name_en, points, how, figure, per_case, per_missing);

CREATE TABLE credit.assessment_entry (
	entry_id pg_catalog.int8 GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
	dept_id pg_catalog.int4 NOT NULL REFERENCES credit.department,
	year pg_catalog.int4 NOT NULL CHECK (year OPERATOR(pg_catalog.>=) 2000 AND year OPERATOR(pg_catalog.<=) 2100),
	rule pg_catalog.text COLLATE "C" NOT NULL,
	points pg_catalog.numeric NOT NULL CHECK (points OPERATOR(pg_catalog.>=) 0::pg_catalog.numeric),
	reason pg_catalog.text NOT NULL CHECK (pg_catalog.btrim(reason) OPERATOR(pg_catalog.<>) ''),
	doc_no pg_catalog.text,
	entered_by pg_catalog.text NOT NULL,
	entered_at pg_catalog.timestamptz NOT NULL,
	replaced_at pg_catalog.timestamptz
);
COMMENT ON TABLE credit.assessment_entry IS 'Points the office gave, with the reason; earlier ones are kept. 信用办评定的分数及理由，历史保留。';
COMMENT ON COLUMN credit.assessment_entry.entry_id IS 'Number. 编号。';
COMMENT ON COLUMN credit.assessment_entry.dept_id IS 'Department. 部门编号。';
COMMENT ON COLUMN credit.assessment_entry.year IS 'Year. 年度。';
COMMENT ON COLUMN credit.assessment_entry.rule IS 'Line of the table (credit.assessment_rule). 指标短名。';
COMMENT ON COLUMN credit.assessment_entry.points IS 'Points given. 评分。';
COMMENT ON COLUMN credit.assessment_entry.reason IS 'Why. 理由。';
COMMENT ON COLUMN credit.assessment_entry.doc_no IS 'Document. 文号。';
COMMENT ON COLUMN credit.assessment_entry.entered_by IS 'Who gave them. 录入人。';
COMMENT ON COLUMN credit.assessment_entry.entered_at IS 'When. 录入时间。';
COMMENT ON COLUMN credit.assessment_entry.replaced_at IS 'When others took their place; null for those that count. 被替换时间，现行为空。';

CREATE UNIQUE INDEX assessment_entry_current ON credit.assessment_entry (dept_id, year, rule) WHERE replaced_at IS NULL;
ALTER TABLE credit.assessment_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON credit.assessment_entry FOR SELECT USING (credit.is_office() OR credit.may_see_department(dept_id));
CREATE POLICY count ON credit.assessment_entry FOR SELECT TO credit_analyst USING (NOT credit.is_department());
GRANT SELECT ON credit.assessment_entry TO credit_admin, credit_department;
GRANT SELECT (dept_id, year, rule, points, reason, replaced_at) ON credit.assessment_entry TO credit_analyst;
SELECT pg_catalog.pg_extension_config_dump('credit.assessment_entry', '');
SELECT pg_catalog.pg_extension_config_dump('credit.assessment_entry_entry_id_seq', '');

-- SECURITY DEFINER: only the owner writes the table, so that what was given
-- before stays.
CREATE FUNCTION credit.assess_department(dept_id pg_catalog.int4, rule pg_catalog.text, points pg_catalog.numeric,
	reason pg_catalog.text, year pg_catalog.int4 DEFAULT NULL, doc_no pg_catalog.text DEFAULT NULL) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	for_year int := coalesce(assess_department.year, date_part('year', credit.today())::int);
	line credit.assessment_rule;
	made bigint;
BEGIN
	SELECT a.* INTO line FROM credit.assessment_rule a
	WHERE a.rule = assess_department.rule AND a.valid @> make_date(for_year, 12, 31);
	IF NOT FOUND THEN
		RAISE EXCEPTION '%', credit.message('the assessment table of %s has no line "%s"', coalesce(for_year::text, '<NULL>'), rule)
			USING ERRCODE = 'CR017', HINT = credit.message('The lines are in credit.assessment_rule.');
	ELSIF NOT EXISTS (SELECT FROM credit.department d WHERE d.dept_id = assess_department.dept_id) THEN
		RAISE EXCEPTION '%', credit.message('there is no department %s', coalesce(dept_id::text, '<NULL>'))
			USING ERRCODE = 'CR017', HINT = credit.message('The departments are in credit.department.');
	ELSIF coalesce(btrim(reason), '') = '' OR points IS NULL THEN
		RAISE EXCEPTION '%', credit.message('an assessment needs points and a reason')
			USING ERRCODE = 'CR011', HINT = credit.message('Give points and reason.');
	ELSIF points < 0 OR points > line.points THEN
		RAISE EXCEPTION '%', credit.message('line "%s" gives 0 to %s points, not %s', line.rule, line.points, points)
			USING ERRCODE = 'CR002', DETAIL = format('%s: %s.', line.name_zh, line.name_en);
	END IF;
	UPDATE credit.assessment_entry e SET replaced_at = credit.now()
	WHERE e.dept_id = assess_department.dept_id AND e.year = for_year AND e.rule = line.rule AND e.replaced_at IS NULL;
	INSERT INTO credit.assessment_entry (dept_id, year, rule, points, reason, doc_no, entered_by, entered_at)
	VALUES (assess_department.dept_id, for_year, line.rule, points, btrim(reason), doc_no, credit.session_role(), credit.now())
	RETURNING entry_id INTO made;
	RETURN made;
END
$$;
COMMENT ON FUNCTION credit.assess_department(pg_catalog.int4, pg_catalog.text, pg_catalog.numeric, pg_catalog.text, pg_catalog.int4, pg_catalog.text) IS 'Gives a department points for a line of the assessment table, in place of those computed or given before. 为部门的某项评估指标评分，替换计算分或原评分。';
REVOKE ALL ON FUNCTION credit.assess_department(pg_catalog.int4, pg_catalog.text, pg_catalog.numeric, pg_catalog.text, pg_catalog.int4, pg_catalog.text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.assess_department(pg_catalog.int4, pg_catalog.text, pg_catalog.numeric, pg_catalog.text, pg_catalog.int4, pg_catalog.text) TO credit_admin;

-- CASE around the ranges: as bare conditions the planner takes them for very
-- selective, and joins the figures of all departments by loops.
CREATE VIEW credit_bi.department_assessment WITH (security_invoker = true) AS
SELECT d.dept_id, d.name COLLATE credit.pinyin AS department, y.year, r.rule::pg_catalog.text AS rule, r.ordinal, r.part_zh, r.part_en, r.name_zh, r.name_en,
	r.points AS max_points, r.bonus, c.computed, e.points AS entered, coalesce(e.points, c.computed) AS points,
	CASE WHEN e.points IS NOT NULL AND c.computed IS NOT NULL THEN 'corrected' WHEN e.points IS NOT NULL THEN 'entered'
		WHEN c.computed IS NOT NULL THEN 'computed' ELSE 'missing' END AS source,
	r.figure::pg_catalog.text AS figure, f.n, f."of", e.reason, f.rows_in, f.counted_on, r.basis_id::pg_catalog.text AS basis_id, r.verified
FROM credit.department d
CROSS JOIN LATERAL pg_catalog.generate_series(2019, pg_catalog.date_part('year', credit.today())::pg_catalog.int4) y (year)
JOIN credit.assessment_rule r ON CASE WHEN r.valid OPERATOR(pg_catalog.@>) pg_catalog.make_date(y.year, 12, 31) THEN true ELSE false END
LEFT JOIN credit.assessment_count f ON f.dept_id OPERATOR(pg_catalog.=) d.dept_id AND f.year OPERATOR(pg_catalog.=) y.year AND f.figure OPERATOR(pg_catalog.=) r.figure
LEFT JOIN credit.assessment_entry e ON e.dept_id OPERATOR(pg_catalog.=) d.dept_id AND e.year OPERATOR(pg_catalog.=) y.year AND e.rule OPERATOR(pg_catalog.=) r.rule AND e.replaced_at IS NULL
CROSS JOIN LATERAL (SELECT CASE r.how
	WHEN 'any' THEN CASE WHEN f.n OPERATOR(pg_catalog.>) 0::pg_catalog.numeric THEN r.points ELSE 0 END
	WHEN 'evidence' THEN CASE WHEN f.n OPERATOR(pg_catalog.>) 0::pg_catalog.numeric THEN r.points END
	WHEN 'all' THEN CASE WHEN f."of" OPERATOR(pg_catalog.>) 0::pg_catalog.numeric THEN CASE WHEN f.n OPERATOR(pg_catalog.=) f."of" THEN r.points ELSE 0 END END
	WHEN 'share' THEN pg_catalog.round((r.points OPERATOR(pg_catalog.*) coalesce(f.n, 0)) OPERATOR(pg_catalog./) nullif(coalesce(f."of", 1), 0), 2)
	WHEN 'each' THEN least(r.points, r.per_case OPERATOR(pg_catalog.*) coalesce(f.n, 0))
	WHEN 'deduct' THEN greatest(0, (r.points OPERATOR(pg_catalog.-) (r.per_case OPERATOR(pg_catalog.*) coalesce(f.n, 0))) OPERATOR(pg_catalog.-) (r.per_missing OPERATOR(pg_catalog.*) coalesce(f."of", 0)))
	END AS computed) c
WHERE (credit.is_office() OR NOT credit.is_department() OR credit.may_see_department(d.dept_id))
	AND CASE WHEN d.valid OPERATOR(pg_catalog.&&) pg_catalog.daterange(pg_catalog.make_date(y.year, 1, 1), pg_catalog.make_date(y.year, 12, 31), '[]')
		THEN true ELSE false END;
COMMENT ON VIEW credit_bi.department_assessment IS 'The department assessment table line by line: points computed from the data or given by the office, and why; a department sees its own. The rows behind a computed line are in the view that rows_in names, of that department and year. 部门评估指标逐项得分：由数据计算或信用办评定，并说明理由；部门仅见本部门，明细见 rows_in 所列视图。';
COMMENT ON COLUMN credit_bi.department_assessment.dept_id IS 'Department; joins credit_bi.department_dimension. 部门编号。';
COMMENT ON COLUMN credit_bi.department_assessment.department IS 'Its name. 部门。';
COMMENT ON COLUMN credit_bi.department_assessment.year IS 'Year; joins credit_bi.date_dimension on year. 年度。';
COMMENT ON COLUMN credit_bi.department_assessment.rule IS 'Line of the table. 指标短名。';
COMMENT ON COLUMN credit_bi.department_assessment.ordinal IS 'Place in the table. 次序。';
COMMENT ON COLUMN credit_bi.department_assessment.part_zh IS 'Heading in Chinese. 一级指标。';
COMMENT ON COLUMN credit_bi.department_assessment.part_en IS 'Heading in English. 一级指标英文。';
COMMENT ON COLUMN credit_bi.department_assessment.name_zh IS 'What earns the points, in Chinese. 指标内容。';
COMMENT ON COLUMN credit_bi.department_assessment.name_en IS 'The same in English. 指标内容英文。';
COMMENT ON COLUMN credit_bi.department_assessment.max_points IS 'Most points. 分值。';
COMMENT ON COLUMN credit_bi.department_assessment.bonus IS 'Whether they come on top of the hundred. 是否附加分。';
COMMENT ON COLUMN credit_bi.department_assessment.computed IS 'Points computed; null where the data cannot tell. 计算得分，数据无法判断为空。';
COMMENT ON COLUMN credit_bi.department_assessment.entered IS 'Points the office gave. 信用办评分。';
COMMENT ON COLUMN credit_bi.department_assessment.points IS 'Points that count: those given, else those computed. 最终得分：有评分取评分，否则取计算得分。';
COMMENT ON COLUMN credit_bi.department_assessment.source IS 'computed, entered, corrected (given in place of computed ones) or missing. 来源：计算、评定、更正或待评。';
COMMENT ON COLUMN credit_bi.department_assessment.figure IS 'Figure it is computed from. 计算所用数据项。';
COMMENT ON COLUMN credit_bi.department_assessment.n IS 'The figure''s number. 数据项数值。';
COMMENT ON COLUMN credit_bi.department_assessment.of IS 'Out of how many, or how many are missing. 总数或缺报数。';
COMMENT ON COLUMN credit_bi.department_assessment.reason IS 'Why the office gave these points. 评分理由。';
COMMENT ON COLUMN credit_bi.department_assessment.rows_in IS 'View that has the rows behind. 明细所在视图。';
COMMENT ON COLUMN credit_bi.department_assessment.counted_on IS 'Day the figure was counted; credit.count_assessment() counts now. 数据项统计日期。';
COMMENT ON COLUMN credit_bi.department_assessment.basis_id IS 'Document behind the line. 依据。';
COMMENT ON COLUMN credit_bi.department_assessment.verified IS 'Whether the line was compared with the original. 是否已与原文核对。';

GRANT SELECT ON credit_bi.department_assessment TO credit_admin, credit_department, credit_analyst;

CREATE VIEW credit_bi.department_assessment_total WITH (security_invoker = true) AS
SELECT t.dept_id, d.name COLLATE credit.pinyin AS department, t.year, t.points, t.bonus, t.total, t.points_missing, t.lines_missing
FROM (SELECT a.dept_id, a.year,
		coalesce(pg_catalog.sum(a.points) FILTER (WHERE NOT a.bonus), 0) AS points,
		coalesce(pg_catalog.sum(a.points) FILTER (WHERE a.bonus), 0) AS bonus,
		coalesce(pg_catalog.sum(a.points), 0) AS total,
		pg_catalog.sum(a.max_points) FILTER (WHERE NOT a.bonus AND a.points IS NULL) AS points_missing,
		pg_catalog.count(*) FILTER (WHERE NOT a.bonus AND a.points IS NULL) AS lines_missing
	FROM credit_bi.department_assessment a
	GROUP BY a.dept_id, a.year) t
JOIN credit.department d ON d.dept_id OPERATOR(pg_catalog.=) t.dept_id;
COMMENT ON VIEW credit_bi.department_assessment_total IS 'Points of each department and year, out of 100 and 10; the lines are in credit_bi.department_assessment. 各部门年度得分（百分制加附加分），逐项见 credit_bi.department_assessment。';
COMMENT ON COLUMN credit_bi.department_assessment_total.dept_id IS 'Department; joins credit_bi.department_dimension. 部门编号。';
COMMENT ON COLUMN credit_bi.department_assessment_total.department IS 'Its name. 部门。';
COMMENT ON COLUMN credit_bi.department_assessment_total.year IS 'Year. 年度。';
COMMENT ON COLUMN credit_bi.department_assessment_total.points IS 'Points of the hundred. 基本分得分。';
COMMENT ON COLUMN credit_bi.department_assessment_total.bonus IS 'Bonus points. 附加分。';
COMMENT ON COLUMN credit_bi.department_assessment_total.total IS 'Both together. 合计。';
COMMENT ON COLUMN credit_bi.department_assessment_total.points_missing IS 'Points of lines nobody has judged yet. 待评指标的分值合计。';
COMMENT ON COLUMN credit_bi.department_assessment_total.lines_missing IS 'Lines nobody has judged yet. 待评指标数。';

GRANT SELECT ON credit_bi.department_assessment_total TO credit_admin, credit_department, credit_analyst;
