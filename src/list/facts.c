/*
 * facts.c
 *	  What a check of many subjects reads of each: name, kind, grades and
 *	  commitments. Each table is searched in the order of the subjects, and
 *	  grades alike in many subjects become JSON once. list/check.sql says the
 *	  same of one subject in SQL; test check_many holds both against each other.
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

PG_FUNCTION_INFO_V1(credit_subject_facts);

/* ---- reading a table by the subject ---- */

typedef struct Reader
{
	Relation	table;
	Relation	index;
	IndexScanDesc scan;
	TupleTableSlot *slot;
	MemoryContext cxt;
} Reader;

static Reader *
open_reader(const char *table, const char *index)
{
	Reader	   *reader = palloc(sizeof(Reader));

	reader->cxt = CurrentMemoryContext;
	reader->table = table_open(credit_relation_oid(table), AccessShareLock);
	reader->index = index_open(credit_relation_oid(index), AccessShareLock);
	reader->slot = table_slot_create(reader->table, NULL);
	reader->scan = credit_index_beginscan(reader->table, reader->index, GetActiveSnapshot(), 1);
	return reader;
}

static void
search_subject(Reader *reader, int64 id)
{
	ScanKeyData key;

	ScanKeyInit(&key, 1, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(id));
	index_rescan(reader->scan, &key, 1, NULL, 0);
}

/* a scan frees at its end what it allocates with its first dead entry */
static bool
next_row(Reader *reader)
{
	MemoryContext old = MemoryContextSwitchTo(reader->cxt);
	bool		found = index_getnext_slot(reader->scan, ForwardScanDirection, reader->slot);

	MemoryContextSwitchTo(old);
	return found;
}

static void
close_reader(Reader *reader)
{
	index_endscan(reader->scan);
	ExecDropSingleTupleTableSlot(reader->slot);
	index_close(reader->index, NoLock);
	table_close(reader->table, NoLock);
}

static AttrNumber
column(const Reader *reader, const char *name)
{
	AttrNumber	number = get_attnum(RelationGetRelid(reader->table), name);

	if (number == InvalidAttrNumber)
		elog(ERROR, "column \"%s\" of \"%s\" does not exist", name, RelationGetRelationName(reader->table));
	return number;
}

/* ---- grades ---- */

typedef struct Model
{
	char	   *model;
	char	   *version;
	TimestampTz loaded_at;
	bool		general;
} Model;

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
	Reader	   *reader;
	AttrNumber	model,
				version,
				as_of,
				members,
				grade;
	Oid			grade_type;
	HTAB	   *sets;
	MemoryContext cxt;
	int			n;				/* of the subject at hand */
	Graded	   *graded;			/* in the order of the models' names */
} Grades;

