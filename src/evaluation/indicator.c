/*
 * indicator.c
 *	  The aggregate credit.indicator_values(): all record indicators of a
 *	  model for one subject, in one pass over its records.
 *
 * Everything is added up in whole numbers (weights in 2^-30, amounts in fen),
 * so the result has the same bits however the rows are ordered or shared
 * among workers.
 */
#include "evaluation/indicator_state.h"

#include <math.h>

#include "common/hashfn.h"
#include "utils/builtins.h"
#include "utils/numeric.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(credit_indicator_accum);

/* what an item's records count for */
typedef struct ItemPlan
{
	const char *item;
	int			number;
	int			nuses;
	int		   *uses;			/* slots */
} ItemPlan;

/* kept by a call site of the transition function */
typedef struct AccumCall
{
	char	   *model;
	DateADT		as_of;
	IndicatorPlan *plan;
	DateADT    *from;			/* first day of each slot's window, exclusive */
	int			nitems;
	ItemPlan   *items;
	int			last;			/* item met last */
} AccumCall;

/* arguments of the transition function */
enum
{
	ARG_STATE, ARG_MODEL, ARG_AS_OF, ARG_ITEM, ARG_DECIDED_ON, ARG_SEVERITY,
	ARG_AMOUNT, ARG_STATUS, ARG_LATE_DAYS, ARG_DEPT_ID
};

static DateADT
window_start(const Indicator *indicator, DateADT as_of)
{
	Interval	window = {0};
	Timestamp	start;

	if (indicator->window_months == 0 && indicator->window_days == 0)
		return DATEVAL_NOBEGIN;
	window.month = indicator->window_months;
	window.day = indicator->window_days;
	start = DatumGetTimestamp(DirectFunctionCall2(timestamp_mi_interval,
												  DirectFunctionCall1(date_timestamp, DateADTGetDatum(as_of)),
												  IntervalPGetDatum(&window)));
	return DatumGetDateADT(DirectFunctionCall1(timestamp_date, TimestampGetDatum(start)));
}

static AccumCall *
begin_call(FunctionCallInfo fcinfo)
{
	AccumCall  *call = fcinfo->flinfo->fn_extra;
	MemoryContext old;

	/* model and day are constants of the query; another call site has its own */
	if (call != NULL)
		return call;
	if (PG_ARGISNULL(ARG_MODEL) || PG_ARGISNULL(ARG_AS_OF))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("model and date of credit.indicator_values must not be null")));
	old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
	call = palloc0(sizeof(AccumCall));
	call->model = text_to_cstring(PG_GETARG_TEXT_PP(ARG_MODEL));
	call->as_of = PG_GETARG_DATEADT(ARG_AS_OF);
	call->plan = indicator_plan(call->model, call->as_of, CurrentMemoryContext);
	call->from = palloc((call->plan->nrecord + 1) * sizeof(DateADT));
	for (int i = 0; i < call->plan->nrecord; i++)
		call->from[i] = window_start(&call->plan->indicators[call->plan->record[i]], call->as_of);
	MemoryContextSwitchTo(old);
	fcinfo->flinfo->fn_extra = call;
	return call;
}

static bool
applies(const IndicatorPlan *plan, const Indicator *indicator, const char *item)
{
	for (int i = 0; i < indicator->nitems; i++)
		if (strcmp(indicator->items[i], item) == 0)
			return true;
	if (indicator->nitems > 0)
		return false;
	if (indicator->polarity == NULL)
		return true;
	for (int i = 0; i < plan->npolarities; i++)
		if (strcmp(plan->polarities[i].item, item) == 0)
			return strcmp(plan->polarities[i].polarity, indicator->polarity) == 0;
	return false;
}

/* the plan of an item, made when it is met first */
static ItemPlan *
item_plan(AccumCall *call, text *item, MemoryContext cxt)
{
	const char *name = VARDATA_ANY(item);
	Size		length = VARSIZE_ANY_EXHDR(item);
	MemoryContext old;
	ItemPlan   *plan;

	if (call->nitems > 0)
	{
		plan = &call->items[call->last];
		if (strncmp(plan->item, name, length) == 0 && plan->item[length] == '\0')
			return plan;
	}
	for (int i = 0; i < call->nitems; i++)
		if (strncmp(call->items[i].item, name, length) == 0 && call->items[i].item[length] == '\0')
		{
			call->last = i;
			return &call->items[i];
		}

	old = MemoryContextSwitchTo(cxt);
	if (call->nitems == 0)
		call->items = palloc(64 * sizeof(ItemPlan));
	else if (call->nitems % 64 == 0)
		call->items = repalloc(call->items, (call->nitems + 64) * sizeof(ItemPlan));
	plan = &call->items[call->nitems];
	plan->item = pnstrdup(name, length);
	plan->number = (int) hash_bytes((const unsigned char *) name, (int) length);
	plan->nuses = 0;
	plan->uses = palloc((call->plan->nrecord + 1) * sizeof(int));
	for (int i = 0; i < call->plan->nrecord; i++)
		if (applies(call->plan, &call->plan->indicators[call->plan->record[i]], plan->item))
			plan->uses[plan->nuses++] = i;
	call->last = call->nitems++;
	MemoryContextSwitchTo(old);
	return plan;
}

