-- report_part.sql: the parts of a credit report as XML, each read with the
-- rights of who asks. Requires exchange/report_seed.sql.
--
-- Every text goes through xmlelement, which escapes it; user text stands in
-- elements, attributes carry only names and codes of the database.

CREATE FUNCTION credit.report_words(lang pg_catalog.text) RETURNS pg_catalog.jsonb
	LANGUAGE sql STABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp
	RETURN (SELECT jsonb_object_agg(p.phrase, CASE lang WHEN 'zh' THEN p.zh ELSE p.en END) FROM credit.report_phrase p);
COMMENT ON FUNCTION credit.report_words(pg_catalog.text) IS 'The words of reports in a language. 报告用语。';

CREATE FUNCTION credit.report_capital(label pg_catalog.text) RETURNS pg_catalog.text
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN pg_catalog.upper(pg_catalog.left(label, 1)) OPERATOR(pg_catalog.||) pg_catalog.substr(label, 2);
COMMENT ON FUNCTION credit.report_capital(pg_catalog.text) IS 'A label with a capital first letter. 首字母大写的标签。';

CREATE FUNCTION credit.report_quantity(n pg_catalog.int4, unit pg_catalog.text, lang pg_catalog.text, words pg_catalog.jsonb)
		RETURNS pg_catalog.text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
	RETURN n || CASE WHEN lang = 'en' AND n = 1 THEN rtrim(words ->> ('unit.' || unit), 's') ELSE words ->> ('unit.' || unit) END;
COMMENT ON FUNCTION credit.report_quantity(pg_catalog.int4, pg_catalog.text, pg_catalog.text, pg_catalog.jsonb) IS 'A number of days, months or years in words. 时间数量的文字表述。';

-- Digits as people write them: no trailing zeros, whatever the settings.
CREATE FUNCTION credit.report_number(value pg_catalog.float8) RETURNS pg_catalog.numeric
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN pg_catalog.trim_scale(pg_catalog.round(value::pg_catalog.numeric, 2));
COMMENT ON FUNCTION credit.report_number(pg_catalog.float8) IS 'Points to two decimals. 保留两位小数的得分。';

-- A public report holds what the public sees, whoever asks. For others: what
-- the reader's role may see, published, or never to be published but in use.
CREATE FUNCTION credit.report_record(subject_id pg_catalog.int8, edition pg_catalog.text,
		OUT record_id pg_catalog.int8, OUT item pg_catalog.text, OUT department pg_catalog.text, OUT sector pg_catalog.text,
		OUT doc_no pg_catalog.text, OUT decided_on pg_catalog.date, OUT valid_from pg_catalog.date,
		OUT valid_until pg_catalog.date, OUT severity credit.severity, OUT amount pg_catalog.numeric,
		OUT detail pg_catalog.jsonb, OUT disputed pg_catalog.bool, OUT publish_from pg_catalog.date,
		OUT publish_until pg_catalog.date) RETURNS SETOF record
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	code text;
BEGIN
	IF edition = 'public' THEN
		-- the view looks a code up by index when it is given, not when it is joined
		SELECT s.uscc::text INTO code FROM credit.subject s WHERE s.subject_id = report_record.subject_id;
		RETURN QUERY
		SELECT p.record_id, p.item::text, p.department,
			(SELECT min(d.sector) FROM credit.department d WHERE d.name = p.department
				HAVING count(DISTINCT coalesce(d.sector, '')) = 1),
			p.doc_no::text, p.decided_on, p.valid_from, p.valid_until, p.severity::credit.severity, p.amount,
			p.detail, p.disputed, p.publish_from, p.publish_until
		FROM credit.public_record p WHERE p.subject_code = code;
	ELSE
		RETURN QUERY
		SELECT r.record_id, r.item::text, d.name, d.sector, r.doc_no::text, r.decided_on, r.valid_from,
			r.valid_until, r.severity, r.amount, r.detail, r.status = 'disputed', r.publish_from, r.publish_until
		FROM credit.record_visible r JOIN credit.department d ON d.dept_id = r.dept_id
		WHERE r.subject_id = report_record.subject_id
			AND (credit.is_published(r.status, r.publish_from, r.publish_until)
				OR r.publish_from IS NULL
				AND credit.is_usable(r.item, r.severity, r.status, r.decided_on, r.publish_until, r.valid_until,
					credit.today(), r.dept_id));
	END IF;
