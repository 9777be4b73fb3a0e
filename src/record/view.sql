-- view.sql: the door for any item, and the functions that make a department's
-- own door. Requires record/record.sql.

CREATE FUNCTION credit.enter() RETURNS trigger
	LANGUAGE c
	AS 'MODULE_PATHNAME', 'credit_enter';
COMMENT ON FUNCTION credit.enter() IS 'Row trigger of a door: checks, completes and buffers one row. Argument: the item of an entry view. 录入视图行级触发器：校验、补全并缓冲一行；参数为事项。';
REVOKE ALL ON FUNCTION credit.enter() FROM PUBLIC;
CREATE FUNCTION credit.enter_end() RETURNS trigger
	LANGUAGE c
	AS 'MODULE_PATHNAME', 'credit_enter_end';
COMMENT ON FUNCTION credit.enter_end() IS 'Statement trigger of a door: writes what is buffered and the batch. 录入视图语句级触发器：写入缓冲数据与批次。';
REVOKE ALL ON FUNCTION credit.enter_end() FROM PUBLIC;

CREATE FUNCTION credit.session_department() RETURNS pg_catalog.int4
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_session_department';
COMMENT ON FUNCTION credit.session_department() IS 'Department for which the session''s role acts, also within a SECURITY DEFINER function; null for the office, CR006 for a role of none. 会话角色代表的部门，信用办为空，不属任何部门则报错。';

CREATE FUNCTION credit.session_may_act_for(dept_id pg_catalog.int4) RETURNS pg_catalog.bool
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_session_may_act_for';
COMMENT ON FUNCTION credit.session_may_act_for(pg_catalog.int4) IS 'Whether the session''s role may act for the department, also within a SECURITY DEFINER function. 会话角色是否可代表该部门。';

CREATE FUNCTION credit.visible_detail(dept_id pg_catalog.int4, item pg_catalog.text,
	decided_on pg_catalog.date, detail pg_catalog.jsonb) RETURNS pg_catalog.jsonb
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_visible_detail';
COMMENT ON FUNCTION credit.visible_detail(pg_catalog.int4, pg_catalog.text, pg_catalog.date, pg_catalog.jsonb) IS 'The fields of a record that the current role may read: restricted ones are for its department and the office. 当前角色可读的记录字段，授权查询字段仅限本部门与信用办。';
CREATE FUNCTION credit.visible_amount(dept_id pg_catalog.int4, item pg_catalog.text,
	decided_on pg_catalog.date, amount pg_catalog.numeric) RETURNS pg_catalog.numeric
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_visible_amount';
COMMENT ON FUNCTION credit.visible_amount(pg_catalog.int4, pg_catalog.text, pg_catalog.date, pg_catalog.numeric) IS 'The amount of a record where the current role may read it, else null. 当前角色可读时为记录金额，否则为空。';

-- The fields a reader may see of the rows he may see. A view that reads as its
-- caller would need his right on the columns, which he must not have; so it
-- reads as credit_reader, a role without members that is under row-level
-- security like everybody: policies ask who is current, which a view does not
-- change. Unlike a security barrier it is planned as part of the query.
CREATE VIEW credit.record_visible AS
SELECT r.subject_id, r.record_id, r.item, r.dept_id, r.doc_no, r.decided_on, r.valid_from,
	r.valid_until, r.severity, credit.visible_amount(r.dept_id, r.item, r.decided_on, r.amount) AS amount,
	credit.visible_detail(r.dept_id, r.item, r.decided_on, r.detail) AS detail,
	r.status, r.received_at, r.due_on, r.late_days, r.publish_from, r.publish_until, r.batch_id,
	r.version, r.warnings
FROM credit.record_store r;
ALTER VIEW credit.record_visible OWNER TO credit_reader;
COMMENT ON VIEW credit.record_visible IS 'Records with the fields the current role may see; what credit.record and the entry views read. 当前角色可见的记录及其字段，供 credit.record 与录入视图使用。';
GRANT SELECT ON credit.record_visible TO credit_admin, credit_department, credit_analyst;

-- The order of columns is known to src/record/door_row.c.
CREATE VIEW credit.record WITH (security_invoker = true) AS
SELECT s.uscc::pg_catalog.text AS subject_code,
	CASE WHEN s.kind OPERATOR(pg_catalog.=) 'person' THEN credit.mask_name(s.name) ELSE s.name END AS subject_name,
	r.subject_id, r.record_id, r.item, r.dept_id, r.doc_no, r.decided_on, r.valid_from,
	r.valid_until, r.severity, r.amount, r.detail, r.status, r.received_at, r.due_on, r.late_days,
	r.publish_from, r.publish_until, r.batch_id, r.version, r.warnings
