-- What the engine refuses, each with SQLSTATE, message, detail and hint; and
-- that nobody, the owner included, gets round it.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-06-01';
CREATE ROLE regress_pm_a IN ROLE credit_department;
CREATE ROLE regress_pm_office IN ROLE credit_admin;
CREATE ROLE regress_pm_none IN ROLE credit_department;
CREATE ROLE regress_pm_analyst IN ROLE credit_analyst;
BEGIN;
\set ON_ERROR_ROLLBACK on
\getenv abs_srcdir PG_ABS_SRCDIR
\set try :abs_srcdir '/data/try.sql'
\i :try
ALTER SEQUENCE credit.proceeding_id_seq RESTART 560001;
ALTER SEQUENCE credit.record_id_seq RESTART 560001;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES (8061, '甲局', '1122010001350000A7', 'regress_pm_a');
INSERT INTO credit.subject (kind, name, uscc) VALUES ('enterprise', '乙公司', '91350100M000100Y43');
SET ROLE regress_pm_a;
INSERT INTO credit.penalty_entry (cf_xdr_mc, cf_xdr_lb, cf_xdr_shxym, cf_frdb, cf_wsh, cf_wfxw, cf_sy, cf_yj, cf_cflb, cf_nr,
	cf_nr_fk, cf_jdrq, cf_cfjg, cf_cfjgdm, cf_sjly, cf_sjlydm)
SELECT '甲公司', '法人及非法人组织', '91220101MA00000000', '张三', d, '无证经营', '事实', '依据', '罚款', '罚款', '1', '2026-05-20',
	'甲局', '1122010001350000A7', '甲局', '1122010001350000A7' FROM unnest('{罚1号,罚2号}'::text[]) d;
-- 1. Opening.
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('objektion', NULL, 560001)$$);
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('objection', '91220101MA00000000')$$);
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('objection', NULL, 999, '{}', note => 'x')$$);
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('objection', '91350100M000100Y43', 560001, '{}', note => 'x')$$);
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('objection', '91220101MA0000000X', 560001, '{}', note => 'x')$$);
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('campaign', NULL)$$);
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('objection', NULL, 560001, '[]', note => 'x')$$);
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('objection', NULL, 560001, NULL, note => 'x')$$);
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('objection', NULL, 560001, '{}', note => '　 ')$$);
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('objection', NULL, 560001, '{}', note => 'x', on_date => '2026-06-02')$$);
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('objection', NULL, 560001, '{"door": "window"}', note => 'x')$$);
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('objection', NULL, 560001, '{"door": "office"}', note => 'x')$$);
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('campaign', '91220101MA00000000', NULL, '{"door": "office", "campaign": "c", "facts": "f"}')$$);
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('commitment', NULL, 560001, '{"due_on": "2026-02-30"}')$$);
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('conditional_acceptance', NULL, 560001, '{"due_on": "soon"}')$$);
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('conditional_acceptance', NULL, 560001, '{"due_on": 0}')$$);
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('conditional_acceptance', NULL, 560001)$$);
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('conditional_acceptance', NULL, 560001, '{"due_on": [1]}')$$);
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('conditional_acceptance', NULL, 560001, '{"due_on": "2026-05-01"}')$$);
RESET ROLE; SET ROLE regress_pm_none;
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('objection', NULL, 560001, '{}', note => 'x')$$);
RESET ROLE; SET ROLE regress_pm_analyst;
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('objection', NULL, 560001, '{}', note => 'x')$$);
-- the office names the department of what it opens
RESET ROLE; SET ROLE regress_pm_office;
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('campaign', '91220101MA00000000', NULL, '{"campaign": "c", "facts": "f"}')$$);

