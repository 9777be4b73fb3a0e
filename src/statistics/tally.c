/*
 * tally.c
 *	  Counts the records of a statement by department, item, months, severity,
 *	  state and timeliness: a few rows for credit.record_tally, however many
 *	  records came. Calls the root and the record room.
 */
#include "append_row.h"
#include "record/new_rows.h"

#include "access/htup_details.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/hsearch.h"
#include "utils/jsonb.h"

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
find_result(TallyKey *key, TupleTableSlot *slot)
{
	JsonbValue	buffer;
	JsonbValue *result;

	key->result_length = -1;
	for (int i = 0; i < lengthof(with_results); i++)
	{
		if (key->item_length != strlen(with_results[i]) ||
			memcmp(key->item, with_results[i], key->item_length) != 0)
			continue;
		result = getKeyJsonValueFromContainer(&DatumGetJsonbP(slot->tts_values[REC_DETAIL - 1])->root,
											  "result", strlen("result"), &buffer);
		if (result == NULL || result->type != jbvString)
			return;
		key->result_length = pg_mbcharcliplen(result->val.string.val, result->val.string.len, RESULT_CHARACTERS);
		memcpy(key->result, result->val.string.val, key->result_length);
		return;
	}
}

/* counts one record; the month of an instant is remembered, for a load has one */
static void
count_record(HTAB *tallies, TupleTableSlot *slot)
{
	static TimestampTz last_instant = 0;
	static DateADT last_month = 0;
	TallyKey	key;
	Tally	   *tally;
	Datum	   *values = slot->tts_values;
	bool	   *isnull = slot->tts_isnull;
	bool		found;
	text	   *item;
	TimestampTz received;
	int32		late_days;

	memset(&key, 0, sizeof(key));
	key.dept = DatumGetInt32(values[REC_DEPT_ID - 1]);
	item = DatumGetTextPP(values[REC_ITEM - 1]);
	key.item_length = VARSIZE_ANY_EXHDR(item);
	if (key.item_length > sizeof(key.item))
		elog(ERROR, "name of a catalogue item is too long");
	memcpy(key.item, VARDATA_ANY(item), key.item_length);
	key.month = first_of_month(DatumGetDateADT(values[REC_DECIDED_ON - 1]));
	received = DatumGetTimestampTz(values[REC_RECEIVED_AT - 1]);
	if (received != last_instant || last_month == 0)
	{
		last_month = first_of_month(credit_date_of(received));
		last_instant = received;
	}
	key.received_month = last_month;
	key.severity = isnull[REC_SEVERITY - 1] ? InvalidOid : DatumGetObjectId(values[REC_SEVERITY - 1]);
	key.status = DatumGetObjectId(values[REC_STATUS - 1]);
	late_days = isnull[REC_LATE_DAYS - 1] ? 0 : DatumGetInt32(values[REC_LATE_DAYS - 1]);
	key.late = isnull[REC_LATE_DAYS - 1] ? NO_TERM : late_days > 0;
	find_result(&key, slot);

	tally = hash_search(tallies, &key, HASH_ENTER, &found);
	if (!found)
		tally->records = tally->late_days = 0;
	tally->records++;
	tally->late_days += late_days;
}

static void
store_tallies(HTAB *tallies)
{
	HASH_SEQ_STATUS all;
	Tally	   *tally;

	hash_seq_init(&all, tallies);
	while ((tally = hash_seq_search(&all)) != NULL)
	{
		const TallyKey *key = &tally->key;
		const Datum values[10] = {
			Int32GetDatum(key->dept),
			PointerGetDatum(cstring_to_text_with_len(key->item, key->item_length)),
			DateADTGetDatum(key->month), DateADTGetDatum(key->received_month),
			ObjectIdGetDatum(key->severity), ObjectIdGetDatum(key->status),
			BoolGetDatum(key->late == 1),
			key->result_length < 0 ? (Datum) 0 :
			PointerGetDatum(cstring_to_text_with_len(key->result, key->result_length)),
			Int64GetDatum(tally->records), Int64GetDatum(tally->late_days)
		};
		bool		isnull[10] = {false};

		isnull[4] = !OidIsValid(key->severity);
		isnull[6] = key->late == NO_TERM;
		isnull[7] = key->result_length < 0;
		credit_append_row("record_tally", 10, values, isnull);
	}
}

/*
 * credit.tally_added() → trigger, after each statement that inserts into
 * credit.record_store, with the new rows as a transition table.
 */
Datum
credit_tally_added(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = credit_statement_trigger(fcinfo, "tally_added");
	RowReader	reader;
	HASHCTL		info = {0};
	HTAB	   *tallies;

	if (credit_restoring)
		return PointerGetDatum(NULL);

	info.keysize = sizeof(TallyKey);
	info.entrysize = sizeof(Tally);
	info.hcxt = CurrentMemoryContext;
	tallies = hash_create("credit tallies", 64, &info, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);

	credit_read_rows(&reader, trigger, trigger->tg_newtable);
	while (credit_next_row(&reader, REC_LATE_DAYS))
		count_record(tallies, reader.slot);
	credit_end_rows(&reader);

	store_tallies(tallies);
	hash_destroy(tallies);
	return PointerGetDatum(NULL);
}
