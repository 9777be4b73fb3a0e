-- subject.sql: subjects, their other identifiers, former names and relations.
-- Requires registry/department.sql, code/ (uscc, subject_kind), name/
-- (credit.normalize_name).

CREATE SEQUENCE credit.subject_id_seq;
COMMENT ON SEQUENCE credit.subject_id_seq IS 'Numbers of subjects. 主体编号序列。';
GRANT USAGE, SELECT ON SEQUENCE credit.subject_id_seq TO credit_admin, credit_department;
SELECT pg_catalog.pg_extension_config_dump('credit.subject_id_seq', '');

CREATE TABLE credit.subject (
	subject_id pg_catalog.int8 PRIMARY KEY DEFAULT pg_catalog.nextval('credit.subject_id_seq')
		CHECK (subject_id OPERATOR(pg_catalog.>) 0),
	kind credit.subject_kind NOT NULL,
	uscc credit.uscc UNIQUE,
	name pg_catalog.text NOT NULL CHECK (name OPERATOR(pg_catalog.<>) ''),
	name_key pg_catalog.text COLLATE "C" NOT NULL,
	name_rule pg_catalog.int2 NOT NULL DEFAULT credit.name_rule_version(),
	region_code pg_catalog.text COLLATE "C",
	industry_code pg_catalog.text COLLATE "C",
	registered_on pg_catalog.date,
	status pg_catalog.text NOT NULL DEFAULT 'active'
		CHECK (status OPERATOR(pg_catalog.=) ANY (ARRAY['active', 'suspended', 'revoked', 'cancelled'])),
	provisional pg_catalog.bool NOT NULL DEFAULT false,
	-- no foreign key: pg_dump warns of self-references; merge_subject() is the
	-- only writer
	merged_into pg_catalog.int8
		CHECK (merged_into OPERATOR(pg_catalog.<>) subject_id),
	attributes pg_catalog.jsonb NOT NULL DEFAULT '{}'
		CHECK (pg_catalog.jsonb_typeof(attributes) OPERATOR(pg_catalog.=) 'object'),
	created_at pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now()
);
COMMENT ON TABLE credit.subject IS 'Credit subjects: organisations, individual businesses, public bodies and persons; a record carries the number only. 信用主体：法人、非法人组织、个体工商户、政府机关与自然人；记录只引用主体编号。';
COMMENT ON COLUMN credit.subject.subject_id IS 'Number of the subject, for life. 主体编号，终身不变。';
COMMENT ON COLUMN credit.subject.kind IS 'Kind of subject. 主体类别。';
COMMENT ON COLUMN credit.subject.uscc IS 'Unified social credit code in use; null for persons. 现用统一社会信用代码，自然人为空。';
COMMENT ON COLUMN credit.subject.name IS 'Name in use. 现用名称。';
COMMENT ON COLUMN credit.subject.name_key IS 'Normalised name for searching. 用于检索的规范化名称。';
COMMENT ON COLUMN credit.subject.name_rule IS 'Version of the normalising rule behind name_key. 规范化规则版本。';
COMMENT ON COLUMN credit.subject.region_code IS 'Division where it is now; the code''s own digits tell where it first registered. 现住所区划，代码内区划仅表示初次登记地。';
COMMENT ON COLUMN credit.subject.industry_code IS 'Industry (GB/T 4754). 行业代码。';
COMMENT ON COLUMN credit.subject.registered_on IS 'Day of registration. 登记日期。';
COMMENT ON COLUMN credit.subject.status IS 'active, suspended, revoked or cancelled in the register. 登记状态：存续、停业、吊销、注销。';
COMMENT ON COLUMN credit.subject.provisional IS 'True until the register has confirmed it: it was created by an entry with a valid code. 由录入的有效代码自动建立、尚待登记机关确认。';
COMMENT ON COLUMN credit.subject.merged_into IS 'Subject this entry was found to be; its files have moved there. 经查与之为同一主体，档案已并入。';
COMMENT ON COLUMN credit.subject.attributes IS 'Other facts of the register. 其他登记事项。';
COMMENT ON COLUMN credit.subject.created_at IS 'When it was created here. 建立时间。';
-- Entry looks codes up by the million: by hash that is one page and no way down a
-- tree, and persons, who have no code, take no room.
CREATE INDEX subject_uscc_hash ON credit.subject USING hash (uscc);
CREATE INDEX subject_merged_into ON credit.subject (merged_into) WHERE merged_into IS NOT NULL;
-- credit.record and other views show the code as text and are asked by it
CREATE INDEX subject_code_text ON credit.subject ((uscc::pg_catalog.text));
GRANT SELECT ON credit.subject TO credit_admin, credit_department, credit_analyst, credit_public, credit_identity;
GRANT INSERT, UPDATE, DELETE ON credit.subject TO credit_admin;
ALTER TABLE credit.subject ENABLE ROW LEVEL SECURITY;
-- Names of persons are for departments and the office; analysts and the public
-- count persons' records without names. (An enum comparison costs nothing;
-- the function is asked for persons only.)
CREATE POLICY subject_read ON credit.subject FOR SELECT
	USING (kind OPERATOR(pg_catalog.<>) 'person' OR credit.is_office() OR credit.is_department());