END
$$;
COMMENT ON FUNCTION credit.report_record(pg_catalog.int8, pg_catalog.text) IS 'Records that go into a report of an edition, with the rights of the caller. 某版本报告所列的记录，按调用者权限。';

-- The other fields of records with their labels: those the edition opens, and
-- not those that say again whom and what the report names anyway. All records
-- at once, since a statement for each costs more than all else of a report.
CREATE FUNCTION credit.report_fields(record_ids pg_catalog.int8[], items pg_catalog.text[], decided pg_catalog.date[],
		details pg_catalog.jsonb[], edition pg_catalog.text, lang pg_catalog.text,
		OUT record_id pg_catalog.int8, OUT content pg_catalog.xml) RETURNS SETOF record
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	SELECT r.record_id, xmlagg(xmlelement(NAME field, xmlattributes(f.field AS name),
		xmlforest(coalesce(CASE report_fields.lang WHEN 'zh' THEN f.name_zh ELSE credit.report_capital(f.name_en) END, f.field) AS label,
			v.value AS value)) ORDER BY f.ordinal)
	FROM unnest(record_ids, items, decided, details) r (record_id, item, decided_on, detail)
	JOIN credit.catalogue_item i ON i.item = r.item AND i.valid @> r.decided_on
	JOIN credit.catalogue_field f ON f.item = i.item AND f.edition = i.edition AND f.maps_to IS NULL
		AND (f.openness = 'public' OR f.openness = 'government' AND report_fields.edition <> 'public')
	CROSS JOIN LATERAL (SELECT CASE
		WHEN f.type = 'code' THEN (
			SELECT string_agg(coalesce((SELECT coalesce(CASE report_fields.lang WHEN 'en' THEN credit.report_capital(c.label_en) END, c.label)
					FROM credit.code_list c WHERE c.list = f.code_list AND c.code = p.part), p.part),
				CASE report_fields.lang WHEN 'zh' THEN '、' ELSE ', ' END ORDER BY p.nr)
			FROM jsonb_array_elements_text(CASE jsonb_typeof(r.detail -> f.field) WHEN 'array' THEN r.detail -> f.field
				ELSE jsonb_build_array(r.detail -> f.field) END) WITH ORDINALITY p (part, nr))
		WHEN jsonb_typeof(r.detail -> f.field) = 'array' THEN credit.join_parts(r.detail -> f.field)
		ELSE r.detail ->> f.field END OFFSET 0) v (value)
	WHERE r.detail ? f.field AND v.value <> ''
	GROUP BY r.record_id;
END
$$;
COMMENT ON FUNCTION credit.report_fields(pg_catalog.int8[], pg_catalog.text[], pg_catalog.date[], pg_catalog.jsonb[], pg_catalog.text, pg_catalog.text) IS 'Fields of records for a report. 报告中的记录字段。';

-- Who the report is about. Names of persons are masked.
CREATE FUNCTION credit.report_subject(subject_id pg_catalog.int8, edition pg_catalog.text,
		words pg_catalog.jsonb) RETURNS pg_catalog.xml
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	s credit.subject;
	representative text;
	former xml;
