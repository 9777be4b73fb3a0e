-- year.sql: what offices and departments did with the records in 2026, so that
-- there is something to count: promises, rectification, repair, objections,
-- lists, joint actions, inspections, queries, publicity, the assessment.
-- Through the product's own functions, by the credit office; drawn from md5
-- like the city. Months before September had their grades kept by
-- credit.maintain() while the city was sending (load.sql).
\set ON_ERROR_STOP 1
SET client_min_messages = warning;
SET credit.immediate_evaluation = 0;
CREATE FUNCTION city.day(key text, first date, last date) RETURNS date LANGUAGE sql STABLE
	RETURN credit.add_workdays(first + floor(city.u(key) * (last - first))::int, 0);
-- a step of a case, unless its day is yet to come: the case waits where it is
CREATE FUNCTION city.step(p int8, stage text, day date, detail jsonb DEFAULT '{}') RETURNS bool LANGUAGE plpgsql AS $$
BEGIN
	IF p IS NULL OR day > credit.today() - 1 THEN
		RETURN false;
	END IF;
	PERFORM credit.advance(p, stage, format('望岚信〔2026〕%s-%s号', p, stage), '经核实', detail || '{"person": "李清和"}', day);
	RETURN true;
END
$$;
-- the office's desk on another day; only a superuser may turn the calendar
CREATE FUNCTION city.at(day date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	RESET ROLE;
	PERFORM set_config('credit.fixed_today', day::text, false);
	SET ROLE wanglan_office;
END
$$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA city TO credit_admin;

-- what the office keeps about departments
SET ROLE wanglan_office;
INSERT INTO credit.department_list (dept_id, part, list, measure)
SELECT d.dept_id, l.part, l.list, l.measure
FROM credit.department d CROSS JOIN (VALUES (0.9, 'honest', 'honest', NULL), (0.8, 'incentives', NULL, 'green_lane'),
	(0.85, 'serious', 'market_regulation_serious', NULL), (0.75, 'sanctions', NULL, 'key_supervision')) l (share, part, list, measure)
WHERE city.u(l.part || d.dept_id) < l.share;
SELECT count(credit.report_publicity((ARRAY['article', 'article', 'activity'])[1 + n % 3], (ARRAY['诚信建设万里行', '信用修复一次办', '守信企业故事', '诚信宣传周'])[1 + (n + d.dept_id) % 4],
	make_date(2026, m, 3 + (d.dept_id * 7 + n * 5) % 18), (ARRAY['望岚日报', '望岚广播电视台', '部门网站'])[1 + (n + m) % 3],
	(ARRAY['city', 'city', 'department'])[1 + (n + m) % 3], city.u('ad' || d.dept_id || m || n) < 0.5, dept_id => d.dept_id)) AS publicity
FROM credit.department d CROSS JOIN generate_series(1, 9) m CROSS JOIN generate_series(1, 4) n
WHERE city.u('pub' || d.dept_id || '/' || m || '/' || n) < 0.35 + d.dept_id % 5 * 0.1 \gset
SELECT count(credit.assess_department(d.dept_id, r.rule, round((r.points * CASE WHEN r.bonus THEN city.u('b' || d.dept_id) * 0.5
	ELSE 0.5 + 0.5 * least(1, city.u(r.rule || d.dept_id) + 0.3) END)::numeric, 1), '年中评估材料核查', 2026)) AS lines
FROM credit.department d CROSS JOIN credit.assessment_rule r WHERE r.how = 'entered' AND city.u('asked' || r.rule || d.dept_id) < 0.9 \gset

-- promises: made, then kept, broken or not yet due
INSERT INTO credit.record (item, received_at, detail)
SELECT 'commitment', (c.day + 1 + time '10:00') AT TIME ZONE 'Asia/Shanghai', jsonb_build_object('subject_name', o.name,
	'subject_category', CASE o.class WHEN '92' THEN '个体工商户' ELSE '法人及非法人组织' END, 'subject_code', o.code,
	'doc_no', format('望诺〔2026〕%s号', lpad(o.o::text, 4, '0')), 'decided_on', c.day, 'kind', (ARRAY['证明事项型', '主动公示型', '容缺受理型', '信用修复型'])[1 + o.o % 4],
	'matter', (ARRAY['证明材料', '诚信经营', '补交材料', '纠正失信行为'])[1 + o.o % 4], 'content', '承诺所述属实并按期履行',
	'due_on', c.day + 30 + o.o % 75, 'authority_name', d.name, 'authority_code', d.uscc::text)
FROM city.organisation o
CROSS JOIN LATERAL (SELECT city.day('cm' || o.o, '2026-01-05', '2026-09-15') AS day) c
JOIN credit.department d ON d.dept_id = (ARRAY[1, 7, 16, 18, 21, 30])[1 + o.o % 6]
WHERE city.u('promise' || o.o) < 0.11;
SELECT count(city.step(p.proceeding_id, x.stage, x.day, '{"facts": "期满未履行"}')) AS answered
FROM (SELECT c.proceeding_id, c.opened_on, CASE c.procedure WHEN 'commitment' THEN '{kept,broken}' ELSE '{supplied,failed}' END::text[] AS ends, x.due_on, city.u('kept' || c.proceeding_id) AS u
	FROM credit.proceeding c JOIN credit.deadline x USING (proceeding_id)
	WHERE c.procedure IN ('commitment', 'conditional_acceptance') ORDER BY c.proceeding_id) p
CROSS JOIN LATERAL (SELECT CASE WHEN p.u < 0.9 THEN p.ends[1] ELSE p.ends[2] END AS stage,
	credit.add_workdays(CASE WHEN p.u < 0.9 THEN p.opened_on + ((p.due_on - p.opened_on) * (0.3 + 0.7 * p.u))::int ELSE p.due_on + 4 END, 0) AS day) x
WHERE p.u < 0.97 \gset

-- rectification ordered, most of it done in its term
INSERT INTO credit.record (item, received_at, detail)
SELECT 'rectification', (c.day + 1 + time '10:00') AT TIME ZONE 'Asia/Shanghai', jsonb_build_object('subject_name', o.name,
	'subject_category', CASE o.class WHEN '92' THEN '个体工商户' ELSE '法人及非法人组织' END, 'subject_code', o.code,
	'doc_no', format('望责改〔2026〕%s号', lpad(o.o::text, 4, '0')), 'decided_on', c.day, 'facts', '现场检查发现隐患', 'due_on', c.day + 20 + o.o % 25,
	'result', '整改中', 'authority_name', d.name, 'authority_code', d.uscc::text)
FROM city.organisation o
CROSS JOIN LATERAL (SELECT city.day('rc' || o.o, '2026-02-02', '2026-09-15') AS day) c
JOIN credit.department d ON d.dept_id = (ARRAY[1, 2, 3, 4, 5])[1 + o.o % 5]
WHERE city.u('mend' || o.o) < 0.035 AND o.class = '91';
SELECT count(city.step(p.proceeding_id, 'done', credit.add_workdays(p.opened_on + 8 + (p.proceeding_id % 12)::int, 0))) AS rectified
FROM credit.proceeding p WHERE p.procedure = 'rectification' AND city.u('done' || p.proceeding_id) < 0.85 \gset

-- everyday inspections; the drawn ones come below
INSERT INTO credit.record (item, received_at, detail)
SELECT 'inspection', (c.day + 1 + time '10:00') AT TIME ZONE 'Asia/Shanghai', jsonb_build_object('subject_name', o.name,
	'subject_category', CASE o.class WHEN '92' THEN '个体工商户' ELSE '法人及非法人组织' END, 'subject_code', o.code,
	'doc_no', format('望日检〔2026〕%s号', lpad(o.o::text, 4, '0')), 'decided_on', c.day, 'kind', (ARRAY['日常检查', '投诉举报核查'])[1 + o.o % 2], 'matter', '经营场所',
	'result', CASE WHEN city.u('found' || o.o) < 0.18 THEN '发现问题已责令改正' WHEN city.u('found' || o.o) < 0.25 THEN '发现问题待后续处理' ELSE '未发现问题' END,
	'finding', '按清单检查', 'authority_name', d.name, 'authority_code', d.uscc::text)
FROM city.organisation o
CROSS JOIN LATERAL (SELECT city.day('di' || o.o, '2026-01-05', '2026-09-18') AS day) c
JOIN credit.department d ON d.dept_id = (ARRAY[1, 2, 3, 4, 7, 16])[1 + o.o % 6]
WHERE city.u('daily' || o.o) < 0.14;

-- repair, objection, listing, joint actions: case by case
DO $$
DECLARE
	r record;
	p int8;
	day date;
	u float8;
	person jsonb := '{"commitment_no": "望修诺2026", "obligations_performed": true, "materials": "缴款凭证、整改报告"}';
	entry record;
	action record;
BEGIN
	FOR r IN
		SELECT x.record_id, x.subject_code, f.open_from, x.decided_on
		FROM credit.record x CROSS JOIN LATERAL credit.repair_open_from(x.item, x.severity, x.dept_id, x.decided_on) f
		WHERE x.item = 'penalty' AND x.severity >= 'general' AND x.status = 'valid' AND x.decided_on > '2025-02-01' AND f.open_from < '2026-09-10'
			AND f.early_end AND city.u('repair' || x.doc_no) < 0.085 AND credit.is_published(x.status, x.publish_from, x.publish_until)
		ORDER BY x.record_id
	LOOP
		day := city.day('rd' || r.record_id, greatest(r.open_from, '2026-01-05'), '2026-09-19');
		u := city.u('ru' || r.record_id);
		p := credit.open_proceeding('repair', r.subject_code, r.record_id, person, note => '申请信用修复', on_date => day);
		IF u < 0.05 THEN
			PERFORM city.step(p, 'withdrawn', credit.add_workdays(day, 2));
			CONTINUE;
		END IF;
		CONTINUE WHEN NOT city.step(p, 'screened', credit.add_workdays(day, 1));
		day := credit.add_workdays(day, 2 + (r.record_id % 2)::int);
		CONTINUE WHEN NOT city.step(p, 'accepted', day);
		day := credit.add_workdays(day, 2 + floor(10 * power(city.u('rg' || r.record_id), 1.5))::int);
		IF u < 0.18 THEN
			PERFORM city.step(p, 'refused', day);
		ELSIF city.step(p, 'granted', day) THEN
			PERFORM city.step(p, 'synchronised', credit.add_workdays(day, 1 + (r.record_id % 3)::int));
		END IF;
	END LOOP;

	FOR r IN
		SELECT x.record_id, x.subject_code, x.decided_on FROM credit.record x
		WHERE x.item = 'penalty' AND x.status = 'valid' AND x.decided_on > '2025-12-20' AND city.u('object' || x.doc_no) < 0.028 ORDER BY x.record_id
	LOOP
		day := credit.add_workdays(r.decided_on + 12, 0);
		CONTINUE WHEN day NOT BETWEEN '2026-01-05' AND '2026-09-20';
		u := city.u('ou' || r.record_id);
		p := credit.open_proceeding('objection', r.subject_code, r.record_id, '{"door": "office"}', note => '对认定有异议', on_date => day);
		day := credit.add_workdays(day, 3 + floor(14 * city.u('oa' || r.record_id))::int);
		IF u < 0.55 THEN
			PERFORM city.step(p, 'rejected', day);
		ELSIF u < 0.63 THEN
			PERFORM city.step(p, 'withdrawn', day);
		ELSIF city.step(p, 'upheld', day) AND city.step(p, 'corrected', credit.add_workdays(day, 2), '{"patch": {"bz": "经异议处理更正"}}') THEN
			PERFORM city.step(p, 'reported', credit.add_workdays(day, 3));
		END IF;
	END LOOP;

	-- honest enterprises, named by the city before and since
	FOR r IN SELECT o.code, row_number() OVER (ORDER BY o.code) AS n FROM credit_bi.subject_overview o
		WHERE o.grade = 'A' AND o.kind = 'enterprise' AND city.u('honest' || o.code) < 0.15
	LOOP
		day := city.day('ho' || r.code, '2024-02-01', '2026-09-10');
		PERFORM credit.import_list_entry('honest', r.code, format('望文明〔%s〕%s号', extract(year FROM day), r.n), day, day, (day + interval '2 years')::date - 1, 18, '望岚市诚信典型评选委员会');
	END LOOP;

	-- candidates examined: noticed, heard, decided, served, published
	FOR r IN
		SELECT c.subject_id, c.list, c.dept_id, s.uscc::text AS code, x.record_id, x.decided_on, k.class
		FROM credit.list_candidate c JOIN credit.list_kind k USING (list) JOIN credit.subject s USING (subject_id)
		CROSS JOIN LATERAL (SELECT v.record_id, v.decided_on FROM credit.record v WHERE v.record_id = ANY (c.record_ids) AND v.status = 'valid' ORDER BY v.decided_on DESC LIMIT 1) x
		WHERE c.state = 'open' AND (k.class = 'serious' OR city.u('focus' || c.subject_id) < 0.3) ORDER BY c.candidate_id
	LOOP
		day := city.day('lp' || r.subject_id, greatest(r.decided_on + 5, '2026-01-20'), '2026-09-20');
		u := city.u('lu' || r.subject_id);
		p := credit.open_proceeding('listing', r.code, r.record_id, jsonb_build_object('list', r.list, 'facts', '符合列入标准', 'dept_id', r.dept_id), on_date => day);
		day := credit.add_workdays(day, 2);
		CONTINUE WHEN NOT city.step(p, 'noticed', day, '{"reason": "符合列入标准", "legal_ground": "名单管理办法", "rights": "五个工作日内陈述申辩"}');
		IF u < 0.4 THEN
			day := credit.add_workdays(day, 3);
			CONTINUE WHEN NOT city.step(p, 'stated', day, '{"statement": "请求从轻"}');
			IF u < 0.12 THEN
				PERFORM city.step(p, 'dropped', credit.add_workdays(day, 4));
				CONTINUE;
			END IF;
		END IF;
		day := credit.add_workdays(day, 7);
		CONTINUE WHEN NOT city.step(p, 'decided', day, '{"facts": "符合列入标准", "legal_ground": "名单管理办法", "measures": "列为重点监管对象",
			"removal_conditions": "纠正失信行为并作出承诺", "remedies": "复议、诉讼"}');
		day := credit.add_workdays(day, 3);
		CONTINUE WHEN NOT city.step(p, 'served', day, jsonb_build_object('served_on', day, 'repair_notice', true));
		day := credit.add_workdays(day, 1);
		CONTINUE WHEN NOT city.step(p, 'published', day);
		IF r.class = 'focus' AND u > 0.6 AND city.step(p, 'removal_applied', credit.add_workdays(day + 93, 0), person) THEN
			PERFORM city.step(p, 'removed', credit.add_workdays(day + 93, 6));
		END IF;
	END LOOP;

	-- joint action on the seriously dishonest
	FOR entry IN SELECT e.entry_id, e.dept_id, e.valid_from FROM credit.list_entry e JOIN credit.list_kind k USING (list)
		WHERE k.class = 'serious' AND e.ended_on IS NULL ORDER BY e.valid_from, e.entry_id
	LOOP
		day := least(credit.add_workdays(entry.valid_from, 2), '2026-09-21');
		PERFORM city.at(day);
		FOR action IN SELECT * FROM credit.initiate_joint_action(entry.entry_id, '{5,18,20,30}', '{procurement_ban,approval_scrutiny}', '列入严重失信主体名单')
		LOOP
			PERFORM city.at('2026-09-22');
			u := city.u('ja' || action.action_id);
			IF u < 0.12 THEN
				PERFORM city.step(action.proceeding_id, 'declined', credit.add_workdays(day, 4));
			ELSIF u < 0.92 AND city.step(action.proceeding_id, 'responded', credit.add_workdays(day, 2 + floor(u * 8)::int)) THEN
				PERFORM city.step(action.proceeding_id, 'fed_back', credit.add_workdays(day, 14), '{"result": "已在审批和采购中落实"}');
			END IF;
			PERFORM city.at(day);
		END LOOP;
		PERFORM city.at('2026-09-22');
	END LOOP;
END
$$;

-- two double-random inspections: in spring and in summer
INSERT INTO credit.inspector (dept_id, name, certificate_no)
SELECT d, city.pick('{周,吴,郑,王,冯,陈,卫,蒋}', 'is' || d || n) || city.pick('{一鸣,子安,若水,明远,思源,静远}', 'ig' || d || n), format('望执%s%s', d, lpad(n::text, 3, '0'))
FROM unnest('{1,2,3,4,7}'::int[]) d CROSS JOIN generate_series(1, 24) n;
\set inspected 'SELECT count(credit.report_inspection(:plan_no, x.code, format(''望检〔2026〕%s-%s号'', x.dept_id, left(md5(:plan_no || x.code), 6)), (CASE WHEN city.u(x.code || :plan_no) < CASE x.stratum WHEN ''A'' THEN 0.05 WHEN ''B'' THEN 0.12 WHEN ''C'' THEN 0.24 ELSE 0.45 END THEN (ARRAY[''发现问题已责令改正'', ''发现问题待后续处理''])[1 + x.dept_id % 2] WHEN city.u(x.code) < 0.03 THEN ''通过登记的住所无法联系'' ELSE ''未发现问题'' END), ''按方案检查'', credit.add_workdays(:day, -(x.place % 5)::int), x.dept_id)) AS reported FROM credit_bi.inspection_visit x WHERE x.plan_no = :plan_no AND x.excused IS NULL AND x.place % 3 = :third AND city.u(''go'' || x.code) < :share'
\set plan_no '''望随机2026-01'''
\set share 1
SELECT city.at('2026-03-02') \gset
SELECT credit.plan_inspection(:plan_no, '春季部门联合抽查', '[2026-03-09,2026-04-11)') AS plan,
	encode(sha256('wanglan spring 5f2c9a'), 'hex') AS hash \gset
SELECT count(credit.join_inspection(:plan, j.matters::text[], j.d, NULL, j.regions::text[], j.industries::text[])) AS joined
FROM (VALUES (1, '{食品安全,广告}', '{220000}', '{H,F}'), (3, '{消防安全}', '{220000}', '{H,P,R}'), (7, '{公共场所卫生}', '{220000}', '{H,R}')) j (d, matters, regions, industries) \gset
SELECT credit.publish_inspection(:plan, :'hash') AS frame \gset
SELECT count(*) AS drawn FROM credit.draw_inspection(:plan, 'wanglan spring 5f2c9a') \gset
\set third 0
\set day '''2026-03-17'''
SELECT city.at(:day) \gset
:inspected \gset
\set third 1
\set day '''2026-03-27'''
SELECT city.at(:day) \gset
:inspected \gset
\set third 2
\set day '''2026-04-10'''
SELECT city.at(:day) \gset
:inspected \gset
\set plan_no '''望随机2026-02'''
\set share 0.9
SELECT city.at('2026-08-03') \gset
SELECT credit.plan_inspection(:plan_no, '夏季部门联合抽查', '[2026-08-10,2026-10-01)') AS plan,
	encode(sha256('wanglan summer 81d3e0'), 'hex') AS hash \gset
SELECT count(credit.join_inspection(:plan, j.matters::text[], j.d, NULL, j.regions::text[], j.industries::text[])) AS joined
FROM (VALUES (2, '{安全生产}', '{220000}', '{C,E}'), (4, '{污染物排放}', '{220000}', '{A,C,Q}'), (1, '{特种设备}', '{220000}', '{C,E}')) j (d, matters, regions, industries) \gset
SELECT credit.publish_inspection(:plan, :'hash') AS frame \gset
SELECT count(*) AS drawn FROM credit.draw_inspection(:plan, 'wanglan summer 81d3e0') \gset
\set third 0
\set day '''2026-08-18'''
SELECT city.at(:day) \gset
:inspected \gset
\set third 1
\set day '''2026-08-28'''
SELECT city.at(:day) \gset
:inspected \gset
\set third 2
\set day '''2026-09-15'''
SELECT city.at(:day) \gset
:inspected \gset

-- alerts seen to
DO $$
DECLARE
	a record;
BEGIN
	FOR a IN SELECT alert_id, opened_on FROM credit.alert WHERE state = 'open' AND city.u('al' || alert_id) < 0.8 - 0.5 * (opened_on > '2026-07-01')::int ORDER BY alert_id LOOP
		PERFORM city.at(credit.add_workdays(a.opened_on + 2 + floor(city.u('as' || a.alert_id) * 25)::int, 0));
		PERFORM credit.acknowledge_alert(a.alert_id);
		IF city.u('ac' || a.alert_id) < 0.7 THEN
			PERFORM credit.close_alert(a.alert_id, '已约谈并督促整改');
		END IF;
	END LOOP;
END
$$;
RESET ROLE;
RESET credit.fixed_today;

-- What the old system's logs hold: checks before decisions, monthly ledgers
-- and pushes. The product writes these with the clock of the machine, so that
-- the months before today come as an office takes over its old rows.
INSERT INTO credit.query_log (at, on_date, asked_by, dept_id, subject_id, code, purpose, verdict)
SELECT (d.day + time '09:30') AT TIME ZONE 'Asia/Shanghai', d.day, 'old platform', d.dept_id, s.subject_id, s.code, d.purpose,
	CASE WHEN s.grade = 'D' AND n % 3 = 0 THEN 'restricted' WHEN s.grade IN ('C', 'D') AND n % 5 = 0 THEN 'attention' ELSE 'clear' END
FROM generate_series(1, 6000) n
CROSS JOIN LATERAL (SELECT city.day('qd' || n, '2026-01-04', '2026-09-21') AS day, (ARRAY[30, 30, 30, 30, 18, 20, 5, 5, 1, 1, 8, 17, 19, 2])[1 + floor(city.u('qp' || n) * 14)::int] AS dept_id,
	(ARRAY['approval', 'approval', 'market_entry', 'qualification', 'finance', 'procurement', 'bidding', 'bidding', 'supervision', 'honours', 'position', 'finance', 'honours', 'supervision'])[1 + floor(city.u('qp' || n) * 14)::int] AS purpose) d
JOIN (SELECT o.subject_id, o.code, o.grade, row_number() OVER (ORDER BY o.code) AS k FROM credit_bi.subject_overview o) s ON s.k = 1 + floor(city.u('qs' || n) * 2300)::int;
INSERT INTO credit.export_package (name, kind, period, dept_id, until, filter, due_on, parts, records, made_by, made_at)
SELECT format('old-%s-%s-%s', t.kind, to_char(m, 'YYYYMM'), d.dept_id), t.kind, m, d.dept_id, x.made, '{}', x.due, 1, r.records, 'old platform', x.made
FROM credit.department d CROSS JOIN credit.export_term t
CROSS JOIN generate_series('2025-12-01'::date, '2026-08-01', interval '1 month') g CROSS JOIN LATERAL (SELECT g::date AS m) y
CROSS JOIN LATERAL (SELECT (g + interval '1 month')::date + t.due_day::int - 1 AS due, city.u(t.kind || d.dept_id || g::date) AS u) z
CROSS JOIN LATERAL (SELECT z.due, ((z.due + CASE WHEN z.u < 0.86 THEN -1 - floor(z.u * 6)::int ELSE 2 + floor((z.u - 0.86) * 40)::int END) + time '10:00') AT TIME ZONE 'Asia/Shanghai' AS made) x
CROSS JOIN LATERAL (SELECT coalesce(sum(s.records), 0)::int8 AS records FROM credit_bi.record_statistics s WHERE s.dept_id = d.dept_id AND s.received_month = m) r
WHERE z.u < 0.94 AND x.made < '2026-09-22';

-- the end of the day
SELECT count(*) AS actions FROM credit.maintain() \gset
