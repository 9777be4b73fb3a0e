-- publication.sql: what is published, what may be used, what the public sees.
-- Two answers: a record may no longer be shown and still count, and the other
-- way round (domain facts 11.2, 11.3). Requires record/record.sql.

CREATE FUNCTION credit.is_published(status credit.record_status, publish_from pg_catalog.date,
	publish_until pg_catalog.date, on_date pg_catalog.date DEFAULT credit.today()) RETURNS pg_catalog.bool
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN status OPERATOR(pg_catalog.=) ANY (ARRAY['valid', 'disputed']::credit.record_status[])
		AND publish_from OPERATOR(pg_catalog.<=) on_date
		AND (publish_until IS NULL OR on_date OPERATOR(pg_catalog.<=) publish_until);
COMMENT ON FUNCTION credit.is_published(credit.record_status, pg_catalog.date, pg_catalog.date, pg_catalog.date) IS 'Whether a record is shown on a day: begun, not past its last day, neither repaired, revoked nor withdrawn; disputed ones are shown with a mark. 记录在某日是否公示；异议中的记录带标注公示。';

-- Until when a fault counts, which depends on the regime it was published under
-- and so on the sector of its department.
CREATE FUNCTION credit.fault_counts(item pg_catalog.text, severity pg_catalog.text, dept_id pg_catalog.int4,
	decided_on pg_catalog.date, publish_until pg_catalog.date, on_date pg_catalog.date) RETURNS pg_catalog.bool
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_fault_counts';
COMMENT ON FUNCTION credit.fault_counts(pg_catalog.text, pg_catalog.text, pg_catalog.int4, pg_catalog.date, pg_catalog.date, pg_catalog.date) IS 'Whether a fault of this severity still counts on a day, by the publication regime in force on its decision date for the item and the department''s sector. 失信记录在某日是否仍可使用，依决定日适用于该事项及部门所属领域的公示规则。';

CREATE FUNCTION credit.is_usable(item pg_catalog.text, severity credit.severity,
	status credit.record_status, decided_on pg_catalog.date, publish_until pg_catalog.date,
	valid_until pg_catalog.date, on_date pg_catalog.date DEFAULT credit.today(),
	dept_id pg_catalog.int4 DEFAULT NULL) RETURNS pg_catalog.bool
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN status OPERATOR(pg_catalog.=) ANY (ARRAY['valid', 'disputed']::credit.record_status[])
		AND decided_on OPERATOR(pg_catalog.<=) on_date
		AND CASE WHEN severity IS NULL
			THEN valid_until IS NULL OR on_date OPERATOR(pg_catalog.<=) valid_until
			ELSE credit.fault_counts(item, severity::pg_catalog.text, dept_id, decided_on, publish_until, on_date) END;
COMMENT ON FUNCTION credit.is_usable(pg_catalog.text, credit.severity, credit.record_status, pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.int4) IS 'Whether a record may be used in a decision on a day, which is not the same as being published. Name the department: some sectors have terms of their own. 记录在某日可否用于决策，与是否公示为两事；应指明部门，部分领域有自己的期限。';

CREATE FUNCTION credit.public_detail(item pg_catalog.text, decided_on pg_catalog.date,
	detail pg_catalog.jsonb) RETURNS pg_catalog.jsonb
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_public_detail';
COMMENT ON FUNCTION credit.public_detail(pg_catalog.text, pg_catalog.date, pg_catalog.jsonb) IS 'The fields of a record that its item opens to the public. 记录中对社会公开的字段。';

CREATE FUNCTION credit.public_amount(item pg_catalog.text, decided_on pg_catalog.date,
	amount pg_catalog.numeric) RETURNS pg_catalog.numeric
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_public_amount';
COMMENT ON FUNCTION credit.public_amount(pg_catalog.text, pg_catalog.date, pg_catalog.numeric) IS 'The amount of a record where its item opens it to the public, else null. 记录金额，事项不对社会公开该金额时为空。';

-- The one view that reads as its owner: the public has no right on the tables,
-- and sees published rows and public fields alone.
CREATE VIEW credit.public_record WITH (security_barrier = true) AS
SELECT r.record_id, s.uscc::pg_catalog.text AS subject_code,
	CASE WHEN s.kind OPERATOR(pg_catalog.=) 'person' THEN credit.mask_name(s.name) ELSE s.name END AS subject_name,
	r.item, d.name AS department, r.doc_no, r.decided_on, r.valid_from, r.valid_until,
	r.severity::pg_catalog.text AS severity, credit.public_amount(r.item, r.decided_on, r.amount) AS amount,
	credit.public_detail(r.item, r.decided_on, r.detail) AS detail,
	r.status OPERATOR(pg_catalog.=) 'disputed' AS disputed, r.publish_from, r.publish_until
FROM credit.record_store r
JOIN credit.subject s ON s.subject_id OPERATOR(pg_catalog.=) r.subject_id
JOIN credit.department d ON d.dept_id OPERATOR(pg_catalog.=) r.dept_id
WHERE r.status OPERATOR(pg_catalog.=) ANY (ARRAY['valid', 'disputed']::credit.record_status[])
	AND r.publish_from OPERATOR(pg_catalog.<=) credit.today()
	AND (r.publish_until IS NULL OR credit.today() OPERATOR(pg_catalog.<=) r.publish_until);
COMMENT ON VIEW credit.public_record IS 'What the portal shows today: published records with their public fields. 门户当日公示内容：公示期内的记录及其公开字段。';
COMMENT ON COLUMN credit.public_record.record_id IS 'Number of the record. 记录编号。';
COMMENT ON COLUMN credit.public_record.subject_code IS 'Unified code; null for persons. 统一社会信用代码，自然人为空。';
COMMENT ON COLUMN credit.public_record.subject_name IS 'Name; persons'' names are masked. 名称，自然人姓名脱敏。';
COMMENT ON COLUMN credit.public_record.item IS 'Catalogue item. 目录事项。';
COMMENT ON COLUMN credit.public_record.department IS 'Department that decided. 作出决定的部门。';
COMMENT ON COLUMN credit.public_record.doc_no IS 'Number of the decision document. 决定文书号。';
COMMENT ON COLUMN credit.public_record.decided_on IS 'Date of the decision. 决定日期。';
COMMENT ON COLUMN credit.public_record.valid_from IS 'First day the decision holds. 有效期起。';
COMMENT ON COLUMN credit.public_record.valid_until IS 'Last day the decision holds. 有效期止。';
COMMENT ON COLUMN credit.public_record.severity IS 'Severity of a negative record. 失信严重程度。';
COMMENT ON COLUMN credit.public_record.amount IS 'Amount in yuan, where it is open to the public. 金额（元），不对社会公开的为空。';
COMMENT ON COLUMN credit.public_record.detail IS 'Public fields by their national names. 公开字段。';
COMMENT ON COLUMN credit.public_record.disputed IS 'Whether an objection is being examined. 是否处于异议处理中。';
COMMENT ON COLUMN credit.public_record.publish_from IS 'First day of publication. 公示起始日。';
COMMENT ON COLUMN credit.public_record.publish_until IS 'Last day of publication. 公示截止日。';
GRANT SELECT ON credit.public_record TO credit_public, credit_admin, credit_department, credit_analyst;
