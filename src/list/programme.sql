-- programme.sql: the lists behind "信易+" programmes: who may enjoy which
-- benefit, by rules as rows. Requires list/measures_for.sql, list/ban.sql.

CREATE TABLE credit.programme (
	programme pg_catalog.text COLLATE "C" PRIMARY KEY CHECK (programme OPERATOR(pg_catalog.~) '^[a-z][a-z0-9_]*$'),
	name_zh pg_catalog.text NOT NULL,
	name_en pg_catalog.text NOT NULL,
	applies_to credit.subject_kind[] NOT NULL,
	consent_scope pg_catalog.text COLLATE "C",
	min_grade credit.grade,
	min_kept pg_catalog.int4 NOT NULL DEFAULT 0 CHECK (min_kept OPERATOR(pg_catalog.>=) 0),
	max_broken pg_catalog.int4 CHECK (max_broken OPERATOR(pg_catalog.>=) 0),
	no_negative_list pg_catalog.bool NOT NULL DEFAULT true,
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	valid pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(valid)),
	verified pg_catalog.bool NOT NULL DEFAULT false,
	note pg_catalog.text,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false
);
COMMENT ON TABLE credit.programme IS 'Benefits for honest subjects (信易+) and what each asks for. A programme with a consent scope draws on consents; one without, only on honest lists, which are public. “信易+”守信激励项目及条件：设同意范围的以主体同意为前提，未设的仅依据已公开的守信名单。';
COMMENT ON COLUMN credit.programme.programme IS 'Short name. 项目短名。';
COMMENT ON COLUMN credit.programme.name_zh IS 'Name in Chinese. 中文名称。';
COMMENT ON COLUMN credit.programme.name_en IS 'Name in English. 英文名称。';
COMMENT ON COLUMN credit.programme.applies_to IS 'Kinds of subject. 适用主体类别。';
COMMENT ON COLUMN credit.programme.consent_scope IS 'Scope of credit.data_consent it needs; null: none is needed, and the subject must be on an honest list. 所需同意的范围，空为无须同意但须在守信名单。';
COMMENT ON COLUMN credit.programme.min_grade IS 'Least grade of the general evaluation; null: none is asked for. 综合评价最低等级，空为不要求。';
COMMENT ON COLUMN credit.programme.min_kept IS 'Commitments kept, at least. 已履行承诺数下限。';
COMMENT ON COLUMN credit.programme.max_broken IS 'Commitments broken, at most; null: not asked. 违诺数上限，空为不要求。';
COMMENT ON COLUMN credit.programme.no_negative_list IS 'Whoever is on a serious or focus list or banned is left out. 列入失信类名单或被禁入者除外。';
COMMENT ON COLUMN credit.programme.basis_id IS 'Basis. 依据。';
COMMENT ON COLUMN credit.programme.valid IS 'Days on which the programme runs. 项目实施期间。';
COMMENT ON COLUMN credit.programme.verified IS 'Whether the conditions were compared with the original. 条件是否已与原文核对。';
COMMENT ON COLUMN credit.programme.note IS 'Remark. 备注。';
COMMENT ON COLUMN credit.programme.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';
GRANT SELECT ON credit.programme TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.programme TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.programme', 'WHERE NOT standard_entry');
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.programme FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.programme FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();

INSERT INTO credit.programme (programme, name_zh, name_en, applies_to, consent_scope, min_grade, min_kept, max_broken, basis_id, note, standard_entry)
SELECT p.programme, p.name_zh, p.name_en, p.applies_to::credit.subject_kind[], p.consent_scope, p.min_grade::credit.grade, p.min_kept, p.max_broken, p.basis_id, p.note, true
FROM (VALUES
	('sme_finance', '信易贷', 'easier credit for small business', '{enterprise,individual_business,farmers_cooperative}', 'sme_finance', NULL, 1, 0, 'jilin_plan_14_5', '守诺且同意'),
	('approval', '信易批', 'easier approvals', '{enterprise,individual_business,farmers_cooperative,social_organisation,public_institution}', NULL, NULL, 0, 0, 'jilin_city_2020', '条件由地方制度规定，待核对'),
	('travel', '信易行', 'easier travel', '{enterprise,individual_business,person}', 'travel', 'B', 0, 0, 'jilin_city_2020', '条件由地方制度规定，待核对'),
	('tourism', '信易游', 'easier tourism', '{enterprise,individual_business,person}', 'tourism', 'B', 0, 0, 'jilin_city_2020', '条件由地方制度规定，待核对')
) AS p (programme, name_zh, name_en, applies_to, consent_scope, min_grade, min_kept, max_broken, basis_id, note);

