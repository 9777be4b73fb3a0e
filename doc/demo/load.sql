-- load.sql: prints the psql script by which the city's departments send in
-- what lies in city.outbox, day by day. Run with psql -At.

-- Grades are worked out at the end of each month, not with each file.
SELECT '\set ON_ERROR_STOP 1' || E'\nSET client_min_messages = warning;\nSET credit.on_reject = quarantine;\nSET credit.immediate_evaluation = 0;';

-- The old platform's holdings come through the credit office, which alone may
-- say when a record was received.
SELECT E'\\echo ''    旧平台存量 holdings of the old platform, by SQL (credit.record)''\n'
	'BEGIN; SET credit.fixed_today = ''2026-01-01''; SET ROLE wanglan_office;\n'
	'SELECT credit.open_batch(''migration'', ''old platform'') AS batch \\gset\n'
	'INSERT INTO credit.record (item, received_at, detail) SELECT item, received_at, detail FROM city.old_platform ORDER BY received_at, n;\n'
	'SELECT credit.close_batch(:batch) AS closed \\gset\nRESET ROLE; COMMIT;';

WITH unit AS (
	SELECT b.sent_on, b.dept, b.item, b.file, d.role, count(*) AS rows
	FROM city.outbox b JOIN city.department d ON d.n = b.dept
	WHERE b.file <> 'old' GROUP BY 1, 2, 3, 4, 5
)
SELECT CASE WHEN date_trunc('month', u.sent_on) IS DISTINCT FROM lag(date_trunc('month', u.sent_on)) OVER day
		THEN CASE WHEN u.sent_on > '2026-01-31' THEN format(E'SET credit.fixed_today = %L; SELECT credit.evaluate(''public-credit'') AS evaluated \\gset\n'
			'SELECT count(credit.maintenance_step(a)) AS steps FROM unnest(''{snapshots,candidates,alerts}''::text[]) a \\gset\n',
			date_trunc('month', u.sent_on)::date - 1) ELSE '' END
			|| format(E'\\echo ''    %s''\n', to_char(u.sent_on, 'YYYY-MM')) ELSE '' END
	|| CASE WHEN u.sent_on IS DISTINCT FROM lag(u.sent_on) OVER day
		THEN format(E'SET credit.fixed_today = %L;\n', u.sent_on) ELSE '' END
	|| format(E'SET ROLE %s;\nSELECT credit.open_batch(%L, %L) AS batch \\gset\n', u.role,
		CASE u.file WHEN 'sql' THEN 'sql' ELSE 'file' END, nullif(u.file, 'sql'))
	|| CASE WHEN u.file = 'sql' THEN format('INSERT INTO credit.%s_entry (%s) SELECT %s FROM city.outbox WHERE sent_on = %L AND dept = %s AND item = %L ORDER BY copy, n;',
			u.item, c.columns, c.source, u.sent_on, u.dept, u.item)
		ELSE format('\copy credit.%s_entry (%s) FROM ''in/%s'' WITH (FORMAT csv, HEADER)', u.item, c.columns, u.file) END
	|| E'\nSELECT credit.close_batch(:batch) AS closed \\gset\nRESET ROLE;'
FROM unit u JOIN city.columns c ON c.item = u.item
WINDOW day AS (ORDER BY u.sent_on, u.dept, u.item)
ORDER BY u.sent_on, u.dept, u.item;
