/*
 * answer.c
 *	  credit.check_subjects(): what a check says of many subjects, and its row in
 *	  the log for each. Whatever can be is read for all together, in the order
 *	  of the subjects; what is alike in many answers is made once. Owns no
 *	  table. list/check.sql says the same of one subject; test check_many holds
 *	  both against each other, column by column.
 */
#include "list/check.h"

#include "catalog/pg_type.h"
#include "code/uscc.h"
#include "commands/sequence.h"
#include "evaluation/bulk_write.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "registry/registry.h"
#include "tcop/utility.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/fmgrprotos.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(credit_check_subjects);

/* columns of credit.subject_check and of credit.query_log */
enum
{
	OUT_QUERY_ID, OUT_CODE, OUT_SUBJECT_ID, OUT_NAME, OUT_KIND, OUT_ON_DATE, OUT_PURPOSE, OUT_VERDICT, OUT_REASONS,
	OUT_GRADE, OUT_GRADES, OUT_LISTS, OUT_BANS, OUT_MEASURES, OUT_OPEN, OUT_OVERDUE, OUT_BROKEN,
	OUT_CONDITIONAL, OUT_CONDITIONAL_MISSING, OUT_GREEN, OUT_GREEN_MISSING, OUT_COLUMNS
};
enum
{
	LOG_QUERY_ID, LOG_AT, LOG_ON_DATE, LOG_ASKED_BY, LOG_DEPT_ID, LOG_SUBJECT_ID, LOG_CODE, LOG_PURPOSE, LOG_MATTER,
	LOG_VERDICT, LOG_COLUMNS
};

/* what is the same for every code of the call */
typedef struct Terms
{
	Datum		purpose;
	Datum		matter;
	bool		no_matter;
	Datum		asked_by;
	Datum		dept;
	bool		no_dept;
	CommitmentQuestion question;
} Terms;

/* facts with what is said of them */
typedef struct Verdict
{
	CheckFacts	facts;
	Datum		said[SAID_WORDS];
	bool		conditional;
	bool		green;
} Verdict;

/* kind and grade, the key, with the measures that follow */
typedef struct GradeMeasures
{
	Oid			kind;
	uint32		grade;
	Datum		measures;
} GradeMeasures;

/* a place of the array */
typedef struct Asked
{
	int64		id;
	int			place;
	int			number;			/* of the id among those sorted, each once; -1: none */
} Asked;

/* what is told at a place */
typedef struct Answer
{
	int64		query_id;
	int			number;
} Answer;

typedef struct Check
{
	Terms		terms;
	int			count;			/* places */
	Datum	   *codes;			/* as they are shown */
	bool	   *no_code;
	CreditSubject *found;		/* by place */
	Asked	   *asked;
	int			nids;
	int64	   *ids;
	CreditSubject **subjects;	/* by number, as the rest */
	SubjectGrades *grades;
	CommitmentCounts *counts;
	ListedSubject **listed;
	Verdict   **verdicts;
	Datum	   *measures;
	Verdict    *unknown;
	HTAB	   *said;
	HTAB	   *by_grade;
	Oid			kind_type;
	Oid			grade_type;
	Datum		none;			/* an empty jsonb array */
	MemoryContext cxt;
} Check;

/* ---- what is asked, and by whom ---- */

static void
read_terms(Check *check, Datum purpose, bool no_purpose, Datum day, bool no_day)
{
	Terms	   *terms = &check->terms;
	Oid			types[2] = {TEXTOID, DATEOID};
	Datum		args[2] = {purpose, day};
	char		nulls[2] = {no_purpose ? 'n' : ' ', no_day ? 'n' : ' '};
	HeapTuple	row;
	TupleDesc	desc;
	bool		isnull;
	MemoryContext old;

	if (SPI_execute_with_args("SELECT t.* FROM credit.check_terms($1, $2) t", 2, types, args, nulls, true, 1) != SPI_OK_SELECT ||
		SPI_processed != 1)
		elog(ERROR, "could not read the terms of a check");
	row = SPI_tuptable->vals[0];
	desc = SPI_tuptable->tupdesc;
	old = MemoryContextSwitchTo(check->cxt);
	terms->purpose = purpose;
	terms->question.day = DatumGetDateADT(SPI_getbinval(row, desc, 1, &isnull));
	terms->question.since = DatumGetDateADT(SPI_getbinval(row, desc, 2, &isnull));
	terms->question.has_since = !isnull;
	terms->dept = SPI_getbinval(row, desc, 3, &terms->no_dept);
	terms->asked_by = datumCopy(SPI_getbinval(row, desc, 4, &isnull), false, -1);
	terms->question.broken = TextDatumGetCString(SPI_getbinval(row, desc, 5, &isnull));
	terms->question.running = TextDatumGetCString(SPI_getbinval(row, desc, 6, &isnull));
	MemoryContextSwitchTo(old);
	SPI_freetuptable(SPI_tuptable);
}

