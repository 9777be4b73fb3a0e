/*
 * visibility.c
 *	  Which records a role sees and which of their fields: a row-level policy
 *	  and a view ask for each row, so what depends on the role alone is found
 *	  once a statement.
 */
#include "record/record.h"

#include "code/identifier_core.h"
#include "code/uscc.h"
#include "miscadmin.h"
#include "registry/registry.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"

PG_FUNCTION_INFO_V1(credit_may_see_record);
PG_FUNCTION_INFO_V1(credit_session_may_see_record);
PG_FUNCTION_INFO_V1(credit_session_department);
PG_FUNCTION_INFO_V1(credit_session_may_act_for);
PG_FUNCTION_INFO_V1(credit_session_role);
PG_FUNCTION_INFO_V1(credit_public_detail);
PG_FUNCTION_INFO_V1(credit_public_amount);
PG_FUNCTION_INFO_V1(credit_visible_detail);
PG_FUNCTION_INFO_V1(credit_visible_amount);

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
look_at_viewer(Oid userid)
{
	TimestampTz statement = GetCurrentStatementStartTimestamp();

	if (viewer.userid == userid && viewer.statement == statement)
		return;
	viewer.office = credit_is_office(userid);
	viewer.official = viewer.office || has_role(userid, "credit_department") ||
		has_role(userid, "credit_analyst");
	viewer.userid = userid;
	viewer.statement = statement;
}

/* whether the viewer reads everything of a department */
static bool
sees_all_of(int32 dept)
{
	return viewer.office || credit_may_act_for(viewer.userid, dept);
}

/* the edition of an item for a decision date, NULL when there is none */
static const CatalogueItem *
item_of(text *name, DateADT decided_on)
{
	return credit_item_on(credit_item_editions(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name)),
						  decided_on);
}

static bool
may_see(Oid userid, int32 dept, text *name)
{
	const CatalogueItem *item;

	look_at_viewer(userid);
	if (sees_all_of(dept))
		return true;
	if (!viewer.official)
		return false;
	item = credit_item_editions(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
	return item != NULL && item->openness != OPENNESS_RESTRICTED;
}

/*
 * credit.may_see_record(dept_id, item) → bool
 * The office sees all; a department its own and, with analysts, what the
 * item's openness class gives to government (DESIGN 7; P0 item 17).
 */
Datum
credit_may_see_record(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(may_see(GetUserId(), PG_GETARG_INT32(0), PG_GETARG_TEXT_PP(1)));
}

/* credit.session_may_see_record(dept_id, item) → bool, the same for the session's role */
Datum
credit_session_may_see_record(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(may_see(GetOuterUserId(), PG_GETARG_INT32(0), PG_GETARG_TEXT_PP(1)));
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
 * credit.session_role() → name
 * The session's role (SET ROLE counts: behind a pooler the login is the
 * pooler's), also within functions that run as the owner.
 */
Datum
credit_session_role(PG_FUNCTION_ARGS)
{
	Name		role = palloc0(sizeof(NameData));

	namestrcpy(role, GetUserNameFromId(GetOuterUserId(), false));
	PG_RETURN_NAME(role);
}

/* a resident number that somebody typed into a field open to the public */
static void
mask_document(JsonbValue *value)
{
	text	   *masked;

	if (value->type != jbvString || value->val.string.len != RESIDENT_ID_LENGTH ||
		!resident_id_valid(value->val.string.val, value->val.string.len))
		return;
	masked = DatumGetTextPP(DirectFunctionCall1(credit_mask_id, PointerGetDatum(
		cstring_to_text_with_len(value->val.string.val, value->val.string.len))));
	value->val.string.val = VARDATA_ANY(masked);
	value->val.string.len = VARSIZE_ANY_EXHDR(masked);
}

/* the fields of a record's detail that are open at least as widely as asked */
static Datum
open_fields(const CatalogueItem *item, Jsonb *detail, Openness widest)
{
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
	it = JsonbIteratorInit(&detail->root);
	(void) JsonbIteratorNext(&it, &value, true);
	pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
	while ((token = JsonbIteratorNext(&it, &value, true)) != WJB_END_OBJECT)
	{
		if (token == WJB_KEY)
		{
			int			field = item ? credit_field_index(item, value.val.string.val,
														  value.val.string.len) : -1;

			skip = (field < 0 || item->fields[field].openness > widest);
		}
		else if (widest == OPENNESS_PUBLIC && (token == WJB_VALUE || token == WJB_ELEM))
			mask_document(&value);
		if (!skip)
			pushJsonbValue(&state, token, &value);
	}
	result = pushJsonbValue(&state, WJB_END_OBJECT, NULL);
	return JsonbPGetDatum(JsonbValueToJsonb(result));
}

static bool
amount_is_open(const CatalogueItem *item, Openness widest)
{
	int			field = item ? item->by_role[ROLE_AMOUNT] : -1;

	return field >= 0 && item->fields[field].openness <= widest;
}

/*
 * credit.public_detail(item, decided_on, detail) → jsonb
 * The fields of a record that the item's edition opens to the public.
 */
Datum
credit_public_detail(PG_FUNCTION_ARGS)
{
	return open_fields(item_of(PG_GETARG_TEXT_PP(0), PG_GETARG_DATEADT(1)), PG_GETARG_JSONB_P(2),
					   OPENNESS_PUBLIC);
}

/* credit.public_amount(item, decided_on, amount) → numeric, null unless open to the public */
Datum
credit_public_amount(PG_FUNCTION_ARGS)
{
	if (!amount_is_open(item_of(PG_GETARG_TEXT_PP(0), PG_GETARG_DATEADT(1)), OPENNESS_PUBLIC))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(PG_GETARG_DATUM(2));
}

/*
 * credit.visible_detail(dept_id, item, decided_on, detail) → jsonb
 * What the current role may read of a record that it sees: all of it for the
 * office and the record's department, without the restricted fields for other
 * departments and analysts. Few items have such a field, so the detail is
 * seldom looked into.
 */
Datum
credit_visible_detail(PG_FUNCTION_ARGS)
{
	const CatalogueItem *item;

	look_at_viewer(GetUserId());
	if (sees_all_of(PG_GETARG_INT32(0)))
		PG_RETURN_DATUM(PG_GETARG_DATUM(3));
	item = item_of(PG_GETARG_TEXT_PP(1), PG_GETARG_DATEADT(2));
	if (viewer.official && item != NULL && !item->has_restricted)
		PG_RETURN_DATUM(PG_GETARG_DATUM(3));
	return open_fields(item, PG_GETARG_JSONB_P(3),
					   viewer.official ? OPENNESS_GOVERNMENT : OPENNESS_PUBLIC);
}

/* credit.visible_amount(dept_id, item, decided_on, amount) → numeric, by the same rule */
Datum
credit_visible_amount(PG_FUNCTION_ARGS)
{
	look_at_viewer(GetUserId());
	if (!sees_all_of(PG_GETARG_INT32(0)) &&
		!amount_is_open(item_of(PG_GETARG_TEXT_PP(1), PG_GETARG_DATEADT(2)),
						viewer.official ? OPENNESS_GOVERNMENT : OPENNESS_PUBLIC))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(PG_GETARG_DATUM(3));
}
