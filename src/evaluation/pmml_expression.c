/*
 * pmml_expression.c
 *	  PMML expressions: Constant, FieldRef, Apply of built-in functions and of
 *	  the document's own (DefineFunction). Tables (Discretize and others) are
 *	  in pmml_transform.c.
 *
 * Kinds are settled here, so evaluation never looks at types: a number, a
 * string or a boolean. A boolean stands for 1 or 0 where a number is wanted.
 * A define-function's body is built anew for each call, with the kinds of
 * that call's arguments.
 */
#include "evaluation/pmml.h"

#include "mb/pg_wchar.h"
#include "miscadmin.h"

ScExpr *
pm_new_expression(PmContext *ctx, const PmNode *node, int op, ScKind kind)
{
	ScExpr	   *expr;

	if (++ctx->nexpressions > PMML_MAX_EXPRESSIONS)
		pm_refuse(node, "PMML document has more than %d expressions", PMML_MAX_EXPRESSIONS);
	expr = MemoryContextAllocZero(ctx->cxt, sizeof(ScExpr));
	expr->op = op;
	expr->kind = kind;
	return expr;
}

static const char *
kind_name(ScKind kind)
{
	return kind == SC_STRING ? "a string" : kind == SC_BOOLEAN ? "a boolean" : "a number";
}

/* sees to it that an expression gives the kind, or refuses the document */
void
pm_require_kind(PmContext *ctx, const PmNode *node, ScExpr *expr, ScKind kind)
{
	if (expr->kind == kind || (kind == SC_NUMBER && expr->kind == SC_BOOLEAN))
		return;
	if (expr->untyped && kind == SC_STRING)
	{
		expr->value = pm_value(ctx, node, expr->value.str, SC_T_STRING);
		expr->kind = SC_STRING;
		return;
	}
	/* untyped 0 and 1 may be meant as booleans */
	if (expr->untyped && kind == SC_BOOLEAN && (expr->value.num == 0 || expr->value.num == 1))
	{
		expr->kind = SC_BOOLEAN;
		return;
	}
	pm_refuse(node, "%s is needed in \"%s\" but the expression gives %s",
			  kind_name(kind), node->name, kind_name(expr->kind));
}

static ScExpr *
constant(PmContext *ctx, PmNode *node)
{
	const char *type = pm_get(node, "dataType");
	const char *is_missing = pm_get(node, "missing");
	ScExpr	   *expr = pm_new_expression(ctx, node, SC_E_CONSTANT, SC_NUMBER);
	double		number;

	pm_only(node, "dataType missing");
	if (is_missing != NULL && strcmp(is_missing, "true") == 0)
	{
		expr->value.state = SC_MISSING;
		expr->untyped = type == NULL;
		expr->value.str = "";
		if (type != NULL)
			expr->kind = pm_kind(pm_data_type(node, type));
	}
	else if (type != NULL)
	{
		ScType		data_type = pm_data_type(node, type);

		expr->kind = pm_kind(data_type);
		expr->value = pm_value(ctx, node, node->text, data_type);
		if (data_type == SC_T_INTEGER && !sc_cast(&expr->value, data_type))
			pm_refuse(node, "\"%s\" is not an integer", node->text);
	}
	else if (pm_parse_number(node->text, &number))
	{
		expr->value = (ScValue) {SC_VALID, number, pm_keep(ctx, node->text), strlen(node->text)};
		expr->untyped = true;
	}
	else
	{
		expr->kind = SC_STRING;
		expr->value = pm_value(ctx, node, node->text, SC_T_STRING);
	}
	return expr;
}

static void
map_missing(PmContext *ctx, PmNode *node, ScExpr *expr)
{
	const char *text = pm_get(node, "mapMissingTo");

	if (text == NULL)
		return;
	expr->has_map_missing = true;
	expr->map_missing = pm_value(ctx, node, text,
								 expr->kind == SC_STRING ? SC_T_STRING :
								 expr->kind == SC_BOOLEAN ? SC_T_BOOLEAN : SC_T_DOUBLE);
}

/* a field, or a parameter inside a define-function */
ScExpr *
pm_field_expression(PmContext *ctx, const PmNode *node, const char *name)
{
	ScExpr	   *expr;

	for (int i = 0; i < ctx->nparameters; i++)
		if (strcmp(ctx->parameters[i], name) == 0)
		{
			expr = pm_new_expression(ctx, node, SC_E_PARAMETER, ctx->parameter_kinds[i]);
			expr->index = i;
			return expr;
		}
	if (ctx->function != NULL)
		pm_refuse(node, "\"%s\" is not a parameter of function \"%s\"", name, pm_get(ctx->function, "name"));
	expr = pm_new_expression(ctx, node, SC_E_FIELD, SC_NUMBER);
	expr->index = pm_field_index(ctx, node, name);
	expr->kind = ctx->model->fields[expr->index].kind;
	return expr;
}

