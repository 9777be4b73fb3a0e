/*
 * tally.c
 *	  Counts the records of a statement by department, item, months, severity,
 *	  state and timeliness: a few rows for credit.record_tally, however many
 *	  records came. Calls the root and the record room.
 */
#include "record/record.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/executor.h"
#include "executor/spi.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/hsearch.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/tuplestore.h"

PG_FUNCTION_INFO_V1(credit_tally_added);

#define NO_TERM 2				/* nobody had to report it by a day */
#define RESULT_CHARACTERS 30	/* longer ones are cut, by credit.tally_changed() as well */

/* items whose results are counted apart */
static const char *const with_results[] = {"inspection", "commitment_performance", "rectification"};

typedef struct TallyKey
{
	int32		dept;
	DateADT		month;
	DateADT		received_month;
	Oid			severity;		/* the enum's value, InvalidOid for none */
	Oid			status;
	int32		late;			/* 0, 1 or NO_TERM */
	int32		item_length;
	int32		result_length;	/* -1 for none */
	char		item[NAMEDATALEN];
	char		result[RESULT_CHARACTERS * MAX_MULTIBYTE_CHAR_LEN];
} TallyKey;

typedef struct Tally
{
	TallyKey	key;			/* must be first */
	int64		records;
	int64		late_days;
} Tally;

typedef struct Columns
{
	AttrNumber	dept,
				item,
				decided_on,
				received_at,
				severity,
				status,
				late_days,
				detail;
} Columns;

static const char *const add_tally =
"INSERT INTO credit.record_tally (dept_id, item, month, received_month, severity, status, late, records, late_days, result)"
" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

static DateADT
first_of_month(DateADT day)
{
	int			year,
				month,
				day_of_month;

	if (DATE_NOT_FINITE(day))
		return day;
	j2date(day + POSTGRES_EPOCH_JDATE, &year, &month, &day_of_month);
	return day - (day_of_month - 1);
}

/* the result that a record of some items tells */
static void
find_result(TallyKey *key, TupleTableSlot *slot, AttrNumber column)
{
	bool		isnull;
	Datum		detail;
	JsonbValue	buffer;
	JsonbValue *result;

	key->result_length = -1;
	for (int i = 0; i < lengthof(with_results); i++)
	{
		if (key->item_length != strlen(with_results[i]) ||
			memcmp(key->item, with_results[i], key->item_length) != 0)
			continue;
		detail = slot_getattr(slot, column, &isnull);
		if (isnull)
			return;
		result = getKeyJsonValueFromContainer(&DatumGetJsonbP(detail)->root, "result", strlen("result"), &buffer);
		if (result == NULL || result->type != jbvString)
			return;
		key->result_length = pg_mbcharcliplen(result->val.string.val, result->val.string.len, RESULT_CHARACTERS);
		memcpy(key->result, result->val.string.val, key->result_length);
		return;
	}
}

/* counts one record; the month of an instant is remembered, for a load has one */
static void
count_record(HTAB *tallies, TupleTableSlot *slot, const Columns *columns)
{
	static TimestampTz last_instant = 0;
	static DateADT last_month = 0;
	TallyKey	key;
	Tally	   *tally;
	Datum		value;
	bool		isnull;
	bool		found;
	text	   *item;
	TimestampTz received;
	int32		late_days;

	memset(&key, 0, sizeof(key));
	key.dept = DatumGetInt32(slot_getattr(slot, columns->dept, &isnull));
	item = DatumGetTextPP(slot_getattr(slot, columns->item, &isnull));
	key.item_length = VARSIZE_ANY_EXHDR(item);
	if (key.item_length > sizeof(key.item))
		elog(ERROR, "name of a catalogue item is too long");
	memcpy(key.item, VARDATA_ANY(item), key.item_length);
	key.month = first_of_month(DatumGetDateADT(slot_getattr(slot, columns->decided_on, &isnull)));
	received = DatumGetTimestampTz(slot_getattr(slot, columns->received_at, &isnull));
	if (received != last_instant || last_month == 0)
	{
		last_month = first_of_month(credit_date_of(received));
		last_instant = received;
	}
	key.received_month = last_month;
	value = slot_getattr(slot, columns->severity, &isnull);
	key.severity = isnull ? InvalidOid : DatumGetObjectId(value);
	key.status = DatumGetObjectId(slot_getattr(slot, columns->status, &isnull));
	late_days = DatumGetInt32(slot_getattr(slot, columns->late_days, &isnull));
	if (isnull)
		late_days = 0;
	key.late = isnull ? NO_TERM : late_days > 0;
	find_result(&key, slot, columns->detail);

	tally = hash_search(tallies, &key, HASH_ENTER, &found);
	if (!found)
		tally->records = tally->late_days = 0;
	tally->records++;
	tally->late_days += late_days;
}

