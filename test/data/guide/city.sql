-- city.sql: the small city in which the guides (doc/guide-*.md) play, for run.pl.
-- Goes into an empty database; nobody and nothing here exists.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
CREATE EXTENSION credit;
SELECT format('ALTER DATABASE %I SET credit.fixed_today = %L', current_database(), '2026-09-22'),
	format('ALTER DATABASE %I SET datestyle = %L', current_database(), 'ISO, YMD') \gexec
SET credit.fixed_today = '2026-09-22';

-- logins outlive a database
SELECT format('CREATE ROLE %I LOGIN IN ROLE %I', l.login, l.may)
FROM (VALUES ('wanglan_market', 'credit_department'), ('wanglan_fire', 'credit_department'),
	('wanglan_office', 'credit_admin'), ('wanglan_analyst', 'credit_analyst')) l (login, may)
WHERE NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = l.login) \gexec

INSERT INTO credit.department (dept_id, name, uscc, role_name, sector) VALUES
	(1, '望岚市市场监督管理局', '11220000YX9001373J', 'wanglan_market', 'market_regulation'),
	(2, '望岚市消防救援支队', '11220000YX90017449', 'wanglan_fire', 'fire'),
	(3, '望岚市发展和改革委员会', '11220000YX9002114B', 'wanglan_office', NULL);
INSERT INTO credit.subject (subject_id, kind, uscc, name, region_code, industry_code, registered_on) VALUES
	(1, 'enterprise', '91220000YX2001370M', '望岚市和渚商贸有限公司', '220000', 'F', '2015-03-02'),
	(2, 'enterprise', '91220000YX2002744W', '望岚市盛浦食品有限公司', '220000', 'C', '2018-06-11'),
	(3, 'enterprise', '91220000YX2004117F', '望岚市云岭建筑工程有限公司', '220000', 'E', '2009-10-20'),
	(4, 'enterprise', '91220000YX2005486U', '望岚市嘉北运输有限公司', '220000', 'G', '2020-01-15');
SELECT setval('credit.subject_id_seq', 100), setval('credit.department_dept_id_seq', 3) \g /dev/null

-- what the departments sent in from June to August
CREATE FUNCTION pg_temp.penalty(who int, dept int, doc text, sort text, fine numeric, decided date, received date) RETURNS void LANGUAGE sql AS $$
	INSERT INTO credit.record (item, dept_id, subject_code, received_at, detail)
	SELECT 'penalty', dept, s.uscc, (received + time '10:00') AT TIME ZONE 'Asia/Shanghai',
		jsonb_build_object('cf_xdr_mc', s.name, 'cf_xdr_lb', '法人及非法人组织',
		'cf_xdr_shxym', s.uscc, 'cf_frdb', '周沐言', 'cf_wsh', doc, 'cf_jdrq', decided, 'cf_wfxw', '未按规定经营', 'cf_sy', '检查时发现', 'cf_yj', '《中华人民共和国行政处罚法》',
		'cf_cflb', sort, 'cf_nr', sort, 'cf_nr_fk', fine, 'cf_cfjg', d.name, 'cf_cfjgdm', d.uscc, 'cf_sjly', d.name, 'cf_sjlydm', d.uscc)
	FROM credit.subject s, credit.department d WHERE s.subject_id = who AND d.dept_id = dept $$;
SELECT pg_temp.penalty(1, 1, '望市监罚〔2026〕11号', '罚款', 0.5, '2026-06-08', '2026-06-12'),
	pg_temp.penalty(1, 1, '望市监罚〔2026〕17号', '罚款', 2, '2026-07-06', '2026-07-08'),
	pg_temp.penalty(2, 1, '望市监罚〔2026〕19号', '警告', NULL, '2026-07-14', '2026-08-03'),
	pg_temp.penalty(3, 2, '望消罚〔2026〕4号', '罚款', 3, '2026-07-20', '2026-07-22'),
	pg_temp.penalty(3, 2, '望消罚〔2026〕6号', '罚款', 150, '2026-08-10', '2026-08-12'),
	pg_temp.penalty(4, 2, '望消罚〔2026〕7号', '罚款', 1, '2026-08-24', '2026-08-25') \g /dev/null
SELECT * FROM credit.maintain() \g /dev/null
