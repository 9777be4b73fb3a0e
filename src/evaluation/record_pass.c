/*
 * record_pass.c
 *	  A pass over all records into a tally, shared with parallel workers.
 *
 * Grouping by hashing is what a scorecard in SQL spends its time on. Here a
 * subject's number leads straight to its counters, which lie in memory shared
 * by all processes; nothing is sorted, hashed or sent. What does not fit in
 * maintenance_work_mem takes several passes. Where records are packed by
 * subject (fact_source.c) the facts are read instead.
 */
#include "evaluation/fact.h"

#include "access/parallel.h"
#include "access/table.h"
#include "access/tableam.h"
#include "miscadmin.h"
#include "optimizer/cost.h"
#include "optimizer/paths.h"
#include "storage/bufmgr.h"
#include "utils/memutils.h"

#define PENDING 32

/* keys in the parallel query's memory; scans of partitions follow */
#define KEY_SHARED UINT64CONST(1)
#define KEY_IDS UINT64CONST(2)
#define KEY_SCANS UINT64CONST(100)

/* what workers need to know */
typedef struct Shared
{
	dsm_handle	segment;
	DateADT		as_of;
	int64		base;
	int64		n_map;
	int64		first;
	int64		n;
	Size		rows_size;
	Size		set_size;
	bool		facts;			/* read these, not records */
	int			npartitions;
	char		model[FLEXIBLE_ARRAY_MEMBER];
} Shared;

typedef struct PendingRecord
{
	char	   *row;
	int64		rank;
	const ItemPlan *item;
	RecordFacts facts;
} PendingRecord;

extern PGDLLEXPORT void credit_record_scan_worker(dsm_segment *segment, shm_toc *toc);

/*
 * Counters lie anywhere in memory: they are asked for one right after the
 * other, so that the waits for their addresses and lines fall together.
 */
static void
flush_pending(const RecordScan *scan, PendingRecord *pending, int n)
{
	for (int i = 0; i < n; i++)
		__builtin_prefetch(pending[i].row, 1);
	for (int i = 0; i < n; i++)
		tally_add(scan->tally, pending[i].row, pending[i].rank, pending[i].item, &pending[i].facts);
}

/* this process's share of a partition */
static void
scan_partition(const RecordScan *scan, const Partition *partition, Relation relation, TableScanDesc rows)
{
	TupleTableSlot *slot = table_slot_create(relation, NULL);
	MemoryContext row_cxt = AllocSetContextCreate(CurrentMemoryContext, "record", ALLOCSET_SMALL_SIZES);
	MemoryContext old = MemoryContextSwitchTo(row_cxt);
	PendingRecord pending[PENDING];
	ScanValues	values = {0};
	int			n = 0;

	while (table_scan_getnextslot(rows, ForwardScanDirection, slot))
	{
		PendingRecord *to = &pending[n];

		record_scan_values(partition, slot, &values);
		to->rank = subject_rank(&scan->map, DatumGetInt64(values.values[SCAN_SUBJECT])) - scan->first;
		if (to->rank < 0 || to->rank >= scan->n)
			continue;
		to->item = record_scan_read(scan, &values, &to->facts);
		if (to->item == NULL)
			continue;
		to->row = scan->rows + to->rank * scan->tally->stride;
		if (++n < PENDING)
			continue;
		flush_pending(scan, pending, n);
		n = 0;
		MemoryContextReset(row_cxt);
		CHECK_FOR_INTERRUPTS();
	}
	flush_pending(scan, pending, n);
	MemoryContextSwitchTo(old);
	MemoryContextDelete(row_cxt);
	ExecDropSingleTupleTableSlot(slot);
}

/* ---- all records ---- */

/* how many tables are read, and which */
static int
ntables(const RecordScan *scan)
{
	return scan->facts != NULL ? 1 : scan->npartitions;
}

static Oid
table_of(const RecordScan *scan, int i)
{
	return scan->facts != NULL ? scan->facts->relid : scan->partitions[i].relid;
}