static void
store_tallies(HTAB *tallies, TupleDesc desc, const Columns *columns)
{
	static SPIPlanPtr plan = NULL;
	static Oid	planned_for = InvalidOid;
	Oid			severity = TupleDescAttr(desc, columns->severity - 1)->atttypid;
	HASH_SEQ_STATUS all;
	Tally	   *tally;
	CreditAsOwner saved;

	credit_as_owner_begin(&saved);
	SPI_connect();
	/* the extension may have been made anew, and its types with it */
	if (plan != NULL && planned_for != severity)
	{
		SPI_freeplan(plan);
		plan = NULL;
	}
	if (plan == NULL)
	{
		Oid			types[10] = {INT4OID, TEXTOID, DATEOID, DATEOID, severity,
			TupleDescAttr(desc, columns->status - 1)->atttypid, BOOLOID, INT8OID, INT8OID, TEXTOID};

		plan = SPI_prepare(add_tally, 10, types);
		if (plan == NULL || SPI_keepplan(plan) != 0)
			elog(ERROR, "could not prepare: %s", SPI_result_code_string(SPI_result));
		planned_for = severity;
	}
	hash_seq_init(&all, tallies);
	while ((tally = hash_seq_search(&all)) != NULL)
	{
		Datum		values[10] = {
			Int32GetDatum(tally->key.dept),
			PointerGetDatum(cstring_to_text_with_len(tally->key.item, tally->key.item_length)),
			DateADTGetDatum(tally->key.month), DateADTGetDatum(tally->key.received_month),
			ObjectIdGetDatum(tally->key.severity), ObjectIdGetDatum(tally->key.status),
			BoolGetDatum(tally->key.late == 1), Int64GetDatum(tally->records), Int64GetDatum(tally->late_days), (Datum) 0};
		char		nulls[] = "          ";

		if (!OidIsValid(tally->key.severity))
			nulls[4] = 'n';
		if (tally->key.late == NO_TERM)
			nulls[6] = 'n';
		if (tally->key.result_length < 0)
			nulls[9] = 'n';
		else
			values[9] = PointerGetDatum(cstring_to_text_with_len(tally->key.result, tally->key.result_length));
		if (SPI_execute_plan(plan, values, nulls, false, 0) != SPI_OK_INSERT)
			elog(ERROR, "could not count records");
	}
	SPI_finish();
	credit_as_owner_end(&saved);
}

/*
 * credit.tally_added() → trigger, after each statement that inserts into
 * credit.record_store, with the new rows as a transition table.
 */
Datum
credit_tally_added(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	TupleDesc	desc;
	TupleTableSlot *slot;
	HASHCTL		info = {0};
	HTAB	   *tallies;
	Columns		columns;
	int			pointer;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_FOR_STATEMENT(trigger->tg_event) ||
		trigger->tg_newtable == NULL)
		ereport(ERROR, (errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
						errmsg("credit.tally_added() is called by statement triggers on records")));
	if (credit_restoring)
		return PointerGetDatum(NULL);

	desc = RelationGetDescr(trigger->tg_relation);
	columns.dept = SPI_fnumber(desc, "dept_id");
	columns.item = SPI_fnumber(desc, "item");
	columns.decided_on = SPI_fnumber(desc, "decided_on");
	columns.received_at = SPI_fnumber(desc, "received_at");
	columns.severity = SPI_fnumber(desc, "severity");
	columns.status = SPI_fnumber(desc, "status");
	columns.late_days = SPI_fnumber(desc, "late_days");
	columns.detail = SPI_fnumber(desc, "detail");

	info.keysize = sizeof(TallyKey);
	info.entrysize = sizeof(Tally);
	info.hcxt = CurrentMemoryContext;
	tallies = hash_create("credit tallies", 64, &info, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);

	slot = MakeSingleTupleTableSlot(desc, &TTSOpsMinimalTuple);
	pointer = tuplestore_alloc_read_pointer(trigger->tg_newtable, EXEC_FLAG_REWIND);
	tuplestore_select_read_pointer(trigger->tg_newtable, pointer);
	tuplestore_rescan(trigger->tg_newtable);
	while (tuplestore_gettupleslot(trigger->tg_newtable, true, false, slot))
		count_record(tallies, slot, &columns);
	ExecDropSingleTupleTableSlot(slot);

	store_tallies(tallies, desc, &columns);
	hash_destroy(tallies);
	return PointerGetDatum(NULL);
}
