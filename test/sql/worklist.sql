-- What waits for whom: cases at both doors, rejected rows, candidates, alerts.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET credit.fixed_today = '2026-09-14';
SET datestyle = ISO;
BEGIN;
CREATE ROLE regress_work_a IN ROLE credit_department;
CREATE ROLE regress_work_b IN ROLE credit_department;
CREATE ROLE regress_work_office IN ROLE credit_admin;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES
	(7501, '甲市市场监管局', '1122010001350000BA', 'regress_work_a'), (7502, '甲市财政局', '1122010001350000CD', 'regress_work_b');
INSERT INTO credit.subject (subject_id, kind, uscc, name) VALUES (750001, 'enterprise', '91220101MA00000000', '甲公司');
CREATE FUNCTION pg_temp.penalty(doc text, fine numeric DEFAULT 200) RETURNS void LANGUAGE sql AS $$
	INSERT INTO credit.record (item, dept_id, subject_code, doc_no, decided_on, detail)
	SELECT 'penalty', 7501, s.uscc, doc, '2026-09-01', jsonb_build_object('cf_xdr_mc', s.name, 'cf_xdr_lb', '法人及非法人组织',
		'cf_xdr_shxym', s.uscc, 'cf_frdb', '张三丰', 'cf_wfxw', '无证经营', 'cf_sy', '事实', 'cf_yj', '依据', 'cf_cflb', '罚款',
		'cf_nr', '内容', 'cf_nr_fk', fine, 'cf_cfjg', d.name, 'cf_cfjgdm', d.uscc, 'cf_sjly', d.name, 'cf_sjlydm', d.uscc)
	FROM credit.subject s, credit.department d WHERE s.subject_id = 750001 AND d.dept_id = 7501 $$;
SET ROLE regress_work_a;
SET credit.on_reject = quarantine;
SELECT pg_temp.penalty('工1号'), pg_temp.penalty('工2号'), pg_temp.penalty('工3号', NULL) \g /dev/null
RESET credit.on_reject;
-- an objection at the department's door, one at the office's
SELECT credit.open_proceeding('objection', NULL, record_id, note => '并非本公司所为') IS NOT NULL AS department_door FROM credit.record WHERE doc_no = '工1号';
RESET ROLE;
SELECT record_id AS second FROM credit.record WHERE doc_no = '工2号' \gset
SET ROLE regress_work_office;
SELECT credit.open_proceeding('objection', NULL, :second, note => '金额有误') IS NOT NULL AS office_door;
RESET ROLE;
INSERT INTO credit.list_candidate (subject_id, list, dept_id, record_ids) VALUES (750001, 'focus', 7501, ARRAY[:second]);
SELECT credit.raise_alert('related-listed', 750001, ARRAY['list_entry:17'], '{"why": "test"}', ARRAY[7502]) IS NOT NULL AS alerted;

CREATE VIEW pg_temp.work AS SELECT kind, topic, stage, dept_id, waiting_since, due_on, days_left, state, next_steps
	FROM credit.worklist WHERE coalesce(subject_id, 750001) = 750001 AND waiting_since >= '2026-01-01' AND (dept_id IS NULL OR dept_id IN (7501, 7502)) ;
GRANT SELECT ON pg_temp.work TO PUBLIC;
ALTER VIEW pg_temp.work SET (security_invoker = true);
SET ROLE regress_work_a;
SELECT * FROM pg_temp.work WHERE kind <> 'rejection' ORDER BY kind, topic;
SELECT kind, topic, state, next_steps FROM pg_temp.work WHERE kind = 'rejection';
SET ROLE regress_work_b;
SELECT kind, topic, state, next_steps FROM pg_temp.work ORDER BY kind, topic;
SET ROLE regress_work_office;
SELECT kind, topic, state, due_on FROM pg_temp.work ORDER BY kind, topic;
-- a repair that is applied for at the department waits for the office, which screens it; the department may only take it back
RESET ROLE;
SAVEPOINT s;
UPDATE credit.publication_regime SET min_term = '0' WHERE min_term IS NOT NULL;
SET ROLE regress_work_a;
SELECT pg_temp.penalty('工4号', 0.1) \g /dev/null
SELECT credit.open_proceeding('repair', NULL, record_id, '{"commitment_no": "承1号", "obligations_performed": true, "materials": "凭证"}') AS repair FROM credit.record WHERE doc_no = '工4号' \gset
SELECT kind, topic, stage, next_steps FROM pg_temp.work WHERE topic = 'repair';
RESET ROLE; SET ROLE regress_work_office;
SELECT kind, topic, stage, days_left, next_steps FROM pg_temp.work WHERE topic = 'repair';
SELECT * FROM credit.advance(:repair, 'screened');
SELECT kind, topic, stage, next_steps FROM pg_temp.work WHERE topic = 'repair';
RESET ROLE; SET ROLE regress_work_a;
SELECT kind, topic, stage, next_steps FROM pg_temp.work WHERE topic = 'repair';
RESET ROLE;
ROLLBACK TO s;
-- mended, it waits no longer
SET ROLE regress_work_a;
SELECT credit.resubmit(ref_id, '{"cf_nr_fk": 300}') FROM credit.worklist WHERE kind = 'rejection' AND dept_id = 7501;
SELECT count(*) AS rejections FROM pg_temp.work WHERE kind = 'rejection';
RESET ROLE;
-- nobody else
SET ROLE credit_analyst;
SELECT * FROM credit.worklist;
ROLLBACK;