CREATE POLICY subject_write ON credit.subject FOR ALL TO credit_admin
	USING (credit.is_office()) WITH CHECK (credit.is_office());
SELECT pg_catalog.pg_extension_config_dump('credit.subject', '');

CREATE TABLE credit.subject_identifier (
	subject_id pg_catalog.int8 NOT NULL REFERENCES credit.subject ON DELETE CASCADE,
	scheme pg_catalog.text COLLATE "C" NOT NULL
		CHECK (scheme OPERATOR(pg_catalog.=) ANY (ARRAY['registration_no', 'org_code', 'tax_no',
			'institution_no', 'association_no', 'former_uscc', 'other'])),
	value pg_catalog.text COLLATE "C" NOT NULL CHECK (value OPERATOR(pg_catalog.<>) ''),
	valid pg_catalog.daterange NOT NULL DEFAULT '(,)',
	PRIMARY KEY (subject_id, scheme, value),
	UNIQUE (scheme, value)
);
COMMENT ON TABLE credit.subject_identifier IS 'Other numbers of a subject: 15-digit registration, organisation code, tax, institution and association numbers, and codes it had before. 主体的其他号码：注册号、组织机构代码、税务登记号、事业单位证书号、社会组织登记证号及曾用统一代码。';
COMMENT ON COLUMN credit.subject_identifier.subject_id IS 'Whose number it is. 所属主体。';
COMMENT ON COLUMN credit.subject_identifier.scheme IS 'registration_no, org_code, tax_no, institution_no, association_no, former_uscc, other. 号码种类。';
COMMENT ON COLUMN credit.subject_identifier.value IS 'The number in its standard form. 规范形式的号码。';
COMMENT ON COLUMN credit.subject_identifier.valid IS 'Days on which the number was in use. 使用期间。';
GRANT SELECT ON credit.subject_identifier TO credit_admin, credit_department, credit_analyst;
GRANT INSERT, UPDATE, DELETE ON credit.subject_identifier TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.subject_identifier', '');

CREATE TABLE credit.subject_name (
	subject_id pg_catalog.int8 NOT NULL REFERENCES credit.subject ON DELETE CASCADE,
	name pg_catalog.text NOT NULL,
	name_key pg_catalog.text COLLATE "C" NOT NULL,
	name_rule pg_catalog.int2 NOT NULL DEFAULT credit.name_rule_version(),
	valid pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(valid)),
	PRIMARY KEY (subject_id, name, valid)
);
COMMENT ON TABLE credit.subject_name IS 'Former names of subjects; the name in use stands in subject. 主体曾用名，现用名在主体表。';
COMMENT ON COLUMN credit.subject_name.subject_id IS 'Whose name it was. 所属主体。';
COMMENT ON COLUMN credit.subject_name.name IS 'The former name. 曾用名。';
COMMENT ON COLUMN credit.subject_name.name_key IS 'The same, normalised. 规范化的曾用名。';
COMMENT ON COLUMN credit.subject_name.name_rule IS 'Version of the normalising rule. 规范化规则版本。';
COMMENT ON COLUMN credit.subject_name.valid IS 'Days on which it was the name. 使用期间。';
CREATE INDEX subject_name_key ON credit.subject_name (name_key);
GRANT SELECT ON credit.subject_name TO credit_admin, credit_department;
GRANT INSERT, UPDATE, DELETE ON credit.subject_name TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.subject_name', '');

CREATE TABLE credit.relation (
	subject_id pg_catalog.int8 NOT NULL REFERENCES credit.subject ON DELETE CASCADE,
	related_id pg_catalog.int8 NOT NULL REFERENCES credit.subject ON DELETE CASCADE,
	role pg_catalog.text COLLATE "C" NOT NULL
		CHECK (role OPERATOR(pg_catalog.=) ANY (ARRAY['legal_representative', 'principal', 'actual_controller',
			'directly_responsible', 'shareholder', 'branch_of', 'superior'])),
	valid pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(valid)),
	PRIMARY KEY (subject_id, role, related_id, valid),
	CHECK (subject_id OPERATOR(pg_catalog.<>) related_id)
);
COMMENT ON TABLE credit.relation IS 'Who answers for an organisation, and to whom it belongs, with the period. 主体间关系及期间：法定代表人、主要负责人、实际控制人、直接责任人等。';
COMMENT ON COLUMN credit.relation.subject_id IS 'The organisation. 组织。';
COMMENT ON COLUMN credit.relation.related_id IS 'The person or organisation that stands in the role to it. 关联主体。';
COMMENT ON COLUMN credit.relation.role IS 'legal_representative, principal, actual_controller, directly_responsible, shareholder, branch_of, superior. 关系种类。';
COMMENT ON COLUMN credit.relation.valid IS 'Days on which it holds. 有效期间。';
CREATE INDEX relation_related ON credit.relation (related_id, role);
GRANT SELECT ON credit.relation TO credit_admin, credit_department;
GRANT INSERT, UPDATE, DELETE ON credit.relation TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.relation', '');

