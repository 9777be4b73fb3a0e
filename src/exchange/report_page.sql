-- report_page.sql: the page put together. Requires exchange/report_html.sql.

CREATE FUNCTION credit.report_section_html(document pg_catalog.xml, words pg_catalog.jsonb, lang pg_catalog.text) RETURNS pg_catalog.xml
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN (
	SELECT xmlagg(xmlconcat(
		xmlelement(NAME h2, xmlelement(NAME span, credit.report_nr(s.nr, lang) || s.title),
			-- one's own entry or result alone is not worth a count
			CASE WHEN s.n > CASE WHEN s.code IN ('registration', 'evaluation') THEN 1 ELSE 0 END THEN
				xmlelement(NAME span, xmlattributes('sans' AS class), replace(words ->> 'count', '{n}', s.n::text)) END),
		CASE WHEN s.code = 'registration' THEN (
			SELECT xmlelement(NAME table, xmlattributes('facts' AS class), xmlelement(NAME tbody, credit.report_rows(
				ARRAY[words ->> 'subject', words ->> 'code', words ->> 'kind', words ->> 'status', words ->> 'registered_on',
					words ->> 'legal_representative', words ->> 'region', words ->> 'industry', words ->> 'former_name', ' '],
				ARRAY[b.name, b.code, b.kind, b.status, b.registered_on, b.representative, b.region, b.industry,
					(SELECT string_agg(f.name, '; ' ORDER BY f.nr) FROM xmltable('/subject/former_name' PASSING b.node COLUMNS nr FOR ORDINALITY, name text PATH '.') f),
					CASE WHEN b.provisional THEN words ->> 'provisional' END])))
			FROM xmltable('/report/content/subject' PASSING document COLUMNS node xml PATH '.', name text PATH 'name', code text PATH 'code', kind text PATH 'kind',
				status text PATH 'status', registered_on text PATH 'registered_on', representative text PATH 'legal_representative',
				region text PATH 'region', industry text PATH 'industry', provisional bool PATH 'boolean(provisional)') b) END,
		CASE WHEN s.code = 'evaluation' THEN credit.report_evaluation_html(s.node, words) END,
		credit.report_listings_html(s.node, words),
		credit.report_items_html(s.node, words),
		CASE WHEN s.n = 0 AND s.code <> 'evaluation' THEN
			xmlelement(NAME p, xmlattributes('none' AS class), words ->> 'none') END) ORDER BY s.nr)
	FROM xmltable('/report/content/section' PASSING document COLUMNS nr int PATH '@number', code text PATH '@code',
		n int PATH '@count', title text PATH 'title', node xml PATH '.') s);
END
$$;
COMMENT ON FUNCTION credit.report_section_html(pg_catalog.xml, pg_catalog.jsonb, pg_catalog.text) IS 'Sections of a report in order. 报告各部分。';

-- What is disputed, how to object, how to repair, and the notes.
CREATE FUNCTION credit.report_rights_html(document pg_catalog.xml, words pg_catalog.jsonb, lang pg_catalog.text) RETURNS pg_catalog.xml
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN (
	WITH part AS MATERIALIZED (
		SELECT p.* FROM xmltable('/report/content' PASSING document COLUMNS rights xml PATH 'rights', notes xml PATH 'notes') p
	), disputed AS (
		SELECT xmlagg(xmlelement(NAME tr, xmlelement(NAME td, d.document), xmlelement(NAME td, d.title), xmlelement(NAME td, d.department), xmlelement(NAME td, xmlattributes('day' AS class), d.decided_on), xmlelement(NAME td, xmlattributes('day' AS class), coalesce(d.answer_due, '-'))) ORDER BY d.nr) AS rows
		FROM xmltable('/report/content/section/item/record[@disputed="true"]' PASSING document COLUMNS nr FOR ORDINALITY,
			document text PATH 'document', title text PATH '../title', department text PATH 'department', decided_on text PATH 'decided_on', answer_due text PATH 'answer_due') d
	), term AS (
		SELECT xmlagg(xmlelement(NAME tr, xmlelement(NAME td, t.name),
			CASE WHEN t.longest IS NULL THEN xmlelement(NAME td, xmlattributes(2 AS colspan), words ->> 'terms.none')
				ELSE xmlconcat(xmlelement(NAME td, coalesce(credit.report_term(t.shortest, lang, words), '-')), xmlelement(NAME td, credit.report_term(t.longest, lang, words))) END) ORDER BY t.nr) AS rows
		FROM part, xmltable('/rights/term' PASSING part.rights COLUMNS nr FOR ORDINALITY, name text PATH '.',
			shortest text PATH '@shortest', longest text PATH '@longest') t
	), clock AS (
		SELECT xmlagg(xmlelement(NAME tr, xmlelement(NAME td, k.name), xmlelement(NAME td, k.term)) ORDER BY k.nr) AS rows
		FROM part, xmltable('/rights/clock' PASSING part.rights COLUMNS nr FOR ORDINALITY, name text PATH 'name', term text PATH 'term') k
	)
	SELECT xmlconcat(
		xmlelement(NAME h2, words ->> 'disputes'),
		CASE WHEN d.rows IS NULL THEN xmlelement(NAME p, xmlattributes('plain' AS class), words ->> 'disputes.none') ELSE xmlconcat(
			xmlelement(NAME p, xmlattributes('plain' AS class), words ->> 'disputes.some'),
			xmlelement(NAME table, xmlelement(NAME thead, xmlelement(NAME tr, xmlelement(NAME th, words ->> 'document'), xmlelement(NAME th, words ->> 'section'),
				xmlelement(NAME th, words ->> 'department'), xmlelement(NAME th, words ->> 'decided_on'), xmlelement(NAME th, words ->> 'answer_due'))), xmlelement(NAME tbody, d.rows))) END,
		xmlelement(NAME h2, words ->> 'rights'),
		xmlelement(NAME h3, words ->> 'objection'), xmlelement(NAME p, xmlattributes('plain' AS class), r.objection),
		CASE WHEN c.rows IS NOT NULL THEN xmlelement(NAME table, xmlelement(NAME thead, xmlelement(NAME tr, xmlelement(NAME th, xmlattributes(2 AS colspan), words ->> 'clocks'))),
			xmlelement(NAME tbody, c.rows)) END,
		xmlelement(NAME h3, words ->> 'repair'), xmlelement(NAME p, xmlattributes('plain' AS class), r.repair),
		CASE WHEN t.rows IS NOT NULL THEN xmlelement(NAME table, xmlelement(NAME thead, xmlelement(NAME tr, xmlelement(NAME th, (words ->> 'terms') || CASE lang WHEN 'zh' THEN '（' ELSE ' (' END || lower(words ->> 'severity') || CASE lang WHEN 'zh' THEN '）' ELSE ')' END),
			xmlelement(NAME th, words ->> 'terms.min'), xmlelement(NAME th, words ->> 'terms.max'))), xmlelement(NAME tbody, t.rows)) END,
		xmlelement(NAME h2, words ->> 'notes'),
		xmlelement(NAME ol, (SELECT xmlagg(xmlelement(NAME li, n.note) ORDER BY n.nr)
			FROM part, xmltable('/notes/note' PASSING part.notes COLUMNS nr FOR ORDINALITY, note text PATH '.') n)),
		xmlelement(NAME p, xmlattributes('end' AS class), words ->> 'end'))
	FROM disputed d, term t, clock c, part, xmltable('/rights' PASSING part.rights COLUMNS objection text PATH 'objection', repair text PATH 'repair') r);
