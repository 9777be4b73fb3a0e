/*
 * pmml_transform.c
 *	  PMML expressions that are tables: NormContinuous, NormDiscrete,
 *	  Discretize and MapValues.
 */
#include "evaluation/pmml.h"

static ScType
result_type(const PmNode *node)
{
	const char *type = pm_get(node, "dataType");

	/* the standard's default for tables is the derived field's type; strings
	 * in a table of numbers are read as numbers */
	if (type != NULL)
		return pm_data_type(node, type);
	for (const PmNode *p = node->parent; p != NULL; p = p->parent)
	{
		if (pm_is(p, "Apply"))
			break;
		if ((pm_is(p, "DerivedField") || pm_is(p, "DefineFunction")) && pm_get(p, "dataType") != NULL)
			return pm_data_type(p, pm_get(p, "dataType"));
		if (pm_is(p, "ComplexPartialScore"))
			return SC_T_DOUBLE;
	}
	return SC_T_STRING;
}

static void
missing_and_default(PmContext *ctx, PmNode *node, ScExpr *expr, ScType type)
{
	const char *text = pm_get(node, "mapMissingTo");

	if (text != NULL)
	{
		expr->has_map_missing = true;
		expr->map_missing = pm_value(ctx, node, text, type);
	}
	text = pm_get(node, "defaultValue");
	if (text != NULL)
	{
		expr->has_default = true;
		expr->default_value = pm_value(ctx, node, text, type);
	}
}

static ScExpr **
one_argument(PmContext *ctx, const PmNode *node)
{
	ScExpr	  **args = MemoryContextAlloc(ctx->cxt, sizeof(ScExpr *));

	args[0] = pm_field_expression(ctx, node, pm_need(node, "field"));
	return args;
}

static int
count_children(const PmNode *node)
{
	int			n = 0;

	for (PmNode *c = node->children; c != NULL; c = c->next)
		n++;
	return n;
}

ScExpr *
pm_norm_continuous(PmContext *ctx, PmNode *node)
{
	static const char *const outliers[] = {"asIs", "asMissingValues", "asExtremeValues", NULL};
	ScExpr	   *expr = pm_new_expression(ctx, node, SC_E_NORM_CONTINUOUS, SC_NUMBER);
	int			n = count_children(node);

	pm_only(node, "field mapMissingTo outliers");
	expr->args = one_argument(ctx, node);
	expr->nargs = 1;
	pm_require_kind(ctx, node, expr->args[0], SC_NUMBER);
	missing_and_default(ctx, node, expr, SC_T_DOUBLE);
	expr->outliers = (ScOutliers) pm_choice(node, "outliers", outliers, 0);
	expr->orig = MemoryContextAlloc(ctx->cxt, (n + 1) * sizeof(double));
	expr->norm = MemoryContextAlloc(ctx->cxt, (n + 1) * sizeof(double));
	for (PmNode *c = node->children; c != NULL; c = c->next)
	{
		int			i = expr->nnorms;

		if (pm_ignored(c))
			continue;
		if (!pm_is(c, "LinearNorm"))
			pm_refuse(c, "PMML element \"%s\" in \"NormContinuous\" is not supported", c->name);
		pm_only(c, "orig norm");
		expr->orig[i] = pm_number(c, "orig");
		expr->norm[i] = pm_number(c, "norm");
		if (i > 0 && expr->orig[i] <= expr->orig[i - 1])
			pm_refuse(c, "PMML elements \"LinearNorm\" are not in ascending order");
		expr->nnorms++;
	}
	if (expr->nnorms < 2)
		pm_refuse(node, "PMML element \"NormContinuous\" needs at least two elements \"LinearNorm\"");
	return expr;
}

ScExpr *
pm_norm_discrete(PmContext *ctx, PmNode *node)
{
	ScExpr	   *expr = pm_new_expression(ctx, node, SC_E_NORM_DISCRETE, SC_NUMBER);
	ScKind		kind;

	pm_only(node, "field value mapMissingTo");
	for (PmNode *c = node->children; c != NULL; c = c->next)
		if (!pm_ignored(c))
			pm_refuse(c, "PMML element \"%s\" in \"NormDiscrete\" is not supported", c->name);
	expr->args = one_argument(ctx, node);
	expr->nargs = 1;
	kind = expr->args[0]->kind;
	expr->value = pm_value(ctx, node, pm_need(node, "value"),
						   kind == SC_STRING ? SC_T_STRING :
						   kind == SC_BOOLEAN ? SC_T_BOOLEAN : SC_T_DOUBLE);
	missing_and_default(ctx, node, expr, SC_T_DOUBLE);
	return expr;
}