BEGIN
	SELECT * INTO s FROM credit.subject x WHERE x.subject_id = report_subject.subject_id;
	IF edition <> 'public' THEN
		IF has_table_privilege('credit.relation', 'SELECT') THEN
			SELECT string_agg(CASE p.kind WHEN 'person' THEN credit.mask_name(p.name) ELSE p.name END, '、' ORDER BY p.subject_id)
			INTO representative
			FROM credit.relation r JOIN credit.subject p ON p.subject_id = r.related_id
			WHERE r.subject_id = s.subject_id AND r.role = 'legal_representative' AND r.valid @> credit.today();
		END IF;
		IF has_table_privilege('credit.subject_name', 'SELECT') AND s.kind <> 'person' THEN
			SELECT xmlagg(xmlelement(NAME former_name, n.name) ORDER BY n.valid, n.name) INTO former
			FROM credit.subject_name n WHERE n.subject_id = s.subject_id;
		END IF;
	END IF;
	RETURN xmlelement(NAME subject,
		xmlelement(NAME name, CASE s.kind WHEN 'person' THEN credit.mask_name(s.name) ELSE s.name END),
		xmlforest(s.uscc::text AS code),
		xmlelement(NAME kind, xmlattributes(s.kind AS code), words ->> ('kind.' || s.kind)),
		CASE WHEN s.kind <> 'person' THEN
			xmlelement(NAME status, xmlattributes(s.status AS code), words ->> ('status.' || s.status)) END,
		xmlforest(s.registered_on AS registered_on,
			(SELECT r.name FROM credit.region r WHERE r.code = s.region_code) AS region,
			(SELECT i.name FROM credit.industry i WHERE i.code = s.industry_code) AS industry,
			representative AS legal_representative),
		former,
		CASE WHEN s.provisional THEN xmlelement(NAME provisional) END);
END
$$;
COMMENT ON FUNCTION credit.report_subject(pg_catalog.int8, pg_catalog.text, pg_catalog.jsonb) IS 'The subject of a report. 报告的主体信息。';

-- Who may read evaluations is a matter of privileges: those of credit_public
-- for a public report, else those of the caller.
CREATE FUNCTION credit.report_evaluation(subject_id pg_catalog.int8, edition pg_catalog.text, lang pg_catalog.text,
		words pg_catalog.jsonb) RETURNS pg_catalog.xml
	LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	reader name := CASE edition WHEN 'public' THEN 'credit_public' ELSE current_user END;
	e record;
	explained bool;
	parts xml;
	others xml;
