/*
 * condition.c
 *	  The condition language of rule rows: a JSON array of
 *	  {"field": …, "op": …, "value": …}, all of which must hold.
 *
 * Used by catalogue_field.required_when and severity_rule.condition. The
 * tables' own triggers refuse malformed conditions; what is compiled here has
 * passed them, so a fault raises instead of being skipped.
 */
#include "catalogue/catalogue.h"

#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/jsonb.h"

static const struct
{
	const char *name;
	ConditionOp op;
}			operators[] =
{
	{"equals", COND_EQUALS},
	{"not_equals", COND_NOT_EQUALS},
	{"in", COND_IN},
	{"contains_any", COND_CONTAINS_ANY},
	{"only", COND_ONLY},
	{"present", COND_PRESENT},
	{"absent", COND_ABSENT},
	{"gt", COND_GT},
	{"gte", COND_GTE},
	{"lt", COND_LT},
	{"lte", COND_LTE},
};

static void
malformed(const CatalogueItem *item, const char *what)
{
	ereport(ERROR,
			(errcode(ERRCODE_CREDIT_DEFINITION),
			 errmsg("condition of item \"%s\" is malformed", item->item),
			 errdetail("%s", what),
			 errhint("Each condition is {\"field\": name, \"op\": operator, \"value\": text, number or array}.")));
}

static char *
scalar_text(const JsonbValue *value)
{
	switch (value->type)
	{
		case jbvString:
			return pnstrdup(value->val.string.val, value->val.string.len);
		case jbvNumeric:
			return DatumGetCString(DirectFunctionCall1(numeric_out,
													   NumericGetDatum(value->val.numeric)));
		case jbvBool:
			return pstrdup(value->val.boolean ? "true" : "false");
		default:
			return NULL;
	}
}

static JsonbValue *
member(JsonbContainer *object, const char *key)
{
	return getKeyJsonValueFromContainer(object, key, strlen(key), NULL);
}

static void
compile_one(JsonbContainer *object, const CatalogueItem *item, Condition *condition)
{
	JsonbValue *field = member(object, "field");
	JsonbValue *op = member(object, "op");
	JsonbValue *value = member(object, "value");
	bool		known = false;

	if (field == NULL || field->type != jbvString || op == NULL || op->type != jbvString)
		malformed(item, _("A member \"field\" or \"op\" is missing."));
	condition->field = credit_field_index(item, field->val.string.val, field->val.string.len);
	if (condition->field < 0)
		malformed(item, psprintf(_("Field \"%s\" does not belong to edition \"%s\"."),
								 scalar_text(field), item->edition));
	for (int i = 0; i < lengthof(operators); i++)
	{
		if (strlen(operators[i].name) == op->val.string.len &&
			strncmp(operators[i].name, op->val.string.val, op->val.string.len) == 0)
		{
			condition->op = operators[i].op;
			known = true;
		}
	}
	if (!known)
		malformed(item, psprintf(_("Operator \"%s\" is not known."), scalar_text(op)));

	condition->nvalues = 0;
	condition->number = NULL;
	if (condition->op == COND_PRESENT || condition->op == COND_ABSENT)
		return;
	if (value == NULL)
		malformed(item, _("A member \"value\" is missing."));
	if (value->type == jbvBinary)
	{
		JsonbContainer *array = value->val.binary.data;
		int			n;

		if (!JsonContainerIsArray(array))
			malformed(item, _("A member \"value\" is an object."));
		n = JsonContainerSize(array);
		condition->values = palloc(sizeof(char *) * Max(n, 1));
		for (int i = 0; i < n; i++)
		{
			char	   *text = scalar_text(getIthJsonbValueFromContainer(array, i));

			if (text == NULL)
				malformed(item, _("A value is neither text nor a number."));
			condition->values[condition->nvalues++] = text;
		}
	}
	else
	{
		char	   *text = scalar_text(value);

		if (text == NULL)
			malformed(item, _("A value is neither text nor a number."));
		condition->values = palloc(sizeof(char *));
		condition->values[condition->nvalues++] = text;
	}
	if (condition->op >= COND_GT)
	{
		condition->is_date = value->type == jbvString &&
			credit_parse_date(condition->values[0], strlen(condition->values[0]), &condition->date) &&
			strchr(condition->values[0], '-') != NULL;
		if (condition->is_date)
			return;
		if (value->type != jbvNumeric)
			malformed(item, _("A comparison takes one number."));
		condition->number = DatumGetNumericCopy(NumericGetDatum(value->val.numeric));
	}
}

