/*
 * rule_rows.c
 *	  Shipped rows in rule tables, and what becomes of them when a user edits
 *	  one or a dump brings them. Every room with rule tables may use the trigger.
 *
 * A shipped row carries standard_entry = true and is left out of dumps, since
 * CREATE EXTENSION brings it back. A shipped row that a user has changed must
 * be dumped: mark_edited() takes the mark from it. At restore it meets the
 * fresh shipped row of the same key: replace_standard() (install.sql) lets the
 * user's row win.
 */
#include "credit.h"

#include "access/htup_details.h"
#include "commands/extension.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/guc.h"
#include "utils/rel.h"
#include "utils/rls.h"

PG_FUNCTION_INFO_V1(credit_mark_edited);
PG_FUNCTION_INFO_V1(credit_loads_dump);

/*
 * credit.mark_edited() → trigger, BEFORE UPDATE ROW on rule tables.
 * Sets standard_entry to false when a user changes a shipped row. Quiet in
 * extension scripts (an update of the rule pack keeps its rows shipped), while
 * restoring, and when the update changes nothing.
 */
Datum
credit_mark_edited(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = (TriggerData *) fcinfo->context;
	HeapTuple	old,
				new;
	TupleDesc	tupdesc;
	int			column;
	bool		isnull;
	Datum		no = BoolGetDatum(false);

	if (!CALLED_AS_TRIGGER(fcinfo) ||
		!TRIGGER_FIRED_BY_UPDATE(trigdata->tg_event) ||
		!TRIGGER_FIRED_BEFORE(trigdata->tg_event) ||
		!TRIGGER_FIRED_FOR_ROW(trigdata->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"%s\" must be fired before update for each row",
						"mark_edited")));
	old = trigdata->tg_trigtuple;
	new = trigdata->tg_newtuple;
	tupdesc = RelationGetDescr(trigdata->tg_relation);

	if (creating_extension || credit_restoring)
		return PointerGetDatum(new);

	column = SPI_fnumber(tupdesc, "standard_entry");
	if (column <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("table \"%s\" has no column \"%s\"",
						RelationGetRelationName(trigdata->tg_relation),
						"standard_entry")));
	if (!DatumGetBool(heap_getattr(old, column, tupdesc, &isnull)) || isnull ||
		!DatumGetBool(heap_getattr(new, column, tupdesc, &isnull)) || isnull)
		return PointerGetDatum(new);

	/* as suppress_redundant_updates_trigger(): same bytes, same row */
	if (old->t_len == new->t_len &&
		old->t_data->t_hoff == new->t_data->t_hoff &&
		HeapTupleHeaderGetNatts(old->t_data) == HeapTupleHeaderGetNatts(new->t_data) &&
		memcmp((char *) old->t_data + SizeofHeapTupleHeader,
			   (char *) new->t_data + SizeofHeapTupleHeader,
			   old->t_len - SizeofHeapTupleHeader) == 0)
		return PointerGetDatum(new);

	isnull = false;
	return PointerGetDatum(heap_modify_tuple_by_cols(new, tupdesc, 1, &column,
													 &no, &isnull));
}

/*
 * credit.loads_dump() → bool
 * Whether rows come as they are: in the mode of credit.pre_restore(), from a
 * script of the extension, or in a superuser's session with the two settings
 * that every dump begins with.
 */
Datum
credit_loads_dump(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(credit_restoring || creating_extension ||
				   (!check_function_bodies && !row_security && superuser_arg(GetSessionUserId())));
}
