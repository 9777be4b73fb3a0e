/*
 * pmml_load.c
 *	  The structure of a PMML document with one Scorecard, built into the form
 *	  it is evaluated in.
 *
 * Every element and attribute met is one that is understood, one the standard
 * calls informative, or a reason to refuse the document by name and place:
 * a model must not be scored differently here than where it was made.
 */
#include "evaluation/pmml.h"

#include "miscadmin.h"
#include "utils/memutils.h"

static void *
model_alloc(void *arg, size_t size)
{
	return MemoryContextAllocHuge((MemoryContext) arg, size);
}

static void
find_sections(PmContext *ctx, PmNode *root, PmNode **scorecard)
{
	static const char *const versions[] = {
		"4.0", "4.1", "4.2", "4.2.1", "4.3", "4.4", "4.4.1", NULL
	};
	bool		headed = false;

	if (!pm_is(root, "PMML"))
		pm_refuse(root, "the document's root element \"%s\" is not \"PMML\" of PMML 4", root->name);
	(void) pm_choice(root, "version", versions, -1);
	pm_only(root, "version");
	pm_check_text(root);
	for (PmNode *c = root->children; c != NULL; c = c->next)
	{
		headed |= pm_is(c, "Header");
		if (pm_ignored(c) || pm_is(c, "Header") || pm_is(c, "MiningBuildTask"))
			continue;
		if (pm_is(c, "DataDictionary") && ctx->dictionary == NULL)
			ctx->dictionary = c;
		else if (pm_is(c, "TransformationDictionary") && ctx->transformations == NULL)
			ctx->transformations = c;
		else if (pm_is(c, "Scorecard") && *scorecard == NULL)
			*scorecard = c;
		else if (pm_is(c, "Scorecard"))
			pm_refuse(c, "the document holds more than one Scorecard");
		else
			pm_refuse(c, "PMML element \"%s\" is not supported", c->name);
	}
	if (!headed)
		pm_refuse(root, "PMML element \"PMML\" lacks element \"Header\"");
	if (ctx->dictionary == NULL)
		pm_refuse(root, "PMML element \"PMML\" lacks element \"DataDictionary\"");
	if (*scorecard == NULL)
		pm_refuse(root, "PMML element \"PMML\" lacks element \"Scorecard\"");
}

static PmNode *
section(PmNode *scorecard, const char *name, bool needed)
{
	PmNode	   *found = NULL;

	for (PmNode *c = scorecard->children; c != NULL; c = c->next)
		if (pm_is(c, name))
		{
			if (found != NULL)
				pm_refuse(c, "PMML element \"Scorecard\" has more than one \"%s\"", name);
			found = c;
		}
	if (found == NULL && needed)
		pm_refuse(scorecard, "PMML element \"Scorecard\" lacks element \"%s\"", name);
	return found;
}

static bool
read_bool(const PmNode *node, const char *name, bool dflt)
{
	static const char *const choices[] = {"false", "true", "0", "1", NULL};

	return pm_choice(node, name, choices, dflt) % 2 == 1;
}

/* attributes of Scorecard and the elements it may hold */
static void
read_scorecard(PmContext *ctx, PmNode *scorecard)
{
	static const char *const functions[] = {"regression", NULL};
	static const char *const algorithms[] = {"pointsAbove", "pointsBelow", NULL};
	static const char *const methods[] = {"max", "min", "mean", "neutral", "other", NULL};

	pm_only(scorecard, "modelName functionName algorithmName initialScore useReasonCodes reasonCodeAlgorithm baselineScore baselineMethod isScorable");
	(void) pm_choice(scorecard, "functionName", functions, -1);
	(void) pm_choice(scorecard, "baselineMethod", methods, 4);
	if (!read_bool(scorecard, "isScorable", true))
		pm_refuse(scorecard, "the model says isScorable=\"false\"");
	ctx->model->use_reasons = read_bool(scorecard, "useReasonCodes", true);
	ctx->model->points_above = pm_choice(scorecard, "reasonCodeAlgorithm", algorithms, 1) == 0;
	if (pm_get(scorecard, "initialScore") != NULL)
		ctx->model->initial = pm_number(scorecard, "initialScore");
	for (PmNode *c = scorecard->children; c != NULL; c = c->next)
		if (!pm_ignored(c) && !pm_is(c, "MiningSchema") && !pm_is(c, "Output") &&
			!pm_is(c, "ModelStats") && !pm_is(c, "ModelExplanation") &&
			!pm_is(c, "LocalTransformations") && !pm_is(c, "Characteristics") &&
			!pm_is(c, "ModelVerification"))
			pm_refuse(c, "PMML element \"%s\" in \"Scorecard\" is not supported", c->name);
}

