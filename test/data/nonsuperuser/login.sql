-- login.sql: the session ends, and another begins as :login.
\set ECHO none
SELECT pg_stat_force_next_flush() \g /dev/null
INSERT INTO ns.called
SELECT session_user, s.funcid, s.calls - coalesce(c.calls, 0)
FROM pg_stat_user_functions s LEFT JOIN (SELECT function, sum(calls) AS calls FROM ns.called GROUP BY 1) c ON c.function = s.funcid
WHERE s.calls > coalesce(c.calls, 0);
\connect - :login
SET client_min_messages = warning;
SET DateStyle = 'ISO, YMD';
SET IntervalStyle = postgres;
SET TimeZone = 'Asia/Shanghai';
\set ECHO all
