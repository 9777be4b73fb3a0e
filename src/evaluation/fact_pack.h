/*
 * fact_pack.h
 *	  Packing facts: of single subjects (fact_pack.c), of all (fact_chain.c).
 */
#ifndef CREDIT_FACT_PACK_H
#define CREDIT_FACT_PACK_H

#include "evaluation/fact.h"

#define PLACES (FACT_ITEMS * 2)

typedef struct Packer
{
	MemoryContext cxt;
	Snapshot	snapshot;
	RecordScan *scan;			/* of all columns */
	Oid			severities[3];	/* minor, general, serious */
	Oid			statuses[2];	/* valid, disputed */
	int			nitems;
	int			nstored;		/* items the table has */
	char	  **items;			/* by number */
	uint16		places[PLACES]; /* number + 1 by hash; 0: none */
	bool		fits;			/* the subject's facts do, so far */
	int			nfacts;
	int			room;
	PackedFact *facts;			/* of one subject */
} Packer;

/* fact_pack.c */
extern void fact_packer_clear(Packer *packer);
extern bool fact_pack_record(Packer *packer, const ScanValues *values, PackedFact *packed);
extern PackedFact *fact_next(Packer *packer);
extern bytea *fact_packed_string(Packer *packer);

/* does the record count for anything */
static inline bool
fact_counts(const Packer *packer, const ScanValues *values)
{
	Oid			status = DatumGetObjectId(values->values[SCAN_STATUS]);

	return status == packer->statuses[0] || status == packer->statuses[1];
}

/* fact_chain.c */
extern int64 fact_pack_all(Packer *packer);

#endif
