/*
 * scorecard.c
 *	  SQL functions over scorecards: the trigger that checks a model on its way
 *	  in, credit.score(), and what is known about a model.
 */
#include "evaluation/scorecard.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/rel.h"

PG_FUNCTION_INFO_V1(credit_check_model);
PG_FUNCTION_INFO_V1(credit_score);
PG_FUNCTION_INFO_V1(credit_score_points);
PG_FUNCTION_INFO_V1(credit_model_outputs);
PG_FUNCTION_INFO_V1(credit_model_fields);
PG_FUNCTION_INFO_V1(credit_resolve_model);

/*
 * credit.check_model() → trigger, BEFORE INSERT OR UPDATE of pmml on
 * credit.model. Builds the model and throws it away; raises CR013 when the
 * document cannot be scored exactly as the standard says.
 */
Datum
credit_check_model(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	HeapTuple	tuple;
	MemoryContext cxt;
	MemoryContext old;
	Datum		pmml;
	bool		isnull;
	char	   *document;

	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"%s\" was not called by trigger manager", "check_model")));
	tuple = TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ? trigger->tg_newtuple : trigger->tg_trigtuple;
	if (credit_restoring)
		return PointerGetDatum(tuple);
	pmml = heap_getattr(tuple, SPI_fnumber(trigger->tg_relation->rd_att, "pmml"),
						trigger->tg_relation->rd_att, &isnull);
	if (isnull)
		return PointerGetDatum(tuple);

	cxt = AllocSetContextCreate(CurrentMemoryContext, "check model", ALLOCSET_DEFAULT_SIZES);
	old = MemoryContextSwitchTo(cxt);
	document = TextDatumGetCString(pmml);
	(void) pmml_load(document, strlen(document));
	MemoryContextSwitchTo(old);
	MemoryContextDelete(cxt);
	return PointerGetDatum(tuple);
}

/* what one call site of credit.score keeps of a model */
typedef struct ScoreCall
{
	ScoreCallSite site;
	ScorePlan  *plan;
	TupleDesc	desc;			/* of credit.score_result */
	Size	   *reason_sizes;	/* of each reason's text in an array */
	text	  **reasons;
	Size		points_size;
} ScoreCall;

static ScoreCall *
begin_call(FunctionCallInfo fcinfo, text *name)
{
	ScoreCall  *call = score_call_find(fcinfo->flinfo, name);
	MemoryContext old;
	const ScModel *sc;

	if (call != NULL)
		return call;
	call = score_call_create(fcinfo->flinfo, name, sizeof(ScoreCall));
	old = MemoryContextSwitchTo(call->site.cxt);
	call->plan = score_plan_create(call->site.model, CurrentMemoryContext);
	if (get_call_result_type(fcinfo, NULL, &call->desc) == TYPEFUNC_COMPOSITE)
		call->desc = BlessTupleDesc(call->desc);
	sc = &call->site.model->pmml->sc;
	call->reasons = palloc((sc->nreasons + 1) * sizeof(text *));
	call->reason_sizes = palloc((sc->nreasons + 1) * sizeof(Size));
	for (int i = 0; i < sc->nreasons; i++)
	{
		call->reasons[i] = cstring_to_text(sc->reasons[i]);
		call->reason_sizes[i] = INTALIGN(VARSIZE(call->reasons[i]));
	}
	call->points_size = ARR_OVERHEAD_NONULLS(1) + sc->ncharacteristics * sizeof(float8);
	MemoryContextSwitchTo(old);
	score_call_keep(fcinfo->flinfo, call);
	return call;
}

static ArrayType *
new_array(Size size, Oid type, int n)
{
	ArrayType  *array = palloc(size);

	SET_VARSIZE(array, size);
	array->ndim = 1;
	array->dataoffset = 0;
	array->elemtype = type;
	ARR_DIMS(array)[0] = n;
	ARR_LBOUND(array)[0] = 1;
	return array;
}

static Datum
points_array(const ScoreCall *call, const ScRow *row)
{
	int			n = row->model->ncharacteristics;
	ArrayType  *array = new_array(call->points_size, FLOAT8OID, n);

	memcpy(ARR_DATA_PTR(array), row->points, n * sizeof(float8));
	return PointerGetDatum(array);
}

