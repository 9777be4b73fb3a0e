/*
 * dictionary_core.c
 *	  Numbers for the string constants of a model, so that scoring compares
 *	  numbers; free of postgres.h.
 */
#include "evaluation/scorecard_core.h"

#include <string.h>

static uint32_t
hash_bytes_fnv(const char *str, int len)
{
	uint32_t	hash = 2166136261u;

	for (int i = 0; i < len; i++)
		hash = (hash ^ (unsigned char) str[i]) * 16777619u;
	return hash;
}

/* number of a string in the dictionary, or -1 */
int
sc_lookup(const ScModel *model, const char *str, int len)
{
	const ScDictionary *d = &model->dictionary;
	uint32_t	at;

	if (d->nslots == 0)
		return -1;
	at = hash_bytes_fnv(str, len) & (d->nslots - 1);
	while (d->slots[at] != 0)
	{
		int			i = d->slots[at] - 1;

		if (d->len[i] == len && memcmp(d->str[i], str, len) == 0)
			return i;
		at = (at + 1) & (d->nslots - 1);
	}
	return -1;
}

static void *
zeroed(ScModel *model, size_t size)
{
	void	   *memory = model->alloc(model->alloc_arg, size > 0 ? size : 1);

	memset(memory, 0, size);
	return memory;
}

static void
put_slot(ScDictionary *d, int i)
{
	uint32_t	at = hash_bytes_fnv(d->str[i], d->len[i]) & (d->nslots - 1);

	while (d->slots[at] != 0)
		at = (at + 1) & (d->nslots - 1);
	d->slots[at] = i + 1;
}

/* number of a string, entered when new; str is kept, not copied */
int
sc_intern(ScModel *model, const char *str, int len)
{
	ScDictionary *d = &model->dictionary;
	int			found = sc_lookup(model, str, len);

	if (found >= 0)
		return found;
	if (d->n == d->size)
	{
		int			size = d->size == 0 ? 16 : d->size * 2;
		const char **strs = zeroed(model, size * sizeof(char *));
		int		   *lens = zeroed(model, size * sizeof(int));

		if (d->n > 0)
		{
			memcpy(strs, d->str, d->n * sizeof(char *));
			memcpy(lens, d->len, d->n * sizeof(int));
		}
		d->str = strs;
		d->len = lens;
		d->size = size;
		d->nslots = size * 4;
		d->slots = zeroed(model, d->nslots * sizeof(int));
		for (int i = 0; i < d->n; i++)
			put_slot(d, i);
	}
	d->str[d->n] = str;
	d->len[d->n] = len;
	put_slot(d, d->n);
	return d->n++;
}
