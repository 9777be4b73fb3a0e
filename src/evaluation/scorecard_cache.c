/*
 * scorecard_cache.c
 *	  From the name of a model to the form it is scored in, once a session.
 *
 * The rows of credit.model and credit.grade_band come through a TableCache,
 * which knows about transactions and snapshots; what is built from them is
 * kept beside it under the cache's generation number.
 */
#include "evaluation/scorecard.h"

#include <math.h>

#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

typedef struct ModelRow
{
	const char *model;
	const char *version;
	DateADT		from;
	DateADT		until;			/* exclusive */
	const char *pmml;
	int			nbands;
	ScoreBand  *bands;
} ModelRow;

typedef struct ModelRows
{
	int			n;
	ModelRow   *rows;			/* of one model the preferred version first */
} ModelRows;

static void *load_models(MemoryContext cxt);

static const char *const model_tables[] = {"model", "grade_band"};
static TableCache model_cache = {
	.name = "credit models", .tables = model_tables, .ntables = 2, .load = load_models
};
static ScoreModel *built = NULL;

static char *
text_column(MemoryContext cxt, HeapTuple tuple, int column)
{
	bool		isnull;
	Datum		value = SPI_getbinval(tuple, SPI_tuptable->tupdesc, column, &isnull);
	MemoryContext old = MemoryContextSwitchTo(cxt);
	char	   *result = isnull ? NULL : TextDatumGetCString(value);

	MemoryContextSwitchTo(old);
	return result;
}

static DateADT
date_column(HeapTuple tuple, int column)
{
	bool		isnull;

	return DatumGetDateADT(SPI_getbinval(tuple, SPI_tuptable->tupdesc, column, &isnull));
}

static void
load_bands(MemoryContext cxt, ModelRows *rows)
{
	if (SPI_execute("SELECT model, version, grade, from_score FROM credit.grade_band "
					"ORDER BY model, version, from_score DESC", true, 0) != SPI_OK_SELECT)
		elog(ERROR, "reading credit.grade_band failed");
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		HeapTuple	tuple = SPI_tuptable->vals[i];
		char	   *model = text_column(CurrentMemoryContext, tuple, 1);
		char	   *version = text_column(CurrentMemoryContext, tuple, 2);
		bool		isnull;

		for (int m = 0; m < rows->n; m++)
		{
			ModelRow   *row = &rows->rows[m];

			if (strcmp(row->model, model) != 0 || strcmp(row->version, version) != 0)
				continue;
			if (row->bands == NULL)
				row->bands = MemoryContextAlloc(cxt, SPI_processed * sizeof(ScoreBand));
			row->bands[row->nbands].grade =
				DatumGetGrade(SPI_getbinval(tuple, SPI_tuptable->tupdesc, 3, &isnull));
			row->bands[row->nbands++].from_score =
				DatumGetFloat8(SPI_getbinval(tuple, SPI_tuptable->tupdesc, 4, &isnull));
		}
	}
}

static void *
load_models(MemoryContext cxt)
{
	ModelRows  *rows = MemoryContextAllocZero(cxt, sizeof(ModelRows));

	if (SPI_execute("SELECT model, version, pmml::text, "
					"coalesce(lower(in_force), '-infinity'), coalesce(upper(in_force), 'infinity') "
					"FROM credit.model "
					"ORDER BY model, lower(in_force) DESC NULLS LAST, loaded_at DESC, version",
					true, 0) != SPI_OK_SELECT)
		elog(ERROR, "reading credit.model failed");
	rows->n = (int) SPI_processed;
	rows->rows = MemoryContextAllocZero(cxt, (rows->n + 1) * sizeof(ModelRow));
	for (int i = 0; i < rows->n; i++)
	{
		HeapTuple	tuple = SPI_tuptable->vals[i];

		rows->rows[i].model = text_column(cxt, tuple, 1);
		rows->rows[i].version = text_column(cxt, tuple, 2);
		rows->rows[i].pmml = text_column(cxt, tuple, 3);
		rows->rows[i].from = date_column(tuple, 4);
		rows->rows[i].until = date_column(tuple, 5);
	}
	load_bands(cxt, rows);
	return rows;
}

/* "name" on a date, or "name@version" whatever the date; raises CR017 */
static ModelRow *
find_row(ModelRows *rows, const char *name, DateADT as_of)
{
	const char *at = strrchr(name, '@');
	bool		known = false;

	for (int i = 0; i < rows->n; i++)
	{
		ModelRow   *row = &rows->rows[i];

		if (strcmp(row->model, name) == 0)
		{
			known = true;
			if (as_of >= row->from && as_of < row->until)
				return row;
		}
		else if (at != NULL && strlen(row->model) == (size_t) (at - name) &&
				 strncmp(row->model, name, at - name) == 0 && strcmp(row->version, at + 1) == 0)
			return row;
	}
	ereport(ERROR,
			(errcode(ERRCODE_CREDIT_NOT_FOUND),
			 known ? errmsg("no version of model \"%s\" is in force", name) :
			 errmsg("model \"%s\" does not exist", name),
			 known ? errhint("Name a version as in \"%s@version\", or load one that is in force.", name) :
			 errhint("Load it with credit.load_model().")));
}

static void
release(ScoreModel *model)
{
	if (--model->references == 0)
		MemoryContextDelete(model->cxt);
}

