-- report_html.sql: a report document as one page for screen and paper.
-- Requires exchange/report_style.sql.
--
-- The page is made of the document alone, so the page of an issued report is
-- as sure as its digest. It is built with xmlelement: every text is escaped by
-- the same function, and no tag is ever written as text.

-- Rows "label, value" of a table; rows without value are left out.
CREATE FUNCTION credit.report_rows(labels pg_catalog.text[], texts pg_catalog.text[]) RETURNS pg_catalog.xml
	LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
	RETURN (SELECT xmlagg(xmlelement(NAME tr, xmlelement(NAME th, r.label), xmlelement(NAME td, r.value)) ORDER BY r.nr)
		FROM unnest(labels, texts) WITH ORDINALITY r (label, value, nr) WHERE r.value <> '');
COMMENT ON FUNCTION credit.report_rows(pg_catalog.text[], pg_catalog.text[]) IS 'Rows of label and value; internal. 标签与取值的表格行（内部使用）。';

-- A date as printed: the day that stands for no end is said in words.
CREATE FUNCTION credit.report_day(day pg_catalog.date, words pg_catalog.jsonb) RETURNS pg_catalog.text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
	RETURN CASE WHEN day >= '2099-12-31' THEN words ->> 'long_term' ELSE to_char(day, 'YYYY-MM-DD') END;
COMMENT ON FUNCTION credit.report_day(pg_catalog.date, pg_catalog.jsonb) IS 'A date as printed in a report. 报告中的日期。';

-- The number in front of a section's title.
CREATE FUNCTION credit.report_nr(nr pg_catalog.int4, lang pg_catalog.text) RETURNS pg_catalog.text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
	RETURN CASE WHEN lang = 'zh' AND nr BETWEEN 1 AND 10 THEN substr('一二三四五六七八九十', nr, 1) || '、' ELSE nr || '. ' END;
COMMENT ON FUNCTION credit.report_nr(pg_catalog.int4, pg_catalog.text) IS 'Number in front of a title. 标题序号。';

-- An ISO interval of one unit in words: P3M, P1Y, P30D.
CREATE FUNCTION credit.report_term(term pg_catalog.text, lang pg_catalog.text, words pg_catalog.jsonb) RETURNS pg_catalog.text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
	RETURN CASE WHEN term ~ '^P[0-9]{1,4}[YMD]$' THEN credit.report_quantity(substring(term, '[0-9]+')::int4,
		CASE right(term, 1) WHEN 'Y' THEN 'year' WHEN 'M' THEN 'month' ELSE 'day' END, lang, words) ELSE term END;
COMMENT ON FUNCTION credit.report_term(pg_catalog.text, pg_catalog.text, pg_catalog.jsonb) IS 'A term as printed in a report. 报告中的期限。';

CREATE FUNCTION credit.report_cover_html(document pg_catalog.xml, words pg_catalog.jsonb) RETURNS pg_catalog.xml
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN (
	SELECT xmlelement(NAME section, xmlattributes('sheet cover' AS class),
		xmlelement(NAME div, xmlattributes('issuer' AS class), coalesce(c.issuer, ' ')),
		xmlelement(NAME hr, xmlattributes('rule' AS class)),
		xmlelement(NAME h1, c.title),
		xmlelement(NAME p, xmlattributes('sub' AS class), c.kind || ' | ' || c.edition),
		xmlelement(NAME table, xmlelement(NAME tbody,
			xmlelement(NAME tr, xmlelement(NAME th, words ->> 'subject'), xmlelement(NAME td, xmlattributes('name' AS class), c.name)),
			credit.report_rows(ARRAY[words ->> 'code', words ->> 'number', words ->> 'verification', words ->> 'issued_at', words ->> 'as_of', words ->> 'edition'],
				ARRAY[c.code, c.number, c.verification, to_char(c.issued_at, 'YYYY-MM-DD HH24:MI:SS'), to_char(c.as_of, 'YYYY-MM-DD'),
					c.edition || CASE c.lang WHEN 'zh' THEN '：' ELSE ': ' END || (words ->> ('edition.' || c.edition_code || '.use'))]))),
		xmlelement(NAME div, xmlattributes('foot' AS class),
			xmlelement(NAME div, xmlattributes('how' AS class),
				xmlelement(NAME p, words ->> 'verify.how'),
				xmlelement(NAME p, (words ->> 'digest') || CASE c.lang WHEN 'zh' THEN '（' ELSE ' (' END || (words ->> 'digest.how') || CASE c.lang WHEN 'zh' THEN '）' ELSE ')' END),
				xmlelement(NAME p, xmlattributes('mono' AS class),
					btrim(regexp_replace(encode(sha256(credit.canonical_xml(document)), 'hex'), '(.{8})', '\1 ', 'g')))),
			xmlelement(NAME div, xmlattributes('seal' AS class),
				xmlelement(NAME span, words ->> 'seal'), xmlelement(NAME span, to_char(c.as_of, 'YYYY-MM-DD')))))
	FROM xmltable('/report' PASSING document COLUMNS lang text PATH '@lang',
		title text PATH 'cover/title', kind text PATH 'cover/kind', edition text PATH 'cover/edition',
		edition_code text PATH 'cover/edition/@code', number text PATH 'cover/number', verification text PATH 'cover/verification',
		issued_at timestamp PATH 'cover/issued_at', as_of date PATH 'cover/as_of', issuer text PATH 'cover/issuer',
		name text PATH 'content/subject/name', code text PATH 'content/subject/code') c);
