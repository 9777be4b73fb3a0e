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
