-- report.sql: what a credit report consists of and which were issued: words,
-- sections, consents, issued documents. Requires evaluation/ and list/.
-- The standard of 2022 gives scope and purpose; the order of its sections is
-- kept here as rows, since its annex was not at hand (domain facts 3).

CREATE TABLE credit.report_phrase (
	phrase pg_catalog.text COLLATE "C" PRIMARY KEY CHECK (phrase OPERATOR(pg_catalog.~) '^[a-z][a-z0-9_.]*$'),
	zh pg_catalog.text NOT NULL,
	en pg_catalog.text NOT NULL,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false
);
COMMENT ON TABLE credit.report_phrase IS 'Words of credit reports in both languages; the office may put its own, its name as issuer first. 信用报告用语（中英文），信用办可修改，如出具单位名称。';
COMMENT ON COLUMN credit.report_phrase.phrase IS 'Name of the phrase. 用语名。';
COMMENT ON COLUMN credit.report_phrase.zh IS 'In Chinese. 中文。';
COMMENT ON COLUMN credit.report_phrase.en IS 'In English. 英文。';
COMMENT ON COLUMN credit.report_phrase.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';
GRANT SELECT ON credit.report_phrase TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.report_phrase TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.report_phrase', 'WHERE NOT standard_entry');
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.report_phrase FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.report_phrase FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();

CREATE TABLE credit.report_section (
	section pg_catalog.text COLLATE "C" PRIMARY KEY CHECK (section OPERATOR(pg_catalog.~) '^[a-z][a-z0-9_]*$'),
	ordinal pg_catalog.int2 NOT NULL UNIQUE,
	name_zh pg_catalog.text NOT NULL,
	name_en pg_catalog.text NOT NULL,
	categories pg_catalog.text[] NOT NULL,
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	verified pg_catalog.bool NOT NULL DEFAULT false,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false
);
COMMENT ON TABLE credit.report_section IS 'Sections of a credit report in their order, and the categories of the catalogue that stand in each; what none names stands in the last. 信用报告各部分的次序及所含目录类别，未指明的类别列入最后一部分。';
COMMENT ON COLUMN credit.report_section.section IS 'Short name; subject, lists and evaluation of that name are printed there. 短名。';
COMMENT ON COLUMN credit.report_section.ordinal IS 'Number printed. 序号。';
COMMENT ON COLUMN credit.report_section.name_zh IS 'Title in Chinese. 中文标题。';
COMMENT ON COLUMN credit.report_section.name_en IS 'Title in English. 英文标题。';
COMMENT ON COLUMN credit.report_section.categories IS 'Categories of the catalogue. 目录类别。';
COMMENT ON COLUMN credit.report_section.basis_id IS 'Document behind it. 依据。';
COMMENT ON COLUMN credit.report_section.verified IS 'False while it is not from the original document. 是否已与原文核对。';
COMMENT ON COLUMN credit.report_section.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';
GRANT SELECT ON credit.report_section TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.report_section TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.report_section', 'WHERE NOT standard_entry');
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.report_section FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.report_section FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();

-- A person's report goes to whom the person said, for as long as he or she said.
CREATE TABLE credit.report_consent (
	subject_id pg_catalog.int8 NOT NULL REFERENCES credit.subject ON DELETE CASCADE,
	reader pg_catalog.name NOT NULL,
	given_on pg_catalog.date NOT NULL DEFAULT credit.today(),
	until pg_catalog.date CHECK (until >= given_on),
	withdrawn_on pg_catalog.date CHECK (withdrawn_on >= given_on),
	doc_no pg_catalog.text NOT NULL CHECK (pg_catalog.btrim(doc_no) <> ''),
	purpose pg_catalog.text,
	PRIMARY KEY (subject_id, reader, given_on)
);
COMMENT ON TABLE credit.report_consent IS 'Consent of natural persons to a report about them: to which role, for how long, by which letter. 自然人对查询本人信用报告的授权：授权角色、期限与授权书。';
COMMENT ON COLUMN credit.report_consent.subject_id IS 'Who consented. 授权人。';
COMMENT ON COLUMN credit.report_consent.reader IS 'Role that may read; its members may too. 被授权的角色，含其成员。';
COMMENT ON COLUMN credit.report_consent.given_on IS 'First day. 授权日期。';
COMMENT ON COLUMN credit.report_consent.until IS 'Last day; null without end. 授权截止日，空为无期限。';
COMMENT ON COLUMN credit.report_consent.withdrawn_on IS 'First day on which it no longer holds. 撤回日期，自当日起失效。';
COMMENT ON COLUMN credit.report_consent.doc_no IS 'Number of the letter of consent. 授权书编号。';
COMMENT ON COLUMN credit.report_consent.purpose IS 'What the report is for. 用途。';
ALTER TABLE credit.report_consent ENABLE ROW LEVEL SECURITY;
CREATE POLICY office ON credit.report_consent USING (credit.is_office()) WITH CHECK (credit.is_office());
GRANT SELECT, INSERT, UPDATE, DELETE ON credit.report_consent TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.report_consent', '');

