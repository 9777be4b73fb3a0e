/*
 * fact_mark.c
 *	  Whoever changes records says so in credit.fact_due, in the same
 *	  transaction: see fact_source.c. One row a subject, one a load, added to a
 *	  table without index, so that it costs an entry about a microsecond and
 *	  nobody waits for anybody.
 */
#include "record/new_rows.h"

#include "access/heapam.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"

PG_FUNCTION_INFO_V1(credit_mark_facts);

/* columns of credit.fact_due */
#define DUE_COLUMNS 2

typedef struct Marker
{
	Relation	relation;
	int64		last;			/* subject marked last */
} Marker;

static void
insert_mark(Marker *marker, bool subject, bool batch, int64 number)
{
	Datum		values[DUE_COLUMNS] = {Int64GetDatum(number), Int64GetDatum(number)};
	bool		nulls[DUE_COLUMNS] = {!subject, !batch};
	HeapTuple	tuple;

	if (marker->relation == NULL)
		marker->relation = table_open(credit_relation_oid("fact_due"), RowExclusiveLock);
	else if (subject && marker->last == number)
		return;
	tuple = heap_form_tuple(RelationGetDescr(marker->relation), values, nulls);
	heap_insert(marker->relation, tuple, GetCurrentCommandId(true), 0, NULL);
	heap_freetuple(tuple);
	marker->last = number;
}

static void
mark_subjects(Marker *marker, TriggerData *trigger, Tuplestorestate *rows)
{
	RowReader	reader;

	if (rows == NULL || tuplestore_tuple_count(rows) == 0)
		return;
	credit_read_rows(&reader, trigger, rows);
	while (credit_next_row(&reader, REC_SUBJECT_ID))
		insert_mark(marker, true, false, DatumGetInt64(reader.slot->tts_values[REC_SUBJECT_ID - 1]));
	credit_end_rows(&reader);
}

/*
 * credit.mark_facts() → trigger, after each statement on credit.record_store,
 * with its rows as transition tables. On a partition it has none: whoever
 * writes there by name, as a restore does, or truncates, makes all facts due.
 */
Datum
credit_mark_facts(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	Marker		marker = {NULL, 0};

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_FOR_STATEMENT(trigger->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("credit.mark_facts() is a statement trigger on records")));
	if (trigger->tg_newtable == NULL && trigger->tg_oldtable == NULL)
		insert_mark(&marker, false, false, 0);
	else if (TRIGGER_FIRED_BY_INSERT(trigger->tg_event))
	{
		const NewRows *rows = credit_new_rows(trigger);

		if (credit_is_load(rows))
			for (int i = 0; i < rows->nbatches; i++)
				insert_mark(&marker, false, true, rows->batches[i].batch_id);
		else
			mark_subjects(&marker, trigger, trigger->tg_newtable);
	}
	else
	{
		mark_subjects(&marker, trigger, trigger->tg_oldtable);
		mark_subjects(&marker, trigger, trigger->tg_newtable);
	}
	if (marker.relation != NULL)
		table_close(marker.relation, NoLock);
	return PointerGetDatum(NULL);
}
