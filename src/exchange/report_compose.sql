-- report_compose.sql: the report as one XML document, its issue under a number,
-- and its verification. Requires exchange/report_part.sql.
--
-- <report><cover/><content/></report>: what changes from issue to issue stands
-- in the cover, so that two reports of the same facts have the same content.
-- The schema is doc/exchange/report.xsd.

-- What follows from an entry; agrees with credit.measures_for(). A function of
-- its own: who asks for a public report may not read all of an entry.
CREATE FUNCTION credit.report_measures(entry_id pg_catalog.int8, lang pg_catalog.text) RETURNS pg_catalog.xml
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN (
	SELECT xmlagg(xmlelement(NAME measure, xmlattributes(m.measure AS code, m.direction AS direction),
		CASE lang WHEN 'zh' THEN m.name_zh ELSE credit.report_capital(m.name_en) END) ORDER BY m.direction, m.class, m.kind_no, m.measure)
	FROM credit.list_entry e
	JOIN credit.subject s ON s.subject_id = e.subject_id
	JOIN credit.list_measure lm ON lm.list = e.list
	JOIN credit.measure m ON m.measure = lm.measure
	WHERE e.entry_id = report_measures.entry_id AND credit.measure_lawful(m, credit.today()) AND s.kind = ANY (m.applies_to)
		AND (e.severity IS NULL OR e.severity >= lm.min_severity)
		AND (e.marked_for IS NULL OR lm.reaches_responsible)
		AND (m.direction = 'sanction' OR NOT EXISTS (SELECT FROM credit.list_entry o JOIN credit.list_kind k ON k.list = o.list
			WHERE o.subject_id = e.subject_id AND k.class = 'serious' AND o.period @> credit.today())));
END
$$;
COMMENT ON FUNCTION credit.report_measures(pg_catalog.int8, pg_catalog.text) IS 'Measures that follow from an entry of a list, for a report. 报告中某名单条目所适用的措施。';

-- Listings in force stand first in their sections: serious ones, those to
-- watch and bans under serious, honest ones under honour. Whoever asks, a public
-- report holds the public lists.
CREATE FUNCTION credit.report_listing(subject_id pg_catalog.int8, edition pg_catalog.text, lang pg_catalog.text,
		words pg_catalog.jsonb, OUT section pg_catalog.text, OUT polarity pg_catalog.text, OUT content pg_catalog.xml)
		RETURNS SETOF record
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	SELECT CASE k.class WHEN 'honest' THEN 'honour' ELSE 'serious' END, k.polarity,
		xmlelement(NAME listing, xmlattributes(e.entry_id AS id, k.polarity AS polarity),
			xmlelement(NAME list, xmlattributes(k.list AS code), CASE lang WHEN 'zh' THEN k.name_zh ELSE credit.report_capital(k.name_en) END),
			xmlforest(e.doc_no AS document, d.name AS department, e.decided_on AS decided_on, e.valid_from AS valid_from,
				e.valid_until AS valid_until, b.title AS basis),
			CASE WHEN edition <> 'public' THEN credit.report_measures(e.entry_id, lang) END)
	FROM credit.list_entry e
	JOIN credit.list_kind k ON k.list = e.list
	JOIN credit.department d ON d.dept_id = e.dept_id
	JOIN credit.legal_basis b ON b.basis_id = k.basis_id
	WHERE e.subject_id = report_listing.subject_id AND e.period @> credit.today()
		AND (edition <> 'public' OR e.openness = 'public')
	ORDER BY e.decided_on DESC, e.entry_id DESC;
	IF edition <> 'public' THEN
		RETURN QUERY
		SELECT 'serious', 'negative',
			xmlelement(NAME listing, xmlattributes(i.ban_id AS id, 'negative' AS polarity),
				xmlelement(NAME list, xmlattributes('industry_ban' AS code), (words ->> 'ban') || i.field),
				xmlforest(i.doc_no AS document, d.name AS department, i.decided_on AS decided_on, i.valid_from AS valid_from,
					coalesce(i.valid_until, '2099-12-31') AS valid_until, b.title AS basis))
		FROM credit.industry_ban i
		JOIN credit.department d ON d.dept_id = i.dept_id
		JOIN credit.legal_basis b ON b.basis_id = i.basis_id
		WHERE i.subject_id = report_listing.subject_id AND credit.list_in_force(i.valid_from, i.valid_until, i.ended_on)
		ORDER BY i.decided_on DESC, i.ban_id DESC;
	END IF;
