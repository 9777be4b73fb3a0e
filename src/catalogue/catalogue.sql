-- catalogue.sql: what may enter the credit record: categories, items by
-- edition, fields, code lists, forbidden content. Requires registry/, grade/.

CREATE TYPE credit.severity AS ENUM ('minor', 'general', 'serious');
COMMENT ON TYPE credit.severity IS 'How bad a fault is: minor, general, serious (Order 36). 失信程度：轻微、一般、严重。';

CREATE TABLE credit.catalogue_category (
	category pg_catalog.text COLLATE "C" PRIMARY KEY
		CHECK (category OPERATOR(pg_catalog.~) '^[a-z][a-z0-9_]*$'),
	ordinal pg_catalog.int2 NOT NULL UNIQUE,
	name_zh pg_catalog.text NOT NULL,
	name_en pg_catalog.text NOT NULL,
	since_edition pg_catalog.text NOT NULL,
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false
);
COMMENT ON TABLE credit.catalogue_category IS 'The 13 kinds of public credit information of the national basic catalogue, edition 2024. 全国公共信用信息基础目录（2024年版）的13类信息。';
COMMENT ON COLUMN credit.catalogue_category.category IS 'Short name. 短名。';
COMMENT ON COLUMN credit.catalogue_category.ordinal IS 'Order of display. 排列次序。';
COMMENT ON COLUMN credit.catalogue_category.name_zh IS 'Name in Chinese. 中文名称。';
COMMENT ON COLUMN credit.catalogue_category.name_en IS 'Name in English. 英文名称。';
COMMENT ON COLUMN credit.catalogue_category.since_edition IS 'Edition that brought the kind. 首次列入的版本。';
COMMENT ON COLUMN credit.catalogue_category.basis_id IS 'Document behind it. 依据。';
COMMENT ON COLUMN credit.catalogue_category.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';

