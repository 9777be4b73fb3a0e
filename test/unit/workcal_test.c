/*
 * workcal_test.c: the calendar core against a day-by-day count, on regular and
 * random calendars; month ends; text and wire forms; images of random bytes.
 */
#include "calendar/workcal_core.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int	passed = 0,
			failed = 0;

#define CHECK(condition, ...) \
	do { \
		if (condition) passed++; \
		else if (failed++ < 20) { printf("not ok line %d: ", __LINE__); printf(__VA_ARGS__); printf("\n"); } \
	} while (0)

static uint64_t seed = 88172645463325252u;

static uint32_t
rnd(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t) ((seed >> 11) % below);
}

/* the server frees with its memory contexts what a failed reader leaves behind */
static void *allocated = NULL;

static void *
allocate(size_t size)
{
	return allocated = calloc(1, size);
}

static Workcal *
parse(const char *text, char *error, size_t size)
{
	Workcal    *cal;

	allocated = NULL;
	cal = workcal_parse(text, allocate, error, size);
	if (cal == NULL)
		free(allocated);
	return cal;
}

/* density: share of days in 1000 that differ from Monday to Friday */
static Workcal *
random_calendar(uint32_t ndays, uint32_t density)
{
	Workcal    *cal = calloc(1, workcal_room(ndays));
	int32_t		first = (int32_t) rnd(20000) - 8000;

	workcal_begin(cal, first, ndays);
	for (uint32_t i = 0; i < ndays; i++)
	{
		int32_t		day = first + (int32_t) i;

		if (rnd(1000) < density)
		{
			workcal_set_working(cal, day, rnd(2));
			workcal_set_statutory(cal, day, rnd(3) == 0);
		}
		workcal_set_announced(cal, day, rnd(2));
	}
	cal->flags = rnd(2);
	workcal_finish(cal);
	return cal;
}

static bool
works(const Workcal *cal, int32_t day)
{
	return workcal_bit(workcal_working(cal), (uint32_t) (day - cal->first));
}

/* the rule told day by day */
static bool
slow_add(const Workcal *cal, int32_t from, int32_t n, int32_t *result)
{
	int			step = n < 0 ? -1 : 1;
	int32_t		day = n == 0 ? from : from + step;

	for (; workcal_knows(cal, day); day += step)
		if (works(cal, day) && (n == 0 || (n -= step) == 0))
		{
			*result = day;
			return true;
		}
	return false;
}

static void
test_arithmetic(const Workcal *cal, int rounds)
{
	for (int i = 0; i < rounds; i++)
	{
		int32_t		from = cal->first + (int32_t) rnd(cal->ndays + 2) - 1;
		int32_t		n = (int32_t) rnd(cal->ndays + 20) - (int32_t) cal->ndays / 2;
		int32_t		fast = -1,
					slow = -1,
					count,
					back;
		bool		known;

		if (i % 5 == 0)
			n = (int32_t) rnd(13) - 6;
		known = workcal_add(cal, from, n, &fast);
		CHECK(known == slow_add(cal, from, n, &slow) && fast == slow,
			  "add %d to %d (first %d of %u): %d, slowly %d", n, from, cal->first, cal->ndays, fast, slow);
		if (known && n != 0)
		{
			/* between is the inverse of add */
			if (n > 0)
				CHECK(workcal_between(cal, from, fast, &count) && count == n,
					  "between %d and %d: %d, added %d", from, fast, count, n);
			else
			{
				CHECK(workcal_between(cal, fast - 1, from - 1, &count) && count == -n,
					  "between %d and %d: %d, added %d", fast - 1, from - 1, count, n);
				/* and forth again from a working day */
				if (workcal_knows(cal, from) && works(cal, from))
					CHECK(workcal_add(cal, fast, -n, &back) && back == from,
						  "%d back and forth from %d: %d", n, from, back);
			}
		}
		if (workcal_knows(cal, from))
		{
			int32_t		to = cal->first + (int32_t) rnd(cal->ndays);
			int32_t		there,
						here;
			int			slow_count = 0;

			for (int32_t day = from < to ? from + 1 : to + 1; day <= (from < to ? to : from); day++)
				slow_count += works(cal, day);
			CHECK(workcal_between(cal, from, to, &there) && workcal_between(cal, to, from, &here) &&
				  there == -here && abs(there) == slow_count, "between %d and %d: %d", from, to, there);
		}
	}
}