END
$$;
COMMENT ON FUNCTION credit.report_listing(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.jsonb) IS 'Entries of lists in force, by section of the report. 报告各部分所列的名单信息。';

-- The terms that hold for faults determined today.
CREATE FUNCTION credit.report_terms(words pg_catalog.jsonb) RETURNS pg_catalog.xml
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN (
	SELECT xmlagg(xmlelement(NAME term, xmlattributes(g.severity AS severity, g.min_term::text AS shortest, g.max_term::text AS longest),
		words ->> ('severity.' || g.severity)) ORDER BY g.severity)
	FROM (SELECT DISTINCT ON (r.severity) r.severity, CASE WHEN r.published THEN r.min_term END AS min_term,
			CASE WHEN r.published THEN r.max_term END AS max_term
		FROM credit.publication_regime r
		WHERE r.item IS NULL AND r.sector IS NULL AND r.severity IS NOT NULL AND r.decided @> credit.today()
		ORDER BY r.severity, lower(r.decided) DESC) g);
END
$$;
COMMENT ON FUNCTION credit.report_terms(pg_catalog.jsonb) IS 'Terms of publication by severity. 各失信程度的公示期限。';

-- The clocks of objections and repairs, as far as their figures are verified: a
-- report does not promise what nobody has read in the original.
CREATE FUNCTION credit.report_clocks(lang pg_catalog.text, words pg_catalog.jsonb) RETURNS pg_catalog.xml
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN (
	SELECT xmlagg(xmlelement(NAME clock,
		xmlelement(NAME name, CASE lang WHEN 'zh' THEN p.name_zh || '：' || s.name_zh
			ELSE credit.report_capital(p.name_en) || ': ' || s.name_en END),
		xmlelement(NAME term, replace(CASE WHEN s.target_n IS NULL THEN '{n}' ELSE replace(words ->> 'clock.target', '{target}',
				credit.report_quantity(s.target_n, s.target_unit, lang, words)) END,
			'{n}', credit.report_quantity(s.clock_n, s.clock_unit, lang, words))))
		ORDER BY array_position('{objection,feedback,repair}'::text[], p.procedure::text), s.ordinal, s.stage)
	FROM credit.procedure p JOIN credit.stage s USING (procedure)
	WHERE p.procedure IN ('objection', 'feedback', 'repair') AND s.verified AND NOT s.final AND s.clock_n IS NOT NULL
		AND s.valid @> credit.today() AND words ? ('unit.' || s.clock_unit));
END
$$;
COMMENT ON FUNCTION credit.report_clocks(pg_catalog.text, pg_catalog.jsonb) IS 'Clocks of objections and repairs for a report. 报告所列异议与修复办理时限。';

-- By when an open objection about a record must be answered. A function of its
-- own: who asks for a public report may not read cases.
CREATE FUNCTION credit.report_answer_due(subject_id pg_catalog.int8, record_id pg_catalog.int8) RETURNS pg_catalog.date
	LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN (SELECT min(d.due_on) FROM credit.deadline d JOIN credit.procedure p USING (procedure)
		WHERE d.subject_id = report_answer_due.subject_id AND d.record_id = report_answer_due.record_id AND p.disputes);
END
$$;
COMMENT ON FUNCTION credit.report_answer_due(pg_catalog.int8, pg_catalog.int8) IS 'By when an objection about a record must be answered. 记录异议的答复到期日。';

CREATE FUNCTION credit.compose_report(subject_id pg_catalog.int8, lang pg_catalog.text, edition pg_catalog.text,
		number pg_catalog.text, verification pg_catalog.text, issued_at pg_catalog.timestamptz) RETURNS pg_catalog.xml
	LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp SET "IntervalStyle" = iso_8601
AS $$
DECLARE
	words jsonb := credit.report_words(lang);
	subject xml := credit.report_subject(subject_id, edition, words);
	person bool := (SELECT s.kind = 'person' FROM credit.subject s WHERE s.subject_id = compose_report.subject_id);
	content xml;
