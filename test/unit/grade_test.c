/*
 * grade_test.c
 *	  Scales, labels, order, text round trip, foreign bytes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grade/grade_core.h"

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

/* text of what is read, "" when it is refused */
static const char *
reads(const char *s)
{
	static char out[GRADE_TEXT_SIZE];
	Grade		g;

	out[0] = '\0';
	if (grade_parse(s, strlen(s), &g))
		grade_format(g, out);
	return out;
}

#define READS(s, want) CHECK(strcmp(reads(s), want) == 0)

int
main(void)
{
	static const int counts[GRADE_SCALES] = {4, 5, 5, 3, 4, 22};
	int			valid = 0;
	Grade		a,
				b;

	for (int byte = 0; byte < 256; byte++)
	{
		char		text[GRADE_TEXT_SIZE];
		Grade		again;

		if (!grade_valid((uint8_t) byte))
			continue;
		valid++;
		grade_format((Grade) byte, text);
		CHECK(strlen(text) < GRADE_TEXT_SIZE);
		CHECK(grade_parse(text, strlen(text), &again) && again == byte);
		CHECK(grade_label((Grade) byte, true)[0] != '\0');
		CHECK(grade_label((Grade) byte, false)[0] != '\0');
	}
	CHECK(valid == 4 + 5 + 5 + 3 + 4 + 22);
	for (int i = 0; i < GRADE_SCALES; i++)
	{
		CHECK(grade_levels(i) == counts[i]);
		CHECK(grade_scale_by_name(grade_scale_name(i), strlen(grade_scale_name(i))) == i);
	}
	CHECK(grade_scale_by_name("tax", 2) == -1);
	CHECK(grade_scale_by_name("taxes", 5) == -1);

	READS("A", "A");
	READS(" b ", "B");
	READS("credit:C", "C");
	READS("ｃ", "C");
	READS("优", "A");
	READS("差", "D");
	READS("A级", "A");
	READS("M", "tax:M");
	READS("tax:A", "tax:A");
	READS("TAX：a", "tax:A");
	READS("tax: B级", "tax:B");
	READS("green", "environment:green");
	READS("GREEN", "environment:green");
	READS("黑", "environment:black");
	READS("environment:红", "environment:red");
	READS("labour:C", "labour:C");
	READS("高风险", "risk:D");
	READS("AAA", "rating:AAA");
	READS("rating:A", "rating:A");
	READS("bbb-", "rating:BBB-");
	READS("", "");
	READS("级", "");
	READS(":", "");
	READS("tax:", "");
	READS(":A", "");
	READS("labour:D", "");
	READS("E", "");
	READS("tax:green", "");
	READS("AB", "");
	READS("优良", "");
	READS("environment:environment:green", "");
	READS("\xFF\xFE", "");
	READS("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "");

	/* better is greater, scales in their order */
	grade_parse("A", 1, &a);
	grade_parse("B", 1, &b);
	CHECK(a > b && grade_rank(a) == 4 && grade_rank(b) == 3);
	grade_parse("tax:D", 5, &b);
	CHECK(b > a && grade_rank(b) == 1);
	grade_parse("tax:M", 5, &a);
	grade_parse("tax:C", 5, &b);
	CHECK(a > b);
	grade_parse("AA-", 3, &a);
	grade_parse("A+", 2, &b);
	CHECK(a > b);

	srand(7);
	for (int n = 0; n < 100000; n++)
	{
		int			len = rand() % 24;
		char	   *s = malloc(len ? len : 1);

		for (int i = 0; i < len; i++)
			s[i] = (char) (rand() % 256);
		(void) grade_parse(s, len, &a);
		free(s);
	}

	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
