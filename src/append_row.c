/*
 * append_row.c
 *	  Puts one finished row into a table of the extension: what each entry
 *	  leaves in the small tables beside the records. Owns no table.
 *
 * An INSERT through SPI, its plan kept, costs two to three times as much, most
 * of it for making the executor ready. Indexes, NOT NULL and triggers are
 * served as INSERT does. Rights and row security are not asked, as in a
 * statement of the owner; CHECK constraints are the caller's to meet.
 */
#include "append_row.h"

#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "commands/sequence.h"
#include "commands/trigger.h"
#include "executor/executor.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

int64
credit_next_number(const char *sequence)
{
	return nextval_internal(credit_relation_oid(sequence), false);
}

static void
fill_slot(TupleTableSlot *slot, Relation relation, const Datum *values, const bool *isnull)
{
	TupleDesc	desc = RelationGetDescr(relation);

	for (int i = 0; i < desc->natts; i++)
	{
		if (isnull[i] && TupleDescAttr(desc, i)->attnotnull)
			elog(ERROR, "column %d of \"%s\" may not be null", i + 1, RelationGetRelationName(relation));
		slot->tts_values[i] = values[i];
		slot->tts_isnull[i] = isnull[i];
	}
	ExecStoreVirtualTuple(slot);
	slot->tts_tableOid = RelationGetRelid(relation);
}

TriggerDesc *
credit_insert_triggers(Relation relation)
{
	TriggerDesc *all = relation->trigdesc;

	return all != NULL && (all->trig_insert_before_row || all->trig_insert_after_row ||
						   all->trig_insert_before_statement || all->trig_insert_after_statement) ? all : NULL;
}

void
credit_append_row(const char *table, int ncolumns, const Datum *values, const bool *isnull)
{
	Relation	relation = table_open(credit_relation_oid(table), RowExclusiveLock);
	TriggerDesc *triggers = credit_insert_triggers(relation);
	EState	   *estate = CreateExecutorState();
	MemoryContext old = MemoryContextSwitchTo(estate->es_query_cxt);
	ResultRelInfo *info = makeNode(ResultRelInfo);
	TransitionCaptureState *capture = NULL;
	TupleTableSlot *slot;

	if (RelationGetNumberOfAttributes(relation) != ncolumns)
		elog(ERROR, "\"%s\" does not have the columns expected", table);
	InitResultRelInfo(info, relation, 0, NULL, 0);
	ExecOpenIndices(info, false);
	estate->es_opened_result_relations = list_make1(info);
	slot = table_slot_create(relation, NULL);
	fill_slot(slot, relation, values, isnull);
	if (triggers)
	{
		PushActiveSnapshot(GetTransactionSnapshot());
		estate->es_snapshot = GetActiveSnapshot();
		AfterTriggerBeginQuery();
		capture = MakeTransitionCaptureState(triggers, RelationGetRelid(relation), CMD_INSERT);
		ExecBSInsertTriggers(estate, info);
	}
	if (!triggers || !triggers->trig_insert_before_row || ExecBRInsertTriggers(estate, info, slot))
	{
		List	   *recheck = NIL;

		table_tuple_insert(relation, slot, GetCurrentCommandId(true), 0, NULL);
		if (info->ri_NumIndices > 0)
			recheck = credit_insert_index_tuples(info, slot, estate);
		if (triggers)
			ExecARInsertTriggers(estate, info, slot, recheck, capture);
	}
	if (triggers)
	{
		ExecASInsertTriggers(estate, info, capture);
		AfterTriggerEndQuery(estate);
		PopActiveSnapshot();
	}
	ExecDropSingleTupleTableSlot(slot);
	ExecCloseResultRelations(estate);
	table_close(relation, NoLock);
	MemoryContextSwitchTo(old);
	FreeExecutorState(estate);
}
