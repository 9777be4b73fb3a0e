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

/* ---- from C ---- */

/* one of the functions above, with arguments that may be null */
static Datum
call(PGFunction function, Datum a, bool a_null, Datum b, bool b_null, int place, int of, bool *isnull)
{
	LOCAL_FCINFO(fcinfo, 4);
	Datum		result;

	InitFunctionCallInfoData(*fcinfo, NULL, 4, InvalidOid, NULL, NULL);
	fcinfo->args[0] = (NullableDatum) {a, a_null};
	fcinfo->args[1] = (NullableDatum) {b, b_null};
	fcinfo->args[2] = (NullableDatum) {Int32GetDatum(place), false};
	fcinfo->args[3] = (NullableDatum) {Int32GetDatum(of), false};
	result = function(fcinfo);
	*isnull = fcinfo->isnull;
	return result;
}

static Datum
element(Datum array, int place, int16 length, bool byval, char align, bool *isnull)
{
	return array_get_element(PointerGetDatum(DatumGetArrayTypeP(array)), 1, &place, -1, length, byval, align, isnull);
}

/*
 * What a row of credit.evaluation_pack says of one of its subjects, as the
 * view credit.evaluation_entry has it: the columns of credit.evaluation but
 * subject, model and instant.
 */
void
evaluation_unpack(const Datum *pack, const bool *pack_null, int64 subject_id, Datum *values, bool *nulls)
{
	int			place = pack_place(DatumGetInt32(pack[PACK_MEMBERS]), subject_id);
	int			of = ArrayGetNItems(ARR_NDIM(DatumGetArrayTypeP(pack[PACK_GRADES])),
									ARR_DIMS(DatumGetArrayTypeP(pack[PACK_GRADES])));

	memset(nulls, false, ROW_COLUMNS * sizeof(bool));
	values[ROW_VERSION] = pack[PACK_VERSION];
	values[ROW_AS_OF] = pack[PACK_AS_OF];
	values[ROW_PERSON] = pack[PACK_PERSON];
	values[ROW_GRADE] = element(pack[PACK_GRADES], place, sizeof(Grade), true, TYPALIGN_CHAR, &nulls[ROW_GRADE]);
	if (!pack_null[PACK_SHORT_SCORES])
	{
		values[ROW_SCORE] = element(pack[PACK_SHORT_SCORES], place, sizeof(float4), true, TYPALIGN_INT, &nulls[ROW_SCORE]);
		values[ROW_SCORE] = Float8GetDatum((float8) DatumGetFloat4(values[ROW_SCORE]));
	}
	else if (!(nulls[ROW_SCORE] = pack_null[PACK_SCORES]))
		values[ROW_SCORE] = element(pack[PACK_SCORES], place, sizeof(float8), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE, &nulls[ROW_SCORE]);
	/* a member without a score has room among others, and nothing in it */
	nulls[ROW_POINTS] = nulls[ROW_DIMENSIONS] = nulls[ROW_REASONS] = nulls[ROW_CAPS] = of > 1 && nulls[ROW_SCORE];
	if (nulls[ROW_POINTS])
		return;
	values[ROW_POINTS] = call(credit_packed_points, pack[PACK_POINTS], pack_null[PACK_POINTS],
							  pack[PACK_SHORT_POINTS], pack_null[PACK_SHORT_POINTS], place, of, &nulls[ROW_POINTS]);
	values[ROW_REASONS] = call(credit_packed_texts, pack[PACK_REASON_CODES], pack_null[PACK_REASON_CODES],
							   pack[PACK_REASONS], pack_null[PACK_REASONS], place, of, &nulls[ROW_REASONS]);
	values[ROW_CAPS] = call(credit_packed_texts, pack[PACK_CAP_NAMES], pack_null[PACK_CAP_NAMES],
							pack[PACK_CAPS], pack_null[PACK_CAPS], place, of, &nulls[ROW_CAPS]);
	if (!pack_null[PACK_DIMENSIONS])
		values[ROW_DIMENSIONS] = pack[PACK_DIMENSIONS];
	else if (!(nulls[ROW_DIMENSIONS] = nulls[ROW_POINTS] || pack_null[PACK_DIMENSION_OF]))
		values[ROW_DIMENSIONS] = DirectFunctionCall2(credit_packed_dimensions, values[ROW_POINTS], pack[PACK_DIMENSION_OF]);
}
