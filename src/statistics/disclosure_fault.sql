-- disclosure_fault.sql: records shown twice, or shown though they have ended,
-- found once a day. Requires statistics/rejection_tally.sql.
CREATE TABLE credit.disclosure_fault (
	dept_id pg_catalog.int4 NOT NULL,
	item pg_catalog.text COLLATE "C" NOT NULL,
	month pg_catalog.date NOT NULL,
	fault pg_catalog.text COLLATE "C" NOT NULL CHECK (fault OPERATOR(pg_catalog.=) ANY (ARRAY['duplicate_on_line', 'ended_on_line'])),
	subject_id pg_catalog.int8 NOT NULL,
	record_id pg_catalog.int8 NOT NULL,
	PRIMARY KEY (record_id, fault)
);
COMMENT ON TABLE credit.disclosure_fault IS 'Records shown to the public that should not be, as found on the last count. 最近一次检查发现的不应公示的记录。';
COMMENT ON COLUMN credit.disclosure_fault.dept_id IS 'Department that decided. 作出决定的部门。';
COMMENT ON COLUMN credit.disclosure_fault.item IS 'Catalogue item. 目录事项。';
COMMENT ON COLUMN credit.disclosure_fault.month IS 'First day of the month of decision. 决定所在月首日。';
COMMENT ON COLUMN credit.disclosure_fault.fault IS 'duplicate_on_line (shown beside another record of the same document) or ended_on_line (revoked or withdrawn and still shown). 重复公示，或已终止仍公示。';
COMMENT ON COLUMN credit.disclosure_fault.subject_id IS 'Subject. 主体编号。';
COMMENT ON COLUMN credit.disclosure_fault.record_id IS 'Record. 记录编号。';

-- versions lie in the order in which they were replaced
CREATE INDEX record_version_when ON credit.record_version USING brin (replaced_at);
CREATE INDEX disclosure_fault_month ON credit.disclosure_fault (dept_id, month);
ALTER TABLE credit.disclosure_fault ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON credit.disclosure_fault FOR SELECT USING (credit.may_see_record(dept_id, item));
GRANT SELECT ON credit.disclosure_fault TO credit_admin, credit_department, credit_analyst;
SELECT pg_catalog.pg_extension_config_dump('credit.disclosure_fault', '');

-- SECURITY DEFINER: the office starts it, the owner's table is written.
CREATE FUNCTION credit.find_disclosure_faults() RETURNS pg_catalog.int8
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	duplicates bigint;
	ended bigint;
	ended_ids bigint[];
BEGIN
	-- one count at a time
	PERFORM pg_advisory_xact_lock(7310, 820);
	DELETE FROM credit.disclosure_fault;
	INSERT INTO credit.disclosure_fault (dept_id, item, month, fault, subject_id, record_id)
	SELECT r.dept_id, r.item, date_trunc('month', r.decided_on::timestamp)::date, 'duplicate_on_line', r.subject_id, r.record_id
	-- a number for document and subject finds the few that may be meant
	FROM (SELECT hashtextextended(x.doc_no, x.subject_id) AS hash FROM credit.record_store x
		WHERE x.doc_no <> '' AND credit.is_published(x.status, x.publish_from, x.publish_until)
		GROUP BY 1 HAVING count(*) > 1) again
	JOIN credit.record_store r ON hashtextextended(r.doc_no, r.subject_id) = again.hash
	WHERE r.doc_no <> '' AND r.due_on IS NOT NULL AND credit.is_published(r.status, r.publish_from, r.publish_until)
		AND EXISTS (SELECT FROM credit.record_store o WHERE o.subject_id = r.subject_id AND o.item = r.item
			AND o.dept_id = r.dept_id AND o.doc_no = r.doc_no AND o.record_id <> r.record_id
			AND credit.is_published(o.status, o.publish_from, o.publish_until));
	GET DIAGNOSTICS duplicates = ROW_COUNT;
	ended_ids := ARRAY(SELECT r.record_id FROM credit.record_store r WHERE r.due_on IS NOT NULL AND r.status IN ('revoked', 'withdrawn'));
	INSERT INTO credit.disclosure_fault (dept_id, item, month, fault, subject_id, record_id)
	SELECT r.dept_id, r.item, date_trunc('month', r.decided_on::timestamp)::date, 'ended_on_line', r.subject_id, r.record_id
	FROM credit.record_store r
	WHERE r.record_id = ANY (ARRAY(SELECT p.record_id FROM credit.public_record p WHERE p.record_id = ANY (ended_ids)));
	GET DIAGNOSTICS ended = ROW_COUNT;
	RETURN duplicates + ended;
