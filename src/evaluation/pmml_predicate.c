/*
 * pmml_predicate.c
 *	  Predicates of PMML (simple, simple set, compound, True, False), and the
 *	  way they are written for people.
 */
#include "evaluation/pmml.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"

static const char *const operators[] = {
	"equal", "notEqual", "lessThan", "lessOrEqual", "greaterThan",
	"greaterOrEqual", "isMissing", "isNotMissing", NULL
};
static const char *const signs[] = {"=", "<>", "<", "<=", ">", ">="};
static const char *const set_operators[] = {"isIn", "isNotIn", NULL};
static const char *const compound_operators[] = {"and", "or", "xor", "surrogate", NULL};

bool
pm_is_predicate(const PmNode *node)
{
	return pm_is(node, "SimplePredicate") || pm_is(node, "SimpleSetPredicate") ||
		pm_is(node, "CompoundPredicate") || pm_is(node, "True") || pm_is(node, "False");
}

static ScPredicate *
new_predicate(PmContext *ctx, int op)
{
	ScPredicate *p = MemoryContextAllocZero(ctx->cxt, sizeof(ScPredicate));

	p->op = (ScPredicateOp) op;
	p->field = -1;
	return p;
}

static void
no_children(const PmNode *node)
{
	for (PmNode *c = node->children; c != NULL; c = c->next)
		if (!pm_ignored(c))
			pm_refuse(c, "PMML element \"%s\" in \"%s\" is not supported", c->name, node->name);
}

static ScPredicate *
simple(PmContext *ctx, PmNode *node)
{
	ScPredicate *p = new_predicate(ctx, pm_choice(node, "operator", operators, -1));
	const ScField *field;

	pm_only(node, "field operator value");
	no_children(node);
	p->field = pm_field_index(ctx, node, pm_need(node, "field"));
	field = &ctx->model->fields[p->field];
	if (p->op == SC_IS_MISSING || p->op == SC_IS_NOT_MISSING)
	{
		if (pm_get(node, "value") != NULL)
			pm_refuse(node, "PMML attribute \"value\" makes no sense with operator \"%s\"", pm_get(node, "operator"));
		return p;
	}
	p->value = pm_value(ctx, node, pm_need(node, "value"), field->type);
	if (p->op >= SC_LESS && field->kind != SC_NUMBER)
	{
		bool		listed = false;

		if (!field->ordinal)
			pm_refuse(node, "operator \"%s\" needs a number or an ordinal field; \"%s\" is neither",
					  pm_get(node, "operator"), field->name);
		for (int i = 0; i < field->nvalues; i++)
			listed |= field->values[i].num == p->value.num;
		if (!listed)
			pm_refuse(node, "\"%s\" has no place among the values of ordinal field \"%s\"",
					  pm_get(node, "value"), field->name);
	}
	return p;
}

/* next member of an Array's text; NULL at the end */
static char *
next_member(const PmNode *node, const char **at, bool quotable)
{
	StringInfoData member;
	const char *s = *at + strspn(*at, " \t\r\n");

	if (*s == '\0')
		return NULL;
	initStringInfo(&member);
	if (quotable && *s == '"')
	{
		for (s++; *s != '"'; s++)
		{
			if (*s == '\0')
				pm_refuse(node, "PMML element \"Array\" ends within a quoted string");
			if (*s == '\\' && (s[1] == '"' || s[1] == '\\'))
				s++;
			appendStringInfoChar(&member, *s);
		}
		s++;
	}
	else
		for (; *s != '\0' && strchr(" \t\r\n", *s) == NULL; s++)
			appendStringInfoChar(&member, *s);
	*at = s;
	return member.data;
}

