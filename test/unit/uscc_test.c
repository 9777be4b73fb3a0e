/*
 * uscc_test.c
 *	  GB 32100-2015: published codes, every kind of single error, how many
 *	  substitutions and transpositions are caught, packing and order.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "code/identifier_core.h"
#include "code/uscc_core.h"

static int	passed = 0;
static int	failed = 0;

#define CHECK(condition) \
	do { \
		if (condition) \
			passed++; \
		else \
		{ \
			failed++; \
			printf("not ok: line %d: %s\n", __LINE__, #condition); \
		} \
	} while (0)

static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

static uint64_t seed = 20261121;

static int
draw(int below)
{
	seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (int) ((seed >> 33) % (uint64_t) below);
}

/* an acceptable code; one in eight has a wrong organisation-code check */
static void
random_code(char out[19])
{
	static const char *const heads[] = {
		"11", "12", "13", "19", "31", "35", "51", "52", "53", "71", "81",
		"91", "91", "91", "92", "92", "93", "A1", "A9", "N1", "N2", "N3", "Y1"
	};

	memcpy(out, heads[draw(sizeof(heads) / sizeof(heads[0]))], 2);
	sprintf(out + 2, "22%04d", draw(10000));
	for (int i = 8; i < 16; i++)
		out[i] = alphabet[draw(draw(2) ? 10 : 31)];
	out[16] = org_code_check_symbol(out + 8);
	if (draw(8) == 0)
		out[16] = alphabet[draw(31)];
	out[17] = uscc_check_symbol(out);
	out[18] = '\0';
}

static bool
accepts(const char *s)
{
	Uscc		code;
	UsccVerdict verdict;
	bool		fast = uscc_parse(s, strlen(s), &code);
	bool		full = uscc_judge(s, strlen(s), NULL, &verdict);

	/* the fast and the telling judge agree, always */
	if (fast != full || full != (verdict.fault == USCC_SOUND))
	{
		failed++;
		printf("not ok: the two judges differ on %s\n", s);
	}
	return fast;
}

static UsccVerdict
judge(const char *s)
{
	UsccVerdict verdict;

	uscc_judge(s, strlen(s), NULL, &verdict);
	return verdict;
}

static void
test_published(void)
{
	/* examples published with the standard and by validators */
	CHECK(accepts("91350100M000100Y43"));
	CHECK(judge("91350100M000100Y43").inner_ok);
	CHECK(uscc_check_symbol("91350100M000100Y4") == '3');
	CHECK(!accepts("91320100250571846X"));
	CHECK(!judge("91320100250571846X").inner_ok);

	/* pilot codes: accepted, marked, sound inside */
	static const char *const pilot[] = {
		"91350100M0001TGQXM", "91350211M0000XUF46",
		"91350203M0001FUE2P", "91350203M0001QAY9B"
	};
	static const char standard[] = "1RJ9";

	for (int i = 0; i < 4; i++)
	{
		UsccVerdict v = judge(pilot[i]);
		char		other[19];

		CHECK(accepts(pilot[i]));
		CHECK(v.exempted && !v.final_ok && v.inner_ok && v.expected == standard[i]);
		strcpy(other, pilot[i]);
		other[17] = standard[i];
		CHECK(accepts(other) && !judge(other).exempted);
		other[17] = other[17] == 'A' ? 'B' : 'A';
		CHECK(!accepts(other));
	}
}

static void
test_folding(void)
{
	char		sound[19] = "91350100M000100Y43";
	char		text[64];
	Uscc		code;

	CHECK(accepts("91350100m000100y43"));
	CHECK(accepts("  91350100M000100Y43\t\r\n"));
	CHECK(accepts("９１３５０１００Ｍ０００１００Ｙ４３"));
	CHECK(accepts("　９１３５０１００ｍ０００１００ｙ４３　"));
	CHECK(accepts("\xC2\xA0" "91350100M000100Y43\xC2\xA0"));
	CHECK(accepts("\xEF\xBB\xBF" "91350100M000100Y43"));
	CHECK(!accepts("91350100 M000100Y43"));
	CHECK(!accepts("91350100-M000100Y43"));

	uscc_parse("　９１３５０１００ｍ０００１００ｙ４３　", strlen("　９１３５０１００ｍ０００１００ｙ４３　"), &code);
	uscc_format(&code, text);
	CHECK(memcmp(text, sound, 18) == 0);
}

