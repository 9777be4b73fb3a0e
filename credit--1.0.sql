
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

CREATE FUNCTION credit.table_changed() RETURNS trigger
	LANGUAGE c
	AS 'MODULE_PATHNAME', 'credit_table_changed';
COMMENT ON FUNCTION credit.table_changed() IS 'Statement trigger on rule tables: tells every session to read them anew. 规则表语句级触发器：通知各会话重新读取规则。';
REVOKE ALL ON FUNCTION credit.table_changed() FROM PUBLIC;

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

CREATE FUNCTION credit.text(credit.uscc) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
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
