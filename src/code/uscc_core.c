/*
 * uscc_core.c
 *	  GB 32100-2015, clause 5: alphabet, structure and check character of the
 *	  unified social credit code. Calls fold_core and, for the inner check,
 *	  identifier_core; no PostgreSQL.
 */
#include "code/uscc_core.h"

#include "code/fold_core.h"
#include "code/identifier_core.h"

/* values 0 to 30: the letters I, O, S, V and Z are not used */
static const char alphabet[33] = "0123456789ABCDEFGHJKLMNPQRTUWXY?";

#define NO_VALUE 0x80

/* value of each byte, lower case as upper case; NO_VALUE outside the alphabet */
static const uint8_t value_of[256] = {
#define X NO_VALUE
#define X16 X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X
	X16, X16, X16,
	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, X, X, X, X, X, X,
	/* @ A B C D E F G H I J K L M N O */
	X, 10, 11, 12, 13, 14, 15, 16, 17, X, 18, 19, 20, 21, 22, X,
	/* P Q R S T U V W X Y Z */
	23, 24, 25, X, 26, 27, X, 28, 29, 30, X, X, X, X, X, X,
	X, 10, 11, 12, 13, 14, 15, 16, 17, X, 18, 19, 20, 21, 22, X,
	23, 24, 25, X, 26, 27, X, 28, 29, 30, X, X, X, X, X, X,
	X16, X16, X16, X16, X16, X16, X16, X16
#undef X16
#undef X
};

/* 3^(i-1) mod 31; the check character itself weighs 1 */
static const uint8_t weight[USCC_LENGTH] = {
	1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1
};

/*
 * GB 32100-2015 tables 2 and 3: registering authority, then the categories it
 * may give. Category 9 under 9 is accepted as well: one published
 * implementation has it, another has not, and refusing a lawful code is worse.
 */
typedef struct Category
{
	char		authority;
	char		category;
	uint8_t		kind;
	const char *zh;
	const char *en;
} Category;

static const Category categories[] = {
	{'1', '1', KIND_GOVERNMENT_BODY, "机关", "state organ"},
	{'1', '2', KIND_PUBLIC_INSTITUTION, "事业单位", "public institution"},
	{'1', '3', KIND_SOCIAL_ORGANISATION, "编办直接管理机构编制的群众团体", "mass organisation directly staffed"},
	{'1', '9', KIND_OTHER, "其他", "other"},
	{'2', '1', KIND_OTHER, "外国常驻新闻机构", "resident foreign news agency"},
	{'2', '9', KIND_OTHER, "其他", "other"},
	{'3', '1', KIND_OTHER, "律师执业机构", "law firm"},
	{'3', '2', KIND_OTHER, "公证处", "notary office"},
	{'3', '3', KIND_OTHER, "基层法律服务所", "grass-roots legal service"},
	{'3', '4', KIND_OTHER, "司法鉴定机构", "forensic institution"},
	{'3', '5', KIND_OTHER, "仲裁委员会", "arbitration commission"},
	{'3', '9', KIND_OTHER, "其他", "other"},
	{'4', '1', KIND_OTHER, "外国在华文化中心", "foreign cultural centre"},
	{'4', '9', KIND_OTHER, "其他", "other"},
	{'5', '1', KIND_SOCIAL_ORGANISATION, "社会团体", "social association"},
	{'5', '2', KIND_SOCIAL_ORGANISATION, "民办非企业单位", "private non-enterprise unit"},
	{'5', '3', KIND_SOCIAL_ORGANISATION, "基金会", "foundation"},
	{'5', '9', KIND_OTHER, "其他", "other"},
	{'6', '1', KIND_OTHER, "外国旅游部门常驻代表机构", "foreign tourism office"},
	{'6', '2', KIND_OTHER, "港澳台地区旅游部门常驻内地（大陆）代表机构", "Hong Kong, Macao or Taiwan tourism office"},
	{'6', '9', KIND_OTHER, "其他", "other"},
	{'7', '1', KIND_SOCIAL_ORGANISATION, "宗教活动场所", "place of worship"},
	{'7', '2', KIND_SOCIAL_ORGANISATION, "宗教院校", "religious school"},
	{'7', '9', KIND_OTHER, "其他", "other"},
	{'8', '1', KIND_SOCIAL_ORGANISATION, "基层工会", "grass-roots union"},
	{'8', '9', KIND_OTHER, "其他", "other"},
	{'9', '1', KIND_ENTERPRISE, "企业", "enterprise"},
	{'9', '2', KIND_INDIVIDUAL_BUSINESS, "个体工商户", "individual business"},
	{'9', '3', KIND_FARMERS_COOPERATIVE, "农民专业合作社", "farmers' cooperative"},
	{'9', '9', KIND_OTHER, "其他", "other"},
	{'A', '1', KIND_PUBLIC_INSTITUTION, "军队事业单位", "military public institution"},
	{'A', '9', KIND_OTHER, "其他", "other"},
	{'N', '1', KIND_COLLECTIVE, "组级集体经济组织", "group-level collective economic organisation"},
	{'N', '2', KIND_COLLECTIVE, "村级集体经济组织", "village-level collective economic organisation"},
	{'N', '3', KIND_COLLECTIVE, "乡镇级集体经济组织", "township-level collective economic organisation"},
	{'N', '9', KIND_OTHER, "其他", "other"},
	{'Y', '1', KIND_OTHER, "其他", "other"},
};

