/*
 * prepare_core.c
 *	  Tables for characteristics that look at one field only: the attribute of
 *	  each stretch between the constants, or of each string constant; free of
 *	  postgres.h.
 */
#include "evaluation/scorecard_core.h"

#include <math.h>
#include <string.h>

#define MAX_BREAKS 2000

/*
 * What tables may cost altogether: looks at constants while they are made, and
 * places in them. A document that wants more is scored right, but slower.
 */
#define MAX_LOOKS 2e8
#define MAX_PLACES 8e6

static void *
zeroed(ScModel *model, size_t size)
{
	void	   *memory = model->alloc(model->alloc_arg, size > 0 ? size : 1);

	memset(memory, 0, size);
	return memory;
}

/*
 * Visits a predicate: false when it looks at a second field; gathers its
 * constants, each of which cuts the field's values in below, equal and above.
 */
static bool
gather(const ScPredicate *p, int *field, double *breaks, int *nbreaks)
{
	if (p->op == SC_ALWAYS || p->op == SC_NEVER)
		return true;
	if (p->op >= SC_AND && p->op <= SC_SURROGATE)
	{
		for (int i = 0; i < p->nparts; i++)
			if (!gather(p->parts[i], field, breaks, nbreaks))
				return false;
		return true;
	}
	if (*field >= 0 && *field != p->field)
		return false;
	*field = p->field;
	if (p->op == SC_IS_MISSING || p->op == SC_IS_NOT_MISSING)
		return true;
	if (p->op == SC_IS_IN || p->op == SC_IS_NOT_IN)
	{
		for (int i = 0; i < p->nset; i++)
		{
			if (*nbreaks == MAX_BREAKS)
				return false;
			breaks[(*nbreaks)++] = p->set[i].num;
		}
		return true;
	}
	if (*nbreaks == MAX_BREAKS)
		return false;
	breaks[(*nbreaks)++] = p->value.num;
	return true;
}

static int
sort_unique(double *values, int n)
{
	int			kept = 0;

	for (int i = 1; i < n; i++)
	{
		double		value = values[i];
		int			j = i;

		for (; j > 0 && values[j - 1] > value; j--)
			values[j] = values[j - 1];
		values[j] = value;
	}
	for (int i = 0; i < n; i++)
		if (kept == 0 || values[kept - 1] != values[i])
			values[kept++] = values[i];
	return kept;
}

/* what the attributes say when the field has this value */
static int
probe(ScRow *row, const ScCharacteristic *c, ScState state, double num)
{
	row->values[c->field] = (ScValue) {state, num, NULL, 0};
	return sc_walk(row, c);
}

/* does a complex partial score come to arithmetic with two operands */
static void
prepare_simple(const ScModel *model, ScAttribute *attribute)
{
	const ScExpr *expr = attribute->complex;
	ScSimple	simple = {0};

	if (expr == NULL || expr->op < SC_F_FIRST || expr->nargs != 2)
		return;
	simple.op = sc_functions[expr->op - SC_F_FIRST].name[0];
	if (sc_functions[expr->op - SC_F_FIRST].name[1] != '\0' || strchr("+-*/", simple.op) == NULL)
		return;
	for (int i = 0; i < 2; i++)
	{
		const ScExpr *arg = expr->args[i];

		simple.field[i] = -1;
		if (arg->op == SC_E_CONSTANT && arg->kind == SC_NUMBER && arg->value.state == SC_VALID)
			simple.constant[i] = arg->value.num;
		else if (arg->op == SC_E_FIELD && arg->kind == SC_NUMBER && arg->index < model->ninputs)
			simple.field[i] = arg->index;
		else
			return;
	}
	attribute->simple = simple;
}

typedef struct Budget
{
	double		looks;
	double		places;
} Budget;

/* takes a table of so many places, each of so many looks, off what is left */
static bool
affords(Budget *budget, double places, double looks)
{
	if (places > budget->places || places * looks > budget->looks)
		return false;
	budget->places -= places;
	budget->looks -= places * looks;
	return true;
}

/*
 * Predicates compare a field with constants only, so between two neighbouring
 * constants all values are alike: one probe for each stretch tells everything.
 */