/* reads the tables, shared with others where toc is given */
static void
scan_tables(RecordScan *scan, shm_toc *toc)
{
	for (int i = 0; i < ntables(scan); i++)
	{
		Relation	relation = table_open(table_of(scan, i), AccessShareLock);
		TableScanDesc rows = toc == NULL ? table_beginscan(relation, scan->snapshot, 0, NULL) :
			table_beginscan_parallel(relation, shm_toc_lookup(toc, KEY_SCANS + i, false));

		if (scan->facts != NULL)
			fact_scan(scan, relation, rows);
		else
			scan_partition(scan, &scan->partitions[i], relation, rows);
		table_endscan(rows);
		table_close(relation, AccessShareLock);
	}
}

/* what a parallel worker does */
void
credit_record_scan_worker(dsm_segment *segment, shm_toc *toc)
{
	Shared	   *shared = shm_toc_lookup(toc, KEY_SHARED, false);
	dsm_segment *memory = dsm_attach(shared->segment);
	RecordScan *scan;
	Tally	   *tally;

	if (memory == NULL)
		return;					/* the leader has gone on without us */
	tally = tally_create(record_rules(indicator_plan(shared->model, shared->as_of, CurrentMemoryContext),
									  shared->as_of, CurrentMemoryContext));
	scan = record_scan_begin(shared->model, shared->as_of, tally);
	if (scan->npartitions != shared->npartitions)
		elog(ERROR, "partitions of credit.record_store differ between processes");
	scan->map.base = shared->base;
	scan->map.n = shared->n_map;
	scan->map.ids = shm_toc_lookup(toc, KEY_IDS, true);
	scan->first = shared->first;
	scan->n = shared->n;
	scan->rows = dsm_segment_address(memory);
	tally->set = (TallySet *) (scan->rows + shared->rows_size);
	tally->shared = true;
	if (shared->facts)
		fact_source_attach(scan, (uint8 *) scan->rows + shared->rows_size + shared->set_size);
	scan_tables(scan, toc);
	dsm_detach(memory);
}

/* pages of the records, or of what is read in their place */
static double
pages_of(const RecordScan *scan, bool records)
{
	double		pages = 0;

	for (int i = 0; i < (records ? scan->npartitions : ntables(scan)); i++)
	{
		Relation	relation = table_open(records ? scan->partitions[i].relid : table_of(scan, i), AccessShareLock);

		pages += RelationGetNumberOfBlocks(relation);
		/* who packs all facts anew must not wait for whoever has read them */
		table_close(relation, AccessShareLock);
	}
	return pages;
}

/* is one pass cheaper than looking up so many subjects in every partition;
 * whoever switches sequential scans off wants it bounded by the subjects */
bool
record_scan_is_cheaper(const RecordScan *scan, int64 subjects)
{
	return enable_seqscan && subjects > 100 &&
		(double) subjects * scan->npartitions * 2 > pages_of(scan, true);
}

/* as the planner chooses them: one more for each threefold size */
static int
workers_wanted(const RecordScan *scan)
{
	double		pages;
	int			workers = 0;

	if (IsInParallelMode() || max_parallel_workers_per_gather == 0)
		return 0;
	pages = pages_of(scan, false);
	for (double least = Max(min_parallel_table_scan_size, 1); pages >= least; least *= 3)
		workers++;
	return Min(workers, max_parallel_workers_per_gather);
}

