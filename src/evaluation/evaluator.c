/*
 * evaluator.c
 *	  One subject's evaluation: its own indicators from its row of
 *	  credit.subject, score, grade, caps, points by dimension.
 */
#include "evaluation/evaluator.h"

#include <math.h>

#include "access/tupdesc.h"
#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/numeric.h"

/* places of an indicator's value that are no column */
#define FROM_AGE (-2)
#define FROM_ATTRIBUTES (-1)

static const ScValue missing = {SC_MISSING, 0, NULL, 0};

static void *
row_alloc(void *arg, size_t size)
{
	return palloc(size);
}

static int
find_column(TupleDesc desc, const char *name)
{
	for (int i = 0; i < desc->natts; i++)
		if (!TupleDescAttr(desc, i)->attisdropped && strcmp(NameStr(TupleDescAttr(desc, i)->attname), name) == 0)
			return i;
	return -1;
}

/* made in the current memory context; subjects come in rows of that type */
Evaluator *
evaluator_create(const char *key, DateADT as_of, TupleDesc subject)
{
	Evaluator  *evaluator = palloc0(sizeof(Evaluator));
	int			n;

	evaluator->key = pstrdup(key);
	evaluator->as_of = as_of;
	evaluator->plan = indicator_plan(key, as_of, CurrentMemoryContext);
	n = evaluator->plan->nindicators;
	evaluator->row = sc_row_create(&evaluator->plan->model->pmml->sc, row_alloc, NULL);
	evaluator->values = palloc0((n + 1) * sizeof(ScValue));
	evaluator->caps = palloc((evaluator->plan->ncaps + 1) * sizeof(int));
	evaluator->columns = palloc((n + 1) * sizeof(int));
	evaluator->desc = subject;
	evaluator->id = find_column(subject, "subject_id");
	evaluator->kind = find_column(subject, "kind");
	evaluator->merged_into = find_column(subject, "merged_into");
	evaluator->registered_on = find_column(subject, "registered_on");
	evaluator->attributes = find_column(subject, "attributes");
	evaluator->person = DatumGetObjectId(DirectFunctionCall2(enum_in, CStringGetDatum("person"),
															 ObjectIdGetDatum(TupleDescAttr(subject, evaluator->kind)->atttypid)));
	for (int i = 0; i < n; i++)
	{
		const Indicator *indicator = &evaluator->plan->indicators[i];

		if (indicator->source == SOURCE_SUBJECT)
			evaluator->columns[i] = strcmp(indicator->attribute, "age_months") == 0 ? FROM_AGE :
				find_column(subject, indicator->attribute);
		else
			continue;
		evaluator->ncolumns = Max(evaluator->ncolumns, 1 +
								  (evaluator->columns[i] == FROM_AGE ? evaluator->registered_on :
								   evaluator->columns[i] == FROM_ATTRIBUTES ? evaluator->attributes :
								   evaluator->columns[i]));
	}
	evaluator->ncolumns = Max(evaluator->ncolumns, 1 + Max(Max(evaluator->id, evaluator->kind), evaluator->merged_into));
	return evaluator;
}

static ScValue
string_value(const Evaluator *evaluator, const char *str, int len)
{
	return (ScValue) {SC_VALID, sc_lookup(&evaluator->plan->model->pmml->sc, str, len), str, len};
}

/* a key of the column attributes */
static ScValue
attribute_value(const Evaluator *evaluator, TupleTableSlot *subject, const char *key)
{
	JsonbValue	buffer;
	JsonbValue *value;

	if (evaluator->attributes < 0 || subject->tts_isnull[evaluator->attributes])
		return missing;
	value = getKeyJsonValueFromContainer(&DatumGetJsonbP(subject->tts_values[evaluator->attributes])->root,
										 key, strlen(key), &buffer);
	if (value == NULL)
		return missing;
	switch (value->type)
	{
		case jbvNumeric:
			return (ScValue) {SC_VALID, DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow,
																		   NumericGetDatum(value->val.numeric))), NULL, 0};
		case jbvBool:
			return (ScValue) {SC_VALID, value->val.boolean, NULL, 0};
		case jbvString:
			return string_value(evaluator, value->val.string.val, value->val.string.len);
		default:
			return missing;
	}
}

static ScValue
age_months(const Evaluator *evaluator, TupleTableSlot *subject)
{
	int			y1,
				m1,
				d1,
				y2,
				m2,
				d2;

	if (evaluator->registered_on < 0 || subject->tts_isnull[evaluator->registered_on])
		return missing;
	j2date(DatumGetDateADT(subject->tts_values[evaluator->registered_on]) + POSTGRES_EPOCH_JDATE, &y1, &m1, &d1);
	j2date(evaluator->as_of + POSTGRES_EPOCH_JDATE, &y2, &m2, &d2);
	return (ScValue) {SC_VALID, (y2 - y1) * 12 + (m2 - m1) - (d2 < d1), NULL, 0};
}

