/*
 * fold_core.c
 *	  Folding of typed-in identifiers. Owns nothing but this; calls nothing.
 */
#include "code/fold_core.h"

#include <string.h>

/*
 * Bytes of a blank at s, 0 if there is none: ASCII white space, U+00A0,
 * U+3000 (the blank of Chinese input methods) and U+FEFF (the mark with which
 * spreadsheet programs begin a CSV file).
 */
static size_t
blank_at(const unsigned char *s, size_t len)
{
	if (len == 0)
		return 0;
	if (s[0] == ' ' || (s[0] >= '\t' && s[0] <= '\r'))
		return 1;
	if (len >= 2 && s[0] == 0xC2 && s[1] == 0xA0)
		return 2;
	if (len >= 3 && s[0] == 0xE3 && s[1] == 0x80 && s[2] == 0x80)
		return 3;
	if (len >= 3 && s[0] == 0xEF && s[1] == 0xBB && s[2] == 0xBF)
		return 3;
	return 0;
}

void
fold_trim(const char **s, size_t *len)
{
	const unsigned char *p = (const unsigned char *) *s;
	size_t		n = *len;
	size_t		blank;

	while ((blank = blank_at(p, n)) > 0)
	{
		p += blank;
		n -= blank;
	}
	for (;;)
	{
		if (n >= 1 && blank_at(p + n - 1, 1) == 1)
			n -= 1;
		else if (n >= 2 && blank_at(p + n - 2, 2) == 2)
			n -= 2;
		else if (n >= 3 && blank_at(p + n - 3, 3) == 3)
			n -= 3;
		else
			break;
	}
	*s = (const char *) p;
	*len = n;
}

int
fold_symbol_length(const char *s, size_t len)
{
	const unsigned char *p = (const unsigned char *) s;
	int			want;

	if (p[0] < 0xC2)
		return 1;
	want = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : p[0] < 0xF5 ? 4 : 1;
	if ((size_t) want > len)
		return 1;
	for (int i = 1; i < want; i++)
		if ((p[i] & 0xC0) != 0x80)
			return 1;
	return want;
}

/* The ASCII symbol of nbytes at p in upper case, FOLD_FOREIGN for others. */
static char
fold_one(const unsigned char *p, int nbytes)
{
	unsigned int c = p[0];

	/* full-width forms U+FF01 to U+FF5E stand for ASCII 0x21 to 0x7E */
	if (nbytes == 3 && p[0] == 0xEF && (p[1] == 0xBC || p[1] == 0xBD))
	{
		c = ((p[1] & 0x3F) << 6 | (p[2] & 0x3F)) - 0xF00 + 0x20;
		if (c < 0x21 || c > 0x7E)
			return FOLD_FOREIGN;
	}
	else if (nbytes > 1 || c >= 0x7F)
		return FOLD_FOREIGN;
	if (c >= 'a' && c <= 'z')
		c -= 'a' - 'A';
	return (char) c;
}

size_t
fold_symbols(const char *s, size_t len, char *out, size_t keep)
{
	size_t		count = 0;

	fold_trim(&s, &len);
	while (len > 0)
	{
		int			nbytes = fold_symbol_length(s, len);

		if (count < keep)
			out[count] = fold_one((const unsigned char *) s, nbytes);
		count++;
		s += nbytes;
		len -= nbytes;
	}
	return count;
}

void
fold_symbol_at(const char *s, size_t len, size_t position, char out[5])
{
	fold_trim(&s, &len);
	out[0] = '\0';
	while (len > 0)
	{
		int			nbytes = fold_symbol_length(s, len);

		if (--position == 0)
		{
			memcpy(out, s, nbytes);
			out[nbytes] = '\0';
			return;
		}
		s += nbytes;
		len -= nbytes;
	}
}


bool
fold_exactly(const char *s, size_t len, char *out, size_t n)
{
	return fold_symbols(s, len, out, n) == n;
}
