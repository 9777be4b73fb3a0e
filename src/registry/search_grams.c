/*
 * search_grams.c
 *	  Reads the GIN index credit.subject_name_grams beneath the executor: how
 *	  many of the query's rarest pairs each name has, as bitmaps of row
 *	  addresses, so that only the best few hundred names are fetched. The
 *	  planner's statistics of the index tell which pairs are rare; a pair that
 *	  every tenth name has (有限, 公司, 科技) costs more than it says.
 *
 *	  It reads with the caller's snapshot but no row security; nothing leaves
 *	  search.c that its caller may not see.
 */
#include "credit.h"

#include "access/genam.h"
#include "access/relscan.h"
#include "access/table.h"
#include "access/tableam.h"
#include "catalog/pg_statistic.h"
#include "catalog/pg_type.h"
#include "executor/tuptable.h"
#include "miscadmin.h"
#include "nodes/tidbitmap.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"

#include "name/name.h"
#include "registry/search.h"

#define GIN_ARRAY_CONTAINS 2	/* strategies of array_ops */

/* ---- how rare a pair is ---- */

static int
compare_share(const void *a, const void *b)
{
	float		x = ((const Gram *) a)->share;
	float		y = ((const Gram *) b)->share;

	return x < y ? -1 : x > y;
}

/* pairs that legal forms are made of, for an index never analysed */
static float
share_unknown(int32 gram)
{
	static const uint32_t frequent[][2] = {
		{0x516c, 0x53f8}, {0x6709, 0x9650}, {0x9650, 0x516c}, {0x9650, 0x8d23},
		{0x8d23, 0x4efb}, {0x4efb, 0x516c}, {0x80a1, 0x4efd}, {0x4efd, 0x6709},
		{0x4e13, 0x4e1a}, {0x4e1a, 0x5408}, {0x5408, 0x4f5c}, {0x4f5c, 0x793e},
	};

	for (int i = 0; i < lengthof(frequent); i++)
		if (name_gram(frequent[i][0], frequent[i][1]) == gram)
			return 0.5f;
	return 0.001f;
}

static void
estimate_shares(GramSearch *search)
{
	HeapTuple	stats = SearchSysCache3(STATRELATTINH,
										ObjectIdGetDatum(RelationGetRelid(search->index)),
										Int16GetDatum(1), BoolGetDatum(false));
	AttStatsSlot slot;
	bool		known = false;

	search->rows = Max(search->index->rd_rel->reltuples, 1000);
	search->organisations = Min(search->rows / Max(search->heap->rd_rel->reltuples, 1000), 1);
	if (HeapTupleIsValid(stats))
	{
		known = get_attstatsslot(&slot, stats, STATISTIC_KIND_MCELEM, InvalidOid,
								 ATTSTATSSLOT_VALUES | ATTSTATSSLOT_NUMBERS);
		/* shares of the elements, ascending, then the least and the greatest */
		if (known && (slot.valuetype != INT4OID || slot.nvalues == 0 ||
					  slot.nnumbers < slot.nvalues + 2))
		{
			free_attstatsslot(&slot);
			known = false;
		}
	}
	for (int i = 0; i < search->ngrams; i++)
	{
		Gram	   *gram = &search->grams[i];
		int			low = 0,
					high;

		if (!known)
		{
			gram->share = share_unknown(gram->gram);
			continue;
		}
		high = slot.nvalues - 1;
		while (low < high)
		{
			int			middle = (low + high) / 2;

			if (DatumGetInt32(slot.values[middle]) < gram->gram)
				low = middle + 1;
			else
				high = middle;
		}
		if (DatumGetInt32(slot.values[low]) == gram->gram)
			gram->share = slot.numbers[low];
		else
			gram->share = slot.numbers[slot.nvalues] / 2;
	}
	if (known)
		free_attstatsslot(&slot);
	if (HeapTupleIsValid(stats))
		ReleaseSysCache(stats);
	qsort(search->grams, search->ngrams, sizeof(Gram), compare_share);
}

