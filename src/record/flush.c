/*
 * flush.c
 *	  Writes what a statement has gathered: new records a chunk at once,
 *	  corrections, rows set aside, and the batch with its counts. Runs as the
 *	  extension's owner: departments have no right to write the tables.
 */
#include "append_row.h"
#include "record/new_rows.h"
#include "record/record.h"

#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/memutils.h"
#include "utils/queryenvironment.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"

/* the statements of this file, prepared once a backend */
typedef enum Statement
{
	INSERT_RECORDS,
	CORRECT_RECORD,
	FIND_VERSION,
	ADD_TO_BATCH,
	CHECK_BATCH,
	INSERT_REJECTION,
	STATEMENTS
} Statement;

static const char *const statements[STATEMENTS] = {
	[INSERT_RECORDS] =
	"INSERT INTO credit.record_store (subject_id, record_id, item, dept_id, doc_no, decided_on,"
	" valid_from, valid_until, severity, amount, detail, status, received_at, due_on, late_days,"
	" publish_from, publish_until, batch_id, version, warnings)"
	" SELECT subject_id, record_id, item, dept_id, doc_no, decided_on,"
	" valid_from, valid_until, severity, amount, detail, status, received_at, due_on, late_days,"
	" publish_from, publish_until, batch_id, version, warnings FROM credit_entered",
	/*
	 * The first receipt keeps its time; a term already ended is not begun
	 * anew; what was supplied voluntarily is to be verified anew.
	 */
	[CORRECT_RECORD] =
	"UPDATE credit.record_store r SET valid_from = $4, valid_until = $5, severity = $6::pg_catalog.text::credit.severity,"
	" amount = $7, detail = $8, batch_id = $9, version = r.version + 1, warnings = $10,"
	" status = CASE WHEN $13 AND r.status = 'valid' THEN 'unverified' ELSE r.status END,"
	" publish_from = CASE WHEN r.status = ANY ('{valid,disputed,unverified}') THEN $11 ELSE r.publish_from END,"
	" publish_until = CASE WHEN r.status = ANY ('{valid,disputed,unverified}') THEN $12 ELSE r.publish_until END"
	" WHERE r.subject_id = $1 AND r.record_id = $2 AND r.decided_on = $3"
	" AND r.status NOT IN ('revoked', 'withdrawn')",
	[FIND_VERSION] =
	/* versions stay with the subject they were about when it is merged */
	"SELECT FROM credit.record_version o WHERE o.record_id = $2 AND o.subject_id = ANY (ARRAY("
	"SELECT $1 UNION ALL SELECT s.subject_id FROM credit.subject s WHERE s.merged_into = $1))"
	" AND (o.content ->> 'valid_from')::pg_catalog.date IS NOT DISTINCT FROM $3"
	" AND (o.content ->> 'valid_until')::pg_catalog.date IS NOT DISTINCT FROM $4"
	" AND (o.content ->> 'amount')::pg_catalog.numeric IS NOT DISTINCT FROM $5"
	" AND o.content -> 'detail' = $6",
	[ADD_TO_BATCH] =
	"UPDATE credit.batch b SET rows = b.rows + $2, accepted = b.accepted + $3,"
	" duplicate = b.duplicate + $4, corrected = b.corrected + $5, rejected = b.rejected + $6,"
	" outdated = b.outdated + $7"
	" WHERE b.batch_id = $1 AND b.closed_at IS NULL",
	[CHECK_BATCH] =
	"SELECT b.dept_id, b.closed_at IS NULL FROM credit.batch b WHERE b.batch_id = $1",
	/* the same row sent again takes the place of the one that waits */
	[INSERT_REJECTION] =
	"WITH again AS (UPDATE credit.rejection o SET resolved_by = $1"
	" WHERE o.resolved_by IS NULL AND o.item = $3 AND o.dept_id IS NOT DISTINCT FROM $2"
	" AND pg_catalog.md5(o.payload::pg_catalog.text) = pg_catalog.md5($4::pg_catalog.jsonb::pg_catalog.text)"
	" AND NOT EXISTS (SELECT FROM credit.rejection_identity i WHERE i.rejection_id = o.rejection_id"
	" AND coalesce($7::pg_catalog.jsonb, '{}') ->> i.field IS DISTINCT FROM i.value)"
	" RETURNING o.rejection_id),"
	" apart AS (DELETE FROM credit.rejection_identity i USING again a WHERE i.rejection_id = a.rejection_id),"
	" r AS (INSERT INTO credit.rejection (batch_id, dept_id, item, payload, reasons, received_at)"
	" VALUES ($1, $2, $3, $4::pg_catalog.jsonb, $5::pg_catalog.jsonb, $6) RETURNING rejection_id)"
	" INSERT INTO credit.rejection_identity (rejection_id, field, value)"
	" SELECT r.rejection_id, f.key, f.value"
	" FROM r, pg_catalog.jsonb_each_text($7::pg_catalog.jsonb) f",
};

