/*
 * workcal_core.c
 *	  Working-day arithmetic on a calendar block. Owns the rules of
 *	  counting:
 *
 *	  - the day of the event is not counted (Civil Procedure Law art. 85);
 *	  - a period in months or years ends on the corresponding day, or at the
 *	    end of the month that lacks it;
 *	  - a last day that is a rest day moves to the next working day. Under the
 *	    narrow reading (WORKCAL_ROLL_STATUTORY) only a statutory holiday moves.
 */
#include "calendar/workcal_core.h"

#include <string.h>

/* bytes of a block with this many days and working days, a multiple of 8 */
static size_t
block_size(uint32_t ndays, uint32_t nworking)
{
	size_t		size = offsetof(Workcal, planes) +
		3 * sizeof(uint64_t) * workcal_words(ndays) +
		sizeof(uint16_t) * ((size_t) ndays + 1 + nworking);

	return (size + 7) & ~(size_t) 7;
}

size_t
workcal_room(uint32_t ndays)
{
	return block_size(ndays, ndays);
}

size_t
workcal_size(const Workcal *cal)
{
	return block_size(cal->ndays, cal->nworking);
}

void
workcal_begin(Workcal *cal, int32_t first, uint32_t ndays)
{
	memset((char *) cal + sizeof(cal->vl_len_), 0,
		   workcal_room(ndays) - sizeof(cal->vl_len_));
	cal->first = first;
	cal->ndays = ndays;
	for (uint32_t i = 0; i < ndays; i++)
		if (workcal_weekday(first + (int32_t) i) < 5)
			cal->planes[i / 64] |= UINT64_C(1) << (i % 64);
}

static void
set_bit(Workcal *cal, int plane, int32_t day, bool on)
{
	uint32_t	i = (uint32_t) day - (uint32_t) cal->first;
	uint64_t   *word;

	if (i >= cal->ndays)
		return;
	word = cal->planes + (size_t) plane * workcal_words(cal->ndays) + i / 64;
	if (on)
		*word |= UINT64_C(1) << (i % 64);
	else
		*word &= ~(UINT64_C(1) << (i % 64));
}

/* days outside the calendar are passed over */
void
workcal_set_working(Workcal *cal, int32_t day, bool working)
{
	set_bit(cal, 0, day, working);
}

void
workcal_set_statutory(Workcal *cal, int32_t day, bool statutory)
{
	set_bit(cal, 1, day, statutory);
}

void
workcal_set_announced(Workcal *cal, int32_t day, bool announced)
{
	set_bit(cal, 2, day, announced);
}

/* Counts what the planes hold. A day that works is no statutory holiday. */
void
workcal_finish(Workcal *cal)
{
	uint32_t	words = workcal_words(cal->ndays);
	uint64_t   *statutory = cal->planes + words;
	uint16_t   *rank = (uint16_t *) (cal->planes + 3 * (size_t) words);
	uint16_t   *place = rank + cal->ndays + 1;
	uint32_t	seen = 0;

	for (uint32_t word = 0; word < words; word++)
		statutory[word] &= ~cal->planes[word];
	for (uint32_t i = 0; i < cal->ndays; i++)
	{
		rank[i] = (uint16_t) seen;
		if (workcal_bit(cal->planes, i))
			place[seen++] = (uint16_t) i;
	}
	rank[cal->ndays] = (uint16_t) seen;
	cal->nworking = seen;
}

/* Is a block of this size from elsewhere one that workcal_finish() left? */
bool
workcal_valid(const Workcal *cal, size_t size)
{
	uint32_t	words;
	uint32_t	seen = 0;

	if (size < offsetof(Workcal, planes) ||
		cal->ndays < 1 || cal->ndays > WORKCAL_MAX_DAYS || cal->nworking > cal->ndays ||
		size != workcal_size(cal) ||
		cal->first < WORKCAL_FIRST_DAY ||
		cal->first > WORKCAL_LAST_DAY - (int32_t) (cal->ndays - 1) ||
		(cal->flags & ~(uint32_t) WORKCAL_FLAGS) != 0 || cal->reserved != 0)
		return false;
	words = workcal_words(cal->ndays);
	for (uint32_t word = 0; word < words; word++)
	{
		uint64_t	mask = word < cal->ndays / 64 ? ~UINT64_C(0) :
			(UINT64_C(1) << (cal->ndays % 64)) - 1;
		uint64_t	working = workcal_working(cal)[word];
		uint64_t	statutory = workcal_statutory(cal)[word];

		if (((working | statutory | workcal_announced(cal)[word]) & ~mask) != 0 ||
			(working & statutory) != 0)
			return false;
	}
	for (uint32_t i = 0; i < cal->ndays; i++)
	{
		if (workcal_rank(cal)[i] != seen)
			return false;
		if (workcal_bit(workcal_working(cal), i) &&
			(seen >= cal->nworking || workcal_place(cal)[seen++] != i))
			return false;
	}
	return seen == cal->nworking && workcal_rank(cal)[cal->ndays] == seen;
}

