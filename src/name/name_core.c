/*
 * name_core.c
 *	  Owns the rules by which two spellings of a name get one key. Rule 1:
 *	  former names split off; width folded; Latin letters in lower case; blanks,
 *	  invisible characters, brackets and punctuation dropped; dots, dashes and
 *	  slashes kept only between digits (12-3号 is not 123号); 〇 ○ are 0, and so
 *	  are 零 and the letter O inside a number in Chinese digits; traditional
 *	  characters simplified. A stored key carries the number of its rule.
 */
#include "name/name_core.h"

#include <stddef.h>
#include <string.h>

#include "name/name_traditional.h"

#define lengthof_array(a) ((int) (sizeof(a) / sizeof((a)[0])))
#define TRADITIONAL_FIRST 0x3400
#define TRADITIONAL_LAST  0x9fff

typedef enum
{
	CHAR_KEEP,
	CHAR_DROP,
	CHAR_OPEN,
	CHAR_CLOSE,
	CHAR_DOT,					/* stays between digits, as . */
	CHAR_DASH,					/* stays between digits, as - */
	CHAR_ZERO,
	CHAR_FOREIGN				/* ICU knows better */
} CharKind;


static CharKind
kind_of_ascii(uint32_t c)
{
	if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
		return CHAR_KEEP;
	switch (c)
	{
		case '(':
		case '[':
		case '{':
		case '<':
			return CHAR_OPEN;
		case ')':
		case ']':
		case '}':
		case '>':
			return CHAR_CLOSE;
		case '.':
			return CHAR_DOT;
		case '-':
		case '/':
		case '~':
			return CHAR_DASH;
		case '&':
		case '+':
		case '#':
		case '@':
		case '%':
		case '*':				/* masks a character: part of the name */
		case '=':
		case '$':
			return CHAR_KEEP;
		default:
			return CHAR_DROP;
	}
}

/* c has passed name_half_width() */
static CharKind
kind_of(uint32_t c)
{
	if (c >= 0x4e00 && c <= 0x9fff)
		return CHAR_KEEP;
	if (c < 0x80)
		return kind_of_ascii(c);
	if ((c >= 0x3400 && c <= 0x4dbf) || (c >= 0x20000 && c <= 0x2f7ff) ||
		(c >= 0x30000 && c <= 0x323af))
		return CHAR_KEEP;
	switch (c)
	{
		case 0x3007:			/* 〇 */
		case 0x25cb:			/* ○ */
		case 0x25ef:			/* ◯ */
			return CHAR_ZERO;
		case 0x3008:			/* 〈 */
		case 0x300a:			/* 《 */
		case 0x300c:			/* 「 */
		case 0x300e:			/* 『 */
		case 0x3010:			/* 【 */
		case 0x3014:			/* 〔 */
		case 0x3016:			/* 〖 */
		case 0xfe59:			/* ﹙ */
			return CHAR_OPEN;
		case 0x3009:
		case 0x300b:
		case 0x300d:
		case 0x300f:
		case 0x3011:
		case 0x3015:
		case 0x3017:
		case 0xfe5a:
			return CHAR_CLOSE;
		case 0xb7:				/* · */
		case 0x2022:			/* • */
		case 0x2027:			/* ‧ */
		case 0x2219:			/* ∙ */
		case 0x22c5:			/* ⋅ */
		case 0x30fb:			/* ・ */
		case 0xff65:			/* half-width ・ */
			return CHAR_DOT;
		case 0xad:				/* soft hyphen */
			return CHAR_DROP;
		case 0x2010:
		case 0x2011:
		case 0x2012:
		case 0x2013:
		case 0x2014:
		case 0x2015:
		case 0x2212:			/* − */
		case 0x2500:			/* ─, typed for a dash */
		case 0xfe58:
		case 0xfe63:
			return CHAR_DASH;
		case 0x85:
		case 0xa0:
		case 0x2018:			/* quotes */
		case 0x2019:
		case 0x201c:
		case 0x201d:
		case 0x3001:			/* 、 */
		case 0x3002:			/* 。 */
		case 0x200b:			/* zero width */
		case 0x200c:
		case 0x200d:
		case 0x200e:
		case 0x200f:
		case 0x2028:
		case 0x2029:
		case 0x202a:
		case 0x202b:
		case 0x202c:
		case 0x202d:
		case 0x202e:
		case 0x2060:
		case 0xfeff:
			return CHAR_DROP;
	}
	if (c < 0xa0 || (c >= 0x2000 && c <= 0x200a))
		return CHAR_DROP;
	return CHAR_FOREIGN;
}

bool
name_is_plain(uint32_t c)
{
	return kind_of(name_half_width(c)) != CHAR_FOREIGN;
}

bool
name_is_blank(uint32_t c)
{
	c = name_half_width(c);
	return c <= ' ' || c == 0xa0 || c == 0xfeff || c == 0x2060 || (c >= 0x2000 && c <= 0x200f);
}

bool
name_is_open_bracket(uint32_t c)
{
	return kind_of(name_half_width(c)) == CHAR_OPEN;
}

bool
name_is_close_bracket(uint32_t c)
{
	return kind_of(name_half_width(c)) == CHAR_CLOSE;
}

/*
 * One bit a character says whether it is in the table at all: nearly none of a
 * name's are. Filled on first use; a second filling would write the same bits.
 */
