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
		RAISE EXCEPTION '%', credit.message('%s "%s" cannot stand below "%s"', TG_TABLE_NAME, child, missing)
			USING ERRCODE = 'foreign_key_violation',
				DETAIL = credit.message('The parent does not exist or is of the same level.'),
				HINT = credit.message('Insert the parent first; move or delete children before their parent.');
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
