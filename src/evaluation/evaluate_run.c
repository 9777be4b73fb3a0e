/*
 * evaluate_run.c
 *	  A run over subjects: all, or those named. Gathers the indicators of each
 *	  from records (record_scan.c, record_fetch.c), from relations and
 *	  functions, and from its row, and hands over each evaluation.
 *
 * Natural persons take part only with a consent in force.
 */
#include "evaluation/evaluate_run.h"

#include <math.h>

#include "access/table.h"
#include "access/tableam.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "storage/bufmgr.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#define FETCH 10000				/* rows of a source at a time */
#define SUBJECTS_A_PAGE 100		/* about as many, at most */

/* no number a source can give: a quiet NaN of our own */
static const uint64 absent_bits = UINT64CONST(0x7FF8C4ED17AB5E27);

static double
absent(void)
{
	double		value;

	memcpy(&value, &absent_bits, sizeof(value));
	return value;
}

static bool
is_absent(double value)
{
	return memcmp(&value, &absent_bits, sizeof(value)) == 0;
}

/* ---- which subjects ---- */

static int
compare_ids(const void *a, const void *b)
{
	int64		x = *(const int64 *) a;
	int64		y = *(const int64 *) b;

	return (x > y) - (x < y);
}

static void
map_named(EvaluationRun *run, ArrayType *array)
{
	Datum	   *elements;
	bool	   *nulls;
	int			n;
	int64	   *ids;
	int			kept = 0;

	deconstruct_array(array, INT8OID, sizeof(int64), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE, &elements, &nulls, &n);
	ids = palloc((n + 1) * sizeof(int64));
	for (int i = 0; i < n; i++)
		if (!nulls[i])
			ids[kept++] = DatumGetInt64(elements[i]);
	qsort(ids, kept, sizeof(int64), compare_ids);
	n = kept;
	kept = 0;
	for (int i = 0; i < n; i++)
		if (kept == 0 || ids[kept - 1] != ids[i])
			ids[kept++] = ids[i];
	run->map.ids = ids;
	run->map.n = kept;
}

/* a one-row query of two numbers; false when they are null */
static bool
query_range(int64 *low, int64 *high)
{
	bool		isnull;

	if (SPI_execute("SELECT min(subject_id), max(subject_id) FROM credit.subject", true, 1) != SPI_OK_SELECT)
		elog(ERROR, "reading credit.subject failed");
	*low = DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull));
	if (!isnull)
		*high = DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 2, &isnull));
	return !isnull;
}

static void
list_all(EvaluationRun *run)
{
	SPIPlanPtr	plan = SPI_prepare("SELECT subject_id FROM credit.subject ORDER BY 1", 0, NULL);
	Portal		portal = SPI_cursor_open(NULL, plan, NULL, NULL, true);
	int64		room = FETCH;
	int64	   *ids = MemoryContextAllocExtended(run->cxt, room * sizeof(int64), MCXT_ALLOC_HUGE);

	for (;;)
	{
		SPI_cursor_fetch(portal, true, FETCH);
		if (SPI_processed == 0)
			break;
		if (run->map.n + (int64) SPI_processed > room)
			ids = repalloc_huge(ids, (room *= 2) * sizeof(int64));
		for (uint64 i = 0; i < SPI_processed; i++)
		{
			bool		isnull;

			ids[run->map.n++] = DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1, &isnull));
		}
		SPI_freetuptable(SPI_tuptable);
	}
	SPI_cursor_close(portal);
	run->map.ids = ids;
}

/* numbers come from a sequence: by far the most are there */
static void
map_all(EvaluationRun *run)
{
	int64		low;
	int64		high;

	run->all = true;
	if (!query_range(&low, &high))
		return;
	if (high - low < 1000000 + 4 * SUBJECTS_A_PAGE * (int64) RelationGetNumberOfBlocks(run->subjects))
	{
		run->map.base = low;
		run->map.n = high - low + 1;
	}
	else
		list_all(run);
}

/* ---- what comes from elsewhere ---- */

