/*
 * clock.c
 *	  When a stage must end: by the rule in force when it began and the
 *	  calendar as it is known now, so that an amended notice counts at once.
 */
#include "procedure/procedure.h"

#include "calendar/calendar.h"
#include "procedure/procedure_core.h"
#include "utils/builtins.h"
#include "utils/datetime.h"

PG_FUNCTION_INFO_V1(credit_stage_due);
PG_FUNCTION_INFO_V1(credit_stage_target);
PG_FUNCTION_INFO_V1(credit_stage_watch_from);

static WorkcalUnit
calendar_unit(ClockUnit unit)
{
	return unit == CLOCK_WORKDAY ? credit_unit("workday", 7) :
		unit == CLOCK_DAY ? credit_unit("day", 3) :
		unit == CLOCK_MONTH ? credit_unit("month", 5) : credit_unit("year", 4);
}

/* what the case itself gives as its clock */
static GivenClock
given(const StageRule *stage, const char *term, DateADT *date, int *count)
{
	GivenClock	what;
	int			year,
				month,
				day,
				n;

	if (stage->field == NULL || term == NULL)
		return GIVEN_NOTHING;
	what = credit_given_clock(term, strlen(term), &year, &month, &day, &n);
	if (what == GIVEN_DATE)
		*date = date2j(year, month, day) - POSTGRES_EPOCH_JDATE;
	else if (what == GIVEN_COUNT)
		*count = n;
	return what;
}

static DateADT
year_end(DateADT since)
{
	int			year,
				month,
				day;

	j2date(since + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	return date2j(year, 12, 31) - POSTGRES_EPOCH_JDATE;
}

ClockResult
credit_clock_due(const StageRule *stage, DateADT since, const char *term, DateADT *due)
{
	DateADT		date = 0;
	int			n = stage->n;

	switch (given(stage, term, &date, &n))
	{
		case GIVEN_NONSENSE:
			return CLOCK_NONSENSE;
		case GIVEN_DATE:
			/* a promised day that is a rest day moves as any last day does */
			return credit_due_on(date, 0, calendar_unit(CLOCK_DAY), NULL, due) ? CLOCK_DUE : CLOCK_BEYOND_CALENDAR;
		case GIVEN_NOTHING:
		case GIVEN_COUNT:
			break;
	}
	if (stage->unit == CLOCK_YEAR_END)
	{
		*due = year_end(since);
		return CLOCK_DUE;
	}
	if (n <= 0 || stage->unit == CLOCK_NONE)
		return CLOCK_HAS_NONE;
	return credit_due_on(since, n, calendar_unit(stage->unit), NULL, due) ? CLOCK_DUE : CLOCK_BEYOND_CALENDAR;
}

bool
credit_clock_watch_from(const StageRule *stage, DateADT since, const char *term, DateADT *day)
{
	int			n = stage->n;

	switch (given(stage, term, day, &n))
	{
		case GIVEN_DATE:
			return true;
		case GIVEN_NONSENSE:
			return false;
		default:
			break;
	}
	if (stage->unit == CLOCK_YEAR_END)
	{
		*day = year_end(since);
		return true;
	}
	if (n <= 0 || stage->unit == CLOCK_NONE)
		return false;
	/* n working days are at least n days, a month at least 28 */
	*day = since + n * (stage->unit == CLOCK_MONTH ? 28 : stage->unit == CLOCK_YEAR ? 365 : 1);
	return true;
}

/* the stage that the first three arguments name; NULL without it, or when one
 * of them or the clock's beginning is null */
static const StageRule *
stage_asked(FunctionCallInfo fcinfo)
{
	for (int i = 0; i < 4; i++)
	{
		if (PG_ARGISNULL(i))
			return NULL;
	}
	return credit_find_stage(credit_procedure_rules(), text_to_cstring(PG_GETARG_TEXT_PP(0)),
							 text_to_cstring(PG_GETARG_TEXT_PP(1)), PG_GETARG_DATEADT(2));
}

/*
 * credit.stage_due(procedure, stage, stage_since, clock_since, term) → date
 * Null when the stage has no clock, or ends beyond the known calendar.
 */
Datum
credit_stage_due(PG_FUNCTION_ARGS)
{
	const StageRule *stage = stage_asked(fcinfo);
	DateADT		due;

	if (stage == NULL ||
		credit_clock_due(stage, PG_GETARG_DATEADT(3),
						 PG_ARGISNULL(4) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(4)), &due) != CLOCK_DUE)
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(due);
}

/* credit.stage_target(procedure, stage, stage_since, clock_since) → date, as above */
Datum
credit_stage_target(PG_FUNCTION_ARGS)
{
	const StageRule *stage = stage_asked(fcinfo);
	DateADT		target;

	if (stage == NULL || stage->target_n <= 0 ||
		!credit_due_on(PG_GETARG_DATEADT(3), stage->target_n, calendar_unit(stage->target_unit), NULL, &target))
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(target);
}

/* credit.stage_watch_from(procedure, stage, stage_since, clock_since, term) → date, null without a clock */
Datum
credit_stage_watch_from(PG_FUNCTION_ARGS)
{
	const StageRule *stage = stage_asked(fcinfo);
	DateADT		day;

	if (stage == NULL ||
		!credit_clock_watch_from(stage, PG_GETARG_DATEADT(3),
								 PG_ARGISNULL(4) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(4)), &day))
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(day);
}
