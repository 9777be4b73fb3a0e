-- clock.sql: the clock moves to :day for every session that begins from now on.
-- In life it moves by itself; in a test the superuser moves it.
\set ECHO none
\set came_from :login
\set login :dba
\i :login_file
\set ECHO none
SELECT format('ALTER DATABASE %I SET credit.fixed_today = %L', current_database(), :'day') \gexec
\set login :came_from
\i :login_file
