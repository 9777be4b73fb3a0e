-- A small city for tests in an empty database called credit: two departments
-- whose roles log in, the office, an analyst, the portal; twenty companies, and
-- penalties of the first three. All of it is fictional.
CREATE EXTENSION credit;
ALTER DATABASE credit SET credit.fixed_today = '2026-06-01';
SET credit.fixed_today = '2026-06-01';
CREATE ROLE office LOGIN IN ROLE credit_admin;
CREATE ROLE dept_1 LOGIN IN ROLE credit_department;
CREATE ROLE dept_2 LOGIN IN ROLE credit_department;
CREATE ROLE bi LOGIN IN ROLE credit_analyst;
CREATE ROLE portal LOGIN IN ROLE credit_public;
INSERT INTO credit.department (dept_id, name, uscc, region_code, role_name) VALUES
	(1, '甲局', '1122010001350000BA', '222424', 'dept_1'), (2, '乙局', '1122010001350000CD', '222424', 'dept_2');
SELECT setval('credit.department_dept_id_seq', 2);
INSERT INTO credit.subject (kind, uscc, name, region_code, industry_code)
SELECT 'enterprise', (stem || credit.uscc_check_char(stem))::credit.uscc, '望岚第' || n || '公司', '222424', 'C'
FROM generate_series(1, 20) n, LATERAL (SELECT '91220101MA' || lpad(n::text, 7, '0')) s (stem);
CREATE SCHEMA city;
GRANT USAGE ON SCHEMA city TO PUBLIC;
CREATE TABLE city.code AS SELECT row_number() OVER (ORDER BY subject_id)::int AS n, uscc::text AS code, name FROM credit.subject;
GRANT SELECT ON city.code TO PUBLIC;
\ir penalty.sql
SET ROLE dept_1;
INSERT INTO credit.penalty_entry SELECT p.* FROM generate_series(1, 3) n, city.penalty(1, n) p;
RESET ROLE;
