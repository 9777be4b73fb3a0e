-- node.sql: the extension on several machines, as one of them sees it. Every
-- machine is a whole credit database for its share of the subjects; the
-- coordinator keeps none and asks them through Citus, whose shards here are
-- views of the machine's own tables. See doc/scale-out.md.
-- Requires every room.

CREATE TABLE credit.node (
	node pg_catalog.int4 PRIMARY KEY CHECK (node BETWEEN 1 AND 4000),
	slot pg_catalog.int4 NOT NULL UNIQUE,
	host pg_catalog.text NOT NULL,
	port pg_catalog.int4 NOT NULL
);
COMMENT ON TABLE credit.node IS 'The machines that credit.distribute() laid the subjects on; empty on one machine. 数据分布所用的各节点，单机时为空。';
COMMENT ON COLUMN credit.node.node IS 'Number of the machine, the upper bits of every number it gives. 节点编号，即其所发编号的高位。';
COMMENT ON COLUMN credit.node.slot IS 'Value of the distribution column that Citus keeps there. Citus 分布列在该节点的取值。';
COMMENT ON COLUMN credit.node.host IS 'Host when it was distributed; Citus knows where it is now. 分布时的主机名，现址以 Citus 为准。';
COMMENT ON COLUMN credit.node.port IS 'Port when it was distributed. 分布时的端口。';
GRANT SELECT ON credit.node TO credit_admin;
GRANT SELECT (node, slot) ON credit.node TO credit_department, credit_analyst, credit_identity, credit_public;
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.node
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();

-- What a coordinator does at each function, view and table; node_seed.sql has
-- the rows. Whatever is not named is refused there (functions and views) or
-- is the coordinator's own (tables).
CREATE TABLE credit.node_door (
	kind pg_catalog.text NOT NULL CHECK (kind IN ('function', 'view', 'table')),
	name pg_catalog.text NOT NULL,
	how pg_catalog.text NOT NULL,
	place pg_catalog.int4,
	detail pg_catalog.text,
	computed pg_catalog.jsonb,
	PRIMARY KEY (kind, name),
	CHECK (how OPERATOR(pg_catalog.=) ANY (CASE kind
		WHEN 'function' THEN '{here,code,number,sum,rows,by,refuse}'
		WHEN 'view' THEN '{here,rows,sum,query,refuse}'
		ELSE '{rule,subject,read}' END::pg_catalog.text[]))
);
COMMENT ON TABLE credit.node_door IS 'How a coordinator answers: which functions, views and tables go to which machine. 协调节点对各函数、视图与表的处理方式。';
COMMENT ON COLUMN credit.node_door.kind IS 'function, view or table. 类别：函数、视图、表。';
COMMENT ON COLUMN credit.node_door.name IS 'Name in schema credit; views of credit_bi with bi_ before it. credit 模式中的名称，credit_bi 的视图加前缀 bi_。';
COMMENT ON COLUMN credit.node_door.how IS 'Functions: here; code or number, at the machine of that argument; sum or rows of all machines; by another function. Views: here, rows or sum of all, a query over what they give. Tables: rule, the same everywhere; subject, on the machines only; read, that and readable in schema credit_all. refuse: not there. 处理方式。';
COMMENT ON COLUMN credit.node_door.place IS 'Which argument names the subject. 指明主体的参数序号。';
COMMENT ON COLUMN credit.node_door.detail IS 'The other function, the columns that rows are summed by, or the query; of a refusal the reason. 替代函数、分组列、查询，或拒绝的原因。';
COMMENT ON COLUMN credit.node_door.computed IS 'Columns of a sum that are not sums. 汇总视图中非求和列的表达式。';
GRANT SELECT ON credit.node_door TO credit_admin, credit_department, credit_analyst;

CREATE FUNCTION credit.node_of_code(code pg_catalog.text, nodes pg_catalog.int4 DEFAULT NULL) RETURNS pg_catalog.int4
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_node_of_code';
COMMENT ON FUNCTION credit.node_of_code(pg_catalog.text, pg_catalog.int4) IS 'Number of the machine that keeps the subject with this code or document, of so many or of those there are. 保管该代码或证件主体的节点编号。';

