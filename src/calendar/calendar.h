/*
 * calendar.h
 *	  What other rooms may ask of the calendar. A null name means the calendar
 *	  of setting credit.calendar. Cheap enough to call for every entered row:
 *	  no query runs unless a calendar table has changed.
 */
#ifndef CREDIT_CALENDAR_H
#define CREDIT_CALENDAR_H

#include "credit.h"
#include "calendar/workcal_core.h"

/* read by call sites that keep an answer: the same generation, the same calendars */
extern TableCache credit_calendars;

/*
 * The named calendar, valid until control returns to the executor. Raises
 * CR007 when there is none of that name or no day of it is known.
 */
extern const Workcal *credit_calendar(const char *name);

/* the same for a name that is not NUL-terminated */
extern const Workcal *credit_calendar_named(const char *name, int length);

/* the calendar as it was known on a day, built in the current context */
extern Workcal *credit_calendar_known_on(const char *name, int length, DateADT known_on);

/*
 * The arithmetic of workcal_core.h on a named calendar. False when the answer
 * lies outside the days it knows; raises only for an unknown name.
 */
extern bool credit_add_workdays(DateADT from, int n, const char *calendar, DateADT *result);
extern bool credit_workdays_between(DateADT a, DateADT b, const char *calendar, int *result);
extern bool credit_due_on(DateADT start, int n, WorkcalUnit unit, const char *calendar,
						  DateADT *result);
extern WorkcalStatus credit_day_status(DateADT day, const char *calendar);

/* 'workday', 'day', 'month', 'year'; raises 22023 for anything else */
extern WorkcalUnit credit_unit(const char *name, int length);

/* raises CR007; `need` is a sentence that names the day, without its period */
extern void credit_calendar_exceeded(const Workcal *cal, const char *need);

/* yyyy-mm-dd for messages; a buffer of the current context */
extern const char *credit_day_text(DateADT day);

#endif
