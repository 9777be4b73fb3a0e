/*
 * evaluate_run.h
 *	  What a run over subjects holds: for evaluate_run.c, which begins it, and
 *	  evaluate_share.c, which shares the end of it with parallel workers.
 */
#ifndef CREDIT_EVALUATE_RUN_H
#define CREDIT_EVALUATE_RUN_H

#include "evaluation/evaluator.h"
#include "evaluation/record_scan.h"

struct EvaluationRun
{
	Evaluator  *evaluator;
	MemoryContext cxt;
	Relation	subjects;
	TupleTableSlot *slot;
	SubjectMap	map;
	bool		all;			/* else those of map.ids */
	bool		for_persons;
	uint8	   *consent;		/* of each rank, when for persons */
	double	  **external;		/* of each indicator from elsewhere, by rank */
	Tally	   *tally;
	RecordScan *scan;
	int64		done;
};

/* evaluate_run.c */
extern void evaluation_run_scanned(EvaluationRun *run, TableScanDesc rows, ItemPointer limits, int64 first,
								   int64 n, EvaluatedSubject done, void *arg);

/* evaluate_share.c */
extern void evaluation_share(EvaluationRun *run, int64 first, int64 n);

#endif
