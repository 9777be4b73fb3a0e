-- Whatever undoes a fault or a listing: no view, report or check shows any
-- consequence of it any more, and history still shows what was. Every view of
-- the catalogue is looked at, so that one made later is looked at as well: what
-- it shows before there is any fault is compared with what it shows while the
-- consequences last and after they were undone.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO, YMD';
SET credit.fixed_today = '2026-06-10';
SET jit = off;
BEGIN;
SELECT setval('credit.list_entry_id_seq', 783000), setval('credit.list_candidate_id_seq', 783000), setval('credit.proceeding_id_seq', 783000), setval('credit.record_id_seq', 783000);
CREATE ROLE regress_every_market IN ROLE credit_department;
CREATE ROLE regress_every_other IN ROLE credit_department;
CREATE ROLE regress_every_office IN ROLE credit_admin;
INSERT INTO credit.department (dept_id, name, uscc, role_name, sector) VALUES
	(7831, '甲市市场监管局', '1122010001350000BA', 'regress_every_market', 'market_regulation'),
	(7832, '甲市财政局', '1122010001350000CD', 'regress_every_other', NULL);
INSERT INTO credit.subject (subject_id, kind, uscc, name) VALUES (783001, 'enterprise', '91220101MA00000000', '甲公司');
INSERT INTO credit.subject (subject_id, kind, name) VALUES (783011, 'person', '张三丰');
INSERT INTO credit.relation (subject_id, related_id, role) VALUES (783001, 783011, 'legal_representative');
INSERT INTO credit.data_consent (subject_id, scope, given_on) VALUES (783001, 'sme_finance', '2026-01-01');
-- a model in which faults cost points and a serious list caps the grade
INSERT INTO credit.indicator (indicator, dimension, source, measure, items, "window") VALUES ('every_penalties', 'compliance', 'record', 'count', '{penalty}', '3 years');
SELECT credit.load_model('every', '1', $$<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>
<DataField name="every_penalties" optype="continuous" dataType="double"/></DataDictionary>
<Scorecard functionName="regression" initialScore="100" baselineScore="0"><MiningSchema><MiningField name="every_penalties"/></MiningSchema>
<Characteristics><Characteristic name="penalties" reasonCode="P"><Attribute partialScore="-10"><SimplePredicate field="every_penalties" operator="greaterThan" value="0"/></Attribute>
<Attribute partialScore="0"><True/></Attribute></Characteristic></Characteristics></Scorecard></PMML>$$, '[2020-01-01,)');
INSERT INTO credit.grade_band (model, version, grade, from_score) VALUES ('every', '1', 'A', 95), ('every', '1', 'B', 50), ('every', '1', 'D', '-Infinity');
INSERT INTO credit.grade_cap (model, version, cap, indicator, operator, threshold, grade) VALUES ('every', '1', 'on a serious list', 'on_serious_list', '>', 0, 'D');
SELECT credit.evaluate('every', NULL, '{783001}');

