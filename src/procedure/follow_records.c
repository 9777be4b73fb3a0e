/*
 * follow_records.c
 *	  Records that open cases or answer them: whether any came, asked of a copy
 *	  of the items in the backend. The cases themselves are opened in SQL
 *	  (item_procedure.sql).
 */
#include "record/new_rows.h"

#include "executor/spi.h"
#include "utils/memutils.h"

PG_FUNCTION_INFO_V1(credit_records_open_cases);

typedef struct Items
{
	int			count;
	char	  **items;
} Items;

static void *
load_items(MemoryContext cxt)
{
	Items	   *loaded = palloc(sizeof(Items));

	loaded->count = table_cache_query("SELECT DISTINCT i.item FROM credit.item_procedure i");
	loaded->items = MemoryContextAlloc(cxt, (loaded->count + 1) * sizeof(char *));
	for (int i = 0; i < loaded->count; i++)
		loaded->items[i] = MemoryContextStrdup(cxt, SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1));
	return loaded;
}

static const char *const item_tables[] = {"item_procedure"};

static TableCache items_cache = {
	.name = "credit items with procedures",
	.tables = item_tables,
	.ntables = lengthof(item_tables),
	.load = load_items,
};

/*
 * credit.records_open_cases(): AFTER INSERT FOR EACH STATEMENT on
 * credit.record_store, with the new rows as a transition table.
 */
Datum
credit_records_open_cases(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = credit_statement_trigger(fcinfo, "records_open_cases");
	const Items *items;
	const NewRows *rows;

	if (credit_restoring)
		return PointerGetDatum(NULL);
	items = table_cache_get(&items_cache);
	rows = credit_new_rows(trigger);
	for (int i = 0; i < rows->nitems; i++)
	{
		for (int j = 0; j < items->count; j++)
		{
			if (strcmp(rows->items[i], items->items[j]) == 0)
			{
				credit_call_trigger("open_cases_of_records", fcinfo);
				return PointerGetDatum(NULL);
			}
		}
	}
	return PointerGetDatum(NULL);
}
