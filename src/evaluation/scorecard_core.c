/*
 * scorecard_core.c
 *	  Evaluating a PMML scorecard: input treatments, predicates, the first
 *	  matching attribute and the sum, free of postgres.h.
 *
 * Rules are those of PMML 4.4 ("Mining Schema", "Tree Model" for predicates,
 * "Scorecard"). A characteristic none of whose attributes is true makes the
 * whole result invalid; points are added in the order of the document, in
 * double precision, beginning with the initial score.
 */
#include "evaluation/scorecard_core.h"

#include <math.h>
#include <string.h>

/* ---- fields ---- */

bool
sc_in_interval(const ScInterval *interval, double value)
{
	bool		closed_low = interval->closure == SC_CLOSED_OPEN ||
		interval->closure == SC_CLOSED_CLOSED;
	bool		closed_high = interval->closure == SC_OPEN_CLOSED ||
		interval->closure == SC_CLOSED_CLOSED;

	return (closed_low ? value >= interval->low : value > interval->low ||
			(isinf(interval->low) && interval->low < 0)) &&
		(closed_high ? value <= interval->high : value < interval->high ||
		 (isinf(interval->high) && interval->high > 0));
}

/* is a value of the right type among those the data dictionary allows */
static ScState
validity(const ScField *field, double num)
{
	bool		listed = false;

	for (int i = 0; i < field->nvalues; i++)
	{
		if (field->values[i].num != num)
			continue;
		if (field->values[i].property == SC_P_MISSING)
			return SC_MISSING;
		if (field->values[i].property == SC_P_INVALID)
			return SC_INVALID;
		listed = true;
	}
	if (listed)
		return SC_VALID;
	for (int i = 0; i < field->nintervals; i++)
		if (sc_in_interval(&field->intervals[i], num))
			return SC_VALID;
	return field->lists_valid || field->nintervals > 0 ? SC_INVALID : SC_VALID;
}

/*
 * Mining-schema treatments in the order of the standard's decision table:
 * valid values meet the outlier rule, invalid ones the invalid rule, and
 * what is missing by now the missing rule.
 */
static void
treat(ScRow *row, const ScField *field, ScValue *value)
{
	if (value->state == SC_VALID)
	{
		if (field->type == SC_T_FLOAT)
			value->num = (float) value->num;
		value->state = validity(field, value->num);
		if (value->state == SC_VALID && field->outliers != SC_OUTLIERS_AS_IS &&
			(value->num < field->low || value->num > field->high))
		{
			if (field->outliers == SC_OUTLIERS_MISSING)
				value->state = SC_MISSING;
			else
				value->num = value->num < field->low ? field->low : field->high;
		}
	}
	if (value->state == SC_INVALID)
		switch (field->invalid)
		{
			case SC_RETURN_INVALID:
				row->invalid = true;
				return;
			case SC_INVALID_AS_IS:
				value->state = isnan(value->num) ? SC_MISSING : SC_VALID;
				break;
			case SC_INVALID_AS_MISSING:
				value->state = SC_MISSING;
				break;
			case SC_INVALID_AS_VALUE:
				*value = field->invalid_replacement;
				return;
		}
	if (value->state == SC_MISSING)
	{
		if (field->missing_invalid)
			row->invalid = true;
		else if (field->has_replacement)
			*value = field->replacement;
	}
}

/* the value of a field; derived ones are computed when first asked for */
ScValue
sc_field(ScRow *row, int i)
{
	ScValue    *value = &row->values[i];

	if (value->state == SC_PENDING)
	{
		const ScField *field = &row->model->fields[i];
		ScValue    *saved = row->parameters;

		/* a derived field never sees the parameters of a function */
		row->parameters = NULL;
		*value = sc_evaluate(row, field->derived);
		row->parameters = saved;
		if (value->state == SC_VALID)
			sc_cast(value, field->type);
	}
	return *value;
}

/* ---- predicates ---- */

static int
rank_of(const ScField *field, double num)
{
	for (int i = 0; i < field->nvalues; i++)
		if (field->values[i].num == num)
			return i;
	return -1;
}