END
$$;
COMMENT ON FUNCTION credit.find_disclosure_faults() IS 'Looks through all records for some that are shown twice, or shown though they have ended; returns how many there are. 检查全部记录中重复公示或已终止仍公示的记录，返回数量。';
REVOKE ALL ON FUNCTION credit.find_disclosure_faults() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.find_disclosure_faults() TO credit_admin;

-- The same for some subjects, by index: nobody else's records are read.
CREATE FUNCTION credit.find_disclosure_faults_of(subjects pg_catalog.int8[]) RETURNS pg_catalog.int8
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET jit = off
AS $$
DECLARE
	found_faults bigint;
BEGIN
	PERFORM pg_advisory_xact_lock(7310, 820);
	DELETE FROM credit.disclosure_fault f WHERE f.subject_id = ANY (subjects);
	INSERT INTO credit.disclosure_fault (dept_id, item, month, fault, subject_id, record_id)
	WITH shown AS MATERIALIZED (
		SELECT r.* FROM credit.record_store r WHERE r.subject_id = ANY (subjects)
	)
	SELECT r.dept_id, r.item, date_trunc('month', r.decided_on::timestamp)::date, 'duplicate_on_line', r.subject_id, r.record_id
	FROM shown r
	WHERE r.doc_no <> '' AND r.due_on IS NOT NULL AND credit.is_published(r.status, r.publish_from, r.publish_until)
		AND EXISTS (SELECT FROM shown o WHERE o.subject_id = r.subject_id AND o.item = r.item
			AND o.dept_id = r.dept_id AND o.doc_no = r.doc_no AND o.record_id <> r.record_id
			AND credit.is_published(o.status, o.publish_from, o.publish_until))
	UNION ALL
	SELECT r.dept_id, r.item, date_trunc('month', r.decided_on::timestamp)::date, 'ended_on_line', r.subject_id, r.record_id
	FROM shown r
	WHERE r.due_on IS NOT NULL AND r.status IN ('revoked', 'withdrawn')
		AND EXISTS (SELECT FROM credit.public_record p WHERE p.record_id = r.record_id);
	GET DIAGNOSTICS found_faults = ROW_COUNT;
	RETURN found_faults;
END
$$;
COMMENT ON FUNCTION credit.find_disclosure_faults_of(pg_catalog.int8[]) IS 'Looks through the records of some subjects for some that are shown twice, or shown though they have ended; returns how many there are. 检查指定主体记录中重复公示或已终止仍公示的记录，返回数量。';
REVOKE ALL ON FUNCTION credit.find_disclosure_faults_of(pg_catalog.int8[]) FROM PUBLIC;

-- Daily what changed: subjects of new batches and of records that have a new
-- version since the last look, and of the faults there are, whose publication
-- may have ended. All records once a month, since what a date alone begins to
-- show is nobody's change.
CREATE FUNCTION credit.maintain_disclosure_faults(as_of pg_catalog.date, max_rows pg_catalog.int4) RETURNS pg_catalog.int8
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET jit = off
AS $$
DECLARE
	last_run credit.statistics_run;
	since timestamptz;
	first_batch int8;
BEGIN
	-- @plpgsql_check_options: extra_warnings = off
	-- every action is called alike
	SELECT r.* INTO last_run FROM credit.statistics_run r WHERE r.what = 'disclosure faults';
	IF NOT credit.begin_count('disclosure faults', as_of) THEN
		RETURN 0;
	END IF;
	IF last_run.counted_for IS NULL OR date_trunc('month', last_run.counted_for) < date_trunc('month', as_of) THEN
		RETURN credit.find_disclosure_faults();
	END IF;
	-- transactions that were under way then are seen a day later at most
	since := last_run.counted_at - interval '1 day';
	first_batch := (SELECT min(b.batch_id) FROM credit.batch b
		WHERE b.opened_at >= since OR b.closed_at IS NULL OR b.closed_at >= since);
	RETURN credit.find_disclosure_faults_of(ARRAY(
		SELECT r.subject_id FROM credit.record_store r WHERE r.batch_id >= first_batch
		UNION SELECT v.subject_id FROM credit.record_version v WHERE v.replaced_at >= since
		UNION SELECT f.subject_id FROM credit.disclosure_fault f));
END
$$;
COMMENT ON FUNCTION credit.maintain_disclosure_faults(pg_catalog.date, pg_catalog.int4) IS 'Maintenance: looks once a day for records shown twice or after their end among the subjects whose records changed, once a month among all. 日常维护：每日在记录有变化的主体中检查重复公示或已终止仍公示的记录，每月全面检查一次。';
REVOKE ALL ON FUNCTION credit.maintain_disclosure_faults(pg_catalog.date, pg_catalog.int4) FROM PUBLIC;
INSERT INTO credit.maintenance_action (action, ordinal, function_name) VALUES ('disclosure faults', 820, 'maintain_disclosure_faults');
