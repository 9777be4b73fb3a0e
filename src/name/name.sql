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
