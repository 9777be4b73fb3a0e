/*
 * workcal_text_core.c
 *	  The forms of a calendar outside the server.
 *
 * Text: the range, then what differs from "Monday to Friday work, nothing is
 * announced", as lists of days and runs of days:
 *
 *	2026-01-01..2026-12-31 roll=statutory_holiday announced=2026-01-01..2026-12-31
 *	holiday=2026-01-01,2026-02-16..2026-02-19 off=2026-01-02 work=2026-01-04
 *
 * holiday: statutory holidays (rest days); off: further weekdays at rest;
 * work: weekend days that work. In that order, each at most once, blanks
 * between. The text a calendar prints reads back as the same calendar.
 *
 * Wire: big-endian int32 first, int32 ndays, int32 flags, then for each plane
 * (working, statutory, announced) (ndays + 7) / 8 bytes, lowest bit first.
 * Counts are not sent: whoever receives counts for himself.
 */
#include "calendar/workcal_core.h"

#include <stdio.h>
#include <string.h>

static const char *const part_names[] = {"roll", "announced", "holiday", "off", "work"};

enum
{
	PART_ROLL, PART_ANNOUNCED, PART_HOLIDAY, PART_OFF, PART_WORK, PARTS
};

const char *(*workcal_translate) (const char *english) = NULL;

#ifdef __GNUC__
__attribute__((format_arg(1)))
#endif
static const char *
say(const char *english)
{
	return workcal_translate != NULL ? workcal_translate(english) : english;
}

typedef struct Reader
{
	const char *start;
	const char *at;
	char	   *error;
	size_t		error_size;
} Reader;

static bool
fail(Reader *reader, const char *expected)
{
	snprintf(reader->error, reader->error_size, say(N_("Expected %s at character %zu.")),
			 say(expected), (size_t) (reader->at - reader->start) + 1);
	return false;
}

static void
skip_blanks(Reader *reader)
{
	while (*reader->at == ' ' || *reader->at == '\t' || *reader->at == '\n' || *reader->at == '\r')
		reader->at++;
}

static bool
read_number(const char *at, int digits, int *value)
{
	*value = 0;
	for (int i = 0; i < digits; i++)
	{
		if (at[i] < '0' || at[i] > '9')
			return false;
		*value = *value * 10 + (at[i] - '0');
	}
	return true;
}

static bool
read_day(Reader *reader, int32_t *day)
{
	int			year,
				month,
				mday;

	if (!read_number(reader->at, 4, &year) || reader->at[4] != '-' ||
		!read_number(reader->at + 5, 2, &month) || reader->at[7] != '-' ||
		!read_number(reader->at + 8, 2, &mday) ||
		year < 1 || month < 1 || month > 12 || mday < 1 ||
		mday > workcal_month_days(year, month))
		return fail(reader, N_("a date of the form yyyy-mm-dd"));
	reader->at += 10;
	*day = workcal_day_number(year, month, mday);
	return true;
}

/* a day, or a run of days; limits are the calendar's when it has begun */
static bool
read_run(Reader *reader, const Workcal *cal, int32_t *from, int32_t *to)
{
	const char *start = reader->at;

	if (!read_day(reader, from))
		return false;
	*to = *from;
	if (reader->at[0] == '.' && reader->at[1] == '.')
	{
		reader->at += 2;
		if (!read_day(reader, to))
			return false;
	}
	else if (cal == NULL)
		return fail(reader, N_("\"..\" and the last day"));
	if (*to < *from)
	{
		reader->at = start;
		return fail(reader, N_("a last day not before the first"));
	}
	if (cal != NULL && (!workcal_knows(cal, *from) || !workcal_knows(cal, *to)))
	{
		reader->at = start;
		return fail(reader, N_("days within the calendar"));
	}
	return true;
}

