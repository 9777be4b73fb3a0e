/*
 * workcal.c
 *	  Type credit.workcal and the SQL functions on it. Each question comes
 *	  twice: on a calendar value (IMMUTABLE) and on a named calendar (STABLE).
 *	  Calls the root room and calendar.c.
 */
#include "calendar/calendar.h"

#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/inval.h"

PG_FUNCTION_INFO_V1(credit_workcal_in);
PG_FUNCTION_INFO_V1(credit_workcal_out);
PG_FUNCTION_INFO_V1(credit_workcal_recv);
PG_FUNCTION_INFO_V1(credit_workcal_send);
PG_FUNCTION_INFO_V1(credit_workcal_eq);
PG_FUNCTION_INFO_V1(credit_workcal_ne);
PG_FUNCTION_INFO_V1(credit_workcal_first_day);
PG_FUNCTION_INFO_V1(credit_workcal_last_day);
PG_FUNCTION_INFO_V1(credit_workcal_by_name);
PG_FUNCTION_INFO_V1(credit_workcal_by_literal);

#define PG_RETURN_WORKCAL(x) PG_RETURN_POINTER(sized(x))

static Workcal *
sized(Workcal *cal)
{
	SET_VARSIZE(cal, workcal_size(cal));
	return cal;
}

/* most calendars come as they are: spare them the call */
static inline const Workcal *
calendar_argument(Datum value)
{
	if (likely(!VARATT_IS_EXTENDED(DatumGetPointer(value))))
		return (const Workcal *) DatumGetPointer(value);
	return (const Workcal *) PG_DETOAST_DATUM(value);
}

#define PG_GETARG_WORKCAL(n) calendar_argument(PG_GETARG_DATUM(n))

/* ---- the type ---- */

static void *
allocate(size_t size)
{
	return palloc0(size);
}

static void
emit(void *arg, const char *piece)
{
	appendStringInfoString((StringInfo) arg, piece);
}

/* credit.workcal_in(cstring): the text form of workcal_text_core.c, or 22P02 */
Datum
credit_workcal_in(PG_FUNCTION_ARGS)
{
	char		error[200];
	Workcal    *cal;

	workcal_translate = credit_text;
	cal = workcal_parse(PG_GETARG_CSTRING(0), allocate, error, sizeof(error));
	if (cal == NULL)
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type %s", "credit.workcal"),
				 errdetail("%s", error),
				 errhint("A calendar is written as a range of days and what differs from Monday to Friday, such as \"2026-01-01..2026-12-31 holiday=2026-01-01 work=2026-01-04\"; credit.workcal(calendar => 'CN') looks one up by its name.")));
	PG_RETURN_WORKCAL(cal);
}

Datum
credit_workcal_out(PG_FUNCTION_ARGS)
{
	StringInfoData text;

	initStringInfo(&text);
	workcal_print(PG_GETARG_WORKCAL(0), emit, &text);
	PG_RETURN_CSTRING(text.data);
}

/* the wire form of workcal_text_core.c; refuses whatever it would not send */
Datum
credit_workcal_recv(PG_FUNCTION_ARGS)
{
	StringInfo	message = (StringInfo) PG_GETARG_POINTER(0);
	int			size = message->len - message->cursor;
	const char *error = NULL;
	Workcal    *cal = workcal_from_wire((const unsigned char *) pq_getmsgbytes(message, size),
										size, allocate, &error);

	if (cal == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid external \"%s\" value", "credit.workcal"),
				 errdetail("%s", _(error))));
	PG_RETURN_WORKCAL(cal);
}

Datum
credit_workcal_send(PG_FUNCTION_ARGS)
{
	const Workcal *cal = PG_GETARG_WORKCAL(0);
	size_t		size = workcal_wire_size(cal);
	bytea	   *wire = palloc(VARHDRSZ + size);

	SET_VARSIZE(wire, VARHDRSZ + size);
	workcal_to_wire(cal, (unsigned char *) VARDATA(wire));
	PG_RETURN_BYTEA_P(wire);
}

Datum
credit_workcal_eq(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(workcal_equal(PG_GETARG_WORKCAL(0), PG_GETARG_WORKCAL(1)));
}

Datum
credit_workcal_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(!workcal_equal(PG_GETARG_WORKCAL(0), PG_GETARG_WORKCAL(1)));
}

Datum
credit_workcal_first_day(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATEADT(PG_GETARG_WORKCAL(0)->first);
}

Datum
credit_workcal_last_day(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATEADT(workcal_last(PG_GETARG_WORKCAL(0)));
}

/* ---- which calendar ---- */

