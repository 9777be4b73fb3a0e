-- recognition.sql: credit reports that other regions issued, taken over with
-- their origin. Requires exchange/report_page.sql, exchange/agency.sql.
--
-- Reports are made to one standard so that they count elsewhere (domain facts
-- 3). One that somebody presents is read, bound to its subject by the unified
-- code, and kept as it came; the digest that the issuing platform tells proves
-- that it is unaltered. Its records are not entered: they are the issuer's.

CREATE TABLE credit.foreign_report (
	origin pg_catalog.text COLLATE "C" NOT NULL CHECK (origin OPERATOR(pg_catalog.~) '^[0-9]{6}$'),
	number pg_catalog.text COLLATE "C" NOT NULL,
	subject_code credit.uscc NOT NULL,
	subject_name pg_catalog.text NOT NULL,
	issuer pg_catalog.text,
	edition pg_catalog.text NOT NULL,
	lang pg_catalog.text NOT NULL,
	issued_at pg_catalog.text NOT NULL,
	as_of pg_catalog.date NOT NULL,
	grade pg_catalog.text,
	records pg_catalog.int4 NOT NULL,
	negative pg_catalog.int4 NOT NULL,
	digest pg_catalog.bytea NOT NULL,
	proven pg_catalog.bool NOT NULL,
	dept_id pg_catalog.int4,
	taken_by pg_catalog.name NOT NULL,
	taken_at pg_catalog.timestamptz NOT NULL,
	document pg_catalog.xml NOT NULL,
	PRIMARY KEY (origin, number)
);
COMMENT ON TABLE credit.foreign_report IS 'Credit reports issued by other regions, as they came, with their origin. 其他地区出具的信用报告原件及来源（异地互认）。';
COMMENT ON COLUMN credit.foreign_report.origin IS 'Division code of the region that issued it. 出具地区行政区划代码。';
COMMENT ON COLUMN credit.foreign_report.number IS 'Number of the report there. 报告编号。';
COMMENT ON COLUMN credit.foreign_report.subject_code IS 'Unified code of whom it is about. 主体统一社会信用代码。';
COMMENT ON COLUMN credit.foreign_report.subject_name IS 'Name in the report. 报告所载名称。';
COMMENT ON COLUMN credit.foreign_report.issuer IS 'Issuing office. 出具单位。';
COMMENT ON COLUMN credit.foreign_report.edition IS 'public or government. 版本。';
COMMENT ON COLUMN credit.foreign_report.lang IS 'Language. 语言。';
COMMENT ON COLUMN credit.foreign_report.issued_at IS 'When it was issued, as it says. 报告所载出具时间。';
COMMENT ON COLUMN credit.foreign_report.as_of IS 'Day its data are of. 数据截至日。';
COMMENT ON COLUMN credit.foreign_report.grade IS 'Grade it tells; null when it tells none. 报告所载等级。';
COMMENT ON COLUMN credit.foreign_report.records IS 'Records it counts. 记录条数。';
COMMENT ON COLUMN credit.foreign_report.negative IS 'Negative ones among them. 失信信息条数。';
COMMENT ON COLUMN credit.foreign_report.digest IS 'SHA-256 of its canonical XML. 规范化 XML 的 SHA-256。';
COMMENT ON COLUMN credit.foreign_report.proven IS 'Whether that is the digest the issuing platform tells. 是否与出具平台核验的摘要一致。';
COMMENT ON COLUMN credit.foreign_report.dept_id IS 'Department it was presented to; null for the office. 接收部门，信用办为空。';
COMMENT ON COLUMN credit.foreign_report.taken_by IS 'Role that took it over. 接收角色。';
COMMENT ON COLUMN credit.foreign_report.taken_at IS 'When. 接收时间。';
COMMENT ON COLUMN credit.foreign_report.document IS 'The report. 报告文档。';
CREATE INDEX foreign_report_subject ON credit.foreign_report (subject_code, as_of);
-- A government edition is for the body it was handed to.
ALTER TABLE credit.foreign_report ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON credit.foreign_report FOR SELECT
	USING (credit.is_office() OR credit.may_see_department(dept_id)
		OR (edition OPERATOR(pg_catalog.=) 'public' AND credit.is_department()));
GRANT SELECT ON credit.foreign_report TO credit_admin, credit_department;
SELECT pg_catalog.pg_extension_config_dump('credit.foreign_report', '');

