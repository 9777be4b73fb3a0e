/*
 * fact_core.h
 *	  A record in twelve bytes, twenty with an amount: what evaluations look
 *	  at of a record that counts. Free of postgres.h.
 *
 * A subject's facts are one string: those of twelve bytes one after another,
 * then the amounts of those that have one, in the same order. Equal sets of
 * facts have equal strings, in whatever order they were found.
 */
#ifndef CREDIT_FACT_CORE_H
#define CREDIT_FACT_CORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define FACT_SIZE 12
#define FACT_ITEMS 4096			/* numbers an item may have */
#define FACT_DAY_ZERO (-3653)	/* 1989-12-31, in days since 2000-01-01 */
#define FACT_LATE_NONE (-1)

/* the last day something holds, when there is none and when it is far off */
#define FACT_NO_DAY 0xFFFF
#define FACT_FAR_DAY 0xFFFE

typedef struct Fact
{
	int32_t		decided_on;		/* days since 2000-01-01 */
	int32_t		until;			/* last day of publication */
	bool		has_until;
	bool		has_amount;
	int			item;			/* number of the item */
	int			severity;		/* 0 none, 1 minor, 2 general, 3 serious */
	int32_t		late_days;		/* -1 for none */
	int32_t		dept_id;
	int64_t		amount;			/* hundredths */
} Fact;

/* as it is kept */
typedef struct PackedFact
{
	uint16_t	item;			/* number, severity << 12, has_amount << 14 */
	uint16_t	decided_on;
	uint16_t	until;
	int16_t		late_days;
	int32_t		dept_id;
	int64_t		amount;			/* after all the others; 0 without */
} PackedFact;

extern bool fact_pack(const Fact *fact, PackedFact *packed);
extern size_t fact_string_size(const PackedFact *facts, size_t n);
extern void fact_string(PackedFact *facts, size_t n, char *to);
extern long fact_count(const char *string, size_t size);

static inline bool
fact_has_amount(const PackedFact *packed)
{
	return (packed->item & 0x4000) != 0;
}

/* fact i of a string; amounts moves on past the amount of one that has it */
static inline void
fact_read(const char *string, size_t i, const char **amounts, Fact *fact)
{
	PackedFact	packed;

	memcpy(&packed, string + i * FACT_SIZE, FACT_SIZE);
	fact->item = packed.item & (FACT_ITEMS - 1);
	fact->severity = (packed.item >> 12) & 3;
	fact->decided_on = FACT_DAY_ZERO + packed.decided_on;
	fact->has_until = packed.until != FACT_NO_DAY;
	fact->until = packed.until == FACT_FAR_DAY ? INT32_MAX : FACT_DAY_ZERO + packed.until;
	fact->late_days = packed.late_days;
	fact->dept_id = packed.dept_id;
	fact->has_amount = fact_has_amount(&packed);
	fact->amount = 0;
	if (fact->has_amount)
	{
		memcpy(&fact->amount, *amounts, sizeof(fact->amount));
		*amounts += sizeof(fact->amount);
	}
}

#endif
