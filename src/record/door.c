/*
 * door.c
 *	  The doors' triggers and the state of a statement that enters records.
 *
 * A door is a view: departments may COPY into it although the table behind is
 * under row-level security, which PostgreSQL refuses for tables. Its INSTEAD
 * OF trigger takes each row; the AFTER STATEMENT trigger writes what is left.
 *
 * Statements nest: a set-based trigger may enter records itself. States stack
 * by trigger depth and view, and vanish with the subtransaction they began in.
 */
#include "record/record.h"

#include "access/table.h"
#include "catalog/pg_enum.h"
#include "commands/sequence.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "registry/registry.h"
#include "storage/lock.h"
#include "tcop/pquery.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/portal.h"
#include "utils/syscache.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(credit_enter);
PG_FUNCTION_INFO_V1(credit_enter_end);

#define ADVISORY_ENTRY 0x43524445	/* class of the lock on a department's entry */

static Door *doors = NULL;
static bool callbacks_registered = false;

static void
forget_doors(SubTransactionId from)
{
	while (doors != NULL && doors->subid >= from)
	{
		Door	   *door = doors;

		doors = door->up;
		MemoryContextDelete(door->cxt);
	}
}

/*
 * A statement that its caller did not run to the end (SPI with a row limit and
 * RETURNING) never reaches credit.enter_end(): what it entered must not be
 * lost in silence.
 */
static void
refuse_unfinished(void)
{
	for (Door *door = doors; door != NULL; door = door->up)
	{
		if (door->rows > 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_TRANSACTION_STATE),
					 errmsg("a statement that entered records was not run to its end"),
					 errhint("Fetch all rows that INSERT ... RETURNING gives.")));
	}
}

static void
transaction_ended(XactEvent event, void *arg)
{
	if (event == XACT_EVENT_PRE_COMMIT || event == XACT_EVENT_PRE_PREPARE)
		refuse_unfinished();
	if (event == XACT_EVENT_COMMIT || event == XACT_EVENT_ABORT || event == XACT_EVENT_PREPARE)
		forget_doors(TopSubTransactionId);
}

static void
subtransaction_ended(SubXactEvent event, SubTransactionId mine, SubTransactionId parent, void *arg)
{
	if (event == SUBXACT_EVENT_ABORT_SUB)
		forget_doors(mine);
}

static Oid
enum_value(Oid type, const char *label)
{
	HeapTuple	tuple = SearchSysCache2(ENUMTYPOIDNAME, ObjectIdGetDatum(type),
										CStringGetDatum(label));
	Oid			value;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "enumeration %u has no value \"%s\"", type, label);
	value = ((Form_pg_enum) GETSTRUCT(tuple))->oid;
	ReleaseSysCache(tuple);
	return value;
}

static Oid
enum_type(const char *name)
{
	return GetSysCacheOid2(TYPENAMENSP, Anum_pg_type_oid, CStringGetDatum(name),
						   ObjectIdGetDatum(credit_schema_oid()));
}

static void
look_up_enumerations(Door *door)
{
	Oid			severity = enum_type("severity"),
				status = enum_type("record_status"),
				kind = enum_type("subject_kind");

	door->severity_oid[SEVERITY_MINOR] = enum_value(severity, "minor");
	door->severity_oid[SEVERITY_GENERAL] = enum_value(severity, "general");
	door->severity_oid[SEVERITY_SERIOUS] = enum_value(severity, "serious");
	door->status_valid = enum_value(status, "valid");
	door->status_unverified = enum_value(status, "unverified");
	door->status_revoked = enum_value(status, "revoked");
	door->status_withdrawn = enum_value(status, "withdrawn");
	for (int k = 0; k < SUBJECT_KINDS; k++)
		door->kind_oid[k] = enum_value(kind, subject_kind_labels[k]);
}

static int
trigger_depth(void)
{
	return DatumGetInt32(DirectFunctionCall1(pg_trigger_depth, (Datum) 0));
}

/* COPY returns no rows: none need be completed, and all may wait */
static bool
is_copy(int depth)
{
	return depth == 1 && ActivePortal != NULL &&
		ActivePortal->commandTag == CMDTAG_COPY;
}