static Datum
reasons_array(const ScoreCall *call, const ScRow *row)
{
	Size		size = ARR_OVERHEAD_NONULLS(1);
	ArrayType  *array;
	char	   *to;

	if (row->nranked == 0)
		return PointerGetDatum(construct_empty_array(TEXTOID));
	for (int i = 0; i < row->nranked; i++)
		size += call->reason_sizes[row->ranked[i]];
	array = new_array(size, TEXTOID, row->nranked);
	to = ARR_DATA_PTR(array);
	for (int i = 0; i < row->nranked; i++)
	{
		text	   *reason = call->reasons[row->ranked[i]];
		Size		length = VARSIZE(reason);

		memcpy(to, reason, length);
		memset(to + length, 0, call->reason_sizes[row->ranked[i]] - length);
		to += call->reason_sizes[row->ranked[i]];
	}
	return PointerGetDatum(array);
}

/*
 * credit.score(model text, features record) → credit.score_result
 * Score, grade, reason codes from the weightiest on, and the points of each
 * characteristic. All null when the result is invalid. Raises CR014 when
 * columns are missing or of a type that does not fit, CR017 for an unknown
 * model.
 */
Datum
credit_score(PG_FUNCTION_ARGS)
{
	ScoreCall  *call = begin_call(fcinfo, PG_GETARG_TEXT_PP(0));
	ScRow	   *row = score_plan_read(call->plan, PG_GETARG_HEAPTUPLEHEADER(1));
	Datum		values[4] = {0};
	bool		nulls[4] = {true, true, true, true};
	Grade		grade;

	if (sc_score(row))
	{
		values[0] = Float8GetDatum(row->score);
		nulls[0] = false;
		if (score_grade(call->site.model, row->score, &grade))
		{
			values[1] = GradeGetDatum(grade);
			nulls[1] = false;
		}
		values[2] = reasons_array(call, row);
		nulls[2] = false;
		values[3] = points_array(call, row);
		nulls[3] = false;
	}
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(call->desc, values, nulls)));
}

/* the ranked reason codes of a row as text[] */
Datum
score_reasons_array(const ScRow *row)
{
	Datum	   *codes = palloc((row->nranked + 1) * sizeof(Datum));

	for (int i = 0; i < row->nranked; i++)
		codes[i] = CStringGetTextDatum(row->model->reasons[row->ranked[i]]);
	return PointerGetDatum(construct_array(codes, row->nranked, TEXTOID, -1, false, TYPALIGN_INT));
}

Datum
score_float_array(const double *values, int n)
{
	ArrayType  *array;

	if (n == 0)
		return PointerGetDatum(construct_empty_array(FLOAT8OID));
	array = new_array(ARR_OVERHEAD_NONULLS(1) + n * sizeof(float8), FLOAT8OID, n);
	memcpy(ARR_DATA_PTR(array), values, n * sizeof(float8));
	return PointerGetDatum(array);
}

/*
 * The best a characteristic can give: most points, or fewest where points
 * above the baseline are reasons against. False when points are computed.
 */
bool
score_best_points(const ScModel *sc, const ScCharacteristic *c, double *best)
{
	if (!c->constant)
		return false;
	*best = c->attributes[0].points;
	for (int a = 1; a < c->nattributes; a++)
		*best = sc->points_above ? Min(*best, c->attributes[a].points) : Max(*best, c->attributes[a].points);
	return true;
}

