SELECT proceeding_id, code, name, procedure, procedure_zh, stage_zh, regexp_replace(department, '^[^市县区州]{2,5}[市县区州]', '') AS department, opened_on::text, due_on::text, days_left, state, clock_of
FROM credit_bi.deadline
