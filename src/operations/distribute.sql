-- distribute.sql: lays the extension out on the workers of Citus. Requires
-- operations/node_send.sql.

-- A distributed table in schema credit_all over what stands on the machines.
CREATE FUNCTION credit.node_table(name pg_catalog.text, source pg_catalog.text) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	granted record;
BEGIN
	EXECUTE format('CREATE TABLE credit_all.%I AS SELECT v.*, NULL::int4 AS slot%s FROM %s v WITH NO DATA', name,
		CASE WHEN credit.is_door(source) THEN ', NULL::int8 AS row_no' ELSE '' END, source);
	FOR granted IN
		SELECT a.privilege_type AS privilege, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END AS grantee
		FROM pg_class c, LATERAL aclexplode(c.relacl) a
		WHERE c.oid = source::regclass AND a.privilege_type IN ('SELECT', 'INSERT') AND a.grantee <> c.relowner
	LOOP
		EXECUTE format('GRANT %s ON credit_all.%I TO %s', granted.privilege, name, granted.grantee);
	END LOOP;
	EXECUTE 'SELECT create_distributed_table($1, ''slot'', colocate_with => ''credit_all.node'')'
		USING format('credit_all.%I', name)::regclass;
END
$$;
COMMENT ON FUNCTION credit.node_table(pg_catalog.text, pg_catalog.text) IS 'Makes a table of credit_all; internal. 建立 credit_all 中的分布表（内部使用）。';
REVOKE ALL ON FUNCTION credit.node_table(pg_catalog.text, pg_catalog.text) FROM PUBLIC;

-- The view of that name, over all machines; or one that refuses.
CREATE FUNCTION credit.node_view(door credit.node_door) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	own text := format('%I.%I', CASE WHEN door.name LIKE 'bi\_%' THEN 'credit_bi' ELSE 'credit' END, regexp_replace(door.name, '^bi_', ''));
	keys text[] := string_to_array(door.detail, ',');
	columns text;
	options text := (SELECT coalesce(' WITH (' || array_to_string(c.reloptions, ', ') || ')', '') FROM pg_class c WHERE c.oid = own::regclass);
	taken record;
BEGIN
	SELECT string_agg(CASE door.how
			WHEN 'rows' THEN format('a.%I', a.attname)
			WHEN 'sum' THEN format('(%s)::%s AS %I',
				CASE WHEN a.attname = ANY (keys) THEN format('a.%I', a.attname)
					ELSE coalesce(door.computed ->> a.attname::text, format('sum(a.%I)', a.attname)) END,
				format_type(a.atttypid, a.atttypmod), a.attname)
			ELSE format('NULL::%s%s AS %I', format_type(a.atttypid, a.atttypmod),
				(SELECT format(' COLLATE %I.%I', l.collnamespace::regnamespace, l.collname) FROM pg_collation l WHERE l.oid = a.attcollation), a.attname) END,
			', ' ORDER BY a.attnum)
	INTO columns
	FROM pg_attribute a WHERE a.attrelid = own::regclass AND a.attnum > 0 AND NOT a.attisdropped;
	EXECUTE format('CREATE OR REPLACE VIEW %s%s AS %s', own, options, CASE door.how
		WHEN 'query' THEN door.detail
		WHEN 'rows' THEN format('SELECT %s FROM credit_all.%I a', columns, door.name)
		WHEN 'sum' THEN format('SELECT %s FROM credit_all.%I a GROUP BY %s', columns, door.name,
			(SELECT string_agg(format('a.%I', k), ', ') FROM unnest(keys) k))
		ELSE format('SELECT %s WHERE credit.node_refuse(%L, %L)', columns, own, door.detail) END);
	FOR taken IN
		SELECT t.tgname, replace(replace(pg_get_triggerdef(t.oid), 'credit.enter_end(', 'credit.route_end('), 'credit.enter(', 'credit.route(') AS definition
		FROM pg_trigger t WHERE t.tgrelid = own::regclass AND t.tgfoid IN ('credit.enter()'::regprocedure, 'credit.enter_end()'::regprocedure)
	LOOP
		EXECUTE format('DROP TRIGGER %I ON %s', taken.tgname, own);
		EXECUTE taken.definition;
	END LOOP;
