-- What the portal, the file, the grade and the lists of a subject said on a day,
-- as it was known at an instant: corrections, repairs, revocations, mergers,
-- evaluations replaced on the same day; and that each version is in the ledger.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
\set VERBOSITY default
SET datestyle = 'ISO, YMD';
SET timezone = 'Asia/Shanghai';
SET credit.fixed_today = '2026-06-01';
CREATE ROLE regress_asof_office IN ROLE credit_admin;
CREATE ROLE regress_asof_clerk IN ROLE credit_department;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES (7701, '甲局', '1122010001350000BA', 'regress_asof_clerk');
INSERT INTO credit.subject (subject_id, kind, uscc, name) VALUES (770001, 'enterprise', '91220101MA00000000', '甲公司'), (770002, 'enterprise', '91220101MA00000013', '乙公司');
INSERT INTO credit.subject_name (subject_id, name, name_key, valid) VALUES (770001, '旧甲公司', '旧甲公司', '[2020-01-01,2026-05-15)');
INSERT INTO credit.indicator (indicator, dimension, source, measure, items, "window") VALUES ('asof_penalties', 'compliance', 'record', 'count', '{penalty}', '10 years');
SELECT credit.load_model('asof', '1', $$<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>
<DataField name="asof_penalties" optype="continuous" dataType="double"/></DataDictionary>
<Scorecard functionName="regression" initialScore="100.1" baselineScore="0"><MiningSchema><MiningField name="asof_penalties"/></MiningSchema>
<Characteristics><Characteristic name="penalties" reasonCode="P"><Attribute partialScore="-40"><SimplePredicate field="asof_penalties" operator="greaterThan" value="0"/></Attribute>
<Attribute partialScore="0"><True/></Attribute></Characteristic></Characteristics></Scorecard></PMML>$$, '[2026-01-01,)');
INSERT INTO credit.grade_band VALUES ('asof', '1', 'A', 80), ('asof', '1', 'C', 50), ('asof', '1', 'D', '-Infinity');
SELECT credit.evaluate('asof', '2026-05-01') > 0 AS evaluated;

-- the page as one line an item; the office's view of a day
CREATE FUNCTION page(on_date date, known timestamptz DEFAULT NULL, code text DEFAULT '91220101MA00000000')
	RETURNS TABLE (part text, topic text, name text, doc_no text, since date, until date, disputed bool, title text, fields bigint) LANGUAGE sql AS $$
	SELECT p.part, p.topic, p.name, p.doc_no, p.since, p.until, p.disputed, coalesce(p.detail ->> 'title', p.detail ->> 'cf_wfxw', p.detail ->> 'list_name', p.detail ->> 'grade'),
		(SELECT count(*) FROM jsonb_object_keys(p.detail))
	FROM credit.public_page_as_of(code, on_date, known) p $$;
GRANT EXECUTE ON FUNCTION page(date, timestamptz, text) TO PUBLIC;
CREATE FUNCTION honour(doc text, title text) RETURNS void LANGUAGE sql AS $$
	INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail)
	VALUES ('honour', '91220101MA00000000', '甲公司', doc, '2026-05-20', jsonb_build_object('subject_category', '法人及非法人组织',
		'authority_name', '甲局', 'authority_code', '1122010001350000BA', 'title', title, 'level', '市级')) $$;
CREATE FUNCTION penalty(doc text, what text) RETURNS void LANGUAGE sql AS $$
	INSERT INTO credit.penalty_entry (cf_xdr_mc, cf_xdr_lb, cf_xdr_shxym, cf_frdb, cf_wsh, cf_wfxw, cf_sy, cf_yj, cf_cflb, cf_nr, cf_nr_fk, cf_jdrq, cf_yxq, cf_cfjg, cf_cfjgdm, cf_sjly, cf_sjlydm)
	VALUES ('甲公司', '法人及非法人组织', '91220101MA00000000', '张三', doc, what, '事实', '《中华人民共和国行政处罚法》', '罚款', '罚款三万元', '3', '2026-05-20', '2099-12-31', '甲局', '1122010001350000BA', '甲局', '1122010001350000BA') $$;