CREATE TABLE credit.subject_merge (
	gone_id pg_catalog.int8 PRIMARY KEY REFERENCES credit.subject ON DELETE CASCADE,
	kept_id pg_catalog.int8 NOT NULL REFERENCES credit.subject ON DELETE CASCADE,
	reason pg_catalog.text NOT NULL CHECK (pg_catalog.btrim(reason) OPERATOR(pg_catalog.<>) ''),
	merged_at pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),
	merged_by pg_catalog.text NOT NULL DEFAULT CURRENT_USER
);
COMMENT ON TABLE credit.subject_merge IS 'Mergers of two entries that were one subject: which, why, when, by whom. 主体合并记录：何者、原因、时间、经办。';
COMMENT ON COLUMN credit.subject_merge.gone_id IS 'Entry that was merged away. 被并入的条目。';
COMMENT ON COLUMN credit.subject_merge.kept_id IS 'Entry that took its files at the time. 当时接收档案的主体。';
COMMENT ON COLUMN credit.subject_merge.reason IS 'Why they are one. 合并原因。';
COMMENT ON COLUMN credit.subject_merge.merged_at IS 'When. 合并时间。';
COMMENT ON COLUMN credit.subject_merge.merged_by IS 'Role that did it. 经办角色。';
CREATE INDEX subject_merge_kept ON credit.subject_merge (kept_id);
GRANT SELECT ON credit.subject_merge TO credit_admin, credit_department;
SELECT pg_catalog.pg_extension_config_dump('credit.subject_merge', '');

-- Rooms below register what moves when two subjects become one.
CREATE TABLE credit.subject_table (
	table_name pg_catalog.text COLLATE "C" PRIMARY KEY,
	mover pg_catalog.text COLLATE "C",
	ordinal pg_catalog.int4 NOT NULL DEFAULT 100
);
COMMENT ON TABLE credit.subject_table IS 'Tables whose rows follow a subject when it is merged. Each room that keys rows by subject_id inserts one row in its part of the install script. 主体合并时随之转移的表，由各部分安装脚本登记。';
COMMENT ON COLUMN credit.subject_table.table_name IS 'Qualified name of a table with a column subject_id. 含 subject_id 列的表（带模式名）。';
COMMENT ON COLUMN credit.subject_table.mover IS 'Qualified function (keep bigint, gone bigint) that moves the rows where a plain update of subject_id could break a key; null for the plain update. 处理键冲突的转移函数，空则直接更新。';
COMMENT ON COLUMN credit.subject_table.ordinal IS 'Order of moving, lowest first. 转移次序。';
GRANT SELECT ON credit.subject_table TO credit_admin;

-- Fills name_key where the writer left it out; bulk writers pass it.
CREATE FUNCTION credit.fill_name_key() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	NEW.name_key := credit.normalize_name(NEW.name);
	NEW.name_rule := credit.name_rule_version();
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION credit.fill_name_key() IS 'Row trigger: the key of a name follows the name. 行触发器：名称变化时更新检索键。';
REVOKE ALL ON FUNCTION credit.fill_name_key() FROM PUBLIC;
CREATE TRIGGER fill_name_key_insert BEFORE INSERT ON credit.subject FOR EACH ROW
	WHEN (NEW.name_key IS NULL) EXECUTE FUNCTION credit.fill_name_key();
CREATE TRIGGER fill_name_key_update BEFORE UPDATE OF name, name_key ON credit.subject FOR EACH ROW
	WHEN (NEW.name_key IS NULL OR
		(NEW.name OPERATOR(pg_catalog.<>) OLD.name AND NEW.name_key OPERATOR(pg_catalog.=) OLD.name_key))
	EXECUTE FUNCTION credit.fill_name_key();
CREATE TRIGGER fill_name_key_insert BEFORE INSERT ON credit.subject_name FOR EACH ROW
	WHEN (NEW.name_key IS NULL) EXECUTE FUNCTION credit.fill_name_key();
