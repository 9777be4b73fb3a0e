/*
 * name_parts_core.c
 *	  Splits a name by a dictionary: regions in front (and in brackets after
 *	  the brand), the longest legal form at the end, words of industry before
 *	  it, the brand between. For a branch (分公司, 支行) the form begins with its
 *	  parent's: 有限公司南关分公司.
 */
#include "name/name_parts.h"

#include <stddef.h>
#include <string.h>

uint64_t
name_hash(const uint32_t *chars, int n)
{
	uint64_t	hash = 1469598103934665603u;

	for (int i = 0; i < n; i++)
	{
		hash = (hash ^ chars[i]) * 1099511628211u;
		hash ^= hash >> 29;
	}
	return hash == 0 ? 1 : hash;
}

static NameWord *
slot_of(const NameDict *dict, NameWordPart part, const uint32_t *chars, int n)
{
	uint64_t	hash = name_hash(chars, n) + part;
	uint64_t	mask = ((uint64_t) 1 << dict->bits) - 1;

	for (uint64_t at = hash ^ hash >> 32;; at++)
	{
		NameWord   *word = &dict->words[at & mask];

		if (word->hash == 0 ||
			(word->hash == hash && word->part == part && word->len == n &&
			 memcmp(word->chars, chars, sizeof(uint32_t) * n) == 0))
			return word;
	}
}

bool
name_dict_add(NameDict *dict, NameWordPart part, const uint32_t *chars, int n,
			  uint64_t canonical, bool branch, bool doubtful)
{
	NameWord   *word;

	if (n < 1 || n > NAME_WORD_MAX)
		return false;
	word = slot_of(dict, part, chars, n);
	word->hash = name_hash(chars, n) + part;
	word->canonical = canonical;
	word->part = part;
	word->len = n;
	word->branch = branch;
	word->doubtful = doubtful;
	memcpy(word->chars, chars, sizeof(uint32_t) * n);
	if (n > dict->longest)
		dict->longest = n;
	return true;
}

static const NameWord *
find(const NameDict *dict, NameWordPart part, const uint32_t *chars, int n)
{
	const NameWord *word;

	if (n < 1 || n > dict->longest)
		return NULL;
	word = slot_of(dict, part, chars, n);
	return word->hash != 0 ? word : NULL;
}

/*
 * Counties and districts that no row names: two or three characters before 县
 * or 旗, and before 区 or 市 where a wider region stands in front. Returns the
 * length, or 0. 小区, 园区 and the like are not regions.
 */
static int
generic_county(const uint32_t *in, int n, bool wider)
{
	for (int len = 3; len <= 4 && len < n; len++)
	{
		uint32_t	last = in[len - 1],
					before = in[len - 2];

		if (last == 0x53bf || last == 0x65d7)	/* 县 旗 */
			return len;
		if (wider && last == 0x5e02)	/* 市 */
			return in[len] == 0x573a || in[len] == 0x653f || in[len] == 0x6c11 ||
				in[len] == 0x5185 || in[len] == 0x90ca ? 0 : len;	/* not 市场 市政 市民 市内 市郊 */
		if (wider && last == 0x533a)	/* 区 */
			return before == 0x5c0f || before == 0x793e || before == 0x56ed ||
				before == 0x6821 || before == 0x666f || before == 0x5e93 ||
				before == 0x77ff || before == 0x53d1 || before == 0x5730 ? 0 : len;
	}
	return 0;
}

static void
split_regions(const NameDict *dict, NameParts *parts)
{
	int			at = 0;

	while (parts->nregions < NAME_MAX_REGIONS - 1)
	{
		const uint32_t *in = parts->key + at;
		int			left = parts->n - at;
		const NameWord *word = NULL;
		int			len = left < dict->longest ? left : dict->longest;

		while (len >= 2 && (word = find(dict, NAME_REGION, in, len)) == NULL)
			len--;
		if (word != NULL)
		{
			/* a row that says "this is no region": 长春藤 */
			if (word->canonical == 0)
				break;
			parts->regions[parts->nregions++] = word->canonical;
			parts->region_doubtful = word->doubtful;
		}
		else
		{
			len = generic_county(in, left, parts->nregions > 0);
			if (len == 0)
				break;
			parts->regions[parts->nregions++] = name_hash(in, len);
			parts->region_doubtful = false;
		}
		at += len;
	}
	parts->body_from = at;
}