CREATE TABLE credit.catalogue_item (
	item pg_catalog.text COLLATE "C" NOT NULL CHECK (item OPERATOR(pg_catalog.~) '^[a-z][a-z0-9_]{0,40}$'),
	edition pg_catalog.text COLLATE "C" NOT NULL CHECK (edition OPERATOR(pg_catalog.~) '^[A-Za-z0-9._-]{1,20}$'),
	name_zh pg_catalog.text NOT NULL CHECK (name_zh OPERATOR(pg_catalog.<>) ''),
	name_en pg_catalog.text NOT NULL CHECK (name_en OPERATOR(pg_catalog.<>) ''),
	category pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.catalogue_category,
	polarity pg_catalog.text COLLATE "C" NOT NULL
		CHECK (polarity OPERATOR(pg_catalog.=) ANY (ARRAY['positive', 'neutral', 'negative'])),
	default_severity credit.severity,
	openness pg_catalog.text COLLATE "C" NOT NULL DEFAULT 'public'
		CHECK (openness OPERATOR(pg_catalog.=) ANY (ARRAY['public', 'government', 'restricted'])),
	applies_to credit.subject_kind[] NOT NULL
		DEFAULT '{enterprise,individual_business,farmers_cooperative,social_organisation,public_institution,government_body,collective,other,person}'
		CHECK (pg_catalog.cardinality(applies_to) OPERATOR(pg_catalog.>) 0),
	submit_within pg_catalog.int4 CHECK (submit_within OPERATOR(pg_catalog.>) 0),
	submit_unit pg_catalog.text COLLATE "C"
		CHECK (submit_unit OPERATOR(pg_catalog.=) ANY (ARRAY['workday', 'day', 'month', 'year'])),
	retention pg_catalog.interval CHECK (retention OPERATOR(pg_catalog.>) '0'::pg_catalog.interval),
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	submit_basis_id pg_catalog.text COLLATE "C" REFERENCES credit.legal_basis,
	allowed_by pg_catalog.text COLLATE "C" REFERENCES credit.legal_basis,
	owner_dept_id pg_catalog.int4 REFERENCES credit.department,
	valid pg_catalog.daterange NOT NULL CHECK (NOT pg_catalog.isempty(valid)),
	verified pg_catalog.bool NOT NULL DEFAULT false,
	note pg_catalog.text,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false,
	PRIMARY KEY (item, edition),
	CONSTRAINT submit_term_has_a_unit CHECK ((submit_within IS NULL) OPERATOR(pg_catalog.=) (submit_unit IS NULL)),
	CONSTRAINT only_negative_items_have_severity CHECK (polarity OPERATOR(pg_catalog.=) 'negative' OR default_severity IS NULL)
);
COMMENT ON TABLE credit.catalogue_item IS 'Kinds of record that may enter, by edition; an edition applies to decisions taken in its valid range. 可归集的信息事项及版本，按决定日期适用。';
COMMENT ON COLUMN credit.catalogue_item.item IS 'Short name of the item. 事项短名。';
COMMENT ON COLUMN credit.catalogue_item.edition IS 'Edition of its fields and rules. 版本。';
COMMENT ON COLUMN credit.catalogue_item.name_zh IS 'Name in Chinese. 中文名称。';
COMMENT ON COLUMN credit.catalogue_item.name_en IS 'Name in English. 英文名称。';
COMMENT ON COLUMN credit.catalogue_item.category IS 'Kind of the national catalogue. 国家目录类别。';
COMMENT ON COLUMN credit.catalogue_item.polarity IS 'positive, neutral or negative. 性质：守信、中性、失信。';
COMMENT ON COLUMN credit.catalogue_item.default_severity IS 'Severity of a negative record that no severity rule settles. 无规则命中时的失信程度。';
COMMENT ON COLUMN credit.catalogue_item.openness IS 'public, government (departments), restricted (its own department and the office). 开放属性：社会公开、政务共享、授权查询。';
COMMENT ON COLUMN credit.catalogue_item.applies_to IS 'Kinds of subject it may be recorded for. 适用主体类别。';
COMMENT ON COLUMN credit.catalogue_item.submit_within IS 'Term for submitting after the decision. 报送时限。';
COMMENT ON COLUMN credit.catalogue_item.submit_unit IS 'Unit of that term: workday, day, month, year. 时限单位。';
COMMENT ON COLUMN credit.catalogue_item.retention IS 'How long after the decision a record is published, and counts as a fault, at most; null: as the publication regime says. The record itself stays. 自决定之日起公示及作为失信记录使用的最长期限，空则依公示规则；记录本身保留。';
COMMENT ON COLUMN credit.catalogue_item.basis_id IS 'Document the item rests on; a negative one needs law, regulation or central policy. 依据；失信类须有法律、法规或党中央国务院政策文件。';
COMMENT ON COLUMN credit.catalogue_item.submit_basis_id IS 'Document that sets the submission term. 报送时限的依据。';
COMMENT ON COLUMN credit.catalogue_item.allowed_by IS 'Legislation that expressly allows recording a behaviour otherwise excluded (forbidden_content); null as a rule. 明确允许归集原属禁止行为的法律法规，通常为空。';
COMMENT ON COLUMN credit.catalogue_item.owner_dept_id IS 'Department that keeps a local item; null for all. 地方事项的主管部门。';
COMMENT ON COLUMN credit.catalogue_item.valid IS 'Days of decision to which the edition applies. 适用的决定日期范围。';
COMMENT ON COLUMN credit.catalogue_item.verified IS 'False until compared with the original document. 是否已与原文核对。';
COMMENT ON COLUMN credit.catalogue_item.note IS 'Remark. 备注。';
COMMENT ON COLUMN credit.catalogue_item.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';
CREATE INDEX catalogue_item_category ON credit.catalogue_item (category);