static bool
read_part(Reader *reader, Workcal *cal, int part)
{
	if (part == PART_ROLL)
	{
		static const char value[] = "statutory_holiday";

		if (strncmp(reader->at, value, sizeof(value) - 1) != 0)
			return fail(reader, N_("\"statutory_holiday\""));
		reader->at += sizeof(value) - 1;
		cal->flags |= WORKCAL_ROLL_STATUTORY;
		return true;
	}
	for (;;)
	{
		const char *start = reader->at;
		int32_t		from,
					to;

		if (!read_run(reader, cal, &from, &to))
			return false;
		for (int32_t day = from; day <= to; day++)
		{
			uint32_t	offset = (uint32_t) (day - cal->first);

			if (part == PART_ANNOUNCED)
				workcal_set_announced(cal, day, true);
			else if (part == PART_WORK)
			{
				if (workcal_bit(workcal_statutory(cal), offset) ||
					workcal_weekday(day) < 5)
				{
					reader->at = start;
					return fail(reader, N_("weekend days that are no holidays"));
				}
				workcal_set_working(cal, day, true);
			}
			else
			{
				if (part == PART_OFF && (workcal_weekday(day) >= 5 ||
										 workcal_bit(workcal_statutory(cal), offset)))
				{
					reader->at = start;
					return fail(reader, N_("weekdays that are no holidays"));
				}
				workcal_set_working(cal, day, false);
				if (part == PART_HOLIDAY)
					workcal_set_statutory(cal, day, true);
			}
		}
		if (*reader->at != ',')
			return true;
		reader->at++;
	}
}

/* Null with a sentence in `error` when the text is no calendar. */
Workcal *
workcal_parse(const char *text, WorkcalAlloc alloc, char *error, size_t error_size)
{
	Reader		reader = {text, text, error, error_size};
	int32_t		from,
				to;
	int			next = 0;
	Workcal    *cal;

	skip_blanks(&reader);
	if (!read_run(&reader, NULL, &from, &to))
		return NULL;
	if (to - from >= WORKCAL_MAX_DAYS)
	{
		snprintf(error, error_size, say(N_("A calendar holds at most %d days.")), WORKCAL_MAX_DAYS);
		return NULL;
	}
	cal = alloc(workcal_room((uint32_t) (to - from) + 1));
	workcal_begin(cal, from, (uint32_t) (to - from) + 1);
	for (;;)
	{
		const char *before = reader.at;
		int			part;

		skip_blanks(&reader);
		if (*reader.at == '\0')
			break;
		for (part = next; part < PARTS; part++)
		{
			size_t		length = strlen(part_names[part]);

			if (strncmp(reader.at, part_names[part], length) == 0 && reader.at[length] == '=')
			{
				reader.at += length + 1;
				break;
			}
		}
		if (part == PARTS || reader.at == before)
		{
			fail(&reader, N_("one of roll=, announced=, holiday=, off=, work= in this order"));
			return NULL;
		}
		if (!read_part(&reader, cal, part))
			return NULL;
		if (*reader.at != '\0' && *reader.at != ' ' && *reader.at != '\t' &&
			*reader.at != '\n' && *reader.at != '\r')
		{
			fail(&reader, N_("a comma, a blank or the end"));
			return NULL;
		}
		next = part + 1;
	}
	workcal_finish(cal);
	return cal;
}

static void
print_run(WorkcalEmit emit, void *arg, const char *before, int32_t from, int32_t to)
{
	char		piece[80];
	int			year,
				month,
				day,
				used;

	workcal_civil(from, &year, &month, &day);
	used = snprintf(piece, sizeof(piece), "%s%04d-%02d-%02d", before, year, month, day);
	if (to > from)
	{
		workcal_civil(to, &year, &month, &day);
		snprintf(piece + used, sizeof(piece) - (size_t) used, "..%04d-%02d-%02d", year, month, day);
	}
	emit(arg, piece);
}

static bool
in_part(const Workcal *cal, int part, uint32_t i)
{
	bool		working = workcal_bit(workcal_working(cal), i);
	bool		statutory = workcal_bit(workcal_statutory(cal), i);
	bool		weekday = workcal_weekday(cal->first + (int32_t) i) < 5;

	switch (part)
	{
		case PART_ANNOUNCED:
			return workcal_bit(workcal_announced(cal), i);
		case PART_HOLIDAY:
			return statutory;
		case PART_OFF:
			return weekday && !working && !statutory;
		default:
			return !weekday && working;
	}
}

