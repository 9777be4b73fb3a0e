/*
 * entry.c
 *	  One row: which edition of which item, whose decision, about whom, how
 *	  severe, in time or late, published until when; known already, a
 *	  correction, or new. What breaks a rule becomes a reason, never an error.
 */
#include "record/record.h"

#include "calendar/calendar.h"
#include "code/identifier_core.h"
#include "code/uscc.h"
#include "record/entry_subject.h"
#include "registry/registry.h"
#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/lsyscache.h"

#define DOC_NO_BYTES 1000		/* what the index on the natural key can hold */

static void
set_column(Entry *entry, RecordColumn column, Datum value)
{
	entry->column[column] = value;
	entry->isnull[column] = false;
}

static void
set_date(Entry *entry, RecordColumn column, FieldRole role)
{
	const FieldValue *value = credit_entry_value(entry, role);

	if (value != NULL)
		set_column(entry, column, DateADTGetDatum(value->date));
}

static void
warn(Entry *entry, const char *what)
{
	entry->findings.warnings = lappend(entry->findings.warnings, (void *) what);
}

/*
 * Whose decision it is: for a department its own, for the office the one the
 * row names. A row that names another department's code is refused.
 */
static void
resolve_department(Door *door, Entry *entry)
{
	const FieldValue *code = credit_entry_value(entry, ROLE_AUTHORITY_CODE);
	const CreditDepartment *named = code ? credit_department_by_uscc(code->text) : NULL;
	const char *field = credit_entry_field(entry, ROLE_AUTHORITY_CODE, "dept_id");
	int32		dept = door->dept;

	if (entry->given_dept != 0)
	{
		const CreditDepartment *given = credit_department_by_id(entry->given_dept);

		if (given == NULL || !credit_may_act_for(door->userid, entry->given_dept))
		{
			credit_add_reason(&entry->findings, "dept_id", "department",
							  psprintf("%d", entry->given_dept),
							  strlen(psprintf("%d", entry->given_dept)),
							  _("a department this role may act for"));
			return;
		}
		dept = entry->given_dept;
		if (named && named->dept_id != dept)
		{
			credit_add_reason(&entry->findings, field, "department", code->text, code->len,
							  _("the code of the department in dept_id"));
			return;
		}
	}
	else if (named != NULL)
	{
		if (!credit_may_act_for(door->userid, named->dept_id))
		{
			credit_add_reason(&entry->findings, field, "department", code->text, code->len,
							  _("the code of your own department"));
			return;
		}
		dept = named->dept_id;
	}
	else if (code != NULL && (dept == 0 || (credit_department_by_id(dept) &&
											credit_department_by_id(dept)->uscc)))
	{
		credit_add_reason(&entry->findings, field, "department", code->text, code->len,
						  dept == 0 ? _("the code of a registered department") :
						  _("the code of your own department"));
		return;
	}
	if (dept == 0)
	{
		credit_add_reason(&entry->findings, "dept_id", "department", NULL, 0,
						  _("the department that decided, since this role acts for none"));
		return;
	}
	if (entry->item->owner_dept != 0 && entry->item->owner_dept != dept)
	{
		credit_add_reason(&entry->findings, "item", "owner", entry->item_name,
						  strlen(entry->item_name),
						  _("an item of your department: this one belongs to another"));
		return;
	}
	set_column(entry, REC_DEPT_ID, Int32GetDatum(dept));
}

/*
 * Only an item open to everybody is published. The regime in force on the
 * decision date decides whether and how long a
 * record is published; without a longest term it is published while valid; the
 * item's retention ends it earlier.
 */
