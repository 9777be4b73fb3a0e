/*
 * record_scan.h
 *	  Reading records into a tally: all of them, or those of one subject.
 */
#ifndef CREDIT_RECORD_SCAN_H
#define CREDIT_RECORD_SCAN_H

#include "evaluation/tally.h"

#include "access/genam.h"
#include "access/relscan.h"
#include "executor/tuptable.h"
#include "storage/dsm.h"
#include "utils/rel.h"
#include "utils/snapshot.h"

/* members of a distinct indicator a subject is expected to have */
#define MEMBERS_EXPECTED 8

/* a column in front of the last one looked at, for reading rows in place */
typedef struct ScanColumn
{
	int16		length;			/* -1 for a variable one */
	uint8		align;
	int8		wanted;			/* place in ScanValues, -1 when passed over */
} ScanColumn;

/* columns looked at; those of a record that are null are 0 */
enum
{
	SCAN_SUBJECT, SCAN_ITEM, SCAN_DECIDED, SCAN_SEVERITY, SCAN_AMOUNT, SCAN_STATUS,
	SCAN_LATE, SCAN_DEPT, SCAN_UNTIL, SCAN_COLUMNS
};

typedef struct ScanValues
{
	Datum		values[SCAN_COLUMNS];
	bool		present[SCAN_COLUMNS];
} ScanValues;

typedef struct Partition
{
	Oid			relid;
	Relation	relation;		/* open while records of some are read */
	IndexScanDesc scan;
	Relation	index;
	TupleTableSlot *slot;
	AttrNumber	numbers[SCAN_COLUMNS];
	AttrNumber	last;			/* that is looked at */
	ScanColumn *columns;		/* up to the last; NULL when rows are not read in place */
} Partition;

typedef struct RecordScan
{
	char	   *model;
	DateADT		as_of;
	Tally	   *tally;
	MemoryContext cxt;
	int			npartitions;
	Partition  *partitions;
	SubjectMap	map;
	int64		first;			/* rank of the pass's first row */
	int64		n;
	char	   *rows;
	dsm_segment *segment;		/* that holds rows and set, or NULL */
	Size		set_size;
	int			workers;		/* that helped in the pass */
	Snapshot	snapshot;
	struct FactSource *facts;	/* packed facts that stand for the records, or NULL */
} RecordScan;

/* record_scan.c */
extern RecordScan *record_scan_begin(const char *model, DateADT as_of, Tally *tally);
extern void record_scan_values(const Partition *partition, TupleTableSlot *slot, ScanValues *values);
extern const ItemPlan *record_scan_read(const RecordScan *scan, const ScanValues *values, RecordFacts *facts);

/* record_pass.c */
extern int64 record_scan_capacity(const RecordScan *scan);
extern bool record_scan_is_cheaper(const RecordScan *scan, int64 subjects);
extern bool record_scan_all(RecordScan *scan, const SubjectMap *map, int64 first, int64 n);
extern const char *record_scan_row(const RecordScan *scan, int64 rank);

/* record_fetch.c */
extern Relation record_fetch_index(Relation relation, AttrNumber column);
extern bool record_fetch_next(IndexScanDesc scan, TupleTableSlot *slot, MemoryContext cxt);
typedef void (*FetchedRecord) (void *arg, const ScanValues *values);

extern void record_fetch_each(RecordScan *scan, int64 subject_id, FetchedRecord next, void *arg);
extern const char *record_fetch(RecordScan *scan, int64 subject_id);
extern void record_scan_end(RecordScan *scan);

#endif
