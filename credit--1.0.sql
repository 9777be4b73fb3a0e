
-- ==== src/install.sql ====

-- install.sql: guard, schemas, group roles, settings' functions. First part of
-- the script; requires nothing.
\echo Use "CREATE EXTENSION credit" to load this file. \quit

-- Views here read as their caller (security_invoker), which PostgreSQL has
-- since 15; without it a view would show every department every row.
DO $$
BEGIN
	IF pg_catalog.current_setting('server_version_num')::pg_catalog.int4
		OPERATOR(pg_catalog.<) 150000 THEN
		RAISE EXCEPTION 'credit needs PostgreSQL 15 or later'
			USING ERRCODE = 'feature_not_supported',
				DETAIL = 'Views with security_invoker do not exist before version 15.';
	END IF;
END
$$;

-- Plain CREATE: a schema somebody made beforehand must stop the installation,
-- since its owner could drop the extension with it.
CREATE SCHEMA credit;
COMMENT ON SCHEMA credit IS 'Public-credit regulation: rules, records, deadlines, lists and evaluation. 公共信用监管：规则、记录、时限、名单与评价。';
GRANT USAGE ON SCHEMA credit TO PUBLIC;

CREATE SCHEMA credit_bi;
COMMENT ON SCHEMA credit_bi IS 'Views for analysis tools: built-in types only. 供分析工具使用的视图，仅用内置类型。';
GRANT USAGE ON SCHEMA credit_bi TO PUBLIC;

-- Group roles belong to the cluster, not to the database: they may exist from
-- another database, must not be able to log in, and stay when it is dropped.
DO $$
DECLARE
	wanted pg_catalog.name;
BEGIN
	FOREACH wanted IN ARRAY ARRAY['credit_admin', 'credit_department', 'credit_analyst',
								  'credit_public', 'credit_identity']::pg_catalog.name[]
	LOOP
		IF EXISTS (SELECT FROM pg_catalog.pg_roles r
				   WHERE r.rolname OPERATOR(pg_catalog.=) wanted
					 AND (r.rolcanlogin OR r.rolsuper OR r.rolbypassrls)) THEN
			RAISE EXCEPTION 'role "%" exists and is not a plain group role', wanted
				USING ERRCODE = 'invalid_object_definition',
					DETAIL = 'Group roles of this extension must be NOLOGIN NOSUPERUSER NOBYPASSRLS.',
					HINT = 'Rename that role, or take these attributes from it.';
		ELSIF NOT EXISTS (SELECT FROM pg_catalog.pg_roles r
						  WHERE r.rolname OPERATOR(pg_catalog.=) wanted) THEN
			EXECUTE pg_catalog.format('CREATE ROLE %I NOLOGIN', wanted);
		END IF;
	END LOOP;
END
$$;

GRANT USAGE ON SCHEMA credit, credit_bi
	TO credit_admin, credit_department, credit_analyst, credit_public, credit_identity;

CREATE FUNCTION credit.today() RETURNS pg_catalog.date
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_today_sql';
COMMENT ON FUNCTION credit.today() IS 'Civil date in the time zone of credit.time_zone (Asia/Shanghai), or credit.fixed_today when that is set. 按 credit.time_zone 计的当前日期。';

CREATE FUNCTION credit.table_changed() RETURNS trigger
	LANGUAGE c
	AS 'MODULE_PATHNAME', 'credit_table_changed';
COMMENT ON FUNCTION credit.table_changed() IS 'Statement trigger on rule tables: tells every session to read them anew. 规则表语句级触发器：通知各会话重新读取规则。';
REVOKE ALL ON FUNCTION credit.table_changed() FROM PUBLIC;

-- Rule tables hold shipped rows (standard_entry) beside the user's own. They
-- are dumped WHERE NOT standard_entry and carry both triggers:
--	CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.x FOR EACH ROW
--		WHEN (OLD.standard_entry AND NEW.standard_entry)
--		EXECUTE FUNCTION credit.mark_edited();
--	CREATE TRIGGER replace_standard BEFORE INSERT ON credit.x FOR EACH ROW
--		WHEN (NOT NEW.standard_entry)
--		EXECUTE FUNCTION credit.replace_standard();
CREATE FUNCTION credit.mark_edited() RETURNS trigger
	LANGUAGE c
	AS 'MODULE_PATHNAME', 'credit_mark_edited';
COMMENT ON FUNCTION credit.mark_edited() IS 'Row trigger before update on rule tables: a shipped row that a user changes is the user''s own from then on. 规则表更新前触发器：用户改动随附规则后，该行即归用户所有。';
REVOKE ALL ON FUNCTION credit.mark_edited() FROM PUBLIC;

-- A row inserted under the primary key of a shipped row takes its place. The
-- shipped row is overwritten rather than deleted, because rows that refer to
-- it must not lose it for a moment; nothing is left to insert then. A shipped
-- row whose key the user changed, or that the user deleted, comes back at
-- restore: close its valid range instead of deleting it.
CREATE FUNCTION credit.replace_standard() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, credit, pg_temp
AS $$
DECLARE
	key text;
	others text;
	replaced bigint;
BEGIN
	IF NEW.standard_entry THEN
		RETURN NEW;
	END IF;
	SELECT string_agg(format('t.%1$I = ($1).%1$I', a.attname), ' AND ')
			FILTER (WHERE a.attnum = ANY (i.indkey)),
		string_agg(format('%1$I = ($1).%1$I', a.attname), ', ')
			FILTER (WHERE a.attnum <> ALL (i.indkey)
				AND a.attgenerated = '' AND a.attidentity <> 'a')
	INTO STRICT key, others
	FROM pg_index i
	JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum > 0 AND NOT a.attisdropped
	WHERE i.indrelid = TG_RELID AND i.indisprimary;

	EXECUTE format('UPDATE %I.%I AS t SET %s WHERE t.standard_entry AND %s',
				   TG_TABLE_SCHEMA, TG_TABLE_NAME, others, key)
		USING NEW;
	GET DIAGNOSTICS replaced = ROW_COUNT;
	IF replaced > 0 THEN
		RETURN NULL;
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION credit.replace_standard() IS 'Row trigger before insert on rule tables: the user''s row replaces the shipped row of the same key, so that a dump restores. 规则表插入前触发器：用户的行取代同主键的随附行，使转储可恢复。';
REVOKE ALL ON FUNCTION credit.replace_standard() FROM PUBLIC;

-- ==== src/calendar/workcal_type.sql ====

-- workcal_type.sql: type credit.workcal, a calendar as a value.
-- Requires: install.sql.

CREATE TYPE credit.workcal;

CREATE FUNCTION credit.workcal_in(pg_catalog.cstring) RETURNS credit.workcal
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_workcal_in';
COMMENT ON FUNCTION credit.workcal_in(pg_catalog.cstring) IS 'Reads a calendar from text. 由文本读入日历。';
CREATE FUNCTION credit.workcal_out(credit.workcal) RETURNS pg_catalog.cstring
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_workcal_out';
COMMENT ON FUNCTION credit.workcal_out(credit.workcal) IS 'Writes a calendar as text that reads back as the same calendar. 将日历写成可还原的文本。';
CREATE FUNCTION credit.workcal_recv(pg_catalog.internal) RETURNS credit.workcal
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_workcal_recv';
COMMENT ON FUNCTION credit.workcal_recv(pg_catalog.internal) IS 'Reads a calendar from its binary form and checks every byte of it. 由二进制读入日历并逐字节校验。';
CREATE FUNCTION credit.workcal_send(credit.workcal) RETURNS pg_catalog.bytea
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_workcal_send';
COMMENT ON FUNCTION credit.workcal_send(credit.workcal) IS 'Writes a calendar in its binary form. 将日历写成二进制。';

CREATE TYPE credit.workcal (
	INPUT = credit.workcal_in,
	OUTPUT = credit.workcal_out,
	RECEIVE = credit.workcal_recv,
	SEND = credit.workcal_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = double,
	STORAGE = extended
);
COMMENT ON TYPE credit.workcal IS 'A calendar as a value: for each day of a range whether it works, is a statutory holiday, and is announced or projected. 日历值：范围内每一天是否工作、是否法定节假日、是已公布还是推算。';

CREATE FUNCTION credit.workcal_eq(credit.workcal, credit.workcal) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_workcal_eq';
COMMENT ON FUNCTION credit.workcal_eq(credit.workcal, credit.workcal) IS 'The same range and the same days. 范围与各日均相同。';
CREATE FUNCTION credit.workcal_ne(credit.workcal, credit.workcal) RETURNS pg_catalog.bool
	LANGUAGE c IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_workcal_ne';
COMMENT ON FUNCTION credit.workcal_ne(credit.workcal, credit.workcal) IS 'Another range or other days. 范围或各日不同。';

