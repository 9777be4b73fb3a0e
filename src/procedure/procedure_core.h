/*
 * procedure_core.h
 *	  What is pure in procedures: clocks given by a case itself, and texts that
 *	  say nothing. No postgres.h.
 */
#ifndef CREDIT_PROCEDURE_CORE_H
#define CREDIT_PROCEDURE_CORE_H

#include <stdbool.h>
#include <stddef.h>

typedef enum GivenClock
{
	GIVEN_NOTHING,				/* blank */
	GIVEN_DATE,					/* yyyy-mm-dd, a day that exists */
	GIVEN_COUNT,				/* a whole number above zero */
	GIVEN_NONSENSE
} GivenClock;

#define GIVEN_COUNT_MAX 36500

/* reads a clock that a case gives itself: until a day, or so many units */
extern GivenClock credit_given_clock(const char *s, size_t len, int *year, int *month, int *day, int *count);

/* whether a text has anything but blanks, half or full width */
extern bool credit_says_something(const char *s, size_t len);

#endif
