/*
 * name_fuzz.c: names of any bytes: read, rid of former names, folded to a key,
 * split and compared. The input is two names, cut at the first line feed.
 */
#include "name/name_core.h"
#include "name/name_parts.h"

#include <stdlib.h>
#include <string.h>

int			LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static NameDict dict;

static void
add(NameWordPart part, const char *word, bool branch)
{
	uint32_t	points[NAME_WORD_MAX * 4];
	bool		plain;
	int			n = name_decode(word, strlen(word), points, &plain);

	if (!name_dict_add(&dict, part, points, n, name_hash(points, n), branch, false))
		abort();
}

static void
fill_dict(void)
{
	dict.bits = 8;
	dict.words = calloc((size_t) 1 << dict.bits, sizeof(NameWord));
	add(NAME_REGION, "吉林省", false);
	add(NAME_REGION, "长春市", false);
	add(NAME_REGION, "长春", false);
	add(NAME_INDUSTRY, "商贸", false);
	add(NAME_INDUSTRY, "科技", false);
	add(NAME_LEGAL_FORM, "有限公司", false);
	add(NAME_LEGAL_FORM, "公司", false);
	add(NAME_LEGAL_FORM, "店", false);
	add(NAME_LEGAL_FORM, "分公司", true);
}

static void *
room(int n)
{
	return malloc((size_t) (n > 0 ? n : 1) * sizeof(uint32_t));
}

/* the name's parts; what is read is what was written, and a key is its own key */
static void
take_apart(const char *name, int len, NameParts *parts)
{
	uint32_t   *points = room(len),
			   *key,
			   *again,
			   *arabic;
	char	   *written;
	NameSpan	spans[NAME_MAX_FORMER];
	bool		plain;
	int			n = name_decode(name, len, points, &plain);
	int			nspans,
				nkey,
				at = 0;

	if (n < 0)
		n = 0;
	else
	{
		written = malloc((size_t) 4 * n + 1);
		if (name_encode(points, n, written) != len || memcmp(written, name, len) != 0)
			abort();
		free(written);
	}
	nspans = name_former(points, n, spans);
	for (int i = 0; i < nspans; i++)
	{
		if (spans[i].cut_from < at || spans[i].from < spans[i].cut_from || spans[i].to < spans[i].from ||
			spans[i].cut_to < spans[i].to || spans[i].cut_to > n)
			abort();
		at = spans[i].cut_to;
	}
	n = name_cut(points, n, spans, nspans, points);
	key = room(n);
	again = room(n);
	nkey = name_fold(points, n, key);
	if (nkey > n || name_fold(key, nkey, again) != nkey || memcmp(key, again, nkey * sizeof(uint32_t)) != 0)
		abort();
	arabic = room(2 * nkey);
	if (name_arabic(key, nkey, arabic) > 2 * nkey)
		abort();
	name_split(&dict, points, n, parts);
	if (parts->body_from > parts->industry_from || parts->industry_from > parts->form_from || parts->form_from > parts->n)
		abort();
	free(arabic);
	free(again);
	free(key);
	free(points);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *name = (const char *) data;
	const char *cut = size == 0 ? NULL : memchr(data, '\n', size);
	int			len = cut == NULL ? (int) size : (int) (cut - name);
	NameParts	a,
				b;
	float		likeness;

	if (dict.words == NULL)
		fill_dict();
	take_apart(name, len, &a);
	take_apart(cut == NULL ? "" : cut + 1, cut == NULL ? 0 : (int) size - len - 1, &b);
	likeness = name_likeness(&a, &b);
	if (!(likeness >= 0 && likeness <= 1) || likeness != name_likeness(&b, &a) ||
		(a.whole != 0 && name_likeness(&a, &a) != 1))
		abort();
	return 0;
}