/* the longest legal form that ends at `to` and leaves something before it */
static const NameWord *
form_before(const NameDict *dict, const NameParts *parts, int to)
{
	int			len = to - parts->body_from;

	if (len > dict->longest)
		len = dict->longest;
	for (; len >= 1; len--)
	{
		const NameWord *word = find(dict, NAME_LEGAL_FORM, parts->key + to - len, len);

		if (word != NULL)
			return word;
	}
	return NULL;
}

static void
split_form(const NameDict *dict, NameParts *parts)
{
	int			to = parts->n;
	const NameWord *word;

	/* 店（个体工商户）: a suffix that says nothing hides the form proper */
	while ((word = form_before(dict, parts, to)) != NULL && word->canonical == 0 &&
		   to - word->len > parts->body_from)
		to -= word->len;
	parts->form_from = to;
	if (word == NULL)
	{
		parts->form = 0;
		return;
	}
	parts->form_from = to - word->len;
	parts->form = word->canonical;
	if (!word->branch)
		return;

	/* a branch: its form begins where its parent's does */
	for (int end = parts->form_from; end > parts->body_from + 2; end--)
	{
		const NameWord *parent = form_before(dict, parts, end);

		if (parent == NULL || parent->branch || parent->canonical == 0 || parent->len < 2)
			continue;
		/* the place in between is part of which branch it is */
		parts->form = parent->canonical * 31 + name_hash(parts->key + end, to - end);
		parts->form_from = end - parent->len;
		return;
	}
}

static void
split_industry(const NameDict *dict, NameParts *parts)
{
	int			to = parts->form_from;
	/* a brand has two characters, or a region stands in its place */
	int			first = parts->nregions > 0 ? parts->body_from : parts->body_from + 2;

	for (;;)
	{
		int			len = to - parts->body_from;

		if (len > dict->longest)
			len = dict->longest;
		for (; len >= 2; len--)
			if ((to - len >= parts->body_from + 2 || to - len == first) &&
				find(dict, NAME_INDUSTRY, parts->key + to - len, len) != NULL)
				break;
		if (len < 2)
			break;
		to -= len;
	}
	parts->industry_from = to;
}

/* a region alone in brackets, not at the start: 甲乙（长春）贸易有限公司 */
static int
cut_bracketed_region(const NameDict *dict, const uint32_t *points, int n, uint32_t *out,
					 NameParts *parts, uint64_t *canonical, bool *doubtful)
{
	for (int i = 1; i < n; i++)
	{
		uint32_t	inside[NAME_WORD_MAX];
		int			close = i + 1;
		int			len;
		const NameWord *word;

		if (!name_is_open_bracket(points[i]))
			continue;
		while (close < n && close - i <= NAME_WORD_MAX && !name_is_close_bracket(points[close]))
			close++;
		if (close >= n || close - i > NAME_WORD_MAX)
			continue;
		len = name_fold(points + i + 1, close - i - 1, inside);
		word = find(dict, NAME_REGION, inside, len);
		if (word == NULL || word->canonical == 0)
			continue;
		*canonical = word->canonical;
		*doubtful = word->doubtful;
		memcpy(parts->moved, inside, sizeof(uint32_t) * len);
		parts->nmoved = len;
		memcpy(out, points, sizeof(uint32_t) * i);
		memcpy(out + i, points + close + 1, sizeof(uint32_t) * (n - close - 1));
		return i + n - close - 1;
	}
	memcpy(out, points, sizeof(uint32_t) * n);
	return n;
}

void
name_split(const NameDict *dict, const uint32_t *points, int n, NameParts *parts)
{
	uint64_t	canonical = 0;
	bool		doubtful = false;

	parts->nregions = 0;
	parts->nmoved = 0;
	parts->region_moved = parts->region_doubtful = false;
	if (n > NAME_PARTS_MAX)
		n = NAME_PARTS_MAX;
	parts->n = name_fold(points, n, parts->key);
	parts->whole = parts->n == 0 ? 0 : name_hash(parts->key, parts->n);
	n = cut_bracketed_region(dict, points, n, parts->key, parts, &canonical, &doubtful);
	parts->n = name_fold(parts->key, n, parts->key);
	split_regions(dict, parts);
	if (canonical != 0)
	{
		parts->region_moved = true;
		/* 长春市甲乙（长春）… says the same twice */
		if (parts->nregions == 0 || parts->regions[parts->nregions - 1] != canonical)
		{
			parts->regions[parts->nregions++] = canonical;
			parts->region_doubtful = doubtful;
		}
	}
	split_form(dict, parts);
	split_industry(dict, parts);
}
