/*
 * new_rows.c
 *	  Reads the transition table of a statement that entered records once, for
 *	  all the rooms whose triggers hang on credit.record_store: which items,
 *	  severities and states came, in which batches. A room compares that with
 *	  its rules and returns at once when nothing concerns it.
 *
 * One row must cost every room a few microseconds and a load next to nothing,
 * so the summary is kept until another statement's rows are asked for. Rows
 * are known again by their table, their number and the number of the first
 * record, which comes from a sequence and is given once.
 */
#include "record/new_rows.h"

#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "executor/executor.h"
#include "nodes/makefuncs.h"
#include "nodes/value.h"
#include "parser/parse_func.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

static MemoryContext summary_cxt = NULL;
static NewRows summary;
static Tuplestorestate *summary_of = NULL;
static int64 summary_first;
static int64 summary_batch;
static int32 summary_version;

void
credit_read_rows(RowReader *reader, TriggerData *trigger, Tuplestorestate *rows)
{
	reader->rows = rows;
	reader->slot = MakeSingleTupleTableSlot(RelationGetDescr(trigger->tg_relation), &TTSOpsMinimalTuple);
	reader->pointer = tuplestore_alloc_read_pointer(rows, EXEC_FLAG_REWIND);
	tuplestore_select_read_pointer(rows, reader->pointer);
	tuplestore_rescan(rows);
}

bool
credit_next_row(RowReader *reader, int columns)
{
	/* between two rows somebody else may have read the table */
	tuplestore_select_read_pointer(reader->rows, reader->pointer);
	if (!tuplestore_gettupleslot(reader->rows, true, false, reader->slot))
		return false;
	slot_getsomeattrs(reader->slot, columns);
	return true;
}

void
credit_end_rows(RowReader *reader)
{
	ExecDropSingleTupleTableSlot(reader->slot);
}

static void *
grow(void *array, int count, Size size)
{
	/* room for 1, 2, 4, 8 … */
	if (count > 0 && (count & (count - 1)) != 0)
		return array;
	return count == 0 ? palloc(size) : repalloc(array, size * count * 2);
}

static int
item_number(const char *name, int length)
{
	for (int i = 0; i < summary.nitems; i++)
	{
		if (strncmp(summary.items[i], name, length) == 0 && summary.items[i][length] == '\0')
			return i;
	}
	summary.items = grow(summary.items, summary.nitems, sizeof(char *));
	summary.items[summary.nitems] = pnstrdup(name, length);
	return summary.nitems++;
}

static NewGroup *
group_of(int item, Oid severity, Oid status)
{
	NewGroup   *group;

	for (int i = 0; i < summary.ngroups; i++)
	{
		group = &summary.groups[i];
		if (group->item == item && group->severity == severity && group->status == status)
			return group;
	}
	summary.groups = grow(summary.groups, summary.ngroups, sizeof(NewGroup));
	group = &summary.groups[summary.ngroups++];
	*group = (NewGroup){.item = item, .severity = severity, .status = status};
	return group;
}

static NewBatch *
batch_of(int64 batch_id, int64 record, DateADT day)
{
	for (int i = summary.nbatches - 1; i >= 0; i--)
	{
		if (summary.batches[i].batch_id == batch_id)
			return &summary.batches[i];
	}
	summary.batches = grow(summary.batches, summary.nbatches, sizeof(NewBatch));
	summary.batches[summary.nbatches] = (NewBatch){
		.batch_id = batch_id, .first_record = record, .last_record = record,
		.first_day = day, .last_day = day
	};
	return &summary.batches[summary.nbatches++];
}

