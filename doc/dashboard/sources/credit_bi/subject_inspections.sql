SELECT code, plan_no, regexp_replace(department, '^[^市县区州]{2,5}[市县区州]', '') AS department, reported_for::text, result, stratum FROM credit_bi.inspection_visit
