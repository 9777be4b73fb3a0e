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