static SPIPlanPtr plans[STATEMENTS];

static SPIPlanPtr
plan_for(Statement statement, int nargs, Oid *types)
{
	if (plans[statement] == NULL)
	{
		SPIPlanPtr	plan = SPI_prepare(statements[statement], nargs, types);

		if (plan == NULL)
			elog(ERROR, "could not prepare: %s", SPI_result_code_string(SPI_result));
		SPI_keepplan(plan);
		plans[statement] = plan;
	}
	return plans[statement];
}

static void
run(Statement statement, int nargs, Oid *types, Datum *args, const char *nulls, int expected)
{
	int			rc = SPI_execute_plan(plan_for(statement, nargs, types), args, nulls, false, 0);

	if (rc != expected)
		elog(ERROR, "could not write records: %s", SPI_result_code_string(rc));
}

static void
begin(CreditAsOwner *saved)
{
	credit_as_owner_begin(saved);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
}

static void
end(CreditAsOwner *saved)
{
	SPI_finish();
	credit_as_owner_end(saved);
}

/* the way for partitions that chunk.c cannot write to: rules, triggers before
 * each row, foreign tables */
static void
insert_records(Door *door)
{
	EphemeralNamedRelationData entered = {0};
	Tuplestorestate *store = tuplestore_begin_heap(false, false, work_mem);

	for (int i = 0; i < door->nbuffered; i++)
	{
		credit_number_record(door, door->buffered[i]);
		tuplestore_puttuple(store, door->buffered[i]);
	}
	entered.md.name = "credit_entered";
	entered.md.reliddesc = InvalidOid;
	entered.md.tupdesc = door->store_desc;
	entered.md.enrtype = ENR_NAMED_TUPLESTORE;
	entered.md.enrtuples = door->nbuffered;
	entered.reldata = store;
	if (SPI_register_relation(&entered) != SPI_OK_REL_REGISTER)
		elog(ERROR, "could not register the rows entered");
	run(INSERT_RECORDS, 0, NULL, NULL, NULL, SPI_OK_INSERT);
	SPI_unregister_relation("credit_entered");
	tuplestore_end(store);
}

static int
compare_rejections(const ListCell *a, const ListCell *b)
{
	int64		x = ((const Rejection *) lfirst(a))->row,
				y = ((const Rejection *) lfirst(b))->row;

	return x < y ? -1 : x > y;
}

static void
insert_rejections(Door *door)
{
	Oid			types[] = {INT8OID, INT4OID, TEXTOID, TEXTOID, TEXTOID, TIMESTAMPTZOID, TEXTOID};
	ListCell   *cell;

	/* rows that waited were judged later than those behind them */
	list_sort(door->rejections, compare_rejections);
	foreach(cell, door->rejections)
	{
		Rejection  *rejection = lfirst(cell);
		char		nulls[] = "       ";
		Datum		args[] = {
			Int64GetDatum(door->batch_id),
			Int32GetDatum(rejection->dept),
			CStringGetTextDatum(rejection->item),
			CStringGetTextDatum(rejection->payload),
			CStringGetTextDatum(rejection->reasons),
			TimestampTzGetDatum(credit_received_now()),
			(Datum) 0
		};

		if (rejection->dept == 0)
			nulls[1] = 'n';
		if (rejection->secrets)
			args[6] = CStringGetTextDatum(rejection->secrets);
		else
			nulls[6] = 'n';
		run(INSERT_REJECTION, lengthof(types), types, args, nulls, SPI_OK_INSERT);
	}
}

