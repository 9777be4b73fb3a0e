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

-- The last day a record counts against a subject: the end of publication,
-- unless the regime leaves an uncorrected fault to the sector's rule (Order 36
-- of 2025 on records at their longest term); never once it is ended. A record
-- that is not published (persons, items not open to all) counts for the term of
-- its regime all the same; a fault older than all regimes counts no more.
CREATE FUNCTION credit.is_usable(item pg_catalog.text, severity credit.severity,
	status credit.record_status, decided_on pg_catalog.date, publish_until pg_catalog.date,
	valid_until pg_catalog.date, on_date pg_catalog.date DEFAULT credit.today()) RETURNS pg_catalog.bool
	LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT status OPERATOR(pg_catalog.=) ANY (ARRAY['valid', 'disputed']::credit.record_status[])
		AND decided_on OPERATOR(pg_catalog.<=) on_date
		AND CASE WHEN severity IS NULL
			THEN valid_until IS NULL OR on_date OPERATOR(pg_catalog.<=) valid_until
			WHEN publish_until IS NULL
			THEN COALESCE((SELECT NOT g.clean_at_max OR g.max_term IS NULL
					OR on_date OPERATOR(pg_catalog.<=) (decided_on OPERATOR(pg_catalog.+) g.max_term)
				FROM credit.publication_regime g
				WHERE (g.item IS NULL OR g.item OPERATOR(pg_catalog.=) is_usable.item)
					AND (g.severity IS NULL OR g.severity OPERATOR(pg_catalog.=) is_usable.severity)
					AND g.decided OPERATOR(pg_catalog.@>) is_usable.decided_on AND g.sector IS NULL
				ORDER BY g.item IS NULL, g.severity IS NULL LIMIT 1), false)
			ELSE on_date OPERATOR(pg_catalog.<=) publish_until
				OR EXISTS (SELECT FROM credit.publication_regime g
					WHERE (g.item IS NULL OR g.item OPERATOR(pg_catalog.=) is_usable.item)
						AND (g.severity IS NULL OR g.severity OPERATOR(pg_catalog.=) is_usable.severity)
						AND g.decided OPERATOR(pg_catalog.@>) is_usable.decided_on
						AND g.sector IS NULL AND NOT g.clean_at_max)
			END;
END;
COMMENT ON FUNCTION credit.is_usable(pg_catalog.text, credit.severity, credit.record_status, pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.date) IS 'Whether a record may be used in a decision on a day, which is not the same as being published. 记录在某日可否用于决策，与是否公示为两事。';

CREATE FUNCTION credit.public_detail(item pg_catalog.text, decided_on pg_catalog.date,
	detail pg_catalog.jsonb) RETURNS pg_catalog.jsonb
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_public_detail';
COMMENT ON FUNCTION credit.public_detail(pg_catalog.text, pg_catalog.date, pg_catalog.jsonb) IS 'The fields of a record that its item opens to the public. 记录中对社会公开的字段。';

-- The one view that reads as its owner: the public has no right on the tables,
-- and sees published rows and public fields alone.
CREATE VIEW credit.public_record WITH (security_barrier = true) AS
SELECT r.record_id, s.uscc::pg_catalog.text AS subject_code,
	CASE WHEN s.kind OPERATOR(pg_catalog.=) 'person' THEN credit.mask_name(s.name) ELSE s.name END AS subject_name,
	r.item, d.name AS department, r.doc_no, r.decided_on, r.valid_from, r.valid_until,
	r.severity::pg_catalog.text AS severity, r.amount,
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
COMMENT ON COLUMN credit.public_record.amount IS 'Amount in yuan. 金额（元）。';
COMMENT ON COLUMN credit.public_record.detail IS 'Public fields by their national names. 公开字段。';
COMMENT ON COLUMN credit.public_record.disputed IS 'Whether an objection is being examined. 是否处于异议处理中。';
COMMENT ON COLUMN credit.public_record.publish_from IS 'First day of publication. 公示起始日。';
COMMENT ON COLUMN credit.public_record.publish_until IS 'Last day of publication. 公示截止日。';
GRANT SELECT ON credit.public_record TO credit_public, credit_admin, credit_department, credit_analyst;
