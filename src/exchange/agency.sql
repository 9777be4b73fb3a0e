-- agency.sql: credit-service agencies and third-party reports as records with
-- their origin, and records taken over from other regions. Requires
-- exchange/import.sql, catalogue/item_seed.sql.

INSERT INTO credit.catalogue_item (item, edition, name_zh, name_en, category, polarity, openness, applies_to,
	basis_id, valid, verified, note, standard_entry)
VALUES ('agency_registration', '2024', '信用服务机构备案', 'registration of a credit-service agency', 'registration', 'neutral',
	'public', pg_catalog.array_remove(pg_catalog.enum_range(NULL::credit.subject_kind), 'person'),
	'jilin_social_credit', '(,)', false, '备案不是许可；备案字段待核对', true);
SELECT credit.add_common_fields('agency_registration', '2024', true);
INSERT INTO credit.code_list (list, code, label, label_en, ordinal, standard_entry) VALUES
	('agency_service', '征信', '征信', 'credit reporting', 1, true),
	('agency_service', '信用评级', '信用评级', 'credit rating', 2, true),
	('agency_service', '信用咨询', '信用咨询', 'credit consulting', 3, true),
	('agency_service', '信用修复培训', '信用修复培训', 'training for credit repair', 4, true),
	('agency_service', '信用报告', '信用报告', 'credit reports', 5, true),
	('agency_service', '其他', '其他', 'other', 9, true);
INSERT INTO credit.catalogue_field (item, edition, field, ordinal, name_zh, name_en, type, max_length, required,
	code_list, multi_valued, not_before, maps_to, standard_entry)
VALUES
	('agency_registration', '2024', 'services', 8, '服务类别', 'services', 'code', 200, true, 'agency_service', true, NULL, NULL, true),
	('agency_registration', '2024', 'contact', 9, '联系方式', 'contact', 'text', 200, false, NULL, false, NULL, NULL, true),
	('agency_registration', '2024', 'valid_until', 10, '备案有效期至', 'registered until', 'date', NULL, false, NULL, false, 'decided_on', 'valid_until', true);
SELECT credit.create_entry_view('agency_registration');

CREATE VIEW credit.agency WITH (security_invoker = true) AS
SELECT s.uscc::pg_catalog.text AS code, s.name, r.doc_no, r.decided_on AS registered_on, r.valid_until,
	credit.join_parts(r.detail OPERATOR(pg_catalog.->) 'services') AS services, r.subject_id, r.record_id
FROM credit.record_visible r JOIN credit.subject s ON s.subject_id OPERATOR(pg_catalog.=) r.subject_id
WHERE r.item OPERATOR(pg_catalog.=) 'agency_registration' AND r.status OPERATOR(pg_catalog.=) 'valid'
	AND (r.valid_until IS NULL OR r.valid_until OPERATOR(pg_catalog.>=) credit.today());
COMMENT ON VIEW credit.agency IS 'Credit-service agencies registered today: records of item agency_registration. 现已备案的信用服务机构。';
COMMENT ON COLUMN credit.agency.code IS 'Unified code. 统一社会信用代码。';
COMMENT ON COLUMN credit.agency.name IS 'Name. 名称。';
COMMENT ON COLUMN credit.agency.doc_no IS 'Number of the registration. 备案号。';
COMMENT ON COLUMN credit.agency.registered_on IS 'Since when. 备案日期。';
COMMENT ON COLUMN credit.agency.valid_until IS 'Until when. 有效期至。';
COMMENT ON COLUMN credit.agency.services IS 'What it offers. 服务类别。';
COMMENT ON COLUMN credit.agency.subject_id IS 'The agency as a subject, with a file of its own. 机构主体编号。';
COMMENT ON COLUMN credit.agency.record_id IS 'Record of the registration. 备案记录编号。';
GRANT SELECT ON credit.agency TO credit_admin, credit_department, credit_analyst;

CREATE VIEW credit.third_party_report WITH (security_invoker = true) AS
SELECT r.record_id, r.subject_id, s.uscc::pg_catalog.text AS code, s.name, r.doc_no, r.decided_on, r.valid_until, r.status,
	r.detail OPERATOR(pg_catalog.->>) 'agency_code' AS agency_code, r.detail OPERATOR(pg_catalog.->>) 'agency_name' AS agency_name,
	r.detail OPERATOR(pg_catalog.->>) 'rating' AS rating,
	EXISTS (SELECT FROM credit.agency a WHERE a.code OPERATOR(pg_catalog.=) (r.detail OPERATOR(pg_catalog.->>) 'agency_code')) AS agency_registered