static PmNode *
data_field(PmContext *ctx, const PmNode *from, const char *name)
{
	CHECK_FOR_INTERRUPTS();
	for (PmNode *c = ctx->dictionary->children; c != NULL; c = c->next)
		if (pm_is(c, "DataField") && strcmp(pm_need(c, "name"), name) == 0)
			return c;
	pm_refuse(from, "field \"%s\" is not in the data dictionary", name);
}

static void
check_dictionary(PmContext *ctx)
{
	int			n = 0;

	pm_only(ctx->dictionary, "numberOfFields");
	for (PmNode *c = ctx->dictionary->children; c != NULL; c = c->next)
	{
		CHECK_FOR_INTERRUPTS();
		if (pm_ignored(c))
			continue;
		if (!pm_is(c, "DataField"))
			pm_refuse(c, "PMML element \"%s\" in \"DataDictionary\" is not supported", c->name);
		for (PmNode *d = c->next; d != NULL; d = d->next)
			if (pm_is(d, "DataField") && strcmp(pm_need(c, "name"), pm_need(d, "name")) == 0)
				pm_refuse(d, "field \"%s\" is defined twice", pm_get(d, "name"));
		pm_check_data_field(c);
		n++;
	}
	if (pm_get(ctx->dictionary, "numberOfFields") != NULL &&
		pm_number(ctx->dictionary, "numberOfFields") != n)
		pm_refuse(ctx->dictionary, "PMML element \"DataDictionary\" says numberOfFields=\"%s\" but holds %d",
				  pm_get(ctx->dictionary, "numberOfFields"), n);
}

static int
count_derived(PmNode *transformations)
{
	int			n = 0;

	if (transformations != NULL)
		for (PmNode *c = transformations->children; c != NULL; c = c->next)
			n += pm_is(c, "DerivedField");
	return n;
}

static void
add_field_name(PmContext *ctx, const PmNode *node, const char *name)
{
	ScModel    *model = ctx->model;

	CHECK_FOR_INTERRUPTS();
	for (int i = 0; i < model->nfields; i++)
		if (strcmp(model->fields[i].name, name) == 0)
			pm_refuse(node, "field \"%s\" is defined twice", name);
	model->fields[model->nfields++].name = pm_keep(ctx, name);
}

static void
add_derived_names(PmContext *ctx, PmNode *transformations)
{
	if (transformations == NULL)
		return;
	pm_only(transformations, "");
	for (PmNode *c = transformations->children; c != NULL; c = c->next)
	{
		if (pm_ignored(c))
			continue;
		if (pm_is(c, "DerivedField"))
		{
			ctx->fields[ctx->model->nfields].node = c;
			add_field_name(ctx, c, pm_need(c, "name"));
		}
		else if (pm_is(c, "DefineFunction") && transformations == ctx->transformations)
			pm_check_function(ctx, c);
		else
			pm_refuse(c, "PMML element \"%s\" in \"%s\" is not supported", c->name, transformations->name);
	}
}

/* inputs from the mining schema, then derived fields */
static void
read_fields(PmContext *ctx, PmNode *scorecard)
{
	PmNode	   *schema = section(scorecard, "MiningSchema", true);
	PmNode	   *local = section(scorecard, "LocalTransformations", false);
	ScModel    *model = ctx->model;
	int			n = count_derived(ctx->transformations) + count_derived(local);

	check_dictionary(ctx);
	for (PmNode *c = schema->children; c != NULL; c = c->next)
		n++;
	model->fields = MemoryContextAllocZero(ctx->cxt, (n + 1) * sizeof(ScField));
	ctx->fields = palloc0((n + 1) * sizeof(PmField));

	pm_only(schema, "");
	for (PmNode *c = schema->children; c != NULL; c = c->next)
	{
		ScField    *field = &model->fields[model->nfields];
		PmNode	   *definition;

		if (pm_ignored(c))
			continue;
		if (!pm_is(c, "MiningField"))
			pm_refuse(c, "PMML element \"%s\" in \"MiningSchema\" is not supported", c->name);
		definition = data_field(ctx, c, pm_need(c, "name"));
		if (!pm_mining_field_is_active(c))
			continue;
		add_field_name(ctx, c, pm_need(c, "name"));
		pm_data_field(ctx, definition, field);
		pm_mining_field(ctx, c, field);
	}
	model->ninputs = model->nfields;
	add_derived_names(ctx, ctx->transformations);
	add_derived_names(ctx, local);
	for (int i = model->ninputs; i < model->nfields; i++)
		pm_derived_field(ctx, i);
}