static ScExpr *
field_ref(PmContext *ctx, PmNode *node)
{
	ScExpr	   *expr;

	pm_only(node, "field mapMissingTo");
	expr = pm_field_expression(ctx, node, pm_need(node, "field"));
	map_missing(ctx, node, expr);
	return expr;
}

static PmNode *
find_function(PmContext *ctx, const char *name)
{
	CHECK_FOR_INTERRUPTS();
	if (ctx->transformations != NULL)
		for (PmNode *c = ctx->transformations->children; c != NULL; c = c->next)
			if (pm_is(c, "DefineFunction") && strcmp(pm_need(c, "name"), name) == 0)
				return c;
	return NULL;
}

/* rounds an argument or result to the data type declared for it */
static void
declare_cast(ScExpr *expr, ScType type)
{
	expr->has_cast = type == SC_T_INTEGER || type == SC_T_FLOAT;
	expr->cast = type;
}

/* Apply of a DefineFunction: the body with this call's kinds */
static void
apply_defined(PmContext *ctx, PmNode *node, PmNode *function, ScExpr *expr)
{
	PmContext	inner = *ctx;
	PmNode	   *body = NULL;
	const char *type = pm_get(function, "dataType");
	int			level = 0;

	for (PmContext *c = ctx; c != NULL; c = c->outer, level++)
		if (c->function == function)
			pm_refuse(node, "function \"%s\" calls itself", pm_get(function, "name"));
	if (level > PMML_MAX_DEPTH)
		pm_refuse(node, "more than %d functions call each other", PMML_MAX_DEPTH);

	pm_only(function, "name optype dataType");
	inner.outer = ctx;
	inner.function = function;
	inner.nparameters = 0;
	inner.parameters = palloc((expr->nargs + 1) * sizeof(char *));
	inner.parameter_kinds = palloc((expr->nargs + 1) * sizeof(ScKind));
	for (PmNode *c = function->children; c != NULL; c = c->next)
	{
		int			i = inner.nparameters;

		if (pm_ignored(c))
			continue;
		if (!pm_is(c, "ParameterField"))
		{
			if (body != NULL)
				pm_refuse(c, "PMML element \"DefineFunction\" has more than one expression");
			body = c;
			continue;
		}
		pm_only(c, "name displayName optype dataType");
		if (i >= expr->nargs)
			pm_refuse(node, "function \"%s\" is called with too few arguments", pm_get(function, "name"));
		if (pm_get(c, "dataType") != NULL)
		{
			ScType		declared = pm_data_type(c, pm_get(c, "dataType"));

			pm_require_kind(ctx, node, expr->args[i], pm_kind(declared));
			if (declared == SC_T_INTEGER || declared == SC_T_FLOAT)
			{
				ScExpr	   *cast = pm_new_expression(ctx, node, SC_E_CALL, SC_NUMBER);

				cast->nargs = 1;
				cast->args = MemoryContextAlloc(ctx->cxt, sizeof(ScExpr *));
				cast->args[0] = expr->args[i];
				cast->body = pm_new_expression(ctx, node, SC_E_PARAMETER, SC_NUMBER);
				declare_cast(cast, declared);
				expr->args[i] = cast;
			}
		}
		inner.parameters[i] = pm_need(c, "name");
		inner.parameter_kinds[i] = expr->args[i]->kind;
		inner.nparameters++;
	}
	if (inner.nparameters != expr->nargs)
		pm_refuse(node, "function \"%s\" takes %d arguments, %d are given",
				  pm_get(function, "name"), inner.nparameters, expr->nargs);
	if (body == NULL)
		pm_refuse(function, "PMML element \"DefineFunction\" has no expression");
	expr->body = pm_expression(&inner, body);
	ctx->nexpressions = inner.nexpressions;
	expr->kind = expr->body->kind;
	if (type != NULL)
	{
		ScType		declared = pm_data_type(function, type);

		pm_require_kind(ctx, function, expr->body, pm_kind(declared));
		expr->kind = pm_kind(declared);
		declare_cast(expr, declared);
	}
}