static void
publication_of(Entry *entry, const PublicationRegime *regime, DateADT decided_on, bool person)
{
	DateADT		retained;

	if (entry->item->openness != OPENNESS_PUBLIC || regime == NULL ||
		!(person ? regime->published_persons : regime->published))
		return;
	set_column(entry, REC_PUBLISH_FROM, DateADTGetDatum(decided_on));
	if (regime->has_max_term)
		set_column(entry, REC_PUBLISH_UNTIL, DateADTGetDatum(credit_term_end(decided_on, &regime->max_term)));
	else
		set_date(entry, REC_PUBLISH_UNTIL, ROLE_VALID_UNTIL);
	retained = credit_retained_until(entry->item, decided_on);
	if (retained != DATEVAL_NOEND &&
		(entry->isnull[REC_PUBLISH_UNTIL] || DatumGetDateADT(entry->column[REC_PUBLISH_UNTIL]) > retained))
		set_column(entry, REC_PUBLISH_UNTIL, DateADTGetDatum(retained));
}

/* the reporting clock, and how many working days this row came after it, begun ones counted */
static void
clock_of(const Door *door, Entry *entry, DateADT decided_on)
{
	const char *unit = entry->item->submit_unit;
	DateADT		received = entry->has_received_at ? credit_date_of(entry->received_at) : door->today,
				due;
	int			late = 0;

	if (entry->item->submit_within == 0)
		return;
	if (!credit_due_on(decided_on, entry->item->submit_within,
					   credit_unit(unit, strlen(unit)), NULL, &due))
	{
		warn(entry, "deadline_unknown");
		return;
	}
	set_column(entry, REC_DUE_ON, DateADTGetDatum(due));
	if (received > due && !credit_workdays_between(due, received, NULL, &late))
	{
		warn(entry, "lateness_unknown");
		return;
	}
	/* the term ended with its last day: on the rest day behind it a row is late */
	if (received > due && late == 0)
		late = 1;
	set_column(entry, REC_LATE_DAYS, Int32GetDatum(late));
}

static Datum
amount_of(const Entry *entry, const FieldValue *value)
{
	Datum		number = NumericGetDatum(value->number);

	if (entry->has_amount)
		return DirectFunctionCall1(numeric_trim_scale, entry->amount);
	if (entry->item->fields[entry->item->by_role[ROLE_AMOUNT]].type == FIELD_AMOUNT_WAN)
		number = DirectFunctionCall2(numeric_mul, number,
									 DirectFunctionCall1(int4_numeric, Int32GetDatum(10000)));
	return DirectFunctionCall1(numeric_trim_scale, number);
}

/* what can be said once item, department and subject are known */
static void
complete(Door *door, Entry *entry, bool person)
{
	const FieldValue *doc_no = credit_entry_value(entry, ROLE_DOC_NO);
	const FieldValue *amount = credit_entry_value(entry, ROLE_AMOUNT);
	const FieldValue *typed_end = credit_entry_value(entry, ROLE_PUBLISH_UNTIL);
	DateADT		decided_on = credit_entry_value(entry, ROLE_DECIDED_ON)->date;
	const CreditDepartment *dept = credit_department_by_id(DatumGetInt32(entry->column[REC_DEPT_ID]));
	const char *sector = dept ? dept->sector : NULL;
	Severity	severity = credit_severity_of(entry->item, entry->values, sector, decided_on);

	set_column(entry, REC_ITEM, CStringGetTextDatum(entry->item_name));
	set_column(entry, REC_DOC_NO, CStringGetTextDatum(doc_no ? doc_no->text : ""));
	set_column(entry, REC_DECIDED_ON, DateADTGetDatum(decided_on));
	set_date(entry, REC_VALID_FROM, ROLE_VALID_FROM);
	set_date(entry, REC_VALID_UNTIL, ROLE_VALID_UNTIL);
	if (severity != SEVERITY_NONE)
		set_column(entry, REC_SEVERITY, ObjectIdGetDatum(door->severity_oid[severity]));
	if (amount != NULL)
		set_column(entry, REC_AMOUNT, amount_of(entry, amount));
	set_column(entry, REC_DETAIL, credit_detail_of(entry, person));
	set_column(entry, REC_STATUS, ObjectIdGetDatum(entry->item->voluntary ?
												   door->status_unverified : door->status_valid));
	set_column(entry, REC_RECEIVED_AT,
			   TimestampTzGetDatum(entry->has_received_at ? entry->received_at : door->now));
	set_column(entry, REC_VERSION, Int32GetDatum(1));
	clock_of(door, entry, decided_on);
	publication_of(entry, credit_regime_of(entry->item, severity, sector, decided_on),
				   decided_on, person);
	/* the typed end of publication is compared, never trusted: it is computed */
	if (typed_end != NULL && !entry->isnull[REC_PUBLISH_UNTIL] &&
		typed_end->date != DatumGetDateADT(entry->column[REC_PUBLISH_UNTIL]))
		warn(entry, "publish_until_differs");
}

