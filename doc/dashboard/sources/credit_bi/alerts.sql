SELECT to_char(month, 'YYYY-MM') AS month, rule, name_zh, name_en, opened, waiting, acknowledged, closed, days_to_close FROM credit_bi.alert_month
