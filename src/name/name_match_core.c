/*
 * name_match_core.c
 *	  Likeness of two names. Real organisations stand one character apart
 *	  (东兴 and 东新, 第一 and 第二), so closeness alone never makes two names the
 *	  same: 0.9 and above is given only to differences known to mean nothing,
 *	  everything else stays at NAME_ALIKE_MOST or below and orders candidates.
 */
#include "name/name_parts.h"

#include <stddef.h>
#include <string.h>

/* ---- numbers ---- */

static inline bool
is_ascii_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

int
name_digit(uint32_t c)
{
	static const uint32_t digits[] = {0x96f6, 0x4e00, 0x4e8c, 0x4e09, 0x56db, 0x4e94,
	0x516d, 0x4e03, 0x516b, 0x4e5d};

	if (is_ascii_digit(c))
		return c - '0';
	for (int i = 0; i < 10; i++)
		if (digits[i] == c)
			return i;
	if (c == 0x5341)			/* 十 */
		return 10;
	if (c == 0x767e)			/* 百 */
		return 100;
	return -1;
}

int32_t
name_gram(uint32_t a, uint32_t b)
{
	/* two characters of the basic plane are told apart exactly */
	if (a > 0xffff || b > 0xffff)
	{
		a = (a * 0x9e3779b1u) >> 16;
		b = (b * 0x85ebca6bu) >> 16;
	}
	return (int32_t) (a << 16 | b);
}

/*
 * The value of the number in[from, to) of Chinese and Arabic digits, or -1. 一二
 * is none: it may stand for the first and the second; 十1二 and 1十二 are slips.
 */
static int
number_value(const uint32_t *in, int from, int to)
{
	int			value = 0,
				unit = -1;
	bool		positional = true,
				arabic = false;

	for (int i = from; i < to; i++)
	{
		if (name_digit(in[i]) >= 10)
			positional = false;
		arabic = arabic || (is_ascii_digit(in[i]) && in[i] != '0');
	}
	if (positional ? to - from == 2 && !is_ascii_digit(in[from]) && !is_ascii_digit(in[to - 1]) : arabic)
		return -1;
	for (int i = from; i < to; i++)
	{
		int			digit = name_digit(in[i]);

		if (value > 99999)
			return -1;
		if (positional)
			value = value * 10 + digit;
		else if (digit < 10)
		{
			if (unit > 0)
				return -1;
			unit = digit;		/* 零 in 一百零二 counts nothing */
		}
		else
		{
			value += (unit > 0 ? unit : 1) * digit;
			unit = -1;
		}
	}
	if (!positional && unit > 0)
		value += unit;
	return value;
}

/* characters that a number stands before in a name: 号 厂 店 部 中 小 分 队 院 站 所 处 支 幼 期 */
static bool
counts(uint32_t c)
{
	static const uint32_t counters[] = {0x53f7, 0x5382, 0x5e97, 0x90e8, 0x4e2d, 0x5c0f, 0x5206,
	0x961f, 0x9662, 0x7ad9, 0x6240, 0x5904, 0x652f, 0x5e7c, 0x671f};

	for (size_t i = 0; i < sizeof(counters) / sizeof(counters[0]); i++)
		if (counters[i] == c)
			return true;
	return false;
}

int
name_arabic(const uint32_t *in, int n, uint32_t *out)
{
	int			len = 0;

	for (int i = 0; i < n;)
	{
		int			to = i;
		int			value;

		while (to < n && to - i < 7 && name_digit(in[to]) >= 0)
			to++;
		if (to > i && ((i > 0 && in[i - 1] == 0x7b2c /* 第 */ ) || (to < n && counts(in[to]))) &&
			(value = number_value(in, i, to)) >= 0)
		{
			uint32_t	digits[12];
			int			k = 0;

			do
				digits[k++] = '0' + value % 10;
			while ((value /= 10) > 0);
			/* at most as long as two a digit: 百 is 100, 十 is 10 */
			while (k > 0)
				out[len++] = digits[--k];
			i = to;
		}
		else if (to > i)
			while (i < to)
				out[len++] = in[i++];
		else
			out[len++] = in[i++];
	}
	return len;
}

#define DISTANCE_MAX 128

int
name_distance(const uint32_t *a, int na, const uint32_t *b, int nb)
{
	int			rows[3][DISTANCE_MAX + 1];
	int		   *before = rows[0],
			   *last = rows[1],
			   *row = rows[2];

	while (na > 0 && nb > 0 && *a == *b)
		a++, b++, na--, nb--;
	while (na > 0 && nb > 0 && a[na - 1] == b[nb - 1])
		na--, nb--;
	if (na == 0 || nb == 0 || na > DISTANCE_MAX || nb > DISTANCE_MAX)
		return na > nb ? na : nb;
	for (int j = 0; j <= nb; j++)
		last[j] = j;
	for (int i = 1; i <= na; i++)
	{
		int		   *next;

		row[0] = i;
		for (int j = 1; j <= nb; j++)
		{
			int			cost = last[j - 1] + (a[i - 1] != b[j - 1]);

			if (last[j] + 1 < cost)
				cost = last[j] + 1;
			if (row[j - 1] + 1 < cost)
				cost = row[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
				before[j - 2] + 1 < cost)
				cost = before[j - 2] + 1;
			row[j] = cost;
		}
		next = before;
		before = last;
		last = row;
		row = next;
	}
	return last[nb];
}

