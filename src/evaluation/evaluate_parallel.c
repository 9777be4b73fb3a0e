/*
 * evaluate_parallel.c
 *	  Parallel workers evaluate subjects and pack their results; the leader
 *	  puts the rows into the table, and evaluates whenever none waits for it.
 *
 * The counters already lie in shared memory (record_pass.c). Rows come through
 * queues, some at a time. Only the leader writes: that is all PostgreSQL lets a
 * worker leave to it.
 */
#include "evaluation/evaluate_run.h"

#include "access/htup_details.h"
#include "access/parallel.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "storage/latch.h"
#include "storage/shm_mq.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#define QUEUE_SIZE (512 * 1024)
#define MESSAGE_SIZE (32 * 1024)
#define OWN_ROWS 64				/* the leader evaluates before it looks at the queues again */

#define KEY_SHARED UINT64CONST(1)
#define KEY_IDS UINT64CONST(2)
#define KEY_SUBJECTS UINT64CONST(3)
#define KEY_EXTERNAL UINT64CONST(4)
#define KEY_CONSENT UINT64CONST(5)
#define KEY_QUEUES UINT64CONST(6)

/* what workers need to know */
typedef struct Shared
{
	dsm_handle	segment;		/* of the counters */
	DateADT		as_of;
	bool		for_persons;
	SubjectMap	map;			/* but for the list */
	int64		first;
	int64		n;
	int64		run;			/* number of the run */
	Size		rows_size;
	Size		set_size;
	bool		facts;
	int			key_length;
	int			model_length;
	char		names[FLEXIBLE_ARRAY_MEMBER];	/* model@version, model, version */
} Shared;

extern PGDLLEXPORT void credit_evaluate_worker(dsm_segment *segment, shm_toc *toc);

/* ---- a worker ---- */

typedef struct Message
{
	shm_mq_handle *queue;
	TupleDesc	desc;
	Size		used;
	Size		room;
	char	   *data;
	bool		on;				/* somebody listens */
} Message;

/* in front of each row; what follows is aligned */
typedef struct RowHeader
{
	Size		length;
	int64		subjects;
} RowHeader;

#define ROW_SIZE(length) (MAXALIGN(sizeof(RowHeader)) + MAXALIGN(length))

static void
send_message(Message *message)
{
	if (message->used > 0 && message->on)
		message->on = shm_mq_send(message->queue, message->used, message->data, false, true) == SHM_MQ_SUCCESS;
	message->used = 0;
}

/* a row that has been packed: the callback of a PackMaker */
static void
add_row(void *arg, Datum *values, bool *nulls, int subjects)
{
	Message    *message = arg;
	HeapTuple	tuple = heap_form_tuple(message->desc, values, nulls);
	Size		size = ROW_SIZE(tuple->t_len);
	RowHeader  *header;

	if (message->used + size > message->room)
		send_message(message);
	if (size > message->room)
	{
		message->data = repalloc_huge(message->data, size);
		message->room = size;
	}
	header = (RowHeader *) (message->data + message->used);
	header->length = tuple->t_len;
	header->subjects = subjects;
	memcpy((char *) header + MAXALIGN(sizeof(RowHeader)), tuple->t_data, tuple->t_len);
	message->used += size;
}

/* the run as the leader has it, its counters already there */
static EvaluationRun *
join_run(shm_toc *toc, const Shared *shared, dsm_segment *memory)
{
	EvaluationRun *run = palloc0(sizeof(EvaluationRun));
	double	   *external = shm_toc_lookup(toc, KEY_EXTERNAL, true);
	RecordScan *scan;

	run->cxt = CurrentMemoryContext;
	run->for_persons = shared->for_persons;
	run->subjects = table_open(credit_relation_oid("subject"), AccessShareLock);
	run->evaluator = evaluator_create(shared->names, shared->as_of, RelationGetDescr(run->subjects));
	run->slot = table_slot_create(run->subjects, NULL);
	run->map = shared->map;
	run->map.ids = shm_toc_lookup(toc, KEY_IDS, true);
	run->consent = shm_toc_lookup(toc, KEY_CONSENT, true);
	run->external = palloc0((run->evaluator->plan->nindicators + 1) * sizeof(double *));
	for (int i = 0; i < run->evaluator->plan->nindicators; i++)
		if (indicator_is_external(&run->evaluator->plan->indicators[i]))
		{
			run->external[i] = external;
			external += run->map.n;
		}
	run->tally = tally_create(record_rules(run->evaluator->plan, shared->as_of, run->cxt));
	run->scan = scan = record_scan_begin(shared->names, shared->as_of, run->tally);
	scan->map = run->map;
	scan->first = shared->first;
	scan->n = shared->n;
	scan->rows = dsm_segment_address(memory);
	run->tally->set = (TallySet *) (scan->rows + shared->rows_size);
	if (shared->facts)
		fact_source_attach(scan, (uint8 *) scan->rows + shared->rows_size + shared->set_size);
	return run;
}

