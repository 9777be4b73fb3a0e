/*
 * mask_core.h
 *	  What of a person's name or document number may be shown. UTF-8, no
 *	  PostgreSQL.
 */
#ifndef CREDIT_MASK_CORE_H
#define CREDIT_MASK_CORE_H

#include <stddef.h>

/*
 * Both write at most len bytes (a mask is never longer than what it hides)
 * and return how many.
 */
extern size_t mask_id_text(const char *s, size_t len, char *out);
extern size_t mask_name_text(const char *s, size_t len, char *out);

#endif
