-- end.sql: the superuser takes the logins away again; tests share the cluster.
\set ECHO none
\set login :dba
\i :login_file
\set ECHO none
SELECT format('ALTER DATABASE %I OWNER TO CURRENT_USER', current_database()) \gexec
DROP SCHEMA ns CASCADE;
SELECT format('DROP OWNED BY %I', login), format('DROP ROLE %I', login) FROM unnest(:'logins'::text[]) login \gexec
\set ECHO all
