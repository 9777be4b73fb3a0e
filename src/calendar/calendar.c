/*
 * calendar.c
 *	  Named calendars: the tables calendar, calendar_notice, calendar_day,
 *	  holiday_measure, holiday_rule and festival_date made into calendar
 *	  blocks, kept per backend. Calls only the root room.
 *
 * How a day is decided, in this order:
 *	1. Monday to Friday work.
 *	2. The statutory holidays of the measure in force on 1 January of the year
 *	   rest (for a child calendar also those of its own measures).
 *	3. What the notices say, in the order they were issued: a later one wins.
 * Days of a year that a notice arranges are announced, the others projected.
 * Years for which a festival of the measure has no date are not known at all.
 */
#include "calendar/calendar.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#define MAX_DEPTH 8				/* of parents */
#define KNOWN_TODAY DATEVAL_NOEND

typedef struct CalendarRow
{
	char	   *name;
	int			length;
	int			parent;			/* index, -1 for none */
	bool		roll_statutory;
	Workcal    *block;			/* as known today; NULL when no day is known */
} CalendarRow;

typedef struct RuleRow			/* one festival of one measure */
{
	int			calendar;
	int			measure;		/* ordinal; rules of a measure are adjacent */
	DateADT		issued_on;
	DateADT		from;
	DateADT		until;			/* first day no longer in force */
	int			festival;		/* index, -1 when month and day are fixed */
	int			month;
	int			day;
	int			offset;
	int			days;
} RuleRow;

typedef struct NoticeDay		/* one day of a notice, or a notice without any */
{
	int			calendar;
	int			year;
	DateADT		issued_on;
	bool		arranges;		/* first row of a notice that amends none */
	bool		has_day;
	bool		works;
	DateADT		day;
} NoticeDay;

typedef struct Calendars
{
	CalendarRow *calendars;
	int			ncalendars;
	RuleRow    *rules;
	int			nrules;
	NoticeDay  *notices;
	int			nnotices;
	DateADT    *festivals;		/* [festival][year - first_year], 0 year: none */
	int			nfestivals;
	int			first_year;
	int			nyears;
} Calendars;

#define NO_DATE DATEVAL_NOBEGIN

static void *load_calendars(MemoryContext cxt);

static const char *const calendar_tables[] = {
	"calendar", "calendar_notice", "calendar_day",
	"holiday_measure", "holiday_rule", "festival_date"
};

TableCache	credit_calendars = {
	.name = "calendars",
	.tables = calendar_tables,
	.ntables = lengthof(calendar_tables),
	.load = load_calendars
};

/* ---- loading ---- */

static int
int_column(uint64 row, int column, int absent)
{
	bool		isnull;
	Datum		value = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc,
									  column, &isnull);

	/* dates, integers and booleans alike are passed by value */
	if (isnull)
		return absent;
	if (SPI_gettypeid(SPI_tuptable->tupdesc, column) == BOOLOID)
		return DatumGetBool(value);
	return DatumGetInt32(value);
}

