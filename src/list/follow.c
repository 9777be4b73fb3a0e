/*
 * follow.c
 *	  Lists follow the records: looks at the rows of a statement that entered
 *	  or changed records and calls the SQL of list/candidate.sql for those that
 *	  concern a list. Owns the copy of the criteria in the backend; calls the
 *	  record room for the columns of a record.
 *
 * A load of a million rows must not notice lists that do not concern it, so a
 * row costs no more than comparing its item with the one before and, for items
 * with criteria, its severity.
 */
#include "credit.h"

#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/executor.h"
#include "executor/spi.h"
#include "record/record.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/tuplestore.h"

PG_FUNCTION_INFO_V1(credit_lists_follow_records);

typedef struct Criterion
{
	char	   *item;			/* NULL: every item */
	int			item_length;
	int			min_severity;	/* position in the enumeration, 0 any */
	int			max_severity;	/* position, severities + 1 any */
} Criterion;

typedef struct ListRules
{
	int			ncriteria;
	Criterion  *criteria;
	int			nitems;			/* items decided elsewhere */
	char	  **items;
	int			nseverities;
	Oid		   *severities;		/* in order */
	Oid			valid;
	Oid			disputed;
	Oid			repaired;
	Oid			revoked;
	Oid			withdrawn;
} ListRules;

static int
severity_position(const ListRules *rules, bool isnull, Datum value)
{
	if (!isnull)
	{
		for (int i = 0; i < rules->nseverities; i++)
		{
			if (rules->severities[i] == DatumGetObjectId(value))
				return i + 1;
		}
	}
	return 0;
}

static Datum
loaded(uint64 row, int column, bool *isnull)
{
	return SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column, isnull);
}

static void *
load_rules(MemoryContext cxt)
{
	ListRules  *rules = palloc0(sizeof(ListRules));
	uint64		rows;
	bool		isnull;

	rows = table_cache_query("SELECT s FROM pg_catalog.unnest(pg_catalog.enum_range(NULL::credit.severity)) WITH ORDINALITY u (s, n) ORDER BY n");
	rules->severities = MemoryContextAlloc(cxt, (rows + 1) * sizeof(Oid));
	rules->nseverities = rows;
	for (uint64 i = 0; i < rows; i++)
		rules->severities[i] = DatumGetObjectId(loaded(i, 1, &isnull));

	table_cache_query("SELECT 'valid'::credit.record_status, 'disputed'::credit.record_status,"
					  " 'repaired'::credit.record_status, 'revoked'::credit.record_status, 'withdrawn'::credit.record_status");
	rules->valid = DatumGetObjectId(loaded(0, 1, &isnull));
	rules->disputed = DatumGetObjectId(loaded(0, 2, &isnull));
	rules->repaired = DatumGetObjectId(loaded(0, 3, &isnull));
	rules->revoked = DatumGetObjectId(loaded(0, 4, &isnull));
	rules->withdrawn = DatumGetObjectId(loaded(0, 5, &isnull));

	rows = table_cache_query("SELECT c.item, c.min_severity, c.max_severity FROM credit.list_criterion c");
	rules->criteria = MemoryContextAlloc(cxt, (rows + 1) * sizeof(Criterion));
	rules->ncriteria = rows;
	for (uint64 i = 0; i < rows; i++)
	{
		char	   *item = SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1);
		Datum		severity;

		rules->criteria[i].item = item ? MemoryContextStrdup(cxt, item) : NULL;
		rules->criteria[i].item_length = item ? strlen(item) : 0;
		severity = loaded(i, 2, &isnull);
		rules->criteria[i].min_severity = severity_position(rules, isnull, severity);
		severity = loaded(i, 3, &isnull);
		rules->criteria[i].max_severity = isnull ? rules->nseverities : severity_position(rules, false, severity);
	}

	rows = table_cache_query("SELECT k.record_item FROM credit.list_kind k WHERE k.record_item IS NOT NULL");
	rules->items = MemoryContextAlloc(cxt, (rows + 1) * sizeof(char *));
	rules->nitems = rows;
	for (uint64 i = 0; i < rows; i++)
		rules->items[i] = MemoryContextStrdup(cxt, SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1));
	return rules;
}

static const char *const rule_tables[] = {"list_criterion", "list_kind"};

static TableCache rules_cache = {
	.name = "credit list rules",
	.tables = rule_tables,
	.ntables = lengthof(rule_tables),
	.load = load_rules,
};

