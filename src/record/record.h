/*
 * record.h
 *	  One statement's entry through a door: credit.record or an entry view.
 *
 * door.c owns the statement's state, entry.c turns a row into a finished
 * record or into reasons, stored.c finds what is there already, flush.c and
 * chunk.c write. A row is checked and timed when it comes; rows of COPY then
 * wait (waiting.c) and are looked up a chunk at once, others at once. What is
 * new is buffered and inserted in chunks, so that set-based triggers see sets.
 */
#ifndef CREDIT_RECORD_H
#define CREDIT_RECORD_H

#include "credit.h"
#include "access/genam.h"
#include "access/htup_details.h"
#include "access/skey.h"
#include "access/tupdesc.h"
#include "access/xact.h"
#include "catalogue/catalogue.h"
#include "code/uscc_core.h"
#include "executor/tuptable.h"
#include "registry/registry.h"
#include "utils/resowner.h"
#include "utils/rel.h"

/* columns of credit.record_store, in the order of the table */
typedef enum RecordColumn
{
	REC_SUBJECT_ID = 1,
	REC_RECORD_ID,
	REC_ITEM,
	REC_DEPT_ID,
	REC_DOC_NO,
	REC_DECIDED_ON,
	REC_VALID_FROM,
	REC_VALID_UNTIL,
	REC_SEVERITY,
	REC_AMOUNT,
	REC_DETAIL,
	REC_STATUS,
	REC_RECEIVED_AT,
	REC_DUE_ON,
	REC_LATE_DAYS,
	REC_PUBLISH_FROM,
	REC_PUBLISH_UNTIL,
	REC_BATCH_ID,
	REC_VERSION,
	REC_WARNINGS,
	REC_COLUMNS = REC_WARNINGS
} RecordColumn;

typedef enum EntryResult
{
	ENTRY_ACCEPTED,
	ENTRY_DUPLICATE,
	ENTRY_CORRECTED,
	ENTRY_REJECTED,
	ENTRY_WAITS,				/* none of these yet: see waiting.c */
	ENTRY_AGAIN					/* the catalogue has changed: read the row anew */
} EntryResult;

/* a member of a row that is no field of its item, kept for its rejection */
typedef struct Stray
{
	const char *name;
	const char *value;
	bool		is_json;		/* else a text */
	bool		masked;			/* may be a document number: kept apart */
} Stray;

/* one row on its way in; everything lives in the door's row context */
typedef struct Entry
{
	int64		row;			/* its number in the statement, from 1 */
	const CatalogueItem *newest;			/* head of the item's editions, NULL unknown */
	const CatalogueItem *item;			/* the edition the row is checked against */
	const char *item_name;
	FieldInput *input;			/* nfields of the edition, or of the newest */
	FieldValue *values;
	Findings	findings;
	Uscc		code;			/* of the subject, for rows that wait */
	List	   *strays;			/* of Stray */
	/* what the record door takes beside fields; office only */
	int32		given_dept;
	int64		given_subject;
	bool		has_amount;		/* as a column of its own, in yuan */
	Datum		amount;
	bool		has_received_at;
	TimestampTz received_at;
	int64		line;			/* of the document it came in, 0 none */
	Datum		column[REC_COLUMNS + 1];
	bool		isnull[REC_COLUMNS + 1];
} Entry;

/* the sound value of the field with this meaning, NULL when there is none */
static inline const FieldValue *
credit_entry_value(const Entry *entry, FieldRole role)
{
	int			index = entry->item->by_role[role];

	return index >= 0 && entry->values[index].ok ? &entry->values[index] : NULL;
}

/* the national name of that field, or another where the item has none */
static inline const char *
credit_entry_field(const Entry *entry, FieldRole role, const char *otherwise)
{
	int			index = entry->item->by_role[role];

	return index >= 0 ? entry->item->fields[index].name : otherwise;
}

/*
 * Subject and number stand at the front of a stored row and are never null:
 * they are read and put in where they stand. Number 0 is still to be given.
 */
static inline int64
credit_get_number(HeapTuple tuple, RecordColumn column)
{
	int64		number;

	memcpy(&number, (char *) tuple->t_data + tuple->t_data->t_hoff +
		   (column - REC_SUBJECT_ID) * sizeof(int64), sizeof(int64));
	return number;
}

static inline void
credit_put_number(HeapTuple tuple, RecordColumn column, int64 number)
{
	memcpy((char *) tuple->t_data + tuple->t_data->t_hoff +
		   (column - REC_SUBJECT_ID) * sizeof(int64), &number, sizeof(int64));
}