/* numbers of persons, which are masked from here on; else the code is unknown */
static void
find_persons(Check *check, SubjectLookup *lookup)
{
	Datum	   *codes = palloc_extended((check->count + 1) * sizeof(Datum), MCXT_ALLOC_HUGE);
	int		   *places = palloc_extended((check->count + 1) * sizeof(int), MCXT_ALLOC_HUGE);
	int			n = 0;
	Oid			type = TEXTARRAYOID;
	Datum		array;

	for (int i = 0; i < check->count; i++)
		if (check->found[i].subject_id == 0)
		{
			codes[n] = check->codes[i];
			places[n++] = i;
		}
	if (n > 0)
	{
		array = PointerGetDatum(construct_array(codes, n, TEXTOID, -1, false, TYPALIGN_INT));
		if (SPI_execute_with_args("SELECT u.nr, credit.mask_id(u.code), credit.subject_of_code(u.code)"
								  " FROM unnest($1) WITH ORDINALITY u (code, nr) WHERE credit.is_resident_id(u.code)",
								  1, &type, &array, NULL, true, 0) != SPI_OK_SELECT)
			elog(ERROR, "could not look for persons");
		for (uint64 i = 0; i < SPI_processed; i++)
		{
			HeapTuple	row = SPI_tuptable->vals[i];
			TupleDesc	desc = SPI_tuptable->tupdesc;
			bool		isnull;
			int			place = places[DatumGetInt64(SPI_getbinval(row, desc, 1, &isnull)) - 1];
			Datum		id = SPI_getbinval(row, desc, 3, &isnull);
			MemoryContext old = MemoryContextSwitchTo(check->cxt);

			if (!isnull && !credit_subject_find_id(lookup, DatumGetInt64(id), &check->found[place]))
				check->found[place].subject_id = 0;
			check->codes[place] = datumCopy(SPI_getbinval(row, desc, 2, &isnull), false, -1);
			MemoryContextSwitchTo(old);
		}
		SPI_freetuptable(SPI_tuptable);
	}
}

static int
compare_asked(const void *a, const void *b)
{
	const Asked *x = a;
	const Asked *y = b;

	return x->id < y->id ? -1 : x->id > y->id ? 1 : x->place - y->place;
}

/* the places in the order of their subjects, those without one at the end */
static void
sort_places(Check *check)
{
	int			n = 0,
				last = check->count;

	check->asked = palloc_extended((check->count + 1) * sizeof(Asked), MCXT_ALLOC_HUGE);
	check->ids = palloc_extended((check->count + 1) * sizeof(int64), MCXT_ALLOC_HUGE);
	check->subjects = palloc_extended((check->count + 1) * sizeof(CreditSubject *), MCXT_ALLOC_HUGE);
	for (int i = check->count - 1; i >= 0; i--)
		if (check->found[i].subject_id == 0)
			check->asked[--last] = (Asked) {0, i, -1};
	for (int i = 0; i < check->count; i++)
		if (check->found[i].subject_id != 0)
			check->asked[n++] = (Asked) {check->found[i].subject_id, i, -1};
	qsort(check->asked, n, sizeof(Asked), compare_asked);
	for (int i = 0; i < n; i++)
	{
		Asked	   *asked = &check->asked[i];

		if (i == 0 || asked->id != asked[-1].id)
		{
			check->ids[check->nids] = asked->id;
			check->subjects[check->nids++] = &check->found[asked->place];
		}
		asked->number = check->nids - 1;
	}
}