END
$$;
COMMENT ON FUNCTION credit.node_view(credit.node_door) IS 'Makes a view of the coordinator one over all machines; internal. 将协调节点的视图改为汇总全部节点（内部使用）。';
REVOKE ALL ON FUNCTION credit.node_view(credit.node_door) FROM PUBLIC;

-- The function of that oid, asking the machines; or one that refuses. Volatile
-- and with the caller's rights, whatever it was: it sends, and as him.
CREATE FUNCTION credit.node_function(routine pg_catalog.oid, how pg_catalog.text, place pg_catalog.int4, detail pg_catalog.text) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	p pg_proc := (SELECT p FROM pg_proc p WHERE p.oid = routine);
	name text := format('credit.%I', p.proname);
	result text := pg_get_function_result(routine);
	given text;
	asked text;
	columns text;
	answer text;
	body text;
BEGIN
	SELECT string_agg(format('%%L::%s', format_type(t.type, NULL)), ', ' ORDER BY t.nr), string_agg('$' || t.nr, ', ' ORDER BY t.nr)
	INTO given, asked
	FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY t (type, nr);
	SELECT string_agg(format('%I %s', m.name, format_type(m.type, NULL)), ', ' ORDER BY m.nr)
	INTO columns
	FROM unnest(p.proallargtypes, p.proargmodes, p.proargnames) WITH ORDINALITY m (type, mode, name, nr)
	WHERE m.mode IN ('o', 't', 'b');
	IF how = 'refuse' THEN
		body := format('BEGIN PERFORM credit.node_refuse(%L, %L); END', name || '()', detail);
		EXECUTE format('CREATE OR REPLACE %s %s(%s)%s LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS %L',
			CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, name, pg_get_function_arguments(routine),
			CASE p.prokind WHEN 'p' THEN '' ELSE ' RETURNS ' || result END, body);
		RETURN;
	ELSIF how = 'by' THEN
		body := format('SELECT * FROM credit.%I(%s)', detail, coalesce(asked, ''));
	ELSE
		asked := format('pg_catalog.format(%L%s)', format(CASE
			WHEN p.proretset THEN 'SELECT coalesce(jsonb_agg(to_jsonb(r)), ''[]'') FROM %s(%s) r'
			WHEN p.prorettype = 'void'::regtype THEN 'SELECT NULL::jsonb FROM %s(%s)'
			WHEN columns IS NOT NULL AND p.prorettype = 'record'::regtype THEN 'SELECT to_jsonb(r) FROM %s(%s) r'
			ELSE 'SELECT to_jsonb(%s(%s))' END, name, given), ', ' || asked);
		answer := CASE how
			WHEN 'code' THEN format('credit.node_ask(credit.slot_of_code($%s::text%s), %s)', place, CASE WHEN detail = 'persons' THEN ', true' ELSE '' END, asked)
			WHEN 'number' THEN format('credit.node_ask(credit.slot_of_number($%s), %s)', place, asked)
			WHEN 'sum' THEN format('(SELECT to_jsonb(sum(a::numeric)) FROM credit.node_ask_all(%s) a)', asked)
			ELSE format('(SELECT coalesce(jsonb_agg(e), ''[]'') FROM credit.node_ask_all(%s) a, jsonb_array_elements(a) e)', asked) END;
		body := CASE
			WHEN columns IS NOT NULL AND p.proretset THEN format('SELECT * FROM jsonb_to_recordset(%s) AS r (%s)', answer, columns)
			WHEN columns IS NOT NULL AND p.prorettype = 'record'::regtype THEN format('SELECT * FROM jsonb_to_record(%s) AS r (%s)', answer, columns)
			WHEN (SELECT t.typtype FROM pg_type t WHERE t.oid = p.prorettype) = 'c' THEN
				format('SELECT * FROM %s(NULL::%s, %s)', CASE WHEN p.proretset THEN 'jsonb_populate_recordset' ELSE 'jsonb_populate_record' END,
					format_type(p.prorettype, NULL), answer)
			WHEN p.prorettype = 'void'::regtype THEN format('SELECT %s', answer)
			WHEN p.prorettype = 'jsonb'::regtype THEN format('SELECT %s', answer)
			WHEN p.proretset THEN format('SELECT (e #>> ''{}'')::%s FROM jsonb_array_elements(%s) e', format_type(p.prorettype, NULL), answer)
			WHEN columns IS NOT NULL THEN format('SELECT (%s #>> ''{}'')::%s', answer, format_type(p.prorettype, NULL))
			ELSE format('SELECT (%s #>> ''{}'')::%s', answer, format_type(p.prorettype, NULL)) END;
	END IF;
	EXECUTE format('CREATE OR REPLACE FUNCTION %s(%s) RETURNS %s LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp SET datestyle = ISO AS %L',
		name, pg_get_function_arguments(routine), result, body);
