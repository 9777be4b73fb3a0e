/*
 * leaf.c
 *	  The partitions of credit.record_store in which a statement looks for its
 *	  keys: which one a decision date leads to, opened once a statement.
 */
#include "record/new_rows.h"
#include "record/record.h"

#include "access/attmap.h"
#include "access/genam.h"
#include "access/table.h"
#include "access/tableam.h"
#include "catalog/partition.h"
#include "catalog/pg_collation.h"
#include "partitioning/partbounds.h"
#include "partitioning/partdesc.h"
#include "utils/fmgroids.h"
#include "utils/partcache.h"
#include "utils/snapmgr.h"

/*
 * The leaf partition for a decision date, InvalidOid when there is none, and
 * the dates it takes; an empty range for the default partition, whose dates
 * change as others are attached.
 */
Oid
credit_leaf_for(Relation store, DateADT decided_on, DateADT *from, DateADT *until)
{
	PartitionKey key = RelationGetPartitionKey(store);
	PartitionDesc desc = RelationGetPartitionDesc(store, false);
	PartitionBoundInfo bounds = desc->boundinfo;
	Datum		value = DateADTGetDatum(decided_on);
	bool		equal;
	int			offset,
				index;

	*from = *until = decided_on;
	if (desc->nparts == 0)
		return InvalidOid;
	offset = partition_range_datum_bsearch(key->partsupfunc, key->partcollation, bounds,
										   1, &value, &equal);
	index = bounds->indexes[offset + 1];
	if (index < 0)
		return bounds->default_index < 0 ? InvalidOid : desc->oids[bounds->default_index];
	if (offset >= 0 && offset + 1 < bounds->ndatums &&
		bounds->kind[offset][0] == PARTITION_RANGE_DATUM_VALUE &&
		bounds->kind[offset + 1][0] == PARTITION_RANGE_DATUM_VALUE)
	{
		*from = DatumGetDateADT(bounds->datums[offset][0]);
		*until = DatumGetDateADT(bounds->datums[offset + 1][0]);
	}
	return desc->oids[index];
}

/*
 * Relations and scans stay open from row to row, since opening them costs as
 * much as a search. They belong to the resource owner of the statement; a row
 * that comes under another one (from a subtransaction within the statement)
 * opens and closes its own.
 */
bool
credit_door_keeps_open(Door *door)
{
	if (door->owner == NULL)
		door->owner = CurrentResourceOwner;
	return door->owner == CurrentResourceOwner;
}

void
credit_leaf_close(Leaf *leaf)
{
	index_endscan(leaf->scan);
	ExecDropSingleTupleTableSlot(leaf->slot);
	index_close(leaf->key_index, NoLock);
	table_close(leaf->relation, NoLock);
}

/* at the end of the statement */
void
credit_close_lookups(Door *door)
{
	if (door->subjects_open)
		credit_subject_lookup_end(&door->subjects);
	door->subjects_open = false;
	for (int i = 0; i < door->nleaves; i++)
		credit_leaf_close(&door->leaves[i]);
	door->nleaves = 0;
}

/* opens the leaf, the unique index that carries the natural key, and a scan */
static void
open_leaf(Door *door, Oid relid, Leaf *leaf)
{
	AttrMap    *map;

	leaf->relid = relid;
	leaf->relation = table_open(relid, RowExclusiveLock);
	map = credit_build_attrmap(RelationGetDescr(leaf->relation), door->store_desc);
	for (int i = 1; i <= REC_COLUMNS; i++)
		leaf->attno[i] = map->attnums[i - 1];
	leaf->key_index = credit_open_key_index(leaf->relation, leaf->attno[REC_SUBJECT_ID],
											leaf->attno[REC_ITEM], RowExclusiveLock);
	leaf->slot = table_slot_create(leaf->relation, NULL);
	ScanKeyInit(&leaf->scan_keys[0], 1, BTEqualStrategyNumber, F_INT8EQ, (Datum) 0);
	ScanKeyEntryInitialize(&leaf->scan_keys[1], 0, 2, BTEqualStrategyNumber, InvalidOid,
						   C_COLLATION_OID, F_TEXTEQ, (Datum) 0);
	ScanKeyInit(&leaf->scan_keys[2], 3, BTEqualStrategyNumber, F_INT4EQ, (Datum) 0);
	ScanKeyEntryInitialize(&leaf->scan_keys[3], 0, 4, BTEqualStrategyNumber, InvalidOid,
						   C_COLLATION_OID, F_TEXTEQ, (Datum) 0);
	ScanKeyInit(&leaf->scan_keys[4], 5, BTEqualStrategyNumber, F_DATE_EQ, (Datum) 0);
	leaf->scan = credit_index_beginscan(leaf->relation, leaf->key_index, SnapshotSelf, RECORD_KEY_COLUMNS);
}

/* the open leaf for a decision date; NULL when there is none open */
static Leaf *
kept_leaf(Door *door, DateADT decided_on)
{
	for (int i = 0; i < door->nleaves; i++)
	{
		if (decided_on >= door->leaves[i].from && decided_on < door->leaves[i].until)
			return &door->leaves[i];
	}
	return NULL;
}

static Leaf *
keep_leaf(Door *door, Oid relid, DateADT from, DateADT until)
{
	MemoryContext old;
	Leaf	   *leaf;

	for (int i = 0; i < door->nleaves; i++)
	{
		if (door->leaves[i].relid == relid)
			return &door->leaves[i];
	}
	old = MemoryContextSwitchTo(door->cxt);
	if (door->nleaves % 16 == 0)
	{
		Size		size = sizeof(Leaf) * (door->nleaves + 16);

		door->leaves = door->leaves ? repalloc(door->leaves, size) : palloc(size);
	}
	leaf = &door->leaves[door->nleaves];
	open_leaf(door, relid, leaf);
	leaf->from = from;
	leaf->until = until;
	door->nleaves++;
	MemoryContextSwitchTo(old);
	return leaf;
}

/*
 * The leaf for a decision date, kept open with the statement; its number does
 * not change while the statement runs. -1 when there is none, or none may be
 * kept open here.
 */
int
credit_leaf_number(Door *door, DateADT decided_on)
{
	Leaf	   *leaf;
	DateADT		from,
				until;
	Relation	store;
	Oid			relid;

	if (!credit_door_keeps_open(door))
		return -1;
	leaf = kept_leaf(door, decided_on);
	if (leaf == NULL)
	{
		store = table_open(door->store_relid, RowExclusiveLock);
		relid = credit_leaf_for(store, decided_on, &from, &until);
		table_close(store, NoLock);
		if (!OidIsValid(relid))
			return -1;
		leaf = keep_leaf(door, relid, from, until);
	}
	return leaf - door->leaves;
}

/* the same, opened for one search where nothing may be kept open; false when
 * there is no leaf */
bool
credit_leaf_open(Door *door, DateADT decided_on, Leaf *own)
{
	DateADT		from,
				until;
	Relation	store = table_open(door->store_relid, RowExclusiveLock);
	Oid			relid = credit_leaf_for(store, decided_on, &from, &until);

	table_close(store, NoLock);
	if (!OidIsValid(relid))
		return false;
	open_leaf(door, relid, own);
	return true;
}
