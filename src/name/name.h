/*
 * name.h
 *	  What other rooms may ask about names.
 */
#ifndef CREDIT_NAME_H
#define CREDIT_NAME_H

#include "name/name_core.h"

/*
 * The search key of a name, both in the server's encoding; palloc'd and
 * NUL-terminated. Under a microsecond for names of ideographs and ASCII.
 * Store CREDIT_NAME_RULE_VERSION beside it.
 */
extern char *credit_name_key(const char *name, int len);

/* The key as code points, palloc'd; for matching. Sets *n. */
extern uint32_t *credit_name_key_points(const char *name, int len, int *n);

/* A text in the server's encoding as code points, palloc'd; blanks kept. */
extern uint32_t *credit_name_points(const char *name, int len, int *n, bool *plain);

/* Code points as a text in the server's encoding. */
extern struct varlena *credit_name_text(const uint32_t *points, int n);

/*
 * The distinct bigrams of a key's code points, ascending; out has room for n.
 * Returns how many. A key of one character has one gram, of it and 0.
 */
extern int	credit_name_grams(const uint32_t *key, int n, int32_t *out);

/*
 * A name ready to be split into parts: former names cut, NFKC done where it is
 * needed, brackets still there. palloc'd.
 */
extern uint32_t *credit_name_split_points(const char *name, int len, int *n);

/*
 * Likeness of two such names, or keys, 0 … 1; 0.9 and above means the same
 * name. The rules stand in doc/reference/name.md.
 */
extern float credit_match_points(const uint32_t *a, int na, const uint32_t *b, int nb);

/* How many of a key's first characters are regions (长春市). */
extern int	credit_name_region_length(const uint32_t *key, int n);

#endif
