-- entry_data.sql: what the benches entry and ledger enter: penalties about a
-- register of made-up companies of one province, as a file for COPY
-- credit.record. psql variables: subjects, rows, file.
CREATE ROLE bench_entry IN ROLE credit_department, pg_read_server_files, pg_execute_server_program;
INSERT INTO credit.department (dept_id, name, uscc, role_name)
VALUES (1, '长春市城市管理局', '11220100000000019K', 'bench_entry');
-- made-up codes of one province with both check characters; Fibonacci hashing
-- scatters the bodies
CREATE UNLOGGED TABLE company AS
WITH body AS (
	SELECT n, '91220' || (1 + n % 9) || lpad((1 + n / 9 % 7)::text, 2, '0') ||
		lpad(((n * 2654435769) % 100000000)::text, 8, '0') AS head
	FROM generate_series(1::bigint, :subjects) AS n
), checked AS (
	SELECT n, head || substr('0X987654321', 1 + (
		3 * substr(head, 9, 1)::int + 7 * substr(head, 10, 1)::int + 9 * substr(head, 11, 1)::int +
		10 * substr(head, 12, 1)::int + 5 * substr(head, 13, 1)::int + 8 * substr(head, 14, 1)::int +
		4 * substr(head, 15, 1)::int + 2 * substr(head, 16, 1)::int) % 11, 1) AS s
	FROM body
)
SELECT n, s || credit.uscc_check_char(s) AS code,
	'吉林省' || substr('春城江源松辽长白山海通化平安德惠延边', 1 + (n % 17)::int, 2) ||
	substr('信诚达康瑞丰盛华', 1 + (n % 7)::int, 2) || n ||
	(ARRAY['商贸', '食品', '建筑工程', '物流', '科技'])[1 + n % 5] || '有限公司' AS name
FROM checked;
INSERT INTO credit.subject (kind, uscc, name, name_key, region_code)
SELECT 'enterprise', code::credit.uscc, name, credit.normalize_name(name), substr(code, 3, 6) FROM company ORDER BY n;
ALTER TABLE company ADD PRIMARY KEY (n);
VACUUM ANALYZE;
CREATE UNLOGGED TABLE sent AS
SELECT r AS n, c.name AS cf_xdr_mc, '法人及非法人组织'::text AS cf_xdr_lb, c.code AS cf_xdr_shxym, '张建国'::text AS cf_frdb,
	'吉长城管罚字〔2026〕第' || r || '号' AS cf_wsh, '未按规定经营'::text AS cf_wfxw,
	'经查，当事人于2025年在经营场所未取得许可从事经营活动，经责令改正后逾期不改，违法事实清楚，证据确凿，现场编号' || r AS cf_sy,
	'《吉林省城市市容和环境卫生管理条例》第四十二条第一款、《中华人民共和国行政处罚法》第二十八条'::text AS cf_yj,
	(ARRAY['罚款', '警告;罚款', '罚款;没收违法所得', '警告'])[1 + r % 4] AS cf_cflb,
	'责令改正，处以罚款人民币' || (r % 50 + 1) * 1000 || '元' AS cf_nr,
	CASE WHEN r % 4 < 3 THEN ((r % 50 + 1) / 10.0)::numeric(10, 1)::text END AS cf_nr_fk,
	CASE WHEN r % 4 = 2 THEN '0.5' END AS cf_nr_wfff,
	(date '2026-05-20' - (r * 7919 % 900)::int)::text AS cf_jdrq, '2099-12-31'::text AS cf_yxq,
	'长春市城市管理局'::text AS cf_cfjg, '11220100000000019K'::text AS cf_cfjgdm,
	'长春市城市管理局'::text AS cf_sjly, '11220100000000019K'::text AS cf_sjlydm
FROM generate_series(1::bigint, :rows) r JOIN company c ON c.n = 1 + (r * 1597334677) % :subjects ORDER BY r;
GRANT SELECT ON sent TO bench_entry;
COPY (SELECT 'penalty', cf_xdr_shxym, cf_xdr_mc, cf_wsh, cf_jdrq, cf_yxq, (cf_nr_fk::numeric * 10000)::bigint,
	jsonb_strip_nulls(jsonb_build_object('cf_xdr_lb', cf_xdr_lb, 'cf_frdb', cf_frdb, 'cf_wfxw', cf_wfxw, 'cf_sy', cf_sy,
		'cf_yj', cf_yj, 'cf_cflb', cf_cflb, 'cf_nr', cf_nr, 'cf_nr_wfff', cf_nr_wfff, 'cf_cfjg', cf_cfjg,
		'cf_cfjgdm', cf_cfjgdm, 'cf_sjly', cf_sjly, 'cf_sjlydm', cf_sjlydm))
	FROM sent) TO :'file';
