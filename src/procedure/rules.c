/*
 * rules.c
 *	  A backend's copy of the rules of procedures: procedures, stages,
 *	  transitions, requirements. Owns the cache; calls the table cache only.
 */
#include "procedure/procedure.h"

#include "executor/spi.h"
#include "utils/memutils.h"

static void *load_rules(MemoryContext cxt);

static const char *const rule_tables[] = {"procedure", "stage", "transition", "requirement"};
static TableCache rule_cache = {
	.name = "credit procedures",
	.tables = rule_tables,
	.ntables = lengthof(rule_tables),
	.load = load_rules
};

static char *
text_of(MemoryContext cxt, uint64 row, int column)
{
	char	   *value = SPI_getvalue(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column);

	return value == NULL ? NULL : MemoryContextStrdup(cxt, value);
}

static Datum
datum_of(uint64 row, int column)
{
	bool		isnull;
	Datum		value = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column, &isnull);

	return isnull ? (Datum) 0 : value;
}

static ClockUnit
unit_of(const char *name)
{
	static const char *const units[] = {"", "workday", "day", "month", "year", "year_end"};

	for (int i = 1; name != NULL && i < lengthof(units); i++)
	{
		if (strcmp(units[i], name) == 0)
			return (ClockUnit) i;
	}
	return CLOCK_NONE;
}

/* words separated by blanks; *count tells how many */
static char **
words_of(MemoryContext cxt, char *text, int *count)
{
	char	  **words;
	int			room = 1;

	for (char *c = text; *c != '\0'; c++)
		room += (*c == ' ');
	words = MemoryContextAlloc(cxt, room * sizeof(char *));
	*count = 0;
	for (char *word = strtok(text, " "); word != NULL; word = strtok(NULL, " "))
		words[(*count)++] = word;
	return words;
}

static int
actors_of(char *text)
{
	static const char *const names[] = {"handler", "department", "office", "initiator", "system"};
	int			actors = 0;

	for (char *word = strtok(text, " "); word != NULL; word = strtok(NULL, " "))
	{
		for (int i = 0; i < lengthof(names); i++)
		{
			if (strcmp(names[i], word) == 0)
				actors |= 1 << i;
		}
	}
	return actors;
}

