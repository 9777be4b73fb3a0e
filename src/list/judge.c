/*
 * judge.c
 *	  What a check says of a subject: verdict, conditional acceptance, green
 *	  channel, each with what stands in the way. One place for one subject and
 *	  for a hundred thousand. Owns the copy of credit.eligibility_rule.
 */
#include "list/check.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/fmgrprotos.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(credit_judge);
PG_FUNCTION_INFO_V1(credit_known_purpose);
PG_FUNCTION_INFO_V1(credit_broken_since);

typedef struct Eligibility
{
	bool		known;			/* there is a rule */
	bool		has_grade;
	Grade		min_grade;
	bool		needs_merit;
	int32		max_broken;
	int32		max_overdue;
} Eligibility;

typedef struct EligibilityRules
{
	Eligibility conditional;
	Eligibility green;
	int			nwindows;		/* how far back broken commitments count */
	Interval   *windows;
	int			npurposes;
	char	  **purposes;
} EligibilityRules;

static void *
load_rules(MemoryContext cxt)
{
	EligibilityRules *rules = palloc0(sizeof(EligibilityRules));
	uint64		rows = table_cache_query("SELECT e.eligibility, e.min_grade, e.needs_merit, e.max_broken, e.max_overdue, e.broken_window"
										 " FROM credit.eligibility_rule e");

	rules->nwindows = rows;
	rules->windows = MemoryContextAlloc(cxt, (rows + 1) * sizeof(Interval));
	for (uint64 i = 0; i < rows; i++)
	{
		HeapTuple	tuple = SPI_tuptable->vals[i];
		TupleDesc	desc = SPI_tuptable->tupdesc;
		bool		isnull;
		Datum		grade;
		char	   *name = SPI_getvalue(tuple, desc, 1);
		Eligibility *rule = strcmp(name, "green_channel") == 0 ? &rules->green : &rules->conditional;

		rule->known = true;
		grade = SPI_getbinval(tuple, desc, 2, &isnull);
		rule->has_grade = !isnull;
		rule->min_grade = isnull ? 0 : DatumGetGrade(grade);
		rule->needs_merit = DatumGetBool(SPI_getbinval(tuple, desc, 3, &isnull));
		rule->max_broken = DatumGetInt32(SPI_getbinval(tuple, desc, 4, &isnull));
		rule->max_overdue = DatumGetInt32(SPI_getbinval(tuple, desc, 5, &isnull));
		rules->windows[i] = *DatumGetIntervalP(SPI_getbinval(tuple, desc, 6, &isnull));
	}

	rows = table_cache_query("SELECT c.code FROM credit.code_list c WHERE c.list = 'decision_purpose'");
	rules->npurposes = rows;
	rules->purposes = MemoryContextAlloc(cxt, (rows + 1) * sizeof(char *));
	for (uint64 i = 0; i < rows; i++)
		rules->purposes[i] = MemoryContextStrdup(cxt, SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1));
	return rules;
}

static const char *const rule_tables[] = {"eligibility_rule", "code_list"};

static TableCache rules_cache = {
	.name = "credit eligibility",
	.tables = rule_tables,
	.ntables = lengthof(rule_tables),
	.load = load_rules,
};

#define MAX_WORDS 12

static Datum
words_array(Datum *words, int count)
{
	return PointerGetDatum(count == 0 ? construct_empty_array(TEXTOID) :
						   construct_array(words, count, TEXTOID, -1, false, TYPALIGN_INT));
}

static bool
grade_reached(const CheckFacts *facts, const Eligibility *rule)
{
	return facts->has_grade && (!rule->has_grade ||
								(grade_scale(facts->grade) == grade_scale(rule->min_grade) &&
								 facts->grade >= rule->min_grade));
}

/* what is missing for an eligibility, as words; none: eligible */
static int
missing_for(const CheckFacts *facts, const Eligibility *rule, Datum *words)
{
	int			n = 0;

	if (!rule->known)
		words[n++] = CStringGetTextDatum("rule");
	if (!facts->known)
		words[n++] = CStringGetTextDatum("unknown_subject");
	if (facts->bans > 0)
		words[n++] = CStringGetTextDatum("banned");
	if (facts->serious > 0)
		words[n++] = CStringGetTextDatum("serious_list");
	if (facts->focus > 0 && rule->needs_merit)
		words[n++] = CStringGetTextDatum("focus_list");
	if (rule->needs_merit && facts->honest == 0 && !grade_reached(facts, rule))
		words[n++] = CStringGetTextDatum("no_honest_list_and_no_grade");
	else if (!rule->needs_merit && facts->has_grade && !grade_reached(facts, rule))
		words[n++] = CStringGetTextDatum("grade");
	if (facts->broken > rule->max_broken)
		words[n++] = CStringGetTextDatum("commitments_broken");
	if (facts->overdue > rule->max_overdue)
		words[n++] = CStringGetTextDatum("commitments_overdue");
	return n;
}

