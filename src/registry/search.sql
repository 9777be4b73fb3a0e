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

-- After an update that raised the number of the rule: the keys made by another.
CREATE FUNCTION credit.renew_name_keys(max_rows pg_catalog.int4 DEFAULT 100000) RETURNS pg_catalog.int8
	LANGUAGE plpgsql VOLATILE STRICT SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	renewed bigint;
	also bigint;
BEGIN
	IF max_rows < 1 THEN
		RAISE EXCEPTION '%', credit.message('max_rows must be at least 1') USING ERRCODE = '22023';
	END IF;
	UPDATE credit.subject s SET name_key = credit.normalize_name(s.name), name_rule = credit.name_rule_version()
	WHERE s.subject_id IN (SELECT o.subject_id FROM credit.subject o
		WHERE o.name_rule <> credit.name_rule_version() ORDER BY o.subject_id LIMIT max_rows FOR UPDATE SKIP LOCKED);
	GET DIAGNOSTICS renewed = ROW_COUNT;
	UPDATE credit.subject_name n SET name_key = credit.normalize_name(n.name), name_rule = credit.name_rule_version()
	WHERE n.ctid IN (SELECT o.ctid FROM credit.subject_name o
		WHERE o.name_rule <> credit.name_rule_version() LIMIT max_rows - renewed FOR UPDATE SKIP LOCKED);
	GET DIAGNOSTICS also = ROW_COUNT;
	RETURN renewed + also;
END
$$;
COMMENT ON FUNCTION credit.renew_name_keys(pg_catalog.int4) IS 'Makes anew the keys of names that another version of the rule made, so many at most; returns how many. Call it until it returns 0. 重新生成由其他规则版本生成的名称检索键，返回处理行数，重复调用直至返回 0。';
REVOKE ALL ON FUNCTION credit.renew_name_keys(pg_catalog.int4) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.renew_name_keys(pg_catalog.int4) TO credit_admin;
