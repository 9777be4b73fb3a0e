/*
 * evaluate_share.c
 *	  The end of a run over all subjects: each is evaluated from its counters
 *	  and its evaluation written, a range of credit.subject at a time, by this
 *	  process and by parallel workers.
 */
#include "evaluation/evaluate_run.h"
#include "evaluation/evaluation_page.h"

#include "access/parallel.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "miscadmin.h"
#include "optimizer/cost.h"
#include "storage/bufmgr.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

/* keys in the workers' memory; indicators from elsewhere follow */
#define KEY_SHARE UINT64CONST(1)
#define KEY_IDS UINT64CONST(2)
#define KEY_CONSENT UINT64CONST(3)
#define KEY_EXTERNAL UINT64CONST(100)

/* subjects' pages taken at once, at most */
#define MOST_PAGES 256

typedef struct Share
{
	dsm_handle	counters;
	DateADT		as_of;
	bool		for_persons;
	int64		base;
	int64		n_map;
	int64		first;
	int64		n;
	TransactionId xid;
	CommandId	cid;
	BlockNumber pages;			/* of credit.subject */
	BlockNumber at_once;
	pg_atomic_uint32 next;		/* range to take */
	pg_atomic_uint64 done;
	char		key[FLEXIBLE_ARRAY_MEMBER];
} Share;

extern PGDLLEXPORT void credit_evaluate_worker(dsm_segment *segment, shm_toc *toc);

/* model and version of model@version */
static EvaluationRow *
make_row(const EvaluationRun *run, Relation relation)
{
	const ScoreModel *model = run->evaluator->plan->model;

	return evaluation_row_create(run->evaluator, RelationGetDescr(relation), model->model, model->version);
}

/* what this process can take of the work */
static void
do_share(EvaluationRun *run, Share *share)
{
	Relation	relation = table_open(credit_relation_oid("evaluation"), RowExclusiveLock);
	EvaluationPages *pages = evaluation_pages_begin(relation, make_row(run, relation), share->xid, share->cid);
	TableScanDesc rows = NULL;
	int64		before = run->done;

	for (;;)
	{
		uint64		from = (uint64) pg_atomic_fetch_add_u32(&share->next, 1) * share->at_once;
		ItemPointerData limits[2];

		if (from >= share->pages)
			break;
		ItemPointerSet(&limits[0], from, FirstOffsetNumber);
		ItemPointerSet(&limits[1], Min(from + share->at_once, share->pages) - 1, MaxOffsetNumber);
		if (rows == NULL)
			rows = table_beginscan_tidrange(run->subjects, GetActiveSnapshot(), &limits[0], &limits[1]);
		else
			table_rescan_tidrange(rows, &limits[0], &limits[1]);
		evaluation_run_scanned(run, rows, limits, share->first, share->n, evaluation_pages_add, pages);
	}
	if (rows != NULL)
		table_endscan(rows);
	evaluation_pages_end(pages);
	table_close(relation, NoLock);
	pg_atomic_fetch_add_u64(&share->done, run->done - before);
}

/* what a parallel worker does */
void
credit_evaluate_worker(dsm_segment *segment, shm_toc *toc)
{
	Share	   *share = shm_toc_lookup(toc, KEY_SHARE, false);
	dsm_segment *counters = dsm_attach(share->counters);
	EvaluationRun *run = palloc0(sizeof(EvaluationRun));
	Evaluator  *evaluator;

	if (counters == NULL)
		return;					/* the leader has gone on without us */
	run->cxt = CurrentMemoryContext;
	run->all = true;
	run->for_persons = share->for_persons;
	run->subjects = table_open(credit_relation_oid("subject"), AccessShareLock);
	run->evaluator = evaluator = evaluator_create(share->key, share->as_of, RelationGetDescr(run->subjects));
	run->slot = table_slot_create(run->subjects, NULL);
	run->map = (SubjectMap) {share->base, share->n_map, shm_toc_lookup(toc, KEY_IDS, true)};
	run->consent = shm_toc_lookup(toc, KEY_CONSENT, true);
	run->external = palloc0((evaluator->plan->nindicators + 1) * sizeof(double *));
	for (int i = 0; i < evaluator->plan->nindicators; i++)
		run->external[i] = shm_toc_lookup(toc, KEY_EXTERNAL + i, true);
	run->tally = tally_create(record_rules(evaluator->plan, share->as_of, CurrentMemoryContext));
	run->scan = palloc0(sizeof(RecordScan));
	run->scan->tally = run->tally;
	run->scan->first = share->first;
	run->scan->rows = dsm_segment_address(counters);
	do_share(run, share);
	ExecDropSingleTupleTableSlot(run->slot);
	table_close(run->subjects, NoLock);
	dsm_detach(counters);
}

