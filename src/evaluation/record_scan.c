/*
 * record_scan.c
 *	  Which partitions hold records that count, and what is read of a row.
 *
 * Partitions that hold later records only, or older ones than any indicator
 * looks back to, are not read. Records are read whatever row-level security
 * says: the functions that come here run for the extension's owner (see
 * evaluate.sql).
 */
#include "evaluation/record_scan.h"

#include "access/table.h"
#include "access/tableam.h"
#include "catalog/pg_inherits.h"
#include "partitioning/partbounds.h"
#include "partitioning/partdesc.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

/* ---- partitions ---- */

/* could records of partition i of the parent count on that day */
static bool
is_read(const RecordScan *scan, PartitionDesc desc, int i)
{
	PartitionBoundInfo bounds = desc->boundinfo;

	if (scan->tally == NULL || bounds == NULL || bounds->strategy != PARTITION_STRATEGY_RANGE)
		return true;
	/* range k of the bounds lies below datum k */
	for (int k = 0; k < bounds->ndatums; k++)
	{
		if (bounds->indexes[k] != i)
			continue;
		if (bounds->kind[k][0] == PARTITION_RANGE_DATUM_VALUE &&
			DatumGetDateADT(bounds->datums[k][0]) - 1 <= scan->tally->rules->earliest)
			return false;
		return k == 0 || bounds->kind[k - 1][0] != PARTITION_RANGE_DATUM_VALUE ||
			DatumGetDateADT(bounds->datums[k - 1][0]) <= scan->as_of;
	}
	return true;
}

static void
add_partition(RecordScan *scan, Oid relid)
{
	if (scan->npartitions == 0)
		scan->partitions = MemoryContextAllocZero(scan->cxt, 32 * sizeof(Partition));
	else if (scan->npartitions % 32 == 0)
		scan->partitions = repalloc(scan->partitions, (scan->npartitions + 32) * sizeof(Partition));
	memset(&scan->partitions[scan->npartitions], 0, sizeof(Partition));
	scan->partitions[scan->npartitions++].relid = relid;
}

/* the tables below a partition, or itself */
static void
add_leaves(RecordScan *scan, Oid relid)
{
	ListCell   *cell;

	foreach(cell, find_all_inheritors(relid, AccessShareLock, NULL))
		if (get_rel_relkind(lfirst_oid(cell)) == RELKIND_RELATION)
			add_partition(scan, lfirst_oid(cell));
}

/* lays out the columns up to the last for reading rows in place */
static void
lay_out(RecordScan *scan, Partition *partition, TupleDesc desc)
{
	partition->columns = MemoryContextAlloc(scan->cxt, partition->last * sizeof(ScanColumn));
	for (int i = 0; i < partition->last; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(desc, i);
		ScanColumn *column = &partition->columns[i];

		column->length = attribute->attlen;
		column->align = attribute->attalign == TYPALIGN_DOUBLE ? ALIGNOF_DOUBLE :
			attribute->attalign == TYPALIGN_INT ? ALIGNOF_INT :
			attribute->attalign == TYPALIGN_SHORT ? ALIGNOF_SHORT : 1;
		column->wanted = -1;
		for (int k = 0; k < SCAN_COLUMNS; k++)
			if (partition->numbers[k] == i + 1)
				column->wanted = k;
	}
}

static void
find_columns(RecordScan *scan, Partition *partition)
{
	static const char *const names[SCAN_COLUMNS] = {
		"subject_id", "item", "decided_on", "severity", "amount", "status", "late_days", "dept_id",
		"publish_until"
	};
	const RecordRules *rules = scan->tally == NULL ? NULL : scan->tally->rules;
	bool		looked_at[SCAN_COLUMNS] = {true, true, true, false, false, true};
	Relation	relation = table_open(partition->relid, AccessShareLock);

	for (int i = 0; rules != NULL && i < rules->plan->nrecord; i++)
	{
		const Indicator *indicator = slot_indicator(rules, i);

		looked_at[SCAN_SEVERITY] |= indicator->min_severity > 0 || !indicator->use_expired;
		looked_at[SCAN_UNTIL] |= !indicator->use_expired;
		looked_at[SCAN_DEPT] |= !indicator->use_expired;
		looked_at[SCAN_AMOUNT] |= indicator->of == OF_AMOUNT;
		looked_at[SCAN_LATE] |= indicator->min_late_days >= 0 || indicator->of == OF_LATE_DAYS;
		looked_at[SCAN_DEPT] |= indicator->of == OF_DEPARTMENT;
	}
	for (int k = 0; k < SCAN_COLUMNS; k++)
	{
		/* nearly always where the first partition has it */
		AttrNumber	number = scan->partitions[0].numbers[k];

		if (number < 1 || number > RelationGetNumberOfAttributes(relation) ||
			strcmp(NameStr(TupleDescAttr(RelationGetDescr(relation), number - 1)->attname), names[k]) != 0)
			number = get_attnum(partition->relid, names[k]);
		partition->numbers[k] = number;
		if (rules == NULL || looked_at[k])
			partition->last = Max(partition->last, partition->numbers[k]);
	}
	lay_out(scan, partition, RelationGetDescr(relation));
	table_close(relation, NoLock);
}