/* age_months, a column, or a key of attributes */
static ScValue
subject_value(const Evaluator *evaluator, TupleTableSlot *subject, int number)
{
	int			column = evaluator->columns[number];
	Form_pg_attribute attribute;
	Oid			output;
	bool		varlena;
	char	   *str;

	if (column == FROM_AGE)
		return age_months(evaluator, subject);
	if (column == FROM_ATTRIBUTES)
		return attribute_value(evaluator, subject, evaluator->plan->indicators[number].attribute);
	if (subject->tts_isnull[column])
		return missing;
	attribute = TupleDescAttr(evaluator->desc, column);
	if (attribute->atttypid == BOOLOID)
		return (ScValue) {SC_VALID, DatumGetBool(subject->tts_values[column]), NULL, 0};
	if (attribute->atttypid == TEXTOID)
	{
		struct varlena *text = PG_DETOAST_DATUM_PACKED(subject->tts_values[column]);

		return string_value(evaluator, VARDATA_ANY(text), VARSIZE_ANY_EXHDR(text));
	}
	getTypeOutputInfo(attribute->atttypid, &output, &varlena);
	str = OidOutputFunctionCall(output, subject->tts_values[column]);
	return string_value(evaluator, str, strlen(str));
}

static bool
cap_applies(const Evaluator *evaluator, const PlannedCap *cap)
{
	ScValue		value = cap->source.indicator < 0 ? missing : evaluator->values[cap->source.indicator];

	if (value.state != SC_VALID || value.str != NULL)
		return false;
	switch (cap->cap.op)
	{
		case SC_EQUAL:
			return value.num == cap->cap.threshold;
		case SC_NOT_EQUAL:
			return value.num != cap->cap.threshold;
		case SC_LESS:
			return value.num < cap->cap.threshold;
		case SC_LESS_OR_EQUAL:
			return value.num <= cap->cap.threshold;
		case SC_GREATER:
			return value.num > cap->cap.threshold;
		default:
			return value.num >= cap->cap.threshold;
	}
}

/* the band's grade, lowered to each cap that applies */
static void
find_grade(Evaluator *evaluator)
{
	evaluator->ncaps = 0;
	evaluator->graded = score_grade(evaluator->plan->model, evaluator->row->score, &evaluator->grade);
	for (int i = 0; i < evaluator->plan->ncaps; i++)
	{
		const PlannedCap *cap = &evaluator->plan->caps[i];

		if (!cap_applies(evaluator, cap))
			continue;
		if (cap->cap.no_grade)
			evaluator->graded = false;
		else if (evaluator->graded && grade_scale(cap->cap.grade) == grade_scale(evaluator->grade))
			evaluator->grade = Min(evaluator->grade, cap->cap.grade);
		evaluator->caps[evaluator->ncaps++] = i;
	}
}

/*
 * Evaluates the subject of a row whose columns are taken apart; strings made
 * on the way live in the current memory context.
 */
void
evaluator_run(Evaluator *evaluator, TupleTableSlot *subject)
{
	const ScModel *sc = &evaluator->plan->model->pmml->sc;

	evaluator->subject_id = DatumGetInt64(subject->tts_values[evaluator->id]);
	evaluator->is_person = DatumGetObjectId(subject->tts_values[evaluator->kind]) == evaluator->person;
	for (int i = 0; i < evaluator->plan->nindicators; i++)
		if (evaluator->plan->indicators[i].source == SOURCE_SUBJECT)
			evaluator->values[i] = subject_value(evaluator, subject, i);
	for (int i = 0; i < sc->ninputs; i++)
	{
		ScValue    *to = &evaluator->row->values[i];

		*to = evaluator->values[evaluator->plan->fields[i].indicator];
		/* a value of another kind than the field's is invalid, not guessed at */
		if (to->state == SC_VALID &&
			((sc->fields[i].kind == SC_STRING) != (to->str != NULL) ||
			 (sc->fields[i].type == SC_T_INTEGER && to->num != floor(to->num))))
			to->state = SC_INVALID;
	}

	evaluator->valid = sc_score(evaluator->row);
	evaluator->graded = false;
	evaluator->ncaps = 0;
	if (!evaluator->valid)
		return;
	memset(evaluator->dimensions, 0, sizeof(evaluator->dimensions));
	for (int i = 0; i < sc->ncharacteristics; i++)
		if (evaluator->plan->dimension[i] >= 0)
			evaluator->dimensions[evaluator->plan->dimension[i]] += evaluator->row->points[i];
	find_grade(evaluator);
}
