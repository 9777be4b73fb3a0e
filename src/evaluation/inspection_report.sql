-- inspection_report.sql: who goes instead, what was found, and views of plans
-- and findings for analysts. Requires evaluation/inspection_draw.sql, record/.

-- SECURITY DEFINER: departments write visitors through this only.
CREATE FUNCTION credit.replace_inspector(visit_id pg_catalog.int8, inspector_out pg_catalog.int4, inspector_in pg_catalog.int4,
		reason pg_catalog.text) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
	visit credit.inspection_visit;
	comes credit.inspector;
	barred text;
BEGIN
	SELECT * INTO visit FROM credit.inspection_visit v WHERE v.visit_id = replace_inspector.visit_id FOR UPDATE;
	SELECT * INTO comes FROM credit.inspector i WHERE i.inspector_id = inspector_in;
	IF comes.inspector_id IS NULL OR visit.visit_id IS NULL OR NOT credit.session_may_act_for(comes.dept_id)
	   OR comes.dept_id <> ALL (visit.dept_ids) OR inspector_out IS NOT NULL AND NOT EXISTS (SELECT FROM credit.inspection_visitor o
			WHERE o.subject_id = visit.subject_id AND o.visit_id = visit.visit_id AND o.dept_id = comes.dept_id
				AND o.inspector_id = inspector_out AND NOT o.replaced) THEN
		RAISE EXCEPTION '%', CASE WHEN inspector_out IS NULL
				THEN credit.message('inspector %s cannot take the place of nobody at visit %s', coalesce(inspector_in::text, '<NULL>'), coalesce(visit_id::text, '<NULL>'))
				ELSE credit.message('inspector %s cannot take the place of %s at visit %s', coalesce(inspector_in::text, '<NULL>'), inspector_out, coalesce(visit_id::text, '<NULL>')) END
			USING ERRCODE = 'CR017',
				DETAIL = credit.message('Visit and both inspectors must be of one department you act for.');
	END IF;
	IF coalesce(btrim(reason), '') = '' THEN
		RAISE EXCEPTION '%', credit.message('replacing an inspector needs a reason') USING ERRCODE = 'CR011';
	END IF;
	SELECT c.reason INTO barred FROM credit.inspector_conflicts(comes.dept_id, credit.today()) c
	WHERE c.subject_id = visit.subject_id AND c.inspector_id = inspector_in ORDER BY 1 LIMIT 1;
	IF FOUND OR EXISTS (SELECT FROM credit.inspection_visitor o WHERE o.subject_id = visit.subject_id
			AND o.visit_id = visit.visit_id AND o.inspector_id = inspector_in) THEN
		RAISE EXCEPTION '%', credit.message('inspector %s must not go to visit %s', inspector_in, visit_id)
			USING ERRCODE = 'CR009', DETAIL = CASE WHEN barred IS NULL THEN credit.message('He or she was drawn for it already.')
				ELSE credit.message('There is a conflict of interest: %s.', barred) END;
	END IF;
	UPDATE credit.inspection_visitor o SET replaced = true
	WHERE o.subject_id = visit.subject_id AND o.visit_id = visit.visit_id AND o.inspector_id = inspector_out;
	INSERT INTO credit.inspection_visitor (subject_id, visit_id, dept_id, inspector_id, replaces, reason)
	VALUES (visit.subject_id, visit.visit_id, comes.dept_id, inspector_in, inspector_out, btrim(reason));
