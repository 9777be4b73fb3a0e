/*
 * compat.h
 *	  Every difference between the PostgreSQL versions the extension compiles
 *	  for (14 to 18). No other file tests PG_VERSION_NUM.
 */
#ifndef CREDIT_COMPAT_H
#define CREDIT_COMPAT_H

#include "postgres.h"
#include "fmgr.h"

#if PG_VERSION_NUM < 140000
#error "credit needs PostgreSQL 14 or later"
#endif

/* varlena macros moved to a header of their own in 16 */
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/*
 * Soft errors came with 16. Before that ereturn() raises, so the code behind
 * it needs no test of the version; input functions use it and nothing else.
 */
#if PG_VERSION_NUM >= 160000
#include "nodes/miscnodes.h"
#else
struct Node;
#define ereturn(context, dummy_value, ...) \
	do { (void) (context); ereport(ERROR, __VA_ARGS__); return dummy_value; } while (0)
#define SOFT_ERROR_OCCURRED(escontext) (false)
#endif

/* the module's name and version in pg_get_loaded_modules() since 18 */
#ifdef PG_MODULE_MAGIC_EXT
#define CREDIT_MODULE_MAGIC PG_MODULE_MAGIC_EXT(.name = "credit", .version = "1.0")
#else
#define CREDIT_MODULE_MAGIC PG_MODULE_MAGIC
#endif

/* the comparator that sorts know to specialise came with 15 */
#if PG_VERSION_NUM < 150000
#define ssup_datum_unsigned_cmp credit_datum_unsigned_cmp
struct SortSupportData;
static inline int
credit_datum_unsigned_cmp(Datum x, Datum y, struct SortSupportData *ssup)
{
	return x < y ? -1 : x > y;
}
#endif

/* since 18 a function that does not return says so in front, as C11 has it */
#if PG_VERSION_NUM < 180000
#define pg_noreturn __attribute__((noreturn))
#endif

/* one call to begin a function that returns rows came with 15 */
#if PG_VERSION_NUM < 150000
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/tuplestore.h"
#define InitMaterializedSRF(fcinfo, flags) credit_init_materialized_srf(fcinfo)
static inline void
credit_init_materialized_srf(FunctionCallInfo fcinfo)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	MemoryContext before;

	if (result == NULL || !IsA(result, ReturnSetInfo) ||
		!(result->allowedModes & SFRM_Materialize))
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("set-valued function called in context that cannot accept a set")));
	before = MemoryContextSwitchTo(result->econtext->ecxt_per_query_memory);
	if (get_call_result_type(fcinfo, NULL, &result->setDesc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	result->returnMode = SFRM_Materialize;
	result->setResult = tuplestore_begin_heap((result->allowedModes & SFRM_Materialize_Random) != 0,
											  false, work_mem);
	MemoryContextSwitchTo(before);
}
#endif

/* a GUC prefix can be reserved since 15; before that only warned about */
#if PG_VERSION_NUM < 150000
#define MarkGUCPrefixReserved(prefix) EmitWarningsOnPlaceholders(prefix)
#endif

/* attribute maps learned to leave columns out in 16 */
#if PG_VERSION_NUM >= 160000
#define credit_build_attrmap(indesc, outdesc) build_attrmap_by_name(indesc, outdesc, false)
#else
#define credit_build_attrmap(indesc, outdesc) build_attrmap_by_name(indesc, outdesc)
#endif

/* a setting's extra must come from guc_malloc() since 16 */
#if PG_VERSION_NUM >= 160000
#define credit_guc_malloc(size) guc_malloc(LOG, size)
#else
#define credit_guc_malloc(size) malloc(size)
#endif

/* index scans take a place for instrumentation since 18 */
#if PG_VERSION_NUM >= 180000
#define credit_index_beginscan(heap, index, snapshot, nkeys) \
	index_beginscan(heap, index, snapshot, NULL, nkeys, 0)
#else
#define credit_index_beginscan(heap, index, snapshot, nkeys) \
	index_beginscan(heap, index, snapshot, nkeys, 0)
#endif

/* index entries of a row: what only a summary needs can be told apart since 16 */
#if PG_VERSION_NUM >= 160000
#define credit_insert_index_tuples(info, slot, estate) \
	ExecInsertIndexTuples(info, slot, estate, false, false, NULL, NIL, false)
#else
#define credit_insert_index_tuples(info, slot, estate) \
	ExecInsertIndexTuples(info, slot, estate, false, false, NULL, NIL)
#endif

/* the same for bitmaps */
#if PG_VERSION_NUM >= 180000
#define credit_index_beginscan_bitmap(index, snapshot, nkeys) \
	index_beginscan_bitmap(index, snapshot, NULL, nkeys)
#else
#define credit_index_beginscan_bitmap(index, snapshot, nkeys) \
	index_beginscan_bitmap(index, snapshot, nkeys)
#endif

/* an index may keep things open between insertions since 17 */
#if PG_VERSION_NUM >= 170000
#define credit_index_insert_cleanup(index, info) index_insert_cleanup(index, info)
#else
#define credit_index_insert_cleanup(index, info) ((void) 0)
#endif

/*
 * Reading a bitmap of row addresses page by page. *count is -1 when the bitmap
 * knows the page only; offsets has room for CREDIT_TBM_OFFSETS.
 */
#include "access/htup_details.h"
#include "nodes/tidbitmap.h"

#define CREDIT_TBM_OFFSETS MaxHeapTuplesPerPage
#if PG_VERSION_NUM >= 180000
typedef TBMPrivateIterator CreditTbmIterator;
#define credit_tbm_begin(bitmap) tbm_begin_private_iterate(bitmap)
#define credit_tbm_end(iterator) tbm_end_private_iterate(iterator)
static inline bool
credit_tbm_next(CreditTbmIterator *iterator, BlockNumber *block, OffsetNumber *offsets, int *count)
{
	TBMIterateResult page;

	if (!tbm_private_iterate(iterator, &page))
		return false;
	*block = page.blockno;
	*count = page.lossy ? -1 : tbm_extract_page_tuple(&page, offsets, CREDIT_TBM_OFFSETS);
	return true;
}
#else
typedef TBMIterator CreditTbmIterator;
#define credit_tbm_begin(bitmap) tbm_begin_iterate(bitmap)
#define credit_tbm_end(iterator) tbm_end_iterate(iterator)
static inline bool
credit_tbm_next(CreditTbmIterator *iterator, BlockNumber *block, OffsetNumber *offsets, int *count)
{
	TBMIterateResult *page = tbm_iterate(iterator);

	if (page == NULL)
		return false;
	*block = page->blockno;
	*count = page->ntuples;
	for (int i = 0; i < page->ntuples; i++)
		offsets[i] = page->offsets[i];
	return true;
}
#endif

#endif