/* what a parallel worker does */
void
credit_evaluate_worker(dsm_segment *segment, shm_toc *toc)
{
	Shared	   *shared = shm_toc_lookup(toc, KEY_SHARED, false);
	char	   *queues = shm_toc_lookup(toc, KEY_QUEUES, false);
	shm_mq	   *queue = (shm_mq *) (queues + ParallelWorkerNumber * QUEUE_SIZE);
	dsm_segment *memory;
	EvaluationRun *run;
	TableScanDesc rows;
	Relation	target;
	Message		message = {0};
	PackMaker  *packs;
	MemoryContext row_cxt;

	shm_mq_set_sender(queue, MyProc);
	message.queue = shm_mq_attach(queue, segment, NULL);
	memory = dsm_attach(shared->segment);
	if (memory == NULL)
		return;					/* the leader has gone on without us */
	run = join_run(toc, shared, memory);
	target = table_open(credit_relation_oid("evaluation_pack"), AccessShareLock);
	message.desc = RelationGetDescr(target);
	message.room = MESSAGE_SIZE;
	message.data = palloc(message.room);
	message.on = true;
	packs = pack_maker_create(run->evaluator, message.desc, shared->names + shared->key_length,
							  shared->names + shared->key_length + shared->model_length,
							  shared->run, add_row, &message);
	rows = table_beginscan_parallel(run->subjects, shm_toc_lookup(toc, KEY_SUBJECTS, false));
	row_cxt = AllocSetContextCreate(run->cxt, "evaluation", ALLOCSET_DEFAULT_SIZES);
	MemoryContextSwitchTo(row_cxt);
	while (message.on && evaluation_run_next(run, rows, row_cxt))
		pack_maker_add(packs, run->evaluator);
	pack_maker_end(packs);
	send_message(&message);
	MemoryContextSwitchTo(run->cxt);
	table_endscan(rows);
	ExecDropSingleTupleTableSlot(run->slot);
	record_scan_end(run->scan);
	if (run->single != NULL)
		record_scan_end(run->single);
	table_close(target, NoLock);
	table_close(run->subjects, NoLock);
	shm_mq_detach(message.queue);
	dsm_detach(memory);
}

/* ---- the leader ---- */

/* how many subjects the rows tell of */
static int64
write_message(EvaluationWriter *writer, char *data, Size size)
{
	int64		subjects = 0;

	for (Size at = 0; at < size;)
	{
		RowHeader  *header = (RowHeader *) (data + at);
		HeapTupleData tuple = {0};

		tuple.t_len = header->length;
		tuple.t_data = (HeapTupleHeader) ((char *) header + MAXALIGN(sizeof(RowHeader)));
		ItemPointerSetInvalid(&tuple.t_self);
		bulk_write_tuple(writer->to, &tuple);
		subjects += header->subjects;
		at += ROW_SIZE(tuple.t_len);
	}
	return subjects;
}