static void
put(ParallelContext *parallel, uint64 key, const void *from, Size size)
{
	void	   *to = shm_toc_allocate(parallel->toc, size);

	memcpy(to, from, size);
	shm_toc_insert(parallel->toc, key, to);
}

static void
share_with_workers(EvaluationRun *run, Share *plan, Size size, int workers)
{
	int			nindicators = run->evaluator->plan->nindicators;
	Size		numbers = run->map.n * sizeof(double);
	ParallelContext *parallel;
	Share	   *share;
	int			keys = 1;

	EnterParallelMode();
	parallel = CreateParallelContext("credit", "credit_evaluate_worker", workers);
	shm_toc_estimate_chunk(&parallel->estimator, size);
	if (run->map.ids != NULL && ++keys)
		shm_toc_estimate_chunk(&parallel->estimator, run->map.n * sizeof(int64));
	if (run->consent != NULL && ++keys)
		shm_toc_estimate_chunk(&parallel->estimator, run->map.n);
	for (int i = 0; i < nindicators; i++)
		if (run->external[i] != NULL && ++keys)
			shm_toc_estimate_chunk(&parallel->estimator, numbers);
	shm_toc_estimate_keys(&parallel->estimator, keys);
	InitializeParallelDSM(parallel);

	put(parallel, KEY_SHARE, plan, size);
	share = shm_toc_lookup(parallel->toc, KEY_SHARE, false);
	if (run->map.ids != NULL)
		put(parallel, KEY_IDS, run->map.ids, run->map.n * sizeof(int64));
	if (run->consent != NULL)
		put(parallel, KEY_CONSENT, run->consent, run->map.n);
	for (int i = 0; i < nindicators; i++)
		if (run->external[i] != NULL)
			put(parallel, KEY_EXTERNAL + i, run->external[i], numbers);
	LaunchParallelWorkers(parallel);
	do_share(run, share);
	WaitForParallelWorkersToFinish(parallel);
	run->done = pg_atomic_read_u64(&share->done);
	DestroyParallelContext(parallel);
	ExitParallelMode();
}

/*
 * The subjects whose ranks are first to first + n - 1 are evaluated and
 * written. There are workers where there were for the records.
 */
void
evaluation_share(EvaluationRun *run, int64 first, int64 n)
{
	Size		size = offsetof(Share, key) + strlen(run->evaluator->key) + 1;
	Share	   *share = palloc0(size);
	int64		before = run->done;
	int			workers = 0;

	share->as_of = run->evaluator->as_of;
	share->for_persons = run->for_persons;
	share->base = run->map.base;
	share->n_map = run->map.n;
	share->first = first;
	share->n = n;
	share->xid = GetCurrentTransactionId();
	share->cid = GetCurrentCommandId(true);
	share->pages = RelationGetNumberOfBlocks(run->subjects);
	strcpy(share->key, run->evaluator->key);
	pg_atomic_init_u32(&share->next, 0);
	pg_atomic_init_u64(&share->done, 0);
	if (run->scan->segment != NULL && !IsInParallelMode())
	{
		workers = max_parallel_workers_per_gather;
		share->counters = dsm_segment_handle(run->scan->segment);
	}
	share->at_once = Min(MOST_PAGES, 1 + share->pages / ((workers + 1) * 16));
	run->done = 0;
	if (workers > 0)
		share_with_workers(run, share, size, workers);
	else
		do_share(run, share);
	run->done += before;
	pfree(share);
}