static void
test_faults(void)
{
	UsccVerdict v;

	v = judge("");
	CHECK(v.fault == USCC_WRONG_LENGTH && v.length == 0 && !v.alphabet_ok && !v.authority_ok);
	v = judge(" \t　 ");
	CHECK(v.fault == USCC_WRONG_LENGTH && v.length == 0);
	v = judge("91350100M000100Y4");
	CHECK(v.fault == USCC_WRONG_LENGTH && v.length == 17 && v.expected == '3' && v.authority_ok);
	v = judge("91350100M000100Y433");
	CHECK(v.fault == USCC_WRONG_LENGTH && v.length == 19 && v.canonical[0] == '\0');
	v = judge("9135010OM000100Y43");
	CHECK(v.fault == USCC_WRONG_SYMBOL && v.position == 8 && strcmp(v.found, "O") == 0);
	v = judge("91350100M000公00Y43");
	CHECK(v.fault == USCC_WRONG_SYMBOL && v.position == 13 && strcmp(v.found, "公") == 0);
	v = judge("91350100M000\xFF" "00Y43");
	CHECK(v.fault == USCC_WRONG_SYMBOL && v.position == 13);
	v = judge("B1350100M000100Y43");
	CHECK(v.fault == USCC_WRONG_AUTHORITY && v.position == 1 && !v.category_ok);
	v = judge("94350100M000100Y43");
	CHECK(v.fault == USCC_WRONG_CATEGORY && v.position == 2 && v.authority_ok);
	v = judge("9135M100M000100Y43");
	CHECK(v.fault == USCC_WRONG_REGION && v.position == 5 && strcmp(v.found, "M") == 0);
	v = judge("91350100M000100Y4x");
	CHECK(v.fault == USCC_WRONG_CHECK && v.position == 18 && v.expected == '3' && strcmp(v.found, "x") == 0);

	/* warnings refuse nothing */
	char		code[19] = "91990100M000100Y40";

	code[17] = uscc_check_symbol(code);
	v = judge(code);
	CHECK(v.fault == USCC_SOUND && !v.region_known && v.inner_ok);
	strcpy(code, "91350100M000100Y50");
	code[17] = uscc_check_symbol(code);
	v = judge(code);
	CHECK(v.fault == USCC_SOUND && !v.inner_ok && v.inner_expected == '4');
	strcpy(code, "91100000M000100Y40");
	code[17] = uscc_check_symbol(code);
	CHECK(judge(code).region_known);
}

