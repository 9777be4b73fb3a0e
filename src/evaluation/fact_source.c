/*
 * fact_source.c
 *	  Reading packed facts in place of records.
 *
 * A subject's facts are as true as its records when, in one and the same
 * snapshot, there is a row for it in credit.subject_facts and no mark in
 * credit.fact_due says that its records have changed since. Whoever changes
 * records leaves the mark in the same transaction; who packs deletes the marks
 * it has seen in the transaction that writes the facts, one session at a time
 * (fact_pack.c). So no snapshot shows a change without its mark or the facts
 * that hold it, and a subject without both is read from its records.
 */
#include "evaluation/fact.h"

#include "access/table.h"
#include "access/tableam.h"
#include "catalog/pg_inherits.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

/* columns of the tables */
#define DUE_SUBJECT 1
#define DUE_BATCH 2
#define ITEM_NUMBER 1
#define ITEM_NAME 2
#define FACTS_SUBJECT 1
#define FACTS_FACTS 2

/*
 * The tables records lie in, as text: a partition that is attached or taken
 * away brings or takes records that no trigger has seen.
 */
char *
fact_partitions(void)
{
	List	   *relids = find_all_inheritors(credit_relation_oid("record_store"), AccessShareLock, NULL);
	StringInfoData text;
	ListCell   *cell;

	list_sort(relids, list_oid_cmp);
	initStringInfo(&text);
	foreach(cell, relids)
		appendStringInfo(&text, "%u ", lfirst_oid(cell));
	return text.data;
}

typedef void (*OnRow) (void *arg, TupleTableSlot *slot);

static void
each_row(const char *table, Snapshot snapshot, OnRow next, void *arg)
{
	Relation	relation = table_open(credit_relation_oid(table), AccessShareLock);
	TupleTableSlot *slot = table_slot_create(relation, NULL);
	TableScanDesc rows = table_beginscan(relation, snapshot, 0, NULL);

	while (table_scan_getnextslot(rows, ForwardScanDirection, slot))
	{
		slot_getallattrs(slot);
		next(arg, slot);
		CHECK_FOR_INTERRUPTS();
	}
	table_endscan(rows);
	ExecDropSingleTupleTableSlot(slot);
	table_close(relation, AccessShareLock);
}

static void
read_state(void *arg, TupleTableSlot *slot)
{
	*(char **) arg = text_to_cstring(DatumGetTextPP(slot->tts_values[0]));
}

/* have the facts been packed from the partitions there are now */
bool
fact_is_built(Snapshot snapshot)
{
	char	   *partitions = NULL;

	each_row("fact_state", snapshot, read_state, &partitions);
	return partitions != NULL && strcmp(partitions, fact_partitions()) == 0;
}

/* ---- marks ---- */

typedef struct MarkReader
{
	FactMarks  *marks;
	bool		with_tids;
	int64		nbatches;
	int64	   *batches;
} MarkReader;

static void *
grown(void *array, int64 n, Size size)
{
	if (n == 0)
		return palloc(1024 * size);
	return n >= 1024 && (n & (n - 1)) == 0 ? repalloc_huge(array, 2 * n * size) : array;
}

static void
read_mark(void *arg, TupleTableSlot *slot)
{
	MarkReader *reader = arg;
	FactMarks  *marks = reader->marks;

	if (!slot->tts_isnull[DUE_SUBJECT - 1])
	{
		marks->subjects = grown(marks->subjects, marks->n, sizeof(int64));
		marks->subjects[marks->n++] = DatumGetInt64(slot->tts_values[DUE_SUBJECT - 1]);
	}
	else if (!slot->tts_isnull[DUE_BATCH - 1])
	{
		reader->batches = grown(reader->batches, reader->nbatches, sizeof(int64));
		reader->batches[reader->nbatches++] = DatumGetInt64(slot->tts_values[DUE_BATCH - 1]);
	}
	else
		marks->everything = true;
	if (reader->with_tids)
	{
		marks->tids = grown(marks->tids, marks->ntids, sizeof(ItemPointerData));
		marks->tids[marks->ntids++] = slot->tts_tid;
	}
}

static int
compare_numbers(const void *a, const void *b)
{
	int64		x = *(const int64 *) a;
	int64		y = *(const int64 *) b;

	return (x > y) - (x < y);
}

