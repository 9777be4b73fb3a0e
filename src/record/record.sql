-- record.sql: records, their old versions, batches and rows set aside.
-- Requires registry/ and catalogue/.

CREATE TYPE credit.record_status AS ENUM ('valid', 'disputed', 'repaired', 'revoked', 'withdrawn', 'unverified');
COMMENT ON TYPE credit.record_status IS 'State of a record: valid, disputed (shown with a mark), repaired (no longer shown or used), revoked (the decision was taken back), withdrawn (entered by mistake), unverified (supplied voluntarily and not yet verified: neither shown nor used). 记录状态：有效、异议中、已修复、已撤销、已撤回、未核实（自愿提供且未核实，不公示、不使用）。';

-- Sessions take numbers by the hundred, so numbers are unique but not without gaps.
CREATE SEQUENCE credit.record_id_seq CACHE 100;
COMMENT ON SEQUENCE credit.record_id_seq IS 'Numbers of records. 记录编号序列。';
SELECT pg_catalog.pg_extension_config_dump('credit.record_id_seq', '');
CREATE SEQUENCE credit.batch_id_seq;
COMMENT ON SEQUENCE credit.batch_id_seq IS 'Numbers of batches. 批次编号序列。';
SELECT pg_catalog.pg_extension_config_dump('credit.batch_id_seq', '');

-- The rows. Nobody writes here: the doors do, as the owner, after every check.
-- Collation "C" keeps keys byte-wise: the same on every machine and fast.
CREATE TABLE credit.record_store (
	subject_id pg_catalog.int8 NOT NULL,
	record_id pg_catalog.int8 NOT NULL,
	item pg_catalog.text COLLATE "C" NOT NULL,
	dept_id pg_catalog.int4 NOT NULL,
	doc_no pg_catalog.text COLLATE "C" NOT NULL,
	decided_on pg_catalog.date NOT NULL,
	valid_from pg_catalog.date,
	valid_until pg_catalog.date,
	severity credit.severity,
	-- NaN is above all numbers
	amount pg_catalog.numeric CHECK (amount > '-Infinity' AND amount < 'Infinity'),
	detail pg_catalog.jsonb NOT NULL,
	status credit.record_status NOT NULL,
	received_at pg_catalog.timestamptz NOT NULL,
	due_on pg_catalog.date,
	late_days pg_catalog.int4,
	publish_from pg_catalog.date,
	publish_until pg_catalog.date,
	batch_id pg_catalog.int8 NOT NULL,
	version pg_catalog.int4 NOT NULL,
	warnings pg_catalog.text[]
) PARTITION BY RANGE (decided_on);
COMMENT ON TABLE credit.record_store IS 'Records as stored, one partition a year of decision. Read credit.record; enter through credit.record or an entry view. 记录存储表，按决定年度分区；查询与录入均通过 credit.record 或录入视图。';
COMMENT ON COLUMN credit.record_store.subject_id IS 'Whom the record is about. 信用主体编号。';
COMMENT ON COLUMN credit.record_store.record_id IS 'Number of the record. 记录编号。';
COMMENT ON COLUMN credit.record_store.item IS 'Catalogue item. 目录事项。';
COMMENT ON COLUMN credit.record_store.dept_id IS 'Department that decided. 作出决定的部门。';
COMMENT ON COLUMN credit.record_store.doc_no IS 'Number of the decision document. 决定文书号。';
COMMENT ON COLUMN credit.record_store.decided_on IS 'Date of the decision. 决定日期。';
COMMENT ON COLUMN credit.record_store.valid_from IS 'First day the decision holds. 有效期起。';
COMMENT ON COLUMN credit.record_store.valid_until IS 'Last day the decision holds; 2099-12-31 means long-term. 有效期止，2099-12-31 表示长期。';
COMMENT ON COLUMN credit.record_store.severity IS 'Severity by the rule in force on the decision date; null unless the item is negative. 失信严重程度，仅失信信息有值。';
COMMENT ON COLUMN credit.record_store.amount IS 'Amount in yuan. 金额（元）。';
COMMENT ON COLUMN credit.record_store.detail IS 'The other fields of the item by their national names. 事项的其他字段，以国家标准字段名存储。';
COMMENT ON COLUMN credit.record_store.status IS 'State of the record. 记录状态。';
COMMENT ON COLUMN credit.record_store.received_at IS 'When it was received first. 首次接收时间。';
COMMENT ON COLUMN credit.record_store.due_on IS 'Day by which it had to be reported. 应报送日期。';
COMMENT ON COLUMN credit.record_store.late_days IS 'Working days it came after that day, at least 1 when late; 0 in time. 迟报工作日数，迟报至少为 1，0 为及时。';
COMMENT ON COLUMN credit.record_store.publish_from IS 'First day of publication; null when not published. 公示起始日，不公示时为空。';
COMMENT ON COLUMN credit.record_store.publish_until IS 'Day publication ends by the regime in force on the decision date; null without end. 公示截止日，无期限时为空。';
COMMENT ON COLUMN credit.record_store.batch_id IS 'Batch that brought this version. 带入本版本的批次。';
COMMENT ON COLUMN credit.record_store.version IS '1 for the first version, one more for each correction or change of state. 版本号。';
COMMENT ON COLUMN credit.record_store.warnings IS 'What looks wrong but may be right, as kind:field. 可疑但可能正确之处，形式为“类别:字段”。';
-- Its indexes, the natural key first, are made on each partition by
-- credit.index_partition(): see there why not here.
ALTER TABLE credit.record_store ENABLE ROW LEVEL SECURITY;
-- What a record says, detail and amount, is read through credit.record_visible
-- and the views on it, which leave out what the reader may not see.
GRANT SELECT ON credit.record_store TO credit_admin, credit_reader;
GRANT SELECT (subject_id, record_id, item, dept_id, doc_no, decided_on, valid_from, valid_until, severity,
	status, received_at, due_on, late_days, publish_from, publish_until, batch_id, version, warnings)
	ON credit.record_store TO credit_department, credit_analyst;

