/*
 * search.h
 *	  Between the stages of a search (search.c), what they find in the index of
 *	  character pairs (search_names.c), and that index (search_grams.c).
 */
#ifndef CREDIT_SEARCH_H
#define CREDIT_SEARCH_H

#include "credit.h"

#include "access/tableam.h"
#include "executor/tuptable.h"
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
	double		organisations;	/* estimated, of the table's rows; the rest is persons */
	int			wanted;
	GramHit    *hits;			/* the best first */
} GramSearch;

/* the addresses of a bitmap one by one */
typedef struct AddressReader
{
	CreditTbmIterator *iterator;
	BlockNumber block;
	int			count;
	int			at;
	OffsetNumber offsets[CREDIT_TBM_OFFSETS];
} AddressReader;

typedef struct RowReader
{
	GramSearch *search;
	IndexFetchTableData *fetch;
	TupleTableSlot *slot;
	AttrNumber	id_column;
	AttrNumber	key_column;
} RowReader;

/* search_grams.c */
extern void credit_gram_search_begin(GramSearch *search, const uint32_t *key, int n, int wanted);
extern void credit_gram_search_end(GramSearch *search);

/* row addresses whose names have all of the pairs */
extern TIDBitmap *credit_gram_addresses(GramSearch *search, const Gram *grams, int n);
extern void credit_addresses_begin(AddressReader *reader, TIDBitmap *bitmap);

/* block << 16 | offset, in the order of the table; 0 at the end */
extern uint64 credit_addresses_next(AddressReader *reader);

extern void credit_rows_begin(RowReader *rows, GramSearch *search);
extern void credit_rows_end(RowReader *rows);

/* false when no version of the row is visible */
extern bool credit_row_at(RowReader *rows, uint64 address);

/* subject and key of the slot's row */
extern int64 credit_row_values(RowReader *rows, text **key);

/* search_names.c: set hits, the best first; return how many, at most wanted */
extern int	credit_gram_substring(GramSearch *search);
extern int	credit_gram_fuzzy(GramSearch *search);

/* what search.c has found so far */
typedef struct Found
{
	int64		id;
	float		rank;
	const char *how;
	char	   *code;			/* NULL when not looked up or there is none */
	char	   *name;			/* NULL until looked up */
} Found;

typedef struct Search
{
	MemoryContext cxt;			/* of the results */
	int			wanted;
	int			count;
	int			room;
	bool		certain;		/* what was meant is found */
	bool		begun;			/* names begin with the query */
	Found	   *found;
} Search;

#endif