-- 2. Steps.
RESET ROLE;
ALTER SEQUENCE credit.proceeding_id_seq RESTART 560001;
SET ROLE regress_pm_a;
SELECT credit.open_proceeding('objection', NULL, 560001, '{}', note => '不服', on_date => '2026-05-25');
SELECT * FROM pg_temp.try($$SELECT credit.advance(NULL, 'upheld')$$);
SELECT * FROM pg_temp.try($$SELECT credit.advance(1, 'upheld')$$);
SELECT * FROM pg_temp.try($$SELECT credit.advance(560001, NULL)$$);
SELECT * FROM pg_temp.try($$SELECT credit.advance(560001, 'start')$$);
SELECT * FROM pg_temp.try($$SELECT credit.advance(560001, 'reported', 'x', 'x', '{"person": "x"}')$$);
SELECT * FROM pg_temp.try($$SELECT credit.advance(560001, 'upheld', 'x', 'x', '{"person": "x"}', '2026-06-02')$$);
SELECT * FROM pg_temp.try($$SELECT credit.advance(560001, 'upheld', 'x', 'x', '{"person": "x"}', '2026-05-24')$$);
SELECT * FROM pg_temp.try($$SELECT credit.advance(560001, 'upheld', 'x', 'x', '"x"')$$);
SELECT * FROM pg_temp.try($$SELECT credit.advance(560001, 'upheld', ' ', NULL, '{"person": null}')$$);
SELECT * FROM pg_temp.try($$SELECT credit.advance(560001, 'upheld', 'x', 'x', '{"person": "x"}', NULL, 'upheld')$$);
SELECT * FROM credit.advance(560001, 'upheld', '复1号', '成立', '{"person": "x"}', '2026-05-25', 'examining');
-- a record that refuses the correction refuses the step
SELECT * FROM pg_temp.try($$SELECT credit.advance(560001, 'corrected', NULL, 'x', '{"patch": {"cf_nr_fk": "many"}}')$$);
SELECT * FROM pg_temp.try($$SELECT credit.advance(560001, 'corrected', NULL, 'x', '{"patch": {"no_field": "1"}}')$$);
SET credit.on_reject = quarantine;
SELECT what FROM pg_temp.try($$SELECT credit.advance(560001, 'corrected', NULL, 'x', '{"patch": {"cf_nr_fk": "many"}}')$$) LIMIT 1;
RESET credit.on_reject;
SELECT stage, step FROM credit.proceeding WHERE proceeding_id = 560001;

-- 3. Round the engine: users have no right, the owner's rows are checked.
SELECT * FROM pg_temp.try($$UPDATE credit.proceeding SET stage = 'reported'$$);
SELECT * FROM pg_temp.try($$INSERT INTO credit.proceeding (subject_id, procedure, dept_id) VALUES (1, 'objection', 8061)$$);
SELECT * FROM pg_temp.try($$DELETE FROM credit.proceeding_event$$);
SELECT * FROM pg_temp.try($$INSERT INTO credit.event (kind) VALUES ('stage')$$);
SELECT * FROM pg_temp.try($$SELECT credit.emit_event('stage', 1, 1)$$);
SELECT * FROM pg_temp.try($$SELECT credit.effect_record_repair(560001, '2026-06-01', '{}')$$);
SELECT * FROM pg_temp.try($$SELECT credit.maintain_overdue()$$);
SELECT * FROM pg_temp.try($$UPDATE credit.stage SET clock_n = 100$$);
SELECT * FROM pg_temp.try($$INSERT INTO credit.procedure_effect (effect, function_name) VALUES ('x', 'x')$$);
RESET ROLE; SET ROLE regress_pm_office;
SELECT * FROM pg_temp.try($$INSERT INTO credit.procedure_effect (effect, function_name) VALUES ('x', 'x')$$);
SELECT * FROM pg_temp.try($$UPDATE credit.proceeding SET stage = 'reported'$$);
RESET ROLE;
SELECT * FROM pg_temp.try($$UPDATE credit.proceeding SET stage = 'reported' WHERE proceeding_id = 560001$$);
SELECT * FROM pg_temp.try($$UPDATE credit.proceeding SET stage = 'reported', step = step + 1, automatic = false WHERE proceeding_id = 560001$$);
SELECT * FROM pg_temp.try($$UPDATE credit.proceeding SET step = 9 WHERE proceeding_id = 560001$$);
SELECT * FROM pg_temp.try($$UPDATE credit.proceeding SET stage_since = '2020-01-01' WHERE proceeding_id = 560001$$);
SELECT * FROM pg_temp.try($$UPDATE credit.proceeding SET detail = '{}', dept_id = 1 WHERE proceeding_id = 560001$$);
SELECT * FROM pg_temp.try($$UPDATE credit.proceeding SET stage = 'corrected', stage_since = '2026-06-01', step = step + 1, note = 'x', record_id = 560002 WHERE proceeding_id = 560001$$);
SELECT * FROM pg_temp.try($$UPDATE credit.proceeding SET stage = 'corrected', stage_since = '2026-06-01', step = step + 1, note = 'x', automatic = true WHERE proceeding_id = 560001$$);
SELECT * FROM pg_temp.try($$INSERT INTO credit.proceeding (subject_id, procedure, stage, dept_id, note, opened_on) VALUES (1, 'objection', 'upheld', 8061, 'x', '2026-06-01')$$);
SELECT * FROM pg_temp.try($$DELETE FROM credit.proceeding$$);
SELECT * FROM pg_temp.try($$TRUNCATE credit.proceeding CASCADE$$);
SELECT * FROM pg_temp.try($$UPDATE credit.proceeding_event SET note = 'x'$$);
SELECT * FROM pg_temp.try($$DELETE FROM credit.proceeding_event$$);
SELECT * FROM pg_temp.try($$TRUNCATE credit.proceeding_event$$);
SELECT * FROM pg_temp.try($$UPDATE credit.event SET kind = 'x'$$);
SELECT * FROM pg_temp.try($$TRUNCATE credit.event$$);
SELECT what FROM pg_temp.try($$UPDATE credit.proceeding_event SET subject_id = 0 WHERE proceeding_id = 560001$$) LIMIT 1;
-- what follows a case without being a step
SELECT * FROM pg_temp.try($$UPDATE credit.proceeding SET list_entry_id = 5 WHERE proceeding_id = 560001$$);

