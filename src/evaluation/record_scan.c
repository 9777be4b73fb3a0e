/*
 * record_scan.c
 *	  Reading records into a tally: all of them in one pass shared with
 *	  parallel workers, or those of one subject by index.
 *
 * Grouping by hashing is what a scorecard in SQL spends its time on. Here a
 * subject's number leads straight to its counters, which lie in memory shared
 * by all processes; nothing is sorted, hashed or sent. Partitions that hold
 * later records only, or older ones than any indicator looks back to, are not
 * read. What does not fit in maintenance_work_mem takes several passes.
 *
 * Records are read whatever row-level security says: the functions that come
 * here run for the extension's owner (see evaluate.sql).
 */
#include "evaluation/record_scan.h"

#include "access/parallel.h"
#include "access/table.h"
#include "access/tableam.h"
#include "catalog/partition.h"
#include "catalog/pg_inherits.h"
#include "miscadmin.h"
#include "optimizer/cost.h"
#include "optimizer/paths.h"
#include "partitioning/partbounds.h"
#include "partitioning/partdesc.h"
#include "storage/bufmgr.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

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

/* ---- partitions ---- */

/* could records of partition i of the parent count on that day */
static bool
is_read(const RecordScan *scan, PartitionDesc desc, int i)
{
	PartitionBoundInfo bounds = desc->boundinfo;

	if (bounds == NULL || bounds->strategy != PARTITION_STRATEGY_RANGE)
		return true;
	/* range k of the bounds lies below datum k */
	for (int k = 0; k < bounds->ndatums; k++)
	{
		if (bounds->indexes[k] != i)
			continue;
		if (bounds->kind[k][0] == PARTITION_RANGE_DATUM_VALUE &&
			DatumGetDateADT(bounds->datums[k][0]) - 1 <= scan->tally->rules->earliest)
			return false;
		return k == 0 || bounds->kind[k - 1][0] != PARTITION_RANGE_DATUM_VALUE ||
			DatumGetDateADT(bounds->datums[k - 1][0]) <= scan->as_of;
	}
	return true;
}

static void
add_partition(RecordScan *scan, Oid relid)
{
	if (scan->npartitions == 0)
		scan->partitions = MemoryContextAllocZero(scan->cxt, 32 * sizeof(Partition));
	else if (scan->npartitions % 32 == 0)
		scan->partitions = repalloc(scan->partitions, (scan->npartitions + 32) * sizeof(Partition));
	memset(&scan->partitions[scan->npartitions], 0, sizeof(Partition));
	scan->partitions[scan->npartitions++].relid = relid;
}

/* the tables below a partition, or itself */
static void
add_leaves(RecordScan *scan, Oid relid)
{
	ListCell   *cell;

	foreach(cell, find_all_inheritors(relid, AccessShareLock, NULL))
		if (get_rel_relkind(lfirst_oid(cell)) == RELKIND_RELATION)
			add_partition(scan, lfirst_oid(cell));
}

static void
find_columns(const RecordScan *scan, Partition *partition)
{
	const RecordRules *rules = scan->tally->rules;
	Oid			relid = partition->relid;

	partition->subject = get_attnum(relid, "subject_id");
	partition->item = get_attnum(relid, "item");
	partition->decided = get_attnum(relid, "decided_on");
	partition->severity = get_attnum(relid, "severity");
	partition->amount = get_attnum(relid, "amount");
	partition->status = get_attnum(relid, "status");
	partition->late = get_attnum(relid, "late_days");
	partition->dept = get_attnum(relid, "dept_id");
	partition->last = Max(Max(partition->subject, partition->item), Max(partition->decided, partition->status));
	for (int i = 0; i < rules->plan->nrecord; i++)
	{
		const Indicator *indicator = slot_indicator(rules, i);

		if (indicator->min_severity > 0)
			partition->last = Max(partition->last, partition->severity);
		if (indicator->of == OF_AMOUNT)
			partition->last = Max(partition->last, partition->amount);
		if (indicator->min_late_days >= 0 || indicator->of == OF_LATE_DAYS)
			partition->last = Max(partition->last, partition->late);
		if (indicator->of == OF_DEPARTMENT)
			partition->last = Max(partition->last, partition->dept);
	}
}

/*
 * Begins reading records for a model's tally; model names its version. What
 * it takes lives in the current memory context.
 */
