-- maintenance.sql: what time alone causes, as a list every room adds to.
-- Requires registry/. The operations room runs it: credit.maintain().
--
-- Advisory locks of the extension, first number: 7305 evaluations of a subject,
-- 7306 evaluations of a model, 7307 blocks of the ledger (0: sealing), 7308 and
-- 7309 alerts, 7310 actions of maintenance by their ordinal, 7311 positions of
-- events, 7312 draws, 7313 packing of facts, 7314 candidates of a subject,
-- 7315 lists of powers by department. Each thing has its own, so that none
-- waits for another.

-- Only the extension's scripts and a superuser write here: the functions run
-- with the owner's rights.
CREATE TABLE credit.maintenance_action (
	action pg_catalog.text PRIMARY KEY,
	ordinal pg_catalog.int4 NOT NULL UNIQUE,
	function_name pg_catalog.name NOT NULL
);
COMMENT ON TABLE credit.maintenance_action IS 'What credit.maintain() does, in order: functions of schema credit taking (as_of date, max_rows int) and returning the number of rows changed; 0 means nothing is left. 日常维护动作：credit.maintain() 依次调用的函数，参数为日期与最大行数，返回变更行数，0 表示已无待办。';
COMMENT ON COLUMN credit.maintenance_action.action IS 'Name of the action. 动作名称。';
COMMENT ON COLUMN credit.maintenance_action.ordinal IS 'Order of the actions. 执行顺序。';
COMMENT ON COLUMN credit.maintenance_action.function_name IS 'Function in schema credit. credit 模式中的函数名。';
GRANT SELECT ON credit.maintenance_action TO credit_admin;

CREATE FUNCTION credit.refuse_standby(what pg_catalog.text) RETURNS void
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_refuse_standby_call';
COMMENT ON FUNCTION credit.refuse_standby(pg_catalog.text) IS 'Says on a standby that it cannot do this. 在备库上说明该操作无法执行。';
REVOKE ALL ON FUNCTION credit.refuse_standby(pg_catalog.text) FROM PUBLIC;
