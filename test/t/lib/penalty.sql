-- a row for the door of penalties: what is given over what is usual
CREATE FUNCTION city.penalty(dept int, n int, change jsonb DEFAULT '{}') RETURNS SETOF credit.penalty_entry LANGUAGE sql AS $$
	SELECT (jsonb_populate_record(NULL::credit.penalty_entry, jsonb_build_object(
		'cf_xdr_mc', c.name, 'cf_xdr_lb', '法人及非法人组织', 'cf_xdr_shxym', c.code, 'cf_frdb', '张三',
		'cf_wsh', '罚' || penalty.n || '号', 'cf_wfxw', '无证经营', 'cf_sy', '事实', 'cf_yj', '依据', 'cf_cflb', '罚款',
		'cf_nr', '罚款一万元', 'cf_nr_fk', '1', 'cf_jdrq', '2026-05-20',
		'cf_cfjg', d.name, 'cf_cfjgdm', d.uscc, 'cf_sjly', d.name, 'cf_sjlydm', d.uscc) || change)).*
	FROM city.code c, (VALUES (1, '甲局', '1122010001350000BA'), (2, '乙局', '1122010001350000CD')) d (dept_id, name, uscc)
	WHERE c.n = 1 + (penalty.n - 1) % (SELECT count(*)::int FROM city.code) AND d.dept_id = penalty.dept $$;