FROM credit.record_visible r
LEFT JOIN credit.subject s ON s.subject_id OPERATOR(pg_catalog.=) r.subject_id;
COMMENT ON VIEW credit.record IS 'Records of every item, to read and to enter. Insert item, subject_code, doc_no, decided_on … and the other fields in detail; the database sets the rest. 各类信用记录的查询与录入视图；录入事项、主体代码、文书号、决定日期等，其余由数据库生成。';
COMMENT ON COLUMN credit.record.subject_code IS 'Unified code of the subject; null for persons. 统一社会信用代码，自然人为空。';
COMMENT ON COLUMN credit.record.subject_name IS 'Name of the subject; persons'' names are masked. 主体名称，自然人姓名脱敏。';
DO $$
DECLARE
	described record;
BEGIN
	FOR described IN
		SELECT a.attname, pg_catalog.col_description(a.attrelid, a.attnum) AS comment
		FROM pg_catalog.pg_attribute a
		WHERE a.attrelid OPERATOR(pg_catalog.=) 'credit.record_store'::pg_catalog.regclass
			AND a.attnum OPERATOR(pg_catalog.>) 0
	LOOP
		EXECUTE pg_catalog.format('COMMENT ON COLUMN credit.record.%I IS %L',
								  described.attname, described.comment);
		EXECUTE pg_catalog.format('COMMENT ON COLUMN credit.record_visible.%I IS %L',
								  described.attname, described.comment);
	END LOOP;
END
$$;
GRANT SELECT ON credit.record TO credit_admin, credit_department, credit_analyst;
GRANT INSERT ON credit.record TO credit_admin, credit_department;
CREATE TRIGGER enter INSTEAD OF INSERT ON credit.record
	FOR EACH ROW EXECUTE FUNCTION credit.enter();
CREATE TRIGGER enter_end AFTER INSERT ON credit.record
	FOR EACH STATEMENT EXECUTE FUNCTION credit.enter_end();

