/*
 * new_rows.h
 *	  What a statement entered, told once for all rooms that follow records.
 */
#ifndef CREDIT_NEW_ROWS_H
#define CREDIT_NEW_ROWS_H

#include "record/record.h"
#include "commands/trigger.h"

/* rows alike in what decides whether a room is concerned */
typedef struct NewGroup
{
	int			item;			/* number in items */
	Oid			severity;		/* InvalidOid: none */
	Oid			status;
	int64		rows;
} NewGroup;

typedef struct NewBatch
{
	int64		batch_id;
	int64		first_record;
	int64		last_record;
	DateADT		first_day;
	DateADT		last_day;
} NewBatch;

typedef struct NewRows
{
	int64		rows;
	int			nitems;
	char	  **items;
	int			ngroups;
	NewGroup   *groups;
	int			nbatches;
	NewBatch   *batches;
} NewRows;

/* the new rows of a statement trigger on credit.record_store with a transition
 * table; valid until the next statement's are asked for */
extern const NewRows *credit_new_rows(TriggerData *trigger);

/* reads a transition table: begin, next until false, end */
typedef struct RowReader
{
	Tuplestorestate *rows;
	int			pointer;
	TupleTableSlot *slot;
} RowReader;

extern void credit_read_rows(RowReader *reader, TriggerData *trigger, Tuplestorestate *rows);
extern bool credit_next_row(RowReader *reader, int columns);
extern void credit_end_rows(RowReader *reader);

/* the trigger data of a statement trigger with new rows, or an error */
extern TriggerData *credit_statement_trigger(FunctionCallInfo fcinfo, const char *name);

/* more rows than are followed up at once: a load, whose batch is noted */
extern bool credit_is_load(const NewRows *rows);
extern void credit_note_batches(const char *consumer, const NewRows *rows);

/* the batch that the statement under way has opened for itself, or one before it */
extern int64 credit_own_batch;

/* hands the statement on to a trigger function in SQL, credit.<name>() */
extern void credit_call_trigger(const char *name, FunctionCallInfo fcinfo);

/* subject_scan.c */
extern Relation credit_open_key_index(Relation leaf, AttrNumber subject, AttrNumber item, LOCKMODE lock);
typedef bool (*SubjectRecord) (TupleTableSlot *slot, const AttrNumber *attno, void *arg);
extern void credit_scan_records(int64 subject_id, const char *item, DateADT from, DateADT until,
								SubjectRecord next, void *arg);

#endif
