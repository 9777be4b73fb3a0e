/*
 * evaluate.c
 *	  One subject's evaluation from its indicators: score, grade, caps,
 *	  dimensions. Tables and sets are the business of evaluate.sql.
 */
#include "evaluation/indicator.h"

#include <math.h>

#include "access/tupdesc.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/numeric.h"
#include "utils/typcache.h"

PG_FUNCTION_INFO_V1(credit_evaluate_subject);
PG_FUNCTION_INFO_V1(credit_explain_subject);

/* kept by a call site */
typedef struct EvaluateCall
{
	char	   *model;
	DateADT		as_of;
	IndicatorPlan *plan;
	ScRow	   *row;
	ScValue    *values;			/* of each indicator */
	TupleDesc	desc;			/* of the result */
	Oid			subject_type;
	int32		subject_typmod;
	TupleDesc	subject;
	Datum	   *columns;
	bool	   *column_nulls;
} EvaluateCall;

static void *
row_alloc(void *arg, size_t size)
{
	return palloc(size);
}

static EvaluateCall *
begin_call(FunctionCallInfo fcinfo)
{
	EvaluateCall *call = fcinfo->flinfo->fn_extra;
	text	   *model = PG_GETARG_TEXT_PP(0);
	MemoryContext old;

	if (call != NULL && call->as_of == PG_GETARG_DATEADT(1) &&
		strlen(call->model) == VARSIZE_ANY_EXHDR(model) &&
		memcmp(call->model, VARDATA_ANY(model), VARSIZE_ANY_EXHDR(model)) == 0)
		return call;
	old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
	call = palloc0(sizeof(EvaluateCall));
	call->model = text_to_cstring(model);
	call->as_of = PG_GETARG_DATEADT(1);
	call->plan = indicator_plan(call->model, call->as_of, CurrentMemoryContext);
	call->row = sc_row_create(&call->plan->model->pmml->sc, row_alloc, NULL);
	call->values = palloc0((call->plan->nindicators + 1) * sizeof(ScValue));
	if (get_call_result_type(fcinfo, NULL, &call->desc) == TYPEFUNC_COMPOSITE)
		call->desc = BlessTupleDesc(call->desc);
	MemoryContextSwitchTo(old);
	fcinfo->flinfo->fn_extra = call;
	return call;
}

static void
read_subject(EvaluateCall *call, HeapTupleHeader header)
{
	Oid			type = HeapTupleHeaderGetTypeId(header);
	int32		typmod = HeapTupleHeaderGetTypMod(header);
	HeapTupleData tuple;

	if (call->subject == NULL || call->subject_type != type || call->subject_typmod != typmod)
	{
		TupleDesc	desc = lookup_rowtype_tupdesc(type, typmod);
		MemoryContext old = MemoryContextSwitchTo(GetMemoryChunkContext(call));

		call->subject = CreateTupleDescCopy(desc);
		call->columns = palloc(desc->natts * sizeof(Datum));
		call->column_nulls = palloc(desc->natts * sizeof(bool));
		MemoryContextSwitchTo(old);
		ReleaseTupleDesc(desc);
		call->subject_type = type;
		call->subject_typmod = typmod;
	}
	tuple.t_len = HeapTupleHeaderGetDatumLength(header);
	ItemPointerSetInvalid(&tuple.t_self);
	tuple.t_tableOid = InvalidOid;
	tuple.t_data = header;
	heap_deform_tuple(&tuple, call->subject, call->columns, call->column_nulls);
}

static ScValue
string_value(const EvaluateCall *call, const char *str, int len)
{
	return (ScValue) {SC_VALID, sc_lookup(&call->plan->model->pmml->sc, str, len), str, len};
}

static const ScValue missing = {SC_MISSING, 0, NULL, 0};

static int
find_column(const EvaluateCall *call, const char *name)
{
	for (int i = 0; i < call->subject->natts; i++)
		if (strcmp(NameStr(TupleDescAttr(call->subject, i)->attname), name) == 0)
			return i;
	return -1;
}

/* a key of the column attributes */
static ScValue
attribute_value(const EvaluateCall *call, const char *key)
{
	int			column = find_column(call, "attributes");
	JsonbValue	buffer;
	JsonbValue *value;

	if (column < 0 || call->column_nulls[column])
		return missing;
	value = getKeyJsonValueFromContainer(&DatumGetJsonbP(call->columns[column])->root,
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
			return string_value(call, value->val.string.val, value->val.string.len);
		default:
			return missing;
	}
}