BEGIN
	IF EXISTS (SELECT FROM unnest('{credit.evaluation,credit.evaluation_entry,credit.evaluation_pack,credit.evaluation_due,credit.model}'::text[]) t (read)
			WHERE NOT (has_table_privilege(reader, t.read, 'SELECT') AND has_table_privilege(t.read, 'SELECT'))) THEN
		RETURN xmlelement(NAME evaluation, xmlattributes('false' AS open));
	END IF;
	SELECT v.*, m.sector, m.note, s.uscc::text AS code,
		EXISTS (SELECT FROM credit.evaluation_due d WHERE (d.subject_id, d.model) = (v.subject_id, v.model)) AS due
	INTO e
	FROM credit.evaluation v JOIN credit.model m USING (model, version) JOIN credit.subject s USING (subject_id)
	WHERE v.subject_id = report_evaluation.subject_id AND m.sector IS NULL AND v.as_of <= credit.today()
	ORDER BY v.as_of DESC, m.loaded_at DESC, v.model LIMIT 1;
	IF FOUND THEN
		explained := e.code IS NOT NULL
			AND has_function_privilege(reader, 'credit.explain(text, text, date)', 'EXECUTE')
			AND has_function_privilege('credit.explain(text, text, date)', 'EXECUTE');
		IF explained THEN
			WITH x AS (
				SELECT * FROM credit.explain(e.code, e.model || '@' || e.version, e.as_of)
			), c AS (
				SELECT xmlagg(xmlelement(NAME characteristic,
					xmlattributes(x.dimension AS dimension, credit.report_number(x.points) AS points, credit.report_number(x.best) AS best,
						coalesce(cardinality(x.record_ids), 0) AS records),
					xmlelement(NAME name, coalesce(CASE lang WHEN 'zh' THEN i.name_zh ELSE credit.report_capital(i.name_en) END, x.characteristic)),
					xmlforest(CASE WHEN i.attribute = 'status' THEN coalesce(words ->> ('status.' || x.value), x.value)
						WHEN x.value ~ '^-?[0-9]+\.[0-9]+$' THEN trim_scale(round(x.value::numeric, 2))::text ELSE x.value END AS value)) ORDER BY x.ordinal) AS content,
					sum(x.points) AS points, array_agg(x.points ORDER BY x.ordinal) AS each
				FROM x LEFT JOIN credit.indicator i ON i.indicator = x.indicator
			), d AS (
				SELECT xmlagg(xmlelement(NAME dimension, xmlattributes(q.dimension AS code,
					credit.report_number(q.points) AS points, credit.report_number(q.best) AS best),
					words ->> ('dimension.' || q.dimension)) ORDER BY q.nr) AS content
				FROM (SELECT n.dimension, n.nr, sum(x.points) AS points,
						CASE WHEN count(x.best) = count(*) THEN sum(x.best) END AS best
					FROM unnest('{identity,behaviour,innovation,finance,compliance}'::text[]) WITH ORDINALITY n (dimension, nr)
					JOIN x ON x.dimension = n.dimension GROUP BY n.dimension, n.nr) q
			)
			SELECT xmlconcat(
				CASE WHEN e.due OR c.each IS DISTINCT FROM e.points THEN xmlelement(NAME stale) END,
				CASE WHEN c.points IS DISTINCT FROM e.score AND c.each IS NOT DISTINCT FROM e.points
					THEN xmlelement(NAME base, credit.report_number(e.score - c.points)) END,
				d.content, c.content)
			INTO parts FROM c, d;
		ELSE
			SELECT xmlconcat(CASE WHEN e.due THEN xmlelement(NAME stale) END,
				(SELECT xmlagg(xmlelement(NAME dimension, xmlattributes(n.dimension AS code, credit.report_number(p.points) AS points),
					words ->> ('dimension.' || n.dimension)) ORDER BY n.nr)
				FROM unnest('{identity,behaviour,innovation,finance,compliance}'::text[]) WITH ORDINALITY n (dimension, nr)
				JOIN unnest(e.dimensions) WITH ORDINALITY p (points, nr) ON p.nr = n.nr))
			INTO parts;
		END IF;
	END IF;
	-- grades by the models of sectors
	SELECT xmlagg(xmlelement(NAME sector_grade, xmlattributes(q.grade AS grade, q.as_of AS as_of), q.sector) ORDER BY q.sector, q.model)
	INTO others
	FROM (SELECT DISTINCT ON (v.model) v.model, m.sector, v.grade::text AS grade, v.as_of
		FROM credit.evaluation v JOIN credit.model m USING (model, version)
		WHERE v.subject_id = report_evaluation.subject_id AND m.sector IS NOT NULL AND v.grade IS NOT NULL
			AND v.as_of <= credit.today()
		ORDER BY v.model, v.as_of DESC) q;
	RETURN xmlelement(NAME evaluation, xmlattributes('true' AS open),
		CASE WHEN e.model IS NOT NULL THEN xmlelement(NAME result,
			xmlattributes(e.model AS model, e.version AS version, e.as_of AS as_of),
			CASE WHEN e.score IS NOT NULL THEN xmlelement(NAME score, credit.report_number(e.score)) END,
			CASE WHEN e.grade IS NOT NULL THEN
				xmlelement(NAME grade, xmlattributes(e.grade::text AS code), credit.report_capital(credit.grade_label(e.grade, lang))) END,
			xmlforest(e.note AS note),
			(SELECT xmlagg(xmlelement(NAME cap, k.cap) ORDER BY k.nr) FROM unnest(e.caps) WITH ORDINALITY k (cap, nr)),
			parts) END,
		others);
END
$$;
COMMENT ON FUNCTION credit.report_evaluation(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.jsonb) IS 'The latest evaluation and the points behind it, where the reader may see them. 最近一次评价及其得分构成，按读者权限。';

REVOKE ALL ON FUNCTION credit.report_record(pg_catalog.int8, pg_catalog.text),
	credit.report_fields(pg_catalog.int8[], pg_catalog.text[], pg_catalog.date[], pg_catalog.jsonb[], pg_catalog.text, pg_catalog.text),
	credit.report_subject(pg_catalog.int8, pg_catalog.text, pg_catalog.jsonb),
	credit.report_evaluation(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.report_record(pg_catalog.int8, pg_catalog.text),
	credit.report_fields(pg_catalog.int8[], pg_catalog.text[], pg_catalog.date[], pg_catalog.jsonb[], pg_catalog.text, pg_catalog.text),
	credit.report_subject(pg_catalog.int8, pg_catalog.text, pg_catalog.jsonb),
	credit.report_evaluation(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.jsonb)
	TO credit_admin, credit_department, credit_analyst, credit_public;
