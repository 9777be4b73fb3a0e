-- ban.sql: bans from a market or an industry, joint actions, consents. Tables
-- only; list/change.sql has what writes them. Requires list/measure.sql.

CREATE SEQUENCE credit.industry_ban_id_seq;
COMMENT ON SEQUENCE credit.industry_ban_id_seq IS 'Numbers of bans. 禁入编号序列。';
SELECT pg_catalog.pg_extension_config_dump('credit.industry_ban_id_seq', '');
CREATE TABLE credit.industry_ban (
	subject_id pg_catalog.int8 NOT NULL,
	ban_id pg_catalog.int8 NOT NULL DEFAULT pg_catalog.nextval('credit.industry_ban_id_seq'),
	field pg_catalog.text NOT NULL CHECK (pg_catalog.btrim(field) OPERATOR(pg_catalog.<>) ''),
	industry_code pg_catalog.text COLLATE "C" REFERENCES credit.industry,
	dept_id pg_catalog.int4 NOT NULL,
	record_id pg_catalog.int8,
	entry_id pg_catalog.int8,
	doc_no pg_catalog.text COLLATE "C" NOT NULL CHECK (pg_catalog.btrim(doc_no) OPERATOR(pg_catalog.<>) ''),
	decided_on pg_catalog.date NOT NULL,
	valid_from pg_catalog.date NOT NULL,
	valid_until pg_catalog.date CHECK (valid_until OPERATOR(pg_catalog.>=) valid_from),
	for_ever pg_catalog.bool NOT NULL,
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	marked_for pg_catalog.int8,
	role pg_catalog.text,
	ended_on pg_catalog.date,
	end_cause pg_catalog.text
		CHECK (end_cause OPERATOR(pg_catalog.=) ANY (ARRAY['expired', 'removed', 'repaired', 'objection', 'revoked', 'withdrawn', 'merged'])),
	end_doc_no pg_catalog.text,
	person pg_catalog.bool NOT NULL DEFAULT false,
	entered_by pg_catalog.text NOT NULL DEFAULT SESSION_USER,
	entered_at pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),
	PRIMARY KEY (subject_id, ban_id),
	CHECK (for_ever OPERATOR(pg_catalog.=) (valid_until IS NULL)),
	CHECK ((ended_on IS NULL) OPERATOR(pg_catalog.=) (end_cause IS NULL))
);
COMMENT ON TABLE credit.industry_ban IS 'Bans from a market or an industry, for a term or for ever, of organisations and their responsible persons. 市场和行业禁入：有期限或永久，及于组织与责任人。';
COMMENT ON COLUMN credit.industry_ban.subject_id IS 'Who is banned. 被禁入主体。';
COMMENT ON COLUMN credit.industry_ban.ban_id IS 'Number. 禁入编号。';
COMMENT ON COLUMN credit.industry_ban.field IS 'From which activity, in words. 禁入的行业或活动。';
COMMENT ON COLUMN credit.industry_ban.industry_code IS 'The same as an industry (GB/T 4754), where it is one. 对应行业代码。';
COMMENT ON COLUMN credit.industry_ban.dept_id IS 'Department that decided. 决定部门。';
COMMENT ON COLUMN credit.industry_ban.record_id IS 'Record it rests on; the ban ends with it. 所依据的记录，随其终止。';
COMMENT ON COLUMN credit.industry_ban.entry_id IS 'List entry it follows from; the ban falls when that entry is repaired or undone, not with its term. 所依据的名单条目，条目被修复或撤销时一并终止，不因期满而终止。';
COMMENT ON COLUMN credit.industry_ban.doc_no IS 'Decision document. 决定文书号。';
COMMENT ON COLUMN credit.industry_ban.decided_on IS 'Day of the decision. 决定日期。';
COMMENT ON COLUMN credit.industry_ban.valid_from IS 'First day. 起始日。';
COMMENT ON COLUMN credit.industry_ban.valid_until IS 'Last day; null for ever. 最后一日，空为永久。';
COMMENT ON COLUMN credit.industry_ban.for_ever IS 'Whether it is for ever, said expressly. 是否永久。';
COMMENT ON COLUMN credit.industry_ban.basis_id IS 'Law, regulation or central policy that allows it. 依据。';
COMMENT ON COLUMN credit.industry_ban.marked_for IS 'Ban of the organisation whose responsible person this is. 所随组织的禁入编号。';
COMMENT ON COLUMN credit.industry_ban.role IS 'Role in that organisation. 职务关系。';
COMMENT ON COLUMN credit.industry_ban.ended_on IS 'First day on which it no longer holds. 终止日（自该日起失效）。';
COMMENT ON COLUMN credit.industry_ban.end_cause IS 'Why it ended, as in credit.list_entry. 终止原因。';
COMMENT ON COLUMN credit.industry_ban.end_doc_no IS 'Document that ended it. 终止文书号。';
COMMENT ON COLUMN credit.industry_ban.person IS 'True for natural persons. 是否自然人。';
COMMENT ON COLUMN credit.industry_ban.entered_by IS 'Role that entered it. 录入角色。';
COMMENT ON COLUMN credit.industry_ban.entered_at IS 'When it was entered. 录入时间。';
CREATE INDEX industry_ban_number ON credit.industry_ban (ban_id);
CREATE INDEX industry_ban_record ON credit.industry_ban (record_id) WHERE record_id IS NOT NULL;
CREATE INDEX industry_ban_entry ON credit.industry_ban (entry_id) WHERE entry_id IS NOT NULL;
CREATE INDEX industry_ban_marked ON credit.industry_ban (marked_for) WHERE marked_for IS NOT NULL;
ALTER TABLE credit.industry_ban ENABLE ROW LEVEL SECURITY;
CREATE POLICY office ON credit.industry_ban FOR SELECT TO credit_admin USING (credit.is_office());
CREATE POLICY department ON credit.industry_ban FOR SELECT TO credit_department USING (true);
CREATE POLICY analyst ON credit.industry_ban FOR SELECT TO credit_analyst USING (NOT person);
GRANT SELECT ON credit.industry_ban TO credit_admin, credit_department, credit_analyst;
SELECT pg_catalog.pg_extension_config_dump('credit.industry_ban', '');
INSERT INTO credit.subject_table (table_name) VALUES ('credit.industry_ban');
CREATE TRIGGER refuse_deletion BEFORE DELETE OR TRUNCATE ON credit.industry_ban
	FOR EACH STATEMENT EXECUTE FUNCTION credit.refuse_change('End it with the function for its cause, such as credit.end_list_entry().');

