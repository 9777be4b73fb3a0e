-- indicator.sql: what a model's fields mean for a subject, caps on grades, and
-- the aggregate that computes indicators. Requires evaluation/model.sql,
-- catalogue/, record/.

CREATE TABLE credit.indicator (
	indicator	pg_catalog.text COLLATE "C" PRIMARY KEY,
	dimension	pg_catalog.text NOT NULL
		CHECK (dimension IN ('identity', 'behaviour', 'innovation', 'finance', 'compliance')),
	name_zh		pg_catalog.text,
	name_en		pg_catalog.text,
	source		pg_catalog.text NOT NULL DEFAULT 'record' CHECK (source IN ('record', 'subject', 'relation', 'function')),
	measure		pg_catalog.text NOT NULL
		CHECK (measure IN ('count', 'sum', 'max', 'recency', 'distinct', 'ratio', 'exists', 'value')),
	attribute	pg_catalog.text,
	relation	pg_catalog.text,
	items		pg_catalog.text[] COLLATE "C" CHECK (items <> '{}'),
	polarity	pg_catalog.text CHECK (polarity IN ('positive', 'neutral', 'negative')),
	min_severity credit.severity,
	min_late_days pg_catalog.int4 CHECK (min_late_days >= 0),
	"window"	pg_catalog.interval CHECK ("window" > '0' AND "window" < '1000 years'),
	half_life	pg_catalog.interval CHECK (half_life > '0'),
	use_expired	pg_catalog.bool NOT NULL DEFAULT false,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false,
	CHECK ((source = 'record') = (measure <> 'value')),
	CHECK (CASE source WHEN 'record' THEN relation IS NULL
			AND (measure NOT IN ('sum', 'max') OR attribute IS NOT NULL AND attribute IN ('amount', 'late_days'))
			AND (measure <> 'distinct' OR attribute IS NOT NULL AND attribute IN ('department', 'item'))
		WHEN 'subject' THEN relation IS NULL AND attribute IS NOT NULL
		ELSE relation IS NOT NULL AND attribute IS NOT NULL END)
);
COMMENT ON TABLE credit.indicator IS 'Indicators: a model field of the same name takes this value for a subject. 指标：模型中同名字段取该指标的值。';
COMMENT ON COLUMN credit.indicator.indicator IS 'Name, as in the models. 指标名称，与模型字段同名。';
COMMENT ON COLUMN credit.indicator.dimension IS 'identity, behaviour, innovation, finance or compliance. 维度：身份特征、行为偏好、创新资质、财务实力、守法守规。';
COMMENT ON COLUMN credit.indicator.name_zh IS 'Name in Chinese. 中文名称。';
COMMENT ON COLUMN credit.indicator.name_en IS 'Name in English. 英文名称。';
COMMENT ON COLUMN credit.indicator.source IS 'record: over the subject''s records; subject: a column of credit.subject or key of its attributes; relation: a table or view of a department with column subject_id; function: a source of credit.indicator_source. 来源：记录、主体属性、部门自有表或视图、已登记的来源函数。';
COMMENT ON COLUMN credit.indicator.measure IS 'count, sum, max, recency (whole months since the latest), distinct, ratio (share of those severe or late enough), exists; value for other sources. 计量方式：次数、合计、最大、距最近一次月数、不同个数、占比、是否存在、取值。';
COMMENT ON COLUMN credit.indicator.attribute IS 'amount or late_days for sum and max; department or item for distinct; else the column, key of attributes, age_months, or what the source takes. 被计量的属性。';
COMMENT ON COLUMN credit.indicator.relation IS 'Table or view that holds subject_id and the column, or the name of the source. 来源表、视图或来源名称。';
COMMENT ON COLUMN credit.indicator.items IS 'Catalogue items counted; null for every item of the polarity. 计入的目录事项，空为该性质全部事项。';
COMMENT ON COLUMN credit.indicator.polarity IS 'Polarity of the items counted when none are listed. 未列事项时按性质计入。';
COMMENT ON COLUMN credit.indicator.min_severity IS 'Least severity counted. 计入的最低严重程度。';
COMMENT ON COLUMN credit.indicator.min_late_days IS 'Least number of working days reported late. 计入的最少迟报工作日数。';
COMMENT ON COLUMN credit.indicator."window" IS 'How far back decisions count; null for ever. 回溯期间，空为不限。';
COMMENT ON COLUMN credit.indicator.half_life IS 'Age at which a record counts half. 半衰期。';
COMMENT ON COLUMN credit.indicator.use_expired IS 'Whether faults count whose term of use is over, as for what a rule looks back on by a period of its own. 是否计入使用期限已满的失信记录，用于规则另有回溯期的情形。';
COMMENT ON COLUMN credit.indicator.standard_entry IS 'Shipped with the extension. 随扩展提供的条目。';
GRANT SELECT ON credit.indicator TO credit_admin, credit_department, credit_analyst;
GRANT INSERT, UPDATE, DELETE ON credit.indicator TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.indicator', 'WHERE NOT standard_entry');
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.indicator FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.indicator FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.indicator
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();

