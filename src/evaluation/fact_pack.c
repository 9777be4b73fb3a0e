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
#include "evaluation/fact.h"

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

/* a fact met in a pass, chained to the one of the same subject met before */
typedef struct FactNode
{
	uint32		next;			/* number + 1; 0: none */
	PackedFact	fact;
} FactNode;

#define PLACES (FACT_ITEMS * 2)

typedef struct Packer
{
	MemoryContext cxt;
	Snapshot	snapshot;
	RecordScan *scan;			/* of all columns */
	Oid			severities[3];	/* minor, general, serious */
	Oid			statuses[2];	/* valid, disputed */
	int			nitems;
	int			nstored;		/* items the table has */
	char	  **items;			/* by number */
	uint16		places[PLACES]; /* number + 1 by hash; 0: none */
	bool		fits;			/* the subject's facts do, so far */
	int			nfacts;
	int			room;
	PackedFact *facts;			/* of one subject */
} Packer;

static void
run(const char *command, int expected)
{
	int			result = SPI_execute(command, false, 0);

	if (result != expected)
		elog(ERROR, "\"%s\" failed: %s", command, SPI_result_code_string(result));
}

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

/* does the record count for anything */
static inline bool
counts(const Packer *packer, const ScanValues *values)
{
	Oid			status = DatumGetObjectId(values->values[SCAN_STATUS]);

	return status == packer->statuses[0] || status == packer->statuses[1];
}

/* false: the record cannot be packed */
static bool
pack_record(Packer *packer, const ScanValues *values, PackedFact *packed)
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
		if (!(fabs(amount * 100) <= 9e18))
			return false;
		fact.amount = record_amount(values->values[SCAN_AMOUNT]);
	}
	return fact_pack(&fact, packed);
}

/* ---- a subject ---- */

static PackedFact *
next_fact(Packer *packer)
{
	if (packer->nfacts == packer->room)
		packer->facts = repalloc_huge(packer->facts, (packer->room *= 2) * sizeof(PackedFact));
	return &packer->facts[packer->nfacts++];
}

static bytea *
facts_string(Packer *packer)
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

	if (!packer->fits || !counts(packer, values))
		return;
	packer->fits = pack_record(packer, values, &packed);
	if (packer->fits)
		*next_fact(packer) = packed;
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
			values[1] = PointerGetDatum(facts_string(packer));
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

/* ---- all subjects ---- */

typedef struct Chains
{
	SubjectMap	map;			/* every subject */
	int64		first;			/* rank of the pass's first */
	int64		n;
	uint32	   *heads;			/* number + 1 of the latest node; 0: none */
	uint32		nnodes;
	uint32		room;
	FactNode	   *nodes;
} Chains;

#define NEVER PG_UINT32_MAX		/* head of a subject with a fact that does not fit */

