/*
 * fact_pack.c
 *	  Packs the facts of subjects whose records have changed, or of all.
 *
 * Everything is read in the snapshot of the calling statement, and the marks
 * it shows are deleted: what is committed later has marks of its own. The
 * caller holds the lock that lets one session pack at a time, taken before the
 * snapshot.
 */
#include "evaluation/bulk_write.h"
#include "evaluation/fact_pack.h"

#include <math.h>

#include "access/table.h"
#include "access/tableam.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "storage/bufmgr.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"
#include "utils/lsyscache.h"
#include "utils/numeric.h"
#include "utils/fmgrprotos.h"

PG_FUNCTION_INFO_V1(credit_pack_facts);

static void
place_item(Packer *packer, int number)
{
	uint32		at = record_item_hash(packer->items[number], strlen(packer->items[number]));

	while (packer->places[at % PLACES] != 0)
		at++;
	packer->places[at % PLACES] = number + 1;
}

static Packer *
begin(void)
{
	Packer	   *packer = palloc0(sizeof(Packer));
	MemoryContext cxt = CurrentMemoryContext;
	bool		isnull;

	packer->cxt = cxt;
	packer->snapshot = GetActiveSnapshot();
	if (SPI_execute("SELECT 'minor'::credit.severity, 'general'::credit.severity, 'serious'::credit.severity, "
					"'valid'::credit.record_status, 'disputed'::credit.record_status", true, 1) != SPI_OK_SELECT)
		elog(ERROR, "reading labels failed");
	for (int i = 0; i < 5; i++)
	{
		Oid			label = DatumGetObjectId(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, i + 1, &isnull));

		if (i < 3)
			packer->severities[i] = label;
		else
			packer->statuses[i - 3] = label;
	}
	MemoryContextSwitchTo(cxt);
	packer->scan = record_scan_begin(NULL, 0, NULL);
	packer->items = palloc0(FACT_ITEMS * sizeof(char *));
	packer->nitems = packer->nstored = fact_items(packer->snapshot, packer->items);
	for (int i = 0; i < packer->nitems; i++)
		if (packer->items[i] != NULL)
			place_item(packer, i);
	packer->room = 64;
	packer->facts = palloc(packer->room * sizeof(PackedFact));
	return packer;
}

/* forgets the items: their table has been emptied */
void
fact_packer_clear(Packer *packer)
{
	packer->nitems = packer->nstored = 0;
	memset(packer->places, 0, sizeof(packer->places));
}

/* ---- a record ---- */

/* the item's number, a new one where it has none; FACT_ITEMS: there are too many */
static int
item_number(Packer *packer, const char *name, Size length)
{
	uint32		at = record_item_hash(name, length);

	for (; packer->places[at % PLACES] != 0; at++)
	{
		const char *item = packer->items[packer->places[at % PLACES] - 1];

		if (strncmp(item, name, length) == 0 && item[length] == '\0')
			return packer->places[at % PLACES] - 1;
	}
	if (packer->nitems == FACT_ITEMS)
		return FACT_ITEMS;
	packer->items[packer->nitems] = MemoryContextStrdup(packer->cxt, pnstrdup(name, length));
	place_item(packer, packer->nitems);
	return packer->nitems++;
}