-- 4. Rules: ranges, clocks without units, effects that are not there.
SELECT * FROM pg_temp.try($$INSERT INTO credit.stage (procedure, stage, edition, name_zh, name_en, basis_id) VALUES ('objection', 'upheld', '2', '改', 'x', 'jilin_city_2020')$$);
SELECT * FROM pg_temp.try($$INSERT INTO credit.transition (procedure, from_stage, to_stage, edition, basis_id) VALUES ('objection', 'upheld', 'corrected', '2', 'jilin_city_2020')$$);
SELECT what FROM pg_temp.try($$INSERT INTO credit.stage (procedure, stage, name_zh, name_en, clock_n, basis_id) VALUES ('objection', 'x', '改', 'x', 5, 'jilin_city_2020')$$) LIMIT 1;
SELECT what FROM pg_temp.try($$INSERT INTO credit.stage (procedure, stage, name_zh, name_en, final, clock_n, clock_unit, basis_id) VALUES ('objection', 'x', '改', 'x', true, 5, 'day', 'jilin_city_2020')$$) LIMIT 1;
SELECT what FROM pg_temp.try($$INSERT INTO credit.transition (procedure, from_stage, to_stage, actors, basis_id) VALUES ('objection', 'upheld', 'x', '{anybody}', 'jilin_city_2020')$$) LIMIT 1;
UPDATE credit.transition SET effect = 'no_such_effect' WHERE procedure = 'objection' AND to_stage = 'corrected';
SELECT * FROM pg_temp.try($$SELECT credit.advance(560001, 'corrected', NULL, 'x', '{"revoke": true}')$$);
-- a step to a stage that has no rule that day
UPDATE credit.stage SET valid = '(,2026-01-01)' WHERE procedure = 'objection' AND stage = 'corrected';
SELECT * FROM pg_temp.try($$SELECT credit.advance(560001, 'corrected', NULL, 'x', '{"revoke": true}')$$);
UPDATE credit.transition SET valid = '(,2026-01-01)' WHERE procedure = 'objection' AND from_stage = 'start';
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('objection', NULL, 560002, '{}', note => 'x')$$);
ROLLBACK;
DROP ROLE regress_pm_a, regress_pm_office, regress_pm_none, regress_pm_analyst;