/* rows and set of this pass, all zeros */
static void
make_rows(RecordScan *scan, Size rows_size, bool shared)
{
	Size		states = scan->facts != NULL ? scan->n : 0;
	Size		size = rows_size + scan->set_size + states;

	if (scan->segment != NULL)
		dsm_detach(scan->segment);
	else if (scan->rows != NULL)
		pfree(scan->rows);
	scan->segment = NULL;
	scan->rows = NULL;
	if (shared)
	{
		scan->segment = dsm_create(size, 0);
		scan->rows = dsm_segment_address(scan->segment);
		memset(scan->rows, 0, size);
	}
	else
		scan->rows = MemoryContextAllocExtended(scan->cxt, size, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	scan->tally->set = (TallySet *) (scan->rows + rows_size);
	if (scan->set_size > 0)
		tally_set_init(scan->tally->set, scan->set_size);
	if (scan->facts == NULL)
		return;
	scan->facts->state = (uint8 *) scan->rows + rows_size + scan->set_size;
	fact_source_mark(scan);
}

static void
scan_with_workers(RecordScan *scan, Size rows_size, int workers)
{
	ParallelContext *parallel;
	Shared	   *shared;
	Size		shared_size = offsetof(Shared, model) + strlen(scan->model) + 1;
	Size		ids_size = scan->map.ids == NULL ? 0 : scan->map.n * sizeof(int64);
	Size	   *sizes = palloc(ntables(scan) * sizeof(Size));
	Relation   *relations = palloc(ntables(scan) * sizeof(Relation));

	EnterParallelMode();
	parallel = CreateParallelContext("credit", "credit_record_scan_worker", workers);
	shm_toc_estimate_chunk(&parallel->estimator, shared_size);
	shm_toc_estimate_chunk(&parallel->estimator, Max(ids_size, 1));
	for (int i = 0; i < ntables(scan); i++)
	{
		relations[i] = table_open(table_of(scan, i), AccessShareLock);
		sizes[i] = table_parallelscan_estimate(relations[i], scan->snapshot);
		shm_toc_estimate_chunk(&parallel->estimator, sizes[i]);
	}
	shm_toc_estimate_keys(&parallel->estimator, ntables(scan) + 2);
	InitializeParallelDSM(parallel);

	shared = shm_toc_allocate(parallel->toc, shared_size);
	shared->segment = dsm_segment_handle(scan->segment);
	shared->as_of = scan->as_of;
	shared->base = scan->map.base;
	shared->n_map = scan->map.n;
	shared->first = scan->first;
	shared->n = scan->n;
	shared->rows_size = rows_size;
	shared->set_size = scan->set_size;
	shared->facts = scan->facts != NULL;
	shared->npartitions = scan->npartitions;
	strcpy(shared->model, scan->model);
	shm_toc_insert(parallel->toc, KEY_SHARED, shared);
	if (ids_size > 0)
	{
		void	   *ids = shm_toc_allocate(parallel->toc, ids_size);

		memcpy(ids, scan->map.ids, ids_size);
		shm_toc_insert(parallel->toc, KEY_IDS, ids);
	}
	for (int i = 0; i < ntables(scan); i++)
	{
		ParallelTableScanDesc rows = shm_toc_allocate(parallel->toc, sizes[i]);

		table_parallelscan_initialize(relations[i], rows, scan->snapshot);
		shm_toc_insert(parallel->toc, KEY_SCANS + i, rows);
		table_close(relations[i], NoLock);
	}
	LaunchParallelWorkers(parallel);
	scan_tables(scan, parallel->toc);
	WaitForParallelWorkersToFinish(parallel);
	DestroyParallelContext(parallel);
	ExitParallelMode();
}

/* subjects whose counters fit in memory together */
int64
record_scan_capacity(const RecordScan *scan)
{
	Size		each = scan->tally->stride +
		scan->tally->ndistinct * MEMBERS_EXPECTED * 2 * sizeof(uint64);
	int64		most = scan->tally->ndistinct == 0 ? PG_INT64_MAX :
		PG_UINT32_MAX / scan->tally->rules->plan->nrecord - 1;

	return Min(most, Max(1, (int64) (maintenance_work_mem * INT64CONST(1024) / each)));
}

/*
 * Reads all records of the subjects whose ranks are first to first + n - 1;
 * false when distinct members did not fit and fewer should be asked for.
 */
bool
record_scan_all(RecordScan *scan, const SubjectMap *map, int64 first, int64 n)
{
	Size		rows_size = Max(n, 1) * scan->tally->stride;
	int			workers = workers_wanted(scan);

	scan->map = *map;
	scan->first = first;
	scan->n = n;
	scan->workers = workers;
	scan->tally->shared = workers > 0;
	scan->set_size = scan->tally->ndistinct == 0 ? 0 :
		tally_set_size(n * scan->tally->ndistinct * MEMBERS_EXPECTED);
	make_rows(scan, rows_size, workers > 0);
	if (workers > 0)
		scan_with_workers(scan, rows_size, workers);
	else
		scan_tables(scan, NULL);
	return scan->set_size == 0 || pg_atomic_read_u32(&scan->tally->set->full) == 0;
}

/* the counters of a subject of this pass; NULL when it is to be read by itself */
const char *
record_scan_row(const RecordScan *scan, int64 rank)
{
	if (scan->facts != NULL && scan->facts->state[rank - scan->first] != FACTS_READ)
		return NULL;
	return scan->rows + (rank - scan->first) * scan->tally->stride;
}
