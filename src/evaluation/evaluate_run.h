/*
 * evaluate_run.h
 *	  What a run over subjects knows: shared by evaluate_run.c and the workers
 *	  of evaluate_parallel.c.
 */
#ifndef CREDIT_EVALUATE_RUN_H
#define CREDIT_EVALUATE_RUN_H

#include "evaluation/evaluator.h"
#include "evaluation/bulk_write.h"
#include "evaluation/evaluation_pack.h"
#include "evaluation/fact.h"

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
	RecordScan *single;			/* reads what facts do not tell */
	bool		writes;			/* rows, which workers may make */
	int64		done;
};

/* results of all subjects on their way into the table */
typedef struct EvaluationWriter
{
	const char *model;
	const char *version;
	int64		run;			/* its number */
	PackMaker  *packs;
	BulkWriter *to;
} EvaluationWriter;

/* evaluate.c */
extern EvaluationRun *evaluation_run_called(FunctionCallInfo fcinfo, bool named);
extern void evaluation_note(FunctionCallInfo fcinfo, bool named, TimestampTz begun);
extern void evaluation_write(void *writer, Evaluator *evaluator);

/* evaluate_run.c */
extern bool evaluation_run_next(EvaluationRun *run, TableScanDesc rows, MemoryContext row_cxt);

/* evaluate_parallel.c */
extern bool evaluate_parallel(EvaluationRun *run, EvaluationWriter *writer);

#endif
