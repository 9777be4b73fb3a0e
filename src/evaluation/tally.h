/*
 * tally.h
 *	  Record indicators of many subjects at once: a dense array with one row a
 *	  subject, filled in whatever order records come, by several processes.
 */
#ifndef CREDIT_TALLY_H
#define CREDIT_TALLY_H

#include "evaluation/indicator_record.h"

#include "port/atomics.h"

typedef enum TallyKind
{
	TALLY_COUNT,				/* uint32 */
	TALLY_DISTINCT,				/* uint32: members met in the set */
	TALLY_RECENCY,				/* uint32: latest day, moved above 0 */
	TALLY_EXISTS,				/* uint32 */
	TALLY_SHARE,				/* two uint32: matching, all */
	TALLY_WEIGHT,				/* int64 */
	TALLY_SUM,					/* int64 */
	TALLY_MAX,					/* uint64: moved above 0 */
	TALLY_WEIGHT_SHARE			/* two int64 */
} TallyKind;

typedef struct TallySlot
{
	TallyKind	kind;
	uint32		offset;			/* in the row */
} TallySlot;

/* members of distinct met: one key for each subject, slot and member */
typedef struct TallySet
{
	pg_atomic_uint32 full;
	pg_atomic_uint64 used;
	uint64		places;			/* a power of two */
	pg_atomic_uint64 keys[FLEXIBLE_ARRAY_MEMBER];
} TallySet;

typedef struct Tally
{
	RecordRules *rules;
	TallySlot  *slots;			/* of each record indicator */
	Size		stride;
	int			ndistinct;
	TallySet   *set;			/* when ndistinct > 0 */
	bool		shared;			/* other processes count as well */
} Tally;

/*
 * Subjects by rank: number less base when the numbers are dense, else the
 * place in an ascending list.
 */
typedef struct SubjectMap
{
	int64		base;
	int64		n;
	const int64 *ids;			/* NULL when dense */
} SubjectMap;

static inline int64
subject_rank(const SubjectMap *map, int64 id)
{
	int64		low = 0;
	int64		high = map->n;

	if (map->ids == NULL)
		return id >= map->base && id - map->base < map->n ? id - map->base : -1;
	while (low < high)
	{
		int64		middle = (low + high) / 2;

		if (map->ids[middle] < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < map->n && map->ids[low] == id ? low : -1;
}

/* tally.c */
extern Tally *tally_create(RecordRules *rules);
extern void tally_add(const Tally *tally, char *row, int64 rank, const ItemPlan *item, const RecordFacts *facts);
extern ScValue tally_value(const Tally *tally, const char *row, int slot);
extern Size tally_set_size(uint64 members);
extern void tally_set_init(TallySet *set, Size size);

#endif