static int
reason_number(PmContext *ctx, const char *code)
{
	ScModel    *model = ctx->model;

	CHECK_FOR_INTERRUPTS();
	for (int i = 0; i < model->nreasons; i++)
		if (strcmp(model->reasons[i], code) == 0)
			return i;
	model->reasons[model->nreasons] = pm_keep(ctx, code);
	return model->nreasons++;
}

static void
read_attribute(PmContext *ctx, PmNode *node, const char *reason, ScAttribute *attribute)
{
	PmNode	   *complex = NULL;

	pm_only(node, "reasonCode partialScore");
	for (PmNode *c = node->children; c != NULL; c = c->next)
	{
		if (pm_ignored(c))
			continue;
		if (pm_is(c, "ComplexPartialScore") && complex == NULL)
			complex = c;
		else if (attribute->predicate == NULL && pm_is_predicate(c))
		{
			attribute->predicate = pm_predicate(ctx, c);
			attribute->label = pm_predicate_label(ctx, c);
		}
		else
			pm_refuse(c, "PMML element \"%s\" in \"Attribute\" is not supported", c->name);
	}
	if (attribute->predicate == NULL)
		pm_refuse(node, "PMML element \"Attribute\" lacks a predicate");

	if (complex != NULL)
	{
		pm_only(complex, "");
		for (PmNode *c = complex->children; c != NULL; c = c->next)
		{
			if (pm_ignored(c))
				continue;
			if (attribute->complex != NULL)
				pm_refuse(c, "PMML element \"ComplexPartialScore\" has more than one expression");
			attribute->complex = pm_expression(ctx, c);
		}
		if (attribute->complex == NULL)
			pm_refuse(complex, "PMML element \"ComplexPartialScore\" has no expression");
		pm_require_kind(ctx, complex, attribute->complex, SC_NUMBER);
		if (pm_get(node, "partialScore") != NULL)
			attribute->points = pm_number(node, "partialScore");
	}
	else
		attribute->points = pm_number(node, "partialScore");

	if (pm_get(node, "reasonCode") != NULL)
		reason = pm_get(node, "reasonCode");
	if (ctx->model->use_reasons && reason == NULL)
		pm_refuse(node, "useReasonCodes is true but neither \"Attribute\" nor its \"Characteristic\" has a \"reasonCode\"");
	attribute->reason = ctx->model->use_reasons ? reason_number(ctx, reason) : -1;
}

