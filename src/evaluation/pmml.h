/*
 * pmml.h
 *	  Between the files that read a PMML document: a plain copy of its
 *	  elements, and what is known while the scorecard is being built.
 */
#ifndef CREDIT_PMML_H
#define CREDIT_PMML_H

#include "credit.h"
#include "evaluation/scorecard_core.h"

#define PMML_MAX_BYTES		(16 * 1024 * 1024)
#define PMML_MAX_NODES		500000
#define PMML_MAX_DEPTH		100 /* derived fields and functions upon each other */
#define PMML_MAX_EXPRESSIONS 200000
#define PMML_MAX_ARGS		1000

typedef struct PmAttribute
{
	const char *name;
	const char *value;
	struct PmAttribute *next;
} PmAttribute;

typedef struct PmNode
{
	const char *name;			/* local name */
	bool		foreign;		/* in a namespace that is not PMML's */
	int			line;
	const char *text;			/* the element's own text */
	PmAttribute *attributes;
	struct PmNode *parent;
	struct PmNode *children;
	struct PmNode *next;
} PmNode;

/* a field while it is being built; its number is that of ScModel.fields */
typedef struct PmField
{
	PmNode	   *node;			/* DerivedField, else NULL */
	int			state;			/* of a derived field: 0 new, 1 building, 2 done */
	int			depth;
} PmField;

typedef struct PmOutput
{
	const char *name;
	int			rank;			/* of a reason code; 0 for the predicted value */
} PmOutput;

typedef struct PmContext
{
	MemoryContext cxt;			/* the model's */
	ScModel    *model;
	PmNode	   *dictionary;		/* DataDictionary */
	PmNode	   *transformations;	/* TransformationDictionary or NULL */
	PmField    *fields;
	int			depth;			/* deepest dependency met so far */
	int			nexpressions;
	/* the define-function being built */
	PmNode	   *function;
	int			nparameters;
	const char **parameters;
	ScKind	   *parameter_kinds;
	struct PmContext *outer;
} PmContext;

/* pmml_xml.c */
extern PmNode *pmml_read(const char *data, size_t len);
pg_noreturn extern void pm_refuse(const PmNode *node, const char *fmt,...) pg_attribute_printf(2, 3);
extern const char *pm_get(const PmNode *node, const char *name);
extern const char *pm_need(const PmNode *node, const char *name);
extern void pm_only(const PmNode *node, const char *names);
extern bool pm_is(const PmNode *node, const char *name);
extern bool pm_ignored(const PmNode *node);
extern bool pm_parse_number(const char *text, double *result);
extern double pm_number(const PmNode *node, const char *name);
extern int	pm_choice(const PmNode *node, const char *name, const char *const *choices, int dflt);

/* pmml_check.c */
extern void pm_check_text(const PmNode *node);
extern void pm_check_data_field(const PmNode *node);
extern void pm_check_function(const PmContext *ctx, const PmNode *node);

/* pmml_load.c */
typedef struct PmModel
{
	ScModel		sc;
	int			noutputs;
	PmOutput   *outputs;
} PmModel;

extern PmModel *pmml_load(const char *data, size_t len);

/* pmml_field.c */
extern ScType pm_data_type(const PmNode *node, const char *text);
extern ScKind pm_kind(ScType type);
extern ScValue pm_value(PmContext *ctx, const PmNode *node, const char *text, ScType type);
extern void pm_interval(const PmNode *node, ScInterval *interval);
extern void pm_data_field(PmContext *ctx, PmNode *node, ScField *field);
extern bool pm_mining_field_is_active(const PmNode *node);
extern void pm_mining_field(PmContext *ctx, PmNode *node, ScField *field);
extern int	pm_field_index(PmContext *ctx, const PmNode *node, const char *name);
extern void pm_derived_field(PmContext *ctx, int index);
extern const char *pm_keep(PmContext *ctx, const char *text);

/* pmml_predicate.c */
extern bool pm_is_predicate(const PmNode *node);
extern ScPredicate *pm_predicate(PmContext *ctx, PmNode *node);
extern const char *pm_predicate_label(PmContext *ctx, PmNode *node);

/* pmml_expression.c */
extern ScExpr *pm_expression(PmContext *ctx, PmNode *node);
extern void pm_require_kind(PmContext *ctx, const PmNode *node, ScExpr *expr, ScKind kind);
extern ScExpr *pm_new_expression(PmContext *ctx, const PmNode *node, int op, ScKind kind);

/* pmml_transform.c */
extern ScExpr *pm_norm_continuous(PmContext *ctx, PmNode *node);
extern ScExpr *pm_norm_discrete(PmContext *ctx, PmNode *node);
extern ScExpr *pm_discretize(PmContext *ctx, PmNode *node);
extern ScExpr *pm_map_values(PmContext *ctx, PmNode *node);
extern ScExpr *pm_field_expression(PmContext *ctx, const PmNode *node, const char *name);

#endif
