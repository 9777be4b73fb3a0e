-- entry.sql: entries of lists and when they are in force. Requires
-- list/list.sql.

-- Text as a range: an exclusion constraint of core PostgreSQL knows ranges
-- only, and one extension should not need another (btree_gist).
CREATE TYPE credit.text_range AS RANGE (SUBTYPE = pg_catalog.text, COLLATION = pg_catalog."C");
COMMENT ON TYPE credit.text_range IS 'Range of texts by bytes; internal, for the constraint against overlapping entries. 文本区间（按字节序），仅供名单条目不重叠约束使用。';
COMMENT ON FUNCTION credit.text_range(pg_catalog.text, pg_catalog.text) IS 'Range of texts from one to another, the last left out. 文本区间（左闭右开）。';
COMMENT ON FUNCTION credit.text_range(pg_catalog.text, pg_catalog.text, pg_catalog.text) IS 'Range of texts with given bounds. 指定边界的文本区间。';
COMMENT ON FUNCTION credit.text_multirange() IS 'No range of texts. 空的文本多区间。';
COMMENT ON FUNCTION credit.text_multirange(credit.text_range) IS 'One range of texts as a set. 单个文本区间组成的多区间。';
COMMENT ON FUNCTION credit.text_multirange(credit.text_range[]) IS 'Ranges of texts as a set. 文本区间组成的多区间。';