/* age_months, a column, or a key of attributes */
static ScValue
subject_value(const EvaluateCall *call, const Indicator *indicator)
{
	const char *name = indicator->attribute;
	int			column;
	Form_pg_attribute attribute;
	Oid			output;
	bool		varlena;
	char	   *str;

	if (strcmp(name, "age_months") == 0)
	{
		int			y1,
					m1,
					d1,
					y2,
					m2,
					d2;

		column = find_column(call, "registered_on");
		if (column < 0 || call->column_nulls[column])
			return missing;
		j2date(DatumGetDateADT(call->columns[column]) + POSTGRES_EPOCH_JDATE, &y1, &m1, &d1);
		j2date(call->as_of + POSTGRES_EPOCH_JDATE, &y2, &m2, &d2);
		return (ScValue) {SC_VALID, (y2 - y1) * 12 + (m2 - m1) - (d2 < d1), NULL, 0};
	}
	column = find_column(call, name);
	if (column < 0)
		return attribute_value(call, name);
	if (call->column_nulls[column])
		return missing;
	attribute = TupleDescAttr(call->subject, column);
	if (attribute->atttypid == BOOLOID)
		return (ScValue) {SC_VALID, DatumGetBool(call->columns[column]), NULL, 0};
	getTypeOutputInfo(attribute->atttypid, &output, &varlena);
	str = OidOutputFunctionCall(output, call->columns[column]);
	return string_value(call, str, strlen(str));
}

/* the values of one source's array; a null array means no records at all */
static void
read_array(EvaluateCall *call, IndicatorSource source, bool isnull, Datum array)
{
	Datum	   *elements = NULL;
	bool	   *nulls = NULL;
	int			n = 0;
	int			at = 0;

	if (!isnull)
		deconstruct_array(DatumGetArrayTypeP(array), FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL,
						  TYPALIGN_DOUBLE, &elements, &nulls, &n);
	for (int i = 0; i < call->plan->nindicators; i++)
	{
		const Indicator *indicator = &call->plan->indicators[i];
		ScValue    *to = &call->values[i];

		if (indicator->source != source)
			continue;
		if (isnull && source == SOURCE_RECORD && indicator->measure != MEASURE_MAX &&
			indicator->measure != MEASURE_RECENCY && indicator->measure != MEASURE_RATIO)
			*to = (ScValue) {SC_VALID, 0, NULL, 0};
		else if (at >= n || nulls[at])
			*to = missing;
		else
			*to = (ScValue) {SC_VALID, DatumGetFloat8(elements[at]), NULL, 0};
		at++;
	}
}

/* arguments: model, as_of, subject row, record values, relation values */
static void
read_indicators(EvaluateCall *call, FunctionCallInfo fcinfo)
{
	const ScModel *sc = &call->plan->model->pmml->sc;

	read_subject(call, PG_GETARG_HEAPTUPLEHEADER(2));
	read_array(call, SOURCE_RECORD, PG_ARGISNULL(3), PG_ARGISNULL(3) ? 0 : PG_GETARG_DATUM(3));
	read_array(call, SOURCE_RELATION, PG_ARGISNULL(4), PG_ARGISNULL(4) ? 0 : PG_GETARG_DATUM(4));
	for (int i = 0; i < call->plan->nindicators; i++)
		if (call->plan->indicators[i].source == SOURCE_SUBJECT)
			call->values[i] = subject_value(call, &call->plan->indicators[i]);

	for (int i = 0; i < sc->ninputs; i++)
	{
		ScValue		value = call->values[call->plan->fields[i].indicator];

		/* a value of another kind than the field's is invalid, not guessed at */
		if (value.state == SC_VALID &&
			((sc->fields[i].kind == SC_STRING) != (value.str != NULL) ||
			 (sc->fields[i].type == SC_T_INTEGER && value.num != floor(value.num))))
			value.state = SC_INVALID;
		call->row->values[i] = value;
	}
}

