-- sources.sql: what the ledger watches beside records: every rule table, and
-- the tables of the other rooms. Requires those rooms and ledger/watch.sql.

DO $$
DECLARE
	rule pg_catalog.name;
BEGIN
	FOR rule IN
		SELECT c.relname FROM pg_catalog.pg_class c
		JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) c.oid
			AND a.attname OPERATOR(pg_catalog.=) 'standard_entry' AND NOT a.attisdropped
		WHERE c.relnamespace OPERATOR(pg_catalog.=) 'credit'::pg_catalog.regnamespace AND c.relkind OPERATOR(pg_catalog.=) 'r'
		ORDER BY c.relname
	LOOP
		PERFORM credit.watch_table('rule ' OPERATOR(pg_catalog.||) rule::pg_catalog.text, rule, NULL, NULL, true);
	END LOOP;
END
$$;
SELECT credit.watch_table('proceeding_event', 'proceeding_event', 'proceeding_id', 'step', false);
SELECT credit.watch_table('list_entry', 'list_entry', 'entry_id', NULL, true);
SELECT credit.watch_table('snapshot', 'evaluation_snapshot', 'hashtextextended(model, subject_id)',
	'date_part(''year'', month) * 12 + date_part(''month'', month)', false);
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON credit.evaluation_snapshot
	FOR EACH STATEMENT EXECUTE FUNCTION credit.refuse_change('The next month has a snapshot of its own.');
-- Reports as they were handed out: a stored one that is not what was issued is
-- found by its digest (credit.verify_report), one that never was by this. A
-- merger moves the subject, which is not hashed.
SELECT credit.watch_table('report', 'report_issue', 'hashtextextended(number, 0)', NULL, false);