RecordScan *
record_scan_begin(const char *model, DateADT as_of, Tally *tally)
{
	RecordScan *scan = palloc0(sizeof(RecordScan));
	Relation	parent = table_open(credit_relation_oid("record_store"), AccessShareLock);

	scan->model = pstrdup(model);
	scan->as_of = as_of;
	scan->tally = tally;
	scan->cxt = CurrentMemoryContext;
	scan->snapshot = GetActiveSnapshot();
	if (tally->rules->plan->nrecord == 0)
		scan->npartitions = 0;
	else if (parent->rd_rel->relkind == RELKIND_PARTITIONED_TABLE)
	{
		PartitionDesc desc = RelationGetPartitionDesc(parent, true);

		for (int i = 0; i < desc->nparts; i++)
			if (is_read(scan, desc, i))
				add_leaves(scan, desc->oids[i]);
	}
	else
		add_leaves(scan, RelationGetRelid(parent));
	table_close(parent, NoLock);
	for (int i = 0; i < scan->npartitions; i++)
		find_columns(scan, &scan->partitions[i]);
	return scan;
}

/* ---- a record ---- */

static inline Datum
column(TupleTableSlot *slot, AttrNumber attribute)
{
	return slot->tts_values[attribute - 1];
}

static inline bool
has(const Partition *partition, TupleTableSlot *slot, AttrNumber attribute)
{
	return attribute <= partition->last && !slot->tts_isnull[attribute - 1];
}

/* the facts of a record that counts; NULL for one that does not */
const ItemPlan *
record_scan_read(const RecordScan *scan, const Partition *partition, TupleTableSlot *slot, RecordFacts *facts)
{
	RecordRules *rules = scan->tally->rules;
	Oid			status = DatumGetObjectId(column(slot, partition->status));
	struct varlena *item;
	const ItemPlan *plan;

	facts->decided_on = DatumGetDateADT(column(slot, partition->decided));
	if ((status != rules->plan->statuses[0] && status != rules->plan->statuses[1]) ||
		facts->decided_on > scan->as_of || facts->decided_on <= rules->earliest)
		return NULL;
	item = PG_DETOAST_DATUM_PACKED(column(slot, partition->item));
	plan = record_item(rules, VARDATA_ANY(item), VARSIZE_ANY_EXHDR(item));
	if (plan->nuses == 0)
		return NULL;
	facts->severity = has(partition, slot, partition->severity) ?
		DatumGetObjectId(column(slot, partition->severity)) : InvalidOid;
	facts->late_days = has(partition, slot, partition->late) ? DatumGetInt32(column(slot, partition->late)) : -1;
	facts->dept_id = has(partition, slot, partition->dept) ? DatumGetInt32(column(slot, partition->dept)) : 0;
	facts->amount = plan->needs_amount && has(partition, slot, partition->amount) ?
		record_amount(column(slot, partition->amount)) : 0;
	return plan;
}

static void
flush_pending(const RecordScan *scan, PendingRecord *pending, int n)
{
	for (int i = 0; i < n; i++)
		tally_add(scan->tally, pending[i].row, pending[i].rank, pending[i].item, &pending[i].facts);
}

