/*
 * scorecard_core.h
 *	  A scorecard in the form it is evaluated in: fields, expressions,
 *	  predicates and characteristics of PMML 4.0 to 4.4, free of postgres.h.
 *
 * The loader (pmml_*.c) fills the structures; sc_prepare() then turns each
 * characteristic that looks at one field only into a table; sc_score() gives
 * points, matched attributes, sum and reason codes of one row.
 *
 * All memory comes from ScModel.alloc (lives with the model) or
 * ScRow.alloc (lives with the row, for strings that functions make).
 */
#ifndef SCORECARD_CORE_H
#define SCORECARD_CORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef void *(*ScAlloc) (void *arg, size_t size);

/*
 * A value: a number (also booleans as 0 and 1, dates as days since
 * 1970-01-01) or a string. A string's num is its number in the model's
 * dictionary, or SC_OTHER when no constant of the model equals it.
 */
typedef enum ScState
{
	SC_VALID,
	SC_MISSING,
	SC_INVALID,
	SC_PENDING					/* a derived field nobody asked for yet */
} ScState;

#define SC_OTHER (-1.0)

typedef struct ScValue
{
	ScState		state;
	double		num;
	const char *str;			/* not terminated */
	int			len;
} ScValue;

typedef enum ScKind
{
	SC_NUMBER,
	SC_BOOLEAN,
	SC_STRING
} ScKind;

typedef enum ScType
{
	SC_T_STRING,
	SC_T_INTEGER,
	SC_T_FLOAT,
	SC_T_DOUBLE,
	SC_T_BOOLEAN,
	SC_T_DATE					/* date and dateDaysSince[year] */
} ScType;

typedef enum ScClosure
{
	SC_OPEN_OPEN,
	SC_OPEN_CLOSED,
	SC_CLOSED_OPEN,
	SC_CLOSED_CLOSED
} ScClosure;

typedef struct ScInterval
{
	double		low;			/* -inf when absent */
	double		high;			/* +inf when absent */
	ScClosure	closure;
} ScInterval;

/* Value elements of a data field */
typedef enum ScProperty
{
	SC_P_VALID,
	SC_P_INVALID,
	SC_P_MISSING
} ScProperty;

typedef struct ScFieldValue
{
	double		num;			/* number, or dictionary number */
	ScProperty	property;
} ScFieldValue;

typedef enum ScOutliers
{
	SC_OUTLIERS_AS_IS,
	SC_OUTLIERS_MISSING,
	SC_OUTLIERS_EXTREME
} ScOutliers;

typedef enum ScInvalidTreatment
{
	SC_RETURN_INVALID,
	SC_INVALID_AS_IS,
	SC_INVALID_AS_MISSING,
	SC_INVALID_AS_VALUE
} ScInvalidTreatment;

typedef enum ScOp
{
	SC_E_CONSTANT,
	SC_E_FIELD,
	SC_E_PARAMETER,
	SC_E_NORM_CONTINUOUS,
	SC_E_NORM_DISCRETE,
	SC_E_DISCRETIZE,
	SC_E_MAP_VALUES,
	SC_E_CALL,					/* a define-function */
	/* built-in functions, see expression_core.c */
	SC_F_FIRST
} ScOp;

typedef struct ScExpr ScExpr;

typedef struct ScBin
{
	ScInterval	interval;
	ScValue		value;
} ScBin;

typedef struct ScMapRow
{
	ScValue    *keys;			/* one for each argument */
	ScValue		value;
} ScMapRow;

struct ScExpr
{
	int			op;				/* ScOp, or a number in sc_functions */
	ScKind		kind;			/* of the result */
	ScType		cast;			/* dataType of a define-function's result */
	bool		has_cast;
	int			index;			/* field or parameter */
	int			nargs;
	ScExpr	  **args;
	ScValue		value;			/* of a constant; NormDiscrete's category */
	bool		untyped;		/* a constant whose text may be meant as string */
	bool		has_map_missing;
	ScValue		map_missing;
	bool		has_default;
	ScValue		default_value;
	bool		invalid_as_missing;
	/* NormContinuous */
	int			nnorms;
	double	   *orig;
	double	   *norm;
	ScOutliers	outliers;
	/* Discretize */
	int			nbins;
	ScBin	   *bins;
	/* MapValues */
	int			nrows;
	ScMapRow   *rows;
	ScExpr	   *body;			/* of a define-function */
};

