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