static void *
load_rules(MemoryContext cxt)
{
	ProcedureRules *rules = MemoryContextAllocZero(cxt, sizeof(ProcedureRules));
	uint64		n;

	n = table_cache_query("SELECT procedure, two_doors FROM credit.procedure");
	rules->nprocedures = (int) n;
	rules->procedures = MemoryContextAllocZero(cxt, Max(n, 1) * sizeof(ProcedureRule));
	for (uint64 i = 0; i < n; i++)
	{
		rules->procedures[i].name = text_of(cxt, i, 1);
		rules->procedures[i].two_doors = DatumGetBool(datum_of(i, 2));
	}

	n = table_cache_query("SELECT procedure, stage, name_en, coalesce(lower(valid), '-infinity'), "
						  "coalesce(upper(valid), 'infinity'), final, keeps_clock, clock_n, clock_unit, "
						  "clock_field, target_n, target_unit, clock_of FROM credit.stage ORDER BY procedure, ordinal, stage");
	rules->nstages = (int) n;
	rules->stages = MemoryContextAllocZero(cxt, Max(n, 1) * sizeof(StageRule));
	for (uint64 i = 0; i < n; i++)
	{
		StageRule  *stage = &rules->stages[i];

		stage->procedure = text_of(cxt, i, 1);
		stage->stage = text_of(cxt, i, 2);
		stage->name_en = text_of(cxt, i, 3);
		stage->from = DatumGetDateADT(datum_of(i, 4));
		stage->until = DatumGetDateADT(datum_of(i, 5));
		stage->final = DatumGetBool(datum_of(i, 6));
		stage->keeps_clock = DatumGetBool(datum_of(i, 7));
		stage->n = DatumGetInt32(datum_of(i, 8));
		stage->unit = unit_of(text_of(cxt, i, 9));
		stage->field = text_of(cxt, i, 10);
		stage->target_n = DatumGetInt32(datum_of(i, 11));
		stage->target_unit = unit_of(text_of(cxt, i, 12));
		stage->clock_of = text_of(cxt, i, 13);
	}

	n = table_cache_query("SELECT procedure, from_stage, to_stage, coalesce(lower(valid), '-infinity'), "
						  "coalesce(upper(valid), 'infinity'), array_to_string(actors, ' '), timing, "
						  "array_to_string(requires, ' ') FROM credit.transition ORDER BY procedure, from_stage, to_stage");
	rules->ntransitions = (int) n;
	rules->transitions = MemoryContextAllocZero(cxt, Max(n, 1) * sizeof(TransitionRule));
	for (uint64 i = 0; i < n; i++)
	{
		TransitionRule *step = &rules->transitions[i];
		char	   *timing = text_of(cxt, i, 7);

		step->procedure = text_of(cxt, i, 1);
		step->from_stage = text_of(cxt, i, 2);
		step->to_stage = text_of(cxt, i, 3);
		step->from = DatumGetDateADT(datum_of(i, 4));
		step->until = DatumGetDateADT(datum_of(i, 5));
		step->actors = actors_of(text_of(cxt, i, 6));
		step->timing = timing == NULL ? TIMING_ANY :
			strcmp(timing, "after_due") == 0 ? TIMING_AFTER_DUE : TIMING_BEFORE_DUE;
		step->requires = words_of(cxt, text_of(cxt, i, 8), &step->nrequires);
	}

	n = table_cache_query("SELECT requirement, name_zh, name_en, type FROM credit.requirement");
	rules->nrequirements = (int) n;
	rules->requirements = MemoryContextAllocZero(cxt, Max(n, 1) * sizeof(RequirementRule));
	for (uint64 i = 0; i < n; i++)
	{
		rules->requirements[i].name = text_of(cxt, i, 1);
		rules->requirements[i].name_zh = text_of(cxt, i, 2);
		rules->requirements[i].name_en = text_of(cxt, i, 3);
		rules->requirements[i].type = text_of(cxt, i, 4);
	}
	return rules;
}

const ProcedureRules *
credit_procedure_rules(void)
{
	return table_cache_get(&rule_cache);
}

const ProcedureRule *
credit_find_procedure(const ProcedureRules *rules, const char *procedure)
{
	for (int i = 0; i < rules->nprocedures; i++)
	{
		if (strcmp(rules->procedures[i].name, procedure) == 0)
			return &rules->procedures[i];
	}
	return NULL;
}

const StageRule *
credit_find_stage(const ProcedureRules *rules, const char *procedure, const char *stage, DateADT on)
{
	for (int i = 0; i < rules->nstages; i++)
	{
		const StageRule *rule = &rules->stages[i];

		if (strcmp(rule->stage, stage) == 0 && strcmp(rule->procedure, procedure) == 0 &&
			rule->from <= on && on < rule->until)
			return rule;
	}
	return NULL;
}

const TransitionRule *
credit_find_transition(const ProcedureRules *rules, const char *procedure, const char *from_stage,
					   const char *to_stage, DateADT on)
{
	for (int i = 0; i < rules->ntransitions; i++)
	{
		const TransitionRule *rule = &rules->transitions[i];

		if (strcmp(rule->from_stage, from_stage) == 0 && strcmp(rule->procedure, procedure) == 0 &&
			(to_stage == NULL || strcmp(rule->to_stage, to_stage) == 0) &&
			rule->from <= on && on < rule->until)
			return rule;
	}
	return NULL;
}

const RequirementRule *
credit_find_requirement(const ProcedureRules *rules, const char *name)
{
	for (int i = 0; i < rules->nrequirements; i++)
	{
		if (strcmp(rules->requirements[i].name, name) == 0)
			return &rules->requirements[i];
	}
	return NULL;
}