END
$$;
COMMENT ON FUNCTION credit.node_function(pg_catalog.oid, pg_catalog.text, pg_catalog.int4, pg_catalog.text) IS 'Makes a function of the coordinator ask the machines; internal. 将协调节点的函数改为向各节点提问（内部使用）。';
REVOKE ALL ON FUNCTION credit.node_function(pg_catalog.oid, pg_catalog.text, pg_catalog.int4, pg_catalog.text) FROM PUBLIC;

-- Rules as they stand here go to every machine; tables that are the same there
-- already are passed over. Three passes: a row may stand on one that comes later.
CREATE FUNCTION credit.send_all_rules() RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	rule text;
	digest text := $q$SELECT to_jsonb(md5(string_agg(t::text, E'\n' ORDER BY t::text COLLATE "C"))) FROM credit.%I t$q$;
	here jsonb;
BEGIN
	FOR pass IN 1 .. 4 LOOP
		FOR rule IN SELECT d.name FROM credit.node_door d WHERE d.kind = 'table' AND d.how = 'rule' ORDER BY d.place, d.name LOOP
			EXECUTE format(digest, rule) INTO here;
			CONTINUE WHEN NOT EXISTS (SELECT FROM credit.node_ask_all(format(digest, rule)) a WHERE a IS DISTINCT FROM here);
			IF pass = 4 THEN
				RAISE EXCEPTION '%', credit.message('credit.%s is not the same on every machine', rule)
					USING ERRCODE = 'CR021', HINT = credit.message('Delete on the machines what was deleted here, and distribute again.');
			END IF;
			EXECUTE format('INSERT INTO credit_all.rule (slot, relation, old_row, new_row, strict)
				SELECT n.slot, %L, NULL, t::text, %L FROM credit.%I t, credit.node n', rule, pass = 3, rule);
		END LOOP;
	END LOOP;
END
$$;
COMMENT ON FUNCTION credit.send_all_rules() IS 'Sends every rule to every machine; internal. 把全部规则发往各节点（内部使用）。';
REVOKE ALL ON FUNCTION credit.send_all_rules() FROM PUBLIC;

-- Functions anybody but the owner may call are the doors; what is immutable
-- asks no table.
CREATE FUNCTION credit.node_functions(OUT routine pg_catalog.oid, OUT how pg_catalog.text, OUT place pg_catalog.int4, OUT detail pg_catalog.text) RETURNS SETOF record
	LANGUAGE sql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT p.oid, coalesce(d.how, 'refuse'), d.place, d.detail
	FROM pg_proc p LEFT JOIN credit.node_door d ON d.kind = 'function' AND d.name = p.proname
	WHERE p.pronamespace = 'credit'::regnamespace AND p.prokind IN ('f', 'p') AND p.provolatile <> 'i'
		AND p.prorettype <> 'trigger'::regtype
		AND EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
			WHERE a.grantee <> p.proowner AND (a.grantee <> 0 OR d.name IS NOT NULL))
$$;
COMMENT ON FUNCTION credit.node_functions() IS 'Functions that a coordinator changes, and how; internal. 协调节点需改造的函数（内部使用）。';
REVOKE ALL ON FUNCTION credit.node_functions() FROM PUBLIC;

-- Name of the shard a machine has of a table of credit_all.
CREATE FUNCTION credit.node_shards(slot pg_catalog.int4) RETURNS pg_catalog.jsonb
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	shards jsonb;
BEGIN
	EXECUTE $q$
		SELECT jsonb_object_agg(s.name || '_' || get_shard_id_for_distribution_column(format('credit_all.%I', s.name)::regclass, $1), s.source)
		FROM (VALUES ('call', 'call'), ('rule', 'rule')
			UNION ALL
			SELECT d.name, CASE WHEN d.name LIKE 'bi\_%' THEN format('credit_bi.%I', substr(d.name, 4)) ELSE format('credit.%I', d.name) END
			FROM credit.node_door d WHERE (d.kind = 'view' AND d.how IN ('rows', 'sum')) OR (d.kind = 'table' AND d.how = 'read')) s (name, source)$q$
		INTO shards USING slot;
	RETURN shards;