CREATE TABLE credit.code_list (
	list pg_catalog.text COLLATE "C" NOT NULL CHECK (list OPERATOR(pg_catalog.~) '^[a-z][a-z0-9_]*$'),
	code pg_catalog.text COLLATE "C" NOT NULL CHECK (code OPERATOR(pg_catalog.<>) ''),
	label pg_catalog.text NOT NULL CHECK (label OPERATOR(pg_catalog.<>) ''),
	label_en pg_catalog.text,
	ordinal pg_catalog.int2 NOT NULL DEFAULT 0,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false,
	PRIMARY KEY (list, code)
);
COMMENT ON TABLE credit.code_list IS 'Values that coded fields may take. 编码字段的取值表。';
COMMENT ON COLUMN credit.code_list.list IS 'Name of the list. 代码表名。';
COMMENT ON COLUMN credit.code_list.code IS 'Value as it stands in the data. 数据中的取值。';
COMMENT ON COLUMN credit.code_list.label IS 'What it means, in Chinese. 中文含义。';
COMMENT ON COLUMN credit.code_list.label_en IS 'What it means, in English. 英文含义。';
COMMENT ON COLUMN credit.code_list.ordinal IS 'Order; for penalty kinds from light to heavy. 次序，处罚种类由轻到重。';
COMMENT ON COLUMN credit.code_list.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';