-- SECURITY DEFINER: what lies in the table is what was read from documents;
-- nobody writes it. Who asks is told by the session's role.
CREATE FUNCTION credit.import_report(document pg_catalog.xml, origin pg_catalog.text, digest pg_catalog.text DEFAULT NULL)
		RETURNS credit.foreign_report
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	acting int := credit.session_department();
	told text := lower(regexp_replace(import_report.digest, '\s', '', 'g'));
	canonical bytea;
	r record;
	kept credit.foreign_report;
	fault text;
	day date;
BEGIN
	IF import_report.document IS NULL OR import_report.origin IS NULL OR import_report.origin !~ '^[0-9]{6}$' THEN
		RAISE EXCEPTION '%', credit.message('a report and the division code of the region that issued it are needed')
			USING ERRCODE = '22023', HINT = credit.message('Six digits, such as 210100.');
	END IF;
	IF told !~ '^[0-9a-f]{64}$' THEN
		RAISE EXCEPTION '%', credit.message('digest is not one of SHA-256') USING ERRCODE = '22023', HINT = credit.message('Give the 64 hexadecimal digits on the cover, as the issuing platform confirmed them.');
	END IF;
	PERFORM credit.check_report_encoding();
	IF octet_length(import_report.document::text) > 16777216 THEN
		RAISE EXCEPTION '%', credit.message('report is too large') USING ERRCODE = 'CR018', DETAIL = credit.message('Reports of up to 16 MB are taken.');
	END IF;
	canonical := credit.canonical_xml(import_report.document);
	SELECT x.* INTO r FROM xmltable('/report[@version="1.0"]' PASSING import_report.document COLUMNS lang text PATH '@lang',
		kind text PATH 'cover[1]/kind[1]/@code', edition text PATH 'cover[1]/edition[1]/@code', number text PATH 'cover[1]/number[1]',
		issued_at text PATH 'cover[1]/issued_at[1]', as_of text PATH 'cover[1]/as_of[1]', issuer text PATH 'cover[1]/issuer[1]',
		name text PATH 'content[1]/subject[1]/name[1]', code text PATH 'content[1]/subject[1]/code[1]',
		grade text PATH '(content[1]/section/evaluation/result/grade/@code)[1]',
		records text PATH 'content[1]/summary[1]/@records', negative text PATH 'content[1]/summary[1]/@negative') x;
	fault := CASE
		WHEN r.number IS NULL OR r.number !~ '^[0-9]{21}[A-Z]$' THEN credit.message('It has no number of a report.')
		WHEN r.lang IS NULL OR r.lang NOT IN ('zh', 'en') THEN credit.message('Its language is neither zh nor en.')
		WHEN r.kind = 'person' OR r.edition = 'consented' THEN credit.message('It is a person''s: such reports go no further than the person agreed.')
		WHEN r.kind IS DISTINCT FROM 'organisation' OR r.edition IS NULL OR r.edition NOT IN ('public', 'government') THEN credit.message('It is no public or government edition about an organisation.')
		WHEN r.issued_at IS NULL OR r.issued_at !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}$' THEN credit.message('It does not say when it was issued.')
		WHEN r.name IS NULL OR btrim(r.name) = '' OR length(r.name) > 500 THEN credit.message('It names nobody.')
		WHEN NOT coalesce(credit.is_uscc(r.code), false) THEN credit.message('The code of its subject is no unified social credit code.')
		WHEN r.records IS NULL OR r.records !~ '^[0-9]{1,6}$' OR r.negative IS NULL OR r.negative !~ '^[0-9]{1,6}$' THEN credit.message('It does not count its records.')
		END;
	IF fault IS NULL THEN
		BEGIN
			day := r.as_of::date;
		EXCEPTION WHEN data_exception THEN
			day := NULL;
		END;
		IF day IS NULL OR day > credit.today() THEN
			fault := credit.message('The day of its data is no day, or to come.');
		END IF;
	END IF;
	IF fault IS NOT NULL THEN
		RAISE EXCEPTION '%', credit.message('document is not a credit report that can be taken over')
			USING ERRCODE = 'CR018', DETAIL = fault, HINT = credit.message('Ask for the XML of the report; doc/exchange/report.xsd is its schema.');
	END IF;
	IF EXISTS (SELECT FROM credit.report_issue i WHERE i.number = r.number) THEN
		RAISE EXCEPTION '%', credit.message('report "%s" was issued here', r.number) USING ERRCODE = '22023', HINT = credit.message('Check it with credit.verify_report().');
	END IF;
	IF told <> encode(sha256(canonical), 'hex') THEN
		RAISE EXCEPTION '%', credit.message('report "%s" is not the one with this digest', r.number)
			USING ERRCODE = 'CR018', DETAIL = credit.message('The document was altered, or the digest is another report''s.'),
				HINT = credit.message('Ask the issuing region to verify number and verification code.');
	END IF;
	INSERT INTO credit.foreign_report (origin, number, subject_code, subject_name, issuer, edition, lang, issued_at, as_of, grade,
		records, negative, digest, proven, dept_id, taken_by, taken_at, document)
	VALUES (import_report.origin, r.number, r.code::credit.uscc, r.name, r.issuer, r.edition, r.lang, r.issued_at, day, r.grade,
		r.records::int, r.negative::int, sha256(canonical), told IS NOT NULL, acting,
		coalesce(nullif(current_setting('role'), 'none'), session_user), now(), import_report.document)
	ON CONFLICT (origin, number) DO UPDATE SET proven = foreign_report.proven OR excluded.proven
		WHERE foreign_report.digest = excluded.digest
	RETURNING * INTO kept;
	IF kept.number IS NULL THEN
		RAISE EXCEPTION '%', credit.message('report "%s" of region %s is there already and says something else', r.number, import_report.origin)
			USING ERRCODE = 'CR009', DETAIL = credit.message('One of the two was altered.'), HINT = credit.message('Ask the issuing region to verify number and verification code.');
	END IF;
	RETURN kept;
