/*
 * sha256_core.h
 *	  SHA-256 of many messages at once.
 */
#ifndef CREDIT_SHA256_CORE_H
#define CREDIT_SHA256_CORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SHA256_LENGTH 32

typedef struct Sha256Message
{
	const uint8_t *data;
	size_t		length;
	uint8_t    *digest;			/* SHA256_LENGTH bytes; may lie in no other message's data */
} Sha256Message;

/* whether this processor has vectors wide enough to be worth it */
extern bool sha256_is_wide(void);

/* hashes n messages, whatever the processor */
extern void sha256_many(const Sha256Message *message, size_t n);

#endif