-- One row for each measure that one department was asked to apply because of
-- an entry. Answer and feedback are the steps of its proceeding 'joint_action'.
CREATE SEQUENCE credit.joint_action_id_seq;
COMMENT ON SEQUENCE credit.joint_action_id_seq IS 'Numbers of joint actions. 联合奖惩编号序列。';
SELECT pg_catalog.pg_extension_config_dump('credit.joint_action_id_seq', '');
CREATE TABLE credit.joint_action (
	subject_id pg_catalog.int8 NOT NULL,
	action_id pg_catalog.int8 NOT NULL DEFAULT pg_catalog.nextval('credit.joint_action_id_seq'),
	entry_id pg_catalog.int8 NOT NULL,
	measure pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.measure,
	from_dept_id pg_catalog.int4 NOT NULL,
	to_dept_id pg_catalog.int4 NOT NULL,
	proceeding_id pg_catalog.int8,
	doc_no pg_catalog.text,
	initiated_on pg_catalog.date NOT NULL,
	lifted_on pg_catalog.date,
	lift_cause pg_catalog.text,
	typical_case pg_catalog.bool NOT NULL DEFAULT false,
	person pg_catalog.bool NOT NULL DEFAULT false,
	PRIMARY KEY (subject_id, action_id),
	CHECK ((lifted_on IS NULL) OPERATOR(pg_catalog.=) (lift_cause IS NULL))
);
COMMENT ON TABLE credit.joint_action IS 'Joint sanctions and incentives: initiated, answered, applied and fed back, lifted with the entry. 联合奖惩：发起、响应、反馈，随名单条目终止而解除。';
COMMENT ON COLUMN credit.joint_action.subject_id IS 'Who it is about. 对象主体。';
COMMENT ON COLUMN credit.joint_action.action_id IS 'Number. 编号。';
COMMENT ON COLUMN credit.joint_action.entry_id IS 'List entry it follows from. 所依据的名单条目。';
COMMENT ON COLUMN credit.joint_action.measure IS 'Measure asked for. 请求实施的措施。';
COMMENT ON COLUMN credit.joint_action.from_dept_id IS 'Department that initiated. 发起部门。';
COMMENT ON COLUMN credit.joint_action.to_dept_id IS 'Department asked. 响应部门。';
COMMENT ON COLUMN credit.joint_action.proceeding_id IS 'Its proceeding: answer, feedback, lifting. 对应程序：响应、反馈、解除。';
COMMENT ON COLUMN credit.joint_action.doc_no IS 'Document of the initiation. 发起文书号。';
COMMENT ON COLUMN credit.joint_action.initiated_on IS 'Day of initiation. 发起日期。';
COMMENT ON COLUMN credit.joint_action.lifted_on IS 'Day it was lifted. 解除日期。';
COMMENT ON COLUMN credit.joint_action.lift_cause IS 'Why: the cause that ended the entry, or declined, lifted by a step of its case. 解除原因：条目终止原因，或案件步骤：无法响应、解除。';
COMMENT ON COLUMN credit.joint_action.typical_case IS 'Reported as a typical case. 是否报送为典型案例。';
COMMENT ON COLUMN credit.joint_action.person IS 'True for natural persons. 是否自然人。';
CREATE UNIQUE INDEX joint_action_running ON credit.joint_action (subject_id, entry_id, measure, to_dept_id) WHERE lifted_on IS NULL;
CREATE INDEX joint_action_number ON credit.joint_action (action_id);
CREATE INDEX joint_action_asked ON credit.joint_action (to_dept_id, initiated_on) WHERE lifted_on IS NULL;
CREATE INDEX joint_action_proceeding ON credit.joint_action (proceeding_id) WHERE proceeding_id IS NOT NULL;
ALTER TABLE credit.joint_action ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON credit.joint_action FOR SELECT TO credit_admin, credit_department
	USING (credit.may_see_department(from_dept_id) OR credit.may_see_department(to_dept_id) OR credit.is_office());
