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
	target text := coalesce(calendar_announce.calendar, credit.setting('calendar'));
	off_days date[] := coalesce(calendar_announce.off, '{}');
	work_days date[] := coalesce(calendar_announce.work, '{}');
	known credit.workcal := credit.workcal(target, NULL::date);
	wrong date;
	written integer;
BEGIN
	IF calendar_announce.doc_no IS NULL OR calendar_announce.issued_on IS NULL
		OR calendar_announce.year IS NULL THEN
		RAISE EXCEPTION '%', credit.message('a notice needs its document number, day of issue and year')
			USING ERRCODE = 'CR008',
				HINT = credit.message('Pass doc_no, issued_on and year.');
	END IF;
	IF array_position(off_days, NULL) > 0 OR array_position(work_days, NULL) > 0 THEN
		RAISE EXCEPTION '%', credit.message('a notice cannot arrange a null day')
			USING ERRCODE = 'CR008',
				HINT = credit.message('Take the nulls out of off and work.');
	END IF;
	IF calendar_announce.year NOT BETWEEN extract(year FROM credit.first_day(known))
			AND extract(year FROM credit.last_day(known)) THEN
		RAISE EXCEPTION '%', credit.message('calendar "%s" cannot hold year %s', target, calendar_announce.year)
			USING ERRCODE = 'CR008',
				DETAIL = credit.message('It knows %s to %s.', to_char(credit.first_day(known), 'YYYY-MM-DD'),
								to_char(credit.last_day(known), 'YYYY-MM-DD')),
				HINT = credit.message('Add the dates of that year''s festivals to credit.festival_date first.');
	END IF;
	SELECT d INTO wrong FROM unnest(off_days) d WHERE d = ANY (work_days) ORDER BY d LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION '%', credit.message('notice %s contradicts itself about %s', calendar_announce.doc_no,
			to_char(wrong, 'YYYY-MM-DD'))
			USING ERRCODE = 'CR008',
				DETAIL = credit.message('The day is both off and a working day.'),
				HINT = credit.message('Give each day once.');
	END IF;
	SELECT d INTO wrong FROM unnest(work_days) d
	WHERE credit.day_status(d, known) <> 'unknown' AND credit.is_statutory_holiday(d, known)
	ORDER BY d LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION '%', credit.message('notice %s makes a statutory holiday work', calendar_announce.doc_no)
			USING ERRCODE = 'CR008',
				DETAIL = credit.message('%s is a holiday under the measure in force.', to_char(wrong, 'YYYY-MM-DD')),
				HINT = credit.message('Check whether off and work were exchanged.');
	END IF;

	INSERT INTO credit.calendar_notice (calendar, doc_no, issued_on, year, amends, verified, source)
	VALUES (target, calendar_announce.doc_no, calendar_announce.issued_on,
			calendar_announce.year, calendar_announce.amends, true,
			format('announced by %s on %s', coalesce(nullif(current_setting('role'), 'none'), session_user), credit.today()));
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