/* false: the record cannot be packed */
bool
fact_pack_record(Packer *packer, const ScanValues *values, PackedFact *packed)
{
	struct varlena *item = PG_DETOAST_DATUM_PACKED(values->values[SCAN_ITEM]);
	Fact		fact = {0};

	fact.item = item_number(packer, VARDATA_ANY(item), VARSIZE_ANY_EXHDR(item));
	fact.decided_on = DatumGetDateADT(values->values[SCAN_DECIDED]);
	fact.has_until = values->present[SCAN_UNTIL];
	fact.until = fact.has_until ? DatumGetDateADT(values->values[SCAN_UNTIL]) : 0;
	if (values->present[SCAN_SEVERITY])
	{
		Oid			severity = DatumGetObjectId(values->values[SCAN_SEVERITY]);

		for (int i = 0; i < 3; i++)
			if (packer->severities[i] == severity)
				fact.severity = i + 1;
		if (fact.severity == 0)
			return false;
	}
	fact.late_days = values->present[SCAN_LATE] ? DatumGetInt32(values->values[SCAN_LATE]) : FACT_LATE_NONE;
	if (values->present[SCAN_LATE] && fact.late_days < 0)
		return false;
	fact.dept_id = values->present[SCAN_DEPT] ? DatumGetInt32(values->values[SCAN_DEPT]) : 0;
	fact.has_amount = values->present[SCAN_AMOUNT];
	if (fact.has_amount)
	{
		double		amount = DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow, values->values[SCAN_AMOUNT]));

		/* whoever reads it says what is wrong with it */
		if (isnan(amount))
			return false;
		fact.amount = record_amount(values->values[SCAN_AMOUNT]);
	}
	return fact_pack(&fact, packed);
}

/* ---- a subject ---- */

PackedFact *
fact_next(Packer *packer)
{
	if (packer->nfacts == packer->room)
		packer->facts = repalloc_huge(packer->facts, (packer->room *= 2) * sizeof(PackedFact));
	return &packer->facts[packer->nfacts++];
}

bytea *
fact_packed_string(Packer *packer)
{
	Size		size = fact_string_size(packer->facts, packer->nfacts);
	bytea	   *string = palloc(VARHDRSZ + size);

	SET_VARSIZE(string, VARHDRSZ + size);
	fact_string(packer->facts, packer->nfacts, VARDATA(string));
	return string;
}

static void
add_fetched(void *arg, const ScanValues *values)
{
	Packer	   *packer = arg;
	PackedFact	packed;

	if (!packer->fits || !fact_counts(packer, values))
		return;
	packer->fits = fact_pack_record(packer, values, &packed);
	if (packer->fits)
		*fact_next(packer) = packed;
}

/* packs the subjects anew, each from its records by index */
static void
pack_subjects(Packer *packer, const int64 *subjects, int64 n)
{
	Oid			types[2] = {INT8OID, BYTEAOID};
	SPIPlanPtr	store = SPI_prepare("INSERT INTO credit.subject_facts AS f (subject_id, facts) VALUES ($1, $2) "
									"ON CONFLICT (subject_id) DO UPDATE SET facts = excluded.facts", 2, types);
	SPIPlanPtr	drop = SPI_prepare("DELETE FROM credit.subject_facts WHERE subject_id = $1", 1, types);
	MemoryContext subject_cxt = AllocSetContextCreate(packer->cxt, "facts of a subject", ALLOCSET_DEFAULT_SIZES);

	if (store == NULL || drop == NULL)
		elog(ERROR, "preparing to store facts failed");
	for (int64 i = 0; i < n; i++)
	{
		Datum		values[2] = {Int64GetDatum(subjects[i])};
		MemoryContext old = MemoryContextSwitchTo(subject_cxt);
		int			result;

		packer->nfacts = 0;
		packer->fits = true;
		record_fetch_each(packer->scan, subjects[i], add_fetched, packer);
		if (packer->fits)
		{
			values[1] = PointerGetDatum(fact_packed_string(packer));
			result = SPI_execute_plan(store, values, NULL, false, 0);
		}
		else
			result = SPI_execute_plan(drop, values, NULL, false, 0);
		if (result < 0)
			elog(ERROR, "storing facts failed: %s", SPI_result_code_string(result));
		MemoryContextSwitchTo(old);
		MemoryContextReset(subject_cxt);
		CHECK_FOR_INTERRUPTS();
	}
	MemoryContextDelete(subject_cxt);
}

/* ---- what is due ---- */

