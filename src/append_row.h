/*
 * append_row.h
 *	  Puts one finished row into a table of the extension (append_row.c).
 */
#ifndef CREDIT_APPEND_ROW_H
#define CREDIT_APPEND_ROW_H

#include "credit.h"

#include "utils/rel.h"

/* the table's columns in their order, all of them */
extern void credit_append_row(const char *table, int ncolumns, const Datum *values, const bool *isnull);

/* the table's triggers, NULL when none of them looks at insertions */
extern TriggerDesc *credit_insert_triggers(Relation relation);

/* the next number of a sequence in schema credit */
extern int64 credit_next_number(const char *sequence);

#endif
