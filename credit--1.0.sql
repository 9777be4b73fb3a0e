
-- ==== src/install.sql ====

-- install.sql: guard, schemas, group roles, settings' functions. First part of
-- the script; requires nothing.
\echo Use "CREATE EXTENSION credit" to load this file. \quit

-- Views here read as their caller (security_invoker), which PostgreSQL has
-- since 15; without it a view would show every department every row.
DO $$
BEGIN
	IF pg_catalog.current_setting('server_version_num')::pg_catalog.int4
		OPERATOR(pg_catalog.<) 150000 THEN
		RAISE EXCEPTION 'credit needs PostgreSQL 15 or later'
			USING ERRCODE = 'feature_not_supported',
				DETAIL = 'Views with security_invoker do not exist before version 15.';
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

-- Group roles belong to the cluster, not to the database: they may exist from
-- another database, must not be able to log in, and stay when it is dropped.
DO $$
DECLARE
	wanted pg_catalog.name;
BEGIN
	FOREACH wanted IN ARRAY ARRAY['credit_admin', 'credit_department', 'credit_analyst',
								  'credit_public', 'credit_identity']::pg_catalog.name[]
	LOOP
		IF EXISTS (SELECT FROM pg_catalog.pg_roles r
				   WHERE r.rolname OPERATOR(pg_catalog.=) wanted
					 AND (r.rolcanlogin OR r.rolsuper OR r.rolbypassrls)) THEN
			RAISE EXCEPTION 'role "%" exists and is not a plain group role', wanted
				USING ERRCODE = 'invalid_object_definition',
					DETAIL = 'Group roles of this extension must be NOLOGIN NOSUPERUSER NOBYPASSRLS.',
					HINT = 'Rename that role, or take these attributes from it.';
		ELSIF NOT EXISTS (SELECT FROM pg_catalog.pg_roles r
						  WHERE r.rolname OPERATOR(pg_catalog.=) wanted) THEN
			EXECUTE pg_catalog.format('CREATE ROLE %I NOLOGIN', wanted);
		END IF;
	END LOOP;
END
$$;

GRANT USAGE ON SCHEMA credit, credit_bi
	TO credit_admin, credit_department, credit_analyst, credit_public, credit_identity;

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

-- ==== src/code/code.sql ====

-- code.sql: credit.subject_kind and type credit.uscc with its operators,
-- operator classes, casts and aggregates. Requires install.sql.

-- the order of the labels is that of SubjectKind in code/uscc_core.h
CREATE TYPE credit.subject_kind AS ENUM (
	'enterprise', 'individual_business', 'farmers_cooperative', 'person',
	'social_organisation', 'public_institution', 'government_body',
	'collective', 'other'
);
COMMENT ON TYPE credit.subject_kind IS 'Kind of subject that information is kept about. 信用主体类别。';

CREATE TYPE credit.uscc;

CREATE FUNCTION credit.uscc_in(pg_catalog.cstring) RETURNS credit.uscc
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_in';
COMMENT ON FUNCTION credit.uscc_in(pg_catalog.cstring) IS 'Input of credit.uscc. 类型 credit.uscc 的输入函数。';

CREATE FUNCTION credit.uscc_out(credit.uscc) RETURNS pg_catalog.cstring
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_out';
COMMENT ON FUNCTION credit.uscc_out(credit.uscc) IS 'Output of credit.uscc. 类型 credit.uscc 的输出函数。';

CREATE FUNCTION credit.uscc_recv(pg_catalog.internal) RETURNS credit.uscc
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_recv';
COMMENT ON FUNCTION credit.uscc_recv(pg_catalog.internal) IS 'Binary input of credit.uscc, 12 bytes, checked. 二进制输入，12 字节，经校验。';

CREATE FUNCTION credit.uscc_send(credit.uscc) RETURNS pg_catalog.bytea
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_send';
COMMENT ON FUNCTION credit.uscc_send(credit.uscc) IS 'Binary output of credit.uscc, 12 bytes. 二进制输出，12 字节。';

CREATE TYPE credit.uscc (
	INPUT = credit.uscc_in, OUTPUT = credit.uscc_out,
	RECEIVE = credit.uscc_recv, SEND = credit.uscc_send,
	INTERNALLENGTH = 12, ALIGNMENT = char, STORAGE = plain
);
COMMENT ON TYPE credit.uscc IS 'Unified social credit code (GB 32100-2015), 12 bytes, ordered as its text. 统一社会信用代码（GB 32100-2015），12 字节，按文本顺序排序。';

-- Casts. To and from text on assignment: a code goes into a text column and a
-- text into a code column without a word, but no comparison mixes the two.
CREATE FUNCTION credit.uscc(pg_catalog.text) RETURNS credit.uscc
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_from_text';
COMMENT ON FUNCTION credit.uscc(pg_catalog.text) IS 'Code from its text; raises when it is not acceptable. 由文本转换为代码，不合规则报错。';

CREATE FUNCTION credit.uscc(pg_catalog.bpchar) RETURNS credit.uscc
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_from_text';
COMMENT ON FUNCTION credit.uscc(pg_catalog.bpchar) IS 'Code from a char(n) column; raises when it is not acceptable. 由定长文本转换为代码，不合规则报错。';

-- Leakproof, since views show codes as text and an index must serve who looks
-- for one under row-level security: it writes every value and raises nothing.
CREATE FUNCTION credit.text(credit.uscc) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF
	AS 'MODULE_PATHNAME', 'credit_uscc_to_text';
COMMENT ON FUNCTION credit.text(credit.uscc) IS 'Text of a code. 代码的文本形式。';

CREATE CAST (pg_catalog.text AS credit.uscc) WITH FUNCTION credit.uscc(pg_catalog.text) AS ASSIGNMENT;
COMMENT ON CAST (pg_catalog.text AS credit.uscc) IS 'Reads a code. 读取代码。';
CREATE CAST (pg_catalog.varchar AS credit.uscc) WITH FUNCTION credit.uscc(pg_catalog.text) AS ASSIGNMENT;
COMMENT ON CAST (pg_catalog.varchar AS credit.uscc) IS 'Reads a code. 读取代码。';
CREATE CAST (pg_catalog.bpchar AS credit.uscc) WITH FUNCTION credit.uscc(pg_catalog.bpchar) AS ASSIGNMENT;
COMMENT ON CAST (pg_catalog.bpchar AS credit.uscc) IS 'Reads a code. 读取代码。';
CREATE CAST (credit.uscc AS pg_catalog.text) WITH FUNCTION credit.text(credit.uscc) AS ASSIGNMENT;
COMMENT ON CAST (credit.uscc AS pg_catalog.text) IS 'Writes a code. 写出代码。';

-- Comparisons are leakproof, so that an index serves readers under row-level
-- security too: they look at the bytes and raise nothing.
CREATE FUNCTION credit.uscc_lt(credit.uscc, credit.uscc) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_lt';
COMMENT ON FUNCTION credit.uscc_lt(credit.uscc, credit.uscc) IS 'Implements the operator <. 运算符 < 的实现。';

CREATE FUNCTION credit.uscc_le(credit.uscc, credit.uscc) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_le';
COMMENT ON FUNCTION credit.uscc_le(credit.uscc, credit.uscc) IS 'Implements the operator <=. 运算符 <= 的实现。';

CREATE FUNCTION credit.uscc_eq(credit.uscc, credit.uscc) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_eq';
COMMENT ON FUNCTION credit.uscc_eq(credit.uscc, credit.uscc) IS 'Implements the operator =. 运算符 = 的实现。';

CREATE FUNCTION credit.uscc_ne(credit.uscc, credit.uscc) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_ne';
COMMENT ON FUNCTION credit.uscc_ne(credit.uscc, credit.uscc) IS 'Implements the operator <>. 运算符 <> 的实现。';

CREATE FUNCTION credit.uscc_ge(credit.uscc, credit.uscc) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_ge';
COMMENT ON FUNCTION credit.uscc_ge(credit.uscc, credit.uscc) IS 'Implements the operator >=. 运算符 >= 的实现。';

CREATE FUNCTION credit.uscc_gt(credit.uscc, credit.uscc) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_gt';
COMMENT ON FUNCTION credit.uscc_gt(credit.uscc, credit.uscc) IS 'Implements the operator >. 运算符 > 的实现。';

CREATE FUNCTION credit.uscc_cmp(credit.uscc, credit.uscc) RETURNS pg_catalog.int4
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_cmp';
COMMENT ON FUNCTION credit.uscc_cmp(credit.uscc, credit.uscc) IS 'Less than, equal to or greater than zero, for btree. 供 btree 使用的三路比较。';

CREATE FUNCTION credit.uscc_sortsupport(pg_catalog.internal) RETURNS pg_catalog.void
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_sortsupport';
COMMENT ON FUNCTION credit.uscc_sortsupport(pg_catalog.internal) IS 'Sort support for btree. 排序支持函数。';

CREATE FUNCTION credit.uscc_hash(credit.uscc) RETURNS pg_catalog.int4
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_hash';
COMMENT ON FUNCTION credit.uscc_hash(credit.uscc) IS 'Hash of 32 bits. 32 位散列值。';

CREATE FUNCTION credit.uscc_hash_extended(credit.uscc, pg_catalog.int8) RETURNS pg_catalog.int8
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_hash_extended';
COMMENT ON FUNCTION credit.uscc_hash_extended(credit.uscc, pg_catalog.int8) IS 'Hash of 64 bits with a seed, for hash partitions. 带种子的 64 位散列值，用于散列分区。';

-- Operators and aggregates live in pg_catalog: elsewhere WHERE code = '...',
-- IN, IS DISTINCT FROM and min() would depend on the reader's search_path, and
-- functions with a pinned path could not use them at all.
CREATE OPERATOR pg_catalog.< (
	LEFTARG = credit.uscc, RIGHTARG = credit.uscc, FUNCTION = credit.uscc_lt,
	COMMUTATOR = OPERATOR(pg_catalog.>), NEGATOR = OPERATOR(pg_catalog.>=),
	RESTRICT = pg_catalog.scalarltsel, JOIN = pg_catalog.scalarltjoinsel
);
COMMENT ON OPERATOR pg_catalog.< (credit.uscc, credit.uscc) IS 'Order of the texts in COLLATE "C". 按文本的 C 排序规则比较。';

CREATE OPERATOR pg_catalog.<= (
	LEFTARG = credit.uscc, RIGHTARG = credit.uscc, FUNCTION = credit.uscc_le,
	COMMUTATOR = OPERATOR(pg_catalog.>=), NEGATOR = OPERATOR(pg_catalog.>),
	RESTRICT = pg_catalog.scalarlesel, JOIN = pg_catalog.scalarlejoinsel
);
COMMENT ON OPERATOR pg_catalog.<= (credit.uscc, credit.uscc) IS 'Order of the texts in COLLATE "C". 按文本的 C 排序规则比较。';

CREATE OPERATOR pg_catalog.= (
	LEFTARG = credit.uscc, RIGHTARG = credit.uscc, FUNCTION = credit.uscc_eq,
	COMMUTATOR = OPERATOR(pg_catalog.=), NEGATOR = OPERATOR(pg_catalog.<>),
	RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel,
	HASHES, MERGES
);
COMMENT ON OPERATOR pg_catalog.= (credit.uscc, credit.uscc) IS 'Order of the texts in COLLATE "C". 按文本的 C 排序规则比较。';

CREATE OPERATOR pg_catalog.<> (
	LEFTARG = credit.uscc, RIGHTARG = credit.uscc, FUNCTION = credit.uscc_ne,
	COMMUTATOR = OPERATOR(pg_catalog.<>), NEGATOR = OPERATOR(pg_catalog.=),
	RESTRICT = pg_catalog.neqsel, JOIN = pg_catalog.neqjoinsel
);
COMMENT ON OPERATOR pg_catalog.<> (credit.uscc, credit.uscc) IS 'Order of the texts in COLLATE "C". 按文本的 C 排序规则比较。';

CREATE OPERATOR pg_catalog.>= (
	LEFTARG = credit.uscc, RIGHTARG = credit.uscc, FUNCTION = credit.uscc_ge,
	COMMUTATOR = OPERATOR(pg_catalog.<=), NEGATOR = OPERATOR(pg_catalog.<),
	RESTRICT = pg_catalog.scalargesel, JOIN = pg_catalog.scalargejoinsel
);
COMMENT ON OPERATOR pg_catalog.>= (credit.uscc, credit.uscc) IS 'Order of the texts in COLLATE "C". 按文本的 C 排序规则比较。';

CREATE OPERATOR pg_catalog.> (
	LEFTARG = credit.uscc, RIGHTARG = credit.uscc, FUNCTION = credit.uscc_gt,
	COMMUTATOR = OPERATOR(pg_catalog.<), NEGATOR = OPERATOR(pg_catalog.<=),
	RESTRICT = pg_catalog.scalargtsel, JOIN = pg_catalog.scalargtjoinsel
);
COMMENT ON OPERATOR pg_catalog.> (credit.uscc, credit.uscc) IS 'Order of the texts in COLLATE "C". 按文本的 C 排序规则比较。';

CREATE OPERATOR CLASS credit.uscc_ops DEFAULT FOR TYPE credit.uscc USING btree AS
	OPERATOR 1 pg_catalog.<,
	OPERATOR 2 pg_catalog.<=,
	OPERATOR 3 pg_catalog.=,
	OPERATOR 4 pg_catalog.>=,
	OPERATOR 5 pg_catalog.>,
	FUNCTION 1 credit.uscc_cmp(credit.uscc, credit.uscc),
	FUNCTION 2 credit.uscc_sortsupport(pg_catalog.internal),
	FUNCTION 4 pg_catalog.btequalimage(pg_catalog.oid);
COMMENT ON OPERATOR CLASS credit.uscc_ops USING btree IS 'Order, sort support and deduplication. 排序、排序支持与去重。';

CREATE OPERATOR CLASS credit.uscc_ops DEFAULT FOR TYPE credit.uscc USING hash AS
	OPERATOR 1 pg_catalog.=,
	FUNCTION 1 credit.uscc_hash(credit.uscc),
	FUNCTION 2 credit.uscc_hash_extended(credit.uscc, pg_catalog.int8);
COMMENT ON OPERATOR CLASS credit.uscc_ops USING hash IS 'Hash joins, hash aggregates and hash partitions. 散列连接、聚合与分区。';

CREATE FUNCTION credit.uscc_smaller(credit.uscc, credit.uscc) RETURNS credit.uscc
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_smaller';
COMMENT ON FUNCTION credit.uscc_smaller(credit.uscc, credit.uscc) IS 'The least of two. 两者中最小者。';

CREATE AGGREGATE pg_catalog.min(credit.uscc) (
	SFUNC = credit.uscc_smaller, STYPE = credit.uscc, COMBINEFUNC = credit.uscc_smaller,
	SORTOP = OPERATOR(pg_catalog.<), PARALLEL = SAFE
);
COMMENT ON AGGREGATE pg_catalog.min(credit.uscc) IS 'The least of the values. 最小值。';

CREATE FUNCTION credit.uscc_larger(credit.uscc, credit.uscc) RETURNS credit.uscc
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_larger';
COMMENT ON FUNCTION credit.uscc_larger(credit.uscc, credit.uscc) IS 'The greatest of two. 两者中最大者。';

CREATE AGGREGATE pg_catalog.max(credit.uscc) (
	SFUNC = credit.uscc_larger, STYPE = credit.uscc, COMBINEFUNC = credit.uscc_larger,
	SORTOP = OPERATOR(pg_catalog.>), PARALLEL = SAFE
);
COMMENT ON AGGREGATE pg_catalog.max(credit.uscc) IS 'The greatest of the values. 最大值。';

-- ==== src/code/identifier.sql ====

-- identifier.sql: functions over codes and the other identifiers, and masking.
-- Requires code.sql.

CREATE TYPE credit.uscc_verdict AS (
	canonical pg_catalog.text,
	ok pg_catalog.bool,
	length_ok pg_catalog.bool,
	alphabet_ok pg_catalog.bool,
	authority_ok pg_catalog.bool,
	category_ok pg_catalog.bool,
	region_known pg_catalog.bool,
	inner_ok pg_catalog.bool,
	final_ok pg_catalog.bool,
	exempted pg_catalog.bool,
	reason pg_catalog.text
);
COMMENT ON TYPE credit.uscc_verdict IS 'What credit.uscc_verify() says of a text. 统一社会信用代码的校验结论。';
COMMENT ON COLUMN credit.uscc_verdict.canonical IS 'The code in standard form; null unless it has 18 symbols of the alphabet. 规范形式的代码；位数或字符不合时为空。';
COMMENT ON COLUMN credit.uscc_verdict.ok IS 'Acceptable: type credit.uscc takes it. 是否可接受。';
COMMENT ON COLUMN credit.uscc_verdict.length_ok IS '18 symbols after trimming. 去除空白后是否为 18 位。';
COMMENT ON COLUMN credit.uscc_verdict.alphabet_ok IS 'Every symbol is of the alphabet. 字符是否均在字符集内。';
COMMENT ON COLUMN credit.uscc_verdict.authority_ok IS 'Position 1 is a registering authority. 第 1 位登记管理部门是否有效。';
COMMENT ON COLUMN credit.uscc_verdict.category_ok IS 'Position 2 is a category of that authority. 第 2 位机构类别是否有效。';
COMMENT ON COLUMN credit.uscc_verdict.region_known IS 'Warning: positions 3 and 4 are a province of GB/T 2260, or 10 for the national office. 提示：第 3、4 位是否为已知省级区划（10 为国家局）。';
COMMENT ON COLUMN credit.uscc_verdict.inner_ok IS 'Warning: position 17 checks the organisation code (GB 11714). 提示：第 17 位组织机构代码校验是否正确。';
COMMENT ON COLUMN credit.uscc_verdict.final_ok IS 'Position 18 is the check character. 第 18 位校验码是否正确。';
COMMENT ON COLUMN credit.uscc_verdict.exempted IS 'A lawful pilot code whose check character deviates. 试点时期的合法例外代码。';
COMMENT ON COLUMN credit.uscc_verdict.reason IS 'First fault, else a warning, else null. 首个错误，其次提示，均无则为空。';

CREATE FUNCTION credit.uscc_verify(pg_catalog.text) RETURNS credit.uscc_verdict
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_verify';
COMMENT ON FUNCTION credit.uscc_verify(pg_catalog.text) IS 'Judges a text as a unified social credit code and says why; never raises. 校验统一社会信用代码并说明理由，从不报错。';

CREATE FUNCTION credit.is_uscc(pg_catalog.text) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_is_uscc';
COMMENT ON FUNCTION credit.is_uscc(pg_catalog.text) IS 'Whether type credit.uscc takes the text; never raises. 是否为可接受的统一社会信用代码，从不报错。';

CREATE FUNCTION credit.uscc_check_char(pg_catalog.text) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_check_char';
COMMENT ON FUNCTION credit.uscc_check_char(pg_catalog.text) IS 'Check character of the first 17 symbols. 由前 17 位计算校验码。';

CREATE FUNCTION credit.uscc_authority(credit.uscc) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_authority';
COMMENT ON FUNCTION credit.uscc_authority(credit.uscc) IS 'Position 1: registering authority. 第 1 位：登记管理部门代码。';

CREATE FUNCTION credit.uscc_category(credit.uscc) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_category';
COMMENT ON FUNCTION credit.uscc_category(credit.uscc) IS 'Position 2: category within the authority. 第 2 位：机构类别代码。';

CREATE FUNCTION credit.uscc_region(credit.uscc) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_region';
COMMENT ON FUNCTION credit.uscc_region(credit.uscc) IS 'Positions 3 to 8: division of the first registrar, not the present seat. 第 3 至 8 位：登记管理机关行政区划，并非现住所。';

CREATE FUNCTION credit.uscc_org_code(credit.uscc) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_org_code';
COMMENT ON FUNCTION credit.uscc_org_code(credit.uscc) IS 'Positions 9 to 17: organisation code. 第 9 至 17 位：主体标识码（组织机构代码）。';

CREATE FUNCTION credit.uscc_kind(credit.uscc) RETURNS credit.subject_kind
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_kind';
COMMENT ON FUNCTION credit.uscc_kind(credit.uscc) IS 'Kind of subject by authority and category. 由登记管理部门和机构类别得出的主体类别。';

CREATE FUNCTION credit.uscc_authority_label(credit.uscc, lang pg_catalog.text DEFAULT 'zh') RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_authority_label';
COMMENT ON FUNCTION credit.uscc_authority_label(credit.uscc, pg_catalog.text) IS 'Name of the registering authority, lang zh or en. 登记管理部门名称，语言 zh 或 en。';

CREATE FUNCTION credit.uscc_category_label(credit.uscc, lang pg_catalog.text DEFAULT 'zh') RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_uscc_category_label';
COMMENT ON FUNCTION credit.uscc_category_label(credit.uscc, pg_catalog.text) IS 'Name of the category, lang zh or en. 机构类别名称，语言 zh 或 en。';

CREATE FUNCTION credit.is_org_code(pg_catalog.text) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_is_org_code';
COMMENT ON FUNCTION credit.is_org_code(pg_catalog.text) IS 'Whether the text is an organisation code (GB 11714), with or without hyphen; never raises. 是否为组织机构代码（GB 11714），可带连字符，从不报错。';

CREATE FUNCTION credit.is_resident_id(pg_catalog.text) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_is_resident_id';
COMMENT ON FUNCTION credit.is_resident_id(pg_catalog.text) IS 'Whether the text is a resident identity number of 18 symbols (GB 11643) with a real birth date; never raises. 是否为 18 位公民身份号码（GB 11643）且出生日期真实存在，从不报错。';

CREATE FUNCTION credit.resident_id_from_15(pg_catalog.text) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_resident_id_from_15';
COMMENT ON FUNCTION credit.resident_id_from_15(pg_catalog.text) IS 'Resident identity number of 18 symbols from the withdrawn form of 15 digits. 将 15 位旧号码转换为 18 位公民身份号码。';

CREATE FUNCTION credit.is_registration_no(pg_catalog.text) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_is_registration_no';
COMMENT ON FUNCTION credit.is_registration_no(pg_catalog.text) IS 'Whether the text is a business registration number (GS 15-2006); never raises. 是否为工商注册号（GS 15-2006），从不报错。';

CREATE FUNCTION credit.mask_id(pg_catalog.text) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_mask_id';
COMMENT ON FUNCTION credit.mask_id(pg_catalog.text) IS 'Document number for display: most symbols replaced by asterisks. 证件号码脱敏，用于显示。';

CREATE FUNCTION credit.mask_name(pg_catalog.text) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_mask_name';
COMMENT ON FUNCTION credit.mask_name(pg_catalog.text) IS 'Name of a natural person for display: surname or initials only. 自然人姓名脱敏，用于显示。';

-- ==== src/grade/grade.sql ====

-- grade.sql: type credit.grade with its scales, operators, operator classes,
-- casts and aggregates. Requires install.sql.

CREATE TYPE credit.grade;

CREATE FUNCTION credit.grade_in(pg_catalog.cstring, pg_catalog.oid, pg_catalog.int4) RETURNS credit.grade
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_grade_in';
COMMENT ON FUNCTION credit.grade_in(pg_catalog.cstring, pg_catalog.oid, pg_catalog.int4) IS 'Input of credit.grade. 类型 credit.grade 的输入函数。';

CREATE FUNCTION credit.grade_out(credit.grade) RETURNS pg_catalog.cstring
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_grade_out';
COMMENT ON FUNCTION credit.grade_out(credit.grade) IS 'Output of credit.grade. 类型 credit.grade 的输出函数。';

CREATE FUNCTION credit.grade_recv(pg_catalog.internal, pg_catalog.oid, pg_catalog.int4) RETURNS credit.grade
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_grade_recv';
COMMENT ON FUNCTION credit.grade_recv(pg_catalog.internal, pg_catalog.oid, pg_catalog.int4) IS 'Binary input of credit.grade, one byte, checked. 二进制输入，1 字节，经校验。';

CREATE FUNCTION credit.grade_send(credit.grade) RETURNS pg_catalog.bytea
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_grade_send';
COMMENT ON FUNCTION credit.grade_send(credit.grade) IS 'Binary output of credit.grade, one byte. 二进制输出，1 字节。';

CREATE FUNCTION credit.grade_typmod_in(pg_catalog.cstring[]) RETURNS pg_catalog.int4
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_grade_typmod_in';
COMMENT ON FUNCTION credit.grade_typmod_in(pg_catalog.cstring[]) IS 'Reads the scale of credit.grade(scale). 读取类型修饰符（等级体系）。';

CREATE FUNCTION credit.grade_typmod_out(pg_catalog.int4) RETURNS pg_catalog.cstring
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_grade_typmod_out';
COMMENT ON FUNCTION credit.grade_typmod_out(pg_catalog.int4) IS 'Writes the scale of credit.grade(scale). 写出类型修饰符（等级体系）。';

CREATE TYPE credit.grade (
	INPUT = credit.grade_in, OUTPUT = credit.grade_out,
	RECEIVE = credit.grade_recv, SEND = credit.grade_send,
	TYPMOD_IN = credit.grade_typmod_in, TYPMOD_OUT = credit.grade_typmod_out,
	INTERNALLENGTH = 1, PASSEDBYVALUE, ALIGNMENT = char, STORAGE = plain
);
COMMENT ON TYPE credit.grade IS 'Grade of a scale (credit, tax, environment, labour, risk, rating); better is greater. 某一等级体系的等级，优者为大。';

-- Casts. The first refuses a grade of another scale in a credit.grade(scale) column.
CREATE FUNCTION credit.grade(credit.grade, pg_catalog.int4) RETURNS credit.grade
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_grade_enforce';
COMMENT ON FUNCTION credit.grade(credit.grade, pg_catalog.int4) IS 'The grade, if it is of the scale with this number; raises otherwise. 检查等级体系，不符则报错。';

CREATE FUNCTION credit.grade(pg_catalog.text) RETURNS credit.grade
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_grade_from_text';
COMMENT ON FUNCTION credit.grade(pg_catalog.text) IS 'Grade from its text; raises when there is no such grade. 由文本转换为等级，无此等级则报错。';

CREATE FUNCTION credit.text(credit.grade) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_grade_to_text';
COMMENT ON FUNCTION credit.text(credit.grade) IS 'Text of a grade. 等级的文本形式。';

CREATE CAST (credit.grade AS credit.grade) WITH FUNCTION credit.grade(credit.grade, pg_catalog.int4) AS IMPLICIT;
COMMENT ON CAST (credit.grade AS credit.grade) IS 'Enforces the scale. 检查等级体系。';
CREATE CAST (pg_catalog.text AS credit.grade) WITH FUNCTION credit.grade(pg_catalog.text) AS ASSIGNMENT;
COMMENT ON CAST (pg_catalog.text AS credit.grade) IS 'Reads a grade. 读取等级。';
CREATE CAST (pg_catalog.varchar AS credit.grade) WITH FUNCTION credit.grade(pg_catalog.text) AS ASSIGNMENT;
COMMENT ON CAST (pg_catalog.varchar AS credit.grade) IS 'Reads a grade. 读取等级。';
CREATE CAST (credit.grade AS pg_catalog.text) WITH FUNCTION credit.text(credit.grade) AS ASSIGNMENT;
COMMENT ON CAST (credit.grade AS pg_catalog.text) IS 'Writes a grade. 写出等级。';

-- Grades of different scales have an order too, since an index needs one: by
-- scale as listed above, then by level. It says nothing about the subjects.
CREATE FUNCTION credit.grade_lt(credit.grade, credit.grade) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_grade_lt';
COMMENT ON FUNCTION credit.grade_lt(credit.grade, credit.grade) IS 'Implements the operator <. 运算符 < 的实现。';

CREATE FUNCTION credit.grade_le(credit.grade, credit.grade) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_grade_le';
COMMENT ON FUNCTION credit.grade_le(credit.grade, credit.grade) IS 'Implements the operator <=. 运算符 <= 的实现。';

CREATE FUNCTION credit.grade_eq(credit.grade, credit.grade) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_grade_eq';
COMMENT ON FUNCTION credit.grade_eq(credit.grade, credit.grade) IS 'Implements the operator =. 运算符 = 的实现。';

CREATE FUNCTION credit.grade_ne(credit.grade, credit.grade) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_grade_ne';
COMMENT ON FUNCTION credit.grade_ne(credit.grade, credit.grade) IS 'Implements the operator <>. 运算符 <> 的实现。';

CREATE FUNCTION credit.grade_ge(credit.grade, credit.grade) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_grade_ge';
COMMENT ON FUNCTION credit.grade_ge(credit.grade, credit.grade) IS 'Implements the operator >=. 运算符 >= 的实现。';

CREATE FUNCTION credit.grade_gt(credit.grade, credit.grade) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_grade_gt';
COMMENT ON FUNCTION credit.grade_gt(credit.grade, credit.grade) IS 'Implements the operator >. 运算符 > 的实现。';

CREATE FUNCTION credit.grade_cmp(credit.grade, credit.grade) RETURNS pg_catalog.int4
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_grade_cmp';
COMMENT ON FUNCTION credit.grade_cmp(credit.grade, credit.grade) IS 'Less than, equal to or greater than zero, for btree. 供 btree 使用的三路比较。';

CREATE FUNCTION credit.grade_sortsupport(pg_catalog.internal) RETURNS pg_catalog.void
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_grade_sortsupport';
COMMENT ON FUNCTION credit.grade_sortsupport(pg_catalog.internal) IS 'Sort support for btree. 排序支持函数。';

CREATE FUNCTION credit.grade_hash(credit.grade) RETURNS pg_catalog.int4
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_grade_hash';
COMMENT ON FUNCTION credit.grade_hash(credit.grade) IS 'Hash of 32 bits. 32 位散列值。';

CREATE FUNCTION credit.grade_hash_extended(credit.grade, pg_catalog.int8) RETURNS pg_catalog.int8
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_grade_hash_extended';
COMMENT ON FUNCTION credit.grade_hash_extended(credit.grade, pg_catalog.int8) IS 'Hash of 64 bits with a seed, for hash partitions. 带种子的 64 位散列值，用于散列分区。';

-- in pg_catalog for the reason given in code.sql
CREATE OPERATOR pg_catalog.< (
	LEFTARG = credit.grade, RIGHTARG = credit.grade, FUNCTION = credit.grade_lt,
	COMMUTATOR = OPERATOR(pg_catalog.>), NEGATOR = OPERATOR(pg_catalog.>=),
	RESTRICT = pg_catalog.scalarltsel, JOIN = pg_catalog.scalarltjoinsel
);
COMMENT ON OPERATOR pg_catalog.< (credit.grade, credit.grade) IS 'Scale, then level; better is greater. 先按体系再按等级，优者为大。';

CREATE OPERATOR pg_catalog.<= (
	LEFTARG = credit.grade, RIGHTARG = credit.grade, FUNCTION = credit.grade_le,
	COMMUTATOR = OPERATOR(pg_catalog.>=), NEGATOR = OPERATOR(pg_catalog.>),
	RESTRICT = pg_catalog.scalarlesel, JOIN = pg_catalog.scalarlejoinsel
);
COMMENT ON OPERATOR pg_catalog.<= (credit.grade, credit.grade) IS 'Scale, then level; better is greater. 先按体系再按等级，优者为大。';

CREATE OPERATOR pg_catalog.= (
	LEFTARG = credit.grade, RIGHTARG = credit.grade, FUNCTION = credit.grade_eq,
	COMMUTATOR = OPERATOR(pg_catalog.=), NEGATOR = OPERATOR(pg_catalog.<>),
	RESTRICT = pg_catalog.eqsel, JOIN = pg_catalog.eqjoinsel,
	HASHES, MERGES
);
COMMENT ON OPERATOR pg_catalog.= (credit.grade, credit.grade) IS 'Scale, then level; better is greater. 先按体系再按等级，优者为大。';

CREATE OPERATOR pg_catalog.<> (
	LEFTARG = credit.grade, RIGHTARG = credit.grade, FUNCTION = credit.grade_ne,
	COMMUTATOR = OPERATOR(pg_catalog.<>), NEGATOR = OPERATOR(pg_catalog.=),
	RESTRICT = pg_catalog.neqsel, JOIN = pg_catalog.neqjoinsel
);
COMMENT ON OPERATOR pg_catalog.<> (credit.grade, credit.grade) IS 'Scale, then level; better is greater. 先按体系再按等级，优者为大。';

CREATE OPERATOR pg_catalog.>= (
	LEFTARG = credit.grade, RIGHTARG = credit.grade, FUNCTION = credit.grade_ge,
	COMMUTATOR = OPERATOR(pg_catalog.<=), NEGATOR = OPERATOR(pg_catalog.<),
	RESTRICT = pg_catalog.scalargesel, JOIN = pg_catalog.scalargejoinsel
);
COMMENT ON OPERATOR pg_catalog.>= (credit.grade, credit.grade) IS 'Scale, then level; better is greater. 先按体系再按等级，优者为大。';

CREATE OPERATOR pg_catalog.> (
	LEFTARG = credit.grade, RIGHTARG = credit.grade, FUNCTION = credit.grade_gt,
	COMMUTATOR = OPERATOR(pg_catalog.<), NEGATOR = OPERATOR(pg_catalog.<=),
	RESTRICT = pg_catalog.scalargtsel, JOIN = pg_catalog.scalargtjoinsel
);
COMMENT ON OPERATOR pg_catalog.> (credit.grade, credit.grade) IS 'Scale, then level; better is greater. 先按体系再按等级，优者为大。';

CREATE OPERATOR CLASS credit.grade_ops DEFAULT FOR TYPE credit.grade USING btree AS
	OPERATOR 1 pg_catalog.<,
	OPERATOR 2 pg_catalog.<=,
	OPERATOR 3 pg_catalog.=,
	OPERATOR 4 pg_catalog.>=,
	OPERATOR 5 pg_catalog.>,
	FUNCTION 1 credit.grade_cmp(credit.grade, credit.grade),
	FUNCTION 2 credit.grade_sortsupport(pg_catalog.internal),
	FUNCTION 4 pg_catalog.btequalimage(pg_catalog.oid);
COMMENT ON OPERATOR CLASS credit.grade_ops USING btree IS 'Order, sort support and deduplication. 排序、排序支持与去重。';

CREATE OPERATOR CLASS credit.grade_ops DEFAULT FOR TYPE credit.grade USING hash AS
	OPERATOR 1 pg_catalog.=,
	FUNCTION 1 credit.grade_hash(credit.grade),
	FUNCTION 2 credit.grade_hash_extended(credit.grade, pg_catalog.int8);
COMMENT ON OPERATOR CLASS credit.grade_ops USING hash IS 'Hash joins, hash aggregates and hash partitions. 散列连接、聚合与分区。';

CREATE FUNCTION credit.grade_smaller(credit.grade, credit.grade) RETURNS credit.grade
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_grade_smaller';
COMMENT ON FUNCTION credit.grade_smaller(credit.grade, credit.grade) IS 'The least of two. 两者中最小者。';

CREATE AGGREGATE pg_catalog.min(credit.grade) (
	SFUNC = credit.grade_smaller, STYPE = credit.grade, COMBINEFUNC = credit.grade_smaller,
	SORTOP = OPERATOR(pg_catalog.<), PARALLEL = SAFE
);
COMMENT ON AGGREGATE pg_catalog.min(credit.grade) IS 'The least of the values. 最小值。';

CREATE FUNCTION credit.grade_larger(credit.grade, credit.grade) RETURNS credit.grade
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_grade_larger';
COMMENT ON FUNCTION credit.grade_larger(credit.grade, credit.grade) IS 'The greatest of two. 两者中最大者。';

CREATE AGGREGATE pg_catalog.max(credit.grade) (
	SFUNC = credit.grade_larger, STYPE = credit.grade, COMBINEFUNC = credit.grade_larger,
	SORTOP = OPERATOR(pg_catalog.>), PARALLEL = SAFE
);
COMMENT ON AGGREGATE pg_catalog.max(credit.grade) IS 'The greatest of the values. 最大值。';

CREATE FUNCTION credit.grade_scale(credit.grade) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_grade_scale';
COMMENT ON FUNCTION credit.grade_scale(credit.grade) IS 'Name of the scale. 等级体系名称。';

CREATE FUNCTION credit.grade_label(credit.grade, lang pg_catalog.text DEFAULT 'zh') RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_grade_label';
COMMENT ON FUNCTION credit.grade_label(credit.grade, pg_catalog.text) IS 'Label for display, lang zh or en. 用于显示的标签，语言 zh 或 en。';

CREATE FUNCTION credit.grade_rank(credit.grade) RETURNS pg_catalog.int4
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_grade_rank';
COMMENT ON FUNCTION credit.grade_rank(credit.grade) IS 'Rank within the scale: 1 for the worst level, more for better. 体系内的名次值：最差为 1，越优越大。';

CREATE FUNCTION credit.grade_cap(credit.grade, credit.grade) RETURNS credit.grade
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_grade_cap';
COMMENT ON FUNCTION credit.grade_cap(credit.grade, credit.grade) IS 'The worse of two grades of one scale; raises when the scales differ. 同一体系两个等级中较差者，体系不同则报错。';

CREATE FUNCTION credit.grade_levels(scale pg_catalog.text) RETURNS credit.grade[]
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_grade_levels';
COMMENT ON FUNCTION credit.grade_levels(pg_catalog.text) IS 'Levels of a scale, best first. 某一体系的全部等级，由优到差。';

-- ==== src/calendar/workcal_type.sql ====

-- workcal_type.sql: type credit.workcal, a calendar as a value.
-- Requires: install.sql.

CREATE TYPE credit.workcal;

CREATE FUNCTION credit.workcal_in(pg_catalog.cstring) RETURNS credit.workcal
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_workcal_in';
COMMENT ON FUNCTION credit.workcal_in(pg_catalog.cstring) IS 'Reads a calendar from text. 由文本读入日历。';
CREATE FUNCTION credit.workcal_out(credit.workcal) RETURNS pg_catalog.cstring
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_workcal_out';
COMMENT ON FUNCTION credit.workcal_out(credit.workcal) IS 'Writes a calendar as text that reads back as the same calendar. 将日历写成可还原的文本。';
CREATE FUNCTION credit.workcal_recv(pg_catalog.internal) RETURNS credit.workcal
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_workcal_recv';
COMMENT ON FUNCTION credit.workcal_recv(pg_catalog.internal) IS 'Reads a calendar from its binary form and checks every byte of it. 由二进制读入日历并逐字节校验。';
CREATE FUNCTION credit.workcal_send(credit.workcal) RETURNS pg_catalog.bytea
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_workcal_send';
COMMENT ON FUNCTION credit.workcal_send(credit.workcal) IS 'Writes a calendar in its binary form. 将日历写成二进制。';

CREATE TYPE credit.workcal (
	INPUT = credit.workcal_in,
	OUTPUT = credit.workcal_out,
	RECEIVE = credit.workcal_recv,
	SEND = credit.workcal_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = double,
	STORAGE = extended
);
COMMENT ON TYPE credit.workcal IS 'A calendar as a value: for each day of a range whether it works, is a statutory holiday, and is announced or projected. 日历值：范围内每一天是否工作、是否法定节假日、是已公布还是推算。';

CREATE FUNCTION credit.workcal_eq(credit.workcal, credit.workcal) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_workcal_eq';
COMMENT ON FUNCTION credit.workcal_eq(credit.workcal, credit.workcal) IS 'The same range and the same days. 范围与各日均相同。';
CREATE FUNCTION credit.workcal_ne(credit.workcal, credit.workcal) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_workcal_ne';
COMMENT ON FUNCTION credit.workcal_ne(credit.workcal, credit.workcal) IS 'Another range or other days. 范围或各日不同。';

CREATE OPERATOR credit.= (
	LEFTARG = credit.workcal, RIGHTARG = credit.workcal, FUNCTION = credit.workcal_eq,
	COMMUTATOR = OPERATOR(credit.=), NEGATOR = OPERATOR(credit.<>),
	RESTRICT = eqsel, JOIN = eqjoinsel
);
COMMENT ON OPERATOR credit.= (credit.workcal, credit.workcal) IS 'Same calendar. 日历相同。';
CREATE OPERATOR credit.<> (
	LEFTARG = credit.workcal, RIGHTARG = credit.workcal, FUNCTION = credit.workcal_ne,
	COMMUTATOR = OPERATOR(credit.<>), NEGATOR = OPERATOR(credit.=),
	RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR credit.<> (credit.workcal, credit.workcal) IS 'Different calendar. 日历不同。';

CREATE FUNCTION credit.first_day(calendar credit.workcal) RETURNS pg_catalog.date
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_workcal_first_day';
COMMENT ON FUNCTION credit.first_day(credit.workcal) IS 'First day the calendar knows. 日历已知的第一天。';
CREATE FUNCTION credit.last_day(calendar credit.workcal) RETURNS pg_catalog.date
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_workcal_last_day';
COMMENT ON FUNCTION credit.last_day(credit.workcal) IS 'Last day the calendar knows. 日历已知的最后一天。';

-- ==== src/calendar/calendar.sql ====

-- calendar.sql: named calendars as rows: notices and the days they move,
-- holiday measures and the festivals they name, dates of moving festivals.
-- Requires: install.sql.

CREATE TABLE credit.calendar (
	calendar text COLLATE "C" PRIMARY KEY CHECK (calendar <> ''),
	name_zh text NOT NULL,
	name_en text,
	parent text COLLATE "C",	-- checked by trigger: pg_dump warns of self-references
	roll_on text NOT NULL DEFAULT 'rest_day'
		CHECK (roll_on IN ('rest_day', 'statutory_holiday')),
	basis text,
	standard_entry boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE credit.calendar IS 'Calendars by name; a child calendar is its parent''s with its own holidays and notices on top. 日历名录；子日历在上级日历之上叠加自己的节日与通知。';
COMMENT ON COLUMN credit.calendar.calendar IS 'Name of the calendar, such as CN or CN-2224. 日历名，如 CN、CN-2224。';
COMMENT ON COLUMN credit.calendar.name_zh IS 'Chinese name. 中文名称。';
COMMENT ON COLUMN credit.calendar.name_en IS 'English name. 英文名称。';
COMMENT ON COLUMN credit.calendar.parent IS 'Calendar this one builds on. 上级日历。';
COMMENT ON COLUMN credit.calendar.roll_on IS 'Last days that move to the next working day: rest_day (any rest day, civil procedure) or statutory_holiday (narrow reading). 期满日顺延口径：rest_day 任何休息日；statutory_holiday 仅法定节假日。';
COMMENT ON COLUMN credit.calendar.basis IS 'Document behind the calendar or its reading. 依据文件。';
COMMENT ON COLUMN credit.calendar.standard_entry IS 'Shipped with the extension. 随扩展提供。';
GRANT SELECT ON credit.calendar TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.calendar TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.calendar', 'WHERE NOT standard_entry');

CREATE TABLE credit.calendar_notice (
	calendar text COLLATE "C" NOT NULL REFERENCES credit.calendar,
	doc_no text COLLATE "C" NOT NULL CHECK (doc_no <> ''),
	issued_on date,
	year integer NOT NULL CHECK (year BETWEEN 1 AND 9999),
	amends text COLLATE "C" CHECK (amends <> doc_no),	-- checked by trigger
	verified boolean NOT NULL DEFAULT false,
	source text,
	standard_entry boolean NOT NULL DEFAULT false,
	PRIMARY KEY (calendar, doc_no)
);
COMMENT ON TABLE credit.calendar_notice IS 'Notices that arrange the days off and make-up working days of a year, or amend such a notice. 安排某年放假调休的通知及其修改通知。';
COMMENT ON COLUMN credit.calendar_notice.calendar IS 'Calendar the notice is for. 所属日历。';
COMMENT ON COLUMN credit.calendar_notice.doc_no IS 'Document number. 文号。';
COMMENT ON COLUMN credit.calendar_notice.issued_on IS 'Day of issue, from which the notice is known; null when not established. 发文日期，自此日起为已知；未核实时为空。';
COMMENT ON COLUMN credit.calendar_notice.year IS 'Year the notice arranges; its days may lie in the neighbouring years. 所安排的年份；个别日期可在相邻年份。';
COMMENT ON COLUMN credit.calendar_notice.amends IS 'Document number of the notice this one amends or adds to: the days named here replace what was said of them. 所修改或补充的通知文号：此处列明的日期取代原安排。';
COMMENT ON COLUMN credit.calendar_notice.verified IS 'Checked against the document or agreeing independent lists. 已与原文或多份独立清单核对。';
COMMENT ON COLUMN credit.calendar_notice.source IS 'Where the days were taken from. 数据来源。';
COMMENT ON COLUMN credit.calendar_notice.standard_entry IS 'Shipped with the extension. 随扩展提供。';
GRANT SELECT ON credit.calendar_notice TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.calendar_notice TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.calendar_notice', 'WHERE NOT standard_entry');

CREATE TABLE credit.calendar_day (
	calendar text COLLATE "C" NOT NULL,
	doc_no text COLLATE "C" NOT NULL,
	day date NOT NULL,
	kind text NOT NULL CHECK (kind IN ('off', 'work')),
	holiday text,
	standard_entry boolean NOT NULL DEFAULT false,
	PRIMARY KEY (calendar, doc_no, day),
	FOREIGN KEY (calendar, doc_no) REFERENCES credit.calendar_notice ON UPDATE CASCADE ON DELETE CASCADE
);
COMMENT ON TABLE credit.calendar_day IS 'Days that a notice sets off or to work. 通知列明的放假日与上班日。';
COMMENT ON COLUMN credit.calendar_day.calendar IS 'Calendar. 日历。';
COMMENT ON COLUMN credit.calendar_day.doc_no IS 'Notice that names the day. 列明该日的通知文号。';
COMMENT ON COLUMN credit.calendar_day.day IS 'The day. 日期。';
COMMENT ON COLUMN credit.calendar_day.kind IS 'off: no work; work: make-up working day, or a day off taken back. off 放假；work 上班。';
COMMENT ON COLUMN credit.calendar_day.holiday IS 'Holiday it belongs to. 所属节日。';
COMMENT ON COLUMN credit.calendar_day.standard_entry IS 'Shipped with the extension. 随扩展提供。';
GRANT SELECT ON credit.calendar_day TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.calendar_day TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.calendar_day', 'WHERE NOT standard_entry');

CREATE TABLE credit.holiday_measure (
	measure text COLLATE "C" PRIMARY KEY CHECK (measure <> ''),
	calendar text COLLATE "C" NOT NULL REFERENCES credit.calendar,
	title text NOT NULL,
	doc_no text,
	issued_on date,
	in_force daterange NOT NULL CHECK (NOT isempty(in_force) AND NOT lower_inf(in_force)),
	verified boolean NOT NULL DEFAULT false,
	source text,
	standard_entry boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE credit.holiday_measure IS 'Measures that make days statutory holidays; for each year the one in force on 1 January counts. 规定法定节假日的办法；每年以 1 月 1 日有效者为准。';
COMMENT ON COLUMN credit.holiday_measure.measure IS 'Short name. 简称。';
COMMENT ON COLUMN credit.holiday_measure.calendar IS 'Calendar it is for; a child calendar''s measure adds to its parent''s. 所属日历；子日历的办法在上级之外叠加。';
COMMENT ON COLUMN credit.holiday_measure.title IS 'Title. 名称。';
COMMENT ON COLUMN credit.holiday_measure.doc_no IS 'Document number. 文号。';
COMMENT ON COLUMN credit.holiday_measure.issued_on IS 'Day of issue, from which it is known; null when not established. 公布日期，自此日起为已知。';
COMMENT ON COLUMN credit.holiday_measure.in_force IS 'Days on which it is in force. 施行期间。';
COMMENT ON COLUMN credit.holiday_measure.verified IS 'Festivals, days and dates in force checked against the document. 节日、天数与施行日期已与原文核对。';
COMMENT ON COLUMN credit.holiday_measure.source IS 'Where it was taken from. 数据来源。';
COMMENT ON COLUMN credit.holiday_measure.standard_entry IS 'Shipped with the extension. 随扩展提供。';
GRANT SELECT ON credit.holiday_measure TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.holiday_measure TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.holiday_measure', 'WHERE NOT standard_entry');

CREATE TABLE credit.holiday_rule (
	measure text COLLATE "C" NOT NULL REFERENCES credit.holiday_measure ON UPDATE CASCADE ON DELETE CASCADE,
	festival text COLLATE "C" NOT NULL CHECK (festival <> ''),
	name_zh text NOT NULL,
	month smallint CHECK (month BETWEEN 1 AND 12),
	day smallint CHECK (day BETWEEN 1 AND 31),
	offset_days smallint NOT NULL DEFAULT 0 CHECK (offset_days BETWEEN -30 AND 30),
	days smallint NOT NULL CHECK (days BETWEEN 1 AND 31),
	standard_entry boolean NOT NULL DEFAULT false,
	PRIMARY KEY (measure, festival),
	CHECK ((month IS NULL) = (day IS NULL))
);
COMMENT ON TABLE credit.holiday_rule IS 'Statutory days per festival under a measure. 各办法下各节日的法定放假天数。';
COMMENT ON COLUMN credit.holiday_rule.measure IS 'Measure. 办法。';
COMMENT ON COLUMN credit.holiday_rule.festival IS 'Festival; its date comes from credit.festival_date unless month and day are given. 节日；未给定月日时日期取自 credit.festival_date。';
COMMENT ON COLUMN credit.holiday_rule.name_zh IS 'Chinese name. 中文名称。';
COMMENT ON COLUMN credit.holiday_rule.month IS 'Month of a festival with a fixed date. 固定日期节日的月。';
COMMENT ON COLUMN credit.holiday_rule.day IS 'Day of a festival with a fixed date. 固定日期节日的日。';
COMMENT ON COLUMN credit.holiday_rule.offset_days IS 'First day off relative to the festival: -1 is the eve. 首个放假日相对节日的偏移，-1 为前一日。';
COMMENT ON COLUMN credit.holiday_rule.days IS 'Number of statutory days. 法定天数。';
COMMENT ON COLUMN credit.holiday_rule.standard_entry IS 'Shipped with the extension. 随扩展提供。';
GRANT SELECT ON credit.holiday_rule TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.holiday_rule TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.holiday_rule', 'WHERE NOT standard_entry');

CREATE TABLE credit.festival_date (
	festival text COLLATE "C" NOT NULL CHECK (festival <> ''),
	year integer NOT NULL CHECK (year BETWEEN 1 AND 9999),
	day date NOT NULL,
	standard_entry boolean NOT NULL DEFAULT false,
	PRIMARY KEY (festival, year),
	CHECK (day BETWEEN make_date(year, 1, 1) AND make_date(year, 12, 31))
);
COMMENT ON TABLE credit.festival_date IS 'Civil dates of festivals that follow the lunar calendar or a solar term. 农历节日与节气的公历日期。';
COMMENT ON COLUMN credit.festival_date.festival IS 'Festival as named in credit.holiday_rule. 节日，同 credit.holiday_rule。';
COMMENT ON COLUMN credit.festival_date.year IS 'Civil year. 公历年。';
COMMENT ON COLUMN credit.festival_date.day IS 'Date in that year. 当年日期。';
COMMENT ON COLUMN credit.festival_date.standard_entry IS 'Shipped with the extension. 随扩展提供。';
GRANT SELECT ON credit.festival_date TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.festival_date TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.festival_date', 'WHERE NOT standard_entry');

-- ==== src/calendar/calendar_functions.sql ====

-- calendar_functions.sql: working-day questions on a calendar value (IMMUTABLE)
-- and on a named calendar (STABLE), and the announcement of a year.
-- Requires: workcal_type.sql, calendar.sql.

-- The names of arguments are public: DESIGN section 9.
CREATE FUNCTION credit.workcal(calendar pg_catalog.text DEFAULT NULL, known_on pg_catalog.date DEFAULT NULL)
	RETURNS credit.workcal
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_workcal_by_name';
COMMENT ON FUNCTION credit.workcal(pg_catalog.text, pg_catalog.date) IS 'The named calendar as a value, today''s or as it was known on a day; without a name the one of setting credit.calendar. 按名取日历值：现行的，或某日当时所知的；未给名称时取 credit.calendar。';

-- workcal('CN') would be a cast to the type if no function took the bare literal,
-- and workcal(column) likewise for a column of type varchar.
CREATE FUNCTION credit.workcal(calendar pg_catalog.varchar) RETURNS credit.workcal
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_workcal_by_name';
COMMENT ON FUNCTION credit.workcal(pg_catalog.varchar) IS 'The named calendar as a value. 按名取日历值。';
CREATE FUNCTION credit.workcal(calendar pg_catalog.unknown) RETURNS credit.workcal
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_workcal_by_literal';
COMMENT ON FUNCTION credit.workcal(pg_catalog.unknown) IS 'The named calendar as a value, for a bare literal. 按名取日历值（裸字面量）。';

CREATE FUNCTION credit.is_workday(day pg_catalog.date, calendar pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.bool LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_is_workday_name';
COMMENT ON FUNCTION credit.is_workday(pg_catalog.date, pg_catalog.text) IS 'Does the day work by the named calendar. 按日历名：该日是否工作日。';
CREATE FUNCTION credit.is_workday(day pg_catalog.date, calendar credit.workcal)
	RETURNS pg_catalog.bool LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_is_workday_value';
COMMENT ON FUNCTION credit.is_workday(pg_catalog.date, credit.workcal) IS 'Does the day work by the calendar given. 按日历值：该日是否工作日。';

CREATE FUNCTION credit.is_rest_day(day pg_catalog.date, calendar pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.bool LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_is_rest_day_name';
COMMENT ON FUNCTION credit.is_rest_day(pg_catalog.date, pg_catalog.text) IS 'Is the day one of rest, be it a weekend, a holiday or a day moved by the named calendar. 按日历名：该日是否休息日（周末、节假日或调休）。';
CREATE FUNCTION credit.is_rest_day(day pg_catalog.date, calendar credit.workcal)
	RETURNS pg_catalog.bool LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_is_rest_day_value';
COMMENT ON FUNCTION credit.is_rest_day(pg_catalog.date, credit.workcal) IS 'Is the day one of rest, be it a weekend, a holiday or a day moved by the calendar given. 按日历值：该日是否休息日（周末、节假日或调休）。';

CREATE FUNCTION credit.is_statutory_holiday(day pg_catalog.date, calendar pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.bool LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_is_statutory_holiday_name';
COMMENT ON FUNCTION credit.is_statutory_holiday(pg_catalog.date, pg_catalog.text) IS 'Is the day a holiday named by the holiday measure by the named calendar. 按日历名：该日是否法定节假日。';
CREATE FUNCTION credit.is_statutory_holiday(day pg_catalog.date, calendar credit.workcal)
	RETURNS pg_catalog.bool LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_is_statutory_holiday_value';
COMMENT ON FUNCTION credit.is_statutory_holiday(pg_catalog.date, credit.workcal) IS 'Is the day a holiday named by the holiday measure by the calendar given. 按日历值：该日是否法定节假日。';

CREATE FUNCTION credit.day_status(day pg_catalog.date, calendar pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.text LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_day_status_name';
COMMENT ON FUNCTION credit.day_status(pg_catalog.date, pg_catalog.text) IS 'announced, projected or unknown by the named calendar. 按日历名：该日安排是已公布 announced、推算 projected 还是未知 unknown。';
CREATE FUNCTION credit.day_status(day pg_catalog.date, calendar credit.workcal)
	RETURNS pg_catalog.text LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_day_status_value';
COMMENT ON FUNCTION credit.day_status(pg_catalog.date, credit.workcal) IS 'announced, projected or unknown by the calendar given. 按日历值：该日安排是已公布 announced、推算 projected 还是未知 unknown。';

CREATE FUNCTION credit.add_workdays(from_date pg_catalog.date, n pg_catalog.int4, calendar pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.date LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_add_workdays_name';
COMMENT ON FUNCTION credit.add_workdays(pg_catalog.date, pg_catalog.int4, pg_catalog.text) IS 'The n-th working day after the date, before it when n is negative; with 0 the date itself or the next working day by the named calendar. 按日历名：某日之后（n 为负则之前）第 n 个工作日；0 为当日或其后首个工作日。';
CREATE FUNCTION credit.add_workdays(from_date pg_catalog.date, n pg_catalog.int4, calendar credit.workcal)
	RETURNS pg_catalog.date LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_add_workdays_value';
COMMENT ON FUNCTION credit.add_workdays(pg_catalog.date, pg_catalog.int4, credit.workcal) IS 'The n-th working day after the date, before it when n is negative; with 0 the date itself or the next working day by the calendar given. 按日历值：某日之后（n 为负则之前）第 n 个工作日；0 为当日或其后首个工作日。';

CREATE FUNCTION credit.workdays_between(a pg_catalog.date, b pg_catalog.date, calendar pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.int4 LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_workdays_between_name';
COMMENT ON FUNCTION credit.workdays_between(pg_catalog.date, pg_catalog.date, pg_catalog.text) IS 'Working days after a up to and including b, negative when b is earlier by the named calendar. 按日历名：a 之后至 b（含）的工作日数，b 早于 a 时为负。';
CREATE FUNCTION credit.workdays_between(a pg_catalog.date, b pg_catalog.date, calendar credit.workcal)
	RETURNS pg_catalog.int4 LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_workdays_between_value';
COMMENT ON FUNCTION credit.workdays_between(pg_catalog.date, pg_catalog.date, credit.workcal) IS 'Working days after a up to and including b, negative when b is earlier by the calendar given. 按日历值：a 之后至 b（含）的工作日数，b 早于 a 时为负。';

CREATE FUNCTION credit.due_on(start_on pg_catalog.date, n pg_catalog.int4, unit pg_catalog.text, calendar pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.date LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_due_on_name';
COMMENT ON FUNCTION credit.due_on(pg_catalog.date, pg_catalog.int4, pg_catalog.text, pg_catalog.text) IS 'Last day of a time limit of n workdays, days, months or years after an event; moves off a rest day by the named calendar. 按日历名：自事件次日起 n 个工作日、日、月或年的期满日，遇休息日顺延。';
CREATE FUNCTION credit.due_on(start_on pg_catalog.date, n pg_catalog.int4, unit pg_catalog.text, calendar credit.workcal)
	RETURNS pg_catalog.date LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_due_on_value';
COMMENT ON FUNCTION credit.due_on(pg_catalog.date, pg_catalog.int4, pg_catalog.text, credit.workcal) IS 'Last day of a time limit of n workdays, days, months or years after an event; moves off a rest day by the calendar given. 按日历值：自事件次日起 n 个工作日、日、月或年的期满日，遇休息日顺延。';

-- One call a year. Invoker's rights: who may write the tables may announce.
CREATE FUNCTION credit.calendar_announce(
	calendar text, doc_no text, issued_on date, year integer,
	off date[], work date[] DEFAULT '{}', amends text DEFAULT NULL
) RETURNS integer
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	target text := coalesce(calendar_announce.calendar, credit.setting('calendar'));
	off_days date[] := coalesce(calendar_announce.off, '{}');
	work_days date[] := coalesce(calendar_announce.work, '{}');
	known credit.workcal := credit.workcal(target, NULL::date);
	wrong date;
	written integer;
BEGIN
	IF calendar_announce.doc_no IS NULL OR calendar_announce.issued_on IS NULL
		OR calendar_announce.year IS NULL THEN
		RAISE EXCEPTION 'a notice needs its document number, day of issue and year'
			USING ERRCODE = 'CR008',
				HINT = 'Pass doc_no, issued_on and year.';
	END IF;
	IF array_position(off_days, NULL) > 0 OR array_position(work_days, NULL) > 0 THEN
		RAISE EXCEPTION 'a notice cannot arrange a null day'
			USING ERRCODE = 'CR008',
				HINT = 'Take the nulls out of off and work.';
	END IF;
	IF calendar_announce.year NOT BETWEEN extract(year FROM credit.first_day(known))
			AND extract(year FROM credit.last_day(known)) THEN
		RAISE EXCEPTION 'calendar "%" cannot hold year %', target, calendar_announce.year
			USING ERRCODE = 'CR008',
				DETAIL = format('It knows %s to %s.', to_char(credit.first_day(known), 'YYYY-MM-DD'),
								to_char(credit.last_day(known), 'YYYY-MM-DD')),
				HINT = 'Add the dates of that year''s festivals to credit.festival_date first.';
	END IF;
	SELECT d INTO wrong FROM unnest(off_days) d WHERE d = ANY (work_days) ORDER BY d LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'notice % contradicts itself about %', calendar_announce.doc_no,
			to_char(wrong, 'YYYY-MM-DD')
			USING ERRCODE = 'CR008',
				DETAIL = 'The day is both off and a working day.',
				HINT = 'Give each day once.';
	END IF;
	SELECT d INTO wrong FROM unnest(work_days) d
	WHERE credit.day_status(d, known) <> 'unknown' AND credit.is_statutory_holiday(d, known)
	ORDER BY d LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'notice % makes a statutory holiday work', calendar_announce.doc_no
			USING ERRCODE = 'CR008',
				DETAIL = format('%s is a holiday under the measure in force.', to_char(wrong, 'YYYY-MM-DD')),
				HINT = 'Check whether off and work were exchanged.';
	END IF;

	INSERT INTO credit.calendar_notice (calendar, doc_no, issued_on, year, amends, verified, source)
	VALUES (target, calendar_announce.doc_no, calendar_announce.issued_on,
			calendar_announce.year, calendar_announce.amends, true,
			format('announced by %s on %s', session_user, credit.today()));
	INSERT INTO credit.calendar_day (calendar, doc_no, day, kind)
	SELECT DISTINCT target, calendar_announce.doc_no, d.day, d.kind
	FROM (SELECT unnest(off_days), 'off' UNION ALL SELECT unnest(work_days), 'work') d (day, kind);
	GET DIAGNOSTICS written = ROW_COUNT;
	RETURN written;
END
$$;
COMMENT ON FUNCTION credit.calendar_announce(text, text, date, integer, date[], date[], text) IS 'Enters the notice that arranges a year, or amends one; effective for everything open once the transaction commits. Returns the number of days. 录入某年放假安排或其修改通知；提交后对所有未结事项生效。返回天数。';
REVOKE ALL ON FUNCTION credit.calendar_announce(text, text, date, integer, date[], date[], text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.calendar_announce(text, text, date, integer, date[], date[], text) TO credit_admin;

-- ==== src/calendar/calendar_seed.sql ====

-- calendar_seed.sql: calendar CN: holiday measures, festival dates and the
-- notices on days off since 2001.
-- Requires: calendar.sql.

INSERT INTO credit.calendar (calendar, name_zh, name_en, roll_on, basis, standard_entry) VALUES
	('CN', '中华人民共和国', 'People''s Republic of China', 'rest_day', '民事诉讼法第八十五条', true);

-- Days of issue serve questions as of a day; they, the number of 2013 and all
-- of 1999 have not been checked against the gazette, as column source says.
INSERT INTO credit.holiday_measure (measure, calendar, title, doc_no, issued_on, in_force, verified, source, standard_entry) VALUES
	('1999', 'CN', '全国年节及纪念日放假办法（1999年修订）', '国务院令第270号', '1999-09-18', '[1999-09-18,2008-01-01)', false, 'not checked; agrees with the days off of 2001 to 2007', true),
	('2007', 'CN', '全国年节及纪念日放假办法（2007年修订）', '国务院令第513号', '2007-12-14', '[2008-01-01,2014-01-01)', true, 'text of the measure; day of issue not checked', true),
	('2013', 'CN', '全国年节及纪念日放假办法（2013年修订）', '国务院令第644号', '2013-12-11', '[2014-01-01,2025-01-01)', true, 'text of the measure; number and day of issue not checked', true),
	('2024', 'CN', '全国年节及纪念日放假办法（2024年修订）', '国务院令第795号', '2024-11-10', '[2025-01-01,)', true, 'text of the measure; day of issue not checked', true);

INSERT INTO credit.holiday_rule (measure, festival, name_zh, month, day, offset_days, days, standard_entry) VALUES
	('1999', 'new_year', '元旦', 1, 1, 0, 1, true),
	('1999', 'spring_festival', '春节', NULL, NULL, 0, 3, true),
	('1999', 'labour_day', '劳动节', 5, 1, 0, 3, true),
	('1999', 'national_day', '国庆节', 10, 1, 0, 3, true),
	('2007', 'new_year', '元旦', 1, 1, 0, 1, true),
	('2007', 'spring_festival', '春节', NULL, NULL, -1, 3, true),
	('2007', 'qingming', '清明节', NULL, NULL, 0, 1, true),
	('2007', 'labour_day', '劳动节', 5, 1, 0, 1, true),
	('2007', 'dragon_boat', '端午节', NULL, NULL, 0, 1, true),
	('2007', 'mid_autumn', '中秋节', NULL, NULL, 0, 1, true),
	('2007', 'national_day', '国庆节', 10, 1, 0, 3, true),
	('2013', 'new_year', '元旦', 1, 1, 0, 1, true),
	('2013', 'spring_festival', '春节', NULL, NULL, 0, 3, true),
	('2013', 'qingming', '清明节', NULL, NULL, 0, 1, true),
	('2013', 'labour_day', '劳动节', 5, 1, 0, 1, true),
	('2013', 'dragon_boat', '端午节', NULL, NULL, 0, 1, true),
	('2013', 'mid_autumn', '中秋节', NULL, NULL, 0, 1, true),
	('2013', 'national_day', '国庆节', 10, 1, 0, 3, true),
	('2024', 'new_year', '元旦', 1, 1, 0, 1, true),
	('2024', 'spring_festival', '春节', NULL, NULL, -1, 4, true),
	('2024', 'qingming', '清明节', NULL, NULL, 0, 1, true),
	('2024', 'labour_day', '劳动节', 5, 1, 0, 2, true),
	('2024', 'dragon_boat', '端午节', NULL, NULL, 0, 1, true),
	('2024', 'mid_autumn', '中秋节', NULL, NULL, 0, 1, true),
	('2024', 'national_day', '国庆节', 10, 1, 0, 3, true);

-- First day of the first lunar month, Qingming, fifth day of the fifth month,
-- fifteenth of the eighth: after GB/T 33661-2017. A table, since ICU's lunar
-- dates are wrong in 2027 and 2030.
INSERT INTO credit.festival_date (festival, year, day, standard_entry)
SELECT f.festival, extract(year FROM f.day)::integer, f.day, true
FROM (VALUES
	(date '2001-01-24', date '2001-04-05', date '2001-06-25', date '2001-10-01'),
	(date '2002-02-12', date '2002-04-05', date '2002-06-15', date '2002-09-21'),
	(date '2003-02-01', date '2003-04-05', date '2003-06-04', date '2003-09-11'),
	(date '2004-01-22', date '2004-04-04', date '2004-06-22', date '2004-09-28'),
	(date '2005-02-09', date '2005-04-05', date '2005-06-11', date '2005-09-18'),
	(date '2006-01-29', date '2006-04-05', date '2006-05-31', date '2006-10-06'),
	(date '2007-02-18', date '2007-04-05', date '2007-06-19', date '2007-09-25'),
	(date '2008-02-07', date '2008-04-04', date '2008-06-08', date '2008-09-14'),
	(date '2009-01-26', date '2009-04-04', date '2009-05-28', date '2009-10-03'),
	(date '2010-02-14', date '2010-04-05', date '2010-06-16', date '2010-09-22'),
	(date '2011-02-03', date '2011-04-05', date '2011-06-06', date '2011-09-12'),
	(date '2012-01-23', date '2012-04-04', date '2012-06-23', date '2012-09-30'),
	(date '2013-02-10', date '2013-04-04', date '2013-06-12', date '2013-09-19'),
	(date '2014-01-31', date '2014-04-05', date '2014-06-02', date '2014-09-08'),
	(date '2015-02-19', date '2015-04-05', date '2015-06-20', date '2015-09-27'),
	(date '2016-02-08', date '2016-04-04', date '2016-06-09', date '2016-09-15'),
	(date '2017-01-28', date '2017-04-04', date '2017-05-30', date '2017-10-04'),
	(date '2018-02-16', date '2018-04-05', date '2018-06-18', date '2018-09-24'),
	(date '2019-02-05', date '2019-04-05', date '2019-06-07', date '2019-09-13'),
	(date '2020-01-25', date '2020-04-04', date '2020-06-25', date '2020-10-01'),
	(date '2021-02-12', date '2021-04-04', date '2021-06-14', date '2021-09-21'),
	(date '2022-02-01', date '2022-04-05', date '2022-06-03', date '2022-09-10'),
	(date '2023-01-22', date '2023-04-05', date '2023-06-22', date '2023-09-29'),
	(date '2024-02-10', date '2024-04-04', date '2024-06-10', date '2024-09-17'),
	(date '2025-01-29', date '2025-04-04', date '2025-05-31', date '2025-10-06'),
	(date '2026-02-17', date '2026-04-05', date '2026-06-19', date '2026-09-25'),
	(date '2027-02-06', date '2027-04-05', date '2027-06-09', date '2027-09-15'),
	(date '2028-01-26', date '2028-04-04', date '2028-05-28', date '2028-10-03'),
	(date '2029-02-13', date '2029-04-04', date '2029-06-16', date '2029-09-22'),
	(date '2030-02-03', date '2030-04-05', date '2030-06-05', date '2030-09-12'),
	(date '2031-01-23', date '2031-04-05', date '2031-06-24', date '2031-10-01'),
	(date '2032-02-11', date '2032-04-04', date '2032-06-12', date '2032-09-19'),
	(date '2033-01-31', date '2033-04-04', date '2033-06-01', date '2033-09-08'),
	(date '2034-02-19', date '2034-04-05', date '2034-06-20', date '2034-09-27'),
	(date '2035-02-08', date '2035-04-05', date '2035-06-10', date '2035-09-16'),
	(date '2036-01-28', date '2036-04-04', date '2036-05-30', date '2036-10-04'),
	(date '2037-02-15', date '2037-04-04', date '2037-06-18', date '2037-09-24'),
	(date '2038-02-04', date '2038-04-05', date '2038-06-07', date '2038-09-13'),
	(date '2039-01-24', date '2039-04-05', date '2039-05-27', date '2039-10-02'),
	(date '2040-02-12', date '2040-04-04', date '2040-06-14', date '2040-09-20'),
	(date '2041-02-01', date '2041-04-04', date '2041-06-03', date '2041-09-10'),
	(date '2042-01-22', date '2042-04-04', date '2042-06-22', date '2042-09-28'),
	(date '2043-02-10', date '2043-04-05', date '2043-06-11', date '2043-09-17'),
	(date '2044-01-30', date '2044-04-04', date '2044-05-31', date '2044-10-05'),
	(date '2045-02-17', date '2045-04-04', date '2045-06-19', date '2045-09-25'),
	(date '2046-02-06', date '2046-04-04', date '2046-06-08', date '2046-09-15'),
	(date '2047-01-26', date '2047-04-05', date '2047-05-29', date '2047-10-04'),
	(date '2048-02-14', date '2048-04-04', date '2048-06-15', date '2048-09-22'),
	(date '2049-02-02', date '2049-04-04', date '2049-06-04', date '2049-09-11'),
	(date '2050-01-23', date '2050-04-04', date '2050-06-23', date '2050-09-30')
) AS y (spring, qingming, dragon_boat, mid_autumn),
LATERAL (VALUES ('spring_festival', y.spring), ('qingming', y.qingming),
	('dragon_boat', y.dragon_boat), ('mid_autumn', y.mid_autumn)) AS f (festival, day);

-- ==== src/calendar/calendar_notice_seed.sql ====

-- calendar_notice_seed.sql: notices of the General Office of the State Council
-- on days off, 2001 to 2026, one row a notice and one line a holiday.
-- Requires: calendar_seed.sql.

-- 2007 to 2026: the majority of four or five independent public lists; source
-- holds the weakest vote. 2001 to 2006: one to three lists, numbers and days of
-- issue not established, hence not verified.
INSERT INTO credit.calendar_notice (calendar, doc_no, issued_on, year, amends, verified, source, standard_entry) VALUES
	('CN', '2001年放假安排（文号未核）', NULL, 2001, NULL, false, 'public lists agreeing on each day: at least 1/1', true),
	('CN', '2002年放假安排（文号未核）', NULL, 2002, NULL, false, 'public lists agreeing on each day: at least 1/1', true),
	('CN', '2003年放假安排（文号未核）', NULL, 2003, NULL, false, 'public lists agreeing on each day: at least 2/2', true),
	('CN', '2004年放假安排（文号未核）', NULL, 2004, NULL, false, 'public lists agreeing on each day: at least 3/3', true),
	('CN', '2005年放假安排（文号未核）', NULL, 2005, NULL, false, 'public lists agreeing on each day: at least 3/3', true),
	('CN', '2006年放假安排（文号未核）', NULL, 2006, NULL, false, 'public lists agreeing on each day: at least 2/3', true),
	('CN', '国办发明电〔2006〕49号', '2006-12-14', 2007, NULL, true, 'public lists agreeing on each day: at least 4/4', true),
	('CN', '国办发明电〔2007〕52号', '2007-12-15', 2008, NULL, true, 'public lists agreeing on each day: at least 4/4', true),
	('CN', '国办发明电〔2008〕42号', '2008-12-04', 2009, NULL, true, 'public lists agreeing on each day: at least 4/4', true),
	('CN', '国办发明电〔2009〕27号', '2009-12-07', 2010, NULL, true, 'public lists agreeing on each day: at least 4/4', true),
	('CN', '国办发明电〔2010〕40号', '2010-12-09', 2011, NULL, true, 'public lists agreeing on each day: at least 4/5', true),
	('CN', '国办发明电〔2011〕45号', '2011-12-05', 2012, NULL, true, 'public lists agreeing on each day: at least 4/5', true),
	('CN', '国办发明电〔2012〕33号', '2012-12-08', 2013, NULL, true, 'public lists agreeing on each day: at least 3/5', true),
	('CN', '国办发明电〔2013〕28号', '2013-12-11', 2014, NULL, true, 'public lists agreeing on each day: at least 4/5', true),
	('CN', '国办发明电〔2014〕28号', '2014-12-16', 2015, NULL, true, 'public lists agreeing on each day: at least 5/5', true),
	('CN', '国发明电〔2015〕1号', '2015-05-13', 2015, '国办发明电〔2014〕28号', true, 'public lists agreeing on each day: at least 4/5', true),
	('CN', '国办发明电〔2015〕18号', '2015-12-10', 2016, NULL, true, 'public lists agreeing on each day: at least 5/5', true),
	('CN', '国办发明电〔2016〕17号', '2016-12-01', 2017, NULL, true, 'public lists agreeing on each day: at least 5/5', true),
	('CN', '国办发明电〔2017〕12号', '2017-11-30', 2018, NULL, true, 'public lists agreeing on each day: at least 4/5', true),
	('CN', '国办发明电〔2018〕15号', '2018-12-04', 2019, NULL, true, 'public lists agreeing on each day: at least 5/5', true),
	('CN', '国办发明电〔2019〕3号', '2019-03-22', 2019, '国办发明电〔2018〕15号', true, 'public lists agreeing on each day: at least 5/5', true),
	('CN', '国办发明电〔2019〕16号', '2019-11-21', 2020, NULL, true, 'public lists agreeing on each day: at least 5/5', true),
	('CN', '国办发明电〔2020〕1号', '2020-01-26', 2020, '国办发明电〔2019〕16号', true, 'public lists agreeing on each day: at least 4/5', true),
	('CN', '国办发明电〔2020〕27号', '2020-11-25', 2021, NULL, true, 'public lists agreeing on each day: at least 5/5', true),
	('CN', '国办发明电〔2021〕11号', '2021-10-25', 2022, NULL, true, 'public lists agreeing on each day: at least 5/5', true),
	('CN', '国办发明电〔2022〕16号', '2022-12-08', 2023, NULL, true, 'public lists agreeing on each day: at least 5/5', true),
	('CN', '国办发明电〔2023〕7号', '2023-10-25', 2024, NULL, true, 'public lists agreeing on each day: at least 5/5', true),
	('CN', '国办发明电〔2024〕12号', '2024-11-12', 2025, NULL, true, 'public lists agreeing on each day: at least 5/5', true),
	('CN', '国办发明电〔2025〕7号', '2025-11-04', 2026, NULL, true, 'public lists agreeing on each day: at least 5/5', true);

-- The first plans of 2019 (1 May alone off) and 2020 (1 February worked) follow
-- from what the amending notices changed.
INSERT INTO credit.calendar_day (calendar, doc_no, day, kind, holiday, standard_entry)
SELECT 'CN', n.doc_no, d.day, d.kind, n.holiday, true
FROM (VALUES
	('2001年放假安排（文号未核）', '元旦', '{2001-01-01}'::date[], '{}'::date[]),
	('2001年放假安排（文号未核）', '春节', '{2001-01-24,2001-01-25,2001-01-26,2001-01-29,2001-01-30}'::date[], '{2001-01-20,2001-01-21}'::date[]),
	('2001年放假安排（文号未核）', '劳动节', '{2001-05-01,2001-05-02,2001-05-03,2001-05-04,2001-05-07}'::date[], '{2001-04-28,2001-04-29}'::date[]),
	('2001年放假安排（文号未核）', '国庆节', '{2001-10-01,2001-10-02,2001-10-03,2001-10-04,2001-10-05}'::date[], '{2001-09-29,2001-09-30}'::date[]),
	('2002年放假安排（文号未核）', '元旦', '{2002-01-01,2002-01-02,2002-01-03}'::date[], '{2001-12-29,2001-12-30}'::date[]),
	('2002年放假安排（文号未核）', '春节', '{2002-02-12,2002-02-13,2002-02-14,2002-02-15,2002-02-18}'::date[], '{2002-02-09,2002-02-10}'::date[]),
	('2002年放假安排（文号未核）', '劳动节', '{2002-05-01,2002-05-02,2002-05-03,2002-05-06,2002-05-07}'::date[], '{2002-04-27,2002-04-28}'::date[]),
	('2002年放假安排（文号未核）', '国庆节', '{2002-10-01,2002-10-02,2002-10-03,2002-10-04,2002-10-07}'::date[], '{2002-09-28,2002-09-29}'::date[]),
	('2003年放假安排（文号未核）', '元旦', '{2003-01-01}'::date[], '{}'::date[]),
	('2003年放假安排（文号未核）', '春节', '{2003-02-03,2003-02-04,2003-02-05,2003-02-06,2003-02-07}'::date[], '{2003-02-08,2003-02-09}'::date[]),
	('2003年放假安排（文号未核）', '劳动节', '{2003-05-01,2003-05-02,2003-05-05,2003-05-06,2003-05-07}'::date[], '{2003-04-26,2003-04-27}'::date[]),
	('2003年放假安排（文号未核）', '国庆节', '{2003-10-01,2003-10-02,2003-10-03,2003-10-06,2003-10-07}'::date[], '{2003-09-27,2003-09-28}'::date[]),
	('2004年放假安排（文号未核）', '元旦', '{2004-01-01}'::date[], '{}'::date[]),
	('2004年放假安排（文号未核）', '春节', '{2004-01-22,2004-01-23,2004-01-26,2004-01-27,2004-01-28}'::date[], '{2004-01-17,2004-01-18}'::date[]),
	('2004年放假安排（文号未核）', '劳动节', '{2004-05-03,2004-05-04,2004-05-05,2004-05-06,2004-05-07}'::date[], '{2004-05-08,2004-05-09}'::date[]),
	('2004年放假安排（文号未核）', '国庆节', '{2004-10-01,2004-10-04,2004-10-05,2004-10-06,2004-10-07}'::date[], '{2004-10-09,2004-10-10}'::date[]),
	('2005年放假安排（文号未核）', '元旦', '{2005-01-03}'::date[], '{}'::date[]),
	('2005年放假安排（文号未核）', '春节', '{2005-02-09,2005-02-10,2005-02-11,2005-02-14,2005-02-15}'::date[], '{2005-02-05,2005-02-06}'::date[]),
	('2005年放假安排（文号未核）', '劳动节', '{2005-05-02,2005-05-03,2005-05-04,2005-05-05,2005-05-06}'::date[], '{2005-04-30,2005-05-08}'::date[]),
	('2005年放假安排（文号未核）', '国庆节', '{2005-10-03,2005-10-04,2005-10-05,2005-10-06,2005-10-07}'::date[], '{2005-10-08,2005-10-09}'::date[]),
	('2006年放假安排（文号未核）', '元旦', '{2006-01-02,2006-01-03}'::date[], '{2005-12-31}'::date[]),
	('2006年放假安排（文号未核）', '春节', '{2006-01-30,2006-01-31,2006-02-01,2006-02-02,2006-02-03}'::date[], '{2006-01-28,2006-02-05}'::date[]),
	('2006年放假安排（文号未核）', '劳动节', '{2006-05-01,2006-05-02,2006-05-03,2006-05-04,2006-05-05}'::date[], '{2006-04-29,2006-04-30}'::date[]),
	('2006年放假安排（文号未核）', '国庆节', '{2006-10-02,2006-10-03,2006-10-04,2006-10-05,2006-10-06}'::date[], '{2006-09-30,2006-10-08}'::date[]),
	('国办发明电〔2006〕49号', '元旦', '{2007-01-01,2007-01-02,2007-01-03}'::date[], '{2006-12-30,2006-12-31}'::date[]),
	('国办发明电〔2006〕49号', '春节', '{2007-02-19,2007-02-20,2007-02-21,2007-02-22,2007-02-23}'::date[], '{2007-02-17,2007-02-25}'::date[]),
	('国办发明电〔2006〕49号', '劳动节', '{2007-05-01,2007-05-02,2007-05-03,2007-05-04,2007-05-07}'::date[], '{2007-04-28,2007-04-29}'::date[]),
	('国办发明电〔2006〕49号', '国庆节', '{2007-10-01,2007-10-02,2007-10-03,2007-10-04,2007-10-05}'::date[], '{2007-09-29,2007-09-30}'::date[]),
	('国办发明电〔2007〕52号', '元旦', '{2007-12-31,2008-01-01}'::date[], '{2007-12-29}'::date[]),
	('国办发明电〔2007〕52号', '春节', '{2008-02-06,2008-02-07,2008-02-08,2008-02-11,2008-02-12}'::date[], '{2008-02-02,2008-02-03}'::date[]),
	('国办发明电〔2007〕52号', '清明节', '{2008-04-04}'::date[], '{}'::date[]),
	('国办发明电〔2007〕52号', '劳动节', '{2008-05-01,2008-05-02}'::date[], '{2008-05-04}'::date[]),
	('国办发明电〔2007〕52号', '端午节', '{2008-06-09}'::date[], '{}'::date[]),
	('国办发明电〔2007〕52号', '中秋节', '{2008-09-15}'::date[], '{}'::date[]),
	('国办发明电〔2007〕52号', '国庆节', '{2008-09-29,2008-09-30,2008-10-01,2008-10-02,2008-10-03}'::date[], '{2008-09-27,2008-09-28}'::date[]),
	('国办发明电〔2008〕42号', '元旦', '{2009-01-01,2009-01-02}'::date[], '{2009-01-04}'::date[]),
	('国办发明电〔2008〕42号', '春节', '{2009-01-26,2009-01-27,2009-01-28,2009-01-29,2009-01-30}'::date[], '{2009-01-24,2009-02-01}'::date[]),
	('国办发明电〔2008〕42号', '清明节', '{2009-04-06}'::date[], '{}'::date[]),
	('国办发明电〔2008〕42号', '劳动节', '{2009-05-01}'::date[], '{}'::date[]),
	('国办发明电〔2008〕42号', '端午节', '{2009-05-28,2009-05-29}'::date[], '{2009-05-31}'::date[]),
	('国办发明电〔2008〕42号', '国庆节、中秋节', '{2009-10-01,2009-10-02,2009-10-05,2009-10-06,2009-10-07,2009-10-08}'::date[], '{2009-09-27,2009-10-10}'::date[]),
	('国办发明电〔2009〕27号', '元旦', '{2010-01-01}'::date[], '{}'::date[]),
	('国办发明电〔2009〕27号', '春节', '{2010-02-15,2010-02-16,2010-02-17,2010-02-18,2010-02-19}'::date[], '{2010-02-20,2010-02-21}'::date[]),
	('国办发明电〔2009〕27号', '清明节', '{2010-04-05}'::date[], '{}'::date[]),
	('国办发明电〔2009〕27号', '劳动节', '{2010-05-03}'::date[], '{}'::date[]),
	('国办发明电〔2009〕27号', '端午节', '{2010-06-14,2010-06-15,2010-06-16}'::date[], '{2010-06-12,2010-06-13}'::date[]),
	('国办发明电〔2009〕27号', '中秋节', '{2010-09-22,2010-09-23,2010-09-24}'::date[], '{2010-09-19,2010-09-25}'::date[]),
	('国办发明电〔2009〕27号', '国庆节', '{2010-10-01,2010-10-04,2010-10-05,2010-10-06,2010-10-07}'::date[], '{2010-09-26,2010-10-09}'::date[]),
	('国办发明电〔2010〕40号', '元旦', '{2011-01-03}'::date[], '{}'::date[]),
	('国办发明电〔2010〕40号', '春节', '{2011-02-02,2011-02-03,2011-02-04,2011-02-07,2011-02-08}'::date[], '{2011-01-30,2011-02-12}'::date[]),
	('国办发明电〔2010〕40号', '清明节', '{2011-04-04,2011-04-05}'::date[], '{2011-04-02}'::date[]),
	('国办发明电〔2010〕40号', '劳动节', '{2011-05-02}'::date[], '{}'::date[]),
	('国办发明电〔2010〕40号', '端午节', '{2011-06-06}'::date[], '{}'::date[]),
	('国办发明电〔2010〕40号', '中秋节', '{2011-09-12}'::date[], '{}'::date[]),
	('国办发明电〔2010〕40号', '国庆节', '{2011-10-03,2011-10-04,2011-10-05,2011-10-06,2011-10-07}'::date[], '{2011-10-08,2011-10-09}'::date[]),
	('国办发明电〔2011〕45号', '元旦', '{2012-01-02,2012-01-03}'::date[], '{2011-12-31}'::date[]),
	('国办发明电〔2011〕45号', '春节', '{2012-01-23,2012-01-24,2012-01-25,2012-01-26,2012-01-27}'::date[], '{2012-01-21,2012-01-29}'::date[]),
	('国办发明电〔2011〕45号', '清明节', '{2012-04-02,2012-04-03,2012-04-04}'::date[], '{2012-03-31,2012-04-01}'::date[]),
	('国办发明电〔2011〕45号', '劳动节', '{2012-04-30,2012-05-01}'::date[], '{2012-04-28}'::date[]),
	('国办发明电〔2011〕45号', '端午节', '{2012-06-22}'::date[], '{}'::date[]),
	('国办发明电〔2011〕45号', '国庆节、中秋节', '{2012-10-01,2012-10-02,2012-10-03,2012-10-04,2012-10-05}'::date[], '{2012-09-29}'::date[]),
	('国办发明电〔2012〕33号', '元旦', '{2013-01-01,2013-01-02,2013-01-03}'::date[], '{2013-01-05,2013-01-06}'::date[]),
	('国办发明电〔2012〕33号', '春节', '{2013-02-11,2013-02-12,2013-02-13,2013-02-14,2013-02-15}'::date[], '{2013-02-16,2013-02-17}'::date[]),
	('国办发明电〔2012〕33号', '清明节', '{2013-04-04,2013-04-05}'::date[], '{2013-04-07}'::date[]),
	('国办发明电〔2012〕33号', '劳动节', '{2013-04-29,2013-04-30,2013-05-01}'::date[], '{2013-04-27,2013-04-28}'::date[]),
	('国办发明电〔2012〕33号', '端午节', '{2013-06-10,2013-06-11,2013-06-12}'::date[], '{2013-06-08,2013-06-09}'::date[]),
	('国办发明电〔2012〕33号', '中秋节', '{2013-09-19,2013-09-20}'::date[], '{2013-09-22}'::date[]),
	('国办发明电〔2012〕33号', '国庆节', '{2013-10-01,2013-10-02,2013-10-03,2013-10-04,2013-10-07}'::date[], '{2013-09-29,2013-10-12}'::date[]),
	('国办发明电〔2013〕28号', '元旦', '{2014-01-01}'::date[], '{}'::date[]),
	('国办发明电〔2013〕28号', '春节', '{2014-01-31,2014-02-03,2014-02-04,2014-02-05,2014-02-06}'::date[], '{2014-01-26,2014-02-08}'::date[]),
	('国办发明电〔2013〕28号', '清明节', '{2014-04-07}'::date[], '{}'::date[]),
	('国办发明电〔2013〕28号', '劳动节', '{2014-05-01,2014-05-02}'::date[], '{2014-05-04}'::date[]),
	('国办发明电〔2013〕28号', '端午节', '{2014-06-02}'::date[], '{}'::date[]),
	('国办发明电〔2013〕28号', '中秋节', '{2014-09-08}'::date[], '{}'::date[]),
	('国办发明电〔2013〕28号', '国庆节', '{2014-10-01,2014-10-02,2014-10-03,2014-10-06,2014-10-07}'::date[], '{2014-09-28,2014-10-11}'::date[]),
	('国办发明电〔2014〕28号', '元旦', '{2015-01-01,2015-01-02}'::date[], '{2015-01-04}'::date[]),
	('国办发明电〔2014〕28号', '春节', '{2015-02-18,2015-02-19,2015-02-20,2015-02-23,2015-02-24}'::date[], '{2015-02-15,2015-02-28}'::date[]),
	('国办发明电〔2014〕28号', '清明节', '{2015-04-06}'::date[], '{}'::date[]),
	('国办发明电〔2014〕28号', '劳动节', '{2015-05-01}'::date[], '{}'::date[]),
	('国办发明电〔2014〕28号', '端午节', '{2015-06-22}'::date[], '{}'::date[]),
	('国办发明电〔2014〕28号', '国庆节', '{2015-10-01,2015-10-02,2015-10-05,2015-10-06,2015-10-07}'::date[], '{2015-10-10}'::date[]),
	('国发明电〔2015〕1号', '中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日', '{2015-09-03,2015-09-04}'::date[], '{2015-09-06}'::date[]),
	('国办发明电〔2015〕18号', '元旦', '{2016-01-01}'::date[], '{}'::date[]),
	('国办发明电〔2015〕18号', '春节', '{2016-02-08,2016-02-09,2016-02-10,2016-02-11,2016-02-12}'::date[], '{2016-02-06,2016-02-14}'::date[]),
	('国办发明电〔2015〕18号', '清明节', '{2016-04-04}'::date[], '{}'::date[]),
	('国办发明电〔2015〕18号', '劳动节', '{2016-05-02}'::date[], '{}'::date[]),
	('国办发明电〔2015〕18号', '端午节', '{2016-06-09,2016-06-10}'::date[], '{2016-06-12}'::date[]),
	('国办发明电〔2015〕18号', '中秋节', '{2016-09-15,2016-09-16}'::date[], '{2016-09-18}'::date[]),
	('国办发明电〔2015〕18号', '国庆节', '{2016-10-03,2016-10-04,2016-10-05,2016-10-06,2016-10-07}'::date[], '{2016-10-08,2016-10-09}'::date[]),
	('国办发明电〔2016〕17号', '元旦', '{2017-01-02}'::date[], '{}'::date[]),
	('国办发明电〔2016〕17号', '春节', '{2017-01-27,2017-01-30,2017-01-31,2017-02-01,2017-02-02}'::date[], '{2017-01-22,2017-02-04}'::date[]),
	('国办发明电〔2016〕17号', '清明节', '{2017-04-03,2017-04-04}'::date[], '{2017-04-01}'::date[]),
	('国办发明电〔2016〕17号', '劳动节', '{2017-05-01}'::date[], '{}'::date[]),
	('国办发明电〔2016〕17号', '端午节', '{2017-05-29,2017-05-30}'::date[], '{2017-05-27}'::date[]),
	('国办发明电〔2016〕17号', '国庆节、中秋节', '{2017-10-02,2017-10-03,2017-10-04,2017-10-05,2017-10-06}'::date[], '{2017-09-30}'::date[]),
	('国办发明电〔2017〕12号', '元旦', '{2018-01-01}'::date[], '{}'::date[]),
	('国办发明电〔2017〕12号', '春节', '{2018-02-15,2018-02-16,2018-02-19,2018-02-20,2018-02-21}'::date[], '{2018-02-11,2018-02-24}'::date[]),
	('国办发明电〔2017〕12号', '清明节', '{2018-04-05,2018-04-06}'::date[], '{2018-04-08}'::date[]),
	('国办发明电〔2017〕12号', '劳动节', '{2018-04-30,2018-05-01}'::date[], '{2018-04-28}'::date[]),
	('国办发明电〔2017〕12号', '端午节', '{2018-06-18}'::date[], '{}'::date[]),
	('国办发明电〔2017〕12号', '中秋节', '{2018-09-24}'::date[], '{}'::date[]),
	('国办发明电〔2017〕12号', '国庆节', '{2018-10-01,2018-10-02,2018-10-03,2018-10-04,2018-10-05}'::date[], '{2018-09-29,2018-09-30}'::date[]),
	('国办发明电〔2018〕15号', '元旦', '{2018-12-31,2019-01-01}'::date[], '{2018-12-29}'::date[]),
	('国办发明电〔2018〕15号', '春节', '{2019-02-04,2019-02-05,2019-02-06,2019-02-07,2019-02-08}'::date[], '{2019-02-02,2019-02-03}'::date[]),
	('国办发明电〔2018〕15号', '清明节', '{2019-04-05}'::date[], '{}'::date[]),
	('国办发明电〔2018〕15号', '劳动节', '{2019-05-01}'::date[], '{}'::date[]),
	('国办发明电〔2018〕15号', '端午节', '{2019-06-07}'::date[], '{}'::date[]),
	('国办发明电〔2018〕15号', '中秋节', '{2019-09-13}'::date[], '{}'::date[]),
	('国办发明电〔2018〕15号', '国庆节', '{2019-10-01,2019-10-02,2019-10-03,2019-10-04,2019-10-07}'::date[], '{2019-09-29,2019-10-12}'::date[]),
	('国办发明电〔2019〕3号', '劳动节', '{2019-05-01,2019-05-02,2019-05-03}'::date[], '{2019-04-28,2019-05-05}'::date[]),
	('国办发明电〔2019〕16号', '元旦', '{2020-01-01}'::date[], '{}'::date[]),
	('国办发明电〔2019〕16号', '春节', '{2020-01-24,2020-01-27,2020-01-28,2020-01-29,2020-01-30}'::date[], '{2020-01-19,2020-02-01}'::date[]),
	('国办发明电〔2019〕16号', '清明节', '{2020-04-06}'::date[], '{}'::date[]),
	('国办发明电〔2019〕16号', '劳动节', '{2020-05-01,2020-05-04,2020-05-05}'::date[], '{2020-04-26,2020-05-09}'::date[]),
	('国办发明电〔2019〕16号', '端午节', '{2020-06-25,2020-06-26}'::date[], '{2020-06-28}'::date[]),
	('国办发明电〔2019〕16号', '国庆节、中秋节', '{2020-10-01,2020-10-02,2020-10-05,2020-10-06,2020-10-07,2020-10-08}'::date[], '{2020-09-27,2020-10-10}'::date[]),
	('国办发明电〔2020〕1号', '春节', '{2020-01-31,2020-02-01}'::date[], '{}'::date[]),
	('国办发明电〔2020〕27号', '元旦', '{2021-01-01}'::date[], '{}'::date[]),
	('国办发明电〔2020〕27号', '春节', '{2021-02-11,2021-02-12,2021-02-15,2021-02-16,2021-02-17}'::date[], '{2021-02-07,2021-02-20}'::date[]),
	('国办发明电〔2020〕27号', '清明节', '{2021-04-05}'::date[], '{}'::date[]),
	('国办发明电〔2020〕27号', '劳动节', '{2021-05-03,2021-05-04,2021-05-05}'::date[], '{2021-04-25,2021-05-08}'::date[]),
	('国办发明电〔2020〕27号', '端午节', '{2021-06-14}'::date[], '{}'::date[]),
	('国办发明电〔2020〕27号', '中秋节', '{2021-09-20,2021-09-21}'::date[], '{2021-09-18}'::date[]),
	('国办发明电〔2020〕27号', '国庆节', '{2021-10-01,2021-10-04,2021-10-05,2021-10-06,2021-10-07}'::date[], '{2021-09-26,2021-10-09}'::date[]),
	('国办发明电〔2021〕11号', '元旦', '{2022-01-03}'::date[], '{}'::date[]),
	('国办发明电〔2021〕11号', '春节', '{2022-01-31,2022-02-01,2022-02-02,2022-02-03,2022-02-04}'::date[], '{2022-01-29,2022-01-30}'::date[]),
	('国办发明电〔2021〕11号', '清明节', '{2022-04-04,2022-04-05}'::date[], '{2022-04-02}'::date[]),
	('国办发明电〔2021〕11号', '劳动节', '{2022-05-02,2022-05-03,2022-05-04}'::date[], '{2022-04-24,2022-05-07}'::date[]),
	('国办发明电〔2021〕11号', '端午节', '{2022-06-03}'::date[], '{}'::date[]),
	('国办发明电〔2021〕11号', '中秋节', '{2022-09-12}'::date[], '{}'::date[]),
	('国办发明电〔2021〕11号', '国庆节', '{2022-10-03,2022-10-04,2022-10-05,2022-10-06,2022-10-07}'::date[], '{2022-10-08,2022-10-09}'::date[]),
	('国办发明电〔2022〕16号', '元旦', '{2023-01-02}'::date[], '{}'::date[]),
	('国办发明电〔2022〕16号', '春节', '{2023-01-23,2023-01-24,2023-01-25,2023-01-26,2023-01-27}'::date[], '{2023-01-28,2023-01-29}'::date[]),
	('国办发明电〔2022〕16号', '清明节', '{2023-04-05}'::date[], '{}'::date[]),
	('国办发明电〔2022〕16号', '劳动节', '{2023-05-01,2023-05-02,2023-05-03}'::date[], '{2023-04-23,2023-05-06}'::date[]),
	('国办发明电〔2022〕16号', '端午节', '{2023-06-22,2023-06-23}'::date[], '{2023-06-25}'::date[]),
	('国办发明电〔2022〕16号', '国庆节、中秋节', '{2023-09-29,2023-10-02,2023-10-03,2023-10-04,2023-10-05,2023-10-06}'::date[], '{2023-10-07,2023-10-08}'::date[]),
	('国办发明电〔2023〕7号', '元旦', '{2024-01-01}'::date[], '{}'::date[]),
	('国办发明电〔2023〕7号', '春节', '{2024-02-12,2024-02-13,2024-02-14,2024-02-15,2024-02-16}'::date[], '{2024-02-04,2024-02-18}'::date[]),
	('国办发明电〔2023〕7号', '清明节', '{2024-04-04,2024-04-05}'::date[], '{2024-04-07}'::date[]),
	('国办发明电〔2023〕7号', '劳动节', '{2024-05-01,2024-05-02,2024-05-03}'::date[], '{2024-04-28,2024-05-11}'::date[]),
	('国办发明电〔2023〕7号', '端午节', '{2024-06-10}'::date[], '{}'::date[]),
	('国办发明电〔2023〕7号', '中秋节', '{2024-09-16,2024-09-17}'::date[], '{2024-09-14}'::date[]),
	('国办发明电〔2023〕7号', '国庆节', '{2024-10-01,2024-10-02,2024-10-03,2024-10-04,2024-10-07}'::date[], '{2024-09-29,2024-10-12}'::date[]),
	('国办发明电〔2024〕12号', '元旦', '{2025-01-01}'::date[], '{}'::date[]),
	('国办发明电〔2024〕12号', '春节', '{2025-01-28,2025-01-29,2025-01-30,2025-01-31,2025-02-03,2025-02-04}'::date[], '{2025-01-26,2025-02-08}'::date[]),
	('国办发明电〔2024〕12号', '清明节', '{2025-04-04}'::date[], '{}'::date[]),
	('国办发明电〔2024〕12号', '劳动节', '{2025-05-01,2025-05-02,2025-05-05}'::date[], '{2025-04-27}'::date[]),
	('国办发明电〔2024〕12号', '端午节', '{2025-06-02}'::date[], '{}'::date[]),
	('国办发明电〔2024〕12号', '国庆节、中秋节', '{2025-10-01,2025-10-02,2025-10-03,2025-10-06,2025-10-07,2025-10-08}'::date[], '{2025-09-28,2025-10-11}'::date[]),
	('国办发明电〔2025〕7号', '元旦', '{2026-01-01,2026-01-02}'::date[], '{2026-01-04}'::date[]),
	('国办发明电〔2025〕7号', '春节', '{2026-02-16,2026-02-17,2026-02-18,2026-02-19,2026-02-20,2026-02-23}'::date[], '{2026-02-14,2026-02-28}'::date[]),
	('国办发明电〔2025〕7号', '清明节', '{2026-04-06}'::date[], '{}'::date[]),
	('国办发明电〔2025〕7号', '劳动节', '{2026-05-01,2026-05-04,2026-05-05}'::date[], '{2026-05-09}'::date[]),
	('国办发明电〔2025〕7号', '端午节', '{2026-06-19}'::date[], '{}'::date[]),
	('国办发明电〔2025〕7号', '国庆节', '{2026-10-01,2026-10-02,2026-10-05,2026-10-06,2026-10-07}'::date[], '{2026-09-20,2026-10-10}'::date[]),
	('国办发明电〔2025〕7号', '中秋节', '{2026-09-25}'::date[], '{}'::date[])
) AS n (doc_no, holiday, off, work),
LATERAL (SELECT unnest(n.off), 'off' UNION ALL SELECT unnest(n.work), 'work') AS d (day, kind);

-- ==== src/calendar/calendar_guard.sql ====

-- calendar_guard.sql: what the calendar tables refuse, and the triggers that
-- keep sessions' copies and shipped rows in order.
-- Requires: calendar.sql.

-- After the statement, so that rows of one statement may come in any order.
CREATE FUNCTION credit.check_calendar_parent() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	above text;
	child text;
BEGIN
	IF TG_OP <> 'INSERT' AND NOT EXISTS (
			SELECT FROM credit.calendar c WHERE c.calendar = OLD.calendar) THEN
		SELECT c.calendar INTO child FROM credit.calendar c
		WHERE c.parent = OLD.calendar ORDER BY c.calendar LIMIT 1;
		IF FOUND THEN
			RAISE EXCEPTION 'calendar "%" is still the parent of another', OLD.calendar
				USING ERRCODE = 'CR008',
					DETAIL = format('Calendar "%s" builds on it.', child),
					HINT = 'Give that calendar another parent first.';
		END IF;
	END IF;
	IF TG_OP = 'DELETE' THEN
		RETURN NULL;
	END IF;

	above := NEW.parent;
	FOR depth IN 1 .. 7 LOOP
		IF above IS NULL THEN
			RETURN NULL;
		END IF;
		EXIT WHEN above = NEW.calendar;
		SELECT c.parent INTO above FROM credit.calendar c WHERE c.calendar = above;
		IF NOT FOUND THEN
			RAISE EXCEPTION 'calendar "%" builds on a calendar that does not exist', NEW.calendar
				USING ERRCODE = 'CR008',
					DETAIL = format('Its parent is given as "%s".', NEW.parent),
					HINT = 'Enter the parent calendar first.';
		END IF;
	END LOOP;
	IF above IS NULL THEN
		RETURN NULL;
	END IF;
	RAISE EXCEPTION 'calendar "%" stands above itself or too deep', NEW.calendar
		USING ERRCODE = 'CR008',
			DETAIL = 'At most 8 calendars may build on one another, and none on itself.',
			HINT = 'Correct column parent.';
END
$$;
COMMENT ON FUNCTION credit.check_calendar_parent() IS 'Row trigger: no calendar builds on itself. 行级触发器：日历不得以自身为上级。';
REVOKE ALL ON FUNCTION credit.check_calendar_parent() FROM PUBLIC;
CREATE TRIGGER check_parent AFTER INSERT OR UPDATE OF calendar, parent OR DELETE ON credit.calendar
	FOR EACH ROW EXECUTE FUNCTION credit.check_calendar_parent();

-- A year has one notice; all others of the year amend one that exists.
CREATE FUNCTION credit.check_calendar_notice() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	other record;
BEGIN
	IF TG_OP <> 'INSERT' AND NOT EXISTS (
			SELECT FROM credit.calendar_notice n
			WHERE n.calendar = OLD.calendar AND n.doc_no = OLD.doc_no) THEN
		SELECT n.doc_no INTO other FROM credit.calendar_notice n
		WHERE n.calendar = OLD.calendar AND n.amends = OLD.doc_no LIMIT 1;
		IF FOUND THEN
			RAISE EXCEPTION 'notice % is amended by another', OLD.doc_no
				USING ERRCODE = 'CR008',
					DETAIL = format('Notice %s amends it.', other.doc_no),
					HINT = 'Remove or correct the amending notice first.';
		END IF;
	END IF;
	IF TG_OP = 'DELETE' THEN
		RETURN NULL;
	END IF;

	IF NEW.amends IS NULL THEN
		SELECT n.doc_no INTO other FROM credit.calendar_notice n
		WHERE n.calendar = NEW.calendar AND n.year = NEW.year
			AND n.amends IS NULL AND n.doc_no <> NEW.doc_no
		LIMIT 1;
		IF FOUND THEN
			RAISE EXCEPTION 'year % of calendar "%" is already announced', NEW.year, NEW.calendar
				USING ERRCODE = 'CR008',
					DETAIL = format('Notice %s arranges that year.', other.doc_no),
					HINT = 'Name that notice in amends if this one changes or adds to it.';
		END IF;
		RETURN NULL;
	END IF;
	SELECT n.year, n.issued_on INTO other FROM credit.calendar_notice n
	WHERE n.calendar = NEW.calendar AND n.doc_no = NEW.amends;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'notice % amends a notice that does not exist', NEW.doc_no
			USING ERRCODE = 'CR008',
				DETAIL = format('Calendar "%s" has no notice %s.', NEW.calendar, NEW.amends),
				HINT = 'Announce the amended notice first, and write its document number as it stands there.';
	ELSIF other.year <> NEW.year OR other.issued_on > NEW.issued_on THEN
		RAISE EXCEPTION 'notice % cannot amend notice %', NEW.doc_no, NEW.amends
			USING ERRCODE = 'CR008',
				DETAIL = format('The amended notice arranges %s and was issued on %s.', other.year, other.issued_on),
				HINT = 'An amending notice arranges the same year and is not issued earlier.';
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.check_calendar_notice() IS 'Row trigger: one arranging notice a year, and amendments of existing notices. 行级触发器：每年一个安排通知，修改须指向已有通知。';
REVOKE ALL ON FUNCTION credit.check_calendar_notice() FROM PUBLIC;
CREATE TRIGGER check_notice AFTER INSERT OR UPDATE OR DELETE ON credit.calendar_notice
	FOR EACH ROW EXECUTE FUNCTION credit.check_calendar_notice();

-- One notice says one thing of a day, and speaks of days in or next to its year.
CREATE FUNCTION credit.check_calendar_day() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	arranged integer;
BEGIN
	SELECT n.year INTO arranged FROM credit.calendar_notice n
	WHERE n.calendar = NEW.calendar AND n.doc_no = NEW.doc_no;
	IF abs(extract(year FROM NEW.day) - arranged) > 1 THEN
		RAISE EXCEPTION 'notice % cannot arrange %', NEW.doc_no, to_char(NEW.day, 'YYYY-MM-DD')
			USING ERRCODE = 'CR008',
				DETAIL = format('The notice arranges %s.', arranged),
				HINT = 'Days must lie in the year of the notice or next to it.';
	END IF;
	IF TG_OP = 'INSERT' AND EXISTS (
			SELECT FROM credit.calendar_day d
			WHERE d.calendar = NEW.calendar AND d.doc_no = NEW.doc_no AND d.day = NEW.day
				AND d.kind <> NEW.kind AND (NEW.standard_entry OR NOT d.standard_entry)) THEN
		RAISE EXCEPTION 'notice % contradicts itself about %', NEW.doc_no, to_char(NEW.day, 'YYYY-MM-DD')
			USING ERRCODE = 'CR008',
				DETAIL = 'The day is both off and a working day.',
				HINT = 'Give each day once; a later notice that amends this one may say otherwise.';
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION credit.check_calendar_day() IS 'Row trigger: a notice does not contradict itself and keeps to its year. 行级触发器：同一通知不自相矛盾，日期不离所安排年份。';
REVOKE ALL ON FUNCTION credit.check_calendar_day() FROM PUBLIC;
CREATE TRIGGER check_day BEFORE INSERT OR UPDATE ON credit.calendar_day
	FOR EACH ROW EXECUTE FUNCTION credit.check_calendar_day();

-- Every session reads the calendars anew after a change; see table_cache.c.
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.calendar
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.calendar_notice
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.calendar_day
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.holiday_measure
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.holiday_rule
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.festival_date
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();

-- Shipped rows that a user edits become his own; see install.sql.
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.calendar
	FOR EACH ROW WHEN (OLD.standard_entry AND NEW.standard_entry)
	EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.calendar
	FOR EACH ROW WHEN (NOT NEW.standard_entry)
	EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.calendar_notice
	FOR EACH ROW WHEN (OLD.standard_entry AND NEW.standard_entry)
	EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.calendar_notice
	FOR EACH ROW WHEN (NOT NEW.standard_entry)
	EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.calendar_day
	FOR EACH ROW WHEN (OLD.standard_entry AND NEW.standard_entry)
	EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.calendar_day
	FOR EACH ROW WHEN (NOT NEW.standard_entry)
	EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.holiday_measure
	FOR EACH ROW WHEN (OLD.standard_entry AND NEW.standard_entry)
	EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.holiday_measure
	FOR EACH ROW WHEN (NOT NEW.standard_entry)
	EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.holiday_rule
	FOR EACH ROW WHEN (OLD.standard_entry AND NEW.standard_entry)
	EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.holiday_rule
	FOR EACH ROW WHEN (NOT NEW.standard_entry)
	EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.festival_date
	FOR EACH ROW WHEN (OLD.standard_entry AND NEW.standard_entry)
	EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.festival_date
	FOR EACH ROW WHEN (NOT NEW.standard_entry)
	EXECUTE FUNCTION credit.replace_standard();

-- ==== src/name/name.sql ====

-- name.sql: the search key of an organisation's name. Requires install.sql.

CREATE FUNCTION credit.name_rule_version() RETURNS pg_catalog.int4
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_name_rule_version';
COMMENT ON FUNCTION credit.name_rule_version() IS 'Number of the rule by which credit.normalize_name() makes keys; stored beside each key. 名称检索键的规则版本号，与键一并存储。';

-- IMMUTABLE: the simplified characters come from the module's own table, and
-- NFKC case folding of assigned characters never changes, by Unicode's
-- stability policy. Keys are stored with the rule's number all the same.
CREATE FUNCTION credit.normalize_name(name pg_catalog.text) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 5
	AS 'MODULE_PATHNAME', 'credit_normalize_name';
COMMENT ON FUNCTION credit.normalize_name(pg_catalog.text) IS 'Search key of a name: width, case, brackets, dots, dashes, blanks, zero signs and traditional characters unified, former names split off; not for display. 名称检索键：统一全半角、大小写、括号、间隔号、连接号、空白、零号与繁体字，并剥离原名；不用于显示。';

CREATE FUNCTION credit.former_names(name pg_catalog.text) RETURNS pg_catalog.text[]
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 5
	AS 'MODULE_PATHNAME', 'credit_former_names';
COMMENT ON FUNCTION credit.former_names(pg_catalog.text) IS 'Former names that a name carries, as in （原名:…） or （曾用名：…）. 名称中注明的原名、曾用名。';

CREATE FUNCTION credit.name_grams(name_key pg_catalog.text) RETURNS pg_catalog.int4[]
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 5
	AS 'MODULE_PATHNAME', 'credit_name_grams_sql';
COMMENT ON FUNCTION credit.name_grams(pg_catalog.text) IS 'Distinct pairs of neighbouring characters of a key, for the search index. 检索键的相邻双字集合，用于检索索引。';

-- Display order by pinyin. A database in SQL_ASCII has no ICU collations; there
-- the order is that of the bytes.
DO $$
BEGIN
	IF pg_catalog.getdatabaseencoding() OPERATOR(pg_catalog.=) 'SQL_ASCII' THEN
		CREATE COLLATION credit.pinyin FROM "C";
	ELSE
		CREATE COLLATION credit.pinyin (provider = icu, locale = 'zh-u-co-pinyin');
	END IF;
END
$$;
COMMENT ON COLLATION credit.pinyin IS 'Order of Chinese names by pinyin, for display; not for keys or indexes. 中文名称按拼音排序，仅用于显示。';

-- ==== src/name/name_word.sql ====

-- name_word.sql: words that names are made of, the parts of a name, likeness of
-- names. Requires install.sql (rule tables), name.sql.

CREATE TABLE credit.name_word (
	part pg_catalog.text NOT NULL
		CONSTRAINT name_word_part CHECK (part IN ('region', 'industry', 'legal_form')),
	word pg_catalog.text COLLATE "C" NOT NULL
		CONSTRAINT name_word_length CHECK (pg_catalog.octet_length(word) BETWEEN 1 AND 48),
	canonical pg_catalog.text COLLATE "C" NOT NULL,
	branch pg_catalog.bool NOT NULL DEFAULT false,
	doubtful pg_catalog.bool NOT NULL DEFAULT false,
	in_use pg_catalog.bool NOT NULL DEFAULT true,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false,
	PRIMARY KEY (part, word)
);
COMMENT ON TABLE credit.name_word IS 'Words by which a name is split: regions, legal forms, words of industry. 名称拆分用词：行政区划、组织形式、行业用语。';
COMMENT ON COLUMN credit.name_word.part IS 'What the word is: region, industry or legal_form. 词类：区划、行业或组织形式。';
COMMENT ON COLUMN credit.name_word.word IS 'The word as it stands in names. 名称中的写法。';
COMMENT ON COLUMN credit.name_word.canonical IS 'What it stands for: two words of one meaning have the same; empty for a word that looks like a region and is none, or for a form that says nothing. 所指的规范名称，同义者相同；为空表示并非区划或不影响组织形式。';
COMMENT ON COLUMN credit.name_word.branch IS 'A branch''s form: the parent''s form belongs to it. 分支机构的形式，连同所属组织的形式一并计入。';
COMMENT ON COLUMN credit.name_word.doubtful IS 'A short name of more than one region, as 吉林. 同时是多个区划简称的词，如吉林。';
COMMENT ON COLUMN credit.name_word.in_use IS 'False to switch a shipped word off. 置为 false 即停用。';
COMMENT ON COLUMN credit.name_word.standard_entry IS 'True for rows shipped with the extension. 随扩展提供的行。';
GRANT SELECT ON credit.name_word TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.name_word TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.name_word', 'WHERE NOT standard_entry');
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.name_word FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry)
	EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.name_word FOR EACH ROW
	WHEN (NOT NEW.standard_entry)
	EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.name_word
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();

CREATE TYPE credit.name_parts AS (
	region pg_catalog.text,
	brand pg_catalog.text,
	industry pg_catalog.text,
	legal_form pg_catalog.text
);
COMMENT ON TYPE credit.name_parts IS 'Parts of an organisation''s name; null where it has none. 名称的组成部分，缺项为空。';
COMMENT ON COLUMN credit.name_parts.region IS 'Regions, widest first. 行政区划，自大而小。';
COMMENT ON COLUMN credit.name_parts.brand IS 'Trade name. 字号。';
COMMENT ON COLUMN credit.name_parts.industry IS 'Words of industry. 行业或经营特点。';
COMMENT ON COLUMN credit.name_parts.legal_form IS 'Legal form; for a branch from its parent''s form on. 组织形式；分支机构自所属组织的形式起。';

CREATE FUNCTION credit.name_parts(name pg_catalog.text) RETURNS credit.name_parts
	LANGUAGE c STABLE STRICT PARALLEL SAFE COST 20
	AS 'MODULE_PATHNAME', 'credit_name_parts';
COMMENT ON FUNCTION credit.name_parts(pg_catalog.text) IS 'Region, brand, industry and legal form of a name, by the words of credit.name_word. 按用词表拆分名称：区划、字号、行业、组织形式。';

CREATE FUNCTION credit.match_names(a pg_catalog.text, b pg_catalog.text) RETURNS pg_catalog.float4
	LANGUAGE c STABLE STRICT PARALLEL SAFE COST 20
	AS 'MODULE_PATHNAME', 'credit_match_names';
COMMENT ON FUNCTION credit.match_names(pg_catalog.text, pg_catalog.text) IS 'Likeness of two names from 0 to 1; 0.9 and above means the same name, which closeness of spelling alone never gives. 两名称的相似度（0 至 1）；0.9 及以上为同一名称，仅字形相近不会达到。';

-- ==== src/name/name_word_seed.sql ====

-- name_word_seed.sql: shipped words of names. Requires name_word.sql. Each row may
-- be changed or switched off (in_use); one's own rows survive updates.

-- Regions with the short name that is the full one less its last character
-- (by the bytes, since SQL_ASCII knows no characters).
INSERT INTO credit.name_word (part, word, canonical, standard_entry)
SELECT 'region', spelling, full_name, true
FROM pg_catalog.regexp_split_to_table($$
北京市 天津市 河北省 石家庄市 唐山市 秦皇岛市 邯郸市 邢台市 保定市 张家口市
承德市 沧州市 廊坊市 衡水市 山西省 太原市 大同市 阳泉市 长治市 晋城市 朔州市
晋中市 运城市 忻州市 临汾市 吕梁市 呼和浩特市 包头市 乌海市 赤峰市 通辽市
鄂尔多斯市 呼伦贝尔市 巴彦淖尔市 乌兰察布市 兴安盟 锡林郭勒盟 阿拉善盟 辽宁省
沈阳市 大连市 鞍山市 抚顺市 本溪市 丹东市 锦州市 营口市 阜新市 辽阳市 盘锦市
铁岭市 朝阳市 葫芦岛市 长春市 四平市 辽源市 白山市 松原市 白城市 黑龙江省
哈尔滨市 齐齐哈尔市 鸡西市 鹤岗市 双鸭山市 大庆市 伊春市 佳木斯市 七台河市
牡丹江市 黑河市 绥化市 上海市 江苏省 南京市 无锡市 徐州市 常州市 苏州市 南通市
连云港市 淮安市 盐城市 扬州市 镇江市 泰州市 宿迁市 浙江省 杭州市 宁波市 温州市
嘉兴市 湖州市 绍兴市 金华市 衢州市 舟山市 台州市 丽水市 安徽省 合肥市 芜湖市
蚌埠市 淮南市 马鞍山市 淮北市 铜陵市 安庆市 黄山市 滁州市 阜阳市 宿州市 六安市
亳州市 池州市 宣城市 福建省 福州市 厦门市 莆田市 三明市 泉州市 漳州市 南平市
龙岩市 宁德市 江西省 南昌市 景德镇市 萍乡市 九江市 新余市 鹰潭市 赣州市 吉安市
宜春市 抚州市 上饶市 山东省 济南市 青岛市 淄博市 枣庄市 东营市 烟台市 潍坊市
济宁市 泰安市 威海市 日照市 临沂市 德州市 聊城市 滨州市 菏泽市 河南省 郑州市
开封市 洛阳市 平顶山市 安阳市 鹤壁市 新乡市 焦作市 濮阳市 许昌市 漯河市 三门峡市
南阳市 商丘市 信阳市 周口市 驻马店市 湖北省 武汉市 黄石市 十堰市 宜昌市 襄阳市
鄂州市 荆门市 孝感市 荆州市 黄冈市 咸宁市 随州市 湖南省 长沙市 株洲市 湘潭市
衡阳市 邵阳市 岳阳市 常德市 张家界市 益阳市 郴州市 永州市 怀化市 娄底市 广东省
广州市 韶关市 深圳市 珠海市 汕头市 佛山市 江门市 湛江市 茂名市 肇庆市 惠州市
梅州市 汕尾市 河源市 阳江市 清远市 东莞市 中山市 潮州市 揭阳市 云浮市 南宁市
柳州市 桂林市 梧州市 北海市 防城港市 钦州市 贵港市 玉林市 百色市 贺州市 河池市
来宾市 崇左市 海南省 海口市 三亚市 三沙市 儋州市 重庆市 四川省 成都市 自贡市
攀枝花市 泸州市 德阳市 绵阳市 广元市 遂宁市 内江市 乐山市 南充市 眉山市 宜宾市
广安市 达州市 雅安市 巴中市 资阳市 贵州省 贵阳市 六盘水市 遵义市 安顺市 毕节市
铜仁市 云南省 昆明市 曲靖市 玉溪市 保山市 昭通市 丽江市 普洱市 临沧市 拉萨市
日喀则市 昌都市 林芝市 山南市 那曲市 陕西省 西安市 铜川市 宝鸡市 咸阳市 渭南市
延安市 汉中市 榆林市 安康市 商洛市 甘肃省 兰州市 嘉峪关市 金昌市 白银市 天水市
武威市 张掖市 平凉市 酒泉市 庆阳市 定西市 陇南市 青海省 西宁市 海东市 银川市
石嘴山市 吴忠市 固原市 中卫市 乌鲁木齐市 克拉玛依市 吐鲁番市 哈密市 台湾省 农安县
榆树市 德惠市 公主岭市 永吉县 蛟河市 桦甸市 舒兰市 磐石市 梨树县 双辽市 东丰县
东辽县 辉南县 柳河县 梅河口市 集安市 抚松县 靖宇县 临江市 长岭县 乾安县 扶余市
镇赉县 通榆县 洮南市 大安市 延吉市 图们市 敦化市 珲春市 龙井市 和龙市 汪清县
安图县
$$, '\s+') AS full_name,
	LATERAL (VALUES (full_name),
		(pg_catalog.regexp_replace(full_name, '(省|市|县|盟)$', ''))) AS v (spelling)
WHERE full_name OPERATOR(pg_catalog.<>) '';

-- Regions with a short name of another kind.
INSERT INTO credit.name_word (part, word, canonical, standard_entry)
SELECT 'region', spelling, pg_catalog.split_part(pair, '=', 1), true
FROM pg_catalog.regexp_split_to_table($$
内蒙古自治区=内蒙古 延边朝鲜族自治州=延边 大兴安岭地区=大兴安岭
恩施土家族苗族自治州=恩施 湘西土家族苗族自治州=湘西 广西壮族自治区=广西
阿坝藏族羌族自治州=阿坝 甘孜藏族自治州=甘孜 凉山彝族自治州=凉山
黔西南布依族苗族自治州=黔西南 黔东南苗族侗族自治州=黔东南 黔南布依族苗族自治州=黔南
楚雄彝族自治州=楚雄 红河哈尼族彝族自治州=红河州 文山壮族苗族自治州=文山
西双版纳傣族自治州=西双版纳 大理白族自治州=大理 德宏傣族景颇族自治州=德宏
怒江傈僳族自治州=怒江 迪庆藏族自治州=迪庆 西藏自治区=西藏 阿里地区=阿里
临夏回族自治州=临夏 甘南藏族自治州=甘南 海北藏族自治州=海北 黄南藏族自治州=黄南
果洛藏族自治州=果洛 玉树藏族自治州=玉树 海西蒙古族藏族自治州=海西
宁夏回族自治区=宁夏 新疆维吾尔自治区=新疆 昌吉回族自治州=昌吉
博尔塔拉蒙古自治州=博尔塔拉 巴音郭楞蒙古自治州=巴音郭楞 阿克苏地区=阿克苏
克孜勒苏柯尔克孜自治州=克孜勒苏 喀什地区=喀什 和田地区=和田 伊犁哈萨克自治州=伊犁
塔城地区=塔城 阿勒泰地区=阿勒泰 香港特别行政区=香港 澳门特别行政区=澳门
伊通满族自治县=伊通 前郭尔罗斯蒙古族自治县=前郭
$$, '\s+') AS pair,
	LATERAL (VALUES (pg_catalog.split_part(pair, '=', 1)), (pg_catalog.split_part(pair, '=', 2))) AS v (spelling)
WHERE pair OPERATOR(pg_catalog.<>) '';

-- Regions named in full only: their short names are other things as well.
INSERT INTO credit.name_word (part, word, canonical, standard_entry)
SELECT 'region', full_name, full_name, true
FROM pg_catalog.regexp_split_to_table($$
海南藏族自治州 南关区 宽城区 朝阳区 二道区 绿园区 双阳区 九台区
长春净月高新技术产业开发区 长春高新技术产业开发区 长春汽车经济技术开发区 昌邑区 龙潭区
船营区 丰满区 吉林经济开发区 吉林高新技术产业开发区 吉林中国新加坡食品区 铁西区
铁东区 龙山区 西安区 东昌区 二道江区 浑江区 江源区 长白朝鲜族自治县 宁江区
吉林松原经济开发区 洮北区 吉林白城经济开发区 吉林省 吉林市 通化市 通化县 中国
中华人民共和国
$$, '\s+') AS full_name
WHERE full_name OPERATOR(pg_catalog.<>) '';

-- Short names of two regions, and words that only begin like one.
INSERT INTO credit.name_word (part, word, canonical, doubtful, standard_entry) VALUES
	('region', '吉林', '吉林', true, true),
	('region', '通化', '通化', true, true),
	('region', '长白山', '', false, true),
	('region', '长春藤', '', false, true),
	('region', '中国红', '', false, true),
	('region', '北京路', '', false, true),
	('region', '上海路', '', false, true);

-- Legal forms that have another spelling: word=the form it stands for; nothing
-- after the sign: the word says nothing about the form. A limited company may
-- call itself 有限责任公司 or 有限公司, a company limited by shares 股份有限公司 or
-- 股份公司 (Company Law).
INSERT INTO credit.name_word (part, word, canonical, standard_entry)
SELECT 'legal_form', pg_catalog.split_part(pair, '=', 1), pg_catalog.split_part(pair, '=', 2), true
FROM pg_catalog.regexp_split_to_table($$
有限公司=有限责任公司 责任有限公司=有限责任公司 股份公司=股份有限公司
集团有限公司=集团有限责任公司 集团=集团公司 有限合伙=合伙企业有限合伙
普通合伙=合伙企业普通合伙 特殊普通合伙=合伙企业特殊普通合伙 专业合作社=农民专业合作社
专业合作社联合社=农民专业合作社联合社 专业合作联社=农民专业合作社联合社
供销社=供销合作社 信用社=信用合作社 联社=联合社 个体工商户= 个体户= 个体=
自然人独资= 自然人投资或控股= 法人独资= 国有独资= 个人独资=
$$, '\s+') AS pair
WHERE pair OPERATOR(pg_catalog.<>) '';

INSERT INTO credit.name_word (part, word, canonical, standard_entry)
SELECT 'legal_form', word, word, true
FROM pg_catalog.regexp_split_to_table($$
有限责任公司 股份有限公司 集团有限责任公司 集团股份有限公司 集团公司 公司 总公司
国有独资公司 合伙企业 合伙企业有限合伙 合伙企业普通合伙 合伙企业特殊普通合伙
个人独资企业 农民专业合作社 农民专业合作社联合社 股份经济合作社 经济合作社 股份合作社
合作社 供销合作社 信用合作社 联合社 家庭农场 农场 林场 牧场 养殖场 厂 工厂 总厂
加工厂 制造厂 店 商店 总店 专卖店 经销店 便利店 商行 商场 商城 超市 市场
批发部 经销部 销售部 门市部 经营部 服务部 工作室 中心 服务中心 事务所 律师事务所
会计师事务所 税务师事务所 研究院 研究所 设计院 学校 小学 中学 幼儿园 大学 学院
医院 卫生院 诊所 协会 商会 学会 基金会 促进会 联合会 委员会 村民委员会
居民委员会 银行 饭店 酒店 宾馆 旅馆 酒楼 餐厅 餐馆 面馆 食堂 茶楼 网吧 旅行社
出版社 报社 杂志社 药房 药店 大药房 加油站 站 社 馆 部 行 坊 吧 室 屋 园
场 院 所 队 办公室 局 厅
$$, '\s+') AS word
WHERE word OPERATOR(pg_catalog.<>) '';

-- Branches: the form begins with the parent's.
INSERT INTO credit.name_word (part, word, canonical, branch, standard_entry)
SELECT 'legal_form', word, word, true, true
FROM pg_catalog.regexp_split_to_table($$
分公司 支公司 分店 分厂 分行 支行 分理处 分社 储蓄所 营业部 营业厅 营业所
办事处 代表处 联络处 分部 分所 分院 分校 支局 邮政所 营销服务部 服务站 项目部
工程处 分销处 经营处
$$, '\s+') AS word
WHERE word OPERATOR(pg_catalog.<>) '';

-- Words of industry.
INSERT INTO credit.name_word (part, word, canonical, standard_entry)
SELECT 'industry', word, word, true
FROM pg_catalog.regexp_split_to_table($$
科技 技术 信息技术 信息科技 网络 网络科技 网络技术 软件 软件开发 电子 电子科技
电子商务 电子技术 数据 智能科技 光电 光电技术 通信 通讯 通信工程 计算机
计算机网络 系统集成 自动化 生物 生物科技 生物技术 生物工程 环保 环保科技 环保工程
新材料 新能源 能源 能源科技 节能 商贸 贸易 经贸 工贸 科贸 国际贸易 进出口
进出口贸易 物资贸易 物资经贸 物资经销 物资 经销 销售 批发 零售 百货 超市 便利
供销 购销 代理 商业 商务 商务服务 商务咨询 电商 农副产品 土特产 土产 日用品
日杂 五金 五金交电 建材 装饰材料 建筑材料 保温材料 钢材 木材 煤炭 煤炭经销 石油
燃气 液化气 天然气 化工 化工产品 涂料 塑料 橡胶 玻璃 陶瓷 纸业 包装 印刷 彩印
印务 广告 广告传媒 传媒 文化 文化传播 文化传媒 文化发展 文化艺术 影视 影视文化
会展 策划 营销策划 图文设计 设计 装饰设计 建筑 建筑工程 建设 建设工程 建筑安装
建筑劳务 劳务 劳务派遣 工程 安装 安装工程 装饰 装饰工程 装璜 装潢 装修 园林
园林绿化 绿化 绿化工程 市政工程 公路工程 路桥 路桥工程 水利工程 水利 电力
电力工程 电力设备 电力安装 消防 消防工程 消防设备 防水 防水工程 防腐 钢结构 门窗
幕墙 家具 家俱 家居 地产 房地产 房地产开发 房地产经纪 置业 物业 物业服务
物业管理 房屋拆迁 拆迁 测绘 监理 工程监理 工程咨询 工程管理 造价咨询 招标
招标代理 评估 资产评估 拍卖 检测 检验检测 认证 制造 加工 机械 机械制造 机械设备
机械加工 设备 设备制造 机电 机电设备 机电工程 电器 电器设备 电气 电气设备 仪器
仪器仪表 器材 器械 医疗器械 零部件 汽车零部件 汽车配件 配件 汽配 模具 铸造 锻造
冶金 钢铁 金属 金属制品 制品 矿业 矿产 水泥 混凝土 轻工 纺织 服装 服饰 制衣
鞋业 皮革 木业 制药 药业 医药 药材 中药材 保健品 化妆品 日化 工业 实业 产业
重工 农业 农业科技 农业开发 农业发展 农牧 牧业 养殖 种植 种植养殖 畜牧 渔业
水产 水产养殖 林业 苗木 种业 种子 种苗 饲料 化肥 肥料 农资 农药 农机 农业机械
农产品 米业 粮油 粮食 粮贸 食品 食品加工 绿色食品 乳业 饮品 饮料 酒业 酿酒
酒类 茶业 茶叶 参茸 人参 特产 山货 肉业 屠宰 果蔬 蔬菜 水果 鲜花 花卉 餐饮
餐饮服务 餐饮管理 饭店 酒店 酒店管理 宾馆 旅馆 火锅 烧烤 快餐 面馆 小吃 早餐
烘焙 蛋糕 旅游 旅游开发 国际旅行 旅行 娱乐 健身 体育 体育文化 美容 美容美发
美发 养生 洗浴 摄影 婚庆 婚庆服务 家政 家政服务 清洁 保洁 保洁服务 洗涤 殡葬
养老 养老服务 教育 教育科技 教育咨询 培训 培训服务 艺术培训 幼教 咨询 咨询服务
信息咨询 企业管理 企业管理咨询 管理 管理服务 管理咨询 财务 财务咨询 会计 代理记账
税务 法律 法律咨询 知识产权 人力资源 人力资源服务 人才 职业介绍 中介 中介服务
保安 保安服务 安全技术 安防 监控 租赁 汽车租赁 设备租赁 融资租赁 投资 投资管理
投资咨询 资产管理 基金 担保 信用担保 融资担保 小额贷款 典当 保险 保险代理
保险经纪 证券 期货 金融 金融服务 银行 村镇银行 农村商业银行 信用 运输 货运 客运
公交 公共汽车 出租汽车 汽车 汽车销售 汽车贸易 汽车服务 汽车销售服务 汽车维修
汽车修理 汽修 维修 修理 修配 驾驶员培训 驾校 摩托车 自行车 物流 快递 快运 速递
仓储 仓储服务 配送 供应链 供应链管理 冷链 装卸 停车 停车场管理 航空 航运 港务
铁路 供热 热力 供水 供电 排水 污水处理 自来水 水务 环卫 废旧物资回收 物资回收
再生资源 再生资源回收 回收 金属回收 印章 眼镜 钟表 珠宝 首饰 工艺品 玩具 文具
办公用品 图书 书店 音像 乐器 宠物 动物诊疗 诊所 门诊 口腔 药房 大药房 药店
医院 健康 健康管理 健康咨询 康复 护理 母婴 服务 经营 运营 开发 发展 科技开发
科技发展 技术开发 技术服务 技术咨询 技术推广 综合开发 生产资料 资源 环境 环境工程
水产品 调味品 冷饮 豆制品 面粉 制粉 油脂 通用设备 专用设备
$$, '\s+') AS word
WHERE word OPERATOR(pg_catalog.<>) '';

-- ==== src/registry/maintenance.sql ====

-- maintenance.sql: what time alone causes, as a list every room adds to.
-- Requires registry/. The operations room runs it: credit.maintain().

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

-- ==== src/registry/region.sql ====

-- region.sql: regions, industries and legal bases, the three lists every rule
-- and register refers to. Requires install.sql.

-- A self-referencing foreign key makes pg_dump warn of a circle, so parents
-- are checked by this trigger instead.
CREATE FUNCTION credit.check_parent() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	child text;
	missing text;
BEGIN
	EXECUTE format('SELECT c.code, c.parent FROM %1$I.%2$I c LEFT JOIN %1$I.%2$I p ON p.code = c.parent'
		' WHERE c.parent IS NOT NULL AND (p.code IS NULL OR p.level = c.level OR c.parent = c.code) LIMIT 1',
		TG_TABLE_SCHEMA, TG_TABLE_NAME)
	INTO child, missing;
	IF child IS NOT NULL THEN
		RAISE EXCEPTION '% "%" cannot stand below "%"', TG_TABLE_NAME, child, missing
			USING ERRCODE = 'foreign_key_violation',
				DETAIL = 'The parent does not exist or is of the same level.',
				HINT = 'Insert the parent first; move or delete children before their parent.';
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.check_parent() IS 'Statement trigger: the parent of a region or industry exists and is of another level. 语句级触发器：上级区划或行业必须存在且级别不同。';
REVOKE ALL ON FUNCTION credit.check_parent() FROM PUBLIC;

CREATE TABLE credit.region (
	code pg_catalog.text COLLATE "C" PRIMARY KEY
		CHECK (code OPERATOR(pg_catalog.~) '^[0-9]{6}$'),
	name pg_catalog.text NOT NULL CHECK (name OPERATOR(pg_catalog.<>) ''),
	parent pg_catalog.text COLLATE "C",
	level pg_catalog.text NOT NULL
		CHECK (level OPERATOR(pg_catalog.=) ANY (ARRAY['province', 'prefecture', 'county', 'development_zone'])),
	standard_entry pg_catalog.bool NOT NULL DEFAULT false
);
COMMENT ON TABLE credit.region IS 'Administrative divisions (GB/T 2260): the country down to prefectures, Jilin down to counties. 行政区划（GB/T 2260）：全国到地市，吉林到县区。';
COMMENT ON COLUMN credit.region.code IS 'Six digits of GB/T 2260. 六位区划代码。';
COMMENT ON COLUMN credit.region.name IS 'Name of the division. 名称。';
COMMENT ON COLUMN credit.region.parent IS 'Division above; null for a province. 上级区划，省级为空。';
COMMENT ON COLUMN credit.region.level IS 'province, prefecture, county, or development_zone, which only statistics know. 级别：省、地市、县区、开发区（仅用于统计）。';
COMMENT ON COLUMN credit.region.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';
CREATE INDEX region_parent ON credit.region (parent);
GRANT SELECT ON credit.region TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.region TO credit_admin;
CREATE TRIGGER check_parent AFTER INSERT OR UPDATE OR DELETE ON credit.region
	FOR EACH STATEMENT EXECUTE FUNCTION credit.check_parent();
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.region FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.region FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
SELECT pg_catalog.pg_extension_config_dump('credit.region', 'WHERE NOT standard_entry');

CREATE TABLE credit.industry (
	code pg_catalog.text COLLATE "C" PRIMARY KEY
		CHECK (code OPERATOR(pg_catalog.~) '^([A-T]|[0-9]{2,4})$'),
	name pg_catalog.text NOT NULL CHECK (name OPERATOR(pg_catalog.<>) ''),
	level pg_catalog.int2 NOT NULL
		CHECK (level OPERATOR(pg_catalog.>=) 1::pg_catalog.int2 AND level OPERATOR(pg_catalog.<=) 4::pg_catalog.int2),
	parent pg_catalog.text COLLATE "C",
	standard_entry pg_catalog.bool NOT NULL DEFAULT false
);
COMMENT ON TABLE credit.industry IS 'Industries of the national economy (GB/T 4754-2017): sections and divisions; groups and classes may be added. 国民经济行业分类（GB/T 4754-2017）：门类与大类，可自行补充中类、小类。';
COMMENT ON COLUMN credit.industry.code IS 'Letter of the section, or two to four digits. 门类字母，或两至四位数字。';
COMMENT ON COLUMN credit.industry.name IS 'Name of the industry. 行业名称。';
COMMENT ON COLUMN credit.industry.level IS '1 section, 2 division, 3 group, 4 class. 1门类 2大类 3中类 4小类。';
COMMENT ON COLUMN credit.industry.parent IS 'Industry one level up. 上级行业。';
COMMENT ON COLUMN credit.industry.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';
CREATE INDEX industry_parent ON credit.industry (parent);
GRANT SELECT ON credit.industry TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.industry TO credit_admin;
CREATE TRIGGER check_parent AFTER INSERT OR UPDATE OR DELETE ON credit.industry
	FOR EACH STATEMENT EXECUTE FUNCTION credit.check_parent();
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.industry FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.industry FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
SELECT pg_catalog.pg_extension_config_dump('credit.industry', 'WHERE NOT standard_entry');

CREATE TABLE credit.legal_basis (
	basis_id pg_catalog.text COLLATE "C" PRIMARY KEY
		CHECK (basis_id OPERATOR(pg_catalog.~) '^[a-z0-9][a-z0-9_]*$'),
	title pg_catalog.text NOT NULL CHECK (title OPERATOR(pg_catalog.<>) ''),
	doc_no pg_catalog.text,
	rank pg_catalog.text NOT NULL
		CHECK (rank OPERATOR(pg_catalog.=) ANY (ARRAY['law', 'administrative_regulation', 'local_regulation',
			'central_policy', 'ministry_rule', 'local_document'])),
	in_force pg_catalog.daterange NOT NULL CHECK (NOT pg_catalog.isempty(in_force)),
	verified pg_catalog.bool NOT NULL DEFAULT false,
	source pg_catalog.text,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false
);
COMMENT ON TABLE credit.legal_basis IS 'Documents that rules rest on; every rule row names one. 规则所依据的文件，每条规则都须引用其一。';
COMMENT ON COLUMN credit.legal_basis.basis_id IS 'Short name used by rules. 规则引用的短名。';
COMMENT ON COLUMN credit.legal_basis.title IS 'Title of the document. 文件名称。';
COMMENT ON COLUMN credit.legal_basis.doc_no IS 'Document number. 文号。';
COMMENT ON COLUMN credit.legal_basis.rank IS 'law, administrative_regulation, local_regulation, central_policy (Party centre and State Council), ministry_rule (rules and notices of ministries), local_document. 效力位阶：法律、行政法规、地方性法规、党中央国务院政策文件、部门规章及部门文件、地方文件。';
COMMENT ON COLUMN credit.legal_basis.in_force IS 'Days on which it is in force. 有效期间。';
COMMENT ON COLUMN credit.legal_basis.verified IS 'False until somebody has compared number, dates and rank with the original. 文号、日期、位阶已与原文核对则为真。';
COMMENT ON COLUMN credit.legal_basis.source IS 'Where the row comes from, or what is still to be checked. 来源或待核事项。';
COMMENT ON COLUMN credit.legal_basis.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';
GRANT SELECT ON credit.legal_basis TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.legal_basis TO credit_admin;
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.legal_basis FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.legal_basis FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
SELECT pg_catalog.pg_extension_config_dump('credit.legal_basis', 'WHERE NOT standard_entry');

CREATE FUNCTION credit.basis_supports(basis_id pg_catalog.text, during pg_catalog.daterange)
	RETURNS pg_catalog.bool
	LANGUAGE sql STABLE STRICT PARALLEL SAFE
	RETURN EXISTS (SELECT FROM credit.legal_basis b
		WHERE b.basis_id OPERATOR(pg_catalog.=) basis_supports.basis_id
		  AND b.rank OPERATOR(pg_catalog.=) ANY (ARRAY['law', 'administrative_regulation', 'local_regulation', 'central_policy'])
		  AND b.in_force OPERATOR(pg_catalog.&&) during);
COMMENT ON FUNCTION credit.basis_supports(pg_catalog.text, pg_catalog.daterange) IS 'Whether the document is a law, regulation or central policy in force during the range, as negative items and sanctions need. 该文件是否为期间内有效的法律、法规或党中央国务院政策文件（负面目录项与惩戒措施所必需）。';

-- ==== src/registry/region_seed.sql ====

-- region_seed.sql: provinces and prefectures of the country, counties and
-- development zones of Jilin (GB/T 2260). Requires registry/region.sql.
INSERT INTO credit.region (code, name, level, parent, standard_entry)
SELECT r.code, r.name, r.level, r.parent, true
FROM (VALUES
	('110000','北京市','province',NULL), ('120000','天津市','province',NULL),
	('130000','河北省','province',NULL), ('140000','山西省','province',NULL),
	('150000','内蒙古自治区','province',NULL), ('210000','辽宁省','province',NULL),
	('220000','吉林省','province',NULL), ('230000','黑龙江省','province',NULL),
	('310000','上海市','province',NULL), ('320000','江苏省','province',NULL),
	('330000','浙江省','province',NULL), ('340000','安徽省','province',NULL),
	('350000','福建省','province',NULL), ('360000','江西省','province',NULL),
	('370000','山东省','province',NULL), ('410000','河南省','province',NULL),
	('420000','湖北省','province',NULL), ('430000','湖南省','province',NULL),
	('440000','广东省','province',NULL), ('450000','广西壮族自治区','province',NULL),
	('460000','海南省','province',NULL), ('500000','重庆市','province',NULL),
	('510000','四川省','province',NULL), ('520000','贵州省','province',NULL),
	('530000','云南省','province',NULL), ('540000','西藏自治区','province',NULL),
	('610000','陕西省','province',NULL), ('620000','甘肃省','province',NULL),
	('630000','青海省','province',NULL), ('640000','宁夏回族自治区','province',NULL),
	('650000','新疆维吾尔自治区','province',NULL), ('710000','台湾省','province',NULL),
	('810000','香港特别行政区','province',NULL), ('820000','澳门特别行政区','province',NULL),
	('110100','市辖区','prefecture','110000'), ('120100','市辖区','prefecture','120000'),
	('130100','石家庄市','prefecture','130000'), ('130200','唐山市','prefecture','130000'),
	('130300','秦皇岛市','prefecture','130000'), ('130400','邯郸市','prefecture','130000'),
	('130500','邢台市','prefecture','130000'), ('130600','保定市','prefecture','130000'),
	('130700','张家口市','prefecture','130000'), ('130800','承德市','prefecture','130000'),
	('130900','沧州市','prefecture','130000'), ('131000','廊坊市','prefecture','130000'),
	('131100','衡水市','prefecture','130000'), ('140100','太原市','prefecture','140000'),
	('140200','大同市','prefecture','140000'), ('140300','阳泉市','prefecture','140000'),
	('140400','长治市','prefecture','140000'), ('140500','晋城市','prefecture','140000'),
	('140600','朔州市','prefecture','140000'), ('140700','晋中市','prefecture','140000'),
	('140800','运城市','prefecture','140000'), ('140900','忻州市','prefecture','140000'),
	('141000','临汾市','prefecture','140000'), ('141100','吕梁市','prefecture','140000'),
	('150100','呼和浩特市','prefecture','150000'), ('150200','包头市','prefecture','150000'),
	('150300','乌海市','prefecture','150000'), ('150400','赤峰市','prefecture','150000'),
	('150500','通辽市','prefecture','150000'), ('150600','鄂尔多斯市','prefecture','150000'),
	('150700','呼伦贝尔市','prefecture','150000'), ('150800','巴彦淖尔市','prefecture','150000'),
	('150900','乌兰察布市','prefecture','150000'), ('152200','兴安盟','prefecture','150000'),
	('152500','锡林郭勒盟','prefecture','150000'), ('152900','阿拉善盟','prefecture','150000'),
	('210100','沈阳市','prefecture','210000'), ('210200','大连市','prefecture','210000'),
	('210300','鞍山市','prefecture','210000'), ('210400','抚顺市','prefecture','210000'),
	('210500','本溪市','prefecture','210000'), ('210600','丹东市','prefecture','210000'),
	('210700','锦州市','prefecture','210000'), ('210800','营口市','prefecture','210000'),
	('210900','阜新市','prefecture','210000'), ('211000','辽阳市','prefecture','210000'),
	('211100','盘锦市','prefecture','210000'), ('211200','铁岭市','prefecture','210000'),
	('211300','朝阳市','prefecture','210000'), ('211400','葫芦岛市','prefecture','210000'),
	('220100','长春市','prefecture','220000'), ('220200','吉林市','prefecture','220000'),
	('220300','四平市','prefecture','220000'), ('220400','辽源市','prefecture','220000'),
	('220500','通化市','prefecture','220000'), ('220600','白山市','prefecture','220000'),
	('220700','松原市','prefecture','220000'), ('220800','白城市','prefecture','220000'),
	('222400','延边朝鲜族自治州','prefecture','220000'), ('230100','哈尔滨市','prefecture','230000'),
	('230200','齐齐哈尔市','prefecture','230000'), ('230300','鸡西市','prefecture','230000'),
	('230400','鹤岗市','prefecture','230000'), ('230500','双鸭山市','prefecture','230000'),
	('230600','大庆市','prefecture','230000'), ('230700','伊春市','prefecture','230000'),
	('230800','佳木斯市','prefecture','230000'), ('230900','七台河市','prefecture','230000'),
	('231000','牡丹江市','prefecture','230000'), ('231100','黑河市','prefecture','230000'),
	('231200','绥化市','prefecture','230000'), ('232700','大兴安岭地区','prefecture','230000'),
	('310100','市辖区','prefecture','310000'), ('320100','南京市','prefecture','320000'),
	('320200','无锡市','prefecture','320000'), ('320300','徐州市','prefecture','320000'),
	('320400','常州市','prefecture','320000'), ('320500','苏州市','prefecture','320000'),
	('320600','南通市','prefecture','320000'), ('320700','连云港市','prefecture','320000'),
	('320800','淮安市','prefecture','320000'), ('320900','盐城市','prefecture','320000'),
	('321000','扬州市','prefecture','320000'), ('321100','镇江市','prefecture','320000'),
	('321200','泰州市','prefecture','320000'), ('321300','宿迁市','prefecture','320000'),
	('330100','杭州市','prefecture','330000'), ('330200','宁波市','prefecture','330000'),
	('330300','温州市','prefecture','330000'), ('330400','嘉兴市','prefecture','330000'),
	('330500','湖州市','prefecture','330000'), ('330600','绍兴市','prefecture','330000'),
	('330700','金华市','prefecture','330000'), ('330800','衢州市','prefecture','330000'),
	('330900','舟山市','prefecture','330000'), ('331000','台州市','prefecture','330000'),
	('331100','丽水市','prefecture','330000'), ('340100','合肥市','prefecture','340000'),
	('340200','芜湖市','prefecture','340000'), ('340300','蚌埠市','prefecture','340000'),
	('340400','淮南市','prefecture','340000'), ('340500','马鞍山市','prefecture','340000'),
	('340600','淮北市','prefecture','340000'), ('340700','铜陵市','prefecture','340000'),
	('340800','安庆市','prefecture','340000'), ('341000','黄山市','prefecture','340000'),
	('341100','滁州市','prefecture','340000'), ('341200','阜阳市','prefecture','340000'),
	('341300','宿州市','prefecture','340000'), ('341500','六安市','prefecture','340000'),
	('341600','亳州市','prefecture','340000'), ('341700','池州市','prefecture','340000'),
	('341800','宣城市','prefecture','340000'), ('350100','福州市','prefecture','350000'),
	('350200','厦门市','prefecture','350000'), ('350300','莆田市','prefecture','350000'),
	('350400','三明市','prefecture','350000'), ('350500','泉州市','prefecture','350000'),
	('350600','漳州市','prefecture','350000'), ('350700','南平市','prefecture','350000'),
	('350800','龙岩市','prefecture','350000'), ('350900','宁德市','prefecture','350000'),
	('360100','南昌市','prefecture','360000'), ('360200','景德镇市','prefecture','360000'),
	('360300','萍乡市','prefecture','360000'), ('360400','九江市','prefecture','360000'),
	('360500','新余市','prefecture','360000'), ('360600','鹰潭市','prefecture','360000'),
	('360700','赣州市','prefecture','360000'), ('360800','吉安市','prefecture','360000'),
	('360900','宜春市','prefecture','360000'), ('361000','抚州市','prefecture','360000'),
	('361100','上饶市','prefecture','360000'), ('370100','济南市','prefecture','370000'),
	('370200','青岛市','prefecture','370000'), ('370300','淄博市','prefecture','370000'),
	('370400','枣庄市','prefecture','370000'), ('370500','东营市','prefecture','370000'),
	('370600','烟台市','prefecture','370000'), ('370700','潍坊市','prefecture','370000'),
	('370800','济宁市','prefecture','370000'), ('370900','泰安市','prefecture','370000'),
	('371000','威海市','prefecture','370000'), ('371100','日照市','prefecture','370000'),
	('371300','临沂市','prefecture','370000'), ('371400','德州市','prefecture','370000'),
	('371500','聊城市','prefecture','370000'), ('371600','滨州市','prefecture','370000'),
	('371700','菏泽市','prefecture','370000'), ('410100','郑州市','prefecture','410000'),
	('410200','开封市','prefecture','410000'), ('410300','洛阳市','prefecture','410000'),
	('410400','平顶山市','prefecture','410000'), ('410500','安阳市','prefecture','410000'),
	('410600','鹤壁市','prefecture','410000'), ('410700','新乡市','prefecture','410000'),
	('410800','焦作市','prefecture','410000'), ('410900','濮阳市','prefecture','410000'),
	('411000','许昌市','prefecture','410000'), ('411100','漯河市','prefecture','410000'),
	('411200','三门峡市','prefecture','410000'), ('411300','南阳市','prefecture','410000'),
	('411400','商丘市','prefecture','410000'), ('411500','信阳市','prefecture','410000'),
	('411600','周口市','prefecture','410000'), ('411700','驻马店市','prefecture','410000'),
	('419000','省直辖县级行政区划','prefecture','410000'), ('420100','武汉市','prefecture','420000'),
	('420200','黄石市','prefecture','420000'), ('420300','十堰市','prefecture','420000'),
	('420500','宜昌市','prefecture','420000'), ('420600','襄阳市','prefecture','420000'),
	('420700','鄂州市','prefecture','420000'), ('420800','荆门市','prefecture','420000'),
	('420900','孝感市','prefecture','420000'), ('421000','荆州市','prefecture','420000'),
	('421100','黄冈市','prefecture','420000'), ('421200','咸宁市','prefecture','420000'),
	('421300','随州市','prefecture','420000'), ('422800','恩施土家族苗族自治州','prefecture','420000'),
	('429000','省直辖县级行政区划','prefecture','420000'), ('430100','长沙市','prefecture','430000'),
	('430200','株洲市','prefecture','430000'), ('430300','湘潭市','prefecture','430000'),
	('430400','衡阳市','prefecture','430000'), ('430500','邵阳市','prefecture','430000'),
	('430600','岳阳市','prefecture','430000'), ('430700','常德市','prefecture','430000'),
	('430800','张家界市','prefecture','430000'), ('430900','益阳市','prefecture','430000'),
	('431000','郴州市','prefecture','430000'), ('431100','永州市','prefecture','430000'),
	('431200','怀化市','prefecture','430000'), ('431300','娄底市','prefecture','430000'),
	('433100','湘西土家族苗族自治州','prefecture','430000'), ('440100','广州市','prefecture','440000'),
	('440200','韶关市','prefecture','440000'), ('440300','深圳市','prefecture','440000'),
	('440400','珠海市','prefecture','440000'), ('440500','汕头市','prefecture','440000'),
	('440600','佛山市','prefecture','440000'), ('440700','江门市','prefecture','440000'),
	('440800','湛江市','prefecture','440000'), ('440900','茂名市','prefecture','440000'),
	('441200','肇庆市','prefecture','440000'), ('441300','惠州市','prefecture','440000'),
	('441400','梅州市','prefecture','440000'), ('441500','汕尾市','prefecture','440000'),
	('441600','河源市','prefecture','440000'), ('441700','阳江市','prefecture','440000'),
	('441800','清远市','prefecture','440000'), ('441900','东莞市','prefecture','440000'),
	('442000','中山市','prefecture','440000'), ('445100','潮州市','prefecture','440000'),
	('445200','揭阳市','prefecture','440000'), ('445300','云浮市','prefecture','440000'),
	('450100','南宁市','prefecture','450000'), ('450200','柳州市','prefecture','450000'),
	('450300','桂林市','prefecture','450000'), ('450400','梧州市','prefecture','450000'),
	('450500','北海市','prefecture','450000'), ('450600','防城港市','prefecture','450000'),
	('450700','钦州市','prefecture','450000'), ('450800','贵港市','prefecture','450000'),
	('450900','玉林市','prefecture','450000'), ('451000','百色市','prefecture','450000'),
	('451100','贺州市','prefecture','450000'), ('451200','河池市','prefecture','450000'),
	('451300','来宾市','prefecture','450000'), ('451400','崇左市','prefecture','450000'),
	('460100','海口市','prefecture','460000'), ('460200','三亚市','prefecture','460000'),
	('460300','三沙市','prefecture','460000'), ('460400','儋州市','prefecture','460000'),
	('469000','省直辖县级行政区划','prefecture','460000'), ('500100','市辖区','prefecture','500000'),
	('500200','县','prefecture','500000'), ('510100','成都市','prefecture','510000'),
	('510300','自贡市','prefecture','510000'), ('510400','攀枝花市','prefecture','510000'),
	('510500','泸州市','prefecture','510000'), ('510600','德阳市','prefecture','510000'),
	('510700','绵阳市','prefecture','510000'), ('510800','广元市','prefecture','510000'),
	('510900','遂宁市','prefecture','510000'), ('511000','内江市','prefecture','510000'),
	('511100','乐山市','prefecture','510000'), ('511300','南充市','prefecture','510000'),
	('511400','眉山市','prefecture','510000'), ('511500','宜宾市','prefecture','510000'),
	('511600','广安市','prefecture','510000'), ('511700','达州市','prefecture','510000'),
	('511800','雅安市','prefecture','510000'), ('511900','巴中市','prefecture','510000'),
	('512000','资阳市','prefecture','510000'), ('513200','阿坝藏族羌族自治州','prefecture','510000'),
	('513300','甘孜藏族自治州','prefecture','510000'), ('513400','凉山彝族自治州','prefecture','510000'),
	('520100','贵阳市','prefecture','520000'), ('520200','六盘水市','prefecture','520000'),
	('520300','遵义市','prefecture','520000'), ('520400','安顺市','prefecture','520000'),
	('520500','毕节市','prefecture','520000'), ('520600','铜仁市','prefecture','520000'),
	('522300','黔西南布依族苗族自治州','prefecture','520000'), ('522600','黔东南苗族侗族自治州','prefecture','520000'),
	('522700','黔南布依族苗族自治州','prefecture','520000'), ('530100','昆明市','prefecture','530000'),
	('530300','曲靖市','prefecture','530000'), ('530400','玉溪市','prefecture','530000'),
	('530500','保山市','prefecture','530000'), ('530600','昭通市','prefecture','530000'),
	('530700','丽江市','prefecture','530000'), ('530800','普洱市','prefecture','530000'),
	('530900','临沧市','prefecture','530000'), ('532300','楚雄彝族自治州','prefecture','530000'),
	('532500','红河哈尼族彝族自治州','prefecture','530000'), ('532600','文山壮族苗族自治州','prefecture','530000'),
	('532800','西双版纳傣族自治州','prefecture','530000'), ('532900','大理白族自治州','prefecture','530000'),
	('533100','德宏傣族景颇族自治州','prefecture','530000'), ('533300','怒江傈僳族自治州','prefecture','530000'),
	('533400','迪庆藏族自治州','prefecture','530000'), ('540100','拉萨市','prefecture','540000'),
	('540200','日喀则市','prefecture','540000'), ('540300','昌都市','prefecture','540000'),
	('540400','林芝市','prefecture','540000'), ('540500','山南市','prefecture','540000'),
	('540600','那曲市','prefecture','540000'), ('542500','阿里地区','prefecture','540000'),
	('610100','西安市','prefecture','610000'), ('610200','铜川市','prefecture','610000'),
	('610300','宝鸡市','prefecture','610000'), ('610400','咸阳市','prefecture','610000'),
	('610500','渭南市','prefecture','610000'), ('610600','延安市','prefecture','610000'),
	('610700','汉中市','prefecture','610000'), ('610800','榆林市','prefecture','610000'),
	('610900','安康市','prefecture','610000'), ('611000','商洛市','prefecture','610000'),
	('620100','兰州市','prefecture','620000'), ('620200','嘉峪关市','prefecture','620000'),
	('620300','金昌市','prefecture','620000'), ('620400','白银市','prefecture','620000'),
	('620500','天水市','prefecture','620000'), ('620600','武威市','prefecture','620000'),
	('620700','张掖市','prefecture','620000'), ('620800','平凉市','prefecture','620000'),
	('620900','酒泉市','prefecture','620000'), ('621000','庆阳市','prefecture','620000'),
	('621100','定西市','prefecture','620000'), ('621200','陇南市','prefecture','620000'),
	('622900','临夏回族自治州','prefecture','620000'), ('623000','甘南藏族自治州','prefecture','620000'),
	('630100','西宁市','prefecture','630000'), ('630200','海东市','prefecture','630000'),
	('632200','海北藏族自治州','prefecture','630000'), ('632300','黄南藏族自治州','prefecture','630000'),
	('632500','海南藏族自治州','prefecture','630000'), ('632600','果洛藏族自治州','prefecture','630000'),
	('632700','玉树藏族自治州','prefecture','630000'), ('632800','海西蒙古族藏族自治州','prefecture','630000'),
	('640100','银川市','prefecture','640000'), ('640200','石嘴山市','prefecture','640000'),
	('640300','吴忠市','prefecture','640000'), ('640400','固原市','prefecture','640000'),
	('640500','中卫市','prefecture','640000'), ('650100','乌鲁木齐市','prefecture','650000'),
	('650200','克拉玛依市','prefecture','650000'), ('650400','吐鲁番市','prefecture','650000'),
	('650500','哈密市','prefecture','650000'), ('652300','昌吉回族自治州','prefecture','650000'),
	('652700','博尔塔拉蒙古自治州','prefecture','650000'), ('652800','巴音郭楞蒙古自治州','prefecture','650000'),
	('652900','阿克苏地区','prefecture','650000'), ('653000','克孜勒苏柯尔克孜自治州','prefecture','650000'),
	('653100','喀什地区','prefecture','650000'), ('653200','和田地区','prefecture','650000'),
	('654000','伊犁哈萨克自治州','prefecture','650000'), ('654200','塔城地区','prefecture','650000'),
	('654300','阿勒泰地区','prefecture','650000'), ('659000','自治区直辖县级行政区划','prefecture','650000'),
	('220102','南关区','county','220100'), ('220103','宽城区','county','220100'),
	('220104','朝阳区','county','220100'), ('220105','二道区','county','220100'),
	('220106','绿园区','county','220100'), ('220112','双阳区','county','220100'),
	('220113','九台区','county','220100'), ('220122','农安县','county','220100'),
	('220171','长春经济技术开发区','development_zone','220100'), ('220172','长春净月高新技术产业开发区','development_zone','220100'),
	('220173','长春高新技术产业开发区','development_zone','220100'), ('220174','长春汽车经济技术开发区','development_zone','220100'),
	('220182','榆树市','county','220100'), ('220183','德惠市','county','220100'),
	('220184','公主岭市','county','220100'), ('220202','昌邑区','county','220200'),
	('220203','龙潭区','county','220200'), ('220204','船营区','county','220200'),
	('220211','丰满区','county','220200'), ('220221','永吉县','county','220200'),
	('220271','吉林经济开发区','development_zone','220200'), ('220272','吉林高新技术产业开发区','development_zone','220200'),
	('220273','吉林中国新加坡食品区','development_zone','220200'), ('220281','蛟河市','county','220200'),
	('220282','桦甸市','county','220200'), ('220283','舒兰市','county','220200'),
	('220284','磐石市','county','220200'), ('220302','铁西区','county','220300'),
	('220303','铁东区','county','220300'), ('220322','梨树县','county','220300'),
	('220323','伊通满族自治县','county','220300'), ('220382','双辽市','county','220300'),
	('220402','龙山区','county','220400'), ('220403','西安区','county','220400'),
	('220421','东丰县','county','220400'), ('220422','东辽县','county','220400'),
	('220502','东昌区','county','220500'), ('220503','二道江区','county','220500'),
	('220521','通化县','county','220500'), ('220523','辉南县','county','220500'),
	('220524','柳河县','county','220500'), ('220581','梅河口市','county','220500'),
	('220582','集安市','county','220500'), ('220602','浑江区','county','220600'),
	('220605','江源区','county','220600'), ('220621','抚松县','county','220600'),
	('220622','靖宇县','county','220600'), ('220623','长白朝鲜族自治县','county','220600'),
	('220681','临江市','county','220600'), ('220702','宁江区','county','220700'),
	('220721','前郭尔罗斯蒙古族自治县','county','220700'), ('220722','长岭县','county','220700'),
	('220723','乾安县','county','220700'), ('220771','吉林松原经济开发区','development_zone','220700'),
	('220781','扶余市','county','220700'), ('220802','洮北区','county','220800'),
	('220821','镇赉县','county','220800'), ('220822','通榆县','county','220800'),
	('220871','吉林白城经济开发区','development_zone','220800'), ('220881','洮南市','county','220800'),
	('220882','大安市','county','220800'), ('222401','延吉市','county','222400'),
	('222402','图们市','county','222400'), ('222403','敦化市','county','222400'),
	('222404','珲春市','county','222400'), ('222405','龙井市','county','222400'),
	('222406','和龙市','county','222400'), ('222424','汪清县','county','222400'),
	('222426','安图县','county','222400')
) AS r (code, name, level, parent);

-- ==== src/registry/industry_seed.sql ====

-- industry_seed.sql: sections and divisions of GB/T 4754-2017.
-- Requires registry/region.sql.
INSERT INTO credit.industry (code, name, level, parent, standard_entry)
SELECT i.code, i.name, i.level::pg_catalog.int2, i.parent, true
FROM (VALUES
	('A','农、林、牧、渔业',1,NULL), ('B','采矿业',1,NULL),
	('C','制造业',1,NULL), ('D','电力、热力、燃气及水生产和供应业',1,NULL),
	('E','建筑业',1,NULL), ('F','批发和零售业',1,NULL),
	('G','交通运输、仓储和邮政业',1,NULL), ('H','住宿和餐饮业',1,NULL),
	('I','信息传输、软件和信息技术服务业',1,NULL), ('J','金融业',1,NULL),
	('K','房地产业',1,NULL), ('L','租赁和商务服务业',1,NULL),
	('M','科学研究和技术服务业',1,NULL), ('N','水利、环境和公共设施管理业',1,NULL),
	('O','居民服务、修理和其他服务业',1,NULL), ('P','教育',1,NULL),
	('Q','卫生和社会工作',1,NULL), ('R','文化、体育和娱乐业',1,NULL),
	('S','公共管理、社会保障和社会组织',1,NULL), ('T','国际组织',1,NULL),
	('01','农业',2,'A'), ('02','林业',2,'A'),
	('03','畜牧业',2,'A'), ('04','渔业',2,'A'),
	('05','农、林、牧、渔专业及辅助性活动',2,'A'), ('06','煤炭开采和洗选业',2,'B'),
	('07','石油和天然气开采业',2,'B'), ('08','黑色金属矿采选业',2,'B'),
	('09','有色金属矿采选业',2,'B'), ('10','非金属矿采选业',2,'B'),
	('11','开采专业及辅助性活动',2,'B'), ('12','其他采矿业',2,'B'),
	('13','农副食品加工业',2,'C'), ('14','食品制造业',2,'C'),
	('15','酒、饮料和精制茶制造业',2,'C'), ('16','烟草制品业',2,'C'),
	('17','纺织业',2,'C'), ('18','纺织服装、服饰业',2,'C'),
	('19','皮革、毛皮、羽毛及其制品和制鞋业',2,'C'), ('20','木材加工和木、竹、藤、棕、草制品业',2,'C'),
	('21','家具制造业',2,'C'), ('22','造纸和纸制品业',2,'C'),
	('23','印刷和记录媒介复制业',2,'C'), ('24','文教、工美、体育和娱乐用品制造业',2,'C'),
	('25','石油、煤炭及其他燃料加工业',2,'C'), ('26','化学原料和化学制品制造业',2,'C'),
	('27','医药制造业',2,'C'), ('28','化学纤维制造业',2,'C'),
	('29','橡胶和塑料制品业',2,'C'), ('30','非金属矿物制品业',2,'C'),
	('31','黑色金属冶炼和压延加工业',2,'C'), ('32','有色金属冶炼和压延加工业',2,'C'),
	('33','金属制品业',2,'C'), ('34','通用设备制造业',2,'C'),
	('35','专用设备制造业',2,'C'), ('36','汽车制造业',2,'C'),
	('37','铁路、船舶、航空航天和其他运输设备制造业',2,'C'), ('38','电气机械和器材制造业',2,'C'),
	('39','计算机、通信和其他电子设备制造业',2,'C'), ('40','仪器仪表制造业',2,'C'),
	('41','其他制造业',2,'C'), ('42','废弃资源综合利用业',2,'C'),
	('43','金属制品、机械和设备修理业',2,'C'), ('44','电力、热力生产和供应业',2,'D'),
	('45','燃气生产和供应业',2,'D'), ('46','水的生产和供应业',2,'D'),
	('47','房屋建筑业',2,'E'), ('48','土木工程建筑业',2,'E'),
	('49','建筑安装业',2,'E'), ('50','建筑装饰、装修和其他建筑业',2,'E'),
	('51','批发业',2,'F'), ('52','零售业',2,'F'),
	('53','铁路运输业',2,'G'), ('54','道路运输业',2,'G'),
	('55','水上运输业',2,'G'), ('56','航空运输业',2,'G'),
	('57','管道运输业',2,'G'), ('58','多式联运和运输代理业',2,'G'),
	('59','装卸搬运和仓储业',2,'G'), ('60','邮政业',2,'G'),
	('61','住宿业',2,'H'), ('62','餐饮业',2,'H'),
	('63','电信、广播电视和卫星传输服务',2,'I'), ('64','互联网和相关服务',2,'I'),
	('65','软件和信息技术服务业',2,'I'), ('66','货币金融服务',2,'J'),
	('67','资本市场服务',2,'J'), ('68','保险业',2,'J'),
	('69','其他金融业',2,'J'), ('70','房地产业',2,'K'),
	('71','租赁业',2,'L'), ('72','商务服务业',2,'L'),
	('73','研究和试验发展',2,'M'), ('74','专业技术服务业',2,'M'),
	('75','科技推广和应用服务业',2,'M'), ('76','水利管理业',2,'N'),
	('77','生态保护和环境治理业',2,'N'), ('78','公共设施管理业',2,'N'),
	('79','土地管理业',2,'N'), ('80','居民服务业',2,'O'),
	('81','机动车、电子产品和日用产品修理业',2,'O'), ('82','其他服务业',2,'O'),
	('83','教育',2,'P'), ('84','卫生',2,'Q'),
	('85','社会工作',2,'Q'), ('86','新闻和出版业',2,'R'),
	('87','广播、电视、电影和录音制作业',2,'R'), ('88','文化艺术业',2,'R'),
	('89','体育',2,'R'), ('90','娱乐业',2,'R'),
	('91','中国共产党机关',2,'S'), ('92','国家机构',2,'S'),
	('93','人民政协、民主党派',2,'S'), ('94','社会保障',2,'S'),
	('95','群众团体、社会团体和其他成员组织',2,'S'), ('96','基层群众自治组织及其他组织',2,'S'),
	('97','国际组织',2,'T')
) AS i (code, name, level, parent);

-- ==== src/registry/legal_basis_seed.sql ====

-- legal_basis_seed.sql: the documents that shipped rules cite. Requires
-- registry/region.sql. A row is verified when its number and date were seen in
-- public text; the source column says what is still to be compared.
INSERT INTO credit.legal_basis (basis_id, title, doc_no, rank, in_force, verified, source, standard_entry)
SELECT b.basis_id, b.title, b.doc_no, b.rank, b.in_force::pg_catalog.daterange, b.verified, b.source, true
FROM (VALUES
	-- laws 法律
	('penalty_law_1996', '中华人民共和国行政处罚法（1996年）', NULL, 'law', '[1996-10-01,2021-07-15)', false, '施行日期待核对'),
	('penalty_law_2021', '中华人民共和国行政处罚法（2021年修订）', '主席令第七十号', 'law', '[2021-07-15,)', false, '条文已见；施行日期与令号待核对'),
	('licence_law', '中华人民共和国行政许可法', '主席令第七号', 'law', '[2004-07-01,)', false, '条文编号与施行日期待核对'),
	('compulsion_law', '中华人民共和国行政强制法', '主席令第四十九号', 'law', '[2012-01-01,)', false, '第六十九条已见；施行日期待核对'),
	('procurement_law', '中华人民共和国政府采购法', '主席令第六十八号', 'law', '[2003-01-01,)', false, '第二十二条已见；施行日期待核对'),
	('civil_procedure_law', '中华人民共和国民事诉讼法', NULL, 'law', '[1991-04-09,)', false, '期间规定已见；虚假诉讼、失信被执行人条文编号待核对'),
	('tax_administration_law', '中华人民共和国税收征收管理法', NULL, 'law', '[2001-05-01,)', false, '施行日期待核对'),
	('work_safety_law', '中华人民共和国安全生产法', NULL, 'law', '[2002-11-01,)', false, '施行日期待核对'),
	('personal_information_law', '中华人民共和国个人信息保护法', '主席令第九十一号', 'law', '[2021-11-01,)', false, '施行日期待核对'),
	-- administrative regulations 行政法规
	('enterprise_disclosure', '企业信息公示暂行条例', '国务院令第654号', 'administrative_regulation', '[2014-10-01,)', false, '名称见政策文件；令号与日期待核对'),
	('market_registration', '中华人民共和国市场主体登记管理条例', '国务院令第746号', 'administrative_regulation', '[2022-03-01,)', false, '令号与日期待核对'),
	('credit_reporting', '征信业管理条例', '国务院令第631号', 'administrative_regulation', '[2013-03-15,)', false, '条例已见引用；第十四条、第十六条内容待核对'),
	('migrant_wages', '保障农民工工资支付条例', '国务院令第724号', 'administrative_regulation', '[2020-05-01,)', false, '令号与日期待核对'),
	('sme_payments', '保障中小企业款项支付条例', '国务院令第728号', 'administrative_regulation', '[2020-09-01,)', false, '令号与日期待核对'),
	('government_information', '中华人民共和国政府信息公开条例', '国务院令第711号', 'administrative_regulation', '[2019-05-15,)', false, '名称见政策文件；令号与日期待核对'),
	-- local regulations 地方性法规
	('jilin_social_credit', '吉林省社会信用条例', '吉林省第十三届人大常委会公告第73号', 'local_regulation', '[2022-01-01,)', true, '2021-09-28通过；权益保障一章全文待核对'),
	-- central policies 党中央、国务院文件
	('gf_21_2014', '社会信用体系建设规划纲要（2014-2020年）', '国发〔2014〕21号', 'central_policy', '[2014-06-14,2021-01-01)', false, '名称见政策文件；文号与日期待核对'),
	('gf_33_2016', '国务院关于建立完善守信联合激励和失信联合惩戒制度加快推进社会诚信建设的指导意见', '国发〔2016〕33号', 'central_policy', '[2016-05-30,)', false, '文号与日期待核对'),
	('gbf_35_2019', '国务院办公厅关于加快推进社会信用体系建设构建以信用为基础的新型监管机制的指导意见', '国办发〔2019〕35号', 'central_policy', '[2019-07-09,)', true, '文号见政策文件；成文日期待核对'),
	('gbf_39_2019', '国务院办公厅文件（公共信用信息报告标准所依据）', '国办发〔2019〕39号', 'central_policy', '[2019-08-01,)', false, '文号已见；名称与日期待核对'),
	('gbf_49_2020', '国务院办公厅关于进一步完善失信约束制度构建诚信建设长效机制的指导意见', '国办发〔2020〕49号', 'central_policy', '[2020-12-07,)', true, '2020年12月；成文日期待核对'),
	('gbf_22_2025', '国务院办公厅关于进一步完善信用修复制度的实施方案', '国办发〔2025〕22号', 'central_policy', '[2025-06-22,)', true, '一个平台、三级失信、一套流程'),
	('gbf_8_2026', '建立企业信用状况综合评价体系的实施方案', '国办发〔2026〕8号', 'central_policy', '[2026-04-02,)', true, '名称与日期已见；内容为转述'),
	-- ministries 部门规章与部门文件
	('ndrc_penalty_notice_2017', '国家发展改革委办公厅关于行政处罚信息公示期限的通知', NULL, 'ministry_rule', '[2017-07-31,2019-07-01)', true, '公示期一年，严重失信三年；文号待补'),
	('fgb_424_2018', '行政许可和行政处罚等信用信息公示数据标准（双公示）', '发改办财金〔2018〕424号', 'ministry_rule', '[2018-07-25,)', true, '七个工作日规则已见；附件数据表未见'),
	('fgb_527_2019', '关于进一步完善“信用中国”网站及地方信用门户网站行政处罚信息信用修复机制的通知', '发改办财金〔2019〕527号', 'ministry_rule', '[2019-07-01,2023-05-01)', true, NULL),
	('ndrc_order_58', '失信行为纠正后的信用信息修复管理办法（试行）', '国家发展改革委令第58号', 'ministry_rule', '[2023-05-01,2026-04-01)', true, '食品、药品领域一年下限待核对'),
	('ndrc_order_36_2025', '信用修复管理办法', '国家发展改革委令2025年第36号', 'ministry_rule', '[2026-04-01,)', true, '各环节工作日数未见原文'),
	('ndrc_order_44_2025', '招标投标领域信用管理暂行办法', '国家发展改革委令第44号', 'ministry_rule', '[2027-01-01,)', false, '转述'),
	('samr_order_44', '市场监督管理严重违法失信名单管理办法', '国家市场监督管理总局令第44号', 'ministry_rule', '[2021-09-01,)', true, '名单期限三年待核对'),
	('samr_order_45', '市场监督管理行政处罚信息公示规定', '国家市场监督管理总局令第45号', 'ministry_rule', '[2021-09-01,)', true, '公示期限待核对'),
	('samr_repair_3_2021', '市场监督管理信用修复管理办法', '国市监信规〔2021〕3号', 'ministry_rule', '[2021-09-01,)', true, '各环节工作日数待核对'),
	('samr_risk_6_2022', '关于推进企业信用风险分类管理进一步提升监管效能的意见', '国市监信发〔2022〕6号', 'ministry_rule', '[2022-01-13,)', true, '成文日期待核对'),
	('catalogue_2021', '全国公共信用信息基础目录（2021年版）', NULL, 'ministry_rule', '[2021-12-16,2022-12-28)', true, '11类；日期待核对'),
	('catalogue_2022', '全国公共信用信息基础目录（2022年版）', NULL, 'ministry_rule', '[2022-12-28,2024-02-23)', true, '12类；日期待核对'),
	('catalogue_2024', '全国公共信用信息基础目录和全国失信惩戒措施基础清单（2024年版）', '发改财金规〔2024〕203号', 'ministry_rule', '[2024-02-23,)', true, '13类；成文日期待核对；2025、2026年版未见'),
	('measures_2021', '全国失信惩戒措施基础清单（2021年版）', NULL, 'ministry_rule', '[2021-12-16,2024-02-23)', true, '3类14项；分项文字待核对'),
	('report_standard_2021', '公共信用信息报告标准（2021年版）', '发改办财金〔2021〕28号', 'ministry_rule', '[2021-01-08,2022-09-07)', true, NULL),
	('report_standard_2022', '公共信用信息报告标准（2022年版）', NULL, 'ministry_rule', '[2022-09-07,)', true, '章节内容待核对'),
	('mohrss_order_45', '拖欠农民工工资失信联合惩戒对象名单管理暂行办法', '人力资源和社会保障部令第45号', 'ministry_rule', '[2022-01-01,)', true, NULL),
	('sta_order_54', '重大税收违法失信主体信息公布管理办法', '国家税务总局令第54号', 'ministry_rule', '[2022-02-01,)', true, '名单期限待核对'),
	('mem_order_11', '安全生产严重失信主体名单管理办法', '应急管理部令第11号', 'ministry_rule', '[2023-10-01,)', true, NULL),
	('spc_dishonest_debtors', '最高人民法院关于公布失信被执行人名单信息的若干规定', '法释〔2017〕7号', 'ministry_rule', '[2013-10-01,)', false, '2013年施行、2017年修改；期限与文号待核对'),
	('procurement_records_526', '关于报送政府采购严重违法失信行为信息记录的通知', '财办库〔2014〕526号', 'ministry_rule', '[2015-01-01,)', true, '施行日期待核对'),
	('mca_order_60', '社会组织信用信息管理办法', '民政部令第60号', 'ministry_rule', '[2018-01-24,)', true, '名单期限待核对'),
	('mct_order_7', '文化和旅游市场信用管理规定', '文化和旅游部令第7号', 'ministry_rule', '[2022-01-01,)', true, '名单期限待核对'),
	('tax_credit_2014', '纳税信用管理办法（试行）', '国家税务总局公告2014年第40号', 'ministry_rule', '[2014-10-01,2025-07-01)', false, '文号待核对'),
	('tax_credit_2025', '纳税缴费信用管理办法', '国家税务总局公告2025年第12号', 'ministry_rule', '[2025-07-01,)', true, NULL),
	('environment_credit_2013', '企业环境信用评价办法（试行）', '环发〔2013〕150号', 'ministry_rule', '[2014-03-01,)', true, '施行日期待核对'),
	('labour_credit_2016', '企业劳动保障守法诚信等级评价办法', '人社部规〔2016〕1号', 'ministry_rule', '[2017-01-01,)', true, NULL),
	-- standards 国家标准
	('gbt_45255_2025', '公共信用综合评价规范', 'GB/T 45255-2025', 'ministry_rule', '[2025-06-01,)', true, '阈值与周期未见原文'),
	('gb_32100_2015', '法人和其他组织统一社会信用代码编码规则', 'GB 32100-2015', 'ministry_rule', '[2015-10-01,)', true, NULL),
	('gbt_39441_2020', '公共信用信息分类与编码规范', 'GB/T 39441-2020', 'ministry_rule', '[2021-06-01,)', false, '施行日期待核对'),
	-- local documents 地方文件
	('jilin_city_2020', '吉林市加快推进社会信用体系建设构建以信用为基础的新型监管机制的实施方案', NULL, 'local_document', '[2020-01-01,)', true, '政策文件原文；成文日期待核对'),
	('jilin_plan_14_5', '吉林省“十四五”社会信用体系建设规划', NULL, 'local_document', '[2021-01-01,)', true, '政策文件原文；成文日期待核对'),
	('tonghua_2019', '2019年通化市社会信用体系建设重点工作计划', NULL, 'local_document', '[2019-01-01,2020-01-01)', true, '政策文件原文；名单数量指标已被国办发〔2020〕49号取代'),
	('baicheng_2022', '白城市2022年社会信用体系建设重点任务清单（园区）', NULL, 'local_document', '[2022-01-01,)', true, '政策文件原文'),
	('jilin_repair', '吉林省公共信用修复管理暂行办法', NULL, 'local_document', '[2020-01-01,)', false, '仅见名称')
) AS b (basis_id, title, doc_no, rank, in_force, verified, source);

-- ==== src/registry/department.sql ====

-- department.sql: departments, and for whom a session acts. Requires
-- registry/region.sql, code/ (credit.uscc).

CREATE TABLE credit.department (
	dept_id pg_catalog.int4 GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY
		CHECK (dept_id OPERATOR(pg_catalog.>) 0),
	name pg_catalog.text NOT NULL CHECK (name OPERATOR(pg_catalog.<>) ''),
	uscc credit.uscc UNIQUE,
	region_code pg_catalog.text COLLATE "C" REFERENCES credit.region,
	parent_id pg_catalog.int4,
	successor_id pg_catalog.int4,
	sector pg_catalog.text,
	role_name pg_catalog.name UNIQUE,
	valid pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(valid)),
	CHECK (parent_id OPERATOR(pg_catalog.<>) dept_id),
	CHECK (successor_id OPERATOR(pg_catalog.<>) dept_id)
);
COMMENT ON TABLE credit.department IS 'Departments that decide and report. The rows are the installation''s own. 作出决定并报送信息的部门，由使用单位自行登记。';
COMMENT ON COLUMN credit.department.dept_id IS 'Number of the department. 部门编号。';
COMMENT ON COLUMN credit.department.name IS 'Name as on its documents. 部门名称。';
COMMENT ON COLUMN credit.department.uscc IS 'Unified code of the department. 部门统一社会信用代码。';
COMMENT ON COLUMN credit.department.region_code IS 'Division it works for. 所属行政区划。';
COMMENT ON COLUMN credit.department.parent_id IS 'Department above, which may act for this one. 上级部门，可代为办理。';
COMMENT ON COLUMN credit.department.successor_id IS 'Department that took over its duties and acts for its old records. 承接其职能的部门，可办理其历史记录。';
COMMENT ON COLUMN credit.department.sector IS 'Field whose own rules apply (market_regulation, food, drug, work_safety, fire, special_equipment …). 所属领域，适用该领域规则。';
COMMENT ON COLUMN credit.department.role_name IS 'Database role of the department; whoever has its privileges acts for it. 部门对应的数据库角色。';
COMMENT ON COLUMN credit.department.valid IS 'Days on which the department exists. 存续期间。';
CREATE INDEX department_parent ON credit.department (parent_id);
CREATE INDEX department_successor ON credit.department (successor_id);
GRANT SELECT ON credit.department TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.department TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.department', '');
SELECT pg_catalog.pg_extension_config_dump('credit.department_dept_id_seq', '');
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.department
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();

-- Parents and successors exist and do not run in circles. (No foreign keys:
-- pg_dump warns of self-references.)
CREATE FUNCTION credit.check_department() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	circle int;
	loose record;
BEGIN
	SELECT d.dept_id, d.parent_id, d.successor_id INTO loose
	FROM credit.department d
	LEFT JOIN credit.department p ON p.dept_id = d.parent_id
	LEFT JOIN credit.department s ON s.dept_id = d.successor_id
	WHERE (d.parent_id IS NOT NULL AND p.dept_id IS NULL)
	   OR (d.successor_id IS NOT NULL AND s.dept_id IS NULL)
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'department % refers to a department that does not exist', loose.dept_id
			USING ERRCODE = 'foreign_key_violation',
				DETAIL = format('Its parent is %s, its successor %s.',
					coalesce(loose.parent_id::text, 'none'), coalesce(loose.successor_id::text, 'none')),
				HINT = 'Insert that department first; change those that refer to one before deleting it.';
	END IF;
	WITH RECURSIVE up AS (
		SELECT d.dept_id AS start, d.parent_id AS next, 1 AS depth
		FROM credit.department d WHERE d.parent_id IS NOT NULL
		UNION ALL
		SELECT u.start, d.parent_id, u.depth + 1
		FROM up u JOIN credit.department d ON d.dept_id = u.next
		WHERE d.parent_id IS NOT NULL AND u.next <> u.start AND u.depth < 100
	), over AS (
		SELECT d.dept_id AS start, d.successor_id AS next, 1 AS depth
		FROM credit.department d WHERE d.successor_id IS NOT NULL
		UNION ALL
		SELECT u.start, d.successor_id, u.depth + 1
		FROM over u JOIN credit.department d ON d.dept_id = u.next
		WHERE d.successor_id IS NOT NULL AND u.next <> u.start AND u.depth < 100
	)
	SELECT min(start) INTO circle FROM (
		SELECT start FROM up WHERE next = start UNION ALL SELECT start FROM over WHERE next = start) c;
	IF circle IS NOT NULL THEN
		RAISE EXCEPTION 'departments form a circle'
			USING ERRCODE = 'CR020',
				DETAIL = format('Department %s is above itself or succeeds itself.', circle),
				HINT = 'Correct parent_id or successor_id of one department in the chain.';
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.check_department() IS 'Statement trigger: parents and successors exist, and no department is its own, however indirectly. 语句级触发器：上级与承接部门须存在且不得成环。';
REVOKE ALL ON FUNCTION credit.check_department() FROM PUBLIC;
CREATE TRIGGER check_department AFTER INSERT OR UPDATE OR DELETE ON credit.department
	FOR EACH STATEMENT EXECUTE FUNCTION credit.check_department();

-- Who acts. Row-level policies call these once a row, so they are C over a
-- copy in the backend. They depend on the current role (SET ROLE, SET LOCAL
-- ROLE) and on credit.department, never on the connection: STABLE, and safe
-- behind a pooler. They are not LEAKPROOF and need not be: a policy's own
-- condition comes before the caller's, and the operators the caller's index
-- conditions use (uscc, int8, text = and date comparisons) are leakproof.
CREATE FUNCTION credit.acting_department() RETURNS pg_catalog.int4
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_acting_department_sql';
COMMENT ON FUNCTION credit.acting_department() IS 'Department for which the current role writes: the one its role belongs to, or credit.department among those it may act for; null for a role of none. 当前角色代表的部门；可用 credit.department 在有权部门中选择；不属任何部门时为空。';

CREATE FUNCTION credit.acting_departments() RETURNS pg_catalog.int4[]
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_acting_departments_sql';
COMMENT ON FUNCTION credit.acting_departments() IS 'All departments the current role may act for: its own, those below them, and those they succeeded. 当前角色有权代表的全部部门：本部门、下级部门及已承接的部门。';

CREATE FUNCTION credit.may_act_for(dept_id pg_catalog.int4) RETURNS pg_catalog.bool
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_may_act_for_sql';
COMMENT ON FUNCTION credit.may_act_for(pg_catalog.int4) IS 'Whether the current role may write for the department; the office may for all. 当前角色是否可代表该部门写入，信用办可代表全部。';

CREATE FUNCTION credit.may_see_department(dept_id pg_catalog.int4) RETURNS pg_catalog.bool
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_may_see_department_sql';
COMMENT ON FUNCTION credit.may_see_department(pg_catalog.int4) IS 'Whether the current role sees everything of the department: its own, or all for the office. 当前角色是否可见该部门全部数据。';

CREATE FUNCTION credit.is_office() RETURNS pg_catalog.bool
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_is_office_sql';
COMMENT ON FUNCTION credit.is_office() IS 'Whether the current role belongs to the credit office (credit_admin) or is a superuser. 当前角色是否属于信用主管部门或为超级用户。';

CREATE FUNCTION credit.is_department() RETURNS pg_catalog.bool
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_is_department_sql';
COMMENT ON FUNCTION credit.is_department() IS 'Whether the current role acts for at least one department. 当前角色是否至少代表一个部门。';

-- ==== src/registry/subject.sql ====

-- subject.sql: subjects, their other identifiers, former names and relations.
-- Requires registry/department.sql, code/ (uscc, subject_kind), name/
-- (credit.normalize_name).

CREATE SEQUENCE credit.subject_id_seq;
COMMENT ON SEQUENCE credit.subject_id_seq IS 'Numbers of subjects. 主体编号序列。';
GRANT USAGE, SELECT ON SEQUENCE credit.subject_id_seq TO credit_admin, credit_department;
SELECT pg_catalog.pg_extension_config_dump('credit.subject_id_seq', '');

CREATE TABLE credit.subject (
	subject_id pg_catalog.int8 PRIMARY KEY DEFAULT pg_catalog.nextval('credit.subject_id_seq')
		CHECK (subject_id OPERATOR(pg_catalog.>) 0),
	kind credit.subject_kind NOT NULL,
	uscc credit.uscc UNIQUE,
	name pg_catalog.text NOT NULL CHECK (name OPERATOR(pg_catalog.<>) ''),
	name_key pg_catalog.text COLLATE "C" NOT NULL,
	name_rule pg_catalog.int2 NOT NULL DEFAULT credit.name_rule_version(),
	region_code pg_catalog.text COLLATE "C",
	industry_code pg_catalog.text COLLATE "C",
	registered_on pg_catalog.date,
	status pg_catalog.text NOT NULL DEFAULT 'active'
		CHECK (status OPERATOR(pg_catalog.=) ANY (ARRAY['active', 'suspended', 'revoked', 'cancelled'])),
	provisional pg_catalog.bool NOT NULL DEFAULT false,
	-- no foreign key: pg_dump warns of self-references; merge_subject() is the
	-- only writer
	merged_into pg_catalog.int8
		CHECK (merged_into OPERATOR(pg_catalog.<>) subject_id),
	attributes pg_catalog.jsonb NOT NULL DEFAULT '{}'
		CHECK (pg_catalog.jsonb_typeof(attributes) OPERATOR(pg_catalog.=) 'object'),
	created_at pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now()
);
COMMENT ON TABLE credit.subject IS 'Credit subjects: organisations, individual businesses, public bodies and persons; a record carries the number only. 信用主体：法人、非法人组织、个体工商户、政府机关与自然人；记录只引用主体编号。';
COMMENT ON COLUMN credit.subject.subject_id IS 'Number of the subject, for life. 主体编号，终身不变。';
COMMENT ON COLUMN credit.subject.kind IS 'Kind of subject. 主体类别。';
COMMENT ON COLUMN credit.subject.uscc IS 'Unified social credit code in use; null for persons. 现用统一社会信用代码，自然人为空。';
COMMENT ON COLUMN credit.subject.name IS 'Name in use. 现用名称。';
COMMENT ON COLUMN credit.subject.name_key IS 'Normalised name for searching. 用于检索的规范化名称。';
COMMENT ON COLUMN credit.subject.name_rule IS 'Version of the normalising rule behind name_key. 规范化规则版本。';
COMMENT ON COLUMN credit.subject.region_code IS 'Division where it is now; the code''s own digits tell where it first registered. 现住所区划，代码内区划仅表示初次登记地。';
COMMENT ON COLUMN credit.subject.industry_code IS 'Industry (GB/T 4754). 行业代码。';
COMMENT ON COLUMN credit.subject.registered_on IS 'Day of registration. 登记日期。';
COMMENT ON COLUMN credit.subject.status IS 'active, suspended, revoked or cancelled in the register. 登记状态：存续、停业、吊销、注销。';
COMMENT ON COLUMN credit.subject.provisional IS 'True until the register has confirmed it: it was created by an entry with a valid code. 由录入的有效代码自动建立、尚待登记机关确认。';
COMMENT ON COLUMN credit.subject.merged_into IS 'Subject this entry was found to be; its files have moved there. 经查与之为同一主体，档案已并入。';
COMMENT ON COLUMN credit.subject.attributes IS 'Other facts of the register. 其他登记事项。';
COMMENT ON COLUMN credit.subject.created_at IS 'When it was created here. 建立时间。';
CREATE INDEX subject_merged_into ON credit.subject (merged_into) WHERE merged_into IS NOT NULL;
-- credit.record and other views show the code as text and are asked by it
CREATE INDEX subject_code_text ON credit.subject ((uscc::pg_catalog.text));
GRANT SELECT ON credit.subject TO credit_admin, credit_department, credit_analyst, credit_public, credit_identity;
GRANT INSERT, UPDATE, DELETE ON credit.subject TO credit_admin;
ALTER TABLE credit.subject ENABLE ROW LEVEL SECURITY;
-- Names of persons are for departments and the office; analysts and the public
-- count persons' records without names. (An enum comparison costs nothing;
-- the function is asked for persons only.)
CREATE POLICY subject_read ON credit.subject FOR SELECT
	USING (kind OPERATOR(pg_catalog.<>) 'person' OR credit.is_office() OR credit.is_department());
CREATE POLICY subject_write ON credit.subject FOR ALL TO credit_admin
	USING (credit.is_office()) WITH CHECK (credit.is_office());
SELECT pg_catalog.pg_extension_config_dump('credit.subject', '');

CREATE TABLE credit.subject_identifier (
	subject_id pg_catalog.int8 NOT NULL REFERENCES credit.subject ON DELETE CASCADE,
	scheme pg_catalog.text COLLATE "C" NOT NULL
		CHECK (scheme OPERATOR(pg_catalog.=) ANY (ARRAY['registration_no', 'org_code', 'tax_no',
			'institution_no', 'association_no', 'former_uscc', 'other'])),
	value pg_catalog.text COLLATE "C" NOT NULL CHECK (value OPERATOR(pg_catalog.<>) ''),
	valid pg_catalog.daterange NOT NULL DEFAULT '(,)',
	PRIMARY KEY (subject_id, scheme, value),
	UNIQUE (scheme, value)
);
COMMENT ON TABLE credit.subject_identifier IS 'Other numbers of a subject: 15-digit registration, organisation code, tax, institution and association numbers, and codes it had before. 主体的其他号码：注册号、组织机构代码、税务登记号、事业单位证书号、社会组织登记证号及曾用统一代码。';
COMMENT ON COLUMN credit.subject_identifier.subject_id IS 'Whose number it is. 所属主体。';
COMMENT ON COLUMN credit.subject_identifier.scheme IS 'registration_no, org_code, tax_no, institution_no, association_no, former_uscc, other. 号码种类。';
COMMENT ON COLUMN credit.subject_identifier.value IS 'The number in its standard form. 规范形式的号码。';
COMMENT ON COLUMN credit.subject_identifier.valid IS 'Days on which the number was in use. 使用期间。';
GRANT SELECT ON credit.subject_identifier TO credit_admin, credit_department, credit_analyst;
GRANT INSERT, UPDATE, DELETE ON credit.subject_identifier TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.subject_identifier', '');

CREATE TABLE credit.subject_name (
	subject_id pg_catalog.int8 NOT NULL REFERENCES credit.subject ON DELETE CASCADE,
	name pg_catalog.text NOT NULL,
	name_key pg_catalog.text COLLATE "C" NOT NULL,
	name_rule pg_catalog.int2 NOT NULL DEFAULT credit.name_rule_version(),
	valid pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(valid)),
	PRIMARY KEY (subject_id, name, valid)
);
COMMENT ON TABLE credit.subject_name IS 'Former names of subjects; the name in use stands in subject. 主体曾用名，现用名在主体表。';
COMMENT ON COLUMN credit.subject_name.subject_id IS 'Whose name it was. 所属主体。';
COMMENT ON COLUMN credit.subject_name.name IS 'The former name. 曾用名。';
COMMENT ON COLUMN credit.subject_name.name_key IS 'The same, normalised. 规范化的曾用名。';
COMMENT ON COLUMN credit.subject_name.name_rule IS 'Version of the normalising rule. 规范化规则版本。';
COMMENT ON COLUMN credit.subject_name.valid IS 'Days on which it was the name. 使用期间。';
CREATE INDEX subject_name_key ON credit.subject_name (name_key);
GRANT SELECT ON credit.subject_name TO credit_admin, credit_department;
GRANT INSERT, UPDATE, DELETE ON credit.subject_name TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.subject_name', '');

CREATE TABLE credit.relation (
	subject_id pg_catalog.int8 NOT NULL REFERENCES credit.subject ON DELETE CASCADE,
	related_id pg_catalog.int8 NOT NULL REFERENCES credit.subject ON DELETE CASCADE,
	role pg_catalog.text COLLATE "C" NOT NULL
		CHECK (role OPERATOR(pg_catalog.=) ANY (ARRAY['legal_representative', 'principal', 'actual_controller',
			'directly_responsible', 'shareholder', 'branch_of', 'superior'])),
	valid pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(valid)),
	PRIMARY KEY (subject_id, role, related_id, valid),
	CHECK (subject_id OPERATOR(pg_catalog.<>) related_id)
);
COMMENT ON TABLE credit.relation IS 'Who answers for an organisation, and to whom it belongs, with the period. 主体间关系及期间：法定代表人、主要负责人、实际控制人、直接责任人等。';
COMMENT ON COLUMN credit.relation.subject_id IS 'The organisation. 组织。';
COMMENT ON COLUMN credit.relation.related_id IS 'The person or organisation that stands in the role to it. 关联主体。';
COMMENT ON COLUMN credit.relation.role IS 'legal_representative, principal, actual_controller, directly_responsible, shareholder, branch_of, superior. 关系种类。';
COMMENT ON COLUMN credit.relation.valid IS 'Days on which it holds. 有效期间。';
CREATE INDEX relation_related ON credit.relation (related_id, role);
GRANT SELECT ON credit.relation TO credit_admin, credit_department;
GRANT INSERT, UPDATE, DELETE ON credit.relation TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.relation', '');

CREATE TABLE credit.subject_merge (
	gone_id pg_catalog.int8 PRIMARY KEY REFERENCES credit.subject ON DELETE CASCADE,
	kept_id pg_catalog.int8 NOT NULL REFERENCES credit.subject ON DELETE CASCADE,
	reason pg_catalog.text NOT NULL CHECK (pg_catalog.btrim(reason) OPERATOR(pg_catalog.<>) ''),
	merged_at pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),
	merged_by pg_catalog.text NOT NULL DEFAULT CURRENT_USER
);
COMMENT ON TABLE credit.subject_merge IS 'Mergers of two entries that were one subject: which, why, when, by whom. 主体合并记录：何者、原因、时间、经办。';
COMMENT ON COLUMN credit.subject_merge.gone_id IS 'Entry that was merged away. 被并入的条目。';
COMMENT ON COLUMN credit.subject_merge.kept_id IS 'Entry that took its files at the time. 当时接收档案的主体。';
COMMENT ON COLUMN credit.subject_merge.reason IS 'Why they are one. 合并原因。';
COMMENT ON COLUMN credit.subject_merge.merged_at IS 'When. 合并时间。';
COMMENT ON COLUMN credit.subject_merge.merged_by IS 'Role that did it. 经办角色。';
CREATE INDEX subject_merge_kept ON credit.subject_merge (kept_id);
GRANT SELECT ON credit.subject_merge TO credit_admin, credit_department;
SELECT pg_catalog.pg_extension_config_dump('credit.subject_merge', '');

-- Rooms below register what moves when two subjects become one.
CREATE TABLE credit.subject_table (
	table_name pg_catalog.text COLLATE "C" PRIMARY KEY,
	mover pg_catalog.text COLLATE "C",
	ordinal pg_catalog.int4 NOT NULL DEFAULT 100
);
COMMENT ON TABLE credit.subject_table IS 'Tables whose rows follow a subject when it is merged. Each room that keys rows by subject_id inserts one row in its part of the install script. 主体合并时随之转移的表，由各部分安装脚本登记。';
COMMENT ON COLUMN credit.subject_table.table_name IS 'Qualified name of a table with a column subject_id. 含 subject_id 列的表（带模式名）。';
COMMENT ON COLUMN credit.subject_table.mover IS 'Qualified function (keep bigint, gone bigint) that moves the rows where a plain update of subject_id could break a key; null for the plain update. 处理键冲突的转移函数，空则直接更新。';
COMMENT ON COLUMN credit.subject_table.ordinal IS 'Order of moving, lowest first. 转移次序。';
GRANT SELECT ON credit.subject_table TO credit_admin;

-- Fills name_key where the writer left it out; bulk writers pass it.
CREATE FUNCTION credit.fill_name_key() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	NEW.name_key := credit.normalize_name(NEW.name);
	NEW.name_rule := credit.name_rule_version();
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION credit.fill_name_key() IS 'Row trigger: the key of a name follows the name. 行触发器：名称变化时更新检索键。';
REVOKE ALL ON FUNCTION credit.fill_name_key() FROM PUBLIC;
CREATE TRIGGER fill_name_key_insert BEFORE INSERT ON credit.subject FOR EACH ROW
	WHEN (NEW.name_key IS NULL) EXECUTE FUNCTION credit.fill_name_key();
CREATE TRIGGER fill_name_key_update BEFORE UPDATE OF name, name_key ON credit.subject FOR EACH ROW
	WHEN (NEW.name_key IS NULL OR
		(NEW.name OPERATOR(pg_catalog.<>) OLD.name AND NEW.name_key OPERATOR(pg_catalog.=) OLD.name_key))
	EXECUTE FUNCTION credit.fill_name_key();
CREATE TRIGGER fill_name_key_insert BEFORE INSERT ON credit.subject_name FOR EACH ROW
	WHEN (NEW.name_key IS NULL) EXECUTE FUNCTION credit.fill_name_key();

-- ==== src/registry/subject_change.sql ====

-- subject_change.sql: finding, registering and changing subjects: confirmation
-- by the register, new code, new name, merger. Requires registry/subject.sql.

CREATE FUNCTION credit.find_subject(code pg_catalog.text) RETURNS pg_catalog.int8
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_find_subject_sql';
COMMENT ON FUNCTION credit.find_subject(pg_catalog.text) IS 'Number of the subject with this unified code, present or former, or other identifier; mergers are followed; null when unknown. 按统一代码（现用或曾用）或其他号码查找主体编号，自动跟随合并；查无则为空。';

-- What a writer is told when a number does not lead to a subject. Locks the
-- subject first: a merger that commits meanwhile is seen.
CREATE FUNCTION credit.need_subject(subject_id pg_catalog.int8) RETURNS pg_catalog.int8
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	found_id int8;
	merged int8;
BEGIN
	SELECT s.subject_id, s.merged_into INTO found_id, merged
	FROM credit.subject s WHERE s.subject_id = need_subject.subject_id
	FOR NO KEY UPDATE;
	IF found_id IS NULL THEN
		RAISE EXCEPTION 'subject % does not exist', coalesce(need_subject.subject_id::text, 'null')
			USING ERRCODE = 'CR005',
				HINT = 'Look it up with credit.find_subject(code).';
	ELSIF merged IS NOT NULL THEN
		RAISE EXCEPTION 'subject % was merged into subject %', found_id, merged
			USING ERRCODE = 'CR009',
				DETAIL = 'Its files belong to the other entry now.',
				HINT = format('Use subject %s.', merged);
	END IF;
	RETURN found_id;
END
$$;
COMMENT ON FUNCTION credit.need_subject(pg_catalog.int8) IS 'The number itself, its subject locked, when it is a subject in use; otherwise an error that says why not (CR005, CR009). 校验主体编号可用并锁定，否则说明原因。';
REVOKE ALL ON FUNCTION credit.need_subject(pg_catalog.int8) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.need_subject(pg_catalog.int8) TO credit_admin;

CREATE FUNCTION credit.register_subject(kind credit.subject_kind, name pg_catalog.text,
		uscc credit.uscc DEFAULT NULL, region_code pg_catalog.text DEFAULT NULL,
		industry_code pg_catalog.text DEFAULT NULL, registered_on pg_catalog.date DEFAULT NULL,
		status pg_catalog.text DEFAULT 'active', attributes pg_catalog.jsonb DEFAULT '{}')
	RETURNS pg_catalog.int8
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	known credit.subject;
	id int8;
BEGIN
	IF register_subject.kind = 'person' THEN
		RAISE EXCEPTION 'persons are not registered by code'
			USING ERRCODE = 'CR005',
				DETAIL = 'A person has no unified code and is found by document.',
				HINT = 'Use credit.person_subject(doc_type, doc_no, name).';
	END IF;
	IF register_subject.uscc IS NOT NULL THEN
		id := credit.find_subject(register_subject.uscc::text);
	END IF;
	IF id IS NULL THEN
		INSERT INTO credit.subject AS s (kind, uscc, name, name_key, region_code, industry_code,
				registered_on, status, attributes)
		VALUES (register_subject.kind, register_subject.uscc, register_subject.name,
				credit.normalize_name(register_subject.name), register_subject.region_code,
				register_subject.industry_code, register_subject.registered_on,
				coalesce(register_subject.status, 'active'), coalesce(register_subject.attributes, '{}'))
		RETURNING s.subject_id INTO id;
		RETURN id;
	END IF;
	SELECT s.* INTO known FROM credit.subject s WHERE s.subject_id = id FOR UPDATE;
	IF known.name <> register_subject.name THEN
		PERFORM credit.rename_subject(id, register_subject.name);
	END IF;
	UPDATE credit.subject s SET
		kind = register_subject.kind,
		region_code = coalesce(register_subject.region_code, s.region_code),
		industry_code = coalesce(register_subject.industry_code, s.industry_code),
		registered_on = coalesce(register_subject.registered_on, s.registered_on),
		status = coalesce(register_subject.status, s.status),
		attributes = s.attributes || coalesce(register_subject.attributes, '{}'),
		provisional = false
	WHERE s.subject_id = id;
	RETURN id;
END
$$;
COMMENT ON FUNCTION credit.register_subject(credit.subject_kind, pg_catalog.text, credit.uscc, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.text, pg_catalog.jsonb) IS 'Enters or confirms an organisation of the register and returns its number; what is null stays as it was. 登记或确认一个组织类主体，返回编号；空值不改动原值。';

CREATE FUNCTION credit.confirm_subjects(rows pg_catalog.jsonb,
		OUT inserted pg_catalog.int8, OUT confirmed pg_catalog.int8, OUT renamed pg_catalog.int8)
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF EXISTS (SELECT FROM jsonb_to_recordset(rows) AS r (kind text, uscc text, name text)
			   WHERE r.kind IS NULL OR r.uscc IS NULL OR coalesce(r.name, '') = '') THEN
		RAISE EXCEPTION 'rows of the register need kind, uscc and name'
			USING ERRCODE = 'not_null_violation',
				HINT = 'Each element of the array is an object with at least these three keys.';
	END IF;
	WITH input AS MATERIALIZED (
		SELECT DISTINCT ON (r.uscc) r.*, credit.normalize_name(r.name) AS name_key,
			credit.find_subject(r.uscc::text) AS subject_id
		FROM ROWS FROM (jsonb_to_recordset(rows)
			AS (kind credit.subject_kind, uscc credit.uscc, name text, region_code text,
				industry_code text, registered_on date, status text, attributes jsonb))
			WITH ORDINALITY AS r (kind, uscc, name, region_code, industry_code, registered_on,
								  status, attributes, nr)
		ORDER BY r.uscc, r.nr DESC
	), former AS (
		INSERT INTO credit.subject_name (subject_id, name, name_key, name_rule, valid)
		SELECT s.subject_id, s.name, s.name_key, s.name_rule,
			credit.name_period(s.subject_id, s.registered_on, credit.today())
		FROM credit.subject s JOIN input i ON i.subject_id = s.subject_id
		WHERE s.name <> i.name
		ON CONFLICT DO NOTHING
		RETURNING 1
	), changed AS (
		UPDATE credit.subject s SET
			kind = i.kind, name = i.name, name_key = i.name_key, name_rule = credit.name_rule_version(),
			region_code = coalesce(i.region_code, s.region_code),
			industry_code = coalesce(i.industry_code, s.industry_code),
			registered_on = coalesce(i.registered_on, s.registered_on),
			status = coalesce(i.status, s.status),
			attributes = s.attributes || coalesce(i.attributes, '{}'),
			provisional = false
		FROM input i WHERE s.subject_id = i.subject_id
		RETURNING 1
	), entered AS (
		INSERT INTO credit.subject (kind, uscc, name, name_key, region_code, industry_code,
				registered_on, status, attributes)
		SELECT i.kind, i.uscc, i.name, i.name_key, i.region_code, i.industry_code, i.registered_on,
			coalesce(i.status, 'active'), coalesce(i.attributes, '{}')
		FROM input i WHERE i.subject_id IS NULL
		-- an entry may have made it, provisional, since we looked
		ON CONFLICT (uscc) DO UPDATE SET kind = excluded.kind, name = excluded.name,
			name_key = excluded.name_key, region_code = excluded.region_code,
			industry_code = excluded.industry_code, registered_on = excluded.registered_on,
			status = excluded.status, attributes = excluded.attributes, provisional = false
		RETURNING 1
	)
	SELECT (SELECT count(*) FROM entered), (SELECT count(*) FROM changed), (SELECT count(*) FROM former)
	INTO inserted, confirmed, renamed;
END
$$;
COMMENT ON FUNCTION credit.confirm_subjects(pg_catalog.jsonb) IS 'Confirms many organisations at once from an array of objects (kind, uscc, name, region_code, industry_code, registered_on, status, attributes); the last of several rows with one code counts. 批量登记确认：对象数组，同一代码以最后一行为准。';

-- From the end of the last former name (or registration) up to the change.
CREATE FUNCTION credit.name_period(subject_id pg_catalog.int8, registered_on pg_catalog.date, until pg_catalog.date)
	RETURNS pg_catalog.daterange
	LANGUAGE sql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT CASE WHEN since < name_period.until THEN daterange(since, name_period.until)
				WHEN since IS NULL THEN daterange(NULL, name_period.until)
				ELSE daterange(name_period.until, name_period.until, '[]') END
	FROM (SELECT coalesce((SELECT max(upper(n.valid)) FROM credit.subject_name n
						   WHERE n.subject_id = name_period.subject_id),
						  name_period.registered_on) AS since) s
$$;
COMMENT ON FUNCTION credit.name_period(pg_catalog.int8, pg_catalog.date, pg_catalog.date) IS 'Period of a name that ends on a day. 截止某日的曾用名期间。';

CREATE FUNCTION credit.rename_subject(subject_id pg_catalog.int8, name pg_catalog.text,
		changed_on pg_catalog.date DEFAULT NULL) RETURNS pg_catalog.void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	id int8 := credit.need_subject(rename_subject.subject_id);
	known credit.subject;
	day date := coalesce(changed_on, credit.today());
BEGIN
	SELECT s.* INTO known FROM credit.subject s WHERE s.subject_id = id FOR UPDATE;
	IF known.name = rename_subject.name THEN
		RETURN;
	END IF;
	INSERT INTO credit.subject_name (subject_id, name, name_key, name_rule, valid)
	VALUES (id, known.name, known.name_key, known.name_rule, credit.name_period(id, known.registered_on, day))
	ON CONFLICT DO NOTHING;
	UPDATE credit.subject s SET name = rename_subject.name,
		name_key = credit.normalize_name(rename_subject.name), name_rule = credit.name_rule_version()
	WHERE s.subject_id = id;
END
$$;
COMMENT ON FUNCTION credit.rename_subject(pg_catalog.int8, pg_catalog.text, pg_catalog.date) IS 'Gives a subject a new name; the old one joins its former names. 变更名称，原名称转入曾用名。';

CREATE FUNCTION credit.add_identifier(subject_id pg_catalog.int8, scheme pg_catalog.text,
		value pg_catalog.text, valid pg_catalog.daterange DEFAULT '(,)') RETURNS pg_catalog.void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	id int8 := credit.need_subject(add_identifier.subject_id);
	clean text := credit.clean_identifier(value);
	fault text;
	owner int8;
BEGIN
	fault := CASE
		WHEN clean = '' THEN 'it is blank'
		WHEN scheme = 'registration_no' AND length(clean) = 15 AND NOT credit.is_registration_no(clean)
			THEN 'its check digit is wrong (GS 15-2006)'
		WHEN scheme = 'org_code' AND NOT credit.is_org_code(clean) THEN 'its check character is wrong (GB 11714)'
		WHEN scheme = 'former_uscc' AND NOT credit.is_uscc(clean) THEN 'it is not a unified code (GB 32100)'
		END;
	IF fault IS NOT NULL THEN
		RAISE EXCEPTION 'identifier "%" is not a number of scheme "%"', value, scheme
			USING ERRCODE = 'invalid_parameter_value', DETAIL = format('Found "%s": %s.', clean, fault);
	END IF;
	INSERT INTO credit.subject_identifier AS i (subject_id, scheme, value, valid)
	VALUES (id, add_identifier.scheme, clean, coalesce(add_identifier.valid, '(,)'))
	ON CONFLICT ON CONSTRAINT subject_identifier_scheme_value_key
		DO UPDATE SET valid = excluded.valid WHERE i.subject_id = id
	RETURNING i.subject_id INTO owner;
	IF owner IS NULL THEN
		RAISE EXCEPTION '% "%" belongs to another subject', scheme, clean
			USING ERRCODE = 'unique_violation',
				DETAIL = format('It is a number of subject %s.',
					(SELECT i.subject_id FROM credit.subject_identifier i
					 WHERE i.scheme = add_identifier.scheme AND i.value = clean)),
				HINT = 'If both are one subject, use credit.merge_subject(keep, gone, reason).';
	END IF;
END
$$;
COMMENT ON FUNCTION credit.add_identifier(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.daterange) IS 'Adds another number of a subject in its standard form, or changes its period. 登记主体的其他号码（规范化后），或更新其使用期间。';

CREATE FUNCTION credit.clean_identifier(value pg_catalog.text) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_clean_identifier_sql';
COMMENT ON FUNCTION credit.clean_identifier(pg_catalog.text) IS 'An identifier without blanks and hyphens, in half width and upper case. 号码规范化：去空格与连字符，转半角大写。';

CREATE FUNCTION credit.change_code(subject_id pg_catalog.int8, new_code credit.uscc,
		changed_on pg_catalog.date DEFAULT NULL) RETURNS pg_catalog.void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	id int8 := credit.need_subject(change_code.subject_id);
	owner int8 := credit.find_subject(new_code::text);
	day date := coalesce(changed_on, credit.today());
	old_code credit.uscc;
BEGIN
	IF new_code IS NULL THEN
		RAISE EXCEPTION 'the new code is null' USING ERRCODE = 'null_value_not_allowed';
	END IF;
	IF owner <> id THEN
		RAISE EXCEPTION 'code "%" belongs to another subject', new_code
			USING ERRCODE = 'unique_violation',
				DETAIL = format('It leads to subject %s.', owner),
				HINT = 'If both are one subject, use credit.merge_subject(keep, gone, reason).';
	END IF;
	SELECT s.uscc INTO old_code FROM credit.subject s WHERE s.subject_id = id FOR UPDATE;
	IF old_code = new_code THEN
		RETURN;
	END IF;
	DELETE FROM credit.subject_identifier i
	WHERE i.subject_id = id AND i.scheme = 'former_uscc' AND i.value = new_code::text;
	IF old_code IS NOT NULL THEN
		INSERT INTO credit.subject_identifier (subject_id, scheme, value, valid)
		VALUES (id, 'former_uscc', old_code::text, daterange(NULL, day));
	END IF;
	UPDATE credit.subject s SET uscc = new_code WHERE s.subject_id = id;
END
$$;
COMMENT ON FUNCTION credit.change_code(pg_catalog.int8, credit.uscc, pg_catalog.date) IS 'Gives a subject a new unified code; the old one still finds it. 变更统一代码，原代码仍可查到该主体。';
REVOKE ALL ON FUNCTION credit.register_subject(credit.subject_kind, pg_catalog.text, credit.uscc, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.text, pg_catalog.jsonb),
	credit.confirm_subjects(pg_catalog.jsonb), credit.rename_subject(pg_catalog.int8, pg_catalog.text, pg_catalog.date),
	credit.add_identifier(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.daterange),
	credit.change_code(pg_catalog.int8, credit.uscc, pg_catalog.date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.register_subject(credit.subject_kind, pg_catalog.text, credit.uscc, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.text, pg_catalog.jsonb),
	credit.confirm_subjects(pg_catalog.jsonb), credit.rename_subject(pg_catalog.int8, pg_catalog.text, pg_catalog.date),
	credit.add_identifier(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.daterange),
	credit.change_code(pg_catalog.int8, credit.uscc, pg_catalog.date) TO credit_admin;

-- ==== src/registry/subject_merge.sql ====

-- subject_merge.sql: two entries found to be one subject. Requires
-- registry/subject_change.sql.
--
-- Hook for rooms below: a room whose tables carry subject_id inserts into
-- credit.subject_table in its own part of the script:
--   INSERT INTO credit.subject_table (table_name, mover, ordinal)
--   VALUES ('credit.x', NULL, 100);                   -- UPDATE of subject_id
--   VALUES ('credit.y', 'credit.move_y', 50);         -- move_y(keep, gone)

-- SECURITY DEFINER: moves rows of tables that no role may update directly
-- (records, proceedings, history follow the subject); the office only.
CREATE FUNCTION credit.merge_subject(keep pg_catalog.int8, gone pg_catalog.int8, reason pg_catalog.text)
	RETURNS pg_catalog.void
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	kept credit.subject;
	lost credit.subject;
	follower record;
BEGIN
	IF coalesce(btrim(reason), '') = '' THEN
		RAISE EXCEPTION 'a merger needs a reason' USING ERRCODE = 'CR011';
	END IF;
	IF keep = gone THEN
		RAISE EXCEPTION 'subject % cannot be merged with itself', keep USING ERRCODE = 'CR009';
	END IF;
	-- one order of locking for everybody
	PERFORM FROM credit.subject s WHERE s.subject_id IN (keep, gone) ORDER BY s.subject_id FOR UPDATE;
	PERFORM credit.need_subject(keep), credit.need_subject(gone);
	SELECT s.* INTO STRICT kept FROM credit.subject s WHERE s.subject_id = keep;
	SELECT s.* INTO STRICT lost FROM credit.subject s WHERE s.subject_id = gone;
	IF (kept.kind = 'person') <> (lost.kind = 'person') THEN
		RAISE EXCEPTION 'subjects % and % cannot be one', keep, gone
			USING ERRCODE = 'CR009',
				DETAIL = format('One is a person, the other of kind %s.',
								CASE WHEN kept.kind = 'person' THEN lost.kind ELSE kept.kind END);
	END IF;

	-- the code of the entry that goes stays with it, and leads to the kept one;
	-- where the kept one has none, it becomes its own
	IF kept.uscc IS NULL AND lost.uscc IS NOT NULL THEN
		UPDATE credit.subject s SET uscc = NULL WHERE s.subject_id = gone;
		UPDATE credit.subject s SET uscc = lost.uscc WHERE s.subject_id = keep;
	END IF;
	UPDATE credit.subject s SET
		region_code = coalesce(s.region_code, lost.region_code),
		industry_code = coalesce(s.industry_code, lost.industry_code),
		registered_on = coalesce(s.registered_on, lost.registered_on),
		attributes = lost.attributes || s.attributes,
		provisional = s.provisional AND lost.provisional
	WHERE s.subject_id = keep;

	-- (scheme, value) is unique, so no number of one can be the other's
	UPDATE credit.subject_identifier i SET subject_id = keep WHERE i.subject_id = gone;
	UPDATE credit.subject_name n SET subject_id = keep
	WHERE n.subject_id = gone
	  AND NOT EXISTS (SELECT FROM credit.subject_name k WHERE k.subject_id = keep AND k.name = n.name AND k.valid = n.valid);
	IF lost.name <> kept.name AND lost.kind <> 'person' THEN
		INSERT INTO credit.subject_name (subject_id, name, name_key, name_rule, valid)
		VALUES (keep, lost.name, lost.name_key, lost.name_rule, daterange(NULL, credit.today()))
		ON CONFLICT DO NOTHING;
	END IF;

	DELETE FROM credit.relation r
	WHERE (r.subject_id = gone AND r.related_id = keep) OR (r.subject_id = keep AND r.related_id = gone)
	   OR (r.subject_id = gone AND EXISTS (SELECT FROM credit.relation k WHERE k.subject_id = keep
			AND k.related_id = r.related_id AND k.role = r.role AND k.valid = r.valid))
	   OR (r.related_id = gone AND EXISTS (SELECT FROM credit.relation k WHERE k.related_id = keep
			AND k.subject_id = r.subject_id AND k.role = r.role AND k.valid = r.valid));
	UPDATE credit.relation r SET subject_id = keep WHERE r.subject_id = gone;
	UPDATE credit.relation r SET related_id = keep WHERE r.related_id = gone;

	FOR follower IN SELECT t.table_name, t.mover FROM credit.subject_table t ORDER BY t.ordinal, t.table_name LOOP
		IF follower.mover IS NOT NULL THEN
			EXECUTE format('SELECT %s($1, $2)', follower.mover::regproc) USING keep, gone;
		ELSE
			EXECUTE format('UPDATE %s SET subject_id = $1 WHERE subject_id = $2', follower.table_name::regclass)
				USING keep, gone;
		END IF;
	END LOOP;

	-- chains stay one step long
	UPDATE credit.subject s SET merged_into = keep
	WHERE s.subject_id = gone OR s.merged_into = gone;
	INSERT INTO credit.subject_merge (gone_id, kept_id, reason, merged_by)
	VALUES (gone, keep, reason, session_user);
END
$$;
COMMENT ON FUNCTION credit.merge_subject(pg_catalog.int8, pg_catalog.int8, pg_catalog.text) IS 'Makes two entries one: identifiers, names, relations and every file move to the kept one; codes of the other still lead there; the merger is recorded. 合并同一主体的两个条目：号码、名称、关系与全部档案并入保留者，原代码仍可查到，合并留痕。';
REVOKE ALL ON FUNCTION credit.merge_subject(pg_catalog.int8, pg_catalog.int8, pg_catalog.text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.merge_subject(pg_catalog.int8, pg_catalog.int8, pg_catalog.text) TO credit_admin;

-- ==== src/registry/person.sql ====

-- person.sql: identity documents of persons, looked up by keyed digest.
-- Requires registry/subject.sql.

CREATE TABLE credit.identity_document (
	label pg_catalog.text COLLATE "C" PRIMARY KEY CHECK (label OPERATOR(pg_catalog.<>) ''),
	doc_type pg_catalog.text COLLATE "C" NOT NULL CHECK (doc_type OPERATOR(pg_catalog.~) '^[a-z][a-z0-9_]*$'),
	is_resident_id pg_catalog.bool NOT NULL DEFAULT false,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false
);
COMMENT ON TABLE credit.identity_document IS 'Types of identity document and the words national data use for them; words of one type are one document. 身份证件类型及数据中的各种写法，同一类型视为同一证件。';
COMMENT ON COLUMN credit.identity_document.label IS 'Word in the data. 数据中的写法。';
COMMENT ON COLUMN credit.identity_document.doc_type IS 'Type it means. 证件类型。';
COMMENT ON COLUMN credit.identity_document.is_resident_id IS 'Whether the number must be a sound resident identity number (GB 11643). 号码是否须符合公民身份号码标准。';
COMMENT ON COLUMN credit.identity_document.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';
GRANT SELECT ON credit.identity_document TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.identity_document TO credit_admin;
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.identity_document FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.identity_document FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.identity_document
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
SELECT pg_catalog.pg_extension_config_dump('credit.identity_document', 'WHERE NOT standard_entry');
INSERT INTO credit.identity_document (label, doc_type, is_resident_id, standard_entry) VALUES
	('身份证', 'resident_id', true, true),
	('居民身份证', 'resident_id', true, true),
	('身份证号', 'resident_id', true, true),
	('resident_id', 'resident_id', true, true),
	('护照', 'passport', false, true),
	('护照号', 'passport', false, true),
	('passport', 'passport', false, true),
	('港澳居民来往内地通行证', 'hk_macao_permit', false, true),
	('台湾居民来往大陆通行证', 'taiwan_permit', false, true),
	('港澳台居民居住证', 'hmt_residence_permit', false, true),
	('外国人永久居留身份证', 'foreigner_permanent_residence', false, true),
	('其他', 'other', false, true);

-- Keys and documents belong to credit_identity alone. A dump holds them, so it
-- is as confidential as they are.
CREATE TABLE credit.identity_key (
	key_id pg_catalog.int4 GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
	key pg_catalog.bytea NOT NULL
		CHECK (pg_catalog.octet_length(key) OPERATOR(pg_catalog.>=) 32),
	created_at pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),
	retired_at pg_catalog.timestamptz
);
COMMENT ON TABLE credit.identity_key IS 'Keys of the digests of identity documents; the first is made when the first person is entered. 身份证件摘要密钥，首次录入自然人时自动生成。';
COMMENT ON COLUMN credit.identity_key.key_id IS 'Number of the key. 密钥编号。';
COMMENT ON COLUMN credit.identity_key.key IS '32 random bytes. 32字节随机密钥。';
COMMENT ON COLUMN credit.identity_key.created_at IS 'When it was made. 生成时间。';
COMMENT ON COLUMN credit.identity_key.retired_at IS 'When rotation replaced it; null for the one in use. 停用时间，在用者为空。';
CREATE UNIQUE INDEX identity_key_in_use ON credit.identity_key ((true)) WHERE retired_at IS NULL;
GRANT SELECT ON credit.identity_key TO credit_identity;
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.identity_key
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
SELECT pg_catalog.pg_extension_config_dump('credit.identity_key', '');
SELECT pg_catalog.pg_extension_config_dump('credit.identity_key_key_id_seq', '');

CREATE TABLE credit.person_identity (
	subject_id pg_catalog.int8 PRIMARY KEY REFERENCES credit.subject ON DELETE CASCADE,
	doc_type pg_catalog.text COLLATE "C" NOT NULL,
	doc_no pg_catalog.text COLLATE "C" NOT NULL,
	doc_digest pg_catalog.bytea NOT NULL UNIQUE
		CHECK (pg_catalog.octet_length(doc_digest) OPERATOR(pg_catalog.=) 32),
	key_id pg_catalog.int4 NOT NULL REFERENCES credit.identity_key
);
COMMENT ON TABLE credit.person_identity IS 'Identity documents of persons. Only credit_identity reads it; everybody else asks credit.person_subject(). 自然人身份证件，仅 credit_identity 可读，其他角色通过 credit.person_subject() 查询。';
COMMENT ON COLUMN credit.person_identity.subject_id IS 'The person. 自然人主体。';
COMMENT ON COLUMN credit.person_identity.doc_type IS 'Type of document. 证件类型。';
COMMENT ON COLUMN credit.person_identity.doc_no IS 'Number in its standard form. 规范形式的证件号码。';
COMMENT ON COLUMN credit.person_identity.doc_digest IS 'HMAC-SHA-256 of type and number under the key. 证件类型与号码的 HMAC-SHA-256 摘要。';
COMMENT ON COLUMN credit.person_identity.key_id IS 'Key of the digest. 摘要所用密钥。';
GRANT SELECT ON credit.person_identity TO credit_identity;
SELECT pg_catalog.pg_extension_config_dump('credit.person_identity', '');

-- Reads and writes tables its caller may not: a department must be able to
-- find the person it decided on without reading anybody's documents. It is C
-- that runs as the owner for the look-up alone, and is granted by name.
CREATE FUNCTION credit.person_subject(doc_type pg_catalog.text, doc_no pg_catalog.text,
		name pg_catalog.text, make pg_catalog.bool DEFAULT true) RETURNS pg_catalog.int8
	LANGUAGE c VOLATILE PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_person_subject_sql';
COMMENT ON FUNCTION credit.person_subject(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.bool) IS 'Number of the person with this document; an unknown one is entered under the name, or null is returned when make is false. Pass the number as a parameter, not in the statement''s text, so that no log can hold it. 按证件查找自然人主体编号，查无则按姓名建立（make 为假则返回空）。证件号码应以参数传入，避免进入日志。';
REVOKE ALL ON FUNCTION credit.person_subject(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.bool) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.person_subject(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.bool)
	TO credit_admin, credit_department, credit_identity;

CREATE FUNCTION credit.identity_digest(key pg_catalog.bytea, doc_type pg_catalog.text, doc_no pg_catalog.text)
	RETURNS pg_catalog.bytea
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_identity_digest_sql';
COMMENT ON FUNCTION credit.identity_digest(pg_catalog.bytea, pg_catalog.text, pg_catalog.text) IS 'HMAC-SHA-256 of a document in its standard form. 规范证件的 HMAC-SHA-256 摘要。';
REVOKE ALL ON FUNCTION credit.identity_digest(pg_catalog.bytea, pg_catalog.text, pg_catalog.text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.identity_digest(pg_catalog.bytea, pg_catalog.text, pg_catalog.text) TO credit_identity;

-- SECURITY DEFINER: the key table takes no writes but this one; whoever may
-- read keys may replace them.
CREATE FUNCTION credit.rotate_identity_key() RETURNS pg_catalog.int8
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	new_id int4;
	new_key bytea;
	changed int8;
BEGIN
	-- writers wait: a person entered under the old key meanwhile would be lost
	LOCK TABLE credit.person_identity IN SHARE ROW EXCLUSIVE MODE;
	UPDATE credit.identity_key SET retired_at = now() WHERE retired_at IS NULL;
	INSERT INTO credit.identity_key (key) VALUES (credit.new_identity_key())
	RETURNING key_id, key INTO new_id, new_key;
	UPDATE credit.person_identity
	SET doc_digest = credit.identity_digest(new_key, doc_type, doc_no), key_id = new_id;
	GET DIAGNOSTICS changed = ROW_COUNT;
	-- nothing refers to old keys any more
	DELETE FROM credit.identity_key WHERE retired_at IS NOT NULL;
	RETURN changed;
END
$$;
COMMENT ON FUNCTION credit.rotate_identity_key() IS 'Makes a new key, digests every document anew and destroys the old key; returns how many. 更换密钥并重算全部证件摘要，销毁旧密钥，返回条数。';
REVOKE ALL ON FUNCTION credit.rotate_identity_key() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.rotate_identity_key() TO credit_identity;

CREATE FUNCTION credit.new_identity_key() RETURNS pg_catalog.bytea
	LANGUAGE c VOLATILE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_new_identity_key_sql';
COMMENT ON FUNCTION credit.new_identity_key() IS '32 bytes from the system''s strong random source. 32字节强随机数。';
REVOKE ALL ON FUNCTION credit.new_identity_key() FROM PUBLIC;

-- ==== src/registry/search.sql ====

-- search.sql: finding a subject by what somebody types. Requires subject.sql,
-- name.sql.

CREATE INDEX subject_by_name_key ON credit.subject (name_key);

-- Pairs of characters instead of pg_trgm, which makes no trigrams of Chinese
-- where LC_CTYPE is C. Persons are not in it: they are found by their whole
-- name only, by those who may see them. A short pending list, since every
-- search reads it.
CREATE INDEX subject_name_grams ON credit.subject
	USING gin (credit.name_grams(name_key)) WITH (gin_pending_list_limit = 128)
	WHERE kind OPERATOR(pg_catalog.<>) 'person';
ALTER INDEX credit.subject_name_grams ALTER COLUMN 1 SET STATISTICS 1000;

CREATE TYPE credit.subject_found AS (
	subject_id pg_catalog.int8,
	code pg_catalog.text,
	name pg_catalog.text,
	rank pg_catalog.float4,
	how pg_catalog.text
);
COMMENT ON TYPE credit.subject_found IS 'A subject that a search found. 检索到的主体。';
COMMENT ON COLUMN credit.subject_found.subject_id IS 'Number of the subject; where two entries were merged, of the one that stays. 主体编号；已合并的给出保留者。';
COMMENT ON COLUMN credit.subject_found.code IS 'Unified social credit code. 统一社会信用代码。';
COMMENT ON COLUMN credit.subject_found.name IS 'Name in use. 现用名称。';
COMMENT ON COLUMN credit.subject_found.rank IS 'From 0 to 1, the best first. 匹配程度（0 至 1），最佳在前。';
COMMENT ON COLUMN credit.subject_found.how IS 'code, exact, former_name, variant (the same name spelt otherwise), code_prefix, prefix, substring or fuzzy. 匹配方式：代码、全同、曾用名、同名异写、代码前缀、前缀、包含、近似。';

CREATE FUNCTION credit.search_subject(query pg_catalog.text, max_rows pg_catalog.int4 DEFAULT 10)
	RETURNS SETOF credit.subject_found
	LANGUAGE c STABLE STRICT PARALLEL RESTRICTED COST 10000 ROWS 10
	AS 'MODULE_PATHNAME', 'credit_search_subject';
COMMENT ON FUNCTION credit.search_subject(pg_catalog.text, pg_catalog.int4) IS 'Subjects by name or code, the best first: exact, former and prefix names, any part of two characters and more, likely misspellings, codes and their beginnings. Returns what the caller may see. 按名称或代码检索主体，最佳在前：全同、曾用名、前缀、包含（两字以上）、近似，以及代码及其前缀；仅返回调用者可见的主体。';

-- ==== src/catalogue/catalogue.sql ====

-- catalogue.sql: what may enter the credit record: categories, items by
-- edition, fields, code lists, forbidden content. Requires registry/, grade/.

CREATE TYPE credit.severity AS ENUM ('minor', 'general', 'serious');
COMMENT ON TYPE credit.severity IS 'How bad a fault is: minor, general, serious (Order 36). 失信程度：轻微、一般、严重。';

CREATE TABLE credit.catalogue_category (
	category pg_catalog.text COLLATE "C" PRIMARY KEY
		CHECK (category OPERATOR(pg_catalog.~) '^[a-z][a-z0-9_]*$'),
	ordinal pg_catalog.int2 NOT NULL UNIQUE,
	name_zh pg_catalog.text NOT NULL,
	name_en pg_catalog.text NOT NULL,
	since_edition pg_catalog.text NOT NULL,
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false
);
COMMENT ON TABLE credit.catalogue_category IS 'The 13 kinds of public credit information of the national basic catalogue, edition 2024. 全国公共信用信息基础目录（2024年版）的13类信息。';
COMMENT ON COLUMN credit.catalogue_category.category IS 'Short name. 短名。';
COMMENT ON COLUMN credit.catalogue_category.ordinal IS 'Order of display. 排列次序。';
COMMENT ON COLUMN credit.catalogue_category.name_zh IS 'Name in Chinese. 中文名称。';
COMMENT ON COLUMN credit.catalogue_category.name_en IS 'Name in English. 英文名称。';
COMMENT ON COLUMN credit.catalogue_category.since_edition IS 'Edition that brought the kind. 首次列入的版本。';
COMMENT ON COLUMN credit.catalogue_category.basis_id IS 'Document behind it. 依据。';
COMMENT ON COLUMN credit.catalogue_category.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';

CREATE TABLE credit.catalogue_item (
	item pg_catalog.text COLLATE "C" NOT NULL CHECK (item OPERATOR(pg_catalog.~) '^[a-z][a-z0-9_]{0,40}$'),
	edition pg_catalog.text COLLATE "C" NOT NULL CHECK (edition OPERATOR(pg_catalog.~) '^[A-Za-z0-9._-]{1,20}$'),
	name_zh pg_catalog.text NOT NULL CHECK (name_zh OPERATOR(pg_catalog.<>) ''),
	name_en pg_catalog.text NOT NULL CHECK (name_en OPERATOR(pg_catalog.<>) ''),
	category pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.catalogue_category,
	polarity pg_catalog.text COLLATE "C" NOT NULL
		CHECK (polarity OPERATOR(pg_catalog.=) ANY (ARRAY['positive', 'neutral', 'negative'])),
	default_severity credit.severity,
	openness pg_catalog.text COLLATE "C" NOT NULL DEFAULT 'public'
		CHECK (openness OPERATOR(pg_catalog.=) ANY (ARRAY['public', 'government', 'restricted'])),
	applies_to credit.subject_kind[] NOT NULL
		DEFAULT '{enterprise,individual_business,farmers_cooperative,social_organisation,public_institution,government_body,collective,other,person}'
		CHECK (pg_catalog.cardinality(applies_to) OPERATOR(pg_catalog.>) 0),
	submit_within pg_catalog.int4 CHECK (submit_within OPERATOR(pg_catalog.>) 0),
	submit_unit pg_catalog.text COLLATE "C"
		CHECK (submit_unit OPERATOR(pg_catalog.=) ANY (ARRAY['workday', 'day', 'month', 'year'])),
	retention pg_catalog.interval,
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	submit_basis_id pg_catalog.text COLLATE "C" REFERENCES credit.legal_basis,
	allowed_by pg_catalog.text COLLATE "C" REFERENCES credit.legal_basis,
	owner_dept_id pg_catalog.int4 REFERENCES credit.department,
	valid pg_catalog.daterange NOT NULL CHECK (NOT pg_catalog.isempty(valid)),
	verified pg_catalog.bool NOT NULL DEFAULT false,
	note pg_catalog.text,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false,
	PRIMARY KEY (item, edition),
	CONSTRAINT submit_term_has_a_unit CHECK ((submit_within IS NULL) OPERATOR(pg_catalog.=) (submit_unit IS NULL)),
	CONSTRAINT only_negative_items_have_severity CHECK (polarity OPERATOR(pg_catalog.=) 'negative' OR default_severity IS NULL)
);
COMMENT ON TABLE credit.catalogue_item IS 'Kinds of record that may enter, by edition; an edition applies to decisions taken in its valid range. 可归集的信息事项及版本，按决定日期适用。';
COMMENT ON COLUMN credit.catalogue_item.item IS 'Short name of the item. 事项短名。';
COMMENT ON COLUMN credit.catalogue_item.edition IS 'Edition of its fields and rules. 版本。';
COMMENT ON COLUMN credit.catalogue_item.name_zh IS 'Name in Chinese. 中文名称。';
COMMENT ON COLUMN credit.catalogue_item.name_en IS 'Name in English. 英文名称。';
COMMENT ON COLUMN credit.catalogue_item.category IS 'Kind of the national catalogue. 国家目录类别。';
COMMENT ON COLUMN credit.catalogue_item.polarity IS 'positive, neutral or negative. 性质：守信、中性、失信。';
COMMENT ON COLUMN credit.catalogue_item.default_severity IS 'Severity of a negative record that no severity rule settles. 无规则命中时的失信程度。';
COMMENT ON COLUMN credit.catalogue_item.openness IS 'public, government (departments), restricted (its own department and the office). 开放属性：社会公开、政务共享、授权查询。';
COMMENT ON COLUMN credit.catalogue_item.applies_to IS 'Kinds of subject it may be recorded for. 适用主体类别。';
COMMENT ON COLUMN credit.catalogue_item.submit_within IS 'Term for submitting after the decision. 报送时限。';
COMMENT ON COLUMN credit.catalogue_item.submit_unit IS 'Unit of that term: workday, day, month, year. 时限单位。';
COMMENT ON COLUMN credit.catalogue_item.retention IS 'How long records are kept in use; null for no limit. 保留期限，空为不限。';
COMMENT ON COLUMN credit.catalogue_item.basis_id IS 'Document the item rests on; a negative one needs law, regulation or central policy. 依据；失信类须有法律、法规或党中央国务院政策文件。';
COMMENT ON COLUMN credit.catalogue_item.submit_basis_id IS 'Document that sets the submission term. 报送时限的依据。';
COMMENT ON COLUMN credit.catalogue_item.allowed_by IS 'Legislation that expressly allows recording a behaviour otherwise excluded (forbidden_content); null as a rule. 明确允许归集原属禁止行为的法律法规，通常为空。';
COMMENT ON COLUMN credit.catalogue_item.owner_dept_id IS 'Department that keeps a local item; null for all. 地方事项的主管部门。';
COMMENT ON COLUMN credit.catalogue_item.valid IS 'Days of decision to which the edition applies. 适用的决定日期范围。';
COMMENT ON COLUMN credit.catalogue_item.verified IS 'False until compared with the original document. 是否已与原文核对。';
COMMENT ON COLUMN credit.catalogue_item.note IS 'Remark. 备注。';
COMMENT ON COLUMN credit.catalogue_item.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';
CREATE INDEX catalogue_item_category ON credit.catalogue_item (category);

CREATE TABLE credit.code_list (
	list pg_catalog.text COLLATE "C" NOT NULL CHECK (list OPERATOR(pg_catalog.~) '^[a-z][a-z0-9_]*$'),
	code pg_catalog.text COLLATE "C" NOT NULL CHECK (code OPERATOR(pg_catalog.<>) ''),
	label pg_catalog.text NOT NULL CHECK (label OPERATOR(pg_catalog.<>) ''),
	label_en pg_catalog.text,
	ordinal pg_catalog.int2 NOT NULL DEFAULT 0,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false,
	PRIMARY KEY (list, code)
);
COMMENT ON TABLE credit.code_list IS 'Values that coded fields may take. 编码字段的取值表。';
COMMENT ON COLUMN credit.code_list.list IS 'Name of the list. 代码表名。';
COMMENT ON COLUMN credit.code_list.code IS 'Value as it stands in the data. 数据中的取值。';
COMMENT ON COLUMN credit.code_list.label IS 'What it means, in Chinese. 中文含义。';
COMMENT ON COLUMN credit.code_list.label_en IS 'What it means, in English. 英文含义。';
COMMENT ON COLUMN credit.code_list.ordinal IS 'Order; for penalty kinds from light to heavy. 次序，处罚种类由轻到重。';
COMMENT ON COLUMN credit.code_list.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';

CREATE TABLE credit.catalogue_field (
	item pg_catalog.text COLLATE "C" NOT NULL,
	edition pg_catalog.text COLLATE "C" NOT NULL,
	field pg_catalog.text COLLATE "C" NOT NULL CHECK (field OPERATOR(pg_catalog.~) '^[a-z][a-z0-9_]{0,40}$'),
	ordinal pg_catalog.int2 NOT NULL,
	name_zh pg_catalog.text NOT NULL CHECK (name_zh OPERATOR(pg_catalog.<>) ''),
	name_en pg_catalog.text NOT NULL CHECK (name_en OPERATOR(pg_catalog.<>) ''),
	type pg_catalog.text COLLATE "C" NOT NULL DEFAULT 'text'
		CHECK (type OPERATOR(pg_catalog.=) ANY (ARRAY['text', 'date', 'integer', 'number', 'amount', 'amount_wan',
			'code', 'uscc', 'org_code', 'registration_no', 'resident_id', 'region', 'grade', 'boolean', 'name'])),
	max_length pg_catalog.int4 CHECK (max_length OPERATOR(pg_catalog.>) 0),
	required pg_catalog.bool NOT NULL DEFAULT false,
	required_when pg_catalog.jsonb,
	code_list pg_catalog.text COLLATE "C",
	openness pg_catalog.text COLLATE "C" NOT NULL DEFAULT 'public'
		CHECK (openness OPERATOR(pg_catalog.=) ANY (ARRAY['public', 'government', 'restricted'])),
	multi_valued pg_catalog.bool NOT NULL DEFAULT false,
	min_value pg_catalog.numeric,
	max_value pg_catalog.numeric,
	plausible_max pg_catalog.numeric,
	not_before pg_catalog.text COLLATE "C",
	not_after pg_catalog.text COLLATE "C",
	default_value pg_catalog.text,
	grade_scale pg_catalog.text COLLATE "C"
		CHECK (grade_scale OPERATOR(pg_catalog.=) ANY (ARRAY['credit', 'tax', 'environment', 'labour', 'risk', 'rating'])),
	maps_to pg_catalog.text COLLATE "C"
		CHECK (maps_to OPERATOR(pg_catalog.=) ANY (ARRAY['subject_name', 'subject_category', 'subject_code',
			'subject_registration_no', 'subject_org_code', 'subject_tax_no', 'subject_institution_no',
			'subject_association_no', 'subject_doc_type', 'subject_doc_no', 'legal_rep_name',
			'legal_rep_doc_type', 'legal_rep_doc_no', 'doc_no', 'decided_on', 'valid_from', 'valid_until',
			'amount', 'authority_name', 'authority_code', 'source_name', 'source_code', 'status', 'publish_until'])),
	verified pg_catalog.bool NOT NULL DEFAULT false,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false,
	PRIMARY KEY (item, edition, field),
	FOREIGN KEY (item, edition) REFERENCES credit.catalogue_item ON DELETE CASCADE,
	CONSTRAINT code_field_has_a_code_list CHECK ((type OPERATOR(pg_catalog.=) 'code') OPERATOR(pg_catalog.=) (code_list IS NOT NULL)),
	CONSTRAINT grade_field_has_a_scale CHECK ((type OPERATOR(pg_catalog.=) 'grade') OPERATOR(pg_catalog.=) (grade_scale IS NOT NULL)),
	CONSTRAINT only_code_and_text_are_multi_valued CHECK (NOT multi_valued OR type OPERATOR(pg_catalog.=) ANY (ARRAY['code', 'text'])),
	CONSTRAINT bounds_need_a_number CHECK ((min_value IS NULL AND max_value IS NULL AND plausible_max IS NULL)
		OR type OPERATOR(pg_catalog.=) ANY (ARRAY['integer', 'number', 'amount', 'amount_wan'])),
	CONSTRAINT min_value_up_to_max_value CHECK (min_value OPERATOR(pg_catalog.<=) max_value),
	CONSTRAINT date_order_needs_a_date CHECK ((not_before IS NULL AND not_after IS NULL) OR type OPERATOR(pg_catalog.=) 'date')
);
COMMENT ON TABLE credit.catalogue_field IS 'Fields of an item, with every rule a value must keep. 事项字段及其校验规则。';
COMMENT ON COLUMN credit.catalogue_field.item IS 'Item. 事项。';
COMMENT ON COLUMN credit.catalogue_field.edition IS 'Edition. 版本。';
COMMENT ON COLUMN credit.catalogue_field.field IS 'Name of the field, lower case. 字段名（小写）。';
COMMENT ON COLUMN credit.catalogue_field.ordinal IS 'Place in the entry view. 录入视图中的次序。';
COMMENT ON COLUMN credit.catalogue_field.name_zh IS 'Label in Chinese. 中文标签。';
COMMENT ON COLUMN credit.catalogue_field.name_en IS 'Label in English. 英文标签。';
COMMENT ON COLUMN credit.catalogue_field.type IS 'Type; amount is in yuan, amount_wan in 10 000 yuan, name is a name of a person or organisation. 类型；amount 为元，amount_wan 为万元。';
COMMENT ON COLUMN credit.catalogue_field.max_length IS 'Most characters. 最大字符数。';
COMMENT ON COLUMN credit.catalogue_field.required IS 'Always required. 是否必填。';
COMMENT ON COLUMN credit.catalogue_field.required_when IS 'Required when all these conditions hold (see credit.condition_fault). 条件必填：全部条件成立时必填。';
COMMENT ON COLUMN credit.catalogue_field.code_list IS 'Code list of a field of type code. 代码表。';
COMMENT ON COLUMN credit.catalogue_field.openness IS 'Who may read it: public, government, restricted. 开放属性。';
COMMENT ON COLUMN credit.catalogue_field.multi_valued IS 'May hold several values separated by ; ； , ， 、 or |. 可多值，以分号、逗号、顿号或竖线分隔。';
COMMENT ON COLUMN credit.catalogue_field.min_value IS 'Least value allowed. 最小值。';
COMMENT ON COLUMN credit.catalogue_field.max_value IS 'Greatest value allowed. 最大值。';
COMMENT ON COLUMN credit.catalogue_field.plausible_max IS 'Above this the value is flagged, not refused: yuan may have been typed for 10 000 yuan. 超过则提示可能将元误填为万元，不拒收。';
COMMENT ON COLUMN credit.catalogue_field.not_before IS 'Field whose date this one may not precede. 不得早于的字段。';
COMMENT ON COLUMN credit.catalogue_field.not_after IS 'Field whose date this one may not pass, or today. 不得晚于的字段或 today（当日）。';
COMMENT ON COLUMN credit.catalogue_field.default_value IS 'Value taken when the field is blank. 缺省值。';
COMMENT ON COLUMN credit.catalogue_field.grade_scale IS 'Scale of a field of type grade. 等级字段的量表。';
COMMENT ON COLUMN credit.catalogue_field.maps_to IS 'Column or role the value has for every item; publish_until is compared, never trusted. 通用含义；publish_until 仅比对，不采信。';
COMMENT ON COLUMN credit.catalogue_field.verified IS 'False until length and obligation were compared with the original standard. 长度与必填性是否已与原标准核对。';
COMMENT ON COLUMN credit.catalogue_field.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';
CREATE UNIQUE INDEX catalogue_field_maps_to ON credit.catalogue_field (item, edition, maps_to) WHERE maps_to IS NOT NULL;

CREATE TABLE credit.forbidden_content (
	kind pg_catalog.text COLLATE "C" NOT NULL
		CHECK (kind OPERATOR(pg_catalog.=) ANY (ARRAY['behaviour', 'personal_data'])),
	pattern pg_catalog.text COLLATE "C" NOT NULL CHECK (pattern OPERATOR(pg_catalog.<>) ''),
	reason pg_catalog.text NOT NULL CHECK (reason OPERATOR(pg_catalog.<>) ''),
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	verified pg_catalog.bool NOT NULL DEFAULT false,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false,
	PRIMARY KEY (kind, pattern)
);
COMMENT ON TABLE credit.forbidden_content IS 'What must not be recorded: behaviours without legislation behind them, and personal data the law excludes. 不得归集的内容：无立法依据的行为，以及法律禁止采集的个人信息。';
COMMENT ON COLUMN credit.forbidden_content.kind IS 'behaviour or personal_data. 种类：行为、个人信息。';
COMMENT ON COLUMN credit.forbidden_content.pattern IS 'Regular expression, compared without regard to case with names of items, fields and codes. 正则表达式（不区分大小写），与事项、字段、代码名称比对。';
COMMENT ON COLUMN credit.forbidden_content.reason IS 'Reason given in the refusal. 拒绝时说明的理由。';
COMMENT ON COLUMN credit.forbidden_content.basis_id IS 'Document that forbids it. 依据。';
COMMENT ON COLUMN credit.forbidden_content.verified IS 'False until compared with the original. 是否已与原文核对。';
COMMENT ON COLUMN credit.forbidden_content.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';

GRANT SELECT ON credit.catalogue_category, credit.catalogue_item, credit.code_list, credit.catalogue_field,
	credit.forbidden_content TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.catalogue_category, credit.catalogue_item, credit.code_list,
	credit.catalogue_field, credit.forbidden_content TO credit_admin;

CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.catalogue_category FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.catalogue_category FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.catalogue_category
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
SELECT pg_catalog.pg_extension_config_dump('credit.catalogue_category', 'WHERE NOT standard_entry');

CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.catalogue_item FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.catalogue_item FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.catalogue_item
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
SELECT pg_catalog.pg_extension_config_dump('credit.catalogue_item', 'WHERE NOT standard_entry');

CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.code_list FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.code_list FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.code_list
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
SELECT pg_catalog.pg_extension_config_dump('credit.code_list', 'WHERE NOT standard_entry');

CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.catalogue_field FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.catalogue_field FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.catalogue_field
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
SELECT pg_catalog.pg_extension_config_dump('credit.catalogue_field', 'WHERE NOT standard_entry');

CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.forbidden_content FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.forbidden_content FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.forbidden_content
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
SELECT pg_catalog.pg_extension_config_dump('credit.forbidden_content', 'WHERE NOT standard_entry');

-- ==== src/catalogue/rules.sql ====

-- rules.sql: severity rules, publication regimes and the small condition
-- language they and required_when share. Requires catalogue/catalogue.sql.

-- A condition is an array of tests that must all hold:
--   [{"field":"cf_cflb","op":"contains_any","value":["罚款"]},
--    {"field":"cf_nr_fk","op":"gt","value":0}]
-- equals, not_equals   value: a string, number or boolean
-- in                   value: array; the field is one of them
-- contains_any         value: array; a part of a multi-valued field is one
-- only                 value: array; every part of the field is among them
-- present, absent      no value
-- gt, gte, lt, lte     value: a number, or a string for dates (yyyy-mm-dd)
-- A test on a blank field is false, except absent, not_equals.
CREATE FUNCTION credit.condition_fault(condition pg_catalog.jsonb) RETURNS pg_catalog.text
	LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	test jsonb;
	nr int8;
	op text;
	kind text;
	extra text;
BEGIN
	IF jsonb_typeof(condition) <> 'array' THEN
		RETURN format('A condition is an array of tests, found %s.', jsonb_typeof(condition));
	END IF;
	FOR test, nr IN SELECT t.value, t.ordinality FROM jsonb_array_elements(condition) WITH ORDINALITY t LOOP
		IF jsonb_typeof(test) <> 'object' THEN
			RETURN format('Test %s is not an object but %s.', nr, jsonb_typeof(test));
		END IF;
		SELECT k INTO extra FROM jsonb_object_keys(test) k
		WHERE k NOT IN ('field', 'op', 'value') ORDER BY k COLLATE "C" LIMIT 1;
		IF FOUND THEN
			RETURN format('Test %s has an unknown key "%s"; known are field, op, value.', nr, extra);
		END IF;
		IF jsonb_typeof(test -> 'field') IS DISTINCT FROM 'string' OR test ->> 'field' !~ '^[a-z][a-z0-9_]*$' THEN
			RETURN format('Test %s names no field in lower case.', nr);
		END IF;
		op := test ->> 'op';
		kind := jsonb_typeof(test -> 'value');
		CASE
			WHEN op IN ('present', 'absent') THEN
				IF kind IS NOT NULL THEN
					RETURN format('Test %s: "%s" takes no value.', nr, op);
				END IF;
			WHEN op IN ('equals', 'not_equals') THEN
				IF kind IS NULL OR kind NOT IN ('string', 'number', 'boolean') THEN
					RETURN format('Test %s: "%s" takes a string, number or boolean.', nr, op);
				END IF;
			WHEN op IN ('in', 'contains_any', 'only') THEN
				IF kind IS DISTINCT FROM 'array' OR jsonb_array_length(test -> 'value') = 0
					OR EXISTS (SELECT FROM jsonb_array_elements(test -> 'value') e
							   WHERE jsonb_typeof(e) NOT IN ('string', 'number')) THEN
					RETURN format('Test %s: "%s" takes an array of at least one string or number.', nr, op);
				END IF;
			WHEN op IN ('gt', 'gte', 'lt', 'lte') THEN
				IF kind IS NULL OR kind NOT IN ('number', 'string')
					OR (kind = 'string' AND test ->> 'value' !~ '^\d{4}-\d\d-\d\d$') THEN
					RETURN format('Test %s: "%s" takes a number, or a date as "yyyy-mm-dd".', nr, op);
				END IF;
			ELSE
				RETURN format('Test %s has no known op: found %s; known are equals, not_equals, in, contains_any, only, present, absent, gt, gte, lt, lte.',
							  nr, coalesce('"' || op || '"', 'none'));
		END CASE;
	END LOOP;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.condition_fault(pg_catalog.jsonb) IS 'What is wrong with a condition of the rule language; null when it is well formed. 条件语言的书写错误，正确则为空。';

CREATE TABLE credit.severity_rule (
	rule_id pg_catalog.text COLLATE "C" PRIMARY KEY CHECK (rule_id OPERATOR(pg_catalog.~) '^[a-z0-9][a-z0-9_-]*$'),
	item pg_catalog.text COLLATE "C" NOT NULL,
	sector pg_catalog.text COLLATE "C",
	ordinal pg_catalog.int2 NOT NULL DEFAULT 100,
	severity credit.severity NOT NULL,
	condition pg_catalog.jsonb NOT NULL,
	note pg_catalog.text,
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	valid pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(valid)),
	verified pg_catalog.bool NOT NULL DEFAULT false,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false
);
COMMENT ON TABLE credit.severity_rule IS 'What makes a negative record minor, general or serious. The heaviest rule that holds on the decision date counts; none: the item''s default. If rules of the department''s sector exist for the item and date, only those count. 失信程度判定规则：按决定日期取成立规则中最重者；无则用事项缺省；所属领域另有规则的仅适用领域规则。';
COMMENT ON COLUMN credit.severity_rule.rule_id IS 'Name of the rule, given as reason. 规则名，用于说明理由。';
COMMENT ON COLUMN credit.severity_rule.item IS 'Item it applies to. 适用事项。';
COMMENT ON COLUMN credit.severity_rule.sector IS 'Only decisions of departments of this sector; null for all. 仅适用于该领域部门，空为全部。';
COMMENT ON COLUMN credit.severity_rule.ordinal IS 'Order of display. 次序。';
COMMENT ON COLUMN credit.severity_rule.severity IS 'Severity when the condition holds. 条件成立时的失信程度。';
COMMENT ON COLUMN credit.severity_rule.condition IS 'Tests that must all hold (see credit.condition_fault); [] holds always. 须全部成立的条件。';
COMMENT ON COLUMN credit.severity_rule.note IS 'Explanation for clerks. 说明。';
COMMENT ON COLUMN credit.severity_rule.basis_id IS 'Document behind the rule. 依据。';
COMMENT ON COLUMN credit.severity_rule.valid IS 'Decision dates to which it applies. 适用的决定日期范围。';
COMMENT ON COLUMN credit.severity_rule.verified IS 'False while the figures are not from the original document. 数值是否已与原文核对。';
COMMENT ON COLUMN credit.severity_rule.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';
CREATE INDEX severity_rule_item ON credit.severity_rule (item);

CREATE TABLE credit.publication_regime (
	regime_id pg_catalog.text COLLATE "C" PRIMARY KEY CHECK (regime_id OPERATOR(pg_catalog.~) '^[a-z0-9][a-z0-9_-]*$'),
	item pg_catalog.text COLLATE "C",
	sector pg_catalog.text COLLATE "C",
	severity credit.severity,
	decided pg_catalog.daterange NOT NULL CHECK (NOT pg_catalog.isempty(decided)),
	published pg_catalog.bool NOT NULL,
	published_persons pg_catalog.bool NOT NULL DEFAULT false,
	min_term pg_catalog.interval,
	max_term pg_catalog.interval,
	early_end pg_catalog.bool NOT NULL DEFAULT true,
	clean_at_max pg_catalog.bool NOT NULL DEFAULT true,
	note pg_catalog.text,
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	verified pg_catalog.bool NOT NULL DEFAULT false,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false,
	CONSTRAINT min_term_up_to_max_term CHECK (min_term OPERATOR(pg_catalog.<=) max_term),
	CONSTRAINT persons_only_if_published CHECK (published OR NOT published_persons)
);
COMMENT ON TABLE credit.publication_regime IS 'Whether and how long a record is published, by item, sector, severity and decision date. Of the rows that fit, the most specific counts: item before sector before severity. No row: not published. 公示规则：按事项、领域、失信程度和决定日期确定；多行符合时按事项、领域、程度依次取最具体者；无符合者不公示。';
COMMENT ON COLUMN credit.publication_regime.regime_id IS 'Name of the regime row. 规则名。';
COMMENT ON COLUMN credit.publication_regime.item IS 'Item; null for every item of negative polarity. 事项，空为全部失信类事项。';
COMMENT ON COLUMN credit.publication_regime.sector IS 'Sector of the deciding department; null for all. 作出决定部门的领域，空为全部。';
COMMENT ON COLUMN credit.publication_regime.severity IS 'Severity; null for all. 失信程度，空为全部。';
COMMENT ON COLUMN credit.publication_regime.decided IS 'Decision dates to which the regime applies. 适用的决定日期范围。';
COMMENT ON COLUMN credit.publication_regime.published IS 'Whether organisations'' records are published. 组织类主体的记录是否公示。';
COMMENT ON COLUMN credit.publication_regime.published_persons IS 'Whether persons'' records are published, masked. 自然人记录是否（脱敏）公示。';
COMMENT ON COLUMN credit.publication_regime.min_term IS 'Shortest publication before repair can end it, from the decision. 最短公示期，自决定之日起。';
COMMENT ON COLUMN credit.publication_regime.max_term IS 'Longest publication, from the decision; null: while the record is valid. 最长公示期，自决定之日起；空为有效期内。';
COMMENT ON COLUMN credit.publication_regime.early_end IS 'Whether repair may end it before the longest term. 可否通过信用修复提前终止。';
COMMENT ON COLUMN credit.publication_regime.clean_at_max IS 'Whether the record is also no longer used once the longest term is over; false: the sector''s rule decides while the fault is not corrected. 最长公示期满后是否同时停止使用；否则未纠正的按行业规定。';
COMMENT ON COLUMN credit.publication_regime.note IS 'Explanation for clerks. 说明。';
COMMENT ON COLUMN credit.publication_regime.basis_id IS 'Document behind the regime. 依据。';
COMMENT ON COLUMN credit.publication_regime.verified IS 'False while the figures are not from the original document. 数值是否已与原文核对。';
COMMENT ON COLUMN credit.publication_regime.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';
CREATE INDEX publication_regime_item ON credit.publication_regime (item);

GRANT SELECT ON credit.severity_rule, credit.publication_regime TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.severity_rule, credit.publication_regime TO credit_admin;

CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.severity_rule FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.severity_rule FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.severity_rule
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
SELECT pg_catalog.pg_extension_config_dump('credit.severity_rule', 'WHERE NOT standard_entry');

CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.publication_regime FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.publication_regime FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.publication_regime
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
SELECT pg_catalog.pg_extension_config_dump('credit.publication_regime', 'WHERE NOT standard_entry');

-- ==== src/catalogue/checks.sql ====

-- checks.sql: what a catalogue definition must keep, whoever writes it.
-- Requires catalogue/rules.sql.

CREATE FUNCTION credit.forbidden_match(VARIADIC texts pg_catalog.text[]) RETURNS credit.forbidden_content
	LANGUAGE sql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT f FROM credit.forbidden_content f
	WHERE EXISTS (SELECT FROM unnest(texts) t WHERE t ~* f.pattern)
	ORDER BY f.kind, f.pattern
	LIMIT 1
$$;
COMMENT ON FUNCTION credit.forbidden_match(pg_catalog.text[]) IS 'First forbidden content that one of the texts names, or null. 文本所涉的禁止归集内容，无则为空。';

CREATE FUNCTION credit.check_catalogue_item() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	forbidden credit.forbidden_content := credit.forbidden_match(NEW.item, NEW.name_zh, NEW.name_en);
	basis credit.legal_basis;
BEGIN
	IF forbidden.pattern IS NOT NULL
		AND NOT (forbidden.kind = 'behaviour' AND EXISTS (
			SELECT FROM credit.legal_basis b
			WHERE b.basis_id = NEW.allowed_by AND b.in_force && NEW.valid
			  AND b.rank IN ('law', 'administrative_regulation', 'local_regulation'))) THEN
		RAISE EXCEPTION 'item "%" (%) may not enter the catalogue', NEW.item, NEW.name_zh
			USING ERRCODE = 'CR003', DETAIL = forbidden.reason,
				HINT = CASE forbidden.kind WHEN 'behaviour'
					THEN 'Legislation that expressly allows it would have to be named in allowed_by.'
					ELSE format('Basis: %s.', forbidden.basis_id) END;
	END IF;
	IF NEW.polarity = 'negative' AND NOT credit.basis_supports(NEW.basis_id, NEW.valid) THEN
		SELECT b.* INTO basis FROM credit.legal_basis b WHERE b.basis_id = NEW.basis_id;
		RAISE EXCEPTION 'negative item "%" has no sufficient legal basis', NEW.item
			USING ERRCODE = 'CR004',
				DETAIL = CASE WHEN basis.basis_id IS NULL THEN format('Basis "%s" is not known.', NEW.basis_id)
					WHEN basis.rank IN ('ministry_rule', 'local_document')
						THEN format('"%s" is of rank %s.', basis.title, basis.rank)
					ELSE format('"%s" is in force %s, the item applies %s.', basis.title, basis.in_force, NEW.valid) END,
				HINT = 'A negative item needs a law, administrative or local regulation, or central policy in force while it applies.';
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION credit.check_catalogue_item() IS 'Row trigger: a negative item has a basis, names nothing forbidden. 行触发器：失信类事项须有依据、不涉禁止内容。';
REVOKE ALL ON FUNCTION credit.check_catalogue_item() FROM PUBLIC;
CREATE TRIGGER check_catalogue_item BEFORE INSERT OR UPDATE ON credit.catalogue_item
	FOR EACH ROW EXECUTE FUNCTION credit.check_catalogue_item();

CREATE FUNCTION credit.check_catalogue_field() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	forbidden credit.forbidden_content := credit.forbidden_match(NEW.field, NEW.name_zh, NEW.name_en);
	fault text := credit.condition_fault(NEW.required_when);
	wanted text;
BEGIN
	IF forbidden.pattern IS NOT NULL THEN
		RAISE EXCEPTION 'field "%" (%) of item "%" may not be recorded', NEW.field, NEW.name_zh, NEW.item
			USING ERRCODE = 'CR003', DETAIL = forbidden.reason,
				HINT = format('Basis: %s.', forbidden.basis_id);
	END IF;
	IF fault IS NOT NULL THEN
		RAISE EXCEPTION 'required_when of field "%" of item "%" is not a condition', NEW.field, NEW.item
			USING ERRCODE = 'CR020', DETAIL = fault;
	END IF;
	wanted := CASE
		WHEN NEW.maps_to IN ('decided_on', 'valid_from', 'valid_until', 'publish_until') THEN 'date'
		WHEN NEW.maps_to IN ('subject_code', 'authority_code', 'source_code') THEN 'uscc'
		WHEN NEW.maps_to = 'amount' AND NEW.type NOT IN ('amount', 'amount_wan') THEN 'amount'
		END;
	IF NEW.type <> wanted THEN
		RAISE EXCEPTION 'field "%" of item "%" is of type "%" and cannot be the %', NEW.field, NEW.item, NEW.type, NEW.maps_to
			USING ERRCODE = 'CR020', HINT = format('Give it type "%s", or another meaning in maps_to.', wanted);
	END IF;
	IF NEW.not_before = NEW.field OR NEW.not_after = NEW.field THEN
		RAISE EXCEPTION 'field "%" of item "%" is compared with itself', NEW.field, NEW.item
			USING ERRCODE = 'CR020';
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION credit.check_catalogue_field() IS 'Row trigger: a field names nothing forbidden, its condition is well formed, its type fits its meaning. 行触发器：字段不涉禁止内容，条件书写正确，类型与通用含义相符。';
REVOKE ALL ON FUNCTION credit.check_catalogue_field() FROM PUBLIC;
CREATE TRIGGER check_catalogue_field BEFORE INSERT OR UPDATE ON credit.catalogue_field
	FOR EACH ROW EXECUTE FUNCTION credit.check_catalogue_field();

CREATE FUNCTION credit.check_code_list() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	forbidden credit.forbidden_content := credit.forbidden_match(NEW.list, NEW.code, NEW.label, NEW.label_en);
BEGIN
	IF forbidden.pattern IS NOT NULL THEN
		RAISE EXCEPTION 'code "%" (%) of list "%" may not be recorded', NEW.code, NEW.label, NEW.list
			USING ERRCODE = 'CR003', DETAIL = forbidden.reason,
				HINT = format('Basis: %s.', forbidden.basis_id);
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION credit.check_code_list() IS 'Row trigger: a code names nothing forbidden. 行触发器：代码不涉禁止内容。';
REVOKE ALL ON FUNCTION credit.check_code_list() FROM PUBLIC;
CREATE TRIGGER check_code_list BEFORE INSERT OR UPDATE ON credit.code_list
	FOR EACH ROW EXECUTE FUNCTION credit.check_code_list();

CREATE FUNCTION credit.check_severity_rule() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	fault text := credit.condition_fault(NEW.condition);
BEGIN
	IF fault IS NOT NULL THEN
		RAISE EXCEPTION 'condition of severity rule "%" is not a condition', NEW.rule_id
			USING ERRCODE = 'CR020', DETAIL = fault;
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION credit.check_severity_rule() IS 'Row trigger: the condition is well formed. 行触发器：条件书写正确。';
REVOKE ALL ON FUNCTION credit.check_severity_rule() FROM PUBLIC;
CREATE TRIGGER check_severity_rule BEFORE INSERT OR UPDATE ON credit.severity_rule
	FOR EACH ROW EXECUTE FUNCTION credit.check_severity_rule();

-- Overlaps are looked for once a statement, over the whole table: a restored
-- table holds an old and a new range only together without overlap.
CREATE FUNCTION credit.check_editions() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	clash record;
BEGIN
	SELECT x.item, x.edition AS older, y.edition AS newer, x.valid AS older_valid, y.valid AS newer_valid INTO clash
	FROM credit.catalogue_item x JOIN credit.catalogue_item y
		ON y.item = x.item AND y.edition > x.edition AND y.valid && x.valid
	ORDER BY x.item, x.edition, y.edition LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'editions "%" and "%" of item "%" overlap', clash.older, clash.newer, clash.item
			USING ERRCODE = 'exclusion_violation',
				DETAIL = format('They apply to decisions of %s and %s.', clash.older_valid, clash.newer_valid),
				HINT = 'Close the valid range of the older edition first.';
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.check_editions() IS 'Statement trigger: at most one edition of an item applies on a day. 语句级触发器：同一事项各版本适用日期不得重叠。';
REVOKE ALL ON FUNCTION credit.check_editions() FROM PUBLIC;
CREATE TRIGGER check_editions AFTER INSERT OR UPDATE ON credit.catalogue_item
	FOR EACH STATEMENT EXECUTE FUNCTION credit.check_editions();

CREATE FUNCTION credit.check_publication_regimes() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	clash record;
BEGIN
	SELECT x.regime_id AS one, y.regime_id AS other, x.decided AS one_decided, y.decided AS other_decided INTO clash
	FROM credit.publication_regime x JOIN credit.publication_regime y
		ON y.regime_id > x.regime_id AND y.item IS NOT DISTINCT FROM x.item
		AND y.sector IS NOT DISTINCT FROM x.sector AND y.severity IS NOT DISTINCT FROM x.severity
		AND y.decided && x.decided
	ORDER BY x.regime_id, y.regime_id LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'publication regimes "%" and "%" overlap', clash.one, clash.other
			USING ERRCODE = 'exclusion_violation',
				DETAIL = format('Both answer for the same item, sector and severity, for decisions of %s and %s.', clash.one_decided, clash.other_decided),
				HINT = 'Close the decided range of the older regime first.';
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.check_publication_regimes() IS 'Statement trigger: two regimes never answer for the same record equally specifically. 语句级触发器：同等具体的公示规则不得重叠。';
REVOKE ALL ON FUNCTION credit.check_publication_regimes() FROM PUBLIC;
CREATE TRIGGER check_publication_regimes AFTER INSERT OR UPDATE ON credit.publication_regime
	FOR EACH STATEMENT EXECUTE FUNCTION credit.check_publication_regimes();

-- References between rows that may arrive in any order (a dump restores field
-- by field): reported instead of enforced.
CREATE FUNCTION credit.check_catalogue()
	RETURNS TABLE (item pg_catalog.text, edition pg_catalog.text, field pg_catalog.text, problem pg_catalog.text)
	LANGUAGE sql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT f.item, f.edition, f.field, format('code list "%s" has no codes', f.code_list)
	FROM credit.catalogue_field f
	WHERE f.code_list IS NOT NULL AND NOT EXISTS (SELECT FROM credit.code_list c WHERE c.list = f.code_list)
	UNION ALL
	SELECT f.item, f.edition, f.field, format('refers to field "%s", which the edition does not have', r.name)
	FROM credit.catalogue_field f
	CROSS JOIN LATERAL (
		SELECT f.not_before AS name UNION SELECT nullif(f.not_after, 'today')
		UNION SELECT t ->> 'field' FROM jsonb_array_elements(f.required_when) t) r
	WHERE r.name IS NOT NULL AND NOT EXISTS (
		SELECT FROM credit.catalogue_field o
		WHERE o.item = f.item AND o.edition = f.edition AND o.field = r.name)
	UNION ALL
	SELECT i.item, i.edition, NULL, format('no field is the %s', m.meaning)
	FROM credit.catalogue_item i
	CROSS JOIN unnest(ARRAY['decided_on', 'subject_name']) AS m (meaning)
	WHERE NOT EXISTS (SELECT FROM credit.catalogue_field f
					  WHERE f.item = i.item AND f.edition = i.edition AND f.maps_to = m.meaning)
	UNION ALL
	SELECT s.item, NULL, NULL, format('severity rule "%s" is for an item that does not exist', s.rule_id)
	FROM credit.severity_rule s
	WHERE NOT EXISTS (SELECT FROM credit.catalogue_item i WHERE i.item = s.item)
	UNION ALL
	SELECT s.item, i.edition, t ->> 'field', format('severity rule "%s" tests a field that the edition does not have', s.rule_id)
	FROM credit.severity_rule s
	JOIN credit.catalogue_item i ON i.item = s.item AND i.valid && s.valid
	CROSS JOIN LATERAL jsonb_array_elements(s.condition) t
	WHERE NOT EXISTS (SELECT FROM credit.catalogue_field f
					  WHERE f.item = i.item AND f.edition = i.edition AND f.field = t ->> 'field')
	UNION ALL
	SELECT r.item, NULL, NULL, format('publication regime "%s" is for an item that does not exist', r.regime_id)
	FROM credit.publication_regime r
	WHERE r.item IS NOT NULL AND NOT EXISTS (SELECT FROM credit.catalogue_item i WHERE i.item = r.item)
	UNION ALL
	SELECT i.item, i.edition, NULL, format('basis "%s" no longer supports a negative item', i.basis_id)
	FROM credit.catalogue_item i
	WHERE i.polarity = 'negative' AND NOT credit.basis_supports(i.basis_id, i.valid)
	ORDER BY 1, 2, 3, 4
$$;
COMMENT ON FUNCTION credit.check_catalogue() IS 'Every reference of the catalogue that leads nowhere; no row when it is sound. 目录中的悬空引用，无则表示完好。';

-- ==== src/catalogue/define.sql ====

-- define.sql: new items, fields and codes by one call each. Requires
-- catalogue/checks.sql.

-- The fields every item has: whom, which decision, when, by whom. Items that
-- persons cannot have get no document fields.
CREATE FUNCTION credit.add_common_fields(item pg_catalog.text, edition pg_catalog.text,
		standard_entry pg_catalog.bool DEFAULT false) RETURNS pg_catalog.void
	LANGUAGE sql
	SET search_path = pg_catalog, pg_temp
AS $$
	INSERT INTO credit.catalogue_field (item, edition, field, ordinal, name_zh, name_en, type, max_length,
		required, required_when, code_list, openness, not_after, maps_to, standard_entry)
	SELECT i.item, i.edition, f.field, f.ordinal::int2, f.name_zh, f.name_en, f.type, f.max_length,
		f.required, f.required_when::jsonb, f.code_list, f.openness, f.not_after, f.maps_to,
		add_common_fields.standard_entry
	FROM credit.catalogue_item i
	CROSS JOIN (VALUES
		('subject_name', 1, '行政相对人名称', 'name of the subject', 'name', 200, true, NULL, NULL, 'public', NULL, 'subject_name', false),
		('subject_category', 2, '行政相对人类别', 'category of the subject', 'code', 16, true, NULL, 'counterpart_category', 'public', NULL, 'subject_category', false),
		('subject_code', 3, '统一社会信用代码', 'unified social credit code', 'uscc', 18, false, '[{"field":"subject_category","op":"equals","value":"法人及非法人组织"}]', NULL, 'public', NULL, 'subject_code', false),
		('subject_doc_type', 4, '证件类型', 'document type of a natural person', 'code', 64, false, '[{"field":"subject_category","op":"equals","value":"自然人"}]', 'document_type', 'restricted', NULL, 'subject_doc_type', true),
		('subject_doc_no', 5, '证件号码', 'document number of a natural person', 'text', 64, false, '[{"field":"subject_category","op":"equals","value":"自然人"}]', NULL, 'restricted', NULL, 'subject_doc_no', true),
		('doc_no', 6, '文书号', 'number of the document', 'text', 128, true, NULL, NULL, 'public', NULL, 'doc_no', false),
		('decided_on', 7, '认定日期', 'date of decision', 'date', NULL, true, NULL, NULL, 'public', 'today', 'decided_on', false),
		('authority_name', 90, '认定机关', 'deciding authority', 'name', 255, true, NULL, NULL, 'public', NULL, 'authority_name', false),
		('authority_code', 91, '认定机关统一社会信用代码', 'unified code of the authority', 'uscc', 18, true, NULL, NULL, 'public', NULL, 'authority_code', false),
		('remark', 99, '备注', 'remark', 'text', 512, false, NULL, NULL, 'government', NULL, NULL, false)
	) AS f (field, ordinal, name_zh, name_en, type, max_length, required, required_when, code_list, openness,
			not_after, maps_to, persons_only)
	WHERE i.item = add_common_fields.item AND i.edition = add_common_fields.edition
	  AND (NOT f.persons_only OR 'person' = ANY (i.applies_to))
$$;
COMMENT ON FUNCTION credit.add_common_fields(pg_catalog.text, pg_catalog.text, pg_catalog.bool) IS 'Gives an item the fields every item has: subject, document, date, authority. 为事项添加通用字段：主体、文书、日期、机关。';
REVOKE ALL ON FUNCTION credit.add_common_fields(pg_catalog.text, pg_catalog.text, pg_catalog.bool) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.add_common_fields(pg_catalog.text, pg_catalog.text, pg_catalog.bool) TO credit_admin;

CREATE FUNCTION credit.define_item(item pg_catalog.text, name_zh pg_catalog.text, name_en pg_catalog.text,
		category pg_catalog.text, polarity pg_catalog.text, basis_id pg_catalog.text,
		edition pg_catalog.text DEFAULT '1', default_severity credit.severity DEFAULT NULL,
		openness pg_catalog.text DEFAULT 'public', applies_to credit.subject_kind[] DEFAULT NULL,
		submit_within pg_catalog.int4 DEFAULT NULL, submit_unit pg_catalog.text DEFAULT 'workday',
		submit_basis_id pg_catalog.text DEFAULT NULL, retention pg_catalog.interval DEFAULT NULL,
		valid pg_catalog.daterange DEFAULT '(,)', owner_dept_id pg_catalog.int4 DEFAULT NULL,
		allowed_by pg_catalog.text DEFAULT NULL, common_fields pg_catalog.bool DEFAULT true)
	RETURNS pg_catalog.void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM credit.catalogue_category c WHERE c.category = define_item.category) THEN
		RAISE EXCEPTION 'category "%" is not in the national catalogue', category
			USING ERRCODE = 'CR001',
				HINT = format('Categories are %s.', (SELECT string_agg(c.category, ', ' ORDER BY c.ordinal)
												  FROM credit.catalogue_category c));
	END IF;
	IF NOT EXISTS (SELECT FROM credit.legal_basis b WHERE b.basis_id = define_item.basis_id) THEN
		RAISE EXCEPTION 'legal basis "%" is not known', basis_id
			USING ERRCODE = 'CR004',
				HINT = 'Insert the document into credit.legal_basis first.';
	END IF;
	INSERT INTO credit.catalogue_item (item, edition, name_zh, name_en, category, polarity, default_severity,
		openness, applies_to, submit_within, submit_unit, submit_basis_id, retention, basis_id, valid,
		owner_dept_id, allowed_by)
	VALUES (define_item.item, define_item.edition, define_item.name_zh, define_item.name_en,
		define_item.category, define_item.polarity,
		coalesce(define_item.default_severity, CASE define_item.polarity WHEN 'negative' THEN 'general'::credit.severity END),
		define_item.openness, coalesce(define_item.applies_to, enum_range(NULL::credit.subject_kind)),
		define_item.submit_within, CASE WHEN define_item.submit_within IS NOT NULL THEN define_item.submit_unit END,
		define_item.submit_basis_id, define_item.retention, define_item.basis_id, define_item.valid,
		define_item.owner_dept_id, define_item.allowed_by);
	IF common_fields THEN
		PERFORM credit.add_common_fields(item, edition);
	END IF;
END
$$;
COMMENT ON FUNCTION credit.define_item(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, credit.severity, pg_catalog.text, credit.subject_kind[], pg_catalog.int4, pg_catalog.text, pg_catalog.text, pg_catalog.interval, pg_catalog.daterange, pg_catalog.int4, pg_catalog.text, pg_catalog.bool) IS 'Adds an item, or a new edition of one, to the catalogue, with the fields every item has. 在目录中新增事项或新版本，并附通用字段。';
REVOKE ALL ON FUNCTION credit.define_item(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, credit.severity, pg_catalog.text, credit.subject_kind[], pg_catalog.int4, pg_catalog.text, pg_catalog.text, pg_catalog.interval, pg_catalog.daterange, pg_catalog.int4, pg_catalog.text, pg_catalog.bool) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.define_item(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, credit.severity, pg_catalog.text, credit.subject_kind[], pg_catalog.int4, pg_catalog.text, pg_catalog.text, pg_catalog.interval, pg_catalog.daterange, pg_catalog.int4, pg_catalog.text, pg_catalog.bool) TO credit_admin;

CREATE FUNCTION credit.define_field(item pg_catalog.text, field pg_catalog.text, name_zh pg_catalog.text,
		name_en pg_catalog.text, type pg_catalog.text DEFAULT 'text', edition pg_catalog.text DEFAULT NULL,
		required pg_catalog.bool DEFAULT false, max_length pg_catalog.int4 DEFAULT NULL,
		required_when pg_catalog.jsonb DEFAULT NULL, code_list pg_catalog.text DEFAULT NULL,
		openness pg_catalog.text DEFAULT 'public', multi_valued pg_catalog.bool DEFAULT false,
		min_value pg_catalog.numeric DEFAULT NULL, max_value pg_catalog.numeric DEFAULT NULL,
		plausible_max pg_catalog.numeric DEFAULT NULL, not_before pg_catalog.text DEFAULT NULL,
		not_after pg_catalog.text DEFAULT NULL, default_value pg_catalog.text DEFAULT NULL,
		grade_scale pg_catalog.text DEFAULT NULL, maps_to pg_catalog.text DEFAULT NULL,
		ordinal pg_catalog.int4 DEFAULT NULL)
	RETURNS pg_catalog.void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	its_edition text;
	missing text;
BEGIN
	-- without an edition, the one for decisions of today, else the newest
	SELECT i.edition INTO its_edition FROM credit.catalogue_item i
	WHERE i.item = define_field.item AND (define_field.edition IS NULL OR i.edition = define_field.edition)
	ORDER BY i.valid @> credit.today() DESC, lower(i.valid) DESC NULLS LAST LIMIT 1;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'item "%"% is not in the catalogue', item,
				CASE WHEN edition IS NULL THEN '' ELSE format(' in edition "%s"', edition) END
			USING ERRCODE = 'CR001', HINT = 'Define it with credit.define_item() first.';
	END IF;
	IF code_list IS NOT NULL AND NOT EXISTS (
		SELECT FROM credit.code_list c WHERE c.list = define_field.code_list) THEN
		RAISE EXCEPTION 'code list "%" has no codes', code_list
			USING ERRCODE = 'CR020', HINT = 'Insert its codes into credit.code_list first.';
	END IF;
	SELECT n.name INTO missing
	FROM (SELECT not_before AS name UNION ALL SELECT nullif(not_after, 'today')
		  UNION ALL SELECT t ->> 'field'
		  FROM jsonb_array_elements(CASE WHEN jsonb_typeof(define_field.required_when) = 'array'
										 THEN define_field.required_when END) t) n
	WHERE n.name IS NOT NULL AND n.name <> define_field.field AND NOT EXISTS (
		SELECT FROM credit.catalogue_field f
		WHERE f.item = define_field.item AND f.edition = its_edition AND f.field = n.name)
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'field "%" of item "%" refers to field "%", which does not exist', field, item, missing
			USING ERRCODE = 'CR020', HINT = 'Define that field first.';
	END IF;
	INSERT INTO credit.catalogue_field AS f (item, edition, field, ordinal, name_zh, name_en, type, max_length,
		required, required_when, code_list, openness, multi_valued, min_value, max_value, plausible_max,
		not_before, not_after, default_value, grade_scale, maps_to)
	VALUES (define_field.item, its_edition, define_field.field,
		coalesce(define_field.ordinal, (SELECT coalesce(max(o.ordinal), 0) + 1 FROM credit.catalogue_field o
			WHERE o.item = define_field.item AND o.edition = its_edition AND o.ordinal < 90)),
		define_field.name_zh, define_field.name_en, define_field.type, define_field.max_length,
		define_field.required, define_field.required_when, define_field.code_list, define_field.openness,
		define_field.multi_valued, define_field.min_value, define_field.max_value, define_field.plausible_max,
		define_field.not_before, define_field.not_after, define_field.default_value,
		define_field.grade_scale, define_field.maps_to);
END
$$;
COMMENT ON FUNCTION credit.define_field(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.bool, pg_catalog.int4, pg_catalog.jsonb, pg_catalog.text, pg_catalog.text, pg_catalog.bool, pg_catalog.numeric, pg_catalog.numeric, pg_catalog.numeric, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.int4) IS 'Adds a field to an item, with its rules. 为事项新增字段及校验规则。';
REVOKE ALL ON FUNCTION credit.define_field(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.bool, pg_catalog.int4, pg_catalog.jsonb, pg_catalog.text, pg_catalog.text, pg_catalog.bool, pg_catalog.numeric, pg_catalog.numeric, pg_catalog.numeric, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.int4) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.define_field(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.bool, pg_catalog.int4, pg_catalog.jsonb, pg_catalog.text, pg_catalog.text, pg_catalog.bool, pg_catalog.numeric, pg_catalog.numeric, pg_catalog.numeric, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.int4) TO credit_admin;

-- ==== src/catalogue/catalogue_seed.sql ====

-- catalogue_seed.sql: categories, what is forbidden, and code lists. Requires
-- catalogue/checks.sql.

INSERT INTO credit.catalogue_category (category, ordinal, name_zh, name_en, since_edition, basis_id, standard_entry)
SELECT c.category, c.ordinal, c.name_zh, c.name_en, c.since_edition, 'catalogue_2024', true
FROM (VALUES
	('registration', 1::pg_catalog.int2, '登记注册基本信息', 'basic registration', '2021'),
	('judicial', 2, '司法裁判及执行信息', 'judicial decisions and enforcement', '2021'),
	('administrative', 3, '行政管理信息', 'administrative acts', '2021'),
	('qualification', 4, '职称和职业信息', 'professional titles and qualifications', '2021'),
	('abnormal', 5, '经营（活动）异常名录（状态）信息', 'abnormal operation', '2021'),
	('serious_list', 6, '严重失信主体名单信息', 'serious-dishonesty lists', '2021'),
	('contract', 7, '合同履行信息', 'contract performance', '2021'),
	('commitment', 8, '信用承诺及履行情况信息', 'commitments and their performance', '2021'),
	('evaluation', 9, '信用评价结果信息', 'evaluation results', '2021'),
	('honour', 10, '诚实守信相关荣誉信息', 'honours', '2021'),
	('voluntary', 11, '市场主体自愿提供的信用信息', 'supplied by the subject itself', '2021'),
	('compliance', 12, '遵守法律法规情况信息', 'compliance with laws and regulations', '2022'),
	('intellectual_property', 13, '知识产权信息', 'intellectual property', '2024')
) AS c (category, ordinal, name_zh, name_en, since_edition);

-- Behaviours: P3 item 14 and the city monitoring of 2020 name them. Personal
-- data: article 14 of the credit reporting regulation, text to be compared.
INSERT INTO credit.forbidden_content (kind, pattern, reason, basis_id, verified, standard_entry)
SELECT f.kind, f.pattern, f.reason, f.basis_id, f.verified, true
FROM (VALUES
	('behaviour', '信访|上访|petitioning', '无法律法规依据，不得将信访行为纳入信用记录。 Petitioning must not be recorded without legislation.', 'baicheng_2022', true),
	('behaviour', '拆迁|征迁|demolition', '无法律法规依据，不得将不配合拆迁纳入信用记录。 Opposing demolition must not be recorded without legislation.', 'baicheng_2022', true),
	('behaviour', '闯红灯|red[ _-]?light', '无法律法规依据，不得将闯红灯纳入信用记录。 Crossing at a red light must not be recorded without legislation.', 'baicheng_2022', true),
	('behaviour', '养犬|遛狗|养狗|dog[ _-]?(keeping|walking)|uncivil[ _-]?dog', '无法律法规依据，不得将不文明养犬纳入信用记录。 Uncivil dog keeping must not be recorded without legislation.', 'baicheng_2022', true),
	('behaviour', '物业费|property[ _-]?(management[ _-]?)?fee', '无法律法规依据，不得将拖欠物业费纳入信用记录。 Unpaid property fees must not be recorded without legislation.', 'baicheng_2022', true),
	('behaviour', '垃圾分类|waste[ _-]?sorting|garbage[ _-]?sorting', '无法律法规依据，不得将垃圾分类情况纳入信用记录。 Waste sorting must not be recorded without legislation.', 'baicheng_2022', true),
	('personal_data', '宗教信仰|信教|religious[ _-]?(belief|faith)|(^|[^a-z])religion($|[^a-z])', '禁止采集自然人的宗教信仰信息。 Religious belief must not be collected.', 'credit_reporting', false),
	('personal_data', '基因|遗传信息|(^|[^a-z])(gen(e|es|etic|ome)|dna)($|[^a-z])', '禁止采集自然人的基因信息。 Genetic data must not be collected.', 'credit_reporting', false),
	('personal_data', '指纹|finger[ _-]?print', '禁止采集自然人的指纹信息。 Fingerprints must not be collected.', 'credit_reporting', false),
	('personal_data', '血型|blood[ _-]?(type|group)', '禁止采集自然人的血型信息。 Blood type must not be collected.', 'credit_reporting', false),
	('personal_data', '疾病(?!预防|控制|防控)|病史|病历|患病|(^|[^a-z])disease|medical[ _-]?(history|record)|illness', '禁止采集自然人的疾病和病史信息。 Diseases and medical history must not be collected.', 'credit_reporting', false)
) AS f (kind, pattern, reason, basis_id, verified);

-- National data carry Chinese words where other systems have codes, so the
-- code is that word.
INSERT INTO credit.code_list (list, code, label, label_en, ordinal, standard_entry)
SELECT c.list, c.code, coalesce(c.label, c.code), c.label_en, c.ordinal, true
FROM (VALUES
	('counterpart_category', '法人及非法人组织', NULL, 'legal person or unincorporated organisation', 1::pg_catalog.int2),
	('counterpart_category', '自然人', NULL, 'natural person', 2),
	('counterpart_category', '个体工商户', NULL, 'individual business', 3),
	('licence_category', '普通', '普通许可', 'ordinary licence', 1),
	('licence_category', '特许', NULL, 'franchise', 2),
	('licence_category', '认可', NULL, 'accreditation', 3),
	('licence_category', '核准', NULL, 'approval', 4),
	('licence_category', '登记', NULL, 'registration', 5),
	('licence_category', '其他', NULL, 'other', 6),
	-- typed where nothing is known; a field that holds one counts as blank
	('placeholder', '无', NULL, 'none', 1),
	('placeholder', '暂无', NULL, 'none yet', 2),
	('placeholder', '空', NULL, 'blank', 3),
	('placeholder', '不详', NULL, 'not known', 4),
	('placeholder', '未知', NULL, 'unknown', 5),
	('placeholder', 'null', NULL, 'null', 6),
	('placeholder', 'none', NULL, 'none', 7),
	('placeholder', 'n/a', NULL, 'not applicable', 8),
	('placeholder', '-', NULL, 'dash', 9),
	('placeholder', '--', NULL, 'dashes', 10),
	('placeholder', '/', NULL, 'slash', 11),
	('placeholder', '\', NULL, 'backslash', 12),
	('placeholder', '*', NULL, 'asterisk', 13),
	('placeholder', '测试', NULL, 'test', 14),
	('placeholder', 'test', NULL, 'test', 15),
	('placeholder', '待补充', NULL, 'to be supplied', 16),
	('record_state', '1', '有效', 'valid', 1),
	('record_state', '2', '无效', 'invalid', 2),
	('document_type', '身份证', '居民身份证', 'resident identity card', 1),
	('document_type', '居民身份证', NULL, 'resident identity card', 2),
	('document_type', '护照', NULL, 'passport', 3),
	('document_type', '护照号', '护照', 'passport', 4),
	('document_type', '港澳居民来往内地通行证', NULL, 'permit for residents of Hong Kong and Macao', 5),
	('document_type', '台湾居民来往大陆通行证', NULL, 'permit for residents of Taiwan', 6),
	('document_type', '港澳台居民居住证', NULL, 'residence permit for residents of Hong Kong, Macao and Taiwan', 7),
	('document_type', '外国人永久居留身份证', NULL, 'permanent residence card of foreigners', 8),
	('document_type', '其他', NULL, 'other', 9),
	-- kinds of the standard of 2018, to be compared with its annex
	('penalty_kind_2018', '警告', NULL, 'warning', 1),
	('penalty_kind_2018', '罚款', NULL, 'fine', 3),
	('penalty_kind_2018', '没收违法所得', NULL, 'confiscation of gains', 4),
	('penalty_kind_2018', '没收非法财物', NULL, 'confiscation of property', 5),
	('penalty_kind_2018', '暂扣许可证', '暂扣或者吊销许可证、执照：暂扣', 'suspension of licence', 6),
	('penalty_kind_2018', '吊销许可证', '暂扣或者吊销许可证、执照：吊销', 'revocation of licence', 8),
	('penalty_kind_2018', '责令停产停业', NULL, 'order to stop production', 10),
	('penalty_kind_2018', '行政拘留', NULL, 'administrative detention', 13),
	('penalty_kind_2018', '其他', NULL, 'other', 0),
	-- the 13 kinds of the Penalty Law of 2021, light to heavy as counted in statistics
	('penalty_kind_2021', '警告', NULL, 'warning', 1),
	('penalty_kind_2021', '通报批评', NULL, 'criticism', 2),
	('penalty_kind_2021', '罚款', NULL, 'fine', 3),
	('penalty_kind_2021', '没收违法所得', NULL, 'confiscation of gains', 4),
	('penalty_kind_2021', '没收非法财物', NULL, 'confiscation of property', 5),
	('penalty_kind_2021', '暂扣许可证件', NULL, 'suspension of licence', 6),
	('penalty_kind_2021', '降低资质等级', NULL, 'lowering of qualification', 7),
	('penalty_kind_2021', '吊销许可证件', NULL, 'revocation of licence', 8),
	('penalty_kind_2021', '限制开展生产经营活动', NULL, 'restriction of business', 9),
	('penalty_kind_2021', '责令停产停业', NULL, 'order to stop production', 10),
	('penalty_kind_2021', '责令关闭', NULL, 'order to close', 11),
	('penalty_kind_2021', '限制从业', NULL, 'ban from the trade', 12),
	('penalty_kind_2021', '行政拘留', NULL, 'administrative detention', 13),
	('penalty_kind_2021', '其他', '法律、行政法规规定的其他行政处罚', 'other', 0)
) AS c (list, code, label, label_en, ordinal);

-- ==== src/catalogue/licence_seed.sql ====

-- licence_seed.sql: item licence (行政许可), the national fields of 发改办财金
-- 〔2018〕424号 in lower case. Requires catalogue/catalogue_seed.sql.
--
-- The annex of the standard was not seen: names and labels are those that
-- provincial systems implement, obligations and lengths are to be compared
-- (verified is false); where systems differ the longest length is taken.
-- One edition for all dates: older decisions are entered in the same fields.

INSERT INTO credit.catalogue_item (item, edition, name_zh, name_en, category, polarity, openness,
	submit_within, submit_unit, basis_id, submit_basis_id, valid, verified, note, standard_entry)
VALUES ('licence', '2018', '行政许可', 'administrative licence', 'administrative', 'neutral', 'public',
	7, 'workday', 'licence_law', 'fgb_424_2018', '(,)', true,
	'双公示数据标准2018年版字段；更早的决定按同一字段录入', true);

INSERT INTO credit.catalogue_field (item, edition, field, ordinal, name_zh, name_en, type, max_length,
	required, required_when, code_list, openness, not_before, not_after, maps_to, standard_entry)
SELECT 'licence', '2018', f.field, f.ordinal, f.name_zh, f.name_en, f.type, f.max_length,
	f.required, f.required_when::pg_catalog.jsonb, f.code_list, f.openness, f.not_before, f.not_after, f.maps_to, true
FROM (VALUES
	('xk_xdr_mc', 1::pg_catalog.int2, '行政相对人名称', 'name of the counterpart', 'name', 200, true, NULL, NULL, 'public', NULL, NULL, 'subject_name'),
	('xk_xdr_lb', 2, '行政相对人类别', 'category of the counterpart', 'code', 16, true, NULL, 'counterpart_category', 'public', NULL, NULL, 'subject_category'),
	('xk_xdr_shxym', 3, '行政相对人代码_1（统一社会信用代码）', 'code 1: unified social credit code', 'uscc', 18, false, '[{"field":"xk_xdr_lb","op":"equals","value":"法人及非法人组织"}]', NULL, 'public', NULL, NULL, 'subject_code'),
	('xk_xdr_gszc', 4, '行政相对人代码_2（工商注册号）', 'code 2: business registration number', 'registration_no', 50, false, NULL, NULL, 'public', NULL, NULL, 'subject_registration_no'),
	('xk_xdr_zzjg', 5, '行政相对人代码_3（组织机构代码）', 'code 3: organisation code', 'org_code', 10, false, NULL, NULL, 'public', NULL, NULL, 'subject_org_code'),
	('xk_xdr_swdj', 6, '行政相对人代码_4（税务登记号）', 'code 4: tax registration number', 'text', 32, false, NULL, NULL, 'public', NULL, NULL, 'subject_tax_no'),
	('xk_xdr_sydw', 7, '行政相对人代码_5（事业单位证书号）', 'code 5: public-institution certificate number', 'text', 120, false, NULL, NULL, 'public', NULL, NULL, 'subject_institution_no'),
	('xk_xdr_shzz', 8, '行政相对人代码_6（社会组织登记证号）', 'code 6: social-organisation registration number', 'text', 50, false, NULL, NULL, 'public', NULL, NULL, 'subject_association_no'),
	('xk_frdb', 9, '法定代表人', 'legal representative', 'name', 50, false, '[{"field":"xk_xdr_lb","op":"equals","value":"法人及非法人组织"}]', NULL, 'public', NULL, NULL, 'legal_rep_name'),
	('xk_fr_zjlx', 10, '法定代表人证件类型', 'document type of the legal representative', 'code', 64, false, '[{"field":"xk_fr_sfzh","op":"present"}]', 'document_type', 'restricted', NULL, NULL, 'legal_rep_doc_type'),
	('xk_fr_sfzh', 11, '法定代表人证件号码', 'document number of the legal representative', 'text', 64, false, NULL, NULL, 'restricted', NULL, NULL, 'legal_rep_doc_no'),
	('xk_xdr_zjlx', 12, '证件类型', 'document type of a natural person', 'code', 64, false, '[{"field":"xk_xdr_lb","op":"equals","value":"自然人"}]', 'document_type', 'restricted', NULL, NULL, 'subject_doc_type'),
	('xk_xdr_zjhm', 13, '证件号码', 'document number of a natural person', 'text', 64, false, '[{"field":"xk_xdr_lb","op":"equals","value":"自然人"}]', NULL, 'restricted', NULL, NULL, 'subject_doc_no'),
	('xk_xkws', 14, '行政许可决定文书名称', 'name of the decision document', 'text', 64, true, NULL, NULL, 'public', NULL, NULL, NULL),
	('xk_wsh', 15, '行政许可决定文书号', 'number of the decision document', 'text', 64, true, NULL, NULL, 'public', NULL, NULL, 'doc_no'),
	('xk_xklb', 16, '许可类别', 'licence category', 'code', 256, true, NULL, 'licence_category', 'public', NULL, NULL, NULL),
	('xk_xkzs', 17, '许可证书名称', 'name of the certificate', 'text', 64, false, NULL, NULL, 'public', NULL, NULL, NULL),
	('xk_xkbh', 18, '许可编号', 'number of the certificate', 'text', 64, false, NULL, NULL, 'public', NULL, NULL, NULL),
	('xk_nr', 19, '许可内容', 'content of the licence', 'text', 4000, true, NULL, NULL, 'public', NULL, NULL, NULL),
	('xk_jdrq', 20, '许可决定日期', 'date of decision', 'date', NULL, true, NULL, NULL, 'public', NULL, 'today', 'decided_on'),
	('xk_yxqz', 21, '有效期自', 'valid from', 'date', NULL, true, NULL, NULL, 'public', NULL, NULL, 'valid_from'),
	('xk_yxqzi', 22, '有效期至', 'valid until; 2099-12-31 for long term', 'date', NULL, true, NULL, NULL, 'public', 'xk_yxqz', NULL, 'valid_until'),
	('xk_xkjg', 23, '许可机关', 'licensing authority', 'name', 200, true, NULL, NULL, 'public', NULL, NULL, 'authority_name'),
	('xk_xkjgdm', 24, '许可机关统一社会信用代码', 'unified code of the authority', 'uscc', 18, true, NULL, NULL, 'public', NULL, NULL, 'authority_code'),
	('xk_zt', 25, '当前状态', 'current state', 'code', 1, true, NULL, 'record_state', 'public', NULL, NULL, 'status'),
	('xk_lydw', 26, '数据来源单位', 'data-source unit', 'name', 200, true, NULL, NULL, 'public', NULL, NULL, 'source_name'),
	('xk_lydwdm', 27, '数据来源单位统一社会信用代码', 'unified code of the data-source unit', 'uscc', 18, true, NULL, NULL, 'public', NULL, NULL, 'source_code'),
	('bz', 28, '备注', 'remark', 'text', 512, false, NULL, NULL, 'government', NULL, NULL, NULL)
) AS f (field, ordinal, name_zh, name_en, type, max_length, required, required_when, code_list, openness, not_before, not_after, maps_to);

-- ==== src/catalogue/penalty_seed.sql ====

-- penalty_seed.sql: item penalty (行政处罚) in the national fields, two editions
-- by the list of penalty kinds. Requires catalogue/catalogue_seed.sql.
--
-- Edition 2018 also takes decisions from before the standard; edition 2021
-- follows the Penalty Law of 2021 with its 13 kinds. Obligations and lengths
-- are to be compared with the annex (verified is false).

INSERT INTO credit.catalogue_item (item, edition, name_zh, name_en, category, polarity, default_severity,
	openness, submit_within, submit_unit, basis_id, submit_basis_id, valid, verified, note, standard_entry)
VALUES
	('penalty', '2018', '行政处罚', 'administrative penalty', 'administrative', 'negative', 'general',
	 'public', 7, 'workday', 'penalty_law_1996', 'fgb_424_2018', '(,2021-07-15)', true,
	 '双公示数据标准2018年版字段；更早的决定按同一字段录入', true),
	('penalty', '2021', '行政处罚', 'administrative penalty', 'administrative', 'negative', 'general',
	 'public', 7, 'workday', 'penalty_law_2021', 'fgb_424_2018', '[2021-07-15,)', true,
	 '处罚类别按2021年修订的行政处罚法13种；2021年后的数据标准未见原文', true);

INSERT INTO credit.catalogue_field (item, edition, field, ordinal, name_zh, name_en, type, max_length,
	required, required_when, code_list, openness, multi_valued, min_value, plausible_max,
	not_before, not_after, default_value, maps_to, standard_entry)
SELECT 'penalty', e.edition, f.field, f.ordinal, f.name_zh, f.name_en, f.type, f.max_length, f.required,
	pg_catalog.replace(pg_catalog.replace(f.required_when, '{suspension}', e.suspension), '{revocation}', e.revocation)::pg_catalog.jsonb,
	CASE f.code_list WHEN 'penalty_kind' THEN e.kinds ELSE f.code_list END,
	f.openness, f.multi_valued, f.min_value, f.plausible_max, f.not_before, f.not_after, f.default_value, f.maps_to, true
FROM (VALUES
	('2018', 'penalty_kind_2018', '暂扣许可证', '吊销许可证'),
	('2021', 'penalty_kind_2021', '暂扣许可证件', '吊销许可证件')
) AS e (edition, kinds, suspension, revocation)
CROSS JOIN (VALUES
	('cf_xdr_mc', 1::pg_catalog.int2, '行政相对人名称', 'name of the counterpart', 'name', 200, true, NULL, NULL, 'public', false, NULL::pg_catalog.numeric, NULL::pg_catalog.numeric, NULL, NULL, NULL, 'subject_name'),
	('cf_xdr_lb', 2, '行政相对人类别', 'category of the counterpart', 'code', 100, true, NULL, 'counterpart_category', 'public', false, NULL, NULL, NULL, NULL, NULL, 'subject_category'),
	('cf_xdr_shxym', 3, '行政相对人代码_1（统一社会信用代码）', 'code 1: unified social credit code', 'uscc', 18, false, '[{"field":"cf_xdr_lb","op":"equals","value":"法人及非法人组织"}]', NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, 'subject_code'),
	('cf_xdr_gszc', 4, '行政相对人代码_2（工商注册号）', 'code 2: business registration number', 'registration_no', 50, false, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, 'subject_registration_no'),
	('cf_xdr_zzjg', 5, '行政相对人代码_3（组织机构代码）', 'code 3: organisation code', 'org_code', 10, false, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, 'subject_org_code'),
	('cf_xdr_swdj', 6, '行政相对人代码_4（税务登记号）', 'code 4: tax registration number', 'text', 32, false, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, 'subject_tax_no'),
	('cf_xdr_sydw', 7, '行政相对人代码_5（事业单位证书号）', 'code 5: public-institution certificate number', 'text', 120, false, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, 'subject_institution_no'),
	('cf_xdr_shzz', 8, '行政相对人代码_6（社会组织登记证号）', 'code 6: social-organisation registration number', 'text', 50, false, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, 'subject_association_no'),
	('cf_frdb', 9, '法定代表人', 'legal representative', 'name', 50, false, '[{"field":"cf_xdr_lb","op":"equals","value":"法人及非法人组织"}]', NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, 'legal_rep_name'),
	('cf_fr_zjlx', 10, '法定代表人证件类型', 'document type of the legal representative', 'code', 64, false, '[{"field":"cf_fr_zjhm","op":"present"}]', 'document_type', 'restricted', false, NULL, NULL, NULL, NULL, NULL, 'legal_rep_doc_type'),
	('cf_fr_zjhm', 11, '法定代表人证件号码', 'document number of the legal representative', 'text', 64, false, NULL, NULL, 'restricted', false, NULL, NULL, NULL, NULL, NULL, 'legal_rep_doc_no'),
	('cf_xdr_zjlx', 12, '证件类型', 'document type of a natural person', 'code', 64, false, '[{"field":"cf_xdr_lb","op":"equals","value":"自然人"}]', 'document_type', 'restricted', false, NULL, NULL, NULL, NULL, NULL, 'subject_doc_type'),
	('cf_xdr_zjhm', 13, '证件号码', 'document number of a natural person', 'text', 64, false, '[{"field":"cf_xdr_lb","op":"equals","value":"自然人"}]', NULL, 'restricted', false, NULL, NULL, NULL, NULL, NULL, 'subject_doc_no'),
	('cf_wsh', 14, '行政处罚决定书文号', 'number of the penalty decision', 'text', 128, true, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, 'doc_no'),
	('cf_wfxw', 15, '违法行为类型', 'type of illegal act', 'text', 2000, true, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, NULL),
	('cf_sy', 16, '违法事实', 'facts', 'text', 5000, true, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, NULL),
	('cf_yj', 17, '处罚依据', 'legal basis of the penalty', 'text', 2048, true, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, NULL),
	('cf_cflb', 18, '处罚类别', 'penalty kinds', 'code', 255, true, NULL, 'penalty_kind', 'public', true, NULL, NULL, NULL, NULL, NULL, NULL),
	('cf_nr', 19, '处罚内容', 'content of the penalty', 'text', 4000, true, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, NULL),
	('cf_nr_fk', 20, '罚款金额（万元）', 'fine, in 10 000 yuan', 'amount_wan', 19, false, '[{"field":"cf_cflb","op":"contains_any","value":["罚款"]}]', NULL, 'public', false, 0, 1000, NULL, NULL, NULL, 'amount'),
	('cf_nr_wfff', 21, '没收违法所得、没收非法财物的金额（万元）', 'confiscated amount, in 10 000 yuan', 'amount_wan', 19, false, '[{"field":"cf_cflb","op":"contains_any","value":["没收违法所得","没收非法财物"]}]', NULL, 'public', false, 0, 1000, NULL, NULL, NULL, NULL),
	('cf_nr_zkdx', 22, '暂扣或吊销证照名称及编号', 'name and number of the suspended or revoked certificate', 'text', 200, false, '[{"field":"cf_cflb","op":"contains_any","value":["{suspension}","{revocation}"]}]', NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, NULL),
	('cf_jdrq', 23, '处罚决定日期', 'date of decision', 'date', NULL, true, NULL, NULL, 'public', false, NULL, NULL, NULL, 'today', NULL, 'decided_on'),
	('cf_yxq', 24, '处罚有效期', 'valid until; 2099-12-31 for none', 'date', NULL, false, NULL, NULL, 'public', false, NULL, NULL, 'cf_jdrq', NULL, '2099-12-31', 'valid_until'),
	('cf_gsjzq', 25, '公示截止期', 'publication deadline as typed', 'date', NULL, false, NULL, NULL, 'public', false, NULL, NULL, 'cf_jdrq', NULL, NULL, 'publish_until'),
	('cf_cfjg', 26, '处罚机关', 'punishing authority', 'name', 255, true, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, 'authority_name'),
	('cf_cfjgdm', 27, '处罚机关统一社会信用代码', 'unified code of the authority', 'uscc', 18, true, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, 'authority_code'),
	('cf_sjly', 28, '数据来源单位', 'data-source unit', 'name', 200, true, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, 'source_name'),
	('cf_sjlydm', 29, '数据来源单位统一社会信用代码', 'unified code of the data-source unit', 'uscc', 18, true, NULL, NULL, 'public', false, NULL, NULL, NULL, NULL, NULL, 'source_code'),
	('bz', 30, '备注', 'remark', 'text', 512, false, NULL, NULL, 'government', false, NULL, NULL, NULL, NULL, NULL, NULL)
) AS f (field, ordinal, name_zh, name_en, type, max_length, required, required_when, code_list, openness,
	multi_valued, min_value, plausible_max, not_before, not_after, default_value, maps_to);

-- Severity (domain: Order 36 names the classes; the figures of fines are from
-- general knowledge and wait for a clerk). Amounts are in 10 000 yuan.
INSERT INTO credit.severity_rule (rule_id, item, sector, ordinal, severity, condition, note, basis_id, valid, verified, standard_entry)
SELECT r.rule_id, 'penalty', NULL, r.ordinal, r.severity::credit.severity, r.condition::pg_catalog.jsonb, r.note, r.basis_id,
	r.valid::pg_catalog.daterange, r.verified, true
FROM (VALUES
	('penalty-minor-words', 10::pg_catalog.int2, 'minor', '[{"field":"cf_cflb","op":"only","value":["警告","通报批评"]}]', '仅警告或通报批评', 'ndrc_order_36_2025', '[2026-04-01,)', true),
	('penalty-minor-fine', 20, 'minor', '[{"field":"cf_cflb","op":"only","value":["警告","通报批评","罚款"]},{"field":"cf_xdr_lb","op":"not_equals","value":"自然人"},{"field":"cf_nr_fk","op":"lte","value":0.3}]', '组织三千元以下罚款（简易程序上限，待核对）', 'ndrc_order_36_2025', '[2026-04-01,)', false),
	('penalty-minor-fine-person', 30, 'minor', '[{"field":"cf_cflb","op":"only","value":["警告","通报批评","罚款"]},{"field":"cf_xdr_lb","op":"equals","value":"自然人"},{"field":"cf_nr_fk","op":"lte","value":0.02}]', '公民二百元以下罚款（简易程序上限，待核对）', 'ndrc_order_36_2025', '[2026-04-01,)', false),
	('penalty-general-fine', 40, 'general', '[{"field":"cf_cflb","op":"contains_any","value":["罚款"]},{"field":"cf_xdr_lb","op":"not_equals","value":"自然人"},{"field":"cf_nr_fk","op":"gt","value":0.3}]', '数额较大罚款', 'ndrc_order_36_2025', '[2026-04-01,)', false),
	('penalty-general-fine-person', 45, 'general', '[{"field":"cf_cflb","op":"contains_any","value":["罚款"]},{"field":"cf_xdr_lb","op":"equals","value":"自然人"},{"field":"cf_nr_fk","op":"gt","value":0.02}]', '公民数额较大罚款', 'ndrc_order_36_2025', '[2026-04-01,)', false),
	('penalty-general-kinds', 50, 'general', '[{"field":"cf_cflb","op":"contains_any","value":["没收违法所得","没收非法财物","暂扣许可证件"]}]', '没收、暂扣许可证件', 'ndrc_order_36_2025', '[2026-04-01,)', true),
	('penalty-general-other', 60, 'general', '[{"field":"cf_cflb","op":"contains_any","value":["降低资质等级","限制开展生产经营活动","责令停产停业","行政拘留","其他"]}]', '原文未列明，暂按一般', 'ndrc_order_36_2025', '[2026-04-01,)', false),
	('penalty-serious-kinds', 70, 'serious', '[{"field":"cf_cflb","op":"contains_any","value":["吊销许可证件","限制从业"]}]', '吊销许可证件、限制从业', 'ndrc_order_36_2025', '[2026-04-01,)', true),
	('penalty-serious-closure', 80, 'serious', '[{"field":"cf_cflb","op":"contains_any","value":["责令关闭"]}]', '责令关闭（待核对）', 'ndrc_order_36_2025', '[2026-04-01,)', false),
	('penalty-serious-fine', 90, 'serious', '[{"field":"cf_cflb","op":"contains_any","value":["罚款"]},{"field":"cf_nr_fk","op":"gte","value":100}]', '数额特别巨大罚款：一百万元以上（待核对）', 'ndrc_order_36_2025', '[2026-04-01,)', false),
	-- before Order 36 the notices knew general and serious; words alone were not published
	('penalty-minor-words-before-36', 110, 'minor', '[{"field":"cf_cflb","op":"only","value":["警告","通报批评"]}]', '仅警告或通报批评（待核对）', 'fgb_527_2019', '(,2026-04-01)', false),
	('penalty-serious-kinds-before-36', 120, 'serious', '[{"field":"cf_cflb","op":"contains_any","value":["吊销许可证","吊销许可证件","限制从业","责令关闭"]}]', '吊销许可证件、限制从业、责令关闭（待核对）', 'fgb_527_2019', '(,2026-04-01)', false),
	('penalty-serious-fine-before-36', 130, 'serious', '[{"field":"cf_cflb","op":"contains_any","value":["罚款"]},{"field":"cf_nr_fk","op":"gte","value":100}]', '数额特别巨大罚款：一百万元以上（待核对）', 'fgb_527_2019', '(,2026-04-01)', false)
) AS r (rule_id, ordinal, severity, condition, note, basis_id, valid, verified);

-- ==== src/catalogue/regime_seed.sql ====

-- regime_seed.sql: the publication regimes since 2017. Requires
-- catalogue/penalty_seed.sql.
--
-- A row without item answers for every negative item. Decisions before
-- 2017-07-31 have no row: their longest term has ended whatever the rule was.
INSERT INTO credit.publication_regime (regime_id, item, sector, severity, decided, published, published_persons,
	min_term, max_term, early_end, clean_at_max, note, basis_id, verified, standard_entry)
SELECT r.regime_id, r.item, r.sector, r.severity::credit.severity, r.decided::pg_catalog.daterange, r.published, r.persons,
	r.min_term::pg_catalog.interval, r.max_term::pg_catalog.interval, r.early_end, r.clean, r.note, r.basis_id, r.verified, true
FROM (VALUES
	-- licences and other records that are no fault: while they are valid
	('licence', 'licence', NULL, NULL, '(,)', true, true, NULL, NULL, false, true, '有效期内公示，自然人姓名脱敏（期限待核对）', 'fgb_424_2018', false),
	-- 1: the notice of 2017
	('notice2017-general', NULL, NULL, NULL, '[2017-07-31,2019-07-01)', true, false, NULL, '1 year', true, true, '一般一年', 'ndrc_penalty_notice_2017', true),
	('notice2017-serious', NULL, NULL, 'serious', '[2017-07-31,2019-07-01)', true, false, NULL, '3 years', true, true, '严重失信三年', 'ndrc_penalty_notice_2017', true),
	('notice2017-minor', NULL, NULL, 'minor', '[2017-07-31,2019-07-01)', false, false, NULL, NULL, true, true, '仅警告、通报批评不作为失信公示（待核对）', 'ndrc_penalty_notice_2017', false),
	-- 2: 发改办财金〔2019〕527号
	('n527-minor', NULL, NULL, 'minor', '[2019-07-01,2023-05-01)', false, false, NULL, NULL, true, true, '简易程序或仅警告不作为失信公示（待核对）', 'fgb_527_2019', false),
	('n527-general', NULL, NULL, 'general', '[2019-07-01,2023-05-01)', true, false, '3 months', '1 year', true, true, '一般失信', 'fgb_527_2019', true),
	('n527-serious', NULL, NULL, 'serious', '[2019-07-01,2023-05-01)', true, false, '6 months', '3 years', true, true, '严重失信', 'fgb_527_2019', true),
	('n527-specific-food', NULL, 'food', 'serious', '[2019-07-01,2023-05-01)', true, false, '3 years', '3 years', false, true, '特定严重失信，公示满三年，不予修复（领域范围待核对）', 'fgb_527_2019', false),
	('n527-specific-drug', NULL, 'drug', 'serious', '[2019-07-01,2023-05-01)', true, false, '3 years', '3 years', false, true, '特定严重失信（领域范围待核对）', 'fgb_527_2019', false),
	('n527-specific-environment', NULL, 'environment', 'serious', '[2019-07-01,2023-05-01)', true, false, '3 years', '3 years', false, true, '特定严重失信（领域范围待核对）', 'fgb_527_2019', false),
	('n527-specific-construction', NULL, 'construction_quality', 'serious', '[2019-07-01,2023-05-01)', true, false, '3 years', '3 years', false, true, '特定严重失信（领域范围待核对）', 'fgb_527_2019', false),
	('n527-specific-safety', NULL, 'work_safety', 'serious', '[2019-07-01,2023-05-01)', true, false, '3 years', '3 years', false, true, '特定严重失信（领域范围待核对）', 'fgb_527_2019', false),
	-- 3: market regulation's own periods, until one regime covers all
	('samr-minor', NULL, 'market_regulation', 'minor', '[2021-09-01,2026-04-01)', false, false, NULL, NULL, true, true, '仅警告不公示；通报批评、较低数额罚款三个月（待核对）', 'samr_order_45', false),
	('samr-general', NULL, 'market_regulation', 'general', '[2021-09-01,2026-04-01)', true, false, '6 months', '3 years', true, true, '一般处罚六个月后可修复（待核对）', 'samr_repair_3_2021', false),
	('samr-serious', NULL, 'market_regulation', 'serious', '[2021-09-01,2026-04-01)', true, false, '1 year', '3 years', true, true, '食品、药品、特种设备等一年后可修复（待核对）', 'samr_repair_3_2021', false),
	-- 4: Order 58
	('order58-minor', NULL, NULL, 'minor', '[2023-05-01,2026-04-01)', false, false, NULL, NULL, true, true, '仅警告、通报批评不公示（待核对）', 'ndrc_order_58', false),
	('order58-general', NULL, NULL, 'general', '[2023-05-01,2026-04-01)', true, false, '3 months', '3 years', true, true, '行政处罚最短三个月、最长三年', 'ndrc_order_58', true),
	('order58-serious', NULL, NULL, 'serious', '[2023-05-01,2026-04-01)', true, false, '3 months', '3 years', true, true, '行政处罚最短三个月、最长三年', 'ndrc_order_58', true),
	-- the five fields, for both published severities
	('order58-food-general', NULL, 'food', 'general', '[2023-05-01,2026-04-01)', true, false, '1 year', '3 years', true, true, '食品领域最短一年（待核对）', 'ndrc_order_58', false),
	('order58-food-serious', NULL, 'food', 'serious', '[2023-05-01,2026-04-01)', true, false, '1 year', '3 years', true, true, '食品领域最短一年（待核对）', 'ndrc_order_58', false),
	('order58-drug-general', NULL, 'drug', 'general', '[2023-05-01,2026-04-01)', true, false, '1 year', '3 years', true, true, '药品领域最短一年（待核对）', 'ndrc_order_58', false),
	('order58-drug-serious', NULL, 'drug', 'serious', '[2023-05-01,2026-04-01)', true, false, '1 year', '3 years', true, true, '药品领域最短一年（待核对）', 'ndrc_order_58', false),
	('order58-equipment-general', NULL, 'special_equipment', 'general', '[2023-05-01,2026-04-01)', true, false, '1 year', '3 years', true, true, '特种设备领域最短一年', 'ndrc_order_58', true),
	('order58-equipment-serious', NULL, 'special_equipment', 'serious', '[2023-05-01,2026-04-01)', true, false, '1 year', '3 years', true, true, '特种设备领域最短一年', 'ndrc_order_58', true),
	('order58-safety-general', NULL, 'work_safety', 'general', '[2023-05-01,2026-04-01)', true, false, '1 year', '3 years', true, true, '安全生产领域最短一年', 'ndrc_order_58', true),
	('order58-safety-serious', NULL, 'work_safety', 'serious', '[2023-05-01,2026-04-01)', true, false, '1 year', '3 years', true, true, '安全生产领域最短一年', 'ndrc_order_58', true),
	('order58-fire-general', NULL, 'fire', 'general', '[2023-05-01,2026-04-01)', true, false, '1 year', '3 years', true, true, '消防领域最短一年', 'ndrc_order_58', true),
	('order58-fire-serious', NULL, 'fire', 'serious', '[2023-05-01,2026-04-01)', true, false, '1 year', '3 years', true, true, '消防领域最短一年', 'ndrc_order_58', true),
	-- 5: Order 36
	('order36-minor', NULL, NULL, 'minor', '[2026-04-01,)', false, false, '0', '3 months', true, true, '原则上不公示，确需公示的最长三个月', 'ndrc_order_36_2025', true),
	('order36-general', NULL, NULL, 'general', '[2026-04-01,)', true, false, '3 months', '1 year', true, false, '最短三个月、最长一年', 'ndrc_order_36_2025', true),
	('order36-serious', NULL, NULL, 'serious', '[2026-04-01,)', true, false, '1 year', '3 years', true, false, '最短一年、最长三年', 'ndrc_order_36_2025', true)
) AS r (regime_id, item, sector, severity, decided, published, persons, min_term, max_term, early_end, clean, note, basis_id, verified);

-- ==== src/catalogue/code_seed.sql ====

-- code_seed.sql: code lists of the items beside licence and penalty. Requires
-- catalogue/checks.sql. No national list was seen for these: the words are
-- those of practice and may be edited.
INSERT INTO credit.code_list (list, code, label, label_en, ordinal, standard_entry)
SELECT c.list, c.code, c.code, c.label_en, c.ordinal, true
FROM (VALUES
	('compulsion_kind', '限制公民人身自由', 'restraint of personal liberty', 1::pg_catalog.int2),
	('compulsion_kind', '查封场所、设施或者财物', 'sealing', 2),
	('compulsion_kind', '扣押财物', 'seizure', 3),
	('compulsion_kind', '冻结存款、汇款', 'freezing of deposits', 4),
	('compulsion_kind', '其他', 'other', 5),
	('inspection_kind', '双随机抽查', 'double-random check', 1),
	('inspection_kind', '专项检查', 'special check', 2),
	('inspection_kind', '日常检查', 'routine check', 3),
	('inspection_kind', '投诉举报核查', 'check on a complaint', 4),
	('inspection_result', '未发现问题', 'no fault found', 1),
	('inspection_result', '发现问题已责令改正', 'fault found, correction ordered', 2),
	('inspection_result', '发现问题待后续处理', 'fault found, to be dealt with', 3),
	('inspection_result', '不配合检查情节严重', 'serious refusal to be inspected', 4),
	('inspection_result', '通过登记的住所无法联系', 'not to be reached at the registered address', 5),
	('inspection_result', '未开展经营活动', 'no business carried on', 6),
	('registration_state', '存续', 'active', 1),
	('registration_state', '停业', 'suspended', 2),
	('registration_state', '吊销', 'revoked', 3),
	('registration_state', '注销', 'cancelled', 4),
	('debtor_ground', '有履行能力而拒不履行', 'able to perform and refusing', 1),
	('debtor_ground', '以伪造证据、暴力、威胁等方法妨碍、抗拒执行', 'obstruction by forgery, violence or threat', 2),
	('debtor_ground', '以虚假诉讼、虚假仲裁或者隐匿、转移财产等方法规避执行', 'evasion by false suits or hiding of property', 3),
	('debtor_ground', '违反财产报告制度', 'breach of the duty to report property', 4),
	('debtor_ground', '违反限制消费令', 'breach of a consumption restriction', 5),
	('debtor_ground', '无正当理由拒不履行执行和解协议', 'refusal to perform a settlement', 6),
	('performance_state', '全部未履行', 'not performed', 1),
	('performance_state', '部分未履行', 'partly performed', 2),
	('performance_state', '已履行', 'performed', 3),
	('honour_level', '国家级', 'national', 1),
	('honour_level', '省级', 'provincial', 2),
	('honour_level', '市级', 'municipal', 3),
	('honour_level', '县级', 'county', 4),
	('commitment_type', '审批替代型', 'in place of papers (approval on commitment)', 1),
	('commitment_type', '证明事项型', 'in place of proof', 2),
	('commitment_type', '容缺受理型', 'conditional acceptance', 3),
	('commitment_type', '主动公示型', 'voluntary', 4),
	('commitment_type', '行业自律型', 'of an industry', 5),
	('commitment_type', '信用修复型', 'for repair', 6),
	('commitment_result', '已履行', 'kept', 1),
	('commitment_result', '履行中', 'being kept', 2),
	('commitment_result', '未履行', 'broken', 3),
	('abnormal_reason', '未按规定公示年度报告', 'annual report not published', 1),
	('abnormal_reason', '未按规定公示有关企业信息', 'information not published', 2),
	('abnormal_reason', '公示信息隐瞒真实情况、弄虚作假', 'false or hidden information', 3),
	('abnormal_reason', '通过登记的住所或者经营场所无法联系', 'not to be reached at the registered address', 4),
	('abnormal_reason', '其他', 'other', 5),
	('contract_kind', '政府采购', 'government procurement', 1),
	('contract_kind', '招标投标', 'bidding', 2),
	('contract_kind', '政府投资项目', 'government investment', 3),
	('contract_kind', '政府和社会资本合作', 'public-private partnership', 4),
	('contract_kind', '招商引资', 'investment promotion', 5),
	('contract_kind', '国有土地使用权出让', 'grant of land use', 6),
	('contract_kind', '其他', 'other', 7),
	('contract_result', '按约履行', 'performed as agreed', 1),
	('contract_result', '履行中', 'being performed', 2),
	('contract_result', '迟延履行', 'late', 3),
	('contract_result', '部分履行', 'in part', 4),
	('contract_result', '未履行', 'not performed', 5),
	('complaint_result', '属实', 'founded', 1),
	('complaint_result', '部分属实', 'partly founded', 2),
	('complaint_result', '不属实', 'unfounded', 3),
	('complaint_result', '调解成功', 'settled', 4),
	('complaint_result', '办理中', 'being handled', 5),
	('interview_kind', '提示性约谈', 'prompt', 1),
	('interview_kind', '警示性约谈', 'warning', 2),
	('rectification_result', '已完成', 'done', 1),
	('rectification_result', '整改中', 'under way', 2),
	('rectification_result', '逾期未完成', 'overdue', 3),
	('voluntary_kind', '资质证照', 'licences and qualifications', 1),
	('voluntary_kind', '市场经营', 'business', 2),
	('voluntary_kind', '合同履约', 'contracts', 3),
	('voluntary_kind', '社会公益', 'charity', 4),
	('ip_kind', '发明专利', 'invention patent', 1),
	('ip_kind', '实用新型专利', 'utility model', 2),
	('ip_kind', '外观设计专利', 'design', 3),
	('ip_kind', '注册商标', 'trade mark', 4),
	('ip_kind', '地理标志', 'geographical indication', 5),
	('ip_kind', '其他', 'other', 6),
	('yes_no', '是', 'yes', 1),
	('yes_no', '否', 'no', 2)
) AS c (list, code, label_en, ordinal);

-- ==== src/catalogue/item_seed.sql ====

-- item_seed.sql: the items beside licence and penalty. Requires
-- catalogue/define.sql, catalogue/code_seed.sql.
--
-- Categories follow the national catalogue of 2024. Editions are open to both
-- sides: older decisions are entered in the same fields. Own fields stand
-- between the common ones (subject, document, date) and the authority.

-- organisations only: applies_to 'organisation'; everybody: 'all'
INSERT INTO credit.catalogue_item (item, edition, name_zh, name_en, category, polarity, default_severity,
	openness, applies_to, submit_within, submit_unit, basis_id, submit_basis_id, valid, verified, note, standard_entry)
SELECT i.item, '2024', i.name_zh, i.name_en, i.category, i.polarity, i.severity::credit.severity, i.openness,
	CASE i.applies_to
		WHEN 'all' THEN pg_catalog.enum_range(NULL::credit.subject_kind)
		WHEN 'organisation' THEN pg_catalog.array_remove(pg_catalog.enum_range(NULL::credit.subject_kind), 'person')
		ELSE i.applies_to::credit.subject_kind[] END,
	i.submit_within, CASE WHEN i.submit_within IS NOT NULL THEN 'workday' END,
	i.basis_id, CASE WHEN i.submit_within IS NOT NULL THEN 'jilin_city_2020' END, '(,)', i.verified, i.note, true
FROM (VALUES
	-- the other eight administrative acts: on line within 7 working days
	('compulsion', '行政强制', 'administrative compulsion', 'administrative', 'neutral', NULL, 'public', 'all', 7, 'compulsion_law', true, NULL),
	('confirmation', '行政确认', 'administrative confirmation', 'administrative', 'neutral', NULL, 'public', 'all', 7, 'gbf_35_2019', true, NULL),
	('levy', '行政征收', 'administrative levy', 'administrative', 'neutral', NULL, 'public', 'all', 7, 'gbf_35_2019', true, NULL),
	('payment', '行政给付', 'administrative payment', 'administrative', 'neutral', NULL, 'government', 'all', 7, 'gbf_35_2019', true, '给付涉及个人困难情况，不向社会公开'),
	('adjudication', '行政裁决', 'administrative adjudication', 'administrative', 'neutral', NULL, 'public', 'all', 7, 'gbf_35_2019', true, NULL),
	('compensation', '行政补偿', 'administrative compensation', 'administrative', 'neutral', NULL, 'public', 'all', 7, 'gbf_35_2019', true, NULL),
	('reward', '行政奖励', 'administrative reward', 'administrative', 'positive', NULL, 'public', 'all', 7, 'gbf_35_2019', true, NULL),
	('inspection', '行政监督检查', 'administrative inspection', 'administrative', 'neutral', NULL, 'public', 'organisation', 7, 'gbf_35_2019', true, '检查结果向社会公布'),
	-- judicial
	('dishonest_debtor', '失信被执行人', 'dishonest judgment debtor', 'judicial', 'negative', 'serious', 'public', 'all', NULL, 'civil_procedure_law', false, '期限与公布范围待核对'),
	('false_litigation', '虚假诉讼失信人', 'false litigation', 'judicial', 'negative', 'serious', 'public', 'all', NULL, 'civil_procedure_law', false, NULL),
	-- registration, qualification
	('registration', '登记注册信息', 'registration', 'registration', 'neutral', NULL, 'public', 'organisation', NULL, 'market_registration', false, NULL),
	('annual_report', '年度报告公示信息', 'annual report', 'compliance', 'neutral', NULL, 'public', 'organisation', NULL, 'enterprise_disclosure', false, NULL),
	('qualification', '职称和职业（从业）资格', 'professional title or qualification', 'qualification', 'neutral', NULL, 'government', '{person}', NULL, 'gbf_35_2019', false, NULL),
	('intellectual_property', '知识产权', 'intellectual property', 'intellectual_property', 'positive', NULL, 'public', 'all', NULL, 'gbf_35_2019', false, NULL),
	-- abnormal operation, serious lists decided elsewhere
	('abnormal_operation', '经营（活动）异常名录（状态）', 'abnormal operation', 'abnormal', 'negative', 'general', 'public', 'organisation', NULL, 'enterprise_disclosure', false, NULL),
	('serious_list', '严重失信主体名单（其他机关认定）', 'entry in a serious-dishonesty list decided elsewhere', 'serious_list', 'negative', 'serious', 'public', 'all', NULL, 'gbf_49_2020', true, NULL),
	-- contracts
	('contract_performance', '合同履行信息', 'contract performance', 'contract', 'neutral', NULL, 'government', 'all', NULL, 'gbf_35_2019', true, NULL),
	('contract_breach', '合同违约信息', 'breach of contract', 'contract', 'negative', 'general', 'government', 'all', NULL, 'gbf_35_2019', false, '须有生效裁判、仲裁或者对方书面承认'),
	('government_debt', '机关、事业单位拖欠账款', 'debts of public bodies', 'contract', 'negative', 'general', 'government', '{government_body,public_institution}', NULL, 'sme_payments', false, NULL),
	-- commitments
	('commitment', '信用承诺', 'commitment', 'commitment', 'neutral', NULL, 'public', 'all', NULL, 'gbf_35_2019', true, '五类承诺及容缺受理'),
	('commitment_performance', '信用承诺履行情况', 'performance of a commitment', 'commitment', 'neutral', NULL, 'public', 'all', NULL, 'gbf_35_2019', true, NULL),
	('commitment_breach', '违背信用承诺', 'broken commitment', 'commitment', 'negative', 'general', 'public', 'all', NULL, 'gbf_35_2019', true, NULL),
	-- evaluation results
	('tax_grade', '纳税缴费信用级别', 'tax credit grade', 'evaluation', 'neutral', NULL, 'government', 'organisation', NULL, 'tax_administration_law', true, 'A级名单每年4月公布'),
	('environment_grade', '企业环境信用等级', 'environmental credit grade', 'evaluation', 'neutral', NULL, 'public', 'organisation', NULL, 'environment_credit_2013', true, NULL),
	('labour_grade', '劳动保障守法诚信等级', 'labour credit grade', 'evaluation', 'neutral', NULL, 'government', 'organisation', NULL, 'labour_credit_2016', true, NULL),
	('industry_grade', '行业信用评价等级', 'industry credit grade', 'evaluation', 'neutral', NULL, 'government', 'organisation', NULL, 'gbf_35_2019', true, NULL),
	-- honours, voluntary
	('honour', '诚实守信相关荣誉', 'honour', 'honour', 'positive', NULL, 'public', 'all', NULL, 'gf_33_2016', true, NULL),
	('voluntary', '自愿提供的信用信息', 'supplied voluntarily', 'voluntary', 'neutral', NULL, 'government', 'all', NULL, 'gbf_35_2019', true, '核实前标注未经核实，不作评价依据'),
	('agency_report', '第三方信用报告', 'third-party credit report', 'voluntary', 'neutral', NULL, 'government', 'organisation', NULL, 'gbf_35_2019', true, '信用服务机构出具'),
	-- compliance and supervision
	('complaint', '投诉举报办理信息', 'complaint', 'compliance', 'neutral', NULL, 'government', 'organisation', NULL, 'gbf_35_2019', true, '12315等平台转入；投诉本身不构成失信'),
	('interview', '约谈记录', 'interview', 'compliance', 'neutral', NULL, 'government', 'all', NULL, 'gbf_35_2019', true, '提示性、警示性约谈，记入信用记录'),
	('rectification', '责令限期整改', 'ordered rectification', 'compliance', 'neutral', NULL, 'government', 'all', NULL, 'gbf_35_2019', true, NULL),
	('tax_arrears', '欠税公告', 'tax arrears', 'compliance', 'negative', 'general', 'public', 'all', NULL, 'tax_administration_law', false, NULL)
) AS i (item, name_zh, name_en, category, polarity, severity, openness, applies_to, submit_within, basis_id, verified, note);

SELECT credit.add_common_fields(i.item, i.edition, true)
FROM credit.catalogue_item i WHERE i.edition OPERATOR(pg_catalog.=) '2024';

INSERT INTO credit.catalogue_field (item, edition, field, ordinal, name_zh, name_en, type, max_length, required,
	required_when, code_list, openness, min_value, not_before, not_after, default_value, grade_scale, maps_to, standard_entry)
SELECT f.item, '2024', f.field,
	(7 + pg_catalog.row_number() OVER (PARTITION BY f.item ORDER BY f.nr))::pg_catalog.int2,
	f.name_zh, f.name_en, f.type, f.max_length, f.required, f.required_when::pg_catalog.jsonb, f.code_list,
	coalesce(f.openness, 'public'),
	CASE WHEN f.type OPERATOR(pg_catalog.=) ANY (ARRAY['amount', 'amount_wan', 'integer', 'number']) THEN 0 END,
	f.not_before, f.not_after, f.default_value, f.grade_scale, f.maps_to, true
FROM (VALUES
	(100, 'compulsion', 'kind', '强制措施种类', 'kind of compulsion', 'code', 100, true, NULL, 'compulsion_kind', NULL, NULL, NULL, NULL, NULL, NULL),
	(101, 'compulsion', 'facts', '事实和理由', 'facts and reasons', 'text', 4000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(102, 'compulsion', 'legal_ground', '依据', 'legal ground', 'text', 2048, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(103, 'compulsion', 'valid_until', '期限至', 'until', 'date', NULL, false, NULL, NULL, NULL, 'decided_on', NULL, NULL, NULL, 'valid_until'),
	(110, 'confirmation', 'matter', '确认事项', 'matter confirmed', 'text', 500, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(111, 'confirmation', 'content', '确认内容', 'content', 'text', 4000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(112, 'confirmation', 'valid_until', '有效期至', 'valid until', 'date', NULL, false, NULL, NULL, NULL, 'decided_on', NULL, NULL, NULL, 'valid_until'),
	(120, 'levy', 'matter', '征收项目', 'what is levied', 'text', 500, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(121, 'levy', 'legal_ground', '征收依据', 'legal ground', 'text', 2048, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(122, 'levy', 'amount', '征收金额（元）', 'amount in yuan', 'amount', NULL, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'amount'),
	(130, 'payment', 'matter', '给付项目', 'kind of payment', 'text', 500, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(131, 'payment', 'amount', '给付金额（元）', 'amount in yuan', 'amount', NULL, false, NULL, NULL, 'restricted', NULL, NULL, NULL, NULL, 'amount'),
	(140, 'adjudication', 'matter', '裁决事项', 'matter', 'text', 500, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(141, 'adjudication', 'content', '裁决内容', 'decision', 'text', 4000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(142, 'adjudication', 'opponent', '对方当事人', 'other party', 'name', 200, false, NULL, NULL, 'government', NULL, NULL, NULL, NULL, NULL),
	(150, 'compensation', 'matter', '补偿事项', 'matter', 'text', 500, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(151, 'compensation', 'amount', '补偿金额（元）', 'amount in yuan', 'amount', NULL, true, NULL, NULL, 'government', NULL, NULL, NULL, NULL, 'amount'),
	(160, 'reward', 'matter', '奖励名称', 'name of the reward', 'text', 500, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(161, 'reward', 'reason', '奖励事由', 'reason', 'text', 2000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(162, 'reward', 'amount', '奖励金额（元）', 'amount in yuan', 'amount', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'amount'),
	(170, 'inspection', 'kind', '检查类型', 'kind of inspection', 'code', 50, true, NULL, 'inspection_kind', NULL, NULL, NULL, NULL, NULL, NULL),
	(171, 'inspection', 'matter', '检查事项', 'matters inspected', 'text', 2000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(172, 'inspection', 'result', '检查结果', 'result', 'code', 50, true, NULL, 'inspection_result', NULL, NULL, NULL, NULL, NULL, NULL),
	(173, 'inspection', 'finding', '发现的问题', 'fault found', 'text', 4000, false, '[{"field":"result","op":"in","value":["发现问题已责令改正","发现问题待后续处理"]}]', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(174, 'inspection', 'plan_no', '抽查计划编号', 'number of the plan', 'text', 64, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(200, 'dishonest_debtor', 'enforcement_no', '执行依据文号', 'number of the judgment', 'text', 128, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(201, 'dishonest_debtor', 'ground', '失信行为具体情形', 'ground', 'code', 200, true, NULL, 'debtor_ground', NULL, NULL, NULL, NULL, NULL, NULL),
	(202, 'dishonest_debtor', 'duty', '生效法律文书确定的义务', 'duty under the judgment', 'text', 4000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(203, 'dishonest_debtor', 'performance', '履行情况', 'performance', 'code', 20, true, NULL, 'performance_state', NULL, NULL, NULL, NULL, NULL, NULL),
	(204, 'dishonest_debtor', 'amount', '未履行金额（元）', 'amount unpaid, in yuan', 'amount', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'amount'),
	(205, 'dishonest_debtor', 'valid_until', '名单期限至', 'on the list until', 'date', NULL, false, NULL, NULL, NULL, 'decided_on', NULL, '2099-12-31', NULL, 'valid_until'),
	(206, 'dishonest_debtor', 'published_on', '发布日期', 'published on', 'date', NULL, true, NULL, NULL, NULL, 'decided_on', 'today', NULL, NULL, NULL),
	(210, 'false_litigation', 'facts', '虚假诉讼事实', 'facts', 'text', 4000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(211, 'false_litigation', 'decision', '处理结果', 'outcome', 'text', 2000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(220, 'registration', 'entity_type', '主体类型', 'type of entity', 'text', 100, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(221, 'registration', 'legal_rep_name', '法定代表人（负责人）', 'legal representative', 'name', 50, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'legal_rep_name'),
	(222, 'registration', 'capital', '注册资本（万元）', 'registered capital in 10 000 yuan', 'amount_wan', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'amount'),
	(223, 'registration', 'region', '住所所在区划', 'division of the seat', 'region', 6, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(224, 'registration', 'address', '住所', 'address', 'text', 500, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(225, 'registration', 'industry', '行业代码', 'industry', 'text', 4, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(226, 'registration', 'scope', '经营范围', 'scope of business', 'text', 4000, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(227, 'registration', 'state', '登记状态', 'state', 'code', 20, true, NULL, 'registration_state', NULL, NULL, NULL, NULL, NULL, NULL),
	(228, 'registration', 'valid_until', '营业期限至', 'business period until', 'date', NULL, false, NULL, NULL, NULL, 'decided_on', NULL, '2099-12-31', NULL, 'valid_until'),
	(230, 'annual_report', 'year', '报告年度', 'year', 'integer', 4, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(231, 'annual_report', 'on_time', '是否按时报送', 'on time', 'code', 2, true, NULL, 'yes_no', NULL, NULL, NULL, NULL, NULL, NULL),
	(240, 'qualification', 'title', '资格名称', 'title', 'text', 200, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(241, 'qualification', 'level', '等级', 'level', 'text', 50, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(242, 'qualification', 'certificate_no', '证书编号', 'number of the certificate', 'text', 64, true, NULL, NULL, 'government', NULL, NULL, NULL, NULL, NULL),
	(243, 'qualification', 'valid_until', '有效期至', 'valid until', 'date', NULL, false, NULL, NULL, NULL, 'decided_on', NULL, '2099-12-31', NULL, 'valid_until'),
	(250, 'intellectual_property', 'kind', '种类', 'kind', 'code', 50, true, NULL, 'ip_kind', NULL, NULL, NULL, NULL, NULL, NULL),
	(251, 'intellectual_property', 'title', '名称', 'title', 'text', 500, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(252, 'intellectual_property', 'valid_until', '有效期至', 'valid until', 'date', NULL, false, NULL, NULL, NULL, 'decided_on', NULL, NULL, NULL, 'valid_until'),
	(260, 'abnormal_operation', 'reason', '列入原因', 'reason', 'code', 200, true, NULL, 'abnormal_reason', NULL, NULL, NULL, NULL, NULL, NULL),
	(261, 'abnormal_operation', 'removed_on', '移出日期', 'removed on', 'date', NULL, false, NULL, NULL, NULL, 'decided_on', NULL, NULL, NULL, 'valid_until'),
	(262, 'abnormal_operation', 'removal_reason', '移出原因', 'reason of removal', 'text', 500, false, '[{"field":"removed_on","op":"present"}]', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(270, 'serious_list', 'list_name', '名单名称', 'name of the list', 'text', 200, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(271, 'serious_list', 'facts', '事实', 'facts', 'text', 4000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(272, 'serious_list', 'legal_ground', '列入依据', 'legal ground', 'text', 2048, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(273, 'serious_list', 'valid_until', '管理期限至', 'on the list until', 'date', NULL, true, NULL, NULL, NULL, 'decided_on', NULL, NULL, NULL, 'valid_until'),
	(274, 'serious_list', 'removed_on', '移出日期', 'removed on', 'date', NULL, false, NULL, NULL, NULL, 'decided_on', NULL, NULL, NULL, NULL),
	(280, 'contract_performance', 'kind', '合同类别', 'kind of contract', 'code', 50, true, NULL, 'contract_kind', NULL, NULL, NULL, NULL, NULL, NULL),
	(281, 'contract_performance', 'contract_name', '合同名称', 'name of the contract', 'text', 300, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(282, 'contract_performance', 'counterparty', '合同相对方', 'other party', 'name', 200, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(283, 'contract_performance', 'amount', '合同金额（万元）', 'amount in 10 000 yuan', 'amount_wan', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'amount'),
	(284, 'contract_performance', 'due_on', '约定履行日期', 'performance due', 'date', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(285, 'contract_performance', 'result', '履行情况', 'performance', 'code', 20, true, NULL, 'contract_result', NULL, NULL, NULL, NULL, NULL, NULL),
	(290, 'contract_breach', 'kind', '合同类别', 'kind of contract', 'code', 50, true, NULL, 'contract_kind', NULL, NULL, NULL, NULL, NULL, NULL),
	(291, 'contract_breach', 'contract_name', '合同名称', 'name of the contract', 'text', 300, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(292, 'contract_breach', 'facts', '违约事实', 'facts', 'text', 4000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(293, 'contract_breach', 'proof', '认定依据（裁判、仲裁文书或书面承认）', 'judgment, award or written admission', 'text', 500, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(294, 'contract_breach', 'amount', '违约金额（万元）', 'amount in 10 000 yuan', 'amount_wan', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'amount'),
	(300, 'government_debt', 'creditor', '债权人', 'creditor', 'name', 200, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(301, 'government_debt', 'matter', '欠款事由', 'reason', 'text', 1000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(302, 'government_debt', 'amount', '拖欠金额（万元）', 'amount in 10 000 yuan', 'amount_wan', NULL, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'amount'),
	(303, 'government_debt', 'cleared_on', '清偿日期', 'cleared on', 'date', NULL, false, NULL, NULL, NULL, 'decided_on', 'today', NULL, NULL, 'valid_until'),
	(310, 'commitment', 'kind', '承诺类型', 'type of commitment', 'code', 50, true, NULL, 'commitment_type', NULL, NULL, NULL, NULL, NULL, NULL),
	(311, 'commitment', 'matter', '承诺事项', 'matter', 'text', 500, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(312, 'commitment', 'content', '承诺内容', 'content', 'text', 4000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(313, 'commitment', 'due_on', '承诺履行期限', 'promised by', 'date', NULL, false, '[{"field":"kind","op":"equals","value":"容缺受理型"}]', NULL, NULL, 'decided_on', NULL, NULL, NULL, 'valid_until'),
	(314, 'commitment', 'breach_duty', '违诺责任', 'consequence of a breach', 'text', 1000, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(320, 'commitment_performance', 'commitment_no', '承诺书编号', 'number of the commitment', 'text', 128, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(321, 'commitment_performance', 'kind', '承诺类型', 'type of commitment', 'code', 50, true, NULL, 'commitment_type', NULL, NULL, NULL, NULL, NULL, NULL),
	(322, 'commitment_performance', 'result', '履行情况', 'performance', 'code', 20, true, NULL, 'commitment_result', NULL, NULL, NULL, NULL, NULL, NULL),
	(330, 'commitment_breach', 'commitment_no', '承诺书编号', 'number of the commitment', 'text', 128, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(331, 'commitment_breach', 'kind', '承诺类型', 'type of commitment', 'code', 50, true, NULL, 'commitment_type', NULL, NULL, NULL, NULL, NULL, NULL),
	(332, 'commitment_breach', 'facts', '违诺事实', 'facts', 'text', 4000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(340, 'tax_grade', 'year', '评价年度', 'year', 'integer', 4, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(341, 'tax_grade', 'grade', '纳税缴费信用级别', 'grade', 'grade', 8, true, NULL, NULL, NULL, NULL, NULL, NULL, 'tax', NULL),
	(345, 'environment_grade', 'year', '评价年度', 'year', 'integer', 4, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(346, 'environment_grade', 'grade', '环境信用等级', 'grade', 'grade', 20, true, NULL, NULL, NULL, NULL, NULL, NULL, 'environment', NULL),
	(350, 'labour_grade', 'year', '评价年度', 'year', 'integer', 4, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(351, 'labour_grade', 'grade', '劳动保障守法诚信等级', 'grade', 'grade', 20, true, NULL, NULL, NULL, NULL, NULL, NULL, 'labour', NULL),
	(355, 'industry_grade', 'industry', '评价行业', 'industry', 'text', 100, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(356, 'industry_grade', 'grade', '评价等级', 'grade', 'grade', 20, true, NULL, NULL, NULL, NULL, NULL, NULL, 'credit', NULL),
	(357, 'industry_grade', 'valid_until', '有效期至', 'valid until', 'date', NULL, false, NULL, NULL, NULL, 'decided_on', NULL, NULL, NULL, 'valid_until'),
	(360, 'honour', 'title', '荣誉名称', 'honour', 'text', 200, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(361, 'honour', 'level', '荣誉级别', 'level', 'code', 20, true, NULL, 'honour_level', NULL, NULL, NULL, NULL, NULL, NULL),
	(362, 'honour', 'reason', '事由', 'reason', 'text', 2000, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(363, 'honour', 'valid_until', '有效期至', 'valid until', 'date', NULL, false, NULL, NULL, NULL, 'decided_on', NULL, '2099-12-31', NULL, 'valid_until'),
	(370, 'voluntary', 'kind', '信息类别', 'kind', 'code', 20, true, NULL, 'voluntary_kind', NULL, NULL, NULL, NULL, NULL, NULL),
	(371, 'voluntary', 'content', '信息内容', 'content', 'text', 4000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(372, 'voluntary', 'truth_commitment', '真实性承诺', 'commitment to truth', 'code', 2, true, NULL, 'yes_no', NULL, NULL, NULL, NULL, NULL, NULL),
	(373, 'voluntary', 'verified', '是否已核实', 'verified', 'code', 2, true, NULL, 'yes_no', NULL, NULL, NULL, '否', NULL, NULL),
	(374, 'voluntary', 'verified_on', '核实日期', 'verified on', 'date', NULL, false, '[{"field":"verified","op":"equals","value":"是"}]', NULL, NULL, 'decided_on', 'today', NULL, NULL, NULL),
	(375, 'voluntary', 'valid_until', '有效期至', 'valid until', 'date', NULL, false, NULL, NULL, NULL, 'decided_on', NULL, NULL, NULL, 'valid_until'),
	(380, 'agency_report', 'agency_name', '信用服务机构', 'agency', 'name', 200, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(381, 'agency_report', 'agency_code', '机构统一社会信用代码', 'code of the agency', 'uscc', 18, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(382, 'agency_report', 'conclusion', '结论', 'conclusion', 'text', 2000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(383, 'agency_report', 'rating', '评级', 'rating', 'grade', 8, false, NULL, NULL, NULL, NULL, NULL, NULL, 'rating', NULL),
	(384, 'agency_report', 'valid_until', '有效期至', 'valid until', 'date', NULL, true, NULL, NULL, NULL, 'decided_on', NULL, NULL, NULL, 'valid_until'),
	(390, 'complaint', 'channel', '渠道', 'channel', 'text', 50, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(391, 'complaint', 'matter', '投诉举报事项', 'matter', 'text', 2000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(392, 'complaint', 'result', '办理结果', 'outcome', 'code', 20, true, NULL, 'complaint_result', NULL, NULL, NULL, NULL, NULL, NULL),
	(393, 'complaint', 'closed_on', '办结日期', 'closed on', 'date', NULL, false, '[{"field":"result","op":"not_equals","value":"办理中"}]', NULL, NULL, 'decided_on', 'today', NULL, NULL, NULL),
	(400, 'interview', 'kind', '约谈类型', 'kind', 'code', 20, true, NULL, 'interview_kind', NULL, NULL, NULL, NULL, NULL, NULL),
	(401, 'interview', 'reason', '约谈事由', 'reason', 'text', 2000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(402, 'interview', 'interviewee', '被约谈人', 'person interviewed', 'name', 50, true, NULL, NULL, 'restricted', NULL, NULL, NULL, NULL, NULL),
	(403, 'interview', 'outcome', '约谈结果', 'outcome', 'text', 2000, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(410, 'rectification', 'facts', '失信事实', 'facts', 'text', 4000, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(411, 'rectification', 'due_on', '整改期限', 'due', 'date', NULL, true, NULL, NULL, NULL, 'decided_on', NULL, NULL, NULL, NULL),
	(412, 'rectification', 'result', '整改情况', 'result', 'code', 20, true, NULL, 'rectification_result', NULL, NULL, NULL, NULL, NULL, NULL),
	(420, 'tax_arrears', 'tax', '欠税税种', 'tax', 'text', 200, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(421, 'tax_arrears', 'amount', '欠税余额（元）', 'balance in yuan', 'amount', NULL, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'amount'),
	(422, 'tax_arrears', 'cleared_on', '清缴日期', 'cleared on', 'date', NULL, false, NULL, NULL, NULL, 'decided_on', 'today', NULL, NULL, 'valid_until')
) AS f (nr, item, field, name_zh, name_en, type, max_length, required, required_when, code_list, openness,
	not_before, not_after, default_value, grade_scale, maps_to);

-- Publication of what is no fault, and of lists that have terms of their own.
INSERT INTO credit.publication_regime (regime_id, item, severity, decided, published, published_persons,
	min_term, max_term, early_end, clean_at_max, note, basis_id, verified, standard_entry)
SELECT 'act-' OPERATOR(pg_catalog.||) pg_catalog.replace(i.item, '_', '-'), i.item, NULL, '(,)', true, false,
	NULL, NULL, false, true, '有效期内公示，自然人不公示', i.submit_or_basis, i.verified, true
FROM (SELECT c.item, coalesce(c.submit_basis_id, c.basis_id) AS submit_or_basis, c.verified
	  FROM credit.catalogue_item c
	  WHERE c.edition OPERATOR(pg_catalog.=) '2024' AND c.openness OPERATOR(pg_catalog.=) 'public'
		AND c.polarity OPERATOR(pg_catalog.<>) 'negative') i;
INSERT INTO credit.publication_regime (regime_id, item, severity, decided, published, published_persons,
	min_term, max_term, early_end, clean_at_max, note, basis_id, verified, standard_entry)
VALUES
	('abnormal-operation', 'abnormal_operation', NULL, '(,)', true, false, NULL, NULL, true, true, '列入期间公示，移出即止', 'enterprise_disclosure', false, true),
	('dishonest-debtor', 'dishonest_debtor', NULL, '(,)', true, true, NULL, NULL, true, true, '名单期限内公布，包括自然人（依司法解释，待核对）', 'spc_dishonest_debtors', false, true),
	('false-litigation', 'false_litigation', NULL, '(,)', true, false, NULL, '3 years', true, true, '期限待核对', 'civil_procedure_law', false, true),
	('tax-arrears', 'tax_arrears', NULL, '(,)', true, false, NULL, NULL, true, true, '清缴前公告', 'tax_administration_law', false, true);

-- ==== src/record/record.sql ====

-- record.sql: records, their old versions, batches and rows set aside.
-- Requires registry/ and catalogue/.

CREATE TYPE credit.record_status AS ENUM ('valid', 'disputed', 'repaired', 'revoked', 'withdrawn', 'unverified');
COMMENT ON TYPE credit.record_status IS 'State of a record: valid, disputed (shown with a mark), repaired (no longer shown or used), revoked (the decision was taken back), withdrawn (entered by mistake), unverified (supplied voluntarily and not yet verified: neither shown nor used). 记录状态：有效、异议中、已修复、已撤销、已撤回、未核实（自愿提供且未核实，不公示、不使用）。';

-- Sessions take numbers by the hundred, so numbers are unique but not without gaps.
CREATE SEQUENCE credit.record_id_seq CACHE 100;
COMMENT ON SEQUENCE credit.record_id_seq IS 'Numbers of records. 记录编号序列。';
SELECT pg_catalog.pg_extension_config_dump('credit.record_id_seq', '');
CREATE SEQUENCE credit.batch_id_seq;
COMMENT ON SEQUENCE credit.batch_id_seq IS 'Numbers of batches. 批次编号序列。';
SELECT pg_catalog.pg_extension_config_dump('credit.batch_id_seq', '');

-- The rows. Nobody writes here: the doors do, as the owner, after every check.
-- Collation "C" keeps keys byte-wise: the same on every machine and fast.
CREATE TABLE credit.record_store (
	subject_id pg_catalog.int8 NOT NULL,
	record_id pg_catalog.int8 NOT NULL,
	item pg_catalog.text COLLATE "C" NOT NULL,
	dept_id pg_catalog.int4 NOT NULL,
	doc_no pg_catalog.text COLLATE "C" NOT NULL,
	decided_on pg_catalog.date NOT NULL,
	valid_from pg_catalog.date,
	valid_until pg_catalog.date,
	severity credit.severity,
	amount pg_catalog.numeric,
	detail pg_catalog.jsonb NOT NULL,
	status credit.record_status NOT NULL,
	received_at pg_catalog.timestamptz NOT NULL,
	due_on pg_catalog.date,
	late_days pg_catalog.int4,
	publish_from pg_catalog.date,
	publish_until pg_catalog.date,
	batch_id pg_catalog.int8 NOT NULL,
	version pg_catalog.int4 NOT NULL,
	warnings pg_catalog.text[]
) PARTITION BY RANGE (decided_on);
COMMENT ON TABLE credit.record_store IS 'Records as stored, one partition a year of decision. Read credit.record; enter through credit.record or an entry view. 记录存储表，按决定年度分区；查询与录入均通过 credit.record 或录入视图。';
COMMENT ON COLUMN credit.record_store.subject_id IS 'Whom the record is about. 信用主体编号。';
COMMENT ON COLUMN credit.record_store.record_id IS 'Number of the record. 记录编号。';
COMMENT ON COLUMN credit.record_store.item IS 'Catalogue item. 目录事项。';
COMMENT ON COLUMN credit.record_store.dept_id IS 'Department that decided. 作出决定的部门。';
COMMENT ON COLUMN credit.record_store.doc_no IS 'Number of the decision document. 决定文书号。';
COMMENT ON COLUMN credit.record_store.decided_on IS 'Date of the decision. 决定日期。';
COMMENT ON COLUMN credit.record_store.valid_from IS 'First day the decision holds. 有效期起。';
COMMENT ON COLUMN credit.record_store.valid_until IS 'Last day the decision holds; 2099-12-31 means long-term. 有效期止，2099-12-31 表示长期。';
COMMENT ON COLUMN credit.record_store.severity IS 'Severity by the rule in force on the decision date; null unless the item is negative. 失信严重程度，仅失信信息有值。';
COMMENT ON COLUMN credit.record_store.amount IS 'Amount in yuan. 金额（元）。';
COMMENT ON COLUMN credit.record_store.detail IS 'The other fields of the item by their national names. 事项的其他字段，以国家标准字段名存储。';
COMMENT ON COLUMN credit.record_store.status IS 'State of the record. 记录状态。';
COMMENT ON COLUMN credit.record_store.received_at IS 'When it was received first. 首次接收时间。';
COMMENT ON COLUMN credit.record_store.due_on IS 'Day by which it had to be reported. 应报送日期。';
COMMENT ON COLUMN credit.record_store.late_days IS 'Working days it came after that day, at least 1 when late; 0 in time. 迟报工作日数，迟报至少为 1，0 为及时。';
COMMENT ON COLUMN credit.record_store.publish_from IS 'First day of publication; null when not published. 公示起始日，不公示时为空。';
COMMENT ON COLUMN credit.record_store.publish_until IS 'Day publication ends by the regime in force on the decision date; null without end. 公示截止日，无期限时为空。';
COMMENT ON COLUMN credit.record_store.batch_id IS 'Batch that brought this version. 带入本版本的批次。';
COMMENT ON COLUMN credit.record_store.version IS '1 for the first version, one more for each correction or change of state. 版本号。';
COMMENT ON COLUMN credit.record_store.warnings IS 'What looks wrong but may be right, as kind:field. 可疑但可能正确之处，形式为“类别:字段”。';
-- Its indexes, the natural key first, are made on each partition by
-- credit.index_partition(): see there why not here.
ALTER TABLE credit.record_store ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON credit.record_store TO credit_admin, credit_department, credit_analyst;

CREATE FUNCTION credit.may_see_record(dept_id pg_catalog.int4, item pg_catalog.text) RETURNS pg_catalog.bool
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_may_see_record';
COMMENT ON FUNCTION credit.may_see_record(pg_catalog.int4, pg_catalog.text) IS 'Whether the current role may see records of the item decided by the department: its own, and others'' as the item''s openness allows. 当前角色是否可见该部门该事项的记录：本部门记录，以及按事项开放属性可见的其他部门记录。';
CREATE POLICY see ON credit.record_store FOR SELECT USING (credit.may_see_record(dept_id, item));

CREATE TABLE credit.record_version (
	subject_id pg_catalog.int8 NOT NULL,
	record_id pg_catalog.int8 NOT NULL,
	version pg_catalog.int4 NOT NULL,
	item pg_catalog.text COLLATE "C" NOT NULL,
	dept_id pg_catalog.int4 NOT NULL,
	replaced_at pg_catalog.timestamptz NOT NULL,
	replaced_by pg_catalog.text NOT NULL,
	reason pg_catalog.text,
	content pg_catalog.jsonb NOT NULL,
	PRIMARY KEY (subject_id, record_id, version)
);
COMMENT ON TABLE credit.record_version IS 'Earlier versions of records: what was corrected, revoked, repaired or marked, by whom and when. 记录的历史版本：更正、撤销、修复、标注的内容、操作人与时间。';
COMMENT ON COLUMN credit.record_version.subject_id IS 'Whom the record is about. 信用主体编号。';
COMMENT ON COLUMN credit.record_version.record_id IS 'Number of the record. 记录编号。';
COMMENT ON COLUMN credit.record_version.version IS 'Version that was replaced. 被替换的版本号。';
COMMENT ON COLUMN credit.record_version.item IS 'Catalogue item. 目录事项。';
COMMENT ON COLUMN credit.record_version.dept_id IS 'Department that decided. 作出决定的部门。';
COMMENT ON COLUMN credit.record_version.replaced_at IS 'When it was replaced. 替换时间。';
COMMENT ON COLUMN credit.record_version.replaced_by IS 'Role that replaced it. 操作角色。';
COMMENT ON COLUMN credit.record_version.reason IS 'Why, where a reason was given. 替换原因。';
COMMENT ON COLUMN credit.record_version.content IS 'The whole earlier row. 旧版本全部内容。';
ALTER TABLE credit.record_version ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON credit.record_version FOR SELECT USING (credit.may_see_record(dept_id, item));
GRANT SELECT ON credit.record_version TO credit_admin, credit_department;
SELECT pg_catalog.pg_extension_config_dump('credit.record_version', '');

-- Old versions are kept by the statement that replaces them. Restoring loads
-- into partitions and updates nothing, so this rests then by itself.
CREATE FUNCTION credit.keep_record_version() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	INSERT INTO credit.record_version (subject_id, record_id, version, item, dept_id,
		replaced_at, replaced_by, reason, content)
	SELECT o.subject_id, o.record_id, o.version, o.item, o.dept_id,
		now(), session_user, nullif(credit.setting('reason'), ''), to_jsonb(o)
	FROM old_rows o;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.keep_record_version() IS 'Statement trigger: keeps the versions an update replaces. 语句级触发器：保留被更新替换的版本。';
REVOKE ALL ON FUNCTION credit.keep_record_version() FROM PUBLIC;
CREATE TRIGGER keep_version AFTER UPDATE ON credit.record_store
	REFERENCING OLD TABLE AS old_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.keep_record_version();

-- A record is ended, never deleted: its traces must stay verifiable.
CREATE FUNCTION credit.refuse_deletion() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF credit.setting('restoring') = 'on' THEN
		RETURN NULL;
	END IF;
	RAISE EXCEPTION '% of % is not allowed', lower(TG_OP), TG_TABLE_NAME
		USING ERRCODE = 'CR009',
			DETAIL = 'Records are kept so that every decision can be traced.',
			HINT = 'Use credit.revoke_record() to end a record.';
END
$$;
COMMENT ON FUNCTION credit.refuse_deletion() IS 'Statement trigger: rows that must stay traceable are not deleted or truncated. 语句级触发器：须可追溯的数据不得删除或清空。';
REVOKE ALL ON FUNCTION credit.refuse_deletion() FROM PUBLIC;
CREATE TRIGGER refuse_deletion BEFORE DELETE OR TRUNCATE ON credit.record_store
	FOR EACH STATEMENT EXECUTE FUNCTION credit.refuse_deletion();

-- ==== src/record/batch.sql ====

-- batch.sql: batches and rows set aside. Requires record/record.sql.

CREATE TABLE credit.batch (
	batch_id pg_catalog.int8 PRIMARY KEY,
	dept_id pg_catalog.int4,
	channel pg_catalog.text NOT NULL,
	note pg_catalog.text,
	opened_by pg_catalog.text NOT NULL,
	opened_at pg_catalog.timestamptz NOT NULL,
	closed_at pg_catalog.timestamptz,
	rows pg_catalog.int8 NOT NULL DEFAULT 0,
	accepted pg_catalog.int8 NOT NULL DEFAULT 0,
	duplicate pg_catalog.int8 NOT NULL DEFAULT 0,
	corrected pg_catalog.int8 NOT NULL DEFAULT 0,
	rejected pg_catalog.int8 NOT NULL DEFAULT 0,
	CONSTRAINT batch_adds_up CHECK (rows OPERATOR(pg_catalog.=) (accepted
		OPERATOR(pg_catalog.+) duplicate OPERATOR(pg_catalog.+) corrected OPERATOR(pg_catalog.+) rejected))
);
COMMENT ON TABLE credit.batch IS 'What came in together, with what became of it; a statement outside an opened batch is a batch of its own. 报送批次及处理结果，未显式开启批次的语句自成一批。';
COMMENT ON COLUMN credit.batch.batch_id IS 'Number of the batch. 批次编号。';
COMMENT ON COLUMN credit.batch.dept_id IS 'Department that reported; null for the office. 报送部门，信用办报送时为空。';
COMMENT ON COLUMN credit.batch.channel IS 'How it came: statement, or as named when opened. 报送渠道。';
COMMENT ON COLUMN credit.batch.note IS 'Note given when opened. 备注。';
COMMENT ON COLUMN credit.batch.opened_by IS 'Role that opened it. 开启角色。';
COMMENT ON COLUMN credit.batch.opened_at IS 'When it was opened. 开启时间。';
COMMENT ON COLUMN credit.batch.closed_at IS 'When it was closed; null while open. 关闭时间，未关闭为空。';
COMMENT ON COLUMN credit.batch.rows IS 'Rows that came. 报送行数。';
COMMENT ON COLUMN credit.batch.accepted IS 'New records. 新增记录数。';
COMMENT ON COLUMN credit.batch.duplicate IS 'Rows known already with the same content. 重复行数。';
COMMENT ON COLUMN credit.batch.corrected IS 'Rows that corrected a record. 更正行数。';
COMMENT ON COLUMN credit.batch.rejected IS 'Rows set aside. 退回行数。';
CREATE INDEX batch_department ON credit.batch (dept_id, opened_at);
ALTER TABLE credit.batch ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON credit.batch FOR SELECT USING (credit.may_see_department(dept_id) OR credit.is_office());
GRANT SELECT ON credit.batch TO credit_admin, credit_department;
SELECT pg_catalog.pg_extension_config_dump('credit.batch', '');

CREATE TABLE credit.rejection (
	rejection_id pg_catalog.int8 GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
	batch_id pg_catalog.int8 NOT NULL,
	dept_id pg_catalog.int4,
	item pg_catalog.text NOT NULL,
	payload pg_catalog.jsonb NOT NULL,
	reasons pg_catalog.jsonb NOT NULL,
	received_at pg_catalog.timestamptz NOT NULL,
	resolved_by pg_catalog.int8
);
COMMENT ON TABLE credit.rejection IS 'Rows set aside, each with all reasons, until mended or given up. 被退回的数据行及其全部原因。';
COMMENT ON COLUMN credit.rejection.rejection_id IS 'Number of the rejected row. 退回编号。';
COMMENT ON COLUMN credit.rejection.batch_id IS 'Batch it came in. 所属批次。';
COMMENT ON COLUMN credit.rejection.dept_id IS 'Department that reported it. 报送部门。';
COMMENT ON COLUMN credit.rejection.item IS 'Catalogue item it was meant for. 目录事项。';
COMMENT ON COLUMN credit.rejection.payload IS 'The row as it came, document numbers masked. 原始内容，证件号码已遮蔽。';
COMMENT ON COLUMN credit.rejection.reasons IS 'Array of field, rule, found, expected. 原因数组：字段、规则、发现值、期望值。';
COMMENT ON COLUMN credit.rejection.received_at IS 'When it was received. 接收时间。';
COMMENT ON COLUMN credit.rejection.resolved_by IS 'Batch in which it was mended and taken in, or in which the same row came again. 修正后入库的批次，或同一行再次报送的批次。';
CREATE INDEX rejection_open ON credit.rejection (dept_id, rejection_id) WHERE resolved_by IS NULL;
CREATE INDEX rejection_batch ON credit.rejection (batch_id);
CREATE INDEX rejection_same ON credit.rejection (pg_catalog.md5(payload::pg_catalog.text)) WHERE resolved_by IS NULL;
ALTER TABLE credit.rejection ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON credit.rejection FOR SELECT USING (credit.may_see_department(dept_id) OR credit.is_office());
GRANT SELECT ON credit.rejection TO credit_admin, credit_department;
SELECT pg_catalog.pg_extension_config_dump('credit.rejection', '');
SELECT pg_catalog.pg_extension_config_dump('credit.rejection_rejection_id_seq', '');

CREATE TABLE credit.rejection_identity (
	rejection_id pg_catalog.int8 NOT NULL REFERENCES credit.rejection ON DELETE CASCADE,
	field pg_catalog.text NOT NULL,
	value pg_catalog.text NOT NULL,
	PRIMARY KEY (rejection_id, field)
);
COMMENT ON TABLE credit.rejection_identity IS 'Document numbers of rows set aside, kept apart for credit_identity alone. 退回行中的证件号码，仅身份管理角色可见。';
COMMENT ON COLUMN credit.rejection_identity.rejection_id IS 'Rejected row. 退回编号。';
COMMENT ON COLUMN credit.rejection_identity.field IS 'Field that carried it. 字段。';
COMMENT ON COLUMN credit.rejection_identity.value IS 'The number as typed. 原始号码。';
GRANT SELECT ON credit.rejection_identity TO credit_identity;
SELECT pg_catalog.pg_extension_config_dump('credit.rejection_identity', '');

-- SECURITY DEFINER: departments may not write credit.batch; the function gives
-- them rows of their own only.
CREATE FUNCTION credit.open_batch(channel pg_catalog.text, note pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.int8
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	acting int := credit.session_department();
	id bigint;
BEGIN
	IF coalesce(channel, '') = '' OR channel = 'statement' THEN
		RAISE EXCEPTION 'a batch needs a channel'
			USING ERRCODE = 'CR016',
				HINT = 'Name how the data come, such as ''exchange'' or ''file''.';
	END IF;
	INSERT INTO credit.batch (batch_id, dept_id, channel, note, opened_by, opened_at)
	VALUES (nextval('credit.batch_id_seq'), acting, channel, note, session_user, now())
	RETURNING batch_id INTO id;
	PERFORM set_config('credit.batch', id::text, false);
	RETURN id;
END
$$;
COMMENT ON FUNCTION credit.open_batch(pg_catalog.text, pg_catalog.text) IS 'Opens a batch and makes the session''s entries join it until credit.close_batch(); behind a transaction pooler use SET LOCAL credit.batch. 开启批次，本会话后续录入归入该批次直至关闭；事务级连接池请用 SET LOCAL credit.batch。';
REVOKE ALL ON FUNCTION credit.open_batch(pg_catalog.text, pg_catalog.text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.open_batch(pg_catalog.text, pg_catalog.text) TO credit_department, credit_admin;

-- SECURITY DEFINER: see credit.open_batch().
CREATE FUNCTION credit.close_batch(batch_id pg_catalog.int8) RETURNS credit.batch
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	summary credit.batch;
	acting int := credit.session_department();
BEGIN
	UPDATE credit.batch b SET closed_at = now()
	WHERE b.batch_id = close_batch.batch_id AND b.closed_at IS NULL
		AND (acting IS NULL OR b.dept_id = acting)
	RETURNING * INTO summary;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'batch % is not open', close_batch.batch_id
			USING ERRCODE = 'CR016',
				DETAIL = 'There is no such batch of this department, or it was closed already.',
				HINT = 'Look in credit.batch.';
	END IF;
	IF credit.setting('batch') = close_batch.batch_id::text THEN
		PERFORM set_config('credit.batch', '', false);
	END IF;
	RETURN summary;
END
$$;
COMMENT ON FUNCTION credit.close_batch(pg_catalog.int8) IS 'Closes a batch and returns its summary: rows = accepted + duplicate + corrected + rejected. 关闭批次并返回汇总。';
REVOKE ALL ON FUNCTION credit.close_batch(pg_catalog.int8) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.close_batch(pg_catalog.int8) TO credit_department, credit_admin;

-- ==== src/record/view.sql ====

-- view.sql: the door for any item, and the functions that make a department's
-- own door. Requires record/record.sql.

CREATE FUNCTION credit.enter() RETURNS trigger
	LANGUAGE c
	AS 'MODULE_PATHNAME', 'credit_enter';
COMMENT ON FUNCTION credit.enter() IS 'Row trigger of a door: checks, completes and buffers one row. Argument: the item of an entry view. 录入视图行级触发器：校验、补全并缓冲一行；参数为事项。';
REVOKE ALL ON FUNCTION credit.enter() FROM PUBLIC;
CREATE FUNCTION credit.enter_end() RETURNS trigger
	LANGUAGE c
	AS 'MODULE_PATHNAME', 'credit_enter_end';
COMMENT ON FUNCTION credit.enter_end() IS 'Statement trigger of a door: writes what is buffered and the batch. 录入视图语句级触发器：写入缓冲数据与批次。';
REVOKE ALL ON FUNCTION credit.enter_end() FROM PUBLIC;

CREATE FUNCTION credit.session_department() RETURNS pg_catalog.int4
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_session_department';
COMMENT ON FUNCTION credit.session_department() IS 'Department for which the session''s role acts, also within a SECURITY DEFINER function; null for the office, CR006 for a role of none. 会话角色代表的部门，信用办为空，不属任何部门则报错。';

CREATE FUNCTION credit.session_may_act_for(dept_id pg_catalog.int4) RETURNS pg_catalog.bool
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_session_may_act_for';
COMMENT ON FUNCTION credit.session_may_act_for(pg_catalog.int4) IS 'Whether the session''s role may act for the department, also within a SECURITY DEFINER function. 会话角色是否可代表该部门。';

-- The order of columns is known to src/record/door_row.c.
CREATE VIEW credit.record WITH (security_invoker = true) AS
SELECT s.uscc::pg_catalog.text AS subject_code,
	CASE WHEN s.kind OPERATOR(pg_catalog.=) 'person' THEN credit.mask_name(s.name) ELSE s.name END AS subject_name,
	r.subject_id, r.record_id, r.item, r.dept_id, r.doc_no, r.decided_on, r.valid_from,
	r.valid_until, r.severity, r.amount, r.detail, r.status, r.received_at, r.due_on, r.late_days,
	r.publish_from, r.publish_until, r.batch_id, r.version, r.warnings
FROM credit.record_store r
LEFT JOIN credit.subject s ON s.subject_id OPERATOR(pg_catalog.=) r.subject_id;
COMMENT ON VIEW credit.record IS 'Records of every item, to read and to enter. Insert item, subject_code, doc_no, decided_on … and the other fields in detail; the database sets the rest. 各类信用记录的查询与录入视图；录入事项、主体代码、文书号、决定日期等，其余由数据库生成。';
COMMENT ON COLUMN credit.record.subject_code IS 'Unified code of the subject; null for persons. 统一社会信用代码，自然人为空。';
COMMENT ON COLUMN credit.record.subject_name IS 'Name of the subject; persons'' names are masked. 主体名称，自然人姓名脱敏。';
DO $$
DECLARE
	described record;
BEGIN
	FOR described IN
		SELECT a.attname, pg_catalog.col_description(a.attrelid, a.attnum) AS comment
		FROM pg_catalog.pg_attribute a
		WHERE a.attrelid OPERATOR(pg_catalog.=) 'credit.record_store'::pg_catalog.regclass
			AND a.attnum OPERATOR(pg_catalog.>) 0
	LOOP
		EXECUTE pg_catalog.format('COMMENT ON COLUMN credit.record.%I IS %L',
								  described.attname, described.comment);
	END LOOP;
END
$$;
GRANT SELECT ON credit.record TO credit_admin, credit_department, credit_analyst;
GRANT INSERT ON credit.record TO credit_admin, credit_department;
CREATE TRIGGER enter INSTEAD OF INSERT ON credit.record
	FOR EACH ROW EXECUTE FUNCTION credit.enter();
CREATE TRIGGER enter_end AFTER INSERT ON credit.record
	FOR EACH STATEMENT EXECUTE FUNCTION credit.enter_end();

CREATE FUNCTION credit.join_parts(parts pg_catalog.jsonb) RETURNS pg_catalog.text
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE pg_catalog.jsonb_typeof(parts)
		WHEN 'array' THEN (SELECT pg_catalog.string_agg(p.value, ';') FROM pg_catalog.jsonb_array_elements_text(parts) p)
		ELSE parts OPERATOR(pg_catalog.#>>) '{}' END;
END;
COMMENT ON FUNCTION credit.join_parts(pg_catalog.jsonb) IS 'A multi-valued field as one text, parts joined by a semicolon. 多值字段以分号连接为文本。';

-- How a field of an item is shown in its entry view.
CREATE FUNCTION credit.entry_column(field pg_catalog.text, type pg_catalog.text,
	maps_to pg_catalog.text, multi_valued pg_catalog.bool) RETURNS pg_catalog.text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT CASE
		WHEN maps_to = 'subject_doc_no' OR maps_to = 'legal_rep_doc_no' THEN 'NULL::pg_catalog.text'
		WHEN maps_to = 'doc_no' THEN 'r.doc_no COLLATE "default"'
		WHEN maps_to = ANY ('{decided_on,valid_from,valid_until}') THEN
			format('pg_catalog.to_char(r.%I, ''YYYY-MM-DD'')', maps_to)
		WHEN maps_to = 'amount' AND type = 'amount_wan' THEN
			'pg_catalog.trim_scale(r.amount OPERATOR(pg_catalog./) 10000)::pg_catalog.text'
		WHEN maps_to = 'amount' THEN 'r.amount::pg_catalog.text'
		WHEN multi_valued THEN
			format('credit.join_parts(r.detail OPERATOR(pg_catalog.->) %L)', field)
		ELSE format('r.detail OPERATOR(pg_catalog.->>) %L', field)
	END
$$;
COMMENT ON FUNCTION credit.entry_column(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.bool) IS 'Expression that shows a field in its entry view; internal. 录入视图字段表达式（内部使用）。';
REVOKE ALL ON FUNCTION credit.entry_column(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.bool) FROM PUBLIC;

-- SECURITY DEFINER: the office has no right to create in this schema; names
-- come from the catalogue, whose checks allow only lower-case identifiers.
-- Columns a view has keep their place: the view may be used by other views,
-- and a view of the extension itself cannot be dropped.
CREATE FUNCTION credit.create_entry_view(item pg_catalog.text) RETURNS pg_catalog.text
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	view_name text := create_entry_view.item || '_entry';
	view_oid oid := to_regclass(format('credit.%I', create_entry_view.item || '_entry'));
	columns text;
	field record;
	label text;
BEGIN
	WITH newest AS (
		SELECT DISTINCT ON (c.field) c.field::text, c.type, c.maps_to, c.multi_valued, c.ordinal,
			coalesce(lower(i.valid), '-infinity') AS since
		FROM credit.catalogue_field c JOIN credit.catalogue_item i USING (item, edition)
		WHERE c.item = create_entry_view.item
		ORDER BY c.field, since DESC
	), placed AS (
		SELECT coalesce(n.field, a.attname::text) AS field, a.attnum, n.since, n.ordinal,
			CASE WHEN n.field IS NULL THEN 'NULL::pg_catalog.text'
				ELSE credit.entry_column(n.field, n.type, n.maps_to, n.multi_valued) END AS expression
		FROM newest n
		FULL JOIN (SELECT * FROM pg_attribute WHERE attrelid = view_oid AND attnum > 0 AND NOT attisdropped) a
			ON a.attname = n.field
	)
	SELECT string_agg(format('%s AS %I', p.expression, p.field), E',\n\t'
					  ORDER BY p.attnum NULLS LAST, p.since DESC, p.ordinal, p.field)
	INTO columns FROM placed p;
	SELECT i.name_en || ', to enter and to read. ' || i.name_zh || '录入视图。' INTO label
	FROM credit.catalogue_item i WHERE i.item = create_entry_view.item
	ORDER BY lower(i.valid) DESC NULLS LAST LIMIT 1;
	IF columns IS NULL OR label IS NULL THEN
		RAISE EXCEPTION 'item "%" has no fields', create_entry_view.item
			USING ERRCODE = 'CR001',
				DETAIL = 'An entry view shows the fields of an item of the catalogue.',
				HINT = 'Define it with credit.define_item() and credit.define_field().';
	END IF;
	EXECUTE format(E'CREATE OR REPLACE VIEW credit.%I WITH (security_invoker = true) AS\nSELECT %s\nFROM credit.record_store r\nWHERE r.item OPERATOR(pg_catalog.=) %L',
				   view_name, columns, create_entry_view.item);
	EXECUTE format('COMMENT ON VIEW credit.%I IS %L', view_name, label);
	FOR field IN
		SELECT DISTINCT ON (c.field) c.field AS name, c.name_en || '. ' || c.name_zh || '。' AS comment
		FROM credit.catalogue_field c JOIN credit.catalogue_item i USING (item, edition)
		WHERE c.item = create_entry_view.item
		ORDER BY c.field, lower(i.valid) DESC NULLS LAST
	LOOP
		EXECUTE format('COMMENT ON COLUMN credit.%I.%I IS %L', view_name, field.name, field.comment);
	END LOOP;
	IF view_oid IS NULL THEN
		EXECUTE format('GRANT SELECT ON credit.%I TO credit_admin, credit_department, credit_analyst', view_name);
		EXECUTE format('GRANT INSERT ON credit.%I TO credit_admin, credit_department', view_name);
		EXECUTE format('CREATE TRIGGER enter INSTEAD OF INSERT ON credit.%I FOR EACH ROW EXECUTE FUNCTION credit.enter(%L)',
					   view_name, create_entry_view.item);
		EXECUTE format('CREATE TRIGGER enter_end AFTER INSERT ON credit.%I FOR EACH STATEMENT EXECUTE FUNCTION credit.enter_end()',
					   view_name);
	END IF;
	RETURN 'credit.' || view_name;
END
$$;
COMMENT ON FUNCTION credit.create_entry_view(pg_catalog.text) IS 'Makes or extends the department''s door to an item: view credit.<item>_entry with the item''s fields as text columns. 为事项创建或扩展录入视图，字段均为文本列。';
REVOKE ALL ON FUNCTION credit.create_entry_view(pg_catalog.text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.create_entry_view(pg_catalog.text) TO credit_admin;

-- ==== src/record/partition.sql ====

-- partition.sql: one partition a year of decision, a default for all others.
-- Requires record/record.sql.

-- The natural key (its parts decide the partition, so unique in each is unique
-- in all) and the number. An index of the parent would be simpler, but a dump
-- of a partition made later could not be restored: attaching it to the parent,
-- which CREATE EXTENSION has made with its indexes, makes the partition's, and
-- the dump then makes them again.
CREATE FUNCTION credit.index_partition(partition_name pg_catalog.text) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	EXECUTE format('CREATE UNIQUE INDEX IF NOT EXISTS %I ON credit.%I (subject_id, item, dept_id, doc_no, decided_on)',
				   partition_name || '_key', partition_name);
	EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON credit.%I (record_id)', partition_name || '_number', partition_name);
END
$$;
COMMENT ON FUNCTION credit.index_partition(pg_catalog.text) IS 'Makes the indexes of a partition of records where they are missing, above all the unique natural key. 为记录分区创建缺少的索引，首先是自然键唯一索引。';
REVOKE ALL ON FUNCTION credit.index_partition(pg_catalog.text) FROM PUBLIC;

CREATE TABLE credit.record_other PARTITION OF credit.record_store DEFAULT;
COMMENT ON TABLE credit.record_other IS 'Records of years without a partition of their own. 无专属分区年度的记录。';
SELECT pg_catalog.pg_extension_config_dump('credit.record_other', '');
SELECT credit.index_partition('record_other');
DO $$
BEGIN
	FOR y IN 2015 .. 2028 LOOP
		EXECUTE pg_catalog.format('CREATE TABLE credit.record_%s PARTITION OF credit.record_store FOR VALUES FROM (%L) TO (%L)',
			y, pg_catalog.make_date(y, 1, 1), pg_catalog.make_date(y OPERATOR(pg_catalog.+) 1, 1, 1));
		EXECUTE pg_catalog.format('COMMENT ON TABLE credit.record_%s IS %L', y,
			pg_catalog.format('Records decided in %s. %s年作出决定的记录。', y, y));
		PERFORM pg_catalog.pg_extension_config_dump(pg_catalog.format('credit.record_%s', y)::pg_catalog.regclass, '');
		PERFORM credit.index_partition(pg_catalog.format('record_%s', y));
	END LOOP;
END
$$;

-- Rows of the year that already lie in the default partition move along. A
-- partition made after installation belongs to the database and not to the
-- extension: a dump carries its definition and its rows.
CREATE FUNCTION credit.ensure_partition(decision_year pg_catalog.int4) RETURNS pg_catalog.bool
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	partition_name text := 'record_' || decision_year;
	first_day date := make_date(decision_year, 1, 1);
	next_day date := make_date(decision_year + 1, 1, 1);
BEGIN
	IF to_regclass(format('credit.%I', partition_name)) IS NOT NULL THEN
		RETURN false;
	END IF;
	-- others wait here rather than fail on the name
	LOCK TABLE credit.record_store IN SHARE UPDATE EXCLUSIVE MODE;
	IF to_regclass(format('credit.%I', partition_name)) IS NOT NULL THEN
		RETURN false;
	END IF;
	IF NOT EXISTS (SELECT FROM credit.record_other o WHERE o.decided_on >= first_day AND o.decided_on < next_day) THEN
		EXECUTE format('CREATE TABLE credit.%I PARTITION OF credit.record_store FOR VALUES FROM (%L) TO (%L)',
					   partition_name, first_day, next_day);
		PERFORM credit.index_partition(partition_name);
	ELSE
		LOCK TABLE credit.record_store IN ACCESS EXCLUSIVE MODE;
		EXECUTE format('CREATE TABLE credit.%I (LIKE credit.record_store INCLUDING ALL)', partition_name);
		EXECUTE format('WITH moved AS (DELETE FROM credit.record_other o WHERE o.decided_on >= %L AND o.decided_on < %L RETURNING *)
			INSERT INTO credit.%I SELECT * FROM moved', first_day, next_day, partition_name);
		PERFORM credit.index_partition(partition_name);
		EXECUTE format('ALTER TABLE credit.record_store ATTACH PARTITION credit.%I FOR VALUES FROM (%L) TO (%L)',
					   partition_name, first_day, next_day);
	END IF;
	EXECUTE format('COMMENT ON TABLE credit.%I IS %L', partition_name,
				   format('Records decided in %s. %s年作出决定的记录。', decision_year, decision_year));
	RETURN true;
END
$$;
COMMENT ON FUNCTION credit.ensure_partition(pg_catalog.int4) IS 'Makes the partition of a year when it is missing and moves that year''s rows into it; true when made. 按需创建年度分区并迁入该年数据，新建时返回真。';
REVOKE ALL ON FUNCTION credit.ensure_partition(pg_catalog.int4) FROM PUBLIC;

-- ==== src/record/publication.sql ====

-- publication.sql: what is published, what may be used, what the public sees.
-- Two answers: a record may no longer be shown and still count, and the other
-- way round (domain facts 11.2, 11.3). Requires record/record.sql.

CREATE FUNCTION credit.is_published(status credit.record_status, publish_from pg_catalog.date,
	publish_until pg_catalog.date, on_date pg_catalog.date DEFAULT credit.today()) RETURNS pg_catalog.bool
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN status OPERATOR(pg_catalog.=) ANY (ARRAY['valid', 'disputed']::credit.record_status[])
		AND publish_from OPERATOR(pg_catalog.<=) on_date
		AND (publish_until IS NULL OR on_date OPERATOR(pg_catalog.<=) publish_until);
COMMENT ON FUNCTION credit.is_published(credit.record_status, pg_catalog.date, pg_catalog.date, pg_catalog.date) IS 'Whether a record is shown on a day: begun, not past its last day, neither repaired, revoked nor withdrawn; disputed ones are shown with a mark. 记录在某日是否公示；异议中的记录带标注公示。';

-- The last day a record counts against a subject: the end of publication,
-- unless the regime leaves an uncorrected fault to the sector's rule (Order 36
-- of 2025 on records at their longest term); never once it is ended. A record
-- that is not published (persons, items not open to all) counts for the term of
-- its regime all the same; a fault older than all regimes counts no more.
CREATE FUNCTION credit.is_usable(item pg_catalog.text, severity credit.severity,
	status credit.record_status, decided_on pg_catalog.date, publish_until pg_catalog.date,
	valid_until pg_catalog.date, on_date pg_catalog.date DEFAULT credit.today()) RETURNS pg_catalog.bool
	LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT status OPERATOR(pg_catalog.=) ANY (ARRAY['valid', 'disputed']::credit.record_status[])
		AND decided_on OPERATOR(pg_catalog.<=) on_date
		AND CASE WHEN severity IS NULL
			THEN valid_until IS NULL OR on_date OPERATOR(pg_catalog.<=) valid_until
			WHEN publish_until IS NULL
			THEN COALESCE((SELECT NOT g.clean_at_max OR g.max_term IS NULL
					OR on_date OPERATOR(pg_catalog.<=) (decided_on OPERATOR(pg_catalog.+) g.max_term)
				FROM credit.publication_regime g
				WHERE (g.item IS NULL OR g.item OPERATOR(pg_catalog.=) is_usable.item)
					AND (g.severity IS NULL OR g.severity OPERATOR(pg_catalog.=) is_usable.severity)
					AND g.decided OPERATOR(pg_catalog.@>) is_usable.decided_on AND g.sector IS NULL
				ORDER BY g.item IS NULL, g.severity IS NULL LIMIT 1), false)
			ELSE on_date OPERATOR(pg_catalog.<=) publish_until
				OR EXISTS (SELECT FROM credit.publication_regime g
					WHERE (g.item IS NULL OR g.item OPERATOR(pg_catalog.=) is_usable.item)
						AND (g.severity IS NULL OR g.severity OPERATOR(pg_catalog.=) is_usable.severity)
						AND g.decided OPERATOR(pg_catalog.@>) is_usable.decided_on
						AND g.sector IS NULL AND NOT g.clean_at_max)
			END;
END;
COMMENT ON FUNCTION credit.is_usable(pg_catalog.text, credit.severity, credit.record_status, pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.date) IS 'Whether a record may be used in a decision on a day, which is not the same as being published. 记录在某日可否用于决策，与是否公示为两事。';

CREATE FUNCTION credit.public_detail(item pg_catalog.text, decided_on pg_catalog.date,
	detail pg_catalog.jsonb) RETURNS pg_catalog.jsonb
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_public_detail';
COMMENT ON FUNCTION credit.public_detail(pg_catalog.text, pg_catalog.date, pg_catalog.jsonb) IS 'The fields of a record that its item opens to the public. 记录中对社会公开的字段。';

-- The one view that reads as its owner: the public has no right on the tables,
-- and sees published rows and public fields alone.
CREATE VIEW credit.public_record WITH (security_barrier = true) AS
SELECT r.record_id, s.uscc::pg_catalog.text AS subject_code,
	CASE WHEN s.kind OPERATOR(pg_catalog.=) 'person' THEN credit.mask_name(s.name) ELSE s.name END AS subject_name,
	r.item, d.name AS department, r.doc_no, r.decided_on, r.valid_from, r.valid_until,
	r.severity::pg_catalog.text AS severity, r.amount,
	credit.public_detail(r.item, r.decided_on, r.detail) AS detail,
	r.status OPERATOR(pg_catalog.=) 'disputed' AS disputed, r.publish_from, r.publish_until
FROM credit.record_store r
JOIN credit.subject s ON s.subject_id OPERATOR(pg_catalog.=) r.subject_id
JOIN credit.department d ON d.dept_id OPERATOR(pg_catalog.=) r.dept_id
WHERE r.status OPERATOR(pg_catalog.=) ANY (ARRAY['valid', 'disputed']::credit.record_status[])
	AND r.publish_from OPERATOR(pg_catalog.<=) credit.today()
	AND (r.publish_until IS NULL OR credit.today() OPERATOR(pg_catalog.<=) r.publish_until);
COMMENT ON VIEW credit.public_record IS 'What the portal shows today: published records with their public fields. 门户当日公示内容：公示期内的记录及其公开字段。';
COMMENT ON COLUMN credit.public_record.record_id IS 'Number of the record. 记录编号。';
COMMENT ON COLUMN credit.public_record.subject_code IS 'Unified code; null for persons. 统一社会信用代码，自然人为空。';
COMMENT ON COLUMN credit.public_record.subject_name IS 'Name; persons'' names are masked. 名称，自然人姓名脱敏。';
COMMENT ON COLUMN credit.public_record.item IS 'Catalogue item. 目录事项。';
COMMENT ON COLUMN credit.public_record.department IS 'Department that decided. 作出决定的部门。';
COMMENT ON COLUMN credit.public_record.doc_no IS 'Number of the decision document. 决定文书号。';
COMMENT ON COLUMN credit.public_record.decided_on IS 'Date of the decision. 决定日期。';
COMMENT ON COLUMN credit.public_record.valid_from IS 'First day the decision holds. 有效期起。';
COMMENT ON COLUMN credit.public_record.valid_until IS 'Last day the decision holds. 有效期止。';
COMMENT ON COLUMN credit.public_record.severity IS 'Severity of a negative record. 失信严重程度。';
COMMENT ON COLUMN credit.public_record.amount IS 'Amount in yuan. 金额（元）。';
COMMENT ON COLUMN credit.public_record.detail IS 'Public fields by their national names. 公开字段。';
COMMENT ON COLUMN credit.public_record.disputed IS 'Whether an objection is being examined. 是否处于异议处理中。';
COMMENT ON COLUMN credit.public_record.publish_from IS 'First day of publication. 公示起始日。';
COMMENT ON COLUMN credit.public_record.publish_until IS 'Last day of publication. 公示截止日。';
GRANT SELECT ON credit.public_record TO credit_public, credit_admin, credit_department, credit_analyst;

-- ==== src/record/change.sql ====

-- change.sql: ending records, mending rows set aside, moving files when two
-- subjects become one, and the entry views of the two disclosures.
-- Requires record/view.sql.

-- SECURITY DEFINER: departments may not write the table; they may end records
-- of their own.
CREATE FUNCTION credit.revoke_record(record_id pg_catalog.int8, doc_no pg_catalog.text,
	reason pg_catalog.text, mistake pg_catalog.bool DEFAULT false) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	found_row credit.record_store;
BEGIN
	SELECT * INTO found_row FROM credit.record_store r
	WHERE r.record_id = revoke_record.record_id FOR UPDATE;
	IF NOT FOUND OR NOT (credit.session_may_act_for(found_row.dept_id)) THEN
		RAISE EXCEPTION 'record % cannot be revoked', revoke_record.record_id
			USING ERRCODE = 'CR017',
				DETAIL = 'There is no such record of a department you act for.',
				HINT = 'The department that decided revokes; look the number up in credit.record.';
	END IF;
	IF found_row.status IN ('revoked', 'withdrawn') THEN
		RAISE EXCEPTION 'record % is % already', revoke_record.record_id, found_row.status
			USING ERRCODE = 'CR009',
				HINT = 'Nothing is left to do.';
	END IF;
	IF coalesce(btrim(revoke_record.doc_no), '') = '' OR coalesce(btrim(reason), '') = '' THEN
		RAISE EXCEPTION 'a revocation needs a document and a reason'
			USING ERRCODE = 'CR011',
				HINT = 'Give the number of the revoking document and why it was taken back.';
	END IF;
	PERFORM set_config('credit.reason', format('%s: %s', revoke_record.doc_no, reason), true);
	UPDATE credit.record_store r
	SET status = CASE WHEN mistake THEN 'withdrawn' ELSE 'revoked' END::credit.record_status,
		version = r.version + 1
	WHERE r.record_id = revoke_record.record_id AND r.decided_on = found_row.decided_on
		AND r.subject_id = found_row.subject_id;
	PERFORM set_config('credit.reason', '', true);
END
$$;
COMMENT ON FUNCTION credit.revoke_record(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.bool) IS 'Ends a record whose decision was taken back, or that was entered by mistake; it leaves publication and use at once and stays traceable. 撤销记录（或撤回误录），立即停止公示与使用并保留痕迹。';
REVOKE ALL ON FUNCTION credit.revoke_record(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.bool) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.revoke_record(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.bool) TO credit_department, credit_admin;

-- SECURITY DEFINER: the document numbers of a row set aside are for
-- credit_identity alone, yet the row must be able to go in whole.
CREATE FUNCTION credit.resubmit(rejection_id pg_catalog.int8, patch pg_catalog.jsonb DEFAULT '{}')
	RETURNS pg_catalog.text
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
	SET credit.on_reject = error
	SET credit.batch = ''
AS $$
DECLARE
	waiting credit.rejection;
	whole jsonb;
	entered_version int;
BEGIN
	SELECT * INTO waiting FROM credit.rejection r
	WHERE r.rejection_id = resubmit.rejection_id AND r.resolved_by IS NULL FOR UPDATE;
	IF NOT FOUND OR NOT credit.session_may_act_for(coalesce(waiting.dept_id, 0)) THEN
		RAISE EXCEPTION 'rejected row % cannot be resubmitted', resubmit.rejection_id
			USING ERRCODE = 'CR017',
				DETAIL = 'There is no such open row of a department you act for.',
				HINT = 'Look in credit.rejection where resolved_by is null.';
	END IF;
	IF jsonb_typeof(patch) IS DISTINCT FROM 'object' THEN
		RAISE EXCEPTION 'a patch is an object of fields'
			USING ERRCODE = 'CR002',
				HINT = 'Give the fields to change, such as {"cf_jdrq": "2026-06-01"}.';
	END IF;
	SELECT waiting.payload || coalesce(jsonb_object_agg(i.field, i.value), '{}') || patch INTO whole
	FROM credit.rejection_identity i WHERE i.rejection_id = waiting.rejection_id;
	-- a row that still breaks a rule raises here with all reasons
	INSERT INTO credit.record AS r (item, dept_id, detail)
	VALUES (waiting.item, waiting.dept_id, whole)
	RETURNING r.version INTO entered_version;
	UPDATE credit.rejection r SET resolved_by = currval('credit.batch_id_seq')
	WHERE r.rejection_id = waiting.rejection_id;
	DELETE FROM credit.rejection_identity i WHERE i.rejection_id = waiting.rejection_id;
	RETURN CASE WHEN entered_version IS NULL THEN 'duplicate'
		WHEN entered_version > 1 THEN 'corrected' ELSE 'accepted' END;
END
$$;
COMMENT ON FUNCTION credit.resubmit(pg_catalog.int8, pg_catalog.jsonb) IS 'Enters a row set aside anew with some fields changed: accepted, corrected or duplicate; a row that still breaks a rule raises with all reasons. 修正退回行后重新提交，返回处理结果。';
REVOKE ALL ON FUNCTION credit.resubmit(pg_catalog.int8, pg_catalog.jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.resubmit(pg_catalog.int8, pg_catalog.jsonb) TO credit_department, credit_admin;

-- Records follow when two entries are found to be one subject. Where both
-- files hold the same decision the kept one stays and the other is withdrawn:
-- its key would stand twice.
CREATE FUNCTION credit.move_records(keep pg_catalog.int8, gone pg_catalog.int8) RETURNS pg_catalog.int8
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	moved bigint;
BEGIN
	PERFORM set_config('credit.reason', format('subject %s was merged into %s', gone, keep), true);
	UPDATE credit.record_store r SET status = 'withdrawn', version = r.version + 1
	FROM credit.record_store k
	WHERE r.subject_id = gone AND k.subject_id = keep AND r.status <> 'withdrawn'
		AND k.item = r.item AND k.dept_id = r.dept_id AND k.doc_no = r.doc_no AND k.decided_on = r.decided_on;
	UPDATE credit.record_store r SET subject_id = keep, version = r.version + 1
	WHERE r.subject_id = gone
		AND NOT EXISTS (SELECT FROM credit.record_store k
			WHERE k.subject_id = keep AND k.item = r.item AND k.dept_id = r.dept_id
				AND k.doc_no = r.doc_no AND k.decided_on = r.decided_on);
	GET DIAGNOSTICS moved = ROW_COUNT;
	PERFORM set_config('credit.reason', '', true);
	RETURN moved;
END
$$;
COMMENT ON FUNCTION credit.move_records(pg_catalog.int8, pg_catalog.int8) IS 'Moves the records of a merged subject; called by credit.merge_subject(). 主体合并时迁移记录，由 credit.merge_subject() 调用。';
REVOKE ALL ON FUNCTION credit.move_records(pg_catalog.int8, pg_catalog.int8) FROM PUBLIC;
INSERT INTO credit.subject_table (table_name, mover) VALUES ('record_store', 'credit.move_records');

SELECT credit.create_entry_view('licence');
SELECT credit.create_entry_view('penalty');

-- ==== src/record/verification.sql ====

-- verification.sql: what subjects supply voluntarily counts once somebody has
-- verified it. Requires record/record.sql.
--
-- A record of category "voluntary" enters with status unverified: not shown,
-- not used, not counted, whatever its own field about verification says.
-- Verifying is a change of status like any other, kept in credit.record_version
-- with its document and note; a correction by the supplier undoes it.

-- SECURITY DEFINER: departments may not write the table; they may verify what
-- they took in themselves.
CREATE FUNCTION credit.verify_voluntary(record_id pg_catalog.int8, verified pg_catalog.bool,
	doc_no pg_catalog.text, note pg_catalog.text DEFAULT NULL) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	found_row credit.record_store;
	wanted credit.record_status := CASE WHEN verified THEN 'valid' ELSE 'unverified' END::credit.record_status;
BEGIN
	SELECT * INTO found_row FROM credit.record_store r
	WHERE r.record_id = verify_voluntary.record_id FOR UPDATE;
	IF NOT FOUND OR NOT credit.session_may_act_for(found_row.dept_id) THEN
		RAISE EXCEPTION 'record % cannot be verified', verify_voluntary.record_id
			USING ERRCODE = 'CR017',
				DETAIL = 'There is no such record of a department you act for.',
				HINT = 'The department that took it in verifies; look the number up in credit.record.';
	END IF;
	IF NOT EXISTS (SELECT FROM credit.catalogue_item i WHERE i.item = found_row.item AND i.category = 'voluntary') THEN
		RAISE EXCEPTION 'record % was not supplied voluntarily', verify_voluntary.record_id
			USING ERRCODE = 'CR009',
				DETAIL = format('Item "%s" is decided by a department.', found_row.item),
				HINT = 'Decisions are corrected or revoked, not verified.';
	END IF;
	IF verified IS NULL OR coalesce(btrim(verify_voluntary.doc_no), '') = '' THEN
		RAISE EXCEPTION 'a verification needs a result and a document'
			USING ERRCODE = 'CR011',
				HINT = 'Say whether it was verified, and by which document or check.';
	END IF;
	IF found_row.status = wanted OR found_row.status NOT IN ('valid', 'unverified') THEN
		RAISE EXCEPTION 'record % is % already', verify_voluntary.record_id,
				CASE found_row.status WHEN 'valid' THEN 'verified' ELSE found_row.status::text END
			USING ERRCODE = 'CR009',
				HINT = CASE WHEN wanted = 'unverified' AND found_row.status = wanted
					THEN 'Use credit.revoke_record() to end what proved untrue.' ELSE 'Nothing is left to do.' END;
	END IF;
	PERFORM set_config('credit.reason', concat_ws(': ', verify_voluntary.doc_no, nullif(btrim(note), '')), true);
	UPDATE credit.record_store r SET status = wanted, version = r.version + 1
	WHERE r.record_id = verify_voluntary.record_id AND r.decided_on = found_row.decided_on
		AND r.subject_id = found_row.subject_id;
	PERFORM set_config('credit.reason', '', true);
END
$$;
COMMENT ON FUNCTION credit.verify_voluntary(pg_catalog.int8, pg_catalog.bool, pg_catalog.text, pg_catalog.text) IS 'Marks a voluntarily supplied record as verified by a document, so that it counts from now on; false takes the verification back. CR017, CR009, CR011. 核实自愿提供的记录，核实后方可使用；传入 false 撤回核实。';
REVOKE ALL ON FUNCTION credit.verify_voluntary(pg_catalog.int8, pg_catalog.bool, pg_catalog.text, pg_catalog.text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.verify_voluntary(pg_catalog.int8, pg_catalog.bool, pg_catalog.text, pg_catalog.text) TO credit_department, credit_admin;

-- ==== src/procedure/event.sql ====

-- event.sql: the outbox. What happens is written here in the same transaction,
-- announced by NOTIFY and read again from a position. Requires record/.
--
-- Positions. Numbers drawn from a sequence become visible in another order
-- than they were drawn, so a reader that remembers the last number it saw would
-- miss what a slower transaction commits later. A position is the transaction's
-- own number instead, and credit.events_since() gives only events of
-- transactions older than every one still running: behind a position that was
-- given out nothing can appear any more. In another cluster transactions are
-- numbered anew; credit.event_origin keeps the difference.

CREATE TABLE credit.event_origin (
	system_id pg_catalog.int8 PRIMARY KEY,
	base pg_catalog.int8 NOT NULL
);
COMMENT ON TABLE credit.event_origin IS 'The cluster that writes events, and what is added to its transaction numbers so that positions go on after a restore elsewhere. 写入事件的集群及其位置基数，保证恢复到其他集群后位置继续递增。';
COMMENT ON COLUMN credit.event_origin.system_id IS 'System identifier of the cluster. 集群系统标识。';
COMMENT ON COLUMN credit.event_origin.base IS 'Added to transaction numbers. 位置基数。';
GRANT SELECT ON credit.event_origin TO credit_admin, credit_department;
SELECT pg_catalog.pg_extension_config_dump('credit.event_origin', '');

-- Complete rows that a restore brings never ask for a position, so the cluster
-- is told apart by the first event after it.
CREATE FUNCTION credit.event_position() RETURNS pg_catalog.int8
	LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	here bigint := (SELECT c.system_identifier FROM pg_control_system() c);
	its_base bigint;
BEGIN
	SELECT o.base INTO its_base FROM credit.event_origin o WHERE o.system_id = here;
	IF NOT FOUND THEN
		PERFORM pg_advisory_xact_lock(7306, 1);
		SELECT greatest(0, coalesce(max(e."position"), 0) + 1 - pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
		INTO its_base FROM credit.event e;
		DELETE FROM credit.event_origin o WHERE o.system_id <> here;
		INSERT INTO credit.event_origin AS o (system_id, base) VALUES (here, its_base)
		ON CONFLICT (system_id) DO UPDATE SET base = o.base RETURNING o.base INTO its_base;
	END IF;
	RETURN pg_current_xact_id()::text::bigint + its_base;
END
$$;
COMMENT ON FUNCTION credit.event_position() IS 'Position of what this transaction writes. 本事务写入事件的位置。';
REVOKE ALL ON FUNCTION credit.event_position() FROM PUBLIC;

CREATE TABLE credit.event (
	event_id pg_catalog.int8 GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
	kind pg_catalog.text COLLATE "C" NOT NULL CHECK (kind OPERATOR(pg_catalog.~) '^[a-z][a-z0-9_]*$'),
	subject_id pg_catalog.int8,
	ref_id pg_catalog.int8,
	dept_id pg_catalog.int4,
	at pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),
	ref_table pg_catalog.text COLLATE "C",
	"position" pg_catalog.int8 NOT NULL DEFAULT credit.event_position()
);
COMMENT ON TABLE credit.event IS 'Outbox: what happened, for other systems to act on. Announced on channel credit_event, read with credit.events_since(). 事件发件箱：供其他系统订阅，经 credit_event 通道通知，以 credit.events_since() 读取。';
COMMENT ON COLUMN credit.event.event_id IS 'Number of the event. 事件编号。';
COMMENT ON COLUMN credit.event.kind IS 'What happened: stage, overdue, list, list_ended, grade_drop, alert, joint_action, record_ended. 事件类别。';
COMMENT ON COLUMN credit.event.subject_id IS 'Whom it is about. 信用主体编号。';
COMMENT ON COLUMN credit.event.ref_id IS 'Number of the row it is about, in ref_table. 相关行编号。';
COMMENT ON COLUMN credit.event.dept_id IS 'Department it concerns; null for the office alone. 相关部门，空为仅信用办。';
COMMENT ON COLUMN credit.event.at IS 'When it happened. 发生时间。';
COMMENT ON COLUMN credit.event.ref_table IS 'Table ref_id belongs to: proceeding, list_entry, record … 相关表名。';
COMMENT ON COLUMN credit.event."position" IS 'Position in the order of reading; the same for all events of a transaction. 读取位置，同一事务的事件位置相同。';
CREATE INDEX event_position ON credit.event ("position", event_id);
SELECT pg_catalog.pg_extension_config_dump('credit.event', '');
SELECT pg_catalog.pg_extension_config_dump('credit.event_event_id_seq', '');

-- A department reads what concerns it, and changes of lists, which all must
-- act on; the office reads everything.
ALTER TABLE credit.event ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON credit.event FOR SELECT USING (
	credit.may_see_department(coalesce(dept_id, 0))
	OR (kind OPERATOR(pg_catalog.=) ANY (ARRAY['list', 'list_ended']) AND credit.is_department()));
GRANT SELECT ON credit.event TO credit_admin, credit_department;

-- A transaction has its number before its first event takes one: whoever draws
-- a lower position draws it earlier.
CREATE FUNCTION credit.before_events() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM pg_current_xact_id();
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.before_events() IS 'Statement trigger: a transaction has its number before its events have theirs. 语句级触发器：先取得事务号，再分配事件编号。';
REVOKE ALL ON FUNCTION credit.before_events() FROM PUBLIC;
CREATE TRIGGER before_events BEFORE INSERT ON credit.event
	FOR EACH STATEMENT EXECUTE FUNCTION credit.before_events();

-- One notification a statement, "first-last", ids only: what they mean is read
-- under the reader's own rights.
CREATE FUNCTION credit.notify_events() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	first bigint;
	last bigint;
BEGIN
	IF credit.setting('restoring') <> 'on' THEN
		SELECT min(n.event_id), max(n.event_id) INTO first, last FROM new_rows n
		WHERE n.at = now();
		IF first IS NOT NULL THEN
			PERFORM pg_notify('credit_event', first || '-' || last);
		END IF;
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.notify_events() IS 'Statement trigger: announces new events on channel credit_event as "first-last". 语句级触发器：在 credit_event 通道通知新事件编号范围。';
REVOKE ALL ON FUNCTION credit.notify_events() FROM PUBLIC;
CREATE TRIGGER notify_events AFTER INSERT ON credit.event
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.notify_events();

-- What happened stays as it was written, for the owner too.
CREATE FUNCTION credit.refuse_change() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF credit.setting('restoring') = 'on' THEN
		RETURN NULL;
	END IF;
	RAISE EXCEPTION '% of % is not allowed', lower(TG_OP), TG_TABLE_NAME
		USING ERRCODE = 'CR009',
			DETAIL = 'What happened is written once and kept, so that it can be traced.',
			HINT = 'Correct a case by its next step.';
END
$$;
COMMENT ON FUNCTION credit.refuse_change() IS 'Statement trigger: rows that tell what happened are neither changed nor deleted. 语句级触发器：记载事实的行不得修改、删除或清空。';
REVOKE ALL ON FUNCTION credit.refuse_change() FROM PUBLIC;
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON credit.event
	FOR EACH STATEMENT EXECUTE FUNCTION credit.refuse_change();

-- Called by functions of the extension only; not by users.
CREATE FUNCTION credit.emit_event(kind pg_catalog.text, subject_id pg_catalog.int8,
	ref_id pg_catalog.int8, dept_id pg_catalog.int4 DEFAULT NULL, ref_table pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.int8
	LANGUAGE sql
	SET search_path = pg_catalog, pg_temp
AS $$
	INSERT INTO credit.event (kind, subject_id, ref_id, dept_id, ref_table)
	VALUES (kind, subject_id, ref_id, dept_id, ref_table) RETURNING event_id
$$;
COMMENT ON FUNCTION credit.emit_event(pg_catalog.text, pg_catalog.int8, pg_catalog.int8, pg_catalog.int4, pg_catalog.text) IS 'Writes one event into the outbox. 写入一条事件。';
REVOKE ALL ON FUNCTION credit.emit_event(pg_catalog.text, pg_catalog.int8, pg_catalog.int8, pg_catalog.int4, pg_catalog.text) FROM PUBLIC;

-- A transaction's events come together, so a call may return some more than
-- max_rows; remember the last position returned.
CREATE FUNCTION credit.events_since("position" pg_catalog.int8 DEFAULT 0, max_rows pg_catalog.int4 DEFAULT 1000)
	RETURNS SETOF credit.event
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 100
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT e.* FROM credit.event e
	WHERE e.position > events_since.position
		AND e.position < coalesce((SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + o.base
			FROM credit.event_origin o WHERE o.system_id = (SELECT c.system_identifier FROM pg_control_system() c)),
			9223372036854775807)
	ORDER BY e.position FETCH FIRST (max_rows) ROWS WITH TIES
$$;
COMMENT ON FUNCTION credit.events_since(pg_catalog.int8, pg_catalog.int4) IS 'Events behind a position, oldest first, of transactions older than every one still running: the last position returned is where to go on, and nothing is ever missed. 读取某位置之后的事件（仅限早于所有运行中事务者），以返回的最后位置继续，不会遗漏。';
REVOKE ALL ON FUNCTION credit.events_since(pg_catalog.int8, pg_catalog.int4) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.events_since(pg_catalog.int8, pg_catalog.int4) TO credit_admin, credit_department;

-- ==== src/procedure/procedure.sql ====

-- procedure.sql: the rules of procedures: stages with their clocks, transitions
-- with what they require. Requires procedure/event.sql, registry/.
--
-- One engine runs them all (proceeding.sql, transition.c): a new procedure is
-- rows here. A row counts for what begins while it is valid: a stage for cases
-- that enter it on a day in its range, a transition for steps taken then.

CREATE TABLE credit.procedure (
	procedure pg_catalog.text COLLATE "C" PRIMARY KEY CHECK (procedure OPERATOR(pg_catalog.~) '^[a-z][a-z0-9_]{0,40}$'),
	name_zh pg_catalog.text NOT NULL CHECK (name_zh OPERATOR(pg_catalog.<>) ''),
	name_en pg_catalog.text NOT NULL CHECK (name_en OPERATOR(pg_catalog.<>) ''),
	lies_with pg_catalog.text NOT NULL CHECK (lies_with OPERATOR(pg_catalog.=) ANY (ARRAY['record', 'opener', 'addressed'])),
	needs_record pg_catalog.bool NOT NULL DEFAULT false,
	two_doors pg_catalog.bool NOT NULL DEFAULT false,
	disputes pg_catalog.bool NOT NULL DEFAULT false,
	record_ended_to pg_catalog.text COLLATE "C",
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	note pg_catalog.text,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false
);
COMMENT ON TABLE credit.procedure IS 'Procedures that cases go through. 办理程序。';
COMMENT ON COLUMN credit.procedure.procedure IS 'Name of the procedure. 程序名。';
COMMENT ON COLUMN credit.procedure.name_zh IS 'Chinese name. 中文名称。';
COMMENT ON COLUMN credit.procedure.name_en IS 'English name. 英文名称。';
COMMENT ON COLUMN credit.procedure.lies_with IS 'Whose case it is: record (department that decided the record), opener, addressed (named in detail.dept_id). 案件归属：记录认定部门、发起部门或被指名部门。';
COMMENT ON COLUMN credit.procedure.needs_record IS 'Whether a case is always about a record. 是否必须关联记录。';
COMMENT ON COLUMN credit.procedure.two_doors IS 'Whether the credit office can handle a case itself (detail.door = office). 是否可由信用办直接受理。';
COMMENT ON COLUMN credit.procedure.disputes IS 'Whether the record counts as disputed while a case is open. 办理期间记录是否标注异议。';
COMMENT ON COLUMN credit.procedure.record_ended_to IS 'Stage an open case goes to by itself when its record ends (repaired, revoked, withdrawn). 关联记录终止时案件自动转入的阶段。';
COMMENT ON COLUMN credit.procedure.basis_id IS 'Document behind the procedure. 依据。';
COMMENT ON COLUMN credit.procedure.note IS 'Explanation for clerks. 说明。';
COMMENT ON COLUMN credit.procedure.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';

CREATE TABLE credit.stage (
	procedure pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.procedure,
	stage pg_catalog.text COLLATE "C" NOT NULL CHECK (stage OPERATOR(pg_catalog.~) '^[a-z][a-z0-9_]{0,40}$'
		AND stage OPERATOR(pg_catalog.<>) 'start'),
	edition pg_catalog.text COLLATE "C" NOT NULL DEFAULT '1' CHECK (edition OPERATOR(pg_catalog.~) '^[A-Za-z0-9._-]{1,20}$'),
	ordinal pg_catalog.int2 NOT NULL DEFAULT 100,
	name_zh pg_catalog.text NOT NULL CHECK (name_zh OPERATOR(pg_catalog.<>) ''),
	name_en pg_catalog.text NOT NULL CHECK (name_en OPERATOR(pg_catalog.<>) ''),
	final pg_catalog.bool NOT NULL DEFAULT false,
	clock_n pg_catalog.int4 CHECK (clock_n OPERATOR(pg_catalog.>) 0),
	clock_unit pg_catalog.text CHECK (clock_unit OPERATOR(pg_catalog.=) ANY (ARRAY['workday', 'day', 'month', 'year', 'year_end'])),
	clock_field pg_catalog.text COLLATE "C",
	keeps_clock pg_catalog.bool NOT NULL DEFAULT false,
	clock_of pg_catalog.text NOT NULL DEFAULT 'authority' CHECK (clock_of OPERATOR(pg_catalog.=) ANY (ARRAY['authority', 'party'])),
	target_n pg_catalog.int4 CHECK (target_n OPERATOR(pg_catalog.>) 0),
	target_unit pg_catalog.text CHECK (target_unit OPERATOR(pg_catalog.=) ANY (ARRAY['workday', 'day', 'month', 'year'])),
	overdue_to pg_catalog.text COLLATE "C",
	bar_n pg_catalog.int4 CHECK (bar_n OPERATOR(pg_catalog.>) 0),
	bar_unit pg_catalog.text CHECK (bar_unit OPERATOR(pg_catalog.=) ANY (ARRAY['workday', 'day', 'month', 'year'])),
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	valid pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(valid)),
	verified pg_catalog.bool NOT NULL DEFAULT false,
	note pg_catalog.text,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false,
	PRIMARY KEY (procedure, stage, edition),
	CONSTRAINT clock_has_a_unit CHECK (clock_unit IS NOT NULL OR (clock_n IS NULL AND clock_field IS NULL)),
	CONSTRAINT unit_has_a_clock CHECK (clock_unit IS NULL OR clock_unit OPERATOR(pg_catalog.=) 'year_end'
		OR clock_n IS NOT NULL OR clock_field IS NOT NULL),
	CONSTRAINT target_has_a_unit CHECK ((target_n IS NULL) OPERATOR(pg_catalog.=) (target_unit IS NULL)),
	CONSTRAINT bar_has_a_unit CHECK ((bar_n IS NULL) OPERATOR(pg_catalog.=) (bar_unit IS NULL)),
	CONSTRAINT what_is_over_has_no_clock CHECK (NOT final OR (clock_unit IS NULL AND target_n IS NULL AND overdue_to IS NULL))
);
COMMENT ON TABLE credit.stage IS 'Stages of procedures and their clocks. The row valid on the day a case enters the stage counts. 程序阶段及时限：适用案件进入该阶段之日有效的行。';
COMMENT ON COLUMN credit.stage.procedure IS 'Procedure. 程序名。';
COMMENT ON COLUMN credit.stage.stage IS 'Name of the stage; "start" means not opened yet and is no stage. 阶段名。';
COMMENT ON COLUMN credit.stage.edition IS 'Edition of the rule, for clocks that changed. 规则版本。';
COMMENT ON COLUMN credit.stage.ordinal IS 'Order of display. 次序。';
COMMENT ON COLUMN credit.stage.name_zh IS 'Chinese name. 中文名称。';
COMMENT ON COLUMN credit.stage.name_en IS 'English name. 英文名称。';
COMMENT ON COLUMN credit.stage.final IS 'Whether a case in this stage is closed. 是否为终结阶段。';
COMMENT ON COLUMN credit.stage.clock_n IS 'Length of the clock, the first day not counted; null: no clock, or given by clock_field. 时限长度，起始日不计入。';
COMMENT ON COLUMN credit.stage.clock_unit IS 'Unit of the clock: workday, day, month, year, or year_end (31 December). 时限单位。';
COMMENT ON COLUMN credit.stage.clock_field IS 'Member of the case''s detail that gives the clock instead: a date, or a number of units. 由案件详情中该字段给定的期限（日期或数量）。';
COMMENT ON COLUMN credit.stage.keeps_clock IS 'Whether the clock goes on from where the stage before began it: an extension, clock_n being the whole. 是否沿用前一阶段的起算日（延期），时限为总长。';
COMMENT ON COLUMN credit.stage.clock_of IS 'Whose time it is: of the authority that must act, or of the party (a promise, a statement). 时限归属：机关办理时限或当事人期限。';
COMMENT ON COLUMN credit.stage.target_n IS 'Shorter time in which it should be done in principle. 原则上应办结的期限。';
COMMENT ON COLUMN credit.stage.target_unit IS 'Unit of the target. 原则期限单位。';
COMMENT ON COLUMN credit.stage.overdue_to IS 'Stage a case goes to by itself once the clock has run out; null: it stays and is reported as overdue. 逾期自动转入的阶段，空为仅提示逾期。';
COMMENT ON COLUMN credit.stage.bar_n IS 'For how long a case closed in this stage bars the subject from opening another. 以本阶段终结的案件限制再次申请的期限。';
COMMENT ON COLUMN credit.stage.bar_unit IS 'Unit of the bar. 限制期限单位。';
COMMENT ON COLUMN credit.stage.basis_id IS 'Document behind the clock. 时限依据。';
COMMENT ON COLUMN credit.stage.valid IS 'Days of entering the stage to which the row applies. 适用的阶段起始日期范围。';
COMMENT ON COLUMN credit.stage.verified IS 'False while the figures are not from the original document. 数值是否已与原文核对。';
COMMENT ON COLUMN credit.stage.note IS 'Explanation for clerks. 说明。';
COMMENT ON COLUMN credit.stage.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';

CREATE TABLE credit.procedure_effect (
	effect pg_catalog.text COLLATE "C" PRIMARY KEY CHECK (effect OPERATOR(pg_catalog.~) '^[a-z][a-z0-9_]*$'),
	function_name pg_catalog.name NOT NULL,
	about pg_catalog.text
);
COMMENT ON TABLE credit.procedure_effect IS 'What steps do, and what must hold for them: functions of schema credit taking (proceeding_id bigint, on_date date, detail jsonb). Only the extension writes here: they run with the owner''s rights. 步骤的效果与条件函数，参数为案件编号、日期与详情。';
COMMENT ON COLUMN credit.procedure_effect.effect IS 'Name used in credit.transition. 在转换规则中使用的名称。';
COMMENT ON COLUMN credit.procedure_effect.function_name IS 'Function in schema credit. credit 模式中的函数名。';
COMMENT ON COLUMN credit.procedure_effect.about IS 'What it does. 说明。';
GRANT SELECT ON credit.procedure_effect TO credit_admin, credit_department;

-- What steps may require. Names that are not listed here are texts in detail.
CREATE TABLE credit.requirement (
	requirement pg_catalog.text COLLATE "C" PRIMARY KEY CHECK (requirement OPERATOR(pg_catalog.~) '^[a-z][a-z0-9_]*$'),
	name_zh pg_catalog.text NOT NULL,
	name_en pg_catalog.text NOT NULL,
	type pg_catalog.text NOT NULL DEFAULT 'text'
		CHECK (type OPERATOR(pg_catalog.=) ANY (ARRAY['text', 'date', 'yes', 'number', 'object', 'department', 'list'])),
	standard_entry pg_catalog.bool NOT NULL DEFAULT false
);
COMMENT ON TABLE credit.requirement IS 'What a step may require: doc_no and note are arguments of credit.advance(), all others members of detail. 步骤可要求的材料：文书号与说明为参数，其余为详情字段。';
COMMENT ON COLUMN credit.requirement.requirement IS 'Name. 名称。';
COMMENT ON COLUMN credit.requirement.name_zh IS 'Chinese name. 中文名称。';
COMMENT ON COLUMN credit.requirement.name_en IS 'English name. 英文名称。';
COMMENT ON COLUMN credit.requirement.type IS 'text; date (yyyy-mm-dd); yes (true, what must hold); number (whole, above zero); object; list (array, not empty); department (number of one). 类型。';
COMMENT ON COLUMN credit.requirement.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';

CREATE TABLE credit.transition (
	procedure pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.procedure,
	from_stage pg_catalog.text COLLATE "C" NOT NULL,
	to_stage pg_catalog.text COLLATE "C" NOT NULL,
	edition pg_catalog.text COLLATE "C" NOT NULL DEFAULT '1' CHECK (edition OPERATOR(pg_catalog.~) '^[A-Za-z0-9._-]{1,20}$'),
	actors pg_catalog.text[] NOT NULL DEFAULT '{handler}' CHECK (pg_catalog.cardinality(actors) OPERATOR(pg_catalog.>) 0
		AND actors OPERATOR(pg_catalog.<@) ARRAY['handler', 'department', 'office', 'initiator', 'system']),
	requires pg_catalog.text[] NOT NULL DEFAULT '{}',
	timing pg_catalog.text CHECK (timing OPERATOR(pg_catalog.=) ANY (ARRAY['after_due', 'before_due'])),
	condition pg_catalog.text COLLATE "C",
	effect pg_catalog.text COLLATE "C",
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	valid pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(valid)),
	verified pg_catalog.bool NOT NULL DEFAULT false,
	note pg_catalog.text,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false,
	PRIMARY KEY (procedure, from_stage, to_stage, edition)
);
COMMENT ON TABLE credit.transition IS 'Steps a procedure allows, what they require, who takes them and what they do. The row valid on the day of the step counts. 程序允许的步骤：所需材料、办理人与效果，适用步骤日期有效的行。';
COMMENT ON COLUMN credit.transition.procedure IS 'Procedure. 程序名。';
COMMENT ON COLUMN credit.transition.from_stage IS 'Stage the case stands in; "start": opening. 原阶段，start 表示立案。';
COMMENT ON COLUMN credit.transition.to_stage IS 'Stage it goes to. 转入阶段。';
COMMENT ON COLUMN credit.transition.edition IS 'Edition of the rule. 规则版本。';
COMMENT ON COLUMN credit.transition.actors IS 'Who takes the step: handler (the department the case lies with, or the office at its own door), department, office, initiator (who opened it), system (credit.maintain and triggers). 可办理者。';
COMMENT ON COLUMN credit.transition.requires IS 'What must be given, by names of credit.requirement. 所需材料。';
COMMENT ON COLUMN credit.transition.timing IS 'after_due: only once the clock has run out; before_due: only while it runs. 仅限逾期后或期限内。';
COMMENT ON COLUMN credit.transition.condition IS 'What must hold, a row of credit.procedure_effect. 须满足的条件。';
COMMENT ON COLUMN credit.transition.effect IS 'What the step does, a row of credit.procedure_effect. 步骤效果。';
COMMENT ON COLUMN credit.transition.basis_id IS 'Document behind the step. 依据。';
COMMENT ON COLUMN credit.transition.valid IS 'Days of steps to which the row applies. 适用的步骤日期范围。';
COMMENT ON COLUMN credit.transition.verified IS 'False while it is not compared with the original document. 是否已与原文核对。';
COMMENT ON COLUMN credit.transition.note IS 'Explanation for clerks. 说明。';
COMMENT ON COLUMN credit.transition.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';

-- Editions of one stage, or of one step, never answer for the same day.
CREATE FUNCTION credit.check_procedure_editions() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	clash record;
BEGIN
	SELECT x.procedure || '/' || x.stage AS called, x.edition AS one, y.edition AS other, x.valid AS one_valid, y.valid AS other_valid
	INTO clash
	FROM credit.stage x JOIN credit.stage y ON y.procedure = x.procedure AND y.stage = x.stage
		AND y.edition > x.edition AND y.valid && x.valid
	UNION ALL
	SELECT x.procedure || '/' || x.from_stage || ' -> ' || x.to_stage, x.edition, y.edition, x.valid, y.valid
	FROM credit.transition x JOIN credit.transition y ON y.procedure = x.procedure AND y.from_stage = x.from_stage
		AND y.to_stage = x.to_stage AND y.edition > x.edition AND y.valid && x.valid
	ORDER BY 1, 2, 3 LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'editions "%" and "%" of % overlap', clash.one, clash.other, clash.called
			USING ERRCODE = 'exclusion_violation',
				DETAIL = format('They apply to %s and %s.', clash.one_valid, clash.other_valid),
				HINT = 'Close the valid range of the older edition first.';
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.check_procedure_editions() IS 'Statement trigger: at most one edition of a stage or step applies on a day. 语句级触发器：同一阶段或步骤各版本不得重叠。';
REVOKE ALL ON FUNCTION credit.check_procedure_editions() FROM PUBLIC;
CREATE TRIGGER check_editions AFTER INSERT OR UPDATE ON credit.stage
	FOR EACH STATEMENT EXECUTE FUNCTION credit.check_procedure_editions();
CREATE TRIGGER check_editions AFTER INSERT OR UPDATE ON credit.transition
	FOR EACH STATEMENT EXECUTE FUNCTION credit.check_procedure_editions();

GRANT SELECT ON credit.procedure, credit.stage, credit.requirement, credit.transition TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.procedure, credit.stage, credit.requirement, credit.transition TO credit_admin;

CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.procedure FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.procedure FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.procedure
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
SELECT pg_catalog.pg_extension_config_dump('credit.procedure', 'WHERE NOT standard_entry');

CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.stage FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.stage FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.stage
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
SELECT pg_catalog.pg_extension_config_dump('credit.stage', 'WHERE NOT standard_entry');

CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.requirement FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.requirement FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.requirement
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
SELECT pg_catalog.pg_extension_config_dump('credit.requirement', 'WHERE NOT standard_entry');

CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.transition FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.transition FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.transition
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
SELECT pg_catalog.pg_extension_config_dump('credit.transition', 'WHERE NOT standard_entry');

-- ==== src/procedure/procedure_seed.sql ====

-- procedure_seed.sql: the shipped procedures, their stages and clocks. Requires
-- procedure/procedure.sql. Where a figure is from no document that was seen,
-- verified is false and the note says so.

INSERT INTO credit.procedure (procedure, name_zh, name_en, lies_with, needs_record, two_doors, disputes, record_ended_to, basis_id, note, standard_entry)
SELECT v.*, true FROM (VALUES
	('objection', '异议处理', 'objection', 'record', true, true, true, NULL, 'jilin_city_2020', '可向认定部门或信用办提出；十五个工作日内书面答复，五个工作日内更正报送'),
	('feedback', '国家、省反馈异议核实', 'feedback from above', 'record', true, false, true, NULL, 'baicheng_2022', '原则上一个工作日，最迟三天'),
	('repair', '信用修复', 'credit repair', 'record', true, false, false, 'void', 'ndrc_order_36_2025', '谁认定、谁修复；同一决定的记录一并修复'),
	('bankruptcy_repair', '破产重整信用修复', 'repair in reorganisation', 'record', true, false, false, NULL, 'gbf_22_2025', '裁定批准后临时屏蔽，执行完毕后修复'),
	('rectification', '限期整改与约谈', 'rectification and interviews', 'record', false, false, false, 'void', 'jilin_city_2020', '谁认定、谁约谈；约谈记入信用记录'),
	('listing', '名单认定', 'listing', 'record', false, false, false, NULL, 'gbf_49_2020', '告知、陈述申辩、决定、送达、公布'),
	('commitment', '信用承诺', 'commitment', 'record', true, false, false, 'void', 'jilin_city_2020', '践诺情况记入信用记录'),
	('conditional_acceptance', '容缺受理', 'conditional acceptance', 'record', true, false, false, 'void', 'jilin_city_2020', '承诺期限内补齐材料'),
	('approval_commitment', '告知承诺审批', 'approval on commitment', 'record', true, false, false, 'void', 'jilin_plan_14_5', '先批后核，不符即撤'),
	('joint_action', '联合奖惩联动', 'joint action', 'addressed', false, false, false, 'lifted', 'jilin_city_2020', '发起、响应、反馈、解除，每个被联动部门一件'),
	('campaign', '失信专项治理', 'campaign over a key field', 'opener', false, false, false, NULL, 'baicheng_2022', '台账管理，六月底退出八成，年底清零'),
	('public_fault', '公共机构失信通报', 'fault of a public body', 'record', false, false, false, NULL, 'jilin_city_2020', '通报上级主管单位和审计部门')
) AS v (procedure, name_zh, name_en, lies_with, needs_record, two_doors, disputes, record_ended_to, basis_id, note);

INSERT INTO credit.stage (procedure, stage, edition, ordinal, name_zh, name_en, final, clock_n, clock_unit, clock_field, keeps_clock, clock_of,
	target_n, target_unit, overdue_to, bar_n, bar_unit, basis_id, valid, verified, note, standard_entry)
SELECT v.procedure, v.stage, v.edition, (10 * pg_catalog.row_number() OVER (PARTITION BY v.procedure ORDER BY v.nr))::pg_catalog.int2,
	v.name_zh, v.name_en, v.final, v.clock_n, v.clock_unit, v.clock_field, v.keeps_clock,
	CASE WHEN v.clock_field IS NOT NULL OR (v.procedure OPERATOR(pg_catalog.=) 'listing' AND v.stage OPERATOR(pg_catalog.=) 'noticed')
		THEN 'party' ELSE 'authority' END,
	v.target_n, v.target_unit, v.overdue_to,
	v.bar_n, v.bar_unit, coalesce(v.basis_id, p.basis_id), v.valid::pg_catalog.daterange, v.verified, v.note, true
FROM (VALUES
	-- objection: 15 working days from receipt, then 5 to correct and report (P0 17)
	(101, 'objection', 'examining', '1', '核查', 'being examined', false, 15, 'workday', NULL, false, NULL::pg_catalog.int4, NULL, NULL, NULL::pg_catalog.int4, NULL, NULL, '(,)', true, '自接到异议申请之日起十五个工作日内核查并书面答复'),
	(102, 'objection', 'upheld', '1', '异议成立待更正', 'upheld, to be corrected', false, 5, 'workday', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '五个工作日内将相关信息报送市级信用平台修改'),
	(103, 'objection', 'corrected', '1', '已更正待上报', 'corrected, to be reported upward', false, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '及时申请国家、省信用中国修改，文件未定日数'),
	(104, 'objection', 'reported', '1', '已上报办结', 'reported upward', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(105, 'objection', 'rejected', '1', '异议不成立', 'rejected', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(106, 'objection', 'withdrawn', '1', '申请人撤回', 'withdrawn by the applicant', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	-- feedback from above: in principle 1 working day, at latest 3 days (P3 3)
	(201, 'feedback', 'checking', '1', '核实', 'being checked', false, 3, 'day', NULL, false, 1, 'workday', NULL, NULL, NULL, NULL, '(,)', true, '原则上一个工作日内办结，最迟不得超过三天'),
	(202, 'feedback', 'corrected', '1', '已更正反馈', 'corrected and answered', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(203, 'feedback', 'confirmed', '1', '信息无误', 'found right and answered', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	-- repair: the shape is seen, the numbers of working days are not
	(301, 'repair', 'applied', 'order58', '网站初审', 'application screened', false, 3, 'workday', NULL, false, NULL, NULL, NULL, NULL, NULL, 'ndrc_order_58', '(,2026-04-01)', false, '日数未见原文'),
	(302, 'repair', 'applied', 'order36', '网站初审', 'application screened', false, 3, 'workday', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '[2026-04-01,)', false, '日数未见原文'),
	(303, 'repair', 'returned', '1', '退回补正', 'returned to complete the papers', false, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '补正时间不计入办理时限'),
	(304, 'repair', 'screened', 'order58', '认定单位受理审查', 'acceptance decided', false, 3, 'workday', NULL, false, NULL, NULL, NULL, NULL, NULL, 'ndrc_order_58', '(,2026-04-01)', false, '日数未见原文'),
	(305, 'repair', 'screened', 'order36', '认定单位受理审查', 'acceptance decided', false, 3, 'workday', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '[2026-04-01,)', false, '日数未见原文'),
	(306, 'repair', 'accepted', 'order58', '认定单位办理', 'result decided', false, 7, 'workday', NULL, false, NULL, NULL, NULL, NULL, NULL, 'ndrc_order_58', '(,2026-04-01)', false, '日数未见原文'),
	(307, 'repair', 'accepted', 'order36', '认定单位办理', 'result decided', false, 10, 'workday', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '[2026-04-01,)', false, '日数未见原文'),
	(308, 'repair', 'extended', '1', '延长办理', 'time extended', false, 20, 'workday', NULL, true, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', false, '情况复杂可延长一次；含原期限，日数未见原文'),
	(309, 'repair', 'granted', '1', '准予修复待同步', 'granted, being synchronised', false, 3, 'workday', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', false, '同步日数未见原文'),
	(310, 'repair', 'synchronised', '1', '已同步办结', 'synchronised', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(311, 'repair', 'refused', '1', '不予修复', 'refused', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '告知理由'),
	(312, 'repair', 'false_material', '1', '提供虚假材料', 'false material', true, NULL, NULL, NULL, false, NULL, NULL, NULL, 3, 'year', NULL, '(,)', false, '限制再次申请的年限未见原文'),
	(313, 'repair', 'withdrawn', '1', '申请人撤回', 'withdrawn by the applicant', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(314, 'repair', 'void', '1', '记录已终止', 'its record has ended', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(401, 'bankruptcy_repair', 'examining', '1', '审核裁定', 'ruling examined', false, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', false, '日数未见原文'),
	(402, 'bankruptcy_repair', 'shielded', '1', '临时屏蔽', 'temporarily shielded', false, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '重整计划或者和解协议执行期间'),
	(403, 'bankruptcy_repair', 'repaired', '1', '执行完毕并修复', 'carried out and repaired', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(404, 'bankruptcy_repair', 'failed', '1', '计划终止恢复公示', 'plan failed, shown again', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(405, 'bankruptcy_repair', 'refused', '1', '不予屏蔽', 'refused', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	-- rectification within the ordered term, then interviews (P0 9)
	(501, 'rectification', 'ordered', '1', '责令整改', 'ordered', false, NULL, 'workday', 'due_on', false, NULL, NULL, 'prompt_due', NULL, NULL, NULL, '(,)', true, '期限由整改通知确定'),
	(502, 'rectification', 'prompt_due', '1', '待提示性约谈', 'prompt interview to be held', false, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(503, 'rectification', 'prompted', '1', '已提示性约谈', 'prompted, new term', false, NULL, 'workday', 'due_on', false, NULL, NULL, 'warning_due', NULL, NULL, NULL, '(,)', true, '约谈时重定期限'),
	(504, 'rectification', 'warning_due', '1', '待警示性约谈', 'warning interview to be held', false, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(505, 'rectification', 'warned', '1', '已警示性约谈', 'warned, last term', false, NULL, 'workday', 'due_on', false, NULL, NULL, 'focus_candidate', NULL, NULL, NULL, '(,)', true, '约谈时重定期限'),
	(506, 'rectification', 'focus_candidate', '1', '拟列重点关注', 'candidate for the focus list', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '进入名单仍须经认定程序'),
	(507, 'rectification', 'done', '1', '整改完成', 'rectified', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(508, 'rectification', 'void', '1', '记录已终止', 'its record has ended', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	-- listing (State Council office 49/2020; Jilin regulation art. 25, 26)
	(601, 'listing', 'proposed', '1', '拟认定', 'proposed', false, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(602, 'listing', 'noticed', '1', '已告知', 'notice given, statement awaited', false, 5, 'workday', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', false, '陈述申辩期限未见统一规定'),
	(603, 'listing', 'stated', '1', '已陈述申辩待复核', 'statement made, to be checked', false, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', false, '复核答复期限依各领域规定'),
	(604, 'listing', 'decided', '1', '已决定待送达', 'decided, to be served', false, 7, 'workday', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', false, '送达期限未见统一规定'),
	(605, 'listing', 'served', '1', '已送达待公布', 'served, to be published', false, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '公布时间依各领域规定'),
	(606, 'listing', 'published', '1', '在列', 'listed', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '可提前移出'),
	(607, 'listing', 'removal_applied', '1', '申请提前移出', 'early removal applied for', false, 20, 'workday', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', false, '办理期限依各领域规定，未见统一规定'),
	(608, 'listing', 'removed', '1', '已移出', 'removed early', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(609, 'listing', 'expired', '1', '期满退出', 'term ended', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(610, 'listing', 'dropped', '1', '不予认定', 'not listed', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	-- commitments (P0 1, P1 ch.2)
	(701, 'commitment', 'running', '1', '承诺履行中', 'to be kept', false, NULL, 'workday', 'due_on', false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '期限由承诺书确定'),
	(702, 'commitment', 'kept', '1', '已践诺', 'kept', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(703, 'commitment', 'broken', '1', '违诺', 'broken', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(704, 'commitment', 'void', '1', '记录已终止', 'its record has ended', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(711, 'conditional_acceptance', 'papers_due', '1', '待补材料', 'missing papers due', false, NULL, 'workday', 'due_on', false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '承诺的工作日数或者日期'),
	(712, 'conditional_acceptance', 'supplied', '1', '已补齐', 'papers supplied', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(713, 'conditional_acceptance', 'failed', '1', '未补齐', 'papers not supplied', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(714, 'conditional_acceptance', 'void', '1', '记录已终止', 'its record has ended', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	-- approval on commitment: decided in 1 to 2 working days, verified within 2 months (P1 ch.2)
	(721, 'approval_commitment', 'deciding', '1', '待审批', 'to be decided', false, 2, 'workday', NULL, false, 1, 'workday', NULL, NULL, NULL, NULL, '(,)', true, '一至两个工作日内作出决定'),
	(722, 'approval_commitment', 'approved', '1', '已批准待核查', 'approved, to be verified', false, 2, 'month', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '两个月内核查'),
	(723, 'approval_commitment', 'verified', '1', '核查相符', 'verified', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(724, 'approval_commitment', 'mismatch', '1', '核查不符', 'does not match', false, NULL, 'workday', 'due_on', false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '限期整改，期限由通知确定'),
	(725, 'approval_commitment', 'withdrawn', '1', '已撤销许可', 'licence withdrawn', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(726, 'approval_commitment', 'refused', '1', '不予许可', 'refused', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(727, 'approval_commitment', 'void', '1', '记录已终止', 'its record has ended', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	-- joint action (P0 10)
	(801, 'joint_action', 'initiated', '1', '已发起待响应', 'asked to respond', false, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '文件未定响应日数'),
	(802, 'joint_action', 'responded', '1', '已响应待反馈', 'measure taken, feedback awaited', false, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '文件未定反馈日数'),
	(803, 'joint_action', 'fed_back', '1', '已反馈', 'in effect, fed back', false, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(804, 'joint_action', 'declined', '1', '无法响应', 'declined with reasons', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(805, 'joint_action', 'lifted', '1', '已解除', 'lifted', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	-- campaign: the ledger is cleared by the end of the year (P3 9)
	(901, 'campaign', 'listed', '1', '在台账', 'in the ledger', false, NULL, 'year_end', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '年底前台账清零'),
	(902, 'campaign', 'exited', '1', '已退出', 'left the ledger', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(911, 'public_fault', 'found', '1', '已认定待通报', 'to be notified', false, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL),
	(912, 'public_fault', 'notified', '1', '已通报待整改', 'superior and audit notified', false, NULL, 'workday', 'due_on', false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, '整改期限由通报确定'),
	(913, 'public_fault', 'cleared', '1', '整改到位', 'put right', true, NULL, NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', true, NULL)
) AS v (nr, procedure, stage, edition, name_zh, name_en, final, clock_n, clock_unit, clock_field, keeps_clock, target_n, target_unit,
	overdue_to, bar_n, bar_unit, basis_id, valid, verified, note)
JOIN credit.procedure p ON p.procedure OPERATOR(pg_catalog.=) v.procedure;

INSERT INTO credit.requirement (requirement, name_zh, name_en, type, standard_entry)
SELECT v.*, true FROM (VALUES
	('doc_no', '文书号', 'number of the document', 'text'),
	('note', '书面说明', 'written text', 'text'),
	('person', '承办人', 'person in charge', 'text'),
	('commitment_no', '信用承诺书编号', 'number of the public credit commitment', 'text'),
	('obligations_performed', '已纠正并履行全部义务', 'act corrected and all obligations performed', 'yes'),
	('materials', '证明材料', 'proof', 'text'),
	('court', '作出裁定的法院', 'court of the ruling', 'text'),
	('reason', '事由', 'reason', 'text'),
	('legal_ground', '依据', 'legal ground', 'text'),
	('rights', '权利告知', 'rights of the party', 'text'),
	('facts', '事实', 'facts', 'text'),
	('measures', '惩戒措施提示', 'reminder of the measures', 'text'),
	('removal_conditions', '移出条件和程序', 'conditions and procedure of removal', 'text'),
	('remedies', '救济途径', 'remedies', 'text'),
	('list', '名单', 'list', 'text'),
	('served_on', '送达日期', 'day of service', 'date'),
	('repair_notice', '一并送达修复告知书', 'repair notice served with it', 'yes'),
	('statement', '陈述申辩内容', 'statement of the party', 'text'),
	('interviewee', '被约谈人', 'person interviewed', 'text'),
	('due_on', '期限', 'term: a date', 'date'),
	('matter', '承诺事项', 'matter', 'text'),
	('measure', '联动措施', 'measure asked for', 'text'),
	('result', '措施落实情况', 'what was done', 'text'),
	('dept_id', '被联动部门', 'department addressed', 'department'),
	('campaign', '专项治理名称', 'name of the campaign', 'text'),
	('how', '退出方式', 'how it left', 'text'),
	('superior', '上级主管单位', 'superior body', 'text'),
	('audit', '审计部门', 'audit body', 'text')
) AS v (requirement, name_zh, name_en, type);

-- ==== src/procedure/transition_seed.sql ====

-- transition_seed.sql: the steps of the shipped procedures: who takes them,
-- what they require, what they do. Requires procedure/procedure_seed.sql.

INSERT INTO credit.transition (procedure, from_stage, to_stage, actors, requires, timing, condition, effect, basis_id, verified, note, standard_entry)
SELECT v.procedure, v.from_stage, v.to_stage, v.actors::pg_catalog.text[], v.requires::pg_catalog.text[], v.timing, v.condition, v.effect,
	coalesce(v.basis_id, p.basis_id), v.verified, v.note, true
FROM (VALUES
	-- objection
	('objection', 'start', 'examining', '{handler,office}', '{note}', NULL, NULL, NULL, NULL, true, '说明为异议理由'),
	('objection', 'examining', 'upheld', '{handler}', '{doc_no,note,person}', NULL, NULL, NULL, NULL, true, '书面答复文书号、答复内容、承办人'),
	('objection', 'examining', 'rejected', '{handler}', '{doc_no,note,person}', NULL, NULL, NULL, NULL, true, '书面答复并说明理由'),
	('objection', 'examining', 'withdrawn', '{handler}', '{note}', NULL, NULL, NULL, NULL, true, NULL),
	('objection', 'upheld', 'corrected', '{handler,department}', '{note}', NULL, NULL, 'record_correct', NULL, true, '详情给出 patch 或者 revoke'),
	('objection', 'corrected', 'reported', '{handler,department,office}', '{doc_no}', NULL, NULL, NULL, NULL, true, '向国家、省信用中国申请修改的文号'),
	-- feedback from above
	('feedback', 'start', 'checking', '{office,department}', '{doc_no,note}', NULL, NULL, NULL, NULL, true, '反馈文号及异议内容'),
	('feedback', 'checking', 'corrected', '{department}', '{note,person}', NULL, NULL, 'record_correct', NULL, true, NULL),
	('feedback', 'checking', 'confirmed', '{department}', '{note,person}', NULL, NULL, NULL, NULL, true, NULL),
	-- repair
	('repair', 'start', 'applied', '{department,office}', '{commitment_no,obligations_performed,materials}', NULL, 'repairable', NULL, NULL, true, '最短公示期满、义务履行完毕、作出承诺'),
	('repair', 'applied', 'returned', '{office}', '{note}', NULL, NULL, NULL, NULL, true, '一次告知需补正的材料'),
	('repair', 'returned', 'applied', '{department,office}', '{commitment_no,obligations_performed,materials}', NULL, 'repairable', NULL, NULL, true, NULL),
	('repair', 'applied', 'screened', '{office}', '{}', NULL, NULL, NULL, NULL, true, '推送认定单位'),
	('repair', 'screened', 'accepted', '{department}', '{}', NULL, NULL, NULL, NULL, true, NULL),
	('repair', 'screened', 'returned', '{department}', '{note}', NULL, NULL, NULL, NULL, true, '一次告知需补正的材料'),
	('repair', 'screened', 'refused', '{department}', '{doc_no,note}', NULL, NULL, NULL, NULL, true, '不予受理并说明理由'),
	('repair', 'accepted', 'extended', '{department}', '{note,person}', 'before_due', NULL, NULL, NULL, false, '情况复杂或者需核实，延长一次'),
	('repair', 'accepted', 'granted', '{department}', '{doc_no,person}', NULL, 'repairable', 'record_repair', NULL, true, NULL),
	('repair', 'extended', 'granted', '{department}', '{doc_no,person}', NULL, 'repairable', 'record_repair', NULL, true, NULL),
	('repair', 'accepted', 'refused', '{department}', '{doc_no,note,person}', NULL, NULL, NULL, NULL, true, '告知理由'),
	('repair', 'extended', 'refused', '{department}', '{doc_no,note,person}', NULL, NULL, NULL, NULL, true, '告知理由'),
	('repair', 'granted', 'synchronised', '{office,department}', '{note}', NULL, NULL, NULL, NULL, true, '同步情况'),
	('repair', 'applied', 'false_material', '{office}', '{doc_no,note}', NULL, NULL, NULL, NULL, true, NULL),
	('repair', 'screened', 'false_material', '{department,office}', '{doc_no,note}', NULL, NULL, NULL, NULL, true, NULL),
	('repair', 'accepted', 'false_material', '{department,office}', '{doc_no,note}', NULL, NULL, NULL, NULL, true, NULL),
	('repair', 'extended', 'false_material', '{department,office}', '{doc_no,note}', NULL, NULL, NULL, NULL, true, NULL),
	('repair', 'granted', 'false_material', '{department,office}', '{doc_no,note}', NULL, NULL, 'record_unrepair', NULL, true, '撤销修复'),
	('repair', 'synchronised', 'false_material', '{department,office}', '{doc_no,note}', NULL, NULL, 'record_unrepair', NULL, true, '撤销修复'),
	('repair', 'applied', 'withdrawn', '{department,office}', '{note}', NULL, NULL, NULL, NULL, true, NULL),
	('repair', 'returned', 'withdrawn', '{department,office}', '{note}', NULL, NULL, NULL, NULL, true, NULL),
	('repair', 'screened', 'withdrawn', '{department,office}', '{note}', NULL, NULL, NULL, NULL, true, NULL),
	('repair', 'accepted', 'withdrawn', '{department,office}', '{note}', NULL, NULL, NULL, NULL, true, NULL),
	-- reorganisation
	('bankruptcy_repair', 'start', 'examining', '{department,office}', '{doc_no,court}', NULL, NULL, NULL, NULL, true, '批准重整计划或者认可和解协议的裁定'),
	('bankruptcy_repair', 'examining', 'shielded', '{department}', '{doc_no,person}', NULL, NULL, 'record_repair', NULL, true, '临时屏蔽记录并暂时解除措施'),
	('bankruptcy_repair', 'examining', 'refused', '{department}', '{doc_no,note}', NULL, NULL, NULL, NULL, true, NULL),
	('bankruptcy_repair', 'shielded', 'repaired', '{department}', '{doc_no,court}', NULL, NULL, NULL, NULL, true, '执行完毕裁定'),
	('bankruptcy_repair', 'shielded', 'failed', '{department}', '{doc_no,note}', NULL, NULL, 'record_unrepair', NULL, true, '计划未执行，恢复公示'),
	-- rectification
	('rectification', 'start', 'ordered', '{department,system}', '{due_on}', NULL, NULL, NULL, NULL, true, NULL),
	('rectification', 'ordered', 'done', '{department,system}', '{note}', NULL, NULL, NULL, NULL, true, NULL),
	('rectification', 'ordered', 'prompt_due', '{department,system}', '{}', 'after_due', NULL, NULL, NULL, true, NULL),
	('rectification', 'prompt_due', 'prompted', '{department}', '{doc_no,note,interviewee,due_on}', NULL, NULL, 'interview_prompt', NULL, true, '约谈记入信用记录'),
	('rectification', 'prompt_due', 'done', '{department,system}', '{note}', NULL, NULL, NULL, NULL, true, NULL),
	('rectification', 'prompted', 'done', '{department,system}', '{note}', NULL, NULL, NULL, NULL, true, NULL),
	('rectification', 'prompted', 'warning_due', '{department,system}', '{}', 'after_due', NULL, NULL, NULL, true, NULL),
	('rectification', 'warning_due', 'warned', '{department}', '{doc_no,note,interviewee,due_on}', NULL, NULL, 'interview_warning', NULL, true, '约谈记入信用记录'),
	('rectification', 'warning_due', 'done', '{department,system}', '{note}', NULL, NULL, NULL, NULL, true, NULL),
	('rectification', 'warned', 'done', '{department,system}', '{note}', NULL, NULL, NULL, NULL, true, NULL),
	('rectification', 'warned', 'focus_candidate', '{department,system}', '{}', 'after_due', NULL, 'focus_candidate', NULL, true, NULL),
	('rectification', 'ordered', 'void', '{system}', '{}', NULL, NULL, NULL, NULL, true, NULL),
	('rectification', 'prompt_due', 'void', '{system}', '{}', NULL, NULL, NULL, NULL, true, NULL),
	('rectification', 'prompted', 'void', '{system}', '{}', NULL, NULL, NULL, NULL, true, NULL),
	('rectification', 'warning_due', 'void', '{system}', '{}', NULL, NULL, NULL, NULL, true, NULL),
	('rectification', 'warned', 'void', '{system}', '{}', NULL, NULL, NULL, NULL, true, NULL),
	-- listing; the effects are the lists' own
	('listing', 'start', 'proposed', '{department,system}', '{facts,list}', NULL, NULL, NULL, NULL, true, NULL),
	('listing', 'proposed', 'noticed', '{department}', '{doc_no,reason,legal_ground,rights}', NULL, NULL, NULL, NULL, true, '告知事由、依据和当事人权利'),
	('listing', 'proposed', 'dropped', '{department}', '{note}', NULL, NULL, NULL, NULL, true, NULL),
	('listing', 'noticed', 'stated', '{department}', '{statement}', NULL, NULL, NULL, NULL, true, NULL),
	('listing', 'noticed', 'decided', '{department}', '{doc_no,facts,legal_ground,measures,removal_conditions,remedies,person}', 'after_due', NULL, NULL, 'jilin_social_credit', true, '决定书五项内容'),
	('listing', 'stated', 'decided', '{department}', '{doc_no,facts,legal_ground,measures,removal_conditions,remedies,person,note}', NULL, NULL, NULL, 'jilin_social_credit', true, '决定书五项内容；说明为复核意见'),
	('listing', 'noticed', 'dropped', '{department}', '{note}', NULL, NULL, NULL, NULL, true, NULL),
	('listing', 'stated', 'dropped', '{department}', '{note}', NULL, NULL, NULL, NULL, true, '陈述申辩成立'),
	('listing', 'decided', 'served', '{department}', '{served_on,repair_notice}', NULL, NULL, NULL, 'gbf_22_2025', true, '两书同达'),
	('listing', 'decided', 'dropped', '{department}', '{doc_no,note}', NULL, NULL, NULL, NULL, true, '撤销尚未送达的决定'),
	('listing', 'served', 'published', '{department}', '{}', NULL, NULL, 'list_publish', NULL, true, NULL),
	('listing', 'published', 'removal_applied', '{department,office}', '{commitment_no,obligations_performed,materials}', NULL, NULL, NULL, NULL, true, NULL),
	('listing', 'removal_applied', 'removed', '{department}', '{doc_no,person}', NULL, NULL, 'list_remove', NULL, true, NULL),
	('listing', 'removal_applied', 'published', '{department}', '{doc_no,note,person}', NULL, NULL, NULL, NULL, true, '不予提前移出'),
	('listing', 'removed', 'published', '{department}', '{doc_no,note}', NULL, NULL, 'list_restore', 'mem_order_11', true, '以虚假材料取得的移出予以撤销'),
	('listing', 'published', 'expired', '{department,system}', '{}', NULL, NULL, 'list_expire', NULL, true, NULL),
	('listing', 'removal_applied', 'expired', '{department,system}', '{}', NULL, NULL, 'list_expire', NULL, true, NULL),
	-- commitments
	('commitment', 'start', 'running', '{department,system}', '{due_on}', NULL, NULL, NULL, NULL, true, NULL),
	('commitment', 'running', 'kept', '{department,system}', '{}', NULL, NULL, 'commitment_kept', NULL, true, NULL),
	('commitment', 'running', 'broken', '{department}', '{doc_no,facts,person}', NULL, NULL, 'commitment_broken', NULL, true, NULL),
	('commitment', 'running', 'void', '{system}', '{}', NULL, NULL, NULL, NULL, true, NULL),
	('conditional_acceptance', 'start', 'papers_due', '{department,system}', '{}', NULL, NULL, NULL, NULL, true, NULL),
	('conditional_acceptance', 'papers_due', 'supplied', '{department,system}', '{}', NULL, NULL, 'commitment_kept', NULL, true, NULL),
	('conditional_acceptance', 'papers_due', 'failed', '{department}', '{doc_no,facts,person}', 'after_due', NULL, 'commitment_broken', NULL, true, NULL),
	('conditional_acceptance', 'papers_due', 'void', '{system}', '{}', NULL, NULL, NULL, NULL, true, NULL),
	('approval_commitment', 'start', 'deciding', '{department,system}', '{}', NULL, NULL, NULL, NULL, true, NULL),
	('approval_commitment', 'deciding', 'approved', '{department}', '{doc_no,person}', NULL, NULL, NULL, NULL, true, '许可决定书文号'),
	('approval_commitment', 'deciding', 'refused', '{department}', '{doc_no,note}', NULL, NULL, NULL, NULL, true, NULL),
	('approval_commitment', 'approved', 'verified', '{department}', '{note,person}', NULL, NULL, 'commitment_kept', NULL, true, NULL),
	('approval_commitment', 'approved', 'mismatch', '{department}', '{note,person,due_on}', NULL, NULL, NULL, NULL, true, '限期整改'),
	('approval_commitment', 'approved', 'withdrawn', '{department}', '{doc_no,facts,person}', NULL, NULL, 'licence_withdrawn', NULL, true, NULL),
	('approval_commitment', 'mismatch', 'verified', '{department}', '{note,person}', NULL, NULL, 'commitment_kept', NULL, true, '整改后相符'),
	('approval_commitment', 'mismatch', 'withdrawn', '{department}', '{doc_no,facts,person}', NULL, NULL, 'licence_withdrawn', NULL, true, NULL),
	('approval_commitment', 'deciding', 'void', '{system}', '{}', NULL, NULL, NULL, NULL, true, NULL),
	('approval_commitment', 'approved', 'void', '{system}', '{}', NULL, NULL, NULL, NULL, true, NULL),
	('approval_commitment', 'mismatch', 'void', '{system}', '{}', NULL, NULL, NULL, NULL, true, NULL),
	-- joint action
	('joint_action', 'start', 'initiated', '{initiator}', '{dept_id,measure,note}', NULL, NULL, NULL, NULL, true, '说明为发起事由'),
	('joint_action', 'initiated', 'responded', '{department}', '{note,person}', NULL, NULL, NULL, NULL, true, NULL),
	('joint_action', 'initiated', 'declined', '{department}', '{note,person}', NULL, NULL, NULL, NULL, true, '说明理由'),
	('joint_action', 'responded', 'fed_back', '{department}', '{result}', NULL, NULL, NULL, NULL, true, NULL),
	('joint_action', 'initiated', 'lifted', '{initiator,office,system}', '{}', NULL, NULL, NULL, NULL, true, NULL),
	('joint_action', 'responded', 'lifted', '{initiator,office,system}', '{}', NULL, NULL, NULL, NULL, true, NULL),
	('joint_action', 'fed_back', 'lifted', '{initiator,office,system}', '{}', NULL, NULL, NULL, NULL, true, NULL),
	-- campaign, public bodies
	('campaign', 'start', 'listed', '{department,office}', '{campaign,facts}', NULL, NULL, NULL, NULL, true, NULL),
	('campaign', 'listed', 'exited', '{department,office}', '{how,note}', NULL, NULL, NULL, NULL, true, NULL),
	('public_fault', 'start', 'found', '{department,office}', '{facts}', NULL, 'public_body', NULL, NULL, true, NULL),
	('public_fault', 'found', 'notified', '{department,office}', '{doc_no,superior,audit,due_on}', NULL, NULL, 'public_fault_notified', NULL, true, '通报上级主管单位和审计部门'),
	('public_fault', 'notified', 'cleared', '{department,office}', '{note}', NULL, NULL, NULL, 'baicheng_2022', true, '政府重大失信事件全部整改到位'),
	-- what a record's end does to repair
	('repair', 'applied', 'void', '{system}', '{}', NULL, NULL, NULL, NULL, true, NULL),
	('repair', 'returned', 'void', '{system}', '{}', NULL, NULL, NULL, NULL, true, NULL),
	('repair', 'screened', 'void', '{system}', '{}', NULL, NULL, NULL, NULL, true, NULL),
	('repair', 'accepted', 'void', '{system}', '{}', NULL, NULL, NULL, NULL, true, NULL),
	('repair', 'extended', 'void', '{system}', '{}', NULL, NULL, NULL, NULL, true, NULL)
) AS v (procedure, from_stage, to_stage, actors, requires, timing, condition, effect, basis_id, verified, note)
JOIN credit.procedure p ON p.procedure OPERATOR(pg_catalog.=) v.procedure;

-- ==== src/procedure/proceeding.sql ====

-- proceeding.sql: cases and their steps. Requires procedure/procedure.sql,
-- record/record.sql.
--
-- A case changes by a step its procedure has, and by nothing else: the row
-- trigger in transition.c sees to it, whoever writes. What a step brings about
-- (its trace, the outbox, marks, effects) happens in the statement triggers
-- below, for one case as for ten thousand, in the same transaction.

CREATE SEQUENCE credit.proceeding_id_seq;
COMMENT ON SEQUENCE credit.proceeding_id_seq IS 'Numbers of cases. 案件编号序列。';
SELECT pg_catalog.pg_extension_config_dump('credit.proceeding_id_seq', '');

-- The order of columns is known to src/procedure/transition.c.
CREATE TABLE credit.proceeding (
	subject_id pg_catalog.int8 NOT NULL,
	proceeding_id pg_catalog.int8 NOT NULL UNIQUE DEFAULT pg_catalog.nextval('credit.proceeding_id_seq'),
	procedure pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.procedure,
	stage pg_catalog.text COLLATE "C" NOT NULL,
	open pg_catalog.bool NOT NULL,
	dept_id pg_catalog.int4 NOT NULL,
	opened_by pg_catalog.int4,
	door pg_catalog.text COLLATE "C" NOT NULL DEFAULT 'department'
		CHECK (door OPERATOR(pg_catalog.=) ANY (ARRAY['department', 'office'])),
	record_id pg_catalog.int8,
	list_entry_id pg_catalog.int8,
	opened_on pg_catalog.date NOT NULL,
	stage_since pg_catalog.date NOT NULL,
	clock_since pg_catalog.date NOT NULL,
	term pg_catalog.text COLLATE "C",
	closed_on pg_catalog.date,
	step pg_catalog.int4 NOT NULL,
	doc_no pg_catalog.text,
	note pg_catalog.text,
	step_detail pg_catalog.jsonb NOT NULL DEFAULT '{}',
	detail pg_catalog.jsonb NOT NULL DEFAULT '{}',
	automatic pg_catalog.bool NOT NULL DEFAULT false,
	acted_by pg_catalog.text NOT NULL,
	from_stage pg_catalog.text COLLATE "C",
	due_on pg_catalog.date,
	late_days pg_catalog.int4,
	clock_of pg_catalog.text,
	overdue_on pg_catalog.date,
	watch_from pg_catalog.date,
	changed_at pg_catalog.timestamptz NOT NULL,
	PRIMARY KEY (subject_id, proceeding_id)
);
COMMENT ON TABLE credit.proceeding IS 'Cases. Opened with credit.open_proceeding(), moved with credit.advance(). 案件：以 credit.open_proceeding() 立案，以 credit.advance() 办理。';
COMMENT ON COLUMN credit.proceeding.subject_id IS 'Whom the case is about. 信用主体编号。';
COMMENT ON COLUMN credit.proceeding.proceeding_id IS 'Number of the case. 案件编号。';
COMMENT ON COLUMN credit.proceeding.procedure IS 'Procedure. 程序名。';
COMMENT ON COLUMN credit.proceeding.stage IS 'Stage the case stands in. 所处阶段。';
COMMENT ON COLUMN credit.proceeding.open IS 'Whether something is still to be done. 是否在办。';
COMMENT ON COLUMN credit.proceeding.dept_id IS 'Department the case lies with. 归属部门。';
COMMENT ON COLUMN credit.proceeding.opened_by IS 'Department that opened it; null for the office. 发起部门，空为信用办。';
COMMENT ON COLUMN credit.proceeding.door IS 'Who handles it: department, or the credit office itself. 受理方：部门或信用办。';
COMMENT ON COLUMN credit.proceeding.record_id IS 'Record it is about. 关联记录编号。';
COMMENT ON COLUMN credit.proceeding.list_entry_id IS 'List entry it is about or has led to. 关联名单条目编号。';
COMMENT ON COLUMN credit.proceeding.opened_on IS 'Day it was opened. 立案日期。';
COMMENT ON COLUMN credit.proceeding.stage_since IS 'Day the stage began. 阶段起始日。';
COMMENT ON COLUMN credit.proceeding.clock_since IS 'Day from which the clock counts. 时限起算日。';
COMMENT ON COLUMN credit.proceeding.term IS 'Term the case itself gives its stage: a date, or a number of units. 案件自定的阶段期限。';
COMMENT ON COLUMN credit.proceeding.closed_on IS 'Day it was closed. 办结日期。';
COMMENT ON COLUMN credit.proceeding.step IS 'Number of the last step; opening is 1. 最近步骤序号，立案为 1。';
COMMENT ON COLUMN credit.proceeding.doc_no IS 'Document of the last step. 最近步骤文书号。';
COMMENT ON COLUMN credit.proceeding.note IS 'Text of the last step. 最近步骤说明。';
COMMENT ON COLUMN credit.proceeding.step_detail IS 'Detail of the last step. 最近步骤详情。';
COMMENT ON COLUMN credit.proceeding.detail IS 'Details of all steps, later ones over earlier ones. 各步骤详情合并，后者优先。';
COMMENT ON COLUMN credit.proceeding.automatic IS 'Whether the last step was taken by the system. 最近步骤是否由系统自动办理。';
COMMENT ON COLUMN credit.proceeding.acted_by IS 'Role that took the last step. 最近步骤办理角色。';
COMMENT ON COLUMN credit.proceeding.from_stage IS 'Stage the last step left; null for opening. 最近步骤的原阶段。';
COMMENT ON COLUMN credit.proceeding.due_on IS 'Day by which that stage had to end, as counted then; of the present stage see credit.deadline. 原阶段到期日（按当时计算），现阶段见 credit.deadline。';
COMMENT ON COLUMN credit.proceeding.late_days IS 'Working days the last step came after that day. 最近步骤逾期工作日数。';
COMMENT ON COLUMN credit.proceeding.clock_of IS 'Whose time that was: authority or party. 原阶段时限归属。';
COMMENT ON COLUMN credit.proceeding.overdue_on IS 'Day the stage was reported as overdue. 提示逾期的日期。';
COMMENT ON COLUMN credit.proceeding.watch_from IS 'No calendar makes the stage due before this day; null without a clock. 最早可能到期日，无时限为空。';
COMMENT ON COLUMN credit.proceeding.changed_at IS 'When the last step was taken. 最近步骤时间。';

-- Open cases alone: what is closed is never touched when asking for deadlines.
CREATE INDEX proceeding_open_dept ON credit.proceeding (dept_id, procedure) WHERE open;
CREATE INDEX proceeding_open_opener ON credit.proceeding (opened_by) WHERE open AND opened_by IS NOT NULL;
CREATE INDEX proceeding_open_subject ON credit.proceeding (subject_id) WHERE open;
CREATE INDEX proceeding_open_procedure ON credit.proceeding (procedure, stage) WHERE open;
CREATE INDEX proceeding_open_watch ON credit.proceeding (watch_from) WHERE open AND overdue_on IS NULL;
CREATE UNIQUE INDEX proceeding_open_record ON credit.proceeding (record_id, procedure, dept_id, door)
	WHERE open AND record_id IS NOT NULL;
CREATE INDEX proceeding_record ON credit.proceeding (record_id) WHERE record_id IS NOT NULL;
CREATE INDEX proceeding_list_entry ON credit.proceeding (list_entry_id) WHERE list_entry_id IS NOT NULL;
CREATE INDEX proceeding_dept ON credit.proceeding (dept_id, procedure, opened_on);

-- The department it lies with and the one that opened it see a case; analysts
-- see when and what, without documents, texts and details.
ALTER TABLE credit.proceeding ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON credit.proceeding FOR SELECT TO credit_admin, credit_department USING (
	credit.may_see_department(dept_id) OR credit.may_see_department(coalesce(opened_by, 0)));
CREATE POLICY count ON credit.proceeding FOR SELECT TO credit_analyst USING (true);
GRANT SELECT ON credit.proceeding TO credit_admin, credit_department;
GRANT SELECT (subject_id, proceeding_id, procedure, stage, open, dept_id, opened_by, door, record_id,
	list_entry_id, opened_on, stage_since, clock_since, term, closed_on, step, automatic, from_stage, due_on, late_days, clock_of, overdue_on, changed_at)
	ON credit.proceeding TO credit_analyst;
SELECT pg_catalog.pg_extension_config_dump('credit.proceeding', '');
INSERT INTO credit.subject_table (table_name) VALUES ('credit.proceeding');

CREATE TABLE credit.proceeding_event (
	subject_id pg_catalog.int8 NOT NULL,
	proceeding_id pg_catalog.int8 NOT NULL,
	step pg_catalog.int4 NOT NULL,
	procedure pg_catalog.text COLLATE "C" NOT NULL,
	from_stage pg_catalog.text COLLATE "C",
	to_stage pg_catalog.text COLLATE "C" NOT NULL,
	on_date pg_catalog.date NOT NULL,
	due_on pg_catalog.date,
	late_days pg_catalog.int4,
	clock_of pg_catalog.text,
	doc_no pg_catalog.text,
	note pg_catalog.text,
	detail pg_catalog.jsonb NOT NULL,
	dept_id pg_catalog.int4 NOT NULL,
	opened_by pg_catalog.int4,
	automatic pg_catalog.bool NOT NULL,
	acted_by pg_catalog.text NOT NULL,
	recorded_at pg_catalog.timestamptz NOT NULL,
	PRIMARY KEY (subject_id, proceeding_id, step),
	-- a case follows its subject when two are merged, and its steps follow it
	FOREIGN KEY (subject_id, proceeding_id) REFERENCES credit.proceeding ON UPDATE CASCADE
);
COMMENT ON TABLE credit.proceeding_event IS 'Every step of every case, written once: what was decided, by whom, on which document, and whether it came in time. 案件每一步骤的记载，写入后不可更改。';
COMMENT ON COLUMN credit.proceeding_event.subject_id IS 'Whom the case is about. 信用主体编号。';
COMMENT ON COLUMN credit.proceeding_event.proceeding_id IS 'Number of the case. 案件编号。';
COMMENT ON COLUMN credit.proceeding_event.step IS 'Number of the step. 步骤序号。';
COMMENT ON COLUMN credit.proceeding_event.procedure IS 'Procedure. 程序名。';
COMMENT ON COLUMN credit.proceeding_event.from_stage IS 'Stage it left; null for opening. 原阶段，立案为空。';
COMMENT ON COLUMN credit.proceeding_event.to_stage IS 'Stage it went to. 转入阶段。';
COMMENT ON COLUMN credit.proceeding_event.on_date IS 'Day of the step. 步骤日期。';
COMMENT ON COLUMN credit.proceeding_event.due_on IS 'Day by which the stage left had to end, as counted then. 原阶段到期日（按当时计算）。';
COMMENT ON COLUMN credit.proceeding_event.late_days IS 'Working days after that day, at least 1 when late; 0 in time; null without a clock. 逾期工作日数，逾期至少为 1。';
COMMENT ON COLUMN credit.proceeding_event.clock_of IS 'Whose time the clock of the stage left was: authority or party. 原阶段时限归属：机关或当事人。';
COMMENT ON COLUMN credit.proceeding_event.doc_no IS 'Number of the document. 文书号。';
COMMENT ON COLUMN credit.proceeding_event.note IS 'Text: grounds, written reply, reasons. 说明：理由、书面答复等。';
COMMENT ON COLUMN credit.proceeding_event.detail IS 'What else was given. 其他材料。';
COMMENT ON COLUMN credit.proceeding_event.dept_id IS 'Department the case lies with. 归属部门。';
COMMENT ON COLUMN credit.proceeding_event.opened_by IS 'Department that opened the case; null for the office. 发起部门。';
COMMENT ON COLUMN credit.proceeding_event.automatic IS 'Whether the system took the step. 是否系统自动办理。';
COMMENT ON COLUMN credit.proceeding_event.acted_by IS 'Role that took the step. 办理角色。';
COMMENT ON COLUMN credit.proceeding_event.recorded_at IS 'When it was recorded. 记录时间。';
ALTER TABLE credit.proceeding_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON credit.proceeding_event FOR SELECT TO credit_admin, credit_department USING (
	credit.may_see_department(dept_id) OR credit.may_see_department(coalesce(opened_by, 0)));
CREATE POLICY count ON credit.proceeding_event FOR SELECT TO credit_analyst USING (true);
GRANT SELECT ON credit.proceeding_event TO credit_admin, credit_department;
GRANT SELECT (subject_id, proceeding_id, step, procedure, from_stage, to_stage, on_date, due_on, late_days, clock_of,
	dept_id, opened_by, automatic, recorded_at) ON credit.proceeding_event TO credit_analyst;
SELECT pg_catalog.pg_extension_config_dump('credit.proceeding_event', '');

-- The keys change in one way: by the foreign key, from within its trigger.
CREATE TRIGGER refuse_change BEFORE UPDATE OF step, procedure, from_stage, to_stage, on_date,
		due_on, late_days, clock_of, doc_no, note, detail, dept_id, opened_by, automatic, acted_by, recorded_at
	OR DELETE OR TRUNCATE ON credit.proceeding_event
	FOR EACH STATEMENT EXECUTE FUNCTION credit.refuse_change();
CREATE TRIGGER refuse_move BEFORE UPDATE OF subject_id, proceeding_id ON credit.proceeding_event
	FOR EACH STATEMENT WHEN (pg_catalog.pg_trigger_depth() OPERATOR(pg_catalog.=) 0)
	EXECUTE FUNCTION credit.refuse_change();
CREATE TRIGGER refuse_deletion BEFORE DELETE OR TRUNCATE ON credit.proceeding
	FOR EACH STATEMENT EXECUTE FUNCTION credit.refuse_change();

CREATE FUNCTION credit.check_proceeding() RETURNS trigger
	LANGUAGE c
	AS 'MODULE_PATHNAME', 'credit_check_proceeding';
COMMENT ON FUNCTION credit.check_proceeding() IS 'Row trigger: a case is opened and moved only as its procedure allows. CR006, CR010, CR011. 行级触发器：案件仅可依程序规则立案与转换。';
REVOKE ALL ON FUNCTION credit.check_proceeding() FROM PUBLIC;
CREATE TRIGGER check_proceeding BEFORE INSERT OR UPDATE ON credit.proceeding
	FOR EACH ROW EXECUTE FUNCTION credit.check_proceeding();

-- When a stage must end. Null: no clock, or the calendar does not reach so far.
CREATE FUNCTION credit.stage_due(procedure pg_catalog.text, stage pg_catalog.text, stage_since pg_catalog.date,
	clock_since pg_catalog.date, term pg_catalog.text) RETURNS pg_catalog.date
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_stage_due';
COMMENT ON FUNCTION credit.stage_due(pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.date, pg_catalog.text) IS 'Last day of a stage, by the rule in force when it began, the term the case gives and the calendar as it is known; null without a clock. 阶段到期日，按阶段起始时有效的规则、案件自定期限与现行日历计算；无时限为空。';
CREATE FUNCTION credit.stage_target(procedure pg_catalog.text, stage pg_catalog.text, stage_since pg_catalog.date,
	clock_since pg_catalog.date) RETURNS pg_catalog.date
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_stage_target';
COMMENT ON FUNCTION credit.stage_target(pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.date) IS 'Day by which a stage should end in principle; null where there is no target. 阶段原则上应办结的日期，无目标为空。';
CREATE FUNCTION credit.stage_watch_from(procedure pg_catalog.text, stage pg_catalog.text, stage_since pg_catalog.date,
	clock_since pg_catalog.date, term pg_catalog.text) RETURNS pg_catalog.date
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_stage_watch_from';
COMMENT ON FUNCTION credit.stage_watch_from(pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.date, pg_catalog.text) IS 'A day before which no calendar makes the stage due; null without a clock. 任何日历下阶段均不会更早到期的日期。';

-- ==== src/procedure/step.sql ====

-- step.sql: what a step of a case brings about. Requires
-- procedure/proceeding.sql.

-- Runs a row of credit.procedure_effect for one case.
CREATE FUNCTION credit.run_effect(effect pg_catalog.text, proceeding_id pg_catalog.int8,
	on_date pg_catalog.date, detail pg_catalog.jsonb) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	called name := (SELECT e.function_name FROM credit.procedure_effect e WHERE e.effect = run_effect.effect);
BEGIN
	IF called IS NULL THEN
		RAISE EXCEPTION 'effect "%" is not installed', effect
			USING ERRCODE = 'CR020',
				DETAIL = format('A step of proceeding %s calls for it.', proceeding_id),
				HINT = 'A transition may name effects that credit.procedure_effect lists.';
	END IF;
	EXECUTE format('SELECT credit.%I($1, $2, $3)', called) USING proceeding_id, on_date, detail;
END
$$;
COMMENT ON FUNCTION credit.run_effect(pg_catalog.text, pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Runs an effect or condition for one case. CR020 when it does not exist. 对单个案件执行效果或条件。';
REVOKE ALL ON FUNCTION credit.run_effect(pg_catalog.text, pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

-- A record is disputed while a case of a disputing procedure is open on it
-- (P0 item 17), and no longer than that.
CREATE FUNCTION credit.mark_disputed(records pg_catalog.int8[]) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM set_config('credit.reason', 'dispute', true);
	UPDATE credit.record_store r
	SET status = CASE r.status WHEN 'valid' THEN 'disputed' ELSE 'valid' END::credit.record_status,
		version = r.version + 1
	FROM (SELECT u.record_id, EXISTS (SELECT FROM credit.proceeding p
				JOIN credit.procedure d ON d.procedure = p.procedure AND d.disputes
				WHERE p.record_id = u.record_id AND p.open) AS disputed
			FROM unnest(records) u (record_id)) w
	WHERE r.record_id = w.record_id
		AND r.status = CASE WHEN w.disputed THEN 'valid' ELSE 'disputed' END::credit.record_status;
	PERFORM set_config('credit.reason', '', true);
END
$$;
COMMENT ON FUNCTION credit.mark_disputed(pg_catalog.int8[]) IS 'Marks records as disputed while an objection to them is open, and takes the mark back. 异议办理期间标注记录，办结后恢复。';
REVOKE ALL ON FUNCTION credit.mark_disputed(pg_catalog.int8[]) FROM PUBLIC;

CREATE FUNCTION credit.proceedings_opened() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	one record;
	records bigint[];
BEGIN
	-- a row with another time is complete and comes from a dump
	IF credit.setting('restoring') = 'on' OR NOT EXISTS (SELECT FROM new_rows n WHERE n.changed_at = now()) THEN
		RETURN NULL;
	END IF;
	INSERT INTO credit.proceeding_event (subject_id, proceeding_id, step, procedure, to_stage, on_date,
		doc_no, note, detail, dept_id, opened_by, automatic, acted_by, recorded_at)
	SELECT n.subject_id, n.proceeding_id, n.step, n.procedure, n.stage, n.opened_on,
		n.doc_no, n.note, n.step_detail, n.dept_id, n.opened_by, n.automatic, n.acted_by, now()
	FROM new_rows n WHERE n.changed_at = now();
	INSERT INTO credit.event (kind, subject_id, ref_id, dept_id, ref_table)
	SELECT CASE n.procedure WHEN 'joint_action' THEN 'joint_action' ELSE 'stage' END,
		n.subject_id, n.proceeding_id, n.dept_id, 'proceeding'
	FROM new_rows n WHERE n.changed_at = now();

	SELECT array_agg(n.record_id) INTO records
	FROM new_rows n JOIN credit.procedure d ON d.procedure = n.procedure AND d.disputes
	WHERE n.changed_at = now() AND n.record_id IS NOT NULL;
	IF records IS NOT NULL THEN
		PERFORM credit.mark_disputed(records);
	END IF;
	FOR one IN
		SELECT n.proceeding_id, n.opened_on, n.detail, t.condition, t.effect
		FROM new_rows n JOIN credit.transition t ON t.procedure = n.procedure AND t.from_stage = 'start'
			AND t.to_stage = n.stage AND t.valid @> n.opened_on
		WHERE n.changed_at = now() AND (t.condition IS NOT NULL OR t.effect IS NOT NULL)
		ORDER BY n.proceeding_id
	LOOP
		IF one.condition IS NOT NULL THEN
			PERFORM credit.run_effect(one.condition, one.proceeding_id, one.opened_on, one.detail);
		END IF;
		IF one.effect IS NOT NULL THEN
			PERFORM credit.run_effect(one.effect, one.proceeding_id, one.opened_on, one.detail);
		END IF;
	END LOOP;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.proceedings_opened() IS 'Statement trigger: trace, event, marks and effects of cases that are opened. 语句级触发器：立案的留痕、事件、标注与效果。';
REVOKE ALL ON FUNCTION credit.proceedings_opened() FROM PUBLIC;
CREATE TRIGGER opened AFTER INSERT ON credit.proceeding
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.proceedings_opened();

CREATE FUNCTION credit.proceedings_stepped() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	one record;
	stepped bigint[];
	records bigint[];
BEGIN
	-- old and new rows are never joined: a plan made for one row would serve
	-- ten thousand. A step that was traced already is another statement's.
	IF credit.setting('restoring') = 'on' OR NOT EXISTS (SELECT FROM new_rows n WHERE n.changed_at = now()) THEN
		RETURN NULL;
	END IF;
	WITH traced AS (
		INSERT INTO credit.proceeding_event (subject_id, proceeding_id, step, procedure, from_stage, to_stage, on_date,
			due_on, late_days, clock_of, doc_no, note, detail, dept_id, opened_by, automatic, acted_by, recorded_at)
		SELECT n.subject_id, n.proceeding_id, n.step, n.procedure, n.from_stage, n.stage, n.stage_since,
			n.due_on, n.late_days, n.clock_of, n.doc_no, n.note, n.step_detail, n.dept_id, n.opened_by, n.automatic, n.acted_by, now()
		FROM new_rows n WHERE n.changed_at = now() AND n.from_stage IS NOT NULL
		ON CONFLICT DO NOTHING
		RETURNING proceeding_id)
	SELECT array_agg(t.proceeding_id) INTO stepped FROM traced t;
	IF stepped IS NULL THEN
		RETURN NULL;
	END IF;
	-- who opened a case of another department hears of it as well
	INSERT INTO credit.event (kind, subject_id, ref_id, dept_id, ref_table)
	SELECT CASE n.procedure WHEN 'joint_action' THEN 'joint_action' ELSE 'stage' END,
		n.subject_id, n.proceeding_id, d.dept_id, 'proceeding'
	FROM new_rows n, LATERAL (SELECT n.dept_id UNION SELECT n.opened_by WHERE n.opened_by IS NOT NULL) d
	WHERE n.proceeding_id = ANY (stepped) ORDER BY n.proceeding_id, d.dept_id;

	FOR one IN
		SELECT n.proceeding_id, n.stage_since, n.detail, t.condition, t.effect
		FROM new_rows n
		JOIN credit.transition t ON t.procedure = n.procedure AND t.from_stage = n.from_stage
			AND t.to_stage = n.stage AND t.valid @> n.stage_since
		WHERE n.proceeding_id = ANY (stepped) AND (t.condition IS NOT NULL OR t.effect IS NOT NULL)
		ORDER BY n.proceeding_id
	LOOP
		IF one.condition IS NOT NULL THEN
			PERFORM credit.run_effect(one.condition, one.proceeding_id, one.stage_since, one.detail);
		END IF;
		IF one.effect IS NOT NULL THEN
			PERFORM credit.run_effect(one.effect, one.proceeding_id, one.stage_since, one.detail);
		END IF;
	END LOOP;
	SELECT array_agg(n.record_id) INTO records
	FROM new_rows n JOIN credit.procedure d ON d.procedure = n.procedure AND d.disputes
	WHERE n.proceeding_id = ANY (stepped) AND n.record_id IS NOT NULL;
	IF records IS NOT NULL THEN
		PERFORM credit.mark_disputed(records);
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.proceedings_stepped() IS 'Statement trigger: trace, event, marks and effects of steps. 语句级触发器：步骤的留痕、事件、标注与效果。';
REVOKE ALL ON FUNCTION credit.proceedings_stepped() FROM PUBLIC;
CREATE TRIGGER stepped AFTER UPDATE ON credit.proceeding
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.proceedings_stepped();

-- The subject a case is about: by code, or by the record when no code is given
-- (persons have none).
-- SECURITY DEFINER: nobody may write the table; what may be written is checked
-- by its trigger for the session's role.
CREATE FUNCTION credit.open_proceeding(procedure pg_catalog.text, code pg_catalog.text,
	record_id pg_catalog.int8 DEFAULT NULL, detail pg_catalog.jsonb DEFAULT '{}',
	doc_no pg_catalog.text DEFAULT NULL, note pg_catalog.text DEFAULT NULL,
	on_date pg_catalog.date DEFAULT NULL) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	rule credit.procedure;
	about credit.record_store;
	opener int := credit.session_department();
	subject bigint;
	dept int;
	its_door text;
	entry bigint;
	opened bigint;
	barred record;
	"today" date := credit.today();
BEGIN
	SELECT * INTO rule FROM credit.procedure d WHERE d.procedure = open_proceeding.procedure;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'procedure "%" does not exist', open_proceeding.procedure
			USING ERRCODE = 'CR010',
				HINT = format('Procedures are %s.', (SELECT string_agg(d.procedure, ', ' ORDER BY d.procedure) FROM credit.procedure d));
	END IF;
	IF jsonb_typeof(detail) IS DISTINCT FROM 'object' THEN
		RAISE EXCEPTION 'the detail of a case is an object'
			USING ERRCODE = 'CR011', HINT = 'Give members by name, such as {"person": "张三"}.';
	END IF;
	IF open_proceeding.record_id IS NOT NULL THEN
		SELECT * INTO about FROM credit.record_store r WHERE r.record_id = open_proceeding.record_id;
		IF NOT FOUND THEN
			RAISE EXCEPTION 'record % does not exist', open_proceeding.record_id
				USING ERRCODE = 'CR017', HINT = 'Look the number up in credit.record.';
		END IF;
	ELSIF rule.needs_record AND NOT detail ? 'list_entry_id' THEN
		RAISE EXCEPTION 'procedure "%" is about a record', open_proceeding.procedure
			USING ERRCODE = 'CR011', HINT = 'Give record_id; look it up in credit.record.';
	END IF;
	IF code IS NOT NULL THEN
		subject := credit.find_subject(code);
		IF subject IS NULL THEN
			RAISE EXCEPTION 'no subject has the code "%"', code
				USING ERRCODE = 'CR005', HINT = 'Look it up with credit.search_subject().';
		END IF;
		IF subject <> about.subject_id THEN
			RAISE EXCEPTION 'record % is not about "%"', open_proceeding.record_id, code
				USING ERRCODE = 'CR005', HINT = 'Compare code and record; pass a null code to take the record''s subject.';
		END IF;
	ELSIF about.subject_id IS NOT NULL THEN
		subject := about.subject_id;
	ELSE
		RAISE EXCEPTION 'a case needs a subject'
			USING ERRCODE = 'CR005', HINT = 'Give its code, or a record.';
	END IF;

	IF jsonb_typeof(detail -> 'list_entry_id') = 'number' THEN
		entry := (detail ->> 'list_entry_id')::bigint;
	END IF;
	IF rule.lies_with = 'record' AND about.dept_id IS NOT NULL THEN
		dept := about.dept_id;
	ELSIF jsonb_typeof(detail -> 'dept_id') = 'number' AND (rule.lies_with <> 'opener' OR credit.session_may_act_for(0)) THEN
		dept := (detail ->> 'dept_id')::int;
	ELSIF rule.lies_with <> 'addressed' THEN
		dept := opener;
	END IF;
	IF dept IS NULL OR NOT EXISTS (SELECT FROM credit.department d WHERE d.dept_id = dept) THEN
		RAISE EXCEPTION 'a case of procedure "%" needs the department it lies with', open_proceeding.procedure
			USING ERRCODE = 'CR011',
				DETAIL = CASE WHEN dept IS NULL THEN 'None was named.' ELSE format('There is no department %s.', dept) END,
				HINT = 'Give its number as dept_id in detail.';
	END IF;
	its_door := coalesce(detail ->> 'door', CASE WHEN rule.two_doors AND opener IS NULL THEN 'office' ELSE 'department' END);

	IF its_door NOT IN ('department', 'office') THEN
		RAISE EXCEPTION 'a case has no door "%"', its_door
			USING ERRCODE = 'CR011', HINT = 'Give door as department or office in detail, or leave it out.';
	END IF;

	-- false papers and the like bar further applications for a term
	-- (a bar is no deadline to be kept: its last day does not move)
	SELECT p.proceeding_id, p.closed_on, s.name_en, b.until INTO barred
	FROM credit.proceeding p
	JOIN credit.stage s ON s.procedure = p.procedure AND s.stage = p.stage AND s.valid @> p.stage_since AND s.bar_n IS NOT NULL
	CROSS JOIN LATERAL (SELECT CASE s.bar_unit
		WHEN 'workday' THEN credit.add_workdays(p.closed_on, s.bar_n)
		ELSE (p.closed_on + s.bar_n * ('1 ' || s.bar_unit)::interval)::date END AS until) b
	WHERE p.subject_id = subject AND p.procedure = open_proceeding.procedure AND NOT p.open
		AND coalesce(on_date, today) <= b.until
	ORDER BY b.until DESC LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'the subject may not open procedure "%" until %', open_proceeding.procedure, barred.until
			USING ERRCODE = 'CR011',
				DETAIL = format('Proceeding %s ended on %s with: %s.', barred.proceeding_id, barred.closed_on, barred.name_en),
				HINT = 'Apply again after that day.';
	END IF;
	SELECT p.proceeding_id INTO opened FROM credit.proceeding p
	WHERE p.open AND p.record_id = open_proceeding.record_id AND p.procedure = open_proceeding.procedure
		AND p.dept_id = dept AND p.door = its_door;
	IF FOUND THEN
		RAISE EXCEPTION 'procedure "%" is open on record % already', open_proceeding.procedure, open_proceeding.record_id
			USING ERRCODE = 'CR010',
				DETAIL = format('It is proceeding %s.', opened),
				HINT = 'Go on with that one.';
	END IF;
	INSERT INTO credit.proceeding (subject_id, procedure, dept_id, opened_by, door, record_id, list_entry_id,
		opened_on, doc_no, note, step_detail)
	VALUES (subject, open_proceeding.procedure, dept, opener, its_door, open_proceeding.record_id, entry,
		coalesce(on_date, today), open_proceeding.doc_no, open_proceeding.note, open_proceeding.detail)
	RETURNING proceeding_id INTO opened;
	RETURN opened;
END
$$;
COMMENT ON FUNCTION credit.open_proceeding(pg_catalog.text, pg_catalog.text, pg_catalog.int8, pg_catalog.jsonb, pg_catalog.text, pg_catalog.text, pg_catalog.date) IS 'Opens a case of a procedure about a subject and perhaps a record; returns its number. CR005, CR006, CR010, CR011, CR017. 立案，返回案件编号。';
REVOKE ALL ON FUNCTION credit.open_proceeding(pg_catalog.text, pg_catalog.text, pg_catalog.int8, pg_catalog.jsonb, pg_catalog.text, pg_catalog.text, pg_catalog.date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.open_proceeding(pg_catalog.text, pg_catalog.text, pg_catalog.int8, pg_catalog.jsonb, pg_catalog.text, pg_catalog.text, pg_catalog.date) TO credit_admin, credit_department;

-- SECURITY DEFINER: as above. Whoever may not see the case is told that there
-- is none.
CREATE FUNCTION credit.advance(proceeding_id pg_catalog.int8, to_stage pg_catalog.text,
	doc_no pg_catalog.text DEFAULT NULL, note pg_catalog.text DEFAULT NULL,
	detail pg_catalog.jsonb DEFAULT '{}', on_date pg_catalog.date DEFAULT NULL,
	from_stage pg_catalog.text DEFAULT NULL,
	OUT stage pg_catalog.text, OUT due_on pg_catalog.date)
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	stands credit.proceeding;
BEGIN
	BEGIN
		SELECT * INTO stands FROM credit.proceeding p WHERE p.proceeding_id = advance.proceeding_id FOR UPDATE;
	EXCEPTION WHEN serialization_failure THEN
		RAISE EXCEPTION 'proceeding % was advanced by somebody else meanwhile', advance.proceeding_id
			USING ERRCODE = 'CR010',
				DETAIL = 'This transaction began before that step and cannot see it.',
				HINT = 'Roll back, look at the case anew and decide again.';
	END;
	IF NOT FOUND OR NOT (credit.session_may_act_for(stands.dept_id) OR credit.session_may_act_for(coalesce(stands.opened_by, 0))) THEN
		RAISE EXCEPTION 'proceeding % cannot be advanced', advance.proceeding_id
			USING ERRCODE = 'CR017',
				DETAIL = 'There is no such case of a department you act for.',
				HINT = 'Look the number up in credit.proceeding.';
	END IF;
	IF jsonb_typeof(detail) IS DISTINCT FROM 'object' THEN
		RAISE EXCEPTION 'the detail of a step is an object'
			USING ERRCODE = 'CR011', HINT = 'Give members by name, such as {"person": "张三"}.';
	END IF;
	IF from_stage <> stands.stage THEN
		RAISE EXCEPTION 'proceeding % is no longer in stage "%"', advance.proceeding_id, from_stage
			USING ERRCODE = 'CR010',
				DETAIL = format('It has been in stage "%s" since %s, after %s steps.', stands.stage, stands.stage_since, stands.step),
				HINT = 'Look at the case anew and decide again.';
	END IF;
	UPDATE credit.proceeding p
	SET stage = advance.to_stage, stage_since = coalesce(advance.on_date, credit.today()), step = p.step + 1,
		doc_no = advance.doc_no, note = advance.note, step_detail = advance.detail, automatic = false
	WHERE p.proceeding_id = advance.proceeding_id AND p.subject_id = stands.subject_id
	RETURNING p.stage, CASE WHEN p.open THEN credit.stage_due(p.procedure, p.stage, p.stage_since, p.clock_since, p.term) END
	INTO stage, due_on;
END
$$;
COMMENT ON FUNCTION credit.advance(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.jsonb, pg_catalog.date, pg_catalog.text) IS 'Takes a case to another stage; returns the stage and the day by which it must end. from_stage: the stage the decision was made in, refused when it has changed. CR006, CR010, CR011, CR017. 办理步骤，返回新阶段及到期日。';
REVOKE ALL ON FUNCTION credit.advance(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.jsonb, pg_catalog.date, pg_catalog.text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.advance(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.jsonb, pg_catalog.date, pg_catalog.text) TO credit_admin, credit_department;

-- ==== src/procedure/deadline.sql ====

-- deadline.sql: what is open and until when, and what happens when it is not
-- done by then. Requires procedure/step.sql.

CREATE VIEW credit.deadline WITH (security_invoker = true) AS
SELECT p.subject_id, p.proceeding_id, p.procedure, p.stage, p.dept_id, p.opened_by, p.door, p.record_id, p.list_entry_id,
	p.opened_on, p.stage_since, p.clock_since,
	credit.stage_target(p.procedure, p.stage, p.stage_since, p.clock_since) AS target_on,
	c.due_on,
	credit.workdays_between(credit.today(), c.due_on) AS days_left,
	CASE WHEN credit.today() OPERATOR(pg_catalog.>) c.due_on THEN 'overdue'
		WHEN credit.today() OPERATOR(pg_catalog.=) c.due_on THEN 'due'
		ELSE 'open' END AS state,
	(SELECT s.clock_of FROM credit.stage s
		WHERE s.procedure OPERATOR(pg_catalog.=) p.procedure AND s.stage OPERATOR(pg_catalog.=) p.stage
			AND s.valid OPERATOR(pg_catalog.@>) p.stage_since) AS clock_of,
	credit.day_status(c.due_on) OPERATOR(pg_catalog.=) 'projected' AS projected
FROM credit.proceeding p
CROSS JOIN LATERAL (SELECT credit.stage_due(p.procedure, p.stage, p.stage_since, p.clock_since, p.term) AS due_on OFFSET 0) c
WHERE p.open;
COMMENT ON VIEW credit.deadline IS 'Every open case and the day by which its stage must end, computed from the rules and the calendar as they are now. 在办案件及其阶段到期日，按现行规则与日历实时计算。';
COMMENT ON COLUMN credit.deadline.subject_id IS 'Whom the case is about. 信用主体编号。';
COMMENT ON COLUMN credit.deadline.proceeding_id IS 'Number of the case. 案件编号。';
COMMENT ON COLUMN credit.deadline.procedure IS 'Procedure. 程序名。';
COMMENT ON COLUMN credit.deadline.stage IS 'Stage the case stands in. 所处阶段。';
COMMENT ON COLUMN credit.deadline.dept_id IS 'Department the case lies with. 归属部门。';
COMMENT ON COLUMN credit.deadline.opened_by IS 'Department that opened it; null for the office. 发起部门。';
COMMENT ON COLUMN credit.deadline.door IS 'Who handles it: department or office. 受理方。';
COMMENT ON COLUMN credit.deadline.record_id IS 'Record it is about. 关联记录编号。';
COMMENT ON COLUMN credit.deadline.list_entry_id IS 'List entry it is about. 关联名单条目编号。';
COMMENT ON COLUMN credit.deadline.opened_on IS 'Day it was opened. 立案日期。';
COMMENT ON COLUMN credit.deadline.stage_since IS 'Day the stage began. 阶段起始日。';
COMMENT ON COLUMN credit.deadline.clock_since IS 'Day from which the clock counts. 时限起算日。';
COMMENT ON COLUMN credit.deadline.target_on IS 'Day by which it should be done in principle. 原则上应办结的日期。';
COMMENT ON COLUMN credit.deadline.due_on IS 'Last day of the stage; null without a clock. 到期日，无时限为空。';
COMMENT ON COLUMN credit.deadline.days_left IS 'Working days from today to the last day, which counts; negative once it has passed. 剩余工作日数，逾期为负。';
COMMENT ON COLUMN credit.deadline.state IS 'open, due (the last day is today) or overdue. 状态：在办、今日到期、逾期。';
COMMENT ON COLUMN credit.deadline.clock_of IS 'Whose time it is: of the authority that must act, or of the party. 时限归属：机关或当事人。';
COMMENT ON COLUMN credit.deadline.projected IS 'Whether the last day lies in a year whose working days are not announced yet. 到期日所在年份放假安排是否尚未公布。';
GRANT SELECT ON credit.deadline TO credit_admin, credit_department, credit_analyst;

-- The rule of a stage has changed: the day before which nothing can be due
-- follows.
CREATE FUNCTION credit.stages_changed() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF credit.setting('restoring') <> 'on' THEN
		UPDATE credit.proceeding p
		SET watch_from = credit.stage_watch_from(p.procedure, p.stage, p.stage_since, p.clock_since, p.term)
		FROM new_rows n
		WHERE p.open AND p.procedure = n.procedure AND p.stage = n.stage AND n.valid @> p.stage_since
			AND p.watch_from IS DISTINCT FROM credit.stage_watch_from(p.procedure, p.stage, p.stage_since, p.clock_since, p.term);
	END IF;
	RETURN NULL;
END
$$;
-- SECURITY DEFINER: the office changes rules, and may not write cases.
COMMENT ON FUNCTION credit.stages_changed() IS 'Statement trigger: open cases are watched anew when the clock of their stage changes. 语句级触发器：阶段时限调整后重新关注在办案件。';
REVOKE ALL ON FUNCTION credit.stages_changed() FROM PUBLIC;
-- named to come after table_changed, which makes the new rule known
CREATE TRIGGER watch_anew AFTER UPDATE ON credit.stage
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.stages_changed();

-- Each overdue stage is reported once, and goes on by itself where its rule
-- says so. Costs by the cases that may be overdue, not by those that are open;
-- several may run at once, and a run that stopped is repeated.
-- SECURITY DEFINER: the system's own steps.
CREATE FUNCTION credit.maintain_overdue(as_of pg_catalog.date DEFAULT NULL, max_rows pg_catalog.int4 DEFAULT 1000)
	RETURNS pg_catalog.int8
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	day date := coalesce(as_of, credit.today());
	found_ids bigint[];
	one record;
BEGIN
	SELECT array_agg(f.proceeding_id) INTO found_ids FROM (
		SELECT p.proceeding_id FROM credit.proceeding p
		WHERE p.open AND p.overdue_on IS NULL AND p.watch_from < day
			AND credit.stage_due(p.procedure, p.stage, p.stage_since, p.clock_since, p.term) < day
		ORDER BY p.watch_from LIMIT max_rows FOR UPDATE SKIP LOCKED) f;
	IF found_ids IS NULL THEN
		RETURN 0;
	END IF;
	UPDATE credit.proceeding p SET overdue_on = day WHERE p.proceeding_id = ANY (found_ids);
	INSERT INTO credit.event (kind, subject_id, ref_id, dept_id, ref_table)
	SELECT 'overdue', p.subject_id, p.proceeding_id, CASE p.door WHEN 'department' THEN p.dept_id END, 'proceeding'
	FROM credit.proceeding p WHERE p.proceeding_id = ANY (found_ids) ORDER BY p.proceeding_id;

	FOR one IN
		SELECT p.proceeding_id, p.subject_id, s.overdue_to
		FROM credit.proceeding p
		JOIN credit.stage s ON s.procedure = p.procedure AND s.stage = p.stage AND s.valid @> p.stage_since
		WHERE p.proceeding_id = ANY (found_ids) AND s.overdue_to IS NOT NULL
		ORDER BY p.proceeding_id
	LOOP
		UPDATE credit.proceeding p
		SET stage = one.overdue_to, stage_since = day, step = p.step + 1, doc_no = NULL,
			note = 'term ended', step_detail = '{}', automatic = true
		WHERE p.proceeding_id = one.proceeding_id AND p.subject_id = one.subject_id;
	END LOOP;
	RETURN cardinality(found_ids);
END
$$;
COMMENT ON FUNCTION credit.maintain_overdue(pg_catalog.date, pg_catalog.int4) IS 'Reports stages whose last day has passed, once each, and takes those on whose rule says so; returns how many. 提示逾期阶段（每阶段一次）并按规则自动转入下一阶段，返回处理数。';
REVOKE ALL ON FUNCTION credit.maintain_overdue(pg_catalog.date, pg_catalog.int4) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.maintain_overdue(pg_catalog.date, pg_catalog.int4) TO credit_admin;
INSERT INTO credit.maintenance_action (action, ordinal, function_name) VALUES ('overdue', 300, 'maintain_overdue');

-- ==== src/procedure/effect.sql ====

-- effect.sql: conditions and effects of the shipped procedures on records.
-- Requires procedure/deadline.sql, record/. Lists register their own.
--
-- They run within the step that calls for them, as the owner: nobody is granted
-- any of them.

-- Records a case is about: its own, and with "all records of the decision" the
-- other negative ones of the same document.
CREATE FUNCTION credit.records_of_case(proceeding_id pg_catalog.int8) RETURNS SETOF credit.record_store
	LANGUAGE sql STABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT r.* FROM credit.proceeding p
	JOIN credit.record_store b ON b.record_id = p.record_id
	JOIN credit.record_store r ON r.subject_id = b.subject_id
	WHERE p.proceeding_id = records_of_case.proceeding_id
		AND (r.record_id = b.record_id
			OR (r.dept_id = b.dept_id AND r.doc_no = b.doc_no AND r.severity IS NOT NULL))
$$;
COMMENT ON FUNCTION credit.records_of_case(pg_catalog.int8) IS 'The record of a case and the other negative records of the same decision. 案件所涉记录及同一决定的其他失信记录。';
REVOKE ALL ON FUNCTION credit.records_of_case(pg_catalog.int8) FROM PUBLIC;

CREATE FUNCTION credit.set_record_status(records pg_catalog.int8[], status credit.record_status, reason pg_catalog.text)
	RETURNS pg_catalog.int8
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	changed bigint;
BEGIN
	PERFORM set_config('credit.reason', coalesce(reason, ''), true);
	UPDATE credit.record_store r SET status = set_record_status.status, version = r.version + 1
	WHERE r.record_id = ANY (records) AND r.status <> set_record_status.status;
	GET DIAGNOSTICS changed = ROW_COUNT;
	PERFORM set_config('credit.reason', '', true);
	RETURN changed;
END
$$;
COMMENT ON FUNCTION credit.set_record_status(pg_catalog.int8[], credit.record_status, pg_catalog.text) IS 'Moves records to a status, keeping the versions before. 变更记录状态并保留旧版本。';
REVOKE ALL ON FUNCTION credit.set_record_status(pg_catalog.int8[], credit.record_status, pg_catalog.text) FROM PUBLIC;

-- An upheld objection: detail.patch corrects fields through the door,
-- detail.revoke ends the record, detail.list_entry_id's listing is withdrawn.
CREATE FUNCTION credit.effect_record_correct(proceeding_id pg_catalog.int8, on_date pg_catalog.date,
	detail pg_catalog.jsonb) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	SET credit.on_reject = error
	SET credit.batch = ''
AS $$
DECLARE
	c credit.proceeding;
	r credit.record_store;
	reason text;
	patch jsonb;
	given text[];
BEGIN
	SELECT * INTO STRICT c FROM credit.proceeding p WHERE p.proceeding_id = effect_record_correct.proceeding_id;
	reason := format('proceeding %s: %s', c.proceeding_id, coalesce(c.note, c.doc_no));
	patch := c.step_detail -> 'patch';
	IF c.record_id IS NULL THEN
		IF c.list_entry_id IS NULL OR to_regprocedure('credit.withdraw_listing(bigint,text,text)') IS NULL THEN
			RAISE EXCEPTION 'proceeding % has nothing to correct', c.proceeding_id
				USING ERRCODE = 'CR011', HINT = 'A case about a record or a list entry is corrected.';
		END IF;
		EXECUTE format('SELECT credit.%I($1, $2, $3)', 'withdraw_listing') USING c.list_entry_id, coalesce(c.doc_no, reason), reason;
		RETURN;
	END IF;
	SELECT * INTO STRICT r FROM credit.record_store s WHERE s.record_id = c.record_id FOR UPDATE;
	IF r.status IN ('revoked', 'withdrawn') THEN
		RETURN;
	END IF;
	IF c.step_detail -> 'revoke' = 'true'::jsonb THEN
		PERFORM credit.set_record_status(ARRAY[r.record_id], 'withdrawn', reason);
		RETURN;
	END IF;
	IF jsonb_typeof(patch) IS DISTINCT FROM 'object' OR patch = '{}' THEN
		RAISE EXCEPTION 'proceeding % cannot be corrected without saying what is wrong', c.proceeding_id
			USING ERRCODE = 'CR011',
				DETAIL = 'Neither patch nor revoke was given.',
				HINT = 'Give detail.patch, an object of fields, or detail.revoke = true to end the record.';
	END IF;
	-- the mark goes first: the door keeps the status a record has
	IF r.status = 'disputed' THEN
		PERFORM credit.set_record_status(ARRAY[r.record_id], 'valid', reason);
	END IF;
	PERFORM set_config('credit.reason', reason, true);
	-- what a patched field means stands in a column: the field wins
	given := ARRAY(SELECT DISTINCT f.maps_to FROM credit.catalogue_field f
		WHERE f.item = r.item AND patch ? f.field AND f.maps_to IS NOT NULL);
	INSERT INTO credit.record (item, dept_id, subject_id, doc_no, decided_on, valid_from, valid_until, amount, detail)
	VALUES (r.item, r.dept_id, r.subject_id, r.doc_no, r.decided_on,
		CASE WHEN NOT 'valid_from' = ANY (given) THEN r.valid_from END,
		CASE WHEN NOT 'valid_until' = ANY (given) THEN r.valid_until END,
		CASE WHEN NOT 'amount' = ANY (given) THEN r.amount END, r.detail || patch);
	PERFORM set_config('credit.reason', '', true);
	IF NOT EXISTS (SELECT FROM credit.record_store s WHERE s.record_id = r.record_id AND s.version > r.version
			AND (s.detail, s.valid_from, s.valid_until, s.amount) IS DISTINCT FROM (r.detail, r.valid_from, r.valid_until, r.amount)) THEN
		RAISE EXCEPTION 'proceeding % corrects nothing', c.proceeding_id
			USING ERRCODE = 'CR011',
				DETAIL = 'The record has these values already, or the patch changes its key.',
				HINT = 'Where number or date of the decision are wrong, revoke the record and enter the right one.';
	END IF;
END
$$;
COMMENT ON FUNCTION credit.effect_record_correct(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Effect: corrects or ends the record of an upheld objection. 效果：异议成立后更正或撤回记录。';
REVOKE ALL ON FUNCTION credit.effect_record_correct(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

-- Order 36 of 2025: the shortest term has passed, and the rule lets repair end
-- publication. Obligations performed and the commitment are requirements.
CREATE FUNCTION credit.repair_open_from(item pg_catalog.text, severity credit.severity, dept_id pg_catalog.int4,
	decided_on pg_catalog.date, OUT regime_id pg_catalog.text, OUT open_from pg_catalog.date, OUT early_end pg_catalog.bool)
	LANGUAGE sql STABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT g.regime_id, (repair_open_from.decided_on + coalesce(g.min_term, interval '0'))::date, g.early_end
	FROM credit.publication_regime g
	WHERE (g.item IS NULL OR g.item = repair_open_from.item)
		AND (g.sector IS NULL OR g.sector = (SELECT d.sector FROM credit.department d WHERE d.dept_id = repair_open_from.dept_id))
		AND (g.severity IS NULL OR g.severity = repair_open_from.severity)
		AND g.decided @> repair_open_from.decided_on
	ORDER BY g.item IS NULL, g.sector IS NULL, g.severity IS NULL LIMIT 1
$$;
COMMENT ON FUNCTION credit.repair_open_from(pg_catalog.text, credit.severity, pg_catalog.int4, pg_catalog.date) IS 'From which day a record can be repaired, and by which publication regime; no row: no regime. 记录最早可修复的日期及所依公示规则。';

CREATE FUNCTION credit.condition_repairable(proceeding_id pg_catalog.int8, on_date pg_catalog.date,
	detail pg_catalog.jsonb) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	r record;
BEGIN
	FOR r IN
		SELECT s.record_id, s.severity, s.status, s.decided_on, f.regime_id, f.open_from, f.early_end,
			s.record_id = p.record_id AS own
		FROM credit.proceeding p, credit.records_of_case(p.proceeding_id) s
		LEFT JOIN LATERAL credit.repair_open_from(s.item, s.severity, s.dept_id, s.decided_on) f ON true
		WHERE p.proceeding_id = condition_repairable.proceeding_id
		ORDER BY s.record_id
	LOOP
		IF r.severity IS NULL OR r.status NOT IN ('valid', 'disputed') THEN
			CONTINUE WHEN NOT r.own;
			RAISE EXCEPTION 'record % cannot be repaired', r.record_id
				USING ERRCODE = 'CR011',
					DETAIL = CASE WHEN r.severity IS NULL THEN 'It is no record of a fault.'
						ELSE format('Its status is %s.', r.status) END,
					HINT = 'Repair ends the publication of a fault that is shown or used.';
		END IF;
		IF NOT coalesce(r.early_end, true) THEN
			RAISE EXCEPTION 'record % cannot be repaired before its term ends', r.record_id
				USING ERRCODE = 'CR011',
					DETAIL = format('Publication regime "%s" knows no earlier end.', r.regime_id),
					HINT = 'It ends with its term by itself.';
		END IF;
		IF on_date < r.open_from THEN
			RAISE EXCEPTION 'record % can be repaired from % on', r.record_id, r.open_from
				USING ERRCODE = 'CR011',
					DETAIL = format('The shortest term of publication regime "%s" counts from the decision of %s.', r.regime_id, r.decided_on),
					HINT = 'Apply again from that day.';
		END IF;
	END LOOP;
END
$$;
COMMENT ON FUNCTION credit.condition_repairable(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Condition: the records are faults in use, and their shortest term has passed. 条件：记录属在用失信信息且最短公示期已满。';
REVOKE ALL ON FUNCTION credit.condition_repairable(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

-- All records of the decision at once: one decision, one repair.
CREATE FUNCTION credit.effect_record_repair(proceeding_id pg_catalog.int8, on_date pg_catalog.date,
	detail pg_catalog.jsonb) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM credit.set_record_status(ARRAY(SELECT s.record_id FROM credit.records_of_case(proceeding_id) s
			WHERE s.status IN ('valid', 'disputed')), 'repaired',
		(SELECT format('proceeding %s: %s', p.proceeding_id, p.doc_no) FROM credit.proceeding p
			WHERE p.proceeding_id = effect_record_repair.proceeding_id));
END
$$;
COMMENT ON FUNCTION credit.effect_record_repair(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Effect: the records of the decision are repaired; publication, sharing and use end at once. 效果：该决定的记录完成修复，立即停止公示、共享与使用。';
REVOKE ALL ON FUNCTION credit.effect_record_repair(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

-- What this case repaired or shielded counts again; what another one did stays.
CREATE FUNCTION credit.effect_record_unrepair(proceeding_id pg_catalog.int8, on_date pg_catalog.date,
	detail pg_catalog.jsonb) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM credit.set_record_status(ARRAY(SELECT s.record_id FROM credit.records_of_case(proceeding_id) s
			WHERE s.status = 'repaired' AND EXISTS (SELECT FROM credit.record_version v
				WHERE v.subject_id = s.subject_id AND v.record_id = s.record_id
					AND v.reason LIKE format('proceeding %s:%%', proceeding_id))), 'valid',
		(SELECT format('proceeding %s, taken back: %s', p.proceeding_id, p.doc_no) FROM credit.proceeding p
			WHERE p.proceeding_id = effect_record_unrepair.proceeding_id));
END
$$;
COMMENT ON FUNCTION credit.effect_record_unrepair(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Effect: the records this case repaired or shielded count again. 效果：撤销本案修复或屏蔽，记录恢复有效。';
REVOKE ALL ON FUNCTION credit.effect_record_unrepair(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

INSERT INTO credit.procedure_effect (effect, function_name, about) VALUES
	('record_correct', 'effect_record_correct', 'corrects or ends the record of an upheld objection'),
	('repairable', 'condition_repairable', 'condition: a fault in use whose shortest term has passed'),
	('record_repair', 'effect_record_repair', 'repairs all records of the decision'),
	('record_unrepair', 'effect_record_unrepair', 'takes repair or shielding back');

-- ==== src/procedure/effect_entry.sql ====

-- effect_entry.sql: effects that enter records: interviews, promises kept and
-- broken, licences withdrawn, public bodies notified. Requires
-- procedure/effect.sql.

-- Enters a record of the case's department about its subject, through the door
-- as any other: every check of the item applies.
CREATE FUNCTION credit.enter_for_case(proceeding_id pg_catalog.int8, item pg_catalog.text, doc_no pg_catalog.text,
	on_date pg_catalog.date, fields pg_catalog.jsonb) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	SET credit.on_reject = error
	SET credit.batch = ''
AS $$
BEGIN
	INSERT INTO credit.record (item, dept_id, subject_id, doc_no, decided_on, detail)
	SELECT enter_for_case.item, p.dept_id, p.subject_id, enter_for_case.doc_no, enter_for_case.on_date,
		jsonb_strip_nulls(jsonb_build_object('subject_name', s.name, 'subject_code', s.uscc::text,
			'subject_category', CASE s.kind WHEN 'person' THEN '自然人' WHEN 'individual_business' THEN '个体工商户' ELSE '法人及非法人组织' END,
			'authority_name', d.name, 'authority_code', d.uscc::text)) || fields
	FROM credit.proceeding p
	JOIN credit.subject s ON s.subject_id = p.subject_id
	JOIN credit.department d ON d.dept_id = p.dept_id
	WHERE p.proceeding_id = enter_for_case.proceeding_id;
END
$$;
COMMENT ON FUNCTION credit.enter_for_case(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.jsonb) IS 'Enters a record a case brings about. 录入案件产生的记录。';
REVOKE ALL ON FUNCTION credit.enter_for_case(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

-- Interviews enter the file (P0 item 9).
CREATE FUNCTION credit.effect_interview(proceeding_id pg_catalog.int8, on_date pg_catalog.date,
	kind pg_catalog.text) RETURNS void
	LANGUAGE sql
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT credit.enter_for_case(p.proceeding_id, 'interview', p.doc_no, on_date,
		jsonb_build_object('kind', kind, 'reason', p.note, 'interviewee', p.step_detail ->> 'interviewee')
		|| CASE WHEN p.step_detail ? 'outcome' THEN jsonb_build_object('outcome', p.step_detail ->> 'outcome') ELSE '{}' END)
	FROM credit.proceeding p WHERE p.proceeding_id = effect_interview.proceeding_id
$$;
COMMENT ON FUNCTION credit.effect_interview(pg_catalog.int8, pg_catalog.date, pg_catalog.text) IS 'Enters an interview of a kind. 录入约谈记录。';
REVOKE ALL ON FUNCTION credit.effect_interview(pg_catalog.int8, pg_catalog.date, pg_catalog.text) FROM PUBLIC;

CREATE FUNCTION credit.effect_interview_prompt(proceeding_id pg_catalog.int8, on_date pg_catalog.date,
	detail pg_catalog.jsonb) RETURNS void
	LANGUAGE sql
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT credit.effect_interview(proceeding_id, on_date, '提示性约谈')
$$;
COMMENT ON FUNCTION credit.effect_interview_prompt(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Effect: the prompt interview becomes a record. 效果：提示性约谈记入信用记录。';
REVOKE ALL ON FUNCTION credit.effect_interview_prompt(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

CREATE FUNCTION credit.effect_interview_warning(proceeding_id pg_catalog.int8, on_date pg_catalog.date,
	detail pg_catalog.jsonb) RETURNS void
	LANGUAGE sql
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT credit.effect_interview(proceeding_id, on_date, '警示性约谈')
$$;
COMMENT ON FUNCTION credit.effect_interview_warning(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Effect: the warning interview becomes a record. 效果：警示性约谈记入信用记录。';
REVOKE ALL ON FUNCTION credit.effect_interview_warning(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

-- Promises, kept and broken, enter the file (P0 item 1). A case that the
-- system closed was closed by that very record.
CREATE FUNCTION credit.effect_commitment(proceeding_id pg_catalog.int8, on_date pg_catalog.date,
	result pg_catalog.text) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	c credit.proceeding;
	promise credit.record_store;
	document text;
BEGIN
	SELECT * INTO STRICT c FROM credit.proceeding p WHERE p.proceeding_id = effect_commitment.proceeding_id;
	IF c.automatic THEN
		RETURN;
	END IF;
	SELECT * INTO STRICT promise FROM credit.record_store r WHERE r.record_id = c.record_id;
	document := coalesce(c.doc_no, promise.doc_no);
	PERFORM credit.enter_for_case(c.proceeding_id, 'commitment_performance', document, on_date,
		jsonb_build_object('commitment_no', promise.doc_no, 'kind', promise.detail ->> 'kind', 'result', result));
	IF result = '未履行' THEN
		PERFORM credit.enter_for_case(c.proceeding_id, 'commitment_breach', document, on_date,
			jsonb_build_object('commitment_no', promise.doc_no, 'kind', promise.detail ->> 'kind', 'facts', c.step_detail ->> 'facts'));
	END IF;
END
$$;
COMMENT ON FUNCTION credit.effect_commitment(pg_catalog.int8, pg_catalog.date, pg_catalog.text) IS 'Enters the performance of a promise, and its breach. 录入承诺履行情况及违诺记录。';
REVOKE ALL ON FUNCTION credit.effect_commitment(pg_catalog.int8, pg_catalog.date, pg_catalog.text) FROM PUBLIC;

CREATE FUNCTION credit.effect_commitment_kept(proceeding_id pg_catalog.int8, on_date pg_catalog.date,
	detail pg_catalog.jsonb) RETURNS void
	LANGUAGE sql
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT credit.effect_commitment(proceeding_id, on_date, '已履行')
$$;
COMMENT ON FUNCTION credit.effect_commitment_kept(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Effect: a kept promise becomes a record. 效果：践诺记入信用记录。';
REVOKE ALL ON FUNCTION credit.effect_commitment_kept(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

CREATE FUNCTION credit.effect_commitment_broken(proceeding_id pg_catalog.int8, on_date pg_catalog.date,
	detail pg_catalog.jsonb) RETURNS void
	LANGUAGE sql
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT credit.effect_commitment(proceeding_id, on_date, '未履行')
$$;
COMMENT ON FUNCTION credit.effect_commitment_broken(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Effect: a broken promise becomes records. 效果：违诺记入信用记录。';
REVOKE ALL ON FUNCTION credit.effect_commitment_broken(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

-- Approval on commitment that does not match: the licence goes, the broken
-- promise stays (P1 ch.2 §1.2). The licence is the one of the approval's
-- document, or named in detail.licence_record_id.
CREATE FUNCTION credit.effect_licence_withdrawn(proceeding_id pg_catalog.int8, on_date pg_catalog.date,
	detail pg_catalog.jsonb) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	c credit.proceeding;
	approval text;
	licences bigint[];
BEGIN
	SELECT * INTO STRICT c FROM credit.proceeding p WHERE p.proceeding_id = effect_licence_withdrawn.proceeding_id;
	SELECT e.doc_no INTO approval FROM credit.proceeding_event e
	WHERE e.subject_id = c.subject_id AND e.proceeding_id = c.proceeding_id AND e.to_stage = 'approved'
	ORDER BY e.step DESC LIMIT 1;
	licences := ARRAY(SELECT r.record_id FROM credit.record_store r
		WHERE r.subject_id = c.subject_id AND r.dept_id = c.dept_id AND r.item = 'licence'
			AND r.status IN ('valid', 'disputed')
			AND CASE WHEN jsonb_typeof(effect_licence_withdrawn.detail -> 'licence_record_id') = 'number'
				THEN r.record_id = (effect_licence_withdrawn.detail ->> 'licence_record_id')::numeric ELSE r.doc_no = approval END);
	IF licences = '{}' THEN
		RAISE EXCEPTION 'proceeding % finds no licence to withdraw', c.proceeding_id
			USING ERRCODE = 'CR011',
				DETAIL = format('The department has no licence in force for this subject under document "%s".', approval),
				HINT = 'Enter the licence first, or name it as licence_record_id in detail.';
	END IF;
	PERFORM credit.set_record_status(licences, 'revoked', format('proceeding %s: %s', c.proceeding_id, c.doc_no));
	PERFORM credit.effect_commitment(c.proceeding_id, on_date, '未履行');
END
$$;
COMMENT ON FUNCTION credit.effect_licence_withdrawn(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Effect: withdraws the licence given on a commitment that proved untrue. 效果：核查不符撤销许可并记录违诺。';
REVOKE ALL ON FUNCTION credit.effect_licence_withdrawn(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

-- Not rectified after both interviews: a candidate, not an entry. Lists decide
-- by their own procedure.
CREATE FUNCTION credit.effect_alert(proceeding_id pg_catalog.int8, on_date pg_catalog.date,
	detail pg_catalog.jsonb) RETURNS void
	LANGUAGE sql
	SET search_path = pg_catalog, pg_temp
AS $$
	INSERT INTO credit.event (kind, subject_id, ref_id, dept_id, ref_table)
	SELECT 'alert', p.subject_id, p.proceeding_id, p.dept_id, 'proceeding'
	FROM credit.proceeding p WHERE p.proceeding_id = effect_alert.proceeding_id
$$;
COMMENT ON FUNCTION credit.effect_alert(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Effect: an alert for department and office. 效果：向部门与信用办发出提示。';
REVOKE ALL ON FUNCTION credit.effect_alert(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

CREATE FUNCTION credit.condition_public_body(proceeding_id pg_catalog.int8, on_date pg_catalog.date,
	detail pg_catalog.jsonb) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	about credit.subject;
BEGIN
	SELECT s.* INTO STRICT about FROM credit.proceeding p JOIN credit.subject s ON s.subject_id = p.subject_id
	WHERE p.proceeding_id = condition_public_body.proceeding_id;
	IF about.kind NOT IN ('government_body', 'public_institution')
	   AND about.attributes -> 'state_owned' IS DISTINCT FROM 'true' THEN
		RAISE EXCEPTION 'the subject is no public body'
			USING ERRCODE = 'CR011',
				DETAIL = format('It is of kind %s, and not marked as state-owned.', about.kind),
				HINT = 'Superior and audit hear of faults of state organs, public institutions and state-owned enterprises.';
	END IF;
END
$$;
COMMENT ON FUNCTION credit.condition_public_body(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) IS 'Condition: a state organ, public institution or state-owned enterprise. 条件：机关、事业单位或国有企业。';
REVOKE ALL ON FUNCTION credit.condition_public_body(pg_catalog.int8, pg_catalog.date, pg_catalog.jsonb) FROM PUBLIC;

INSERT INTO credit.procedure_effect (effect, function_name, about) VALUES
	('interview_prompt', 'effect_interview_prompt', 'enters the prompt interview'),
	('interview_warning', 'effect_interview_warning', 'enters the warning interview'),
	('commitment_kept', 'effect_commitment_kept', 'enters the performance of the promise'),
	('commitment_broken', 'effect_commitment_broken', 'enters the broken promise'),
	('licence_withdrawn', 'effect_licence_withdrawn', 'withdraws the licence, enters the broken promise'),
	('focus_candidate', 'effect_alert', 'alerts department and office to a candidate for the focus list'),
	('public_fault_notified', 'effect_alert', 'alerts to the notification of superior and audit'),
	('public_body', 'condition_public_body', 'condition: a public body or state-owned enterprise');

-- ==== src/procedure/item_procedure.sql ====

-- item_procedure.sql: records that open cases, answer them, and end under them.
-- Requires procedure/effect_entry.sql.

CREATE TABLE credit.item_procedure (
	item pg_catalog.text COLLATE "C" NOT NULL,
	procedure pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.procedure,
	does pg_catalog.text NOT NULL CHECK (does OPERATOR(pg_catalog.=) ANY (ARRAY['open', 'answer'])),
	match_field pg_catalog.text COLLATE "C",
	match_values pg_catalog.text[],
	term_field pg_catalog.text COLLATE "C",
	link_field pg_catalog.text COLLATE "C",
	to_stage pg_catalog.text COLLATE "C",
	max_age pg_catalog.int4 CHECK (max_age OPERATOR(pg_catalog.>) 0),
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	valid pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(valid)),
	note pg_catalog.text,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false,
	PRIMARY KEY (item, procedure, does),
	CONSTRAINT answers_lead_to_a_stage CHECK ((does OPERATOR(pg_catalog.=) 'answer') OPERATOR(pg_catalog.=) (to_stage IS NOT NULL)),
	CONSTRAINT a_field_matches_values CHECK ((match_field IS NULL) OPERATOR(pg_catalog.=) (match_values IS NULL))
);
COMMENT ON TABLE credit.item_procedure IS 'Items whose records open a case by themselves, or answer one that is open. 记录自动立案或自动办结案件的事项规则。';
COMMENT ON COLUMN credit.item_procedure.item IS 'Item. 事项。';
COMMENT ON COLUMN credit.item_procedure.procedure IS 'Procedure. 程序名。';
COMMENT ON COLUMN credit.item_procedure.does IS 'open: a new record opens a case; answer: it moves an open case to to_stage. 立案或答复。';
COMMENT ON COLUMN credit.item_procedure.match_field IS 'Only records whose field has one of match_values. 须匹配的字段。';
COMMENT ON COLUMN credit.item_procedure.match_values IS 'Values of that field. 匹配的取值。';
COMMENT ON COLUMN credit.item_procedure.term_field IS 'Where the term is from: valid_until, or a field; it becomes due_on of the case, and a record without it opens none. 期限来源字段，作为案件的 due_on。';
COMMENT ON COLUMN credit.item_procedure.link_field IS 'Field that names the document of the record the case is about; null: the record itself. 指明案件所涉记录文书号的字段，空为记录本身。';
COMMENT ON COLUMN credit.item_procedure.to_stage IS 'Stage an answer leads to. 答复转入的阶段。';
COMMENT ON COLUMN credit.item_procedure.max_age IS 'Records decided more days ago open nothing: what is loaded from old files is not pursued. 决定日期超过该天数的记录不立案。';
COMMENT ON COLUMN credit.item_procedure.basis_id IS 'Document behind the rule. 依据。';
COMMENT ON COLUMN credit.item_procedure.valid IS 'Decision dates to which it applies. 适用的决定日期范围。';
COMMENT ON COLUMN credit.item_procedure.note IS 'Explanation for clerks. 说明。';
COMMENT ON COLUMN credit.item_procedure.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';
GRANT SELECT ON credit.item_procedure TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.item_procedure TO credit_admin;
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.item_procedure FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.item_procedure FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
SELECT pg_catalog.pg_extension_config_dump('credit.item_procedure', 'WHERE NOT standard_entry');

INSERT INTO credit.item_procedure (item, procedure, does, match_field, match_values, term_field, link_field, to_stage, max_age, basis_id, note, standard_entry)
SELECT v.item, v.procedure, v.does, v.match_field, v.match_values::pg_catalog.text[], v.term_field, v.link_field, v.to_stage, v.max_age, v.basis_id, v.note, true
FROM (VALUES
	('commitment', 'commitment', 'open', 'kind', '{证明事项型,主动公示型,行业自律型,信用修复型}', 'valid_until', NULL, NULL, 366, 'jilin_city_2020', '有履行期限的承诺'),
	('commitment', 'conditional_acceptance', 'open', 'kind', '{容缺受理型}', 'valid_until', NULL, NULL, 366, 'jilin_city_2020', '承诺期限内补齐材料'),
	('commitment', 'approval_commitment', 'open', 'kind', '{审批替代型}', NULL, NULL, NULL, 366, 'jilin_plan_14_5', '先批后核'),
	('commitment_performance', 'commitment', 'answer', 'result', '{已履行}', NULL, 'commitment_no', 'kept', NULL, 'jilin_city_2020', NULL),
	('commitment_performance', 'conditional_acceptance', 'answer', 'result', '{已履行}', NULL, 'commitment_no', 'supplied', NULL, 'jilin_city_2020', NULL),
	('rectification', 'rectification', 'open', 'result', '{整改中,逾期未完成}', 'due_on', NULL, NULL, 366, 'jilin_city_2020', '责令限期整改'),
	('rectification', 'rectification', 'answer', 'result', '{已完成}', NULL, NULL, 'done', NULL, 'jilin_city_2020', NULL)
) AS v (item, procedure, does, match_field, match_values, term_field, link_field, to_stage, max_age, basis_id, note);

-- Open cases that records answer, moved by the system.
CREATE FUNCTION credit.answer_proceedings(records pg_catalog.int8[]) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	UPDATE credit.proceeding p
	SET stage = a.to_stage, stage_since = greatest(p.stage_since, a.decided_on), step = p.step + 1, doc_no = a.doc_no,
		note = 'record ' || a.record_id, step_detail = '{}', automatic = true
	FROM (SELECT DISTINCT ON (c.subject_id, c.proceeding_id) c.subject_id, c.proceeding_id, i.to_stage, r.record_id, r.decided_on, r.doc_no
		FROM credit.record_store r
		JOIN credit.item_procedure i ON i.item = r.item AND i.does = 'answer' AND i.valid @> r.decided_on
			AND (i.match_field IS NULL OR r.detail ->> i.match_field = ANY (i.match_values))
		JOIN credit.proceeding c ON c.subject_id = r.subject_id AND c.open AND c.procedure = i.procedure
		JOIN credit.transition t ON t.procedure = c.procedure AND t.from_stage = c.stage AND t.to_stage = i.to_stage
			AND t.valid @> greatest(c.stage_since, r.decided_on) AND 'system' = ANY (t.actors)
		WHERE r.record_id = ANY (records) AND r.status IN ('valid', 'disputed')
			AND CASE WHEN i.link_field IS NULL THEN c.record_id = r.record_id
				ELSE EXISTS (SELECT FROM credit.record_store b
					WHERE b.subject_id = c.subject_id AND b.record_id = c.record_id AND b.doc_no = r.detail ->> i.link_field) END
		ORDER BY c.subject_id, c.proceeding_id, r.decided_on, r.record_id) a
	WHERE p.subject_id = a.subject_id AND p.proceeding_id = a.proceeding_id;
END
$$;
COMMENT ON FUNCTION credit.answer_proceedings(pg_catalog.int8[]) IS 'Moves open cases that records answer. 以记录自动答复在办案件。';
REVOKE ALL ON FUNCTION credit.answer_proceedings(pg_catalog.int8[]) FROM PUBLIC;

CREATE FUNCTION credit.records_open_cases() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	answers bigint[];
BEGIN
	IF credit.setting('restoring') = 'on' OR NOT EXISTS (SELECT FROM new_rows n
			JOIN credit.item_procedure i ON i.item = n.item WHERE n.version = 1) THEN
		RETURN NULL;
	END IF;
	INSERT INTO credit.proceeding (subject_id, procedure, dept_id, opened_by, record_id, opened_on, step_detail, automatic)
	SELECT n.subject_id, i.procedure, n.dept_id, n.dept_id, n.record_id, n.decided_on,
		CASE WHEN t.term IS NULL THEN '{}' ELSE jsonb_build_object('due_on', t.term) END, true
	FROM new_rows n
	JOIN credit.item_procedure i ON i.item = n.item AND i.does = 'open' AND i.valid @> n.decided_on
		AND (i.match_field IS NULL OR n.detail ->> i.match_field = ANY (i.match_values))
	CROSS JOIN LATERAL (SELECT CASE i.term_field WHEN 'valid_until' THEN to_char(n.valid_until, 'YYYY-MM-DD') ELSE n.detail ->> i.term_field END AS term) t
	WHERE n.version = 1 AND n.status IN ('valid', 'disputed')
		AND n.decided_on BETWEEN credit.today() - coalesce(i.max_age, 36500) AND credit.today()
		AND (i.term_field IS NULL OR (t.term IS NOT NULL AND t.term <> '2099-12-31'))
		-- rows that only move between partitions open nothing anew
		AND NOT EXISTS (SELECT FROM credit.proceeding p WHERE p.record_id = n.record_id AND p.procedure = i.procedure);

	answers := ARRAY(SELECT n.record_id FROM new_rows n
		WHERE EXISTS (SELECT FROM credit.item_procedure i WHERE i.item = n.item AND i.does = 'answer'));
	IF answers <> '{}' THEN
		PERFORM credit.answer_proceedings(answers);
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.records_open_cases() IS 'Statement trigger: records that open cases or answer them. 语句级触发器：记录自动立案或答复案件。';
REVOKE ALL ON FUNCTION credit.records_open_cases() FROM PUBLIC;
CREATE TRIGGER open_cases AFTER INSERT ON credit.record_store
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.records_open_cases();

-- A corrected record may answer its case; one that ends takes with it the
-- cases that have nothing left to do (joint actions are lifted).
CREATE FUNCTION credit.records_end_cases() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	answers bigint[];
	ended bigint[];
BEGIN
	IF credit.setting('restoring') = 'on' THEN
		RETURN NULL;
	END IF;
	-- set operations, not a join: its plan would be made for one row
	answers := ARRAY(SELECT n.record_id FROM new_rows n WHERE n.status IN ('valid', 'disputed')
		AND EXISTS (SELECT FROM credit.item_procedure i WHERE i.item = n.item AND i.does = 'answer'));
	ended := ARRAY(SELECT n.record_id FROM new_rows n WHERE n.status IN ('repaired', 'revoked', 'withdrawn')
		EXCEPT SELECT o.record_id FROM old_rows o WHERE o.status IN ('repaired', 'revoked', 'withdrawn'));
	IF answers <> '{}' THEN
		PERFORM credit.answer_proceedings(answers);
	END IF;
	IF ended <> '{}' THEN
		UPDATE credit.proceeding p
		SET stage = d.record_ended_to, stage_since = greatest(p.stage_since, credit.today()), step = p.step + 1, doc_no = NULL,
			note = 'record ended', step_detail = '{}', automatic = true
		FROM credit.procedure d
		JOIN credit.transition t ON t.procedure = d.procedure AND t.to_stage = d.record_ended_to AND 'system' = ANY (t.actors)
		WHERE p.record_id = ANY (ended) AND p.open AND d.procedure = p.procedure
			AND t.from_stage = p.stage AND t.valid @> greatest(p.stage_since, credit.today());
		INSERT INTO credit.event (kind, subject_id, ref_id, dept_id, ref_table)
		SELECT 'record_ended', n.subject_id, n.record_id, n.dept_id, 'record'
		FROM new_rows n WHERE n.record_id = ANY (ended) ORDER BY n.record_id;
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.records_end_cases() IS 'Statement trigger: corrected records answer cases, ended records end them. 语句级触发器：更正的记录答复案件，终止的记录使相关案件终结。';
REVOKE ALL ON FUNCTION credit.records_end_cases() FROM PUBLIC;
CREATE TRIGGER end_cases AFTER UPDATE ON credit.record_store
	REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.records_end_cases();

-- ==== src/procedure/report.sql ====

-- report.sql: cases for analysts, and how far campaigns have come. Requires
-- procedure/item_procedure.sql.

-- By which day which share of a campaign's ledger is to be cleared (P3 item 9).
CREATE TABLE credit.campaign_target (
	target pg_catalog.text COLLATE "C" PRIMARY KEY CHECK (target OPERATOR(pg_catalog.~) '^[a-z0-9][a-z0-9_-]*$'),
	by_month pg_catalog.int4 NOT NULL CHECK (by_month OPERATOR(pg_catalog.>=) 1 AND by_month OPERATOR(pg_catalog.<=) 12),
	by_day pg_catalog.int4 NOT NULL CHECK (by_day OPERATOR(pg_catalog.>=) 1 AND by_day OPERATOR(pg_catalog.<=) 31),
	share pg_catalog.numeric NOT NULL CHECK (share OPERATOR(pg_catalog.>) 0 AND share OPERATOR(pg_catalog.<=) 1),
	counts pg_catalog.text NOT NULL CHECK (counts OPERATOR(pg_catalog.=) ANY (ARRAY['exited', 'committed'])),
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	valid pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(valid)),
	verified pg_catalog.bool NOT NULL DEFAULT false,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false
);
COMMENT ON TABLE credit.campaign_target IS 'Shares of a campaign''s ledger to be reached by a day of the year; computed figures, never conditions. 专项治理台账目标：仅用于统计，不作为办理条件。';
COMMENT ON COLUMN credit.campaign_target.target IS 'Name of the target. 目标名。';
COMMENT ON COLUMN credit.campaign_target.by_month IS 'Month of the day. 所在月份。';
COMMENT ON COLUMN credit.campaign_target.by_day IS 'Day of the month. 当月第几日。';
COMMENT ON COLUMN credit.campaign_target.share IS 'Share to be reached, 0 to 1. 应达到的比例。';
COMMENT ON COLUMN credit.campaign_target.counts IS 'What counts: exited (left the ledger) or committed (a credit commitment was signed). 统计口径：已退出或已签承诺。';
COMMENT ON COLUMN credit.campaign_target.basis_id IS 'Document behind the target. 依据。';
COMMENT ON COLUMN credit.campaign_target.valid IS 'Days in whose years it applies. 适用日期范围。';
COMMENT ON COLUMN credit.campaign_target.verified IS 'False while the figure is not from the original document. 数值是否已与原文核对。';
COMMENT ON COLUMN credit.campaign_target.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';
GRANT SELECT ON credit.campaign_target TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.campaign_target TO credit_admin;
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.campaign_target FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.campaign_target FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
SELECT pg_catalog.pg_extension_config_dump('credit.campaign_target', 'WHERE NOT standard_entry');
INSERT INTO credit.campaign_target (target, by_month, by_day, share, counts, basis_id, verified, standard_entry) VALUES
	('mid-year', 6, 30, 0.8, 'exited', 'baicheng_2022', true, true),
	('year-end', 12, 31, 1, 'exited', 'baicheng_2022', true, true),
	('commitments', 12, 31, 1, 'committed', 'tonghua_2019', true, true);

CREATE VIEW credit.campaign_progress WITH (security_invoker = true) AS
SELECT c.campaign, c.year, c.dept_id, t.target, d.by_date,
	pg_catalog.count(*) FILTER (WHERE c.opened_on OPERATOR(pg_catalog.<=) d.by_date) AS entered,
	pg_catalog.count(*) FILTER (WHERE c.opened_on OPERATOR(pg_catalog.<=) d.by_date AND c.done_on OPERATOR(pg_catalog.<=) d.by_date) AS done,
	pg_catalog.round(pg_catalog.count(*) FILTER (WHERE c.opened_on OPERATOR(pg_catalog.<=) d.by_date AND c.done_on OPERATOR(pg_catalog.<=) d.by_date)::pg_catalog.numeric
		OPERATOR(pg_catalog./) NULLIF(pg_catalog.count(*) FILTER (WHERE c.opened_on OPERATOR(pg_catalog.<=) d.by_date), 0), 4) AS share,
	t.share AS wanted,
	CASE WHEN credit.today() OPERATOR(pg_catalog.>) d.by_date THEN
		COALESCE(pg_catalog.count(*) FILTER (WHERE c.opened_on OPERATOR(pg_catalog.<=) d.by_date AND c.done_on OPERATOR(pg_catalog.<=) d.by_date)::pg_catalog.numeric
			OPERATOR(pg_catalog.>=) (t.share OPERATOR(pg_catalog.*) pg_catalog.count(*) FILTER (WHERE c.opened_on OPERATOR(pg_catalog.<=) d.by_date)::pg_catalog.numeric), true)
	END AS reached
FROM credit.campaign_target t
CROSS JOIN LATERAL (
	SELECT p.detail OPERATOR(pg_catalog.->>) 'campaign' AS campaign, date_part('year', p.opened_on)::pg_catalog.int4 AS year, p.dept_id, p.opened_on,
		CASE t.counts WHEN 'exited' THEN p.closed_on
			ELSE (SELECT pg_catalog.min(e.on_date) FROM credit.proceeding_event e
				WHERE e.subject_id OPERATOR(pg_catalog.=) p.subject_id AND e.proceeding_id OPERATOR(pg_catalog.=) p.proceeding_id
					AND e.detail OPERATOR(pg_catalog.?) 'commitment_no') END AS done_on
	FROM credit.proceeding p WHERE p.procedure OPERATOR(pg_catalog.=) 'campaign') c
CROSS JOIN LATERAL (SELECT pg_catalog.make_date(c.year, t.by_month, t.by_day) AS by_date) d
WHERE t.valid OPERATOR(pg_catalog.@>) d.by_date
GROUP BY c.campaign, c.year, c.dept_id, t.target, t.share, d.by_date;
COMMENT ON VIEW credit.campaign_progress IS 'How much of each campaign''s ledger has been cleared by the days that count. 各专项治理台账在规定日期的退出与承诺情况。';
COMMENT ON COLUMN credit.campaign_progress.campaign IS 'Name of the campaign. 专项治理名称。';
COMMENT ON COLUMN credit.campaign_progress.year IS 'Year the ledger was begun. 台账年度。';
COMMENT ON COLUMN credit.campaign_progress.dept_id IS 'Department that keeps the ledger. 台账部门。';
COMMENT ON COLUMN credit.campaign_progress.target IS 'Which target. 目标名。';
COMMENT ON COLUMN credit.campaign_progress.by_date IS 'Day that counts. 统计日期。';
COMMENT ON COLUMN credit.campaign_progress.entered IS 'Cases entered by that day. 截至该日列入数。';
COMMENT ON COLUMN credit.campaign_progress.done IS 'Of these, cases that had left the ledger, or signed a commitment. 其中已退出（或已签承诺）数。';
COMMENT ON COLUMN credit.campaign_progress.share IS 'Done of entered. 完成比例。';
COMMENT ON COLUMN credit.campaign_progress.wanted IS 'Share named by the document. 文件要求的比例。';
COMMENT ON COLUMN credit.campaign_progress.reached IS 'Whether it was reached; null until the day is over. 是否达到，该日未过为空。';
GRANT SELECT ON credit.campaign_progress TO credit_admin, credit_department;

CREATE VIEW credit_bi.proceeding WITH (security_invoker = true) AS
SELECT p.proceeding_id, p.subject_id, s.uscc::pg_catalog.text AS code,
	CASE WHEN s.kind OPERATOR(pg_catalog.=) 'person' THEN credit.mask_name(s.name) ELSE s.name END AS name,
	p.procedure::pg_catalog.text AS procedure, d.name_zh AS procedure_zh, p.stage::pg_catalog.text AS stage, g.name_zh AS stage_zh,
	p.open, p.dept_id, a.name AS department, a.region_code::pg_catalog.text AS region_code, p.door::pg_catalog.text AS door,
	p.opened_on, p.closed_on, p.step AS steps,
	credit.workdays_between(p.opened_on, COALESCE(p.closed_on, credit.today())) AS workdays,
	COALESCE(e.late_steps, 0) AS late_steps, COALESCE(e.late_days, 0) AS late_days
FROM credit.proceeding p
JOIN credit.procedure d ON d.procedure OPERATOR(pg_catalog.=) p.procedure
JOIN credit.department a ON a.dept_id OPERATOR(pg_catalog.=) p.dept_id
LEFT JOIN credit.stage g ON g.procedure OPERATOR(pg_catalog.=) p.procedure AND g.stage OPERATOR(pg_catalog.=) p.stage
	AND g.valid OPERATOR(pg_catalog.@>) p.stage_since
LEFT JOIN credit.subject s ON s.subject_id OPERATOR(pg_catalog.=) p.subject_id
LEFT JOIN LATERAL (SELECT pg_catalog.count(*) AS late_steps, pg_catalog.sum(x.late_days) AS late_days
	FROM credit.proceeding_event x
	WHERE x.subject_id OPERATOR(pg_catalog.=) p.subject_id AND x.proceeding_id OPERATOR(pg_catalog.=) p.proceeding_id
		AND x.late_days OPERATOR(pg_catalog.>) 0 AND x.clock_of OPERATOR(pg_catalog.=) 'authority') e ON true;
COMMENT ON VIEW credit_bi.proceeding IS 'One row a case: where it stands, how long it took, how often it was late. 案件一览：办理状态、用时与逾期情况。';
COMMENT ON COLUMN credit_bi.proceeding.proceeding_id IS 'Number of the case. 案件编号。';
COMMENT ON COLUMN credit_bi.proceeding.subject_id IS 'Number of the subject. 主体编号。';
COMMENT ON COLUMN credit_bi.proceeding.code IS 'Unified social credit code; null for persons. 统一社会信用代码，自然人为空。';
COMMENT ON COLUMN credit_bi.proceeding.name IS 'Name; masked for persons, null where the role may not see it. 名称，自然人脱敏，无权查看时为空。';
COMMENT ON COLUMN credit_bi.proceeding.procedure IS 'Procedure. 程序名。';
COMMENT ON COLUMN credit_bi.proceeding.procedure_zh IS 'Chinese name of the procedure. 程序中文名。';
COMMENT ON COLUMN credit_bi.proceeding.stage IS 'Stage. 阶段名。';
COMMENT ON COLUMN credit_bi.proceeding.stage_zh IS 'Chinese name of the stage. 阶段中文名。';
COMMENT ON COLUMN credit_bi.proceeding.open IS 'Whether something is still to be done. 是否在办。';
COMMENT ON COLUMN credit_bi.proceeding.dept_id IS 'Number of the department the case lies with. 归属部门编号。';
COMMENT ON COLUMN credit_bi.proceeding.department IS 'Department the case lies with. 归属部门。';
COMMENT ON COLUMN credit_bi.proceeding.region_code IS 'Region of the department. 部门所在区划。';
COMMENT ON COLUMN credit_bi.proceeding.door IS 'Who handles it: department or office. 受理方。';
COMMENT ON COLUMN credit_bi.proceeding.opened_on IS 'Day it was opened. 立案日期。';
COMMENT ON COLUMN credit_bi.proceeding.closed_on IS 'Day it was closed. 办结日期。';
COMMENT ON COLUMN credit_bi.proceeding.steps IS 'Steps so far, opening included. 步骤数（含立案）。';
COMMENT ON COLUMN credit_bi.proceeding.workdays IS 'Working days from opening to closing, or to today. 自立案至办结（或今日）的工作日数。';
COMMENT ON COLUMN credit_bi.proceeding.late_steps IS 'Stages the authority ended after their last day. 机关逾期办理的阶段数。';
COMMENT ON COLUMN credit_bi.proceeding.late_days IS 'Working days late, added up. 逾期工作日合计。';
GRANT SELECT ON credit_bi.proceeding TO credit_admin, credit_department, credit_analyst;

CREATE VIEW credit_bi.deadline WITH (security_invoker = true) AS
SELECT l.proceeding_id, l.subject_id, s.uscc::pg_catalog.text AS code,
	CASE WHEN s.kind OPERATOR(pg_catalog.=) 'person' THEN credit.mask_name(s.name) ELSE s.name END AS name,
	l.procedure::pg_catalog.text AS procedure, d.name_zh AS procedure_zh, l.stage::pg_catalog.text AS stage, g.name_zh AS stage_zh,
	l.dept_id, a.name AS department, a.region_code::pg_catalog.text AS region_code, l.door::pg_catalog.text AS door,
	l.opened_on, l.stage_since, l.target_on, l.due_on, l.days_left, l.state, l.clock_of, l.projected, g.verified AS rule_verified
FROM credit.deadline l
JOIN credit.procedure d ON d.procedure OPERATOR(pg_catalog.=) l.procedure
JOIN credit.department a ON a.dept_id OPERATOR(pg_catalog.=) l.dept_id
LEFT JOIN credit.stage g ON g.procedure OPERATOR(pg_catalog.=) l.procedure AND g.stage OPERATOR(pg_catalog.=) l.stage
	AND g.valid OPERATOR(pg_catalog.@>) l.stage_since
LEFT JOIN credit.subject s ON s.subject_id OPERATOR(pg_catalog.=) l.subject_id;
COMMENT ON VIEW credit_bi.deadline IS 'Every open case with the day by which its stage must end. 在办案件及到期日。';
COMMENT ON COLUMN credit_bi.deadline.proceeding_id IS 'Number of the case. 案件编号。';
COMMENT ON COLUMN credit_bi.deadline.subject_id IS 'Number of the subject. 主体编号。';
COMMENT ON COLUMN credit_bi.deadline.code IS 'Unified social credit code; null for persons. 统一社会信用代码，自然人为空。';
COMMENT ON COLUMN credit_bi.deadline.name IS 'Name; masked for persons, null where the role may not see it. 名称，自然人脱敏，无权查看时为空。';
COMMENT ON COLUMN credit_bi.deadline.procedure IS 'Procedure. 程序名。';
COMMENT ON COLUMN credit_bi.deadline.procedure_zh IS 'Chinese name of the procedure. 程序中文名。';
COMMENT ON COLUMN credit_bi.deadline.stage IS 'Stage. 阶段名。';
COMMENT ON COLUMN credit_bi.deadline.stage_zh IS 'Chinese name of the stage. 阶段中文名。';
COMMENT ON COLUMN credit_bi.deadline.dept_id IS 'Number of the department the case lies with. 归属部门编号。';
COMMENT ON COLUMN credit_bi.deadline.department IS 'Department the case lies with. 归属部门。';
COMMENT ON COLUMN credit_bi.deadline.region_code IS 'Region of the department. 部门所在区划。';
COMMENT ON COLUMN credit_bi.deadline.door IS 'Who handles it: department or office. 受理方。';
COMMENT ON COLUMN credit_bi.deadline.opened_on IS 'Day it was opened. 立案日期。';
COMMENT ON COLUMN credit_bi.deadline.stage_since IS 'Day the stage began. 阶段起始日。';
COMMENT ON COLUMN credit_bi.deadline.target_on IS 'Day by which it should be done in principle. 原则上应办结的日期。';
COMMENT ON COLUMN credit_bi.deadline.due_on IS 'Last day of the stage; null without a clock. 到期日，无时限为空。';
COMMENT ON COLUMN credit_bi.deadline.days_left IS 'Working days left, negative once overdue. 剩余工作日数，逾期为负。';
COMMENT ON COLUMN credit_bi.deadline.state IS 'open, due (today) or overdue. 状态：在办、今日到期、逾期。';
COMMENT ON COLUMN credit_bi.deadline.clock_of IS 'Whose time it is: authority or party. 时限归属：机关或当事人。';
COMMENT ON COLUMN credit_bi.deadline.projected IS 'Whether the last day lies in a year not announced yet. 到期日所在年份放假安排是否尚未公布。';
COMMENT ON COLUMN credit_bi.deadline.rule_verified IS 'Whether the clock is compared with the original document. 时限是否已与原文核对。';
GRANT SELECT ON credit_bi.deadline TO credit_admin, credit_department, credit_analyst;

-- ==== src/evaluation/model.sql ====

-- model.sql: scorecard models as PMML documents, their grade bands, and
-- scoring rows of any kind with them. Requires install.sql, grade/, registry/.

CREATE TABLE credit.model (
	model		pg_catalog.text COLLATE "C" NOT NULL CHECK (model <> '' AND model !~ '@'),
	version		pg_catalog.text COLLATE "C" NOT NULL CHECK (version <> '' AND version !~ '@'),
	sector		pg_catalog.text,
	dept_id		pg_catalog.int4,
	scale		pg_catalog.text NOT NULL DEFAULT 'credit'
		CHECK (scale IN ('credit', 'tax', 'environment', 'labour', 'risk', 'rating')),
	pmml		pg_catalog.xml NOT NULL,
	in_force	pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(in_force)),
	for_persons	pg_catalog.bool NOT NULL DEFAULT false,
	note		pg_catalog.text,
	loaded_at	pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
	PRIMARY KEY (model, version)
);
COMMENT ON TABLE credit.model IS 'Scorecard models, one row a version; a version that has been used is superseded, not changed. 评分卡模型，每版本一行；已使用的版本只能被新版本取代，不得修改。';
COMMENT ON COLUMN credit.model.model IS 'Name of the model. 模型名称。';
COMMENT ON COLUMN credit.model.version IS 'Version within the model. 版本。';
COMMENT ON COLUMN credit.model.sector IS 'Sector the model is for; null for the general public-credit model. 适用行业领域，空为综合评价。';
COMMENT ON COLUMN credit.model.dept_id IS 'Department that owns the model. 所属部门。';
COMMENT ON COLUMN credit.model.scale IS 'Scale of the grades its bands give. 等级体系。';
COMMENT ON COLUMN credit.model.pmml IS 'The model as a PMML 4.0 to 4.4 document with one Scorecard. PMML 评分卡文档。';
COMMENT ON COLUMN credit.model.in_force IS 'Days on which this version is used. 生效期间。';
COMMENT ON COLUMN credit.model.for_persons IS 'Whether natural persons who consented may be evaluated with it. 是否可用于已同意的自然人。';
COMMENT ON COLUMN credit.model.note IS 'Remark, for instance that the model is illustrative. 备注。';
COMMENT ON COLUMN credit.model.loaded_at IS 'When the version was loaded. 装载时间。';
GRANT SELECT ON credit.model TO credit_admin, credit_department, credit_analyst;
GRANT INSERT, UPDATE, DELETE ON credit.model TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.model', '');

CREATE FUNCTION credit.check_model() RETURNS trigger
	LANGUAGE c
	AS 'MODULE_PATHNAME', 'credit_check_model';
COMMENT ON FUNCTION credit.check_model() IS 'Trigger: refuses a PMML document that cannot be scored exactly as the standard says, naming element and place. 触发器：拒绝不能按标准精确计算的 PMML 文档并指明位置。';
REVOKE ALL ON FUNCTION credit.check_model() FROM PUBLIC;

CREATE TRIGGER check_model BEFORE INSERT OR UPDATE OF pmml ON credit.model
	FOR EACH ROW EXECUTE FUNCTION credit.check_model();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.model
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();

CREATE TABLE credit.grade_band (
	model		pg_catalog.text COLLATE "C" NOT NULL,
	version		pg_catalog.text COLLATE "C" NOT NULL,
	grade		credit.grade NOT NULL,
	from_score	pg_catalog.float8 NOT NULL CHECK (from_score <> 'NaN'),
	added_at	pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
	PRIMARY KEY (model, version, grade),
	UNIQUE (model, version, from_score),
	FOREIGN KEY (model, version) REFERENCES credit.model ON DELETE CASCADE
);
COMMENT ON TABLE credit.grade_band IS 'Score from which a model gives a grade; the highest band reached counts. 模型各等级的起始分，取达到的最高一档。';
COMMENT ON COLUMN credit.grade_band.model IS 'Model. 模型。';
COMMENT ON COLUMN credit.grade_band.version IS 'Version of the model. 版本。';
COMMENT ON COLUMN credit.grade_band.grade IS 'Grade given. 等级。';
COMMENT ON COLUMN credit.grade_band.from_score IS 'Lowest score of the band; -Infinity for the band that has no floor. 该档最低分，-Infinity 表示无下限。';
COMMENT ON COLUMN credit.grade_band.added_at IS 'When it was added: before the model was used first. 添加时间，须早于模型首次使用。';
GRANT SELECT ON credit.grade_band TO credit_admin, credit_department, credit_analyst;
GRANT INSERT, UPDATE, DELETE ON credit.grade_band TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.grade_band', '');
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.grade_band
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();

-- Which versions have been used, when and for how many.
CREATE TABLE credit.evaluation_run (
	run_id		pg_catalog.int8 GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
	model		pg_catalog.text COLLATE "C" NOT NULL,
	version		pg_catalog.text COLLATE "C" NOT NULL,
	as_of		pg_catalog.date NOT NULL,
	first_at	pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
	subjects	pg_catalog.int8 NOT NULL DEFAULT 0,
	UNIQUE (model, version, as_of)
);
COMMENT ON TABLE credit.evaluation_run IS 'Days for which a version of a model was used; a used version cannot be changed. 模型版本的使用记录，已使用者不得修改。';
COMMENT ON COLUMN credit.evaluation_run.run_id IS 'Number. 编号。';
COMMENT ON COLUMN credit.evaluation_run.model IS 'Model. 模型。';
COMMENT ON COLUMN credit.evaluation_run.version IS 'Version. 版本。';
COMMENT ON COLUMN credit.evaluation_run.as_of IS 'Day evaluated for. 评价基准日。';
COMMENT ON COLUMN credit.evaluation_run.first_at IS 'When the version was first used for that day. 首次使用时间。';
COMMENT ON COLUMN credit.evaluation_run.subjects IS 'Subjects in the largest run for that day. 该日最大一次评价的主体数。';
GRANT SELECT ON credit.evaluation_run TO credit_admin, credit_department, credit_analyst;
SELECT pg_catalog.pg_extension_config_dump('credit.evaluation_run', '');
SELECT pg_catalog.pg_extension_config_dump('credit.evaluation_run_run_id_seq', '');

-- A grade is only as good as the memory of what gave it.
CREATE FUNCTION credit.refuse_change(model pg_catalog.text, version pg_catalog.text,
		added_at pg_catalog.timestamptz DEFAULT NULL) RETURNS void
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF EXISTS (SELECT FROM credit.evaluation_run r
			   WHERE (r.model, r.version) = (refuse_change.model, refuse_change.version)
				   AND (refuse_change.added_at IS NULL OR r.first_at < refuse_change.added_at)) THEN
		RAISE EXCEPTION 'model "%@%" has been used and cannot be changed', model, version
			USING ERRCODE = 'CR009',
				DETAIL = 'Evaluations made with it refer to it.',
				HINT = 'Load a new version; the days a version is in force may be changed.';
	END IF;
END
$$;
COMMENT ON FUNCTION credit.refuse_change(pg_catalog.text, pg_catalog.text, pg_catalog.timestamptz) IS 'Raises CR009 when a version of a model has been used. 模型版本已使用时报错 CR009。';
REVOKE ALL ON FUNCTION credit.refuse_change(pg_catalog.text, pg_catalog.text, pg_catalog.timestamptz) FROM PUBLIC;

CREATE FUNCTION credit.keep_used_model() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF TG_OP = 'DELETE' THEN
		PERFORM credit.refuse_change(OLD.model, OLD.version);
		RETURN OLD;
	ELSIF (OLD.model, OLD.version, OLD.pmml::text, OLD.scale, OLD.for_persons)
		IS DISTINCT FROM (NEW.model, NEW.version, NEW.pmml::text, NEW.scale, NEW.for_persons) THEN
		PERFORM credit.refuse_change(OLD.model, OLD.version);
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION credit.keep_used_model() IS 'Trigger: a model version that gave evaluations stays as it is. 触发器：已产生评价结果的模型版本不得更改。';
REVOKE ALL ON FUNCTION credit.keep_used_model() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.refuse_change(pg_catalog.text, pg_catalog.text, pg_catalog.timestamptz) TO credit_admin;
CREATE TRIGGER keep_used_model BEFORE UPDATE OR DELETE ON credit.model
	FOR EACH ROW EXECUTE FUNCTION credit.keep_used_model();

CREATE FUNCTION credit.keep_used_bands() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF TG_OP <> 'INSERT' THEN
		PERFORM credit.refuse_change(OLD.model, OLD.version);
	END IF;
	-- rows being restored are older than the first use, whatever is loaded first
	IF TG_OP <> 'DELETE' THEN
		PERFORM credit.refuse_change(NEW.model, NEW.version, NEW.added_at);
	END IF;
	RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
COMMENT ON FUNCTION credit.keep_used_bands() IS 'Trigger: so do its bands and caps. 触发器：已使用模型版本的分档与上限不得更改。';
REVOKE ALL ON FUNCTION credit.keep_used_bands() FROM PUBLIC;
CREATE TRIGGER keep_used_bands BEFORE INSERT OR UPDATE OR DELETE ON credit.grade_band
	FOR EACH ROW EXECUTE FUNCTION credit.keep_used_bands();

CREATE FUNCTION credit.load_model(model pg_catalog.text, version pg_catalog.text, pmml pg_catalog.xml,
		in_force pg_catalog.daterange DEFAULT NULL, sector pg_catalog.text DEFAULT NULL,
		dept_id pg_catalog.int4 DEFAULT NULL, scale pg_catalog.text DEFAULT NULL,
		note pg_catalog.text DEFAULT NULL) RETURNS void
	LANGUAGE sql SET search_path = pg_catalog, pg_temp
	AS $$
	INSERT INTO credit.model AS m (model, version, pmml, in_force, sector, dept_id, scale, note)
	VALUES (load_model.model, load_model.version, load_model.pmml,
			coalesce(load_model.in_force, '(,)'), load_model.sector, load_model.dept_id,
			coalesce(load_model.scale, 'credit'), load_model.note)
	ON CONFLICT ON CONSTRAINT model_pkey DO UPDATE
	SET pmml = excluded.pmml,
		in_force = coalesce(load_model.in_force, m.in_force),
		sector = coalesce(load_model.sector, m.sector),
		dept_id = coalesce(load_model.dept_id, m.dept_id),
		scale = coalesce(load_model.scale, m.scale),
		note = coalesce(load_model.note, m.note),
		loaded_at = pg_catalog.clock_timestamp()
$$;
COMMENT ON FUNCTION credit.load_model(pg_catalog.text, pg_catalog.text, pg_catalog.xml, pg_catalog.daterange, pg_catalog.text, pg_catalog.int4, pg_catalog.text, pg_catalog.text) IS 'Loads a version of a model; refuses by name what the engine does not support (CR013). 装载模型版本，不支持的内容逐项指名拒绝。';
REVOKE ALL ON FUNCTION credit.load_model(pg_catalog.text, pg_catalog.text, pg_catalog.xml, pg_catalog.daterange, pg_catalog.text, pg_catalog.int4, pg_catalog.text, pg_catalog.text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.load_model(pg_catalog.text, pg_catalog.text, pg_catalog.xml, pg_catalog.daterange, pg_catalog.text, pg_catalog.int4, pg_catalog.text, pg_catalog.text) TO credit_admin;

CREATE FUNCTION credit.model_pmml(model pg_catalog.text, version pg_catalog.text) RETURNS pg_catalog.xml
	LANGUAGE sql STABLE STRICT PARALLEL SAFE
	RETURN (SELECT m.pmml FROM credit.model m
			WHERE (m.model, m.version) OPERATOR(pg_catalog.=) (model_pmml.model, model_pmml.version));
COMMENT ON FUNCTION credit.model_pmml(pg_catalog.text, pg_catalog.text) IS 'The PMML document of a version. 导出模型版本的 PMML 文档。';

-- Scoring --------------------------------------------------------------

CREATE TYPE credit.score_result AS (
	score		pg_catalog.float8,
	grade		credit.grade,
	reasons		pg_catalog.text[],
	points		pg_catalog.float8[]
);
COMMENT ON TYPE credit.score_result IS 'Score, grade, reason codes by rank and points per characteristic; all null when the result is invalid. 得分、等级、原因代码与各特征得分；结果无效时均为空。';

CREATE FUNCTION credit.score_value(model pg_catalog.text, present pg_catalog.oid, names pg_catalog.text[],
		VARIADIC columns "any") RETURNS pg_catalog.float8
	LANGUAGE c STABLE PARALLEL SAFE COST 10
	AS 'MODULE_PATHNAME', 'credit_score_value';
COMMENT ON FUNCTION credit.score_value(pg_catalog.text, pg_catalog.oid, pg_catalog.text[], VARIADIC "any") IS 'The score of the columns named; null without a row. Put in place of credit.score by the planner. 由规划器替换 credit.score：按列计算得分。';
REVOKE ALL ON FUNCTION credit.score_value(pg_catalog.text, pg_catalog.oid, pg_catalog.text[], VARIADIC "any") FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.score_value(pg_catalog.text, pg_catalog.oid, pg_catalog.text[], VARIADIC "any") TO credit_admin, credit_department, credit_analyst;

CREATE FUNCTION credit.score_grade(model pg_catalog.text, present pg_catalog.oid, names pg_catalog.text[],
		VARIADIC columns "any") RETURNS credit.grade
	LANGUAGE c STABLE PARALLEL SAFE COST 10
	AS 'MODULE_PATHNAME', 'credit_score_grade';
COMMENT ON FUNCTION credit.score_grade(pg_catalog.text, pg_catalog.oid, pg_catalog.text[], VARIADIC "any") IS 'The grade of the columns named; null without a row. Put in place of credit.score by the planner. 由规划器替换 credit.score：按列计算等级。';
REVOKE ALL ON FUNCTION credit.score_grade(pg_catalog.text, pg_catalog.oid, pg_catalog.text[], VARIADIC "any") FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.score_grade(pg_catalog.text, pg_catalog.oid, pg_catalog.text[], VARIADIC "any") TO credit_admin, credit_department, credit_analyst;

CREATE FUNCTION credit.score_reasons(model pg_catalog.text, present pg_catalog.oid, names pg_catalog.text[],
		VARIADIC columns "any") RETURNS pg_catalog.text[]
	LANGUAGE c STABLE PARALLEL SAFE COST 10
	AS 'MODULE_PATHNAME', 'credit_score_reasons';
COMMENT ON FUNCTION credit.score_reasons(pg_catalog.text, pg_catalog.oid, pg_catalog.text[], VARIADIC "any") IS 'The reason codes of the columns named; null without a row. Put in place of credit.score by the planner. 由规划器替换 credit.score：按列计算原因代码。';
REVOKE ALL ON FUNCTION credit.score_reasons(pg_catalog.text, pg_catalog.oid, pg_catalog.text[], VARIADIC "any") FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.score_reasons(pg_catalog.text, pg_catalog.oid, pg_catalog.text[], VARIADIC "any") TO credit_admin, credit_department, credit_analyst;

CREATE FUNCTION credit.score_point_array(model pg_catalog.text, present pg_catalog.oid, names pg_catalog.text[],
		VARIADIC columns "any") RETURNS pg_catalog.float8[]
	LANGUAGE c STABLE PARALLEL SAFE COST 10
	AS 'MODULE_PATHNAME', 'credit_score_points_array';
COMMENT ON FUNCTION credit.score_point_array(pg_catalog.text, pg_catalog.oid, pg_catalog.text[], VARIADIC "any") IS 'The points of the columns named; null without a row. Put in place of credit.score by the planner. 由规划器替换 credit.score：按列计算各特征得分。';
REVOKE ALL ON FUNCTION credit.score_point_array(pg_catalog.text, pg_catalog.oid, pg_catalog.text[], VARIADIC "any") FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.score_point_array(pg_catalog.text, pg_catalog.oid, pg_catalog.text[], VARIADIC "any") TO credit_admin, credit_department, credit_analyst;

CREATE FUNCTION credit.score_support(pg_catalog.internal) RETURNS pg_catalog.internal
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_score_support';
COMMENT ON FUNCTION credit.score_support(pg_catalog.internal) IS 'Planner support of credit.score. credit.score 的规划器支持函数。';

CREATE FUNCTION credit.score(model pg_catalog.text, features record) RETURNS credit.score_result
	LANGUAGE c STABLE STRICT PARALLEL SAFE COST 20 SUPPORT credit.score_support
	AS 'MODULE_PATHNAME', 'credit_score';
COMMENT ON FUNCTION credit.score(pg_catalog.text, record) IS 'Scores any row whose columns carry the names of the model''s fields; model is a name or name@version. 对列名与模型字段一致的任意行评分。';
REVOKE ALL ON FUNCTION credit.score(pg_catalog.text, record) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.score(pg_catalog.text, record) TO credit_admin, credit_department, credit_analyst;

CREATE FUNCTION credit.score_points(model pg_catalog.text, features record,
		OUT ordinal pg_catalog.int4, OUT characteristic pg_catalog.text, OUT matched pg_catalog.text,
		OUT points pg_catalog.float8, OUT best pg_catalog.float8, OUT reason pg_catalog.text,
		OUT field pg_catalog.text) RETURNS SETOF record
	LANGUAGE c STABLE STRICT PARALLEL SAFE ROWS 20
	AS 'MODULE_PATHNAME', 'credit_score_points';
COMMENT ON FUNCTION credit.score_points(pg_catalog.text, record) IS 'One row for each characteristic: condition matched, points, best possible, reason code, the field it looks at. 每一特征一行：命中条件、得分、最佳分、原因代码、所用字段。';
REVOKE ALL ON FUNCTION credit.score_points(pg_catalog.text, record) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.score_points(pg_catalog.text, record) TO credit_admin, credit_department, credit_analyst;

CREATE FUNCTION credit.model_fields(model pg_catalog.text, OUT ordinal pg_catalog.int4,
		OUT field pg_catalog.text, OUT type pg_catalog.text) RETURNS SETOF record
	LANGUAGE c STABLE STRICT PARALLEL SAFE ROWS 20
	AS 'MODULE_PATHNAME', 'credit_model_fields';
COMMENT ON FUNCTION credit.model_fields(pg_catalog.text) IS 'Columns a row needs to be scored with a model. 评分所需的列。';
REVOKE ALL ON FUNCTION credit.model_fields(pg_catalog.text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.model_fields(pg_catalog.text) TO credit_admin, credit_department, credit_analyst;

CREATE FUNCTION credit.model_outputs(model pg_catalog.text, OUT name pg_catalog.text,
		OUT rank pg_catalog.int4) RETURNS SETOF record
	LANGUAGE c STABLE STRICT PARALLEL SAFE ROWS 5
	AS 'MODULE_PATHNAME', 'credit_model_outputs';
COMMENT ON FUNCTION credit.model_outputs(pg_catalog.text) IS 'Output fields of a model: reason codes with their rank, the predicted value with null. 模型的输出字段。';
REVOKE ALL ON FUNCTION credit.model_outputs(pg_catalog.text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.model_outputs(pg_catalog.text) TO credit_admin, credit_department, credit_analyst;

-- ==== src/evaluation/indicator.sql ====

-- indicator.sql: what a model's fields mean for a subject, caps on grades, and
-- the aggregate that computes indicators. Requires evaluation/model.sql,
-- catalogue/, record/.

CREATE TABLE credit.indicator (
	indicator	pg_catalog.text COLLATE "C" PRIMARY KEY,
	dimension	pg_catalog.text NOT NULL
		CHECK (dimension IN ('identity', 'behaviour', 'innovation', 'finance', 'compliance')),
	name_zh		pg_catalog.text,
	name_en		pg_catalog.text,
	source		pg_catalog.text NOT NULL DEFAULT 'record' CHECK (source IN ('record', 'subject', 'relation')),
	measure		pg_catalog.text NOT NULL
		CHECK (measure IN ('count', 'sum', 'max', 'recency', 'distinct', 'ratio', 'exists', 'value')),
	attribute	pg_catalog.text,
	relation	pg_catalog.text,
	items		pg_catalog.text[] COLLATE "C" CHECK (items <> '{}'),
	polarity	pg_catalog.text CHECK (polarity IN ('positive', 'neutral', 'negative')),
	min_severity credit.severity,
	min_late_days pg_catalog.int4 CHECK (min_late_days >= 0),
	"window"	pg_catalog.interval CHECK ("window" > '0'),
	half_life	pg_catalog.interval CHECK (half_life > '0'),
	standard_entry pg_catalog.bool NOT NULL DEFAULT false,
	CHECK ((source = 'record') = (measure <> 'value')),
	CHECK (CASE source WHEN 'record' THEN relation IS NULL
			AND (measure NOT IN ('sum', 'max') OR attribute IS NOT NULL AND attribute IN ('amount', 'late_days'))
			AND (measure <> 'distinct' OR attribute IS NOT NULL AND attribute IN ('department', 'item'))
		WHEN 'subject' THEN relation IS NULL AND attribute IS NOT NULL
		ELSE relation IS NOT NULL AND attribute IS NOT NULL END)
);
COMMENT ON TABLE credit.indicator IS 'Indicators: a model field of the same name takes this value for a subject. 指标：模型中同名字段取该指标的值。';
COMMENT ON COLUMN credit.indicator.indicator IS 'Name, as in the models. 指标名称，与模型字段同名。';
COMMENT ON COLUMN credit.indicator.dimension IS 'identity, behaviour, innovation, finance or compliance. 维度：身份特征、行为偏好、创新资质、财务实力、守法守规。';
COMMENT ON COLUMN credit.indicator.name_zh IS 'Name in Chinese. 中文名称。';
COMMENT ON COLUMN credit.indicator.name_en IS 'Name in English. 英文名称。';
COMMENT ON COLUMN credit.indicator.source IS 'record: over the subject''s records; subject: a column of credit.subject or key of its attributes; relation: a table or view of a department with column subject_id. 来源：记录、主体属性、部门自有表或视图。';
COMMENT ON COLUMN credit.indicator.measure IS 'count, sum, max, recency (whole months since the latest), distinct, ratio (share of those severe or late enough), exists; value for other sources. 计量方式：次数、合计、最大、距最近一次月数、不同个数、占比、是否存在、取值。';
COMMENT ON COLUMN credit.indicator.attribute IS 'amount or late_days for sum and max; department or item for distinct; else the column, key of attributes, or age_months. 被计量的属性。';
COMMENT ON COLUMN credit.indicator.relation IS 'Table or view that holds subject_id and the column. 来源表或视图。';
COMMENT ON COLUMN credit.indicator.items IS 'Catalogue items counted; null for every item of the polarity. 计入的目录事项，空为该性质全部事项。';
COMMENT ON COLUMN credit.indicator.polarity IS 'Polarity of the items counted when none are listed. 未列事项时按性质计入。';
COMMENT ON COLUMN credit.indicator.min_severity IS 'Least severity counted. 计入的最低严重程度。';
COMMENT ON COLUMN credit.indicator.min_late_days IS 'Least number of working days reported late. 计入的最少迟报工作日数。';
COMMENT ON COLUMN credit.indicator."window" IS 'How far back decisions count; null for ever. 回溯期间，空为不限。';
COMMENT ON COLUMN credit.indicator.half_life IS 'Age at which a record counts half. 半衰期。';
COMMENT ON COLUMN credit.indicator.standard_entry IS 'Shipped with the extension. 随扩展提供的条目。';
GRANT SELECT ON credit.indicator TO credit_admin, credit_department, credit_analyst;
GRANT INSERT, UPDATE, DELETE ON credit.indicator TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.indicator', 'WHERE NOT standard_entry');
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.indicator FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.indicator FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.indicator
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();

CREATE TABLE credit.grade_cap (
	model		pg_catalog.text COLLATE "C" NOT NULL,
	version		pg_catalog.text COLLATE "C" NOT NULL,
	cap			pg_catalog.text COLLATE "C" NOT NULL,
	indicator	pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.indicator,
	operator	pg_catalog.text NOT NULL CHECK (operator IN ('=', '<>', '<', '<=', '>', '>=')),
	threshold	pg_catalog.float8 NOT NULL,
	grade		credit.grade,
	basis_id	pg_catalog.text REFERENCES credit.legal_basis,
	added_at	pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
	PRIMARY KEY (model, version, cap),
	FOREIGN KEY (model, version) REFERENCES credit.model ON DELETE CASCADE
);
COMMENT ON TABLE credit.grade_cap IS 'Facts that lower a grade whatever the score; each that applies is named in the evaluation. 等级上限：无论得分如何均压低等级的事实，适用者在评价结果中列明。';
COMMENT ON COLUMN credit.grade_cap.model IS 'Model. 模型。';
COMMENT ON COLUMN credit.grade_cap.version IS 'Version of the model. 版本。';
COMMENT ON COLUMN credit.grade_cap.cap IS 'Name of the cap as results show it. 上限名称。';
COMMENT ON COLUMN credit.grade_cap.indicator IS 'Indicator that is looked at. 所依据的指标。';
COMMENT ON COLUMN credit.grade_cap.operator IS 'How its value is compared. 比较运算。';
COMMENT ON COLUMN credit.grade_cap.threshold IS 'With what. 阈值。';
COMMENT ON COLUMN credit.grade_cap.grade IS 'Best grade still given; null for no grade at all. 最高可得等级，空为不评级。';
COMMENT ON COLUMN credit.grade_cap.basis_id IS 'Legal basis. 依据。';
COMMENT ON COLUMN credit.grade_cap.added_at IS 'When it was added: before the model was used first. 添加时间，须早于模型首次使用。';
GRANT SELECT ON credit.grade_cap TO credit_admin, credit_department, credit_analyst;
GRANT INSERT, UPDATE, DELETE ON credit.grade_cap TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.grade_cap', '');
CREATE TRIGGER keep_used_bands BEFORE INSERT OR UPDATE OR DELETE ON credit.grade_cap
	FOR EACH ROW EXECUTE FUNCTION credit.keep_used_bands();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.grade_cap
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();

-- No natural person is scored unless he or she said yes to that model.
CREATE TABLE credit.person_consent (
	subject_id	pg_catalog.int8 NOT NULL REFERENCES credit.subject ON DELETE CASCADE,
	model		pg_catalog.text COLLATE "C" NOT NULL,
	given_on	pg_catalog.date NOT NULL DEFAULT credit.today(),
	withdrawn_on pg_catalog.date CHECK (withdrawn_on >= given_on),
	purpose		pg_catalog.text,
	PRIMARY KEY (subject_id, model, given_on)
);
COMMENT ON TABLE credit.person_consent IS 'Consent of natural persons to a model, for benefits only. 自然人对模型评价的同意，仅用于守信激励。';
COMMENT ON COLUMN credit.person_consent.subject_id IS 'Who consented. 同意人。';
COMMENT ON COLUMN credit.person_consent.model IS 'To which model. 模型。';
COMMENT ON COLUMN credit.person_consent.given_on IS 'Since when. 同意日期。';
COMMENT ON COLUMN credit.person_consent.withdrawn_on IS 'First day on which it no longer holds. 撤回日期，自当日起失效。';
COMMENT ON COLUMN credit.person_consent.purpose IS 'For which benefit. 用途。';
ALTER TABLE credit.person_consent ENABLE ROW LEVEL SECURITY;
CREATE POLICY office ON credit.person_consent USING (credit.is_office()) WITH CHECK (credit.is_office());
GRANT SELECT, INSERT, UPDATE, DELETE ON credit.person_consent TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.person_consent', '');

-- The aggregate ----------------------------------------------------------

CREATE FUNCTION credit.indicator_accum(pg_catalog.internal, model pg_catalog.text, as_of pg_catalog.date,
		item pg_catalog.text, decided_on pg_catalog.date, severity credit.severity, amount pg_catalog.numeric,
		status credit.record_status, late_days pg_catalog.int4, dept_id pg_catalog.int4) RETURNS pg_catalog.internal
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_indicator_accum';
COMMENT ON FUNCTION credit.indicator_accum(pg_catalog.internal, pg_catalog.text, pg_catalog.date, pg_catalog.text, pg_catalog.date, credit.severity, pg_catalog.numeric, credit.record_status, pg_catalog.int4, pg_catalog.int4) IS 'Transition function of credit.indicator_values. 聚合转换函数。';

CREATE FUNCTION credit.indicator_combine(pg_catalog.internal, pg_catalog.internal) RETURNS pg_catalog.internal
	LANGUAGE c IMMUTABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_indicator_combine';
COMMENT ON FUNCTION credit.indicator_combine(pg_catalog.internal, pg_catalog.internal) IS 'Combine function of credit.indicator_values. 聚合合并函数。';

CREATE FUNCTION credit.indicator_serial(pg_catalog.internal) RETURNS pg_catalog.bytea
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_indicator_serial';
COMMENT ON FUNCTION credit.indicator_serial(pg_catalog.internal) IS 'Serialisation of a state of credit.indicator_values. 聚合状态序列化。';

CREATE FUNCTION credit.indicator_deserial(pg_catalog.bytea, pg_catalog.internal) RETURNS pg_catalog.internal
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_indicator_deserial';
COMMENT ON FUNCTION credit.indicator_deserial(pg_catalog.bytea, pg_catalog.internal) IS 'Reads a serialised state of credit.indicator_values. 聚合状态反序列化。';

CREATE FUNCTION credit.indicator_final(pg_catalog.internal) RETURNS pg_catalog.float8[]
	LANGUAGE c IMMUTABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_indicator_final';
COMMENT ON FUNCTION credit.indicator_final(pg_catalog.internal) IS 'Final function of credit.indicator_values. 聚合终结函数。';

CREATE AGGREGATE credit.indicator_values(model pg_catalog.text, as_of pg_catalog.date,
		item pg_catalog.text, decided_on pg_catalog.date, severity credit.severity, amount pg_catalog.numeric,
		status credit.record_status, late_days pg_catalog.int4, dept_id pg_catalog.int4) (
	SFUNC = credit.indicator_accum,
	STYPE = internal,
	SSPACE = 512,
	FINALFUNC = credit.indicator_final,
	COMBINEFUNC = credit.indicator_combine,
	SERIALFUNC = credit.indicator_serial,
	DESERIALFUNC = credit.indicator_deserial,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE credit.indicator_values(pg_catalog.text, pg_catalog.date, pg_catalog.text, pg_catalog.date, credit.severity, pg_catalog.numeric, credit.record_status, pg_catalog.int4, pg_catalog.int4) IS 'The record indicators a model uses, by name, over a subject''s records; the same bits in every order and on every number of workers. 一次遍历计算模型所用的全部记录类指标。';

CREATE FUNCTION credit.model_indicators(model pg_catalog.text, as_of pg_catalog.date DEFAULT credit.today(),
		OUT indicator pg_catalog.text, OUT source pg_catalog.text, OUT "position" pg_catalog.int4) RETURNS SETOF record
	LANGUAGE c STABLE STRICT PARALLEL SAFE ROWS 20
	AS 'MODULE_PATHNAME', 'credit_model_indicators';
COMMENT ON FUNCTION credit.model_indicators(pg_catalog.text, pg_catalog.date) IS 'Indicators a model and its caps use, with their place in the array of their source. 模型及其上限所用的指标及其位置。';

CREATE FUNCTION credit.resolve_model(model pg_catalog.text, as_of pg_catalog.date DEFAULT credit.today())
		RETURNS pg_catalog.text[]
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_resolve_model';
COMMENT ON FUNCTION credit.resolve_model(pg_catalog.text, pg_catalog.date) IS 'Name and version that a model''s name means on a day. 模型名在某日对应的名称与版本。';

-- ==== src/evaluation/evaluate.sql ====

-- evaluate.sql: evaluations of subjects, made for all in one pass or for some
-- by index, and their explanation. Requires evaluation/indicator.sql.

CREATE TABLE credit.evaluation (
	subject_id	pg_catalog.int8 NOT NULL,
	model		pg_catalog.text COLLATE "C" NOT NULL,
	version		pg_catalog.text COLLATE "C" NOT NULL,
	as_of		pg_catalog.date NOT NULL,
	score		pg_catalog.float8,
	grade		credit.grade,
	dimensions	pg_catalog.float8[],
	points		pg_catalog.float8[],
	reasons		pg_catalog.text[],
	caps		pg_catalog.text[],
	person		pg_catalog.bool NOT NULL DEFAULT false,
	evaluated_at pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),
	PRIMARY KEY (subject_id, model, as_of)
);
COMMENT ON TABLE credit.evaluation IS 'Results of evaluation, one for each subject, model and day. 评价结果：每主体、模型、基准日一行。';
COMMENT ON COLUMN credit.evaluation.subject_id IS 'Subject. 主体。';
COMMENT ON COLUMN credit.evaluation.model IS 'Model. 模型。';
COMMENT ON COLUMN credit.evaluation.version IS 'Version of the model. 模型版本。';
COMMENT ON COLUMN credit.evaluation.as_of IS 'Day evaluated for. 评价基准日。';
COMMENT ON COLUMN credit.evaluation.score IS 'Score; null when the result is invalid. 得分，结果无效时为空。';
COMMENT ON COLUMN credit.evaluation.grade IS 'Grade after caps; null when there is none. 经上限调整后的等级。';
COMMENT ON COLUMN credit.evaluation.dimensions IS 'Points by dimension: identity, behaviour, innovation, finance, compliance. 五维得分：身份特征、行为偏好、创新资质、财务实力、守法守规。';
COMMENT ON COLUMN credit.evaluation.points IS 'Points of each characteristic in the model''s order. 各特征得分。';
COMMENT ON COLUMN credit.evaluation.reasons IS 'Reason codes, weightiest first. 原因代码，按影响大小排列。';
COMMENT ON COLUMN credit.evaluation.caps IS 'Caps that applied. 适用的等级上限。';
COMMENT ON COLUMN credit.evaluation.person IS 'True for natural persons. 是否自然人。';
COMMENT ON COLUMN credit.evaluation.evaluated_at IS 'When it was computed. 计算时间。';
ALTER TABLE credit.evaluation ENABLE ROW LEVEL SECURITY;
-- What is known about persons stays with the office.
CREATE POLICY see ON credit.evaluation FOR SELECT USING (NOT person OR credit.is_office());
GRANT SELECT ON credit.evaluation TO credit_admin, credit_department, credit_analyst;
SELECT pg_catalog.pg_extension_config_dump('credit.evaluation', '');

-- Subjects whose latest evaluation no longer tells the truth. mark says which
-- change it was: an evaluation takes away only marks it has seen.
CREATE SEQUENCE credit.evaluation_mark_seq;
COMMENT ON SEQUENCE credit.evaluation_mark_seq IS 'Numbers of changes that make evaluations stale. 待评价标记序列。';
SELECT pg_catalog.pg_extension_config_dump('credit.evaluation_mark_seq', '');
CREATE TABLE credit.evaluation_due (
	subject_id	pg_catalog.int8 NOT NULL,
	model		pg_catalog.text COLLATE "C" NOT NULL,
	mark		pg_catalog.int8 NOT NULL DEFAULT pg_catalog.nextval('credit.evaluation_mark_seq'),
	since		pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),
	PRIMARY KEY (subject_id, model)
);
COMMENT ON TABLE credit.evaluation_due IS 'Subjects to evaluate anew because something about them changed. 因事实变化待重新评价的主体。';
COMMENT ON COLUMN credit.evaluation_due.subject_id IS 'Subject. 主体。';
COMMENT ON COLUMN credit.evaluation_due.model IS 'Model. 模型。';
COMMENT ON COLUMN credit.evaluation_due.mark IS 'Number of the latest change. 最近一次变化的编号。';
COMMENT ON COLUMN credit.evaluation_due.since IS 'When it became due. 产生时间。';
GRANT SELECT ON credit.evaluation_due TO credit_admin, credit_department, credit_analyst;
SELECT pg_catalog.pg_extension_config_dump('credit.evaluation_due', '');

CREATE TYPE credit.evaluation_result AS (
	score		pg_catalog.float8,
	grade		credit.grade,
	dimensions	pg_catalog.float8[],
	points		pg_catalog.float8[],
	reasons		pg_catalog.text[],
	caps		pg_catalog.text[]
);
COMMENT ON TYPE credit.evaluation_result IS 'One evaluation as computed. 单个评价计算结果。';

CREATE FUNCTION credit.evaluate_subject(model pg_catalog.text, as_of pg_catalog.date, subject credit.subject,
		records pg_catalog.float8[], relations pg_catalog.float8[]) RETURNS credit.evaluation_result
	LANGUAGE c STABLE PARALLEL SAFE COST 50
	AS 'MODULE_PATHNAME', 'credit_evaluate_subject';
COMMENT ON FUNCTION credit.evaluate_subject(pg_catalog.text, pg_catalog.date, credit.subject, pg_catalog.float8[], pg_catalog.float8[]) IS 'Score, grade and caps of one subject from its indicators. 由指标值计算单个主体的得分、等级与上限。';

CREATE FUNCTION credit.explain_subject(model pg_catalog.text, as_of pg_catalog.date, subject credit.subject,
		records pg_catalog.float8[], relations pg_catalog.float8[],
		OUT ordinal pg_catalog.int4, OUT characteristic pg_catalog.text, OUT dimension pg_catalog.text,
		OUT indicator pg_catalog.text, OUT value pg_catalog.text, OUT matched pg_catalog.text,
		OUT points pg_catalog.float8, OUT best pg_catalog.float8, OUT reason pg_catalog.text) RETURNS SETOF record
	LANGUAGE c STABLE PARALLEL SAFE ROWS 20
	AS 'MODULE_PATHNAME', 'credit_explain_subject';
COMMENT ON FUNCTION credit.explain_subject(pg_catalog.text, pg_catalog.date, credit.subject, pg_catalog.float8[], pg_catalog.float8[]) IS 'The same, one row for each characteristic. 同上，每一特征一行。';

-- An evaluation reads as the extension's owner. A view of another role could
-- call that role's functions with the owner's rights, and so could the casts
-- of a type that is not built in: only plain columns are taken from them.
CREATE FUNCTION credit.refuse_unsafe_relation(indicator pg_catalog.text, relation pg_catalog.text,
		attribute pg_catalog.text) RETURNS void
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM pg_class c JOIN pg_roles o ON o.oid = c.relowner
		WHERE c.oid = relation::regclass AND (o.rolsuper OR c.relkind IN ('r', 'p', 'm')
			AND NOT EXISTS (SELECT FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
				WHERE a.attrelid = c.oid AND a.attname IN ('subject_id', attribute)
					AND (t.typnamespace <> 'pg_catalog'::regnamespace OR a.attgenerated = 'v')))) THEN
		RAISE EXCEPTION 'relation "%" of indicator "%" cannot be read', relation, indicator
			USING ERRCODE = 'CR020',
				DETAIL = 'Evaluations read as the owner of the extension, and a view or a type of another role could act with its rights.',
				HINT = 'Name a table or materialized view with columns of built-in types, or let a superuser own the view.';
	END IF;
END
$$;
COMMENT ON FUNCTION credit.refuse_unsafe_relation(pg_catalog.text, pg_catalog.text, pg_catalog.text) IS 'Raises CR020 when an indicator''s relation could run code of another role. 指标来源可能执行其他角色代码时报错 CR020。';
REVOKE ALL ON FUNCTION credit.refuse_unsafe_relation(pg_catalog.text, pg_catalog.text, pg_catalog.text) FROM PUBLIC;

-- The rows of a model's indicators for subjects, as a query: FROM clause with
-- the subject s, its record indicators v.records and its relation indicators.
CREATE FUNCTION credit.indicator_query(model_key pg_catalog.text, as_of pg_catalog.date, chosen pg_catalog.bool)
		RETURNS pg_catalog.text
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	joins text := '';
	columns text := '';
	one record;
BEGIN
	FOR one IN
		SELECT m."position" AS n, i.indicator, i.relation, i.attribute
		FROM credit.model_indicators(model_key, as_of) m JOIN credit.indicator i USING (indicator)
		WHERE m.source = 'relation' ORDER BY m."position"
	LOOP
		PERFORM credit.refuse_unsafe_relation(one.indicator, one.relation, one.attribute);
		joins := joins || format(' LEFT JOIN %s AS x%s ON x%s.subject_id = s.subject_id',
			one.relation::regclass, one.n, one.n);
		columns := columns || format(', x%s.%I::float8', one.n, one.attribute);
	END LOOP;
	RETURN format('SELECT s AS subject, v.records, %s AS relations
		FROM credit.subject s
		LEFT JOIN (SELECT r.subject_id, credit.indicator_values(%L, %L::date, r.item, r.decided_on,
				r.severity, r.amount, r.status, r.late_days, r.dept_id) AS records
			FROM credit.record_store r WHERE r.decided_on <= %L::date %s
			GROUP BY r.subject_id) v ON v.subject_id = s.subject_id%s
		WHERE s.merged_into IS NULL %s',
		CASE WHEN columns = '' THEN 'NULL::float8[]' ELSE 'ARRAY[' || substr(columns, 3) || ']' END,
		model_key, as_of, as_of,
		CASE WHEN chosen THEN 'AND r.subject_id = ANY ($1)' ELSE '' END, joins,
		CASE WHEN chosen THEN 'AND s.subject_id = ANY ($1)' ELSE '' END);
END
$$;
COMMENT ON FUNCTION credit.indicator_query(pg_catalog.text, pg_catalog.date, pg_catalog.bool) IS 'Query that gathers a model''s indicators for all subjects or those of $1. 汇集模型指标的查询语句。';
REVOKE ALL ON FUNCTION credit.indicator_query(pg_catalog.text, pg_catalog.date, pg_catalog.bool) FROM PUBLIC;

-- Runs as the owner: an evaluation rests on all records, whoever asks for it.
CREATE FUNCTION credit.evaluate(model pg_catalog.text, as_of pg_catalog.date DEFAULT NULL,
		subjects pg_catalog.int8[] DEFAULT NULL) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	day date := coalesce(evaluate.as_of, credit.today());
	wanted text[] := credit.resolve_model(evaluate.model, day);
	key text := wanted[1] || '@' || wanted[2];
	for_persons bool;
	refused int8;
	seen int8;
	done int8;
BEGIN
	SELECT m.for_persons INTO for_persons FROM credit.model m WHERE (m.model, m.version) = (wanted[1], wanted[2]);
	IF subjects IS NOT NULL THEN
		SELECT s.subject_id INTO refused FROM credit.subject s
		WHERE s.subject_id = ANY (subjects) AND s.kind = 'person'
			AND NOT (for_persons AND EXISTS (SELECT FROM credit.person_consent c
				WHERE c.subject_id = s.subject_id AND c.model = wanted[1] AND c.given_on <= day
					AND (c.withdrawn_on IS NULL OR c.withdrawn_on > day)))
		ORDER BY 1 LIMIT 1;
		IF FOUND THEN
			RAISE EXCEPTION 'subject % is a natural person who has not consented to model "%"', refused, wanted[1]
				USING ERRCODE = 'CR015',
					DETAIL = CASE WHEN for_persons THEN 'There is no consent in force on that day.'
						ELSE 'The model is not meant for natural persons.' END,
					HINT = 'Persons are evaluated with their consent only, and for benefits only.';
		END IF;
	END IF;

	SELECT max(d.mark) INTO seen FROM credit.evaluation_due d WHERE d.model = wanted[1];
	EXECUTE format('INSERT INTO credit.evaluation AS o (subject_id, model, version, as_of, score, grade,
			dimensions, points, reasons, caps, person, evaluated_at)
		SELECT (q.subject).subject_id, $2, $3, $4, (q.e).score, (q.e).grade, (q.e).dimensions,
			(q.e).points, (q.e).reasons, (q.e).caps, (q.subject).kind = ''person'', clock_timestamp()
		FROM (SELECT i.subject, credit.evaluate_subject(%L, %L::date, i.subject, i.records, i.relations) AS e
			FROM (%s) i
			WHERE (i.subject).kind <> ''person'' OR $5 AND EXISTS (SELECT FROM credit.person_consent c
				WHERE c.subject_id = (i.subject).subject_id AND c.model = $2 AND c.given_on <= $4
					AND (c.withdrawn_on IS NULL OR c.withdrawn_on > $4))
			OFFSET 0) q
		ON CONFLICT (subject_id, model, as_of) DO UPDATE
		SET version = excluded.version, score = excluded.score, grade = excluded.grade,
			dimensions = excluded.dimensions, points = excluded.points, reasons = excluded.reasons,
			caps = excluded.caps, person = excluded.person, evaluated_at = excluded.evaluated_at',
		key, day, credit.indicator_query(key, day, subjects IS NOT NULL))
		USING subjects, wanted[1], wanted[2], day, for_persons;
	GET DIAGNOSTICS done = ROW_COUNT;

	-- an evaluation of a past day leaves today's as stale as it was
	IF day >= credit.today() THEN
		DELETE FROM credit.evaluation_due d
		WHERE d.model = wanted[1] AND d.mark <= seen AND (subjects IS NULL OR d.subject_id = ANY (subjects));
	END IF;
	IF done > 0 THEN
		INSERT INTO credit.evaluation_run AS r (model, version, as_of, subjects)
		VALUES (wanted[1], wanted[2], day, done)
		ON CONFLICT (model, version, as_of) DO UPDATE SET subjects = excluded.subjects
		WHERE r.subjects < excluded.subjects;
	END IF;
	RETURN done;
END
$$;
COMMENT ON FUNCTION credit.evaluate(pg_catalog.text, pg_catalog.date, pg_catalog.int8[]) IS 'Evaluates all subjects, or those named, as of a day; returns how many. Persons take part with their consent only. 按基准日评价全部或指定主体并返回数量；自然人须经本人同意。';
REVOKE ALL ON FUNCTION credit.evaluate(pg_catalog.text, pg_catalog.date, pg_catalog.int8[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.evaluate(pg_catalog.text, pg_catalog.date, pg_catalog.int8[]) TO credit_admin;

-- The records an indicator counted for a subject, by the rules of the
-- aggregate (indicator.c).
CREATE FUNCTION credit.indicator_records(indicator pg_catalog.text, subject_id pg_catalog.int8,
		as_of pg_catalog.date DEFAULT credit.today()) RETURNS pg_catalog.int8[]
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
	SELECT array_agg(r.record_id ORDER BY r.decided_on, r.record_id)
	FROM credit.indicator i JOIN credit.record_store r ON r.subject_id = indicator_records.subject_id
	WHERE i.indicator = indicator_records.indicator AND i.source = 'record'
		AND r.decided_on <= indicator_records.as_of AND r.status IN ('valid', 'disputed')
		AND (i."window" IS NULL OR r.decided_on > (indicator_records.as_of - i."window")::date)
		AND (i.min_severity IS NULL OR r.severity >= i.min_severity)
		AND (i.min_late_days IS NULL OR r.late_days >= i.min_late_days)
		AND CASE WHEN i.items IS NOT NULL THEN r.item = ANY (i.items)
			WHEN i.polarity IS NULL THEN true
			ELSE i.polarity = (SELECT c.polarity FROM credit.catalogue_item c WHERE c.item = r.item
				ORDER BY c.edition DESC LIMIT 1) END
$$;
COMMENT ON FUNCTION credit.indicator_records(pg_catalog.text, pg_catalog.int8, pg_catalog.date) IS 'Numbers of the records an indicator counted for a subject. 某指标对某主体所计入的记录编号。';
REVOKE ALL ON FUNCTION credit.indicator_records(pg_catalog.text, pg_catalog.int8, pg_catalog.date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.indicator_records(pg_catalog.text, pg_catalog.int8, pg_catalog.date) TO credit_admin, credit_department;

CREATE TYPE credit.explanation AS (
	ordinal		pg_catalog.int4,
	characteristic pg_catalog.text,
	dimension	pg_catalog.text,
	indicator	pg_catalog.text,
	value		pg_catalog.text,
	attribute	pg_catalog.text,
	points		pg_catalog.float8,
	best		pg_catalog.float8,
	reason		pg_catalog.text,
	record_ids	pg_catalog.int8[]
);
COMMENT ON TYPE credit.explanation IS 'What one characteristic of a model gave a subject, and why. 模型单项特征的得分及原因。';

-- Runs as the owner, as credit.evaluate does: points must add up to the score.
CREATE FUNCTION credit.explain(code pg_catalog.text, model pg_catalog.text, as_of pg_catalog.date DEFAULT NULL)
		RETURNS SETOF credit.explanation
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	day date := coalesce(explain.as_of, credit.today());
	wanted text[] := credit.resolve_model(explain.model, day);
	key text := wanted[1] || '@' || wanted[2];
	id int8 := credit.find_subject(code);
BEGIN
	IF id IS NULL THEN
		RAISE EXCEPTION 'no subject has the code "%"', code
			USING ERRCODE = 'CR005', HINT = 'Look for it with credit.search_subject().';
	END IF;
	IF EXISTS (SELECT FROM credit.subject s WHERE s.subject_id = id AND s.kind = 'person')
	   AND NOT EXISTS (SELECT FROM credit.person_consent c
			WHERE c.subject_id = id AND c.model = wanted[1] AND c.given_on <= day
				AND (c.withdrawn_on IS NULL OR c.withdrawn_on > day)) THEN
		RAISE EXCEPTION 'subject % is a natural person who has not consented to model "%"', id, wanted[1]
			USING ERRCODE = 'CR015';
	END IF;
	RETURN QUERY EXECUTE format('SELECT e.ordinal, e.characteristic, e.dimension, e.indicator, e.value,
			e.matched, e.points, e.best, e.reason,
			credit.indicator_records(e.indicator, $2, %L::date)
		FROM (%s) i, credit.explain_subject(%L, %L::date, i.subject, i.records, i.relations) e
		ORDER BY e.ordinal', day, credit.indicator_query(key, day, true), key, day)
		USING ARRAY[id], id;
END
$$;
COMMENT ON FUNCTION credit.explain(pg_catalog.text, pg_catalog.text, pg_catalog.date) IS 'Why a subject has its score: one row for each characteristic with value, condition met, points, best possible, reason code and the records behind it. 解释得分：每一特征一行，列出取值、命中条件、得分、最佳分、原因代码及所依据的记录。';
REVOKE ALL ON FUNCTION credit.explain(pg_catalog.text, pg_catalog.text, pg_catalog.date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.explain(pg_catalog.text, pg_catalog.text, pg_catalog.date) TO credit_admin, credit_department;

-- ==== src/evaluation/freshness.sql ====

-- freshness.sql: keeping evaluations true after records and subjects change.
-- Requires evaluation/evaluate.sql.

-- Models that have been used and have a version in force are kept up to date.
CREATE FUNCTION credit.kept_models() RETURNS SETOF pg_catalog.text
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 2
BEGIN ATOMIC
	SELECT DISTINCT m.model FROM credit.model m
	WHERE m.in_force OPERATOR(pg_catalog.@>) credit.today()
		AND EXISTS (SELECT FROM credit.evaluation_run r WHERE r.model OPERATOR(pg_catalog.=) m.model);
END;
COMMENT ON FUNCTION credit.kept_models() IS 'Models whose evaluations are kept up to date: in force and used before. 需保持更新的模型：现行有效且已使用。';

CREATE FUNCTION credit.mark_evaluations(subjects pg_catalog.int8[]) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	INSERT INTO credit.evaluation_due AS d (subject_id, model)
	SELECT s, m FROM (SELECT DISTINCT unnest(subjects) ORDER BY 1) AS u(s), credit.kept_models() m
	ON CONFLICT (subject_id, model) DO UPDATE
	SET mark = excluded.mark, since = excluded.since;
END
$$;
COMMENT ON FUNCTION credit.mark_evaluations(pg_catalog.int8[]) IS 'Marks the evaluations of subjects as stale. 将主体的评价标记为待更新。';
REVOKE ALL ON FUNCTION credit.mark_evaluations(pg_catalog.int8[]) FROM PUBLIC;

-- Few subjects are evaluated in the same transaction, one session at a time
-- for each, so that no evaluation misses what another session has just
-- entered; many are marked and wait for credit.evaluate_due(). A person's
-- records start nothing unless he or she consented.
CREATE FUNCTION credit.refresh_evaluations(subjects pg_catalog.int8[]) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	kept text[] := ARRAY(SELECT credit.kept_models() ORDER BY 1);
	wanted int8[];
	one text;
BEGIN
	IF kept = '{}' THEN
		RETURN;
	END IF;
	IF cardinality(subjects) > credit.setting('immediate_evaluation')::int4 THEN
		PERFORM credit.mark_evaluations(subjects);
		RETURN;
	END IF;
	PERFORM pg_advisory_xact_lock(7305, hashint8(s)) FROM (SELECT DISTINCT unnest(subjects) ORDER BY 1) AS u(s);
	FOREACH one IN ARRAY kept LOOP
		wanted := ARRAY(SELECT s.subject_id FROM credit.subject s
			WHERE s.subject_id = ANY (subjects) AND (s.kind <> 'person' OR EXISTS (
				SELECT FROM credit.person_consent c JOIN credit.model m ON m.model = c.model
				WHERE c.subject_id = s.subject_id AND c.model = one AND m.for_persons
					AND m.in_force @> credit.today() AND c.given_on <= credit.today()
					AND (c.withdrawn_on IS NULL OR c.withdrawn_on > credit.today()))));
		IF wanted <> '{}' THEN
			PERFORM credit.evaluate(one, NULL, wanted);
		END IF;
	END LOOP;
	-- with an older snapshot the lock does not show what others have entered
	IF current_setting('transaction_isolation') <> 'read committed' THEN
		PERFORM credit.mark_evaluations(subjects);
	END IF;
END
$$;
COMMENT ON FUNCTION credit.refresh_evaluations(pg_catalog.int8[]) IS 'Evaluates few subjects at once, marks many as stale. 少量主体即时重新评价，大量主体标记待更新。';
REVOKE ALL ON FUNCTION credit.refresh_evaluations(pg_catalog.int8[]) FROM PUBLIC;

CREATE FUNCTION credit.records_added() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF credit.setting('restoring') <> 'on' AND EXISTS (SELECT FROM credit.evaluation_run)
	   AND EXISTS (SELECT FROM new_rows) THEN
		PERFORM credit.refresh_evaluations(ARRAY(SELECT DISTINCT n.subject_id FROM new_rows n));
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.records_added() IS 'Statement trigger: evaluations follow new records. 语句级触发器：新增记录后更新评价。';
REVOKE ALL ON FUNCTION credit.records_added() FROM PUBLIC;
CREATE TRIGGER refresh_evaluation_insert AFTER INSERT ON credit.record_store
	REFERENCING NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.records_added();

CREATE FUNCTION credit.records_changed() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF credit.setting('restoring') <> 'on' AND EXISTS (SELECT FROM credit.evaluation_run)
	   AND EXISTS (SELECT FROM new_rows) THEN
		PERFORM credit.refresh_evaluations(ARRAY(SELECT n.subject_id FROM new_rows n
			UNION SELECT o.subject_id FROM old_rows o));
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.records_changed() IS 'Statement trigger: evaluations follow changes of records. 语句级触发器：记录变更后更新评价。';
REVOKE ALL ON FUNCTION credit.records_changed() FROM PUBLIC;
CREATE TRIGGER refresh_evaluation_update AFTER UPDATE ON credit.record_store
	REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.records_changed();

CREATE FUNCTION credit.subjects_changed() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	subjects int8[];
BEGIN
	IF credit.setting('restoring') = 'on' OR NOT EXISTS (SELECT FROM credit.evaluation_run) THEN
		RETURN NULL;
	END IF;
	subjects := ARRAY(SELECT n.subject_id FROM new_rows n JOIN old_rows o USING (subject_id)
		WHERE (n.kind, n.status, n.region_code, n.industry_code, n.registered_on, n.provisional, n.attributes)
			IS DISTINCT FROM (o.kind, o.status, o.region_code, o.industry_code, o.registered_on, o.provisional, o.attributes));
	IF subjects <> '{}' THEN
		PERFORM credit.refresh_evaluations(subjects);
	END IF;
	RETURN NULL;
END
$$;
-- SECURITY DEFINER: whoever may change the register need not see evaluations.
COMMENT ON FUNCTION credit.subjects_changed() IS 'Statement trigger: evaluations follow the register. 语句级触发器：登记信息变化后更新评价。';
REVOKE ALL ON FUNCTION credit.subjects_changed() FROM PUBLIC;
CREATE TRIGGER refresh_evaluation AFTER UPDATE ON credit.subject
	REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.subjects_changed();

-- What credit.maintain() calls; may be stopped and called again at any time.
CREATE FUNCTION credit.evaluate_due(max_subjects pg_catalog.int4 DEFAULT NULL) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	one text;
	done int8 := 0;
	subjects int8[];
BEGIN
	-- SECURITY DEFINER: evaluating takes every record (see credit.evaluate)
	FOR one IN SELECT credit.kept_models() ORDER BY 1 LOOP
		subjects := ARRAY(SELECT d.subject_id FROM credit.evaluation_due d JOIN credit.subject s USING (subject_id)
			WHERE d.model = one AND (s.kind <> 'person' OR EXISTS (
				SELECT FROM credit.person_consent c JOIN credit.model m ON m.model = c.model
				WHERE c.subject_id = s.subject_id AND c.model = one AND m.for_persons
					AND m.in_force @> credit.today() AND c.given_on <= credit.today()
					AND (c.withdrawn_on IS NULL OR c.withdrawn_on > credit.today())))
			ORDER BY 1 LIMIT max_subjects);
		IF subjects <> '{}' THEN
			done := done + credit.evaluate(one, NULL, subjects);
		END IF;
	END LOOP;
	DELETE FROM credit.evaluation_due d
	WHERE max_subjects IS NULL AND NOT EXISTS (SELECT FROM credit.subject s
		WHERE s.subject_id = d.subject_id AND s.kind <> 'person' AND s.merged_into IS NULL);
	RETURN done;
END
$$;
COMMENT ON FUNCTION credit.evaluate_due(pg_catalog.int4) IS 'Evaluates subjects marked as stale; returns how many. 重新评价待更新的主体并返回数量。';
REVOKE ALL ON FUNCTION credit.evaluate_due(pg_catalog.int4) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.evaluate_due(pg_catalog.int4) TO credit_admin;

-- ==== src/statistics/subject_overview.sql ====

-- subject_overview.sql: one row a subject for analysts: grade, score, records,
-- deadlines. Built-in types only. Requires evaluation/, record/, registry/.

CREATE VIEW credit_bi.subject_overview WITH (security_invoker = true) AS
SELECT s.uscc::pg_catalog.text AS code,
	CASE WHEN s.kind OPERATOR(pg_catalog.=) 'person' THEN credit.mask_name(s.name) ELSE s.name END AS name,
	s.kind::pg_catalog.text AS kind,
	s.region_code::pg_catalog.text AS region_code,
	e.grade::pg_catalog.text AS grade,
	e.score,
	coalesce(r.active, 0) AS active_records,
	coalesce(r.late, 0) AS late_records,
	coalesce(r.open_deadlines, 0) AS open_deadlines,
	e.model AS model,
	e.as_of AS evaluated_for,
	e.as_of IS NOT NULL AND d.subject_id IS NULL
		AND e.as_of OPERATOR(pg_catalog.>) (credit.today() OPERATOR(pg_catalog.-) '1 mon'::pg_catalog.interval)
		AS evaluation_fresh,
	s.subject_id
FROM credit.subject s
LEFT JOIN LATERAL (
	SELECT v.model::pg_catalog.text AS model, v.as_of, v.score, v.grade
	FROM credit.evaluation v
	JOIN credit.model m ON m.model OPERATOR(pg_catalog.=) v.model AND m.version OPERATOR(pg_catalog.=) v.version
	WHERE v.subject_id OPERATOR(pg_catalog.=) s.subject_id AND m.sector IS NULL
		AND v.as_of OPERATOR(pg_catalog.<=) credit.today()
	ORDER BY v.as_of DESC, m.loaded_at DESC, v.model LIMIT 1) e ON true
LEFT JOIN credit.evaluation_due d
	ON d.subject_id OPERATOR(pg_catalog.=) s.subject_id AND d.model OPERATOR(pg_catalog.=) e.model
LEFT JOIN LATERAL (
	SELECT pg_catalog.count(*) FILTER (WHERE x.status OPERATOR(pg_catalog.=) ANY (ARRAY['valid', 'disputed']::credit.record_status[])) AS active,
		pg_catalog.count(*) FILTER (WHERE x.late_days OPERATOR(pg_catalog.>) 0) AS late,
		-- a promise with a date until its performance or breach is reported, an
		-- ordered rectification until it is reported as done
		pg_catalog.count(*) FILTER (WHERE x.status OPERATOR(pg_catalog.=) ANY (ARRAY['valid', 'disputed']::credit.record_status[])
			AND (x.item OPERATOR(pg_catalog.=) 'rectification'
					AND (x.detail OPERATOR(pg_catalog.->>) 'result') OPERATOR(pg_catalog.<>) '已完成'
				OR x.item OPERATOR(pg_catalog.=) 'commitment' AND x.valid_until IS NOT NULL
					AND NOT EXISTS (SELECT FROM credit.record_store p
						WHERE p.subject_id OPERATOR(pg_catalog.=) x.subject_id
							AND p.item OPERATOR(pg_catalog.=) 'commitment_performance'
							AND p.status OPERATOR(pg_catalog.=) 'valid'
							AND (p.detail OPERATOR(pg_catalog.->>) 'commitment_no') OPERATOR(pg_catalog.=) x.doc_no
							AND (p.detail OPERATOR(pg_catalog.->>) 'result') OPERATOR(pg_catalog.<>) '履行中'))) AS open_deadlines
	FROM credit.record_store x WHERE x.subject_id OPERATOR(pg_catalog.=) s.subject_id) r ON true
WHERE s.merged_into IS NULL;
COMMENT ON VIEW credit_bi.subject_overview IS 'One row a subject: grade and score of the general model, records and deadlines. 主体概览：综合评价等级与得分、记录数与期限。';
COMMENT ON COLUMN credit_bi.subject_overview.code IS 'Unified social credit code; null for persons. 统一社会信用代码，自然人为空。';
COMMENT ON COLUMN credit_bi.subject_overview.name IS 'Name; masked for persons. 名称，自然人已脱敏。';
COMMENT ON COLUMN credit_bi.subject_overview.kind IS 'Kind of subject. 主体类别。';
COMMENT ON COLUMN credit_bi.subject_overview.region_code IS 'Region. 所在区划。';
COMMENT ON COLUMN credit_bi.subject_overview.grade IS 'Latest grade by the general model. 最近一次综合评价等级。';
COMMENT ON COLUMN credit_bi.subject_overview.score IS 'Latest score by the general model. 最近一次综合评价得分。';
COMMENT ON COLUMN credit_bi.subject_overview.active_records IS 'Records that are valid or disputed. 有效及异议中的记录数。';
COMMENT ON COLUMN credit_bi.subject_overview.late_records IS 'Records reported after their deadline. 迟报记录数。';
COMMENT ON COLUMN credit_bi.subject_overview.open_deadlines IS 'Deadlines of the subject that run or have passed unanswered: dated promises, ordered rectifications. 主体未了结的期限数：有期限的承诺、责令整改。';
COMMENT ON COLUMN credit_bi.subject_overview.model IS 'Model the grade is from. 所用模型。';
COMMENT ON COLUMN credit_bi.subject_overview.evaluated_for IS 'Day the grade is for. 评价基准日。';
COMMENT ON COLUMN credit_bi.subject_overview.evaluation_fresh IS 'Whether nothing has changed since and the evaluation is not older than a month. 评价是否最新：评价后无变化且未超过一个月。';
COMMENT ON COLUMN credit_bi.subject_overview.subject_id IS 'Number of the subject. 主体编号。';
GRANT SELECT ON credit_bi.subject_overview TO credit_admin, credit_department, credit_analyst;

-- ==== src/statistics/disclosure_quality.sql ====

-- disclosure_quality.sql: reporting, compliance and timeliness of what
-- departments must disclose, and the rows behind each number. Requires record/.
--
-- What a department never sent is not known here: the reporting rate says what
-- share of what came has got in.

-- Analysts count rows set aside; what is in them stays with the department.
GRANT SELECT (rejection_id, batch_id, dept_id, item, received_at, resolved_by) ON credit.rejection TO credit_analyst;
CREATE POLICY count ON credit.rejection FOR SELECT TO credit_analyst USING (NOT credit.is_department());

-- A department is shown its own: of others it does not see what was set aside,
-- and a rate over half of the rows would be wrong.
CREATE VIEW credit_bi.disclosure_record WITH (security_invoker = true) AS
SELECT 'record'::pg_catalog.text AS source, r.dept_id, d.name AS department,
	pg_catalog.date_trunc('month', r.decided_on::pg_catalog.timestamp)::pg_catalog.date AS month,
	r.item::pg_catalog.text AS item, r.record_id, NULL::pg_catalog.int8 AS rejection_id, r.batch_id,
	r.decided_on, r.due_on, r.late_days, r.status::pg_catalog.text AS status,
	r.status OPERATOR(pg_catalog.<>) 'withdrawn' AS reported,
	r.status OPERATOR(pg_catalog.<>) 'withdrawn' AND r.late_days OPERATOR(pg_catalog.=) 0 AS in_time,
	r.status OPERATOR(pg_catalog.<>) 'withdrawn' AND r.late_days OPERATOR(pg_catalog.>) 0 AS late,
	false AS set_aside,
	false AS open,
	coalesce(r.doc_no OPERATOR(pg_catalog.<>) '' AND credit.is_published(r.status, r.publish_from, r.publish_until)
		AND EXISTS (SELECT FROM credit.record_store o
			WHERE o.subject_id OPERATOR(pg_catalog.=) r.subject_id AND o.item OPERATOR(pg_catalog.=) r.item
				AND o.dept_id OPERATOR(pg_catalog.=) r.dept_id AND o.doc_no OPERATOR(pg_catalog.=) r.doc_no
				AND o.record_id OPERATOR(pg_catalog.<>) r.record_id
				AND credit.is_published(o.status, o.publish_from, o.publish_until)), false) AS duplicate_on_line,
	CASE WHEN r.status OPERATOR(pg_catalog.=) ANY (ARRAY['revoked', 'withdrawn']::credit.record_status[])
		THEN EXISTS (SELECT FROM credit.public_record p WHERE p.record_id OPERATOR(pg_catalog.=) r.record_id)
		ELSE false END AS ended_on_line
FROM credit.record_store r
LEFT JOIN credit.department d ON d.dept_id OPERATOR(pg_catalog.=) r.dept_id
WHERE r.due_on IS NOT NULL
	AND (credit.is_office() OR NOT credit.is_department() OR credit.may_see_department(r.dept_id))
UNION ALL
SELECT 'rejection', j.dept_id, d.name,
	pg_catalog.date_trunc('month', j.received_at AT TIME ZONE credit.setting('time_zone'))::pg_catalog.date,
	j.item::pg_catalog.text, NULL, j.rejection_id, j.batch_id, NULL, NULL, NULL,
	CASE WHEN j.resolved_by IS NULL THEN 'open' ELSE 'resolved' END,
	false, false, false, true, j.resolved_by IS NULL, false, false
FROM credit.rejection j
LEFT JOIN credit.department d ON d.dept_id OPERATOR(pg_catalog.=) j.dept_id
WHERE EXISTS (SELECT FROM credit.catalogue_item i
	WHERE i.item OPERATOR(pg_catalog.=) j.item AND i.submit_within IS NOT NULL)
	AND (credit.is_office() OR NOT credit.is_department() OR credit.may_see_department(j.dept_id));
COMMENT ON VIEW credit_bi.disclosure_record IS 'Rows behind credit_bi.disclosure_quality: records of items that must be reported within a term, and rows of such items set aside; a department sees its own. 披露质量各指标对应的明细：有报送时限事项的记录与退回行，部门仅见本部门。';
COMMENT ON COLUMN credit_bi.disclosure_record.source IS 'record, or rejection for a row set aside. 来源：记录或退回行。';
COMMENT ON COLUMN credit_bi.disclosure_record.dept_id IS 'Department that reported. 报送部门编号。';
COMMENT ON COLUMN credit_bi.disclosure_record.department IS 'Name of the department. 部门名称。';
COMMENT ON COLUMN credit_bi.disclosure_record.month IS 'First day of the month of decision; of receipt for a row set aside. 决定所在月首日，退回行按接收月份。';
COMMENT ON COLUMN credit_bi.disclosure_record.item IS 'Catalogue item. 目录事项。';
COMMENT ON COLUMN credit_bi.disclosure_record.record_id IS 'Record; null for a row set aside. 记录编号，退回行为空。';
COMMENT ON COLUMN credit_bi.disclosure_record.rejection_id IS 'Row set aside; null for a record. 退回编号，记录为空。';
COMMENT ON COLUMN credit_bi.disclosure_record.batch_id IS 'Batch it came in. 批次编号。';
COMMENT ON COLUMN credit_bi.disclosure_record.decided_on IS 'Date of the decision. 决定日期。';
COMMENT ON COLUMN credit_bi.disclosure_record.due_on IS 'Day by which it had to be reported. 应报送日期。';
COMMENT ON COLUMN credit_bi.disclosure_record.late_days IS 'Working days it came after that day. 迟报工作日数。';
COMMENT ON COLUMN credit_bi.disclosure_record.status IS 'State of the record; open or resolved for a row set aside. 记录状态；退回行为 open 或 resolved。';
COMMENT ON COLUMN credit_bi.disclosure_record.reported IS 'Counts as reported: got in and was not withdrawn as a mistake. 是否计为已报送（已入库且未作误录撤回）。';
COMMENT ON COLUMN credit_bi.disclosure_record.in_time IS 'Reported in time. 是否及时。';
COMMENT ON COLUMN credit_bi.disclosure_record.late IS 'Reported late. 是否迟报。';
COMMENT ON COLUMN credit_bi.disclosure_record.set_aside IS 'Row that broke a rule. 是否为退回行。';
COMMENT ON COLUMN credit_bi.disclosure_record.open IS 'Row set aside and not mended yet. 是否为尚未修正的退回行。';
COMMENT ON COLUMN credit_bi.disclosure_record.duplicate_on_line IS 'Shown beside another record of the same document about the same subject. 是否与同一文书、同一主体的另一记录重复公示。';
COMMENT ON COLUMN credit_bi.disclosure_record.ended_on_line IS 'Revoked or withdrawn and still in credit.public_record. 是否已撤销或撤回而仍在公示。';
GRANT SELECT ON credit_bi.disclosure_record TO credit_admin, credit_department, credit_analyst;

CREATE VIEW credit_bi.disclosure_quality WITH (security_invoker = true) AS
SELECT q.*,
	pg_catalog.round(q.reported::pg_catalog.numeric OPERATOR(pg_catalog./) nullif(q.reported OPERATOR(pg_catalog.+) q.open_rejections, 0), 4) AS reporting_rate,
	pg_catalog.round(q.reported::pg_catalog.numeric OPERATOR(pg_catalog./) nullif(q.rows_sent, 0), 4) AS compliance_rate,
	pg_catalog.round(q.in_time::pg_catalog.numeric OPERATOR(pg_catalog./) nullif(q.in_time OPERATOR(pg_catalog.+) q.late, 0), 4) AS timeliness_rate
FROM (
	SELECT r.dept_id, r.department, r.month,
		pg_catalog.count(*) FILTER (WHERE r.reported) AS reported,
		pg_catalog.count(*) FILTER (WHERE r.in_time) AS in_time,
		pg_catalog.count(*) FILTER (WHERE r.late) AS late,
		pg_catalog.count(*) FILTER (WHERE r.reported OR r.set_aside) AS rows_sent,
		pg_catalog.count(*) FILTER (WHERE r.set_aside) AS rejections,
		pg_catalog.count(*) FILTER (WHERE r.open) AS open_rejections,
		pg_catalog.count(*) FILTER (WHERE r.duplicate_on_line) AS duplicates_on_line,
		pg_catalog.count(*) FILTER (WHERE r.ended_on_line) AS ended_on_line
	FROM credit_bi.disclosure_record r
	GROUP BY r.dept_id, r.department, r.month) q;
COMMENT ON VIEW credit_bi.disclosure_quality IS 'Quality of disclosure per department and month, for items that must be reported within a term; join credit_bi.disclosure_record by dept_id and month for the rows. 各部门各月披露质量（有报送时限的事项），按 dept_id 与 month 关联明细视图。';
COMMENT ON COLUMN credit_bi.disclosure_quality.dept_id IS 'Department; null where a row set aside named none. 部门编号，退回行未指明部门时为空。';
COMMENT ON COLUMN credit_bi.disclosure_quality.department IS 'Name of the department. 部门名称。';
COMMENT ON COLUMN credit_bi.disclosure_quality.month IS 'First day of the month of decision; rows set aside count in the month they came. 决定所在月首日，退回行计入接收月份。';
COMMENT ON COLUMN credit_bi.disclosure_quality.reported IS 'Decisions that got in, those withdrawn as mistakes left out. 已报送入库的决定数（不含误录撤回）。';
COMMENT ON COLUMN credit_bi.disclosure_quality.in_time IS 'Of these, in time. 其中及时报送数。';
COMMENT ON COLUMN credit_bi.disclosure_quality.late IS 'Of these, late. 其中迟报数。';
COMMENT ON COLUMN credit_bi.disclosure_quality.rows_sent IS 'Rows that came: reported and set aside, repetitions left out. 报送行数：入库数与退回数之和，不含重复报送。';
COMMENT ON COLUMN credit_bi.disclosure_quality.rejections IS 'Rows set aside, mended or not. 退回行数，含已修正。';
COMMENT ON COLUMN credit_bi.disclosure_quality.open_rejections IS 'Rows set aside and not mended yet. 尚未修正的退回行数。';
COMMENT ON COLUMN credit_bi.disclosure_quality.duplicates_on_line IS 'Records shown twice; must be 0. 重复公示数，应为0。';
COMMENT ON COLUMN credit_bi.disclosure_quality.ended_on_line IS 'Revoked or withdrawn and still shown; must be 0. 已撤销或撤回而仍公示的记录数，应为0。';
COMMENT ON COLUMN credit_bi.disclosure_quality.reporting_rate IS 'Reported / (reported + open rejections): what can be known inside; a decision never sent is not in it. 上报率：已报送/(已报送+未修正退回)，从未报送的决定无从得知。';
COMMENT ON COLUMN credit_bi.disclosure_quality.compliance_rate IS 'Reported / rows sent: the share of rows that kept every rule. 合规率：已报送/报送行数。';
COMMENT ON COLUMN credit_bi.disclosure_quality.timeliness_rate IS 'In time / (in time + late). 及时率：及时/(及时+迟报)。';
GRANT SELECT ON credit_bi.disclosure_quality TO credit_admin, credit_department, credit_analyst;

-- ==== src/operations/restore.sql ====

-- restore.sql: what goes round a restore, and the checks after it. Requires all
-- rooms above; must be the last part that makes rule tables or triggers.
--
-- A plain pg_restore works without any of this: triggers let complete rows pass
-- and the tables come in the order their foreign keys demand. pg_restore -j
-- knows no such order; between pre_restore() and post_restore() it needs none.

-- The user's row must take the place of the shipped row in that mode as well.
DO $$
DECLARE
	rule record;
BEGIN
	FOR rule IN
		SELECT t.tgrelid::pg_catalog.regclass AS called, t.tgname
		FROM pg_catalog.pg_trigger t
		WHERE t.tgfoid OPERATOR(pg_catalog.=) 'credit.replace_standard'::pg_catalog.regproc
	LOOP
		EXECUTE pg_catalog.format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', rule.called, rule.tgname);
	END LOOP;
END
$$;

CREATE FUNCTION credit.pre_restore() RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	EXECUTE format('ALTER DATABASE %I SET credit.restoring = on', current_database());
	EXECUTE format('ALTER DATABASE %I SET session_replication_role = replica', current_database());
	PERFORM set_config('credit.restoring', 'on', false), set_config('session_replication_role', 'replica', false);
END
$$;
COMMENT ON FUNCTION credit.pre_restore() IS 'Before pg_restore, by a superuser: this and every new session of the database loads rows as they are, with triggers and foreign keys at rest. 恢复前由超级用户调用：本会话及此后新会话装载数据时触发器与外键静默。';
REVOKE ALL ON FUNCTION credit.pre_restore() FROM PUBLIC;

-- Foreign keys that do not hold, since nothing checked them while restoring.
CREATE FUNCTION credit.broken_foreign_keys() RETURNS SETOF pg_catalog.text
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	fkey record;
	broken bigint;
BEGIN
	FOR fkey IN
		SELECT c.conname, c.conrelid::regclass AS child, c.confrelid::regclass AS parent,
			string_agg(format('p.%I = c.%I', pa.attname, ca.attname), ' AND ') AS same,
			string_agg(format('c.%I IS NOT NULL', ca.attname), ' AND ') AS given
		FROM pg_constraint c
		JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.conrelid AND d.deptype = 'e'
		JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND e.extname = 'credit'
		CROSS JOIN LATERAL unnest(c.conkey, c.confkey) k (child, parent)
		JOIN pg_attribute ca ON ca.attrelid = c.conrelid AND ca.attnum = k.child
		JOIN pg_attribute pa ON pa.attrelid = c.confrelid AND pa.attnum = k.parent
		WHERE c.contype = 'f'
		GROUP BY c.oid, c.conname, c.conrelid, c.confrelid ORDER BY c.conname
	LOOP
		EXECUTE format('SELECT count(*) FROM %s c WHERE %s AND NOT EXISTS (SELECT FROM %s p WHERE %s)',
					   fkey.child, fkey.given, fkey.parent, fkey.same) INTO broken;
		IF broken > 0 THEN
			RETURN NEXT format('%s: %s rows of %s', fkey.conname, broken, fkey.child);
		END IF;
	END LOOP;
END
$$;
COMMENT ON FUNCTION credit.broken_foreign_keys() IS 'Foreign keys of this extension that some rows break, with their number. 未被满足的外键及涉及行数。';
REVOKE ALL ON FUNCTION credit.broken_foreign_keys() FROM PUBLIC;

-- Sequences that would hand out a number in use.
CREATE FUNCTION credit.sequences_behind() RETURNS SETOF pg_catalog.text
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	numbered record;
	behind boolean;
BEGIN
	FOR numbered IN
		SELECT * FROM (VALUES ('credit.record_id_seq', 'credit.record_store', 'record_id'),
			('credit.batch_id_seq', 'credit.batch', 'batch_id'),
			('credit.subject_id_seq', 'credit.subject', 'subject_id')) v (sequence, called, number)
		UNION ALL
		SELECT pg_get_serial_sequence(a.attrelid::regclass::text, a.attname), a.attrelid::regclass::text, quote_ident(a.attname)
		FROM pg_attribute a
		JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = a.attrelid AND d.deptype = 'e'
		JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND e.extname = 'credit'
		WHERE a.attidentity <> '' AND NOT a.attisdropped
	LOOP
		EXECUTE format('SELECT coalesce((SELECT max(t.%s) FROM %s t) > s.last_value, false) FROM %s s',
					   numbered.number, numbered.called, numbered.sequence) INTO behind;
		IF behind THEN
			RETURN NEXT numbered.sequence;
		END IF;
	END LOOP;
END
$$;
COMMENT ON FUNCTION credit.sequences_behind() IS 'Sequences whose next number is in use already. 下一编号已被占用的序列。';
REVOKE ALL ON FUNCTION credit.sequences_behind() FROM PUBLIC;

-- Doors whose item has fields they do not show: a door that ships with the
-- extension comes back without the fields a user added to its item.
CREATE FUNCTION credit.extend_entry_views() RETURNS SETOF pg_catalog.text
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	short text;
BEGIN
	FOR short IN
		SELECT DISTINCT f.item FROM credit.catalogue_field f
		JOIN pg_class v ON v.relkind = 'v' AND v.relname = f.item || '_entry' AND v.relnamespace = 'credit'::regnamespace
		WHERE NOT EXISTS (SELECT FROM pg_attribute a
			WHERE a.attrelid = v.oid AND a.attname = f.field AND NOT a.attisdropped)
		ORDER BY f.item
	LOOP
		RETURN NEXT credit.create_entry_view(short);
	END LOOP;
END
$$;
COMMENT ON FUNCTION credit.extend_entry_views() IS 'Adds to existing entry views the fields their items have gained; returns the views. 为已有录入视图补充事项新增字段，返回所改视图。';
REVOKE ALL ON FUNCTION credit.extend_entry_views() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.extend_entry_views() TO credit_admin;

CREATE FUNCTION credit.post_restore(OUT check_name pg_catalog.text, OUT ok pg_catalog.bool, OUT detail pg_catalog.text)
	RETURNS SETOF record
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	counted bigint;
BEGIN
	EXECUTE format('ALTER DATABASE %I RESET credit.restoring', current_database());
	EXECUTE format('ALTER DATABASE %I RESET session_replication_role', current_database());
	PERFORM set_config('credit.restoring', 'off', false), set_config('session_replication_role', 'origin', false);

	-- replaced views first: the checks may read through them
	check_name := 'entry views';
	SELECT true, string_agg('extended ' || v, ', ') INTO ok, detail FROM credit.extend_entry_views() v;
	RETURN NEXT;

	check_name := 'foreign keys';
	SELECT count(*) = 0, string_agg(b, '; ') INTO ok, detail FROM credit.broken_foreign_keys() b;
	RETURN NEXT;

	check_name := 'sequences';
	SELECT count(*) = 0, string_agg(b || ' is behind', '; ') INTO ok, detail FROM credit.sequences_behind() b;
	RETURN NEXT;

	check_name := 'catalogue';
	SELECT count(*) = 0, string_agg(c::text, '; ') INTO ok, detail FROM credit.check_catalogue() c;
	RETURN NEXT;

	check_name := 'partitions';
	SELECT count(*) = 0, string_agg(p.inhrelid::regclass || ' has no unique natural key', '; ') INTO ok, detail
	FROM pg_inherits p WHERE p.inhparent = 'credit.record_store'::regclass
		AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = p.inhrelid AND i.indisunique AND i.indisvalid
			AND i.indnkeyatts = 5 AND i.indpred IS NULL);
	RETURN NEXT;

	check_name := 'records';
	SELECT count(*) FILTER (WHERE s.subject_id IS NULL OR d.dept_id IS NULL OR b.batch_id IS NULL) = 0,
		format('%s records; without subject %s, department %s, batch %s', count(*), count(*) FILTER (WHERE s.subject_id IS NULL),
			count(*) FILTER (WHERE d.dept_id IS NULL), count(*) FILTER (WHERE b.batch_id IS NULL))
	INTO ok, detail
	FROM credit.record_store r
	LEFT JOIN credit.subject s USING (subject_id) LEFT JOIN credit.department d USING (dept_id)
	LEFT JOIN credit.batch b USING (batch_id);
	RETURN NEXT;

	check_name := 'versions';
	SELECT count(*) INTO counted
	FROM (SELECT r.record_id, r.version FROM credit.record_store r WHERE r.version > 1) r
	FULL JOIN (SELECT o.record_id, count(DISTINCT o.version) AS kept, min(o.version) AS first, max(o.version) AS last
		FROM credit.record_version o GROUP BY o.record_id) o USING (record_id)
	WHERE (o.kept, o.first, o.last) IS DISTINCT FROM (r.version - 1, 1, r.version - 1);
	ok := counted = 0;
	detail := CASE WHEN NOT ok THEN format('%s records whose earlier versions are not all there', counted) END;
	RETURN NEXT;

	check_name := 'batches';
	SELECT count(*) INTO counted FROM credit.batch b
	WHERE b.rows <> b.accepted + b.duplicate + b.corrected + b.rejected
		OR b.rejected <> (SELECT count(*) FROM credit.rejection r WHERE r.batch_id = b.batch_id);
	ok := counted = 0;
	detail := CASE WHEN NOT ok THEN format('%s batches do not add up or lack rejected rows', counted) END;
	RETURN NEXT;

	check_name := 'persons';
	SELECT count(*) INTO counted FROM credit.person_identity p LEFT JOIN credit.identity_key k USING (key_id)
	WHERE credit.identity_digest(k.key, p.doc_type, p.doc_no) IS DISTINCT FROM p.doc_digest;
	ok := counted = 0;
	detail := CASE WHEN NOT ok THEN format('%s persons whose digest does not fit the key', counted) END;
	RETURN NEXT;
END
$$;
COMMENT ON FUNCTION credit.post_restore() IS 'After pg_restore, by a superuser: ends the mode of pre_restore(), extends entry views and checks what was loaded; every row with ok false needs a look. 恢复后由超级用户调用：结束恢复模式，补充录入视图并校验数据，ok 为假者须处理。';
REVOKE ALL ON FUNCTION credit.post_restore() FROM PUBLIC;