END
$$;
COMMENT ON FUNCTION credit.report_cover_html(pg_catalog.xml, pg_catalog.jsonb) IS 'Cover of a report. 报告封面。';

CREATE FUNCTION credit.report_overview_html(document pg_catalog.xml, words pg_catalog.jsonb, lang pg_catalog.text) RETURNS pg_catalog.xml
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN (
	WITH total AS (
		SELECT * FROM xmltable('/report' PASSING document COLUMNS as_of date PATH 'cover/as_of',
			records int PATH 'content/summary/@records', negative int PATH 'content/summary/@negative',
			positive int PATH 'content/summary/@positive', disputed int PATH 'content/summary/@disputed',
			grade text PATH 'content/section/evaluation/result/grade/@code', label text PATH 'content/section/evaluation/result/grade')
	), line AS (
		SELECT credit.report_timeline(array_agg(r.day ORDER BY r.nr), array_agg(r.polarity ORDER BY r.nr),
			array_agg(coalesce(r.disputed, false) ORDER BY r.nr), (SELECT t.as_of FROM total t)) AS figure
		FROM xmltable('/report/content/section/item/record|/report/content/section/listing' PASSING document COLUMNS nr FOR ORDINALITY,
			day date PATH 'decided_on', polarity text PATH '@polarity', disputed bool PATH '@disputed') r
	)
	SELECT xmlconcat(
		xmlelement(NAME h2, words ->> 'overview'),
		xmlelement(NAME div, xmlattributes('tiles' AS class),
			xmlelement(NAME div, xmlattributes(CASE WHEN t.grade IS NULL THEN 'grade ungraded' WHEN t.grade ~ '^[AB]' THEN 'grade good' ELSE 'grade' END AS class),
				xmlelement(NAME b, coalesce(t.grade, '-'), CASE WHEN t.label <> '' THEN xmlelement(NAME small, t.label) END),
				xmlelement(NAME span, xmlattributes('sans' AS class), words ->> 'grade')),
			(SELECT xmlagg(xmlelement(NAME div, xmlelement(NAME b, v.n), xmlelement(NAME span, xmlattributes('sans' AS class), words ->> v.phrase)) ORDER BY v.nr)
			FROM (VALUES (1, t.records, 'entries'), (2, t.negative, 'negative'), (3, t.disputed, 'disputed')) v (nr, n, phrase))),
		xmlelement(NAME table,
			xmlelement(NAME thead, xmlelement(NAME tr, xmlelement(NAME th, words ->> 'section'),
				xmlelement(NAME th, xmlattributes('num' AS class), words ->> 'entries'))),
			xmlelement(NAME tbody, (SELECT xmlagg(xmlelement(NAME tr,
				xmlelement(NAME td, credit.report_nr(s.nr, lang) || s.title),
				xmlelement(NAME td, xmlattributes('num' AS class), CASE WHEN s.n > 0 THEN s.n::text
					WHEN s.closed THEN words ->> 'not_open' ELSE words ->> 'none' END)) ORDER BY s.nr)
			FROM xmltable('/report/content/section' PASSING document COLUMNS nr int PATH '@number',
				n int PATH '@count', title text PATH 'title',
				closed bool PATH 'boolean(evaluation/@open = "false")') s))),
		CASE WHEN l.figure IS NOT NULL THEN xmlconcat(xmlelement(NAME h3, words ->> 'timeline'), xmlelement(NAME figure, l.figure,
			xmlelement(NAME figcaption, '■ ' || (words ->> 'positive') || '  ○ ' || (words ->> 'neutral')
				|| '  ◆ ' || (words ->> 'negative') || ' | ' || (words ->> 'timeline.note')))) END)
	FROM total t, line l);