static Grades *
begin_grades(void)
{
	Grades	   *grades = palloc0(sizeof(Grades));
	HASHCTL		control = {.keysize = sizeof(GradeKey), .entrysize = sizeof(GradeSet), .hcxt = CurrentMemoryContext};
	bool		isnull;

	grades->cxt = CurrentMemoryContext;
	grades->sets = hash_create("credit grades", 256, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	if (SPI_execute("SELECT m.model, m.version, m.loaded_at, m.sector IS NULL AND m.scale = 'credit' FROM credit.model m", true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read models");
	grades->nmodels = SPI_processed;
	grades->models = MemoryContextAlloc(grades->cxt, (grades->nmodels + 1) * sizeof(Model));
	grades->graded = MemoryContextAllocZero(grades->cxt, (grades->nmodels + 1) * sizeof(Graded));
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
	grades->reader = open_reader("evaluation_pack", "evaluation_pack_pkey");
	grades->model = column(grades->reader, "model");
	grades->version = column(grades->reader, "version");
	grades->as_of = column(grades->reader, "as_of");
	grades->members = column(grades->reader, "members");
	grades->grade = column(grades->reader, "grades");
	grades->grade_type = get_element_type(TupleDescAttr(RelationGetDescr(grades->reader->table), grades->grade - 1)->atttypid);
	return grades;
}

static bool
same_text(Datum value, const char *name)
{
	struct varlena *text = PG_DETOAST_DATUM_PACKED(value);
	Size		length = strlen(name);

	return VARSIZE_ANY_EXHDR(text) == length && memcmp(VARDATA_ANY(text), name, length) == 0;
}

/* number of the model with this version; -1 when there is none */
static int
find_model(const Grades *grades, Datum model, Datum version)
{
	for (int i = 0; i < grades->nmodels; i++)
		if (same_text(version, grades->models[i].version) && same_text(model, grades->models[i].model))
			return i;
	return -1;
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
 * subject's bucket by day, then in the order they were written.
 */
static void
read_grades(Grades *grades, int64 id, DateADT day)
{
	TupleTableSlot *slot = grades->reader->slot;

	grades->n = 0;
	search_subject(grades->reader, pack_bucket(id));
	while (next_row(grades->reader))
	{
		bool		isnull;
		DateADT		as_of = DatumGetDateADT(slot_getattr(slot, grades->as_of, &isnull));
		int			place = pack_place(DatumGetInt32(slot_getattr(slot, grades->members, &isnull)), id);
		int			model;

		if (as_of > day)
			break;
		if (place == 0)
			continue;
		model = find_model(grades, slot_getattr(slot, grades->model, &isnull), slot_getattr(slot, grades->version, &isnull));
		if (model >= 0)
			*place_for(grades, model) = (Graded) {model, as_of, pack_grade(slot_getattr(slot, grades->grade, &isnull), place)};
	}
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

/* ---- all together ---- */

/* a place of the array: the subject asked about there */
typedef struct Asked
{
	int64		id;
	int			place;
	int			number;			/* of the id among those sorted, each once; -1: none */
} Asked;

typedef struct SubjectFacts
{
	bool		known;
	bool		has_name;
	bool		has_grade;
	Datum		kind;
	Datum		name;
	Datum		grade;
	Jsonb	   *grades;
} SubjectFacts;

static int
compare_asked(const void *a, const void *b)
{
	const Asked *x = a;
	const Asked *y = b;

	return x->id < y->id ? -1 : x->id > y->id ? 1 : x->place - y->place;
}

/* the places in the order of their subjects, those without one at the end */
static Asked *
read_asked(ArrayType *array, int *nasked, int64 **ids, int *nids)
{
	Datum	   *values;
	bool	   *nulls;
	Asked	   *asked;
	int			n = 0,
				last;

	deconstruct_array(array, INT8OID, sizeof(int64), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE, &values, &nulls, nasked);
	asked = palloc_extended((*nasked + 1) * sizeof(Asked), MCXT_ALLOC_HUGE);
	*ids = palloc_extended((*nasked + 1) * sizeof(int64), MCXT_ALLOC_HUGE);
	last = *nasked;
	for (int i = 0; i < *nasked; i++)
	{
		if (nulls[i])
			asked[--last] = (Asked) {0, i, -1};
		else
			asked[n++] = (Asked) {DatumGetInt64(values[i]), i, -1};
	}
	qsort(asked, n, sizeof(Asked), compare_asked);
	*nids = 0;
	for (int i = 0; i < n; i++)
	{
		if (i == 0 || asked[i].id != asked[i - 1].id)
			(*ids)[(*nids)++] = asked[i].id;
		asked[i].number = *nids - 1;
	}
	return asked;
}

/* names, kinds and grades of the subjects there are */
static SubjectFacts *
read_subjects(const int64 *ids, int nids, DateADT day)
{
	SubjectFacts *facts = palloc_extended((nids + 1) * sizeof(SubjectFacts), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	Grades	   *grades = begin_grades();
	Reader	   *subjects = open_reader("subject", "subject_pkey");
	AttrNumber	kind = column(subjects, "kind");
	AttrNumber	name = column(subjects, "name");

	for (int i = 0; i < nids; i++)
	{
		SubjectFacts *one = &facts[i];
		Datum		value;
		bool		isnull;

		CHECK_FOR_INTERRUPTS();
		search_subject(subjects, ids[i]);
		if (!next_row(subjects))
			continue;
		one->known = true;
		one->kind = slot_getattr(subjects->slot, kind, &isnull);
		value = slot_getattr(subjects->slot, name, &isnull);
		one->has_name = !isnull;
		if (!isnull)
			one->name = PointerGetDatum(DatumGetTextPCopy(value));
		read_grades(grades, ids[i], day);
		one->has_grade = general_grade(grades, &one->grade);
		one->grades = grades_json(grades);
	}
	close_reader(subjects);
	close_reader(grades->reader);
	return facts;
}

#define FACTS 10

/*
 * credit.subject_facts(subjects int8[], codes text[], day date, since date,
 * broken text, running text) → rows (nr, code, subject_id, kind, name, grade, grades, open,
 * overdue, broken), one for each place nr of the arrays, in the order of the
 * subjects, so that what is written of them finds its pages; only nr and code where there is no such subject. since: broken commitments count from the
 * day after it, none when null; broken, running: the results that say so, in
 * the database's encoding. Reads past row-level security: its caller decides
 * what to show.
 */
Datum
credit_subject_facts(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result;
	CommitmentQuestion question = {0};
	CommitmentCounts *counts;
	CreditAsOwner owner;
	SubjectFacts *facts;
	Asked	   *asked;
	int64	   *ids;
	Datum	   *codes;
	bool	   *no_code;
	int			ncodes,
				nasked,
				nids;

	InitMaterializedSRF(fcinfo, 0);
	result = (ReturnSetInfo *) fcinfo->resultinfo;
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2) || PG_ARGISNULL(4) || PG_ARGISNULL(5))
		return (Datum) 0;
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(1), TEXTOID, -1, false, TYPALIGN_INT, &codes, &no_code, &ncodes);
	asked = read_asked(PG_GETARG_ARRAYTYPE_P(0), &nasked, &ids, &nids);
	question.day = PG_GETARG_DATEADT(2);
	question.has_since = !PG_ARGISNULL(3);
	if (question.has_since)
		question.since = PG_GETARG_DATEADT(3);
	question.broken = text_to_cstring(PG_GETARG_TEXT_PP(4));
	question.running = text_to_cstring(PG_GETARG_TEXT_PP(5));
	credit_as_owner_begin(&owner);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	counts = credit_count_commitments(ids, nids, &question);
	facts = read_subjects(ids, nids, question.day);
	for (int i = 0; i < nasked; i++)
	{
		int			place = asked[i].place;
		SubjectFacts *one = asked[i].number < 0 ? NULL : &facts[asked[i].number];
		Datum		values[FACTS] = {Int32GetDatum(place + 1), place < ncodes ? codes[place] : (Datum) 0};
		bool		nulls[FACTS];

		memset(nulls, one == NULL || !one->known, sizeof(nulls));
		nulls[0] = false;
		nulls[1] = place >= ncodes || no_code[place];
		if (!nulls[2])
		{
			CommitmentCounts *count = &counts[asked[i].number];

			values[2] = Int64GetDatum(asked[i].id);
			values[3] = one->kind;
			values[4] = one->name;
			nulls[4] = !one->has_name;
			values[5] = one->grade;
			nulls[5] = !one->has_grade;
			values[6] = JsonbPGetDatum(one->grades);
			values[7] = Int32GetDatum(count->open);
			values[8] = Int32GetDatum(count->overdue);
			values[9] = Int32GetDatum(count->broken);
		}
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	SPI_finish();
	credit_as_owner_end(&owner);
	return (Datum) 0;
}