END
$$;
COMMENT ON FUNCTION credit.report_rights_html(pg_catalog.xml, pg_catalog.jsonb, pg_catalog.text) IS 'Disputes, objection, repair and notes of a report. 报告的异议、修复与说明部分。';

CREATE FUNCTION credit.render_report(document pg_catalog.xml) RETURNS pg_catalog.text
	LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	head record;
	words jsonb;
BEGIN
	PERFORM credit.check_report_encoding();
	SELECT * INTO head FROM xmltable('/report' PASSING document COLUMNS lang text PATH '@lang', title text PATH 'cover/title',
		number text PATH 'cover/number', name text PATH 'content/subject/name');
	IF NOT FOUND OR head.number IS NULL THEN
		RAISE EXCEPTION '%', credit.message('document is not a credit report')
			USING ERRCODE = 'CR018', HINT = credit.message('Give what credit.report_xml() returned.');
	END IF;
	words := credit.report_words(head.lang);
	RETURN '<!DOCTYPE html>' || E'\n' || xmlelement(NAME html, xmlattributes(CASE head.lang WHEN 'zh' THEN 'zh-CN' ELSE head.lang END AS lang),
		xmlelement(NAME head, xmlelement(NAME meta, xmlattributes('utf-8' AS charset)),
			xmlelement(NAME meta, xmlattributes('viewport' AS name, 'width=device-width, initial-scale=1' AS content)),
			xmlelement(NAME title, head.title || ' ' || head.name || ' ' || head.number),
			xmlelement(NAME style, credit.report_style(head.number, words))),
		xmlelement(NAME body,
			credit.report_cover_html(document, words),
			xmlelement(NAME main, xmlattributes('sheet' AS class),
				credit.report_overview_html(document, words, head.lang),
				credit.report_section_html(document, words, head.lang),
				credit.report_rights_html(document, words, head.lang))))::text;
END
$$;
COMMENT ON FUNCTION credit.render_report(pg_catalog.xml) IS 'A report document as one HTML page without scripts and links, for screen and A4. 将报告文档排版为单个 HTML 页面，可打印为 A4。';

CREATE FUNCTION credit.report_html(code pg_catalog.text, lang pg_catalog.text DEFAULT 'zh',
		edition pg_catalog.text DEFAULT NULL) RETURNS pg_catalog.text
	LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp
	RETURN credit.render_report(credit.report_xml(code, lang, edition));
COMMENT ON FUNCTION credit.report_html(pg_catalog.text, pg_catalog.text, pg_catalog.text) IS 'Issues the credit report of an organisation as an HTML page. 出具信用报告（HTML）。';
REVOKE ALL ON FUNCTION credit.report_html(pg_catalog.text, pg_catalog.text, pg_catalog.text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.report_html(pg_catalog.text, pg_catalog.text, pg_catalog.text)
	TO credit_admin, credit_department, credit_analyst, credit_public;