/* The last answer at one call site, in fn_extra. */
typedef struct CallSite
{
	uint64		moment;			/* moment() when it was given */
	const Workcal *block;
	bool		constant;		/* the argument is the same at every call */
	Workcal    *copy;			/* for credit.workcal(): the same as a value */
	int			length;			/* of name; -1 when there is no answer */
	char		name[64];
} CallSite;

/*
 * Grows with every change of a calendar and every assignment of the default:
 * at the same moment the same name means the same calendar.
 */
static inline uint64
moment(void)
{
	return credit_calendars.generation + credit_calendar_setting;
}

static pg_noinline const Workcal *
look_up(FmgrInfo *flinfo, int arg, const char *name, int length)
{
	CallSite   *site = flinfo->fn_extra;
	const Workcal *block;

	/*
	 * A statement that touches no table takes no lock and so would not hear
	 * of a change committed since its transaction began: ask once per site.
	 */
	if (site == NULL)
	{
		AcceptInvalidationMessages();
		site = MemoryContextAllocZero(flinfo->fn_mcxt, sizeof(CallSite));
		site->constant = get_fn_expr_arg_stable(flinfo, arg);
		flinfo->fn_extra = site;
	}
	site->length = -1;
	site->moment = 0;
	block = credit_calendar_named(name, length);
	site->block = block;
	site->moment = moment();
	if (length <= (int) sizeof(site->name))
	{
		memcpy(site->name, name, length);
		site->length = length;
	}
	return block;
}

/* the calendar an argument names, null for the one of setting credit.calendar */
static pg_attribute_always_inline const Workcal *
named(FunctionCallInfo fcinfo, int arg)
{
	const CallSite *site = fcinfo->flinfo->fn_extra;
	bool		fresh = likely(site != NULL) && likely(site->moment == moment());
	text	   *value;
	int			length;

	if (fresh && likely(site->constant))
		return site->block;
	if (PG_ARGISNULL(arg))
		return look_up(fcinfo->flinfo, arg, credit_calendar_name,
					   (int) strlen(credit_calendar_name));
	value = PG_GETARG_TEXT_PP(arg);
	length = (int) VARSIZE_ANY_EXHDR(value);
	if (fresh && site->length == length && memcmp(site->name, VARDATA_ANY(value), length) == 0)
		return site->block;
	return look_up(fcinfo->flinfo, arg, VARDATA_ANY(value), length);
}

/* a copy that lives as long as the call site, so that it is made once */
static Datum
as_value(FmgrInfo *flinfo, const Workcal *cal)
{
	CallSite   *site = flinfo->fn_extra;

	if (site->copy == NULL || !workcal_equal(site->copy, cal))
	{
		site->copy = MemoryContextAlloc(flinfo->fn_mcxt, VARSIZE(cal));
		memcpy(site->copy, cal, VARSIZE(cal));
	}
	PG_RETURN_POINTER(site->copy);
}

/*
 * credit.workcal(calendar text DEFAULT NULL, known_on date DEFAULT NULL):
 * the calendar as a value, today's or as it was known on a day. CR007 when
 * there is none of that name.
 */
Datum
credit_workcal_by_name(PG_FUNCTION_ARGS)
{
	const Workcal *cal = named(fcinfo, 0);

	if (PG_NARGS() < 2 || PG_ARGISNULL(1))
		return as_value(fcinfo->flinfo, cal);
	if (PG_ARGISNULL(0))
		PG_RETURN_POINTER(credit_calendar_known_on(credit_calendar_name,
												   (int) strlen(credit_calendar_name),
												   PG_GETARG_DATEADT(1)));
	else
	{
		text	   *name = PG_GETARG_TEXT_PP(0);

		PG_RETURN_POINTER(credit_calendar_known_on(VARDATA_ANY(name),
												   VARSIZE_ANY_EXHDR(name),
												   PG_GETARG_DATEADT(1)));
	}
}

/*
 * credit.workcal('CN'): the parser takes type_name('literal') for a cast
 * unless a function of that name accepts a literal of unknown type. This one
 * does, so that the call means what it says.
 */
Datum
credit_workcal_by_literal(PG_FUNCTION_ARGS)
{
	const char *name = PG_ARGISNULL(0) ? credit_calendar_name : PG_GETARG_CSTRING(0);

	return as_value(fcinfo->flinfo, look_up(fcinfo->flinfo, 0, name, (int) strlen(name)));
}

/* ---- the questions ---- */

/*
 * Defines two SQL functions: credit_<name>_value, STRICT, whose last argument
 * is a calendar, and credit_<name>_name, whose last argument names one and may
 * be null while the others make the result null.
 */