static Door *
open_door(Relation view, int depth, const char *item_name)
{
	MemoryContext cxt = AllocSetContextCreate(TopTransactionContext, "credit door",
											  ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(cxt);
	Door	   *door = palloc0(sizeof(Door));
	Relation	store;

	if (!callbacks_registered)
	{
		RegisterXactCallback(transaction_ended, NULL);
		RegisterSubXactCallback(subtransaction_ended, NULL);
		callbacks_registered = true;
	}
	door->cxt = cxt;
	/* what one row takes comes in one block, which a reset keeps */
	door->row_cxt = AllocSetContextCreate(cxt, "credit row", 0, 64 * 1024, 1024 * 1024);
	door->retake_cxt = AllocSetContextCreate(cxt, "credit row that waited", ALLOCSET_DEFAULT_SIZES);
	door->lets_wait = is_copy(depth);
	/* what a chunk takes is kept from chunk to chunk: else the system takes it
	 * back each time and has to give it out cleared again */
	door->waiting_cxt = AllocSetContextCreate(cxt, "credit waiting rows",
											  door->lets_wait ? 2 * DOOR_BUFFER_BYTES : ALLOCSET_DEFAULT_MINSIZE,
											  ALLOCSET_DEFAULT_INITSIZE,
											  /* a first block may not be larger than any other */
											  door->lets_wait ? 2 * DOOR_BUFFER_BYTES : ALLOCSET_DEFAULT_MAXSIZE);
	door->buffer_cxt = AllocSetContextCreate(cxt, "credit entered rows", ALLOCSET_DEFAULT_SIZES);
	door->trigger_depth = depth;
	door->view = RelationGetRelid(view);
	door->subid = GetCurrentSubTransactionId();
	door->view_desc = CreateTupleDescCopy(RelationGetDescr(view));
	door->item_name = item_name ? pstrdup(item_name) : NULL;
	if (strcmp(NameStr(TupleDescAttr(door->view_desc, door->view_desc->natts - 1)->attname), "row_no") == 0)
		door->row_column = door->view_desc->natts;
	door->store_relid = credit_relation_oid("record_store");
	store = table_open(door->store_relid, AccessShareLock);
	door->store_desc = CreateTupleDescCopy(RelationGetDescr(store));
	table_close(store, NoLock);
	door->record_sequence = credit_relation_oid("record_id_seq");
	door->now = credit_received_now();
	door->today = credit_today();
	door->userid = GetUserId();
	door->dept = credit_acting_department(door->userid, &door->office);
	if (door->dept == 0 && !door->office)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_NOT_YOUR_DEPARTMENT),
				 errmsg("role \"%s\" acts for no department", GetUserNameFromId(door->userid, false)),
				 errhint("Ask the credit office to name the role in credit.department.role_name.")));
	look_up_enumerations(door);
	credit_open_statement_batch(door);
	door->up = doors;
	doors = door;
	MemoryContextSwitchTo(old);
	return door;
}

/*
 * The subtransaction counts: rows a function enters in an exception block of
 * its own, while a statement is under way, must vanish with that block.
 */
static Door *
current_door(Oid view, int depth)
{
	for (Door *door = doors; door != NULL; door = door->up)
	{
		if (door->view == view && door->trigger_depth == depth &&
			door->subid == GetCurrentSubTransactionId())
			return door;
	}
	return NULL;
}

/*
 * Two writers of one department could enter the same natural key, neither
 * seeing the other's row; they take turns, until the end of the transaction.
 */
void
credit_lock_department(Door *door, int32 dept)
{
	LOCKTAG		tag;

	if (door->locked_dept == dept)
		return;
	door->batch_dept = door->batch_dept == 0 ? dept : -1;
	SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, ADVISORY_ENTRY, dept, 2);
	(void) LockAcquire(&tag, ExclusiveLock, false, false);
	door->locked_dept = dept;
}

int64
credit_next_record_id(Door *door)
{
	return nextval_internal(door->record_sequence, false);
}

/* rows that waited get theirs when they are written */
void
credit_number_record(Door *door, HeapTuple tuple)
{
	if (credit_get_number(tuple, REC_RECORD_ID) == 0)
		credit_put_number(tuple, REC_RECORD_ID, credit_next_record_id(door));
}