/*
 * Begins reading records for a model's tally; model names its version. Without
 * a tally (NULL, and model NULL) all there is of a record is read. What it
 * takes lives in the current memory context.
 */
RecordScan *
record_scan_begin(const char *model, DateADT as_of, Tally *tally)
{
	RecordScan *scan = palloc0(sizeof(RecordScan));
	Relation	parent = table_open(credit_relation_oid("record_store"), AccessShareLock);

	scan->model = model == NULL ? NULL : pstrdup(model);
	scan->as_of = as_of;
	scan->tally = tally;
	scan->cxt = CurrentMemoryContext;
	scan->snapshot = GetActiveSnapshot();
	if (tally != NULL && tally->rules->plan->nrecord == 0)
		scan->npartitions = 0;
	else if (parent->rd_rel->relkind == RELKIND_PARTITIONED_TABLE)
	{
		PartitionDesc desc = RelationGetPartitionDesc(parent, true);

		for (int i = 0; i < desc->nparts; i++)
			if (is_read(scan, desc, i))
				add_leaves(scan, desc->oids[i]);
	}
	else
		add_leaves(scan, RelationGetRelid(parent));
	table_close(parent, NoLock);
	for (int i = 0; i < scan->npartitions; i++)
		find_columns(scan, &scan->partitions[i]);
	return scan;
}

/* ---- a record ---- */

/*
 * The columns looked at, where they lie in the row: taking every column apart
 * would cost more than all the rest of a pass.
 */
static inline void
read_in_place(const Partition *partition, HeapTuple tuple, ScanValues *values)
{
	HeapTupleHeader header = tuple->t_data;
	bool		nulls = HeapTupleHasNulls(tuple);
	char	   *data = (char *) header + header->t_hoff;
	char	   *at = data;

	for (int i = 0; i < partition->last; i++)
	{
		const ScanColumn *column = &partition->columns[i];

		if (nulls && att_isnull(i, header->t_bits))
		{
			if (column->wanted >= 0)
				values->present[column->wanted] = false;
			continue;
		}
		/* a short variable value is not aligned: its first byte is no padding */
		if (column->length != -1 || *at == 0)
			at = (char *) TYPEALIGN(column->align, (uintptr_t) at);
		if (column->wanted >= 0)
		{
			values->present[column->wanted] = true;
			values->values[column->wanted] = column->length == sizeof(int32) ? Int32GetDatum(*(int32 *) at) :
				column->length == sizeof(int64) ? Int64GetDatum(*(int64 *) at) : PointerGetDatum(at);
		}
		at += column->length == -1 ? VARSIZE_ANY(at) : column->length;
	}
}

void
record_scan_values(const Partition *partition, TupleTableSlot *slot, ScanValues *values)
{
	if (TTS_IS_BUFFERTUPLE(slot))
	{
		HeapTuple	tuple = ((HeapTupleTableSlot *) slot)->tuple;

		if (HeapTupleHeaderGetNatts(tuple->t_data) >= partition->last)
		{
			read_in_place(partition, tuple, values);
			return;
		}
	}
	slot_getsomeattrs(slot, partition->last);
	for (int k = 0; k < SCAN_COLUMNS; k++)
	{
		AttrNumber	number = partition->numbers[k];

		values->present[k] = number <= partition->last && !slot->tts_isnull[number - 1];
		if (values->present[k])
			values->values[k] = slot->tts_values[number - 1];
	}
}

/* the facts of a record that counts; NULL for one that does not */
const ItemPlan *
record_scan_read(const RecordScan *scan, const ScanValues *values, RecordFacts *facts)
{
	RecordRules *rules = scan->tally->rules;
	Oid			status = DatumGetObjectId(values->values[SCAN_STATUS]);
	struct varlena *item;
	const ItemPlan *plan;

	facts->decided_on = DatumGetDateADT(values->values[SCAN_DECIDED]);
	if ((status != rules->plan->statuses[0] && status != rules->plan->statuses[1]) ||
		facts->decided_on > scan->as_of || facts->decided_on <= rules->earliest)
		return NULL;
	item = PG_DETOAST_DATUM_PACKED(values->values[SCAN_ITEM]);
	plan = record_item(rules, VARDATA_ANY(item), VARSIZE_ANY_EXHDR(item));
	if (plan->nuses == 0)
		return NULL;
	facts->severity = values->present[SCAN_SEVERITY] ? DatumGetObjectId(values->values[SCAN_SEVERITY]) : InvalidOid;
	facts->late_days = values->present[SCAN_LATE] ? DatumGetInt32(values->values[SCAN_LATE]) : -1;
	facts->dept_id = values->present[SCAN_DEPT] ? DatumGetInt32(values->values[SCAN_DEPT]) : 0;
	facts->usable = record_usable(rules, plan, facts, values->present[SCAN_UNTIL],
								  DatumGetDateADT(values->values[SCAN_UNTIL]));
	facts->amount = plan->needs_amount && values->present[SCAN_AMOUNT] ?
		record_amount(values->values[SCAN_AMOUNT]) : 0;
	return plan;
}