static void
test_limits(void)
{
	Workcal    *cal = calloc(1, workcal_room(WORKCAL_MAX_DAYS));
	int32_t		day = 7,
				count;
	static const int32_t far[] = {INT32_MIN, INT32_MAX, INT32_MIN + 1, INT32_MAX - 1, -1000000, 1000000};

	workcal_begin(cal, -20000, WORKCAL_MAX_DAYS);
	workcal_finish(cal);
	test_arithmetic(cal, 60);
	for (size_t i = 0; i < sizeof(far) / sizeof(far[0]); i++)
	{
		CHECK(!workcal_add(cal, far[i], 1, &day) && !workcal_add(cal, 0, far[i], &day) &&
			  !workcal_add(cal, far[i], far[i], &day) && day == 7, "far %d", far[i]);
		CHECK(!workcal_between(cal, 0, far[i], &count) && !workcal_between(cal, far[i], 0, &count) &&
			  !workcal_between(cal, far[i], far[i], &count), "far between %d", far[i]);
		CHECK(workcal_status(cal, far[i]) == WORKCAL_UNKNOWN, "status %d", far[i]);
		for (int unit = WORKCAL_DAY; unit <= WORKCAL_YEAR; unit++)
			CHECK(!workcal_due(cal, far[i], 1, unit, &day) &&
				  !workcal_due(cal, 0, 2000000000, unit, &day), "due %d", far[i]);
	}
	free(cal);

	/* no working day at all */
	cal = calloc(1, workcal_room(3));
	workcal_begin(cal, 0, 3);	/* Saturday 2000-01-01 to Monday */
	workcal_set_working(cal, 2, false);
	workcal_finish(cal);
	CHECK(cal->nworking == 0 && !workcal_add(cal, 0, 0, &day) && !workcal_add(cal, 0, 1, &day) &&
		  workcal_valid(cal, workcal_size(cal)), "no working day");
	free(cal);
}

static void
test_civil(void)
{
	int			year = 1,
				month = 1,
				mday = 1;

	for (int32_t day = WORKCAL_FIRST_DAY; day <= WORKCAL_LAST_DAY; day++)
	{
		int			y,
					m,
					d;

		workcal_civil(day, &y, &m, &d);
		if (y != year || m != month || d != mday || workcal_day_number(year, month, mday) != day)
		{
			CHECK(false, "civil %d", day);
			break;
		}
		if (++mday > workcal_month_days(year, month))
		{
			mday = 1;
			if (++month > 12)
			{
				month = 1;
				year++;
			}
		}
	}
	CHECK(year == 10000 && month == 1 && mday == 1, "civil ended at %d", year);
	CHECK(workcal_day_number(2000, 1, 1) == 0 && workcal_weekday(0) == 5 &&
		  workcal_weekday(workcal_day_number(2026, 11, 21)) == 5 &&
		  workcal_weekday(workcal_day_number(1999, 12, 31)) == 4, "weekdays");
}

static void
expect_due(const Workcal *cal, int y, int m, int d, int n, WorkcalUnit unit,
		   int y2, int m2, int d2)
{
	int32_t		due = 0;
	bool		ok = workcal_due(cal, workcal_day_number(y, m, d), n, unit, &due);

	CHECK(ok && due == workcal_day_number(y2, m2, d2), "%04d-%02d-%02d + %d of unit %d: %d", y, m, d, n, unit, due);
}