GRANT EXECUTE ON FUNCTION honour(text, text), penalty(text, text) TO PUBLIC;

-- t0: nothing (the day before; what is entered here counts as of 1 June); t1: an honour and a penalty, which lowers the grade; t2: the penalty corrected; t3: the honour
-- revoked; t4: the penalty repaired
SELECT '2026-05-31 12:00+08'::timestamptz AS t0 \gset
SET ROLE regress_asof_clerk;
SELECT honour('誉1号', '示范');
SELECT penalty('罚1号', '未按规定经营');
RESET ROLE;
SELECT credit.import_list_entry('procurement_serious', '91220101MA00000000', '列1号', '2026-05-25', '2026-05-26', '2027-05-25', 7701) > 0 AS listed;
SELECT clock_timestamp() AS t1 \gset
SET ROLE regress_asof_clerk;
SELECT penalty('罚1号', '未按规定处置垃圾');
RESET ROLE;
SELECT clock_timestamp() AS t2 \gset
SET ROLE regress_asof_clerk;
SELECT credit.revoke_record(record_id, '撤1号', '事实不清') FROM credit.record WHERE doc_no = '誉1号';
RESET ROLE;
SELECT credit.withdraw_listing(entry_id, '撤列1号', '误列') FROM credit.list_entry WHERE doc_no = '列1号';
SELECT clock_timestamp() AS t3 \gset
UPDATE credit.record_store SET status = 'repaired', version = version + 1 WHERE doc_no = '罚1号';
SELECT clock_timestamp() AS t4 \gset

SET ROLE regress_asof_office;
SELECT 't0' AS known, * FROM page('2026-06-01', :'t0') UNION ALL
SELECT 't1', * FROM page('2026-06-01', :'t1') UNION ALL
SELECT 't2', * FROM page('2026-06-01', :'t2') UNION ALL
SELECT 't3', * FROM page('2026-06-01', :'t3') UNION ALL
SELECT 't4', * FROM page('2026-06-01', :'t4');
-- today, as known now, it says what the portal says
SELECT count(*) AS differing FROM (SELECT record_id FROM credit.public_record WHERE subject_code = '91220101MA00000000') a
	FULL JOIN (SELECT ref_id FROM credit.public_page_as_of('91220101MA00000000', '2026-06-01', now()) WHERE part = 'record') b ON a.record_id = b.ref_id WHERE a.record_id IS NULL OR b.ref_id IS NULL;
-- nothing had been published on the day of the decision; after the term nothing is any more
SELECT count(*) AS on_the_day FROM page('2026-05-19', :'t1');
SELECT part, topic, until FROM page('2030-01-01', :'t1');
-- the whole file of that day, and what of it was public
SELECT 't1' AS known, part, topic, since, until, state, public FROM credit.subject_as_of('91220101MA00000000', '2026-06-01', :'t1') UNION ALL
SELECT 't4', part, topic, since, until, state, public FROM credit.subject_as_of('91220101MA00000000', '2026-06-01', :'t4');
-- a grade is on the page where evaluations are public
RESET ROLE;
GRANT SELECT ON credit.evaluation TO credit_public;
SET ROLE regress_asof_office;
SELECT 't0' AS known, topic, title AS grade, since FROM page('2026-06-01', :'t0') WHERE part = 'grade' UNION ALL
SELECT 't1', topic, title, since FROM page('2026-06-01', :'t1') WHERE part = 'grade' UNION ALL
SELECT 't4', topic, title, since FROM page('2026-06-01', :'t4') WHERE part = 'grade';
RESET ROLE;
REVOKE SELECT ON credit.evaluation FROM credit_public;

-- by default with what was known when the day ended: a record of May that was revoked since
SET session_replication_role = replica;
INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on, detail, status, received_at, publish_from, batch_id, version)
VALUES (770001, 77000001, 'honour', 7701, '誉9号', '2026-05-06', '{"title": "老字号", "level": "市级"}', 'valid', '2026-05-07 09:00+08', '2026-05-08', 1, 1);
RESET session_replication_role;
UPDATE credit.record_store SET status = 'revoked', version = 2 WHERE record_id = 77000001;
SELECT 'then' AS known, * FROM page('2026-05-10') UNION ALL SELECT 'now', * FROM page('2026-05-10', now());
-- a new name since the 15th
SELECT name FROM page('2026-05-20') LIMIT 1;