-- Facts of other rooms as indicators: on a list, the grade by another model.
-- Only the extension's scripts and a superuser write here: the functions run
-- with the owner's rights.
CREATE TABLE credit.indicator_source (
	source pg_catalog.text COLLATE "C" PRIMARY KEY,
	function_name pg_catalog.name NOT NULL,
	about pg_catalog.text
);
COMMENT ON TABLE credit.indicator_source IS 'Sources of indicators beside records: functions of schema credit taking (argument text, as_of date, subjects bigint[], all when null) and returning at most one row (subject_id bigint, value float8) a subject. 指标的其他来源：credit 模式中的函数，参数为（自变量、基准日、主体数组，空为全部），每主体至多返回一行（主体编号、数值）。';
COMMENT ON COLUMN credit.indicator_source.source IS 'Name, given in credit.indicator.relation. 来源名称。';
COMMENT ON COLUMN credit.indicator_source.function_name IS 'Function in schema credit. credit 模式中的函数名。';
COMMENT ON COLUMN credit.indicator_source.about IS 'What it gives, and for which argument. 说明。';
GRANT SELECT ON credit.indicator_source TO credit_admin, credit_department, credit_analyst;

CREATE TABLE credit.grade_cap (
	model		pg_catalog.text COLLATE "C" NOT NULL,
	version		pg_catalog.text COLLATE "C" NOT NULL,
	cap			pg_catalog.text COLLATE "C" NOT NULL,
	indicator	pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.indicator,
	operator	pg_catalog.text NOT NULL CHECK (operator IN ('=', '<>', '<', '<=', '>', '>=')),
	threshold	pg_catalog.float8 NOT NULL,
	grade		credit.grade,
	basis_id	pg_catalog.text REFERENCES credit.legal_basis,
	added_at	pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
	PRIMARY KEY (model, version, cap),
	FOREIGN KEY (model, version) REFERENCES credit.model ON DELETE CASCADE
);
COMMENT ON TABLE credit.grade_cap IS 'Facts that lower a grade whatever the score; each that applies is named in the evaluation. 等级上限：无论得分如何均压低等级的事实，适用者在评价结果中列明。';
COMMENT ON COLUMN credit.grade_cap.model IS 'Model. 模型。';
COMMENT ON COLUMN credit.grade_cap.version IS 'Version of the model. 版本。';
COMMENT ON COLUMN credit.grade_cap.cap IS 'Name of the cap as results show it. 上限名称。';
COMMENT ON COLUMN credit.grade_cap.indicator IS 'Indicator that is looked at. 所依据的指标。';
COMMENT ON COLUMN credit.grade_cap.operator IS 'How its value is compared. 比较运算。';
COMMENT ON COLUMN credit.grade_cap.threshold IS 'With what. 阈值。';
COMMENT ON COLUMN credit.grade_cap.grade IS 'Best grade still given; null for no grade at all. 最高可得等级，空为不评级。';
COMMENT ON COLUMN credit.grade_cap.basis_id IS 'Legal basis. 依据。';
COMMENT ON COLUMN credit.grade_cap.added_at IS 'When it was added: before the model was used first. 添加时间，须早于模型首次使用。';
GRANT SELECT ON credit.grade_cap TO credit_admin, credit_department, credit_analyst;
GRANT INSERT, UPDATE, DELETE ON credit.grade_cap TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.grade_cap', '');
CREATE TRIGGER keep_used_bands BEFORE INSERT OR UPDATE OR DELETE ON credit.grade_cap
	FOR EACH ROW EXECUTE FUNCTION credit.keep_used_bands();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.grade_cap
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();

