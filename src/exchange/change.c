/*
 * change.c
 *	  Notes which records a statement entered, one row a batch (change.sql).
 */
#include "append_row.h"
#include "record/new_rows.h"

PG_FUNCTION_INFO_V1(credit_note_new_records);

/*
 * credit.note_new_records(): AFTER INSERT FOR EACH STATEMENT on
 * credit.record_store, with the new rows as a transition table.
 */
Datum
credit_note_new_records(PG_FUNCTION_ARGS)
{
	const NewRows *rows = credit_new_rows(credit_statement_trigger(fcinfo, "note_new_records"));

	for (int i = 0; i < rows->nbatches; i++)
	{
		const NewBatch *batch = &rows->batches[i];
		const Datum values[7] = {
			Int64GetDatum(credit_next_number("change_set_change_id_seq")),
			Int64GetDatum(batch->batch_id), Int64GetDatum(batch->first_record),
			Int64GetDatum(batch->last_record), DateADTGetDatum(batch->first_day),
			DateADTGetDatum(batch->last_day), (Datum) 0
		};
		const bool	isnull[7] = {false, false, false, false, false, false, true};

		credit_append_row("change_set", 7, values, isnull);
	}
	return PointerGetDatum(NULL);
}