/* takes what workers have sent and evaluates itself, until nobody has any more */
static void
gather(EvaluationRun *run, EvaluationWriter *writer, shm_mq_handle **queues, int nqueues, TableScanDesc rows)
{
	MemoryContext row_cxt = AllocSetContextCreate(run->cxt, "evaluation", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(row_cxt);
	bool		more = true;
	int			left = nqueues;

	while (left > 0 || more)
	{
		bool		received = false;

		for (int i = 0; i < nqueues; i++)
		{
			Size		size;
			void	   *data;
			shm_mq_result result;

			if (queues[i] == NULL)
				continue;
			result = shm_mq_receive(queues[i], &size, &data, true);
			if (result == SHM_MQ_SUCCESS)
			{
				run->done += write_message(writer, data, size);
				received = true;
			}
			else if (result == SHM_MQ_DETACHED)
			{
				queues[i] = NULL;
				left--;
			}
		}
		CHECK_FOR_INTERRUPTS();
		if (received)
			continue;
		for (int i = 0; more && i < OWN_ROWS; i++)
		{
			more = evaluation_run_next(run, rows, row_cxt);
			if (more)
				evaluation_write(writer, run->evaluator);
		}
		if (!more && left > 0)
		{
			(void) WaitLatch(MyLatch, WL_LATCH_SET | WL_EXIT_ON_PM_DEATH, 0, PG_WAIT_EXTENSION);
			ResetLatch(MyLatch);
		}
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(row_cxt);
}

static Shared *
make_shared(EvaluationRun *run, EvaluationWriter *writer, shm_toc *toc, Size size)
{
	Shared	   *shared = shm_toc_allocate(toc, size);
	const RecordScan *scan = run->scan;
	char	   *to = shared->names;

	shared->segment = dsm_segment_handle(scan->segment);
	shared->as_of = scan->as_of;
	shared->for_persons = run->for_persons;
	shared->map = run->map;
	shared->first = scan->first;
	shared->n = scan->n;
	shared->run = writer->run;
	shared->rows_size = Max(scan->n, 1) * scan->tally->stride;
	shared->set_size = scan->set_size;
	shared->facts = scan->facts != NULL;
	shared->key_length = strlen(run->evaluator->key) + 1;
	shared->model_length = strlen(writer->model) + 1;
	memcpy(to, run->evaluator->key, shared->key_length);
	memcpy(to + shared->key_length, writer->model, shared->model_length);
	strcpy(to + shared->key_length + shared->model_length, writer->version);
	shm_toc_insert(toc, KEY_SHARED, shared);
	return shared;
}

static int
count_external(const EvaluationRun *run)
{
	int			n = 0;

	for (int i = 0; i < run->evaluator->plan->nindicators; i++)
		n += run->external[i] != NULL;
	return n;
}

static void
share_lists(const EvaluationRun *run, shm_toc *toc)
{
	Size		column = run->map.n * sizeof(double);
	int			nexternal = count_external(run);

	if (run->map.ids != NULL)
	{
		int64	   *ids = shm_toc_allocate(toc, run->map.n * sizeof(int64));

		memcpy(ids, run->map.ids, run->map.n * sizeof(int64));
		shm_toc_insert(toc, KEY_IDS, ids);
	}
	if (nexternal > 0)
	{
		char	   *to = shm_toc_allocate(toc, nexternal * column);

		shm_toc_insert(toc, KEY_EXTERNAL, to);
		for (int i = 0; i < run->evaluator->plan->nindicators; i++)
			if (run->external[i] != NULL)
			{
				memcpy(to, run->external[i], column);
				to += column;
			}
	}
	if (run->consent != NULL)
	{
		uint8	   *consent = shm_toc_allocate(toc, run->map.n);

		memcpy(consent, run->consent, run->map.n);
		shm_toc_insert(toc, KEY_CONSENT, consent);
	}
}

/*
 * Evaluates the subjects of the pass whose counters stand in run->scan, with
 * as many workers as counted them; false, and nothing is done, when these were
 * not shared.
 */
bool
evaluate_parallel(EvaluationRun *run, EvaluationWriter *writer)
{
	RecordScan *scan = run->scan;
	int			workers = scan->workers;
	ParallelContext *parallel;
	Size		shared_size = offsetof(Shared, names) + strlen(run->evaluator->key) +
		strlen(writer->model) + strlen(writer->version) + 3;
	Size		scan_size;
	ParallelTableScanDesc shared_scan;
	TableScanDesc rows;
	char	   *queue_space;
	shm_mq_handle **queues;

	if (scan->segment == NULL || workers == 0)
		return false;
	/* nothing of the kind can be had once parallel work goes on */
	(void) GetCurrentTransactionId();
	(void) GetCurrentCommandId(true);
	EnterParallelMode();
	parallel = CreateParallelContext("credit", "credit_evaluate_worker", workers);
	scan_size = table_parallelscan_estimate(run->subjects, scan->snapshot);
	shm_toc_estimate_chunk(&parallel->estimator, shared_size);
	shm_toc_estimate_chunk(&parallel->estimator, scan_size);
	shm_toc_estimate_chunk(&parallel->estimator, workers * QUEUE_SIZE);
	shm_toc_estimate_chunk(&parallel->estimator, run->map.ids == NULL ? 1 : run->map.n * sizeof(int64));
	shm_toc_estimate_chunk(&parallel->estimator, count_external(run) * run->map.n * sizeof(double));
	shm_toc_estimate_chunk(&parallel->estimator, run->consent == NULL ? 1 : run->map.n);
	shm_toc_estimate_keys(&parallel->estimator, 6);
	InitializeParallelDSM(parallel);

	(void) make_shared(run, writer, parallel->toc, shared_size);
	share_lists(run, parallel->toc);
	shared_scan = shm_toc_allocate(parallel->toc, scan_size);
	table_parallelscan_initialize(run->subjects, shared_scan, scan->snapshot);
	shm_toc_insert(parallel->toc, KEY_SUBJECTS, shared_scan);
	queue_space = shm_toc_allocate(parallel->toc, workers * QUEUE_SIZE);
	for (int i = 0; i < workers; i++)
		shm_mq_set_receiver(shm_mq_create(queue_space + i * QUEUE_SIZE, QUEUE_SIZE), MyProc);
	shm_toc_insert(parallel->toc, KEY_QUEUES, queue_space);

	LaunchParallelWorkers(parallel);
	queues = palloc0((parallel->nworkers_launched + 1) * sizeof(shm_mq_handle *));
	for (int i = 0; i < parallel->nworkers_launched; i++)
		queues[i] = shm_mq_attach((shm_mq *) (queue_space + i * QUEUE_SIZE), parallel->seg,
								  parallel->worker[i].bgwhandle);
	rows = table_beginscan_parallel(run->subjects, shared_scan);
	gather(run, writer, queues, parallel->nworkers_launched, rows);
	table_endscan(rows);
	WaitForParallelWorkersToFinish(parallel);
	DestroyParallelContext(parallel);
	ExitParallelMode();
	return true;
}