#define NCATEGORIES ((int) (sizeof(categories) / sizeof(categories[0])))

/* for each authority's value, the bits of the category values it may give */
#define C1 (1u << 1)
#define C2 (1u << 2)
#define C3 (1u << 3)
#define C4 (1u << 4)
#define C5 (1u << 5)
#define C9 (1u << 9)
static const uint32_t category_bits[32] = {
	[1] = C1 | C2 | C3 | C9,
	[2] = C1 | C9,
	[3] = C1 | C2 | C3 | C4 | C5 | C9,
	[4] = C1 | C9,
	[5] = C1 | C2 | C3 | C9,
	[6] = C1 | C2 | C9,
	[7] = C1 | C2 | C9,
	[8] = C1 | C9,
	[9] = C1 | C2 | C3 | C9,
	[10] = C1 | C9,				/* A */
	[22] = C1 | C2 | C3 | C9,	/* N */
	[30] = C1,					/* Y */
};

static const struct
{
	char		authority;
	const char *zh;
	const char *en;
}			authorities[] = {
	{'1', "机构编制", "staffing office"},
	{'2', "外交", "foreign affairs"},
	{'3', "司法行政", "judicial administration"},
	{'4', "文化", "culture"},
	{'5', "民政", "civil affairs"},
	{'6', "旅游", "tourism"},
	{'7', "宗教", "religion"},
	{'8', "工会", "trade union"},
	{'9', "工商", "market regulation"},
	{'A', "中央军委改革和编制办公室", "military staffing office"},
	{'N', "农业", "agriculture"},
	{'Y', "其他", "other"},
};

const char *const subject_kind_labels[SUBJECT_KINDS] = {
	"enterprise", "individual_business", "farmers_cooperative", "person",
	"social_organisation", "public_institution", "government_body",
	"collective", "other"
};

/*
 * Lawful codes of the early pilot in Fujian and Xiamen whose check character
 * is not the one of the standard (facts: domain.md, clause 1.1; the first
 * three are described by the IDCheck project, the fourth is exempted by
 * another published validator). Their inner organisation codes are sound.
 */
static const char exempted_codes[][USCC_LENGTH + 1] = {
	"91350100M0001TGQXM",
	"91350211M0000XUF46",
	"91350203M0001FUE2P",
	"91350203M0001QAY9B",
};

static bool
is_exempted(const unsigned char *s)
{
	for (size_t i = 0; i < sizeof(exempted_codes) / sizeof(exempted_codes[0]); i++)
	{
		int			k = 0;

		while (k < USCC_LENGTH && value_of[s[k]] == value_of[(unsigned char) exempted_codes[i][k]])
			k++;
		if (k == USCC_LENGTH)
			return true;
	}
	return false;
}

/*
 * Packs 18 single-byte symbols, in one pass without a branch a symbol; false
 * when anything but the inner check and the region's existence is wrong.
 */
