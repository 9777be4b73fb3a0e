/*
 * scorecard.h
 *	  Models of table credit.model, built once for each session and shared by
 *	  the functions that score.
 */
#ifndef CREDIT_SCORECARD_H
#define CREDIT_SCORECARD_H

#include "evaluation/pmml.h"
#include "grade/grade.h"

#include "access/htup_details.h"

typedef struct ScoreBand
{
	Grade		grade;
	double		from_score;
} ScoreBand;

/*
 * A model ready to score with. The cache and each user hold a reference; it
 * goes when the last one does, so a statement ends with the model it began.
 */
typedef struct ScoreModel
{
	const char *model;
	const char *version;
	uint64		generation;
	int			references;
	MemoryContext cxt;
	PmModel    *pmml;
	int			nbands;
	ScoreBand  *bands;			/* highest first */
	struct ScoreModel *next;
} ScoreModel;

/* scorecard_cache.c */
extern ScoreModel *score_model_get(const char *name, DateADT as_of);
extern void score_model_pin(ScoreModel *model, MemoryContext cxt);
extern bool score_grade(const ScoreModel *model, double score, Grade *grade);

/* what marks a statement: another one sees other models */
typedef struct ScoreMoment
{
	CommandId	command;
	TransactionId xmin;
	TransactionId xmax;
	uint32		running;
} ScoreMoment;

/*
 * What a call site keeps of a model named to it, the first member of a larger
 * struct: one for each name, the one used last in front.
 */
typedef struct ScoreCallSite
{
	struct ScoreCallSite *next;
	char	   *name;
	Size		length;
	ScoreModel *model;
	ScoreMoment moment;			/* when the name was looked up last */
	MemoryContext cxt;
} ScoreCallSite;

extern void *score_call_find(FmgrInfo *flinfo, const text *name);
extern void *score_call_create(FmgrInfo *flinfo, const text *name, Size size);
extern void score_call_keep(FmgrInfo *flinfo, void *call);

/* scorecard.c */
extern void credit_materialize(FunctionCallInfo fcinfo);
extern Datum score_reasons_array(const ScRow *row);
extern bool score_best_points(const ScModel *sc, const ScCharacteristic *c, double *best);
extern Datum score_float_array(const double *values, int n);

/* score_row.c: reading a row of any type into a model's fields */
typedef struct ScorePlan ScorePlan;

extern ScorePlan *score_plan_create(ScoreModel *model, MemoryContext cxt);
extern void score_plan_columns(ScorePlan *plan, int ncolumns, char **names, const Oid *types);
extern ScRow *score_plan_read_args(ScorePlan *plan, const NullableDatum *args);
extern bool score_plan_quick(ScorePlan *plan, const NullableDatum *args, double *score);
extern ScRow *score_plan_read(ScorePlan *plan, HeapTupleHeader row);

#endif