BEGIN
	IF person IS NULL THEN
		RAISE EXCEPTION '%', credit.message('no subject has the number %s', coalesce(subject_id::text, '<NULL>'))
			USING ERRCODE = 'CR005', HINT = credit.message('Look for it with credit.search_subject().');
	END IF;
	WITH item AS (
		SELECT DISTINCT ON (i.item) i.item, i.category, i.polarity,
			CASE lang WHEN 'zh' THEN i.name_zh ELSE credit.report_capital(i.name_en) END AS name
		FROM credit.catalogue_item i ORDER BY i.item, i.valid DESC
	), shown AS MATERIALIZED (
		SELECT r.* FROM credit.report_record(compose_report.subject_id, edition) r
	), field AS (
		SELECT f.record_id, f.content
		FROM (SELECT array_agg(r.record_id) AS ids, array_agg(r.item) AS items, array_agg(r.decided_on) AS days, array_agg(r.detail) AS details
			FROM shown r) a, credit.report_fields(a.ids, a.items, a.days, a.details, edition, lang) f
	), record AS (
		SELECT coalesce((SELECT s.section FROM credit.report_section s WHERE i.category = ANY (s.categories) ORDER BY s.ordinal LIMIT 1),
				(SELECT s.section FROM credit.report_section s ORDER BY s.ordinal DESC LIMIT 1)) AS section,
			r.item, i.name, i.polarity, r.disputed,
			xmlelement(NAME record, xmlattributes(r.record_id AS id, i.polarity AS polarity,
					CASE WHEN r.disputed THEN 'true' END AS disputed),
				xmlforest(r.doc_no AS document, r.department AS department, r.decided_on AS decided_on,
					r.valid_from AS valid_from, r.valid_until AS valid_until, trim_scale(r.amount) AS amount),
				CASE WHEN r.severity IS NOT NULL THEN
					xmlelement(NAME severity, xmlattributes(r.severity AS code), words ->> ('severity.' || r.severity)) END,
				CASE WHEN r.publish_from IS NULL THEN xmlelement(NAME not_published)
					ELSE xmlforest(r.publish_until AS publish_until) END,
				CASE WHEN r.severity IS NOT NULL AND r.publish_from IS NOT NULL THEN
					-- the shortest term of the regime that applied when it was decided
					xmlforest((SELECT CASE WHEN g.early_end AND g.min_term IS NOT NULL THEN (r.decided_on + g.min_term)::date END
						FROM credit.publication_regime g
						WHERE (g.item IS NULL OR g.item = r.item) AND (g.sector IS NULL OR g.sector = r.sector)
							AND (g.severity IS NULL OR g.severity = r.severity) AND g.decided @> r.decided_on
						ORDER BY g.item IS NULL, g.sector IS NULL, g.severity IS NULL LIMIT 1) AS repairable_from) END,
				CASE WHEN r.disputed AND edition <> 'public' THEN
					xmlforest(credit.report_answer_due(compose_report.subject_id, r.record_id) AS answer_due) END,
				f.content) AS content,
			r.decided_on, r.record_id
		FROM shown r JOIN item i ON i.item = r.item LEFT JOIN field f ON f.record_id = r.record_id
	), grouped AS (
		SELECT r.section, xmlelement(NAME item, xmlattributes(r.item AS code, count(*) AS count),
				xmlelement(NAME title, min(r.name)),
				-- not xmlagg(), which copies all it has for each record it adds
				xmlparse(CONTENT string_agg(r.content::text, '' ORDER BY r.decided_on DESC, r.record_id DESC))) AS content,
			count(*) AS n, count(*) FILTER (WHERE r.polarity = 'negative') AS negative,
			count(*) FILTER (WHERE r.polarity = 'positive') AS positive, count(*) FILTER (WHERE r.disputed) AS disputed,
			min(coalesce(array_position('{penalty,licence}'::text[], r.item), 3)) AS rank, r.item
		FROM record r GROUP BY r.section, r.item
	), listed AS (
		SELECT l.section, xmlagg(l.content ORDER BY l.nr) AS content, count(*) AS n, count(*) FILTER (WHERE l.polarity = 'negative') AS negative
		FROM credit.report_listing(compose_report.subject_id, edition, lang, words) WITH ORDINALITY l (section, polarity, content, nr)
		GROUP BY l.section
	), section AS (
		SELECT xmlagg(xmlelement(NAME section,
			xmlattributes(s.section AS code, s.ordinal AS number, coalesce(l.n, 0) + coalesce(g.n, 0) + o.n AS count),
			xmlelement(NAME title, CASE lang WHEN 'zh' THEN s.name_zh ELSE s.name_en END),
			l.content, g.content, e.content) ORDER BY s.ordinal) AS content
		FROM credit.report_section s
		LEFT JOIN listed l ON l.section = s.section
		LEFT JOIN (SELECT g.section, sum(g.n) AS n, xmlagg(g.content ORDER BY g.rank, g.item) AS content
			FROM grouped g GROUP BY g.section) g ON g.section = s.section
		CROSS JOIN LATERAL (SELECT CASE s.section WHEN 'evaluation' THEN
			credit.report_evaluation(compose_report.subject_id, edition, lang, words) END AS content OFFSET 0) e
		-- the subject's own entry, and each result
		CROSS JOIN LATERAL (SELECT CASE s.section WHEN 'registration' THEN 1
			ELSE coalesce(cardinality(xpath('/evaluation/result|/evaluation/sector_grade', e.content)), 0) END AS n) o
	), total AS (
		SELECT coalesce(sum(g.n), 0) AS n, coalesce(sum(g.negative), 0) AS negative, coalesce(sum(g.positive), 0) AS positive,
			coalesce(sum(g.disputed), 0) AS disputed
		FROM (SELECT n, negative, positive, disputed FROM grouped
			UNION ALL SELECT n, negative, n - negative, 0 FROM listed) g
	)
	SELECT xmlelement(NAME content, subject,
		xmlelement(NAME summary, xmlattributes(t.n AS records, t.negative AS negative, t.positive AS positive, t.disputed AS disputed)),
		s.content,
		xmlelement(NAME rights, credit.report_terms(words),
			credit.report_clocks(lang, words),
			xmlelement(NAME objection, words ->> 'objection.how'), xmlelement(NAME repair, words ->> 'repair.how')),
		xmlelement(NAME notes, (SELECT xmlagg(xmlelement(NAME note, words ->> n.phrase) ORDER BY n.nr)
			FROM unnest('{note.standard,note.source,note.term,note.evaluation,note.language,note.fee}'::text[]) WITH ORDINALITY n (phrase, nr))))
	INTO content
	FROM section s, total t;
	-- Marks that turn or hide text, and characters XML cannot carry, go here.
	RETURN regexp_replace(xmlelement(NAME report, xmlattributes('1.0' AS version, lang AS lang),
		xmlelement(NAME cover,
			xmlelement(NAME title, words ->> 'title'),
			xmlelement(NAME kind, xmlattributes(CASE WHEN person THEN 'person' ELSE 'organisation' END AS code),
				words ->> CASE WHEN person THEN 'kind.person' ELSE 'kind.organisation' END),
			xmlelement(NAME edition, xmlattributes(edition AS code), words ->> ('edition.' || edition)),
			xmlelement(NAME number, number), xmlelement(NAME verification, verification),
			xmlelement(NAME issued_at, to_char(credit.today(), 'YYYY-MM-DD')
				|| to_char(issued_at AT TIME ZONE credit.setting('time_zone'), '"T"HH24:MI:SS')),
			xmlelement(NAME as_of, credit.today()),
			CASE WHEN words ->> 'issuer' <> '' THEN xmlelement(NAME issuer, words ->> 'issuer') END),
		content)::text,
		'[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFF]', '', 'g')::xml;