CREATE FUNCTION credit.may_see_record(dept_id pg_catalog.int4, item pg_catalog.text) RETURNS pg_catalog.bool
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_may_see_record';
COMMENT ON FUNCTION credit.may_see_record(pg_catalog.int4, pg_catalog.text) IS 'Whether the current role may see records of the item decided by the department: its own, and others'' as the item''s openness allows. 当前角色是否可见该部门该事项的记录：本部门记录，以及按事项开放属性可见的其他部门记录。';
CREATE FUNCTION credit.session_may_see_record(dept_id pg_catalog.int4, item pg_catalog.text) RETURNS pg_catalog.bool
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_session_may_see_record';
COMMENT ON FUNCTION credit.session_may_see_record(pg_catalog.int4, pg_catalog.text) IS 'As credit.may_see_record() for the session''s role, also within a SECURITY DEFINER function. 会话角色是否可见该部门该事项的记录，在 SECURITY DEFINER 函数内亦然。';
CREATE FUNCTION credit.session_role() RETURNS pg_catalog.name
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_session_role';
COMMENT ON FUNCTION credit.session_role() IS 'The session''s role (SET ROLE counts), also within a SECURITY DEFINER function. 会话当前角色（含 SET ROLE），在 SECURITY DEFINER 函数内亦然。';
CREATE FUNCTION credit.now() RETURNS pg_catalog.timestamptz
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_now_sql';
COMMENT ON FUNCTION credit.now() IS 'Time of the transaction; on the day of credit.fixed_today where that is set. 事务时间，设置 credit.fixed_today 时移至该日。';
CREATE POLICY see ON credit.record_store FOR SELECT USING (credit.may_see_record(dept_id, item));

