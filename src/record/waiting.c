/*
 * waiting.c
 *	  Rows of COPY wait until there is a chunk of them, and are then looked up
 *	  together: all subjects in the order of their codes, all natural keys in
 *	  the order of subjects. Neighbours in an index lie on pages just read,
 *	  which makes this several times faster than row by row.
 *
 * COPY returns no rows, so nobody sees that a row waits. Only the straight case
 * is dealt with here: a registered organisation by its unified code, a record
 * that is new or known already. Every other row is taken again from the
 * beginning, by itself, when its turn comes. What becomes of the rows is
 * decided in the order in which they came, as if none had waited.
 */
#include "record/entry_subject.h"

#include "access/htup_details.h"
#include "code/uscc.h"
#include "miscadmin.h"
#include "utils/memutils.h"

typedef enum WaitingState
{
	WAITING_LONG_WAY,			/* anything unusual */
	WAITING_STRAIGHT,			/* its subject is found */
	WAITING_KNOWN				/* and so is a record that says the same */
} WaitingState;

/* an organisation named by its unified code and by nothing else that has to be
 * looked up or noted */
bool
credit_can_wait(Entry *entry)
{
	const FieldValue *code = credit_entry_value(entry, ROLE_SUBJECT_CODE);

	return code != NULL && entry->given_subject == 0 &&
		credit_entry_value(entry, ROLE_LEGAL_REP_DOC_NO) == NULL &&
		uscc_parse(code->text, code->len, &entry->code);
}

/* entry->column is complete but for the subject and the record's number */
void
credit_wait(Door *door, Entry *entry, HeapTuple came)
{
	const FieldValue *name = credit_entry_value(entry, ROLE_SUBJECT_NAME);
	MemoryContext old = MemoryContextSwitchTo(door->waiting_cxt);
	WaitingRow *row;

	if (door->nwaiting == door->waiting_room)
	{
		door->waiting_room = door->waiting_room ? door->waiting_room * 4 : 64;
		door->waiting = door->waiting ?
			repalloc(door->waiting, sizeof(WaitingRow) * door->waiting_room) :
			MemoryContextAlloc(door->cxt, sizeof(WaitingRow) * door->waiting_room);
	}
	/* both stand at the front, where they can be put in later */
	entry->column[REC_SUBJECT_ID] = entry->column[REC_RECORD_ID] = Int64GetDatum(0);
	entry->isnull[REC_SUBJECT_ID] = entry->isnull[REC_RECORD_ID] = false;
	row = &door->waiting[door->nwaiting++];
	row->row = entry->row;
	row->came = heap_copytuple(came);
	row->tuple = heap_form_tuple(door->store_desc, entry->column + 1, entry->isnull + 1);
	row->key = credit_tuple_key(row->tuple, door->store_desc);
	row->code = entry->code;
	row->name_len = name ? name->len : 0;
	row->name = name ? pnstrdup(name->text, name->len) : NULL;
	row->applies_to = entry->item->applies_to;
	row->warned = entry->findings.warnings != NIL;
	row->state = WAITING_LONG_WAY;
	door->waiting_bytes += row->came->t_len + row->tuple->t_len;
	MemoryContextSwitchTo(old);
	if (door->nwaiting == DOOR_BUFFER_ROWS || door->waiting_bytes > 2 * DOOR_BUFFER_BYTES)
		credit_settle(door);
}

/* what the waiting rows are sorted by for a look-up */
typedef struct Place
{
	uint64		major;
	uint64		minor;
	int			index;
} Place;

static int
compare_places(const void *a, const void *b)
{
	const Place *x = a,
			   *y = b;

	if (x->major != y->major)
		return x->major < y->major ? -1 : 1;
	if (x->minor != y->minor)
		return x->minor < y->minor ? -1 : 1;
	return x->index < y->index ? -1 : 1;
}

/* a code in two numbers that order as it does */
static Place
place_of_code(const Uscc *code, int index)
{
	Place		place = {.index = index};

	for (int i = 0; i < USCC_BYTES; i++)
	{
		uint64	   *half = i < sizeof(uint64) ? &place.major : &place.minor;

		*half = *half << 8 | code->b[i];
	}
	return place;
}

