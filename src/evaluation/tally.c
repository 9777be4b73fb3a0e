/*
 * tally.c
 *	  The row of counters a subject has while all records are read once.
 *
 * Counters only ever go up, by whole numbers, through atomic operations where
 * several processes count: the result has the same bits in every order and
 * with any number of processes, and equals that of the aggregate
 * credit.indicator_values() (indicator.c). A row of zeros is a subject without
 * records.
 */
#include "evaluation/tally.h"

#include "common/int.h"
#include "evaluation/indicator_state.h"

#define ABOVE_ZERO_32(day) ((uint32) (day) ^ 0x80000000U)
#define ABOVE_ZERO_64(value) ((uint64) (value) ^ (UINT64CONST(1) << 63))

static TallyKind
kind_of(const Indicator *indicator)
{
	bool		decays = indicator->half_life_days > 0;

	switch (indicator->measure)
	{
		case MEASURE_COUNT:
			return decays ? TALLY_WEIGHT : TALLY_COUNT;
		case MEASURE_SUM:
			return TALLY_SUM;
		case MEASURE_MAX:
			return TALLY_MAX;
		case MEASURE_RECENCY:
			return TALLY_RECENCY;
		case MEASURE_DISTINCT:
			return TALLY_DISTINCT;
		case MEASURE_RATIO:
			return decays ? TALLY_WEIGHT_SHARE : TALLY_SHARE;
		default:
			return TALLY_EXISTS;
	}
}

/* a row's layout: wide counters first, so that all are aligned */
Tally *
tally_create(RecordRules *rules)
{
	MemoryContext old = MemoryContextSwitchTo(rules->cxt);
	Tally	   *tally = palloc0(sizeof(Tally));
	int			n = rules->plan->nrecord;

	tally->rules = rules;
	tally->slots = palloc((n + 1) * sizeof(TallySlot));
	for (int wide = 1; wide >= 0; wide--)
		for (int i = 0; i < n; i++)
		{
			TallyKind	kind = kind_of(slot_indicator(rules, i));
			bool		twice = kind == TALLY_SHARE || kind == TALLY_WEIGHT_SHARE;

			if ((kind >= TALLY_WEIGHT) != wide)
				continue;
			tally->slots[i].kind = kind;
			tally->slots[i].offset = tally->stride;
			tally->stride += (wide ? sizeof(uint64) : sizeof(uint32)) * (twice ? 2 : 1);
			tally->ndistinct += kind == TALLY_DISTINCT;
		}
	tally->stride = TYPEALIGN(sizeof(uint64), Max(tally->stride, 1));
	MemoryContextSwitchTo(old);
	return tally;
}

/* ---- the set ---- */

Size
tally_set_size(uint64 members)
{
	uint64		places = 1024;

	while (places < members * 2)
		places *= 2;
	return offsetof(TallySet, keys) + places * sizeof(pg_atomic_uint64);
}

/* the memory must be zeros */
void
tally_set_init(TallySet *set, Size size)
{
	pg_atomic_init_u32(&set->full, 0);
	pg_atomic_init_u64(&set->used, 0);
	set->places = (size - offsetof(TallySet, keys)) / sizeof(pg_atomic_uint64);
}

/* false when the member was there, or there is no room */
static bool
set_add(TallySet *set, uint64 key)
{
	uint64		at = (key * UINT64CONST(0x9E3779B97F4A7C15)) >> 20;

	for (;; at++)
	{
		pg_atomic_uint64 *place = &set->keys[at & (set->places - 1)];
		uint64		found = pg_atomic_read_u64(place);

		if (found == key)
			return false;
		if (found != 0)
			continue;
		if (pg_atomic_read_u64(&set->used) * 4 > set->places * 3)
		{
			pg_atomic_write_u32(&set->full, 1);
			return false;
		}
		if (pg_atomic_compare_exchange_u64(place, &found, key))
		{
			pg_atomic_fetch_add_u64(&set->used, 1);
			return true;
		}
		if (found == key)
			return false;
	}
}

/* ---- adding ---- */

static inline void
add_32(const Tally *tally, char *at)
{
	if (tally->shared)
		pg_atomic_fetch_add_u32((pg_atomic_uint32 *) at, 1);
	else
		++*(uint32 *) at;
}

static inline void
max_32(char *at, uint32 value)
{
	pg_atomic_uint32 *place = (pg_atomic_uint32 *) at;
	uint32		found = pg_atomic_read_u32(place);

	while (found < value && !pg_atomic_compare_exchange_u32(place, &found, value))
		;
}