/* the row with what the database has set, for RETURNING through credit.record */
static HeapTuple
completed_row(const Door *door, const Entry *entry, Datum *values, bool *isnull)
{
	for (int c = 1; c <= REC_COLUMNS; c++)
	{
		values[c + 1] = entry->column[c];
		isnull[c + 1] = entry->isnull[c];
	}
	return heap_form_tuple(door->view_desc, values, isnull);
}

/*
 * Takes in one row of the door's statement, in a memory context that begins
 * anew with each. *completed, unless that is NULL, is the row with what the
 * database has set; it lives in that context.
 */
EntryResult
credit_take_row(Door *door, HeapTuple tuple, int64 row, MemoryContext cxt, HeapTuple *completed)
{
	Entry		entry;
	EntryResult result;
	MemoryContext old = MemoryContextSwitchTo(cxt);
	Datum	   *values;
	bool	   *isnull;
	int			natts = door->view_desc->natts;

	do
	{
		MemoryContextReset(cxt);
		memset(&entry, 0, sizeof(entry));
		memset(entry.isnull, true, sizeof(entry.isnull));
		entry.row = row;
		values = palloc(sizeof(Datum) * natts);
		isnull = palloc(sizeof(bool) * natts);
		heap_deform_tuple(tuple, door->view_desc, values, isnull);
		if (door->item_name == NULL)
			credit_read_record_row(door, &entry, values, isnull);
		else
			credit_read_view_row(door, &entry, values, isnull);
		result = entry.findings.reasons == NIL || entry.item != NULL ?
			credit_enter_row(door, &entry, tuple) : ENTRY_REJECTED;
	} while (result == ENTRY_AGAIN);
	if (result == ENTRY_REJECTED)
		credit_refuse_row(door, &entry);
	else if ((result == ENTRY_ACCEPTED || result == ENTRY_CORRECTED) && entry.findings.warnings != NIL)
		door->warned++;
	if (completed != NULL && (result == ENTRY_ACCEPTED || result == ENTRY_CORRECTED))
		*completed = completed_row(door, &entry, values, isnull);
	MemoryContextSwitchTo(old);
	return result;
}

/*
 * The row as it came, for those who go on with it. Never the same tuple: the
 * executor frees the one it made for the trigger only when another comes back,
 * and a load would keep every row until its end. COPY looks at none.
 */
static HeapTuple
row_again(Door *door, HeapTuple came)
{
	HeapTuple	again;
	MemoryContext old;

	if (door->lets_wait && door->no_row != NULL)
		return door->no_row;
	old = MemoryContextSwitchTo(door->lets_wait ? door->cxt : door->row_cxt);
	if (door->lets_wait)
	{
		int			natts = door->view_desc->natts;
		bool	   *isnull = palloc(sizeof(bool) * natts);

		memset(isnull, true, sizeof(bool) * natts);
		again = door->no_row = heap_form_tuple(door->view_desc, palloc0(sizeof(Datum) * natts), isnull);
	}
	else
		again = heap_copytuple(came);
	MemoryContextSwitchTo(old);
	return again;
}

/* from 1: in the statement, or as a coordinator says that sends a share of its rows */
static int64
place_of_row(Door *door, HeapTuple tuple)
{
	int64		place = ++door->rows;
	bool		isnull;
	Datum		told;

	if (door->row_column == 0)
		return place;
	told = heap_getattr(tuple, door->row_column, door->view_desc, &isnull);
	return isnull ? place : DatumGetInt64(told);
}

/*
 * credit.enter([item]) → trigger, INSTEAD OF INSERT, each row.
 * Without argument the view is credit.record, else a view whose columns are
 * the item's fields as text. A row set aside or known already is skipped.
 */