typedef struct ScField
{
	const char *name;
	ScType		type;
	ScKind		kind;
	bool		ordinal;		/* values compare in the order listed */
	ScExpr	   *derived;		/* NULL for an input */

	int			nintervals;
	ScInterval *intervals;
	int			nvalues;
	ScFieldValue *values;
	bool		lists_valid;	/* some value has property valid */

	bool		plain;			/* none of the treatments below applies */
	ScOutliers	outliers;
	double		low;
	double		high;
	bool		missing_invalid;
	bool		has_replacement;
	ScValue		replacement;
	ScInvalidTreatment invalid;
	ScValue		invalid_replacement;
} ScField;

typedef enum ScPredicateOp
{
	SC_EQUAL,
	SC_NOT_EQUAL,
	SC_LESS,
	SC_LESS_OR_EQUAL,
	SC_GREATER,
	SC_GREATER_OR_EQUAL,
	SC_IS_MISSING,
	SC_IS_NOT_MISSING,
	SC_IS_IN,
	SC_IS_NOT_IN,
	SC_AND,
	SC_OR,
	SC_XOR,
	SC_SURROGATE,
	SC_ALWAYS,
	SC_NEVER
} ScPredicateOp;

typedef struct ScPredicate ScPredicate;

struct ScPredicate
{
	ScPredicateOp op;
	int			field;
	ScValue		value;
	int			nset;
	ScValue    *set;
	int			nparts;
	ScPredicate **parts;
};

/* three-valued logic; the numbers matter to nobody */
typedef enum ScTruth
{
	SC_FALSE,
	SC_TRUE,
	SC_UNKNOWN
} ScTruth;

/*
 * Points that are a sum, difference, product or quotient of inputs and
 * constants: so much for each, by far the most frequent expression.
 */
typedef struct ScSimple
{
	char		op;				/* + - * /, or 0: not of the kind */
	int			field[2];		/* input, -1 for the constant */
	double		constant[2];
} ScSimple;

typedef struct ScAttribute
{
	ScPredicate *predicate;
	double		points;
	ScExpr	   *complex;		/* takes precedence over points */
	ScSimple	simple;			/* the same, filled by sc_prepare() */
	int			reason;			/* number in ScModel.reasons, or -1 */
	const char *label;			/* the predicate as people read it */
} ScAttribute;

/* how the first matching attribute is found */
typedef enum ScPlan
{
	SC_PLAN_WALK,				/* try one after the other */
	SC_PLAN_BREAKS,				/* one numeric field: cut points */
	SC_PLAN_CODES				/* one string field: by dictionary number */
} ScPlan;

typedef struct ScCharacteristic
{
	const char *name;
	double		baseline;
	int			nattributes;
	ScAttribute *attributes;

	/* filled by sc_prepare() */
	ScPlan		plan;
	int			field;
	int			nbreaks;
	double	   *breaks;			/* ascending */
	int		   *match;			/* 2 * nbreaks + 1 regions, or codes from -1 */
	double	   *gain;			/* points of each region; of constant ones only */
	int			match_missing;
	bool		constant;		/* no attribute has an expression */
	int			reason;			/* the one reason of all attributes, else -2 */
} ScCharacteristic;

typedef struct ScDictionary
{
	int			n;
	int			size;			/* of the arrays */
	const char **str;
	int		   *len;
	int			nslots;			/* a power of two */
	int		   *slots;			/* number + 1, 0 for empty */
} ScDictionary;

/*
 * What scoring needs of a characteristic with few cut points and constant
 * points, side by side in memory. A stretch where no attribute is true has
 * points that are no number, which shows in the sum.
 */
#define SC_FEW_BREAKS 8

typedef struct ScQuick
{
	bool		usable;
	bool		half;			/* only the first half of the cut points is used */
	bool		closed;			/* half, and a cut point is like what lies above it: steps says all */
	int			field;
	double		missing;		/* points for a missing value */
	double		breaks[SC_FEW_BREAKS + 1];	/* filled up with no-numbers */
	double		gain[2 * SC_FEW_BREAKS + 1];
	double		steps[SC_FEW_BREAKS / 2 + 1];	/* points from each cut point on; the first below all */
	int16_t		match[2 * SC_FEW_BREAKS + 1];
} ScQuick;