static void
read_characteristics(PmContext *ctx, PmNode *scorecard)
{
	PmNode	   *list = section(scorecard, "Characteristics", true);
	ScModel    *model = ctx->model;
	int			nchars = 0;
	int			nattributes = 0;

	pm_only(list, "");
	for (PmNode *c = list->children; c != NULL; c = c->next)
	{
		nchars++;
		for (PmNode *a = c->children; a != NULL; a = a->next)
			nattributes++;
	}
	model->characteristics = MemoryContextAllocZero(ctx->cxt, (nchars + 1) * sizeof(ScCharacteristic));
	model->reasons = MemoryContextAllocZero(ctx->cxt, (nattributes + 1) * sizeof(char *));

	for (PmNode *c = list->children; c != NULL; c = c->next)
	{
		ScCharacteristic *to = &model->characteristics[model->ncharacteristics];
		const char *name = pm_get(c, "name");

		if (pm_ignored(c))
			continue;
		if (!pm_is(c, "Characteristic"))
			pm_refuse(c, "PMML element \"%s\" in \"Characteristics\" is not supported", c->name);
		pm_only(c, "name reasonCode baselineScore");
		to->name = name != NULL ? pm_keep(ctx, name) :
			pm_keep(ctx, psprintf("characteristic %d", model->ncharacteristics + 1));
		if (pm_get(c, "baselineScore") != NULL)
			to->baseline = pm_number(c, "baselineScore");
		else if (pm_get(scorecard, "baselineScore") != NULL)
			to->baseline = pm_number(scorecard, "baselineScore");
		else if (model->use_reasons)
			pm_refuse(c, "useReasonCodes is true but neither \"Characteristic\" nor \"Scorecard\" has a \"baselineScore\"");
		nattributes = 0;
		for (PmNode *a = c->children; a != NULL; a = a->next)
			nattributes++;
		to->attributes = MemoryContextAllocZero(ctx->cxt, (nattributes + 1) * sizeof(ScAttribute));
		for (PmNode *a = c->children; a != NULL; a = a->next)
		{
			if (pm_ignored(a))
				continue;
			if (!pm_is(a, "Attribute"))
				pm_refuse(a, "PMML element \"%s\" in \"Characteristic\" is not supported", a->name);
			read_attribute(ctx, a, pm_get(c, "reasonCode"), &to->attributes[to->nattributes++]);
		}
		if (to->nattributes == 0)
			pm_refuse(c, "PMML element \"Characteristic\" lacks element \"Attribute\"");
		model->ncharacteristics++;
	}
	if (model->ncharacteristics == 0)
		pm_refuse(list, "PMML element \"Characteristics\" lacks element \"Characteristic\"");
}

/* only what a scorecard can put out: its value and reason codes by rank */
static void
read_output(PmContext *ctx, PmNode *scorecard, PmModel *model)
{
	static const char *const features[] = {"predictedValue", "reasonCode", NULL};
	PmNode	   *output = section(scorecard, "Output", false);
	int			n = 0;

	if (output == NULL)
		return;
	pm_only(output, "");
	for (PmNode *c = output->children; c != NULL; c = c->next)
		n++;
	model->outputs = MemoryContextAllocZero(ctx->cxt, (n + 1) * sizeof(PmOutput));
	for (PmNode *c = output->children; c != NULL; c = c->next)
	{
		PmOutput   *to = &model->outputs[model->noutputs];
		double		rank = 0;

		if (pm_ignored(c))
			continue;
		if (!pm_is(c, "OutputField"))
			pm_refuse(c, "PMML element \"%s\" in \"Output\" is not supported", c->name);
		pm_only(c, "name displayName optype dataType targetField feature rank isFinalResult");
		for (PmNode *e = c->children; e != NULL; e = e->next)
			if (!pm_ignored(e))
				pm_refuse(e, "PMML element \"%s\" in \"OutputField\" is not supported", e->name);
		if (pm_choice(c, "feature", features, 0) == 1)
		{
			rank = pm_get(c, "rank") != NULL ? pm_number(c, "rank") : 1;
			if (rank < 1 || rank != (int) rank)
				pm_refuse(c, "\"%s\" is not a rank", pm_get(c, "rank"));
			if (!ctx->model->use_reasons)
				pm_refuse(c, "the output asks for a reason code but useReasonCodes is false");
		}
		to->name = pm_keep(ctx, pm_need(c, "name"));
		to->rank = (int) rank;
		model->noutputs++;
	}
}

/*
 * Builds a model from a document in the server's encoding. Everything that
 * belongs to the model lies in the current memory context.
 */
PmModel *
pmml_load(const char *data, size_t len)
{
	MemoryContext cxt = CurrentMemoryContext;
	MemoryContext work = AllocSetContextCreate(cxt, "PMML document", ALLOCSET_DEFAULT_SIZES);
	PmModel    *result = palloc0(sizeof(PmModel));
	PmContext	ctx = {.cxt = cxt, .model = &result->sc};
	PmNode	   *scorecard = NULL;

	MemoryContextSwitchTo(work);
	result->sc.alloc = model_alloc;
	result->sc.alloc_arg = cxt;
	find_sections(&ctx, pmml_read(data, len), &scorecard);
	read_scorecard(&ctx, scorecard);
	read_fields(&ctx, scorecard);
	read_characteristics(&ctx, scorecard);
	read_output(&ctx, scorecard, result);
	MemoryContextSwitchTo(cxt);
	MemoryContextDelete(work);
	sc_prepare(&result->sc);
	return result;
}
