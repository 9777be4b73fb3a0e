-- export.sql: records going out in the format they come in. Requires
-- exchange/change.sql.
--
-- Everything here runs with its caller's rights: a role exports what it sees.

CREATE TYPE credit.exchange_element AS (element pg_catalog.text, digest pg_catalog.bytea);
COMMENT ON TYPE credit.exchange_element IS 'A record of an exchange document. 交换文件中的一条记录。';
COMMENT ON COLUMN credit.exchange_element.element IS 'As XML. XML 文本。';
COMMENT ON COLUMN credit.exchange_element.digest IS 'SHA-256 of its content. 内容的 SHA-256。';

CREATE FUNCTION credit.exchange_record(r credit.record_visible, person_no pg_catalog.text, with_item pg_catalog.bool)
	RETURNS credit.exchange_element
	LANGUAGE c STABLE PARALLEL SAFE COST 50
	AS 'MODULE_PATHNAME', 'credit_exchange_record';
COMMENT ON FUNCTION credit.exchange_record(credit.record_visible, pg_catalog.text, pg_catalog.bool) IS 'A record as an element of an exchange document. 将记录转为交换文件元素。';
CREATE FUNCTION credit.exchange_escape(value pg_catalog.text) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_exchange_escape';
COMMENT ON FUNCTION credit.exchange_escape(pg_catalog.text) IS 'A text as it stands in an attribute of an exchange document. 交换文件属性值转义。';

REVOKE ALL ON FUNCTION credit.exchange_record(credit.record_visible, pg_catalog.text, pg_catalog.bool) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.exchange_record(credit.record_visible, pg_catalog.text, pg_catalog.bool) TO credit_admin, credit_department;

CREATE TYPE credit.exported_record AS (record_item pg_catalog.text, element pg_catalog.text, digest pg_catalog.bytea);
COMMENT ON TYPE credit.exported_record IS 'A record an export holds. 导出的一条记录。';
COMMENT ON COLUMN credit.exported_record.record_item IS 'Its item. 事项。';
COMMENT ON COLUMN credit.exported_record.element IS 'As XML. XML 文本。';
COMMENT ON COLUMN credit.exported_record.digest IS 'SHA-256 of its content. 内容的 SHA-256。';

