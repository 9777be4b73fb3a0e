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

#include "access/genam.h"
#include "common/hashfn.h"
#include "utils/builtins.h"
#include "utils/datum.h"

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

/* values is 1-based, in the order of credit.record_store */
RecordKey
credit_record_key(const Datum *values)
{
	return (RecordKey)
	{
		.subject_id = DatumGetInt64(values[REC_SUBJECT_ID]),
			.item = values[REC_ITEM],
			.dept_id = DatumGetInt32(values[REC_DEPT_ID]),
			.doc_no = values[REC_DOC_NO],
			.decided_on = DatumGetDateADT(values[REC_DECIDED_ON])
	};
}

/* the key's datums point into the tuple */
RecordKey
credit_tuple_key(HeapTuple tuple, TupleDesc desc)
{
	static const RecordColumn columns[] = {
		REC_SUBJECT_ID, REC_ITEM, REC_DEPT_ID, REC_DOC_NO, REC_DECIDED_ON
	};
	Datum		values[REC_COLUMNS + 1];
	bool		isnull;

	for (int i = 0; i < lengthof(columns); i++)
		values[columns[i]] = heap_getattr(tuple, columns[i], desc, &isnull);
	return credit_record_key(values);
}

static uint64
key_hash(const RecordKey *key)
{
	text	   *item = DatumGetTextPP(key->item);
	text	   *doc_no = DatumGetTextPP(key->doc_no);
	uint64		hash;

	hash = hash_bytes_extended((unsigned char *) VARDATA_ANY(doc_no),
							   VARSIZE_ANY_EXHDR(doc_no), key->subject_id);
	hash = hash_bytes_extended((unsigned char *) VARDATA_ANY(item),
							   VARSIZE_ANY_EXHDR(item), hash);
	hash = hash_combine64(hash, key->dept_id);
	return hash_combine64(hash, key->decided_on);
}

/* the buffered row with this key, NULL when there is none */
HeapTuple
credit_buffered_record(Door *door, const RecordKey *key, uint64 *hash)
{
	*hash = key_hash(key);
	if (door->nbuffered == 0)
		return NULL;
	for (uint64 slot = *hash;; slot++)
	{
		BufferedKey *other = &door->keys[slot & (door->key_slots - 1)];
		RecordKey	theirs;

		if (other->tuple == NULL)
			return NULL;
		if (other->hash != *hash)
			continue;
		theirs = credit_tuple_key(other->tuple, door->store_desc);
		if (theirs.subject_id == key->subject_id && theirs.dept_id == key->dept_id &&
			theirs.decided_on == key->decided_on && same_text(theirs.doc_no, key->doc_no) &&
			same_text(theirs.item, key->item))
			return other->tuple;
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

static bool
search_leaf(Door *door, Leaf *leaf, const RecordKey *key, Datum *values, bool *isnull)
{
	Datum		arguments[RECORD_KEY_COLUMNS] = {
		Int64GetDatum(key->subject_id), key->item, Int32GetDatum(key->dept_id), key->doc_no,
		DateADTGetDatum(key->decided_on)
	};
	MemoryContext old;
	bool		found;

	for (int i = 0; i < RECORD_KEY_COLUMNS; i++)
		leaf->scan_keys[i].sk_argument = arguments[i];
	/* what a scan keeps between two searches must outlive the row */
	old = MemoryContextSwitchTo(door->cxt);
	index_rescan(leaf->scan, leaf->scan_keys, RECORD_KEY_COLUMNS, NULL, 0);
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
 * Looks the key up in the table. Fills values and isnull (1-based, in the
 * order of credit.record_store), copied to the current context.
 */
bool
credit_stored_record(Door *door, const RecordKey *key, Datum *values, bool *isnull)
{
	int			number = credit_leaf_number(door, key->decided_on);
	Leaf		own;
	bool		found;

	if (number >= 0)
		return search_leaf(door, &door->leaves[number], key, values, isnull);
	if (credit_door_keeps_open(door) || !credit_leaf_open(door, key->decided_on, &own))
		return false;
	found = search_leaf(door, &own, key, values, isnull);
	credit_leaf_close(&own);
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