static void
prepare_characteristic(ScModel *model, ScRow *row, ScCharacteristic *c, Budget *budget)
{
	double		breaks[MAX_BREAKS];
	int			nbreaks = 0;
	int			field = -1;
	int			regions;

	c->plan = SC_PLAN_WALK;
	c->constant = true;
	c->reason = c->attributes[0].reason;
	for (int i = 0; i < c->nattributes; i++)
	{
		c->constant &= c->attributes[i].complex == NULL;
		prepare_simple(model, &c->attributes[i]);
		if (c->attributes[i].reason != c->reason)
			c->reason = -2;
	}
	for (int i = 0; i < c->nattributes; i++)
		if (!gather(c->attributes[i].predicate, &field, breaks, &nbreaks))
			return;
	if (field < 0 || !affords(budget, model->fields[field].kind == SC_STRING ?
							  model->dictionary.n + 1 : 2 * nbreaks + 1, nbreaks + c->nattributes))
		return;

	c->field = field;
	if (model->fields[field].kind == SC_STRING)
	{
		regions = model->dictionary.n + 1;
		c->match = zeroed(model, regions * sizeof(int));
		for (int i = -1; i < model->dictionary.n; i++)
			c->match[i + 1] = probe(row, c, SC_VALID, i);
		c->plan = SC_PLAN_CODES;
	}
	else
	{
		nbreaks = sort_unique(breaks, nbreaks);
		c->nbreaks = nbreaks;
		c->breaks = zeroed(model, (nbreaks + 1) * sizeof(double));
		c->breaks[nbreaks] = NAN;
		if (nbreaks > 0)
			memcpy(c->breaks, breaks, nbreaks * sizeof(double));
		regions = 2 * nbreaks + 1;
		c->match = zeroed(model, regions * sizeof(int));
		for (int i = 0; i <= nbreaks; i++)
		{
			double		low = i > 0 ? breaks[i - 1] : -HUGE_VAL;
			double		high = i < nbreaks ? breaks[i] : HUGE_VAL;
			double		between = i == 0 ? low :
				i == nbreaks ? high : low / 2 + high / 2;

			c->match[2 * i] = probe(row, c, SC_VALID, between);
			if (i < nbreaks)
				c->match[2 * i + 1] = probe(row, c, SC_VALID, high);
		}
		c->plan = SC_PLAN_BREAKS;
	}
	c->match_missing = probe(row, c, SC_MISSING, 0);
	if (c->constant)
	{
		c->gain = zeroed(model, regions * sizeof(double));
		for (int i = 0; i < regions; i++)
			if (c->match[i] >= 0)
				c->gain[i] = c->attributes[c->match[i]].points;
	}
}

static void
prepare_quick(const ScCharacteristic *c, ScQuick *quick)
{
	quick->usable = c->plan == SC_PLAN_BREAKS && c->gain != NULL && c->nbreaks <= SC_FEW_BREAKS &&
		c->nattributes < INT16_MAX;
	if (!quick->usable)
		return;
	quick->field = c->field;
	quick->half = c->nbreaks <= SC_FEW_BREAKS / 2;
	quick->missing = c->match_missing < 0 ? NAN : c->attributes[c->match_missing].points;
	for (int i = 0; i <= SC_FEW_BREAKS; i++)
		quick->breaks[i] = i < c->nbreaks ? c->breaks[i] : NAN;
	for (int i = 0; i <= 2 * c->nbreaks; i++)
	{
		quick->match[i] = (int16_t) c->match[i];
		quick->gain[i] = c->match[i] >= 0 ? c->gain[i] : NAN;
	}
	quick->closed = quick->half;
	for (int i = 0; quick->half && i <= c->nbreaks; i++)
	{
		quick->steps[i] = quick->gain[2 * i];
		quick->closed &= i == 0 || c->match[2 * i - 1] == c->match[2 * i];
	}
}

/* call once when everything is filled in */
void
sc_prepare(ScModel *model)
{
	ScRow	   *row = sc_row_create(model, model->alloc, model->alloc_arg);
	Budget		budget = {MAX_LOOKS, MAX_PLACES};

	for (int i = 0; i < model->ninputs; i++)
	{
		ScField    *f = &model->fields[i];

		f->plain = f->nintervals == 0 && f->nvalues == 0 &&
			f->outliers == SC_OUTLIERS_AS_IS && !f->missing_invalid &&
			!f->has_replacement && f->type != SC_T_FLOAT;
	}
	model->plain = zeroed(model, model->ninputs * sizeof(bool));
	for (int i = 0; i < model->ninputs; i++)
		model->plain[i] = model->fields[i].plain;
	model->quick = zeroed(model, model->ncharacteristics * sizeof(ScQuick));
	for (int i = 0; i < model->ncharacteristics; i++)
	{
		prepare_characteristic(model, row, &model->characteristics[i], &budget);
		prepare_quick(&model->characteristics[i], &model->quick[i]);
	}
	model->all_quick = true;
	for (int f = 0; f < model->ninputs; f++)
	{
		bool		seen = false;

		for (int i = 0; i < model->ncharacteristics; i++)
			seen |= model->quick[i].usable && model->quick[i].field == f;
		model->all_quick &= seen && model->plain[f];
	}
	for (int i = 0; i < model->ncharacteristics; i++)
		model->all_quick &= model->quick[i].usable && model->quick[i].field < model->ninputs;
}
