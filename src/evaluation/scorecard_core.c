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

#define MAX_BREAKS 2000

/* ---- the dictionary of the model's string constants ---- */

static uint32_t
hash_bytes_fnv(const char *str, int len)
{
	uint32_t	hash = 2166136261u;

	for (int i = 0; i < len; i++)
		hash = (hash ^ (unsigned char) str[i]) * 16777619u;
	return hash;
}

/* number of a string in the dictionary, or -1 */
int
sc_lookup(const ScModel *model, const char *str, int len)
{
	const ScDictionary *d = &model->dictionary;
	uint32_t	at;

	if (d->nslots == 0)
		return -1;
	at = hash_bytes_fnv(str, len) & (d->nslots - 1);
	while (d->slots[at] != 0)
	{
		int			i = d->slots[at] - 1;

		if (d->len[i] == len && memcmp(d->str[i], str, len) == 0)
			return i;
		at = (at + 1) & (d->nslots - 1);
	}
	return -1;
}

static void *
zeroed(ScModel *model, size_t size)
{
	void	   *memory = model->alloc(model->alloc_arg, size > 0 ? size : 1);

	memset(memory, 0, size);
	return memory;
}

static void
put_slot(ScDictionary *d, int i)
{
	uint32_t	at = hash_bytes_fnv(d->str[i], d->len[i]) & (d->nslots - 1);

	while (d->slots[at] != 0)
		at = (at + 1) & (d->nslots - 1);
	d->slots[at] = i + 1;
}

/* number of a string, entered when new; str is kept, not copied */
int
sc_intern(ScModel *model, const char *str, int len)
{
	ScDictionary *d = &model->dictionary;
	int			found = sc_lookup(model, str, len);

	if (found >= 0)
		return found;
	if (d->n == d->size)
	{
		int			size = d->size == 0 ? 16 : d->size * 2;
		const char **strs = zeroed(model, size * sizeof(char *));
		int		   *lens = zeroed(model, size * sizeof(int));

		if (d->n > 0)
		{
			memcpy(strs, d->str, d->n * sizeof(char *));
			memcpy(lens, d->len, d->n * sizeof(int));
		}
		d->str = strs;
		d->len = lens;
		d->size = size;
		d->nslots = size * 4;
		d->slots = zeroed(model, d->nslots * sizeof(int));
		for (int i = 0; i < d->n; i++)
			put_slot(d, i);
	}
	d->str[d->n] = str;
	d->len[d->n] = len;
	put_slot(d, d->n);
	return d->n++;
}

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

/* ---- tables for characteristics that look at one field ---- */

static int
walk(ScRow *row, const ScCharacteristic *c)
{
	for (int i = 0; i < c->nattributes; i++)
		if (sc_test(row, c->attributes[i].predicate) == SC_TRUE)
			return i;
	return -1;
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
	return walk(row, c);
}

/*
 * Predicates compare a field with constants only, so between two neighbouring
 * constants all values are alike: one probe for each stretch tells everything.
 */
static void
prepare_characteristic(ScModel *model, ScRow *row, ScCharacteristic *c)
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
		if (c->attributes[i].reason != c->reason)
			c->reason = -2;
	}
	for (int i = 0; i < c->nattributes; i++)
		if (!gather(c->attributes[i].predicate, &field, breaks, &nbreaks))
			return;
	if (field < 0)
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

/* call once when everything is filled in */
void
sc_prepare(ScModel *model)
{
	ScRow	   *row = sc_row_create(model, model->alloc, model->alloc_arg);

	for (int i = 0; i < model->ninputs; i++)
	{
		ScField    *f = &model->fields[i];

		f->plain = f->nintervals == 0 && f->nvalues == 0 &&
			f->outliers == SC_OUTLIERS_AS_IS && !f->missing_invalid &&
			!f->has_replacement && f->type != SC_T_FLOAT;
	}
	for (int i = 0; i < model->ncharacteristics; i++)
		prepare_characteristic(model, row, &model->characteristics[i]);
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
		if (!model->fields[i].plain || row->values[i].state == SC_INVALID)
			treat(row, &model->fields[i], &row->values[i]);
	for (int i = model->ninputs; i < model->nfields; i++)
		row->values[i].state = SC_PENDING;
	for (int i = 0; i < model->ncharacteristics; i++)
		row->matched[i] = -1;
	if (row->invalid)
		return false;

	for (int i = 0; i < model->ncharacteristics; i++)
	{
		const ScCharacteristic *c = &model->characteristics[i];
		int			found;

		if (c->plan == SC_PLAN_WALK)
			found = walk(row, c);
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
		else
		{
			ScValue		points = sc_evaluate(row, c->attributes[found].complex);

			if (points.state != SC_VALID)
				return false;
			row->points[i] = points.num;
		}
		row->matched[i] = found;
		row->score += row->points[i];
	}
	if (model->use_reasons)
		sc_rank_reasons(row);
	return true;
}
