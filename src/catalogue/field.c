/*
 * field.c
 *	  Checks the fields of one row against its item: form, length, code lists,
 *	  dates, amounts, what must be there and in which order. All faults of a row
 *	  are found at once, each with field, rule, what was found and expected.
 */
#include "catalogue/catalogue.h"

#include "code/identifier_core.h"
#include "code/uscc.h"
#include "grade/grade_core.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/memutils.h"

PG_FUNCTION_INFO_V1(credit_value_refusal);

#define FOUND_MAX 60			/* bytes of a value shown in a reason */

static const char *
shown(const char *found, int len)
{
	if (found == NULL)
		return NULL;
	if (len <= FOUND_MAX)
		return pnstrdup(found, len);
	return psprintf("%.*s%s", pg_mbcliplen(found, len, FOUND_MAX), found, credit_own_text("…"));
}

void
credit_add_reason(Findings *findings, const char *field, const char *rule,
				  const char *found, int found_len, const char *expected)
{
	Reason	   *reason;

	if (list_length(findings->reasons) >= REASONS_MAX)
		return;
	reason = palloc(sizeof(Reason));
	reason->field = field;
	reason->rule = rule;
	reason->found = found && credit_names_document(found, found_len) ? "***" : shown(found, found_len);
	reason->expected = expected;
	findings->reasons = lappend(findings->reasons, reason);
}

void
credit_field_fault(Findings *findings, const Field *field, const char *rule,
				   const char *found, int found_len, const char *expected)
{
	if (found != NULL && credit_holds_document(field, found, found_len))
	{
		/* a document number never leaves the row it was typed in */
		found = "***";
		found_len = 3;
	}
	credit_add_reason(findings, field->name, rule, found, found_len, expected);
}

static void
warn(Findings *findings, const Field *field, const char *what)
{
	findings->warnings = lappend(findings->warnings, psprintf("%s:%s", what, field->name));
}

static char *
number_text(Numeric number)
{
	return DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(number)));
}

static int
compare_numbers(Numeric a, Numeric b)
{
	return DatumGetInt32(DirectFunctionCall2(numeric_cmp, NumericGetDatum(a), NumericGetDatum(b)));
}

static void
check_number(const Field *field, const char *text, int len, FieldValue *value, Findings *findings)
{
	value->number = credit_parse_number(text, len, field->type == FIELD_INTEGER);
	if (value->number == NULL)
	{
		credit_field_fault(findings, field, "number", text, len,
			  field->type == FIELD_INTEGER ? _("a whole number") :
			  field->type == FIELD_AMOUNT_WAN ? _("a number in ten thousand yuan (万元), such as 0.2 for 2000 yuan") :
			  _("a number"));
		return;
	}
	value->text = number_text(value->number);
	value->len = strlen(value->text);
	if (field->min_value && compare_numbers(value->number, field->min_value) < 0)
		credit_field_fault(findings, field, "minimum", text, len,
			  psprintf(_("at least %s"), number_text(field->min_value)));
	if (field->max_value && compare_numbers(value->number, field->max_value) > 0)
		credit_field_fault(findings, field, "maximum", text, len,
			  psprintf(_("at most %s"), number_text(field->max_value)));
	/* yuan typed where 万元 is meant: not provable, so a mark and no refusal */
	if (field->plausible_max && compare_numbers(value->number, field->plausible_max) > 0)
		warn(findings, field, "amount_unit");
}

static void
check_uscc(const Field *field, const char *text, int len, FieldValue *value, Findings *findings)
{
	Uscc		code;
	UsccVerdict verdict;

	if (!credit_uscc_read(text, len, &code, NULL))
	{
		/* judged again only to say what is wrong */
		(void) credit_uscc_read(text, len, &code, &verdict);
		credit_field_fault(findings, field, "uscc", text, len,
			  psprintf(_("a unified code of GB 32100 (%s)"), credit_uscc_explain(&verdict, true)));
		return;
	}
	value->text = credit_uscc_text(&code);
	value->len = USCC_LENGTH;
}

/* identifiers other than the unified code are compared folded, upper case */
static void
check_identifier(const Field *field, const char *text, int len, FieldValue *value,
				 Findings *findings)
{
	char		buf[128];
	int			n = credit_fold_width(text, len, buf, sizeof(buf));
	const char *expected = NULL;
	bool		ok = true;

	for (int i = 0; i < n; i++)
		buf[i] = pg_toupper((unsigned char) buf[i]);
	if (n < 0)
		ok = false;
	if (field->type == FIELD_ORG_CODE)
	{
		ok = ok && org_code_valid(buf, n);
		expected = _("an organisation code of eight symbols and a check character (GB 11714)");
	}
	else if (field->type == FIELD_REGISTRATION_NO)
	{
		/* only the 15-digit form has a check digit (GS 15-2006) */
		ok = ok && (n != 15 || strspn(buf, "0123456789") != 15 || registration_no_valid(buf, n));
		expected = _("a registration number whose 15th digit is its check digit (GS 15-2006)");
	}
	else if (field->type == FIELD_RESIDENT_ID)
	{
		ok = ok && resident_id_valid(buf, n);
		expected = _("a resident number of 18 characters with a real date and its check character (GB 11643)");
	}
	else
	{
		ok = ok && n == 6 && strspn(buf, "0123456789") == 6;
		expected = _("an administrative division code of six digits");
	}
	if (!ok)
	{
		credit_field_fault(findings, field, field->type == FIELD_REGION ? "region" : "identifier",
			  text, len, expected);
		return;
	}
	value->text = pnstrdup(buf, n);
	value->len = n;
}

