/*
 * walk.c
 *	  An index by subject, walked once beside many sorted subjects: where they
 *	  lie close together that reads each page of it once and is cheaper than a
 *	  way down the tree for each. Owns no table.
 */
#include "list/check.h"

#include "access/itup.h"
#include "access/relscan.h"
#include "miscadmin.h"
#include "utils/fmgroids.h"
#include "utils/snapmgr.h"

/* the first subject from the given one on whose number is not below id */
static int
first_from(const int64 *ids, int nids, int from, int64 id)
{
	int			low = from,
				step = 1,
				high;

	while (from + step < nids && ids[from + step] < id)
	{
		low = from + step;
		step *= 2;
	}
	high = Min(from + step, nids);
	while (low < high)
	{
		int			middle = low + (high - low) / 2;

		if (ids[middle] < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
descend_to(IndexScanDesc scan, int64 id)
{
	ScanKeyData key;

	ScanKeyInit(&key, 1, BTGreaterEqualStrategyNumber, F_INT8GE, Int64GetDatum(id));
	index_rescan(scan, &key, 1, NULL, 0);
}

/*
 * Visits every entry of the index, a B-tree whose first column is the subject,
 * that belongs to one of ids, sorted and each once; in the order of the index.
 * The visitor may fetch the row by index_fetch_heap(); it may be dead. After
 * jump_after entries of others the tree is descended anew.
 */
void
credit_walk_subjects(Relation table, Relation index, const int64 *ids, int nids, int jump_after,
					 SubjectVisitor visit, void *arg)
{
	IndexScanDesc scan;
	int			subject = 0,
				steps = 0;

	if (nids == 0)
		return;
	scan = credit_index_beginscan(table, index, GetActiveSnapshot(), 1);
	scan->xs_want_itup = true;
	descend_to(scan, ids[0]);
	while (index_getnext_tid(scan, ForwardScanDirection) != NULL)
	{
		bool		isnull;
		int64		id = DatumGetInt64(index_getattr(scan->xs_itup, 1, scan->xs_itupdesc, &isnull));

		CHECK_FOR_INTERRUPTS();
		if (id > ids[subject])
		{
			subject = first_from(ids, nids, subject, id);
			steps = 0;
			if (subject == nids)
				break;
		}
		if (id == ids[subject])
			visit(subject, scan, arg);
		else if (++steps == jump_after)
		{
			descend_to(scan, ids[subject]);
			steps = 0;
		}
	}
	index_endscan(scan);
}