/* cut points two at a time; a comparison gives -1 where it holds */
typedef double ScPair __attribute__((vector_size(16), aligned(8)));
typedef long long ScPairMask __attribute__((vector_size(16)));

/* how many of the first half of the cut points lie not above a number: the place
 * in steps. Most cards say less than, and greater or equal. */
static inline long long
sc_count_half(const double *breaks, double num)
{
	const ScPair *b = (const ScPair *) breaks;
	ScPair		x = {num, num};
	ScPairMask	n = (b[0] <= x) + (b[1] <= x);

	return -(n[0] + n[1]);
}

/* the points of a number: its stretch is how many cut points lie below it and
 * once more how many do not lie above it */
static inline double
sc_quick_gain(const ScQuick *quick, double num)
{
	const ScPair *b = (const ScPair *) quick->breaks;
	ScPair		x = {num, num};
	ScPairMask	n = (b[0] < x) + (b[1] < x) + (b[0] <= x) + (b[1] <= x);

	if (!quick->half)
		n += (b[2] < x) + (b[3] < x) + (b[2] <= x) + (b[3] <= x);
	return quick->gain[-(n[0] + n[1])];
}

typedef struct ScModel
{
	ScAlloc		alloc;
	void	   *alloc_arg;

	ScDictionary dictionary;
	int			nfields;		/* inputs first, then derived */
	int			ninputs;
	ScField    *fields;

	double		initial;
	bool		use_reasons;
	bool		points_above;	/* else below */
	int			nreasons;
	const char **reasons;
	int			ncharacteristics;
	ScCharacteristic *characteristics;

	/* filled by sc_prepare() */
	ScQuick    *quick;			/* of each characteristic */
	bool		all_quick;		/* and all inputs are plain numbers it looks at */
	bool	   *plain;			/* of each input */
} ScModel;

/* the work space of one row, made once by sc_row_create() */
typedef struct ScRow
{
	const ScModel *model;
	ScAlloc		alloc;			/* for strings that functions make */
	void	   *alloc_arg;
	ScValue    *values;			/* of the fields; inputs set by the caller */
	bool		invalid;		/* an invalid value was met */
	bool		no_reasons;		/* the caller wants no ranking */
	bool		score_only;		/* nor points */
	ScValue    *parameters;		/* of the define-function running */

	double		score;
	double	   *points;			/* of each characteristic */
	int		   *matched;		/* attribute of each, -1 none */
	int			nranked;
	int		   *ranked;			/* reasons, largest difference first */
	double	   *difference;		/* of each reason */
	bool	   *seen;
} ScRow;

/* dictionary_core.c */
extern int	sc_intern(ScModel *model, const char *str, int len);
extern int	sc_lookup(const ScModel *model, const char *str, int len);

/* prepare_core.c */
extern void sc_prepare(ScModel *model);

/* scorecard_core.c */
extern int	sc_walk(ScRow *row, const ScCharacteristic *c);
extern ScRow *sc_row_create(const ScModel *model, ScAlloc alloc, void *arg);
extern bool sc_score(ScRow *row);
extern ScTruth sc_test(ScRow *row, const ScPredicate *predicate);
extern ScValue sc_field(ScRow *row, int field);
extern int	sc_first_input(const ScModel *model, const ScCharacteristic *c);
extern bool sc_in_interval(const ScInterval *interval, double value);

/* reason_core.c */
extern void sc_rank_reasons(ScRow *row);

/* expression_core.c */
extern ScValue sc_evaluate(ScRow *row, const ScExpr *expr);
extern bool sc_cast(ScValue *value, ScType type);
extern bool sc_same(const ScValue *a, const ScValue *b, ScKind kind);

/* function_core.c */
typedef enum ScMissingRule
{
	SC_M_STRICT,				/* a missing argument makes a missing result */
	SC_M_IGNORE,				/* missing arguments are left out */
	SC_M_OWN					/* the function looks itself */
} ScMissingRule;

typedef struct ScFunction
{
	const char *name;
	int			min_args;
	int			max_args;		/* -1 for any number */
	char		argument;		/* n number, s string, b boolean, a any alike */
	char		result;			/* n, s, b; a: as the arguments */
	ScMissingRule missing;
	int			op;
} ScFunction;

extern const ScFunction sc_functions[];
extern const ScFunction *sc_find_function(const char *name);
extern ScValue sc_call_function(ScRow *row, const ScExpr *expr, ScValue *args);

#endif
