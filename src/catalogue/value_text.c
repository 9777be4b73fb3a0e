/*
 * value_text.c
 *	  Reads what clerks and exchange tools type: blanks around it, full-width
 *	  forms, dates and numbers in the ways they are written.
 */
#include "catalogue/catalogue.h"

#include "utils/datetime.h"
#include "utils/fmgrprotos.h"
#include "mb/pg_wchar.h"

#define NUMBER_MAX 40			/* characters of a number */

/* a literal of this source, which is UTF-8, in the server encoding */
const char *
credit_own_text(const char *utf8)
{
	return pg_any_to_server(utf8, strlen(utf8), PG_UTF8);
}

/* EUC_CN: 0xA1A1 is a blank only where a character begins */
static bool
ends_in_blank(const char *s, int n)
{
	int			high = 0;

	while (high < n && IS_HIGHBIT_SET(s[n - 1 - high]))
		high++;
	return high >= 2 && high % 2 == 0 && memcmp(s + n - 2, "\xA1\xA1", 2) == 0;
}

/*
 * Blanks at both ends, the ideographic space (U+3000) and the no-break space
 * included: clerks paste from documents.
 */
void
credit_trim(const char **text, int *len)
{
	const char *s = *text;
	int			n = *len;
	bool		utf8 = (GetDatabaseEncoding() == PG_UTF8);
	bool		euc_cn = (GetDatabaseEncoding() == PG_EUC_CN);

	for (;;)
	{
		if (n > 0 && ((unsigned char) s[0] <= ' '))
			s++, n--;
		else if (euc_cn && n >= 2 && memcmp(s, "\xA1\xA1", 2) == 0)
			s += 2, n -= 2;
		else if (utf8 && n >= 3 && memcmp(s, "\xE3\x80\x80", 3) == 0)
			s += 3, n -= 3;
		else if (utf8 && n >= 2 && memcmp(s, "\xC2\xA0", 2) == 0)
			s += 2, n -= 2;
		else
			break;
	}
	for (;;)
	{
		if (n > 0 && ((unsigned char) s[n - 1] <= ' '))
			n--;
		/* all double: as many A1 before the end as make whole characters */
		else if (euc_cn && ends_in_blank(s, n))
			n -= 2;
		else if (utf8 && n >= 3 && memcmp(s + n - 3, "\xE3\x80\x80", 3) == 0)
			n -= 3;
		else if (utf8 && n >= 2 && memcmp(s + n - 2, "\xC2\xA0", 2) == 0)
			n -= 2;
		else
			break;
	}
	*text = s;
	*len = n;
}

/*
 * Copies text to buf with full-width forms (U+FF01 to U+FF5E) folded to ASCII;
 * other characters are kept. Returns the length, or -1 when it does not fit.
 */
int
credit_fold_width(const char *text, int len, char *buf, int size)
{
	bool		utf8 = (GetDatabaseEncoding() == PG_UTF8);
	bool		euc_cn = (GetDatabaseEncoding() == PG_EUC_CN);
	int			n = 0;

	for (int i = 0; i < len;)
	{
		const unsigned char *c = (const unsigned char *) text + i;

		if (n + 4 >= size)
			return -1;
		if (utf8 && c[0] == 0xEF && i + 2 < len &&
			((c[1] == 0xBC && c[2] >= 0x81) || (c[1] == 0xBD && c[2] <= 0x9E)))
		{
			buf[n++] = '!' + ((c[1] == 0xBC) ? c[2] - 0x81 : c[2] - 0x80 + 0x3F);
			i += 3;
		}
		else if (euc_cn && c[0] == 0xA3 && i + 1 < len)
		{
			buf[n++] = c[1] - 0x80;
			i += 2;
		}
		else if (euc_cn && IS_HIGHBIT_SET(c[0]) && i + 1 < len)
		{
			buf[n++] = text[i++];
			buf[n++] = text[i++];
		}
		else
			buf[n++] = text[i++];
	}
	buf[n] = '\0';
	return n;
}