CREATE SEQUENCE credit.report_seq;
COMMENT ON SEQUENCE credit.report_seq IS 'Serial part of report numbers. 报告编号流水号。';
SELECT pg_catalog.pg_extension_config_dump('credit.report_seq', '');

-- Every report that was asked for, as it was handed out. Only credit.issue_report()
-- writes here, as the owner: what lies here was composed by the database.
CREATE TABLE credit.report_issue (
	number pg_catalog.text COLLATE "C" PRIMARY KEY,
	verification pg_catalog.text COLLATE "C" NOT NULL,
	subject_id pg_catalog.int8 NOT NULL,
	lang pg_catalog.text COLLATE "C" NOT NULL,
	edition pg_catalog.text COLLATE "C" NOT NULL,
	reader pg_catalog.name NOT NULL,
	session_role pg_catalog.name NOT NULL,
	issued_at pg_catalog.timestamptz NOT NULL,
	as_of pg_catalog.date NOT NULL,
	digest pg_catalog.bytea NOT NULL,
	content_digest pg_catalog.bytea NOT NULL,
	document pg_catalog.xml NOT NULL
);
COMMENT ON TABLE credit.report_issue IS 'Credit reports issued, with the document as it was handed out and its digest; also the log of who asked for whose report. 已出具的信用报告：文档原件及摘要，同时作为报告查询日志。';
COMMENT ON COLUMN credit.report_issue.number IS 'Number of the report. 报告编号。';
COMMENT ON COLUMN credit.report_issue.verification IS 'Verification code printed on it. 核验码。';
COMMENT ON COLUMN credit.report_issue.subject_id IS 'Whom it is about. 信用主体编号。';
COMMENT ON COLUMN credit.report_issue.lang IS 'Language, zh or en. 语言。';
COMMENT ON COLUMN credit.report_issue.edition IS 'public: what everybody may see; government: what the reader''s role may see; consented: a person''s, with consent. 版本：公开版、政务版、本人授权版。';
COMMENT ON COLUMN credit.report_issue.reader IS 'Role that asked for it. 查询角色。';
COMMENT ON COLUMN credit.report_issue.session_role IS 'Role the session was opened by. 会话登录角色。';
COMMENT ON COLUMN credit.report_issue.issued_at IS 'When. 出具时间。';
COMMENT ON COLUMN credit.report_issue.as_of IS 'Day the data are of. 数据截至日。';
COMMENT ON COLUMN credit.report_issue.digest IS 'SHA-256 of the canonical XML of the document. 规范化 XML 文档的 SHA-256 摘要。';
COMMENT ON COLUMN credit.report_issue.content_digest IS 'The same of its content without the cover, to tell whether a report of today would differ. 不含封面的正文摘要，用于判断内容是否已变化。';
COMMENT ON COLUMN credit.report_issue.document IS 'The document. 报告文档。';
CREATE INDEX report_issue_subject ON credit.report_issue (subject_id, issued_at);
ALTER TABLE credit.report_issue ENABLE ROW LEVEL SECURITY;
CREATE POLICY office ON credit.report_issue FOR SELECT TO credit_admin USING (credit.is_office());
CREATE POLICY reader ON credit.report_issue FOR SELECT TO credit_department, credit_analyst
	USING (reader OPERATOR(pg_catalog.=) CURRENT_USER);
GRANT SELECT ON credit.report_issue TO credit_admin, credit_department, credit_analyst;
SELECT pg_catalog.pg_extension_config_dump('credit.report_issue', '');

CREATE FUNCTION credit.move_report_consents(keep pg_catalog.int8, gone pg_catalog.int8) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	moved bigint;
BEGIN
	DELETE FROM credit.report_consent g USING credit.report_consent k
	WHERE g.subject_id = gone AND k.subject_id = keep AND (k.reader, k.given_on) = (g.reader, g.given_on);
	UPDATE credit.report_consent c SET subject_id = keep WHERE c.subject_id = gone;
	GET DIAGNOSTICS moved = ROW_COUNT;
	RETURN moved;
END
$$;
COMMENT ON FUNCTION credit.move_report_consents(pg_catalog.int8, pg_catalog.int8) IS 'Consents follow a merged subject. 主体合并时转移报告授权。';
REVOKE ALL ON FUNCTION credit.move_report_consents(pg_catalog.int8, pg_catalog.int8) FROM PUBLIC;
INSERT INTO credit.subject_table (table_name, mover) VALUES ('credit.report_consent', 'credit.move_report_consents'),
	('credit.report_issue', NULL);

-- Reports are read with xpath() and xmltable(), which take every document for
-- UTF-8 whatever the database's encoding is.
CREATE FUNCTION credit.check_report_encoding() RETURNS pg_catalog.void
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_check_report_encoding';
COMMENT ON FUNCTION credit.check_report_encoding() IS 'Raises 0A000 in a database whose encoding is not UTF8. 数据库编码不是 UTF8 时报错。';
