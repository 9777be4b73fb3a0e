/*
 * evaluate.c
 *	  The SQL functions that evaluate and explain. Models, days, consent and
 *	  who may ask are the business of evaluate.sql.
 */
#include "append_row.h"
#include "evaluation/evaluate_run.h"

#include "commands/sequence.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(credit_evaluated);
PG_FUNCTION_INFO_V1(credit_evaluate_all);
PG_FUNCTION_INFO_V1(credit_explain_subject);

/* the run a function is called for: model, version, as_of, subjects (looked at when named), for_persons */
EvaluationRun *
evaluation_run_called(FunctionCallInfo fcinfo, bool named)
{
	char	   *key;

	/* no name means no model, whoever asks */
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2) || DATE_NOT_FINITE(PG_GETARG_DATEADT(2)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("an evaluation needs a model and a day")));
	key = psprintf("%s@%s", text_to_cstring(PG_GETARG_TEXT_PP(0)), text_to_cstring(PG_GETARG_TEXT_PP(1)));
	return evaluation_run_begin(key, PG_GETARG_DATEADT(2),
								named && !PG_ARGISNULL(3) ? PG_GETARG_ARRAYTYPE_P(3) : NULL,
								!PG_ARGISNULL(4) && PG_GETARG_BOOL(4));
}

/*
 * Notes for the ledger that the run a function is called for has stored
 * results since an instant.
 */
void
evaluation_note(FunctionCallInfo fcinfo, bool named, TimestampTz begun)
{
	Datum		values[6] = {
		Int64GetDatum(credit_next_number("evaluation_note_note_id_seq")), PG_GETARG_DATUM(0), PG_GETARG_DATUM(2),
		TimestampTzGetDatum(begun), TimestampTzGetDatum(GetCurrentTimestamp())
	};
	bool		nulls[6] = {false, false, false, false, false, !named || PG_ARGISNULL(3)};

	if (!nulls[5])
		values[5] = PG_GETARG_DATUM(3);
	credit_append_row("evaluation_note", 6, values, nulls);
}

/* ---- as rows ---- */

typedef struct Collector
{
	EvaluationRow *row;
	Tuplestorestate *store;
	TupleDesc	desc;
} Collector;

static void
collect(void *arg, Evaluator *evaluator)
{
	Collector  *collector = arg;
	Datum	   *values;
	bool	   *nulls;

	evaluation_row_fill(collector->row, evaluator, GetCurrentTimestamp(), &values, &nulls);
	tuplestore_putvalues(collector->store, collector->desc, values, nulls);
}

/*
 * credit.evaluated(model, version, as_of, subjects, for_persons) → set of
 * credit.evaluation: the evaluations of the subjects named, or of all.
 */
Datum
credit_evaluated(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	Collector	collector;
	EvaluationRun *run;
	MemoryContext cxt = CurrentMemoryContext;

	credit_materialize(fcinfo);
	SPI_connect();
	MemoryContextSwitchTo(cxt);
	run = evaluation_run_called(fcinfo, true);
	collector.store = rsinfo->setResult;
	collector.desc = rsinfo->setDesc;
	if (rsinfo->setDesc->natts != ROW_COLUMNS)
		elog(ERROR, "credit.evaluation has %d columns", rsinfo->setDesc->natts);
	collector.row = evaluation_row_create(evaluation_run_evaluator(run),
										  text_to_cstring(PG_GETARG_TEXT_PP(0)),
										  text_to_cstring(PG_GETARG_TEXT_PP(1)));
	(void) evaluation_run(run, collect, &collector);
	SPI_finish();
	return (Datum) 0;
}

/* ---- straight into the table ---- */

#define EVALUATED_AT 6			/* column of credit.evaluation_pack */

static void
write_pack(void *arg, Datum *values, bool *nulls, int subjects)
{
	bulk_write_row(((EvaluationWriter *) arg)->to, values, nulls);
}

