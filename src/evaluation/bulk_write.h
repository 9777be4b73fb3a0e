/*
 * bulk_write.h
 *	  Writing millions of rows into one table of the extension.
 */
#ifndef CREDIT_BULK_WRITE_H
#define CREDIT_BULK_WRITE_H

#include "credit.h"

#include "access/htup.h"
#include "access/tupdesc.h"

typedef struct BulkWriter BulkWriter;

extern BulkWriter *bulk_write_begin(const char *table, AttrNumber alike);
extern TupleDesc bulk_write_desc(const BulkWriter *writer);
extern void bulk_write_row(BulkWriter *writer, Datum *values, bool *nulls);
extern void bulk_write_tuple(BulkWriter *writer, const HeapTupleData *tuple);
extern void bulk_write_end(BulkWriter *writer);

#endif
