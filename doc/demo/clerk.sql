-- clerk.sql: a row typed by hand with three faults. A person wants an error.
\set VERBOSITY terse
SELECT role_name AS role, name, uscc FROM credit.department ORDER BY dept_id LIMIT 1 \gset
SELECT subject_name AS subject, left(subject_code, 17) || CASE right(subject_code, 1) WHEN '0' THEN '1' ELSE '0' END AS code
FROM credit.record WHERE subject_code LIKE '91%' ORDER BY record_id LIMIT 1 \gset
SET ROLE :role;
SET credit.on_reject = error;
\set VERBOSITY default
INSERT INTO credit.penalty_entry (cf_xdr_mc, cf_xdr_lb, cf_xdr_shxym, cf_frdb, cf_wsh, cf_wfxw, cf_sy, cf_yj,
	cf_cflb, cf_nr, cf_jdrq, cf_cfjg, cf_cfjgdm, cf_sjly, cf_sjlydm)
VALUES (:'subject', '法人及非法人组织', :'code', '周沐言', '望市监罚〔2026〕9001号', '发布虚假广告', '在店堂内发布与事实不符的广告', '《中华人民共和国广告法》',
	'罚款', '罚款2000元', '2026-09-31', :'name', :'uscc', :'name', :'uscc');
