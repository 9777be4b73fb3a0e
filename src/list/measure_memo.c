/*
 * measure_memo.c
 *	  Measures that follow from a grade alone are the same for every subject of
 *	  a kind: worked out once by credit.measures_applying() and remembered until
 *	  a rule changes. Owns the memo.
 */
#include "list/check.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"

PG_FUNCTION_INFO_V1(credit_grade_measures);

/* a memo that grew past this is begun anew: days and purposes are few */
#define MAX_REMEMBERED 2000

typedef struct MemoKey
{
	Oid			kind;
	uint32		grade;
	DateADT		day;
	char		purpose[52];
} MemoKey;

typedef struct MemoEntry
{
	MemoKey		key;
	Jsonb	   *measures;
} MemoEntry;

typedef struct Memo
{
	MemoryContext cxt;
	HTAB	   *entries;
} Memo;

static void *
begin_memo(MemoryContext cxt)
{
	Memo	   *memo = palloc0(sizeof(Memo));
	HASHCTL		control = {0};

	control.keysize = sizeof(MemoKey);
	control.entrysize = sizeof(MemoEntry);
	control.hcxt = cxt;
	memo->cxt = cxt;
	memo->entries = hash_create("credit grade measures", 64, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	return memo;
}

static const char *const memo_tables[] = {"measure", "grade_measure", "legal_basis"};

static TableCache memo_cache = {
	.name = "credit grade measures",
	.tables = memo_tables,
	.ntables = lengthof(memo_tables),
	.load = begin_memo,
};

static Jsonb *
work_out(Datum kind, Datum grade, Datum purpose, Datum day, Oid kind_type, Oid grade_type)
{
	Oid			types[4] = {kind_type, grade_type, TEXTOID, DATEOID};
	Datum		args[4] = {kind, grade, purpose, day};
	MemoryContext caller = CurrentMemoryContext;
	CreditAsOwner saved;
	bool		isnull;
	Jsonb	   *result;

	credit_as_owner_begin(&saved);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute_with_args("SELECT credit.measures_applying(0, $1, $2, 0, $3, $4)", 4, types, args, NULL, true, 1) != SPI_OK_SELECT ||
		SPI_processed != 1)
		elog(ERROR, "could not work out measures");
	result = DatumGetJsonbP(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull));
	{
		MemoryContext old = MemoryContextSwitchTo(caller);

		result = (Jsonb *) DatumGetPointer(PointerGetDatum(memcpy(palloc(VARSIZE(result)), result, VARSIZE(result))));
		MemoryContextSwitchTo(old);
	}
	SPI_finish();
	credit_as_owner_end(&saved);
	return result;
}

/*
 * What credit.measures_applying() says of a subject of the kind on no list: a
 * copy in the current memory context.
 */
Jsonb *
credit_measures_of_grade(Oid kind, Oid kind_type, Grade grade, Oid grade_type, struct varlena *purpose, DateADT day)
{
	Memo	   *memo = table_cache_get(&memo_cache);
	uint64		generation = table_cache_generation(&memo_cache);
	Size		length = VARSIZE_ANY_EXHDR(purpose);
	MemoKey		key;
	MemoEntry  *entry;
	Jsonb	   *found;
	bool		known;

	memset(&key, 0, sizeof(key));
	key.kind = kind;
	key.grade = grade;
	key.day = day;
	if (length < sizeof(key.purpose))
	{
		memcpy(key.purpose, VARDATA_ANY(purpose), length);
		entry = hash_search(memo->entries, &key, HASH_FIND, NULL);
		if (entry != NULL)
			return memcpy(palloc(VARSIZE(entry->measures)), entry->measures, VARSIZE(entry->measures));
	}
	found = work_out(ObjectIdGetDatum(kind), GradeGetDatum(grade), PointerGetDatum(purpose), DateADTGetDatum(day),
					 kind_type, grade_type);
	memo = table_cache_get(&memo_cache);
	if (generation == table_cache_generation(&memo_cache) && length < sizeof(key.purpose) &&
		hash_get_num_entries(memo->entries) < MAX_REMEMBERED)
	{
		Jsonb	   *kept = MemoryContextAlloc(memo->cxt, VARSIZE(found));

		memcpy(kept, found, VARSIZE(found));
		entry = hash_search(memo->entries, &key, HASH_ENTER, &known);
		entry->measures = kept;
	}
	return found;
}

/* credit.grade_measures(kind, grade, purpose, day) → jsonb */
Datum
credit_grade_measures(PG_FUNCTION_ARGS)
{
	PG_RETURN_JSONB_P(credit_measures_of_grade(PG_GETARG_OID(0), get_fn_expr_argtype(fcinfo->flinfo, 0),
											   PG_GETARG_GRADE(1), get_fn_expr_argtype(fcinfo->flinfo, 1),
											   PG_GETARG_TEXT_PP(2), PG_GETARG_DATEADT(3)));
}
