/*
 * evaluate_changed.c
 *	  Evaluates subjects and stores the results that differ from the latest
 *	  ones: an entry evaluates its subject in its own transaction, so what this
 *	  takes beyond reading the records is paid with each of them.
 *
 * Results are written as rows of their own; see evaluation_pack.c for those of
 * a first run over everybody.
 */
#include "append_row.h"
#include "evaluation/evaluate_run.h"
#include "evaluation/scorecard.h"
#include "grade/grade.h"

#include "access/genam.h"
#include "access/itup.h"
#include "access/relscan.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

PG_FUNCTION_INFO_V1(credit_evaluate_changed);

typedef struct Keeper
{
	EvaluationRow *row;
	const char *model;
	Relation	packs;
	Relation	index;			/* of the primary key */
	IndexScanDesc scan;
	Snapshot	snapshot;
	TupleTableSlot *slot;
	Oid			grade;
	int64		changed;
	ArrayBuildState *worse;		/* subjects whose grade fell */
	MemoryContext cxt;
} Keeper;

/* columns of the primary key of credit.evaluation_pack */
enum
{
	KEY_BUCKET = 1, KEY_AS_OF, KEY_RUN, KEY_MEMBERS, KEY_MODEL
};

static void
keeper_begin(Keeper *keeper, Evaluator *evaluator, const char *model, const char *version)
{
	keeper->cxt = CurrentMemoryContext;
	keeper->model = model;
	keeper->row = evaluation_row_create(evaluator, model, version);
	keeper->packs = table_open(credit_relation_oid("evaluation_pack"), RowExclusiveLock);
	list_free(RelationGetIndexList(keeper->packs));
	if (!OidIsValid(keeper->packs->rd_pkindex))
		elog(ERROR, "credit.evaluation_pack has no primary key");
	keeper->index = index_open(keeper->packs->rd_pkindex, AccessShareLock);
	/*
	 * A snapshot older than the lock on the subject does not show a result that
	 * somebody else has stored meanwhile, and two would stand for one day.
	 */
	keeper->snapshot = RegisterSnapshot(IsolationUsesXactSnapshot() ? GetLatestSnapshot() : GetActiveSnapshot());
	keeper->scan = credit_index_beginscan(keeper->packs, keeper->index, keeper->snapshot, 2);
	/* models and members of the bucket's rows are told apart without a look at these */
	keeper->scan->xs_want_itup = true;
	keeper->slot = table_slot_create(keeper->packs, NULL);
	keeper->grade = get_element_type(TupleDescAttr(RelationGetDescr(keeper->packs), PACK_GRADES)->atttypid);
}

static void
keeper_end(Keeper *keeper)
{
	index_endscan(keeper->scan);
	index_close(keeper->index, NoLock);
	UnregisterSnapshot(keeper->snapshot);
	ExecDropSingleTupleTableSlot(keeper->slot);
	table_close(keeper->packs, NoLock);
}

/* ---- what was said before ---- */

/* is the index entry that of a row with the subject's result of the model */
static bool
is_of(const Keeper *keeper, int64 subject_id)
{
	IndexTuple	entry = keeper->scan->xs_itup;
	TupleDesc	desc = keeper->scan->xs_itupdesc;
	bool		isnull;

	return pack_place(DatumGetInt32(index_getattr(entry, KEY_MEMBERS, desc, &isnull)), subject_id) != 0 &&
		credit_text_is(index_getattr(entry, KEY_MODEL, desc, &isnull), keeper->model);
}

/* the latest row up to the day that tells of the subject, in keeper->slot */
static bool
find_latest(Keeper *keeper, int64 subject_id, DateADT as_of)
{
	MemoryContext old = MemoryContextSwitchTo(keeper->cxt);
	ScanKeyData keys[2];
	bool		found = false;

	ScanKeyInit(&keys[0], KEY_BUCKET, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(pack_bucket(subject_id)));
	ScanKeyInit(&keys[1], KEY_AS_OF, BTLessEqualStrategyNumber, F_DATE_LE, DateADTGetDatum(as_of));
	index_rescan(keeper->scan, keys, 2, NULL, 0);
	while (!found && index_getnext_tid(keeper->scan, BackwardScanDirection) != NULL)
		found = is_of(keeper, subject_id) && index_fetch_heap(keeper->scan, keeper->slot);
	MemoryContextSwitchTo(old);
	return found;
}

static bool
same_bytes(Datum a, Datum b)
{
	struct varlena *x = PG_DETOAST_DATUM_PACKED(a);
	struct varlena *y = PG_DETOAST_DATUM_PACKED(b);

	return VARSIZE_ANY_EXHDR(x) == VARSIZE_ANY_EXHDR(y) &&
		memcmp(VARDATA_ANY(x), VARDATA_ANY(y), VARSIZE_ANY_EXHDR(x)) == 0;
}

/* does the new result say anything else, or for another day */
static bool
differs(const Datum *now, const bool *now_null, const Datum *before, const bool *before_null)
{
	for (int i = ROW_VERSION; i <= ROW_PERSON; i++)
	{
		bool		same;

		if (now_null[i] || before_null[i])
			same = now_null[i] && before_null[i];
		else if (i == ROW_SCORE)
			same = DatumGetFloat8(now[i]) == DatumGetFloat8(before[i]);
		else if (i == ROW_AS_OF || i == ROW_GRADE || i == ROW_PERSON)
			same = now[i] == before[i];
		else
			same = same_bytes(now[i], before[i]);
		if (!same)
			return true;
	}
	return false;
}

