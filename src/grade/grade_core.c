/*
 * grade_core.c
 *	  The scales and their labels. Sources, in facts of the field §7.1: credit
 *	  GB/T 45255-2025; tax the taxpayers' credit measures; environment
 *	  环发〔2013〕150号 (black is added by cities); labour 人社部规〔2016〕1号; risk
 *	  国市监信发〔2022〕6号; rating the scale of rating agencies.
 *	  Calls fold_core.
 */
#include "grade/grade_core.h"

#include <string.h>

#include "code/fold_core.h"

typedef struct Level
{
	const char *text;			/* canonical, as typed and printed */
	const char *zh;
	const char *en;
} Level;

/* best first */
static const Level credit_levels[] = {
	{"A", "优", "excellent"}, {"B", "良", "good"}, {"C", "中", "medium"}, {"D", "差", "poor"}
};
static const Level tax_levels[] = {
	{"A", "A级", "A"}, {"B", "B级", "B"}, {"M", "M级", "M"}, {"C", "C级", "C"}, {"D", "D级", "D"}
};
static const Level environment_levels[] = {
	{"green", "绿", "green"}, {"blue", "蓝", "blue"}, {"yellow", "黄", "yellow"},
	{"red", "红", "red"}, {"black", "黑", "black"}
};
static const Level labour_levels[] = {
	{"A", "A级", "A"}, {"B", "B级", "B"}, {"C", "C级", "C"}
};
static const Level risk_levels[] = {
	{"A", "低风险", "low risk"}, {"B", "一般风险", "general risk"},
	{"C", "较高风险", "rather high risk"}, {"D", "高风险", "high risk"}
};
#define R(x) {x, x, x}
static const Level rating_levels[] = {
	R("AAA"), R("AA+"), R("AA"), R("AA-"), R("A+"), R("A"), R("A-"),
	R("BBB+"), R("BBB"), R("BBB-"), R("BB+"), R("BB"), R("BB-"), R("B+"), R("B"), R("B-"),
	R("CCC+"), R("CCC"), R("CCC-"), R("CC"), R("C"), R("D")
};
#undef R

#define SCALE(name, levels) {name, levels, sizeof(levels) / sizeof(levels[0])}
static const struct
{
	const char *name;
	const Level *levels;
	int			count;
}			scales[GRADE_SCALES] = {
	SCALE("credit", credit_levels),
	SCALE("tax", tax_levels),
	SCALE("environment", environment_levels),
	SCALE("labour", labour_levels),
	SCALE("risk", risk_levels),
	SCALE("rating", rating_levels)
};

static const Level *
level_of(Grade g)
{
	int			scale = grade_scale(g);

	return &scales[scale].levels[scales[scale].count - grade_rank(g)];
}

int
grade_levels(int scale)
{
	return scales[scale].count;
}

bool
grade_valid(uint8_t byte)
{
	return grade_scale(byte) < GRADE_SCALES && grade_rank(byte) >= 1 &&
		grade_rank(byte) <= scales[grade_scale(byte)].count;
}

/* s in upper or mixed case against a text of ASCII letters, case aside */
static bool
same_text(const char *s, size_t len, const char *text)
{
	for (size_t i = 0; i < len; i++)
	{
		char		a = s[i];
		char		b = text[i];

		if (b == '\0')
			return false;
		if (a >= 'A' && a <= 'Z')
			a += 'a' - 'A';
		if (b >= 'A' && b <= 'Z')
			b += 'a' - 'A';
		if (a != b)
			return false;
	}
	return text[len] == '\0';
}

int
grade_scale_by_name(const char *name, size_t len)
{
	for (int i = 0; i < GRADE_SCALES; i++)
		if (same_text(name, len, scales[i].name))
			return i;
	return -1;
}

const char *
grade_scale_name(int scale)
{
	return scales[scale].name;
}

static bool
level_by_label(int scale, const char *s, size_t len, Grade *out)
{
	for (int i = 0; i < scales[scale].count; i++)
	{
		const Level *level = &scales[scale].levels[i];

		if (same_text(s, len, level->text) ||
			same_text(s, len, level->zh))
		{
			*out = grade_make(scale, scales[scale].count - i);
			return true;
		}
	}
	return false;
}

/*
 * Folds each symbol to ASCII where it has such a form and keeps it otherwise;
 * 0 when the result does not fit, since no label is that long.
 */
static size_t
fold_label(const char *s, size_t len, char *out, size_t size)
{
	size_t		used = 0;

	fold_trim(&s, &len);
	while (len > 0)
	{
		int			nbytes = fold_symbol_length(s, len);
		char		folded;

		if (used + nbytes > size)
			return 0;
		if (fold_symbols(s, nbytes, &folded, 1) == 1 && folded != FOLD_FOREIGN)
			out[used++] = folded;
		else
		{
			memcpy(out + used, s, nbytes);
			used += nbytes;
		}
		s += nbytes;
		len -= nbytes;
	}
	return used;
}

bool
grade_parse(const char *s, size_t len, Grade *out)
{
	static const char suffix[] = "级";
	char		buffer[48];
	const char *label = buffer;
	const char *colon;
	size_t		n = fold_label(s, len, buffer, sizeof(buffer));
	int			scale = -1;

	if (n == 0)
		return false;
	colon = memchr(buffer, ':', n);
	if (colon != NULL)
	{
		scale = grade_scale_by_name(buffer, colon - buffer);
		if (scale < 0)
			return false;
		label = colon + 1;
		n -= label - buffer;
		fold_trim(&label, &n);
	}
	/* the measure word says nothing: A级 is A */
	if (n > strlen(suffix) &&
		memcmp(label + n - strlen(suffix), suffix, strlen(suffix)) == 0)
		n -= strlen(suffix);
	for (int i = 0; i < GRADE_SCALES; i++)
		if ((scale < 0 || scale == i) && level_by_label(i, label, n, out))
			return true;
	return false;
}

void
grade_format(Grade g, char out[GRADE_TEXT_SIZE])
{
	out[0] = '\0';
	if (grade_scale(g) != SCALE_CREDIT)
	{
		strcpy(out, scales[grade_scale(g)].name);
		strcat(out, ":");
	}
	strcat(out, level_of(g)->text);
}

const char *
grade_label(Grade g, bool zh)
{
	return zh ? level_of(g)->zh : level_of(g)->en;
}
