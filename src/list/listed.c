/*
 * listed.c
 *	  What a check of many subjects says of entries, bans and the measures that
 *	  follow. Few subjects have any: an index tells which, queries
 *	  (list/check_many.sql) are made for those alone, and their rows become JSON
 *	  here, which costs a fifth of jsonb_agg(jsonb_build_object(…)).
 */
#include "list/check.h"

#include "access/table.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/fmgrprotos.h"
#include "utils/json.h"
#include "utils/lsyscache.h"
#include "utils/numeric.h"

/* entries of others passed over in an index before it is descended anew */
#define STEPS_BEFORE_JUMP 500

/* ---- which subjects ---- */

static void
visit_listed(int subject, IndexScanDesc scan, void *arg)
{
	((bool *) arg)[subject] = true;
}

static void
look_for(const ListedQuestion *question, const char *table, const char *index, bool *there)
{
	Relation	relation = table_open(credit_relation_oid(table), AccessShareLock);
	Relation	by_subject = index_open(credit_relation_oid(index), AccessShareLock);

	credit_walk_subjects(relation, by_subject, question->ids, question->nids, STEPS_BEFORE_JUMP, visit_listed, there);
	index_close(by_subject, NoLock);
	table_close(relation, NoLock);
}

/* those marked: their places in ids into numbers, themselves into ids */
static int
take_marked(const ListedQuestion *question, const bool *there, int *numbers, Datum *ids)
{
	int			n = 0;

	for (int i = 0; i < question->nids; i++)
		if (there[i])
		{
			numbers[n] = i;
			ids[n++] = Int64GetDatum(question->ids[i]);
		}
	return n;
}

