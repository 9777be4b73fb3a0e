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

typedef struct Partition
{
	Oid			relid;
	Relation	relation;		/* open while records of some are read */
	IndexScanDesc scan;
	Relation	index;
	TupleTableSlot *slot;
	AttrNumber	subject,
				item,
				decided,
				severity,
				amount,
				status,
				late,
				dept,
				last;
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
	Snapshot	snapshot;
} RecordScan;

/* record_scan.c */
extern RecordScan *record_scan_begin(const char *model, DateADT as_of, Tally *tally);
extern bool record_scan_all(RecordScan *scan, const SubjectMap *map, int64 first, int64 n);
extern const char *record_scan_row(const RecordScan *scan, int64 rank);
extern bool record_scan_is_cheaper(const RecordScan *scan, int64 subjects);
extern int64 record_scan_capacity(const RecordScan *scan);
extern const ItemPlan *record_scan_read(const RecordScan *scan, const Partition *partition,
										TupleTableSlot *slot, RecordFacts *facts);

/* record_fetch.c */
extern Relation record_fetch_index(Relation relation, AttrNumber column);
extern bool record_fetch_next(IndexScanDesc scan, TupleTableSlot *slot, MemoryContext cxt);
extern const char *record_fetch(RecordScan *scan, int64 subject_id);
extern void record_scan_end(RecordScan *scan);

#endif