/* false when the nodes are used up */
static bool
chain_partition(Packer *packer, Chains *chains, Partition *partition)
{
	Relation	relation = table_open(partition->relid, AccessShareLock);
	TupleTableSlot *slot = table_slot_create(relation, NULL);
	TableScanDesc rows = table_beginscan(relation, packer->snapshot, 0, NULL);
	MemoryContext row_cxt = AllocSetContextCreate(CurrentMemoryContext, "records", ALLOCSET_SMALL_SIZES);
	MemoryContext old = MemoryContextSwitchTo(row_cxt);
	ScanValues	values = {0};
	bool		room = true;
	int64		seen = 0;

	while (room && table_scan_getnextslot(rows, ForwardScanDirection, slot))
	{
		int64		rank;
		uint32	   *head;

		record_scan_values(partition, slot, &values);
		rank = subject_rank(&chains->map, DatumGetInt64(values.values[SCAN_SUBJECT])) - chains->first;
		if (rank < 0 || rank >= chains->n || !counts(packer, &values))
			continue;
		head = &chains->heads[rank];
		room = chains->nnodes < chains->room;
		if (room && *head != NEVER)
		{
			FactNode	   *node = &chains->nodes[chains->nnodes];

			node->next = *head;
			*head = pack_record(packer, &values, &node->fact) ? ++chains->nnodes : NEVER;
		}
		if ((++seen & 255) == 0)
		{
			MemoryContextReset(row_cxt);
			CHECK_FOR_INTERRUPTS();
		}
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(row_cxt);
	table_endscan(rows);
	ExecDropSingleTupleTableSlot(slot);
	table_close(relation, AccessShareLock);
	return room;
}

static bool
chain_records(Packer *packer, Chains *chains)
{
	chains->nnodes = 0;
	memset(chains->heads, 0, chains->n * sizeof(uint32));
	for (int i = 0; i < packer->scan->npartitions; i++)
		if (!chain_partition(packer, chains, &packer->scan->partitions[i]))
			return false;
	return true;
}

static void
write_chains(Packer *packer, const Chains *chains, BulkWriter *writer)
{
	MemoryContext subject_cxt = AllocSetContextCreate(packer->cxt, "facts of a subject", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(subject_cxt);

	for (int64 i = 0; i < chains->n; i++)
	{
		Datum		values[2] = {Int64GetDatum(chains->map.ids[chains->first + i])};
		bool		nulls[2] = {false, false};

		if (chains->heads[i] == NEVER)
			continue;
		packer->nfacts = 0;
		for (uint32 at = chains->heads[i]; at != 0; at = chains->nodes[at - 1].next)
			*next_fact(packer) = chains->nodes[at - 1].fact;
		values[1] = PointerGetDatum(facts_string(packer));
		bulk_write_row(writer, values, nulls);
		MemoryContextReset(subject_cxt);
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(subject_cxt);
}

/* every subject's number, ascending */
static void
list_subjects(Packer *packer, Chains *chains)
{
	Relation	relation = table_open(credit_relation_oid("subject"), AccessShareLock);
	AttrNumber	number = get_attnum(RelationGetRelid(relation), "subject_id");
	TupleTableSlot *slot = table_slot_create(relation, NULL);
	TableScanDesc rows = table_beginscan(relation, packer->snapshot, 0, NULL);
	int64		room = 100000;
	int64	   *ids = palloc(room * sizeof(int64));
	int64		n = 0;
	bool		sorted = true;

	while (table_scan_getnextslot(rows, ForwardScanDirection, slot))
	{
		bool		isnull;

		if (n == room)
			ids = repalloc_huge(ids, (room *= 2) * sizeof(int64));
		ids[n] = DatumGetInt64(slot_getattr(slot, number, &isnull));
		sorted = sorted && (n == 0 || ids[n - 1] < ids[n]);
		n++;
		CHECK_FOR_INTERRUPTS();
	}
	table_endscan(rows);
	ExecDropSingleTupleTableSlot(slot);
	table_close(relation, AccessShareLock);
	if (!sorted)
		n = fact_sort_once(ids, n);
	chains->map.ids = ids;
	chains->map.n = n;
}

/* records there may be, by the planner's figures */
static double
records_expected(const Packer *packer)
{
	double		n = 0;

	for (int i = 0; i < packer->scan->npartitions; i++)
	{
		Relation	relation = table_open(packer->scan->partitions[i].relid, AccessShareLock);

		/* a record takes some 200 bytes at the least */
		n += relation->rd_rel->reltuples >= 0 ? relation->rd_rel->reltuples :
			RelationGetNumberOfBlocks(relation) * (double) BLCKSZ / 200;
		table_close(relation, NoLock);
	}
	return n;
}

/* packs all subjects anew, in as many passes as memory asks for; how many */
static int64
pack_all(Packer *packer)
{
	Chains		chains = {0};
	BulkWriter *writer;
	int64		size = maintenance_work_mem * INT64CONST(1024);
	double		passes;
	int64		most;

	run("TRUNCATE credit.subject_facts, credit.fact_state, credit.fact_item", SPI_OK_UTILITY);
	packer->nitems = packer->nstored = 0;
	memset(packer->places, 0, sizeof(packer->places));
	MemoryContextSwitchTo(packer->cxt);
	list_subjects(packer, &chains);
	chains.room = (uint32) Min(size / sizeof(FactNode), NEVER - 1);
	chains.nodes = MemoryContextAllocExtended(packer->cxt, chains.room * sizeof(FactNode), MCXT_ALLOC_HUGE);
	chains.heads = MemoryContextAllocExtended(packer->cxt, (chains.map.n + 1) * sizeof(uint32), MCXT_ALLOC_HUGE);
	passes = ceil(records_expected(packer) * 1.1 / chains.room);
	most = passes <= 1 ? chains.map.n : (int64) ceil(chains.map.n / passes);
	writer = bulk_write_begin("subject_facts", 0);
	while (chains.first < chains.map.n)
	{
		chains.n = Min(most, chains.map.n - chains.first);
		if (!chain_records(packer, &chains))
		{
			if (chains.n == 1)
				ereport(ERROR,
						(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
						 errmsg("records of one subject do not fit in maintenance_work_mem")));
			most = (chains.n + 1) / 2;
			continue;
		}
		write_chains(packer, &chains, writer);
		chains.first += chains.n;
	}
	bulk_write_end(writer);
	pfree(chains.nodes);
	pfree(chains.heads);
	return chains.map.n;
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
		done = limited ? 0 : pack_all(packer);
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
