/*
 * fact_core.c
 *	  Packing facts into a string; free of postgres.h.
 */
#include "evaluation/fact_core.h"

#include <stdlib.h>

/* false for a fact that does not fit: a day before 1990, a huge delay */
bool
fact_pack(const Fact *fact, PackedFact *packed)
{
	int64_t		decided = (int64_t) fact->decided_on - FACT_DAY_ZERO;
	int64_t		until = (int64_t) fact->until - FACT_DAY_ZERO;

	if (fact->item < 0 || fact->item >= FACT_ITEMS || fact->severity < 0 || fact->severity > 3 ||
		decided < 0 || decided >= FACT_FAR_DAY ||
		fact->late_days < FACT_LATE_NONE || fact->late_days > INT16_MAX)
		return false;
	memset(packed, 0, sizeof(PackedFact));
	packed->item = (uint16_t) (fact->item | fact->severity << 12 | (fact->has_amount ? 0x4000 : 0));
	packed->decided_on = (uint16_t) decided;
	/* a day before all others is as much over as the first one */
	packed->until = !fact->has_until ? FACT_NO_DAY : until < 0 ? 0 :
		until >= FACT_FAR_DAY ? FACT_FAR_DAY : (uint16_t) until;
	packed->late_days = (int16_t) fact->late_days;
	packed->dept_id = fact->dept_id;
	packed->amount = fact->has_amount ? fact->amount : 0;
	return true;
}

static int
compare(const void *a, const void *b)
{
	const PackedFact *x = a;
	const PackedFact *y = b;
	int			order;

	if (x->decided_on != y->decided_on)
		return x->decided_on < y->decided_on ? -1 : 1;
	order = memcmp(x, y, FACT_SIZE);
	if (order != 0)
		return order;
	return (x->amount > y->amount) - (x->amount < y->amount);
}

size_t
fact_string_size(const PackedFact *facts, size_t n)
{
	size_t		size = n * FACT_SIZE;

	for (size_t i = 0; i < n; i++)
		size += fact_has_amount(&facts[i]) ? sizeof(int64_t) : 0;
	return size;
}

/* sorts the facts and writes their string */
void
fact_string(PackedFact *facts, size_t n, char *to)
{
	char	   *amounts = to + n * FACT_SIZE;

	if (n <= 32)
		for (size_t i = 1; i < n; i++)
		{
			PackedFact	fact = facts[i];
			size_t		j = i;

			for (; j > 0 && compare(&facts[j - 1], &fact) > 0; j--)
				facts[j] = facts[j - 1];
			facts[j] = fact;
		}
	else
		qsort(facts, n, sizeof(PackedFact), compare);
	for (size_t i = 0; i < n; i++)
	{
		memcpy(to + i * FACT_SIZE, &facts[i], FACT_SIZE);
		if (!fact_has_amount(&facts[i]))
			continue;
		memcpy(amounts, &facts[i].amount, sizeof(int64_t));
		amounts += sizeof(int64_t);
	}
}

/*
 * How many facts a string holds; -1 for one that is none. Facts with an amount
 * take 20 bytes and others 12, so the number follows from counting marks.
 */
long
fact_count(const char *string, size_t size)
{
	size_t		n = 0;
	size_t		taken = 0;

	/* each fact read tells how much the whole must at least be */
	while (taken < size)
	{
		PackedFact	packed;

		if ((n + 1) * FACT_SIZE > size)
			return -1;
		memcpy(&packed, string + n * FACT_SIZE, FACT_SIZE);
		taken += FACT_SIZE + (fact_has_amount(&packed) ? sizeof(int64_t) : 0);
		n++;
	}
	return taken == size ? (long) n : -1;
}
