-- define.sql: new items, fields and codes by one call each. Requires
-- catalogue/checks.sql.

-- The fields every item has: whom, which decision, when, by whom. Items that
-- persons cannot have get no document fields.
CREATE FUNCTION credit.add_common_fields(item pg_catalog.text, edition pg_catalog.text,
		standard_entry pg_catalog.bool DEFAULT false) RETURNS pg_catalog.void
	LANGUAGE sql
	SET search_path = pg_catalog, pg_temp
AS $$
	INSERT INTO credit.catalogue_field (item, edition, field, ordinal, name_zh, name_en, type, max_length,
		required, required_when, code_list, openness, not_after, maps_to, standard_entry)
	SELECT i.item, i.edition, f.field, f.ordinal::int2, f.name_zh, f.name_en, f.type, f.max_length,
		f.required, f.required_when::jsonb, f.code_list, f.openness, f.not_after, f.maps_to,
		add_common_fields.standard_entry
	FROM credit.catalogue_item i
	CROSS JOIN (VALUES
		('subject_name', 1, '行政相对人名称', 'name of the subject', 'name', 200, true, NULL, NULL, 'public', NULL, 'subject_name', false),
		('subject_category', 2, '行政相对人类别', 'category of the subject', 'code', 16, true, NULL, 'counterpart_category', 'public', NULL, 'subject_category', false),
		('subject_code', 3, '统一社会信用代码', 'unified social credit code', 'uscc', 18, false, '[{"field":"subject_category","op":"equals","value":"法人及非法人组织"}]', NULL, 'public', NULL, 'subject_code', false),
		('subject_doc_type', 4, '证件类型', 'document type of a natural person', 'code', 64, false, '[{"field":"subject_category","op":"equals","value":"自然人"}]', 'document_type', 'restricted', NULL, 'subject_doc_type', true),
		('subject_doc_no', 5, '证件号码', 'document number of a natural person', 'text', 64, false, '[{"field":"subject_category","op":"equals","value":"自然人"}]', NULL, 'restricted', NULL, 'subject_doc_no', true),
		('doc_no', 6, '文书号', 'number of the document', 'text', 128, true, NULL, NULL, 'public', NULL, 'doc_no', false),
		('decided_on', 7, '认定日期', 'date of decision', 'date', NULL, true, NULL, NULL, 'public', 'today', 'decided_on', false),
		('authority_name', 90, '认定机关', 'deciding authority', 'name', 255, true, NULL, NULL, 'public', NULL, 'authority_name', false),
		('authority_code', 91, '认定机关统一社会信用代码', 'unified code of the authority', 'uscc', 18, true, NULL, NULL, 'public', NULL, 'authority_code', false),
		('remark', 99, '备注', 'remark', 'text', 512, false, NULL, NULL, 'government', NULL, NULL, false)
	) AS f (field, ordinal, name_zh, name_en, type, max_length, required, required_when, code_list, openness,
			not_after, maps_to, persons_only)
	WHERE i.item = add_common_fields.item AND i.edition = add_common_fields.edition
	  AND (NOT f.persons_only OR 'person' = ANY (i.applies_to))
$$;
COMMENT ON FUNCTION credit.add_common_fields(pg_catalog.text, pg_catalog.text, pg_catalog.bool) IS 'Gives an item the fields every item has: subject, document, date, authority. 为事项添加通用字段：主体、文书、日期、机关。';
REVOKE ALL ON FUNCTION credit.add_common_fields(pg_catalog.text, pg_catalog.text, pg_catalog.bool) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.add_common_fields(pg_catalog.text, pg_catalog.text, pg_catalog.bool) TO credit_admin;

