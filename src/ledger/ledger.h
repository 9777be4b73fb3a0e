/*
 * ledger.h
 *	  The ledger's hashing: leaves (canonical.c) and trees (merkle.c).
 */
#ifndef CREDIT_LEDGER_H
#define CREDIT_LEDGER_H

#include "common/cryptohash.h"

/* the first byte sets leaves and nodes apart (RFC 6962, 2.1) */
#define LEDGER_LEAF 0x00
#define LEDGER_NODE 0x01

/* SHA-256 of the byte and the rest */
extern void ledger_hash(pg_cryptohash_ctx *hash, uint8 first, const void *rest, size_t length,
						uint8 *result);

#endif
