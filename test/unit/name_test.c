/*
 * name_test.c
 *	  The pure parts of room name/: keys, former names, parts, likeness; and
 *	  bytes at random, which must not lead anywhere outside the buffers.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "name/name_core.h"
#include "name/name_parts.h"

static int	passed,
			failed;

static void
check(bool good, const char *what)
{
	if (good)
		passed++;
	else
	{
		failed++;
		printf("not ok: %s\n", what);
	}
}

static int
points_of(const char *utf8, uint32_t *out)
{
	bool		plain;

	return name_decode(utf8, strlen(utf8), out, &plain);
}

static const char *
text_of(const uint32_t *points, int n)
{
	static char out[4096];

	out[name_encode(points, n, out)] = '\0';
	return out;
}

static void
check_key(const char *name, const char *key)
{
	uint32_t	points[256];
	int			n = name_fold(points, points_of(name, points), points);

	check(strcmp(text_of(points, n), key) == 0, name);
}

static void
check_former(const char *name, const char *rest, const char *former)
{
	uint32_t	points[256];
	NameSpan	spans[NAME_MAX_FORMER];
	int			n = points_of(name, points);
	int			count = name_former(points, n, spans);

	check(count == (former != NULL), name);
	if (count > 0 && former != NULL)
		check(strcmp(text_of(points + spans[0].from, spans[0].to - spans[0].from), former) == 0, former);
	n = name_cut(points, n, spans, count, points);
	check(strcmp(text_of(points, n), rest) == 0, rest);
}

static NameDict dict;

static void
word(NameWordPart part, const char *word, const char *canonical, bool branch, bool doubtful)
{
	uint32_t	w[64],
				c[64];
	int			nw = points_of(word, w);
	int			nc = points_of(canonical, c);

	check(name_dict_add(&dict, part, w, nw, nc == 0 ? 0 : name_hash(c, nc), branch, doubtful), word);
}

static void
make_dict(void)
{
	dict.bits = 7;
	dict.words = calloc(1 << dict.bits, sizeof(NameWord));
	word(NAME_REGION, "长春市", "长春市", false, false);
	word(NAME_REGION, "长春", "长春市", false, false);
	word(NAME_REGION, "吉林省", "吉林省", false, false);
	word(NAME_REGION, "吉林市", "吉林市", false, false);
	word(NAME_REGION, "吉林", "吉林", false, true);
	word(NAME_REGION, "长春藤", "", false, false);
	word(NAME_INDUSTRY, "商贸", "商贸", false, false);
	word(NAME_INDUSTRY, "科技", "科技", false, false);
	word(NAME_LEGAL_FORM, "有限公司", "有限责任公司", false, false);
	word(NAME_LEGAL_FORM, "有限责任公司", "有限责任公司", false, false);
	word(NAME_LEGAL_FORM, "分公司", "分公司", true, false);
	word(NAME_LEGAL_FORM, "店", "店", false, false);
	word(NAME_LEGAL_FORM, "个体工商户", "", false, false);
	word(NAME_LEGAL_FORM, "厂", "厂", false, false);
}

static void
check_parts(const char *name, const char *expected)
{
	uint32_t	points[256];
	NameParts	p;
	char		got[1024];

	name_split(&dict, points, points_of(name, points), &p);
	strcpy(got, text_of(p.key, p.body_from));
	strcat(strcat(got, "|"), text_of(p.moved, p.nmoved));
	strcat(strcat(got, "|"), text_of(p.key + p.body_from, p.industry_from - p.body_from));
	strcat(strcat(got, "|"), text_of(p.key + p.industry_from, p.form_from - p.industry_from));
	strcat(strcat(got, "|"), text_of(p.key + p.form_from, p.n - p.form_from));
	check(strcmp(got, expected) == 0, got);
}

static float
likeness(const char *a, const char *b)
{
	uint32_t	points[256];
	NameParts	x,
				y;

	name_split(&dict, points, points_of(a, points), &x);
	name_split(&dict, points, points_of(b, points), &y);
	check(name_likeness(&x, &y) == name_likeness(&y, &x), "likeness is symmetric");
	return name_likeness(&x, &y);
}

static int
distance(const char *a, const char *b)
{
	uint32_t	x[256],
				y[256];
	int			nx = points_of(a, x);

	return name_distance(x, nx, y, points_of(b, y));
}

static void
check_arabic(const char *in, const char *out)
{
	uint32_t	points[64],
				result[128];
	int			n = name_arabic(points, points_of(in, points), result);

	check(strcmp(text_of(result, n), out) == 0, in);
}

/* random characters of the kinds that the rules look at */
static void
check_random(void)
{
	static const uint32_t some[] = {'(', ')', 0xff08, 0xff09, 0x539f, 0x540d, 0x66fe, 0x7528, ':', 0xff1a,
		0x3007, '0', 'o', 0x96f6, 0x4e00, 0x4e8c, 0x5341, 0x767e, '-', '.', 0xb7, 0x3000, 0x200b, 0x957f,
	0x6625, 0x5e02, 0x53bf, 0x533a, 0x6709, 0x9650, 0x516c, 0x53f8, 0x5e97, 0x5382, 0x7b2c, 0x570b, 'A', 0x2f800, 0x10ffff};

	srand(6);
	for (int round = 0; round < 200000; round++)
	{
		int			n = rand() % 40;
		uint32_t   *in = malloc(sizeof(uint32_t) * (n + 1)),
				   *out = malloc(sizeof(uint32_t) * (2 * n + 1));
		NameSpan	spans[NAME_MAX_FORMER];
		NameParts	a,
					b;
		int			count;
		float		score;

		for (int i = 0; i < n; i++)
			in[i] = some[rand() % (sizeof(some) / sizeof(some[0]))];
		name_arabic(in, n, out);
		count = name_former(in, n, spans);
		name_split(&dict, in, n, &a);
		n = name_cut(in, n, spans, count, in);
		name_split(&dict, in, n, &b);
		score = name_likeness(&a, &b);
		if (!(score >= 0 && score <= 1))
			check(false, "likeness within 0 and 1");
		n = name_fold(in, n, in);
		/* a key is its own key */
		memcpy(out, in, sizeof(uint32_t) * n);
		if (name_fold(out, n, out) != n || memcmp(in, out, sizeof(uint32_t) * n) != 0)
			check(false, "folding twice changes nothing");
		free(in);
		free(out);
	}
	for (int round = 0; round < 200000; round++)
	{
		int			n = rand() % 24;
		char	   *bytes = malloc(n + 1);
		uint32_t   *out = malloc(sizeof(uint32_t) * (n + 1));
		char	   *back = malloc(4 * n + 1);
		bool		plain;
		int			points;

		for (int i = 0; i < n; i++)
			bytes[i] = rand() % 3 ? "\xe4\xb8\xad\xc3\xf0\x9f\x80\xbf\xed\xef"[rand() % 10] : rand();
		points = name_decode(bytes, n, out, &plain);
		if (points >= 0 && (name_encode(out, points, back) != n || memcmp(back, bytes, n) != 0))
			check(false, "decoding and encoding gives the same bytes");
		free(bytes);
		free(out);
		free(back);
	}
	passed++;
}

