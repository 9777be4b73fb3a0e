/*
 * bulk_write.c
 *	  Writes rows pages at a time, straight into a table and its indexes. No
 *	  constraint but a unique index is looked at: for tables of the extension
 *	  that have none. Where an installation hung a trigger on insertion, rows go
 *	  in one by one and it fires.
 */
#include "append_row.h"
#include "evaluation/bulk_write.h"

#include "access/genam.h"
#include "access/heapam.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "catalog/index.h"
#include "catalog/pg_am.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#define BATCH 500
#define BATCH_SIZE (128 * 1024)	/* bytes of rows that wait */

struct BulkWriter
{
	Relation	relation;
	bool		one_by_one;		/* there are triggers */
	AttrNumber	alike;			/* an eight-byte column of few values; 0: none */
	int			nindexes;
	Relation   *indexes;
	IndexInfo **infos;
	ExprState **predicates;		/* of partial indexes */
	EState	   *estate;
	BulkInsertState bulk;
	CommandId	cid;
	int			n;
	Size		size;
	TupleTableSlot *slots[BATCH];	/* made when first needed */
	MemoryContext cxt;
	MemoryContext batch;
};

/* in the current memory context; alike is an eight-byte column rows mostly agree in */
BulkWriter *
bulk_write_begin(const char *table, AttrNumber alike)
{
	BulkWriter *writer = palloc0(sizeof(BulkWriter));
	List	   *indexes;
	ListCell   *cell;

	writer->relation = table_open(credit_relation_oid(table), RowExclusiveLock);
	writer->one_by_one = credit_insert_triggers(writer->relation) != NULL;
	writer->alike = alike;
	indexes = RelationGetIndexList(writer->relation);
	writer->indexes = palloc((list_length(indexes) + 1) * sizeof(Relation));
	writer->infos = palloc((list_length(indexes) + 1) * sizeof(IndexInfo *));
	writer->predicates = palloc((list_length(indexes) + 1) * sizeof(ExprState *));
	writer->estate = CreateExecutorState();
	foreach(cell, indexes)
	{
		Relation	index = index_open(lfirst_oid(cell), RowExclusiveLock);

		writer->indexes[writer->nindexes] = index;
		writer->infos[writer->nindexes] = BuildIndexInfo(index);
		writer->predicates[writer->nindexes] = ExecPrepareQual(writer->infos[writer->nindexes]->ii_Predicate, writer->estate);
		writer->nindexes++;
	}
	writer->bulk = GetBulkInsertState();
	writer->cid = GetCurrentCommandId(true);
	writer->cxt = CurrentMemoryContext;
	writer->batch = AllocSetContextCreate(CurrentMemoryContext, "rows to write", ALLOCSET_DEFAULT_SIZES);
	return writer;
}

TupleDesc
bulk_write_desc(const BulkWriter *writer)
{
	return RelationGetDescr(writer->relation);
}

/* does the index hold the column that is alike and nothing else */
static bool
is_alike(const BulkWriter *writer, const IndexInfo *info)
{
	return info->ii_NumIndexAttrs == 1 && info->ii_IndexAttrNumbers[0] == writer->alike;
}

static BlockNumber
block_of(const BulkWriter *writer, int i)
{
	return ItemPointerGetBlockNumber(&writer->slots[i]->tts_tid);
}

/* is the row one of those a partial index is for */
static bool
is_indexed(BulkWriter *writer, int k, int i)
{
	ExprContext *econtext = GetPerTupleExprContext(writer->estate);

	if (writer->predicates[k] == NULL)
		return true;
	econtext->ecxt_scantuple = writer->slots[i];
	return ExecQual(writer->predicates[k], econtext);
}