static void
gather_source(EvaluationRun *run, const Indicator *indicator, const char *query, Datum subjects, double *to)
{
	Oid			type = INT8ARRAYOID;
	char		isnull_argument = run->all ? 'n' : ' ';
	SPIPlanPtr	plan = SPI_prepare(query, 1, &type);
	Portal		portal;

	if (plan == NULL)
		elog(ERROR, "preparing \"%s\" failed", query);
	portal = SPI_cursor_open(NULL, plan, &subjects, &isnull_argument, true);
	for (;;)
	{
		SPI_cursor_fetch(portal, true, FETCH);
		if (SPI_processed == 0)
			break;
		for (uint64 i = 0; i < SPI_processed; i++)
		{
			bool		isnull;
			int64		rank;
			Datum		id = SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1, &isnull);

			if (isnull || (rank = subject_rank(&run->map, DatumGetInt64(id))) < 0)
				continue;
			if (!is_absent(to[rank]))
				ereport(ERROR,
						(errcode(ERRCODE_CARDINALITY_VIOLATION),
						 errmsg("source of indicator \"%s\" has more than one row for subject %lld",
								indicator->name, (long long) DatumGetInt64(id)),
						 errhint("Give one row for each subject.")));
			id = SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 2, &isnull);
			if (!isnull)
				to[rank] = DatumGetFloat8(id);
		}
		SPI_freetuptable(SPI_tuptable);
	}
	SPI_cursor_close(portal);
}

/* the query that credit.indicator_source_query() makes for an indicator */
static char *
source_query(const EvaluationRun *run, const Indicator *indicator)
{
	Oid			types[3] = {TEXTOID, DATEOID, BOOLOID};
	Datum		values[3] = {CStringGetTextDatum(indicator->name),
		DateADTGetDatum(run->evaluator->as_of), BoolGetDatum(!run->all)};

	if (SPI_execute_with_args("SELECT credit.indicator_source_query($1, $2, $3)", 3, types, values, NULL,
							  true, 1) != SPI_OK_SELECT || SPI_processed != 1)
		elog(ERROR, "source of indicator \"%s\" not found", indicator->name);
	return SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
}

static void
gather_sources(EvaluationRun *run, Datum subjects)
{
	const IndicatorPlan *plan = run->evaluator->plan;

	run->external = MemoryContextAllocZero(run->cxt, (plan->nindicators + 1) * sizeof(double *));
	for (int i = 0; i < plan->nindicators; i++)
	{
		const Indicator *indicator = &plan->indicators[i];

		if (!indicator_is_external(indicator))
			continue;
		run->external[i] = MemoryContextAllocExtended(run->cxt, (run->map.n + 1) * sizeof(double), MCXT_ALLOC_HUGE);
		for (int64 rank = 0; rank < run->map.n; rank++)
			run->external[i][rank] = absent();
		gather_source(run, indicator, source_query(run, indicator), subjects, run->external[i]);
	}
}

static void
gather_consents(EvaluationRun *run)
{
	Oid			types[2] = {TEXTOID, DATEOID};
	Datum		values[2] = {CStringGetTextDatum(run->evaluator->plan->model->model),
		DateADTGetDatum(run->evaluator->as_of)};

	run->consent = MemoryContextAllocExtended(run->cxt, run->map.n + 1, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	if (SPI_execute_with_args("SELECT subject_id FROM credit.person_consent WHERE model = $1 AND given_on <= $2 "
							  "AND (withdrawn_on IS NULL OR withdrawn_on > $2)", 2, types, values, NULL,
							  true, 0) != SPI_OK_SELECT)
		elog(ERROR, "reading credit.person_consent failed");
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		bool		isnull;
		int64		rank = subject_rank(&run->map, DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[i],
																			   SPI_tuptable->tupdesc, 1, &isnull)));

		if (rank >= 0)
			run->consent[rank] = 1;
	}
}

/* ---- the run ---- */

/*
 * Begins a run of model@version as of a day over the subjects named, or all
 * when subjects is NULL. SPI is connected; all lives in the current context.
 */