END
$$;
COMMENT ON FUNCTION credit.replace_inspector(pg_catalog.int8, pg_catalog.int4, pg_catalog.int4, pg_catalog.text) IS 'Another inspector of the department takes the place of one drawn (null: fills up a visit that has too few), with a reason. 替换（或补足）检查人员并说明原因。';
REVOKE ALL ON FUNCTION credit.replace_inspector(pg_catalog.int8, pg_catalog.int4, pg_catalog.int4, pg_catalog.text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.replace_inspector(pg_catalog.int8, pg_catalog.int4, pg_catalog.int4, pg_catalog.text) TO credit_admin, credit_department;

-- The finding is a record of item inspection, entered through the door with
-- all its checks as the caller; what a plan found is read from records.
CREATE FUNCTION credit.report_inspection(plan_no pg_catalog.text, code pg_catalog.text, doc_no pg_catalog.text,
		result pg_catalog.text, finding pg_catalog.text DEFAULT NULL, decided_on pg_catalog.date DEFAULT NULL,
		dept_id pg_catalog.int4 DEFAULT NULL) RETURNS pg_catalog.int8
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	SET credit.on_reject = error
AS $$
#variable_conflict use_variable
DECLARE
	whom int8 := credit.find_subject(code);
	acting int4 := coalesce(dept_id, credit.acting_department());
	day date := coalesce(decided_on, credit.today());
	drawn record;
	subject credit.subject;
	made int8;
BEGIN
	SELECT d.visit_id, d.excused, p.inspectors, p.drawn_on, t.matters,
		(SELECT count(*) FROM credit.inspection_visitor v WHERE v.subject_id IN (d.subject_id, whom) AND v.visit_id = d.visit_id
			AND v.dept_id = d.dept_id AND NOT v.replaced) AS present
	INTO drawn
	FROM credit.inspection_plan p JOIN credit.inspection_draw d ON d.plan_id = p.plan_id
		JOIN credit.inspection_task t ON t.plan_id = d.plan_id AND t.dept_id = d.dept_id
	WHERE p.plan_no = report_inspection.plan_no AND d.dept_id = acting
		AND d.subject_id IN (SELECT whom UNION SELECT s.subject_id FROM credit.subject s WHERE s.merged_into = whom);
	IF NOT FOUND OR drawn.excused IS NOT NULL OR NOT credit.may_act_for(acting) THEN
		RAISE EXCEPTION '%', credit.message('no visit to "%s" was drawn for your department by inspection plan "%s"', code, plan_no)
			USING ERRCODE = 'CR017',
				DETAIL = CASE WHEN drawn.excused IS NOT NULL THEN credit.message('It was excused: %s.', drawn.excused)
					ELSE credit.message('The plan drew nobody with this code for a department you act for.') END,
				HINT = credit.message('Look in credit_bi.inspection_visit; other inspections are entered as records of item inspection.');
	END IF;
	IF drawn.present < drawn.inspectors THEN
		RAISE EXCEPTION '%', credit.message('visit %s has %s of %s inspectors', drawn.visit_id, drawn.present, drawn.inspectors)
			USING ERRCODE = 'CR011', HINT = credit.message('Fill it up with credit.replace_inspector(visit_id, NULL, inspector, reason).');
	END IF;
	IF day < drawn.drawn_on THEN
		RAISE EXCEPTION '%', credit.message('the inspection is dated before its draw')
			USING ERRCODE = 'CR002', DETAIL = credit.message('The plan was drawn on %s.', drawn.drawn_on);
	END IF;
	SELECT * INTO subject FROM credit.subject s WHERE s.subject_id = whom;
	INSERT INTO credit.record (item, dept_id, subject_code, doc_no, decided_on, detail)
	SELECT 'inspection', acting, subject.uscc::text, doc_no, day, jsonb_strip_nulls(jsonb_build_object(
		'subject_name', subject.name,
		'subject_category', CASE subject.kind WHEN 'individual_business' THEN '个体工商户' ELSE '法人及非法人组织' END,
		'authority_name', o.name, 'authority_code', o.uscc::text, 'kind', '双随机抽查',
		'matter', array_to_string(drawn.matters, '；'), 'result', result, 'finding', finding, 'plan_no', plan_no))
	FROM credit.department o WHERE o.dept_id = acting;
	SELECT r.record_id INTO made FROM credit.record_store r
	WHERE r.subject_id = whom AND r.item = 'inspection' AND r.dept_id = acting AND r.doc_no = report_inspection.doc_no AND r.decided_on = day;
	RETURN made;
END
$$;
COMMENT ON FUNCTION credit.report_inspection(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.int4) IS 'Enters the result of a visit that was drawn as a record of item inspection and returns its number; sent twice it stays one. 录入抽查结果（行政监督检查记录）并返回记录编号，重复提交不重复入库。';
REVOKE ALL ON FUNCTION credit.report_inspection(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.int4) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.report_inspection(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.int4) TO credit_admin, credit_department;

-- What was drawn and what came of it. A report counts while its record stands.
CREATE VIEW credit_bi.inspection_visit WITH (security_invoker = true) AS
SELECT p.plan_no::pg_catalog.text AS plan_no, p.title, pg_catalog.lower(p.period) AS period_from,
	pg_catalog.upper(p.period) OPERATOR(pg_catalog.-) 1 AS period_to, p.sector, d.dept_id, o.name COLLATE credit.pinyin AS department,
	d.subject_code::pg_catalog.text AS code, s.name COLLATE credit.pinyin AS name, d.stratum::pg_catalog.text AS stratum, d.place, d.visit_id, d.excused,
	r.record_id, r.decided_on AS reported_for, r.result,
	r.result OPERATOR(pg_catalog.~) '^(发现问题|不配合)' AS fault_found, d.plan_id
FROM credit.inspection_draw d
JOIN credit.inspection_plan p ON p.plan_id OPERATOR(pg_catalog.=) d.plan_id
LEFT JOIN credit.department o ON o.dept_id OPERATOR(pg_catalog.=) d.dept_id
LEFT JOIN credit.subject s ON s.subject_id OPERATOR(pg_catalog.=) d.subject_id
LEFT JOIN LATERAL (
	SELECT x.record_id, x.decided_on, x.detail OPERATOR(pg_catalog.->>) 'result' AS result
	FROM credit.record_visible x
	-- not coalesce(): row-level security would keep it away from the index
	WHERE x.subject_id OPERATOR(pg_catalog.=) CASE WHEN s.merged_into IS NULL THEN d.subject_id ELSE s.merged_into END AND x.item OPERATOR(pg_catalog.=) 'inspection'
		AND x.dept_id OPERATOR(pg_catalog.=) d.dept_id AND x.decided_on OPERATOR(pg_catalog.>=) p.drawn_on
		AND x.status OPERATOR(pg_catalog.=) ANY (ARRAY['valid', 'disputed']::credit.record_status[])
		AND (x.detail OPERATOR(pg_catalog.->>) 'plan_no') OPERATOR(pg_catalog.=) p.plan_no
	ORDER BY x.decided_on DESC, x.record_id DESC LIMIT 1) r ON true;
COMMENT ON VIEW credit_bi.inspection_visit IS 'Subjects drawn by double-random plans, one row a department, with what was found. “双随机”抽中主体及检查结果，每部门一行。';
COMMENT ON COLUMN credit_bi.inspection_visit.plan_no IS 'Number of the plan. 计划编号。';
COMMENT ON COLUMN credit_bi.inspection_visit.title IS 'Title of the plan. 计划名称。';
COMMENT ON COLUMN credit_bi.inspection_visit.period_from IS 'First day of visits. 检查期间起。';
COMMENT ON COLUMN credit_bi.inspection_visit.period_to IS 'Last day of visits. 检查期间止。';
COMMENT ON COLUMN credit_bi.inspection_visit.sector IS 'Sector of the plan. 领域。';
COMMENT ON COLUMN credit_bi.inspection_visit.dept_id IS 'Department. 部门编号。';
COMMENT ON COLUMN credit_bi.inspection_visit.department IS 'Name of the department. 部门名称。';
COMMENT ON COLUMN credit_bi.inspection_visit.code IS 'Code of the subject. 主体代码。';
COMMENT ON COLUMN credit_bi.inspection_visit.name IS 'Name of the subject. 主体名称。';
COMMENT ON COLUMN credit_bi.inspection_visit.stratum IS 'Grade when the plan was published, or ungraded. 计划公布时的等级，未评级为 ungraded。';
COMMENT ON COLUMN credit_bi.inspection_visit.place IS 'Place in the stratum. 层内名次。';
COMMENT ON COLUMN credit_bi.inspection_visit.visit_id IS 'Visit; departments with the same number come together. 检查任务编号，同号部门一并上门。';
COMMENT ON COLUMN credit_bi.inspection_visit.excused IS 'Why no visit follows. 免于上门的原因。';
COMMENT ON COLUMN credit_bi.inspection_visit.record_id IS 'Record of the result; null until reported. 结果记录编号，未报送为空。';
COMMENT ON COLUMN credit_bi.inspection_visit.reported_for IS 'Date of the result. 结果日期。';
COMMENT ON COLUMN credit_bi.inspection_visit.result IS 'Result. 检查结果。';
COMMENT ON COLUMN credit_bi.inspection_visit.fault_found IS 'Whether a fault was found, or inspection was refused. 是否发现问题或不配合检查。';
COMMENT ON COLUMN credit_bi.inspection_visit.plan_id IS 'Plan, by its number in the database. 计划内部编号。';
GRANT SELECT ON credit_bi.inspection_visit TO credit_admin, credit_department, credit_analyst;

CREATE VIEW credit_bi.inspection_stratum WITH (security_invoker = true) AS
SELECT p.plan_no::pg_catalog.text AS plan_no, p.title, pg_catalog.lower(p.period) AS period_from, p.sector, p.state,
	t.dept_id, o.name COLLATE credit.pinyin AS department, t.stratum::pg_catalog.text AS stratum, t.population, t.at_limit, t.ratio, t.quota,
	coalesce(v.drawn, 0) AS drawn, coalesce(v.excused, 0) AS excused, coalesce(v.reported, 0) AS reported, coalesce(v.found, 0) AS found,
	pg_catalog.round(v.found::pg_catalog.numeric OPERATOR(pg_catalog./) nullif(v.reported, 0), 4) AS finding_rate
FROM credit.inspection_stratum t
JOIN credit.inspection_plan p ON p.plan_id OPERATOR(pg_catalog.=) t.plan_id
LEFT JOIN credit.department o ON o.dept_id OPERATOR(pg_catalog.=) t.dept_id
LEFT JOIN LATERAL (SELECT pg_catalog.count(*) AS drawn, pg_catalog.count(d.excused) AS excused,
		pg_catalog.count(d.record_id) AS reported, pg_catalog.count(*) FILTER (WHERE d.fault_found) AS found
	FROM credit_bi.inspection_visit d
	WHERE d.plan_id OPERATOR(pg_catalog.=) t.plan_id AND d.dept_id OPERATOR(pg_catalog.=) t.dept_id
		AND d.stratum OPERATOR(pg_catalog.=) t.stratum) v ON true;
COMMENT ON VIEW credit_bi.inspection_stratum IS 'Double-random plans by department and grade: population, share, drawn, reported, found. “双随机”计划分部门、分等级统计：对象数、比例、抽取、报送与发现问题数。';
COMMENT ON COLUMN credit_bi.inspection_stratum.plan_no IS 'Number of the plan. 计划编号。';
COMMENT ON COLUMN credit_bi.inspection_stratum.title IS 'Title of the plan. 计划名称。';
COMMENT ON COLUMN credit_bi.inspection_stratum.period_from IS 'First day of visits. 检查期间起。';
COMMENT ON COLUMN credit_bi.inspection_stratum.sector IS 'Sector of the plan. 领域。';
COMMENT ON COLUMN credit_bi.inspection_stratum.state IS 'State of the plan. 计划状态。';
COMMENT ON COLUMN credit_bi.inspection_stratum.dept_id IS 'Department. 部门编号。';
COMMENT ON COLUMN credit_bi.inspection_stratum.department IS 'Name of the department. 部门名称。';
COMMENT ON COLUMN credit_bi.inspection_stratum.stratum IS 'Grade, or ungraded. 等级，未评级为 ungraded。';
COMMENT ON COLUMN credit_bi.inspection_stratum.population IS 'Subjects in the frame. 名录对象数。';
COMMENT ON COLUMN credit_bi.inspection_stratum.at_limit IS 'Left out because they have had all visits of the year. 因当年次数已满未列入数。';
COMMENT ON COLUMN credit_bi.inspection_stratum.ratio IS 'Share drawn. 抽查比例。';
COMMENT ON COLUMN credit_bi.inspection_stratum.quota IS 'Number to draw. 应抽数。';
COMMENT ON COLUMN credit_bi.inspection_stratum.drawn IS 'Number drawn, as far as the role sees it. 已抽数（按可见范围）。';
COMMENT ON COLUMN credit_bi.inspection_stratum.excused IS 'Drawn without a visit. 免于上门数。';
COMMENT ON COLUMN credit_bi.inspection_stratum.reported IS 'Results reported. 已报送结果数。';
COMMENT ON COLUMN credit_bi.inspection_stratum.found IS 'Results with a fault, or a refusal. 发现问题数（含不配合检查）。';
COMMENT ON COLUMN credit_bi.inspection_stratum.finding_rate IS 'Found of reported; null without reports. 问题发现率，无报送为空。';
GRANT SELECT ON credit_bi.inspection_stratum TO credit_admin, credit_department, credit_analyst;
