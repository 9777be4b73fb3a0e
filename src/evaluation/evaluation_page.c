/*
 * evaluation_page.c
 *	  Writing a run's evaluations: whole pages of new rows, made in local
 *	  memory, and their index entries; by parallel workers as well.
 *
 * The executor keeps parallel workers from inserting because they cannot make
 * command ids or transaction ids. Here both are there before they start, no
 * trigger, constraint or foreign key has anything to say, rows need no TOAST
 * and go to pages nobody else has seen. A page is logged whole, so this is not
 * for tables that are decoded logically: evaluation_pages_fit() tells.
 */
#include "evaluation/evaluation_page.h"

#include "access/genam.h"
#include "access/heapam.h"
#include "access/heaptoast.h"
#include "access/htup_details.h"
#include "access/xact.h"
#include "access/xloginsert.h"
#include "catalog/catalog.h"
#include "catalog/index.h"
#include "catalog/pg_am.h"
#include "executor/executor.h"
#include "executor/tuptable.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "storage/bufmgr.h"
#include "storage/lmgr.h"
#include "utils/rel.h"

#define EVALUATED_AT 12			/* last column of credit.evaluation */

typedef struct PageIndex
{
	Relation	relation;
	IndexInfo  *info;
	bool		once;			/* of the rows of a page, which are alike, only the first */
} PageIndex;

struct EvaluationPages
{
	Relation	relation;
	EvaluationRow *row;
	TransactionId xid;
	CommandId	cid;
	BufferAccessStrategy strategy;
	TupleTableSlot *slot;
	int			nindexes;
	PageIndex  *indexes;
	TimestampTz at;				/* of the rows of the page */
	Size		spare;			/* kept free on each page */
	OffsetNumber n;
	MemoryContext cxt;			/* of a page's index entries */
	PGAlignedBlock page;
	union
	{
		HeapTupleHeaderData header;
		char		bytes[TOAST_TUPLE_THRESHOLD];
		double		align;
	}			tuple;
};

/* can rows of at most so many bytes go into the relation this way */
bool
evaluation_pages_fit(Relation relation, Size most)
{
	List	   *indexes;
	ListCell   *cell;
	bool		fit = relation->rd_rel->relam == HEAP_TABLE_AM_OID &&
		!RelationIsLogicallyLogged(relation) && relation->rd_rel->relhassubclass == false &&
		MAXALIGN(most) <= TOAST_TUPLE_THRESHOLD && (relation->rd_att->constr == NULL ||
													relation->rd_att->constr->num_check == 0);

	indexes = RelationGetIndexList(relation);
	foreach(cell, indexes)
	{
		Relation	index = index_open(lfirst_oid(cell), AccessShareLock);
		IndexInfo  *info = BuildIndexInfo(index);

		if ((index->rd_rel->relam != BTREE_AM_OID && index->rd_rel->relam != BRIN_AM_OID) ||
			info->ii_Expressions != NIL || info->ii_Predicate != NIL || info->ii_ExclusionOps != NULL ||
			(index->rd_index->indisunique && !index->rd_index->indimmediate))
			fit = false;
		index_close(index, NoLock);
	}
	list_free(indexes);
	return fit;
}

/* rows are made by row; xid and cid are those of the transaction that writes */
EvaluationPages *
evaluation_pages_begin(Relation relation, EvaluationRow *row, TransactionId xid, CommandId cid)
{
	EvaluationPages *pages = palloc0(sizeof(EvaluationPages));
	List	   *indexes = RelationGetIndexList(relation);
	ListCell   *cell;

	pages->relation = relation;
	pages->row = row;
	pages->xid = xid;
	pages->cid = cid;
	pages->strategy = GetAccessStrategy(BAS_BULKWRITE);
	pages->slot = MakeSingleTupleTableSlot(RelationGetDescr(relation), &TTSOpsHeapTuple);
	pages->spare = RelationGetTargetPageFreeSpace(relation, HEAP_DEFAULT_FILLFACTOR);
	pages->cxt = AllocSetContextCreate(CurrentMemoryContext, "evaluations", ALLOCSET_DEFAULT_SIZES);
	pages->indexes = palloc(list_length(indexes) * sizeof(PageIndex));
	foreach(cell, indexes)
	{
		PageIndex  *index = &pages->indexes[pages->nindexes++];

		index->relation = index_open(lfirst_oid(cell), RowExclusiveLock);
		index->info = BuildIndexInfo(index->relation);
		index->once = index->relation->rd_rel->relam == BRIN_AM_OID &&
			index->info->ii_NumIndexAttrs == 1 && index->info->ii_IndexAttrNumbers[0] == EVALUATED_AT;
	}
	PageInit(pages->page.data, BLCKSZ, 0);
	return pages;
}

