/*
 * follow.c
 *	  Lists follow the records: looks at the rows of a statement that entered
 *	  or changed records and calls the SQL of list/candidate.sql for those that
 *	  concern a list. Owns the copy of the criteria in the backend; calls the
 *	  record room for the columns of a record.
 *
 * A load must not notice lists: whether anything concerns them is told by the
 * items and severities that came, and candidates of many rows are left to
 * credit.maintain_candidates(), by their batch. Of few rows each is asked whether it
 * may make a candidate (criterion.c) before SQL has a look at its subject.
 */
#include "list/follow.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "executor/executor.h"
#include "executor/spi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/tuplestore.h"

PG_FUNCTION_INFO_V1(credit_lists_follow_records);

/* first number of the advisory locks on subjects (registry/maintenance.sql) */
#define CANDIDATE_LOCK 7314

static Datum
loaded(uint64 row, int column, bool *isnull)
{
	return SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column, isnull);
}

static char *
loaded_text(MemoryContext cxt, uint64 row, int column)
{
	char	   *text = SPI_getvalue(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column);

	return text ? MemoryContextStrdup(cxt, text) : NULL;
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

	rows = table_cache_query("SELECT c.item, c.min_severity, c.max_severity, c.list, k.sector, c.count, c.\"window\","
							 " c.across_departments, coalesce(lower(c.valid), '-infinity'), coalesce(upper(c.valid), 'infinity')"
							 " FROM credit.list_criterion c JOIN credit.list_kind k ON k.list = c.list");
	rules->criteria = MemoryContextAllocZero(cxt, (rows + 1) * sizeof(Criterion));
	rules->ncriteria = rows;
	for (uint64 i = 0; i < rows; i++)
	{
		Criterion  *criterion = &rules->criteria[i];
		Datum		value;

		criterion->item = loaded_text(cxt, i, 1);
		value = loaded(i, 2, &isnull);
		criterion->min_severity = severity_position(rules, isnull, value);
		value = loaded(i, 3, &isnull);
		criterion->max_severity = isnull ? rules->nseverities : severity_position(rules, false, value);
		criterion->list = loaded_text(cxt, i, 4);
		criterion->sector = loaded_text(cxt, i, 5);
		criterion->count = DatumGetInt32(loaded(i, 6, &isnull));
		value = loaded(i, 7, &isnull);
		criterion->has_window = !isnull;
		if (!isnull)
			criterion->window = *DatumGetIntervalP(value);
		criterion->across_departments = DatumGetBool(loaded(i, 8, &isnull));
		criterion->valid_from = DatumGetDateADT(loaded(i, 9, &isnull));
		criterion->valid_until = DatumGetDateADT(loaded(i, 10, &isnull));
		criterion->since = criterion->since_of = DATEVAL_NOBEGIN;
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
	Numbers		changed_subjects;	/* candidates may have lost a record */
	Numbers		later;			/* subjects that another session may be at */
} Concerned;

static bool
is_listed_item(const ListRules *rules, const char *item)
{
	for (int i = 0; i < rules->nitems; i++)
	{
		if (strcmp(rules->items[i], item) == 0)
			return true;
	}
	return false;
}

static bool
counts(const ListRules *rules, const char *item, int severity)
{
	for (int i = 0; i < rules->ncriteria; i++)
	{
		if (criterion_counts(&rules->criteria[i], item, severity))
			return true;
	}
	return false;
}

/* what the row before said, so that equal ones are compared once */
typedef struct RowMemo
{
	char		item[NAMEDATALEN * 2];
	int			length;			/* -1: none yet */
	int			severity;
	bool		listed;
	bool		counts;
} RowMemo;

static void
look_at_row(const ListRules *rules, const Datum *values, const bool *isnull, RowMemo *memo)
{
	text	   *item = DatumGetTextPP(values[REC_ITEM - 1]);
	int			length = VARSIZE_ANY_EXHDR(item);
	int			severity = severity_position(rules, isnull[REC_SEVERITY - 1], values[REC_SEVERITY - 1]);

	if (memo->length == length && memo->severity == severity && memcmp(memo->item, VARDATA_ANY(item), length) == 0)
		return;
	if (length >= (int) sizeof(memo->item))
		elog(ERROR, "name of a catalogue item is too long");
	memcpy(memo->item, VARDATA_ANY(item), length);
	memo->item[length] = '\0';
	memo->length = length;
	memo->severity = severity;
	memo->listed = is_listed_item(rules, memo->item);
	memo->counts = counts(rules, memo->item, severity);
}

/* which subjects of rows that criteria count are gathered */
typedef enum Gathering
{
	GATHER_NONE,
	GATHER_LIKELY,				/* where the row may make a candidate */
	GATHER_ALL
} Gathering;

static void
look_at_rows(const ListRules *rules, TriggerData *trigger, Tuplestorestate *rows, bool update, bool old,
			 Gathering gather, Concerned *concerned)
{
	RowReader	reader;
	RowMemo		memo = {.length = -1};

	credit_read_rows(&reader, trigger, rows);
	while (credit_next_row(&reader, REC_STATUS))
	{
		Datum	   *values = reader.slot->tts_values;
		Datum		subject = values[REC_SUBJECT_ID - 1];
		Oid			status = DatumGetObjectId(values[REC_STATUS - 1]);
		bool		stands = status == rules->valid || status == rules->disputed;

		look_at_row(rules, values, reader.slot->tts_isnull, &memo);
		if (old && status == rules->repaired)
			add_number(&concerned->revived, values[REC_RECORD_ID - 1], false);
		if (update && !old &&
			(status == rules->repaired || status == rules->revoked || status == rules->withdrawn))
		{
			add_number(&concerned->ended, values[REC_RECORD_ID - 1], false);
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
		if (memo.listed && !old && stands)
		{
			add_number(&concerned->listed, values[REC_RECORD_ID - 1], false);
			add_number(&concerned->listed_subjects, subject, true);
		}
		if (memo.counts && !old && stands && gather != GATHER_NONE &&
			(gather == GATHER_ALL || record_may_make_candidate(rules, memo.item, memo.severity, values)))
			add_number(&concerned->subjects, subject, true);
		if (memo.counts && old)
			add_number(&concerned->changed_subjects, subject, true);
		/* a candidate made by hand or by a procedure rests on any record */
		if (update && !old)
			add_number(&concerned->changed_subjects, subject, true);
	}
	credit_end_rows(&reader);
}

/*
 * Two sessions that each enter one of the faults it takes would both find too
 * few. Whoever enters one that counts with others therefore takes the subject's
 * lock; who comes second does not wait, lest two transactions that enter for
 * the same subjects in different order stop each other, but leaves the subject
 * to credit.maintain_candidates(), which passes over it until the locks are
 * gone. The same where the snapshot is older than the lock, or the rows are too
 * many to lock their subjects one by one.
 */
static void
hold_subjects(const ListRules *rules, TriggerData *trigger, bool lock, Numbers *later)
{
	bool		old_snapshot = IsolationUsesXactSnapshot();
	RowReader	reader;

	credit_read_rows(&reader, trigger, trigger->tg_newtable);
	while (credit_next_row(&reader, REC_STATUS))
	{
		Datum		subject = reader.slot->tts_values[REC_SUBJECT_ID - 1];
		int			severity = severity_position(rules, reader.slot->tts_isnull[REC_SEVERITY - 1],
												 reader.slot->tts_values[REC_SEVERITY - 1]);
		char	   *item = TextDatumGetCString(reader.slot->tts_values[REC_ITEM - 1]);

		for (int i = 0; i < rules->ncriteria; i++)
		{
			if (rules->criteria[i].count <= 1 || !criterion_counts(&rules->criteria[i], item, severity))
				continue;
			if (!lock || !DatumGetBool(DirectFunctionCall2(pg_try_advisory_xact_lock_int4, Int32GetDatum(CANDIDATE_LOCK),
														   DirectFunctionCall1(hashint8, subject))) || old_snapshot)
				add_number(later, subject, true);
			break;
		}
		pfree(item);
	}
	credit_end_rows(&reader);
}

static void
call(const char *sql, int nargs, Oid *types, Datum *args)
{
	int			rc = SPI_execute_with_args(sql, nargs, types, args, NULL, false, 0);

	if (rc < 0)
		elog(ERROR, "could not follow the records: %s", SPI_result_code_string(rc));
}

/* whether new rows may make candidates, or are entries by themselves */
static void
look_at_groups(const ListRules *rules, const NewRows *rows, bool *counted, bool *listed)
{
	for (int i = 0; i < rows->ngroups; i++)
	{
		const NewGroup *group = &rows->groups[i];
		const char *item = rows->items[group->item];

		if (group->status != rules->valid && group->status != rules->disputed)
			continue;
		*counted |= counts(rules, item, severity_position(rules, !OidIsValid(group->severity),
														  ObjectIdGetDatum(group->severity)));
		*listed |= is_listed_item(rules, item);
	}
}

/*
 * credit.lists_follow_records(): AFTER INSERT and AFTER UPDATE FOR EACH
 * STATEMENT on credit.record_store, with transition tables.
 */
Datum
credit_lists_follow_records(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = credit_statement_trigger(fcinfo, "lists_follow_records");
	bool		update = TRIGGER_FIRED_BY_UPDATE(trigger->tg_event);
	const ListRules *rules;
	const NewRows *rows;
	Concerned	concerned = {0};
	Oid			types[2] = {INT8ARRAYOID, INT8ARRAYOID};
	Datum		args[2];
	bool		counted = false;
	bool		listed = false;
	Gathering		gather = GATHER_NONE;
	CreditAsOwner saved;

	if (credit_restoring)
		return PointerGetDatum(NULL);
	rules = table_cache_get(&rules_cache);
	rows = credit_new_rows(trigger);
	look_at_groups(rules, rows, &counted, &listed);
	if (counted && !update && credit_is_load(rows))
	{
		credit_note_batches("lists", rows);
		counted = false;
	}
	if (counted)
		gather = credit_is_load(rows) ? GATHER_ALL : GATHER_LIKELY;
	if (!counted && !listed && !update)
		return PointerGetDatum(NULL);

	if (counted)
		hold_subjects(rules, trigger, gather == GATHER_LIKELY, &concerned.later);
	/* the rows are there from the next command on */
	CommandCounterIncrement();
	PushActiveSnapshot(GetTransactionSnapshot());
	if (update)
		look_at_rows(rules, trigger, trigger->tg_oldtable, true, true, GATHER_NONE, &concerned);
	look_at_rows(rules, trigger, trigger->tg_newtable, update, false, gather, &concerned);
	PopActiveSnapshot();
	if (concerned.subjects.count + concerned.listed.count + concerned.ended.count +
		concerned.revived.count + concerned.changed_subjects.count + concerned.later.count == 0)
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
		args[1] = number_array(&concerned.later);
		/* who else is at them may be writing the same candidate */
		call(gather == GATHER_LIKELY && concerned.later.count > 0 ?
			 "SELECT credit.find_candidates(ARRAY(SELECT pg_catalog.unnest($1) EXCEPT SELECT pg_catalog.unnest($2)))" :
			 "SELECT credit.find_candidates($1)", 2, types, args);
	}
	if (concerned.later.count > 0)
	{
		args[0] = number_array(&concerned.later);
		call("INSERT INTO credit.candidate_due (subject_id) SELECT DISTINCT pg_catalog.unnest($1)", 1, types, args);
	}
	SPI_finish();
	credit_as_owner_end(&saved);
	return PointerGetDatum(NULL);
}
