/*
 * evaluate.c
 *	  The SQL functions that evaluate and explain. Models, days, consent and
 *	  who may ask are the business of evaluate.sql.
 */
#include "evaluation/evaluator.h"

#include "access/genam.h"
#include "access/heapam.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "catalog/index.h"
#include "catalog/pg_am.h"
#include "executor/executor.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(credit_evaluated);
PG_FUNCTION_INFO_V1(credit_evaluate_all);
PG_FUNCTION_INFO_V1(credit_explain_subject);

/* arguments: model, version, as_of, subjects, for_persons */
static EvaluationRun *
begin_run(FunctionCallInfo fcinfo, bool named)
{
	char	   *key = psprintf("%s@%s", text_to_cstring(PG_GETARG_TEXT_PP(0)),
							   text_to_cstring(PG_GETARG_TEXT_PP(1)));

	return evaluation_run_begin(key, PG_GETARG_DATEADT(2),
								named && !PG_ARGISNULL(3) ? PG_GETARG_ARRAYTYPE_P(3) : NULL,
								!PG_ARGISNULL(4) && PG_GETARG_BOOL(4));
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
	run = begin_run(fcinfo, true);
	collector.store = rsinfo->setResult;
	collector.desc = rsinfo->setDesc;
	collector.row = evaluation_row_create(evaluation_run_evaluator(run), rsinfo->setDesc,
										  text_to_cstring(PG_GETARG_TEXT_PP(0)),
										  text_to_cstring(PG_GETARG_TEXT_PP(1)));
	(void) evaluation_run(run, collect, &collector);
	SPI_finish();
	return (Datum) 0;
}

/* ---- straight into the table ---- */

#define BATCH 500
#define EVALUATED_AT 12			/* last column of credit.evaluation */

typedef struct Writer
{
	EvaluationRow *row;
	Relation	relation;
	int			nindexes;
	Relation   *indexes;
	IndexInfo **infos;
	BulkInsertState bulk;
	CommandId	cid;
	TimestampTz at;				/* of the batch */
	int			n;
	TupleTableSlot *slots[BATCH];
	MemoryContext batch;
} Writer;

/* does the index hold the time of evaluation and nothing else */
static bool
is_alike(const IndexInfo *info)
{
	return info->ii_NumIndexAttrs == 1 && info->ii_IndexAttrNumbers[0] == EVALUATED_AT;
}

static void
write_batch(Writer *writer)
{
	MemoryContext old = MemoryContextSwitchTo(writer->batch);

	if (writer->n > 0)
		table_multi_insert(writer->relation, writer->slots, writer->n, writer->cid,
						   TABLE_INSERT_SKIP_FSM, writer->bulk);
	for (int i = 0; i < writer->n; i++)
		for (int k = 0; k < writer->nindexes; k++)
		{
			Datum		values[INDEX_MAX_KEYS];
			bool		nulls[INDEX_MAX_KEYS];

			/* of columns that are alike in a batch a block range index is told once a page */
			if (writer->indexes[k]->rd_rel->relam == BRIN_AM_OID && i > 0 &&
				ItemPointerGetBlockNumber(&writer->slots[i]->tts_tid) ==
				ItemPointerGetBlockNumber(&writer->slots[i - 1]->tts_tid) &&
				is_alike(writer->infos[k]))
				continue;
			FormIndexDatum(writer->infos[k], writer->slots[i], NULL, values, nulls);
			index_insert(writer->indexes[k], values, nulls, &writer->slots[i]->tts_tid, writer->relation,
						 writer->indexes[k]->rd_index->indisunique ? UNIQUE_CHECK_YES : UNIQUE_CHECK_NO,
						 false, writer->infos[k]);
		}
	for (int i = 0; i < writer->n; i++)
		ExecClearTuple(writer->slots[i]);
	writer->n = 0;
	MemoryContextSwitchTo(old);
	MemoryContextReset(writer->batch);
}

static void
write_one(void *arg, Evaluator *evaluator)
{
	Writer	   *writer = arg;
	MemoryContext old = MemoryContextSwitchTo(writer->batch);
	Datum	   *values;
	bool	   *nulls;

	if (writer->n == 0)
		writer->at = GetCurrentTimestamp();
	evaluation_row_fill(writer->row, evaluator, writer->at, &values, &nulls);
	ExecForceStoreHeapTuple(heap_form_tuple(RelationGetDescr(writer->relation), values, nulls),
							writer->slots[writer->n++], false);
	MemoryContextSwitchTo(old);
	if (writer->n == BATCH)
		write_batch(writer);
}

static void
begin_writing(Writer *writer)
{
	List	   *indexes;
	ListCell   *cell;

	writer->relation = table_open(credit_relation_oid("evaluation"), RowExclusiveLock);
	indexes = RelationGetIndexList(writer->relation);
	writer->indexes = palloc(list_length(indexes) * sizeof(Relation));
	writer->infos = palloc(list_length(indexes) * sizeof(IndexInfo *));
	writer->nindexes = 0;
	foreach(cell, indexes)
	{
		Relation	index = index_open(lfirst_oid(cell), RowExclusiveLock);

		writer->indexes[writer->nindexes] = index;
		writer->infos[writer->nindexes++] = BuildIndexInfo(index);
	}
	writer->bulk = GetBulkInsertState();
	writer->cid = GetCurrentCommandId(true);
	writer->n = 0;
	for (int i = 0; i < BATCH; i++)
		writer->slots[i] = MakeSingleTupleTableSlot(RelationGetDescr(writer->relation), &TTSOpsHeapTuple);
	writer->batch = AllocSetContextCreate(CurrentMemoryContext, "evaluations", ALLOCSET_DEFAULT_SIZES);
}

static void
end_writing(Writer *writer)
{
	write_batch(writer);
	FreeBulkInsertState(writer->bulk);
	for (int i = 0; i < BATCH; i++)
		ExecDropSingleTupleTableSlot(writer->slots[i]);
	for (int i = 0; i < writer->nindexes; i++)
		index_close(writer->indexes[i], NoLock);
	table_close(writer->relation, NoLock);
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
	Writer		writer;
	EvaluationRun *run;
	MemoryContext cxt = CurrentMemoryContext;
	int64		n;

	SPI_connect();
	MemoryContextSwitchTo(cxt);
	run = begin_run(fcinfo, false);
	begin_writing(&writer);
	writer.row = evaluation_row_create(evaluation_run_evaluator(run), RelationGetDescr(writer.relation),
									   text_to_cstring(PG_GETARG_TEXT_PP(0)),
									   text_to_cstring(PG_GETARG_TEXT_PP(1)));
	n = evaluation_run(run, write_one, &writer);
	end_writing(&writer);
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
	(void) evaluation_run(begin_run(fcinfo, true), explain_one, fcinfo->resultinfo);
	SPI_finish();
	return (Datum) 0;
}