static void
insert_entries(EvaluationPages *pages, BlockNumber block)
{
	MemoryContext old = MemoryContextSwitchTo(pages->cxt);

	for (OffsetNumber offset = FirstOffsetNumber; offset <= pages->n; offset++)
	{
		ItemId		item = PageGetItemId(pages->page.data, offset);
		HeapTupleData tuple;

		tuple.t_len = ItemIdGetLength(item);
		tuple.t_data = (HeapTupleHeader) PageGetItem(pages->page.data, item);
		tuple.t_tableOid = RelationGetRelid(pages->relation);
		ItemPointerSet(&tuple.t_self, block, offset);
		ExecStoreHeapTuple(&tuple, pages->slot, false);
		for (int k = 0; k < pages->nindexes; k++)
		{
			PageIndex  *index = &pages->indexes[k];
			Datum		values[INDEX_MAX_KEYS];
			bool		nulls[INDEX_MAX_KEYS];

			if (index->once && offset > FirstOffsetNumber)
				continue;
			FormIndexDatum(index->info, pages->slot, NULL, values, nulls);
			index_insert(index->relation, values, nulls, &tuple.t_self, pages->relation,
						 index->relation->rd_index->indisunique ? UNIQUE_CHECK_YES : UNIQUE_CHECK_NO,
						 false, index->info);
		}
	}
	ExecClearTuple(pages->slot);
	MemoryContextSwitchTo(old);
	MemoryContextReset(pages->cxt);
}

/* the page goes to the end of the table */
static void
write_page(EvaluationPages *pages)
{
	Relation	relation = pages->relation;
	Page		page = pages->page.data;
	Buffer		buffer;
	BlockNumber block;

	if (pages->n == 0)
		return;
	LockRelationForExtension(relation, ExclusiveLock);
	buffer = ReadBufferExtended(relation, MAIN_FORKNUM, P_NEW, RBM_ZERO_AND_LOCK, pages->strategy);
	UnlockRelationForExtension(relation, ExclusiveLock);
	block = BufferGetBlockNumber(buffer);
	for (OffsetNumber offset = FirstOffsetNumber; offset <= pages->n; offset++)
		ItemPointerSet(&((HeapTupleHeader) PageGetItem(page, PageGetItemId(page, offset)))->t_ctid, block, offset);

	START_CRIT_SECTION();
	memcpy(BufferGetPage(buffer), page, BLCKSZ);
	MarkBufferDirty(buffer);
	if (RelationNeedsWAL(relation))
	{
		log_newpage_buffer(buffer, true);
		PageSetLSN(page, PageGetLSN(BufferGetPage(buffer)));
	}
	END_CRIT_SECTION();
	UnlockReleaseBuffer(buffer);

	pgstat_count_heap_insert(relation, pages->n);
	insert_entries(pages, block);
	PageInit(page, BLCKSZ, 0);
	pages->n = 0;
	CHECK_FOR_INTERRUPTS();
}

/* an EvaluatedSubject */
void
evaluation_pages_add(void *arg, Evaluator *evaluator)
{
	EvaluationPages *pages = arg;
	TupleDesc	desc = RelationGetDescr(pages->relation);
	HeapTupleHeader header = &pages->tuple.header;
	Datum	   *values;
	bool	   *nulls;
	bool		has_nulls = false;
	Size		data;
	Size		size;
	int			hoff;

	evaluation_row_fill(pages->row, evaluator, pages->at, &values, &nulls);
	for (int i = 0; i < desc->natts; i++)
		has_nulls |= nulls[i];
	hoff = MAXALIGN(SizeofHeapTupleHeader + (has_nulls ? BITMAPLEN(desc->natts) : 0));
	data = heap_compute_data_size(desc, values, nulls);
	size = hoff + data;
	if (size > sizeof(pages->tuple))
		elog(ERROR, "row of credit.evaluation is too long");
	if (pages->n > 0 && PageGetHeapFreeSpace(pages->page.data) < MAXALIGN(size) + pages->spare)
		write_page(pages);
	if (pages->n == 0)
	{
		pages->at = GetCurrentTimestamp();
		evaluation_row_fill(pages->row, evaluator, pages->at, &values, &nulls);
	}

	memset(header, 0, size);
	header->t_hoff = hoff;
	HeapTupleHeaderSetNatts(header, desc->natts);
	heap_fill_tuple(desc, values, nulls, (char *) header + hoff, data, &header->t_infomask,
					has_nulls ? header->t_bits : NULL);
	header->t_infomask |= HEAP_XMAX_INVALID;
	HeapTupleHeaderSetXmin(header, pages->xid);
	HeapTupleHeaderSetCmin(header, pages->cid);
	HeapTupleHeaderSetXmax(header, 0);
	pages->n = PageAddItem(pages->page.data, (Item) header, size, InvalidOffsetNumber, false, true);
	if (pages->n == InvalidOffsetNumber)
		elog(ERROR, "row of credit.evaluation does not fit in a page");
}

void
evaluation_pages_end(EvaluationPages *pages)
{
	write_page(pages);
	ExecDropSingleTupleTableSlot(pages->slot);
	for (int i = 0; i < pages->nindexes; i++)
		index_close(pages->indexes[i].relation, NoLock);
	FreeAccessStrategy(pages->strategy);
	MemoryContextDelete(pages->cxt);
}
