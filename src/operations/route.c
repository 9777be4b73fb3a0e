/*
 * route.c
 *	  On which machine a subject is kept, and the doors of a coordinator, which
 *	  send each row there. Owns the list of machines a backend remembers.
 *
 * A subject's machine follows from its code alone, so that no row has to be
 * looked up before it is sent. Rows of a statement are kept until its end and
 * go out as one INSERT into the table credit_all.<door>, which Citus copies to
 * the machines; there each share is a COPY into the door as always.
 */
#include "credit.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "catalogue/catalogue.h"
#include "code/uscc.h"
#include "code/uscc_core.h"
#include "commands/trigger.h"
#include "common/hashfn.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "registry/registry.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/tuplestore.h"

PG_FUNCTION_INFO_V1(credit_node_of_code);
PG_FUNCTION_INFO_V1(credit_route);
PG_FUNCTION_INFO_V1(credit_route_end);
PG_FUNCTION_INFO_V1(credit_routed_rows);

#define NODE_SHIFT 40			/* a number's upper bits name its machine */
#define MAX_KEY_COLUMNS 16

typedef struct Nodes
{
	int			count;
	int32	   *slot;
} Nodes;

/* one statement's rows on their way; stacked as doors are */
typedef struct Route
{
	struct Route *up;
	int			depth;
	Oid			view;
	SubTransactionId subid;
	MemoryContext cxt;
	MemoryContext row_cxt;
	TupleDesc	desc;			/* of the view */
	TupleDesc	sent;			/* and behind it the machine and the row's place */
	int64		nrows;
	Tuplestorestate *rows;
	char	   *item;			/* NULL for credit.record */
	int			ncodes;			/* columns with the code, the document's number */
	int			code_column[MAX_KEY_COLUMNS];
	int			ndocuments;
	int			document_column[MAX_KEY_COLUMNS];
	bool		used[FLEXIBLE_ARRAY_MEMBER];	/* by machine */
} Route;

static Route *routes = NULL;
static Route *sending = NULL;	/* whose statement ends */

/* ---- the machines ---- */

static void *
load_nodes(MemoryContext cxt)
{
	uint64		count = table_cache_query("SELECT n.slot FROM credit.node n ORDER BY n.node");
	Nodes	   *nodes = MemoryContextAlloc(cxt, sizeof(Nodes));

	nodes->count = (int) count;
	nodes->slot = MemoryContextAlloc(cxt, sizeof(int32) * (count + 1));
	for (uint64 i = 0; i < count; i++)
	{
		bool		isnull;

		nodes->slot[i] = DatumGetInt32(SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1, &isnull));
	}
	return nodes;
}

static const char *const node_tables[] = {"node"};

static TableCache node_cache = {
	.name = "credit machines",
	.tables = node_tables,
	.ntables = lengthof(node_tables),
	.load = load_nodes,
};

static const Nodes *
the_nodes(void)
{
	const Nodes *nodes = table_cache_get(&node_cache);

	if (nodes->count == 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the extension is not distributed"),
				 errhint("Call credit.distribute() first.")));
	return nodes;
}

/*
 * The machine, from 0, of a code or of a document's number, however it is
 * written. Never change what is hashed: it decides where subjects already are.
 */
static int
node_of_text(const char *text, int len, int count)
{
	char	   *key = credit_clean_identifier(text, len);
	Uscc		code;
	uint64		hash;

	if (uscc_parse(key, strlen(key), &code))
		key = pstrdup(credit_uscc_text(&code));
	hash = DatumGetUInt64(hash_any_extended((unsigned char *) key, strlen(key), 0));
	return (int) (hash % (uint64) count);
}

/*
 * credit.node_of_code(code text, nodes int) → int, from 1. Null nodes: as many
 * as there are.
 */
Datum
credit_node_of_code(PG_FUNCTION_ARGS)
{
	text	   *code;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	code = PG_GETARG_TEXT_PP(0);
	PG_RETURN_INT32(1 + node_of_text(VARDATA_ANY(code), VARSIZE_ANY_EXHDR(code),
									 PG_ARGISNULL(1) ? the_nodes()->count : PG_GETARG_INT32(1)));
}

/* ---- the rows of a statement ---- */

static void
forget_route(Route *route)
{
	for (Route **link = &routes; *link != NULL; link = &(*link)->up)
	{
		if (*link == route)
		{
			*link = route->up;
			break;
		}
	}
	if (sending == route)
		sending = NULL;
	MemoryContextDelete(route->cxt);
}

static void
transaction_ended(XactEvent event, void *arg)
{
	if ((event == XACT_EVENT_PRE_COMMIT || event == XACT_EVENT_PRE_PREPARE) && routes != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_TRANSACTION_STATE),
				 errmsg("a statement that entered records was not run to its end"),
				 errhint("Fetch all rows that INSERT ... RETURNING gives.")));
	if (event == XACT_EVENT_ABORT)
	{
		while (routes != NULL)
			forget_route(routes);
	}
}

static void
subtransaction_ended(SubXactEvent event, SubTransactionId mine, SubTransactionId parent, void *arg)
{
	if (event == SUBXACT_EVENT_ABORT_SUB)
	{
		while (routes != NULL && routes->subid >= mine)
			forget_route(routes);
	}
}

