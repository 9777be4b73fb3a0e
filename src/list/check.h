/*
 * check.h
 *	  What a check of many subjects gathers from C.
 */
#ifndef CREDIT_CHECK_H
#define CREDIT_CHECK_H

#include "credit.h"
#include "utils/date.h"

/* results are written as the database's encoding has them */
typedef struct CommitmentQuestion
{
	DateADT		day;
	DateADT		since;			/* broken ones count after it */
	bool		has_since;		/* else none counts */
	char	   *broken;			/* the result of a promise not kept */
	char	   *running;		/* the result of one that still runs */
} CommitmentQuestion;

typedef struct CommitmentCounts
{
	int32		open;
	int32		overdue;
	int32		broken;
} CommitmentCounts;

/* commitment.c */
extern CommitmentCounts *credit_count_commitments(const int64 *ids, int nids,
												  const CommitmentQuestion *question);

#endif