-- What a filter may say; everything else would be silently ignored.
CREATE FUNCTION credit.check_export_filter(filter pg_catalog.jsonb) RETURNS void
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	bad text;
BEGIN
	IF jsonb_typeof(filter) IS DISTINCT FROM 'object' THEN
		RAISE EXCEPTION '%', credit.message('a filter is an object')
			USING ERRCODE = 'invalid_parameter_value', HINT = credit.message('Such as {"month": "2026-05", "region": "220100"}.');
	END IF;
	SELECT k INTO bad FROM jsonb_object_keys(filter) k
	WHERE k <> ALL ('{department,region,items,month,received_month,decided_from,decided_until,status,persons,own,document,origin,sender}')
	ORDER BY k COLLATE "C" LIMIT 1;
	IF bad IS NULL THEN
		SELECT k INTO bad FROM jsonb_each_text(filter) f (k, v)
		WHERE v IS NULL
		   OR (k IN ('month', 'received_month') AND v !~ '^[0-9]{4}-(0[1-9]|1[0-2])$')
		   OR (k IN ('decided_from', 'decided_until') AND v !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$')
		   OR (k IN ('persons', 'own') AND v NOT IN ('true', 'false'))
		   OR (k IN ('items', 'status') AND jsonb_typeof(filter -> k) <> 'array')
		   -- a word misspelt must not make an empty package that passes for a whole one
		   OR (k = 'status' AND NOT filter -> k <@ to_jsonb(enum_range(NULL::credit.record_status)::text[]))
		   OR (k = 'items' AND NOT filter -> k <@ (SELECT jsonb_agg(i.item) FROM credit.catalogue_item i))
		   OR (k = 'department' AND NOT EXISTS (SELECT FROM credit.department d WHERE d.uscc::text = v))
		   OR (k = 'region' AND NOT EXISTS (SELECT FROM credit.region g WHERE g.code = v))
		   OR (k IN ('document', 'origin', 'sender') AND octet_length(v) > 200)
		ORDER BY k COLLATE "C" LIMIT 1;
	END IF;
	IF bad IS NOT NULL THEN
		RAISE EXCEPTION '%', credit.message('filter "%s" is unknown or malformed', bad)
			USING ERRCODE = 'invalid_parameter_value',
				DETAIL = credit.message('A filter takes department, region, items, month, received_month, decided_from, decided_until, status, persons, own, document, origin, sender.'),
				HINT = credit.message('Months are written 2026-05, days 2026-05-20, items and status are arrays.');
	END IF;
	IF filter ->> 'persons' = 'true' AND NOT pg_has_role(current_user, 'credit_identity', 'USAGE') THEN
		RAISE EXCEPTION '%', credit.message('records of natural persons are exported by credit_identity alone')
			USING ERRCODE = 'insufficient_privilege',
				DETAIL = credit.message('They carry the number of the person''s document, without which nobody could take them in.'),
				HINT = credit.message('Leave "persons" out of the filter, or let a role with credit_identity export.');
	END IF;
END
$$;
COMMENT ON FUNCTION credit.check_export_filter(pg_catalog.jsonb) IS 'Raises when a filter of an export is malformed or not the role''s to use. 检查导出条件。';

-- The records an export holds, in an order that the content alone decides.
CREATE FUNCTION credit.export_rows(item pg_catalog.text, since pg_catalog.timestamptz, until pg_catalog.timestamptz,
		filter pg_catalog.jsonb, with_item pg_catalog.bool)
	RETURNS SETOF credit.exported_record
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	source text := 'credit.record_visible r';
	conditions text[] := ARRAY[]::text[];
	persons bool := coalesce((filter ->> 'persons')::bool, false);
	first_day date;
BEGIN
	PERFORM credit.check_export_filter(filter);
	IF item IS NOT NULL AND NOT EXISTS (SELECT FROM credit.catalogue_item i WHERE i.item = export_rows.item) THEN
		RAISE EXCEPTION '%', credit.message('item "%s" is not in the catalogue', item)
			USING ERRCODE = 'CR001', HINT = credit.message('Look in credit.catalogue_item.');
	END IF;
	IF since IS NOT NULL AND since >= credit.change_horizon(credit.today()) THEN
		source := '(SELECT DISTINCT ON (c.subject_id, c.record_id) c.* FROM credit.change_set s'
			' JOIN credit.record_visible c ON c.record_id BETWEEN s.first_record AND s.last_record'
			' AND c.decided_on BETWEEN s.first_day AND s.last_day AND (s.batch_id IS NULL OR c.batch_id = s.batch_id)'
			' WHERE (s.settled > $2 OR s.settled IS NULL) AND ($3 IS NULL OR s.settled <= $3)'
			' ORDER BY c.subject_id, c.record_id) n'
			' JOIN credit.record_visible r ON r.subject_id = n.subject_id AND r.record_id = n.record_id AND r.decided_on = n.decided_on';
	END IF;
	IF item IS NOT NULL THEN
		conditions := conditions || 'r.item = $1'::text;
	END IF;
	IF filter ? 'items' THEN
		conditions := conditions || 'r.item = ANY (ARRAY(SELECT jsonb_array_elements_text($4 -> ''items'')))'::text;
	END IF;
	IF filter ? 'status' THEN
		conditions := conditions || 'r.status::text = ANY (ARRAY(SELECT jsonb_array_elements_text($4 -> ''status'')))'::text;
	END IF;
	IF filter ? 'department' THEN
		conditions := conditions || 'd.uscc::text = $4 ->> ''department'''::text;
	END IF;
	IF filter ? 'region' THEN
		conditions := conditions || 'd.region_code = ANY (ARRAY(WITH RECURSIVE down AS (
			SELECT g.code FROM credit.region g WHERE g.code = $4 ->> ''region''
			UNION SELECT g.code FROM credit.region g JOIN down ON g.parent = down.code) SELECT code FROM down))'::text;
	END IF;
	IF filter ? 'month' THEN
		first_day := ((filter ->> 'month') || '-01')::date;
		conditions := conditions || format('r.decided_on >= %L AND r.decided_on < %L', first_day, (first_day + interval '1 month')::date);
	END IF;
	IF filter ? 'received_month' THEN
		first_day := ((filter ->> 'received_month') || '-01')::date;
		conditions := conditions || format('r.received_at >= (%L::timestamp AT TIME ZONE %L) AND r.received_at < (%L::timestamp AT TIME ZONE %L)',
			first_day, credit.setting('time_zone'), first_day + interval '1 month', credit.setting('time_zone'));
	END IF;
	IF filter ? 'decided_from' THEN
		conditions := conditions || format('r.decided_on >= %L', (filter ->> 'decided_from')::date);
	END IF;
	IF filter ? 'decided_until' THEN
		conditions := conditions || format('r.decided_on <= %L', (filter ->> 'decided_until')::date);
	END IF;
	IF (filter ->> 'own')::bool THEN
		conditions := conditions || 'NOT EXISTS (SELECT FROM credit.import i WHERE i.batch_id = r.batch_id AND i.origin IS NOT NULL)'::text;
	END IF;
	IF NOT persons THEN
		conditions := conditions || 's.kind <> ''person'''::text;
	END IF;
	RETURN QUERY EXECUTE
		'SELECT r.item, (e.x).element, (e.x).digest FROM ' || source
		|| ' JOIN credit.subject s ON s.subject_id = r.subject_id'
		|| ' LEFT JOIN credit.department d ON d.dept_id = r.dept_id'
		|| CASE WHEN persons THEN ' LEFT JOIN credit.person_identity p ON p.subject_id = r.subject_id' ELSE '' END
		|| ' CROSS JOIN LATERAL (SELECT credit.exchange_record(r, '
		|| CASE WHEN persons THEN 'p.doc_no' ELSE 'NULL' END || ', $5) OFFSET 0) e (x)'
		|| ' WHERE (e.x).element IS NOT NULL'
		|| (SELECT coalesce(string_agg(' AND ' || c, ''), '') FROM unnest(conditions) c)
		|| ' ORDER BY r.item COLLATE "C", r.decided_on, r.doc_no COLLATE "C", s.uscc::text COLLATE "C", d.uscc::text COLLATE "C", (e.x).digest'
		USING item, since, until, filter, with_item;