END
$$;
COMMENT ON FUNCTION credit.node_shards(pg_catalog.int4) IS 'The shards of a machine and what they are views of; internal. 节点分片与其来源视图（内部使用）。';
REVOKE ALL ON FUNCTION credit.node_shards(pg_catalog.int4) FROM PUBLIC;

-- A superuser's call: it changes the extension's own functions and views in
-- this database, and writes on the machines as he.
CREATE FUNCTION credit.distribute() RETURNS SETOF credit.node
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
AS $$
#variable_conflict use_column
DECLARE
	machines int4;
	filled text;
	one record;
	unknown text;
BEGIN
	IF NOT (SELECT r.rolsuper FROM pg_roles r WHERE r.rolname = current_user) THEN
		RAISE EXCEPTION '%', credit.message('only a superuser may distribute the extension') USING ERRCODE = 'insufficient_privilege';
	ELSIF NOT EXISTS (SELECT FROM pg_extension e WHERE e.extname = 'citus') THEN
		RAISE EXCEPTION '%', credit.message('Citus is not there') USING ERRCODE = 'CR021',
			HINT = credit.message('CREATE EXTENSION citus here and on the workers, and name them by citus_add_node(host, port).');
	ELSIF EXISTS (SELECT FROM credit.node) THEN
		RAISE EXCEPTION '%', credit.message('the extension is distributed already') USING ERRCODE = 'CR021',
			HINT = credit.message('The number of machines stays; move one to another host with citus_update_node().');
	END IF;
	filled := credit.node_filled();
	IF filled IS NOT NULL THEN
		RAISE EXCEPTION '%', credit.message('the coordinator keeps rows about subjects') USING ERRCODE = 'CR021', DETAIL = credit.message('There are rows in %s.', filled),
			HINT = credit.message('Distribute before anything is entered, and enter through the coordinator what another database exports.');
	END IF;
	-- a door or table this version of the list does not know would be silently wrong
	SELECT string_agg(c.oid::regclass::text, ', ') INTO unknown
	FROM pg_class c WHERE c.relnamespace IN ('credit'::regnamespace, 'credit_bi'::regnamespace)
		AND c.relkind = 'v' AND NOT EXISTS (SELECT FROM credit.node_door d WHERE d.kind = 'view'
			AND d.name = CASE c.relnamespace WHEN 'credit_bi'::regnamespace THEN 'bi_' ELSE '' END || c.relname);
	IF unknown IS NOT NULL THEN
		RAISE EXCEPTION '%', credit.message('views of your own cannot be distributed') USING ERRCODE = 'CR021', DETAIL = credit.message('They are %s.', unknown),
			HINT = credit.message('Insert rows into credit.node_door (kind, name, how) that say rows, here or refuse, here and on the machines.');
	END IF;
	EXECUTE 'SELECT count(*) FROM pg_dist_node n WHERE n.isactive AND n.shouldhaveshards AND n.noderole = ''primary'' AND n.groupid <> 0' INTO machines;
	IF machines = 0 THEN
		RAISE EXCEPTION '%', credit.message('Citus has no workers') USING ERRCODE = 'CR021', HINT = credit.message('Name them by citus_add_node(host, port).');
	END IF;

	CREATE SCHEMA credit_all;
	COMMENT ON SCHEMA credit_all IS 'Rows of all machines. 全部节点的数据。';
	GRANT USAGE ON SCHEMA credit_all TO credit_admin, credit_department, credit_analyst, credit_public, credit_identity;
	CREATE TABLE credit_all.node (slot int4 NOT NULL, node int4 NOT NULL);
	CREATE TABLE credit_all.call (slot int4, command text, settings jsonb, answer jsonb);
	CREATE TABLE credit_all.rule (slot int4, relation text, old_row text, new_row text, strict bool);
	GRANT SELECT ON credit_all.node TO credit_admin, credit_department, credit_analyst, credit_public, credit_identity;
	GRANT SELECT, INSERT ON credit_all.call TO credit_admin, credit_department, credit_analyst, credit_public, credit_identity;
	GRANT INSERT ON credit_all.rule TO credit_admin, credit_department;
	EXECUTE 'SELECT create_distributed_table(''credit_all.node'', ''slot'', shard_count => $1, colocate_with => ''none'')' USING machines;
	EXECUTE 'SELECT create_distributed_table(t, ''slot'', colocate_with => ''credit_all.node'') FROM unnest(ARRAY[''credit_all.call'', ''credit_all.rule'']::regclass[]) t';
	EXECUTE $q$
		INSERT INTO credit.node (node, slot, host, port)
		SELECT row_number() OVER (ORDER BY p.groupid), (SELECT min(i) FROM generate_series(1, 100000) i
			WHERE get_shard_id_for_distribution_column('credit_all.node'::regclass, i) = s.shardid), w.nodename, w.nodeport
		FROM pg_dist_shard s JOIN pg_dist_placement p ON p.shardid = s.shardid
		JOIN pg_dist_node w ON w.groupid = p.groupid AND w.noderole = 'primary'
		WHERE s.logicalrelid = 'credit_all.node'::regclass$q$;
	EXECUTE 'INSERT INTO credit_all.node SELECT n.slot, n.node FROM credit.node n';

	FOR one IN SELECT d.name, CASE WHEN d.name LIKE 'bi\_%' THEN format('credit_bi.%I', substr(d.name, 4)) ELSE format('credit.%I', d.name) END AS source
		FROM credit.node_door d WHERE (d.kind = 'view' AND d.how IN ('rows', 'sum')) OR (d.kind = 'table' AND d.how = 'read') ORDER BY d.name
	LOOP
		PERFORM credit.node_table(one.name, one.source);
	END LOOP;
	FOR one IN SELECT n.* FROM credit.node n ORDER BY n.node LOOP
		EXECUTE 'SELECT credit.node_prepare(n.node, $1, n.slot, $2, $3) FROM credit_all.node n WHERE n.slot = ' || one.slot
			USING machines, (SELECT e.extversion FROM pg_extension e WHERE e.extname = 'credit'), credit.node_shards(one.slot);
	END LOOP;
	PERFORM credit.send_all_rules();

	-- from here on this database is a coordinator
	FOR one IN SELECT d.name FROM credit.node_door d WHERE d.kind = 'table' AND d.how = 'rule' LOOP
		EXECUTE format('CREATE TRIGGER zz_send_rule AFTER INSERT OR UPDATE OR DELETE ON credit.%I FOR EACH ROW EXECUTE FUNCTION credit.send_rule()', one.name);
		EXECUTE format('CREATE TRIGGER zz_send_rules BEFORE TRUNCATE ON credit.%I FOR EACH STATEMENT EXECUTE FUNCTION credit.send_rule()', one.name);
	END LOOP;
	FOR one IN SELECT d.name FROM credit.node_door d WHERE d.kind = 'table' AND d.how IN ('subject', 'read') LOOP
		EXECUTE format('CREATE TRIGGER keep_elsewhere BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.%I FOR EACH STATEMENT EXECUTE FUNCTION credit.keep_elsewhere()', one.name);
		-- empty here: whoever read it would take nothing for the answer
		EXECUTE format('REVOKE ALL ON credit.%I FROM credit_admin, credit_department, credit_analyst, credit_public, credit_identity', one.name);
	END LOOP;
	PERFORM credit.node_view(d) FROM credit.node_door d WHERE d.kind = 'view' AND d.how <> 'here';
	PERFORM credit.node_function(f.routine, f.how, f.place, f.detail) FROM credit.node_functions() f WHERE f.how <> 'here';
	RETURN QUERY SELECT n.* FROM credit.node n ORDER BY n.node;
END
$$;
COMMENT ON FUNCTION credit.distribute() IS 'Lays the extension out on the workers of Citus: each a whole credit database for its share of the subjects, this one the door to all. Before anything is entered. 将扩展分布到 Citus 各工作节点：每个节点管理一部分主体，本库为统一入口；须在录入数据之前执行。';
REVOKE ALL ON FUNCTION credit.distribute() FROM PUBLIC;
