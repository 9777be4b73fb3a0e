/*
 * fact.h
 *	  The packed facts of every subject (credit.subject_facts): which of them
 *	  are true in a snapshot, and reading them in place of records.
 */
#ifndef CREDIT_FACT_H
#define CREDIT_FACT_H

#include "evaluation/record_scan.h"
#include "evaluation/fact_core.h"

#include "storage/itemptr.h"

/* what has changed since subjects were packed, as a snapshot shows it */
typedef struct FactMarks
{
	bool		everything;
	int64		n;
	int64	   *subjects;		/* ascending, each once */
	int64		ntids;
	ItemPointerData *tids;		/* the marks read; when asked for */
} FactMarks;

/* what a process needs to read facts for a tally */
typedef struct FactSource
{
	Oid			relid;
	FactMarks	marks;
	const ItemPlan *items[FACT_ITEMS];	/* by number; NULL: not in the dictionary */
	uint8	   *state;			/* of each rank of the pass */
	int64		seen;			/* subjects of the pass whose facts were read */
} FactSource;

enum
{
	FACTS_UNKNOWN, FACTS_CHANGED, FACTS_READ
};

/* fact_source.c */
extern char *fact_partitions(void);
extern bool fact_is_built(Snapshot snapshot);
extern void fact_marks(FactMarks *marks, Snapshot snapshot, bool with_tids);
extern int64 fact_sort_once(int64 *numbers, int64 n);
extern int fact_items(Snapshot snapshot, char **names);
extern bool fact_source_begin(RecordScan *scan);
extern void fact_source_attach(RecordScan *scan, uint8 *state);
extern void fact_source_mark(RecordScan *scan);
extern void fact_scan(RecordScan *scan, Relation relation, TableScanDesc rows);

#endif
