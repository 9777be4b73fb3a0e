/*
 * fact_chain.c
 *	  Packs all subjects in one reading of the records: each fact is chained to
 *	  the one of the same subject met before. What does not fit in
 *	  maintenance_work_mem takes several passes.
 */
#include "evaluation/bulk_write.h"
#include "evaluation/fact_pack.h"

#include <math.h>

#include "access/table.h"
#include "access/tableam.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "storage/bufmgr.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

/* a fact met in a pass, chained to the one of the same subject met before */
typedef struct FactNode
{
	uint32		next;			/* number + 1; 0: none */
	PackedFact	fact;
} FactNode;

typedef struct Chains
{
	SubjectMap	map;			/* every subject */
	int64		first;			/* rank of the pass's first */
	int64		n;
	uint32	   *heads;			/* number + 1 of the latest node; 0: none */
	uint32		nnodes;
	uint32		room;
	FactNode	   *nodes;
} Chains;

#define NEVER PG_UINT32_MAX		/* head of a subject with a fact that does not fit */

/* false when the nodes are used up */
static bool
chain_partition(Packer *packer, Chains *chains, Partition *partition)
{
	Relation	relation = table_open(partition->relid, AccessShareLock);
	TupleTableSlot *slot = table_slot_create(relation, NULL);
	TableScanDesc rows = table_beginscan(relation, packer->snapshot, 0, NULL);
	MemoryContext row_cxt = AllocSetContextCreate(CurrentMemoryContext, "records", ALLOCSET_SMALL_SIZES);
	MemoryContext old = MemoryContextSwitchTo(row_cxt);
	ScanValues	values = {0};
	bool		room = true;
	int64		seen = 0;

	while (room && table_scan_getnextslot(rows, ForwardScanDirection, slot))
	{
		int64		rank;
		uint32	   *head;

		record_scan_values(partition, slot, &values);
		rank = subject_rank(&chains->map, DatumGetInt64(values.values[SCAN_SUBJECT])) - chains->first;
		if (rank < 0 || rank >= chains->n || !fact_counts(packer, &values))
			continue;
		head = &chains->heads[rank];
		room = chains->nnodes < chains->room;
		if (room && *head != NEVER)
		{
			FactNode	   *node = &chains->nodes[chains->nnodes];

			node->next = *head;
			*head = fact_pack_record(packer, &values, &node->fact) ? ++chains->nnodes : NEVER;
		}
		if ((++seen & 255) == 0)
		{
			MemoryContextReset(row_cxt);
			CHECK_FOR_INTERRUPTS();
		}
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(row_cxt);
	table_endscan(rows);
	ExecDropSingleTupleTableSlot(slot);
	table_close(relation, AccessShareLock);
	return room;
}

static bool
chain_records(Packer *packer, Chains *chains)
{
	chains->nnodes = 0;
	memset(chains->heads, 0, chains->n * sizeof(uint32));
	for (int i = 0; i < packer->scan->npartitions; i++)
		if (!chain_partition(packer, chains, &packer->scan->partitions[i]))
			return false;
	return true;
}

static void
write_chains(Packer *packer, const Chains *chains, BulkWriter *writer)
{
	MemoryContext subject_cxt = AllocSetContextCreate(packer->cxt, "facts of a subject", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(subject_cxt);

	for (int64 i = 0; i < chains->n; i++)
	{
		Datum		values[2] = {Int64GetDatum(chains->map.ids[chains->first + i])};
		bool		nulls[2] = {false, false};

		if (chains->heads[i] == NEVER)
			continue;
		packer->nfacts = 0;
		for (uint32 at = chains->heads[i]; at != 0; at = chains->nodes[at - 1].next)
			*fact_next(packer) = chains->nodes[at - 1].fact;
		values[1] = PointerGetDatum(fact_packed_string(packer));
		bulk_write_row(writer, values, nulls);
		MemoryContextReset(subject_cxt);
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(subject_cxt);
}

/* every subject's number, ascending */
static void
list_subjects(Packer *packer, Chains *chains)
{
	Relation	relation = table_open(credit_relation_oid("subject"), AccessShareLock);
	AttrNumber	number = get_attnum(RelationGetRelid(relation), "subject_id");
	TupleTableSlot *slot = table_slot_create(relation, NULL);
	TableScanDesc rows = table_beginscan(relation, packer->snapshot, 0, NULL);
	int64		room = 100000;
	int64	   *ids = palloc(room * sizeof(int64));
	int64		n = 0;
	bool		sorted = true;

	while (table_scan_getnextslot(rows, ForwardScanDirection, slot))
	{
		bool		isnull;

		if (n == room)
			ids = repalloc_huge(ids, (room *= 2) * sizeof(int64));
		ids[n] = DatumGetInt64(slot_getattr(slot, number, &isnull));
		sorted = sorted && (n == 0 || ids[n - 1] < ids[n]);
		n++;
		CHECK_FOR_INTERRUPTS();
	}
	table_endscan(rows);
	ExecDropSingleTupleTableSlot(slot);
	table_close(relation, AccessShareLock);
	if (!sorted)
		n = fact_sort_once(ids, n);
	chains->map.ids = ids;
	chains->map.n = n;
}

/* records there may be, by the planner's figures */
static double
records_expected(const Packer *packer)
{
	double		n = 0;

	for (int i = 0; i < packer->scan->npartitions; i++)
	{
		Relation	relation = table_open(packer->scan->partitions[i].relid, AccessShareLock);

		/* a record takes some 200 bytes at the least */
		n += relation->rd_rel->reltuples >= 0 ? relation->rd_rel->reltuples :
			RelationGetNumberOfBlocks(relation) * (double) BLCKSZ / 200;
		table_close(relation, NoLock);
	}
	return n;
}

/* packs all subjects anew, in as many passes as memory asks for; how many */
int64
fact_pack_all(Packer *packer)
{
	Chains		chains = {0};
	BulkWriter *writer;
	int64		size = maintenance_work_mem * INT64CONST(1024);
	double		passes;
	int64		most;

	if (SPI_execute("TRUNCATE credit.subject_facts, credit.fact_state, credit.fact_item", false, 0) != SPI_OK_UTILITY)
		elog(ERROR, "emptying the facts failed");
	fact_packer_clear(packer);
	MemoryContextSwitchTo(packer->cxt);
	list_subjects(packer, &chains);
	chains.room = (uint32) Min(size / sizeof(FactNode), NEVER - 1);
	chains.nodes = MemoryContextAllocExtended(packer->cxt, chains.room * sizeof(FactNode), MCXT_ALLOC_HUGE);
	chains.heads = MemoryContextAllocExtended(packer->cxt, (chains.map.n + 1) * sizeof(uint32), MCXT_ALLOC_HUGE);
	passes = ceil(records_expected(packer) * 1.1 / chains.room);
	most = passes <= 1 ? chains.map.n : (int64) ceil(chains.map.n / passes);
	writer = bulk_write_begin("subject_facts", 0);
	while (chains.first < chains.map.n)
	{
		chains.n = Min(most, chains.map.n - chains.first);
		if (!chain_records(packer, &chains))
		{
			if (chains.n == 1)
				ereport(ERROR,
						(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
						 errmsg("records of one subject do not fit in maintenance_work_mem")));
			most = (chains.n + 1) / 2;
			continue;
		}
		write_chains(packer, &chains, writer);
		chains.first += chains.n;
	}
	bulk_write_end(writer);
	pfree(chains.nodes);
	pfree(chains.heads);
	return chains.map.n;
}

