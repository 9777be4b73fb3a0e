/*
 * indicator_plan.c
 *	  Which indicators a model needs and where their values come from: tables
 *	  indicator and grade_cap through a cache, matched with the model's fields.
 */
#include "evaluation/indicator.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(credit_model_indicators);

typedef struct Rules
{
	int			nindicators;
	Indicator  *indicators;		/* by name */
	int			ncaps;
	GradeCap   *caps;
	int			npolarities;
	ItemPolarity *polarities;
	Oid			severities[3];
	Oid			statuses[2];
} Rules;

static void *load_rules(MemoryContext cxt);

static const char *const rule_tables[] = {"indicator", "grade_cap", "catalogue_item"};
static TableCache rule_cache = {
	.name = "credit indicators", .tables = rule_tables, .ntables = 3, .load = load_rules
};

static const char *const dimensions[] = {"identity", "behaviour", "innovation", "finance", "compliance", NULL};
static const char *const sources[] = {"record", "subject", "relation", "function", NULL};
static const char *const measures[] = {"count", "sum", "max", "recency", "distinct", "ratio", "exists", "value", NULL};
static const char *const ofs[] = {"", "amount", "late_days", "department", "item", NULL};
static const char *const operators[] = {"=", "<>", "<", "<=", ">", ">=", NULL};

static int
position_of(const char *const *names, const char *name)
{
	for (int i = 0; names[i] != NULL; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return 0;
}

/* the column as text, in the memory context current at load */
static char *
column(HeapTuple tuple, int i)
{
	return SPI_getvalue(tuple, SPI_tuptable->tupdesc, i);
}

static const char *
kept(MemoryContext cxt, HeapTuple tuple, int i)
{
	char	   *value = column(tuple, i);

	return value == NULL ? NULL : MemoryContextStrdup(cxt, value);
}

static void
load_indicator(MemoryContext cxt, HeapTuple tuple, Indicator *to)
{
	bool		isnull;
	Datum		datum;

	to->name = kept(cxt, tuple, 1);
	to->dimension = position_of(dimensions, column(tuple, 2));
	to->source = position_of(sources, column(tuple, 3));
	to->measure = position_of(measures, column(tuple, 4));
	to->attribute = kept(cxt, tuple, 5);
	to->of = to->source == SOURCE_RECORD && to->attribute != NULL ? position_of(ofs, to->attribute) : OF_NOTHING;
	datum = SPI_getbinval(tuple, SPI_tuptable->tupdesc, 6, &isnull);
	if (!isnull)
	{
		Datum	   *items;

		deconstruct_array(DatumGetArrayTypeP(datum), TEXTOID, -1, false, TYPALIGN_INT,
						  &items, NULL, &to->nitems);
		to->items = MemoryContextAlloc(cxt, (to->nitems + 1) * sizeof(char *));
		for (int i = 0; i < to->nitems; i++)
			to->items[i] = MemoryContextStrdup(cxt, TextDatumGetCString(items[i]));
	}
	to->polarity = kept(cxt, tuple, 7);
	datum = SPI_getbinval(tuple, SPI_tuptable->tupdesc, 8, &isnull);
	to->min_severity = isnull ? 0 : DatumGetInt32(datum);
	datum = SPI_getbinval(tuple, SPI_tuptable->tupdesc, 9, &isnull);
	to->min_late_days = isnull ? -1 : DatumGetInt32(datum);
	datum = SPI_getbinval(tuple, SPI_tuptable->tupdesc, 10, &isnull);
	if (!isnull)
	{
		Interval   *window = DatumGetIntervalP(datum);

		to->window_months = window->month;
		to->window_days = window->day;
	}
	datum = SPI_getbinval(tuple, SPI_tuptable->tupdesc, 11, &isnull);
	to->half_life_days = isnull ? 0 : DatumGetFloat8(datum);
	to->use_expired = DatumGetBool(SPI_getbinval(tuple, SPI_tuptable->tupdesc, 12, &isnull));
}

static void
run(const char *query)
{
	if (SPI_execute(query, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "reading indicators failed");
}

static void *
load_rules(MemoryContext cxt)
{
	Rules	   *rules = MemoryContextAllocZero(cxt, sizeof(Rules));

	run("SELECT indicator, dimension, source, measure, attribute, items::text[], polarity, "
		"CASE min_severity WHEN 'minor' THEN 1 WHEN 'general' THEN 2 WHEN 'serious' THEN 3 END, "
		"min_late_days, \"window\", extract(epoch FROM half_life)::float8 / 86400, use_expired "
		"FROM credit.indicator ORDER BY indicator COLLATE \"C\"");
	rules->nindicators = (int) SPI_processed;
	rules->indicators = MemoryContextAllocZero(cxt, (rules->nindicators + 1) * sizeof(Indicator));
	for (int i = 0; i < rules->nindicators; i++)
		load_indicator(cxt, SPI_tuptable->vals[i], &rules->indicators[i]);

	run("SELECT cap, model, version, indicator, operator, threshold, grade FROM credit.grade_cap "
		"ORDER BY cap COLLATE \"C\"");
	rules->ncaps = (int) SPI_processed;
	rules->caps = MemoryContextAllocZero(cxt, (rules->ncaps + 1) * sizeof(GradeCap));
	for (int i = 0; i < rules->ncaps; i++)
	{
		HeapTuple	tuple = SPI_tuptable->vals[i];
		GradeCap   *cap = &rules->caps[i];

		cap->name = kept(cxt, tuple, 1);
		cap->model = kept(cxt, tuple, 2);
		cap->version = kept(cxt, tuple, 3);
		cap->indicator = kept(cxt, tuple, 4);
		cap->op = position_of(operators, column(tuple, 5));
		cap->threshold = DatumGetFloat8(SPI_getbinval(tuple, SPI_tuptable->tupdesc, 6, &cap->no_grade));
		cap->grade = DatumGetGrade(SPI_getbinval(tuple, SPI_tuptable->tupdesc, 7, &cap->no_grade));
	}

	run("SELECT DISTINCT ON (item) item, polarity FROM credit.catalogue_item ORDER BY item, edition DESC");
	rules->npolarities = (int) SPI_processed;
	rules->polarities = MemoryContextAllocZero(cxt, (rules->npolarities + 1) * sizeof(ItemPolarity));
	for (int i = 0; i < rules->npolarities; i++)
	{
		rules->polarities[i].item = kept(cxt, SPI_tuptable->vals[i], 1);
		rules->polarities[i].polarity = kept(cxt, SPI_tuptable->vals[i], 2);
	}

	run("SELECT e.oid FROM pg_enum e WHERE e.enumtypid = 'credit.severity'::regtype ORDER BY e.enumsortorder");
	for (int i = 0; i < 3 && i < (int) SPI_processed; i++)
		rules->severities[i] = DatumGetObjectId(SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1, &(bool) {0}));
	run("SELECT e.oid FROM pg_enum e WHERE e.enumtypid = 'credit.record_status'::regtype "
		"AND e.enumlabel IN ('valid', 'disputed')");
	for (int i = 0; i < 2 && i < (int) SPI_processed; i++)
		rules->statuses[i] = DatumGetObjectId(SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1, &(bool) {0}));
	return rules;
}