static ScoreModel *
build(const ModelRow *row, uint64 generation)
{
	MemoryContext cxt = AllocSetContextCreate(CurrentMemoryContext, "credit scorecard",
											  ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(cxt);
	ScoreModel *result = palloc0(sizeof(ScoreModel));

	result->pmml = pmml_load(row->pmml, strlen(row->pmml));
	result->model = pstrdup(row->model);
	result->version = pstrdup(row->version);
	result->generation = generation;
	result->references = 1;
	result->cxt = cxt;
	result->nbands = row->nbands;
	result->bands = palloc((row->nbands + 1) * sizeof(ScoreBand));
	if (row->nbands > 0)
		memcpy(result->bands, row->bands, row->nbands * sizeof(ScoreBand));
	MemoryContextSwitchTo(old);
	MemoryContextSetParent(cxt, CacheMemoryContext);
	return result;
}

/*
 * The model a name means on a date, valid until control returns to the
 * executor unless it is pinned.
 */
ScoreModel *
score_model_get(const char *name, DateADT as_of)
{
	ModelRows  *rows = table_cache_get(&model_cache);
	uint64		generation = table_cache_generation(&model_cache);
	ModelRow   *row = find_row(rows, name, as_of);
	ScoreModel **link = &built;
	ScoreModel *found = NULL;

	while (*link != NULL)
	{
		ScoreModel *model = *link;

		if (model->generation != generation)
		{
			*link = model->next;
			release(model);
			continue;
		}
		if (strcmp(model->model, row->model) == 0 && strcmp(model->version, row->version) == 0)
			found = model;
		link = &model->next;
	}
	if (found == NULL)
	{
		found = build(row, generation);
		found->next = built;
		built = found;
	}
	return found;
}

static void
unpin(void *arg)
{
	release(arg);
}

/* keeps a model for as long as a memory context lives */
void
score_model_pin(ScoreModel *model, MemoryContext cxt)
{
	MemoryContextCallback *callback = MemoryContextAlloc(cxt, sizeof(MemoryContextCallback));

	callback->func = unpin;
	callback->arg = model;
	MemoryContextRegisterResetCallback(cxt, callback);
	model->references++;
}

/* the grade of the highest band a score reaches; false when there is none */
bool
score_grade(const ScoreModel *model, double score, Grade *grade)
{
	for (int i = 0; i < model->nbands; i++)
		if (score >= model->bands[i].from_score)
		{
			*grade = model->bands[i].grade;
			return true;
		}
	return false;
}

/* ---- what a call site keeps ---- */

static ScoreMoment
this_moment(void)
{
	Snapshot	snapshot = GetActiveSnapshot();

	return (ScoreMoment) {snapshot->curcid, snapshot->xmin, snapshot->xmax, snapshot->xcnt};
}

static bool
same_moment(const ScoreMoment *a, const ScoreMoment *b)
{
	return a->command == b->command && a->xmin == b->xmin && a->xmax == b->xmax && a->running == b->running;
}

static bool
is_named(const ScoreCallSite *call, const text *name)
{
	return call->length == VARSIZE_ANY_EXHDR(name) && memcmp(call->name, VARDATA_ANY(name), call->length) == 0;
}

/*
 * What was kept for the name, NULL when there is nothing or the name means
 * another model by now. Within a statement it always means the same: a call
 * site of PL/pgSQL lives for a transaction, in which models may be replaced.
 */
void *
score_call_find(FmgrInfo *flinfo, const text *name)
{
	ScoreCallSite *call = flinfo->fn_extra;
	ScoreCallSite **link = (ScoreCallSite **) &flinfo->fn_extra;
	ScoreMoment now;

	while (call != NULL && !is_named(call, name))
	{
		link = &call->next;
		call = call->next;
	}
	if (call == NULL)
		return NULL;
	now = this_moment();
	if (!same_moment(&call->moment, &now))
	{
		if (score_model_get(call->name, credit_today()) != call->model)
		{
			*link = call->next;
			MemoryContextDelete(call->cxt);
			return NULL;
		}
		call->moment = now;
	}
	/* the one used last comes first */
	if (link != (ScoreCallSite **) &flinfo->fn_extra)
	{
		*link = call->next;
		call->next = flinfo->fn_extra;
		flinfo->fn_extra = call;
	}
	return call;
}

/* a new one of the size of the larger struct, to be kept when it is complete */
void *
score_call_create(FmgrInfo *flinfo, const text *name, Size size)
{
	MemoryContext cxt = AllocSetContextCreate(flinfo->fn_mcxt, "credit score", ALLOCSET_SMALL_SIZES);
	ScoreCallSite *call = MemoryContextAllocZero(cxt, size);
	MemoryContext old = MemoryContextSwitchTo(cxt);

	call->cxt = cxt;
	call->name = text_to_cstring(name);
	call->length = strlen(call->name);
	call->moment = this_moment();
	call->model = score_model_get(call->name, credit_today());
	score_model_pin(call->model, cxt);
	MemoryContextSwitchTo(old);
	return call;
}

void
score_call_keep(FmgrInfo *flinfo, void *call)
{
	((ScoreCallSite *) call)->next = flinfo->fn_extra;
	flinfo->fn_extra = call;
}