-- evaluations: the grade of the day was said three times, the first and the last alike
SELECT number, grade, score, points FROM credit.evaluation_version WHERE subject_id = 770001 ORDER BY as_of, number;
SELECT as_of, grade, score FROM credit.evaluation WHERE subject_id = 770001 ORDER BY as_of;
SELECT credit.seal_ledger() > 0 AS sealed;
SELECT count(*) AS waiting FROM credit.evaluation_note;
SELECT version, count(*) FROM credit.history WHERE kind = 'evaluation' GROUP BY 1 ORDER BY 1;
SELECT * FROM credit.verify_ledger();
-- evaluated again with the same result: no version; everybody on another day: leaves with the next seal
SELECT credit.evaluate('asof', '2026-06-01', '{770001}') AS again, (SELECT count(*) FROM credit.evaluation_version) AS versions;
SELECT credit.evaluate('asof', '2026-05-02') AS everybody;
SELECT * FROM credit.verify_ledger();
SELECT credit.seal_ledger() > 1 AS sealed;
SELECT (SELECT count(*) FROM credit.history h JOIN credit.evaluation e ON h.kind = 'evaluation'
	AND h.object_id = credit.ledger_evaluation_id(e.subject_id, e.model, e.as_of) WHERE e.as_of = '2026-05-02') AS leaves;
SELECT * FROM credit.verify_ledger();
-- what is taken over from elsewhere has its leaves at once, each version of it, and whoever is not in the register none
BEGIN;
INSERT INTO credit.evaluation (subject_id, model, version, as_of, score, grade, dimensions, evaluated_at) VALUES
	(770001, 'elsewhere', '1', '2020-01-01', 'NaN', 'tax:A', '{1,NULL,3,4,5}', '2020-01-02'), (770002, 'elsewhere', '1', '2020-01-01', 1, 'B', NULL, '2020-01-02'),
	(770001, 'elsewhere', '1', '2020-01-01', 2, 'C', NULL, '2020-01-03'), (779999, 'elsewhere', '1', '2020-01-01', 2, 'C', NULL, '2020-01-03');
