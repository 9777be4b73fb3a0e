-- The outbox is kept for credit.event_days; who reads from what is gone is told.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
BEGIN;
CREATE ROLE regress_events_office IN ROLE credit_admin;
\getenv abs_srcdir PG_ABS_SRCDIR
\set said :abs_srcdir '/data/said.sql'
\i :said
-- three transactions a day; the second of them has two events
INSERT INTO credit.event (kind, ref_id, at, "position")
SELECT 'stage', d * 10 + n, (now() - d * interval '1 day'), 1000 - d * 10 + n / 2
FROM generate_series(0, 9) d, generate_series(1, 4) n;
SELECT count(*), min("position"), max("position") FROM credit.event;
-- nothing is older than the days to keep
SELECT credit.setting('event_days') AS days, credit.maintain_events(credit.today(), 1000) AS gone;
SELECT pg_temp.said('DELETE FROM credit.event WHERE ref_id = 91');
SET credit.event_days = 7;
-- what must be kept is kept, also by hand; what is old may go
SELECT pg_temp.said('DELETE FROM credit.event'), pg_temp.said('UPDATE credit.event SET kind = ''list'''), pg_temp.said('TRUNCATE credit.event');
SELECT pg_temp.said($$DELETE FROM credit.event WHERE at > now() - interval '6 days'$$);
-- whole transactions only: of the positions 910, 911, 911, 912 two rows are asked for
SELECT credit.maintain_events(credit.today(), 2) AS gone;
SELECT min("position") FROM credit.event;
SELECT "position" FROM credit.event_pruned;
SELECT credit.maintain_events(credit.today(), 1000) AS gone, credit.maintain_events(credit.today(), 1000) AS again;
SELECT count(*), min("position"), max("position"), min(at) >= (credit.today() - 7)::timestamp AT TIME ZONE credit.setting('time_zone') AS young FROM credit.event;
-- an event that must stay holds back those of later transactions
INSERT INTO credit.event (kind, ref_id, at, "position") VALUES ('stage', 900, now() - interval '9 days', 999);
SELECT credit.maintain_events(credit.today(), 1000) AS gone;
SET ROLE regress_events_office;
SELECT pg_temp.said('SELECT credit.events_since(911)');
SELECT pg_temp.said('SELECT credit.events_since()');
-- what no reader was given
SELECT pg_temp.said(format('SELECT credit.events_since(%s)', a)) FROM unnest(ARRAY['1000, -1', '1000, 0', '1000, NULL', '-1', 'NULL', '920, 2147483647']) WITH ORDINALITY u (a, n) ORDER BY n;
-- where it says one goes on nothing is missing
SELECT count(*), min(e."position") FROM credit.event_pruned p, credit.events_since(p."position", 1000) e;
SELECT pg_temp.said('SET credit.event_days = 0'), pg_temp.said('SELECT credit.maintain_events(credit.today(), 1)');
RESET ROLE;
-- 0 keeps all
SET credit.event_days = 0;
SELECT credit.events_kept_from() IS NULL AS all_kept, credit.maintain_events(credit.today(), 1000) AS gone;
SELECT pg_temp.said('DELETE FROM credit.event WHERE ref_id = 900');
-- a position that no transaction has written yet, once this cluster has written one
SELECT credit.emit_event('stage', 1, 1) > 0 AS written;
SELECT pg_temp.said('SELECT credit.events_since(9223372036854775807)'), pg_temp.said(format('SELECT credit.events_since(%s)', credit.event_horizon()));
-- a restore may remove what it likes
SET credit.restoring = on;
SELECT pg_temp.said('DELETE FROM credit.event');
SELECT count(*) FROM credit.event;
ROLLBACK;

-- a sequence that would give a number in use is named, whichever it is
BEGIN;
CREATE FUNCTION pg_temp.behind(sequence text, next bigint) RETURNS SETOF text LANGUAGE sql AS $$ SELECT setval(sequence::regclass, next); SELECT credit.sequences_behind() $$;
SET session_replication_role = replica;
INSERT INTO credit.proceeding (subject_id, proceeding_id, procedure, stage, open, dept_id, opened_on, stage_since, clock_since, step, acted_by, changed_at)
VALUES (1, 50, 'repair', 'filed', true, 1, '2026-01-01', '2026-01-01', '2026-01-01', 1, 'x', now());
INSERT INTO credit.list_entry (subject_id, entry_id, list, dept_id, doc_no, decided_on, valid_from, source, openness)
VALUES (1, 60, 'focus', 1, 'x', '2026-01-01', '2026-01-01', 'imported', 'public');
INSERT INTO credit.history (block, kind, subject_id, object_id, version, recorded_at, digest) VALUES (7, 'x', 0, 1, 1, now(), sha256('x'));
SELECT s FROM credit.sequences_behind() s ORDER BY s COLLATE "C";
SELECT pg_temp.behind('credit.proceeding_id_seq', 50) AS still ORDER BY 1;
SELECT pg_temp.behind('credit.list_entry_id_seq', 60) AS still;
SELECT pg_temp.behind('credit.ledger_block_seq', 7) AS still;
SELECT pg_temp.behind('credit.list_entry_id_seq', 59) AS still;
-- those that neither a default nor an identity column names are named by the check itself
SELECT c.relname FROM pg_class c JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
	JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'credit'
WHERE c.relkind = 'S' AND NOT EXISTS (SELECT FROM pg_attrdef f JOIN pg_depend u ON u.classid = 'pg_attrdef'::regclass AND u.objid = f.oid WHERE u.refobjid = c.oid)
	AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = 'pg_class'::regclass AND i.objid = c.oid AND i.deptype = 'i')
	AND pg_get_functiondef('credit.sequences_behind'::regproc) !~ ('\mcredit\.' || c.relname || '\M')
ORDER BY c.relname COLLATE "C";
ROLLBACK;