CREATE POLICY analyst ON credit.joint_action FOR SELECT TO credit_analyst USING (NOT person);
GRANT SELECT ON credit.joint_action TO credit_admin, credit_department, credit_analyst;
SELECT pg_catalog.pg_extension_config_dump('credit.joint_action', '');
INSERT INTO credit.subject_table (table_name) VALUES ('credit.joint_action');
CREATE TRIGGER refuse_deletion BEFORE DELETE OR TRUNCATE ON credit.joint_action
	FOR EACH STATEMENT EXECUTE FUNCTION credit.refuse_change('End it with the function for its cause, such as credit.end_list_entry().');

-- Use of data beyond what the law allows by itself: the subject said yes.
CREATE TABLE credit.data_consent (
	subject_id pg_catalog.int8 NOT NULL REFERENCES credit.subject ON DELETE CASCADE,
	scope pg_catalog.text COLLATE "C" NOT NULL CHECK (scope OPERATOR(pg_catalog.~) '^[a-z][a-z0-9_]*$'),
	given_on pg_catalog.date NOT NULL DEFAULT credit.today(),
	withdrawn_on pg_catalog.date CHECK (withdrawn_on OPERATOR(pg_catalog.>=) given_on),
	doc_no pg_catalog.text,
	recipient pg_catalog.text,
	PRIMARY KEY (subject_id, scope, given_on)
);
COMMENT ON TABLE credit.data_consent IS 'Consents of subjects to a use of their data, such as sme_finance. 主体对数据使用的同意，如中小企业融资。';
COMMENT ON COLUMN credit.data_consent.subject_id IS 'Who consented. 同意主体。';
COMMENT ON COLUMN credit.data_consent.scope IS 'For which use: sme_finance or another word of your own. 使用范围：sme_finance（中小企业融资）或自定。';
COMMENT ON COLUMN credit.data_consent.given_on IS 'Since when. 同意日期。';
COMMENT ON COLUMN credit.data_consent.withdrawn_on IS 'First day on which it no longer holds. 撤回日期，自当日起失效。';
COMMENT ON COLUMN credit.data_consent.doc_no IS 'Document of the consent. 同意书编号。';
COMMENT ON COLUMN credit.data_consent.recipient IS 'To whom the data may go. 数据接收方。';
ALTER TABLE credit.data_consent ENABLE ROW LEVEL SECURITY;
CREATE POLICY office ON credit.data_consent USING (credit.is_office()) WITH CHECK (credit.is_office());
GRANT SELECT, INSERT, UPDATE, DELETE ON credit.data_consent TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.data_consent', '');
INSERT INTO credit.subject_table (table_name, mover) VALUES ('credit.data_consent', 'credit.move_consents');

CREATE FUNCTION credit.move_consents(keep pg_catalog.int8, gone pg_catalog.int8) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	moved bigint;
BEGIN
	DELETE FROM credit.data_consent c USING credit.data_consent k
	WHERE c.subject_id = gone AND k.subject_id = keep AND k.scope = c.scope AND k.given_on = c.given_on;
	UPDATE credit.data_consent c SET subject_id = keep WHERE c.subject_id = gone;
	GET DIAGNOSTICS moved = ROW_COUNT;
	RETURN moved;
END
$$;
COMMENT ON FUNCTION credit.move_consents(pg_catalog.int8, pg_catalog.int8) IS 'Moves the consents of a merged subject; called by credit.merge_subject(). 主体合并时迁移同意书。';
REVOKE ALL ON FUNCTION credit.move_consents(pg_catalog.int8, pg_catalog.int8) FROM PUBLIC;
