/*
 * evaluation_pack.c
 *	  Makes rows of credit.evaluation_pack. A run over a province has millions
 *	  of results; as rows of their own, most of its time would go into placing
 *	  rows and index entries.
 *
 * Results come in the order of the register, so the subjects of a bucket come
 * close together: some packs are open at a time, and one that has to make room
 * becomes a row with the members it has. How results fall into rows therefore
 * depends on order and workers; what the view credit.evaluation shows does not.
 */
#include "evaluation/evaluation_pack.h"

#include "access/tupdesc.h"
#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#define OPEN_PACKS 64			/* organisations and persons apart */
#define PACKS_A_TIME 32			/* made at one time, as they are written */
#define WIDE 512				/* characteristics from which on each subject has a row */

/* lists of texts: of each member the numbers of its texts, by rank */
typedef struct Lists
{
	int			room;			/* numbers a member may have */
	int			n[PACK_SUBJECTS];
	int		   *numbers;
} Lists;

typedef struct OpenPack
{
	int64		bucket;
	uint32		members;
	double		scores[PACK_SUBJECTS];
	Grade		grades[PACK_SUBJECTS];
	bool		valid[PACK_SUBJECTS];
	bool		graded[PACK_SUBJECTS];
	double	   *points;
	Lists		reasons;
	Lists		caps;
} OpenPack;

/* texts the lists name, and room for the arrays made of them */
typedef struct Texts
{
	text	  **all;
	int16	   *known;			/* number in the pack, 0 for none yet */
	int		   *used;
	Datum	   *elements;
	ArrayType  *numbers;
} Texts;

struct PackMaker
{
	const Evaluator *evaluator;
	int			npoints;
	Oid			grade;
	/* with room for all members, as those of texts */
	ArrayType  *grades;
	ArrayType  *scores;
	ArrayType  *points;
	ArrayType  *short_scores;
	ArrayType  *short_points;
	Texts		reasons;
	Texts		caps;
	OpenPack   *open[2][OPEN_PACKS];
	Datum		values[PACK_COLUMNS];
	bool		nulls[PACK_COLUMNS];
	int			made;
	PackMade	done;
	void	   *arg;
	MemoryContext cxt;
	MemoryContext row_cxt;
};

/* ---- beginning ---- */

static ArrayType *
make_room(Oid type, int n, Size size)
{
	ArrayType  *array = palloc0(ARR_OVERHEAD_NONULLS(1) + n * size);

	array->ndim = 1;
	array->elemtype = type;
	ARR_LBOUND(array)[0] = 1;
	return array;
}

static Datum
fixed_array(ArrayType *array, int n, Size size)
{
	/* without elements it has no dimensions either */
	array->ndim = n > 0;
	ARR_DIMS(array)[0] = n;
	SET_VARSIZE(array, (n > 0 ? ARR_OVERHEAD_NONULLS(1) : ARR_OVERHEAD_NONULLS(0)) + n * size);
	return PointerGetDatum(array);
}

static void
prepare_texts(Texts *texts, int n, int most)
{
	texts->all = palloc((n + 1) * sizeof(text *));
	texts->known = palloc0((n + 1) * sizeof(int16));
	texts->used = palloc((n + 1) * sizeof(int));
	texts->elements = palloc((n + 1) * sizeof(Datum));
	texts->numbers = make_room(INT2OID, PACK_SUBJECTS * most, sizeof(int16));
}

static Datum
dimensions_of(const IndicatorPlan *plan, int n)
{
	ArrayType  *array = make_room(INT2OID, n, sizeof(int16));

	for (int i = 0; i < n; i++)
		((int16 *) ARR_DATA_PTR(array))[i] = plan->dimension[i] + 1;
	return fixed_array(array, n, sizeof(int16));
}