/* the natural key */
typedef struct RecordKey
{
	int64		subject_id;
	Datum		item;			/* text */
	Datum		doc_no;			/* text */
	int32		dept_id;
	DateADT		decided_on;
} RecordKey;

#define RECORD_KEY_COLUMNS 5

/* a partition in which a key is looked for, open while the statement runs */
typedef struct Leaf
{
	Oid			relid;
	DateADT		from;			/* decision dates, inclusive */
	DateADT		until;			/* exclusive; none for the default partition */
	Relation	relation;
	Relation	key_index;
	IndexScanDesc scan;
	ScanKeyData scan_keys[RECORD_KEY_COLUMNS];
	TupleTableSlot *slot;
	AttrNumber	attno[REC_COLUMNS + 1];
} Leaf;

typedef struct BufferedKey
{
	uint64		hash;
	HeapTuple	tuple;			/* NULL: empty slot */
} BufferedKey;

/*
 * A row of COPY that was found sound and waits for the look-ups of its chunk:
 * as it will be stored, but for the subject and the record's number, and as it
 * came, in case it has to be taken in the long way.
 */
typedef struct WaitingRow
{
	int64		row;
	HeapTuple	came;
	HeapTuple	tuple;
	RecordKey	key;
	Uscc		code;
	const char *name;			/* of the subject as typed, or NULL */
	int			name_len;
	uint32		applies_to;		/* bit per subject kind; 0 all */
	bool		warned;
	uint8		state;			/* private to waiting.c */
} WaitingRow;

typedef struct Rejection
{
	int64		row;
	const char *item;
	int32		dept;
	char	   *payload;		/* JSON text */
	char	   *reasons;		/* JSON text */
	char	   *secrets;		/* JSON text of document numbers, or NULL */
} Rejection;

typedef struct Door
{
	struct Door *up;
	int			trigger_depth;
	Oid			view;
	SubTransactionId subid;
	AttrNumber	row_column;		/* a coordinator tells the row's place in its statement; 0 none */
	MemoryContext cxt;			/* as long as the statement */
	MemoryContext row_cxt;		/* one row */
	MemoryContext retake_cxt;	/* one row that waited, taken in the long way */
	MemoryContext buffer_cxt;	/* since the last flush */
	MemoryContext waiting_cxt;	/* rows that wait, or waited since the last flush */

	TimestampTz now;			/* as credit_received_now(): the same for all rows */
	DateADT		today;

	/* who is entering */
	Oid			userid;
	int32		dept;			/* 0: the office, acting for no department */
	bool		office;
	int32		locked_dept;	/* the last department locked for entry */
	int32		batch_dept;		/* of all rows so far; 0 none yet, -1 several */

	/* an entry view: its item, and for one edition the column of each field */
	const char *item_name;		/* NULL: the record door */
	const CatalogueItem *mapped_item;
	uint64		mapped_generation;
	int		   *column_of_field;
	int			date_column;	/* of the decision date, -1 none */

	/* the batch and what this statement adds to it */
	int64		batch_id;		/* 0 until the first row */
	bool		batch_is_explicit;
	int64		rows;
	int64		count[4];		/* by EntryResult */
	int64		outdated;		/* duplicates of a version that was replaced */
	int64		rejected_total;
	int64		warned;			/* accepted or corrected, with warnings */
	bool		sets_aside;		/* rows against a rule, whatever credit.on_reject says */

	/* values of enumerations, looked up once a statement */
	Oid			severity_oid[4];	/* by Severity */
	Oid			status_valid;
	Oid			status_unverified;
	Oid			status_revoked;
	Oid			status_withdrawn;
	Oid			kind_oid[SUBJECT_KINDS];

	Oid			store_relid;
	Oid			record_sequence;
	TupleDesc	view_desc;
	TupleDesc	store_desc;
	/* look-ups kept open while the statement runs */
	ResourceOwner owner;
	bool		subjects_open;
	SubjectLookup subjects;
	int			nleaves;
	Leaf	   *leaves;
	int			nbuffered;
	Size		buffered_bytes;
	HeapTuple  *buffered;		/* room for key_slots / 4 */
	int			key_slots;		/* a power of two, 0 before the first row */
	BufferedKey *keys;			/* open addressing */
	/* COPY: rows that wait for the look-ups of their chunk */
	bool		lets_wait;
	HeapTuple	no_row;			/* what COPY gets back for each row */
	bool		settling;
	bool		wrote;			/* rows were written since the last look-ups began */
	int			nwaiting;
	int			waiting_room;
	WaitingRow *waiting;
	Size		waiting_bytes;
	List	   *rejections;
} Door;

#define DOOR_BUFFER_ROWS 10000
#define DOOR_BUFFER_BYTES (16 * 1024 * 1024)

