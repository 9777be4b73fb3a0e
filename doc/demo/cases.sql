-- cases.sql: what came of the cases of 2026, by procedure.
SELECT p.procedure_zh || ' ' || d.name_en AS "程序 procedure", count(*) AS "件 cases", count(*) FILTER (WHERE NOT p.open) AS "办结 closed",
	round(avg(p.workdays) FILTER (WHERE NOT p.open), 1) AS "平均工作日 mean working days", coalesce(x.late, 0) AS "逾期在办 overdue"
FROM credit_bi.proceeding p JOIN credit.procedure d ON d.procedure = p.procedure
LEFT JOIN (SELECT procedure, count(*) AS late FROM credit_bi.deadline WHERE state = 'overdue' GROUP BY 1) x ON x.procedure = p.procedure
GROUP BY 1, x.late ORDER BY 2 DESC;
SELECT k.name_zh || ' ' || k.name_en AS "名单 list", sum(f.entered) AS "列入 entered", sum(f.ended) AS "退出 left", sum(f.entered) - sum(f.ended) AS "在列 in force"
FROM credit_bi.list_flow f JOIN credit.list_kind k ON k.list = f.list GROUP BY 1 ORDER BY 2 DESC;
