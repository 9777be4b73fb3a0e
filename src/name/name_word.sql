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
