/*
 * pmml_field.c
 *	  Fields of a PMML scorecard: data dictionary, mining schema, derived
 *	  fields, and constants of a field's type.
 */
#include "evaluation/pmml.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/datetime.h"

/* a copy that lives with the model */
const char *
pm_keep(PmContext *ctx, const char *text)
{
	return MemoryContextStrdup(ctx->cxt, text);
}

static void *
keep_zeroed(PmContext *ctx, size_t size)
{
	return MemoryContextAllocZero(ctx->cxt, size > 0 ? size : 1);
}

ScType
pm_data_type(const PmNode *node, const char *text)
{
	static const struct
	{
		const char *name;
		ScType		type;
	}			types[] = {
		{"string", SC_T_STRING}, {"integer", SC_T_INTEGER},
		{"float", SC_T_FLOAT}, {"double", SC_T_DOUBLE},
		{"boolean", SC_T_BOOLEAN}, {"date", SC_T_DATE}
	};

	for (int i = 0; i < (int) lengthof(types); i++)
		if (strcmp(types[i].name, text) == 0)
			return types[i].type;
	pm_refuse(node, "PMML data type \"%s\" is not supported", text);
}

ScKind
pm_kind(ScType type)
{
	return type == SC_T_STRING ? SC_STRING : type == SC_T_BOOLEAN ? SC_BOOLEAN : SC_NUMBER;
}

/* yyyy-mm-dd as days since 1970-01-01 */
static bool
parse_date(const char *text, double *result)
{
	int			year,
				month,
				day,
				used = 0;

	text += strspn(text, " \t\r\n");
	if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &used) != 3 || used != 10 ||
		text[10 + strspn(text + 10, " \t\r\n")] != '\0' || year < 1 || month < 1 ||
		month > 12 || day < 1 || day > day_tab[isleap(year)][month - 1])
		return false;
	*result = date2j(year, month, day) - UNIX_EPOCH_JDATE;
	return true;
}

/* a constant of the document as a value of the type */
ScValue
pm_value(PmContext *ctx, const PmNode *node, const char *text, ScType type)
{
	ScValue		value = {SC_VALID, 0, NULL, 0};
	const char *kept;

	switch (type)
	{
		case SC_T_STRING:
			kept = pm_keep(ctx, text);
			value.num = sc_intern(ctx->model, kept, strlen(kept));
			value.str = kept;
			value.len = strlen(kept);
			return value;
		case SC_T_BOOLEAN:
			if (strcmp(text, "true") == 0 || strcmp(text, "1") == 0)
				value.num = 1;
			else if (strcmp(text, "false") != 0 && strcmp(text, "0") != 0)
				pm_refuse(node, "\"%s\" is not a boolean", text);
			return value;
		case SC_T_DATE:
			if (!parse_date(text, &value.num))
				pm_refuse(node, "\"%s\" is not a date of the form yyyy-mm-dd", text);
			return value;
		default:
			if (!pm_parse_number(text, &value.num))
				pm_refuse(node, "\"%s\" is not a number", text);
			if (type == SC_T_FLOAT)
				value.num = (float) value.num;
			return value;
	}
}

void
pm_interval(const PmNode *node, ScInterval *interval)
{
	static const char *const closures[] = {"openOpen", "openClosed", "closedOpen", "closedClosed", NULL};

	pm_only(node, "closure leftMargin rightMargin");
	interval->closure = (ScClosure) pm_choice(node, "closure", closures, -1);
	if (pm_get(node, "leftMargin") == NULL && pm_get(node, "rightMargin") == NULL)
		pm_refuse(node, "PMML element \"Interval\" has no margin");
	interval->low = pm_get(node, "leftMargin") ? pm_number(node, "leftMargin") : -HUGE_VAL;
	interval->high = pm_get(node, "rightMargin") ? pm_number(node, "rightMargin") : HUGE_VAL;
	if (interval->low > interval->high)
		pm_refuse(node, "PMML element \"Interval\" has its margins reversed");
}