static void
test_due(void)
{
	uint32_t	ndays = (uint32_t) (workcal_day_number(2030, 12, 31) - workcal_day_number(2020, 1, 1)) + 1;
	Workcal    *cal = calloc(1, workcal_room(ndays));

	workcal_begin(cal, workcal_day_number(2020, 1, 1), ndays);
	for (int32_t d = cal->first; d <= workcal_last(cal); d++)
		workcal_set_working(cal, d, true);	/* month ends alone first */
	workcal_finish(cal);
	expect_due(cal, 2026, 1, 31, 1, WORKCAL_MONTH, 2026, 2, 28);
	expect_due(cal, 2024, 1, 31, 1, WORKCAL_MONTH, 2024, 2, 29);
	expect_due(cal, 2024, 2, 29, 1, WORKCAL_YEAR, 2025, 2, 28);
	expect_due(cal, 2024, 2, 29, 4, WORKCAL_YEAR, 2028, 2, 29);
	expect_due(cal, 2026, 2, 28, 1, WORKCAL_MONTH, 2026, 3, 28);
	expect_due(cal, 2026, 8, 31, 3, WORKCAL_MONTH, 2026, 11, 30);
	expect_due(cal, 2026, 12, 15, 1, WORKCAL_MONTH, 2027, 1, 15);
	expect_due(cal, 2026, 5, 5, 0, WORKCAL_MONTH, 2026, 5, 5);
	expect_due(cal, 2026, 5, 5, 30, WORKCAL_DAY, 2026, 6, 4);
	expect_due(cal, 2026, 5, 5, 0, WORKCAL_WORKDAY, 2026, 5, 5);

	/* rest days: 2026-10-01 Thu to 03 statutory, 04 Sunday, 05 to 07 off */
	workcal_begin(cal, workcal_day_number(2020, 1, 1), ndays);
	for (int d = 1; d <= 7; d++)
	{
		workcal_set_working(cal, workcal_day_number(2026, 10, d), false);
		workcal_set_statutory(cal, workcal_day_number(2026, 10, d), d <= 3);
	}
	workcal_finish(cal);
	expect_due(cal, 2026, 9, 1, 30, WORKCAL_DAY, 2026, 10, 8);
	expect_due(cal, 2026, 9, 1, 36, WORKCAL_DAY, 2026, 10, 8);
	expect_due(cal, 2026, 9, 4, 1, WORKCAL_MONTH, 2026, 10, 8);
	expect_due(cal, 2026, 9, 30, 1, WORKCAL_WORKDAY, 2026, 10, 8);
	expect_due(cal, 2026, 11, 20, 1, WORKCAL_DAY, 2026, 11, 23);
	cal->flags = WORKCAL_ROLL_STATUTORY;
	expect_due(cal, 2026, 9, 1, 30, WORKCAL_DAY, 2026, 10, 8);
	expect_due(cal, 2026, 9, 1, 36, WORKCAL_DAY, 2026, 10, 7);
	expect_due(cal, 2026, 9, 4, 1, WORKCAL_MONTH, 2026, 10, 4);
	expect_due(cal, 2026, 11, 20, 1, WORKCAL_DAY, 2026, 11, 21);
	free(cal);
}

typedef struct Text
{
	char		bytes[1 << 20];
	size_t		used;
} Text;

static void
emit(void *arg, const char *piece)
{
	Text	   *text = arg;
	size_t		length = strlen(piece);

	if (text->used + length < sizeof(text->bytes))
		memcpy(text->bytes + text->used, piece, length + 1);
	text->used += length;
}

static void
test_forms(const Workcal *cal)
{
	static Text text;
	char		error[160] = "";
	const char *fault = NULL;
	unsigned char *wire = malloc(workcal_wire_size(cal));
	Workcal    *again;

	CHECK(workcal_valid(cal, workcal_size(cal)), "finished block not valid");
	text.used = 0;
	workcal_print(cal, emit, &text);
	again = parse(text.bytes, error, sizeof(error));
	CHECK(again != NULL && workcal_equal(cal, again), "text form: %s: %.100s", error, text.bytes);
	free(again);

	workcal_to_wire(cal, wire);
	again = workcal_from_wire(wire, workcal_wire_size(cal), allocate, &fault);
	CHECK(again != NULL && workcal_equal(cal, again), "wire form: %s", fault);
	free(again);
	CHECK(workcal_from_wire(wire, workcal_wire_size(cal) - 1, allocate, &fault) == NULL, "short wire");

	/* spoiled bytes are refused or give a valid calendar */
	for (int i = 0; i < 200; i++)
	{
		size_t		at = rnd((uint32_t) workcal_wire_size(cal));
		unsigned char old = wire[at];

		wire[at] ^= (unsigned char) (1 << rnd(8));
		again = workcal_from_wire(wire, workcal_wire_size(cal), allocate, &fault);
		CHECK(again == NULL || workcal_valid(again, workcal_size(again)), "spoiled wire");
		free(again);
		wire[at] = old;
	}
	free(wire);

	/* spoiled text likewise */
	for (int i = 0; i < 200; i++)
	{
		size_t		at = rnd((uint32_t) strlen(text.bytes));
		char		old = text.bytes[at];

		text.bytes[at] = "0123456789-.,= \tahwx"[rnd(20)];
		again = parse(text.bytes, error, sizeof(error));
		CHECK(again == NULL || workcal_valid(again, workcal_size(again)), "spoiled text");
		free(again);
		text.bytes[at] = old;
	}
}

