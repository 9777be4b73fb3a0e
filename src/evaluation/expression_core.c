/*
 * expression_core.c
 *	  Evaluating PMML expressions ("Transformation Dictionary", "Functions"),
 *	  free of postgres.h.
 *
 * A result is valid, missing or invalid; the state travels upwards until an
 * expression says otherwise (mapMissingTo, defaultValue,
 * invalidValueTreatment).
 */
#include "evaluation/scorecard_core.h"

#include <math.h>
#include <string.h>

static const ScValue missing = {SC_MISSING, 0, NULL, 0};
static const ScValue invalid = {SC_INVALID, 0, NULL, 0};

/* makes a value one of the data type; false, and invalid, when it cannot be */
bool
sc_cast(ScValue *value, ScType type)
{
	switch (type)
	{
		case SC_T_INTEGER:
		case SC_T_DATE:
			if (value->num != floor(value->num))
				value->state = SC_INVALID;
			break;
		case SC_T_FLOAT:
			value->num = (float) value->num;
			break;
		default:
			break;
	}
	return value->state == SC_VALID;
}

/* do two valid values of one kind equal each other */
bool
sc_same(const ScValue *a, const ScValue *b, ScKind kind)
{
	if (kind != SC_STRING || a->num >= 0 || b->num >= 0)
		return a->num == b->num;
	return a->len == b->len && memcmp(a->str, b->str, a->len) == 0;
}

static ScValue
number(double num)
{
	if (isnan(num) || isinf(num))
		return invalid;
	return (ScValue) {SC_VALID, num, NULL, 0};
}

static ScValue
when_missing(const ScExpr *expr)
{
	return expr->has_map_missing ? expr->map_missing : missing;
}

/* piecewise linear, the outer pieces extended when outliers are taken as is */
static ScValue
norm_continuous(const ScExpr *expr, double x)
{
	int			last = expr->nnorms - 1;
	int			i = 0;

	if (x < expr->orig[0] || x > expr->orig[last])
	{
		if (expr->outliers == SC_OUTLIERS_MISSING)
			return when_missing(expr);
		if (expr->outliers == SC_OUTLIERS_EXTREME)
			return number(x < expr->orig[0] ? expr->norm[0] : expr->norm[last]);
	}
	while (i < last - 1 && x > expr->orig[i + 1])
		i++;
	return number(expr->norm[i] + (x - expr->orig[i]) / (expr->orig[i + 1] - expr->orig[i]) *
				  (expr->norm[i + 1] - expr->norm[i]));
}

static ScValue
discretize(const ScExpr *expr, double x)
{
	for (int i = 0; i < expr->nbins; i++)
		if (sc_in_interval(&expr->bins[i].interval, x))
			return expr->bins[i].value;
	return expr->has_default ? expr->default_value : missing;
}

/* room for a call's arguments: on the stack when they are few */
#define FEW_ARGS 8

static ScValue *
room_for(ScRow *row, int nargs, ScValue *few)
{
	if (nargs <= FEW_ARGS)
		return few;
	return row->alloc(row->alloc_arg, nargs * sizeof(ScValue));
}

static ScValue
map_values(ScRow *row, const ScExpr *expr)
{
	ScValue		few[FEW_ARGS];
	ScValue    *keys = room_for(row, expr->nargs, few);

	for (int i = 0; i < expr->nargs; i++)
	{
		keys[i] = sc_evaluate(row, expr->args[i]);
		if (keys[i].state == SC_INVALID)
			return keys[i];
		if (keys[i].state == SC_MISSING)
			return when_missing(expr);
	}
	for (int r = 0; r < expr->nrows; r++)
	{
		bool		same = true;

		for (int i = 0; i < expr->nargs && same; i++)
			same = sc_same(&keys[i], &expr->rows[r].keys[i], expr->args[i]->kind);
		if (same)
			return expr->rows[r].value;
	}
	return expr->has_default ? expr->default_value : missing;
}

/* what Apply does with its function's result */
static ScValue
finish(const ScExpr *expr, ScValue result)
{
	if (result.state == SC_INVALID && expr->invalid_as_missing)
		result.state = SC_MISSING;
	if (result.state == SC_MISSING && expr->has_default)
		return expr->default_value;
	return result;
}

static ScValue
call_defined(ScRow *row, const ScExpr *expr)
{
	ScValue		few[FEW_ARGS];
	ScValue    *args = room_for(row, expr->nargs, few);
	ScValue    *saved = row->parameters;
	ScValue		result;

	for (int i = 0; i < expr->nargs; i++)
	{
		args[i] = sc_evaluate(row, expr->args[i]);
		if (args[i].state == SC_INVALID)
			return finish(expr, invalid);
		if (args[i].state == SC_MISSING && expr->has_map_missing)
			return expr->map_missing;
	}
	row->parameters = args;
	result = sc_evaluate(row, expr->body);
	row->parameters = saved;
	if (result.state == SC_VALID && expr->has_cast)
		sc_cast(&result, expr->cast);
	return finish(expr, result);
}