/* door.c */
extern void credit_lock_department(Door *door, int32 dept);
extern int64 credit_next_record_id(Door *door);
extern void credit_number_record(Door *door, HeapTuple tuple);
extern TimestampTz credit_received_now(void);
extern EntryResult credit_take_row(Door *door, HeapTuple tuple, int64 row, MemoryContext cxt,
								   HeapTuple *completed);

/*
 * door.c: the same way in for rows that no statement brings (room exchange).
 * The batch is open and stays so; between begin and end the caller may be in
 * several statements but in one subtransaction. end writes what is left and
 * frees the door; an error frees it with the transaction.
 */
typedef struct EntryText
{
	const char *name;			/* of a field, in any case; terminated */
	const char *text;			/* not terminated */
	int			len;
} EntryText;

extern Door *credit_entry_begin(int64 batch_id);
extern EntryResult credit_entry_row(Door *door, Entry *entry, const char *item,
									const EntryText *texts, int ntexts);
extern void credit_entry_end(Door *door);

/* door_row.c */
struct JsonbValue;
extern void credit_no_item(Entry *entry, const char *name, int len);
extern const CatalogueItem *credit_choose_edition(Entry *entry, const FieldInput *decided_on);
extern void credit_keep_stray(Entry *entry, const char *name, const struct JsonbValue *value, bool masked);
extern void credit_read_member(Entry *entry, const CatalogueItem *item, int field,
							   const struct JsonbValue *key, const struct JsonbValue *value);

/* text_row.c */
extern bool credit_read_texts(Entry *entry, const char *item, const EntryText *texts, int ntexts);
extern bool credit_read_record_row(Door *door, Entry *entry, const Datum *values, const bool *isnull);
extern bool credit_read_view_row(Door *door, Entry *entry, const Datum *values, const bool *isnull);

/* door_value.c */
struct JsonbValue;
struct JsonbContainer;
extern FieldInput credit_text_input(Datum value);
extern FieldInput credit_output_input(Door *door, int column, Datum value);
extern FieldInput credit_amount_input(const Field *field, Datum amount);
extern bool credit_scalar_input(const struct JsonbValue *value, FieldInput *input);
extern bool credit_array_input(struct JsonbContainer *array, FieldInput *input);

/* refusal.c */
extern void credit_refuse_row(Door *door, Entry *entry);
extern void credit_tell_results(const Door *door);

/* detail.c */
extern Datum credit_detail_of(const Entry *entry, bool person);

/* entry.c */
extern EntryResult credit_enter_row(Door *door, Entry *entry, HeapTuple came);

/* entry_subject.c */
extern SubjectLookup *credit_door_subjects(Door *door);
extern SubjectKind credit_kind_of(const Door *door, Oid value);

/* waiting.c */
extern bool credit_can_wait(Entry *entry);
extern void credit_wait(Door *door, Entry *entry, HeapTuple came);
extern void credit_settle(Door *door);

/* leaf.c */
extern bool credit_door_keeps_open(Door *door);
extern void credit_close_lookups(Door *door);
extern Oid	credit_leaf_for(Relation store, DateADT decided_on, DateADT *from, DateADT *until);
extern int	credit_leaf_number(Door *door, DateADT decided_on);
extern bool credit_leaf_open(Door *door, DateADT decided_on, Leaf *own);
extern void credit_leaf_close(Leaf *leaf);

/* stored.c */
extern RecordKey credit_record_key(const Datum *values);
extern RecordKey credit_tuple_key(HeapTuple tuple, TupleDesc desc);
extern HeapTuple credit_buffered_record(Door *door, const RecordKey *key, uint64 *hash);
extern void credit_buffer_record(Door *door, HeapTuple tuple, uint64 hash);
extern bool credit_stored_record(Door *door, const RecordKey *key, Datum *values, bool *isnull);
extern bool credit_same_content(TupleDesc desc, const Datum *a, const bool *anull,
								const Datum *b, const bool *bnull);

/* chunk.c */
extern bool credit_insert_chunk(Door *door);

/* flush.c */
extern void credit_flush(Door *door);
extern bool credit_repeats_version(Door *door, const Entry *entry);
extern bool credit_correct_record(Door *door, Entry *entry, int64 record_id, int64 subject_id);
extern void credit_open_statement_batch(Door *door);
extern void credit_write_batch(Door *door);

/* notes that a consumer has to come back to a batch's records (follow_up.c) */
/* usable.c */
extern bool credit_fault_counts_on(const char *item, int length, Severity severity, int32 dept_id,
								   DateADT decided_on, const DateADT *until, DateADT on_date);

extern void credit_note_batch(const char *consumer, int64 batch_id);

#endif
