-- inspection_publish.sql: making a plan, joining it, freezing and publishing
-- it, cancelling it. Requires evaluation/inspection_plan.sql.

-- The plan, locked, when the session may change it and it is in that state.
CREATE FUNCTION credit.need_plan(plan_id pg_catalog.int8, state pg_catalog.text, joining pg_catalog.int4 DEFAULT NULL)
		RETURNS credit.inspection_plan
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	plan credit.inspection_plan;
BEGIN
	SELECT * INTO plan FROM credit.inspection_plan p WHERE p.plan_id = need_plan.plan_id FOR UPDATE;
	IF NOT FOUND OR NOT credit.session_may_act_for(coalesce(joining, plan.dept_id, 0)) THEN
		RAISE EXCEPTION '%', credit.message('inspection plan %s cannot be changed', coalesce(need_plan.plan_id::text, 'null'))
			USING ERRCODE = 'CR017',
				DETAIL = credit.message('There is no such plan organised by a department you act for.'),
				HINT = credit.message('Look in credit.inspection_plan; the department that organises it publishes and draws.');
	END IF;
	IF plan.state <> need_plan.state THEN
		RAISE EXCEPTION '%', credit.message('inspection plan "%s" is %s', plan.plan_no, plan.state)
			USING ERRCODE = 'CR009',
				DETAIL = credit.message('This takes a plan that is %s.', need_plan.state),
				HINT = CASE WHEN plan.state = 'draft' THEN credit.message('Publish the hash of the seed first: credit.publish_inspection().')
					WHEN plan.state = 'drawn' THEN credit.message('A plan is drawn once; make another with credit.plan_inspection().')
					ELSE credit.message('Make another plan with credit.plan_inspection().') END;
	END IF;
	RETURN plan;
END
$$;
COMMENT ON FUNCTION credit.need_plan(pg_catalog.int8, pg_catalog.text, pg_catalog.int4) IS 'The plan, locked, or an error that says why not (CR017, CR009). 取得并锁定计划，不可用时说明原因。';
REVOKE ALL ON FUNCTION credit.need_plan(pg_catalog.int8, pg_catalog.text, pg_catalog.int4) FROM PUBLIC;

-- SECURITY DEFINER: departments write plans through these functions only.
CREATE FUNCTION credit.join_inspection(plan_id pg_catalog.int8, matters pg_catalog.text[],
		dept_id pg_catalog.int4 DEFAULT NULL, area pg_catalog.text DEFAULT NULL, regions pg_catalog.text[] DEFAULT NULL,
		industries pg_catalog.text[] DEFAULT NULL, kinds credit.subject_kind[] DEFAULT NULL,
		items pg_catalog.text[] DEFAULT NULL) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
	joining int4 := coalesce(dept_id, credit.session_department());
	unknown text;
BEGIN
	IF joining IS NULL THEN
		RAISE EXCEPTION '%', credit.message('no department joins the inspection')
			USING ERRCODE = 'CR011', HINT = credit.message('The office names it in dept_id.');
	END IF;
	PERFORM credit.need_plan(plan_id, 'draft', joining);
	IF coalesce(cardinality(matters), 0) = 0 OR EXISTS (SELECT FROM unnest(matters) m WHERE coalesce(btrim(m), '') = '') THEN
		RAISE EXCEPTION '%', credit.message('an inspection needs matters')
			USING ERRCODE = 'CR011', HINT = credit.message('Name what is inspected, as in the department''s list of matters (随机抽查事项清单).');
	END IF;
	SELECT format('%s "%s"', u.what, u.code) INTO unknown FROM (
		SELECT 'region' AS what, r AS code FROM unnest(regions) r WHERE NOT EXISTS (SELECT FROM credit.region k WHERE k.code = r)
		UNION ALL SELECT 'industry', i FROM unnest(industries) i WHERE NOT EXISTS (SELECT FROM credit.industry k WHERE k.code = i)
		UNION ALL SELECT 'item', i FROM unnest(items) i WHERE NOT EXISTS (SELECT FROM credit.catalogue_item k WHERE k.item = i)
		UNION ALL SELECT 'kind', 'person' WHERE 'person' = ANY (kinds)) u LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION '%', credit.message('%s cannot limit an inspection', unknown)
			USING ERRCODE = 'CR020',
				DETAIL = credit.message('Regions, industries and items are those of the registry and the catalogue; persons are not inspected.');
	END IF;
	INSERT INTO credit.inspection_task AS t (plan_id, dept_id, matters, area, regions, industries, kinds, items)
	VALUES (plan_id, joining, matters, area, regions, industries, kinds, items)
	ON CONFLICT ON CONSTRAINT inspection_task_pkey DO UPDATE SET matters = excluded.matters, area = excluded.area,
		regions = excluded.regions, industries = excluded.industries, kinds = excluded.kinds, items = excluded.items;
