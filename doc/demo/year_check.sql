-- year_check.sql: the counts that analysts read agree with the rows behind
-- them, and the same role sees no row that is not for it.
\set ON_ERROR_STOP 1
CREATE TEMPORARY TABLE behind (what text, n numeric);
INSERT INTO behind VALUES
	('repairs granted', (SELECT count(*) FROM credit.proceeding WHERE procedure = 'repair' AND stage IN ('granted', 'synchronised'))),
	('repairs granted, records', (SELECT count(*) FROM credit.record WHERE status = 'repaired')),
	('list entries in force', (SELECT count(*) FROM credit.list_entry e WHERE marked_for IS NULL AND credit.list_in_force(e.valid_from, e.valid_until, e.ended_on, credit.today()))),
	('open cases', (SELECT count(*) FROM credit.proceeding WHERE open)),
	('promises', (SELECT count(*) FROM credit.record WHERE item = 'commitment')),
	('inspections', (SELECT count(*) FROM credit.record WHERE item = 'inspection')),
	('alerts', (SELECT count(*) FROM credit.alert)),
	('checks', (SELECT count(*) FROM credit.query_log)),
	('grades', (SELECT count(*) FROM credit.evaluation_snapshot)),
	('packages', (SELECT count(*) FROM credit.export_package)),
	('points given', (SELECT sum(points) FROM credit.assessment_entry WHERE replaced_at IS NULL AND year = 2026));
GRANT SELECT ON behind TO credit_analyst;
SET ROLE credit_analyst;
DO $$
DECLARE
	wrong text;
BEGIN
	SELECT string_agg(format('%s: %s counted, %s rows', b.what, c.n, b.n), '; ') INTO wrong
	FROM behind b LEFT JOIN (VALUES
		('repairs granted', (SELECT sum(granted) FROM credit_bi.repair_statistics)),
		('repairs granted, records', (SELECT sum(records) FROM credit_bi.record_statistics WHERE status = 'repaired')),
		('list entries in force', (SELECT sum(entered) - sum(ended) FROM credit_bi.list_flow)),
		('open cases', (SELECT sum(open_cases) FROM credit_bi.case_statistics)),
		('promises', (SELECT sum(made) FROM credit_bi.commitment_statistics)),
		('inspections', (SELECT sum(inspections) FROM credit_bi.inspection_statistics)),
		('alerts', (SELECT sum(opened) FROM credit_bi.alert_month)),
		('checks', (SELECT sum(queries) FROM credit_bi.queries)),
		('grades', (SELECT sum(subjects) FROM credit_bi.grade_statistics)),
		('packages', (SELECT count(made_on) FROM credit_bi.monthly_report)),
		('points given', (SELECT sum(points) FROM credit_bi.department_assessment WHERE year = 2026 AND source IN ('entered', 'corrected')))) c (what, n)
		ON c.what = b.what
	WHERE c.n IS DISTINCT FROM b.n;
	IF wrong IS NOT NULL THEN
		RAISE EXCEPTION 'the counts do not agree: %', wrong;
	END IF;
	-- counts, not rows
	BEGIN
		PERFORM code FROM credit.query_log;
		RAISE EXCEPTION 'an analyst reads who was asked about';
	EXCEPTION WHEN insufficient_privilege THEN
		NULL;
	END;
	BEGIN
		PERFORM subject_id FROM credit.alert;
		RAISE EXCEPTION 'an analyst reads about whom alerts are';
	EXCEPTION WHEN insufficient_privilege THEN
		NULL;
	END;
END
$$;