-- Driven by consents and honest entries, never by all subjects.
CREATE VIEW credit.programme_list WITH (security_invoker = true) AS
SELECT p.programme::pg_catalog.text AS programme, p.name_zh AS programme_zh, p.name_en AS programme_en, s.uscc::pg_catalog.text AS code,
	CASE WHEN s.kind OPERATOR(pg_catalog.=) 'person' THEN credit.mask_name(s.name) ELSE s.name END AS name,
	s.kind::pg_catalog.text AS kind, s.region_code::pg_catalog.text AS region_code, g.grade::pg_catalog.text AS grade, k.kept, k.broken,
	c.consent_since, c.recipient, p.basis_id::pg_catalog.text AS basis_id, s.subject_id
FROM credit.programme p
CROSS JOIN LATERAL (
	SELECT d.subject_id, d.given_on AS consent_since, d.recipient FROM credit.data_consent d
	WHERE d.scope OPERATOR(pg_catalog.=) p.consent_scope AND d.given_on OPERATOR(pg_catalog.<=) credit.today()
		AND (d.withdrawn_on IS NULL OR credit.today() OPERATOR(pg_catalog.<) d.withdrawn_on)
	UNION ALL
	SELECT DISTINCT e.subject_id, NULL::pg_catalog.date, NULL::pg_catalog.text
	FROM credit.list_kind l JOIN credit.list_entry e ON e.list OPERATOR(pg_catalog.=) l.list
	WHERE p.consent_scope IS NULL AND l.class OPERATOR(pg_catalog.=) 'honest'
		AND credit.list_in_force(e.valid_from, e.valid_until, e.ended_on, credit.today())) c
JOIN credit.subject s ON s.subject_id OPERATOR(pg_catalog.=) c.subject_id AND s.kind OPERATOR(pg_catalog.=) ANY (p.applies_to)
	AND s.status OPERATOR(pg_catalog.=) 'active' AND s.merged_into IS NULL
CROSS JOIN LATERAL (SELECT credit.general_grade(s.subject_id, credit.today()) AS grade) g
CROSS JOIN LATERAL (SELECT pg_catalog.count(*) FILTER (WHERE r.item OPERATOR(pg_catalog.=) 'commitment_performance'
		AND (r.detail OPERATOR(pg_catalog.->>) 'result') OPERATOR(pg_catalog.=) '已履行') AS kept,
	pg_catalog.count(*) FILTER (WHERE r.item OPERATOR(pg_catalog.=) 'commitment_breach'
		OR (r.detail OPERATOR(pg_catalog.->>) 'result') OPERATOR(pg_catalog.=) '未履行') AS broken
	FROM credit.record_store r
	WHERE r.subject_id OPERATOR(pg_catalog.=) s.subject_id
		AND r.item OPERATOR(pg_catalog.=) ANY (ARRAY['commitment_performance', 'commitment_breach'])
		AND r.status OPERATOR(pg_catalog.=) ANY (ARRAY['valid', 'disputed']::credit.record_status[])) k
