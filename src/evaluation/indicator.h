/*
 * indicator.h
 *	  Indicators: what a model's fields mean for a subject, and the plan by
 *	  which they are computed.
 */
#ifndef CREDIT_INDICATOR_H
#define CREDIT_INDICATOR_H

#include "evaluation/scorecard.h"

typedef enum IndicatorSource
{
	SOURCE_RECORD,
	SOURCE_SUBJECT,
	SOURCE_RELATION,			/* a department's own table or view */
	SOURCE_FUNCTION				/* registered by a room: credit.indicator_source */
} IndicatorSource;

typedef enum IndicatorMeasure
{
	MEASURE_COUNT,
	MEASURE_SUM,
	MEASURE_MAX,
	MEASURE_RECENCY,
	MEASURE_DISTINCT,
	MEASURE_RATIO,
	MEASURE_EXISTS,
	MEASURE_VALUE
} IndicatorMeasure;

/* what sum and max add up, and distinct tells apart */
typedef enum IndicatorOf
{
	OF_NOTHING,
	OF_AMOUNT,
	OF_LATE_DAYS,
	OF_DEPARTMENT,
	OF_ITEM
} IndicatorOf;

#define DIMENSIONS 5

typedef struct Indicator
{
	const char *name;
	int			dimension;		/* from 0, in the order of the rules */
	IndicatorSource source;
	IndicatorMeasure measure;
	const char *attribute;		/* of a subject, column of a relation, or a function's argument */
	IndicatorOf of;
	int			nitems;
	const char **items;			/* none: every item of the polarity */
	const char *polarity;		/* NULL: any */
	int			min_severity;	/* 0: any, 1 to 3 */
	int			min_late_days;	/* -1: any */
	int			window_months;	/* 0 and no days: any age */
	int			window_days;
	double		half_life_days; /* 0: no decay */
	bool		use_expired;	/* counts faults whose term of use is over */
} Indicator;

/* does its value come from elsewhere than records and the subject's row */
static inline bool
indicator_is_external(const Indicator *indicator)
{
	return indicator->source == SOURCE_RELATION || indicator->source == SOURCE_FUNCTION;
}

typedef struct GradeCap
{
	const char *name;
	const char *model;
	const char *version;
	const char *indicator;
	int			op;				/* ScPredicateOp, equal to greater or equal */
	double		threshold;
	bool		no_grade;
	Grade		grade;
} GradeCap;

typedef struct ItemPolarity
{
	const char *item;
	const char *polarity;
} ItemPolarity;

/* how a field of the model, or a cap, gets its value */
typedef struct FieldSource
{
	int			indicator;		/* in IndicatorPlan.indicators */
	int			position;		/* in the array of its source, from 0 */
} FieldSource;

typedef struct PlannedCap
{
	GradeCap	cap;
	FieldSource source;
} PlannedCap;

/*
 * Everything one call site needs for one model; lives in the memory context
 * it was made in. Record and relation indicators stand in the order of their
 * names, which is the order of the arrays that carry their values.
 */
typedef struct IndicatorPlan
{
	ScoreModel *model;
	int			nindicators;
	Indicator  *indicators;
	int			nrecord;
	int			nrelation;
	int		   *record;			/* numbers of the record indicators */
	FieldSource *fields;		/* of each input field of the model */
	int			ncaps;
	PlannedCap *caps;
	int		   *dimension;		/* of each characteristic */
	int			npolarities;
	ItemPolarity *polarities;
	Oid			severities[3];	/* minor, general, serious */
	Oid			statuses[2];	/* valid, disputed */
} IndicatorPlan;

extern IndicatorPlan *indicator_plan(const char *model, DateADT as_of, MemoryContext cxt);

#endif
