-- inspection.sql: how often whom by grade, who inspects, and who must not
-- inspect whom. Requires registry/, grade/, evaluation/evaluate.sql.

-- Shares and frequencies by sector and grade. The floor is above zero: a good
-- grade lowers the chance of a visit and never takes it away.
CREATE TABLE credit.inspection_policy (
	policy		pg_catalog.text COLLATE "C" PRIMARY KEY CHECK (policy <> ''),
	sector		pg_catalog.text,
	grade		credit.grade,
	floor_ratio	pg_catalog.numeric NOT NULL CHECK (floor_ratio > 0),
	ratio		pg_catalog.numeric NOT NULL,
	ceiling_ratio pg_catalog.numeric NOT NULL DEFAULT 1,
	max_per_year pg_catalog.int4 CHECK (max_per_year > 0),
	basis_id	pg_catalog.text NOT NULL REFERENCES credit.legal_basis,
	valid		pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(valid)),
	verified	pg_catalog.bool NOT NULL DEFAULT false,
	note		pg_catalog.text,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false,
	CONSTRAINT inspection_policy_order
		CHECK (floor_ratio <= ratio AND ratio <= ceiling_ratio AND ceiling_ratio <= 1)
);
COMMENT ON TABLE credit.inspection_policy IS 'Share inspected and most visits a year by sector and grade (double-random inspection). 双随机抽查比例与频次：按领域与信用等级设定。';
COMMENT ON COLUMN credit.inspection_policy.policy IS 'Name of the row. 规则名称。';
COMMENT ON COLUMN credit.inspection_policy.sector IS 'Sector; null for all that have no row of their own. 领域，空为通用。';
COMMENT ON COLUMN credit.inspection_policy.grade IS 'Grade; null for subjects without a grade or with one that has no row. 信用等级，空为未评级或无对应规则的等级。';
COMMENT ON COLUMN credit.inspection_policy.floor_ratio IS 'Smallest share a plan may choose; above zero. 计划可选的最低比例，必须大于零。';
COMMENT ON COLUMN credit.inspection_policy.ratio IS 'Share drawn when the plan does not choose. 默认抽查比例。';
COMMENT ON COLUMN credit.inspection_policy.ceiling_ratio IS 'Largest share a plan may choose. 计划可选的最高比例。';
COMMENT ON COLUMN credit.inspection_policy.max_per_year IS 'Most visits to one subject in a calendar year; null without limit. 同一主体每年最多检查次数，空为不限。';
COMMENT ON COLUMN credit.inspection_policy.basis_id IS 'Legal basis. 依据。';
COMMENT ON COLUMN credit.inspection_policy.valid IS 'Days on which the row holds. 有效期间。';
COMMENT ON COLUMN credit.inspection_policy.verified IS 'False until the figures were compared with a document in force here. 数值已与本地现行文件核对则为真。';
COMMENT ON COLUMN credit.inspection_policy.note IS 'Where the figures come from. 数值来源。';
COMMENT ON COLUMN credit.inspection_policy.standard_entry IS 'Shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';
GRANT SELECT ON credit.inspection_policy TO credit_admin, credit_department, credit_analyst, credit_public;
GRANT INSERT, UPDATE, DELETE ON credit.inspection_policy TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.inspection_policy', 'WHERE NOT standard_entry');
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.inspection_policy FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.inspection_policy FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();

-- The principle is in the documents named; the figures are those of other
-- places, or commonly quoted, and stay unverified until a local one is known.
INSERT INTO credit.inspection_policy (policy, sector, grade, floor_ratio, ratio, ceiling_ratio, max_per_year,
	basis_id, valid, verified, note, standard_entry)
SELECT p.policy, p.sector, p.grade::credit.grade, p.floor_ratio, p.ratio, p.ceiling_ratio, p.max_per_year,
	p.basis_id, '[2020-01-01,)', false, p.note, true
FROM (VALUES
	('general-A', NULL, 'A', 0.01, 0.03, 0.03, 1, 'jilin_city_2020', '常见取值1%-3%，未见公布文件'),
	('general-B', NULL, 'B', 0.05, 0.05, 0.10, 1, 'jilin_city_2020', '常见取值5%-10%，未见公布文件'),
	('general-C', NULL, 'C', 0.20, 0.20, 0.30, 2, 'jilin_city_2020', '常见取值20%-30%，未见公布文件'),
	('general-D', NULL, 'D', 0.50, 0.50, 1, NULL, 'jilin_city_2020', '常见取值50%-100%，未见公布文件；频次按需'),
	('general-ungraded', NULL, NULL, 0.05, 0.05, 0.10, 1, 'jilin_city_2020', '未评级按常规比例（同B），待核对'),
	('agriculture-A', 'agriculture', 'A', 0.01, 0.05, 0.05, 1, 'jilin_city_2020', '大庆市林甸县2024年农业：≤5%，每年少于1次'),
	('agriculture-B', 'agriculture', 'B', 0.05, 0.10, 0.20, 1, 'jilin_city_2020', '大庆市林甸县2024年农业：5%-20%，每年1次'),
	('agriculture-C', 'agriculture', 'C', 0.21, 0.40, 0.60, 1, 'jilin_city_2020', '大庆市林甸县2024年农业：21%-60%，每年少于2次'),
	('agriculture-D', 'agriculture', 'D', 0.61, 0.80, 1, NULL, 'jilin_city_2020', '大庆市林甸县2024年农业：61%-100%，频次按需')
) AS p (policy, sector, grade, floor_ratio, ratio, ceiling_ratio, max_per_year, basis_id, note);

