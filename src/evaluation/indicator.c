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

#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(credit_indicator_accum);

/* kept by a call site of the transition function */
typedef struct AccumCall
{
	DateADT		as_of;
	RecordRules *rules;
} AccumCall;

/* arguments of the transition function */
enum
{
	ARG_STATE, ARG_MODEL, ARG_AS_OF, ARG_ITEM, ARG_DECIDED_ON, ARG_SEVERITY,
	ARG_AMOUNT, ARG_STATUS, ARG_LATE_DAYS, ARG_DEPT_ID, ARG_PUBLISH_UNTIL
};

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
	call->as_of = PG_GETARG_DATEADT(ARG_AS_OF);
	call->rules = record_rules(indicator_plan(text_to_cstring(PG_GETARG_TEXT_PP(ARG_MODEL)),
											  call->as_of, CurrentMemoryContext),
							   call->as_of, CurrentMemoryContext);
	MemoryContextSwitchTo(old);
	fcinfo->flinfo->fn_extra = call;
	return call;
}

static void
count_record(const RecordRules *rules, const Indicator *indicator, Slot *slot,
			 const ItemPlan *item, const RecordFacts *facts)
{
	int64		weight = record_weight(rules, indicator, facts);
	int64		value;

	if (indicator->measure == MEASURE_RATIO)
		indicator_add(&slot->of, weight);
	if (!record_matches(rules, indicator, facts))
		return;
	switch (indicator->measure)
	{
		case MEASURE_COUNT:
		case MEASURE_RATIO:
			indicator_add(&slot->sum, weight);
			break;
		case MEASURE_SUM:
			indicator_add(&slot->sum, record_weighed(record_value(indicator, facts), weight));
			break;
		case MEASURE_MAX:
			value = record_value(indicator, facts);
			if (!slot->seen || value > slot->sum)
				slot->sum = value;
			break;
		case MEASURE_RECENCY:
			if (!slot->seen || facts->decided_on > slot->sum)
				slot->sum = facts->decided_on;
			break;
		case MEASURE_DISTINCT:
			indicator_add_member(slot, record_member(indicator, item, facts));
			break;
		default:
			break;
	}
	slot->seen = true;
}

/*
 * transition: (internal, model text, as_of date, item text, decided_on date,
 * severity, amount numeric, status, late_days int, dept_id int, publish_until
 * date) → internal.
 * Records of later days, and those neither valid nor disputed, are left out.
 */
Datum
credit_indicator_accum(PG_FUNCTION_ARGS)
{
	MemoryContext aggregate;
	MemoryContext old;
	AccumCall  *call;
	IndicatorState *state;
	const IndicatorPlan *plan;
	ItemPlan   *item;
	RecordFacts facts;
	text	   *name;
	Oid			status;

	if (!AggCheckCallContext(fcinfo, &aggregate))
		elog(ERROR, "credit.indicator_accum called outside an aggregate");
	call = begin_call(fcinfo);
	plan = call->rules->plan;
	old = MemoryContextSwitchTo(aggregate);
	state = PG_ARGISNULL(ARG_STATE) ? NULL : (IndicatorState *) PG_GETARG_POINTER(ARG_STATE);
	if (state == NULL)
	{
		state = indicator_state_new(plan->nrecord, call->as_of);
		for (int i = 0; i < state->nslots; i++)
			state->slots[i].measure = slot_indicator(call->rules, i)->measure;
	}
	if (PG_ARGISNULL(ARG_ITEM) || PG_ARGISNULL(ARG_DECIDED_ON) || PG_ARGISNULL(ARG_STATUS))
		goto done;
	facts.decided_on = PG_GETARG_DATEADT(ARG_DECIDED_ON);
	status = PG_GETARG_OID(ARG_STATUS);
	if (facts.decided_on > call->as_of ||
		(status != plan->statuses[0] && status != plan->statuses[1]))
		goto done;

	name = PG_GETARG_TEXT_PP(ARG_ITEM);
	item = record_item(call->rules, VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
	facts.severity = PG_ARGISNULL(ARG_SEVERITY) ? InvalidOid : PG_GETARG_OID(ARG_SEVERITY);
	facts.late_days = PG_ARGISNULL(ARG_LATE_DAYS) ? -1 : PG_GETARG_INT32(ARG_LATE_DAYS);
	facts.dept_id = PG_ARGISNULL(ARG_DEPT_ID) ? 0 : PG_GETARG_INT32(ARG_DEPT_ID);
	facts.amount = !item->needs_amount || PG_ARGISNULL(ARG_AMOUNT) ? 0 :
		record_amount(PG_GETARG_DATUM(ARG_AMOUNT));
	facts.usable = record_usable(call->rules, item, &facts, !PG_ARGISNULL(ARG_PUBLISH_UNTIL),
								 PG_ARGISNULL(ARG_PUBLISH_UNTIL) ? 0 : PG_GETARG_DATEADT(ARG_PUBLISH_UNTIL));
	for (int i = 0; i < item->nuses; i++)
		if (record_is_seen(call->rules, item->uses[i], &facts))
			count_record(call->rules, slot_indicator(call->rules, item->uses[i]),
						 &state->slots[item->uses[i]], item, &facts);
done:
	MemoryContextSwitchTo(old);
	PG_RETURN_POINTER(state);
}