-- What an indicator counts is part of what a grade says: as with the document,
-- what a used version reads stays as it is. Its names say nothing of it.
-- SECURITY DEFINER: what loads a dump is not for everybody to ask.
CREATE FUNCTION credit.keep_used_indicator() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	names text[] := '{name_zh,name_en,standard_entry}'::text[];
	reader record;
BEGIN
	IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - names = to_jsonb(NEW) - names OR credit.loads_dump() THEN
		RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
	END IF;
	-- waits for a first use that is going on: see credit.run_evaluation()
	FOR reader IN SELECT m.model, m.version FROM credit.model m
		WHERE EXISTS (SELECT FROM credit.model_fields(m.model || '@' || m.version) f WHERE f.field = OLD.indicator)
			OR EXISTS (SELECT FROM credit.grade_cap c WHERE (c.model, c.version, c.indicator) = (m.model, m.version, OLD.indicator))
		ORDER BY m.model, m.version FOR NO KEY UPDATE
	LOOP
		IF EXISTS (SELECT FROM credit.evaluation_run r WHERE (r.model, r.version) = (reader.model, reader.version)) THEN
			RAISE EXCEPTION '%', credit.message('indicator "%s" cannot be changed: model "%s@%s", which reads it, has been used',
					OLD.indicator, reader.model, reader.version)
				USING ERRCODE = 'CR009',
					DETAIL = credit.message('Evaluations made with it could not be explained or repeated any more.'),
					HINT = credit.message('Insert an indicator of another name, and load a new version of the model that reads that one.');
		END IF;
	END LOOP;
	RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
COMMENT ON FUNCTION credit.keep_used_indicator() IS 'Trigger: an indicator that a used model version reads stays as it is. 触发器：已使用模型版本所用的指标不得更改。';
REVOKE ALL ON FUNCTION credit.keep_used_indicator() FROM PUBLIC;
CREATE TRIGGER keep_used_indicator BEFORE UPDATE OR DELETE ON credit.indicator
	FOR EACH ROW EXECUTE FUNCTION credit.keep_used_indicator();

-- No natural person is scored unless he or she said yes to that model.
CREATE TABLE credit.person_consent (
	subject_id	pg_catalog.int8 NOT NULL REFERENCES credit.subject ON DELETE CASCADE,
	model		pg_catalog.text COLLATE "C" NOT NULL,
	given_on	pg_catalog.date NOT NULL DEFAULT credit.today(),
	withdrawn_on pg_catalog.date CHECK (withdrawn_on >= given_on),
	purpose		pg_catalog.text,
	PRIMARY KEY (subject_id, model, given_on)
);
COMMENT ON TABLE credit.person_consent IS 'Consent of natural persons to a model, for benefits only. 自然人对模型评价的同意，仅用于守信激励。';
COMMENT ON COLUMN credit.person_consent.subject_id IS 'Who consented. 同意人。';
COMMENT ON COLUMN credit.person_consent.model IS 'To which model. 模型。';
COMMENT ON COLUMN credit.person_consent.given_on IS 'Since when. 同意日期。';
COMMENT ON COLUMN credit.person_consent.withdrawn_on IS 'First day on which it no longer holds. 撤回日期，自当日起失效。';
COMMENT ON COLUMN credit.person_consent.purpose IS 'For which benefit. 用途。';
ALTER TABLE credit.person_consent ENABLE ROW LEVEL SECURITY;
CREATE POLICY office ON credit.person_consent USING (credit.is_office()) WITH CHECK (credit.is_office());
GRANT SELECT, INSERT, UPDATE, DELETE ON credit.person_consent TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.person_consent', '');

-- The aggregate ----------------------------------------------------------

