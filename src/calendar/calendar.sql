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