static void
load_rows(Calendars *all)
{
	(void) table_cache_query("SELECT c.calendar, p.ordinal, c.roll_on = 'statutory_holiday'"
		  " FROM (SELECT *, row_number() OVER w - 1 AS ordinal FROM credit.calendar"
		  "       WINDOW w AS (ORDER BY calendar)) c"
		  " LEFT JOIN (SELECT calendar, (row_number() OVER w - 1)::int AS ordinal"
		  "       FROM credit.calendar WINDOW w AS (ORDER BY calendar)) p"
		  "   ON p.calendar = c.parent ORDER BY c.ordinal");
	all->ncalendars = (int) SPI_processed;
	all->calendars = palloc0(sizeof(CalendarRow) * (all->ncalendars + 1));
	for (int i = 0; i < all->ncalendars; i++)
	{
		char	   *name = SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1);

		all->calendars[i].name = pstrdup(name);
		all->calendars[i].length = (int) strlen(name);
		all->calendars[i].parent = int_column(i, 2, -1);
		all->calendars[i].roll_statutory = int_column(i, 3, false);
	}

	(void) table_cache_query("SELECT min(year), max(year), count(DISTINCT festival)::int FROM credit.festival_date");
	all->first_year = int_column(0, 1, 0);
	all->nyears = int_column(0, 2, -1) - all->first_year + 1;
	all->nfestivals = int_column(0, 3, 0);
	all->festivals = palloc(sizeof(DateADT) * (all->nfestivals * Max(all->nyears, 0) + 1));
	for (int i = 0; i < all->nfestivals * all->nyears; i++)
		all->festivals[i] = NO_DATE;
	(void) table_cache_query("SELECT (dense_rank() OVER (ORDER BY festival) - 1)::int, year, day FROM credit.festival_date");
	for (uint64 i = 0; i < SPI_processed; i++)
		all->festivals[int_column(i, 1, 0) * all->nyears +
					   int_column(i, 2, 0) - all->first_year] = int_column(i, 3, 0);

	(void) table_cache_query("SELECT c.ordinal, (dense_rank() OVER (ORDER BY m.measure))::int, m.issued_on,"
		  " lower(m.in_force), upper(m.in_force), f.ordinal, r.month::int, r.day::int,"
		  " r.offset_days::int, r.days::int, r.month IS NULL"
		  " FROM credit.holiday_measure m JOIN credit.holiday_rule r USING (measure)"
		  " JOIN (SELECT calendar, (row_number() OVER (ORDER BY calendar) - 1)::int AS ordinal"
		  "       FROM credit.calendar) c USING (calendar)"
		  " LEFT JOIN (SELECT DISTINCT festival, (dense_rank() OVER (ORDER BY festival) - 1)::int AS ordinal"
		  "       FROM credit.festival_date) f ON f.festival = r.festival AND r.month IS NULL"
		  " ORDER BY m.measure, r.festival");
	all->nrules = (int) SPI_processed;
	all->rules = palloc0(sizeof(RuleRow) * (all->nrules + 1));
	for (int i = 0; i < all->nrules; i++)
	{
		RuleRow    *rule = &all->rules[i];

		rule->calendar = int_column(i, 1, 0);
		rule->measure = int_column(i, 2, 0);
		rule->issued_on = int_column(i, 3, NO_DATE);
		rule->from = int_column(i, 4, DATEVAL_NOBEGIN);
		rule->until = int_column(i, 5, DATEVAL_NOEND);
		/* a festival nobody has dated yet: every year of it is unknown */
		rule->festival = int_column(i, 11, false) ? int_column(i, 6, all->nfestivals) : -1;
		rule->month = int_column(i, 7, 0);
		rule->day = int_column(i, 8, 0);
		rule->offset = int_column(i, 9, 0);
		rule->days = int_column(i, 10, 0);
	}

	(void) table_cache_query("SELECT c.ordinal, n.year::int, n.issued_on,"
		  " n.amends IS NULL AND row_number() OVER (PARTITION BY n.calendar, n.doc_no) = 1,"
		  " d.day, d.kind = 'work'"
		  " FROM credit.calendar_notice n"
		  " JOIN (SELECT calendar, (row_number() OVER (ORDER BY calendar) - 1)::int AS ordinal"
		  "       FROM credit.calendar) c USING (calendar)"
		  " LEFT JOIN credit.calendar_day d USING (calendar, doc_no)"
		  " ORDER BY n.issued_on NULLS FIRST, n.amends IS NOT NULL, n.doc_no");
	all->nnotices = (int) SPI_processed;
	all->notices = palloc0(sizeof(NoticeDay) * (all->nnotices + 1));
	for (int i = 0; i < all->nnotices; i++)
	{
		NoticeDay  *notice = &all->notices[i];

		notice->calendar = int_column(i, 1, 0);
		notice->year = int_column(i, 2, 0);
		notice->issued_on = int_column(i, 3, NO_DATE);
		notice->arranges = int_column(i, 4, false);
		notice->day = int_column(i, 5, NO_DATE);
		notice->has_day = notice->day != NO_DATE;
		notice->works = int_column(i, 6, false);
	}
}

/* ---- building ---- */

/*
 * First rule of the measure of this calendar that governs a year, or -1: the
 * youngest in force on 1 January. Someone who did not know its successor yet
 * took the last measure he knew to stay in force.
 */
static int
governing_measure(const Calendars *all, int calendar, int year, DateADT known_on)
{
	DateADT		new_year = workcal_day_number(year, 1, 1);
	int			best = -1;

	for (int i = 0; i < all->nrules; i++)
	{
		const RuleRow *rule = &all->rules[i];

		if (rule->calendar == calendar && rule->from <= new_year &&
			rule->issued_on <= known_on &&
			(rule->until > new_year || known_on != KNOWN_TODAY) &&
			(best < 0 || rule->from > all->rules[best].from))
			best = i;
	}
	return best;
}