uint32_t
name_simplified(uint32_t c)
{
	static unsigned char listed[(TRADITIONAL_LAST - TRADITIONAL_FIRST + 8) / 8];
	static bool ready = false;
	uint32_t	offset = c - TRADITIONAL_FIRST;
	int			low = 0,
				high = lengthof_array(name_traditional) - 1;

	if (!ready)
	{
		for (int i = 0; i <= high; i++)
		{
			uint32_t	at = name_traditional[i].from - TRADITIONAL_FIRST;

			listed[at / 8] |= 1 << (at % 8);
		}
		ready = true;
	}
	if (c < TRADITIONAL_FIRST || c > TRADITIONAL_LAST ||
		!(listed[offset / 8] & (1 << (offset % 8))))
		return c;
	while (low < high)
	{
		int			middle = (low + high) / 2;

		if (name_traditional[middle].from < c)
			low = middle + 1;
		else
			high = middle;
	}
	return name_traditional[low].to;
}

int
name_decode(const char *utf8, int len, uint32_t *out, bool *plain)
{
	const unsigned char *s = (const unsigned char *) utf8;
	const unsigned char *end = s + len;
	int			n = 0;
	bool		simple = true;

	while (s < end)
	{
		uint32_t	c = *s;
		int			more;
		uint32_t	least;

		if (c < 0x80)
		{
			out[n++] = c;
			s++;
			continue;
		}
		if (c >= 0xe4 && c <= 0xe9 && end - s >= 3 &&
			(s[1] & 0xc0) == 0x80 && (s[2] & 0xc0) == 0x80)
		{
			/* the common ideographs and their neighbours below */
			c = (c & 0x0f) << 12 | (s[1] & 0x3f) << 6 | (s[2] & 0x3f);
			out[n++] = c;
			s += 3;
			simple = simple && (c >= 0x4e00 || name_is_plain(c));
			continue;
		}
		if (c >= 0xc2 && c <= 0xdf)
			more = 1, c &= 0x1f, least = 0x80;
		else if (c >= 0xe0 && c <= 0xef)
			more = 2, c &= 0x0f, least = 0x800;
		else if (c >= 0xf0 && c <= 0xf4)
			more = 3, c &= 0x07, least = 0x10000;
		else
			return -1;
		if (end - s <= more)
			return -1;
		for (int i = 1; i <= more; i++)
		{
			if ((s[i] & 0xc0) != 0x80)
				return -1;
			c = c << 6 | (s[i] & 0x3f);
		}
		if (c < least || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
			return -1;
		s += more + 1;
		out[n++] = c;
		simple = simple && name_is_plain(c);
	}
	*plain = simple;
	return n;
}

int
name_encode(const uint32_t *in, int n, char *out)
{
	unsigned char *o = (unsigned char *) out;

	for (int i = 0; i < n; i++)
	{
		uint32_t	c = in[i];

		if (c < 0x80)
			*o++ = c;
		else if (c < 0x800)
		{
			*o++ = 0xc0 | c >> 6;
			*o++ = 0x80 | (c & 0x3f);
		}
		else if (c < 0x10000)
		{
			*o++ = 0xe0 | c >> 12;
			*o++ = 0x80 | (c >> 6 & 0x3f);
			*o++ = 0x80 | (c & 0x3f);
		}
		else
		{
			*o++ = 0xf0 | c >> 18;
			*o++ = 0x80 | (c >> 12 & 0x3f);
			*o++ = 0x80 | (c >> 6 & 0x3f);
			*o++ = 0x80 | (c & 0x3f);
		}
	}
	return o - (unsigned char *) out;
}

/* ---- the key ---- */

static inline bool
is_ascii_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

/* 一 … 九 */
static bool
is_chinese_digit(uint32_t c)
{
	int			digit;

	if (c < 0x4e00 || c > 0x9fff)
		return false;
	digit = name_digit(c);
	return digit >= 1 && digit <= 9;
}

static bool
zero_like(uint32_t c)
{
	return c == '0' || c == 'o' || c == 0x96f6;
}

int
name_fold(const uint32_t *in, int n, uint32_t *out)
{
	int			len = 0;
	uint32_t	pending = 0;	/* a dot or dash after a digit */
	bool		zeros = false;

	for (int i = 0; i < n; i++)
	{
		uint32_t	c = name_half_width(in[i]);

		switch (kind_of(c))
		{
			case CHAR_DROP:
			case CHAR_OPEN:
			case CHAR_CLOSE:
				continue;
			case CHAR_DOT:
			case CHAR_DASH:
				if (len > 0 && is_ascii_digit(out[len - 1]))
					pending = kind_of(c) == CHAR_DOT ? '.' : '-';
				continue;
			case CHAR_ZERO:
				c = '0';
				break;
			case CHAR_KEEP:
			case CHAR_FOREIGN:
				if (c >= 'A' && c <= 'Z')
					c += 'a' - 'A';
				else if (c >= TRADITIONAL_FIRST)
					c = name_simplified(c);
				zeros = zeros || c == 'o' || c == 0x96f6;
				break;
		}
		/* out may be in: it never gets ahead, as a pending dot was an input */
		if (pending != 0 && is_ascii_digit(c))
			out[len++] = pending;
		pending = 0;
		out[len++] = c;
	}
	/* 二零零八 and 二OO八 are 二〇〇八; 零售 and OPPO are not numbers */
	for (int i = 1; zeros && i < len - 1; i++)
		if (zero_like(out[i]) &&
			(is_chinese_digit(out[i - 1]) || out[i - 1] == '0') &&
			(is_chinese_digit(out[i + 1]) || zero_like(out[i + 1])))
			out[i] = '0';
	return len;
}