static bool
cap_applies(const EvaluateCall *call, const PlannedCap *cap)
{
	ScValue		value = cap->source.indicator < 0 ? missing : call->values[cap->source.indicator];

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

/*
 * credit.evaluate_subject(model, as_of, subject credit.subject, records
 * float8[], relations float8[]) → credit.evaluation_result. The grade is the
 * band's, lowered to each cap that applies; caps are named. An invalid result
 * has no score and no grade.
 */
Datum
credit_evaluate_subject(PG_FUNCTION_ARGS)
{
	EvaluateCall *call;
	const ScModel *sc;
	Datum		values[6] = {0};
	bool		nulls[6] = {true, true, true, true, true, true};
	double		dimensions[DIMENSIONS] = {0};
	Grade		grade = 0;
	bool		graded;
	Datum	   *caps;
	int			ncaps = 0;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	call = begin_call(fcinfo);
	sc = &call->plan->model->pmml->sc;
	read_indicators(call, fcinfo);
	if (!sc_score(call->row))
		PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(call->desc, values, nulls)));

	for (int i = 0; i < sc->ncharacteristics; i++)
		if (call->plan->dimension[i] >= 0)
			dimensions[call->plan->dimension[i]] += call->row->points[i];
	graded = score_grade(call->plan->model, call->row->score, &grade);
	caps = palloc((call->plan->ncaps + 1) * sizeof(Datum));
	for (int i = 0; i < call->plan->ncaps; i++)
	{
		const PlannedCap *cap = &call->plan->caps[i];

		if (!cap_applies(call, cap))
			continue;
		if (cap->cap.no_grade)
			graded = false;
		else if (graded && grade_scale(cap->cap.grade) == grade_scale(grade))
			grade = Min(grade, cap->cap.grade);
		caps[ncaps++] = CStringGetTextDatum(cap->cap.name);
	}
	values[0] = Float8GetDatum(call->row->score);
	values[1] = GradeGetDatum(grade);
	values[2] = score_float_array(dimensions, DIMENSIONS);
	values[3] = score_float_array(call->row->points, sc->ncharacteristics);
	values[4] = score_reasons_array(call->row);
	values[5] = PointerGetDatum(construct_array(caps, ncaps, TEXTOID, -1, false, TYPALIGN_INT));
	memset(nulls, 0, sizeof(nulls));
	nulls[1] = !graded;
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(call->desc, values, nulls)));
}

/* a value as people read it; NULL for missing */
static char *
value_text(const ScValue *value)
{
	if (value->state != SC_VALID)
		return NULL;
	if (value->str != NULL)
		return pnstrdup(value->str, value->len);
	return DatumGetCString(DirectFunctionCall1(float8out, Float8GetDatum(value->num)));
}

/*
 * credit.explain_subject(same arguments) → one row for each characteristic:
 * ordinal, characteristic, dimension, indicator, value, matched, points,
 * best, reason.
 */
Datum
credit_explain_subject(PG_FUNCTION_ARGS)
{
	static const char *const dimension_names[] = {"identity", "behaviour", "innovation", "finance", "compliance"};
	EvaluateCall *call;
	const ScModel *sc;
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	call = begin_call(fcinfo);
	sc = &call->plan->model->pmml->sc;
	credit_materialize(fcinfo);
	read_indicators(call, fcinfo);
	(void) sc_score(call->row);
	for (int i = 0; i < sc->ncharacteristics; i++)
	{
		const ScCharacteristic *c = &sc->characteristics[i];
		int			field = sc_first_input(sc, c);
		const Indicator *indicator = field < 0 ? NULL :
			&call->plan->indicators[call->plan->fields[field].indicator];
		char	   *value = field < 0 ? NULL :
			value_text(&call->values[call->plan->fields[field].indicator]);
		Datum		values[9] = {0};
		bool		nulls[9] = {false, false, true, true, true, true, true, true, true};
		double		best;

		values[0] = Int32GetDatum(i + 1);
		values[1] = CStringGetTextDatum(c->name);
		if (indicator != NULL)
		{
			values[2] = CStringGetTextDatum(dimension_names[indicator->dimension]);
			values[3] = CStringGetTextDatum(indicator->name);
			nulls[2] = nulls[3] = false;
		}
		if (value != NULL)
		{
			values[4] = CStringGetTextDatum(value);
			nulls[4] = false;
		}
		if (call->row->matched[i] >= 0)
		{
			const ScAttribute *attribute = &c->attributes[call->row->matched[i]];

			values[5] = CStringGetTextDatum(attribute->label);
			values[6] = Float8GetDatum(call->row->points[i]);
			nulls[5] = nulls[6] = false;
			if (attribute->reason >= 0)
			{
				values[8] = CStringGetTextDatum(sc->reasons[attribute->reason]);
				nulls[8] = false;
			}
		}
		if (score_best_points(sc, c, &best))
		{
			values[7] = Float8GetDatum(best);
			nulls[7] = false;
		}
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}