SELECT h.subject_id, h.version, h.recorded_at::date AS recorded, h.digest = credit.row_digest('evaluation', v.evaluation) AS fits
FROM credit.history h LEFT JOIN credit.evaluation_versions() v USING (object_id, version) WHERE h.kind = 'evaluation' AND h.recorded_at < '2021-01-01' ORDER BY 1, 2;
SELECT (SELECT count(*) FROM credit.evaluation_note) AS waiting, (SELECT count(*) FROM credit.verify_ledger()) AS faults;
-- taken over where the last result still waits for its leaf
SELECT credit.evaluate('asof', '2026-05-03', '{770002}');
INSERT INTO credit.evaluation (subject_id, model, version, as_of, grade) VALUES (770002, 'asof', '1', '2026-05-03', 'D');
SELECT credit.seal_ledger() > 1 AS sealed, (SELECT count(*) FROM credit.verify_ledger()) AS faults;
ROLLBACK;
-- a proof of what was said first
SELECT p ->> 'kind' AS kind, p ->> 'version' AS version, encode(sha256('\x00'::bytea || convert_to(p ->> 'text', 'UTF8')), 'hex') = p ->> 'leaf' AS leaf_fits, p ->> 'text' AS text
FROM (SELECT credit.ledger_proof('evaluation', credit.ledger_evaluation_id(770001, 'asof', '2026-06-01'), 1) - 'x') x (p) \gset
SELECT :'kind' AS kind, :'version' AS version, :'leaf_fits' AS leaf_fits, regexp_replace(:'text', 'evaluated_at[^\n]*', 'evaluated_at') AS text;
-- many at a time or one by one the leaves are the same
SELECT count(*) AS rows, count(*) FILTER (WHERE d.digest <> credit.row_digest('evaluation', e.evaluation)) AS differing
FROM credit.row_digests('evaluation', 'SELECT e.subject_id, e.object_id, e.version, e.evaluated_at, (e.evaluation).* FROM credit.evaluation_versions() e') d
JOIN credit.evaluation_versions() e USING (object_id, version);
SELECT count(*) > 0 AS rows, count(*) FILTER (WHERE d.digest <> credit.row_digest('record', r)) AS differing
FROM credit.row_digests('record', 'SELECT r.subject_id, r.record_id, r.version, r.received_at, r.* FROM credit.record_store r') d
JOIN credit.record_store r ON r.record_id = d.object_id;
SELECT * FROM credit.row_digests('x', 'SELECT 1');
SELECT * FROM credit.row_digests('x', 'SELECT 1, 2, 3, now(), 5');
-- tampering is named, of the row that stands and of the one that was replaced
BEGIN;
ALTER TABLE credit.evaluation_pack DISABLE TRIGGER USER;
-- of a row of several, and of one that stands alone
UPDATE credit.evaluation_pack p SET grades[credit.evaluation_place(members, 770001)] = 'D' WHERE bucket = credit.evaluation_bucket(770001) AND as_of = '2026-05-02';
UPDATE credit.evaluation_pack p SET scores = ARRAY[scores[1] + 1] WHERE (replaces, run) = (SELECT replaces, min(run) FROM credit.evaluation_pack WHERE replaces = 770001 GROUP BY 1);
INSERT INTO credit.evaluation_pack (bucket, model, version, as_of, evaluated_at, person, members, scores, grades)
VALUES (credit.evaluation_bucket(770002), 'asof', '1', '2026-04-01', '2026-04-01', false, credit.evaluation_member(770002), '{NULL}', '{A}');
SELECT kind, version, fault, detail FROM credit.verify_ledger() ORDER BY fault, version;
DELETE FROM credit.evaluation_pack WHERE bucket = credit.evaluation_bucket(770001) AND as_of = '2026-05-02';
SELECT kind, version, fault, id = credit.ledger_evaluation_id(770001, 'asof', '2026-05-02') AS this_one FROM credit.verify_ledger() WHERE fault = 'missing';
ROLLBACK;
-- nobody deletes what was said
DELETE FROM credit.evaluation_pack;
UPDATE credit.evaluation_pack SET grades = '{A}';
DELETE FROM credit.evaluation;

-- a merger: entries go along; the page of the one that went has none from then on
SELECT credit.import_list_entry('honest', '91220101MA00000000', '信1号', '2026-05-25', '2026-05-26', '2027-05-25', 7701) > 0 AS listed;
SELECT clock_timestamp() AS before \gset
SELECT credit.merge_subject(770002, 770001, '同一主体') \g /dev/null
SELECT 'before' AS known, '甲' AS page, topic, doc_no FROM page('2026-06-01', :'before') WHERE part = 'list' UNION ALL
SELECT 'now', '甲', topic, doc_no FROM page('2026-06-01', clock_timestamp()) WHERE part = 'list' UNION ALL
SELECT 'before', '乙', topic, doc_no FROM page('2026-06-01', :'before', '91220101MA00000013') WHERE part = 'list' UNION ALL
SELECT 'now', '乙', topic, doc_no FROM page('2026-06-01', clock_timestamp(), '91220101MA00000013') WHERE part = 'list';
SELECT * FROM credit.verify_ledger();

-- who may, and what is wrong
SET ROLE regress_asof_clerk;
SELECT * FROM credit.public_page_as_of('91220101MA00000000', '2026-06-01');
SELECT * FROM credit.subject_as_of('91220101MA00000000', '2026-06-01');
SET ROLE regress_asof_office;
SELECT * FROM credit.public_page_as_of('91220101MA0000000X', '2026-06-01');
SELECT * FROM credit.public_page_as_of('91220000YX11101101', '2026-06-01');
SELECT * FROM credit.public_page_as_of('91220101MA00000000', NULL);
RESET ROLE;
DROP FUNCTION page, honour, penalty;
DROP OWNED BY regress_asof_office, regress_asof_clerk;
DROP ROLE regress_asof_office, regress_asof_clerk;