CREATE OPERATOR credit.= (
	LEFTARG = credit.workcal, RIGHTARG = credit.workcal, FUNCTION = credit.workcal_eq,
	COMMUTATOR = OPERATOR(credit.=), NEGATOR = OPERATOR(credit.<>),
	RESTRICT = eqsel, JOIN = eqjoinsel
);
COMMENT ON OPERATOR credit.= (credit.workcal, credit.workcal) IS 'Same calendar. 日历相同。';
CREATE OPERATOR credit.<> (
	LEFTARG = credit.workcal, RIGHTARG = credit.workcal, FUNCTION = credit.workcal_ne,
	COMMUTATOR = OPERATOR(credit.<>), NEGATOR = OPERATOR(credit.=),
	RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR credit.<> (credit.workcal, credit.workcal) IS 'Different calendar. 日历不同。';

CREATE FUNCTION credit.first_day(calendar credit.workcal) RETURNS pg_catalog.date
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_workcal_first_day';
COMMENT ON FUNCTION credit.first_day(credit.workcal) IS 'First day the calendar knows. 日历已知的第一天。';
CREATE FUNCTION credit.last_day(calendar credit.workcal) RETURNS pg_catalog.date
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_workcal_last_day';
COMMENT ON FUNCTION credit.last_day(credit.workcal) IS 'Last day the calendar knows. 日历已知的最后一天。';

-- ==== src/calendar/calendar.sql ====

-- calendar.sql: named calendars as rows: notices and the days they move,
-- holiday measures and the festivals they name, dates of moving festivals.
-- Requires: install.sql.

CREATE TABLE credit.calendar (
	calendar text COLLATE "C" PRIMARY KEY CHECK (calendar <> ''),
	name_zh text NOT NULL,
	name_en text,
	parent text COLLATE "C",	-- checked by trigger: pg_dump warns of self-references
	roll_on text NOT NULL DEFAULT 'rest_day'
		CHECK (roll_on IN ('rest_day', 'statutory_holiday')),
	basis text,
	standard_entry boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE credit.calendar IS 'Calendars by name; a child calendar is its parent''s with its own holidays and notices on top. 日历名录；子日历在上级日历之上叠加自己的节日与通知。';
COMMENT ON COLUMN credit.calendar.calendar IS 'Name of the calendar, such as CN or CN-2224. 日历名，如 CN、CN-2224。';
COMMENT ON COLUMN credit.calendar.name_zh IS 'Chinese name. 中文名称。';
COMMENT ON COLUMN credit.calendar.name_en IS 'English name. 英文名称。';
COMMENT ON COLUMN credit.calendar.parent IS 'Calendar this one builds on. 上级日历。';
COMMENT ON COLUMN credit.calendar.roll_on IS 'Last days that move to the next working day: rest_day (any rest day, civil procedure) or statutory_holiday (narrow reading). 期满日顺延口径：rest_day 任何休息日；statutory_holiday 仅法定节假日。';
COMMENT ON COLUMN credit.calendar.basis IS 'Document behind the calendar or its reading. 依据文件。';
COMMENT ON COLUMN credit.calendar.standard_entry IS 'Shipped with the extension. 随扩展提供。';
GRANT SELECT ON credit.calendar TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.calendar TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.calendar', 'WHERE NOT standard_entry');

CREATE TABLE credit.calendar_notice (
	calendar text COLLATE "C" NOT NULL REFERENCES credit.calendar,
	doc_no text COLLATE "C" NOT NULL CHECK (doc_no <> ''),
	issued_on date,
	year integer NOT NULL CHECK (year BETWEEN 1 AND 9999),
	amends text COLLATE "C" CHECK (amends <> doc_no),	-- checked by trigger
	verified boolean NOT NULL DEFAULT false,
	source text,
	standard_entry boolean NOT NULL DEFAULT false,
	PRIMARY KEY (calendar, doc_no)
);
COMMENT ON TABLE credit.calendar_notice IS 'Notices that arrange the days off and make-up working days of a year, or amend such a notice. 安排某年放假调休的通知及其修改通知。';
COMMENT ON COLUMN credit.calendar_notice.calendar IS 'Calendar the notice is for. 所属日历。';
COMMENT ON COLUMN credit.calendar_notice.doc_no IS 'Document number. 文号。';
COMMENT ON COLUMN credit.calendar_notice.issued_on IS 'Day of issue, from which the notice is known; null when not established. 发文日期，自此日起为已知；未核实时为空。';
COMMENT ON COLUMN credit.calendar_notice.year IS 'Year the notice arranges; its days may lie in the neighbouring years. 所安排的年份；个别日期可在相邻年份。';
COMMENT ON COLUMN credit.calendar_notice.amends IS 'Document number of the notice this one amends or adds to: the days named here replace what was said of them. 所修改或补充的通知文号：此处列明的日期取代原安排。';
COMMENT ON COLUMN credit.calendar_notice.verified IS 'Checked against the document or agreeing independent lists. 已与原文或多份独立清单核对。';
COMMENT ON COLUMN credit.calendar_notice.source IS 'Where the days were taken from. 数据来源。';
COMMENT ON COLUMN credit.calendar_notice.standard_entry IS 'Shipped with the extension. 随扩展提供。';
GRANT SELECT ON credit.calendar_notice TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.calendar_notice TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.calendar_notice', 'WHERE NOT standard_entry');

CREATE TABLE credit.calendar_day (
	calendar text COLLATE "C" NOT NULL,
	doc_no text COLLATE "C" NOT NULL,
	day date NOT NULL,
	kind text NOT NULL CHECK (kind IN ('off', 'work')),
	holiday text,
	standard_entry boolean NOT NULL DEFAULT false,
	PRIMARY KEY (calendar, doc_no, day),
	FOREIGN KEY (calendar, doc_no) REFERENCES credit.calendar_notice ON UPDATE CASCADE ON DELETE CASCADE
);
COMMENT ON TABLE credit.calendar_day IS 'Days that a notice sets off or to work. 通知列明的放假日与上班日。';
COMMENT ON COLUMN credit.calendar_day.calendar IS 'Calendar. 日历。';
COMMENT ON COLUMN credit.calendar_day.doc_no IS 'Notice that names the day. 列明该日的通知文号。';
COMMENT ON COLUMN credit.calendar_day.day IS 'The day. 日期。';
COMMENT ON COLUMN credit.calendar_day.kind IS 'off: no work; work: make-up working day, or a day off taken back. off 放假；work 上班。';
COMMENT ON COLUMN credit.calendar_day.holiday IS 'Holiday it belongs to. 所属节日。';
COMMENT ON COLUMN credit.calendar_day.standard_entry IS 'Shipped with the extension. 随扩展提供。';
GRANT SELECT ON credit.calendar_day TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.calendar_day TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.calendar_day', 'WHERE NOT standard_entry');

CREATE TABLE credit.holiday_measure (
	measure text COLLATE "C" PRIMARY KEY CHECK (measure <> ''),
	calendar text COLLATE "C" NOT NULL REFERENCES credit.calendar,
	title text NOT NULL,
	doc_no text,
	issued_on date,
	in_force daterange NOT NULL CHECK (NOT isempty(in_force) AND NOT lower_inf(in_force)),
	verified boolean NOT NULL DEFAULT false,
	source text,
	standard_entry boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE credit.holiday_measure IS 'Measures that make days statutory holidays; for each year the one in force on 1 January counts. 规定法定节假日的办法；每年以 1 月 1 日有效者为准。';
COMMENT ON COLUMN credit.holiday_measure.measure IS 'Short name. 简称。';
COMMENT ON COLUMN credit.holiday_measure.calendar IS 'Calendar it is for; a child calendar''s measure adds to its parent''s. 所属日历；子日历的办法在上级之外叠加。';
COMMENT ON COLUMN credit.holiday_measure.title IS 'Title. 名称。';
COMMENT ON COLUMN credit.holiday_measure.doc_no IS 'Document number. 文号。';
COMMENT ON COLUMN credit.holiday_measure.issued_on IS 'Day of issue, from which it is known; null when not established. 公布日期，自此日起为已知。';
COMMENT ON COLUMN credit.holiday_measure.in_force IS 'Days on which it is in force. 施行期间。';
COMMENT ON COLUMN credit.holiday_measure.verified IS 'Festivals, days and dates in force checked against the document. 节日、天数与施行日期已与原文核对。';
COMMENT ON COLUMN credit.holiday_measure.source IS 'Where it was taken from. 数据来源。';
COMMENT ON COLUMN credit.holiday_measure.standard_entry IS 'Shipped with the extension. 随扩展提供。';
GRANT SELECT ON credit.holiday_measure TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.holiday_measure TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.holiday_measure', 'WHERE NOT standard_entry');

CREATE TABLE credit.holiday_rule (
	measure text COLLATE "C" NOT NULL REFERENCES credit.holiday_measure ON UPDATE CASCADE ON DELETE CASCADE,
	festival text COLLATE "C" NOT NULL CHECK (festival <> ''),
	name_zh text NOT NULL,
	month smallint CHECK (month BETWEEN 1 AND 12),
	day smallint CHECK (day BETWEEN 1 AND 31),
	offset_days smallint NOT NULL DEFAULT 0 CHECK (offset_days BETWEEN -30 AND 30),
	days smallint NOT NULL CHECK (days BETWEEN 1 AND 31),
	standard_entry boolean NOT NULL DEFAULT false,
	PRIMARY KEY (measure, festival),
	CHECK ((month IS NULL) = (day IS NULL))
);
COMMENT ON TABLE credit.holiday_rule IS 'Statutory days per festival under a measure. 各办法下各节日的法定放假天数。';
COMMENT ON COLUMN credit.holiday_rule.measure IS 'Measure. 办法。';
COMMENT ON COLUMN credit.holiday_rule.festival IS 'Festival; its date comes from credit.festival_date unless month and day are given. 节日；未给定月日时日期取自 credit.festival_date。';
COMMENT ON COLUMN credit.holiday_rule.name_zh IS 'Chinese name. 中文名称。';
COMMENT ON COLUMN credit.holiday_rule.month IS 'Month of a festival with a fixed date. 固定日期节日的月。';
COMMENT ON COLUMN credit.holiday_rule.day IS 'Day of a festival with a fixed date. 固定日期节日的日。';
COMMENT ON COLUMN credit.holiday_rule.offset_days IS 'First day off relative to the festival: -1 is the eve. 首个放假日相对节日的偏移，-1 为前一日。';
COMMENT ON COLUMN credit.holiday_rule.days IS 'Number of statutory days. 法定天数。';
COMMENT ON COLUMN credit.holiday_rule.standard_entry IS 'Shipped with the extension. 随扩展提供。';
GRANT SELECT ON credit.holiday_rule TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.holiday_rule TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.holiday_rule', 'WHERE NOT standard_entry');

CREATE TABLE credit.festival_date (
	festival text COLLATE "C" NOT NULL CHECK (festival <> ''),
	year integer NOT NULL CHECK (year BETWEEN 1 AND 9999),
	day date NOT NULL,
	standard_entry boolean NOT NULL DEFAULT false,
	PRIMARY KEY (festival, year),
	CHECK (day BETWEEN make_date(year, 1, 1) AND make_date(year, 12, 31))
);
COMMENT ON TABLE credit.festival_date IS 'Civil dates of festivals that follow the lunar calendar or a solar term. 农历节日与节气的公历日期。';
COMMENT ON COLUMN credit.festival_date.festival IS 'Festival as named in credit.holiday_rule. 节日，同 credit.holiday_rule。';
COMMENT ON COLUMN credit.festival_date.year IS 'Civil year. 公历年。';
COMMENT ON COLUMN credit.festival_date.day IS 'Date in that year. 当年日期。';
COMMENT ON COLUMN credit.festival_date.standard_entry IS 'Shipped with the extension. 随扩展提供。';
GRANT SELECT ON credit.festival_date TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.festival_date TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.festival_date', 'WHERE NOT standard_entry');

-- ==== src/calendar/calendar_functions.sql ====

-- calendar_functions.sql: working-day questions on a calendar value (IMMUTABLE)
-- and on a named calendar (STABLE), and the announcement of a year.
-- Requires: workcal_type.sql, calendar.sql.

-- The names of arguments are public: DESIGN section 9.
CREATE FUNCTION credit.workcal(calendar pg_catalog.text DEFAULT NULL, known_on pg_catalog.date DEFAULT NULL)
	RETURNS credit.workcal
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_workcal_by_name';
COMMENT ON FUNCTION credit.workcal(pg_catalog.text, pg_catalog.date) IS 'The named calendar as a value, today''s or as it was known on a day; without a name the one of setting credit.calendar. 按名取日历值：现行的，或某日当时所知的；未给名称时取 credit.calendar。';

-- workcal('CN') would be a cast to the type if no function took the bare literal,
-- and workcal(column) likewise for a column of type varchar.
CREATE FUNCTION credit.workcal(calendar pg_catalog.varchar) RETURNS credit.workcal
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_workcal_by_name';
COMMENT ON FUNCTION credit.workcal(pg_catalog.varchar) IS 'The named calendar as a value. 按名取日历值。';
CREATE FUNCTION credit.workcal(calendar pg_catalog.unknown) RETURNS credit.workcal
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_workcal_by_literal';
COMMENT ON FUNCTION credit.workcal(pg_catalog.unknown) IS 'The named calendar as a value, for a bare literal. 按名取日历值（裸字面量）。';

CREATE FUNCTION credit.is_workday(day pg_catalog.date, calendar pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.bool LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_is_workday_name';
COMMENT ON FUNCTION credit.is_workday(pg_catalog.date, pg_catalog.text) IS 'Does the day work by the named calendar. 按日历名：该日是否工作日。';
CREATE FUNCTION credit.is_workday(day pg_catalog.date, calendar credit.workcal)
	RETURNS pg_catalog.bool LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_is_workday_value';
COMMENT ON FUNCTION credit.is_workday(pg_catalog.date, credit.workcal) IS 'Does the day work by the calendar given. 按日历值：该日是否工作日。';

CREATE FUNCTION credit.is_rest_day(day pg_catalog.date, calendar pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.bool LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_is_rest_day_name';
COMMENT ON FUNCTION credit.is_rest_day(pg_catalog.date, pg_catalog.text) IS 'Is the day one of rest, be it a weekend, a holiday or a day moved by the named calendar. 按日历名：该日是否休息日（周末、节假日或调休）。';
CREATE FUNCTION credit.is_rest_day(day pg_catalog.date, calendar credit.workcal)
	RETURNS pg_catalog.bool LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_is_rest_day_value';
COMMENT ON FUNCTION credit.is_rest_day(pg_catalog.date, credit.workcal) IS 'Is the day one of rest, be it a weekend, a holiday or a day moved by the calendar given. 按日历值：该日是否休息日（周末、节假日或调休）。';

CREATE FUNCTION credit.is_statutory_holiday(day pg_catalog.date, calendar pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.bool LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_is_statutory_holiday_name';
COMMENT ON FUNCTION credit.is_statutory_holiday(pg_catalog.date, pg_catalog.text) IS 'Is the day a holiday named by the holiday measure by the named calendar. 按日历名：该日是否法定节假日。';
CREATE FUNCTION credit.is_statutory_holiday(day pg_catalog.date, calendar credit.workcal)
	RETURNS pg_catalog.bool LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_is_statutory_holiday_value';
COMMENT ON FUNCTION credit.is_statutory_holiday(pg_catalog.date, credit.workcal) IS 'Is the day a holiday named by the holiday measure by the calendar given. 按日历值：该日是否法定节假日。';

CREATE FUNCTION credit.day_status(day pg_catalog.date, calendar pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.text LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_day_status_name';
COMMENT ON FUNCTION credit.day_status(pg_catalog.date, pg_catalog.text) IS 'announced, projected or unknown by the named calendar. 按日历名：该日安排是已公布 announced、推算 projected 还是未知 unknown。';
CREATE FUNCTION credit.day_status(day pg_catalog.date, calendar credit.workcal)
	RETURNS pg_catalog.text LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_day_status_value';
COMMENT ON FUNCTION credit.day_status(pg_catalog.date, credit.workcal) IS 'announced, projected or unknown by the calendar given. 按日历值：该日安排是已公布 announced、推算 projected 还是未知 unknown。';

CREATE FUNCTION credit.add_workdays(from_date pg_catalog.date, n pg_catalog.int4, calendar pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.date LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_add_workdays_name';
COMMENT ON FUNCTION credit.add_workdays(pg_catalog.date, pg_catalog.int4, pg_catalog.text) IS 'The n-th working day after the date, before it when n is negative; with 0 the date itself or the next working day by the named calendar. 按日历名：某日之后（n 为负则之前）第 n 个工作日；0 为当日或其后首个工作日。';
CREATE FUNCTION credit.add_workdays(from_date pg_catalog.date, n pg_catalog.int4, calendar credit.workcal)
	RETURNS pg_catalog.date LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_add_workdays_value';
COMMENT ON FUNCTION credit.add_workdays(pg_catalog.date, pg_catalog.int4, credit.workcal) IS 'The n-th working day after the date, before it when n is negative; with 0 the date itself or the next working day by the calendar given. 按日历值：某日之后（n 为负则之前）第 n 个工作日；0 为当日或其后首个工作日。';

CREATE FUNCTION credit.workdays_between(a pg_catalog.date, b pg_catalog.date, calendar pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.int4 LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_workdays_between_name';
COMMENT ON FUNCTION credit.workdays_between(pg_catalog.date, pg_catalog.date, pg_catalog.text) IS 'Working days after a up to and including b, negative when b is earlier by the named calendar. 按日历名：a 之后至 b（含）的工作日数，b 早于 a 时为负。';
CREATE FUNCTION credit.workdays_between(a pg_catalog.date, b pg_catalog.date, calendar credit.workcal)
	RETURNS pg_catalog.int4 LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_workdays_between_value';
COMMENT ON FUNCTION credit.workdays_between(pg_catalog.date, pg_catalog.date, credit.workcal) IS 'Working days after a up to and including b, negative when b is earlier by the calendar given. 按日历值：a 之后至 b（含）的工作日数，b 早于 a 时为负。';

CREATE FUNCTION credit.due_on(start_on pg_catalog.date, n pg_catalog.int4, unit pg_catalog.text, calendar pg_catalog.text DEFAULT NULL)
	RETURNS pg_catalog.date LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_due_on_name';
COMMENT ON FUNCTION credit.due_on(pg_catalog.date, pg_catalog.int4, pg_catalog.text, pg_catalog.text) IS 'Last day of a time limit of n workdays, days, months or years after an event; moves off a rest day by the named calendar. 按日历名：自事件次日起 n 个工作日、日、月或年的期满日，遇休息日顺延。';
CREATE FUNCTION credit.due_on(start_on pg_catalog.date, n pg_catalog.int4, unit pg_catalog.text, calendar credit.workcal)
	RETURNS pg_catalog.date LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_due_on_value';
COMMENT ON FUNCTION credit.due_on(pg_catalog.date, pg_catalog.int4, pg_catalog.text, credit.workcal) IS 'Last day of a time limit of n workdays, days, months or years after an event; moves off a rest day by the calendar given. 按日历值：自事件次日起 n 个工作日、日、月或年的期满日，遇休息日顺延。';

-- One call a year. Invoker's rights: who may write the tables may announce.
CREATE FUNCTION credit.calendar_announce(
	calendar text, doc_no text, issued_on date, year integer,
	off date[], work date[] DEFAULT '{}', amends text DEFAULT NULL
) RETURNS integer
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	target text := coalesce(calendar_announce.calendar, current_setting('credit.calendar'));
	off_days date[] := coalesce(calendar_announce.off, '{}');
	work_days date[] := coalesce(calendar_announce.work, '{}');
	known credit.workcal := credit.workcal(target, NULL::date);
	wrong date;
	written integer;
BEGIN
	IF calendar_announce.doc_no IS NULL OR calendar_announce.issued_on IS NULL
		OR calendar_announce.year IS NULL THEN
		RAISE EXCEPTION 'a notice needs its document number, day of issue and year'
			USING ERRCODE = 'CR008',
				HINT = 'Pass doc_no, issued_on and year.';
	END IF;
	IF array_position(off_days, NULL) > 0 OR array_position(work_days, NULL) > 0 THEN
		RAISE EXCEPTION 'a notice cannot arrange a null day'
			USING ERRCODE = 'CR008',
				HINT = 'Take the nulls out of off and work.';
	END IF;
	IF calendar_announce.year NOT BETWEEN extract(year FROM credit.first_day(known))
			AND extract(year FROM credit.last_day(known)) THEN
		RAISE EXCEPTION 'calendar "%" cannot hold year %', target, calendar_announce.year
			USING ERRCODE = 'CR008',
				DETAIL = format('It knows %s to %s.', to_char(credit.first_day(known), 'YYYY-MM-DD'),
								to_char(credit.last_day(known), 'YYYY-MM-DD')),
				HINT = 'Add the dates of that year''s festivals to credit.festival_date first.';
	END IF;
	SELECT d INTO wrong FROM unnest(off_days) d WHERE d = ANY (work_days) ORDER BY d LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'notice % contradicts itself about %', calendar_announce.doc_no,
			to_char(wrong, 'YYYY-MM-DD')
			USING ERRCODE = 'CR008',
				DETAIL = 'The day is both off and a working day.',
				HINT = 'Give each day once.';
	END IF;
	SELECT d INTO wrong FROM unnest(work_days) d
	WHERE credit.day_status(d, known) <> 'unknown' AND credit.is_statutory_holiday(d, known)
	ORDER BY d LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'notice % makes a statutory holiday work', calendar_announce.doc_no
			USING ERRCODE = 'CR008',
				DETAIL = format('%s is a holiday under the measure in force.', to_char(wrong, 'YYYY-MM-DD')),
				HINT = 'Check whether off and work were exchanged.';
	END IF;

	INSERT INTO credit.calendar_notice (calendar, doc_no, issued_on, year, amends, verified, source)
	VALUES (target, calendar_announce.doc_no, calendar_announce.issued_on,
			calendar_announce.year, calendar_announce.amends, true,
			format('announced by %s on %s', session_user, credit.today()));
	INSERT INTO credit.calendar_day (calendar, doc_no, day, kind)
	SELECT DISTINCT target, calendar_announce.doc_no, d.day, d.kind
	FROM (SELECT unnest(off_days), 'off' UNION ALL SELECT unnest(work_days), 'work') d (day, kind);
	GET DIAGNOSTICS written = ROW_COUNT;
	RETURN written;
END
$$;
COMMENT ON FUNCTION credit.calendar_announce(text, text, date, integer, date[], date[], text) IS 'Enters the notice that arranges a year, or amends one; effective for everything open once the transaction commits. Returns the number of days. 录入某年放假安排或其修改通知；提交后对所有未结事项生效。返回天数。';
REVOKE ALL ON FUNCTION credit.calendar_announce(text, text, date, integer, date[], date[], text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.calendar_announce(text, text, date, integer, date[], date[], text) TO credit_admin;

-- ==== src/calendar/calendar_seed.sql ====

-- calendar_seed.sql: calendar CN: holiday measures, festival dates and the
-- notices on days off since 2001.
-- Requires: calendar.sql.

INSERT INTO credit.calendar (calendar, name_zh, name_en, roll_on, basis, standard_entry) VALUES
	('CN', '中华人民共和国', 'People''s Republic of China', 'rest_day', '民事诉讼法第八十五条', true);

-- Days of issue serve questions as of a day; they, the number of 2013 and all
-- of 1999 have not been checked against the gazette, as column source says.
INSERT INTO credit.holiday_measure (measure, calendar, title, doc_no, issued_on, in_force, verified, source, standard_entry) VALUES
	('1999', 'CN', '全国年节及纪念日放假办法（1999年修订）', '国务院令第270号', '1999-09-18', '[1999-09-18,2008-01-01)', false, 'not checked; agrees with the days off of 2001 to 2007', true),
	('2007', 'CN', '全国年节及纪念日放假办法（2007年修订）', '国务院令第513号', '2007-12-14', '[2008-01-01,2014-01-01)', true, 'text of the measure; day of issue not checked', true),
	('2013', 'CN', '全国年节及纪念日放假办法（2013年修订）', '国务院令第644号', '2013-12-11', '[2014-01-01,2025-01-01)', true, 'text of the measure; number and day of issue not checked', true),
	('2024', 'CN', '全国年节及纪念日放假办法（2024年修订）', '国务院令第795号', '2024-11-10', '[2025-01-01,)', true, 'text of the measure; day of issue not checked', true);

INSERT INTO credit.holiday_rule (measure, festival, name_zh, month, day, offset_days, days, standard_entry) VALUES
	('1999', 'new_year', '元旦', 1, 1, 0, 1, true),
	('1999', 'spring_festival', '春节', NULL, NULL, 0, 3, true),
	('1999', 'labour_day', '劳动节', 5, 1, 0, 3, true),
	('1999', 'national_day', '国庆节', 10, 1, 0, 3, true),
	('2007', 'new_year', '元旦', 1, 1, 0, 1, true),
	('2007', 'spring_festival', '春节', NULL, NULL, -1, 3, true),
	('2007', 'qingming', '清明节', NULL, NULL, 0, 1, true),
	('2007', 'labour_day', '劳动节', 5, 1, 0, 1, true),
	('2007', 'dragon_boat', '端午节', NULL, NULL, 0, 1, true),
	('2007', 'mid_autumn', '中秋节', NULL, NULL, 0, 1, true),
	('2007', 'national_day', '国庆节', 10, 1, 0, 3, true),
	('2013', 'new_year', '元旦', 1, 1, 0, 1, true),
	('2013', 'spring_festival', '春节', NULL, NULL, 0, 3, true),
	('2013', 'qingming', '清明节', NULL, NULL, 0, 1, true),
	('2013', 'labour_day', '劳动节', 5, 1, 0, 1, true),
	('2013', 'dragon_boat', '端午节', NULL, NULL, 0, 1, true),
	('2013', 'mid_autumn', '中秋节', NULL, NULL, 0, 1, true),
	('2013', 'national_day', '国庆节', 10, 1, 0, 3, true),
	('2024', 'new_year', '元旦', 1, 1, 0, 1, true),
	('2024', 'spring_festival', '春节', NULL, NULL, -1, 4, true),
	('2024', 'qingming', '清明节', NULL, NULL, 0, 1, true),
	('2024', 'labour_day', '劳动节', 5, 1, 0, 2, true),
	('2024', 'dragon_boat', '端午节', NULL, NULL, 0, 1, true),
	('2024', 'mid_autumn', '中秋节', NULL, NULL, 0, 1, true),
	('2024', 'national_day', '国庆节', 10, 1, 0, 3, true);

-- First day of the first lunar month, Qingming, fifth day of the fifth month,
-- fifteenth of the eighth: after GB/T 33661-2017. A table, since ICU's lunar
-- dates are wrong in 2027 and 2030.
INSERT INTO credit.festival_date (festival, year, day, standard_entry)
SELECT f.festival, extract(year FROM f.day)::integer, f.day, true
FROM (VALUES
	(date '2001-01-24', date '2001-04-05', date '2001-06-25', date '2001-10-01'),
	(date '2002-02-12', date '2002-04-05', date '2002-06-15', date '2002-09-21'),
	(date '2003-02-01', date '2003-04-05', date '2003-06-04', date '2003-09-11'),
	(date '2004-01-22', date '2004-04-04', date '2004-06-22', date '2004-09-28'),
	(date '2005-02-09', date '2005-04-05', date '2005-06-11', date '2005-09-18'),
	(date '2006-01-29', date '2006-04-05', date '2006-05-31', date '2006-10-06'),
	(date '2007-02-18', date '2007-04-05', date '2007-06-19', date '2007-09-25'),
	(date '2008-02-07', date '2008-04-04', date '2008-06-08', date '2008-09-14'),
	(date '2009-01-26', date '2009-04-04', date '2009-05-28', date '2009-10-03'),
	(date '2010-02-14', date '2010-04-05', date '2010-06-16', date '2010-09-22'),
	(date '2011-02-03', date '2011-04-05', date '2011-06-06', date '2011-09-12'),
	(date '2012-01-23', date '2012-04-04', date '2012-06-23', date '2012-09-30'),
	(date '2013-02-10', date '2013-04-04', date '2013-06-12', date '2013-09-19'),
	(date '2014-01-31', date '2014-04-05', date '2014-06-02', date '2014-09-08'),
	(date '2015-02-19', date '2015-04-05', date '2015-06-20', date '2015-09-27'),
	(date '2016-02-08', date '2016-04-04', date '2016-06-09', date '2016-09-15'),
	(date '2017-01-28', date '2017-04-04', date '2017-05-30', date '2017-10-04'),
	(date '2018-02-16', date '2018-04-05', date '2018-06-18', date '2018-09-24'),
	(date '2019-02-05', date '2019-04-05', date '2019-06-07', date '2019-09-13'),
	(date '2020-01-25', date '2020-04-04', date '2020-06-25', date '2020-10-01'),
	(date '2021-02-12', date '2021-04-04', date '2021-06-14', date '2021-09-21'),
	(date '2022-02-01', date '2022-04-05', date '2022-06-03', date '2022-09-10'),
	(date '2023-01-22', date '2023-04-05', date '2023-06-22', date '2023-09-29'),
	(date '2024-02-10', date '2024-04-04', date '2024-06-10', date '2024-09-17'),
	(date '2025-01-29', date '2025-04-04', date '2025-05-31', date '2025-10-06'),
	(date '2026-02-17', date '2026-04-05', date '2026-06-19', date '2026-09-25'),
	(date '2027-02-06', date '2027-04-05', date '2027-06-09', date '2027-09-15'),
	(date '2028-01-26', date '2028-04-04', date '2028-05-28', date '2028-10-03'),
	(date '2029-02-13', date '2029-04-04', date '2029-06-16', date '2029-09-22'),
	(date '2030-02-03', date '2030-04-05', date '2030-06-05', date '2030-09-12'),
	(date '2031-01-23', date '2031-04-05', date '2031-06-24', date '2031-10-01'),
	(date '2032-02-11', date '2032-04-04', date '2032-06-12', date '2032-09-19'),
	(date '2033-01-31', date '2033-04-04', date '2033-06-01', date '2033-09-08'),
	(date '2034-02-19', date '2034-04-05', date '2034-06-20', date '2034-09-27'),
	(date '2035-02-08', date '2035-04-05', date '2035-06-10', date '2035-09-16'),
	(date '2036-01-28', date '2036-04-04', date '2036-05-30', date '2036-10-04'),
	(date '2037-02-15', date '2037-04-04', date '2037-06-18', date '2037-09-24'),
	(date '2038-02-04', date '2038-04-05', date '2038-06-07', date '2038-09-13'),
	(date '2039-01-24', date '2039-04-05', date '2039-05-27', date '2039-10-02'),
	(date '2040-02-12', date '2040-04-04', date '2040-06-14', date '2040-09-20'),
	(date '2041-02-01', date '2041-04-04', date '2041-06-03', date '2041-09-10'),
	(date '2042-01-22', date '2042-04-04', date '2042-06-22', date '2042-09-28'),
	(date '2043-02-10', date '2043-04-05', date '2043-06-11', date '2043-09-17'),
	(date '2044-01-30', date '2044-04-04', date '2044-05-31', date '2044-10-05'),
	(date '2045-02-17', date '2045-04-04', date '2045-06-19', date '2045-09-25'),
	(date '2046-02-06', date '2046-04-04', date '2046-06-08', date '2046-09-15'),
	(date '2047-01-26', date '2047-04-05', date '2047-05-29', date '2047-10-04'),
	(date '2048-02-14', date '2048-04-04', date '2048-06-15', date '2048-09-22'),
	(date '2049-02-02', date '2049-04-04', date '2049-06-04', date '2049-09-11'),
	(date '2050-01-23', date '2050-04-04', date '2050-06-23', date '2050-09-30')
) AS y (spring, qingming, dragon_boat, mid_autumn),
LATERAL (VALUES ('spring_festival', y.spring), ('qingming', y.qingming),
	('dragon_boat', y.dragon_boat), ('mid_autumn', y.mid_autumn)) AS f (festival, day);

-- ==== src/calendar/calendar_notice_seed.sql ====

-- calendar_notice_seed.sql: notices of the General Office of the State Council
-- on days off, 2001 to 2026, one row a notice and one line a holiday.
-- Requires: calendar_seed.sql.

-- 2007 to 2026: the majority of four or five independent public lists; source
-- holds the weakest vote. 2001 to 2006: one to three lists, numbers and days of
-- issue not established, hence not verified.
INSERT INTO credit.calendar_notice (calendar, doc_no, issued_on, year, amends, verified, source, standard_entry) VALUES
	('CN', '2001年放假安排（文号未核）', NULL, 2001, NULL, false, 'public lists agreeing on each day: at least 1/1', true),
	('CN', '2002年放假安排（文号未核）', NULL, 2002, NULL, false, 'public lists agreeing on each day: at least 1/1', true),
	('CN', '2003年放假安排（文号未核）', NULL, 2003, NULL, false, 'public lists agreeing on each day: at least 2/2', true),
	('CN', '2004年放假安排（文号未核）', NULL, 2004, NULL, false, 'public lists agreeing on each day: at least 3/3', true),
	('CN', '2005年放假安排（文号未核）', NULL, 2005, NULL, false, 'public lists agreeing on each day: at least 3/3', true),
	('CN', '2006年放假安排（文号未核）', NULL, 2006, NULL, false, 'public lists agreeing on each day: at least 2/3', true),
	('CN', '国办发明电〔2006〕49号', '2006-12-14', 2007, NULL, true, 'public lists agreeing on each day: at least 4/4', true),
	('CN', '国办发明电〔2007〕52号', '2007-12-15', 2008, NULL, true, 'public lists agreeing on each day: at least 4/4', true),
	('CN', '国办发明电〔2008〕42号', '2008-12-04', 2009, NULL, true, 'public lists agreeing on each day: at least 4/4', true),
	('CN', '国办发明电〔2009〕27号', '2009-12-07', 2010, NULL, true, 'public lists agreeing on each day: at least 4/4', true),
	('CN', '国办发明电〔2010〕40号', '2010-12-09', 2011, NULL, true, 'public lists agreeing on each day: at least 4/5', true),
	('CN', '国办发明电〔2011〕45号', '2011-12-05', 2012, NULL, true, 'public lists agreeing on each day: at least 4/5', true),
	('CN', '国办发明电〔2012〕33号', '2012-12-08', 2013, NULL, true, 'public lists agreeing on each day: at least 3/5', true),
	('CN', '国办发明电〔2013〕28号', '2013-12-11', 2014, NULL, true, 'public lists agreeing on each day: at least 4/5', true),
	('CN', '国办发明电〔2014〕28号', '2014-12-16', 2015, NULL, true, 'public lists agreeing on each day: at least 5/5', true),
	('CN', '国发明电〔2015〕1号', '2015-05-13', 2015, '国办发明电〔2014〕28号', true, 'public lists agreeing on each day: at least 4/5', true),
	('CN', '国办发明电〔2015〕18号', '2015-12-10', 2016, NULL, true, 'public lists agreeing on each day: at least 5/5', true),
	('CN', '国办发明电〔2016〕17号', '2016-12-01', 2017, NULL, true, 'public lists agreeing on each day: at least 5/5', true),
	('CN', '国办发明电〔2017〕12号', '2017-11-30', 2018, NULL, true, 'public lists agreeing on each day: at least 4/5', true),
	('CN', '国办发明电〔2018〕15号', '2018-12-04', 2019, NULL, true, 'public lists agreeing on each day: at least 5/5', true),
	('CN', '国办发明电〔2019〕3号', '2019-03-22', 2019, '国办发明电〔2018〕15号', true, 'public lists agreeing on each day: at least 5/5', true),
	('CN', '国办发明电〔2019〕16号', '2019-11-21', 2020, NULL, true, 'public lists agreeing on each day: at least 5/5', true),
	('CN', '国办发明电〔2020〕1号', '2020-01-26', 2020, '国办发明电〔2019〕16号', true, 'public lists agreeing on each day: at least 4/5', true),
	('CN', '国办发明电〔2020〕27号', '2020-11-25', 2021, NULL, true, 'public lists agreeing on each day: at least 5/5', true),
	('CN', '国办发明电〔2021〕11号', '2021-10-25', 2022, NULL, true, 'public lists agreeing on each day: at least 5/5', true),
	('CN', '国办发明电〔2022〕16号', '2022-12-08', 2023, NULL, true, 'public lists agreeing on each day: at least 5/5', true),
	('CN', '国办发明电〔2023〕7号', '2023-10-25', 2024, NULL, true, 'public lists agreeing on each day: at least 5/5', true),
	('CN', '国办发明电〔2024〕12号', '2024-11-12', 2025, NULL, true, 'public lists agreeing on each day: at least 5/5', true),
	('CN', '国办发明电〔2025〕7号', '2025-11-04', 2026, NULL, true, 'public lists agreeing on each day: at least 5/5', true);

-- The first plans of 2019 (1 May alone off) and 2020 (1 February worked) follow
-- from what the amending notices changed.
INSERT INTO credit.calendar_day (calendar, doc_no, day, kind, holiday, standard_entry)
SELECT 'CN', n.doc_no, d.day, d.kind, n.holiday, true
FROM (VALUES
	('2001年放假安排（文号未核）', '元旦', '{2001-01-01}'::date[], '{}'::date[]),
	('2001年放假安排（文号未核）', '春节', '{2001-01-24,2001-01-25,2001-01-26,2001-01-29,2001-01-30}'::date[], '{2001-01-20,2001-01-21}'::date[]),
	('2001年放假安排（文号未核）', '劳动节', '{2001-05-01,2001-05-02,2001-05-03,2001-05-04,2001-05-07}'::date[], '{2001-04-28,2001-04-29}'::date[]),
	('2001年放假安排（文号未核）', '国庆节', '{2001-10-01,2001-10-02,2001-10-03,2001-10-04,2001-10-05}'::date[], '{2001-09-29,2001-09-30}'::date[]),
	('2002年放假安排（文号未核）', '元旦', '{2002-01-01,2002-01-02,2002-01-03}'::date[], '{2001-12-29,2001-12-30}'::date[]),
	('2002年放假安排（文号未核）', '春节', '{2002-02-12,2002-02-13,2002-02-14,2002-02-15,2002-02-18}'::date[], '{2002-02-09,2002-02-10}'::date[]),
	('2002年放假安排（文号未核）', '劳动节', '{2002-05-01,2002-05-02,2002-05-03,2002-05-06,2002-05-07}'::date[], '{2002-04-27,2002-04-28}'::date[]),
	('2002年放假安排（文号未核）', '国庆节', '{2002-10-01,2002-10-02,2002-10-03,2002-10-04,2002-10-07}'::date[], '{2002-09-28,2002-09-29}'::date[]),
	('2003年放假安排（文号未核）', '元旦', '{2003-01-01}'::date[], '{}'::date[]),
	('2003年放假安排（文号未核）', '春节', '{2003-02-03,2003-02-04,2003-02-05,2003-02-06,2003-02-07}'::date[], '{2003-02-08,2003-02-09}'::date[]),
	('2003年放假安排（文号未核）', '劳动节', '{2003-05-01,2003-05-02,2003-05-05,2003-05-06,2003-05-07}'::date[], '{2003-04-26,2003-04-27}'::date[]),
	('2003年放假安排（文号未核）', '国庆节', '{2003-10-01,2003-10-02,2003-10-03,2003-10-06,2003-10-07}'::date[], '{2003-09-27,2003-09-28}'::date[]),
	('2004年放假安排（文号未核）', '元旦', '{2004-01-01}'::date[], '{}'::date[]),
	('2004年放假安排（文号未核）', '春节', '{2004-01-22,2004-01-23,2004-01-26,2004-01-27,2004-01-28}'::date[], '{2004-01-17,2004-01-18}'::date[]),
	('2004年放假安排（文号未核）', '劳动节', '{2004-05-03,2004-05-04,2004-05-05,2004-05-06,2004-05-07}'::date[], '{2004-05-08,2004-05-09}'::date[]),
	('2004年放假安排（文号未核）', '国庆节', '{2004-10-01,2004-10-04,2004-10-05,2004-10-06,2004-10-07}'::date[], '{2004-10-09,2004-10-10}'::date[]),
	('2005年放假安排（文号未核）', '元旦', '{2005-01-03}'::date[], '{}'::date[]),
	('2005年放假安排（文号未核）', '春节', '{2005-02-09,2005-02-10,2005-02-11,2005-02-14,2005-02-15}'::date[], '{2005-02-05,2005-02-06}'::date[]),
	('2005年放假安排（文号未核）', '劳动节', '{2005-05-02,2005-05-03,2005-05-04,2005-05-05,2005-05-06}'::date[], '{2005-04-30,2005-05-08}'::date[]),
	('2005年放假安排（文号未核）', '国庆节', '{2005-10-03,2005-10-04,2005-10-05,2005-10-06,2005-10-07}'::date[], '{2005-10-08,2005-10-09}'::date[]),
	('2006年放假安排（文号未核）', '元旦', '{2006-01-02,2006-01-03}'::date[], '{2005-12-31}'::date[]),
	('2006年放假安排（文号未核）', '春节', '{2006-01-30,2006-01-31,2006-02-01,2006-02-02,2006-02-03}'::date[], '{2006-01-28,2006-02-05}'::date[]),
	('2006年放假安排（文号未核）', '劳动节', '{2006-05-01,2006-05-02,2006-05-03,2006-05-04,2006-05-05}'::date[], '{2006-04-29,2006-04-30}'::date[]),
	('2006年放假安排（文号未核）', '国庆节', '{2006-10-02,2006-10-03,2006-10-04,2006-10-05,2006-10-06}'::date[], '{2006-09-30,2006-10-08}'::date[]),
	('国办发明电〔2006〕49号', '元旦', '{2007-01-01,2007-01-02,2007-01-03}'::date[], '{2006-12-30,2006-12-31}'::date[]),
	('国办发明电〔2006〕49号', '春节', '{2007-02-19,2007-02-20,2007-02-21,2007-02-22,2007-02-23}'::date[], '{2007-02-17,2007-02-25}'::date[]),
	('国办发明电〔2006〕49号', '劳动节', '{2007-05-01,2007-05-02,2007-05-03,2007-05-04,2007-05-07}'::date[], '{2007-04-28,2007-04-29}'::date[]),
	('国办发明电〔2006〕49号', '国庆节', '{2007-10-01,2007-10-02,2007-10-03,2007-10-04,2007-10-05}'::date[], '{2007-09-29,2007-09-30}'::date[]),
	('国办发明电〔2007〕52号', '元旦', '{2007-12-31,2008-01-01}'::date[], '{2007-12-29}'::date[]),
	('国办发明电〔2007〕52号', '春节', '{2008-02-06,2008-02-07,2008-02-08,2008-02-11,2008-02-12}'::date[], '{2008-02-02,2008-02-03}'::date[]),
	('国办发明电〔2007〕52号', '清明节', '{2008-04-04}'::date[], '{}'::date[]),
	('国办发明电〔2007〕52号', '劳动节', '{2008-05-01,2008-05-02}'::date[], '{2008-05-04}'::date[]),
	('国办发明电〔2007〕52号', '端午节', '{2008-06-09}'::date[], '{}'::date[]),
	('国办发明电〔2007〕52号', '中秋节', '{2008-09-15}'::date[], '{}'::date[]),
	('国办发明电〔2007〕52号', '国庆节', '{2008-09-29,2008-09-30,2008-10-01,2008-10-02,2008-10-03}'::date[], '{2008-09-27,2008-09-28}'::date[]),
	('国办发明电〔2008〕42号', '元旦', '{2009-01-01,2009-01-02}'::date[], '{2009-01-04}'::date[]),
	('国办发明电〔2008〕42号', '春节', '{2009-01-26,2009-01-27,2009-01-28,2009-01-29,2009-01-30}'::date[], '{2009-01-24,2009-02-01}'::date[]),
	('国办发明电〔2008〕42号', '清明节', '{2009-04-06}'::date[], '{}'::date[]),
	('国办发明电〔2008〕42号', '劳动节', '{2009-05-01}'::date[], '{}'::date[]),
	('国办发明电〔2008〕42号', '端午节', '{2009-05-28,2009-05-29}'::date[], '{2009-05-31}'::date[]),
	('国办发明电〔2008〕42号', '国庆节、中秋节', '{2009-10-01,2009-10-02,2009-10-05,2009-10-06,2009-10-07,2009-10-08}'::date[], '{2009-09-27,2009-10-10}'::date[]),
	('国办发明电〔2009〕27号', '元旦', '{2010-01-01}'::date[], '{}'::date[]),
	('国办发明电〔2009〕27号', '春节', '{2010-02-15,2010-02-16,2010-02-17,2010-02-18,2010-02-19}'::date[], '{2010-02-20,2010-02-21}'::date[]),
	('国办发明电〔2009〕27号', '清明节', '{2010-04-05}'::date[], '{}'::date[]),
	('国办发明电〔2009〕27号', '劳动节', '{2010-05-03}'::date[], '{}'::date[]),
	('国办发明电〔2009〕27号', '端午节', '{2010-06-14,2010-06-15,2010-06-16}'::date[], '{2010-06-12,2010-06-13}'::date[]),
	('国办发明电〔2009〕27号', '中秋节', '{2010-09-22,2010-09-23,2010-09-24}'::date[], '{2010-09-19,2010-09-25}'::date[]),
	('国办发明电〔2009〕27号', '国庆节', '{2010-10-01,2010-10-04,2010-10-05,2010-10-06,2010-10-07}'::date[], '{2010-09-26,2010-10-09}'::date[]),
	('国办发明电〔2010〕40号', '元旦', '{2011-01-03}'::date[], '{}'::date[]),
	('国办发明电〔2010〕40号', '春节', '{2011-02-02,2011-02-03,2011-02-04,2011-02-07,2011-02-08}'::date[], '{2011-01-30,2011-02-12}'::date[]),
	('国办发明电〔2010〕40号', '清明节', '{2011-04-04,2011-04-05}'::date[], '{2011-04-02}'::date[]),
	('国办发明电〔2010〕40号', '劳动节', '{2011-05-02}'::date[], '{}'::date[]),
	('国办发明电〔2010〕40号', '端午节', '{2011-06-06}'::date[], '{}'::date[]),
	('国办发明电〔2010〕40号', '中秋节', '{2011-09-12}'::date[], '{}'::date[]),
	('国办发明电〔2010〕40号', '国庆节', '{2011-10-03,2011-10-04,2011-10-05,2011-10-06,2011-10-07}'::date[], '{2011-10-08,2011-10-09}'::date[]),
	('国办发明电〔2011〕45号', '元旦', '{2012-01-02,2012-01-03}'::date[], '{2011-12-31}'::date[]),
	('国办发明电〔2011〕45号', '春节', '{2012-01-23,2012-01-24,2012-01-25,2012-01-26,2012-01-27}'::date[], '{2012-01-21,2012-01-29}'::date[]),
	('国办发明电〔2011〕45号', '清明节', '{2012-04-02,2012-04-03,2012-04-04}'::date[], '{2012-03-31,2012-04-01}'::date[]),
	('国办发明电〔2011〕45号', '劳动节', '{2012-04-30,2012-05-01}'::date[], '{2012-04-28}'::date[]),
	('国办发明电〔2011〕45号', '端午节', '{2012-06-22}'::date[], '{}'::date[]),
	('国办发明电〔2011〕45号', '国庆节、中秋节', '{2012-10-01,2012-10-02,2012-10-03,2012-10-04,2012-10-05}'::date[], '{2012-09-29}'::date[]),
	('国办发明电〔2012〕33号', '元旦', '{2013-01-01,2013-01-02,2013-01-03}'::date[], '{2013-01-05,2013-01-06}'::date[]),
	('国办发明电〔2012〕33号', '春节', '{2013-02-11,2013-02-12,2013-02-13,2013-02-14,2013-02-15}'::date[], '{2013-02-16,2013-02-17}'::date[]),
	('国办发明电〔2012〕33号', '清明节', '{2013-04-04,2013-04-05}'::date[], '{2013-04-07}'::date[]),
	('国办发明电〔2012〕33号', '劳动节', '{2013-04-29,2013-04-30,2013-05-01}'::date[], '{2013-04-27,2013-04-28}'::date[]),
	('国办发明电〔2012〕33号', '端午节', '{2013-06-10,2013-06-11,2013-06-12}'::date[], '{2013-06-08,2013-06-09}'::date[]),
	('国办发明电〔2012〕33号', '中秋节', '{2013-09-19,2013-09-20}'::date[], '{2013-09-22}'::date[]),
	('国办发明电〔2012〕33号', '国庆节', '{2013-10-01,2013-10-02,2013-10-03,2013-10-04,2013-10-07}'::date[], '{2013-09-29,2013-10-12}'::date[]),
	('国办发明电〔2013〕28号', '元旦', '{2014-01-01}'::date[], '{}'::date[]),
	('国办发明电〔2013〕28号', '春节', '{2014-01-31,2014-02-03,2014-02-04,2014-02-05,2014-02-06}'::date[], '{2014-01-26,2014-02-08}'::date[]),
	('国办发明电〔2013〕28号', '清明节', '{2014-04-07}'::date[], '{}'::date[]),
	('国办发明电〔2013〕28号', '劳动节', '{2014-05-01,2014-05-02}'::date[], '{2014-05-04}'::date[]),
	('国办发明电〔2013〕28号', '端午节', '{2014-06-02}'::date[], '{}'::date[]),
	('国办发明电〔2013〕28号', '中秋节', '{2014-09-08}'::date[], '{}'::date[]),
	('国办发明电〔2013〕28号', '国庆节', '{2014-10-01,2014-10-02,2014-10-03,2014-10-06,2014-10-07}'::date[], '{2014-09-28,2014-10-11}'::date[]),
	('国办发明电〔2014〕28号', '元旦', '{2015-01-01,2015-01-02}'::date[], '{2015-01-04}'::date[]),
	('国办发明电〔2014〕28号', '春节', '{2015-02-18,2015-02-19,2015-02-20,2015-02-23,2015-02-24}'::date[], '{2015-02-15,2015-02-28}'::date[]),
	('国办发明电〔2014〕28号', '清明节', '{2015-04-06}'::date[], '{}'::date[]),
	('国办发明电〔2014〕28号', '劳动节', '{2015-05-01}'::date[], '{}'::date[]),
	('国办发明电〔2014〕28号', '端午节', '{2015-06-22}'::date[], '{}'::date[]),
	('国办发明电〔2014〕28号', '国庆节', '{2015-10-01,2015-10-02,2015-10-05,2015-10-06,2015-10-07}'::date[], '{2015-10-10}'::date[]),
	('国发明电〔2015〕1号', '中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日', '{2015-09-03,2015-09-04}'::date[], '{2015-09-06}'::date[]),
	('国办发明电〔2015〕18号', '元旦', '{2016-01-01}'::date[], '{}'::date[]),
	('国办发明电〔2015〕18号', '春节', '{2016-02-08,2016-02-09,2016-02-10,2016-02-11,2016-02-12}'::date[], '{2016-02-06,2016-02-14}'::date[]),
	('国办发明电〔2015〕18号', '清明节', '{2016-04-04}'::date[], '{}'::date[]),
	('国办发明电〔2015〕18号', '劳动节', '{2016-05-02}'::date[], '{}'::date[]),
	('国办发明电〔2015〕18号', '端午节', '{2016-06-09,2016-06-10}'::date[], '{2016-06-12}'::date[]),
	('国办发明电〔2015〕18号', '中秋节', '{2016-09-15,2016-09-16}'::date[], '{2016-09-18}'::date[]),
	('国办发明电〔2015〕18号', '国庆节', '{2016-10-03,2016-10-04,2016-10-05,2016-10-06,2016-10-07}'::date[], '{2016-10-08,2016-10-09}'::date[]),
	('国办发明电〔2016〕17号', '元旦', '{2017-01-02}'::date[], '{}'::date[]),
	('国办发明电〔2016〕17号', '春节', '{2017-01-27,2017-01-30,2017-01-31,2017-02-01,2017-02-02}'::date[], '{2017-01-22,2017-02-04}'::date[]),
	('国办发明电〔2016〕17号', '清明节', '{2017-04-03,2017-04-04}'::date[], '{2017-04-01}'::date[]),
	('国办发明电〔2016〕17号', '劳动节', '{2017-05-01}'::date[], '{}'::date[]),
	('国办发明电〔2016〕17号', '端午节', '{2017-05-29,2017-05-30}'::date[], '{2017-05-27}'::date[]),
	('国办发明电〔2016〕17号', '国庆节、中秋节', '{2017-10-02,2017-10-03,2017-10-04,2017-10-05,2017-10-06}'::date[], '{2017-09-30}'::date[]),
	('国办发明电〔2017〕12号', '元旦', '{2018-01-01}'::date[], '{}'::date[]),
	('国办发明电〔2017〕12号', '春节', '{2018-02-15,2018-02-16,2018-02-19,2018-02-20,2018-02-21}'::date[], '{2018-02-11,2018-02-24}'::date[]),
	('国办发明电〔2017〕12号', '清明节', '{2018-04-05,2018-04-06}'::date[], '{2018-04-08}'::date[]),
	('国办发明电〔2017〕12号', '劳动节', '{2018-04-30,2018-05-01}'::date[], '{2018-04-28}'::date[]),
	('国办发明电〔2017〕12号', '端午节', '{2018-06-18}'::date[], '{}'::date[]),
	('国办发明电〔2017〕12号', '中秋节', '{2018-09-24}'::date[], '{}'::date[]),
	('国办发明电〔2017〕12号', '国庆节', '{2018-10-01,2018-10-02,2018-10-03,2018-10-04,2018-10-05}'::date[], '{2018-09-29,2018-09-30}'::date[]),
	('国办发明电〔2018〕15号', '元旦', '{2018-12-31,2019-01-01}'::date[], '{2018-12-29}'::date[]),
	('国办发明电〔2018〕15号', '春节', '{2019-02-04,2019-02-05,2019-02-06,2019-02-07,2019-02-08}'::date[], '{2019-02-02,2019-02-03}'::date[]),
	('国办发明电〔2018〕15号', '清明节', '{2019-04-05}'::date[], '{}'::date[]),
	('国办发明电〔2018〕15号', '劳动节', '{2019-05-01}'::date[], '{}'::date[]),
	('国办发明电〔2018〕15号', '端午节', '{2019-06-07}'::date[], '{}'::date[]),
	('国办发明电〔2018〕15号', '中秋节', '{2019-09-13}'::date[], '{}'::date[]),
	('国办发明电〔2018〕15号', '国庆节', '{2019-10-01,2019-10-02,2019-10-03,2019-10-04,2019-10-07}'::date[], '{2019-09-29,2019-10-12}'::date[]),
	('国办发明电〔2019〕3号', '劳动节', '{2019-05-01,2019-05-02,2019-05-03}'::date[], '{2019-04-28,2019-05-05}'::date[]),
	('国办发明电〔2019〕16号', '元旦', '{2020-01-01}'::date[], '{}'::date[]),
	('国办发明电〔2019〕16号', '春节', '{2020-01-24,2020-01-27,2020-01-28,2020-01-29,2020-01-30}'::date[], '{2020-01-19,2020-02-01}'::date[]),
	('国办发明电〔2019〕16号', '清明节', '{2020-04-06}'::date[], '{}'::date[]),
	('国办发明电〔2019〕16号', '劳动节', '{2020-05-01,2020-05-04,2020-05-05}'::date[], '{2020-04-26,2020-05-09}'::date[]),
	('国办发明电〔2019〕16号', '端午节', '{2020-06-25,2020-06-26}'::date[], '{2020-06-28}'::date[]),
	('国办发明电〔2019〕16号', '国庆节、中秋节', '{2020-10-01,2020-10-02,2020-10-05,2020-10-06,2020-10-07,2020-10-08}'::date[], '{2020-09-27,2020-10-10}'::date[]),
	('国办发明电〔2020〕1号', '春节', '{2020-01-31,2020-02-01}'::date[], '{}'::date[]),
	('国办发明电〔2020〕27号', '元旦', '{2021-01-01}'::date[], '{}'::date[]),
	('国办发明电〔2020〕27号', '春节', '{2021-02-11,2021-02-12,2021-02-15,2021-02-16,2021-02-17}'::date[], '{2021-02-07,2021-02-20}'::date[]),
	('国办发明电〔2020〕27号', '清明节', '{2021-04-05}'::date[], '{}'::date[]),
	('国办发明电〔2020〕27号', '劳动节', '{2021-05-03,2021-05-04,2021-05-05}'::date[], '{2021-04-25,2021-05-08}'::date[]),
	('国办发明电〔2020〕27号', '端午节', '{2021-06-14}'::date[], '{}'::date[]),
	('国办发明电〔2020〕27号', '中秋节', '{2021-09-20,2021-09-21}'::date[], '{2021-09-18}'::date[]),
	('国办发明电〔2020〕27号', '国庆节', '{2021-10-01,2021-10-04,2021-10-05,2021-10-06,2021-10-07}'::date[], '{2021-09-26,2021-10-09}'::date[]),
	('国办发明电〔2021〕11号', '元旦', '{2022-01-03}'::date[], '{}'::date[]),
	('国办发明电〔2021〕11号', '春节', '{2022-01-31,2022-02-01,2022-02-02,2022-02-03,2022-02-04}'::date[], '{2022-01-29,2022-01-30}'::date[]),
	('国办发明电〔2021〕11号', '清明节', '{2022-04-04,2022-04-05}'::date[], '{2022-04-02}'::date[]),
	('国办发明电〔2021〕11号', '劳动节', '{2022-05-02,2022-05-03,2022-05-04}'::date[], '{2022-04-24,2022-05-07}'::date[]),
	('国办发明电〔2021〕11号', '端午节', '{2022-06-03}'::date[], '{}'::date[]),
	('国办发明电〔2021〕11号', '中秋节', '{2022-09-12}'::date[], '{}'::date[]),
	('国办发明电〔2021〕11号', '国庆节', '{2022-10-03,2022-10-04,2022-10-05,2022-10-06,2022-10-07}'::date[], '{2022-10-08,2022-10-09}'::date[]),
	('国办发明电〔2022〕16号', '元旦', '{2023-01-02}'::date[], '{}'::date[]),
	('国办发明电〔2022〕16号', '春节', '{2023-01-23,2023-01-24,2023-01-25,2023-01-26,2023-01-27}'::date[], '{2023-01-28,2023-01-29}'::date[]),
	('国办发明电〔2022〕16号', '清明节', '{2023-04-05}'::date[], '{}'::date[]),
	('国办发明电〔2022〕16号', '劳动节', '{2023-05-01,2023-05-02,2023-05-03}'::date[], '{2023-04-23,2023-05-06}'::date[]),
	('国办发明电〔2022〕16号', '端午节', '{2023-06-22,2023-06-23}'::date[], '{2023-06-25}'::date[]),
	('国办发明电〔2022〕16号', '国庆节、中秋节', '{2023-09-29,2023-10-02,2023-10-03,2023-10-04,2023-10-05,2023-10-06}'::date[], '{2023-10-07,2023-10-08}'::date[]),
	('国办发明电〔2023〕7号', '元旦', '{2024-01-01}'::date[], '{}'::date[]),
	('国办发明电〔2023〕7号', '春节', '{2024-02-12,2024-02-13,2024-02-14,2024-02-15,2024-02-16}'::date[], '{2024-02-04,2024-02-18}'::date[]),
	('国办发明电〔2023〕7号', '清明节', '{2024-04-04,2024-04-05}'::date[], '{2024-04-07}'::date[]),
	('国办发明电〔2023〕7号', '劳动节', '{2024-05-01,2024-05-02,2024-05-03}'::date[], '{2024-04-28,2024-05-11}'::date[]),
	('国办发明电〔2023〕7号', '端午节', '{2024-06-10}'::date[], '{}'::date[]),
	('国办发明电〔2023〕7号', '中秋节', '{2024-09-16,2024-09-17}'::date[], '{2024-09-14}'::date[]),
	('国办发明电〔2023〕7号', '国庆节', '{2024-10-01,2024-10-02,2024-10-03,2024-10-04,2024-10-07}'::date[], '{2024-09-29,2024-10-12}'::date[]),
	('国办发明电〔2024〕12号', '元旦', '{2025-01-01}'::date[], '{}'::date[]),
	('国办发明电〔2024〕12号', '春节', '{2025-01-28,2025-01-29,2025-01-30,2025-01-31,2025-02-03,2025-02-04}'::date[], '{2025-01-26,2025-02-08}'::date[]),
	('国办发明电〔2024〕12号', '清明节', '{2025-04-04}'::date[], '{}'::date[]),
	('国办发明电〔2024〕12号', '劳动节', '{2025-05-01,2025-05-02,2025-05-05}'::date[], '{2025-04-27}'::date[]),
	('国办发明电〔2024〕12号', '端午节', '{2025-06-02}'::date[], '{}'::date[]),
	('国办发明电〔2024〕12号', '国庆节、中秋节', '{2025-10-01,2025-10-02,2025-10-03,2025-10-06,2025-10-07,2025-10-08}'::date[], '{2025-09-28,2025-10-11}'::date[]),
	('国办发明电〔2025〕7号', '元旦', '{2026-01-01,2026-01-02}'::date[], '{2026-01-04}'::date[]),
	('国办发明电〔2025〕7号', '春节', '{2026-02-16,2026-02-17,2026-02-18,2026-02-19,2026-02-20,2026-02-23}'::date[], '{2026-02-14,2026-02-28}'::date[]),
	('国办发明电〔2025〕7号', '清明节', '{2026-04-06}'::date[], '{}'::date[]),
	('国办发明电〔2025〕7号', '劳动节', '{2026-05-01,2026-05-04,2026-05-05}'::date[], '{2026-05-09}'::date[]),
	('国办发明电〔2025〕7号', '端午节', '{2026-06-19}'::date[], '{}'::date[]),
	('国办发明电〔2025〕7号', '国庆节', '{2026-10-01,2026-10-02,2026-10-05,2026-10-06,2026-10-07}'::date[], '{2026-09-20,2026-10-10}'::date[]),
	('国办发明电〔2025〕7号', '中秋节', '{2026-09-25}'::date[], '{}'::date[])
) AS n (doc_no, holiday, off, work),
LATERAL (SELECT unnest(n.off), 'off' UNION ALL SELECT unnest(n.work), 'work') AS d (day, kind);

-- ==== src/calendar/calendar_guard.sql ====

-- calendar_guard.sql: what the calendar tables refuse, and the triggers that
-- keep sessions' copies and shipped rows in order.
-- Requires: calendar.sql.

-- After the statement, so that rows of one statement may come in any order.
CREATE FUNCTION credit.check_calendar_parent() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	above text;
	child text;
BEGIN
	IF TG_OP <> 'INSERT' AND NOT EXISTS (
			SELECT FROM credit.calendar c WHERE c.calendar = OLD.calendar) THEN
		SELECT c.calendar INTO child FROM credit.calendar c
		WHERE c.parent = OLD.calendar ORDER BY c.calendar LIMIT 1;
		IF FOUND THEN
			RAISE EXCEPTION 'calendar "%" is still the parent of another', OLD.calendar
				USING ERRCODE = 'CR008',
					DETAIL = format('Calendar "%s" builds on it.', child),
					HINT = 'Give that calendar another parent first.';
		END IF;
	END IF;
	IF TG_OP = 'DELETE' THEN
		RETURN NULL;
	END IF;

	above := NEW.parent;
	FOR depth IN 1 .. 7 LOOP
		IF above IS NULL THEN
			RETURN NULL;
		END IF;
		EXIT WHEN above = NEW.calendar;
		SELECT c.parent INTO above FROM credit.calendar c WHERE c.calendar = above;
		IF NOT FOUND THEN
			RAISE EXCEPTION 'calendar "%" builds on a calendar that does not exist', NEW.calendar
				USING ERRCODE = 'CR008',
					DETAIL = format('Its parent is given as "%s".', NEW.parent),
					HINT = 'Enter the parent calendar first.';
		END IF;
	END LOOP;
	IF above IS NULL THEN
		RETURN NULL;
	END IF;
	RAISE EXCEPTION 'calendar "%" stands above itself or too deep', NEW.calendar
		USING ERRCODE = 'CR008',
			DETAIL = 'At most 8 calendars may build on one another, and none on itself.',
			HINT = 'Correct column parent.';
END
$$;
COMMENT ON FUNCTION credit.check_calendar_parent() IS 'Row trigger: no calendar builds on itself. 行级触发器：日历不得以自身为上级。';
REVOKE ALL ON FUNCTION credit.check_calendar_parent() FROM PUBLIC;
CREATE TRIGGER check_parent AFTER INSERT OR UPDATE OF calendar, parent OR DELETE ON credit.calendar
	FOR EACH ROW EXECUTE FUNCTION credit.check_calendar_parent();

-- A year has one notice; all others of the year amend one that exists.
CREATE FUNCTION credit.check_calendar_notice() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	other record;
BEGIN
	IF TG_OP <> 'INSERT' AND NOT EXISTS (
			SELECT FROM credit.calendar_notice n
			WHERE n.calendar = OLD.calendar AND n.doc_no = OLD.doc_no) THEN
		SELECT n.doc_no INTO other FROM credit.calendar_notice n
		WHERE n.calendar = OLD.calendar AND n.amends = OLD.doc_no LIMIT 1;
		IF FOUND THEN
			RAISE EXCEPTION 'notice % is amended by another', OLD.doc_no
				USING ERRCODE = 'CR008',
					DETAIL = format('Notice %s amends it.', other.doc_no),
					HINT = 'Remove or correct the amending notice first.';
		END IF;
	END IF;
	IF TG_OP = 'DELETE' THEN
		RETURN NULL;
	END IF;

	IF NEW.amends IS NULL THEN
		SELECT n.doc_no INTO other FROM credit.calendar_notice n
		WHERE n.calendar = NEW.calendar AND n.year = NEW.year
			AND n.amends IS NULL AND n.doc_no <> NEW.doc_no
		LIMIT 1;
		IF FOUND THEN
			RAISE EXCEPTION 'year % of calendar "%" is already announced', NEW.year, NEW.calendar
				USING ERRCODE = 'CR008',
					DETAIL = format('Notice %s arranges that year.', other.doc_no),
					HINT = 'Name that notice in amends if this one changes or adds to it.';
		END IF;
		RETURN NULL;
	END IF;
	SELECT n.year, n.issued_on INTO other FROM credit.calendar_notice n
	WHERE n.calendar = NEW.calendar AND n.doc_no = NEW.amends;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'notice % amends a notice that does not exist', NEW.doc_no
			USING ERRCODE = 'CR008',
				DETAIL = format('Calendar "%s" has no notice %s.', NEW.calendar, NEW.amends),
				HINT = 'Announce the amended notice first, and write its document number as it stands there.';
	ELSIF other.year <> NEW.year OR other.issued_on > NEW.issued_on THEN
		RAISE EXCEPTION 'notice % cannot amend notice %', NEW.doc_no, NEW.amends
			USING ERRCODE = 'CR008',
				DETAIL = format('The amended notice arranges %s and was issued on %s.', other.year, other.issued_on),
				HINT = 'An amending notice arranges the same year and is not issued earlier.';
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.check_calendar_notice() IS 'Row trigger: one arranging notice a year, and amendments of existing notices. 行级触发器：每年一个安排通知，修改须指向已有通知。';
REVOKE ALL ON FUNCTION credit.check_calendar_notice() FROM PUBLIC;
CREATE TRIGGER check_notice AFTER INSERT OR UPDATE OR DELETE ON credit.calendar_notice
	FOR EACH ROW EXECUTE FUNCTION credit.check_calendar_notice();

-- One notice says one thing of a day, and speaks of days in or next to its year.
CREATE FUNCTION credit.check_calendar_day() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	arranged integer;
BEGIN
	SELECT n.year INTO arranged FROM credit.calendar_notice n
	WHERE n.calendar = NEW.calendar AND n.doc_no = NEW.doc_no;
	IF abs(extract(year FROM NEW.day) - arranged) > 1 THEN
		RAISE EXCEPTION 'notice % cannot arrange %', NEW.doc_no, to_char(NEW.day, 'YYYY-MM-DD')
			USING ERRCODE = 'CR008',
				DETAIL = format('The notice arranges %s.', arranged),
				HINT = 'Days must lie in the year of the notice or next to it.';
	END IF;
	IF TG_OP = 'INSERT' AND EXISTS (
			SELECT FROM credit.calendar_day d
			WHERE d.calendar = NEW.calendar AND d.doc_no = NEW.doc_no AND d.day = NEW.day
				AND d.kind <> NEW.kind AND (NEW.standard_entry OR NOT d.standard_entry)) THEN
		RAISE EXCEPTION 'notice % contradicts itself about %', NEW.doc_no, to_char(NEW.day, 'YYYY-MM-DD')
			USING ERRCODE = 'CR008',
				DETAIL = 'The day is both off and a working day.',
				HINT = 'Give each day once; a later notice that amends this one may say otherwise.';
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION credit.check_calendar_day() IS 'Row trigger: a notice does not contradict itself and keeps to its year. 行级触发器：同一通知不自相矛盾，日期不离所安排年份。';
REVOKE ALL ON FUNCTION credit.check_calendar_day() FROM PUBLIC;
CREATE TRIGGER check_day BEFORE INSERT OR UPDATE ON credit.calendar_day
	FOR EACH ROW EXECUTE FUNCTION credit.check_calendar_day();

-- Every session reads the calendars anew after a change; see table_cache.c.
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.calendar
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.calendar_notice
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.calendar_day
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.holiday_measure
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.holiday_rule
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.festival_date
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();

-- Shipped rows that a user edits become his own; see install.sql.
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.calendar
	FOR EACH ROW WHEN (OLD.standard_entry AND NEW.standard_entry)
	EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.calendar
	FOR EACH ROW WHEN (NOT NEW.standard_entry)
	EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.calendar_notice
	FOR EACH ROW WHEN (OLD.standard_entry AND NEW.standard_entry)
	EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.calendar_notice
	FOR EACH ROW WHEN (NOT NEW.standard_entry)
	EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.calendar_day
	FOR EACH ROW WHEN (OLD.standard_entry AND NEW.standard_entry)
	EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.calendar_day
	FOR EACH ROW WHEN (NOT NEW.standard_entry)
	EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.holiday_measure
	FOR EACH ROW WHEN (OLD.standard_entry AND NEW.standard_entry)
	EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.holiday_measure
	FOR EACH ROW WHEN (NOT NEW.standard_entry)
	EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.holiday_rule
	FOR EACH ROW WHEN (OLD.standard_entry AND NEW.standard_entry)
	EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.holiday_rule
	FOR EACH ROW WHEN (NOT NEW.standard_entry)
	EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.festival_date
	FOR EACH ROW WHEN (OLD.standard_entry AND NEW.standard_entry)
	EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.festival_date
	FOR EACH ROW WHEN (NOT NEW.standard_entry)
	EXECUTE FUNCTION credit.replace_standard();
