/*
 * indicator_record.c
 *	  Which indicators the records of an item count for, worked out once for
 *	  each item met.
 */
#include "evaluation/indicator_record.h"

#include <math.h>

#include "catalogue/catalogue.h"
#include "common/hashfn.h"
#include "record/record.h"
#include "utils/builtins.h"
#include "utils/numeric.h"
#include "utils/timestamp.h"

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

/* the rules of a plan on a day; everything lives in cxt */
RecordRules *
record_rules(IndicatorPlan *plan, DateADT as_of, MemoryContext cxt)
{
	MemoryContext old = MemoryContextSwitchTo(cxt);
	RecordRules *rules = palloc0(sizeof(RecordRules));

	rules->plan = plan;
	rules->cxt = cxt;
	rules->as_of = as_of;
	rules->earliest = as_of;
	rules->from = palloc((plan->nrecord + 1) * sizeof(DateADT));
	for (int i = 0; i < plan->nrecord; i++)
	{
		rules->from[i] = window_start(&plan->indicators[plan->record[i]], as_of);
		rules->earliest = Min(rules->earliest, rules->from[i]);
	}
	rules->nplaces = 256;
	rules->places = palloc0(rules->nplaces * sizeof(ItemPlan *));
	MemoryContextSwitchTo(old);
	return rules;
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

/*
 * The first decision date from which a regime lets a fault of the item count
 * beyond its publication: the shortcut of record_usable().
 */
static DateADT
kept_from(const char *name, Size length)
{
	DateADT		first = DATEVAL_NOEND;

	for (const CatalogueItem *item = credit_item_editions(name, (int) length); item != NULL; item = item->older)
		for (int i = 0; i < item->nregimes; i++)
			if (!item->regimes[i].clean_at_max)
				first = Min(first, item->regimes[i].decided_from);
	return first;
}

/* asks the regime under which the fault is published: see record_usable() */
bool
record_term_holds(const RecordRules *rules, const ItemPlan *item, const RecordFacts *facts,
				  bool has_until, DateADT until)
{
	Severity	severity = SEVERITY_MINOR;

	while (severity < SEVERITY_SERIOUS && rules->plan->severities[severity - 1] != facts->severity)
		severity++;
	return credit_fault_counts_on(item->item, (int) item->length, severity, facts->dept_id,
								  facts->decided_on, has_until ? &until : NULL, rules->as_of);
}

/* does any indicator leave out faults whose term is over */
bool
record_asks_usable(const RecordRules *rules)
{
	for (int i = 0; i < rules->plan->nrecord; i++)
		if (!slot_indicator(rules, i)->use_expired)
			return true;
	return false;
}

static void
place(RecordRules *rules, ItemPlan *plan)
{
	uint32		at = record_item_hash(plan->item, plan->length);

	while (rules->places[at & (rules->nplaces - 1)] != NULL)
		at++;
	rules->places[at & (rules->nplaces - 1)] = plan;
}

ItemPlan *
record_item_new(RecordRules *rules, const char *name, Size length)
{
	MemoryContext old = MemoryContextSwitchTo(rules->cxt);
	ItemPlan   *plan = palloc0(sizeof(ItemPlan));

	plan->item = pnstrdup(name, length);
	plan->length = length;
	plan->number = (int32) hash_bytes((const unsigned char *) name, (int) length);
	plan->uses = palloc((rules->plan->nrecord + 1) * sizeof(int));
	for (int i = 0; i < rules->plan->nrecord; i++)
	{
		const Indicator *indicator = slot_indicator(rules, i);

		if (!applies(rules->plan, indicator, plan->item))
			continue;
		plan->uses[plan->nuses++] = i;
		plan->needs_amount |= indicator->of == OF_AMOUNT;
		plan->asks_usable |= !indicator->use_expired;
	}
	if (plan->asks_usable)
		plan->kept_from = kept_from(name, length);
	if (++rules->nitems * 2 > rules->nplaces)
	{
		ItemPlan  **before = rules->places;
		int			n = rules->nplaces;

		rules->nplaces *= 2;
		rules->places = palloc0(rules->nplaces * sizeof(ItemPlan *));
		for (int i = 0; i < n; i++)
			if (before[i] != NULL)
				place(rules, before[i]);
		pfree(before);
	}
	place(rules, plan);
	MemoryContextSwitchTo(old);
	return plan;
}

/*
 * Amounts beyond ten trillion yuan, more than a year's budget of the country,
 * are taken for that: a slip of a clerk's must not keep everybody from being
 * evaluated, and thousands of them fit a sum.
 */
#define AMOUNT_MOST 1e15

/* an amount in yuan as hundredths */
int64
record_amount(Datum numeric)
{
	double		value = DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow, numeric)) * 100;

	if (isnan(value))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("amount of a record is out of range")));
	return llround(Max(-AMOUNT_MOST, Min(AMOUNT_MOST, value)));
}