static void
summarise(RowReader *reader)
{
	NewGroup   *group = NULL;
	NewBatch   *batch = NULL;

	do
	{
		Datum	   *values = reader->slot->tts_values;
		bool	   *isnull = reader->slot->tts_isnull;
		text	   *name = DatumGetTextPP(values[REC_ITEM - 1]);
		int			length = VARSIZE_ANY_EXHDR(name);
		int64		record = DatumGetInt64(values[REC_RECORD_ID - 1]);
		int64		batch_id = DatumGetInt64(values[REC_BATCH_ID - 1]);
		DateADT		day = DatumGetDateADT(values[REC_DECIDED_ON - 1]);
		Oid			status = DatumGetObjectId(values[REC_STATUS - 1]);
		Oid			severity = isnull[REC_SEVERITY - 1] ? InvalidOid :
			DatumGetObjectId(values[REC_SEVERITY - 1]);

		if (group == NULL || group->severity != severity || group->status != status ||
			strncmp(summary.items[group->item], VARDATA_ANY(name), length) != 0 ||
			summary.items[group->item][length] != '\0')
			group = group_of(item_number(VARDATA_ANY(name), length), severity, status);
		group->rows++;
		if (batch == NULL || batch->batch_id != batch_id)
			batch = batch_of(batch_id, record, day);
		batch->first_record = Min(batch->first_record, record);
		batch->last_record = Max(batch->last_record, record);
		batch->first_day = Min(batch->first_day, day);
		batch->last_day = Max(batch->last_day, day);
		summary.rows++;
	} while (credit_next_row(reader, REC_VERSION));
}

const NewRows *
credit_new_rows(TriggerData *trigger)
{
	RowReader	reader;
	int64		count = tuplestore_tuple_count(trigger->tg_newtable);
	MemoryContext old;

	if (count == 0)
	{
		static const NewRows none = {0};

		return &none;
	}
	credit_read_rows(&reader, trigger, trigger->tg_newtable);
	if (!credit_next_row(&reader, REC_VERSION))
		elog(ERROR, "the new rows cannot be read");
	if (summary_of != trigger->tg_newtable || summary.rows != count ||
		summary_first != DatumGetInt64(reader.slot->tts_values[REC_RECORD_ID - 1]) ||
		summary_batch != DatumGetInt64(reader.slot->tts_values[REC_BATCH_ID - 1]) ||
		summary_version != DatumGetInt32(reader.slot->tts_values[REC_VERSION - 1]))
	{
		summary_of = NULL;
		if (summary_cxt == NULL)
			summary_cxt = AllocSetContextCreate(TopMemoryContext, "credit new rows",
												ALLOCSET_DEFAULT_SIZES);
		MemoryContextReset(summary_cxt);
		memset(&summary, 0, sizeof(summary));
		summary_first = DatumGetInt64(reader.slot->tts_values[REC_RECORD_ID - 1]);
		summary_batch = DatumGetInt64(reader.slot->tts_values[REC_BATCH_ID - 1]);
		summary_version = DatumGetInt32(reader.slot->tts_values[REC_VERSION - 1]);
		old = MemoryContextSwitchTo(summary_cxt);
		summarise(&reader);
		MemoryContextSwitchTo(old);
		summary_of = trigger->tg_newtable;
	}
	credit_end_rows(&reader);
	return &summary;
}

TriggerData *
credit_statement_trigger(FunctionCallInfo fcinfo, const char *name)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_FOR_STATEMENT(trigger->tg_event) ||
		trigger->tg_newtable == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("credit.%s() is a statement trigger on records with transition tables", name)));
	return trigger;
}

bool
credit_is_load(const NewRows *rows)
{
	return rows->rows > credit_immediate_evaluation;
}

void
credit_note_batches(const char *consumer, const NewRows *rows)
{
	for (int i = 0; i < rows->nbatches; i++)
		credit_note_batch(consumer, rows->batches[i].batch_id);
}

/* what a trigger in C has found to be of concern goes its way in SQL, with the
 * same transition tables */
void
credit_call_trigger(const char *name, FunctionCallInfo fcinfo)
{
	LOCAL_FCINFO(call, 0);
	FmgrInfo	function;
	Oid			oid = LookupFuncName(list_make2(makeString("credit"), makeString(pstrdup(name))),
									 0, NULL, false);

	fmgr_info(oid, &function);
	InitFunctionCallInfoData(*call, &function, 0, InvalidOid, fcinfo->context, NULL);
	(void) FunctionCallInvoke(call);
}
