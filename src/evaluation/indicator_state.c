/*
 * indicator_state.c
 *	  What the aggregate credit.indicator_values() keeps for a subject:
 *	  combining, sending between workers, and the values at the end.
 */
#include "evaluation/indicator_state.h"

#include "catalog/pg_type.h"
#include "common/int.h"
#include "libpq/pqformat.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datetime.h"

PG_FUNCTION_INFO_V1(credit_indicator_combine);
PG_FUNCTION_INFO_V1(credit_indicator_serial);
PG_FUNCTION_INFO_V1(credit_indicator_deserial);
PG_FUNCTION_INFO_V1(credit_indicator_final);

IndicatorState *
indicator_state_new(int nslots, DateADT as_of)
{
	IndicatorState *state = palloc0(offsetof(IndicatorState, slots) + nslots * sizeof(Slot));

	state->nslots = nslots;
	state->as_of = as_of;
	return state;
}

void
indicator_add(int64 *sum, int64 more)
{
	if (pg_add_s64_overflow(*sum, more, sum))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("sum of an indicator is out of range")));
}

void
indicator_add_member(Slot *slot, int32 member)
{
	int			low = 0;
	int			high = slot->nset;

	while (low < high)
	{
		int			middle = (low + high) / 2;

		if (slot->set[middle] < member)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < slot->nset && slot->set[low] == member)
		return;
	if (slot->set == NULL)
		slot->set = palloc(4 * sizeof(int32));
	else if (slot->nset >= 4 && (slot->nset & (slot->nset - 1)) == 0)
		slot->set = repalloc(slot->set, 2 * slot->nset * sizeof(int32));
	memmove(slot->set + low + 1, slot->set + low, (slot->nset - low) * sizeof(int32));
	slot->set[low] = member;
	slot->nset++;
}

/* adds the second state to the first */
Datum
credit_indicator_combine(PG_FUNCTION_ARGS)
{
	MemoryContext aggregate;
	MemoryContext old;
	IndicatorState *to = PG_ARGISNULL(0) ? NULL : (IndicatorState *) PG_GETARG_POINTER(0);
	IndicatorState *from = PG_ARGISNULL(1) ? NULL : (IndicatorState *) PG_GETARG_POINTER(1);

	if (!AggCheckCallContext(fcinfo, &aggregate))
		elog(ERROR, "credit.indicator_combine called outside an aggregate");
	if (from == NULL)
	{
		if (to == NULL)
			PG_RETURN_NULL();
		PG_RETURN_POINTER(to);
	}
	old = MemoryContextSwitchTo(aggregate);
	if (to == NULL)
	{
		to = indicator_state_new(from->nslots, from->as_of);
		for (int i = 0; i < to->nslots; i++)
			to->slots[i].measure = from->slots[i].measure;
	}
	for (int i = 0; i < to->nslots && i < from->nslots; i++)
	{
		Slot	   *t = &to->slots[i];
		const Slot *f = &from->slots[i];

		if (t->measure == MEASURE_MAX || t->measure == MEASURE_RECENCY)
		{
			if (f->seen && (!t->seen || f->sum > t->sum))
				t->sum = f->sum;
		}
		else
			indicator_add(&t->sum, f->sum);
		indicator_add(&t->of, f->of);
		for (int m = 0; m < f->nset; m++)
			indicator_add_member(t, f->set[m]);
		t->seen |= f->seen;
	}
	MemoryContextSwitchTo(old);
	PG_RETURN_POINTER(to);
}

Datum
credit_indicator_serial(PG_FUNCTION_ARGS)
{
	IndicatorState *state = (IndicatorState *) PG_GETARG_POINTER(0);
	StringInfoData out;

	pq_begintypsend(&out);
	pq_sendint32(&out, state->nslots);
	pq_sendint32(&out, state->as_of);
	for (int i = 0; i < state->nslots; i++)
	{
		const Slot *slot = &state->slots[i];

		pq_sendint64(&out, slot->sum);
		pq_sendint64(&out, slot->of);
		pq_sendbyte(&out, slot->measure);
		pq_sendbyte(&out, slot->seen);
		pq_sendint32(&out, slot->nset);
		for (int m = 0; m < slot->nset; m++)
			pq_sendint32(&out, slot->set[m]);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&out));
}

Datum
credit_indicator_deserial(PG_FUNCTION_ARGS)
{
	bytea	   *bytes = PG_GETARG_BYTEA_PP(0);
	StringInfoData in;
	IndicatorState *state;
	int			nslots;

	initStringInfo(&in);
	appendBinaryStringInfo(&in, VARDATA_ANY(bytes), VARSIZE_ANY_EXHDR(bytes));
	nslots = pq_getmsgint(&in, 4);
	state = indicator_state_new(nslots, pq_getmsgint(&in, 4));
	for (int i = 0; i < nslots; i++)
	{
		Slot	   *slot = &state->slots[i];
		int			members;

		slot->sum = pq_getmsgint64(&in);
		slot->of = pq_getmsgint64(&in);
		slot->measure = pq_getmsgbyte(&in);
		slot->seen = pq_getmsgbyte(&in);
		members = pq_getmsgint(&in, 4);
		for (int m = 0; m < members; m++)
			indicator_add_member(slot, pq_getmsgint(&in, 4));
	}
	pq_getmsgend(&in);
	PG_RETURN_POINTER(state);
}

/* whole months from one day to a later one */
int
indicator_months(DateADT from, DateADT to)
{
	int			y1,
				m1,
				d1,
				y2,
				m2,
				d2;

	j2date(from + POSTGRES_EPOCH_JDATE, &y1, &m1, &d1);
	j2date(to + POSTGRES_EPOCH_JDATE, &y2, &m2, &d2);
	return (y2 - y1) * 12 + (m2 - m1) - (d2 < d1);
}

/* float8[], one value for each record indicator of the model by name */
Datum
credit_indicator_final(PG_FUNCTION_ARGS)
{
	IndicatorState *state = PG_ARGISNULL(0) ? NULL : (IndicatorState *) PG_GETARG_POINTER(0);
	Datum	   *values;
	bool	   *nulls;
	int			lower = 1;

	if (state == NULL)
		PG_RETURN_NULL();
	values = palloc((state->nslots + 1) * sizeof(Datum));
	nulls = palloc0((state->nslots + 1) * sizeof(bool));
	for (int i = 0; i < state->nslots; i++)
	{
		const Slot *slot = &state->slots[i];
		double		value = 0;

		switch ((IndicatorMeasure) slot->measure)
		{
			case MEASURE_COUNT:
				value = (double) slot->sum / WEIGHT_ONE;
				break;
			case MEASURE_SUM:
				value = (double) slot->sum / 100;
				break;
			case MEASURE_MAX:
				value = (double) slot->sum / 100;
				nulls[i] = !slot->seen;
				break;
			case MEASURE_RECENCY:
				nulls[i] = !slot->seen;
				if (slot->seen)
					value = indicator_months((DateADT) slot->sum, state->as_of);
				break;
			case MEASURE_DISTINCT:
				value = slot->nset;
				break;
			case MEASURE_RATIO:
				nulls[i] = slot->of == 0;
				if (slot->of != 0)
					value = (double) slot->sum / (double) slot->of;
				break;
			default:
				value = slot->seen;
				break;
		}
		values[i] = Float8GetDatum(value);
	}
	PG_RETURN_ARRAYTYPE_P(construct_md_array(values, nulls, 1, &state->nslots, &lower,
											 FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}