EvaluationRun *
evaluation_run_begin(const char *key, DateADT as_of, ArrayType *subjects, bool for_persons)
{
	EvaluationRun *run = palloc0(sizeof(EvaluationRun));
	Evaluator  *evaluator;

	run->cxt = CurrentMemoryContext;
	run->for_persons = for_persons;
	run->subjects = table_open(credit_relation_oid("subject"), AccessShareLock);
	run->evaluator = evaluator = evaluator_create(key, as_of, RelationGetDescr(run->subjects));
	run->slot = table_slot_create(run->subjects, NULL);
	if (subjects != NULL)
		map_named(run, subjects);
	else
		map_all(run);
	MemoryContextSwitchTo(run->cxt);
	gather_sources(run, subjects == NULL ? (Datum) 0 : PointerGetDatum(subjects));
	if (for_persons)
		gather_consents(run);
	MemoryContextSwitchTo(run->cxt);
	run->tally = tally_create(record_rules(evaluator->plan, as_of, run->cxt));
	run->scan = record_scan_begin(key, as_of, run->tally);
	return run;
}

Evaluator *
evaluation_run_evaluator(EvaluationRun *run)
{
	return run->evaluator;
}

static void
evaluate_subject(EvaluationRun *run, int64 rank, const char *counters)
{
	Evaluator  *evaluator = run->evaluator;

	for (int i = 0; i < run->tally->rules->plan->nrecord; i++)
		evaluator->values[evaluator->plan->record[i]] = tally_value(run->tally, counters, i);
	for (int i = 0; i < evaluator->plan->nindicators; i++)
		if (run->external[i] != NULL)
		{
			double		value = run->external[i][rank];

			evaluator->values[i] = (ScValue) {is_absent(value) ? SC_MISSING : isnan(value) ? SC_INVALID : SC_VALID, value, NULL, 0};
		}
	evaluator_run(evaluator, run->slot);
	run->done++;
}

/* is the subject of the row in the slot one to evaluate */
static bool
takes_part(const EvaluationRun *run, int64 rank)
{
	const Evaluator *evaluator = run->evaluator;

	if (!run->slot->tts_isnull[evaluator->merged_into])
		return false;
	return DatumGetObjectId(run->slot->tts_values[evaluator->kind]) != evaluator->person ||
		(run->for_persons && run->consent[rank]);
}

/* the counters of a subject whose facts are not known, from its records */
static const char *
single_row(EvaluationRun *run, int64 rank)
{
	int64		id = run->map.ids != NULL ? run->map.ids[rank] : run->map.base + rank;

	if (run->single == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(run->cxt);

		run->single = record_scan_begin(run->evaluator->key, run->evaluator->as_of,
										tally_create(run->tally->rules));
		MemoryContextSwitchTo(old);
	}
	return record_fetch(run->single, id);
}

/*
 * Evaluates the next subject of a scan whose records are those of this pass;
 * false when there is none. row_cxt is the current memory context.
 */
bool
evaluation_run_next(EvaluationRun *run, TableScanDesc rows, MemoryContext row_cxt)
{
	while (table_scan_getnextslot(rows, ForwardScanDirection, run->slot))
	{
		int64		rank;
		const char *counters;

		slot_getsomeattrs(run->slot, run->evaluator->ncolumns);
		rank = subject_rank(&run->map, DatumGetInt64(run->slot->tts_values[run->evaluator->id]));
		if (rank < run->scan->first || rank >= run->scan->first + run->scan->n || !takes_part(run, rank))
			continue;
		MemoryContextReset(row_cxt);
		counters = record_scan_row(run->scan, rank);
		evaluate_subject(run, rank, counters != NULL ? counters : single_row(run, rank));
		CHECK_FOR_INTERRUPTS();
		return true;
	}
	return false;
}

