/*
 * grade.c
 *	  Type credit.grade: input, output, type modifier, comparison, hash, parts.
 */
#include "grade/grade.h"

#include "catalog/pg_type.h"
#include "code/uscc.h"
#include "common/hashfn.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/sortsupport.h"

PG_FUNCTION_INFO_V1(credit_grade_in);
PG_FUNCTION_INFO_V1(credit_grade_out);
PG_FUNCTION_INFO_V1(credit_grade_recv);
PG_FUNCTION_INFO_V1(credit_grade_send);
PG_FUNCTION_INFO_V1(credit_grade_typmod_in);
PG_FUNCTION_INFO_V1(credit_grade_typmod_out);
PG_FUNCTION_INFO_V1(credit_grade_enforce);
PG_FUNCTION_INFO_V1(credit_grade_from_text);
PG_FUNCTION_INFO_V1(credit_grade_to_text);
PG_FUNCTION_INFO_V1(credit_grade_lt);
PG_FUNCTION_INFO_V1(credit_grade_le);
PG_FUNCTION_INFO_V1(credit_grade_eq);
PG_FUNCTION_INFO_V1(credit_grade_ne);
PG_FUNCTION_INFO_V1(credit_grade_ge);
PG_FUNCTION_INFO_V1(credit_grade_gt);
PG_FUNCTION_INFO_V1(credit_grade_cmp);
PG_FUNCTION_INFO_V1(credit_grade_smaller);
PG_FUNCTION_INFO_V1(credit_grade_larger);
PG_FUNCTION_INFO_V1(credit_grade_sortsupport);
PG_FUNCTION_INFO_V1(credit_grade_hash);
PG_FUNCTION_INFO_V1(credit_grade_hash_extended);
PG_FUNCTION_INFO_V1(credit_grade_scale);
PG_FUNCTION_INFO_V1(credit_grade_label);
PG_FUNCTION_INFO_V1(credit_grade_rank);
PG_FUNCTION_INFO_V1(credit_grade_cap);
PG_FUNCTION_INFO_V1(credit_grade_levels);

/* longest piece of a wrong input that a message repeats, in bytes */
#define SHOWN_BYTES 64

bool
credit_grade_read(const char *s, size_t len, Grade *out)
{
	s = credit_utf8_view(s, &len);
	return grade_parse(s, len, out);
}

static bool
read_or_refuse(const char *s, size_t len, Grade *out, struct Node *escontext)
{
	int			shown;

	if (credit_grade_read(s, len, out))
		return true;
	shown = len > SHOWN_BYTES ? pg_mbcliplen(s, len, SHOWN_BYTES) : (int) len;
	ereturn(escontext, false,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid input syntax for type %s: \"%s%s\"", "credit.grade",
					pnstrdup(s, shown), shown < len ? "..." : ""),
			 errdetail("A grade is a level of scale credit (A, B, C, D), or scale:level, such as tax:M."),
			 errhint("SELECT credit.grade_levels('tax') lists the levels; scales are credit, tax, environment, labour, risk and rating.")));
}

/* An assignment across scales is an error: the letters mean other things. */
static bool
refuse_other_scale(Grade g, int32 typmod, struct Node *escontext)
{
	char		text_form[GRADE_TEXT_SIZE];

	if (typmod < 0 || grade_scale(g) == typmod)
		return true;
	grade_format(g, text_form);
	ereturn(escontext, false,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("grade \"%s\" is of scale %s, not %s", text_form,
					grade_scale_name(grade_scale(g)), grade_scale_name(typmod)),
			 errhint("Write the scale before the level, as in %s:A; grades of different scales are not converted.",
					 grade_scale_name(typmod))));
}

/* credit.grade_in(cstring, oid, int4) → grade; 22P02 no grade, 22023 other scale */
Datum
credit_grade_in(PG_FUNCTION_ARGS)
{
	char	   *s = PG_GETARG_CSTRING(0);
	int32		typmod = PG_GETARG_INT32(2);
	Grade		g = 0;

	if (!read_or_refuse(s, strlen(s), &g, fcinfo->context) ||
		!refuse_other_scale(g, typmod, fcinfo->context))
		PG_RETURN_NULL();
	PG_RETURN_GRADE(g);
}

Datum
credit_grade_out(PG_FUNCTION_ARGS)
{
	char	   *result = palloc(GRADE_TEXT_SIZE);

	grade_format(PG_GETARG_GRADE(0), result);
	PG_RETURN_CSTRING(result);
}

/* One byte as stored. 22P03 when it is no grade, 22023 when of another scale. */
Datum
credit_grade_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buf = (StringInfo) PG_GETARG_POINTER(0);
	int32		typmod = PG_GETARG_INT32(2);
	uint8		byte = (uint8) pq_getmsgbyte(buf);

	if (!grade_valid(byte))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary representation of type %s", "credit.grade"),
				 errdetail("Byte %d is no scale and level.", byte)));
	(void) refuse_other_scale(byte, typmod, NULL);
	PG_RETURN_GRADE(byte);
}

Datum
credit_grade_send(PG_FUNCTION_ARGS)
{
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendint8(&buf, PG_GETARG_GRADE(0));
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

static int
scale_or_raise(const char *name, size_t len)
{
	int			scale = grade_scale_by_name(name, len);

	if (scale < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("scale \"%s\" does not exist", pnstrdup(name, len)),
				 errhint("Scales are credit, tax, environment, labour, risk and rating.")));
	return scale;
}