static ScTruth
compare(const ScField *field, ScPredicateOp op, double left, double right)
{
	bool		result;

	if (field->ordinal && op >= SC_LESS)
	{
		left = rank_of(field, left);
		right = rank_of(field, right);
		if (left < 0)
			return SC_UNKNOWN;	/* a value that has no place in the order */
	}
	switch (op)
	{
		case SC_EQUAL:
			result = left == right;
			break;
		case SC_NOT_EQUAL:
			result = left != right;
			break;
		case SC_LESS:
			result = left < right;
			break;
		case SC_LESS_OR_EQUAL:
			result = left <= right;
			break;
		case SC_GREATER:
			result = left > right;
			break;
		default:
			result = left >= right;
			break;
	}
	return result ? SC_TRUE : SC_FALSE;
}

static ScTruth
test_compound(ScRow *row, const ScPredicate *predicate)
{
	bool		unknown = false;
	bool		parity = false;

	for (int i = 0; i < predicate->nparts; i++)
	{
		ScTruth		part = sc_test(row, predicate->parts[i]);

		if (part == SC_UNKNOWN)
		{
			unknown = true;
			continue;
		}
		switch (predicate->op)
		{
			case SC_AND:
				if (part == SC_FALSE)
					return SC_FALSE;
				break;
			case SC_OR:
				if (part == SC_TRUE)
					return SC_TRUE;
				break;
			case SC_SURROGATE:
				return part;
			default:
				parity ^= (part == SC_TRUE);
				break;
		}
	}
	if (unknown || predicate->op == SC_SURROGATE)
		return SC_UNKNOWN;
	if (predicate->op == SC_AND)
		return SC_TRUE;
	if (predicate->op == SC_OR)
		return SC_FALSE;
	return parity ? SC_TRUE : SC_FALSE;
}

ScTruth
sc_test(ScRow *row, const ScPredicate *predicate)
{
	ScValue		value;

	if (predicate->op == SC_ALWAYS)
		return SC_TRUE;
	if (predicate->op == SC_NEVER)
		return SC_FALSE;
	if (predicate->op >= SC_AND && predicate->op <= SC_SURROGATE)
		return test_compound(row, predicate);

	value = sc_field(row, predicate->field);
	if (value.state == SC_INVALID)
	{
		row->invalid = true;
		return SC_UNKNOWN;
	}
	if (predicate->op == SC_IS_MISSING)
		return value.state == SC_MISSING ? SC_TRUE : SC_FALSE;
	if (predicate->op == SC_IS_NOT_MISSING)
		return value.state == SC_MISSING ? SC_FALSE : SC_TRUE;
	if (value.state == SC_MISSING)
		return SC_UNKNOWN;
	if (predicate->op == SC_IS_IN || predicate->op == SC_IS_NOT_IN)
	{
		bool		in = false;

		for (int i = 0; i < predicate->nset && !in; i++)
			in = value.num == predicate->set[i].num;
		return in == (predicate->op == SC_IS_IN) ? SC_TRUE : SC_FALSE;
	}
	return compare(&row->model->fields[predicate->field], predicate->op,
				   value.num, predicate->value.num);
}

/* ---- characteristics ---- */

/* the first attribute whose predicate is true, or -1 */
int
sc_walk(ScRow *row, const ScCharacteristic *c)
{
	for (int i = 0; i < c->nattributes; i++)
		if (sc_test(row, c->attributes[i].predicate) == SC_TRUE)
			return i;
	return -1;
}

/* the stretch a number lies in: 2i below the i-th cut point, 2i + 1 on it */
static inline int
region_of(const ScCharacteristic *c, double num)
{
	int			low = 0;

	if (c->nbreaks <= 8)
		for (int i = 0; i < c->nbreaks; i++)
			low += c->breaks[i] < num;
	else
	{
		int			high = c->nbreaks;

		while (low < high)
		{
			int			middle = (low + high) / 2;

			if (c->breaks[middle] < num)
				low = middle + 1;
			else
				high = middle;
		}
	}
	/* one element beyond the last is there, and no number equals it */
	return 2 * low + (c->breaks[low] == num);
}

/* points by simple arithmetic; false when a rule for other values is needed */
static inline bool
simple_points(const ScRow *row, const ScSimple *simple, double *points)
{
	double		operand[2];

	if (simple->op == 0)
		return false;
	for (int i = 0; i < 2; i++)
	{
		operand[i] = simple->constant[i];
		if (simple->field[i] < 0)
			continue;
		if (row->values[simple->field[i]].state != SC_VALID)
			return false;
		operand[i] = row->values[simple->field[i]].num;
	}
	*points = simple->op == '*' ? operand[0] * operand[1] : simple->op == '+' ? operand[0] + operand[1] :
		simple->op == '-' ? operand[0] - operand[1] : operand[0] / operand[1];
	return isfinite(*points);
}