/* Value and Interval elements below a DataField or DerivedField */
static void
read_values(PmContext *ctx, PmNode *node, ScField *field, bool values_only)
{
	static const char *const properties[] = {"valid", "invalid", "missing", NULL};
	int			n = 0;

	for (PmNode *c = node->children; c != NULL; c = c->next)
		n++;
	field->values = keep_zeroed(ctx, n * sizeof(ScFieldValue));
	field->intervals = keep_zeroed(ctx, n * sizeof(ScInterval));
	for (PmNode *c = node->children; c != NULL; c = c->next)
	{
		if (pm_ignored(c))
			continue;
		if (pm_is(c, "Value"))
		{
			ScFieldValue *value = &field->values[field->nvalues++];

			pm_only(c, "value displayValue property");
			value->num = pm_value(ctx, c, pm_need(c, "value"), field->type).num;
			value->property = (ScProperty) pm_choice(c, "property", properties, 0);
			field->lists_valid |= value->property == SC_P_VALID;
		}
		else if (values_only)
			continue;			/* the expression, read elsewhere */
		else if (pm_is(c, "Interval"))
		{
			if (field->kind != SC_NUMBER)
				pm_refuse(c, "PMML element \"Interval\" stands in a field that is no number");
			pm_interval(c, &field->intervals[field->nintervals++]);
		}
		else
			pm_refuse(c, "PMML element \"%s\" in \"%s\" is not supported", c->name, node->name);
	}
}

static void
read_type(PmContext *ctx, PmNode *node, ScField *field)
{
	static const char *const optypes[] = {"categorical", "ordinal", "continuous", NULL};
	int			optype = pm_choice(node, "optype", optypes, -1);

	field->name = pm_keep(ctx, pm_need(node, "name"));
	field->type = pm_data_type(node, pm_need(node, "dataType"));
	field->kind = pm_kind(field->type);
	field->ordinal = optype == 1 && field->kind == SC_STRING;
	if (optype == 2 && field->kind != SC_NUMBER)
		pm_refuse(node, "a field of type \"%s\" cannot be continuous", pm_get(node, "dataType"));
}

/* DataField → field, before the mining schema adds its treatments */
void
pm_data_field(PmContext *ctx, PmNode *node, ScField *field)
{
	const char *cyclic = pm_get(node, "isCyclic");

	pm_only(node, "name displayName optype dataType isCyclic");
	if (cyclic != NULL && strcmp(cyclic, "0") != 0)
		pm_refuse(node, "value \"%s\" of PMML attribute \"isCyclic\" of element \"DataField\" is not supported", cyclic);
	read_type(ctx, node, field);
	read_values(ctx, node, field, false);
}

/* of every MiningField: it says what the standard lets one say; is it an input */
bool
pm_mining_field_is_active(const PmNode *node)
{
	static const char *const usages[] = {"active", "target", "predicted", "supplementary", NULL};

	pm_only(node, "name usageType optype importance outliers lowValue highValue missingValueReplacement missingValueTreatment invalidValueTreatment invalidValueReplacement");
	for (const PmNode *c = node->children; c != NULL; c = c->next)
		if (!pm_ignored(c))
			pm_refuse(c, "PMML element \"%s\" in \"%s\" is not supported", c->name, node->name);
	for (const PmNode *c = node->next; c != NULL; c = c->next)
		if (pm_is(c, "MiningField") && strcmp(pm_need(node, "name"), pm_need(c, "name")) == 0)
			pm_refuse(c, "field \"%s\" is defined twice", pm_get(c, "name"));
	return pm_choice(node, "usageType", usages, 0) == 0;
}