/* results of the evaluator, for the run of that number */
PackMaker *
pack_maker_create(const Evaluator *evaluator, TupleDesc desc, const char *model, const char *version,
				  int64 run, PackMade done, void *arg)
{
	const ScModel *sc = &evaluator->plan->model->pmml->sc;
	PackMaker  *maker = palloc0(sizeof(PackMaker));

	if (desc->natts != PACK_COLUMNS)
		elog(ERROR, "credit.evaluation_pack has %d columns", desc->natts);
	maker->evaluator = evaluator;
	maker->npoints = sc->ncharacteristics;
	maker->grade = get_element_type(TupleDescAttr(desc, PACK_GRADES)->atttypid);
	maker->grades = make_room(maker->grade, PACK_SUBJECTS, sizeof(Grade));
	maker->scores = make_room(FLOAT8OID, PACK_SUBJECTS, sizeof(double));
	maker->points = make_room(FLOAT8OID, PACK_SUBJECTS * maker->npoints, sizeof(double));
	maker->short_scores = make_room(FLOAT4OID, PACK_SUBJECTS, sizeof(float));
	maker->short_points = make_room(FLOAT4OID, PACK_SUBJECTS * maker->npoints, sizeof(float));
	/* a characteristic gives one code at most */
	prepare_texts(&maker->reasons, sc->nreasons, Min(sc->nreasons, maker->npoints));
	for (int i = 0; i < sc->nreasons; i++)
		maker->reasons.all[i] = cstring_to_text(sc->reasons[i]);
	prepare_texts(&maker->caps, evaluator->plan->ncaps, evaluator->plan->ncaps);
	for (int i = 0; i < evaluator->plan->ncaps; i++)
		maker->caps.all[i] = cstring_to_text(evaluator->plan->caps[i].cap.name);
	maker->values[PACK_RUN] = Int64GetDatum(run);
	maker->values[PACK_MODEL] = CStringGetTextDatum(model);
	maker->values[PACK_VERSION] = CStringGetTextDatum(version);
	maker->values[PACK_AS_OF] = DateADTGetDatum(evaluator->as_of);
	maker->values[PACK_DIMENSION_OF] = dimensions_of(evaluator->plan, maker->npoints);
	maker->nulls[PACK_DIMENSIONS] = true;
	maker->nulls[PACK_REPLACES] = true;
	maker->done = done;
	maker->arg = arg;
	maker->cxt = CurrentMemoryContext;
	maker->row_cxt = AllocSetContextCreate(maker->cxt, "evaluation pack", ALLOCSET_DEFAULT_SIZES);
	return maker;
}

static OpenPack *
open_pack(PackMaker *maker)
{
	MemoryContext old = MemoryContextSwitchTo(maker->cxt);
	OpenPack   *pack = palloc0(sizeof(OpenPack));
	int			nreasons = maker->evaluator->plan->model->pmml->sc.nreasons;

	pack->points = palloc0((PACK_SUBJECTS * maker->npoints + 1) * sizeof(double));
	pack->reasons.room = Min(nreasons, maker->npoints);
	pack->reasons.numbers = palloc((PACK_SUBJECTS * pack->reasons.room + 1) * sizeof(int));
	pack->caps.room = maker->evaluator->plan->ncaps;
	pack->caps.numbers = palloc((PACK_SUBJECTS * pack->caps.room + 1) * sizeof(int));
	MemoryContextSwitchTo(old);
	return pack;
}

/* ---- a row ---- */

/* adds the texts of a member to those used; how many there are then */
static int
use_texts(Texts *texts, const Lists *lists, int member, int nused)
{
	for (int i = 0; i < lists->n[member]; i++)
	{
		int			number = lists->numbers[member * lists->room + i];

		if (texts->known[number] != 0)
			continue;
		texts->elements[nused] = PointerGetDatum(texts->all[number]);
		texts->used[nused] = number;
		texts->known[number] = ++nused;
	}
	return nused;
}

/*
 * Fills in two columns: the texts that occur, and for each member as many
 * numbers of them as the longest list has, 0 where its own is shorter. The
 * list of a single member stands as it is.
 */