/* ascending, each once; how many are left */
int64
fact_sort_once(int64 *numbers, int64 n)
{
	int64		kept = 0;

	if (n > 0)
		qsort(numbers, n, sizeof(int64), compare_numbers);
	for (int64 i = 0; i < n; i++)
		if (kept == 0 || numbers[kept - 1] != numbers[i])
			numbers[kept++] = numbers[i];
	return kept;
}

/* the subjects that have records of these batches, in the active snapshot */
static void
add_batches(MarkReader *reader)
{
	FactMarks  *marks = reader->marks;
	MemoryContext cxt = CurrentMemoryContext;
	int64		n = fact_sort_once(reader->batches, reader->nbatches);
	Datum	   *elements = palloc(n * sizeof(Datum));
	Datum		batches;
	Oid			type = INT8ARRAYOID;
	SPIPlanPtr	plan;
	Portal		portal;

	for (int64 i = 0; i < n; i++)
		elements[i] = Int64GetDatum(reader->batches[i]);
	batches = PointerGetDatum(construct_array(elements, (int) n, INT8OID, sizeof(int64), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
	SPI_connect();
	plan = SPI_prepare("SELECT subject_id FROM credit.record_store WHERE batch_id OPERATOR(pg_catalog.=) ANY ($1)", 1, &type);
	if (plan == NULL)
		elog(ERROR, "preparing to read batches failed");
	portal = SPI_cursor_open(NULL, plan, &batches, NULL, true);
	for (;;)
	{
		SPI_cursor_fetch(portal, true, 10000);
		if (SPI_processed == 0)
			break;
		for (uint64 i = 0; i < SPI_processed; i++)
		{
			bool		isnull;
			int64		id = DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1, &isnull));
			MemoryContext old = MemoryContextSwitchTo(cxt);

			marks->subjects = grown(marks->subjects, marks->n, sizeof(int64));
			marks->subjects[marks->n++] = id;
			MemoryContextSwitchTo(old);
		}
		SPI_freetuptable(SPI_tuptable);
	}
	SPI_cursor_close(portal);
	SPI_finish();
}

/* what has changed, in a snapshot that is the active one as well */
void
fact_marks(FactMarks *marks, Snapshot snapshot, bool with_tids)
{
	MarkReader	reader = {marks, with_tids, 0, NULL};

	memset(marks, 0, sizeof(FactMarks));
	each_row("fact_due", snapshot, read_mark, &reader);
	if (reader.nbatches > 0 && !marks->everything)
		add_batches(&reader);
	marks->n = fact_sort_once(marks->subjects, marks->n);
}

/* ---- items ---- */

typedef struct ItemReader
{
	char	  **names;
	int			n;
} ItemReader;

static void
read_item(void *arg, TupleTableSlot *slot)
{
	ItemReader *reader = arg;
	int			number = DatumGetInt16(slot->tts_values[ITEM_NUMBER - 1]);

	reader->names[number] = text_to_cstring(DatumGetTextPP(slot->tts_values[ITEM_NAME - 1]));
	reader->n = Max(reader->n, number + 1);
}

/* fills in the names by number; one more than the highest number */
int
fact_items(Snapshot snapshot, char **names)
{
	ItemReader	reader = {names, 0};

	memset(names, 0, FACT_ITEMS * sizeof(char *));
	each_row("fact_item", snapshot, read_item, &reader);
	return reader.n;
}

/* ---- facts for a tally ---- */

/* readies a process for reading facts; state is that of the pass, or NULL */
void
fact_source_attach(RecordScan *scan, uint8 *state)
{
	MemoryContext old = MemoryContextSwitchTo(scan->cxt);
	char	  **names = palloc(FACT_ITEMS * sizeof(char *));
	int			n = fact_items(scan->snapshot, names);

	scan->facts = palloc0(sizeof(FactSource));
	scan->facts->relid = credit_relation_oid("subject_facts");
	scan->facts->state = state;
	for (int i = 0; i < n; i++)
		if (names[i] != NULL)
			scan->facts->items[i] = record_item(scan->tally->rules, names[i], strlen(names[i]));
	MemoryContextSwitchTo(old);
}