/* amount or lateness in hundredths */
static int64
value_of(FunctionCallInfo fcinfo, const Indicator *indicator)
{
	double		value;

	if (indicator->of == OF_LATE_DAYS)
		return PG_ARGISNULL(ARG_LATE_DAYS) ? 0 : (int64) PG_GETARG_INT32(ARG_LATE_DAYS) * 100;
	if (PG_ARGISNULL(ARG_AMOUNT))
		return 0;
	value = DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow, PG_GETARG_DATUM(ARG_AMOUNT))) * 100;
	if (isnan(value) || fabs(value) > 9e18)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("amount of a record is out of range")));
	return llround(value);
}

static void
count_record(FunctionCallInfo fcinfo, const Indicator *indicator, Slot *slot,
			 const ItemPlan *item, DateADT decided_on, DateADT as_of, bool matches)
{
	int64		weight = WEIGHT_ONE;
	int64		value;

	if (indicator->half_life_days > 0)
		weight = llround(exp2(-(double) (as_of - decided_on) / indicator->half_life_days) * WEIGHT_ONE);
	if (indicator->measure == MEASURE_RATIO)
		indicator_add(&slot->of, weight);
	if (!matches)
		return;
	switch (indicator->measure)
	{
		case MEASURE_COUNT:
		case MEASURE_RATIO:
			indicator_add(&slot->sum, weight);
			break;
		case MEASURE_SUM:
			value = value_of(fcinfo, indicator);
			indicator_add(&slot->sum, weight == WEIGHT_ONE ? value :
				   llround((double) value * ((double) weight / WEIGHT_ONE)));
			break;
		case MEASURE_MAX:
			value = value_of(fcinfo, indicator);
			if (!slot->seen || value > slot->sum)
				slot->sum = value;
			break;
		case MEASURE_RECENCY:
			if (!slot->seen || decided_on > slot->sum)
				slot->sum = decided_on;
			break;
		case MEASURE_DISTINCT:
			indicator_add_member(slot, indicator->of == OF_ITEM ? item->number :
					   PG_ARGISNULL(ARG_DEPT_ID) ? 0 : PG_GETARG_INT32(ARG_DEPT_ID));
			break;
		default:
			break;
	}
	slot->seen = true;
}

/* does a severity, null for none, reach the indicator's */
static bool
severe_enough(FunctionCallInfo fcinfo, const IndicatorPlan *plan, const Indicator *indicator)
{
	Oid			severity;

	if (indicator->min_severity == 0)
		return true;
	if (PG_ARGISNULL(ARG_SEVERITY))
		return false;
	severity = PG_GETARG_OID(ARG_SEVERITY);
	for (int i = indicator->min_severity - 1; i < 3; i++)
		if (plan->severities[i] == severity)
			return true;
	return false;
}

/*
 * transition: (internal, model text, as_of date, item text, decided_on date,
 * severity, amount numeric, status, late_days int, dept_id int) → internal.
 * Records of later days, and those neither valid nor disputed, are left out.
 */
Datum
credit_indicator_accum(PG_FUNCTION_ARGS)
{
	MemoryContext aggregate;
	MemoryContext old;
	AccumCall  *call;
	IndicatorState *state;
	ItemPlan   *item;
	DateADT		decided_on;
	Oid			status;

	if (!AggCheckCallContext(fcinfo, &aggregate))
		elog(ERROR, "credit.indicator_accum called outside an aggregate");
	call = begin_call(fcinfo);
	old = MemoryContextSwitchTo(aggregate);
	state = PG_ARGISNULL(ARG_STATE) ? NULL : (IndicatorState *) PG_GETARG_POINTER(ARG_STATE);
	if (state == NULL)
	{
		state = indicator_state_new(call->plan->nrecord, call->as_of);
		for (int i = 0; i < state->nslots; i++)
			state->slots[i].measure = call->plan->indicators[call->plan->record[i]].measure;
	}
	if (PG_ARGISNULL(ARG_ITEM) || PG_ARGISNULL(ARG_DECIDED_ON) || PG_ARGISNULL(ARG_STATUS))
		goto done;
	decided_on = PG_GETARG_DATEADT(ARG_DECIDED_ON);
	status = PG_GETARG_OID(ARG_STATUS);
	if (decided_on > call->as_of ||
		(status != call->plan->statuses[0] && status != call->plan->statuses[1]))
		goto done;

	item = item_plan(call, PG_GETARG_TEXT_PP(ARG_ITEM), fcinfo->flinfo->fn_mcxt);
	for (int i = 0; i < item->nuses; i++)
	{
		int			at = item->uses[i];
		const Indicator *indicator = &call->plan->indicators[call->plan->record[at]];

		if (decided_on <= call->from[at])
			continue;
		count_record(fcinfo, indicator, &state->slots[at], item, decided_on, call->as_of,
					 severe_enough(fcinfo, call->plan, indicator) &&
					 (indicator->min_late_days < 0 ||
					  (!PG_ARGISNULL(ARG_LATE_DAYS) &&
					   PG_GETARG_INT32(ARG_LATE_DAYS) >= indicator->min_late_days)));
	}
done:
	MemoryContextSwitchTo(old);
	PG_RETURN_POINTER(state);
}