/* json: text of the array, or NULL for none. Allocates in the current context. */
void
credit_compile_conditions(const char *json, const CatalogueItem *item, ConditionList *list)
{
	Jsonb	   *jsonb;
	int			n;

	list->count = 0;
	list->conditions = NULL;
	if (json == NULL)
		return;
	jsonb = DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(json)));
	if (!JB_ROOT_IS_ARRAY(jsonb) || JB_ROOT_IS_SCALAR(jsonb))
		malformed(item, _("It is not an array."));
	n = JB_ROOT_COUNT(jsonb);
	list->conditions = palloc0(sizeof(Condition) * Max(n, 1));
	for (int i = 0; i < n; i++)
	{
		JsonbValue *element = getIthJsonbValueFromContainer(&jsonb->root, i);

		if (element->type != jbvBinary || !JsonContainerIsObject(element->val.binary.data))
			malformed(item, _("An element is not an object."));
		compile_one(element->val.binary.data, item, &list->conditions[list->count]);
		list->count++;
	}
}

static bool
is_one_of(const Condition *condition, const char *text, int len)
{
	for (int i = 0; i < condition->nvalues; i++)
	{
		if (strlen(condition->values[i]) == len && memcmp(condition->values[i], text, len) == 0)
			return true;
	}
	return false;
}

/* any: some part is among the values; otherwise: every part is */
static bool
parts_match(const Condition *condition, const FieldValue *value, bool any)
{
	const char *part = value->text;

	for (;;)
	{
		const char *end = strchr(part, ';');
		int			len = end ? end - part : strlen(part);
		bool		found = is_one_of(condition, part, len);

		if (found == any)
			return any;
		if (end == NULL)
			return !any;
		part = end + 1;
	}
}

static bool
holds(const Condition *condition, const FieldValue *value)
{
	int			order;

	if (condition->op == COND_ABSENT)
		return !value->present;
	if (!value->present)
		return condition->op == COND_NOT_EQUALS;
	switch (condition->op)
	{
		case COND_EQUALS:
		case COND_IN:
			return is_one_of(condition, value->text, value->len);
		case COND_NOT_EQUALS:
			return !is_one_of(condition, value->text, value->len);
		case COND_CONTAINS_ANY:
			return parts_match(condition, value, true);
		case COND_ONLY:
			return parts_match(condition, value, false);
		case COND_GT:
		case COND_GTE:
		case COND_LT:
		case COND_LTE:
			if (condition->is_date)
				order = value->date < condition->date ? -1 : value->date > condition->date;
			else if (value->number == NULL)
				return false;
			else
				order = DatumGetInt32(DirectFunctionCall2(numeric_cmp,
														  NumericGetDatum(value->number),
														  NumericGetDatum(condition->number)));
			return condition->op == COND_GT ? order > 0 :
				condition->op == COND_GTE ? order >= 0 :
				condition->op == COND_LT ? order < 0 : order <= 0;
		default:
			return true;		/* COND_PRESENT */
	}
}

bool
credit_conditions_hold(const ConditionList *list, const CatalogueItem *item, const FieldValue *values)
{
	for (int i = 0; i < list->count; i++)
	{
		if (!holds(&list->conditions[i], &values[list->conditions[i].field]))
			return false;
	}
	return true;
}
