/*
 * identifier.c
 *	  The identifiers beside the unified code, and masking, as SQL functions.
 *	  None of the is_… functions raises anything.
 */
#include "code/uscc.h"

#include "code/identifier_core.h"
#include "code/mask_core.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(credit_is_org_code);
PG_FUNCTION_INFO_V1(credit_is_resident_id);
PG_FUNCTION_INFO_V1(credit_is_registration_no);
PG_FUNCTION_INFO_V1(credit_resident_id_from_15);
PG_FUNCTION_INFO_V1(credit_mask_id);
PG_FUNCTION_INFO_V1(credit_mask_name);

static const char *
utf8_argument(text *t, size_t *len)
{
	*len = VARSIZE_ANY_EXHDR(t);
	return credit_utf8_view(VARDATA_ANY(t), len);
}

/* credit.is_org_code(text) → bool, GB 11714 */
Datum
credit_is_org_code(PG_FUNCTION_ARGS)
{
	size_t		len;
	const char *s = utf8_argument(PG_GETARG_TEXT_PP(0), &len);

	PG_RETURN_BOOL(org_code_valid(s, len));
}

/* credit.is_resident_id(text) → bool, GB 11643; a date to come is not refused,
 * since what is true of the same text must not change with the day */
Datum
credit_is_resident_id(PG_FUNCTION_ARGS)
{
	size_t		len;
	const char *s = utf8_argument(PG_GETARG_TEXT_PP(0), &len);

	PG_RETURN_BOOL(resident_id_valid(s, len));
}

/* credit.is_registration_no(text) → bool, GS 15-2006 */
Datum
credit_is_registration_no(PG_FUNCTION_ARGS)
{
	size_t		len;
	const char *s = utf8_argument(PG_GETARG_TEXT_PP(0), &len);

	PG_RETURN_BOOL(registration_no_valid(s, len));
}

/* credit.resident_id_from_15(text) → text of 18 symbols; 22023 when the number
 * is unsound. The message does not repeat a person's number. */
Datum
credit_resident_id_from_15(PG_FUNCTION_ARGS)
{
	size_t		len;
	const char *s = utf8_argument(PG_GETARG_TEXT_PP(0), &len);
	char		result[RESIDENT_ID_LENGTH];

	if (!resident_id_from_old(s, len, result))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("not a resident identity number of 15 digits"),
				 errdetail("It has 15 digits: six of the region, a birth date yymmdd and three of the sequence.")));
	PG_RETURN_TEXT_P(cstring_to_text_with_len(result, RESIDENT_ID_LENGTH));
}

static text *
masked(text *t, size_t (*mask) (const char *, size_t, char *))
{
	size_t		len;
	const char *s = utf8_argument(t, &len);
	char	   *out = palloc(len + 1);

	return credit_text_from_utf8(out, mask(s, len, out));
}

/* credit.mask_id(text) → text */
Datum
credit_mask_id(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(masked(PG_GETARG_TEXT_PP(0), mask_id_text));
}

/* credit.mask_name(text) → text */
Datum
credit_mask_name(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(masked(PG_GETARG_TEXT_PP(0), mask_name_text));
}
