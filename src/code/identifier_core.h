/*
 * identifier_core.h
 *	  The identifiers beside the unified code: organisation code (GB 11714),
 *	  resident identity number (GB 11643), business registration number
 *	  (GS 15-2006). No PostgreSQL; text is UTF-8 as typed.
 */
#ifndef CREDIT_IDENTIFIER_CORE_H
#define CREDIT_IDENTIFIER_CORE_H

#include <stdbool.h>
#include <stddef.h>

#define ORG_CODE_LENGTH 9
#define RESIDENT_ID_LENGTH 18
#define RESIDENT_ID_OLD_LENGTH 15
#define REGISTRATION_NO_LENGTH 15

/* check symbol of 8 symbols 0-9 A-Z; 0 when one is another */
extern char org_code_check_symbol(const char body[8]);

/* with or without the hyphen before the check symbol */
extern bool org_code_valid(const char *s, size_t len);

/* check symbol of 17 digits; 0 when one is none */
extern char resident_id_check_symbol(const char digits[RESIDENT_ID_LENGTH - 1]);

extern bool resident_id_valid(const char *s, size_t len);

/* the 18 symbols of a number of 15 digits, no terminator; false if unsound */
extern bool resident_id_from_old(const char *s, size_t len, char out[RESIDENT_ID_LENGTH]);

/* ISO 7064 MOD 11,10 over 14 digits; 0 when one is none */
extern char registration_no_check_symbol(const char digits[REGISTRATION_NO_LENGTH - 1]);

extern bool registration_no_valid(const char *s, size_t len);

#endif