void
workcal_print(const Workcal *cal, WorkcalEmit emit, void *arg)
{
	int			year,
				month,
				day;
	char		piece[32];

	/* a range is printed as one even when it is a single day */
	print_run(emit, arg, "", cal->first, cal->first);
	workcal_civil(workcal_last(cal), &year, &month, &day);
	snprintf(piece, sizeof(piece), "..%04d-%02d-%02d", year, month, day);
	emit(arg, piece);
	if (cal->flags & WORKCAL_ROLL_STATUTORY)
		emit(arg, " roll=statutory_holiday");
	for (int part = PART_ANNOUNCED; part < PARTS; part++)
	{
		bool		first = true;

		for (uint32_t i = 0; i < cal->ndays; i++)
		{
			uint32_t	from = i;

			if (!in_part(cal, part, i))
				continue;
			while (i + 1 < cal->ndays && in_part(cal, part, i + 1))
				i++;
			if (first)
			{
				emit(arg, " ");
				emit(arg, part_names[part]);
			}
			print_run(emit, arg, first ? "=" : ",",
					  cal->first + (int32_t) from, cal->first + (int32_t) i);
			first = false;
		}
	}
}

static void
put32(unsigned char *at, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		at[i] = (unsigned char) (value >> (24 - 8 * i));
}

static uint32_t
get32(const unsigned char *at)
{
	return (uint32_t) at[0] << 24 | (uint32_t) at[1] << 16 | (uint32_t) at[2] << 8 | at[3];
}

size_t
workcal_wire_size(const Workcal *cal)
{
	return 12 + 3 * (((size_t) cal->ndays + 7) / 8);
}

void
workcal_to_wire(const Workcal *cal, unsigned char *wire)
{
	size_t		bytes = ((size_t) cal->ndays + 7) / 8;
	uint32_t	words = workcal_words(cal->ndays);

	put32(wire, (uint32_t) cal->first);
	put32(wire + 4, cal->ndays);
	put32(wire + 8, cal->flags);
	for (uint32_t plane = 0; plane < 3; plane++)
		for (size_t i = 0; i < bytes; i++)
			wire[12 + plane * bytes + i] = (unsigned char)
				(cal->planes[plane * words + i / 8] >> (8 * (i % 8)));
}

/* Null with a sentence in `error` when the bytes are no calendar. */
Workcal *
workcal_from_wire(const unsigned char *wire, size_t size, WorkcalAlloc alloc,
				  const char **error)
{
	int32_t		first;
	uint32_t	ndays,
				flags,
				words;
	size_t		bytes;
	Workcal    *cal;

	if (size < 12)
	{
		*error = N_("The head of 12 bytes is incomplete.");
		return NULL;
	}
	first = (int32_t) get32(wire);
	ndays = get32(wire + 4);
	flags = get32(wire + 8);
	if (ndays < 1 || ndays > WORKCAL_MAX_DAYS)
	{
		*error = N_("The number of days is out of range.");
		return NULL;
	}
	if (first < WORKCAL_FIRST_DAY || first > WORKCAL_LAST_DAY - (int32_t) (ndays - 1))
	{
		*error = N_("The days lie outside the years 1 to 9999.");
		return NULL;
	}
	if ((flags & ~(uint32_t) WORKCAL_FLAGS) != 0)
	{
		*error = N_("Reserved flags are set.");
		return NULL;
	}
	bytes = ((size_t) ndays + 7) / 8;
	if (size != 12 + 3 * bytes)
	{
		*error = N_("The length does not fit the number of days.");
		return NULL;
	}
	if (ndays % 8 != 0)
		for (uint32_t plane = 0; plane < 3; plane++)
			if (wire[12 + (plane + 1) * bytes - 1] >> (ndays % 8))
			{
				*error = N_("Bits behind the last day are set.");
				return NULL;
			}
	for (size_t i = 0; i < bytes; i++)
		if (wire[12 + i] & wire[12 + bytes + i])
		{
			*error = N_("A statutory holiday is marked as working.");
			return NULL;
		}

	cal = alloc(workcal_room(ndays));
	workcal_begin(cal, first, ndays);
	cal->flags = flags;
	words = workcal_words(ndays);
	memset(cal->planes, 0, words * sizeof(uint64_t));
	for (uint32_t plane = 0; plane < 3; plane++)
		for (size_t i = 0; i < bytes; i++)
			cal->planes[plane * words + i / 8] |=
				(uint64_t) wire[12 + plane * bytes + i] << (8 * (i % 8));
	workcal_finish(cal);
	return cal;
}
