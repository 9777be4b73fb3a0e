/*
 * identifier_test.c
 *	  Organisation code, resident identity number, registration number, and
 *	  masking. All numbers are published vectors or made up.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "code/identifier_core.h"
#include "code/mask_core.h"

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

static uint64_t seed = 19991;

static int
draw(int below)
{
	seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (int) ((seed >> 33) % (uint64_t) below);
}

static bool
org(const char *s)
{
	return org_code_valid(s, strlen(s));
}

static bool
resident(const char *s)
{
	return resident_id_valid(s, strlen(s));
}

static bool
registration(const char *s)
{
	return registration_no_valid(s, strlen(s));
}

static void
digits(char *out, int n)
{
	for (int i = 0; i < n; i++)
		out[i] = (char) ('0' + draw(10));
	out[n] = '\0';
}

static void
test_org_code(void)
{
	/* the example of GB 11714 is D2143569X */
	CHECK(org("D2143569X"));
	CHECK(org("D2143569-X"));
	CHECK(org(" d2143569-x "));
	CHECK(org("Ｄ２１４３５６９－Ｘ"));
	CHECK(org("M000100Y4"));
	CHECK(!org("D21435691"));
	CHECK(!org("D2143569"));
	CHECK(!org("D2143569--X"));
	CHECK(!org("D214356-9X"));
	CHECK(!org("D2143569X0"));
	CHECK(!org(""));
	CHECK(!org("公司"));
}

static void
test_resident_id(void)
{
	char		s[40];
	int			substitutions = 0,
				caught = 0,
				exchanges = 0,
				exchanges_caught = 0;

	/* the example of GB 11643 */
	CHECK(resident("11010519491231002X"));
	CHECK(resident("11010519491231002x"));
	CHECK(resident("440524188001010014"));
	CHECK(resident(" １１０１０５１９４９１２３１００２Ｘ "));
	CHECK(!resident("110105194912310021"));
	CHECK(!resident("11010519491231002"));
	CHECK(!resident("110105491231002"));
	CHECK(!resident(""));

	/* dates, with the right check symbol each time */
	static const struct
	{
		const char *date;
		bool		real;
	}			dates[] = {
		{"20000229", true}, {"19000228", true}, {"19000229", false}, {"20010229", false},
		{"20240229", true}, {"19990431", false}, {"19991301", false}, {"19990001", false},
		{"19990100", false}, {"19990132", false}, {"17991231", false}, {"18000101", true},
		{"20991231", true}, {"21000101", false}, {"00010101", false}
	};

	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++)
	{
		sprintf(s, "220101%s001", dates[i].date);
		s[17] = resident_id_check_symbol(s);
		s[18] = '\0';
		CHECK(resident(s) == dates[i].real);
	}

	/* provinces */
	for (int p = 0; p < 100; p++)
	{
		sprintf(s, "%02d010119900101001", p);
		s[17] = resident_id_check_symbol(s);
		s[18] = '\0';
		exchanges_caught += resident(s);
	}
	CHECK(exchanges_caught == 35);
	exchanges_caught = 0;

	/* mod 11 with these weights catches every single error of both kinds */
	for (int n = 0; n < 300; n++)
	{
		char		wrong[19];

		sprintf(s, "22%04d%04d%02d%02d%03d", draw(10000), 1900 + draw(126), 1 + draw(12),
				1 + draw(28), draw(1000));
		s[17] = resident_id_check_symbol(s);
		s[18] = '\0';
		CHECK(resident(s));
		for (int i = 0; i < 18; i++)
		{
			for (int c = 0; c < 11; c++)
			{
				if ("0123456789X"[c] == s[i] || (c == 10 && i < 17))
					continue;
				strcpy(wrong, s);
				wrong[i] = "0123456789X"[c];
				substitutions++;
				caught += !resident(wrong);
			}
			if (i == 17 || s[i] == s[i + 1])
				continue;
			strcpy(wrong, s);
			wrong[i] = s[i + 1];
			wrong[i + 1] = s[i];
			exchanges++;
			exchanges_caught += !resident(wrong);
		}
	}
	printf("300 resident numbers: %d of %d substitutions caught, %d of %d exchanges of neighbours\n",
		   caught, substitutions, exchanges_caught, exchanges);
	CHECK(substitutions == 300 * (17 * 9 + 10) && caught == substitutions);
	CHECK(exchanges > 3000 && exchanges_caught == exchanges);

	/* numbers of 15 digits: not accepted, but convertible */
	CHECK(resident_id_from_old("110105491231002", 15, s) &&
		  memcmp(s, "11010519491231002X", 18) == 0);
	CHECK(!resident_id_from_old("110105490231002", 15, s));
	CHECK(!resident_id_from_old("100105491231002", 15, s));
	CHECK(!resident_id_from_old("11010549123100X", 15, s));
	CHECK(!resident_id_from_old("11010549123100", 14, s));
}