CREATE FUNCTION credit.indicator_accum(pg_catalog.internal, model pg_catalog.text, as_of pg_catalog.date,
		item pg_catalog.text, decided_on pg_catalog.date, severity credit.severity, amount pg_catalog.numeric,
		status credit.record_status, late_days pg_catalog.int4, dept_id pg_catalog.int4, publish_until pg_catalog.date) RETURNS pg_catalog.internal
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_indicator_accum';
COMMENT ON FUNCTION credit.indicator_accum(pg_catalog.internal, pg_catalog.text, pg_catalog.date, pg_catalog.text, pg_catalog.date, credit.severity, pg_catalog.numeric, credit.record_status, pg_catalog.int4, pg_catalog.int4, pg_catalog.date) IS 'Transition function of credit.indicator_values. 聚合转换函数。';

CREATE FUNCTION credit.indicator_combine(pg_catalog.internal, pg_catalog.internal) RETURNS pg_catalog.internal
	LANGUAGE c IMMUTABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_indicator_combine';
COMMENT ON FUNCTION credit.indicator_combine(pg_catalog.internal, pg_catalog.internal) IS 'Combine function of credit.indicator_values. 聚合合并函数。';

CREATE FUNCTION credit.indicator_serial(pg_catalog.internal) RETURNS pg_catalog.bytea
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_indicator_serial';
COMMENT ON FUNCTION credit.indicator_serial(pg_catalog.internal) IS 'Serialisation of a state of credit.indicator_values. 聚合状态序列化。';

CREATE FUNCTION credit.indicator_deserial(pg_catalog.bytea, pg_catalog.internal) RETURNS pg_catalog.internal
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_indicator_deserial';
COMMENT ON FUNCTION credit.indicator_deserial(pg_catalog.bytea, pg_catalog.internal) IS 'Reads a serialised state of credit.indicator_values. 聚合状态反序列化。';

CREATE FUNCTION credit.indicator_final(pg_catalog.internal) RETURNS pg_catalog.float8[]
	LANGUAGE c IMMUTABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_indicator_final';
COMMENT ON FUNCTION credit.indicator_final(pg_catalog.internal) IS 'Final function of credit.indicator_values. 聚合终结函数。';

CREATE AGGREGATE credit.indicator_values(model pg_catalog.text, as_of pg_catalog.date,
		item pg_catalog.text, decided_on pg_catalog.date, severity credit.severity, amount pg_catalog.numeric,
		status credit.record_status, late_days pg_catalog.int4, dept_id pg_catalog.int4, publish_until pg_catalog.date) (
	SFUNC = credit.indicator_accum,
	STYPE = internal,
	SSPACE = 512,
	FINALFUNC = credit.indicator_final,
	COMBINEFUNC = credit.indicator_combine,
	SERIALFUNC = credit.indicator_serial,
	DESERIALFUNC = credit.indicator_deserial,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE credit.indicator_values(pg_catalog.text, pg_catalog.date, pg_catalog.text, pg_catalog.date, credit.severity, pg_catalog.numeric, credit.record_status, pg_catalog.int4, pg_catalog.int4, pg_catalog.date) IS 'The record indicators a model uses, by name, over a subject''s records; the same bits in every order and on every number of workers. 一次遍历计算模型所用的全部记录类指标。';

CREATE FUNCTION credit.model_indicators(model pg_catalog.text, as_of pg_catalog.date DEFAULT credit.today(),
		OUT indicator pg_catalog.text, OUT source pg_catalog.text, OUT "position" pg_catalog.int4) RETURNS SETOF record
	LANGUAGE c STABLE STRICT PARALLEL SAFE ROWS 20
	AS 'MODULE_PATHNAME', 'credit_model_indicators';
COMMENT ON FUNCTION credit.model_indicators(pg_catalog.text, pg_catalog.date) IS 'Indicators a model and its caps use, with their place in the array of their source. 模型及其上限所用的指标及其位置。';

CREATE FUNCTION credit.resolve_model(model pg_catalog.text, as_of pg_catalog.date DEFAULT credit.today())
		RETURNS pg_catalog.text[]
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_resolve_model';
COMMENT ON FUNCTION credit.resolve_model(pg_catalog.text, pg_catalog.date) IS 'Name and version that a model''s name means on a day. 模型名在某日对应的名称与版本。';