/* an active MiningField: what to do with outliers, missing and invalid values */
void
pm_mining_field(PmContext *ctx, PmNode *node, ScField *field)
{
	static const char *const outliers[] = {"asIs", "asMissingValues", "asExtremeValues", NULL};
	static const char *const missing[] = {"asIs", "asMean", "asMode", "asMedian", "asValue", "returnInvalid", NULL};
	static const char *const invalid[] = {"returnInvalid", "asIs", "asMissing", "asValue", NULL};
	static const char *const optypes[] = {"categorical", "ordinal", "continuous", NULL};
	const char *replacement = pm_get(node, "missingValueReplacement");
	const char *invalid_replacement = pm_get(node, "invalidValueReplacement");
	int			treatment = pm_choice(node, "missingValueTreatment", missing, 0);

	if (pm_get(node, "optype") != NULL)
	{
		int			optype = pm_choice(node, "optype", optypes, 0);

		if ((optype == 2) != (field->kind == SC_NUMBER) || (optype == 1) != field->ordinal)
			pm_refuse(node, "PMML attribute \"optype\" of element \"MiningField\" changes the data dictionary's, which is not supported");
	}

	field->outliers = (ScOutliers) pm_choice(node, "outliers", outliers, 0);
	field->low = pm_get(node, "lowValue") ? pm_number(node, "lowValue") : -HUGE_VAL;
	field->high = pm_get(node, "highValue") ? pm_number(node, "highValue") : HUGE_VAL;
	if (field->outliers != SC_OUTLIERS_AS_IS)
	{
		if (field->kind != SC_NUMBER)
			pm_refuse(node, "PMML attribute \"outliers\" stands in a field that is no number");
		if (pm_get(node, "lowValue") == NULL && pm_get(node, "highValue") == NULL)
			pm_refuse(node, "PMML attribute \"outliers\" needs \"lowValue\" or \"highValue\"");
		if (field->low > field->high)
			pm_refuse(node, "PMML attribute \"lowValue\" is above \"highValue\"");
	}

	field->missing_invalid = treatment == 5;
	if (replacement != NULL)
	{
		if (treatment == 5)
			pm_refuse(node, "PMML attribute \"missingValueReplacement\" contradicts missingValueTreatment \"returnInvalid\"");
		field->has_replacement = true;
		field->replacement = pm_value(ctx, node, replacement, field->type);
	}
	else if (treatment >= 1 && treatment <= 4)
		pm_refuse(node, "PMML attribute \"missingValueTreatment\" needs \"missingValueReplacement\"");

	field->invalid = (ScInvalidTreatment) pm_choice(node, "invalidValueTreatment", invalid, 0);
	if (field->invalid == SC_INVALID_AS_VALUE)
		field->invalid_replacement = pm_value(ctx, node, pm_need(node, "invalidValueReplacement"), field->type);
	else if (invalid_replacement != NULL)
		pm_refuse(node, "PMML attribute \"invalidValueReplacement\" needs invalidValueTreatment \"asValue\"");
}

/*
 * The number of the field a document names; a derived field is built when
 * first met, so fields may stand in any order but not in a circle.
 */
int
pm_field_index(PmContext *ctx, const PmNode *node, const char *name)
{
	CHECK_FOR_INTERRUPTS();
	for (int i = 0; i < ctx->model->nfields; i++)
		if (strcmp(ctx->model->fields[i].name, name) == 0)
		{
			if (i >= ctx->model->ninputs)
				pm_derived_field(ctx, i);
			ctx->depth = Max(ctx->depth, ctx->fields[i].depth + 1);
			if (ctx->depth > PMML_MAX_DEPTH)
				pm_refuse(node, "more than %d derived fields build upon each other", PMML_MAX_DEPTH);
			return i;
		}
	pm_refuse(node, "field \"%s\" is neither an active field of the mining schema nor derived", name);
}

/* DerivedField → its type and expression */
void
pm_derived_field(PmContext *ctx, int index)
{
	PmField    *pm = &ctx->fields[index];
	ScField    *field = &ctx->model->fields[index];
	PmContext	inner = *ctx;
	PmNode	   *node = pm->node;
	ScExpr	   *expr = NULL;

	if (pm->state == 2)
		return;
	if (pm->state == 1)
		pm_refuse(node, "derived field \"%s\" depends on itself", field->name);
	check_stack_depth();
	pm->state = 1;
	pm_only(node, "name displayName optype dataType");
	read_type(ctx, node, field);
	read_values(ctx, node, field, true);

	inner.depth = 0;
	inner.function = NULL;
	inner.nparameters = 0;
	for (PmNode *c = node->children; c != NULL; c = c->next)
	{
		if (pm_ignored(c) || pm_is(c, "Value"))
			continue;
		if (expr != NULL)
			pm_refuse(c, "PMML element \"DerivedField\" has more than one expression");
		expr = pm_expression(&inner, c);
	}
	if (expr == NULL)
		pm_refuse(node, "PMML element \"DerivedField\" has no expression");
	pm_require_kind(&inner, node, expr, field->kind);
	ctx->nexpressions = inner.nexpressions;
	field->derived = expr;
	pm->depth = inner.depth;
	pm->state = 2;
}
