/* procedure_test.c: clocks that a case gives itself, and texts that say nothing. */
#include "procedure/procedure_core.h"

#include <stdio.h>
#include <string.h>

static int	passed,
			failed;

static void
expect(const char *what, GivenClock wanted, int a, int b, int c, int n)
{
	int			year = 0,
				month = 0,
				day = 0,
				count = 0;
	GivenClock	got = credit_given_clock(what, strlen(what), &year, &month, &day, &count);

	if (got == wanted && (got != GIVEN_DATE || (year == a && month == b && day == c)) &&
		(got != GIVEN_COUNT || count == n))
		passed++;
	else
	{
		failed++;
		printf("not ok \"%s\": got %d %d-%d-%d %d\n", what, got, year, month, day, count);
	}
}

static void
says(const char *what, bool wanted)
{
	if (credit_says_something(what, strlen(what)) == wanted)
		passed++;
	else
	{
		failed++;
		printf("not ok \"%s\" says %s\n", what, wanted ? "nothing" : "something");
	}
}

int
main(void)
{
	expect("2026-02-28", GIVEN_DATE, 2026, 2, 28, 0);
	expect("2028-02-29", GIVEN_DATE, 2028, 2, 29, 0);
	expect("2000-02-29", GIVEN_DATE, 2000, 2, 29, 0);
	expect("1900-02-29", GIVEN_NONSENSE, 0, 0, 0, 0);
	expect("2026-02-29", GIVEN_NONSENSE, 0, 0, 0, 0);
	expect("2026-04-31", GIVEN_NONSENSE, 0, 0, 0, 0);
	expect("2026-13-01", GIVEN_NONSENSE, 0, 0, 0, 0);
	expect("2026-00-01", GIVEN_NONSENSE, 0, 0, 0, 0);
	expect("2026-01-00", GIVEN_NONSENSE, 0, 0, 0, 0);
	expect("0000-01-01", GIVEN_NONSENSE, 0, 0, 0, 0);
	expect("2026-1-01", GIVEN_NONSENSE, 0, 0, 0, 0);
	expect("2026/01/01", GIVEN_NONSENSE, 0, 0, 0, 0);
	expect(" 2026-12-31 ", GIVEN_DATE, 2026, 12, 31, 0);
	expect("\xe3\x80\x80" "5", GIVEN_COUNT, 0, 0, 0, 5);
	expect("1", GIVEN_COUNT, 0, 0, 0, 1);
	expect("36500", GIVEN_COUNT, 0, 0, 0, 36500);
	expect("36501", GIVEN_NONSENSE, 0, 0, 0, 0);
	expect("99999999999", GIVEN_NONSENSE, 0, 0, 0, 0);
	expect("0", GIVEN_NONSENSE, 0, 0, 0, 0);
	expect("-5", GIVEN_NONSENSE, 0, 0, 0, 0);
	expect("5.5", GIVEN_NONSENSE, 0, 0, 0, 0);
	expect("5 days", GIVEN_NONSENSE, 0, 0, 0, 0);
	expect("", GIVEN_NOTHING, 0, 0, 0, 0);
	expect("   ", GIVEN_NOTHING, 0, 0, 0, 0);
	expect("\xe3\x80\x80", GIVEN_NOTHING, 0, 0, 0, 0);
	expect("soon", GIVEN_NONSENSE, 0, 0, 0, 0);
	says("", false);
	says(" \t\n", false);
	says("\xe3\x80\x80 \xe3\x80\x80", false);
	says("\xe3\x80", true);		/* half a character is not a blank */
	says(" x", true);
	says("\xe5\xbc\xa0", true);
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