END
$$;
COMMENT ON FUNCTION credit.compose_report(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.timestamptz) IS 'The document of a report with the rights of the caller; without an issue behind it it verifies as unknown. 按调用者权限编制报告文档；未经登记出具的无法通过核验。';

CREATE FUNCTION credit.canonical_xml(document pg_catalog.xml) RETURNS pg_catalog.bytea
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_canonical_xml';
COMMENT ON FUNCTION credit.canonical_xml(pg_catalog.xml) IS 'Canonical XML (C14N 1.0, without comments) in UTF-8: equal documents have equal bytes. 规范化 XML（C14N 1.0，不含注释）的 UTF-8 字节。';

CREATE FUNCTION credit.report_content(document pg_catalog.xml) RETURNS pg_catalog.bytea
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_report_content';
COMMENT ON FUNCTION credit.report_content(pg_catalog.xml) IS 'Canonical XML of a report without its cover: equal for two reports of the same facts. 报告正文（不含封面）的规范化 XML，内容相同则字节相同。';

CREATE FUNCTION credit.issue_report(subject_id pg_catalog.int8, lang pg_catalog.text DEFAULT 'zh',
		edition pg_catalog.text DEFAULT NULL) RETURNS pg_catalog.xml
	LANGUAGE c VOLATILE
	AS 'MODULE_PATHNAME', 'credit_issue_report';