CREATE SEQUENCE credit.list_entry_id_seq;
COMMENT ON SEQUENCE credit.list_entry_id_seq IS 'Numbers of list entries. 名单条目编号序列。';
SELECT pg_catalog.pg_extension_config_dump('credit.list_entry_id_seq', '');
CREATE TABLE credit.list_entry (
	subject_id pg_catalog.int8 NOT NULL,
	entry_id pg_catalog.int8 NOT NULL DEFAULT pg_catalog.nextval('credit.list_entry_id_seq'),
	list pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.list_kind,
	dept_id pg_catalog.int4 NOT NULL,
	record_id pg_catalog.int8,
	proceeding_id pg_catalog.int8,
	doc_no pg_catalog.text COLLATE "C" NOT NULL CHECK (pg_catalog.btrim(doc_no) OPERATOR(pg_catalog.<>) ''),
	decided_on pg_catalog.date NOT NULL,
	valid_from pg_catalog.date NOT NULL,
	valid_until pg_catalog.date CHECK (valid_until OPERATOR(pg_catalog.>=) valid_from),
	ended_on pg_catalog.date,
	end_cause pg_catalog.text
		CHECK (end_cause OPERATOR(pg_catalog.=) ANY (ARRAY['expired', 'removed', 'repaired', 'objection', 'revoked', 'withdrawn', 'merged'])),
	end_doc_no pg_catalog.text,
	end_reason pg_catalog.text,
	source pg_catalog.text NOT NULL DEFAULT 'procedure'
		CHECK (source OPERATOR(pg_catalog.=) ANY (ARRAY['procedure', 'imported', 'record', 'mark'])),
	severity credit.severity,
	marked_for pg_catalog.int8,
	role pg_catalog.text,
	restores pg_catalog.int8,
	content pg_catalog.jsonb NOT NULL DEFAULT '{}'
		CHECK (pg_catalog.jsonb_typeof(content) OPERATOR(pg_catalog.=) 'object'),
	openness pg_catalog.text NOT NULL,
	person pg_catalog.bool NOT NULL DEFAULT false,
	entered_by pg_catalog.text NOT NULL DEFAULT SESSION_USER,
	entered_at pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),
	series pg_catalog.text COLLATE "C" NOT NULL DEFAULT '',
	-- valid_until is the last day of the list, ended_on the first day off it
	period pg_catalog.daterange GENERATED ALWAYS AS (CASE
		WHEN valid_until IS NULL AND ended_on IS NULL THEN pg_catalog.daterange(valid_from, NULL)
		ELSE pg_catalog.daterange(valid_from, GREATEST(valid_from,
			LEAST(valid_until OPERATOR(pg_catalog.+) 1, ended_on))) END) STORED,
	PRIMARY KEY (subject_id, entry_id),
	CHECK ((ended_on IS NULL) OPERATOR(pg_catalog.=) (end_cause IS NULL)),
	CHECK ((source OPERATOR(pg_catalog.=) 'mark') OPERATOR(pg_catalog.=) (marked_for IS NOT NULL)),
	CONSTRAINT list_entry_overlap EXCLUDE USING gist (
		pg_catalog.int8range(subject_id, subject_id, '[]') WITH OPERATOR(pg_catalog.&&),
		credit.text_range(list, list, '[]') WITH OPERATOR(pg_catalog.&&),
		pg_catalog.int4range(dept_id, dept_id, '[]') WITH OPERATOR(pg_catalog.&&),
		credit.text_range(series, series, '[]') WITH OPERATOR(pg_catalog.&&),
		period WITH OPERATOR(pg_catalog.&&))
);
COMMENT ON TABLE credit.list_entry IS 'Entries of lists: who, by whose decision, from when until when, and how it ended. Nothing is deleted. 名单条目：主体、认定文书、起止日期与终止原因，不删除。';
COMMENT ON COLUMN credit.list_entry.subject_id IS 'Who is listed. 列入主体。';
COMMENT ON COLUMN credit.list_entry.entry_id IS 'Number of the entry. 条目编号。';
COMMENT ON COLUMN credit.list_entry.list IS 'List. 名单。';
COMMENT ON COLUMN credit.list_entry.dept_id IS 'Department that decided. 认定部门。';
COMMENT ON COLUMN credit.list_entry.record_id IS 'Record that is its cause. 所依据的记录。';
COMMENT ON COLUMN credit.list_entry.proceeding_id IS 'Listing procedure that led to it. 所依据的认定程序。';
COMMENT ON COLUMN credit.list_entry.doc_no IS 'Decision document. 认定决定文书号。';
COMMENT ON COLUMN credit.list_entry.decided_on IS 'Day of the decision. 决定日期。';
COMMENT ON COLUMN credit.list_entry.valid_from IS 'First day on the list. 列入起始日。';
COMMENT ON COLUMN credit.list_entry.valid_until IS 'Last day by the decision or the term; null without end. 管理期限最后一日，空为无期限。';
COMMENT ON COLUMN credit.list_entry.ended_on IS 'First day on which it is off the list; null: by valid_until alone. 移出日（自该日起不在名单）。';
COMMENT ON COLUMN credit.list_entry.end_cause IS 'expired, removed (early), repaired, objection, revoked (the decision or its record), withdrawn (the listing was wrong), merged. 终止原因：期满、提前移出、修复、异议成立、决定撤销、误列撤回、主体合并。';
COMMENT ON COLUMN credit.list_entry.end_doc_no IS 'Document that ended it. 终止文书号。';
COMMENT ON COLUMN credit.list_entry.end_reason IS 'Why, in words. 终止说明。';
COMMENT ON COLUMN credit.list_entry.source IS 'procedure, imported (decided elsewhere), record (made from a record decided elsewhere), mark (on a responsible person). 来源：本地程序、外部认定导入、外部认定记录、责任人标注。';
COMMENT ON COLUMN credit.list_entry.severity IS 'Severity that measures are proportional to. 失信严重程度，惩戒措施据此相称适用。';
COMMENT ON COLUMN credit.list_entry.marked_for IS 'Entry of the organisation whose responsible person this is; the mark ends with it. 所随组织条目编号，随其终止。';
COMMENT ON COLUMN credit.list_entry.role IS 'Of a marked person: the role in the organisation. 责任人的职务关系。';
COMMENT ON COLUMN credit.list_entry.restores IS 'Entry whose early removal was revoked, which this one continues. 移出被撤销后所恢复的原条目。';
COMMENT ON COLUMN credit.list_entry.content IS 'What the decision says: facts, basis, measures, removal, remedies. 决定内容：事实、依据、惩戒提示、移出条件、救济途径。';
COMMENT ON COLUMN credit.list_entry.openness IS 'public, government or restricted. 开放属性。';
COMMENT ON COLUMN credit.list_entry.person IS 'True for natural persons. 是否自然人。';
COMMENT ON COLUMN credit.list_entry.entered_by IS 'Role that entered it. 录入角色。';
COMMENT ON COLUMN credit.list_entry.entered_at IS 'When it was entered. 录入时间。';
COMMENT ON COLUMN credit.list_entry.series IS 'Entries of one series may not overlap: empty for own decisions; the document for decisions made elsewhere, which may stand side by side; the organisation''s entry for marks. 不重叠范围：本地认定为空，外部认定为其文书，标注为组织条目。';
COMMENT ON COLUMN credit.list_entry.period IS 'Days on the list. 在名单期间。';
CREATE INDEX list_entry_number ON credit.list_entry (entry_id);
CREATE INDEX list_entry_marked ON credit.list_entry (marked_for) WHERE marked_for IS NOT NULL;
CREATE INDEX list_entry_record ON credit.list_entry (record_id) WHERE record_id IS NOT NULL;
CREATE INDEX list_entry_dept ON credit.list_entry (dept_id, list);
CREATE INDEX list_entry_running ON credit.list_entry (valid_until) WHERE ended_on IS NULL AND valid_until IS NOT NULL;
ALTER TABLE credit.list_entry ENABLE ROW LEVEL SECURITY;
-- The office sees all. Departments see their own and what is not restricted;
-- analysts the same without persons; the public what is public and in force.
CREATE POLICY office ON credit.list_entry FOR SELECT TO credit_admin USING (credit.is_office());
CREATE POLICY department ON credit.list_entry FOR SELECT TO credit_department
	USING (openness OPERATOR(pg_catalog.<>) 'restricted' OR credit.may_see_department(dept_id));