static inline void
max_64(char *at, uint64 value)
{
	pg_atomic_uint64 *place = (pg_atomic_uint64 *) at;
	uint64		found = pg_atomic_read_u64(place);

	while (found < value && !pg_atomic_compare_exchange_u64(place, &found, value))
		;
}

static inline void
add_64(char *at, int64 more)
{
	int64		sum = (int64) pg_atomic_fetch_add_u64((pg_atomic_uint64 *) at, more);

	if (pg_add_s64_overflow(sum, more, &sum))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("sum of an indicator is out of range")));
}

/* one record, valid or disputed and decided by the day, for the subject's row */
void
tally_add(const Tally *tally, char *row, int64 rank, const ItemPlan *item, const RecordFacts *facts)
{
	const RecordRules *rules = tally->rules;

	for (int i = 0; i < item->nuses; i++)
	{
		int			slot = item->uses[i];
		const Indicator *indicator = slot_indicator(rules, slot);
		char	   *at = row + tally->slots[slot].offset;
		int64		weight;

		if (!record_is_seen(rules, slot, facts))
			continue;
		if (tally->slots[slot].kind == TALLY_SHARE)
			add_32(tally, at + sizeof(uint32));
		else if (tally->slots[slot].kind == TALLY_WEIGHT_SHARE)
			add_64(at + sizeof(uint64), record_weight(rules, indicator, facts));
		if (!record_matches(rules, indicator, facts))
			continue;
		switch (tally->slots[slot].kind)
		{
			case TALLY_COUNT:
			case TALLY_SHARE:
				add_32(tally, at);
				break;
			case TALLY_WEIGHT:
			case TALLY_WEIGHT_SHARE:
				add_64(at, record_weight(rules, indicator, facts));
				break;
			case TALLY_SUM:
				weight = record_weight(rules, indicator, facts);
				add_64(at, record_weighed(record_value(indicator, facts), weight));
				break;
			case TALLY_MAX:
				max_64(at, ABOVE_ZERO_64(record_value(indicator, facts)));
				break;
			case TALLY_RECENCY:
				max_32(at, ABOVE_ZERO_32(facts->decided_on));
				break;
			case TALLY_DISTINCT:
				/* subjects and slots share 32 bits: see record_scan_capacity() */
				if (set_add(tally->set, ((uint64) (rank * rules->plan->nrecord + slot + 1) << 32) |
							(uint32) record_member(indicator, item, facts)))
					add_32(tally, at);
				break;
			case TALLY_EXISTS:
				if (*(uint32 *) at == 0)
					pg_atomic_write_u32((pg_atomic_uint32 *) at, 1);
				break;
		}
	}
}

/* ---- reading ---- */

/* the value of a slot, as credit_indicator_final() has it */
ScValue
tally_value(const Tally *tally, const char *row, int slot)
{
	const char *at = row + tally->slots[slot].offset;
	uint32		first = *(const uint32 *) at;
	ScValue		value = {SC_VALID, 0, NULL, 0};

	switch (tally->slots[slot].kind)
	{
		case TALLY_COUNT:
		case TALLY_DISTINCT:
			value.num = first;
			break;
		case TALLY_EXISTS:
			value.num = first != 0;
			break;
		case TALLY_RECENCY:
			if (first == 0)
				value.state = SC_MISSING;
			else
				value.num = indicator_months((DateADT) ABOVE_ZERO_32(first), tally->rules->as_of);
			break;
		case TALLY_SHARE:
			if (((const uint32 *) at)[1] == 0)
				value.state = SC_MISSING;
			else
				value.num = (double) first / (double) ((const uint32 *) at)[1];
			break;
		case TALLY_WEIGHT:
			value.num = (double) *(const int64 *) at / WEIGHT_ONE;
			break;
		case TALLY_SUM:
			value.num = (double) *(const int64 *) at / 100;
			break;
		case TALLY_MAX:
			if (*(const uint64 *) at == 0)
				value.state = SC_MISSING;
			else
				value.num = (double) (int64) ABOVE_ZERO_64(*(const uint64 *) at) / 100;
			break;
		case TALLY_WEIGHT_SHARE:
			if (((const int64 *) at)[1] == 0)
				value.state = SC_MISSING;
			else
				value.num = (double) *(const int64 *) at / (double) ((const int64 *) at)[1];
			break;
	}
	return value;
}
