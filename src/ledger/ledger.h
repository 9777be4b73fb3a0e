/*
 * ledger.h
 *	  The ledger's hashing: leaves (canonical.c, leaf_rows.c) and trees (merkle.c).
 */
#ifndef CREDIT_LEDGER_H
#define CREDIT_LEDGER_H

#include "access/tupdesc.h"
#include "common/cryptohash.h"
#include "lib/stringinfo.h"
#include "utils/jsonb.h"

/* the first byte sets leaves and nodes apart (RFC 6962, 2.1) */
#define LEDGER_LEAF 0x00
#define LEDGER_NODE 0x01

/* SHA-256 of the byte and the rest */
extern void ledger_hash(pg_cryptohash_ctx *hash, uint8 first, const void *rest, size_t length,
						uint8 *result);

/* a call of appendBinaryStringInfo() for every few bytes would be felt */
static inline void
ledger_put(StringInfo out, const char *bytes, int n)
{
	if (out->maxlen - out->len <= n)
		enlargeStringInfo(out, n);
	memcpy(out->data + out->len, bytes, n);
	out->len += n;
	out->data[out->len] = '\0';
}

/* canonical.c: how rows of a type are written */
typedef struct Canonical Canonical;
extern Canonical *canonical_create(TupleDesc desc, int first, MemoryContext cxt);
extern void canonical_append(Canonical *canonical, StringInfo out, const char *kind, int kind_length,
							 const Datum *values, const bool *nulls);

/* canonical_json.c */
extern void ledger_append_json(StringInfo out, JsonbContainer *container);

#endif
