-- mend.sql: a department finds its refused row, corrects one field, sends it anew.
SELECT d.role_name AS role, r.reasons -> 0 ->> 'field' AS field,
	left(r.reasons -> 0 ->> 'found', 17) || credit.uscc_check_char(left(r.reasons -> 0 ->> 'found', 17)) AS mended
FROM credit.rejection r JOIN credit.department d USING (dept_id) WHERE r.rejection_id = :row \gset
SET ROLE :role;
SELECT format(E'  退回 refused   %s %s %s\n  原因 reason    %s：“%s”\n                 → %s',
	d.name, coalesce(r.payload ->> 'xk_wsh', r.payload ->> 'cf_wsh'), coalesce(r.payload ->> 'xk_xdr_mc', r.payload ->> 'cf_xdr_mc'),
	r.reasons -> 0 ->> 'field', r.reasons -> 0 ->> 'found', r.reasons -> 0 ->> 'expected')
FROM credit.rejection r JOIN credit.department d USING (dept_id) WHERE r.rejection_id = :row;
SELECT format('  修正 mend      SELECT credit.resubmit(%s, %L)', :row, jsonb_build_object(:'field', :'mended'));
SELECT '  结果 result    ' || credit.resubmit(:row, jsonb_build_object(:'field', :'mended'));
SELECT format(E'  入库 record    %s %s（%s）决定 decided %s，应报 due %s，%s',
	r.doc_no, r.subject_name, r.subject_code, r.decided_on, r.due_on,
	CASE r.late_days WHEN 0 THEN '及时 in time' ELSE format('迟报 %s 个工作日 working days late', r.late_days) END)
FROM credit.rejection j JOIN credit.record r ON r.batch_id = j.resolved_by WHERE j.rejection_id = :row;