/* the subjects of the ranks whose records are counted */
static void
evaluate_pass(EvaluationRun *run, EvaluatedSubject done, void *arg)
{
	TableScanDesc rows = table_beginscan(run->subjects, GetActiveSnapshot(), 0, NULL);
	MemoryContext row_cxt = AllocSetContextCreate(run->cxt, "evaluation", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(row_cxt);

	while (evaluation_run_next(run, rows, row_cxt))
		done(arg, run->evaluator);
	table_endscan(rows);
	MemoryContextSwitchTo(old);
	MemoryContextDelete(row_cxt);
}

/*
 * Do so many of a pass's subjects have no facts that reading all records would
 * have been cheaper? Numbers without a subject are not counted.
 */
static bool
facts_fall_short(EvaluationRun *run, int64 first, int64 n)
{
	int64		unread = 0;
	bool		isnull;

	for (int64 i = 0; i < n; i++)
		unread += run->scan->facts->state[i] != FACTS_READ;
	if (run->map.ids != NULL || !record_scan_is_cheaper(run->scan, unread))
		return record_scan_is_cheaper(run->scan, unread);
	if (SPI_execute("SELECT count(*) FROM credit.subject", true, 1) != SPI_OK_SELECT)
		elog(ERROR, "counting credit.subject failed");
	unread -= run->map.n - DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull));
	MemoryContextSwitchTo(run->cxt);
	return record_scan_is_cheaper(run->scan, unread);
}

static void
evaluate_by_scan(EvaluationRun *run, EvaluatedSubject done, void *arg)
{
	int64		capacity = record_scan_capacity(run->scan);

	(void) fact_source_begin(run->scan);
	for (int64 first = 0; first < run->map.n;)
	{
		int64		n = Min(run->map.n - first, capacity);

		if (!record_scan_all(run->scan, &run->map, first, n))
		{
			capacity = Max(n / 2, 1);
			continue;
		}
		if (run->scan->facts != NULL && facts_fall_short(run, first, n))
		{
			run->scan->facts = NULL;
			continue;
		}
		if (!run->writes || !evaluate_parallel(run, arg))
			evaluate_pass(run, done, arg);
		first += n;
	}
}

/* each subject's row and records by index */
static void
evaluate_by_index(EvaluationRun *run, EvaluatedSubject done, void *arg)
{
	MemoryContext row_cxt = AllocSetContextCreate(run->cxt, "evaluation", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(run->cxt);
	Relation	index = record_fetch_index(run->subjects, run->evaluator->id + 1);
	IndexScanDesc scan;

	if (index == NULL)
		elog(ERROR, "credit.subject has no index on subject_id");
	scan = credit_index_beginscan(run->subjects, index, GetActiveSnapshot(), 1);
	MemoryContextSwitchTo(row_cxt);
	for (int64 rank = 0; rank < run->map.n; rank++)
	{
		ScanKeyData key;

		ScanKeyInit(&key, 1, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(run->map.ids[rank]));
		index_rescan(scan, &key, 1, NULL, 0);
		if (!record_fetch_next(scan, run->slot, run->cxt))
			continue;
		slot_getsomeattrs(run->slot, run->evaluator->ncolumns);
		if (takes_part(run, rank))
		{
			evaluate_subject(run, rank, record_fetch(run->scan, run->map.ids[rank]));
			done(arg, run->evaluator);
		}
		MemoryContextReset(row_cxt);
		CHECK_FOR_INTERRUPTS();
	}
	index_endscan(scan);
	index_close(index, NoLock);
	MemoryContextSwitchTo(old);
	MemoryContextDelete(row_cxt);
}

/*
 * From now on what is handed over is an EvaluationWriter for rows that may be
 * made by parallel workers.
 */
void
evaluation_run_writes(EvaluationRun *run)
{
	run->writes = true;
}

/* evaluates, hands over each result, ends the run; how many subjects */
int64
evaluation_run(EvaluationRun *run, EvaluatedSubject done, void *arg)
{
	if (run->all || record_scan_is_cheaper(run->scan, run->map.n))
		evaluate_by_scan(run, done, arg);
	else
		evaluate_by_index(run, done, arg);
	record_scan_end(run->scan);
	if (run->single != NULL)
		record_scan_end(run->single);
	ExecDropSingleTupleTableSlot(run->slot);
	table_close(run->subjects, NoLock);
	return run->done;
}