/* first day of a festival in a year; NO_DATE when it has no date there */
static DateADT
festival_day(const Calendars *all, const RuleRow *rule, int year)
{
	int			column = year - all->first_year;
	DateADT		day;

	if (rule->festival < 0)
	{
		if (rule->day > workcal_month_days(year, rule->month))
			return NO_DATE;
		return workcal_day_number(year, rule->month, rule->day) + rule->offset;
	}
	if (column < 0 || column >= all->nyears || rule->festival >= all->nfestivals)
		return NO_DATE;
	day = all->festivals[rule->festival * all->nyears + column];
	return day == NO_DATE ? NO_DATE : day + rule->offset;
}

static bool
year_is_known(const Calendars *all, int calendar, int year, DateADT known_on)
{
	int			first = governing_measure(all, calendar, year, known_on);

	if (first < 0)
		return false;
	for (int i = first; i < all->nrules && all->rules[i].measure == all->rules[first].measure; i++)
		if (festival_day(all, &all->rules[i], year) == NO_DATE)
			return false;
	return true;
}

/* statutory holidays and notices of one calendar, over what its parent said */
static void
apply_calendar(const Calendars *all, int calendar, int first_year, int last_year,
			   DateADT known_on, Workcal *block)
{
	for (int year = first_year; year <= last_year; year++)
	{
		int			first = governing_measure(all, calendar, year, known_on);

		if (first < 0)
			continue;
		for (int i = first; i < all->nrules &&
			 all->rules[i].measure == all->rules[first].measure; i++)
		{
			DateADT		day = festival_day(all, &all->rules[i], year);

			for (int k = 0; day != NO_DATE && k < all->rules[i].days; k++)
			{
				workcal_set_statutory(block, day + k, true);
				workcal_set_working(block, day + k, false);
			}
		}
	}
	for (int i = 0; i < all->nnotices; i++)
	{
		const NoticeDay *notice = &all->notices[i];

		if (notice->calendar != calendar || notice->issued_on > known_on)
			continue;
		if (notice->arranges && notice->year >= first_year && notice->year <= last_year)
		{
			DateADT		end = workcal_day_number(notice->year, 12, 31);

			for (DateADT day = workcal_day_number(notice->year, 1, 1); day <= end; day++)
				workcal_set_announced(block, day, true);
		}
		if (notice->has_day)
		{
			workcal_set_working(block, notice->day, notice->works);
			workcal_set_announced(block, notice->day, true);
		}
	}
}

/* NULL when no day is known; built in the current context */
static Workcal *
build(const Calendars *all, int calendar, DateADT known_on)
{
	int			line[MAX_DEPTH];
	int			depth = 0;
	int			first_year,
				last_year,
				end = all->first_year + all->nyears;
	Workcal    *block;
	DateADT		first;
	uint32		ndays;

	for (int i = calendar; i >= 0; i = all->calendars[i].parent)
	{
		if (depth == MAX_DEPTH)
			ereport(ERROR,
					(errcode(ERRCODE_CREDIT_CALENDAR_NOTICE),
					 errmsg("calendar \"%s\" has too many parents", all->calendars[calendar].name),
					 errdetail("At most %d calendars may stand above one another, and none above itself.",
							   MAX_DEPTH)));
		line[depth++] = i;
	}

	/* the first run of known years of the outermost calendar */
	for (first_year = all->first_year; first_year < end; first_year++)
		if (year_is_known(all, line[depth - 1], first_year, known_on))
			break;
	if (first_year >= end)
		return NULL;
	for (last_year = first_year; last_year + 1 < end; last_year++)
		if (!year_is_known(all, line[depth - 1], last_year + 1, known_on))
			break;
	first = workcal_day_number(first_year, 1, 1);
	if (last_year - first_year >= WORKCAL_MAX_DAYS / 366)
		last_year = first_year + WORKCAL_MAX_DAYS / 366 - 1;
	ndays = workcal_day_number(last_year, 12, 31) - first + 1;

	block = palloc0(workcal_room(ndays));
	workcal_begin(block, first, ndays);
	if (all->calendars[calendar].roll_statutory)
		block->flags |= WORKCAL_ROLL_STATUTORY;
	while (depth-- > 0)
		apply_calendar(all, line[depth], first_year, last_year, known_on, block);
	workcal_finish(block);
	SET_VARSIZE(block, workcal_size(block));
	return block;
}