/* credit.grade(tax): the modifier is the scale's number */
Datum
credit_grade_typmod_in(PG_FUNCTION_ARGS)
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(0);
	Datum	   *elements;
	int			count;
	char	   *name;

	if (ARR_ELEMTYPE(array) != CSTRINGOID || ARR_NDIM(array) != 1 ||
		array_contains_nulls(array))
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_ELEMENT_ERROR),
				 errmsg("typmod array must be a one-dimensional array of type cstring without nulls")));
	deconstruct_array(array, CSTRINGOID, -2, false, TYPALIGN_CHAR, &elements, NULL, &count);
	if (count != 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("type %s takes one modifier, the scale", "credit.grade")));
	name = DatumGetCString(elements[0]);
	PG_RETURN_INT32(scale_or_raise(name, strlen(name)));
}

Datum
credit_grade_typmod_out(PG_FUNCTION_ARGS)
{
	int32		typmod = PG_GETARG_INT32(0);

	if (typmod < 0 || typmod >= GRADE_SCALES)
		PG_RETURN_CSTRING(pstrdup(""));
	PG_RETURN_CSTRING(psprintf("(%s)", grade_scale_name(typmod)));
}

/* credit.grade(grade, int4) → grade, the assignment cast; 22023 other scale */
Datum
credit_grade_enforce(PG_FUNCTION_ARGS)
{
	Grade		g = PG_GETARG_GRADE(0);

	(void) refuse_other_scale(g, PG_GETARG_INT32(1), NULL);
	PG_RETURN_GRADE(g);
}

/* credit.grade(text) → grade, the cast; errors as input */
Datum
credit_grade_from_text(PG_FUNCTION_ARGS)
{
	text	   *t = PG_GETARG_TEXT_PP(0);
	Grade		g = 0;

	(void) read_or_refuse(VARDATA_ANY(t), VARSIZE_ANY_EXHDR(t), &g, NULL);
	PG_RETURN_GRADE(g);
}

Datum
credit_grade_to_text(PG_FUNCTION_ARGS)
{
	char		result[GRADE_TEXT_SIZE];

	grade_format(PG_GETARG_GRADE(0), result);
	PG_RETURN_TEXT_P(cstring_to_text(result));
}

/* Comparison: scale in the order of GradeScale, then better is greater. */
#define COMPARISON(name, op) \
Datum \
name(PG_FUNCTION_ARGS) \
{ \
	PG_RETURN_BOOL(PG_GETARG_GRADE(0) op PG_GETARG_GRADE(1)); \
}

COMPARISON(credit_grade_lt, <)
COMPARISON(credit_grade_le, <=)
COMPARISON(credit_grade_eq, ==)
COMPARISON(credit_grade_ne, !=)
COMPARISON(credit_grade_ge, >=)
COMPARISON(credit_grade_gt, >)

Datum
credit_grade_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32((int) PG_GETARG_GRADE(0) - (int) PG_GETARG_GRADE(1));
}

Datum
credit_grade_smaller(PG_FUNCTION_ARGS)
{
	PG_RETURN_GRADE(Min(PG_GETARG_GRADE(0), PG_GETARG_GRADE(1)));
}

Datum
credit_grade_larger(PG_FUNCTION_ARGS)
{
	PG_RETURN_GRADE(Max(PG_GETARG_GRADE(0), PG_GETARG_GRADE(1)));
}

Datum
credit_grade_sortsupport(PG_FUNCTION_ARGS)
{
	/* the value itself, an unsigned byte, orders as the grade does */
	((SortSupport) PG_GETARG_POINTER(0))->comparator = ssup_datum_unsigned_cmp;
	PG_RETURN_VOID();
}

Datum
credit_grade_hash(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(hash_uint32(PG_GETARG_GRADE(0)));
}

Datum
credit_grade_hash_extended(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(hash_uint32_extended(PG_GETARG_GRADE(0), PG_GETARG_INT64(1)));
}

/* credit.grade_scale(grade) → text */
Datum
credit_grade_scale(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(grade_scale_name(grade_scale(PG_GETARG_GRADE(0)))));
}

/* credit.grade_label(grade, lang) → text; 22023 unless lang is zh or en */
Datum
credit_grade_label(PG_FUNCTION_ARGS)
{
	const char *label = grade_label(PG_GETARG_GRADE(0),
									credit_is_chinese(PG_GETARG_TEXT_PP(1)));

	PG_RETURN_TEXT_P(credit_text_from_utf8(label, strlen(label)));
}

/* credit.grade_rank(grade) → int4: 1 for the worst level of its scale */
Datum
credit_grade_rank(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(grade_rank(PG_GETARG_GRADE(0)));
}

/* credit.grade_cap(grade, grade) → the worse; 22023 when the scales differ */
Datum
credit_grade_cap(PG_FUNCTION_ARGS)
{
	Grade		a = PG_GETARG_GRADE(0);
	Grade		b = PG_GETARG_GRADE(1);

	if (grade_scale(a) != grade_scale(b))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("cannot cap a grade of scale %s by one of scale %s",
						grade_scale_name(grade_scale(a)), grade_scale_name(grade_scale(b))),
				 errhint("Both grades must be of one scale.")));
	PG_RETURN_GRADE(Min(a, b));
}

/* credit.grade_levels(scale) → grade[], best first; 22023 for no scale */
Datum
credit_grade_levels(PG_FUNCTION_ARGS)
{
	text	   *name = PG_GETARG_TEXT_PP(0);
	int			scale = scale_or_raise(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
	int			count = grade_levels(scale);
	Datum		levels[32];
	Oid			type = get_element_type(get_func_rettype(fcinfo->flinfo->fn_oid));

	if (!OidIsValid(type))
		elog(ERROR, "return type must be an array");
	for (int i = 0; i < count; i++)
		levels[i] = GradeGetDatum(grade_make(scale, count - i));
	PG_RETURN_ARRAYTYPE_P(construct_array(levels, count, type, 1, true, TYPALIGN_CHAR));
}