static void
find_subjects(Door *door, Place *places)
{
	SubjectLookup *lookup = credit_door_subjects(door);
	WaitingRow *before = NULL;
	CreditSubject found;
	int64		subject_id = 0;
	SubjectKind kind = KIND_OTHER;

	/* without a look-up to share, all go the long way */
	if (lookup == NULL)
		return;
	for (int i = 0; i < door->nwaiting; i++)
		places[i] = place_of_code(&door->waiting[i].code, i);
	qsort(places, door->nwaiting, sizeof(Place), compare_places);
	for (int i = 0; i < door->nwaiting; i++)
	{
		WaitingRow *row = &door->waiting[places[i].index];

		if (before == NULL || memcmp(&before->code, &row->code, sizeof(Uscc)) != 0)
		{
			subject_id = 0;
			if (credit_subject_find_uscc(lookup, UsccPGetDatum(&row->code), &found))
			{
				subject_id = found.subject_id;
				kind = credit_kind_of(door, found.kind);
			}
		}
		before = row;
		/* a code can lead to a person through a merger: published otherwise */
		if (subject_id == 0 || kind == KIND_PERSON || !credit_same_name(&found, row->name, row->name_len) ||
			(row->applies_to != 0 && (row->applies_to & ((uint32) 1 << kind)) == 0))
			continue;
		row->state = WAITING_STRAIGHT;
		row->key.subject_id = subject_id;
		credit_put_number(row->tuple, REC_SUBJECT_ID, subject_id);
		if (i % 1000 == 0)
			CHECK_FOR_INTERRUPTS();
	}
}

static bool
says_the_same(const Door *door, const WaitingRow *row, const Datum *values, const bool *isnull)
{
	Datum		mine[REC_COLUMNS + 1];
	bool		mine_null[REC_COLUMNS + 1];

	heap_deform_tuple(row->tuple, door->store_desc, mine + 1, mine_null + 1);
	return credit_same_content(door->store_desc, values, isnull, mine, mine_null);
}

static void
look_up(Door *door, WaitingRow *row)
{
	Datum		values[REC_COLUMNS + 1];
	bool		isnull[REC_COLUMNS + 1];

	if (!credit_stored_record(door, &row->key, values, isnull))
		row->state = WAITING_STRAIGHT;
	else
	{
		row->state = says_the_same(door, row, values, isnull) ? WAITING_KNOWN : WAITING_LONG_WAY;
		MemoryContextReset(door->retake_cxt);
	}
}

static void
find_records(Door *door, Place *places)
{
	int			n = 0;

	for (int i = 0; i < door->nwaiting; i++)
	{
		WaitingRow *row = &door->waiting[i];

		if (row->state != WAITING_STRAIGHT)
			continue;
		places[n].major = credit_leaf_number(door, row->key.decided_on);
		places[n].minor = row->key.subject_id;
		places[n++].index = i;
	}
	qsort(places, n, sizeof(Place), compare_places);
	for (int i = 0; i < n; i++)
	{
		look_up(door, &door->waiting[places[i].index]);
		if (i % 1000 == 0)
			CHECK_FOR_INTERRUPTS();
	}
}

/* new, known from earlier in the statement, or neither */
static EntryResult
place_row(Door *door, WaitingRow *row)
{
	Datum		values[REC_COLUMNS + 1];
	bool		isnull[REC_COLUMNS + 1];
	uint64		hash;
	HeapTuple	buffered = credit_buffered_record(door, &row->key, &hash);

	if (buffered == NULL)
	{
		credit_buffer_record(door, row->tuple, hash);
		if (row->warned)
			door->warned++;
		return ENTRY_ACCEPTED;
	}
	heap_deform_tuple(buffered, door->store_desc, values + 1, isnull + 1);
	return says_the_same(door, row, values, isnull) ? ENTRY_DUPLICATE : ENTRY_WAITS;
}

/* decides on all rows that wait */
void
credit_settle(Door *door)
{
	MemoryContext old;
	Place	   *places;

	if (door->nwaiting == 0 || door->settling)
		return;
	/* the buffer takes them all */
	if (door->nbuffered + door->nwaiting > DOOR_BUFFER_ROWS)
		credit_flush(door);
	old = MemoryContextSwitchTo(door->retake_cxt);
	MemoryContextReset(door->retake_cxt);
	door->settling = true;
	door->wrote = false;
	places = MemoryContextAlloc(door->waiting_cxt, sizeof(Place) * door->nwaiting);
	find_subjects(door, places);
	find_records(door, places);
	pfree(places);
	for (int i = 0; i < door->nwaiting; i++)
	{
		WaitingRow *row = &door->waiting[i];
		EntryResult result = ENTRY_WAITS;

		/* a row before this one was written after its key was looked for */
		if (door->wrote && row->state != WAITING_LONG_WAY)
			look_up(door, row);
		if (row->state == WAITING_KNOWN)
			result = ENTRY_DUPLICATE;
		else if (row->state == WAITING_STRAIGHT)
			result = place_row(door, row);
		if (result == ENTRY_WAITS)
			result = credit_take_row(door, row->came, row->row, door->retake_cxt, NULL);
		door->count[result]++;
		if (i % 1000 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	door->nwaiting = 0;
	door->waiting_bytes = 0;
	door->settling = false;
	MemoryContextSwitchTo(old);
	if (door->nbuffered == DOOR_BUFFER_ROWS || door->buffered_bytes > DOOR_BUFFER_BYTES)
		credit_flush(door);
	else if (door->nbuffered == 0)
		MemoryContextReset(door->waiting_cxt);
}