END
$$;
COMMENT ON FUNCTION credit.report_overview_html(pg_catalog.xml, pg_catalog.jsonb, pg_catalog.text) IS 'Overview of a report. 报告概览。';

-- Lists the subject is on, in the same boxes as records.
CREATE FUNCTION credit.report_listings_html(section pg_catalog.xml, words pg_catalog.jsonb) RETURNS pg_catalog.xml
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN (
	SELECT xmlagg(xmlelement(NAME article, xmlattributes(l.polarity AS class),
		xmlelement(NAME header, xmlelement(NAME span, xmlattributes('doc' AS class), l.list),
			xmlelement(NAME span, xmlattributes('on' AS class), (words ->> 'decided_on') || ' ' || l.decided_on)),
		xmlelement(NAME dl, (SELECT xmlagg(xmlelement(NAME div,
				xmlattributes(CASE WHEN octet_length(f.value) > 46 THEN 'wide' END AS class),
				xmlelement(NAME dt, f.label), xmlelement(NAME dd, f.value)) ORDER BY f.nr)
			FROM unnest(ARRAY[words ->> 'department', words ->> 'document', words ->> 'listed_from', words ->> 'listed_until', words ->> 'basis',
					words ->> 'measures'],
				ARRAY[l.department, l.document, l.valid_from::text, coalesce(credit.report_day(l.valid_until, words), words ->> 'long_term'), l.basis,
					(SELECT string_agg(m.name, words ->> 'measures.between' ORDER BY m.nr)
					FROM xmltable('/listing/measure' PASSING l.node COLUMNS nr FOR ORDINALITY, name text PATH '.') m)])
				WITH ORDINALITY f (label, value, nr) WHERE f.value <> ''))) ORDER BY l.nr)
	FROM xmltable('/section/listing' PASSING section COLUMNS nr FOR ORDINALITY, polarity text PATH '@polarity', list text PATH 'list',
		document text PATH 'document', department text PATH 'department', decided_on text PATH 'decided_on', valid_from date PATH 'valid_from',
		valid_until date PATH 'valid_until', basis text PATH 'basis', node xml PATH '.') l);
END
$$;
COMMENT ON FUNCTION credit.report_listings_html(pg_catalog.xml, pg_catalog.jsonb) IS 'Listings of a section. 报告某部分的名单信息。';