static void
fill_lists(PackMaker *maker, Texts *texts, const Lists *lists, uint32 members, int column)
{
	int			n = pg_popcount32(members);
	int			nused = 0;
	int			width = 0;
	int16	   *to = (int16 *) ARR_DATA_PTR(texts->numbers);

	for (int i = 0; i < PACK_SUBJECTS; i++)
	{
		if (!(members & (UINT32_C(1) << i)))
			continue;
		nused = use_texts(texts, lists, i, nused);
		width = Max(width, lists->n[i]);
	}
	/* a single member without a result has no list, not an empty one */
	maker->nulls[column] = nused == 0 && (n > 1 || (maker->nulls[PACK_POINTS] && maker->nulls[PACK_SHORT_POINTS]));
	maker->nulls[column + 1] = nused == 0 || n == 1;
	if (!maker->nulls[column])
		maker->values[column] = PointerGetDatum(construct_array(texts->elements, nused, TEXTOID, -1, false, TYPALIGN_INT));
	if (nused > 0 && n > 1)
	{
		for (int i = 0; i < PACK_SUBJECTS; i++)
		{
			if (!(members & (UINT32_C(1) << i)))
				continue;
			for (int k = 0; k < width; k++)
				*to++ = k < lists->n[i] ? texts->known[lists->numbers[i * lists->room + k]] : 0;
		}
		maker->values[column + 1] = fixed_array(texts->numbers, n * width, sizeof(int16));
	}
	for (int i = 0; i < nused; i++)
		texts->known[texts->used[i]] = 0;
}

static Datum
nullable_array(Datum *values, bool *nulls, int n, Oid type, int16 length, char align)
{
	int			dims[1] = {n};
	int			lbs[1] = {1};

	return PointerGetDatum(construct_md_array(values, nulls, 1, dims, lbs, type, length, true, align));
}

/* the same numbers in single precision; false when one of them differs */
static bool
shorten(float *to, const double *from, int n)
{
	int			differ = 0;

	for (int i = 0; i < n; i++)
	{
		to[i] = (float) from[i];
		differ |= (double) to[i] != from[i];
	}
	return !differ;
}

/* the members' scores, grades and points, in ascending order of their numbers */
static void
fill_results(PackMaker *maker, const OpenPack *pack)
{
	Datum		grades[PACK_SUBJECTS];
	Datum		scores[PACK_SUBJECTS];
	bool		no_grade[PACK_SUBJECTS];
	bool		no_score[PACK_SUBJECTS];
	Grade	   *grade = (Grade *) ARR_DATA_PTR(maker->grades);
	double	   *score = (double *) ARR_DATA_PTR(maker->scores);
	double	   *points = (double *) ARR_DATA_PTR(maker->points);
	int			n = 0;
	int			nvalid = 0;
	int			ngraded = 0;
	bool		is_short;

	for (int i = 0; i < PACK_SUBJECTS; i++)
	{
		if (!(pack->members & (UINT32_C(1) << i)))
			continue;
		score[n] = pack->scores[i];
		grade[n] = pack->grades[i];
		scores[n] = Float8GetDatum(pack->scores[i]);
		grades[n] = GradeGetDatum(pack->grades[i]);
		nvalid += !(no_score[n] = !pack->valid[i]);
		ngraded += !(no_grade[n] = !pack->graded[i]);
		if (maker->npoints > 0)
			memcpy(points + n * maker->npoints, pack->points + i * maker->npoints, maker->npoints * sizeof(double));
		n++;
	}
	maker->values[PACK_GRADES] = ngraded == n ? fixed_array(maker->grades, n, sizeof(Grade)) :
		nullable_array(grades, no_grade, n, maker->grade, sizeof(Grade), TYPALIGN_CHAR);
	is_short = nvalid == n && shorten((float *) ARR_DATA_PTR(maker->short_scores), score, n) &&
		shorten((float *) ARR_DATA_PTR(maker->short_points), points, n * maker->npoints);
	maker->nulls[PACK_SHORT_SCORES] = maker->nulls[PACK_SHORT_POINTS] = !is_short;
	maker->nulls[PACK_SCORES] = maker->nulls[PACK_POINTS] = is_short;
	if (is_short)
	{
		maker->values[PACK_SHORT_SCORES] = fixed_array(maker->short_scores, n, sizeof(float));
		maker->values[PACK_SHORT_POINTS] = fixed_array(maker->short_points, n * maker->npoints, sizeof(float));
		return;
	}
	maker->values[PACK_SCORES] = nvalid == n ? fixed_array(maker->scores, n, sizeof(double)) :
		nullable_array(scores, no_score, n, FLOAT8OID, sizeof(float8), TYPALIGN_DOUBLE);
	maker->values[PACK_POINTS] = fixed_array(maker->points, n * maker->npoints, sizeof(double));
	maker->nulls[PACK_POINTS] = nvalid == 0;
}