/* a bare label is of the field's own scale: "B" of tax is not "B" of credit */
static bool
read_grade(const char *text, int len, int scale, Grade *grade)
{
	if (scale >= 0 && memchr(text, ':', len) == NULL)
	{
		char	   *scaled = psprintf("%s:%.*s", grade_scale_name(scale), len, text);

		return grade_parse(scaled, strlen(scaled), grade);
	}
	return grade_parse(text, len, grade) && (scale < 0 || grade_scale(*grade) == scale);
}

/* other than tab and line ends; eight bytes at once, for hardly any text has one */
static bool
has_control_character(const char *text, int len)
{
	int			i = 0;

	while (i < len)
	{
		for (uint64 bytes; i + (int) sizeof(bytes) <= len; i += sizeof(bytes))
		{
			memcpy(&bytes, text + i, sizeof(bytes));
			/* the high bit of each byte below ' ', and now and then of one behind it */
			if ((bytes - UINT64CONST(0x2020202020202020)) & ~bytes & UINT64CONST(0x8080808080808080))
				break;
		}
		for (int end = Min(i + (int) sizeof(uint64), len); i < end; i++)
		{
			unsigned char c = text[i];

			if (c < ' ' && c != '\n' && c != '\r' && c != '\t')
				return true;
		}
	}
	return false;
}

static void
check_one(const Field *field, const char *text, int len, FieldValue *value, Findings *findings)
{
	int			faults = list_length(findings->reasons);

	value->present = true;
	value->text = NULL;

	switch (field->type)
	{
		case FIELD_TEXT:
		case FIELD_NAME:
			if (has_control_character(text, len))
				credit_field_fault(findings, field, "control_character", text, len,
					  _("text without control characters"));
			/* not provable either, and some numbers are the holder's own: a mark */
			if (((text[0] >= '1' && text[0] <= '8') || IS_HIGHBIT_SET(text[0])) &&
				len <= 3 * RESIDENT_ID_LENGTH && !field->personal &&
				credit_holds_document(field, text, len))
				warn(findings, field, "document_number");
			break;
		case FIELD_DATE:
			if (!credit_parse_date(text, len, &value->date))
				credit_field_fault(findings, field, "date", text, len, _("a date that exists, as yyyy-mm-dd"));
			else
			{
				value->text = credit_date_text(value->date);
				value->len = strlen(value->text);
			}
			break;
		case FIELD_INTEGER:
		case FIELD_NUMBER:
		case FIELD_AMOUNT:
		case FIELD_AMOUNT_WAN:
			check_number(field, text, len, value, findings);
			break;
		case FIELD_CODE:
			credit_check_code(field, text, len, value, findings);
			break;
		case FIELD_USCC:
			check_uscc(field, text, len, value, findings);
			break;
		case FIELD_ORG_CODE:
		case FIELD_REGISTRATION_NO:
		case FIELD_RESIDENT_ID:
		case FIELD_REGION:
			check_identifier(field, text, len, value, findings);
			break;
		case FIELD_GRADE:
			{
				Grade		grade;
				char		canonical[GRADE_TEXT_SIZE];

				if (!read_grade(text, len, field->grade_scale, &grade))
					credit_field_fault(findings, field, "grade", text, len,
						  psprintf(_("a grade of scale %s"), field->grade_scale < 0 ? "credit" :
								   grade_scale_name(field->grade_scale)));
				else
				{
					grade_format(grade, canonical);
					value->text = pstrdup(canonical);
					value->len = strlen(canonical);
				}
			}
			break;
		case FIELD_BOOLEAN:
			{
				static const char *const yes[] = {"1", "是", "true", "t", "y", "yes"};
				static const char *const no[] = {"0", "否", "false", "f", "n", "no"};
				bool		known = false;

				for (int i = 0; i < lengthof(yes) && !known; i++)
				{
					const char *y = credit_own_text(yes[i]);
					const char *n = credit_own_text(no[i]);

					if (strlen(y) == len && pg_strncasecmp(y, text, len) == 0)
						known = value->boolean = true;
					else if (strlen(n) == len && pg_strncasecmp(n, text, len) == 0)
						known = true;
				}
				if (!known)
					credit_field_fault(findings, field, "boolean", text, len, _("1 or 0 (是 or 否)"));
				value->text = value->boolean ? "true" : "false";
				value->len = strlen(value->text);
			}
			break;
	}
	if (value->text == NULL)
	{
		value->text = pnstrdup(text, len);
		value->len = len;
	}
	/* what has the wrong form is not counted as well */
	if (field->max_length > 0 && value->len > field->max_length &&
		(field->type == FIELD_TEXT || field->type == FIELD_NAME ||
		 list_length(findings->reasons) == faults))
	{
		int			characters = pg_mbstrlen_with_len(value->text, value->len);

		if (characters > field->max_length)
			credit_field_fault(findings, field, "max_length", psprintf(_("%d characters"), characters),
				  strlen(psprintf(_("%d characters"), characters)),
				  psprintf(_("at most %d characters"), field->max_length));
	}
	value->ok = value->present && (list_length(findings->reasons) == faults);
}