Datum
credit_enter(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = (TriggerData *) fcinfo->context;
	const char *item_name;
	Door	   *door;
	EntryResult result;
	HeapTuple	returned = NULL;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_INSTEAD(trigdata->tg_event) ||
		!TRIGGER_FIRED_FOR_ROW(trigdata->tg_event) ||
		!TRIGGER_FIRED_BY_INSERT(trigdata->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"%s\" must be fired INSTEAD OF INSERT for each row", "credit.enter")));
	item_name = trigdata->tg_trigger->tgnargs > 0 ? trigdata->tg_trigger->tgargs[0] : NULL;
	door = current_door(RelationGetRelid(trigdata->tg_relation), trigger_depth());
	if (door == NULL)
		door = open_door(trigdata->tg_relation, trigger_depth(), item_name);

	result = credit_take_row(door, trigdata->tg_trigtuple, place_of_row(door, trigdata->tg_trigtuple), door->row_cxt,
							 item_name == NULL && !door->lets_wait ? &returned : NULL);
	if (result != ENTRY_WAITS)
		door->count[result]++;
	if (result == ENTRY_REJECTED || result == ENTRY_DUPLICATE)
		return PointerGetDatum(NULL);
	if (returned == NULL)
		returned = row_again(door, trigdata->tg_trigtuple);
	return PointerGetDatum(returned);
}

static void
forget_door(Door *door)
{
	for (Door **link = &doors; *link != NULL; link = &(*link)->up)
	{
		if (*link == door)
		{
			*link = door->up;
			break;
		}
	}
	MemoryContextDelete(door->cxt);
}

/*
 * credit.enter_end() → trigger, AFTER INSERT on a door, each statement.
 * Writes what is buffered and the batch's counts.
 */
Datum
credit_enter_end(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = (TriggerData *) fcinfo->context;
	Door	   *door;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_AFTER(trigdata->tg_event) ||
		!TRIGGER_FIRED_FOR_STATEMENT(trigdata->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"%s\" must be fired AFTER INSERT for each statement", "credit.enter_end")));
	door = current_door(RelationGetRelid(trigdata->tg_relation), trigger_depth());
	if (door == NULL)
		return PointerGetDatum(NULL);	/* a statement without rows */

	credit_settle(door);
	credit_close_lookups(door);
	credit_flush(door);
	credit_write_batch(door);
	credit_tell_results(door);
	forget_door(door);
	return PointerGetDatum(NULL);
}

/* ---- rows that no statement brings: see record.h ---- */

Door *
credit_entry_begin(int64 batch_id)
{
	Relation	view = table_open(credit_relation_oid("record"), AccessShareLock);
	char	   *setting = credit_batch;
	char		own[32];
	Door	   *door;

	/* joins the caller's batch, whichever the session has open */
	snprintf(own, sizeof(own), INT64_FORMAT, batch_id);
	PG_TRY();
	{
		credit_batch = own;
		door = open_door(view, trigger_depth(), NULL);
	}
	PG_FINALLY();
	{
		credit_batch = setting;
	}
	PG_END_TRY();
	table_close(view, NoLock);
	/* no trigger finds it */
	door->view = InvalidOid;
	door->sets_aside = true;
	door->lets_wait = false;
	return door;
}

/*
 * One row, its fields by name. The caller has zeroed the entry and set what
 * does not stand in fields; texts outlive the call, the entry's own values
 * only until the next row.
 */
EntryResult
credit_entry_row(Door *door, Entry *entry, const char *item, const EntryText *texts, int ntexts)
{
	MemoryContext old;
	EntryResult result;

	MemoryContextReset(door->row_cxt);
	old = MemoryContextSwitchTo(door->row_cxt);
	memset(entry->isnull, true, sizeof(entry->isnull));
	(void) credit_read_texts(entry, item, texts, ntexts);
	door->mapped_item = entry->item ? entry->item : entry->newest;
	/* when a record came in decides whether it was late: not for departments to say */
	if (!door->office)
		entry->has_received_at = false;
	entry->row = ++door->rows;
	result = entry->item != NULL ? credit_enter_row(door, entry, NULL) : ENTRY_REJECTED;
	if (result == ENTRY_REJECTED)
		credit_refuse_row(door, entry);
	door->count[result]++;
	MemoryContextSwitchTo(old);
	return result;
}

void
credit_entry_end(Door *door)
{
	credit_close_lookups(door);
	credit_flush(door);
	credit_write_batch(door);
	forget_door(door);
}
