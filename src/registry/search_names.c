/*
 * search_names.c
 *	  Names that contain what was typed, and names that look like it, by the
 *	  index of character pairs (search_grams.c): how many of the query's rarest
 *	  pairs each name has, so that only the best few hundred rows are fetched.
 */
#include "credit.h"

#include <math.h>

#include "access/tableam.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"

#include "name/name.h"
#include "registry/search.h"

/*
 * How much a search may touch. Reading an address from the index costs some
 * 50 ns, a row of the table 1 µs and more.
 */
#define FUZZY_ADDRESSES 12000	/* of the index, fuzzy, all pairs together */
#define MOST_ROWS 1500			/* of the table, by address */
#define FUZZY_ROWS 150
#define MOST_SCANNED 30000		/* of the table, from its start */
#define MOST_SUBSTRING_HITS 200
#define FUZZY_LEAST 0.3f		/* likeness below which nothing is shown */

typedef struct Candidate
{
	uint64		tid;			/* as credit_addresses_next() gives it; 0 is free */
	float		weight;
} Candidate;

static bool
contains(const GramSearch *search, text *key)
{
	const char *s = VARDATA_ANY(key);
	int			len = VARSIZE_ANY_EXHDR(key);
	const char *found;

	while (len >= search->key_len &&
		   (found = memmem(s, len, search->key_text, search->key_len)) != NULL)
	{
		/* in encodings like EUC_CN the bytes may straddle two characters */
		if (GetDatabaseEncoding() == PG_UTF8 || pg_database_encoding_max_length() == 1)
			return true;
		for (const char *at = VARDATA_ANY(key); at <= found; at += pg_mblen(at))
			if (at == found)
				return true;
		len -= found + 1 - s;
		s = found + 1;
	}
	return false;
}

static int
compare_hits(const void *a, const void *b)
{
	const GramHit *x = a,
			   *y = b;

	if (x->rank != y->rank)
		return x->rank > y->rank ? -1 : 1;
	return x->subject_id < y->subject_id ? -1 : x->subject_id > y->subject_id;
}

static int
best_hits(GramSearch *search, int n)
{
	qsort(search->hits, n, sizeof(GramHit), compare_hits);
	return Min(n, search->wanted);
}

/* ---- a part of a name ---- */

static void
substring_hit(GramSearch *search, RowReader *rows, int *n)
{
	text	   *key;
	int64		id = credit_row_values(rows, &key);

	if (contains(search, key))
		search->hits[(*n)++] = (GramHit) {
			.subject_id = id, .how = "substring",
			.rank = 0.7f + 0.1f * search->key_len / VARSIZE_ANY_EXHDR(key)
		};
}

/*
 * What a large part of all names contains is found soonest by looking at some
 * of them. False when the estimate was wrong and too few were found.
 */
static bool
scan_from_start(GramSearch *search, RowReader *rows, int most, int *n)
{
	TableScanDesc scan = table_beginscan_strat(search->heap, search->snapshot, 0, NULL, true, false);
	AttrNumber	kind_column = get_attnum(RelationGetRelid(search->heap), "kind");
	static Oid	kind_type = InvalidOid;
	static Oid	person = InvalidOid;
	Oid			type = TupleDescAttr(RelationGetDescr(search->heap), kind_column - 1)->atttypid;
	int			seen = 0;

	if (type != kind_type)
	{
		person = DatumGetObjectId(OidInputFunctionCall(F_ENUM_IN, "person", type, -1));
		kind_type = type;
	}
	while (*n < most && seen++ < MOST_SCANNED &&
		   table_scan_getnextslot(scan, ForwardScanDirection, rows->slot))
	{
		bool		isnull;

		if ((seen & 1023) == 0)
			CHECK_FOR_INTERRUPTS();
		if (DatumGetObjectId(slot_getattr(rows->slot, kind_column, &isnull)) != person)
			substring_hit(search, rows, n);
	}
	table_endscan(scan);
	return *n >= search->wanted || seen < MOST_SCANNED;
}

int
credit_gram_substring(GramSearch *search)
{
	RowReader	rows;
	int			n = 0;
	double		share = search->grams[0].share;
	int			most = Max(MOST_SUBSTRING_HITS, search->wanted);

	search->hits = palloc(sizeof(GramHit) * most);
	credit_rows_begin(&rows, search);

	/*
	 * share * rows addresses against hits / share rows of the table, more where
	 * many are persons: the scan is cheaper above some 2 % of two million names.
	 */
	if (share * share * search->rows * search->organisations < 1000 || !scan_from_start(search, &rows, most, &n))
	{
		/* rare pairs decide; the others would only be read for nothing */
		TIDBitmap  *bitmap = credit_gram_addresses(search, search->grams, Min(search->ngrams, 4));
		AddressReader reader;
		uint64		tid;
		int			seen = 0;

		n = 0;
		credit_addresses_begin(&reader, bitmap);
		while (n < most && seen++ < MOST_ROWS + most &&
			   (tid = credit_addresses_next(&reader)) != 0)
			if (credit_row_at(&rows, tid))
				substring_hit(search, &rows, &n);
		credit_tbm_end(reader.iterator);
		tbm_free(bitmap);
	}
	credit_rows_end(&rows);
	return best_hits(search, n);
}

/* ---- likeness ---- */

typedef struct CandidateTable
{
	Candidate  *slots;
	uint64		mask;
	uint64		used;
} CandidateTable;

static Candidate *
candidate_slot(CandidateTable *table, uint64 tid)
{
	uint64		at = tid * UINT64CONST(0x9E3779B97F4A7C15) >> 20;

	while (table->slots[at & table->mask].tid != 0 && table->slots[at & table->mask].tid != tid)
		at++;
	return &table->slots[at & table->mask];
}