ScExpr *
pm_discretize(PmContext *ctx, PmNode *node)
{
	ScType		type = result_type(node);
	ScExpr	   *expr = pm_new_expression(ctx, node, SC_E_DISCRETIZE, pm_kind(type));

	pm_only(node, "field mapMissingTo defaultValue dataType");
	expr->args = one_argument(ctx, node);
	expr->nargs = 1;
	pm_require_kind(ctx, node, expr->args[0], SC_NUMBER);
	missing_and_default(ctx, node, expr, type);
	expr->bins = MemoryContextAllocZero(ctx->cxt, (count_children(node) + 1) * sizeof(ScBin));
	for (PmNode *c = node->children; c != NULL; c = c->next)
	{
		ScBin	   *bin = &expr->bins[expr->nbins];
		PmNode	   *interval = NULL;

		if (pm_ignored(c))
			continue;
		if (!pm_is(c, "DiscretizeBin"))
			pm_refuse(c, "PMML element \"%s\" in \"Discretize\" is not supported", c->name);
		pm_only(c, "binValue");
		for (PmNode *i = c->children; i != NULL; i = i->next)
		{
			if (pm_ignored(i))
				continue;
			if (!pm_is(i, "Interval") || interval != NULL)
				pm_refuse(i, "PMML element \"%s\" in \"DiscretizeBin\" is not supported", i->name);
			interval = i;
		}
		if (interval == NULL)
			pm_refuse(c, "PMML element \"DiscretizeBin\" lacks element \"Interval\"");
		pm_interval(interval, &bin->interval);
		bin->value = pm_value(ctx, c, pm_need(c, "binValue"), type);
		expr->nbins++;
	}
	return expr;
}

/* columns may be written with the prefix of the rows' namespace */
static const char *
without_prefix(const char *column)
{
	const char *colon = strchr(column, ':');

	return colon != NULL ? colon + 1 : column;
}

static const char *
cell(const PmNode *row, const char *column)
{
	for (PmNode *c = row->children; c != NULL; c = c->next)
		if (strcmp(c->name, without_prefix(column)) == 0)
			return c->text;
	return NULL;
}

ScExpr *
pm_map_values(PmContext *ctx, PmNode *node)
{
	ScType		type = result_type(node);
	ScExpr	   *expr = pm_new_expression(ctx, node, SC_E_MAP_VALUES, pm_kind(type));
	const char *output = pm_need(node, "outputColumn");
	int			n = count_children(node);
	const char **columns = palloc((n + 1) * sizeof(char *));
	PmNode	   *table = NULL;

	pm_only(node, "mapMissingTo defaultValue outputColumn dataType");
	missing_and_default(ctx, node, expr, type);
	expr->args = MemoryContextAlloc(ctx->cxt, (n + 1) * sizeof(ScExpr *));
	for (PmNode *c = node->children; c != NULL; c = c->next)
	{
		if (pm_ignored(c))
			continue;
		if (pm_is(c, "FieldColumnPair"))
		{
			pm_only(c, "field column");
			if (expr->nargs == PMML_MAX_ARGS)
				pm_refuse(c, "PMML element \"MapValues\" has more than %d fields", PMML_MAX_ARGS);
			columns[expr->nargs] = pm_need(c, "column");
			expr->args[expr->nargs++] = pm_field_expression(ctx, c, pm_need(c, "field"));
		}
		else if (pm_is(c, "InlineTable") && table == NULL)
			table = c;
		else
			pm_refuse(c, "PMML element \"%s\" in \"MapValues\" is not supported", c->name);
	}
	if (table == NULL)
		pm_refuse(node, "PMML element \"MapValues\" lacks element \"InlineTable\"");
	if (expr->nargs == 0)
		pm_refuse(node, "PMML element \"MapValues\" lacks element \"FieldColumnPair\"");

	expr->rows = MemoryContextAllocHuge(ctx->cxt, (count_children(table) + 1) * sizeof(ScMapRow));
	for (PmNode *row = table->children; row != NULL; row = row->next)
	{
		ScMapRow   *to = &expr->rows[expr->nrows];
		const char *result = cell(row, output);

		if (pm_ignored(row))
			continue;
		if (!pm_is(row, "row"))
			pm_refuse(row, "PMML element \"%s\" in \"InlineTable\" is not supported", row->name);
		if (result == NULL)
			pm_refuse(row, "the row lacks column \"%s\"", output);
		to->value = pm_value(ctx, row, result, type);
		to->keys = MemoryContextAlloc(ctx->cxt, expr->nargs * sizeof(ScValue));
		for (int i = 0; i < expr->nargs; i++)
		{
			const char *key = cell(row, columns[i]);
			ScKind		kind = expr->args[i]->kind;

			if (key == NULL)
				pm_refuse(row, "the row lacks column \"%s\"", columns[i]);
			to->keys[i] = pm_value(ctx, row, key,
								   kind == SC_STRING ? SC_T_STRING :
								   kind == SC_BOOLEAN ? SC_T_BOOLEAN : SC_T_DOUBLE);
		}
		expr->nrows++;
	}
	return expr;
}
