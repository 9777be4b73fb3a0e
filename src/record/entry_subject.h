/*
 * entry_subject.h
 *	  About whom a row is: entry_subject.c finds the subject or creates it.
 */
#ifndef CREDIT_ENTRY_SUBJECT_H
#define CREDIT_ENTRY_SUBJECT_H

#include "record/record.h"

/* reasons the identifying fields give before any look-up */
extern void credit_check_subject_fields(Entry *entry);

/*
 * Sets REC_SUBJECT_ID. False, with a reason, when the row identifies nobody or
 * somebody the item does not apply to.
 */
extern bool credit_resolve_subject(Door *door, Entry *entry, bool *is_new, bool *person);

/* whether a name is the one in the register to the letter; yes for NULL */
extern bool credit_same_name(const CreditSubject *subject, const char *name, int len);

#endif
