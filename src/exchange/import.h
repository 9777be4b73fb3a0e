/*
 * import.h
 *	  An import under way: import.c enters what import_functions.c was given.
 */
#ifndef CREDIT_IMPORT_H
#define CREDIT_IMPORT_H

#include "exchange/exchange.h"
#include "record/record.h"

/* a record that came with a status of its own */
typedef struct Ended
{
	int64		subject_id;
	char	   *item;
	int32		dept_id;
	char	   *doc_no;
	DateADT		decided_on;
	char	   *status;
} Ended;

typedef struct Import
{
	MemoryContext cxt;			/* outlives commits */
	MemoryContext row_cxt;
	DocumentReader *document;
	const char *kind;			/* of the source, for credit.import */
	const char *path;
	Door	   *door;
	int64		import_id;		/* 0: not begun */
	int64		batch_id;
	int64		taken;			/* records entered, those of earlier runs too */
	int64		rejected;		/* in this run */
	int			texts_room;
	EntryText  *texts;
	Oid			conversion;		/* from UTF-8 to the encoding of the database */
	List	   *ended;			/* of Ended, in ended_cxt */
	MemoryContext ended_cxt;
	int64		next_notice;	/* bytes */
} Import;

extern Import *credit_import_new(MemoryContext parent, const char *kind, const char *path);
/* the rows of credit.batch and credit.import, once the root element is known */
extern void credit_import_begin(Import *import, const uint8 *sha256);
/* every record behind the first skip; between is called every at_once, when that is not 0 */
extern void credit_import_enter(Import *import, int64 skip, int64 at_once, void (*between) (Import *));
extern void credit_import_end_records(Import *import);
extern Datum credit_import_finish(Import *import, bool has_manifest, const uint8 *sha256);
extern bool credit_run_as_owner(const char *sql, int nargs, Oid *types, Datum *args, const char *nulls, Datum *result);
extern Datum credit_text_or_null(const char *text, char *null);

#endif