CREATE POLICY analyst ON credit.list_entry FOR SELECT TO credit_analyst
	USING (openness OPERATOR(pg_catalog.<>) 'restricted' AND NOT person);
CREATE POLICY public_portal ON credit.list_entry FOR SELECT TO credit_public
	USING (openness OPERATOR(pg_catalog.=) 'public' AND period OPERATOR(pg_catalog.@>) credit.today());
GRANT SELECT ON credit.list_entry TO credit_admin, credit_department, credit_analyst;
GRANT SELECT (subject_id, entry_id, list, dept_id, doc_no, decided_on, valid_from, valid_until, openness, person, period)
	ON credit.list_entry TO credit_public;
SELECT pg_catalog.pg_extension_config_dump('credit.list_entry', '');
-- entries refer to entries of the same table by number: dumped rows need no order
INSERT INTO credit.subject_table (table_name, mover) VALUES ('credit.list_entry', 'credit.move_list_entries');
CREATE TRIGGER refuse_deletion BEFORE DELETE OR TRUNCATE ON credit.list_entry
	FOR EACH STATEMENT EXECUTE FUNCTION credit.refuse_change('End it with the function for its cause, such as credit.end_list_entry().');

-- The one place that says whether an entry is in force on a day.
CREATE FUNCTION credit.list_in_force(valid_from pg_catalog.date, valid_until pg_catalog.date,
		ended_on pg_catalog.date, on_date pg_catalog.date DEFAULT credit.today()) RETURNS pg_catalog.bool
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN valid_from OPERATOR(pg_catalog.<=) on_date
		AND (valid_until IS NULL OR on_date OPERATOR(pg_catalog.<=) valid_until)
		AND (ended_on IS NULL OR on_date OPERATOR(pg_catalog.<) ended_on);
COMMENT ON FUNCTION credit.list_in_force(pg_catalog.date, pg_catalog.date, pg_catalog.date, pg_catalog.date) IS 'Whether a list entry is in force on a day. 名单条目在某日是否有效。';

-- Two entries that were one subject: where both would overlap the one that
-- goes ends that day.
CREATE FUNCTION credit.move_list_entries(keep pg_catalog.int8, gone pg_catalog.int8) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	moved bigint;
BEGIN
	UPDATE credit.list_entry g SET ended_on = g.valid_from, end_cause = 'merged',
		end_reason = format('subject %s was merged into %s, which is on the list already', gone, keep)
	FROM credit.list_entry k
	WHERE g.subject_id = gone AND k.subject_id = keep AND k.list = g.list AND k.dept_id = g.dept_id
		AND k.series = g.series AND k.period && g.period;
	UPDATE credit.list_entry e SET subject_id = keep WHERE e.subject_id = gone;
	GET DIAGNOSTICS moved = ROW_COUNT;
	RETURN moved;
END
$$;
COMMENT ON FUNCTION credit.move_list_entries(pg_catalog.int8, pg_catalog.int8) IS 'Moves the entries of a merged subject; called by credit.merge_subject(). 主体合并时迁移名单条目。';
REVOKE ALL ON FUNCTION credit.move_list_entries(pg_catalog.int8, pg_catalog.int8) FROM PUBLIC;

CREATE FUNCTION credit.move_list_rows(keep pg_catalog.int8, gone pg_catalog.int8) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	moved bigint;
BEGIN
	UPDATE credit.list_candidate g SET state = 'dropped', closed_on = credit.today(),
		note = format('subject %s was merged into %s, which is a candidate already', gone, keep)
	FROM credit.list_candidate k
	WHERE g.subject_id = gone AND g.state = 'open' AND k.subject_id = keep AND k.state = 'open'
		AND k.list = g.list AND k.dept_id = g.dept_id;
	UPDATE credit.list_candidate c SET subject_id = keep WHERE c.subject_id = gone;
	GET DIAGNOSTICS moved = ROW_COUNT;
	RETURN moved;
END
$$;
COMMENT ON FUNCTION credit.move_list_rows(pg_catalog.int8, pg_catalog.int8) IS 'Moves the candidates of a merged subject; called by credit.merge_subject(). 主体合并时迁移名单候选。';
REVOKE ALL ON FUNCTION credit.move_list_rows(pg_catalog.int8, pg_catalog.int8) FROM PUBLIC;