END
$$;
COMMENT ON FUNCTION credit.import_report(pg_catalog.xml, pg_catalog.text, pg_catalog.text) IS 'Takes over a credit report that another region issued, with its origin; with the digest the issuing platform tells, it is proven unaltered. Twice is once. 接收其他地区出具的信用报告并保留来源；提供出具平台核验的摘要可证明未被改动，重复接收无害。';
REVOKE ALL ON FUNCTION credit.import_report(pg_catalog.xml, pg_catalog.text, pg_catalog.text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.import_report(pg_catalog.xml, pg_catalog.text, pg_catalog.text) TO credit_admin, credit_department;

CREATE VIEW credit.recognised_report WITH (security_invoker = true) AS
SELECT s.subject_id, f.subject_code::pg_catalog.text AS code, f.subject_name AS name, f.origin, g.name AS origin_name, f.number,
	f.issuer, f.edition, f.as_of, f.grade, f.records, f.negative, f.proven, f.dept_id, f.taken_at
FROM credit.foreign_report f
LEFT JOIN credit.subject s ON s.uscc OPERATOR(pg_catalog.=) f.subject_code
LEFT JOIN credit.region g ON g.code OPERATOR(pg_catalog.=) f.origin;
COMMENT ON VIEW credit.recognised_report IS 'Reports of other regions and the subject they are about, where it is registered here. 其他地区出具的信用报告及对应主体。';
COMMENT ON COLUMN credit.recognised_report.subject_id IS 'Subject here; null when it is not registered. 本地主体编号，未登记为空。';
COMMENT ON COLUMN credit.recognised_report.code IS 'Unified code. 统一社会信用代码。';
COMMENT ON COLUMN credit.recognised_report.name IS 'Name in the report. 报告所载名称。';
COMMENT ON COLUMN credit.recognised_report.origin IS 'Division code of the region that issued it. 出具地区代码。';
COMMENT ON COLUMN credit.recognised_report.origin_name IS 'Its name. 出具地区名称。';
COMMENT ON COLUMN credit.recognised_report.number IS 'Number of the report. 报告编号。';
COMMENT ON COLUMN credit.recognised_report.issuer IS 'Issuing office. 出具单位。';
COMMENT ON COLUMN credit.recognised_report.edition IS 'public or government. 版本。';
COMMENT ON COLUMN credit.recognised_report.as_of IS 'Day its data are of. 数据截至日。';
COMMENT ON COLUMN credit.recognised_report.grade IS 'Grade it tells. 报告所载等级。';
COMMENT ON COLUMN credit.recognised_report.records IS 'Records it counts. 记录条数。';
COMMENT ON COLUMN credit.recognised_report.negative IS 'Negative ones among them. 失信信息条数。';
COMMENT ON COLUMN credit.recognised_report.proven IS 'Whether the issuing platform confirmed its digest. 摘要是否经出具平台核验。';
COMMENT ON COLUMN credit.recognised_report.dept_id IS 'Department it was presented to. 接收部门。';
COMMENT ON COLUMN credit.recognised_report.taken_at IS 'When it was taken over. 接收时间。';
GRANT SELECT ON credit.recognised_report TO credit_admin, credit_department;