FROM credit.record_visible r JOIN credit.subject s ON s.subject_id OPERATOR(pg_catalog.=) r.subject_id
WHERE r.item OPERATOR(pg_catalog.=) 'agency_report';
COMMENT ON VIEW credit.third_party_report IS 'Reports of credit-service agencies about subjects, with who made them and whether that agency is registered. 第三方信用报告及出具机构、机构是否备案。';
COMMENT ON COLUMN credit.third_party_report.record_id IS 'Number of the record. 记录编号。';
COMMENT ON COLUMN credit.third_party_report.subject_id IS 'Whom it is about. 信用主体编号。';
COMMENT ON COLUMN credit.third_party_report.code IS 'Unified code. 统一社会信用代码。';
COMMENT ON COLUMN credit.third_party_report.name IS 'Name. 名称。';
COMMENT ON COLUMN credit.third_party_report.doc_no IS 'Number of the report. 报告编号。';
COMMENT ON COLUMN credit.third_party_report.decided_on IS 'Date of the report. 报告日期。';
COMMENT ON COLUMN credit.third_party_report.valid_until IS 'Until when it holds. 有效期至。';
COMMENT ON COLUMN credit.third_party_report.status IS 'State of the record. 记录状态。';
COMMENT ON COLUMN credit.third_party_report.agency_code IS 'Code of the agency. 出具机构代码。';
COMMENT ON COLUMN credit.third_party_report.agency_name IS 'Name of the agency. 出具机构名称。';
COMMENT ON COLUMN credit.third_party_report.rating IS 'Rating. 评级。';
COMMENT ON COLUMN credit.third_party_report.agency_registered IS 'Whether the agency is registered today. 出具机构现是否备案。';
GRANT SELECT ON credit.third_party_report TO credit_admin, credit_department, credit_analyst;

-- Mutual recognition: what came from another region says so.
CREATE VIEW credit.foreign_record WITH (security_invoker = true) AS
SELECT r.record_id, r.subject_id, r.item, r.dept_id, r.doc_no, r.decided_on, r.status,
	i.origin, g.name AS origin_name, i.sender, i.document, i.import_id
FROM credit.import i
JOIN credit.record_visible r ON r.batch_id OPERATOR(pg_catalog.=) i.batch_id
LEFT JOIN credit.region g ON g.code OPERATOR(pg_catalog.=) i.origin
WHERE i.origin IS NOT NULL;
COMMENT ON VIEW credit.foreign_record IS 'Records taken over from other regions, with region, sender and document. 其他地区互认的记录及其来源。';
COMMENT ON COLUMN credit.foreign_record.record_id IS 'Number of the record. 记录编号。';
COMMENT ON COLUMN credit.foreign_record.subject_id IS 'Whom it is about. 信用主体编号。';
COMMENT ON COLUMN credit.foreign_record.item IS 'Catalogue item. 目录事项。';
COMMENT ON COLUMN credit.foreign_record.dept_id IS 'Department that decided. 作出决定的部门。';
COMMENT ON COLUMN credit.foreign_record.doc_no IS 'Number of the decision document. 决定文书号。';
COMMENT ON COLUMN credit.foreign_record.decided_on IS 'Date of the decision. 决定日期。';
COMMENT ON COLUMN credit.foreign_record.status IS 'State of the record. 记录状态。';
COMMENT ON COLUMN credit.foreign_record.origin IS 'Division code of the region it came from. 来源地区代码。';
COMMENT ON COLUMN credit.foreign_record.origin_name IS 'Its name. 来源地区名称。';
COMMENT ON COLUMN credit.foreign_record.sender IS 'Unified code of the sender. 发送单位代码。';
COMMENT ON COLUMN credit.foreign_record.document IS 'Document it came in. 来源文件。';
COMMENT ON COLUMN credit.foreign_record.import_id IS 'Import that brought it. 导入编号。';
GRANT SELECT ON credit.foreign_record TO credit_admin, credit_department;
