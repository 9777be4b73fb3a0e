/*
 * requirement.c
 *	  What a step requires: documents, texts and members of its detail, each of
 *	  its type. Owns nothing; transition.c asks.
 */
#include "procedure/procedure.h"

#include "lib/stringinfo.h"
#include "procedure/procedure_core.h"
#include "registry/registry.h"
#include "utils/builtins.h"
#include "utils/numeric.h"

char *
credit_member_text(Jsonb *detail, const char *name)
{
	JsonbValue	value;

	if (getKeyJsonValueFromContainer(&detail->root, name, strlen(name), &value) == NULL ||
		value.type == jbvNull)
		return NULL;
	if (value.type == jbvString)
		return pnstrdup(value.val.string.val, value.val.string.len);
	if (value.type == jbvNumeric)
		return DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value.val.numeric)));
	return pstrdup("?");		/* no clock, and refused as such */
}

/* what is wrong with a member of detail for a requirement's type; NULL: nothing */
static const char *
member_fault(const RequirementRule *rule, Jsonb *detail, const char *name)
{
	const char *type = rule ? rule->type : "text";
	JsonbValue	value;
	int			year,
				month,
				day,
				count;
	char	   *text;

	if (getKeyJsonValueFromContainer(&detail->root, name, strlen(name), &value) == NULL ||
		value.type == jbvNull)
		return _("missing");
	if (strcmp(type, "text") == 0)
		return value.type == jbvString && credit_says_something(value.val.string.val, value.val.string.len) ?
			NULL : _("must be a text that is not blank");
	if (strcmp(type, "date") == 0)
		return value.type == jbvString &&
			credit_given_clock(value.val.string.val, value.val.string.len, &year, &month, &day, &count) == GIVEN_DATE ?
			NULL : _("must be a date as yyyy-mm-dd");
	if (strcmp(type, "yes") == 0)
		return value.type == jbvBool && value.val.boolean ? NULL : _("must be true");
	if (strcmp(type, "number") == 0 || strcmp(type, "department") == 0)
	{
		if (value.type != jbvNumeric)
			return _("must be a whole number above zero");
		text = DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value.val.numeric)));
		if (strlen(text) > 9 || strspn(text, "0123456789") != strlen(text) || atoi(text) <= 0)
			return _("must be a whole number above zero");
		if (strcmp(type, "department") == 0 && credit_department_by_id(atoi(text)) == NULL)
			return _("is no department");
		return NULL;
	}
	if (value.type != jbvBinary)
		return strcmp(type, "list") == 0 ? _("must be an array that is not empty") : _("must be an object that is not empty");
	if (strcmp(type, "list") == 0)
		return JsonContainerIsArray(value.val.binary.data) && JsonContainerSize(value.val.binary.data) > 0 ?
			NULL : _("must be an array that is not empty");
	return JsonContainerIsObject(value.val.binary.data) && JsonContainerSize(value.val.binary.data) > 0 ?
		NULL : _("must be an object that is not empty");
}

/*
 * Raises CR011 with everything that a step requires and does not come with.
 */
void
credit_check_requirements(const ProcedureRules *rules, const TransitionRule *step, const char *called,
						  const char *doc_no, const char *note, Jsonb *detail)
{
	StringInfoData missing;
	StringInfoData names;

	initStringInfo(&missing);
	initStringInfo(&names);
	for (int i = 0; i < step->nrequires; i++)
	{
		const char *name = step->requires[i];
		const RequirementRule *rule = credit_find_requirement(rules, name);
		const char *fault;

		if (strcmp(name, "doc_no") == 0 || strcmp(name, "note") == 0)
		{
			const char *text = *name == 'd' ? doc_no : note;

			fault = text != NULL && credit_says_something(text, strlen(text)) ? NULL : _("missing");
		}
		else
			fault = member_fault(rule, detail, name);
		if (fault == NULL)
			continue;
		appendStringInfo(&missing, _("%s%s (%s, %s): %s."), missing.len > 0 ? "\n" : "", name,
						 rule ? rule->name_zh : name, rule ? rule->name_en : name, fault);
		appendStringInfo(&names, "%s%s", names.len > 0 ? ", " : "", name);
	}
	if (missing.len > 0)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_REQUIREMENT),
				 errmsg("%s cannot go from \"%s\" to \"%s\" without %s", called,
						step->from_stage, step->to_stage, names.data),
				 errdetail("%s", missing.data),
				 errhint("doc_no and note are arguments; all else goes into detail.")));
}