static bool
skip_separator(const char **s)
{
	static const char *const marks[] = {"-", "/", ".", "年", "月"};

	for (int i = 0; i < lengthof(marks); i++)
	{
		const char *mark = i < 3 || **s == '\0' || !IS_HIGHBIT_SET(**s) ? marks[i] : credit_own_text(marks[i]);
		int			n = strlen(mark);

		if (strncmp(*s, mark, n) == 0)
		{
			*s += n;
			return true;
		}
	}
	return false;
}

static int
digits(const char **s, int most)
{
	int			value = 0,
				n = 0;

	while (n < most && **s >= '0' && **s <= '9')
	{
		value = value * 10 + (*(*s)++ - '0');
		n++;
	}
	return n ? value : -1;
}

/*
 * Dates as clerks and exchange tools write them: 2026-06-01, 2026/6/1,
 * 2026.6.1, 20260601, 2026年6月1日, in full width too, a time of day behind it
 * is dropped. The day must exist.
 */
bool
credit_parse_date(const char *text, int len, DateADT *date)
{
	char		buf[48];
	const char *s = buf;
	int			year,
				month,
				day;
	bool		separated;

	if (credit_fold_width(text, len, buf, sizeof(buf)) < 0)
		return false;
	year = digits(&s, 4);
	if (year < 1000)
		return false;
	separated = skip_separator(&s);
	month = digits(&s, 2);
	if (separated != skip_separator(&s))
		return false;
	day = digits(&s, 2);
	if (IS_HIGHBIT_SET(*s))
	{
		const char *mark = credit_own_text("日");

		if (strncmp(s, mark, strlen(mark)) == 0)
			s += strlen(mark);
	}
	if (*s == ' ' || *s == 'T')
	{
		while (*s && strchr(" T:.0123456789+Z-", *s))
			s++;
	}
	if (*s != '\0' || month < 1 || month > 12 || day < 1 ||
		day > day_tab[isleap(year)][month - 1])
		return false;
	*date = date2j(year, month, day) - POSTGRES_EPOCH_JDATE;
	return true;
}

char *
credit_date_text(DateADT date)
{
	int			year,
				month,
				day;
	char	   *text;

	if (DATE_NOT_FINITE(date))
		return pstrdup(DATE_IS_NOBEGIN(date) ? "-infinity" : "infinity");
	j2date(date + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	if (year < 1 || year > 9999)
		return psprintf("%04d-%02d-%02d", year, month, day);
	text = palloc(11);
	for (int i = 3; i >= 0; i--, year /= 10)
		text[i] = '0' + year % 10;
	text[4] = text[7] = '-';
	text[5] = '0' + month / 10;
	text[6] = '0' + month % 10;
	text[8] = '0' + day / 10;
	text[9] = '0' + day % 10;
	text[10] = '\0';
	return text;
}

/* digits with one point, a sign, and commas between groups of three */
Numeric
credit_parse_number(const char *text, int len, bool whole)
{
	char		buf[NUMBER_MAX + 8];
	char		plain[NUMBER_MAX + 8];
	int			n = credit_fold_width(text, len, buf, NUMBER_MAX),
				out = 0,
				seen = 0;
	bool		point = false;

	if (n <= 0)
		return NULL;
	for (int i = 0; i < n; i++)
	{
		if (i == 0 && (buf[i] == '-' || buf[i] == '+'))
			plain[out++] = buf[i];
		else if (buf[i] >= '0' && buf[i] <= '9')
			plain[out++] = buf[i], seen++;
		else if (buf[i] == '.' && !point && !whole)
			plain[out++] = buf[i], point = true;
		else if (buf[i] == ',' && !point && seen > 0 && strspn(buf + i + 1, "0123456789") == 3)
			continue;
		else
			return NULL;
	}
	plain[out] = '\0';
	if (seen == 0)
		return NULL;
	return DatumGetNumeric(DirectFunctionCall3(numeric_in, CStringGetDatum(plain),
											   ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
}
