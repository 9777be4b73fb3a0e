/*
 * stored.c
 *	  Is a record with this natural key there already: in the statement's
 *	  buffer, or in the table. The natural key is subject, item, department,
 *	  document number and decision date.
 *
 * Writers of one department take turns (door.c locks it), so what others
 * entered for it is committed and SnapshotSelf sees all there is.
 */
#include "record/record.h"

#include "access/attmap.h"
#include "access/genam.h"
#include "access/table.h"
#include "access/tableam.h"
#include "catalog/partition.h"
#include "catalog/pg_collation.h"
#include "common/hashfn.h"
#include "partitioning/partbounds.h"
#include "partitioning/partdesc.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/fmgroids.h"
#include "utils/partcache.h"
#include "utils/snapmgr.h"
#include "utils/typcache.h"

#define KEY_COLUMNS 5

static const RecordColumn key_columns[KEY_COLUMNS] = {
	REC_SUBJECT_ID, REC_ITEM, REC_DEPT_ID, REC_DOC_NO, REC_DECIDED_ON
};

/* what a department decided, as against what was derived from it */
static const RecordColumn content_columns[] = {
	REC_VALID_FROM, REC_VALID_UNTIL, REC_AMOUNT, REC_DETAIL
};

static bool
same_text(Datum a, Datum b)
{
	text	   *x = DatumGetTextPP(a),
			   *y = DatumGetTextPP(b);

	return VARSIZE_ANY_EXHDR(x) == VARSIZE_ANY_EXHDR(y) &&
		memcmp(VARDATA_ANY(x), VARDATA_ANY(y), VARSIZE_ANY_EXHDR(x)) == 0;
}

static uint64
key_hash(const Entry *entry)
{
	text	   *item = DatumGetTextPP(entry->column[REC_ITEM]);
	text	   *doc_no = DatumGetTextPP(entry->column[REC_DOC_NO]);
	uint64		hash;

	hash = hash_bytes_extended((unsigned char *) VARDATA_ANY(doc_no),
							   VARSIZE_ANY_EXHDR(doc_no),
							   DatumGetInt64(entry->column[REC_SUBJECT_ID]));
	hash = hash_bytes_extended((unsigned char *) VARDATA_ANY(item),
							   VARSIZE_ANY_EXHDR(item), hash);
	hash = hash_combine64(hash, DatumGetInt32(entry->column[REC_DEPT_ID]));
	return hash_combine64(hash, DatumGetDateADT(entry->column[REC_DECIDED_ON]));
}

/* the buffered row with the entry's key, NULL when there is none */
HeapTuple
credit_buffered_record(Door *door, Entry *entry, uint64 *hash)
{
	*hash = key_hash(entry);
	if (door->nbuffered == 0)
		return NULL;
	for (uint64 slot = *hash;; slot++)
	{
		BufferedKey *key = &door->keys[slot & (door->key_slots - 1)];
		bool		same = true;

		if (key->tuple == NULL)
			return NULL;
		if (key->hash != *hash)
			continue;
		for (int i = 0; i < KEY_COLUMNS && same; i++)
		{
			bool		isnull;
			Datum		value = heap_getattr(key->tuple, key_columns[i], door->store_desc, &isnull);
			Datum		mine = entry->column[key_columns[i]];

			same = (key_columns[i] == REC_ITEM || key_columns[i] == REC_DOC_NO) ?
				same_text(value, mine) : value == mine;
		}
		if (same)
			return key->tuple;
	}
}

static void
place_key(Door *door, HeapTuple tuple, uint64 hash)
{
	uint64		slot = hash;

	while (door->keys[slot & (door->key_slots - 1)].tuple != NULL)
		slot++;
	door->keys[slot & (door->key_slots - 1)] = (BufferedKey){.hash = hash, .tuple = tuple};
}

/* starts small: most statements enter one row */
static void
grow_buffer(Door *door)
{
	BufferedKey *old = door->keys;
	int			old_slots = door->key_slots;
	Size		slots = old_slots ? old_slots * 4 : 16;

	door->key_slots = slots;
	door->keys = MemoryContextAllocZero(door->cxt, sizeof(BufferedKey) * slots);
	door->buffered = door->buffered ?
		repalloc(door->buffered, sizeof(HeapTuple) * slots / 4) :
		MemoryContextAlloc(door->cxt, sizeof(HeapTuple) * slots / 4);
	for (int i = 0; i < old_slots; i++)
	{
		if (old[i].tuple != NULL)
			place_key(door, old[i].tuple, old[i].hash);
	}
	if (old)
		pfree(old);
}

void
credit_buffer_record(Door *door, HeapTuple tuple, uint64 hash)
{
	if (door->nbuffered == door->key_slots / 4)
		grow_buffer(door);
	place_key(door, tuple, hash);
	door->buffered[door->nbuffered++] = tuple;
	door->buffered_bytes += tuple->t_len;
}

/* the leaf partition for a decision date: InvalidOid when there is none */
static Oid
leaf_for(Relation store, DateADT decided_on)
{
	PartitionKey key = RelationGetPartitionKey(store);
	PartitionDesc desc = RelationGetPartitionDesc(store, false);
	PartitionBoundInfo bounds = desc->boundinfo;
	Datum		value = DateADTGetDatum(decided_on);
	bool		equal;
	int			offset,
				index;

	if (desc->nparts == 0)
		return InvalidOid;
	offset = partition_range_datum_bsearch(key->partsupfunc, key->partcollation, bounds,
										   1, &value, &equal);
	index = bounds->indexes[offset + 1];
	if (index < 0)
		index = bounds->default_index;
	return index < 0 ? InvalidOid : desc->oids[index];
}

