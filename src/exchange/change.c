/*
 * change.c
 *	  Notes which records a statement entered, one row a batch (change.sql).
 */
#include "record/new_rows.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"

PG_FUNCTION_INFO_V1(credit_note_new_records);

/*
 * credit.note_new_records(): AFTER INSERT FOR EACH STATEMENT on
 * credit.record_store, with the new rows as a transition table.
 */
Datum
credit_note_new_records(PG_FUNCTION_ARGS)
{
	static SPIPlanPtr plan = NULL;
	const NewRows *rows = credit_new_rows(credit_statement_trigger(fcinfo, "note_new_records"));
	CreditAsOwner saved;

	if (rows->nbatches == 0)
		return PointerGetDatum(NULL);
	credit_as_owner_begin(&saved);
	SPI_connect();
	if (plan == NULL)
	{
		plan = SPI_prepare("INSERT INTO credit.change_set (batch_id, first_record, last_record, first_day, last_day)"
						   " VALUES ($1, $2, $3, $4, $5)",
						   5, (Oid[5]) {INT8OID, INT8OID, INT8OID, DATEOID, DATEOID});
		if (plan == NULL || SPI_keepplan(plan) != 0)
			elog(ERROR, "could not prepare: %s", SPI_result_code_string(SPI_result));
	}
	for (int i = 0; i < rows->nbatches; i++)
	{
		const NewBatch *batch = &rows->batches[i];
		Datum		values[5] = {
			Int64GetDatum(batch->batch_id), Int64GetDatum(batch->first_record),
			Int64GetDatum(batch->last_record), DateADTGetDatum(batch->first_day),
			DateADTGetDatum(batch->last_day)
		};

		if (SPI_execute_plan(plan, values, NULL, false, 0) != SPI_OK_INSERT)
			elog(ERROR, "could not note new records");
	}
	SPI_finish();
	credit_as_owner_end(&saved);
	return PointerGetDatum(NULL);
}
