/*
 * subject_scan.c
 *	  Walks through the records of one subject and item by the natural key's
 *	  index, in the partitions of some dates only: a few microseconds, where a
 *	  query would first have to make ready all partitions there are.
 */
#include "record/new_rows.h"

#include "access/attmap.h"
#include "access/table.h"
#include "access/tableam.h"
#include "catalog/partition.h"
#include "catalog/pg_collation.h"
#include "partitioning/partbounds.h"
#include "partitioning/partdesc.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/partcache.h"
#include "utils/snapmgr.h"

/*
 * The unique index of a partition that carries the natural key, whose first
 * columns are the partition's subject and item, opened with the lock.
 */
Relation
credit_open_key_index(Relation leaf, AttrNumber subject, AttrNumber item, LOCKMODE lock)
{
	ListCell   *cell;

	foreach(cell, RelationGetIndexList(leaf))
	{
		Relation	index = index_open(lfirst_oid(cell), lock);

		if (index->rd_index->indisunique && index->rd_index->indisvalid &&
			index->rd_index->indnkeyatts == RECORD_KEY_COLUMNS &&
			index->rd_index->indkey.values[0] == subject &&
			index->rd_index->indkey.values[1] == item)
			return index;
		index_close(index, NoLock);
	}
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_OBJECT),
			 errmsg("partition \"%s\" has no unique index on the natural key",
					RelationGetRelationName(leaf)),
			 errhint("Make it: SELECT credit.index_partition('%s').", RelationGetRelationName(leaf))));
}

/* false: the caller has seen enough */
static bool
scan_leaf(Relation store, Oid relid, int64 subject_id, Datum item, SubjectRecord next, void *arg)
{
	Relation	leaf = table_open(relid, AccessShareLock);
	AttrMap    *map = credit_build_attrmap(RelationGetDescr(leaf), RelationGetDescr(store));
	Relation	index = credit_open_key_index(leaf, map->attnums[REC_SUBJECT_ID - 1],
												 map->attnums[REC_ITEM - 1], AccessShareLock);
	bool		on = true;
	ScanKeyData keys[2];
	IndexScanDesc scan;
	TupleTableSlot *slot;

	ScanKeyInit(&keys[0], 1, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(subject_id));
	ScanKeyEntryInitialize(&keys[1], 0, 2, BTEqualStrategyNumber, InvalidOid,
						   C_COLLATION_OID, F_TEXTEQ, item);
	slot = table_slot_create(leaf, NULL);
	scan = credit_index_beginscan(leaf, index, GetActiveSnapshot(), 2);
	index_rescan(scan, keys, 2, NULL, 0);
	while (on && index_getnext_slot(scan, ForwardScanDirection, slot))
		on = next(slot, map->attnums, arg);
	index_endscan(scan);
	ExecDropSingleTupleTableSlot(slot);
	index_close(index, NoLock);
	free_attrmap(map);
	table_close(leaf, NoLock);
	return on;
}

/* whether the dates between two neighbouring bounds, before bounds->datums[b],
 * have any from … until among them */
static bool
overlaps(PartitionBoundInfo bounds, int b, DateADT from, DateADT until)
{
	return (b == 0 || bounds->kind[b - 1][0] != PARTITION_RANGE_DATUM_VALUE ||
			DatumGetDateADT(bounds->datums[b - 1][0]) <= until) &&
		(b == bounds->ndatums || bounds->kind[b][0] != PARTITION_RANGE_DATUM_VALUE ||
		 DatumGetDateADT(bounds->datums[b][0]) > from);
}

/*
 * Calls next for each record of a subject and item, with the attribute number
 * of each column of credit.record_store, until it returns false. Partitions
 * that have no decision between two days are left out; next still looks at the
 * date. Sees what the active snapshot sees.
 */
void
credit_scan_records(int64 subject_id, const char *item, DateADT from, DateADT until,
					SubjectRecord next, void *arg)
{
	Relation	store = table_open(credit_relation_oid("record_store"), AccessShareLock);
	PartitionDesc partitions = RelationGetPartitionDesc(store, false);
	PartitionBoundInfo bounds = partitions->boundinfo;
	Datum		name = CStringGetTextDatum(item);
	bool		rest = false;
	bool		on = true;

	for (int b = 0; partitions->nparts > 0 && b <= bounds->ndatums && on; b++)
	{
		if (!overlaps(bounds, b, from, until))
			continue;
		if (bounds->indexes[b] >= 0)
			on = scan_leaf(store, partitions->oids[bounds->indexes[b]], subject_id, name, next, arg);
		else
			rest = true;
	}
	if (on && rest && bounds->default_index >= 0)
		on = scan_leaf(store, partitions->oids[bounds->default_index], subject_id, name, next, arg);
	table_close(store, NoLock);
}