static const char *
copy_string(const char *string)
{
	return string == NULL ? NULL : pstrdup(string);
}

static void
copy_indicator(Indicator *to, const Indicator *from)
{
	*to = *from;
	to->name = pstrdup(from->name);
	to->attribute = copy_string(from->attribute);
	to->polarity = copy_string(from->polarity);
	to->items = palloc((from->nitems + 1) * sizeof(char *));
	for (int i = 0; i < from->nitems; i++)
		to->items[i] = pstrdup(from->items[i]);
}

static const Indicator *
find_indicator(const Rules *rules, const char *name)
{
	for (int i = 0; i < rules->nindicators; i++)
		if (strcmp(rules->indicators[i].name, name) == 0)
			return &rules->indicators[i];
	return NULL;
}

static FieldSource
source_of(const IndicatorPlan *plan, const char *name)
{
	FieldSource result = {-1, -1};
	int			seen[4] = {0, 0, 0, 0};

	for (int i = 0; i < plan->nindicators; i++)
	{
		IndicatorSource source = plan->indicators[i].source;

		if (strcmp(plan->indicators[i].name, name) == 0)
		{
			result.indicator = i;
			result.position = seen[source];
			break;
		}
		seen[source]++;
	}
	return result;
}

/* does the model or one of its caps use the indicator */
static bool
is_used(const Rules *rules, const ScoreModel *model, const char *name)
{
	const ScModel *sc = &model->pmml->sc;

	for (int i = 0; i < sc->ninputs; i++)
		if (strcmp(sc->fields[i].name, name) == 0)
			return true;
	for (int i = 0; i < rules->ncaps; i++)
		if (strcmp(rules->caps[i].model, model->model) == 0 &&
			strcmp(rules->caps[i].version, model->version) == 0 &&
			strcmp(rules->caps[i].indicator, name) == 0)
			return true;
	return false;
}