static void
set_warnings(Entry *entry)
{
	int			n = list_length(entry->findings.warnings);
	Datum	   *texts;

	if (n == 0)
		return;
	texts = palloc(sizeof(Datum) * n);
	for (int i = 0; i < n; i++)
		texts[i] = CStringGetTextDatum((char *) list_nth(entry->findings.warnings, i));
	set_column(entry, REC_WARNINGS, PointerGetDatum(construct_array(texts, n, TEXTOID, -1, false, TYPALIGN_INT)));
}

static void
finish(Door *door, Entry *entry, bool person)
{
	complete(door, entry, person);
	set_column(entry, REC_BATCH_ID, Int64GetDatum(door->batch_id));
	set_warnings(entry);
}

/* entry->column with a stored or buffered row of the same key */
static EntryResult
compare(Door *door, Entry *entry, Datum *values, bool *isnull, bool stored)
{
	static const RecordColumn kept[] = {REC_STATUS, REC_RECEIVED_AT, REC_DUE_ON, REC_LATE_DAYS};

	if (credit_same_content(door->store_desc, values, isnull, entry->column, entry->isnull))
	{
		set_column(entry, REC_RECORD_ID, values[REC_RECORD_ID]);
		return ENTRY_DUPLICATE;
	}
	if (!stored)
	{
		/* read it back: writing has given it its number and freed the row */
		RecordKey	key = credit_record_key(entry->column);

		credit_flush(door);
		if (!credit_stored_record(door, &key, values, isnull))
			elog(ERROR, "a record just written cannot be found");
	}
	set_column(entry, REC_RECORD_ID, values[REC_RECORD_ID]);
	if (credit_repeats_version(door, entry))
	{
		door->outdated++;
		return ENTRY_DUPLICATE;
	}
	/* another session may end the record between our look and our update */
	if (DatumGetObjectId(values[REC_STATUS]) == door->status_revoked ||
		DatumGetObjectId(values[REC_STATUS]) == door->status_withdrawn ||
		!credit_correct_record(door, entry, DatumGetInt64(values[REC_RECORD_ID]),
							   DatumGetInt64(entry->column[REC_SUBJECT_ID])))
	{
		credit_add_reason(&entry->findings, credit_entry_field(entry, ROLE_DOC_NO, "doc_no"), "revoked",
						  NULL, 0, _("a decision that has not been revoked or withdrawn; enter a new decision"));
		return ENTRY_REJECTED;
	}
	/* what a correction leaves as it was, for RETURNING */
	for (int i = 0; i < lengthof(kept); i++)
	{
		/* what was verified is not what stands there now */
		if (kept[i] == REC_STATUS && entry->item->voluntary &&
			DatumGetObjectId(values[REC_STATUS]) == door->status_valid)
			continue;
		entry->column[kept[i]] = values[kept[i]];
		entry->isnull[kept[i]] = isnull[kept[i]];
	}
	set_column(entry, REC_VERSION, Int32GetDatum(DatumGetInt32(values[REC_VERSION]) + 1));
	return ENTRY_CORRECTED;
}