/* subjects that came after the last one packed; without records nothing marks them */
static void
add_new_subjects(FactMarks *marks)
{
	MemoryContext cxt = CurrentMemoryContext;
	int64	   *subjects;

	if (SPI_execute("SELECT s.subject_id FROM credit.subject s WHERE s.subject_id > "
					"(SELECT coalesce(max(f.subject_id), 0) FROM credit.subject_facts f)", true, 0) != SPI_OK_SELECT)
		elog(ERROR, "reading new subjects failed");
	MemoryContextSwitchTo(cxt);
	subjects = MemoryContextAllocExtended(cxt, (marks->n + SPI_processed + 1) * sizeof(int64), MCXT_ALLOC_HUGE);
	if (marks->n > 0)
		memcpy(subjects, marks->subjects, marks->n * sizeof(int64));
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		bool		isnull;

		subjects[marks->n++] = DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1, &isnull));
	}
	SPI_freetuptable(SPI_tuptable);
	marks->subjects = subjects;
	marks->n = fact_sort_once(marks->subjects, marks->n);
}

static void
store_items(Packer *packer)
{
	Oid			types[2] = {INT2OID, TEXTOID};

	for (int i = packer->nstored; i < packer->nitems; i++)
	{
		Datum		values[2] = {Int16GetDatum(i), CStringGetTextDatum(packer->items[i])};

		if (SPI_execute_with_args("INSERT INTO credit.fact_item (number, item) VALUES ($1, $2)", 2, types,
								  values, NULL, false, 0) != SPI_OK_INSERT)
			elog(ERROR, "storing an item failed");
	}
}

/* deletes the marks seen; subjects from number done on stay marked */
static void
settle_marks(const Packer *packer, const FactMarks *marks, int64 done)
{
	Relation	relation = table_open(credit_relation_oid("fact_due"), RowExclusiveLock);
	BulkWriter *writer;

	for (int64 i = 0; i < marks->ntids; i++)
		simple_table_tuple_delete(relation, &marks->tids[i], packer->snapshot);
	table_close(relation, NoLock);
	if (done == marks->n)
		return;
	writer = bulk_write_begin("fact_due", 0);
	for (int64 i = done; i < marks->n; i++)
	{
		Datum		values[2] = {Int64GetDatum(marks->subjects[i])};
		bool		nulls[2] = {false, true};

		bulk_write_row(writer, values, nulls);
	}
	bulk_write_end(writer);
}

static void
store_state(void)
{
	Oid			type = TEXTOID;
	Datum		partitions = CStringGetTextDatum(fact_partitions());

	if (SPI_execute_with_args("INSERT INTO credit.fact_state (partitions) VALUES ($1)", 1, &type, &partitions,
							  NULL, false, 0) != SPI_OK_INSERT)
		elog(ERROR, "storing the state of facts failed");
}

/*
 * credit.pack_facts(max_subjects int) → bigint: packs what is due, how many
 * subjects. With a limit so many at most, and nothing where all would have to
 * be packed anew.
 */
Datum
credit_pack_facts(PG_FUNCTION_ARGS)
{
	bool		limited = !PG_ARGISNULL(0);
	int64		most = limited ? Max(PG_GETARG_INT32(0), 1) : PG_INT64_MAX;
	MemoryContext cxt = AllocSetContextCreate(CurrentMemoryContext, "packing facts", ALLOCSET_DEFAULT_SIZES);
	Packer	   *packer;
	FactMarks	marks;
	int64		done;
	bool		built;

	SPI_connect();
	MemoryContextSwitchTo(cxt);
	packer = begin();
	built = fact_is_built(packer->snapshot);
	fact_marks(&marks, packer->snapshot, true);
	MemoryContextSwitchTo(cxt);
	if (built)
		add_new_subjects(&marks);
	if (!built || marks.everything || record_scan_is_cheaper(packer->scan, marks.n))
	{
		/* marks of facts that are not there tell nothing */
		done = limited ? 0 : fact_pack_all(packer);
		if (!limited)
			store_state();
		if (!limited || !built)
			settle_marks(packer, &marks, marks.n);
	}
	else
	{
		done = Min(marks.n, most);
		pack_subjects(packer, marks.subjects, done);
		settle_marks(packer, &marks, done);
	}
	store_items(packer);
	record_scan_end(packer->scan);
	SPI_finish();
	MemoryContextDelete(cxt);
	PG_RETURN_INT64(done);
}