END
$$;
COMMENT ON FUNCTION credit.export_rows(pg_catalog.text, pg_catalog.timestamptz, pg_catalog.timestamptz, pg_catalog.jsonb, pg_catalog.bool) IS 'Records an export holds, in order of their content. 导出的记录，按内容排序。';
REVOKE ALL ON FUNCTION credit.export_rows(pg_catalog.text, pg_catalog.timestamptz, pg_catalog.timestamptz, pg_catalog.jsonb, pg_catalog.bool) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.export_rows(pg_catalog.text, pg_catalog.timestamptz, pg_catalog.timestamptz, pg_catalog.jsonb, pg_catalog.bool) TO credit_admin, credit_department;

-- The root element's start tag.
CREATE FUNCTION credit.exchange_head(document pg_catalog.text, item pg_catalog.text, filter pg_catalog.jsonb,
		since pg_catalog.timestamptz, until pg_catalog.timestamptz) RETURNS pg_catalog.text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT '<credit_exchange xmlns="urn:credit:exchange:1" version="1"' || coalesce((
		SELECT string_agg(format(' %s="%s"', a.name, credit.exchange_escape(a.value)), '' ORDER BY a.nr)
		FROM (VALUES (1, 'document', document), (2, 'item', item), (3, 'origin', filter ->> 'origin'), (4, 'sender', filter ->> 'sender'),
			(5, 'since', to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')),
			(6, 'until', to_char(until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))) a (nr, name, value)
		WHERE a.value IS NOT NULL), '') || E'>\n'
$$;
COMMENT ON FUNCTION credit.exchange_head(pg_catalog.text, pg_catalog.text, pg_catalog.jsonb, pg_catalog.timestamptz, pg_catalog.timestamptz) IS 'Beginning of an exchange document. 交换文件开头。';

-- The manifest and the end. counts: an object of items and numbers of records.
CREATE FUNCTION credit.exchange_foot(records pg_catalog.int8, sha256 pg_catalog.bytea, counts pg_catalog.jsonb) RETURNS pg_catalog.text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT format(E'<manifest records="%s" sha256="%s">\n', records, encode(sha256, 'hex'))
		|| coalesce((SELECT string_agg(format(E'<count item="%s" records="%s"/>\n', c.key, c.value), '' ORDER BY c.key COLLATE "C")
			FROM jsonb_each_text(counts) c), '')
		|| E'</manifest>\n</credit_exchange>\n'
$$;
COMMENT ON FUNCTION credit.exchange_foot(pg_catalog.int8, pg_catalog.bytea, pg_catalog.jsonb) IS 'Manifest and end of an exchange document. 交换文件清单与结尾。';

CREATE FUNCTION credit.export_xml(item pg_catalog.text, since pg_catalog.timestamptz DEFAULT NULL,
		filter pg_catalog.jsonb DEFAULT '{}') RETURNS pg_catalog.xml
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	body text;
	digests bytea;
	records bigint;
	counts jsonb;
BEGIN
	WITH rows AS MATERIALIZED (
		SELECT x.* FROM credit.export_rows(export_xml.item, since, NULL, filter, export_xml.item IS NULL)
			WITH ORDINALITY x (record_item, element, digest, nr)
	)
	SELECT string_agg(r.element, '' ORDER BY r.nr), sha256(coalesce(string_agg(r.digest, '' ORDER BY r.nr), '')), count(*),
		(SELECT jsonb_object_agg(c.record_item, c.n) FROM (SELECT o.record_item, count(*) AS n FROM rows o GROUP BY 1) c)
	INTO body, digests, records, counts FROM rows r;
	RETURN (credit.exchange_head(filter ->> 'document', export_xml.item, filter, since, NULL)
		|| coalesce(body, '') || credit.exchange_foot(records, digests, coalesce(counts, '{}')))::xml;
END
$$;
COMMENT ON FUNCTION credit.export_xml(pg_catalog.text, pg_catalog.timestamptz, pg_catalog.jsonb) IS 'Records of an item, or of all, as an exchange document with its manifest: those the role sees, new since a watermark, by the filter. 按事项、增量水位与条件导出交换文件，含清单，仅含当前角色可见的记录。';
REVOKE ALL ON FUNCTION credit.export_xml(pg_catalog.text, pg_catalog.timestamptz, pg_catalog.jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.export_xml(pg_catalog.text, pg_catalog.timestamptz, pg_catalog.jsonb) TO credit_admin, credit_department;
