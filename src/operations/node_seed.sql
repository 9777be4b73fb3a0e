-- node_seed.sql: what a coordinator does at each function, view and table.
-- Requires operations/node.sql and every room's views and tables.

INSERT INTO credit.node_door (kind, name, how, place, detail)
SELECT 'function', f.name, f.how, f.place, f.detail
FROM (VALUES
	-- rules and what needs only them
	('add_common_fields', 'here', NULL::pg_catalog.int4, NULL), ('calendar_announce', 'here', NULL, NULL), ('define_field', 'here', NULL, NULL),
	('define_item', 'here', NULL, NULL), ('load_model', 'here', NULL, NULL), ('export_model', 'here', NULL, NULL),
	('model_fields', 'here', NULL, NULL), ('model_outputs', 'here', NULL, NULL), ('refuse_change', 'here', NULL, NULL),
	('score', 'here', NULL, NULL), ('score_grade', 'here', NULL, NULL), ('score_point_array', 'here', NULL, NULL),
	('score_points', 'here', NULL, NULL), ('score_reasons', 'here', NULL, NULL), ('score_value', 'here', NULL, NULL),
	('scorecard_pmml', 'here', NULL, NULL), ('seal_digest', 'here', NULL, NULL), ('import_powers', 'here', NULL, NULL),
	('read_powers', 'here', NULL, NULL), ('condition_fault', 'here', NULL, NULL),
	('report_radar', 'here', NULL, NULL), ('report_timeline', 'here', NULL, NULL),
	-- one subject, by its code
	('find_subject', 'code', 1, NULL), ('check_subject', 'code', 1, NULL), ('measures_for', 'code', 1, NULL),
	('explain', 'code', 1, NULL), ('impose_ban', 'code', 1, NULL),
	('import_list_entry', 'code', 2, NULL), ('report_xml', 'code', 1, NULL), ('report_html', 'code', 1, NULL),
	('public_page_as_of', 'code', 1, NULL), ('subject_as_of', 'code', 1, NULL), ('register_subject', 'code', 3, NULL),
	('person_subject', 'code', 2, 'persons'),
	-- by the number of the subject, or of what hangs on it
	('rename_subject', 'number', 1, NULL), ('general_grade', 'number', 1, NULL), ('issue_report', 'number', 1, NULL),
	('evaluations_as_of', 'number', 1, NULL), ('list_entries_as_of', 'number', 1, NULL), ('record_as_of', 'number', 1, NULL),
	('revoke_record', 'number', 1, NULL), ('verify_voluntary', 'number', 1, NULL), ('resubmit', 'number', 1, NULL),
	('advance', 'number', 1, NULL), ('withdraw_listing', 'number', 1, NULL), ('end_list_entry', 'number', 1, NULL),
	('drop_mark', 'number', 1, NULL), ('dismiss_candidate', 'number', 1, NULL), ('lift_ban', 'number', 1, NULL),
	('initiate_joint_action', 'number', 1, NULL), ('acknowledge_alert', 'number', 1, NULL), ('close_alert', 'number', 1, NULL),
	('raise_alert', 'number', 2, NULL), ('need_subject', 'number', 1, NULL),
	-- all machines
	('evaluate_due', 'sum', NULL, NULL), ('take_snapshot', 'sum', NULL, NULL), ('refresh_facts', 'sum', NULL, NULL),
	('drop_facts', 'sum', NULL, NULL), ('renew_name_keys', 'sum', NULL, NULL), ('count_subjects', 'sum', NULL, NULL),
	('find_disclosure_faults', 'sum', NULL, NULL), ('maintenance_step', 'sum', NULL, NULL),
	('maintain_evaluations', 'sum', NULL, NULL), ('maintain_overdue', 'sum', NULL, NULL), ('maintain_snapshots', 'sum', NULL, NULL),
	('verify_ledger', 'rows', NULL, NULL), ('health', 'rows', NULL, NULL),
	('check_subjects', 'by', NULL, 'across_check_subjects'), ('find_subjects', 'by', NULL, 'across_find_subjects'),
	('search_subject', 'by', NULL, 'across_search_subject'), ('evaluate', 'by', NULL, 'across_evaluate'),
	('confirm_subjects', 'by', NULL, 'across_confirm_subjects'), ('maintain', 'by', NULL, 'across_maintain'),
	('open_proceeding', 'by', NULL, 'across_open_proceeding'),
	('merge_subject', 'by', NULL, 'across_merge_subject'), ('change_code', 'by', NULL, 'across_change_code'),
	-- anybody may call these, and here they would see no rows
	('measure_states', 'number', 1, NULL), ('name_period', 'number', 1, NULL),
	('package_manifest', 'refuse', NULL, 'A package would hold one machine''s share; make it on each.'),
	-- refused with a reason of their own
	('add_identifier', 'refuse', NULL, 'A subject''s machine follows from its unified code; another number would lead elsewhere.'),
	('open_batch', 'refuse', NULL, 'A statement makes one batch on each machine it reaches.'),
	('close_batch', 'refuse', NULL, 'A statement makes one batch on each machine it reaches.'),
	('create_entry_view', 'refuse', NULL, 'Make it before distributing.'),
	('import_xml', 'refuse', NULL, 'A document is one batch; split it by subject, or COPY into the doors.'),
	('import_xml_file', 'refuse', NULL, 'A document is one batch; split it by subject, or COPY into the doors.'),
	('import_xml_file_in_parts', 'refuse', NULL, 'A document is one batch; split it by subject, or COPY into the doors.'),
	('export_xml', 'refuse', NULL, 'A document would hold one machine''s share; export from each.'),
	('export_package', 'refuse', NULL, 'A package would hold one machine''s share; make it on each.'),
	('draw_inspection', 'refuse', NULL, 'A draw is from all subjects at once, with one seed.'),
	('plan_inspection', 'refuse', NULL, 'A draw is from all subjects at once, with one seed.'),
	('compare_models', 'refuse', NULL, 'Stability and power need the order of all scores at once.'),
	('seal_ledger', 'refuse', NULL, 'Each machine seals its own ledger, as credit.maintain() has it do.'),
	('ledger_proof', 'refuse', NULL, 'Each machine seals its own ledger and proves its own rows.'),
	('maintain_in_steps', 'refuse', NULL, 'Call it on each machine: it commits between its steps.'),
	('maintain_alerts', 'refuse', NULL, 'Call it on each machine.'),
	('verify_report', 'refuse', NULL, 'A report is kept where it was issued; ask there.'),
	('rotate_identity_key', 'refuse', NULL, 'Each machine has its own key; call it on each.'),
	('events_since', 'refuse', NULL, 'Each machine has its own outbox and positions; listen to each.')
) f (name, how, place, detail);