COMMENT ON FUNCTION credit.issue_report(pg_catalog.int8, pg_catalog.text, pg_catalog.text) IS 'Composes a report of a subject by its number with the rights of the caller, keeps it in credit.report_issue and returns it. 按主体编号编制报告，登记后返回。';

-- What a code leads to. Persons have none: their reports are asked for by the
-- number that credit.person_subject() gives.
CREATE FUNCTION credit.report_code(code pg_catalog.text) RETURNS pg_catalog.int8
	LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	id int8 := credit.find_subject(code);
BEGIN
	IF id IS NULL THEN
		RAISE EXCEPTION '%', credit.message('no subject has the code "%s"', code)
			USING ERRCODE = 'CR005', HINT = credit.message('Look for it with credit.search_subject().');
	END IF;
	RETURN id;
END
$$;
COMMENT ON FUNCTION credit.report_code(pg_catalog.text) IS 'Number of the subject with the code; CR005 when there is none. 按代码查找主体编号，查无则报错 CR005。';

CREATE FUNCTION credit.report_xml(code pg_catalog.text, lang pg_catalog.text DEFAULT 'zh',
		edition pg_catalog.text DEFAULT NULL) RETURNS pg_catalog.xml
	LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp
	RETURN credit.issue_report(credit.report_code(code), lang, edition);
COMMENT ON FUNCTION credit.report_xml(pg_catalog.text, pg_catalog.text, pg_catalog.text) IS 'Issues the credit report of an organisation as XML (doc/exchange/report.xsd). 出具信用报告（XML）。';

-- Verification ------------------------------------------------------------

CREATE TYPE credit.report_verdict AS (
	number		pg_catalog.text,
	verdict		pg_catalog.text,
	subject_code pg_catalog.text,
	subject_name pg_catalog.text,
	edition		pg_catalog.text,
	lang		pg_catalog.text,
	issued_at	pg_catalog.timestamptz,
	as_of		pg_catalog.date,
	digest		pg_catalog.text,
	changed		pg_catalog.bool
);
COMMENT ON TYPE credit.report_verdict IS 'What a report is worth: genuine, altered (the stored document is not what was issued) or unknown; changed tells whether a report of today would differ. 核验结果：genuine 真实、altered 存档已被改动、unknown 查无；changed 表示今日内容是否已不同。';

-- SECURITY DEFINER: anybody holding a report may have it verified, nobody may
-- read the issues. One answer for an unknown number and for a wrong code.
CREATE FUNCTION credit.verify_issue(number pg_catalog.text, verification pg_catalog.text,
		OUT verdict pg_catalog.text, OUT issue pg_catalog.text, OUT subject_id pg_catalog.int8, OUT subject_code pg_catalog.text,
		OUT subject_name pg_catalog.text, OUT edition pg_catalog.text, OUT lang pg_catalog.text, OUT issued_at pg_catalog.timestamptz,
		OUT as_of pg_catalog.date, OUT digest pg_catalog.bytea, OUT content_digest pg_catalog.bytea)
	LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	i credit.report_issue;
BEGIN
	PERFORM credit.check_report_encoding();
	SELECT * INTO i FROM credit.report_issue x
	WHERE x.number = upper(btrim(verify_issue.number))
		AND replace(x.verification, '-', '') = upper(translate(verify_issue.verification, '- ', ''));
	IF NOT FOUND THEN
		verdict := 'unknown';
		RETURN;
	END IF;
	verdict := 'altered';
	IF sha256(credit.canonical_xml(i.document)) = i.digest THEN
		verdict := 'genuine';
		SELECT s.code, s.name INTO subject_code, subject_name
		FROM xmltable('/report/content/subject' PASSING i.document COLUMNS code text PATH 'code', name text PATH 'name') s;
	END IF;
	issue := i.number;
	subject_id := i.subject_id;
	edition := i.edition;
	lang := i.lang;
	issued_at := i.issued_at;
	as_of := i.as_of;
	digest := i.digest;
	content_digest := i.content_digest;