/* this process's share of a partition; the counters' memory is asked for ahead */
static void
scan_partition(const RecordScan *scan, const Partition *partition, Relation relation, TableScanDesc rows)
{
	TupleTableSlot *slot = table_slot_create(relation, NULL);
	MemoryContext row_cxt = AllocSetContextCreate(CurrentMemoryContext, "record", ALLOCSET_SMALL_SIZES);
	MemoryContext old = MemoryContextSwitchTo(row_cxt);
	PendingRecord pending[PENDING];
	int			n = 0;

	while (table_scan_getnextslot(rows, ForwardScanDirection, slot))
	{
		PendingRecord *to = &pending[n];

		slot_getsomeattrs(slot, partition->last);
		to->rank = subject_rank(&scan->map, DatumGetInt64(column(slot, partition->subject))) - scan->first;
		if (to->rank < 0 || to->rank >= scan->n)
			continue;
		to->item = record_scan_read(scan, partition, slot, &to->facts);
		if (to->item == NULL)
			continue;
		to->row = scan->rows + to->rank * scan->tally->stride;
		__builtin_prefetch(to->row, 1);
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

static void
scan_shared(RecordScan *scan, shm_toc *toc)
{
	for (int i = 0; i < scan->npartitions; i++)
	{
		Relation	relation = table_open(scan->partitions[i].relid, AccessShareLock);
		TableScanDesc rows = table_beginscan_parallel(relation, shm_toc_lookup(toc, KEY_SCANS + i, false));

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
	scan_shared(scan, toc);
	dsm_detach(memory);
}

static double
pages_of(const RecordScan *scan)
{
	double		pages = 0;

	for (int i = 0; i < scan->npartitions; i++)
	{
		Relation	relation = table_open(scan->partitions[i].relid, AccessShareLock);

		pages += RelationGetNumberOfBlocks(relation);
		table_close(relation, NoLock);
	}
	return pages;
}

/* is one pass cheaper than looking up so many subjects in every partition */
bool
record_scan_is_cheaper(const RecordScan *scan, int64 subjects)
{
	return subjects > 100 && (double) subjects * scan->npartitions * 2 > pages_of(scan);
}

/* as the planner chooses them: one more for each threefold size */
static int
workers_wanted(const RecordScan *scan)
{
	double		pages;
	int			workers = 0;

	if (IsInParallelMode() || max_parallel_workers_per_gather == 0)
		return 0;
	pages = pages_of(scan);
	for (double least = Max(min_parallel_table_scan_size, 1); pages >= least; least *= 3)
		workers++;
	return Min(workers, max_parallel_workers_per_gather);
}

/* rows and set of this pass, all zeros */
static void
make_rows(RecordScan *scan, Size rows_size, bool shared)
{
	Size		size = rows_size + scan->set_size;

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
}

static void
scan_with_workers(RecordScan *scan, Size rows_size, int workers)
{
	ParallelContext *parallel;
	Shared	   *shared;
	Size		shared_size = offsetof(Shared, model) + strlen(scan->model) + 1;
	Size		ids_size = scan->map.ids == NULL ? 0 : scan->map.n * sizeof(int64);
	Size	   *sizes = palloc(scan->npartitions * sizeof(Size));
	Relation   *relations = palloc(scan->npartitions * sizeof(Relation));

	EnterParallelMode();
	parallel = CreateParallelContext("credit", "credit_record_scan_worker", workers);
	shm_toc_estimate_chunk(&parallel->estimator, shared_size);
	shm_toc_estimate_chunk(&parallel->estimator, Max(ids_size, 1));
	for (int i = 0; i < scan->npartitions; i++)
	{
		relations[i] = table_open(scan->partitions[i].relid, AccessShareLock);
		sizes[i] = table_parallelscan_estimate(relations[i], scan->snapshot);
		shm_toc_estimate_chunk(&parallel->estimator, sizes[i]);
	}
	shm_toc_estimate_keys(&parallel->estimator, scan->npartitions + 2);
	InitializeParallelDSM(parallel);

	shared = shm_toc_allocate(parallel->toc, shared_size);
	shared->segment = dsm_segment_handle(scan->segment);
	shared->as_of = scan->as_of;
	shared->base = scan->map.base;
	shared->n_map = scan->map.n;
	shared->first = scan->first;
	shared->n = scan->n;
	shared->rows_size = rows_size;
	shared->npartitions = scan->npartitions;
	strcpy(shared->model, scan->model);
	shm_toc_insert(parallel->toc, KEY_SHARED, shared);
	if (ids_size > 0)
	{
		void	   *ids = shm_toc_allocate(parallel->toc, ids_size);

		memcpy(ids, scan->map.ids, ids_size);
		shm_toc_insert(parallel->toc, KEY_IDS, ids);
	}
	for (int i = 0; i < scan->npartitions; i++)
	{
		ParallelTableScanDesc rows = shm_toc_allocate(parallel->toc, sizes[i]);

		table_parallelscan_initialize(relations[i], rows, scan->snapshot);
		shm_toc_insert(parallel->toc, KEY_SCANS + i, rows);
		table_close(relations[i], NoLock);
	}
	LaunchParallelWorkers(parallel);
	scan_shared(scan, parallel->toc);
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
	scan->set_size = scan->tally->ndistinct == 0 ? 0 :
		tally_set_size(n * scan->tally->ndistinct * MEMBERS_EXPECTED);
	make_rows(scan, rows_size, workers > 0);
	if (workers > 0)
		scan_with_workers(scan, rows_size, workers);
	else
		for (int i = 0; i < scan->npartitions; i++)
		{
			Relation	relation = table_open(scan->partitions[i].relid, AccessShareLock);
			TableScanDesc rows = table_beginscan(relation, scan->snapshot, 0, NULL);

			scan_partition(scan, &scan->partitions[i], relation, rows);
			table_endscan(rows);
			table_close(relation, AccessShareLock);
		}
	return scan->set_size == 0 || pg_atomic_read_u32(&scan->tally->set->full) == 0;
}

/* the counters of a subject of this pass */
const char *
record_scan_row(const RecordScan *scan, int64 rank)
{
	return scan->rows + (rank - scan->first) * scan->tally->stride;
}
