/*
 * chunk.c
 *	  Puts a chunk of new records straight into their partitions: sorted by
 *	  partition and subject, so that the natural key's index is walked instead
 *	  of jumped about in, many rows a page at once, and in one statement for
 *	  the triggers on credit.record_store, whose transition table is the chunk.
 *
 * What only the executor knows how to do is left to it: chunk_is_plain() says
 * no and flush.c inserts with SQL.
 */
#include "record/record.h"

#include "access/table.h"
#include "access/tableam.h"
#include "commands/trigger.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "utils/snapmgr.h"

/* what one call of table_multi_insert() takes, as COPY has it */
#define ROWS_AT_ONCE 1000

/* columns that every record has: NOT NULL on these needs no check */
static const RecordColumn always_set[] = {
	REC_SUBJECT_ID, REC_RECORD_ID, REC_ITEM, REC_DEPT_ID, REC_DOC_NO, REC_DECIDED_ON,
	REC_DETAIL, REC_STATUS, REC_RECEIVED_AT, REC_BATCH_ID, REC_VERSION
};

/* one partition that takes rows of this chunk */
typedef struct Target
{
	Oid			relid;
	DateADT		from;			/* decision dates; an empty range for the default partition */
	DateADT		until;
	ResultRelInfo *info;
	bool		check;			/* constraints beyond those every record meets */
} Target;

typedef struct Row
{
	HeapTuple	tuple;
	int64		subject_id;
	int			target;
} Row;

static DateADT
decided_on(HeapTuple tuple, TupleDesc desc)
{
	bool		isnull;

	return DatumGetDateADT(heap_getattr(tuple, REC_DECIDED_ON, desc, &isnull));
}

static int
compare_rows(const void *a, const void *b)
{
	const Row  *x = a,
			   *y = b;

	if (x->target != y->target)
		return x->target < y->target ? -1 : 1;
	if (x->subject_id != y->subject_id)
		return x->subject_id < y->subject_id ? -1 : 1;
	return 0;
}

static bool
needs_check(TupleDesc desc)
{
	if (desc->constr == NULL)
		return false;
	if (desc->constr->num_check > 0)
		return true;
	for (int i = 0; i < desc->natts; i++)
	{
		bool		set = !TupleDescAttr(desc, i)->attnotnull;

		for (int c = 0; c < lengthof(always_set) && !set; c++)
			set = (always_set[c] == i + 1);
		if (!set)
			return true;
	}
	return false;
}

/* the same columns in the same places, and nothing in the way of a row */
static bool
is_plain(Relation leaf, TupleDesc store_desc)
{
	TupleDesc	desc = RelationGetDescr(leaf);
	TriggerDesc *triggers = leaf->trigdesc;

	if (leaf->rd_rel->relkind != RELKIND_RELATION || desc->natts != store_desc->natts ||
		(desc->constr && desc->constr->has_generated_stored) ||
		(triggers && (triggers->trig_insert_before_row || triggers->trig_insert_instead_row)))
		return false;
	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute mine = TupleDescAttr(desc, i),
					theirs = TupleDescAttr(store_desc, i);

		if (mine->attisdropped || mine->atttypid != theirs->atttypid ||
			strcmp(NameStr(mine->attname), NameStr(theirs->attname)) != 0)
			return false;
	}
	return true;
}

/* the partition for a date, opened when it is new; -1 when it is not plain */
static int
find_target(Relation store, TupleDesc store_desc, DateADT date, ResultRelInfo *root,
			EState *estate, Target **targets, int *ntargets)
{
	DateADT		from,
				until;
	Oid			relid;
	Relation	leaf;
	Target	   *target;

	for (int i = 0; i < *ntargets; i++)
	{
		if (date >= (*targets)[i].from && date < (*targets)[i].until)
			return i;
	}
	relid = credit_leaf_for(store, date, &from, &until);
	if (!OidIsValid(relid))
		return -1;
	for (int i = 0; i < *ntargets; i++)
	{
		if ((*targets)[i].relid == relid)
			return i;
	}
	leaf = table_open(relid, RowExclusiveLock);
	if (!is_plain(leaf, store_desc))
	{
		table_close(leaf, NoLock);
		return -1;
	}
	*targets = *ntargets == 0 ? palloc(sizeof(Target)) :
		repalloc(*targets, sizeof(Target) * (*ntargets + 1));
	target = &(*targets)[*ntargets];
	target->relid = relid;
	target->from = from;
	target->until = until;
	target->check = needs_check(RelationGetDescr(leaf));
	target->info = makeNode(ResultRelInfo);
	InitResultRelInfo(target->info, leaf, 0, root, 0);
	ExecOpenIndices(target->info, false);
	estate->es_opened_result_relations = lappend(estate->es_opened_result_relations, target->info);
	return (*ntargets)++;
}

