/*
 * indicator_state.h
 *	  State of the aggregate credit.indicator_values().
 */
#ifndef CREDIT_INDICATOR_STATE_H
#define CREDIT_INDICATOR_STATE_H

#include "evaluation/indicator_record.h"

typedef struct Slot
{
	int64		sum;
	int64		of;				/* of a ratio: everything */
	int32	   *set;			/* of distinct: what was met, ascending */
	int32		nset;
	uint8		measure;		/* IndicatorMeasure */
	bool		seen;
} Slot;

typedef struct IndicatorState
{
	int32		nslots;
	DateADT		as_of;
	Slot		slots[FLEXIBLE_ARRAY_MEMBER];
} IndicatorState;

extern IndicatorState *indicator_state_new(int nslots, DateADT as_of);
extern void indicator_add(int64 *sum, int64 more);
extern void indicator_add_member(Slot *slot, int32 member);
extern int indicator_months(DateADT from, DateADT to);

#endif
