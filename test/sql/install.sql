-- The extension comes in, goes, comes again; and refuses where it must.
-- Every other test finds it installed by this one.
SET client_min_messages = warning;
\set SHOW_CONTEXT never

-- a schema somebody made beforehand is not taken over
CREATE SCHEMA credit;
CREATE EXTENSION credit;
DROP SCHEMA credit;
CREATE SCHEMA credit_bi;
CREATE EXTENSION credit;
DROP SCHEMA credit_bi;

-- a role of the name of a group role must be a plain group
DO $$ BEGIN IF to_regrole('credit_analyst') IS NULL THEN CREATE ROLE credit_analyst NOLOGIN; END IF; END $$;
ALTER ROLE credit_analyst LOGIN;
CREATE EXTENSION credit;
ALTER ROLE credit_analyst NOLOGIN BYPASSRLS;
CREATE EXTENSION credit;
ALTER ROLE credit_analyst NOBYPASSRLS;
-- and the one that views read as must be nobody's
DO $$ BEGIN IF to_regrole('credit_reader') IS NULL THEN CREATE ROLE credit_reader NOLOGIN; END IF; END $$;
GRANT credit_reader TO credit_analyst;
CREATE EXTENSION credit;
REVOKE credit_reader FROM credit_analyst;

-- only a superuser may install it
CREATE ROLE regress_install;
GRANT CREATE ON SCHEMA public TO regress_install;
SELECT current_database() AS db \gset
GRANT CREATE ON DATABASE :"db" TO regress_install;
SET ROLE regress_install;
CREATE EXTENSION credit;
RESET ROLE;
DROP OWNED BY regress_install;
DROP ROLE regress_install;

-- nothing of the refused attempts is left
SELECT nspname FROM pg_namespace WHERE nspname IN ('credit', 'credit_bi');

-- in, out without a trace, in again, all in one session
CREATE EXTENSION credit;
DROP EXTENSION credit;
SELECT nspname FROM pg_namespace WHERE nspname IN ('credit', 'credit_bi');
SELECT proname FROM pg_proc WHERE probin LIKE '%/credit';
CREATE EXTENSION credit;
SELECT extversion, extrelocatable FROM pg_extension WHERE extname = 'credit';
SELECT rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb
	FROM pg_roles WHERE rolname ~ '^credit_(admin|department|analyst|public|identity|reader)$'
	ORDER BY rolname COLLATE "C";

-- any user may ask the date; only a superuser may set it
SET credit.fixed_today = '2026-06-01';
SET DateStyle = 'ISO';
CREATE ROLE regress_install;
SET ROLE regress_install;
SELECT credit.today();
SET credit.fixed_today = '2026-06-02';
SELECT credit.table_changed();
RESET ROLE;
DROP ROLE regress_install;