WHERE p.valid OPERATOR(pg_catalog.@>) credit.today()
	AND (p.min_grade IS NULL OR g.grade OPERATOR(pg_catalog.>=) p.min_grade)
	AND k.kept OPERATOR(pg_catalog.>=) p.min_kept AND (p.max_broken IS NULL OR k.broken OPERATOR(pg_catalog.<=) p.max_broken)
	AND NOT (p.no_negative_list AND (EXISTS (SELECT FROM credit.list_entry e JOIN credit.list_kind l ON l.list OPERATOR(pg_catalog.=) e.list
			WHERE e.subject_id OPERATOR(pg_catalog.=) s.subject_id AND l.class OPERATOR(pg_catalog.<>) 'honest'
				AND credit.list_in_force(e.valid_from, e.valid_until, e.ended_on, credit.today()))
		OR EXISTS (SELECT FROM credit.industry_ban b WHERE b.subject_id OPERATOR(pg_catalog.=) s.subject_id
			AND credit.list_in_force(b.valid_from, b.valid_until, b.ended_on, credit.today()))));
COMMENT ON VIEW credit.programme_list IS 'Who meets the conditions of which programme today. 当日符合各项目条件的主体。';
COMMENT ON COLUMN credit.programme_list.programme IS 'Programme. 项目。';
COMMENT ON COLUMN credit.programme_list.programme_zh IS 'Its name in Chinese. 项目中文名称。';
COMMENT ON COLUMN credit.programme_list.programme_en IS 'Its name in English. 项目英文名称。';
COMMENT ON COLUMN credit.programme_list.code IS 'Unified code; null for persons. 统一社会信用代码，自然人为空。';
COMMENT ON COLUMN credit.programme_list.name IS 'Name; masked for persons. 名称，自然人已脱敏。';
COMMENT ON COLUMN credit.programme_list.kind IS 'Kind of subject. 主体类别。';
COMMENT ON COLUMN credit.programme_list.region_code IS 'Region. 所在区划。';
COMMENT ON COLUMN credit.programme_list.grade IS 'Grade of the general evaluation. 综合评价等级。';
COMMENT ON COLUMN credit.programme_list.kept IS 'Commitments kept. 已履行承诺数。';
COMMENT ON COLUMN credit.programme_list.broken IS 'Commitments broken. 违诺数。';
COMMENT ON COLUMN credit.programme_list.consent_since IS 'Consent since; null where none is needed. 同意日期，无须同意时为空。';
COMMENT ON COLUMN credit.programme_list.recipient IS 'To whom the data may go. 数据接收方。';
COMMENT ON COLUMN credit.programme_list.basis_id IS 'Basis of the programme. 项目依据。';
COMMENT ON COLUMN credit.programme_list.subject_id IS 'Number of the subject. 主体编号。';
GRANT SELECT ON credit.programme_list TO credit_admin;

CREATE VIEW credit.sme_finance_list WITH (security_invoker = true) AS
SELECT l.code, l.name, l.region_code, l.grade, l.kept, l.consent_since, l.recipient, l.subject_id
FROM credit.programme_list l WHERE l.programme OPERATOR(pg_catalog.=) 'sme_finance';
COMMENT ON VIEW credit.sme_finance_list IS 'Candidates for SME finance: consent given, commitments kept and none broken, on no negative list. 中小企业融资推荐名单：已同意、守诺无违诺、未列入失信类名单。';
COMMENT ON COLUMN credit.sme_finance_list.code IS 'Unified code. 统一社会信用代码。';
COMMENT ON COLUMN credit.sme_finance_list.name IS 'Name. 名称。';
COMMENT ON COLUMN credit.sme_finance_list.region_code IS 'Region. 所在区划。';
COMMENT ON COLUMN credit.sme_finance_list.grade IS 'Grade of the general evaluation. 综合评价等级。';
COMMENT ON COLUMN credit.sme_finance_list.kept IS 'Commitments kept. 已履行承诺数。';
COMMENT ON COLUMN credit.sme_finance_list.consent_since IS 'Consent since. 同意日期。';
COMMENT ON COLUMN credit.sme_finance_list.recipient IS 'To whom the data may go. 数据接收方。';
COMMENT ON COLUMN credit.sme_finance_list.subject_id IS 'Number of the subject. 主体编号。';
GRANT SELECT ON credit.sme_finance_list TO credit_admin;