-- Items of one section: each record a box, short fields two in a row. Records
-- and fields are read in one pass each: reading a record at a time would parse
-- each of them anew.
CREATE FUNCTION credit.report_items_html(section pg_catalog.xml, words pg_catalog.jsonb) RETURNS pg_catalog.xml
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN (
	WITH r AS MATERIALIZED (
		SELECT * FROM xmltable('/section/item/record' PASSING section COLUMNS nr FOR ORDINALITY, item text PATH '../@code', record text PATH '@id', polarity text PATH '@polarity',
			disputed bool PATH '@disputed', document text PATH 'document', department text PATH 'department', decided_on date PATH 'decided_on',
			valid_from date PATH 'valid_from', valid_until date PATH 'valid_until', amount text PATH 'amount', severity text PATH 'severity',
			severity_code text PATH 'severity/@code', hidden bool PATH 'boolean(not_published)', publish_until date PATH 'publish_until',
			repairable_from date PATH 'repairable_from') r
	), f AS (
		SELECT f.record, xmlagg(xmlelement(NAME div,
				xmlattributes(CASE WHEN octet_length(f.value) > 46 OR position(E'\n' IN f.value) > 0 THEN 'wide' END AS class),
				xmlforest(f.label AS dt, f.value AS dd)) ORDER BY f.part, f.nr) AS fields
		FROM (SELECT r.record, k.part, k.nr, k.label, k.value
			FROM r, LATERAL (
				SELECT 1 AS part, k.nr, k.label, k.value
				FROM unnest(ARRAY[words ->> 'department', words ->> 'amount', words ->> 'valid_from', words ->> 'valid_until'],
					ARRAY[r.department, r.amount, credit.report_day(nullif(r.valid_from, r.decided_on), words), credit.report_day(r.valid_until, words)])
					WITH ORDINALITY k (label, value, nr)
				UNION ALL SELECT 3, k.nr, k.label, k.value
				FROM unnest(ARRAY[words ->> 'publish_until', words ->> 'repairable_from'],
					ARRAY[CASE WHEN r.hidden THEN words ->> 'not_published' WHEN r.severity <> '' OR r.publish_until IS DISTINCT FROM r.valid_until THEN credit.report_day(r.publish_until, words) END,
						to_char(r.repairable_from, 'YYYY-MM-DD')]) WITH ORDINALITY k (label, value, nr)) k
			UNION ALL SELECT x.record, 2, x.nr, x.label, x.value
			FROM xmltable('/section/item/record/field' PASSING section COLUMNS nr FOR ORDINALITY, record text PATH '../@id',
				label text PATH 'label', value text PATH 'value') x) f
		WHERE f.value <> '' GROUP BY f.record
	), a AS (
		-- not xmlagg(), which copies all it has for each box it adds
		SELECT r.item, xmlparse(CONTENT string_agg(xmlelement(NAME article, xmlattributes(r.polarity AS class),
			xmlelement(NAME header, xmlelement(NAME span, xmlattributes('doc' AS class), r.document),
				CASE WHEN r.severity <> '' THEN xmlelement(NAME span, xmlattributes('tag ' || r.severity_code AS class), r.severity) END,
				CASE WHEN r.disputed THEN xmlelement(NAME span, xmlattributes('tag disputed' AS class), words ->> 'disputed') END,
				xmlelement(NAME span, xmlattributes('on' AS class), (words ->> 'decided_on') || ' ' || to_char(r.decided_on, 'YYYY-MM-DD'))),
			xmlelement(NAME dl, f.fields))::text, '' ORDER BY r.nr)) AS articles
		FROM r LEFT JOIN f ON f.record = r.record GROUP BY r.item
	)
	SELECT xmlagg(xmlconcat(
		xmlelement(NAME h3, xmlelement(NAME span, i.title),
			xmlelement(NAME span, xmlattributes('sans' AS class), replace(words ->> 'count', '{n}', i.n::text))),
		a.articles) ORDER BY i.nr)
	FROM xmltable('/section/item' PASSING section COLUMNS nr FOR ORDINALITY, item text PATH '@code', n int PATH '@count', title text PATH 'title') i
	LEFT JOIN a ON a.item = i.item);
END
$$;
COMMENT ON FUNCTION credit.report_items_html(pg_catalog.xml, pg_catalog.jsonb) IS 'Records of a section. 报告某部分的记录。';