CREATE FUNCTION credit.node_refuse(what pg_catalog.text, reason pg_catalog.text DEFAULT NULL) RETURNS pg_catalog.bool
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RAISE EXCEPTION '%', credit.message('%s does not work across machines', what)
		USING ERRCODE = 'CR021', DETAIL = coalesce(reason, credit.message('It would see one machine''s share, or none.')),
			HINT = credit.message('doc/scale-out.md says what does, and how to ask one machine.');
END
$$;
COMMENT ON FUNCTION credit.node_refuse(pg_catalog.text, pg_catalog.text) IS 'Says on a coordinator that this is not there. 在协调节点上说明该功能不可用。';

-- ---- on a machine ------------------------------------------------------

CREATE FUNCTION credit.node_set(settings pg_catalog.jsonb) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	said record;
BEGIN
	FOR said IN SELECT s.key, s.value FROM jsonb_each_text(settings) s LOOP
		PERFORM set_config(said.key, said.value, true);
	END LOOP;
END
$$;
COMMENT ON FUNCTION credit.node_set(pg_catalog.jsonb) IS 'Takes over the settings of the coordinator''s session for this transaction; internal. 采用协调会话的设置（内部使用）。';

-- The caller's own rights: what he may ask here he may ask with a session of
-- his own.
CREATE FUNCTION credit.node_run(command pg_catalog.text, settings pg_catalog.jsonb) RETURNS pg_catalog.jsonb
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	answer jsonb;
BEGIN
	PERFORM credit.node_set(settings);
	EXECUTE command INTO answer;
	RETURN answer;
END
$$;
COMMENT ON FUNCTION credit.node_run(pg_catalog.text, pg_catalog.jsonb) IS 'Runs what a coordinator asks, with its caller''s rights; internal. 以调用者权限执行协调节点的请求（内部使用）。';

CREATE FUNCTION credit.node_answer() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF NEW.command IS NULL THEN
		PERFORM credit.node_set(NEW.settings);
	ELSE
		NEW.answer := credit.node_run(NEW.command, NEW.settings);
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION credit.node_answer() IS 'Row trigger of the shard of credit_all.call: answers. credit_all.call 分片的触发器：执行请求并返回结果。';
REVOKE ALL ON FUNCTION credit.node_answer() FROM PUBLIC;

-- A row of a rule table as the coordinator has it: put (unless it stands here
-- as it is), or gone. As text, so that every type comes over exactly.
CREATE FUNCTION credit.node_take_rule() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	rule regclass := to_regclass(format('credit.%I', NEW.relation));
	same text;
	stands text;
	columns text;
	taken text;
BEGIN
	SELECT string_agg(format('t.%1$I IS NOT DISTINCT FROM (%2$L::%3$s).%1$I', a.attname, coalesce(NEW.old_row, NEW.new_row), rule), ' AND '),
		string_agg(format('t.%1$I IS NOT DISTINCT FROM (%2$L::%3$s).%1$I', a.attname, NEW.new_row, rule), ' AND ')
	INTO same, stands
	FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
	WHERE i.indrelid = rule AND i.indisprimary;
	SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum),
		string_agg('r.' || quote_ident(a.attname), ', ' ORDER BY a.attnum)
	INTO columns, taken
	FROM pg_attribute a WHERE a.attrelid = rule AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '';
	IF NEW.new_row IS NULL THEN
		EXECUTE format('DELETE FROM %s t WHERE %s', rule, same);
		RETURN NEW;
	END IF;
	BEGIN
		EXECUTE format('UPDATE %s t SET (%s) = (SELECT %s FROM (SELECT (%L::%s).*) r) WHERE %s AND t::text IS DISTINCT FROM %L',
			rule, columns, taken, NEW.new_row, rule, same, NEW.new_row);
		EXECUTE format('INSERT INTO %s (%s) SELECT %s FROM (SELECT (%L::%s).*) r WHERE NOT EXISTS (SELECT FROM %s t WHERE %s)',
			rule, columns, taken, NEW.new_row, rule, rule, stands);
	EXCEPTION WHEN foreign_key_violation THEN
		-- the row it stands on comes later, in the next pass
		IF NEW.strict THEN
			RAISE;
		END IF;
	END;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION credit.node_take_rule() IS 'Row trigger of the shard of credit_all.rule: takes over a row of a rule table. credit_all.rule 分片的触发器：同步一行规则。';
