/*
 * visibility.c
 *	  Which records a role sees: a row-level policy calls it for each row, so
 *	  what depends on the role alone is found once a statement.
 */
#include "record/record.h"

#include "miscadmin.h"
#include "registry/registry.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"

PG_FUNCTION_INFO_V1(credit_may_see_record);
PG_FUNCTION_INFO_V1(credit_session_department);
PG_FUNCTION_INFO_V1(credit_session_may_act_for);
PG_FUNCTION_INFO_V1(credit_public_detail);

typedef struct Viewer
{
	Oid			userid;
	TimestampTz statement;
	bool		office;
	bool		official;		/* a department's or an analyst's role */
} Viewer;

static Viewer viewer;

static bool
has_role(Oid userid, const char *name)
{
	Oid			role = get_role_oid(name, true);

	return OidIsValid(role) && has_privs_of_role(userid, role);
}

static void
look_at_viewer(void)
{
	Oid			userid = GetUserId();
	TimestampTz statement = GetCurrentStatementStartTimestamp();

	if (viewer.userid == userid && viewer.statement == statement)
		return;
	viewer.office = credit_is_office(userid);
	viewer.official = viewer.office || has_role(userid, "credit_department") ||
		has_role(userid, "credit_analyst");
	viewer.userid = userid;
	viewer.statement = statement;
}

/*
 * credit.may_see_record(dept_id, item) → bool
 * The office sees all; a department its own and, with analysts, what the
 * item's openness class gives to government (DESIGN 7; P0 item 17).
 */
Datum
credit_may_see_record(PG_FUNCTION_ARGS)
{
	int32		dept = PG_GETARG_INT32(0);
	text	   *name = PG_GETARG_TEXT_PP(1);
	const CatalogueItem *item;

	look_at_viewer();
	if (viewer.office)
		PG_RETURN_BOOL(true);
	if (credit_may_act_for(viewer.userid, dept))
		PG_RETURN_BOOL(true);
	if (!viewer.official)
		PG_RETURN_BOOL(false);
	item = credit_item_editions(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
	PG_RETURN_BOOL(item != NULL && item->openness != OPENNESS_RESTRICTED);
}

/*
 * credit.session_department() → int
 * The department for which the session's role acts, seen from within a
 * SECURITY DEFINER function; null for the office acting for none. Raises CR006
 * for a role that acts for none and is not the office.
 */
Datum
credit_session_department(PG_FUNCTION_ARGS)
{
	Oid			userid = GetOuterUserId();
	bool		office;
	int32		dept = credit_acting_department(userid, &office);

	if (dept != 0)
		PG_RETURN_INT32(dept);
	if (!office)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_NOT_YOUR_DEPARTMENT),
				 errmsg("role \"%s\" acts for no department", GetUserNameFromId(userid, false)),
				 errhint("Ask the credit office to name the role in credit.department.role_name.")));
	PG_RETURN_NULL();
}

/* credit.session_may_act_for(dept_id) → bool, as credit.may_act_for() for the session's role */
Datum
credit_session_may_act_for(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(credit_may_act_for(GetOuterUserId(), PG_GETARG_INT32(0)));
}

/*
 * credit.public_detail(item, decided_on, detail) → jsonb
 * The fields of a record that the item's edition opens to the public.
 */
Datum
credit_public_detail(PG_FUNCTION_ARGS)
{
	text	   *name = PG_GETARG_TEXT_PP(0);
	const CatalogueItem *item = credit_item_editions(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
	Jsonb	   *detail = PG_GETARG_JSONB_P(2);	/* an object, as records hold */
	JsonbIterator *it;
	JsonbParseState *state = NULL;
	JsonbValue	value,
			   *result;
	JsonbIteratorToken token;
	bool		skip = false;

	if (!JB_ROOT_IS_OBJECT(detail))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the detail of a record is an object")));
	item = credit_item_on(item, PG_GETARG_DATEADT(1));
	it = JsonbIteratorInit(&detail->root);
	(void) JsonbIteratorNext(&it, &value, true);
	pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
	while ((token = JsonbIteratorNext(&it, &value, true)) != WJB_END_OBJECT)
	{
		if (token == WJB_KEY)
		{
			int			field = item ? credit_field_index(item, value.val.string.val,
														  value.val.string.len) : -1;

			skip = (field < 0 || !item->fields[field].public);
		}
		if (!skip)
			pushJsonbValue(&state, token, &value);
	}
	result = pushJsonbValue(&state, WJB_END_OBJECT, NULL);
	PG_RETURN_JSONB_P(JsonbValueToJsonb(result));
}