/* entries and bans, with the measures that follow */
static void
read_listed(Check *check)
{
	ListedQuestion question = {
		.ids = check->ids,
		.nids = check->nids,
		.kinds = palloc_extended((check->nids + 1) * sizeof(Oid), MCXT_ALLOC_HUGE),
		.kind_type = check->kind_type,
		.grades = check->grades,
		.grade_type = check->grade_type,
		.purpose = check->terms.purpose,
		.day = check->terms.question.day,
		.none = check->none,
		.cxt = check->cxt,
	};

	for (int i = 0; i < check->nids; i++)
		question.kinds[i] = check->subjects[i]->kind;
	check->listed = credit_read_listed(&question);
	pfree(question.kinds);
}

/* ---- what is said ---- */

static Verdict *
judge(Check *check, const CheckFacts *facts)
{
	bool		there;
	Verdict    *verdict = hash_search(check->said, facts, HASH_ENTER, &there);

	if (!there)
	{
		MemoryContext old = MemoryContextSwitchTo(check->cxt);

		credit_judge_facts(facts, verdict->said);
		verdict->conditional = ARR_NDIM(DatumGetArrayTypeP(verdict->said[SAID_CONDITIONAL_MISSING])) == 0;
		verdict->green = ARR_NDIM(DatumGetArrayTypeP(verdict->said[SAID_GREEN_MISSING])) == 0;
		MemoryContextSwitchTo(old);
	}
	return verdict;
}

static Datum
measures_of_grade(Check *check, Oid kind, Grade grade)
{
	GradeMeasures key = {kind, grade};
	bool		there;
	GradeMeasures *entry = hash_search(check->by_grade, &key, HASH_ENTER, &there);

	if (!there)
	{
		MemoryContext old = MemoryContextSwitchTo(check->cxt);

		entry->measures = JsonbPGetDatum(credit_measures_of_grade(kind, check->kind_type, grade, check->grade_type,
																  DatumGetTextPP(check->terms.purpose),
																  check->terms.question.day));
		MemoryContextSwitchTo(old);
	}
	return entry->measures;
}

