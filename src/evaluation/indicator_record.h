/*
 * indicator_record.h
 *	  What one record counts for: shared by the aggregate over a subject's
 *	  records (indicator.c) and the pass over all of them (tally.c).
 */
#ifndef CREDIT_INDICATOR_RECORD_H
#define CREDIT_INDICATOR_RECORD_H

#include "evaluation/indicator.h"

#include <math.h>

#define WEIGHT_ONE (INT64CONST(1) << 30)

/* what is looked at of a record that is valid or disputed */
typedef struct RecordFacts
{
	DateADT		decided_on;
	Oid			severity;		/* InvalidOid for none */
	int64		amount;			/* hundredths; read when ItemPlan.needs_amount */
	int32		late_days;		/* -1 for none */
	int32		dept_id;
	bool		usable;			/* else a fault whose term is over */
} RecordFacts;

/* the indicators an item's records count for */
typedef struct ItemPlan
{
	char	   *item;
	Size		length;
	int32		number;			/* tells items apart */
	bool		needs_amount;
	bool		asks_usable;	/* some indicator leaves out faults whose term is over */
	DateADT		kept_from;		/* no regime of decisions before this day lets a fault count beyond its publication */
	int			nuses;
	int		   *uses;			/* slots: numbers in IndicatorPlan.record */
} ItemPlan;

typedef struct RecordRules
{
	IndicatorPlan *plan;
	MemoryContext cxt;
	DateADT		as_of;
	DateADT		earliest;		/* records up to this day count for nothing */
	DateADT    *from;			/* of each slot: first day of its window, exclusive */
	int			nitems;
	int			nplaces;		/* a power of two */
	ItemPlan  **places;
} RecordRules;

extern RecordRules *record_rules(IndicatorPlan *plan, DateADT as_of, MemoryContext cxt);
extern ItemPlan *record_item_new(RecordRules *rules, const char *name, Size length);
extern int64 record_amount(Datum numeric);
extern bool record_asks_usable(const RecordRules *rules);
extern bool record_term_holds(const RecordRules *rules, const ItemPlan *item, const RecordFacts *facts,
							  bool has_until, DateADT until);

static inline const Indicator *
slot_indicator(const RecordRules *rules, int slot)
{
	return &rules->plan->indicators[rules->plan->record[slot]];
}

/* names differ in length, beginning or end, as good as always */
static inline uint32
record_item_hash(const char *name, Size length)
{
	uint64		hash = length;
	uint64		part = 0;

	if (length >= sizeof(part))
	{
		memcpy(&part, name, sizeof(part));
		hash = hash * UINT64CONST(0x9E3779B97F4A7C15) + part;
		memcpy(&part, name + length - sizeof(part), sizeof(part));
	}
	else
		memcpy(&part, name, length);
	hash = (hash ^ part) * UINT64CONST(0x9E3779B97F4A7C15);
	return (uint32) (hash >> 32);
}

/* the plan of an item, made when it is met first */
static inline ItemPlan *
record_item(RecordRules *rules, const char *name, Size length)
{
	for (uint32 at = record_item_hash(name, length);; at++)
	{
		ItemPlan   *plan = rules->places[at & (rules->nplaces - 1)];

		if (plan == NULL)
			return record_item_new(rules, name, length);
		if (plan->length == length && memcmp(plan->item, name, length) == 0)
			return plan;
	}
}

/*
 * May a fault still count on the day: published, or kept by its regime. Other
 * records may. has_until: publication has a last day.
 */
static inline bool
record_usable(const RecordRules *rules, const ItemPlan *item, const RecordFacts *facts,
			  bool has_until, DateADT until)
{
	if (facts->severity == InvalidOid || !item->asks_usable)
		return true;
	if (has_until)
	{
		if (rules->as_of <= until)
			return true;
		if (facts->decided_on < item->kept_from)
			return false;
	}
	return record_term_holds(rules, item, facts, has_until, until);
}

/* does the indicator look at the record at all */
static inline bool
record_is_seen(const RecordRules *rules, int slot, const RecordFacts *facts)
{
	return facts->decided_on > rules->from[slot] &&
		(facts->usable || slot_indicator(rules, slot)->use_expired);
}

/* is the record severe and late enough for the indicator */
static inline bool
record_matches(const RecordRules *rules, const Indicator *indicator, const RecordFacts *facts)
{
	if (indicator->min_late_days >= 0 && facts->late_days < indicator->min_late_days)
		return false;
	if (indicator->min_severity == 0)
		return true;
	for (int i = indicator->min_severity - 1; i < 3; i++)
		if (rules->plan->severities[i] == facts->severity)
			return facts->severity != InvalidOid;
	return false;
}

/* by age, in 2^-30 */
static inline int64
record_weight(const RecordRules *rules, const Indicator *indicator, const RecordFacts *facts)
{
	if (indicator->half_life_days <= 0)
		return WEIGHT_ONE;
	return llround(exp2(-(double) (rules->as_of - facts->decided_on) / indicator->half_life_days) * WEIGHT_ONE);
}

/* amount or lateness in hundredths */
static inline int64
record_value(const Indicator *indicator, const RecordFacts *facts)
{
	return indicator->of == OF_LATE_DAYS ? (int64) Max(facts->late_days, 0) * 100 : facts->amount;
}

static inline int64
record_weighed(int64 value, int64 weight)
{
	return weight == WEIGHT_ONE ? value : llround((double) value * ((double) weight / WEIGHT_ONE));
}

/* what distinct tells apart */
static inline int32
record_member(const Indicator *indicator, const ItemPlan *item, const RecordFacts *facts)
{
	return indicator->of == OF_ITEM ? item->number : facts->dept_id;
}

#endif