#define QUESTION(name, nargs) \
static Datum name(FunctionCallInfo fcinfo, const Workcal *cal); \
PG_FUNCTION_INFO_V1(credit_##name##_value); \
PG_FUNCTION_INFO_V1(credit_##name##_name); \
Datum \
credit_##name##_value(PG_FUNCTION_ARGS) \
{ \
	return name(fcinfo, PG_GETARG_WORKCAL((nargs) - 1)); \
} \
Datum \
credit_##name##_name(PG_FUNCTION_ARGS) \
{ \
	for (int i = 0; i < (nargs) - 1; i++) \
		if (PG_ARGISNULL(i)) \
			PG_RETURN_NULL(); \
	return name(fcinfo, named(fcinfo, (nargs) - 1)); \
} \
static inline Datum \
name(FunctionCallInfo fcinfo, const Workcal *cal)

static inline uint32
known_offset(const Workcal *cal, DateADT day)
{
	if (unlikely(!workcal_knows(cal, day)))
		credit_calendar_exceeded(cal, psprintf(_("%s was asked for"), credit_day_text(day)));
	return (uint32) (day - cal->first);
}

/* credit.is_workday(day, calendar) → boolean; CR007 for an unknown day */
QUESTION(is_workday, 2)
{
	uint32		offset = known_offset(cal, PG_GETARG_DATEADT(0));

	PG_RETURN_BOOL(workcal_bit(workcal_working(cal), offset));
}

/* credit.is_rest_day(day, calendar): does not work, for whatever reason */
QUESTION(is_rest_day, 2)
{
	uint32		offset = known_offset(cal, PG_GETARG_DATEADT(0));

	PG_RETURN_BOOL(!workcal_bit(workcal_working(cal), offset));
}

/* credit.is_statutory_holiday(day, calendar): named by the holiday measure */
QUESTION(is_statutory_holiday, 2)
{
	uint32		offset = known_offset(cal, PG_GETARG_DATEADT(0));

	PG_RETURN_BOOL(workcal_bit(workcal_statutory(cal), offset));
}

/* credit.day_status(day, calendar) → announced, projected, unknown; no error */
QUESTION(day_status, 2)
{
	static const char *const names[] = {"unknown", "projected", "announced"};

	PG_RETURN_TEXT_P(cstring_to_text(names[workcal_status(cal, PG_GETARG_DATEADT(0))]));
}

/* credit.add_workdays(from_date, n, calendar) → date; CR007 beyond the calendar */
QUESTION(add_workdays, 3)
{
	DateADT		from = PG_GETARG_DATEADT(0);
	int32		n = PG_GETARG_INT32(1);
	DateADT		result = 0;

	if (unlikely(!workcal_add(cal, from, n, &result)))
		credit_calendar_exceeded(cal, psprintf(n == 1 || n == -1 ? _("Counting %d working day from %s was asked for") :
											   _("Counting %d working days from %s was asked for"), n, credit_day_text(from)));
	PG_RETURN_DATEADT(result);
}

/* credit.workdays_between(a, b, calendar) → working days in (a, b] */
QUESTION(workdays_between, 3)
{
	DateADT		a = PG_GETARG_DATEADT(0);
	DateADT		b = PG_GETARG_DATEADT(1);
	int32		result = 0;

	if (unlikely(!workcal_between(cal, a, b, &result)))
		credit_calendar_exceeded(cal, psprintf(_("The working days from %s to %s were asked for"),
											   credit_day_text(a), credit_day_text(b)));
	PG_RETURN_INT32(result);
}

/* credit.due_on(start_on, n, unit, calendar) → date; 22023 for n < 0 */
QUESTION(due_on, 4)
{
	DateADT		start = PG_GETARG_DATEADT(0);
	int32		n = PG_GETARG_INT32(1);
	text	   *unit_name = PG_GETARG_TEXT_PP(2);
	WorkcalUnit unit = credit_unit(VARDATA_ANY(unit_name), VARSIZE_ANY_EXHDR(unit_name));
	DateADT		result = 0;

	if (n < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a time limit cannot be negative"),
				 errhint("credit.add_workdays() counts backwards.")));
	if (unlikely(!workcal_due(cal, start, n, unit, &result)))
		credit_calendar_exceeded(cal, psprintf(n == 1 ? _("A time limit of %d %.*s from %s was asked for") :
											   _("A time limit of %d %.*ss from %s was asked for"), n,
											   (int) VARSIZE_ANY_EXHDR(unit_name), VARDATA_ANY(unit_name),
											   credit_day_text(start)));
	PG_RETURN_DATEADT(result);
}