static inline bool
pack(const unsigned char *s, Uscc *out)
{
	uint32_t	foreign = 0;
	uint32_t	digits = 0;
	uint32_t	sum = 0;
	uint64_t	first = 0;		/* symbols 1 to 12 */
	uint32_t	last = 0;		/* symbols 13 to 18 */
	uint64_t	high;
	uint32_t	low;

#define TAKE(i, into) \
	do { \
		uint32_t	v = value_of[s[i]]; \
		foreign |= v; \
		sum += v * weight[i]; \
		into = into << 5 | v; \
		/* v + 6 stays below 16 for digits only */ \
		if ((i) >= 2 && (i) < 8) \
			digits |= v + 6; \
	} while (0)

	TAKE(0, first); TAKE(1, first); TAKE(2, first); TAKE(3, first);
	TAKE(4, first); TAKE(5, first); TAKE(6, first); TAKE(7, first);
	TAKE(8, first); TAKE(9, first); TAKE(10, first); TAKE(11, first);
	TAKE(12, last); TAKE(13, last); TAKE(14, last);
	TAKE(15, last); TAKE(16, last); TAKE(17, last);
#undef TAKE

	if ((foreign & NO_VALUE) || (digits & 0x30) ||
		!(category_bits[first >> 55] >> (first >> 50 & 31) & 1))
		return false;
	if (sum % 31 != 0 && !is_exempted(s))
		return false;

	high = first << 4 | last >> 26;
	low = last << 6;
	for (int i = 0; i < 8; i++)
		out->b[i] = (unsigned char) (high >> (56 - 8 * i));
	for (int i = 0; i < 4; i++)
		out->b[8 + i] = (unsigned char) (low >> (24 - 8 * i));
	return true;
}

bool
uscc_parse(const char *s, size_t len, Uscc *out)
{
	char		folded[USCC_LENGTH];

	if (len == USCC_LENGTH && pack((const unsigned char *) s, out))
		return true;
	/* 18 bytes without blank or full-width form may still be 18 wrong ones */
	if (!fold_exactly(s, len, folded, USCC_LENGTH))
		return false;
	return pack((const unsigned char *) folded, out);
}

char
uscc_check_symbol(const char symbols[USCC_LENGTH - 1])
{
	uint32_t	sum = 0;

	for (int i = 0; i < USCC_LENGTH - 1; i++)
	{
		uint32_t	v = value_of[(unsigned char) symbols[i]];

		if (v == NO_VALUE)
			return '\0';
		sum += v * weight[i];
	}
	return alphabet[(31 - sum % 31) % 31];
}

bool
region_prefix_known(int prefix)
{
	/* 10 is the national office; the rest are province-level divisions */
	return prefix == 10 ||
		(prefix >= 11 && prefix <= 15) || (prefix >= 21 && prefix <= 23) ||
		(prefix >= 31 && prefix <= 37) || (prefix >= 41 && prefix <= 46) ||
		(prefix >= 50 && prefix <= 54) || (prefix >= 61 && prefix <= 65) ||
		prefix == 71 || prefix == 81 || prefix == 82;
}

/* Notes the first fault only. */
static void
note_fault(UsccVerdict *v, UsccFault fault, int position)
{
	if (v->fault != USCC_SOUND)
		return;
	v->fault = fault;
	v->position = position;
}