/* ---- what is said now ---- */

static Datum
one_element(Datum value, bool isnull, Oid type, int16 length, char align)
{
	int			dims[1] = {1};
	int			lbs[1] = {1};

	return PointerGetDatum(construct_md_array(&value, &isnull, 1, dims, lbs, type, length, true, align));
}

static void
store(const Keeper *keeper, int64 subject_id, const Datum *row, const bool *isnull, bool replaces)
{
	Datum		values[PACK_COLUMNS];
	bool		nulls[PACK_COLUMNS] = {false};
	static const struct
	{
		int			to;
		int			from;
	}			same[] = {
		{PACK_MODEL, ROW_MODEL}, {PACK_VERSION, ROW_VERSION}, {PACK_AS_OF, ROW_AS_OF},
		{PACK_EVALUATED_AT, ROW_EVALUATED_AT}, {PACK_PERSON, ROW_PERSON}, {PACK_POINTS, ROW_POINTS},
		{PACK_DIMENSIONS, ROW_DIMENSIONS}, {PACK_REASON_CODES, ROW_REASONS}, {PACK_CAP_NAMES, ROW_CAPS}
	};

	for (int i = 0; i < lengthof(same); i++)
	{
		values[same[i].to] = row[same[i].from];
		nulls[same[i].to] = isnull[same[i].from];
	}
	values[PACK_BUCKET] = Int64GetDatum(pack_bucket(subject_id));
	values[PACK_RUN] = Int64GetDatum(credit_next_number("evaluation_run_seq"));
	values[PACK_MEMBERS] = Int32GetDatum(pack_member(subject_id));
	values[PACK_GRADES] = one_element(row[ROW_GRADE], isnull[ROW_GRADE], keeper->grade, sizeof(Grade), TYPALIGN_CHAR);
	values[PACK_SCORES] = one_element(row[ROW_SCORE], isnull[ROW_SCORE], FLOAT8OID, sizeof(float8), TYPALIGN_DOUBLE);
	values[PACK_REPLACES] = Int64GetDatum(subject_id);
	nulls[PACK_REPLACES] = !replaces;
	nulls[PACK_SHORT_SCORES] = nulls[PACK_SHORT_POINTS] = nulls[PACK_DIMENSION_OF] = true;
	nulls[PACK_REASONS] = nulls[PACK_CAPS] = true;
	credit_append_row("evaluation_pack", PACK_COLUMNS, values, nulls);
}

/* the callback of a run, whose argument is a Keeper */
static void
keep_changed(void *arg, Evaluator *evaluator)
{
	Keeper	   *keeper = arg;
	Datum	   *now;
	bool	   *now_null;
	Datum		before[ROW_COLUMNS];
	bool		before_null[ROW_COLUMNS];
	bool		known = find_latest(keeper, evaluator->subject_id, evaluator->as_of);

	evaluation_row_fill(keeper->row, evaluator, GetCurrentTimestamp(), &now, &now_null);
	if (known)
	{
		slot_getallattrs(keeper->slot);
		evaluation_unpack(keeper->slot->tts_values, keeper->slot->tts_isnull, evaluator->subject_id, before, before_null);
		if (!differs(now, now_null, before, before_null))
			return;
		if (!now_null[ROW_GRADE] && !before_null[ROW_GRADE] && !evaluator->is_person &&
			grade_scale(DatumGetGrade(now[ROW_GRADE])) == grade_scale(DatumGetGrade(before[ROW_GRADE])) &&
			grade_rank(DatumGetGrade(now[ROW_GRADE])) < grade_rank(DatumGetGrade(before[ROW_GRADE])))
			keeper->worse = accumArrayResult(keeper->worse, now[ROW_SUBJECT], false, INT8OID, keeper->cxt);
	}
	store(keeper, evaluator->subject_id, now, now_null, known && before[ROW_AS_OF] == now[ROW_AS_OF]);
	keeper->changed++;
}

/*
 * credit.evaluate_changed(model, version, as_of, subjects, for_persons) →
 * bigint[]: evaluates the subjects named, or all, and stores what has changed.
 * How many were evaluated, how many results are new, then the subjects whose
 * grade fell.
 */
Datum
credit_evaluate_changed(PG_FUNCTION_ARGS)
{
	Keeper		keeper = {0};
	ArrayBuildState *told;
	EvaluationRun *run;
	MemoryContext cxt = CurrentMemoryContext;
	TimestampTz begun = GetCurrentTimestamp();
	int64		done;

	SPI_connect();
	MemoryContextSwitchTo(cxt);
	run = evaluation_run_called(fcinfo, true);
	keeper_begin(&keeper, evaluation_run_evaluator(run), text_to_cstring(PG_GETARG_TEXT_PP(0)),
				 text_to_cstring(PG_GETARG_TEXT_PP(1)));
	done = evaluation_run(run, keep_changed, &keeper);
	keeper_end(&keeper);
	if (keeper.changed > 0)
		evaluation_note(fcinfo, true, begun);
	SPI_finish();
	told = accumArrayResult(NULL, Int64GetDatum(done), false, INT8OID, cxt);
	told = accumArrayResult(told, Int64GetDatum(keeper.changed), false, INT8OID, cxt);
	for (int i = 0; keeper.worse != NULL && i < keeper.worse->nelems; i++)
		told = accumArrayResult(told, keeper.worse->dvalues[i], false, INT8OID, cxt);
	PG_RETURN_DATUM(makeArrayResult(told, cxt));
}
