SELECT s.code, r.record_id, i.item_zh || ' ' || i.item_en AS item, regexp_replace(r.department, '^[^市县区州]{2,5}[市县区州]', '') AS department, r.decided_on::text, r.due_on::text, r.late_days, r.severity, r.status
FROM credit_bi.disclosure_record r JOIN credit_bi.item_dimension i USING (item) JOIN credit_bi.subject_overview s USING (subject_id)