/* ---- one row ---- */

ScRow *
sc_row_create(const ScModel *model, ScAlloc alloc, void *arg)
{
	ScRow	   *row = alloc(arg, sizeof(ScRow));
	int			nreasons = model->nreasons > 0 ? model->nreasons : 1;
	int			nchars = model->ncharacteristics;

	memset(row, 0, sizeof(ScRow));
	row->model = model;
	row->alloc = alloc;
	row->alloc_arg = arg;
	row->values = alloc(arg, (model->nfields + 1) * sizeof(ScValue));
	memset(row->values, 0, (model->nfields + 1) * sizeof(ScValue));
	row->points = alloc(arg, (nchars + 1) * sizeof(double));
	row->matched = alloc(arg, (nchars + 1) * sizeof(int));
	row->ranked = alloc(arg, nreasons * sizeof(int));
	row->difference = alloc(arg, nreasons * sizeof(double));
	row->seen = alloc(arg, nreasons * sizeof(bool));
	return row;
}

/*
 * Scores the row whose inputs stand in row->values; an input that is not of
 * its field's type is given as SC_INVALID. False when the result is invalid.
 */
bool
sc_score(ScRow *row)
{
	const ScModel *model = row->model;

	row->invalid = false;
	row->parameters = NULL;
	row->nranked = 0;
	row->score = model->initial;
	for (int i = 0; i < model->ninputs; i++)
		if (!model->plain[i] || row->values[i].state == SC_INVALID)
			treat(row, &model->fields[i], &row->values[i]);
	for (int i = model->ninputs; i < model->nfields; i++)
		row->values[i].state = SC_PENDING;
	if (!row->score_only)
		for (int i = 0; i < model->ncharacteristics; i++)
			row->matched[i] = -1;
	if (row->invalid)
		return false;

	for (int i = 0; i < model->ncharacteristics; i++)
	{
		const ScCharacteristic *c = &model->characteristics[i];
		const ScQuick *quick = &model->quick[i];
		int			found;

		if (quick->usable && row->values[quick->field].state == SC_VALID)
		{
			double		num = row->values[quick->field].num;
			int			low = 0;
			int			region;

			for (int b = 0; b < SC_FEW_BREAKS; b++)
				low += quick->breaks[b] < num;
			region = 2 * low + (quick->breaks[low] == num);
			row->score += quick->gain[region];
			if (!row->score_only)
			{
				row->matched[i] = quick->match[region];
				row->points[i] = quick->gain[region];
				if (row->matched[i] < 0)
					return false;
			}
			continue;
		}
		if (c->plan == SC_PLAN_WALK)
			found = c->attributes[0].predicate->op == SC_ALWAYS ? 0 : sc_walk(row, c);
		else
		{
			ScValue    *value = &row->values[c->field];

			if (value->state == SC_PENDING)
				(void) sc_field(row, c->field);
			if (value->state == SC_INVALID)
				return false;
			if (value->state == SC_MISSING)
				found = c->match_missing;
			else
			{
				int			region = c->plan == SC_PLAN_CODES ?
					(int) value->num + 1 : region_of(c, value->num);

				found = c->match[region];
				if (c->gain != NULL && found >= 0 && !row->invalid)
				{
					row->matched[i] = found;
					row->points[i] = c->gain[region];
					row->score += row->points[i];
					continue;
				}
			}
		}
		if (found < 0 || row->invalid)
			return false;
		if (c->attributes[found].complex == NULL)
			row->points[i] = c->attributes[found].points;
		else if (!simple_points(row, &c->attributes[found].simple, &row->points[i]))
		{
			ScValue		points = sc_evaluate(row, c->attributes[found].complex);

			if (points.state != SC_VALID)
				return false;
			row->points[i] = points.num;
		}
		row->matched[i] = found;
		row->score += row->points[i];
	}
	/* a quick characteristic without true attribute, or points beyond all numbers */
	if (!isfinite(row->score))
		return false;
	if (model->use_reasons && !row->no_reasons)
		sc_rank_reasons(row);
	return true;
}
