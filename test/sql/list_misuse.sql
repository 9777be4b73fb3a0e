-- What lists, bans and checks refuse: entries of others, days that cannot be,
-- another list than the one the party was heard about, wrong orders.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-06-01';
CREATE ROLE regress_lm_a IN ROLE credit_department;
CREATE ROLE regress_lm_b IN ROLE credit_department;
CREATE ROLE regress_lm_office IN ROLE credit_admin;
BEGIN;
\set ON_ERROR_ROLLBACK on
\getenv abs_srcdir PG_ABS_SRCDIR
\set try :abs_srcdir '/data/try.sql'
\i :try
ALTER SEQUENCE credit.proceeding_id_seq RESTART 570001;
ALTER SEQUENCE credit.list_entry_id_seq RESTART 570001;
ALTER SEQUENCE credit.industry_ban_id_seq RESTART 570001;
INSERT INTO credit.department (dept_id, name, uscc, role_name, sector) VALUES (8071, '甲局', '1122010001350000A7', 'regress_lm_a', 'market_regulation'), (8072, '乙局', NULL, 'regress_lm_b', NULL);
INSERT INTO credit.subject (kind, name, uscc) VALUES ('enterprise', '乙公司', '91350100M000100Y43'), ('enterprise', '甲公司', '91220101MA00000000');
SET ROLE regress_lm_office;
SELECT credit.import_list_entry('focus', '91220101MA00000000', '关1号', '2026-05-01', valid_until => '2026-12-31', dept_id => 8071, authority => '省局') AS entry;

-- 1. An objection to an entry: its subject's, handled by its department.
SET ROLE regress_lm_a;
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('objection', '91350100M000100Y43', NULL, '{"list_entry_id": 570001}', note => 'x')$$);
SET ROLE regress_lm_b;
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('objection', '91220101MA00000000', NULL, '{"list_entry_id": 570001}', note => 'x')$$);
SELECT t.* FROM unnest('{99,"\"570001\"",2.5,1e30,"null"}'::text[]) e, LATERAL pg_temp.try(format($$SELECT credit.open_proceeding('objection', '91220101MA00000000', NULL, '{"list_entry_id": %s}', note => 'x')$$, e)) t;
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('listing', '91220101MA00000000', NULL, '{"list_entry_id": 570001, "list": "focus", "facts": "x"}')$$);
SET ROLE regress_lm_office;
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('listing', '91220101MA00000000', NULL, '{"list": "focus", "facts": "x", "dept_id": 1.5}')$$);
-- by the entry alone
SELECT credit.open_proceeding('objection', NULL, NULL, '{"list_entry_id": 570001}', note => '列入有误') AS objection \gset
SELECT s.name, p.dept_id, p.door FROM credit.proceeding p JOIN credit.subject s USING (subject_id) WHERE p.proceeding_id = :objection;

-- 2. Proposals: a list there is, for such subjects, of that department; on a day.
SET ROLE regress_lm_b;
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('listing', '91220101MA00000000', NULL, '{"list": "no_such_list", "facts": "x"}')$$);
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('listing', '91220101MA00000000', NULL, '{"list": "market_regulation_serious", "facts": "x"}')$$);
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('listing', '91220101MA00000000', NULL, '{"list": "social_organisation_serious", "facts": "x"}')$$);
SELECT t.* FROM unnest('{-infinity,infinity}'::date[]) d, LATERAL pg_temp.try(format($$SELECT credit.open_proceeding('listing', '91220101MA00000000', NULL, '{"list": "focus", "facts": "x"}', on_date => %L)$$, d)) t;