/* rows[0 … n-1] belong to one target */
static void
insert_rows(Target *target, const Row *rows, int n, TupleTableSlot **slots, EState *estate,
			TransitionCaptureState *capture)
{
	Relation	leaf = target->info->ri_RelationDesc;
	MemoryContext old;

	for (int i = 0; i < n; i++)
	{
		/* the slot owns the row: else the insertion would copy it first */
		ExecStoreHeapTuple(rows[i].tuple, slots[i], true);
		slots[i]->tts_tableOid = target->relid;
		/* a partition attached meanwhile takes its rows out of the default's reach */
		if (target->from == target->until)
			(void) ExecPartitionCheck(target->info, slots[i], estate, true);
		if (target->check)
			ExecConstraints(target->info, slots[i], estate);
	}
	old = MemoryContextSwitchTo(GetPerTupleMemoryContext(estate));
	table_multi_insert(leaf, slots, n, GetCurrentCommandId(true), 0, NULL);
	MemoryContextSwitchTo(old);
	for (int i = 0; i < n; i++)
	{
		List	   *recheck = NIL;

		if (target->info->ri_NumIndices > 0)
			recheck = credit_insert_index_tuples(target->info, slots[i], estate);
		ExecARInsertTriggers(estate, target->info, slots[i], recheck, capture);
		list_free(recheck);
		ExecClearTuple(slots[i]);
		ResetPerTupleExprContext(estate);
	}
}

/*
 * Inserts the buffered rows; false, with nothing done, when a partition needs
 * more than this. Runs as the extension's owner.
 */
bool
credit_insert_chunk(Door *door)
{
	Relation	store = table_open(door->store_relid, RowExclusiveLock);
	EState	   *estate = CreateExecutorState();
	MemoryContext old = MemoryContextSwitchTo(estate->es_query_cxt);
	ResultRelInfo *root = makeNode(ResultRelInfo);
	Row		   *rows = palloc(sizeof(Row) * door->nbuffered);
	Target	   *targets = NULL;
	int			ntargets = 0;
	bool		plain = store->rd_rules == NULL &&
		RelationGetNumberOfAttributes(store) == REC_COLUMNS &&
		!(store->trigdesc && store->trigdesc->trig_insert_before_row);

	InitResultRelInfo(root, store, 0, NULL, 0);
	estate->es_opened_result_relations = list_make1(root);
	for (int i = 0; i < door->nbuffered && plain; i++)
	{
		rows[i].tuple = door->buffered[i];
		rows[i].subject_id = credit_get_number(door->buffered[i], REC_SUBJECT_ID);
		rows[i].target = find_target(store, door->store_desc,
									 decided_on(door->buffered[i], door->store_desc),
									 root, estate, &targets, &ntargets);
		plain = rows[i].target >= 0;
	}
	if (plain)
	{
		TransitionCaptureState *capture;
		int			nslots = Min(door->nbuffered, ROWS_AT_ONCE);
		TupleTableSlot **slots = palloc(sizeof(TupleTableSlot *) * nslots);

		qsort(rows, door->nbuffered, sizeof(Row), compare_rows);
		/* numbers that ascend as the rows go in are appended to their index */
		for (int i = 0; i < door->nbuffered; i++)
			credit_number_record(door, rows[i].tuple);
		for (int i = 0; i < nslots; i++)
			slots[i] = MakeSingleTupleTableSlot(door->store_desc, &TTSOpsHeapTuple);
		PushActiveSnapshot(GetTransactionSnapshot());
		estate->es_snapshot = GetActiveSnapshot();
		AfterTriggerBeginQuery();
		capture = MakeTransitionCaptureState(root->ri_TrigDesc, door->store_relid, CMD_INSERT);
		ExecBSInsertTriggers(estate, root);
		for (int i = 0, n; i < door->nbuffered; i += n)
		{
			for (n = 1; n < nslots && i + n < door->nbuffered &&
				 rows[i + n].target == rows[i].target; n++)
				;
			insert_rows(&targets[rows[i].target], &rows[i], n, slots, estate, capture);
			CHECK_FOR_INTERRUPTS();
		}
		ExecASInsertTriggers(estate, root, capture);
		AfterTriggerEndQuery(estate);
		for (int i = 0; i < nslots; i++)
			ExecDropSingleTupleTableSlot(slots[i]);
		PopActiveSnapshot();
	}
	ExecCloseResultRelations(estate);
	for (int i = 0; i < ntargets; i++)
		table_close(targets[i].info->ri_RelationDesc, NoLock);
	MemoryContextSwitchTo(old);
	FreeExecutorState(estate);
	table_close(store, NoLock);
	/* what comes next sees these rows */
	if (plain)
		CommandCounterIncrement();
	return plain;
}
