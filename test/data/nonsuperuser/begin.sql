-- begin.sql: what the tests nonsuperuser_* need to see who called and wrote what;
-- the superuser runs it after making the logins. Expects :DBNAME, :logins, :day.
\set ECHO none
\set dba :USER
SET client_min_messages = warning;
CREATE SCHEMA ns;
GRANT USAGE ON SCHEMA ns TO PUBLIC;
-- calls by login: pg_stat_user_functions knows of no roles, so each session
-- notes at its end what the sessions before it had not called
CREATE TABLE ns.called (login name, function oid, calls bigint);
GRANT SELECT, INSERT ON ns.called TO PUBLIC;
SELECT format('ALTER ROLE %I IN DATABASE %I SET track_functions = %L', login, current_database(), 'all')
FROM unnest(:'logins'::text[]) login \gexec
SELECT format('ALTER DATABASE %I SET credit.fixed_today = %L', current_database(), :'day') \gexec
SELECT pg_stat_reset() \g /dev/null
\set ECHO all