-- 3. Wrong orders and days on the way to the list.
SET ROLE regress_lm_a;
SELECT credit.open_proceeding('listing', '91350100M000100Y43', NULL, '{"list": "market_regulation_serious", "facts": "x"}', on_date => '2026-05-04') AS p \gset
\set decision '{"facts": "f", "legal_ground": "g", "measures": "m", "removal_conditions": "c", "remedies": "r", "person": "p"}'
SELECT * FROM credit.advance(:p, 'noticed', '告1', 'x', '{"reason": "r", "legal_ground": "g", "rights": "r"}', '2026-05-05');
SELECT * FROM pg_temp.try(format($$SELECT credit.advance(%s, 'decided', '决1', 'x', %L, '2026-05-06')$$, :p, :'decision'));
SELECT * FROM credit.advance(:p, 'stated', NULL, NULL, '{"statement": "s"}', '2026-05-06');
SELECT * FROM credit.advance(:p, 'decided', '决1', 'x', :'decision', '2026-05-07');
SELECT t.* FROM unnest('{2026-02-30,2020-01-01,2027-01-01}'::text[]) d, LATERAL pg_temp.try(format($$SELECT credit.advance(%s, 'served', NULL, NULL, '{"served_on": "%s", "repair_notice": true}', '2026-05-08')$$, :p, d)) t;
SELECT * FROM pg_temp.try(format($$SELECT credit.advance(%s, 'published')$$, :p));
SELECT * FROM credit.advance(:p, 'served', NULL, NULL, '{"served_on": "2026-05-07", "repair_notice": true}', '2026-05-08');
SELECT t.* FROM unnest('{2026-02-30,2020-01-01,2036-01-01,soon}'::text[]) d, LATERAL pg_temp.try(format($$SELECT credit.advance(%s, 'published', NULL, NULL, '{"valid_until": "%s"}', '2026-05-09')$$, :p, d)) t;
SELECT * FROM pg_temp.try(format($$SELECT credit.advance(%s, 'published', NULL, NULL, '{"list": "focus"}', '2026-05-09')$$, :p));
SELECT * FROM credit.advance(:p, 'published', NULL, NULL, '{"valid_until": "2026-12-31"}', '2026-05-09');
SELECT max(entry_id) AS entry FROM credit.list_entry \gset
SELECT t.* FROM unnest('{2020-01-01,-infinity,2026-12-01}'::date[]) d, LATERAL pg_temp.try(format($$SELECT credit.end_list_entry(%s, 'objection', '撤1', %L)$$, :entry, d)) t;
SELECT t.* FROM unnest('{removed,expired,ended,published}'::text[]) s, LATERAL pg_temp.try(format($$SELECT credit.advance(%s, %L)$$, :p, s)) t;
SELECT * FROM credit.end_list_entry(:entry, 'objection', '撤1', '2026-05-20');
SELECT stage, open FROM credit.proceeding WHERE proceeding_id = :p;

-- 4. Bans for ever are so expressly; entries and checks are for days.
SELECT t.* FROM (VALUES ('2026-05-01', NULL, NULL), ('2026-05-01', 'infinity', 'f'), ('-infinity', '2027-01-01', 'f'), ('2026-05-01', '2027-01-01', 't')) x (d, u, f), LATERAL pg_temp.try(format($$SELECT credit.impose_ban('91350100M000100Y43', '食品', '禁1', %L, 'gf_33_2016', %L, %L)$$, d, u, f)) t;
SET ROLE regress_lm_office;
SELECT t.* FROM (VALUES ('infinity', NULL), ('2026-05-01', 'infinity')) x (d, u), LATERAL pg_temp.try(format($$SELECT credit.import_list_entry('dishonest_debtor', '91350100M000100Y43', '执1', '2026-05-01', %L, %L, dept_id => 8072)$$, d, u)) t;
SELECT t.* FROM unnest('{-infinity,infinity}'::date[]) d, LATERAL pg_temp.try(format($$SELECT credit.check_subject('91350100M000100Y43', 'approval', NULL, %L)$$, d)) t;
SELECT * FROM pg_temp.try($$SELECT credit.check_subjects('{91350100M000100Y43}', 'approval', NULL, 'infinity')$$);
-- 5. A joint action rests on something.
SET ROLE regress_lm_b;
SELECT * FROM pg_temp.try($$SELECT credit.open_proceeding('joint_action', '91350100M000100Y43', NULL, '{"dept_id": 8071, "measure": "限制授信"}', note => 'x')$$);
ROLLBACK;
DROP ROLE regress_lm_a, regress_lm_b, regress_lm_office;
