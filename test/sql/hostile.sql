-- What a role could do to others with what it may do: run code with the
-- owner's rights, move its own deadlines, put a person's number in plain view.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET datestyle = 'ISO, YMD';
SET credit.fixed_today = '2026-05-30';
CREATE ROLE regress_hostile_office IN ROLE credit_admin;
CREATE ROLE regress_hostile_clerk IN ROLE credit_department;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES (7601, '甲局', '1122010001350000BA', 'regress_hostile_clerk');
SELECT credit.define_item('regress_hostile', 'x', 'x', 'administrative', 'neutral', 'gbf_35_2019', submit_within => 7);
CREATE FUNCTION pg_temp.base() RETURNS jsonb LANGUAGE sql AS
	$$ SELECT '{"subject_category": "法人及非法人组织", "authority_name": "x", "authority_code": "1122010001350000BA"}'::jsonb $$;

-- an indicator's relation is read as the owner: no code of another role in it
BEGIN;
INSERT INTO credit.subject (subject_id, kind, name) VALUES (960001, 'enterprise', 'regress 甲');
SET LOCAL ROLE regress_hostile_office;
CREATE FUNCTION pg_temp.who() RETURNS float8 LANGUAGE plpgsql AS
	$$ BEGIN RAISE WARNING 'code of the office runs as a superuser: %', current_setting('is_superuser'); RETURN 1; END $$;
CREATE TEMP VIEW trap AS SELECT 960001::int8 AS subject_id, pg_temp.who() AS x;
CREATE TYPE pg_temp.trap_type AS (x float8);
CREATE TEMP TABLE trap_table (subject_id int8, x pg_temp.trap_type);
CREATE TEMP TABLE plain_table AS SELECT 960001::int8 AS subject_id, 5::float8 AS x;
INSERT INTO credit.indicator (indicator, dimension, source, measure, attribute, relation)
	VALUES ('regress_trap', 'identity', 'relation', 'value', 'x', 'pg_temp.trap');
SELECT credit.load_model('regress_trap', '1', '<PMML version="4.4" xmlns="http://www.dmg.org/PMML-4_4"><Header/><DataDictionary><DataField name="regress_trap" optype="continuous" dataType="double"/></DataDictionary><Scorecard functionName="regression" useReasonCodes="false" initialScore="0"><MiningSchema><MiningField name="regress_trap"/></MiningSchema><Characteristics><Characteristic name="c"><Attribute><True/><ComplexPartialScore><FieldRef field="regress_trap"/></ComplexPartialScore></Attribute></Characteristic></Characteristics></Scorecard></PMML>'::xml);
SAVEPOINT s;
SELECT credit.evaluate('regress_trap', NULL, '{960001}');
ROLLBACK TO s;
UPDATE credit.indicator SET relation = 'pg_temp.trap_table' WHERE indicator = 'regress_trap';
SELECT credit.evaluate('regress_trap', NULL, '{960001}');
ROLLBACK TO s;
UPDATE credit.indicator SET relation = 'pg_temp.plain_table' WHERE indicator = 'regress_trap';
SELECT credit.evaluate('regress_trap', NULL, '{960001}');
SELECT score FROM credit.evaluation WHERE model = 'regress_trap';
ROLLBACK;

SET ROLE regress_hostile_clerk;
-- who reports does not choose the calendar, the day or the clock
SET credit.calendar = 'YY';
SET credit.fixed_today = '2020-01-01';
SET credit.time_zone = 'UTC';
-- Saturday after a term that ended on Friday is late
INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail)
	VALUES ('regress_hostile', '91220101MA00000000', '甲公司', '1', '2026-05-20', pg_temp.base()),
		('regress_hostile', '91220101MA00000000', '甲公司', '2', '2026-05-21', pg_temp.base()) RETURNING due_on, late_days;
-- a resident number typed where the organisation's code belongs
INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail)
	VALUES ('regress_hostile', ' １１０１０５１９４９１２３１００２x', '张三', '3', '2026-05-20', pg_temp.base());
SET credit.on_reject = quarantine;
INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail)
	VALUES ('regress_hostile', '11010519491231002X', '张三', '3', '2026-05-20', pg_temp.base());
SELECT payload ->> 'subject_code' AS payload, reasons -> 0 ->> 'found' AS found FROM credit.rejection WHERE dept_id = 7601;
RESET credit.on_reject;
-- the number comes back when the row is sent again
SELECT credit.resubmit(rejection_id, '{"doc_no": "4"}') FROM credit.rejection WHERE dept_id = 7601;
SELECT credit.public_detail('regress_hostile', '2026-05-20', '[1, 2]');
RESET ROLE;

-- asked by code, a view takes the index under row-level security too
BEGIN;
CREATE ROLE regress_hostile_reader IN ROLE credit_analyst;
SET LOCAL enable_seqscan = off;
SET LOCAL enable_bitmapscan = off;
SET LOCAL ROLE regress_hostile_reader;
EXPLAIN (COSTS OFF) SELECT code FROM (SELECT uscc::text AS code FROM credit.subject) s WHERE code = '91220101MA00000000';
ROLLBACK;

BEGIN;
SET LOCAL credit.restoring = on;
DELETE FROM credit.record_store WHERE dept_id = 7601;
DELETE FROM credit.rejection WHERE dept_id = 7601;
DELETE FROM credit.batch WHERE dept_id = 7601;
COMMIT;
DELETE FROM credit.subject WHERE uscc = '91220101MA00000000';
DELETE FROM credit.catalogue_item WHERE item = 'regress_hostile';
DELETE FROM credit.department WHERE dept_id = 7601;
DROP ROLE regress_hostile_office, regress_hostile_clerk;