static void
close_pack(PackMaker *maker, OpenPack *pack, bool person)
{
	MemoryContext old;

	if (pack == NULL || pack->members == 0)
		return;
	old = MemoryContextSwitchTo(maker->row_cxt);
	if (maker->made++ % PACKS_A_TIME == 0)
		maker->values[PACK_EVALUATED_AT] = TimestampTzGetDatum(GetCurrentTimestamp());
	maker->values[PACK_BUCKET] = Int64GetDatum(pack->bucket);
	maker->values[PACK_PERSON] = BoolGetDatum(person);
	maker->values[PACK_MEMBERS] = Int32GetDatum(pack->members);
	fill_results(maker, pack);
	fill_lists(maker, &maker->reasons, &pack->reasons, pack->members, PACK_REASON_CODES);
	fill_lists(maker, &maker->caps, &pack->caps, pack->members, PACK_CAP_NAMES);
	maker->done(maker->arg, maker->values, maker->nulls, pg_popcount32(pack->members));
	pack->members = 0;
	MemoryContextSwitchTo(old);
	MemoryContextReset(maker->row_cxt);
}

/* ---- a subject ---- */

static void
set_list(Lists *lists, int member, const int *numbers, int n)
{
	lists->n[member] = n;
	if (n > 0)
		memcpy(lists->numbers + member * lists->room, numbers, n * sizeof(int));
}

/* the result of the subject evaluated last */
void
pack_maker_add(PackMaker *maker, const Evaluator *evaluator)
{
	int64		bucket = pack_bucket(evaluator->subject_id);
	int			member = evaluator->subject_id & (PACK_SUBJECTS - 1);
	OpenPack  **place = &maker->open[evaluator->is_person][bucket & (OPEN_PACKS - 1)];
	OpenPack   *pack;

	if (*place == NULL)
		*place = open_pack(maker);
	pack = *place;
	if (pack->members != 0 && pack->bucket != bucket)
		close_pack(maker, pack, evaluator->is_person);
	pack->bucket = bucket;
	pack->members |= pack_member(evaluator->subject_id);
	pack->valid[member] = evaluator->valid;
	pack->graded[member] = evaluator->graded;
	if (evaluator->valid)
	{
		pack->scores[member] = evaluator->row->score;
		pack->grades[member] = evaluator->grade;
		if (maker->npoints > 0)
			memcpy(pack->points + member * maker->npoints, evaluator->row->points, maker->npoints * sizeof(double));
	}
	else						/* nobody reads these; they are the same every time */
		memset(pack->points + member * maker->npoints, 0, maker->npoints * sizeof(double));
	set_list(&pack->reasons, member, evaluator->row->ranked, evaluator->valid ? evaluator->row->nranked : 0);
	set_list(&pack->caps, member, evaluator->caps, evaluator->ncaps);
	if (pack->members == (UINT32_C(1) << PACK_SUBJECTS) - 1 || maker->npoints > WIDE)
		close_pack(maker, pack, evaluator->is_person);
}

/* rows for all that is still open */
void
pack_maker_end(PackMaker *maker)
{
	for (int person = 0; person <= 1; person++)
		for (int i = 0; i < OPEN_PACKS; i++)
			close_pack(maker, maker->open[person][i], person);
}
