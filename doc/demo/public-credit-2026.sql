-- Loads the illustrative model public-credit@2026: indicators, scorecard,
-- grade bands and caps. Run by psql from the top of the source tree:
--     psql -f doc/demo/public-credit-2026.sql
-- Points, bands and windows are made up for the demonstration.
\set ON_ERROR_STOP on
BEGIN;
INSERT INTO credit.indicator (indicator, dimension, name_zh, name_en, source, measure, attribute,
	items, polarity, min_severity, "window", half_life)
VALUES
	('registration_status', 'identity', '登记状态', 'registration status', 'subject', 'value', 'status', NULL, NULL, NULL, NULL, NULL),
	('age_months', 'identity', '成立月数', 'months since registration', 'subject', 'value', 'age_months', NULL, NULL, NULL, NULL, NULL),
	('breaches_36m', 'behaviour', '近三年违约失诺次数', 'breaches of commitments and contracts, 36 months', 'record', 'count', NULL, '{commitment_breach,contract_breach}', NULL, NULL, '36 months', NULL),
	('abnormal_operation', 'behaviour', '近三年列入经营异常次数', 'entries as abnormally operating, 36 months', 'record', 'count', NULL, '{abnormal_operation}', NULL, NULL, '36 months', NULL),
	('commitments_kept_36m', 'behaviour', '近三年履行承诺次数', 'commitments performed, 36 months', 'record', 'count', NULL, '{commitment_performance}', NULL, NULL, '36 months', NULL),
	('intellectual_property', 'innovation', '知识产权数', 'intellectual property', 'record', 'count', NULL, '{intellectual_property}', NULL, NULL, NULL, NULL),
	('honours_60m', 'innovation', '近五年荣誉与奖励次数', 'honours and rewards, 60 months', 'record', 'count', NULL, '{honour,reward}', NULL, NULL, '60 months', NULL),
	('licences_60m', 'innovation', '近五年取得许可数', 'licences, 60 months', 'record', 'count', NULL, '{licence,qualification}', NULL, NULL, '60 months', NULL),
	('penalty_amount_36m', 'finance', '近三年罚没金额', 'amount of penalties in yuan, 36 months', 'record', 'sum', 'amount', '{penalty}', NULL, NULL, '36 months', NULL),
	('tax_arrears', 'finance', '近三年欠税公告次数', 'announced tax arrears, 36 months', 'record', 'count', NULL, '{tax_arrears}', NULL, NULL, '36 months', NULL),
	('faults_weighted', 'compliance', '失信行为（按时间衰减）', 'faults, halved every two years', 'record', 'count', NULL, NULL, 'negative', 'general', NULL, '720 days'),
	('serious_faults_60m', 'compliance', '近五年严重失信次数', 'serious faults, 60 months', 'record', 'count', NULL, NULL, 'negative', 'serious', '60 months', NULL),
	('fault_recency', 'compliance', '距最近一次失信月数', 'months since the latest fault', 'record', 'recency', NULL, NULL, 'negative', NULL, NULL, NULL),
	('fault_departments_36m', 'compliance', '近三年认定失信的部门数', 'departments that found faults, 36 months', 'record', 'distinct', 'department', NULL, 'negative', NULL, '36 months', NULL),
	('listed_serious', 'compliance', '列入严重失信名单', 'on a list of serious dishonesty', 'record', 'exists', NULL, '{serious_list,dishonest_debtor,false_litigation}', NULL, NULL, '36 months', NULL),
	('records_total', 'behaviour', '记录总数', 'records of any kind', 'record', 'count', NULL, NULL, NULL, NULL, NULL, NULL)
ON CONFLICT (indicator) DO NOTHING;

\set document `cat doc/demo/public-credit-2026.pmml`
SELECT credit.load_model('public-credit', '2026', :'document'::xml, note => 'illustrative 示例模型')
WHERE NOT EXISTS (SELECT FROM credit.evaluation_run WHERE (model, version) = ('public-credit', '2026'));

INSERT INTO credit.grade_band (model, version, grade, from_score)
SELECT 'public-credit', '2026', b.grade::credit.grade, b.from_score
FROM (VALUES ('A', 850), ('B', 720), ('C', 520), ('D', '-Infinity'::float8)) b (grade, from_score)
WHERE NOT EXISTS (SELECT FROM credit.grade_band WHERE (model, version) = ('public-credit', '2026'));

INSERT INTO credit.grade_cap (model, version, cap, indicator, operator, threshold, grade)
SELECT 'public-credit', '2026', c.cap, c.indicator, c.operator, c.threshold, c.grade::credit.grade
FROM (VALUES ('on a serious list', 'listed_serious', '>', 0, 'D'),
	('several serious faults', 'serious_faults_60m', '>=', 2, 'C'),
	('no facts', 'records_total', '=', 0, NULL)) c (cap, indicator, operator, threshold, grade)
WHERE NOT EXISTS (SELECT FROM credit.grade_cap WHERE (model, version) = ('public-credit', '2026'));
COMMIT;