static void
write_batch(BulkWriter *writer)
{
	MemoryContext old = MemoryContextSwitchTo(writer->batch);

	if (writer->n > 0)
		table_multi_insert(writer->relation, writer->slots, writer->n, writer->cid,
						   TABLE_INSERT_SKIP_FSM, writer->bulk);
	for (int k = 0; k < writer->nindexes; k++)
	{
		Relation	index = writer->indexes[k];
		bool		ranges = index->rd_rel->relam == BRIN_AM_OID && is_alike(writer, writer->infos[k]);
		Datum		told = 0;

		for (int i = 0; i < writer->n; i++)
		{
			Datum		values[INDEX_MAX_KEYS];
			bool		nulls[INDEX_MAX_KEYS];

			if (!is_indexed(writer, k, i))
				continue;
			FormIndexDatum(writer->infos[k], writer->slots[i], NULL, values, nulls);
			/* a block range index is told once a page what is alike in it */
			if (ranges && i > 0 && values[0] == told && block_of(writer, i) == block_of(writer, i - 1))
				continue;
			told = values[0];
			index_insert(index, values, nulls, &writer->slots[i]->tts_tid, writer->relation,
						 index->rd_index->indisunique ? UNIQUE_CHECK_YES : UNIQUE_CHECK_NO,
						 false, writer->infos[k]);
		}
	}
	for (int i = 0; i < writer->n; i++)
		ExecClearTuple(writer->slots[i]);
	ResetPerTupleExprContext(writer->estate);
	writer->n = 0;
	writer->size = 0;
	MemoryContextSwitchTo(old);
	MemoryContextReset(writer->batch);
	CHECK_FOR_INTERRUPTS();
}

static void
add(BulkWriter *writer, HeapTuple tuple)
{
	if (writer->one_by_one)
	{
		TupleDesc	desc = RelationGetDescr(writer->relation);
		Datum	   *values = palloc(desc->natts * sizeof(Datum));
		bool	   *nulls = palloc(desc->natts * sizeof(bool));

		heap_deform_tuple(tuple, desc, values, nulls);
		credit_append_row(RelationGetRelationName(writer->relation), desc->natts, values, nulls);
		pfree(values);
		pfree(nulls);
		heap_freetuple(tuple);
		return;
	}
	if (writer->slots[writer->n] == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(writer->cxt);

		writer->slots[writer->n] = MakeSingleTupleTableSlot(RelationGetDescr(writer->relation), &TTSOpsHeapTuple);
		MemoryContextSwitchTo(old);
	}
	ExecForceStoreHeapTuple(tuple, writer->slots[writer->n++], false);
	writer->size += tuple->t_len;
	if (writer->n == BATCH || writer->size >= BATCH_SIZE)
		write_batch(writer);
}

void
bulk_write_row(BulkWriter *writer, Datum *values, bool *nulls)
{
	MemoryContext old = MemoryContextSwitchTo(writer->batch);
	HeapTuple	tuple = heap_form_tuple(RelationGetDescr(writer->relation), values, nulls);

	MemoryContextSwitchTo(old);
	add(writer, tuple);
}

/* a row that another process has formed; it is copied */
void
bulk_write_tuple(BulkWriter *writer, const HeapTupleData *tuple)
{
	MemoryContext old = MemoryContextSwitchTo(writer->batch);
	HeapTuple	copy = heap_copytuple((HeapTuple) tuple);

	MemoryContextSwitchTo(old);
	add(writer, copy);
}

void
bulk_write_end(BulkWriter *writer)
{
	write_batch(writer);
	FreeBulkInsertState(writer->bulk);
	FreeExecutorState(writer->estate);
	for (int i = 0; i < BATCH && writer->slots[i] != NULL; i++)
		ExecDropSingleTupleTableSlot(writer->slots[i]);
	for (int i = 0; i < writer->nindexes; i++)
	{
		credit_index_insert_cleanup(writer->indexes[i], writer->infos[i]);
		index_close(writer->indexes[i], NoLock);
	}
	table_close(writer->relation, NoLock);
	MemoryContextDelete(writer->batch);
}