static void
candidate_table_init(CandidateTable *table, uint64 size)
{
	table->slots = MemoryContextAllocExtended(CurrentMemoryContext, sizeof(Candidate) * size,
											  MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	table->mask = size - 1;
	table->used = 0;
}

static void
candidate_add(CandidateTable *table, uint64 tid, float weight, bool only_known)
{
	Candidate  *slot = candidate_slot(table, tid);

	if (slot->tid == 0)
	{
		if (only_known)
			return;
		if (2 * table->used > table->mask)
		{
			CandidateTable larger;

			candidate_table_init(&larger, 2 * (table->mask + 1));
			for (uint64 i = 0; i <= table->mask; i++)
				if (table->slots[i].tid != 0)
					*candidate_slot(&larger, table->slots[i].tid) = table->slots[i];
			larger.used = table->used;
			pfree(table->slots);
			*table = larger;
			slot = candidate_slot(table, tid);
		}
		slot->tid = tid;
		table->used++;
	}
	slot->weight += weight;
}

static void
add_addresses(CandidateTable *table, TIDBitmap *bitmap, float weight, bool only_known)
{
	AddressReader reader;
	uint64		tid;

	credit_addresses_begin(&reader, bitmap);
	while ((tid = credit_addresses_next(&reader)) != 0)
		candidate_add(table, tid, weight, only_known);
	credit_tbm_end(reader.iterator);
	tbm_free(bitmap);
}

static int
compare_candidates(const void *a, const void *b)
{
	const Candidate *x = a,
			   *y = b;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return x->tid < y->tid ? -1 : x->tid > y->tid;
}

/* the n heaviest to the front of out; returns how many there are */
static int
heaviest(const CandidateTable *table, Candidate *out, int n)
{
	int			count = 0;
	int			room = 4 * n;
	float		least = 0;

	/* kept in a buffer that is sorted and cut whenever it is full */
	for (uint64 i = 0; i <= table->mask; i++)
	{
		if (table->slots[i].tid == 0 || (count >= n && table->slots[i].weight <= least))
			continue;
		out[count++] = table->slots[i];
		if (count == room)
		{
			qsort(out, count, sizeof(Candidate), compare_candidates);
			count = n;
			least = out[n - 1].weight;
		}
	}
	qsort(out, count, sizeof(Candidate), compare_candidates);
	return Min(count, n);
}

/* the pairs two names share, of all they have */
static float
shared_pairs(const int32_t *a, int na, const int32_t *b, int nb)
{
	int			common = 0;

	for (int i = 0, j = 0; i < na && j < nb;)
	{
		if (a[i] == b[j])
			common++, i++, j++;
		else if (a[i] < b[j])
			i++;
		else
			j++;
	}
	return na + nb == 0 ? 0 : 2.0f * common / (na + nb);
}

int
credit_gram_fuzzy(GramSearch *search)
{
	CandidateTable table;
	Candidate  *best;
	RowReader	rows;
	int32_t    *own = palloc(sizeof(int32_t) * Max(search->nkey, 1));
	int			nown = credit_name_grams(search->key, search->nkey, own);
	double		budget = FUZZY_ADDRESSES;
	int			used = 0;
	int			nbest;
	int			n = 0;

	/* the rarest pairs as far as the budget goes, one in any case */
	candidate_table_init(&table, 4096);
	for (; used < search->ngrams; used++)
	{
		Gram	   *gram = &search->grams[used];
		double		cost = gram->share * search->rows;

		if (cost > budget && !(used == 0 && cost <= 3 * budget))
			break;
		budget -= cost;
		add_addresses(&table, credit_gram_addresses(search, gram, 1), log(2 / (gram->share + 1e-7)), false);
	}

	/*
	 * More frequent pairs only order what is there already: names that have
	 * them together with a rare one, which the index finds without reading all
	 * of the frequent one.
	 */
	for (int more = used; used > 0 && more < search->ngrams && more < used + 3; more++)
	{
		Gram	   *gram = &search->grams[more];

		if (gram->share > 0.2f)
			break;
		for (int rare = 0; rare < Min(used, 2); rare++)
		{
			Gram		both[2] = {search->grams[rare], *gram};

			add_addresses(&table, credit_gram_addresses(search, both, 2), log(2 / gram->share), true);
		}
	}

	best = palloc(sizeof(Candidate) * 4 * FUZZY_ROWS);
	nbest = heaviest(&table, best, FUZZY_ROWS);
	search->hits = palloc(sizeof(GramHit) * Max(nbest, 1));
	credit_rows_begin(&rows, search);
	for (int i = 0; i < nbest; i++)
	{
		text	   *text_key;
		int64		id;
		int			nkey;
		uint32_t   *key;
		int32_t    *grams;
		float		likeness;

		if (!credit_row_at(&rows, best[i].tid))
			continue;
		id = credit_row_values(&rows, &text_key);
		key = credit_name_key_points(VARDATA_ANY(text_key), VARSIZE_ANY_EXHDR(text_key), &nkey);
		grams = palloc(sizeof(int32_t) * Max(nkey, 1));
		likeness = shared_pairs(own, nown, grams, credit_name_grams(key, nkey, grams));
		if (likeness >= FUZZY_LEAST)
		{
			/* the full comparison only where it can matter */
			float		match = credit_match_points(search->key, search->nkey, key, nkey);

			search->hits[n++] = (GramHit) {
				.subject_id = id,
				.rank = match >= 0.9f ? match : 0.69f * Max(likeness, match),
				.how = match >= 0.9f ? "variant" : "fuzzy"
			};
		}
		pfree(grams);
		pfree(key);
	}
	credit_rows_end(&rows);
	return best_hits(search, n);
}