END
$$;
COMMENT ON FUNCTION credit.verify_issue(pg_catalog.text, pg_catalog.text) IS 'The issue with this number and verification code; internal to credit.verify_report(). 按编号与核验码核对出具记录（内部使用）。';
REVOKE ALL ON FUNCTION credit.verify_issue(pg_catalog.text, pg_catalog.text) FROM PUBLIC;

CREATE FUNCTION credit.verify_report(number pg_catalog.text, verification pg_catalog.text DEFAULT NULL)
		RETURNS credit.report_verdict
	LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	code text := verification;
	i record;
	answer credit.report_verdict;
	may_read bool := has_table_privilege('credit.report_issue', 'SELECT');
	same_reader bool := false;
	today xml;
BEGIN
	IF code IS NULL AND may_read THEN
		SELECT x.verification INTO code FROM credit.report_issue x WHERE x.number = upper(btrim(verify_report.number));
	END IF;
	IF code IS NULL THEN
		RAISE EXCEPTION '%', credit.message('report "%s" cannot be verified without its verification code', number)
			USING ERRCODE = 'CR011',
				DETAIL = credit.message('Only the office and the role it was issued to may leave it out.'),
				HINT = credit.message('Give the code printed on the cover.');
	END IF;
	SELECT v.* INTO i FROM credit.verify_issue(number, code) v;
	answer.number := coalesce(i.issue, number);
	answer.verdict := i.verdict;
	answer.subject_code := i.subject_code;
	answer.subject_name := i.subject_name;
	answer.edition := i.edition;
	answer.lang := i.lang;
	answer.issued_at := i.issued_at;
	answer.as_of := i.as_of;
	answer.digest := encode(i.digest, 'hex');
	-- A public report reads the same for everybody; another is composed anew
	-- only by the role that had it.
	IF may_read THEN
		same_reader := EXISTS (SELECT FROM credit.report_issue x WHERE x.number = i.issue AND x.reader = current_user);
	END IF;
	IF answer.verdict = 'genuine' AND (answer.edition = 'public' OR same_reader) THEN
		today := credit.compose_report(i.subject_id, answer.lang, answer.edition, '', '', answer.issued_at);
		answer.changed := sha256(credit.report_content(today)) <> i.content_digest;
	END IF;
	RETURN answer;
END
$$;
COMMENT ON FUNCTION credit.verify_report(pg_catalog.text, pg_catalog.text) IS 'Whether a report with this number and verification code was issued and its stored document is unaltered. 核验报告：按编号与核验码确认其真实且存档未被改动。';

REVOKE ALL ON FUNCTION credit.compose_report(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.timestamptz),
	credit.report_measures(pg_catalog.int8, pg_catalog.text),
	credit.report_listing(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.jsonb),
	credit.report_answer_due(pg_catalog.int8, pg_catalog.int8),
	credit.issue_report(pg_catalog.int8, pg_catalog.text, pg_catalog.text), credit.report_code(pg_catalog.text),
	credit.report_xml(pg_catalog.text, pg_catalog.text, pg_catalog.text),
	credit.verify_report(pg_catalog.text, pg_catalog.text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.compose_report(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.timestamptz),
	credit.report_measures(pg_catalog.int8, pg_catalog.text),
	credit.report_listing(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.jsonb),
	credit.report_answer_due(pg_catalog.int8, pg_catalog.int8),
	credit.issue_report(pg_catalog.int8, pg_catalog.text, pg_catalog.text), credit.report_code(pg_catalog.text),
	credit.report_xml(pg_catalog.text, pg_catalog.text, pg_catalog.text),
	credit.verify_report(pg_catalog.text, pg_catalog.text), credit.verify_issue(pg_catalog.text, pg_catalog.text)
	TO credit_admin, credit_department, credit_analyst, credit_public;
