/*
 * evaluation_unpack.c
 *	  What the view credit.evaluation needs to take a subject's part out of a
 *	  row of credit.evaluation_pack.
 */
#include "credit.h"
#include "evaluation/evaluation_pack.h"
#include "evaluation/scorecard.h"

#include "catalog/pg_type.h"
#include "utils/array.h"

PG_FUNCTION_INFO_V1(credit_evaluation_bucket);
PG_FUNCTION_INFO_V1(credit_evaluation_member);
PG_FUNCTION_INFO_V1(credit_evaluation_place);
PG_FUNCTION_INFO_V1(credit_packed_points);
PG_FUNCTION_INFO_V1(credit_packed_dimensions);
PG_FUNCTION_INFO_V1(credit_packed_texts);

/* credit.evaluation_bucket(subject_id) → the bucket the subject is in */
Datum
credit_evaluation_bucket(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(pack_bucket(PG_GETARG_INT64(0)));
}

/* credit.evaluation_member(subject_id) → the bit of the subject in members */
Datum
credit_evaluation_member(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(pack_member(PG_GETARG_INT64(0)));
}

/*
 * credit.evaluation_place(members, subject_id) → the subject's place among the
 * members of a pack of its bucket, from 1; null when it is none.
 */
Datum
credit_evaluation_place(PG_FUNCTION_ARGS)
{
	int			place = pack_place(PG_GETARG_INT32(0), PG_GETARG_INT64(1));

	if (place == 0)
		PG_RETURN_NULL();
	PG_RETURN_INT32(place);
}

/* the grade at a place of the column grades; -1: none */
int
pack_grade(Datum grades, int place)
{
	bool		isnull;
	Datum		grade = array_get_element(PointerGetDatum(DatumGetArrayTypeP(grades)), 1, &place, -1, sizeof(Grade),
										  true, TYPALIGN_CHAR, &isnull);

	return isnull ? -1 : DatumGetUInt8(grade);
}

static void
unreadable(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("a row of credit.evaluation_pack cannot be read")));
}

/*
 * Where the part of a place begins in an array of all members' parts, which
 * have the same length; an array that is not so is taken for tampered with.
 */
static int
part_of(const ArrayType *array, int32 place, int32 of, int *length)
{
	int			n = ARR_NDIM(array) == 0 ? 0 : ARR_DIMS(array)[0];

	if (ARR_NDIM(array) > 1 || ARR_HASNULL(array) || place < 1 || place > of || n % of != 0)
		unreadable();
	*length = n / of;
	return (place - 1) * *length;
}

/*
 * credit.packed_points(points, short_points, place, of) → the part of the
 * place out of so many; null when there are neither.
 */
Datum
credit_packed_points(PG_FUNCTION_ARGS)
{
	bool		is_short = !PG_ARGISNULL(1);
	ArrayType  *all;
	float4	   *from;
	float8	   *to;
	int			length;
	int			first;

	if ((PG_ARGISNULL(0) && !is_short) || PG_ARGISNULL(2) || PG_ARGISNULL(3))
		PG_RETURN_NULL();
	/* a single member's stand as they are */
	if (!is_short && PG_GETARG_INT32(3) == 1)
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	all = PG_GETARG_ARRAYTYPE_P(is_short ? 1 : 0);
	first = part_of(all, PG_GETARG_INT32(2), PG_GETARG_INT32(3), &length);
	if (!is_short)
		PG_RETURN_DATUM(score_float_array((float8 *) ARR_DATA_PTR(all) + first, length));
	from = (float4 *) ARR_DATA_PTR(all) + first;
	to = palloc(length * sizeof(float8));
	for (int i = 0; i < length; i++)
		to[i] = from[i];
	PG_RETURN_DATUM(score_float_array(to, length));
}

/*
 * credit.packed_dimensions(points, dimension_of) → points by dimension, added
 * in the order the evaluation added them.
 */
Datum
credit_packed_dimensions(PG_FUNCTION_ARGS)
{
	ArrayType  *all = PG_GETARG_ARRAYTYPE_P(0);
	ArrayType  *dimension_of = PG_GETARG_ARRAYTYPE_P(1);
	int			length;
	int			n;
	const float8 *points = (float8 *) ARR_DATA_PTR(all);
	const int16 *dimension = (int16 *) ARR_DATA_PTR(dimension_of);
	float8		sums[DIMENSIONS] = {0};

	(void) part_of(all, 1, 1, &length);
	(void) part_of(dimension_of, 1, 1, &n);
	for (int i = 0; i < length; i++)
	{
		if (i >= n || dimension[i] < 0 || dimension[i] > DIMENSIONS)
			unreadable();
		if (dimension[i] > 0)
			sums[dimension[i] - 1] += points[i];
	}
	PG_RETURN_DATUM(score_float_array(sums, DIMENSIONS));
}

/*
 * credit.packed_texts(texts, numbers, place, of) → the texts that the part of
 * the place names, up to a 0. With one member they are as they stand; else no
 * texts are none.
 */
Datum
credit_packed_texts(PG_FUNCTION_ARGS)
{
	ArrayType  *texts;
	ArrayType  *numbers;
	Datum	   *elements;
	bool	   *nulls;
	int			n;
	int			length;
	int16	   *part;
	Datum	   *named;

	if (PG_ARGISNULL(2) || PG_ARGISNULL(3) || (PG_ARGISNULL(0) && PG_GETARG_INT32(3) == 1))
		PG_RETURN_NULL();
	if (PG_ARGISNULL(0))
		PG_RETURN_ARRAYTYPE_P(construct_empty_array(TEXTOID));
	if (PG_ARGISNULL(1))
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	texts = PG_GETARG_ARRAYTYPE_P(0);
	numbers = PG_GETARG_ARRAYTYPE_P(1);
	part = (int16 *) ARR_DATA_PTR(numbers) + part_of(numbers, PG_GETARG_INT32(2), PG_GETARG_INT32(3), &length);
	deconstruct_array(texts, TEXTOID, -1, false, TYPALIGN_INT, &elements, &nulls, &n);
	named = palloc((length + 1) * sizeof(Datum));
	for (int i = 0; i < length; i++)
	{
		if (part[i] == 0)
		{
			length = i;
			break;
		}
		if (part[i] < 1 || part[i] > n || nulls[part[i] - 1])
			unreadable();
		named[i] = elements[part[i] - 1];
	}
	PG_RETURN_ARRAYTYPE_P(construct_array(named, length, TEXTOID, -1, false, TYPALIGN_INT));
}
