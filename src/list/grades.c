/*
 * grades.c
 *	  Grades of many subjects at once, for a check: the index of evaluations is
 *	  walked once beside the subjects, and grades alike in many of them become
 *	  JSON once. list/check.sql says the same of one subject in SQL; test
 *	  check_many holds both against each other.
 */
#include "list/check.h"

#include "access/genam.h"
#include "access/table.h"
#include "access/tableam.h"
#include "catalog/pg_type.h"
#include "evaluation/evaluation_pack.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "grade/grade.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/hsearch.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"

typedef struct Model
{
	char	   *model;
	char	   *version;
	TimestampTz loaded_at;
	bool		general;
} Model;

/* entries passed over before the tree is descended anew: it costs as much */
#define STEPS_BEFORE_JUMP 50

/* the latest evaluation by one model: what its JSON depends on */
typedef struct Graded
{
	int32		model;			/* number in models */
	DateADT		as_of;
	int32		grade;			/* -1: none */
} Graded;

/* grades of more models than this become JSON for every subject anew */
#define MEMO_MODELS 16

typedef struct GradeKey
{
	int32		n;
	Graded		graded[MEMO_MODELS];
} GradeKey;

typedef struct GradeSet
{
	GradeKey	key;
	Jsonb	   *json;
} GradeSet;

typedef struct Grades
{
	int			nmodels;
	Model	   *models;
	Relation	table;
	TupleTableSlot *slot;
	AttrNumber	model,
				version,
				as_of,
				members,
				grade;
	Oid			grade_type;
	HTAB	   *sets;
	MemoryContext cxt;
	DateADT		day;
	SubjectGrades *result;
	const int64 *ids;
	const int  *first;			/* of each bucket, among ids */
	int			bucket;			/* the one at hand; -1: none yet */
	int			ns[PACK_SUBJECTS];	/* models of each of its subjects */
	Graded	   *all;			/* of these */
	int			n;				/* models of one of them */
	Graded	   *graded;			/* in the order of the models' names */
} Grades;