END
$$;
COMMENT ON FUNCTION credit.join_inspection(pg_catalog.int8, pg_catalog.text[], pg_catalog.int4, pg_catalog.text, pg_catalog.text[], pg_catalog.text[], credit.subject_kind[], pg_catalog.text[]) IS 'A department joins a draft plan with its matters and population, or changes them. 部门加入草拟中的抽查计划或修改其事项与对象范围。';
REVOKE ALL ON FUNCTION credit.join_inspection(pg_catalog.int8, pg_catalog.text[], pg_catalog.int4, pg_catalog.text, pg_catalog.text[], pg_catalog.text[], credit.subject_kind[], pg_catalog.text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.join_inspection(pg_catalog.int8, pg_catalog.text[], pg_catalog.int4, pg_catalog.text, pg_catalog.text[], pg_catalog.text[], credit.subject_kind[], pg_catalog.text[]) TO credit_admin, credit_department;

-- SECURITY DEFINER: see credit.join_inspection.
CREATE FUNCTION credit.plan_inspection(plan_no pg_catalog.text, title pg_catalog.text, period pg_catalog.daterange,
		sector pg_catalog.text DEFAULT NULL, model pg_catalog.text DEFAULT NULL, as_of pg_catalog.date DEFAULT NULL,
		inspectors pg_catalog.int4 DEFAULT 2, ratios pg_catalog.jsonb DEFAULT '{}',
		public_source pg_catalog.text DEFAULT NULL, public_from pg_catalog.date DEFAULT NULL) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
	chosen text := model;
	made int8;
	wrong text;
BEGIN
	IF coalesce(btrim(plan_no), '') = '' OR coalesce(btrim(title), '') = '' OR period IS NULL
		OR isempty(period) OR lower_inf(period) OR upper_inf(period) THEN
		RAISE EXCEPTION '%', credit.message('an inspection plan needs a number, a title and a period with both ends') USING ERRCODE = 'CR011';
	END IF;
	IF upper(period) <= credit.today() THEN
		RAISE EXCEPTION '%', credit.message('the period of inspection plan "%s" is over', plan_no)
			USING ERRCODE = 'CR020', HINT = credit.message('Give days that are still to come.');
	END IF;
	IF inspectors < 2 OR inspectors > 100 THEN
		RAISE EXCEPTION '%', credit.message('at least two inspectors make a visit') USING ERRCODE = 'CR020';
	END IF;
	IF chosen IS NULL THEN
		-- the sector's model before the general one; of several the one used last
		SELECT m.model INTO chosen FROM credit.model m
		WHERE (m.sector = plan_inspection.sector OR m.sector IS NULL) AND m.in_force @> credit.today() AND NOT m.for_persons
			AND EXISTS (SELECT FROM credit.evaluation_run r WHERE r.model = m.model)
		ORDER BY m.sector NULLS LAST, m.loaded_at DESC LIMIT 1;
	ELSE
		chosen := (credit.resolve_model(chosen, credit.today()))[1];
	END IF;
	IF jsonb_typeof(ratios) IS DISTINCT FROM 'object' THEN
		RAISE EXCEPTION '%', credit.message('shares are an object of strata')
			USING ERRCODE = 'CR020', HINT = credit.message('Such as {"A": 0.02, "ungraded": 0.1}.');
	END IF;
	SELECT r.key INTO wrong FROM jsonb_each(ratios) r WHERE jsonb_typeof(r.value) <> 'number' ORDER BY 1 LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION '%', credit.message('share of stratum "%s" is not a number', wrong) USING ERRCODE = 'CR020';
	END IF;
	INSERT INTO credit.inspection_plan (plan_no, title, dept_id, period, sector, model, as_of, inspectors, ratios,
		public_source, open, public_from)
	VALUES (plan_no, title, credit.session_department(), period, sector, chosen, coalesce(as_of, credit.today()), inspectors, ratios,
		public_source, coalesce((SELECT m.scale = 'credit' FROM credit.model m WHERE m.model = chosen
			ORDER BY m.loaded_at DESC LIMIT 1), true), public_from)
	RETURNING inspection_plan.plan_id INTO made;
	RETURN made;
END
$$;
COMMENT ON FUNCTION credit.plan_inspection(pg_catalog.text, pg_catalog.text, pg_catalog.daterange, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.int4, pg_catalog.jsonb, pg_catalog.text, pg_catalog.date) IS 'Makes a draft plan and returns its number; departments join with credit.join_inspection(). 草拟抽查计划并返回编号，各部门以 credit.join_inspection() 加入。';
REVOKE ALL ON FUNCTION credit.plan_inspection(pg_catalog.text, pg_catalog.text, pg_catalog.daterange, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.int4, pg_catalog.jsonb, pg_catalog.text, pg_catalog.date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.plan_inspection(pg_catalog.text, pg_catalog.text, pg_catalog.daterange, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.int4, pg_catalog.jsonb, pg_catalog.text, pg_catalog.date) TO credit_admin, credit_department;

-- Codes of which one begins a subject's code when the subject is in the region
-- or industry: divisions end in zeros, sections of industries are letters.
CREATE FUNCTION credit.region_prefixes(regions pg_catalog.text[]) RETURNS pg_catalog.text[]
	LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
	SELECT array_agg(regexp_replace(r, '^(..(?:..)?)(?:00)+$', '\1')) FROM unnest(regions) r
$$;
COMMENT ON FUNCTION credit.region_prefixes(pg_catalog.text[]) IS 'Beginnings of the codes of divisions in those given. 行政区划代码前缀。';
REVOKE ALL ON FUNCTION credit.region_prefixes(pg_catalog.text[]) FROM PUBLIC;
CREATE FUNCTION credit.industry_prefixes(industries pg_catalog.text[]) RETURNS pg_catalog.text[]
	LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
	SELECT array_agg(DISTINCT p) FROM (
		SELECT i AS p FROM unnest(industries) i
		UNION ALL SELECT k.code FROM unnest(industries) i JOIN credit.industry k ON k.parent = i) u
$$;
COMMENT ON FUNCTION credit.industry_prefixes(pg_catalog.text[]) IS 'Beginnings of the codes of industries in those given. 行业代码前缀。';
REVOKE ALL ON FUNCTION credit.industry_prefixes(pg_catalog.text[]) FROM PUBLIC;

-- The policies a plan goes by: the sector's before the general one.
CREATE FUNCTION credit.inspection_rules(plan credit.inspection_plan, OUT grade credit.grade, OUT stratum pg_catalog.text,
		OUT policy pg_catalog.text, OUT max_per_year pg_catalog.int4, OUT floor_ratio pg_catalog.numeric,
		OUT ceiling_ratio pg_catalog.numeric, OUT ratio pg_catalog.numeric) RETURNS SETOF record
	LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
	SELECT DISTINCT ON (p.grade) p.grade, coalesce(p.grade::text, 'ungraded'), p.policy, p.max_per_year, p.floor_ratio,
		p.ceiling_ratio, coalesce((plan.ratios ->> coalesce(p.grade::text, 'ungraded'))::numeric, p.ratio)
	FROM credit.inspection_policy p
	WHERE p.valid @> lower(plan.period) AND (p.sector IS NULL OR p.sector = plan.sector)
	ORDER BY p.grade, p.sector NULLS LAST
$$;
COMMENT ON FUNCTION credit.inspection_rules(credit.inspection_plan) IS 'Policies that hold for a plan, one a stratum. 计划各层适用的抽查规则。';
REVOKE ALL ON FUNCTION credit.inspection_rules(credit.inspection_plan) FROM PUBLIC;

-- Freezes population, strata and inspectors, and publishes them with the hash
-- of a seed that nobody else knows. Keep the seed out of the database until
-- the draw: statements are logged. One pass over the register a department.
-- SECURITY DEFINER: see credit.join_inspection.
CREATE FUNCTION credit.publish_inspection(plan_id pg_catalog.int8, seed_hash pg_catalog.text) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '128MB'
AS $$
#variable_conflict use_variable
DECLARE
	plan credit.inspection_plan := credit.need_plan(plan_id, 'draft');
	task credit.inspection_task;
	rule record;
	present int4;
	whole int8 := 0;
	part int8;
	in_regions text;
	in_industries text;
BEGIN
	IF seed_hash IS NULL OR seed_hash !~ '^[0-9a-f]{64}$' THEN
		RAISE EXCEPTION '%', credit.message('the hash of a seed is 64 hexadecimal digits in lower case')
			USING ERRCODE = 'CR011', HINT = 'printf %s "$seed" | sha256sum';
	END IF;
	IF EXISTS (SELECT FROM credit.inspection_plan p WHERE p.seed_hash = publish_inspection.seed_hash) THEN
		RAISE EXCEPTION '%', credit.message('a plan with this seed exists')
			USING ERRCODE = 'CR009', DETAIL = credit.message('Once drawn, its seed is known.'), HINT = credit.message('Take a new seed.');
	END IF;
	IF upper(plan.period) <= credit.today() THEN
		RAISE EXCEPTION '%', credit.message('the period of inspection plan "%s" is over', plan.plan_no) USING ERRCODE = 'CR020';
	END IF;
	IF NOT EXISTS (SELECT FROM credit.inspection_task t WHERE t.plan_id = plan.plan_id) THEN
		RAISE EXCEPTION '%', credit.message('no department has joined inspection plan "%s"', plan.plan_no)
			USING ERRCODE = 'CR011', HINT = credit.message('Use credit.join_inspection().');
	END IF;
	IF NOT EXISTS (SELECT FROM credit.inspection_rules(plan) r WHERE r.grade IS NULL) THEN
		RAISE EXCEPTION '%', credit.message('no inspection policy holds for subjects without a grade')
			USING ERRCODE = 'CR011', DETAIL = credit.message('It must hold on %s, where visits begin.', lower(plan.period)),
				HINT = credit.message('Insert a row with grade null into credit.inspection_policy: nobody is exempt.');
	END IF;
	SELECT r.stratum, r.floor_ratio, r.ceiling_ratio INTO rule
	FROM credit.inspection_rules(plan) r WHERE r.ratio < r.floor_ratio OR r.ratio > r.ceiling_ratio ORDER BY r.grade LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION '%', credit.message('share of stratum "%s" is outside the policy', rule.stratum)
			USING ERRCODE = 'CR020', DETAIL = credit.message('It may be from %s to %s.', rule.floor_ratio, rule.ceiling_ratio);
	END IF;
	SELECT k INTO rule FROM jsonb_object_keys(plan.ratios) k
	WHERE NOT EXISTS (SELECT FROM credit.inspection_rules(plan) r WHERE r.stratum = k) ORDER BY 1 LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION '%', credit.message('stratum "%s" has no policy', rule.k) USING ERRCODE = 'CR020';
	END IF;

	FOR task IN SELECT * FROM credit.inspection_task t WHERE t.plan_id = plan.plan_id ORDER BY t.dept_id LOOP
		INSERT INTO credit.inspection_roster (plan_id, dept_id, inspector_id)
		SELECT plan.plan_id, task.dept_id, i.inspector_id FROM credit.inspector i
		WHERE i.dept_id = task.dept_id AND i.valid @> plan.period AND (task.area IS NULL OR i.areas IS NULL OR task.area = ANY (i.areas));
		GET DIAGNOSTICS present = ROW_COUNT;
		IF present < plan.inspectors THEN
			RAISE EXCEPTION '%', credit.message('department %s has %s inspectors for plan "%s"', task.dept_id, present, plan.plan_no)
				USING ERRCODE = 'CR011', DETAIL = credit.message('A visit takes %s of them, for the whole period and the area.', plan.inspectors),
					HINT = credit.message('Enter inspectors into credit.inspector.');
		END IF;
		in_regions := '^(' || array_to_string(credit.region_prefixes(task.regions), '|') || ')';
		in_industries := '^(' || array_to_string(credit.industry_prefixes(task.industries), '|') || ')';
		WITH rule AS MATERIALIZED (
			SELECT * FROM credit.inspection_rules(plan)
		), graded AS (
			SELECT DISTINCT ON (e.subject_id) e.subject_id, e.grade FROM credit.evaluation e
			WHERE e.model = plan.model AND e.as_of <= plan.as_of ORDER BY e.subject_id, e.as_of DESC
		), visited AS (
			SELECT v.subject_id, count(*) AS visits FROM credit.inspection_visit v
			WHERE v.year = extract(year FROM lower(plan.period)) GROUP BY v.subject_id
		), candidate AS MATERIALIZED (
			SELECT s.subject_id, coalesce(s.uscc::text, 'S' || s.subject_id) COLLATE "C" AS code,
				coalesce(g.grade::text, 'ungraded') COLLATE "C" AS stratum,
				coalesce(r.policy, u.policy) AS policy, coalesce(r.ratio, u.ratio) AS ratio,
				CASE WHEN r.policy IS NULL THEN u.max_per_year ELSE r.max_per_year END AS max_per_year,
				coalesce(v.visits >= CASE WHEN r.policy IS NULL THEN u.max_per_year ELSE r.max_per_year END, false) AS at_limit
			FROM credit.subject s
			JOIN rule u ON u.grade IS NULL
			LEFT JOIN graded g ON g.subject_id = s.subject_id
			LEFT JOIN rule r ON r.grade = g.grade
			LEFT JOIN visited v ON v.subject_id = s.subject_id
			WHERE s.kind <> 'person' AND s.merged_into IS NULL AND s.status = 'active'
				AND (task.kinds IS NULL OR s.kind = ANY (task.kinds))
				AND (in_regions IS NULL OR s.region_code ~ in_regions)
				AND (in_industries IS NULL OR s.industry_code ~ in_industries)
				AND (task.items IS NULL OR EXISTS (SELECT FROM credit.record_store h
					WHERE h.subject_id = s.subject_id AND h.item = ANY (task.items) AND h.dept_id = task.dept_id
						AND h.status IN ('valid', 'disputed') AND (h.valid_until IS NULL OR h.valid_until >= plan.as_of)))
		), frozen AS (
			INSERT INTO credit.inspection_frame (subject_id, plan_id, dept_id, subject_code, stratum, open)
			SELECT c.subject_id, plan.plan_id, task.dept_id, c.code, c.stratum, plan.open
			FROM candidate c WHERE NOT c.at_limit
		), stratum AS (
			INSERT INTO credit.inspection_stratum (plan_id, dept_id, stratum, policy, max_per_year, population, at_limit, ratio, quota, frame_hash, open)
			SELECT plan.plan_id, task.dept_id, c.stratum, c.policy, c.max_per_year, count(*) FILTER (WHERE NOT c.at_limit),
				count(*) FILTER (WHERE c.at_limit), c.ratio, ceil(c.ratio * count(*) FILTER (WHERE NOT c.at_limit)),
				encode(sha256(convert_to(coalesce(string_agg(c.code, E'\n' ORDER BY c.code) FILTER (WHERE NOT c.at_limit), ''), 'UTF8')), 'hex'),
				plan.open
			FROM candidate c GROUP BY c.stratum, c.policy, c.max_per_year, c.ratio
			RETURNING population)
		SELECT coalesce(sum(s.population), 0) INTO part FROM stratum s;
		whole := whole + part;
	END LOOP;
	IF whole = 0 THEN
		RAISE EXCEPTION '%', credit.message('nobody can be drawn for inspection plan "%s"', plan.plan_no)
			USING ERRCODE = 'CR011', HINT = credit.message('Compare regions, industries, kinds and items of credit.inspection_task with the register.');
	END IF;
	UPDATE credit.inspection_task t SET published = true WHERE t.plan_id = plan.plan_id;
	UPDATE credit.inspection_plan p SET state = 'published', seed_hash = publish_inspection.seed_hash, published_at = now(),
		frame_hash = (SELECT encode(sha256(convert_to(string_agg(concat_ws(' ', s.dept_id, s.stratum, s.population, s.quota, s.frame_hash),
				E'\n' ORDER BY s.dept_id, s.stratum), 'UTF8')), 'hex')
			FROM credit.inspection_stratum s WHERE s.plan_id = plan.plan_id)
	WHERE p.plan_id = plan.plan_id;
	RETURN whole;
END
$$;
COMMENT ON FUNCTION credit.publish_inspection(pg_catalog.int8, pg_catalog.text) IS 'Freezes and publishes a plan''s population, strata and inspectors with the SHA-256 of the seed; returns the size of the frame. 冻结并公布计划的对象名录、分层、检查人员与种子哈希，返回名录规模。';
REVOKE ALL ON FUNCTION credit.publish_inspection(pg_catalog.int8, pg_catalog.text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.publish_inspection(pg_catalog.int8, pg_catalog.text) TO credit_admin, credit_department;

-- SECURITY DEFINER: see credit.join_inspection. A cancelled plan stays visible
-- with its reason: whoever publishes again and again shows it.
CREATE FUNCTION credit.cancel_inspection(plan_id pg_catalog.int8, reason pg_catalog.text) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	plan credit.inspection_plan;
BEGIN
	SELECT p.state INTO plan.state FROM credit.inspection_plan p WHERE p.plan_id = cancel_inspection.plan_id;
	plan := credit.need_plan(plan_id, CASE plan.state WHEN 'draft' THEN 'draft' ELSE 'published' END);
	IF coalesce(btrim(reason), '') = '' THEN
		RAISE EXCEPTION '%', credit.message('cancelling an inspection needs a reason') USING ERRCODE = 'CR011';
	END IF;
	UPDATE credit.inspection_plan p SET state = 'cancelled', cancel_reason = btrim(reason) WHERE p.plan_id = plan.plan_id;
END
$$;
COMMENT ON FUNCTION credit.cancel_inspection(pg_catalog.int8, pg_catalog.text) IS 'Cancels a plan that is not drawn yet; it stays visible with the reason. 取消尚未抽取的计划，计划与原因保留可查。';
REVOKE ALL ON FUNCTION credit.cancel_inspection(pg_catalog.int8, pg_catalog.text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.cancel_inspection(pg_catalog.int8, pg_catalog.text) TO credit_admin, credit_department;