bool
uscc_judge(const char *s, size_t len, Uscc *out, UsccVerdict *v)
{
	char		symbol[USCC_LENGTH];
	size_t		known;
	int			wrong_symbol = 0;
	int			wrong_digit = 0;
	Uscc		packed;

	memset(v, 0, sizeof(*v));
	v->length = fold_symbols(s, len, symbol, USCC_LENGTH);
	known = v->length < USCC_LENGTH ? v->length : USCC_LENGTH;

	v->length_ok = v->length == USCC_LENGTH;
	for (size_t i = 0; i < known; i++)
	{
		uint8_t		value = value_of[(unsigned char) symbol[i]];

		if (value == NO_VALUE && wrong_symbol == 0)
			wrong_symbol = (int) i + 1;
		if (i >= 2 && i < 8 && value > 9 && wrong_digit == 0)
			wrong_digit = (int) i + 1;
	}
	v->alphabet_ok = known > 0 && wrong_symbol == 0;
	if (known >= 1)
		v->authority_ok = category_bits[value_of[(unsigned char) symbol[0]] & 31] != 0 &&
			value_of[(unsigned char) symbol[0]] != NO_VALUE;
	if (known >= 2 && v->authority_ok && value_of[(unsigned char) symbol[1]] != NO_VALUE)
		v->category_ok = category_bits[value_of[(unsigned char) symbol[0]]] >>
			value_of[(unsigned char) symbol[1]] & 1;
	if (known >= 8 && wrong_digit == 0)
		v->region_known = region_prefix_known((symbol[2] - '0') * 10 + symbol[3] - '0');

	if (v->length_ok && v->alphabet_ok)
	{
		memcpy(v->canonical, symbol, USCC_LENGTH);
		v->expected = uscc_check_symbol(symbol);
		v->final_ok = symbol[17] == v->expected;
		v->inner_expected = org_code_check_symbol(symbol + 8);
		v->inner_ok = symbol[16] == v->inner_expected;
		v->exempted = !v->final_ok && is_exempted((const unsigned char *) symbol);
	}
	else if (v->length == USCC_LENGTH - 1 && v->alphabet_ok)
		v->expected = uscc_check_symbol(symbol);

	/* a foreign symbol says more than the length it may have brought about */
	if (wrong_symbol != 0)
		note_fault(v, USCC_WRONG_SYMBOL, wrong_symbol);
	if (!v->length_ok)
		note_fault(v, USCC_WRONG_LENGTH, 0);
	if (!v->authority_ok)
		note_fault(v, USCC_WRONG_AUTHORITY, 1);
	if (!v->category_ok)
		note_fault(v, USCC_WRONG_CATEGORY, 2);
	if (wrong_digit != 0)
		note_fault(v, USCC_WRONG_REGION, wrong_digit);
	if (!v->final_ok && !v->exempted)
		note_fault(v, USCC_WRONG_CHECK, USCC_LENGTH);
	if (v->fault != USCC_SOUND)
	{
		if (v->position > 0)
			fold_symbol_at(s, len, v->position, v->found);
		return false;
	}
	return pack((const unsigned char *) symbol, out != NULL ? out : &packed);
}

bool
uscc_bytes_valid(const Uscc *code)
{
	char		symbols[USCC_LENGTH];
	Uscc		again;

	/* the 32nd symbol does not exist, so formatting it makes pack() refuse */
	uscc_format(code, symbols);
	return pack((const unsigned char *) symbols, &again) &&
		memcmp(&again, code, sizeof(Uscc)) == 0;
}

void
uscc_format(const Uscc *code, char out[USCC_LENGTH])
{
	uint64_t	first = uscc_high(code) >> 4;
	uint64_t	last = (uscc_high(code) & 15) << 26 | uscc_low(code) >> 6;

	for (int i = 0; i < 12; i++)
		out[i] = alphabet[first >> (55 - 5 * i) & 31];
	for (int i = 0; i < 6; i++)
		out[12 + i] = alphabet[last >> (25 - 5 * i) & 31];
}

static const Category *
find_category(char authority, char category)
{
	for (int i = 0; i < NCATEGORIES; i++)
		if (categories[i].authority == authority && categories[i].category == category)
			return &categories[i];
	return NULL;
}

SubjectKind
uscc_subject_kind(const Uscc *code)
{
	const Category *c = find_category(alphabet[code->b[0] >> 3],
									  alphabet[uscc_high(code) >> 54 & 31]);

	return c != NULL ? (SubjectKind) c->kind : KIND_OTHER;
}

const char *
uscc_authority_name(char authority, bool zh)
{
	for (size_t i = 0; i < sizeof(authorities) / sizeof(authorities[0]); i++)
		if (authorities[i].authority == authority)
			return zh ? authorities[i].zh : authorities[i].en;
	return NULL;
}

const char *
uscc_category_name(char authority, char category, bool zh)
{
	const Category *c = find_category(authority, category);

	return c == NULL ? NULL : zh ? c->zh : c->en;
}