static EntryResult
store(Door *door, Entry *entry, bool subject_is_new)
{
	Datum		values[REC_COLUMNS + 1];
	bool		isnull[REC_COLUMNS + 1];
	RecordKey	key = credit_record_key(entry->column);
	uint64		hash;
	HeapTuple	tuple = credit_buffered_record(door, &key, &hash);
	MemoryContext old;

	if (tuple != NULL)
	{
		heap_deform_tuple(tuple, door->store_desc, values + 1, isnull + 1);
		return compare(door, entry, values, isnull, false);
	}
	if (!subject_is_new && credit_stored_record(door, &key, values, isnull))
		return compare(door, entry, values, isnull, true);

	set_column(entry, REC_RECORD_ID, Int64GetDatum(credit_next_record_id(door)));
	old = MemoryContextSwitchTo(door->buffer_cxt);
	tuple = heap_form_tuple(door->store_desc, entry->column + 1, entry->isnull + 1);
	MemoryContextSwitchTo(old);
	credit_buffer_record(door, tuple, hash);
	return ENTRY_ACCEPTED;
}

/* rows that came before this one; false when the row's item may be outdated */
static bool
settle_before(Door *door)
{
	uint64		generation = credit_item_generation();

	credit_settle(door);
	return generation == credit_item_generation();
}

/*
 * Takes one row in, which came as the tuple. entry->item is set, or NULL when
 * no edition fits, in which case the reasons say so already. Returns what
 * became of it.
 */
EntryResult
credit_enter_row(Door *door, Entry *entry, HeapTuple came)
{
	bool		is_new = false,
				person = false;
	EntryResult result;

	if (entry->item == NULL)
		return ENTRY_REJECTED;

	credit_check_fields(entry->item, entry->input, entry->values, &entry->findings);
	if (credit_entry_value(entry, ROLE_DECIDED_ON) == NULL && entry->findings.reasons == NIL)
		credit_add_reason(&entry->findings, credit_entry_field(entry, ROLE_DECIDED_ON, "decided_on"),
						  "required", NULL, 0, _("the date of the decision"));
	if (credit_entry_value(entry, ROLE_DOC_NO) != NULL && credit_entry_value(entry, ROLE_DOC_NO)->len > DOC_NO_BYTES)
		credit_add_reason(&entry->findings, credit_entry_field(entry, ROLE_DOC_NO, "doc_no"), "max_length",
						  psprintf(_("%d bytes"), credit_entry_value(entry, ROLE_DOC_NO)->len),
						  strlen(psprintf(_("%d bytes"), credit_entry_value(entry, ROLE_DOC_NO)->len)),
						  _("a document number of at most 1000 bytes"));
	if (entry->has_received_at && entry->findings.reasons == NIL &&
		credit_date_of(entry->received_at) < credit_entry_value(entry, ROLE_DECIDED_ON)->date)
		credit_add_reason(&entry->findings, "received_at", "date_order", NULL, 0,
						  _("a time after the decision"));
	resolve_department(door, entry);
	credit_check_subject_fields(entry);
	if (entry->findings.reasons != NIL)
		return ENTRY_REJECTED;

	/* Writers of one department take turns, from the first row to commit. */
	credit_lock_department(door, DatumGetInt32(entry->column[REC_DEPT_ID]));
	if (door->lets_wait && !door->settling)
	{
		if (credit_can_wait(entry))
		{
			finish(door, entry, false);
			credit_wait(door, entry, came);
			return ENTRY_WAITS;
		}
		if (!settle_before(door))
			return ENTRY_AGAIN;
	}
	if (!credit_resolve_subject(door, entry, &is_new, &person))
		return ENTRY_REJECTED;
	finish(door, entry, person);
	result = store(door, entry, is_new);
	if (result == ENTRY_ACCEPTED && door->nbuffered == DOOR_BUFFER_ROWS)
		credit_flush(door);
	else if (door->buffered_bytes > DOOR_BUFFER_BYTES)
		credit_flush(door);
	return result;
}