CREATE TABLE credit.record_version (
	subject_id pg_catalog.int8 NOT NULL,
	record_id pg_catalog.int8 NOT NULL,
	version pg_catalog.int4 NOT NULL,
	item pg_catalog.text COLLATE "C" NOT NULL,
	dept_id pg_catalog.int4 NOT NULL,
	replaced_at pg_catalog.timestamptz NOT NULL,
	replaced_by pg_catalog.text NOT NULL,
	reason pg_catalog.text,
	content pg_catalog.jsonb NOT NULL,
	PRIMARY KEY (subject_id, record_id, version)
);
COMMENT ON TABLE credit.record_version IS 'Earlier versions of records: what was corrected, revoked, repaired or marked, by whom and when. 记录的历史版本：更正、撤销、修复、标注的内容、操作人与时间。';
COMMENT ON COLUMN credit.record_version.subject_id IS 'Whom the record is about. 信用主体编号。';
COMMENT ON COLUMN credit.record_version.record_id IS 'Number of the record. 记录编号。';
COMMENT ON COLUMN credit.record_version.version IS 'Version that was replaced. 被替换的版本号。';
COMMENT ON COLUMN credit.record_version.item IS 'Catalogue item. 目录事项。';
COMMENT ON COLUMN credit.record_version.dept_id IS 'Department that decided. 作出决定的部门。';
COMMENT ON COLUMN credit.record_version.replaced_at IS 'When it was replaced. 替换时间。';
COMMENT ON COLUMN credit.record_version.replaced_by IS 'Role that replaced it. 操作角色。';
COMMENT ON COLUMN credit.record_version.reason IS 'Why, where a reason was given. 替换原因。';
COMMENT ON COLUMN credit.record_version.content IS 'The whole earlier row. 旧版本全部内容。';
CREATE INDEX record_version_number ON credit.record_version (record_id);
ALTER TABLE credit.record_version ENABLE ROW LEVEL SECURITY;
-- What was wrong is for those who have to explain it.
CREATE POLICY see ON credit.record_version FOR SELECT USING (credit.may_see_department(dept_id) OR credit.is_office());
GRANT SELECT ON credit.record_version TO credit_admin, credit_department;
SELECT pg_catalog.pg_extension_config_dump('credit.record_version', '');

-- Old versions are kept by the statement that replaces them. Restoring loads
-- into partitions and updates nothing, so this rests then by itself.
CREATE FUNCTION credit.keep_record_version() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	INSERT INTO credit.record_version (subject_id, record_id, version, item, dept_id,
		replaced_at, replaced_by, reason, content)
	SELECT o.subject_id, o.record_id, o.version, o.item, o.dept_id,
		now(), credit.session_role(), nullif(credit.setting('reason'), ''), to_jsonb(o)
	FROM old_rows o;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.keep_record_version() IS 'Statement trigger: keeps the versions an update replaces. 语句级触发器：保留被更新替换的版本。';
REVOKE ALL ON FUNCTION credit.keep_record_version() FROM PUBLIC;
CREATE TRIGGER keep_version AFTER UPDATE ON credit.record_store
	REFERENCING OLD TABLE AS old_rows
	FOR EACH STATEMENT EXECUTE FUNCTION credit.keep_record_version();

-- What must stay traceable is not taken away: one trigger for all such tables.
-- Its first argument says in the hint what to do instead; with a second, 'always',
-- a restore may not either, since it only adds. Of a row trigger, the WHEN clause
-- says which rows are meant.
CREATE FUNCTION credit.refuse_change() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF credit.setting('restoring') = 'on' AND TG_ARGV[1] IS DISTINCT FROM 'always' THEN
		IF TG_LEVEL = 'STATEMENT' THEN
			RETURN NULL;
		END IF;
		RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
	END IF;
	RAISE EXCEPTION '%', credit.message('%s of %s is not allowed', lower(TG_OP), TG_TABLE_NAME)
		USING ERRCODE = 'CR009',
			DETAIL = credit.message('What happened is written once and kept, so that it can be traced.'),
			HINT = credit.message(TG_ARGV[0]);
END
$$;
COMMENT ON FUNCTION credit.refuse_change() IS 'Trigger: rows that must stay traceable are neither changed nor deleted; its argument says what to do instead. 触发器：须可追溯的数据不得修改、删除或清空，参数给出替代办法。';
REVOKE ALL ON FUNCTION credit.refuse_change() FROM PUBLIC;
-- a record is ended, never deleted
CREATE TRIGGER refuse_deletion BEFORE DELETE OR TRUNCATE ON credit.record_store
	FOR EACH STATEMENT EXECUTE FUNCTION credit.refuse_change('Use credit.revoke_record() to end a record.');
