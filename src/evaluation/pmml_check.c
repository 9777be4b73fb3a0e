/*
 * pmml_check.c
 *	  What a PMML document says beside the parts its scorecard is built from:
 *	  text between elements, fields nobody uses, functions nobody calls. None of
 *	  it changes a score, but a document that is wrong there may be wrong
 *	  elsewhere, so it is held to the standard as well.
 */
#include "evaluation/pmml.h"

#include "miscadmin.h"

/* elements that hold text, or whose inside says nothing about the model */
static bool
may_hold_text(const PmNode *node)
{
	static const char *const names[] = {
		"Array", "Constant", "row", "Extension", "Header", "MiningBuildTask", "ModelStats",
		"ModelExplanation", "ModelVerification"
	};

	for (int i = 0; i < (int) lengthof(names); i++)
		if (pm_is(node, names[i]))
			return true;
	return node->foreign;
}

/* refuses text where the standard has none: it may have been meant as a value */
void
pm_check_text(const PmNode *node)
{
	if (may_hold_text(node))
		return;
	check_stack_depth();
	if (node->text[strspn(node->text, " \t\r\n")] != '\0')
		pm_refuse(node, "PMML element \"%s\" holds text", node->name);
	for (const PmNode *c = node->children; c != NULL; c = c->next)
		pm_check_text(c);
}

/* a DataField the scorecard does not look at */
void
pm_check_data_field(const PmNode *node)
{
	static const char *const optypes[] = {"categorical", "ordinal", "continuous", NULL};
	static const char *const types[] = {
		"string", "integer", "float", "double", "boolean", "date", "time", "dateTime",
		"dateDaysSince[0]", "dateDaysSince[1960]", "dateDaysSince[1970]", "dateDaysSince[1980]",
		"timeSeconds", "dateTimeSecondsSince[0]", "dateTimeSecondsSince[1960]",
		"dateTimeSecondsSince[1970]", "dateTimeSecondsSince[1980]", NULL
	};

	pm_only(node, "name displayName optype dataType taxonomy isCyclic");
	(void) pm_choice(node, "optype", optypes, -1);
	(void) pm_choice(node, "dataType", types, -1);
	for (const PmNode *c = node->children; c != NULL; c = c->next)
		if (!pm_ignored(c) && !pm_is(c, "Value") && !pm_is(c, "Interval"))
			pm_refuse(c, "PMML element \"%s\" in \"%s\" is not supported", c->name, node->name);
}

static const PmNode *
function_named(const PmContext *ctx, const char *name)
{
	for (const PmNode *c = ctx->transformations->children; c != NULL; c = c->next)
		if (pm_is(c, "DefineFunction") && strcmp(pm_need(c, "name"), name) == 0)
			return c;
	return NULL;
}

static void
check_calls(const PmContext *ctx, const PmNode *node)
{
	check_stack_depth();
	CHECK_FOR_INTERRUPTS();
	if (pm_is(node, "Apply") && sc_find_function(pm_need(node, "function")) == NULL &&
		function_named(ctx, pm_get(node, "function")) == NULL)
		pm_refuse(node, "PMML function \"%s\" is not supported", pm_get(node, "function"));
	for (const PmNode *c = node->children; c != NULL; c = c->next)
		if (!pm_ignored(c))
			check_calls(ctx, c);
}

/*
 * A DefineFunction has a name of its own: "unique and must not conflict with
 * other function names, either defined by PMML or other functions". What its
 * body calls is known, whether anybody calls it or not.
 */
void
pm_check_function(const PmContext *ctx, const PmNode *node)
{
	const char *name = pm_need(node, "name");

	if (sc_find_function(name) != NULL)
		pm_refuse(node, "function \"%s\" has the name of a function of PMML", name);
	if (function_named(ctx, name) != node)
		pm_refuse(node, "function \"%s\" is defined twice", name);
	check_calls(ctx, node);
}
