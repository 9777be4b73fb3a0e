/*
 * item_cache.h
 *	  The compiled catalogue: item_load.c fills it, item.c answers from it.
 */
#ifndef CREDIT_ITEM_CACHE_H
#define CREDIT_ITEM_CACHE_H

#include "catalogue/catalogue.h"
#include "utils/hsearch.h"

typedef struct ItemEntry
{
	char		item[NAMEDATALEN];	/* hash key */
	CatalogueItem	   *newest;
} ItemEntry;

typedef struct ForbiddenField
{
	char	   *pattern;
	char	   *reason;
} ForbiddenField;

typedef struct Catalogue
{
	HTAB	   *items;
	int			nlists;
	CodeList   *lists;			/* in the order of their names */
	CodeList   *placeholders;	/* code list 'placeholder', may be NULL */
	int			nforbidden;
	ForbiddenField *forbidden;
} Catalogue;

extern void *credit_load_catalogue(MemoryContext cxt);

#endif