REVOKE ALL ON FUNCTION credit.node_take_rule() FROM PUBLIC;

CREATE FUNCTION credit.node_guard() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF credit.node_of_code(NEW.uscc::text, TG_ARGV[1]::int4) <> TG_ARGV[0]::int4 THEN
		RAISE EXCEPTION '%', credit.message('subject "%s" is kept on another machine', NEW.uscc)
			USING ERRCODE = 'CR021',
				DETAIL = credit.message('Its code belongs to machine %s of %s; this is machine %s.',
					credit.node_of_code(NEW.uscc::text, TG_ARGV[1]::int4), TG_ARGV[1], TG_ARGV[0]),
				HINT = credit.message('Enter it through the coordinator.');
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION credit.node_guard() IS 'Row trigger of credit.subject on a machine: only its own share of the codes. 节点主体表触发器：仅限本节点所辖代码。';
REVOKE ALL ON FUNCTION credit.node_guard() FROM PUBLIC;

CREATE FUNCTION credit.is_door(view pg_catalog.text) RETURNS pg_catalog.bool
	LANGUAGE sql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = is_door.view::regclass AND t.tgfoid = 'credit.enter()'::regprocedure)
$$;
COMMENT ON FUNCTION credit.is_door(pg_catalog.text) IS 'Whether records are entered through the view; internal. 是否为录入视图（内部使用）。';
REVOKE ALL ON FUNCTION credit.is_door(pg_catalog.text) FROM PUBLIC;

-- A shard that Citus made becomes a view of what stands here.
CREATE FUNCTION credit.node_shard(shard pg_catalog.text, source pg_catalog.text, slot pg_catalog.int4) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	granted record;
	door record;
BEGIN
	EXECUTE format('DROP TABLE credit_all.%I', shard);
	IF source = 'call' THEN
		EXECUTE format('CREATE VIEW credit_all.%I AS SELECT %s AS slot, NULL::text AS command, NULL::jsonb AS settings, NULL::jsonb AS answer', shard, slot);
		EXECUTE format('CREATE TRIGGER answer INSTEAD OF INSERT ON credit_all.%I FOR EACH ROW EXECUTE FUNCTION credit.node_answer()', shard);
		EXECUTE format('GRANT SELECT, INSERT ON credit_all.%I TO credit_admin, credit_department, credit_analyst, credit_public, credit_identity', shard);
		RETURN;
	ELSIF source = 'rule' THEN
		EXECUTE format('CREATE VIEW credit_all.%I AS SELECT %s AS slot, NULL::text AS relation, NULL::text AS old_row, NULL::text AS new_row, NULL::bool AS strict', shard, slot);
		EXECUTE format('CREATE TRIGGER take_rule INSTEAD OF INSERT ON credit_all.%I FOR EACH ROW EXECUTE FUNCTION credit.node_take_rule()', shard);
		EXECUTE format('GRANT INSERT ON credit_all.%I TO credit_admin, credit_department', shard);
		RETURN;
	END IF;
	EXECUTE format('CREATE VIEW credit_all.%I WITH (security_invoker = true) AS SELECT v.*, %s AS slot%s FROM %s v', shard, slot,
		CASE WHEN credit.is_door(source) THEN ', NULL::int8 AS row_no' ELSE '' END, source);
	FOR granted IN
		SELECT a.privilege_type AS privilege, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END AS grantee
		FROM pg_class c, LATERAL aclexplode(c.relacl) a
		WHERE c.oid = source::regclass AND a.privilege_type IN ('SELECT', 'INSERT') AND a.grantee <> c.relowner
	LOOP
		EXECUTE format('GRANT %s ON credit_all.%I TO %s', granted.privilege, shard, granted.grantee);
	END LOOP;
	FOR door IN
		SELECT replace(pg_get_triggerdef(t.oid), format(' ON %s ', source), format(' ON credit_all.%I ', shard)) AS definition
		FROM pg_trigger t
		WHERE t.tgrelid = source::regclass AND NOT t.tgisinternal
			AND t.tgfoid IN ('credit.enter()'::regprocedure, 'credit.enter_end()'::regprocedure)
	LOOP
		EXECUTE door.definition;
	END LOOP;
