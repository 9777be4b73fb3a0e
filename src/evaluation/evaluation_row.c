/*
 * evaluation_row.c
 *	  Rows of credit.evaluation, made in place: a run over a province makes
 *	  millions, and their arrays have nearly always the same size.
 */
#include "evaluation/evaluator.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

struct EvaluationRow
{
	Datum		values[ROW_COLUMNS];
	bool		nulls[ROW_COLUMNS];
	text	  **reasons;		/* of the model */
	text	  **caps;			/* of the plan */
	ArrayType  *dimensions;
	ArrayType  *points;
	ArrayType  *reason_array;	/* with room for all */
	ArrayType  *cap_array;
	ArrayType  *empty;
};

static text **
make_texts(int n)
{
	return palloc((n + 1) * sizeof(text *));
}

/* room for an array of all these texts */
static ArrayType *
make_room(text **texts, int n)
{
	Size		size = ARR_OVERHEAD_NONULLS(1);
	ArrayType  *array;

	for (int i = 0; i < n; i++)
		size += INTALIGN(VARSIZE(texts[i]));
	array = palloc0(size);
	array->ndim = 1;
	array->elemtype = TEXTOID;
	ARR_LBOUND(array)[0] = 1;
	return array;
}

static ArrayType *
make_floats(int n)
{
	Datum	   *zeros = palloc0((n + 1) * sizeof(Datum));

	for (int i = 0; i < n; i++)
		zeros[i] = Float8GetDatum(0);
	return construct_array(zeros, n, FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE);
}

/* for an evaluator's results, in the current memory context */
EvaluationRow *
evaluation_row_create(const Evaluator *evaluator, const char *model, const char *version)
{
	const ScModel *sc = &evaluator->plan->model->pmml->sc;
	EvaluationRow *row = palloc0(sizeof(EvaluationRow));

	row->values[ROW_MODEL] = CStringGetTextDatum(model);
	row->values[ROW_VERSION] = CStringGetTextDatum(version);
	row->values[ROW_AS_OF] = DateADTGetDatum(evaluator->as_of);
	row->reasons = make_texts(sc->nreasons);
	for (int i = 0; i < sc->nreasons; i++)
		row->reasons[i] = cstring_to_text(sc->reasons[i]);
	row->caps = make_texts(evaluator->plan->ncaps);
	for (int i = 0; i < evaluator->plan->ncaps; i++)
		row->caps[i] = cstring_to_text(evaluator->plan->caps[i].cap.name);
	row->dimensions = make_floats(DIMENSIONS);
	row->points = make_floats(sc->ncharacteristics);
	row->reason_array = make_room(row->reasons, sc->nreasons);
	row->cap_array = make_room(row->caps, evaluator->plan->ncaps);
	row->empty = construct_empty_array(TEXTOID);
	return row;
}

static Datum
fill_texts(const EvaluationRow *row, ArrayType *array, text **texts, const int *numbers, int n)
{
	char	   *to = ARR_DATA_PTR(array);

	if (n == 0)
		return PointerGetDatum(row->empty);
	for (int i = 0; i < n; i++)
	{
		Size		length = VARSIZE(texts[numbers[i]]);

		memcpy(to, texts[numbers[i]], length);
		while (length < INTALIGN(length))
			to[length++] = 0;
		to += length;
	}
	ARR_DIMS(array)[0] = n;
	SET_VARSIZE(array, to - (char *) array);
	return PointerGetDatum(array);
}

/* the row of the subject evaluated last, valid until the next call */
void
evaluation_row_fill(EvaluationRow *row, const Evaluator *evaluator, TimestampTz at,
					Datum **values, bool **nulls)
{
	const ScRow *sc = evaluator->row;

	row->values[ROW_SUBJECT] = Int64GetDatum(evaluator->subject_id);
	row->values[ROW_PERSON] = BoolGetDatum(evaluator->is_person);
	row->values[ROW_EVALUATED_AT] = TimestampTzGetDatum(at);
	for (int i = ROW_SCORE; i <= ROW_CAPS; i++)
		row->nulls[i] = !evaluator->valid;
	if (evaluator->valid)
	{
		row->values[ROW_SCORE] = Float8GetDatum(sc->score);
		row->values[ROW_GRADE] = GradeGetDatum(evaluator->grade);
		row->nulls[ROW_GRADE] = !evaluator->graded;
		memcpy(ARR_DATA_PTR(row->dimensions), evaluator->dimensions, sizeof(evaluator->dimensions));
		row->values[ROW_DIMENSIONS] = PointerGetDatum(row->dimensions);
		if (sc->model->ncharacteristics > 0)
			memcpy(ARR_DATA_PTR(row->points), sc->points, sc->model->ncharacteristics * sizeof(double));
		row->values[ROW_POINTS] = PointerGetDatum(row->points);
		row->values[ROW_REASONS] = fill_texts(row, row->reason_array, row->reasons, sc->ranked, sc->nranked);
		row->values[ROW_CAPS] = fill_texts(row, row->cap_array, row->caps, evaluator->caps, evaluator->ncaps);
	}
	*values = row->values;
	*nulls = row->nulls;
}