/* a date against today and against the other dates of its row */
static void
check_order(const CatalogueItem *item, int number, const FieldValue *values, DateADT today,
			Findings *findings)
{
	const Field *field = &item->fields[number];
	const FieldValue *value = &values[number];
	int			before = field->not_before,
				after = field->not_after;

	if (after == -2 && value->date > today)
		credit_field_fault(findings, field, "future", value->text, value->len,
			  psprintf(_("not after today, %s"), credit_date_text(today)));
	if (after >= 0 && values[after].ok && value->date > values[after].date)
		credit_field_fault(findings, field, "date_order", value->text, value->len,
			  psprintf(_("not after %s, %s"), item->fields[after].name, values[after].text));
	if (before >= 0 && values[before].ok && value->date < values[before].date)
		credit_field_fault(findings, field, "date_order", value->text, value->len,
			  psprintf(_("not before %s, %s"), item->fields[before].name, values[before].text));
}

/*
 * Checks all fields of a row. values has item->nfields entries and is filled
 * even where reasons were found, as far as it can be.
 */
void
credit_check_fields(const CatalogueItem *item, const FieldInput *input, FieldValue *values,
					Findings *findings)
{
	DateADT		today = credit_today();

	memset(values, 0, sizeof(FieldValue) * item->nfields);
	for (int i = 0; i < item->nfields; i++)
	{
		const Field *field = &item->fields[i];
		const char *text = input[i].text;
		int			len = input[i].len;

		if (text != NULL)
			credit_trim(&text, &len);
		if (text == NULL || len == 0 ||
			(len <= 24 && credit_is_placeholder(text, len)))
		{
			if (field->default_value == NULL)
				continue;
			text = field->default_value;
			len = strlen(text);
		}
		check_one(field, text, len, &values[i], findings);
	}

	for (int i = 0; i < item->nfields; i++)
	{
		const Field *field = &item->fields[i];
		const FieldValue *value = &values[i];
		const char *missing = NULL;

		if (!value->present)
		{
			if (field->required)
				missing = _("a value");
			else if (field->conditional &&
					 credit_conditions_hold(&field->required_when, item, values))
				missing = _("a value, given the other fields of this row");
			/* a placeholder typed into a mandatory field is worth showing */
			if (missing && input[i].text != NULL)
				credit_field_fault(findings, field, "required", input[i].text, input[i].len, missing);
			else if (missing)
				credit_field_fault(findings, field, "required", NULL, 0, missing);
			continue;
		}
		if (field->type == FIELD_DATE && value->ok)
			check_order(item, i, values, today, findings);
	}
}

/*
 * credit.value_refusal(item, edition, field, value) → what a value of the field
 * must be, when a row with this one would be refused for it; null when it would
 * not. Dates are not compared with others.
 * Errors: CR001 no such field.
 */
Datum
credit_value_refusal(PG_FUNCTION_ARGS)
{
	text	   *name = PG_GETARG_TEXT_PP(0);
	char	   *edition = text_to_cstring(PG_GETARG_TEXT_PP(1));
	text	   *field_name = PG_GETARG_TEXT_PP(2);
	const CatalogueItem *item = credit_item_editions(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
	const char *value = text_to_cstring(PG_GETARG_TEXT_PP(3));
	int			len = strlen(value),
				index = -1;
	Findings	findings = {NIL, NIL};
	FieldValue	checked = {0};

	while (item != NULL && strcmp(item->edition, edition) != 0)
		item = item->older;
	if (item != NULL)
		index = credit_field_index(item, VARDATA_ANY(field_name), VARSIZE_ANY_EXHDR(field_name));
	if (index < 0)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_NOT_IN_CATALOGUE),
				 errmsg("item \"%s\" in edition \"%s\" has no field \"%s\"", text_to_cstring(name), edition,
						text_to_cstring(field_name)),
				 errhint("Fields are listed in credit.catalogue_field.")));
	credit_trim(&value, &len);
	if (len == 0)
		PG_RETURN_TEXT_P(cstring_to_text(_("a value")));
	check_one(&item->fields[index], value, len, &checked, &findings);
	if (findings.reasons == NIL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(((Reason *) linitial(findings.reasons))->expected));
}