INSERT INTO credit.node_door (kind, name, how, detail, computed)
SELECT 'view', v.name, v.how, v.detail, v.computed::pg_catalog.jsonb
FROM (VALUES
	('record', 'rows', NULL, NULL), ('public_record', 'rows', NULL, NULL), ('deadline', 'rows', NULL, NULL),
	('public_list', 'rows', NULL, NULL), ('list_standing', 'rows', NULL, NULL), ('programme_list', 'rows', NULL, NULL),
	('sme_finance_list', 'rows', NULL, NULL), ('worklist', 'rows', NULL, NULL), ('agency', 'rows', NULL, NULL),
	('evaluation', 'rows', NULL, NULL), ('evaluation_version', 'rows', NULL, NULL),
	('foreign_record', 'rows', NULL, NULL), ('recognised_report', 'rows', NULL, NULL),
	('department_month', 'sum', 'dept_id,month', NULL),
	-- under the policy of the table it reads
	('record_visible', 'here', NULL, NULL), ('import_progress', 'here', NULL, NULL),
	('third_party_report', 'refuse', 'The agency that reports may stand on another machine than the subject.', NULL),
	('campaign_progress', 'refuse', 'Targets are shares of all cases.', NULL),
	('comparison_value', 'refuse', 'Models are not compared across machines.', NULL),
	('ledger_digest', 'refuse', 'Each machine has its own chain of blocks.', NULL),
	('assessment_source', 'refuse', 'Departments are assessed by figures of all machines together.', NULL),
	('bi_proceeding', 'rows', NULL, NULL), ('bi_deadline', 'rows', NULL, NULL), ('bi_grade_history', 'rows', NULL, NULL),
	('bi_alert', 'rows', NULL, NULL), ('bi_unchecked_decision', 'rows', NULL, NULL), ('bi_list_entries', 'rows', NULL, NULL),
	('bi_list_candidates', 'rows', NULL, NULL), ('bi_industry_bans', 'rows', NULL, NULL), ('bi_joint_actions', 'rows', NULL, NULL),
	('bi_subject_overview', 'rows', NULL, NULL), ('bi_disclosure_record', 'rows', NULL, NULL),
	('bi_record_statistics', 'sum', 'dept_id,item,month,received_month,severity,status', NULL),
	('bi_list_statistics', 'sum', 'list,list_name,class,dept_id,department,region_code,month', NULL),
	('bi_list_flow', 'sum', 'list,list_name,class,dept_id,region_code,month,cause', NULL),
	('bi_joint_action_statistics', 'sum', 'month,from_dept_id,from_department,to_dept_id,to_department,direction,sphere', NULL),
	('bi_measures', 'sum', 'measure,name_zh,name_en,direction,class,kind_no,sphere,applies_to,purposes,basis_id,basis,article,in_force,verified', NULL),
	('bi_queries', 'sum', 'month,dept_id,department,purpose,purpose_name,verdict', NULL),
	('bi_inspection_statistics', 'sum', 'dept_id,month,result,fault_found', NULL),
	('bi_case_statistics', 'sum', 'procedure,procedure_zh,month,dept_id,region_code,stage', '{"longest": "max(a.longest)"}'),
	('bi_commitment_statistics', 'sum', 'dept_id,month', '{"kept_rate": "round(sum(a.kept) / nullif(sum(a.kept) + sum(a.not_kept), 0), 4)"}'),
	('bi_repair_commitments', 'sum', 'list,list_name,dept_id,department,region_code', '{"share": "round(sum(a.committed) / sum(a.listed), 4)", "training_share": "round(sum(a.trained) / sum(a.listed), 4)"}'),
	('bi_disclosure_quality', 'sum', 'dept_id,department,month', '{"reporting_rate": "round(sum(a.reported) / nullif(sum(a.reported) + sum(a.open_rejections), 0), 4)",
		"compliance_rate": "round(sum(a.reported) / nullif(sum(a.rows_sent), 0), 4)",
		"timeliness_rate": "round(sum(a.in_time) / nullif(sum(a.in_time) + sum(a.late), 0), 4)"}'),
	-- a person in charge is known to every machine that keeps one of his organisations
	('bi_subject_statistics', 'sum', 'month,kind,region_code,industry_code,status,provisional', '{"counted_on": "min(a.counted_on)",
		"subjects": "CASE WHEN a.kind <> ''person'' THEN sum(a.subjects) END",
		"with_records": "CASE WHEN a.kind <> ''person'' THEN sum(a.with_records) END",
		"coverage": "CASE WHEN a.kind <> ''person'' THEN round(sum(a.with_records) / nullif(sum(a.subjects), 0), 4) END"}'),
	('bi_alert_month', 'query', 'SELECT date_trunc(''month'', a.opened_on::timestamp)::date AS month, a.rule, a.name_zh, a.name_en, count(*) AS opened,
		count(*) FILTER (WHERE a.state = ''open'') AS waiting, count(*) FILTER (WHERE a.state = ''acknowledged'') AS acknowledged,
		count(*) FILTER (WHERE a.state = ''closed'') AS closed, round(avg(a.closed_on - a.opened_on) FILTER (WHERE a.state = ''closed''), 1) AS days_to_close
		FROM credit_all.bi_alert a GROUP BY 1, 2, 3, 4', NULL),
	('bi_grade_statistics', 'query', 'SELECT t.month, t.model, t.version, t.kind::text AS kind, t.region_code, t.industry_code, t.grade::text AS grade,
		sum(t.subjects)::int8 AS subjects, sum(t.risen)::int8 AS risen, sum(t.fallen)::int8 AS fallen, sum(t.unchanged)::int8 AS unchanged,
		(sum(t.subjects) - (sum(t.risen) + sum(t.fallen) + sum(t.unchanged)))::int8 AS new, sum(t.score_sum) / nullif(sum(t.scored), 0)::float8 AS mean_score
		FROM credit_all.grade_tally t GROUP BY t.month, t.model, t.version, t.kind, t.region_code, t.industry_code, t.grade HAVING sum(t.subjects) <> 0', NULL),
	('bi_date_dimension', 'here', NULL, NULL), ('bi_department_dimension', 'here', NULL, NULL), ('bi_item_dimension', 'here', NULL, NULL),
	('bi_region_dimension', 'here', NULL, NULL), ('bi_industry_dimension', 'here', NULL, NULL), ('bi_four_lists', 'here', NULL, NULL),
	('bi_repair_statistics', 'refuse', 'A median is not made of medians; credit_bi.proceeding has the cases.', NULL),
	('bi_objection_statistics', 'refuse', 'A median is not made of medians; credit_bi.proceeding has the cases.', NULL),
	('bi_grade_migration', 'refuse', 'Models are not compared across machines.', NULL),
	('bi_model_stability', 'refuse', 'Models are not compared across machines.', NULL),
	('bi_model_power', 'refuse', 'Models are not compared across machines.', NULL),
	('bi_inspection_visit', 'refuse', 'A draw is from all subjects at once.', NULL),
	('bi_inspection_stratum', 'refuse', 'A draw is from all subjects at once.', NULL),
	('bi_inspection_finding', 'refuse', 'A draw is from all subjects at once.', NULL),
	('bi_publicity_statistics', 'refuse', 'What departments publish is kept on one machine only.', NULL),
	('bi_typical_case', 'refuse', 'What departments publish is kept on one machine only.', NULL),
	('bi_monthly_report', 'refuse', 'A ledger due would hold one machine''s share.', NULL),
	('bi_assessment_figure', 'refuse', 'Departments are assessed by figures of all machines together.', NULL),
	('bi_department_assessment', 'refuse', 'Departments are assessed by figures of all machines together.', NULL),
	('bi_department_assessment_total', 'refuse', 'Departments are assessed by figures of all machines together.', NULL)
) v (name, how, detail, computed);
-- entry views
INSERT INTO credit.node_door (kind, name, how)
SELECT 'view', c.relname, 'rows'
FROM pg_catalog.pg_class c
WHERE c.relnamespace OPERATOR(pg_catalog.=) 'credit'::pg_catalog.regnamespace AND c.relkind OPERATOR(pg_catalog.=) 'v'
	AND c.relname OPERATOR(pg_catalog.~) '_entry$';

INSERT INTO credit.node_door (kind, name, how)
SELECT 'table', t.name, 'read'
FROM pg_catalog.unnest('{subject,batch,rejection,record_version,evaluation_snapshot,list_entry,list_candidate,
	industry_ban,joint_action,proceeding,proceeding_event,event,query_log,alert,report_issue,person_consent,grade_tally}'::pg_catalog.text[]) t (name)
UNION ALL
SELECT 'table', t.name, 'subject'
FROM pg_catalog.unnest('{subject_identifier,subject_name,relation,person_identity,subject_merge,record_store,evaluation_pack,rejection_identity,data_consent,
	sharing_consent,report_consent,comparison,inspection_plan,import,change_set,export_package,foreign_report,publicity_item}'::pg_catalog.text[]) t (name);
-- rules: every table with a column standard_entry, and these
INSERT INTO credit.node_door (kind, name, how)
SELECT 'table', c.relname, 'rule'
FROM pg_catalog.pg_class c
WHERE c.relnamespace OPERATOR(pg_catalog.=) 'credit'::pg_catalog.regnamespace AND c.relkind OPERATOR(pg_catalog.=) 'r'
	AND (c.relname OPERATOR(pg_catalog.=) ANY ('{department,department_list,department_power,model,grade_band,grade_cap}')
		OR EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid OPERATOR(pg_catalog.=) c.oid
			AND a.attname OPERATOR(pg_catalog.=) 'standard_entry'));