static int32
count_arg(FunctionCallInfo fcinfo, int n)
{
	return PG_ARGISNULL(n) ? 0 : PG_GETARG_INT32(n);
}

/* the four answers, in the current memory context */
void
credit_judge_facts(const CheckFacts *facts, Datum *said)
{
	const EligibilityRules *rules = table_cache_get(&rules_cache);
	Datum		words[MAX_WORDS];
	int			n = 0;

	if (!facts->known)
		words[n++] = CStringGetTextDatum("unknown_subject");
	if (facts->bans > 0)
		words[n++] = CStringGetTextDatum("banned");
	if (facts->serious > 0)
		words[n++] = CStringGetTextDatum("serious_list");
	if (facts->focus > 0)
		words[n++] = CStringGetTextDatum("focus_list");
	if (facts->has_grade && grade_rank(facts->grade) == 1)
		words[n++] = CStringGetTextDatum("grade");
	if (facts->broken > 0)
		words[n++] = CStringGetTextDatum("commitments_broken");
	if (facts->overdue > 0)
		words[n++] = CStringGetTextDatum("commitments_overdue");
	said[SAID_VERDICT] = CStringGetTextDatum(!facts->known ? "unknown" : facts->bans > 0 ? "banned" :
											 facts->serious > 0 ? "restricted" : n > 0 ? "attention" : "clear");
	said[SAID_REASONS] = words_array(words, n);
	said[SAID_CONDITIONAL_MISSING] = words_array(words, missing_for(facts, &rules->conditional, words));
	said[SAID_GREEN_MISSING] = words_array(words, missing_for(facts, &rules->green, words));
}

/*
 * credit.judge(known, grade, serious, focus, honest, bans, overdue, broken) →
 * (verdict, reasons, conditional_missing, green_missing). Counts may be null
 * for none, the grade for not graded.
 */
Datum
credit_judge(PG_FUNCTION_ARGS)
{
	CheckFacts	facts;
	TupleDesc	desc = (TupleDesc) fcinfo->flinfo->fn_extra;
	Datum		values[SAID_WORDS];
	bool		nulls[SAID_WORDS] = {false};

	if (desc == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

		if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
			elog(ERROR, "credit.judge() returns a row");
		desc = BlessTupleDesc(CreateTupleDescCopy(desc));
		fcinfo->flinfo->fn_extra = desc;
		MemoryContextSwitchTo(old);
	}
	facts.known = !PG_ARGISNULL(0) && PG_GETARG_BOOL(0);
	facts.has_grade = !PG_ARGISNULL(1);
	facts.grade = facts.has_grade ? PG_GETARG_GRADE(1) : 0;
	facts.serious = count_arg(fcinfo, 2);
	facts.focus = count_arg(fcinfo, 3);
	facts.honest = count_arg(fcinfo, 4);
	facts.bans = count_arg(fcinfo, 5);
	facts.overdue = count_arg(fcinfo, 6);
	facts.broken = count_arg(fcinfo, 7);
	credit_judge_facts(&facts, values);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(desc, values, nulls)));
}

/* credit.known_purpose(text) → bool: is it in code list decision_purpose */
Datum
credit_known_purpose(PG_FUNCTION_ARGS)
{
	const EligibilityRules *rules = table_cache_get(&rules_cache);
	text	   *purpose = PG_GETARG_TEXT_PP(0);
	int			length = VARSIZE_ANY_EXHDR(purpose);

	for (int i = 0; i < rules->npurposes; i++)
	{
		if ((int) strlen(rules->purposes[i]) == length && memcmp(rules->purposes[i], VARDATA_ANY(purpose), length) == 0)
			PG_RETURN_BOOL(true);
	}
	PG_RETURN_BOOL(false);
}

/* credit.broken_since(day) → date: the day less the longest window; null without a rule */
Datum
credit_broken_since(PG_FUNCTION_ARGS)
{
	const EligibilityRules *rules = table_cache_get(&rules_cache);
	DateADT		earliest = DATEVAL_NOEND;

	for (int i = 0; i < rules->nwindows; i++)
	{
		Datum		since = DirectFunctionCall2(date_mi_interval, PG_GETARG_DATUM(0), IntervalPGetDatum(&rules->windows[i]));

		earliest = Min(earliest, DatumGetDateADT(DirectFunctionCall1(timestamp_date, since)));
	}
	if (rules->nwindows == 0)
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(earliest);
}
