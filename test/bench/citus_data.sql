-- citus_data.sql: what the bench citus registers and enters, as files: a
-- register in chunks of 5,000 companies, penalties about them for COPY.
-- psql variables: subjects, rows, register, sent.
CREATE UNLOGGED TABLE public.company AS
SELECT n, stem || credit.uscc_check_char(stem) AS code, '吉林省第' || n || '商贸有限公司' AS name
FROM generate_series(1, :subjects) n, LATERAL (SELECT '91220101MA' || lpad(n::text, 7, '0')) s (stem);
COPY (SELECT jsonb_agg(jsonb_build_object('kind', 'enterprise', 'uscc', code, 'name', name, 'region_code', '222424', 'industry_code', 'C'))
	FROM public.company GROUP BY n / 5000) TO :'register';
ALTER TABLE public.company ADD PRIMARY KEY (n);
COPY (SELECT 'penalty', c.code, c.name, '吉长城管罚字〔2026〕第' || r || '号', (date '2026-05-20' - (r * 7919 % 900)::int)::text, '2099-12-31', 1000 * (r % 50 + 1),
	jsonb_build_object('cf_xdr_lb', '法人及非法人组织', 'cf_frdb', '张建国', 'cf_wfxw', '未按规定经营',
		'cf_sy', '经查，当事人于2025年在经营场所未取得许可从事经营活动，经责令改正后逾期不改，违法事实清楚，证据确凿，现场编号' || r,
		'cf_yj', '《吉林省城市市容和环境卫生管理条例》第四十二条第一款、《中华人民共和国行政处罚法》第二十八条', 'cf_cflb', '罚款',
		'cf_nr', '责令改正，处以罚款人民币' || (r % 50 + 1) * 1000 || '元', 'cf_cfjg', '长春市城市管理局',
		'cf_cfjgdm', '11220100000000019K', 'cf_sjly', '长春市城市管理局', 'cf_sjlydm', '11220100000000019K')
	FROM generate_series(1::bigint, :rows) r JOIN public.company c ON c.n = 1 + (r * 1597334677) % :subjects ORDER BY r) TO :'sent';
DROP TABLE public.company;