static Grades *
begin_grades(void)
{
	Grades	   *grades = palloc0(sizeof(Grades));
	HASHCTL		control = {.keysize = sizeof(GradeKey), .entrysize = sizeof(GradeSet), .hcxt = CurrentMemoryContext};
	Oid			table = credit_relation_oid("evaluation_pack");
	bool		isnull;

	grades->cxt = CurrentMemoryContext;
	grades->sets = hash_create("credit grades", 256, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	if (SPI_execute("SELECT m.model, m.version, m.loaded_at, m.sector IS NULL AND m.scale = 'credit' FROM credit.model m", true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read models");
	grades->nmodels = SPI_processed;
	grades->models = MemoryContextAlloc(grades->cxt, (grades->nmodels + 1) * sizeof(Model));
	grades->all = MemoryContextAllocZero(grades->cxt, PACK_SUBJECTS * (grades->nmodels + 1) * sizeof(Graded));
	grades->graded = grades->all;
	for (int i = 0; i < grades->nmodels; i++)
	{
		HeapTuple	tuple = SPI_tuptable->vals[i];
		TupleDesc	desc = SPI_tuptable->tupdesc;
		Model	   *model = &grades->models[i];

		model->model = MemoryContextStrdup(grades->cxt, SPI_getvalue(tuple, desc, 1));
		model->version = MemoryContextStrdup(grades->cxt, SPI_getvalue(tuple, desc, 2));
		model->loaded_at = DatumGetTimestampTz(SPI_getbinval(tuple, desc, 3, &isnull));
		model->general = DatumGetBool(SPI_getbinval(tuple, desc, 4, &isnull));
	}
	grades->table = table_open(table, AccessShareLock);
	grades->slot = table_slot_create(grades->table, NULL);
	grades->model = credit_column_number(table, "model");
	grades->version = credit_column_number(table, "version");
	grades->as_of = credit_column_number(table, "as_of");
	grades->members = credit_column_number(table, "members");
	grades->grade = credit_column_number(table, "grades");
	grades->grade_type = get_element_type(TupleDescAttr(RelationGetDescr(grades->table), grades->grade - 1)->atttypid);
	grades->bucket = -1;
	return grades;
}

/* number of the model with this version; -1 when there is none */
static int
find_model(const Grades *grades, Datum model, Datum version)
{
	for (int i = 0; i < grades->nmodels; i++)
		if (credit_text_is(version, grades->models[i].version) && credit_text_is(model, grades->models[i].model))
			return i;
	return -1;
}

/* the grade by the general model last evaluated; false: there is none */
static bool
general_grade(const Grades *grades, Datum *grade)
{
	const Graded *best = NULL;

	for (int i = 0; i < grades->n; i++)
	{
		const Graded *one = &grades->graded[i];
		const Model *model = &grades->models[one->model];

		if (model->general && (best == NULL || one->as_of > best->as_of ||
							   (one->as_of == best->as_of && model->loaded_at > grades->models[best->model].loaded_at)))
			best = one;
	}
	if (best == NULL || best->grade < 0)
		return false;
	*grade = UInt8GetDatum(best->grade);
	return true;
}

static Jsonb *
make_json(Grades *grades)
{
	int			n = grades->n,
				lower = 1;
	Datum	   *values = palloc(4 * n * sizeof(Datum));
	bool	   *nulls = palloc0(n * sizeof(bool));
	Oid			types[4] = {TEXTARRAYOID, TEXTARRAYOID, DATEARRAYOID, get_array_type(grades->grade_type)};
	Datum		args[4];
	bool		isnull;
	Jsonb	   *json;
	MemoryContext old;

	for (int i = 0; i < n; i++)
	{
		const Graded *one = &grades->graded[i];

		values[i] = CStringGetTextDatum(grades->models[one->model].model);
		values[n + i] = CStringGetTextDatum(grades->models[one->model].version);
		values[2 * n + i] = DateADTGetDatum(one->as_of);
		nulls[i] = one->grade < 0;
		values[3 * n + i] = UInt8GetDatum(Max(one->grade, 0));
	}
	args[0] = PointerGetDatum(construct_array(values, n, TEXTOID, -1, false, TYPALIGN_INT));
	args[1] = PointerGetDatum(construct_array(values + n, n, TEXTOID, -1, false, TYPALIGN_INT));
	args[2] = PointerGetDatum(construct_array(values + 2 * n, n, DATEOID, sizeof(DateADT), true, TYPALIGN_INT));
	args[3] = PointerGetDatum(construct_md_array(values + 3 * n, nulls, 1, &n, &lower, grades->grade_type, 1, true, TYPALIGN_CHAR));
	if (SPI_execute_with_args("SELECT coalesce(jsonb_agg(jsonb_build_object('model', g.model, 'version', g.version, 'grade', g.grade, 'as_of', g.as_of) ORDER BY g.nr), '[]')"
							  " FROM unnest($1, $2, $3, $4) WITH ORDINALITY g (model, version, as_of, grade, nr)",
							  4, types, args, NULL, true, 1) != SPI_OK_SELECT || SPI_processed != 1)
		elog(ERROR, "could not write grades");
	json = DatumGetJsonbP(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull));
	old = MemoryContextSwitchTo(grades->cxt);
	json = memcpy(palloc(VARSIZE(json)), json, VARSIZE(json));
	MemoryContextSwitchTo(old);
	SPI_freetuptable(SPI_tuptable);
	return json;
}

static Jsonb *
grades_json(Grades *grades)
{
	GradeKey	key;
	GradeSet   *set;
	bool		known;

	if (grades->n > MEMO_MODELS)
		return make_json(grades);
	memset(&key, 0, sizeof(key));
	key.n = grades->n;
	memcpy(key.graded, grades->graded, grades->n * sizeof(Graded));
	set = hash_search(grades->sets, &key, HASH_FIND, NULL);
	if (set == NULL)
	{
		Jsonb	   *json = make_json(grades);

		set = hash_search(grades->sets, &key, HASH_ENTER, &known);
		set->json = json;
	}
	return set->json;
}

/* makes one subject of the bucket the one whose models are looked at */
static void
turn_to(Grades *grades, int k)
{
	grades->n = grades->ns[k];
	grades->graded = grades->all + k * (grades->nmodels + 1);
}

/* the subjects of the bucket at hand have no more evaluations */
static void
finish_bucket(Grades *grades)
{
	int			first = grades->first[grades->bucket];

	for (int i = first; i < grades->first[grades->bucket + 1]; i++)
	{
		SubjectGrades *one = &grades->result[i];
		Datum		grade;

		turn_to(grades, i - first);
		if (grades->n == 0)
			continue;
		one->has_grade = general_grade(grades, &grade);
		if (one->has_grade)
			one->grade = DatumGetGrade(grade);
		one->grades = grades_json(grades);
	}
}

/* where the evaluation by a model stands or is to stand among those by name */
static Graded *
place_for(Grades *grades, int model)
{
	int			i = 0;
	int			order = 1;

	while (i < grades->n && (order = strcmp(grades->models[grades->graded[i].model].model, grades->models[model].model)) < 0)
		i++;
	if (i == grades->n || order != 0)
	{
		memmove(&grades->graded[i + 1], &grades->graded[i], (grades->n - i) * sizeof(Graded));
		grades->n++;
	}
	return &grades->graded[i];
}

/*
 * The latest evaluation by each model up to the day. The index has those of a
 * bucket by day, then in the order they were written.
 */
static void
visit_evaluation(int bucket, IndexScanDesc scan, void *arg)
{
	Grades	   *grades = arg;
	bool		isnull;
	DateADT		as_of;
	int			model;
	uint32		members;

	if (!index_fetch_heap(scan, grades->slot))
		return;
	as_of = DatumGetDateADT(slot_getattr(grades->slot, grades->as_of, &isnull));
	if (as_of > grades->day)
		return;
	model = find_model(grades, slot_getattr(grades->slot, grades->model, &isnull),
					   slot_getattr(grades->slot, grades->version, &isnull));
	if (model < 0)
		return;
	if (bucket != grades->bucket)
	{
		if (grades->bucket >= 0)
			finish_bucket(grades);
		grades->bucket = bucket;
		memset(grades->ns, 0, sizeof(grades->ns));
	}
	members = DatumGetInt32(slot_getattr(grades->slot, grades->members, &isnull));
	for (int i = grades->first[bucket]; i < grades->first[bucket + 1]; i++)
	{
		int			k = i - grades->first[bucket];
		int			place = pack_place(members, grades->ids[i]);

		if (place == 0)
			continue;
		turn_to(grades, k);
		*place_for(grades, model) = (Graded) {model, as_of, pack_grade(slot_getattr(grades->slot, grades->grade, &isnull), place)};
		grades->ns[k] = grades->n;
	}
}

/*
 * Grades of subjects, sorted and each once, known on the day. SPI is
 * connected. Reads past row-level security: the caller decides what to show.
 */
SubjectGrades *
credit_read_grades(const int64 *ids, int nids, DateADT day)
{
	SubjectGrades *result = palloc_extended((nids + 1) * sizeof(SubjectGrades), MCXT_ALLOC_HUGE);
	int64	   *buckets = palloc_extended((nids + 1) * sizeof(int64), MCXT_ALLOC_HUGE);
	int		   *first = palloc_extended((nids + 2) * sizeof(int), MCXT_ALLOC_HUGE);
	int			nbuckets = 0;
	Grades	   *grades = begin_grades();
	Relation	index = index_open(credit_relation_oid("evaluation_pack_pkey"), AccessShareLock);
	Jsonb	   *none = grades_json(grades);

	for (int i = 0; i < nids; i++)
	{
		result[i] = (SubjectGrades) {.grades = none};
		if (nbuckets > 0 && buckets[nbuckets - 1] == pack_bucket(ids[i]))
			continue;
		first[nbuckets] = i;
		buckets[nbuckets++] = pack_bucket(ids[i]);
	}
	first[nbuckets] = nids;
	grades->day = day;
	grades->ids = ids;
	grades->first = first;
	grades->result = result;
	credit_walk_subjects(grades->table, index, buckets, nbuckets, STEPS_BEFORE_JUMP, visit_evaluation, grades);
	if (grades->bucket >= 0)
		finish_bucket(grades);
	ExecDropSingleTupleTableSlot(grades->slot);
	index_close(index, NoLock);
	table_close(grades->table, NoLock);
	return result;
}