CREATE FUNCTION credit.define_item(item pg_catalog.text, name_zh pg_catalog.text, name_en pg_catalog.text,
		category pg_catalog.text, polarity pg_catalog.text, basis_id pg_catalog.text,
		edition pg_catalog.text DEFAULT '1', default_severity credit.severity DEFAULT NULL,
		openness pg_catalog.text DEFAULT 'public', applies_to credit.subject_kind[] DEFAULT NULL,
		submit_within pg_catalog.int4 DEFAULT NULL, submit_unit pg_catalog.text DEFAULT 'workday',
		submit_basis_id pg_catalog.text DEFAULT NULL, retention pg_catalog.interval DEFAULT NULL,
		valid pg_catalog.daterange DEFAULT '(,)', owner_dept_id pg_catalog.int4 DEFAULT NULL,
		allowed_by pg_catalog.text DEFAULT NULL, common_fields pg_catalog.bool DEFAULT true)
	RETURNS pg_catalog.void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM credit.catalogue_category c WHERE c.category = define_item.category) THEN
		RAISE EXCEPTION '%', credit.message('category "%s" is not in the national catalogue', category)
			USING ERRCODE = 'CR001',
				HINT = credit.message('Categories are %s.', (SELECT string_agg(c.category, ', ' ORDER BY c.ordinal)
												  FROM credit.catalogue_category c));
	END IF;
	IF NOT EXISTS (SELECT FROM credit.legal_basis b WHERE b.basis_id = define_item.basis_id) THEN
		RAISE EXCEPTION '%', credit.message('legal basis "%s" is not known', basis_id)
			USING ERRCODE = 'CR004',
				HINT = credit.message('Insert the document into credit.legal_basis first.');
	END IF;
	INSERT INTO credit.catalogue_item (item, edition, name_zh, name_en, category, polarity, default_severity,
		openness, applies_to, submit_within, submit_unit, submit_basis_id, retention, basis_id, valid,
		owner_dept_id, allowed_by)
	VALUES (define_item.item, define_item.edition, define_item.name_zh, define_item.name_en,
		define_item.category, define_item.polarity,
		coalesce(define_item.default_severity, CASE define_item.polarity WHEN 'negative' THEN 'general'::credit.severity END),
		define_item.openness, coalesce(define_item.applies_to, enum_range(NULL::credit.subject_kind)),
		define_item.submit_within, CASE WHEN define_item.submit_within IS NOT NULL THEN define_item.submit_unit END,
		define_item.submit_basis_id, define_item.retention, define_item.basis_id, define_item.valid,
		define_item.owner_dept_id, define_item.allowed_by);
	IF common_fields THEN
		PERFORM credit.add_common_fields(item, edition);
	END IF;
END
$$;
COMMENT ON FUNCTION credit.define_item(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, credit.severity, pg_catalog.text, credit.subject_kind[], pg_catalog.int4, pg_catalog.text, pg_catalog.text, pg_catalog.interval, pg_catalog.daterange, pg_catalog.int4, pg_catalog.text, pg_catalog.bool) IS 'Adds an item, or a new edition of one, to the catalogue, with the fields every item has. 在目录中新增事项或新版本，并附通用字段。';
REVOKE ALL ON FUNCTION credit.define_item(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, credit.severity, pg_catalog.text, credit.subject_kind[], pg_catalog.int4, pg_catalog.text, pg_catalog.text, pg_catalog.interval, pg_catalog.daterange, pg_catalog.int4, pg_catalog.text, pg_catalog.bool) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.define_item(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, credit.severity, pg_catalog.text, credit.subject_kind[], pg_catalog.int4, pg_catalog.text, pg_catalog.text, pg_catalog.interval, pg_catalog.daterange, pg_catalog.int4, pg_catalog.text, pg_catalog.bool) TO credit_admin;

CREATE FUNCTION credit.define_field(item pg_catalog.text, field pg_catalog.text, name_zh pg_catalog.text,
		name_en pg_catalog.text, type pg_catalog.text DEFAULT 'text', edition pg_catalog.text DEFAULT NULL,
		required pg_catalog.bool DEFAULT false, max_length pg_catalog.int4 DEFAULT NULL,
		required_when pg_catalog.jsonb DEFAULT NULL, code_list pg_catalog.text DEFAULT NULL,
		openness pg_catalog.text DEFAULT 'public', multi_valued pg_catalog.bool DEFAULT false,
		min_value pg_catalog.numeric DEFAULT NULL, max_value pg_catalog.numeric DEFAULT NULL,
		plausible_max pg_catalog.numeric DEFAULT NULL, not_before pg_catalog.text DEFAULT NULL,
		not_after pg_catalog.text DEFAULT NULL, default_value pg_catalog.text DEFAULT NULL,
		grade_scale pg_catalog.text DEFAULT NULL, maps_to pg_catalog.text DEFAULT NULL,
		ordinal pg_catalog.int4 DEFAULT NULL)
	RETURNS pg_catalog.void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	its_edition text;
	missing text;
	refusal text;
