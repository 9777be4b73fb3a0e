/*
 * evaluator.h
 *	  One subject's evaluation from its indicators, runs over subjects, and
 *	  the rows of credit.evaluation they make.
 */
#ifndef CREDIT_EVALUATOR_H
#define CREDIT_EVALUATOR_H

#include "evaluation/indicator.h"

#include "executor/tuptable.h"
#include "utils/array.h"
#include "utils/timestamp.h"

typedef struct Evaluator
{
	const char *key;			/* model@version */
	DateADT		as_of;
	IndicatorPlan *plan;
	ScRow	   *row;
	ScValue    *values;			/* of each indicator; the caller sets all but the subject's own */

	/* columns of a row of credit.subject, from 0, -1 for none */
	TupleDesc	desc;
	int			ncolumns;		/* that are looked at, from the first */
	int			id;
	int			kind;
	int			merged_into;
	int			registered_on;
	int			attributes;
	int		   *columns;		/* of each indicator of source subject */
	Oid			person;			/* the kind */

	/* of the subject evaluated last */
	int64		subject_id;
	bool		is_person;
	bool		valid;			/* else neither score nor grade */
	bool		graded;
	Grade		grade;
	double		dimensions[DIMENSIONS];
	int			ncaps;
	int		   *caps;			/* numbers in the plan's caps */
} Evaluator;

/* evaluator.c */
extern Evaluator *evaluator_create(const char *key, DateADT as_of, TupleDesc subject);
extern void evaluator_run(Evaluator *evaluator, TupleTableSlot *subject);

/* what is done with each subject evaluated */
typedef void (*EvaluatedSubject) (void *arg, Evaluator *evaluator);

/* evaluate_run.c */
typedef struct EvaluationRun EvaluationRun;

extern EvaluationRun *evaluation_run_begin(const char *key, DateADT as_of, ArrayType *subjects, bool for_persons);
extern Evaluator *evaluation_run_evaluator(EvaluationRun *run);
extern int64 evaluation_run(EvaluationRun *run, EvaluatedSubject done, void *arg);

/* evaluation_row.c */

/* columns of credit.evaluation */
enum
{
	ROW_SUBJECT, ROW_MODEL, ROW_VERSION, ROW_AS_OF, ROW_SCORE, ROW_GRADE,
	ROW_DIMENSIONS, ROW_POINTS, ROW_REASONS, ROW_CAPS, ROW_PERSON,
	ROW_EVALUATED_AT, ROW_COLUMNS
};

typedef struct EvaluationRow EvaluationRow;

extern EvaluationRow *evaluation_row_create(const Evaluator *evaluator, const char *model, const char *version);
extern void evaluation_row_fill(EvaluationRow *row, const Evaluator *evaluator, TimestampTz at,
								Datum **values, bool **nulls);

extern void evaluation_run_writes(EvaluationRun *run);

#endif
