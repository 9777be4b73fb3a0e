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
#define WORKCAL_STRIDE		4	/* every 4th working day's place is kept */

/* a period's last day moves only off a statutory holiday, not any rest day */
#define WORKCAL_ROLL_STATUTORY	0x01
#define WORKCAL_FLAGS			0x01

/*
 * The block. After the head come, each of workcal_words(ndays) words with the
 * bits behind the last day zero: the planes working, statutory, announced;
 * then 16-bit counts of the working days before each word, and the place of
 * every WORKCAL_STRIDE-th working day. A plane has one word more than its days
 * need, so that 64 days from any day on can be read at once.
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
	return ndays / 64 + 2;
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

/* building: begin (Mon–Fri work, nothing announced), set days, finish */
extern size_t workcal_size(uint32_t ndays);
extern void workcal_begin(Workcal *cal, int32_t first, uint32_t ndays);
extern void workcal_set_working(Workcal *cal, int32_t day, bool working);
extern void workcal_set_statutory(Workcal *cal, int32_t day, bool statutory);
extern void workcal_set_announced(Workcal *cal, int32_t day, bool announced);
extern void workcal_finish(Workcal *cal);
extern bool workcal_valid(const Workcal *cal, size_t size);

/*
 * Arithmetic. False when an unknown day would have to be counted or is the
 * result; the output is untouched then.
 */
extern bool workcal_add(const Workcal *cal, int32_t from, int32_t n, int32_t *result);
extern bool workcal_between(const Workcal *cal, int32_t a, int32_t b, int32_t *result);
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

extern Workcal *workcal_parse(const char *text, WorkcalAlloc alloc,
							  char *error, size_t error_size);
extern void workcal_print(const Workcal *cal, WorkcalEmit emit, void *arg);
extern size_t workcal_wire_size(const Workcal *cal);
extern void workcal_to_wire(const Workcal *cal, unsigned char *wire);
extern Workcal *workcal_from_wire(const unsigned char *wire, size_t size,
								  WorkcalAlloc alloc, const char **error);

#endif
