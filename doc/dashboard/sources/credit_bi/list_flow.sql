SELECT list_name, class, to_char(month, 'YYYY-MM') AS month, cause, sum(entered) AS entered, sum(ended) AS ended
FROM credit_bi.list_flow GROUP BY 1, 2, 3, 4