/* a growing array of numbers; equal neighbours count once */
typedef struct Numbers
{
	int			count;
	int			room;
	Datum	   *values;
} Numbers;

static void
add_number(Numbers *numbers, Datum value, bool distinct)
{
	if (distinct && numbers->count > 0 &&
		DatumGetInt64(numbers->values[numbers->count - 1]) == DatumGetInt64(value))
		return;
	if (numbers->count == numbers->room)
	{
		numbers->room = Max(16, numbers->room * 2);
		numbers->values = numbers->values == NULL ? palloc(numbers->room * sizeof(Datum)) :
			repalloc_huge(numbers->values, numbers->room * sizeof(Datum));
	}
	/* int8 may be passed by reference, into the slot */
	numbers->values[numbers->count++] = Int64GetDatum(DatumGetInt64(value));
}

static Datum
number_array(const Numbers *numbers)
{
	return PointerGetDatum(construct_array(numbers->values, numbers->count, INT8OID,
										   sizeof(int64), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}

/* what a statement did that concerns lists */
typedef struct Concerned
{
	Numbers		subjects;		/* with a record that a criterion counts */
	Numbers		listed;			/* records decided elsewhere */
	Numbers		listed_subjects;
	Numbers		ended;			/* records that no longer count */
	Numbers		statuses;		/* text, of the same */
	Numbers		revived;		/* records that had been repaired */
	bool		recheck;		/* candidates may have lost a record */
	Numbers		changed_subjects;
} Concerned;

/* what the item of the row before said, so that rows of one item compare once */
typedef struct ItemMemo
{
	char		name[NAMEDATALEN * 2];
	int			length;			/* -1: none yet */
	bool		listed;
	int			ncriteria;
	int			min_severity;	/* least and greatest that any criterion counts */
	int			max_severity;
} ItemMemo;

static void
remember_item(const ListRules *rules, ItemMemo *memo, const char *name, int length)
{
	memo->length = length <= (int) sizeof(memo->name) ? length : -1;
	if (memo->length >= 0)
		memcpy(memo->name, name, length);
	memo->listed = false;
	for (int i = 0; i < rules->nitems; i++)
		memo->listed |= ((int) strlen(rules->items[i]) == length && memcmp(rules->items[i], name, length) == 0);
	memo->ncriteria = 0;
	memo->min_severity = rules->nseverities + 1;
	memo->max_severity = -1;
	for (int i = 0; i < rules->ncriteria; i++)
	{
		const Criterion *criterion = &rules->criteria[i];

		if (criterion->item == NULL ||
			(criterion->item_length == length && memcmp(criterion->item, name, length) == 0))
		{
			memo->ncriteria++;
			memo->min_severity = Min(memo->min_severity, criterion->min_severity);
			memo->max_severity = Max(memo->max_severity, criterion->max_severity);
		}
	}
}

static void
look_at_rows(const ListRules *rules, TriggerData *trigger, Tuplestorestate *rows, bool update, bool old,
			 Concerned *concerned)
{
	TupleTableSlot *slot = MakeSingleTupleTableSlot(RelationGetDescr(trigger->tg_relation),
													&TTSOpsMinimalTuple);
	int			pointer = tuplestore_alloc_read_pointer(rows, EXEC_FLAG_REWIND);
	ItemMemo	memo = {.length = -1};

	tuplestore_select_read_pointer(rows, pointer);
	tuplestore_rescan(rows);
	while (tuplestore_gettupleslot(rows, true, false, slot))
	{
		bool		isnull;
		text	   *item;
		int			length;
		Datum		subject;
		Oid			status;
		int			severity;

		slot_getsomeattrs(slot, REC_STATUS);
		item = DatumGetTextPP(slot->tts_values[REC_ITEM - 1]);
		length = VARSIZE_ANY_EXHDR(item);
		if (memo.length != length || memcmp(memo.name, VARDATA_ANY(item), length) != 0)
			remember_item(rules, &memo, VARDATA_ANY(item), length);
		subject = slot->tts_values[REC_SUBJECT_ID - 1];
		status = DatumGetObjectId(slot->tts_values[REC_STATUS - 1]);
		isnull = slot->tts_isnull[REC_SEVERITY - 1];
		severity = severity_position(rules, isnull, slot->tts_values[REC_SEVERITY - 1]);

		if (old && status == rules->repaired)
			add_number(&concerned->revived, slot->tts_values[REC_RECORD_ID - 1], false);
		if (update && !old &&
			(status == rules->repaired || status == rules->revoked || status == rules->withdrawn))
		{
			add_number(&concerned->ended, slot->tts_values[REC_RECORD_ID - 1], false);
			if (concerned->statuses.count == concerned->statuses.room)
			{
				concerned->statuses.room = Max(16, concerned->statuses.room * 2);
				concerned->statuses.values = concerned->statuses.values == NULL ?
					palloc(concerned->statuses.room * sizeof(Datum)) :
					repalloc_huge(concerned->statuses.values, concerned->statuses.room * sizeof(Datum));
			}
			concerned->statuses.values[concerned->statuses.count++] =
				CStringGetTextDatum(status == rules->repaired ? "repaired" :
									status == rules->revoked ? "revoked" : "withdrawn");
		}
		if (memo.listed && !old && (status == rules->valid || status == rules->disputed))
		{
			add_number(&concerned->listed, slot->tts_values[REC_RECORD_ID - 1], false);
			add_number(&concerned->listed_subjects, subject, true);
		}
		if (memo.ncriteria > 0 && severity >= memo.min_severity && severity <= memo.max_severity)
		{
			if (old)
				add_number(&concerned->changed_subjects, subject, true);
			else if (status == rules->valid || status == rules->disputed)
				add_number(&concerned->subjects, subject, true);
		}
		/* a candidate made by hand or by a procedure rests on any record */
		if (update && !old && concerned->recheck)
			add_number(&concerned->changed_subjects, subject, true);
	}
	ExecDropSingleTupleTableSlot(slot);
}

static void
call(const char *sql, int nargs, Oid *types, Datum *args)
{
	int			rc = SPI_execute_with_args(sql, nargs, types, args, NULL, false, 0);

	if (rc != SPI_OK_SELECT)
		elog(ERROR, "could not follow the records: %s", SPI_result_code_string(rc));
}

/*
 * credit.lists_follow_records(): AFTER INSERT and AFTER UPDATE FOR EACH
 * STATEMENT on credit.record_store, with transition tables.
 */
Datum
credit_lists_follow_records(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	const ListRules *rules;
	Concerned	concerned = {0};
	Oid			types[2] = {INT8ARRAYOID, INT8ARRAYOID};
	Datum		args[2];
	CreditAsOwner saved;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_FOR_STATEMENT(trigger->tg_event) ||
		trigger->tg_newtable == NULL)
		elog(ERROR, "credit.lists_follow_records() is a statement trigger with transition tables");
	if (credit_restoring)
		return PointerGetDatum(NULL);
	rules = table_cache_get(&rules_cache);
	if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
	{
		concerned.recheck = true;
		look_at_rows(rules, trigger, trigger->tg_oldtable, true, true, &concerned);
		look_at_rows(rules, trigger, trigger->tg_newtable, true, false, &concerned);
	}
	else
		look_at_rows(rules, trigger, trigger->tg_newtable, false, false, &concerned);
	if (concerned.subjects.count + concerned.listed.count + concerned.ended.count +
		concerned.revived.count + concerned.changed_subjects.count == 0)
		return PointerGetDatum(NULL);

	credit_as_owner_begin(&saved);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (concerned.ended.count > 0)
	{
		Oid			ended_types[2] = {INT8ARRAYOID, TEXTARRAYOID};

		args[0] = number_array(&concerned.ended);
		args[1] = PointerGetDatum(construct_array(concerned.statuses.values, concerned.statuses.count,
												  TEXTOID, -1, false, TYPALIGN_INT));
		call("SELECT credit.end_with_records($1, $2)", 2, ended_types, args);
	}
	if (concerned.revived.count > 0)
	{
		args[0] = number_array(&concerned.revived);
		call("SELECT credit.revive_entries($1)", 1, types, args);
	}
	if (concerned.listed.count > 0)
	{
		args[0] = number_array(&concerned.listed);
		args[1] = number_array(&concerned.listed_subjects);
		call("SELECT credit.follow_decided_elsewhere($1, $2)", 2, types, args);
	}
	if (concerned.changed_subjects.count > 0)
	{
		args[0] = number_array(&concerned.changed_subjects);
		call("SELECT credit.recheck_candidates($1)", 1, types, args);
	}
	if (concerned.subjects.count > 0)
	{
		args[0] = number_array(&concerned.subjects);
		call("SELECT credit.find_candidates($1)", 1, types, args);
	}
	SPI_finish();
	credit_as_owner_end(&saved);
	return PointerGetDatum(NULL);
}
