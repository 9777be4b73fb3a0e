/*
 * name_parts.h
 *	  The parts of an organisation's name: region, brand, industry, legal form.
 *	  Pure; the words come from rows of credit.name_word.
 */
#ifndef CREDIT_NAME_PARTS_H
#define CREDIT_NAME_PARTS_H

#include "name/name_core.h"

#define NAME_PARTS_MAX 256		/* characters that are looked at */
#define NAME_MAX_REGIONS 6
#define NAME_WORD_MAX 16		/* characters of a word */
#define NAME_ALIKE_MOST 0.88f	/* likeness of names that are not the same */

typedef enum
{
	NAME_REGION,
	NAME_INDUSTRY,
	NAME_LEGAL_FORM
} NameWordPart;

typedef struct NameWord
{
	uint64_t	hash;			/* 0: free */
	uint64_t	canonical;		/* 0: the word is nothing (legal form, region) */
	unsigned char part;
	unsigned char len;
	bool		branch;			/* a branch's form: 分公司, 支行 */
	bool		doubtful;		/* a region's short name that others share: 吉林 */
	uint32_t	chars[NAME_WORD_MAX];
} NameWord;

/* Open addressing; the caller allocates 1 << bits zeroed words, half of them spare. */
typedef struct NameDict
{
	int			bits;
	int			longest;
	NameWord   *words;
} NameDict;

typedef struct NameParts
{
	uint64_t	whole;			/* of the whole key; 0 when that is empty */
	uint32_t	key[NAME_PARTS_MAX];	/* without regions that stood in brackets */
	int			n;
	int			body_from;		/* [0, body_from) is the region */
	int			industry_from;	/* [body_from, industry_from) is the brand */
	int			form_from;		/* [industry_from, form_from) is the industry */
	uint64_t	form;			/* canonical legal form, 0 when there is none */
	uint64_t	regions[NAME_MAX_REGIONS];	/* canonical, widest first */
	int			nregions;
	bool		region_moved;	/* one stood in brackets after the brand */
	bool		region_doubtful;
	uint32_t	moved[NAME_WORD_MAX];	/* that one, folded */
	int			nmoved;
} NameParts;

/* a number for a text; never 0 */
extern uint64_t name_hash(const uint32_t *chars, int n);

/* Adds a word that is folded; canonical too, or nothing (0). False when it is too long. */
extern bool name_dict_add(NameDict *dict, NameWordPart part, const uint32_t *chars, int n,
						  uint64_t canonical, bool branch, bool doubtful);

/*
 * Splits a name: code points after NFKC if they need it, brackets still there,
 * former names cut.
 */
extern void name_split(const NameDict *dict, const uint32_t *points, int n, NameParts *parts);

/* Likeness, 0 … 1; 0.9 and above is the same name. */
extern float name_likeness(const NameParts *a, const NameParts *b);

#endif