CREATE TABLE credit.catalogue_field (
	item pg_catalog.text COLLATE "C" NOT NULL,
	edition pg_catalog.text COLLATE "C" NOT NULL,
	field pg_catalog.text COLLATE "C" NOT NULL CHECK (field OPERATOR(pg_catalog.~) '^[a-z][a-z0-9_]{0,40}$'),
	ordinal pg_catalog.int2 NOT NULL,
	name_zh pg_catalog.text NOT NULL CHECK (name_zh OPERATOR(pg_catalog.<>) ''),
	name_en pg_catalog.text NOT NULL CHECK (name_en OPERATOR(pg_catalog.<>) ''),
	type pg_catalog.text COLLATE "C" NOT NULL DEFAULT 'text'
		CHECK (type OPERATOR(pg_catalog.=) ANY (ARRAY['text', 'date', 'integer', 'number', 'amount', 'amount_wan',
			'code', 'uscc', 'org_code', 'registration_no', 'resident_id', 'region', 'grade', 'boolean', 'name'])),
	max_length pg_catalog.int4 CHECK (max_length OPERATOR(pg_catalog.>) 0),
	required pg_catalog.bool NOT NULL DEFAULT false,
	required_when pg_catalog.jsonb,
	code_list pg_catalog.text COLLATE "C",
	openness pg_catalog.text COLLATE "C" NOT NULL DEFAULT 'public'
		CHECK (openness OPERATOR(pg_catalog.=) ANY (ARRAY['public', 'government', 'restricted'])),
	multi_valued pg_catalog.bool NOT NULL DEFAULT false,
	min_value pg_catalog.numeric,
	max_value pg_catalog.numeric,
	plausible_max pg_catalog.numeric,
	not_before pg_catalog.text COLLATE "C",
	not_after pg_catalog.text COLLATE "C",
	default_value pg_catalog.text,
	grade_scale pg_catalog.text COLLATE "C"
		CHECK (grade_scale OPERATOR(pg_catalog.=) ANY (ARRAY['credit', 'tax', 'environment', 'labour', 'risk', 'rating'])),
	maps_to pg_catalog.text COLLATE "C"
		CHECK (maps_to OPERATOR(pg_catalog.=) ANY (ARRAY['subject_name', 'subject_category', 'subject_code',
			'subject_registration_no', 'subject_org_code', 'subject_tax_no', 'subject_institution_no',
			'subject_association_no', 'subject_doc_type', 'subject_doc_no', 'legal_rep_name',
			'legal_rep_doc_type', 'legal_rep_doc_no', 'doc_no', 'decided_on', 'valid_from', 'valid_until',
			'amount', 'authority_name', 'authority_code', 'source_name', 'source_code', 'status', 'publish_until'])),
	verified pg_catalog.bool NOT NULL DEFAULT false,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false,
	PRIMARY KEY (item, edition, field),
	FOREIGN KEY (item, edition) REFERENCES credit.catalogue_item ON DELETE CASCADE,
	CONSTRAINT code_field_has_a_code_list CHECK ((type OPERATOR(pg_catalog.=) 'code') OPERATOR(pg_catalog.=) (code_list IS NOT NULL)),
	CONSTRAINT grade_field_has_a_scale CHECK ((type OPERATOR(pg_catalog.=) 'grade') OPERATOR(pg_catalog.=) (grade_scale IS NOT NULL)),
	CONSTRAINT only_code_and_text_are_multi_valued CHECK (NOT multi_valued OR type OPERATOR(pg_catalog.=) ANY (ARRAY['code', 'text'])),
	CONSTRAINT bounds_need_a_number CHECK ((min_value IS NULL AND max_value IS NULL AND plausible_max IS NULL)
		OR type OPERATOR(pg_catalog.=) ANY (ARRAY['integer', 'number', 'amount', 'amount_wan'])),
	CONSTRAINT min_value_up_to_max_value CHECK (min_value OPERATOR(pg_catalog.<=) max_value),
	CONSTRAINT date_order_needs_a_date CHECK ((not_before IS NULL AND not_after IS NULL) OR type OPERATOR(pg_catalog.=) 'date')
);
COMMENT ON TABLE credit.catalogue_field IS 'Fields of an item, with every rule a value must keep. 事项字段及其校验规则。';
COMMENT ON COLUMN credit.catalogue_field.item IS 'Item. 事项。';
COMMENT ON COLUMN credit.catalogue_field.edition IS 'Edition. 版本。';
COMMENT ON COLUMN credit.catalogue_field.field IS 'Name of the field, lower case. 字段名（小写）。';
COMMENT ON COLUMN credit.catalogue_field.ordinal IS 'Place in the entry view. 录入视图中的次序。';
COMMENT ON COLUMN credit.catalogue_field.name_zh IS 'Label in Chinese. 中文标签。';
COMMENT ON COLUMN credit.catalogue_field.name_en IS 'Label in English. 英文标签。';
COMMENT ON COLUMN credit.catalogue_field.type IS 'Type; amount is in yuan, amount_wan in 10 000 yuan, name is a name of a person or organisation. 类型；amount 为元，amount_wan 为万元。';
COMMENT ON COLUMN credit.catalogue_field.max_length IS 'Most characters. 最大字符数。';
COMMENT ON COLUMN credit.catalogue_field.required IS 'Always required. 是否必填。';
COMMENT ON COLUMN credit.catalogue_field.required_when IS 'Required when all these conditions hold (see credit.condition_fault). 条件必填：全部条件成立时必填。';
COMMENT ON COLUMN credit.catalogue_field.code_list IS 'Code list of a field of type code. 代码表。';
COMMENT ON COLUMN credit.catalogue_field.openness IS 'Who may read it: public, government, restricted. 开放属性。';
COMMENT ON COLUMN credit.catalogue_field.multi_valued IS 'May hold several values separated by ; ； , ， 、 or |. 可多值，以分号、逗号、顿号或竖线分隔。';
COMMENT ON COLUMN credit.catalogue_field.min_value IS 'Least value allowed. 最小值。';
COMMENT ON COLUMN credit.catalogue_field.max_value IS 'Greatest value allowed. 最大值。';
COMMENT ON COLUMN credit.catalogue_field.plausible_max IS 'Above this the value is flagged, not refused: yuan may have been typed for 10 000 yuan. 超过则提示可能将元误填为万元，不拒收。';
COMMENT ON COLUMN credit.catalogue_field.not_before IS 'Field whose date this one may not precede. 不得早于的字段。';
COMMENT ON COLUMN credit.catalogue_field.not_after IS 'Field whose date this one may not pass, or today. 不得晚于的字段或 today（当日）。';
COMMENT ON COLUMN credit.catalogue_field.default_value IS 'Value taken when the field is blank. 缺省值。';
COMMENT ON COLUMN credit.catalogue_field.grade_scale IS 'Scale of a field of type grade. 等级字段的量表。';
COMMENT ON COLUMN credit.catalogue_field.maps_to IS 'Column or role the value has for every item; publish_until is compared, never trusted. 通用含义；publish_until 仅比对，不采信。';
COMMENT ON COLUMN credit.catalogue_field.verified IS 'False until length and obligation were compared with the original standard. 长度与必填性是否已与原标准核对。';
COMMENT ON COLUMN credit.catalogue_field.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';
CREATE UNIQUE INDEX catalogue_field_maps_to ON credit.catalogue_field (item, edition, maps_to) WHERE maps_to IS NOT NULL;