void
credit_gram_search_begin(GramSearch *search, const uint32_t *key, int n, int wanted)
{
	int32	   *grams = palloc(sizeof(int32) * Max(n, 1));
	Oid			index;

	search->heap = table_open(credit_relation_oid("subject"), AccessShareLock);
	index = get_relname_relid("subject_name_grams", RelationGetNamespace(search->heap));
	if (!OidIsValid(index))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("index \"credit.subject_name_grams\" does not exist"),
				 errdetail("The search for parts of names and for misspelt names reads it."),
				 errhint("Create it anew: doc/reference/name.md says how.")));
	search->index = index_open(index, AccessShareLock);
	if (!search->index->rd_index->indisvalid)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("index \"credit.subject_name_grams\" is not valid"),
				 errhint("REINDEX INDEX credit.subject_name_grams;")));
	search->snapshot = GetActiveSnapshot();
	search->key = key;
	search->nkey = n;
	search->key_text = text_to_cstring((text *) credit_name_text(key, n));
	search->key_len = strlen(search->key_text);
	search->wanted = wanted;
	search->hits = NULL;
	search->ngrams = credit_name_grams(key, n, grams);
	search->grams = palloc(sizeof(Gram) * Max(search->ngrams, 1));
	for (int i = 0; i < search->ngrams; i++)
		search->grams[i].gram = grams[i];
	estimate_shares(search);
}

void
credit_gram_search_end(GramSearch *search)
{
	index_close(search->index, AccessShareLock);
	table_close(search->heap, AccessShareLock);
}

/* ---- reading the index and the table ---- */

/* row addresses whose names have all of the pairs */
TIDBitmap *
credit_gram_addresses(GramSearch *search, const Gram *grams, int n)
{
	Datum	   *elements = palloc(sizeof(Datum) * n);
	TIDBitmap  *bitmap = tbm_create((Size) Max(work_mem, 65536) * 1024, NULL);
	ScanKeyData key;
	IndexScanDesc scan;

	for (int i = 0; i < n; i++)
		elements[i] = Int32GetDatum(grams[i].gram);
	ScanKeyInit(&key, 1, GIN_ARRAY_CONTAINS, F_ARRAYCONTAINS,
				PointerGetDatum(construct_array(elements, n, INT4OID, 4, true, TYPALIGN_INT)));
	scan = credit_index_beginscan_bitmap(search->index, search->snapshot, 1);
	index_rescan(scan, &key, 1, NULL, 0);
	index_getbitmap(scan, bitmap);
	index_endscan(scan);
	pfree(elements);
	return bitmap;
}

void
credit_addresses_begin(AddressReader *reader, TIDBitmap *bitmap)
{
	reader->iterator = credit_tbm_begin(bitmap);
	reader->count = reader->at = 0;
}

/* 0 at the end */
uint64
credit_addresses_next(AddressReader *reader)
{
	while (reader->at >= reader->count)
	{
		CHECK_FOR_INTERRUPTS();
		if (!credit_tbm_next(reader->iterator, &reader->block, reader->offsets, &reader->count))
			return 0;
		reader->at = 0;
		/* a page too many for the bitmap's memory: all it may hold */
		if (reader->count < 0)
			for (reader->count = 0; reader->count < CREDIT_TBM_OFFSETS; reader->count++)
				reader->offsets[reader->count] = reader->count + 1;
	}
	return (uint64) reader->block << 16 | reader->offsets[reader->at++];
}

void
credit_rows_begin(RowReader *rows, GramSearch *search)
{
	Oid			relid = RelationGetRelid(search->heap);

	rows->search = search;
	rows->slot = table_slot_create(search->heap, NULL);
	rows->fetch = table_index_fetch_begin(search->heap);
	rows->id_column = get_attnum(relid, "subject_id");
	rows->key_column = get_attnum(relid, "name_key");
}

void
credit_rows_end(RowReader *rows)
{
	table_index_fetch_end(rows->fetch);
	ExecDropSingleTupleTableSlot(rows->slot);
}

/* subject and key of the slot's row */
int64
credit_row_values(RowReader *rows, text **key)
{
	bool		isnull;
	int64		id = DatumGetInt64(slot_getattr(rows->slot, rows->id_column, &isnull));

	*key = DatumGetTextPP(slot_getattr(rows->slot, rows->key_column, &isnull));
	return id;
}

/* false when no version of the row is visible */
bool
credit_row_at(RowReader *rows, uint64 number)
{
	ItemPointerData tid;
	bool		again = false,
				all_dead = false;

	CHECK_FOR_INTERRUPTS();
	ItemPointerSet(&tid, number >> 16, number & 0xffff);
	return table_index_fetch_tuple(rows->fetch, &tid, rows->search->snapshot, rows->slot,
								   &again, &all_dead);
}