END
$$;
COMMENT ON FUNCTION credit.node_shard(pg_catalog.text, pg_catalog.text, pg_catalog.int4) IS 'Puts a view of a machine''s own table or view in the place of a shard; internal. 以本机视图替换 Citus 分片（内部使用）。';
REVOKE ALL ON FUNCTION credit.node_shard(pg_catalog.text, pg_catalog.text, pg_catalog.int4) FROM PUBLIC;

-- Makes this database machine number node of so many.
CREATE FUNCTION credit.node_prepare(node pg_catalog.int4, nodes pg_catalog.int4, slot pg_catalog.int4,
	extension_version pg_catalog.text, shards pg_catalog.jsonb) RETURNS pg_catalog.int4
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	one record;
	filled text;
BEGIN
	IF extension_version IS DISTINCT FROM (SELECT e.extversion FROM pg_extension e WHERE e.extname = 'credit') THEN
		RAISE EXCEPTION '%', credit.message('machine %s has another version of the extension', node) USING ERRCODE = 'CR021',
			HINT = credit.message('Install the same version everywhere, and ALTER EXTENSION credit UPDATE.');
	END IF;
	filled := credit.node_filled();
	IF filled IS NOT NULL OR EXISTS (SELECT FROM pg_trigger t WHERE t.tgname = 'node_guard') THEN
		RAISE EXCEPTION '%', credit.message('machine %s is not empty', node) USING ERRCODE = 'CR021',
			DETAIL = credit.message('There are rows in %s, or it has been a machine before.', coalesce(filled, 'no table')),
			HINT = credit.message('Distribute onto databases with nothing but CREATE EXTENSION credit in them.');
	END IF;
	-- what happens here is this machine's affair alone
	PERFORM set_config('citus.enable_ddl_propagation', 'off', true);
	PERFORM set_config('citus.enable_manual_changes_to_shards', 'on', true);
	-- numbers tell the machine; blocks of the ledger are counted on each
	FOR one IN
		SELECT c.oid::regclass AS sequence FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid
		WHERE c.relnamespace = 'credit'::regnamespace AND s.seqtypid = 'int8'::regtype AND c.relname <> 'ledger_block_seq'
	LOOP
		EXECUTE format('ALTER SEQUENCE %s RESTART WITH %s', one.sequence, (node_prepare.node::int8 << 40) + 1);
	END LOOP;
	FOR one IN SELECT s.key AS shard, s.value AS source FROM jsonb_each_text(shards) s LOOP
		PERFORM credit.node_shard(one.shard, one.source, slot);
	END LOOP;
	-- a transaction of several machines is prepared, and one that notifies cannot be
	ALTER TABLE credit.event DISABLE TRIGGER notify_events;
	EXECUTE format('CREATE TRIGGER node_guard BEFORE INSERT OR UPDATE OF uscc ON credit.subject'
		' FOR EACH ROW WHEN (NEW.uscc IS NOT NULL) EXECUTE FUNCTION credit.node_guard(%s, %s)', node, nodes);
	RETURN node;
END
$$;
COMMENT ON FUNCTION credit.node_prepare(pg_catalog.int4, pg_catalog.int4, pg_catalog.int4, pg_catalog.text, pg_catalog.jsonb) IS 'Makes an empty database a machine of a distributed set-up; called by credit.distribute(). 将空数据库设为分布式节点，由 credit.distribute() 调用。';
REVOKE ALL ON FUNCTION credit.node_prepare(pg_catalog.int4, pg_catalog.int4, pg_catalog.int4, pg_catalog.text, pg_catalog.jsonb) FROM PUBLIC;

CREATE FUNCTION credit.node_filled() RETURNS pg_catalog.text
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	subjects text;
	there bool;
BEGIN
	FOR subjects IN
		SELECT format('credit.%I', d.name) FROM credit.node_door d
		WHERE d.kind = 'table' AND d.how IN ('subject', 'read') ORDER BY d.name
	LOOP
		EXECUTE format('SELECT EXISTS (SELECT FROM %s)', subjects) INTO there;
		IF there THEN
			RETURN subjects;
		END IF;
	END LOOP;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.node_filled() IS 'A table about subjects with rows in it, null when all are empty; internal. 含有数据的主体类表，全空则为空（内部使用）。';
REVOKE ALL ON FUNCTION credit.node_filled() FROM PUBLIC;
