/*
 * follow_up.c
 *	  Notes for a consumer which batches brought new records, once a statement
 *	  and not once a row; credit.maintain() comes back to them.
 */
#include "append_row.h"
#include "record/new_rows.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(credit_batch_later);

/*
 * A consumer deletes the rows it has worked off. An update rather than nothing
 * on conflict waits for such a deletion and then inserts anew: records that
 * come while the consumer is at it are not forgotten.
 */
static const char *const note_batch =
	"INSERT INTO credit.batch_due AS d (consumer, batch_id) VALUES ($1, $2)"
	" ON CONFLICT (consumer, batch_id) DO UPDATE SET batch_id = excluded.batch_id";

/*
 * Nobody else knows the number of the batch that the statement under way has
 * opened for itself, so its notes need no look at what is there: which were
 * made is remembered. They stand as long as the subtransaction they belong to.
 */
static bool
note_own_batch(const char *consumer, int64 batch_id)
{
	static int64 noted_batch = 0;
	static SubTransactionId noted_in = InvalidSubTransactionId;
	static char noted[8][NAMEDATALEN];
	static int	nnoted = 0;
	Datum		values[2] = {CStringGetTextDatum(consumer), Int64GetDatum(batch_id)};
	const bool	isnull[2] = {false, false};

	if (batch_id != credit_own_batch)
		return false;
	if (batch_id != noted_batch)
	{
		noted_batch = batch_id;
		noted_in = GetCurrentSubTransactionId();
		nnoted = 0;
	}
	if (noted_in != GetCurrentSubTransactionId())
		return false;
	for (int i = 0; i < nnoted; i++)
	{
		if (strcmp(noted[i], consumer) == 0)
			return true;
	}
	if (nnoted == lengthof(noted))
		return false;
	credit_append_row("batch_due", 2, values, isnull);
	strlcpy(noted[nnoted++], consumer, NAMEDATALEN);
	return true;
}

/* notes one batch; SPI is not connected */
void
credit_note_batch(const char *consumer, int64 batch_id)
{
	static SPIPlanPtr plan = NULL;
	Datum		values[2] = {CStringGetTextDatum(consumer), Int64GetDatum(batch_id)};
	CreditAsOwner saved;

	if (note_own_batch(consumer, batch_id))
		return;
	credit_as_owner_begin(&saved);
	SPI_connect();
	if (plan == NULL)
	{
		plan = SPI_prepare(note_batch, 2, (Oid[2]) {TEXTOID, INT8OID});
		if (plan == NULL || SPI_keepplan(plan) != 0)
			elog(ERROR, "could not prepare: %s", SPI_result_code_string(SPI_result));
	}
	if (SPI_execute_plan(plan, values, NULL, false, 0) < 0)
		elog(ERROR, "could not note a batch");
	SPI_finish();
	credit_as_owner_end(&saved);
}

/*
 * credit.batch_later(consumer) → trigger, after each statement that inserts
 * into credit.record_store, with the new rows as a transition table.
 */
Datum
credit_batch_later(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = credit_statement_trigger(fcinfo, "batch_later");

	if (trigger->tg_trigger->tgnargs != 1)
		ereport(ERROR, (errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
						errmsg("credit.batch_later() needs the name of a consumer")));
	if (!credit_restoring)
		credit_note_batches(trigger->tg_trigger->tgargs[0], credit_new_rows(trigger));
	return PointerGetDatum(NULL);
}
