SELECT list_name, class, regexp_replace(department, '^[^市县区州]{2,5}[市县区州]', '') AS department, sum(entries) AS entries, sum(in_force) AS in_force, sum(removed_early) AS removed_early, sum(expired) AS expired, sum(undone) AS undone
FROM credit_bi.list_statistics GROUP BY 1, 2, 3