static void *
load_calendars(MemoryContext cxt)
{
	Calendars  *all = palloc0(sizeof(Calendars));

	load_rows(all);
	for (int i = 0; i < all->ncalendars; i++)
		all->calendars[i].block = build(all, i, KNOWN_TODAY);
	return all;
}

/* ---- looking up ---- */

static void
no_day_known(const char *name, int length)
{
	ereport(ERROR,
			(errcode(ERRCODE_CREDIT_CALENDAR_UNKNOWN),
			 errmsg("no day of calendar \"%.*s\" is known", length, name),
			 errdetail("Neither the calendar nor one above it has a holiday measure with dated festivals."),
			 errhint("Name a parent in credit.calendar, or add rows to credit.holiday_measure and credit.holiday_rule.")));
}

static CalendarRow *
find_calendar(const Calendars *all, const char *name, int length)
{
	for (int i = 0; i < all->ncalendars; i++)
		if (all->calendars[i].length == length &&
			memcmp(all->calendars[i].name, name, length) == 0)
			return &all->calendars[i];
	ereport(ERROR,
			(errcode(ERRCODE_CREDIT_CALENDAR_UNKNOWN),
			 errmsg("calendar \"%.*s\" does not exist", length, name),
			 errhint("SELECT calendar FROM credit.calendar lists the calendars; setting credit.calendar names the default.")));
}

const Workcal *
credit_calendar_named(const char *name, int length)
{
	CalendarRow *row = find_calendar(table_cache_get(&credit_calendars), name, length);

	if (row->block == NULL)
		no_day_known(name, length);
	return row->block;
}

const Workcal *
credit_calendar(const char *name)
{
	if (name == NULL)
		name = credit_calendar_name;
	return credit_calendar_named(name, (int) strlen(name));
}

Workcal *
credit_calendar_known_on(const char *name, int length, DateADT known_on)
{
	Calendars  *all = table_cache_get(&credit_calendars);
	CalendarRow *row = find_calendar(all, name, length);
	Workcal    *block = build(all, (int) (row - all->calendars), known_on);

	if (block == NULL)
		no_day_known(name, length);
	return block;
}

/* ---- for other rooms ---- */

bool
credit_add_workdays(DateADT from, int n, const char *calendar, DateADT *result)
{
	return workcal_add(credit_calendar(calendar), from, n, result);
}

bool
credit_workdays_between(DateADT a, DateADT b, const char *calendar, int *result)
{
	return workcal_between(credit_calendar(calendar), a, b, result);
}

bool
credit_due_on(DateADT start, int n, WorkcalUnit unit, const char *calendar, DateADT *result)
{
	return workcal_due(credit_calendar(calendar), start, n, unit, result);
}

WorkcalStatus
credit_day_status(DateADT day, const char *calendar)
{
	return workcal_status(credit_calendar(calendar), day);
}

WorkcalUnit
credit_unit(const char *name, int length)
{
	static const char *const names[] = {"workday", "day", "month", "year"};

	for (int i = 0; i < lengthof(names); i++)
		if (strlen(names[i]) == length && memcmp(names[i], name, length) == 0)
			return (WorkcalUnit) i;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("\"%.*s\" is not a unit of time limits", length, name),
			 errhint("Units are workday, day, month and year.")));
}

const char *
credit_day_text(DateADT day)
{
	int			year,
				month,
				mday;

	if (DATE_IS_NOBEGIN(day))
		return "-infinity";
	if (DATE_IS_NOEND(day))
		return "infinity";
	if (day < WORKCAL_FIRST_DAY)
		return "a day before our era";
	workcal_civil(day, &year, &month, &mday);
	return psprintf("%04d-%02d-%02d", year, month, mday);
}

void
credit_calendar_exceeded(const Workcal *cal, const char *need)
{
	ereport(ERROR,
			(errcode(ERRCODE_CREDIT_CALENDAR_UNKNOWN),
			 errmsg("the calendar does not reach that far"),
			 errdetail("%s, but the calendar knows only %s to %s.", need,
					   credit_day_text(cal->first), credit_day_text(workcal_last(cal))),
			 errhint("A named calendar knows a year once credit.holiday_measure and credit.festival_date cover it.")));
}