/* the unique index that carries the natural key, and the leaf's own columns */
static LeafInfo *
leaf_info(Door *door, Relation leaf)
{
	LeafInfo   *info;
	List	   *indexes;
	ListCell   *cell;
	AttrMap    *map;

	for (int i = 0; i < door->nleaves; i++)
	{
		if (door->leaves[i].leaf == RelationGetRelid(leaf))
			return &door->leaves[i];
	}
	if (door->nleaves % 16 == 0)
	{
		MemoryContext old = MemoryContextSwitchTo(door->cxt);
		Size		size = sizeof(LeafInfo) * (door->nleaves + 16);

		door->leaves = door->leaves ? repalloc(door->leaves, size) : palloc(size);
		MemoryContextSwitchTo(old);
	}
	info = &door->leaves[door->nleaves];
	info->leaf = RelationGetRelid(leaf);
	info->key_index = InvalidOid;
	map = credit_build_attrmap(RelationGetDescr(leaf), door->store_desc);
	for (int i = 1; i <= REC_COLUMNS; i++)
		info->attno[i] = map->attnums[i - 1];
	indexes = RelationGetIndexList(leaf);
	foreach(cell, indexes)
	{
		Relation	index = index_open(lfirst_oid(cell), AccessShareLock);

		if (index->rd_index->indisunique &&
			index->rd_index->indnkeyatts == KEY_COLUMNS &&
			index->rd_index->indkey.values[0] == info->attno[REC_SUBJECT_ID])
			info->key_index = RelationGetRelid(index);
		index_close(index, NoLock);
	}
	if (!OidIsValid(info->key_index))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("partition \"%s\" has no unique index on the natural key",
						RelationGetRelationName(leaf)),
				 errhint("Attach the partition again, so that the indexes of credit.record_store are made on it.")));
	door->nleaves++;
	return info;
}

/*
 * Looks the entry's key up in the table. Fills values and isnull (1-based, in
 * the order of credit.record_store), copied to the current context.
 */
bool
credit_stored_record(Door *door, Entry *entry, Datum *values, bool *isnull)
{
	DateADT		decided_on = DatumGetDateADT(entry->column[REC_DECIDED_ON]);
	Relation	store = table_open(credit_relation_oid("record_store"), RowExclusiveLock);
	Oid			leaf_oid = leaf_for(store, decided_on);
	Relation	leaf,
				index;
	LeafInfo   *info;
	IndexScanDesc scan;
	ScanKeyData keys[KEY_COLUMNS];
	TupleTableSlot *slot;
	bool		found = false;

	table_close(store, NoLock);
	if (!OidIsValid(leaf_oid))
		return false;
	leaf = table_open(leaf_oid, RowExclusiveLock);
	info = leaf_info(door, leaf);
	index = index_open(info->key_index, RowExclusiveLock);
	ScanKeyInit(&keys[0], 1, BTEqualStrategyNumber, F_INT8EQ, entry->column[REC_SUBJECT_ID]);
	ScanKeyEntryInitialize(&keys[1], 0, 2, BTEqualStrategyNumber, InvalidOid, C_COLLATION_OID,
						   F_TEXTEQ, entry->column[REC_ITEM]);
	ScanKeyInit(&keys[2], 3, BTEqualStrategyNumber, F_INT4EQ, entry->column[REC_DEPT_ID]);
	ScanKeyEntryInitialize(&keys[3], 0, 4, BTEqualStrategyNumber, InvalidOid, C_COLLATION_OID,
						   F_TEXTEQ, entry->column[REC_DOC_NO]);
	ScanKeyInit(&keys[4], 5, BTEqualStrategyNumber, F_DATE_EQ, entry->column[REC_DECIDED_ON]);

	slot = table_slot_create(leaf, NULL);
	scan = credit_index_beginscan(leaf, index, SnapshotSelf, KEY_COLUMNS);
	index_rescan(scan, keys, KEY_COLUMNS, NULL, 0);
	if (index_getnext_slot(scan, ForwardScanDirection, slot))
	{
		found = true;
		for (int i = 1; i <= REC_COLUMNS; i++)
		{
			Form_pg_attribute attr = TupleDescAttr(door->store_desc, i - 1);

			values[i] = slot_getattr(slot, info->attno[i], &isnull[i]);
			if (!isnull[i])
				values[i] = datumCopy(values[i], attr->attbyval, attr->attlen);
		}
	}
	index_endscan(scan);
	ExecDropSingleTupleTableSlot(slot);
	index_close(index, NoLock);
	table_close(leaf, NoLock);
	return found;
}

/* whether two versions of a record say the same; arrays are 1-based */
bool
credit_same_content(TupleDesc desc, const Datum *a, const bool *anull,
					const Datum *b, const bool *bnull)
{
	for (int i = 0; i < lengthof(content_columns); i++)
	{
		RecordColumn c = content_columns[i];

		if (anull[c] != bnull[c])
			return false;
		if (anull[c])
			continue;
		if (c == REC_AMOUNT)
		{
			/* 2.0 and 2.00 are one amount */
			if (DatumGetInt32(DirectFunctionCall2(numeric_cmp, a[c], b[c])) != 0)
				return false;
		}
		else if (!datum_image_eq(a[c], b[c], TupleDescAttr(desc, c - 1)->attbyval,
								 TupleDescAttr(desc, c - 1)->attlen))
			return false;
	}
	return true;
}