/* arguments of a built-in function: number, kinds, and the result's kind */
static void
apply_builtin(PmContext *ctx, PmNode *node, const ScFunction *function, ScExpr *expr)
{
	ScKind		common = SC_NUMBER;
	int			first = function->argument == 'i' ? 1 : 0;
	bool		settled = false;

	if (expr->nargs < function->min_args ||
		(function->max_args >= 0 && expr->nargs > function->max_args))
		pm_refuse(node, "function \"%s\" does not take %d arguments", function->name, expr->nargs);
	if (function->argument == 's' || function->argument == 'p')
	{
		if (GetDatabaseEncoding() != PG_UTF8)
			pm_refuse(node, "PMML function \"%s\" is supported in databases with encoding UTF8 only", function->name);
	}
	if (first == 1)
		pm_require_kind(ctx, node, expr->args[0], SC_BOOLEAN);
	/* arguments that must be alike: the first with a type of its own decides */
	for (int i = first; i < expr->nargs && !settled; i++)
	{
		common = expr->args[i]->kind;
		settled = !expr->args[i]->untyped;
	}
	for (int i = first; i < expr->nargs; i++)
		switch (function->argument)
		{
			case 'n':
				pm_require_kind(ctx, node, expr->args[i], SC_NUMBER);
				break;
			case 'b':
				pm_require_kind(ctx, node, expr->args[i], SC_BOOLEAN);
				break;
			case 's':
				pm_require_kind(ctx, node, expr->args[i], SC_STRING);
				break;
			case 'p':
				pm_require_kind(ctx, node, expr->args[i], i == 0 ? SC_STRING : SC_NUMBER);
				break;
			default:
				pm_require_kind(ctx, node, expr->args[i], common);
				break;
		}
	expr->kind = function->result == 'n' ? SC_NUMBER : function->result == 's' ? SC_STRING :
		function->result == 'b' ? SC_BOOLEAN : common;
}

static ScExpr *
apply(PmContext *ctx, PmNode *node)
{
	static const char *const treatments[] = {"returnInvalid", "asIs", "asMissing", NULL};
	const char *name = pm_need(node, "function");
	const ScFunction *function = sc_find_function(name);
	PmNode	   *defined = find_function(ctx, name);
	ScExpr	   *expr = pm_new_expression(ctx, node, SC_E_CALL, SC_NUMBER);
	const char *dflt = pm_get(node, "defaultValue");
	int			treatment = pm_choice(node, "invalidValueTreatment", treatments, 0);
	int			n = 0;

	pm_only(node, "function mapMissingTo defaultValue invalidValueTreatment");
	if (treatment == 1)
		pm_refuse(node, "value \"asIs\" of PMML attribute \"invalidValueTreatment\" of element \"Apply\" is not supported");
	expr->invalid_as_missing = treatment == 2;
	for (PmNode *c = node->children; c != NULL; c = c->next)
		n += !pm_ignored(c);
	if (n > PMML_MAX_ARGS)
		pm_refuse(node, "function \"%s\" has more than %d arguments", name, PMML_MAX_ARGS);
	expr->args = MemoryContextAlloc(ctx->cxt, (n + 1) * sizeof(ScExpr *));
	for (PmNode *c = node->children; c != NULL; c = c->next)
		if (!pm_ignored(c))
			expr->args[expr->nargs++] = pm_expression(ctx, c);

	if (defined != NULL)
		apply_defined(ctx, node, defined, expr);
	else if (function != NULL)
	{
		expr->op = SC_F_FIRST + (int) (function - sc_functions);
		apply_builtin(ctx, node, function, expr);
	}
	else
		pm_refuse(node, "PMML function \"%s\" is not supported", name);
	map_missing(ctx, node, expr);
	if (dflt != NULL)
	{
		expr->has_default = true;
		expr->default_value = pm_value(ctx, node, dflt,
									   expr->kind == SC_STRING ? SC_T_STRING :
									   expr->kind == SC_BOOLEAN ? SC_T_BOOLEAN : SC_T_DOUBLE);
	}
	return expr;
}

ScExpr *
pm_expression(PmContext *ctx, PmNode *node)
{
	check_stack_depth();
	if (pm_is(node, "Constant"))
		return constant(ctx, node);
	if (pm_is(node, "FieldRef"))
		return field_ref(ctx, node);
	if (pm_is(node, "Apply"))
		return apply(ctx, node);
	if (pm_is(node, "NormContinuous"))
		return pm_norm_continuous(ctx, node);
	if (pm_is(node, "NormDiscrete"))
		return pm_norm_discrete(ctx, node);
	if (pm_is(node, "Discretize"))
		return pm_discretize(ctx, node);
	if (pm_is(node, "MapValues"))
		return pm_map_values(ctx, node);
	pm_refuse(node, "PMML element \"%s\" is not a supported expression", node->name);
}