/* writes the buffered rows; the statement goes on with empty buffers */
void
credit_flush(Door *door)
{
	CreditAsOwner saved;

	if (door->nbuffered == 0 && door->rejections == NIL)
		return;
	begin(&saved);
	if (door->nbuffered > 0 && !credit_insert_chunk(door))
		insert_records(door);
	if (door->rejections != NIL)
		insert_rejections(door);
	end(&saved);

	door->nbuffered = 0;
	door->buffered_bytes = 0;
	door->rejections = NIL;
	if (door->key_slots > 0)
		memset(door->keys, 0, sizeof(BufferedKey) * door->key_slots);
	MemoryContextReset(door->buffer_cxt);
	if (door->nwaiting == 0)
		MemoryContextReset(door->waiting_cxt);
	door->wrote = true;
}

/*
 * Whether a row that differs from its record says what an earlier version of
 * it said: an old file sent again, which must not undo what was corrected
 * since. Whoever means to return to the old content says so by giving a reason.
 */
bool
credit_repeats_version(Door *door, const Entry *entry)
{
	static const RecordColumn columns[] = {
		REC_SUBJECT_ID, REC_RECORD_ID, REC_VALID_FROM, REC_VALID_UNTIL, REC_AMOUNT, REC_DETAIL
	};
	Oid			types[lengthof(columns)];
	Datum		args[lengthof(columns)];
	char		nulls[lengthof(columns)];
	CreditAsOwner saved;
	bool		repeats;

	if (credit_reason[0] != '\0')
		return false;
	for (int i = 0; i < lengthof(columns); i++)
	{
		types[i] = TupleDescAttr(door->store_desc, columns[i] - 1)->atttypid;
		args[i] = entry->column[columns[i]];
		nulls[i] = entry->isnull[columns[i]] ? 'n' : ' ';
	}
	begin(&saved);
	run(FIND_VERSION, lengthof(columns), types, args, nulls, SPI_OK_SELECT);
	repeats = (SPI_processed > 0);
	end(&saved);
	return repeats;
}

/*
 * A record with this key but other content is there: a new version of it.
 * False when another session revoked or withdrew it meanwhile.
 */
bool
credit_correct_record(Door *door, Entry *entry, int64 record_id, int64 subject_id)
{
	static const RecordColumn columns[] = {
		REC_SUBJECT_ID, REC_RECORD_ID, REC_DECIDED_ON, REC_VALID_FROM, REC_VALID_UNTIL,
		REC_SEVERITY, REC_AMOUNT, REC_DETAIL, REC_BATCH_ID, REC_WARNINGS, REC_PUBLISH_FROM,
		REC_PUBLISH_UNTIL
	};
	Oid			types[lengthof(columns) + 1];
	Datum		args[lengthof(columns) + 1];
	char		nulls[lengthof(columns) + 1];
	CreditAsOwner saved;
	bool		corrected;

	for (int i = 0; i < lengthof(columns); i++)
	{
		types[i] = TupleDescAttr(door->store_desc, columns[i] - 1)->atttypid;
		args[i] = entry->column[columns[i]];
		nulls[i] = entry->isnull[columns[i]] ? 'n' : ' ';
		/* the kept plan must outlive the enumeration, which DROP EXTENSION takes along */
		if (columns[i] == REC_SEVERITY)
		{
			types[i] = TEXTOID;
			if (nulls[i] == ' ')
				args[i] = PointerGetDatum(cstring_to_text(
					DatumGetCString(DirectFunctionCall1(enum_out, args[i]))));
		}
	}
	types[lengthof(columns)] = BOOLOID;
	args[lengthof(columns)] = BoolGetDatum(entry->item->voluntary);
	nulls[lengthof(columns)] = ' ';
	begin(&saved);
	run(CORRECT_RECORD, lengthof(columns) + 1, types, args, nulls, SPI_OK_UPDATE);
	corrected = (SPI_processed == 1);
	door->wrote = true;
	end(&saved);
	if (!corrected && IsolationUsesXactSnapshot())
		ereport(ERROR,
				(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
				 errmsg("could not serialize access due to concurrent update"),
				 errdetail("The record was entered or changed after this transaction began."),
				 errhint("Run the transaction again.")));
	return corrected;
}

