/*
 * criterion.c
 *	  Whether a new record may make its subject a candidate: asked for each row
 *	  of small statements, so it looks no further than it must. Says yes rather
 *	  than no: credit.find_candidates() decides.
 */
#include "list/follow.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "registry/registry.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

typedef struct Count
{
	const ListRules *rules;
	const Criterion *criterion;
	int32		dept;
	int			found;
} Count;

/* the first day that is within the criterion's window */
static DateADT
window_begins(Criterion *criterion, DateADT today)
{
	if (!criterion->has_window)
		return DATEVAL_NOBEGIN;
	if (criterion->since_of != today)
	{
		Datum		back = DirectFunctionCall2(date_mi_interval, DateADTGetDatum(today),
											   IntervalPGetDatum(&criterion->window));

		criterion->since = DatumGetDateADT(DirectFunctionCall1(timestamp_date, back)) + 1;
		criterion->since_of = today;
	}
	return criterion->since;
}

static bool
count_record(TupleTableSlot *slot, const AttrNumber *attno, void *arg)
{
	Count	   *count = arg;
	const Criterion *criterion = count->criterion;
	bool		isnull;
	Datum		value;
	DateADT		day;
	int			severity;
	Oid			status;

	day = DatumGetDateADT(slot_getattr(slot, attno[REC_DECIDED_ON - 1], &isnull));
	if (day < criterion->since || day < criterion->valid_from || day >= criterion->valid_until)
		return true;
	if (!criterion->across_departments &&
		DatumGetInt32(slot_getattr(slot, attno[REC_DEPT_ID - 1], &isnull)) != count->dept)
		return true;
	value = slot_getattr(slot, attno[REC_SEVERITY - 1], &isnull);
	severity = severity_position(count->rules, isnull, value);
	if (severity < criterion->min_severity || severity > criterion->max_severity)
		return true;
	status = DatumGetObjectId(slot_getattr(slot, attno[REC_STATUS - 1], &isnull));
	if (status == count->rules->valid || status == count->rules->disputed)
		count->found++;
	return count->found < criterion->count;
}

/* an open candidate that would not change: found by hand, or full */
static bool
candidate_stands(const Criterion *criterion, Datum subject_id, Datum dept_id)
{
	static SPIPlanPtr plan = NULL;
	Datum		values[3] = {subject_id, CStringGetTextDatum(criterion->list), dept_id};
	CreditAsOwner saved;
	bool		found;

	credit_as_owner_begin(&saved);
	SPI_connect();
	if (plan == NULL)
	{
		plan = SPI_prepare("SELECT FROM credit.list_candidate c WHERE c.subject_id = $1 AND c.list = $2 AND c.dept_id = $3"
						   " AND c.state = 'open' AND (c.criterion IS NULL OR pg_catalog.cardinality(c.record_ids)"
						   " >= credit.most_evidence())",
						   3, (Oid[3]) {INT8OID, TEXTOID, INT4OID});
		if (plan == NULL || SPI_keepplan(plan) != 0)
			elog(ERROR, "could not prepare: %s", SPI_result_code_string(SPI_result));
	}
	if (SPI_execute_plan(plan, values, NULL, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not look for a candidate");
	found = SPI_processed > 0;
	SPI_finish();
	credit_as_owner_end(&saved);
	return found;
}

/*
 * values are those of a row of credit.record_store that counts as its status
 * says; the active snapshot sees the row.
 */
bool
record_may_make_candidate(const ListRules *rules, const char *item, int severity, const Datum *values)
{
	DateADT		today = credit_today();
	DateADT		day = DatumGetDateADT(values[REC_DECIDED_ON - 1]);
	Datum		subject = values[REC_SUBJECT_ID - 1];
	Datum		dept = values[REC_DEPT_ID - 1];

	for (int i = 0; i < rules->ncriteria; i++)
	{
		Criterion  *criterion = &rules->criteria[i];
		Count		count = {.rules = rules, .criterion = criterion, .dept = DatumGetInt32(dept)};

		if (!criterion_counts(criterion, item, severity) ||
			today < criterion->valid_from || today >= criterion->valid_until ||
			day < criterion->valid_from || day >= criterion->valid_until ||
			day < window_begins(criterion, today))
			continue;
		if (criterion->sector != NULL && !criterion->across_departments)
		{
			const CreditDepartment *department = credit_department_by_id(count.dept);

			if (department == NULL || department->sector == NULL ||
				strcmp(department->sector, criterion->sector) != 0)
				continue;
		}
		/* the row itself is one */
		if (criterion->count > 1)
		{
			criterion->since = window_begins(criterion, today);
			credit_scan_records(DatumGetInt64(subject), item,
								criterion->has_window ? criterion->since : DATEVAL_NOBEGIN,
								Max(today, day), count_record, &count);
			if (count.found < criterion->count)
				continue;
		}
		if (criterion->across_departments || !candidate_stands(criterion, subject, dept))
			return true;
	}
	return false;
}
