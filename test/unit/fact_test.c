/*
 * fact_test.c
 *	  Packed facts: what goes in comes out, in whatever order it came; what
 *	  does not fit is refused; what is none is not read.
 */
#include "evaluation/fact_core.h"

#include <stdio.h>
#include <stdlib.h>

static int	passed = 0;
static int	failed = 0;

#define CHECK(condition) \
	do { if (condition) passed++; \
		else { failed++; printf("not ok line %d: %s\n", __LINE__, #condition); } } while (0)

static Fact
fact(int i)
{
	Fact		f = {0};

	f.decided_on = FACT_DAY_ZERO + (i * 7919) % FACT_FAR_DAY;
	f.has_until = i % 3 != 0;
	f.until = f.has_until ? f.decided_on + i % 1000 : 0;
	if (f.until > FACT_DAY_ZERO + FACT_FAR_DAY - 1)
		f.until = FACT_DAY_ZERO + FACT_FAR_DAY - 1;
	f.has_amount = i % 4 == 1;
	f.amount = f.has_amount ? (int64_t) i * 1000003 - 7 : 0;
	f.item = i % FACT_ITEMS;
	f.severity = i % 4;
	f.late_days = i % 50 - 1;
	f.dept_id = i * 31 - 5;
	return f;
}

static bool
same(const Fact *a, const Fact *b)
{
	return a->decided_on == b->decided_on && a->has_until == b->has_until &&
		(!a->has_until || a->until == b->until) && a->has_amount == b->has_amount && a->amount == b->amount &&
		a->item == b->item && a->severity == b->severity && a->late_days == b->late_days && a->dept_id == b->dept_id;
}

/* n facts there and back, forwards and backwards, to the same string */
static void
round_trip(int n)
{
	PackedFact *packed = calloc(n + 1, sizeof(PackedFact));
	PackedFact *reversed = calloc(n + 1, sizeof(PackedFact));
	size_t		size;
	char	   *string;
	char	   *other;
	const char *amounts;
	int			found = 0;

	for (int i = 0; i < n; i++)
	{
		Fact		f = fact(i);

		CHECK(fact_pack(&f, &packed[i]));
		reversed[n - 1 - i] = packed[i];
	}
	size = fact_string_size(packed, n);
	string = malloc(size + 1);
	other = malloc(size + 1);
	fact_string(packed, n, string);
	fact_string(reversed, n, other);
	CHECK(memcmp(string, other, size) == 0);
	CHECK(fact_count(string, size) == n);
	CHECK(size == 0 || fact_count(string, size - 1) == -1);
	amounts = string + n * FACT_SIZE;
	for (int i = 0; i < n; i++)
	{
		Fact		f;

		fact_read(string, i, &amounts, &f);
		for (int k = 0; k < n; k++)
		{
			Fact		g = fact(k);

			if (same(&f, &g))
			{
				found++;
				break;
			}
		}
	}
	CHECK(found == n);
	CHECK(amounts == string + size);
	free(packed);
	free(reversed);
	free(string);
	free(other);
}

int
main(void)
{
	Fact		f = fact(1);
	Fact		g;
	PackedFact	packed;
	const char *amounts;

	for (int n = 0; n < 70; n++)
		round_trip(n);
	round_trip(3000);

	/* the limits */
	f.decided_on = FACT_DAY_ZERO;
	CHECK(fact_pack(&f, &packed));
	f.decided_on = FACT_DAY_ZERO - 1;
	CHECK(!fact_pack(&f, &packed));
	f.decided_on = FACT_DAY_ZERO + FACT_FAR_DAY;
	CHECK(!fact_pack(&f, &packed));
	f = fact(1);
	f.late_days = INT16_MAX;
	CHECK(fact_pack(&f, &packed));
	f.late_days++;
	CHECK(!fact_pack(&f, &packed));
	f = fact(1);
	f.item = FACT_ITEMS - 1;
	CHECK(fact_pack(&f, &packed));
	f.item++;
	CHECK(!fact_pack(&f, &packed));

	/* a last day far away, infinite ones as well, and one long past */
	f = fact(1);
	f.has_amount = false;
	f.amount = 0;
	f.has_until = true;
	f.until = INT32_MAX;
	CHECK(fact_pack(&f, &packed));
	amounts = NULL;
	fact_read((char *) &packed, 0, &amounts, &g);
	CHECK(g.has_until && g.until == INT32_MAX);
	f.until = INT32_MIN;
	CHECK(fact_pack(&f, &packed));
	fact_read((char *) &packed, 0, &amounts, &g);
	CHECK(g.has_until && g.until == FACT_DAY_ZERO);

	/* no fact: too short, too long, amounts missing */
	CHECK(fact_count("", 0) == 0);
	CHECK(fact_count("123", 3) == -1);
	CHECK(fact_count((char *) &packed, FACT_SIZE) == 1);
	CHECK(fact_count((char *) &packed, FACT_SIZE + 1) == -1);
	f.has_amount = true;
	CHECK(fact_pack(&f, &packed));
	CHECK(fact_count((char *) &packed, FACT_SIZE) == -1);

	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