static Datum
id_array(Datum *ids, int n)
{
	return PointerGetDatum(construct_array(ids, n, INT8OID, sizeof(int64), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}

/* ---- rows as JSON ---- */

/* one value as jsonb_build_object() writes it */
static void
value_of(JsonbValue *to, Datum value, bool isnull, Oid type)
{
	if (isnull)
	{
		to->type = jbvNull;
		return;
	}
	switch (type)
	{
		case TEXTOID:
			to->type = jbvString;
			to->val.string.val = VARDATA_ANY(DatumGetTextPP(value));
			to->val.string.len = VARSIZE_ANY_EXHDR(DatumGetTextPP(value));
			break;
		case DATEOID:
			to->type = jbvString;
			to->val.string.val = JsonEncodeDateTime(palloc(MAXDATELEN + 1), value, DATEOID, NULL);
			to->val.string.len = strlen(to->val.string.val);
			break;
		case INT4OID:
			to->type = jbvNumeric;
			to->val.numeric = int64_to_numeric(DatumGetInt32(value));
			break;
		case INT8OID:
			to->type = jbvNumeric;
			to->val.numeric = int64_to_numeric(DatumGetInt64(value));
			break;
		case BOOLOID:
			to->type = jbvBool;
			to->val.boolean = DatumGetBool(value);
			break;
		default:
			elog(ERROR, "type %u is not expected here", type);
	}
}

/*
 * Rows from the given one on that have the same first column, as an array of
 * objects: members are the other columns by their names. *next is the first
 * row after them.
 */
static Datum
rows_json(const SPITupleTable *rows, uint64 count, uint64 from, uint64 *next, MemoryContext cxt)
{
	TupleDesc	desc = rows->tupdesc;
	JsonbParseState *state = NULL;
	JsonbValue *array;
	bool		isnull;
	int64		nr = DatumGetInt64(SPI_getbinval(rows->vals[from], desc, 1, &isnull));
	MemoryContext old;
	Datum		json;

	pushJsonbValue(&state, WJB_BEGIN_ARRAY, NULL);
	for (*next = from; *next < count; (*next)++)
	{
		HeapTuple	row = rows->vals[*next];

		if (DatumGetInt64(SPI_getbinval(row, desc, 1, &isnull)) != nr)
			break;
		pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
		for (int i = 1; i < desc->natts; i++)
		{
			Form_pg_attribute column = TupleDescAttr(desc, i);
			JsonbValue	key = {.type = jbvString};
			JsonbValue	member;
			Datum		value = SPI_getbinval(row, desc, i + 1, &isnull);

			key.val.string.val = NameStr(column->attname);
			key.val.string.len = strlen(key.val.string.val);
			value_of(&member, value, isnull, column->atttypid);
			pushJsonbValue(&state, WJB_KEY, &key);
			pushJsonbValue(&state, WJB_VALUE, &member);
		}
		pushJsonbValue(&state, WJB_END_OBJECT, NULL);
	}
	array = pushJsonbValue(&state, WJB_END_ARRAY, NULL);
	old = MemoryContextSwitchTo(cxt);
	json = JsonbPGetDatum(JsonbValueToJsonb(array));
	MemoryContextSwitchTo(old);
	return json;
}

/* ---- all together ---- */

static ListedSubject *
listed_subject(const ListedQuestion *question, ListedSubject **listed, int number)
{
	if (listed[number] == NULL)
	{
		listed[number] = MemoryContextAllocZero(question->cxt, sizeof(ListedSubject));
		listed[number]->lists = listed[number]->bans_json = listed[number]->measures = question->none;
	}
	return listed[number];
}

static uint64
query(const char *sql, int nargs, Oid *types, Datum *args)
{
	if (SPI_execute_with_args(sql, nargs, types, args, NULL, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read lists: %s", sql);
	return SPI_processed;
}

/* the place a row belongs to */
static int
place_of(uint64 row, const int *numbers)
{
	bool		isnull;

	return numbers[DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, 1, &isnull)) - 1];
}

static bool
has_class(HeapTuple row, int column, const char *class)
{
	bool		isnull;

	return credit_text_is(SPI_getbinval(row, SPI_tuptable->tupdesc, column, &isnull), class);
}

static void
read_entries(const ListedQuestion *question, ListedSubject **listed, const int *numbers, Datum ids)
{
	Oid			types[2] = {INT8ARRAYOID, DATEOID};
	Datum		args[2] = {ids, DateADTGetDatum(question->day)};
	uint64		count = query("SELECT e.nr, e.entry_id, e.list, e.name_zh, e.class, e.dept_id, e.doc_no, e.valid_from AS \"from\","
						  " e.valid_until AS until, e.marked_for FROM credit.check_entries($1, $2) e", 2, types, args);
	int			class = SPI_fnumber(SPI_tuptable->tupdesc, "class");
	uint64		next;

	for (uint64 i = 0; i < count; i = next)
	{
		ListedSubject *one = listed_subject(question, listed, place_of(i, numbers));

		one->on_list = true;
		one->lists = rows_json(SPI_tuptable, count, i, &next, question->cxt);
		for (uint64 k = i; k < next; k++)
		{
			one->serious += has_class(SPI_tuptable->vals[k], class, "serious");
			one->focus += has_class(SPI_tuptable->vals[k], class, "focus");
			one->honest += has_class(SPI_tuptable->vals[k], class, "honest");
		}
	}
	SPI_freetuptable(SPI_tuptable);
}

static void
read_bans(const ListedQuestion *question, ListedSubject **listed, const int *numbers, Datum ids)
{
	Oid			types[2] = {INT8ARRAYOID, DATEOID};
	Datum		args[2] = {ids, DateADTGetDatum(question->day)};
	uint64		count = query("SELECT b.nr, b.ban_id, b.field, b.industry_code, b.dept_id, b.doc_no, b.valid_from AS \"from\","
						  " b.valid_until AS until, b.for_ever FROM credit.check_bans($1, $2) b", 2, types, args);
	uint64		next;

	for (uint64 i = 0; i < count; i = next)
	{
		ListedSubject *one = listed_subject(question, listed, place_of(i, numbers));

		one->bans_json = rows_json(SPI_tuptable, count, i, &next, question->cxt);
		one->bans = next - i;
	}
	SPI_freetuptable(SPI_tuptable);
}

/* of those on a list */
static void
read_measures(const ListedQuestion *question, ListedSubject **listed, bool *there, int *numbers, Datum *ids)
{
	Oid			types[6] = {INT8ARRAYOID, get_array_type(question->kind_type), get_array_type(question->grade_type),
	INT4ARRAYOID, TEXTOID, DATEOID};
	Datum		args[6];
	Datum	   *kinds,
			   *grades,
			   *serious;
	bool	   *nulls;
	uint64		count,
				next;
	int			n,
				lower = 1;

	for (int i = 0; i < question->nids; i++)
		there[i] = listed[i] != NULL && listed[i]->on_list;
	n = take_marked(question, there, numbers, ids);
	if (n == 0)
		return;
	kinds = palloc_extended(n * sizeof(Datum), MCXT_ALLOC_HUGE);
	grades = palloc_extended(n * sizeof(Datum), MCXT_ALLOC_HUGE);
	serious = palloc_extended(n * sizeof(Datum), MCXT_ALLOC_HUGE);
	nulls = palloc_extended(n, MCXT_ALLOC_HUGE);
	for (int i = 0; i < n; i++)
	{
		const SubjectGrades *grade = &question->grades[numbers[i]];

		kinds[i] = ObjectIdGetDatum(question->kinds[numbers[i]]);
		grades[i] = GradeGetDatum(grade->grade);
		nulls[i] = !grade->has_grade;
		serious[i] = Int32GetDatum(listed[numbers[i]]->serious);
	}
	args[0] = id_array(ids, n);
	args[1] = PointerGetDatum(construct_array(kinds, n, question->kind_type, sizeof(Oid), true, TYPALIGN_INT));
	args[2] = PointerGetDatum(construct_md_array(grades, nulls, 1, &n, &lower, question->grade_type, 1, true, TYPALIGN_CHAR));
	args[3] = PointerGetDatum(construct_array(serious, n, INT4OID, sizeof(int32), true, TYPALIGN_INT));
	args[4] = question->purpose;
	args[5] = DateADTGetDatum(question->day);
	count = query("SELECT m.* FROM credit.check_measures($1, $2, $3, $4, $5, $6) m", 6, types, args);
	for (uint64 i = 0; i < count; i = next)
	{
		ListedSubject *one = listed_subject(question, listed, place_of(i, numbers));

		one->measures = rows_json(SPI_tuptable, count, i, &next, question->cxt);
	}
	SPI_freetuptable(SPI_tuptable);
}

/*
 * By the number in ids; NULL for most. SPI is connected. Reads past row-level
 * security: the caller decides what to show.
 */
ListedSubject **
credit_read_listed(const ListedQuestion *question)
{
	ListedSubject **listed = palloc_extended((question->nids + 1) * sizeof(ListedSubject *), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	bool	   *there = palloc_extended(question->nids + 1, MCXT_ALLOC_HUGE);
	int		   *numbers = palloc_extended((question->nids + 1) * sizeof(int), MCXT_ALLOC_HUGE);
	Datum	   *ids = palloc_extended((question->nids + 1) * sizeof(Datum), MCXT_ALLOC_HUGE);
	int			n;

	memset(there, 0, question->nids + 1);
	look_for(question, "industry_ban", "industry_ban_pkey", there);
	n = take_marked(question, there, numbers, ids);
	if (n > 0)
		read_bans(question, listed, numbers, id_array(ids, n));
	memset(there, 0, question->nids + 1);
	look_for(question, "list_entry", "list_entry_pkey", there);
	n = take_marked(question, there, numbers, ids);
	if (n > 0)
	{
		read_entries(question, listed, numbers, id_array(ids, n));
		read_measures(question, listed, there, numbers, ids);
	}
	return listed;
}
