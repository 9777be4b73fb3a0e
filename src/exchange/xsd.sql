-- xsd.sql: the schema of an item's exchange documents, from the catalogue.
-- Requires catalogue/.

-- What a field's text may be. The import reads more forms than the schema
-- promises; what keeps to the schema is read as it stands.
CREATE FUNCTION credit.exchange_xsd_type(type pg_catalog.text, max_length pg_catalog.int4, codes pg_catalog.text[]) RETURNS pg_catalog.text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT CASE
		WHEN codes IS NOT NULL THEN '<xs:simpleType><xs:restriction base="xs:string">'
			|| (SELECT string_agg(format('<xs:enumeration value="%s"/>', credit.exchange_escape(c)), '' ORDER BY nr)
				FROM unnest(codes) WITH ORDINALITY u (c, nr)) || '</xs:restriction></xs:simpleType>'
		WHEN type = 'date' THEN '<xs:simpleType><xs:restriction base="xs:date"><xs:pattern value="\d{4}-\d{2}-\d{2}"/></xs:restriction></xs:simpleType>'
		WHEN type = 'uscc' THEN '<xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}"/></xs:restriction></xs:simpleType>'
		WHEN type = 'integer' THEN '<xs:simpleType><xs:restriction base="xs:integer"/></xs:simpleType>'
		WHEN type IN ('number', 'amount', 'amount_wan') THEN '<xs:simpleType><xs:restriction base="xs:decimal"/></xs:simpleType>'
		WHEN type = 'region' THEN '<xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="[0-9]{6}"/></xs:restriction></xs:simpleType>'
		WHEN type = 'boolean' THEN '<xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="0"/><xs:enumeration value="1"/></xs:restriction></xs:simpleType>'
		ELSE format('<xs:simpleType><xs:restriction base="xs:string"><xs:minLength value="1"/>%s</xs:restriction></xs:simpleType>',
			format('<xs:maxLength value="%s"/>', coalesce(max_length, 5000)))
	END
$$;
COMMENT ON FUNCTION credit.exchange_xsd_type(pg_catalog.text, pg_catalog.int4, pg_catalog.text[]) IS 'XSD type of a field; internal. 字段的 XSD 类型（内部使用）。';

CREATE FUNCTION credit.exchange_xsd(item pg_catalog.text) RETURNS pg_catalog.xml
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	label text;
	fields text;
BEGIN
	SELECT i.name_zh INTO label FROM credit.catalogue_item i WHERE i.item = exchange_xsd.item
	ORDER BY lower(i.valid) DESC NULLS LAST LIMIT 1;
	IF NOT FOUND THEN
		RAISE EXCEPTION '%', credit.message('item "%s" is not in the catalogue', item)
			USING ERRCODE = 'CR001', HINT = credit.message('Look in credit.catalogue_item.');
	END IF;
	-- a field is required when every edition requires it, and takes what any edition takes
	SELECT string_agg(format(E'\t\t\t<xs:element name="%s"%s><xs:annotation><xs:documentation>%s</xs:documentation></xs:annotation>%s</xs:element>\n',
			f.field, CASE WHEN f.required THEN '' ELSE ' minOccurs="0"' END, credit.exchange_escape(f.name_zh),
			credit.exchange_xsd_type(f.type, f.max_length, f.codes)), '' ORDER BY f.ordinal, f.field COLLATE "C")
	INTO fields
	FROM (SELECT c.field::text AS field, min(c.ordinal) AS ordinal,
			(array_agg(c.name_zh ORDER BY lower(i.valid) DESC NULLS LAST))[1] AS name_zh,
			(array_agg(c.type ORDER BY lower(i.valid) DESC NULLS LAST))[1] AS type,
			max(c.max_length) AS max_length,
			bool_and(c.required AND c.default_value IS NULL) AND count(*) = (SELECT count(*) FROM credit.catalogue_item n WHERE n.item = exchange_xsd.item) AS required,
			CASE WHEN bool_and(c.type = 'code' AND NOT c.multi_valued) THEN (
				SELECT array_agg(DISTINCT v.value COLLATE "C" ORDER BY v.value COLLATE "C")
				FROM credit.code_list l CROSS JOIN LATERAL (VALUES (l.code::text), (l.label)) v (value)
				WHERE l.list = ANY (array_agg(c.code_list))) END AS codes
		FROM credit.catalogue_field c JOIN credit.catalogue_item i USING (item, edition)
		WHERE c.item = exchange_xsd.item GROUP BY c.field) f;
	RETURN format($xsd$<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:credit:exchange:1" targetNamespace="urn:credit:exchange:1" elementFormDefault="qualified">
<xs:annotation><xs:documentation>%s (%s)</xs:documentation></xs:annotation>
<xs:element name="credit_exchange"><xs:complexType>
	<xs:sequence>
		<xs:element name="record" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:all>
%s		</xs:all>
			<xs:attribute name="item" fixed="%s"/>
			<xs:attribute name="status"><xs:simpleType><xs:restriction base="xs:string">%s</xs:restriction></xs:simpleType></xs:attribute>
			<xs:attribute name="received_at"><xs:simpleType><xs:restriction base="xs:dateTime"><xs:pattern value="\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z"/></xs:restriction></xs:simpleType></xs:attribute>
		</xs:complexType></xs:element>
		<xs:element name="manifest" minOccurs="0"><xs:complexType><xs:sequence>
			<xs:element name="count" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:attribute name="item" type="xs:string" use="required"/><xs:attribute name="records" type="xs:nonNegativeInteger" use="required"/></xs:complexType></xs:element>
		</xs:sequence><xs:attribute name="records" type="xs:nonNegativeInteger" use="required"/><xs:attribute name="sha256" use="required"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="[0-9a-f]{64}"/></xs:restriction></xs:simpleType></xs:attribute></xs:complexType></xs:element>
	</xs:sequence>
	<xs:attribute name="version" fixed="1"/>
	<xs:attribute name="item" fixed="%s"/>
%s</xs:complexType></xs:element>
</xs:schema>
$xsd$,
		credit.exchange_escape(label), item, fields, item,
		(SELECT string_agg(format('<xs:enumeration value="%s"/>', s), '' ORDER BY s) FROM unnest(enum_range(NULL::credit.record_status)) s),
		item,
		(SELECT string_agg(format(E'\t<xs:attribute name="%s"><xs:simpleType><xs:restriction base="xs:string"><xs:maxLength value="200"/></xs:restriction></xs:simpleType></xs:attribute>\n', a), '')
		 FROM unnest('{document,origin,sender,created,since,until}'::text[]) a))::xml;
END
$$;
COMMENT ON FUNCTION credit.exchange_xsd(pg_catalog.text) IS 'XML schema of an item''s exchange documents, from the catalogue as it is now. 由现行目录生成事项交换文件的 XML Schema。';