static int
column_of(TupleDesc desc, const char *name)
{
	for (int i = 0; i < desc->natts; i++)
	{
		if (strcmp(NameStr(TupleDescAttr(desc, i)->attname), name) == 0)
			return i;
	}
	return -1;
}

/* the columns that name the subject, in any edition of the item */
static void
find_key_columns(Route *route)
{
	for (const CatalogueItem *item = credit_item_editions(route->item, strlen(route->item));
		 item != NULL; item = item->older)
	{
		int			code = item->by_role[ROLE_SUBJECT_CODE];
		int			document = item->by_role[ROLE_SUBJECT_DOC_NO];

		if (code >= 0 && route->ncodes < MAX_KEY_COLUMNS &&
			(code = column_of(route->desc, item->fields[code].name)) >= 0)
			route->code_column[route->ncodes++] = code;
		if (document >= 0 && route->ndocuments < MAX_KEY_COLUMNS &&
			(document = column_of(route->desc, item->fields[document].name)) >= 0)
			route->document_column[route->ndocuments++] = document;
	}
}

static Route *
open_route(Relation view, int depth, const char *item)
{
	static bool registered = false;
	const Nodes *nodes = the_nodes();
	MemoryContext cxt = AllocSetContextCreate(TopTransactionContext, "credit route", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(cxt);
	Route	   *route = palloc0(offsetof(Route, used) + sizeof(bool) * nodes->count);

	if (!registered)
	{
		RegisterXactCallback(transaction_ended, NULL);
		RegisterSubXactCallback(subtransaction_ended, NULL);
		registered = true;
	}
	route->depth = depth;
	route->view = RelationGetRelid(view);
	route->subid = GetCurrentSubTransactionId();
	route->cxt = cxt;
	route->row_cxt = AllocSetContextCreate(cxt, "credit routed row", ALLOCSET_DEFAULT_SIZES);
	route->desc = CreateTupleDescCopy(RelationGetDescr(view));
	route->sent = CreateTemplateTupleDesc(route->desc->natts + 2);
	for (int i = 1; i <= route->desc->natts; i++)
		TupleDescCopyEntry(route->sent, i, route->desc, i);
	TupleDescInitEntry(route->sent, route->desc->natts + 1, "slot", INT4OID, -1, 0);
	TupleDescInitEntry(route->sent, route->desc->natts + 2, "row_no", INT8OID, -1, 0);
	route->rows = tuplestore_begin_heap(false, false, work_mem);
	route->item = item ? pstrdup(item) : NULL;
	if (item != NULL)
		find_key_columns(route);
	route->up = routes;
	routes = route;
	MemoryContextSwitchTo(old);
	return route;
}

static Route *
current_route(Oid view, int depth)
{
	for (Route *route = routes; route != NULL; route = route->up)
	{
		if (route->view == view && route->depth == depth &&
			route->subid == GetCurrentSubTransactionId())
			return route;
	}
	return NULL;
}

/* the text of a value that says something */
static bool
says(const char *text, int len)
{
	while (len > 0 && *text == ' ')
		text++, len--;
	return len > 0 && !(len <= 24 && credit_is_placeholder(text, len));
}

static int
node_by_columns(const int *columns, int ncolumns,
				const Datum *values, const bool *isnull, int count)
{
	for (int i = 0; i < ncolumns; i++)
	{
		if (!isnull[columns[i]])
		{
			text	   *value = DatumGetTextPP(values[columns[i]]);

			if (says(VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value)))
				return node_of_text(VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value), count);
		}
	}
	return -1;
}

static int
node_by_member(Jsonb *detail, const char *name, int count)
{
	JsonbValue *value = JB_ROOT_IS_OBJECT(detail) ?
		getKeyJsonValueFromContainer(&detail->root, name, strlen(name), NULL) : NULL;

	if (value == NULL || value->type != jbvString || !says(value->val.string.val, value->val.string.len))
		return -1;
	return node_of_text(value->val.string.val, value->val.string.len, count);
}

/*
 * A row of credit.record: subject_code, the number the office gives, or the
 * item's own field in detail.
 */