static ScValue
call_builtin(ScRow *row, const ScExpr *expr)
{
	const ScFunction *function = &sc_functions[expr->op - SC_F_FIRST];
	ScValue		few[FEW_ARGS];
	ScValue    *args = room_for(row, expr->nargs, few);
	bool		any_missing = false;

	if (function->name[0] == 'i' && strcmp(function->name, "if") == 0)
	{
		/* only the branch taken is evaluated */
		ScValue		condition = sc_evaluate(row, expr->args[0]);

		if (condition.state == SC_INVALID)
			return finish(expr, invalid);
		if (condition.state == SC_MISSING)
			return expr->has_map_missing ? expr->map_missing : finish(expr, missing);
		if (condition.num != 0)
			return finish(expr, sc_evaluate(row, expr->args[1]));
		return finish(expr, expr->nargs > 2 ? sc_evaluate(row, expr->args[2]) : missing);
	}
	for (int i = 0; i < expr->nargs; i++)
	{
		args[i] = expr->args[i]->op == SC_E_CONSTANT ? expr->args[i]->value : sc_evaluate(row, expr->args[i]);
		any_missing |= args[i].state == SC_MISSING;
		/* isMissing and its kind look at the state themselves */
		if (args[i].state == SC_INVALID &&
			!(function->missing == SC_M_OWN && function->argument == 'a'))
			return finish(expr, invalid);
	}
	if (any_missing && expr->has_map_missing)
		return expr->map_missing;
	if (any_missing && function->missing == SC_M_STRICT)
		return finish(expr, missing);
	return finish(expr, sc_call_function(row, expr, args));
}

ScValue
sc_evaluate(ScRow *row, const ScExpr *expr)
{
	ScValue		value;

	switch (expr->op)
	{
		case SC_E_CONSTANT:
			return expr->value;
		case SC_E_FIELD:
			value = sc_field(row, expr->index);
			return value.state == SC_MISSING ? when_missing(expr) : value;
		case SC_E_PARAMETER:
			value = row->parameters[expr->index];
			return value.state == SC_MISSING ? when_missing(expr) : value;
		case SC_E_MAP_VALUES:
			return map_values(row, expr);
		case SC_E_CALL:
			return call_defined(row, expr);
		case SC_E_NORM_CONTINUOUS:
		case SC_E_NORM_DISCRETE:
		case SC_E_DISCRETIZE:
			value = sc_evaluate(row, expr->args[0]);
			if (value.state == SC_MISSING)
				return when_missing(expr);
			if (value.state == SC_INVALID)
				return value;
			if (expr->op == SC_E_NORM_CONTINUOUS)
				return norm_continuous(expr, value.num);
			if (expr->op == SC_E_DISCRETIZE)
				return discretize(expr, value.num);
			return number(value.num == expr->value.num);
		default:
			return call_builtin(row, expr);
	}
}

/* the first input an expression looks at, or -1 */
static int
expression_input(const ScModel *model, const ScExpr *expr)
{
	if (expr == NULL)
		return -1;
	if (expr->op == SC_E_FIELD)
	{
		if (expr->index < model->ninputs)
			return expr->index;
		return expression_input(model, model->fields[expr->index].derived);
	}
	for (int i = 0; i < expr->nargs; i++)
	{
		int			found = expression_input(model, expr->args[i]);

		if (found >= 0)
			return found;
	}
	return -1;
}

static int
predicate_input(const ScModel *model, const ScPredicate *predicate)
{
	if (predicate->nparts == 0)
	{
		if (predicate->op == SC_ALWAYS || predicate->op == SC_NEVER)
			return -1;
		if (predicate->field < model->ninputs)
			return predicate->field;
		return expression_input(model, model->fields[predicate->field].derived);
	}
	for (int i = 0; i < predicate->nparts; i++)
	{
		int			found = predicate_input(model, predicate->parts[i]);

		if (found >= 0)
			return found;
	}
	return -1;
}

/* the input a characteristic is about: the first its attributes look at */
int
sc_first_input(const ScModel *model, const ScCharacteristic *c)
{
	for (int i = 0; i < c->nattributes; i++)
	{
		int			found = predicate_input(model, c->attributes[i].predicate);

		if (found < 0)
			found = expression_input(model, c->attributes[i].complex);
		if (found >= 0)
			return found;
	}
	return -1;
}