static void
test_images(void)
{
	size_t		size = 4096;
	unsigned char *bytes = malloc(size);
	const char *fault;
	Workcal    *cal = random_calendar(500, 200);
	size_t		block = workcal_size(cal);
	unsigned char *image = (unsigned char *) cal;
	int			refused = 0;

	for (int i = 0; i < 20000; i++)
	{
		size_t		length = rnd((uint32_t) size);

		for (size_t k = 0; k < length; k++)
			bytes[k] = (unsigned char) rnd(256);
		if (length >= 12 && i % 2)
		{
			/* a likely head, so that the planes are looked at */
			memset(bytes, 0, 12);
			bytes[7] = (unsigned char) rnd(256);
		}
		{
			Workcal    *got = workcal_from_wire(bytes, length, allocate, &fault);

			CHECK(got == NULL || workcal_valid(got, workcal_size(got)), "random wire");
			free(got);
		}
		CHECK(!workcal_valid((Workcal *) bytes, length), "random image");
	}

	/* each single bit matters, save the server's length word and the padding */
	for (size_t at = 4; at < block - 8; at++)
	{
		image[at] ^= 1;
		refused += !workcal_valid(cal, block);
		image[at] ^= 1;
	}
	CHECK(refused > (int) (block - 12) * 9 / 10, "only %d of %zu spoiled images refused", refused, block);
	CHECK(workcal_valid(cal, block), "image restored");
	free(cal);
	free(bytes);
}

static void
expect_error(const char *text, const char *expected)
{
	char		error[160] = "";
	Workcal    *cal = parse(text, error, sizeof(error));

	CHECK(cal == NULL && strstr(error, expected) != NULL, "\"%s\": %s", text, cal ? "accepted" : error);
}

int
main(void)
{
	test_civil();
	test_due();
	test_limits();
	for (int i = 0; i < 60; i++)
	{
		static const uint32_t densities[] = {0, 40, 300, 900, 1000};
		Workcal    *cal = random_calendar(1 + rnd(i % 10 == 0 ? 20000 : 1500), densities[i % 5]);

		test_arithmetic(cal, i % 10 == 0 ? 200 : 2000);
		test_forms(cal);
		free(cal);
	}
	test_images();
	expect_error("", "yyyy-mm-dd at character 1");
	expect_error("2026-02-30..2026-03-01", "yyyy-mm-dd at character 1");
	expect_error("2026-01-01", "\"..\" and the last day at character 11");
	expect_error("2026-01-02..2026-01-01", "not before the first at character 1");
	expect_error("1700-01-01..2026-01-01", "at most 65535 days");
	expect_error("2026-01-01..2026-01-31 off=2026-02-02", "days within the calendar at character 28");
	expect_error("2026-01-01..2026-01-31 off=2026-01-03", "weekdays that are no holidays at character 28");
	expect_error("2026-01-01..2026-01-31 work=2026-01-05", "weekend days that are no holidays at character 29");
	expect_error("2026-01-01..2026-01-31 work=2026-01-04 off=2026-01-05", "in this order at character 40");
	expect_error("2026-01-01..2026-01-31 roll=none", "\"statutory_holiday\" at character 29");
	expect_error("2026-01-01..2026-01-31 off=2026-01-05;", "a comma, a blank or the end at character 38");
	expect_error("2026-01-01..2026-01-31x", "in this order at character 23");
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