static int
node_of_record(const Route *route, const Datum *values, const bool *isnull, int count)
{
	int			item_column = column_of(route->desc, "item");
	text	   *name = isnull[item_column] ? cstring_to_text("") : DatumGetTextPP(values[item_column]);
	const CatalogueItem *newest = credit_item_editions(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
	int			code_column = column_of(route->desc, "subject_code");
	int			number_column = column_of(route->desc, "subject_id");
	int			detail_column = column_of(route->desc, "detail");
	int			node;
	static const FieldRole roles[] = {ROLE_SUBJECT_CODE, ROLE_SUBJECT_DOC_NO};

	/* after the catalogue was loaded: placeholders are part of it */
	node = node_by_columns(&code_column, 1, values, isnull, count);
	if (!isnull[number_column])
	{
		int64		owner = DatumGetInt64(values[number_column]) >> NODE_SHIFT;

		return owner >= 1 && owner <= count ? (int) owner - 1 : node;
	}
	if (node >= 0 || isnull[detail_column])
		return node;
	for (int r = 0; r < lengthof(roles) && node < 0; r++)
	{
		for (const CatalogueItem *item = newest; item != NULL && node < 0; item = item->older)
		{
			if (item->by_role[roles[r]] >= 0)
				node = node_by_member(DatumGetJsonbP(values[detail_column]),
									  item->fields[item->by_role[roles[r]]].name, count);
		}
	}
	return node;
}

/*
 * credit.route([item]) → trigger, INSTEAD OF INSERT on a coordinator's door,
 * each row. A row that names nobody goes to the first machine, which refuses it
 * with its reasons.
 */
Datum
credit_route(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = (TriggerData *) fcinfo->context;
	const char *item;
	const Nodes *nodes = the_nodes();
	Route	   *route;
	MemoryContext old;
	Datum	   *values;
	bool	   *isnull;
	int			node = -1,
				depth = DatumGetInt32(DirectFunctionCall1(pg_trigger_depth, (Datum) 0));

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_INSTEAD(trigdata->tg_event) ||
		!TRIGGER_FIRED_FOR_ROW(trigdata->tg_event) || !TRIGGER_FIRED_BY_INSERT(trigdata->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"%s\" must be fired INSTEAD OF INSERT for each row", "credit.route")));
	item = trigdata->tg_trigger->tgnargs > 0 ? trigdata->tg_trigger->tgargs[0] : NULL;
	route = current_route(RelationGetRelid(trigdata->tg_relation), depth);
	if (route == NULL)
		route = open_route(trigdata->tg_relation, depth, item);

	MemoryContextReset(route->row_cxt);
	old = MemoryContextSwitchTo(route->row_cxt);
	values = palloc(sizeof(Datum) * (route->desc->natts + 2));
	isnull = palloc(sizeof(bool) * (route->desc->natts + 2));
	heap_deform_tuple(trigdata->tg_trigtuple, route->desc, values, isnull);
	if (item == NULL)
		node = node_of_record(route, values, isnull, nodes->count);
	else
	{
		node = node_by_columns(route->code_column, route->ncodes, values, isnull, nodes->count);
		if (node < 0)
			node = node_by_columns(route->document_column, route->ndocuments, values, isnull, nodes->count);
	}
	if (node < 0)
		node = 0;
	route->used[node] = true;
	values[route->desc->natts] = Int32GetDatum(nodes->slot[node]);
	isnull[route->desc->natts] = false;
	values[route->desc->natts + 1] = Int64GetDatum(++route->nrows);
	isnull[route->desc->natts + 1] = false;
	tuplestore_putvalues(route->rows, route->sent, values, isnull);
	MemoryContextSwitchTo(old);
	return PointerGetDatum(trigdata->tg_trigtuple);
}

/*
 * credit.routed_rows() → setof record: the rows of the statement that ends,
 * given away; see credit.send_rows().
 */
Datum
credit_routed_rows(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	MemoryContext old;

	if (rsinfo == NULL || !(rsinfo->allowedModes & SFRM_Materialize))
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("set-valued function called in context that cannot accept a set")));
	if (sending == NULL || sending->rows == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("no statement is entering records")));
	old = MemoryContextSwitchTo(rsinfo->econtext->ecxt_per_query_memory);
	rsinfo->returnMode = SFRM_Materialize;
	rsinfo->setResult = sending->rows;
	rsinfo->setDesc = CreateTupleDescCopy(sending->sent);
	sending->rows = NULL;
	MemoryContextSwitchTo(old);
	return (Datum) 0;
}

/* credit.route_end() → trigger, AFTER INSERT on a coordinator's door, each statement */
Datum
credit_route_end(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = (TriggerData *) fcinfo->context;
	const Nodes *nodes = the_nodes();
	Route	   *route;
	Datum		args[2];
	Datum	   *slots;
	int			nslots = 0;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_AFTER(trigdata->tg_event) ||
		!TRIGGER_FIRED_FOR_STATEMENT(trigdata->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"%s\" must be fired AFTER INSERT for each statement", "credit.route_end")));
	route = current_route(RelationGetRelid(trigdata->tg_relation),
						  DatumGetInt32(DirectFunctionCall1(pg_trigger_depth, (Datum) 0)));
	if (route == NULL)
		return PointerGetDatum(NULL);	/* a statement without rows */

	slots = palloc(sizeof(Datum) * nodes->count);
	for (int i = 0; i < nodes->count; i++)
	{
		if (route->used[i])
			slots[nslots++] = Int32GetDatum(nodes->slot[i]);
	}
	args[0] = ObjectIdGetDatum(route->view);
	args[1] = PointerGetDatum(construct_array(slots, nslots, INT4OID, sizeof(int32), true, TYPALIGN_INT));
	sending = route;
	SPI_connect();
	if (SPI_execute_with_args("SELECT credit.send_rows($1, $2)", 2, (Oid[]) {REGCLASSOID, INT4ARRAYOID},
							  args, NULL, false, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not send rows to the machines");
	SPI_finish();
	forget_route(route);
	return PointerGetDatum(NULL);
}
