SELECT i.item_zh || ' ' || i.item_en AS item, i.item AS item_code, i.polarity, to_char(r.month, 'YYYY-MM') AS month, r.severity, sum(r.records) AS records
FROM credit_bi.record_statistics r JOIN credit_bi.item_dimension i USING (item)
WHERE r.status <> 'withdrawn' GROUP BY 1, 2, 3, 4, 5