/* prepares a set result in materialize mode, alike in every version */
void
credit_materialize(FunctionCallInfo fcinfo)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	MemoryContext old;

	if (rsinfo == NULL || !IsA(rsinfo, ReturnSetInfo) || !(rsinfo->allowedModes & SFRM_Materialize))
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("set-valued function called in context that cannot accept a set")));
	old = MemoryContextSwitchTo(rsinfo->econtext->ecxt_per_query_memory);
	if (get_call_result_type(fcinfo, NULL, &rsinfo->setDesc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	rsinfo->setResult = tuplestore_begin_heap(true, false, work_mem);
	rsinfo->returnMode = SFRM_Materialize;
	MemoryContextSwitchTo(old);
}

/*
 * credit.score_points(model text, features record) → set of rows, one for
 * each characteristic: what matched, its points, the best it could have been.
 * Raises as credit.score.
 */
Datum
credit_score_points(PG_FUNCTION_ARGS)
{
	char	   *name = text_to_cstring(PG_GETARG_TEXT_PP(0));
	ScoreModel *model = score_model_get(name, credit_today());
	ScorePlan  *plan = score_plan_create(model, CurrentMemoryContext);
	ScRow	   *row = score_plan_read(plan, PG_GETARG_HEAPTUPLEHEADER(1));
	const ScModel *sc = &model->pmml->sc;
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;

	credit_materialize(fcinfo);
	(void) sc_score(row);
	for (int i = 0; i < sc->ncharacteristics; i++)
	{
		const ScCharacteristic *c = &sc->characteristics[i];
		Datum		values[7] = {0};
		bool		nulls[7] = {false, true, true, true, true, true, true};
		double		best;

		values[0] = Int32GetDatum(i + 1);
		values[1] = CStringGetTextDatum(c->name);
		nulls[1] = false;
		if (score_best_points(sc, c, &best))
		{
			values[4] = Float8GetDatum(best);
			nulls[4] = false;
		}
		if (row->matched[i] >= 0)
		{
			const ScAttribute *a = &c->attributes[row->matched[i]];

			values[2] = CStringGetTextDatum(a->label);
			nulls[2] = false;
			values[3] = Float8GetDatum(row->points[i]);
			nulls[3] = false;
			if (a->reason >= 0)
			{
				values[5] = CStringGetTextDatum(sc->reasons[a->reason]);
				nulls[5] = false;
			}
		}
		if (c->plan != SC_PLAN_WALK)
		{
			values[6] = CStringGetTextDatum(sc->fields[c->field].name);
			nulls[6] = false;
		}
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/*
 * credit.model_outputs(model text) → set of (name, rank): the document's
 * output fields; rank null for the predicted value.
 */
Datum
credit_model_outputs(PG_FUNCTION_ARGS)
{
	ScoreModel *model = score_model_get(text_to_cstring(PG_GETARG_TEXT_PP(0)), credit_today());
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;

	credit_materialize(fcinfo);
	for (int i = 0; i < model->pmml->noutputs; i++)
	{
		const PmOutput *output = &model->pmml->outputs[i];
		Datum		values[2] = {CStringGetTextDatum(output->name), Int32GetDatum(output->rank)};
		bool		nulls[2] = {false, output->rank == 0};

		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/*
 * credit.model_fields(model text) → set of (ordinal, name, type): the columns
 * a row must have to be scored.
 */
Datum
credit_model_fields(PG_FUNCTION_ARGS)
{
	static const char *const types[] = {"string", "integer", "float", "double", "boolean", "date"};
	ScoreModel *model = score_model_get(text_to_cstring(PG_GETARG_TEXT_PP(0)), credit_today());
	const ScModel *sc = &model->pmml->sc;
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;

	credit_materialize(fcinfo);
	for (int i = 0; i < sc->ninputs; i++)
	{
		Datum		values[3] = {Int32GetDatum(i + 1), CStringGetTextDatum(sc->fields[i].name),
			CStringGetTextDatum(types[sc->fields[i].type])};
		bool		nulls[3] = {false, false, false};

		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/*
 * credit.resolve_model(model text, as_of date) → text[]: name and version a
 * model's name stands for on a day. Raises CR017.
 */
Datum
credit_resolve_model(PG_FUNCTION_ARGS)
{
	ScoreModel *model = score_model_get(text_to_cstring(PG_GETARG_TEXT_PP(0)), PG_GETARG_DATEADT(1));
	Datum		parts[2] = {CStringGetTextDatum(model->model), CStringGetTextDatum(model->version)};

	PG_RETURN_ARRAYTYPE_P(construct_array(parts, 2, TEXTOID, -1, false, TYPALIGN_INT));
}
