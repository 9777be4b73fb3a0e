/*
 * search.h
 *	  Between the stages of a search (search.c) and the index of character
 *	  pairs (search_grams.c).
 */
#ifndef CREDIT_SEARCH_H
#define CREDIT_SEARCH_H

#include "credit.h"

#include "utils/relcache.h"
#include "utils/snapshot.h"

typedef struct GramHit
{
	int64		subject_id;
	float		rank;
	const char *how;
} GramHit;

typedef struct Gram
{
	int32		gram;
	float		share;			/* estimated, of all names */
} Gram;

typedef struct GramSearch
{
	Relation	heap;
	Relation	index;
	Snapshot	snapshot;
	const uint32_t *key;		/* what is looked for */
	int			nkey;
	char	   *key_text;		/* the same in the server's encoding */
	int			key_len;
	Gram	   *grams;			/* the rarest first */
	int			ngrams;
	double		rows;			/* estimated names */
	int			wanted;
	GramHit    *hits;			/* the best first */
} GramSearch;

extern void credit_gram_search_begin(GramSearch *search, const uint32_t *key, int n, int wanted);
extern void credit_gram_search_end(GramSearch *search);

/* names that contain the key; sets hits and returns how many, at most wanted */
extern int	credit_gram_substring(GramSearch *search);

/* names that look like the key */
extern int	credit_gram_fuzzy(GramSearch *search);

#endif