-- One row for each sector and grade at a time, or nobody could say which holds.
CREATE FUNCTION credit.check_inspection_policy() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	pair record;
BEGIN
	SELECT a.policy AS one, b.policy AS other INTO pair
	FROM credit.inspection_policy a JOIN credit.inspection_policy b ON a.policy < b.policy
		AND a.sector IS NOT DISTINCT FROM b.sector AND a.grade IS NOT DISTINCT FROM b.grade AND a.valid && b.valid
	ORDER BY 1, 2 LIMIT 1;
	IF FOUND AND credit.setting('restoring') <> 'on' THEN
		RAISE EXCEPTION '%', credit.message('inspection policies "%s" and "%s" overlap', pair.one, pair.other)
			USING ERRCODE = 'exclusion_violation',
				DETAIL = credit.message('They are for the same sector and grade on the same days.'),
				HINT = credit.message('Close the range of the older one first.');
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.check_inspection_policy() IS 'Statement trigger: one policy for a sector and grade on a day. 语句级触发器：同一领域同一等级同日只有一条抽查规则。';
REVOKE ALL ON FUNCTION credit.check_inspection_policy() FROM PUBLIC;
CREATE TRIGGER check_policy AFTER INSERT OR UPDATE ON credit.inspection_policy
	FOR EACH STATEMENT EXECUTE FUNCTION credit.check_inspection_policy();

-- Inspectors: the second of the two databases of the double-random draw.
CREATE TABLE credit.inspector (
	inspector_id pg_catalog.int4 GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY CHECK (inspector_id > 0),
	dept_id		pg_catalog.int4 NOT NULL REFERENCES credit.department,
	name		pg_catalog.text NOT NULL CHECK (name <> ''),
	certificate_no pg_catalog.text COLLATE "C" NOT NULL CHECK (certificate_no <> ''),
	areas		pg_catalog.text[] CHECK (areas <> '{}'),
	subject_id	pg_catalog.int8,
	valid		pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(valid)),
	UNIQUE (dept_id, certificate_no),
	UNIQUE (inspector_id, dept_id)
);
COMMENT ON TABLE credit.inspector IS 'People who inspect for a department. 执法检查人员名录库。';
COMMENT ON COLUMN credit.inspector.inspector_id IS 'Number of the inspector. 检查人员编号。';
COMMENT ON COLUMN credit.inspector.dept_id IS 'Department. 所属部门。';
COMMENT ON COLUMN credit.inspector.name IS 'Name; shown masked outside the department. 姓名，部门以外脱敏显示。';
COMMENT ON COLUMN credit.inspector.certificate_no IS 'Number of the law-enforcement certificate. 行政执法证号。';
COMMENT ON COLUMN credit.inspector.areas IS 'Areas the inspector may be drawn for; null for all. 可参与抽查的专业领域，空为全部。';
COMMENT ON COLUMN credit.inspector.subject_id IS 'The same person in credit.subject, when known there: relations to organisations then bar. 对应的自然人主体，用于按关联关系回避。';
COMMENT ON COLUMN credit.inspector.valid IS 'Days on which the inspector may be drawn. 可参与抽查的期间。';
ALTER TABLE credit.inspector ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON credit.inspector USING (credit.may_see_department(dept_id)) WITH CHECK (credit.may_act_for(dept_id));
GRANT SELECT, INSERT, UPDATE ON credit.inspector TO credit_admin, credit_department;
SELECT pg_catalog.pg_extension_config_dump('credit.inspector', '');
SELECT pg_catalog.pg_extension_config_dump('credit.inspector_inspector_id_seq', '');

