-- Who sees and writes what of lists.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
SET credit.fixed_today = '2026-06-10';
SET datestyle = ISO;
BEGIN;
CREATE ROLE regress_lr_own IN ROLE credit_department;
CREATE ROLE regress_lr_other IN ROLE credit_department;
CREATE ROLE regress_lr_office IN ROLE credit_admin;
CREATE ROLE regress_lr_analyst IN ROLE credit_analyst;
CREATE ROLE regress_lr_public IN ROLE credit_public;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES
	(7831, '甲局', '1122010001350000BA', 'regress_lr_own'), (7832, '乙局', '1122010001350000CD', 'regress_lr_other');
INSERT INTO credit.subject (subject_id, kind, uscc, name) VALUES (783001, 'enterprise', '91220101MA00000000', '甲公司');
SELECT credit.person_subject('resident_id', '11010519491231002X', '张三丰') AS person \gset
INSERT INTO credit.relation (subject_id, related_id, role) VALUES (783001, :person, 'legal_representative');
INSERT INTO credit.list_kind (list, name_zh, name_en, class, applies_to, basis_id, openness) VALUES
	('lr_inner', '内部名单', 'inner', 'focus', '{enterprise,person}', 'jilin_city_2020', 'restricted');
SELECT credit.import_list_entry('procurement_serious', '91220101MA00000000', '列1号', '2026-05-20', dept_id => 7831) AS entry \gset
SELECT credit.import_list_entry('focus', '91220101MA00000000', '列2号', '2026-05-20', dept_id => 7831) > 0 AS listed;
SELECT credit.import_list_entry('lr_inner', '91220101MA00000000', '列3号', '2026-05-20', dept_id => 7831) > 0 AS listed;
SELECT credit.import_list_entry('dishonest_debtor', '11010519491231002X', '列4号', '2026-05-20', dept_id => 7831) > 0 AS listed;
INSERT INTO credit.list_candidate (subject_id, list, dept_id) VALUES (783001, 'honest', 7831);
SELECT credit.impose_ban('91220101MA00000000', '食品生产', '禁1号', '2026-05-20', 'gf_33_2016', for_ever => true, dept_id => 7831) > 0 AS banned;
SELECT count(*) FROM credit.initiate_joint_action(:entry, '{7832}', '{procurement_ban}', 'n');
INSERT INTO credit.data_consent (subject_id, scope) VALUES (783001, 'sme_finance');
SELECT (credit.check_subject('91220101MA00000000', 'approval')).verdict;
CREATE FUNCTION pg_temp.seen(what text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE n bigint; BEGIN EXECUTE 'SELECT count(*) FROM ' || what INTO n; RETURN n; EXCEPTION WHEN insufficient_privilege THEN RETURN '-'; END $$;
CREATE FUNCTION pg_temp.wrote(what text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN EXECUTE what; RETURN 'yes'; EXCEPTION WHEN insufficient_privilege THEN RETURN '-'; WHEN OTHERS THEN RETURN sqlstate; END $$;
CREATE TABLE pg_temp.matrix (who text, "table" text, seen text, ord serial);
CREATE TABLE pg_temp.writes (who text, what text, done text, ord serial);
GRANT ALL ON pg_temp.matrix, pg_temp.writes TO PUBLIC;
GRANT USAGE ON SEQUENCE pg_temp.matrix_ord_seq, pg_temp.writes_ord_seq TO PUBLIC;
CREATE FUNCTION pg_temp.look(role_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('SET LOCAL ROLE %I', role_name);
	INSERT INTO pg_temp.matrix (who, "table", seen) SELECT replace(role_name, 'regress_lr_', ''), t, pg_temp.seen(t)
	FROM unnest('{credit.list_entry,credit_bi.list_entries,credit.public_list,credit.list_candidate,credit_bi.list_candidates,credit.industry_ban,credit.joint_action,credit_bi.joint_actions,credit_bi.list_statistics,credit.query_log,credit_bi.queries,credit_bi.unchecked_decision,credit.data_consent,credit.sme_finance_list,credit.list_kind}'::text[]) t;
	INSERT INTO pg_temp.writes (who, what, done) SELECT replace(role_name, 'regress_lr_', ''), w, pg_temp.wrote(w)
	FROM unnest(ARRAY['DELETE FROM credit.list_entry', 'UPDATE credit.list_entry SET ended_on = NULL', 'INSERT INTO credit.query_log DEFAULT VALUES',
		'UPDATE credit.joint_action SET typical_case = true', 'UPDATE credit.list_kind SET note = note',
		'INSERT INTO credit.department_list (dept_id, part, measure) VALUES (7831, ''sanctions'', ''market_ban'')',
		'INSERT INTO credit.maintenance_action VALUES (''x'', 9999, ''x'')', 'SELECT credit.maintain_lists(current_date, 1)',
		'SELECT credit.add_list_entry(783001, ''focus'', 7832, ''d'', ''2026-05-20'')', 'SELECT credit.stop_entries(''{1}'', ''removed'', ''d'', current_date)',
		'SELECT credit.check_subject(''91220101MA00000000'', ''approval'')']) w;
	RESET ROLE;
END $$;
SELECT pg_temp.look(r) FROM unnest('{regress_lr_office,regress_lr_own,regress_lr_other,regress_lr_analyst,regress_lr_public}'::text[]) r;
SELECT "table", string_agg(CASE WHEN who = 'office' THEN seen END, '') AS office, string_agg(CASE WHEN who = 'own' THEN seen END, '') AS own,
	string_agg(CASE WHEN who = 'other' THEN seen END, '') AS other, string_agg(CASE WHEN who = 'analyst' THEN seen END, '') AS analyst,
	string_agg(CASE WHEN who = 'public' THEN seen END, '') AS public
FROM pg_temp.matrix GROUP BY 1 ORDER BY min(ord);
SELECT what, string_agg(CASE WHEN who = 'office' THEN done END, '') AS office, string_agg(CASE WHEN who = 'own' THEN done END, '') AS own,
	string_agg(CASE WHEN who = 'other' THEN done END, '') AS other, string_agg(CASE WHEN who = 'analyst' THEN done END, '') AS analyst,
	string_agg(CASE WHEN who = 'public' THEN done END, '') AS public
FROM pg_temp.writes GROUP BY 1 ORDER BY min(ord);
-- the portal: no persons but judgment debtors, masked or without a name
SET ROLE regress_lr_public;
SELECT list, code, name, doc_no FROM credit.public_list ORDER BY doc_no;
SELECT record_id FROM credit.list_entry;
RESET ROLE;
-- a name in the way does not mislead the functions
CREATE SCHEMA regress_lr;
GRANT ALL ON SCHEMA regress_lr TO PUBLIC;
SET ROLE regress_lr_own;
CREATE TABLE regress_lr.list_entry (x int);
CREATE FUNCTION regress_lr.list_in_force(date, date, date, date) RETURNS boolean LANGUAGE sql AS 'SELECT false';
CREATE FUNCTION regress_lr.leq(date, date) RETURNS boolean LANGUAGE sql AS 'SELECT false';
CREATE OPERATOR regress_lr.<= (FUNCTION = regress_lr.leq, LEFTARG = date, RIGHTARG = date);
SET search_path = regress_lr, pg_catalog, public;
SELECT verdict, jsonb_array_length(lists) AS lists FROM credit.check_subject('91220101MA00000000', 'approval');
SELECT count(*) FROM credit.measures_for('91220101MA00000000', 'procurement') m WHERE m.applies;
SELECT credit.end_list_entry(:entry, 'revoked', $$x'; DROP TABLE credit.list_entry; --$$);
SELECT count(*) FROM credit_bi.list_entries e WHERE e.in_force AND e.code = '91220101MA00000000';
RESET search_path;
RESET ROLE;
ROLLBACK;
