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