CREATE FUNCTION credit.report_evaluation_html(section pg_catalog.xml, words pg_catalog.jsonb) RETURNS pg_catalog.xml
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN (
	WITH e AS (
		SELECT * FROM xmltable('/section/evaluation' PASSING section COLUMNS node xml PATH '.', open bool PATH '@open',
			model text PATH 'result/@model', version text PATH 'result/@version', as_of text PATH 'result/@as_of',
			score text PATH 'result/score', grade text PATH 'result/grade/@code', label text PATH 'result/grade',
			note text PATH 'result/note', base text PATH 'result/base', stale bool PATH 'boolean(result/stale)')
	), d AS (
		SELECT d.* FROM e, xmltable('/evaluation/result/dimension' PASSING e.node COLUMNS nr FOR ORDINALITY, code text PATH '@code',
			name text PATH '.', points float8 PATH '@points', best float8 PATH '@best') d
	), c AS (
		SELECT c.* FROM e, xmltable('/evaluation/result/characteristic' PASSING e.node COLUMNS nr FOR ORDINALITY, dimension text PATH '@dimension',
			name text PATH 'name', value text PATH 'value', points numeric PATH '@points', best numeric PATH '@best', records int PATH '@records') c
	), g AS (
		SELECT xmlagg(xmlelement(NAME tr, xmlelement(NAME td, g.sector), xmlelement(NAME td, g.grade), xmlelement(NAME td, g.as_of))) AS rows
		FROM e, xmltable('/evaluation/sector_grade' PASSING e.node COLUMNS sector text PATH '.', grade text PATH '@grade', as_of text PATH '@as_of') g
	)
	SELECT CASE WHEN NOT e.open THEN xmlelement(NAME p, xmlattributes('none' AS class), words ->> 'not_open') ELSE xmlconcat(
		CASE WHEN e.model IS NULL THEN xmlelement(NAME p, xmlattributes('none' AS class), words ->> 'no_evaluation') ELSE xmlconcat(
			xmlelement(NAME div, xmlattributes(CASE WHEN (SELECT count(best) FROM d) >= 3 THEN 'pair' ELSE 'plain' END AS class),
				CASE WHEN (SELECT count(best) FROM d) >= 3 THEN xmlelement(NAME figure,
					(SELECT credit.report_radar(array_agg(d.name ORDER BY d.nr), array_agg(d.points / nullif(greatest(d.best, 0), 0) ORDER BY d.nr)) FROM d),
					xmlelement(NAME figcaption, words ->> 'dimensions')) END,
				xmlelement(NAME table, xmlelement(NAME tbody, credit.report_rows(
					ARRAY[words ->> 'grade', words ->> 'score', words ->> 'evaluated_for', words ->> 'model', words ->> 'cap'],
					ARRAY[e.grade || '  ' || e.label, e.score, e.as_of || CASE WHEN e.stale THEN '  ' || (words ->> 'stale') ELSE '' END,
						e.model || '@' || e.version || coalesce('  ' || e.note, ''),
						(SELECT string_agg(k.cap, ', ') FROM xmltable('/evaluation/result/cap' PASSING e.node COLUMNS cap text PATH '.') k)])))),
			CASE WHEN EXISTS (SELECT FROM c) THEN xmlelement(NAME table, xmlattributes('points' AS class),
				xmlelement(NAME thead, xmlelement(NAME tr,
					(SELECT xmlagg(xmlelement(NAME th, xmlattributes(CASE WHEN h.nr > 3 THEN 'num' END AS class), words ->> h.phrase) ORDER BY h.nr)
					FROM unnest('{dimension,characteristic,value,points,best,behind}'::text[]) WITH ORDINALITY h (phrase, nr)))),
				xmlelement(NAME tbody, (SELECT xmlagg(xmlelement(NAME tr, xmlattributes(CASE WHEN c.points < c.best THEN 'lost' END AS class),
					xmlelement(NAME td, words ->> ('dimension.' || c.dimension)), xmlelement(NAME td, c.name), xmlelement(NAME td, coalesce(c.value, '-')),
					xmlelement(NAME td, xmlattributes('num' AS class), coalesce(c.points::text, '-')), xmlelement(NAME td, xmlattributes('num' AS class), coalesce(c.best::text, '-')),
					xmlelement(NAME td, xmlattributes('num' AS class), CASE WHEN c.records > 0 THEN replace(words ->> 'count', '{n}', c.records::text) ELSE '-' END)) ORDER BY c.nr) FROM c)),
				xmlelement(NAME tfoot, xmlelement(NAME tr, xmlelement(NAME td, xmlattributes(3 AS colspan), (words ->> 'total') || coalesce(' (' || (words ->> 'base') || ' ' || e.base || ')', '')),
					xmlelement(NAME td, xmlattributes('num' AS class), (SELECT trim_scale(sum(c.points) + coalesce(e.base::numeric, 0)) FROM c)),
					xmlelement(NAME td, xmlattributes('num' AS class), (SELECT trim_scale(sum(c.best) + coalesce(e.base::numeric, 0)) FROM c)),
					xmlelement(NAME td, ' '))))
			WHEN EXISTS (SELECT FROM d) THEN xmlelement(NAME table, xmlelement(NAME tbody,
				(SELECT xmlagg(xmlelement(NAME tr, xmlelement(NAME th, d.name), xmlelement(NAME td, d.points)) ORDER BY d.nr) FROM d))) END) END,
		CASE WHEN g.rows IS NOT NULL THEN xmlconcat(xmlelement(NAME h3, words ->> 'other_grades'), xmlelement(NAME table, xmlelement(NAME tbody, g.rows))) END) END
	FROM e, g);
END
$$;
COMMENT ON FUNCTION credit.report_evaluation_html(pg_catalog.xml, pg_catalog.jsonb) IS 'Evaluation in a report. 报告的评价部分。';
