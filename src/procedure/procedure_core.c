/*
 * procedure_core.c
 *	  What is pure in procedures (see procedure_core.h). Calls nothing.
 */
#include "procedure/procedure_core.h"

#include <string.h>

static bool
digits(const char *s, size_t len, int *value)
{
	*value = 0;
	for (size_t i = 0; i < len; i++)
	{
		if (s[i] < '0' || s[i] > '9')
			return false;
		*value = *value * 10 + (s[i] - '0');
	}
	return len > 0;
}

static int
days_of(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool		leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month == 2 && leap ? 29 : days[month - 1];
}

/*
 * The width of a blank at s: a byte, or U+3000, in UTF-8 or in EUC_CN, whose
 * two bytes begin no character of UTF-8; 0 when there is none.
 */
static size_t
blank(const char *s, size_t len)
{
	if (len >= 1 && (*s == ' ' || (*s >= '\t' && *s <= '\r')))
		return 1;
	if (len >= 3 && memcmp(s, "\xe3\x80\x80", 3) == 0)
		return 3;
	if (len >= 2 && memcmp(s, "\xa1\xa1", 2) == 0)
		return 2;
	return 0;
}

bool
credit_says_something(const char *s, size_t len)
{
	size_t		width;

	while (len > 0 && (width = blank(s, len)) > 0)
	{
		s += width;
		len -= width;
	}
	return len > 0;
}

GivenClock
credit_given_clock(const char *s, size_t len, int *year, int *month, int *day, int *count)
{
	size_t		width;

	while (len > 0 && (width = blank(s, len)) > 0)
	{
		s += width;
		len -= width;
	}
	while (len > 0 && blank(s + len - 1, 1) > 0)
		len--;
	if (len == 0)
		return GIVEN_NOTHING;
	if (len == 10 && s[4] == '-' && s[7] == '-')
	{
		if (!digits(s, 4, year) || !digits(s + 5, 2, month) || !digits(s + 8, 2, day) ||
			*year < 1 || *month < 1 || *month > 12 || *day < 1 || *day > days_of(*year, *month))
			return GIVEN_NONSENSE;
		return GIVEN_DATE;
	}
	/* five digits cannot overflow */
	if (len <= 5 && digits(s, len, count) && *count > 0 && *count <= GIVEN_COUNT_MAX)
		return GIVEN_COUNT;
	return GIVEN_NONSENSE;
}
