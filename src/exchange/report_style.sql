-- report_style.sql: how a report looks: one style sheet for screen and A4, the
-- radar of the dimensions, the records over time. Requires
-- exchange/report_compose.sql.

-- Words of the office stand in strings of the style sheet: what could end a
-- string or the element is taken out. Style sheets here use no child selector,
-- since the sign for it would be escaped.
CREATE FUNCTION credit.report_style(number pg_catalog.text, words pg_catalog.jsonb) RETURNS pg_catalog.text
	LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
SELECT replace(replace(replace($css$
@page { size: A4; margin: 27mm 20mm 22mm;
	@top-left { content: "{title}"; font: 9pt "Songti SC", "Noto Serif CJK SC", "SimSun", serif; color: #555; vertical-align: bottom; padding-bottom: 2mm; margin-bottom: 4mm; border-bottom: .5pt solid #b9b4aa; }
	@top-center { content: ""; border-bottom: .5pt solid #b9b4aa; }
	@top-right { content: "{number}"; font: 9pt "Songti SC", "Noto Serif CJK SC", "SimSun", serif; color: #555; vertical-align: bottom; padding-bottom: 2mm; margin-bottom: 4mm; border-bottom: .5pt solid #b9b4aa; }
	@bottom-center { content: "{page}"; font: 9pt "Songti SC", "Noto Serif CJK SC", "SimSun", serif; color: #555; } }
@page :first { margin: 20mm; @top-left { content: none; border: 0; } @top-center { content: none; border: 0; } @top-right { content: none; border: 0; } @bottom-center { content: none; } }
:root { --ink: #1d1c1a; --faint: #6d6a64; --line: #c9c4ba; --pale: #f6f4ef; --red: #b01e1e; --green: #2c6a45; --amber: #8a5a00; }
* { box-sizing: border-box; }
html { background: #e7e5e0; }
body { margin: 0; color: var(--ink); font: 10.5pt/1.6 "Songti SC", "STSong", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", serif; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
html[lang=en] body { font-family: "Times New Roman", "Liberation Serif", "Songti SC", "Noto Serif CJK SC", "SimSun", serif; }
h1, h2, h3, th, dt, .sans, .tag, figcaption { font-family: "Heiti SC", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "SimHei", sans-serif; font-weight: 500; }
html[lang=en] h2, html[lang=en] h3, html[lang=en] th, html[lang=en] dt, html[lang=en] .sans, html[lang=en] .tag, html[lang=en] figcaption { font-family: "Helvetica Neue", Arial, "Liberation Sans", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
dd, td, .doc { unicode-bidi: isolate; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; margin: 2mm 0 4mm; }
th, td { border: .5pt solid var(--line); padding: 1.4mm 2.4mm; text-align: left; vertical-align: top; }
th { background: var(--pale); font-size: 9.5pt; color: #45423c; }
.num { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.day { white-space: nowrap; }
.faint { color: var(--faint); }
.mono { font: 9pt/1.5 "Menlo", "DejaVu Sans Mono", "Consolas", monospace; overflow-wrap: anywhere; }
.sheet { background: #fff; width: 210mm; max-width: 100%; margin: 8mm auto; padding: 22mm 20mm; box-shadow: 0 1px 6px rgba(0,0,0,.18); }
.cover { position: relative; min-height: 297mm; display: flex; flex-direction: column; }
.cover .issuer { color: var(--red); font-size: 22pt; letter-spacing: .2em; text-align: center; font-weight: 700; min-height: 14mm; }
.rule { border: 0; border-top: 2.2pt solid var(--red); border-bottom: .7pt solid var(--red); height: 1.6mm; margin: 4mm 0 0; }
.cover h1 { margin: 34mm 0 4mm; text-align: center; font: 700 30pt/1.3 "Songti SC", "STSong", "Noto Serif CJK SC", "SimSun", serif; letter-spacing: .14em; text-indent: .14em; }
html[lang=en] .cover h1 { font-family: "Times New Roman", "Liberation Serif", serif; font-size: 27pt; letter-spacing: .01em; text-indent: 0; }
.cover .sub { text-align: center; font-size: 13pt; color: #45423c; margin: 0 0 20mm; }
.cover table { margin: 0 auto; width: 150mm; max-width: 100%; }
.cover th { width: 42mm; background: none; border-width: 0 0 .5pt; padding: 2.6mm 2mm; font-size: 11pt; color: var(--faint); }
.cover td { border-width: 0 0 .5pt; padding: 2.6mm 2mm; font-size: 12pt; }
.cover td.name { font-size: 14pt; font-weight: 700; }
.cover .foot { margin-top: auto; display: flex; justify-content: space-between; align-items: flex-end; gap: 10mm; }
.cover .how { font-size: 9pt; color: var(--faint); max-width: 100mm; }
.cover .how p { margin: 0 0 1mm; }
.seal { position: relative; width: 50mm; height: 50mm; flex: none; display: flex; flex-direction: column; justify-content: center; align-items: center; text-align: center; font-size: 10.5pt; line-height: 2; }
.seal::before { content: ""; position: absolute; inset: 3mm; border: .7pt dashed rgba(176,30,30,.5); border-radius: 50%; }
h2 { font-size: 13.5pt; font-weight: 700; margin: 7mm 0 2.5mm; padding-bottom: 1.6mm; border-bottom: 1.4pt solid var(--red); display: flex; justify-content: space-between; align-items: baseline; gap: 4mm; break-after: avoid; }
h2 .sans, h3 .sans { font-size: 9.5pt; color: var(--faint); font-weight: 400; white-space: nowrap; }
.sheet h2:first-child { margin-top: 0; }
h3 { font-size: 11pt; margin: 4.5mm 0 2mm; display: flex; justify-content: space-between; align-items: baseline; break-after: avoid; }
.facts th { width: 44mm; }
.none { margin: 2mm 0; break-inside: avoid; color: var(--faint); border: .5pt dashed var(--line); padding: 1.2mm 3mm; text-align: center; letter-spacing: .1em; }
html[lang=en] .none { letter-spacing: 0; }
.tag { font-size: 8.5pt; line-height: 1.5; border: .6pt solid currentColor; border-radius: 1mm; padding: 0 1.6mm; margin-left: 2mm; white-space: nowrap; color: var(--faint); }
.tag.serious, .tag.general { color: var(--red); }
.tag.serious { background: var(--red); border-color: var(--red); color: #fff; }
.tag.disputed { color: var(--amber); border-style: dashed; }
article { border: .5pt solid var(--line); border-left: 2.4pt solid #9b968c; margin: 0 0 3.2mm; break-inside: avoid; }
article.negative { border-left-color: var(--red); }
article.positive { border-left-color: var(--green); }
article header { display: flex; align-items: baseline; background: var(--pale); padding: 1.2mm 2.6mm; border-bottom: .5pt solid var(--line); font-weight: 700; }
article header .on { margin-left: auto; font-weight: 400; font-variant-numeric: tabular-nums; color: var(--faint); white-space: nowrap; padding-left: 3mm; }
dl { display: grid; grid-template-columns: 1fr 1fr; margin: 0; padding: 1mm 2.6mm; column-gap: 6mm; }
dl div { display: flex; gap: 3mm; padding: .5mm 0; }
dl div.wide { grid-column: 1 / -1; }
dt { flex: none; width: 30mm; font-size: 8.5pt; line-height: 1.95; color: var(--faint); }
html[lang=en] dt { width: 30mm; line-height: 1.5; padding-top: .4mm; }
dd { margin: 0; min-width: 0; white-space: pre-line; }
.tiles { display: grid; grid-template-columns: 1.25fr 1fr 1fr 1fr; border: .5pt solid var(--line); margin-bottom: 5mm; }
.tiles div { padding: 2.6mm 3mm; border-left: .5pt solid var(--line); }
.tiles div:first-child { border-left: 0; }
.tiles b { display: block; font-size: 20pt; line-height: 1.25; font-weight: 700; font-variant-numeric: tabular-nums; }
.tiles .grade b { color: var(--red); }
.tiles .grade small { font-size: 11pt; font-weight: 400; margin-left: 1.5mm; color: var(--ink); }
.tiles .grade.good b { color: var(--green); }
.tiles .grade.ungraded b { color: #777; }
.tiles .sans { font-size: 9pt; color: var(--faint); }
figure { margin: 3mm 0 4mm; break-inside: avoid; }
figure svg { width: 100%; height: auto; display: block; }
figcaption { font-size: 8.5pt; color: var(--faint); font-weight: 400; margin-top: 1mm; }
.pair figcaption { text-align: center; }
svg text { font: 11px "Heiti SC", "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; fill: #55524c; }
.pair { display: grid; grid-template-columns: 78mm 1fr; gap: 6mm; align-items: center; break-inside: avoid; }
.points td, .points th { padding: 1mm 2mm; font-size: 9.5pt; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
tr.lost td { background: #fcf5f3; }
tfoot td { font-weight: 700; }
ol { margin: 0; padding-left: 6mm; }
li { margin: 0 0 1mm; }
.end { text-align: center; color: var(--faint); margin-top: 8mm; }
.plain { margin: 2mm 0; }
@media print { html { background: none; } .sheet { width: auto; margin: 0; padding: 0; box-shadow: none; } .cover { min-height: 0; height: 256mm; break-after: page; } h2.page { break-before: page; } }
@media (max-width: 720px) { .sheet { padding: 8mm 5mm; margin: 0 0 3mm; } .cover { min-height: 100vh; } .pair, dl, .tiles { grid-template-columns: 1fr; } .cover h1 { font-size: 22pt; margin-top: 16mm; } .cover .foot { flex-direction: column; } table { display: block; overflow-x: auto; } }
$css$,
	'{title}', translate(words ->> 'title', E'"\\<>&\n\r\f{}', '')),
	'{number}', translate((words ->> 'number') || ' ' || number, E'"\\<>&\n\r\f{}', '')),
	'{page}', replace(replace(translate(words ->> 'page', E'"\\<>&\n\r\f', ''),
		'{page}', '" counter(page) "'), '{pages}', '" counter(pages) "'))
$$;
COMMENT ON FUNCTION credit.report_style(pg_catalog.text, pg_catalog.jsonb) IS 'Style sheet of reports. 报告样式表。';

-- Five axes; what a dimension gave of its best, between nothing and all.
CREATE FUNCTION credit.report_radar(names pg_catalog.text[], ratios pg_catalog.float8[]) RETURNS pg_catalog.xml
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN (
	WITH axis AS (
		SELECT n.nr, n.name, least(greatest(coalesce(r.ratio, 0), 0), 1) AS ratio, r.ratio IS NULL AS unknown,
			sin(2 * pi() * (n.nr - 1) / cardinality(names)) AS dx, -cos(2 * pi() * (n.nr - 1) / cardinality(names)) AS dy
		FROM unnest(names) WITH ORDINALITY n (name, nr) JOIN unnest(ratios) WITH ORDINALITY r (ratio, nr) USING (nr)
	), spot AS (
		SELECT a.*, round((150 + 86 * a.dx * a.ratio)::numeric, 1) AS x, round((124 + 86 * a.dy * a.ratio)::numeric, 1) AS y,
			round((150 + 86 * a.dx)::numeric, 1) AS rim_x, round((124 + 86 * a.dy)::numeric, 1) AS rim_y FROM axis a
	)
	SELECT xmlelement(NAME svg, xmlattributes('http://www.w3.org/2000/svg' AS xmlns, '0 0 300 244' AS "viewBox", 'img' AS role),
		(SELECT xmlagg(xmlelement(NAME polygon, xmlattributes(ring.points AS points, 'none' AS fill,
				CASE ring.share WHEN 1 THEN '#a8a297' ELSE '#dcd8cf' END AS stroke)))
		FROM (SELECT g / 4.0 AS share, string_agg(round((150 + 86 * a.dx * g / 4)::numeric, 1) || ',' || round((124 + 86 * a.dy * g / 4)::numeric, 1), ' ' ORDER BY a.nr) AS points
			FROM generate_series(1, 4) g, axis a GROUP BY g) ring),
		(SELECT xmlagg(xmlelement(NAME line, xmlattributes(150 AS x1, 124 AS y1, s.rim_x AS x2, s.rim_y AS y2, '#dcd8cf' AS stroke)) ORDER BY s.nr) FROM spot s),
		(SELECT xmlelement(NAME polygon, xmlattributes(string_agg(s.x || ',' || s.y, ' ' ORDER BY s.nr) AS points, '#b01e1e' AS fill,
			'.14' AS "fill-opacity", '#b01e1e' AS stroke, '1.6' AS "stroke-width", 'round' AS "stroke-linejoin")) FROM spot s),
		(SELECT xmlagg(xmlelement(NAME circle, xmlattributes(s.x AS cx, s.y AS cy, '2.6' AS r, CASE WHEN s.unknown THEN '#fff' ELSE '#b01e1e' END AS fill, '#b01e1e' AS stroke)) ORDER BY s.nr) FROM spot s),
		(SELECT xmlagg(xmlconcat(
			xmlelement(NAME text, xmlattributes(round((150 + 100 * s.dx)::numeric, 1) AS x, round((124 + 102 * s.dy)::numeric + CASE WHEN s.dy < -0.9 THEN -8 ELSE 0 END, 1) AS y,
				CASE WHEN abs(s.dx) < 0.1 THEN 'middle' WHEN s.dx > 0 THEN 'start' ELSE 'end' END AS "text-anchor"), s.name),
			xmlelement(NAME text, xmlattributes(round((150 + 100 * s.dx)::numeric, 1) AS x, round((124 + 102 * s.dy)::numeric + CASE WHEN s.dy < -0.9 THEN 6 ELSE 14 END, 1) AS y,
				CASE WHEN abs(s.dx) < 0.1 THEN 'middle' WHEN s.dx > 0 THEN 'start' ELSE 'end' END AS "text-anchor", 'fill:#b01e1e' AS style),
				CASE WHEN s.unknown THEN '-' ELSE round(s.ratio * 100) || '%' END)) ORDER BY s.nr) FROM spot s)));
END
$$;
COMMENT ON FUNCTION credit.report_radar(pg_catalog.text[], pg_catalog.float8[]) IS 'Radar of the dimensions as SVG. 各维度雷达图（SVG）。';

-- Faults hang below the line, the others stand on it; shape and place tell
-- them apart in black and white as well.
CREATE FUNCTION credit.report_timeline(days pg_catalog.date[], polarities pg_catalog.text[], disputed pg_catalog.bool[],
		as_of pg_catalog.date) RETURNS pg_catalog.xml
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN (
	WITH scale AS (
		SELECT make_date(extract(year FROM min(d))::int, 1, 1) AS from_day,
			greatest(as_of, max(d)) AS to_day FROM unnest(days) d
	), mark AS (
		SELECT m.day, m.polarity, m.disputed, 12 + 656.0 * (m.day - s.from_day) / greatest(s.to_day - s.from_day, 1) AS x
		FROM unnest(days, polarities, disputed) m (day, polarity, disputed), scale s
	), placed AS (
		SELECT m.*, row_number() OVER (PARTITION BY floor(m.x / 10), m.polarity = 'negative' ORDER BY m.polarity DESC, m.day) AS nr
		FROM mark m
	), size AS (
		SELECT coalesce(max(p.nr) FILTER (WHERE p.polarity <> 'negative'), 0) AS up, coalesce(max(p.nr) FILTER (WHERE p.polarity = 'negative'), 0) AS down,
			least(10, 110.0 / greatest(max(p.nr), 1)) AS step FROM placed p
	), spot AS (
		SELECT p.*, round((floor(p.x / 10) * 10 + 5)::numeric, 1) AS cx,
			round(CASE p.polarity WHEN 'negative' THEN z.up * z.step + 14 + 18 + (p.nr - 0.5) * z.step
				ELSE z.up * z.step + 10 - (p.nr - 0.5) * z.step END::numeric, 1) AS cy
		FROM placed p, size z
	)
	SELECT xmlelement(NAME svg, xmlattributes('http://www.w3.org/2000/svg' AS xmlns,
			'0 0 680 ' || round((z.up + z.down) * z.step + 36)::int AS "viewBox", 'img' AS role),
		xmlelement(NAME line, xmlattributes(0 AS x1, 680 AS x2, round((z.up * z.step + 14)::numeric, 1) AS y1, round((z.up * z.step + 14)::numeric, 1) AS y2, '#6d6a64' AS stroke)),
		(SELECT xmlagg(xmlconcat(
			xmlelement(NAME line, xmlattributes(t.x AS x1, t.x AS x2, round((z.up * z.step + 14)::numeric, 1) AS y1, round((z.up * z.step + 19)::numeric, 1) AS y2, '#6d6a64' AS stroke)),
			xmlelement(NAME text, xmlattributes(t.x + 3 AS x, round((z.up * z.step + 26)::numeric, 1) AS y), t.year)) ORDER BY t.year)
		FROM (SELECT y AS year, round((12 + 656.0 * (make_date(y, 1, 1) - s.from_day) / greatest(s.to_day - s.from_day, 1))::numeric, 1) AS x
			FROM scale s, generate_series(extract(year FROM s.from_day)::int, extract(year FROM s.to_day)::int,
				greatest(1, ceil((extract(year FROM s.to_day) - extract(year FROM s.from_day)) / 12)::int)) y) t),
		(SELECT xmlparse(CONTENT string_agg(xmlconcat(CASE p.polarity
			WHEN 'negative' THEN xmlelement(NAME path, xmlattributes('M' || p.cx || ' ' || p.cy - 4 || 'l4 4l-4 4l-4 -4z' AS d, '#b01e1e' AS fill))
			WHEN 'positive' THEN xmlelement(NAME rect, xmlattributes(p.cx - 3.4 AS x, p.cy - 3.4 AS y, '6.8' AS width, '6.8' AS height, '#2c6a45' AS fill))
			ELSE xmlelement(NAME circle, xmlattributes(p.cx AS cx, p.cy AS cy, '3.2' AS r, '#fff' AS fill, '#6d6a64' AS stroke, '1.3' AS "stroke-width")) END,
			CASE WHEN p.disputed THEN xmlelement(NAME circle, xmlattributes(p.cx AS cx, p.cy AS cy, '6.6' AS r, 'none' AS fill, '#8a5a00' AS stroke, '2 1.6' AS "stroke-dasharray", '1.3' AS "stroke-width")) END)::text,
			'' ORDER BY p.cx, p.cy)) FROM spot p))
	FROM size z WHERE cardinality(days) > 0);
END
$$;
COMMENT ON FUNCTION credit.report_timeline(pg_catalog.date[], pg_catalog.text[], pg_catalog.bool[], pg_catalog.date) IS 'Records over time as SVG. 信用记录时间轴（SVG）。';
