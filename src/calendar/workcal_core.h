/*
 * workcal_core.h
 *	  A calendar as one block of memory: which days work, which are statutory
 *	  holidays, which are announced, and the counts that make arithmetic take
 *	  the same time however far it jumps. Needs nothing of the server.
 */
#ifndef WORKCAL_CORE_H
#define WORKCAL_CORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Days are numbered from 2000-01-01 = 0, as the server numbers dates. */
#define WORKCAL_FIRST_DAY	(-730119)	/* 0001-01-01 */
#define WORKCAL_LAST_DAY	2921939 /* 9999-12-31 */
#define WORKCAL_MAX_DAYS	65535	/* counts are kept in 16 bits */

/* a period's last day moves only off a statutory holiday, not any rest day */
#define WORKCAL_ROLL_STATUTORY	0x01
#define WORKCAL_FLAGS			0x01

/*
 * The block. After the head come three planes of workcal_words(ndays) words,
 * working, statutory, announced, with the bits behind the last day zero; then
 * for each day, and for the day behind the last, how many working days lie
 * before it (rank); then the offset of each working day (place). Two loads
 * answer any question, however far apart the days.
 */
typedef struct Workcal
{
	int32_t		vl_len_;		/* the server's length word */
	int32_t		first;			/* day number of the first day */
	uint32_t	ndays;			/* 1 … WORKCAL_MAX_DAYS */
	uint32_t	nworking;
	uint32_t	flags;
	uint32_t	reserved;		/* zero */
	uint64_t	planes[];
} Workcal;

typedef enum WorkcalUnit
{
	WORKCAL_WORKDAY,
	WORKCAL_DAY,
	WORKCAL_MONTH,
	WORKCAL_YEAR
} WorkcalUnit;

typedef enum WorkcalStatus
{
	WORKCAL_UNKNOWN,
	WORKCAL_PROJECTED,
	WORKCAL_ANNOUNCED
} WorkcalStatus;

static inline uint32_t
workcal_words(uint32_t ndays)
{
	return ndays / 64 + 1;
}

static inline const uint64_t *
workcal_working(const Workcal *cal)
{
	return cal->planes;
}

static inline const uint64_t *
workcal_statutory(const Workcal *cal)
{
	return cal->planes + workcal_words(cal->ndays);
}

static inline const uint64_t *
workcal_announced(const Workcal *cal)
{
	return cal->planes + 2 * workcal_words(cal->ndays);
}

static inline const uint16_t *
workcal_rank(const Workcal *cal)
{
	return (const uint16_t *) (cal->planes + 3 * (size_t) workcal_words(cal->ndays));
}

static inline const uint16_t *
workcal_place(const Workcal *cal)
{
	return workcal_rank(cal) + cal->ndays + 1;
}

static inline bool
workcal_bit(const uint64_t *plane, uint32_t day)
{
	return (plane[day / 64] >> (day % 64)) & 1;
}

/* is the day among those the calendar knows? */
static inline bool
workcal_knows(const Workcal *cal, int32_t day)
{
	return (uint32_t) day - (uint32_t) cal->first < cal->ndays;
}

static inline int32_t
workcal_last(const Workcal *cal)
{
	return cal->first + (int32_t) cal->ndays - 1;
}

/*
 * Building: begin (Mon–Fri work, nothing announced) in workcal_room() bytes,
 * set days, finish. A finished block has workcal_size() bytes.
 */
extern size_t workcal_room(uint32_t ndays);
extern size_t workcal_size(const Workcal *cal);
extern void workcal_begin(Workcal *cal, int32_t first, uint32_t ndays);
extern void workcal_set_working(Workcal *cal, int32_t day, bool working);
extern void workcal_set_statutory(Workcal *cal, int32_t day, bool statutory);
extern void workcal_set_announced(Workcal *cal, int32_t day, bool announced);
extern void workcal_finish(Workcal *cal);
extern bool workcal_valid(const Workcal *cal, size_t size);

/*
 * Arithmetic. False when an unknown day would have to be counted or is the
 * result; the output is untouched then. The day of the event is not counted,
 * so it need not be known itself.
 */

/*
 * The n-th working day strictly after `from`, before it when n is negative;
 * with 0 the day itself if it works, else the next that does.
 */
static inline bool
workcal_add(const Workcal *cal, int32_t from, int32_t n, int32_t *result)
{
	uint32_t	upto = (uint32_t) from - (uint32_t) cal->first + (n > 0);
	int64_t		rank;

	if (upto > cal->ndays)
		return false;
	rank = (int64_t) workcal_rank(cal)[upto] + n - (n > 0);
	if (rank < 0 || rank >= cal->nworking)
		return false;
	*result = cal->first + workcal_place(cal)[rank];
	return true;
}

/* working days in (a, b]; negative when b lies before a */
static inline bool
workcal_between(const Workcal *cal, int32_t a, int32_t b, int32_t *result)
{
	uint32_t	upto_a = (uint32_t) a - (uint32_t) cal->first + 1;
	uint32_t	upto_b = (uint32_t) b - (uint32_t) cal->first + 1;

	if (upto_a > cal->ndays || upto_b > cal->ndays)
		return false;
	*result = (int32_t) workcal_rank(cal)[upto_b] - (int32_t) workcal_rank(cal)[upto_a];
	return true;
}

extern bool workcal_due(const Workcal *cal, int32_t start, int32_t n,
						WorkcalUnit unit, int32_t *result);
extern WorkcalStatus workcal_status(const Workcal *cal, int32_t day);
extern bool workcal_equal(const Workcal *a, const Workcal *b);

/* civil dates of the Gregorian calendar, years 1 to 9999 */
extern int32_t workcal_day_number(int year, int month, int day);
extern void workcal_civil(int32_t day, int *year, int *month, int *mday);
extern int	workcal_month_days(int year, int month);
extern int	workcal_weekday(int32_t day);	/* 0 Monday … 6 Sunday */
extern bool workcal_add_months(int32_t start, int64_t months, int32_t *result);

/* text and wire forms (workcal_text_core.c) */
typedef void *(*WorkcalAlloc) (size_t size);
typedef void (*WorkcalEmit) (void *arg, const char *piece);

/* the parser's words in another language; NULL: English */
extern const char *(*workcal_translate) (const char *english);
#define N_(words) (words)
extern Workcal *workcal_parse(const char *text, WorkcalAlloc alloc,
							  char *error, size_t error_size);
extern void workcal_print(const Workcal *cal, WorkcalEmit emit, void *arg);
extern size_t workcal_wire_size(const Workcal *cal);
extern void workcal_to_wire(const Workcal *cal, unsigned char *wire);
extern Workcal *workcal_from_wire(const unsigned char *wire, size_t size,
								  WorkcalAlloc alloc, const char **error);

#endif