static void
judge_all(Check *check)
{
	HASHCTL		said = {.keysize = sizeof(CheckFacts), .entrysize = sizeof(Verdict), .hcxt = check->cxt};
	HASHCTL		by_grade = {.keysize = offsetof(GradeMeasures, measures), .entrysize = sizeof(GradeMeasures), .hcxt = check->cxt};
	CheckFacts	facts;

	check->said = hash_create("credit verdicts", 64, &said, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	check->by_grade = hash_create("credit measures of grades", 64, &by_grade, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	check->verdicts = palloc_extended((check->nids + 1) * sizeof(Verdict *), MCXT_ALLOC_HUGE);
	check->measures = palloc_extended((check->nids + 1) * sizeof(Datum), MCXT_ALLOC_HUGE);
	memset(&facts, 0, sizeof(facts));
	check->unknown = judge(check, &facts);
	for (int i = 0; i < check->nids; i++)
	{
		const SubjectGrades *grades = &check->grades[i];
		const ListedSubject *listed = check->listed[i];

		memset(&facts, 0, sizeof(facts));
		facts.known = true;
		facts.has_grade = grades->has_grade;
		facts.grade = grades->has_grade ? grades->grade : 0;
		if (listed != NULL)
		{
			facts.serious = listed->serious;
			facts.focus = listed->focus;
			facts.honest = listed->honest;
			facts.bans = listed->bans;
		}
		facts.overdue = check->counts[i].overdue;
		facts.broken = check->counts[i].broken;
		check->verdicts[i] = judge(check, &facts);
		check->measures[i] = listed != NULL && listed->on_list ? listed->measures :
			grades->has_grade ? measures_of_grade(check, check->subjects[i]->kind, grades->grade) : check->none;
	}
}

/* ---- the log, in the order of the subjects, so that it finds its pages ---- */

static Answer *
write_log(Check *check)
{
	Terms	   *terms = &check->terms;
	Answer	   *answers = palloc_extended((check->count + 1) * sizeof(Answer), MCXT_ALLOC_HUGE);
	Oid			numbers = credit_relation_oid("query_log_query_id_seq");
	BulkWriter *log = bulk_write_begin("query_log", LOG_AT + 1);
	Datum		values[LOG_COLUMNS];
	bool		nulls[LOG_COLUMNS] = {false};

	if (bulk_write_desc(log)->natts != LOG_COLUMNS)
		elog(ERROR, "\"query_log\" does not have the columns expected");
	values[LOG_AT] = TimestampTzGetDatum(GetCurrentTimestamp());
	values[LOG_ON_DATE] = DateADTGetDatum(terms->question.day);
	values[LOG_ASKED_BY] = terms->asked_by;
	values[LOG_DEPT_ID] = terms->dept;
	nulls[LOG_DEPT_ID] = terms->no_dept;
	values[LOG_PURPOSE] = terms->purpose;
	values[LOG_MATTER] = terms->matter;
	nulls[LOG_MATTER] = terms->no_matter;
	for (int i = 0; i < check->count; i++)
	{
		const Asked *asked = &check->asked[i];
		const Verdict *verdict = asked->number < 0 ? check->unknown : check->verdicts[asked->number];
		Answer	   *answer = &answers[asked->place];

		answer->query_id = nextval_internal(numbers, false);
		answer->number = asked->number;
		values[LOG_QUERY_ID] = Int64GetDatum(answer->query_id);
		values[LOG_SUBJECT_ID] = Int64GetDatum(asked->id);
		nulls[LOG_SUBJECT_ID] = asked->number < 0;
		values[LOG_CODE] = check->codes[asked->place];
		values[LOG_VERDICT] = verdict->said[SAID_VERDICT];
		bulk_write_row(log, values, nulls);
	}
	bulk_write_end(log);
	CommandCounterIncrement();
	return answers;
}

/* ---- the rows, in the order of the codes ---- */

static void
write_answers(Check *check, const Answer *answers, Oid person, ReturnSetInfo *result)
{
	MemoryContext one = AllocSetContextCreate(CurrentMemoryContext, "credit answer", ALLOCSET_SMALL_SIZES);

	for (int i = 0; i < check->count; i++)
	{
		int			number = answers[i].number;
		const Verdict *verdict = number < 0 ? check->unknown : check->verdicts[number];
		Datum		values[OUT_COLUMNS];
		bool		nulls[OUT_COLUMNS] = {false};

		CHECK_FOR_INTERRUPTS();
		values[OUT_QUERY_ID] = Int64GetDatum(answers[i].query_id);
		values[OUT_CODE] = check->codes[i];
		values[OUT_ON_DATE] = DateADTGetDatum(check->terms.question.day);
		values[OUT_PURPOSE] = check->terms.purpose;
		values[OUT_VERDICT] = verdict->said[SAID_VERDICT];
		values[OUT_REASONS] = verdict->said[SAID_REASONS];
		values[OUT_CONDITIONAL] = BoolGetDatum(verdict->conditional);
		values[OUT_CONDITIONAL_MISSING] = verdict->said[SAID_CONDITIONAL_MISSING];
		values[OUT_GREEN] = BoolGetDatum(verdict->green);
		values[OUT_GREEN_MISSING] = verdict->said[SAID_GREEN_MISSING];
		if (number < 0)
		{
			values[OUT_GRADES] = values[OUT_LISTS] = values[OUT_BANS] = values[OUT_MEASURES] = check->none;
			nulls[OUT_SUBJECT_ID] = nulls[OUT_NAME] = nulls[OUT_KIND] = nulls[OUT_GRADE] = true;
			nulls[OUT_OPEN] = nulls[OUT_OVERDUE] = nulls[OUT_BROKEN] = true;
		}
		else
		{
			const CreditSubject *subject = check->subjects[number];
			const SubjectGrades *grades = &check->grades[number];
			const CommitmentCounts *counts = &check->counts[number];
			const ListedSubject *listed = check->listed[number];

			values[OUT_SUBJECT_ID] = Int64GetDatum(subject->subject_id);
			values[OUT_NAME] = PointerGetDatum(subject->name);
			nulls[OUT_NAME] = subject->name == NULL;
			if (subject->kind == person && subject->name != NULL)
			{
				MemoryContext old = MemoryContextSwitchTo(one);

				values[OUT_NAME] = DirectFunctionCall1(credit_mask_name, values[OUT_NAME]);
				MemoryContextSwitchTo(old);
			}
			values[OUT_KIND] = ObjectIdGetDatum(subject->kind);
			values[OUT_GRADE] = GradeGetDatum(grades->grade);
			nulls[OUT_GRADE] = !grades->has_grade;
			values[OUT_GRADES] = JsonbPGetDatum(grades->grades);
			values[OUT_LISTS] = listed ? listed->lists : check->none;
			values[OUT_BANS] = listed ? listed->bans_json : check->none;
			values[OUT_MEASURES] = check->measures[number];
			values[OUT_OPEN] = Int32GetDatum(counts->open);
			values[OUT_OVERDUE] = Int32GetDatum(counts->overdue);
			values[OUT_BROKEN] = Int32GetDatum(counts->broken);
		}
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
		MemoryContextReset(one);
	}
	MemoryContextDelete(one);
}

static void
need_codes(const Check *check)
{
	for (int i = 0; i < check->count; i++)
		if (check->no_code[i])
			ereport(ERROR,
					(errcode(ERRCODE_CREDIT_ROW_REFUSED),
					 errmsg("a check needs a code"),
					 errdetail("Number %d of the codes is null.", i + 1)));
}

/*
 * credit.check_subjects(codes text[], purpose text, matter text, on_date date)
 * → rows of credit.subject_check in the order of the codes. CR002 for a purpose
 * that is not one or a code that is null, CR006 for a role that acts for no
 * department, 25006 where nothing can be written.
 */
Datum
credit_check_subjects(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	Check		check = {.cxt = CurrentMemoryContext};
	SubjectLookup lookup;
	Answer	   *answers;
	Oid			person;

	InitMaterializedSRF(fcinfo, 0);
	if (result->setDesc->natts != OUT_COLUMNS)
		elog(ERROR, "type credit.subject_check does not have the columns expected");
	credit_refuse_standby("check a subject, which is entered in the log");
	PreventCommandIfReadOnly("credit.check_subjects()");
	check.kind_type = TupleDescAttr(result->setDesc, OUT_KIND)->atttypid;
	check.grade_type = TupleDescAttr(result->setDesc, OUT_GRADE)->atttypid;
	check.none = DirectFunctionCall1(jsonb_in, CStringGetDatum("[]"));
	check.terms.no_matter = PG_ARGISNULL(2);
	if (!check.terms.no_matter)
		check.terms.matter = PointerGetDatum(PG_GETARG_TEXT_PP(2));
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	read_terms(&check, PG_ARGISNULL(1) ? (Datum) 0 : PointerGetDatum(PG_GETARG_TEXT_PP(1)), PG_ARGISNULL(1),
			   PG_GETARG_DATUM(3), PG_ARGISNULL(3));
	if (!PG_ARGISNULL(0))
	{
		deconstruct_array(PG_GETARG_ARRAYTYPE_P(0), TEXTOID, -1, false, TYPALIGN_INT, &check.codes, &check.no_code, &check.count);
		need_codes(&check);
		check.found = palloc_extended((check.count + 1) * sizeof(CreditSubject), MCXT_ALLOC_HUGE);
		credit_subject_lookup_begin(&lookup, GetActiveSnapshot());
		credit_subject_lookup_names(&lookup);
		credit_subjects_find(&lookup, check.codes, check.no_code, check.count, check.found);
		find_persons(&check, &lookup);
		credit_subject_lookup_end(&lookup);
		sort_places(&check);
		check.grades = credit_read_grades(check.ids, check.nids, check.terms.question.day);
		check.counts = credit_count_commitments(check.ids, check.nids, &check.terms.question);
		read_listed(&check);
		judge_all(&check);
		answers = write_log(&check);
		person = credit_label_oid(check.kind_type, "person");
		write_answers(&check, answers, person, result);
	}
	SPI_finish();
	return (Datum) 0;
}
