/*
 * name_former_core.c
 *	  Former names inside a name: （原名：…）, （曾用名：…）, 曾用名：… at the end.
 *	  Called by name.c before the key is made.
 */
#include "name/name_core.h"

#include <stddef.h>

/*
 * Words that open a former name. Unbracketed, only the last two are clear
 * enough, and 原名 only with a colon: 原名 could begin a brand.
 */
static const uint32_t former_words[][6] = {
	{0x539f, 0x4f01, 0x4e1a, 0x540d, 0x79f0},	/* 原企业名称 */
	{0x53d8, 0x66f4, 0x524d, 0x540d, 0x79f0},	/* 变更前名称 */
	{0x539f, 0x540d, 0x79f0},	/* 原名称 */
	{0x524d, 0x79f0},			/* 前称 */
	{0x65e7, 0x79f0},			/* 旧称 */
	{0x65e7, 0x540d},			/* 旧名 */
	{0x539f, 0x540d},			/* 原名 */
	{0x66fe, 0x7528, 0x540d, 0x79f0},	/* 曾用名称 */
	{0x66fe, 0x7528, 0x540d},	/* 曾用名 */
};
#define NWORDS ((int) (sizeof(former_words) / sizeof(former_words[0])))
#define FORMER_FIRST_UNBRACKETED 6
#define BARE_MAX 256			/* characters of a bracket that begins with a bare 原 */

/* the length in the text of a word that opens a former name here, or 0 */
static int
former_word(const uint32_t *in, int n, int at, bool bracketed)
{
	for (int w = bracketed ? 0 : FORMER_FIRST_UNBRACKETED; w < NWORDS; w++)
	{
		int			i = at,
					k = 0;

		while (former_words[w][k] != 0 && i < n && name_simplified(in[i]) == former_words[w][k])
			i++, k++;
		if (former_words[w][k] != 0)
			continue;
		if (w == FORMER_FIRST_UNBRACKETED && !bracketed &&
			(i >= n || name_half_width(in[i]) != ':'))
			continue;
		return i - at;
	}
	return 0;
}

/*
 * （原某某有限公司）: a bare 原 counts when what follows is long and ends like an
 * organisation; 原野 and the like are brands.
 */
static bool
bare_former(const uint32_t *in, int from, int to)
{
	uint32_t	last;

	if (to - from < 2 || in[from] != 0x539f)
		return false;
	if (name_half_width(in[from + 1]) == ':')
		return true;
	last = name_simplified(in[to - 1]);
	return to - from >= 7 && (last == 0x53f8 /* 司 */ || last == 0x5382 /* 厂 */ );
}

/* where the bracket that opens at `at` closes, or n when it never does */
static int
closing_bracket(const uint32_t *in, int n, int at)
{
	int			depth = 0;

	for (int i = at; i < n; i++)
	{
		if (name_is_open_bracket(in[i]))
			depth++;
		else if (name_is_close_bracket(in[i]) && --depth == 0)
			return i;
	}
	return n;
}

static bool
separates(uint32_t c)
{
	c = name_half_width(c);
	return c == ':' || c == ',' || c == ';' || c == 0x3001 || name_is_blank(c);
}

static void
trim(const uint32_t *in, NameSpan *span)
{
	while (span->from < span->to && (separates(in[span->from]) || in[span->from] == 0x4e3a /* 为 */ ))
		span->from++;
	while (span->to > span->from && separates(in[span->to - 1]))
		span->to--;
	if (span->from > span->to)
		span->from = span->to;
}

/* characters that make a key */
static int
weight(const uint32_t *in, int from, int to)
{
	int			count = 0;

	for (int i = from; i < to; i++)
		count += !separates(in[i]) && !name_is_open_bracket(in[i]) && !name_is_close_bracket(in[i]);
	return count;
}

int
name_former(const uint32_t *in, int n, NameSpan *spans)
{
	int			count = 0;
	int			left,
				before = 0;		/* weight of in[0, i) */
	bool		possible = false;

	/* 原 曾 前 旧 變 变 舊: without one of them there is nothing to look for */
	for (int i = 0; i < n && !possible; i++)
		possible = in[i] == 0x539f || in[i] == 0x66fe || in[i] == 0x524d || in[i] == 0x65e7 ||
			in[i] == 0x8b8a || in[i] == 0x53d8 || in[i] == 0x820a;
	if (!possible)
		return 0;
	left = weight(in, 0, n);

	/* a text may be a megabyte of brackets: no look ahead without a bound unless a word was found */
	for (int i = 0; i < n && count < NAME_MAX_FORMER; before += weight(in, i, i + 1), i++)
	{
		NameSpan	span;
		bool		open = name_is_open_bracket(in[i]);
		int			at = open ? i + 1 : i;
		int			word;

		if (open)
			for (int most = at + BARE_MAX; at < n && at < most && name_is_blank(in[at]);)
				at++;
		word = open || before > 0 ? former_word(in, n, at, open) : 0;
		if (open && word == 0 && at < n && in[at] == 0x539f)
		{
			int			most = n - i > BARE_MAX ? i + BARE_MAX : n;
			int			close = closing_bracket(in, most, i);

			if ((close < most || most == n) && bare_former(in, at, close))
				word = 1;
		}
		if (word == 0)
			continue;
		span.to = open ? closing_bracket(in, n, i) : n;
		span.cut_to = span.to < n ? span.to + 1 : n;
		span.from = at + word;
		span.cut_from = i;
		trim(in, &span);
		/* a text that is nothing but a former name is the name itself */
		if (left <= weight(in, span.cut_from, span.cut_to))
			continue;
		left -= weight(in, span.cut_from, span.cut_to);
		before += weight(in, i, span.cut_to - 1);
		i = span.cut_to - 1;
		spans[count++] = span;
	}
	return count;
}

int
name_cut(const uint32_t *in, int n, const NameSpan *spans, int nspans, uint32_t *out)
{
	int			len = 0;
	int			s = 0;

	for (int i = 0; i < n; i++)
	{
		if (s < nspans && i >= spans[s].cut_from)
		{
			i = spans[s++].cut_to - 1;
			continue;
		}
		out[len++] = in[i];
	}
	return len;
}