static ScPredicate *
simple_set(PmContext *ctx, PmNode *node)
{
	static const char *const types[] = {"int", "real", "string", NULL};
	ScPredicate *p = new_predicate(ctx, SC_IS_IN + pm_choice(node, "booleanOperator", set_operators, -1));
	const ScField *field;
	PmNode	   *array = NULL;
	const char *at;
	char	   *member;
	int			type;
	int			size = 16;

	pm_only(node, "field booleanOperator");
	p->field = pm_field_index(ctx, node, pm_need(node, "field"));
	field = &ctx->model->fields[p->field];
	for (PmNode *c = node->children; c != NULL; c = c->next)
	{
		if (pm_ignored(c))
			continue;
		if (!pm_is(c, "Array") || array != NULL)
			pm_refuse(c, "PMML element \"%s\" in \"SimpleSetPredicate\" is not supported", c->name);
		array = c;
	}
	if (array == NULL)
		pm_refuse(node, "PMML element \"SimpleSetPredicate\" lacks element \"Array\"");
	pm_only(array, "n type");
	type = pm_choice(array, "type", types, -1);

	p->set = palloc(size * sizeof(ScValue));
	at = array->text;
	while ((member = next_member(array, &at, type == 2)) != NULL)
	{
		if (p->nset == size)
			p->set = repalloc(p->set, (size *= 2) * sizeof(ScValue));
		p->set[p->nset++] = pm_value(ctx, array, member, field->type);
	}
	if (pm_get(array, "n") != NULL && pm_number(array, "n") != p->nset)
		pm_refuse(array, "PMML element \"Array\" says n=\"%s\" but holds %d values", pm_get(array, "n"), p->nset);
	if (p->nset > 0)
	{
		ScValue    *kept = MemoryContextAlloc(ctx->cxt, p->nset * sizeof(ScValue));

		memcpy(kept, p->set, p->nset * sizeof(ScValue));
		p->set = kept;
	}
	return p;
}

static ScPredicate *
compound(PmContext *ctx, PmNode *node)
{
	ScPredicate *p = new_predicate(ctx, SC_AND + pm_choice(node, "booleanOperator", compound_operators, -1));
	int			n = 0;

	pm_only(node, "booleanOperator");
	for (PmNode *c = node->children; c != NULL; c = c->next)
		n += !pm_ignored(c);
	if (n < 2)
		pm_refuse(node, "PMML element \"CompoundPredicate\" needs at least two predicates");
	p->parts = MemoryContextAlloc(ctx->cxt, n * sizeof(ScPredicate *));
	for (PmNode *c = node->children; c != NULL; c = c->next)
		if (!pm_ignored(c))
			p->parts[p->nparts++] = pm_predicate(ctx, c);
	return p;
}

ScPredicate *
pm_predicate(PmContext *ctx, PmNode *node)
{
	check_stack_depth();
	if (pm_is(node, "SimplePredicate"))
		return simple(ctx, node);
	if (pm_is(node, "SimpleSetPredicate"))
		return simple_set(ctx, node);
	if (pm_is(node, "CompoundPredicate"))
		return compound(ctx, node);
	if (pm_is(node, "True") || pm_is(node, "False"))
	{
		pm_only(node, "");
		no_children(node);
		return new_predicate(ctx, pm_is(node, "True") ? SC_ALWAYS : SC_NEVER);
	}
	pm_refuse(node, "PMML element \"%s\" is not a supported predicate", node->name);
}

static void
append_label(StringInfo out, PmNode *node, bool nested)
{
	const char *field = pm_get(node, "field");

	if (pm_is(node, "True"))
		appendStringInfoString(out, "otherwise");
	else if (pm_is(node, "False"))
		appendStringInfoString(out, "never");
	else if (pm_is(node, "SimplePredicate"))
	{
		int			op = pm_choice(node, "operator", operators, -1);

		if (op < SC_IS_MISSING)
			appendStringInfo(out, "%s %s %s", field, signs[op], pm_get(node, "value"));
		else
			appendStringInfo(out, "%s is %s", field, op == SC_IS_MISSING ? "missing" : "not missing");
	}
	else if (pm_is(node, "SimpleSetPredicate"))
	{
		appendStringInfo(out, "%s %s (", field,
						 pm_choice(node, "booleanOperator", set_operators, -1) == 0 ? "in" : "not in");
		for (PmNode *c = node->children; c != NULL; c = c->next)
			if (pm_is(c, "Array"))
			{
				const char *at = c->text;
				const char *member;
				bool		first = true;

				while ((member = next_member(c, &at, true)) != NULL)
				{
					appendStringInfo(out, "%s%s", first ? "" : ", ", member);
					first = false;
				}
			}
		appendStringInfoChar(out, ')');
	}
	else
	{
		bool		first = true;

		if (nested)
			appendStringInfoChar(out, '(');
		for (PmNode *c = node->children; c != NULL; c = c->next)
		{
			if (pm_ignored(c))
				continue;
			if (!first)
				appendStringInfo(out, " %s ", pm_get(node, "booleanOperator"));
			append_label(out, c, true);
			first = false;
		}
		if (nested)
			appendStringInfoChar(out, ')');
	}
}

/* a predicate that pm_predicate() accepted, as people read it */
const char *
pm_predicate_label(PmContext *ctx, PmNode *node)
{
	StringInfoData out;

	initStringInfo(&out);
	append_label(&out, node, false);
	return pm_keep(ctx, out.data);
}
