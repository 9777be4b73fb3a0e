/*
 * uscc_core.h
 *	  The unified social credit code of GB 32100-2015 without PostgreSQL:
 *	  reading, judging, packing and taking apart. Text is UTF-8.
 */
#ifndef CREDIT_USCC_CORE_H
#define CREDIT_USCC_CORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define USCC_LENGTH 18
#define USCC_BYTES 12

/*
 * 18 symbols of 5 bits, most significant first; the last 6 bits are zero.
 * memcmp() orders packed codes as their texts, since the alphabet ascends in
 * ASCII.
 */
typedef struct Uscc
{
	unsigned char b[USCC_BYTES];
} Uscc;

/* labels of credit.subject_kind, in the order of its CREATE TYPE */
typedef enum SubjectKind
{
	KIND_ENTERPRISE,
	KIND_INDIVIDUAL_BUSINESS,
	KIND_FARMERS_COOPERATIVE,
	KIND_PERSON,
	KIND_SOCIAL_ORGANISATION,
	KIND_PUBLIC_INSTITUTION,
	KIND_GOVERNMENT_BODY,
	KIND_COLLECTIVE,
	KIND_OTHER
} SubjectKind;

#define SUBJECT_KINDS (KIND_OTHER + 1)

extern const char *const subject_kind_labels[SUBJECT_KINDS];

/* the first thing wrong, in the order of judging */
typedef enum UsccFault
{
	USCC_SOUND,
	USCC_WRONG_LENGTH,
	USCC_WRONG_SYMBOL,
	USCC_WRONG_AUTHORITY,
	USCC_WRONG_CATEGORY,
	USCC_WRONG_REGION,			/* positions 3-8 are not digits */
	USCC_WRONG_CHECK
} UsccFault;

typedef struct UsccVerdict
{
	UsccFault	fault;
	int			position;		/* of the fault, from 1; 0 for the length */
	char		found[5];		/* symbol at that position, as typed */
	size_t		length;			/* symbols between the blanks */
	char		expected;		/* check character; 0 when it cannot be said */
	char		inner_expected; /* likewise of the organisation code */
	bool		length_ok;
	bool		alphabet_ok;
	bool		authority_ok;
	bool		category_ok;
	bool		region_known;	/* warning only */
	bool		inner_ok;		/* warning only */
	bool		final_ok;
	bool		exempted;
	char		canonical[USCC_LENGTH + 1]; /* empty unless length and alphabet are right */
} UsccVerdict;

/* true and *out when the code is acceptable; stops at the first fault */
extern bool uscc_parse(const char *s, size_t len, Uscc *out);

/* the same, and everything there is to say; out may be NULL */
extern bool uscc_judge(const char *s, size_t len, Uscc *out, UsccVerdict *verdict);

/* the check character of 17 symbols, 0 when one is not of the alphabet */
extern char uscc_check_symbol(const char symbols[USCC_LENGTH - 1]);

/* true for 12 bytes that uscc_parse() could have made */
extern bool uscc_bytes_valid(const Uscc *code);

/* 18 symbols, no terminator */
extern void uscc_format(const Uscc *code, char out[USCC_LENGTH]);

extern SubjectKind uscc_subject_kind(const Uscc *code);

/* names of the standard's tables; zh or en */
extern const char *uscc_authority_name(char authority, bool zh);
extern const char *uscc_category_name(char authority, char category, bool zh);

/* a province-level prefix of GB/T 2260, two digits as a number */
extern bool region_prefix_known(int prefix);

/* the packed bits as two numbers */
static inline uint64_t
uscc_high(const Uscc *code)
{
	const unsigned char *b = code->b;

	return (uint64_t) b[0] << 56 | (uint64_t) b[1] << 48 | (uint64_t) b[2] << 40 |
		(uint64_t) b[3] << 32 | (uint64_t) b[4] << 24 | (uint64_t) b[5] << 16 |
		(uint64_t) b[6] << 8 | (uint64_t) b[7];
}

static inline uint32_t
uscc_low(const Uscc *code)
{
	const unsigned char *b = code->b;

	return (uint32_t) b[8] << 24 | (uint32_t) b[9] << 16 | (uint32_t) b[10] << 8 | b[11];
}

static inline int
uscc_compare(const Uscc *a, const Uscc *b)
{
	uint64_t	high_a = uscc_high(a),
				high_b = uscc_high(b);
	uint32_t	low_a,
				low_b;

	if (high_a != high_b)
		return high_a < high_b ? -1 : 1;
	low_a = uscc_low(a);
	low_b = uscc_low(b);
	return low_a < low_b ? -1 : low_a > low_b;
}

/*
 * 64 bits that order as the code does as far as symbol 15: authority 5 bits,
 * category 4 (a digit), the six digits of the region as a number 20, and the
 * next seven symbols. The plain first 8 bytes would end within symbol 13.
 */
static inline uint64_t
uscc_abbreviate(const Uscc *code)
{
	uint64_t	high = uscc_high(code);
	uint64_t	region = 0;

	for (int shift = 49; shift >= 24; shift -= 5)
		region = region * 10 + (high >> shift & 31);
	return (high >> 59) << 59 | (high >> 54 & 15) << 55 | region << 35 |
		(high & 0xFFFFFF) << 11 | uscc_low(code) >> 21;
}

#endif