/* one result: the callback of a run, whose argument is an EvaluationWriter */
void
evaluation_write(void *arg, Evaluator *evaluator)
{
	pack_maker_add(((EvaluationWriter *) arg)->packs, evaluator);
}

/*
 * credit.evaluate_all(model, version, as_of, subjects, for_persons) → bigint:
 * evaluates all subjects (subjects is not looked at) for a day for which there
 * is no evaluation yet, writing pages at a time. The caller has made sure that
 * nobody else writes evaluations of the model. No triggers fire.
 */
Datum
credit_evaluate_all(PG_FUNCTION_ARGS)
{
	EvaluationWriter writer = {0};
	EvaluationRun *run;
	MemoryContext cxt = CurrentMemoryContext;
	TimestampTz begun = GetCurrentTimestamp();
	int64		n;

	SPI_connect();
	MemoryContextSwitchTo(cxt);
	run = evaluation_run_called(fcinfo, false);
	writer.to = bulk_write_begin("evaluation_pack", EVALUATED_AT);
	writer.model = text_to_cstring(PG_GETARG_TEXT_PP(0));
	writer.version = text_to_cstring(PG_GETARG_TEXT_PP(1));
	/* one number for the whole run: workers cannot ask for any */
	writer.run = nextval_internal(credit_relation_oid("evaluation_run_seq"), false);
	writer.packs = pack_maker_create(evaluation_run_evaluator(run), bulk_write_desc(writer.to),
									 writer.model, writer.version, writer.run, write_pack, &writer);
	evaluation_run_writes(run);
	n = evaluation_run(run, evaluation_write, &writer);
	pack_maker_end(writer.packs);
	bulk_write_end(writer.to);
	if (n > 0)
		evaluation_note(fcinfo, false, begun);
	SPI_finish();
	PG_RETURN_INT64(n);
}

/* ---- why ---- */

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

static void
explain_one(void *arg, Evaluator *evaluator)
{
	static const char *const dimension_names[] = {"identity", "behaviour", "innovation", "finance", "compliance"};
	ReturnSetInfo *rsinfo = arg;
	const IndicatorPlan *plan = evaluator->plan;
	const ScModel *sc = &plan->model->pmml->sc;

	for (int i = 0; i < sc->ncharacteristics; i++)
	{
		const ScCharacteristic *c = &sc->characteristics[i];
		int			matched = evaluator->row->matched[i];
		int			field = sc_first_input(sc, c);
		int			number = field < 0 ? -1 : plan->fields[field].indicator;
		char	   *value = field < 0 ? NULL : value_text(&evaluator->values[number]);
		Datum		values[9] = {0};
		bool		nulls[9] = {false, false, true, true, true, true, true, true, true};
		double		best;

		values[0] = Int32GetDatum(i + 1);
		values[1] = CStringGetTextDatum(c->name);
		if (number >= 0)
		{
			values[2] = CStringGetTextDatum(dimension_names[plan->indicators[number].dimension]);
			values[3] = CStringGetTextDatum(plan->indicators[number].name);
			nulls[2] = nulls[3] = false;
		}
		if (value != NULL)
		{
			values[4] = CStringGetTextDatum(value);
			nulls[4] = false;
		}
		if (matched >= 0)
		{
			const ScAttribute *attribute = &c->attributes[matched];

			values[5] = CStringGetTextDatum(attribute->label);
			values[6] = Float8GetDatum(evaluator->row->points[i]);
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
}

/*
 * credit.explain_subject(model, version, as_of, subjects, for_persons) → one
 * row for each characteristic: ordinal, characteristic, dimension, indicator,
 * value, matched, points, best, reason.
 */
Datum
credit_explain_subject(PG_FUNCTION_ARGS)
{
	MemoryContext cxt = CurrentMemoryContext;

	credit_materialize(fcinfo);
	SPI_connect();
	MemoryContextSwitchTo(cxt);
	(void) evaluation_run(evaluation_run_called(fcinfo, true), explain_one, fcinfo->resultinfo);
	SPI_finish();
	return (Datum) 0;
}