BEGIN
	-- without an edition, the one for decisions of today, else the newest
	SELECT i.edition INTO its_edition FROM credit.catalogue_item i
	WHERE i.item = define_field.item AND (define_field.edition IS NULL OR i.edition = define_field.edition)
	ORDER BY i.valid @> credit.today() DESC, lower(i.valid) DESC NULLS LAST LIMIT 1;
	IF NOT FOUND THEN
		RAISE EXCEPTION '%', CASE WHEN edition IS NULL THEN credit.message('item "%s" is not in the catalogue', item)
				ELSE credit.message('item "%s" in edition "%s" is not in the catalogue', item, edition) END
			USING ERRCODE = 'CR001', HINT = credit.message('Define it with credit.define_item() first.');
	END IF;
	IF code_list IS NOT NULL AND NOT EXISTS (
		SELECT FROM credit.code_list c WHERE c.list = define_field.code_list) THEN
		RAISE EXCEPTION '%', credit.message('code list "%s" has no codes', code_list)
			USING ERRCODE = 'CR020', HINT = credit.message('Insert its codes into credit.code_list first.');
	END IF;
	SELECT n.name INTO missing
	FROM (SELECT not_before AS name UNION ALL SELECT nullif(not_after, 'today')
		  UNION ALL SELECT t ->> 'field'
		  FROM jsonb_array_elements(CASE WHEN jsonb_typeof(define_field.required_when) = 'array'
										 THEN define_field.required_when END) t) n
	WHERE n.name IS NOT NULL AND n.name <> define_field.field AND NOT EXISTS (
		SELECT FROM credit.catalogue_field f
		WHERE f.item = define_field.item AND f.edition = its_edition AND f.field = n.name)
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION '%', credit.message('field "%s" of item "%s" refers to field "%s", which does not exist', field, item, missing)
			USING ERRCODE = 'CR020', HINT = credit.message('Define that field first.');
	END IF;
	INSERT INTO credit.catalogue_field AS f (item, edition, field, ordinal, name_zh, name_en, type, max_length,
		required, required_when, code_list, openness, multi_valued, min_value, max_value, plausible_max,
		not_before, not_after, default_value, grade_scale, maps_to)
	VALUES (define_field.item, its_edition, define_field.field,
		coalesce(define_field.ordinal, (SELECT coalesce(max(o.ordinal), 0) + 1 FROM credit.catalogue_field o
			WHERE o.item = define_field.item AND o.edition = its_edition AND o.ordinal < 90)),
		define_field.name_zh, define_field.name_en, define_field.type, define_field.max_length,
		define_field.required, define_field.required_when, define_field.code_list, define_field.openness,
		define_field.multi_valued, define_field.min_value, define_field.max_value, define_field.plausible_max,
		define_field.not_before, define_field.not_after, define_field.default_value,
		define_field.grade_scale, define_field.maps_to);
	refusal := credit.value_refusal(item, its_edition, field, default_value);
	IF refusal IS NOT NULL THEN
		RAISE EXCEPTION '%', credit.message('default value "%s" of field "%s" of item "%s" would be refused', default_value, field, item)
			USING ERRCODE = 'CR020', DETAIL = credit.message('Expected is %s.', refusal),
				HINT = credit.message('A field that is left blank gets its default value, so every such row would be refused.');
	END IF;
END
$$;
COMMENT ON FUNCTION credit.define_field(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.bool, pg_catalog.int4, pg_catalog.jsonb, pg_catalog.text, pg_catalog.text, pg_catalog.bool, pg_catalog.numeric, pg_catalog.numeric, pg_catalog.numeric, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.int4) IS 'Adds a field to an item, with its rules. 为事项新增字段及校验规则。';
REVOKE ALL ON FUNCTION credit.define_field(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.bool, pg_catalog.int4, pg_catalog.jsonb, pg_catalog.text, pg_catalog.text, pg_catalog.bool, pg_catalog.numeric, pg_catalog.numeric, pg_catalog.numeric, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.int4) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.define_field(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.bool, pg_catalog.int4, pg_catalog.jsonb, pg_catalog.text, pg_catalog.text, pg_catalog.bool, pg_catalog.numeric, pg_catalog.numeric, pg_catalog.numeric, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.int4) TO credit_admin;