static void
test_registration_no(void)
{
	char		s[16];
	int			caught = 0;

	CHECK(registration_no_check_symbol("11010800000001") == '6');
	CHECK(registration_no_check_symbol("11000001300001") == '6');
	CHECK(registration_no_check_symbol("22010100001234") == '3');
	CHECK(registration("110108000000016"));
	CHECK(registration(" ２２０１０１００００１２３４３ "));
	CHECK(!registration("110108000000017"));
	CHECK(!registration("11010800000001"));
	CHECK(!registration("1101080000000166"));
	CHECK(!registration("11010800000001A"));
	CHECK(!registration(""));
	strcpy(s, "10000000000001");
	s[14] = registration_no_check_symbol(s);
	s[15] = '\0';
	CHECK(registration(s));
	strcpy(s, "10000100000001");
	s[14] = registration_no_check_symbol(s);
	s[15] = '\0';
	CHECK(!registration(s));

	for (int n = 0; n < 300; n++)
	{
		strcpy(s, "22");
		digits(s + 2, 12);
		s[14] = registration_no_check_symbol(s);
		s[15] = '\0';
		CHECK(registration(s));
		for (int i = 0; i < 15; i++)
			for (char c = '0'; c <= '9'; c++)
			{
				char		wrong[16];

				if (c == s[i])
					continue;
				strcpy(wrong, s);
				wrong[i] = c;
				caught += !registration(wrong);
			}
	}
	printf("300 registration numbers: %d of %d substitutions caught\n", caught, 300 * 15 * 9);
	CHECK(caught == 300 * 15 * 9);
}

static bool
masks(size_t (*mask) (const char *, size_t, char *), const char *s, const char *want)
{
	size_t		len = strlen(s);
	char	   *out = malloc(len + 1);
	size_t		n = mask(s, len, out);
	bool		same = n <= len && n == strlen(want) && memcmp(out, want, n) == 0;

	if (!same)
		printf("masked \"%.*s\", wanted \"%s\"\n", (int) n, out, want);
	free(out);
	return same;
}

static void
test_masks(void)
{
	CHECK(masks(mask_id_text, "11010519491231002X", "110*************2X"));
	CHECK(masks(mask_id_text, " 110105491231002 ", "110**********02"));
	CHECK(masks(mask_id_text, "E12345678", "E******78"));
	CHECK(masks(mask_id_text, "123456", "******"));
	CHECK(masks(mask_id_text, "", ""));
	CHECK(masks(mask_id_text, "军字第1234567号", "军********7号"));

	CHECK(masks(mask_name_text, "张三", "张*"));
	CHECK(masks(mask_name_text, "张三丰", "张**"));
	CHECK(masks(mask_name_text, "欧阳锋", "欧阳*"));
	CHECK(masks(mask_name_text, "欧阳", "欧*"));
	CHECK(masks(mask_name_text, "司马相如", "司马**"));
	CHECK(masks(mask_name_text, "王李小明", "王***"));
	CHECK(masks(mask_name_text, "阿卜杜拉·买买提", "阿***·***"));
	CHECK(masks(mask_name_text, " 张三 ", "张*"));
	CHECK(masks(mask_name_text, "　张三　", "张*"));
	CHECK(masks(mask_name_text, "张", "*"));
	CHECK(masks(mask_name_text, "", ""));
	CHECK(masks(mask_name_text, "   ", ""));
	CHECK(masks(mask_name_text, "John Smith", "J*** S****"));
	CHECK(masks(mask_name_text, "Anne-Marie O'Neil", "A***-M**** O'N***"));
	CHECK(masks(mask_name_text, "J", "*"));

	/* any bytes */
	for (int n = 0; n < 50000; n++)
	{
		char		s[30];
		char	   *exact;
		char	   *out;
		int			len = draw(30);

		for (int i = 0; i < len; i++)
			s[i] = (char) draw(256);
		exact = malloc(len ? len : 1);
		out = malloc(len ? len : 1);
		memcpy(exact, s, len);
		if (mask_id_text(exact, len, out) > (size_t) len ||
			mask_name_text(exact, len, out) > (size_t) len)
			failed++;
		(void) org_code_valid(exact, len);
		(void) resident_id_valid(exact, len);
		(void) registration_no_valid(exact, len);
		free(exact);
		free(out);
	}
}

int
main(void)
{
	test_org_code();
	test_resident_id();
	test_registration_no();
	test_masks();
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
