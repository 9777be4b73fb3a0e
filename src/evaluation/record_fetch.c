/*
 * record_fetch.c
 *	  Reading one subject's records into a tally, through the index of each
 *	  partition's natural key, which begins with the subject.
 */
#include "evaluation/record_scan.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/stratnum.h"
#include "access/table.h"
#include "access/tableam.h"
#include "catalog/pg_am.h"
#include "catalog/pg_index.h"
#include "miscadmin.h"
#include "utils/fmgroids.h"
#include "utils/memutils.h"
#include "utils/syscache.h"

/* is it, by the catalogue, a B-tree of all rows that begins with the column */
static bool
begins_with(Oid index, AttrNumber column)
{
	HeapTuple	tuple = SearchSysCache1(INDEXRELID, ObjectIdGetDatum(index));
	bool		begins = false;

	if (HeapTupleIsValid(tuple))
	{
		Form_pg_index form = (Form_pg_index) GETSTRUCT(tuple);

		begins = form->indisvalid && form->indkey.values[0] == column &&
			heap_attisnull(tuple, Anum_pg_index_indpred, NULL);
		ReleaseSysCache(tuple);
	}
	return begins;
}

/* a valid index that begins with the column, locked; NULL for none */
Relation
record_fetch_index(Relation relation, AttrNumber column)
{
	ListCell   *cell;

	foreach(cell, RelationGetIndexList(relation))
	{
		Relation	index;

		if (!begins_with(lfirst_oid(cell), column))
			continue;
		index = index_open(lfirst_oid(cell), AccessShareLock);
		if (index->rd_rel->relam == BTREE_AM_OID)
			return index;
		index_close(index, AccessShareLock);
	}
	return NULL;
}

/*
 * The next row of an index scan that was begun in cxt. A B-tree scan allocates
 * with its first dead entry what it frees at its end, so it must not do so in
 * the context of a row.
 */
bool
record_fetch_next(IndexScanDesc scan, TupleTableSlot *slot, MemoryContext cxt)
{
	MemoryContext old = MemoryContextSwitchTo(cxt);
	bool		found = index_getnext_slot(scan, ForwardScanDirection, slot);

	MemoryContextSwitchTo(old);
	return found;
}

static void
open_partition(RecordScan *scan, Partition *partition)
{
	MemoryContext old = MemoryContextSwitchTo(scan->cxt);

	partition->relation = table_open(partition->relid, AccessShareLock);
	partition->slot = table_slot_create(partition->relation, NULL);
	partition->index = record_fetch_index(partition->relation, partition->numbers[SCAN_SUBJECT]);
	if (partition->index != NULL)
		partition->scan = credit_index_beginscan(partition->relation, partition->index, scan->snapshot, 1);
	MemoryContextSwitchTo(old);
}

static void
count(RecordScan *scan, const ScanValues *values)
{
	RecordFacts facts;
	const ItemPlan *item = record_scan_read(scan, values, &facts);

	if (item != NULL)
		tally_add(scan->tally, scan->rows, 0, item, &facts);
}

static void
hand_over(RecordScan *scan, Partition *partition, FetchedRecord next, void *arg)
{
	ScanValues	values = {0};

	record_scan_values(partition, partition->slot, &values);
	if (next == NULL)
		count(scan, &values);
	else
		next(arg, &values);
}

static void
fetch_partition(RecordScan *scan, Partition *partition, int64 subject_id, FetchedRecord next, void *arg)
{
	ScanKeyData key;

	if (partition->relation == NULL)
		open_partition(scan, partition);
	if (partition->scan != NULL)
	{
		ScanKeyInit(&key, 1, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(subject_id));
		index_rescan(partition->scan, &key, 1, NULL, 0);
		while (record_fetch_next(partition->scan, partition->slot, scan->cxt))
			hand_over(scan, partition, next, arg);
	}
	else
	{
		/* somebody has dropped the index: slow, but right */
		TableScanDesc rows = table_beginscan(partition->relation, scan->snapshot, 0, NULL);

		while (table_scan_getnextslot(rows, ForwardScanDirection, partition->slot))
		{
			slot_getsomeattrs(partition->slot, partition->last);
			if (DatumGetInt64(partition->slot->tts_values[partition->numbers[SCAN_SUBJECT] - 1]) == subject_id)
				hand_over(scan, partition, next, arg);
		}
		table_endscan(rows);
	}
	ExecClearTuple(partition->slot);
}

/* hands over all records of a subject, ended ones as well */
void
record_fetch_each(RecordScan *scan, int64 subject_id, FetchedRecord next, void *arg)
{
	for (int i = 0; i < scan->npartitions; i++)
		fetch_partition(scan, &scan->partitions[i], subject_id, next, arg);
}

/* a subject's counters, valid until the next call */
const char *
record_fetch(RecordScan *scan, int64 subject_id)
{
	MemoryContext row_cxt = AllocSetContextCreate(CurrentMemoryContext, "records", ALLOCSET_SMALL_SIZES);
	MemoryContext old = MemoryContextSwitchTo(row_cxt);
	bool		full;

	do
	{
		Size		size;

		if (scan->rows == NULL)
		{
			scan->set_size = scan->tally->ndistinct == 0 ? 0 : tally_set_size(MEMBERS_EXPECTED);
			scan->rows = MemoryContextAlloc(scan->cxt, scan->tally->stride + scan->set_size);
		}
		size = scan->tally->stride + scan->set_size;
		memset(scan->rows, 0, size);
		scan->tally->set = (TallySet *) (scan->rows + scan->tally->stride);
		if (scan->set_size > 0)
			tally_set_init(scan->tally->set, scan->set_size);
		for (int i = 0; i < scan->npartitions; i++)
			fetch_partition(scan, &scan->partitions[i], subject_id, NULL, NULL);
		full = scan->set_size > 0 && pg_atomic_read_u32(&scan->tally->set->full) != 0;
		if (full)
		{
			/* once more with room for four times as many */
			scan->set_size = tally_set_size(scan->tally->set->places * 2);
			scan->rows = MemoryContextAllocExtended(scan->cxt, scan->tally->stride + scan->set_size, MCXT_ALLOC_HUGE);
		}
	} while (full);
	MemoryContextSwitchTo(old);
	MemoryContextDelete(row_cxt);
	return scan->rows;
}

/* lets go of what reading took */
void
record_scan_end(RecordScan *scan)
{
	for (int i = 0; i < scan->npartitions; i++)
	{
		Partition  *partition = &scan->partitions[i];

		if (partition->relation == NULL)
			continue;
		if (partition->scan != NULL)
			index_endscan(partition->scan);
		if (partition->index != NULL)
			index_close(partition->index, NoLock);
		ExecDropSingleTupleTableSlot(partition->slot);
		table_close(partition->relation, NoLock);
	}
	if (scan->segment != NULL)
		dsm_detach(scan->segment);
}