static void
no_such_batch(const char *what, const char *hint)
{
	ereport(ERROR,
			(errcode(ERRCODE_CREDIT_BATCH),
			 errmsg("batch \"%s\" cannot be used", credit_batch),
			 errdetail("%s", what),
			 errhint("%s", hint)));
}

int64		credit_own_batch = 0;

/* the open batch named by credit.batch, or a number for one of its own */
void
credit_open_statement_batch(Door *door)
{
	CreditAsOwner saved;
	Oid			types[] = {INT8OID};
	Datum		args[1];
	bool		isnull;
	int32		dept;
	char	   *rest;

	if (credit_batch[0] == '\0')
	{
		door->batch_id = credit_own_batch = credit_next_number("batch_id_seq");
		return;
	}
	door->batch_id = strtoll(credit_batch, &rest, 10);
	if (*rest != '\0' || door->batch_id <= 0)
		no_such_batch(_("It is not a number."), _("Open one with credit.open_batch()."));
	args[0] = Int64GetDatum(door->batch_id);
	begin(&saved);
	run(CHECK_BATCH, 1, types, args, NULL, SPI_OK_SELECT);
	if (SPI_processed == 0)
		no_such_batch(_("There is no such batch."), _("Open one with credit.open_batch()."));
	dept = DatumGetInt32(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull));
	if (!door->office && (isnull || dept != door->dept))
		no_such_batch(_("It belongs to another department."), _("Open one of your own with credit.open_batch()."));
	if (!DatumGetBool(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 2, &isnull)))
		no_such_batch(_("It is closed."), _("Open a new one with credit.open_batch(), or RESET credit.batch."));
	door->batch_is_explicit = true;
	end(&saved);
}

/* a statement outside an opened batch is a batch of its own, closed at once */
static void
append_batch(Door *door, const Datum *counts)
{
	int32		dept = door->dept ? door->dept : door->batch_dept;
	const Datum values[13] = {
		Int64GetDatum(door->batch_id), Int32GetDatum(dept), CStringGetTextDatum("statement"),
		(Datum) 0, CStringGetTextDatum(GetUserNameFromId(GetOuterUserId(), false)),
		TimestampTzGetDatum(credit_received_now()), TimestampTzGetDatum(credit_received_now()),
		counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]
	};
	const bool	isnull[13] = {false, dept <= 0, false, true};

	/* the table's own check */
	if (door->rows != door->count[ENTRY_ACCEPTED] + door->count[ENTRY_DUPLICATE] +
		door->count[ENTRY_CORRECTED] + door->count[ENTRY_REJECTED] ||
		door->outdated > door->count[ENTRY_DUPLICATE])
		elog(ERROR, "the batch does not add up");
	credit_append_row("batch", 13, values, isnull);
}

/* adds the statement's counts: rows = accepted + duplicate + corrected + rejected */
void
credit_write_batch(Door *door)
{
	CreditAsOwner saved;
	Datum		counts[] = {
		Int64GetDatum(door->rows),
		Int64GetDatum(door->count[ENTRY_ACCEPTED]),
		Int64GetDatum(door->count[ENTRY_DUPLICATE]),
		Int64GetDatum(door->count[ENTRY_CORRECTED]),
		Int64GetDatum(door->count[ENTRY_REJECTED]),
		Int64GetDatum(door->outdated)
	};
	Oid			types[] = {INT8OID, INT8OID, INT8OID, INT8OID, INT8OID, INT8OID, INT8OID};
	Datum		args[] = {Int64GetDatum(door->batch_id), counts[0], counts[1], counts[2],
	counts[3], counts[4], counts[5]};

	if (!door->batch_is_explicit)
	{
		append_batch(door, counts);
		return;
	}
	begin(&saved);
	run(ADD_TO_BATCH, lengthof(types), types, args, NULL, SPI_OK_UPDATE);
	if (SPI_processed == 0)
		no_such_batch(_("It was closed meanwhile."), _("Open a new one with credit.open_batch()."));
	end(&saved);
}
