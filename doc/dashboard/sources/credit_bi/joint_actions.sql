SELECT measure_name, regexp_replace(to_department, '^[^市县区州]{2,5}[市县区州]', '') AS to_department, stage, count(*) AS actions FROM credit_bi.joint_actions GROUP BY 1, 2, 3
