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

static void
close_leaf(Leaf *leaf)
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
		close_leaf(&door->leaves[i]);
	door->nleaves = 0;
}

/* opens the leaf, the unique index that carries the natural key, and a scan */
static void
open_leaf(Door *door, Oid relid, Leaf *leaf)
{
	List	   *indexes;
	ListCell   *cell;
	AttrMap    *map;

	leaf->relid = relid;
	leaf->relation = table_open(relid, RowExclusiveLock);
	leaf->key_index = NULL;
	map = credit_build_attrmap(RelationGetDescr(leaf->relation), door->store_desc);
	for (int i = 1; i <= REC_COLUMNS; i++)
		leaf->attno[i] = map->attnums[i - 1];
	indexes = RelationGetIndexList(leaf->relation);
	foreach(cell, indexes)
	{
		Relation	index = index_open(lfirst_oid(cell), RowExclusiveLock);

		if (leaf->key_index == NULL && index->rd_index->indisunique &&
			index->rd_index->indnkeyatts == KEY_COLUMNS &&
			index->rd_index->indkey.values[0] == leaf->attno[REC_SUBJECT_ID])
			leaf->key_index = index;
		else
			index_close(index, NoLock);
	}
	if (leaf->key_index == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("partition \"%s\" has no unique index on the natural key",
						RelationGetRelationName(leaf->relation)),
				 errhint("Make it: SELECT credit.index_partition('%s').",
						 RelationGetRelationName(leaf->relation))));
	leaf->slot = table_slot_create(leaf->relation, NULL);
	leaf->scan = credit_index_beginscan(leaf->relation, leaf->key_index, SnapshotSelf, KEY_COLUMNS);
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

static bool
search_leaf(Door *door, Leaf *leaf, Entry *entry, Datum *values, bool *isnull)
{
	ScanKeyData keys[KEY_COLUMNS];
	MemoryContext old;
	bool		found;

	ScanKeyInit(&keys[0], 1, BTEqualStrategyNumber, F_INT8EQ, entry->column[REC_SUBJECT_ID]);
	ScanKeyEntryInitialize(&keys[1], 0, 2, BTEqualStrategyNumber, InvalidOid, C_COLLATION_OID,
						   F_TEXTEQ, entry->column[REC_ITEM]);
	ScanKeyInit(&keys[2], 3, BTEqualStrategyNumber, F_INT4EQ, entry->column[REC_DEPT_ID]);
	ScanKeyEntryInitialize(&keys[3], 0, 4, BTEqualStrategyNumber, InvalidOid, C_COLLATION_OID,
						   F_TEXTEQ, entry->column[REC_DOC_NO]);
	ScanKeyInit(&keys[4], 5, BTEqualStrategyNumber, F_DATE_EQ, entry->column[REC_DECIDED_ON]);

	/* what a scan keeps between two searches must outlive the row */
	old = MemoryContextSwitchTo(door->cxt);
	index_rescan(leaf->scan, keys, KEY_COLUMNS, NULL, 0);
	found = index_getnext_slot(leaf->scan, ForwardScanDirection, leaf->slot);
	MemoryContextSwitchTo(old);
	if (!found)
		return false;
	for (int i = 1; i <= REC_COLUMNS; i++)
	{
		Form_pg_attribute attr = TupleDescAttr(door->store_desc, i - 1);

		values[i] = slot_getattr(leaf->slot, leaf->attno[i], &isnull[i]);
		if (!isnull[i])
			values[i] = datumCopy(values[i], attr->attbyval, attr->attlen);
	}
	ExecClearTuple(leaf->slot);
	return true;
}

/*
 * Looks the entry's key up in the table. Fills values and isnull (1-based, in
 * the order of credit.record_store), copied to the current context.
 */
bool
credit_stored_record(Door *door, Entry *entry, Datum *values, bool *isnull)
{
	DateADT		decided_on = DatumGetDateADT(entry->column[REC_DECIDED_ON]);
	bool		keeps = credit_door_keeps_open(door);
	Leaf	   *leaf = keeps ? kept_leaf(door, decided_on) : NULL;
	DateADT		from,
				until;
	Relation	store;
	Oid			relid;
	Leaf		own;
	bool		found;

	if (leaf != NULL)
		return search_leaf(door, leaf, entry, values, isnull);
	store = table_open(door->store_relid, RowExclusiveLock);
	relid = credit_leaf_for(store, decided_on, &from, &until);
	table_close(store, NoLock);
	if (!OidIsValid(relid))
		return false;
	if (keeps)
		return search_leaf(door, keep_leaf(door, relid, from, until), entry, values, isnull);
	open_leaf(door, relid, &own);
	found = search_leaf(door, &own, entry, values, isnull);
	close_leaf(&own);
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
