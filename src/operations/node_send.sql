-- node_send.sql: what a coordinator sends to its machines: questions, rows that
-- are entered, rules that change. Requires operations/node.sql.

CREATE FUNCTION credit.node_settings() RETURNS pg_catalog.jsonb
	LANGUAGE sql STABLE
	SET search_path = pg_catalog, pg_temp
	RETURN pg_catalog.jsonb_build_object(
		'credit.on_reject', credit.setting('on_reject'), 'credit.department', credit.setting('department'),
		'credit.reason', credit.setting('reason'));
COMMENT ON FUNCTION credit.node_settings() IS 'What the machines take over from a coordinator''s session; internal. 随请求传给各节点的会话设置（内部使用）。';

-- credit_all.call is there once distribute() has run: hence EXECUTE.
CREATE FUNCTION credit.node_ask(slot pg_catalog.int4, command pg_catalog.text) RETURNS pg_catalog.jsonb
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	answer jsonb;
BEGIN
	EXECUTE 'INSERT INTO credit_all.call (slot, command, settings) VALUES ($1, $2, $3) RETURNING answer'
		INTO answer USING slot, command, credit.node_settings();
	RETURN answer;
END
$$;
COMMENT ON FUNCTION credit.node_ask(pg_catalog.int4, pg_catalog.text) IS 'The answer of one machine, in this transaction; internal. 在本事务内向一个节点提问（内部使用）。';

-- All at once. The first loop makes each machine one that is written to, so
-- that all of them commit or none does.
CREATE FUNCTION credit.node_ask_all(command pg_catalog.text) RETURNS SETOF pg_catalog.jsonb
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM credit.node_ask(n.slot, NULL) FROM credit.node n;
	RETURN QUERY EXECUTE 'SELECT credit.node_run($1, $2) FROM credit_all.node n ORDER BY n.node'
		USING command, credit.node_settings();
END
$$;
COMMENT ON FUNCTION credit.node_ask_all(pg_catalog.text) IS 'The answers of all machines, in this transaction; internal. 在本事务内向全部节点提问（内部使用）。';

CREATE FUNCTION credit.slot_of_code(code pg_catalog.text, persons pg_catalog.bool DEFAULT false) RETURNS pg_catalog.int4
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF NOT persons AND credit.is_resident_id(code) THEN
		PERFORM credit.node_refuse('asking about a natural person',
			'What is noted of a person in charge stands beside each of his organisations, on several machines.');
	END IF;
	RETURN (SELECT n.slot FROM credit.node n WHERE n.node = credit.node_of_code(coalesce(code, '')));
END
$$;
COMMENT ON FUNCTION credit.slot_of_code(pg_catalog.text, pg_catalog.bool) IS 'Where Citus keeps the machine of a code; internal. 代码所在节点的分布列值（内部使用）。';

CREATE FUNCTION credit.slot_of_number(number pg_catalog.int8) RETURNS pg_catalog.int4
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	slot int4 := (SELECT n.slot FROM credit.node n WHERE n.node = number >> 40);
BEGIN
	IF slot IS NULL THEN
		RAISE EXCEPTION '%', credit.message('number %s is of no machine', coalesce(number::text, 'null'))
			USING ERRCODE = 'CR017', HINT = credit.message('The upper bits of a number name the machine that gave it.');
	END IF;
	RETURN slot;
END
$$;
COMMENT ON FUNCTION credit.slot_of_number(pg_catalog.int8) IS 'Where Citus keeps the machine that gave a number; internal. 编号所属节点的分布列值（内部使用）。';

CREATE FUNCTION credit.route() RETURNS trigger
	LANGUAGE c
	AS 'MODULE_PATHNAME', 'credit_route';
COMMENT ON FUNCTION credit.route() IS 'Row trigger of a coordinator''s door: keeps a row until the statement ends. Argument: the item of an entry view. 协调节点录入视图的行级触发器。';
REVOKE ALL ON FUNCTION credit.route() FROM PUBLIC;
CREATE FUNCTION credit.route_end() RETURNS trigger
	LANGUAGE c
	AS 'MODULE_PATHNAME', 'credit_route_end';
COMMENT ON FUNCTION credit.route_end() IS 'Statement trigger of a coordinator''s door: sends the rows to their machines. 协调节点录入视图的语句级触发器：把数据发往各节点。';
REVOKE ALL ON FUNCTION credit.route_end() FROM PUBLIC;
CREATE FUNCTION credit.routed_rows() RETURNS SETOF record
	LANGUAGE c
	AS 'MODULE_PATHNAME', 'credit_routed_rows';
COMMENT ON FUNCTION credit.routed_rows() IS 'The rows that a door''s statement is sending; internal. 正在发送的录入数据（内部使用）。';

CREATE FUNCTION credit.send_rows(door pg_catalog.regclass, slots pg_catalog.int4[]) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	one int4;
	columns text;
	types text;
BEGIN
	-- the machines see the session's settings, on the connections the rows take
	FOREACH one IN ARRAY slots LOOP
		PERFORM credit.node_ask(one, NULL);
	END LOOP;
	SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum),
		string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum)
	INTO columns, types
	FROM pg_attribute a WHERE a.attrelid = door AND a.attnum > 0 AND NOT a.attisdropped;
	EXECUTE format('INSERT INTO credit_all.%I (%s, slot, row_no) SELECT %2$s, slot, row_no FROM credit.routed_rows() r (%s, slot int4, row_no int8)',
		(SELECT c.relname FROM pg_class c WHERE c.oid = door), columns, types);
END
$$;
COMMENT ON FUNCTION credit.send_rows(pg_catalog.regclass, pg_catalog.int4[]) IS 'Sends the rows of a door''s statement to their machines; internal. 把一条录入语句的数据发往各节点（内部使用）。';

CREATE FUNCTION credit.send_rule() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF TG_OP = 'TRUNCATE' THEN
		PERFORM credit.node_refuse('TRUNCATE of a rule table');
	END IF;
	EXECUTE 'INSERT INTO credit_all.rule (slot, relation, old_row, new_row, strict)
		SELECT n.slot, $1, $2, $3, true FROM credit.node n'
		USING TG_TABLE_NAME, CASE WHEN TG_OP <> 'INSERT' THEN OLD::text END, CASE WHEN TG_OP <> 'DELETE' THEN NEW::text END;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.send_rule() IS 'Row trigger of a coordinator''s rule tables: sends the change to every machine, in the same transaction. 规则表触发器：把变更在同一事务内发往各节点。';
REVOKE ALL ON FUNCTION credit.send_rule() FROM PUBLIC;

CREATE FUNCTION credit.keep_elsewhere() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN CASE WHEN credit.node_refuse(format('writing to credit.%s on the coordinator', TG_TABLE_NAME),
		'Its rows are kept on the machines.') THEN NULL END;
END
$$;
COMMENT ON FUNCTION credit.keep_elsewhere() IS 'Statement trigger of a coordinator''s tables about subjects: refuses. 协调节点主体类表的触发器：拒绝写入。';
REVOKE ALL ON FUNCTION credit.keep_elsewhere() FROM PUBLIC;
