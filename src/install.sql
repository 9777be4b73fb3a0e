-- install.sql: guard, schemas, settings' functions. First part of the script;
-- requires nothing. Messages cannot be looked up before it has run: the one it
-- may raise has its Chinese words here.
\echo Use "CREATE EXTENSION credit" to load this file. \quit

-- Views here read as their caller (security_invoker), which PostgreSQL has
-- since 15; without it a view would show every department every row.
DO $$
DECLARE
	-- the catalogues of messages are in the library, which such a server may not load
	zh pg_catalog.bool := pg_catalog.current_setting('lc_messages') OPERATOR(pg_catalog.~~) 'zh_CN%';
BEGIN
	IF pg_catalog.current_setting('server_version_num')::pg_catalog.int4
		OPERATOR(pg_catalog.<) 150000 THEN
		RAISE EXCEPTION '%', CASE WHEN zh THEN 'credit需要PostgreSQL 15或更高版本' ELSE 'credit needs PostgreSQL 15 or later' END
			USING ERRCODE = 'feature_not_supported',
				DETAIL = CASE WHEN zh THEN '15之前的版本没有带security_invoker的视图。' ELSE 'Views with security_invoker do not exist before version 15.' END;
	END IF;
END
$$;

-- Plain CREATE: a schema somebody made beforehand must stop the installation,
-- since its owner could drop the extension with it.
CREATE SCHEMA credit;
COMMENT ON SCHEMA credit IS 'Public-credit regulation: rules, records, deadlines, lists and evaluation. 公共信用监管：规则、记录、时限、名单与评价。';
GRANT USAGE ON SCHEMA credit TO PUBLIC;

CREATE SCHEMA credit_bi;
COMMENT ON SCHEMA credit_bi IS 'Views for analysis tools: built-in types only. 供分析工具使用的视图，仅用内置类型。';
GRANT USAGE ON SCHEMA credit_bi TO PUBLIC;

CREATE FUNCTION credit.today() RETURNS pg_catalog.date
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_today_sql';
COMMENT ON FUNCTION credit.today() IS 'Civil date in the time zone of credit.time_zone (Asia/Shanghai), or credit.fixed_today when that is set. 按 credit.time_zone 计的当前日期。';

-- current_setting() knows the settings only once the library is loaded.
CREATE FUNCTION credit.setting(name pg_catalog.text) RETURNS pg_catalog.text
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_setting';
COMMENT ON FUNCTION credit.setting(pg_catalog.text) IS 'Value of a setting of this extension, named without its prefix. 本扩展参数的当前值，参数名不带前缀。';

CREATE FUNCTION credit.table_changed() RETURNS trigger
	LANGUAGE c
	AS 'MODULE_PATHNAME', 'credit_table_changed';
COMMENT ON FUNCTION credit.table_changed() IS 'Statement trigger on rule tables: tells every session to read them anew. 规则表语句级触发器：通知各会话重新读取规则。';
REVOKE ALL ON FUNCTION credit.table_changed() FROM PUBLIC;

-- Where rows come as they are: a dump brings leaves of the ledger along, and
-- rules before what they name; an update of the extension brings shipped rows.
-- Somebody who pretends to restore gains little: a change without a leaf is what
-- verification of the ledger names.
CREATE FUNCTION credit.loads_dump() RETURNS pg_catalog.bool
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_loads_dump';
COMMENT ON FUNCTION credit.loads_dump() IS 'Whether this session restores a dump or installs the extension. 本会话是否正在恢复转储或安装扩展。';
REVOKE ALL ON FUNCTION credit.loads_dump() FROM PUBLIC;

-- Rule tables hold shipped rows (standard_entry) beside the user's own. They
-- are dumped WHERE NOT standard_entry and carry both triggers:
--	CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.x FOR EACH ROW
--		WHEN (OLD.standard_entry AND NEW.standard_entry)
--		EXECUTE FUNCTION credit.mark_edited();
--	CREATE TRIGGER replace_standard BEFORE INSERT ON credit.x FOR EACH ROW
--		WHEN (NOT NEW.standard_entry)
--		EXECUTE FUNCTION credit.replace_standard();
CREATE FUNCTION credit.mark_edited() RETURNS trigger
	LANGUAGE c
	AS 'MODULE_PATHNAME', 'credit_mark_edited';
COMMENT ON FUNCTION credit.mark_edited() IS 'Row trigger before update on rule tables: a shipped row that a user changes is the user''s own from then on. 规则表更新前触发器：用户改动随附规则后，该行即归用户所有。';
REVOKE ALL ON FUNCTION credit.mark_edited() FROM PUBLIC;

-- A row inserted under the primary key of a shipped row takes its place. The
-- shipped row is overwritten rather than deleted, because rows that refer to
-- it must not lose it for a moment; nothing is left to insert then. A shipped
-- row whose key the user changed, or that the user deleted, comes back at
-- restore: close its valid range instead of deleting it.
CREATE FUNCTION credit.replace_standard() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, credit, pg_temp
AS $$
DECLARE
	key text;
	others text;
	replaced bigint;
BEGIN
	IF NEW.standard_entry THEN
		RETURN NEW;
	END IF;
	SELECT string_agg(format('t.%1$I = ($1).%1$I', a.attname), ' AND ')
			FILTER (WHERE a.attnum = ANY (i.indkey)),
		string_agg(format('%1$I = ($1).%1$I', a.attname), ', ')
			FILTER (WHERE a.attnum <> ALL (i.indkey)
				AND a.attgenerated = '' AND a.attidentity <> 'a')
	INTO STRICT key, others
	FROM pg_index i
	JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum > 0 AND NOT a.attisdropped
	WHERE i.indrelid = TG_RELID AND i.indisprimary;

	EXECUTE format('UPDATE %I.%I AS t SET %s WHERE t.standard_entry AND %s',
				   TG_TABLE_SCHEMA, TG_TABLE_NAME, others, key)
		USING NEW;
	GET DIAGNOSTICS replaced = ROW_COUNT;
	IF replaced > 0 THEN
		RETURN NULL;
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION credit.replace_standard() IS 'Row trigger before insert on rule tables: the user''s row replaces the shipped row of the same key, so that a dump restores. 规则表插入前触发器：用户的行取代同主键的随附行，使转储可恢复。';
REVOKE ALL ON FUNCTION credit.replace_standard() FROM PUBLIC;
