SELECT plan_no, title, state, regexp_replace(department, '^[^市县区州]{2,5}[市县区州]', '') AS department, stratum, population, ratio, quota, drawn, excused, reported, found
FROM credit_bi.inspection_stratum