-- Everything that can be seen on a day, kept under a label.
CREATE TABLE pg_temp.seen (label text, place text, content jsonb);
CREATE FUNCTION pg_temp.look(as_label text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	v record; answers jsonb;
BEGIN
	FOR v IN SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname IN ('credit', 'credit_bi') AND c.relkind IN ('v', 'm')
			-- what was said before is kept there
			AND c.relname NOT IN ('evaluation_entry', 'evaluation_version') ORDER BY 1, 2
	LOOP
		BEGIN
			-- what no fault can change is as long as it is
			EXECUTE format('INSERT INTO pg_temp.seen SELECT %L, %L, to_jsonb(x) FROM %I.%I x', as_label, v.nspname || '.' || v.relname, v.nspname, v.relname)
				|| CASE WHEN v.relname LIKE '%\_dimension' THEN ' LIMIT 0' ELSE '' END;
		EXCEPTION WHEN SQLSTATE 'CR009' OR feature_not_supported THEN
			INSERT INTO pg_temp.seen VALUES (as_label, v.nspname || '.' || v.relname, '"not readable"');
		END;
	END LOOP;
	-- checks and reports write a log: it is taken back, their answers stay
	BEGIN
		SELECT jsonb_agg(jsonb_build_array(a.place, a.content)) INTO answers FROM (
			SELECT 'measures_for ' || c.code AS place, to_jsonb(m) AS content FROM credit.code_list c, credit.measures_for('91220101MA00000000', c.code) m WHERE c.list = 'decision_purpose' AND m.applies
			UNION ALL SELECT 'check_subject ' || c.code, to_jsonb(x) - 'query_id' FROM credit.code_list c, credit.check_subject('91220101MA00000000', c.code) x WHERE c.list = 'decision_purpose'
			UNION ALL SELECT 'check_subjects', to_jsonb(x) - 'query_id' FROM credit.check_subjects('{91220101MA00000000}', 'procurement') x
			UNION ALL SELECT 'explain', to_jsonb(x) FROM credit.explain('91220101MA00000000', 'every') x
			UNION ALL SELECT 'report_xml ' || l, to_jsonb(line) FROM unnest('{zh,en}'::text[]) l, regexp_split_to_table(credit.report_xml('91220101MA00000000', l)::text, '(?=<)') line WHERE line !~ '^<(issued_at|number|verification)'
			UNION ALL SELECT 'report_html ' || l, to_jsonb(line) FROM unnest('{zh,en}'::text[]) l, regexp_split_to_table(credit.report_html('91220101MA00000000', l), '(?=<)') line
				WHERE line !~ '^<(style|title|p class="mono"|svg)|^<td>(\d{4}-\d\d-\d\d \d\d:|\d{20}|[0-9A-F]{4}-[0-9A-F]{4}-)') a;
		RAISE EXCEPTION USING ERRCODE = 'CR999', MESSAGE = 'taken back';
	EXCEPTION WHEN SQLSTATE 'CR999' THEN
		INSERT INTO pg_temp.seen SELECT as_label, a ->> 0, a -> 1 FROM jsonb_array_elements(answers) a;
	END;
END $$;
-- Figures that name nobody tell how departments worked in a month, which nothing
-- undoes; of them only those of what stands today are compared.
CREATE FUNCTION pg_temp.concerns(place text, content jsonb) RETURNS boolean LANGUAGE sql AS $$
	SELECT place IN ('credit_bi.list_statistics', 'credit_bi.measures') OR place !~ '^credit(_bi)?[.]'
		OR content::text ~ '甲公司|91220101MA00000000|张三丰|张[*]|78300|78301|罚1号|列1号|禁1号' $$;
-- What is seen now, was seen while the consequences lasted, and was not there
-- before: it did not end. And what has come instead.
CREATE FUNCTION pg_temp.says(content jsonb) RETURNS text LANGUAGE sql AS $$
	SELECT CASE WHEN jsonb_typeof(content) = 'object' THEN
		(SELECT string_agg(k.key || '=' || k.value, ' ' ORDER BY k.key COLLATE "C") FROM jsonb_each_text(content) k
			WHERE k.key IN ('status', 'in_force', 'running', 'open', 'state', 'stage', 'ended_on', 'end_cause', 'lifted_on', 'verdict', 'grade', 'published', 'usable', 'applies'))
		ELSE left(content #>> '{}', 60) END $$;
CREATE FUNCTION pg_temp.left_over(before text, OUT place text, OUT "unchanged" bigint, OUT says text) RETURNS SETOF record LANGUAGE sql AS $$
	SELECT s.place, count(*), string_agg(DISTINCT pg_temp.says(s.content) COLLATE "C", '; ')
	FROM (SELECT x.place, x.content FROM pg_temp.seen x WHERE x.label = 'after'
		INTERSECT SELECT x.place, x.content FROM pg_temp.seen x WHERE x.label = 'listed'
		EXCEPT SELECT x.place, x.content FROM pg_temp.seen x WHERE x.label = before) s
	WHERE pg_temp.concerns(s.place, s.content) GROUP BY s.place ORDER BY s.place COLLATE "C" $$;
CREATE FUNCTION pg_temp.instead(before text, OUT place text, OUT rows bigint, OUT says text) RETURNS SETOF record LANGUAGE sql AS $$
	SELECT s.place, count(*), string_agg(DISTINCT pg_temp.says(s.content) COLLATE "C", '; ')
	FROM (SELECT x.place, x.content FROM pg_temp.seen x WHERE x.label = 'after'
		EXCEPT SELECT x.place, x.content FROM pg_temp.seen x WHERE x.label = 'listed'
		EXCEPT SELECT x.place, x.content FROM pg_temp.seen x WHERE x.label = before) s
	WHERE pg_temp.concerns(s.place, s.content) GROUP BY s.place ORDER BY s.place COLLATE "C" $$;
-- What is kept of it.
CREATE VIEW pg_temp.history AS SELECT
	(SELECT count(*) FROM credit.record_version v WHERE v.subject_id = 783001) AS versions,
	(SELECT count(*) FROM credit.proceeding_event e WHERE e.subject_id IN (783001, 783011)) AS steps,
	(SELECT count(*) FROM credit.list_entry e WHERE e.subject_id IN (783001, 783011)) AS entries,
	(SELECT count(*) FROM credit.joint_action a WHERE a.subject_id = 783001) AS joint,
	(SELECT count(*) FROM credit.industry_ban b WHERE b.subject_id IN (783001, 783011)) AS bans,
	(SELECT count(*) FROM credit.evaluation e WHERE e.subject_id = 783001) AS evaluations,
	(SELECT count(*) FROM credit.verify_ledger() v WHERE v.kind = 'record' AND v.id IN (SELECT r.record_id FROM credit.record_store r WHERE r.subject_id = 783001)) AS ledger_faults;

-- before there is any fault, on the days on which things are undone
DO $$
DECLARE d text;
BEGIN
	FOREACH d IN ARRAY '{2026-06-10,2027-03-02,2027-05-24,2029-05-22}'::text[] LOOP
		PERFORM set_config('credit.fixed_today', d, false);
		PERFORM pg_temp.look('clean ' || d);
	END LOOP;
END $$;
SET credit.fixed_today = '2026-06-10';

CREATE FUNCTION pg_temp.fault(doc text, decided date) RETURNS bigint LANGUAGE sql AS $$
	INSERT INTO credit.record (item, dept_id, subject_id, doc_no, decided_on, detail)
	SELECT 'penalty', 7831, 783001, doc, decided, jsonb_build_object('cf_xdr_mc', s.name, 'cf_xdr_lb', '法人及非法人组织',
		'cf_xdr_shxym', s.uscc, 'cf_frdb', '张三丰', 'cf_wfxw', '无证经营', 'cf_sy', '事实', 'cf_yj', '依据', 'cf_cflb', '罚款',
		'cf_nr', '内容', 'cf_nr_fk', 200, 'cf_cfjg', d.name, 'cf_cfjgdm', d.uscc, 'cf_sjly', d.name, 'cf_sjlydm', d.uscc)
	FROM credit.subject s, credit.department d WHERE s.subject_id = 783001 AND d.dept_id = 7831;
	SELECT record_id FROM credit.record_store WHERE subject_id = 783001 AND doc_no = doc $$;
CREATE FUNCTION pg_temp.listed(record_id bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE p bigint; e bigint;
BEGIN
	SET LOCAL ROLE regress_every_market;
	p := credit.open_proceeding('listing', NULL, record_id, '{"list": "market_regulation_serious", "facts": "事实"}', on_date => '2026-05-11');
	PERFORM credit.advance(p, 'noticed', '告1号', NULL, '{"reason": "r", "legal_ground": "g", "rights": "陈述、申辩"}', '2026-05-12');
	PERFORM credit.advance(p, 'stated', NULL, NULL, '{"statement": "无异议"}', '2026-05-14');
	PERFORM credit.advance(p, 'decided', '列1号', '复核意见', '{"facts": "事实", "legal_ground": "g", "measures": "m", "removal_conditions": "c", "remedies": "复议、诉讼", "person": "王五"}', '2026-05-20');
	PERFORM credit.advance(p, 'served', NULL, NULL, '{"served_on": "2026-05-21", "repair_notice": true}', '2026-05-21');
	PERFORM credit.advance(p, 'published', NULL, NULL, '{}', '2026-05-22');
	SELECT x.entry_id INTO e FROM credit.list_entry x WHERE x.proceeding_id = p AND x.marked_for IS NULL AND x.ended_on IS NULL;
	PERFORM credit.initiate_joint_action(e, '{7832}', '{procurement_ban,fiscal_limit}', '严重失信');
	PERFORM credit.impose_ban('91220101MA00000000', '食品生产', '禁1号', '2026-05-20', 'gf_33_2016', '2029-05-19', entry_id => e);
	RESET ROLE;
	RETURN e;
END $$;
SELECT pg_temp.fault('罚1号', '2026-03-02') AS fault \gset
-- and with a fault alone
DO $$
DECLARE d text;
BEGIN
	FOREACH d IN ARRAY '{2026-06-10,2027-05-24}'::text[] LOOP
		PERFORM set_config('credit.fixed_today', d, false);
		PERFORM pg_temp.look('fault ' || d);
	END LOOP;
END $$;
SET credit.fixed_today = '2026-06-10';
SELECT pg_temp.listed(:fault) AS entry \gset
DO $$ BEGIN PERFORM pg_temp.look('listed'); END $$;
-- where a fault, and an entry because of it, can be seen
SELECT place, x.content IS NOT NULL AS fault, y.content IS NOT NULL AS entry
FROM (SELECT place, count(*) AS content FROM (SELECT place, content FROM pg_temp.seen WHERE label = 'fault 2026-06-10' EXCEPT SELECT place, content FROM pg_temp.seen WHERE label = 'clean 2026-06-10') s WHERE pg_temp.concerns(place, content) GROUP BY place) x
FULL JOIN (SELECT place, count(*) AS content FROM (SELECT place, content FROM pg_temp.seen WHERE label = 'listed' EXCEPT SELECT place, content FROM pg_temp.seen WHERE label = 'fault 2026-06-10') s WHERE pg_temp.concerns(place, content) GROUP BY place) y USING (place)
ORDER BY place COLLATE "C";
TABLE pg_temp.history;
DELETE FROM pg_temp.seen WHERE label = 'listed';
SAVEPOINT listed;

\echo 1. decision revoked
DO $$ BEGIN PERFORM pg_temp.look('listed'); END $$;
SET LOCAL ROLE regress_every_market;
SELECT credit.revoke_record(:fault, '撤1号', '复议撤销');
RESET ROLE;
DO $$ BEGIN PERFORM pg_temp.look('after'); END $$;
SELECT * FROM pg_temp.left_over('clean 2026-06-10');
SELECT * FROM pg_temp.instead('clean 2026-06-10');
TABLE pg_temp.history;
ROLLBACK TO listed;

\echo 2. listing withdrawn: the fault stays
DO $$ BEGIN PERFORM pg_temp.look('listed'); END $$;
SET LOCAL ROLE regress_every_market;
SELECT credit.withdraw_listing(:entry, '更1号', '认错主体');
RESET ROLE;
DO $$ BEGIN PERFORM pg_temp.look('after'); END $$;
SELECT * FROM pg_temp.left_over('fault 2026-06-10');
SELECT * FROM pg_temp.instead('fault 2026-06-10');
TABLE pg_temp.history;
ROLLBACK TO listed;

\echo 3. objection to the record upheld
DO $$ BEGIN PERFORM pg_temp.look('listed'); END $$;
SET LOCAL ROLE regress_every_market;
SELECT credit.open_proceeding('objection', NULL, :fault, note => '不是我') AS objection \gset
SELECT credit.advance(:objection, 'upheld', '答1号', '经查属实', '{"person": "王五"}'), credit.advance(:objection, 'corrected', NULL, '撤回', '{"revoke": true}'), credit.advance(:objection, 'reported', '报1号');
RESET ROLE;
DO $$ BEGIN PERFORM pg_temp.look('after'); END $$;
SELECT * FROM pg_temp.left_over('clean 2026-06-10');
SELECT * FROM pg_temp.instead('clean 2026-06-10');
TABLE pg_temp.history;
ROLLBACK TO listed;

\echo 4. objection to the listing upheld: the fault stays
DO $$ BEGIN PERFORM pg_temp.look('listed'); END $$;
SET LOCAL ROLE regress_every_office;
SELECT credit.open_proceeding('objection', '91220101MA00000000', detail => jsonb_build_object('list_entry_id', :entry, 'dept_id', 7831), note => '列入有误') AS objection \gset
SELECT credit.advance(:objection, 'upheld', '答2号', '列入有误', '{"person": "王五"}'), credit.advance(:objection, 'corrected', '更2号', '撤回列入'), credit.advance(:objection, 'reported', '报2号');
RESET ROLE;
DO $$ BEGIN PERFORM pg_temp.look('after'); END $$;
SELECT * FROM pg_temp.left_over('fault 2026-06-10');
SELECT * FROM pg_temp.instead('fault 2026-06-10');
TABLE pg_temp.history;
ROLLBACK TO listed;

\echo 5. repair granted
SET credit.fixed_today = '2027-03-02';
DO $$ BEGIN PERFORM pg_temp.look('listed'); END $$;
SET LOCAL ROLE regress_every_market;
SELECT credit.open_proceeding('repair', NULL, :fault, '{"commitment_no": "诺1号", "obligations_performed": true, "materials": "履行证明"}') AS repair \gset
SET LOCAL ROLE regress_every_office;
SELECT credit.advance(:repair, 'screened');
SET LOCAL ROLE regress_every_market;
SELECT credit.advance(:repair, 'accepted'), credit.advance(:repair, 'granted', '修1号', detail => '{"person": "王五"}'), credit.advance(:repair, 'synchronised', NULL, '已同步');
RESET ROLE;
DO $$ BEGIN PERFORM pg_temp.look('after'); END $$;
SELECT * FROM pg_temp.left_over('clean 2027-03-02');
SELECT * FROM pg_temp.instead('clean 2027-03-02');
TABLE pg_temp.history;
ROLLBACK TO listed;

\echo 6. removed early: the fault stays
SET credit.fixed_today = '2027-05-24';
DO $$ BEGIN PERFORM pg_temp.look('listed'); END $$;
SELECT proceeding_id AS listing FROM credit.list_entry WHERE entry_id = :entry \gset
SET LOCAL ROLE regress_every_market;
SELECT credit.advance(:listing, 'removal_applied', detail => '{"commitment_no": "诺2号", "obligations_performed": true, "materials": "x"}'), credit.advance(:listing, 'removed', '移1号', detail => '{"person": "王五"}');
RESET ROLE;
DO $$ BEGIN PERFORM pg_temp.look('after'); END $$;
SELECT * FROM pg_temp.left_over('fault 2027-05-24');
SELECT * FROM pg_temp.instead('fault 2027-05-24');
TABLE pg_temp.history;
ROLLBACK TO listed;

\echo 7. every term over: before anything is written down, nothing is seen; then it is written down
DO $$ BEGIN PERFORM pg_temp.look('listed'); END $$;
SET credit.fixed_today = '2029-05-22';
DO $$ BEGIN PERFORM pg_temp.look('after'); END $$;
SELECT * FROM pg_temp.left_over('clean 2029-05-22');
SELECT * FROM pg_temp.instead('clean 2029-05-22');
DO $$ BEGIN PERFORM FROM credit.maintain(); END $$;
UPDATE pg_temp.seen SET label = 'before maintenance' WHERE label = 'after';
DO $$ BEGIN PERFORM pg_temp.look('after'); END $$;
SELECT * FROM pg_temp.left_over('clean 2029-05-22');
SELECT s.place, count(*), string_agg(DISTINCT pg_temp.says(s.content) COLLATE "C", '; ')
FROM (SELECT place, content FROM pg_temp.seen WHERE label = 'after' EXCEPT SELECT place, content FROM pg_temp.seen WHERE label IN ('before maintenance', 'clean 2029-05-22')) s
WHERE pg_temp.concerns(s.place, s.content) GROUP BY s.place ORDER BY s.place COLLATE "C";
TABLE pg_temp.history;
ROLLBACK;