int
main(void)
{
	uint32_t	points[16];
	bool		plain;

	check_key("ＡＢＣ（中国）有限公司", "abc中国有限公司");
	check_key("甲 乙　丙", "甲乙丙");
	check_key("【甲】〔乙〕《丙》", "甲乙丙");
	check_key("阿不都·买买提•店", "阿不都买买提店");
	check_key("12—3号", "12-3号");
	check_key("12／3号", "12-3号");
	check_key("3．0店", "3.0店");
	check_key("第-3店", "第3店");
	check_key("二〇一厂", "二0一厂");
	check_key("二○一厂", "二0一厂");
	check_key("二零一厂", "二0一厂");
	check_key("二OO八店", "二00八店");
	check_key("一零售店", "一零售店");
	check_key("OPPO零食", "oppo零食");
	check_key("長春國際貿易", "长春国际贸易");
	check_key("乾安县家俱厂", "乾安县家俱厂");
	check_key("後勤", "后勤");
	check_key("甲\xe2\x80\x8b乙", "甲乙");
	check_key("()（）", "");

	check_former("甲店（原名：乙店）", "甲店", "乙店");
	check_former("甲店(曾用名乙店)", "甲店", "乙店");
	check_former("甲店 曾用名：乙店", "甲店 ", "乙店");
	check_former("原名：甲店", "原名：甲店", NULL);
	check_former("（原名：甲）", "（原名：甲）", NULL);
	check_former("（曾用名：甲", "（曾用名：甲", NULL);
	check_former("甲店（曾用名：）", "甲店", "");
	check_former("甲（原野公司）", "甲（原野公司）", NULL);
	check_former("甲公司（原某某机械制造厂）", "甲公司", "某某机械制造厂");
	check_former("甲（原名：乙（丙）店）丁", "甲丁", "乙（丙）店");

	check(name_decode("\xc3", 1, points, &plain) == -1, "cut character");
	check(name_decode("\xe0\x80\x80", 3, points, &plain) == -1, "overlong");
	check(name_decode("\xed\xa0\x80", 3, points, &plain) == -1, "surrogate");
	check(name_decode("中a", 4, points, &plain) == 2 && plain, "plain");
	check(name_decode("é", 2, points, &plain) == 1 && !plain, "not plain");

	check(distance("甲乙丙", "甲丁丙") == 1, "substitution");
	check(distance("甲乙丙", "甲丙乙") == 1, "transposition");
	check(distance("甲乙丙", "甲乙") == 1, "deletion");
	check(distance("", "甲乙") == 2, "from nothing");
	check_arabic("第十二中学", "第12中学");
	check_arabic("第一百零二小学", "第102小学");
	check_arabic("二十号", "20号");
	check_arabic("三一重工", "三一重工");

	make_dict();
	check_parts("长春市鑫源商贸有限公司", "长春市||鑫源|商贸|有限公司");
	check_parts("长春藤商贸有限公司", "||长春藤|商贸|有限公司");
	check_parts("鑫源（长春）科技有限公司", "|长春|鑫源|科技|有限公司");
	check_parts("长春鑫源店（个体工商户）", "长春||鑫源||店个体工商户");
	check_parts("长春鑫源有限公司南关分公司", "长春||鑫源||有限公司南关分公司");
	check_parts("长春市某某县鑫源店", "长春市某某县||鑫源||店");
	check_parts("", "||||");

	check(likeness("长春鑫源商贸有限公司", "长春市鑫源商贸有限责任公司") >= 0.9f, "city and form abbreviated");
	check(likeness("长春鑫源店", "长春鑫源店（个体工商户）") >= 0.9f, "individual business");
	check(likeness("鑫源（长春）科技有限公司", "鑫源长春科技有限公司") == 1, "brackets");
	check(likeness("第十二店", "第12店") >= 0.9f, "number");
	check(likeness("长春鑫源商贸有限公司", "长春鑫沅商贸有限公司") < 0.9f, "one character");
	check(likeness("长春鑫源商贸有限公司", "吉林市鑫源商贸有限公司") < 0.9f, "other city");
	check(likeness("吉林鑫源商贸有限公司", "吉林省鑫源商贸有限公司") < 0.9f, "doubtful region");
	check(likeness("鑫源商贸有限公司", "长春鑫源商贸有限公司") < 0.9f, "region left out");
	check(likeness("鑫源（长春）科技有限公司", "长春鑫源科技有限公司") < 0.9f, "region moved");
	check(likeness("长春鑫源厂", "长春鑫源店") < 0.9f, "other form");
	check(likeness("长春第一店", "长春第二店") <= 0.6f, "other number");
	check(likeness("长春鑫源有限公司", "长春鑫源有限公司南关分公司") < 0.9f, "branch");
	check(likeness("有限公司", "有限责任公司") < 0.9f, "a form alone");
	check(likeness("", "") == 0, "nothing");

	check_random();
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
