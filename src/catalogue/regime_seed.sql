-- regime_seed.sql: the publication regimes since 2017. Requires
-- catalogue/penalty_seed.sql.
--
-- A row without item answers for every negative item. Decisions before
-- 2017-07-31 have no row: their longest term has ended whatever the rule was.
INSERT INTO credit.publication_regime (regime_id, item, sector, severity, decided, published, published_persons,
	min_term, max_term, early_end, clean_at_max, note, basis_id, verified, standard_entry)
SELECT r.regime_id, r.item, r.sector, r.severity::credit.severity, r.decided::pg_catalog.daterange, r.published, r.persons,
	r.min_term::pg_catalog.interval, r.max_term::pg_catalog.interval, r.early_end, r.clean, r.note, r.basis_id, r.verified, true
FROM (VALUES
	-- licences and other records that are no fault: while they are valid
	('licence', 'licence', NULL, NULL, '(,)', true, true, NULL, NULL, false, true, '有效期内公示，自然人姓名脱敏（期限待核对）', 'fgb_424_2018', false),
	-- 1: the notice of 2017
	('notice2017-general', NULL, NULL, NULL, '[2017-07-31,2019-07-01)', true, false, NULL, '1 year', true, true, '一般一年', 'ndrc_penalty_notice_2017', true),
	('notice2017-serious', NULL, NULL, 'serious', '[2017-07-31,2019-07-01)', true, false, NULL, '3 years', true, true, '严重失信三年', 'ndrc_penalty_notice_2017', true),
	('notice2017-minor', NULL, NULL, 'minor', '[2017-07-31,2019-07-01)', false, false, NULL, NULL, true, true, '仅警告、通报批评不作为失信公示（待核对）', 'ndrc_penalty_notice_2017', false),
	-- 2: 发改办财金〔2019〕527号
	('n527-minor', NULL, NULL, 'minor', '[2019-07-01,2023-05-01)', false, false, NULL, NULL, true, true, '简易程序或仅警告不作为失信公示（待核对）', 'fgb_527_2019', false),
	('n527-general', NULL, NULL, 'general', '[2019-07-01,2023-05-01)', true, false, '3 months', '1 year', true, true, '一般失信', 'fgb_527_2019', true),
	('n527-serious', NULL, NULL, 'serious', '[2019-07-01,2023-05-01)', true, false, '6 months', '3 years', true, true, '严重失信', 'fgb_527_2019', true),
	('n527-specific-food', NULL, 'food', 'serious', '[2019-07-01,2023-05-01)', true, false, '3 years', '3 years', false, true, '特定严重失信，公示满三年，不予修复（领域范围待核对）', 'fgb_527_2019', false),
	('n527-specific-drug', NULL, 'drug', 'serious', '[2019-07-01,2023-05-01)', true, false, '3 years', '3 years', false, true, '特定严重失信（领域范围待核对）', 'fgb_527_2019', false),
	('n527-specific-environment', NULL, 'environment', 'serious', '[2019-07-01,2023-05-01)', true, false, '3 years', '3 years', false, true, '特定严重失信（领域范围待核对）', 'fgb_527_2019', false),
	('n527-specific-construction', NULL, 'construction_quality', 'serious', '[2019-07-01,2023-05-01)', true, false, '3 years', '3 years', false, true, '特定严重失信（领域范围待核对）', 'fgb_527_2019', false),
	('n527-specific-safety', NULL, 'work_safety', 'serious', '[2019-07-01,2023-05-01)', true, false, '3 years', '3 years', false, true, '特定严重失信（领域范围待核对）', 'fgb_527_2019', false),
	-- 3: market regulation's own periods, until one regime covers all
	('samr-minor', NULL, 'market_regulation', 'minor', '[2021-09-01,2026-04-01)', false, false, NULL, NULL, true, true, '仅警告不公示；通报批评、较低数额罚款三个月（待核对）', 'samr_order_45', false),
	('samr-general', NULL, 'market_regulation', 'general', '[2021-09-01,2026-04-01)', true, false, '6 months', '3 years', true, true, '一般处罚六个月后可修复（待核对）', 'samr_repair_3_2021', false),
	('samr-serious', NULL, 'market_regulation', 'serious', '[2021-09-01,2026-04-01)', true, false, '1 year', '3 years', true, true, '食品、药品、特种设备等一年后可修复（待核对）', 'samr_repair_3_2021', false),
	-- 4: Order 58
	('order58-minor', NULL, NULL, 'minor', '[2023-05-01,2026-04-01)', false, false, NULL, NULL, true, true, '仅警告、通报批评不公示（待核对）', 'ndrc_order_58', false),
	('order58-general', NULL, NULL, 'general', '[2023-05-01,2026-04-01)', true, false, '3 months', '3 years', true, true, '行政处罚最短三个月、最长三年', 'ndrc_order_58', true),
	('order58-serious', NULL, NULL, 'serious', '[2023-05-01,2026-04-01)', true, false, '3 months', '3 years', true, true, '行政处罚最短三个月、最长三年', 'ndrc_order_58', true),
	-- the five fields, for both published severities
	('order58-food-general', NULL, 'food', 'general', '[2023-05-01,2026-04-01)', true, false, '1 year', '3 years', true, true, '食品领域最短一年（待核对）', 'ndrc_order_58', false),
	('order58-food-serious', NULL, 'food', 'serious', '[2023-05-01,2026-04-01)', true, false, '1 year', '3 years', true, true, '食品领域最短一年（待核对）', 'ndrc_order_58', false),
	('order58-drug-general', NULL, 'drug', 'general', '[2023-05-01,2026-04-01)', true, false, '1 year', '3 years', true, true, '药品领域最短一年（待核对）', 'ndrc_order_58', false),
	('order58-drug-serious', NULL, 'drug', 'serious', '[2023-05-01,2026-04-01)', true, false, '1 year', '3 years', true, true, '药品领域最短一年（待核对）', 'ndrc_order_58', false),
	('order58-equipment-general', NULL, 'special_equipment', 'general', '[2023-05-01,2026-04-01)', true, false, '1 year', '3 years', true, true, '特种设备领域最短一年', 'ndrc_order_58', true),
	('order58-equipment-serious', NULL, 'special_equipment', 'serious', '[2023-05-01,2026-04-01)', true, false, '1 year', '3 years', true, true, '特种设备领域最短一年', 'ndrc_order_58', true),
	('order58-safety-general', NULL, 'work_safety', 'general', '[2023-05-01,2026-04-01)', true, false, '1 year', '3 years', true, true, '安全生产领域最短一年', 'ndrc_order_58', true),
	('order58-safety-serious', NULL, 'work_safety', 'serious', '[2023-05-01,2026-04-01)', true, false, '1 year', '3 years', true, true, '安全生产领域最短一年', 'ndrc_order_58', true),
	('order58-fire-general', NULL, 'fire', 'general', '[2023-05-01,2026-04-01)', true, false, '1 year', '3 years', true, true, '消防领域最短一年', 'ndrc_order_58', true),
	('order58-fire-serious', NULL, 'fire', 'serious', '[2023-05-01,2026-04-01)', true, false, '1 year', '3 years', true, true, '消防领域最短一年', 'ndrc_order_58', true),
	-- 5: Order 36
	('order36-minor', NULL, NULL, 'minor', '[2026-04-01,)', false, false, '0', '3 months', true, true, '原则上不公示，确需公示的最长三个月', 'ndrc_order_36_2025', true),
	('order36-general', NULL, NULL, 'general', '[2026-04-01,)', true, false, '3 months', '1 year', true, false, '最短三个月、最长一年', 'ndrc_order_36_2025', true),
	('order36-serious', NULL, NULL, 'serious', '[2026-04-01,)', true, false, '1 year', '3 years', true, false, '最短一年、最长三年', 'ndrc_order_36_2025', true)
) AS r (regime_id, item, sector, severity, decided, published, persons, min_term, max_term, early_end, clean, note, basis_id, verified);
