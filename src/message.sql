-- Words of errors in the reader's language: what PL/pgSQL raises goes through
-- the catalogues of messages that C uses. Requires the schema.

CREATE FUNCTION credit.message(english pg_catalog.text) RETURNS pg_catalog.text
	LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'credit_message';
COMMENT ON FUNCTION credit.message(pg_catalog.text) IS 'The message in the language of lc_messages, English where it has no translation. 按lc_messages的语言给出提示，无译文时为英文。';

CREATE FUNCTION credit.message(english pg_catalog.text, VARIADIC "any") RETURNS pg_catalog.text
	LANGUAGE c STABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'credit_message';
COMMENT ON FUNCTION credit.message(pg_catalog.text, "any") IS 'The same with values put in as format() does. 同上，并按format()填入各值。';
