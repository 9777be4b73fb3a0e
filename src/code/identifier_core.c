/*
 * identifier_core.c
 *	  Check characters and shapes of the identifiers beside the unified code.
 *	  Calls fold_core and the list of province prefixes in uscc_core.
 */
#include "code/identifier_core.h"

#include <string.h>

#include "code/fold_core.h"
#include "code/uscc_core.h"

static bool
all_digits(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] < '0' || s[i] > '9')
			return false;
	return true;
}

static int
number(const char *digits, int n)
{
	int			result = 0;

	for (int i = 0; i < n; i++)
		result = result * 10 + digits[i] - '0';
	return result;
}

/* GB 11714-1997: 11 - (sum mod 11), 10 written X and 11 written 0. */
char
org_code_check_symbol(const char body[8])
{
	static const int weight[8] = {3, 7, 9, 10, 5, 8, 4, 2};
	int			sum = 0;

	for (int i = 0; i < 8; i++)
	{
		if (body[i] >= '0' && body[i] <= '9')
			sum += weight[i] * (body[i] - '0');
		else if (body[i] >= 'A' && body[i] <= 'Z')
			sum += weight[i] * (body[i] - 'A' + 10);
		else
			return '\0';
	}
	return "0X987654321"[sum % 11];
}

bool
org_code_valid(const char *s, size_t len)
{
	char		symbol[ORG_CODE_LENGTH + 1];
	size_t		n = fold_symbols(s, len, symbol, sizeof(symbol));

	if (n == ORG_CODE_LENGTH + 1 && symbol[8] == '-')
		symbol[8] = symbol[9];
	else if (n != ORG_CODE_LENGTH)
		return false;
	return symbol[8] == org_code_check_symbol(symbol);
}

/* GB 11643-1999: weights 2^(18-i) mod 11. */
char
resident_id_check_symbol(const char digits[RESIDENT_ID_LENGTH - 1])
{
	static const int weight[RESIDENT_ID_LENGTH - 1] = {
		7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2
	};
	int			sum = 0;

	if (!all_digits(digits, RESIDENT_ID_LENGTH - 1))
		return '\0';
	for (int i = 0; i < RESIDENT_ID_LENGTH - 1; i++)
		sum += weight[i] * (digits[i] - '0');
	return "10X98765432"[sum % 11];
}

/* yyyymmdd of the Gregorian calendar, 1800 to 2099 */
static bool
is_calendar_date(const char *digits)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int			year = number(digits, 4);
	int			month = number(digits + 4, 2);
	int			day = number(digits + 6, 2);
	bool		leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	if (year < 1800 || year > 2099 || month < 1 || month > 12 || day < 1)
		return false;
	return day <= days[month - 1] + (month == 2 && leap);
}

/*
 * Division codes in a number are those of its day, abolished ones too, so only
 * the province is checked: those of GB/T 2260 without the national office, and
 * 83, which residence permits give to residents of Taiwan.
 */
static bool
is_birth_region(const char *digits)
{
	int			prefix = number(digits, 2);

	return prefix == 83 || (prefix != 10 && region_prefix_known(prefix));
}

bool
resident_id_valid(const char *s, size_t len)
{
	char		symbol[RESIDENT_ID_LENGTH];

	return fold_exactly(s, len, symbol, RESIDENT_ID_LENGTH) &&
		symbol[17] == resident_id_check_symbol(symbol) &&
		is_birth_region(symbol) && is_calendar_date(symbol + 6);
}

bool
resident_id_from_old(const char *s, size_t len, char out[RESIDENT_ID_LENGTH])
{
	char		symbol[RESIDENT_ID_OLD_LENGTH];

	if (!fold_exactly(s, len, symbol, RESIDENT_ID_OLD_LENGTH) ||
		!all_digits(symbol, RESIDENT_ID_OLD_LENGTH))
		return false;
	memcpy(out, symbol, 6);
	memcpy(out + 6, "19", 2);
	memcpy(out + 8, symbol + 6, 9);
	out[17] = resident_id_check_symbol(out);
	return is_birth_region(out) && is_calendar_date(out + 6);
}

char
registration_no_check_symbol(const char digits[REGISTRATION_NO_LENGTH - 1])
{
	int			product = 10;

	if (!all_digits(digits, REGISTRATION_NO_LENGTH - 1))
		return '\0';
	for (int i = 0; i < REGISTRATION_NO_LENGTH - 1; i++)
	{
		int			sum = (product + digits[i] - '0') % 10;

		product = 2 * (sum == 0 ? 10 : sum) % 11;
	}
	return (char) ('0' + (11 - product) % 10);
}

/* GS 15-2006: registering office (100000 national, else a division), 8, check */
bool
registration_no_valid(const char *s, size_t len)
{
	char		symbol[REGISTRATION_NO_LENGTH];

	if (!fold_exactly(s, len, symbol, REGISTRATION_NO_LENGTH) ||
		symbol[14] != registration_no_check_symbol(symbol))
		return false;
	if (number(symbol, 2) == 10)
		return number(symbol, 6) == 100000;
	return region_prefix_known(number(symbol, 2));
}
