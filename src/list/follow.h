/*
 * follow.h
 *	  The rules of lists as the backend keeps them, for follow.c and criterion.c.
 */
#ifndef CREDIT_LIST_FOLLOW_H
#define CREDIT_LIST_FOLLOW_H

#include "record/new_rows.h"
#include "utils/timestamp.h"

typedef struct Criterion
{
	char	   *list;
	char	   *sector;			/* of the departments that keep the list, NULL all */
	char	   *item;			/* NULL: every item */
	int			min_severity;	/* position in the enumeration, 0 any */
	int			max_severity;	/* position, severities + 1 any */
	int			count;
	bool		has_window;
	Interval	window;
	bool		across_departments;
	DateADT		valid_from;
	DateADT		valid_until;	/* exclusive */
	/* first day within the window, as of the day it was worked out for */
	DateADT		since;
	DateADT		since_of;
} Criterion;

typedef struct ListRules
{
	int			ncriteria;
	Criterion  *criteria;
	int			nitems;			/* items decided elsewhere */
	char	  **items;
	int			nseverities;
	Oid		   *severities;		/* in order */
	Oid			valid;
	Oid			disputed;
	Oid			repaired;
	Oid			revoked;
	Oid			withdrawn;
} ListRules;

/* position in the enumeration, 0 for none */
static inline int
severity_position(const ListRules *rules, bool isnull, Datum value)
{
	if (!isnull)
	{
		for (int i = 0; i < rules->nseverities; i++)
		{
			if (rules->severities[i] == DatumGetObjectId(value))
				return i + 1;
		}
	}
	return 0;
}

static inline bool
criterion_counts(const Criterion *criterion, const char *item, int severity)
{
	return severity >= criterion->min_severity && severity <= criterion->max_severity &&
		(criterion->item == NULL || strcmp(criterion->item, item) == 0);
}

/* criterion.c */
extern bool record_may_make_candidate(const ListRules *rules, const char *item, int severity,
									  const Datum *values);

#endif