/*
 * Lets a scan of all records read facts instead, where there are any and all
 * but few subjects have not changed; the scan's snapshot is the active one.
 */
bool
fact_source_begin(RecordScan *scan)
{
	MemoryContext old;
	FactMarks	marks;

	if (scan->npartitions == 0 || scan->as_of < FACT_DAY_ZERO || scan->as_of >= FACT_DAY_ZERO + FACT_FAR_DAY ||
		!fact_is_built(scan->snapshot))
		return false;
	old = MemoryContextSwitchTo(scan->cxt);
	fact_marks(&marks, scan->snapshot, false);
	MemoryContextSwitchTo(old);
	if (marks.everything || record_scan_is_cheaper(scan, marks.n))
		return false;
	fact_source_attach(scan, NULL);
	scan->facts->marks = marks;
	return true;
}

/* enters the changed subjects of a pass, whose states are all unknown */
void
fact_source_mark(RecordScan *scan)
{
	const FactMarks *marks = &scan->facts->marks;

	for (int64 i = 0; i < marks->n; i++)
	{
		int64		rank = subject_rank(&scan->map, marks->subjects[i]) - scan->first;

		if (rank >= 0 && rank < scan->n)
			scan->facts->state[rank] = FACTS_CHANGED;
	}
}

static void
count_facts(const RecordScan *scan, int64 subject_id, int64 rank, const char *string, Size size)
{
	const FactSource *source = scan->facts;
	const RecordRules *rules = scan->tally->rules;
	char	   *row = scan->rows + rank * scan->tally->stride;
	long		n = fact_count(string, size);
	const char *amounts = string + n * FACT_SIZE;

	if (n < 0)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("packed facts of subject %lld cannot be read", (long long) subject_id),
				 errhint("SELECT credit.drop_facts() lets them be packed anew.")));
	for (long i = 0; i < n; i++)
	{
		Fact		fact;
		RecordFacts facts;
		const ItemPlan *item;

		fact_read(string, i, &amounts, &fact);
		item = source->items[fact.item];
		if (item == NULL || item->nuses == 0 || fact.decided_on > rules->as_of || fact.decided_on <= rules->earliest)
			continue;
		facts.decided_on = fact.decided_on;
		facts.severity = fact.severity == 0 ? InvalidOid : rules->plan->severities[fact.severity - 1];
		facts.amount = fact.amount;
		facts.late_days = fact.late_days;
		facts.dept_id = fact.dept_id;
		facts.usable = record_usable(rules, item, &facts, fact.has_until, fact.until);
		tally_add(scan->tally, row, rank, item, &facts);
	}
}

/* this process's share of the facts; only what is unknown is counted */
void
fact_scan(RecordScan *scan, Relation relation, TableScanDesc rows)
{
	TupleTableSlot *slot = table_slot_create(relation, NULL);
	MemoryContext row_cxt = AllocSetContextCreate(CurrentMemoryContext, "facts", ALLOCSET_SMALL_SIZES);
	MemoryContext old = MemoryContextSwitchTo(row_cxt);
	int64		seen = 0;

	while (table_scan_getnextslot(rows, ForwardScanDirection, slot))
	{
		int64		rank;
		struct varlena *value;

		slot_getsomeattrs(slot, FACTS_FACTS);
		rank = subject_rank(&scan->map, DatumGetInt64(slot->tts_values[FACTS_SUBJECT - 1])) - scan->first;
		if (rank < 0 || rank >= scan->n || scan->facts->state[rank] != FACTS_UNKNOWN)
			continue;
		scan->facts->state[rank] = FACTS_READ;
		value = (struct varlena *) DatumGetPointer(slot->tts_values[FACTS_FACTS - 1]);
		if (VARATT_IS_EXTERNAL(value) || VARATT_IS_COMPRESSED(value))
			value = PG_DETOAST_DATUM_PACKED(PointerGetDatum(value));
		count_facts(scan, DatumGetInt64(slot->tts_values[FACTS_SUBJECT - 1]), rank,
					VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value));
		if ((++seen & 63) == 0)
		{
			MemoryContextReset(row_cxt);
			CHECK_FOR_INTERRUPTS();
		}
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(row_cxt);
	ExecDropSingleTupleTableSlot(slot);
}
