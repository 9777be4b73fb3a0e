/*
 * follow_records.c
 *	  Evaluations and alerts follow the records: whether what a statement
 *	  entered concerns them, asked of copies of the rules in the backend. What
 *	  does goes on in SQL (freshness.sql, alert_detect.sql).
 */
#include "append_row.h"
#include "record/new_rows.h"

#include "executor/spi.h"
#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

PG_FUNCTION_INFO_V1(credit_records_added);
PG_FUNCTION_INFO_V1(credit_watch_records);

/* whether anything was ever evaluated */
static void *
load_used(MemoryContext cxt)
{
	bool	   *used = palloc(sizeof(bool));

	*used = table_cache_query("SELECT FROM credit.evaluation_run LIMIT 1") > 0;
	return used;
}

static const char *const used_tables[] = {"evaluation_run"};

static TableCache used_cache = {
	.name = "credit evaluations used",
	.tables = used_tables,
	.ntables = lengthof(used_tables),
	.load = load_used,
};

/*
 * credit.records_added(): AFTER INSERT FOR EACH STATEMENT on
 * credit.record_store, with the new rows as a transition table.
 */
Datum
credit_records_added(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = credit_statement_trigger(fcinfo, "records_added");

	if (!credit_restoring && *(bool *) table_cache_get(&used_cache) &&
		credit_new_rows(trigger)->rows > 0)
		credit_call_trigger("evaluate_new_records", fcinfo);
	return PointerGetDatum(NULL);
}

typedef struct Watch
{
	char	   *item;			/* NULL: no item, only negative records */
	DateADT		valid_from;
	DateADT		valid_until;	/* exclusive */
} Watch;

typedef struct Watches
{
	int			count;
	Watch	   *watches;
} Watches;

static void *
load_watches(MemoryContext cxt)
{
	Watches    *loaded = palloc(sizeof(Watches));

	loaded->count = table_cache_query("SELECT i.item, coalesce(lower(r.valid), '-infinity'), coalesce(upper(r.valid), 'infinity')"
									  " FROM credit.alert_rule r LEFT JOIN LATERAL"
									  " jsonb_array_elements_text(r.parameters -> 'items') i (item) ON true");
	loaded->watches = MemoryContextAlloc(cxt, (loaded->count + 1) * sizeof(Watch));
	for (int i = 0; i < loaded->count; i++)
	{
		HeapTuple	row = SPI_tuptable->vals[i];
		TupleDesc	desc = SPI_tuptable->tupdesc;
		char	   *item = SPI_getvalue(row, desc, 1);
		bool		isnull;

		loaded->watches[i].item = item ? MemoryContextStrdup(cxt, item) : NULL;
		loaded->watches[i].valid_from = DatumGetDateADT(SPI_getbinval(row, desc, 2, &isnull));
		loaded->watches[i].valid_until = DatumGetDateADT(SPI_getbinval(row, desc, 3, &isnull));
	}
	return loaded;
}

static const char *const watch_tables[] = {"alert_rule"};

static TableCache watch_cache = {
	.name = "credit alert rules",
	.tables = watch_tables,
	.ntables = lengthof(watch_tables),
	.load = load_watches,
};

/* whether any rule is in force, and whether one names the item */
static bool
is_watched(const Watches *watches, DateADT today, const char *item)
{
	for (int i = 0; i < watches->count; i++)
	{
		const Watch *watch = &watches->watches[i];

		if (today >= watch->valid_from && today < watch->valid_until &&
			(item == NULL || (watch->item && strcmp(watch->item, item) == 0)))
			return true;
	}
	return false;
}

/* marks the subject of one record; rows are only added, so nobody waits */
static void
mark_subject(TriggerData *trigger)
{
	RowReader	reader;
	const bool	isnull[3] = {false, false, false};
	Datum		values[3];

	credit_read_rows(&reader, trigger, trigger->tg_newtable);
	if (!credit_next_row(&reader, REC_SUBJECT_ID))
		elog(ERROR, "the new row cannot be read");
	values[0] = Int64GetDatum(credit_next_number("alert_due_mark_seq"));
	values[1] = Int64GetDatum(DatumGetInt64(reader.slot->tts_values[REC_SUBJECT_ID - 1]));
	values[2] = DateADTGetDatum(DATEVAL_NOBEGIN);
	credit_end_rows(&reader);
	credit_append_row("alert_due", 3, values, isnull);
}

/*
 * credit.watch_records(): AFTER INSERT and AFTER UPDATE FOR EACH STATEMENT on
 * credit.record_store, with the new rows as a transition table. Negative
 * records and items that rules name call for a look; the term of an ordered
 * rectification is in its fields and read in SQL.
 */
Datum
credit_watch_records(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = credit_statement_trigger(fcinfo, "watch_records");
	const Watches *watches;
	const NewRows *rows;
	DateADT		today;
	bool		concerned = false;
	bool		terms = false;

	if (credit_restoring)
		return PointerGetDatum(NULL);
	watches = table_cache_get(&watch_cache);
	today = credit_today();
	if (!is_watched(watches, today, NULL))
		return PointerGetDatum(NULL);
	rows = credit_new_rows(trigger);
	for (int i = 0; i < rows->ngroups; i++)
	{
		const char *item = rows->items[rows->groups[i].item];
		bool		term = strcmp(item, "rectification") == 0;

		concerned |= term || OidIsValid(rows->groups[i].severity) || is_watched(watches, today, item);
		terms |= term;
	}
	if (!concerned)
		return PointerGetDatum(NULL);
	if (TRIGGER_FIRED_BY_INSERT(trigger->tg_event) && credit_is_load(rows))
		credit_note_batches("alerts", rows);
	else if (rows->rows == 1 && !terms)
		mark_subject(trigger);
	else
		credit_call_trigger("mark_for_alerts", fcinfo);
	return PointerGetDatum(NULL);
}
