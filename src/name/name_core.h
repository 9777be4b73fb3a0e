/*
 * name_core.h
 *	  The search key of an organisation's name, on code points. Knows neither
 *	  PostgreSQL nor ICU, so it is unit-tested alone.
 */
#ifndef CREDIT_NAME_CORE_H
#define CREDIT_NAME_CORE_H

#include <stdbool.h>
#include <stdint.h>

/* Raised whenever a name may get another key than before. */
#define CREDIT_NAME_RULE_VERSION 1

#define NAME_MAX_FORMER 8

typedef struct NameSpan
{
	int			from;			/* of the text that names it */
	int			to;				/* exclusive */
	int			cut_from;		/* of what goes from the name, brackets included */
	int			cut_to;
} NameSpan;

/*
 * UTF-8 to code points; out has room for len. Returns how many, or -1 when the
 * bytes are not UTF-8. *plain is true when name_fold() alone gives the key,
 * false when NFKC and case folding by ICU must come first.
 */
extern int	name_decode(const char *utf8, int len, uint32_t *out, bool *plain);

/* Code points to UTF-8; out has room for 4 * n. Returns the bytes written. */
extern int	name_encode(const uint32_t *in, int n, char *out);

/*
 * Where the text names former names: (原名:…), （曾用名：…）, 曾用名… . Never
 * covers the whole text; a span's own text may be empty. Returns how many
 * spans, in order.
 */
extern int	name_former(const uint32_t *in, int n, NameSpan *spans);

/* in without the spans; out may be in. Returns the new length. */
extern int	name_cut(const uint32_t *in, int n, const NameSpan *spans, int nspans,
					 uint32_t *out);

/* The key; out has room for n and may be in. Returns its length. */
extern int	name_fold(const uint32_t *in, int n, uint32_t *out);

/* true when name_fold() knows the character as well as ICU does */
extern bool name_is_plain(uint32_t c);

/* full-width ASCII and the ideographic blank, one to one */
static inline uint32_t
name_half_width(uint32_t c)
{
	if (c >= 0xff01 && c <= 0xff5e)
		return c - 0xfee0;
	return c == 0x3000 ? ' ' : c;
}

extern bool name_is_blank(uint32_t c);
extern bool name_is_open_bracket(uint32_t c);
extern bool name_is_close_bracket(uint32_t c);
extern uint32_t name_simplified(uint32_t c);

/* 0…9 for a Chinese or Arabic digit, 10 and 100 for 十 and 百, else -1 */
extern int	name_digit(uint32_t c);

/*
 * Numbers after 第 or before a counter (厂, 号, 店, 中学 …) written in Arabic
 * digits, so that 第十二 and 第12 compare equal. out has room for 2 * n.
 */
extern int	name_arabic(const uint32_t *in, int n, uint32_t *out);

/* Edit distance with transposition; of very long texts only their length. */
extern int	name_distance(const uint32_t *a, int na, const uint32_t *b, int nb);

/* Two neighbouring characters as one number; the same on every machine. */
extern int32_t name_gram(uint32_t a, uint32_t b);

#endif