/* the whole table of pairs: 37 and no other */
static void
test_pairs(void)
{
	int			accepted = 0;

	for (int a = 0; a < 31; a++)
		for (int c = 0; c < 31; c++)
		{
			char		code[19] = "??220100M000100Y40";
			bool		named;

			code[0] = alphabet[a];
			code[1] = alphabet[c];
			code[17] = uscc_check_symbol(code);
			named = uscc_category_name(code[0], code[1], true) != NULL;
			if (accepts(code) != named)
			{
				failed++;
				printf("not ok: table and names differ on %c%c\n", code[0], code[1]);
			}
			accepted += named;
		}
	CHECK(accepted == 37);

	static const struct
	{
		const char *head;
		SubjectKind kind;
	}			kinds[] = {
		{"11", KIND_GOVERNMENT_BODY}, {"12", KIND_PUBLIC_INSTITUTION},
		{"51", KIND_SOCIAL_ORGANISATION}, {"91", KIND_ENTERPRISE},
		{"92", KIND_INDIVIDUAL_BUSINESS}, {"93", KIND_FARMERS_COOPERATIVE},
		{"A1", KIND_PUBLIC_INSTITUTION}, {"N2", KIND_COLLECTIVE},
		{"Y1", KIND_OTHER}, {"31", KIND_OTHER}
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
	{
		char		code[19] = "??220100M000100Y40";
		Uscc		packed;

		memcpy(code, kinds[i].head, 2);
		code[17] = uscc_check_symbol(code);
		CHECK(uscc_parse(code, 18, &packed) && uscc_subject_kind(&packed) == kinds[i].kind);
	}
}

/*
 * 31 is prime, the weights and the differences of neighbouring weights are not
 * multiples of it: every single substitution and every exchange of two unequal
 * neighbours is caught.
 */
static void
test_errors_caught(void)
{
	enum {CODES = 400};
	int			substitutions = 0;
	int			substitutions_caught = 0;
	int			exchanges = 0;
	int			exchanges_caught = 0;

	for (int n = 0; n < CODES; n++)
	{
		char		code[19];
		char		wrong[19];

		random_code(code);
		CHECK(accepts(code));
		for (int i = 0; i < 18; i++)
		{
			for (int c = 0; c < 31; c++)
			{
				if (alphabet[c] == code[i])
					continue;
				strcpy(wrong, code);
				wrong[i] = alphabet[c];
				substitutions++;
				substitutions_caught += !accepts(wrong);
			}
			if (i == 17 || code[i] == code[i + 1])
				continue;
			strcpy(wrong, code);
			wrong[i] = code[i + 1];
			wrong[i + 1] = code[i];
			exchanges++;
			exchanges_caught += !accepts(wrong);
		}
	}
	printf("%d codes: %d of %d substitutions caught, %d of %d exchanges of neighbours\n",
		   CODES, substitutions_caught, substitutions, exchanges_caught, exchanges);
	CHECK(substitutions == CODES * 18 * 30 && substitutions_caught == substitutions);
	CHECK(exchanges > CODES * 10 && exchanges_caught == exchanges);
}

/* packing keeps text and order; the abbreviation never contradicts it */
static void
test_packing(void)
{
	enum {CODES = 3000};
	static char text[CODES][19];
	static Uscc code[CODES];
	int			ties = 0;

	for (int i = 0; i < CODES; i++)
	{
		char		again[19] = {0};

		random_code(text[i]);
		/* neighbours that differ late, for the ties */
		if (i > 0 && i % 3 == 0)
		{
			memcpy(text[i], text[i - 1], 15);
			text[i][17] = uscc_check_symbol(text[i]);
		}
		if (!uscc_parse(text[i], 18, &code[i]))
			failed++;
		uscc_format(&code[i], again);
		if (strcmp(again, text[i]) != 0 || !uscc_bytes_valid(&code[i]) || (code[i].b[11] & 0x3F))
			failed++;
	}
	passed++;
	for (int i = 0; i < CODES; i++)
		for (int j = i + 1; j < CODES && j < i + 200; j++)
		{
			int			by_text = strcmp(text[i], text[j]);
			int			by_code = uscc_compare(&code[i], &code[j]);
			int			by_bytes = memcmp(&code[i], &code[j], sizeof(Uscc));
			uint64_t	a = uscc_abbreviate(&code[i]);
			uint64_t	b = uscc_abbreviate(&code[j]);

			if ((by_text < 0) != (by_code < 0) || (by_text == 0) != (by_code == 0) ||
				(by_text < 0) != (by_bytes < 0) ||
				(a < b && by_code >= 0) || (a > b && by_code <= 0))
				failed++;
			/* it holds the first 15 symbols exactly */
			if ((a == b) != (memcmp(text[i], text[j], 15) == 0))
				failed++;
			ties += a == b;
		}
	CHECK(ties > 100);
}

/* no bytes make the checks read or write outside; few are accepted */
static void
test_garbage(void)
{
	int			accepted = 0;

	for (int n = 0; n < 200000; n++)
	{
		char		s[40];
		int			len = draw(40);
		Uscc		code;
		UsccVerdict verdict;
		char	   *exact;

		for (int i = 0; i < len; i++)
			s[i] = n % 2 ? (char) draw(256) : alphabet[draw(31)];
		exact = malloc(len ? len : 1);
		memcpy(exact, s, len);
		if (uscc_parse(exact, len, &code) != uscc_judge(exact, len, &code, &verdict))
			failed++;
		free(exact);
		for (int i = 0; i < USCC_BYTES; i++)
			code.b[i] = (unsigned char) draw(256);
		accepted += uscc_bytes_valid(&code);
	}
	CHECK(accepted < 10);

	/* reserved bits and the symbol that does not exist */
	Uscc		code;

	uscc_parse("91350100M000100Y43", 18, &code);
	CHECK(uscc_bytes_valid(&code));
	code.b[11] |= 1;
	CHECK(!uscc_bytes_valid(&code));
	memset(&code, 0xFF, sizeof(code));
	CHECK(!uscc_bytes_valid(&code));
	memset(&code, 0, sizeof(code));
	CHECK(!uscc_bytes_valid(&code));
	CHECK(uscc_check_symbol("91350100M000100YO") == '\0');
}

int
main(void)
{
	test_published();
	test_folding();
	test_faults();
	test_pairs();
	test_errors_caught();
	test_packing();
	test_garbage();
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