-- Declared conflicts; those that relations show are found by themselves.
CREATE TABLE credit.inspector_conflict (
	subject_id	pg_catalog.int8 NOT NULL REFERENCES credit.subject ON DELETE CASCADE,
	inspector_id pg_catalog.int4 NOT NULL,
	kind		pg_catalog.text COLLATE "C" NOT NULL
		CHECK (kind IN ('former_employment', 'relative', 'shareholding', 'interest', 'other')),
	dept_id		pg_catalog.int4 NOT NULL,
	valid		pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(valid)),
	note		pg_catalog.text,
	PRIMARY KEY (subject_id, inspector_id, kind),
	FOREIGN KEY (inspector_id, dept_id) REFERENCES credit.inspector (inspector_id, dept_id) ON UPDATE CASCADE
);
COMMENT ON TABLE credit.inspector_conflict IS 'Whom an inspector must not inspect. 检查人员应当回避的主体。';
COMMENT ON COLUMN credit.inspector_conflict.subject_id IS 'Subject. 主体。';
COMMENT ON COLUMN credit.inspector_conflict.inspector_id IS 'Inspector. 检查人员。';
COMMENT ON COLUMN credit.inspector_conflict.kind IS 'former_employment, relative, shareholding, interest or other. 回避事由：曾任职、亲属、持股、利害关系、其他。';
COMMENT ON COLUMN credit.inspector_conflict.dept_id IS 'Department of the inspector. 检查人员所属部门。';
COMMENT ON COLUMN credit.inspector_conflict.valid IS 'Days on which it bars. 回避期间。';
COMMENT ON COLUMN credit.inspector_conflict.note IS 'Remark. 备注。';
CREATE INDEX inspector_conflict_inspector ON credit.inspector_conflict (inspector_id);
ALTER TABLE credit.inspector_conflict ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON credit.inspector_conflict USING (credit.may_see_department(dept_id)) WITH CHECK (credit.may_act_for(dept_id));
GRANT SELECT, INSERT, UPDATE, DELETE ON credit.inspector_conflict TO credit_admin, credit_department;
SELECT pg_catalog.pg_extension_config_dump('credit.inspector_conflict', '');

-- A relation of the inspector to the organisation bars, past ones too (former
-- employment), and so does one to its shareholder, controller or head office.
CREATE FUNCTION credit.inspector_conflicts(dept_id pg_catalog.int4, on_date pg_catalog.date DEFAULT credit.today(),
		OUT subject_id pg_catalog.int8, OUT inspector_id pg_catalog.int4, OUT reason pg_catalog.text) RETURNS SETOF record
	LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
	SELECT c.subject_id, c.inspector_id, c.kind
	FROM credit.inspector_conflict c
	WHERE c.dept_id = inspector_conflicts.dept_id AND c.valid @> inspector_conflicts.on_date
	UNION
	SELECT r.subject_id, i.inspector_id, r.role
	FROM credit.inspector i JOIN credit.relation r ON r.related_id = i.subject_id
	WHERE i.dept_id = inspector_conflicts.dept_id
	UNION
	SELECT o.subject_id, i.inspector_id, r.role || ' of its ' || o.role
	FROM credit.inspector i JOIN credit.relation r ON r.related_id = i.subject_id
		JOIN credit.relation o ON o.related_id = r.subject_id AND o.role IN ('shareholder', 'actual_controller', 'branch_of')
	WHERE i.dept_id = inspector_conflicts.dept_id
$$;
COMMENT ON FUNCTION credit.inspector_conflicts(pg_catalog.int4, pg_catalog.date) IS 'Who of a department must not inspect whom: declared conflicts and those the relations show. 部门检查人员的回避关系：申报的与由关联关系得出的。';
REVOKE ALL ON FUNCTION credit.inspector_conflicts(pg_catalog.int4, pg_catalog.date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.inspector_conflicts(pg_catalog.int4, pg_catalog.date) TO credit_admin, credit_department;

CREATE FUNCTION credit.move_conflicts(keep pg_catalog.int8, gone pg_catalog.int8) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	moved int8;
BEGIN
	UPDATE credit.inspector i SET subject_id = keep WHERE i.subject_id = gone;
	-- the range of the entry that stays grows where both have one
	UPDATE credit.inspector_conflict k SET valid = range_merge(k.valid, c.valid)
	FROM credit.inspector_conflict c
	WHERE c.subject_id = gone AND k.subject_id = keep AND k.inspector_id = c.inspector_id AND k.kind = c.kind;
	DELETE FROM credit.inspector_conflict c
	WHERE c.subject_id = gone AND EXISTS (SELECT FROM credit.inspector_conflict k
		WHERE k.subject_id = keep AND k.inspector_id = c.inspector_id AND k.kind = c.kind);
	UPDATE credit.inspector_conflict c SET subject_id = keep WHERE c.subject_id = gone;
	GET DIAGNOSTICS moved = ROW_COUNT;
	RETURN moved;
END
$$;
COMMENT ON FUNCTION credit.move_conflicts(pg_catalog.int8, pg_catalog.int8) IS 'Moves conflicts of interest of a merged subject; called by credit.merge_subject(). 主体合并时迁移回避关系，由 credit.merge_subject() 调用。';
REVOKE ALL ON FUNCTION credit.move_conflicts(pg_catalog.int8, pg_catalog.int8) FROM PUBLIC;
INSERT INTO credit.subject_table (table_name, mover) VALUES ('inspector_conflict', 'credit.move_conflicts');