static void
plan_caps(IndicatorPlan *plan, const Rules *rules)
{
	plan->caps = palloc0((rules->ncaps + 1) * sizeof(PlannedCap));
	for (int i = 0; i < rules->ncaps; i++)
	{
		const GradeCap *from = &rules->caps[i];
		PlannedCap *to = &plan->caps[plan->ncaps];

		if (strcmp(from->model, plan->model->model) != 0 || strcmp(from->version, plan->model->version) != 0)
			continue;
		to->cap = *from;
		to->cap.name = pstrdup(from->name);
		to->source = source_of(plan, from->indicator);
		plan->ncaps++;
	}
}

/*
 * The plan of a model as it is in force on a day, made in cxt. Raises CR014
 * when a field of the model has no indicator.
 */
IndicatorPlan *
indicator_plan(const char *name, DateADT as_of, MemoryContext cxt)
{
	ScoreModel *model = score_model_get(name, as_of);
	MemoryContext old = MemoryContextSwitchTo(cxt);
	IndicatorPlan *plan = palloc0(sizeof(IndicatorPlan));
	const ScModel *sc;
	const Rules *rules;

	score_model_pin(model, cxt);
	rules = table_cache_get(&rule_cache);
	sc = &model->pmml->sc;
	plan->model = model;
	for (int i = 0; i < sc->ninputs; i++)
		if (find_indicator(rules, sc->fields[i].name) == NULL)
			ereport(ERROR,
					(errcode(ERRCODE_CREDIT_SCORE_INPUT),
					 errmsg("field \"%s\" of model \"%s@%s\" is not an indicator",
							sc->fields[i].name, model->model, model->version),
					 errhint("Add a row to credit.indicator, or score a view of your own with credit.score().")));

	plan->indicators = palloc0((rules->nindicators + 1) * sizeof(Indicator));
	plan->record = palloc0((rules->nindicators + 1) * sizeof(int));
	for (int i = 0; i < rules->nindicators; i++)
	{
		const Indicator *indicator = &rules->indicators[i];

		if (!is_used(rules, model, indicator->name))
			continue;
		if (indicator->source == SOURCE_RECORD)
			plan->record[plan->nrecord++] = plan->nindicators;
		else if (indicator->source == SOURCE_RELATION)
			plan->nrelation++;
		copy_indicator(&plan->indicators[plan->nindicators++], indicator);
	}
	plan->fields = palloc0((sc->ninputs + 1) * sizeof(FieldSource));
	for (int i = 0; i < sc->ninputs; i++)
		plan->fields[i] = source_of(plan, sc->fields[i].name);
	plan_caps(plan, rules);

	plan->dimension = palloc0((sc->ncharacteristics + 1) * sizeof(int));
	for (int i = 0; i < sc->ncharacteristics; i++)
	{
		int			field = sc_first_input(sc, &sc->characteristics[i]);

		plan->dimension[i] = field < 0 ? -1 : plan->indicators[plan->fields[field].indicator].dimension;
	}

	plan->polarities = palloc0((rules->npolarities + 1) * sizeof(ItemPolarity));
	plan->npolarities = rules->npolarities;
	for (int i = 0; i < rules->npolarities; i++)
	{
		plan->polarities[i].item = pstrdup(rules->polarities[i].item);
		plan->polarities[i].polarity = pstrdup(rules->polarities[i].polarity);
	}
	memcpy(plan->severities, rules->severities, sizeof(plan->severities));
	memcpy(plan->statuses, rules->statuses, sizeof(plan->statuses));
	MemoryContextSwitchTo(old);
	return plan;
}

/*
 * credit.model_indicators(model text, as_of date) → set of (indicator, source,
 * position): what evaluating the model takes, positions from 1 in the array
 * of the source.
 */
Datum
credit_model_indicators(PG_FUNCTION_ARGS)
{
	IndicatorPlan *plan = indicator_plan(text_to_cstring(PG_GETARG_TEXT_PP(0)),
										 PG_GETARG_DATEADT(1), CurrentMemoryContext);
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;

	credit_materialize(fcinfo);
	for (int i = 0; i < plan->nindicators; i++)
	{
		FieldSource source = source_of(plan, plan->indicators[i].name);
		Datum		values[3] = {CStringGetTextDatum(plan->indicators[i].name),
			CStringGetTextDatum(sources[plan->indicators[i].source]),
		Int32GetDatum(source.position + 1)};
		bool		nulls[3] = {false, false, false};

		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}