CREATE TABLE credit.forbidden_content (
	kind pg_catalog.text COLLATE "C" NOT NULL
		CHECK (kind OPERATOR(pg_catalog.=) ANY (ARRAY['behaviour', 'personal_data'])),
	pattern pg_catalog.text COLLATE "C" NOT NULL CHECK (pattern OPERATOR(pg_catalog.<>) ''),
	reason pg_catalog.text NOT NULL CHECK (reason OPERATOR(pg_catalog.<>) ''),
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	verified pg_catalog.bool NOT NULL DEFAULT false,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false,
	PRIMARY KEY (kind, pattern)
);
COMMENT ON TABLE credit.forbidden_content IS 'What must not be recorded: behaviours without legislation behind them, and personal data the law excludes. 不得归集的内容：无立法依据的行为，以及法律禁止采集的个人信息。';
COMMENT ON COLUMN credit.forbidden_content.kind IS 'behaviour or personal_data. 种类：行为、个人信息。';
COMMENT ON COLUMN credit.forbidden_content.pattern IS 'Regular expression, compared without regard to case with names of items, fields and codes. 正则表达式（不区分大小写），与事项、字段、代码名称比对。';
COMMENT ON COLUMN credit.forbidden_content.reason IS 'Reason given in the refusal. 拒绝时说明的理由。';
COMMENT ON COLUMN credit.forbidden_content.basis_id IS 'Document that forbids it. 依据。';
COMMENT ON COLUMN credit.forbidden_content.verified IS 'False until compared with the original. 是否已与原文核对。';
COMMENT ON COLUMN credit.forbidden_content.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';

GRANT SELECT ON credit.catalogue_category, credit.catalogue_item, credit.code_list, credit.catalogue_field,
	credit.forbidden_content TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.catalogue_category, credit.catalogue_item, credit.code_list,
	credit.catalogue_field, credit.forbidden_content TO credit_admin;

CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.catalogue_category FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.catalogue_category FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.catalogue_category
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
SELECT pg_catalog.pg_extension_config_dump('credit.catalogue_category', 'WHERE NOT standard_entry');

CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.catalogue_item FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.catalogue_item FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.catalogue_item
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
SELECT pg_catalog.pg_extension_config_dump('credit.catalogue_item', 'WHERE NOT standard_entry');

CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.code_list FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.code_list FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.code_list
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
SELECT pg_catalog.pg_extension_config_dump('credit.code_list', 'WHERE NOT standard_entry');

CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.catalogue_field FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.catalogue_field FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.catalogue_field
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
SELECT pg_catalog.pg_extension_config_dump('credit.catalogue_field', 'WHERE NOT standard_entry');

CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.forbidden_content FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.forbidden_content FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.forbidden_content
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
SELECT pg_catalog.pg_extension_config_dump('credit.forbidden_content', 'WHERE NOT standard_entry');