CREATE FUNCTION credit.join_parts(parts pg_catalog.jsonb) RETURNS pg_catalog.text
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE pg_catalog.jsonb_typeof(parts)
		WHEN 'array' THEN (SELECT pg_catalog.string_agg(p.value, ';') FROM pg_catalog.jsonb_array_elements_text(parts) p)
		ELSE parts OPERATOR(pg_catalog.#>>) '{}' END;
END;
COMMENT ON FUNCTION credit.join_parts(pg_catalog.jsonb) IS 'A multi-valued field as one text, parts joined by a semicolon. 多值字段以分号连接为文本。';

-- How a field of an item is shown in its entry view.
CREATE FUNCTION credit.entry_column(field pg_catalog.text, type pg_catalog.text,
	maps_to pg_catalog.text, multi_valued pg_catalog.bool) RETURNS pg_catalog.text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT CASE
		WHEN maps_to = 'subject_doc_no' OR maps_to = 'legal_rep_doc_no' THEN 'NULL::pg_catalog.text'
		WHEN maps_to = 'doc_no' THEN 'r.doc_no COLLATE "default"'
		WHEN maps_to = ANY ('{decided_on,valid_from,valid_until}') THEN
			format('pg_catalog.to_char(r.%I, ''YYYY-MM-DD'')', maps_to)
		WHEN maps_to = 'amount' AND type = 'amount_wan' THEN
			'pg_catalog.trim_scale(r.amount OPERATOR(pg_catalog./) 10000)::pg_catalog.text'
		WHEN maps_to = 'amount' THEN 'r.amount::pg_catalog.text'
		WHEN multi_valued THEN
			format('credit.join_parts(r.detail OPERATOR(pg_catalog.->) %L)', field)
		ELSE format('r.detail OPERATOR(pg_catalog.->>) %L', field)
	END
$$;
COMMENT ON FUNCTION credit.entry_column(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.bool) IS 'Expression that shows a field in its entry view; internal. 录入视图字段表达式（内部使用）。';
REVOKE ALL ON FUNCTION credit.entry_column(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.bool) FROM PUBLIC;

-- SECURITY DEFINER: the office has no right to create in this schema; names
-- come from the catalogue, whose checks allow only lower-case identifiers.
-- Columns a view has keep their place: the view may be used by other views,
-- and a view of the extension itself cannot be dropped.
CREATE FUNCTION credit.create_entry_view(item pg_catalog.text) RETURNS pg_catalog.text
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	view_name text := create_entry_view.item || '_entry';
	view_oid oid := to_regclass(format('credit.%I', create_entry_view.item || '_entry'));
	columns text;
	field record;
	label text;
BEGIN
	WITH newest AS (
		SELECT DISTINCT ON (c.field) c.field::text, c.type, c.maps_to, c.multi_valued, c.ordinal,
			coalesce(lower(i.valid), '-infinity') AS since
		FROM credit.catalogue_field c JOIN credit.catalogue_item i USING (item, edition)
		WHERE c.item = create_entry_view.item
		ORDER BY c.field, since DESC
	), placed AS (
		SELECT coalesce(n.field, a.attname::text) AS field, a.attnum, n.since, n.ordinal,
			CASE WHEN n.field IS NULL THEN 'NULL::pg_catalog.text'
				ELSE credit.entry_column(n.field, n.type, n.maps_to, n.multi_valued) END AS expression
		FROM newest n
		FULL JOIN (SELECT * FROM pg_attribute WHERE attrelid = view_oid AND attnum > 0 AND NOT attisdropped) a
			ON a.attname = n.field
	)
	SELECT string_agg(format('%s AS %I', p.expression, p.field), E',\n\t'
					  ORDER BY p.attnum NULLS LAST, p.since DESC, p.ordinal, p.field)
	INTO columns FROM placed p;
	SELECT i.name_en || ', to enter and to read. ' || i.name_zh || '录入视图。' INTO label
	FROM credit.catalogue_item i WHERE i.item = create_entry_view.item
	ORDER BY lower(i.valid) DESC NULLS LAST LIMIT 1;
	IF columns IS NULL OR label IS NULL THEN
		RAISE EXCEPTION '%', credit.message('item "%s" has no fields', create_entry_view.item)
			USING ERRCODE = 'CR001',
				DETAIL = credit.message('An entry view shows the fields of an item of the catalogue.'),
				HINT = credit.message('Define it with credit.define_item() and credit.define_field().');
	END IF;
	EXECUTE format(E'CREATE OR REPLACE VIEW credit.%I WITH (security_invoker = true) AS\nSELECT %s\nFROM credit.record_visible r\nWHERE r.item OPERATOR(pg_catalog.=) %L AND r.status OPERATOR(pg_catalog.<>) ALL (%L::credit.record_status[])',
				   view_name, columns, create_entry_view.item, '{repaired,revoked,withdrawn}');
	EXECUTE format('COMMENT ON VIEW credit.%I IS %L', view_name, label);
	FOR field IN
		SELECT DISTINCT ON (c.field) c.field AS name, c.name_en || '. ' || c.name_zh || '。' AS comment
		FROM credit.catalogue_field c JOIN credit.catalogue_item i USING (item, edition)
		WHERE c.item = create_entry_view.item
		ORDER BY c.field, lower(i.valid) DESC NULLS LAST
	LOOP
		EXECUTE format('COMMENT ON COLUMN credit.%I.%I IS %L', view_name, field.name, field.comment);
	END LOOP;
	IF view_oid IS NULL THEN
		EXECUTE format('GRANT SELECT ON credit.%I TO credit_admin, credit_department, credit_analyst', view_name);
		EXECUTE format('GRANT INSERT ON credit.%I TO credit_admin, credit_department', view_name);
		EXECUTE format('CREATE TRIGGER enter INSTEAD OF INSERT ON credit.%I FOR EACH ROW EXECUTE FUNCTION credit.enter(%L)',
					   view_name, create_entry_view.item);
		EXECUTE format('CREATE TRIGGER enter_end AFTER INSERT ON credit.%I FOR EACH STATEMENT EXECUTE FUNCTION credit.enter_end()',
					   view_name);
	END IF;
	RETURN 'credit.' || view_name;
END
$$;
COMMENT ON FUNCTION credit.create_entry_view(pg_catalog.text) IS 'Makes or extends the department''s door to an item: view credit.<item>_entry with the item''s fields as text columns. 为事项创建或扩展录入视图，字段均为文本列。';
REVOKE ALL ON FUNCTION credit.create_entry_view(pg_catalog.text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.create_entry_view(pg_catalog.text) TO credit_admin;