/* the last day of a period of n ≥ 0 units that begins with an event on `start` */
bool
workcal_due(const Workcal *cal, int32_t start, int32_t n, WorkcalUnit unit,
			int32_t *result)
{
	int64_t		last;
	int32_t		day;
	uint32_t	offset;

	switch (unit)
	{
		case WORKCAL_WORKDAY:
			return workcal_add(cal, start, n, result);
		case WORKCAL_DAY:
			last = (int64_t) start + n;
			if (last < WORKCAL_FIRST_DAY || last > WORKCAL_LAST_DAY)
				return false;
			day = (int32_t) last;
			break;
		case WORKCAL_MONTH:
		case WORKCAL_YEAR:
			if (!workcal_add_months(start, (int64_t) n * (unit == WORKCAL_YEAR ? 12 : 1), &day))
				return false;
			break;
		default:
			return false;
	}
	if (!workcal_knows(cal, day))
		return false;
	offset = (uint32_t) (day - cal->first);
	if (workcal_bit(workcal_working(cal), offset) ||
		((cal->flags & WORKCAL_ROLL_STATUTORY) &&
		 !workcal_bit(workcal_statutory(cal), offset)))
	{
		*result = day;
		return true;
	}
	return workcal_add(cal, day, 0, result);
}

WorkcalStatus
workcal_status(const Workcal *cal, int32_t day)
{
	if (!workcal_knows(cal, day))
		return WORKCAL_UNKNOWN;
	return workcal_bit(workcal_announced(cal), (uint32_t) (day - cal->first)) ?
		WORKCAL_ANNOUNCED : WORKCAL_PROJECTED;
}

bool
workcal_equal(const Workcal *a, const Workcal *b)
{
	return a->ndays == b->ndays && a->nworking == b->nworking &&
		memcmp((const char *) a + sizeof(a->vl_len_), (const char *) b + sizeof(b->vl_len_),
			   workcal_size(a) - sizeof(a->vl_len_)) == 0;
}

/* days since 2000-01-01; eras of 400 years, years beginning in March */
int32_t
workcal_day_number(int year, int month, int day)
{
	int			y = year - (month <= 2);
	int			era = y / 400;
	int			of_era = y - era * 400;
	int			of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 730425;
}

void
workcal_civil(int32_t day, int *year, int *month, int *mday)
{
	int32_t		z = day + 730425;
	int32_t		era = z / 146097;
	int32_t		doe = z - era * 146097;
	int32_t		yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int32_t		doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int32_t		mp = (5 * doy + 2) / 153;

	*mday = doy - (153 * mp + 2) / 5 + 1;
	*month = mp < 10 ? mp + 3 : mp - 9;
	*year = yoe + era * 400 + (*month <= 2);
}

int
workcal_month_days(int year, int month)
{
	static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[month - 1] +
		(month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

/* 2000-01-01 was a Saturday */
int
workcal_weekday(int32_t day)
{
	int			weekday = (day + 5) % 7;

	return weekday < 0 ? weekday + 7 : weekday;
}

bool
workcal_add_months(int32_t start, int64_t months, int32_t *result)
{
	int			year,
				month,
				mday;
	int64_t		m;

	if (start < WORKCAL_FIRST_DAY || start > WORKCAL_LAST_DAY)
		return false;
	workcal_civil(start, &year, &month, &mday);
	m = (int64_t) year * 12 + (month - 1) + months;
	if (m < 12 || m >= 10000 * 12)
		return false;
	year = (int) (m / 12);
	month = (int) (m % 12) + 1;
	if (mday > workcal_month_days(year, month))
		mday = workcal_month_days(year, month);
	*result = workcal_day_number(year, month, mday);
	return true;
}