/* two texts' share of common pairs of neighbours, 0 … 1 */
static float
common_pairs(const uint32_t *a, int na, const uint32_t *b, int nb)
{
	bool		used[DISTANCE_MAX] = {false};
	int			common = 0;

	if (na < 2 || nb < 2)
		return 0;
	/* both, so that it does not matter which name comes first */
	na = na > DISTANCE_MAX ? DISTANCE_MAX : na;
	nb = nb > DISTANCE_MAX ? DISTANCE_MAX : nb;
	for (int i = 0; i + 1 < na; i++)
		for (int j = 0; j + 1 < nb; j++)
			if (!used[j] && a[i] == b[j] && a[i + 1] == b[j + 1])
			{
				used[j] = true;
				common++;
				break;
			}
	return 2.0f * common / (na + nb - 2);
}

static float
closeness(const uint32_t *a, int na, const uint32_t *b, int nb)
{
	int			longest = na > nb ? na : nb;
	float		by_edit,
				by_pairs;

	if (longest == 0)
		return 1;
	by_edit = 1.0f - (float) name_distance(a, na, b, nb) / longest;
	by_pairs = common_pairs(a, na, b, nb);
	return by_edit > by_pairs ? by_edit : by_pairs;
}

/*
 * Characters by which sister organisations tell themselves apart: numbers,
 * the ten stems, directions, 上下 前后 大小 新老 男女.
 */
static bool
tells_apart(uint32_t c)
{
	static const uint32_t chars[] = {0x7532, 0x4e59, 0x4e19, 0x4e01, 0x4e1c, 0x897f, 0x5357, 0x5317,
		0x4e0a, 0x4e0b, 0x524d, 0x540e, 0x5927, 0x5c0f, 0x65b0, 0x8001, 0x7537, 0x5973,
	0x5de6, 0x53f3, 0x5185, 0x5916};

	if (name_digit(c) >= 0 || c == '-' || c == '.')
		return true;
	for (size_t i = 0; i < sizeof(chars) / sizeof(chars[0]); i++)
		if (chars[i] == c)
			return true;
	return false;
}

static bool
told_apart(const uint32_t *a, int na, const uint32_t *b, int nb)
{
	int			i = 0,
				j = 0;

	for (;;)
	{
		while (i < na && !tells_apart(a[i]))
			i++;
		while (j < nb && !tells_apart(b[j]))
			j++;
		if (i == na || j == nb)
			return i != na || j != nb;
		if (a[i++] != b[j++])
			return true;
	}
}

typedef enum
{
	PLACE_SAME,
	PLACE_MOVED,				/* before the brand in one, after it in the other */
	PLACE_ONE,					/* only one name has a region, or 吉林 for 吉林省 */
	PLACE_OTHER
} Place;

static Place
compare_place(const NameParts *a, const NameParts *b)
{
	if (a->nregions == 0 || b->nregions == 0)
		return a->nregions == b->nregions ? PLACE_SAME : PLACE_ONE;
	if (a->region_doubtful != b->region_doubtful)
		return PLACE_ONE;
	/* 吉林省长春市 and 长春市 are one place; 吉林省 and 长春市 are not */
	if (a->regions[a->nregions - 1] != b->regions[b->nregions - 1])
		return PLACE_OTHER;
	if (a->nregions == b->nregions &&
		memcmp(a->regions, b->regions, sizeof(uint64_t) * a->nregions) != 0)
		return PLACE_OTHER;
	return a->region_moved == b->region_moved ? PLACE_SAME : PLACE_MOVED;
}

static float
at_most(float value, float most)
{
	return value < most ? value : most;
}

float
name_likeness(const NameParts *a, const NameParts *b)
{
	uint32_t	body_a[2 * NAME_PARTS_MAX],
				body_b[2 * NAME_PARTS_MAX];
	const uint32_t *pa = a->key + a->body_from,
			   *pb = b->key + b->body_from;
	int			na = a->form_from - a->body_from,
				nb = b->form_from - b->body_from;
	Place		place;
	bool		same_body,
				same_form;
	float		score;

	if (a->whole == 0 || b->whole == 0)
		return 0;
	if (a->whole == b->whole)
		return 1;

	place = compare_place(a, b);
	same_form = a->form == b->form;
	same_body = na == nb && memcmp(pa, pb, sizeof(uint32_t) * na) == 0;
	score = 0.97f;
	if (!same_body && na <= NAME_PARTS_MAX && nb <= NAME_PARTS_MAX)
	{
		int			ma = name_arabic(pa, na, body_a);
		int			mb = name_arabic(pb, nb, body_b);

		same_body = ma == mb && memcmp(body_a, body_b, sizeof(uint32_t) * ma) == 0;
		pa = body_a, na = ma;
		pb = body_b, nb = mb;
		score = 0.94f;
	}
	if (same_body && na == 0)
		same_body = a->nregions > 0 && b->nregions > 0;	/* nothing but a form proves nothing */
	if (same_body)
	{
		if (place == PLACE_MOVED)
			score = at_most(score, NAME_ALIKE_MOST);
		else if (place == PLACE_ONE)
			score = at_most(score, 0.85f);
		else if (place == PLACE_OTHER)
			score = at_most(score, 0.55f);
		if (!same_form)
			score = at_most(score, a->form == 0 || b->form == 0 ? 0.86f : 0.7f) -
				(place == PLACE_SAME ? 0 : 0.05f);
		return score;
	}

	/* the body differs: never the same, how ever close */
	score = closeness(pa, na, pb, nb);
	if (place == PLACE_OTHER)
		score *= 0.8f;
	else if (place != PLACE_SAME)
		score *= 0.95f;
	if (!same_form)
		score *= 0.95f;
	/* what the split may have torn apart still counts as a whole */
	{
		float		whole = closeness(a->key, a->n, b->key, b->n) * 0.8f;

		if (whole > score)
			score = whole;
	}
	if (told_apart(pa, na, pb, nb))
		score = at_most(score, 0.6f);
	return at_most(score * 0.9f, NAME_ALIKE_MOST);
}
